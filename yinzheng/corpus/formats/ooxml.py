"""What Word, Excel and PowerPoint files share: parts and their relations, properties, drawings and charts.

Elements are told by their local names, so that files of the strict standard, whose namespaces differ, are
read as well.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from yinzheng.corpus.formats.archive import Archive
from yinzheng.errors import UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TEMPLATES = ("2013-12-23T23:15", "2013-01-27T09:1")
"""When the templates of python-docx and python-pptx were made: what those write unless told otherwise."""


class Relation(NamedTuple):
    """What a part refers to: the last word of the relation's type, and the other part's name."""

    kind: str
    target: str


class Package:
    """An Office file: its main part, relations and properties."""

    def __init__(self, data: bytes, source: str, name: str) -> None:
        """Open the file of a format called ``name``; raises UnreadableDocument and UnsupportedDocument."""
        self.archive = Archive(data, source)
        self.source = source
        related = self.relations("")
        main = next((r.target for r in related.values() if r.kind == "officeDocument"), None)
        if main is None:
            raise UnreadableDocument(source, f"it is damaged: no {name} document in it")
        self.main = main
        core = next((r.target for r in related.values() if r.kind == "core-properties"), "")
        self._core = self.archive.xml(core) if core in self.archive else None
        extended = next((r.target for r in related.values() if r.kind == "extended-properties"), "")
        self._extended = self.archive.xml(extended) if extended in self.archive else None
        self.macros = any(part.lower().endswith("vbaproject.bin") for part in self.archive)

    def relations(self, part: str) -> dict[str, Relation]:
        """What ``part`` refers to within the file, by id; of the file itself for an empty name."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self.archive:
            return {}
        found: dict[str, Relation] = {}
        for element in self.archive.xml(listed).iter("{*}Relationship"):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
                kind = element.get("Type", "").rpartition("/")[2]
                found[element.get("Id", "")] = Relation(kind, target.lstrip("/"))
        return found

    def related(self, part: str, kind: str) -> Iterator[Any]:
        """The roots of the parts of that kind that ``part`` refers to."""
        for relation in self.relations(part).values():
            if relation.kind == kind and relation.target in self.archive:
                yield self.archive.xml(relation.target)

    @property
    def title(self) -> str:
        """The title among the file's properties."""
        return _property(self._core, "title")

    @property
    def date(self) -> str | None:
        """The day on which the file was last changed, else made, as its properties have it (ISO 8601)."""
        for name in ("modified", "created"):
            said = _property(self._core, name)
            if re.match(r"\d{4}-\d\d-\d\d", said) and not said.startswith(_TEMPLATES):
                return said[:10]
        return None

    @property
    def pages(self) -> int:
        """How many pages the program that wrote the file counted; 0 where it did not say."""
        said = _property(self._extended, "Pages")
        return int(said) if said.isdigit() else 0


def _property(root: Any, name: str) -> str:
    element = None if root is None else root.find(f"{{*}}{name}")
    return "" if element is None else " ".join((element.text or "").split())


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return default


def child(element: Any, *names: str) -> Any:
    """The first child of that name, or the one below it by a path of names; None where there is none."""
    for name in names:
        element = None if element is None else element.find(f"{{*}}{name}")
    return element


def chosen(element: Any) -> Any:
    """Of ``mc:AlternateContent`` the first choice that has something in it, None where none has."""
    return next((branch for branch in element if len(branch)), None)


def paragraphs(body: Any) -> list[str]:
    """The paragraphs of a drawing's text, in order; line breaks stay in them."""
    found = []
    for paragraph in body.iter("{*}p"):
        parts: list[str] = []
        for element in paragraph.iter("{*}t", "{*}br", "{*}fld"):
            name = local(element)
            if name == "br":
                parts.append("\n")
            elif name == "t":
                parts.append(element.text or "")
        words = "".join(parts).replace("\v", "\n").strip()
        if words:
            found.append(words)
    return found


def smart_art(root: Any) -> list[str]:
    """The texts of a diagram's data part, in order."""
    found: list[str] = []
    for point in root.iter("{*}pt"):
        body = child(point, "t")
        if body is not None:
            found.append(" ".join(paragraphs(body)))
    return [words for words in found if words]


def one_line(words: str) -> str:
    """Words for a cell: in one line, without the sign that parts cells."""
    return " ".join(words.replace("|", "｜").split())


def chart_rows(root: Any) -> tuple[str, list[list[str]]]:
    """A chart's title, and its values as rows of a table: categories above, one row for each series.

    Values are those that the program that wrote the file kept beside the drawing.
    """
    from yinzheng.corpus.formats.number_format import displayed

    title = child(root, "chart", "title")
    name = " ".join(paragraphs(title)) if title is not None else ""
    categories: dict[int, str] = {}
    rows: list[tuple[str, dict[int, str]]] = []
    for series in root.iter("{*}ser"):
        label = child(series, "tx")
        values = child(series, "val")
        if values is None:
            values = child(series, "yVal")
        if values is None:
            continue
        named = child(series, "cat")
        if named is None:
            named = child(series, "xVal")
        if named is not None:
            categories = {**_points(named, displayed), **categories}
        heading = one_line(" ".join(_points(label, displayed).values())) if label is not None else ""
        if label is not None and not heading:
            heading = one_line("".join(label.itertext()))
        rows.append((heading, _points(values, displayed)))
    columns = sorted(set(categories) | {i for _, points in rows for i in points})
    if not rows or not columns:
        return name, []
    head = ["", *(categories.get(i, "") for i in columns)]
    return name, [head, *([label, *(points.get(i, "") for i in columns)] for label, points in rows)]


def _points(element: Any, displayed: Any) -> dict[int, str]:
    """The cached points of a series, of its categories or of its name, by index."""
    code_element = next(element.iter("{*}formatCode"), None)
    code = "" if code_element is None else code_element.text or ""
    levels = list(element.iter("{*}lvl"))
    found: dict[int, str] = {}
    for point in (levels[0] if levels else element).iter("{*}pt"):
        raw = child(point, "v")
        index = point.get("idx", "")
        if raw is None or not index.isdigit() or not raw.text:
            continue
        numeric = local(point.getparent()) == "numCache" or local(point.getparent()) == "numLit"
        words = displayed(raw.text, attribute(point, "formatCode") or code) if numeric else raw.text
        found[int(index)] = one_line(words)
    return found


def table_line(cells: Sequence[str]) -> str:
    """The cells of a row in one line; the first stays even where it is empty, so that columns line up."""
    return " | ".join(cells)
