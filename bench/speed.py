"""What a user waits for: adding, the first answer of a fresh process, search in an open library.

    python -m bench.speed [--passages 10000]

The text is Chinese news from the public data. Adding is measured with the figures of the text read and
without. What others take for the same is measured by ``bench.peers``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.data import DATA, chinese_squad2, drcd

ASKED = "这次会议讨论了哪些关于经济增长的问题？"
COLD_PASSAGES = 2_000
TURNS = 7
_YINZHENG = str(Path(sys.executable).parent / "yinzheng")

_WITHOUT_FIGURES = """
import sys
from yinzheng import Library
from yinzheng.extraction import Extraction
Extraction.extract = lambda self, documents: [None] * len(documents)
with Library.open(sys.argv[1], create=True) as library:
    library.add([sys.argv[2]])
"""


def articles() -> Iterator[str]:
    """Yield the texts of the news set, then encyclopaedia paragraphs where those are not enough."""
    with gzip.open(DATA / "crud_news_distractors" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
    yield from drcd().paragraphs
    yield from chinese_squad2().paragraphs


def write_corpus(folder: Path, passages: int) -> None:
    """Write articles as files until they hold about so many passages of 320 characters."""
    size = 0
    for number, text in enumerate(articles()):
        if size >= passages * 320:
            return
        (folder / f"{number:05}.txt").write_text(text, "utf-8")
        size += len(text)


def run(*command: str) -> tuple[float, resource.struct_rusage, str]:
    """Run a command in a process of its own; return wall seconds, what it used, what it printed."""
    with tempfile.TemporaryFile("w+") as out:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
        # wait4 tells this child's own peak; RUSAGE_CHILDREN the largest of all there ever were.
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        with process.stderr as errors:  # type: ignore[union-attr]  # a pipe was asked for
            said = errors.read().decode()
        if process.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)[:80]} failed: {said.strip()}")
        out.seek(0)
        return seconds, used, out.read()


def yinzheng(*arguments: str) -> tuple[float, resource.struct_rusage, str]:
    """Run the command line; see ``run``."""
    return run(_YINZHENG, *arguments)


def adding(folder: Path, passages: int, *, figures: bool = True) -> Path:
    """Add a corpus by the command, print its pace and the peak memory, and return the library.

    ``figures`` False leaves out reading the figures of the text.
    """
    corpus, library = folder / f"corpus{passages}", folder / f"library{passages}-{figures}"
    if not corpus.exists():
        corpus.mkdir()
        write_corpus(corpus, passages)
    shutil.rmtree(library, ignore_errors=True)
    if figures:
        seconds, used, _ = yinzheng("-L", str(library), "add", str(corpus))
    else:
        seconds, used, _ = run(sys.executable, "-c", _WITHOUT_FIGURES, str(library), str(corpus))
    status = json.loads(yinzheng("-L", str(library), "status", "--json")[2])
    total = sum(status["passages"].values())
    processor = used.ru_utime + used.ru_stime
    name = "add" if figures else "add without figures"
    print(f"{name}, {total:,} passages: {total / seconds:.1f} a second, "
          f"{total / processor:.1f} a CPU second, peak memory {used.ru_maxrss / 1024:.0f} MB")  # fmt: skip
    return library


def warm(library: Path) -> None:
    """Print the latency of search in an open library."""
    from yinzheng import Library

    with Library.open(library) as opened:
        documents = opened.documents()
        questions = [
            f"{document.title[:24]}怎么了？" for document in documents[:: max(1, len(documents) // 40)]
        ]
        for name, rerank in (("--fast", False), ("re-ranked", True)):
            opened.search(questions[0], rerank=rerank)
            times = []
            for question in questions:
                begin = time.perf_counter()
                opened.search(question, rerank=rerank)
                times.append(1000 * (time.perf_counter() - begin))
            times.sort()
            total = sum(opened.status().passages.values())
            print(f"search {name}, {total:,} passages: p50 {statistics.median(times):.1f} ms, "
                  f"p90 {times[int(0.9 * len(times))]:.1f} ms")  # fmt: skip


def cold(library: Path) -> None:
    """Print how long a fresh process takes to answer."""
    for name, arguments in (("ask from cold", ("-L", str(library), "ask", ASKED)), ("--help", ("--help",))):
        times = [yinzheng(*arguments)[0] for _ in range(TURNS)]
        print(f"{name}: median {statistics.median(times):.2f} s, least {min(times):.2f} s")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description="Measure adding, a cold answer and warm search.")
    parser.add_argument("--passages", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        adding(folder, COLD_PASSAGES, figures=False)
        cold(adding(folder, COLD_PASSAGES))
        warm(adding(folder, options.passages))


if __name__ == "__main__":
    main()
