"""Who founded a company: all of them, from the first to the last, as documents tell it together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.qa.names.entities import names
from yinzheng.qa.names.latin import PEOPLE, WORD
from yinzheng.qa.names.people import people_among
from yinzheng.qa.tellings import first_told
from yinzheng.qa.told import names_whom, opens_with

if TYPE_CHECKING:
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

_WHO = "(?:谁|哪些人|哪几个人|哪几位|哪位|何人)"
_FOUNDS = "(?:创立|创办|创建|成立|建立|发起设立|发起成立|设立)"
_FOUNDED = r"(?:co-?found(?:ed)?|founded|started|set up|created|established)"


@cache
def _asking() -> tuple[re.Pattern[str], ...]:
    whose = r"(?P<whose>.{2,60}?)(?:公司|集团)?"
    return tuple(
        re.compile(rf"{form}[?？。]*", re.IGNORECASE)
        for form in (
            rf"{_WHO}(?:一起|共同)?{_FOUNDS}了?的?{whose}",
            rf"{whose}是?由?{_WHO}(?:一起|共同)?{_FOUNDS}了?的?",
            rf"{whose}的?(?:联合)?(?:创始人|创办人|创立者)(?:都|分别)?(?:是|有|叫)?(?:谁|哪些人?|哪几[位个]人?|哪位)",
            rf"who (?:first )?{_FOUNDED} (?:the )?{whose}",
            rf"who was {whose} {_FOUNDED} by",
            rf"who (?:is|are|was|were) (?:the )?(?:co-?)?founders? of {whose}",
            rf"who (?:is|are|was|were) {whose}['’]s? (?:co-?)?founders?",
        )
    )


@lru_cache(maxsize=64)
def founded_asked(question: str) -> str:
    """Return whose founders a question asks for; empty where it asks for something else."""
    text = simplified(question).strip()
    found = next((match for form in _asking() if (match := form.fullmatch(text))), None)
    return found["whose"].strip() if found else ""


def founders_of(question: str, documents: Sequence[Document]) -> list[Told]:
    """Return the founders that a question asks for: the first sentence of each document that tells them."""
    whose = founded_asked(question)

    def find(document: Document, _: int, said: str) -> tuple[int, int] | None:
        return _founders(whose, said, opens_with(document, whose))

    return first_told(documents, _TELLING, find) if whose else []


_TELLING = re.compile(
    rf"{_FOUNDS}|创始人|创办人|\b(?:co-?found(?:ed|ers?)|founded|founders?|started|set up|created"
    rf"|established)\b",
    re.IGNORECASE,
)


def _founders(whose: str, sentence: str, about: bool) -> tuple[int, int] | None:
    """Return where a sentence names the founders of a company; None where it does not."""
    if not names_whom(sentence, whose) and not about:
        return None
    people = [(n.start, n.end) for n in people_among(names(sentence), sentence)]
    for form in _TOLD:
        match = form.search(sentence)
        if match is None:
            continue
        what = match.groupdict().get("what") or ""
        if what and not names_whom(what, whose) and not (about and _ITSELF.fullmatch(what.strip())):
            continue
        start, end = match.span("who")
        inside = [span for span in people if start <= span[0] and span[1] <= end]
        if inside or _UNKNOWN.fullmatch(sentence, start, end):
            return start, max(end, inside[-1][1] if inside else end)
    return None


_UNKNOWN = re.compile("[\u3400-\u9fff]{2,4}")
"""A name alone, whether the tagger knows it or not."""
_ITSELF = re.compile(r"(?:本|该)?公司|集团|the (?:company|firm|group|business|start-?up)|it", re.IGNORECASE)
_WHEN = r"(?: in (?:[A-Z][a-z]+ )?\d{4}| in [A-Z]\w+)?"
_THE_COMPANY = rf"(?P<what>the (?:company|firm|group|business|start-?up)|it|{WORD}(?: {WORD}){{0,4}})"
_FOUNDS_EN = r"(?:co-?)?(?:founded|started|set up|created|established)"
_TOLD = (
    # 由甲大学教授A和前工程师B共同创立
    re.compile(
        rf"由(?P<who>[^，。；由]{{2,80}}?)(?:等人?)?(?:于\d{{4}}年[^，。；]{{0,10}}?)?(?:共同|联合|携手|一起|牵头)*{_FOUNDS}"
    ),
    # A和B于2018年共同创立了公司
    re.compile(
        r"(?:^|[，。；])(?:\d{4}年[^，。；]{0,8}，)?(?P<who>[^，。；\d]{2,60}?)(?:先生|女士)?(?:于|在)?(?:\d{4}年(?:\d{1,2}月)?)?"
        r"(?:共同|联合|携手|一起)*(?:创立|创办|创建)了?(?P<what>[^，。；的]{2,20})"
    ),
    # 联合创始人A和B, 创始人为A、B
    re.compile(
        r"(?:创始人|创办人)(?:分别)?(?:为|是|包括|有|：)?(?P<who>[\u3400-\u9fff·]{2,8}(?:[、和与及][\u3400-\u9fff·]{2,8})+)(?=[，。；（]|先生|女士|共同|均|都|分别|\Z)"
    ),
    re.compile(rf"{_FOUNDS_EN}{_WHEN} by (?P<who>{PEOPLE})"),
    re.compile(
        rf"(?P<who>{PEOPLE} {_FOUNDS_EN} {_THE_COMPANY}{_WHEN} (?:(?:together|along) with|alongside"
        rf"|with) {PEOPLE})"
    ),
    re.compile(rf"(?P<who>{PEOPLE}),? (?:who )?(?:jointly )?{_FOUNDS_EN} {_THE_COMPANY}"),
    re.compile(rf"(?:[Cc]o-?)?[Ff]ounders?,? (?:are |were |is )?(?P<who>{PEOPLE})"),
)
