"""What a question asks for: a number, a date …, and the signs of it in a sentence."""

from __future__ import annotations

import re
from typing import Literal

Asked = Literal["number", "date", "person", "place", "other"]

_ASKS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (
        "date",
        re.compile(
            r"何时|何年|何月|什么时候|什么时间|哪[一]?[年天月]|哪个?(?:年|月|季度|世纪)|几[年月日号](?!以|内|前|后)"
            r"|年份|日期|\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|quarter)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        re.compile(
            r"多少|几(?![乎何])|多[大高长久远重快]|[占比费利汇税]率|占比|比例|比重|百分之|金额|总额|数量"
            r"|\bhow (?:many|much|large|big|long|old|high|tall|far|fast|often)\b"
            r"|\b(?:what|how) (?:is|was|are|were|did) .{1,60}?\b(?:valuation|revenue|turnover|profit|income"
            r"|margin|rate|price|cost|capacity|headcount|market cap|debt|budget|total|yield|population|height"
            r"|length|weight)\b"
            r"|\b(?:what|which) (?:\w+ )?(?:percentage|percent|share|number|amount"
            r"|proportion|rate|price|size)\b",
            re.IGNORECASE,
        ),
    ),
    ("person", re.compile(r"谁|何人|哪位|哪个人|\bwho(?:m|se)?\b", re.IGNORECASE)),
    (
        "place",
        re.compile(r"哪里|哪儿|何处|何地|在哪|哪个?(?:国家|城市|省|地区|地方)|\bwhere\b", re.IGNORECASE),
    ),
)

_NUMBER = re.compile(
    r"\d|[一二两三四五六七八九十百千万亿]+(?:[个名人次年月日天岁元倍成座家位项种]|分之)|半数"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|million|billion|dozen|half|twice|double)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:1[0-9]|20)\d\d|\d{1,2} ?月|\d ?[年日号]|[一二三四五六七八九十〇]{1,4}[年月日]|世纪|年代"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?<!\d[.,])(?:19|20)\d\d(?!\d|[.,]\d)")


_FUNCTION_WORD = re.compile(
    r"[的了是在有和与及被把对为从到个各中其该这那吗呢么]|多少|几|什么|哪[里儿个些位家年]?|谁|何[时处人]?|怎[么样]*|如何|为什么|分别|请问"
    r"|(?:the|an?|of|to|in|on|at|by|for|from|with|and|or|as|is|are|was|were|be|been|do|does|did|has|have|had|will|would"
    r"|can|could|that|this|its?|their|his|her|what|which|who|whom|whose|when|where|why|how|many|much|there|s)",
    re.IGNORECASE,
)


def is_function_word(word: str) -> bool:
    """Whether a word of a question says nothing about its topic."""
    return _FUNCTION_WORD.fullmatch(word) is not None


def asked_for(question: str) -> Asked:
    """Return what the question asks for; ``other`` covers why, how, what and everything else."""
    for kind, pattern in _ASKS:
        if pattern.search(question):
            return kind
    return "other"


def shows(sentence: str, kind: Asked) -> bool | None:
    """Return whether a sentence holds a number or date; None for kinds that leave no such sign."""
    if kind == "number":
        return _NUMBER.search(sentence) is not None
    if kind == "date":
        return _DATE.search(sentence) is not None
    return None


def years(text: str) -> set[str]:
    """Return the years from 1900 to 2099 that a text names in digits."""
    return set(_YEAR.findall(text))
