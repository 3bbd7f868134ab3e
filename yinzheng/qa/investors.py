"""Who invested in a company, who led a round of it and who joined in, as documents tell it of that round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import simplified
from yinzheng.qa.names.latin import FIRMS
from yinzheng.qa.ordinals import is_of_another_ordinal, part_of_ordinal, told_before
from yinzheng.qa.tellings import first_told
from yinzheng.qa.told import names_whom, opens_with

if TYPE_CHECKING:
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

Part = Literal["leads", "joins", "invests"]


@dataclass(frozen=True, slots=True)
class Stake:
    """What a question asks: who plays a part in a round of ``whose`` company, empty where it names none."""

    part: Part
    whose: str


_ROUND = (
    r"(?:的?(?:最新|本|这|上|新)?(?:一)?(?:(?:pre[- ]?)?[a-h]\d?\s?[+＋]*\s?|天使\s?[+＋]?\s?"
    r"|种子\s?)?轮(?:次)?(?:的?(?:融资|投资))?"
    r"|的?(?:这笔|本次|最新)?融资)"
)
_WHO = (
    r"(?:(?:都|分别)?(?:是|有|由|为|叫)?(?:谁|哪些(?:机构|公司|投资者|投资方|资本|人)?"
    r"|哪几?[家个](?:机构|公司|资本|基金|投资机构|投资方)?)(?:是|来)?)"
)
_SERIES = (
    r"(?:(?:the |its |their )?(?:latest |last |new |first )?(?:(?:pre-)?series [a-h][\d+-]*"
    r"|(?:pre-)?(?:seed|angel)|[a-h]|funding)"
    r"(?: (?:funding |financing |investment )?(?:round|funding|financing|raise))?)"
)
_LEADS, _JOINS, _INVESTS = r"领投", r"(?:跟投|参投)", r"(?:投资|投|参与|参加)"
_LED = r"(?:led|leads|is leading|co-led)"
_JOINED = r"(?:participated|took part|joined|co-invested|followed)(?: in)?"
_BACKED = r"(?:invested|put money|backed|funded|financed)(?: in(?:to)?)?"


@cache
def _asking() -> tuple[tuple[Part, re.Pattern[str]], ...]:
    who = "(?:who(?: else)?|(?:which|what) (?:firms?|investors?|funds?|company|companies))"
    whose = r"(?P<whose>.{2,40}?)??"
    forms: list[tuple[Part, str]] = []
    ways: tuple[tuple[Part, str, str], ...] = (
        ("leads", _LEADS, _LED),
        ("joins", _JOINS, _JOINED),
        ("invests", _INVESTS, _BACKED),
    )
    for part, zh, en in ways:
        forms += [
            (part, rf"{whose}{_ROUND}{_WHO}{zh}的?了?"),
            (part, rf"{_WHO}{zh}了?{whose}{_ROUND}"),
            (
                part,
                rf"{whose}{_ROUND}的?{zh}(?:方|人|机构|者)(?:都|分别)?(?:是|有|为|叫)?(?:谁|哪些|哪几?[家个](?:机构|公司)?|什么)(?:公司|机构)?",
            ),
            (
                part,
                rf"{who} {en} (?:in )?{whose}(?:['’]s?)? ?{_SERIES}",
            ),
            (
                part,
                rf"{who} {en} (?:in )?{_SERIES} (?:of|for|in|at) {whose}",
            ),
        ]
    forms += [
        (
            "leads",
            (
                rf"(?:who|which (?:firm|investor)) (?:is|was|were) the lead investors? in {whose}"
                rf"(?:['’]s?)? ?{_SERIES}"
            ),
        ),
        ("leads", rf"who was {whose}(?:['’]s?)? ?{_SERIES} led by"),
        ("invests", rf"who (?:are|were) the investors in {whose}(?:['’]s?)? ?{_SERIES}"),
    ]
    return tuple((part, re.compile(rf"{form}[?？。]*", re.IGNORECASE)) for part, form in forms)


@lru_cache(maxsize=64)
def stake_asked(question: str) -> Stake | None:
    """Read a question for who invested in a round; None where it asks for something else."""
    text = simplified(question).strip()
    if not _HINT.search(text):
        return None  # most questions
    for part, form in _asking():
        if found := form.fullmatch(text):
            whose = re.sub(
                r"^(?:the|its|their) |(?:公司|集团|['’]s?|的)$", "", (found["whose"] or "").strip()
            )
            return Stake(part, "" if _ITS.fullmatch(whose) else whose)
    return None


_HINT = re.compile(r"轮|融资|\b(?:series|round|seed|angel|funding)\b", re.IGNORECASE)
_ITS = re.compile(r"the|its|their|this|本|这|该|此", re.IGNORECASE)


def tells_no_investment(question: str, sentence: str) -> bool:
    """Whether a question asks who invested in a round, and a sentence tells of no investment."""
    return stake_asked(question) is not None and not _INVESTS_ANY.search(simplified(sentence))


_INVESTS_ANY = re.compile(
    r"投|融资|轮|募|注资|加码|\b(?:invest|led|lead|rais|fund|back|round|particip|join|ventur)", re.IGNORECASE
)


def investors_of(question: str, documents: Sequence[Document]) -> list[Told]:
    """Return the investors that a question asks for: the first place of each document that tells them."""
    asked = stake_asked(question)
    if asked is None:
        return []

    def find(document: Document, start: int, said: str) -> tuple[int, int] | None:
        if is_of_another_ordinal(question, said, told_before(document, start)):
            return None
        if asked.whose and not opens_with(document, asked.whose) and not names_whom(said, asked.whose):
            return None
        first, last = part_of_ordinal(question, said) or (0, len(said))
        span = _investors(asked.part, said[first:last])
        return (first + span[0], first + span[1]) if span else None

    return first_told(documents, _TELLING, find)


_TELLING = re.compile(
    r"领投|跟投|参投|投资方|投资人|投资者|投资机构|获|\b(?:led|participat|invest|backed|joined)",
    re.IGNORECASE,
)


def _investors(part: Part, said: str) -> tuple[int, int] | None:
    """Return where a part of a sentence names who plays a part in a round, from the first to the last."""
    for form in _TOLD[part]:
        for match in form.finditer(said):
            start, end = match.span("who")
            opened = _APPOSED.match(said, start, end)
            start = opened.end() if opened else start
            if end - start >= 2 and not _NOBODY.fullmatch(said, start, end):
                return start, end
    return None


_APPOSED = re.compile(
    r"(?:其中|本轮(?:融资)?|此轮(?:融资)?|该轮(?:融资)?|并|同时|新股东|新投资方|知名(?:投资)?机构|老股东|原股东|既有股东|现有股东|产业方|战略投资方)+[，：]?"
)
_NOBODY = re.compile(r".*(?:融资|估值|亿元|万元|美元|公司完成).*")
_ZH = r"(?P<who>[^，。；：由\d]{2,60}?)"
_EN = rf"(?P<who>{FIRMS})"
_LED_BY = (
    re.compile(rf"由{_ZH}(?:等(?:机构)?)?(?:共同|联合|独家|继续|持续)*领投"),
    re.compile(rf"领投(?:方|机构|人)(?:分别)?(?:为|是|：){_ZH}(?=[，。；]|$)"),
    re.compile(rf"(?:^|[，。；：]){_ZH}(?:等(?:机构)?)?(?:共同|联合|独家|继续|持续)*领投"),
    re.compile(rf"领投了?(?:的是|本轮的是)?{_ZH}(?=[，。；]|$)"),
    re.compile(rf"\b(?:co-)?led by {_EN}"),
    re.compile(rf"{_EN} (?:led|leads|is leading|co-led) (?:the|its|this|a)\b"),
)
_INVESTED_BY = (
    re.compile(rf"投资(?:方|人|者|机构)(?:分别)?(?:包括了?|有|为|是|：){_ZH}(?:等)?(?=[，。；]|$)"),
    re.compile(rf"(?:获得?|由){_ZH}(?:等(?:机构)?)?(?:共同|联合|独家|战略)*(?:投资|注资|出资|投得)"),
    re.compile(
        rf"\b(?:investment|funding|financing|money|backed|funded|raised)(?: \$?[\d.]+ \w+)? (?:from|by) {_EN}"
    ),
    re.compile(rf"\binvestors (?:include|included|including|were|are) {_EN}"),
    re.compile(rf"{_EN} invested\b"),
)
_JOINED_BY = (
    re.compile(rf"(?:跟投|参投)(?:方|机构|人)(?:分别)?(?:包括了?|有|为|是|：){_ZH}(?:等)?(?=[，。；]|$)"),
    re.compile(
        rf"(?:^|[，。；：]){_ZH}(?:等(?:\d+家|多家|机构)*)?(?:共同|联合|继续|持续)*(?:跟投|参投|参与投资)"
    ),
    re.compile(rf"\b(?:participation (?:from|by|of)|joined by|alongside|followed by) {_EN}"),
    re.compile(rf"{_EN} (?:also )?(?:participated|took part|joined|co-invested)\b"),
)
_TOLD: dict[Part, tuple[re.Pattern[str], ...]] = {
    "leads": _LED_BY,
    "joins": _JOINED_BY,
    "invests": (*_INVESTED_BY, *_LED_BY, *_JOINED_BY),
}
