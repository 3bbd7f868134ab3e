"""Where the time of ``add`` goes on plain text: how much of it is inside ONNX Runtime, and what the rest is.

    python -m bench.ingest [--passages 1000] [--profile]

The text is Chinese news from the public data. Every run of a network is timed: the encoder's, and that of the
tagger which names in claims are told by. *Wall time inside* is the share in which at least one of them runs.
``--profile`` lists what the rest is made of; vectors are then random, so that the profile holds nothing else.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.speed import write_corpus
from yinzheng import Library
from yinzheng.index.builtin import BuiltinEncoder
from yinzheng.index.centre import Role
from yinzheng.index.runtime import onnxruntime

WANTED = 0.85
"""The share of the wall time that must be inside ONNX Runtime."""


class Runs:
    """When networks ran, in wall seconds, and the CPU seconds of their threads meanwhile."""

    def __init__(self) -> None:
        self.spans: list[tuple[float, float]] = []
        self.processor = 0.0

    def watch(self) -> None:
        """Time every run of a session from now on."""
        session = onnxruntime().InferenceSession
        plain = session.run

        def run(*args: Any, **options: Any) -> Any:
            begin, used = time.perf_counter(), time.thread_time()
            try:
                return plain(*args, **options)
            finally:
                self.processor += time.thread_time() - used
                self.spans.append((begin, time.perf_counter()))

        session.run = run

    def covered(self) -> float:
        """Wall seconds in which at least one network ran."""
        total, reached = 0.0, 0.0
        for begin, end in sorted(self.spans):
            total += max(0.0, end - max(begin, reached))
            reached = max(reached, end)
        return total


def random_vectors(_: BuiltinEncoder, texts: Sequence[str], __: Role) -> NDArray[np.float32]:
    """Stand in for encoding."""
    made = np.random.default_rng(0).standard_normal((len(texts), 384)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def main() -> None:
    """Print the table, or the profile."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    if options.profile:
        setattr(BuiltinEncoder, "encode", random_vectors)  # noqa: B010 - mypy takes no assignment
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder) / "library", create=True) as library,
    ):
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        write_corpus(corpus, options.passages)
        library.add_text("2024年营收12.84亿美元。", source="warm")  # loads the networks
        runs, profile = Runs(), cProfile.Profile()
        runs.watch()
        begin, used = time.perf_counter(), time.process_time()
        if options.profile:
            profile.enable()
        library.add([corpus])
        profile.disable()
        wall, processor = time.perf_counter() - begin, time.process_time() - used
        passages = sum(library.status().passages.values()) - 1
    inside = runs.covered() / wall
    print("| passages | a second | CPU ms a passage | of it in networks | wall time inside | needed |")
    print("|---" * 6 + "|")
    print(f"| {passages:,} | {passages / wall:.1f} | {1000 * processor / passages:.1f} "
          f"| {runs.processor / processor:.3f} | {inside:.3f} | {WANTED} |")  # fmt: skip
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
