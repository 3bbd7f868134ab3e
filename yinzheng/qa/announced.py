"""When something was announced: the date beside who announces it, not the date of what is announced.

In ``格隆汇7月22日丨公司公布，于7月19日质押…`` the pledge is of the 19th and was announced on the 22nd. A
passage with nothing but the former looks like an answer by every other signal.
"""

from __future__ import annotations

import re
from functools import cache

from yinzheng.corpus.fold import simplified
from yinzheng.qa.names.datelines import AGENCIES

_MADE_KNOWN = "公告|公布|披露|宣布|公示|通报|公开"
_ASKS_ZH = (
    rf"(?:{_MADE_KNOWN}|发布)的?(?:时间|日期|日子)"
    rf"|(?:何时|什么时[候间]|哪一?[天日年]|几[月号日]几?[日号]?)(?:正式|首次|对外|发布)?(?:{_MADE_KNOWN})"
    rf"|(?:{_MADE_KNOWN})(?:是在|于|在)(?:何时|什么时[候间]|哪一?[天日])"
)
_ANNOUNCED = "announce|disclose|unveil|publici[sz]e"
_ASKS_EN = (
    rf"\bwhen (?:did|was|were|has|have|is) .{{1,80}}?\b(?:{_ANNOUNCED})d?\b"
    r"|\b(?:date|day|time) (?:of|for) (?:the |its |this |that )?(?:announcement|disclosure)\b"
    r"|\b(?:announcement|disclosure) date\b"
    rf"|\b(?:what|which) (?:date|day) .{{1,80}}?\b(?:{_ANNOUNCED})d?\b"
)

_DAY_ZH = (
    r"(?:\d{4} ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?[日号]|(?<![\d月.])\d{1,2}日(?![前内以])"
    r"|\d{4} ?年(?: ?\d{1,2} ?月)?(?:[初末底中]|[上中下]旬)?(?![度报前上下第一二三四])"
    r"|(?:昨|今|当|前|次)[天日晚早]|(?:上|本|这)?(?:周|星期|礼拜)[一二三四五六日天末]"
)
_PART_OF_DAY = r"(?:上午|下午|晚间|早间|盘[后前中]|午间|中午|夜间|凌晨|傍晚|晚上?|早上?|日)?"
_SAYS_ZH = (
    rf"{_MADE_KNOWN}|发布|宣告|表示|称|消息|[快专]?讯|[电丨｜|]|报道|回应|指出|透露|获悉|刊发|刊登|发出|签发"
)
_TELLS_ZH = (
    rf"(?P<zh>{_DAY_ZH})\s?{_PART_OF_DAY}\s?(?:[,，:：]\s?)?[^，。；！？,;\d]{{0,24}}?(?:{_SAYS_ZH})"
    rf"|(?:{_MADE_KNOWN}|发布|声明|消息)(?:的?(?:时间|日期)[为是：:]?|(?:发生|发表|发出|作出|做出|刊登)?[于在])"
    rf" ?(?P<made>{_DAY_ZH})"
    # a dateline: whose news it is opens the text, and its date follows
    rf"|(?:^|[】。\s])[^，。；,;\s\d]{{0,12}}(?:[网社报讯汇]|财经|日报|新闻|媒体)\s?(?P<line>{_DAY_ZH})\s?"
    rf"{_PART_OF_DAY}(?=[,，\s])"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY_EN = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)(?:,? \d{{4}})?"
    rf"|(?:early |late )?(?:{_MONTH} )?(?:19|20)\d{{2}}(?!\d|-)|\d{{4}}-\d{{2}}-\d{{2}}"
    r"|(?:last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today"
)
_SAID_EN = r"(?:announced|disclosed|reported|revealed|unveiled|said|stated|confirmed|publici[sz]ed|told)"
_WIRES = f"(?:{AGENCIES}|PRNewswire|Business Wire)"
_TELLS_EN = (
    rf"\b(?:on |in )?(?P<first>{_DAY_EN})\b,?(?: [^,.;\d]{{0,60}}?)? {_SAID_EN}\b"
    rf"|\b(?:announcement|disclosure)s? (?:\w+ ){{0,2}}?(?:on|in|dated|of) (?P<made_en>{_DAY_EN})\b"
    rf"|\b{_SAID_EN} (?:(?:(?!\b(?:will|would|to|plans?|by|from|until)\b)[^,.;\d]){{1,30}} )?"
    rf"(?:on |in |dated |of )?(?P<last>{_DAY_EN})\b"
    rf"|(?P<wire>{_DAY_EN}),? (?:\({_WIRES}\)|/{_WIRES}/)"
)


def asks_when_announced(question: str) -> bool:
    """Whether a question asks when something was made known, not when it happens."""
    return _asks().search(simplified(question)) is not None


def announced_at(sentence: str) -> tuple[int, int] | None:
    """Return where a sentence tells the date of an announcement, half-open; None where it does not.

    >>> announced_at("格隆汇7月22日丨公司公布，于7月19日质押股份")
    (3, 8)
    """
    # What is in brackets, a code or a share price, stands between a name and its verb.
    text = _IN_BRACKETS.sub(lambda found: "·" * len(found.group()), simplified(sentence))
    told = [
        (next(found.span(n) for n in found.groupdict() if found[n]), found.group())
        for found in _tells().finditer(text)
    ]
    beside = [span for span, said in told if _BESIDE.search(said)]
    return next(iter([*beside, *(span for span, _ in told)]), None)


_BESIDE = re.compile(rf"(?:{_MADE_KNOWN})$|^(?:on |in )?.*\b{_SAID_EN}\b", re.IGNORECASE)
"""Who announces it tells the day more surely than a dateline does."""


def is_relative_day(date: str) -> bool:
    """Whether a date only says how long ago: 昨日, today. A dateline beside it is of another day."""
    return _RELATIVE.fullmatch(date) is not None


_RELATIVE = re.compile(r"[昨今当前次][天日晚早]|yesterday|today", re.IGNORECASE)


_IN_BRACKETS = re.compile(rf"[（(](?!{_WIRES}\))[^（）()]{{0,60}}[)）]")


@cache
def _asks() -> re.Pattern[str]:
    return re.compile(f"{_ASKS_ZH}|{_ASKS_EN}", re.IGNORECASE)


@cache
def _tells() -> re.Pattern[str]:
    return re.compile(f"{_TELLS_ZH}|{_TELLS_EN}", re.IGNORECASE)
