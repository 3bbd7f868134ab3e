"""Cells of HTML tables: which lay out the page, and what merged ones say of other rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

CELLS = frozenset(("td", "th", "cell"))
_ROWS = frozenset(("tr", "row"))
_INSIDE = frozenset(
    ("p", "div", "br", "ul", "ol", "li", "center")
)  # what cells of figures may have several of
_LONGEST = 160  # characters of a cell of several paragraphs
_LOOKED_AT = 10  # rows of a table, and cells of each, that tell whether it has rows and columns
_DOWN, _SIDEWAYS = 1000, 60  # rows and columns that are merged at most
_REPEATED = 200  # characters of a cell that are said again in the rows below
_LINE = 20  # characters of them that count as another cell
_MOST = 200_000  # cells that are said again in a table, at most


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside a cell because others are merged: texts before it, empty cells behind it."""

    before: tuple[str, ...] = ()
    behind: int = 0


def lays_out(cell: Any, blocks: Collection[str]) -> bool:
    """Whether a table cell holds paragraphs and tables: the page is laid out by it.

    ``blocks`` are the tags of paragraphs and the like. Several short paragraphs within a table of rows and
    columns are what a word processor writes: a name in two languages, a figure and its note.
    """
    inside = [child.tag for child in cell if child.tag in blocks]
    if "table" in inside or len(inside) < 2:
        return "table" in inside
    if not _INSIDE.issuperset(inside) or len("".join(cell.itertext())) > _LONGEST:
        return True
    row = next((above for above in cell.iterancestors() if above.tag in _ROWS), None)
    around = row.getparent() if row is not None else None
    if around is None:
        return True
    rows = (row for row in islice(around, _LOOKED_AT) if row.tag in _ROWS)
    celled = (sum(c.tag in CELLS for c in islice(row, _LOOKED_AT)) > 1 for row in rows)
    return sum(celled) < 2


def merged(table: Any) -> dict[Any, Around]:
    """What merged cells of a table say of its other cells and, behind their last one, of its rows.

    The keys are elements: cells that have something beside them, and rows that end in cells of rows above.
    """
    rows = [row for part in (table, *table) for row in part if row.tag in _ROWS]
    if not any(cell.get("rowspan") or cell.get("colspan") for row in rows for cell in row):
        return {}
    found: dict[Any, Around] = {}
    above: dict[int, tuple[int, str]] = {}  # column: how many rows more, and what it says
    count = 0
    for row in rows:
        column = 0
        below = {at: (left - 1, words) for at, (left, words) in above.items() if left > 1}
        for cell in row:
            if cell.tag not in CELLS:
                continue
            before = _passed(above, column)
            column += len(before)
            down, wide = _span(cell, "rowspan", _DOWN), _span(cell, "colspan", _SIDEWAYS)
            count += sum(1 + len(words) // _LINE for words in before) + wide - 1
            if before or wide > 1:
                found[cell] = Around(before, wide - 1)
            if down > 1:
                words = " ".join("".join(cell.itertext()).split())[:_REPEATED]
                below.update({column + n: (down - 1, words if n == 0 else "") for n in range(wide)})
            column += wide
        if behind := _passed(above, column):
            found[row] = Around(behind)
        if count > _MOST:
            break
        above = below
    return found


def _passed(above: Mapping[int, tuple[int, str]], column: int) -> tuple[str, ...]:
    """What cells of rows above say from a column on, up to the first that is free."""
    texts: list[str] = []
    while column in above:
        texts.append(above[column][1])
        column += 1
    return tuple(texts)


def _span(cell: Any, name: str, most: int) -> int:
    """How many rows or columns a cell takes; 1 for what is no number."""
    stated = (cell.get(name) or "").strip()
    return max(1, min(int(stated), most)) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 1
