"""Chinese fonts that a file names and neither it nor the machine has."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import Any

import pytest

from tests.corpus.formats.pdf_files import SONG, pdf
from yinzheng.corpus.formats.pdf import read
from yinzheng.corpus.formats.pdf_fonts import stand_in


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has no font at all."""
    monkeypatch.setattr(stand_in(), "default", SimpleNamespace(MapFont=lambda *_: None))


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize(
    ("charset", "given"), [(134, True), (136, True), (128, True), (129, True), (0, False)]
)
def test_a_missing_font_is_replaced_where_pdfium_has_none_of_its_own(charset: int, given: bool) -> None:
    assert bool(stand_in().MapFont(None, 400, 0, charset, 16, b"STSong-Light", None)) is given


@pytest.mark.usefixtures("no_fonts")
def test_the_font_is_handed_over_whole() -> None:
    font = stand_in()
    handle = font.MapFont(None, 400, 0, 134, 16, b"STSong-Light", None)
    size = font.GetFontData(None, handle, 0, None, 0)
    buffer = ctypes.create_string_buffer(size)
    assert font.GetFontData(None, handle, 0, buffer, size) == size
    assert buffer.raw[:4] == b"\0\1\0\0"  # as every TrueType file begins
    assert font.GetFontData(None, handle, int.from_bytes(b"ttcf", "big"), None, 0) == 0
    font.DeleteFont(None, handle)


def test_characters_drawn_one_by_one_are_read() -> None:
    def draw(page: Any) -> None:
        page.setFont(SONG, 12)
        for n, character in enumerate("江舟储能"):
            page.drawString(100 + 12 * n, 700, character)

    assert read(pdf(draw), "x.pdf").text == "江舟储能\n"
