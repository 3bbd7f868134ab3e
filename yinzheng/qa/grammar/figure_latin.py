"""The English units and symbols behind a numeral, and the English nouns that are counted."""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import re
from functools import cache

from yinzheng.qa.grammar import units
from yinzheng.qa.grammar.figure import (
    Figure,
    Reading,
    hot,
    is_kelvin,
    per_slash,
    share_sign,
    slash_unit,
    speaks_of_heat,
    take_money,
    yen_or_yuan,
)
from yinzheng.qa.grammar.figure_text import pattern
from yinzheng.qa.grammar.money import money_names
from yinzheng.qa.grammar.not_figures import is_labelled
from yinzheng.qa.grammar.unit_tables import Unit, tables, thing, things


@cache
def _relative_english() -> re.Pattern[str]:
    return re.compile(
        r"(?P<points>percentage[ -]points?|percent points?|ppts?|pps?|%[ -]?points?|pct points?|个百分点)(?![a-z])"
        r"|(?P<bp>basis[ -]points?|bps?|bips)(?![a-z])"
        r"|(?P<percent>%|％|per[ -]?cent(?:age|s)?|percentages|pct\.?)(?![a-z])"
        r"|(?P<mille>‰|per mille?)(?![a-z])"
        r"|(?P<multiple>x(?![a-z0-9])|×(?!\s?[0-9])|times(?![a-z])(?!\s(?:a|per|each|every|in)\s)|-?fold(?![a-z]))"
    )


_ENGLISH_NOT_NOUN = frozenset(
    "of in on at by to for from with and or as is are was were be been has have had will would can could may might than"  # noqa: SIM905
    " that this these those its his whereas thus plus us versus across towards less yes always perhaps besides sometimes"
    " during after before since until per each the a an does goes vs times series business process basis analysis plus"
    " ms mrs previous various serious famous religious gas bus press class access success loss progress address".split()
)


def joined_behind(reading: Reading, figure: Figure, at: int) -> None:
    """three-ton, 16-bit, five-year; 20 (kg), 20 [kg]."""
    low, even = reading.low, reading.even
    c = low[at]
    if c in "(（[":
        close = {"(": ")", "（": "）", "[": "]"}[c]
        found = (
            units.latin_unit(even, low, at + 1)
            if low[at + 1 : at + 2].isalpha() or low[at + 1 : at + 2] == "°"
            else None
        )
        if (found is not None and low[found[1] : found[1] + 1] == close and figure.kind == "number") and (
            len(even[at + 1 : found[1]]) > 1 or found[0].symbol in "mgWVLK"
        ):
            figure.kind, figure.unit, figure.end = found[0].kind, found[0].symbol, found[1] + 1
        return
    if at > figure.end and c == "-":
        after = low[at + 1 : at + 2]
        if after != " ":
            return
        at += 1
    nxt = at + 1
    while low[nxt : nxt + 1] == " " and nxt - at < 2:
        nxt += 1
    if not (low[nxt : nxt + 1].isalpha() and low[nxt : nxt + 1].isascii()):
        return
    before = figure.end
    latin_behind(reading, figure, nxt, hyphen=True)
    if figure.end == before:
        return
    old = pattern(r"[ -]{1,3}old(?![a-z])").match(low, figure.end)
    if figure.kind == "duration" and old is not None:
        figure.kind = "age"


@cache
def _age_after() -> re.Pattern[str]:
    return re.compile(
        r"\s?-?\s?(?:(?:years?|yrs?|months?|weeks?|days?)[- ](?:old|of age)|y\.?/?o\.?|yo)(?![a-z])"
    )


_IN_ENDS = r"in(?:\.(?=\s*$)|(?=\s*$|\s*[,;:)]|\.\s|\s(?:thick|long|wide|tall|deep|high|in diameter|by|x\s|of (?:rain|snow))))"


def latin_behind(reading: Reading, figure: Figure, at: int, *, hyphen: bool = False) -> None:
    """Give the figure the English unit, sign or noun that begins at ``low[at]``, if one does."""
    low, even = reading.low, reading.even
    relative = _relative_english().match(low, at)
    if relative is not None:
        kind = relative.lastgroup
        if kind == "percent":
            figure.kind, figure.unit, figure.end = "percent", "%", relative.end()
            more = pattern(r"[ -]?points?(?![a-z])|\s?的?个百分点").match(low, figure.end)
            if more is not None:
                figure.kind, figure.unit, figure.end = "points", "pp", more.end()
            return
        if kind == "mille":
            figure.kind, figure.unit, figure.end = "percent", "%", relative.end()
            if figure.value is not None:
                figure.value /= 10
            return
        if kind == "points":
            figure.kind, figure.unit, figure.end = "points", "pp", relative.end()
            return
        if kind == "bp":
            if relative.group() in {"bps", "bp"} and low[at - 1 : at].isdigit() and figure.prefixed:
                return
            figure.kind, figure.unit, figure.end = "basis_points", "bp", relative.end()
            return
        mark = relative.group()
        if not (
            mark == "x"
            and (pattern(r"x\s?[0-9]").match(low, at) or at > figure.end or hyphen or figure.prefixed)
        ) and not (mark == "×" and pattern(r"×\s?[0-9]").match(low, at)):
            figure.kind, figure.unit, figure.end = "multiple", "x", relative.end()
            return
        return
    age = _age_after().match(low, at)
    if age is not None and figure.kind == "number":
        figure.kind, figure.end = "age", age.end()
        figure.unit = next((u for u in ("month", "week", "day") if u in age.group()), "year")
        return
    c = even[at]
    if c in "$€£¥₩₹₽₺₴₪₫฿₱₦₡₲₵₸₮₭₾₼₿":
        # 10 $ 30 $: behind the number, and not before the next
        if not figure.prefixed and not even[at + 1 : at + 2].isdigit() and figure.kind == "number":
            if (
                at > figure.end
                and pattern(r"\s?(?:[0-9]|\([0-9.,]+\))").match(even, at + 1)
                and not pattern(r"\s?[0-9][0-9.,]*\s?" + re.escape(c)).match(even, at + 1)
            ):
                return
            figure.kind, figure.unit, figure.end = "money", money_names().signs[c].symbol, at + 1
            if c == "¥":
                figure.unit = yen_or_yuan(reading)
        return
    money = (
        units.english_phrase(low, at, money_names().english)
        if (c.isascii() and (c.isalpha())) or c == "¢"
        else None
    )
    if c == "¢":
        money = money_names().english["¢"], at + 1
    if (
        money is not None
        and figure.prefixed
        and money[0].symbol not in {figure.unit, "USD"}
        and not share_sign(money[0].symbol, figure.unit)
    ) or (money is not None and figure.prefixed and pattern(r"\s?[0-9]").match(low, money[1])):
        money = None
    if money is not None and _is_money_word(reading, at, money[1]):
        said = figure.unit
        take_money(figure, money[0], money[1])
        if figure.prefixed and figure.unit == "USD" and low.startswith("dollar", at):
            figure.unit = said  # HK$5 dollars
        figure.word_unit = True
        per_slash(reading, figure)
        return
    if figure.prefixed:
        per_slash(reading, figure)
        return
    pounds = pattern(r"pounds?(?:\s?-?force)?(?![a-z])").match(low, at)
    if pounds is not None and units.english_phrase(low, at, tables().english) is None:
        money_word = figure.scale >= 10**6 or _speaks_of_money(low, figure.start)
        if money_word and not pattern(_POUNDS_OF_THINGS).match(low, pounds.end()):
            figure.kind, figure.unit, figure.end, figure.word_unit = "money", "GBP", pounds.end(), True
        else:
            figure.kind, figure.unit, figure.end = "physical", "lb", pounds.end()
        return
    crowns = pattern(r"crowns?(?![a-z])").match(low, at)
    if crowns is not None and (figure.scale >= 10**6 or _speaks_of_money(low, figure.start)):
        figure.kind, figure.unit, figure.end, figure.word_unit = "money", "", crowns.end(), True
        return
    if c == "i" and low.startswith("in", at) and not low[at + 2 : at + 3].isalpha():
        feet = low[max(0, figure.start - 6) : figure.start].rstrip(" ,").endswith(("ft", "feet", "foot", "'"))
        if (feet or pattern(_IN_ENDS).match(low, at)) and not figure.prefixed:
            figure.kind, figure.unit, figure.end = "physical", "in", at + 2
        return
    if c == '"' and (figure.words or figure.han):
        return
    if c == '"' and low.count('"', low.rfind("\n", max(0, at - 2000), at) + 1, at) % 2:
        return
    unit = units.latin_unit(even, low, at)
    if unit is not None and _is_unit(reading, figure, unit[0], at, unit[1], hyphen=hyphen):
        figure.kind, figure.unit, figure.end = unit[0].kind, unit[0].symbol, unit[1]
        if unit[0].symbol == "°" and hot().search(low, max(0, figure.start - 40), figure.start):
            figure.unit = "degree"
        scale = pattern(r" on the (celsius|fahrenheit) scale").match(low, figure.end)
        if scale is not None:
            figure.kind, figure.unit = "physical", "℃" if scale[1] == "celsius" else "℉"
        if unit[0].symbol == "°":
            return
        if figure.kind == "duration":
            old = pattern(r"[ -]{1,3}(?:old|of age)(?![a-z])").match(low, figure.end)
            if old is not None:
                figure.kind, figure.end = "age", old.end()
            return
        below = slash_unit(reading, unit[0], figure.end)
        if below is not None:
            figure.unit, figure.end = below
        return
    _take_noun(reading, figure, at, hyphen=hyphen)


_SPENT = (
    r"cost|price|paid|pay|spen[dt]|worth|£|sterling|salary|fee|fine[ds]?|budget|invest|revenue|profit|sales|dividend|loan"
    r"|value[ds]?|earn|fund|raise[ds]?|debt|bid|offer"
)


_POUNDS_OF_THINGS = (
    r" of (?!(?:the|its|our|his|her|their|a|an|new|extra|additional|annual|net|public|government|taxpayers?'?|private)\b"
    r"|(?:debt|saving|sale|revenue|profit|turnover|invest|fund|loss|cost|income|aid|grant|loan|equity|cash|money"
    r"|damage|fine|cut|spending|support|business|asset|value|capital|tax|benefit|order|contract|wage|export|import|trade)[a-z]*)[a-z]"
)
"""Behind what weighs so much: 1,400 pounds of strawberries, not of debt."""


def _speaks_of_money(low: str, at: int) -> bool:
    return pattern(_SPENT).search(low, max(0, at - 48), at) is not None


def _is_money_word(reading: Reading, at: int, end: int) -> bool:
    low = reading.low
    word = low[at:end]
    if end < len(low) and low[end].isalnum() and low[end].isascii():
        return False
    if (
        len(word) <= 3
        and word.isalpha()
        and word
        not in {"yen", "won", "usd", "rmb", "cny", "eur", "gbp", "hkd", "jpy", "btc", "eth", "fen", "mao"}
    ):
        written = reading.even[at:end]
        return written.isupper()
    return True


_CURRENT = (
    r"(?<![a-z])(?:amp|current|fuse|circuit|breaker|volt|charg|batter|adapter|outlet|socket|usb|wir(?:e|ing)|motor"
    r"|relay|load)|[0-9]\s?[kmμ]?[vw](?![a-z])|[安伏]|电|充|插座|保险丝|断路|熔断|负载|负荷"
)


def _speaks_of_current(reading: Reading, figure: Figure) -> bool:
    around = slice(max(0, figure.start - 40), figure.end + 40)
    return pattern(_CURRENT).search(reading.low[around]) is not None


def _is_unit(reading: Reading, figure: Figure, unit: Unit, at: int, end: int, *, hyphen: bool) -> bool:
    low, even = reading.low, reading.even
    written = even[at:end]
    glued = at == figure.number_end
    after = low[end : end + 1]
    if after.isascii() and after.isalnum() and written[-1:] not in '"″′°':
        return False
    if written in {"C", "F"} and unit.symbol in {"C", "F"}:
        if figure.signed or speaks_of_heat(reading, figure):
            figure.kind = "physical"
            figure.unit, figure.end = ("℃" if written == "C" else "℉"), end
        return False
    if len(written) == 1 and not glued and after == "-":
        return False
    if written == "K":
        return is_kelvin(reading, figure)
    if written in {"A", "N", "J", "V", "W", "L"} and not glued and after.isalpha():
        return False
    if written == "A" and not (glued and _speaks_of_current(reading, figure)):
        return False  # Item 1A, Section 409A, 5A景区
    if len(written) == 1 and glued and is_labelled(low, figure.number_start):
        return False
    if written in {"s", "h", "d", "y"}:
        whole = figure.value is not None and figure.value == figure.value.to_integral_value()
        if written == "s" and glued and whole and figure.value is not None and figure.value % 10 == 0:
            return False  # the 1960s, his 30s
        return not (not glued and after.isalpha())
    if written in {"pm", "am", "PM", "AM"}:
        return figure.value is not None and figure.value != figure.value.to_integral_value()
    if written == "b" and hyphen:
        return False
    if written in {"M", "G", "T", "B", "P"}:
        return False
    if hyphen and len(written) == 1:
        return False
    if unit.symbol == "year" and pattern(r"[ -](?:over|on|to)[ -](?:year|date|the prior)").match(low, end):
        return False  # up 3 million year over year
    if written in {"min", "sec", "mo"} and glued and after == ".":
        return True
    return figure.kind != "money"


def _take_noun(reading: Reading, figure: Figure, at: int, *, hyphen: bool) -> None:
    """An English noun that is counted: 32 data centers, 2,500 employees, 250,000 NVIDIA GPUs."""
    low = reading.low
    if hyphen:
        match = pattern(
            r"(person|people|employee|member|seat|room|store|page|gpu|car|vehicle|story|item|bed|country)(?![a-z])"
        ).match(low, at)
        if match is not None and figure.kind == "number":
            figure.kind, figure.unit, figure.end = "count", thing(match[1]) or match[1], match.end()
        return
    if figure.kind != "number" or (at == figure.number_end and low[at - 1] < "\u2e80"):
        return
    known = things()
    word = re.compile(r"[a-z]+(?:-[a-z]+)?(?:小时|时)?(?![a-z0-9])")
    spans: list[tuple[int, int]] = []
    i = at
    for _ in range(4):
        match = word.match(low, i)
        if match is None:
            break
        spans.append(match.span())
        if low[match.end() : match.end() + 1] != " ":
            break
        i = match.end() + 1
    written = reading.even
    for first in range(min(3, len(spans))):
        if first and low[spans[first - 1][0] : spans[first - 1][1]] in _ENGLISH_NOT_NOUN:
            return
        for last in range(min(first + 2, len(spans) - 1), first - 1, -1):
            name = known.get(low[spans[first][0] : spans[last][1]])
            if name:
                following = low[spans[last + 1][0] : spans[last + 1][1]] if last + 1 < len(spans) else ""
                if not low[: spans[last][1]].endswith("s") and _is_plural(following):
                    break  # 28 member states
                if (_is_year(figure, low) or (figure.words and not figure.value)) and not _counted_by_year(
                    reading, spans[0][0], spans[first][0], spans[last][1]
                ):
                    break
                figure.kind, figure.unit, figure.end = "count", name, spans[last][1]
                return
    if not spans:
        return
    if figure.value is not None and (not figure.value or _is_year(figure, low)):
        return  # zero emissions, 2021 operating metrics
    for first, past in spans[:2]:
        noun, as_written = low[first:past], written[first:past]
        if noun in _ENGLISH_NOT_NOUN:
            return
        acronym = as_written[:-1].isupper() and as_written.endswith("s") and len(noun) > 3  # TPUs
        if acronym or (as_written.islower() and _is_plural(noun)):
            figure.kind, figure.end = "count", past
            figure.unit = known.get(noun) or (as_written[:-1] if acronym else singular(noun))
            return
        if not as_written.islower():
            return


def _is_year(figure: Figure, low: str) -> bool:
    return (
        figure.scale == 1
        and pattern(r"(?:19|20)[0-9]{2}").fullmatch(low, figure.number_start, figure.number_end) is not None
    )


_PEOPLE = ("people", "men", "women", "children", "staff")


def _counted_by_year(reading: Reading, at: int, start: int, end: int) -> bool:
    """Whether 2018 counts the noun: 2018 employees; not 2018 audit files, zero emissions vehicles."""
    noun = reading.even[start:end]
    return at == start and noun.islower() and (noun.endswith("s") or noun.endswith(_PEOPLE))


def _is_plural(noun: str) -> bool:
    return (
        len(noun) > 3
        and noun.endswith("s")
        and noun not in _ENGLISH_NOT_NOUN
        and not noun.endswith(("ss", "us", "is"))
    )


def singular(noun: str) -> str:
    """The singular of a regular English plural: companies → company, boxes → box."""
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    return noun[:-1]
