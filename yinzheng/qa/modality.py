"""How surely a figure is said: as fact, forecast, plan, report of others, or supposition."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Literal

    from yinzheng.qa.clauses import Clause
    from yinzheng.types import Modality

    Cue = tuple[int, Modality | Literal["possible"]]

MODALITY_VERSION = "1"

_ORDER: tuple[Modality, ...] = ("hypothetical", "planned", "forecast", "reported")

_REACHING: tuple[Modality, ...] = ("hypothetical", "reported", "planned", "forecast")

_ACTS = r"(?:再|累计|继续|合计|共|共同|斥资|向|以|通过|在|为|分期|分批|[^，,；;。]{0,8})?(?:投资|收购|建设|出资|回购|发行|支付|增持|减持|新增|裁员|裁减|募集|募资|购买|采购|拨款|注资|投入|新建|关闭|推出|派发|增资|筹集|削减)"

_CUES: dict[Modality, tuple[str, ...]] = {
    "hypothetical": (
        r"若(?!干|非|无其)|如果|假如|假设|倘若|要是|假定|设想|一朝|一旦|理论上|若是",
        r"\bif\b|\bassum(?:e[sd]?|ing)\b|\bsuppos(?:e|ing)\b|\bhypothetical|\bwere to\b|\bunless\b|\bwould have\b|\bpro forma\b",
    ),
    "planned": (
        rf"(?<![虚模])拟(?!合|定|稿|真|人|态)|打算|承诺|筹划|欲(?=以|斥|投|收|购|募|发|出)|计划(?!的|书|》|”|\"|经济|单列|中|了|内|外)|规划(?=投|建|到|在|总|产|装|面)|意向(?=投|出资|收购)|准备(?=以|投|收|购|募|发|出|在|用)|有意|[将要]{_ACTS}",
        r"\bplan(?:s|ned|ning)?\s(?:to|on|for)\b|\bintend(?:s|ed)?\b|\bcommit(?:s|ted|ting)?\b|\bpledg(?:e[sd]?|ing)\b|\bagreed to\b|\bpropos(?:e[sd]?|ing|al)\b"
        r"|\baim(?:s|ed|ing)?\s(?:to|for)\b|\bwill (?:invest|acquire|buy|build|spend|pay|hire|cut|issue|sell|repurchase|raise)\b|\bauthoriz(?:ed\s(?:a|the|an|up|to)|es)\b|\bset to\b|\bto be (?:built|paid|invested|issued)\b|\bplanned\b",
    ),
    "forecast": (
        r"预计|预期|有望|预测|展望|瞻望|指引|料将|料|或将|预估|预判|预告|目标|力争|估计|推测|揣测|揣摸|揣度|或(?=超|达|将|高|突|会)|大概率|不久将|将(?=达|会|增|超|实现|保持|突破|降|升|进一步|减|在20|于|是|有|占|为|继续|成为|下|上|提|近|跌|涨|能|需|扩|至|从|由)|会达|到(?=20[2-9]\d年)",
        r"\bexpect(?:s|ed|ing|ation|ations)?\b(?!\s(?:loss|credit|life|lives|volatility|term|return|dividend))|\bforecast\w*|\bguid(?:ance|es?|ed|ing)\b|\boutlook\b|\bproject(?:ed|ions?|ing)\b(?!\sof)"
        r"|\banticipat\w+|\bestimate[sd]?\b(?!\s(?:useful|fair|tax))|\bwill\b|\blikely\b|\btarget(?:s|ed|ing)?\b|\bwould\b|\bshould\b|\bpredict\w*|\bprobably\b|\bon track\b|\bby 20[3-9]\d\b",
    ),
    "reported": (
        r"据报道|据悉|据[^，,。；;]{0,24}(?:报道|消息|爆料)|传闻|消息人士|知情人士|据传|报道称|媒体称|流传|据说|有人说|据了解|消息称|传出|爆料|外媒|据称|报说念|据报",
        r"\breportedly\b|\bpeople familiar\b|\bsources?\s(?:said|say|told|familiar)\b|\brumou?r\w*|\b(?:is|are|was) said to\b|\breports (?:that|said|say|suggest)\b|\breport (?:said|says)\b|\baccording to (?:media|press|news|reports?|a report|people|sources|the (?:Wall|New|Financial))|\b(?:Reuters|Bloomberg|media) reported\b|\balleg\w+",
    ),
}  # fmt: skip


_POSSIBLE = r"可能|或许|\bcould\b|(?<!in )(?<!of )\bmay\b(?! \d)|\bmight\b"


@cache
def _pattern() -> re.Pattern[str]:
    parts = [f"(?P<{name}>{'|'.join(cues)})" for name, cues in _CUES.items()]
    return re.compile("|".join([*parts, f"(?P<possible>{_POSSIBLE})"]), re.IGNORECASE)


def cues(text: str, start: int, end: int, nouns: Collection[int] = ()) -> Iterator[Cue]:
    """Where in ``text[start:end]`` words of doubt or intention stand, and of which modality.

    ``nouns`` are offsets of nouns: 减持计划 is no plan to do what its sentence tells.
    """
    for match in _pattern().finditer(text, start, end):
        if match.start() not in nouns or match.lastgroup not in ("planned", "forecast"):
            yield match.start(), match.lastgroup  # type: ignore[misc]


def modality(found: Sequence[Cue], at: int, end: int, clause: Clause, sentence: int) -> Modality:
    """The modality of a figure at ``[at, end)`` in ``clause``, given the cues of its sentence.

    ``sentence`` is the sentence's start. Cues of its own clause decide first, those before it in the
    sentence after them: a condition, a report and a forecast reach over the clauses that follow, a plan
    over the next ones but not into brackets, a mere possibility nowhere.
    """
    own = {m for p, m in found if clause.start <= p < at or end <= p < min(clause.end, end + 16)}
    for kind in _ORDER:
        if kind in own:
            return kind
    if "possible" in own:
        return "hypothetical"
    before = [(p, m) for p, m in found if sentence <= p < clause.start and at - p < 160]
    for kind in _REACHING:
        if kind == "planned" and clause.depth:
            continue
        if any(m == kind and (kind != "planned" or at - p < 60) for p, m in before):
            return kind
    return "actual"
