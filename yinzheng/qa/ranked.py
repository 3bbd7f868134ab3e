"""Questions for the most of something: 最大的客户, the longest river, the only one. Who ranks says so.

A sentence about the same thing that does not rank it looks like an answer by every other signal.
"""

from __future__ import annotations

import re

from yinzheng.corpus.fold import simplified

_GREATEST = (
    "larg|bigg|high|long|old|great|fast|small|low|short|wide|deep|earli|strong|rich|poor|young|heavi|tall|broad"
    "|dens|near|clos|bright|hott|cold|weak|busi|easi|hard"
)
_MOST = (
    r"最(?![后终近新初])|唯一|第[一二三四五六七八九十\d]+[大高长多小]"
    rf"|(?<!at )\b(?:(?:{_GREATEST})est|most (?!of\b|recent)\w+|least)\b"
)
_ASKS = re.compile(_MOST, re.IGNORECASE)
_RANKS = re.compile(
    rf"{_MOST}|第[一二三四五六七八九十\d]+|首|仅次|之[冠最王]|居冠|榜首|冠军|[纪记]录|新[高低]|主要|大?多数|大多|大部分|只有"
    r"|\b(?:record|top|leading|number one|first|second|third|only|main|major|primary|mostly|majority|chief"
    r"|unique\w*)\b",
    re.IGNORECASE,
)


def asks_the_most(question: str) -> bool:
    """Whether a question asks for what is the most of something, or the only one."""
    return _ASKS.search(simplified(question)) is not None


def ranks(sentence: str) -> bool:
    """Whether a sentence puts something before others."""
    return _RANKS.search(simplified(sentence)) is not None
