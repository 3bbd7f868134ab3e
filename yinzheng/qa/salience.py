"""How much each sentence of a text matters in it: what a summary is chosen by.

No sentence is encoded for this: words that many sentences share carry the topic, and a sentence is
worth the words of that kind which it has for its length. Figures of known metrics, the place in its
section, and the form of the sentence come beside it. The constants were set on public summaries of
news, meetings and earnings calls by ``bench/summaries.py``; docs/architecture.md has the figures.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.corpus.boilerplate import touches
from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import tokens
from yinzheng.qa.question import is_function_word

if TYPE_CHECKING:
    from yinzheng.types import Claim, Document, Span


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts beside the topic's words, which are worth 1 in the sentence that has most of them.

    ``length`` is the power of a sentence's length that its words are divided by. ``lead`` is for the first
    sentence of a text, the half of it for the second and so on; a text of ``news`` sentences makes it a
    quarter of that. ``section`` is for the first sentence of a section, likewise. ``metric`` is for two
    figures of known metrics, ``headline`` for two of the metrics that a result is told by, ``says`` for a
    verb of saying or expecting. ``question`` is taken off for a question, ``long`` for each e-fold of length
    beyond ``most``, ``brief`` for each below ``least``. ``repeated`` is the share of a word's worth that goes
    once a chosen sentence has it; ``again`` is taken off for each sentence chosen before from the same
    section of a document. Lengths are in Han characters.
    """

    length: float = 0.75
    lead: float = 4.0
    news: float = 10.0
    section: float = 0.3
    metric: float = 0.3
    headline: float = 1.0
    says: float = 0.3
    question: float = 0.3
    long: float = 1.0
    most: float = 60.0
    brief: float = 0.5
    least: float = 20.0
    repeated: float = 0.3
    again: float = 0.1


WEIGHTS = Weights()

HEADLINE = frozenset(
    ("revenue", "eps", "net_income", "net_loss", "ffo", "ebitda", "operating_income", "gross_margin")
)
"""Metrics that the result of a period is told by."""

SAME = 0.7
"""Sentences say the same when they share this part of the terms of the longer one."""

_LETTERS = 8
"""A sentence of fewer letters says nothing by itself."""

_LATIN = 0.35
"""What a character of Latin text weighs beside a Han one: English words are three times as long."""

_MARKER = re.compile(
    r"""(?: \s | > | \#{1,6}[ \t]               # > quoted
      | [-*+•·●▪◦■◆○※–—][ \t\u3000]+            # - item
      | \d{1,3}(?:[.．](?!\d)|[)）、])[ \t]*    # 1. item  2、item
      | [(（][\d一二三四五六七八九十]{1,3}[)）]  # (1) item
    )*""",
    re.VERBOSE,
)
_NO_PROSE = re.compile(r"\s*(?:\||```|~~~|!\[|<)")  # rows of a table, code, pictures, markup
_SAYS = re.compile(
    r"表示|指出|认为|預計|预计|显示|意味着|总体|因此|强调|提出"
    r"|\b(?:said|says|expects?|believes?|announced|reported|noted that|resolved|agreed to)\b"
)
_EMPTY = re.compile("[的了是在和与也就都而着吗呢吧么啊这那我你您他她它们个]")
"""Terms with one of these say nothing of a topic: pronouns, particles, pairs of characters across words."""

_EMPTY_WORDS = frozenset(
    "一些 一下 一样 一定 不同 不会 不能 不要 之后 之前 今天 今年 目前 所以 因为 因此 但是 而且 如果 已经 "  # noqa: SIM905
    "还有 还要 没有 可以 可能 能够 应该 需要 进行 以及 通过 对于 关于 其中 其实 然后 现在 时候 非常 比较 "
    "觉得 认为 知道 看到 来说 方面 问题 情况 million billion thousand trillion "
    "about after again all also am any because befor before both but could get got i'm just know let "
    "like look may might more most much need now off okay one onli only or other our out over realli "
    "really right say see should so some such than thank them then there these they think those "
    "through us veri very want way we well while would year yes you your".split()
)
_QUESTION = ("?", "？")
_CLOSERS = "”’」』\"') ）"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that a summary may quote: ``document.text[start:end]``, its marker of a list left out.

    ``place`` counts the sentences of its document from 0, ``below`` those of its section, whose heading path
    is ``section``.
    ``terms`` are its search terms without function words, ``weight`` its length in Han characters.
    ``metrics`` and ``headlines`` count its figures of known metrics, and those a result is told by.
    """

    document: Document
    start: int
    end: int
    place: int
    below: int
    section: str
    terms: frozenset[str]
    weight: float
    metrics: int
    headlines: int

    @property
    def quote(self) -> str:
        """The sentence's text."""
        return self.document.text[self.start : self.end]

    def says_the_same(self, other: Told) -> bool:
        """Whether two sentences have nearly the same words."""
        shared = len(self.terms & other.terms)
        return shared >= SAME * max(len(self.terms), len(other.terms), 1)


def told(
    document: Document, claims: Iterable[Claim], noise: Sequence[Span] = (), within: Sequence[Span] = ()
) -> list[Told]:
    """Return the sentences of a document that can be quoted, in order.

    Headings, rows of tables, fragments, and what touches ``noise`` are left out; ``within`` limits it to
    the sentences of these intervals.
    """
    text = document.text
    headings = [anchor for anchor in document.anchors if anchor.kind == "heading"]
    starts = [anchor.start for anchor in headings]
    figures = sorted((c.quantity.start, c.metric_key) for c in claims if c.metric_key)
    at = [start for start, _ in figures]
    found: list[Told] = []
    count, section = 0, ""
    for span in within or (None,):
        for sentence in sentences(text, *((span.start, span.end) if span else ())):
            raw = text[sentence.start : sentence.end]
            if _NO_PROSE.match(raw):
                continue
            start = sentence.start + _skipped(raw)
            end = sentence.start + len(raw.rstrip())
            quote = text[start:end]
            if sum(map(str.isalpha, quote)) < _LETTERS or _named(document, starts, sentence.start, end):
                continue
            if touches(noise, start, end):
                continue
            above = bisect_right(starts, start) - 1
            label = headings[above].label if above >= 0 else ""
            count, section = (count + 1, section) if label == section and found else (0, label)
            inside = [key for _, key in figures[bisect_right(at, start - 1) : bisect_right(at, end - 1)]]
            found.append(
                Told(
                    document, start, end, len(found), count, label, _terms(quote),
                    sum(_LATIN if char.isascii() else 1.0 for char in quote),
                    len(inside), sum(key in HEADLINE for key in inside),
                )
            )  # fmt: skip
    return found


def _skipped(raw: str) -> int:
    """Return the length of white space and markers of a list before a sentence."""
    match = _MARKER.match(raw)
    return match.end() if match else 0


def _named(document: Document, headings: Sequence[int], start: int, end: int) -> bool:
    """Whether a sentence is a heading or the line with the title: it names and does not tell."""
    at = bisect_right(headings, end - 1) - 1
    if at >= 0 and headings[at] >= start:
        return True
    return document.text[start:end].strip("# \t\n") == document.title


def _terms(quote: str) -> frozenset[str]:
    return frozenset(
        term
        for term in tokens(quote)
        if len(term) > 1
        and term not in _EMPTY_WORDS
        and not _EMPTY.search(term)
        and not is_function_word(term)
    )


def chosen(
    found: Sequence[Told],
    count: int,
    relevance: Mapping[int, float] | None = None,
    weights: Weights = WEIGHTS,
) -> list[int]:
    """Return the indexes of up to ``count`` sentences, the most telling first, none saying what another says.

    ``relevance`` in [0, 1] by index multiplies what a sentence is worth; those without one are left out.
    """
    worth = _topic(found)
    sizes = [max(item.weight, 8.0) ** weights.length for item in found]
    mass = [sum(worth[term] for term in item.terms) for item in found]
    top = max((m / size for m, size in zip(mass, sizes, strict=True)), default=0.0) or 1.0
    lengths = Counter(item.document.id for item in found)
    beside = [_beside(item, lengths[item.document.id], weights) for item in found]
    having: dict[str, list[int]] = {}
    for i, item in enumerate(found):
        for term in item.terms:
            having.setdefault(term, []).append(i)
    left = set(range(len(found)) if relevance is None else relevance)
    said: set[str] = set()
    result: list[int] = []
    shelves = Counter[tuple[str, str]]()

    def value(i: int) -> tuple[float, int]:
        item = found[i]
        own = mass[i] / sizes[i] / top + beside[i]
        own -= weights.again * shelves[item.document.id, item.section]
        return (own if relevance is None else relevance[i] * max(1 + own, 0.2)), -i

    while left and len(result) < count:
        best = max(left, key=value)
        left.discard(best)
        if any(found[best].says_the_same(found[i]) for i in result):
            continue
        result.append(best)
        shelves[found[best].document.id, found[best].section] += 1
        for term in found[best].terms - said:
            for i in having[term]:
                mass[i] -= weights.repeated * worth[term]
        said |= found[best].terms
    return result


def _topic(found: Collection[Told]) -> dict[str, float]:
    """Return what a term is worth: the logarithm of the number of sentences that have it."""
    counts = Counter(term for item in found for term in item.terms)
    return {term: math.log(count) for term, count in counts.items()}


def _beside(item: Told, length: int, weights: Weights) -> float:
    """Return what a sentence of a document of ``length`` sentences is worth beside its words."""
    lead = weights.lead / (1 + item.place) * (weights.news / (weights.news + length)) ** 2
    if item.section:
        lead += weights.section / (1 + item.below)
    figures = weights.metric * min(item.metrics, 2) / 2 + weights.headline * min(item.headlines, 2) / 2
    asked = weights.question if item.quote.rstrip(_CLOSERS).endswith(_QUESTION) else 0.0
    long = weights.long * max(0.0, math.log(max(item.weight, 1.0) / weights.most))
    brief = weights.brief * max(0.0, math.log(weights.least / max(item.weight, 1.0)))
    reports = weights.says if _SAYS.search(item.quote) else 0.0
    return lead + figures + reports - asked - long - brief
