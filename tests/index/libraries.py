"""Made-up documents for the index's tests, the same for the same number, and a writer to run apart.

    python -m tests.index.libraries FOLDER FIRST COUNT [sync]

puts documents FIRST … FIRST + COUNT - 1 and prints the number of each when it is stored.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yinzheng.index.centre import Centres, Role
from yinzheng.index.encoder import Reading, TokenStates
from yinzheng.index.index import Index, NewPassage
from yinzheng.types import Anchor, Document, Lang

ROOT = Path(__file__).parents[2]
DIMENSION = 24
WORDS: dict[Lang, list[str]] = {
    "zh": [
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
        "学校",
        "医院",
        "天气",
        "音乐",
        "历史",
        "河流",
        "森林",
        "海洋",
    ],
    "en": [
        "revenue",
        "growth",
        "contract",
        "rate",
        "value",
        "quarter",
        "chip",
        "energy",
        "city",
        "road",
        "school",
        "music",
        "river",
        "forest",
        "sea",
    ],
}


@dataclass(frozen=True)
class FakeEncoder:
    """An encoder as far as an index asks one; it encodes nothing."""

    name: str = "fake"
    fingerprint: str = "fake-1"
    dimension: int = DIMENSION
    centres: Centres | None = None

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        raise NotImplementedError

    def count_tokens(self, text: str) -> int:
        raise NotImplementedError

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates] | None:
        raise NotImplementedError

    def readings(self, question: str, texts: Sequence[str]) -> list[Reading] | None:
        raise NotImplementedError


def unit(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Scale each row to length 1."""
    return np.asarray(values / np.linalg.norm(values, axis=-1, keepdims=True), np.float32)


def vectors(seed: int, n: int, dimension: int = DIMENSION) -> NDArray[np.float32]:
    """Unit vectors around a common mean, (n, dimension)."""
    rng = np.random.default_rng(seed)
    return unit(rng.standard_normal((n, dimension)) + 1.5 * np.sin(np.arange(dimension)))


def constant_centres(seed: int = 5, dimension: int = DIMENSION) -> Centres:
    """Means like those that a built-in model brings."""
    means = np.random.default_rng(seed).standard_normal((2, 2, 2, dimension)) * 0.1
    return Centres(means.astype(np.float32))


def document(text: str, source: str, lang: Lang = "zh", anchors: tuple[Anchor, ...] = ()) -> Document:
    """A document as a reader would give it."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        digest[:12], source, source, text, lang, "text/plain", digest, "2025-01-01T00:00:00Z", anchors
    )


def numbered(number: int, version: int = 0) -> tuple[Document, list[NewPassage]]:
    """Document ``number`` with one to six passages; its text has the word ``mark{number}``."""
    rng = np.random.default_rng((number, version))
    lang: Lang = "en" if number % 3 == 0 else "zh"
    text, spans = "", []
    for part in range(int(rng.integers(1, 7))):
        start = len(text)
        chosen = rng.choice(WORDS[lang], 12)
        text += (" " if lang == "en" else "").join(chosen) + f" mark{number} v{version}p{part}\n"
        spans.append((start, len(text)))
    made = vectors(1000 * version + number, len(spans))
    passages = [NewPassage(s, e, lang, v) for (s, e), v in zip(spans, made, strict=True)]
    return document(text, f"{number:04d}.txt", lang), passages


def filled(folder: Path, numbers: Sequence[int], encoder: FakeEncoder | None = None) -> Index:
    """A synced library of numbered documents, open."""
    index = Index.open(folder, create=True, notify=unexpected)
    index.bind(encoder or FakeEncoder(), "cut-1")
    index.put_many([numbered(number) for number in numbers])
    index.sync()
    return index


def unexpected(message: str) -> None:
    """Stand in for a notice that nothing should cause."""
    raise AssertionError(message)


def dump(index: Index) -> list[tuple[object, ...]]:
    """All that a library says of its documents and passages, without passage ids, sorted."""
    return sorted(
        (d.id, d.source, d.text, d.flags, tuple((p.start, p.end, p.lang) for p in index.passages_of(d.id)))
        for d in index.documents(text=True)
    )


def expected_dump(numbers: Sequence[int]) -> list[tuple[object, ...]]:
    """What ``dump`` gives for a library of these documents."""
    return sorted(
        (d.id, d.source, d.text, d.flags, tuple((p.start, p.end, p.lang) for p in passages))
        for d, passages in map(numbered, numbers)
    )


def main(folder: str, first: str, count: str, *options: str) -> None:
    """Put documents and say which are stored."""
    with Index.open(Path(folder), create=True) as index:
        index.bind(FakeEncoder(), "cut-1")
        for number in range(int(first), int(first) + int(count)):
            index.put(*numbered(number))
            print(number, flush=True)
            if "sync" in options and number % 5 == 4:
                index.sync()
        index.sync()
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
