"""Where documents have a quotation, word for word or nearly so."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.tokens import is_han
from yinzheng.qa.checking.altered import NearMiss, compare, likeness, quoted
from yinzheng.qa.checking.blocks import MARK
from yinzheng.qa.checking.seeds import Seeds
from yinzheng.qa.checking.skeleton import Skeleton, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yinzheng.qa.checking.marks import Target
    from yinzheng.types import Document

__all__ = ["NearMiss", "Place", "Texts"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands: ``[start, end)`` of a document's text."""

    doc_id: str
    start: int
    end: int


_OMISSION = re.compile(
    r"""
      [\[(（【［] \s? (?: …+ | \.{3,} | 。{3,} | 略 | 省略 | 中略 ) \s? [\])）】］]
    | …+ | \.{3,} | (?:\. ){2,}\. | 。{3,} | ·{6}
    | \[ (?! [^\[\]]{0,60} (?: \d | [不未没无] | \b(?:not?|never)\b ) )      # [the company]
      [^\[\]^\n]{1,60} \]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINE_SIGNS = re.compile(r"\n[ \t]*(?:>[ \t]*)+")
_GAP = 800
"""How many letters and digits an omission stands for at most."""

_SURE = (0.9, 0)  # a place like this is not bettered by looking on
_MOST_PLACES = 500  # of one wording that are looked at

_NUMERAL = frozenset("0123456789零〇一二三四五六七八九十百千万亿两几")
_SCALES = re.compile(
    r"[%‰万亿千百倍成]|个?百分点|个?基点|percent|per\ ?cent|pp\b|bps|basispoint"
    r"|(?:hundred|thousand|million|billion|trillion|bn|mn|tn|k|m|b)(?![a-z])|times"
)
_KEPT = re.compile(r"[^\W_]+|[%‰$€£¥₩₹°×]")
_NOT = ("不", "没", "未", "没有", "不会", "不能", "不再", "未能", "无法", "不得")
"""What turns the words behind it round; not 不是, behind which a noun may be quoted: 不是“骗局”."""

_NOT_WORDS = frozenset(("not", "never", "cannot", "nor", "neither"))
_BEFORE_NOUN = frozenset(
    ("a", "an", "the", "any", "all", "only", "just", "in", "on", "at", "of", "for", "by")
)
_OPENERS = "“‘「『\"'＂﹁﹃"


class Texts:
    """The texts of documents as quotations are looked for in them; each is folded once, when it is needed."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """``documents`` carry their texts."""
        self._documents = {document.id: document for document in documents}
        self._skeletons: dict[str, Skeleton] = {}
        self._shelf: _Shelf | None = None

    def find(self, quote: str, within: Sequence[Target] | None = None) -> Place | None:
        """Where ``quote`` stands word for word, the first place; None where it does nowhere.

        Width, case, script, punctuation, white space and Markdown signs do not count. ``…``, ``[...]`` and
        ``[the company]`` stand for up to 800 letters of the source. The quotation may not begin or end inside
        a number or a word, leave out a number's unit (``30`` of ``30%``) or a negation right before it.
        ``within`` limits the search to targets.
        """
        parts = _parts(quote)
        if not parts:
            return None
        if within is None:
            shelf = self._whole()
            for start, end, at in _places(shelf.text, parts, 0, len(shelf.text)):
                doc_id, first = shelf.at(start)
                bones = self._skeleton(doc_id)
                spans = [(a - first, b - first) for a, b in at]
                if end - first <= len(bones.text) and self._is_whole(doc_id, bones, spans):
                    return self._place(doc_id, bones, start - first, end - first, quote)
            return None
        for target in within:
            bones = self._skeleton(target.doc_id)
            low, high = self._range(target, bones)
            for start, end, at in _places(bones.text, parts, low, high):
                if self._is_whole(target.doc_id, bones, at):
                    return self._place(target.doc_id, bones, start, end, quote)
        return None

    def near(self, quote: str, within: Sequence[Target] | None = None) -> NearMiss | None:
        """The place that comes nearest to ``quote``, with what was altered; None where none is near.

        For quotations that ``find`` does not find. ``within`` limits the search to targets.
        """
        shelf = self._whole()
        parts = _parts(quote)
        said = quoted(_bare(quote), _OMISSION)
        ranges = None
        if within is not None:
            ranges = []
            for target in within:
                first = shelf.first(target.doc_id)
                low, high = self._range(target, self._skeleton(target.doc_id))
                ranges.append((first + low, first + high))
        best: tuple[float, int] = (0.0, 0)
        where: tuple[str, int, int] | None = None
        for start, end in shelf.seeds().windows("".join(parts), _GAP if len(parts) > 1 else 0, ranges):
            doc_id, first = shelf.at(min(start + (end - start) // 2, len(shelf.text) - 1))
            bones = self._skeleton(doc_id)
            low, high = max(0, start - first), min(len(bones.text), end - first)
            if low < high:
                span = bones.original(low, high)
                rank = likeness(said, self._documents[doc_id].text, span.start, span.end)
                if rank > best:
                    best, where = rank, (doc_id, span.start, span.end)
            if best > _SURE:
                break
        return compare(said, self._documents[where[0]], *where[1:]) if where else None

    def _skeleton(self, doc_id: str) -> Skeleton:
        if doc_id not in self._skeletons:
            self._skeletons[doc_id] = skeleton(self._documents[doc_id].text)
        return self._skeletons[doc_id]

    def _whole(self) -> _Shelf:
        if self._shelf is None:
            self._shelf = _Shelf([(doc_id, self._skeleton(doc_id).text) for doc_id in self._documents])
        return self._shelf

    def _range(self, target: Target, bones: Skeleton) -> tuple[int, int]:
        if target.start is None or target.end is None:
            return 0, len(bones.text)
        span = bones.within(target.start, target.end)
        return span.start, span.end

    def _is_whole(self, doc_id: str, bones: Skeleton, parts: Sequence[tuple[int, int]]) -> bool:
        """Whether no part begins or ends inside a number or word, loses its unit or a negation before it."""
        text = self._documents[doc_id].text
        return not any(_cuts(text, bones, start, end) for start, end in parts)

    def _place(self, doc_id: str, bones: Skeleton, start: int, end: int, quote: str) -> Place:
        """The place in the document, with the punctuation at both ends that the quotation has too."""
        text = self._documents[doc_id].text
        span = bones.original(start, end)
        low, high = span.start, span.end
        kept = [match.span() for match in _KEPT.finditer(quote)]
        tail = quote[kept[-1][1] :].strip()
        for char in tail:
            if text[high : high + 1] != char and fold_text(text[high : high + 1]) != fold_text(char):
                break
            high += 1
        head = quote[: kept[0][0]].strip()
        for char in reversed(head):
            if not low or fold_text(text[low - 1]) != fold_text(char):
                break
            low -= 1
        return Place(doc_id, low, high)


class _Shelf:
    """The skeletons of all documents in one string, a line break behind each."""

    def __init__(self, skeletons: Sequence[tuple[str, str]]) -> None:
        self.text = "".join(f"{text}\n" for _, text in skeletons)
        self._ids = [doc_id for doc_id, _ in skeletons]
        self._starts = list(accumulate((len(text) + 1 for _, text in skeletons), initial=0))[:-1]
        self._by_id = dict(zip(self._ids, self._starts, strict=True))
        self._seeds: Seeds | None = None

    def at(self, offset: int) -> tuple[str, int]:
        """The document that ``text[offset]`` belongs to and where it begins."""
        number = bisect_right(self._starts, offset) - 1
        return self._ids[number], self._starts[number]

    def first(self, doc_id: str) -> int:
        """Where a document begins."""
        return self._by_id[doc_id]

    def seeds(self) -> Seeds:
        """The table of short runs of the whole, made when it is first asked for."""
        if self._seeds is None:
            self._seeds = Seeds(self.text)
        return self._seeds


def _bare(quote: str) -> str:
    """A quotation with marks of citation and the signs of ``>`` blocks blanked."""
    bare = MARK.sub(lambda match: match.group() if match["code"] else " " * len(match.group()), quote)
    return _LINE_SIGNS.sub(lambda match: "\n" + " " * (len(match.group()) - 1), bare)


def _parts(quote: str) -> list[str]:
    """The skeletons of what stands between the omissions of a quotation."""
    return [bones for part in _OMISSION.split(_bare(quote)) if (bones := skeleton(part).text)]


def _places(
    text: str, parts: Sequence[str], low: int, high: int
) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Where the parts stand in order and near each other: start, end and the places of the parts."""
    anchor = max(range(len(parts)), key=lambda i: len(parts[i]))
    at = low - 1
    for _ in range(_MOST_PLACES):
        at = text.find(parts[anchor], at + 1, high)
        if at < 0:
            return
        found = [(at, at + len(parts[anchor]))]
        for part in parts[anchor + 1 :]:
            past = found[-1][1]
            next_at = text.find(part, past, min(high, past + _GAP + len(part)))
            if next_at < 0:
                break
            found.append((next_at, next_at + len(part)))
        for part in reversed(parts[:anchor]):
            first = found[0][0]
            next_at = text.rfind(part, max(low, first - _GAP - len(part)), first)
            if next_at < 0:
                break
            found.insert(0, (next_at, next_at + len(part)))
        if len(found) == len(parts):
            yield found[0][0], found[-1][1], found


def _cuts(text: str, bones: Skeleton, start: int, end: int) -> bool:
    """Whether ``bones.text[start:end]`` begins or ends where a quotation must not."""
    bare = bones.text
    first, last = bare[start], bare[end - 1]
    before, behind = bare[start - 1 : start], bare[end : end + 1]
    if first in _NUMERAL and (before in _NUMERAL or before in {".", "-", "/"}) and before:
        return True
    if before and _is_latin(before) and _is_latin(first) and not bones.begins_run(start):
        return True
    if last in _NUMERAL and behind:
        if behind in _NUMERAL or (behind in "./-:" and bare[end + 1 : end + 2].isdigit()):
            return True
        if (last.isdigit() or last in "万亿") and _SCALES.match(bare, end):
            return True
    if behind and _is_latin(behind) and _is_latin(last) and not bones.begins_run(end):
        return True
    if start and text[bones.original(start, start + 1).start - 1] in _OPENERS:
        return False  # 不是“骗局”: the source quotes as well
    return _is_negated_before(bones, start)


def _is_latin(char: str) -> bool:
    return char.isalpha() and not is_han(char)


def _is_negated_before(bones: Skeleton, start: int) -> bool:
    """Whether a word of negation stands right before ``start``, in the same clause."""
    before = bones.text[max(0, start - 8) : start]
    if not bones.begins_run(start):
        return before.endswith(_NOT) and not before.endswith(("要不", "从不", "对不"))
    run = bisect_right(bones.starts, start) - 1
    words = [bones.text[bones.starts[i] : bones.starts[i + 1]] for i in range(max(0, run - 2), run)]
    past = bones.starts[run + 1] if run + 1 < len(bones.starts) else len(bones.text)
    if not words or bones.text[start:past] in _BEFORE_NOUN:
        return False
    return words[-1] in _NOT_WORDS or (words[-1] == "t" and words[0].endswith("n"))
