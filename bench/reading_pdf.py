"""PDF files read back: pages, words and their order against the texts given for them, speed, and retrieval.

``order`` is how far the words of a page stand in the order of the given text (2·M / T of the longest common
runs, as ``difflib`` counts them); that text has the cells of a table below each other, and what runs through
the pages in its place, so that 1.0 is not to be expected. Speed is in pages a CPU second, of reading alone.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from bench import reading_filings
from bench.reading_filings import FILINGS, page_texts
from yinzheng.corpus.formats.pdf import read

PDFS = FILINGS / "pdfs"
_RUNS = 5


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Of one file: its pages, those whose words are their own page's, and the means over pages.

    ``recall`` and ``precision`` are of words, with repetition; ``evidence`` counts the quotations of the data
    set that stand on the page they are said to stand on, of ``quoted``.
    """

    name: str
    pages: int
    right: int
    recall: float
    precision: float
    order: float
    evidence: int
    quoted: int
    pages_a_second: float


def measure() -> list[Fidelity]:
    """Read every file there is."""
    given = page_texts()
    evidence = [
        (row["doc_name"], int(e["evidence_page_num"]), e["evidence_text"])
        for line in (FILINGS / "financebench_open_source.jsonl").read_text("utf-8").splitlines()
        for row in [json.loads(line)]
        for e in row["evidence"]
    ]
    found = []
    for path in sorted(PDFS.glob("*.pdf")):
        quoted = [(page, text) for name, page, text in evidence if name == path.stem]
        found.append(_fidelity(path, given[path.stem], quoted))
    return found


def _fidelity(path: Path, given: list[str], quoted: list[tuple[int, str]]) -> Fidelity:
    data = path.read_bytes()
    begun = time.process_time()
    for _ in range(_RUNS):
        content = read(data, path.name)
    seconds = (time.process_time() - begun) / _RUNS
    edges = [*(a.start for a in content.anchors if a.kind == "page"), len(content.text)]
    pages = [_words(content.text[start:end]) for start, end in pairwise(edges)]
    truths = [_words(text) for text in given]
    counts = [Counter(words) for words in truths]
    recall = precision = order = 0.0
    right = 0
    for number, (words, truth) in enumerate(zip(pages, truths, strict=True)):
        own = Counter(words)
        shared = [(own & other).total() for other in counts]
        right += shared[number] == max(shared)
        recall += shared[number] / max(len(truth), 1)
        precision += shared[number] / max(len(words), 1)
        order += SequenceMatcher(None, words, truth, autojunk=False).ratio()
    size = len(truths)
    stands = sum(_stands(text, pages[page]) for page, text in quoted)
    means = (recall / size, precision / size, order / size)
    return Fidelity(path.stem, size, right, *means, stands, len(quoted), size / seconds)


def _stands(quotation: str, page: list[str]) -> bool:
    """Whether nine tenths of a quotation's words stand on a page."""
    words = Counter(_words(quotation))
    return (words & Counter(page)).total() >= 0.9 * words.total()


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def line(row: Fidelity) -> str:
    """One row of the table."""
    return (
        f"{row.name[:38]:<40}{row.pages:>5}{row.right:>7}{row.recall:>8.3f}{row.precision:>10.3f}{row.order:>7.3f}"
        f"{row.evidence:>7}/{row.quoted}{row.pages_a_second:>9.0f}"
    )


def heading() -> str:
    """The table's first line."""
    columns = f"{'recall':>8}{'precision':>10}{'order':>7}{'quoted':>9}{'pages/s':>9}"
    return f"{'file':<40}{'pages':>5}{'right':>7}{columns}"


def main(say: Callable[[str], None] = print) -> None:
    """Print both tables; ``fidelity`` as an argument prints the first alone."""
    say(heading())
    for row in measure():
        say(line(row))
    if "fidelity" not in sys.argv[1:]:
        say("")
        say(reading_filings.heading())
        for found in reading_filings.measure(say=lambda _: None):
            say(reading_filings.line(found))


if __name__ == "__main__":
    main(lambda text: print(text, flush=True))
