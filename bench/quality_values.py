"""The values of short answers: what a gold answer states, and whether a given one states the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.grammar.periods import period_of, periods
from yinzheng.qa.quantities import quantities
from yinzheng.types import Quantity

PERIODS = frozenset({"date", "period"})

_BESIDE = 0.3
"""Share of a gold answer's letters and digits that may stand outside its figure: 近三千個, not 八里橋."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a figure states: an ISO period, or a value or range with kind and unit."""

    kind: str
    period: str | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str

    def states_the_same(self, other: Value) -> bool:
        """Whether two figures agree; a unit that one of them leaves out is no difference."""
        if self.kind in PERIODS or other.kind in PERIODS:
            return self.period is not None and self.period == other.period
        if (self.value, self.low, self.high) != (other.value, other.low, other.high):
            return False
        if (self.value, self.low) == (None, None):
            return False
        alike = self.kind == other.kind == "count"  # 23 countries, 23個: what is counted has many names
        return alike or self.unit == other.unit or not self.unit or not other.unit


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold answer that is one figure: its texts, what they state alone and in their sentence, its sort."""

    texts: tuple[str, ...]
    values: tuple[Value, ...]
    sort: str

    def same(self, short: str | None) -> bool:
        """Whether a short answer states the gold value; what follows ``≈`` is only its translation."""
        if not short:
            return False
        given = short.split("≈")[0].strip()
        if _bare(given) in {_bare(text) for text in self.texts}:
            return True
        read = alone(given)
        return read is not None and any(read.states_the_same(value) for value in self.values)


def gold(paragraph: str, answers: Sequence[tuple[int, int]]) -> Gold | None:
    """The one figure that the accepted answers are, or None where they are something else."""
    texts: list[str] = []
    values: list[Value] = []
    sorts: list[str] = []
    figures = quantities(paragraph)
    for start, end in answers:
        found = [figure for figure in figures if figure.start < end and start < figure.end]
        if len(found) != 1:
            continue
        letters = [at for at in range(start, end) if paragraph[at].isalnum()]
        beside = [at for at in letters if not found[0].start <= at < found[0].end]
        if not letters or len(beside) > _BESIDE * len(letters):
            continue
        texts.append(paragraph[start:end])
        values.append(_value(found[0]))
        sorts.append("date" if found[0].kind in PERIODS else "number")
        if (own := alone(paragraph[start:end])) is not None:
            values.append(own)
    return Gold(tuple(texts), tuple(values), sorts[0]) if texts else None


def alone(text: str) -> Value | None:
    """What a text states that is one figure, with no sentence around it."""
    period = period_of(text)
    if period is None and len(dates := periods(text)) == 1:
        period = dates[0]
    if period is not None:
        return Value(period.kind, period.iso or period.form, None, None, None, "")
    found = quantities(text)
    return _value(found[0]) if len(found) == 1 else None


def _value(figure: Quantity) -> Value:
    return Value(figure.kind, figure.period, figure.value, figure.low, figure.high, figure.unit)


def _bare(text: str) -> str:
    return "".join(fold_text(text).split()).rstrip(".。,，")
