"""Which of a question's words a sentence has, in whichever language, and how near they stand to a figure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import is_han, spaced_terms
from yinzheng.qa.question import Asked, signs

if TYPE_CHECKING:
    from yinzheng.corpus.lexicon import Concept
    from yinzheng.types import Document, Passage

NEAR = 15.0
"""Characters at which nearness has fallen to 1/e."""

_LONG = 2_000  # characters of a sentence that are read; longer ones are tables or lack punctuation


@dataclass(frozen=True)
class Words:
    """A sentence as concepts are looked for in it: folded, and the terms of what is not Han apart."""

    folded: str

    @classmethod
    def of(cls, sentence: str) -> Words:
        """Read a sentence."""
        return cls(fold_text(sentence[:_LONG]))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The stems of what is not Han: most Chinese questions never ask for one."""
        return frozenset(spaced_terms(self.folded))

    def has(self, way: tuple[str, ...]) -> bool:
        """Return whether an alternative of a concept is there: a Chinese word, or all stems."""
        word = _han_word(way)
        return self.terms.issuperset(way) if word is None else word in self.folded

    def coverage(self, weights: Mapping[Concept, float]) -> float:
        """Return the share of the concepts' weight that the sentence has, in [0, 1]."""
        found = sum(w for concept, w in weights.items() if any(map(self.has, concept)))
        return found / (sum(weights.values()) or 1.0)

    def nearness(self, shown: Sequence[int], weights: Mapping[Concept, float]) -> float:
        """Return how near what is asked for stands to the concepts, in [0, 1].

        It is the best, over the places ``shown`` (offsets into the sentence), of the sum of
        ``exp(-distance / NEAR)`` over the concepts by their weights: in a sentence with several figures
        the one beside ``employees`` counts them.
        """
        places = [(found, w) for concept, w in weights.items() if (found := self.places(concept))]
        total = sum(weights.values()) or 1.0
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
            han = _han_word(way)
            for word in (han,) if han else way if self.has(way) else ():
                found += [(at, at + len(word)) for at in occurrences(word, self.folded)]
        return found


@lru_cache(maxsize=1 << 14)
def _han_word(way: tuple[str, ...]) -> str | None:
    """Return the Chinese word whose bigrams these are; None for stems of other scripts."""
    return way[0] + "".join(bigram[-1] for bigram in way[1:]) if is_han(way[0]) else None


def occurrences(part: str, text: str) -> Iterator[int]:
    """Yield where ``part`` begins in ``text``; no pattern is compiled, as there are many parts."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def best_sentence(
    document: Document, passage: Passage, weights: Mapping[Concept, float], kind: Asked
) -> float:
    """Return the coverage of the passage's best sentence, with its nearness added, in [0, 2]."""
    text = document.text
    best = 0.0
    for span in sentences(text, passage.start, passage.end):
        sentence = text[span.start : span.end]
        words = Words.of(sentence)
        coverage = words.coverage(weights)
        if 2 * coverage <= best:
            continue  # no sentence has more nearness than coverage
        shown = signs(sentence, kind)
        best = max(best, coverage + (words.nearness(shown, weights) if shown else 0.0))
    return best
