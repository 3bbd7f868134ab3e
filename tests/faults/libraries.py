"""Libraries to break: texts made up from a number, and an encoder that costs next to nothing.

    python -m tests.faults.libraries FOLDER SOURCES [SYNC]

adds the files in SOURCES to the library in FOLDER with that encoder, as ``yinzheng add`` would with its own.
With YINZHENG_FAULTS_ENCODER=builtin everything is done with the encoder that comes with yinzheng.
"""

from __future__ import annotations

import functools
import hashlib
import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yinzheng import Library, dump
from yinzheng.index.centre import Centres, Role
from yinzheng.index.embed import CUTTING
from yinzheng.index.encoder import Encoder, Reading, TokenStates, open_encoder

ROOT = Path(__file__).parents[2]
DIMENSION = 16
FEW, MANY = range(3), range(6)

_ZH = [
    "公司",
    "收入",
    "增长",
    "合同",
    "数量",
    "利率",
    "估值",
    "季度",
    "芯片",
    "能源",
    "城市",
    "道路",
    "天气",
    "音乐",
]
_EN = ["revenue", "growth", "contract", "rate", "value", "quarter", "chip", "energy", "city", "road", "river"]


@dataclass(frozen=True)
class TinyEncoder:
    """Vectors from a hash of each text: the same for the same text, in every process."""

    name: str = "tiny"
    fingerprint: str = "tiny-1"
    dimension: int = DIMENSION
    centres: Centres | None = None

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        rows = [
            np.frombuffer(
                hashlib.shake_128(text.encode("utf-8", "surrogatepass")).digest(DIMENSION), np.uint8
            )
            for text in texts
        ]
        made = np.array(rows, np.float32).reshape(-1, DIMENSION) - 127.3
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text)

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates] | None:
        return None

    def readings(self, question: str, texts: Sequence[str]) -> list[Reading] | None:
        return None


@functools.cache
def _encoder(named: str) -> Encoder:
    """The encoder that a run is made with; it starts no threads that a fork would lose."""
    if named not in {"", "tiny", "builtin"}:
        raise SystemExit(f"YINZHENG_FAULTS_ENCODER={named}: say tiny or builtin")
    return open_encoder() if named == "builtin" else TinyEncoder()


@contextmanager
def tiny(folder: Path, *, create: bool = False, encoder: TinyEncoder | None = None) -> Iterator[Library]:
    """A library with the tiny encoder, or with that of YINZHENG_FAULTS_ENCODER, open."""
    with Library.open(folder, create=create) as library:
        library._encoder = encoder or _encoder(os.environ.get("YINZHENG_FAULTS_ENCODER", ""))
        library._index.bind(library._encoder, CUTTING)
        yield library


def text(number: int, version: int = 0) -> str:
    """A text of two to eight sentences with figures; every third one is English."""
    rng = random.Random(f"{number} {version}")
    lines = []
    for _ in range(rng.randrange(2, 9)):
        if number % 3:
            words = "".join(rng.choices(_ZH, k=rng.randrange(5, 60)))
            lines.append(f"{2000 + rng.randrange(30)}年，{words}达到{rng.randrange(1, 9999)}万元。")
        else:
            words = " ".join(rng.choices(_EN, k=rng.randrange(5, 60)))
            lines.append(f"In {2000 + rng.randrange(30)} the {words} was ${rng.randrange(1, 9999)} million.")
    return f"mark{number} v{version}\n" + "\n".join(lines) + "\n"


def sources(folder: Path, numbers: Sequence[int], version: int = 0) -> Path:
    """Write the texts of these numbers as files, and return their folder."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:04d}.txt").write_text(text(number, version))
    return folder


def filled(folder: Path, numbers: Sequence[int]) -> Path:
    """A library of these texts, closed; the texts come from files beside it."""
    with tiny(folder, create=True) as library:
        report = library.add([sources(folder.parent / "sources", numbers)])
    assert not report.failed
    return folder


def dumped(folder: Path) -> list[bytes]:
    """The canonical dump of a library, line by line."""
    lines: list[bytes] = []
    with Library.open(folder) as library:
        dump.write(library, lines.append)
    return lines


def main(folder: str, given: str) -> None:
    """Add files."""
    with tiny(Path(folder), create=True) as library:
        report = library.add([given])
    assert not report.failed, report.failed
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
