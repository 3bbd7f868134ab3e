"""The period that a document reports on: 2024 in 岚江重工2024年年度报告, whose sentences say nothing of it.

Only the title and the first lines tell it, and only where they name one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.qa.grammar.iso_periods import interval, same_period
from yinzheng.qa.quantities import quantities

if TYPE_CHECKING:
    from yinzheng.types import Claim, Document

OPENING = 160
"""Characters in which a document says what it reports on, where the title does not."""

_WHOLE = frozenset({"full year", "全年", "报告期", "报告期内", "本期"})
_YEAR = range(350, 380)  # days of a year, and of one of 52 or 53 weeks


def is_of_report(claim: Claim, asked: str, document: Document) -> bool:
    """Whether a claim without a period of its own is of the one asked for (ISO 8601), by its document."""
    if claim.period and claim.period.lower() not in _WHOLE:
        return False
    reported = _reported(document.title) or _reported(document.text[:OPENING])
    if not reported:
        return False
    if claim.period and _is_year_of(asked, reported):  # the full year of a quarter's report
        return True
    return same_period(reported, asked) or _is_fiscal(reported, asked)


@lru_cache(maxsize=256)
def _reported(text: str) -> str | None:
    """Return the one year, half-year or quarter that a text names, None where it names none or several."""
    found = {q.period for q in quantities(text) if q.kind == "period" and q.period and "-W" not in q.period}
    days = {period: interval(period) for period in found}
    long = [period for period, span in days.items() if span is None or (span[1] - span[0]).days > 80]
    return long[0] if len(long) == 1 else None


def _is_year_of(asked: str, reported: str) -> bool:
    return reported.startswith(f"{asked}-")


def _is_fiscal(reported: str, asked: str) -> bool:
    """Whether a fiscal year is the twelve months that end in it: FY2024 is 2023-10/2024-09."""
    if not asked.removeprefix("FY").isdigit():
        return False
    if reported.removeprefix("FY") == asked.removeprefix("FY"):
        return True
    span = interval(reported)
    return (
        span is not None
        and (span[1] - span[0]).days in _YEAR
        and span[1].year == int(asked.removeprefix("FY"))
    )
