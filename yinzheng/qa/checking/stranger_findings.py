"""Names of a statement that its evidence, which is all in the other language, does not have in any form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text, simplified
from yinzheng.corpus.tokens import is_han
from yinzheng.qa.checking import naming
from yinzheng.qa.checking.held import Finding

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Named


_LATIN = re.compile(r"(?<![A-Za-z])[A-Za-z]+")


def stranger_findings(held: Held) -> Iterator[Finding]:
    """The first name of a statement where nothing that bears it out has any of its names.

    A document that names others in the statement's script would name them so as well. Where it has no such
    names, figures that agree are enough.
    """
    mine = [one for one in held.parties if one.kind in ("org", "person")]
    top = held.matching.top
    if not mine or top is None or top.lang == held.said.lang:
        return
    near = [line for clause in held.said.clauses for line in held.matching.near(clause)]
    if any(line.lang == held.said.lang for line in near) or any(
        _has(one, line) for one in mine for line in near
    ):
        return
    if held.said.figures and not any(_has_script(mine[0], line) for line in near):
        return
    one = mine[0]
    yield Finding("name_not_found", "unsupported", one.start, one.end, one.raw)


def _has_script(named: Named, line: Line) -> bool:
    """Whether a document in the other language writes names in the script of a name."""
    text = line.document.text
    if is_han(named.raw[:1]):
        return any(map(is_han, text))
    return any(len(word) > 3 and word[:1].isupper() for word in _LATIN.findall(text))


def _has(named: Named, line: Line) -> bool:
    """Whether a document has a name, also spelled in the other script."""
    if naming.in_line(named, line) or naming.stands(named.raw, fold_text(line.document.text)):
        return True
    from yinzheng.qa.names.pinyin import in_han, in_latin  # reads the table of all characters

    text = line.document.text
    if is_han(named.raw[:1]):
        latin = text.lower()
        return any(all(part in latin for part in way) for way in in_latin(simplified(named.raw)))
    plain = simplified(text)
    words = [word.lower() for word in named.raw.split()]
    return bool(in_han(words, lambda pairs: [pair for pair in pairs if pair in plain]))
