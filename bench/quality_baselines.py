"""What the rows of ``bench.quality`` are held against: single sentences by words alone, by vector alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import tokens
from yinzheng.index.encoder import Encoder
from yinzheng.index.lexical import idf

K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a numbered text, without white space around it."""

    text: int
    start: int
    end: int


def places(texts: Sequence[str]) -> list[Place]:
    """Every sentence of the texts that has a letter or digit."""
    found = []
    for number, text in enumerate(texts):
        for sentence in sentences(text):
            raw = text[sentence.start : sentence.end]
            start = sentence.start + len(raw) - len(raw.lstrip())
            if any(character.isalnum() for character in raw):
                found.append(Place(number, start, sentence.start + len(raw.rstrip())))
    return found


class Bm25:
    """BM25 (Robertson and Zaragoza 2009) over sentences, with the tokens that yinzheng searches by."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.places = places(texts)
        self._holding: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for row, place in enumerate(self.places):
            terms = tokens(texts[place.text][place.start : place.end])
            lengths.append(len(terms))
            for term, count in Counter(terms).items():
                self._holding[term].append((row, count))
        long = np.array(lengths, float)
        self._saturation = K1 * (1 - B + B * long / max(long.mean(), 1.0))

    def best(self, question: str, count: int = 3) -> list[Place]:
        """The best sentences, best first; fewer where no word of the question stands in more."""
        scores = np.zeros(len(self.places))
        for term in dict.fromkeys(tokens(question)):
            holding = self._holding.get(term, [])
            weight = idf(len(holding), len(self.places))
            for row, times in holding:
                scores[row] += weight * times * (K1 + 1) / (times + self._saturation[row])
        order = np.argsort(-scores, kind="stable")[:count]
        return [self.places[row] for row in order if scores[row] > 0]


class Dense:
    """The cosine of question and sentence as the built-in encoder gives it."""

    def __init__(self, texts: Sequence[str], encoder: Encoder) -> None:
        self.places = places(texts)
        self._encoder = encoder
        self._vectors: NDArray[np.float32] = encoder.encode(
            [texts[place.text][place.start : place.end] for place in self.places], "passage"
        )

    def best(self, question: str, count: int = 3) -> list[Place]:
        """The nearest sentences, nearest first."""
        order = np.argsort(-(self._vectors @ self._encoder.encode([question], "query")[0]), kind="stable")
        return [self.places[row] for row in order[:count]]
