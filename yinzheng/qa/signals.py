"""What is measured of a sentence as an answer, and the network that orders sentences by it.

A sentence seldom repeats what its document is about. So the words of a question that the document opens
with are credited to every sentence of its passage, and the question's other words decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import tokens
from yinzheng.qa.cells import header_rows
from yinzheng.qa.coverage import Words
from yinzheng.qa.evidence import Asked, best_of, cosines
from yinzheng.qa.fitted import Network, network
from yinzheng.qa.fitting import figures, read_asked
from yinzheng.qa.question import signs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.corpus.lexicon import Concept
    from yinzheng.index.encoder import Encoder
    from yinzheng.qa import fitting
    from yinzheng.qa.retrieve import Candidate, Query
    from yinzheng.types import Document, Lang

SENTENCE_SIGNALS = (
    "maxsim",  # MaxSim of the sentence; what is matched elsewhere in its passage counts, less CONTEXT
    "behind",  # how far that is behind the best sentence of its language
    "weighted",  # MaxSim with rare words weighing more
    "weighted_behind",  # how far that is behind the best sentence of its language
    "pooled",  # cosine of the mean token vectors of sentence and question
    "pooled_behind",  # how far that is behind the best sentence of its language
    "pooled_weighted",  # likewise, with rare words of the question weighing more
    "pooled_weighted_behind",
    "credited",  # as weighted; what the document's opening matches best is credited to each sentence
    "credited_behind",  # how far that is behind the best sentence of its language
    "passage",  # the passage's score behind the best passage's
    "dense",  # the passage's cosine
    "lexical",  # the passage's lexical score
    "best_sentence",  # what the best sentence of the passage has of the question's words, as retrieval saw it
    "late",  # the passage's MaxSim
    "words",  # share of the weight of the question's terms, in the sentence's language, that it has
    "topics",  # the same of those terms that are no names and no numbers
    "rest",  # the same of those terms that the document's title and first sentence lack
    "length",  # natural logarithm of the length in characters
    "sign",  # 1 when it shows a number, date, person … as asked, -1 when not, 0 when there is no telling
    "near",  # how near that stands to the question's words, in [0, 1]; 0 when there is no telling
    "first",  # 1 for the first sentence of its passage
    "opening",  # 1 for the first sentence of its document
    "question",  # 1 for a question
)
CONTEXT = 0.15
"""What a question token loses when it is matched not in the sentence but elsewhere in its passage."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """Where in a sentence the answer stands, if it does: half-open offsets into the sentence.

    ``share`` in [0, 1] is how likely it is among all spans of the sentence.
    """

    start: int
    end: int
    share: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence as an answer: ``candidate.document.text[start:end] == quote``.

    ``chance`` in [0, 1] is the chance that it answers best, given that one of the question's sentences
    does: they sum to 1. ``signals`` are as ``SENTENCE_SIGNALS``. ``reading`` is what ``reading.py`` adds: how
    much likelier it answers than nothing does, by a model that read question and passage together, in natural
    logarithms; None where the encoder has no such model. ``pointed`` are the offsets of what answers in the
    sentence, if anything in it does, as that model says. ``asked_by`` is a question of the document right
    before it (``turns.py``).
    """

    candidate: Candidate
    start: int
    end: int
    signals: tuple[float, ...]
    chance: float
    reading: float | None = None
    pointed: Pointed | None = None
    asked_by: Evidence | None = None

    @property
    def quote(self) -> str:
        """The sentence's text."""
        return self.candidate.document.text[self.start : self.end]

    @property
    def place(self) -> tuple[str, int]:
        """The document's id, and where in it the sentence begins."""
        return self.candidate.document.id, self.start

    def signal(self, name: str) -> float:
        """Return the signal of that name."""
        return self.signals[SENTENCE_SIGNALS.index(name)]

    def says_the_same(self, other: Evidence) -> bool:
        """Whether the sentences have the same numbers and four fifths of the longer one's terms."""
        mine, others = set(tokens(self.quote)), set(tokens(other.quote))
        if any(term[:1].isdecimal() for term in mine ^ others):
            return False
        return len(mine & others) >= 0.8 * max(len(mine), len(others), 1)


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of a passage: half-open offsets into the document, and where the document opens."""

    candidate: Candidate
    start: int
    end: int
    opening: Opening

    @property
    def lang(self) -> Lang:
        return self.candidate.passage.lang

    @property
    def opens(self) -> bool:
        return self.start < self.opening.end


@dataclass(frozen=True, slots=True)
class Opening:
    """The end of a document's first sentence, and the words of it and of the title."""

    end: int
    words: Words

    @classmethod
    def of(cls, document: Document) -> Opening:
        """Read the beginning of a document."""
        # A first sentence is no longer than a passage.
        first = next(iter(sentences(document.text, 0, min(len(document.text), _FIRST))), None)
        end = first.end if first else 0
        return cls(end, Words.of(f"{document.title}\n{document.text[:end]}"))

    def lacks(self, weights: Mapping[Concept, float]) -> dict[Concept, float]:
        """Return the concepts of a question that the document does not open with."""
        return {way: w for way, w in weights.items() if not any(map(self.words.has_way, way))}


_FIRST = 1_300


def evidence(
    encoder: Encoder, query: Query, asked: Asked | None, found: Sequence[Candidate]
) -> list[Evidence]:
    """Return the sentences of the passages, the likeliest answers first."""
    measured = measure(encoder, query, asked, found)
    return ranked(network("sentence", SENTENCE_SIGNALS), measured) if measured else []


def ranked(model: Network, items: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences of one question in the order of a network, each with its chance."""
    import numpy as np

    scores = model([item.signals for item in items])
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    return likeliest_first(
        replace(item, chance=chance) for item, chance in zip(items, chances.tolist(), strict=True)
    )


def weighed(items: Sequence[Evidence], chances: Sequence[float]) -> list[Evidence]:
    """Return the sentences with these chances, made to sum to 1, the likeliest first."""
    whole = sum(chances) or 1.0
    return likeliest_first(
        replace(item, chance=chance / whole) for item, chance in zip(items, chances, strict=True)
    )


def likeliest_first(items: Iterable[Evidence]) -> list[Evidence]:
    """Return the sentences by their chances; equals in the order of their passages."""
    return sorted(items, key=lambda item: (-item.chance, item.candidate.passage.id, item.start))


def measure(
    encoder: Encoder, query: Query, asked: Asked | None, found: Sequence[Candidate]
) -> list[Evidence]:
    """Return the sentences of the passages with their signals, in their order, each with the same chance."""
    import numpy as np

    openings = {c.document.id: c.document for c in found}
    opened = {name: Opening.of(document) for name, document in openings.items()}
    places = [_Place(c, start, end, opened[c.document.id]) for c in found for start, end in _sentences(c)]
    if not places:
        return []
    table = np.column_stack([_likeness(encoder, query, asked, places), _looks(query, places)])
    return [
        Evidence(p.candidate, p.start, p.end, tuple(row), 1 / len(places))
        for p, row in zip(places, table.tolist(), strict=True)
    ]


def is_name(query: Query, concept: Concept) -> bool:
    """Whether a concept is a proper name or a number of the question."""
    return any(query.names.issuperset(way) for way in concept)


def _likeness(
    encoder: Encoder, query: Query, asked: Asked | None, places: Sequence[_Place]
) -> NDArray[np.float64]:
    """Return the first ten signals, those of vectors, float64 of shape (sentences, 10)."""
    import numpy as np

    if asked is None:  # a model without token states: the cosine of the sentence's own vector is all
        texts = [p.candidate.document.text[p.start : p.end] for p in places]
        near = encoder.encode(texts, "passage") @ encoder.encode([query.text], "query")[0]
        columns = [near] * 5
    else:
        columns = [*_matches(asked, places)]
    langs = np.array([p.lang == "zh" for p in places])
    both = [column for values in columns for column in (values, _behind(values, langs))]
    return np.column_stack(both).astype(np.float64)


def _matches(asked: Asked, places: Sequence[_Place]) -> Sequence[NDArray[np.float32]]:
    """Return MaxSim (plain, weighted), the cosines of means (plain, weighted), and credited MaxSim."""
    import numpy as np

    read = {p.candidate.passage.id: p.candidate.tokens for p in places if p.candidate.tokens}
    found = {i: cosines(asked.vectors, tokens.vectors) for i, tokens in read.items()}
    whole = {i: best_of(near) for i, near in found.items()}
    inside = [(i, read[i].places(p.start, p.end)) for p in places for i in [p.candidate.passage.id]]
    own = np.stack([best_of(found[i][:, part]) for i, part in inside])
    around = np.stack([whole[i] for i, _ in inside])
    matches = np.maximum(own, around - CONTEXT)
    means = np.stack([_direction(read[i].vectors[part].sum(axis=0)) for i, part in inside])
    subject = _subject_tokens(own, places)
    credited = np.where(subject, around, matches)
    return (
        matches.mean(axis=1),
        matches @ asked.weights,
        means @ _direction(asked.vectors.sum(axis=0)),
        means @ _direction(asked.weights @ asked.vectors),
        credited @ asked.weights,
    )


def _subject_tokens(own: NDArray[np.float32], places: Sequence[_Place]) -> NDArray[np.bool_]:
    """Return for each sentence which question tokens are matched best where its document opens.

    Of shape (sentences, q), and equal for the sentences of a passage; all false in passages that do not
    hold the opening.
    """
    import numpy as np

    found = np.zeros(own.shape, np.bool_)
    passages = np.array([p.candidate.passage.id for p in places])
    opens = np.array([p.opens for p in places])
    for passage in set(passages[opens].tolist()):
        rows = passages == passage
        found[rows] = own[rows & opens].max(axis=0) >= own[rows].max(axis=0) - 1e-4
    return found


def _direction(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    length = np.float32(np.linalg.norm(vector)) + np.float32(1e-9)
    return vector / length


def _behind(values: NDArray[np.float32], chinese: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return how far each value is behind the highest of its language: across languages all are lower."""
    import numpy as np

    behind = np.zeros_like(values)
    for of in (chinese, ~chinese):
        if of.any():
            behind[of] = values[of] - values[of].max()
    return behind


def _looks(query: Query, places: Sequence[_Place]) -> Sequence[Sequence[float]]:
    """Return the other signals of each sentence, in the order of ``SENTENCE_SIGNALS``."""
    weights = query.concepts
    topics = {
        lang: {concept: w for concept, w in found.items() if not is_name(query, concept)} or found
        for lang, found in weights.items()
    }
    asked = read_asked(query.text)
    best = max(p.candidate.score for p in places)
    rests: dict[str, dict[Concept, float]] = {}
    result = []
    for p in places:
        c = p.candidate
        if c.document.id not in rests:
            rests[c.document.id] = p.opening.lacks(weights[p.lang])
        text = c.document.text[p.start : p.end]
        words = Words.of(text)
        sign, near = _shown(asked, text, words, weights[p.lang])
        result.append(
            (
                c.score - best,
                c.dense,
                c.lexical,
                c.sentence,
                c.maxsim or 0.0,
                words.coverage(weights[p.lang]),
                words.coverage(topics[p.lang]),
                words.coverage(rests[c.document.id]),
                math.log(len(text)),
                sign,
                near,
                1.0 if p.start == c.passage.start else 0.0,
                1.0 if p.opens else 0.0,
                1.0 if text.rstrip("”’」』\"' ").endswith(("?", "？")) else 0.0,
            )
        )
    return result


def _shown(
    asked: fitting.Asked, sentence: str, words: Words, weights: Mapping[Concept, float]
) -> tuple[float, float]:
    """Return the signals ``sign`` and ``near``: the grammar of figures tells them, or a person's name."""
    if len(sentence) <= _READ and (fitting := figures(asked, sentence, words, weights)) is not None:
        return (1.0, max(near for _, near in fitting)) if fitting else (-1.0, 0.0)
    shown = signs(sentence, asked.kind)
    if shown is None:
        return 0.0, 0.0
    return (1.0, words.nearness(shown, weights)) if shown else (-1.0, 0.0)


_READ = 1_200  # characters of a sentence in which figures are read; longer ones lack punctuation


def _sentences(candidate: Candidate) -> list[tuple[int, int]]:
    """Return the passage's sentences without surrounding white space.

    Those without words are left out, and so are headings, title lines and header rows: they name what a
    question asks about better than any sentence, and answer nothing.
    """
    text = candidate.document.text
    headings = {anchor.start for anchor in candidate.document.anchors if anchor.kind == "heading"}
    headings |= header_rows(text)
    title = candidate.document.title
    spans = []
    for sentence in sentences(text, candidate.passage.start, candidate.passage.end):
        raw = text[sentence.start : sentence.end]
        start = sentence.start + len(raw) - len(raw.lstrip())
        end = sentence.start + len(raw.rstrip())
        shown = text[start:end]
        named = shown.strip("# \t") == title and not shown.endswith((".", "。", "!", "！", "?", "？"))
        if any(character.isalnum() for character in shown) and start not in headings and not named:
            spans.append((start, end))
    return spans
