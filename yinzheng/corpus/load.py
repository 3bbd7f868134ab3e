"""Make a Document of a file, of bytes or of text: decode, read by format, name, date, find anchors."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from yinzheng.corpus.boilerplate import is_page
from yinzheng.corpus.content import Content
from yinzheng.corpus.dates import date_in_source
from yinzheng.corpus.decode import Decoded, clean, decode
from yinzheng.corpus.files import MAX_FILE_BYTES, MAX_HTML_BYTES, printable
from yinzheng.corpus.formats import FORMATS
from yinzheng.corpus.markdown import clean_title, outline
from yinzheng.corpus.media import container, media_type_of
from yinzheng.corpus.sandbox import SANDBOX
from yinzheng.corpus.spun import is_spun
from yinzheng.corpus.tokens import language
from yinzheng.errors import EmptyDocument, UnreadableDocument
from yinzheng.types import Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import FileIO

_LANGUAGE_SAMPLE = 200_000  # characters from which the language is told
_TRIES = 3  # for a file that is written while it is read
_FRESH = 3.0  # seconds; the times of files on memory cards go in steps of two

READER_VERSION = "6"
"""Changes when the same bytes would be read as another text, or with other anchors or flags."""


def load_file(path: Path, *, source: str | None = None, encoding: str | None = None) -> Document:
    """Read the file at ``path``; ``source`` is the name it gets, its path by default.

    Raises UnreadableDocument (missing, no permission, not a regular file, too large),
    UnsupportedDocument (binary, unknown format) or EmptyDocument.
    """
    source = printable(path) if source is None else source
    data = read_bytes(path, source)
    return load_bytes(data, source=source, encoding=encoding, title=None)


def load_bytes(
    data: bytes,
    *,
    source: str,
    media_type: str | None = None,
    encoding: str | None = None,
    title: str | None = None,
    date: str | None = None,
    ocr: bool = False,
    page: Callable[[int, int], None] | None = None,
) -> Document:
    """Read ``data``, the content of a file named ``source``.

    ``media_type`` is told by the content and the name where it is not given. With ``ocr``, text is recognised
    on pages that are pictures; ``page`` is told before each how many are done, and how many there are. Raises
    UnreadableDocument, UnsupportedDocument or EmptyDocument.
    """
    if not data:
        raise EmptyDocument(source, "the file is empty")
    digest = hashlib.sha256(data).hexdigest()
    media_type = media_type or container(data)
    if media_type in FORMATS and not FORMATS[media_type].text:
        content = _tidy(SANDBOX.read(media_type, data, source, ocr=ocr, page=page))
    else:
        content, media_type = _read_text(decode(data, encoding, source=source), media_type, source, data)
    return _document(content, source, media_type, digest, title=title, date=date, stem=Path(source).stem)


def load_text(
    text: str,
    *,
    source: str,
    title: str | None = None,
    date: str | None = None,
    media_type: str = "text/plain",
) -> Document:
    """Take in ``text`` that is in memory, under the name ``source``.

    The title is empty when none is given and no line of the text looks like one. Raises EmptyDocument.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    cleaned, removed = clean(text)
    decoded = Decoded(cleaned, "utf-8", guessed=False, confidence=1.0, removed=removed)
    content, media_type = _read_text(decoded, media_type, source)
    return _document(content, source, media_type, digest, title=title, date=date, stem="")


def _read_text(
    decoded: Decoded, media_type: str | None, source: str, data: bytes = b""
) -> tuple[Content, str]:
    """What stands in a text: by its reader, or as it is, with what can be told of any text; its media type.

    ``data`` is the file that was decoded, where there is one.
    """
    media_type = media_type or media_type_of(source, decoded.text)
    flags = decoded.flags
    if media_type not in FORMATS:
        marks = outline(decoded.text)
        flags = (*flags, *marks.flags)
        return Content(decoded.text, marks.anchors, marks.title, marks.date, flags), media_type
    if media_type == "text/html" and len(decoded.text) > MAX_HTML_BYTES:
        limit = MAX_HTML_BYTES >> 20
        raise UnreadableDocument(source, f"the page is larger than {limit} MB: save its text instead")
    # A large file is not held three times while another process reads it.
    utf8 = data if data and _is_utf8(decoded, data) else decoded.text.encode()
    del decoded
    content = _tidy(SANDBOX.read(media_type, utf8, source))
    return replace(content, flags=(*flags, *content.flags)), media_type


def _is_utf8(decoded: Decoded, data: bytes) -> bool:
    """Whether ``data`` is what was decoded as it stands, so that it need not be encoded again."""
    changed = decoded.removed or decoded.replaced or b"\r" in data or data.startswith(codecs.BOM_UTF8)
    return decoded.encoding == "utf-8" and not changed


def _tidy(content: Content) -> Content:
    """Without NUL characters and lone surrogates, which a format may spell out in its own ways."""
    if clean(content.text)[0] == content.text:
        return content
    starts = [anchor.start for anchor in content.anchors]
    pieces = [clean(content.text[a:b]) for a, b in pairwise([0, *starts, len(content.text)])]
    ends = list(accumulate(len(piece) for piece, _ in pieces))
    return replace(
        content,
        text="".join(piece for piece, _ in pieces),
        anchors=tuple(replace(a, start=at) for a, at in zip(content.anchors, ends, strict=False)),
        flags=(*content.flags, f"removed_characters:{sum(removed for _, removed in pieces)}"),
    )


def _document(
    content: Content,
    source: str,
    media_type: str,
    digest: str,
    *,
    title: str | None,
    date: str | None,
    stem: str,
) -> Document:
    text = content.text
    if not text.strip():
        raise EmptyDocument(source, "there is no text in it")
    flags = list(content.flags)
    named = None if date or content.date else date_in_source(source)
    if named:
        flags += named.flags
    if is_page(text):
        flags.append("boilerplate")
    if is_spun(text):
        flags.append("spun")
    return Document(
        id=hashlib.sha256(f"{media_type}\0{text}".encode()).hexdigest()[:12],
        source=source,
        title=clean_title(title or "") or clean_title(content.title or "") or clean_title(stem),
        text=text,
        lang=language(text[:_LANGUAGE_SAMPLE]),
        media_type=media_type,
        sha256=digest,
        added_at=datetime.now(UTC).isoformat(timespec="seconds"),
        anchors=content.anchors,
        flags=tuple(flags),
        date=date or content.date or (named.date if named else None),
    )


def read_bytes(path: Path, source: str) -> bytes:
    """The bytes of a regular file of bounded size, as they stood together at one time.

    Never waits on a pipe, never reads a device. A file that is written meanwhile is read again, and given up
    after the third time. Raises UnreadableDocument.
    """
    try:
        # O_NONBLOCK: opening a FIFO must not wait for its writer. No effect on regular files.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise UnreadableDocument(source, "there is no such file") from None
    except PermissionError:
        raise UnreadableDocument(source, "it may not be read: check its permissions") from None
    except OSError as error:
        raise UnreadableDocument(source, f"it cannot be opened: {_reason(error)}") from None
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableDocument(source, "it is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument(source, "it is a device or a pipe, not a file")
        with os.fdopen(handle, "rb", buffering=0, closefd=False) as file:
            for _ in range(_TRIES):
                before = os.fstat(handle)
                if before.st_size > MAX_FILE_BYTES or len(data := _whole(file)) > MAX_FILE_BYTES:
                    raise UnreadableDocument(source, f"it is larger than {MAX_FILE_BYTES >> 20} MB: split it")
                # Times of files go in steps, and a long write moves them only where it begins: of a file that
                # was written just now they tell nothing.
                fresh = time.time() - max(before.st_mtime, before.st_ctime) < _FRESH
                if not (fresh and _differs(file, data)) and _state(os.fstat(handle)) == _state(before):
                    return data
    except OSError as error:
        raise UnreadableDocument(source, f"it cannot be read: {_reason(error)}") from None
    finally:
        os.close(handle)
    raise UnreadableDocument(source, "it is being written: add it again when that is done")


def _whole(file: FileIO) -> bytes:
    """The bytes of ``file`` from its beginning, at most one more than are read of any."""
    file.seek(0)
    parts, left = [], MAX_FILE_BYTES + 1
    while left and (part := file.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)  # a single part as it is


def _differs(file: FileIO, data: bytes) -> bool:
    """Whether ``file``, read once more, has other bytes than ``data``."""
    file.seek(0)
    at = 0
    while part := file.read(1 << 20):
        if data[at : at + len(part)] != part:
            return True
        at += len(part)
    return at != len(data)


def _state(status: os.stat_result) -> tuple[int, ...]:
    """What is another where a file was written in between."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _reason(error: OSError) -> str:
    return re.sub(r"\s+", " ", error.strerror or type(error).__name__).lower()
