"""Whether two equal amounts are on opposite sides: a profit of 3 million is no loss of 3 million."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinzheng.types import Quantity

_SIDES = re.compile(
    r"(?P<gain>净?利润|纯利|净利|盈利|溢利|盈余|\bprofits?\b(?!\swarning)|\bnet (?:income|earnings)\b"
    r"|\bearn(?:ed|s|ings)?\b(?!\scall))"
    r"|(?P<loss>(?<!减)(?<!扭)(?<!止)净?亏损?(?!为盈)"
    r"|(?<!impairment )(?<!credit )(?<!job )(?<!weight )(?<!write-down )\bloss(?:es)?\b"
    r"(?!\s(?:ratio|of life))"
    r"|\blost\b)"
)
_STOP = re.compile(r"[；;。！？!?]|\.\s|，(?=上年|去年|而)")
_BEFORE, _BEHIND = 48, 28
_OF_MONEY = frozenset(("money", "number", "count"))

Side = tuple[bool, str]
"""Whether an amount is a loss, and the word that says so."""


def opposite(said: str, mine: Quantity, source: str, other: Quantity) -> tuple[str, str] | None:
    """The words of two folded texts that put their amounts on opposite sides; None where none do."""
    if not {mine.kind, other.kind} <= _OF_MONEY:
        return None
    a = _side(said, mine.start, mine.end, _is_negative(mine))
    b = _side(source, other.start, other.end, _is_negative(other))
    return (a[1], b[1]) if a and b and a[0] != b[0] else None


def _is_negative(quantity: Quantity) -> bool:
    return quantity.value is not None and quantity.value < 0


@lru_cache(maxsize=1 << 12)
def _side(folded: str, start: int, end: int, negative: bool) -> Side | None:
    """The side of the amount at ``[start, end)``: of the last word before it, else of the first behind it."""
    before = _STOP.split(folded[max(0, start - _BEFORE) : start])[-1]
    behind = _STOP.split(folded[end : end + _BEHIND])[0]
    found = [*_SIDES.finditer(before)][-1:] or [*_SIDES.finditer(behind)][:1]
    if not found:
        return None
    return negative or found[0]["loss"] is not None, found[0].group()
