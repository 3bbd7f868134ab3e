"""Decimals as text: exact decimals for machines, and with separators and signs for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from yinzheng.types import Quantity

_LONG = 60
"""Beyond so many places before or after the point a number is written with an exponent."""

SIGNS = {"approx": "≈", "at_least": "≥", "at_most": "≤", "over": ">", "under": "<"}
CHANGES = {"up": "↑", "down": "↓"}


def plain(value: Decimal) -> str:
    """Return a decimal exactly, without separators and without zeros at its end: ``1915000000``, ``-0.45``.

    Only what has more than 60 places before or after the point is written with an exponent.
    """
    if not value:
        return "0"
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_LONG or (exponent > 0 and value.adjusted() > _LONG):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal) -> str:
    """Return a decimal for people: ``1,915,000,000``; very long ones as ``plain`` gives them."""
    text = plain(value)
    if "E" in text or len(text) > _LONG:
        return text
    whole, point, rest = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{rest}"


def normalised(quantity: Quantity) -> str:
    """Return what a figure was read as: ``≈ 1,915,000,000 USD``, ``35 – 45%``, ``↓ 45%``, ``2024-Q3``.

    Empty for what has no value (vague amounts, and what could not be read).
    """
    if quantity.period:
        return quantity.period
    if quantity.value is not None:
        number = grouped(quantity.value)
    elif quantity.low is not None and quantity.high is not None:
        number = f"{grouped(quantity.low)} – {grouped(quantity.high)}"
    elif quantity.low is not None:
        number = f"≥ {grouped(quantity.low)}"
    elif quantity.high is not None:
        number = f"≤ {grouped(quantity.high)}"
    else:
        return ""
    if quantity.unit == "%":
        number += "%"
    unit = "" if quantity.unit == "%" else quantity.unit
    parts = (CHANGES.get(quantity.direction), SIGNS.get(quantity.qualifier), number, unit)
    return " ".join(part for part in parts if part)
