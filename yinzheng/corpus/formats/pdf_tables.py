"""Tables among the lines of a PDF page: which lines are rows, and which piece stands in which column.

A table is told by its columns: pieces of several lines that stand below each other, most of them figures or
three lines or more. Each row becomes one line, its cells separated by `` | `` and empty ones kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from yinzheng.corpus.formats.pdf_lines import Line, Piece
from yinzheng.corpus.formats.pdf_words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NEAR = 4.2  # of the font's size: lines further apart are of two tables
_APART = 30.0  # points between parts of one column at most
_HALF = 0.9  # of the font's size: how far the figures of a row stand below the first line of its label
_SINGLE = 3  # lines of one piece that may stand between two rows
_FIGURE = re.compile(
    r"(?=.*[\d—–-])[-–—+(（$€£¥￥RMBUSHK\s]*[\d,.\s]*[-–—]?\s*[)）]?\s*[%％xX]?\s*[)）]?(?:\s*\(?[a-z\d*†]\)?)?"
)
_SIGN = re.compile(r"(?:US|HK|NT|A|C)?[$€£¥￥]\s*[(（]?|RMB|[(（]")
_CLOSING = re.compile(r"[)）%％]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?|E)?|\d{1,2},?")
_WORDS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand below each other, each a line of cells; ``base`` is where the first line stands."""

    rows: list[str]
    base: float
    last: float  # the base of the last line


@dataclass(slots=True)
class _Row:
    """The pieces of a line by column."""

    cells: dict[int, Piece]
    base: float
    size: float


def blocks(lines: Sequence[Line]) -> Iterator[Line | Table]:
    """The lines of one region, those that make up a table as that table."""
    at = 0
    for first, last in _spans(lines):
        yield from lines[at:first]
        table = _table(lines[first:last])
        if table is None:
            yield from lines[first:last]
        else:
            yield table
        at = last
    yield from lines[at:]


def _spans(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of lines that may be tables: rows of several pieces, few other lines between."""
    begin = last = -1
    for i, line in enumerate(lines):
        if len(line.pieces) < 2:
            continue
        near = last >= 0 and i - last <= _SINGLE + 1 and _close(lines[last : i + 1])
        if near and i - last > 1:
            near = all(_label(between, lines[last], line) for between in lines[last + 1 : i])
        if not near:
            if begin >= 0:
                yield _headed(lines, begin), last + 1
            begin = i
        last = i
    if begin >= 0:
        yield _headed(lines, begin), last + 1


def _close(lines: Sequence[Line]) -> bool:
    return all(b.base - a.base <= _NEAR * max(a.size, b.size) for a, b in pairwise(lines))


def _label(line: Line, above: Line, below: Line) -> bool:
    """Whether a line of one piece can stand in a table: a label, or a header over some columns."""
    right = max(above.right, below.right)
    return line.right < right - 2 * line.size and line.right - line.left < 0.75 * (
        right - min(above.left, below.left)
    )


def _headed(lines: Sequence[Line], begin: int) -> int:
    """The first line of a table with what heads its columns: pieces that stand right of all labels."""
    first = begin
    while first > 0 and begin - first < 3:
        line, below = lines[first - 1], lines[first]
        label = below.pieces[0]
        if len(line.pieces) > 1 or not _close([line, below]):
            break
        if line.left <= max(label.left + 2 * line.size, min(label.right, lines[begin].pieces[1].left - 1)):
            break
        first -= 1
    return first


def _table(lines: Sequence[Line]) -> Table | None:
    """The table that the lines are, or None."""
    parted = [(line, _signed(line.pieces)) for line in lines]
    several = [pieces for _, pieces in parted if len(pieces) > 1]
    if len(several) < 2:
        return None
    columns = _columns(several)
    if len(columns) < 2:
        return None
    body = [piece for pieces in several for piece in pieces[1:]]
    figures = sum(1 for piece in body if _FIGURE.fullmatch(piece.text))
    if figures < 0.3 * len(body) and (len(several) < 3 or not _aligned(several, columns)):
        return None
    rows = [_Row(_placed(pieces, columns), line.base, line.size) for line, pieces in parted]
    rows = list(_unwrapped(_halved(rows), columns))
    return Table([text for row in rows if (text := _text(row))], lines[0].base, lines[-1].base)


def _signed(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with currency signs and closing brackets put to their figures."""
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if before is not None and _SIGN.fullmatch(before.text):
            merged[-1] = Piece(f"{before.text} {piece.text}", before.left, piece.right)
        elif before is not None and _CLOSING.fullmatch(piece.text):
            merged[-1] = Piece(before.text + piece.text, before.left, piece.right)
        else:
            merged.append(piece)
    return merged


def _columns(rows: Sequence[Sequence[Piece]]) -> list[list[float]]:
    """Left and right edges of the columns, told by the narrow pieces first: wide ones may head several."""
    columns: list[list[float]] = []
    for piece in sorted((p for row in rows for p in row), key=lambda p: p.right - p.left):
        over = [c for c in columns if c[0] < piece.right and piece.left < c[1]]
        if not over:
            columns.append([piece.left, piece.right])
        elif len(over) == 1:
            wide = [min(over[0][0], piece.left), max(over[0][1], piece.right)]
            if not any(c is not over[0] and c[0] < wide[1] and wide[0] < c[1] for c in columns):
                over[0][:] = wide
    return _merged(sorted(columns), rows)


def _merged(columns: list[list[float]], rows: Sequence[Sequence[Piece]]) -> list[list[float]]:
    """Columns joined that no row has both of: figures of unequal length and the dashes among them."""
    held = [{_column(piece, columns) for piece in row} for row in rows]
    kept: list[tuple[list[float], set[int]]] = []
    for i, column in enumerate(columns):
        having = {n for n, row in enumerate(held) if i in row}
        if kept and column[0] - kept[-1][0][1] < _APART and not having & kept[-1][1]:
            kept[-1] = ([kept[-1][0][0], column[1]], having | kept[-1][1])
        else:
            kept.append((column, having))
    return [column for column, _ in kept]


def _aligned(rows: Sequence[Sequence[Piece]], columns: Sequence[Sequence[float]]) -> bool:
    """Whether the pieces of most rows begin, end or are centred where others of their column are."""
    by_column: dict[int, list[tuple[float, float, float]]] = {}
    for piece in (piece for row in rows for piece in row):
        edges = (piece.left, piece.right, (piece.left + piece.right) / 2)
        by_column.setdefault(_column(piece, columns), []).append(edges)
    fits = count = 0
    for held in by_column.values():
        count += len(held)
        for edges in held:
            same = sum(1 for other in held if any(abs(a - b) < 3 for a, b in zip(edges, other, strict=True)))
            fits += same > 1
    return fits >= 0.7 * count


def _column(piece: Piece, columns: Sequence[Sequence[float]]) -> int:
    """The column that a piece stands in: the first of several that it covers."""
    for i, (left, right) in enumerate(columns):
        if left < piece.right and piece.left < right:
            return i
    return min(range(len(columns)), key=lambda i: abs(columns[i][0] - piece.left))


def _placed(pieces: Sequence[Piece], columns: Sequence[Sequence[float]]) -> dict[int, Piece]:
    cells: dict[int, Piece] = {}
    for piece in pieces:
        column = _column(piece, columns)
        held = cells.get(column)  # two pieces in one column: a gap within a cell
        cells[column] = piece if held is None else Piece(f"{held.text} {piece.text}", held.left, piece.right)
    return cells


def _halved(rows: Sequence[_Row]) -> list[_Row]:
    """Rows with the labels of two lines that stand half a line above and below their figures."""
    kept: list[_Row] = []
    between = False
    for row in rows:
        last = kept[-1] if kept else None
        near = last is not None and row.base - last.base <= _HALF * max(row.size, last.size)
        if last is not None and near and set(last.cells) == {0} and 0 not in row.cells:
            kept[-1] = _Row({**row.cells, 0: last.cells[0]}, row.base, row.size)
            between = True
        elif last is not None and near and between and set(row.cells) == {0}:
            label = last.cells[0]
            text = _together(label.text, row.cells[0].text)
            last.cells[0] = Piece(text, label.left, max(label.right, row.cells[0].right))
            between = False
        else:
            kept.append(row)
            between = False
    return kept


def _unwrapped(rows: Sequence[_Row], columns: Sequence[Sequence[float]]) -> Iterator[_Row]:
    """Rows whose cells ran over several lines as one row each."""
    held: _Row | None = None
    with_figures = [any(_is_figure(p.text) for c, p in row.cells.items() if c) for row in rows]
    body = not any(with_figures)  # whether a row with figures has been met: what stands above are headers
    for row, figures in zip(rows, with_figures, strict=True):
        if held is not None and _runs_on(held, row, columns, head=not body):
            for column, piece in row.cells.items():
                above = held.cells.get(column)
                held.cells[column] = (
                    piece
                    if above is None
                    else Piece(_together(above.text, piece.text), min(above.left, piece.left), piece.right)
                )
            held.base = row.base
        else:
            if held is not None:
                yield held
            held = row
        body = body or figures
    if held is not None:
        yield held


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text)) and not _YEAR.fullmatch(text)


def _runs_on(above: _Row, row: _Row, columns: Sequence[Sequence[float]], *, head: bool) -> bool:
    """Whether a line goes on with the cells of the line above it."""
    pitch = (row.base - above.base) / max(above.size, row.size)
    if pitch > (2.0 if head else 1.45):
        return False
    own = {c for c, p in row.cells.items() if _is_figure(p.text) and c}
    theirs = {c for c, p in above.cells.items() if _is_figure(p.text) and c}
    shared = set(above.cells) & set(row.cells)
    if own and set(above.cells) != {0}:
        return False  # figures stand on the last line of a label that ran over
    if head and not own and not theirs and not shared & {0}:
        # Headers of several lines: January / 28, / 2023. One that spans columns stays a row of its own.
        inner, outer = set(row.cells) - {0}, set(above.cells) - {0}
        told = 0 not in row.cells or all(_goes_with(row.cells[c].text) for c in inner)
        if told and inner and inner == outer and not any(_whole_period(above.cells[c].text) for c in inner):
            return True
    if not shared or not set(row.cells) <= set(above.cells) | own:
        return False
    first = min(shared)
    return _continues(
        above.cells[first], row.cells[first], columns[first], sure=len(shared) > 1 and not first
    )


def _goes_with(text: str) -> bool:
    """Whether a header cell can only be the end of one: a year, or words that begin small."""
    return bool(_YEAR.fullmatch(text)) or text[0].islower()


def _whole_period(text: str) -> bool:
    return bool(re.search(r"(?:19|20)\d\d", text))


def _continues(above: Piece, piece: Piece, column: Sequence[float], *, sure: bool) -> bool:
    """Whether a cell's text goes on below: it begins small, or (not if ``sure``) had no room above."""
    if above.text.endswith((":", "：", ".", "。")) or not _WORDS.search(above.text):
        return False
    if (
        piece.text[0].islower()
        or above.text[-1] in ",-–—&(（"
        or above.text.endswith((" of", " and", " the", " to"))
    ):
        return True
    if sure:
        return False
    if is_han(piece.text[0]):
        need = (piece.right - piece.left) / len(piece.text)
    else:
        need = (piece.right - piece.left) * (len(piece.text.split()[0]) + 1) / len(piece.text)
    return above.right + need > column[1] + 1 and sum(1 + is_han(c) for c in above.text) > 20


def _together(above: str, below: str) -> str:
    if above.endswith("-") and below[:1].islower():
        return above + below
    return above + below if is_han(above[-1]) and is_han(below[0]) else f"{above} {below}"


def _text(row: _Row) -> str:
    """A row as a line; empty cells behind the last one are not written."""
    if not row.cells:
        return ""
    cells = [row.cells[c].text.replace("|", "¦") if c in row.cells else "" for c in range(max(row.cells) + 1)]
    line = " | ".join(cells)
    return re.sub(r" {2,}", " ", line).strip()
