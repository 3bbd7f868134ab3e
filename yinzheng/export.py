"""Claims as files: CSV, XLSX, JSON Lines and Markdown; docs/csv.md describes every column.

Columns and their order are stable: they are added at the end, never renamed, moved or removed.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from yinzheng import as_json
from yinzheng.atomic import replacing
from yinzheng.decimals import plain
from yinzheng.errors import ExportError
from yinzheng.screen import visible
from yinzheng.types import Claim, Conflict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Form = Literal["csv", "xlsx", "jsonl", "md"]
FORMS: tuple[Form, ...] = ("csv", "xlsx", "jsonl", "md")

Cell = str | int | Decimal | None

COLUMNS = (
    "subject", "metric", "metric_key", "raw", "kind", "value", "low", "high", "unit", "qualifier",
    "direction", "period", "modality", "status", "subject_from", "doc_id", "source", "title", "start", "end",
    "sentence", "locator",
)  # fmt: skip
"""The columns of CSV and XLSX, in this order."""

CONFLICT_COLUMNS = ("conflict", "group", "reason")
"""What stands behind them where the rows are those of conflicts."""

READING_COLUMNS = (
    "subject", "metric", "raw", "value", "unit", "period", "modality", "status", "source", "locator", "start",
    "end", "sentence",
)  # fmt: skip
"""The columns of Markdown, which is for reading: in ``value`` a range stands as ``low–high``."""

_XLSX_ROWS = 1_048_576
_XLSX_TEXT = 32_767
"""What a sheet and a cell can hold (Excel's specifications and limits)."""

_EXACT_DIGITS = 15
"""A spreadsheet's numbers are binary and keep so many decimal digits; longer ones are written as text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim to write; in the rows of conflicts also which one, on which side, and why they differ."""

    claim: Claim
    conflict: int | None = None
    group: int | None = None
    reason: str = ""


def rows(found: Iterable[Claim | Conflict]) -> list[Row]:
    """Return the rows of claims, or of all claims of conflicts, numbered from 1."""
    made: list[Row] = []
    for number, item in enumerate(found, 1):
        if isinstance(item, Conflict):
            for side, group in enumerate(item.groups, 1):
                made += [Row(claim, number, side, item.reason) for claim in group]
        else:
            made.append(Row(item))
    return made


def columns(made: Sequence[Row], names: tuple[str, ...] = COLUMNS) -> tuple[str, ...]:
    """Return the names of the columns of these rows."""
    return names + CONFLICT_COLUMNS if any(row.conflict is not None for row in made) else names


def write(
    found: Iterable[Claim | Conflict],
    path: str | Path,
    form: Form | None = None,
    *,
    excel: bool = False,
    force: bool = False,
) -> int:
    """Write claims or conflicts to the file ``path`` and return the number of rows.

    ``form`` is told by the file's suffix where it is not given. ``excel`` puts a byte order mark
    before CSV, by which Excel knows UTF-8. The file appears whole or not at all.

    Raises ExportError where it exists (unless ``force``) or cannot be written.
    """
    path = Path(path)
    form = form or _form(path)
    made = rows(found)
    with replacing(path, force=force) as file:
        write_to(file, made, form, excel=excel)
    return len(made)


def write_to(file: BinaryIO, made: Sequence[Row], form: Form, *, excel: bool = False) -> None:
    """Write rows to an open binary file. Raises ExportError for more rows than an XLSX sheet can hold."""
    if form == "xlsx":
        _write_xlsx(file, made)
        return
    if excel and form == "csv":
        file.write("\ufeff".encode())
    file.writelines(part.encode("utf-8", "backslashreplace") for part in text(made, form))


def text(made: Sequence[Row], form: Literal["csv", "jsonl", "md"]) -> Iterator[str]:
    """Yield the parts of the text that ``write_to`` writes."""
    return {"csv": _csv, "jsonl": _jsonl, "md": _md}[form](made)


def _form(path: Path) -> Form:
    for form in FORMS:
        if path.suffix.lower() == f".{form}":
            return form
    raise ExportError(f"{path}: the name must end in {', '.join(f'.{form}' for form in FORMS)}")


def cells(row: Row) -> dict[str, Cell]:
    """Return the cells of a row by their columns."""
    quantity, cited = row.claim.quantity, row.claim.citation
    return {
        "subject": row.claim.subject,
        "metric": row.claim.metric,
        "metric_key": row.claim.metric_key,
        "raw": quantity.raw,
        "kind": quantity.kind,
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "direction": quantity.direction,
        "period": row.claim.period,
        "modality": row.claim.modality,
        "status": row.claim.status,
        "subject_from": row.claim.subject_from,
        "doc_id": cited.doc_id,
        "source": cited.source,
        "title": cited.title,
        "start": quantity.start,
        "end": quantity.end,
        "sentence": cited.quote,
        "locator": cited.locator,
        "conflict": row.conflict,
        "group": row.group,
        "reason": row.reason,
    }


# --- CSV --------------------------------------------------------------------------------------------

_FORMULA = re.compile(r"'*\s*[\t\r\n=+\-@＝＋－＠]")
"""What a spreadsheet may take for a formula: also behind spaces, and in full width as some locales do.
Apostrophes before it are counted in, so that the guard can be told from the text's own."""


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Take the guard off again: ``unguard(guard(text)) == text`` for every text."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _csv(made: Sequence[Row]) -> Iterator[str]:
    names = columns(made)
    yield _csv_line(names)
    for row in made:
        given = cells(row)
        yield _csv_line([_csv_cell(given[name]) for name in names])


def _csv_line(fields: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(fields)  # RFC 4180: commas, doubled quotes, CRLF
    return line.getvalue()


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return plain(cell)  # a negative number stays a number
    return guard(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


# --- JSON Lines -------------------------------------------------------------------------------------


def _jsonl(made: Sequence[Row]) -> Iterator[str]:
    for row in made:
        value = as_json.claim(row.claim)
        if row.conflict is not None:
            value |= {"conflict": row.conflict, "group": row.group, "reason": row.reason}
        yield as_json.line(value) + "\n"


# --- Markdown ---------------------------------------------------------------------------------------

_NUMBERS = frozenset({"value", "start", "end", "conflict", "group"})
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$]")
_EDGES = re.compile(r"\A\s+|\s+\Z")


def _md(made: Sequence[Row]) -> Iterator[str]:
    names = columns(made, READING_COLUMNS)
    yield f"| {' | '.join(names)} |\n"
    yield f"|{'|'.join('---:' if name in _NUMBERS else '---' for name in names)}|\n"
    for row in made:
        given = cells(row)
        low, high = given["low"], given["high"]
        if given["value"] is None and isinstance(low, Decimal) and isinstance(high, Decimal):
            given["value"] = f"{plain(low)}–{plain(high)}"
        yield f"| {' | '.join(_md_cell(given[name]) for name in names)} |\n"


def _md_cell(cell: Cell) -> str:
    if not isinstance(cell, str):
        return "" if cell is None else plain(cell) if isinstance(cell, Decimal) else str(cell)
    text = _MARKUP.sub(r"\\\g<0>", cell)
    # What would end the cell, vanish or act on a terminal: by number, so that readers get it back.
    text = _EDGES.sub(lambda found: "".join(map(_by_number, found.group())), text)
    return "".join(_by_number(char) if visible(char) != char else char for char in text)


def _by_number(char: str) -> str:
    # Readers of Markdown refuse control characters even by number: those are shown as on a terminal.
    control = ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0
    return visible(char) if control and char not in "\t\n\f\r" else f"&#{ord(char)};"


# --- XLSX -------------------------------------------------------------------------------------------

_DECIMALS = frozenset({"value", "low", "high"})
_WIDTHS = {"subject": 24, "metric": 18, "raw": 18, "value": 20, "source": 32, "title": 32, "sentence": 80,
           "locator": 28, "reason": 40}  # fmt: skip


def _write_xlsx(file: BinaryIO, made: Sequence[Row]) -> None:
    import xlsxwriter

    if len(made) >= _XLSX_ROWS:
        raise ExportError(f"{len(made):,} rows are more than a sheet can hold: write CSV")
    names = columns(made)
    # Rows go to the file as they come; nothing in them is looked at for formulas, numbers or links.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1})
    # Excel's own sign for "this is text", also when somebody edits the cell.
    as_text = book.add_format({"quote_prefix": True})
    whole = book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet("claims")
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(made), len(names) - 1)
    for at, name in enumerate(names):
        sheet.set_column(at, at, _WIDTHS.get(name, 12))
        sheet.write_string(0, at, name, head)
    for line, row in enumerate(made, 1):
        given = cells(row)
        for at, name in enumerate(names):
            cell = _xlsx_cell(given[name])
            if isinstance(cell, str):
                sheet.write_string(line, at, cell, as_text if _FORMULA.match(cell) else None)
            elif cell is not None:
                sheet.write_number(line, at, cell, whole if name in _DECIMALS and cell == int(cell) else None)
    book.close()


def _xlsx_cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Decimal):
        if not _exact(cell):
            return plain(cell)
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    if isinstance(cell, str):
        # XML has no way to write these two; all other characters are escaped as OOXML says.
        cell = cell.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
        return (cell if len(cell) <= _XLSX_TEXT else f"{cell[: _XLSX_TEXT - 1]}…") or None
    return cell


def _exact(value: Decimal) -> bool:
    """Whether a spreadsheet's binary number shows exactly this one."""
    if not value:
        return True
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    return len(digits) <= _EXACT_DIGITS and -100 < value.adjusted() < 100
