"""From a statement and its evidence to what is wrong with it: every figure, period, name and clause in turn.

Each part is accounted for in the lines that have nearly as much of its clause's words as the best line.
What differs there is contradicted when the line says the same thing otherwise, else only unsupported: a
wrong figure is told from a figure of something else by the words around it and by the stored claims.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.qa import metrics
from yinzheng.qa.checking import figures, naming, polarity
from yinzheng.qa.checking.matching import MARGIN, Matching
from yinzheng.qa.checking.meaning import is_said
from yinzheng.qa.checking.reading import NUMBER, Named
from yinzheng.qa.grammar import periods as grammar
from yinzheng.qa.grammar.iso_periods import interval, overlaps
from yinzheng.qa.names.aliases import canonical
from yinzheng.qa.names.entities import Vocabulary, english_names
from yinzheng.qa.names.entities import names as names_of
from yinzheng.qa.names.entities import vocabulary as vocabulary_of

if TYPE_CHECKING:
    from yinzheng.qa.checking.figures import Stand
    from yinzheng.qa.checking.reading import Clause, Figure, Said
    from yinzheng.qa.checking.sources import Evidence, Line, Sources
    from yinzheng.qa.grammar.periods import Period
    from yinzheng.types import Claim, Label, Quantity, ReasonCode

CLOSE = 0.05
"""How far behind the best line's fit a line may be that tells whether a clause is turned round."""

SAME = 0.5
"""Fit from which a line says the same thing, so that what differs in it contradicts."""

NEARLY = 0.6
"""Fit from which a line that tells another time, if less or more exactly, tells it of the same thing."""

COPY = 0.7
"""Share of a statement's words from which a line is a copy of it, but for what differs."""

_CONTEXT = 0.7
"""How surely a line is about a name that stands around it."""

_COMPARED = 600
"""Characters of a statement that are compared with its source one by one, at most."""

_LETTER = re.compile(r"[^\W\d_]")
_STANDS_FOR = re.compile(
    r"(?:该|本|这家|贵|我)?(?:公司|集团|企业|机构|银行|行|国|校|院|店|市|省|县|地)?|其|它们?|他们?|她们?|我们?|双方|对方|后者|前者"
    r"|(?:the |this |that )?(?:its?|he|she|they|him|his|her|their|them|we|our|us)"
    r"|(?:the |this |that )?(?:company|firm|group|bank|former|latter)"
)
"""Words that may stand for a name."""

_FIRST_WORD = re.compile(r"[A-Z][\w&.'’-]*")
_QUESTION = re.compile(r"[?？]\s*[”\"’」』）)]*\s*$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found out: ``[start, end)`` of the statement, ``[at, past)`` of ``line``'s document.

    ``label`` is what it makes of the statement by itself.
    """

    code: ReasonCode
    label: Label
    start: int
    end: int
    said: str = ""
    source: str = ""
    line: Line | None = None
    at: int = 0
    past: int = 0


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
    held = _Held(said, evidence, sources)
    parts = (held.figures(), held.periods(), held.numbers(), held.names(), held.clauses())
    found = [
        one
        for part in parts
        for one in part
        if not any(start <= one.start and one.end <= end for start, end in quoted)
    ]
    lines = _used(found, held)
    bad = [one for one in found if one.label != "supported"]
    if any(one.label == "contradicted" for one in bad):
        return Judgement("contradicted", _ordered(found), lines)
    if not bad and (_is_quoted(said, quoted) or is_said(held.matching)):
        top = lines[0]
        found.append(Finding("meaning", "supported", *whole, line=top, at=top.start, past=top.end))
        return Judgement("supported", _ordered(found), lines)
    if not bad:
        found.append(Finding("no_evidence", "unsupported", *whole))
    return Judgement("unsupported", _ordered(found), lines)


def _states_nothing(said: Said) -> bool:
    if _QUESTION.search(said.text):
        return True
    return not said.figures and not said.periods and len(said.units) + len(said.names) < 2


def _is_quoted(said: Said, quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether most of a statement is quotations that were found."""
    return 2 * sum(end - start for start, end in quoted) >= len(said.text)


def _ordered(found: Sequence[Finding]) -> list[Finding]:
    worst = {"contradicted": 0, "unsupported": 1}
    return sorted(found, key=lambda one: (worst.get(one.label, 2), one.start))


def _used(found: Sequence[Finding], held: _Held) -> list[Line]:
    """The lines that count: the one with most of the words, and those that bear out a part."""
    lines = [one.line for one in found if one.line is not None]
    top = held.matching.top
    return list(dict.fromkeys([*([top] if top else []), *lines]))[:3]


@dataclass(frozen=True, slots=True)
class _Option:
    """A figure of a line beside one of the statement: how they stand, and what the stored claim tells."""

    stand: Stand
    line: Line
    quantity: Quantity
    claim: Claim | None
    fit: float


class _Held:
    """One statement held against its evidence."""

    def __init__(self, said: Said, evidence: Evidence, sources: Sources) -> None:
        self.said, self.evidence, self.sources = said, evidence, sources
        self.named = (*said.names, *self._opening())
        self._shares: dict[Line, float] = {}
        self.matching = Matching(said, evidence, self._had, self._share)

    def _had(self, line: Line) -> list[float]:
        """How surely a line has each name: 1 for in it, less for in its passage, title or heading."""
        return [
            1.0 if naming.in_line(one, line) else _CONTEXT * naming.stands(one.raw, self.sources.around(line))
            for one in self.named
            if naming.can_tell(one, self.said.lang, line)
        ]

    def _share(self, line: Line) -> float:
        """The share of the statement's figures that a line has, in [0, 1]."""
        if not self.said.figures:
            return 0.0
        if line not in self._shares:
            claims = self.sources.claims(line.document.id)
            theirs = [
                claim.quantity if (claim := claims.get(line.start + q.start)) else q for q in line.figures
            ]
            mine = [figure.quantity for figure in self.said.figures]
            had = sum(any(figures.stand(a, b) in figures.AGREEING for b in theirs) for a in mine)
            self._shares[line] = had / len(mine)
        return self._shares[line]

    def _opening(self) -> list[Named]:
        """A name that opens an English statement: only the evidence tells that it is none of its words."""
        if self.said.lang != "en" or any(not self.said.text[: one.start].strip() for one in self.said.names):
            return []
        text = self.said.text
        first = _FIRST_WORD.match(text)
        if first is None:
            return []
        texts = {line.document.id: line.document.text for line in self.evidence.lines}
        capital = frozenset[str]().union(*(vocabulary(one).capital for one in texts.values()))
        small = frozenset[str]().union(*(vocabulary(one).small for one in texts.values()))
        if first.group().split()[0] not in capital or first.group().split()[0].lower() in small:
            return []
        found = english_names(text, 0, len(text), Vocabulary(small, capital))[:1]
        return [Named(n.start, n.end, text[n.start : n.end], n.kind) for n in found if n.start == 0]

    # Figures.

    def figures(self) -> Iterator[Finding]:
        """What each figure of the statement comes to."""
        agreeing: dict[int, list[_Option]] = {}
        for n, figure in enumerate(self.said.figures):
            agreeing[n] = self._agreeing(figure)
        taken = {(option.line, option.quantity.start) for found in agreeing.values() for option in found[:1]}
        for n, figure in enumerate(self.said.figures):
            yield self._figure(figure, agreeing[n], taken)

    def _options(self, figure: Figure, lines: Sequence[Line]) -> list[_Option]:
        clause = self.said.clause(figure.quantity.start)
        found = []
        for line in lines:
            claims = self.sources.claims(line.document.id)
            for quantity in line.figures:
                claim = claims.get(line.start + quantity.start)
                stand = figures.stand(figure.quantity, claim.quantity if claim else quantity)
                if stand is not None:
                    found.append(_Option(stand, line, quantity, claim, self.matching.fit(line, clause)))
        return found

    def _agreeing(self, figure: Figure) -> list[_Option]:
        """The figures of the evidence that are the same, best first; the library's claims where none is."""
        clause = self.said.clause(figure.quantity.start)
        floor = self.matching.best(clause) - MARGIN
        found = [one for one in self._options(figure, self.matching.lines) if one.stand in figures.AGREEING]
        near = [one for one in found if one.fit >= floor]
        if not near:
            self.sources.add_claims(self.said, self.evidence, figure.quantity)
            found = [
                one for one in self._options(figure, self.matching.lines) if one.stand in figures.AGREEING
            ]
            near = [one for one in found if one.fit >= floor or self._claimed(figure, one)]
        return sorted(
            near,
            key=lambda one: (
                self._apart(figure, one) is not None, one.stand == "rounded", -one.fit, one.line.start
            ),
        )  # fmt: skip

    def _claimed(self, figure: Figure, option: _Option) -> bool:
        """Whether the claims tell that two figures are of one thing where words do not."""
        mine, other = figure.claim, option.claim
        if mine is None or other is None or not mine.metric_key or mine.metric_key != other.metric_key:
            return False
        if not other.subject or not mine.subject or canonical(mine.subject) != canonical(other.subject):
            return False
        return not (mine.period and other.period) or overlaps(mine.period, other.period)

    def _figure(self, figure: Figure, agreeing: Sequence[_Option], taken: set[tuple[Line, int]]) -> Finding:
        quantity = figure.quantity
        if agreeing:
            best = agreeing[0]
            apart = self._apart(figure, best)
            if apart is None:
                code = figures.CODES[best.stand]
                if code == "figure_found" and figures.written_otherwise(quantity, best.quantity):
                    code = "converted"
                return self._finding(code, "supported", quantity, best)
            code, mine, other = apart
            return replace(self._finding(code, "contradicted", quantity, best), said=mine, source=other)
        clause = self.said.clause(quantity.start)
        floor = max(SAME, self.matching.best(clause) - MARGIN)
        slots = [
            one
            for one in self._options(figure, self.matching.lines)
            if one.fit >= floor
            and (one.line, one.quantity.start) not in taken
            and one.stand not in figures.AGREEING
        ]
        if not slots:
            return Finding("figure_not_found", "unsupported", quantity.start, quantity.end, quantity.raw)
        best = max(slots, key=lambda one: (self._beside(quantity, one), _CLOSE.get(one.stand, 0), one.fit))
        return self._finding(figures.CODES[best.stand], "contradicted", quantity, best)

    def _finding(self, code: ReasonCode, label: Label, quantity: Quantity, option: _Option) -> Finding:
        line = option.line
        at, past = line.start + option.quantity.start, line.start + option.quantity.end
        source = line.document.text[at:past]
        return Finding(code, label, quantity.start, quantity.end, quantity.raw, source, line, at, past)

    def _beside(self, quantity: Quantity, option: _Option) -> float:
        """How alike the words right before and behind two figures are, in [0, 1]."""
        mine = _beside(self.said.folded, quantity.start, quantity.end)
        other = _beside(option.line.folded, option.quantity.start, option.quantity.end)
        return len(mine & other) / max(1, min(len(mine), len(other)))

    def _apart(self, figure: Figure, option: _Option) -> tuple[ReasonCode, str, str] | None:
        """What tells that two equal figures are of different things, with the words of both sides."""
        mine, other = figure.claim, option.claim
        if mine is None or other is None:
            return None
        if mine.metric_key and other.metric_key and _base(mine.metric_key) != _base(other.metric_key):
            keys = {_base(key) for key in _metrics(option.line.text)}
            here = {_base(key) for key in _metrics(self.said.text)}
            if _base(mine.metric_key) not in keys or (
                _base(other.metric_key) in here and self._restated(mine, option)
            ):
                return "metric_mismatch", mine.metric, other.metric
        when = self._when(mine)
        if when and other.period and interval(other.period) and not overlaps(when, other.period):
            if self._nearer(other.period, when, figure.quantity):
                return None
            elsewhere = any(_covers(when, p, option.line) for p in option.line.periods)
            if not elsewhere or self._restated(mine, option):
                return "period_mismatch", when, other.period
        return None

    def _nearer(self, period: str, when: str, quantity: Quantity) -> bool:
        """Whether the statement names ``period`` no farther from a figure than ``when``."""

        def distance(iso: str) -> int:
            return min(
                (abs(p.start - quantity.end) for p in self.said.periods if p.iso and _within(p.iso, iso)),
                default=10**6,
            )

        return distance(period) <= distance(when) < 10**6

    def _restated(self, mine: Claim, option: _Option) -> bool:
        """Whether the line gives another figure for the metric and period that a statement's claim has."""
        claims = self.sources.claims(option.line.document.id)
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

    def _when(self, claim: Claim) -> str:
        """The period of a statement's claim where the statement itself names it."""
        if not claim.period or interval(claim.period) is None:
            return ""
        return claim.period if any(p.iso for p in self.said.periods) else ""

    # Periods.

    def periods(self) -> Iterator[Finding]:
        """What each date and period of the statement comes to; what is found is not reported."""
        for period in self.said.periods:
            found = self._period(period)
            if found is not None:
                yield found

    def _period(self, period: Period) -> Finding | None:
        clause = self.said.clause(period.start)
        near = self.matching.near(clause)
        if any(_has(period, line) for line in near):
            return None
        if not near:
            return Finding("period_mismatch", "unsupported", period.start, period.end, period.raw)
        if period.iso is None and all(line.lang != self.said.lang for line in near):
            return None  # 去年, last year: what it means depends on whose year it is
        line = near[0]
        fit = self.matching.fit(line, clause)
        level = _level(period.iso or period.form)
        lacking = [
            other
            for other in line.periods
            if (_level(other.iso or other.form) == level or (other.iso and fit >= NEARLY))
            and not any(_matches(mine, other, line) for mine in self.said.periods)
        ]
        lacking.sort(key=lambda other: _level(other.iso or other.form) != level)
        if lacking and fit >= SAME:
            other = lacking[0]
            return Finding(
                "period_mismatch", "contradicted", period.start, period.end, period.raw, other.raw,
                line, line.start + other.start, line.start + other.end,
            )  # fmt: skip
        if period.iso is None:
            part = period.form[1:] if period.form[:1] == "*" else ""  # 第三季度, of whichever year
            told = [p.iso or p.form for p in _periods(self.sources.around(line))]
            if part and not any(part in form for form in told):
                return Finding("period_mismatch", "unsupported", period.start, period.end, period.raw)
            return None
        stored = {
            claim.period
            for one in near
            for q in one.figures
            if (claim := self.sources.claims(one.document.id).get(one.start + q.start)) and claim.period
        }
        known = [iso for iso in stored if interval(iso)]
        if any(_within(period.iso, iso) for iso in known):
            return None
        if not lacking and any(_around(period, line, self.sources) for line in near):
            return None
        label: Label = "contradicted" if known and fit >= SAME and self.said.figures else "unsupported"
        source = known[0] if label == "contradicted" else ""
        return Finding(
            "period_mismatch", label, period.start, period.end, period.raw, source, line, line.start, line.end
        )

    # Other numbers: those of names (硅谷101, GPT-4), of ordinals, of years that stand before a noun.

    def numbers(self) -> Iterator[Finding]:
        """Digits of the statement that are no figure and no date, where the evidence has them not."""
        for start, end in self.said.numbers:
            raw = self.said.text[start:end]
            near = self.matching.near(self.said.clause(start))
            tellable = [line for line in near if line.lang == self.said.lang or raw[:1].isdigit()]
            folded = fold_text(raw)
            if not tellable or any(_has_number(folded, line.folded) for line in near):
                continue
            line = tellable[0]
            other = next(
                (
                    match
                    for match in NUMBER.finditer(line.folded)
                    if not _has_number(match.group(), self.said.folded) and match.group()[0].isdigit()
                ),
                None,
            )
            if other is not None and self._is_copy(line):
                source = other.group(), line, line.start, line.end
                yield Finding("figure_mismatch", "contradicted", start, end, raw, *source)
            elif not any(_has_number(folded, self.sources.around(one)) for one in near):
                yield Finding("figure_not_found", "unsupported", start, end, raw)

    def _is_copy(self, line: Line) -> bool:
        """Whether a line says the same in nearly the same words of the same language."""
        return line.lang == self.said.lang and self.matching.coverage(line) >= COPY

    # Names.

    def names(self) -> Iterator[Finding]:
        """What each name of the statement comes to; what is found is not reported."""
        for named in self.named:
            found = self._name(named)
            if found is not None:
                yield found
        yield from self._roles()
        yield from self._replaced()

    def _name(self, named: Named) -> Finding | None:
        clause = self.said.clause(named.start)
        near = self.matching.near(clause)
        if not near or any(naming.in_line(named, line) for line in near):
            return None
        if not any(naming.can_tell(named, self.said.lang, line) for line in near):
            return None
        line = near[0]
        other = self._instead(named, line)
        if other is not None and self.matching.coverage(line) >= SAME:
            at = line.start + other.start
            return Finding(
                "subject_mismatch", "contradicted", named.start, named.end, named.raw, other.raw,
                line, at, at + len(other.raw),
            )  # fmt: skip
        if any(
            naming.stands(named.raw, self.sources.around(one))
            or naming.goes_by(named.raw, self.sources.around(one))
            for one in near
        ):
            return None
        return Finding("name_not_found", "unsupported", named.start, named.end, named.raw)

    def _replaced(self) -> Iterator[Finding]:
        """A name of a line that the statement repeats but for it, with something else in its place."""
        matching = self.matching
        line = max(matching.lines, key=matching.coverage, default=None)
        if line is None or not self._is_copy(line) or not matching.is_mutual(line):
            return
        floor = matching.coverage(line) - MARGIN
        if any(
            matching.names(x) > matching.names(line) and matching.coverage(x) >= floor for x in matching.lines
        ):
            return  # another line says it of who is named
        said, source = self.said.folded, line.folded
        if max(len(said), len(source)) > _COMPARED:
            return
        runs = SequenceMatcher(None, said, source, autojunk=False).get_opcodes()
        for other in line_names(line):
            if naming.stands(other.raw, said) or naming.goes_by(other.raw, said):
                continue
            over = [run for run in runs if run[3] < other.end and other.start < run[4]]
            start = min((run[1] for run in over if run[0] != "equal"), default=0)
            end = max((run[2] for run in over if run[0] != "equal"), default=0)
            instead = said[start:end].strip()
            if not _LETTER.search(instead) or _STANDS_FOR.fullmatch(instead):
                continue
            at = line.start + other.start
            place = line, at, at + len(other.raw)
            yield Finding(
                "subject_mismatch", "contradicted", start, end, self.said.text[start:end], other.raw, *place
            )
            return

    def _instead(self, named: Named, line: Line) -> Named | None:
        """A name of the same kind that a line has and the statement lacks."""
        folded = self.said.folded
        for other in line_names(line):
            alike = other.kind == named.kind or {other.kind, named.kind} <= {"org", "product"}
            if alike and not naming.stands(other.raw, folded) and not naming.goes_by(other.raw, folded):
                return other
        return None

    def _roles(self) -> Iterator[Finding]:
        line = self.matching.top
        if line is None or not self._is_copy(line):
            return
        known = {canonical(one.raw): one for one in self.named if one.kind in ("org", "person")}
        held = []
        for one in known.values():
            here, there = naming.place(one.raw, self.said.folded), naming.place(one.raw, line.folded)
            if here and there:
                part = self.said.clause(here[0]).start, bisect_right(line.bounds, there[0])
                held.append((one, here, there, part))
        changed = None
        for part in dict.fromkeys(part for *_, part in held):  # clauses may change their order
            inside = [n for n, one in enumerate(held) if one[3] == part]
            places = [(held[n][1], held[n][2]) for n in inside]
            if found := polarity.swapped(self.said.folded, line.folded, places):
                changed = inside[found[0]], inside[found[1]]
        if changed is not None:
            a, b = (held[n][0] for n in changed)
            yield Finding(
                "roles_swapped", "contradicted", a.start, a.end, a.raw, b.raw, line, line.start, line.end
            )

    # Negation and direction.

    def clauses(self) -> Iterator[Finding]:
        """Clauses that are negated or turned round."""
        for clause in self.said.clauses:
            if not clause.units:
                continue
            near = self.matching.near(clause, CLOSE)
            near = [line for line in near if self.matching.fit(line, clause) >= SAME]
            found = [self._turned(clause, line) for line in near]
            if found and all(found) and found[0]:
                yield found[0]

    def _turned(self, clause: Clause, line: Line) -> Finding | None:
        text = fold_text(self.said.text[clause.start : clause.end])
        piece = max(line.pieces, key=lambda one: one.coverage(clause.units), default=None)
        if piece is None or piece.coverage(clause.units) < SAME:
            piece = line
        source = piece.folded
        code: ReasonCode | None = None
        mine, other = "", ""
        copied = self._is_copy(line) and self.matching.is_mutual(line)
        differ = polarity.negations(self.said.folded) != polarity.negations(line.folded)
        if differ and (copied or polarity.is_negated(text, source)):
            code = "negated"
        elif (self._is_copy(line) and (opposite := polarity.turned(self.said.folded, line.folded))) or (
            (opposite := polarity.turned(text, source)) and polarity.turned(self.said.folded, line.folded)
        ):
            code = "direction"
            mine, other = opposite
        if code is None:
            return None
        return Finding(
            code, "contradicted", clause.start, clause.end, mine, other, line, line.start, line.end
        )


_CLOSE: dict[str, int] = {"scale": 3, "unit": 2, "bound": 2, "direction": 2, "other": 1}
_BESIDE = 14


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


@lru_cache(maxsize=1 << 14)
def line_names(line: Line) -> tuple[Named, ...]:
    """The names of a line, offsets counted from its start."""
    text = line.text
    found = (
        english_names(text, 0, len(text), vocabulary(line.document.text))
        if line.lang == "en"
        else names_of(text)
    )
    return tuple(Named(one.start, one.end, text[one.start : one.end], one.kind) for one in found)


@lru_cache(maxsize=256)
def vocabulary(text: str) -> Vocabulary:
    """The words of a document that tell names from words that open sentences."""
    return vocabulary_of(text)


def _level(form: str) -> str:
    """How fine a period is: its form with every digit the same, so that 2023-Q1 is like 2024-Q3."""
    return re.sub(r"\d+|[<=>*YRQMWD][+-]", "0", form.replace("FY", ""))


def _resolved(period: Period, line: Line) -> str:
    if period.iso:
        return period.iso
    date = line.document.date
    return (grammar.resolve(period, date) if date else None) or ""


def _within(mine: str, other: str) -> bool:
    """Whether a source's period lies within a statement's, so that the statement is no finer."""
    a, b = interval(mine), interval(other)
    if a is None or b is None:
        return mine == other
    if "FY" in mine or "FY" in other:
        return overlaps(mine, other)
    if "/" in mine or "/" in other:  # since, until, from … to: the ends that are told count
        return a == b
    return a[0] <= b[0] and b[1] <= a[1]


def _covers(iso: str, other: Period, line: Line) -> bool:
    resolved = _resolved(other, line)
    return bool(resolved) and _within(iso, resolved)


def _same(mine: Period, other: Period, line: Line) -> bool:
    if mine.iso:
        return _covers(mine.iso, other, line)
    return mine.form == other.form or bool(
        other.iso and mine.form[:1] == "*" and other.iso.endswith(mine.form[1:])
    )


def _matches(mine: Period, other: Period, line: Line) -> bool:
    """Whether a statement's period accounts for one of a line: it is that one, or holds it and no other."""
    if not _same(mine, other, line):
        return False
    if mine.iso is None or _resolved(other, line) == mine.iso:
        return True
    return not any(_resolved(one, line) == mine.iso for one in line.periods)


def _has(period: Period, line: Line) -> bool:
    if any(_same(period, other, line) for other in line.periods) or fold_text(period.raw) in line.folded:
        return True
    low, slash, high = (period.iso or "").partition("/")
    told = {_resolved(other, line) for other in line.periods}
    return bool(slash) and {low, high} <= told


def _has_number(number: str, folded: str) -> bool:
    at = folded.find(number)
    while at >= 0:
        before, behind = folded[at - 1 : at], folded[at + len(number) : at + len(number) + 1]
        if not (number[0].isdigit() and before.isdigit()) and not behind.isdigit():
            return True
        at = folded.find(number, at + 1)
    return False


def _around(period: Period, line: Line, sources: Sources) -> bool:
    """Whether the passage of a line, its heading or its document's date and title tell a period."""
    if period.iso is None:
        return True
    date = line.document.date
    if date and _within(period.iso, date):
        return True
    return any(
        one.iso and (_within(period.iso, one.iso) or _within(one.iso, period.iso))
        for one in _periods(sources.around(line))
    )


@lru_cache(maxsize=4096)
def _periods(text: str) -> tuple[Period, ...]:
    return tuple(grammar.periods(text))
