"""What the figures and the other numbers of a statement come to in its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.qa import metrics
from yinzheng.qa.checking import figures, naming, polarity, results, timing
from yinzheng.qa.checking.held import SAME, Finding
from yinzheng.qa.checking.matching import MARGIN
from yinzheng.qa.checking.reading import NUMBER
from yinzheng.qa.grammar.iso_periods import interval, overlaps
from yinzheng.qa.names.aliases import canonical

if TYPE_CHECKING:
    from yinzheng.qa.checking.figures import Stand
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Figure
    from yinzheng.types import Claim, Label, Quantity, ReasonCode


@dataclass(frozen=True, slots=True)
class _Option:
    """A figure of a line beside one of the statement: how they stand, and what the stored claim tells."""

    stand: Stand
    line: Line
    quantity: Quantity
    claim: Claim | None
    fit: float


def figure_findings(held: Held) -> Iterator[Finding]:
    """What each figure of the statement comes to."""
    agreeing: dict[int, list[_Option]] = {}
    for n, figure in enumerate(held.said.figures):
        agreeing[n] = _agreeing(held, figure)
    taken = {(option.line, option.quantity.start) for found in agreeing.values() for option in found[:1]}
    for n, figure in enumerate(held.said.figures):
        yield _figure(held, figure, agreeing[n], taken)


def _options(held: Held, figure: Figure, floor: float, *, agreeing: bool) -> list[_Option]:
    """The figures of lines with a fit of ``floor`` or more that measure the same and agree, or do not."""
    clause = held.said.clause(figure.quantity.start)
    return [
        _Option(one.stand, line, one.quantity, one.claim, held.matching.fit(line, clause))
        for line in held.matching.lines
        if held.matching.may_reach(line, clause, floor) and held.matching.fit(line, clause) >= floor
        for one in held.beside(figure, line)
        if (one.stand in figures.AGREEING) == agreeing
    ]


def _agreeing(held: Held, figure: Figure) -> list[_Option]:
    """The figures of the evidence that are the same, best first; the library's claims where none is."""
    clause = held.said.clause(figure.quantity.start)
    floor = held.matching.best(clause) - MARGIN
    near = _options(held, figure, floor, agreeing=True)
    if not near:
        held.sources.add_claims(held.said, held.evidence, figure.quantity)
        lowest = 0.0 if figure.claim and figure.claim.metric_key and figure.claim.subject else floor
        found = _options(held, figure, lowest, agreeing=True)
        near = [one for one in found if one.fit >= floor or _claimed(figure, one)]
    return sorted(
        near,
        key=lambda one: (
            _apart(held, figure, one) is not None, one.stand == "rounded", -one.fit, one.line.start
        ),
    )  # fmt: skip


def _claimed(figure: Figure, option: _Option) -> bool:
    """Whether the claims tell that two figures are of one thing where words do not."""
    mine, other = figure.claim, option.claim
    if mine is None or other is None or not mine.metric_key or mine.metric_key != other.metric_key:
        return False
    if not other.subject or not mine.subject or canonical(mine.subject) != canonical(other.subject):
        return False
    return not (mine.period and other.period) or overlaps(mine.period, other.period)


def _figure(held: Held, figure: Figure, agreeing: Sequence[_Option], taken: set[tuple[Line, int]]) -> Finding:
    quantity = figure.quantity
    if agreeing:
        best = agreeing[0]
        apart = _apart(held, figure, best)
        if apart is None:
            code = figures.CODES[best.stand]
            if code == "figure_found" and figures.written_otherwise(quantity, best.quantity):
                code = "converted"
            return _finding(code, "supported", quantity, best)
        code, mine, other = apart
        return replace(_finding(code, "contradicted", quantity, best), said=mine, source=other)
    clause = held.said.clause(quantity.start)
    floor = max(SAME, held.matching.best(clause) - MARGIN)
    slots = [
        one
        for one in _options(held, figure, floor, agreeing=False)
        if (one.line, one.quantity.start) not in taken
        and _is_of_named(held, figure, one)
        and _is_of_then(held, figure, one)
        and (
            one.stand != "other"  # one number in another unit, scale or direction is no chance
            or held.matching.coverage(one.line, clause) >= _MOST
            or _shared(figure, one)[0] not in ("", "value")
        )
    ]
    if not slots:
        return Finding("figure_not_found", "unsupported", quantity.start, quantity.end, quantity.raw)
    best = max(
        slots,
        key=lambda one: (
            _alike_beside(held, quantity, one) + _SHARED * sum(map(bool, _shared(figure, one))),
            _CLOSE.get(one.stand, 0),
            one.fit,
        ),
    )
    if best.stand == "direction" and (words := polarity.turned(held.said.folded, best.line.folded)):
        return replace(_finding("direction", "contradicted", quantity, best), said=words[0], source=words[1])
    return _finding(figures.CODES[best.stand], "contradicted", quantity, best)


def _is_of_named(held: Held, figure: Figure, option: _Option) -> bool:
    """Whether a figure in another language may be of whom the statement names: words alone do not tell it."""
    line = option.line
    if line.lang == held.said.lang or not held.named or _shared(figure, option)[1]:
        return True
    around = held.sources.around(line)
    return any(naming.in_line(one, line) or naming.stands(one.raw, around) for one in held.named)


def _is_of_then(held: Held, figure: Figure, option: _Option) -> bool:
    """Whether a figure may be of the time that the statement gives its own: 2023 and 2025 do not differ."""
    when = _when(held, figure.claim) if figure.claim else ""
    if not when:
        return True
    other = option.claim.period if option.claim else ""
    if interval(other):
        return overlaps(when, other)
    line = option.line
    mine = [period for period in held.said.periods if period.iso == when]
    return not mine or any(timing.has(p, line) or timing.around(p, line, held.sources) for p in mine)


def _shared(figure: Figure, option: _Option) -> tuple[str, str]:
    """The metric and the subject that the claims of two figures have in common; empty where they differ."""
    mine, other = figure.claim, option.claim
    if mine is None or other is None:
        return "", ""
    subject = canonical(mine.subject) if mine.subject else ""
    same = bool(other.subject) and canonical(other.subject) == subject
    return mine.metric_key if mine.metric_key == other.metric_key else "", subject if same else ""


def _finding(code: ReasonCode, label: Label, quantity: Quantity, option: _Option) -> Finding:
    line = option.line
    at, past = line.start + option.quantity.start, line.start + option.quantity.end
    source = line.document.text[at:past]
    return Finding(code, label, quantity.start, quantity.end, quantity.raw, source, line, at, past)


def _alike_beside(held: Held, quantity: Quantity, option: _Option) -> float:
    """How alike the words right before and behind two figures are, in [0, 1]."""
    mine = _beside(held.said.folded, quantity.start, quantity.end)
    other = _beside(option.line.folded, option.quantity.start, option.quantity.end)
    return len(mine & other) / max(1, min(len(mine), len(other)))


def _apart(held: Held, figure: Figure, option: _Option) -> tuple[ReasonCode, str, str] | None:
    """What tells that two equal figures are of different things, with the words of both sides."""
    line = option.line
    if sides := results.opposite(held.said.folded, figure.quantity, line.folded, option.quantity):
        return "direction", *sides
    mine, other = figure.claim, option.claim
    if mine is None or other is None:
        return None
    if mine.metric_key and other.metric_key and _base(mine.metric_key) != _base(other.metric_key):
        keys = {_base(key) for key in _metrics(option.line.text)}
        here = {_base(key) for key in _metrics(held.said.text)}
        named = _base(mine.metric_key) in keys or _plain(mine.metric) in _plain(option.line.text)
        # Who names both what fell and that it fell may be read as telling of the fall alone.
        told = _base(other.metric_key) in here
        if (told or not named) and (_restated(held, mine, option) or not told):
            return "metric_mismatch", mine.metric, other.metric
    when = _when(held, mine)
    if when and other.period and interval(other.period) and not overlaps(when, other.period):
        if _nearer(held, other.period, when, figure.quantity):
            return None
        elsewhere = any(timing.covers(when, p, option.line) for p in option.line.periods)
        if not elsewhere or _restated(held, mine, option):
            return "period_mismatch", when, other.period
    return None


def _nearer(held: Held, period: str, when: str, quantity: Quantity) -> bool:
    """Whether the statement names ``period`` no farther from a figure than ``when``."""

    def distance(iso: str) -> int:
        return min(
            (abs(p.start - quantity.end) for p in held.said.periods if p.iso and timing.within(p.iso, iso)),
            default=10**6,
        )

    return distance(period) <= distance(when) < 10**6


def _restated(held: Held, mine: Claim, option: _Option) -> bool:
    """Whether the line gives another figure for the metric and period that a statement's claim has."""
    claims = held.sources.claims(option.line.document.id)
    for quantity in option.line.figures:
        claim = claims.get(option.line.start + quantity.start)
        if claim is None or quantity.start == option.quantity.start:
            continue
        if _base(claim.metric_key) != _base(mine.metric_key):
            continue
        if claim.period and mine.period and not overlaps(claim.period, mine.period):
            continue
        stand = figures.stand(mine.quantity, claim.quantity)
        if stand is not None and stand not in figures.AGREEING:
            return True
    return False


def _when(held: Held, claim: Claim) -> str:
    """The period of a statement's claim where the statement itself names it."""
    if not claim.period or interval(claim.period) is None:
        return ""
    return claim.period if any(p.iso for p in held.said.periods) else ""


def number_findings(held: Held) -> Iterator[Finding]:
    """Digits of the statement that are no figure and no date, where the evidence has them not."""
    for start, end in held.said.numbers:
        raw = held.said.text[start:end]
        near = held.matching.near(held.said.clause(start))
        tellable = [line for line in near if line.lang == held.said.lang or raw[:1].isdigit()]
        folded = fold_text(raw)
        if not tellable or any(_has_number(folded, line.folded) for line in near):
            continue
        line = tellable[0]
        other = next(
            (
                match
                for match in NUMBER.finditer(line.folded)
                if not _has_number(match.group(), held.said.folded) and match.group()[0].isdigit()
            ),
            None,
        )
        if other is not None and held.is_copy(line):
            source = other.group(), line, line.start, line.end
            yield Finding("figure_mismatch", "contradicted", start, end, raw, *source)
        elif not any(_has_number(folded, held.sources.around(one)) for one in near):
            yield Finding("figure_not_found", "unsupported", start, end, raw)


_CLOSE: dict[str, int] = {"scale": 3, "unit": 2, "bound": 2, "direction": 2, "other": 1}
_BESIDE = 14
_SHARED = 0.25
"""What the same metric counts, and the same subject, beside words that are alike around two figures."""
_MOST = 0.6
"""Share of its clause's words that a line has whose other number contradicts, unless of the same metric.

A value (worth, 价值) is no such metric: anything may have one.
"""


@lru_cache(maxsize=4096)
def _beside(folded: str, start: int, end: int) -> frozenset[str]:
    around = (folded[max(0, start - _BESIDE) : start], folded[end : end + _BESIDE])
    return frozenset(
        f"{side}{part[i : i + 2]}" for side, part in enumerate(around) for i in range(len(part) - 1)
    )


@lru_cache(maxsize=4096)
def _metrics(text: str) -> frozenset[str]:
    return frozenset(concept.key for term in metrics.find(text) for concept in term.concepts)


def _base(key: str) -> str:
    return key.removesuffix("_growth")


def _plain(text: str) -> str:
    """A text folded and without 的, so that 未履约合同 is found in 未履约的合同."""
    return fold_text(text).replace("的", "")


def _has_number(number: str, folded: str) -> bool:
    at = folded.find(number)
    while at >= 0:
        before, behind = folded[at - 1 : at], folded[at + len(number) : at + len(number) + 1]
        if not (number[0].isdigit() and before.isdigit()) and not behind.isdigit():
            return True
        at = folded.find(number, at + 1)
    return False
