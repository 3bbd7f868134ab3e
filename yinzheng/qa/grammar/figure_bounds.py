"""What the words around a figure say of it: about, at least, under …, and whether it is a rise or a fall.

Chinese 以上, 以下 and 以内 include the figure itself, 超过 and 不满 do not (Civil Code of the PRC, article 1259).
"""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from yinzheng.qa.grammar.figure_text import pattern
from yinzheng.types import Qualifier

Direction = Literal["", "up", "down"]


_HAN_BEFORE: dict[Qualifier, str] = {
    "approx": "约 大约 约为 约合 约占 大概 大致 差不多 将近 接近 近 几乎 近乎 估计 估计约 粗略 ~ ≈",
    "over": "超过 超过了 超 超出 逾 已逾 多于 高于 大于 突破 突破了 不止 不只 远超 远高于 超逾 过 强于 跨过 > ＞ 有超过 越过 超越 特等 好过",
    "at_least": "至少 最少 不少于 不低于 不小于 不下于 不下 起码 少说 最低 上 高于或等于 大于等于 大于或等于 大于或者等于 ≥ ≧ >=",
    "at_most": "至多 最多 不超过 不超 未超过 没超过 不多于 不高于 不大于 顶多 最高 充其量 小于等于 小于或等于 小于或者等于 上限为 上限 封顶 ≤ ≦ <=",
    "under": "不足 不到 不满 未满 低于 少于 小于 未达 未达到 不及 未及 没到 未到 远低于 < ＜ 尚不足",
}  # fmt: skip


_ENGLISH_BEFORE: dict[Qualifier, str] = {
    "approx": "about|around|approximately|roughly|nearly|almost|some|circa|ca.|approx|approx.|an estimated|estimated"
    "|close to|near|in the region of|in the neighborhood of|in the order of|on the order of|an average of about",
    "over": "over|more than|above|exceeding|exceeds|exceeded|exceed|in excess of|greater than|larger than|higher than"
    "|bigger than|upwards of|upward of|north of|surpassing|surpasses|surpassed|surpass|topped|topping|beyond"
    "|longer than|older than|faster than|well over|just over",
    "at_least": "at least|no less than|no fewer than|not less than|not fewer than|a minimum of|minimum of"
    "|greater than or equal to|more than or equal to|equal to or more than|higher or equal than"
    "|bigger or equal than|at a minimum|starting at|equal or greater than",
    "at_most": "up to|at most|no more than|not more than|as much as|as many as|a maximum of|maximum of|capped at"
    "|not exceeding|not to exceed|less than or equal to|smaller or equal than|lower or equal than|no greater than"
    "|no higher than|equal to or less than|limited to",
    "under": "under|below|less than|fewer than|lower than|smaller than|short of|just under|well below|shy of|south of",
}  # fmt: skip


_BETWEEN_WORDS = (
    "达到",
    "达",
    "为",
    "在",
    "有",
    "了",
    "是",
    "人民币",
    "共",
    "合计",
    "总计",
    "可",
    "已",
    "的",
    "计",
)


@cache
def _before_table() -> tuple[dict[str, Qualifier], dict[str, Qualifier]]:
    han = {word: qualifier for qualifier, words in _HAN_BEFORE.items() for word in words.split()}
    english = {word: qualifier for qualifier, words in _ENGLISH_BEFORE.items() for word in words.split("|")}
    return han, english


_SHARE_OF = (
    r"(?:(?P<at_most>不超过|不高于|至多|最多)|(?P<at_least>不低于|不少于|至少)|(?P<over>超过|高于|超出)|(?P<under>低于|不足))"
    r"(?:公司|本公司|其|该|总|所持|持有|上年|全部|同期)[\u4e00-\u9fff]{0,10}的\s?\Z"
)
"""A bound before what the share is of: 不超过公司总股本的 2%."""

_FAR = r"(?:(?P<at_least>至少|最少|起码)|(?P<at_most>至多|最多|顶多))[\u4e00-\u9fff]{1,4}\Z"
"""A bound with a verb between: 至少支付 7.6 亿, 最多可容纳 300 人."""


_NOT_NEAR = "最附远临逼靠邻亲"  # 最近, 附近: 近 is part of a word


def qualifier_before(low: str, start: int) -> tuple[Qualifier | None, int]:
    """What stands before the figure at ``start`` (about, 至少), and where that begins."""
    if not start:
        return None, start
    han, english = _before_table()
    at = start
    while at > 0 and low[at - 1] in " \u3000":
        at -= 1
    if not at:
        return None, start
    c = low[at - 1]
    quoted = (
        c == ">" and at < start and not low[low.rfind("\n", max(0, at - 16), at) + 1 : at - 1].strip("> *")
    )
    if quoted:
        return None, start  # a quotation mark of Markdown
    if c > "\u2e80" or c in "<>=~≥≤≧≦≈":
        for _ in range(3):
            for length in range(min(7, at), 0, -1):
                found = han.get(low[at - length : at])
                if found is not None:
                    begin = at - length
                    if length == 1 and _part_of_word(low, begin):
                        return None, start
                    return found, begin
            share = pattern(_SHARE_OF).search(low, max(0, at - 20), at)
            if share is not None:
                return share.lastgroup, share.start()  # type: ignore[return-value]
            far = pattern(_FAR).search(low, max(0, at - 6), at)
            if far is not None:
                return far.lastgroup, far.start()  # type: ignore[return-value]
            for word in _BETWEEN_WORDS:
                if low.endswith(word, 0, at):
                    at -= len(word)
                    while at > 0 and low[at - 1] == " ":
                        at -= 1
                    break
            else:
                return None, start
        return None, start
    if c.isalpha() or c == ".":
        head = low[max(0, at - 32) : at]
        words = head.split()
        for taken in range(min(5, len(words)), 0, -1):
            phrase = " ".join(words[-taken:])
            found = english.get(phrase)
            if found is not None:
                return found, at - len(head) + head.rfind(words[-taken]) if taken == 1 else at - len(phrase)
    return None, start


def _part_of_word(low: str, at: int) -> bool:
    """Whether a qualifier of one character is the end of another word: 最近, 马上, 节约, 通过."""
    before = low[at - 1] if at else "\n"
    c = low[at]
    if c == "近":
        return before in _NOT_NEAR
    if c == "上":
        return low[at + 1 : at + 2] not in "百千万亿" or before in "以马晚早线网路地海世身手"
    if c == "约":
        return before in "节合条契签违预制缔履邀特租解续"
    if c == "过":
        return before in "通经不超透越路度胜难" or low[at + 1 : at + 2] not in "半百千万亿"
    if c == "超":
        return before in "英中意德西"
    return False


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        r"""
        \ ?(?:(?:或|及|或者|和)?以上|有余|开外|\+|plus(?![a-z])|(?:or|and)\ (?:more|above|higher|greater|over|older|larger)(?![a-z])|起(?=[，。,；;）)\s]|$))(?P<at_least>)
      | \ ?(?:(?:或|及|或者|和)?以下|以内|之内|or\ (?:less|fewer|below|under|lower|smaller)(?![a-z]))(?P<at_most>)
      | -ish(?P<approximate>)
      | \ ?(?:[\u4e00-\u9fff]{0,4}?(?:左右|上下(?!文|游|级)|摆布)|or\ so(?![a-z]))(?P<approx>)
      | (?:多|余|出头)(?!头|钱|长|少|年来|少|元化|样)(?P<over>)
      | (?:不到|不足)(?=[，。,；;）)\s]|$)(?P<under>)
        """,
        re.VERBOSE,
    )


def qualifier_after(low: str, end: int) -> Qualifier | None:
    """What stands behind the figure that ends at ``end`` (以上, 左右, or more)."""
    match = _after().match(low, end)
    if match is None:
        return None
    name = match.lastgroup
    if name == "approximate":
        return "approx"
    if name == "at_least" and low[end : end + 1] == "+" and low[end + 1 : end + 2].isalnum():
        return None
    return name  # type: ignore[return-value]


_UP = "增长|上升|提高|提升|增加|上涨|激增|飙升|大涨|暴涨|猛涨|反弹|走高|攀升|扩大|增厚|高涨|飞涨|回升|加息|上调|新增|多增|净增|猛增|大增|涨超|涨逾|涨|升|增|上扬|上浮|高出|多出|拉升"


_DOWN = "下降|下滑|减少|降低|下跌|缩减|大跌|暴跌|回落|回撤|缩水|萎缩|下挫|走低|降息|下调|减亏|跌超|跌逾|跌|降|减|缩小|收窄|削减|减免|少增|下浮|下探|低于上年同期|压缩|衰减|贬值"


_FILLER = "了|超过|超|逾|近|约|大约|将近|接近|达到|高达|达|至少|不足|不到|幅度为|幅度达|幅度|幅为|幅|的|为|一度|又|最多|多达|不少于|不超过|高于|低于|过|已|仅|有|\\s"


@cache
def _change_before() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:{_FILLER}){{0,3}}\Z")


@cache
def _change_after() -> re.Pattern[str]:
    return re.compile(
        r"\s?的?(?:(?P<up>涨幅|增幅|升幅|增长(?!率)|上涨|提升|增加)|(?P<down>跌幅|降幅|下降|下滑|下跌|缩水|回撤|减少|折价))"
        r"|[ -](?:[a-z-]+ )?(?:(?P<up2>increases?|growth|rise|rises|gains?|jump|surge|higher|uptick|improvement|upside)"
        r"|(?P<down2>declines?|drops?|decreases?|falls?|lower|reductions?|cuts?|slump|plunge|loss in value|downside))(?![a-z])"
    )


_UP_WORDS = frozenset(
    "up rose rise rises risen rising increase increased increases increasing grew grow grows grown growing gained gain"  # noqa: SIM905
    " gains gaining jumped jump jumps jumping surged surge surges surging climbed climb climbs climbing soared soar soars"
    " soaring advanced advance improved expanded added higher growth rallied spiked skyrocketed accelerated".split()
)


_DOWN_WORDS = frozenset(
    "down fell fall falls fallen falling decline declined declines declining dropped drop drops dropping decreased"  # noqa: SIM905
    " decrease decreases decreasing sank sink plunged plunge plunges plunging slid slide slides sliding lost lower"
    " lowered reduced reduce reduces reducing shrank shrunk slumped tumbled cut contracted slipped".split()
)


_SKIP_WORDS = frozenset(
    "by a an of about around approximately roughly nearly almost some over more than at least up to less under as much an"  # noqa: SIM905
    " estimated only just another further in value the".split()
) - {"up", "to"}  # fmt: skip


def direction(low: str, start: int, end: int) -> Direction:
    """Whether the figure ``low[start:end]`` is how much something rose or fell; ``降至 30%`` is neither."""
    at = start
    while at > 0 and low[at - 1] in " \u3000-":
        at -= 1
    c = low[at - 1] if at else ""
    if c > "\u2e80":
        match = _change_before().search(low, max(0, at - 12), at)
        if match is not None:
            return "up" if match["up"] else "down"
    elif c.isalpha():
        words = low[max(0, at - 40) : at].split()
        for word in reversed(words[-6:]):
            if word in _UP_WORDS:
                return "up"
            if word in _DOWN_WORDS:
                return "down"
            if word not in _SKIP_WORDS:
                break
    after = _change_after().match(low, end)
    if after is not None:
        return "up" if after["up"] or after["up2"] else "down"
    return ""
