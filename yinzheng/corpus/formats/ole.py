"""OLE files, which are not read: old Office formats, and new ones that a password protects."""

from __future__ import annotations

from typing import NoReturn

from yinzheng.errors import UnsupportedDocument

_STREAMS = (
    ("EncryptedPackage", "it is protected by a password: save a copy without one"),
    ("WordDocument", "it is an old Word file (.doc): save it as .docx"),
    ("PowerPoint Document", "it is an old PowerPoint file (.ppt): save it as .pptx"),
    ("Workbook", "it is an old Excel file (.xls): save it as .xlsx"),
    ("Book", "it is an old Excel file (.xls): save it as .xlsx"),
    ("__properties_version1.0", "it is a message of Outlook (.msg): save it as text or HTML"),
)
"""Streams by which it is told what an OLE file is; its folder names them in UTF-16."""


def read(data: bytes, source: str) -> NoReturn:
    """Say what an OLE file is and what to do: raises UnsupportedDocument."""
    for stream, reason in _STREAMS:
        if (stream + "\0").encode("utf-16-le") in data:
            raise UnsupportedDocument(source, reason)
    raise UnsupportedDocument(source, "it is an OLE file (an old Office format): save it in a current format")
