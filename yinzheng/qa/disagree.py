"""Where the sentences of an answer give different values for what was asked.

Only figures of different documents are compared, and only what can be: one kind and unit, and, where the
stored claims tell, one subject, metric and period. What agrees within rounding, bounds and 约 is no
disagreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yinzheng.qa.agreement import agree, bounds, is_far, is_scale_slip
from yinzheng.qa.grammar.iso_periods import interval, same_period
from yinzheng.qa.grammar.units import comparable
from yinzheng.qa.names.aliases import canonical
from yinzheng.qa.stated import CLOSE, comparable_when
from yinzheng.types import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yinzheng.types import Claim


OF_TWO = frozenset({"investment"})
"""Metrics of which a subject has many, and two named parties one, beside those of ``conflicts.tsv``."""


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


def opposed(claims: Sequence[Claim], dates: Mapping[str, str | None]) -> Conflict | None:
    """As ``disagreement``, of claims that are known to be of one subject and metric, each document once.

    Where they are of different times, or some are plans or forecasts, ``reason`` says so. Metrics with one
    value in a period are compared within it only. ``dates`` are those of the documents, by their ids.
    """
    first = claims[0] if claims else None
    if first is None:
        return None
    near = [
        claim
        for claim in claims
        if claim.metric_key == first.metric_key and _of_one_time(first, claim) and not _are_far(first, claim)
    ]
    groups: list[list[Claim]] = []
    for claim in near:
        home = next((group for group in groups if _agree(group[0], claim)), None)
        if home is not None:
            home.append(claim)
        elif claim.citation.doc_id not in {other.citation.doc_id for group in groups for other in group}:
            groups.append([claim])
    if len(groups) < 2:
        return None
    heads = [group[0] for group in groups]
    modalities = set(map(_surely, heads))
    if any(_slipped(first, head) for head in heads[1:]):
        reason = "scale_slip"
    elif len(modalities) > 1:
        reason = "different_modality"
    else:
        reason = "different_period" if _at_other_times(heads, dates) else ""
    return Conflict(
        _shared(near, lambda claim: claim.subject),
        first.metric_key,
        _shared(near, lambda claim: claim.period),
        tuple(map(tuple, groups)),
        reason,
    )


def _of_one_time(a: Claim, b: Claim) -> bool:
    return _stands(a) or same_period(a.period, b.period)


def _at_other_times(claims: Sequence[Claim], dates: Mapping[str, str | None]) -> bool:
    """Whether the claims name different periods, or stand in documents of different quarters."""
    if len({claim.period for claim in claims}) > 1:
        return True
    written = [interval(date) for claim in claims if (date := dates.get(claim.citation.doc_id))]
    days = [found[1] for found in written if found]
    return bool(days) and not claims[0].period and max(days) - min(days) > CLOSE


def _stands(claim: Claim) -> bool:
    """Whether a figure tells how things stand: it has a value at any time."""
    return comparable_when().get(claim.metric_key) in {"standing", "between"} or claim.metric_key in OF_TWO


def _are_far(a: Claim, b: Claim) -> bool:
    compared, first, second = comparable(a.quantity, b.quantity), bounds(a.quantity), bounds(b.quantity)
    if compared is None or first is None or second is None:
        return True
    return is_far(first, second, compared) and not is_scale_slip(first, second, compared)


def _shared(claims: Sequence[Claim], part: Callable[[Claim], str]) -> str:
    found = {part(claim) for claim in claims}
    return found.pop() if len(found) == 1 else ""


def _disagree(a: Claim, b: Claim) -> bool:
    """Whether two figures are of one thing and differ."""
    if a.citation.doc_id == b.citation.doc_id or _surely(a) != _surely(b):
        return False
    if a.metric_key and b.metric_key and a.metric_key != b.metric_key:
        return False
    if a.subject and b.subject and canonical(a.subject) != canonical(b.subject):
        return False
    if a.quantity.period or b.quantity.period:  # the dates are what was asked for
        return bool(a.quantity.period and b.quantity.period) and not _agree(a, b)
    if a.period != b.period and ((a.period and b.period) or not _stands(a)):
        return False
    return comparable(a.quantity, b.quantity) is not None and not _agree(a, b)


def _surely(claim: Claim) -> str:
    """How surely a figure is told: what is reported is told as a fact by somebody else."""
    return "actual" if claim.modality == "reported" else claim.modality


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
