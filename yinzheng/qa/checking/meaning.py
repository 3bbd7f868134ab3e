"""How surely evidence says what a statement says, for what no figure, name or negation settles.

The measure is the mean of two shares of the statement's words: what its best line has, and what the best
line of its least covered clause has. The threshold was set on the open half of AttributionBench;
docs/architecture.md has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinzheng.qa.checking.matching import Matching

THRESHOLD = 0.44
"""Score from which a statement counts as said by the evidence; flat from .42 to .46."""


def is_said(matching: Matching) -> bool:
    """Whether the evidence says a statement, as far as words tell."""
    return score(matching) >= THRESHOLD


def score(matching: Matching) -> float:
    """How much of a statement's words its best line and the best line of its worst clause have, in [0, 1]."""
    lines = matching.lines
    whole = max((matching.coverage(line) for line in lines), default=0.0)
    least = min(
        max((matching.coverage(line, c) for line in lines), default=0.0) for c in matching.said.clauses
    )
    return (whole + least) / 2
