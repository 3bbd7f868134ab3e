"""Tables in a text: which cells stand in which row and under which column headers.

Four forms are read: Markdown pipe tables (HTML tables become these), tab-separated lines, columns aligned by
spaces, and stacked tables, one cell to a line, as PDF text has them. Only the geometry is told here; what a
cell claims is told by ``table_claims``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from yinzheng.qa.grammar.periods import period_of
from yinzheng.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TABLES_VERSION = "4"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds a figure and little else, with the headers that say what it is.

    ``row`` is the whole row, ``label`` its first cell (None where that is empty), ``section`` the last row
    above that held a label alone, ``headers`` the cells above it from top to bottom, ``above`` the lines
    before the table that may state a title or a unit.
    """

    start: int
    end: int
    row: Span
    label: Span | None
    section: Span | None
    headers: tuple[Span, ...]
    above: Span
    head: Span  # the header rows, whose first cell may state a unit
    dates: tuple[Span, ...] = ()  # cells of the row that hold a year and nothing else

    @property
    def is_date(self) -> bool:
        """Whether the cell is one of those years, and no figure."""
        return any(date.start == self.start for date in self.dates)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table with all of its cells: those of each row below the headers, by column, and the headers of each.

    ``head`` is the header rows, ``above`` the lines before the table that may state a title.
    """

    rows: tuple[Mapping[int, Span], ...]
    headers: Mapping[int, tuple[Span, ...]]
    head: Span
    above: Span


@dataclass(slots=True)
class _Grid:
    """Rows of cells by column; ``columns`` are positions for aligned text, indices elsewhere."""

    start: int
    end: int
    rows: list[_Row]
    ruled: int = 0  # how many rows stand above a Markdown rule
    kind: str = ""  # what parts its cells: pipe, tabs or aligned


@dataclass(slots=True)
class _Row:
    start: int
    end: int
    cells: dict[int, Span]


def cells(text: str) -> list[Cell]:
    """The figure cells of the tables of ``text``, in order; linear in its length."""
    found: list[Cell] = []
    for grid in _grids(text):
        read = _read(text, grid)
        if _tabular(grid, read):
            found += read
    found += [cell for cell in _stacked(text) if not _covered(found, cell)]
    return sorted(found, key=lambda cell: cell.start)


def layouts(text: str) -> list[Layout]:
    """The tables of ``text`` that are written with marks between their cells, in order."""
    found = []
    for grid in _grids(text):
        width = max((max(row.cells, default=0) for row in grid.rows), default=0) + 1
        if grid.kind == "aligned" or width < 2:
            continue
        first = min((c for row in grid.rows for c in row.cells), default=0)
        told = _head_rows(text, grid.rows, first, 0)
        # Where no cell holds a figure, the first row alone is a header.
        heads = grid.ruled or (told if told < len(grid.rows) - 1 else 1)
        head = Span(grid.rows[0].start, grid.rows[heads - 1].end)
        rows = tuple(row.cells for row in grid.rows[heads:])
        found.append(Layout(rows, _headers(grid.rows[:heads], width), head, _above(text, grid.start)))
    return found


def _covered(found: Sequence[Cell], cell: Cell) -> bool:
    at = bisect_right(found, cell.start, key=lambda c: c.start) - 1
    return at >= 0 and found[at].row.end > cell.start


FIGURE = re.compile(
    r"""
    [\s*_~]*
    (?: [-–—−+(（<>≥≤~≈约近超逾]\s* | (?:US|HK|NT|A|C|S)?[$€£¥￥] \s* | (?:RMB|USD|EUR|CNY|HKD)\s* ){0,4}
    \d [\d,，.\s]{0,30} (?<! \s )
    (?: \s* (?: [%％‰xX×)）] | pp | bps? | pct | 个?百分点 | 倍 | [百千万亿]+
      | 元|美元|港元|人民币|股|人|家|户|吨|个|台|辆|件|套|次
      | 天|小时|分钟|个月 | days?|hours?|months?|weeks? | [bm]n? | [kKMBT]
      | million|billion|thousand|trillion|percent | GW|MW|kW|GWh|MWh|kWh|TWh|km|kg|t|TB|GB ) ){0,4}
    \s* (?: [（(\[] [a-z\d]{1,2} [)）\]] | [*†‡§]+ )? [\s*_~]*
    """,
    re.VERBOSE,
)
_EMPTY = re.compile(r"[\s*_~]*(?:[-–—−]+|n/?a|nm|n\.m\.|不适用|无|/|\.\.\.|…|\$|%)?[\s*_~]*", re.IGNORECASE)


def is_figure(text: str) -> bool:
    """Whether a cell's text is one figure with its signs and unit, and nothing more."""
    return bool(FIGURE.fullmatch(text)) if len(text) < 60 else False


def _tabular(grid: _Grid, read: Sequence[Cell]) -> bool:
    """Whether a grid is a table, not prose that happens to hold two gaps."""
    return bool(read) and (grid.ruled > 0 or len(grid.rows) > 1)


# Grids: pipes, tabs, aligned columns.

_LINE = re.compile(r"[^\n]*\n?")
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|?)+\s*")
_GAP = re.compile(r"(?<=\S)(?: {2,}|\u3000+)(?=\S)")


def _grids(text: str) -> Iterator[_Grid]:
    kind = ""
    rows: list[_Row] = []
    ruled = start = at = 0
    matches = list(_LINE.finditer(text))
    for number, match in enumerate(matches):
        at, past = match.span()
        line = match.group().rstrip("\n")
        this = _form(line)
        if this and (not kind or this == kind):
            if not kind:
                kind, start = this, at
            if this == "pipe" and _RULE.fullmatch(line):
                ruled = ruled or len(rows)
            else:
                rows.append(_Row(at, at + len(line.rstrip()), dict(_split(line, at, this))))
            continue
        if kind == "aligned" and line.strip() and rows and not this and len(line) < 120:
            rows.append(_Row(at, at + len(line.rstrip()), {_indent(line): _trim(line, at)}))
            continue  # a label without figures inside an aligned table
        if kind == "pipe" and _is_section(line, matches, number):
            rows.append(_Row(at, at + len(line.rstrip()), {0: _trim(line, at)}))
            continue
        if len(rows) > 1:
            yield from _finished(kind, start, at, rows, ruled)
        kind, rows, ruled = "", [], 0
        if this:
            kind, start = this, at
            rows = [_Row(at, at + len(line.rstrip()), dict(_split(line, at, this)))]
        if past == at:
            break
    if len(rows) > 1:
        yield from _finished(kind, start, len(text), rows, ruled)


def _is_section(line: str, lines: Sequence[re.Match[str]], number: int) -> bool:
    """Whether a line without pipes heads rows of a table that goes on below it: Net income per share:"""
    if not line.strip() or len(line) > _SECTION or line.rstrip()[-1] in "。.；;":
        return False
    below = [m.group().rstrip("\n") for m in lines[number + 1 : number + 4]]
    following = dropwhile(lambda line: line.strip() and not _form(line), below)
    rows = list(takewhile(lambda line: _form(line) == "pipe", following))
    return bool(rows) and not any(_RULE.fullmatch(row) for row in rows)


_SECTION = 80  # characters of such a line


def _form(line: str) -> str:
    if " | " in line or line.startswith("| ") or line.count("|") > 1:
        return "pipe"
    if "\t" in line.strip():
        return "tabs"
    if "  " in line or "\u3000" in line:
        stripped = line.strip()
        if len(_GAP.findall(stripped)) >= 1 and any(c.isdigit() for c in stripped):
            return "aligned"
    return ""


def _split(line: str, at: int, form: str) -> Iterator[tuple[int, Span]]:
    if form == "aligned":
        begin = 0
        for gap in [*_GAP.finditer(line), None]:
            end = gap.start() if gap else len(line)
            yield _indent(line[begin:]) + begin, _trim(line[begin:end], at + begin)
            begin = gap.end() if gap else end
        return
    mark = "|" if form == "pipe" else "\t"
    pieces = line.split(mark)
    begin = 0
    for column, piece in enumerate(pieces):
        yield column, _trim(piece, at + begin)
        begin += len(piece) + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _trim(piece: str, start: int) -> Span:
    left = len(piece) - len(piece.lstrip(" \t\u3000\u00a0*_~"))
    body = piece.rstrip(" \t\u3000\u00a0*_~")
    return Span(start + left, start + max(left, len(body))) if body else Span(start, start)


def _finished(kind: str, start: int, end: int, rows: list[_Row], ruled: int) -> Iterator[_Grid]:
    if kind == "aligned":
        full = [row for row in rows if len(row.cells) > 1]
        if len(full) < 3 or len(full) * 2 < len(rows):
            return
        rows = _aligned(rows)
    if kind == "pipe":
        rows = _unframed(rows)
    yield _Grid(start, end, rows, ruled, kind)


def _unframed(rows: list[_Row]) -> list[_Row]:
    """Rows without the empty cells before the first bar and behind the last, where every row has them.

    Rows of Markdown begin and end with a bar; HTML's have bars between cells, and the first may be empty.
    """
    split = [row for row in rows if len(row.cells) > 1]
    left = all(row.cells[0].start == row.cells[0].end for row in split)
    right = all(row.cells[max(row.cells)].start == row.cells[max(row.cells)].end for row in split)
    if not left:
        return rows
    placed = []
    for row in rows:
        last = max(row.cells) - right
        kept = {c - 1: span for c, span in row.cells.items() if 0 < c <= last}
        placed.append(_Row(row.start, row.end, kept if len(row.cells) > 1 else row.cells))
    return placed


def _aligned(rows: list[_Row]) -> list[_Row]:
    """Rows whose cells are keyed by column number, told by where cells end and begin above each other."""
    edges: list[list[int]] = []  # [left, right] of each column
    for row in sorted(rows, key=lambda r: -len(r.cells)):
        for span in row.cells.values():
            left, right = span.start - row.start, span.end - row.start
            for edge in edges:
                if left < edge[1] and edge[0] < right:
                    edge[0], edge[1] = min(edge[0], left), max(edge[1], right)
                    break
            else:
                if len(row.cells) > 1 or not edges:
                    edges.append([left, right])
    edges.sort()
    placed = []
    for row in rows:
        columns: dict[int, Span] = {}
        for span in row.cells.values():
            middle = (span.start + span.end) / 2 - row.start
            column = min(range(len(edges)), key=lambda i: abs((edges[i][0] + edges[i][1]) / 2 - middle))
            columns.setdefault(column, span)
        placed.append(_Row(row.start, row.end, columns))
    return placed


# Reading a grid.


def _read(text: str, grid: _Grid) -> list[Cell]:
    rows = grid.rows
    first = min((c for row in rows for c in row.cells), default=0)
    heads = max(grid.ruled, _head_rows(text, rows, first, grid.ruled))
    width = max((max(row.cells, default=0) for row in rows), default=0) + 1
    headers = _headers(rows[:heads], width)
    above = _above(text, grid.start)
    head = Span(rows[0].start, rows[heads - 1].end) if heads else Span(grid.start, grid.start)
    found: list[Cell] = []
    section: Span | None = None
    for row in rows[heads:]:
        label = row.cells.get(first)
        if label is not None and (label.start == label.end or is_figure(text[label.start : label.end])):
            label = None if label.start == label.end else label
        figures = [
            (c, s) for c, s in row.cells.items() if s.start < s.end and is_figure(text[s.start : s.end])
        ]
        if not figures:
            filled = [
                s
                for s in row.cells.values()
                if s.start < s.end and not _EMPTY.fullmatch(text[s.start : s.end])
            ]
            if len(filled) == 1:
                section = filled[0]
            elif len(filled) > 1 and all(period_of(text[s.start : s.end]) for s in filled[1:]):
                headers = _headers([row], width)  # a second header inside the table
            continue
        dates = tuple(span for column, span in figures if _is_year(text, span, headers.get(column, ())))
        for column, span in figures:
            if column == first and label is span and span not in dates:
                continue
            found.append(
                Cell(
                    span.start,
                    span.end,
                    Span(row.start, row.end),
                    label,
                    section,
                    headers.get(column, ()),
                    above,
                    head,
                    dates,
                )
            )
    return found


def _is_year(text: str, span: Span, headers: Sequence[Span]) -> bool:
    """Whether a cell is a year: it looks like one and its column's header does not speak of amounts."""
    if not _only_year(text[span.start : span.end]):
        return False
    return not headers or bool(_YEARS.search(text[headers[-1].start : headers[-1].end]))


_YEARS = re.compile(
    r"年|时间|日期|期|year|date|period|fiscal|maturity|due|since|founded|established", re.IGNORECASE
)


def _only_year(raw: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:19|20)\d\d\s*年?\s*", raw))


def _head_rows(text: str, rows: list[_Row], first: int, ruled: int) -> int:
    """How many rows at the top are headers: they hold no figures but dates, and say something."""
    heads = 0
    for number, row in enumerate(rows[:6]):
        body = [text[s.start : s.end] for c, s in row.cells.items() if c != first and s.start < s.end]
        figures = [
            cell
            for cell in body
            if is_figure(cell)
            and not (period_of(cell) and _only_year(cell))
            and (number or not _SPAN_OF_TIME.fullmatch(cell))  # 3个月 | 6个月 | 12个月
        ]
        if figures or (heads > max(ruled, 0) and not body):
            break
        if not body and heads == 0 and not any(s.start < s.end for s in row.cells.values()):
            heads += 1
            continue
        heads += 1
    return min(heads, len(rows) - 1) if heads else 0


_SPAN_OF_TIME = re.compile(r"\s*\d{1,3}\s*(?:天|小时|分钟|个月|days?|hours?|months?|weeks?)\s*")


def _headers(rows: Sequence[_Row], width: int) -> dict[int, tuple[Span, ...]]:
    """The header cells above each column, top to bottom; a cell reaches over the empty ones to its right.

    Not over a column that has a header of its own above: 同比增减 is not of 2023年上半年 beside it.
    """
    found: dict[int, list[Span]] = {c: [] for c in range(width)}
    named: set[int] = set()
    for row in rows:
        spread: Span | None = None
        filled = {c for c, s in row.cells.items() if s.start < s.end}
        for column in range(width):
            if column in filled:
                spread = row.cells[column]
                found[column].append(spread)
            elif column in named:
                spread = None
            elif spread is not None and len(filled) < width - 1 and column:
                found[column].append(spread)
        named |= filled
    return {c: tuple(spans) for c, spans in found.items()}


def _above(text: str, start: int) -> Span:
    """Up to three lines before a table, empty ones aside, that are short enough for a caption."""
    begin = start
    taken = 0
    while begin > 0 and taken < 3:
        line = text.rfind("\n", 0, begin - 1) + 1
        body = text[line:begin].strip()
        if len(body) > 160 or (body.startswith("|") and taken):
            break
        taken += bool(body)
        begin = line
    return Span(begin, start)


# Stacked tables: every cell on a line of its own.

_SIGN_ONLY = re.compile(r"\s*(?:[$€£¥%]|\(?[a-z]\)|%\s*\)?)?\s*")
_BRACKETED = re.compile(r"\s*[(（][^()（）\d]{4,60}[)）]\s*|\s+")
_MOST_COLUMNS = 12


@cache
def _number_line() -> re.Pattern[str]:
    return re.compile(
        r"\s*[$€£¥]?\s*[-–—(]?\s*[$€£¥]?\s*(?:\d[\d,]*(?:\.\d+)?|[—–-])\s*[)]?\s*%?\s*[)]?\s*(?:\([a-z0-9]\))?\s*"
    )


def _stacked(text: str) -> Iterator[Cell]:
    lines = [(m.start(), m.group().rstrip("\n")) for m in _LINE.finditer(text) if m.group()]
    i = 0
    while i < len(lines):
        columns = _stacked_header(lines, i)
        if len(columns) < 2:
            i += max(1, len(columns))
            continue
        i, found = _stacked_rows(text, lines, i, columns)
        yield from found


def _stacked_header(lines: Sequence[tuple[int, str]], i: int) -> list[Span]:
    """The periods that stand below each other from line ``i`` on: the columns of a stacked table."""
    columns: list[Span] = []
    while i < len(lines) and len(columns) < _MOST_COLUMNS:
        start, line = lines[i]
        body = line.strip()
        if not body or len(body) > 24 or not body[-1:].isdigit() or period_of(body) is None:
            break
        columns.append(_trim(line, start))
        i += 1
    return columns


def _stacked_rows(
    text: str, lines: Sequence[tuple[int, str]], first: int, columns: list[Span]
) -> tuple[int, list[Cell]]:
    above = _above(text, lines[first][0])
    found: list[Cell] = []
    i = first + len(columns)
    while i < len(lines) and _BRACKETED.fullmatch(lines[i][1]):
        i += 1  # (In thousands) under the periods
    head = Span(columns[0].start, lines[i - 1][0] + len(lines[i - 1][1]))
    label: Span | None = None
    section: Span | None = None
    values: list[Span] = []
    idle = 0

    def flush(end: int) -> None:
        nonlocal label, values
        if label is not None and len(values) == len(columns):
            row = Span(label.start, end)
            found.extend(
                Cell(v.start, v.end, row, label, section, (c,), above, head)
                for v, c in zip(values, columns, strict=True)
                if any(ch.isdigit() for ch in text[v.start : v.end])
            )
        values = []

    while i < len(lines):
        start, line = lines[i]
        if _stacked_header(lines, i)[1:]:
            break
        if _SIGN_ONLY.fullmatch(line):
            i += 1
            continue
        if len(line) < 40 and _number_line().fullmatch(line):
            values.append(_trim(line, start))
            idle = 0
        else:
            if values:
                flush(lines[i - 1][0] + len(lines[i - 1][1]))
            elif label is not None:
                section = label
            if len(line) > 140:
                break
            label = _trim(line, start)
            idle += 1
            if idle > 4:
                break
        i += 1
    if values:
        flush(values[-1].end)
    return max(i, first + len(columns)), found
