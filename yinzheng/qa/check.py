"""The whole way of a check: a text's statements, what each is held against, and what comes of it.

Statements with citation marks are held against what they cite, the others against the whole library. What the
library says elsewhere is offered where the cited places do not bear a statement out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yinzheng.corpus.locate import cite
from yinzheng.errors import InternalError
from yinzheng.qa.checking.blocks import without_escapes
from yinzheng.qa.checking.held import Finding
from yinzheng.qa.checking.judge import Judgement, is_question, judge
from yinzheng.qa.checking.marks import Mark, Marks, cited, read_marks
from yinzheng.qa.checking.pool import judged
from yinzheng.qa.checking.quoting import Quoting, quoting
from yinzheng.qa.checking.reading import read_names, read_words
from yinzheng.qa.checking.rows import Rows
from yinzheng.qa.checking.sources import Evidence, Sources
from yinzheng.qa.checking.statements import Statement, statements
from yinzheng.qa.checking.wording import detail
from yinzheng.types import Citation, Reason, Report, Verdict

if TYPE_CHECKING:
    from yinzheng.index.index import Index
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.marks import Target
    from yinzheng.qa.checking.messages import Task
    from yinzheng.qa.checking.reading import Said
    from yinzheng.types import Lang, ReasonCode

_TOGETHER = 96
"""Statements that are read at once; a block of a text that several processes check. With larger ones a
process waits at the end for the other's last."""

_SHOWN = 3
"""Places shown with a verdict, at most."""


def check(
    checking: Checking, task: Task, *, workers: int = 0, step: Callable[[int], None] = lambda _: None
) -> Report:
    """Hold every statement of a text against the library; code and lists of sources are left out.

    ``workers`` other processes help, which are given ``task``. ``step`` is told how many more statements are
    judged.
    """
    edges = [*range(0, checking.total, _TOGETHER), checking.total]
    blocks = [(first, past) for first, past in pairwise(edges) if first < past]
    return Report(tuple(judged(task, blocks, min(workers, len(blocks) - 1), checking.verdicts, step)))


@dataclass(slots=True)
class _Held:
    """A statement with its marks, as it was read, and what it is held against."""

    statement: Statement
    marks: list[Mark]
    targets: list[Target]
    said: Said
    evidence: Evidence
    quoting: Quoting | None


class Checking:
    """One check of one text, of which any part can be judged by itself."""

    def __init__(
        self,
        index: Index,
        sources: Sources,
        text: str,
        *,
        cited_only: bool = False,
    ) -> None:
        """Read the statements of ``text`` and their marks.

        ``index`` is what marks are looked up in and ``sources`` the evidence. ``cited_only`` judges only
        statements that carry a citation mark.
        """
        self._text, self._sources = text, sources
        self._plain = plain = without_escapes(text)
        self._marks = marks = read_marks(plain, index.documents, index.document)
        held = [
            (one, cited(one, marks)) for one in statements(plain) if one.kind not in ("code", "reference")
        ]
        self._statements = [(one, own) for one, own in held if own] if cited_only else held
        self._blank = _blanked(plain, marks)
        self._rows = Rows(self._blank)

    @property
    def sources(self) -> Sources:
        """What it is held against."""
        return self._sources

    @property
    def total(self) -> int:
        """How many statements are judged."""
        return len(self._statements)

    def _cite(self, doc_id: str, start: int, end: int, lang: Lang) -> Citation:
        document = self._sources.document(doc_id)
        if document is None:
            raise InternalError(f"a quotation was found in {doc_id}, which is gone")
        return cite(1, document, start, end, lang)

    def verdicts(self, first: int, past: int) -> list[Verdict]:
        """The verdicts on the statements ``[first, past)``, in their order."""
        part, sources = self._statements[first:past], self._sources
        sources.forget()
        held = []
        for statement, marks in part:
            targets = [target for mark in marks for target in self._marks.targets[mark.start]]
            quoted = quoting(self._plain, statement, lambda: sources.texts, targets, self._cite)
            said = read_words(self._blank, statement, sources.weigh)
            held.append(_Held(statement, marks, targets, said, Evidence(), quoted))
        sought = [one for one in held if _says_something(one)]
        wide = [one for one in sought if not one.targets]
        for one, found in zip(wide, sources.gather([one.said for one in wide]), strict=True):
            one.evidence = found
        for one in sought:
            if one.targets:
                one.evidence = sources.within(one.said, one.targets)
        # Who is named is looked for only where words leave something open: tagging costs most.
        left = [one for one in held if one.evidence.verbatim is None]
        for one, read in zip(left, read_names([o.said for o in left], self._rows.claims), strict=True):
            one.said = read
        return [self._verdict(one) for one in held]

    def _verdict(self, held: _Held) -> Verdict:
        lang = held.statement.lang
        verdict = self._judged(held, held.evidence)
        resolved = [mark for mark in held.marks if self._marks.targets[mark.start]]
        notes: list[Reason] = []
        if resolved and verdict.label == "supported":
            notes = [_note("citation_adds_nothing", mark, lang) for mark in self._idle(held, resolved)]
        elif resolved and verdict.label != "uncheckable":
            verdict = replace(verdict, better=self._better(held))
            notes = [_note("citation_lacks_support", mark, lang) for mark in resolved]
        broken = [
            Reason("unresolved_citation", self._marks.problems[mark.start], mark.start, mark.end)
            for mark in held.marks
            if mark.start in self._marks.problems
        ]
        if broken and verdict.label == "supported":
            better = verdict.better if resolved else verdict.citations
            verdict = replace(verdict, label="unsupported", better=better)
        return replace(verdict, reasons=(*broken, *notes, *verdict.reasons))

    def _judged(self, held: _Held, evidence: Evidence) -> Verdict:
        """The verdict on a statement's quotations, and on the rest of it where they stand in a source."""
        quoted = held.quoting
        if _is_bare_heading(held):
            whole = Finding("nothing_to_check", "uncheckable", 0, len(held.said.text))
            return self._shown(held, Judgement("uncheckable", [whole]))
        if quoted is None:
            return self._shown(held, judge(held.said, evidence, self._sources))
        if quoted.label != "supported":
            places = [(near.doc_id, near.start, near.end) for near in quoted.near]
            citations = tuple(self._cite(*place, held.statement.lang) for place in places)
            return replace(
                self._shown(held, Judgement(quoted.label)), reasons=quoted.reasons, citations=citations
            )
        places = [(place.doc_id, place.start, place.end) for place in quoted.found]
        self._sources.add_places(evidence, places)
        verdict = self._shown(held, judge(held.said, evidence, self._sources, quoted.spans))
        kept = [one for one in verdict.reasons if one.code != "nothing_to_check"]
        label = "supported" if verdict.label == "uncheckable" else verdict.label
        return replace(verdict, label=label, reasons=(*quoted.reasons, *kept))

    def _better(self, held: _Held) -> tuple[Citation, ...]:
        """Places that bear a statement out which what it cites does not."""
        lang = held.statement.lang
        if held.quoting and held.quoting.label != "supported":
            return tuple(self._cite(p.doc_id, p.start, p.end, lang) for p in held.quoting.elsewhere)
        judged = judge(held.said, self._sources.gather([held.said])[0], self._sources)
        return _citations(judged.lines, lang) if judged.label == "supported" else ()

    def _idle(self, held: _Held, resolved: Sequence[Mark]) -> list[Mark]:
        """The marks of several that do not bear the statement out and without which the others do.

        This is what ALCE's citation precision counts (Gao, Yen, Yu, Chen 2023).
        """
        if len(resolved) < 2:
            return []
        idle: list[Mark] = []
        for mark in resolved:
            own = self._marks.targets[mark.start]
            rest = [
                t
                for other in resolved
                if other not in (mark, *idle)
                for t in self._marks.targets[other.start]
            ]
            if self._bears_out(held, rest) and not self._bears_out(held, own):
                idle.append(mark)
        return idle

    def _bears_out(self, held: _Held, targets: Sequence[Target]) -> bool:
        evidence = self._sources.within(held.said, targets)
        return judge(held.said, evidence, self._sources).label == "supported"

    def _shown(self, held: _Held, judged: Judgement) -> Verdict:
        statement, lang = held.statement, held.statement.lang
        reasons = []
        for one in judged.findings:
            source = None
            if one.line is not None:
                source = cite(1, one.line.document, one.at, one.past, lang)
            said = detail(one.code, lang, one.said, one.source)
            reasons.append(
                Reason(one.code, said, statement.start + one.start, statement.start + one.end, source)
            )
        return Verdict(
            self._text[statement.start : statement.end],
            statement.start,
            statement.end,
            judged.label,
            tuple(reasons),
            _citations(judged.lines, lang),
        )


def _is_bare_heading(held: _Held) -> bool:
    return held.statement.kind == "heading" and held.quoting is None and not held.said.figures


def _says_something(held: _Held) -> bool:
    """Whether evidence is looked for: questions and headings without figures say nothing."""
    return not (is_question(held.said) or _is_bare_heading(held))


def _note(code: ReasonCode, mark: Mark, lang: Lang) -> Reason:
    return Reason(code, detail(code, lang), mark.start, mark.end)


def _citations(lines: Sequence[Line], lang: Lang) -> tuple[Citation, ...]:
    return tuple(cite(n, one.document, one.start, one.end, lang) for n, one in enumerate(lines[:_SHOWN], 1))


def _blanked(text: str, marks: Marks) -> str:
    """The text with its marks turned to spaces, so that they are read as no figures."""
    parts: list[str] = []
    done = 0
    for mark in marks.marks:
        parts += (text[done : mark.start], " " * (mark.end - mark.start))
        done = mark.end
    return "".join([*parts, text[done:]])
