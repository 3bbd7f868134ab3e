"""Whether a figure is of what the question asks about: its subject and its metric, as the stored claims tell.

A sentence on the same topic about another company is the likeliest false answer, most of all across
languages, where no vector tells names apart.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.tokens import language
from yinzheng.qa import metrics
from yinzheng.qa.names.aliases import canonical, forms, is_listed
from yinzheng.qa.names.entities import names
from yinzheng.qa.question import is_function_word

if TYPE_CHECKING:
    from yinzheng.types import Claim

_LATIN_NAME = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9&.-]*[A-Za-z0-9](?: [A-Z][A-Za-z0-9&.-]*[A-Za-z0-9])*")


def mismatch(question: str, sentence: str, around: str, claim: Claim) -> Literal["subject", "metric", ""]:
    """Return what tells that a claim answers another question than the one asked; empty where nothing does.

    ``sentence`` holds the claim, ``around`` its passage with the title and heading of its document.
    """
    asked = _sought(question, sentence)
    named = [mentions(question, canonical(name)) for name in AND.split(claim.subject) if name]
    if any(named) and not all(named):
        return "subject"  # what A and B come to together says nothing of A alone
    if asked and claim.subject and not any(mentions(sentence, name) for name in asked):
        of = canonical(claim.subject)
        told = claim.subject_from == "sentence" or not any(mentions(around, name) for name in asked)
        if told and of not in asked and (claim.subject_from == "sentence" or is_listed(of)):
            return "subject"
    if claim.metric_key:
        wanted = named_metrics(question)
        if wanted and claim.metric_key not in wanted and not wanted & named_metrics(sentence):
            return "metric"
    return ""


def is_known_to_be_asked(question: str, around: str, claim: Claim) -> bool:
    """Whether a claim is of a metric that the question names, and not of a subject that it does not name.

    Where its sentence names no subject, ``around``, as in ``mismatch``, has to name the one asked about.
    """
    if claim.metric_key not in named_metrics(question):
        return False
    asked = subjects(question)
    if claim.subject_from == "sentence" or canonical(claim.subject) in asked:
        return canonical(claim.subject) in asked
    return any(mentions(around, name) for name in asked)


def is_told_before(question: str, sentence: str, end: int) -> bool:
    """Whether a figure ends before a semicolon behind which whom the question names comes in first.

    甲2024年营收为21.5亿元；乙未披露业绩 says nothing of 乙.
    """
    cut = max(sentence.find("；", end), sentence.find("; ", end))
    if cut < 0:
        return False
    named = [question[one.start : one.end] for one in names(question) if one.kind in ("org", "person")]
    named += [name for name in subjects(question) if name in sentence]
    before, behind = sentence[:cut], sentence[cut:]
    return any(name in behind for name in named) and not any(name in before for name in named)


def is_said_of_others(question: str, sentence: str, around: str) -> bool:
    """Whether *we* tell what we did, and passage and title name nobody whom the question names.

    Across languages only names that the table of aliases has are looked for.
    """
    asked = _sought(question, sentence)
    if not asked or not _OURS.search(sentence):
        return False
    return not any(mentions(sentence, name) or mentions(around, name) for name in asked)


def _sought(question: str, sentence: str) -> frozenset[str]:
    """Return whom a question names, of those that can be looked for in a sentence of its language."""
    asked = subjects(question)
    if language(question) == language(sentence):
        return asked
    return frozenset(name for name in asked if is_listed(name))


AND = re.compile(r"、|和|与|及|,? and |, ")
"""What joins the names of a subject of several."""
_OURS = re.compile(r"我们|我們|我司|本公司|咱们|(?<![A-Za-z])(?:[Ww]e|[Oo]ur|us)(?![A-Za-z])")


@lru_cache(maxsize=64)
def named_metrics(text: str) -> frozenset[str]:
    """Return the keys of the metrics that a question or a sentence names; kept for those read last."""
    return frozenset(concept.key for term in metrics.find(text) for concept in term.concepts)


@lru_cache(maxsize=64)
def subjects(question: str) -> frozenset[str]:
    """Return the organisations, people and products that a question names, each by its canonical name."""
    folded = fold_text(question)
    found = {canonical(form) for form in forms() if form in folded and mentions(question, canonical(form))}
    for match in _LATIN_NAME.finditer(question):
        words = match.group().split()
        while words and is_function_word(words[0].lower()):
            words = words[1:]  # Who, How, What at the beginning
        if words:
            found.add(canonical(" ".join(words)))
    return frozenset(found)


def mentions(text: str, name: str) -> bool:
    """Return whether a text has a name in any of the forms that the table of aliases knows."""
    return _pattern(name).search(fold_text(text)) is not None


def is_about(text: str, name: str) -> bool:
    """Whether a text names one first, of all names that the table of aliases lists."""
    folded = fold_text(text)
    own = _pattern(name).search(folded)
    if own is None:
        return False
    others = {canonical(form) for form in forms() if form in folded[: own.start()]} - {name}
    return not any(_pattern(other).search(folded, 0, own.start()) for other in others)


def _spelled(name: str) -> str:
    """Return the pattern of a folded Latin name; a code may have a hyphen or not: T-14, T14."""
    if not re.fullmatch(r"[a-z]{1,4}[- ]?\d+[a-z]?", name):
        return rf"{re.escape(name)}(?![a-z])"
    return rf"{'[- ]?'.join(re.findall(r'[a-z]+|[0-9]+', name))}(?![a-z0-9])"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    ways = {fold_text(name), *(form for form in forms() if canonical(form) == name)}
    parts = [
        rf"(?<![a-z]){_spelled(way)}" if way.isascii() else re.escape(way)
        for way in sorted(ways, key=len, reverse=True)
    ]
    return re.compile("|".join(parts))
