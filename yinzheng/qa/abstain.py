"""Whether a sentence answers its question: a calibrated probability, and why it would not.

The network reads signals of the best sentence, of its passage and of what the question has that the
passage lacks; ``tools/fit_answer.py`` fits it on questions whose paragraph or article was taken away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from yinzheng.qa.coverage import Words
from yinzheng.qa.evidence import Asked, best_of, cosines, reached
from yinzheng.qa.fitted import network
from yinzheng.qa.question import relative_years, years
from yinzheng.qa.reading import READING
from yinzheng.qa.signals import Evidence, is_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.crowd import Crowd
    from yinzheng.qa.retrieve import Query

OF_SENTENCE = (
    "weighted", "credited", "pooled", "pooled_weighted", "words", "topics", "rest", "sign", "near",
)  # fmt: skip
"""Signals of the sentence that are read, as in ``SENTENCE_SIGNALS``. The passage's own scores are left out
on purpose: they tell strange questions from answered ones no better, and are high throughout in a
library that is all about one thing."""

ANSWER_SIGNALS = (
    *OF_SENTENCE,
    "chance",  # the sentence's share of the chance of all
    "ahead",  # natural logarithm of how many times its chance is that of the next one, at most 9
    "across",  # 1 when question and passage are in different languages
    "names",  # share of the question's names and numbers that the passage has, or its document's title
    "passage_words",  # share of the weight of the question's terms that the passage has, or the title
    "unmatched",  # weight of the question's tokens that the passage matches below UNMATCHED
    "worst",  # the most that one question token's weight times its distance comes to
    "beyond",  # the most of the question that stands near a token of the sentence, less what that repeats
    "new",  # the most of the question that stands near a token of the sentence that repeats none of it
)
READING_SIGNALS = (
    "apart",  # what the network of ANSWER_SIGNALS says of question and sentence
    "reading",  # how much likelier it answers than nothing does, as the reader says
    *ANSWER_SIGNALS,  # which tell how far each of the two is to be believed
)

UNMATCHED = 0.5
REPEATED = 0.6
"""The cosine with a question token from which a token of a text repeats it, and so does not answer."""

THRESHOLD = 0.38
"""Below this probability the question is declined. On the sets of ``tools/fit_answer.py`` more than nine in
ten questions are answered in their own language, and more than nine in ten declined whose article is away."""

OTHER_YEAR = 0.2
"""Most that the probability can be for a passage about another year than the one asked for."""

OTHER_RELATIVE_YEAR = 0.6
"""What it is multiplied by where 去年 is asked and 今年 told: another year, if the text is not a year old."""

TOPIC = {False: 0.35, True: 0.25}
"""Cosine from which a passage counts as dealing with the question's topic, by ``across``."""

WORDED = 0.5
"""Share of the words of what is asked about from which a sentence deals with it, whatever the cosine."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question is declined.

    The topic is absent, is there for other years or of others than the question names, or nothing that is
    said of it answers.
    """

    kind: Literal["topic", "period", "subject", "unanswered"]
    years: tuple[str, ...] = ()


def answer_signals(
    query: Query, asked: Asked | None, item: Evidence, others: Sequence[Evidence]
) -> tuple[float, ...]:
    """Return the signals of ``ANSWER_SIGNALS`` for a sentence; ``others`` are all, likeliest first."""
    passage, document = item.candidate.passage, item.candidate.document
    text = Words.of(f"{document.title}\n{document.text[passage.start : passage.end]}")
    weights = query.concepts[passage.lang]
    names = {concept: 1.0 for concept in weights if is_name(query, concept)}
    chance, second = _chances_apart(item, others)
    unmatched, worst = 0.0, 0.0
    new = item.signal("weighted")  # about what the two come to where there are no token states
    beyond = new / 2
    if asked is not None and item.candidate.tokens is not None:
        found = cosines(asked.vectors, item.candidate.tokens.vectors)
        distance = 1 - best_of(found)
        unmatched = float(asked.weights[distance > 1 - UNMATCHED].sum())
        worst = float((asked.weights * distance).max())
        part = item.candidate.tokens.places(item.start, item.end)
        near, repeated = reached(found, asked.weights)[part], found[:, part].max(axis=0)
        beyond = float((near - repeated).max(initial=0.0))
        new = float((near * (repeated < REPEATED)).max(initial=0.0))
    return (
        *map(item.signal, OF_SENTENCE),
        chance,
        max(0.0, min(9.0, math.log(chance / max(second, 1e-9)))) if chance > 0 else 0.0,
        1.0 if query.lang != passage.lang else 0.0,
        text.coverage(names) if names else 1.0,
        text.coverage(weights),
        unmatched,
        worst,
        beyond,
        new,
    )


def _chances_apart(item: Evidence, others: Sequence[Evidence]) -> tuple[float, float]:
    """Return the chance of a sentence and the best of the others', without what was read together."""
    apart = [other.chance * math.exp(-READING * (other.reading or 0.0)) for other in others]
    whole = sum(apart) or 1.0
    own, rest = 0.0, [0.0]
    for chance, other in zip(apart, others, strict=True):
        if other.place == item.place:
            own = chance
        else:
            rest.append(chance)
    return own / whole, max(rest) / whole


def answers_probability(
    query: Query, item: Evidence, signals: Sequence[float], beside: Crowd
) -> tuple[float, Why]:
    """Return the probability in [0, 1] that a sentence with these signals answers, and why it would not.

    ``beside`` is what the other documents say to it. A question that names a year is not answered by a
    passage about other years.
    """
    z = float(network("answer", ANSWER_SIGNALS)([signals])[0])
    if item.reading is not None:
        z = float(network("reading", READING_SIGNALS)([(z, item.reading, *signals)])[0])
    probability = beside.blend(1 / (1 + math.exp(-max(-60.0, min(60.0, z)))))
    passage, document = item.candidate.passage, item.candidate.document
    wanted = years(query.text)
    stated = years(document.text[passage.start : passage.end] + document.title)
    if wanted and not wanted & stated and (stated or not wanted & years(document.text)):
        return min(probability, OTHER_YEAR), Why("period", tuple(sorted(wanted)))
    told, asked = relative_years(item.quote), relative_years(query.text)
    if told and asked and not told & asked:
        probability *= OTHER_RELATIVE_YEAR
    near = item.candidate.dense > TOPIC[query.lang != passage.lang]
    return probability, Why("unanswered" if near else "topic")
