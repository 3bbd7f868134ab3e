"""The table of spun-text repairs: what an article spinner wrote, and what the sentence meant.

Chinese article spinners replace words, and single characters inside words, by "synonyms", so that
a copied article looks new. 美元 becomes 好意思元 and 人 becomes 东说念主; a search for the right word
then misses the text. Only replacements that can be undone without doubt are listed: the spun string
must not occur in natural Chinese. Ordinary synonyms (目前→咫尺, 没有→莫得) are real words and do not
belong here.

To add a row: write the spun string, the meant string, and why nobody writes it. When a natural
sentence could hold it by accident (不好意思|元旦), name the neighbours that make it natural in
``not_after`` (the character before) and ``not_before`` (the character behind). The tests try every
row, and look for each in natural text. Rows are in simplified characters; the first that fits wins.
"""

from __future__ import annotations

from typing import NamedTuple


class Repair(NamedTuple):
    """One row: ``spun`` is read as ``meant``, unless a neighbour shows that it is natural text."""

    spun: str
    meant: str
    why: str
    not_after: str = ""
    not_before: str = ""


_MEI = "美 was taken for 好意思 (favour); a favour is no currency, country or market"
_DAO = "道 was taken for 说念 (say, read); the word is not built with a verb of saying"
_SI = "思 was taken for 念念; 念念 stands alone only in 心心念念 and in names"
_ZUO = "做 was taken for 作念; 作 and 念 meet only where another word ends in 作"
_LIAN = "炼 was taken for the idiom 真金不怕火; the idiom goes on with 炼 or ends"
_WORK = "工动操写合著创制诗佳协运当"  # words that end in 作: 工作, 动作, 操作 …

REPAIRS: tuple[Repair, ...] = (
    Repair("好意思元", "美元", _MEI, not_after="不", not_before="旦宵月"),
    Repair("好意思金", "美金", _MEI, not_after="不"),
    Repair("好意思联储", "美联储", _MEI, not_after="不"),
    Repair("好意思股", "美股", _MEI, not_after="不"),
    Repair("好意思债", "美债", _MEI, not_after="不"),
    Repair("好意思国", "美国", _MEI, not_after="不", not_before="庆家内外人"),
    Repair("欧好意思", "欧美", _MEI, not_before="说问要"),
    Repair("东说念主", "人", "人 became 东道主 (host), and its 道 became 说念: no reading is left"),
    Repair("赛说念", "赛道", _DAO),
    Repair("管说念", "管道", _DAO),
    Repair("渠说念", "渠道", _DAO),
    Repair("频说念", "频道", _DAO),
    Repair("轨说念", "轨道", _DAO),
    Repair("隧说念", "隧道", _DAO),
    Repair("街说念", "街道", _DAO),
    Repair("报说念", "报道", _DAO, not_before="书经佛叨诵"),
    Repair("知说念", "知道", _DAO),
    Repair("味说念", "味道", _DAO),
    Repair("说念路", "道路", _DAO),
    Repair("念念考", "思考", _SI, not_after="心念"),
    Repair("念念路", "思路", _SI, not_after="心念"),
    Repair("念念维", "思维", _SI, not_after="心念"),
    Repair("念念索", "思索", _SI, not_after="心念"),
    Repair("作念空", "做空", _ZUO, not_after=_WORK),
    Repair("作念多", "做多", _ZUO, not_after=_WORK),
    Repair("作念了", "做了", _ZUO, not_after=_WORK),
    Repair("作念到", "做到", _ZUO, not_after=_WORK),
    Repair("作念好", "做好", _ZUO, not_after=_WORK),
    Repair("真金不怕火金术", "炼金术", _LIAN),
    Repair("真金不怕火油", "炼油", _LIAN),
    Repair("真金不怕火钢", "炼钢", _LIAN),
    Repair("提真金不怕火", "提炼", _LIAN, not_before="炼"),
    Repair("精真金不怕火", "精炼", _LIAN, not_before="炼"),
)
"""Every row, in the order in which they are tried."""

CORES: tuple[str, ...] = ("好意思", "说念", "念念", "作念", "真金不怕火")
"""Each spun string holds one of these; text with none of them needs no repair (a fast test)."""

SPUN_FROM = 3
"""From so many different repairs on a text is flagged as spun: one may be a quotation, or a slip."""


def is_spun(text: str) -> bool:
    """Whether a text is the work of an article spinner: several kinds of its traces stand in it."""
    if not any(core in text for core in CORES):
        return False
    return sum(_stands_in(row, text) for row in REPAIRS) >= SPUN_FROM


def _stands_in(row: Repair, text: str) -> bool:
    at = text.find(row.spun)
    while at >= 0:
        past = at + len(row.spun)
        natural = (at and text[at - 1] in row.not_after) or (
            past < len(text) and text[past] in row.not_before
        )
        if not natural:
            return True
        at = text.find(row.spun, past)
    return False
