"""How long opening and searching an index takes at 1,000, 10,000 and 100,000 passages.

    python bench/search_speed.py [SIZE …]

The passages are made up but shaped like real ones: 300 characters of Chinese phrases drawn by Zipf's
law, so that words and character bigrams recur as in text; vectors in clusters around a large common
mean, as sentence encoders give them. One thread; imports are timed apart; every open is a new process.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from yinzheng.corpus.tokens import tokens  # noqa: E402
from yinzheng.index.centre import Role, centre  # noqa: E402
from yinzheng.index.encoder import TokenStates  # noqa: E402
from yinzheng.index.index import Index, NewPassage  # noqa: E402
from yinzheng.types import Document  # noqa: E402

DIMENSION = 384
PER_DOCUMENT = 20
_WORDS = 20_000
_PHRASES = 60_000


class Made:
    """Stands in for an encoder: random vectors of the built-in one's size, its means measured."""

    name = "made-up"
    fingerprint = "made-up"
    dimension = DIMENSION
    centres = None

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        raise NotImplementedError

    def count_tokens(self, text: str) -> int:
        raise NotImplementedError

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates] | None:
        raise NotImplementedError


class Texts:
    """An endless supply of passages, the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self._rng = np.random.default_rng(seed)
        letters = [chr(0x4E00 + i) for i in range(4000)]
        common = 1 / np.arange(20, 4020)
        common /= common.sum()
        picks = self._rng.choice(4000, size=(_WORDS, 3), p=common)
        lengths = self._rng.choice([1, 2, 3], size=_WORDS, p=[0.05, 0.75, 0.2])
        words = ["".join(letters[c] for c in row[:n]) for row, n in zip(picks, lengths, strict=True)]
        zipf = np.cumsum(1 / (np.arange(_WORDS) + 8.0))
        drawn = np.searchsorted(zipf, self._rng.random((_PHRASES, 4)) * zipf[-1])
        self._phrases = ["".join(words[i] for i in row) for row in drawn]
        self._weight = np.cumsum(1 / (np.arange(_PHRASES) + 200.0))
        self._mean = self._rng.standard_normal(DIMENSION).astype(np.float32)
        self._topics = self._rng.standard_normal((500, DIMENSION)).astype(np.float32)

    def passage(self) -> str:
        """A passage of 15 to 55 phrases of about eight characters."""
        return self._draw(15, 56) + "。"

    def query(self) -> list[str]:
        """The terms of a question of one to four phrases."""
        return tokens(self._draw(1, 5))

    def _draw(self, least: int, most: int) -> str:
        at = self._rng.random(int(self._rng.integers(least, most))) * self._weight[-1]
        return "，".join(self._phrases[i] for i in np.searchsorted(self._weight, at))

    def vectors(self, n: int) -> NDArray[np.float32]:
        """Unit vectors with a large common part, (n, DIMENSION)."""
        topic = self._topics[self._rng.integers(0, len(self._topics), n)]
        made = 2 * self._mean + topic + 0.7 * self._rng.standard_normal((n, DIMENSION)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        return np.asarray(made, np.float32)

    def documents(self, passages: int) -> Iterator[tuple[Document, list[NewPassage]]]:
        """Documents of twenty passages each, ``passages`` in all."""
        for number in range(passages // PER_DOCUMENT):
            text, spans = "", []
            for _ in range(PER_DOCUMENT):
                start = len(text)
                text += self.passage()
                spans.append((start, len(text)))
            vectors = self.vectors(PER_DOCUMENT)
            document = Document(
                f"{number:012x}",
                f"{number}.txt",
                "",
                text,
                "zh",
                "text/plain",
                "0" * 64,
                "2025-01-01T00:00:00Z",
            )
            yield document, [NewPassage(s, e, "zh", v) for (s, e), v in zip(spans, vectors, strict=True)]


def timed(call: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the p50 and p95 of ``runs`` calls, in milliseconds."""
    took = []
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        took.append((time.perf_counter() - begin) * 1e3)
    took.sort()
    return statistics.median(took), took[int(len(took) * 0.95)]


def measure(size: int, folder: Path) -> dict[str, float]:
    """Build a library of ``size`` passages and return its figures (milliseconds, MB)."""
    texts = Texts()
    made: dict[str, float] = {"passages": size}
    with Index.open(folder, create=True) as index:
        index.bind(Made(), "bench")
        took = 0.0
        for document, passages in texts.documents(size):
            begin = time.perf_counter()
            index.put(document, passages)
            took += time.perf_counter() - begin
        made["put_per_document"] = took * 1e3 / (size // PER_DOCUMENT)
        begin = time.perf_counter()
        index.sync()
        made["first_sync"] = (time.perf_counter() - begin) * 1e3
        mean = index.passage_mean("zh")
        queries = [centre(v, mean) for v in texts.vectors(200)]
        asked = [texts.query() for _ in range(200)]
        turn = iter(range(10**9))

        def dense() -> list[tuple[int, float]]:
            return index.dense(queries[next(turn) % 200], "zh", 50)

        def lexical() -> list[tuple[int, float]]:
            return index.lexical(asked[next(turn) % 200], "zh", 50)

        def candidates() -> None:
            """What one search asks of the index: both lists, each completed by the other."""
            number = next(turn) % 200
            ids = {i for i, _ in index.dense(queries[number], "zh", 50)}
            ids |= {i for i, _ in index.lexical(asked[number], "zh", 50)}
            index.dense_scores(queries[number], list(ids))
            index.lexical_scores(asked[number], list(ids))
            index.passages(list(ids))

        for name, call in (("dense", dense), ("lexical", lexical), ("candidates", candidates)):
            busy = time.process_time()
            made[f"{name}_p50"], made[f"{name}_p95"] = timed(call, 200)
            made[f"{name}_cpu"] = (time.process_time() - busy) * 1e3 / 200
        one = next(iter(texts.documents(PER_DOCUMENT)))

        def replace() -> None:
            index.put(*one)
            index.sync()

        made["replace_and_sync_p50"], made["replace_and_sync_p95"] = timed(replace, 15)
        made["listing"] = timed(index.documents, 5)[0]
        made["bytes_mb"] = index.counts().bytes / 1e6
    opened = [json.loads(_child("open", folder)) for _ in range(7)]
    for name in ("imports", "open", "rss_mb"):
        made[f"cold_{name}"] = statistics.median(each[name] for each in opened)
    return made


def cold(folder: Path) -> dict[str, float]:
    """In a new process: what imports take, and opening up to the first candidates."""
    begin = time.perf_counter()
    import tantivy  # noqa: F401 - timed

    from yinzheng.index.dense import Dense

    Dense(DIMENSION)
    imports = time.perf_counter() - begin
    terms = tokens("起点")  # the tokenizer's dictionary is not the index's
    query = np.ones(DIMENSION, np.float32) / np.float32(np.sqrt(DIMENSION))
    begin = time.perf_counter()
    with Index.open(folder) as index:
        index.dense(query, "zh", 50)
        index.lexical(terms, "zh", 50)
        took = time.perf_counter() - begin
    return {"imports": imports * 1e3, "open": took * 1e3, "rss_mb": peak_mb()}


def peak_mb() -> float:
    """This process's own peak memory; ru_maxrss would begin with the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _child(what: str, folder: Path) -> str:
    return subprocess.run(
        [sys.executable, __file__, what, str(folder)], check=True, capture_output=True, text=True
    ).stdout


def main() -> None:
    """Print one column for each size."""
    if sys.argv[1:2] == ["open"]:
        print(json.dumps(cold(Path(sys.argv[2]))))
        return
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000]
    columns = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(measure(size, Path(folder) / "library"))
    for name in columns[0]:
        print(f"{name:24}" + "".join(f"{column[name]:12.2f}" for column in columns))


if __name__ == "__main__":
    main()
