"""Summaries: sentences of one or several documents, quoted and cited, in the order of their texts.

``salience.py`` says what a sentence is worth. A summary about something multiplies that by how well
the sentence deals with it. What two sources say alike is one point with two citations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from yinzheng.corpus.boilerplate import boilerplate, joined
from yinzheng.corpus.formalities import formalities
from yinzheng.corpus.locate import cite
from yinzheng.qa.abstain import TOPIC, WORDED
from yinzheng.qa.coverage import Sought, Words, best_sentence
from yinzheng.qa.evidence import Asked, Tokens, best_matches, passage_tokens, read_question
from yinzheng.qa.framing import unframed
from yinzheng.qa.question import asked_for
from yinzheng.qa.retrieve import WORDS, Candidate, Query, candidates, read_query
from yinzheng.qa.salience import Told, chosen, told
from yinzheng.qa.spelled import respelled
from yinzheng.types import Lang, Point, Span, Summary

if TYPE_CHECKING:
    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.types import Claim, Document

PASSAGES = 12
"""A summary about something is made of the sentences of so many passages."""

LEAST = 0.5
"""A sentence is left out of a summary about something when its relevance is less than this share of the
best one's."""

_REASONS: dict[str, dict[Lang, str]] = {
    "empty": {"zh": "资料库里没有文档。", "en": "The library holds no documents."},
    "nothing": {
        "zh": "文档里没有可以摘取的句子。",
        "en": "The documents hold no sentences to summarise.",
    },
    "topic": {
        "zh": "文档中没有找到与此相关的内容。",
        "en": "The documents do not seem to deal with this.",
    },
}

_UNSOUND = re.compile(r"spun$|duplicate_of:")
"""Flags of documents that repeat others."""

Claims = Callable[[str], Sequence["Claim"]]


def summarize(
    documents: Sequence[Document], claims: Claims, points: int, lang: Lang | None = None
) -> Summary:
    """Summarise documents, given with their texts, in up to ``points`` sentences.

    ``claims`` gives a document's figures by its id. Places are in words of ``lang``, or of each document's
    own language.
    """
    said = lang or _lang_of(documents)
    if not documents:
        return Summary(reason=_REASONS["empty"][said])
    documents = _sound(documents)
    found = [item for document in documents for item in _told(document, claims(document.id))]
    made = _points(found, chosen(found, points), [document.id for document in documents], lang)
    return Summary(made, reason="" if made else _REASONS["nothing"][said])


def summarize_about(
    index: Index,
    encoder: Encoder,
    about: str,
    *,
    doc_ids: Sequence[str] | None,
    claims: Claims,
    points: int,
) -> Summary:
    """Summarise what all documents, or those of ``doc_ids``, say about something."""
    sought, _ = respelled(index, unframed(about))
    query = read_query(index, encoder, sought)
    found = candidates(index, query, PASSAGES) if doc_ids is None else _among(index, query, doc_ids)
    found = found[:PASSAGES]
    if not any(c.dense > TOPIC[c.passage.lang != query.lang] or c.sentence > WORDED for c in found):
        return Summary(about=about, reason=_REASONS["topic" if found else "empty"][query.lang])
    sound = {document.id for document in _sound([c.document for c in found])}
    found = [c for c in found if c.document.id in sound]
    asked = read_question(index, encoder, sought)
    read = passage_tokens(encoder, [(c.document, c.passage) for c in found]) if asked else []
    documents = {c.document.id: c.document for c in found}
    told_of: list[Told] = []
    for doc_id, document in documents.items():
        within = [Span(c.passage.start, c.passage.end) for c in found if c.document.id == doc_id]
        told_of += _told(document, claims(doc_id), within)
    near = _relevance(told_of, query, found, asked, read)
    made = _points(told_of, chosen(told_of, points, near), list(documents), query.lang)
    return Summary(made, about, "" if made else _REASONS["topic"][query.lang])


def _relevance(
    items: Sequence[Told],
    query: Query,
    found: Sequence[Candidate],
    asked: Asked | None,
    read: Sequence[Tokens],
) -> dict[int, float]:
    """Return how well sentences deal with what is asked about, the best one 1, by index; weak ones left out.

    It is the weighted MaxSim of the sentence's tokens, read in their passages, and what it has of the words.
    """
    values: dict[int, float] = {}
    for i, item in enumerate(items):
        for at, c in enumerate(found):
            if c.document.id != item.document.id or not c.passage.start <= item.start < c.passage.end:
                continue
            near = c.dense
            if asked and read:
                near = float(
                    best_matches(asked.vectors, read[at].within(item.start, item.end)) @ asked.weights
                )
            values[i] = near + Words.of(item.quote).coverage(query.concepts[c.passage.lang])
    best = max(values.values(), default=0.0)
    return {i: value / best for i, value in values.items() if value > 0 and value >= LEAST * best}


def _among(index: Index, query: Query, doc_ids: Sequence[str]) -> list[Candidate]:
    """Return the nearest passages of these documents, the nearest first."""
    documents = index.documents_by_id(doc_ids)
    passages = {passage.id: passage for doc_id in documents for passage in index.passages_of(doc_id)}
    dense = index.dense_scores(query.vector, list(passages))
    words: dict[int, float] = {}
    for lang in query.concepts:
        own = [i for i, passage in passages.items() if passage.lang == lang]
        words |= index.lexical_scores(query.concepts[lang], own, lang)
    scores = {i: near + WORDS * words.get(i, 0.0) for i, near in dense.items()}
    kind = asked_for(query.text)
    sought = {lang: Sought.of(weights) for lang, weights in query.concepts.items()}
    found = []
    for i in sorted(scores, key=lambda i: (-scores[i], i))[:PASSAGES]:
        passage = passages[i]
        document = documents[passage.doc_id]
        worded = best_sentence(document, passage, sought[passage.lang], kind)
        found.append(Candidate(passage, document, dense[i], words.get(i, 0.0), worded, None, scores[i], None))
    return found


def _sound(documents: Sequence[Document]) -> Sequence[Document]:
    """Leave out copies and what an article spinner wrote, where there is anything else."""
    return [document for document in documents if not any(map(_UNSOUND.match, document.flags))] or documents


def _told(document: Document, claims: Sequence[Claim], within: Sequence[Span] = ()) -> list[Told]:
    """Return the sentences to choose from: no boilerplate or formalities unless there is nothing else."""
    within = sorted(within, key=lambda span: span.start)
    noise = boilerplate(document)
    for left_out in (joined([*noise, *formalities(document)]), noise, ()):
        if found := told(document, claims, left_out, within):
            return found
    return []


def _points(
    found: Sequence[Told], picked: Sequence[int], order: Sequence[str], lang: Lang | None
) -> tuple[Point, ...]:
    """Return the points in the order of documents and texts, each with the other sources that say it."""
    place = {doc_id: at for at, doc_id in enumerate(order)}
    made: list[Point] = []
    n = 0
    for i in sorted(picked, key=lambda i: (place[found[i].document.id], found[i].start)):
        alike = {found[i].document.id: found[i]}
        for item in found:
            if item.document.id not in alike and item.says_the_same(found[i]):
                alike[item.document.id] = item
        cited = []
        for item in alike.values():
            n += 1
            cited.append(cite(n, item.document, item.start, item.end, lang or item.document.lang))
        made.append(Point(found[i].quote, tuple(cited), found[i].section))
    return tuple(made)


def _lang_of(documents: Sequence[Document]) -> Lang:
    chinese = sum(document.lang == "zh" for document in documents)
    return "zh" if chinese * 2 > len(documents) else "en"
