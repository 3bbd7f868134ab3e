"""What a figure measures: the term of the table that governs it, or the noun that is counted or measured.

Where the figure is a change (同比增长 45%, up 5%), the metric is what changes, and its key ends in
``_growth``; where the figure is the level reached (增长至, rose to), the key is that of the thing itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.qa.changes import is_base, is_change
from yinzheng.qa.names.nouns import noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.clauses import Layout
    from yinzheng.qa.metrics import Concept, Term
    from yinzheng.qa.names.entities import Name
    from yinzheng.qa.names.tagger import Word
    from yinzheng.types import Quantity

_REACH = 80  # characters to either side of a figure in which its noun is looked for
_NEAR = 8  # figures to either side that may stand between a term and its figure

MEASURES_VERSION = "4"


@dataclass(frozen=True, slots=True)
class Metric:
    """``text[start:end]`` says what is measured; ``key`` is empty where no concept of the table is it."""

    start: int
    end: int
    key: str
    score: float = 0.0


_RATES = frozenset(("growth_rate", "price_change", "gdp_growth", "comparable_sales", "inflation", "ppi"))


def _word_start(word: Word) -> int:
    return word.start


def _figure_start(quantity: Quantity) -> int:
    return quantity.start


class Measured:
    """What the figures of one sentence measure."""

    def __init__(
        self,
        text: str,
        layout: Layout,
        *,
        terms: Sequence[Term],
        figures: Sequence[Quantity],
        words: Sequence[Word],
        names: Sequence[Name],
        chinese: bool,
    ) -> None:
        """``terms``, ``figures``, ``words`` and ``names`` are those of the sentence, in order."""
        self._text, self._layout, self.all = text, layout, terms
        spans = [*((n.start, n.end) for n in names), *((q.start, q.end) for q in figures)]
        taken = {at for start, end in spans for at in range(start, end)}
        # Whose it is and what it is are two things: names are no candidates for the latter.
        self._words = [w for w in words if w.start not in taken and not text[w.start : w.end].isspace()]
        self._figures = [q for q in figures if q.kind not in ("date", "period")]
        self._times = [q for q in figures if q.kind in ("date", "period")]
        self._chinese = chinese
        self._clauses: dict[int, list[Term]] = {}
        for term in terms:
            self._clauses.setdefault(layout.index(term.start), []).append(term)
        self._last: Metric | None = None
        self._change: Quantity | None = None  # the figure asked for last, where it is a change
        self._levels: dict[tuple[str, str], Metric] = {}  # by kind and unit

    def metric(self, quantity: Quantity, told: Term | None = None) -> Metric | None:
        """What ``quantity`` measures; figures are asked for in order. ``told`` is its term where known."""
        index = self._layout.index(quantity.start)
        clause = self._layout.clauses[index]
        change = is_change(self._text, quantity, clause.start, clause.end)
        again = not change and told is None and self._goes_on(quantity)
        change = change or again
        self._change = quantity if change else None
        if again and self._last is not None:
            found: Metric | None = self._again(self._last, quantity, change=True)
        elif told is not None:
            concept, _ = _concept(told, quantity, change=change)
            found = Metric(told.start, told.end, _key(concept, quantity, change=change))
        else:
            found = self._metric(quantity, index, change=change)
        if quantity.kind == "age" and (found is None or not found.key):
            unit = _UNIT.search(quantity.raw)
            if unit is not None:
                found = Metric(quantity.start + unit.start(), quantity.end, "age")
        if found is not None:
            if quantity.kind in ("multiple", "ratio") and found.key in _OWED:
                owed = _LEVERAGE.search(self._text, clause.start, clause.end)
                found = Metric(found.start, found.end, "debt_ratio" if owed else found.key)
            if found.key in _PER_SHARE_OF and _PER_SHARE.match(self._text, quantity.end):
                found = Metric(found.start, found.end, "eps" if quantity.kind == "money" else found.key)
            self._last = found
            if not change:
                self._levels[_likeness(quantity)] = found
        return found

    def held(self, quantity: Quantity, at: int, *, level: bool) -> Metric | None:
        """What two are compared by, where the comparison begins at ``at``: 营收比乙公司高20%.

        A figure that tells how far they are apart, and not the ``level`` of the other one, is neither a level
        nor a growth, so that it has no key.
        """
        if level:
            known = self._levels.get(_likeness(quantity))
            found = self.metric(quantity)
            return found if found is not None and found.key else known or found
        there = self._clauses.get(self._layout.index(at), [])
        before = [term for term in there if term.end <= at] or [
            term  # 比大额存单的利率低0.05%
            for term in there
            if term.end <= quantity.start and any(quantity.kind in concept.kinds for concept in term.concepts)
        ]
        if before:
            self._last = Metric(before[-1].start, before[-1].end, before[-1].concepts[0].key)
        last = self._last or self.metric(quantity)
        return last and Metric(last.start, last.end, "")

    def _metric(self, quantity: Quantity, index: int, *, change: bool) -> Metric | None:
        clause = self._layout.clauses[index]
        at = bisect_left(self._figures, quantity.start, key=_figure_start)
        near = self._figures[max(0, at - _NEAR) : at + _NEAR]
        others = [q for q in near if q.start != quantity.start]
        best = self._choose(quantity, self._clauses.get(index, []), others, change=change)
        if best is not None and best[0].score >= 2.0:
            return self._grown(*best, change=change, quantity=quantity)
        level = self._levels.get(_likeness(quantity))
        if best is None and level is not None and is_base(self._text, quantity, clause.start):
            return level  # 营收12亿元，同比增长20%，较2022年的8亿元增长50%
        last = self._last
        if (
            best is None
            and last is not None
            and at
            and change
            and self._from(self._figures[at - 1], quantity)
        ):
            return self._again(last, quantity, change=True)
        if best is None and last is not None and at and self._reached(self._figures[at - 1], quantity):
            return self._again(last, quantity, change=False)
        for step, earlier in enumerate(self._layout.before(index)[:3]):
            if best is not None and step and not change:
                break
            candidate = self._choose(quantity, self._clauses.get(earlier, []), others, change=change)
            if candidate is not None and candidate[0].score >= 2.0 - max(
                1.5 * change, 0.5 * (clause.depth > 0)
            ):
                between = [o for o in others if candidate[0].end <= o.start < quantity.start]
                if between and last is not None and not change and _same_kind(between[-1], quantity):
                    return self._again(last, quantity, change=change)
                if best is None or candidate[0].score > best[0].score + 0.8:
                    return self._grown(*candidate, change=change, quantity=quantity)
        if last is not None and at and self._rephrases(self._figures[at - 1], quantity):
            again = self._again(last, quantity, change=change)
            grown = again.key.endswith(("_growth", "growth_rate", "price_change"))
            return again if grown or quantity.kind not in _SHARES else Metric(again.start, again.end, "")
        if best is not None and best[0].score >= 0.6:
            return self._grown(*best, change=change, quantity=quantity)
        before = self._figures[at - 1].raw.split() if at else [""]
        # 186 vessels, 12 new ships: each says what it counts
        named = quantity.kind == "count" and not self._chinese and quantity.raw.split()[-1] != before[-1]
        if last is not None and not named and self._elliptic(quantity, clause.start, others):
            return self._again(last, quantity, change=change)
        if last is not None and at and _PART_OF.fullmatch(self._text, clause.start, quantity.start):
            levels = self._levels.get(_likeness(quantity))
            if levels is not None:
                return levels  # 有息负债12.8亿元，其中一年内到期的5.3亿元
        first = bisect_left(self._words, max(clause.start, quantity.start - _REACH), key=_word_start)
        past = bisect_left(self._words, min(clause.end, quantity.end + _REACH), key=_word_start)
        span = noun(self._text, quantity, self._words[first:past], chinese=self._chinese)
        return None if span is None else Metric(*span, "")

    def _choose(
        self, quantity: Quantity, terms: Sequence[Term], others: Sequence[Quantity], *, change: bool
    ) -> tuple[Metric, Term] | None:
        """The term of ``terms``, all of one clause, that ``quantity`` is most likely told of."""
        best: tuple[Metric, Term] | None = None
        for term in terms:
            concept, score = self._score(quantity, term, others, change=change)
            if concept is not None and score > 0 and (best is None or score > best[0].score):
                best = Metric(term.start, term.end, _key(concept, quantity, change=change), score), term
        return best

    def _counts(self, quantity: Quantity) -> bool:
        """Whether a bare English number counts the noun behind it: 83 retail properties."""
        if self._chinese or quantity.kind not in ("number", "count"):
            return False
        return quantity.kind == "count" or bool(_NOUN_FOLLOWS.match(self._text, quantity.end))

    def _grown(self, metric: Metric, term: Term, *, change: bool, quantity: Quantity) -> Metric:
        """What grows, where the term only says that something does: 营收19亿，同比增长…"""
        if not change or metric.key != "growth_rate":
            return metric
        index = self._layout.index(metric.start)
        for i in (index, *self._layout.before(index)[:2]):
            for other in reversed(self._clauses.get(i, [])):
                concept = other.concepts[0]
                if other.end <= term.start and concept.key not in ("growth_rate", "price_change", "share"):
                    return Metric(other.start, other.end, _key(concept, quantity, change=True), metric.score)
        return metric

    def _reached(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether the figure is what the change before it led to: 下滑2.4%，至397亿美元."""
        return before.kind != quantity.kind and bool(
            _REACHED.fullmatch(self._text[before.end : quantity.start])
        )

    def _from(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether the change is counted from the figure before it: 较上年同期的5.02亿元减少3%."""
        clause = self._layout.clauses[self._layout.index(before.start)]
        gap = self._text[before.end : quantity.start]
        return (
            clause.start <= quantity.start < clause.end
            and len(gap) < 8
            and is_base(self._text, before, clause.start)
        )

    def _goes_on(self, quantity: Quantity) -> bool:
        """Whether the figure is one more change beside the last: 分别增长9.5%和4.4%."""
        before = self._change
        return (
            before is not None
            and _same_kind(before, quantity)
            and _JOINED.fullmatch(self._text, before.end, quantity.start) is not None
        )

    def _rephrases(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether the figure says the one before it again: $16 million, or 1%."""
        return bool(_OR.fullmatch(self._text[before.end : quantity.start]))

    def _elliptic(self, quantity: Quantity, start: int, others: Sequence[Quantity]) -> bool:
        """Whether the clause before tells the metric too: 估值300亿，现在为230亿."""
        before = [o for o in others if o.end <= quantity.start]
        if not before or not _same_kind(before[-1], quantity):
            return False
        return quantity.start - max(start, before[-1].end) < (24 if self._chinese else 60)

    @staticmethod
    def _again(last: Metric, quantity: Quantity, *, change: bool) -> Metric:
        """The metric of the figure before, as a change or a level; up 21% …, 20% … goes on with changes."""
        key = last.key if change or quantity.kind in _SHARES else last.key.removesuffix("_growth")
        if change and key and not key.endswith(("_growth", "growth_rate", "price_change")):
            key = f"{key}_growth"
        return Metric(last.start, last.end, key or last.key, last.score)

    def _score(
        self, quantity: Quantity, term: Term, others: Sequence[Quantity], *, change: bool
    ) -> tuple[Concept | None, float]:
        text = self._text
        raw = text[term.start : term.end]
        concept, fit = _concept(term, quantity, change=change)
        if fit < 0 or (fit < 2.6 and self._counts(quantity)):
            return None, 0.0
        score = fit + min(len(raw), 16) * (0.06 if raw.isascii() else 0.12)
        han = not raw.isascii()
        if term.start >= quantity.start and term.end <= quantity.end:
            return concept, score + (3.0 if len(raw) > 1 or quantity.kind == "age" else 0.0)  # 2500名员工
        thing = concept.kinds == _COUNTED and quantity.kind in ("count", "number")
        if term.end <= quantity.start:
            gap = text[term.end : quantity.start]
            linked = bool(_LINK.fullmatch(gap))
            score += 2.0 if linked else -1.5 if thing else 0.0
            if thing and concept.key in _OWNERS:
                return concept, -1.0  # 公司有2500人
            crossed = sum(1 for o in others if term.end <= o.start and o.end <= quantity.start)
        elif term.start >= quantity.end:
            gap = text[quantity.end : term.start]
            if _OF.fullmatch(gap):
                score += 2.6
            elif not gap.strip():
                score += 2.3 if han else 1.6
            elif _PRICED.fullmatch(gap):
                score -= 1.5
            elif _IN.fullmatch(gap):
                score += 2.2
            else:
                score -= 2.0 if han else 0.8
            crossed = sum(1 for o in others if quantity.end <= o.start and o.end <= term.start)
            if _next_is_figure(text, term, others):
                score -= 1.5
            if han and any(t.start == term.end for t in self.all):
                score -= 1.5  # 芯片 in 芯片销售额: the last noun is the head
        else:
            return None, 0.0
        if len(raw) == 1 and len(gap) > 2:
            return None, 0.0
        score -= crossed * 1.3
        return concept, score - 0.11 * self._apart(
            min(term.end, quantity.end), max(term.start, quantity.start)
        )

    def _apart(self, start: int, end: int) -> float:
        """How many words stand between a term and its figure; when it was does not part them.

        Merchandise inventories at the end of the fourth quarter of 2022 totaled $1.6 billion.
        """
        gap = self._text[start:end]
        for time in reversed(self._times):
            if start <= time.start and time.end <= end:
                gap = f"{gap[: time.start - start]}\0{gap[time.end - start :]}"
        gap = _AT_TIME.sub("", gap)
        return len(gap) if not gap.isascii() else len(gap) / 4


def _likeness(quantity: Quantity) -> tuple[str, str]:
    return quantity.kind, quantity.unit


def _same_kind(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and one.unit == other.unit


_NOUN_FOLLOWS = re.compile(
    r"[ \u00a0](?!(?:of|in|to|and|or|for|from|at|as|by|on|with|the|per|than|million|billion|is|was"
    r"|were|are)\b)[a-z]"
)
_UNIT = re.compile(r"[^\W\d_][^\d]*$")
_AT_TIME = re.compile(
    r"(?:\s(?:as of|at|in|for|during|by|on|since)\s(?:the\s)?"
    r"(?:(?:end|beginning|close|start) of\s)?(?:the\s)?)?\0"
)
_REACHED = re.compile(
    r"[，,]?\s*(?:至|到|达|达到|为|增至|降至|升至|跌至|to|reaching)\s?(?:约|近|about\s|approximately\s|nearly\s)?[$€£¥]?"
)
_OR = re.compile(
    r",?\s*(?:or|即|或)\s*(?:by\s|approximately\s|about\s|约)*\s*[$€£¥]?|\s*[（(]\s*(?:or|即)?\s*"
)
_JOINED = re.compile(r"\s*(?:、|和|与|及|以及|,? and )\s*")
_PRICED = re.compile(r"\sat (?:an?|the|its)\s(?:[a-z-]+\s){0,2}")
"""What is said of each of what was bought: for $55 million at an average price of $42."""
_THEIRS = re.compile(
    r"['’]s\s(?:fell|rose|grew|dropped|gained|climbed|slid|jumped|declined|surged|tumbled|increased|decreased)\b"
)
"""Acme's sales rose to $9, and Beta's fell 22%."""
_PART_OF = re.compile(r"\s*其中[^，。；\d]{1,14}的(?:为|约|有)?")
_SHARES = frozenset(("percent", "fraction", "points"))
_PER_SHARE = re.compile(r"\s(?:per|a)\s(?:fully\s)?(?:diluted\s|basic\s|common\s)*share|/股")
_OWED = frozenset(("debt", "ebitda", "liabilities", ""))
_LEVERAGE = re.compile(
    r"\b(?:debt|leverage|borrowings|liabilities)\b.*\btimes (?:[\w-]+ ){0,3}(?:EBITDA|equity|earnings)\b"
    r"|(?:债务?|借款|负债|杠杆).*(?:EBITDA|利润)的.{0,3}[\d.]+\s?倍"
    r"|\btimes (?:[\w-]+ ){0,3}EBITDA\b.*\b(?:debt|leverage)\b"
)
"""Debt is 2.9 times EBITDA: how far somebody is indebted, not what is owed."""
_PER_SHARE_OF = frozenset(("net_income", "net_loss", "", "revenue_growth"))
_COUNTED = frozenset(("count",))
_OWNERS = frozenset(("companies", "subsidiaries", "countries", "schools", "projects"))
_LINK = re.compile(
    r"(?:的|金额|规模|总额|总量|数量|数|额|率|比例|总计|合计|共计|累计|已|将|仅|均|也|只|就|则|又|为|达|达到|高达|是|至|到|超|超过|约|近|逾|突破|不足|不到"
    r"|不超过|不低于|至少|最多|分别|实现|同比|环比"
    r"|有|或|占|在|了|:|：|\s|可|预计|可达|至多|大约|接近|近乎|大概|长达|只有|已经|已达|共|共有|增至|增长至|降至|升至|下降至|提升至|上升至|增加到|减少至|提高到|下降到|跌至"
    r"|人民币|，|,|、|增长|增加|下降|减少|上升|下滑|提升|上涨|下跌|\()*"
    r"|[\s,(]*(?:(?:of|was|were|is|are|at|to|by|totaled|totalled|reached|hit|came|in|for|the|a|an"
    r"|about|approximately|nearly|over|more|than|roughly|around|"
    r"rose|fell|grew|increased|decreased|declined|dropped|climbed|jumped|surged|up|down|amounted"
    r"|stood|reported|expected|be|will|would|has|have|had|been|"
    r"almost|just|under|less|only|year|quarter|from|ranging|between|total|totaling|aggregate"
    r"|approximated|equal|equaled|averaged|exceeded|exceeding|up|also|worth)[\s,(]*)*[$€£¥]?"
)
_OF = re.compile(
    r"(?:[一每/／][\u4e00-\u9fff]{1,2})?(?:左右|以上|以下|以内|上下|多|余|之多)?\s*的\s*"
    r"|\s*(?:or more\s)?(?:of|in)\s(?:our\s|its\s|the\s|total\s|new\s|outstanding\s|their\s|such\s)*"
)
_IN = re.compile(
    r"\s*(?:的[^，,。；;的\d]{1,12}|[^，,。；;的\d\s]{1,4})\s*|\s(?:of|in)\s(?:[a-z-]+\s){0,4}|\s(?:[a-z-]+\s){0,2}"
)


def _next_is_figure(text: str, term: Term, others: Sequence[Quantity]) -> bool:
    """Whether the term leads up to another figure, which it then belongs to: …, 营收10亿."""
    return any(0 <= o.start - term.end < 12 and _LINK.fullmatch(text[term.end : o.start]) for o in others)


def _concept(term: Term, quantity: Quantity, *, change: bool) -> tuple[Concept, float]:
    for concept in term.concepts:
        if quantity.kind in concept.kinds:
            fit = 3.0
            if change and concept.key in ("share", "market_share"):
                fit = 2.0
            return concept, fit
    concept = term.concepts[0]
    if change:
        return concept, 2.6
    if quantity.kind in ("percent", "fraction", "ratio", "multiple", "points") and "money" in concept.kinds:
        return concept, 1.5
    if quantity.kind in ("number", "count") and concept.kinds & {"count", "number"}:
        return concept, 2.4
    if quantity.kind == "money" and not quantity.unit and concept.kinds & {"money"}:
        return concept, 3.0
    if quantity.kind == "number" and "money" in concept.kinds:
        return concept, 2.4
    return concept, -1.0


def _key(concept: Concept, quantity: Quantity, *, change: bool) -> str:
    key = concept.key
    if not change and not _told_in(concept, quantity):
        return ""
    if key == "revenue" and not change and quantity.kind in ("percent", "fraction"):
        return "revenue_share"
    if not change or key in _RATES:
        return key
    if key == "share_price":
        return "price_change"
    if key == "gdp":
        return "gdp_growth"
    if key in ("share", "term", "age"):
        return key
    return f"{key}_growth"


def level_key(concept: Concept, quantity: Quantity) -> str:
    """The key of ``concept`` where ``quantity`` can be a level of it, else empty."""
    return _key(concept, quantity, change=False)


def _told_in(concept: Concept, quantity: Quantity) -> bool:
    """Whether a quantity of this kind can be a level of the concept, or a share of it (5%的成本)."""
    if quantity.kind in concept.kinds:
        return True
    if quantity.kind in ("percent", "fraction", "ratio", "multiple", "points"):
        return "money" in concept.kinds
    if quantity.kind in ("number", "count"):
        return bool(concept.kinds & {"count", "number", "money"})
    return False
