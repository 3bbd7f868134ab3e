"""The format of a file is told by what stands in it; its name is asked only of text."""

from __future__ import annotations

import io
import zipfile

import pytest

from yinzheng.corpus.media import DOCX, EPUB, MHTML, PDF, PPTX, XLSX, container, media_type_of


def archive(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "application/epub+zip" if name == "mimetype" else "x" * 500)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\r\n\x00junk%PDF-1.4\n", PDF),
        (b"A text about the %PDF- header.", None),
        (archive("[Content_Types].xml", "word/document.xml"), DOCX),
        (archive("ppt/presentation.xml"), PPTX),
        (archive("xl/workbook.xml"), XLSX),
        (archive("word/document.xml")[:-30], DOCX),
        (archive("mimetype", "META-INF/container.xml"), EPUB),
        (archive("notes.txt"), None),
        (archive("xl/workbook.xml") + b"PK\x01\x02" * 200_000, XLSX),  # a list of contents without end
        (b"PK\x03\x04 and nothing of an archive", None),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tx\r\n\r\n",
            MHTML,
        ),
        (b"Subject: Re\nContent-Type: text/plain\n\nmultipart/related", None),
        (b"", None),
    ],
)
def test_containers(data: bytes, media_type: str | None) -> None:
    assert container(data) == media_type


@pytest.mark.parametrize(
    ("name", "text", "media_type"),
    [
        ("a.md", "", "text/markdown"),
        ("a.HTM", "", "text/html"),
        ("a.txt", "plain", "text/plain"),
        ("a.txt", "\n<!DOCTYPE html>\n<html>", "text/html"),
        ("page", '<?xml version="1.0"?><html xmlns="x">', "text/html"),
        ("a.txt", "# 甲\n\n- 一\n\n## 乙\n", "text/markdown"),
        ("a.txt", "# comment\n# comment\ncode()", "text/plain"),
        ("a.txt", "a < b and <html> later", "text/plain"),
    ],
)
def test_media_types(name: str, text: str, media_type: str) -> None:
    assert media_type_of(name, text) == media_type
