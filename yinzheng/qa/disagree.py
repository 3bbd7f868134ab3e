"""Where the sentences of an answer give different values for what was asked.

Only figures of different documents are compared, and only what can be: one kind and unit, and, where the
stored claims tell, one subject, metric and period. What agrees within rounding, bounds and 约 is no
disagreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yinzheng.qa.agreement import agree, bounds, is_scale_slip
from yinzheng.qa.grammar.units import comparable
from yinzheng.qa.names.aliases import canonical
from yinzheng.types import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yinzheng.types import Claim


def disagreement(claims: Sequence[Claim]) -> Conflict | None:
    """Return the figures that answer one question and do not agree, best first; None where they do.

    Each group holds those that agree with its first.
    """
    groups: list[list[Claim]] = []
    for claim in claims:
        home = next((group for group in groups if _agree(group[0], claim)), None)
        if home is not None:
            home.append(claim)
        elif not groups or _disagree(groups[0][0], claim):
            groups.append([claim])
    if len(groups) < 2:
        return None
    first, second = groups[0][0], groups[1][0]
    return Conflict(
        _shared([first, second], lambda claim: claim.subject),
        _shared([first, second], lambda claim: claim.metric_key),
        _shared([first, second], lambda claim: claim.period),
        tuple(map(tuple, groups)),
        "scale_slip" if _slipped(first, second) else "",
    )


def _shared(claims: Sequence[Claim], part: Callable[[Claim], str]) -> str:
    found = {part(claim) for claim in claims}
    return found.pop() if len(found) == 1 else ""


def _disagree(a: Claim, b: Claim) -> bool:
    """Whether two figures are of one thing and differ."""
    if a.citation.doc_id == b.citation.doc_id or a.modality != b.modality:
        return False
    if a.metric_key and b.metric_key and a.metric_key != b.metric_key:
        return False
    if a.subject and b.subject and canonical(a.subject) != canonical(b.subject):
        return False
    if a.quantity.period or b.quantity.period:  # the dates are what was asked for
        return bool(a.quantity.period and b.quantity.period) and not _agree(a, b)
    if a.period and b.period and a.period != b.period:
        return False
    return comparable(a.quantity, b.quantity) is not None and not _agree(a, b)


def _agree(a: Claim, b: Claim) -> bool:
    if a.quantity.period and b.quantity.period:  # 2022 and 2022-11 agree
        mine, other = a.quantity.period, b.quantity.period
        return mine.startswith(other) or other.startswith(mine)
    compared, first, second = comparable(a.quantity, b.quantity), bounds(a.quantity), bounds(b.quantity)
    if compared is None or first is None or second is None:
        return False
    return agree(first, second, compared)


def _slipped(a: Claim, b: Claim) -> bool:
    compared, first, second = comparable(a.quantity, b.quantity), bounds(a.quantity), bounds(b.quantity)
    if compared is None or first is None or second is None:
        return False
    return is_scale_slip(first, second, compared)
