"""Which page of which filing: page hit@10 of search over annual reports, within the right one and over all.

The pages' texts are those that the data set gives, one cell of a table to a line; each filing is a document
with a page anchor at every page. A passage counts for the page that most of it stands on, and the first
ten distinct pages count. ``words`` searches for the question as it stands, ``search`` also for the
statements that the measures it names are worked out from (``yinzheng.qa.statements``). Embedding some six
thousand pages takes a while: set ``YINZHENG_BENCH_CACHE`` to a folder to keep vectors for the next run.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sqlite3
import sys
import tempfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.data import DATA
from bench.shelf import AroundEncoder
from yinzheng.corpus.decode import clean
from yinzheng.corpus.formats.pdf_title import filing_title
from yinzheng.index.embed import CUTTING, embed
from yinzheng.index.encoder import Encoder, TokenStates, open_encoder
from yinzheng.index.index import Index
from yinzheng.qa.retrieve import read_query
from yinzheng.qa.retrieve import search as search_words
from yinzheng.qa.statements import search
from yinzheng.types import Anchor, Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from yinzheng.index.centre import Role
    from yinzheng.types import Passage

FILINGS = DATA / "financebench"
NEEDED = {"within the right filing": 0.60, "over all filings": 0.30}
WAYS = ("bm25", "dense", "words", "search")
_PASSAGES = 60  # found for each question, of which the first ten distinct pages count


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the filing it is about and the numbers, from 0, of the pages that its answer stands on."""

    text: str
    filing: str
    pages: frozenset[int]


def questions(held: Sequence[str]) -> list[Asked]:
    """The questions about the filings that are there."""
    found = []
    for line in (FILINGS / "financebench_open_source.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        pages = frozenset(int(e["evidence_page_num"]) for e in row["evidence"])
        if row["doc_name"] in held:
            found.append(Asked(row["question"], row["doc_name"], pages))
    return found


def page_texts() -> dict[str, list[str]]:
    """The texts of the pages of each filing, in order."""
    pages: dict[str, list[str]] = defaultdict(list)
    with gzip.open(FILINGS / "pages.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            pages[row["doc_name"]].append(row["text"])
    return dict(pages)


def document(name: str, pages: Sequence[str]) -> Document:
    """A filing as a document that was read with its pages, called as its cover or else its file is."""
    parts: list[str] = []
    anchors = []
    size = 0
    for number, page in enumerate(pages, 1):
        text = clean(page)[0].replace("\u00a0", " ").strip() + "\n\n"
        anchors.append(Anchor(size, "page", str(number)))
        parts.append(text)
        size += len(text)
    whole = "".join(parts)
    digest = hashlib.sha256(whole.encode()).hexdigest()
    title, added = filing_title(pages[0]) or name, "2000-01-01T00:00:00+00:00"
    return Document(
        digest[:12], f"{name}.pdf", title, whole, "en", "application/pdf", digest, added,
        tuple(anchors),
    )  # fmt: skip


def page_of(filing: Document, passage: Passage) -> int:
    """The number, from 0, of the page that most of a passage stands on."""
    starts = [a.start for a in filing.anchors]
    first = bisect_right(starts, passage.start) - 1
    last = max(first, bisect_right(starts, passage.end - 1) - 1)
    edges = [*starts, len(filing.text)]
    return max(
        range(first, last + 1),
        key=lambda i: min(edges[i + 1], passage.end) - max(edges[i], passage.start),
    )


class KeptEncoder(AroundEncoder):
    """An encoder whose passage vectors are kept in a file."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        super().__init__(encoder)
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates] | None:
        """As the encoder gives them."""
        return self._encoder.token_states(texts, role)

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """As the encoder encodes, passages only once."""
        if role == "query":
            return self._encoder.encode(texts, role)
        keys = [hashlib.sha256(f"{self.fingerprint}\0{text}".encode()).digest() for text in texts]
        known: dict[bytes, NDArray[np.float32]] = {}
        for key in keys:
            for (blob,) in self._file.execute("SELECT vector FROM vectors WHERE key = ?", (key,)):
                known[key] = np.frombuffer(blob, np.float32)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            for key, vector in zip(new, self._encoder.encode(list(new.values()), role), strict=True):
                known[key] = vector
                blob = vector.astype(np.float32).tobytes()
                self._file.execute("INSERT OR IGNORE INTO vectors VALUES (?, ?)", (key, blob))
            self._file.commit()
        return np.stack([known[key] for key in keys])


@contextmanager
def kept_encoder() -> Iterator[KeptEncoder]:
    """The built-in encoder with a memory, in ``YINZHENG_BENCH_CACHE`` or until the run ends."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("YINZHENG_BENCH_CACHE") or folder)
        kept.mkdir(parents=True, exist_ok=True)
        yield KeptEncoder(open_encoder(), kept / "vectors.sqlite")


@contextmanager
def indexed(filings: Sequence[Document], encoder: Encoder, say: Callable[[str], None]) -> Iterator[Index]:
    """An index of the filings in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "library", create=True) as index:
        index.bind(encoder, CUTTING)
        for filing in filings:
            index.put_many(list(embed([filing], encoder)))
            say(f"  {filing.source}: {len(index.passages_of(filing.id))} passages")
        index.sync()
        yield index


def found(
    index: Index, encoder: Encoder, question: str, filings: Mapping[str, Document]
) -> list[list[tuple[str, int]]]:
    """The source and page of what each of ``WAYS`` finds, best first, no page twice."""
    query = read_query(index, encoder, question)
    worded = [i for i, _ in index.lexical(query.concepts["en"], "en", _PASSAGES)]
    near = [i for i, _ in index.dense(query.vector, "en", _PASSAGES)]
    by_id = index.passages([*worded, *near])
    ranked = [
        [by_id[i] for i in worded],
        [by_id[i] for i in near],
        [hit.passage for hit in search_words(index, encoder, question, _PASSAGES)],
        [hit.passage for hit in search(index, encoder, question, _PASSAGES)],
    ]
    return [
        list(dict.fromkeys((filings[p.doc_id].source, page_of(filings[p.doc_id], p)) for p in passages))[:10]
        for passages in ranked
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """Shares of questions one of whose pages is among the first ten, by each of ``WAYS``."""

    name: str
    questions: int
    hits: tuple[float, ...]


def measure(limit: int | None = None, say: Callable[[str], None] = print) -> list[Row]:
    """Ask every question of its own filing, then of all; ``limit`` takes so many filings only."""
    texts = page_texts()
    asked = questions(list(texts))
    names = list(dict.fromkeys(a.filing for a in asked))[:limit]
    filings = {name: document(name, texts[name]) for name in (names if limit else texts)}
    asked = [a for a in asked if a.filing in filings]
    rows = []
    by_id = {filing.id: filing for filing in filings.values()}
    with kept_encoder() as encoder:
        hits = np.zeros(len(WAYS))
        for name in names:
            with indexed([filings[name]], encoder, say) as index:
                for one in (a for a in asked if a.filing == name):
                    hits += [_hit(one, pages) for pages in found(index, encoder, one.text, by_id)]
            say(f"  so far: {hits.astype(int).tolist()}")
        rows.append(Row("within the right filing", len(asked), tuple(hits / len(asked))))
        say(line(rows[-1]))
        hits = np.zeros(len(WAYS))
        with indexed(list(filings.values()), encoder, lambda _: None) as index:
            for one in asked:
                hits += [_hit(one, pages) for pages in found(index, encoder, one.text, by_id)]
        rows.append(Row("over all filings", len(asked), tuple(hits / len(asked))))
        say(line(rows[-1]))
    return rows


def _hit(one: Asked, pages: Sequence[tuple[str, int]]) -> bool:
    return any(source == f"{one.filing}.pdf" and page in one.pages for source, page in pages)


def heading() -> str:
    """The table's first line."""
    return f"{'page hit@10':<28}{'asked':>6}  " + "".join(f"{way:>8}" for way in WAYS) + "  needed"


def line(row: Row) -> str:
    """One row of the table."""
    cells = "".join(f"{share:>8.3f}" for share in row.hits)
    return f"{row.name:<28}{row.questions:>6}  {cells}  {NEEDED[row.name]:.2f}"


if __name__ == "__main__":
    print(heading())
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else None, lambda text: print(text, flush=True))
