"""How much memory reading takes: large files of every format, one after the other, as ``add`` reads them.

The files are made here, in a temporary folder: text and tables of random words and figures, pictures of
random bytes where a format holds pictures. Of the files named as arguments (``明细.html``) only those are
made. Peak memory is that of the process and of the one that it reads in, asked every 20 ms; what cannot be
read within the limits is reported with its reason, as to a user.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from yinzheng.corpus.load import load_file
from yinzheng.corpus.sandbox import SANDBOX
from yinzheng.errors import DocumentError

MB = 1 << 20
_WORDS = [
    "营收", "同比增长", "公司", "项目", "市场", "revenue", "growth", "plant", "2024年", "第一季度",
    "12.5亿元", "38.2%", "员工", "1,560", "人",
]  # fmt: skip
_RANDOM = random.Random(20240312)


def _prose(size: int) -> str:
    """About ``size`` bytes of paragraphs; a megabyte of them, repeated with running numbers."""
    part = "\n\n".join("，".join(_RANDOM.choices(_WORDS, k=60)) + "。" for _ in range(900))
    return "".join(f"第{n}部分\n\n{part}\n\n" for n in range(size // len(part.encode()) + 1))


def _text(path: Path) -> None:
    path.write_text(_prose(80 * MB), "utf-8")


def _gb18030(path: Path) -> None:
    path.write_bytes(_prose(60 * MB).encode("gb18030"))


def _csv(path: Path) -> None:
    row = "某公司{n},2024,{n}.5,38.2%,说明文字\n"
    with path.open("w", encoding="utf-8") as file:
        file.write("公司,年份,营收（亿元）,毛利率,备注\n")
        file.writelines(row.format(n=n) for n in range(60 * MB // len(row.encode())))


def _html(path: Path) -> None:
    body = "".join(f"<p>{words}</p>" for words in _prose(4 * MB).split("\n\n"))
    path.write_text(f"<html><head><title>长文</title></head><body>{body}</body></html>", "utf-8")


def _cells(path: Path) -> None:
    rows = "".join(
        "<tr>"
        + "".join(f'<td class="n">{_RANDOM.randrange(10**5)}</td>' for _ in range(8))
        + f"<td>公司{n}</td></tr>"
        for n in range(9 * MB // 210)
    )
    path.write_text(
        f"<html><head><title>明细</title></head><body><table>{rows}</table></body></html>", "utf-8"
    )


def _line(path: Path) -> None:
    part = "".join(_RANDOM.choices([word for word in _WORDS if word.isalnum()], k=60_000))
    path.write_text(part * (100 * MB // len(part.encode())), "utf-8")


def _xlsx(path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    for name in ("营收", "成本"):
        sheet = book.add_worksheet(name)
        for n in range(60_000):
            sheet.write_row(n, 0, [f"公司{n}", 2024, n * 1.5, 0.382, "说明"])
    book.close()


def _pictures(path: Path) -> None:
    """Put pictures into the Office file at ``path``: most of a large file is not text."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        for n in range(8):
            archive.writestr(f"word/media/image{n}.png", _RANDOM.randbytes(10 * MB))


def _docx(path: Path) -> None:
    import docx

    document = docx.Document()
    for words in _prose(3 * MB).split("\n\n"):
        document.add_paragraph(words)
    document.save(str(path))
    _pictures(path)


def _pdf(path: Path) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(str(path))
    lines = _prose(3 * MB).split("\n\n")
    for number in range(1500):
        page.setFont("STSong-Light", 9)
        for n in range(45):
            page.drawString(40, 800 - 16 * n, lines[(45 * number + n) % len(lines)][:48])
        if number % 20 == 0:
            page.drawImage(ImageReader(_noise()), 300, 40, 120, 120)
        page.showPage()
    page.save()


def _noise() -> io.BytesIO:
    from PIL import Image

    side = 560
    picture = io.BytesIO()
    Image.frombytes("RGB", (side, side), _RANDOM.randbytes(3 * side * side)).save(picture, "PNG")
    picture.seek(0)
    return picture


FILES: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("报告.txt", _text),
    ("旧编码.txt", _gb18030),
    ("明细.csv", _csv),
    ("长文.html", _html),
    ("长文2.html", _html),
    ("账目.xlsx", _xlsx),
    ("年报.docx", _docx),
    ("附图.docx", _docx),
    ("图册.docx", _docx),
    ("招股书.pdf", _pdf),
    ("单行.txt", _line),
    ("明细.html", _cells),
)


@contextmanager
def _peak() -> Iterator[dict[str, int]]:
    """The most memory that this process and its readers hold at one time, in bytes."""
    found = {"peak": 0}
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            found["peak"] = max(found["peak"], sum(_resident(pid) for pid in _family(os.getpid())))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        done.set()
        thread.join()


def _family(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(c) for task in tasks for c in (task / "children").read_text("ascii").split()]
    except OSError:  # gone since
        return [pid]
    return [pid, *(member for child in children for member in _family(child))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def main() -> None:
    """Make the files, read them, and print what it took."""
    print("| file | MB | characters | seconds | peak MB |\n|---|---|---|---|---|")
    total = highest = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, make in FILES:
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            path = Path(folder) / name
            make(path)
            size = path.stat().st_size
            begun = time.perf_counter()
            with _peak() as memory:
                try:
                    said = f"{len(load_file(path).text):,}"
                except DocumentError as error:
                    said = error.reason
            took = time.perf_counter() - begun
            print(
                f"| {name} | {size / MB:.0f} | {said} | {took:.1f} | {memory['peak'] / MB:.0f} |", flush=True
            )
            total, highest = total + size, max(highest, memory["peak"])
            path.unlink()
    SANDBOX.close()
    print(f"\n{total / MB:.0f} MB in all; peak {highest / MB:.0f} MB (1,000 at most)")


if __name__ == "__main__":
    main()
