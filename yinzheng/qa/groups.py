"""Which of the judged sentences an answer quotes, in which order, and what else it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from yinzheng.qa.abstain import THRESHOLD, TOPIC, WORDED
from yinzheng.qa.counted import count_in, counted_noun, differ
from yinzheng.qa.disagree import disagreement, opposed
from yinzheng.qa.same_subject import shared_subject, under_one_name
from yinzheng.qa.stated import stated

if TYPE_CHECKING:
    from yinzheng.qa.judge import Judged
    from yinzheng.qa.retrieve import Query
    from yinzheng.qa.same_subject import SubjectsOf
    from yinzheng.qa.signals import Evidence
    from yinzheng.types import Claim

SENTENCES = 3
"""An answer quotes at most so many sentences."""

ALSO = {False: 0.25, True: 0.15}
"""A further sentence is quoted when its chance is at least this share of the first one's: less where the
evidence is in the other language (True), since there the best sentence is the right one less often."""

OTHERWISE = 0.3
"""Another value of the metric asked for is shown from this share of the threshold on."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one question; ``read`` is whether there was any passage."""

    read: bool
    ranked: Sequence[Evidence]
    judged: Sequence[Judged]
    groups: Sequence[Sequence[Judged]]


def groups_of(
    query: Query, judged: Sequence[Judged], subjects_of: SubjectsOf = lambda _: ()
) -> list[list[Judged]]:
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
    return (groups + _otherwise(query.text, groups, judged, subjects_of))[:SENTENCES]


def _of_claims(known: Sequence[Judged]) -> list[list[Judged]]:
    """Return one sentence of each document that states what is asked for; what says otherwise goes first.

    Of a list that was asked for, its lines in their order.
    """
    if known[0].listed:
        lines = [one for one in known if one.listed]
        return [[one] for one in sorted(lines, key=lambda one: one.item.place)[:SENTENCES]]
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


def _otherwise(
    question: str, groups: Sequence[Sequence[Judged]], judged: Sequence[Judged], subjects_of: SubjectsOf
) -> list[list[Judged]]:
    """Return sentences further down that give another value of the same metric or count, best first."""
    used = {id(one) for group in groups for one in group}
    if noun := counted_noun(question):
        return _other_counts(noun, groups, [one for one in judged if id(one) not in used], subjects_of)
    first = next((one.claim for group in groups for one in group if one.claim and one.claim.metric_key), None)
    if first is None:
        return []

    def differs(claim: Claim) -> bool:
        mine, other = under_one_name([first, claim], subjects_of)
        return can_disagree(other) and disagreement([mine, other]) is not None

    found = [
        [one]
        for one in judged
        if id(one) not in used
        and one.claim is not None
        and one.probability >= OTHERWISE * THRESHOLD
        and one.claim.metric_key == first.metric_key
        and differs(one.claim)
    ]
    return found[: SENTENCES - 1]


def _other_counts(
    noun: str, groups: Sequence[Sequence[Judged]], judged: Sequence[Judged], subjects_of: SubjectsOf
) -> list[list[Judged]]:
    """Return the likeliest sentence of another document that counts more or fewer of a noun, if any.

    How likely it is counts for nothing where both are known to be of one subject.
    """
    used = [one for group in groups for one in group]
    counts = ((one, count_in(noun, one.item.quote, one.item.candidate.document.title)) for one in used)
    said, first = next(((one, count) for one, count in counts if count), (None, None))
    if said is None or first is None:
        return []
    documents = {one.item.candidate.document.id for one in used}
    for one in judged:
        if one.item.candidate.document.id in documents:
            continue
        other = count_in(noun, one.item.quote, one.item.candidate.document.title)
        sure = said.claim and one.claim and shared_subject(said.claim, one.claim, subjects_of)
        if other and differ(first, other) and (sure or one.probability >= OTHERWISE * THRESHOLD):
            return [[one]]
    return []


def of_parts(found: Sequence[Found]) -> list[Sequence[Judged]]:
    """Return the best group of each part; a sentence that answers two stands once."""
    kept: list[Sequence[Judged]] = []
    for group in (one.groups[0] for one in found if one.groups):
        item = group[0].item
        places = ((other[0].item.candidate.document.id, other[0].item.start) for other in kept)
        if (item.candidate.document.id, item.start) not in places:
            kept.append(group)
    return kept


def further(found: Sequence[Found], used: Sequence[Evidence]) -> list[Evidence]:
    """Return the next best sentences that say something else, up to three citations in all.

    What has none yet comes first, then each in turn. Where nothing is used, these are the nearest ones.
    """
    chosen = list(used)
    without = [one for one in found if not any(item is other for item in one.ranked for other in used)]
    turns = [item for one in without for item in one.ranked[:1]]
    turns += [item for row in zip_longest(*(one.ranked for one in found)) for item in row if item is not None]
    for item in turns:
        if len(chosen) >= SENTENCES:
            break
        if not any(item is other or item.says_the_same(other) for other in chosen):
            chosen.append(item)
    return chosen[len(used) :]


def account_of(judged: Sequence[Judged], run: Sequence[Evidence]) -> list[list[Judged]]:
    """Return the sentences of a run, each a group, where the document deals with what is asked; else none."""
    told = [one for one in judged if any(one.item is item for item in run)]
    if any(one.probability >= THRESHOLD for one in told) or any(map(_deals_with, run)):
        return [[one] for one in told]
    return []


def _deals_with(item: Evidence) -> bool:
    """Whether a sentence deals with what a summary is asked about, by its passage's cosine or its words."""
    return item.signal("dense") > TOPIC[False] or item.signal("words") > WORDED


def can_disagree(claim: Claim) -> bool:
    """Whether a figure is a date, or known to be of something that it can be held against others of."""
    return claim.quantity.period is not None or stated(claim, {}, None) is not None
