"""How a statement's figure stands to one of the evidence: the same, converted, rounded, or something else.

What is compared is values, not digits: 6023.15亿元, 60,231,500万元 and CNY 602.315 billion are the same. A
statement may round what its source says (19.2亿 for 19.15亿); it may not be finer than its source, nor leave
out that a figure is a bound where it then says more.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.tokens import is_han
from yinzheng.qa.agreement import Bounds, bounds, is_scale_slip
from yinzheng.qa.grammar.units import Compared, comparable
from yinzheng.types import Quantity

if TYPE_CHECKING:
    from yinzheng.types import ReasonCode

Stand = Literal["found", "converted", "rounded", "bound", "direction", "scale", "unit", "other"]
"""``bound``: the figures are compatible in size, but one is said to be more or less than stated; ``other``:
figures of one unit that differ."""

AGREEING: frozenset[Stand] = frozenset(("found", "converted", "rounded"))

CODES: dict[Stand, ReasonCode] = {
    "found": "figure_found",
    "converted": "converted",
    "rounded": "rounded",
    "bound": "bound_exceeded",
    "direction": "direction",
    "scale": "unit_scale",
    "unit": "unit_mismatch",
    "other": "figure_mismatch",
}

_COARSE = Decimal("0.05")
"""Share of a figure that rounding may take at most: 2 for 1.95, not 1 for 1.4."""
_ABOUT = Decimal("0.1")
"""Likewise where the statement says 约 or "about"."""
_TIE = Decimal("1.02")
"""Halves are rounded either way."""
_LOOSE_UNITS = frozenset(("", "item", "time", "unit"))
"""Measure words that say nothing of the thing that is counted."""
_NO_SIGN = re.compile(
    r"[^\w$€£¥￥₩₹]|[\d_零一二两三四五六七八九十百千万亿兆]|(?<![a-z])(?:thousand|million|billion|trillion|[mbt]n|[kmb])(?![a-z])"
)
"""What an amount of money has besides the sign or word of its currency."""
_COUNTED = frozenset(("count", "number"))


def stand(said: Quantity, source: Quantity) -> Stand | None:
    """How the figure of a statement stands to one of a source; None where they measure different things."""
    compared = _compared(said, source)
    if compared is None and said.raw != source.raw and not _same_number(said, source):
        return None
    a, b = _bounds(said), _bounds(source)
    if a is None or b is None:
        if said.raw == source.raw:
            return "found"
        vague = compared is not None and a is None and b is None and said.unit == source.unit
        return "other" if vague else None
    if compared is None:
        return "unit" if _same_number(said, source) else None
    agreement = _agreement(said, source, compared, a, b)
    if agreement is not None and said.direction and source.direction and said.direction != source.direction:
        return "direction"
    if agreement is not None:
        return agreement
    return "scale" if is_scale_slip(a, b, compared) else "other"


@lru_cache(maxsize=1 << 14)
def _bounds(quantity: Quantity) -> Bounds | None:
    return bounds(quantity)


def _compared(a: Quantity, b: Quantity) -> Compared | None:
    """Both values in one unit; money without a currency and counts without a thing go with any."""
    found = comparable(a, b)
    if found is not None:
        return found
    kinds = {a.kind, b.kind}
    plain = Compared("", (a.value, a.low, a.high), (b.value, b.low, b.high))
    if kinds == {"money"} and not (a.unit and b.unit):
        return plain
    if kinds <= _COUNTED and (a.unit in _LOOSE_UNITS or b.unit in _LOOSE_UNITS or _measured(a, b)):
        return plain
    if kinds == {"money", "number"} and a.value is not None and b.value is not None:
        return plain if abs(a.value) == abs(b.value) else None  # a loss may stand in brackets: (163)
    return None


def _measured(a: Quantity, b: Quantity) -> bool:
    """Whether the unit of one count is the bare measure word of the other: 25万张 beside 25万张 GPU."""
    return any(len(x.unit) == 1 and is_han(x.unit) and x.unit in y.raw for x, y in ((a, b), (b, a)))


def _same_number(a: Quantity, b: Quantity) -> bool:
    """Whether two figures of different units have one value, or one number beside different scales."""
    return a.value is not None and b.value is not None and a.value == b.value and bool(a.unit or b.unit)


def _agreement(said: Quantity, source: Quantity, compared: Compared, a: Bounds, b: Bounds) -> Stand | None:
    """How two figures agree; None where they do not."""
    mine, other = compared.a[0], compared.b[0]
    if mine is None or other is None:
        return _of_ranges(said, source, compared)
    mine, other = abs(mine), abs(other)
    near = _near(mine, other, a, said)
    if near is None:
        if a.is_bound and not b.is_bound:  # over 20 where the source says 25
            over = said.qualifier in {"over", "at_least"}
            fits = mine < other <= 2 * mine if over else mine / 2 <= other < mine
            return "rounded" if fits and _coarser(said, source) else None
        return None
    if said.qualifier == source.qualifier:
        return near
    if a.is_bound and b.is_bound:
        up = {"over", "at_least"}
        return near if (said.qualifier in up) == (source.qualifier in up) else "bound"
    if b.is_bound and near == "rounded":
        return "bound"
    if a.is_bound and not b.is_bound and mine != other:
        over = said.qualifier in {"over", "at_least"}
        return near if (mine < other) == over else "bound"
    return near


def _near(mine: Decimal, other: Decimal, limits: Bounds, said: Quantity) -> Stand | None:
    if mine == other:
        return "found"
    if limits.middle is None or not limits.middle:
        return None
    value = said.value if said.value is not None else limits.middle
    step = limits.half * (mine / abs(value)) if value else Decimal(0)
    share = _ABOUT if said.qualifier == "approx" else _COARSE
    if abs(mine - other) <= min(step * _TIE, mine * share):
        return "rounded"
    return None


def _of_ranges(said: Quantity, source: Quantity, compared: Compared) -> Stand | None:
    ends = [(compared.a[i], compared.b[i]) for i in (1, 2)]
    if said.value is None and source.value is None:
        if all(x == y for x, y in ends):
            return "found"
        return None
    if said.value is None:
        return None
    return "bound" if compared.a[0] in (compared.b[1], compared.b[2]) else None


def _coarser(said: Quantity, source: Quantity) -> bool:
    return _digits(said) <= _digits(source)


def _digits(quantity: Quantity) -> int:
    value = quantity.value
    return len(value.normalize().as_tuple().digits) if value is not None else 0


def is_written_alike(said: Quantity, source: Quantity) -> bool:
    """Whether two amounts of money have one sign of a currency: 元 beside 元, whose neither says."""
    return said.kind == source.kind == "money" and _sign(said.raw) == _sign(source.raw)


@lru_cache(maxsize=1 << 12)
def _sign(raw: str) -> str:
    return _NO_SIGN.sub("", fold_text(raw))


def written_otherwise(said: Quantity, source: Quantity) -> bool:
    """Whether two equal figures stand in other scales, units or languages: a conversion, worth saying."""
    return _number(said.raw) != _number(source.raw)


def _number(raw: str) -> str:
    number = "".join(char for char in raw if char.isdigit() or char == ".").strip(".")
    return number.rstrip("0").rstrip(".") if "." in number else number
