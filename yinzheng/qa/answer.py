"""The whole way of an answer: passages, their sentences, the best of them, and whether they answer.

No sentence is written: an answer is at most three sentences of the documents, each with its span.
What picks them (``signals.py``) and what decides to decline (``abstain.py``) are two small networks over a
few signals, fitted on public data by ``tools/fit_answer.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from yinzheng.corpus.locate import cite
from yinzheng.corpus.tokens import language, words
from yinzheng.qa.abstain import ANSWER_SIGNALS, THRESHOLD
from yinzheng.qa.claimed import asks_a_metric, claims_of
from yinzheng.qa.compared import compared
from yinzheng.qa.disagree import disagreement, opposed
from yinzheng.qa.evidence import Asked, read_question
from yinzheng.qa.foreign import is_foreign
from yinzheng.qa.judge import Judged, judge, prepare
from yinzheng.qa.noise import set_back, within_main_texts
from yinzheng.qa.parts import parts
from yinzheng.qa.question import is_function_word
from yinzheng.qa.retrieve import Candidate, Query, candidates, read_query, reranked, with_places
from yinzheng.qa.signals import Evidence, evidence
from yinzheng.qa.stated import stated
from yinzheng.qa.within import told_within
from yinzheng.qa.wording import worded
from yinzheng.types import Answer, Citation, Lang

if TYPE_CHECKING:
    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.types import Claim, Conflict

SENTENCES = 3
"""An answer quotes at most so many sentences."""

CLAIMED = 40
"""Passages whose documents' stored claims are looked at, where a figure of a metric is asked for."""

PASSAGES = 10
"""Sentences are looked for in so many passages."""

ALSO = {False: 0.25, True: 0.15}
"""A further sentence is quoted when its chance is at least this share of the first one's: less where the
evidence is in the other language (True), since there the best sentence is the right one less often."""

OTHERWISE = 0.3
"""Another value of the metric asked for is shown from this share of the threshold on."""

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
    found = [_find(index, encoder, part) for part in asked]
    ranked = [item for one in found for item in one.ranked]
    if not ranked:
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
    groups = found[0].groups if len(found) == 1 else _of_parts(found)
    if not groups:
        first = next(one.judged[0] for one in found if one.judged)
        return Answer(
            question,
            False,
            "",
            None,
            first.probability,
            _citations(lang, _nearest(found)),
            reason=_REASONS[first.why.kind][lang].format(years=" / ".join(first.why.years)),
            signals=_named(first),
            notes=tuple(notes),
        )
    notes += [
        _NOTES["part"][lang].format(part=part)
        for part, one in zip(asked, found, strict=True)
        if not one.groups
    ]
    used = [one for group in groups for one in group]
    items = [one.item for one in used]
    citations = _citations(lang, [*items, *_further(ranked, items)])
    marks = (f"[{citation.n}]" for citation in citations)
    text = "\n".join(f"{group[0].item.quote} {''.join(islice(marks, len(group)))}" for group in groups)
    shorts = (
        []
        if beside
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
    conflict = _conflict(shorts) if one_thing else None
    return Answer(
        question,
        True,
        text,
        shorts[0].place.quote if shorts else None,
        min(group[0].probability for group in groups),
        citations,
        (conflict,) if conflict else (),
        short_at=shorts[0].place if shorts else None,
        short_value=shorts[0].value(lang) if shorts else "",
        signals=_named(used[0]),
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for one question; ``read`` is whether there was any passage."""

    read: bool
    ranked: Sequence[Evidence]
    judged: Sequence[Judged]
    groups: Sequence[Sequence[Judged]]


def _find(index: Index, encoder: Encoder, question: str) -> _Found:
    """Look for the sentences that answer a question which asks for one thing.

    What stands around the main texts of pages is asked only where nothing else answers.
    """
    query = read_query(index, encoder, question)
    asked = read_question(index, encoder, question)
    metric = asks_a_metric(question)
    nearest = candidates(index, query, CLAIMED if metric else PASSAGES)
    inside = within_main_texts(nearest)
    if len(inside) < len(nearest):
        if not metric:
            nearest = candidates(index, query, CLAIMED)
            inside = within_main_texts(nearest)
        found = _among(index, encoder, query, asked, inside[: None if metric else PASSAGES])
        if found.groups:
            return found
    return _among(index, encoder, query, asked, nearest)


def _among(
    index: Index, encoder: Encoder, query: Query, asked: Asked | None, nearest: list[Candidate]
) -> _Found:
    """Look for the sentences that answer among the passages of the candidates."""
    stating = claims_of(index, query.text, nearest)
    places = [(claim.citation.doc_id, claim.quantity.start) for claim in _one_a_document(stating)]
    nearest = with_places(index, query, nearest, [*places, *told_within(index, query, nearest)])
    with ThreadPoolExecutor(1) as beside:  # the encoder leaves a core free
        reading = beside.submit(best_passages, encoder, query, asked, nearest)
        prepare(query.text)
        passages = reading.result()
    ranked = set_back(evidence(encoder, query, asked, passages)) if passages else []
    judged = judge(index, query, asked, ranked, stating) if ranked else []
    return _Found(bool(passages), ranked, judged, _groups(query, judged))


def _one_a_document(stating: Sequence[Claim]) -> list[Claim]:
    """Return the first claim of each document, of as many as an answer quotes."""
    return list({claim.citation.doc_id: claim for claim in reversed(stating)}.values())[::-1][:SENTENCES]


def _named(judged: Judged) -> tuple[tuple[str, float], ...]:
    return tuple(zip(ANSWER_SIGNALS, judged.signals, strict=True))


@dataclass(frozen=True, slots=True)
class _Short:
    """A short answer: its place, the citation of its sentence, and that sentence as it was judged."""

    place: Citation
    citation: Citation
    judged: Judged

    @property
    def claim(self) -> Claim | None:
        claim = self.judged.claim
        return replace(claim, citation=self.citation) if claim else None

    def value(self, lang: Lang) -> str:
        return worded(self.judged.claim.quantity, lang) if self.judged.claim else ""


def _conflict(shorts: Sequence[_Short]) -> Conflict | None:
    """Return the figures quoted that do not agree; what is known to be asked for is held against its like."""
    known = [one.claim for one in shorts if one.claim is not None and one.judged.stated]
    if known:
        return opposed(
            known,
            {
                one.judged.item.candidate.document.id: one.judged.item.candidate.document.date
                for one in shorts
            },
        )
    return disagreement([one.claim for one in shorts if one.claim is not None and _can_disagree(one.claim)])


def _can_disagree(claim: Claim) -> bool:
    """Whether a figure is a date, or known to be of something that it can be held against others of."""
    return claim.quantity.period is not None or stated(claim, {}, None) is not None


def _further(ranked: Sequence[Evidence], used: Sequence[Evidence]) -> list[Evidence]:
    """Return the next best sentences that say something else, up to three citations in all."""
    chosen = list(used)
    for item in ranked:
        if len(chosen) >= SENTENCES:
            break
        if not any(item is other or item.says_the_same(other) for other in chosen):
            chosen.append(item)
    return chosen[len(used) :]


def _citations(lang: Lang, items: Sequence[Evidence]) -> tuple[Citation, ...]:
    return tuple(
        cite(n, item.candidate.document, item.start, item.end, lang) for n, item in enumerate(items, 1)
    )


def best_passages(
    encoder: Encoder, query: Query, asked: Asked | None, found: Sequence[Candidate]
) -> list[Candidate]:
    """Return the passages in which sentences are looked for: those that late interaction has read."""
    again = reranked(encoder, query, asked, found)
    return [c for c in again if c.tokens is not None or asked is None][:PASSAGES]


def _groups(query: Query, judged: Sequence[Judged]) -> list[list[Judged]]:
    """Return at most three groups of sentences that say the same, best first; none to decline.

    The first group is that of the likeliest sentence that answers; a further sentence must show what is asked
    for if that one does, and have half as much of its topic.
    """
    answering = [one for one in judged if one.probability >= THRESHOLD]
    if not answering:
        return []
    if judged[0].crowded and not any(one.stated for one in answering) and judged[0] not in answering:
        return []  # of a crowd the likeliest decides: among eight one is always near
    if known := [one for one in answering if one.stated]:
        return _of_claims(known)
    if answering[0].item.signal("sign") < 0:  # a figure is asked for, and it has none that fits
        answering.sort(key=lambda one: one.claim is None)
    best = answering[0].item
    groups: list[list[Judged]] = []
    for one in answering:
        item = one.item
        if item.signal("sign") < best.signal("sign") or item.signal("topics") < best.signal("topics") / 2:
            continue
        if item.chance < ALSO[item.candidate.passage.lang != query.lang] * best.chance:
            continue
        same = next((group for group in groups if group[0].item.says_the_same(item)), None)
        if same is None:
            if len(groups) < SENTENCES:
                groups.append([one])
        elif len(same) < SENTENCES and all(
            item.candidate.document.id != other.item.candidate.document.id for other in same
        ):
            same.append(one)
    return (groups + _otherwise(groups, judged))[:SENTENCES]


def _of_claims(known: Sequence[Judged]) -> list[list[Judged]]:
    """Return one sentence of each document that states what is asked for; what says otherwise goes first."""
    documents = {one.item.candidate.document.id: one for one in reversed(known)}
    first = known[0]
    others = [one for one in known[1:] if documents[one.item.candidate.document.id] is one]
    others = [one for one in others if one.item.candidate.document.id != first.item.candidate.document.id]
    others.sort(key=lambda one: opposed([claim for claim in (first.claim, one.claim) if claim], {}) is None)
    groups: list[list[Judged]] = []
    for one in [first, *others][:SENTENCES]:
        same = next((group for group in groups if group[0].item.says_the_same(one.item)), None)
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return groups


def _otherwise(groups: Sequence[Sequence[Judged]], judged: Sequence[Judged]) -> list[list[Judged]]:
    """Return sentences further down that give another value of the same metric, best first."""
    used = {id(one) for group in groups for one in group}
    first = next((one.claim for group in groups for one in group if one.claim and one.claim.metric_key), None)
    if first is None:
        return []
    found = [
        [one]
        for one in judged
        if id(one) not in used
        and one.claim is not None
        and one.probability >= OTHERWISE * THRESHOLD
        and one.claim.metric_key == first.metric_key
        and _can_disagree(one.claim)
        and disagreement([first, one.claim]) is not None
    ]
    return found[: SENTENCES - 1]


def _of_parts(found: Sequence[_Found]) -> list[Sequence[Judged]]:
    """Return the best group of each part; a sentence that answers two stands once."""
    kept: list[Sequence[Judged]] = []
    for group in (one.groups[0] for one in found if one.groups):
        item = group[0].item
        places = ((other[0].item.candidate.document.id, other[0].item.start) for other in kept)
        if (item.candidate.document.id, item.start) not in places:
            kept.append(group)
    return kept


def _nearest(found: Sequence[_Found]) -> list[Evidence]:
    """Return the three likeliest sentences, of each part in turn."""
    ranked = zip_longest(*(one.ranked[:SENTENCES] for one in found))
    return [item for row in ranked for item in row if item is not None][:SENTENCES]
