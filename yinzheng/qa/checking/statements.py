"""What a text states, piece by piece: its sentences, table rows and quotations, Markdown kept apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.sentence import sentences
from yinzheng.corpus.tokens import language
from yinzheng.qa.checking.blocks import MARK, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yinzheng.qa.checking.blocks import Block
    from yinzheng.types import Lang

StatementKind = Literal["sentence", "heading", "row", "quote", "code", "reference"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of the checked text: ``text[start:end]``, half-open, without white space at its ends.

    ``quote`` is one paragraph of a ``>`` block, its first ``>`` left out; ``row`` a table row without the
    pipes around it. ``heading`` is one of the text or of a table. ``code`` (fenced, front matter, comments)
    and ``reference`` (footnotes, entries of a list of sources) are never judged.
    """

    start: int
    end: int
    kind: StatementKind
    lang: Lang


_ITEM = re.compile(
    r"""
    (?: [-*+•·●▪◦■◆○※>] \s+ (?: \[ [ xX] \] \s+ )?     # - item  - [x] done
      | \d{1,3} [.)] \s+ | \d{1,3} 、 \s*               # 1. item  2、item
      | \[ ! [A-Za-z]+ \] \s*                          # > [!NOTE]
    )+
    """,
    re.VERBOSE,
)
_AROUND = {"row": "|", "heading": "|#*", "quote": ">"}
_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_UNDERLINE = re.compile(r"\n[ ]{0,3}(?:={2,}|-{3,})[ \t]*\Z")
_WORD = re.compile(r"\w")
_CELL = re.compile(r"\|")

LONGEST = 20_000
"""Characters of a statement, but for a cell that is longer; so many are read in some seconds."""


def statements(text: str) -> list[Statement]:
    """The statements of ``text`` in order, without overlaps; linear in its length.

    A citation mark behind a full stop belongs to the sentence before it. Rules and lines without a letter or
    digit are no statements. What is longer than ``LONGEST`` (a row of thousands of cells, a ``>`` block as
    long as a book) is several.
    """
    found: list[Statement] = []
    for block in blocks(text):
        for start, end in _sentences(text, block) if block.kind == "prose" else _parts(text, block):
            if _WORD.search(text, start, end):
                kind: StatementKind = "sentence" if block.kind == "prose" else block.kind
                found.append(Statement(start, end, kind, language(text[start:end])))
    return found


def _sentences(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The sentences of a block of prose, marks behind them included, list signs before them left out."""
    part = text[block.start : block.end]
    # Marks out of the way, "billion.[1] The" ends a sentence like "billion. The", and [1] stays on its left.
    for sentence in sentences(MARK.sub(_blanked, part)):
        piece = part[sentence.start : sentence.end]
        end = sentence.start + len(piece.rstrip())
        start = sentence.start + len(piece) - len(piece.lstrip())
        if item := _ITEM.match(part, start, end):
            start = item.end()
        if start < end:
            yield block.start + start, block.start + end


def _blanked(match: re.Match[str]) -> str:
    return match.group() if match["code"] else " " * len(match.group())


def _parts(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The interval of a block without the signs that make it one; cut between cells or sentences if long."""
    start, end = _trimmed(text, block)
    if end - start <= LONGEST or block.kind in ("code", "reference"):
        yield start, end
        return
    cuts = [match.end() for match in _CELL.finditer(text, start, end)] if block.kind == "row" else []
    cuts = cuts or [sentence.end for sentence in sentences(text, start, end)]
    at = last = start
    for cut in [*cuts, end]:
        if cut - at > LONGEST and last > at:
            yield _trimmed(text, replace(block, start=at, end=last))
            at = last
        last = cut
    yield _trimmed(text, replace(block, start=at, end=end))


def _trimmed(text: str, block: Block) -> tuple[int, int]:
    """The interval of a block without the signs that make it one."""
    piece = text[block.start : block.end]
    if block.kind == "heading" and (line := _UNDERLINE.search(piece)):
        piece = piece[: line.start()]
    around = _AROUND.get(block.kind, "") + _SPACES
    start = block.start + len(piece) - len(piece.lstrip(around))
    return start, max(start, block.start + len(piece.rstrip(around)))
