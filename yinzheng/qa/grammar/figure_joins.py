"""Figures that belong together: ranges, money in two units, tolerances, a unit that two share."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from yinzheng.qa.grammar.figure import Figure, Reading
from yinzheng.qa.grammar.figure_text import pattern


@cache
def _between() -> re.Pattern[str]:
    return re.compile(
        r"\s?(?:-\s?)?(?P<word>[-–—~～]|至|到|以至|乃至|to(?![a-z])|and(?![a-z])|与|和|或者?|or(?![a-z]))\s?(?:约|about\s)?\Z"
    )


def composed(reading: Reading, figures: list[Figure]) -> list[Figure]:
    """Ranges (2万到3万美元), sums (3 dollars 50 cents), tolerances (2±0.1) as one figure each."""
    found: list[Figure] = []
    for figure in figures:
        if found:
            last = found[-1]
            gap = figure.start - last.end
            if 0 <= gap <= len(" and about "):
                joined = (
                    _range(reading, last, figure)
                    or _sum(reading, last, figure)
                    or _tolerance(reading, last, figure)
                )
                if joined is not None:
                    found[-1] = joined
                    continue
                _shared_unit(reading, last, figure)
            if gap < 0:
                continue
        found.append(figure)
    return found


_BETWEEN_BEFORE = r"(?:between|介于|界于|在)\s?(?:about |around |roughly |约|大约)?\Z"


_LISTED = r"(?: (?:and|or) |\s?[、和与或及]\s?)"


def _shared_unit(reading: Reading, a: Figure, b: Figure) -> None:
    """45 and 50 mg, 5%、10% aside: the first of two takes the second's unit."""
    if a.kind != "number" or a.end != a.number_end or a.scale != 1 or a.han or a.low is not None:
        return
    if b.kind not in {"physical", "percent", "points", "basis_points"} or b.han or b.factor != 1:
        return
    if (
        pattern(_LISTED).fullmatch(reading.low, a.end, b.start)
        and a.value is not None
        and b.value is not None
    ) and 10 * a.value > b.value > a.value / 10:
        a.kind, a.unit = b.kind, b.unit


_FROM_WORDS = r"(?:从|由|自)[^，。；,;]{0,6}\Z"


_CHANGE_WORDS = (
    r"(?:rose|rise|risen|grew|grow|grown|fell|fall|fallen|increased?|decreased?|declined?|dropped|reduced|improved|expanded"
    r"|jumped|surged|climbed|went|moved|raised|lowered|cut|shrank|slid|up|down)\b[^.;]{0,40}"
    r"\bfrom [^.;]{0,12}\Z"
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
        if not (pattern(_BETWEEN_BEFORE).search(head) or tail.startswith(("之间", "间"))):
            return None
        if word != "and" and not tail.startswith(("之间", "间")):
            return None
    elif word in {"或", "或者", "or"}:
        return None
    elif (word in {"至", "到", "to"} and a.end > a.number_end) or (a.prefixed and word in {"至", "到", "to"}):
        if pattern(_FROM_WORDS).search(head) and not low[b.end : b.end + 3].startswith(
            ("之间", "间", "不等", "区间")
        ):
            return None
        if word == "to" and pattern(_CHANGE_WORDS).search(low, max(0, a.start - 72), a.start):
            return None
    elif word == "to" and pattern(_CHANGE_WORDS).search(low, max(0, a.start - 72), a.start):
        return None
    if b.kind == "number" and a.scale > 1 == b.scale and last <= first:
        return None  # $110 million to 34: what the 34 counts is not said
    plain = a.kind in {"number", "fraction"} and a.end == a.number_end
    if (
        not plain
        and (a.kind, a.unit) != (b.kind, b.unit)
        and not (
            a.kind == b.kind == "money" and (not b.unit or not a.unit or (a.prefixed and b.kind == "money"))
        )
        and not (a.prefixed and b.kind == "number")
    ):
        return None
    if (
        plain
        and b.kind == "number"
        and not b.prefixed
        and word == "-"
        and gap == "-"
        and not (0 <= first < last)
    ):
        return None
    if plain and b.kind == "count" and word == "and":
        return None
    if (
        a.scale in {1, 100}  # one hundred to two hundred thousand
        and b.scale > a.scale
        and b.factor == 1
        and (plain or a.prefixed)
    ):
        shared = first * b.scale
        if shared < last:
            first = shared
    if plain and b.kind in {"percent", "money"} and b.value is not None:
        if b.factor != 1:
            first *= b.factor
        if b.kind == "percent" and low[b.end - 1 : b.end] in {"成", "折"}:
            first *= 10
    joined = Figure(
        a.start, b.end, None, b.kind, b.unit or a.unit, number_start=a.number_start, number_end=b.number_end
    )
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
        alike = a.unit == b.unit or not a.unit or (b.unit in {"USD", ""} and b.factor < 1)
        if alike and a.factor > b.factor:
            joined = Figure(
                a.start,
                b.end,
                a.value + b.value,
                "money",
                a.unit,
                number_start=a.number_start,
                number_end=b.number_end,
            )
            joined.factor = b.factor
            return joined
    if (
        a.kind == "money"
        and a.word_unit
        and b.kind == "number"
        and b.end == b.number_end
        and gap in {" ", " and "}
    ):
        whole = b.value == b.value.to_integral_value() and 0 < b.value < 100
        after = reading.low[b.end : b.end + 2]
        if (
            whole
            and b.scale == 1
            and (not after.strip() or after[0] in ".,;!?" or reading.low.startswith(" and ", b.end))
        ):
            return Figure(
                a.start,
                b.end,
                a.value + b.value / 100,
                "money",
                a.unit,
                number_start=a.number_start,
                number_end=b.number_end,
            )
    unit = "ft" if gap == "'" and a.kind == "number" and a.end == a.number_end else a.unit  # 5'2"
    ratio = _FEET.get((unit, b.unit))
    if ratio is not None and gap in {"", " ", ", ", "'"} and b.value < ratio:
        return Figure(
            a.start,
            b.end,
            a.value + b.value / ratio,
            b.kind,
            unit,
            number_start=a.number_start,
            number_end=b.number_end,
        )
    return None


def _tolerance(reading: Reading, a: Figure, b: Figure) -> Figure | None:
    """20±1 mm as from 19 to 21 mm; a scale or unit that only the tolerance carries is both numbers'."""
    alike = a.end > a.number_end and (a.kind, a.unit) == (b.kind, b.unit)
    sign = reading.low[a.end : b.start].strip()
    glued = b.signed and sign == "+/"  # 20+/-1: the minus is not the number's
    if not (alike or a.end == a.number_end) or not (glued or sign in {"±", "+/-"}):
        return None
    joined = Figure(
        a.start, b.end, None, b.kind, b.unit, number_start=a.number_start, number_end=b.number_end
    )
    if a.value is not None and b.value is not None:
        middle = a.value if alike else a.value * b.factor * (b.scale if a.scale == 1 else 1)
        about = -b.value if glued else b.value
        joined.low, joined.high = middle - about, middle + about
    return joined
