"""One reader a format: ``read(data: bytes, source: str) -> Content``, run in a process of its own.

``data`` is the file; of formats that are text (HTML, CSV) it is the decoded text in UTF-8. A reader raises
UnreadableDocument, UnsupportedDocument or EmptyDocument for what it cannot read; whatever else it raises is
reported as a file that cannot be read. Readers see bytes only: they open no file and no connection.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """How a media type is read; ``reader`` is the module that has ``read``, ``name`` what people call it."""

    name: str
    reader: str
    text: bool = False


FORMATS: dict[str, Format] = {
    "application/pdf": Format("PDF", "yinzheng.corpus.formats.pdf"),
    "application/x-subrip": Format("SubRip subtitles", "yinzheng.corpus.formats.subtitles", text=True),
    "text/vtt": Format("WebVTT subtitles", "yinzheng.corpus.formats.subtitles", text=True),
    "text/html": Format("HTML", "yinzheng.corpus.formats.html", text=True),
}
"""The media types that have a reader; all other text is taken as it stands."""
