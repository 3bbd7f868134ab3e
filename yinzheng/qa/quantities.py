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

Ranges set ``low`` and ``high``; vague amounts (几百亿, dozens) leave all three empty with the qualifier ``vague``. A figure
that cannot be read (5,000 digits, 1e999) leaves all three empty too, with the qualifier ``exact``.
"""  # noqa: E501

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from yinzheng.qa import not_figures
from yinzheng.qa.figure_bounds import direction, qualifier_after, qualifier_before
from yinzheng.qa.figures import Figure, Reading, attach, reread
from yinzheng.qa.numerals import Numeral, addresses, figure_text, read, scan, tidy
from yinzheng.types import Qualifier, Quantity

if TYPE_CHECKING:
    from yinzheng.qa.periods import Period

GRAMMAR_VERSION = "1"
"""Changes whenever the same text may give other quantities; stored claims are re-made then."""


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text``, sorted by start and without overlaps; ``text[q.start:q.end] == q.raw``.

    Linear in the length of the text; never raises for any string.
    """
    from yinzheng.qa.periods import periods

    even, low = figure_text(text)
    reading = Reading(text, even, low, _has_han().search(text) is not None)
    dates = periods(text)
    found = _composed(reading, _figures(reading, dates))
    result = [_quantity(reading, figure) for figure in found]
    result += [_dated(period) for period in dates]
    result.sort(key=lambda quantity: quantity.start)
    return result


@cache
def _has_han() -> re.Pattern[str]:
    return re.compile("[\u3400-\u9fff]")


def _dated(period: Period) -> Quantity:
    return Quantity(
        period.start, period.end, period.raw, period.kind, None, None, None, "", "exact", period=period.iso or None
    )  # fmt: skip


def _figures(reading: Reading, dates: list[Period]) -> list[Figure]:
    """The figures of a text one by one: numerals with their units, and words that are amounts (doubled, 腰斩)."""
    low = reading.low
    taken = sorted([(date.start, date.end) for date in dates] + addresses(low))
    taken.append((len(low) + 1, len(low) + 1))
    nth = 0
    floor = 0
    found: list[Figure] = []
    for figure in _candidates(reading):
        while taken[nth][1] <= figure.start:
            floor = max(floor, taken[nth][1])
            nth += 1
        if taken[nth][0] < figure.end:
            continue
        found.append(figure)
    return found


def _candidates(reading: Reading) -> list[Figure]:
    low = reading.low
    found: list[Figure] = []
    floor = 0
    specials = list(_special(reading))
    specials.reverse()
    for numeral in scan(low):
        while specials and specials[-1].end <= numeral.start:
            _push(found, specials.pop())
        if specials and specials[-1].start < numeral.end:
            continue
        if found and numeral.start < found[-1].end:
            continue
        floor = found[-1].end if found else 0
        if low[numeral.start] > "\u2e80" and _lone(reading, numeral.start, numeral.end):
            continue
        if numeral.fraction and numeral.form == "digits":
            above, slash, below = low[numeral.start : numeral.end].partition("/")
            if slash and (len(above.strip()) > 1 and len(below.strip()) > 1 or low[numeral.start : numeral.end] in _IDIOMS):
                if low[numeral.start : numeral.end] in _IDIOMS:
                    continue
                numeral = Numeral(numeral.start, numeral.start + len(above.rstrip()), Decimal(above.strip().split()[-1]))
        shorter = reread(reading, numeral)
        figure = attach(reading, shorter or numeral, floor)
        if _stands(reading, figure):
            _push(found, figure)
    while specials:
        _push(found, specials.pop())
    return found


_IDIOMS = frozenset({"24/7", "7/24", "9/11", "7/7", "7/11"})


def _push(found: list[Figure], figure: Figure) -> None:
    if not found or figure.start >= found[-1].end:
        found.append(figure)


def _lone(reading: Reading, start: int, end: int) -> bool:
    """A quick no for most of the 一 of a Chinese text: one digit and nothing behind it that could be a unit."""
    if end - start > 1:
        return False
    low = reading.low
    after = low[end : end + 1]
    if not after or after in "，。、；：！？）》”\n一直定样起些旦切下边方般向则经致":
        return True
    before = low[start - 1] if start else ""
    return before in "第唯统之另同单惟逐划归均周" and before != "" or low[max(0, start - 2) : start] in {"星期", "礼拜"}


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
    if before in {"-", "–"} and start > 1 and low[start - 2].isascii() and low[start - 2].isalpha() and not figure.prefixed:
        return False
    after = low[figure.end : figure.end + 1]
    united = figure.end > end or figure.prefixed
    if after and after.isascii() and after.isalpha() and figure.end == end:
        return False  # a letter glued to the digits that is no unit: 777F, 3rd
    if after and after in "²³¹⁰⁴⁵⁶⁷⁸⁹" and figure.end == end:
        figure.value = None
        figure.end += 1
    if figure.kind == "number" or figure.kind == "fraction":
        if not_figures.is_clock(low, start, end) or _is_ratio_part(low, start, end):
            return False
    if united and figure.kind != "number":
        if figure.kind == "count":
            if not_figures.is_chain(low, start, end):
                return False
            if low[end : end + 1] == " " and (not_figures.is_labelled(low, start) or _is_section(text, low, start, end)):
                return False
        if before == ":" and start > 1 and low[start - 2].isdigit():
            return False
        return not (before == "." and start > 1 and low[start - 2].isdigit()) and not (figure.kind == "physical" and not_figures.is_clock(low, start, end))
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
    if figure.bare:
        if figure.kind == "number" and figure.scale >= 10**8 and figure.number_end - figure.number_start > 1:
            return True  # 百亿, 万亿
        # 百万美元, 千亿元, 百万用户; not 百年, 千里, 万科
        if figure.kind in {"money", "percent"}:
            return True
        return figure.kind in {"count", "physical"} and figure.scale >= 10**4 and figure.number_end - figure.number_start > 1
    if figure.end > figure.number_end or figure.prefixed:
        return True
    if figure.kind == "fraction":
        return True
    if figure.vague:
        return figure.scale >= 10**4
    written = low[figure.number_start : figure.number_end]
    return figure.scale >= 10**4 or (("点" in written) and len(written) > 2 and written[0] != "一点"[0:0])


def _words_stand(reading: Reading, figure: Figure) -> bool:
    low = reading.low
    start, end = figure.number_start, figure.number_end
    word = low[start:end]
    if low[end : end + 1] == "-" and figure.end == end and low[end + 1 : end + 2].isalpha():
        return figure.scale > 1
    if word == "one":
        return figure.kind not in {"number", "count"}
    if word == "zero" and figure.kind == "number" and low[end : end + 1] in {" ", "-"}:
        return low.startswith((" is ", " was ", " to "), end)  # zero tolerance counts nothing
    if figure.vague:
        return not low[max(0, start - 3) : start] == "in " and not low[max(0, start - 4) : start] == "(in "
    if figure.kind == "fraction" and word.startswith(("a ", "an ")) and figure.end == end:
        after = low[end : end + 4]
        return after.startswith((" of", ",", ".", ";", ")")) or not after.strip()[:1].isalpha()
    if word in {"two", "three", "four"} and figure.kind == "number":
        if not_figures.is_labelled(low, start):
            return False
    return not not_figures.is_clock(low, start, end)


# --- words that are amounts by themselves


@cache
def _special_words() -> re.Pattern[str]:
    return re.compile(
        r"""
          (?<![0-9一二两三四五六七八九十几])(?:
              [百佰]\ {0,2}分\ {0,2}之\ {0,2}(?P<percent>)
            | [千仟]\ {0,2}分\ {0,2}之\ {0,2}(?P<mille>)
          )
        | (?<![0-9一二两三四五六七八九十几])(?P<share>(?:百|千|万|十)?万\ {0,2}分\ {0,2}之\ {0,2})
        | 翻(?:了|上|两)?(?P<fan>[一两二三四五六0-9])?番
        | 翻(?:了)?(?:一)?倍(?P<twice>)
        | (?<![个一])腰斩(?P<halved>) | 减半(?P<halved2>)
        | 对\ {0,1}折(?P<half_price>)
        | 一半(?P<half>) | 半数(?P<half2>)
        | 半(?P<half_unit>年(?!级|度|代|报)|小时|天(?!空|然)|个月|个小时|个世纪|个多月|世纪|公里|米|斤|吨|成|折|亩)
        | (?<![a-z])(?P<word>doubl(?:ed|ing)|tripl(?:ed|ing)|trebled|quadrupl(?:ed|ing)|halv(?:ed|ing)|twofold|threefold|fourfold|fivefold|tenfold|twice)(?![a-z])
        | (?P<ratio>(?<![0-9:.,])[0-9]{1,4}(?:\.[0-9]{1,3})?\s?:\s?[0-9]{1,4}(?:\.[0-9]{1,3})?(?![0-9:]))
        | (?P<fifty>(?<![0-9/.])(?:50/50|60/40|40/60|70/30|30/70|80/20|20/80|90/10|10/90)(?![0-9/]))
        | (?P<odd>[0-9.,]*[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]+[0-9.,\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]*)
        | (?<![a-z0-9%])(?:per\ ?cents?|percentages?)\ of\ (?P<percent_of>[0-9]{1,5}(?:\.[0-9]{1,3})?)(?=\s*(?:[.,;!?)]|$))
        | (?<![a-z])absolute\ zero(?P<absolute>)
        """,
        re.VERBOSE,
    )


_WORD_MULTIPLES = {
    "doubl": 2, "tripl": 3, "trebl": 3, "quadr": 4, "twofo": 2, "three": 3, "fourf": 4, "fivef": 5, "tenfo": 10, "twice": 2,
}  # fmt: skip


def _special(reading: Reading) -> list[Figure]:
    """Amounts that do not begin with a numeral: 百分之五, 翻番, doubled, 50/50, 一半, 半年."""
    low = reading.low
    found: list[Figure] = []
    for match in _special_words().finditer(low):
        start, end = match.span()
        if found and start < found[-1].end:
            continue
        name = match.lastgroup
        figure = Figure(start, end, None, number_start=start, number_end=end)
        if name in {"percent", "mille", "share"}:
            figure = _percent_of(reading, match, name)
            if figure.value is None and figure.low is None:
                continue
        elif name in {"fan", None}:
            times = match["fan"]
            exponent = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}.get(times or "一", 1)
            if times and times.isdigit():
                exponent = int(times)
            if "两番" in match.group():
                exponent = 2
            figure.kind, figure.unit, figure.value = "multiple", "x", Decimal(2) ** exponent
        elif name == "twice":
            figure.kind, figure.unit, figure.value = "multiple", "x", Decimal(2)
        elif name in {"halved", "halved2"}:
            figure.kind, figure.unit, figure.value = "multiple", "x", Decimal("0.5")
        elif name == "half_price":
            if low[start - 1 : start] != "打":
                continue
            figure.kind, figure.unit, figure.value = "percent", "%", Decimal(50)
        elif name in {"half", "half2"}:
            if start and low[start - 1] in "另每":
                pass
            figure.kind, figure.value = "fraction", Decimal("0.5")
        elif name == "half_unit":
            if start and low[start - 1] in "上下前后大多一两二三四五六七八九十百个点":
                continue
            _half_of(reading, figure, match)
            if not figure.unit:
                continue
        elif name == "word":
            word = match["word"]
            if word == "twice" and re.compile(r" (?:a|per|each) ").match(low, end):
                continue
            figure.kind, figure.unit = "multiple", "x"
            figure.value = Decimal("0.5") if word.startswith("halv") else Decimal(_WORD_MULTIPLES[word[:5]])
        elif name == "ratio":
            if not _ratio(reading, figure, match):
                continue
        elif name == "fifty":
            figure.kind, figure.value = "ratio", Decimal(match.group().split("/")[0]) / 100
        elif name == "percent_of":
            if low[max(0, start - 2) : start].strip()[-1:].isdigit():
                continue  # 5 per cent of 210
            figure.kind, figure.unit, figure.value = "percent", "%", Decimal(match["percent_of"])
        elif name == "absolute":
            figure.kind, figure.unit, figure.value = "physical", "K", Decimal(0)
        elif name == "odd":
            figure.value = None
        found.append(figure)
    return found


def _half_of(reading: Reading, figure: Figure, match: re.Match[str]) -> None:
    unit = match["half_unit"]
    at = match.start("half_unit")
    if unit in {"成", "折"}:
        if unit == "折":
            return
        figure.kind, figure.unit, figure.value = "percent", "%", Decimal(5)
        return
    from yinzheng.qa.units import han_unit

    found = han_unit(reading.even, at)
    if found is None:
        return
    figure.kind, figure.unit, figure.value = found[0].kind, found[0].symbol, Decimal("0.5")  # type: ignore[assignment]
    figure.end = figure.number_end = found[1]


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
    if numeral.more == "vague" or low.startswith("几", at):
        figure.vague = True
    below = 100 if name == "percent" else 1000 if name == "mille" else _SHARES[re.split("分| ", match.group())[0].strip()]
    factor = Decimal(100) / below * sign
    figure.kind, figure.unit, figure.end = "percent", "%", numeral.end
    figure.value = None if numeral.value is None else numeral.value * factor
    figure.low = None if numeral.low is None else numeral.low * factor
    figure.high = None if numeral.high is None else numeral.high * factor
    if figure.value is not None and low[figure.end : figure.end + 1] == "k" and not low[figure.end + 1 : figure.end + 2].isalnum():
        figure.value *= 1000
        figure.end += 1
    if start and low[start - 1] == "负" or low[start - 1 : start] == "-":
        figure.start -= 1
        if figure.value is not None:
            figure.value = -figure.value
    figure.number_end = figure.end
    return figure


_RATIO_WORDS = re.compile(r"比例|比率|之比|比为|配比|ratio|odds|赔率|split|杠杆|按")


def _ratio(reading: Reading, figure: Figure, match: re.Match[str]) -> bool:
    """3:1 and 50:50; 2:00, 13:50 and chapter and verse are none."""
    low = reading.low
    above, _, below = match.group().replace(" ", "").partition(":")
    speaks = _RATIO_WORDS.search(low, max(0, match.start() - 12), min(len(low), match.end() + 8)) is not None
    if not speaks:
        if len(below.split(".")[0]) == 2 and Decimal(above) + Decimal(below) != 100:
            return False
        if len(below.split(".")[0]) == 2 and Decimal(below) < 60 and Decimal(above) < 24 and Decimal(above) + Decimal(below) != 100:
            return False
    if Decimal(below) == 0 or (below[0] == "0" and "." not in below) or " " in match.group().strip() and not speaks:
        return False
    before, after = low[match.start() - 1 : match.start()], low[match.end() : match.end() + 1]
    if (before and (before.isascii() and before.isalnum() or before in "-/")) or (after and after.isascii() and after.isalpha()):
        return False
    figure.kind = "ratio"
    total = Decimal(above) + Decimal(below)
    figure.value = Decimal(above) / 100 if total == 100 else Decimal(above) / Decimal(below)
    return True


# --- figures that belong together


@cache
def _between() -> re.Pattern[str]:
    return re.compile(r"\s?(?:-\s?)?(?P<word>[-–—~～]|至|到|以至|乃至|to(?![a-z])|and(?![a-z])|与|和|或者?|or(?![a-z]))\s?(?:约|about\s)?\Z")


def _composed(reading: Reading, figures: list[Figure]) -> list[Figure]:
    """Ranges (2万到3万美元), sums (3 dollars 50 cents, 50元6角三分), tolerances (2±0.1) as one figure each."""
    found: list[Figure] = []
    for figure in figures:
        if found:
            last = found[-1]
            gap = figure.start - last.end
            if 0 <= gap <= 8:
                joined = _range(reading, last, figure) or _sum(reading, last, figure) or _tolerance(reading, last, figure)
                if joined is not None:
                    found[-1] = joined
                    continue
                _shared_unit(reading, last, figure)
            if gap < 0:
                continue
        found.append(figure)
    return found


_BETWEEN_BEFORE = re.compile(r"(?:between|介于|界于|在)\s?(?:about |around |roughly |约|大约)?\Z")
_LISTED = re.compile(r"(?: (?:and|or) |\s?[、和与或及]\s?)")


def _shared_unit(reading: Reading, a: Figure, b: Figure) -> None:
    """45 and 50 mg, 5%、10% aside: the first of two takes the second's unit."""
    if a.kind != "number" or a.end != a.number_end or a.scale != 1 or a.words or a.han or a.low is not None:
        return
    if b.kind not in {"physical", "percent", "points", "basis_points"} or b.words or b.han or b.factor != 1:
        return
    if _LISTED.fullmatch(reading.low, a.end, b.start) and a.value is not None and b.value is not None:
        if 10 * a.value > b.value > a.value / 10:
            a.kind, a.unit = b.kind, b.unit


_FROM_WORDS = re.compile(r"(?:从|由|自)[^，。；,;]{0,6}\Z")
_CHANGE_WORDS = re.compile(
    r"(?:rose|rise|risen|grew|grow|grown|fell|fall|fallen|increased?|decreased?|declined?|dropped|reduced|improved|expanded"
    r"|jumped|surged|climbed|went|moved|raised|lowered|cut|shrank|slid|up|down)\b[^.;]{0,40}\bfrom [^.;]{0,12}\Z"
)


def _range(reading: Reading, a: Figure, b: Figure) -> Figure | None:
    low = reading.low
    gap = low[a.end : b.start]
    sign = b.signed and not gap
    if sign:  # 5元-8元: the sign of the second is a dash
        gap = "-"
    match = _between().fullmatch(gap) if not sign else _between().fullmatch("-")
    if match is None or a.low is not None or b.low is not None:
        return None
    word = match["word"]
    if a.value is None or b.value is None or a.vague or b.vague:
        return None
    first, last = a.value, -b.value if sign else b.value
    head = low[max(0, a.start - 24) : a.start]
    if word in {"and", "与", "和"}:
        tail = low[b.end : b.end + 3]
        if not (_BETWEEN_BEFORE.search(head) or tail.startswith(("之间", "间"))):
            return None
        if word != "and" and not tail.startswith(("之间", "间")):
            return None
    elif word in {"或", "或者", "or"}:
        return None
    elif word in {"至", "到", "to"} and a.end > a.number_end or (a.prefixed and word in {"至", "到", "to"}):
        if _FROM_WORDS.search(head) and not low[b.end : b.end + 3].startswith(("之间", "间", "不等", "区间")):
            return None
        if word == "to" and _CHANGE_WORDS.search(low, max(0, a.start - 72), a.start):
            return None
    elif word == "to" and _CHANGE_WORDS.search(low, max(0, a.start - 72), a.start):
        return None
    plain = a.kind in {"number", "fraction"} and a.end == a.number_end
    if not plain and (a.kind, a.unit) != (b.kind, b.unit):
        if not (a.kind == b.kind == "money" and (not b.unit or not a.unit or (a.prefixed and b.kind == "money"))):
            if not (a.prefixed and b.kind in {"number"}):
                return None
    if plain and b.kind == "number" and not b.prefixed and word == "-" and gap == "-" and not (0 <= first < last):
        return None
    if plain and b.kind == "count" and word == "and":
        return None
    if a.scale == 1 and b.scale > 1 and b.factor == 1 and (plain or a.prefixed) and not a.han | b.han | a.words != b.words:
        shared = first * b.scale
        if shared < last:
            first = shared
    if plain and b.kind in {"percent", "money"} and b.value is not None:
        if b.factor != 1:
            first *= b.factor
        if b.kind == "percent" and low[b.end - 1 : b.end] in {"成", "折"}:
            first *= 10
    joined = Figure(a.start, b.end, None, b.kind, b.unit or a.unit, number_start=a.number_start, number_end=b.number_end)
    if b.kind == "number":
        joined.kind = a.kind
    joined.low, joined.high = min(first, last), max(first, last)
    joined.prefixed = a.prefixed
    return joined


_FEET = {("ft", "in"): Decimal(12), ("lb", "oz"): Decimal(16)}


def _sum(reading: Reading, a: Figure, b: Figure) -> Figure | None:
    """Money in two units, feet and inches."""
    if a.value is None or b.value is None or a.low is not None or b.low is not None:
        return None
    gap = reading.low[a.end : b.start]
    if a.kind == "money" and b.kind == "money" and not b.prefixed and gap in {"", " ", " and "}:
        if a.factor > b.factor and (a.unit == b.unit or not a.unit or (b.unit in {"USD", ""} and b.factor < 1)):
            joined = Figure(a.start, b.end, a.value + b.value, "money", a.unit, number_start=a.number_start, number_end=b.number_end)
            joined.factor = b.factor
            return joined
    if a.kind == "money" and a.word_unit and b.kind == "number" and b.end == b.number_end and gap in {" ", " and "}:
        whole = b.value == b.value.to_integral_value() and 0 < b.value < 100
        after = reading.low[b.end : b.end + 2]
        if whole and b.scale == 1 and (not after.strip() or after[0] in ".,;!?" or reading.low.startswith(" and ", b.end)):
            return Figure(a.start, b.end, a.value + b.value / 100, "money", a.unit, number_start=a.number_start, number_end=b.number_end)
    ratio = _FEET.get((a.unit, b.unit))
    if ratio is not None and gap in {"", " ", ", "} and b.value < ratio:
        return Figure(a.start, b.end, a.value + b.value / ratio, a.kind, a.unit, number_start=a.number_start, number_end=b.number_end)
    return None


def _tolerance(reading: Reading, a: Figure, b: Figure) -> Figure | None:
    if a.end == a.number_end and reading.low[a.end : b.start].strip() in {"±", "+/-"} and a.value is not None:
        return Figure(a.start, b.end, a.value, b.kind, b.unit, number_start=a.number_start, number_end=b.number_end)
    return None


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


_CHANGES = frozenset({"percent", "points", "basis_points", "multiple", "money", "count", "number", "physical"})
