"""From a statement and its evidence to what is wrong with it: every figure, period, name and clause in turn.

Each part is accounted for in the lines that have nearly as much of its clause's words as the best line.
What differs there is contradicted when the line says the same thing otherwise, else only unsupported: a
wrong figure is told from a figure of something else by the words around it and by the stored claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yinzheng.qa.checking.clause_findings import clause_findings
from yinzheng.qa.checking.figure_findings import figure_findings, number_findings
from yinzheng.qa.checking.held import Finding, Held
from yinzheng.qa.checking.meaning import is_said
from yinzheng.qa.checking.modality_findings import modality_findings
from yinzheng.qa.checking.name_findings import name_findings
from yinzheng.qa.checking.owner_findings import owner_findings
from yinzheng.qa.checking.part_findings import part_findings
from yinzheng.qa.checking.period_findings import period_findings
from yinzheng.qa.checking.post_findings import post_findings
from yinzheng.qa.checking.state_findings import state_findings
from yinzheng.qa.checking.stranger_findings import stranger_findings

if TYPE_CHECKING:
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Said
    from yinzheng.qa.checking.sources import Evidence, Sources
    from yinzheng.types import Label

_QUESTION = re.compile(r"[?？]\s*[”\"’」』）)]*\s*$")


@dataclass(slots=True)
class Judgement:
    """What the evidence says to a statement: its label, why, and the lines that count, best first."""

    label: Label
    findings: list[Finding] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def judge(
    said: Said, evidence: Evidence, sources: Sources, quoted: Sequence[tuple[int, int]] = ()
) -> Judgement:
    """Hold a statement against its evidence.

    ``quoted`` are parts of it that stand in the evidence word for word: nothing in them is looked at again.
    """
    whole = 0, len(said.text)
    if _states_nothing(said):
        return Judgement("uncheckable", [Finding("nothing_to_check", "uncheckable", *whole)])
    if evidence.verbatim is not None:
        line = evidence.verbatim
        return Judgement(
            "supported",
            [Finding("meaning", "supported", *whole, line=line, at=line.start, past=line.end)],
            [line],
        )
    if not evidence.lines:
        return Judgement("unsupported", [Finding("no_evidence", "unsupported", *whole)])
    held = Held(said, evidence, sources)
    parts = (
        figure_findings(held), period_findings(held), number_findings(held), name_findings(held),
        clause_findings(held), modality_findings(held),
    )  # fmt: skip
    found = [
        one
        for part in parts
        for one in part
        if not any(start <= one.start and one.end <= end for start, end in quoted)
    ]
    found = _once(found)
    is_open = not any(one.label != "supported" for one in found)
    is_quoted = _is_quoted(said, quoted)
    is_borne_out = is_open and (is_quoted or is_said(held))
    if is_borne_out and not is_quoted:
        # Last, since they read parts of speech, which costs most.
        found += _doubts(held)
    lines = _used(found, held)
    bad = {one.label for one in found} - {"supported"}
    if is_borne_out and not bad:
        top = lines[0]
        found.append(Finding("meaning", "supported", *whole, line=top, at=top.start, past=top.end))
        return Judgement("supported", _ordered(found), lines)
    if not bad:
        found.append(Finding("no_evidence", "unsupported", *whole))
    return Judgement("contradicted" if "contradicted" in bad else "unsupported", _ordered(found), lines)


def _doubts(held: Held) -> list[Finding]:
    """What keeps a statement whose words are all there from being called supported."""
    ways = (post_findings, owner_findings, state_findings, part_findings, stranger_findings)
    return next((found for way in ways if (found := list(way(held)))), [])


def is_question(said: Said) -> bool:
    """Whether a statement asks, so that it states nothing."""
    return _QUESTION.search(said.text) is not None


def _states_nothing(said: Said) -> bool:
    if is_question(said):
        return True
    return not said.figures and not said.periods and len(said.units) + len(said.names) < 2


def _is_quoted(said: Said, quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether most of a statement is quotations that were found."""
    return 2 * sum(end - start for start, end in quoted) >= len(said.text)


def _once(found: Sequence[Finding]) -> list[Finding]:
    """Without the direction of a figure where that of the clause around it is told."""
    turned = [one for one in found if one.code == "direction"]
    return [
        one
        for one in found
        if one not in turned
        or not any(x is not one and x.start <= one.start and one.end <= x.end for x in turned)
    ]


def _ordered(found: Sequence[Finding]) -> list[Finding]:
    worst = {"contradicted": 0, "unsupported": 1}
    return sorted(found, key=lambda one: (worst.get(one.label, 2), one.start))


def _used(found: Sequence[Finding], held: Held) -> list[Line]:
    """The lines that count: the one with most of the words, and those that bear out a part."""
    lines = [one.line for one in found if one.line is not None]
    top = held.matching.top
    return list(dict.fromkeys([*([top] if top else []), *lines]))[:3]
