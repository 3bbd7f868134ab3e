"""Both ends of a deal and what changes hands: who sold A, who is buying B, what did C buy.

A sentence names them all, and each looks like an answer; which is which stands in the words around the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import simplified
from yinzheng.qa.doers import acting_at, announcer
from yinzheng.qa.names.latin import FIRM
from yinzheng.qa.tellings import first_told
from yinzheng.qa.told import names_whom, opens_with

if TYPE_CHECKING:
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

End = Literal["seller", "buyer", "thing"]


@dataclass(frozen=True, slots=True)
class Deal:
    """What a question asks: who sold or bought ``named``, or what the buyer of that name bought."""

    end: End
    named: str


_WHO = r"(?:谁|哪一?家(?:公司|企业|机构)?|哪个(?:公司|企业|股东))"
_SELL, _BUY = r"(?:出售|转让|出让|卖出|卖掉|卖|剥离)", r"(?:收购|购买|买下|买入|拿下|接手|受让|买)"
_SOLD = r"(?:sold|is selling|sells|will sell|agreed to sell|is to sell|divested|is divesting|offloaded)"
_BOUGHT = (
    r"(?:bought|is buying|buys|will buy|acquired|is acquiring|acquires|will acquire|purchased"
    r"|agreed to (?:buy|acquire)|is taking over|took over)"
)


@cache
def _asking() -> tuple[tuple[End, re.Pattern[str]], ...]:
    zh, en = r"(?P<named>[^，。]{2,40}?)", r"(?:the )?(?P<named>[^?,]{2,60}?)"
    rest = r"(?: (?:to|from|for|in) [^?]+)?"
    forms: tuple[tuple[End, str], ...] = (
        ("seller", rf"{_WHO}{_SELL}了?{zh}(?:的?(?:股权|业务|资产|股份))?"),
        ("seller", rf"{zh}(?:是|由)?{_WHO}{_SELL}的"),
        ("seller", rf"{zh}的?(?:卖方|出让方|转让方|卖家)(?:是|为)?{_WHO}"),
        ("buyer", rf"{_WHO}{_BUY}了?{zh}(?:的?(?:股权|业务|资产|股份))?"),
        ("buyer", rf"(?:.{{2,20}}(?:把|将))?{zh}(?:被|要|将)?{_SELL}给了?{_WHO}"),
        ("buyer", rf"{zh}的?(?:买方|受让方|收购方|买家|接盘方)(?:是|为)?{_WHO}"),
        ("thing", rf"{zh}{_BUY}了(?:什么|哪一?家公司|谁|哪些资产)"),
        ("seller", rf"(?:who|which company) {_SOLD} {en}{rest}"),
        ("seller", rf"who (?:was|is) {en} sold by"),
        ("buyer", rf"(?:who|which company) {_BOUGHT} {en}{rest}"),
        ("buyer", rf"who (?:was|is|will) {en} (?:be |being )?sold to"),
        ("buyer", rf"who (?:did|does|will|is) [^?]{{2,40}}? sell(?:ing)? {en} to"),
        (
            "thing",
            (
                rf"(?:what|which (?:company|business|unit)) (?:did|does|has|is|will) {en} (?:buy|acquire"
                rf"|purchase|buying|acquiring|bought|acquired)(?: from [^?]+)?"
            ),
        ),
    )
    return tuple((end, re.compile(rf"{form}[?？。]*", re.IGNORECASE)) for end, form in forms)


@lru_cache(maxsize=64)
def deal_asked(question: str) -> Deal | None:
    """Read a question for an end of a deal; None where it asks for something else, or of shares."""
    text = simplified(question).strip()
    if not _HINT.search(text) or _SHARES.search(text):
        return None
    for end, form in _asking():
        if found := form.fullmatch(text):
            return Deal(end, found["named"].strip())
    return None


_HINT = re.compile(
    rf"{_SELL}|{_BUY}|[买卖让购]方|[买卖]家|\b(?:s[eo]ld?|sells|selling|divest|offload|b[ou]\w*y"
    rf"|bought|buys|acqui|purchas|tak\w+ over|took over)",
    re.IGNORECASE,
)
_SHARES = re.compile(r"股票|股份|减持|增持|\bshares\b|\bstock\b", re.IGNORECASE)


def tells_no_deal(question: str, sentence: str) -> bool:
    """Whether a question asks for an end of a deal, and a sentence tells of none, or of one of the other end.

    Whoever buys something is not who is bought.
    """
    asked = deal_asked(question)
    if asked is None:
        return False
    text = simplified(sentence)
    if not _TELLS.search(text):
        return True
    first = re.escape(asked.named.split(maxsplit=1)[0] if asked.named.isascii() else asked.named)
    acts = re.compile(rf"{first}(?: [A-Z][\w&'’-]*)*(?:{_ACTS_EN}|{_ACTS_ZH})")
    return asked.end != "thing" and acts.search(text) is not None and not _end(asked, text, about=False)


_ACTS_EN = (
    r" (?:(?:(?!was|were|is|are|been|being)\w+ )?(?:sells|sold|buys|bought|acquired)"
    r"|has (?:bought|sold|acquired))\b"
)
_ACTS_ZH = rf"(?:拟|已|将|宣布|完成|公告)*(?:{_BUY})"
_TELLS = re.compile(
    rf"{_SELL}|{_BUY}|交易|[买卖]方|并购|控股|入主|易主|私有化|所有|拥有|出让|拍卖|[买卖购售]"
    r"|\b(?:s[eo]ld?|sell|selling|sale|divest|bought|buy|acqui|purchas|took over|tak\w+ over|takeover"
    r"|own|paid|pay|price|obtain|deal"
    r"|merge|auction|stake)",
    re.IGNORECASE,
)


def ends_of(question: str, documents: Sequence[Document]) -> list[Told]:
    """Return the end of a deal that a question asks for: the first place of each document that tells it."""
    asked = deal_asked(question)
    if asked is None:
        return []

    def find(document: Document, start: int, said: str) -> tuple[int, int] | None:
        about = opens_with(document, asked.named)
        before = simplified(document.text[max(0, start - _BEFORE) : start])
        return _end(asked, said, about, before) if about or names_whom(said, asked.named) else None

    return first_told(documents, _TELLING, find)


_TELLING = re.compile(
    rf"{_SELL}|{_BUY}|交易对方|[买卖]方|\b(?:sold|sell|selling|sells|divest|sale of|bought|buy|buying"
    rf"|acquir|purchas)",
    re.IGNORECASE,
)


_BEFORE = 200
"""Characters before a sentence in which it is told whether something is bought or sold."""


def _end(asked: Deal, said: str, about: bool, before: str = "") -> tuple[int, int] | None:
    """Return where a sentence names the end of a deal that is asked for; None where it does not."""
    for form in _TOLD:
        for match in form.finditer(said):
            told = {end: match.span(end) for end, text in match.groupdict().items() if text}
            if "thing" in told and asked.end != "thing":
                thing = said[slice(*told["thing"])]
                if not names_whom(thing, asked.named) and not (about and _ITSELF.fullmatch(thing.strip())):
                    continue
            if asked.end == "thing":
                buyer = told.get("buyer")
                if buyer is None or "thing" not in told or not names_whom(said[slice(*buyer)], asked.named):
                    continue
                return _bare(said, *told["thing"])
            if "party" in told:
                deeds = list(re.finditer(rf"(?P<buys>{_BUY})|{_SELL}", before + said[: match.start()]))
                if not deeds:
                    continue
                told["seller" if deeds[-1]["buys"] else "buyer"] = told["party"]
            if asked.end == "seller" and "seller" not in told and "sells" in told:
                told |= _seller(said, *told["sells"])
            span = told.get(asked.end)
            if span and not names_whom(said[slice(*span)], asked.named):
                return span
    return None


def _seller(said: str, start: int, end: int) -> dict[str, tuple[int, int]]:
    """Return who does what a sentence tells at ``[start, end)``, by the longer of two names."""
    acting, announced = acting_at(said, start, end), announcer(said, start)
    if acting and announced and acting[0] == announced[0]:
        acting = max(acting, announced)
    seller = acting or announced
    return {"seller": seller} if seller else {}


def _bare(said: str, start: int, end: int) -> tuple[int, int]:
    """Return the name in what is bought: its paper unit, Calder Mills."""
    found = _APPOSED.search(said, start, end)
    return found.span("name") if found else (start, end)


_APPOSED = re.compile(rf", (?P<name>{FIRM}),?\Z")
_ITSELF = re.compile(
    r"(?:the |our )?(?:whole |entire )?(?:company|firm|group|business|itself)"
    r"|(?:本|该)?公司的?(?:全部|[\d.]+[%％])?的?(?:股权|业务|资产)?",
    re.IGNORECASE,
)
_NAME = r"[^\s，。；：、“”《》（()）\d%以将]{2,24}?"
_SELLS_EN = (
    r"(?:has |have |had )?(?:agreed to sell|is selling|are selling|sold|sells|will sell"
    r"|plans to sell|is to sell|to sell|completed the sale of|divested)"
)
_TOLD = (
    re.compile(rf"(?:转让方|出让方|卖方)(?:为|是|：)(?P<seller>{_NAME})(?=[，。；、（]|\Z)"),
    re.compile(rf"(?:受让方|买方|收购方|接盘方)(?:为|是|：)(?P<buyer>{_NAME})(?=[，。；、（]|\Z)"),
    re.compile(rf"交易对(?:方|手方?)(?:为|是|：)(?P<party>{_NAME})(?=[，。；、（]|\Z)"),
    # 向乙出售丙100%股权
    re.compile(rf"向(?P<buyer>{_NAME})(?:以[^，。；]{{1,16}})?(?P<sells>{_SELL})(?:其|所)?(?:持有的?)?(?P<thing>[^，。；]{{2,40}})"),
    # 将丙出售给乙
    re.compile(rf"(?:将|把)(?P<thing>[^，。；]{{2,40}}?)(?:以[^，。；]{{1,16}})?(?P<sells>{_SELL})给(?P<buyer>{_NAME})(?=[，。；、（]|\Z)"),
    re.compile(rf"(?P<sells>{_SELL})(?:其|所)?(?:持有的?)?(?P<thing>[^，。；给]{{2,40}}?)给(?P<buyer>{_NAME})(?=[，。；、（]|\Z)"),
    re.compile(rf"(?:从|向|自)(?P<seller>{_NAME})(?:手中|处)?{_BUY}(?P<thing>[^，。；]{{2,40}})"),
    re.compile(rf"{_BUY}(?P<seller>{_NAME})(?:持有|所持有?|旗下)的?(?P<thing>[^，。；]{{2,40}})"),
    re.compile(rf"(?P<sells>{_SELL})了?(?:其|所)?(?:持有的?)?(?P<thing>[^，。；给]{{2,40}})"),
    re.compile(rf"(?P<seller>{FIRM})(?:'s)?[^.;A-Z]{{0,40}}? {_SELLS_EN} "
    rf"(?P<thing>[^.;]{{2,80}}?),? to (?:the )?(?P<buyer>{FIRM})"),
    re.compile(rf"{_SELLS_EN} (?P<thing>[^.;]{{2,80}}?),? to (?:the )?(?P<buyer>{FIRM})"),
    re.compile(
        rf"(?P<thing>{FIRM})[^.;]{{0,60}}? (?:was|were|is|is being|has been"
        rf"|will be) sold(?: by (?:the )?(?P<seller>{FIRM}))?"
        rf"(?:[^.;]{{0,40}}? to (?:the )?(?P<buyer>{FIRM}))?"
    ),
    re.compile(
        rf"(?P<buyer>{FIRM}) (?:has |have |had )?(?:agreed to (?:buy|acquire)|bought|acquired|buys"
        rf"|acquires|is buying|is acquiring|will buy|will acquire|purchased)"
        rf" (?P<thing>[^.;]{{2,80}}?)(?:,? from (?:the )?(?P<seller>{FIRM})|(?=[.;]| for | in |,? which|\Z))"
    ),
    re.compile(rf"(?P<seller>{FIRM}) {_SELLS_EN} (?P<thing>(?:(?! to | from "
    rf"| and )[^.;]){{2,80}}?)(?=[.;]| for | in |\Z)"),
)  # fmt: skip
