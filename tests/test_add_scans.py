"""Scans are recognised only when that is asked for, and what was recognised stays so."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from tests.running import Yinzheng
from yinzheng import Library
from yinzheng.corpus.formats import recognise

STAND_IN = '''
"""What the reader asks of the ocr extra, in a few lines."""

class RapidOCR:
    def __init__(self, params):
        pass

    def __call__(self, picture):
        text = "公司营业收入为12.6亿元。"
        box = [[60, 60], [360, 60], [360, 86], [60, 86]]
        return type("Seen", (), {"txts": (text,), "boxes": [box], "scores": (0.98,), "word_results": ()})
'''


@pytest.fixture
def recognising(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("packages")
    (folder / "rapidocr.py").write_text(STAND_IN, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))  # where it is read
    monkeypatch.setattr(recognise, "available", lambda: True)  # where it is asked for


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A file of one printed page and one scanned page."""
    file = io.BytesIO()
    page = canvas.Canvas(file)
    page.drawString(72, 700, "The first page is printed as text.")
    page.showPage()
    page.drawImage(ImageReader(Image.new("L", (16, 22), 128)), 0, 0, 595, 842)
    page.showPage()
    page.save()
    path = tmp_path / "scan.pdf"
    path.write_bytes(file.getvalue())
    return path


def test_scanned_pages_are_counted_and_read_when_asked(
    recognising: None, scan: Path, yinzheng: Yinzheng
) -> None:
    first = yinzheng("add", str(scan))
    assert (first.status, "scanned pages not read: 1" in first.out) == (0, True)
    assert "scanned pages: scan.pdf: 2" in first.err
    assert "yinzheng add --ocr" in first.err
    second = yinzheng("add", "--ocr", str(scan))
    assert "1 replaced" in second.out
    assert "scanned pages" not in second.out + second.err
    found = yinzheng("ask", "公司的营业收入是多少？", "--json").json
    assert "ocr:2" in found["citations"][0]["doc"]["flags"]
    assert found["citations"][0]["locator"] == "第 2 页"
    assert "ocr:2" in yinzheng("ask", "公司的营业收入是多少？").out
    assert "1 unchanged" in yinzheng("add", "--ocr", str(scan)).out
    assert "1 unchanged" in yinzheng("add", str(scan)).out


def test_what_was_recognised_is_recognised_again_when_its_file_changes(
    recognising: None, scan: Path, tmp_path: Path
) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        assert "ocr:2" in library.add([scan], ocr=True).added[0].flags
        scan.write_bytes(scan.read_bytes() + b"\n")
        assert "ocr:2" in library.add([scan]).replaced[0].flags


def test_pictures_of_a_folder_are_left_out_and_read_by_name(recognising: None, tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    Image.new("RGB", (30, 40), "white").save(picture)
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        report = library.add([tmp_path], ocr=True)
        assert "--ocr" in next(p.reason for p in report.skipped if p.source.endswith("photo.png"))
        assert "--ocr" in library.add([picture]).failed[0].reason
        document = library.add([picture], ocr=True).added[0]
        assert (document.media_type, document.flags) == ("image/png", ("ocr:1",))


def test_without_the_extra_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, scan: Path, yinzheng: Yinzheng
) -> None:
    monkeypatch.setattr(recognise, "available", lambda: False)
    run = yinzheng("add", "--ocr", str(scan))
    assert (run.status, run.out) == (3, "")
    assert run.err.count("\n") == 1
    assert "pip install 'yinzheng[ocr]'" in run.err
    assert "pip install 'yinzheng[ocr]'" in yinzheng("add", str(scan)).err
