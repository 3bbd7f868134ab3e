"""Judge the likeliest sentences one by one: do they answer, with what, and of whom?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.index.embed import passage_input
from yinzheng.qa.abstain import Why, answer_signals, answers_probability
from yinzheng.qa.announced import announced_at, asks_when_announced
from yinzheng.qa.claimed import is_of_another, metrics_asked, related
from yinzheng.qa.counted import count_in, counted_noun
from yinzheng.qa.coverage import Words
from yinzheng.qa.crowd import crowd
from yinzheng.qa.events import event_asked, events_in, is_denied, told_at
from yinzheng.qa.fitting import FIGURES, read_asked, topical
from yinzheng.qa.grammar.iso_periods import same_period
from yinzheng.qa.holders import is_of_another_post
from yinzheng.qa.mismatch import (
    is_known_to_be_asked,
    is_said_of_others,
    is_told_before,
    mismatch,
    named_metrics,
    subjects,
)
from yinzheng.qa.ordinals import is_of_another_ordinal, told_before
from yinzheng.qa.premise import asks_for_nothing, is_stated
from yinzheng.qa.quantities import quantities
from yinzheng.qa.ranked import asks_the_most, ranks
from yinzheng.qa.roles import is_of_another_part
from yinzheng.qa.short import Short, may_be_a_person, moved, of_figure, short_answer
from yinzheng.qa.told import Told
from yinzheng.types import Citation, Claim

if TYPE_CHECKING:
    from yinzheng.index.index import Index
    from yinzheng.qa.crowd import Crowd
    from yinzheng.qa.evidence import Asked
    from yinzheng.qa.retrieve import Query
    from yinzheng.qa.signals import Evidence
    from yinzheng.types import Quantity

JUDGED = 8
"""So many sentences are judged one by one."""

NEARLY = 0.05
"""A sentence is judged when its chance is at least this share of the best one's."""

OTHER_SUBJECT = 0.2
"""Most that the probability can be for what is told of another company or person than the question names."""

UNSTATED = 0.2
"""Most that the probability can be where a why-question presumes what the passage does not state."""

STATED = 0.8
"""Least that the probability is where the stored claims tell the subject, metric and period asked for."""

NOBODY = 0.5
"""What the probability is multiplied by when a person is asked for and the sentence names none."""

UNRANKED = 0.6
"""What the probability is multiplied by when the most of something is asked for and nothing is ranked."""

TOLD = 0.7
"""Least that the probability is where a question asks who did an event and the sentence tells who did."""

UNTOLD = 0.4
"""What it is multiplied by where the sentence tells of no such event."""

UNDATED = 0.4
"""What it is multiplied by when the day of an announcement is asked for and the sentence tells none."""

SURELY_OTHER = 0.2
"""Most that the probability can be for a figure that is surely of another metric than the question names, or
for who holds another post."""

PHRASE = 60
"""Characters of the longest value of a field that is a short answer."""

OTHER_METRIC = 0.6
"""What the probability is multiplied by when a figure is of another metric than the question names."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with the probability that it answers, why it would not, and what in it was asked for.

    ``claim`` is the figure that was asked for, in the document, and ``stated`` tells that its subject, metric
    and period are known to be those of the question, or who holds the post asked for; ``crowded`` that the
    other documents decided (``crowd.py``); ``listed`` that it is one line of a list that was asked for.
    ``signals`` are as ``ANSWER_SIGNALS``.
    """

    item: Evidence
    probability: float
    why: Why
    short: Short | None
    claim: Claim | None
    signals: tuple[float, ...]
    stated: bool = False
    crowded: bool = False
    listed: bool = False


def prepare(question: str) -> None:
    """Read a question as judging needs it, and load what that takes; it is remembered."""
    read_asked(question)
    subjects(question)
    named_metrics(question)
    events_in(question)


def judge(
    index: Index,
    query: Query,
    asked: Asked | None,
    ranked: Sequence[Evidence],
    stating: Sequence[Claim | Told] = (),
) -> list[Judged]:
    """Judge the sentences that are nearly as likely as the best one, and those of ``stating``.

    These state what the question asks for, as ``claimed.claims_of``, ``claimed.holders_of`` and
    ``fields.fields_of`` find them.
    """
    judging = _Judge(index, query, asked, ranked)
    result = []
    for rank, item in enumerate(ranked):
        told = next((one for one in stating if isinstance(one, Claim) and _is_within(one, item)), None)
        places = [one for one in stating if isinstance(one, Told) and _holds(item, one)]
        if told is not None:
            result.append(judging.of_claim(item, told))
        elif places:
            result.append(judging.of_told(item, places))
        elif judging.has_to_see(item) or (rank < JUDGED and item.chance >= NEARLY * ranked[0].chance):
            result.append(judging.of_sentence(item))
    if judging.dated:
        result.sort(key=lambda one: one.item.place not in judging.dating)
    return result


class _Judge:
    """The judge of one question's sentences."""

    def __init__(self, index: Index, query: Query, asked: Asked | None, ranked: Sequence[Evidence]) -> None:
        self._index, self._query, self._asked, self._ranked = index, query, asked, ranked
        self._known: dict[str, Sequence[Claim]] = {}  # claims by document: each is read once
        self._signals: dict[tuple[str, int], tuple[tuple[float, ...], Crowd]] = {}
        self._event = event_asked(query.text)
        self._noun = counted_noun(query.text)
        self.dated = asks_when_announced(query.text)
        self.dating = _dating(ranked) if self.dated else {}

    def has_to_see(self, item: Evidence) -> bool:
        """Whether a sentence dates the announcement, or tells of the event or count, that is asked for."""
        return (
            item.place in self.dating
            or (self._event is not None and bool(told_at(self._event, item.quote)))
            or (
                bool(self._noun)
                and count_in(self._noun, item.quote, item.candidate.document.title) is not None
            )
        )

    def of_claim(self, item: Evidence, told: Claim) -> Judged:
        """Judge a sentence with a figure that is known to be asked for."""
        probability, why, signals, _ = self._likely(item)
        short = of_figure(item.quote, moved(told.quantity, -item.start))
        return Judged(item, max(probability, STATED), why, short, told, signals, stated=True)

    def of_told(self, item: Evidence, told: Sequence[Told]) -> Judged:
        """Judge a sentence with names or a value that are known to be asked for."""
        probability, why, signals, _ = self._likely(item)
        spans = [(one.start - item.start, one.end - item.start) for one in told]
        alone = len({item.quote[start:end] for start, end in spans}) == 1
        short = None
        if alone and not told[0].listed:
            figure = read_asked(self._query.text).kind in FIGURES
            short = Short(*spans[0]) if told[0].whole else _short_of(item.quote, *spans[0], figure=figure)
        if (
            short
            and not told[0].whole
            and read_asked(self._query.text).kind == "person"
            and _DIGIT.search(item.quote, short.start, short.end)
        ):
            weights = self._query.concepts[item.candidate.passage.lang]  # 5 in favour, 1 against (Ann Pell)
            short = short_answer(self._query.text, item.quote, weights, item.pointed)
        claim = self._claim(item, short.quantity) if short and short.quantity else None
        probability = max(probability, STATED)
        return Judged(
            item, probability, why, short, claim, signals, stated=True, listed=any(one.listed for one in told)
        )

    def of_sentence(self, item: Evidence) -> Judged:
        """Judge a sentence by what it says."""
        question = self._query.text
        probability, why, signals, beside = self._likely(item)
        around = _around(item)
        weights = self._query.concepts[item.candidate.passage.lang]
        short = short_answer(question, item.quote, weights, item.pointed)
        probability = self._of_kind(item, short, probability)
        claim = None
        if short is not None and short.quantity is not None:
            found = self._claim(item, short.quantity)
            claim = self._asked_for(item, found)
            if claim is not found:
                short = of_figure(item.quote, moved(claim.quantity, -item.start))
            if is_known_to_be_asked(question, around, claim):
                probability = max(probability, self._apart(item))
            if is_told_before(question, item.quote, claim.quantity.end - item.start):
                probability, why = min(probability, OTHER_SUBJECT), Why("subject")
            match mismatch(question, item.quote, around, claim):
                case "subject":
                    probability, why = min(probability, OTHER_SUBJECT), Why("subject")
                case "metric":
                    probability *= OTHER_METRIC
        if is_said_of_others(question, item.quote, around):
            probability, why = min(probability, OTHER_SUBJECT), Why("subject")
        if (
            is_of_another(question, claim, item.quote)
            or is_of_another_post(question, item.quote)
            or is_of_another_part(question, item.quote, (short.start, short.end) if short else None)
            or is_of_another_ordinal(question, item.quote, told_before(item.candidate.document, item.start))
        ):
            probability, why = min(probability, SURELY_OTHER), Why("unanswered")
        if asks_for_nothing(question) or not is_stated(question, around, item.candidate.passage.lang):
            probability, why = min(probability, UNSTATED), Why("unanswered")
        return Judged(item, probability, why, short, claim, signals, crowded=beside.decides)

    def _likely(self, item: Evidence) -> tuple[float, Why, tuple[float, ...], Crowd]:
        """Return how likely a sentence answers by its signals, which come with it."""
        signals, beside = self._measured(item)
        probability, why = answers_probability(self._query, item, signals, beside)
        if (asking := item.asked_by) is not None:  # what was asked tells what is answered
            of_asking, _ = self._measured(asking)
            probability = max(probability, answers_probability(self._query, asking, of_asking, beside)[0])
        return probability, why, signals, beside

    def _apart(self, item: Evidence) -> float:
        """Return how likely it answers without the reader, which cannot deny what is known."""
        return answers_probability(self._query, replace(item, reading=None), *self._measured(item))[0]

    def _measured(self, item: Evidence) -> tuple[tuple[float, ...], Crowd]:
        """Return the signals of a sentence, and what the other documents say to it; measured once."""
        if item.place not in self._signals:
            signals = answer_signals(self._query, self._asked, item, self._ranked)
            self._signals[item.place] = signals, crowd(item, self._ranked)
        return self._signals[item.place]

    def _of_kind(self, item: Evidence, short: Short | None, probability: float) -> float:
        """Return the probability by whether a sentence tells what the kind of question wants told."""
        question = self._query.text
        if read_asked(question).kind == "person" and not (
            short and may_be_a_person(question, item.quote, short)
        ):
            probability *= NOBODY
        if asks_the_most(question) and not ranks(item.quote):
            probability *= UNRANKED
        if self.dated:
            about = self.dating.get(item.place)
            if about is None:
                probability *= UNDATED
            else:  # the reader seldom knows its day from that of what is announced
                probability = max(probability, self._apart(item), self._apart(about))
        if self._event is not None:
            if not told_at(self._event, item.quote):
                probability *= UNTOLD
            elif short is not None:
                probability = max(probability, TOLD)
        elif self._of_other_events(item) or self._denies(item):
            probability *= UNTOLD
        return probability

    def _of_other_events(self, item: Evidence) -> bool:
        """Whether a sentence tells of events, but neither it nor its passage of one that is asked about."""
        asked = events_in(self._query.text)
        return bool(asked) and bool(events_in(item.quote)) and not asked & events_in(_around(item))

    def _denies(self, item: Evidence) -> bool:
        """Whether a sentence says of what is asked about that it is not done: 承诺不减持."""
        question = self._query.text
        if read_asked(question).kind in ("yes_no", "reason", "other") or is_denied(question):
            return False
        return bool(events_in(question) & events_in(item.quote)) and is_denied(
            item.quote, events_in(question)
        )

    def _claim(self, item: Evidence, quantity: Quantity) -> Claim:
        """Return a figure of a sentence as the claim of its document that it is, or one of nothing known."""
        document = item.candidate.document
        if document.id not in self._known:
            extracted = self._index.claims(document)
            self._known[document.id] = extracted.claims if extracted else ()
        return _claim(self._known[document.id], item, quantity)

    def _asked_for(self, item: Evidence, claim: Claim) -> Claim:
        """Return the claim beside it that is of the metric and period asked for, or the claim itself."""
        question, known = self._query.text, self._known[item.candidate.document.id]
        if item.quote.lstrip().startswith("|"):
            claim = self._of_column(item, claim, known)
        return _in_time(question, item, _of_metric(question, item, claim, known), known)

    def _of_column(self, item: Evidence, claim: Claim, known: Sequence[Claim]) -> Claim:
        """Return the claim in a row of a table whose heading has most of the question's words."""
        topics = topical(self._query.concepts[item.candidate.passage.lang])
        of_row = [claim, *(other for other in known if _is_within(other, item))]
        return max(of_row, key=lambda other: Words.of(other.metric).coverage(topics))


def _dating(ranked: Sequence[Evidence]) -> dict[tuple[str, int], Evidence]:
    """Return the places of the sentences that date an announcement, each with what it announces.

    Of each document that is the nearest one before the likeliest sentence, or that itself.
    """
    likeliest: dict[str, Evidence] = {}
    for item in ranked[:JUDGED]:
        likeliest.setdefault(item.candidate.document.id, item)
    found = {}
    for item in sorted(ranked, key=lambda one: one.start):
        about = likeliest.get(item.candidate.document.id)
        if about is not None and item.start <= about.start and announced_at(item.quote):
            found[item.candidate.document.id] = item.place, about
    return dict(found.values())


def _of_metric(question: str, item: Evidence, claim: Claim, known: Sequence[Claim]) -> Claim:
    """Return the claim of the metric asked for, in the same sentence or row, the first of several.

    ``claim`` itself where it is of that metric or of none that is known, and where there is none.
    """
    wanted = named_metrics(question) | metrics_asked(question)
    if not wanted or not claim.metric_key or claim.metric_key in wanted:
        return claim
    others = (
        other
        for other in known
        if _is_within(other, item)
        and other.metric_key
        and any(related(key, other.metric_key) for key in wanted)
        and other.quantity.kind == claim.quantity.kind
    )
    return next(others, claim)


def _in_time(question: str, item: Evidence, claim: Claim, known: Sequence[Claim]) -> Claim:
    """Return the claim of the same metric, in the same sentence or row, that is of the period asked for.

    ``claim`` itself where it is of that period, or where there is none or several.
    """
    asked = read_asked(question)
    periods = {q.period for q in asked.stated if q.period} or asked.years  # ticket income 2022
    if not periods or _is_of(claim, periods):
        return claim
    others = [
        other
        for other in known
        if _is_within(other, item)
        and (other.metric, other.metric_key) == (claim.metric, claim.metric_key)
        and other.quantity.kind == claim.quantity.kind
        and _is_of(other, periods)
    ]
    return others[0] if len({other.quantity.value for other in others}) == 1 else claim


def _is_of(claim: Claim, periods: Iterable[str]) -> bool:
    """Whether a claim is of one of the periods; a day counts for its year."""
    return any(
        same_period(claim.period, period) or claim.period.startswith(f"{period}-") for period in periods
    )


def _is_within(claim: Claim, item: Evidence) -> bool:
    return (
        claim.citation.doc_id == item.candidate.document.id
        and item.start <= claim.quantity.start
        and claim.quantity.end <= item.end
    )


def _holds(item: Evidence, one: Told) -> bool:
    return one.doc_id == item.candidate.document.id and item.start <= one.start < item.end


def _short_of(sentence: str, start: int, end: int, *, figure: bool) -> Short | None:
    """Return what is told at ``[start, end)``, or where one is asked for its only figure; else None."""
    figures = [q for q in quantities(sentence) if start <= q.start and q.end <= end]
    if len(figures) == 1 and (figure or figures[0].end - figures[0].start == end - start):
        return of_figure(sentence, figures[0])
    said = sentence[start:end]
    bare = _IN_BRACKETS.sub("", said) or said
    return Short(start, start + len(bare)) if len(bare) <= PHRASE and not _ENDS.search(bare) else None


_DIGIT = re.compile(r"\d")
_IN_BRACKETS = re.compile(r"\s*[（(][^（）()]*[）)]\s*\Z")
_ENDS = re.compile(r"[。；！？;!?]|\.\s")


def _around(item: Evidence) -> str:
    """Return the passage of a sentence with its document's title and heading path."""
    passage = item.candidate.passage
    text, _ = passage_input(item.candidate.document, passage.start, passage.end)
    return text


def _claim(known: Sequence[Claim], item: Evidence, quantity: Quantity) -> Claim:
    """Return a figure of a sentence as the one of its document's claims that it is, or of nothing known."""
    document = item.candidate.document
    figure = moved(quantity, item.start)
    for claim in known:
        if claim.quantity.start == figure.start:
            return claim
    sentence = Citation(0, document.id, document.source, document.title, item.start, item.end, item.quote, "")
    return Claim("", "", "", figure, quantity.period or "", "actual", sentence, "exact", "")
