"""What a sentence tells only to deny it: 针对“裁员1200人”的报道…严重失实 says of nobody that they go."""

from __future__ import annotations

import re
from functools import lru_cache

_UNTRUE = (
    r"失实|不实|不属实|不真实|并非事实|不是事实|非事实|与事实不符|不符合?(?:事实|实际)|谣言|谣传|造谣|子虚乌有|无中生有"
    r"|否认|辟谣|不准确|有误|误读|误导|夸大|没有根据|毫无根据"
    r"|\b(?:den(?:y|ied|ies|ying)|untrue|false|incorrect|inaccurate|wrong|baseless|unfounded|misleading"
    r"|exaggerated|refut\w+|reject(?:s|ed)|dismiss(?:es|ed)\s(?:\w+\s)?(?:reports?|claims?|rumou?rs?))\b"
)
_DENIAL = re.compile(_UNTRUE, re.IGNORECASE)
_RUMOUR = "报道|传闻|传言|消息|说法|言论|文章|网传"
_HEARSAY = (
    r"网传|传闻|据传|谣传|有(?:媒体|消息|报道)称|媒体(?:曾|此前)?报道称?|外界(?:传|所称)|市场(?:传言|传闻)称?"
)
_WORDS = r"(?:[^.;,\n]|(?<=\d)[.,](?=\d))"  # to the next comma, 1,200 being a word
_TOLD = re.compile(
    rf"""
      # “裁员1200人”的报道
      [“「"][^”」"\n]{{1,80}}[”」"]\s?(?:这一|一事|等|的)?(?:相关|媒体)?(?=(?:{_RUMOUR}|数字|数据|信息|reports?))
      # 关于裁员1200人的传闻
    | (?:针对|关于|对于|所谓|{_HEARSAY})[^。；;\n“”]{{1,60}}?(?=(?:的|等|一事)?(?:{_RUMOUR}|一事))
      # 网传裁员1200人，…不属实
    | (?:{_HEARSAY})[^，。；;,\n]{{1,60}}
      # 否认裁员1200人
    | (?:否认|辟谣)[了称]?[^，。；;,\n]{{1,60}}
      # 并非1200人，而是680人
    | (?:并非|不是|没有)[^，。；;,\n]{{0,24}}(?=[，,]?\s?(?:而是|实际|只有|仅))
      # denied that it would cut 1,200 jobs
    | \b(?:den(?:y|ied|ies|ying)|refut\w+|reject(?:s|ed)|dismiss(?:es|ed))\b{_WORDS}{{1,100}}?
      (?=,\D|;|\.\s|\.?\Z|\bbut\b)
      # reports of 1,200 layoffs are untrue
    | \b(?:reports?|claims?|rumou?rs?|allegations?)\s(?:of|that|about|saying|claiming)\b{_WORDS}{{1,100}}?
      (?=\b(?:is|are|was|were)\s(?:\w+\s)?(?:{_UNTRUE}))
      # not 1,200 but 680
    | \bnot\s{_WORDS}{{1,40}}?(?=,?\sbut\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RATHER = re.compile(
    r"(?:并非|不是|没有)[^。；]{1,24}(?:而是|实际|只有|仅)|\bnot\b[^.;]{1,60}\bbut\b", re.IGNORECASE
)
_ASKED = re.compile(
    r"传闻|传言|网传|谣|报道[称说]|否认|辟谣|失实|\b(?:rumou?r\w*|reported(?:ly)?|den(?:y|ied|ies)|alleg\w+)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def denied(sentence: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open intervals of what a sentence says that others say, and that it denies.

    Empty where nothing in it says that something is untrue: a report that is quoted alone is not denied.
    """
    if not _DENIAL.search(sentence) and not _RATHER.search(sentence):
        return ()
    return tuple(match.span() for match in _TOLD.finditer(sentence))


def is_told_to_deny(sentence: str, start: int, end: int) -> bool:
    """Whether ``sentence[start:end]`` stands in what it denies."""
    return any(a <= start and end <= b for a, b in denied(sentence))


def asks_what_was_denied(question: str) -> bool:
    """Whether a question is about the rumour itself."""
    return _ASKED.search(question) is not None
