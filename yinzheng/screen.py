"""Document text made fit for a terminal: nothing in it is executed, lines are cut by display width.

``visible`` is the one function through which text of documents, file names, model names and
exceptions passes before it is printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yinzheng.types import Span

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: escape sequences, also in their one-character forms
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufeff\uffa0"  # seen as nothing
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2"  # signs that stretch over what follows
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, separators, bidirectional controls
    "\ud800-\udfff"  # lone surrogates, which no terminal can be sent
    "\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags: text that is invisible as a whole
    "]"
)
"""Unicode's categories Cc, Cf, Cs, Zl, Zp and the letters and marks that show nothing. Variation
selectors stay: they choose the form of the character before them, as Chinese names need."""

NO_LINE_START = frozenset("，。、；：？！…—·％‰℃）》〉」』】〕〗”’)]}>,.;:?!%")
NO_LINE_END = frozenset("（《〈「『【〔〖“‘([{<￥$€£")
"""Punctuation that a line must not begin or end with (after GB/T 15834 and JIS X 4051)."""


def visible(text: str, *, lines: bool = False) -> str:
    """Return ``text`` with every control, format and separator character shown instead of obeyed.

    C0 controls become their pictures (ESC → ``␛``), all others their code point (``⟨U+202E⟩``).
    With ``lines`` a newline stays and a tab becomes four spaces. The result holds nothing that a
    terminal acts on; printing it with rich still needs ``Text``, since ``[bold]`` is ordinary text.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_shown_in_lines if lines else _shown, text)


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def _shown_in_lines(match: re.Match[str]) -> str:
    return {"\n": "\n", "\t": "    "}.get(match.group()) or _shown(match)


def cells(text: str) -> int:
    """Return how many terminal cells ``text`` takes: 2 for wide characters, 0 for combining marks."""
    return len(text) if text.isascii() else sum(map(_cells, text))


@lru_cache(maxsize=8192)
def _cells(char: str) -> int:
    from rich.cells import get_character_cell_size

    return get_character_cell_size(char)


def wrap(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield the half-open intervals of ``text`` that make lines of at most ``width`` cells.

    ``text`` is visible text; its newlines end lines. Lines break at spaces, which are left out, and
    on either side of a wide character, but not before closing or after opening punctuation. A word
    that is wider than a line is broken where the line ends.
    """
    start = 0
    for line in text.split("\n"):
        yield from _wrap_line(text, start, start + len(line), max(width, 2))
        start += len(line) + 1


def _wrap_line(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    used = 0
    chance = start  # where the line may end, once it is past its own start
    at = begin = start
    while at < end:
        if at > begin and _may_break(text[at - 1], text[at]):
            chance = at
        size = _cells(text[at])
        if used + size > width and text[at] != " ":
            stop = chance if chance > begin else at
            yield begin, begin + len(text[begin:stop].rstrip(" "))
            begin = at = stop
            chance, used = begin, 0
            continue
        used += size
        at += 1
    yield begin, begin + len(text[begin:end].rstrip(" "))


def _may_break(before: str, after: str) -> bool:
    if after == " " or _cells(after) == 0:
        return False
    if before == " ":
        return True
    wide = _cells(before) == 2 or _cells(after) == 2
    return wide and after not in NO_LINE_START and before not in NO_LINE_END


@dataclass(frozen=True, slots=True)
class Marked:
    """Visible text in one line, and for each of its characters whether it is to stand out."""

    text: str
    marks: tuple[bool, ...]

    def runs(self, start: int, end: int) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of ``text[start:end]`` with whether they stand out."""
        for mark, run in groupby(range(start, end), key=self.marks.__getitem__):
            yield "".join(self.text[at] for at in run), mark


def mark(text: str, spans: Iterable[Span]) -> Marked:
    """Return ``text`` made visible in one line, with the characters inside ``spans`` marked.

    ``spans`` are half-open and in code points of ``text``. Runs of whitespace become one space.
    """
    wanted = bytearray(len(text))
    for span in spans:
        wanted[span.start : span.end] = b"\1" * len(wanted[span.start : span.end])
    shown: list[str] = []
    marks: list[bool] = []
    for at, char in enumerate(text):
        piece = " " if char in " \t\n\r\f\v\u3000\u00a0" else visible(char)
        if piece == " " and (not shown or shown[-1] == " "):
            continue
        shown.extend(piece)
        marks.extend([bool(wanted[at])] * len(piece))
    while shown and shown[-1] == " ":
        shown.pop()
        marks.pop()
    return Marked("".join(shown), tuple(marks))


_SENTENCE_START = re.compile(r"(?<=[。！？；!?])[”’」』）\s]*(?=\S)|(?<=[.;|])\s+(?=\S)")


def excerpt(marked: Marked, width: int) -> Marked:
    """Return the part of ``marked``, at most ``width`` cells, that holds the most marked characters.

    It begins where a sentence begins when that shows as many of them as anything else; what was cut
    is shown as ``…``.
    """
    sizes = list(accumulate(map(_cells, marked.text), initial=0))
    if sizes[-1] <= width:
        return marked
    weight = list(accumulate(marked.marks, initial=0))
    ends = _ends(sizes, width - 2)
    starts = [0, *(match.end() for match in _SENTENCE_START.finditer(marked.text))]
    best = max(starts, key=lambda at: (weight[ends[at]] - weight[at], -at))
    if weight[-1] and weight[ends[best]] == weight[best]:
        best = max(0, marked.marks.index(True) - 8)
    end = ends[best]
    head, tail = best > 0, end < len(marked.text)
    space = marked.text.rfind(" ", best + 1, end)
    if tail and marked.text[end - 1 : end + 1].isalnum() and marked.text[space + 1 : end].isascii():
        end = space if space > best else end  # not in the middle of a word
    while end > best and marked.text[end - 1] == " " and tail:
        end -= 1
    return Marked(
        "…" * head + marked.text[best:end] + "…" * tail,
        (False,) * head + marked.marks[best:end] + (False,) * tail,
    )


def _ends(sizes: Sequence[int], width: int) -> list[int]:
    """For each start the largest end such that the text between takes at most ``width`` cells."""
    ends: list[int] = []
    end = 0
    for start in range(len(sizes)):
        end = max(end, start)
        while end + 1 < len(sizes) and sizes[end + 1] - sizes[start] <= width:
            end += 1
        ends.append(end)
    return ends


def excerpt_lines(marked: Marked, width: int, lines: int) -> Marked:
    """Return the part of ``marked`` to show in at most ``lines`` lines of ``width`` cells, as ``excerpt``."""
    for room in range(lines * width, width, -2):
        cut = excerpt(marked, room)
        if sum(1 for _ in wrap(cut.text, width)) <= lines:
            return cut
    return excerpt(marked, width)


def shorten(text: str, width: int) -> str:
    """Return ``text`` made visible in one line of at most ``width`` cells, cut in the middle by ``…``.

    The middle, because names that differ mostly differ at their ends.
    """
    shown = mark(text, ()).text
    if cells(shown) <= width:
        return shown
    if width < 3:
        return "…"[:width]
    tail = (width - 1) // 2
    head = width - 1 - tail
    left = ""
    for char in shown:
        if cells(left) + _cells(char) > head:
            break
        left += char
    right = ""
    for char in reversed(shown):
        if cells(right) + _cells(char) > tail:
            break
        right = char + right
    return f"{left}…{right}"
