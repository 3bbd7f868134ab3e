"""Real filings, where the evaluation data lies beside the repository: their pages stand where they should."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from yinzheng.corpus.formats.pdf import read

FILINGS = Path(__file__).resolve().parents[4] / "shared" / "data" / "financebench"
PDFS = sorted((FILINGS / "pdfs").glob("*.pdf")) if FILINGS.is_dir() else []


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@pytest.mark.skipif(not PDFS, reason=f"no PDF files of filings in {FILINGS}")
def test_every_page_has_the_words_of_its_own_page() -> None:
    given: dict[str, list[Counter[str]]] = {path.stem: [] for path in PDFS}
    with gzip.open(FILINGS / "pages.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["doc_name"] in given:
                given[row["doc_name"]].append(words(row["text"]))
    for path in PDFS:
        content = read(path.read_bytes(), path.name)
        anchors = [a for a in content.anchors if a.kind == "page"]
        assert [a.label for a in anchors] == [str(n) for n in range(1, len(given[path.stem]) + 1)]
        edges = [*(a.start for a in anchors), len(content.text)]
        for (start, end), page in zip(pairwise(edges), given[path.stem], strict=True):
            shared = (words(content.text[start:end]) & page).total()
            assert shared >= 0.93 * page.total(), (path.name, start)
