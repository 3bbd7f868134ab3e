"""Units of figures: which one stands behind (or before) a number, and how two quantities compare.

The tables are beside this module, for anyone to extend: ``units.tsv`` (physical units and durations),
``counts.tsv`` (things and measure words) and ``currencies.tsv`` (made from Unicode CLDR by
tools/build_units.py;
what CLDR does not call money is in :data:`_MONEY_NAMES` here). They are read on first use, in about 15 ms,
and need
neither Babel nor pint at run time; the tests compare every factor with pint's.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from yinzheng.qa.grammar.figure_text import pattern
from yinzheng.qa.grammar.money import money_names
from yinzheng.qa.grammar.unit_tables import Unit, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yinzheng.types import Quantity

_CONTEXT = Context(prec=28)


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[a-z]+(?:\.[a-z]+)*\.?(?:['’]s?)?", re.IGNORECASE)


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(r"[A-Za-zµμΩÅ℃℉°º″′\"”%·㎡㎞㎝㎜㎏㎎㎥]+(?:\.[Hh])?")


_POWER = r"\^?([23²³]|[-−][123]|⁻[¹²³])(?![0-9A-Za-z]|\.[0-9])| (squared|cubed)(?![a-z])"


_POWERS = {"2": 2, "²": 2, "3": 3, "³": 3, "squared": 2, "cubed": 3}


_SQUARE = {
    "square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3, "cu.": 3, "平方": 2, "立方": 3,
}  # fmt: skip


_SINGLE_CHARACTERS = {
    "㎡": ("m", 2),
    "㎞": ("km", 1),
    "㎝": ("cm", 1),
    "㎜": ("mm", 1),
    "㎏": ("kg", 1),
    "㎎": ("mg", 1),
    "㎥": ("m", 3),
}


def raised(unit: Unit, power: int) -> Unit:
    """The unit to a power: m to 2 is m², written ``m2``."""
    if power == 1:
        return unit
    sign = {2: "²", 3: "³", -1: "⁻¹", -2: "⁻²", -3: "⁻³"}[power]
    dimension = tuple((base, exponent * power) for base, exponent in unit.dimension)
    kind: Literal["physical"] = "physical"
    return Unit(
        f"{_SHORT.get(unit.symbol, unit.symbol)}{sign}", kind, dimension, _CONTEXT.power(unit.factor, power)
    )


def per(above: Unit, below: Unit) -> Unit:
    """One unit by another: km and hour are km/h; a currency and hour are ``USD/hour``."""
    symbol = (
        f"{above.symbol}/{_SHORT.get(below.symbol, below.symbol) if above.kind != 'money' else below.symbol}"
    )
    if above.kind == "money":
        return above._replace(symbol=symbol)
    powers = dict(above.dimension)
    for base, exponent in below.dimension:
        powers[base] = powers.get(base, 0) - exponent
    dimension = tuple(sorted((base, exponent) for base, exponent in powers.items() if exponent))
    return Unit(symbol, "physical", dimension, _CONTEXT.divide(above.factor, below.factor))


_SHORT = {"second": "s", "minute": "min", "hour": "h"}


def han_unit(even: str, at: int) -> tuple[Unit, int] | None:
    """The Chinese unit name at ``even[at]`` (longest first), 平方 and 立方 included, and its end."""
    chinese = tables().chinese
    for square in ("平方", "立方") if even[at : at + 1] in {"平", "立"} else ():
        if even.startswith(square, at):
            inner = _longest(chinese, _unit_lengths(), even, at + 2)
            if inner is not None:
                power = _SQUARE[square]
                return raised(inner[0], power), inner[1]
            if square == "平方":
                return raised(chinese["米"], 2), at + 2
            return raised(chinese["米"], 3), at + 2
    if even.startswith("平米", at):
        return raised(chinese["米"], 2), at + 2
    return _longest(chinese, _unit_lengths(), even, at)


def _longest(
    names: dict[str, Unit], lengths: dict[str, tuple[int, ...]], text: str, at: int
) -> tuple[Unit, int] | None:
    for length in lengths.get(text[at : at + 1], ()):
        unit = names.get(text[at : at + length])
        if unit is not None and len(text) >= at + length:
            return unit, at + length
    return None


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First character → the lengths of the names that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


@cache
def _unit_lengths() -> dict[str, tuple[int, ...]]:
    return _lengths(tables().chinese)


@cache
def _money_lengths() -> dict[str, tuple[int, ...]]:
    return _lengths(money_names().chinese)


def han_money(even: str, at: int) -> tuple[Unit, int] | None:
    """The Chinese name of money at ``even[at]``, longest first, and where it ends."""
    return _longest(money_names().chinese, _money_lengths(), even, at)


def english_phrase(low: str, at: int, names: dict[str, Unit], words: int = 5) -> tuple[Unit, int] | None:
    """The longest of ``names`` that begins at ``low[at]``, in at most ``words`` words, and where it ends."""
    ends: list[int] = []
    i = at
    for _ in range(words):
        match = _word().match(low, i)
        if match is None:
            break
        ends.append(match.end())
        i = match.end()
        if low[i : i + 1] not in {" ", "-"}:
            break
        i += 1
    for end in reversed(ends):
        phrase = low[at:end]
        unit = names.get(phrase) or names.get(phrase.rstrip(".'’")) or names.get(phrase.replace("-", " "))
        if unit is not None:
            if phrase not in names and phrase[-1] in ".'’":
                end -= len(phrase) - len(phrase.rstrip(".'’"))
            return unit, end
    return None


def latin_unit(even: str, low: str, at: int) -> tuple[Unit, int] | None:
    """The English name or the symbol of a unit at ``even[at]``, with its power, and where it ends."""
    found = tables()
    match = _word().match(low, at)
    if match is not None:
        word = match.group().rstrip(".'’")
        if word in {"square", "cubic", "sq", "cu"}:
            i = match.end()
            while low[i : i + 1] in {" ", "-", "."} and i - match.end() < 2:
                i += 1
            inner = english_phrase(low, i, found.english) or _symbol(even, i)
            if inner is not None:
                return raised(inner[0], _SQUARE[word]), inner[1]
            return None
        if word in {"square", "cubic"}:
            return None
        named = english_phrase(low, at, found.english)
        if named is not None and (len(word) > 2 or named[1] - at > len(word)):
            return _powered(even, *named)
    symbol = _symbol(even, at)
    if symbol is None:
        return english_phrase(low, at, found.english)
    return _powered(even, *symbol)


def _powered(even: str, unit: Unit, end: int) -> tuple[Unit, int]:
    power = pattern(_POWER).match(even, end)
    if power is None:
        return unit, end
    digits = power[1] or power[2]
    if digits[0] in "-−⁻":
        number = -({"1": 1, "2": 2, "3": 3, "¹": 1, "²": 2, "³": 3}[digits[-1]])
    else:
        number = _POWERS[digits]
    return raised(unit, number), power.end()


def _symbol(even: str, at: int) -> tuple[Unit, int] | None:
    match = _mark().match(even, at)
    if match is None:
        return None
    found = tables()
    run = match.group()
    single = _SINGLE_CHARACTERS.get(run[0])
    if single is not None:
        return raised(found.marks[single[0]], single[1]), at + 1
    for end in (len(run), 1 if run[0] in '"″”′°º℃℉' else 0, 2 if run[0] in "°º" else 0):
        if end and end <= len(run):
            unit = found.marks.get(run[:end]) or (found.folded.get(run[:end].lower()) if end > 1 else None)
            if unit is not None and (end == len(run) or not run[end].isalpha() or run[0] in '"″”'):
                return unit, at + end
    if "·" in run:
        return None
    return None


_RELATIVE = {"percent": Decimal("0.01"), "points": Decimal("0.01"), "basis_points": Decimal("0.0001")}


_ALIKE = ({"percent", "fraction", "ratio"}, {"points", "basis_points"}, {"percent", "basis_points"})


class Compared(NamedTuple):
    """Two quantities in one unit; each as (value, low, high), None where the quantity has none."""

    unit: str
    a: tuple[Decimal | None, Decimal | None, Decimal | None]
    b: tuple[Decimal | None, Decimal | None, Decimal | None]


def comparable(a: Quantity, b: Quantity) -> Compared | None:
    """Both quantities' values in one unit; None when they measure different things.

    Physical units and durations are converted (2 GW and 2000 MW), percent and fractions too (2/3 and 66.7%),
    and
    basis points with percentage points. Money is never converted between currencies, counts never between
    things.
    """
    if a.unit == b.unit and a.kind == b.kind:
        return Compared(a.unit, (a.value, a.low, a.high), (b.value, b.low, b.high))
    kinds = {a.kind, b.kind}
    if kinds <= {"physical", "duration", "age"}:
        first, second = unit_of(a.unit), unit_of(b.unit)
        if first is None or second is None or first.dimension != second.dimension:
            return None
        if first.symbol == second.symbol:
            return Compared(a.unit, (a.value, a.low, a.high), (b.value, b.low, b.high))
        return Compared(a.unit, (a.value, a.low, a.high), _converted(b, second, first))
    if any(kinds <= alike for alike in _ALIKE):
        return Compared("", _plain(a), _plain(b))
    return None


def _plain(q: Quantity) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    factor = _RELATIVE.get(q.kind, Decimal(1))
    value, low, high = (None if v is None else v * factor for v in (q.value, q.low, q.high))
    return value, low, high


def _converted(
    q: Quantity, source: Unit, target: Unit
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    def convert(value: Decimal | None) -> Decimal | None:
        if value is None:
            return None
        base = value * source.factor + source.offset
        return _CONTEXT.divide(base - target.offset, target.factor)

    return convert(q.value), convert(q.low), convert(q.high)


@cache
def unit_of(symbol: str) -> Unit | None:
    """The unit that a quantity's ``unit`` names (``GW``, ``km/h``, ``m²``); None when the table lacks it."""
    above, *rest = symbol.split("/")
    unit = _single(above)
    for name in rest:
        below = _single(name)
        if unit is None or below is None:
            return None
        unit = per(unit, below)
    return unit._replace(symbol=symbol) if unit is not None else None


def _single(name: str) -> Unit | None:
    power = {"²": 2, "³": 3}.get(name[-1:], 1)
    if name.endswith(("⁻¹", "⁻²", "⁻³")):
        power = -"⁰¹²³".index(name[-1])
        name = name[:-2]
    elif power > 1:
        name = name[:-1]
    unit = _symbols().get(name) or _symbols().get({v: k for k, v in _SHORT.items()}.get(name, ""))
    return None if unit is None else raised(unit, power)


@cache
def _symbols() -> dict[str, Unit]:
    found = tables()
    symbols: dict[str, Unit] = {}
    for unit in (*found.marks.values(), *found.english.values(), *found.chinese.values()):
        symbols.setdefault(unit.symbol, unit)
    return symbols
