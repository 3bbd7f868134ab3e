"""Zip containers (Word, Excel, PowerPoint, EPUB), opened with suspicion: weighed before they are unpacked.

What the list of contents promises is held against limits before any part is read, and no part gives more
than was promised. XML that declares entities or a DTD of its own is refused: Office never writes any.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from yinzheng.corpus.media import NO_ARCHIVE
from yinzheng.errors import UnreadableDocument, UnsupportedDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ENTRIES = 20_000
"""Files in one archive; a deck has several for each slide."""

MAX_TOTAL = 2 << 30
"""Bytes of all of them together, unpacked; pictures and films count."""

MAX_PART = 1 << 30
"""Bytes of one file that is read piece by piece, as large sheets are."""

MAX_TREE = 96 << 20
"""Bytes of one file that is read as a whole; its tree takes several times as much."""

MAX_RATIO = 250
"""Times that a file may grow; deflate's own limit is 1032."""

_SMALL = 4 << 20  # bytes; what is smaller may grow as it likes


class Archive:
    """A zip archive in memory whose parts are read by name, within limits; names ignore case."""

    def __init__(self, data: bytes, source: str) -> None:
        """Read the list of contents; raises UnreadableDocument and UnsupportedDocument."""
        self.source = source
        # Counted before zipfile makes an object of each: a list of millions would fill the memory.
        if data.count(zipfile.stringCentralDir) > MAX_ENTRIES:  # type: ignore[attr-defined]
            raise UnreadableDocument(source, f"it holds more than {MAX_ENTRIES} files: it may be a zip bomb")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except NO_ARCHIVE:
            raise UnreadableDocument(source, "it is damaged or cut off: no zip archive ends here") from None
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._weigh(info)
            if self._parts.setdefault(info.filename.lower(), info) is not info:
                raise UnreadableDocument(
                    source, f"it holds {_shown(info.filename)} twice, so that readers would differ on it"
                )
        total = sum(info.file_size for info in self._parts.values())
        if total > MAX_TOTAL or (total > _SMALL and total > MAX_RATIO * len(data)):
            raise UnreadableDocument(source, f"it would unpack to {_size(total)}: it may be a zip bomb")

    def _weigh(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & 0x1:
            raise UnsupportedDocument(self.source, "it is encrypted: save a copy without a password")
        grown = info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if grown or info.file_size > MAX_PART:
            what = f"{_shown(info.filename)} would unpack to {_size(info.file_size)}"
            raise UnreadableDocument(self.source, f"{what}: it may be a zip bomb")

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._parts

    def __iter__(self) -> Iterator[str]:
        """The names of all parts."""
        return (info.filename for info in self._parts.values())

    def open(self, name: str) -> IO[bytes]:
        """A part that is XML as a file, to be read piece by piece; document types are refused, as in ``xml``.

        zipfile stops at the promised size and compares checksums there, so that a part whose promise was a
        lie raises zipfile.BadZipFile instead of growing.
        """
        try:
            with self._opened(name) as file:
                self._refuse(file.read(_PROLOG), name, external=True)
            return self._opened(name)
        except BROKEN as error:
            raise self.damaged(name, error) from None

    def read(self, name: str) -> bytes:
        """The bytes of a part of at most ``MAX_TREE``."""
        info = self._parts.get(name.lower())
        if info is not None and info.file_size > MAX_TREE:
            what = f"{_shown(name)} has {_size(info.file_size)} of text, more than {_size(MAX_TREE)}"
            raise UnreadableDocument(self.source, f"{what}: split it")
        try:
            with self._opened(name) as file:
                return file.read()
        except BROKEN as error:
            raise self.damaged(name, error) from None

    def xml(self, name: str, *, doctype: bool = False) -> Any:
        """The root element of a part that is XML, without comments.

        A document type is refused; with ``doctype`` only one that declares something itself is. Nothing it
        points to is ever fetched.
        """
        from lxml import etree

        data = self.read(name)
        self._refuse(data[:_PROLOG], name, external=not doctype)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.damaged(name, error) from None

    def _opened(self, name: str) -> IO[bytes]:
        info = self._parts.get(name.lower())
        if info is None:
            raise UnreadableDocument(self.source, f"it is damaged: {_shown(name)} is missing")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnsupportedDocument(self.source, f"{_shown(name)} is packed in a way that is not read")
        return self._zip.open(info)

    def _refuse(self, head: bytes, name: str, *, external: bool) -> None:
        try:
            found = _declares(head, external=external)
        except (expat.ExpatError, ValueError, LookupError) as error:
            # What this parser cannot follow to its root is not given to another, which may see more in it.
            raise self.damaged(name, error) from None
        if found:
            reason = f"{_shown(name)} declares entities or a document type: it may be an attack"
            raise UnreadableDocument(self.source, reason)

    def damaged(self, name: str, error: Exception) -> UnreadableDocument:
        """The error to raise for a part that cannot be read."""
        words = " ".join(str(error).split())[:120]
        return UnreadableDocument(self.source, f"it is damaged: {_shown(name)} cannot be read ({words})")


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What reading a damaged part raises."""

_PROLOG = 65_536  # bytes in which the root element must have begun


class _Found(Exception):
    """Ends the reading of a prolog."""


def _declares(head: bytes, *, external: bool) -> bool:
    """Whether XML declares a document type before its root element: with a subset of its own, or at all.

    Raises expat.ExpatError, and ValueError or LookupError for encodings that it does not know.
    """
    parser = expat.ParserCreate()
    said: list[bool] = []

    def doctype(_name: str, _system: str | None, _public: str | None, subset: bool) -> None:
        said.append(bool(subset) or external)
        if said[0]:
            raise _Found

    def element(_name: str, _attributes: dict[str, str]) -> None:
        raise _Found

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        parser.Parse(head, False)
    except _Found:
        return any(said)
    return True  # no root element in sight: what comes may be anything


def _shown(name: str) -> str:
    """A part's name in one line of bounded length."""
    return "".join(c if c.isprintable() else "?" for c in name)[:80]


def _size(count: int) -> str:
    return f"{count / (1 << 20):,.0f} MB"
