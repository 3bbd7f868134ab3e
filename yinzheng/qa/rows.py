"""Which figures make a row of the table of claims, and how far the row can be trusted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinzheng.qa.measures import Metric
    from yinzheng.types import ClaimStatus, Quantity

ROWS_VERSION = "3"


def worth(text: str, start: int, quantity: Quantity, metric: Metric | None, *, wordy: bool) -> bool:
    """Whether a figure makes a row: not a mere 三年后, nor a bare number of nothing.

    ``start`` is where its sentence begins, ``wordy`` whether that holds more than figures.
    """
    if quantity.kind == "duration" and (
        _TEMPORAL_AFTER.match(text, quantity.end)
        or _TEMPORAL_BEFORE.search(text[max(start, quantity.start - 16) : quantity.start])
    ):
        return metric is not None and metric.key in _TERMS
    if _EVERY.search(text, max(start, quantity.start - 8), quantity.start):
        return False  # 每10股派3元, for every 10 shares
    if quantity.kind == "number" and _YEAR.fullmatch(quantity.raw):
        return False
    if metric is None and not wordy:
        return False  # a cell that lost its table
    low = quantity.raw.lower().strip("$€£¥￥ ")  # (in £ millions)
    if low in _COUNTING or (low.rstrip("s") in _ENGLISH_SCALES and quantity.value is None):
        return (
            metric is not None
            and bool(metric.key)
            and low not in _ENGLISH_SCALES | {f"{w}s" for w in _ENGLISH_SCALES}
        )
    if _SCALE_ONLY.fullmatch(quantity.raw) and _STATED.search(
        text, max(0, quantity.start - 8), quantity.start
    ):
        return False  # 单位：万元, （亿美元）
    if metric is not None and metric.key:
        return True
    if quantity.kind == "duration" or (quantity.kind == "number" and metric is None):
        return False
    small = quantity.value is not None and abs(quantity.value) < 10 and quantity.value == int(quantity.value)
    return not (small and quantity.kind in ("count", "number", "multiple"))  # 两次, three reasons


def yuan_of(text: str) -> str:
    """The currency that a bare 元 means in ``text``: another than renminbi, alone named; or empty."""
    if "人民币" in text or "人民幣" in text or "RMB" in text or "CNY" in text:
        return ""
    named = [unit for unit, names in _OTHER_YUAN.items() if any(name in text for name in names)]
    return named[0] if len(named) == 1 else ""


def is_bare_yuan(quantity: Quantity) -> bool:
    """Whether an amount is told in 元 alone, which may be any country's."""
    return quantity.unit == "CNY" and _BARE_YUAN.fullmatch(quantity.raw) is not None


def is_lone(text: str, quantity: Quantity) -> bool:
    """Whether an amount without a scale of its own stands on a line without words: a lone cell."""
    if quantity.kind != "money" or _SCALED.search(quantity.raw):
        return False
    line, end = text.rfind("\n", 0, quantity.start) + 1, text.find("\n", quantity.end)
    rest = text[line : quantity.start] + text[quantity.end : end if end >= 0 else len(text)]
    return not _LETTER.search(_FOOTNOTE.sub("", rest))


def status(quantity: Quantity, *, inherited: bool = False, doubtful: bool = False) -> ClaimStatus:
    """How a figure was read. ``inherited``: its unit stands elsewhere; ``doubtful``: it may have another."""
    if quantity.qualifier == "vague":
        return "vague"
    if quantity.value is None and quantity.low is None and quantity.high is None:
        return "unparsed"
    if doubtful or _is_torn(quantity) or (quantity.kind == "money" and not quantity.unit):
        return "ambiguous"
    return "inherited_unit" if inherited else "exact"


def _is_torn(quantity: Quantity) -> bool:
    """Whether the ends of a range lie a thousandfold apart: 5万到3亿, where one scale is likely wrong."""
    low, high = quantity.low, quantity.high
    return low is not None and high is not None and low > 0 and high >= 1000 * low


_OTHER_YUAN = {"TWD": ("新臺幣", "新台幣", "新台币", "NT$"), "HKD": ("港幣", "港币", "HK$")}
_BARE_YUAN = re.compile(r"[\d.,，\s〇零一二三四五六七八九十百千萬万億亿兆两兩]+[元圓圆]")
_EVERY = re.compile(r"(?:每满?|\b(?:every|each)[ \u00a0])\Z", re.IGNORECASE)
_TERMS = frozenset(("term", "useful_life", "sentence_term", "lead_time"))
_TEMPORAL_AFTER = re.compile(
    r"\s*(?:之?前|之?后|以?内|以来|来|间|期间|以前|以后"
    r"|(?:ago|later|earlier|after|before|since|prior|or more before)\b)"
)
_TEMPORAL_BEFORE = re.compile(
    r"(?:过去|未来|近|最近|此后|随后|连续|每|畴昔|曩昔|前|后|再过"
    r"|\b(?:past|last|next|previous|prior|within|every|each|for|in|the first|another)(?: the)?)\s*$",
    re.IGNORECASE,
)
_COUNTING = frozenset(
    ("once", "twice", "thrice", "half", "one half", "two halves", "halves", "quarter", "double", "一半", "半")
)
_ENGLISH_SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCALE_ONLY = re.compile(r"[百千万亿十]{1,3}\s*[^\s\d]{0,4}")
_STATED = re.compile(r"(?:单位[:：]?|[（(\[【/]|人民币)\s*\Z")
_LETTER = re.compile(r"[^\W\d_]")
_FOOTNOTE = re.compile(r"[(（][a-z][)）]")
_SCALED = re.compile(
    r"[百千万亿]|million|billion|thousand|trillion|hundred|\d\s?(?:bn|mn|m|k|tn)\b", re.IGNORECASE
)
