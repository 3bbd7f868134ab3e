"""Everything that yinzheng raises on purpose.

    YinzhengError
    ├── QueryError              the question or query is empty, or a filter of claims says nothing
    ├── LibraryError
    │   ├── LibraryNotFound     no library at that place
    │   ├── LibraryDamaged      the SQLite file does not read as one of ours
    │   ├── LibraryNewer        written by a newer yinzheng
    │   ├── LibraryBusy         another process kept the write lock too long
    │   ├── LibraryUnwritable   disk full, read-only, or no permission
    │   └── EncoderMismatch     indexed with another encoder or another way of cutting passages
    ├── DocumentError           one source could not be read; the others go on
    │   ├── UnreadableDocument  missing, no permission, not a regular file, too large
    │   ├── UnsupportedDocument binary, or a format that is not read
    │   └── EmptyDocument       nothing left to index
    ├── DocumentNotFound        no document with that id or source
    ├── ExportError             a file of claims or a chart cannot be written
    ├── EncoderError            a model cannot be loaded, or gave vectors that are not finite
    └── InternalError           our bug: an invariant does not hold

Each message is one line: what happened, to what, and what to do.
"""

from __future__ import annotations


class YinzhengError(Exception):
    """Base of the tree; catch it to catch everything below."""


class QueryError(YinzhengError):
    """The question, query or filter holds nothing to search for."""


class LibraryError(YinzhengError):
    """The library as a whole cannot be used."""


class LibraryNotFound(LibraryError):
    """There is no library at the given place, or at none of the places looked at."""


class LibraryDamaged(LibraryError):
    """The library's database is damaged or is not ours; it is left untouched."""


class LibraryNewer(LibraryError):
    """The library's schema is newer than this program knows."""


class LibraryBusy(LibraryError):
    """Another process held the library's write lock for longer than we wait."""


class LibraryUnwritable(LibraryError):
    """The library cannot be written: disk full, read-only file system or missing permission."""


class EncoderMismatch(LibraryError):
    """The library was indexed with another encoder, or with passages cut another way."""


class DocumentError(YinzhengError):
    """One source could not be taken in.

    ``source`` names it and ``reason`` is the sentence for the user; ``str()`` joins both.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class UnreadableDocument(DocumentError):
    """The source is missing, may not be read, is not a regular file or is too large."""


class UnsupportedDocument(DocumentError):
    """The source is binary or of a format that is not read."""


class EmptyDocument(DocumentError):
    """The source holds no text."""


class DocumentNotFound(YinzhengError):
    """No document of the library has that id or source."""


class ExportError(YinzhengError):
    """A table or chart cannot be written: the file exists, cannot be made, or a part is not installed."""


class EncoderError(YinzhengError):
    """An encoder cannot be loaded, or gave vectors that are wrong in size or not finite."""


class InternalError(YinzhengError):
    """An invariant of yinzheng does not hold: please report it."""
