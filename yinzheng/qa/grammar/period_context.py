"""Whether a number is a year, or a word a month, by what stands around it: in 2024, not 2024 people."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from yinzheng.qa.grammar.iso_periods import interval, shift_years
from yinzheng.qa.grammar.period_atoms import Atom

_PATTERNS: dict[str, str] = {
    # A year follows for certain: in 2024, fiscal 2024, summer 2024.
    "strong": (
        r"(?:^|[^a-z])(?:in|since|until|during|fiscal|throughout|circa|year|spring|summer|autumn|fall|winter"
        r"|full[-\s]year|early|late)\s\Z"
    ),
    # A year may follow; what comes after decides: for 2024, by 2030.
    "weak": r"(?:^|[^a-z])(?:by|for|from|of|through|before|after|to|vs\.?|versus|till|the|around)\s\Z",
    # … but not where an amount is spoken of: a total of 2024, rose to 2024.
    "amount": (
        r"(?:total|number|sum|average|population|cost|price|out|fleet|crowd|maximum|minimum|excess|value|staff"
        r"|capacity|set|amount|one|some|thousands|group)s?\sof\s\Z"
        r"|(?:amount(?:ed|s|ing)?|equal|add|up|ris\w+|rose|fell|grew|increas\w+|decreas\w+|down|cut|limit\w*|close"
        r"|due|expand\w*|reach\w*)\s(?:to|by)\s\Z"
    ),
    "number": r"(?:no\.?|number|than|nearly|about|over|some)\s\Z",
    "han": r"(?:在|自|自从|截至|早在)\s?\Z",
    "bracket": r"[(（\[〔【]\Z",
    "bracketed": r"\s?[)）\]〕】:：,，;；–-]",
    # 2024 revenue, 2024 was, 2024年报
    "after": (
        r"\s?(?:'s\b|e(?![a-z0-9])|全年|年报|半年报|世界杯|奥运|中期)"
        r"|[-\s](?:(?:net|gross|total|annual|full[-\s]year|operating|adjusted|pro\sforma|first|second|third|fourth"
        r"|consolidated|global|average|organic)\s){0,2}"
        r"(?:revenues?|sales|earnings|results?|guidance|forecasts?|outlook|estimates?|annual|reports?|budgets?"
        r"|targets?|profits?|income|capex|capital\sexpenditures?|ebitda|eps|gdp|growth|margins?|season|edition"
        r"|models?|elections?|census|olympics|world\scup|ipo|financial|fiscal|tax|acquisition|merger|levels?"
        r"|filing|form|survey|study|plan|convertible|notes|quarter|dividends?|spending|bookings|backlog|production"
        r"|deliveries|shipments|compensation|proxy|10-k)\b"
        r"|\s(?:is|was|will\sbe|will\ssee|saw|marked|has\sbeen)\s"
    ),
    "estimate": r"(?:19|20)\d\d[aef]/\Z",  # 2025E/2026E
    "estimated": r"[aef](?![a-z0-9])",
    "ends_phrase": (
        r"\s*(?:$|[.,;:!?)\]}、，。；：！？）】\n|\"”]"
        r"|(?:and|or|but|to|was|is|were|are|the|a|an|with|by|compared|as|which|when|while|at|on|in|that|from|for"
        r"|until|through|before|after|because|due|if|it|its|we|they|has|had|will|would|could|may|versus|vs|than|of"
        r"|under|over|amid|according|primarily|mainly|driven|reflecting|resulting|excluding|including"
        r"|respectively|onwards?|alone)(?![a-z]))"
    ),
    "unit": (
        r"\s?(?:[%％‰°℃$€£¥]|[万亿千百十个名人家张台辆元块吨只件座套股户位次倍所条颗枚篇部项种群]|[美港欧英日]元"
        r"|(?:percent|pct|thousand|million|billion|trillion|bn|mn|kg|km|mw|gw|kwh|mwh|gb|tb|usd|rmb|cny|hkd|dollars?"
        r"|euros?|yuan|people|employees|gpus?|units?|mm|cm|hz|mhz|ghz|nm|w|v|mah|px|x|k|m|bps?|points?|basis|shares?)"
        r"(?![a-z]))"
    ),
    "plural": r"\s([a-z]+(?:-[a-z]+)?s)(?![a-z'])",
    "goes_on": r"\d|[.,:]\d|[a-df-z_@#]|-[a-z0-9]|/\d",
    "and": r"\s?(?:,\s?(?:and|or)?|、|和|与|及|and|or|&|/|vs\.?|versus|，|compared\s(?:to|with))\s?",
    "cells": r"[ \t|]*(?:[\t|]|  )[ \t|]*",
    "short_before": r"(?:到|至|于|截至|自|自从|从|早在|相比|对比|相较|较|比|[（(])\s?\Z",
    "short_after": r"(?:[期内后前来间多以之半的利债租龄历如产]|左右|时间|\s?[至到—-]\s?\d+\s?年)",
    "lasted": r"[\d一二两三四五六七八九十]\s?年.{0,5}[至到]\s?\Z|以至\s?\Z",
    "before_month": (
        r"(?:^|[^a-z])(?:in|since|by|until|till|through|from|to|of|during|for|before|after|early|late|mid|and|or"
        r"|between|is|on|ending|ended)[\s-](?:early\s|late\s|mid-?)?\Z"
    ),
    "half_by_itself": (
        r"\sof\sthe\s(?:fiscal\s)?year|\s*[,.;)]"
        r"|\s+(?:and|but|as|was|is|were|revenue|results|sales|earnings|guidance)(?![a-z])"
    ),
    "since": r"(?:since|ever\ssince|starting\sin|starting\sfrom)\s(?:the\s|early\s|late\s)?\Z",
    "until": r"(?:before|prior\sto|until)\s(?:the\s)?\Z",
    "from_then": r"\s?(?:以来|至今|起(?![伏步草])|[之以]后)",
    "till_then": r"\s?(?:[之以]前|前(?![年\d一二两三四五六七八九十后期半几景往列沿]))",
}  # fmt: skip

_EXEMPT = frozenset(
    [
        "was",
        "is",
        "has",
        "does",
        "as",
        "this",
        "its",
        "sales",
        "earnings",
        "results",
        "revenues",
        "figures",
        "levels",
        "numbers",
        "prices",
        "costs",
        "rates",
        "estimates",
        "targets",
        "towards",
        "us",
        "plus",
        "less",
        "across",
        "versus",
        "his",
        "hers",
        "ours",
        "theirs",
        "thus",
        "always",
        "perhaps",
    ]
)
_SHORT_MONTHS = frozenset(
    ["may", "march", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]
)


@cache
def _seen(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def settle(found: list[Atom], s: str) -> None:
    """Clear ``sort`` of the atoms that are periods after all; hand a year on along lists and headers."""
    for atom in found:
        if (
            (atom.sort == "bare" and _is_year(s, atom))
            or (atom.sort == "short" and _is_short_year(s, atom))
            or (atom.sort == "month" and _is_month(s, atom))
            or (atom.sort == "loose" and _is_part(s, atom))
        ):
            atom.sort = ""
        if not atom.sort:
            atom.open = _openness(s, atom)
    for known, other in pairwise(found):
        _hand_on(known, other, s)
    for index in range(len(found) - 1, 0, -1):
        _hand_on(found[index], found[index - 1], s)


def _hand_on(known: Atom, other: Atom, s: str) -> None:
    """Make ``other`` a year where it stands in one list or one row of headers with ``known``."""
    if other.sort != "bare" or goes_on_before(s, other.start):
        return
    first, second = (known, other) if known.start < other.start else (other, known)
    gap = s[first.end : second.start]
    if not known.sort and not known.form.startswith("FY") and _seen("and").fullmatch(gap):
        if counts_something(s, other.end):
            return
        other.sort = ""
        days = interval(known.whole) if known.months else None  # years ended June 30, 2024 and 2023
        shifted = shift_years(known.whole, int(other.year) - days[1].year) if days else None
        if shifted:
            other.whole, other.months = shifted, known.months
        return
    row = known.form.isdecimal() and first.year.isdecimal() and _seen("cells").fullmatch(gap) is not None
    if (
        row
        and abs(int(first.year) - int(second.year)) == 1
        and not counts_something(s, second.end, cells=True)
    ):
        known.sort = other.sort = ""


def goes_on_before(s: str, start: int) -> bool:
    """True when what stands before digits makes them part of an amount, a code or an address."""
    before = s[max(0, start - 2) : start]
    if not before:
        return False
    last = before[-1]
    if last in "$€£¥￥#@&=+_/\\.%°" or (last.isalnum() and last < "\x7f"):
        return True
    return last in "-:–" and before[0].isalnum() and len(before) == 2


def counts_something(s: str, end: int, *, cells: bool = False) -> bool:
    """True when a unit, a plural or more of a number follows; ``cells``: plurals may be the next cell."""
    if _seen("goes_on").match(s, end) or _seen("unit").match(s, end):
        return True
    plural = None if cells else _seen("plural").match(s, end)
    return plural is not None and plural[1] not in _EXEMPT and not plural[1].endswith("ss")


def _is_year(s: str, atom: Atom) -> bool:
    if _seen("estimated").match(s, atom.end) and _seen("estimate").search(
        s[max(0, atom.start - 6) : atom.start]
    ):
        return True
    if goes_on_before(s, atom.start) or counts_something(s, atom.end):
        return False
    before = s[max(0, atom.start - 24) : atom.start]
    if _seen("bracket").search(before) and _seen("bracketed").match(s, atom.end):
        return True
    if _seen("after").match(s, atom.end):
        return not _seen("number").search(before)
    if _seen("strong").search(before):
        return True
    if atom.year < "1900":
        return False
    if _seen("weak").search(before) and not _seen("amount").search(before):
        return _seen("ends_phrase").match(s, atom.end) is not None
    return _seen("han").search(before) is not None


def _is_short_year(s: str, atom: Atom) -> bool:
    """29年 is 2029, not 29 years, after 到, 至, 自 …, or with 底, 初, 度; round tens stay durations."""
    digits = s[atom.start : atom.start + 2]
    if goes_on_before(s, atom.start) or digits > "49":
        return False
    if digits < "10":  # 07年
        return s[atom.end : atom.end + 1] != "内"
    if atom.part or s[atom.end - 1] == "度":
        return True
    before = s[max(0, atom.start - 12) : atom.start]
    if digits[1] == "0" or _seen("lasted").search(before) or _seen("short_after").match(s, atom.end):
        return False
    return _seen("short_before").search(before) is not None


def _is_month(s: str, atom: Atom) -> bool:
    """Short names and the words may and march need a preposition before them, and no verb's company after."""
    word = s[atom.start : atom.end]
    if word not in _SHORT_MONTHS:
        return True
    if not _seen("before_month").search(s[max(0, atom.start - 14) : atom.start]):
        return False
    is_word = word in {"may", "mar"} and re.match(r"\s[a-z]", s[atom.end : atom.end + 2]) is not None
    return not is_word or _seen("ends_phrase").match(s, atom.end) is not None


def _is_part(s: str, atom: Atom) -> bool:
    """The first half is a period by itself only where nothing else is halved."""
    if atom.english and atom.part.startswith("H"):
        return _seen("half_by_itself").match(s, atom.end) is not None
    return bool(atom.year)


def _openness(s: str, atom: Atom) -> str:
    before = s[max(0, atom.start - 20) : atom.start]
    if _seen("from_then").match(s, atom.end) or _seen("since").search(before):
        return "since"
    return "until" if _seen("till_then").match(s, atom.end) or _seen("until").search(before) else ""
