"""The grammar of figures: every quantity of a Chinese or English text, with its exact span and value.

What a quantity's value and unit are:

| kind | value | unit |
|---|---|---|
| money | currency units, scales multiplied out: 19.15亿美元 → 1915000000 | ISO 4217 (``USD``, ``CNY``, …), with what it is per: ``CNY/share``; empty when no currency can be told |
| count | multiplied out: 25万张 GPU → 250000 | the thing or measure word in a canonical form (``GPU``, ``person``, ``item``, …) |
| number | multiplied out | empty |
| percent, points, basis points | the number before the sign: 736.6% → 736.6; 三成 → 30; 两折 → 20 | ``%``, ``pp``, ``bp`` |
| multiple | 6倍 → 6; doubled → 2 | ``x`` |
| fraction, ratio | 2/3 → 0.6667 (28 digits); 50/50 → 0.5; 3:1 → 3 | empty |
| physical | the number as written with its prefix: 2GW → 2, 250吉瓦 → 250 | canonical symbol (``GW``, ``kWh``, ``km``, ``TB``, ``℃``); comparisons convert |
| duration, age | 五年期 → 5; 18 months → 18 | ``year``, ``month``, ``day``, ``hour``, … |
| date, period | none; ``raw`` normalised to ISO 8601 in ``period`` (2024, 2024-Q3, 2022-11, 2025-03-25) | empty |

Ranges set ``low`` and ``high``; vague amounts (几百亿, dozens) leave all three empty with the qualifier
``vague``. A figure
that cannot be read (5,000 digits, 1e999) leaves all three empty too, with the qualifier ``exact``.
"""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from yinzheng.qa.grammar import not_figures
from yinzheng.qa.grammar.figure import Figure, Reading
from yinzheng.qa.grammar.figure_bounds import direction, qualifier_after, qualifier_before
from yinzheng.qa.grammar.figure_joins import composed
from yinzheng.qa.grammar.figure_text import addresses, figure_text, han_char, pattern
from yinzheng.qa.grammar.figure_words import special
from yinzheng.qa.grammar.figures import attach, reread
from yinzheng.qa.grammar.han_numerals import HAN_NUMERAL
from yinzheng.qa.grammar.numerals import Numeral, read, scan, tidy
from yinzheng.qa.grammar.once import once
from yinzheng.types import Qualifier, Quantity

if TYPE_CHECKING:
    from yinzheng.qa.grammar.periods import Period

GRAMMAR_VERSION = "14"
"""Changes whenever the same text may give other quantities; stored claims are re-made then."""


@once
def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text``, sorted by start and without overlaps; ``text[q.start:q.end] == q.raw``.

    Linear in the length of the text; never raises for any string.
    """
    from yinzheng.qa.grammar.periods import periods

    even, low = figure_text(text)
    han, odd = (not text.isascii() and pattern(p).search(text) is not None for p in (_HAN, _ODD_DIGITS))
    reading = Reading(text, even, low, han, odd)
    dates = periods(text)
    found = composed(reading, _figures(reading, dates))
    result = [_quantity(reading, figure) for figure in found]
    result += [_dated(period) for period in dates]
    result.sort(key=lambda quantity: quantity.start)
    return result


_HAN = "[\u3400-\u9fff]"
_ODD_DIGITS = "[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]"


def _dated(period: Period) -> Quantity:
    return Quantity(
        period.start, period.end, period.raw, period.kind, None, None, None, "", "exact", period=period.iso or None
    )  # fmt: skip


def _figures(reading: Reading, dates: list[Period]) -> list[Figure]:
    """The figures of a text one by one:

    Numerals with their units, and words that are amounts (doubled, 腰斩).
    """
    low = reading.low
    taken = sorted([(date.start, date.end) for date in dates] + addresses(low))
    taken.append((len(low) + 1, len(low) + 1))
    nth = 0
    floor = 0
    found: list[Figure] = []
    for figure in _candidates(reading, taken):
        while taken[nth][1] <= figure.start:
            floor = max(floor, taken[nth][1])
            nth += 1
        if taken[nth][0] < figure.end:
            continue
        found.append(figure)
    return found


def _candidates(reading: Reading, taken: list[tuple[int, int]]) -> list[Figure]:
    """The figures of a text; numerals that begin inside the sorted intervals ``taken`` are not looked at."""
    low = reading.low
    found: list[Figure] = []
    nth = past = 0
    specials = list(special(reading))
    specials.reverse()
    for numeral in scan(low, taken):
        while specials and specials[-1].end <= numeral.start:
            _push(found, specials.pop())
        if specials and specials[-1].start < numeral.end:
            continue
        if found and numeral.start < found[-1].end:
            continue
        while taken[nth][1] <= numeral.start:
            past = taken[nth][1]
            nth += 1
        floor = max(past, found[-1].end if found else 0)
        if low[numeral.start] > "\u2e80" and _lone(reading, numeral.start, numeral.end):
            continue
        if numeral.fraction and numeral.form == "digits":
            above, slash, below = low[numeral.start : numeral.end].partition("/")
            if slash and (
                (len(above.strip()) > 1 and len(below.strip()) > 1)
                or low[numeral.start : numeral.end] in _IDIOMS
            ):
                if low[numeral.start : numeral.end] in _IDIOMS:
                    continue
                numeral = Numeral(
                    numeral.start, numeral.start + len(above.rstrip()), Decimal(above.strip().split()[-1])
                )
        if numeral.scale == 1 and numeral.value is not None and low[numeral.end : numeral.end + 1] == "个":
            numeral = _in_hundred_millions(low, numeral)
        shorter = reread(reading, numeral)
        figure = attach(reading, shorter or numeral, floor)
        _doubt(reading, figure)
        if _stands(reading, figure):
            _push(found, figure)
    while specials:
        _push(found, specials.pop())
    return found


def _in_hundred_millions(low: str, numeral: Numeral) -> Numeral:
    """5个亿, 2个多亿: as people say 5亿."""
    for words in ("个亿", "个多亿"):
        if low.startswith(words, numeral.end) and numeral.value is not None:
            end, value = numeral.end + len(words), numeral.value * 10**8
            more: Literal["over", ""] = "over" if "多" in words else ""
            return replace(numeral, end=end, value=value, scale=10**8, more=more)
    return numeral


def _doubt(reading: Reading, figure: Figure) -> None:
    """Take back what the characters behind a figure contradict: a second currency (€100$), 3k万."""
    low, end = reading.low, figure.end
    behind = low[end : end + 1]
    if (
        figure.prefixed
        and figure.kind == "money"
        and behind
        and behind in "$€£"
        and behind != low[figure.start]
    ):
        figure.unit, figure.end = "", end + 1
    elif behind and behind in "万亿" and low[end - 1] in "kmbt" and not figure.prefixed:
        figure.value, figure.end = None, end + 1


_IDIOMS = frozenset({"24/7", "7/24", "9/11", "7/7", "7/11"})


def _push(found: list[Figure], figure: Figure) -> None:
    if not found or figure.start >= found[-1].end:
        found.append(figure)


def _lone(reading: Reading, start: int, end: int) -> bool:
    """A quick no for most of the 一 of a Chinese text:

    One digit and nothing behind it that could be a unit.
    """
    if end - start > 1:
        return False
    low = reading.low
    after = low[end : end + 1]
    if not after or after in "，。、；：！？）》”\n一直定样起些旦切下边方般向则经致":
        return True
    before = low[start - 1] if start else ""
    return (before in "第唯统之另同单惟逐划归均周" and before != "") or low[max(0, start - 2) : start] in {
        "星期",
        "礼拜",
    }


def _stands(reading: Reading, figure: Figure) -> bool:
    """Whether a figure is one: not a name, a number of a list, a time of day, an ordinal, an idiom."""
    low, text = reading.low, reading.text
    start, end = figure.number_start, figure.number_end
    before = low[start - 1] if start else ""
    if figure.kind == "date":
        return False
    if before == "第" or low[max(0, start - 2) : start] in {"第 ", "之第"}:
        return False
    if figure.han:
        return _han_stands(reading, figure)
    if figure.words:
        return _words_stand(reading, figure)
    if before and before.isascii() and before.isalpha() and not figure.prefixed:
        # 收购SQM23.77%: a name and a share without a space, as Chinese writes them
        relative = figure.kind in {"percent", "points", "basis_points"} and start > 1
        return relative and reading.han and low[start - 2].isascii() and low[start - 2].isalpha()
    if (
        before in {"-", "–"}
        and start > 1
        and low[start - 2].isascii()
        and low[start - 2].isalpha()
        and not figure.prefixed
    ):
        return False
    if figure.kind in {"number", "count"} and reading.han and not_figures.is_set_name(low, start, end):
        return False
    if end - start > 1 and not low[start:end].strip("0"):
        return False  # in US $000
    after = low[figure.end : figure.end + 1]
    united = figure.end > end or figure.prefixed
    if after and after.isascii() and after.isalpha() and figure.end == end:
        return False  # a letter glued to the digits that is no unit: 777F, 3rd
    if after and after in "²³¹⁰⁴⁵⁶⁷⁸⁹" and figure.end == end:
        figure.value = None
        figure.end += 1
    bare = figure.kind in {"number", "fraction"}
    if bare and (not_figures.is_clock(low, start, end) or _is_ratio_part(low, start, end)):
        return False
    if bare and not_figures.is_listed(low, start, end):
        return False
    if united and figure.kind != "number":
        if figure.kind == "count":
            if not_figures.is_chain(low, start, end):
                return False
            if low[end : end + 1] == " " and (
                not_figures.is_labelled(low, start) or _is_section(text, low, start, end)
            ):
                return False
        if before == ":" and start > 1 and low[start - 2].isdigit():
            return False
        return not (before == "." and start > 1 and low[start - 2].isdigit()) and not (
            figure.kind == "physical" and not_figures.is_clock(low, start, end)
        )
    return not (
        not_figures.is_chain(low, start, end)
        or not_figures.is_code(low, start, end)
        or not_figures.is_numbering(low, start, end)
        or not_figures.is_labelled(low, start)
        or not_figures.is_calendar(low, start, end)
        or not_figures.is_name(text, low, start, end)
        or _is_section(text, low, start, end)
    )


def _is_section(text: str, low: str, start: int, end: int) -> bool:
    """3.8  Entire Agreement: a section's number and its heading."""
    digits = low[start:end]
    line = low.rfind("\n", max(0, start - 8), start) + 1
    if "." not in digits or len(digits) > 5 or low[line:start].strip() or (line == 0 and start > 8):
        return False
    rest = text[end : end + 8].lstrip()
    return len(rest) > 1 and rest[0].isupper() and rest[1].islower()


def _is_ratio_part(low: str, start: int, end: int) -> bool:
    return (low[end : end + 1] == ":" and low[end + 1 : end + 2].isdigit()) or (
        start > 1 and low[start - 1] == ":" and low[start - 2].isdigit()
    )


def _han_stands(reading: Reading, figure: Figure) -> bool:
    low = reading.low
    if not_figures.is_numbering(low, figure.number_start, figure.number_end):
        return False
    if low[figure.start - 1 : figure.start] == "." and han_char(
        low[figure.start - 2 : figure.start - 1] or " "
    ):
        return False  # the end of 八.五折
    if figure.bare:
        if figure.kind == "number" and figure.scale >= 10**8 and figure.number_end - figure.number_start > 1:
            return True  # 百亿, 万亿
        # 百万美元, 近亿元, 百万用户; not 百年, 千里, 万科, nor a table's 单位：万元
        if figure.kind in {"money", "percent"}:
            if pattern(_UNIT_NOTE).search(low, max(0, figure.start - 8), figure.start):
                return False
            if figure.number_end - figure.number_start == 1:
                return qualifier_before(low, figure.start)[0] is not None
            return True
        return (
            figure.kind in {"count", "physical"}
            and figure.scale >= 10**4
            and figure.number_end - figure.number_start > 1
        )
    if figure.end > figure.number_end or figure.prefixed or _opens_range(reading, figure):
        return True
    if figure.kind == "fraction":
        return True
    if figure.vague:
        return figure.scale >= 10**4
    written = low[figure.number_start : figure.number_end]
    return figure.scale >= 10**4 or ("点" in written and len(written) > 2)


def _opens_range(reading: Reading, figure: Figure) -> bool:
    """三到五年: whether a numeral without a unit shares that of the one behind 到 or 至."""
    low, at = reading.low, figure.number_end + 1
    if figure.value is None or low[at - 1 : at] not in {"到", "至"}:
        return False
    if low[at : at + 1] not in HAN_NUMERAL or at >= len(low):
        return False
    numeral = read(low, at)
    if numeral is None or numeral.value is None:
        return False
    last = attach(reading, numeral, at)
    return last.kind not in {"number", "fraction"} and _stands(reading, last)


_UNIT_NOTE = r"(?:单位\s?[:：]?\s?(?:人民币)?|[(（\[]|[0-9)）])\s?\Z"


def _words_stand(reading: Reading, figure: Figure) -> bool:
    low = reading.low
    start, end = figure.number_start, figure.number_end
    word = low[start:end]
    if not_figures.is_rate(low, start, end):
        return False
    if low[end : end + 1] == "-" and figure.end == end and low[end + 1 : end + 2].isalpha():
        return figure.scale > 1
    if word == "one":
        return figure.kind not in {"number", "count"}
    if word == "zero" and figure.kind == "number" and low[end : end + 1] in {" ", "-"}:
        return low.startswith((" is ", " was ", " to "), end)  # zero tolerance counts nothing
    if figure.vague:
        return not low.endswith("in ", 0, start)  # a note of the unit: in thousands
    if figure.kind == "fraction" and word.startswith(("a ", "an ")) and figure.end == end:
        after = low[end : end + 4]
        return after.startswith((" of", ",", ".", ";", ")")) or not after.strip()[:1].isalpha()
    if figure.kind == "number" and not_figures.is_labelled(low, start):
        return False
    return not not_figures.is_clock(low, start, end)


def _quantity(reading: Reading, figure: Figure) -> Quantity:
    low = reading.low
    qualifier: Qualifier = "exact"
    start, end = figure.start, figure.end
    before, at = qualifier_before(low, start)
    if before is not None and figure.kind == "duration":
        said = low[at:start].strip()
        if said == "over" or (said == "近" and figure.unit in {"year", "month", "day", "week", "quarter"}):
            before, at = None, start  # over three years, 近三年: for as long as that
    behind = qualifier_after(low, end)
    if figure.low is not None:
        qualifier = "range"
    elif figure.vague:
        qualifier = "vague"
    elif behind is not None and behind != "approx" and before in {None, "approx"}:
        qualifier = behind
    elif before is not None:
        qualifier = before
    elif behind is not None:
        qualifier = behind
    elif figure.over:
        qualifier = "over"
    elif figure.least:
        qualifier = "at_least"
    value = None if figure.vague else figure.value
    way = direction(low, at, end) if figure.kind in _CHANGES else ""
    if figure.kind == "multiple" and not way:
        word = low[start:end]
        if word.startswith(("翻", "doubl", "tripl", "trebl", "quadr")):
            way = "up"
        elif word.startswith(("腰", "减", "halv")):
            way = "down"
    return Quantity(
        start, end, reading.text[start:end], figure.kind,
        None if value is None else tidy(value),
        None if figure.low is None else tidy(figure.low),
        None if figure.high is None else tidy(figure.high),
        figure.unit, qualifier, None, way,
    )  # fmt: skip


_CHANGES = frozenset(
    {"percent", "points", "basis_points", "multiple", "money", "count", "number", "physical"}
)
