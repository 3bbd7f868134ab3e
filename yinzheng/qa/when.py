"""For when a figure holds: the period that governs it in its sentence, or one said before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.qa.changes import is_beginning, is_outcome
from yinzheng.qa.grammar.iso_periods import interval
from yinzheng.qa.grammar.periods import periods, resolve
from yinzheng.types import PATH_SIGN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.clauses import Layout
    from yinzheng.qa.grammar.periods import Period
    from yinzheng.types import Document, Quantity

WHEN_VERSION = "10"


_PREDICATE = re.compile(r"\b(?:is|are|was|were|been|stays?|remains?)\b|[是已被均都]")


class When:
    """The periods of one sentence and its figures."""

    def __init__(
        self,
        text: str,
        start: int,
        periods: Sequence[Period],
        figures: Sequence[Quantity],
        layout: Layout,
        *,
        chinese: bool,
    ) -> None:
        self._text, self._start, self._layout, self._chinese = text, start, layout, chinese
        self.periods = periods
        self._figures = [q for q in figures if q.kind not in ("date", "period")]

    def of(self, quantity: Quantity) -> Period | None:
        """The period that the sentence gives ``quantity``."""
        text, index = self._text, self._layout.index(quantity.start)
        compared = self._compared_with(quantity)
        if compared is not None:
            return compared
        own = [p for p in self.periods if self._layout.index(p.start) == index and not self._base(p)]
        before = [p for p in own if p.end <= quantity.start and not self._compared(self._start, p)]
        after = [p for p in own if p.start >= quantity.end]
        if after and not self._crossed(quantity.end, after[0].start) and not self._apart(quantity, after[0]):
            close = not text[quantity.end : after[0].start].strip(" 的")
            if not self._chinese or (close and not before):
                return after[0]
        if before:
            return before[-1]
        for earlier in self._layout.before(index):
            there = [
                p
                for p in self.periods
                if p.end <= quantity.start
                and self._layout.index(p.start) == earlier
                and not self._base(p)
                and not self._told(p)
                and not self._compared(self._start, p)
            ]
            if there:
                return there[-1]
        if not self._chinese and self._layout.clauses[index].depth == 0:
            later = [
                p
                for p in self.periods
                if p.start >= quantity.end
                and not self._base(p)
                and p.kind == "period"
                and ".." not in p.form  # sold out until the end of 2026
                and not self._compared(quantity.end, p)
                and not self._noted(p)
                and not self._apart(quantity, p)
            ]
            if later:
                return later[0]  # rose by $5 million, or by 2%, for the six months ended …
        for period in self.periods:
            beside = period.start >= quantity.end and _ASIDE.fullmatch(text[quantity.end : period.start])
            if beside and not self._noted(period):
                return period
        return None

    def iso(self, period: Period, date: str | None, carried: str, titled: str = "") -> str:
        """The ISO form of ``period``; as written where it is relative and cannot be resolved.

        It is counted from ``date``, the document's, or from the period that was spoken of last: in the
        sentence, before it (``carried``), else in the title (``titled``).
        """
        if period.form.startswith("R"):  # 上年同期: counted from the period spoken of
            date = self._spoken_of(period, date, carried) or carried or titled or None
        elif period.form.startswith("*"):
            part = period.form[2:3] in "QH" or date is None  # months go on from the day of the document
            told = self._in_year(period, carried) if part else ""
            if told:
                return told
            date = self._day_before(period) or date or titled or None
        return resolve(period, date) or period.iso or " ".join(period.raw.split())

    def end_of(self, iso: str, quantity: Quantity) -> str:
        """The first or last year of a span for what a change of its time comes from or to; else ``iso``.

        Between 2019 and 2023 sales fell from 1,940 to 1,712.
        """
        years = _SPAN.fullmatch(iso)
        if years and is_beginning(self._text, quantity):
            return years[1]
        return years[2] if years and is_outcome(self._text, quantity) else iso

    def _spoken_of(self, period: Period, date: str | None, carried: str) -> str:
        """What ``period`` is counted from in its sentence: the last period before it, else the first."""
        for other in reversed([p for p in self.periods if p.end <= period.start]):
            if other.kind == "period" and not other.form.startswith("R") and not self._base(other):
                found = other.iso or self.iso(other, date, carried)
                if _KNOWN.match(found):
                    return found
        return next((p.iso for p in self.periods if p.iso and p is not period), "")

    def _in_year(self, period: Period, carried: str) -> str:
        """A part of a year in the year of what was told before: 2024年上半年…，下半年…; or empty."""
        before = [p for p in self.periods if p.end <= period.start and p.kind == "period" and p.iso]
        told = [p.iso for p in before if p.iso and not p.raw.endswith("同期") and not self._base(p)]
        for spoken in (told[-1] if told else "", carried if "-" in carried else ""):
            year = _YEAR_OF.match(spoken)
            whole = period.form.replace("*", year[0]) if year else ""
            after, first = interval(whole), interval(spoken)
            if after is not None and first is not None and after[0] >= first[0]:
                return whole
        return ""

    def _day_before(self, period: Period) -> str | None:
        """The day of the sentence that is told before ``period``: 2025年4月29日，公司公布一季报."""
        days = [p.iso for p in self.periods if p.end <= period.start and p.kind == "date" and p.iso]
        return days[-1] if days else None

    def lasting(self) -> Period | None:
        """The period that the sentences after it go on with: the last one of the sentence, no mere day."""
        lasting = [
            p
            for p in self.periods
            # 上年同期 is told beside what the text is about.
            if p.kind == "period" and not p.form.startswith("R-") and not self._of_another(p)
        ]
        return lasting[-1] if lasting else None

    def spoken_of(self) -> bool:
        """Whether the sentence names a time of its own, and not only one that it compares with."""
        return any(not p.form.startswith("R-") and not self._of_another(p) for p in self.periods)

    def _of_another(self, period: Period) -> bool:
        """Whether the sentence only holds what it tells against a figure of the period."""
        return self._base(period) or self._compared(self._start, period) or self._noted(period)

    def _compared_with(self, quantity: Quantity) -> Period | None:
        """The period right before a figure that another is held against: 较2023年的4.1亿元增长27%."""
        share = quantity.kind in ("percent", "multiple", "points", "fraction")
        for period in self.periods:
            gap = self._text[period.end : quantity.start]
            if period.end > quantity.start or not _THEN.fullmatch(gap) or not self._base(period):
                continue
            by = _BY.match(self._text, quantity.end) is not None or not gap.startswith(("的", "'", "’"))
            return None if share and by else period  # 较2019年翻倍, 同比去年43.7%的增长
        return None

    def _noted(self, period: Period) -> bool:
        """Whether an aside gives the period a figure of its own: $5 million (2023: $4 million)."""
        opened = _OPENED.search(self._text, max(self._start, period.start - 3), period.start)
        return opened is not None and _GIVES.match(self._text, period.end) is not None

    def _crossed(self, low: int, high: int) -> bool:
        return any(low <= q.start and q.end <= high for q in self._figures)

    def _apart(self, quantity: Quantity, period: Period) -> bool:
        """Whether a period behind a figure is of what else is said of it or of who has it.

        16 sites are let until 2026; it employs 260 people and plans to hire more by 2027.
        """
        between = self._text[quantity.end : period.start]
        lasts = period.form.startswith("../") and _PREDICATE.search(between) is not None
        return lasts or _PLANS.search(between) is not None

    def _base(self, period: Period) -> bool:
        """Whether the period is another's: a change is counted from it, something was founded then."""
        if _FOUNDED.match(self._text, period.end):
            return True
        if _EVEN.match(self._text, period.end):
            return True
        before = self._text[max(self._start, period.start - 12) : period.start]
        if _STARTING.search(before) and _THAT_OF.match(self._text, period.end):
            return True
        if _RESTORED.search(before) and _SAME_TIME.search(self._text[period.start : period.end + 12]):
            return True
        return bool(_BASE.search(self._text[max(self._start, period.start - 40) : period.start]))

    def _compared(self, start: int, period: Period) -> bool:
        """Whether what is said from ``start`` on is held against a figure of the period.

        In 2021 of: $3 million, compared to $2 million in 2021. What stands behind a semicolon, in Chinese
        behind a comma, is said anew: 较上年同期增长31.5%；净利润上年同期为4.05亿元.
        """
        if self._noted(period):
            return False
        signs = "；;，" if self._chinese else ";"
        start = max(start, *(self._text.rfind(sign, start, period.start) for sign in signs))
        against = _AGAINST.search(self._text, start, period.start)
        return against is not None and self._crossed(against.end(), period.start)

    def _told(self, period: Period) -> bool:
        """Whether the date is that of a notice, not of what the notice says."""
        after = _BRACKETS.sub("", self._text[period.end : period.end + 120])
        return period.kind == "date" and bool(_NOTICE.match(after))


def headings(document: Document) -> list[tuple[int, str]]:
    """Where each heading begins, the title aside, and the year, half or quarter that it names, or empty."""
    found = []
    for anchor in document.anchors:
        own = anchor.label.rpartition(PATH_SIGN)[2]
        if anchor.kind != "heading" or own == document.title:
            continue
        named = {resolve(period, document.date) or "" for period in periods(own)}
        said = named.pop() if len(named) == 1 else ""
        found.append((anchor.start, said if COARSE.fullmatch(said) else ""))
    return found


def titled(document: Document) -> str:
    """The first period that the title names, or empty: "Q1 2025 earnings call" is of 2025."""
    return next((period.iso for period in periods(document.title) if period.iso), "")


def reported(document: Document) -> str:
    """The one period that a report, a call or results are of by their title, or empty: 2024年年度报告."""
    named = {period.iso or "" for period in periods(document.title)}
    named = named or set(_BARE_YEAR.findall(document.title))  # Annual Report 2024
    said = named.pop() if len(named) == 1 else ""
    return said if COARSE.fullmatch(said) and _REPORT.search(document.title) else ""


_BARE_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w.,-])")
_REPORT = re.compile(
    r"年度报告|年报|季度报告|季报|中期报告|中报|财报|业绩|快报|财务报[告表]"
    r"|\b(?:annual|quarterly|interim|half-year(?:ly)?)\sreport|\bresults\b|\bearnings\b|\b10-[KQ]\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"((?:FY)?\d{4})/((?:FY)?\d{4})")
_ASIDE = re.compile(r"\s*[（(]\s*")
_OPENED = re.compile(r"[（(]\s*(?:the )?\Z")
_GIVES = re.compile(r"\s*(?:[:：]|[为是](?!止)|(?:was|were)\b)")
_THEN = re.compile(r"(?:的|['’]s)?\s*(?:约|近)?\s*")
_BY = re.compile(r"\s*的(?:增|涨|降|跌|提升|下滑)")
_PLANS = re.compile(r"\b(?:and|but) (?:\w+ )?(?:plans?|expects?|intends?|aims?|hopes?|will|wants?)\b")
_BASE = re.compile(
    r"(?:[较較]|比|相比|相[较較][于於]?|[对對]比|同比|[环環]比|高[于於]|低[于於]|比起|[较較]之)\s*$"
    r"|\b(?:due|maturing|matures?|expir\w+|founded|established|launched|introduced|born|incorporated|released)(?:\s(?:in|on|by|at))?\s*$"
    r"|\b(?:over|versus|vs\.?|than|against|compared\s(?:to|with)|(?:increase|decrease|decline|rise|growth|up|down|drop|improvement)\sfrom|from)"
    r"(?:\sthe)?(?:\ssame\s(?:period|quarter))?(?:\s(?:of|in))?(?:\sthe)?\s*$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:compared\s(?:to|with)|versus|vs\.?|against|from|after(?=\s[$€£¥]?\d))\s|[较較]|相比"
)
_FOUNDED = re.compile(r"\s?(?:推出|成立|[创創]立|[创創][办辦]|[设設]立|到期|出生|建成|上市|生效|[问問]世)的?")
_EVEN = re.compile(r"(?:的水平|水平)?(?:基本|大致)?(?:持平|相当(?!于)|一致|相若|相[比较])")
_STARTING = re.compile(r"[由从自]\Z")
_THAT_OF = re.compile(r"[末初底]?的约?[\d一二三四五六七八九十百]")
"""由上年的29.8%下降至27.6%."""
_KNOWN = re.compile(r"(?:FY)?\d{4}")
_YEAR_OF = re.compile(r"(?:FY)?\d{4}(?![-\d]*/)")
_RESTORED = re.compile(r"(?:恢复|回升|回落|相当于|达到|达|为|是|等于|至|到)约?\s*\Z")
_SAME_TIME = re.compile(r"(?:同期|水平)的|的\s?[\d.一二两三四五六七八九十百几]+\s?[多余]?(?:倍|成|分之|%|％)")
"""恢复至2019年同期的七成，是2023年的三倍多."""
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_NOTICE = re.compile(
    r"(?:晚间?|早间?|上午|下午|凌晨|盘后|[ ,，])*"
    r"(?:[^，,。；;\d]{0,24}(?:公告|披露|发布|讯|报道|消息|召开|宣布|获悉|公布|公示|记者|电|称|表示|收到|签署)"
    r"|[,，]? ?(?:announced|reported|said|released|filed))"
)
COARSE = re.compile(r"(?:FY)?\d{4}(?:-(?:Q[1-4]|H[12]))?|\d{4}(?:-H[12])?/\d{4}|\*-Q[1-4]")
"""Periods that the sentences after go on with: years, halves, quarters."""
