"""Find passages: candidates by vector and by word in each language, then late interaction.

Scores of two languages are not comparable as they are: a passage in the question's own language is
always nearer. What counts is how far a passage stands out from what its language has to offer for
this question, so the score of the candidates that are *not* the answer (ranks 4 to 10) is taken off.
The constants were set on the open data by ``bench``; docs/architecture.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.corpus.lexicon import Concept, concepts, own_concepts, spelled_out
from yinzheng.corpus.tokens import language, tokens, words
from yinzheng.index.centre import centre
from yinzheng.qa.coverage import Sought, best_sentence
from yinzheng.qa.evidence import Asked, Tokens, best_matches, passage_tokens, read_question, token_weights
from yinzheng.qa.names.aliases import other_names
from yinzheng.qa.question import asked_for, is_function_word
from yinzheng.qa.spelled import respelled
from yinzheng.types import Document, Hit, Lang, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index

CANDIDATES = 50
"""Passages taken from each of the two indexes and each language."""

RERANKED = 5
"""Candidates of each language that late interaction reads; eight find no more, three up to two points less
in mixed libraries."""

CONTENDING = 0.25
"""How far behind the first a candidate may stand to be read again. On the open data late interaction lifted
none from further behind to where it belonged, and a half to two thirds fewer are read."""

WORDS = 0.2
"""Weight of the lexical score beside the cosine among the candidates."""

DENSE_RERANKED = 0.6
"""Weight of the cosine beside MaxSim."""

WORDS_RERANKED = 0.07
"""Weight of the lexical score beside MaxSim."""

SENTENCE = 0.2
"""Weight of what the best single sentence of a passage has of the question's words."""

SENTENCE_RERANKED = 0.25
"""Likewise beside MaxSim."""

LOOKED_INTO = 10
"""Candidates of each language whose sentences are looked into: half a millisecond each."""


@dataclass(frozen=True, slots=True)
class Background:
    """What passages that do not answer score, in the question's language and in the other.

    A prior worth ``weight`` candidates, for a language with few.
    """

    own: float
    other: float
    weight: float

    def level(self, scores: Sequence[float], own: bool) -> float:
        """Return what to take off the scores, given best first, of one language's candidates."""
        rest = list(scores[3:10])
        prior = self.own if own else self.other
        return (sum(rest) + self.weight * prior) / (len(rest) + self.weight)


FUSED_BACKGROUND = Background(own=0.28, other=0.22, weight=2.5)
MAXSIM_BACKGROUND = Background(own=0.53, other=0.47, weight=5.0)


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the indexes need it; ``vector`` is centred, float32 of shape (dimension,).

    ``concepts`` are what its words are called in each language that the index has, with their BM25 weights
    there; ``names`` are the search terms of its proper names and numbers.
    """

    text: str
    lang: Lang
    terms: tuple[str, ...]
    concepts: dict[Lang, dict[Concept, float]]
    names: frozenset[str]
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what was measured of it.

    ``sentence`` is how much its best sentence has of the question's words. ``maxsim`` and ``tokens``
    are None where late interaction was left out. ``score`` is comparable within one search only.
    """

    passage: Passage
    document: Document
    dense: float
    lexical: float
    sentence: float
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
    terms = tuple(tokens(text))
    topics = [word for word in words(text) if not is_function_word(word)]
    called = other_names(topics, text)
    own = called if lang == "zh" else {**spelled_out(topics), **called}
    asked = {
        to: index.concept_weights(
            own_concepts(terms, to, own) if to == lang else concepts(topics, to, called), to
        )
        for to in index.passage_langs()
    }
    vector = encoder.encode([text], "query")[0]
    # A model without constant centres shares one space for both roles.
    mean = encoder.centres.mean("query", lang) if encoder.centres else index.passage_mean(lang)
    return Query(text, lang, terms, asked, frozenset(_names(text, lang)), centre(vector, mean))


def _names(text: str, lang: Lang) -> list[str]:
    """Return the terms of capitalised words and numbers; in a Chinese question, of all that is not Han."""
    found = re.findall(r"[A-Za-z0-9][A-Za-z0-9.&-]*" if lang == "zh" else r"\b[A-Z0-9][A-Za-z0-9.&-]*", text)
    return [term for word in found if not is_function_word(word) for term in tokens(word)]


def search(index: Index, encoder: Encoder, text: str, k: int, *, rerank: bool = True) -> list[Hit]:
    """Return the ``k`` best passages for a question, best first, as ``Hit``."""
    query = read_query(index, encoder, respelled(index, text)[0])
    found = candidates(index, query, k)
    if rerank:
        found = contended(index, encoder, query, found)
    return [candidate.hit for candidate in found[:k]]


def contended(index: Index, encoder: Encoder, query: Query, found: list[Candidate]) -> list[Candidate]:
    """Return the candidates with those that are near the first in the order of late interaction."""
    near = sum(c.score >= found[0].score - CONTENDING for c in found)
    if near < 2:
        return found
    return reranked(encoder, query, read_question(index, encoder, query.text), found, near)


def candidates(index: Index, query: Query, k: int = CANDIDATES) -> list[Candidate]:
    """Return the ``k`` best passages by vector and words, and ``RERANKED`` of each language, best first."""
    # Looking into a passage only raises it: no others can come among the first.
    by_lang = {lang: _matches(index, query, lang, max(k, LOOKED_INTO)) for lang in query.concepts}
    # Reading passages and documents is much of what this costs: only those that are looked into or given.
    passages = index.passages([match.id for found in by_lang.values() for match in found[:LOOKED_INTO]])
    documents = index.documents_by_id({passage.doc_id for passage in passages.values()})
    kind = asked_for(query.text)
    ranked: list[tuple[float, _Match]] = []
    again: set[int] = set()
    for lang, found in by_lang.items():
        sought = Sought.of(query.concepts[lang])
        for match in found[:LOOKED_INTO]:
            passage = passages.get(match.id)
            if passage and passage.doc_id in documents:
                sentence = best_sentence(documents[passage.doc_id], passage, sought, kind)
                match.look(sentence)
        found.sort(key=_best_first)
        level = FUSED_BACKGROUND.level([match.score for match in found], lang == query.lang)
        ranked += [(match.score - level, match) for match in found]
        again |= {match.id for match in found[:RERANKED]}
    ranked.sort(key=lambda row: (-row[0], row[1].id))
    ranked = [row for rank, row in enumerate(ranked) if rank < k or row[1].id in again]
    passages |= index.passages([match.id for _, match in ranked if match.id not in passages])
    missing = {passages[match.id].doc_id for _, match in ranked if match.id in passages}
    documents |= index.documents_by_id(missing - documents.keys())
    return [
        Candidate(
            passage, documents[passage.doc_id], match.dense, match.lexical, match.sentence,
            None, score, None,
        )
        for score, match in ranked
        if (passage := passages.get(match.id)) and passage.doc_id in documents
    ]  # fmt: skip


def with_places(
    index: Index, query: Query, found: Sequence[Candidate], places: Sequence[tuple[str, int]]
) -> list[Candidate]:
    """Return the candidates with the passages that hold ``places`` (document id, offset) before the others.

    They count as near as the nearest. The documents are those of candidates.
    """
    top = max((c.score for c in found), default=0.0)
    first: dict[int, Candidate] = {}
    documents = {c.document.id: c.document for c in found}
    for doc_id, at in places:
        held = next(
            (c for c in found if c.document.id == doc_id and c.passage.start <= at < c.passage.end), None
        )
        if held is None:
            held = _measured(index, query, documents[doc_id], at)
        if held is not None:
            first.setdefault(held.passage.id, replace(held, score=top))
    return [*first.values(), *(c for c in found if c.passage.id not in first)]


def _measured(index: Index, query: Query, document: Document, at: int) -> Candidate | None:
    """Return the passage of a document that holds an offset, as a candidate that no index has found."""
    passage = next((p for p in index.passages_of(document.id) if p.start <= at < p.end), None)
    if passage is None:
        return None
    weights = query.concepts[passage.lang]
    dense = index.dense_scores(query.vector, [passage.id]).get(passage.id, 0.0)
    lexical = index.lexical_scores(weights, [passage.id], passage.lang).get(passage.id, 0.0)
    best = best_sentence(document, passage, Sought.of(weights), asked_for(query.text))
    return Candidate(passage, document, dense, lexical, best, None, 0.0, None)


@dataclass(slots=True)
class _Match:
    """A passage by its id, with what was measured of it; ``sentence`` is 0 where it was not looked into."""

    id: int
    dense: float
    lexical: float
    score: float
    sentence: float = 0.0

    def look(self, sentence: float) -> None:
        """Take what its best sentence has."""
        self.sentence = sentence
        self.score = self.dense + WORDS * self.lexical + SENTENCE * sentence


def _best_first(match: _Match) -> tuple[float, int]:
    return -match.score, match.id


def _matches(index: Index, query: Query, lang: Lang, k: int) -> list[_Match]:
    """Return the ``k`` best of a language's ``CANDIDATES``, or ``k``, best by vector and as many by words."""
    fused = [
        (-(dense + WORDS * lexical), i, dense, lexical)
        for i, dense, lexical in index.near(query.vector, query.concepts[lang], lang, max(k, CANDIDATES))
    ]
    fused.sort()
    return [_Match(i, dense, lexical, -score) for score, i, dense, lexical in fused[:k]]


def reranked(
    encoder: Encoder,
    query: Query,
    asked: Asked | None,
    found: Sequence[Candidate],
    among: int | None = None,
) -> list[Candidate]:
    """Put the best candidates of each language into the order of late interaction.

    ``asked`` are the question's tokens; only the first ``among`` candidates are read. Those beyond follow in
    the order they had. Where the encoder has no token states the order stays.
    """
    chosen: list[Candidate] = []
    for lang in ("zh", "en"):
        chosen += [c for c in found[:among] if c.passage.lang == lang][:RERANKED]
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
    scores = [
        value + DENSE_RERANKED * c.dense + WORDS_RERANKED * c.lexical + SENTENCE_RERANKED * c.sentence
        for (c, _), value in zip(rows, values, strict=True)
    ]
    level = MAXSIM_BACKGROUND.level(sorted(scores, reverse=True), rows[0][0].passage.lang == query.lang)
    return [
        Candidate(c.passage, c.document, c.dense, c.lexical, c.sentence, value, score - level, text)
        for (c, text), value, score in zip(rows, values, scores, strict=True)
    ]
