"""What is planned or expected, where a question asks for that: 计划减持多少, ``when will the plant open``.

The sentence about what has been done has the same words, and often the figure that is told first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.qa.modality import cues
from yinzheng.qa.signals import weighed

if TYPE_CHECKING:
    from yinzheng.qa.signals import Evidence
    from yinzheng.types import Quantity

NEARLY, TOPIC = 0.04, 0.12
"""A sentence that tells what lies ahead is looked at when its chance is so much of the likeliest one's, and
its share of the topic of the largest one."""

DONE = 0.01
"""What the chance of the others is multiplied by then."""

REACHES = 40
"""So many characters before a figure a word of intention may stand, with no full clause between."""

_ASKS = re.compile(
    r"预计|预期|预测|预告|计划|打算|准备|拟(?!合|人|定的)|(?:什么时[候间]|何时|哪一?[年天月])(?:才|就)?[能会将要可]|将[在于要会]|还要多久"
    r"|\b(?:will|plan(?:s|ning)?|expect(?:s|ed)?|going to|forecasts?|guidance|intends?|aims?)\b",
    re.IGNORECASE,
)
_AHEAD = frozenset({"planned", "forecast"})
_BETWEEN = re.compile(r"[。；;]|(?<=[^\d])\.\s")


def asks_ahead(question: str) -> bool:
    """Whether a question asks for what is planned or expected."""
    return _ASKS.search(simplified(question)) is not None


def tells_ahead(sentence: str) -> bool:
    """Whether a sentence tells what is planned or expected."""
    return any(kind in _AHEAD for _, kind in cues(sentence, 0, len(sentence)))


def lies_ahead(figure: Quantity, sentence: str) -> bool:
    """Whether a word of intention or expectation stands before a figure, or right behind it."""
    start, end = max(0, figure.start - REACHES), min(len(sentence), figure.end + 8)
    return any(
        kind in _AHEAD
        and not _BETWEEN.search(sentence, at, figure.start)
        and (at < figure.start or not sentence[figure.end : at].strip())
        for at, kind in cues(sentence, start, end)
    )


def ahead_first(question: str, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with less chance for what has been done, if others tell what will be."""
    if not asks_ahead(question):
        return list(ranked)
    likely = [item for item in ranked if item.chance >= NEARLY * ranked[0].chance]
    least = TOPIC * max((item.signal("topics") for item in likely), default=0.0)
    told = {item.place for item in likely if item.signal("topics") >= least and tells_ahead(item.quote)}
    if not told:
        return list(ranked)
    return weighed(ranked, [item.chance * (1.0 if item.place in told else DONE) for item in ranked])
