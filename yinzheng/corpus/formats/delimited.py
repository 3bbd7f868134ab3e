"""CSV and TSV: the delimiter is told by the file, rows become lines of cells as those of a spreadsheet."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING

from yinzheng.corpus.content import Content
from yinzheng.corpus.formats.ooxml import one_line
from yinzheng.corpus.formats.sheets import SheetText
from yinzheng.errors import EmptyDocument, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLE = 200  # rows from which the delimiter is told
_FIELD = 1 << 24  # characters of one field; more is a quotation mark that is never closed
_DELIMITERS = ",\t;|"


def read(data: bytes, source: str) -> Content:
    """The rows of a CSV or TSV file in UTF-8; anchors name their cells by the file's name (``data!A2:F2``).

    Raises UnreadableDocument or EmptyDocument.
    """
    delimiter, skip = _delimiter(data)
    name = PurePath(source).stem
    text = SheetText()
    try:
        text.add(name, islice(_rows(data, delimiter), skip, None))
    except csv.Error as error:
        raise UnreadableDocument(source, f"it cannot be read as a table: {error}") from None
    if not text.size:
        raise EmptyDocument(source, "there is no text in it")
    return Content(text.text, tuple(text.anchors))


def _rows(data: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_FIELD)
    # Line by line from the bytes: the text of a large file is not held beside them.
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", errors="replace", newline="")
    for number, row in enumerate(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), 1):
        yield number, [_cell(field) for field in row]


def _cell(field: str) -> str:
    field = field.strip()
    return one_line(field) if "\n" in field or "|" in field or "\t" in field or "  " in field else field


def _delimiter(data: bytes) -> tuple[str, int]:
    """The sign between fields, and how many rows say nothing else (``sep=;``).

    It is the one that parts most rows into the same number of fields.
    """
    head = data[:16].decode("utf-8-sig", "replace").lower()
    if head.startswith("sep=") and head[4:5] in _DELIMITERS:
        return head[4], 1
    sample = data[: 1 << 18]
    best = (0.0, 0, ",")
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for _, row in islice(_rows(sample, delimiter), _SAMPLE) if any(row)]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count) if widths else 1
        if usual > 1:
            best = max(best, (widths.count(usual) / len(widths), usual, delimiter), key=lambda b: b[:2])
    return best[2], 0
