"""What the dates and periods of a statement come to in its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from yinzheng.qa.checking import timing
from yinzheng.qa.checking.held import SAME, Finding
from yinzheng.qa.grammar.iso_periods import interval

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.grammar.periods import Period
    from yinzheng.types import Label

NEARLY = 0.6
"""Fit from which a line that tells another time, if less or more exactly, tells it of the same thing."""


def period_findings(held: Held) -> Iterator[Finding]:
    """What each date and period of the statement comes to; what is found is not reported."""
    for period in held.said.periods:
        found = _period(held, period)
        if found is not None:
            yield found


def _period(held: Held, period: Period) -> Finding | None:
    clause = held.said.clause(period.start)
    near = held.matching.near(clause)
    if any(timing.has(period, line) for line in near):
        return None
    if not near:
        return Finding("period_mismatch", "unsupported", period.start, period.end, period.raw)
    if period.iso is None and all(line.lang != held.said.lang for line in near):
        return None  # 去年, last year: what it means depends on whose year it is
    line = near[0]
    fit = held.matching.fit(line, clause)
    level = timing.level(period.iso or period.form)
    lacking = [
        other
        for other in line.periods
        if (timing.level(other.iso or other.form) == level or (other.iso and fit >= NEARLY))
        and not any(timing.matches(mine, other, line) for mine in held.said.periods)
    ]
    lacking.sort(key=lambda other: timing.level(other.iso or other.form) != level)
    if lacking and fit >= SAME:
        other = lacking[0]
        return Finding(
            "period_mismatch", "contradicted", period.start, period.end, period.raw, other.raw,
            line, line.start + other.start, line.start + other.end,
        )  # fmt: skip
    if period.iso is None:
        part = period.form[1:] if period.form[:1] == "*" else ""  # 第三季度, of whichever year
        told = [p.iso or p.form for p in timing.read(held.sources.around(line))]
        if part and not any(part in form for form in told):
            return Finding("period_mismatch", "unsupported", period.start, period.end, period.raw)
        return None
    stored = {
        claim.period
        for one in near
        for q in one.figures
        if (claim := held.sources.claims(one.document.id).get(one.start + q.start)) and claim.period
    }
    known = sorted(iso for iso in stored if interval(iso))
    if any(timing.within(period.iso, iso) for iso in known):
        return None
    if not lacking and any(timing.around(period, line, held.sources) for line in near):
        return None
    label: Label = "contradicted" if known and fit >= SAME and held.said.figures else "unsupported"
    source = known[0] if label == "contradicted" else ""
    return Finding(
        "period_mismatch", label, period.start, period.end, period.raw, source, line, line.start, line.end
    )
