"""Libraries of any size for ``bench.scale``: real passages, then perturbed copies of them, said so.

The real ones are the paragraphs of cmrc, drcd and xquad and news of crud_news_distractors, encoded by the
built-in encoder once and kept. A copy has the sentences of one of them, with some of two others' between,
other digits, and as its vector the same mixture of the three vectors: so words recur as in text, and a
million texts need not be encoded. Vectors mixed so do not cluster by topic as real ones do, which makes it
harder to find the nearest without looking at all. A smaller library is the beginning of a larger one.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import data
from yinzheng.corpus.segment import passages, sentences
from yinzheng.index.embed import CUTTING
from yinzheng.index.encoder import Encoder
from yinzheng.index.index import Index, NewPassage
from yinzheng.types import Document

NEWS = data.DATA / "crud_news_distractors" / "docs.jsonl.gz"
REAL = 5_000
"""Real passages at most: encoding them takes some minutes."""

PER_DOCUMENT = 10
"""Passages of a document."""

QUESTIONS = 100
"""Questions of each set."""

_GROUP = 40  # documents in one transaction
_MIXTURE = np.array([0.75, 0.5, 0.4], np.float32)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Base:
    """Real passages with their vectors, float32 (n, dimension), not centred."""

    texts: list[str]
    vectors: NDArray[np.float32]


def questions() -> list[str]:
    """Return questions about some of the real passages, all of the sets in turn."""
    chosen = []
    for task in _sets():
        step = max(1, len(task.questions) // QUESTIONS)
        chosen.append([question.text for question in task.questions[::step][:QUESTIONS]])
    return [text for turn in zip(*chosen, strict=True) for text in turn]


def _sets() -> tuple[data.Task, ...]:
    return data.cmrc(), data.drcd(), data.xquad("zh", "zh")


def base(encoder: Encoder, folder: Path) -> Base:
    """Read and encode the real passages, or take them from ``folder``, where they are kept."""
    texts = _real(encoder)
    key = hashlib.sha256("\0".join([encoder.fingerprint, *texts]).encode()).hexdigest()[:12]
    kept = folder / f"real-{key}.npy"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        vectors = np.concatenate(
            [encoder.encode(texts[at : at + 64], "passage") for at in range(0, len(texts), 64)]
        )
        temporary = kept.with_suffix(".tmp.npy")
        np.save(temporary, vectors)
        temporary.rename(kept)
    return Base(texts, np.load(kept))


def _real(encoder: Encoder) -> list[str]:
    texts = [paragraph for task in _sets() for paragraph in task.paragraphs]
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        for line in lines:
            if len(texts) >= REAL:
                break
            text = json.loads(line)["text"]
            texts += [text[span.start : span.end] for span in passages(text, (), encoder.count_tokens)]
    return [text for text in dict.fromkeys(texts[:REAL]) if text.strip()]


def build(index: Index, encoder: Encoder, real: Base, size: int) -> None:
    """Put documents of ``size`` passages in all into an empty index; caches are left to ``sync``."""
    index.bind(encoder, CUTTING)
    waiting = []
    for made in documents(encoder, real, size):
        waiting.append(made)
        if len(waiting) == _GROUP:
            index.put_many(waiting)
            waiting = []
    index.put_many(waiting)


def documents(encoder: Encoder, real: Base, size: int) -> Iterator[tuple[Document, list[NewPassage]]]:
    """Yield the documents of a library of ``size`` passages, each with its passages."""
    assert encoder.centres is not None
    mean = encoder.centres.mean("passage", "zh")
    rng = np.random.default_rng(7)
    cut = [[text[s.start : s.end] for s in sentences(text)] for text in real.texts]
    centred = real.vectors - mean
    for first in range(0, size, PER_DOCUMENT):
        text, spans, rows = "", [], []
        for number in range(first, min(first + PER_DOCUMENT, size)):
            if number < len(real.texts):
                part, vector = real.texts[number], real.vectors[number]
            else:
                part, vector = _copy(rng, cut, centred, mean)
            spans.append((len(text), len(text) + len(part)))
            rows.append(vector)
            text += part + "\n"
        spans[-1] = (spans[-1][0], len(text))
        digest = hashlib.sha256(text.encode()).hexdigest()
        document = Document(
            digest[:12], f"{first:08d}.txt", "", text, "zh", "text/plain", digest, "2025-01-01T00:00:00+00:00"
        )
        yield document, [NewPassage(s, e, "zh", v) for (s, e), v in zip(spans, rows, strict=True)]


def _copy(
    rng: np.random.Generator,
    cut: Sequence[Sequence[str]],
    centred: NDArray[np.float32],
    mean: NDArray[np.float32],
) -> tuple[str, NDArray[np.float32]]:
    of = rng.integers(0, len(cut), 3)
    parts = []
    for sentence in cut[of[0]]:
        other = rng.random()
        if other > 0.6:
            several = cut[of[1] if other < 0.85 else of[2]]
            sentence = several[int(rng.integers(len(several)))]
        parts.append(sentence)
    digits = iter(rng.integers(0, 10, 400).tolist())
    text = _DIGIT.sub(lambda found: str(next(digits, found[0])), "".join(parts))
    mixed = _MIXTURE @ centred[of]
    vector = mean + mixed * np.float32(np.linalg.norm(centred[of[0]]) / np.linalg.norm(mixed))
    return text, (vector / np.linalg.norm(vector)).astype(np.float32)
