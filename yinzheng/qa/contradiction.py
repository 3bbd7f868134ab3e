"""Whether what an answer quotes contradicts itself: figures of what was asked, and counts of one noun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.qa.counted import Count, count_in, counted_noun, differ
from yinzheng.qa.disagree import disagreement, opposed
from yinzheng.qa.grammar.iso_periods import interval
from yinzheng.qa.groups import can_disagree
from yinzheng.qa.same_subject import shared_subject, under_one_name
from yinzheng.qa.stated import CLOSE
from yinzheng.types import Citation, Claim, Conflict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yinzheng.qa.same_subject import SubjectsOf


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of an answer: its figure that was asked for, if any, and where it stands.

    ``stated`` tells that the claim's subject, metric and period are known to be those asked for.
    """

    claim: Claim | None
    stated: bool
    citation: Citation


def contradiction(
    question: str,
    quoted: Sequence[Quoted],
    dates: Mapping[str, str | None],
    subjects_of: SubjectsOf,
) -> Conflict | None:
    """Return the figures quoted that do not agree; what is known to be asked for is held against its like.

    ``dates`` are those of the documents (ISO 8601), by their ids.
    """
    known = [one.claim for one in quoted if one.claim is not None and one.stated]
    if known:
        return opposed(known, dates)
    counted = _of_counts(question, quoted, dates, subjects_of)
    if counted is not None:
        return counted
    claims = [one.claim for one in quoted if one.claim is not None]
    return disagreement([claim for claim in under_one_name(claims, subjects_of) if can_disagree(claim)])


def _of_counts(
    question: str,
    quoted: Sequence[Quoted],
    dates: Mapping[str, str | None],
    subjects_of: SubjectsOf,
) -> Conflict | None:
    """Return different counts of what the question asks the number of, of one subject and time."""
    noun = counted_noun(question)
    counts: list[tuple[Count, Claim]] = []
    for one in quoted:
        count = count_in(noun, one.citation.quote, f"{question}\n{one.citation.title}")
        if count is not None:
            counts.append((count, _claimed(count, noun, one)))
    if not counts:
        return None
    (first, claim), *others = counts
    for other, against in others:
        apart = claim.citation.doc_id != against.citation.doc_id and differ(first, other)
        if not apart or (not first.when and _are_far_apart(dates, claim, against)):
            continue
        name = shared_subject(claim, against, subjects_of)
        if name:
            groups = tuple((replace(one, subject=name),) for one in (claim, against))
            return Conflict(name, "", first.when, groups, "")
    return None


def _claimed(count: Count, noun: str, one: Quoted) -> Claim:
    """The count as a claim; its subject is that of the figure that was taken for the answer."""
    at = one.citation.start
    figure = replace(count.quantity, start=at + count.quantity.start, end=at + count.quantity.end)
    subject, how = (one.claim.subject, one.claim.subject_from) if one.claim else ("", "")
    return Claim(subject, noun, "", figure, count.when, "actual", one.citation, "exact", how)


def _are_far_apart(dates: Mapping[str, str | None], a: Claim, b: Claim) -> bool:
    """Whether two documents are of different quarters, so that each may be right for its day."""
    days = [interval(date) for claim in (a, b) if (date := dates.get(claim.citation.doc_id))]
    ends = [found[1] for found in days if found]
    return len(ends) == 2 and abs(ends[0] - ends[1]) > CLOSE
