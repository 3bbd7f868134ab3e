"""Word files: the final text in order, headings and pages as anchors, notes beside what they explain.

Insertions that are tracked count as text and deletions do not; both are flagged. Numbers of clauses and lists
are written out as Word prints them. No macro runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.formats.docx_styles import (
    Numbering,
    Style,
    is_on,
    list_of,
    numeral,
    outline_level,
    read_styles,
)
from yinzheng.corpus.formats.flow import Flow
from yinzheng.corpus.formats.ooxml import (
    Package,
    attribute,
    chart_rows,
    child,
    chosen,
    local,
    one_line,
    smart_art,
    table_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yinzheng.corpus.content import Content

_TRANSPARENT = """
ins moveTo hyperlink smartTag customXml fldSimple dir bdo sdt sdtContent ruby rubyBase
"""
_THROUGH = frozenset(_TRANSPARENT.split())
"""Elements within a paragraph whose content is text like any other."""

_LEFT_OUT = frozenset(("del", "moveFrom", "rt", "rubyPr", "sdtPr", "sdtEndPr", "fldData"))
_PAGE = "\f"  # a page break, while a paragraph is put together; XML cannot hold one
_LAYOUT = 600  # characters of a cell from which several paragraphs in it are no data


def read(data: bytes, source: str) -> Content:
    """The text of a Word file (.docx, .docm, .dotx).

    Raises UnreadableDocument, UnsupportedDocument (a password) or EmptyDocument.
    """
    package = Package(data, source, "Word")
    reader = _Reader(package)
    body = child(package.archive.xml(package.main), "body")
    if body is not None:
        reader.blocks(body)
        reader.loose_ends()
    flow = reader.flow
    # Word records where its pages ended; other programs leave some of it out, and such pages would be wrong.
    if package.pages > 1 and package.pages == len(reader.pages) + 1:
        flow.mark_at(0, "page", "1")
        for number, start in enumerate(reader.pages, 2):
            flow.mark_at(min(start, max(flow.size - 1, 0)), "page", str(number))
    if package.macros:
        flow.flag("macros")
    return flow.content(source, title=reader.title or package.title, date=package.date)


class _Reader:
    """Walks a document's body and lets a text grow."""

    def __init__(self, package: Package) -> None:
        self.flow = Flow()
        self.pages: list[int] = []  # where pages after the first begin
        self.title = ""
        self._package = package
        self._relations = package.relations(package.main)
        self._styles = read_styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._notes = {kind: self._noted(kind) for kind in ("footnote", "endnote", "comment")}
        self._cited: dict[tuple[str, str], int] = {}  # notes in the order in which they are cited
        self._pending: list[tuple[str, Any]] = []  # what stands behind the paragraph that is read
        self._fields: list[bool] = []  # fields that are open, and whether their result has begun
        self._carried = ""  # a paragraph whose end was deleted
        self._inside = 0  # depth of notes and boxes

    def _part(self, kind: str) -> Any:
        return next(self._package.related(self._package.main, kind), None)

    def _noted(self, kind: str) -> dict[str, Any]:
        root = self._part(f"{kind}s")
        return {} if root is None else {attribute(n, "id"): n for n in root.iterfind(f"{{*}}{kind}")}

    # Blocks.

    def blocks(self, container: Any) -> None:
        """Read paragraphs and tables one after the other."""
        for element in container:
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "sdt":
                gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
                content = child(element, "sdtContent")
                if content is not None and (
                    gallery is None or attribute(gallery, "val") != "Table of Contents"
                ):
                    self.blocks(content)
            elif name in ("customXml", "ins", "moveTo", "smartTag"):
                self.blocks(element)
            elif name == "AlternateContent" and (branch := chosen(element)) is not None:
                self.blocks(branch)

    def _paragraph(self, element: Any) -> None:
        properties = child(element, "pPr")
        name, style = self._style(properties)
        if style.contents:
            return  # a table of contents repeats the headings
        words = self._carried + self._words(element)
        self._carried = ""
        if properties is not None and child(properties, "rPr", "del") is not None:
            self._carried = words
            return
        label, bullet = self._label(properties, name, style, words)
        level = outline_level(properties)
        level = style.level if level is None else (None if level > 8 else level)
        clean = words.replace(_PAGE, "").strip()
        if level is not None and clean and not self._inside:
            if level == -1:
                self.title = self.title or " ".join(clean.split())
            self._put(label + words, "heading", level + 1)
        else:
            self._put(label + words, "item" if label else "text")
        if bullet and not clean:
            self.flow.gap()
        self._behind()

    def _style(self, properties: Any) -> tuple[str, Style]:
        """The id of the style that a paragraph names, and the style, the default one where it names none."""
        named = None if properties is None else child(properties, "pStyle")
        name = "" if named is None else attribute(named, "val")
        return name, self._styles.get(name) or self._styles[""]

    def _label(self, properties: Any, name: str, style: Style, words: str) -> tuple[str, bool]:
        """The number or bullet that Word prints before a paragraph."""
        number, depth = list_of(properties)
        if not number:
            number = style.list_id
            if depth is None:
                depth = style.list_level
            if depth is None:
                depth = self._numbering.depth_of(number, name)
        if not number or number == "0" or not words.strip():
            return "", False
        return self._numbering.label(number, depth or 0) or ("", False)

    def _put(self, words: str, kind: Any, level: int = 0) -> None:
        """Add a block; page breaks in it are noted where they stand."""
        lead = len(words) - len(words.lstrip("\n" + _PAGE))
        breaks = words[:lead].count(_PAGE)
        body = words[lead:]
        start = self.flow.add(body.replace(_PAGE, ""), kind, level=level)
        if start is None:
            self.pages += [self.flow.size] * words.count(_PAGE)
            return
        self.pages += [start] * breaks
        for met, match in enumerate(re.finditer(_PAGE, body)):
            self.pages.append(start + match.start() - met)

    def loose_ends(self) -> None:
        """Put what was carried into a paragraph that never came."""
        self._put(self._carried, "text")

    def _behind(self) -> None:
        """Put text boxes, charts and notes behind the paragraph or table that they belong to."""
        pending, self._pending = self._pending, []
        self._inside += 1
        for mark, element in pending:
            if mark == "box":
                self.blocks(element)
            elif mark == "chart":
                self._chart(element)
            elif mark == "diagram":
                for words in smart_art(element):
                    self.flow.add(words, "item")
            else:
                who = attribute(element, "author")
                said = " ".join(filter(None, (self._cell(p) for p in element.iterfind(".//{*}p"))))
                self.flow.add(f"{mark} {who}: {said}" if who else f"{mark} {said}")
        self._inside -= 1

    def _chart(self, root: Any) -> None:
        title, rows = chart_rows(root)
        self.flow.add(title)
        self.flow.gap()
        for cells in rows:
            self.flow.add(table_line(cells), "row")

    # Tables.

    def _table(self, element: Any) -> None:
        rows = [row for row in _rows(element) if child(row, "trPr", "del") is None]
        self.flow.flag("tracked_changes", len(list(_rows(element))) - len(rows))
        above: dict[int, str] = {}
        self.flow.gap()
        for row in rows:
            cells = list(_children(row, "tc"))
            if len(cells) < 2 or any(self._is_layout(cell) for cell in cells):
                for cell in cells:
                    self.blocks(cell)
                continue
            line: list[str] = [""] * _grid(row, "gridBefore")
            for cell in cells:
                merged = child(cell, "tcPr", "vMerge")
                words = one_line(self._cell(cell))
                if merged is not None and attribute(merged, "val") != "restart":
                    words = words or above.get(len(line), "")
                elif merged is not None:
                    above[len(line)] = words
                span = child(cell, "tcPr", "gridSpan")
                width = attribute(span, "val") if span is not None else "1"
                line += [words, *[""] * (min(int(width), 200) - 1 if width.isdigit() else 0)]
            self._put(table_line(line), "row")
        self.flow.gap()
        self._behind()

    def _cell(self, element: Any) -> str:
        """The text of a cell or note in one string, its paragraphs parted by spaces."""
        if local(element) == "p":
            return self._words(element).replace(_PAGE, "").strip()
        parts = []
        for paragraph in element.iter("{*}p"):
            if local(paragraph.getparent()) in ("tc", "sdtContent", "ins", "customXml"):
                properties = child(paragraph, "pPr")
                words = self._words(paragraph)
                label, _ = self._label(properties, *self._style(properties), words)
                parts.append((label + words.replace(_PAGE, "")).strip())
        return " ".join(part for part in parts if part)

    @staticmethod
    def _is_layout(cell: Any) -> bool:
        """Whether a cell holds a piece of the page, not a datum: another table, or long paragraphs."""
        if next(cell.iter("{*}tbl"), None) is not None:
            return True
        sizes = [sum(len(t.text or "") for t in p.iter("{*}t")) for p in _children(cell, "p")]
        return sum(size > 0 for size in sizes) > 2 and sum(sizes) > _LAYOUT

    # Within a paragraph.

    def _words(self, paragraph: Any) -> str:
        parts: list[str] = []
        self._inline(paragraph, parts)
        return "".join(parts)

    def _inline(self, element: Any, parts: list[str]) -> None:
        for inner in element:
            name = local(inner)
            if name == "r":
                self._run(inner, parts)
            elif name in _LEFT_OUT:
                self.flow.flag("tracked_changes", name in ("del", "moveFrom"))
            elif name in _THROUGH:
                self.flow.flag("tracked_changes", name == "ins")
                self._inline(inner, parts)
            elif name in ("oMath", "oMathPara"):
                parts.append("".join(t.text or "" for t in inner.iter("{*}t")))
            elif name == "AlternateContent":
                branch = chosen(inner)
                if branch is not None:
                    self._inline(branch, parts)

    def _run(self, run: Any, parts: list[str]) -> None:
        if is_on(child(run, "rPr", "vanish")):
            self.flow.flag("hidden_text", sum(len(t.text or "") for t in run.iterfind("{*}t")))
            return
        for element in run:
            name = local(element)
            if name == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif name == "lastRenderedPageBreak":
                if not self._inside:
                    parts.append(_PAGE)
            elif not all(self._fields):
                continue  # what a field is made from, not what it shows
            elif name == "t":
                parts.append((element.text or "").replace("\n", " "))
            elif name in ("tab", "ptab"):
                parts.append("\t")
            elif name in ("br", "cr"):
                parts.append("\n" if attribute(element, "type") not in ("page", "column") else "")
            elif name == "noBreakHyphen":
                parts.append("-")
            elif name in ("footnoteReference", "endnoteReference", "commentReference"):
                parts.append(self._note(name.removesuffix("Reference"), attribute(element, "id")))
            elif name in ("drawing", "pict", "object"):
                self._drawing(element)
            elif name == "AlternateContent":
                branch = chosen(element)
                if branch is not None:
                    self._drawing(branch)
            elif name == "ruby":
                self._inline(element, parts)

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append(False)
        elif what == "separate" and self._fields:
            self._fields[-1] = True
        elif what == "end" and self._fields:
            self._fields.pop()

    def _note(self, kind: str, id: str) -> str:
        """The mark of a note: ``[^1]``, ``[^i]``, of a comment ``[c1]``; the note follows the paragraph."""
        note = self._notes[kind].get(id)
        if note is None or self._inside:
            return ""
        first = (kind, id) not in self._cited
        number = self._cited.setdefault((kind, id), sum(k == kind for k, _ in self._cited) + 1)
        mark = {
            "footnote": f"[^{number}]",
            "endnote": f"[^{numeral(number, 'lowerRoman')}]",
            "comment": f"[c{number}]",
        }[kind]
        if first:
            self._pending.append((mark, note))
            self.flow.flag("comments", kind == "comment")
        return mark

    def _drawing(self, element: Any) -> None:
        """Note text boxes, charts and diagrams, to be put behind the paragraph."""
        if local(element) == "drawing" or len(element):
            for box in element.iter("{*}txbxContent"):
                if not any(local(above) in ("txbxContent", "Fallback") for above in _up_to(box, element)):
                    self._pending.append(("box", box))
        for part in element.iter("{*}chart", "{*}relIds"):
            key = attribute(part, "dm" if local(part) == "relIds" else "id")
            relation = self._relations.get(key)
            if relation is not None and relation.target in self._package.archive:
                kind = "chart" if relation.kind == "chart" else "diagram"
                self._pending.append((kind, self._package.archive.xml(relation.target)))


def _up_to(element: Any, top: Any) -> Iterable[Any]:
    """The elements around ``element``, below ``top``."""
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _children(element: Any, name: str) -> Iterable[Any]:
    """The children of that name, also where content controls or tracked changes stand between."""
    for inner in element:
        found = local(inner)
        if found == name:
            yield inner
        elif found in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _children(inner, name)


def _rows(table: Any) -> Iterable[Any]:
    return _children(table, "tr")


def _grid(row: Any, name: str) -> int:
    element = child(row, "trPr", name)
    said = "" if element is None else attribute(element, "val")
    return min(int(said), 200) if said.isdigit() else 0
