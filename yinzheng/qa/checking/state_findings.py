"""What short sentences of the evidence deny: "It is not profitable" behind a sentence that names who.

They name nobody and share a word or two with a statement, so that longer sentences go before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold, fold_text
from yinzheng.qa.checking import polarity
from yinzheng.qa.checking.casts import cast_of, is_same, names_in
from yinzheng.qa.checking.held import Finding
from yinzheng.qa.checking.reading import units

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Clause
    from yinzheng.types import Label

_MOST = 0.7
"""Share of a clause's words that a sentence has which says the same."""

_SHORT = 3
"""Words of content of a statement up to which longer sentences go before one that says the same."""

_MORE = 1
"""Words of content that it may have besides."""

_WHEN = frozenset("已经 已 目前 现在 现已 仍 仍然 依然 尚 currently now already still yet".split())  # noqa: SIM905
"""Words that a denial mostly has otherwise: already profitable, not yet profitable."""

_STANDS_FOR = frozenset(("公司", "集团", "企业", "该公司", "company", "group", "firm", "bank"))


def state_findings(held: Held) -> Iterator[Finding]:
    """Clauses that a sentence which says no more than they do denies, where no such sentence says them."""
    for clause in held.said.clauses:
        if not clause.units:
            continue
        text = fold_text(held.said.text[clause.start : clause.end])
        lines = [line for line in held.matching.lines if restates(held, clause, line)]
        denied = [line for line in lines if polarity.is_denied(text, line.folded)]
        if not denied or len(denied) < len(lines):
            continue
        line = denied[0]
        label: Label = "contradicted" if _is_about(held, line) else "unsupported"
        yield Finding(
            "negated", label, clause.start, clause.end, line=line, at=line.start, past=line.end
        )  # fmt: skip


def restates(held: Held, clause: Clause, line: Line) -> bool:
    """Whether a line says hardly more than a short statement, of those whom that names or of nobody named."""
    if line.lang != held.said.lang or held.matching.coverage(line, clause) < _MOST / 2:
        return False
    mine = names_in(held)
    names = [(one.start, one.end) for one in held.parties]
    words = [u for u in clause.units if u.word not in _WHEN and not any(a <= u.start < b for a, b in names)]
    if held.said.figures or len(held.said.clauses) > 1 or not 0 < len(words) <= _SHORT:
        return False  # a profit of 310 million was made, whatever is so today
    if sum(map(line.has, words)) < _MOST * len(words):
        return False
    parties = cast_of(held, line).parties
    if any(not any(is_same(line, name, one.name) for name in mine) for one in parties):
        return False
    if mine and not parties and not any(fold_text(name) in held.sources.around(line) for name in mine):
        return False
    known = {unit.stem for unit in held.said.units}
    named = [(one.start, one.end) for one in parties]
    more = [unit for unit in units(fold(line.text), named) if unit.stem not in known]
    return sum(unit.word not in _STANDS_FOR | _WHEN for unit in more) <= _MORE


def _is_about(held: Held, line: Line) -> bool:
    """Whether a line is surely about the first whom the statement names, by the last names until then."""
    mine = names_in(held)[:1]
    if not mine:
        return False
    lines = [one for one in held.sources.lines(line.passage) if one.start <= line.start]
    for one in reversed(lines):
        if parties := cast_of(held, one).parties:
            return is_same(line, mine[0], parties[0].name)
    return False
