"""Those whom the lines of a statement's evidence name, and whether two names are of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text, simplified
from yinzheng.qa.checking import naming, parts

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.parts import Cast


def known_names(held: Held) -> list[str]:
    """Names that the best lines tell: LAC reads 臻明 as a verb here and as a company there."""
    lines = [one for one in held.matching.lines if one.lang == "zh"][:_READ]
    told = dict.fromkeys(one.name for line in lines for one in cast_of(held, line).parties)
    return [name for name in told if len(name) > 2 and name in simplified(held.said.text)]


_READ = 3


def cast_of(held: Held, line: Line) -> Cast:
    """Who does what in a line."""
    if line.lang == "zh":
        return parts.chinese(simplified(line.text), [(one.start, one.end) for one in line.figures])
    return parts.english(line.text, held.names_of(line))


def names_in(held: Held) -> list[str]:
    """The names of the statement, in its order."""
    if held.said.lang == "en":
        return [one.raw for one in held.parties]
    figures = [(one.quantity.start, one.quantity.end) for one in held.said.figures]
    text = simplified(held.said.text)
    return [one.name for one in parts.chinese(text, figures, known_names(held)).parties]


def is_same(line: Line, mine: str, other: str) -> bool:
    """Whether a name of a statement and one of a line may be of one: an alias, a part, its initials."""
    a, b = fold_text(mine), fold_text(other)
    if a in b or b in a or naming.stands(mine, b) or naming.stands(other, a):
        return True
    if naming.goes_by(mine, b) or naming.goes_by(other, a) or naming.is_defined_as(mine, other, line):
        return True
    return _initials(a) == b.replace(".", "") or _initials(b) == a.replace(".", "")


def _initials(folded: str) -> str:
    words = [word for word in re.split(r"[\s-]+", folded) if word not in ("of", "the", "and", "for")]
    return "".join(word[0] for word in words if word) if len(words) > 1 else ""
