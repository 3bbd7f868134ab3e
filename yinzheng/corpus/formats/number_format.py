"""Numbers and dates as a spreadsheet shows them: Excel's number formats (ECMA-376 part 1, 18.8.30 and 31).

0.155 with ``0.0%`` is 15.5%, 45383 with ``yyyy/m/d`` the first of April 2024. Dates are shown so that they
can be read in one way only: ISO 8601 (2024-04-01), months by name or Chinese dates where the format
has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "yyyy-mm-dd", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: "#,##0;(#,##0)", 42: "$#,##0;($#,##0)", 43: "#,##0.00;(#,##0.00)", 44: "$#,##0.00;($#,##0.00)",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that a file names by number only; 27 to 36 and 50 to 58 as Chinese Excel has them."""

_DIGITS = 15  # significant digits of a spreadsheet's numbers; what is beyond is binary noise
_MOST = 40  # digits of a number that are written out
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"            # "万元"
    | \\(?P<escaped>.)               # \x
    | _.                             # the width of a character
    | \*.                            # repeated to fill the cell
    | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]   # [$¥-804], [$-F800]
    | \[(?P<elapsed>h+|m+|s+)\]      # [h]:mm, hours beyond a day
    | \[(?P<condition>[<>=]+-?[\d.]+)\]
    | \[[^\]]*\]                     # [Red]
    | (?P<clock>AM/PM|A/P|上午/下午)
    | (?P<general>General|G/通用格式)
    | (?P<exponent>E[+-])
    | (?P<date>[ymdhs]+|e+(?![+-]))  # e: the year, in Chinese and Japanese formats
    | (?P<digit>[0#?])
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


_Tokens = tuple[tuple[str, str], ...]
_Show = Callable[[Decimal], str]


class _Section(NamedTuple):
    """One of up to four parts of a format: for positive, negative, zero, and text."""

    tokens: _Tokens
    condition: str

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)


def displayed(raw: str, code: str, *, epoch_1904: bool = False) -> str:
    """The number ``raw`` (as XML has it) as the format ``code`` shows it; ``raw`` where it is no number.

    Dates count days from the end of 1899, with ``epoch_1904`` from the beginning of 1904.
    """
    try:
        # 17 digits are a binary fraction with its noise: 0.30000000000000004 is 0.3.
        value = Decimal(raw if len(raw) <= _DIGITS else f"{float(raw):.{_DIGITS}g}")
    except (InvalidOperation, ValueError):
        return raw
    if not value.is_finite() or not -_MOST <= value.adjusted() <= _MOST:
        return raw
    return _formatter(code, epoch_1904)(value)


def general(value: Decimal) -> str:
    """A number without a format: all its digits, without an exponent where it is not very large or small."""
    if value and not -10 <= value.adjusted() <= 20:
        return f"{value.normalize():E}"
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    found: list[list[tuple[str, str]]] = [[]]
    conditions = [""]
    for match in _TOKEN.finditer(code[:255]):
        kind = match.lastgroup or ""
        words = match.group(kind) if kind else ""
        if kind == "other" and words == ";":
            found.append([])
            conditions.append("")
        elif kind == "condition":
            conditions[-1] = words
        elif kind in ("quoted", "escaped", "currency"):
            found[-1].append(("literal", words))
        elif kind:
            found[-1].append((kind, words))
    return tuple(_Section(tuple(tokens), said) for tokens, said in zip(found, conditions, strict=True))


@lru_cache(maxsize=1024)
def _formatter(code: str, epoch_1904: bool) -> _Show:
    """What shows numbers in the format ``code``; made once for all cells that have it."""
    sections = _sections(code or "General")
    shows: dict[_Section, _Show] = {section: _shown(section, epoch_1904) for section in sections}
    if len(sections) == 1:
        return shows[sections[0]]
    chosen = _by_condition if any(s.condition for s in sections) else _by_sign

    def show(value: Decimal) -> str:
        section, value = chosen(sections, value)
        return shows[section](value)

    return show


def _shown(section: _Section, epoch_1904: bool) -> _Show:
    if section.has("date", "elapsed"):
        return lambda value: _date(section, value, epoch_1904=epoch_1904)
    if not section.tokens or (section.has("digit") and ("other", "/") in section.tokens):
        return general  # the digits of a fraction say the same
    if section.has("digit") and not section.has("general"):
        return _places(section.tokens)
    words = [(kind == "general" or sign == "@", _plain(kind, sign)) for kind, sign in section.tokens]
    return lambda value: "".join(general(value) if number else said for number, said in words).strip()


def _by_sign(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    if value < 0 and len(sections) > 1:
        return sections[1], -value  # the section has a sign of its own: brackets, a colour, -
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _by_condition(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    for section in sections[:3]:
        match = re.fullmatch(r"([<>=]+)(-?[\d.]+)", section.condition)
        if match is None:
            return section, value
        try:
            bound = Decimal(match.group(2))
        except InvalidOperation:
            return section, value
        order = (value > bound) - (value < bound)
        if {"<": order < 0, ">": order > 0, "=": order == 0, "<=": order <= 0, ">=": order >= 0}.get(
            match.group(1), order != 0
        ):
            return section, value
    return sections[-1], value


def _places(tokens: _Tokens) -> _Show:
    """A number by its places: digits before and behind the point, thousands, percent, exponent."""
    digits = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    body, after = tokens[digits[0] : digits[-1] + 1], tokens[digits[-1] + 1 :]
    thousands = 0
    while after[thousands : thousands + 1] == (("other", ","),):
        thousands += 1  # 0.0,, shows millions
    scale = 2 * sum(token in (("other", "%"), ("other", "％")) for token in tokens) - 3 * thousands
    exponent = next((i for i, (kind, _) in enumerate(body) if kind == "exponent"), None)
    point = next((i for i, token in enumerate(body) if token == ("other", ".")), len(body))
    behind = [words for kind, words in body[point:exponent] if kind == "digit"]
    least = sum(token == ("digit", "0") for token in body[:point])
    optional = len(behind) - max((i + 1 for i, sign in enumerate(behind) if sign == "0"), default=0)
    grouped = "," if ("other", ",") in body else ""
    quantum = Decimal(1).scaleb(-len(behind))
    before = "".join(_plain(kind, words) for kind, words in tokens[: digits[0]])
    # Words between the digits (000-0000) are rare; they stand behind them.
    rest = "".join(words for kind, words in body if kind == "literal")
    rest += "".join(_plain(kind, words) for kind, words in after[thousands:])

    def show(value: Decimal) -> str:
        if scale:
            value = value.scaleb(scale)
        if exponent is not None:
            shown = f"{abs(value):.{len(behind)}E}"
        else:
            if value.adjusted() < 27 - len(behind):  # else there is nothing to round
                value = value.quantize(quantum, ROUND_HALF_UP)
            shown = f"{abs(value):{grouped}f}"
            if optional or least > 1 or not least:
                shown = _trimmed(shown, optional, least, grouped)
        return f"{'-' if value < 0 else ''}{before}{shown}{rest}".strip()

    return show


def _trimmed(shown: str, optional: int, least: int, grouped: str) -> str:
    """Digits without the zeros that ``#`` leaves out at the end, with those that ``0`` adds in front."""
    whole, _, fraction = shown.partition(".")
    while optional and fraction.endswith("0"):
        fraction, optional = fraction[:-1], optional - 1
    if not grouped:
        whole = whole.zfill(least)
    return f"{whole}.{fraction}" if fraction else whole


def _plain(kind: str, words: str) -> str:
    return words if kind in ("literal", "other", "clock") and words != "@" else ""


def _date(section: _Section, value: Decimal, *, epoch_1904: bool) -> str:
    """A day, a time of day or both; the parts that the format has, in an order that cannot be misread."""
    kinds = [(kind, words.lower()) for kind, words in section.tokens if kind in ("date", "elapsed")]
    if any(kind == "elapsed" for kind, _ in kinds):
        seconds = int((value * 86_400).to_integral_value(ROUND_HALF_UP))
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    try:
        moment = _moment(value, epoch_1904=epoch_1904)
    except (OverflowError, ValueError):
        return general(value)
    letters = _clock_minutes([words for _, words in kinds])
    # Of several the day of the month counts, not the weekday: dddd, d mmmm.
    first = {words[0].replace("e", "y"): words for words in sorted(letters, key=len, reverse=True)}
    day = _day(first, moment, chinese=any("年" in words or "月" in words for _, words in section.tokens))
    clock = ""
    if "h" in first:
        clock = f"{moment:%H:%M:%S}" if "s" in first else f"{moment:%H:%M}"
    elif "s" in first:
        clock = f"{moment:%M:%S}"
    return " ".join(part for part in (day, clock) if part) or general(value)


def _clock_minutes(letters: list[str]) -> list[str]:
    """The letters of a date; an ``m`` beside hours or seconds is minutes (``n`` here)."""
    told = []
    for i, words in enumerate(letters):
        beside = (letters[i - 1][0] if i else "") == "h" or (letters[i + 1 : i + 2] or [" "])[0][0] == "s"
        told.append("n" if words[0] == "m" and len(words) < 3 and beside else words)
    return told


def _day(first: dict[str, str], moment: datetime, *, chinese: bool) -> str:
    year, month, day = "y" in first, first.get("m", ""), len(first.get("d", "ddd")) < 3
    if chinese:
        parts = ((year, f"{moment.year}年"), (bool(month), f"{moment.month}月"), (day, f"{moment.day}日"))
        return "".join(words for shown, words in parts if shown)
    if year and month and day:
        return f"{moment:%Y-%m-%d}"
    if len(month) > 2:
        name = _MONTHS[moment.month - 1]
        return " ".join(
            words
            for shown, words in ((day, str(moment.day)), (True, name), (year, str(moment.year)))
            if shown
        )
    if year:
        return f"{moment:%Y-%m}" if month else str(moment.year)
    if month:
        return f"{moment:%m-%d}" if day else str(moment.month)
    if "d" in first:
        return str(moment.day) if day else f"{moment:%Y-%m-%d}"  # a weekday: the day says it too
    return ""


def _moment(value: Decimal, *, epoch_1904: bool) -> datetime:
    if value < 0:
        raise ValueError
    if epoch_1904:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet's dates have no time zone
    else:
        # Excel counts a 29 February 1900 that never was.
        start = datetime(1899, 12, 30 if value >= 60 else 31)  # noqa: DTZ001
    seconds = int((value * 86_400).to_integral_value(ROUND_HALF_UP))
    return start + timedelta(seconds=seconds)
