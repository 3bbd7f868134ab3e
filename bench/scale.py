"""How searching and adding grow with the library.

    python -m bench.scale [--cache FOLDER] [--plot FILE] [SIZE …]     (10000 100000 unless told)

What the libraries are made of is said in ``bench/scale_library.py``: real passages and perturbed copies.
They are kept under ``--cache`` and made once; a million takes an hour. Everything that is timed runs in a
process of its own, on real questions. Times are by the clock, with the CPU time of the same calls beside
them, which a busy machine changes less. Resident memory is what the process holds at its peak, and of that
what are pages of files, which the system may take back at any time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench import scale_library
from yinzheng import Library
from yinzheng.index.centre import centre
from yinzheng.index.embed import CUTTING
from yinzheng.index.encoder import open_encoder
from yinzheng.index.index import Index
from yinzheng.index.store import Store

T = TypeVar("T")
SIZES = (10_000, 100_000)
WARM = 20
SLOW = 40  # questions for what takes long: re-ranking and answers
K = 10

ROWS: dict[str, str] = {
    "put": "made up and stored, CPU ms a passage",
    "cached": "caches made, CPU ms a passage",
    "database": "database, MB",
    "dense_disk": "vector cache, MB",
    "lexical_disk": "word cache, MB",
    "open": "open to first candidates, ms",
    "dense": "vectors, ms, p50 / p95",
    "lexical": "words, ms",
    "fast": "search --fast, ms",
    "resident": "resident at its peak, MB (pages of files)",
    "rerank": "search, ms",
    "ask": "ask, ms",
    "recall": "recall@10 / @50 of the exact search",
    "add_open": "one more document, open library, s (CPU)",
    "add_new": "one more document, new process, s (CPU)",
}
"""What is printed of each size, and what it says."""

_LATE = """\
补充材料第{number}号：市档案馆今天公布了去年整理旧报纸的结果。工作人员一共修复了{number}份报纸，其中最早的一份印于1912年。
馆长说，修好的报纸将在秋天展出，展览持续三个月，学生可以免费参观。
"""


def made(size: int, folder: Path) -> dict[str, float]:
    """Make the library of ``size`` passages in ``folder`` unless it is there; return what that took."""
    kept = folder.with_suffix(".json")
    if not kept.exists():
        encoder = open_encoder()
        real = scale_library.base(encoder, folder.parent)
        with Index.open(folder, create=True) as index:
            busy = time.process_time()
            scale_library.build(index, encoder, real, size)
            put = time.process_time() - busy
            index.sync()
            cached = time.process_time() - busy - put
        kept.write_text(json.dumps({"put": put * 1e3 / size, "cached": cached * 1e3 / size}))
    found: dict[str, float] = json.loads(kept.read_text())
    return found


def timed(call: Callable[[T], object], given: Sequence[T]) -> tuple[float, float, float]:
    """Return p50 and p95 by the clock and p50 of the CPU time of calls, in milliseconds."""
    walls, busy = [], []
    for one in given:
        wall, cpu = time.perf_counter(), time.process_time()
        call(one)
        walls.append((time.perf_counter() - wall) * 1e3)
        busy.append((time.process_time() - cpu) * 1e3)
    walls.sort()
    return statistics.median(walls), walls[int(len(walls) * 0.95)], statistics.median(busy)


def memory() -> tuple[int, int]:
    """This process's peak of resident memory, and what of its present one are pages of files, in MB."""
    status = Path("/proc/self/status").read_text()

    def field(name: str) -> int:
        return int(status.split(f"{name}:")[1].split()[0]) // 1024

    return field("VmHWM"), field("RssFile")


def searched(folder: Path, questions: Sequence[str]) -> dict[str, object]:
    """Search and ask as a user does; vectors and words apart with all that they need worked out before."""
    from yinzheng.qa.answer import answer
    from yinzheng.qa.retrieve import read_query
    from yinzheng.qa.statements import search

    found: dict[str, object] = {}
    slow = questions[:: max(1, len(questions) // SLOW)]
    with Index.open(folder) as index:
        encoder = open_encoder()
        index.bind(encoder, CUTTING)
        for question in questions[:WARM]:
            search(index, encoder, question, K, rerank=False)
        found["fast"] = timed(lambda text: search(index, encoder, text, K, rerank=False), questions)
        found["resident"] = memory()
        asked = [read_query(index, encoder, question) for question in questions]
        found["dense"] = timed(lambda query: index.dense(query.vector, "zh", 50), asked)
        found["lexical"] = timed(lambda query: index.lexical(query.concepts["zh"], "zh", 50), asked)
        answer(index, encoder, slow[0])
        found["rerank"] = timed(lambda text: search(index, encoder, text, K), slow)
        found["ask"] = timed(lambda text: answer(index, encoder, text), slow)
    return found


def opened(folder: Path) -> dict[str, object]:
    """In a new process: from opening to the first candidates, without the encoder and imports."""
    import tantivy  # noqa: F401 - not timed

    from yinzheng.corpus.tokens import tokens
    from yinzheng.index.vectors import faiss_module

    faiss_module()
    terms = tokens("起点")
    wall, cpu = time.perf_counter(), time.process_time()
    with Index.open(folder) as index:
        index.dense(np.ones(384, np.float32) / np.float32(384**0.5), "zh", 50)
        index.lexical(terms, "zh", 50)
        took = (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3
    return {"open": took}


def added(folder: Path, new: bool) -> dict[str, object]:
    """Add a document and find it, and take it away again; in a library just opened, or that has been used."""
    name = "add_new" if new else "add_open"
    source = f"late-{time.time_ns()}.txt"
    text = _LATE.format(number=time.time_ns() % 9973)
    wall, cpu = time.perf_counter(), time.process_time()
    with Library.open(folder) as library:
        if not new:
            library.search("旧报纸", K, rerank=False)
            library.add_text(text.replace("报纸", "地图"), "before.txt")
            library.search("旧报纸", K, rerank=False)
            wall, cpu = time.perf_counter(), time.process_time()
        library.add_text(text, source)
        hits = library.search(text[:20], K, rerank=False)
        took = time.perf_counter() - wall, time.process_time() - cpu
        if source not in {hit.document.source for hit in hits}:
            raise SystemExit(f"{folder}: the document that was added is not found")
        library.remove([source] if new else [source, "before.txt"])
    return {name: took}


def recall(folder: Path, questions: Sequence[str]) -> dict[str, object]:
    """How many of the 10 and 50 nearest passages, by the stored vectors in float32, a search finds."""
    encoder = open_encoder()
    assert encoder.centres is not None
    asked = centre(encoder.encode(questions, "query"), encoder.centres.mean("query", "zh"))
    mean = encoder.centres.mean("passage", "zh")
    best = np.full((len(questions), 50), -2.0, np.float32)
    of = np.full((len(questions), 50), -1, np.int64)
    store = Store(folder)
    with contextlib.closing(store.db), Index.open(folder) as index:
        index.bind(encoder, CUTTING)
        for ids, vectors in store.vectors_since("zh", 0):
            scores = np.concatenate([best, asked @ centre(vectors, mean).T], axis=1)
            held = np.concatenate([of, np.broadcast_to(ids, (len(questions), len(ids)))], axis=1)
            order = np.argsort(-scores, axis=1, kind="stable")[:, :50]
            best, of = np.take_along_axis(scores, order, 1), np.take_along_axis(held, order, 1)
        found = [[i for i, _ in index.dense(vector, "zh", 50)] for vector in asked]
    shares = [
        statistics.mean(len(set(f[:k]) & set(w[:k].tolist())) / k for f, w in zip(found, of, strict=True))
        for k in (10, 50)
    ]
    return {"recall": shares}


def measured(size: int, folder: Path) -> dict[str, object]:
    """Return everything of ``ROWS`` for one size, each part from a new process."""
    result: dict[str, object] = dict(made(size, folder))
    for part in ("open", "search", "add_new", "add_open", "recall"):
        ran = subprocess.run(
            [sys.executable, "-m", "bench.scale", "--part", part, str(folder)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        result |= json.loads(ran.stdout.splitlines()[-1])
    for name, pattern in (
        ("database", "library.sqlite3*"),
        ("dense_disk", "cache/dense-*/*"),
        ("lexical_disk", "cache/lexical-*/*"),
    ):
        result[name] = sum(path.stat().st_size for path in folder.glob(pattern)) / 1e6
    return result


def part(name: str, folder: Path) -> dict[str, object]:
    """Measure one part in this process."""
    questions = scale_library.questions()
    parts: dict[str, Callable[[], dict[str, object]]] = {
        "open": lambda: opened(folder),
        "search": lambda: searched(folder, questions),
        "add_new": lambda: added(folder, True),
        "add_open": lambda: added(folder, False),
        "recall": lambda: recall(folder, questions),
    }
    return parts[name]()


def shown(name: str, value: object) -> str:
    """A figure as it stands in the table."""
    if isinstance(value, float):
        return f"{value:.2f}" if value < 10 else f"{value:,.0f}"
    assert isinstance(value, list)
    if name == "resident":
        return f"{value[0]:,} ({value[1]:,})"
    if name == "recall":
        return f"{value[0]:.3f} / {value[1]:.3f}"
    if name.startswith("add"):
        return f"{value[0]:.2f} ({value[1]:.2f})"
    if name == "open":
        return f"{value[0]:.0f} (CPU {value[1]:.0f})"
    return f"{value[0]:.1f} / {value[1]:.1f} (CPU {value[2]:.1f})"


def main() -> None:
    """Print a column for each size, and draw how they grow."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description="Measure how searching grows.")
    kept = Path(tempfile.gettempdir()) / "yinzheng-scale"
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE")
    parser.add_argument("--cache", type=Path, default=kept, help=f"where libraries are kept ({kept})")
    parser.add_argument("--plot", type=Path, help="draw time and memory against size, .svg or .png")
    parser.add_argument("--part", nargs=2, metavar=("NAME", "LIBRARY"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(part(options.part[0], Path(options.part[1]))))
        return
    options.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    sizes = options.sizes or SIZES
    columns = [measured(size, options.cache / f"library-{size}") for size in sizes]
    print("| passages | " + " | ".join(f"{size:,}" for size in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for name, what in ROWS.items():
        print(f"| {what} | " + " | ".join(shown(name, column[name]) for column in columns) + " |")
    if options.plot:
        from bench.scale_plot import draw

        draw(options.plot, list(sizes), columns)


if __name__ == "__main__":
    main()
