"""Amounts that do not begin with a numeral: 百分之五, 翻番, doubled, 3:1, 一半, 半年."""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache

from yinzheng.qa.grammar.broken import broken
from yinzheng.qa.grammar.figure import Figure, Reading
from yinzheng.qa.grammar.figure_text import pattern
from yinzheng.qa.grammar.han_numerals import DIGITS
from yinzheng.qa.grammar.numerals import read
from yinzheng.qa.grammar.units import han_unit


@cache
def _special_words() -> re.Pattern[str]:
    """Every alternative begins with a character of the first set: most of a text is passed over quickly."""
    return re.compile(
        r"""
        (?=[百佰千仟万十翻腰减对一半dtqhfap])(?:
          (?<![0-9一二两三四五六七八九十几])(?:
              [百佰]\ {0,2}分\ {0,2}之\ {0,2}(?P<percent>)
            | [千仟]\ {0,2}分\ {0,2}之\ {0,2}(?P<mille>)
            | (?P<share>(?:百|千|万|十)?万\ {0,2}分\ {0,2}之\ {0,2})
          )
        | 翻(?:了|上|两)?(?P<fan>[一两二三四五六0-9])?番
        | 翻(?:了)?(?:一)?倍(?P<twice>)
        | 腰斩(?P<halved>) | 减半(?P<halved2>)
        | 对\ {0,1}折(?P<half_price>)
        | 一半(?P<half>) | 半数(?P<half2>)
        | 半(?P<half_unit>年(?!级|度|代|报)|小时|天(?!空|然)|个月|个小时|个世纪|个多月|世纪|公里|米|斤|吨|成|折|亩)
        | (?<![a-z])(?P<word>doubl(?:ed|ing)|tripl(?:ed|ing)|trebled|quadrupl(?:ed|ing)|halv(?:ed|ing)|(?:two|three|four|five|ten)fold|twice)(?![a-z])
        | (?<![a-z0-9%])(?:per\ ?cents?|percentages?)\ of\ (?P<percent_of>[0-9]{1,5}(?:\.[0-9]{1,3})?)(?=\s*(?:[.,;!?)]|$))
        | (?<![a-z])absolute\ zero(?P<absolute>)
        )
        """,
        re.VERBOSE,
    )


@cache
def _ratios() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9:.,])[0-9]{1,4}(?:\.[0-9]{1,3})?\s?:\s?[0-9]{1,4}(?:\.[0-9]{1,3})?(?![0-9:])")


@cache
def _fifties() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9/.])(?:50/50|60/40|40/60|70/30|30/70|80/20|20/80|90/10|10/90)(?![0-9/])")


@cache
def _other_digits() -> re.Pattern[str]:
    """Digits of other scripts, with what European ones stand beside them: they are not read."""
    odd = "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f"
    return re.compile(f"[{odd}][0-9.,{odd}]*")


def special(reading: Reading) -> list[Figure]:
    """Amounts that do not begin with a numeral, in order and without overlaps."""
    low = reading.low
    found = [
        figure for match in _special_words().finditer(low) if (figure := _word(reading, match)) is not None
    ]
    if ":" in low:
        for match in _ratios().finditer(low):
            figure = Figure(*match.span(), None, number_start=match.start(), number_end=match.end())
            if _ratio(reading, figure, match):
                found.append(figure)
    if "0/" in low:
        for match in _fifties().finditer(low):
            value = Decimal(match.group().split("/")[0]) / 100
            found.append(
                Figure(*match.span(), value, "ratio", number_start=match.start(), number_end=match.end())
            )
    if reading.odd_digits:
        for match in _other_digits().finditer(low):
            start = match.start()
            while (
                start and match.start() - start < 100 and (low[start - 1].isdigit() or low[start - 1] in ".,")
            ):
                start -= 1
            found.append(Figure(start, match.end(), None, number_start=start, number_end=match.end()))
    unread = broken(reading)
    if unread:
        ends = [figure.end for figure in unread]

        def whole(figure: Figure) -> bool:
            i = bisect_right(ends, figure.start)
            return i == len(unread) or unread[i].start >= figure.end

        found = [*filter(whole, found), *unread]
    found.sort(key=lambda figure: figure.start)
    return [figure for n, figure in enumerate(found) if not n or figure.start >= found[n - 1].end]


_WORD_MULTIPLES = {
    "doubl": 2, "tripl": 3, "trebl": 3, "quadr": 4, "twofo": 2, "three": 3, "fourf": 4, "fivef": 5, "tenfo": 10, "twice": 2,
}  # fmt: skip


def _word(reading: Reading, match: re.Match[str]) -> Figure | None:
    """The figure that one match is; None where the words around make something else of it."""
    low = reading.low
    start, end = match.span()
    name = match.lastgroup
    figure = Figure(start, end, None, number_start=start, number_end=end)
    if name in {"percent", "mille", "share"}:
        figure = _percent_of(reading, match, name)
        return figure if figure.value is not None or figure.low is not None else None
    if name in {"fan", None}:
        times = match["fan"] or ""
        exponent = int(times) if times.isdigit() else DIGITS.get(times, 2 if "两番" in match.group() else 1)
        figure.kind, figure.unit, figure.value = "multiple", "x", Decimal(2) ** exponent
    elif name == "twice":
        figure.kind, figure.unit, figure.value = "multiple", "x", Decimal(2)
    elif name in {"halved", "halved2"}:
        figure.kind, figure.unit, figure.value = "multiple", "x", Decimal("0.5")
    elif name == "half_price":
        if low[start - 1 : start] != "打":
            return None
        figure.kind, figure.unit, figure.value = "percent", "%", Decimal(50)
    elif name in {"half", "half2"}:
        figure.kind, figure.value = "fraction", Decimal("0.5")
    elif name == "half_unit":
        if start and low[start - 1] in "上下前后大多一两二三四五六七八九十百个点":
            return None
        _half_of(figure, match)
        return figure if figure.unit else None
    elif name == "percent_of":
        if low[max(0, start - 2) : start].strip()[-1:].isdigit():
            return None  # 5 per cent of 210
        figure.kind, figure.unit, figure.value = "percent", "%", Decimal(match["percent_of"])
    elif name == "absolute":
        figure.kind, figure.unit, figure.value = "physical", "K", Decimal(0)
    else:
        word = match["word"]
        if word == "twice" and low.startswith((" a ", " per ", " each "), end):
            return None
        figure.kind, figure.unit = "multiple", "x"
        figure.value = Decimal("0.5") if word.startswith("halv") else Decimal(_WORD_MULTIPLES[word[:5]])
    return figure


def _half_of(figure: Figure, match: re.Match[str]) -> None:
    unit = match["half_unit"]
    if unit in {"成", "折"}:
        if unit == "折":
            return
        figure.kind, figure.unit, figure.value = "percent", "%", Decimal(5)
        return
    found = han_unit(_HALVED.get(unit, unit), 0)
    if found is None:
        return
    figure.kind, figure.unit, figure.value = found[0].kind, found[0].symbol, Decimal("0.5")
    figure.over = "多" in unit


_HALVED = {"世纪": "个世纪", "个多月": "个月"}
"""Units that the table has under a longer name: 世纪 alone is mostly a date."""


_SHARES = {"百万": 10**6, "千万": 10**7, "万万": 10**8, "十万": 10**5, "万": 10**4}


def _percent_of(reading: Reading, match: re.Match[str], name: str) -> Figure:
    """百分之五, 千分之二点四, 万分之三."""
    start, at = match.span()
    figure = Figure(start, at, None, number_start=start, number_end=at)
    low = reading.low
    sign = 1
    if low[at : at + 1] in {"负", "-"}:
        at, sign = at + 1, -1
    if at >= len(low):
        return figure
    numeral = read(low, at) if (low[at].isdigit() or low[at] > "\u2e80") else None
    if numeral is None or numeral.fraction:
        return figure
    if numeral.more == "vague":
        figure.vague = True
    below = (
        100
        if name == "percent"
        else 1000
        if name == "mille"
        else _SHARES[re.split("分| ", match.group())[0].strip()]
    )
    factor = Decimal(100) / below * sign
    figure.kind, figure.unit, figure.end = "percent", "%", numeral.end
    figure.value = None if numeral.value is None else numeral.value * factor
    figure.low = None if numeral.low is None else numeral.low * factor
    figure.high = None if numeral.high is None else numeral.high * factor
    if (
        figure.value is not None
        and low[figure.end : figure.end + 1] == "k"
        and not low[figure.end + 1 : figure.end + 2].isalnum()
    ):
        figure.value *= 1000
        figure.end += 1
    if (start and low[start - 1] == "负") or low[start - 1 : start] == "-":
        figure.start -= 1
        if figure.value is not None:
            figure.value = -figure.value
    figure.number_end = figure.end
    return figure


_RATIO_WORDS = r"比例|比率|之比|比为|配比|ratio|odds|赔率|split|杠杆|按"


def _ratio(reading: Reading, figure: Figure, match: re.Match[str]) -> bool:
    """3:1 and 50:50; 2:00, 13:50 and chapter and verse are none."""
    low = reading.low
    above, _, below = match.group().replace(" ", "").partition(":")
    speaks = (
        pattern(_RATIO_WORDS).search(low, max(0, match.start() - 12), min(len(low), match.end() + 8))
        is not None
    )
    total = Decimal(above) + Decimal(below)
    if not speaks and len(below.split(".")[0]) == 2 and total != 100:
        return False
    if (
        Decimal(below) == 0
        or (below[0] == "0" and "." not in below)
        or (" " in match.group().strip() and not speaks)
    ):
        return False
    before, after = low[match.start() - 1 : match.start()], low[match.end() : match.end() + 1]
    if (before and ((before.isascii() and before.isalnum()) or before in "-/")) or (
        after and after.isascii() and after.isalpha()
    ):
        return False
    figure.kind = "ratio"
    figure.value = Decimal(above) / 100 if total == 100 else Decimal(above) / Decimal(below)
    return True
