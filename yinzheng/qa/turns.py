"""Questions in the documents: what a speaker answers stands behind what he was asked.

In an interview the sentence that is likest to a question is often the same question, put by somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yinzheng.qa.signals import likeliest_first

if TYPE_CHECKING:
    from yinzheng.qa.signals import Evidence

PASSED_ON = 0.8
"""So much of its chance a question passes on to the sentence behind it."""


def passed_on(ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with the chances of questions passed on, the likeliest first."""
    if not any(item.signal("question") for item in ranked):
        return list(ranked)
    told = sorted(ranked, key=lambda item: item.place)
    made = told[:1]
    for before, item in pairwise(told):
        asking, document = made[-1], item.candidate.document
        if (
            before.signal("question")
            and before.candidate.document.id == document.id
            and not document.text[before.end : item.start].strip()
        ):
            moved = PASSED_ON * asking.chance
            made[-1] = asking = replace(asking, chance=asking.chance - moved)
            item = replace(item, chance=item.chance + moved, asked_by=asking)
        made.append(item)
    return likeliest_first(made)
