"""How many there are of what a question counts: 63 in 目前在全国运营63个冷库 for 有多少个冷库.

A count is of a noun that stands right beside it. What is a part (其中, 新增), was once or is planned is no
count of all; two counts are of one time where both are of today or of the same stated day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.tokens import words
from yinzheng.qa.agreement import agree, bounds, is_far
from yinzheng.qa.denied import is_told_to_deny
from yinzheng.qa.grammar.units import Compared
from yinzheng.qa.quantities import quantities
from yinzheng.qa.question import is_function_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.types import Quantity

_MEASURE = "[个個只位名次家条條座支场場种種类類辆輛艘架台臺间間项項篇首部册枚颗所处處块塊套]"
_NOUN_ASKED = (
    re.compile(rf"(?:多少|几){_MEASURE}?\s?(?P<noun>[一-龥]{{2,8}})"),
    re.compile(
        rf"(?P<noun>[一-龥]{{2,8}}?)(?:(?:总共|合计|目前|现在|一共|共)?有(?:多少|几){_MEASURE}"
        rf"|的?(?:总?数量?|个数|数目)[是为有达](?:多少|几){_MEASURE}?)\s?[？?]?\Z"
    ),
    re.compile(
        r"\bhow many (?P<noun>(?:(?!(?:is|are|did|does|do|was|were|has|have|had|can|will|would|in|of|on|at"
        r"|there|that|which)\b)[a-z-]+ ?){1,3})",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bnumber of (?P<noun>(?:[a-z-]+ ?){1,2}?)(?= (?:does|do|is|has|in|of|at)\b|\?|\Z)", re.IGNORECASE
    ),
)
_NO_NOUN = re.compile(
    r"钱|[万亿]?(?:美?元|人|倍|年|岁|天|个?月|小时|次)|资金|金额|百分.*|people\b.*|dollars?|yuan|times|years?|days?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"其中|另有?|还有|包括|包含|分别|平均|每|各|新[增建开设签]|增[设加]|增?开设?了|开[业出]|关[闭停店]|撤|减少|出售|收购|转让|改造|升级|签约"
    r"|曾|此前|之前|原[有来先]|当时|一度|最初|去年|前年|上年|上一年|往年|年初|过去|从"
    r"|计划|拟|将|预计|规划|目标|有望|争取|力争|未来|打算|考虑|在建|筹建|待建|建设中|如果|若"
    r"|\b(?:of (?:which|these|them)|including|another|additional|average|each|per|every|new|added?|adds"
    r"|open(?:s|ed|ing)?|clos(?:es?|ed|ing)|built|sold|bought|acquired|had|previously|once|former\w*|used to"
    r"|last year|from|plans?|planned|planning|will|would|expects?|expected|aims?|targets?|goal|could|may"
    r"|under construction|if)\b",
    re.IGNORECASE,
)
"""What stands before a count that is not of all there are today."""
_PART_BEHIND = re.compile(
    r"\s?(?:在建|正在建|规划|筹建|已关|将|拟|被关|的?(?:目标|计划)"
    r"|(?:are|were|is) (?:planned|under|being|to be)|planned|by 20)",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"华[东北南中]|东北|西[南北]部?|东部|中部|海外|境外|国外|北美|欧洲|亚洲|东南亚|非洲|美国|日本|欧美|[一-龥]{2}(?:省|市|县|区|州)"
    r"|\b(?:abroad|overseas|Europe|Asia|America|Africa|China|Japan|(?:north|south|east|west)(?:ern)?)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"目前|现[在有已共]?(?=[^，。]{0,12}\Z)|当前|如今|在营|\b(?:now|currently|today|at present)\b",
    re.IGNORECASE,
)
_GOVERNS = re.compile(
    r"(?:\A|截[至止]|到|[，,；;。]|\b(?:as of|in|at the end of|by))[\s“\"]*(?:the end of )?\Z", re.IGNORECASE
)
_CLAUSE = re.compile(r"[，,；;。：:！？!?\n“”](?!\d{3})|\.\s|\b(?:and|but|while)\b")
_LEADING = re.compile(
    r"我们|我司|本?公司|集团|企业|目前|现在|当前|如今|现有?|在[营用]|运营|经营|正在|拥有|持有|全[国部]|所有|旗下|投入使用|投用|已|共|的|在|中"
)
"""What narrows no noun: 我们目前在营的冷库."""
_IS = re.compile(
    r"(?:总?数量?|个数|数目|总数)?(?:目前|现在|现|已经?)?(?:一?共|总共|合计)?(?:[是为有]|达到?|共)?(?:一?共|了)?\s?(?:大?约|近|超过?|逾)?\s?\Z"
)
_ENDS_NOUN = re.compile(r"\Z|[\s，。；、：！？,.;:!?）)（(”」》]|[和与及并以在的已分遍布位等是均都且覆]")


@dataclass(frozen=True, slots=True)
class Count:
    """A count in a sentence, of what time: empty for today, else an ISO period; and in which regions."""

    quantity: Quantity
    when: str
    regions: frozenset[str]


@lru_cache(maxsize=64)
def counted_noun(question: str) -> str:
    """Return what a question asks the number of, in simplified characters; empty where that is no thing."""
    text = simplified(question)
    if _PART.search(text):
        return ""
    for pattern in _NOUN_ASKED:
        match = pattern.search(text)
        if match is None:
            continue
        named = [word for word in words(match["noun"]) if not is_function_word(word)]
        if match["noun"].isascii():
            noun = " ".join(match["noun"].split()).lower()
        else:
            noun = _first(match["noun"], named) if pattern is _NOUN_ASKED[0] else "".join(named[-1:])
        if len(noun) > 1 and noun in match["noun"].lower() and not _NO_NOUN.fullmatch(noun):
            return noun
    return ""


def _first(said: str, named: Sequence[str]) -> str:
    """Return the noun that a phrase begins with: at most two words that follow one another."""
    noun = ""
    for word in named[:2]:
        noun += word if said.startswith(noun + word) else ""
    return noun


def count_in(noun: str, sentence: str, known: str = "") -> Count | None:
    """Return how many of a noun a sentence says there are; None where it tells of a part, or two figures.

    ``known`` is text whose names narrow nothing: the question and the document's title.
    """
    text = simplified(sentence)
    if not noun or noun not in text.lower():
        return None
    figures = list(quantities(sentence))
    found: dict[object, Count] = {}
    for q in figures:
        if q.kind not in {"count", "number"} or is_told_to_deny(sentence, q.start, q.end):
            continue
        begin = max((m.end() for m in _CLAUSE.finditer(text, 0, q.start)), default=0)
        behind = _CLAUSE.search(text, q.end)
        before = text[begin : q.start]
        if not (_counts(noun, text, q) or _is_told_of(noun, before, known)):
            continue
        if _PART.search(before) or _PART_BEHIND.match(_behind_noun(noun, text, q)):
            return None
        after = text[q.end : behind.start() if behind else len(text)]
        regions = frozenset(m.group() for m in _REGION.finditer(before + "|" + after))
        found[q.value, q.low, q.high] = Count(q, _when(text, q, figures, begin), regions)
    return next(iter(found.values())) if len(found) == 1 else None


def differ(a: Count, b: Count) -> bool:
    """Whether two counts of one noun and subject are of one time and place and cannot both be right."""
    first, second = bounds(a.quantity), bounds(b.quantity)
    if first is None or second is None or a.when != b.when or a.regions != b.regions:
        return False
    compared = Compared("", *((q.value, q.low, q.high) for q in (a.quantity, b.quantity)))
    return not agree(first, second, compared) and not is_far(first, second, compared)


def _counts(noun: str, text: str, q: Quantity) -> bool:
    """Whether the noun stands right behind the figure, or is a part of it: 63个冷库, 12家门店."""
    raw = text[q.start : q.end].lower()
    if raw.endswith(noun) and re.fullmatch(rf"[\d,.\s万千百]+{_MEASURE}?\s?", raw[: -len(noun)]):
        return _ENDS_NOUN.match(text, q.end) is not None
    rest = text[q.end :]
    lead = re.match(rf"{_MEASURE}?\s?", rest)
    at = q.end + (lead.end() if lead else 0)
    return text[at : at + len(noun)].lower() == noun and _ENDS_NOUN.match(text, at + len(noun)) is not None


def _behind_noun(noun: str, text: str, q: Quantity) -> str:
    at = text.lower().find(noun, q.start)
    return text[at + len(noun) :] if 0 <= at <= q.end + 2 else text[q.end :]


def _is_told_of(noun: str, before: str, known: str) -> bool:
    """Whether a clause says of the noun alone how many there are: 在营的冷库是, the number of shops is."""
    if noun.isascii():
        said = (
            rf"\bnumber of {re.escape(noun)}(?: it (?:has|runs|operates))?(?: now| currently)?"
            r" (?:is|stands at|stood at|was|reached)(?: about| nearly| over)?\s?\Z"
        )
        return re.search(said, before, re.IGNORECASE) is not None
    at = before.rfind(noun)
    if at < 0 or not _IS.fullmatch(before[at + len(noun) :]):
        return False
    narrowing = _LEADING.sub("", before[:at]).strip(' “”"')
    return not narrowing or narrowing in known


def _when(text: str, q: Quantity, figures: list[Quantity], begin: int) -> str:
    """Return the period that governs a figure, empty for today."""
    told = [d for d in figures if d.period and d.end <= q.start]
    told = [d for d in told if d.start >= begin or _GOVERNS.search(text[: d.start])]
    behind = [
        d
        for d in figures
        if d.period and d.start >= q.end and re.match(r"[^，。；;]{0,16}\Z", text[q.end : d.start])
    ]
    if not told:
        return (behind[0].period or "") if behind else ""
    return "" if _NOW.search(text[told[-1].end : q.start]) else told[-1].period or ""
