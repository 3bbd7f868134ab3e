"""Companies' names that end in what they trade in, which LAC cuts: 海州 | 乳业, 沃 | 原 | 饲料.

The trades stand in ``names.tsv``: ``trades_zh``; ``goods_zh``, which are said of companies too (腾讯 | 游戏);
and of both ``firms_zh``, which are said of a place only in the name of a company.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.qa.names.name_lists import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.names.tagger import Word

_HAN_WORD = re.compile("[\u3400-\u9fff]+")
_LABEL = re.compile(r"[ \u3000]*[:：]")
_LABEL_OF_FIRM = re.compile(
    r"[ \u3000]*[:：][ \u3000]*(?:预计|拟|中标|签[订署]|子公司|控股股东|股东|收到|获|筹划|终止|董事|公司"
    r"|(?:20\d\d年|去年)|上半年|前三季度|[一二三四]季度|净利|营收)"
)
"""What a headline says of a company, and not of a material: 青禾生物：预计…, not 锂电材料：价格…"""
_LAND = re.compile(
    r".*[国國省市县縣区區洲镇镇村]|日本|印度|俄罗斯|加拿大|巴西|越南|印尼|台湾|香港|澳门|新加坡|马来西亚|全球|海外|当地"
)
_NO_FIRM = re.compile(
    r"产业|行业|企业|市场|领域|集群|基地|园区?|协会|部门|创新|局|厅|部|馆|大学|学院|职业|医药|技术|商务|制造|工业|人才|金融|界|板块|指数|安全"
)
"""What makes the trade of a place of the words before: 上海科技创新, not 海州科技收入."""
_LONGEST = 8
_ENDS_A_HEAD = frozenset(("TIME", "v", "p", "d", "w", "vd", "c", "u"))


def firm_end(text: str, offset: int, words: Sequence[Word], i: int) -> int:
    """Where a company's name ends that begins with the place ``words[i]``; 0 where it is only the place.

    What the whole text says at least twice is one name too, whatever the trade.
    """
    if i + 1 >= len(words):
        return 0
    start, stop = offset + words[i].start, offset + words[i].end
    past = offset + words[i + 1].end
    place, tail = text[start:stop], text[stop:past]
    if len(place) < 2 or _LAND.fullmatch(place) or not _is_trade(tail):
        return 0
    if _NO_FIRM.match(text, past):
        return 0
    return past if tail in listed("firms_zh") or text.count(text[start:past]) > 1 else 0


def _is_trade(word: str) -> bool:
    return word in listed("trades_zh") or word in listed("goods_zh")


def headed_name(text: str, offset: int, words: Sequence[Word]) -> str:
    """The company that a sentence begins with where LAC sees none: 沃 | 原 | 饲料 (600977) 2025年…; or empty.

    Its words end in a trade, behind a name's fragment, or behind any noun where a colon follows: 青禾生物：….
    """
    first = _past_label(text, offset, words)
    named = torn = False
    for i in range(first, min(len(words), first + 4)):
        word = words[i]
        raw = text[offset + word.start : offset + word.end]
        if not _HAN_WORD.fullmatch(raw) or word.end - words[first].start > _LONGEST:
            return ""
        if i > first and _is_trade(raw):
            name = text[offset + words[first].start : offset + word.end]
            labelled = bool((_LABEL if first else _LABEL_OF_FIRM).match(text, offset + word.end))
            named = torn or (named and (raw in listed("firms_zh") or raw in listed("trades_zh")))
            plain = named and (i + 1 == len(words) or words[i + 1].tag in _ENDS_A_HEAD)
            return name if len(name) > 2 and (plain or (labelled and len(name) < 6)) else ""
        if word.tag not in ("n", "nz", "nw", "PER", "ORG", "LOC", "a", "an"):
            return ""
        # One character of what is tagged as a name is a fragment of one.
        torn = torn or (len(raw) == 1 and word.tag in ("PER", "ORG", "LOC"))
        named = named or torn or word.tag in ("PER", "ORG")
    return ""


def _past_label(text: str, offset: int, words: Sequence[Word]) -> int:
    """The first word behind a label in brackets that a sentence begins with: 【业绩】."""
    i = 0
    while i < len(words) and text[offset + words[i].start : offset + words[i].end].isspace():
        i += 1
    if i < len(words) and text[offset + words[i].start] in "【[":
        for k in range(i + 1, min(len(words), i + 8)):
            if text[offset + words[k].start : offset + words[k].end] in ("】", "]"):
                return k + 1
    return i
