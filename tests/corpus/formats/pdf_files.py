"""PDF files that the tests write: lines at places, with reportlab; and damaged ones by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

SONG = "STSong-Light"
"""A Chinese font that every reader of PDF has: nothing of it stands in the file."""

ROMAN, BOLD = "Times-Roman", "Times-Bold"
HEIGHT = A4[1]

pdfmetrics.registerFont(UnicodeCIDFont(SONG))


def pdf(*pages: Callable[[Any], None], **settings: Any) -> bytes:
    """A file with what each function draws on its page; places are in points from the bottom left."""
    file = io.BytesIO()
    drawn = canvas.Canvas(file, pagesize=A4, **settings)
    for page in pages:
        page(drawn)
        drawn.showPage()
    drawn.save()
    return file.getvalue()


def lines(
    texts: Sequence[str],
    *,
    left: float = 72,
    top: float = 72,
    size: float = 10,
    font: str = ROMAN,
    pitch: float = 1.2,
) -> Callable[[Any], None]:
    """Draws lines below each other, the first ``top`` points from the upper edge."""

    def draw(page: Any) -> None:
        page.setFont(font, size)
        for n, text in enumerate(texts):
            page.drawString(left, HEIGHT - top - n * pitch * size, text)

    return draw


def together(*draws: Callable[[Any], None]) -> Callable[[Any], None]:
    """Draws all of them on one page."""

    def draw(page: Any) -> None:
        for one in draws:
            one(page)

    return draw


def table(
    rows: Sequence[Sequence[str]],
    rights: Sequence[float],
    *,
    left: float = 72,
    top: float = 100,
    size: float = 10,
) -> Callable[[Any], None]:
    """Draws labels at ``left`` and the other cells so that they end at ``rights``."""

    def draw(page: Any) -> None:
        page.setFont(ROMAN, size)
        for n, (label, *cells) in enumerate(rows):
            base = HEIGHT - top - n * 1.3 * size
            page.drawString(left, base, label)
            for cell, right in zip(cells, rights, strict=True):
                page.drawRightString(right, base, cell)

    return draw


def wrapped(text: str, width: float, *, font: str = ROMAN, size: float = 10) -> list[str]:
    """Text in lines of at most ``width`` points: Latin words whole, Chinese characters one by one."""
    found = [""]
    pieces = list(text) if font == SONG else [f"{word} " for word in text.split()]
    for piece in pieces:
        if pdfmetrics.stringWidth((found[-1] + piece).rstrip(), font, size) > width:
            found.append("")
        found[-1] += piece
    return [line.rstrip() for line in found]


APPLES = "BT /F 12 Tf 20 200 Td (Apples are sold by the crate.) Tj ET"
"""What a page draws that is ``PAGE``: its content is object 5, its font object 6, its parent object 2."""
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 5 0 R"
    " /Resources << /Font << /F 6 0 R >> >> >>"
)
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def by_hand(objects: Sequence[str | bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """A file of these objects, numbered from 1, with a table of where they stand."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        body = content.encode("latin-1") if isinstance(content, str) else content
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode())
    return out.getvalue()
