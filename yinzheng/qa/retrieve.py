"""Find passages: candidates by vector and by word in each language, then late interaction.

Scores of two languages are not comparable as they are: a passage in the question's own language is
always nearer. What counts is how far a passage stands out from what its language has to offer for
this question, so the score of the candidates that are *not* the answer (ranks 4 to 10) is taken off.
The constants were set on the open data by ``bench``; docs/architecture.md has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.tokens import language, tokens
from yinzheng.index.centre import centre
from yinzheng.qa.evidence import Asked, Tokens, best_matches, passage_tokens, read_question, token_weights
from yinzheng.types import Document, Hit, Lang, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index

CANDIDATES = 50
"""Passages taken from each of the two indexes and each language."""

RERANKED = 6
"""Candidates of each language that late interaction reads: what a search may take in time. Ten give
recall@1 up to a point more across languages, and twenty no more than ten."""

WORDS = 0.2
"""Weight of the lexical score beside the cosine among the candidates."""

WORDS_RERANKED = 0.07
"""Weight of the lexical score beside MaxSim."""


@dataclass(frozen=True, slots=True)
class Background:
    """What passages that do not answer score, in the question's language and in the other.

    A prior worth ``weight`` candidates, for a language with few; ``handicap`` is taken from the
    question's own language, whose best wrong passages stand out more than the other's.
    """

    own: float
    other: float
    weight: float
    handicap: float

    def level(self, scores: Sequence[float], own: bool) -> float:
        """Return what to take off the scores, given best first, of one language's candidates."""
        rest = list(scores[3:10])
        prior = self.own if own else self.other
        level = (sum(rest) + self.weight * prior) / (len(rest) + self.weight)
        return level + (self.handicap if own else 0.0)


FUSED_BACKGROUND = Background(own=0.28, other=0.15, weight=2.5, handicap=0.05)
MAXSIM_BACKGROUND = Background(own=0.38, other=0.27, weight=2.5, handicap=0.05)


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the indexes need it; ``vector`` is centred, float32 of shape (dimension,)."""

    text: str
    lang: Lang
    terms: tuple[str, ...]
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what was measured of it.

    ``maxsim`` and ``tokens`` are None where late interaction was left out. ``score`` is comparable
    within one search only.
    """

    passage: Passage
    document: Document
    dense: float
    lexical: float
    maxsim: float | None
    score: float
    tokens: Tokens | None

    @property
    def hit(self) -> Hit:
        """The candidate as the public noun."""
        return Hit(self.document, self.passage, self.score, self.lexical, self.dense)


def read_query(index: Index, encoder: Encoder, text: str) -> Query:
    """Encode, centre and cut a question into terms."""
    lang = language(text)
    terms = tuple(tokens(fold_text(text)))
    vector = encoder.encode([text], "query")[0]
    # A model without constant centres shares one space for both roles.
    mean = encoder.centres.mean("query", lang) if encoder.centres else index.passage_mean(lang)
    return Query(text, lang, terms, centre(vector, mean))


def search(index: Index, encoder: Encoder, text: str, k: int, *, rerank: bool = True) -> list[Hit]:
    """Return the ``k`` best passages for a question, best first, as ``Hit``."""
    query = read_query(index, encoder, text)
    found = candidates(index, query, k)
    if rerank:
        found = reranked(encoder, query, read_question(index, encoder, text), found)
    return [candidate.hit for candidate in found[:k]]


def candidates(index: Index, query: Query, k: int = CANDIDATES) -> list[Candidate]:
    """Return the ``k`` best passages by vector and word, and ``RERANKED`` of each language, best first."""
    depth = max(k, CANDIDATES)
    found: dict[int, tuple[float, float]] = {}
    for lang in index.passage_langs():
        near = dict(index.dense(query.vector, lang, depth))
        worded = dict(index.lexical(query.terms, lang, depth))
        near |= index.dense_scores(query.vector, [i for i in worded if i not in near])
        worded |= index.lexical_scores(query.terms, [i for i in near if i not in worded])
        found |= {i: (cosine, worded.get(i, 0.0)) for i, cosine in near.items()}
    passages = index.passages(list(found))
    by_lang: dict[Lang, list[tuple[float, Passage]]] = {}
    for i, passage in passages.items():
        cosine, words = found[i]
        by_lang.setdefault(passage.lang, []).append((cosine + WORDS * words, passage))
    ranked: list[tuple[float, Passage]] = []
    wanted: set[int] = set()
    for lang, rows in by_lang.items():
        rows.sort(key=lambda row: (-row[0], row[1].id))
        level = FUSED_BACKGROUND.level([score for score, _ in rows], lang == query.lang)
        ranked += [(score - level, passage) for score, passage in rows]
        wanted |= {passage.id for _, passage in rows[:RERANKED]}
    ranked.sort(key=lambda row: (-row[0], row[1].id))
    # Reading documents is most of what this costs: only those that are shown or read again.
    ranked = [row for rank, row in enumerate(ranked) if rank < k or row[1].id in wanted]
    documents = index.documents_by_id({passage.doc_id for _, passage in ranked})
    return [
        Candidate(passage, documents[passage.doc_id], *found[passage.id], None, score, None)
        for score, passage in ranked
        if passage.doc_id in documents
    ]


def reranked(
    encoder: Encoder, query: Query, asked: Asked | None, found: Sequence[Candidate]
) -> list[Candidate]:
    """Put the best candidates of each language into the order of late interaction.

    ``asked`` are the question's tokens. Those beyond follow in the order they had. Where the encoder
    has no token states the order stays.
    """
    chosen: list[Candidate] = []
    for lang in ("zh", "en"):
        chosen += [c for c in found if c.passage.lang == lang][:RERANKED]
    if asked is None or not chosen:
        return list(found)
    texts = passage_tokens(encoder, [(c.document, c.passage) for c in chosen])
    scored: list[Candidate] = []
    for lang in ("zh", "en"):
        rows = [(c, t) for c, t in zip(chosen, texts, strict=True) if c.passage.lang == lang]
        scored += _stand_out(query, asked, rows)
    scored.sort(key=lambda c: (-c.score, c.passage.id))
    taken = {c.passage.id for c in scored}
    floor = min(c.score for c in scored)
    rest = [c for c in found if c.passage.id not in taken]
    top = max((c.score for c in rest), default=0.0)
    # One falling list: what was not looked at comes after what was.
    return scored + [replace(c, score=floor + (c.score - top)) for c in rest]


def _stand_out(query: Query, asked: Asked, rows: Sequence[tuple[Candidate, Tokens]]) -> list[Candidate]:
    import numpy as np

    if not rows:
        return []
    matches = np.stack([best_matches(asked.vectors, text.vectors) for _, text in rows])
    values = (matches @ token_weights(asked, matches)).tolist()
    level = MAXSIM_BACKGROUND.level(sorted(values, reverse=True), rows[0][0].passage.lang == query.lang)
    return [
        Candidate(
            c.passage, c.document, c.dense, c.lexical, value,
            value - level + WORDS_RERANKED * c.lexical, text,
        )
        for (c, text), value in zip(rows, values, strict=True)
    ]  # fmt: skip
