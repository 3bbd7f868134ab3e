"""What ``bench.quality`` asks: libraries of one task, and an encoder whose memory outlives the run.

Answers change while they are tuned and encodings do not, so only the latter are kept between runs; the
libraries themselves are built anew every time, which then takes a third of a second for 100 paragraphs.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from bench.shelf import AroundEncoder, Shelf, shelf
from yinzheng.index.builtin import MODEL
from yinzheng.index.encoder import Encoder, Reading, TokenStates
from yinzheng.qa.ask import ask
from yinzheng.types import Answer, Citation, Claim

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from yinzheng.index.centre import Role


class StoredEncoder(AroundEncoder):
    """An encoder that encodes each text once and keeps vectors and token states in a SQLite file.

    Token states are kept as float16, also for the run that makes them, so that every run sees the same.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        super().__init__(encoder)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        # The reader is no part of the fingerprint: no vector depends on it.
        self._reader = hashlib.sha256((MODEL / "reader.onnx").read_bytes()).hexdigest()
        self._turn = Lock()  # documents are encoded in a thread of their own
        # What is lost with a power cut is encoded again.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS made (key BLOB PRIMARY KEY, value BLOB, spans BLOB) WITHOUT ROWID"
        )

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """As the encoder encodes, each text once."""
        found: dict[str, NDArray[np.float32]] = {}
        for text in dict.fromkeys(texts):
            if row := self._read("vector", role, text):
                found[text] = np.frombuffer(row[0], np.float32)
        new = [text for text in dict.fromkeys(texts) if text not in found]
        for text, vector in zip(new, self._encoder.encode(new, role) if new else (), strict=True):
            self._write("vector", role, text, vector.tobytes())
            found[text] = vector
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([found[text] for text in texts])

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates]:
        """As the encoder gives them, rounded to float16. The encoder must have token states."""
        new = [text for text in dict.fromkeys(texts) if self._read("states", role, text) is None]
        for text, made in zip(new, self._encoder.token_states(new, role) or (), strict=True):
            states, spans = made.states.astype(np.float16), made.spans.astype(np.int32)
            self._write("states", role, text, states.tobytes(), spans.tobytes())
        return [self._states(text, role) for text in texts]

    def readings(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """As the encoder reads. It must have a reader."""
        made = []
        for text in texts:
            key = f"{self._reader}\0{question}\0{text}"
            if (row := self._read("reading", "query", key)) is None:
                new = next(iter(self._encoder.readings(question, [text]) or ()))
                row = new.logits.tobytes(), new.spans.tobytes()
                self._write("reading", "query", key, *row)
            logits, spans = np.frombuffer(row[0], np.float32), np.frombuffer(row[1], np.int32)
            made.append(Reading(logits.reshape(-1, 2), spans.reshape(-1, 2)))
        return made

    def _states(self, text: str, role: Role) -> TokenStates:
        row = self._read("states", role, text)
        assert row is not None
        states = np.frombuffer(row[0], np.float16).reshape(-1, self.dimension)
        return TokenStates(states.astype(np.float32), np.frombuffer(row[1], np.int32).reshape(-1, 2))

    def _key(self, what: str, role: Role, text: str) -> bytes:
        return hashlib.sha256(f"{self.fingerprint}\0{what}\0{role}\0{text}".encode()).digest()

    def _read(self, what: str, role: Role, text: str) -> tuple[bytes, bytes] | None:
        with self._turn:
            row: tuple[bytes, bytes] | None = self._db.execute(
                "SELECT value, spans FROM made WHERE key = ?", (self._key(what, role, text),)
            ).fetchone()
        return row

    def _write(self, what: str, role: Role, text: str, value: bytes, spans: bytes = b"") -> None:
        row = (self._key(what, role, text), value, spans)
        with self._turn:
            self._db.execute("INSERT OR REPLACE INTO made VALUES (?, ?, ?)", row)

    def close(self) -> None:
        """Close the file."""
        self._db.close()


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer and the number of the text that each of its citations stands in."""

    answer: Answer
    texts: tuple[int, ...]

    @property
    def citations(self) -> list[tuple[int, Citation]]:
        """The first three citations, each with the number of its text."""
        return list(zip(self.texts, self.answer.citations, strict=True))[:3]


class Library:
    """A library of numbered texts that is asked each question once; ``known`` are the answers so far."""

    def __init__(self, on: Shelf, numbers: Sequence[int], known: dict[str, Asked]) -> None:
        self._on = on
        self._numbers = numbers
        self._asked = known

    def ask(self, question: str) -> Asked:
        """What ``yinzheng ask`` says of it: the nearest passages are cited where it is declined."""
        if question not in self._asked:
            given = ask(self._on.index, self._on.encoder, question, self._figures)
            texts = tuple(self._numbers[self._on.numbers[c.doc_id]] for c in given.citations)
            self._asked[question] = Asked(given, texts)
        return self._asked[question]

    def _figures(self, doc_id: str) -> Sequence[Claim]:
        extracted = self._on.index.claims(self._on.index.document(doc_id))
        return extracted.claims if extracted else ()


@contextmanager
def library(
    texts: Sequence[str], encoder: Encoder, known: dict[str, Asked], only: Iterable[int] | None = None
) -> Iterator[Library]:
    """A library of ``texts``, or of those whose numbers are in ``only``, each a document of its own."""
    numbers = sorted(set(only)) if only is not None else range(len(texts))
    numbers = [number for number in numbers if texts[number].strip()]
    with shelf([texts[number] for number in numbers], encoder) as on:
        yield Library(on, numbers, known)
