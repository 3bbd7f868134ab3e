"""Common nouns that Chinese figures are told of where nobody is named: 工业机器人毛利率为33%."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from yinzheng.qa.names.name_lists import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.clauses import Clause, Layout
    from yinzheng.qa.measures import Metric
    from yinzheng.qa.names.mentions import Mention
    from yinzheng.qa.names.tagger import Word
    from yinzheng.types import Quantity

COMMON_VERSION = "1"


def counts_actors(text: str, layout: Layout, quantity: Quantity, words: Sequence[Word]) -> bool:
    """Whether a clause begins with a count of those who act in it, nobody's: 10位读者受邀参加."""
    clause = layout.clauses[layout.index(quantity.start)]
    if quantity.kind != "count" or not _OPENING.fullmatch(text[clause.start : quantity.start]):
        return False
    nouns = 0
    for word in words[bisect_right(words, quantity.end, key=lambda w: w.end) :]:
        if word.end > clause.end or word.tag in ("w", "p", "TIME"):
            return False
        if word.tag in ("v", "d"):
            return nouns > 0 or quantity.unit == "person"
        nouns += word.tag in _NOUN_TAGS
    return False


def common(
    text: str,
    layout: Layout,
    quantity: Quantity,
    metric: Metric | None,
    words: Sequence[Word],
    *,
    mentions: Sequence[Mention],
) -> str:
    """A common noun that the figure is told of: 黑人女性占…, 乘用车出口21万辆，同比增长…; or empty.

    Looked for at the head of the figure's clause and, over clauses that begin with no noun, before it.
    """
    index = layout.index(quantity.start)
    own = layout.clauses[index]
    bare = not any(
        word.tag in ("n", "nz", "vn") and own.start <= word.start and word.end <= quantity.start
        for word in words
    )
    for i in (index, *layout.before(index)[:_CLAUSES_BACK]):
        top = _TOP_FEW.match(text, layout.clauses[i].start, quantity.start)
        if top is not None:
            return top["who"]
        named = min((m.start for m in mentions if layout.index(m.start) == i), default=quantity.start)
        found = _leading_noun(text, layout.clauses[i], quantity, metric, words, named=named)
        if (
            found
            and i != index
            and not bare
            and metric is not None
            and text.startswith(found, metric.start - len(found))
        ):
            return ""  # 终端业务收入为1035亿元，云计算业务收入为241亿元
        if found is not None:
            return found
        if named < quantity.start:
            return ""
    return ""


def _leading_noun(
    text: str, clause: Clause, quantity: Quantity, metric: Metric | None, words: Sequence[Word], *, named: int
) -> str | None:
    """The noun that a clause begins with and tells something of; None where it begins with none.

    A noun that leads up to the figure without a verb says what is measured. ``named`` is where somebody
    is first mentioned in the clause.
    """
    start = stop = -1
    for word in words[bisect_right(words, clause.start, key=lambda w: w.end) :]:
        raw = text[word.start : word.end]
        if word.start >= clause.end or word.end > quantity.start or word.start >= named:
            return None
        if raw.isspace() or (start < 0 and (word.tag in ("c", "d", "w", "TIME", "xc") or raw in _POINTING)):
            continue
        if word.tag in _NOUN_TAGS and not (
            metric is not None and metric.start < word.end and word.start < metric.end
        ):
            start = word.start if start < 0 else start
            stop = word.end
            continue
        if start < 0 or stop - start < 2:
            return None
        led = metric is not None and (
            metric.start == (word.end if raw == "的" else stop) and (raw == "的" or metric.key in _OF_GOODS)
        )
        acts = word.tag in ("v", "d") or raw in ("在", "自")
        if not led and (not acts or raw in listed("speaking_zh")):
            return None
        found = text[start:stop]
        return None if _VAGUE_NOUN.search(found) or not _HAN_ONLY.search(found) else found
    return None


_CLAUSES_BACK = 3
_POINTING = frozenset(("该处", "此处", "这些", "这", "该", "那些", "所有", "全部", "其中", "国内", "海外"))
_OPENING = re.compile(
    r"[“\"\s]*(?:其中|另外|另有|另|还有|共有?|合计|约|近|超过?|已有|有|来自|目前|至少|全[省市区县国]|辖区|\s)*"
)
_NOUN_TAGS = frozenset(("n", "nz", "vn", "a", "an"))
_HAN_ONLY = re.compile("[\u4e00-\u9fff]+")
_TOP_FEW = re.compile(
    r"[\s“\"]*(?:其中|且|而)?(?P<who>(?:全球|国内|中国|行业|头部)?(?:排名)?前[一二两三四五六七八九十百\d]{1,3}(?:大|名|强|位|家)?"
    r"(?:厂商|企业|公司|品牌|车企|房企|药企|银行|券商|险企|玩家|国家|省份|城市))"
)
"""The first few of a market, whose share is theirs: 前五大厂商合计份额为81%."""
_OF_GOODS = frozenset(
    f"{key}{of}"
    for key in (
        "revenue",
        "gross_profit",
        "gross_margin",
        "sales_volume",
        "shipments",
        "output",
        "unit_price",
    )
    for of in ("", "_growth")
)
"""What goods and lines of business have in a report of their maker: 工业机器人毛利率为33%."""
_VAGUE_NOUN = re.compile(
    r"(?:数据|综合|主流|目标|次数|报告|公告|业务|产品|板块|项目|情况|方面|部分|整体|总体|业绩|合计|方案|计划|消息|结果|费用|金额|数量|规模|价格|比例|本次|本轮|活动|行动"
    r"|董事会|监事会|股东会|股东大会|管理层|高管|会议|工作|时间|期间|政策|原因|影响|问题|股东|记者|全年|累计|交易|事件|收入|利润|成本|投资|增长|平均|水平|指数|标准|公司|集团|股份|利率|价格|直径|长度|宽度|高度|深度|面积|体积|体重|重量|温度|气温|速度|时长)$"
)
