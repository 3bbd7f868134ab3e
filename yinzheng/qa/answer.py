"""The whole way of an answer: passages, their sentences, the best of them, and whether they answer.

No sentence is written: an answer is at most three sentences of the documents, each with its span.
What picks them and what decides to decline are two logistic regressions over a few signals
(``signals.py``), fitted on public data by ``tools/fit_answer.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yinzheng.corpus.locate import locator
from yinzheng.qa.evidence import Asked, read_question
from yinzheng.qa.retrieve import Candidate, Query, candidates, read_query, reranked
from yinzheng.qa.signals import Evidence, answers_probability, evidence
from yinzheng.types import Answer, Citation, Lang

if TYPE_CHECKING:
    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index

SENTENCES = 3
"""An answer quotes at most so many sentences."""

PASSAGES = 10
"""Sentences are looked for in so many passages."""

NEARLY = {False: 0.6, True: 0.4}
"""A further sentence is quoted when its chance is at least this share of the best one's: less where the
evidence is in the other language (True), since there the best sentence is the right one less often."""

THRESHOLD = 0.35
"""Below this probability the question is declined: where right answers given plus questions rightly
declined are most, on average over the sets of ``tools/fit_answer.py``."""

_REASONS: dict[str, dict[Lang, str]] = {
    "empty": {"zh": "资料库里没有文档。", "en": "The library holds no documents."},
    "topic": {
        "zh": "文档中没有找到与这个问题相关的内容。",
        "en": "The documents do not seem to deal with this question.",
    },
    "period": {
        "zh": "文档谈到了相关内容，但没有提到{years}年。",
        "en": "The documents touch on this, but not for {years}.",
    },
    "unanswered": {
        "zh": "文档谈到了相关内容，但没有找到能回答这个问题的句子。",
        "en": "The documents touch on this, but no sentence was found that answers the question.",
    },
}


def answer(index: Index, encoder: Encoder, question: str) -> Answer:
    """Answer a question from the documents, or decline it with the nearest passages."""
    query = read_query(index, encoder, question)
    asked = read_question(index, encoder, question)
    found = best_passages(encoder, query, asked, candidates(index, query, PASSAGES))
    if not found:
        return Answer(question, False, "", None, 0.0, reason=_REASONS["empty"][query.lang])
    ranked = evidence(encoder, query, asked, found)
    if not ranked:
        return Answer(question, False, "", None, 0.0, reason=_REASONS["topic"][query.lang])
    probability, why = answers_probability(query, ranked[0])
    if probability < THRESHOLD:
        reason = _REASONS[why.kind][query.lang].format(years=" / ".join(why.years))
        return Answer(question, False, "", None, probability, _nearest(query, ranked), reason=reason)
    groups = _groups(query, ranked)
    citations: list[Citation] = []
    parts: list[str] = []
    for group in groups:
        marks = ""
        for item in group:
            citations.append(_citation(len(citations) + 1, item, query.lang))
            marks += f"[{len(citations)}]"
        parts.append(f"{group[0].quote} {marks}")
    return Answer(question, True, "\n".join(parts), None, probability, tuple(citations))


def best_passages(
    encoder: Encoder, query: Query, asked: Asked | None, found: Sequence[Candidate]
) -> list[Candidate]:
    """Return the passages in which sentences are looked for: those that late interaction has read."""
    again = reranked(encoder, query, asked, found)
    return [c for c in again if c.tokens is not None or asked is None][:PASSAGES]


def _groups(query: Query, ranked: Sequence[Evidence]) -> list[list[Evidence]]:
    """Return at most three groups of sentences that say the same, best first.

    The first group is the best sentence's; a further sentence must be nearly as good, answer the question
    by itself, show what is asked for if the best one does, and have half as much of its topic.
    """
    best = ranked[0]
    shown, topics = best.signal("sign"), best.signal("topics")
    groups: list[list[Evidence]] = []
    for item in ranked:
        across = item.candidate.passage.lang != query.lang
        if item.chance < NEARLY[across] * best.chance:
            continue
        if answers_probability(query, item)[0] < THRESHOLD:
            continue
        if item.signal("sign") < shown or item.signal("topics") < topics / 2:
            continue
        same = next((group for group in groups if group[0].says_the_same(item)), None)
        if same is None:
            if len(groups) < SENTENCES:
                groups.append([item])
        elif len(same) < SENTENCES and all(
            item.candidate.document.id != i.candidate.document.id for i in same
        ):
            same.append(item)
    return groups


def _nearest(query: Query, ranked: Sequence[Evidence]) -> tuple[Citation, ...]:
    """Return the best sentence of each of the three nearest passages."""
    seen: dict[int, Evidence] = {}
    for item in ranked:
        seen.setdefault(item.candidate.passage.id, item)
    return tuple(_citation(n, item, query.lang) for n, item in enumerate(list(seen.values())[:SENTENCES], 1))


def _citation(n: int, item: Evidence, lang: Lang) -> Citation:
    document = item.candidate.document
    return Citation(
        n=n,
        doc_id=document.id,
        source=document.source,
        title=document.title,
        start=item.start,
        end=item.end,
        quote=item.quote,
        locator=locator(document, item.start, item.end, lang),
    )
