"""The words of a statement that tell what those do whom it names, with who stands on either side of each.

English has no parts of speech here: a verb is what stands right behind a name or before one and looks like a
verb. What is not seen as one is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.tokens import stems
from yinzheng.qa.checking import parts
from yinzheng.qa.checking.casts import known_names
from yinzheng.qa.names.entities import HAN
from yinzheng.qa.posts import posts_in

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.parts import Cast, Parts, Span

LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_POSSESSIVE = re.compile(r"['’]s?\s")
_BY_NEXT = re.compile(r"\s(?:\w+ly\s)?by\s")
_AUXILIARY = re.compile(
    r"(?:,?\s(?:has|have|had|is|are|was|were|been|be|being|will|would|may|might|can|could|should|must|did|does|do"
    r"|not|also|then|now|first|later|already|never|just|who|which|that|both|said\s(?:it|he|she|they)|[a-z]+ly))*,?\s"
)
"""What stands between a name and what it does: ``Lee Park, who has already``."""
_MODAL = re.compile(
    r"\b(?:is|are|was|were|been|be|will|would|may|might|can|could|should|must|did|does|do|not)\s$"
)
_HAVE = re.compile(r"\b(?:has|have|had)\s$")
_VERBAL = re.compile(
    r"\w+(?:ed|[^s]s)|led|left|won|lost|took|made|bought|sold|ran|held|met|cut|became|began|grew|fell|rose|gave|got|kept"
    r"|paid|built|chose|drew|drove|flew|hit|let|put|quit|sent|set|shut|spent|split|spoke|swung|taught|wrote|beat|broke"
)
"""What looks like a verb: an English word has no part of speech by itself."""
_SKIPPED = frozenset(
    (
        "said", "says", "told", "announced", "reported", "according", "added", "has", "have", "had",
        "is", "are", "was", "were", "been", "be", "being", "will", "would", "may",
        "might", "can", "could", "should", "must", "did", "does", "do", "not", "also",
        "then", "now", "first", "later", "already", "never", "just", "both", "who", "which",
        "that", "it", "he", "she", "they", "the", "a", "an", "its", "his",
        "her", "their",
    )
)  # fmt: skip
"""Words that tell nothing of what is done."""


@dataclass(frozen=True, slots=True)
class Told:
    """A word of the statement that tells what somebody does, and the parts around it."""

    start: int
    end: int
    word: str
    parts: Parts
    is_going: bool = False
    """Whether it stands in the form of ``acquiring``, which is a noun as often as a verb."""

    def places(self, line: Line) -> list[Span]:
        """Where a line has the word, in its text."""
        if line.lang == "zh":
            return [m.span() for m in re.finditer(re.escape(self.word), simplified(line.text))]
        same = [m for m in LATIN.finditer(line.text) if _stem(m.group()) == self.word]
        return [m.span() for m in same if not m.group().endswith("ing") or self.is_going]


def told(held: Held) -> Iterator[Told]:
    """The words of a statement that tell what somebody does whom it names."""
    text = held.said.text
    if held.said.lang == "zh":
        places, cast = _chinese(held)
    elif HAN.search(text):
        return  # 15亿美元 in English: names are not read as they are in its source
    else:
        places, cast = _english(held), parts.english(text, held.parties)
    for start, end in places:
        found = cast.read(start, end)
        raw = simplified(text)[start:end]
        if found.doers or found.direct:
            yield Told(start, end, _stem(raw) if raw.isascii() else raw, found, raw.endswith("ing"))


def _stem(word: str) -> str:
    return stems([word.lower()])[0]


def _chinese(held: Held) -> tuple[list[Span], Cast]:
    text = simplified(held.said.text)
    figures = [(one.quantity.start, one.quantity.end) for one in held.said.figures]
    known = known_names(held)
    found = [
        (start, end)
        for start, end in parts.verbs(text, figures, known)
        if not any(one.start < end and start < one.end for one in held.named)
    ]
    return found, parts.chinese(text, figures, known)


def _english(held: Held) -> list[Span]:
    """The verbs right behind names, and right before a name or ``by``."""
    text = held.said.text
    skipped = [m.span() for m in posts_in(text)] + [(one.start, one.end) for one in held.parties]
    words = [
        m.span()
        for m in LATIN.finditer(text)
        if m.group().lower() not in _SKIPPED and not any(a < m.end() and m.start() < b for a, b in skipped)
    ]
    found: list[Span] = []
    for one in held.parties:
        found += _behind(text, one.end, [word for word in words if word[0] >= one.end])
        before = next((word for word in reversed(words) if word[1] < one.start), None)
        if before and text[before[1] : one.start].isspace():
            found.append(before)
    verbal = [place for place in found if _is_verbal(text, *place)]
    return list(dict.fromkeys([*verbal, *(word for word in words if _BY_NEXT.match(text, word[1]))]))


def _behind(text: str, end: int, words: Sequence[Span]) -> Iterator[Span]:
    """The word right behind a name that ends at ``end``, or behind what is its: Marlow's shares rose."""
    if words and _POSSESSIVE.fullmatch(text[end : words[0][0]]):
        end, words = words[0][1], words[1:]
    if words and _AUXILIARY.fullmatch(text[end : words[0][0]]):
        yield words[0]


def _is_verbal(text: str, start: int, end: int) -> bool:
    if _HAVE.search(text[:start]) and text[end - 1] == "s":
        return False  # what somebody has
    return _VERBAL.fullmatch(text, start, end) is not None or _MODAL.search(text[:start]) is not None
