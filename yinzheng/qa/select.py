"""Choosing claims: by subject and its aliases, by metric in either language, by kind, period and size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

from yinzheng.corpus.fold import fold_text
from yinzheng.errors import QueryError
from yinzheng.types import Quantity, QuantityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from yinzheng.types import Claim

NO_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType({})

KINDS: tuple[str, ...] = tuple(kind for kind in get_args(QuantityKind) if kind not in {"date", "period"})
"""The kinds that claims have: dates and periods are what claims are for."""

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,99}(?:\.\d{1,99})?(?:[eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; of several subjects, metrics or kinds any one will do.

    ``period`` is ISO 8601, as ``period_of`` gives it. ``low`` and ``high`` are closed bounds; one with
    a unit is compared only with figures that can be converted to it, one without a unit with all.
    """

    subjects: Sequence[str] = ()
    metrics: Sequence[str] = ()
    kinds: Sequence[str] = ()
    period: str = ""
    low: Quantity | None = None
    high: Quantity | None = None


def select(
    claims: Iterable[Claim],
    wanted: Wanted,
    *,
    own_metrics: Path | None = None,
    short_names: Mapping[str, Mapping[str, str]] = NO_NAMES,
) -> list[Claim]:
    """Return the claims that answer to all that is wanted, in their order.

    ``own_metrics`` is a library's own table of metrics, by whose terms metrics may be named as well;
    ``short_names`` are the abbreviations that documents define, by their ids.
    """
    found = list(claims)
    if wanted.subjects:
        found = _of_subjects(found, wanted.subjects, short_names)
    if wanted.metrics:
        found = _of_metrics(found, wanted.metrics, own_metrics)
    if wanted.kinds:
        found = [claim for claim in found if claim.quantity.kind in wanted.kinds]
    if wanted.period:
        found = [claim for claim in found if claim.period and _in_period(claim.period, wanted.period)]
    if wanted.low:
        found = [claim for claim in found if reaches(claim.quantity, wanted.low)]
    if wanted.high:
        found = [claim for claim in found if reaches(claim.quantity, wanted.high, below=True)]
    return found


def kind_of(text: str) -> str:
    """Return the kind of quantity that is meant. Raises QueryError, listing them."""
    kind = text.strip().lower().replace(" ", "_").replace("-", "_")
    if kind not in KINDS:
        raise QueryError(f"--kind {text}: the kinds are {', '.join(KINDS)}")
    return kind


def period_of(text: str) -> str:
    """Return a period as ISO 8601: of ``2024``, ``2024Q3``, ``2024年第三季度``, ``March 2025``.

    Raises QueryError where it is none, or is told from a date that is not known (``last year``).
    """
    from yinzheng.qa.grammar import periods

    found = periods.period_of(text)
    if found is None or found.iso is None:
        raise QueryError(f"--period {text}: give a year, half-year, quarter, month or day, such as 2024-Q3")
    return found.iso


def bound_of(text: str, option: str) -> Quantity:
    """Return the figure that a bound names: ``1000000``, ``10亿美元``, ``1.5 billion``, ``30%``.

    Raises QueryError where it is none.
    """
    from yinzheng.qa.quantities import quantities

    text = text.strip()
    if _NUMBER.fullmatch(text):
        value = Decimal(text.replace(",", ""))
        return Quantity(0, len(text), text, "number", value, None, None, "", "exact")
    found = quantities(text)
    if len(found) != 1 or found[0].value is None or found[0].raw != text:
        raise QueryError(f"{option} {text}: give one figure, such as 1000000, 10亿美元 or 30%")
    return found[0]


def _of_subjects(
    claims: list[Claim], names: Sequence[str], short_names: Mapping[str, Mapping[str, str]]
) -> list[Claim]:
    from yinzheng.qa.names.aliases import canonical

    wanted = [(canonical(name), fold_text(name).strip()) for name in names]

    def meant(claim: Claim) -> bool:
        subject = canonical(claim.subject, short_names.get(claim.citation.doc_id, {}))
        written = fold_text(claim.subject)
        return any(name == subject or part in written for name, part in wanted)

    return [claim for claim in claims if meant(claim)]


def _of_metrics(claims: list[Claim], names: Sequence[str], own: Path | None) -> list[Claim]:
    from yinzheng.qa.metrics import table

    known = table(own)
    every = {concept.key for concepts in known.terms.values() for concept in concepts}
    keys: set[str] = set()
    others: set[str] = set()
    for name in names:
        folded = fold_text(name).strip()
        key = folded.replace(" ", "_").replace("-", "_")
        concepts = {concept.key for concept in known.named(name)}
        # A key means itself alone, a term all that it may stand for.
        keys |= {key} if key in every else concepts
        if key not in every and not concepts:
            others.add(folded)
    return [
        claim
        for claim in claims
        if claim.metric_key in keys or any(name in fold_text(claim.metric) for name in others)
    ]


def _in_period(period: str, wanted: str) -> bool:
    from yinzheng.qa.grammar.periods import overlaps

    if ("FY" in period) != ("FY" in wanted):
        # Nobody knows when a fiscal year begins; who asks for 2024 means that of this name.
        period, wanted = period.replace("FY", ""), wanted.replace("FY", "")
    return overlaps(period, wanted)


def reaches(quantity: Quantity, bound: Quantity, *, below: bool = False) -> bool:
    """Whether a figure, or some of its range, is at least ``bound``, or at most with ``below``.

    A bound with a unit is compared only with what can be converted to it.
    """
    from yinzheng.qa.grammar.units import comparable

    ours, limits = (quantity.value, quantity.low, quantity.high), (bound.value,)
    if bound.unit:
        compared = comparable(quantity, bound)
        if compared is None:
            return False
        ours, limits = compared.a, compared.b[:1]
    sign = -1 if below else 1
    return any(
        sign * (end - limit) >= 0 for end in ours for limit in limits if end is not None and limit is not None
    )
