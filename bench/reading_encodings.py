"""Which texts are decoded as they were written: real pages, the same without declarations, and excerpts.

python -m bench.reading_encodings [--excerpts N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.data import DATA, cmrc, drcd, xquad
from yinzheng.corpus.decode import clean, decode
from yinzheng.errors import UnsupportedDocument

PAGES = {
    "Big5": "big5",
    "CP949": "cp949",
    "EUC-TW": "",  # Python has no codec for it
    "GB2312": "gb2312",
    "UTF-16": "utf-16",
    "UTF-16BE": "utf-16-be",
    "iso-2022-jp": "iso2022_jp",
    "utf-8": "utf-8",
}
"""The folders of chardet's pages, and Python's name for the encoding that each is named after."""

CODECS = {
    "simplified": ("gb2312", "gbk", "gb18030", "utf-16-le", "utf-16-be", "utf-8"),
    "traditional": ("big5", "cp950", "big5hkscs", "gb18030", "euc-tw", "utf-16-le", "utf-8"),
    "English": ("cp1252", "utf-16-le", "utf-8"),
}
LENGTHS = (8, 20, 60, 400)

_SAME = str.maketrans("\u30fb\u2015\u2027\uff5e\u2225\uffe0\uffe1", "·—·~‖¢£")
"""Signs that encodings of one family decode to different characters; folding makes them equal."""


@dataclass
class Count:
    right: int = 0
    total: int = 0
    sure: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, right: bool) -> None:
        self.right += right
        self.total += 1

    def __str__(self) -> str:
        return f"{self.right}/{self.total}" + (f" ({self.right / self.total:.3f})" if self.total else "")


def pages(*, declared: bool) -> tuple[Count, Count, int]:
    """Real pages: how many get their encoding, how many their text, and how many in Big5 are read as GB."""
    encoding, text, mistaken = Count(), Count(), 0
    for name, codec in PAGES.items():
        for file in sorted((DATA / "chardet_zh" / name).iterdir()):
            data = file.read_bytes()
            if not declared:
                data = re.sub(rb"(?:charset|encoding)(\s*=)", rb"x\1", data)
            read = decode(data)
            family = name.lower().replace("iso-2022-jp", "iso2022jp").replace("-", "")
            encoding.add(read.encoding.replace("-", "").replace("_", "").startswith(family))
            if codec:
                text.add(read.text == clean(data.decode(codec))[0])
            mistaken += name == "Big5" and read.encoding.startswith("gb")
    return encoding, text, mistaken


def euc_tw(text: str) -> bytes | None:
    """``text`` in EUC-TW by the table that decodes it; None where it lacks a character."""
    from yinzheng.corpus.euc_tw import _TABLE

    codes = {char: (plane, row, cell) for (plane, row, cell), char in _TABLE.items()}
    found = bytearray()
    for char in text:
        if char < "\x80":
            found += char.encode()
        elif char in codes:
            plane, row, cell = codes[char]
            found += bytes([row, cell] if plane == 1 else [0x8E, 0xA0 + plane, row, cell])
        else:
            return None
    return bytes(found)


def texts() -> dict[str, list[str]]:
    """Paragraphs to take excerpts from."""
    news = []
    with gzip.open(DATA / "crud_news_distractors" / "docs.jsonl.gz", "rt", encoding="utf-8") as file:
        for _, line in zip(range(400), file, strict=False):
            news.append(json.loads(line)["text"])
    return {
        "simplified": [*cmrc().paragraphs[:200], *news],
        "traditional": list(drcd().paragraphs[:400]),
        "English": list(xquad("en", "en").paragraphs),
    }


def tell(line: str) -> None:
    """Show an excerpt that was read wrong."""
    print(line, file=sys.stderr)


def excerpts(count: int) -> None:
    """Excerpts in each encoding: the share decoded as written, and how far confidence can be believed."""
    draw = random.Random(7)
    bands: dict[float, Counter[bool]] = defaultdict(Counter)
    print("| text | encoding | " + " | ".join(f"{n} characters" for n in LENGTHS) + " |")
    print("|---|---|" + "---|" * len(LENGTHS))
    for script, found in texts().items():
        for codec in CODECS[script]:
            cells = []
            for length in LENGTHS:
                right = Count()
                for _ in range(count * 20):
                    if right.total == count:
                        break
                    text = draw.choice(found)
                    at = draw.randrange(max(1, len(text) - length))
                    words = clean(text[at : at + length])[0]
                    if script != "English" and not re.search(r"[一-鿿]{4}", words):
                        continue
                    if script == "English" and words.isascii() and codec == "cp1252":
                        continue
                    try:
                        data = euc_tw(words) if codec == "euc-tw" else words.encode(codec)
                    except UnicodeEncodeError:
                        continue
                    if data is None:
                        continue
                    expected = words if codec == "euc-tw" else clean(data.decode(codec))[0]
                    try:
                        read = decode(data)
                    except UnsupportedDocument as error:
                        right.add(False)
                        tell(f"{codec} {length}: {words[:40]!r}: {error.reason}")
                        continue
                    same = read.text.translate(_SAME) == expected.translate(_SAME)
                    right.add(same)
                    if read.guessed:
                        bands[min(0.9, read.confidence // 0.1 / 10)][same] += 1
                    if not same:
                        tell(
                            f"{codec} {length}: {expected[:40]!r} read as {read.encoding} {read.text[:40]!r}"
                        )
                cells.append(f"{right.right / right.total:.3f}" if right.total else "")
            print(f"| {script} | {codec} | " + " | ".join(cells) + " |")
    print("\n| confidence | right | of |\n|---|---|---|")
    for band in sorted(bands):
        seen = bands[band]
        print(f"| {band:.1f}–{band + 0.1:.1f} | {seen[True] / seen.total():.3f} | {seen.total()} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--excerpts", type=int, default=100, help="of each length in each encoding")
    count = parser.parse_args().excerpts
    for declared in (True, False):
        encoding, text, mistaken = pages(declared=declared)
        print(
            f"chardet's pages, {'as found' if declared else 'declarations blanked'}: encoding {encoding}, "
            f"text {text}, Big5 read as GB {mistaken}"
        )
    print()
    excerpts(count)


if __name__ == "__main__":
    main()
