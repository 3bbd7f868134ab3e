"""A figure as people write it in the language of a question: ``19.15亿美元`` is USD 1.915 billion in English.

Nothing is rounded and no unit is converted: what cannot be said in words of the other language keeps
its canonical form (``GW``, ``EUR/MWh``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from yinzheng.decimals import CHANGES, SIGNS, grouped, plain
from yinzheng.qa.grammar.money import money_names
from yinzheng.qa.grammar.unit_tables import names, rows

if TYPE_CHECKING:
    from yinzheng.types import Lang, Quantity

_SCALES: dict[Lang, tuple[tuple[Decimal, str], ...]] = {
    "en": (
        (Decimal(10) ** 12, " trillion"),
        (Decimal(10) ** 9, " billion"),
        (Decimal(10) ** 6, " million"),
    ),
    "zh": ((Decimal(10) ** 12, " 万亿"), (Decimal(10) ** 8, " 亿"), (Decimal(10) ** 4, " 万")),
}
_DIGITS = 5
"""A number that would have more digits behind the point of its scale is written out."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_QUARTERS = {"en": ("first", "second", "third", "fourth"), "zh": ("一", "二", "三", "四")}
_POINT = re.compile(
    r"(?P<fiscal>FY)?(?P<year>\d{4})"
    r"(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?))?"
)
_SHARES = {
    # unit: Chinese, English
    "%": ("%", "%"),
    "pp": (" 个百分点", " percentage points"),
    "bp": (" 个基点", " basis points"),
    "x": (" 倍", " times"),
}
_DURATIONS = {
    "year": "年", "month": "个月", "week": "周", "day": "天", "hour": "小时", "minute": "分钟",
    "second": "秒", "decade": "个十年", "century": "个世纪",
}  # fmt: skip
_PLURALS = {"person": "people"}


def worded(quantity: Quantity, lang: Lang) -> str:
    """Return a figure in ``lang``: ``USD 1.915 billion``, ``19.15 亿美元``, ``November 2022``, ``≈ 49%``.

    Empty for what has no value: vague amounts, and what could not be read.
    """
    if quantity.period:
        return _period(quantity.period, lang)
    low, high = quantity.low, quantity.high
    if quantity.value is not None:
        number, sign, last = _scaled(quantity.value, lang), SIGNS.get(quantity.qualifier, ""), quantity.value
    elif low is not None and high is not None:
        number, sign, last = _range(low, high, lang), "", high
    elif low is not None:
        number, sign, last = _scaled(low, lang), "≥", low
    elif high is not None:
        number, sign, last = _scaled(high, lang), "≤", high
    else:
        return ""
    marks = (CHANGES.get(quantity.direction, ""), sign)
    said = _with_unit(number, quantity.kind, quantity.unit, lang, one=last == 1)
    return " ".join(part for part in (*marks, said) if part)


def _scaled(value: Decimal, lang: Lang) -> str:
    """Return a number with the scale word that people would use: ``1.915 billion``, ``2500``, ``25 万``."""
    for size, word in _SCALES[lang]:
        if abs(value) >= size:
            short = plain(value / size)
            behind = short.partition(".")[2]
            return f"{grouped(value / size)}{word}" if len(behind) <= _DIGITS else grouped(value)
    return grouped(value)


def _range(low: Decimal, high: Decimal, lang: Lang) -> str:
    """Return both ends; a scale that they share is said once: ``35 – 45 billion``."""
    first, last = _scaled(low, lang), _scaled(high, lang)
    number, blank, word = first.partition(" ")
    return f"{number} – {last}" if blank and last.endswith(f" {word}") else f"{first} – {last}"


def _with_unit(number: str, kind: str, unit: str, lang: Lang, *, one: bool) -> str:
    chinese = lang == "zh"
    if unit in _SHARES:
        return number + _SHARES[unit][not chinese]
    if kind == "money":
        code, _, per = unit.partition("/")
        if not chinese:
            return f"{code} {number}".strip() + (f" per {per}" if per else "")
        # 亿 and 美元 stand together as people write them; digits keep a distance.
        name = _currency(code) + (f"/{_DURATIONS.get(per, per)}" if per else "")
        return f"{number}{'' if number[-1:] in '万亿' else ' '}{name}".strip()
    if kind == "fraction":
        return _fraction(number)
    if kind == "age":
        return f"{number} 岁" if chinese else f"{number} year{'' if one else 's'} old"
    if unit in _DURATIONS:
        word = _DURATIONS[unit] if chinese else _english(unit, one=one)
        return f"{number} {word}"
    if kind == "count":
        return f"{number} {_thing(unit, lang, one=one)}".strip()
    return f"{number} {unit}".strip()


def _fraction(number: str) -> str:
    """Return 2/3 for what was read as 0.6666…, and the number itself where no such fraction is meant."""
    near = Fraction(number).limit_denominator(1_000)
    same = abs(near - Fraction(number)) < Fraction(1, 10**20)
    return f"{near.numerator}/{near.denominator}" if same and near.denominator > 1 else number


def _english(unit: str, *, one: bool) -> str:
    if one or unit in _PLURALS:
        return unit if one else _PLURALS[unit]
    if re.search(r"[^aeiou]y$", unit):
        return unit[:-1] + "ies"
    return unit + ("es" if re.search(r"(?:s|x|ch|sh)$", unit) else "s")


@cache
def _things() -> dict[str, str]:
    """What each counted thing is called in Chinese, with its measure word: 家公司, 个国家, 次, GPU."""
    found = {}
    for row in rows("counts.tsv"):
        unit, chinese, _, measures = [*row, "", ""][:4]
        name, measure = next(iter(names(chinese)), ""), next(iter(names(measures)), "")
        if name.isascii() or set(measure) & set(name):  # GPU; 户, since 户家庭 is not said
            found[unit] = name if name.isascii() and name else measure
        else:
            found[unit] = (measure or "个") + name
        found[unit] = found[unit] or measure
    return {**found, "person": "人", "item": "个"}


def _thing(unit: str, lang: Lang, *, one: bool) -> str:
    if lang == "zh":
        return _things().get(unit, unit)
    if unit == "item":
        return ""
    return unit if unit.endswith("craft") or not unit.isascii() else _english(unit, one=one)


@cache
def _currency(code: str) -> str:
    """A currency's Chinese name, or its code where there is none."""
    known = (
        name for name, unit in money_names().chinese.items() if unit.symbol == code and _HAN.fullmatch(name)
    )
    return _CHINESE.get(code) or next(known, code)


_HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")
_CHINESE = {
    "CNY": "元", "USD": "美元", "HKD": "港元", "TWD": "新台币", "JPY": "日元", "EUR": "欧元", "GBP": "英镑",
    "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元", "CHF": "瑞士法郎", "KRW": "韩元", "RUB": "卢布",
    "INR": "卢比",
}  # fmt: skip


def _period(iso: str, lang: Lang) -> str:
    """Return an ISO period in words; the form itself where it is none."""
    low, slash, high = iso.partition("/")
    first, last = _point(low, lang), _point(high, lang)
    if not slash:
        return first or iso
    if low == ".." and last:
        return f"截至{last}" if lang == "zh" else f"until {last}"
    if high == ".." and first:
        return f"{first}以来" if lang == "zh" else f"since {first}"
    if not first or not last:
        return iso
    return f"{first}至{last}" if lang == "zh" else f"{first} to {last}"


def _point(iso: str, lang: Lang) -> str:
    match = _POINT.fullmatch(iso)
    if match is None:
        return ""
    year, month, day = match["year"], match["month"], match["day"]
    if lang == "zh":
        if match["fiscal"]:
            year += "财"
        if match["quarter"]:
            return f"{year}年第{_QUARTERS['zh'][int(match['quarter']) - 1]}季度"
        if match["half"]:
            return f"{year}年{'上下'[int(match['half']) - 1]}半年"
        return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    if match["fiscal"]:
        year = f"fiscal {year}"
    if match["quarter"]:
        return f"{_QUARTERS['en'][int(match['quarter']) - 1]} quarter of {year}"
    if match["half"]:
        return f"{'first' if match['half'] == '1' else 'second'} half of {year}"
    if month:
        return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if day else f"{_MONTHS[int(month) - 1]} {year}"
    return year
