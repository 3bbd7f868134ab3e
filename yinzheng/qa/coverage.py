"""Which of a question's words a sentence has, in whichever language, and how near they stand to a figure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_evenly, fold_text
from yinzheng.corpus.segment import sentences
from yinzheng.qa.question import Asked, signs
from yinzheng.qa.ways import FoldedText, Ways, spelled, ways_of

if TYPE_CHECKING:
    from yinzheng.corpus.lexicon import Concept
    from yinzheng.types import Document, Passage

NEAR = 15.0
"""Characters at which nearness has fallen to 1/e."""

_LONG = 2_000  # characters of a sentence that are read; longer ones are tables or lack punctuation
_SENTENCES = 4_096  # sentences, and passages, that were read last and are kept: a kilobyte or three each
_PASSAGES = 1_024


@dataclass(frozen=True)
class Words(FoldedText):
    """A sentence as concepts are looked for in it: folded, and the terms of what is not Han apart."""

    folded: str

    @staticmethod
    @lru_cache(maxsize=_SENTENCES)
    def of(sentence: str) -> Words:
        """Read a sentence; those that were read last are kept."""
        return Words(fold_text(sentence[:_LONG]))

    def coverage(self, weights: Mapping[Concept, float]) -> float:
        """Return the share of the concepts' weight that the sentence has, in [0, 1]."""
        found = sum(w for concept, w in weights.items() if self.has_any(ways_of(concept)))
        return found / (sum(weights.values()) or 1.0)

    def nearness(
        self, shown: Sequence[int], weights: Mapping[Concept, float], total: float | None = None
    ) -> float:
        """Return how near what is asked for stands to the concepts, in [0, 1].

        It is the best, over the places ``shown`` (offsets into the sentence), of the sum of
        ``exp(-distance / NEAR)`` over the concepts by their weights: in a sentence with several figures
        the one beside ``employees`` counts them. ``total`` is what the weights of the question sum to, where
        concepts that are not there were left out.
        """
        places = [(found, w) for concept, w in weights.items() if (found := self.places(concept))]
        total = total or sum(weights.values()) or 1.0
        # Folding may shift what stands behind a ligature or an ellipsis by a character: no matter here.
        return max(
            (
                sum(w * math.exp(-min(abs(i - j) for j, _ in at) / NEAR) for at, w in places) / total
                for i in shown
            ),
            default=0.0,
        )

    def places(self, concept: Concept) -> list[tuple[int, int]]:
        """Return where the words of a concept stand in the folded sentence, as half-open intervals."""
        found: list[tuple[int, int]] = []
        for way in concept:
            for word in spelled(way) if self.has_way(way) else ():
                found += [(at, at + len(word)) for at in occurrences(word, self.folded)]
        return found


def occurrences(part: str, text: str) -> Iterator[int]:
    """Yield where ``part`` begins in ``text``; no pattern is compiled, as there are many parts."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


@dataclass(frozen=True, slots=True)
class Sought:
    """The concepts of a question, ready to be looked for in many passages.

    A row is a concept, its weight, its alternatives, and its word where it is one Chinese word: most of a
    Chinese question's are, and such a word is looked for without a call.
    """

    rows: tuple[tuple[Concept, float, Ways, str], ...]
    total: float

    @classmethod
    def of(cls, weights: Mapping[Concept, float]) -> Sought:
        """Take concepts with their weights."""
        read = [(concept, w, ways_of(concept)) for concept, w in weights.items()]
        return cls(tuple((*row, row[2].word) for row in read), sum(weights.values()) or 1.0)


def best_sentence(document: Document, passage: Passage, sought: Sought, kind: Asked) -> float:
    """Return the coverage of the passage's best sentence, with its nearness added, in [0, 2]."""
    read = _read(document.text[passage.start : passage.end])
    text = read.folded
    # No sentence has another.
    had = [row for row in sought.rows if (row[3] in text if row[3] else read.has_any(row[2]))]
    best = 0.0
    for sentence, words in read.sentences if had else ():
        text = words.folded
        found = [row for row in had if (row[3] in text if row[3] else words.has_any(row[2]))]
        coverage = sum([row[1] for row in found]) / sought.total
        if 2 * coverage <= best:
            continue  # no sentence has more nearness than coverage
        shown = signs(sentence, kind)
        near = words.nearness(shown, {row[0]: row[1] for row in found}, sought.total) if shown else 0.0
        best = max(best, coverage + near)
    return best


@dataclass(frozen=True)
class _Read(Words):
    """A passage: its sentences, each with its words, and the words of all of them."""

    sentences: tuple[tuple[str, Words], ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*(words.stems for _, words in self.sentences))


@lru_cache(maxsize=_PASSAGES)
def _read(passage: str) -> _Read:
    """Read a passage; those that were read last are kept."""
    parts = [passage[span.start : span.end] for span in sentences(passage)]
    even = fold_evenly(passage)
    if even is None:
        read = [Words.of(part) for part in parts]
    else:
        ends = itertools.accumulate(map(len, parts))
        read = [Words(even[end - len(part) : end][:_LONG]) for part, end in zip(parts, ends, strict=True)]
    # No Chinese word stands on two lines.
    return _Read("\n".join(words.folded for words in read), tuple(zip(parts, read, strict=True)))
