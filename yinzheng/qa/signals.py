"""What is measured of a sentence as an answer, and the two regressions that read it.

``evidence`` scores the sentences of the best passages: the chance that a sentence holds the answer,
given that the passages do. ``answers_probability`` says whether they do. Both are logistic
regressions whose weights stand in ``weights.json``, made by ``tools/fit_answer.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import tokens
from yinzheng.qa.coverage import Words
from yinzheng.qa.evidence import Asked, best_matches
from yinzheng.qa.question import asked_for, signs, years

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.corpus.lexicon import Concept
    from yinzheng.index.encoder import Encoder
    from yinzheng.qa.retrieve import Candidate, Query
    from yinzheng.types import Lang

SENTENCE_SIGNALS = (
    "maxsim",  # MaxSim of the sentence; what is matched elsewhere in its passage counts, less CONTEXT
    "behind",  # how far that is behind the best sentence
    "weighted",  # MaxSim with rare words weighing more
    "weighted_behind",  # how far that is behind the best sentence
    "passage",  # the passage's score behind the best passage's
    "words",  # share of the weight of the question's terms, in the sentence's language, that it has
    "topics",  # the same of those terms that are no names and no numbers
    "length",  # natural logarithm of the length in characters
    "sign",  # 1 when it shows a number, date, person … as asked, -1 when not, 0 when there is no telling
    "near",  # how near that stands to the question's words, in [0, 1]; 0 when there is no telling
    "first",  # 1 for the first sentence of its passage
    "question",  # 1 for a question
)
CONTEXT = 0.15
"""What a question token loses when it is matched not in the sentence but elsewhere in its passage: a
sentence seldom repeats its subject."""

ANSWER_SIGNALS = (
    "weighted",  # as above, of the sentence
    "across",  # 1 when question and passage are in different languages
    "names",  # share of the question's names and numbers that the passage has, or its title
    "words",  # as above, of the sentence
    "topics",  # as above, of the sentence
    "sign",  # as above, of the sentence
    "near",  # as above, of the sentence
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence as an answer: ``candidate.document.text[start:end] == quote``.

    ``chance`` in [0, 1] orders sentences of one question. ``signals`` are as ``SENTENCE_SIGNALS``.
    """

    candidate: Candidate
    start: int
    end: int
    signals: tuple[float, ...]
    chance: float

    @property
    def quote(self) -> str:
        """The sentence's text."""
        return self.candidate.document.text[self.start : self.end]

    def signal(self, name: str) -> float:
        """Return the signal of that name."""
        return self.signals[SENTENCE_SIGNALS.index(name)]

    def says_the_same(self, other: Evidence) -> bool:
        """Whether most terms of the shorter sentence stand in the other one and both are as long."""
        mine, others = set(tokens(self.quote)), set(tokens(other.quote))
        return len(mine & others) >= 0.8 * max(len(mine), len(others), 1)


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question is declined: ``topic``, ``period`` or ``unanswered``; ``years`` asked for."""

    kind: str
    years: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression: ``1 / (1 + exp(-(bias + weights · signals)))``."""

    bias: float
    weights: tuple[float, ...]

    def __call__(self, signals: Sequence[float]) -> float:
        """Return the probability, in [0, 1]."""
        z = self.bias + sum(w * x for w, x in zip(self.weights, signals, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, z))))


@cache
def regression(name: str) -> Regression:
    """Return the regression of that name from ``weights.json``."""
    fitted = json.loads(files("yinzheng.qa").joinpath("weights.json").read_text("utf-8"))[name]
    order = ANSWER_SIGNALS if name == "answer" else SENTENCE_SIGNALS
    return Regression(fitted["bias"], tuple(fitted["weights"][signal] for signal in order))


def evidence(
    encoder: Encoder, query: Query, asked: Asked | None, found: Sequence[Candidate]
) -> list[Evidence]:
    """Return the sentences of the passages, the likeliest answers first."""
    places = [(c, start, end) for c in found for start, end in _sentences(c)]
    if not places:
        return []
    matches = _matches(encoder, asked, query, places)
    plain = matches.mean(axis=1).tolist()
    sharp = (matches @ asked.weights).tolist() if asked else plain
    weights = query.concepts
    topics = {
        lang: {concept: w for concept, w in found.items() if not is_name(query, concept)} or found
        for lang, found in weights.items()
    }
    kind = asked_for(query.text)
    langs = [c.passage.lang for c, _, _ in places]
    tops = [_best_of_language(langs, values) for values in (plain, sharp)]
    best = max(c.score for c in found)
    model = regression("sentence")
    result = []
    for (c, start, end), *values in zip(places, plain, sharp, strict=True):
        text = c.document.text[start:end]
        words = Words.of(text)
        shown = signs(text, kind)
        signals = (
            *(
                x
                for value, top in zip(values, tops, strict=True)
                for x in (value, value - top[c.passage.lang])
            ),
            c.score - best,
            words.coverage(weights[c.passage.lang]),
            words.coverage(topics[c.passage.lang]),
            math.log(len(text)),
            0.0 if shown is None else 1.0 if shown else -1.0,
            words.nearness(shown, weights[c.passage.lang]) if shown else 0.0,
            1.0 if start == c.passage.start else 0.0,
            1.0 if text.rstrip("”’」』\"' ").endswith(("?", "？")) else 0.0,
        )
        result.append(Evidence(c, start, end, signals, model(signals)))
    result.sort(key=lambda item: (-item.chance, item.candidate.passage.id, item.start))
    return result


def is_name(query: Query, concept: Concept) -> bool:
    """Whether a concept is a proper name or a number of the question."""
    return any(query.names.issuperset(way) for way in concept)


def _best_of_language(langs: Sequence[Lang], values: Sequence[float]) -> dict[Lang, float]:
    """Return the highest value of each language: matches across languages are lower throughout."""
    best: dict[Lang, float] = {}
    for lang, value in zip(langs, values, strict=True):
        best[lang] = max(value, best.get(lang, value))
    return best


def answer_signals(query: Query, best: Evidence) -> tuple[float, ...]:
    """Return the signals of ``ANSWER_SIGNALS`` for a sentence, as a rule the best one.

    How far the passage stands out is left out on purpose: it tells strange questions from answered ones
    a little better in an encyclopaedia, and wrongly in a library that is all about one thing.
    """
    passage, document = best.candidate.passage, best.candidate.document
    text = Words.of(f"{document.title}\n{document.text[passage.start : passage.end]}")
    names = {concept: 1.0 for concept in query.concepts[passage.lang] if is_name(query, concept)}
    return (
        best.signal("weighted"),
        1.0 if query.lang != passage.lang else 0.0,
        text.coverage(names) if names else 1.0,
        *map(best.signal, ("words", "topics", "sign", "near")),
    )


def answers_probability(query: Query, item: Evidence) -> tuple[float, Why]:
    """Return the probability that a sentence answers, and why it would not.

    A question that names a year is not answered by a passage about other years.
    """
    probability = regression("answer")(answer_signals(query, item))
    passage, document = item.candidate.passage, item.candidate.document
    wanted = years(query.text)
    stated = years(document.text[passage.start : passage.end] + document.title)
    if wanted and not wanted & stated and (stated or not wanted & years(document.text)):
        return min(probability, _OTHER_YEAR), Why("period", tuple(sorted(wanted)))
    near = item.candidate.dense > _TOPIC[query.lang != passage.lang]
    return probability, Why("unanswered" if near else "topic")


_OTHER_YEAR = 0.2
"""Most that the probability can be for a passage about another year than the one asked for."""

_TOPIC = {False: 0.35, True: 0.25}
"""Cosine from which a passage counts as dealing with the question's topic, by ``across``."""


def _sentences(candidate: Candidate) -> list[tuple[int, int]]:
    """Return the passage's sentences without surrounding white space.

    Those without words are left out, and so are headings and title lines: they name what a question
    asks about better than any sentence, and answer nothing.
    """
    text = candidate.document.text
    headings = {anchor.start for anchor in candidate.document.anchors if anchor.kind == "heading"}
    title = candidate.document.title
    spans = []
    for sentence in sentences(text, candidate.passage.start, candidate.passage.end):
        raw = text[sentence.start : sentence.end]
        start = sentence.start + len(raw) - len(raw.lstrip())
        end = sentence.start + len(raw.rstrip())
        shown = text[start:end]
        named = shown.strip("# \t") == title and not shown.endswith((".", "。", "!", "！", "?", "？"))
        if any(character.isalnum() for character in shown) and start not in headings and not named:
            spans.append((start, end))
    return spans


def _matches(
    encoder: Encoder, asked: Asked | None, query: Query, places: Sequence[tuple[Candidate, int, int]]
) -> NDArray[np.float32]:
    """Return best matches of each question token in each sentence, float32 (sentences, q).

    What is matched elsewhere in the passage counts less ``CONTEXT``. Without token states there is one
    column: the cosine of the sentence's own vector.
    """
    import numpy as np

    if asked is None:
        vectors = encoder.encode([c.document.text[a:b] for c, a, b in places], "passage")
        cosines: NDArray[np.float32] = vectors @ encoder.encode([query.text], "query")[0]
        return cosines.reshape(-1, 1)
    read = {c.passage.id: c.tokens for c, _, _ in places if c.tokens}
    whole = {i: best_matches(asked.vectors, tokens.vectors) - CONTEXT for i, tokens in read.items()}
    own = [best_matches(asked.vectors, read[c.passage.id].within(a, b)) for c, a, b in places]
    return np.maximum(np.stack(own), np.stack([whole[c.passage.id] for c, _, _ in places]))
