"""The letters, digits and signs of a text with the way back: what quotations are compared by.

Two texts have one skeleton when they differ only by width, case, script, punctuation, white space, Markdown
signs and footnote marks. Signs that belong to a number stay: ``12.5``, ``-5%``, ``$3``, ``3-5``; what else
stands between two digits becomes a comma, so that ``12 15`` is not ``1215``.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold
from yinzheng.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yinzheng.corpus.fold import Folded

_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"

_PIECE = re.compile(
    r"""
      (?P<left_out> \[ \^? \d{1,3} (?: [,–-] \d{1,3} )* \] | \] \( [^()\s]{1,300} \) )   # [3]  ](address)
    | (?P<word> [^\W_]+ )
    | (?P<kept> (?<=\d) [./:⁄] (?=\d) | [%‰$€£¥₩₹°×] | [<>≤≥≈] (?=\d) )                 # 12.5  1/2  30%  ≥5
    | (?<=\d) , (?= \d{3} (?!\d) )                                                      # 1,915 is 1915
    | (?P<dash> (?<=\d) \s? [-–—−~〜⁓] \s? (?=\d)                                        # 3-5  3 – 5
        | (?<! [A-Za-z\d_.–—−-] ) [-−] (?=[\d$€£¥]) )                                # 同比-5%, not GPT-4
    | (?P<between> (?<=\d) [^\w%‰$€£¥<>≤≥≈]+ (?=\d) )                                        # 12 | 15
    """,
    re.VERBOSE,
)
_AS = {"dash": "-", "between": ","}
_TOKEN = re.compile(rf"\d+|[{_HAN}]|[^\W\d_{_HAN}]+|.")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The skeleton ``text`` of a text.

    ``starts`` are where its runs begin, ``folded_starts`` where these are in the folded text, in which a run
    has no gap. All intervals are half-open, in code points.
    """

    text: str
    starts: array[int]
    folded_starts: array[int]
    _folded: Folded

    def original(self, start: int, end: int) -> Span:
        """The interval of the text that ``text[start:end]``, which is not empty, comes from."""
        return self._folded.original(self._in_fold(start), self._in_fold(end - 1) + 1)

    def within(self, start: int, end: int) -> Span:
        """The interval of ``text`` that comes from ``[start, end)`` of the text and nothing around it."""
        folded = self._folded.folded(start, end)
        return Span(self._from_fold(folded.start), self._from_fold(folded.end))

    def begins_run(self, at: int) -> bool:
        """Whether something was left out, or the text begins, right before ``text[at]``."""
        run = bisect_right(self.starts, at) - 1
        return run < 0 or self.starts[run] == at

    def _in_fold(self, at: int) -> int:
        run = bisect_right(self.starts, at) - 1
        return self.folded_starts[run] + at - self.starts[run]

    def _from_fold(self, at: int) -> int:
        run = bisect_right(self.folded_starts, at) - 1
        if run < 0:
            return 0
        past = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
        return min(past, self.starts[run] + at - self.folded_starts[run])


def skeleton(text: str) -> Skeleton:
    """The skeleton of ``text``; linear in its length."""
    folded = fold(text)
    parts: list[str] = []
    starts, folded_starts = array("L"), array("L")
    size = 0
    for match in _PIECE.finditer(folded.text):
        kind = match.lastgroup
        if kind == "word":
            piece = match.group()
        elif kind is None or kind == "left_out":
            continue
        else:
            piece = _AS.get(kind) or match.group().replace("⁄", "/")
        starts.append(size)
        folded_starts.append(match.start())
        parts.append(piece)
        size += len(piece)
    return Skeleton("".join(parts), starts, folded_starts, folded)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a sign or one Han character of a text, folded, and where in it it stands."""

    start: int
    end: int
    text: str


def tokens(text: str, offset: int = 0) -> list[Token]:
    """The tokens of the skeleton of ``text``; ``offset`` is added to their places."""
    return list(_tokens(skeleton(text), offset))


def _tokens(bones: Skeleton, offset: int) -> Iterator[Token]:
    text, start = bones.text, 0
    for end in (*bones.starts[1:], len(text)):
        if text[end - 1 : end].isdigit() and text[end : end + 1].isdigit():
            continue  # nothing but a comma was left out: 1,915 is one number
        for match in _TOKEN.finditer(text, start, end):
            span = bones.original(*match.span())
            yield Token(offset + span.start, offset + span.end, match.group())
        start = end
