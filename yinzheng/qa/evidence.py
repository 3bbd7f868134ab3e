"""How well a passage or sentence answers a question: centred late interaction (MaxSim).

ColBERT's MaxSim (Khattab and Zaharia, 2020): for each question token the best cosine with any token
of the text, averaged over the question. Token states carry their language as whole-text vectors do,
so the mean of their role and language is taken off first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.corpus.tokens import language, tokens
from yinzheng.index.centre import centre
from yinzheng.index.embed import passage_input
from yinzheng.qa.question import is_function_word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.index.encoder import Encoder, Role
    from yinzheng.index.index import Index
    from yinzheng.types import Document, Lang, Passage

_LATIN = re.compile(r"[A-Za-z0-9]+(?:[.'’-][A-Za-z0-9]+)*")
_LITTLE = 0.15
"""The weight of a function word, as a share of the rarest word's."""

FADING = 0.005
"""What a matched question token loses with each token of distance: a sentence of forty on is .2 farther."""

_TILE = (24, 48)
"""Rows of the question and of the text that are multiplied at once. OpenBLAS gives more to threads that wait
for each other by spinning: where the cores are busy a product takes 20 ms instead of 0.1, and no less time
where they are not."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The centred, L2-normalised token vectors of a passage, in the order of the text.

    ``vectors`` is float32 of shape (t, dimension); ``spans`` is int32 of shape (t, 2): half-open
    intervals into the text of the passage's *document*.
    """

    vectors: NDArray[np.float32]
    spans: NDArray[np.int32]

    def within(self, start: int, end: int) -> NDArray[np.float32]:
        """Return the vectors of the tokens that begin in ``[start, end)``."""
        return self.vectors[self.places(start, end)]

    def places(self, start: int, end: int) -> slice:
        """Return which of the tokens begin in ``[start, end)``."""
        low, high = self.spans[:, 0].searchsorted((start, end)).tolist()
        return slice(low, high)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's centred, L2-normalised token vectors and what each weighs.

    ``vectors`` is float32 of shape (q, dimension), ``weights`` float32 of shape (q,) as in
    ``term_weights``.
    """

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]


def read_question(index: Index, encoder: Encoder, question: str) -> Asked | None:
    """Return a question's tokens with their weights, or None where the encoder has no token states."""
    states = encoder.token_states([question], "query")
    if not states or not len(states[0].states):
        return None
    vectors = centre(states[0].states, _mean(encoder, "query", language(question)))
    return Asked(vectors, term_weights(index, question, states[0].spans))


def passage_tokens(encoder: Encoder, passages: Sequence[tuple[Document, Passage]]) -> list[Tokens]:
    """Return each passage's tokens, read in its context; that of the title and heading is left out.

    Empty where the encoder has no token states.
    """
    inputs = [passage_input(document, passage.start, passage.end) for document, passage in passages]
    states = encoder.token_states([text for text, _ in inputs], "passage")
    if states is None:
        return []
    made = []
    for (_, passage), (_, head), state in zip(passages, inputs, states, strict=True):
        own = state.spans[:, 0] >= head
        vectors = centre(state.states[own], _mean(encoder, "passage", passage.lang))
        made.append(Tokens(vectors, state.spans[own] + (passage.start - head)))
    return made


def _mean(encoder: Encoder, role: Role, lang: Lang) -> NDArray[np.float32]:
    import numpy as np

    if encoder.centres is None:
        return np.zeros(encoder.dimension, np.float32)
    return encoder.centres.mean(role, lang, "token")


def cosines(question: NDArray[np.float32], text: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of each question token with each token of a text, float32 (q, t).

    ``question`` is float32 (q, dimension) and ``text`` (t, dimension), both of unit rows.
    """
    import numpy as np

    made = np.empty((len(question), len(text)), np.float32)
    rows, columns = _TILE
    for i in range(0, len(question), rows):
        part = question[i : i + rows]
        for j in range(0, len(text), columns):
            np.matmul(part, text[j : j + columns].T, out=made[i : i + rows, j : j + columns])
    return made


def best_matches(question: NDArray[np.float32], text: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each question token's best cosine with any token of a text, float32 (q,), of ``cosines``.

    Zeros for an empty text.
    """
    return best_of(cosines(question, text))


def best_of(found: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the highest of each row, float32 (q,), of cosines of shape (q, t); zeros where t is 0."""
    import numpy as np

    if not found.shape[1]:
        return np.zeros(len(found), np.float32)
    best: NDArray[np.float32] = found.max(axis=1)
    return best


def reached(found: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much of the question stands at or near each token of a text, float32 (t,).

    ``found`` is float32 (q, t) of ``cosines`` and ``weights`` float32 (q,). For each question token the best
    cosine with any token of the text counts, less ``FADING`` for each token that lies between.
    """
    import numpy as np

    fallen = np.arange(found.shape[1], dtype=np.float32) * np.float32(FADING)
    before = np.maximum.accumulate(found + fallen, axis=1) - fallen
    behind = np.maximum.accumulate((found - fallen)[:, ::-1], axis=1)[:, ::-1] + fallen
    near: NDArray[np.float32] = weights @ np.maximum(before, behind)
    return near


def token_weights(asked: Asked, matches: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much each question token tells the candidates apart, summing to 1, float32 (q,).

    ``matches`` is float32 (candidates, q) of ``best_matches``. A token's own weight is multiplied by the
    square root of the standard deviation over the candidates: one that all match alike says little.
    """
    import numpy as np

    spread = asked.weights * np.sqrt(matches.std(axis=0)) + np.float32(1e-6)
    weights: NDArray[np.float32] = spread / spread.sum()
    return weights


def term_weights(index: Index, question: str, spans: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return how much each question token says in this library, summing to 1, float32 (q,).

    The weight is the BM25 idf of the word the token belongs to: in a library about one company its name
    tells no sentence from another. Function words and punctuation keep a little, for the syntax.
    ``spans`` is int32 (q, 2), half-open intervals of the tokens in the question.
    """
    import numpy as np

    words = []
    runs = [(match.start(), match.end()) for match in _LATIN.finditer(question)]
    for start, end in spans.tolist():
        a, b = next(((a, b) for a, b in runs if a <= start < b), (start, end))
        words.append(question[a:b])
    terms = {word: tokens(word) for word in set(words)}
    weights = index.idf({term for found in terms.values() for term in found})
    top = max(weights.values(), default=1.0)
    row = []
    for word in words:
        of = [weights[term] for term in terms[word]]
        row.append(_LITTLE * top if not of or is_function_word(word) else sum(of) / len(of))
    shares: NDArray[np.float32] = np.array(row, np.float32) / np.float32(sum(row))
    return shares
