"""Judge the likeliest sentences one by one: do they answer, with what, and of whom?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.index.embed import passage_input
from yinzheng.qa.abstain import Why, answer_signals, answers_probability
from yinzheng.qa.announced import announced_at, asks_when_announced
from yinzheng.qa.claimed import is_of_another
from yinzheng.qa.crowd import crowd
from yinzheng.qa.events import event_asked, told_at
from yinzheng.qa.fitting import read_asked
from yinzheng.qa.grammar.iso_periods import same_period
from yinzheng.qa.mismatch import is_known_to_be_asked, is_said_of_others, mismatch, named_metrics, subjects
from yinzheng.qa.posts import Holder, is_of_another_post
from yinzheng.qa.premise import is_stated
from yinzheng.qa.ranked import asks_the_most, ranks
from yinzheng.qa.short import Short, may_be_a_person, of_figure, short_answer
from yinzheng.types import Citation, Claim

if TYPE_CHECKING:
    from yinzheng.index.index import Index
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

UNTOLD = 0.5
"""What it is multiplied by where the sentence tells of no such event."""

UNDATED = 0.4
"""What it is multiplied by when the day of an announcement is asked for and the sentence tells none."""

SURELY_OTHER = 0.2
"""Most that the probability can be for a figure that is surely of another metric than the question names, or
for who holds another post."""

OTHER_METRIC = 0.6
"""What the probability is multiplied by when a figure is of another metric than the question names."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with the probability that it answers, why it would not, and what in it was asked for.

    ``claim`` is the figure that was asked for, in the document, and ``stated`` tells that its subject, metric
    and period are known to be those of the question, or who holds the post asked for; ``crowded`` that the
    other documents decided (``crowd.py``). ``signals`` are as ``ANSWER_SIGNALS``.
    """

    item: Evidence
    probability: float
    why: Why
    short: Short | None
    claim: Claim | None
    signals: tuple[float, ...]
    stated: bool = False
    crowded: bool = False


def prepare(question: str) -> None:
    """Read a question as judging needs it, and load what that takes; it is remembered."""
    read_asked(question)
    subjects(question)
    named_metrics(question)


def judge(
    index: Index,
    query: Query,
    asked: Asked | None,
    ranked: Sequence[Evidence],
    stating: Sequence[Claim | Holder] = (),
) -> list[Judged]:
    """Judge the sentences that are nearly as likely as the best one, and those of ``stating``.

    These state what the question asks for, as ``claimed.claims_of`` and ``claimed.holders_of`` find them.
    """
    result = []
    known: dict[str, Sequence[Claim]] = {}  # by document: each is read once
    dated = asks_when_announced(query.text)
    opening = _opening(ranked) if dated else {}
    event = event_asked(query.text)
    for rank, item in enumerate(ranked):
        told = next((one for one in stating if isinstance(one, Claim) and _is_within(one, item)), None)
        held = [one for one in stating if isinstance(one, Holder) and _names(one, item)]
        dates = opening.get(item.place)
        known_to = told is not None or held or dates is not None
        if not known_to and (rank >= JUDGED or item.chance < NEARLY * ranked[0].chance):
            continue
        signals = answer_signals(query, asked, item, ranked)
        beside = crowd(item, ranked)
        probability, why = answers_probability(query, item, signals, beside)
        if (asking := item.asked_by) is not None:  # what was asked tells what is answered
            of_asking = answer_signals(query, asked, asking, ranked)
            probability = max(probability, answers_probability(query, asking, of_asking, beside)[0])
        if told is not None:
            figure = _moved(told.quantity, -item.start)
            stated = of_figure(item.quote, figure)
            result.append(Judged(item, max(probability, STATED), why, stated, told, signals, stated=True))
            continue
        if held:
            spans = [(one.start - item.start, one.end - item.start) for one in held]
            alone = len({item.quote[start:end] for start, end in spans}) == 1
            name = Short(*spans[0]) if alone else None
            result.append(Judged(item, max(probability, STATED), why, name, None, signals, stated=True))
            continue
        around = _around(item)
        short = short_answer(
            query.text, item.quote, query.concepts[item.candidate.passage.lang], item.pointed
        )
        if read_asked(query.text).kind == "person" and not (
            short and may_be_a_person(query.text, item.quote, short)
        ):
            probability *= NOBODY
        if asks_the_most(query.text) and not ranks(item.quote):
            probability *= UNRANKED
        if dates is not None:  # the reader seldom knows its day from that of what is announced
            for one in (item, dates):
                apart = replace(one, reading=None)
                of_one = answer_signals(query, asked, one, ranked)
                probability = max(probability, answers_probability(query, apart, of_one, beside)[0])
        elif dated:
            probability *= UNDATED
        if event is not None:
            if not told_at(event, item.quote):
                probability *= UNTOLD
            elif short is not None:
                probability = max(probability, TOLD)
        claim = None
        if short is not None and short.quantity is not None:
            document = item.candidate.document
            if document.id not in known:
                extracted = index.claims(document)
                known[document.id] = extracted.claims if extracted else ()
            claim = _claim(known[document.id], item, short.quantity)
            found = claim
            claim = _of_metric(query.text, item, claim, known[document.id])
            claim = _in_time(query.text, item, claim, known[document.id])
            if claim is not found:
                short = of_figure(item.quote, _moved(claim.quantity, -item.start))
            if is_known_to_be_asked(query.text, around, claim):  # which the reader cannot deny
                apart = replace(item, reading=None)
                probability = max(probability, answers_probability(query, apart, signals, beside)[0])
            match mismatch(query.text, item.quote, around, claim):
                case "subject":
                    probability, why = min(probability, OTHER_SUBJECT), Why("subject")
                case "metric":
                    probability *= OTHER_METRIC
        if is_said_of_others(query.text, item.quote, around):
            probability, why = min(probability, OTHER_SUBJECT), Why("subject")
        if is_of_another(query.text, claim, item.quote):
            probability, why = min(probability, SURELY_OTHER), Why("unanswered")
        if is_of_another_post(query.text, item.quote):
            probability, why = min(probability, SURELY_OTHER), Why("unanswered")
        if not is_stated(query.text, around, item.candidate.passage.lang):
            probability, why = min(probability, UNSTATED), Why("unanswered")
        result.append(Judged(item, probability, why, short, claim, signals, crowded=beside.decides))
    if dated:
        result.sort(key=lambda one: one.item.place not in opening)
    return result


def _opening(ranked: Sequence[Evidence]) -> dict[tuple[str, int], Evidence]:
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
    """Return the claim of the metric asked for, in the same sentence or row.

    ``claim`` itself where it is of that metric or of none that is known, and where there is none or several.
    """
    wanted = named_metrics(question)
    if not wanted or not claim.metric_key or claim.metric_key in wanted:
        return claim
    others = [
        other
        for other in known
        if _is_within(other, item)
        and other.metric_key in wanted
        and other.quantity.kind == claim.quantity.kind
    ]
    return others[0] if len({other.quantity.value for other in others}) == 1 else claim


def _in_time(question: str, item: Evidence, claim: Claim, known: Sequence[Claim]) -> Claim:
    """Return the claim of the same metric, in the same sentence or row, that is of the period asked for.

    ``claim`` itself where it is of that period, or where there is none or several.
    """
    periods = {q.period for q in read_asked(question).stated if q.period}
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


def _names(one: Holder, item: Evidence) -> bool:
    return one.doc_id == item.candidate.document.id and item.start <= one.start and one.end <= item.end


def _around(item: Evidence) -> str:
    """Return the passage of a sentence with its document's title and heading path."""
    passage = item.candidate.passage
    text, _ = passage_input(item.candidate.document, passage.start, passage.end)
    return text


def _claim(known: Sequence[Claim], item: Evidence, quantity: Quantity) -> Claim:
    """Return a figure of a sentence as the one of its document's claims that it is, or of nothing known."""
    document = item.candidate.document
    moved = _moved(quantity, item.start)
    for claim in known:
        if claim.quantity.start == moved.start:
            return claim
    sentence = Citation(0, document.id, document.source, document.title, item.start, item.end, item.quote, "")
    return Claim("", "", "", moved, quantity.period or "", "actual", sentence, "exact", "")


def _moved(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)
