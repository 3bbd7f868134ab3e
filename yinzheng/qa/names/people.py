"""Names of people: where those end that LAC cuts (沈砚之 before a comma), and which Latin ones may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.qa.names.aliases import is_listed
from yinzheng.qa.names.name_lists import Name, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.names.name_lists import NameKind
    from yinzheng.qa.names.tagger import Word

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文温庄樊关季柯牛俞华葛岳施殷单翟颜"
    "倪柴骆辛欧宁焦鲍祝管左涂霍舒柳甄尤耿车连符鲁伍盛项党舍屈席仇费裴凌成安蓝解冷卓甘桑池包聂游饶阎樊窦路古隗景娄岑匡冉庞卜应"
)
"""Surnames of one character."""
LAST = frozenset("之和与同以为于而由自")
"""Characters that end given names and are function words elsewhere."""
_AGENCIES = frozenset(
    (
        "咨询",
        "资本",
        "创投",
        "律师事务所",
        "会计师事务所",
        "事务所",
        "研究院",
        "研究所",
        "评级",
        "资管",
    )
)
"""What makes a person's name a firm's."""
_NAME_ENDS = re.compile(r"[，。；、：,;:（(）)|\s]|先生|女士|$")
"""What follows a name and no function word."""
_ENDS_BEFORE_VERB = re.compile("接任|接替|继任|出任|担任|辞职|辞任|辞去|离任|离职|当选|获任|代行")
"""What follows 和 only where it ends a name: 由鲁清和接任. Others are joined to a second name by it."""
_NO_VERB_BEFORE = frozenset(("v", "vn", "w", "d", "p", "m", "TIME"))


def name_end(text: str, behind: Sequence[Word], offset: int) -> tuple[int, NameKind] | None:
    """Where a name ends that LAC calls a person's and cuts, and whose it is; None where it is whole.

    ``behind`` are the next two words behind it, whose offsets count from ``offset`` in ``text``.
    """
    if not behind:
        return None
    first = text[offset + behind[0].start : offset + behind[0].end]
    past = offset + behind[0].end
    if len(first) == 1 and first in LAST:
        verb = first in "和之" and _ENDS_BEFORE_VERB.match(text, past)
        return (past, "person") if verb or _NAME_ENDS.match(text, past) else None
    if first in _AGENCIES and (first != "咨询" or len(behind) < 2 or _goes_on(behind[1])):
        return past, "org"
    return None


def _goes_on(word: Word) -> bool:
    """Whether a word stands behind a company's name, not behind a verb: 咨询 | 统计, not 咨询 | 律师."""
    return word.tag in _NO_VERB_BEFORE


def may_be_a_person(name: str) -> bool:
    """Whether a Latin name of two or three words is no company's by its words: beside a post, a person's."""
    parts = name.split()
    suffixes = lexicon()["org_suffix"]
    return (
        len(parts) in (2, 3)
        and all(part[:1].isupper() and part.isascii() for part in parts)
        and not any(part.rstrip(".,") in suffixes for part in parts)
        and not is_listed(name)
    )


def people_among(known: Sequence[Name], text: str) -> list[Name]:
    """Return those of the names of a text that are people's, or may be, and what 先生 or 女士 says is one."""
    found = [n for n in known if n.kind == "person" or may_be_a_person(text[n.start : n.end])]
    for match in _ADDRESSED.finditer(text):
        end = match.start()
        start = next((end - k for k in (3, 2) if end >= k and text[end - k] in SURNAMES), end)
        taken = any(n.start < end and start < n.end for n in found)
        if start < end and not taken and _GIVEN.fullmatch(text, start + 1, end):
            found.append(Name(start, end, "person"))
    return sorted(found, key=lambda name: name.start)


_ADDRESSED = re.compile("先生|女士")
_GIVEN = re.compile("[\u3400-\u9fff]{1,2}")
