"""Excel files: sheet by sheet, row by row, the values as they are displayed, with their cells as anchors.

Formulas give the value that was last computed; none is computed here. No macro runs and no link is followed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from yinzheng.corpus.content import Content
from yinzheng.corpus.formats.archive import BROKEN
from yinzheng.corpus.formats.number_format import BUILT_IN, displayed
from yinzheng.corpus.formats.ooxml import Package, attribute, child, local, one_line
from yinzheng.corpus.formats.sheets import SheetText, quoted
from yinzheng.errors import EmptyDocument, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMNS = 16_384  # of a sheet
_MERGES = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|worksheet)\s*\d*", re.IGNORECASE)


class _SheetPart(NamedTuple):
    name: str
    part: str
    hidden: bool


def read(data: bytes, source: str) -> Content:
    """The text of an Excel file (.xlsx, .xlsm, .xltx), with an anchor for the cells of each row.

    Raises UnreadableDocument, UnsupportedDocument (a password, .xlsb) or EmptyDocument.
    """
    package = Package(data, source, "Excel")
    book = _Book(package)
    text = SheetText()
    for sheet in book.sheets:
        before = text.size
        name = " ".join(sheet.name.split())
        reader = _SheetReader(book, sheet)
        text.add(name, reader.rows(), called="" if _DEFAULT_NAME.fullmatch(name) else name)
        reader.put_notes(text)
        if text.size > before and sheet.hidden:
            book.flag("hidden_sheets")
    if package.macros:
        book.flag("macros")
    if not text.size:
        raise EmptyDocument(source, "there is no text in it")
    flags = tuple(f"{name}:{count}" for name, count in book.flags.items())
    return Content(text.text, tuple(text.anchors), package.title or None, package.date, flags)


class _Book:
    """A workbook: its sheets, shared strings and number formats."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.flags: dict[str, int] = {}
        root = package.archive.xml(package.main)
        if local(root) != "workbook":
            raise UnreadableDocument(package.source, "it is damaged: no workbook in it")
        settings = child(root, "workbookPr")
        self.epoch_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        related = package.relations(package.main)
        self.sheets: list[_SheetPart] = []
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            relation = related.get(attribute(sheet, "id"))
            if relation is not None and relation.kind == "worksheet" and relation.target in package.archive:
                hidden = sheet.get("state", "visible") != "visible"
                self.sheets.append(_SheetPart(sheet.get("name", ""), relation.target, hidden))
        self.strings = self._strings(
            next((r.target for r in related.values() if r.kind == "sharedStrings"), "")
        )
        self.formats = _formats(next(package.related(package.main, "styles"), None))

    def flag(self, name: str, count: int = 1) -> None:
        if count:
            self.flags[name] = self.flags.get(name, 0) + count

    def _strings(self, part: str) -> list[str]:
        if part not in self.package.archive:
            return []
        return [_text(element) for element in self.elements(part, "si")]

    def elements(self, part: str, *names: str) -> Iterator[Any]:
        """The elements of these names of a part, one by one; each is gone when the next one comes."""
        from lxml import etree

        with self.package.archive.open(part) as file:
            events = etree.iterparse(
                file,
                events=("end",),
                tag=[f"{{*}}{name}" for name in names],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                remove_comments=True,
                remove_pis=True,
            )
            try:
                for _, element in events:
                    yield element
                    element.clear()
                    parent = element.getparent()
                    while parent is not None and parent[0] is not element:
                        del parent[0]
            except (etree.XMLSyntaxError, *BROKEN) as error:
                raise self.package.archive.damaged(part, error) from None


class _SheetReader:
    """The rows of one sheet."""

    def __init__(self, book: _Book, sheet: _SheetPart) -> None:
        self._book = book
        self._sheet = sheet
        self._merges = self._merged()
        self._hidden_columns: list[tuple[int, int]] = []
        self._widest = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that hold something, with their numbers from 1."""
        book = self._book
        number = 0
        open_merges: dict[int, tuple[int, str]] = {}
        for element in book.elements(self._sheet.part, "row", "col"):
            if local(element) == "col":
                self._column(element)
                continue
            said = element.get("r", "")
            number = int(said) if said.isdigit() else number + 1
            cells = self._cells(element)
            if any(cells):
                book.flag("hidden_rows", element.get("hidden") in ("1", "true"))
                self._fill(number, cells, open_merges)
                self._widest = max(self._widest, len(cells))
                yield number, cells
        hidden = sum(
            min(last, self._widest) - first + 1
            for first, last in self._hidden_columns
            if first <= self._widest
        )
        book.flag("hidden_columns", hidden)

    def _column(self, element: Any) -> None:
        first, last = element.get("min", ""), element.get("max", "")
        if element.get("hidden") in ("1", "true") and first.isdigit() and last.isdigit():
            self._hidden_columns.append((int(first), int(last)))

    def _cells(self, row: Any) -> list[str]:
        cells: list[str] = []
        at = -1
        for cell in row:
            at += 1
            reference = cell.get("r")
            if reference:
                at = _column_of(reference.rstrip("0123456789"))
            words = self._value(cell)
            if not words or not 0 <= at < _COLUMNS:
                continue
            if at >= len(cells):
                cells.extend([""] * (at + 1 - len(cells)))
            cells[at] = words
        return cells

    def _value(self, cell: Any) -> str:
        """What a cell shows."""
        raw: str | None = None
        formula = False
        kind = cell.get("t", "n")
        for inner in cell:
            tag = inner.tag
            if tag.endswith("}v"):
                raw = inner.text or ""
            elif tag.endswith("}f"):
                formula = True
            elif tag.endswith("}is"):
                return one_line(_text(inner))
        if not raw:
            self._book.flag("formulas_without_value", formula and kind != "str")
            return ""
        if kind == "n":
            style = cell.get("s", "0")
            formats = self._book.formats
            code = formats[int(style)] if style.isdigit() and int(style) < len(formats) else "General"
            if code == "General" and raw.isdigit():
                return raw
            return one_line(_displayed(raw, code, self._book.epoch_1904))
        if kind == "s":
            strings = self._book.strings
            return one_line(strings[int(raw)]) if raw.isdigit() and int(raw) < len(strings) else ""
        if kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        return one_line(_unescaped(raw).removesuffix("T00:00:00") if kind == "d" else _unescaped(raw))

    # Merged cells.

    def _merged(self) -> dict[int, list[tuple[int, int]]]:
        """The cells that reach down over several rows: by first row, the column and the last row.

        They stand behind the rows in the file and are wanted before, so they are looked for in its bytes.
        """
        found: dict[int, list[tuple[int, int]]] = {}
        tail = b""
        behind = False
        try:
            with self._book.package.archive.open(self._sheet.part) as file:
                while some := file.read(1 << 20):
                    tail += some
                    if not behind and (end := re.search(rb"</(?:\w+:)?sheetData>", tail)):
                        tail, behind = tail[end.end() :], True
                    elif not behind:
                        tail = tail[-40:]
        except BROKEN as error:
            raise self._book.package.archive.damaged(self._sheet.part, error) from None
        for match in _MERGES.finditer(tail):
            first, last = int(match.group(2)), int(match.group(4))
            if last > first:
                found.setdefault(first, []).append((_column_of(match.group(1).decode()), last))
        return found

    def _fill(self, number: int, cells: list[str], open_merges: dict[int, tuple[int, str]]) -> None:
        """Put what is merged downwards into each of its rows."""
        for column, (last, words) in list(open_merges.items()):
            if number > last:
                del open_merges[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = words
        for column, last in self._merges.get(number, ()):
            if column < len(cells) and cells[column]:
                open_merges[column] = (last, cells[column])

    # Notes and text boxes.

    def put_notes(self, text: SheetText) -> None:
        """Append comments of cells and text boxes behind the rows."""
        package = self._book.package
        name = quoted(self._sheet.name)
        notes = 0
        people = self._people()
        for root in package.related(self._sheet.part, "threadedComment"):
            for note in root.iterfind("{*}threadedComment"):
                who = people.get(note.get("personId", ""), "")
                words = one_line("".join(t.text or "" for t in note.iterfind("{*}text")))
                notes += _put_note(text, name, note.get("ref", ""), who, words, first=not notes)
        for root in package.related(self._sheet.part, "comments"):
            authors = [one_line(a.text or "") for a in root.iterfind("{*}authors/{*}author")]
            for note in root.iterfind("{*}commentList/{*}comment"):
                at = note.get("authorId", "")
                who = authors[int(at)] if at.isdigit() and int(at) < len(authors) else ""
                if who.startswith("tc="):
                    continue  # a threaded comment's copy for old versions
                words = one_line(_text(child(note, "text"))) if child(note, "text") is not None else ""
                words = words.removeprefix(f"{who}:").strip() if who else words
                notes += _put_note(text, name, note.get("ref", ""), who, words, first=not notes)
        self._book.flag("comments", notes)
        for root in package.related(self._sheet.part, "drawing"):
            for box in root.iter("{*}txBody"):
                words = "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in box.iter("{*}p"))
                if words.strip():
                    text.line(words.strip(), name, apart=True)

    def _people(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for root in self._book.package.related(self._book.package.main, "person"):
            for person in root.iterfind("{*}person"):
                found[person.get("id", "")] = one_line(person.get("displayName", ""))
        return found


def _put_note(text: SheetText, sheet: str, cell: str, who: str, words: str, *, first: bool) -> int:
    if not words or not _REFERENCE.fullmatch(cell):
        return 0
    text.line(f"[{cell}] {who}: {words}" if who else f"[{cell}] {words}", f"{sheet}!{cell}", apart=first)
    return 1


def _formats(root: Any) -> list[str]:
    """The number format of each cell style, in order."""
    if root is None:
        return []
    own = {
        int(element.get("numFmtId", "-1")): element.get("formatCode", "")
        for element in root.iterfind("{*}numFmts/{*}numFmt")
        if element.get("numFmtId", "").isdigit()
    }
    found = []
    for element in root.iterfind("{*}cellXfs/{*}xf"):
        said = element.get("numFmtId", "0")
        number = int(said) if said.isdigit() else 0
        found.append(own.get(number) or BUILT_IN.get(number, "General"))
    return found


@lru_cache(maxsize=8192)
def _displayed(raw: str, code: str, epoch_1904: bool) -> str:
    return displayed(raw, code, epoch_1904=epoch_1904)


def _text(element: Any) -> str:
    """The words of a shared or inline string, without the readings of Chinese characters in it."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return _unescaped(element[0].text or "")
    parts = [inner.text or "" for inner in element.iter("{*}t") if local(inner.getparent()) != "rPh"]
    return _unescaped("".join(parts))


def _unescaped(words: str) -> str:
    return _ESCAPED.sub(_character, words) if "_x" in words else words


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return " " if code < 32 else match.group() if 0xD800 <= code < 0xE000 else chr(code)


@lru_cache(maxsize=1024)
def _column_of(name: str) -> int:
    """The number of a column, from 0, by its letters; -1 for what names none."""
    at = 0
    for letter in name:
        if not "A" <= letter <= "Z":
            return -1
        at = at * 26 + ord(letter) - 64
    return at - 1
