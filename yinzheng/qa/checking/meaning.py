"""How surely evidence says what a statement says, for what no figure, name or negation settles.

Words settle most: the mean of two shares of the statement's words, what its best line has and what the best
line of its least covered clause has. Between ``UNSAID`` and ``SAID`` English statements are read by the
encoder: each of their tokens looks for its best match in any of the best lines (late interaction, as in
``qa/evidence.py``; each line is read by itself). ``tools/fit_meaning.py`` sets ``CLOSE`` on the open half of
AttributionBench; docs/architecture.md has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.matching import Matching

THRESHOLD = 0.44
"""Share of words from which a statement counts as said where the encoder is not asked."""

UNSAID, SAID = 0.25, 0.5
"""Shares between which words leave an English statement open."""

CLOSE = 0.637
"""Mean cosine of a statement's tokens from which it counts as said."""

LINES = 5
"""Lines that are read by the encoder."""


def is_said(held: Held) -> bool:
    """Whether the evidence says a statement, as far as words, and the encoder where they do not, tell."""
    share = score(held.matching)
    if held.said.lang == "en" and UNSAID <= share < SAID:
        near = held.sources.closeness(held.said.text, best_lines(held.matching))
        if near is not None:
            return near >= CLOSE
    return share >= THRESHOLD


def score(matching: Matching) -> float:
    """How much of a statement's words its best line and the best line of its worst clause have, in [0, 1]."""
    lines = matching.lines
    whole = max((matching.coverage(line) for line in lines), default=0.0)
    least = min(
        max((matching.coverage(line, c) for line in lines), default=0.0) for c in matching.said.clauses
    )
    return (whole + least) / 2


def best_lines(matching: Matching) -> list[Line]:
    """The English lines that have most of a statement's words."""
    lines = [line for line in matching.lines if line.lang == "en"]
    return sorted(lines, key=matching.coverage, reverse=True)[:LINES]


def closeness(index: Index, encoder: Encoder, text: str, lines: Sequence[Line]) -> float | None:
    """The mean cosine of a statement's tokens with their best matches in any line, in [-1, 1].

    Tokens weigh as in a question. None without lines, or where the encoder has no token states.
    """
    import numpy as np

    from yinzheng.index.centre import centre
    from yinzheng.qa.evidence import best_matches, read_question

    asked = read_question(index, encoder, text) if lines else None
    states = encoder.token_states([line.text for line in lines], "passage") if asked else None
    if asked is None or not states or encoder.centres is None:
        return None
    mean = encoder.centres.mean("passage", "en", "token")
    best = best_matches(asked.vectors, centre(states[0].states, mean))
    for other in states[1:]:
        best = np.maximum(best, best_matches(asked.vectors, centre(other.states, mean)))
    return float(asked.weights @ best)
