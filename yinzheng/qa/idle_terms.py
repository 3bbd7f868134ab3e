"""Terms of the table that measure nothing where they stand: raising guidance, for $5 million in cash."""

from __future__ import annotations

import re
from typing import NamedTuple

IDLE_VERSION = "2"

_AMOUNT = (
    r"(?:[A-Z]{3}|US|HK|NT)?\s?[$€£¥]?\s?[\d.,]+(?:\s?(?:thousand|million|billion|trillion|bn|mn|m|k))?"
    r"(?:\s[a-z]+)?"
)
_FAR = 90  # characters before a term that are looked at


class _Rule(NamedTuple):
    """A term, what stands right before it and what right behind it."""

    term: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]


def _rule(term: str, before: str = "", behind: str = "") -> _Rule:
    """One row; what is left out may be anything."""
    return _Rule(
        re.compile(term, re.IGNORECASE),
        re.compile(rf"(?:{before})\Z", re.IGNORECASE),
        re.compile(behind, re.IGNORECASE),
    )


_RULES = (
    # raising its full-year guidance to $1.6 billion: no money is raised
    _rule(
        "rais(?:e[sd]?|ing)",
        behind=r"\s(?:[\w'’-]+\s){0,5}?(?:guidance|outlook|forecasts?|targets?|estimates?|projections?|expectations?"
        r"|ratings?|prices?|rates?|fares?|fees?|tariffs?|wages?|pay|dividends?|output|production|capacity"
        r"|concerns|questions|doubts)\b",
    ),
    # its dividend was raised to $0.25: no money is raised
    _rule(
        "raised",
        r"\b(?:dividends?|payouts?|guidance|outlook|forecasts?|targets?|prices?|rates?|fees?|wages?|salaries)"
        r"\s(?:was|were|is|are|been|being)\s(?:\w+ly\s)?",
    ),
    # Acme's rose 5%: what was spoken of before
    _rule(r"(?:fell|rose|dropped|gained|climbed|slid|jumped|declined|surged|tumbled)", r"['’]s\s"),
    # bought for $5 million in cash, an all-cash deal: what is paid with, not what is held
    _rule("cash", rf"\b(?:for|at)\s(?:\w+\s){{0,3}}?{_AMOUNT}\s(?:all\s)?in\s(?:all-)?|\ball[- ]"),
    _rule(
        "cash",
        behind=r"(?:[- ]and[- ](?:stock|shares))?"
        r"[- ](?:deal|offer|transaction|tender|bid|takeover|acquisition)\b",
    ),
    # $2 billion including debt: a price
    _rule(
        r"(?:net\s)?(?:debts?|indebtedness|borrowings|liabilities|cash)",
        rf"{_AMOUNT},?\s(?:including|excluding|plus|inclusive of)\s(?:\w+\s){{0,2}}",
        r"(?!\s(?:of|worth|totall?ing)\b)",
    ),
    # the Commission fined Acme: who decides, not what is charged
    _rule(r"(?-i:Commissions?)", r"(?-i:\b(?:[Tt]he|[A-Z][a-z]+)\s)"),
)


def is_idle(text: str, start: int, end: int, sentence: int) -> bool:
    """Whether the term ``text[start:end]`` of the sentence that begins at ``sentence`` measures nothing."""
    near = max(sentence, start - _FAR)
    return any(
        rule.term.fullmatch(text, start, end)
        and rule.before.search(text, near, start)
        and rule.behind.match(text, end)
        for rule in _RULES
    )
