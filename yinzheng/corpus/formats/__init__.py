"""One reader a format: ``read(data: bytes, source: str) -> Content``, run in a process of its own.

``data`` is the file; of formats that are text (HTML, CSV) it is the decoded text in UTF-8. A reader raises
UnreadableDocument, UnsupportedDocument or EmptyDocument for what it cannot read; whatever else it raises is
reported as a file that cannot be read. Readers see bytes only: they open no file and no connection.
Where pages may be pictures, ``read`` also takes a ``yinzheng.corpus.formats.scan.Scans``, None if unasked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """How a media type is read; ``reader`` is the module that has ``read``, ``name`` what people call it.

    ``text`` formats are decoded first; of ``scans`` formats pages may be pictures.
    """

    name: str
    reader: str
    text: bool = False
    scans: bool = False


_OOXML = "application/vnd.openxmlformats-officedocument."

FORMATS: dict[str, Format] = {
    "application/pdf": Format("PDF", "yinzheng.corpus.formats.pdf", scans=True),
    "image/png": Format("PNG", "yinzheng.corpus.formats.picture", scans=True),
    "image/jpeg": Format("JPEG", "yinzheng.corpus.formats.picture", scans=True),
    "image/tiff": Format("TIFF", "yinzheng.corpus.formats.picture", scans=True),
    _OOXML + "wordprocessingml.document": Format("Word", "yinzheng.corpus.formats.docx"),
    _OOXML + "presentationml.presentation": Format("PowerPoint", "yinzheng.corpus.formats.pptx"),
    _OOXML + "spreadsheetml.sheet": Format("Excel", "yinzheng.corpus.formats.xlsx"),
    "application/x-ole-storage": Format("Office", "yinzheng.corpus.formats.ole"),
    "application/epub+zip": Format("EPUB", "yinzheng.corpus.formats.epub"),
    "text/csv": Format("CSV", "yinzheng.corpus.formats.delimited", text=True),
    "text/tab-separated-values": Format("TSV", "yinzheng.corpus.formats.delimited", text=True),
    "application/x-subrip": Format("SubRip subtitles", "yinzheng.corpus.formats.subtitles", text=True),
    "text/vtt": Format("WebVTT subtitles", "yinzheng.corpus.formats.subtitles", text=True),
    "multipart/related": Format("saved page", "yinzheng.corpus.formats.mhtml"),
    "text/html": Format("HTML", "yinzheng.corpus.formats.html", text=True),
}
"""The media types that have a reader; all other text is taken as it stands."""
