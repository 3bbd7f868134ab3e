"""The short answer: the figure, date or name in a sentence that a question asks for.

What a question counts is found by answering it: ``多少张 GPU`` becomes ``5张 GPU``, which the grammar of
figures reads as a count of GPUs. Of the figures that fit, the one nearest to the question's words is
taken; where two are as near, none is.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from yinzheng.corpus.fold import simplified
from yinzheng.qa.coverage import NEAR, Words
from yinzheng.qa.grammar.units import comparable
from yinzheng.qa.quantities import quantities
from yinzheng.qa.question import asked_for, is_function_word, years

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yinzheng.corpus.lexicon import Concept
    from yinzheng.qa.question import Asked as Kind
    from yinzheng.types import Quantity

_AMOUNT = re.compile(
    r"百分之(?:多少|几)|多少|几(?![乎何])|\bhow (?:many|much)\b"
    r"|\bwhat (?:percentage|percent|proportion|share)\b",
    re.IGNORECASE,
)
_SHARE = frozenset({"percent", "points", "basis_points", "fraction", "ratio", "multiple"})
_TIME = frozenset({"date", "period"})
_FIGURES = frozenset({"number", "share", "duration", "date"})
_KIND_OF_NAME = {"person": "person", "organisation": "org", "place": "place"}
_MONEY = re.compile(
    r"钱|资金|金额|价[格值钱]?|费用?|营收|收入|利润|成本|投资|融资|市值|估值|债务|贷款|预算|薪|产值|售价|罚款|奖金|捐"
    r"|\b(?:cost|price|pay|paid|spend|spent|worth|revenue|sales|income|profit|loss|earn|invest\w*|raise[ds]?|valuation"
    r"|value[ds]?|debt|loans?|budget|salary|cash|fund\w*|fine[ds]?|money|dollars?)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"多[长宽高深远重快]|面积|体积|高度|长度|重量|速度|温度|海拔|容量"
    r"|\bhow (?:long|wide|high|tall|deep|far|heavy|fast|hot|cold|large|big)\b"
    r"|\b(?:area|length|height|weight|speed|temperature|elevation|capacity|distance)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[哪那几]一?年|何年|年份|\b(?:what|which) year\b", re.IGNORECASE)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Short:
    """A short answer in a sentence: half-open offsets into it; ``quantity`` where it is a figure."""

    start: int
    end: int
    quantity: Quantity | None = None


def short_answer(question: str, sentence: str, weights: Mapping[Concept, float]) -> Short | None:
    """Return what a question asks for in a sentence, or None where that cannot be told.

    ``weights`` are the question's concepts in the sentence's language.
    """
    asked = read_asked(question)
    if asked.kind in _KIND_OF_NAME:
        return _name(asked, sentence, weights)
    best = _nearest(figures(asked, sentence, Words.of(sentence), weights) or [])
    if best is None:
        return None
    start, end = _qualified(sentence, best)
    return Short(start, end, best)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as figures are looked for: its kind, the figures and years it states, and what it counts.

    ``text`` is in simplified characters; ``wanted`` are figures of the units that it asks for.
    """

    text: str
    kind: Kind
    stated: tuple[Quantity, ...]
    years: frozenset[str]
    wanted: tuple[Quantity, ...]


@lru_cache(maxsize=64)
def read_asked(question: str) -> Asked:
    """Read a question."""
    text = simplified(question)
    kind = asked_for(text)
    if kind not in _FIGURES:
        return Asked(text, kind, (), frozenset(), ())
    return Asked(text, kind, tuple(quantities(text)), frozenset(years(text)), tuple(_wanted(text)))


def figures(
    asked: Asked, sentence: str, words: Words, weights: Mapping[Concept, float]
) -> list[tuple[Quantity, float]] | None:
    """Return the figures of a sentence that fit a question, and how near each stands to its words, in [0, 1].

    None for questions that ask for no figure. ``words`` is the sentence as concepts are looked for in it.
    """
    if asked.kind not in _FIGURES:
        return None
    found = [
        q
        for q in quantities(sentence)
        if q.period not in asked.years and not any(_same(q, known) for known in asked.stated)
    ]
    topics = _topics(weights)
    return [(q, _near(words, q.start, q.end, topics)) for q in _fitting(asked, found)]


def _topics(weights: Mapping[Concept, float]) -> dict[Concept, float]:
    return {way: w for way, w in weights.items() if not all(map(is_function_word, way[0]))}


def _same(a: Quantity, b: Quantity) -> bool:
    """Whether a figure repeats one of the question: the 2024 of what was earned in 2024."""
    if a.kind in _TIME:
        return a.period is not None and a.period == b.period
    return a.value is not None and (a.value, a.unit) == (b.value, b.unit)


def _fitting(asked: Asked, found: list[Quantity]) -> list[Quantity]:
    """Return the figures of the asked kind, by the narrowest reading of the question that has any."""
    question, kind = asked.text, asked.kind
    if kind == "date":
        dates = [q for q in found if q.kind in _TIME and q.period]
        years = [q for q in dates if re.match(r"\d{4}", q.period or "")]
        return (years or dates) if _YEAR.search(question) else dates
    amounts = [q for q in found if q.kind not in _TIME]
    if kind == "share":
        return [q for q in amounts if q.kind in _SHARE]
    if kind == "duration":
        return [q for q in amounts if q.kind in {"duration", "age"}]
    for wanted in asked.wanted:
        if wanted.kind in {"number", "date", "period"}:
            continue
        alike = [q for q in amounts if q.kind == wanted.kind and _fits(q, wanted)]
        if alike or wanted.kind in {"physical", "money", "duration"}:
            return alike or [q for q in amounts if q.kind in {wanted.kind, "number"}]
        return [q for q in amounts if q.kind in {"count", "number"}]
    if _MONEY.search(question):
        money = [q for q in amounts if q.kind == "money"]
        if money:
            return money
    if _MEASURED.search(question):
        measured = [q for q in amounts if q.kind in {"physical", "duration", "age"}]
        if measured:
            return measured
    plain = [q for q in amounts if q.kind in {"count", "number", "physical", "age", "multiple"}]
    return plain or amounts


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


def _near(words: Words, start: int, end: int, weights: Mapping[Concept, float]) -> float:
    """Return how near ``[start, end)`` stands to the concepts, in [0, 1]; commas between are distance."""
    clauses = [match.start() for match in _CLAUSE.finditer(words.folded)]
    near = 0.0
    for concept, weight in weights.items():
        ways = ((b, start) if a < start else (end, a) for a, b in words.places(concept))
        far = [max(0, b - a) + CLAUSE * sum(a <= cut < b for cut in clauses) for a, b in ways]
        if far:
            near += weight * math.exp(-min(far) / NEAR)
    return near / (sum(weights.values()) or 1.0)


_CLAUSE = re.compile(r"[，,；;、:：()（）]")
CLAUSE = 20
"""Characters that a comma or parenthesis between a figure and a word counts as."""


def _nearest(rated: list[tuple[_T, float]]) -> _T | None:
    """Return the one that is nearest, or None where there is none or another is as near."""
    rated = sorted(rated, key=lambda row: -row[1])
    if not rated or (len(rated) > 1 and rated[0][1] == rated[1][1]):
        return None
    return rated[0][0]


_BEFORE = re.compile(
    r"(?:大?约|近|超过?|逾|至少|不到|接近|将近|about|nearly|over|more than|around|approximately|at least) ?$"
)
_AFTER = re.compile(r" ?(?:左右|以上|以下|以内|上下|余)")


def _qualified(sentence: str, found: Quantity) -> tuple[int, int]:
    """Return the figure's span with the words that bound it: 约 49%, 25万张以上."""
    start, end = found.start, found.end
    if found.qualifier != "exact":
        before = _BEFORE.search(sentence.lower(), max(0, start - 16), start)
        after = _AFTER.match(sentence, end)
        start, end = (before.start() if before else start), (after.end() if after else end)
    return start, end


def _name(asked: Asked, sentence: str, weights: Mapping[Concept, float]) -> Short | None:
    """Return the name of the asked kind that is nearest to the question's words."""
    from yinzheng.qa.names.entities import names

    known = asked.text.lower()
    found = [
        name
        for name in names(sentence)
        if name.kind == _KIND_OF_NAME[asked.kind] and sentence[name.start : name.end].lower() not in known
    ]
    words = Words.of(sentence)
    topics = _topics(weights)
    best = _nearest([(name, _near(words, name.start, name.end, topics)) for name in found])
    return Short(best.start, best.end) if best else None
