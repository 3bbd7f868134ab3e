"""Figures held against somebody else's: in 高于乙公司的9.4% it is 乙公司's, in 是乙公司的3倍 it is not.

A figure that another is held against is that other's; one that says how far the two lie apart is a difference
between them, told of who is compared and no level of either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.clauses import Layout
    from yinzheng.qa.grammar.periods import Period
    from yinzheng.qa.names.mentions import Mention
    from yinzheng.types import Quantity

COMPARISONS_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Compared:
    """What a figure is held against: ``yardstick`` where a name says it, else ``words``.

    ``apart`` marks a difference (比乙公司高2%, 7% more than Acme). The comparison begins at ``at``.
    """

    yardstick: Mention | None
    words: str
    apart: bool
    at: int


def comparisons(
    text: str,
    *,
    figures: Sequence[Quantity],
    mentions: Sequence[Mention],
    periods: Sequence[Period],
    layout: Layout,
    chinese: bool,
) -> dict[int, Compared]:
    """The figures of one sentence that stand in a comparison with others, by their start.

    What is compared with another time is a change, and none of these.
    """
    found: dict[int, Compared] = {}
    for number, quantity in enumerate(figures):
        clause = layout.clauses[layout.index(quantity.start)]
        read = _Read(text, quantity, clause.start, mentions, periods)
        told = (read.apart_zh() or read.against_zh()) if chinese else (read.apart_en() or read.against_en())
        before = figures[number - 1] if number else None
        if told is None and before is not None and before.start in found and not found[before.start].apart:
            told = read.beside(before)  # 仅次于甲的35.2%和乙的16.8%
        if told is not None:
            found[quantity.start] = told
    return found


def set_aside(mentions: Sequence[Mention], compared: dict[int, Compared]) -> list[Mention]:
    """The mentions, of which those that others are held against act in nothing."""
    held = {c.yardstick.start for c in compared.values() if c.yardstick is not None}
    return [replace(m, role="governed") if m.start in held else m for m in mentions]


class _Read:
    """One figure and what stands around it in its clause."""

    def __init__(
        self,
        text: str,
        quantity: Quantity,
        start: int,
        mentions: Sequence[Mention],
        periods: Sequence[Period],
    ) -> None:
        self._text, self._quantity, self._start = text, quantity, start
        self._mentions, self._periods = mentions, periods

    def against_zh(self) -> Compared | None:
        return self._against(_OVER_ZH, 14, _THEIRS_ZH, _NORM_ZH, 24)

    def apart_zh(self) -> Compared | None:
        text, quantity = self._text, self._quantity
        if quantity.kind in ("multiple", "fraction", "percent"):
            times = _TIMES_ZH.search(text, max(self._start, quantity.start - 40), quantity.start)
            if times is not None and (quantity.kind != "percent" or times["verb"] in _EQUALS_ZH):
                whom = next((m for m in self._before() if m.end == times.end("whom")), None)
                if whom is not None and (times["of"] or whom.text == "其"):
                    return Compared(whom, "", apart=True, at=times.start())
        than = _THAN_ZH.search(text, max(self._start, quantity.start - 30), quantity.start)
        if than is None or self._is_time(than.start("other"), than.end("other")):
            return None
        whom = next((m for m in self._before() if m.start >= than.start("other")), None)
        return Compared(whom, than["other"], apart=True, at=than.start())

    def against_en(self) -> Compared | None:
        return self._against(_OVER_EN, 24, _THEIRS_EN, _NORM_EN, 60)

    def _against(
        self,
        over: re.Pattern[str],
        reach: int,
        theirs: re.Pattern[str],
        norm: re.Pattern[str],
        norm_reach: int,
    ) -> Compared | None:
        """Return whose figure another is held against; the reaches are characters that are looked back."""
        text, quantity = self._text, self._quantity
        for mention in self._before():
            opened = over.search(text, max(0, mention.start - reach), mention.start)
            if opened and theirs.fullmatch(text, mention.end, quantity.start):
                return Compared(mention, "", apart=False, at=opened.start())
        noun = norm.search(text, max(self._start, quantity.start - norm_reach), quantity.start)
        return noun and Compared(None, noun["norm"], apart=False, at=noun.start())

    def apart_en(self) -> Compared | None:
        text, quantity = self._text, self._quantity
        times = quantity.kind == "multiple" and _TIMES.search(quantity.raw) is not None
        than = (_TIMES_EN if times else _THAN_EN).match(text, quantity.end)
        if than is None:
            return None
        whom = next(
            (m for m in self._mentions if m.start == than.end() and m.kind in ("org", "product")), None
        )
        if whom is None:
            return None
        return Compared(whom, "", apart=True, at=quantity.start)

    def beside(self, before: Quantity) -> Compared | None:
        """The next one of several yardsticks: 甲的35.2%和乙的16.8%, Acme's 9% and Beta's 8%."""
        for mention in self._before():
            joined = mention.start >= before.end and _AND.fullmatch(self._text, before.end, mention.start)
            theirs = _THEIRS_ZH if _AND_ZH.match(self._text, before.end) else _THEIRS_EN
            if joined and theirs.fullmatch(self._text, mention.end, self._quantity.start):
                return Compared(mention, "", apart=False, at=mention.start)
        return None

    def _before(self) -> list[Mention]:
        return [m for m in self._mentions if m.end <= self._quantity.start and m.kind != "we"]

    def _is_time(self, start: int, end: int) -> bool:
        """Whether what is compared with is another time or a plan: 比去年, 比4月, 比预期."""
        dated = any(start <= p.start and p.end <= end for p in self._periods)
        return dated or _TIME_ZH.search(self._text, start, end) is not None


_OVER_ZH = re.compile(
    r"(?:高于|低于|大于|小于|多于|少于|优于|劣于|快于|慢于|强于|弱于|逊于|落后于?|领先于?|次于|超过|超越|超出|不及|不如|相比|[较比]|对比)"
    r"(?:了|于|同行的?|对手|竞争对手|同业的?)?\Z"
)
_THEIRS_ZH = re.compile(
    r"(?:(?:此前|去年|上年|今年|同期|目前|当时|同类|\d{4}年)?的[^，。；的高低多少快慢股]{0,8}|[（(])(?:为|是|约|近)?"
)
_NORM_ZH = re.compile(
    r"(?:高于|低于|大于|小于|多于|少于|优于|快于|慢于|超过|超出|不及|不如|[较比])"
    r"(?P<norm>(?:全?(?:行业|同业|市场|国|球|省|市)|同行|业内)的?(?:平均|均值|中位)(?:水平|数|值)?)的?约?\Z"
)
_TIMES_ZH = re.compile(
    r"(?P<verb>是|为|相当于|等于|不到|不足|超过|接近|达到?|近)约?(?P<whom>[^，。；是]{1,16}?)(?P<of>的)?(?:约|近|将近)?\Z"
)
_EQUALS_ZH = frozenset(("相当于", "等于", "不到", "不足", "接近"))
_THAN_ZH = re.compile(
    r"(?<![同环对])[比较](?P<other>[^，。；比较\d][^，。；比较]{0,19}?)[还均都更要]?(?<![增成延降减提升])(?:高|低|多|少|大|小|贵|便宜|快|慢|长|短|重|轻)(?:出|了|约|近|达|\s)*\Z"
)
_TIME_ZH = re.compile(
    r"年|月|季|周|日|同期|期[初末]|预[期计算]|计划|目标|之?前|上次|原[来先]|[此之以]前|市场价|原价"
)
_OVER_EN = re.compile(
    r"\b(?:than|compared (?:to|with)|versus|vs\.?|above|below|against|behind|exceeding)\s(?:the\s)?\Z"
)
_THEIRS_EN = re.compile(
    r"['’]s?\s(?:[a-z-]+\s){0,3}(?:of\s|at\s)?[$€£¥]?|\s(?:at|with)\s[$€£¥]?|\s?\([$€£¥]?"
)
_NORM_EN = re.compile(
    r"(?:\bthan|\bcompared (?:to|with)|\bversus|\bvs\.?|\babove|\bbelow|\bagainst)\s(?:an|the)\s"
    r"(?P<norm>(?:[a-z-]+\s){1,2}(?:average|median|mean))\s(?:of\s|at\s)?[$€£¥]?\Z"
)
_MORE_EN = r"(?:more|less|higher|lower|fewer|greater|larger|smaller|bigger|cheaper|faster|slower)"
_THAN_EN = re.compile(
    rf"\s(?:[a-z]+\s)?{_MORE_EN}(?:\s[a-z-]+){{0,4}}?\sthan\s(?:that of\s|those of\s)?(?:the\s)?"
)
_TIMES_EN = re.compile(
    rf"\s(?:as\s[a-z-]+(?:\s[a-z-]+){{0,5}}?\sas\s|that of\s|{_MORE_EN}(?:\s[a-z-]+)?\sthan\s)?(?:the\s)?"
)
_TIMES = re.compile(r"times|twice|thrice|fold|[\dx]\Z", re.IGNORECASE)
_AND = re.compile(r"\s?(?:、|和|与|及|以及|，|,? and |, )\s?")
_AND_ZH = re.compile(r"\s?[、和与及以，]")
