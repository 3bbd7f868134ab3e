"""A sentence of a document as statements are held against it: its words, clauses, figures and periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from sys import intern
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_evenly, fold_text
from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import folded_tokens, han_words, is_han
from yinzheng.qa.checking.reading import CLAUSE_END
from yinzheng.qa.grammar.periods import Period, periods
from yinzheng.qa.quantities import quantities
from yinzheng.qa.ways import FoldedText, ways_of

if TYPE_CHECKING:
    from yinzheng.qa.checking.reading import Unit
    from yinzheng.types import Document, Lang, Passage, Quantity

PLAIN = re.compile(r"[^\w$€£¥￥₩₹%‰°±<>≤≥=×+.,:/−–-]|_|[.,:/–](?!\d)|(?<!\d)[.,:/–]|[−-](?!\d)")
"""What a verbatim repetition may write otherwise: no signs of currencies, no minus, no points of numbers."""

_NUMERIC = re.compile(r"\d")
_PAIR = 2
_STEM = 5  # letters in which two English words agree that are forms of one


class Wording(FoldedText):
    """A text of a source in which words of a statement are looked for."""

    lang: Lang

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first letters of its longer English words."""
        return frozenset(stem[:_STEM] for stem in self.stems if len(stem) > _STEM)

    def has(self, unit: Unit) -> float:
        """How surely it has a word of a statement, in [0, 1]: 1 for the word, less for what is like it."""
        if unit.han:
            if unit.word in self.folded:
                return 1.0
            if self.lang == "zh":
                return 0.5 * sum(map(self.folded.__contains__, unit.word)) / len(unit.word)
        elif unit.stem in self.stems:
            return 1.0
        elif self.lang == "en":
            return 0.7 if len(unit.stem) > _STEM and unit.stem[:_STEM] in self.heads else 0.0
        if not unit.other:
            return 0.0
        # 公司员工 is a company and its employees: a line with one of the two has half of it.
        return sum(self.has_any(ways_of(concept)) for concept in unit.other) / len(unit.other)

    def all_of(self, units: Sequence[Unit]) -> list[float]:
        """What ``has`` tells of each word; most are Chinese words looked for in Chinese text."""
        if self.lang != "zh":
            return [self.has(unit) for unit in units]
        folded = self.folded
        return [
            (1.0 if unit.word in folded else 0.5 * sum(map(folded.__contains__, unit.word)) / len(unit.word))
            if unit.han
            else self.has(unit)
            for unit in units
        ]

    def coverage(self, said: Sequence[Unit]) -> float:
        """The share of the words' weight that it has, in [0, 1]; 0 for no words."""
        total = sum(unit.weight for unit in said)
        had = self.all_of(said) if total else []
        return sum(unit.weight * one for unit, one in zip(said, had, strict=True)) / total if total else 0.0


class Piece(Wording):
    """A part of a folded text."""

    def __init__(self, folded: str, lang: Lang) -> None:
        self.folded, self.lang = folded, lang


class Sheet:
    """A passage as its lines share it: it is folded once for all of them."""

    def __init__(self, document: Document, passage: Passage) -> None:
        self.document, self.passage = document, passage

    @cached_property
    def _even(self) -> str | None:
        return fold_evenly(self.document.text[self.passage.start : self.passage.end])

    def folded(self, start: int, end: int) -> str:
        """The text ``[start, end)`` of the document, folded, which lies in the passage."""
        if self._even is None:
            return fold_text(self.document.text[start:end])
        return self._even[start - self.passage.start : end - self.passage.start]


class Terms:
    """The search terms of a statement, sorted by how one sees whether a line has them."""

    def __init__(self, terms: Iterable[str]) -> None:
        """``terms`` are as ``folded_tokens`` gives them; those with figures are left out."""
        every = frozenset(terms)
        han = {term for term in every if is_han(term)}
        self.pairs = tuple(term for term in han if len(term) == _PAIR)
        """Two Han characters: a line has this term where they stand side by side."""
        self.words = frozenset(term for term in han if len(term) != _PAIR)
        self.others = frozenset(term for term in every - han if _is_word(term))


class Line(Wording):
    """One sentence or table row of a document: ``document.text[start:end]``, with what is read of it."""

    def __init__(self, sheet: Sheet, start: int, end: int) -> None:
        self._sheet, self.start, self.end = sheet, start, end
        self.document, self.passage = sheet.document, sheet.passage
        self.text, self.lang = self.document.text[start:end], self.passage.lang

    @cached_property
    def folded(self) -> str:  # type: ignore[override]  # most lines are never read
        """The text, folded."""
        return self._sheet.folded(self.start, self.end)

    def shared(self, terms: Terms) -> int:
        """How many of a statement's search terms it has among ``terms``, figures left out."""
        folded = self.folded
        found = sum([pair in folded for pair in terms.pairs])
        if terms.words:
            found += len(terms.words & self._words)
        return found + len(terms.others & self.stems) if terms.others else found

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(intern(word) for word in han_words(self.folded) if len(word) != _PAIR)

    def repeats(self, plain: str) -> bool:
        """Whether it is ``plain`` itself, which is not empty, but for white space and punctuation."""
        folded = self.folded  # most lines are told apart by this much
        if len(folded) < len(plain) or plain[0] not in folded or plain[-1] not in folded:
            return False
        return self.plain == plain

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its search terms without its figures."""
        return frozenset(filter(_is_word, set(folded_tokens(self.folded))))

    @cached_property
    def plain(self) -> str:
        """Folded, without white space and punctuation: what a verbatim repetition has too."""
        return PLAIN.sub("", self.folded)

    @cached_property
    def bounds(self) -> tuple[int, ...]:
        """Where its clauses end, in its folded text."""
        return tuple(match.end() for match in CLAUSE_END.finditer(self.folded))

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Its clauses."""
        edges = [0, *self.bounds, len(self.folded)]
        parts = [self.folded[a:b] for a, b in pairwise(edges)]
        return tuple(Piece(part, self.lang) for part in parts if len(part.strip()) > 1)

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """Its figures, offsets counted from its start; dates and periods are left out."""
        return tuple(q for q in quantities(self.text) if q.kind not in ("date", "period"))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Its dates and periods, offsets counted from its start."""
        return tuple(periods(self.text))


def _is_word(term: str) -> bool:
    return term.isalpha() or not _NUMERIC.search(term)


def lines_of(document: Document, passage: Passage) -> Iterable[Line]:
    """The sentences of a passage that have a letter or digit."""
    sheet = Sheet(document, passage)
    for span in sentences(document.text, passage.start, passage.end):
        text = document.text[span.start : span.end]
        start = span.start + len(text) - len(text.lstrip())
        end = span.start + len(text.rstrip())
        if any(map(str.isalnum, document.text[start:end])):
            yield Line(sheet, start, end)
