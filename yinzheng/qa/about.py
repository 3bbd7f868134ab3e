"""Which documents a question names, and what it asks of them: ``根据甲公司的年报，总结其投资``.

A long document names its subject where it opens and then seldom again. The names of a question find the
document; within it, the passages that repeat them tell least. So where just one document opens with the
names, they and the clause that names the source are taken out of the question, and what is left of it is
looked for in that document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import literal
from yinzheng.corpus.tokens import is_han, tokens, words
from yinzheng.qa.compared import compares, named, plain
from yinzheng.qa.coverage import Sought, Words, best_sentence
from yinzheng.qa.question import asked_for, is_function_word
from yinzheng.qa.retrieve import RERANKED, SENTENCE, WORDS, Candidate, Query, read_query

if TYPE_CHECKING:
    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.types import Document, Passage

FEWEST = 4
"""Passages of a document from which its opening stands for it."""

MOST = 3
"""Documents that one question is looked for in: an answer cites three sentences."""

NAMING = 5
"""Passages looked at for a name that no document near the whole question opens with."""

_SOURCE = re.compile(
    r"^\s*(?:请)?(?:根据|结合|按照?|依据|依照|基于|参照)(?P<zh>[^，,。？?]{2,60})[，,]"
    r"|^\s*(?:according to|based on|as per|per)\b(?P<en>.{2,160}?),\s+"
    r"(?=(?:(?:in|on|at|for|to|from|by) )?(?:what|who|whose|whom|when|where|which|why|how)\b"
    r"|(?:please )?(?:summari[sz]e|describe|list|compare|outline|explain|give)\b"
    r"|(?:is|are|was|were|did|does|do|has|have|had|can)\b)",
    re.IGNORECASE,
)
_CLAUSE_HELD = 0.6
"""Share of the weight of the words of its source that the opening must have for the clause to be left out."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A document that a question names, its passages, and the question without what names it."""

    document: Document
    passages: Sequence[Passage]
    rest: str


@dataclass(frozen=True, slots=True)
class _Opening:
    """A document with its passages, the words of its title and first passage, and the names among these."""

    document: Document
    passages: Sequence[Passage]
    words: Words
    held: frozenset[str]


def meant(index: Index, query: Query, found: Sequence[Candidate]) -> list[Meant]:
    """Return the longer documents that the question names, most of them among those of the candidates.

    Empty where that is not plain; several only where the question compares or names its sources.

    Raises YinzhengError where the question is Chinese and the tagger of names cannot be loaded.
    """
    question = query.text
    spans = [(one.start, one.end) for one in named(question) if one.kind != "year"]
    texts = {fold_text(question[a:b]) for a, b in spans}
    if not texts:
        return []
    weights = _weights(index, texts)
    documents = {c.document.id: c.document for c in found}
    opened = [_opening(index, document, texts) for document in documents.values()]
    source = _SOURCE.match(question)
    missing = texts - frozenset().union(*(one.held for one in opened))
    if missing and (source is not None or compares(question)):
        near = {i for name in missing for i, _ in index.lexical(literal(tokens(name)), query.lang, NAMING)}
        others = {passage.doc_id for passage in index.passages(list(near)).values()} - documents.keys()
        more = index.documents_by_id(others)
        opened += [_opening(index, document, texts) for document in more.values()]
    told = {
        one.document.id: one.held.union(
            *(_names_in(c, texts) for c in found if c.document.id == one.document.id)
        )
        for one in opened
    }
    chosen: list[_Opening] = []
    left = frozenset(texts)
    while left and len(chosen) < MOST:
        best = max(opened, key=lambda one: sum(weights[name] for name in one.held & left))
        mine = best.held & left
        if not mine:
            break
        if any(one is not best and one not in chosen and mine <= told[one.document.id] for one in opened):
            break  # which of them is meant is not told
        if best in chosen or len(best.passages) < FEWEST:
            break
        chosen.append(best)
        left -= mine
    plural = len(chosen) > 1 and not compares(question)
    if not chosen or (source is None and (plural or _across(chosen, found))):
        return []
    held = frozenset().union(*(one.held for one in chosen))
    spans = [(a, b) for a, b in spans if fold_text(question[a:b]) in held]
    rest = _rest(index, question, source, spans, chosen)
    if len(chosen) > 1:
        rest = plain(rest)
    if rest == question or not any(not is_function_word(word) for word in words(rest)):
        return []
    return [Meant(one.document, one.passages, rest) for one in chosen]


def read_rest(index: Index, encoder: Encoder, query: Query, rest: str) -> Query:
    """Return the query for what else a question asks; its text stays the whole question.

    It is short, so the function words between its words would weigh more than these: they are left out.
    """
    read = read_query(index, encoder, rest)
    topics = tokens(" ".join(word for word in words(rest) if not is_function_word(word)))
    own = {read.lang: index.concept_weights(literal(topics), read.lang)} if read.lang in read.concepts else {}
    return replace(read, text=query.text, concepts=read.concepts | own)


def nearest_of(
    index: Index, query: Query, document: Document, passages: Sequence[Passage]
) -> list[Candidate]:
    """Return the passages of a document nearest to a question, best first, as many as are re-ranked."""
    near = index.dense_scores(query.vector, [passage.id for passage in passages])
    lang = passages[0].lang
    weights = query.concepts.get(lang, {})
    worded = index.lexical_scores(weights, [passage.id for passage in passages], lang)
    sought, kind = Sought.of(weights), asked_for(query.text)
    scored = []
    for passage in passages:
        dense, lexical = near.get(passage.id, 0.0), worded.get(passage.id, 0.0)
        best = best_sentence(document, passage, sought, kind)
        score = dense + WORDS * lexical + SENTENCE * best
        scored.append(Candidate(passage, document, dense, lexical, best, None, score, None))
    scored.sort(key=lambda c: (-c.score, c.passage.id))
    return scored[:RERANKED]


def _weights(index: Index, names: set[str]) -> Mapping[str, float]:
    """Return what each name weighs: the rarest of its terms."""
    idf = index.idf({term for name in names for term in tokens(name)})
    return {name: max((idf[term] for term in tokens(name)), default=0.0) for name in names}


def _opening(index: Index, document: Document, names: set[str]) -> _Opening:
    passages = index.passages_of(document.id)
    first = document.text[passages[0].start : passages[0].end] if passages else ""
    opening = Words.of(f"{document.title}\n{first}")
    return _Opening(document, passages, opening, frozenset(name for name in names if _has(opening, name)))


def _names_in(candidate: Candidate, names: set[str]) -> frozenset[str]:
    passage = candidate.passage
    text = Words.of(candidate.document.text[passage.start : passage.end])
    return frozenset(name for name in names if _has(text, name))


def _across(chosen: Sequence[_Opening], found: Sequence[Candidate]) -> bool:
    """Whether something near is in another language, where a name may be written otherwise."""
    langs = {one.passages[0].lang for one in chosen}
    return any(c.passage.lang not in langs for c in found)


def _has(opening: Words, name: str) -> bool:
    """Whether the opening has a folded name: as it is written, or all terms of a name in Latin letters."""
    if any(map(is_han, name)):
        return name in opening.folded
    terms = tokens(name)
    return bool(terms) and opening.stems.issuperset(terms)


def _rest(
    index: Index,
    question: str,
    source: re.Match[str] | None,
    spans: Sequence[tuple[int, int]],
    chosen: Sequence[_Opening],
) -> str:
    """The question without these names, and without the clause of its source where the openings have that."""
    begin = 0
    if source is not None:
        clause = source["zh"] or source["en"]
        terms = [term for term in tokens(clause) if not is_function_word(term)]
        weights = index.idf(terms)
        have = sum(
            weight
            for term, weight in weights.items()
            if any(term in one.words.folded if is_han(term[0]) else term in one.words.stems for one in chosen)
        )
        if have >= _CLAUSE_HELD * sum(weights.values()):
            begin = source.end()
    made, done = "", begin
    for start, end in spans:
        if start >= begin:
            made += _BEFORE.sub(" ", question[done:start])
            after = _AFTER.match(question, end)
            done = after.end() if after else end
    return " ".join((made + question[done:]).split()).strip(" ，,、的")


_BEFORE = re.compile(r"\s+(?:of|for|by|at|in|from)\s+(?:the |patients? |defendants? )?$", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:的|['’]s\b|['’](?=\s)|,? (?:and|or)(?= )|[和与及或](?!\w*[者]))")
