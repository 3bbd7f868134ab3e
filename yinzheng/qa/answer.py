"""The whole way of an answer: passages, their sentences, the best of them, and whether they answer.

No sentence is written: an answer is at most three sentences of the documents, each with its span.
What picks them (``signals.py``) and what decides to decline (``abstain.py``) are two small networks over a
few signals, fitted on public data by ``tools/fit_answer.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.locate import cite
from yinzheng.corpus.tokens import language, words
from yinzheng.qa.about import Meant, meant, nearest_of, read_rest
from yinzheng.qa.abstain import ANSWER_SIGNALS
from yinzheng.qa.ahead import ahead_first
from yinzheng.qa.astray import astray
from yinzheng.qa.cells import cells_of
from yinzheng.qa.claimed import asks_a_metric, claims_of, holders_of
from yinzheng.qa.compared import compared
from yinzheng.qa.contradiction import Quoted, contradiction
from yinzheng.qa.crowd import may_be_a_crowd
from yinzheng.qa.events import event_asked, tellers
from yinzheng.qa.evidence import Asked, read_question
from yinzheng.qa.fields import fields_of
from yinzheng.qa.foreign import is_foreign
from yinzheng.qa.groups import (
    SENTENCES,
    Found,
    account_of,
    further,
    groups_of,
    of_parts,
)
from yinzheng.qa.judge import Judged, judge, prepare
from yinzheng.qa.labels import RUN, asks_an_account, by_label, in_a_run, without_rules
from yinzheng.qa.noise import set_back, within_main_texts
from yinzheng.qa.ordinals import of_the_asked
from yinzheng.qa.parts import parts
from yinzheng.qa.question import is_function_word
from yinzheng.qa.reading import read_ahead, read_together
from yinzheng.qa.reasons import reasons_first
from yinzheng.qa.retrieve import CONTENDING, Candidate, Query, candidates, read_query, reranked, with_places
from yinzheng.qa.reworded import reworded
from yinzheng.qa.roles import roles_of
from yinzheng.qa.signals import Evidence, evidence
from yinzheng.qa.spelled import respelled
from yinzheng.qa.turns import passed_on
from yinzheng.qa.within import told_within
from yinzheng.qa.wording import worded
from yinzheng.types import Answer, Citation, Lang

if TYPE_CHECKING:
    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.qa.same_subject import SubjectsOf
    from yinzheng.types import Claim, Conflict

CLAIMED = 40
"""Passages whose documents' stored claims are looked at, where a figure of a metric is asked for."""

PASSAGES = 10
"""Sentences are looked for in so many passages."""

OF_EACH = 2
"""So many candidates of each language are always read."""

LABELLED = 0.5
"""Least that the probability is under just the label that is asked for, in a document that is named."""

_REASONS: dict[str, dict[Lang, str]] = {
    "empty": {"zh": "资料库里没有文档。", "en": "The library holds no documents."},
    "words": {
        "zh": "问题里没有可以查找的词。",
        "en": "The question has no word that could be looked for.",
    },
    "topic": {
        "zh": "文档中没有找到与这个问题相关的内容。",
        "en": "The documents do not seem to deal with this question.",
    },
    "period": {
        "zh": "文档谈到了相关内容，但没有提到{years}年。",
        "en": "The documents touch on this, but not for {years}.",
    },
    "subject": {
        "zh": "文档谈到了相关内容，但说的不是问题所问的对象。",
        "en": "The documents touch on this, but of others than the question names.",
    },
    "unanswered": {
        "zh": "文档谈到了相关内容，但没有找到能回答这个问题的句子。",
        "en": "The documents touch on this, but no sentence was found that answers the question.",
    },
}

_NOTES: dict[str, dict[Lang, str]] = {
    "part": {"zh": "文档没有回答：{part}", "en": "The documents do not answer: {part}"},
    "name": {
        "zh": "{asked}按拼音作 {name} 查找。",
        "en": "{asked} was looked for as {name}, which is read so.",
    },
    "language": {
        "zh": "问题似乎不是中文或英文，检索效果可能不好。",
        "en": "The question seems to be in neither Chinese nor English: what was found may be off the point.",
    },
}


def answer(index: Index, encoder: Encoder, question: str) -> Answer:
    """Answer a question from the documents, or decline it with the nearest sentences.

    One that asks for several things is answered part by part.
    """
    lang = language(question)
    if not any(not is_function_word(word) for word in words(question)):
        return Answer(question, False, "", None, 0.0, reason=_REASONS["words"][lang])
    notes = [_NOTES["language"][lang]] if is_foreign(question) else []
    beside = compared(question)
    asked = beside or parts(question)
    by_part, taken = [], dict[str, str]()
    for part in asked:
        of_part, names = _find_by_names(index, encoder, part)
        by_part.append(of_part)
        taken |= names
    notes += [_NOTES["name"][lang].format(asked=name, name=other) for name, other in taken.items()]
    found = [one for part in by_part for one in part]
    if not any(one.ranked for one in found):
        empty = not any(one.read for one in found)
        return Answer(
            question,
            False,
            "",
            None,
            0.0,
            reason=_REASONS["empty" if empty else "topic"][lang],
            notes=tuple(notes),
        )
    groups = found[0].groups if len(found) == 1 else of_parts(found)
    if not groups:
        first = next(one.judged[0] for one in found if one.judged)
        return Answer(
            question,
            False,
            "",
            None,
            first.probability,
            _citations(lang, further(found, ())),
            reason=_REASONS[first.why.kind][lang].format(years=" / ".join(first.why.years)),
            signals=_named(first),
            notes=tuple(notes),
        )
    notes += [
        _NOTES["part"][lang].format(part=part)
        for part, of in zip(asked, by_part, strict=True)
        if not any(one.groups for one in of)
    ]
    used = [one for group in groups for one in group]
    items = [one.item for one in used]
    citations = _citations(lang, [*items, *further(found, items)])
    marks = (f"[{citation.n}]" for citation in citations)
    text = "\n".join(f"{group[0].item.quote} {''.join(islice(marks, len(group)))}" for group in groups)
    shorts = (
        []
        if beside and len(parts(question)) == 1
        else [  # which of them is meant is for the reader to say
            _Short(
                replace(citation, start=a, end=b, quote=one.item.candidate.document.text[a:b]), citation, one
            )
            for one, citation in zip(used, citations, strict=False)
            if one.short is not None
            for a, b in [(one.item.start + one.short.start, one.item.start + one.short.end)]
        ]
    )
    one_thing = len(found) == 1  # the revenue and the profit do not contradict each other
    conflict = _conflict(index, question, used, citations) if one_thing and shorts else None
    return Answer(
        question,
        True,
        text,
        shorts[0].place.quote if shorts else None,
        min(max(group[0].probability for group in one.groups) for one in found if one.groups),
        citations,
        (conflict,) if conflict else (),
        short_at=shorts[0].place if shorts else None,
        short_value=shorts[0].value(lang) if shorts else "",
        signals=_named(used[0]),
        notes=tuple(notes),
    )


def _find_by_names(index: Index, encoder: Encoder, question: str) -> tuple[list[Found], Mapping[str, str]]:
    """Look for what answers a question with its names as the documents write them; return these, too.

    Where nothing answers, it is asked in the documents' own words (``reworded.py``), and Latin names that
    both languages have are looked for in Chinese characters as well: a passage has to have all of them.
    """
    asked, names = respelled(index, question)
    found = _find(index, encoder, asked)
    if not any(one.groups for one in found) and (other := reworded(index, asked)) != asked:
        again = _find(index, encoder, other)
        found = again if any(one.groups for one in again) else found
    if any(one.groups for one in found) or language(question) == "zh" or is_foreign(question):
        return found, names
    asked, others = respelled(index, question, only=False)
    again = _find(index, encoder, asked) if others else []
    if any(one.groups and _has_all(one.groups[0][0].item, others.values()) for one in again):
        return again, others
    return found, names


def _has_all(item: Evidence, names: Iterable[str]) -> bool:
    """Whether the passage of a sentence, or its document's title, has all names, which are folded."""
    passage, document = item.candidate.passage, item.candidate.document
    text = fold_text(f"{document.title}\n{document.text[passage.start : passage.end]}")
    return all(name in text for name in names)


def _find(index: Index, encoder: Encoder, question: str) -> list[Found]:
    """Look for the sentences that answer a question which asks for one thing, in each document that it names.

    What stands around the main texts of pages is asked only where nothing else answers.
    """
    query = read_query(index, encoder, question)
    wide = asks_a_metric(question) or event_asked(question) is not None
    nearest = candidates(index, query, CLAIMED if wide else PASSAGES)
    inside = within_main_texts(nearest)
    if named := meant(index, query, nearest):
        return [_of_document(index, encoder, query, one) for one in named]
    asked = read_question(index, encoder, question)
    if len(inside) < len(nearest):
        if not wide:
            nearest = candidates(index, query, CLAIMED)
            inside = within_main_texts(nearest)
        found = _among(index, encoder, query, asked, inside[: None if wide else PASSAGES])
        if found.groups:
            return [found]
    return [_among(index, encoder, query, asked, nearest)]


def _of_document(index: Index, encoder: Encoder, query: Query, one: Meant) -> Found:
    """Look in a document that the question names for what else it asks."""
    rest = read_rest(index, encoder, query, one.rest)
    asked = read_question(index, encoder, one.rest)
    return _among(
        index, encoder, rest, asked, nearest_of(index, rest, one.document, one.passages), rest=one.rest
    )


def _among(
    index: Index,
    encoder: Encoder,
    query: Query,
    asked: Asked | None,
    nearest: list[Candidate],
    *,
    rest: str = "",
) -> Found:
    """Look for the sentences that answer among the passages of the candidates.

    ``rest`` is what the question asks of the document that it names, if that is where they are from.
    """
    stating = claims_of(index, query.text, nearest)
    places = [(claim.citation.doc_id, claim.quantity.start) for claim in _one_a_document(stating)]
    documents = {c.document.id: c.document for c in nearest}.values()
    told = roles_of(query.text, documents) or holders_of(query.text, nearest)
    told += [*fields_of(query.text, documents), *cells_of(query, documents)]
    places += [(one.doc_id, one.start) for one in told]
    if event := event_asked(query.text):
        places += tellers(event, documents)
    nearest = with_places(index, query, nearest, [*places, *told_within(index, query, nearest)])
    with ThreadPoolExecutor(1) as beside:  # the encoder leaves a core free
        reading = beside.submit(best_passages, encoder, query, asked, nearest)
        prepare(query.text)
        read_ahead(encoder, query, nearest)
        passages = reading.result()
    ranked = evidence(encoder, query, asked, passages) if passages else []
    ranked = astray(query, ranked, nearest)
    ranked = passed_on(set_back(read_together(encoder, query, ranked, nearest)))
    ranked = ahead_first(query.text, reasons_first(query.text, of_the_asked(query.text, ranked)))
    labelled: frozenset[int] = frozenset()
    account = False
    if rest:
        ranked, labelled = by_label(rest, without_rules(rest, ranked))
        if account := asks_an_account(rest):
            ranked = in_a_run(ranked)
    judged = judge(index, query, asked, ranked, [*stating, *told]) if ranked else []
    judged = [
        replace(one, probability=max(one.probability, LABELLED)) if one.item.start in labelled else one
        for one in judged
    ]
    groups = (
        account_of(judged, ranked[:RUN]) if account else groups_of(query, judged, _subjects(index, judged))
    )
    return Found(bool(passages), ranked, judged, groups)


def _one_a_document(stating: Sequence[Claim]) -> list[Claim]:
    """Return the first claim of each document, of as many as an answer quotes."""
    return list({claim.citation.doc_id: claim for claim in reversed(stating)}.values())[::-1][:SENTENCES]


def _named(judged: Judged) -> tuple[tuple[str, float], ...]:
    item = judged.item
    reading = () if item.reading is None else (("reading", item.reading),)
    pointed = () if item.pointed is None else (("pointed", item.pointed.share),)
    return (*zip(ANSWER_SIGNALS, judged.signals, strict=True), *reading, *pointed)


@dataclass(frozen=True, slots=True)
class _Short:
    """A short answer: its place, the citation of its sentence, and that sentence as it was judged."""

    place: Citation
    citation: Citation
    judged: Judged

    def value(self, lang: Lang) -> str:
        return worded(self.judged.claim.quantity, lang) if self.judged.claim else ""


def _conflict(index: Index, question: str, used: Sequence[Judged], at: Sequence[Citation]) -> Conflict | None:
    """Return the figures of quoted sentences that do not agree; ``at`` are their citations."""
    quoted = [
        Quoted(one.claim and replace(one.claim, citation=citation), one.stated, citation)
        for one, citation in zip(used, at, strict=False)
    ]
    dates = {one.item.candidate.document.id: one.item.candidate.document.date for one in used}
    return contradiction(question, quoted, dates, _subjects(index, used))


def _subjects(index: Index, judged: Sequence[Judged]) -> SubjectsOf:
    """Return whom the figures of the sentences' documents are of where nobody is named beside them."""
    documents = {one.item.candidate.document.id: one.item.candidate.document for one in judged}

    def subjects_of(doc_id: str) -> Collection[str]:
        extracted = index.claims(documents[doc_id])
        claims = extracted.claims if extracted else ()
        return list(dict.fromkeys(c.subject for c in claims if c.subject_from in ("document", "antecedent")))

    return subjects_of


def _citations(lang: Lang, items: Sequence[Evidence]) -> tuple[Citation, ...]:
    return tuple(
        cite(n, item.candidate.document, item.start, item.end, lang) for n, item in enumerate(items, 1)
    )


def best_passages(
    encoder: Encoder, query: Query, asked: Asked | None, found: Sequence[Candidate]
) -> list[Candidate]:
    """Return the passages in which sentences are looked for: those that late interaction has read, if any.

    It reads those near the first and the first ``OF_EACH`` of each language, in which another source may say
    otherwise; and further ones where the nearest may be a crowd.
    """
    if asked is None or not found:
        return list(found[:PASSAGES])
    top = max(c.score for c in found)
    by_lang = [[c for c in found if c.passage.lang == lang] for lang in ("zh", "en")]
    first = {c.passage.id for of in by_lang for c in of[:OF_EACH]}
    near = [c for c in found if c.score >= top - CONTENDING or c.passage.id in first]
    again = reranked(encoder, query, asked, found if may_be_a_crowd(found) else near)
    return [c for c in again if c.tokens is not None][:PASSAGES]
