"""Figures told "respectively": A和B的收入分别为1亿元和2亿元 gives each its own subject, metric or period."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.grammar.periods import Period
    from yinzheng.qa.metrics import Term
    from yinzheng.qa.names.mentions import Mention
    from yinzheng.types import Quantity

    _T = TypeVar("_T", Mention, Term, Period)


@dataclass(frozen=True, slots=True)
class Pair:
    """Whom, what or when one figure of a list belongs to; None where the list does not tell it."""

    whom: Mention | None = None
    what: Term | None = None
    at: Period | None = None


def pairs(
    text: str,
    start: int,
    end: int,
    *,
    figures: Sequence[Quantity],
    mentions: Sequence[Mention],
    terms: Sequence[Term],
    periods: Sequence[Period],
    chinese: bool,
) -> dict[int, Pair]:
    """The pairs of the sentence ``text[start:end]`` by the start of their figure.

    A list of names, terms or periods counts where it is as long as the list of figures.
    """
    found: dict[int, Pair] = {}
    for mark in _RESPECTIVELY.finditer(text, start, end):
        if chinese:
            listed = _listed(text, [q for q in figures if q.start >= mark.end()])
            past = mark.start()
        else:
            listed = _listed(text, [q for q in figures if q.end <= mark.start()][::-1])[::-1]
            past = listed[0].start if listed else 0
        n = len(listed)
        if n < 2:
            continue
        whom = _last_run([m for m in mentions if m.end <= past and m.named], text)
        if chinese and _PENALISES.search(text, mark.end(), listed[0].start):
            whom = _last_run([m for m in mentions if past <= m.start < listed[0].start and m.named], text)
        what = _last_run([t for t in terms if t.end <= past], text)
        at = _years(_last_run([p for p in periods if p.end <= past], text, _YEARS_APART), n)
        if not chinese and len(at) != n:  # $5 and $4 in 2019 and 2018, respectively
            there = [p for p in periods if listed[-1].end <= p.start and p.end <= mark.start()]
            at = _years(_last_run(there, text), n)
        for i, quantity in enumerate(listed):
            found[quantity.start] = Pair(
                whom[i] if len(whom) == n else None,
                what[i] if len(what) == n else None,
                at[i] if len(at) == n else None,
            )
    return found


_RESPECTIVELY = re.compile(r"分别|各自|依次|\brespectively\b", re.IGNORECASE)
_PENALISES = re.compile(r"[对给].*罚")
"""Who is named behind the word has the figures, not who acts: 分别对甲公司和乙公司罚款3万元和5万元."""
_COMMA = re.compile(
    r"\s*(?:、|和|与|及|以及|，|,|;|；|and|or|&|,\s*and)\s*(?:\$|€|£|约|about|approximately)?\s*"
)


def _listed(text: str, figures: Sequence[Quantity]) -> list[Quantity]:
    """The figures from the first on that only commas and "and" part, in either direction."""
    found = list(figures[:1])
    for quantity in figures[1:]:
        low, high = sorted((found[-1], quantity), key=lambda q: q.start)
        if not _COMMA.fullmatch(text[low.end : high.start]):
            break
        found.append(quantity)
    return found


_YEARS_APART = re.compile(rf"[EAFeaf]?(?:\s?/\s?|{_COMMA.pattern})")
"""What parts the years of a list: 2025E/2026E/2027E."""


def _years(found: list[Period], count: int) -> list[Period]:
    """The years that one period spans, where it spans ``count``: 2025—2027年 is 2025, 2026 and 2027."""
    whole = _SPANNED.fullmatch(found[0].iso or "") if len(found) == 1 else None
    if whole is None or int(whole["last"]) - int(whole["first"]) != count - 1:
        return found
    years = [f"{whole['fiscal']}{int(whole['first']) + i}" for i in range(count)]
    return [replace(found[0], iso=year, form=year) for year in years]


_SPANNED = re.compile(r"(?P<fiscal>(?:FY)?)(?P<first>\d{4})/(?:FY)?(?P<last>\d{4})")


def _last_run(items: list[_T], text: str, between: re.Pattern[str] = _COMMA) -> list[_T]:
    """The last items that only commas and "and" part, or what ``between`` matches."""
    found: list[_T] = []
    for item in reversed(items):
        if found and not between.fullmatch(text[item.end : found[-1].start]):
            break
        found.append(item)
    return found[::-1]
