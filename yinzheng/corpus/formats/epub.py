"""EPUB books: the chapters in reading order, their titles from the book's table of contents.

Pages of a book are parsed like pages of the web, and nothing on them is run or fetched.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urldefrag

from yinzheng.corpus.formats.archive import Archive
from yinzheng.corpus.formats.flow import Flow
from yinzheng.corpus.formats.html_blocks import Block, blocks
from yinzheng.corpus.formats.ooxml import child, local
from yinzheng.errors import UnreadableDocument, UnsupportedDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yinzheng.corpus.content import Content

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_DECLARED = re.compile(rb"\A.{0,4}<\?xml[^>]{0,100}encoding=[\"']([\w.-]{1,40})[\"']", re.DOTALL)
_PROLOG = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!DOCTYPE[^>\[]{0,300}(?:\[[^\]]{0,5000}\]\s*)?>)?", re.IGNORECASE
)
_DEEPEST = 6  # steps of a table of contents


class _Item(NamedTuple):
    path: str
    media_type: str
    properties: str


class _Entry(NamedTuple):
    """A line of the table of contents: the page it points to, its words and its depth from 0."""

    path: str
    title: str
    depth: int


def read(data: bytes, source: str) -> Content:
    """The text of a book, with its chapters and their headings as anchors.

    Raises UnreadableDocument, UnsupportedDocument (DRM) or EmptyDocument.
    """
    archive = Archive(data, source)
    book = archive.xml(_package(archive), doctype=True)
    items = _items(book, posixpath.dirname(_package(archive)))
    spine = child(book, "spine")
    if spine is None:
        raise UnreadableDocument(source, "it is damaged: the book has no order of pages")
    order = [items[ref.get("idref", "")] for ref in spine if ref.get("idref", "") in items]
    _refuse_locked(archive, {item.path.lower() for item in order})
    contents = list(_contents(archive, items, spine.get("toc", "")))
    flow = Flow()
    for item in order:
        if item.media_type not in _PAGES or "nav" in item.properties.split():
            continue
        if item.path not in archive:
            flow.flag("missing_pages")
            continue
        _put(flow, archive.read(item.path), [entry for entry in contents if entry.path == item.path])
    return flow.content(
        source, title=_metadata(book, "title"), date=_date(_metadata(book, "date")), sure=True
    )


def _package(archive: Archive) -> str:
    """The name of the file that lists the book's parts."""
    if _CONTAINER in archive:
        for root in archive.xml(_CONTAINER, doctype=True).iter("{*}rootfile"):
            return str(root.get("full-path", ""))
    raise UnreadableDocument(archive.source, "it is damaged: no list of its parts")


def _items(book: Any, folder: str) -> dict[str, _Item]:
    manifest = child(book, "manifest")
    return {
        item.get("id", ""): _Item(
            _resolved(folder, item.get("href", "")), item.get("media-type", ""), item.get("properties", "")
        )
        for item in ([] if manifest is None else manifest.iterfind("{*}item"))
    }


def _resolved(folder: str, reference: str) -> str:
    """The name of the part that a reference points to."""
    path = unquote(urldefrag(reference).url)
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def _refuse_locked(archive: Archive, pages: set[str]) -> None:
    """Fonts may be scrambled; pages that are belong to a shop's reading program."""
    if _ENCRYPTION not in archive:
        return
    for reference in archive.xml(_ENCRYPTION, doctype=True).iter("{*}CipherReference"):
        if _resolved("", reference.get("URI", "")).lower() in pages:
            raise UnsupportedDocument(
                archive.source, "it is locked by DRM: only its shop's program can read it"
            )


def _metadata(book: Any, name: str) -> str:
    found = child(book, "metadata", name)
    return "" if found is None else " ".join((found.text or "").split())


def _date(said: str) -> str | None:
    return said[:10] if re.match(r"\d{4}-\d\d-\d\d", said) else None


def _contents(archive: Archive, items: dict[str, _Item], ncx: str) -> Iterator[_Entry]:
    """The table of contents: of EPUB 3 a page of links, of EPUB 2 a file of its own."""
    for item in items.values():
        if "nav" in item.properties.split() and item.path in archive:
            tree = _parsed(archive.read(item.path))
            folder = posixpath.dirname(item.path)
            for nav in [] if tree is None else tree.iter("nav"):
                if "toc" in (nav.get("epub:type") or nav.get("type") or "toc").split():
                    for link in nav.iter("a"):
                        depth = sum(1 for above in link.iterancestors("ol", "ul")) - 1
                        yield _entry(folder, link.get("href", ""), "".join(link.itertext()), depth)
                    return
    if ncx in items and items[ncx].path in archive:
        folder = posixpath.dirname(items[ncx].path)
        for point in archive.xml(items[ncx].path, doctype=True).iter("{*}navPoint"):
            target, label = child(point, "content"), child(point, "navLabel", "text")
            depth = sum(1 for above in point.iterancestors() if local(above) == "navPoint")
            if target is not None and label is not None:
                yield _entry(folder, target.get("src", ""), label.text or "", depth)


def _entry(folder: str, reference: str, words: str, depth: int) -> _Entry:
    return _Entry(_resolved(folder, reference), " ".join(words.split()), max(0, min(depth, _DEEPEST)))


def _put(flow: Flow, data: bytes, entries: list[_Entry]) -> None:
    """Add a page; what the table of contents names is a heading, whether it is marked as one or not."""
    tree = _parsed(data)
    if tree is None:
        return
    body = tree.find("body")
    found = list(blocks(tree if body is None else body))
    if not found:
        return
    depth = min((entry.depth for entry in entries), default=0)
    if entries and not any(_same(block.words, entry.title) for block in found for entry in entries[:1]):
        # A chapter whose name stands there in pieces (第一章 and 总则 below) or as a picture.
        for block in found[:3]:
            if block.kind == "heading" and _fold(block.words) in _fold(entries[0].title):
                block.kind = "text"
        flow.section(entries[0].title, entries[0].depth)
    for block in found:
        entry = next((entry for entry in entries if _same(block.words, entry.title)), None)
        if entry is not None:
            flow.add(block.words, "heading", level=entry.depth)
        elif block.kind == "heading":
            flow.add(block.words, "heading", level=depth + block.level)
        else:
            _add(flow, block)


def _add(flow: Flow, block: Block) -> None:
    if block.kind == "item":
        flow.add(f"- {block.words}", "item")
    elif block.kind == "row":
        flow.add(block.words, "row")
    else:
        flow.add(block.words)


def _same(words: str, title: str) -> bool:
    return len(words) < 3 * len(title) + 20 and _fold(words) == _fold(title)


def _fold(words: str) -> str:
    return "".join(words.split()).casefold()


def _parsed(data: bytes) -> Any:
    """The tree of a page; None when there is nothing in it."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    markup = _PROLOG.sub("", _decoded(data), count=1)
    parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _decoded(data: bytes) -> str:
    """Pages are UTF-8 or UTF-16 by the standard; what they declare counts where they are neither."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _DECLARED.match(data)
        try:
            return data.decode(declared.group(1).decode() if declared else "utf-8", "replace")
        except LookupError:
            return data.decode("utf-8", "replace")
