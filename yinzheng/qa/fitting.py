"""The figures of a sentence that fit a question, and how near each stands to its words.

What a question counts is found by answering it: ``多少张 GPU`` becomes ``5张 GPU``, which the grammar of
figures reads as a count of GPUs.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.lexicon import concepts, literal
from yinzheng.corpus.tokens import tokens, words
from yinzheng.qa import metrics
from yinzheng.qa.changes import is_beginning
from yinzheng.qa.coverage import NEAR, Words
from yinzheng.qa.denied import asks_what_was_denied, is_told_to_deny
from yinzheng.qa.grammar.units import comparable
from yinzheng.qa.quantities import quantities
from yinzheng.qa.question import asked_for, is_function_word, years

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yinzheng.corpus.lexicon import Concept
    from yinzheng.qa.question import Asked as Kind
    from yinzheng.types import Quantity

_AMOUNT = re.compile(
    r"百分之(?:多少|几)|多少|几(?![乎何])"
    r"|\bhow (?:many|much)\b(?! (?:did|does|do|has|have|had|will|would|was|were|is|are)\b)"
    r"|\bwhat (?:percentage|percent|proportion|share)\b",
    re.IGNORECASE,
)
_SHARE = frozenset({"percent", "points", "basis_points", "fraction", "ratio", "multiple"})
_TIME = frozenset({"date", "period"})
FIGURES = frozenset({"number", "money", "share", "duration", "date"})
"""Kinds of question that ask for a figure."""
_MONEY = re.compile(
    r"钱|资金|金额|价[格值钱]?|费用?|营收|收入|利润|成本|投资|融资|市值|估值|债务|贷款|预算|薪|产值|售价|罚款|奖金|捐|亏"
    r"|\b(?:cost|price|pay|paid|spend|spent|worth|revenue|sales|income|profit|loss|earn|lose|lost|invest\w*|raise[ds]?|valuation"
    r"|value[ds]?|debt|loans?|budget|salary|cash|fund\w*|fine[ds]?|money|dollars?)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"多[长宽高深远重快]|面积|体积|高度|长度|重量|速度|温度|海拔|容量"
    r"|\bhow (?:long|wide|high|tall|deep|far|heavy|fast|hot|cold|large|big)\b"
    r"|\b(?:area|length|height|weight|speed|temperature|elevation|capacity|distance)\b",
    re.IGNORECASE,
)
_SCORE = re.compile(r"比分|\bscore\b", re.IGNORECASE)
_DAY = re.compile(r"[哪那]一?[天日]|几月|几[日号]|\bwh(?:at|ich) (?:date|day)\b", re.IGNORECASE)
_YEAR = re.compile(r"[哪那几]一?年|何年|年份|\b(?:what|which) year\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as figures are looked for: its kind, the figures and years it states, and what it counts.

    ``text`` is in simplified characters; ``wanted`` are figures of the units that it asks for, ``counted``
    the concepts, in both languages, of what it asks the amount of; ``measure`` is that of 多长 and how long.
    """

    text: str
    kind: Kind
    stated: tuple[Quantity, ...]
    years: frozenset[str]
    wanted: tuple[Quantity, ...]
    counted: frozenset[Concept]
    measure: Concept | None = None


@lru_cache(maxsize=64)
def read_asked(question: str) -> Asked:
    """Read a question."""
    text = simplified(question)
    kind = asked_for(text)
    if kind == "other":
        kind = _of_metric(text)
    if kind not in FIGURES:
        return Asked(text, kind, (), frozenset(), (), frozenset())
    counted = frozenset() if kind == "date" else _counted(text)
    measure = next((concept for pattern, concept in _MEASURES if pattern.search(text)), None)
    stated, wanted = tuple(quantities(text)), tuple(_wanted(text))
    return Asked(text, kind, stated, frozenset(years(text)), wanted, counted, measure)


def _of_metric(question: str) -> Kind:
    """Return the kind of a question that asks for a metric without a word of how much: 岚江2024年毛利率."""
    terms = [
        term for term in metrics.find(question) if any(not c.key.endswith("_growth") for c in term.concepts)
    ]
    if not terms:
        return "other"
    last = max(terms, key=lambda term: term.end)
    before, behind = question[: last.start], question[last.end :]
    if question.isascii():
        asks = _is_a_phrase(question) or (_WHAT_IS.match(question) and " of " not in before)
    else:
        asks = _IS_ASKED.fullmatch(behind) and not _ASKS_ELSE.search(before)
    if not asks:
        return "other"
    kinds = frozenset().union(*(concept.kinds for concept in last.concepts))
    return "share" if kinds and kinds <= _SHARE else "number"


def _is_a_phrase(question: str) -> bool:
    """Whether an English question has no verb and no word that asks: capex guidance for 2025."""
    return not _VERB.search(question)


_VERB = re.compile(
    r"\b(?:who\w*|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should|tell|list|show|explain|describe|compare|summari[sz]e)\b",
    re.IGNORECASE,
)
_IS_ASKED = re.compile(r"(?:是什么|呢)?[?？。 ]*")
_ASKS_ELSE = re.compile("什么|哪|谁|何|怎|吗|是否")
_WHAT_IS = re.compile(r"\s*what(?: is| was| are| were|['’]s)\b", re.IGNORECASE)


def _counted(question: str) -> frozenset[Concept]:
    """Return the concepts of the words beside the amount: those of 球队 in 有多少支球队."""
    for pattern, last in _COUNTED:
        found = pattern.search(question)
        named = [word for word in words(found[1]) if not is_function_word(word)] if found else []
        if named := named[-2:] if last else named[:2]:
            both = (*concepts(named, "zh"), *concepts(named, "en"))
            return frozenset([*literal(tokens(" ".join(named))), *both])
    return frozenset()


_COUNTED = (
    # what stands there, and whether the words at its end name it
    (
        re.compile(
            r"\bhow (?:many|much)((?: (?!(?:is|are|did|does|do|was|were|has|have|had|can|could|will|would|in"
            r"|of|on|at|to|there|that|which|per|by)\b)[\w-]+){1,3})",
            re.IGNORECASE,
        ),
        True,
    ),
    (
        re.compile(
            r"\bwhat (?:is|was|are|were) the ((?:[\w-]+ ){1,3}?)(?:of|in|for|that|at|on)\b", re.IGNORECASE
        ),
        True,
    ),
    (
        re.compile(
            r"(?:多少|几(?![乎何]))[个只名位次家条座支场种类股层幅辆艘架台所间项篇首部册枚颗]?\s?([一-龥]{1,6})"
        ),
        False,
    ),
    (re.compile(r"([一-龥]{2,8})(?:大约|约|共计|共)?[是为有达](?:多少|几)"), True),
)
"""Where a question names what it asks the amount of."""


def figures(
    asked: Asked, sentence: str, words: Words, weights: Mapping[Concept, float]
) -> list[tuple[Quantity, float]] | None:
    """Return the figures of a sentence that fit a question, and how near each stands to its words, in [0, 1].

    None for questions that ask for no figure, and where there is no telling. ``words`` is the sentence as
    concepts are looked for in it.
    """
    if asked.kind not in FIGURES or (PLACE.search(asked.text) and PLACES.search(sentence)):
        return None
    found = [
        q
        for q in quantities(sentence)
        if q.period not in asked.years and not any(same(q, known) for known in asked.stated)
    ]
    quoted = [match.span() for match in _OF_SHARES.finditer(sentence)]
    found = [q for q in found if not any(start < q.start and q.end < end for start, end in quoted)]
    if not asks_what_was_denied(asked.text):
        found = [q for q in found if not is_told_to_deny(sentence, q.start, q.end)]
    found = [q for q in found if not _converted(q, found, sentence, asked)]
    found = [q for q in found if not is_left_behind(asked, q, sentence)]
    if _CHANGE.search(asked.text):
        found = [q for q in found if not _REACHED.search(sentence, 0, q.start)] or found
    topics = {way: w * (COUNTED if way in asked.counted else 1) for way, w in topical(weights).items()}
    if asked.measure is not None:
        topics[asked.measure] = COUNTED * max(topics.values(), default=1.0)
    fitting = _fitting(asked, found, sentence)
    if not fitting and asked.kind == "date" and OF_NO_YEAR.search(sentence):
        return None  # a day of no year is a date, though no figure
    return [(q, near(words, q.start, q.end, topics)) for q in fitting]


_OF_SHARES = re.compile(r"[(（]\s*\d+(?:\.\d+)?\s*,\s*[-+−]?\d+\.\d+\s*,\s*[-+−]?\d+(?:\.\d+)?%\s*[)）]")
"""What pages put behind a company's name: its share price, and by how much and how many per cent it moved."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
OF_NO_YEAR = re.compile(
    rf"(?<!\d)\d{{1,2}} ?月 ?\d{{1,2}} ?[日号]|\b\d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?{_MONTH}\b"
    rf"|\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
"""A day of which no year is told: it is a date, though no figure."""


_MEASURES: tuple[tuple[re.Pattern[str], Concept], ...] = tuple(
    (
        re.compile(rf"多{han}|{han}度|\bhow (?:{asked})\b|\b(?:{noun})\b", re.IGNORECASE),
        ((han,), *((stem,) for stem in stems.split())),
    )
    for han, asked, noun, stems in (
        ("长", "long", "length", "long length"),
        ("宽", "wide|broad", "width", "wide width"),
        ("高", "high|tall", "height|elevation", "high height tall elev"),
        ("深", "deep", "depth", "deep depth"),
        ("远", "far", "distance", "far away distanc"),
        ("重", "heavy", "weight", "weigh weight"),
    )
)
"""What 多长 and how long measure: a word that stands beside the figure, 长702米, 60 m long."""

COUNTED = 4.0
"""How many times as much the words beside the amount weigh as others: 24 stands beside ``interceptions``."""


def _converted(figure: Quantity, found: Sequence[Quantity], sentence: str, asked: Asked) -> bool:
    """Whether a figure only says the one before it in another unit: the brackets in ``120 m (390 ft)``."""
    before = sentence[: figure.start].rstrip()
    if before[-1:] not in {"(", "（"} or any(figure.unit == wanted.unit for wanted in asked.wanted):
        return False
    end = len(before[:-1].rstrip())
    return any(
        other.end == end and other.unit != figure.unit and comparable(other, figure) is not None
        for other in found
    )


def is_left_behind(asked: Asked, figure: Quantity, sentence: str) -> bool:
    """Whether a figure is what another one came from: 91.5% in 从去年的91.5%提高到94.8%.

    False where a question may ask for that.
    """
    if asked.years or any(q.kind in _TIME for q in asked.stated) or _BEFORE_THAT.search(asked.text):
        return False
    return is_beginning(sentence, figure)


_CHANGE = re.compile(
    r"\b(?:by how much|how far)\b"
    r"|\bhow much (?:did|does|has|have|will|would)\b.*"
    r"\b(?:drop|f[ae]ll(?:en)?|grow|rise|increase|decrease|decline|gain|jump|climb|shrink|slip|change)\b"
    r"|[涨跌升降增减][长幅低加少]?了?多少|[涨跌升降增减]幅",
    re.IGNORECASE,
)
"""A question by how much something changes,"""
_REACHED = re.compile(r"(?:[至到]|\bto)(?: about| nearly| over|约)?\s?\Z")
"""which is not what it comes to: fell 11.3% to 84.20."""
_BEFORE_THAT = re.compile(
    r"原来|原先|之前|此前|以前|起初|\b(?:before|earlier|originally|previously|used to)\b", re.IGNORECASE
)


def topical(weights: Mapping[Concept, float]) -> dict[Concept, float]:
    """Return the weights of the concepts that say something about the question's topic."""
    return {way: w for way, w in weights.items() if not all(map(is_function_word, way[0]))}


def same(a: Quantity, b: Quantity) -> bool:
    """Whether a figure repeats one of the question: the 2024 of what was earned in 2024."""
    if a.kind in _TIME:
        return a.period is not None and a.period == b.period
    return a.value is not None and (a.value, a.unit) == (b.value, b.unit)


def _fitting(asked: Asked, found: list[Quantity], sentence: str) -> list[Quantity]:
    """Return the figures of the asked kind, by the narrowest reading of the question that has any."""
    question, kind = asked.text, asked.kind
    if kind == "date":
        dates = [q for q in found if q.kind in _TIME and (q.period or _DAY.search(question))]
        if not dates:
            return [q for q in found if _ago(q, sentence)]
        years = [q for q in dates if re.match(r"\d{4}", q.period or "")]
        dates = (years or dates) if _YEAR.search(question) else dates
        return [q for q in dates if "/" not in (q.period or "")] or dates  # a day or year rather than a span
    amounts = [q for q in found if q.kind not in _TIME]
    if _SCORE.search(question) and (
        scores := [q for q in amounts if q.kind == "number" and q.low is not None]
    ):
        return scores
    if kind == "share":
        return [q for q in amounts if q.kind in _SHARE]
    if kind == "duration":
        return [q for q in amounts if q.kind in {"duration", "age"}]
    for wanted in asked.wanted:
        if wanted.kind in {"number", "date", "period"}:
            continue
        alike = [q for q in amounts if q.kind == wanted.kind and q.unit == wanted.unit]
        alike = alike or [q for q in amounts if q.kind == wanted.kind and _fits(q, wanted)]
        if alike or wanted.kind in {"physical", "money", "duration"}:
            return alike or [q for q in amounts if q.kind in {wanted.kind, "number"}]
        counts = [q for q in amounts if q.kind in {"count", "number"}]
        return counts or [q for q in amounts if q.kind in _SHARE and _is_share_of(asked, q, sentence)]
    if kind == "money" or _MONEY.search(question):
        money = [q for q in amounts if q.kind == "money"]
        if money or kind == "money":
            return money or [q for q in amounts if q.kind == "number"]  # 3.85万股 is no price
        if not any(concept.kinds & _SHARE for term in metrics.find(question) for concept in term.concepts):
            amounts = [q for q in amounts if q.kind not in _SHARE]  # 14% of revenue is no revenue
    if _MEASURED.search(question):
        measured = [q for q in amounts if q.kind in {"physical", "duration", "age"}]
        if measured:
            return [q for q in measured if _is_measured_so(question, q)] or measured
    if _asks_for_money(question):
        amounts = [q for q in amounts if q.kind != "multiple"]  # 13 times EBITDA is no EBITDA
    plain = [q for q in amounts if q.kind in {"count", "number", "physical", "age", "multiple"}]
    return plain or amounts


def _is_measured_so(question: str, figure: Quantity) -> bool:
    """Whether a figure is of the dimension asked for: no temperature for how deep."""
    return all(comparable(figure, unit) is not None for asks, unit in _dimensions() if asks.search(question))


@cache
def _dimensions() -> Sequence[tuple[re.Pattern[str], Quantity]]:
    told = (
        (r"多[宽高深远]|[高宽深]度|海拔|距离|\bhow (?:wide|high|tall|deep|far)\b", "5 km"),
        (r"多重|重量|\bhow heavy\b|\bweight\b", "5 kg"),
        (r"多[热冷]|温度|\bhow (?:hot|cold)\b|\btemperature\b", "5°C"),
        (r"面积|\barea\b", "5 km²"),
    )
    return [(re.compile(asks, re.IGNORECASE), quantities(unit)[0]) for asks, unit in told]


def _asks_for_money(question: str) -> bool:
    """Whether a question names metrics, and all of them are told in money."""
    kinds = [concept.kinds for term in metrics.find(question) for concept in term.concepts]
    return bool(kinds) and all(kind == {"money"} for kind in kinds)


def _is_share_of(asked: Asked, figure: Quantity, sentence: str) -> bool:
    """Whether a share is one of what a question asks the number of: 7% of all physicians."""
    behind = sentence[figure.end : figure.end + 40]
    words = Words.of(behind)
    return re.match(r"\s*(?:of\b|的)", behind) is not None and any(
        words.has_way(way) for concept in asked.counted for way in concept
    )


def _ago(figure: Quantity, sentence: str) -> bool:
    """Whether a figure dates something by how long ago it was: 22000年前, 9000 BP."""
    behind = sentence[figure.end : figure.end + 8].lstrip()
    if figure.kind == "duration":
        before = sentence[max(0, figure.start - 4) : figure.start]
        return behind.startswith(("前", "以前", "之前", "ago", "BP")) or before.rstrip().endswith("距今")
    return figure.raw.endswith("BP")


def _wanted(question: str) -> list[Quantity]:
    """Return the figures of a question that is answered with five: 多少张 GPU, how many gigawatts."""
    answered: list[str] = []
    starts, at = set(), 0
    for match in _AMOUNT.finditer(question):
        answered.append(question[at : match.start()])
        starts.add(sum(map(len, answered)))
        answered.append("5")
        at = match.end()
    text = "".join([*answered, question[at:]])
    return [q for q in quantities(text) if q.start in starts] if starts else []


def _fits(found: Quantity, wanted: Quantity) -> bool:
    if found.unit == wanted.unit or "item" in {found.unit, wanted.unit}:
        return True
    return comparable(found, wanted) is not None


def near(words: Words, start: int, end: int, weights: Mapping[Concept, float]) -> float:
    """Return how near ``[start, end)`` stands to the concepts, in [0, 1]; commas between are distance."""
    clauses = [match.start() for match in _CLAUSE.finditer(words.folded)]
    near = 0.0
    for concept, weight in weights.items():
        ways = ((b, start) if a < start else (end, a) for a, b in words.places(concept))
        far = [max(0, b - a) + CLAUSE * sum(a <= cut < b for cut in clauses) for a, b in ways]
        if far:
            near += weight * math.exp(-min(far) / NEAR)
    return near / (sum(weights.values()) or 1.0)


PLACE = re.compile(r"第几(\w?)")
PLACES = re.compile(r"第(?:\d+|[一二三四五六七八九十百千两]+)(\w?)")


_CLAUSE = re.compile(r"[，,；;、:：]|[(（](?![A-Za-z]{1,8}[)）]|[$€£¥约]?\d)|(?<![A-Za-z])[)）]")
"""What parts clauses; an abbreviation in brackets, 营业利润率(opm), parts nothing."""
CLAUSE = 20
"""Characters that a comma or parenthesis between a figure and a word counts as."""
