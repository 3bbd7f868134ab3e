"""Whether a figure says by how much something changed, or what it came to: 增长45%, not 增长至45%."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinzheng.types import Quantity

_CHANGE_ZH = re.compile(
    r"(?:增长|增加|上升|上涨|提升|提高|下降|下跌|减少|下滑|降低|缩水|回落|攀升|飙升|激增|大增|暴涨|暴增|骤降|骤增|剧增|猛增|锐减|大涨|大跌"
    r"|收涨|收跌|反弹|回撤|走高|走低|扩大|收窄|下调|上调|上浮|下浮|增幅|降幅|涨幅|跌幅|增速|同比|环比|较上年|涨|跌|增|减|降|升|翻(?=了)"
    r"|膨胀|萎缩|暴跌|飞涨|改善|恶化|下挫|微增|微降|小增|净增|新增长)"
    r"(?:了|约|近|超|超过|逾|达|达到|高达|为|幅度?|幅度为|幅度达|至少|将近|接近|不到|不足|大约|最多|又|再|是|仅|左右|约为|大概|\s)*$"
)
_LEVEL_ZH = re.compile(
    r"(?:至|到|为|达到|增至|升至|降至|跌至|突破|跌破|升破)"
    r"(?:了|约|近|超|超过|逾|至少|将近|接近|不到|不足|大约|最多|\s)*$"
)
_BASE_ZH = re.compile(r"(?:[较較比]|同比)[^，。；]{2,12}的约?$")
"""What a change is counted from is a level: 较2023年的28%提升2个百分点."""
_CHANGE_EN = re.compile(
    r"(?:\bup|\bdown|increas\w*|decreas\w*|grew|grow\w*|growth|rose|ris\w+|fell|fall\w*|declin\w*"
    r"|dropp?\w*|climb\w*|jump\w*|surg\w*"
    r"|gain\w*|soar\w*|tumbl\w*|plung\w*|slid\w*|slipp?\w*|sank|shrank|shrunk|expand\w*|contract(?:ed"
    r"|ing|ion)|improv\w*|reduc\w*|advanc\w*"
    r"|higher|lower|spik\w*|rall\w+|edg\w+\s(?:up|down)|cut|add(?:ed|ing))"
    r"(?:\s+(?:by|of|about|approximately|nearly|more|less|than|over|roughly|around|almost|a|an|some"
    r"|up|down|just|only|at|least|"
    r"year-over-year|year-on-year|sequentially|organically|another|further|slightly|significantly|was"
    r"|were|is))*\s*[(]?\s*[$€£¥]?\s*$",
    re.IGNORECASE,
)
_CHANGE_OF = re.compile(
    r"\b(?:increase|decrease|growth|decline|reduction|improvement|rise|drop)\s(?:in"
    r"|of)\s(?:[\w&'’-]+\s){1,6}of\s+(?:about\s|approximately\s|nearly\s)?[$€£¥]?$"
    r"|\b(?:increas|reduc|decreas|cut|rais|lower|boost|grow|trim|expand"
    r"|shrink)\w*\s(?:[\w&'’-]+\s){1,6}by\s+(?:about\s|approximately\s|nearly\s|more than\s"
    r"|up to\s)?[$€£¥]?$",
    re.IGNORECASE,
)
_AFTER_EN = re.compile(
    r"\s*(?:year-over-year\s|year-on-year\s|organic\s|sequential\s|comparable\s|annual\s)?"
    r"(?:increase|decrease|growth|decline|gain|rise|drop|improvement|reduction|higher|lower"
    r"|(?:more|less|fewer) than (?:last|the|a|it was|they were|in (?:19|20)\d\d)|jump|surge|fall)\b",
    re.IGNORECASE,
)
_AFTER_ZH = re.compile(
    r"\s*(?:的)?(?:同比|环比|年)?(?:涨幅|跌幅|增幅|降幅|增长|增速|提升|下降|下滑|的增长)(?![至到为])"
)
_CHANGE_KINDS = frozenset(
    ("percent", "points", "basis_points", "multiple", "money", "count", "number", "physical", "fraction")
)


def is_base(text: str, quantity: Quantity, start: int) -> bool:
    """Whether ``quantity``, in the clause from ``start`` on, is what a change is counted from."""
    return _BASE_ZH.search(text[max(start, quantity.start - 24) : quantity.start]) is not None


def is_change(text: str, quantity: Quantity, start: int, end: int) -> bool:
    """Whether ``quantity`` says by how much something changed, not what it came to.

    ``text[start:end]`` is its clause.
    """
    if quantity.kind not in _CHANGE_KINDS:
        return False
    before = text[max(start, quantity.start - 90) : quantity.start].rstrip(" ")
    if _LEVEL_ZH.search(before) and not re.search(
        r"(?:增长|增幅|降幅|涨幅|跌幅|增速|同比|环比)\S{0,4}(?:达到?|为|高达)\s*$", before
    ):
        return False
    if _BASE_ZH.search(before):
        return False
    if _CHANGE_ZH.search(before):
        return True
    after = text[quantity.end : min(end, quantity.end + 40)]
    if quantity.kind in ("percent", "points", "multiple", "basis_points") and _AFTER_ZH.match(after):
        return True
    if _CHANGE_EN.search(before) or _CHANGE_OF.search(before):
        return True
    return bool(_AFTER_EN.match(after))


def is_beginning(text: str, quantity: Quantity) -> bool:
    """Whether ``quantity`` is what another one came from: 97天 in 由97天拉长到141天."""
    return (
        _FROM.search(text, max(0, quantity.start - 24), quantity.start) is not None
        and _TO.match(text, quantity.end) is not None
    )


def is_outcome(text: str, quantity: Quantity) -> bool:
    """Whether ``quantity`` is what another one came to: 141天 in 由97天拉长到141天."""
    return _FROM_TO.search(text, max(0, quantity.start - 60), quantity.start) is not None


_COMES_FROM = r"(?:[从從由]|自(?!己|身|主|动|動)|\bfrom )"
_COMES_TO = r"(?:[至到]了?约?|\bto (?:about |nearly |over )?)"
_FROM = re.compile(rf"{_COMES_FROM}[^，。；,;]*$", re.IGNORECASE)
_TO = re.compile(rf"(?:[^，。；,;、\dA-Za-z]{{0,12}}| [a-z]+ | ){_COMES_TO}(?=\s?[$€£¥]?\d)", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"{_COMES_FROM}(?:[^，。；,;、]|,(?=\d{{3}}))*\d(?:[^，。；,;、]|,(?=\d{{3}}))*?{_COMES_TO}\s?[$€£¥]?\Z",
    re.IGNORECASE,
)
