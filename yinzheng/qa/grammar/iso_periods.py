"""ISO periods: the days they cover, whether two are the same or overlap, what relative ones mean."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)
_POINT = re.compile(
    r"(?P<fiscal>FY)?(?P<year>\d{4})"
    r"(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?))?"
)


@lru_cache(maxsize=4096)
def interval(iso: str) -> tuple[date, date] | None:
    """The first and the last day of an ISO period (both included); None for what is no ISO period.

    A fiscal year is taken at its name (FY2024 is 2024); see :func:`overlaps` for what that leaves open.
    """
    low, slash, high = iso.partition("/")
    if slash:
        first = (_FIRST, _FIRST) if low == ".." else interval(low)
        last = (_LAST, _LAST) if high == ".." else interval(high)
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    match = _POINT.fullmatch(iso)
    if match is None or match["year"] == "0000":
        return None
    year = int(match["year"])
    if match["quarter"]:
        return _months(year, int(match["quarter"]) * 3 - 2, 3)
    if match["half"]:
        return _months(year, int(match["half"]) * 6 - 5, 6)
    if not match["month"]:
        return _months(year, 1, 12)
    if not match["day"]:
        return _months(year, int(match["month"]), 1)
    try:
        day = date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return day, day


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    past = year * 12 + month - 1 + count
    end = date(past // 12, past % 12 + 1, 1) - timedelta(days=1) if past < 9999 * 12 + 12 else _LAST
    return date(year, month, 1), end


def span_of_months(last_day: date, months: int) -> str:
    """The shortest ISO form of so many months up to that of ``last_day``: 2024-09-30, 9 → 2024-01/2024-09."""
    end = last_day.year * 12 + last_day.month - 1
    start = end - months + 1
    year, month = start // 12, start % 12 + 1
    if year < 1:
        return last_day.isoformat()
    if months == 12 and month == 1:
        return f"{year:04}"
    if months == 6 and month in {1, 7}:
        return f"{year:04}-H{1 if month == 1 else 2}"
    if months == 3 and month % 3 == 1:
        return f"{year:04}-Q{month // 3 + 1}"
    return f"{year:04}-{month:02}/{last_day.year:04}-{last_day.month:02}"


def same_period(a: str, b: str) -> bool:
    """True when two ISO periods cover the same days: 2024-Q1/2024-Q2 is 2024-H1; FY2024 is FY2024 only."""
    if a == b:
        return a != ""
    if ("FY" in a) != ("FY" in b):
        return False
    first, second = interval(a), interval(b)
    return first is not None and first == second


def overlaps(a: str, b: str) -> bool:
    """True when two ISO periods share a day, or may: a fiscal year can begin almost a year off its name."""
    first, second = interval(a), interval(b)
    if first is None or second is None:
        return False
    slack = timedelta(days=334 if ("FY" in a) != ("FY" in b) else 0)
    return _minus(first[0], slack) <= second[1] and _minus(second[0], slack) <= first[1]


def _minus(day: date, slack: timedelta) -> date:
    return day - slack if day - _FIRST > slack else _FIRST


_UNKNOWN_YEAR_AHEAD = 150
"""Days that a part of a year without its year may lie after the date before last year's is meant."""


def resolve_form(form: str, against: str) -> str | None:
    """A period's form with its markers filled in from ``against``: a date, or the period that is spoken of.

    ``Y-1`` counts years, ``Q-1``, ``M-1``, ``W-1`` and ``D-1`` quarters, months, weeks and days from a date;
    ``R-1`` counts from a period of a year or less, ``R=Y`` is all of its year; ``*`` is the year of the date,
    or the one before where that lies more than 150 days ahead; ``M+0-19`` is the last 19th; ``<03``, ``=03``,
    ``>03`` are the last, this and the next March.
    """
    at = interval(against)
    if at is None:
        return None
    day = at[1]
    is_day = at[0] == at[1]
    low, slash, high = form.partition("/")
    if slash:
        if low == ".." or high == "..":
            known = resolve_form(high if low == ".." else low, against)
            return None if known is None or "/" in known else f"../{known}" if low == ".." else f"{known}/.."
        ends = [resolve_form(end, against) for end in (low, high)]
        if None in ends or interval(f"{ends[0]}/{ends[1]}") is None:
            return None
        return f"{ends[0]}/{ends[1]}"
    if form == "R=Y":
        spoken_of = re.match(r"(?:FY)?\d{4}", against)
        return spoken_of[0] if spoken_of else None
    if match := re.fullmatch(r"([QMWD])([+-]\d)", form):
        return _counted(match[1], int(match[2]), day)
    if match := re.fullmatch(r"M\+0-(\d\d)", form):
        month = _counted("M", 0 if int(match[1]) <= day.day else -1, day)
        return f"{month}-{match[1]}" if interval(f"{month}-{match[1]}") else None
    if match := re.fullmatch(r"([<=>])(\d\d)", form):
        named = int(match[2])
        year = day.year + {"<": -(named >= day.month), "=": 0, ">": named <= day.month}[match[1]]
        return f"{year:04}-{named:02}"
    match = re.fullmatch(r"(\d{4}|FY\d{4}|[YR][+-]\d|\*)(-.+)?", form)
    if match is None:
        return None
    year_form, part = match[1], match[2] or ""
    if year_form == "*":
        resolved = f"{day.year:04}{part}"
        begins = interval(resolved)
        if begins and (begins[0] - day).days > _UNKNOWN_YEAR_AHEAD:
            resolved = f"{day.year - 1:04}{part}"
    elif year_form[0] == "Y":
        resolved = f"{day.year + int(year_form[1:]):04}{part}"
    elif year_form[0] == "R":
        if is_day:
            return None
        shifted = shift_years(against, int(year_form[1:]))
        if part or shifted is None:
            shifted = f"{day.year + int(year_form[1:]):04}{part}"
        resolved = shifted
    else:
        resolved = form
    return resolved if interval(resolved) else None


def _counted(unit: str, back: int, day: date) -> str | None:
    try:
        if unit == "Q":
            quarters = day.year * 4 + (day.month - 1) // 3 + back
            return f"{quarters // 4:04}-Q{quarters % 4 + 1}"
        if unit == "M":
            months = day.year * 12 + day.month - 1 + back
            return f"{months // 12:04}-{months % 12 + 1:02}"
        if unit == "W":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=back)
            return f"{monday}/{monday + timedelta(days=6)}"
        return (day + timedelta(days=back)).isoformat()
    except OverflowError:
        return None


def shift_years(iso: str, years: int) -> str | None:
    """An ISO period so many years later: 2024-Q3, -1 → 2023-Q3; None where no such day exists."""
    shifted = re.sub(r"(?<![\d-])\d{4}", lambda year: f"{max(0, int(year[0]) + years):04}", iso)
    return shifted if interval(shifted) else None
