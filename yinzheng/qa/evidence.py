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


@dataclass(frozen=True, slots=True)
class Tokens:
    """The centred, L2-normalised token vectors of a text, in the order of the text.

    ``vectors`` is float32 of shape (t, dimension); ``spans`` is int32 of shape (t, 2): half-open
    intervals into the question, or into the text of the passage's *document*.
    """

    vectors: NDArray[np.float32]
    spans: NDArray[np.int32]

    def within(self, start: int, end: int) -> NDArray[np.float32]:
        """Return the vectors of the tokens that begin in ``[start, end)``."""
        begins = self.spans[:, 0]
        return self.vectors[(begins >= start) & (begins < end)]


def question_tokens(encoder: Encoder, question: str) -> Tokens | None:
    """Return a question's tokens, or None where the encoder has no token states."""
    states = encoder.token_states([question], "query")
    if not states:
        return None
    mean = _mean(encoder, "query", language(question))
    return Tokens(centre(states[0].states, mean), states[0].spans)


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


def best_matches(question: NDArray[np.float32], text: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each question token's best cosine with any token of a text.

    ``question`` is float32 (q, dimension) and ``text`` (t, dimension), both of unit rows; the result
    is float32 (q,), zeros for an empty text.
    """
    import numpy as np

    if not len(text):
        return np.zeros(len(question), np.float32)
    best: NDArray[np.float32] = (question @ text.T).max(axis=1)
    return best


def token_weights(matches: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much each question token tells the candidates apart, summing to 1.

    ``matches`` is float32 (candidates, q) of ``best_matches``. The weight is the square root of the
    standard deviation over the candidates: a token that all match alike (最, how, the subject that
    every passage is about) says little. Against equal weights it gave recall@1 +.01 across languages.
    """
    import numpy as np

    spread = np.sqrt(matches.std(axis=0)) + np.float32(1e-6)
    weights: NDArray[np.float32] = spread / spread.sum()
    return weights


def term_weights(index: Index, question: str, asked: Tokens) -> NDArray[np.float32]:
    """Return how much each question token says in this library, summing to 1, float32 (q,).

    The weight is the BM25 idf of the word the token belongs to: in a library about one company its name
    tells no sentence from another. Function words and punctuation keep a little, for the syntax.
    """
    import numpy as np

    words = []
    runs = [(match.start(), match.end()) for match in _LATIN.finditer(question)]
    for start, end in asked.spans.tolist():
        a, b = next(((a, b) for a, b in runs if a <= start < b), (start, end))
        words.append(question[a:b])
    terms = {word: tokens(word) for word in set(words)}
    weights = index.idf({term for found in terms.values() for term in found})
    top = max(weights.values(), default=1.0)
    row = []
    for word in words:
        of = [weights[term] for term in terms[word]]
        row.append(_LITTLE * top if not of or is_function_word(word) else sum(of) / len(of))
    result = np.array(row, np.float32)
    return result / result.sum()
