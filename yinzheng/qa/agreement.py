"""Whether two figures can both be right: rounding, bounds, ranges, approximations, scale slips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from yinzheng.qa.grammar.units import Compared
from yinzheng.types import Quantity

_APPROXIMATE = Decimal("0.1")
"""How far 约 and "about" reach: a tenth of the figure."""
_ROUND = Decimal("0.025")
"""Zeros at the end (260,000) may stand for rounding, up to this share of the figure to either side."""
_CONTEXT = Context(prec=28)
_INFINITE = Decimal("Infinity")
_NUMBER = re.compile(r"\d[\d,，]*(?:[.．]\d+)?")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a figure allows, in its own unit: the closed interval from ``low`` to ``high``.

    ``middle`` is the figure as stated (of a range, None), ``half`` half a step of its last written digit, and
    ``is_bound`` tells that it is said to be more or less than stated.
    """

    low: Decimal
    high: Decimal
    middle: Decimal | None
    half: Decimal
    is_bound: bool


def bounds(quantity: Quantity, *, signed: bool = False) -> Bounds | None:
    """The bounds of ``quantity``; None for vague ones and those without a value.

    ``signed``: a fall is negative (down 5% is -5), so that rises and falls can be compared.
    """
    value, low, high = quantity.value, quantity.low, quantity.high
    if quantity.qualifier == "vague" or not all(v is None or v.is_finite() for v in (value, low, high)):
        return None
    if value is None:
        if low is None and high is None:
            return None
        low = -_INFINITE if low is None else low
        high = _INFINITE if high is None else high
        if signed and quantity.direction == "down":
            low, high = -high, -low
        return Bounds(low, high, None, Decimal(0), is_bound=False)
    half = _half_step(quantity.raw, value)
    qualifier = quantity.qualifier
    if signed and quantity.direction == "down" and value > 0:
        value = -value
        turned = {"at_least": "at_most", "over": "under", "at_most": "at_least", "under": "over"}
        qualifier = turned.get(qualifier, qualifier)  # type: ignore[assignment]
    reach = max(half, abs(value) * _APPROXIMATE) if qualifier == "approx" else half
    return Bounds(
        -_INFINITE if qualifier in {"under", "at_most"} else value - reach,
        _INFINITE if qualifier in {"over", "at_least"} else value + reach,
        value,
        half,
        is_bound=qualifier in {"under", "at_most", "over", "at_least"},
    )


def _half_step(raw: str, value: Decimal) -> Decimal:
    """Half a step of the last digit that ``raw`` writes: 19.15亿 → 500000, 25万 → 5000, 260,000 → 5000."""
    if not value:
        return Decimal(0)
    match = _NUMBER.search(raw)
    digits = match[0].replace(",", "").replace("，", "").replace("．", ".") if match else ""
    number = _CONTEXT.create_decimal(digits) if digits else abs(value)
    if not number:
        return Decimal(0)
    scale = abs(_CONTEXT.divide(value, number)) if digits else Decimal(1)
    if "." in digits:
        return _CONTEXT.multiply(scale, Decimal(5).scaleb(-1 - len(digits.partition(".")[2])))
    last = scale / 2 if digits else Decimal(0)
    zeros = _CONTEXT.multiply(scale, Decimal(5).scaleb(_trailing_zeros(number) - 1))
    return max(last, min(zeros, abs(value) * _ROUND))


def _trailing_zeros(number: Decimal) -> int:
    exponent = number.normalize(_CONTEXT).as_tuple().exponent
    return exponent if isinstance(exponent, int) and exponent > 0 else 0


def agree(a: Bounds, b: Bounds, compared: Compared, *, as_stated: bool = False) -> bool:
    """True when some value is within both, ``compared`` giving the figures in one unit.

    Two figures stated outright agree when the finer one rounds to the coarser: 19.15 with 19.2 and 19, but 8
    not with 9. 约 of one of them reaches to the other, not half the way: about 6% is not about 5%.
    ``as_stated`` looks at the figures alone: over 25 and over 30 do not agree.
    """
    first, second = _converted(a, compared.a), _converted(b, compared.b)
    if first is None or second is None:
        return True
    outright = as_stated or (_is_exact(first) and _is_exact(second))
    if outright and first.middle is not None and second.middle is not None:
        return abs(first.middle - second.middle) <= max(first.half, second.half)
    if first.middle is not None and second.middle is not None and not (first.is_bound or second.is_bound):
        return abs(first.middle - second.middle) <= max(
            first.high - first.middle, second.high - second.middle
        )
    return first.low <= second.high and second.low <= first.high


def _is_exact(given: Bounds) -> bool:
    return not given.is_bound and given.high - given.low <= 2 * given.half


def _middle(given: Bounds) -> Decimal:
    assert given.middle is not None
    return given.middle


def _converted(given: Bounds, to: tuple[Decimal | None, Decimal | None, Decimal | None]) -> Bounds | None:
    """``given`` in the unit that ``to`` (its value, low, high there) is in; None where that cannot be told.

    The rounding of 2 GW is half a gigawatt also when it is compared in megawatts.
    """
    value, low, high = to
    if given.middle is None:
        if low is None and high is None:
            return None
        sign = -1 if given.high < 0 else 1
        ends = sorted(
            (
                sign * (low if low is not None else -_INFINITE),
                sign * (high if high is not None else _INFINITE),
            )
        )
        return Bounds(ends[0], ends[1], None, Decimal(0), is_bound=False)
    if value is None:
        return None
    if not given.middle:
        return given if not value else Bounds(value, value, value, Decimal(0), is_bound=given.is_bound)
    factor = _CONTEXT.divide(abs(value), abs(given.middle))
    middle = value.copy_sign(given.middle) if given.middle < 0 < value else value

    def move(end: Decimal) -> Decimal:
        return end if end.is_infinite() else middle + (end - given.middle) * factor  # type: ignore[operator]

    return Bounds(move(given.low), move(given.high), middle, given.half * factor, given.is_bound)


def is_scale_slip(a: Bounds, b: Bounds, compared: Compared) -> bool:
    """True when the figures have the same digits but are 10, 100, 1000, … times apart (万 for 亿)."""
    first, second = _converted(a, compared.a), _converted(b, compared.b)
    if first is None or second is None or not first.middle or not second.middle:
        return False
    if (first.middle < 0) != (second.middle < 0):
        return False
    small, large = sorted((first, second), key=lambda given: abs(_middle(given)))
    power = abs(_middle(large)).adjusted() - abs(_middle(small)).adjusted()
    if power < 1:
        return False
    lifted = _middle(small).scaleb(power)
    return abs(lifted - _middle(large)) <= max(small.half.scaleb(power), large.half) * Decimal("0.2")


def is_far(a: Bounds, b: Bounds, compared: Compared) -> bool:
    """True when one figure is more than a hundred times the other: a price beside a market value."""
    first, second = _converted(a, compared.a), _converted(b, compared.b)
    if first is None or second is None or not first.middle or not second.middle:
        return False
    small, large = sorted((abs(first.middle), abs(second.middle)))
    return large > 100 * small
