"""Dates and periods of a Chinese or English text, with exact spans and ISO forms.

ISO forms: ``2024``, ``2024-Q3``, ``2024-H1``, ``2022-11``, ``2025-03-25``, ``FY2024``, ``FY2024-Q1``, ranges
``2021/2023``, open ones ``2020/..`` and ``../2024``. The beginning, middle and end of a year are the months
01, 06 and 12. Spans leave out what only leads up to a period (截至, since, from, by).

Durations (五年, 18 months), clock times and recurring times (每年, annual) are no periods. Four digits alone are
a year only where their context says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from yinzheng.qa.iso_periods import interval, overlaps, resolve_form, same_period, shift_years, span_of_months
from yinzheng.qa.period_atoms import Atom, atoms, level

__all__ = ["Period", "overlaps", "period_of", "periods", "resolve", "same_period"]


@dataclass(frozen=True, slots=True)
class Period:
    """A date or a period: ``text[start:end] == raw``.

    ``iso`` is None for what depends on the document's date (``relative``) and for dates that can be read in
    two ways (03/04/2024). ``kind`` is ``date`` for a day, else ``period``. ``form`` is the ISO form with markers
    where something is not told: ``Y-1`` (last year), ``Q-1`` (last quarter), ``*-Q3`` (a third quarter),
    ``R-1`` (a year before the period spoken of); :func:`resolve` fills them in.
    """

    start: int
    end: int
    raw: str
    iso: str | None
    kind: Literal["date", "period"]
    relative: bool
    form: str = ""


def periods(text: str) -> list[Period]:
    """The dates and periods of ``text``, sorted and not overlapping; linear in its length."""
    s = level(text)
    found = _listed(_ranged(_joined(atoms(s), s), s), s)
    return [_period(atom, text) for atom in found if atom.sort not in _UNSURE]


def period_of(text: str) -> Period | None:
    """The period that all of ``text`` says, as a table's header does: also ``2024``, ``2024E``, ``24A``, ``May``.

    Spaces and brackets around it do not count; the span lies in ``text``. None where there is more or less.
    """
    s = level(text)
    start, end = len(s) - len(s.lstrip(" \t\n([|*")), len(s.rstrip(" \t\n)]|*"))
    if match := _estimate().fullmatch(s, start, end):
        year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
        return _period(Atom(start, end, "", f"{'FY' if match['fy'] else ''}{year}"), text)
    found = _ranged(_joined(atoms(s), s), s)
    if len(found) == 1 and (found[0].start, found[0].end) == (start, end) and found[0].sort not in {"near", "ended", "full"}:
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


_UNSURE = frozenset({"bare", "short", "month", "loose", "near", "ended", "full", "same"})
_SAME = re.compile(r"(?:FY)?\d{4}(?:-(?:Q[1-4]|H[12]|\d\d(?:-\d\d)?))?|\.\.")


def _period(atom: Atom, text: str) -> Period:
    form = atom.form
    relative = not all(_SAME.fullmatch(end) for end in form.split("/")) and form != "?"
    iso = None if relative or interval(form) is None else form
    day = re.fullmatch(r".*-\d\d-\d\d|D[+-]\d", form) is not None and "/" not in form
    if atom.open and "/" not in form:
        form = f"{form}/.." if atom.open == "since" else f"../{form}"
        iso = form if iso else None
    return Period(atom.start, atom.end, text[atom.start : atom.end], iso, "date" if day else "period", relative, form)


# --- joining atoms ---------------------------------------------------------------------------------------------

_YEAR_THEN_PART = frozenset({"", " ", "的", " 的", "的 ", "'s ", "-", "，", "/"})
_PART_THEN_YEAR = frozenset({"", " ", ", ", ",", " of ", " in ", " , ", "-", " of the ", ". ", "/", ", of "})


def _joined(found: list[Atom], s: str) -> list[Atom]:
    """Years with the parts of them that stand beside: 2024年 + 第三季度, November 5 + 2022, end of + 2024."""
    joined: list[Atom] = []
    for atom in found:
        last = joined[-1] if joined else None
        if last is not None and atom.start - last.end <= 8:
            gap = s[last.end : atom.start]
            if _join(last, atom, gap, s):
                continue
        joined.append(atom)
    return [atom for atom in _ends(joined, s) if atom.sort not in {"full", "same", "near"}]


def _join(a: Atom, b: Atom, gap: str, s: str) -> bool:
    """Take ``b`` into ``a`` where the two are one period."""
    a_year, b_year = bool(a.year) and not a.part, bool(b.year) and not b.part
    if a.whole or b.whole or a.sort == "ended" or b.sort == "ended":
        return False
    if a.sort == "near":
        if not b_year or gap:
            return False
        a.year = b.year
    elif b.sort in {"full", "same"}:
        if not a.year or gap.strip("的 ") or (b.sort == "full" and a.part):
            return False
        if b.sort == "same" and a.part:
            return False
        if b.sort == "same" and a.year.startswith("Y-1"):
            a.year = "R-1"
    elif a.sort == "same":
        return False
    elif a_year and b.part and (not b.year or b.year == "?"):
        if gap not in _YEAR_THEN_PART or (a.sort == "bare" and gap in {"/", "，"}) or (gap in {"-", "/", "，"} and not b.part[0] in "QH"):
            return False
        if a.english and b.sort == "month" and gap != "'s ":
            return False
        a.part = b.part
        if b.year == "?" and a.year.isdecimal():
            a.year = f"FY{a.year}"
    elif a.part and (not a.year or a.year == "?") and b_year:
        if gap not in _PART_THEN_YEAR or not (a.english or a.part[0] in "QH"):
            return False
        if not a.english and gap not in {"", " "}:
            return False
        if not gap and b.sort != "bare" and not b.year.startswith("FY"):
            return False
        if b.sort == "bare" and (gap in {", ", ",", " in ", "/"} and (_counts_something(s, b.end))):
            return False
        a.year = f"FY{b.year}" if a.year == "?" and b.year.isdecimal() else b.year
        a.english = True
    else:
        return False
    a.end = b.end
    a.sort = ""
    return True


def _ends(found: list[Atom], s: str) -> list[Atom]:
    """"Nine months ended" and the date after it as one period."""
    result: list[Atom] = []
    for atom in found:
        last = result[-1] if result else None
        if last is not None and last.sort == "ended":
            if last.end == atom.start and atom.part and not atom.whole and "/" not in atom.part and atom.part[0] not in "QH":
                months, start = last.months, last.start
                result[-1] = Atom(start, atom.end, "", english=True, whole=_until(atom, months), months=months)
                continue
            result.pop()
        result.append(atom)
    if result and result[-1].sort == "ended":
        result.pop()
    return result


def _until(atom: Atom, months: int) -> str:
    """The form of the months that end in the atom's month; without its year, only what lies within one year."""
    days = interval(Atom(0, 0, year=atom.year or "2000", part=atom.part).form)
    if days is None:
        return "?"
    form = span_of_months(days[1], months)
    return form if atom.year else form.replace("2000", "*") if "1999" not in form else "?"


_RANGE = re.compile(r"\s?(?:至|到|-|–|—|——|~|to|through|thru|until|till|and)\s?(?:the\s)?")


def _ranged(found: list[Atom], s: str) -> list[Atom]:
    """Two periods with 至, – or "to" between them as one; the end that lacks a year takes the other's."""
    result: list[Atom] = []
    for atom in found:
        last = result[-1] if result else None
        if last is not None and atom.start - last.end <= 12 and _range(last, atom, s):
            continue
        result.append(atom)
    return result


def _range(a: Atom, b: Atom, s: str) -> bool:
    gap = s[a.end : b.start]
    if not _RANGE.fullmatch(gap) or "/" in a.form or "/" in b.form or a.sort == "loose" or b.sort == "loose":
        return False
    if gap.strip() == "and" and not s[max(0, a.start - 8) : a.start].endswith("between "):
        return False
    if a.whole or b.whole:
        return False
    bare = a.sort in {"bare", "short"} and b.sort in {"bare", "short"}
    if bare and (a.sort == "short" or _counts_something(s, b.end) or _continues(s, a.start)):
        return False
    if "bare" in {a.sort, b.sort} and (bool(a.part) or bool(b.part)):
        return False
    first = Atom(0, 0, "", a.year or b.year, a.part)
    second = Atom(0, 0, "", b.year or a.year, b.part)
    if bool(a.part) != bool(b.part) and not (a.year and b.year):
        return False
    whole = f"{first.form}/{second.form}"
    if "*" not in whole and "Y" not in whole.replace("FY", "") and "R" not in whole:
        if interval(whole) is None or first.form == second.form:
            return False
        if bare and int(b.year) - int(a.year) > 60:
            return False
    if not (a.year or b.year) and (a.part[0] in "QH") != (b.part[0] in "QH"):
        return False
    if a.sort == "month" == b.sort and not (a.year or b.year) and gap.strip() == "and":
        return False
    a.whole, a.end, a.sort = whole, b.end, ""
    return True


# --- what makes a bare number a year -----------------------------------------------------------------------------

_AND = re.compile(r"\s?(?:,\s?(?:and|or)?|、|和|与|及|and|or|&|/|vs\.?|versus|，|compared\s(?:to|with))\s?")
_APART = re.compile(r"[ \t|]+")


def _listed(found: list[Atom], s: str) -> list[Atom]:
    """Settle what is a year only by its context, and hand that on through lists (2021, 2022 and 2023)."""
    for atom in found:
        if atom.sort == "bare" and _is_year(s, atom):
            atom.sort = ""
        elif atom.sort == "short" and _is_short_year(s, atom):
            atom.sort = ""
        elif atom.sort == "month" and _is_month(s, atom):
            atom.sort = ""
        elif atom.sort == "loose" and _is_part(s, atom):
            atom.sort = ""
        if not atom.sort:
            atom.open = _openness(s, atom)
    for a, b in zip(found, found[1:], strict=False):
        _hand_on(a, b, s)
    for index in range(len(found) - 1, 0, -1):
        _hand_on(found[index], found[index - 1], s)
    return found


def _hand_on(sure: Atom, other: Atom, s: str) -> None:
    if sure.sort or other.sort != "bare" or _continues(s, other.start):
        if sure.sort != "bare" or other.sort != "bare":
            return
    first, second = (sure, other) if sure.start < other.start else (other, sure)
    gap = s[first.end : second.start]
    if not sure.sort and _AND.fullmatch(gap) and not _counts_something(s, other.end) and sure.form[:2] != "FY":
        other.sort = ""
        if sure.months and (shifted := shift_years(sure.whole, int(other.year) - int(sure.whole[-7:][:4].strip("-/") or 0) if "/" not in sure.whole else int(other.year) - int(sure.whole.partition("/")[2][:4]))):
            other.whole, other.months = shifted, sure.months
    elif _APART.fullmatch(gap) and abs(int(first.form[:4] if first.form[:4].isdecimal() else 0) - int(second.form[:4] if second.form[:4].isdecimal() else 0)) == 1 and not first.part and not second.part and not (first.whole or second.whole):
        if (gap.strip(" ") or len(gap) > 1) and not _counts_something(s, second.end, cells=True):
            first.sort = second.sort = ""


@cache
def _estimate() -> re.Pattern[str]:
    return re.compile(r"(?P<fy>fy\s?)?(?P<year>(?:19|20)\d\d|(?<!\d)\d\d(?=[aef]))\s?[aef]?")


@cache
def _before_year() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:^|[^a-z])(?:in|since|until|till|during|fiscal|through|throughout|circa|before|after|by|for|from|of|to|vs\.?"
        r"|versus|than|year|spring|summer|autumn|fall|winter|(?:in|for)\sfull[-\s]year|full[-\s]year|election|class\sof"
        r"|back\sin|around|early|late|the)\s|[(（\[〔【]|[在于自截早]|截至|自从|早在|[对为是和与比较])\s?\Z"
    )


_STRONG = re.compile(r"(?:^|[^a-z])(?:in|since|until|during|fiscal|throughout|circa|year|spring|summer|autumn|fall|winter|full[-\s]year|early|late)\s\Z")
_WEAK = re.compile(
    r"(?:^|[^a-z])(?:by|for|from|of|through|before|after|to|vs\.?|versus|till|the|around)\s\Z"
)
_NOT_OF = re.compile(r"(?:total|number|sum|average|population|cost|price|out|fleet|crowd|maximum|minimum|excess|value|staff|capacity|set|amount|one|some|thousands|group)s?\sof\s\Z|(?:amount(?:ed|s|ing)?|equal|add|up|ris\w+|rose|fell|grew|increas\w+|decreas\w+|down|cut|limit\w*|close|due|expand\w*)\s(?:to|by)\s\Z")
_ZH_BEFORE = re.compile(r"(?:在|自|自从|截至|早在)\s?\Z")
_AFTER_YEAR = re.compile(
    r"(?:\s?(?:'s\b|e\b|全年|年报|半年报|世界杯|奥运|中期))"
    r"|[-\s](?:(?:net|gross|total|annual|full[-\s]year|operating|adjusted|pro\sforma|first|second|third|fourth|consolidated|global|average|organic)\s){0,2}"
    r"(?:revenues?|sales|earnings|results?|guidance|forecasts?|outlook|estimates?|annual|reports?|budgets?|targets?|profits?|income|capex|capital\sexpenditures?"
    r"|ebitda|eps|gdp|growth|margins?|season|edition|models?|election|elections|census|olympics|world\scup|ipo|financial|fiscal|tax|acquisition|merger|levels?|filing"
    r"|form|survey|study|plan|convertible|notes|quarter|dividends?|spending|bookings|backlog|production|deliveries|shipments|compensation|proxy|10-k)\b"
    r"|\s(?:is|was|will\sbe|will\ssee|saw|marked|has\sbeen)\s"
)
_AFTER_WEAK = re.compile(
    r"\s*(?:$|[.,;:!?)\]}、，。；：！？）】\n|\"”]|(?:and|or|but|to|was|is|were|are|the|a|an|with|by|compared|as|which|when|while|at|on|in|that|from|for"
    r"|until|through|before|after|because|due|if|it|its|we|they|has|had|will|would|could|may|versus|vs|than|of|under|over|amid|according|primarily|mainly|driven"
    r"|reflecting|resulting|excluding|including|respectively|onwards?|alone)(?![a-z]))"
)
_EXEMPT = frozenset(
    "was is has does as this its sales earnings results revenues figures levels numbers prices costs rates estimates targets"
    " towards its us plus less across versus his hers ours theirs thus always perhaps is".split()
)
_UNIT_AFTER = re.compile(
    r"\s?(?:[%％‰°℃$€£¥]|[万亿千百十个名人家张台辆元块吨只件座套股户位次倍所条颗枚篇部项种群]|[美港欧英日]元"
    r"|(?:percent|pct|thousand|million|billion|trillion|bn|mn|kg|km|mw|gw|kwh|mwh|gb|tb|usd|rmb|cny|hkd|dollars?|euros?|yuan"
    r"|people|employees|gpus?|units?|mm|cm|hz|mhz|ghz|nm|w|v|mah|px|x|k|m|bps?|points?|basis|shares?)(?![a-z]))"
)
_PLURAL = re.compile(r"\s([a-z]+(?:-[a-z]+)?s)(?![a-z'])")
_NUMBER_GOES_ON = re.compile(r"[\d]|[.,:]\d|[a-z_/@#]|-[a-z0-9]")


def _continues(s: str, start: int) -> bool:
    """True when what stands before digits makes them part of an amount, a code or an address."""
    before = s[max(0, start - 2) : start]
    return bool(before) and (before[-1] in "$€£¥￥#@&=+_/\\.%°" or (before[-1].isalnum() and before[-1] < "\x7f") or (
        before[-1] in "-,:–" and len(before) == 2 and before[0].isalnum()
    ))  # fmt: skip


def _counts_something(s: str, end: int, *, cells: bool = False) -> bool:
    """True when a unit, a counted plural or more of a number follows."""
    if _NUMBER_GOES_ON.match(s, end) and not (s[end : end + 1] in "aef/" ):
        return True
    if _UNIT_AFTER.match(s, end):
        return True
    plural = None if cells else _PLURAL.match(s, end)
    return plural is not None and plural[1] not in _EXEMPT and not plural[1].endswith("ss")


def _is_year(s: str, atom: Atom) -> bool:
    start, end = atom.start, atom.end
    if _continues(s, start) or _counts_something(s, end):
        return False
    before = s[max(0, start - 24) : start]
    if before.endswith(("(", "（", "[", "〔", "【")) and re.match(r"\s?[)）\]〕】:：,，;；–-]", s[end : end + 2]):
        return True
    if _AFTER_YEAR.match(s, end):
        return not re.search(r"(?:no\.?|number|than|nearly|about|over|some)\s\Z", before)
    if _STRONG.search(before):
        return True
    if _WEAK.search(before) and not _NOT_OF.search(before):
        return _AFTER_WEAK.match(s, end) is not None
    return _ZH_BEFORE.search(before) is not None


_SHORT_BEFORE = re.compile(r"(?:到|至|于|截至|自|自从|从|早在|相比|对比|相较|较|比|[（(])\s?\Z")
_LASTED = re.compile(r"[\d一二两三四五六七八九十]\s?年.{0,5}[至到]\s?\Z|以至\s?\Z")
_SHORT_AFTER = re.compile(r"(?:[期内后前来间多以之半的利债租龄历如产]|左右|时间|\s?(?:至|到|-|—)\s?\d+\s?年)")


def _is_short_year(s: str, atom: Atom) -> bool:
    """29年 is 2029 rather than 29 years after 到, 至, 自 …, or with 底, 初 or 度; round tens stay durations."""
    year = int(s[atom.start : atom.start + 2])
    if _continues(s, atom.start) or not 5 <= year <= 49:
        return False
    if atom.part or s[atom.end - 1] == "度":
        return True
    if _LASTED.search(s[max(0, atom.start - 12) : atom.start]):
        return False
    return year % 10 != 0 and _SHORT_BEFORE.search(s[max(0, atom.start - 4) : atom.start]) is not None and _SHORT_AFTER.match(s, atom.end) is None


_BEFORE_MONTH = re.compile(r"(?:^|[^a-z])(?:in|since|by|until|till|through|from|to|of|during|for|before|after|early|late|mid|and|or|between|is|on|ending|ended)[\s-](?:early\s|late\s|mid-?)?\Z")


def _is_month(s: str, atom: Atom) -> bool:
    word = s[atom.start : atom.end]
    led = _BEFORE_MONTH.search(s[max(0, atom.start - 14) : atom.start]) is not None
    if word in {"may", "march", "mar", "dec", "sep", "sept", "oct", "jan", "jun", "jul", "aug", "apr", "nov", "feb"}:
        return led and not (word in {"may", "mar"} and s[atom.end : atom.end + 1] == " " and s[atom.end + 1 : atom.end + 2].isalpha() and not _AFTER_WEAK.match(s, atom.end))
    return True


def _is_part(s: str, atom: Atom) -> bool:
    """The first half is a period by itself only where nothing else is halved."""
    if atom.english and atom.part[0] == "H":
        return re.match(r"(?:\sof\sthe\s(?:fiscal\s)?year|\s*[,.;)]|\s+(?:and|but|as|was|is|were|revenue|results|sales|earnings|guidance))", s[atom.end :][:24]) is not None and (
            s[atom.start] != "h" or atom.end - atom.start > 2 or True
        )  # fmt: skip
    return bool(atom.year)


_SINCE = re.compile(r"(?:since\s(?:the\s|early\s|late\s)?|starting\s(?:in\s|from\s)|ever\ssince\s)\Z")
_UNTIL = re.compile(r"(?:before\s|prior\sto\s|until\s(?:the\s)?)\Z")


def _openness(s: str, atom: Atom) -> str:
    after = s[atom.end : atom.end + 3].lstrip()
    before = s[max(0, atom.start - 16) : atom.start]
    if after.startswith(("以来", "至今", "起", "之后", "以后")) and not after.startswith(("起伏", "起步", "起草")):
        return "since"
    if after.startswith(("之前", "以前")) or (after[:1] == "前" and after[1:2] not in set("年三四五六七八九十后期半几一二两景往列沿")):
        return "until"
    if _SINCE.search(before):
        return "since"
    return "until" if _UNTIL.search(before) else ""
