"""Tell the format of a file: by its first bytes where these say it, else by the ending of its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

_OOXML = "application/vnd.openxmlformats-officedocument"
PDF = "application/pdf"
DOCX = f"{_OOXML}.wordprocessingml.document"
PPTX = f"{_OOXML}.presentationml.presentation"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
EPUB = "application/epub+zip"
MHTML = "multipart/related"
OLE = "application/x-ole-storage"
SRT = "application/x-subrip"
VTT = "text/vtt"

SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".mhtml": MHTML,
    ".mht": MHTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".docm": DOCX,
    ".dotx": DOCX,
    ".pptx": PPTX,
    ".pptm": PPTX,
    ".ppsx": PPTX,
    ".potx": PPTX,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".xltx": XLSX,
    ".epub": EPUB,
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".srt": SRT,
    ".vtt": VTT,
}
"""File name endings that are read, and the media types they stand for."""

_OTHERS = ".doc .xls .ppt .odt .ods .odp .rtf .pages .numbers .key .mobi .azw3 .djvu .wps"
NOT_READ = frozenset(_OTHERS.split())
"""Endings of documents that people have and that are not read."""

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".tif", ".tiff"))
"""Endings of pictures, whose text is recognised where that is asked for; most pictures are no scans."""

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(r"^\#{1,6}[ \t]+\S", re.MULTILINE)
_MARKUP = re.compile(r"^(?:[-*] |\d+\. |> |```|\|.*\|)|\*\*\S|\]\(", re.MULTILINE)
_CUE = re.compile(r"\s*(?:\d+[ \t]*\n)?\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d")
_MAIL = re.compile(rb"\A(?:[A-Za-z-]{1,40}:[^\n]{0,4000}\r?\n(?:[ \t][^\n]{0,400}\r?\n){0,9}){1,20}")
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)

_PARTS = (
    ("word/document.xml", DOCX),
    ("ppt/presentation.xml", PPTX),
    ("xl/workbook.xml", XLSX),
)
"""What a zip archive holds if it is an Office document."""
_MOST_NAMES = 100_000  # in a list of contents that is read before anything else is known of a file


NO_ARCHIVE = (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError)
"""What ``zipfile`` raises where a file that begins like an archive is none, or ends too early."""


def container(data: bytes) -> str | None:
    """The media type of a file that is not plain text, by its bytes; None where they do not tell.

    A wrong ending of its name changes nothing: a PDF called ``.docx`` is a PDF.
    """
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE  # Office files of before 2007, and newer ones that a password protects
    if b"%PDF-" in data[:1024] and (data.startswith(b"%PDF-") or b"\x00" in data[:65536]):
        return PDF
    for beginning, media_type in _BEGINNINGS:
        if data.startswith(beginning):
            return media_type
    head = _MAIL.match(data[:16_384])
    if head and _RELATED.search(head.group()):
        return MHTML
    return None


def _zipped(data: bytes) -> str | None:
    if data[30:58] == b"mimetype" + EPUB.encode():
        return EPUB
    try:
        if data.count(b"PK\x01\x02") > _MOST_NAMES:
            raise ValueError
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except NO_ARCHIVE:
        # Cut off, so that its list of contents is missing, or far too long to be read here: the names also
        # stand before each part.
        names = frozenset(name for name, _ in _PARTS if name.encode() in data)
    if "META-INF/container.xml" in names and "mimetype" in names:
        return EPUB
    return next((media_type for name, media_type in _PARTS if name in names), None)


def media_type_of(name: str, text: str = "") -> str:
    """The media type of a text file, by the ending of its name and by what ``text`` begins like.

    A page saved as ``.txt`` is HTML, what begins with a cue is subtitles, and text with headings and other
    Markdown in it is Markdown.
    """
    head = text[:20_000]
    if head.startswith("WEBVTT") and "-->" in head:
        return VTT
    if _CUE.match(head):
        return SRT
    by_name = SUFFIXES.get(PurePath(name).suffix.lower(), "")
    if by_name.startswith("text/") and by_name != "text/plain":
        return by_name
    if _HTML.match(head):
        return "text/html"
    if len(_MARKDOWN.findall(head)) >= 2 and _MARKUP.search(head):
        return "text/markdown"
    return "text/plain"
