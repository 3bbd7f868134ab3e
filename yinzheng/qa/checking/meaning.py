"""How surely evidence says what a statement says, for what no figure, name or negation settles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinzheng.qa.checking.matching import Matching

THRESHOLD = 0.5
"""Statements whose words are covered to this share count as said by the evidence."""


def is_said(matching: Matching) -> bool:
    """Whether the evidence says a statement, as far as words tell."""
    return score(matching) >= THRESHOLD


def score(matching: Matching) -> float:
    """The share of a statement's words that its best lines have together, in [0, 1]."""
    return matching.joint
