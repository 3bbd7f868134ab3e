"""Whether figures of two documents are of one subject, where one does not name it beside the figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.names.aliases import canonical, normal_form
from yinzheng.qa.stated import is_name

if TYPE_CHECKING:
    from yinzheng.types import Claim

SubjectsOf = Callable[[str], Collection[str]]
"""For a document's id whom figures of it are of whose sentences name nobody, as its claims guess."""


def under_one_name(claims: Sequence[Claim], subjects_of: SubjectsOf) -> list[Claim]:
    """Return the claims, those of the same subject as the first one under its name."""
    if not claims:
        return []
    first, *others = claims
    if not first.metric_key:
        return list(claims)
    names = {id(one): shared_subject(first, one, subjects_of) for one in others}
    name = next(filter(None, names.values()), "")
    if not name:
        return list(claims)
    return [replace(first, subject=name)] + [
        replace(one, subject=name) if names[id(one)] == name else one for one in others
    ]


def shared_subject(a: Claim, b: Claim, subjects_of: SubjectsOf) -> str:
    """Return of whom two claims of different documents both are; empty where that is not known.

    A subject that a sentence names counts. One that was taken from the sentences around or from the document
    is a guess: of those guessed, the one counts that titles or sentences of both documents have.
    """
    if a.subject and canonical(a.subject) == canonical(b.subject) and is_name(a.subject):
        return a.subject
    guessed = [*subjects_of(a.citation.doc_id), *subjects_of(b.citation.doc_id)]
    names = [name for name in (a.subject, b.subject, *guessed) if len(name) > 1 and is_name(name)]
    return next((name for name in names if _can_be(a, name) and _can_be(b, name)), "")


def _can_be(claim: Claim, name: str) -> bool:
    """Whether title or sentence has a name, and the sentence does not say the figure of somebody else."""
    folded = fold_text(normal_form(name)).replace(" ", "")
    quote, title = (fold_text(text).replace(" ", "") for text in (claim.citation.quote, claim.citation.title))
    if folded not in quote and folded not in title:
        return False
    if claim.subject_from != "sentence" or not claim.subject or not is_name(claim.subject):
        return True
    own = fold_text(normal_form(claim.subject)).replace(" ", "")
    return own in folded or folded in own or f"{own}{folded}" in quote  # 冷链企业顺禾
