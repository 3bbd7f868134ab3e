"""A statement held against its evidence, and the form of what is found out by that."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from yinzheng.qa.checking import figures, naming
from yinzheng.qa.checking.matching import Matching
from yinzheng.qa.checking.reading import Named
from yinzheng.qa.names.entities import Vocabulary, english_names, names
from yinzheng.qa.names.entities import vocabulary as vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yinzheng.qa.checking.figures import Stand
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Figure, Said
    from yinzheng.qa.checking.sources import Evidence, Sources
    from yinzheng.types import Claim, Label, Quantity, ReasonCode

SAME = 0.5
"""Fit from which a line says the same thing, so that what differs in it contradicts."""

COPY = 0.7
"""Share of a statement's words from which a line is a copy of it, but for what differs."""

_CONTEXT = 0.7
"""How surely a line is about a name that stands around it."""

_FIRST_WORD = re.compile(r"[A-Z][\w&.'’-]*")


_CELL = re.compile(r"[|\t]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found out: ``[start, end)`` of the statement, ``[at, past)`` of ``line``'s document.

    ``label`` is what it makes of the statement by itself.
    """

    code: ReasonCode
    label: Label
    start: int
    end: int
    said: str = ""
    source: str = ""
    line: Line | None = None
    at: int = 0
    past: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of a line beside one of the statement: how they stand, and what the stored claim tells."""

    stand: Stand
    quantity: Quantity
    claim: Claim | None


class Held:
    """One statement held against its evidence."""

    def __init__(self, said: Said, evidence: Evidence, sources: Sources) -> None:
        self.said, self.evidence, self.sources = said, evidence, sources
        self.named = (*said.names, *self._opening())
        self._shares: dict[Line, float] = {}
        self._beside: dict[tuple[int, Line], list[Beside]] = {}
        self.matching = Matching(said, evidence, self._had, self.share)

    def is_copy(self, line: Line) -> bool:
        """Whether a line says the same in nearly the same words of the same language."""
        return line.lang == self.said.lang and self.matching.coverage(line) >= COPY

    def _had(self, line: Line) -> list[float]:
        """How surely a line has each name: 1 for in it, less for in its passage, title or heading."""
        return [
            1.0 if naming.in_line(one, line) else _CONTEXT * naming.stands(one.raw, self.sources.around(line))
            for one in self.named
            if naming.can_tell(one, self.said.lang, line)
        ]

    def share(self, line: Line) -> float:
        """The share of the statement's figures that a line has, in [0, 1]."""
        if not self.said.figures:
            return 0.0
        if line not in self._shares:
            mine = self.said.figures
            had = sum(any(one.stand in figures.AGREEING for one in self.beside(a, line)) for a in mine)
            self._shares[line] = had / len(mine)
        return self._shares[line]

    def beside(self, figure: Figure, line: Line) -> list[Beside]:
        """The figures of a line that measure the same as one of the statement."""
        key = figure.quantity.start, line
        if key not in self._beside:
            is_row = _CELL.search(line.text) is not None
            claims = self.sources.claims(line.document.id) if line.figures or is_row else {}
            cells = _cells(line, claims) if is_row else ()
            found = []
            for quantity in (*line.figures, *cells):
                claim = claims.get(line.start + quantity.start)
                stand = figures.stand(figure.quantity, claim.quantity if claim else quantity)
                if stand == "unit" and figures.is_written_alike(figure.quantity, quantity):
                    stand = figures.stand(figure.quantity, quantity)
                if stand is not None:
                    found.append(Beside(stand, quantity, claim))
            self._beside[key] = found
        return self._beside[key]

    def names_of(self, line: Line) -> tuple[Named, ...]:
        """The names of a line, offsets counted from its start, with those of the statement among them."""
        found = list(names_of(line))
        if line.lang == "en" and not (found and found[0].start == 0):
            found[:0] = opened(line.text, line.document.text, 2)
        taken = [(one.start, one.end) for one in found]
        mine = [
            Named(m.start(), m.end(), m.group(), one.kind)
            for one in self.parties
            for m in re.finditer(rf"(?<!\w){re.escape(one.raw)}(?!\w)", line.text)
            if not any(start < m.end() and m.start() < end for start, end in taken)
        ]
        return (*found, *mine)

    @cached_property
    def parties(self) -> tuple[Named, ...]:
        """The names of the statement, with a word that opens it and that its evidence only has as a name."""
        if self.said.lang != "en" or any(one.start == 0 for one in self.named):
            return self.named
        documents = dict.fromkeys(line.document.text for line in self.evidence.lines)
        found = [one for text in documents for one in opened(self.said.text, text, 1)]
        first = _FIRST_WORD.match(self.said.text)
        word = first.group() if first else ""
        if any(word.lower() in vocabulary(text).small for text in documents):
            return self.named
        return (*found[:1], *self.named)

    def _opening(self) -> list[Named]:
        """A name that opens an English statement: only the evidence tells that it is none of its words."""
        if self.said.lang != "en" or any(not self.said.text[: one.start].strip() for one in self.said.names):
            return []
        text = self.said.text
        first = _FIRST_WORD.match(text)
        if first is None:
            return []
        texts = {line.document.id: line.document.text for line in self.evidence.lines}
        capital = frozenset[str]().union(*(vocabulary(one).capital for one in texts.values()))
        small = frozenset[str]().union(*(vocabulary(one).small for one in texts.values()))
        if first.group().split()[0] not in capital or first.group().split()[0].lower() in small:
            return []
        found = english_names(text, 0, len(text), Vocabulary(small, capital))[:1]
        return [Named(n.start, n.end, text[n.start : n.end], n.kind) for n in found if n.start == 0]


def _cells(line: Line, claims: Mapping[int, Claim]) -> list[Quantity]:
    """The figures of a table row that only its table tells: 163 million in a cell with (163)."""
    known = {one.start for one in line.figures}
    return [
        replace(claim.quantity, start=at - line.start, end=claim.quantity.end - line.start)
        for at, claim in claims.items()
        if line.start <= at < line.end and at - line.start not in known
    ]


@lru_cache(maxsize=1 << 10)
def names_of(line: Line) -> tuple[Named, ...]:
    """The names of a line, offsets counted from its start."""
    text = line.text
    found = (
        english_names(text, 0, len(text), vocabulary(line.document.text))
        if line.lang == "en"
        else names(text)
    )
    return tuple(Named(one.start, one.end, text[one.start : one.end], one.kind) for one in found)


def opened(text: str, document: str, least: int) -> list[Named]:
    """The word that opens an English sentence where a document has it ``least`` times, always in capitals.

    Nothing else tells a name that only ever opens sentences.
    """
    first = _FIRST_WORD.match(text)
    if first is None:
        return []
    word = re.sub(r"['’]s?$", "", first.group()).rstrip(".-&")
    if naming.is_plain(word.lower()) or word.lower() in vocabulary(document).small:
        return []
    if len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", document)) < least:
        return []
    return [Named(0, len(word), word, "org")]


@lru_cache(maxsize=256)
def vocabulary(text: str) -> Vocabulary:
    """The words of a document that tell names from words that open sentences."""
    return vocabulary_of(text)
