"""What stands beside a sentence among the evidence: others that say the same, other documents, their level.

A question that is answered is often answered more than once, and how near everything else is to the
question tells whether a near sentence is anything special.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.qa.signals import Evidence
    from yinzheng.types import Lang

LIKELIEST = 12
"""So many of the likeliest sentences are held against each other."""

ALIKE = 0.8
"""Cosine of the mean token vectors from which two sentences count as saying the same."""

PRIOR_DENSE, PRIOR_MAXSIM = 0.28, 0.45
"""What a passage's cosine and another document's best MaxSim are taken to be where there is none."""

MOST = 5
"""Most other documents that are counted."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The evidence for a question as far as one sentence's neighbours are looked at.

    ``likeliest`` are the first sentences, ``vectors`` their mean token vectors, float32 of shape (sentences,
    dimension) and unit rows, or zeros where the encoder has no token states. ``dense`` is the cosine of
    each passage by its language and id, ``best`` the highest MaxSim of each document, ``shown`` whether a
    passage shows what is asked for (1, -1, or 0 when there is no telling).
    """

    likeliest: tuple[Evidence, ...]
    vectors: NDArray[np.float32]
    dense: Mapping[tuple[Lang, int], float]
    best: Mapping[str, float]
    shown: Mapping[int, float]

    @classmethod
    def of(cls, ranked: Sequence[Evidence]) -> Beside:
        """Look over the evidence, likeliest first."""
        import numpy as np

        likeliest = tuple(ranked[:LIKELIEST])
        means = [_mean(item) for item in likeliest]
        width = max((len(mean) for mean in means), default=0)
        vectors = np.stack([mean if len(mean) else np.zeros(width, np.float32) for mean in means])
        dense: dict[tuple[Lang, int], float] = {}
        best: dict[str, float] = {}
        shown: dict[int, float] = {}
        for item in ranked:
            passage = item.candidate.passage
            dense[passage.lang, passage.id] = item.candidate.dense
            best[passage.doc_id] = max(best.get(passage.doc_id, -1.0), item.signal("maxsim"))
            shown[passage.id] = max(shown.get(passage.id, -1.0), item.signal("sign"))
        return cls(likeliest, vectors, dense, best, shown)

    def signals(self, item: Evidence) -> tuple[float, ...]:
        """Return the signals ``seconded`` to ``shown`` of ``yinzheng.qa.abstain.ANSWER_SIGNALS``."""
        passage = item.candidate.passage
        mine = _mean(item)
        likeness = (self.vectors @ mine).tolist() if len(mine) else [0.0] * len(self.likeliest)
        beside = list(zip(self.likeliest, likeness, strict=True))
        seconded = sum(other.chance for other, alike in beside if alike > ALIKE and other is not item)
        foreign = [alike for other, alike in beside if other.candidate.passage.doc_id != passage.doc_id]
        dense = [
            value for (lang, id_), value in self.dense.items() if lang == passage.lang and id_ != passage.id
        ]
        others = [value for name, value in self.best.items() if name != passage.doc_id]
        return (
            item.chance + seconded,
            max(foreign, default=0.0),
            1.0 if foreign else 0.0,
            (sum(dense) + PRIOR_DENSE) / (len(dense) + 1),
            sum(others) / len(others) if others else PRIOR_MAXSIM,
            float(min(len(others), MOST)),
            self.shown.get(passage.id, 0.0),
        )


def _mean(item: Evidence) -> NDArray[np.float32]:
    """Return the direction of a sentence's tokens, empty where it has none."""
    import numpy as np

    read = item.candidate.tokens
    vectors = read.within(item.start, item.end) if read is not None else np.zeros((0, 0), np.float32)
    if not len(vectors):
        return np.zeros(0, np.float32)
    mean: NDArray[np.float32] = vectors.mean(axis=0)
    return mean / (np.float32(np.linalg.norm(mean)) + np.float32(1e-9))
