"""Whether a sentence answers its question: a calibrated probability, and why it would not.

The network reads signals of the best sentence, of its passage and of what the question has that the
passage lacks; ``tools/fit_answer.py`` fits it on questions whose paragraph or article was taken away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from yinzheng.qa.coverage import Words
from yinzheng.qa.evidence import Asked, best_matches
from yinzheng.qa.fitted import network
from yinzheng.qa.question import years
from yinzheng.qa.short import read_asked
from yinzheng.qa.signals import Evidence, is_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.beside import Beside
    from yinzheng.qa.retrieve import Query

OF_SENTENCE = (
    "maxsim", "weighted", "credited", "pooled", "pooled_weighted", "dense", "late", "words", "topics",
    "rest", "sign",
)  # fmt: skip
"""Signals of the sentence that are read, as in ``SENTENCE_SIGNALS``."""

ANSWER_SIGNALS = (
    *OF_SENTENCE,
    "chance",  # the sentence's share of the chance of all
    "ahead",  # natural logarithm of how many times its chance is that of the next one, at most 9
    "across",  # 1 when question and passage are in different languages
    "names",  # share of the question's names and numbers that the passage has, or its document's title
    "passage_words",  # share of the weight of the question's terms that the passage has, or the title
    "unmatched",  # weight of the question's tokens that the passage matches below UNMATCHED
    "worst",  # the most that one question token's weight times its distance comes to
    "seconded",  # the chance of the sentence and of those among the likeliest that say the same
    "echoed",  # the nearest that a likely sentence of another document comes to it, as a cosine
    "elsewhere",  # 1 when other documents have likely sentences
    "background",  # mean cosine of the other passages in its language
    "others",  # mean of the other documents' highest MaxSim
    "documents",  # how many other documents were read, at most 5
    "shown",  # 1 when a sentence of the passage shows what is asked for, -1 when none does, else 0
    "figure",  # 1 when a figure or a date is asked for
    "wording",  # 1 when a reason, a way, a definition, a list, or yes or no is asked for
)
_FIGURES = frozenset({"number", "money", "share", "duration", "date"})
_WORDED = frozenset({"reason", "manner", "definition", "list", "yes_no"})
UNMATCHED = 0.5

THRESHOLD = 0.36
"""Below this probability the question is declined. On the sets of ``tools/fit_answer.py`` more than nine in
ten questions are answered in their own language, and nineteen in twenty declined whose article is away."""

OTHER_YEAR = 0.2
"""Most that the probability can be for a passage about another year than the one asked for."""

_TOPIC = {False: 0.35, True: 0.25}
"""Cosine from which a passage counts as dealing with the question's topic, by ``across``."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question is declined.

    The topic is absent, is there for other years or of others than the question names, or nothing that is
    said of it answers.
    """

    kind: Literal["topic", "period", "subject", "unanswered"]
    years: tuple[str, ...] = ()


def answer_signals(query: Query, asked: Asked | None, item: Evidence, beside: Beside) -> tuple[float, ...]:
    """Return the signals of ``ANSWER_SIGNALS`` for a sentence; ``beside`` is made of all of them."""
    passage, document = item.candidate.passage, item.candidate.document
    text = Words.of(f"{document.title}\n{document.text[passage.start : passage.end]}")
    weights = query.concepts[passage.lang]
    names = {concept: 1.0 for concept in weights if is_name(query, concept)}
    second = next((other.chance for other in beside.likeliest if other is not item), 0.0)
    kind = read_asked(query.text).kind
    unmatched, worst = 0.0, 0.0
    if asked is not None and item.candidate.tokens is not None:
        distance = 1 - best_matches(asked.vectors, item.candidate.tokens.vectors)
        unmatched = float(asked.weights[distance > 1 - UNMATCHED].sum())
        worst = float((asked.weights * distance).max())
    return (
        *map(item.signal, OF_SENTENCE),
        item.chance,
        max(0.0, min(9.0, math.log(item.chance / max(second, 1e-9)))) if item.chance > 0 else 0.0,
        1.0 if query.lang != passage.lang else 0.0,
        text.coverage(names) if names else 1.0,
        text.coverage(weights),
        unmatched,
        worst,
        *beside.signals(item),
        1.0 if kind in _FIGURES else 0.0,
        1.0 if kind in _WORDED else 0.0,
    )


def answers_probability(query: Query, item: Evidence, signals: Sequence[float]) -> tuple[float, Why]:
    """Return the probability in [0, 1] that a sentence with these signals answers, and why it would not.

    A question that names a year is not answered by a passage about other years.
    """
    z = float(network("answer", ANSWER_SIGNALS)([signals])[0])
    probability = 1 / (1 + math.exp(-max(-60.0, min(60.0, z))))
    passage, document = item.candidate.passage, item.candidate.document
    wanted = years(query.text)
    stated = years(document.text[passage.start : passage.end] + document.title)
    if wanted and not wanted & stated and (stated or not wanted & years(document.text)):
        return min(probability, OTHER_YEAR), Why("period", tuple(sorted(wanted)))
    near = item.candidate.dense > _TOPIC[query.lang != passage.lang]
    return probability, Why("unanswered" if near else "topic")
