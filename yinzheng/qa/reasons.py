"""Why something is so often stands in the sentence behind the one that tells that it is.

The first of them repeats the question's words, so that it looks like the answer by every signal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.qa.fitting import read_asked
from yinzheng.qa.signals import likeliest_first

if TYPE_CHECKING:
    from yinzheng.qa.signals import Evidence

PASSED_ON = 0.6
"""So much of its chance a sentence without a reason passes on to the one behind it, which gives one."""

_REASON = re.compile(
    r"因(?!此|而|子|素)|由于|原因|缘于|源于|归咎|归功|归因|所致|导致|受.{1,20}影响|为了|旨在|鉴于|目的|以便|出于"
    r"|\b(?:because|due to|owing to|as a result of|thanks to|caused? by|reasons?|attribut\w+|driven by|after"
    r"|reflect(?:s|ed|ing)|blam(?:es?|ed|ing)|in order to|so that|since)\b",
    re.IGNORECASE,
)


def gives_a_reason(sentence: str) -> bool:
    """Whether a sentence has a word that tells a cause or a purpose."""
    return _REASON.search(simplified(sentence)) is not None


def reasons_first(question: str, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with chances passed on to the reasons that stand behind, the likeliest first.

    Only for why-questions: in other ones nothing is passed on.
    """
    if read_asked(question).kind != "reason":
        return list(ranked)
    made = sorted(ranked, key=lambda item: item.place)
    for i, (before, item) in enumerate(pairwise(made)):
        document = item.candidate.document
        if (
            before.candidate.document.id == document.id
            and not document.text[before.end : item.start].strip()
            and gives_a_reason(item.quote)
            and not gives_a_reason(before.quote)
            and item.asked_by is None
        ):
            moved = PASSED_ON * before.chance
            made[i] = replace(before, chance=before.chance - moved)
            made[i + 1] = replace(item, chance=item.chance + moved, asked_by=before)
    return likeliest_first(made)
