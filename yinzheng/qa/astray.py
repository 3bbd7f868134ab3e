"""What stands in the other language, where that of the question has passages that are more like it.

The networks of ``signals.py`` measure each language by its own best, so that across languages they find the
sentence that answers. They cannot tell whether the best of the other language is worth a look at all: that is
told by the scores with which its passages were found, which are comparable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from yinzheng.qa.signals import weighed

if TYPE_CHECKING:
    from yinzheng.qa.retrieve import Candidate, Query
    from yinzheng.qa.signals import Evidence

LIKE = 0.5
"""Weight of how much less like the question a passage is, by cosine, beside how far its score is behind."""

FAR = 10.0
"""What it is behind counts so many times, in natural logarithms,"""

MOST = 2.0
"""and at most so much: another source may still say otherwise."""


def astray(query: Query, ranked: Sequence[Evidence], nearest: Sequence[Candidate]) -> list[Evidence]:
    """Return the evidence with less chance for what the other language says; the chances sum to 1 again."""
    own = [c for c in nearest if c.passage.lang == query.lang]
    if not own or len(own) == len(nearest):
        return list(ranked)
    score, dense = max(c.score for c in own), max(c.dense for c in own)
    behind = {
        c.passage.id: min(0.0, c.score - score + LIKE * (c.dense - dense))
        for c in nearest
        if c.passage.lang != query.lang
    }
    weights = [math.exp(max(-MOST, FAR * behind.get(item.candidate.passage.id, 0.0))) for item in ranked]
    return weighed(ranked, [item.chance * weight for item, weight in zip(ranked, weights, strict=True)])
