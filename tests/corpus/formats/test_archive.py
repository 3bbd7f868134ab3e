"""Zip containers are weighed before they are unpacked, and nothing in their XML is fetched or expanded."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.formats.packages import changed, docx, par, zipped
from yinzheng.corpus.formats import archive, ole
from yinzheng.corpus.formats import docx as word
from yinzheng.corpus.formats import xlsx as excel
from yinzheng.corpus.formats.archive import Archive
from yinzheng.errors import DocumentError, UnreadableDocument, UnsupportedDocument

if TYPE_CHECKING:
    from pathlib import Path

WORD = docx(par("正文在此。"))

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w>&c;</w>'
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["项目", 1])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_parts_are_read_by_name_whatever_their_case() -> None:
    found = Archive(zipped({"A/B.xml": "<b/>"}), "a.zip")
    assert "a/b.XML" in found
    assert found.xml("a/b.xml").tag == "b"
    assert list(found) == ["A/B.xml"]
    with pytest.raises(UnreadableDocument, match=r"it is damaged: no\.xml is missing"):
        found.read("no.xml")


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    bomb = changed(workbook(), {"xl/worksheets/sheet1.xml": b"<a>" + b" " * (200 << 20)})
    assert len(bomb) < 250_000
    with pytest.raises(UnreadableDocument, match=r"sheet1\.xml would unpack to 200 MB: it may be a zip bomb"):
        excel.read(bomb, "a.xlsx")


def test_many_small_bombs_are_one_large_one() -> None:
    parts: dict[str, str | bytes] = {f"word/media/{i}.bin": b" " * (3 << 20) for i in range(40)}
    with pytest.raises(UnreadableDocument, match="it would unpack to 120 MB"):
        word.read(changed(WORD, parts), "a.docx")


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 50)
    with pytest.raises(UnreadableDocument, match="more than 50 files"):
        Archive(zipped({str(i): "" for i in range(51)}), "a.zip")


def test_a_part_that_is_larger_than_it_says_stops_there() -> None:
    """The list of contents says 40 bytes; the part holds ten million."""
    data = bytearray(changed(WORD, {"word/document.xml": par("x" * 10_000_000)}))
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml")
    size = struct.pack("<L", info.file_size)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<L", 40)
    with pytest.raises(UnreadableDocument, match=r"it is damaged: word/document\.xml cannot be read"):
        word.read(bytes(data), "a.docx")


def test_a_part_that_is_there_twice_is_refused() -> None:
    file = io.BytesIO(WORD)
    with zipfile.ZipFile(file, "a") as archived:
        archived.writestr("WORD/document.XML", "<other/>")
    with pytest.raises(UnreadableDocument, match="twice"):
        word.read(file.getvalue(), "a.docx")


def test_encrypted_parts_are_told() -> None:
    data = bytearray(WORD)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(UnsupportedDocument, match="encrypted: save a copy without a password"):
        word.read(bytes(data), "a.docx")


def test_unusual_packing_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archived:
        archived.writestr("_rels/.rels", "<a/>")
    with pytest.raises(UnsupportedDocument, match="packed in a way"):
        word.read(file.getvalue(), "a.docx")


@pytest.mark.parametrize(
    "part",
    [
        BILLION_LAUGHS,
        BILLION_LAUGHS.replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16"),
        "<!-- a comment first -->" + BILLION_LAUGHS.partition("?>")[2],
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd"><w/>',
        '<!DOCTYPE w [<!ATTLIST w a CDATA "x">]><w/>',
    ],
)
def test_document_types_are_refused(part: str | bytes) -> None:
    for package, name, reader in ((WORD, "word/document.xml", word), (workbook(), "xl/workbook.xml", excel)):
        with pytest.raises(UnreadableDocument, match="declares entities or a document type"):
            reader.read(changed(package, {name: part}), "a")
    with pytest.raises(UnreadableDocument, match="declares entities"):
        excel.read(changed(workbook(), {"xl/worksheets/sheet1.xml": part}), "a.xlsx")


def test_encodings_that_hide_a_document_type_are_refused() -> None:
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE w []><w/>'
    with pytest.raises(UnreadableDocument, match="it is damaged"):
        word.read(changed(WORD, {"word/document.xml": hidden}), "a.docx")


def test_no_file_outside_is_read(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("CANARY", encoding="utf-8")
    xxe = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{canary.as_uri()}">]><w>&x;</w>'
    with pytest.raises(UnreadableDocument) as caught:
        Archive(zipped({"a.xml": xxe}), "a.zip").xml("a.xml")
    assert "CANARY" not in str(caught.value)
    with pytest.raises(UnreadableDocument):
        Archive(zipped({"a.xml": xxe}), "a.zip").xml("a.xml", doctype=True)


def test_a_public_document_type_may_be_allowed_and_is_not_fetched() -> None:
    found = Archive(
        zipped({"a": '<!DOCTYPE ncx PUBLIC "-//N//EN" "http://127.0.0.1:9/n.dtd"><ncx/>'}), "a.zip"
    )
    assert found.xml("a", doctype=True).tag == "ncx"


def test_messages_are_one_line_whatever_parts_are_called() -> None:
    name = "word/\n\x1b[31mred\u202e.xml"
    lying = zipped({name: b" " * (9 << 20)})
    with pytest.raises(UnreadableDocument) as caught:
        Archive(lying, "a.zip")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("cut", [4, 100, len(WORD) // 2, len(WORD) - 30])
def test_a_file_that_is_cut_off_is_told(cut: int) -> None:
    with pytest.raises(UnreadableDocument, match="damaged or cut off"):
        word.read(WORD[:cut], "a.docx")


def test_another_format_in_a_zip_is_told() -> None:
    with pytest.raises(UnreadableDocument, match="no Word document in it"):
        word.read(zipped({"a.txt": "x"}), "a.docx")


@given(st.data())
@settings(max_examples=60)
def test_damage_gives_an_error_of_ours_or_text(data: st.DataObject) -> None:
    package = bytearray(data.draw(st.sampled_from([WORD, _BOOK])))
    for _ in range(data.draw(st.integers(1, 8))):
        package[data.draw(st.integers(0, len(package) - 1))] ^= data.draw(st.integers(1, 255))
    reader = word if package[:4000].find(b"word/") >= 0 else excel
    try:
        content = reader.read(bytes(package), "a")
    except DocumentError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert content.text


_BOOK = workbook()


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        ("EncryptedPackage", "protected by a password"),
        ("WordDocument", r"old Word file \(\.doc\): save it as \.docx"),
        ("Workbook", r"old Excel file \(\.xls\)"),
        ("PowerPoint Document", r"old PowerPoint file \(\.ppt\)"),
        ("Something", "OLE file"),
    ],
)
def test_ole_files_are_called_by_their_names(stream: str, reason: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + (stream + "\0").encode("utf-16-le") + bytes(99)
    with pytest.raises(UnsupportedDocument, match=reason):
        ole.read(data, "a.docx")
