"""What an encoder is, and opening one: the built-in model, or any sentence-transformers model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from yinzheng.corpus.fold import Folded, fold
from yinzheng.index.centre import Centres, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "BUILTIN",
    "FOLDING",
    "Centres",
    "Encoder",
    "Reading",
    "Role",
    "TokenStates",
    "content_tokens",
    "fold_but_case",
    "open_encoder",
]

FOLDING = "fold-1/cased"
"""Names how texts are folded before they are encoded; part of every fingerprint."""

_CAPITALS = re.compile("[A-ZＡ-ＺÀ-ÖØ-ÞΑ-ΩА-Я]+")


@dataclass(frozen=True, slots=True)
class TokenStates:
    """The last-layer states of one text's content tokens.

    ``states`` is float32 of shape (t, dimension): raw hidden states, neither centred nor normalised.
    ``spans`` is int32 of shape (t, 2): half-open code-point intervals into the text as it was given,
    without the white space before a word. The prompt, the model's special tokens and tokens of
    white space alone are left out.
    """

    states: NDArray[np.float32]
    spans: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a text that was read together with a question answers it.

    ``logits`` is float32 of shape (t, 2): of an answer that begins, and that ends, at each content token,
    less those of there being none. ``spans`` is int32 of shape (t, 2), as of ``TokenStates``.
    """

    logits: NDArray[np.float32]
    spans: NDArray[np.int32]


class Encoder(Protocol):
    """Turns texts into vectors. Texts are folded by the encoder (case kept), not by its callers."""

    @property
    def name(self) -> str:
        """What people call it: ``e5-small-zh-en``, or the model's name or folder."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text could get another vector."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def centres(self) -> Centres | None:
        """Constant mean vectors, or None where they have to be measured on the library itself."""

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Return one L2-normalised, uncentred row for each text, float32 of shape (n, dimension).

        Raises EncoderError when the model cannot be loaded or a vector is not finite.
        """

    def count_tokens(self, text: str) -> int:
        """Return how many tokens the text has, without prompt and special tokens."""

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates] | None:
        """Return the token states of each text, or None when the model gives none."""

    def readings(self, question: str, texts: Sequence[str]) -> list[Reading] | None:
        """Read a question together with each text, or return None when the model cannot."""


def fold_but_case(text: str) -> Folded:
    """Fold a text as for matching, but keep its capitals.

    Models tell US from us: folding case as well cost 2 to 3 points of recall@1 on English text.
    """
    if text.isascii():
        return Folded(text)
    folded = fold(text)
    parts = []
    done = 0
    for run in _CAPITALS.finditer(text):
        span = folded.folded(run.start(), run.end())
        capitals = unicodedata.normalize("NFKC", run.group())
        if span.start >= done and folded.text[span.start : span.end] == capitals.lower():
            parts += [folded.text[done : span.start], capitals]
            done = span.end
    return replace(folded, text="".join([*parts, folded.text[done:]])) if parts else folded


BUILTIN = "e5-small-zh-en"
"""The name of the built-in encoder, by which a library remembers it."""


def content_tokens(
    folded: Folded, offsets: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Return which tokens have content, and their half-open intervals in the original, shape (t, 2).

    ``offsets`` are the tokens' intervals in the folded text; those of the prompt are negative. White
    space before a word belongs to its token and is taken off its interval; tokens of nothing else
    are left out.
    """
    import numpy as np

    rows, spans = [], []
    for row, (start, end) in enumerate(offsets):
        start = max(start, 0)
        while start < end and folded.text[start].isspace():
            start += 1
        if start < end:
            span = folded.original(start, end)
            rows.append(row)
            spans.append((span.start, span.end))
    return np.array(rows, np.intp), np.array(spans, np.int32).reshape(-1, 2)


def open_encoder(model: str | None = None, *, threads: int | None = None) -> Encoder:
    """Open the built-in encoder, or the sentence-transformers model of that name or folder.

    ``threads`` bounds how many cores encoding many texts may use; None means all of them. A single
    text is always encoded on one. Raises EncoderError when the model cannot be loaded.
    """
    if model is None or model == BUILTIN:
        from yinzheng.index.builtin import BuiltinEncoder

        return BuiltinEncoder(threads=threads)
    from yinzheng.index.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model, threads=threads)
