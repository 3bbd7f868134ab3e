"""The grammar of figures: every quantity of a Chinese or English text, with its exact span and value.

What a quantity's value and unit are:

| kind | value | unit |
|---|---|---|
| money | currency units, scales multiplied out: 19.15亿美元 → 1915000000 | ISO 4217 (``USD``, ``CNY``, ``HKD``, …); empty when no currency can be told |
| count | multiplied out: 25万张 GPU → 250000 | the thing or measure word in a canonical form (``GPU``, ``person``, ``item``, …) |
| number | multiplied out | empty |
| percent, points, basis points | the number before the sign: 736.6% → 736.6; 三成 → 30; 两折 → 20 | ``%``, ``pp``, ``bp`` |
| multiple | 6倍 → 6; doubled → 2 | ``x`` |
| fraction, ratio | 2/3 → 0.6667 (28 digits); 50/50 → 0.5 | empty |
| physical | the number as written with its prefix: 2GW → 2, 250吉瓦 → 250 | canonical symbol (``GW``, ``kWh``, ``km``, ``TB``, ``℃``); comparisons convert |
| duration, age | 五年期 → 5; 18 months → 18 | ``year``, ``month``, ``day``, ``hour``, … |
| date, period | none; ``raw`` normalised to ISO 8601 in ``period`` (2024, 2024-Q3, 2022-11, 2025-03-25) | empty |
"""  # noqa: E501

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from yinzheng.types import Quantity

GRAMMAR_VERSION = "0"
"""Changes whenever the same text may give other quantities; stored claims are re-made then."""


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text``, sorted by start and without overlaps; ``text[q.start:q.end] == q.raw``.

    Linear in the length of the text; never raises for any string.
    """
    found: list[Quantity] = []
    for match in _pattern().finditer(text):
        value = Decimal(match["number"].replace(",", ""))
        value *= {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[match["scale"] or ""]
        mark = match["unit"] or ""
        kind, unit = {"%": ("percent", "%"), "美元": ("money", "USD"), "元": ("money", "CNY")}.get(
            mark, ("number", "")
        )
        found.append(
            Quantity(match.start(), match.end(), match.group(), kind, value, None, None, unit, "exact")  # type: ignore[arg-type]
        )
    return found


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![A-Za-z0-9.])(?P<number>[0-9]{1,20}(?:,[0-9]{3}){0,8}(?:\.[0-9]{1,20})?)"
        r"(?P<scale>万亿|[万亿])?(?P<unit>美元|元|%)?(?![A-Za-z0-9])"
    )
