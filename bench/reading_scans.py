"""Scans recognised: pages printed from the examples, drawn as pictures, and read back (``yinzheng[ocr]``).

What is compared is the same page read as text, so that wrapping and order are the same; white space and the
width of letters count for nothing. The error rate is the edit distance in characters over the length of the
text. Seconds are of CPU, the pages read by one thread; memory is the most that the reader held at any time.
"""

from __future__ import annotations

import io
import re
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from yinzheng.corpus.formats import pdf
from yinzheng.corpus.formats.recognise import see
from yinzheng.corpus.formats.scan import Scans
from yinzheng.corpus.worker import peak

EXAMPLES = Path(__file__).parents[1] / "examples"
PAGES = (("zh", "heluo-annual-report-2024.md"), ("en", "quillstone-annual-report.md"))
_MARKUP = re.compile(r"^[#>-]+ |^[-| ]+$|[|*`]+", re.MULTILINE)
_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 64.0


class Row(NamedTuple):
    """One page in one way of scanning it."""

    what: str
    characters: int
    errors: int
    seconds: float


def printed(text: str, lang: str, *, columns: int = 1) -> bytes:
    """One page of ``text`` as a PDF file, in one or more columns."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font, size = ("STSong-Light", 10.5) if lang == "zh" else ("Times-Roman", 10.5)
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=(_WIDTH, _HEIGHT))
    page.setFont(font, size)
    gap = 24.0
    width = (_WIDTH - 2 * _MARGIN - gap * (columns - 1)) / columns
    parts = filter(None, (_MARKUP.sub(" ", line).strip() for line in text.splitlines()))
    lines = [line for part in parts for line in [*_wrapped(part, font, size, width, simpleSplit), ""]]
    pitch = 1.5 * size
    rows = int((_HEIGHT - 2 * _MARGIN) / pitch)
    for column in range(columns):
        for n, line in enumerate(lines[column * rows : (column + 1) * rows]):
            page.drawString(_MARGIN + column * (width + gap), _HEIGHT - _MARGIN - (n + 1) * pitch, line)
    page.showPage()
    page.save()
    return file.getvalue()


def _wrapped(text: str, font: str, size: float, width: float, split: Any) -> list[str]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if text.isascii():
        return list(split(text, font, size, width))
    lines = [""]
    for c in text:
        if stringWidth(lines[-1] + c, font, size) > width:
            lines.append("")
        lines[-1] += c
    return lines


def scanned(data: bytes, dpi: int, *, askew: float = 0.0, noise: float = 6.0) -> bytes:
    """The pages of a PDF file as pictures: grey, noisy, turned by ``askew`` degrees, saved as JPEG."""
    import pypdfium2
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    chance = np.random.default_rng(7)
    file = io.BytesIO()
    out = canvas.Canvas(file, pagesize=(_WIDTH, _HEIGHT))
    pages = pypdfium2.PdfDocument(data)
    for page in pages:
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil().rotate(askew, fillcolor=255)
        grey = np.asarray(picture, dtype=np.float32) * 0.85 + 25 + chance.normal(0, noise, picture.size[::-1])
        held = io.BytesIO()
        Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).save(held, "JPEG", quality=70)
        held.seek(0)
        out.drawImage(ImageReader(held), 0, 0, _WIDTH, _HEIGHT)
        out.showPage()
    pages.close()
    out.save()
    return file.getvalue()


def distance(a: str, b: str) -> int:
    """The least number of characters to insert, delete or replace (Levenshtein)."""
    codes = np.array([ord(c) for c in b])
    row = np.arange(len(b) + 1)
    steps = np.arange(len(b) + 1)
    for n, c in enumerate(a, 1):
        best = np.empty_like(row)
        best[0] = n
        best[1:] = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(c)))
        row = np.minimum.accumulate(best - steps) + steps  # insertions
    return int(row[-1])


def compared(what: str, data: bytes, scan: bytes) -> Row:
    """Read a page as text and as a picture."""
    truth = _letters(pdf.read(data, "page.pdf").text)
    begun = time.process_time()
    found = _letters(pdf.read(scan, "scan.pdf", Scans(see)).text)
    return Row(what, len(truth), distance(truth, found), time.process_time() - begun)


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def pages() -> Iterator[tuple[str, bytes, bytes]]:
    """What is read: a name, the page as text, and as a picture."""
    for lang, name in PAGES:
        text = (EXAMPLES / name).read_text("utf-8")
        plain = printed(text, lang)
        for dpi in (100, 150, 200):
            yield f"{lang}, {dpi} dpi", plain, scanned(plain, dpi)
        yield f"{lang}, 150 dpi, askew by 1.2°", plain, scanned(plain, 150, askew=1.2)
        columns = printed(text, lang, columns=2)
        yield f"{lang}, 150 dpi, two columns", columns, scanned(columns, 150)


def main() -> int:
    """Print a line for each page."""
    begun = time.process_time()
    see(np.full((64, 200, 3), 255, np.uint8))
    print(f"loading the models: {time.process_time() - begun:.1f} s of CPU", flush=True)
    for what, data, scan in pages():
        row = compared(what, data, scan)
        rate = row.errors / row.characters
        wrong = f"{row.errors} of {row.characters} characters wrong ({rate:.2%})"
        print(f"{row.what}: {wrong}, {row.seconds:.1f} s of CPU", flush=True)
    print(f"memory: {peak() >> 20} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
