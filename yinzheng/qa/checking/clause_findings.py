"""Which clauses of a statement its evidence says the other way round: negated, or with opposite words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.checking import polarity
from yinzheng.qa.checking.held import SAME, Finding
from yinzheng.qa.checking.state_findings import restates

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Clause
    from yinzheng.types import ReasonCode

CLOSE = 0.05
"""How far behind the best line's fit a line may be that tells whether a clause is turned round."""


def clause_findings(held: Held) -> Iterator[Finding]:
    """Clauses that are negated or turned round."""
    for clause in held.said.clauses:
        if not clause.units:
            continue
        near = held.matching.near(clause, CLOSE)
        near = [line for line in near if held.matching.fit(line, clause) >= SAME]
        found = list(takewhile(bool, (_turned(held, clause, line) for line in near)))
        if found and len(found) == len(near) and found[0] and not _is_restated(held, clause):
            yield found[0]


def _is_restated(held: Held, clause: Clause) -> bool:
    """Whether a short line says a clause as it stands: "It is not profitable" beside a fall in profit."""
    text = fold_text(held.said.text[clause.start : clause.end])
    return any(
        restates(held, clause, line)
        and not polarity.is_negated(text, line.folded)
        and not polarity.turned(text, line.folded)
        for line in held.matching.near(clause)
    )


def _turned(held: Held, clause: Clause, line: Line) -> Finding | None:
    text = fold_text(held.said.text[clause.start : clause.end])
    piece = max(line.pieces, key=lambda one: one.coverage(clause.units), default=None)
    source = line.folded if piece is None or piece.coverage(clause.units) < SAME else piece.folded
    code: ReasonCode | None = None
    mine, other = "", ""
    copied = held.is_copy(line) and held.matching.is_mutual(line)
    differ = polarity.negations(held.said.folded) != polarity.negations(line.folded)
    if differ and (copied or polarity.is_denied(text, source)):
        code = "negated"
    elif (held.is_copy(line) and (opposite := polarity.turned(held.said.folded, line.folded))) or (
        (opposite := polarity.turned(text, source)) and polarity.turned(held.said.folded, line.folded)
    ):
        code = "direction"
        mine, other = opposite
    if code is None:
        return None
    return Finding(code, "contradicted", clause.start, clause.end, mine, other, line, line.start, line.end)
