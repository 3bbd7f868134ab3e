"""Dates and periods of a Chinese or English text, with exact spans and ISO forms.

ISO forms: ``2024``, ``2024-Q3``, ``2024-H1``, ``2022-11``, ``2025-03-25``, ``FY2024``, ``FY2024-Q1``, ranges
``2021/2023``, open ones ``2020/..`` and ``../2024``. The beginning, middle and end of a year are its months
01, 06 and 12. Spans leave out what only leads up to a period (截至, since, from, by).

Durations (五年, 18 months), clock times and recurring times (每年, annual) are no periods. Four digits alone
are a year only where their context says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from yinzheng.qa.grammar.iso_periods import interval, overlaps, resolve_form, same_period, span_of_months
from yinzheng.qa.grammar.once import once
from yinzheng.qa.grammar.period_atoms import Atom, level
from yinzheng.qa.grammar.period_context import counts_something, goes_on_before, settle
from yinzheng.qa.grammar.period_scan import atoms

__all__ = ["Period", "overlaps", "period_of", "periods", "resolve", "same_period"]


@dataclass(frozen=True, slots=True)
class Period:
    """A date or a period: ``text[start:end] == raw``.

    ``iso`` is None for what depends on the document's date (``relative``) and for dates that can be read in
    two ways (03/04/2024). ``kind`` is ``date`` for a day, else ``period``. ``form`` is the ISO form with
    markers where something is not told: ``Y-1`` (last year), ``Q-1`` (last quarter), ``*-Q3`` (a third
    quarter), ``R-1`` (a year before the period spoken of), ``R=Y`` (all of its year); :func:`resolve` fills
    them in.
    """

    start: int
    end: int
    raw: str
    iso: str | None
    kind: Literal["date", "period"]
    relative: bool
    form: str = ""


@once
def periods(text: str) -> list[Period]:
    """The dates and periods of ``text``, sorted and not overlapping; linear in its length."""
    s = level(text)
    found = _ranged(_joined(atoms(s), s), s)
    settle(found, s)
    return [_period(atom, text) for atom in found if not atom.sort]


def period_of(text: str) -> Period | None:
    """The period that all of ``text`` says, as a table's header does: also ``2024``, ``2024E``, ``24A``.

    Spaces and brackets around it do not count; the span lies in ``text``. None where there is more or less.
    """
    s = level(text)
    start, end = len(s) - len(s.lstrip(" \t\n([|*")), len(s.rstrip(" \t\n)]|*"))
    if match := _estimate().fullmatch(s, start, end):
        year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
        return _period(Atom(start, end, "", f"{'FY' if match['fy'] else ''}{year}"), text)
    found = _ranged(_joined(atoms(s), s), s)
    if len(found) == 1 and (found[0].start, found[0].end) == (start, end):
        return _period(found[0], text)
    return None


def resolve(period: Period, date: str | None) -> str | None:
    """The ISO form of ``period``, relative ones counted from ``date``; None where it cannot be told.

    ``date`` is the document's date, or the period of the sentence: 上年同期 and "the prior year" are counted
    from the latter only. A part of a year without its year (第三季度, November 5) belongs to the date's year,
    or to the year before where it would lie more than 150 days ahead.
    """
    if not period.relative or date is None:
        return period.iso
    return resolve_form(period.form, date[:10] if re.match(r"\d{4}-\d\d-\d\d[T ]", date) else date)


@cache
def _estimate() -> re.Pattern[str]:
    """A table's year, with the mark of an actual, estimated or forecast figure: 2024, 2025E, FY24A."""
    return re.compile(r"(?P<fy>fy\s?)?(?P<year>(?:19|20)\d\d|(?<!\d)\d\d(?=[aef]))\s?[aef]?")


_ABSOLUTE = re.compile(r"(?:FY)?\d{4}(?:-(?:Q[1-4]|H[12]|\d\d(?:-\d\d)?))?|\.\.|\?")
_DAY = re.compile(r"[^/]*-\d\d-\d\d|D[+-]\d|M\+0-\d\d")


def _period(atom: Atom, text: str) -> Period:
    form = atom.form
    relative = not all(_ABSOLUTE.fullmatch(end) for end in form.split("/"))
    iso = None if relative or interval(form) is None else form
    kind: Literal["date", "period"] = "date" if _DAY.fullmatch(form) else "period"
    if atom.open and "/" not in form:
        form = f"{form}/.." if atom.open == "since" else f"../{form}"
        iso = form if iso else None
    return Period(atom.start, atom.end, text[atom.start : atom.end], iso, kind, relative, form)


# What may stand between a year and the part of it that follows (2024年的第三季度, 2024's third quarter), and
# between a part and its year (third quarter of 2024, November 5, 2022).
_YEAR_THEN_PART = frozenset({"", " ", "的", " 的", "的 ", "'s ", "-"})
_PART_THEN_YEAR = frozenset({"", " ", ", ", ",", " of ", " in ", " , ", "-", " of the ", ". ", "/", ", of "})


def _joined(found: list[Atom], s: str) -> list[Atom]:
    """Years with the parts of them that stand beside: 2024年 + 第三季度, November 5 + 2022, end of + 2024."""
    joined: list[Atom] = []
    for atom in found:
        last = joined[-1] if joined else None
        if last is not None and atom.start - last.end <= 8 and _join(last, atom, s[last.end : atom.start], s):
            continue
        if last is not None and last.sort == "ended" and _end(last, atom):
            continue
        joined.append(atom)
    for atom in joined:
        if atom.sort == "full":
            atom.sort, atom.whole = "", "R=Y"
    return [atom for atom in joined if atom.sort not in {"same", "near", "ended"}]


def _join(a: Atom, b: Atom, gap: str, s: str) -> bool:
    """Take ``b`` into ``a`` where the two are one period."""
    if a.whole and a.months and a.part and b.sort == "bare" and not gap.strip(" ,"):
        a.whole, a.part = _until(a.part, b.year, a.months), ""  # nine months ended March 31 + , 2024
    elif a.whole or b.whole or a.sort in {"ended", "same", "full"} or b.sort == "ended":
        return False
    elif a.sort == "near":
        if gap or not b.year or b.part:
            return False
        a.year = b.year
    elif b.sort in {"full", "same"}:
        if not a.year or a.part or gap.strip("的 "):
            return False
        if b.sort == "same" and a.year.startswith("Y-1"):
            a.year = "R-1"
    elif a.year and not a.part and b.part and b.year in {"", "?"}:
        if gap not in _YEAR_THEN_PART or (gap == "-" and b.part[0] not in "QH"):
            return False
        if a.english and b.sort == "month" and gap != "'s ":
            return False
        a.part = b.part
        if b.year == "?" and a.year.isdecimal():
            a.year = f"FY{a.year}"
    elif a.part and a.year in {"", "?"} and b.year and not b.part:
        if gap not in _PART_THEN_YEAR or not (a.english or (a.part[0] in "QH" and gap in {"", " "})):
            return False
        if b.sort == "bare" and (gap in {", ", ",", " in ", "/"}) and counts_something(s, b.end):
            return False
        a.year = f"FY{b.year}" if a.year == "?" and b.year.isdecimal() else b.year
        a.english = True
    else:
        return False
    a.end = b.end
    a.sort = ""
    return True


def _end(ended: Atom, day: Atom) -> bool:
    """Take into "nine months ended" the day that it ends with; the year may come with it or after it."""
    if ended.end != day.start or not day.part or day.whole or "/" in day.part or day.part[0] in "QH":
        return False
    ended.whole = _until(day.part, day.year, ended.months)
    ended.part = "" if day.year else day.part
    ended.end, ended.sort = day.end, ""
    return True


def _until(part: str, year: str, months: int) -> str:
    """The form of so many months up to a month or day; without its year, of what lies in one year."""
    days = interval(f"{year or '2000'}-{part}")
    form = span_of_months(days[1], months) if days else "?"
    return form if year else "?" if "1999" in form else form.replace("2000", "*")


_RANGE = re.compile(r"\s?(?:起?[至到]|-|–|——?|~|to|through|thru|until|till|and)\s?(?:the\s)?")


def _ranged(found: list[Atom], s: str) -> list[Atom]:
    """Two periods with 至, – or "to" between them as one; the end that lacks a year takes the other's."""
    result: list[Atom] = []
    for atom in found:
        last = result[-1] if result else None
        if last is not None and atom.start - last.end <= 13 and _range(last, atom, s):
            continue
        result.append(atom)
    return result


def _range(a: Atom, b: Atom, s: str) -> bool:
    """Take ``b`` into ``a`` as the end of the range that ``a`` begins."""
    gap = s[a.end : b.start]
    before = s[max(0, a.start - 8) : a.start]
    if not _RANGE.fullmatch(gap) or (gap.strip() == "and" and not before.endswith("between ")):
        return False
    if a.whole or b.whole or "/" in a.part or "/" in b.part or {a.sort, b.sort} & {"loose", "short"}:
        return False
    if a.sort == b.sort == "bare":
        if counts_something(s, b.end) or goes_on_before(s, a.start) or int(b.year) - int(a.year) > 60:
            return False
    elif "bare" in {a.sort, b.sort} and (a.part or b.part) and not before.endswith(("from ", "between ")):
        return False
    if bool(a.part) != bool(b.part) and not (a.year and b.year):
        return False
    if not a.year and not b.year and (a.part[0] in "QH") != (b.part[0] in "QH"):
        return False
    first = Atom(0, 0, year=a.year or b.year, part=a.part)
    second = Atom(0, 0, year=b.year or a.year, part=b.part)
    whole = f"{first.form}/{second.form}"
    if first.form == second.form:
        return False
    if all(end.year.removeprefix("FY").isdecimal() for end in (first, second)) and interval(whole) is None:
        return False
    a.whole, a.end, a.sort = whole, b.end, ""
    return True
