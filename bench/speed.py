"""What a user waits for: adding, the first answer of a fresh process, search in an open library.

    python -m bench.speed [--passages 10000] [--peer FOLDER]

The text is Chinese news from the public data. The peer is the script one would write with
sentence-transformers and FAISS over the same 2,000 passages and the same weights, exported to
``--peer`` (made where it is missing). Both answer the same question from a cold start, in turns, and both
index, in turns: the median of the turns' ratios counts. We also read the figures of the text as it is added,
which the peer does not: indexing is measured with and without. On a busy machine torch's threads wait for
each other while they spin, so compare there by CPU seconds.
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

_PEER = """
import json, sys
import faiss
from sentence_transformers import SentenceTransformer
folder, question = sys.argv[1:]
model = SentenceTransformer(folder + "/model", device="cpu")
index = faiss.read_index(folder + "/passages.faiss")
texts = json.load(open(folder + "/passages.json", encoding="utf-8"))
vector = model.encode(["query: " + question], normalize_embeddings=True, show_progress_bar=False)
for row in index.search(vector, 10)[1][0]:
    print(texts[row][:80])
"""


_WITHOUT_FIGURES = """
import sys
from yinzheng import Library
Library._extract = lambda self, documents: [None] * len(documents)
with Library.open(sys.argv[1], create=True) as library:
    library.add([sys.argv[2]])
"""


_PEER_ADDS = """
import json, sys, time
import faiss
from sentence_transformers import SentenceTransformer
folder, count = sys.argv[1], int(sys.argv[2])
model = SentenceTransformer(folder + "/model", device="cpu")
texts = json.load(open(folder + "/passages.json", encoding="utf-8"))
texts = ["passage: " + text for text in texts[:: max(1, len(texts) // count)]]
model.encode(texts[:4], show_progress_bar=False)
begin, used = time.perf_counter(), time.process_time()
vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
index = faiss.IndexFlatIP(vectors.shape[1])
index.add(vectors)
print(len(texts) / (time.perf_counter() - begin), len(texts) / (time.process_time() - used))
"""
PEER_ADDS = 200
ADD_TURNS = 3


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


def adding(folder: Path, passages: int, *, figures: bool = True) -> tuple[Path, float, float]:
    """Add a corpus by the command and print its pace and the peak memory.

    ``figures`` False leaves out what the peer does not do either: reading the figures of the text.
    Return the library, and passages per second and per CPU second.
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
    return library, total / seconds, total / processor


def peer_adding(peer: Path, python: str) -> tuple[float, float]:
    """Let the peer encode and index some of the same passages; return how many a second and a CPU second."""
    done = subprocess.run(
        [python, "-c", _PEER_ADDS, str(peer), str(PEER_ADDS)], check=True, capture_output=True, text=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    theirs, per_cpu = map(float, done.stdout.split())
    print(f"  the peer's encoding and indexing: {theirs:.1f} a second, {per_cpu:.1f} a CPU second")
    return theirs, per_cpu


def adding_in_turns(folder: Path, peer: Path, python: str, first: tuple[float, float]) -> None:
    """Print the median ratio of our pace to the peer's over some turns, of which ours has begun the first."""
    ratios: dict[str, list[tuple[float, float]]] = {"add": [], "add without figures": []}
    whole = first
    for turn in range(ADD_TURNS):
        if turn:
            whole = adding(folder, COLD_PASSAGES)[1:]
        alone = adding(folder, COLD_PASSAGES, figures=False)[1:]
        theirs = peer_adding(peer, python)
        for name, ours in zip(ratios, (whole, alone), strict=True):
            ratios[name].append((ours[0] / theirs[0], ours[1] / theirs[1]))
    for name, turns in ratios.items():
        wall, processor = (statistics.median(column) for column in zip(*turns, strict=True))
        print(f"  {name} does {wall:.1f} times as many a second and {processor:.1f} a CPU second "
              "(medians of turns)")  # fmt: skip


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


def peer_folder(library: Path, peer: Path) -> None:
    """Write what the peer script reads: the weights, the same passages, and their vectors."""
    import faiss
    import numpy as np

    from yinzheng.index.embed import passage_input
    from yinzheng.index.index import Index

    if not (peer / "model").is_dir():
        command = [
            sys.executable,
            "tools/build_encoder.py",
            "--export-sentence-transformers",
            str(peer / "model"),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    texts = []
    with Index.open(library) as index:
        for document in index.documents(text=True):
            cut = index.passages_of(document.id)
            texts += [passage_input(document, passage.start, passage.end)[0] for passage in cut]
    # Its time does not depend on which unit vectors it searches.
    vectors = np.random.default_rng(0).standard_normal((len(texts), 384), np.float32)
    flat = faiss.IndexFlatIP(384)
    flat.add(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    faiss.write_index(flat, str(peer / "passages.faiss"))
    (peer / "passages.json").write_text(json.dumps(texts, ensure_ascii=False), "utf-8")


def cold(library: Path, peer: Path | None, python: str) -> None:
    """Print how long a fresh process takes to answer, beside the peer's."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(TURNS):
        ours.append(yinzheng("-L", str(library), "ask", ASKED)[0])
        if peer:
            begin = time.perf_counter()
            subprocess.run(
                [python, "-c", _PEER, str(peer), ASKED], check=True, capture_output=True,
                env={**os.environ, "HF_HUB_OFFLINE": "1"},
            )  # fmt: skip
            theirs.append(time.perf_counter() - begin)
    print(f"ask from cold: median {statistics.median(ours):.2f} s, least {min(ours):.2f} s")
    if theirs:
        ratio = statistics.median(theirs) / statistics.median(ours)
        print(f"  the peer's script: median {statistics.median(theirs):.2f} s, least {min(theirs):.2f} s "
              f"({ratio:.1f} times as long)")  # fmt: skip
    helps = [yinzheng("--help")[0] for _ in range(TURNS)]
    print(f"--help: median {statistics.median(helps):.2f} s, least {min(helps):.2f} s")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description="Measure adding, a cold answer and warm search.")
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--peer", type=Path, help="folder for the peer's model and index")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with sentence-transformers")
    parser.add_argument("--skip-peer", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        small, pace, economy = adding(folder, COLD_PASSAGES)
        peer = None
        if not options.skip_peer:
            peer = options.peer or folder / "peer"
            peer.mkdir(parents=True, exist_ok=True)
            peer_folder(small, peer)
            adding_in_turns(folder, peer, options.python, (pace, economy))
        cold(small, peer, options.python)
        warm(adding(folder, options.passages)[0])


if __name__ == "__main__":
    main()
