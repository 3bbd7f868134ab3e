"""What is recognised on a picture becomes text as that of a printed page does: order, figures, anchors."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.corpus.formats.pdf_files import lines, pdf
from yinzheng.corpus.formats import pdf as pdf_reader
from yinzheng.corpus.formats import picture, recognise
from yinzheng.corpus.formats.scan import Scans, Seen, words
from yinzheng.errors import EmptyDocument, UnreadableDocument, UnsupportedDocument

PIXELS = 22.0  # of the font's size on the pages here
ORCHARD = [
    "The orchard cooperative of the northern valley sold",
    "more apples in the autumn than in any season before",
    "because the new road let its trucks reach the town.",
]


def seen(
    text: str,
    left: float,
    top: float,
    *,
    size: float = PIXELS,
    confidence: float = 0.99,
    cells: Sequence[float] = (),
) -> Seen:
    """A line as recognition gives it; ``cells`` are where words begin whose spaces are lost."""
    at, centres = left, []
    starts = iter(cells)
    for c in text:
        if c == " ":
            at = next(starts, at + 0.28 * size)
            continue
        wide = size * (1.0 if ord(c) > 0x2E80 else 0.28 if c in "iljtfrI1.,:;'|!()[]-" else 0.55)
        centres.append(at + wide / 2 - left)
        at += wide
    corners = ((left, top), (at, top), (at, top + 1.2 * size), (left, top + 1.2 * size))
    said = "".join(text.split()) if cells else text
    return Seen(said, corners, confidence, tuple(centres))


def page(*found: Seen) -> str:
    """The text of a page on which this is seen."""
    scans = Scans(lambda _: found)
    return pdf_reader.read(_scan(1), "scan.pdf", scans).text


def _scan(pages: int) -> bytes:
    """A PDF file whose pages carry a picture and no text."""
    from reportlab.lib.utils import ImageReader

    drawn = ImageReader(Image.new("L", (16, 22), 128))
    return pdf(*[lambda c: c.drawImage(drawn, 0, 0, 595, 842)] * pages)


def test_lines_of_a_paragraph_are_joined_and_paragraphs_stand_apart() -> None:
    first = [seen(text, 120, 150 + 33 * n) for n, text in enumerate(ORCHARD)]
    second = [seen(text, 120, 310 + 33 * n) for n, text in enumerate(ORCHARD)]
    whole = " ".join(ORCHARD)
    assert page(*first, *second) == f"{whole}\n\n{whole}\n"


def test_columns_are_read_one_after_the_other() -> None:
    left = [seen("左栏的文字一行接着一行写下去没有停", 100, 200 + 33 * n) for n in range(13)]
    right = [seen("右栏的内容与左边并排但是另外一段话", 640, 200 + 33 * n) for n in range(13)]
    text = page(*[line for pair in zip(left, right, strict=True) for line in pair])
    assert text.index("右栏") > text.rindex("左栏")


def test_columns_whose_lines_stand_at_different_heights_are_told_by_that() -> None:
    left = [seen("左栏的文字一行接着一行写下去没有停", 100, 200 + 33 * n) for n in range(9)]
    right = [seen("右栏的内容与左边并排但是另外一段话", 640, 213 + 33 * n) for n in range(7)]
    text = page(*sorted([*left, *right], key=lambda line: line.corners[0][1]))
    assert text.index("右栏") > text.rindex("左栏")


def test_figures_stay_apart_where_no_space_was_recognised() -> None:
    rows = [
        seen("营业收入 86.40 65.70", 120, 200, cells=(330, 330 + 6 * 12.1)),
        seen("净利润 6.12 4.05", 120, 240, cells=(330, 330 + 6 * 12.1)),
    ]
    assert "86.4065.70" in rows[0].text
    text = page(*rows)
    assert "86.4065.70" not in text
    assert [row.split()[-2:] for row in text.split("\n") if row] == [
        ["86.40", "65.70"] if "|" not in text else ["|", "65.70"],
        ["6.12", "4.05"] if "|" not in text else ["|", "4.05"],
    ]


def test_a_figure_is_not_torn() -> None:
    assert page(seen("公司2024年营业收入为1,286.40亿元，同比增长23.45%", 120, 200)).startswith(
        "公司2024年营业收入为1,286.40亿元，同比增长23.45%"
    )


def test_a_page_that_was_put_askew_is_read_level() -> None:
    def turned(line: Seen, angle: float = math.radians(2)) -> Seen:
        corners = tuple(
            (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))
            for x, y in line.corners
        )
        return line._replace(corners=corners)

    row = [
        turned(seen("Revenue", 120, 400)),
        turned(seen("1,915", 900, 400)),
        turned(seen(ORCHARD[0], 120, 500)),
    ]
    level = words(row, 72 / 150)
    assert abs(level[0].base - level[1].base) < 0.5
    assert abs(words([seen("Revenue", 120, 400)], 72 / 150)[0].size - level[0].size) < 0.6


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_that_lies_on_its_side_is_turned(turns: int) -> None:
    """The picture has one dark corner, by which the stand-in for recognition knows how it is turned."""
    upright = np.full((300, 200, 3), 255, np.uint8)
    upright[:40, :40] = 0

    def see(given: Any) -> list[Seen]:
        if given.shape == upright.shape and given[0, 0, 0] == 0:
            return [seen("The orchard sold apples", 20, 60)]
        if given.shape == upright.shape:
            return [seen("se|dde p|os pjeyojo", 20, 60, confidence=0.6)]
        tall = ((50.0, 20.0), (74.0, 20.0), (74.0, 180.0), (50.0, 180.0))
        return [Seen("The orchard so1d app1es", tall, 0.7)]

    scans = Scans(see)
    found = scans.page(np.rot90(upright, turns), "1", 1)
    assert [line.text for region in found.regions for line in region] == ["The orchard sold apples"]


def test_pages_are_anchors_and_flags_tell_them_apart() -> None:
    words = iter([[seen("First scanned page of the letter", 120, 200, confidence=0.86)], []])
    text = lines(["A printed page behind the scans."])
    mixed = pdf_reader.read(
        pdf(_picture, _picture, text, CreationDate="D:20240101000000Z"), "a.pdf", Scans(lambda _: next(words))
    )
    assert [(a.kind, a.label) for a in mixed.anchors] == [("page", "1"), ("page", "2"), ("page", "3")]
    assert mixed.text == "First scanned page of the letter\n\nA printed page behind the scans.\n"
    assert mixed.flags == ("ocr:1", "pictures:2", "ocr_confidence:0.86")
    assert mixed.date is None  # the day of scanning is not that of publication


def _picture(page: Any) -> None:
    from reportlab.lib.utils import ImageReader

    page.drawImage(ImageReader(Image.new("L", (16, 22), 128)), 0, 0, 595, 842)


def test_each_page_is_told_before_it_is_read() -> None:
    told: list[tuple[int, int]] = []
    scans = Scans(lambda _: [seen("words of a page", 120, 200)], lambda done, of: told.append((done, of)))
    pdf_reader.read(_scan(3), "a.pdf", scans)
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_a_scan_on_which_nothing_is_recognised_has_no_text() -> None:
    with pytest.raises(EmptyDocument, match="none was recognised on 2 scanned pages"):
        pdf_reader.read(_scan(2), "a.pdf", Scans(lambda _: []))


def test_what_to_do_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for there, advice in (
        (True, "add it with --ocr"),
        (False, r"pip install 'yinzheng\[ocr\]' and add it with --ocr"),
    ):
        monkeypatch.setattr(recognise, "available", lambda there=there: there)
        with pytest.raises(EmptyDocument, match=advice):
            pdf_reader.read(_scan(1), "a.pdf")
        with pytest.raises(UnsupportedDocument, match=advice):
            picture.read(_png(), "a.png")


def _png(mode: str = "RGB", size: tuple[int, int] = (40, 30), kind: str = "PNG", **more: Any) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **more)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "I;16"), ("JPEG", "L"), ("TIFF", "1")])
def test_pictures_are_pages(kind: str, mode: str) -> None:
    shapes: list[tuple[int, ...]] = []

    def see(given: Any) -> list[Seen]:
        assert given.dtype == np.uint8
        shapes.append(given.shape)
        return [seen("收据：金额1,286.40元", 120, 200)]

    more: dict[str, Any] = (
        {"save_all": True, "append_images": [Image.new(mode, (40, 30))]} if kind == "TIFF" else {}
    )
    found = picture.read(_png(mode, kind=kind, **more), "a", Scans(see))
    count = 2 if kind == "TIFF" else 1
    assert shapes == [(30, 40, 3)] * count
    assert found.text.startswith("收据：金额1,286.40元")
    assert len(found.anchors) == count
    assert found.flags == (f"ocr:1{'-2' if count > 1 else ''}",)


def test_what_is_transparent_is_white() -> None:
    def see(given: Any) -> list[Seen]:
        assert given.min() == 255
        return [seen("words of a page", 120, 200)]

    picture.read(_png("RGBA"), "a.png", Scans(see))


@pytest.mark.parametrize("data", [_png()[:60], b"\x89PNG\r\n\x1a\n", b"II*\x00\xff\xff\xff\xff"])
def test_damaged_pictures_are_told(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        picture.read(data, "a.png", Scans(lambda _: []))


def test_pictures_of_too_many_pixels_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(UnreadableDocument, match="too many pixels"):
        picture.read(_png("1", (20_000, 20_000)), "a.png", Scans(lambda _: []))


def test_print_is_recognised() -> None:
    pytest.importorskip("rapidocr", reason="the ocr extra is not installed: 220 MB")
    import pypdfium2

    file = pypdfium2.PdfDocument(pdf(lines(["Revenue rose 12.5% to $3.14 billion in 2024."], size=14)))
    drawn = file[0].render(scale=150 / 72).to_numpy()[:300, :, :3]
    assert "".join(recognise.see(drawn)[0].text.split()) == "Revenuerose12.5%to$3.14billionin2024."
