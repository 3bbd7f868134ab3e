"""Rows of cells as text: tables with their header rows repeated, and an anchor for the cells of each row.

A row is a line, its cells parted by `` | `` as in pages. Lines of one cell above or below a table stand alone
(titles, units, notes); within a table they are rows. Header rows are repeated before every few hundred
characters, as a spreadsheet repeats them on every printed page, so that no passage has figures without them.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from yinzheng.types import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterable

    Row = tuple[int, list[str]]
    """The number of a row, from 1, and its cells from the first column on; empty cells are empty."""

_REPEAT = 700  # bytes of rows after which the header rows are repeated,
_REPEATED = 240  # if they have no more than so many
_HEADS = 4  # most header rows
_WINDOW = 40  # rows that are looked ahead
_WIDEST = 300  # columns between the first and the last cell of a row, beyond which empty ones are left out
_ROW_ANCHORS = 50_000  # rows of a document that have an anchor each; from there on blocks of them have
_CHUNK = 20_000  # lines that are kept apart until they are joined

_FIGURE = re.compile(
    r"[-+−(（~≈<>]*\s*(?:[A-Z]{0,3}[$€£¥￥])?\s*[-−(]?\d[\d,，]*(?:\.\d+)?(?:E[+-]?\d+)?[^\W\d_%％]{0,3}[\s%％)）]*"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*[年A-Z]?")


class SheetText:
    """The text of one or several sheets as it grows, with its anchors."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.anchors: list[Anchor] = []
        self._parts: list[str] = []
        self._done: list[str] = []
        self.size = 0
        self._rows = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join([*self._done, *self._parts])

    def line(self, words: str, label: str, *, apart: bool = False) -> int:
        """Append a line, after a blank one if it stands ``apart``, and an anchor; return where it begins.

        Without a ``label`` there is no anchor.
        """
        gap = "" if not self.size else "\n\n" if apart else "\n"
        self._parts.append(gap + words)
        start = self.size + len(gap)
        self.size = start + len(words)
        if label:
            self.anchors.append(Anchor(start, "sheet", label))
        if len(self._parts) > _CHUNK:
            self._done.append("".join(self._parts))
            self._parts.clear()
        return start

    def add(self, name: str, rows: Iterable[Row], *, called: str = "") -> None:
        """Append the rows of the sheet ``name``, which come in order; empty ones may be missing.

        A sheet that begins with a table gets the line ``called`` above it; others have a line of their own.
        """
        _Sheet(self, name, called).add(rows)

    def counted(self) -> bool:
        """Count a row, and return whether it is to have an anchor of its own."""
        self._rows += 1
        return self._rows <= _ROW_ANCHORS


class _Sheet:
    """One sheet on its way into a text."""

    def __init__(self, text: SheetText, name: str, called: str) -> None:
        self._text = text
        self._name = quoted(name)
        self._called = called
        self._ahead: deque[Row] = deque()
        self._table = False
        self._base = 0  # the table's first column
        self._head: list[tuple[str, str]] = []  # header rows and their labels
        self._since = 0  # bytes since they were last there
        self._block: tuple[int, int, int, int] | None = (
            None  # where a block begins; its rows, its last column
        )
        self._last = 0  # the last row's number
        self._begun = False

    def add(self, rows: Iterable[Row]) -> None:
        source = iter(rows)
        while True:
            while len(self._ahead) < _WINDOW and (row := next(source, None)) is not None:
                if any(row[1]):
                    self._ahead.append(row)
            if not self._ahead:
                break
            number, cells = self._ahead.popleft()
            self._row(number, cells, apart=bool(self._last) and number > self._last + 1)
            self._last = number
        self._close_block()

    def _row(self, number: int, cells: list[str], *, apart: bool) -> None:
        single = _is_single(cells)
        if self._table and (apart or single) and not self._goes_on(number, cells, apart=apart):
            self._table = False
            self._close_block()
            apart = True
        if not self._table:
            if single:
                self._put(number, cells, apart=apart)
                return
            if self._called and not self._begun:
                self._text.line(self._called, self._name, apart=True)
            self._begin(number, cells, apart=apart)
            return
        if self._head and self._since > _REPEAT:
            self._close_block()
            for words, label in self._head:
                self._text.line(words, label)
            self._since = 0
        self._put(number, cells)

    def _goes_on(self, number: int, cells: list[str], *, apart: bool) -> bool:
        """Whether a row after an empty one, or of one cell, belongs to the table above it."""
        before = number
        for at, row in [(number, cells), *self._ahead]:
            if at > before + 1 and not apart:
                return False  # a note under the table
            before = at
            if not _is_single(row):
                return not apart or _has_figures(row) or not self._head
        return False

    def _begin(self, number: int, cells: list[str], *, apart: bool) -> None:
        """Begin a table with its header rows."""
        near = [cells]
        before = number
        for at, row in self._ahead:
            if at > before + 1:
                break
            before = at
            near.append(row)
        self._table, self._since = True, 0
        self._base = min(_first(row) for row in near if not _is_single(row))
        heads = _head_rows(near)
        self._head = []
        for i in range(max(heads, 1)):
            if i:
                number, cells = self._ahead.popleft()
            self._put(number, cells, apart=apart and not i)
            if heads:
                self._head.append((self._words(cells), self._label(number, cells)))
        if sum(_weight(words) for words, _ in self._head) > _REPEATED:
            self._head = []
        self._last = number

    def _put(self, number: int, cells: list[str], *, apart: bool = False) -> None:
        words = self._words(cells)
        self._since += _weight(words)
        # The first line of a sheet stands apart from what is before it.
        apart, self._begun = apart or not self._begun, True
        if self._text.counted():
            self._text.line(words, self._label(number, cells), apart=apart)
            return
        start = self._text.line(words, "", apart=apart)
        last = _last(cells)
        if self._block is None:
            self._block = (start, number, number, last)
        else:
            self._block = (self._block[0], self._block[1], number, max(self._block[3], last))

    def _close_block(self) -> None:
        """Put an anchor at the beginning of the rows that have none of their own."""
        if self._block is not None:
            start, first, last, column = self._block
            label = f"{self._name}!{letters(self._base)}{first}:{letters(column)}{last}"
            self._text.anchors.append(Anchor(start, "sheet", label))
            self._block = None

    def _words(self, cells: list[str]) -> str:
        if _is_single(cells):
            words = next(cell for cell in cells if cell)
            return f"{words} | " if self._table else words
        first = min(self._base, _first(cells))
        shown = cells[first : _last(cells) + 1]
        return " | ".join(shown if len(shown) <= _WIDEST else filter(None, shown))

    def _label(self, number: int, cells: list[str]) -> str:
        first, last = _first(cells), _last(cells)
        begin = f"{self._name}!{letters(first)}{number}"
        return begin if first == last else f"{begin}:{letters(last)}{number}"


def _is_single(cells: list[str]) -> bool:
    return len(cells) - cells.count("") == 1


def _first(cells: list[str]) -> int:
    return next(i for i, cell in enumerate(cells) if cell)


def _last(cells: list[str]) -> int:
    return next(i for i in range(len(cells) - 1, -1, -1) if cells[i])


def _has_figures(cells: list[str]) -> bool:
    """Whether a row holds a figure that is no year, its first cell aside."""
    filled = [cell for cell in cells if cell]
    return any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in filled[1:])


def _head_rows(rows: list[list[str]]) -> int:
    """How many of the first rows of a table are headers; of a table without figures one at most."""
    for i, row in enumerate(rows[: _HEADS + 1]):
        if not _is_single(row) and _has_figures(row):
            return i
        if _is_single(row):
            return min(i, 1)
    return 1 if len(rows) > 1 else 0


def _weight(words: str) -> int:
    return len(words) if words.isascii() else len(words.encode("utf-8", "surrogatepass"))


def letters(column: int) -> str:
    """The letters of a column that is counted from 0: ``A``, ``Z``, ``AA``."""
    words = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        words = chr(65 + rest) + words
    return words


def quoted(name: str) -> str:
    """A sheet's name as it is cited before ``!``: in quotation marks where it is more than one word."""
    name = " ".join(name.split())
    return name if re.fullmatch(r"[^\W\d][\w.]*", name) else "'" + name.replace("'", "''") + "'"
