"""A real index over the paragraphs of a task, and an encoder that remembers what it encoded."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from yinzheng.corpus.tokens import language
from yinzheng.index.embed import CUTTING, embed
from yinzheng.index.encoder import Encoder, Reading, TokenStates, open_encoder
from yinzheng.index.index import Index
from yinzheng.types import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from yinzheng.index.centre import Centres, Role


class AroundEncoder:
    """What is the same of an encoder that keeps what another one has made."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension

    @property
    def centres(self) -> Centres | None:
        """The means of the encoder itself."""
        return self._encoder.centres

    def count_tokens(self, text: str) -> int:
        """As the encoder counts."""
        return self._encoder.count_tokens(text)

    def readings(self, question: str, texts: Sequence[str]) -> list[Reading] | None:
        """As the encoder reads."""
        return self._encoder.readings(question, texts)


class RememberingEncoder(AroundEncoder):
    """An encoder that encodes each text once: the same paragraphs stand in several tasks."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        self._vectors: dict[tuple[str, Role], NDArray[np.float32]] = {}
        self._states: dict[tuple[str, Role], tuple[NDArray[np.float16], NDArray[np.int32]]] = {}

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """As the encoder encodes, each text once."""
        new = [text for text in dict.fromkeys(texts) if (text, role) not in self._vectors]
        for text, vector in zip(new, self._encoder.encode(new, role) if new else (), strict=True):
            self._vectors[text, role] = vector
        return np.stack([self._vectors[text, role] for text in texts])

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates]:
        """As the encoder gives them, kept as float16."""
        new = [text for text in dict.fromkeys(texts) if (text, role) not in self._states]
        for text, made in zip(new, self._encoder.token_states(new, role) or (), strict=True):
            self._states[text, role] = (made.states.astype(np.float16), made.spans)
        return [
            TokenStates(states.astype(np.float32), spans)
            for states, spans in (self._states[text, role] for text in texts)
        ]


@dataclass(frozen=True, slots=True)
class Shelf:
    """An index whose document ``doc_id`` is paragraph ``numbers[doc_id]`` of a task."""

    index: Index
    encoder: Encoder
    numbers: dict[str, int]


def remembering() -> RememberingEncoder:
    """Return the built-in encoder with a memory."""
    return RememberingEncoder(open_encoder())


@contextmanager
def shelf(paragraphs: Sequence[str], encoder: Encoder) -> Iterator[Shelf]:
    """Index each paragraph as a document without a title, in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "library", create=True) as index:
        index.bind(encoder, CUTTING)
        made = (_document(number, text) for number, text in enumerate(paragraphs))
        stored = index.put_many(list(embed(made, encoder)))
        index.sync()
        yield Shelf(index, encoder, {document.id: int(document.source) for document, _ in stored})


def _document(number: int, text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        digest[:12], str(number), "", text, language(text), "text/plain", digest, "2000-01-01T00:00:00+00:00"
    )
