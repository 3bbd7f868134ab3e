"""The short answer: the figure, date, name or phrase in a sentence that a question asks for.

Of the figures that fit (``fitting.py``) the one is taken that is nearest to the question's words and that the
reader points at, of names the one that it points at; where two are as near, none is.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.tokens import language
from yinzheng.qa.ahead import asks_ahead, lies_ahead
from yinzheng.qa.announced import announced_at, asks_when_announced, is_relative_day
from yinzheng.qa.attribution import asks_a_source, is_source
from yinzheng.qa.counted import count_in, counted_noun
from yinzheng.qa.coverage import Words
from yinzheng.qa.denied import asks_what_was_denied, is_told_to_deny
from yinzheng.qa.events import deed_asked, event_asked
from yinzheng.qa.fitting import (
    OF_NO_YEAR,
    PLACE,
    PLACES,
    figures,
    is_left_behind,
    near,
    read_asked,
    same,
    topical,
)
from yinzheng.qa.mismatch import named_metrics
from yinzheng.qa.names.entities import names
from yinzheng.qa.ordinals import part_of_ordinal
from yinzheng.qa.posts import is_post
from yinzheng.qa.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yinzheng.corpus.lexicon import Concept
    from yinzheng.qa.fitting import Asked
    from yinzheng.qa.names.name_lists import Name
    from yinzheng.qa.question import Asked as Kind
    from yinzheng.qa.signals import Pointed
    from yinzheng.types import Quantity

_KIND_OF_TIME = {"date": "date", "period": "date", "duration": "duration", "age": "duration"}
_KIND_OF_NAME = {"person": "person", "organisation": "org", "place": "place"}

_MEASURES = frozenset({"money", "physical", "percent"})
_NEVER = {"share": frozenset({"money", "physical", "count"}), "money": frozenset({"percent", "physical"})}
"""Kinds of figure that never are what a kind of question asks for, wherever the reader points."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Short:
    """A short answer in a sentence: half-open offsets into it; ``quantity`` where it is a figure."""

    start: int
    end: int
    quantity: Quantity | None = None


def short_answer(
    question: str, sentence: str, weights: Mapping[Concept, float], pointed: Pointed | None = None
) -> Short | None:
    """Return what a question asks for in a sentence, or None where that cannot be told.

    ``weights`` are the question's concepts in the sentence's language, and ``pointed`` is where the reader
    says that the answer stands.
    """
    if (part := part_of_ordinal(question, sentence)) is not None:
        inside = _inside(pointed, part) if pointed else None
        found = short_answer(question, sentence[part[0] : part[1]], weights, inside)
        return _shifted(found, part[0]) if found else None
    asked = read_asked(question)
    if event := deed_asked(question):
        from yinzheng.qa.doers import doer  # a dozen patterns that few questions need

        at = doer(event, sentence)
        if event_asked(question) or (at and not _echoes(asked, sentence, Short(*at))):
            return Short(*at) if at else None
    if asked.kind in _KIND_OF_NAME:
        return _name(asked, sentence, weights, pointed)
    if asked.kind == "date" and asks_when_announced(question):
        return _announcement(sentence)
    place = PLACE.search(asked.text)
    if place and (found := _place(place[1], sentence, weights)):
        return found
    if asked.kind == "number" and not asked.years and (count := count_in(counted_noun(question), sentence)):
        return of_figure(sentence, count.quantity)
    rated = figures(asked, sentence, Words.of(sentence), weights) or []
    if not rated and asked.kind == "date" and (day := _day(sentence, weights)):
        return day
    if not rated:
        return _phrase(asked, sentence, pointed) if pointed else None
    if pointed and asked.kind == "date" and (day := _day_pointed_at(sentence, pointed, rated)):
        return day
    best = _nearest(_once(_rated(question, asked, sentence, rated, pointed)))
    return of_figure(sentence, best) if best else None


def _rated(
    question: str,
    asked: Asked,
    sentence: str,
    figures: Sequence[tuple[Quantity, float]],
    pointed: Pointed | None,
) -> list[tuple[Quantity, float]]:
    """Return the figures that fit, and one that is pointed at, with what else speaks for each of them."""
    rated = list(figures)
    if pointed:
        counts = POINTED_ACROSS if language(question) != language(sentence) else POINTED
        counts = pointed.share * (POINTED_METRIC if named_metrics(question) else counts)
        at = [q for q in quantities(sentence) if _overlap(q, pointed)] if pointed.share >= NOT_FITTING else []
        if not any(_overlap(q, pointed) for q, _ in rated):
            rated += [
                (q, 0.0)
                for q in at
                if _KIND_OF_TIME.get(q.kind, "") == _KIND_OF_TIME.get(asked.kind, "")
                and (asks_what_was_denied(question) or not is_told_to_deny(sentence, q.start, q.end))
                and not is_left_behind(asked, q, sentence)
            ]
        rated = [(q, near + counts * _overlap(q, pointed)) for q, near in rated]
    if _ASKS_EARLIER.search(asked.text):
        rated = [
            (q, near + EARLIER * (_COMPARED.search(sentence, 0, q.start) is not None)) for q, near in rated
        ]
    if asks_ahead(question):
        rated = [(q, near + AHEAD * lies_ahead(q, sentence)) for q, near in rated]
    return rated


_ASKS_EARLIER = re.compile(
    r"(?:上一?年|去年|上年)同期|上年度|前一年"
    r"|\b(?:a|one|the) year (?:earlier|before|ago|prior)\b|\b(?:prior|previous|last)[- ]year\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:同期[的为是]?|相比|较[^，。；]{0,8}的|compared (?:with|to)|versus|vs\.?|against|from)"
    r"[^，。；,;]{0,12}\Z",
    re.IGNORECASE,
)
"""What stands before the figure of the period before, which a question may ask for."""


def _day_pointed_at(sentence: str, pointed: Pointed, rated: Sequence[tuple[Quantity, float]]) -> Short | None:
    """Return a day of no year, or a bare one, which is no figure, if it is pointed at: Aug. 14, due 2030."""
    if pointed.share < SURELY or any(_overlap(q, pointed) for q, _ in rated):
        return None
    found = _bare(sentence, pointed)
    said = sentence[found.start : found.end]
    return found if OF_NO_YEAR.fullmatch(said) or re.fullmatch(r"(?:19|20)\d\d", said) else None


def _day(sentence: str, weights: Mapping[Concept, float]) -> Short | None:
    """Return the day of no year that is nearest to the question's words."""
    found, topics = Words.of(sentence), topical(weights)
    days = OF_NO_YEAR.finditer(sentence)
    day = _nearest([(day, near(found, *day.span(), topics)) for day in days])
    return Short(*day.span()) if day else None


def _inside(pointed: Pointed, part: tuple[int, int]) -> Pointed | None:
    """Return what is pointed at with offsets into a part of its sentence; None where it stands elsewhere."""
    start, end = part
    if pointed.start < start or end < pointed.end:
        return None
    return replace(pointed, start=pointed.start - start, end=pointed.end - start)


def _shifted(short: Short, by: int) -> Short:
    return Short(short.start + by, short.end + by, short.quantity and moved(short.quantity, by))


def moved(figure: Quantity, by: int) -> Quantity:
    """Return a figure with its offsets counted from elsewhere."""
    return replace(figure, start=figure.start + by, end=figure.end + by)


def _announcement(sentence: str) -> Short | None:
    """Return the date of an announcement; the only one that a question when it was made asks for."""
    found = announced_at(sentence)
    if found is None or is_relative_day(sentence[slice(*found)]):
        return None
    when = Short(*found)
    dates = [q for q in quantities(sentence) if q.kind == "date" and _overlap(q, when)]
    return of_figure(sentence, dates[0]) if dates else when


def of_figure(sentence: str, figure: Quantity) -> Short:
    """Return a figure of a sentence, whose offsets are in it, as a short answer."""
    start, end = _qualified(sentence, figure)
    return Short(start, end, figure)


def _place(measure: str, sentence: str, weights: Mapping[Concept, float]) -> Short | None:
    """Return the place in an order that is nearest to the question's words: 第20张 for 第几张."""
    places = list(PLACES.finditer(simplified(sentence)))
    alike = [place for place in places if place[1] == measure]
    words, topics = Words.of(sentence), topical(weights)
    best = _nearest([(place, near(words, *place.span(), topics)) for place in alike or places])
    return Short(best.start(), best.end() if best[1] == measure else best.start(1)) if best else None


def _nearest(rated: list[tuple[_T, float]]) -> _T | None:
    """Return the one that is nearest, or None where there is none or another is as near."""
    rated = sorted(rated, key=lambda row: -row[1])
    if not rated or (len(rated) > 1 and rated[0][1] == rated[1][1]):
        return None
    return rated[0][0]


def _once(rated: list[tuple[Quantity, float]]) -> list[tuple[Quantity, float]]:
    """Return each value once, where it is nearest: what is said twice is no doubt."""
    kept: list[tuple[Quantity, float]] = []
    for row in sorted(rated, key=lambda row: -row[1]):
        if not any(same(row[0], other) for other, _ in kept):
            kept.append(row)
    return kept


_BEFORE = re.compile(
    r"(?:大?约|近|不?(?:超过?|多于|高于|低于|少于|大于|小于)|逾|至少|至多|最多|最少|最高|最低|不到|不足|不下"
    r"|未满|接近|将近|高达|多达"
    r"|about|nearly|(?:no |not )?(?:over|more than|less than|fewer than|under|below|above|exceeding)"
    r"|up to|at most|around|approximately|roughly|almost|at least|a maximum of|a minimum of|within)[ 的]?$"
)
_AFTER = re.compile(r" ?(?:左右|以上|以下|以内|之内|上下|[余多][万亿]?[元人名家个台套件]?)")
_BETWEEN = re.compile(r"以上[，,、至到]?\s?$")


def _qualified(sentence: str, found: Quantity) -> tuple[int, int]:
    """Return the figure's span with the words that bound it: 约 49%, 不超过一个月, 1万元以上5万元以下."""
    start, end = found.start, found.end
    if found.kind == "date":
        return start, end
    before = _BEFORE.search(sentence.lower(), max(0, start - 20), start)
    after = _AFTER.match(sentence, end)
    if found.qualifier != "exact" or (before and before.group().startswith(("不", "within"))) or after:
        start, end = (before.start() if before else start), (after.end() if after else end)
    for other in quantities(sentence):
        if (other.kind, other.unit) != (found.kind, found.unit) or other.start == found.start:
            continue
        if other.end < found.start and _BETWEEN.search(sentence, other.end, found.start):
            start = other.start
        elif found.end < other.start and _BETWEEN.search(sentence, found.end, other.start):
            last = _AFTER.match(sentence, other.end)
            end = last.end() if last else other.end
    return start, end


def may_be_a_person(question: str, sentence: str, short: Short) -> bool:
    """Whether what answers a question in a sentence is not known as the name of something else.

    Who does something may be a company.
    """
    others = {"place"} if _DOES.match(question.lower()) else {"place", "org"}
    return not others & _kinds_of_names(sentence, short)


def _kinds_of_names(sentence: str, short: Short) -> set[str]:
    return {name.kind for name in names(sentence) if _overlap(name, short)}


def _is_called(sentence: str, start: int, end: int, known: str) -> bool:
    """Whether a name is one more of whom the question names: 羽石云 in 羽石云（Quillstone Compute）."""
    inside = _IN_BRACKETS.match(sentence, end)
    before = _BEFORE_BRACKET.search(sentence, 0, start)
    others = [found[1].lower() for found in (inside, before) if found]
    return any(word in known for other in others for word in _LONG_WORD.findall(other))


_IN_BRACKETS = re.compile(r"\s?[（(]([^（）()]{2,40})[)）]")
_BEFORE_BRACKET = re.compile(r"([\w.&' -]{2,40})\s?[（(]$")
_LONG_WORD = re.compile(r"[a-z]{4,}|[一-鿿]{2,}")


def _overlap(one: Quantity | Name, other: Pointed | Short) -> bool:
    return one.start < other.end and other.start < one.end


def _echoes(asked: Asked, sentence: str, found: Short) -> bool:
    """Whether what is found is named by the question."""
    known = asked.text.lower()
    said = simplified(sentence[found.start : found.end]).lower()
    return said in known or _is_called(sentence, found.start, found.end, known)


SURELY = 0.5
"""From this share on, what the reader points at is a name's place."""

MOST = 0.7
"""Share of what is pointed at that a figure has to make out, to be it."""

FIGURE = 0.6
"""From this share on a figure that is pointed at is a short answer where the question names no kind: what is
its backlog, 扫描精度."""

NOT_FITTING = 0.3
"""From this share on a figure that is pointed at counts though it is of another kind than is asked for."""

AHEAD = 1.0
"""What it counts likewise that a figure is planned or expected, where that is asked for."""

EARLIER = 1.5
"""And that it is compared with, where the year before is asked for."""

POINTED, POINTED_ACROSS, POINTED_METRIC = 1.0, 0.5, 0.1
"""What a share of 1 counts for a figure that is pointed at, beside how near it stands to its words.

Less across languages, and least where they name a metric: the reader takes revenue for profit. Of 691 figures
of encyclopaedic questions 586 are right so, 575 where it only decided between two that are as near.
"""

_NO_NAME = re.compile(r"[，。；！？,;!?]|\d{4}|\d ?[年月日世米千万亿%％个人岁]|.{60}|[（(](?!.*[)）])")
"""What is no name, or not a whole one."""

_PHRASES: Mapping[Kind, float] = {"date": 0.6, "duration": 0.8, "number": 0.8, "other": 0.7}
"""From which share on, by what is asked for, a phrase that is pointed at is a short answer as it stands."""
_LONGEST_PHRASE = re.compile(r"(?:\W*[一-鿿]){1,16}\W*|(?:\W*[\w'’.-]+){1,7}\W*")


def _bare(sentence: str, pointed: Pointed) -> Short:
    """Return what is pointed at without the marks around it."""
    said = sentence[pointed.start : pointed.end]
    bare = said.strip(" 、,，。.;；:：\"'“”‘’")
    opened, closed = (sum(bare.count(mark) for mark in marks) for marks in ("(（《「", ")）》」"))
    if opened != closed or (bare[:1] in "(（《「" and bare[-1:] in ")）》」"):
        bare = bare.strip("()（）《》「」")
    start = pointed.start + said.index(bare)
    return Short(start, start + len(bare))


def _phrase(asked: Asked, sentence: str, pointed: Pointed) -> Short | None:
    """Return what is pointed at, if that is surely an answer and no more than a phrase: 日治时期, rarely."""
    if asked.kind == "other" and pointed.share >= FIGURE:
        bare = _bare(sentence, pointed)
        at = [
            q for q in quantities(sentence) if _is_all_of(q, bare) and not is_left_behind(asked, q, sentence)
        ]
        if len(at) == 1:
            return of_figure(sentence, at[0])
    if pointed.share < _PHRASES.get(asked.kind, math.inf):
        return None
    found = _bare(sentence, pointed)
    said = sentence[found.start : found.end]
    if re.search(r"[，。；！？,;!?\n]", said) or not _LONGEST_PHRASE.fullmatch(said):
        return None
    if asked.kind == "other" and "person" in _kinds_of_names(sentence, found):  # who does it, not what
        return None
    if asked.kind in ("number", "duration") and any(_overlap(q, found) for q in quantities(sentence)):
        return None  # a figure, but of something else
    return None if _echoes(asked, sentence, found) else found


def _is_all_of(figure: Quantity, said: Short) -> bool:
    """Whether what is pointed at is a figure in digits and hardly more: 68%, not three companies, Ford."""
    inside = min(figure.end, said.end) - max(figure.start, said.start)
    return (
        figure.kind not in _KIND_OF_TIME
        and any(map(str.isdigit, figure.raw))
        and inside >= MOST * (said.end - said.start)
        and inside > 0
    )


_DOES = re.compile(
    r"(?:哪一?[家个](?:公司|企业|机构|集团|银行|股东)?|谁)(?![被的是为])"
    r"|(?:who|(?:which|what) \w+) (?!is\b|was\b|are\b|were\b)"
)
"""A question who does something, in lower case."""
_DONE_TO = re.compile(
    r"(?:[与向给对从至于跟同]|收到|\b(?:to|from|with|at|for|against|of))(?:公司|股东)?[ “\"]?\Z",
    re.IGNORECASE,
)
"""What stands before a name that does not do it."""


def _is_done_to(sentence: str, start: int, end: int) -> bool:
    """Whether something is done to who is named at ``[start, end)``."""
    return _DONE_TO.search(sentence, 0, start) is not None or _suffers(sentence, end)


def _span(name: Name) -> tuple[int, int]:
    return name.start, name.end


def _suffers(sentence: str, end: int) -> bool:
    return _SUFFERS.match(sentence, end) is not None


_SUFFERS = re.compile(r"(?:先生|女士)?[被遭]| (?:was|were|has been|have been|is|are)(?: \w+)? \w+ed\b")


def _name(
    asked: Asked, sentence: str, weights: Mapping[Concept, float], pointed: Pointed | None
) -> Short | None:
    """Return the name of the asked kind that is pointed at, or else is nearest to the question's words.

    What is pointed at surely is an answer even where no name of that kind is known there.
    """
    known = asked.text.lower()
    does = _DOES.match(known)
    found = [
        name
        for name in names(sentence)
        if name.kind == _KIND_OF_NAME[asked.kind]
        and sentence[name.start : name.end].lower() not in known
        and not _is_called(sentence, name.start, name.end, known)
        and not (does and _is_done_to(sentence, name.start, name.end))
    ]
    of_sources = [name for name in names(sentence) if is_source(sentence, name.start, name.end)]
    if (
        len(of_sources) == 1
        and asks_a_source(known)
        and not _echoes(asked, sentence, Short(*_span(of_sources[0])))
    ):
        return Short(*_span(of_sources[0]))
    found = [name for name in found if name not in of_sources]
    if pointed is not None:
        at = [name for name in found if _overlap(name, pointed)]
        if len(at) == 1:
            return Short(at[0].start, at[0].end)
        if pointed.share >= SURELY:
            whole = _bare(sentence, pointed)
            said = sentence[whole.start : whole.end]
            is_none = not said or _NO_NAME.search(said) or is_post(said)
            is_none = is_none or (not at and _echoes(asked, sentence, whole))
            is_none = is_none or is_source(sentence, whole.start, whole.end)
            if not does or not _suffers(sentence, whole.end):
                return None if is_none else whole
        found = at or found
    words = Words.of(sentence)
    topics = topical(weights)
    best = _nearest([(name, near(words, name.start, name.end, topics)) for name in found])
    return Short(best.start, best.end) if best else None
