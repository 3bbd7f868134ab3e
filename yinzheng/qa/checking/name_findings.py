"""What the names of a statement come to in its evidence: there, another's in their place, parts exchanged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from yinzheng.qa.checking import figures, naming, polarity
from yinzheng.qa.checking.held import SAME, Finding, names_of
from yinzheng.qa.checking.lines import Piece
from yinzheng.qa.checking.matching import MARGIN
from yinzheng.qa.mismatch import AND
from yinzheng.qa.names.aliases import canonical

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Clause, Named

_COMPARED = 600
"""Characters of a statement that are compared with its source one by one, at most."""

_LETTER = re.compile(r"[^\W\d_]")
_STANDS_FOR = re.compile(
    r"(?:该|本|这家|贵|我)?(?:公司|集团|企业|机构|银行|行|国|校|院|店|市|省|县|地)?|其|它们?|他们?|她们?|我们?|双方|对方|后者|前者"
    r"|(?:the |this |that )?(?:its?|he|she|they|him|his|her|their|them|we|our|us)"
    r"|(?:the |this |that )?(?:company|firm|group|bank|former|latter)"
)
"""Words that may stand for a name."""


def name_findings(held: Held) -> Iterator[Finding]:
    """What each name of the statement comes to; what is found is not reported."""
    for named in held.named:
        found = _name(held, named)
        if found is not None:
            yield found
    yield from _several(held)
    yield from _roles(held)
    yield from _replaced(held)


def _name(held: Held, named: Named) -> Finding | None:
    clause = held.said.clause(named.start)
    near = held.matching.near(clause)
    if not near or any(naming.in_line(named, line) for line in near):
        return None
    if not any(naming.can_tell(named, held.said.lang, line) for line in near):
        return None
    if any(naming.is_joined(named, line, held.sources.around(line)) for line in near):
        return None
    line = near[0]
    # Names of lines are looked for only where they count: tagging costs most.
    other = None  # a name in another language may be the same one's
    if line.lang == held.said.lang and held.matching.coverage(line) >= SAME:
        other = _instead(held, named, clause, line)
    if other is not None:
        at = line.start + other.start
        return Finding(
            "subject_mismatch", "contradicted", named.start, named.end, named.raw, other.raw,
            line, at, at + len(other.raw),
        )  # fmt: skip
    if any(
        naming.stands(named.raw, held.sources.around(one))
        or naming.goes_by(named.raw, held.sources.around(one))
        for one in near
    ):
        return None
    return Finding("name_not_found", "unsupported", named.start, named.end, named.raw)


def _several(held: Held) -> Iterator[Finding]:
    """A figure of several together that the statement gives to some of them: 甲占77% of 甲和乙合计占77%."""
    for figure in held.said.figures:
        told = [
            (line, one.claim.subject)
            for line in held.matching.near(held.said.clause(figure.quantity.start))
            for one in held.beside(figure, line)
            if one.stand in figures.AGREEING and one.claim is not None
        ]
        parts = [_parts(line, subject) for line, subject in told]
        if not all(parts):
            continue  # it is told of one as well
        for (line, subject), several in zip(told, parts, strict=True):
            stand = [raw for raw in several if naming.stands(raw, held.said.folded)]
            if stand and len(stand) < len(several):
                start, end = naming.place(stand[0], held.said.folded) or (0, len(held.said.text))
                at = line.start + line.text.find(subject)
                past = at + len(subject)
                yield Finding(
                    "subject_mismatch", "contradicted", start, end, stand[0], subject, line, at, past
                )
                return


def _parts(line: Line, subject: str) -> list[str]:
    """The names of a line that make up a subject of several; none where it is one."""
    parts = AND.split(subject)
    if len(parts) < 2 or subject not in line.text:
        return []  # before the names are looked for: tagging costs most
    known = {name.raw for name in names_of(line)}
    # No capital tells that an English sentence begins with a name.
    return parts if all(part in known or part.isascii() for part in parts) else []


def _replaced(held: Held) -> Iterator[Finding]:
    """A name of a line that the statement repeats but for it, with something else in its place."""
    matching = held.matching
    line = max(matching.lines, key=matching.coverage, default=None)
    if line is None or not held.is_copy(line) or not matching.is_mutual(line):
        return
    floor = matching.coverage(line) - MARGIN
    if any(
        matching.names(x) > matching.names(line) and matching.coverage(x) >= floor for x in matching.lines
    ):
        return  # another line says it of who is named
    said, source = held.said.folded, line.folded
    if max(len(said), len(source)) > _COMPARED:
        return
    runs = SequenceMatcher(None, said, source, autojunk=False).get_opcodes()
    changed = [run for run in runs if run[0] != "equal"]
    if not any(_LETTER.search(said[run[1] : run[2]] + source[run[3] : run[4]]) for run in changed):
        return  # figures and punctuation only: names are not looked for in vain
    for other in names_of(line):
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
            "subject_mismatch", "contradicted", start, end, held.said.text[start:end], other.raw, *place
        )
        return


def _instead(held: Held, named: Named, clause: Clause, line: Line) -> Named | None:
    """A name of the same kind that a line has and the statement lacks.

    Where the line is no copy, what stands behind the words of the name's clause is of something else.
    """
    folded = held.said.folded
    copied = held.is_copy(line) and held.matching.is_mutual(line)
    end = len(line.text) if copied else _reach(clause, line)
    for other in names_of(line):
        if other.start >= end:
            break
        alike = other.kind == named.kind or {other.kind, named.kind} <= {"org", "product"}
        if alike and not naming.stands(other.raw, folded) and not naming.goes_by(other.raw, folded):
            return other
    return None


def _reach(clause: Clause, line: Line) -> int:
    """Where the last part of a line ends that has nearly as many of a clause's words as any, folded."""
    edges = [0, *line.bounds, len(line.folded)]
    parts = [
        (end, Piece(line.folded[at:end], line.lang).coverage(clause.units)) for at, end in pairwise(edges)
    ]
    floor = SAME * max(had for _, had in parts)
    return max(end for end, had in parts if had >= floor)


def _roles(held: Held) -> Iterator[Finding]:
    line = held.matching.top
    if line is None or not held.is_copy(line):
        return
    known = {canonical(one.raw): one for one in held.named if one.kind in ("org", "person")}
    both = []
    for one in known.values():
        here, there = naming.place(one.raw, held.said.folded), naming.place(one.raw, line.folded)
        if here and there:
            part = held.said.clause(here[0]).start, bisect_right(line.bounds, there[0])
            both.append((one, here, there, part))
    changed = None
    for part in dict.fromkeys(part for *_, part in both):  # clauses may change their order
        inside = [n for n, one in enumerate(both) if one[3] == part]
        places = [(both[n][1], both[n][2]) for n in inside]
        if found := polarity.swapped(held.said.folded, line.folded, places):
            changed = inside[found[0]], inside[found[1]]
    if changed is not None:
        a, b = (both[n][0] for n in changed)
        yield Finding(
            "roles_swapped", "contradicted", a.start, a.end, a.raw, b.raw, line, line.start, line.end
        )
