"""Whether a sentence answers where everything that was found is near the question.

After a search of the web, say, each document is on the question and few of them answer it. There how near a
sentence stands by itself says little; what tells is how near the other documents stand, and whether one of
them says the same. A library about a few companies is near throughout as well, but its nearest passages are
of a few documents: it is left to the network of ``abstain.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.qa.fitted import network
from yinzheng.qa.retrieve import RERANKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.qa.retrieve import Candidate
    from yinzheng.qa.signals import Evidence

CROWD_SIGNALS = (
    "maxsim",  # MaxSim of the sentence
    "others",  # mean over the other documents in its language of their best sentence's MaxSim
    "echoed",  # cosine of the mean token vectors of it and the likely sentence elsewhere that is nearest
)

DOCUMENTS = 4
"""So many other documents make a crowd: each of the passages that were read is of another one."""

NEAR = 0.5
"""The mean MaxSim of the others' best sentences at which it is half a crowd."""

WIDTH = 0.02
"""How far around ``NEAR`` it becomes one: a logistic curve."""

MAY_BE = 0.44
"""The same by ``EXPECTED`` at which it is worth a look: of RGB's crowds none is missed so, and in nine of ten
encyclopaedic questions fewer passages are read."""

EXPECTED = (0.74, 0.07, 0.08, 0.2)
"""MaxSim of a passage as its cosine, its lexical score, that of its best sentence and a constant tell it: by
least squares over 1,130 questions, r = .91."""

LIKELY = 12
"""Among so many of the likeliest sentences is an echo looked for."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """How far what was found is a crowd, in [0, 1], and the signals of one sentence in it."""

    share: float
    signals: tuple[float, ...]

    @property
    def decides(self) -> bool:
        """Whether it weighs more than what the sentence and its passage tell by themselves."""
        return self.share > 0.5

    def blend(self, probability: float) -> float:
        """Return the probability that the sentence answers, given the one that leaves the crowd out."""
        if not self.signals:
            return probability
        z = float(network("crowd", CROWD_SIGNALS)([self.signals])[0])
        return (1 - self.share) * probability + self.share / (1 + math.exp(-max(-60.0, min(60.0, z))))


def may_be_a_crowd(nearest: Sequence[Candidate]) -> bool:
    """Whether late interaction is expected to find a crowd in the language of the nearest passage."""
    first = nearest[0]
    others = [
        c
        for c in [c for c in nearest if c.passage.lang == first.passage.lang][:RERANKED]
        if c.document.id != first.document.id
    ]
    if len({c.document.id for c in others}) < DOCUMENTS:
        return False
    dense, lexical, sentence, constant = EXPECTED
    near = (dense * c.dense + lexical * c.lexical + sentence * c.sentence + constant for c in others)
    return sum(near) / len(others) >= MAY_BE


def crowd(item: Evidence, ranked: Sequence[Evidence]) -> Crowd:
    """Return what the other documents say to a sentence; ``ranked`` is all evidence, likeliest first."""
    own, lang = item.candidate.document.id, item.candidate.passage.lang
    best: dict[str, float] = {}
    for other in ranked:
        if other.candidate.passage.lang == lang and other.candidate.document.id != own:
            name = other.candidate.document.id
            best[name] = max(best.get(name, -1.0), other.signal("maxsim"))
    if len(best) < DOCUMENTS or item.candidate.tokens is None:
        return Crowd(0.0, ())
    others = sum(best.values()) / len(best)
    elsewhere = [one for one in ranked[:LIKELY] if one.candidate.document.id != own]
    mine = _direction(item)
    echoed = max((float(mine @ _direction(one)) for one in elsewhere), default=0.0)
    share = 1 / (1 + math.exp((NEAR - others) / WIDTH))
    return Crowd(share, (item.signal("maxsim"), others, echoed))


def _direction(item: Evidence) -> NDArray[np.float32]:
    """Return the mean token vector of a sentence, of length 1, or zeros where it has none."""
    import numpy as np

    tokens = item.candidate.tokens
    assert tokens is not None  # late interaction has read all of them or none
    total = tokens.within(item.start, item.end).sum(axis=0)
    made: NDArray[np.float32] = total / (np.float32(np.linalg.norm(total)) + np.float32(1e-9))
    return made
