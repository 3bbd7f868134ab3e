"""Which law firm or bank advised somebody on a deal, and what tells of advisers of another kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import simplified
from yinzheng.qa.names.latin import FIRM
from yinzheng.qa.tellings import first_told
from yinzheng.qa.told import names_whom, opens_with

if TYPE_CHECKING:
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

Trade = Literal["law", "finance", ""]


@dataclass(frozen=True, slots=True)
class Engagement:
    """What a question asks: who advised ``whom``, and of which trade; ``""`` where it names none."""

    whom: str
    trade: Trade


_TRADES: dict[Trade, re.Pattern[str]] = {
    "law": re.compile(
        r"律师|律所|法律|法务|\b(?:law|legal|counsel|solicitors?|attorneys?|llp)\b", re.IGNORECASE
    ),
    "finance": re.compile(
        r"财务|投行|券商|证券|银行|保荐|承销|资本|\b(?:banks?|financial|bankers?|brokers?|securities|capital)\b",
        re.IGNORECASE,
    ),
}
_ADVISES = re.compile(
    r"顾问|律师|保荐|承销|\b(?:advis\w+|counsel|represent\w*|act(?:ed|s|ing) (?:for|as)|underwrit\w+)\b",
    re.IGNORECASE,
)


@cache
def _asking() -> tuple[re.Pattern[str], ...]:
    zh, en = r"(?P<whom>[^，。]{2,40}?)", r"(?P<whom>[^?,]{2,60}?)"
    firm = r"(?P<trade>律所|律师事务所|投行|投资银行|券商|证券公司|银行|财务顾问|法律顾问|机构|公司|中介)"
    advised = r"(?:advised|advises|is advising|represented|is representing|acted for|worked for|counsel?led)"
    forms = (
        rf"(?:谁|哪一?[家个]{firm}?)(?:是|为|给|担任了?){zh}(?:的|提供了?|做了?|当了?|担任了?)*(?P<more>[^，。]{{0,8}}(?:顾问|法律服务|咨询服务))",
        rf"{zh}的?(?P<trade>法律顾问|(?:独立)?财务顾问|保荐人|保荐机构|主?承销商|律师|律所)(?:是|为|叫)?(?:谁|哪一?家.{{0,6}})",
        (
            rf"which (?P<trade>law firm|lawyers?|(?:investment )?bank|bankers?|firm|advis[eo]r|company"
            rf"|brokerage)s? {advised} {en}(?: (?:on|in|over|about) .+)?"
        ),
        rf"who {advised} {en}(?: (?:on|in|over|about) .+)?",
        rf"who (?:was|is|were|are) {en}['’]s? (?P<trade>legal|financial)? ?(?:advis[eo]rs?|counsel)(?: .+)?",
    )
    return tuple(re.compile(rf"{form}[?？。]*", re.IGNORECASE) for form in forms)


@lru_cache(maxsize=64)
def engagement_asked(question: str) -> Engagement | None:
    """Read a question for who advised somebody; None where it asks for something else."""
    text = simplified(question).strip()
    if not _ADVISES.search(text) and not re.search("律所|worked for", text):
        return None
    for form in _asking():
        if found := form.fullmatch(text):
            named = found.groupdict()
            said = f"{named.get('trade') or ''}{named.get('more') or ''}"
            trade = next((trade for trade, words in _TRADES.items() if words.search(said)), "")
            return Engagement(re.sub(r"['’]s?$|^the ", "", found["whom"]).strip(), trade)  # type: ignore[arg-type]
    return None


def is_of_other_advisers(question: str, sentence: str) -> bool:
    """Whether a question asks who advised somebody, and a sentence tells of no adviser of that trade."""
    asked = engagement_asked(question)
    if asked is None:
        return False
    text = simplified(sentence)
    if not _ADVISES.search(text) or not asked.trade:
        return not _ADVISES.search(text)
    matches = [m for form in _TOLD for m in form.finditer(text)]
    told = [m for m in matches if names_whom(m.groupdict().get("whom") or "", asked.whom)]
    if not told and any(m.groupdict().get("whom") for m in matches):
        return True  # advised was somebody else
    of_trade = _TRADES[asked.trade]
    return not any(of_trade.search(m.group()) for m in told) if told else not of_trade.search(text)


def advisers_of(question: str, documents: Sequence[Document]) -> list[Told]:
    """Return who advised the one whom a question names: the first place of each document that tells it."""
    asked = engagement_asked(question)
    if asked is None:
        return []

    def find(document: Document, _: int, said: str) -> tuple[int, int] | None:
        return _adviser(asked, said, opens_with(document, asked.whom))

    return first_told(documents, _ADVISES, find)


def _adviser(asked: Engagement, said: str, about: bool) -> tuple[int, int] | None:
    for form in _TOLD:
        for match in form.finditer(said):
            whom = match.groupdict().get("whom")
            ours = names_whom(whom, asked.whom) if whom else about or names_whom(said, asked.whom)
            clause = match.group()
            if ours and (not asked.trade or _TRADES[asked.trade].search(clause)):
                return match.span("who")
    return None


_ZH = r"(?P<who>[^\s，。；：、“”为是任担由]{2,24}?)"
_KIND = (
    r"(?:独家|本轮|本次|独立|境内|境外|专项|常年)*(?:财务|法律|融资|投资)?(?:顾问|律师)|(?:独家"
    r"|联席)?(?:保荐人|保荐机构|主?承销商)"
)
_TOLD = (
    re.compile(rf"(?:{_KIND})(?:分别)?(?:为|是|：|由){_ZH}(?:担任)?(?=[，。；、]|\Z)"),
    re.compile(rf"{_ZH}(?:担任|出任|任|为)(?:了)?(?P<whom>[^，。；]{{0,20}}?)的?(?:{_KIND})"),
    re.compile(
        rf"(?P<who>{FIRM}),? (?:has |have |is |are |was |were )?(?:acted |acting |served |serving )?(?:as )?"
        rf"(?:the )?(?:sole |exclusive |lead )?(?:legal |financial )?"
        rf"(?:advised|advises|advising|represented|represents|representing|for|counsel to|counsel for"
        rf"|advis[eo]rs? (?:to|for))"
        rf" (?:the )?(?P<whom>{FIRM})"
    ),
    re.compile(rf"(?P<whom>{FIRM}) (?:was|is|were) (?:advised|represented) by (?:the )?(?P<who>{FIRM})"),
)
