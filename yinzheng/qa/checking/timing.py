"""How a date or period of a statement stands to those of a line and of what stands around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.grammar import periods as grammar
from yinzheng.qa.grammar.iso_periods import interval, overlaps

if TYPE_CHECKING:
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.sources import Sources
    from yinzheng.qa.grammar.periods import Period


def level(form: str) -> str:
    """How fine a period is: its form with every digit the same, so that 2023-Q1 is like 2024-Q3."""
    return re.sub(r"\d+|[<=>*YRQMWD][+-]", "0", form.replace("FY", ""))


def resolved(period: Period, line: Line) -> str:
    """A line's period in ISO 8601, dated by its document where it must be; empty where that is unknown."""
    if period.iso:
        return period.iso
    date = line.document.date
    return (grammar.resolve(period, date) if date else None) or ""


def within(mine: str, other: str) -> bool:
    """Whether a source's period lies within a statement's, so that the statement is no finer."""
    a, b = interval(mine), interval(other)
    if a is None or b is None:
        return mine == other
    if "FY" in mine or "FY" in other:
        return overlaps(mine, other)
    if "/" in mine or "/" in other:  # since, until, from … to: the ends that are told count
        return a == b
    return a[0] <= b[0] and b[1] <= a[1]


def covers(iso: str, other: Period, line: Line) -> bool:
    """Whether a period of a line, dated by its document, lies within ``iso``."""
    told = resolved(other, line)
    return bool(told) and within(iso, told)


def same(mine: Period, other: Period, line: Line) -> bool:
    """Whether a statement's period and one of a line may be the same."""
    if mine.iso:
        return covers(mine.iso, other, line)
    return mine.form == other.form or bool(
        other.iso and mine.form[:1] == "*" and other.iso.endswith(mine.form[1:])
    )


def matches(mine: Period, other: Period, line: Line) -> bool:
    """Whether a statement's period accounts for one of a line: it is that one, or holds it and no other."""
    if not same(mine, other, line):
        return False
    if mine.iso is None or resolved(other, line) == mine.iso:
        return True
    return not any(resolved(one, line) == mine.iso for one in line.periods)


def has(period: Period, line: Line) -> bool:
    """Whether a line tells a statement's period, also as a beginning and an end."""
    if any(same(period, other, line) for other in line.periods) or fold_text(period.raw) in line.folded:
        return True
    low, slash, high = (period.iso or "").partition("/")
    told = {resolved(other, line) for other in line.periods}
    return bool(slash) and {low, high} <= told


def around(period: Period, line: Line, sources: Sources) -> bool:
    """Whether the passage of a line, its heading or its document's date and title tell a period."""
    if period.iso is None:
        return True
    date = line.document.date
    if date and within(period.iso, date):
        return True
    return any(
        one.iso and (within(period.iso, one.iso) or within(one.iso, period.iso))
        for one in read(sources.around(line))
    )


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[Period, ...]:
    """The dates and periods of a text."""
    return tuple(grammar.periods(text))
