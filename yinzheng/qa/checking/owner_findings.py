"""Whose a figure is where a sentence has several: of 83 million for A and 142 million for B, 142 are B's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from yinzheng.corpus.fold import simplified
from yinzheng.qa.checking import figures, naming
from yinzheng.qa.checking.casts import cast_of, is_same, known_names
from yinzheng.qa.checking.held import SAME, Finding
from yinzheng.qa.checking.parts import Party, chinese

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Figure
    from yinzheng.types import Quantity

    _T = TypeVar("_T", Party, Quantity)

_AND = re.compile(r"\s*(?:、|和|与|及|以及|,|，|,?\sand|&)\s*(?:the\s)?")
_NEXT = re.compile(  # between a figure and whose the next one is: 83 million euros ($97 million) and Korea's
    r"(?:\s?[a-z]+){0,4}(?:\s(?:to|from|of|at)\s[^\s,;]+(?:\s[a-z]+)?)?\s*(?:[(（][^()（）]*[)）])?"
    r"(?:,?\s(?:and|while|whereas|but|versus|against)\s(?:[\w'’]+\s){0,5}"
    r"|[,;]\s(?:[\w'’]+\s){0,2}|[，；、和与及而](?:[^\s，。；\d]{0,8}))"
)
_RESPECTIVELY = re.compile(r"分别|各自|依次|\brespectively\b")
_ASIDE = re.compile(r"[(（][^()（）]*$")


def owner_findings(held: Held) -> Iterator[Finding]:
    """Figures that every line which has them gives to somebody else."""
    parties = _parties(held) if held.said.figures else ()
    for figure in held.said.figures:
        mine = _owner(parties, figure.quantity)
        if mine is None:
            continue
        found = [
            (line, _other(held, figure, mine, line, one.quantity))
            for line in held.matching.lines
            if line.lang == held.said.lang
            and held.matching.fit(line, held.said.clause(figure.quantity.start)) >= SAME
            for one in held.beside(figure, line)
            if one.stand in figures.AGREEING
        ]
        if found and all(other is not None for _, other in found):
            line, other = found[0]
            sure = bool(other) and naming.stands(mine.name, line.folded)
            yield Finding(
                "subject_mismatch", "contradicted" if sure else "unsupported", mine.start, mine.end,
                mine.name, other or "", line, line.start, line.end,
            )  # fmt: skip


def _parties(held: Held) -> Sequence[Party]:
    if held.said.lang == "en":
        return [Party(one.start, one.end, one.raw, one.raw) for one in held.parties]
    own = [(one.quantity.start, one.quantity.end) for one in held.said.figures]
    return chinese(simplified(held.said.text), own, known_names(held)).parties


def _owner(parties: Sequence[Party], quantity: Quantity) -> Party | None:
    """Whose a figure of a statement is: of the last one before it, else of the first behind it."""
    before = [one for one in parties if one.end <= quantity.start]
    behind = [one for one in parties if one.start >= quantity.end]
    return before[-1] if before else behind[0] if len(behind) == 1 else None


def _other(held: Held, figure: Figure, mine: Party, line: Line, quantity: Quantity) -> str | None:
    """Whose a figure of a line is if it is not ``mine``'s, empty for nobody named; None where it may be."""
    every = cast_of(held, line).parties
    same = [one for one in every if is_same(line, mine.name, one.name)]
    if not same:
        return _claimed(held, line, quantity)
    rest = [one.quantity for one in held.beside(figure, line) if one.quantity.start != quantity.start]
    rest = [one for one in rest if not _ASIDE.search(line.text[: one.start])]
    if rest and (several := _respectively(line, every, [*rest, quantity])):
        owner = several.get(quantity.start)
        return None if owner is None or owner in same else owner.name
    last = next((one for one in reversed(every) if one.end <= quantity.start), None)
    if last in same:
        return None
    text = line.text
    for one in same:
        for own in rest:  # a figure that is theirs
            if last and one.end <= own.start < last.start and _NEXT.fullmatch(text[own.end : last.start]):
                return last.name
            if quantity.end <= one.start < own.start and _NEXT.fullmatch(text[quantity.end : one.start]):
                return last.name if last else ""
    return None


def _claimed(held: Held, line: Line, quantity: Quantity) -> str | None:
    """Whose a figure is by the stored claim, where its line names them and the statement does not."""
    claim = held.sources.claims(line.document.id).get(line.start + quantity.start)
    if claim is None or not claim.subject or claim.subject_from != "sentence":
        return None
    if claim.subject not in line.text or naming.stands(claim.subject, held.said.folded):
        return None
    return None if any(is_same(line, one.name, claim.subject) for one in _parties(held)) else claim.subject


def _respectively(line: Line, every: Sequence[Party], quantities: Sequence[Quantity]) -> dict[int, Party]:
    """Whose each figure is where as many are listed as those whose they are; empty where none are."""
    if not _RESPECTIVELY.search(line.folded):
        return {}
    listed = _run(line.text, sorted(quantities, key=lambda one: one.start))
    whom = _run(line.text, every)
    if len(listed) < 2 or len(listed) != len(whom):
        return {}
    return {quantity.start: party for quantity, party in zip(listed, whom, strict=True)}


def _run(text: str, items: Sequence[_T]) -> list[_T]:
    """The longest run of items that only commas and ``and`` part."""
    best: list[_T] = []
    run: list[_T] = []
    for item in items:
        if run and not _AND.fullmatch(text[run[-1].end : item.start]):
            run = []
        run.append(item)
        best = max(best, list(run), key=len)
    return best
