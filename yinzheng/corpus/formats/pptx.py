"""PowerPoint files: slide by slide, the title first, then what is on it in its reading order, then its notes.

Tables and charts are rows; the reading order is the one that screen readers are given. No macro runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.formats.flow import Flow
from yinzheng.corpus.formats.ooxml import (
    Package,
    attribute,
    chart_rows,
    child,
    chosen,
    local,
    one_line,
    paragraphs,
    smart_art,
    table_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yinzheng.corpus.content import Content

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "sldNum", "hdr", "sldImg")  # placeholders that repeat on every slide
_NAMED = 60  # characters of a first line that may stand for a title
_HAN = re.compile(r"[\u3400-\u9fff]")


def read(data: bytes, source: str) -> Content:
    """The text of a PowerPoint file (.pptx, .pptm, .ppsx, .potx), with an anchor for each slide.

    Raises UnreadableDocument, UnsupportedDocument (a password) or EmptyDocument.
    """
    package = Package(data, source, "PowerPoint")
    root = package.archive.xml(package.main)
    related = package.relations(package.main)
    said = root.get("firstSlideNum", "1")
    first = int(said) if said.isdigit() else 1
    flow = Flow()
    title = ""
    slides = child(root, "sldIdLst")
    for number, entry in enumerate([] if slides is None else slides, first):
        relation = related.get(_relation_id(entry))
        if relation is None or relation.target not in package.archive:
            flow.flag("missing_slides")
            continue
        title = _Slide(package, relation.target, flow).put(number, title)
    if package.macros:
        flow.flag("macros")
    return flow.content(source, title=title or package.title, date=package.date)


class _Slide:
    """One slide, to be added to a text."""

    def __init__(self, package: Package, part: str, flow: Flow) -> None:
        self._package = package
        self._flow = flow
        self._root = package.archive.xml(part)
        self._relations = package.relations(part)

    def put(self, number: int, deck: str) -> str:
        """Add the slide, with an anchor, and return its title, or ``deck`` where that is given.

        A slide without a title goes by its first line, or by the name of the deck.
        """
        flow = self._flow
        before = flow.size
        if self._root.get("show") in ("0", "false"):
            flow.flag("hidden_slides")
        flow.mark("slide", str(number))
        shapes = list(_shapes(child(self._root, "cSld", "spTree")))
        titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
        title = " ".join(" ".join(paragraphs(shape)) for shape in titles)
        title = " ".join(title.split())
        body = [shape for shape in shapes if _placeholder(shape) not in (*_TITLES, *_FURNITURE)]
        if title:
            flow.add(title, "heading", level=1)
        else:
            lines = (paragraphs(shape) for shape in body if local(shape) != "graphicFrame")
            flow.section(next((words[0].split("\n")[0][:_NAMED] for words in lines if words), deck), 1)
        for shape in body:
            self._shape(shape)
        if flow.size == before:
            flow.flag("slides_without_text")
        self._notes()
        self._comments()
        flow.drop_marks()
        return deck or title

    def _shape(self, shape: Any) -> None:
        if local(shape) == "graphicFrame":
            self._frame(shape)
        else:
            self._flow.add("\n".join(paragraphs(shape)))

    def _frame(self, frame: Any) -> None:
        flow = self._flow
        for table in frame.iter("{*}tbl"):
            flow.gap()
            for cells in _table(table):
                flow.add(table_line(cells), "row")
            flow.gap()
        for element in frame.iter("{*}chart", "{*}relIds"):
            key = attribute(element, "dm") if local(element) == "relIds" else _relation_id(element)
            relation = self._relations.get(key)
            if relation is None or relation.target not in self._package.archive:
                continue
            root = self._package.archive.xml(relation.target)
            if relation.kind == "chart":
                name, rows = chart_rows(root)
                flow.add(name)
                flow.gap()
                for cells in rows:
                    flow.add(table_line(cells), "row")
                flow.gap()
            else:
                for words in smart_art(root):
                    flow.add(words.replace("\n", " "), "item")

    def _notes(self) -> None:
        """Add the speaker's notes as a section of their own."""
        for root in self._parts("notesSlide"):
            words = [
                line
                for shape in _shapes(child(root, "cSld", "spTree"))
                if _placeholder(shape) not in _FURNITURE
                for line in paragraphs(shape)
            ]
            if words:
                called = "备注" if _HAN.search(words[0]) else "Notes"
                self._flow.section(called, 2)
                self._flow.add("\n".join(words))

    def _comments(self) -> None:
        number = 0
        for root in self._parts("comments"):
            for comment in root:
                words = "\n".join(paragraphs(comment)) or "".join(
                    text.text or "" for text in comment.iterfind("{*}text")
                )
                if words.strip():
                    number += 1
                    self._flow.add(f"[c{number}] {one_line(words)}")
        self._flow.flag("comments", number)

    def _parts(self, kind: str) -> Iterator[Any]:
        for relation in self._relations.values():
            if relation.kind == kind and relation.target in self._package.archive:
                yield self._package.archive.xml(relation.target)


def _shapes(tree: Any) -> Iterator[Any]:
    """Shapes and frames in reading order, those of groups in the group's place."""
    for element in [] if tree is None else tree:
        name = local(element)
        if name in ("sp", "graphicFrame", "cxnSp"):
            yield element
        elif name == "grpSp":
            yield from _shapes(element)
        elif name == "AlternateContent":
            yield from _shapes(chosen(element))


def _placeholder(shape: Any) -> str:
    """What a shape stands for on its layout: ``title``, ``body``, ``sldNum``; empty for any other shape."""
    kind = next(shape.iter("{*}ph"), None)
    return "" if kind is None else kind.get("type", "body")


def _table(table: Any) -> Iterator[list[str]]:
    """The rows of a table; what is merged downwards stands in each of its rows."""
    above: dict[int, str] = {}
    for row in table.iterfind("{*}tr"):
        cells: list[str] = []
        for cell in row.iterfind("{*}tc"):
            words = one_line(" ".join(paragraphs(cell)))
            if cell.get("vMerge") in ("1", "true"):
                words = words or above.get(len(cells), "")
            elif cell.get("hMerge") in ("1", "true"):
                words = ""
            above[len(cells)] = words
            cells.append(words)
        yield cells


def _relation_id(element: Any) -> str:
    """The id of a relation; a slide's own ``id`` has no namespace."""
    return next((str(v) for k, v in element.attrib.items() if k.startswith("{") and k.endswith("}id")), "")
