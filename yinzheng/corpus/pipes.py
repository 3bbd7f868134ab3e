"""Rows of tables that are written with bars between their cells, and the row that heads them."""

from __future__ import annotations

import re

from yinzheng.types import Span

_ROW = re.compile(r"[ \t]{0,3}\||[^|\n]*[ \t]\|[ \t]")
_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|?)+[ \t]*")
_DATED = re.compile(
    r"(?:FY|Q[1-4]|第?[一二三四1-4]季度?)?\s*(?:19|20)\d\d.{0,12}|.{0,6}(?:19|20)\d\d", re.IGNORECASE
)
_MOST = 2000
"""Rows that are looked through upwards."""


def is_row(line: str) -> bool:
    """Whether a line is a row of cells: ``| a | b |``, or ``a | b`` as readers of other formats write it."""
    return _ROW.match(line) is not None


def header_of(text: str, start: int) -> Span | None:
    """Return the header of the table in whose row ``start`` stands, half-open, without its line break.

    It is the row above a Markdown rule; without one the first row, if it has as many cells and no figure.
    None where there is no table, where it has no header, and for the header itself.
    """
    begin = text.rfind("\n", 0, start) + 1
    row = text[begin : _end(text, begin)]
    first: Span | None = None
    at, seen, ruled = begin, 0, False
    while is_row(row) and at and seen < _MOST:
        above = Span(text.rfind("\n", 0, at - 1) + 1, at - 1)
        line = text[above.start : above.end]
        if ruled or not (is_row(line) or _RULE.fullmatch(line)):
            return above if ruled and is_row(line) else _first(text, first, row)
        ruled = _RULE.fullmatch(line) is not None
        first = None if ruled else above
        at, seen = above.start, seen + 1
    return _first(text, first, row)


def _first(text: str, first: Span | None, row: str) -> Span | None:
    """Return the first row of a table without a rule if it names the columns of ``row``."""
    if first is None:
        return None
    line = text[first.start : first.end]
    return first if line.count("|") == row.count("|") and _names(line) else None


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _names(row: str) -> bool:
    """Whether the cells of a row name columns: none holds a figure, a year aside."""
    return not any(re.search(r"\d", cell) and not _DATED.fullmatch(cell.strip()) for cell in row.split("|"))
