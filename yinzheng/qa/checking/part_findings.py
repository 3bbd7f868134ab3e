"""Whether the evidence has those whom a statement names in the parts that it gives them.

What the words of a statement bear out may be told of another: A filed for bankruptcy, and B bought its
patents. These findings are looked for only where nothing else is wrong with a statement, and keep it from
being called supported; they contradict it only where its source gives the two named the other's part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.tokens import stems
from yinzheng.qa.checking import naming
from yinzheng.qa.checking.casts import cast_of, is_same
from yinzheng.qa.checking.held import SAME, Finding
from yinzheng.qa.checking.matching import MARGIN
from yinzheng.qa.checking.told import LATIN, Told, told

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.parts import Parts, Party
    from yinzheng.qa.checking.reading import Clause

_SPARED = re.compile(
    r"\b(?:without|(?:escap|avoid|evad|dodg|avert|spar)\w*)\s(?:an?\s|the\s|any\s|further\s)?$"
)
"""What makes nothing of the word behind it: ``escaped a fine``."""


@dataclass(frozen=True, slots=True)
class _Clash:
    """Who has another part in a line than in the statement, and who has theirs there."""

    mine: Party
    other: str
    swapped: bool


def part_findings(held: Held) -> Iterator[Finding]:
    """What is told of somebody whom no line that tells it has in that part."""
    for one in told(held):
        clause = held.said.clause(one.start)
        found = [(line, view) for line in _lines(held, clause) if (view := _view(held, one, line))]
        if not found and _is_all(held, one, clause):
            yield Finding("no_evidence", "unsupported", one.start, one.end)
        if not found:
            continue
        line, view = found[0]
        best = held.matching.fit(line, clause)
        close = [other for line, other in found if held.matching.fit(line, clause) >= best - MARGIN]
        if (
            isinstance(view, _Clash)
            and _FITS not in close
            and best >= held.matching.best(clause) - 2 * MARGIN
        ):
            yield _finding(held, line, view)


def _lines(held: Held, clause: Clause) -> list[Line]:
    """The lines of the statement's language, best first; those of its figures where any has one."""
    lines = [line for line in held.matching.lines if line.lang == held.said.lang]
    lines = [line for line in lines if held.share(line)] or lines
    return sorted(lines, key=lambda line: -held.matching.fit(line, clause))


def _is_all(held: Held, one: Told, clause: Clause) -> bool:
    """Whether a word that no line has is most of what a clause tells: accepted, of "A accepted the fine"."""
    names = [(one.start, one.end) for one in held.parties]
    words = [u for u in clause.units if not any(a <= u.start < b for a, b in names)]
    if (
        held.said.figures
        or len(words) not in _FEW[held.said.lang]
        or len(held.said.clauses) > 1
        or len(names) > 1
    ):
        return False
    mine = [unit for unit in clause.units if one.start <= unit.start < one.end]
    return bool(mine) and not any(line.has(unit) >= SAME for unit in mine for line in held.matching.lines)


_FEW = {"zh": (2, 3), "en": (2,)}
"""How many words of content a clause has that without one of them tells little."""


def _finding(held: Held, line: Line, clash: _Clash) -> Finding:
    start, end = clash.mine.start, clash.mine.end
    sure = clash.swapped and held.matching.coverage(line) >= SAME
    return Finding(
        "roles_swapped" if clash.swapped else "subject_mismatch",
        "contradicted" if sure else "unsupported",
        start, end, held.said.text[start:end], clash.other, line, line.start, line.end,
    )  # fmt: skip


def _view(held: Held, one: Told, line: Line) -> _Clash | str:
    """How a line that tells the same has those who are named: empty where it tells no such thing.

    A line that names others only, and does not tell who does it, leaves it open.
    """
    places = one.places(line)
    if not places:
        return ""
    cast = cast_of(held, line)
    found = [_clash(line, one.parts, cast.read(*place)) for place in places]
    if _SPARED.search(line.text[: places[0][0]]) and not _SPARED.search(held.said.text[: one.start]):
        found = [_Clash((*one.parts.doers, *one.parts.direct)[0], line.text[slice(*places[0])], False)]
    if all(found) and found[0]:
        return _FITS if _is_alike(held, one, line) else found[0]
    mine = (*one.parts.doers[-1:], *one.parts.direct)
    is_about = not cast.parties or any(_has(line, name, cast.parties) for name in mine)
    return _FITS if is_about else _OPEN


def _is_alike(held: Held, one: Told, line: Line) -> bool:
    """Whether a line has all that stands between the word and those around it as the statement has it."""
    around = (*one.parts.doers[-1:], *one.parts.direct[:1])
    start = min(one.start, *(party.start for party in around))
    end = max(one.end, *(party.end for party in around))
    return fold_text(held.said.text[start:end]) in line.folded


_FITS, _OPEN = "fits", "open"


def _clash(line: Line, said: Parts, source: Parts) -> _Clash | None:
    """Who of a statement has another part in a line."""
    if said.doers:
        mine = said.doers[-1]
        swapped = _has(line, mine, source.direct)
        fits = _has(line, mine, source.doers)
        if source.doers and not fits and (swapped or (source.sure and not _is_common(line, mine))):
            return _Clash(mine, source.doers[-1].name, swapped)
        if not source.doers and swapped:
            return _Clash(mine, "", True)
    if said.direct and source.direct:
        mine = said.direct[0]
        if _has(line, mine, source.others) or _is_common(line, mine):
            return None
        swapped = source.sure and _has(line, mine, source.doers)
        return _Clash(mine, (source.doers[-1:] if swapped else source.direct)[0].name, swapped)
    return None


def _is_common(line: Line, mine: Party) -> bool:
    """Whether a line has the words of a name, but not as a name: A fishbone diagram."""
    words = LATIN.findall(mine.name)
    if not words or naming.stands(mine.name, line.folded):
        return False
    return all(stem in line.stems for stem in stems([word.lower() for word in words]))


def _has(line: Line, mine: Party, others: Sequence[Party]) -> bool:
    return any(is_same(line, mine.name, other.name) or other.name in mine.phrase for other in others)
