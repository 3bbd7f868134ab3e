"""Which stored claims state what a question asks for: its subject, metric and period, and nothing narrower.

A question that names a company and a metric (``英伟达持有 CoreWeave 多少股份``) is answered by a figure of
which the grammar already knows both. So the figures of all documents that were found can be held against
the one that is quoted, wherever their sentences stand among the evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import concepts, literal
from yinzheng.corpus.tokens import is_han, language, tokens, words
from yinzheng.qa import metrics
from yinzheng.qa.ahead import asks_ahead
from yinzheng.qa.coverage import Words
from yinzheng.qa.disagree import OF_TWO
from yinzheng.qa.fitting import read_asked
from yinzheng.qa.grammar.iso_periods import same_period
from yinzheng.qa.holders import holders
from yinzheng.qa.mismatch import is_about, mentions, named_metrics, subjects
from yinzheng.qa.names.aliases import (
    canonical,
    defined_names,
    forms,
    is_listed,
    normal_form,
    shared_names,
    without_legal_form,
)
from yinzheng.qa.ordinals import is_of_another_ordinal, told_before
from yinzheng.qa.posts import post_asked
from yinzheng.qa.question import is_function_word, relative_years
from yinzheng.qa.reported import is_of_report
from yinzheng.qa.stated import Statement, comparable_when, is_present, stated
from yinzheng.qa.told import Told

if TYPE_CHECKING:
    from collections.abc import Hashable
    from decimal import Decimal

    from yinzheng.index.index import Index
    from yinzheng.qa.retrieve import Candidate
    from yinzheng.types import Claim, Document

_OF_KIND: dict[str, frozenset[str]] = {
    "money": frozenset({"money"}),
    "number": frozenset({"money", "count", "number", "physical"}),
    "share": frozenset({"percent", "points", "basis_points", "fraction", "ratio"}),
    "duration": frozenset({"duration"}),
}
"""Kind of question → the kinds of figure that a metric must be told in to be meant."""

_HOLDS = re.compile(r"持有|持股|拥有|占股|入股|\b(?:owns?|holds?|held|stakes?)\b", re.IGNORECASE)
_GROWS = re.compile(r"同比|环比|增长|增幅|增速|\b(?:grow|grew|growth|rise|rose)\b", re.IGNORECASE)
_MONEY = frozenset({"money"})
_HOW_MANY = re.compile(r"\bhow many\b(?! (?:dollars|yuan|euros|pounds))|多少[个名位人]", re.IGNORECASE)
_ASKED_BY = {
    "net_loss": re.compile(r"^(?!.*\bhow many\b).*\b(?:lose|lost)\b|亏了?(?:多少|几)", re.IGNORECASE),
    "net_income": re.compile(r"赚了?(?:多少|几)"),
    "debt": re.compile(r"欠了?(?:多少|几)"),
    "employees": re.compile(
        r"有多少[个名位]?人[？?]?\s*$|\bhow many people do(?:es)?\b.* (?:have|employ)\b", re.IGNORECASE
    ),
}
"""Metrics that a question asks for by a verb that states them of nothing else in a text."""

_WORTH = re.compile(r"值多少|值几|\bworth\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"公司|一共|总共|共计|合计|共|总|目前|现在|如今|达|达到|占|持有|拥有|签订|签署|签|名下|手里|手上|大约|约|左右|百分|百分之|之|百|计划|打算|预计|预期"
    r"|company|own|owns|hold|holds|held|total|currently|now|today|about|percentage|percent|share|large|big|high|low|long"
    r"|worth|amount|value|comes|come|from|between|of|signed|sign|plans?|planned|planning|expects?|expected|intends?"
    r"|指引|展望|预测|guidance|outlook|forecasts?|new|latest|最新|年度|fiscal",
    re.IGNORECASE,
)
"""Words of a question that narrow nothing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question ``text`` asks for: a figure of one of the ``kinds``, of ``names`` and metric ``keys``.

    ``names`` are canonical, or as written where no table lists them; ``periods`` are ISO 8601. ``rest``
    are its other words that narrow the figure: 英国 in 在英国投资多少.
    """

    text: str
    names: frozenset[str]
    keys: frozenset[str]
    kinds: frozenset[str]
    periods: frozenset[str]
    rest: tuple[str, ...]


def wanted(question: str, known: Iterable[str] = ()) -> Wanted | None:
    """Read a question; None where it names no subject and metric or asks for no figure.

    ``known`` are subjects that claims have: names that no table lists are found by them.
    """
    keys = metrics_asked(question)
    if not keys:
        return None
    names = {name for name in subjects(question) if is_listed(name)}
    names |= {called for name in known if (called := _called(name, question))}
    names -= {name for name in names if any(name != other and name in other for other in names)}
    if not names:
        return None
    periods = frozenset(q.period for q in read_asked(question).stated if q.period)
    kinds = _OF_KIND[read_asked(question).kind]
    return Wanted(question, frozenset(names), keys, kinds, periods, _rest(question, names, keys))


def _called(subject: str, question: str) -> str:
    """Return by what name a question speaks of a claim's subject, empty where it does not.

    It is the canonical name, or what is written of one that no table lists: 禾洛 for 禾洛能源.
    """
    whole, folded = canonical(subject), fold_text(question)
    if mentions(question, whole) or _is_in(normal_form(subject), folded):
        return whole
    if is_listed(whole):
        return ""
    name = without_legal_form(normal_form(subject))
    if is_han(name):
        short = _TRADE.sub("", name)
        return short if len(short) > 1 and short in folded else ""
    first = name.split()[0] if name else ""
    capital = rf"(?<![A-Za-z]){re.escape(first[:1].upper() + first[1:])}(?![A-Za-z])"
    return first if len(first) >= _LONG and re.search(capital, question) else ""


_TRADE = re.compile(
    r"(?:能源|科技|技术|集团|股份|控股|实业|国际|电子|精密|工业|银行|证券|保险|制药|生物|汽车|网络|智能)+$"
)
_LONG = 5
"""Letters of the first word of a name that may stand for all of it: Quillstone for Quillstone Compute."""


def _is_in(name: str, folded: str) -> bool:
    if len(name) < 2:
        return False
    if is_han(name):
        return name in folded
    return re.search(rf"(?<![a-z0-9]){re.escape(name.lower())}(?![a-z0-9])", folded) is not None


@lru_cache(maxsize=64)
def metrics_asked(question: str) -> frozenset[str]:
    """Return the metrics that a question asks the figure of, by the kind of figure that it asks for."""
    kind = read_asked(question).kind
    if kind not in _OF_KIND:
        return frozenset()
    named = {c.key: c.kinds for term in metrics.find(question) for c in term.concepts}
    if kind == "share":
        if _HOLDS.search(question):
            return frozenset({"ownership"})
        if "share" in named:
            return frozenset({"revenue_share"} if "revenue" in named else ())
        if _GROWS.search(question):
            return frozenset(f"{key}_growth" for key in named if key != "growth_rate")
    fitting = _OF_KIND[kind] - (_MONEY if _HOW_MANY.search(question) else frozenset())
    found = {key for key, kinds in named.items() if kinds & fitting}
    if not found:
        found = {key for key, asks in _ASKED_BY.items() if asks.search(question)}
    if found <= {"value"} and _WORTH.search(question):
        return frozenset({"valuation", "market_cap"})
    return frozenset(found - {"value"} or found)


def _rest(question: str, names: Iterable[str], keys: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a question that are no name, metric asked for, period or function word."""
    folded = fold_text(question)
    taken = [form for form in forms() if form in folded and canonical(form) in names]
    taken += [fold_text(name) for name in names]
    taken += [
        fold_text(question[term.start : term.end])
        for term in metrics.find(question)
        if any("growth" in c.key or related(key, c.key) for key in keys for c in term.concepts)
    ]
    taken += [fold_text(q.raw) for q in read_asked(question).stated]
    left = folded
    for asks in _ASKED_BY.values():
        left = asks.sub(" ", left)
    for text in sorted(taken, key=len, reverse=True):
        left = left.replace(text, " ")
    # One character is a measure word or a preposition: 张, 名, 向.
    kept = [word for word in words(left) if len(word) > 1 and not is_function_word(word)]
    return tuple(word for word in kept if not _GENERAL.fullmatch(word))


def asks_a_metric(question: str) -> bool:
    """Whether a question asks for a figure of a metric that the table of metrics has."""
    return bool(metrics_asked(question))


def is_of_another(question: str, claim: Claim | None, sentence: str) -> bool:
    """Whether a sentence surely says nothing of the metric whose figure a question asks for.

    It does not name the metric, and its figure is known to be of another one (revenue for net income), or of
    a kind that this one is never told in (52 weeks for inventories), or it has none (``claim`` is None).
    """
    keys = metrics_asked(question)
    if not keys or not keys <= comparable_when().keys():
        return False
    if any(related(key, other) for key in keys for other in named_metrics(sentence)):
        return False
    if claim is None:
        return True
    if claim.metric_key:
        # A share told of an amount is another measure: gross profit of 39 % is the gross margin.
        plain = claim.quantity.kind in _kinds(frozenset({claim.metric_key}))
        return plain and not any(related(claim.metric_key, key) for key in keys)
    return claim.quantity.kind not in _kinds(keys)


def related(key: str, other: str) -> bool:
    """Whether one metric is told as the other: *valued at* is the value of whatever it is said of."""
    return key.startswith(other) or other.startswith(key) or {key, other} in _OF_VALUE


_OF_VALUE = ({"valuation", "value"}, {"market_cap", "value"})


@cache
def _kinds(keys: frozenset[str]) -> frozenset[str]:
    """Return the kinds of figure that the metrics of these keys are told in."""
    own = (c.kinds for concepts in metrics.table().terms.values() for c in concepts if c.key in keys)
    return frozenset().union(*own)


def claims_of(index: Index, question: str, found: Sequence[Candidate]) -> list[Claim]:
    """Return the claims that state what a question asks for, of the documents that were found.

    Those of the nearest document come first, and of each document those that say it most plainly.
    """
    if not asks_a_metric(question):
        return []
    named = {name for name in subjects(question) if is_listed(name)}
    ways = {fold_text(name) for name in named} | {form for form, name in forms().items() if name in named}
    documents: dict[str, tuple[Document, Sequence[Claim]]] = {}
    for document in {candidate.document.id: candidate.document for candidate in found}.values():
        if _is_copy(document) or (ways and not _has_any(document, ways)):
            continue  # reading claims is most of what this costs
        extracted = index.claims(document)
        documents[document.id] = document, extracted.claims if extracted else ()
    made = answering(question, documents)
    for asked in in_other_names(question, [document.text for document, _ in documents.values()]):
        made += [claim for claim in answering(asked, documents) if claim not in made]
    return made


def holders_of(question: str, found: Sequence[Candidate]) -> list[Told]:
    """Return who holds the post that a question asks about, of the documents that were found."""
    if (post := post_asked(question)) is None:
        return []
    documents = {candidate.document.id: candidate.document for candidate in found}.values()
    others = map(post_asked, in_other_names(question, [document.text for document in documents]))
    return holders([post, *(other for other in others if other is not None)], documents)


def in_other_names(question: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield a question with each of its names as the texts call the same in the other language.

    They tell it in brackets: 羽石云（Quillstone Compute）. Its first word may stand for a Latin name.
    """
    for latin, full in shared_names(_defined(text[:_OPENING]) for text in texts).items():
        chinese = without_legal_form(normal_form(full))
        first = re.escape(latin.split()[0])
        written = re.search(rf"\b{re.escape(latin)}\b", question, re.IGNORECASE)
        if written is None and len(latin.split()[0]) >= _LONG:
            written = re.search(rf"\b{first[:1].upper()}(?i:{first[1:]})\b", question)
        if written is not None:
            yield f"{question[: written.start()]}{chinese}{question[written.end() :]}"
        elif chinese in fold_text(question):
            yield fold_text(question).replace(chinese, f" {latin} ")


@lru_cache(maxsize=128)
def _defined(text: str) -> Mapping[str, str]:
    return defined_names(text)


_OPENING = 20_000
"""Characters of a document in which it says what its names are in the other language."""


def _has_any(document: Document, ways: Iterable[str]) -> bool:
    text = f"{document.title}\n{document.text}".lower()
    return any(way.lower() in text for way in ways)


def _is_copy(document: Document) -> bool:
    return any(flag.startswith("duplicate_of") for flag in document.flags)


def answering(question: str, documents: Mapping[str, tuple[Document, Sequence[Claim]]]) -> list[Claim]:
    """Return the claims that state what a question asks for; ``documents`` are by id, with their claims."""
    keys = metrics_asked(question)
    told = {name: [c for c in claims if _is_of_metric(c, keys)] for name, (_, claims) in documents.items()}
    asked = wanted(question, {claim.subject for claims in told.values() for claim in claims})
    if asked is None:
        return []
    numbers: dict[Hashable, int] = {}
    found = []
    for name, claims in told.items():
        document = documents[name][0]
        made = [stated(claim, numbers, document.date) for claim in claims if states(claim, asked, document)]
        found += _plainest([one for one in made if one is not None])
    return found


def states(claim: Claim, asked: Wanted, document: Document) -> bool:
    """Whether a claim is of the subject, metric and period that a question names."""
    of = _called(claim.subject, asked.text)
    if (
        not _is_of_metric(claim, asked.keys)
        or of not in asked.names
        or claim.quantity.kind not in asked.kinds
    ):
        return False
    if asked.periods and not any(
        same_period(claim.period, period) or is_of_report(claim, period, document) for period in asked.periods
    ):
        return False
    before = told_before(document, claim.citation.start)
    if is_of_another_ordinal(asked.text, claim.citation.quote, before):
        return False
    if claim.modality == "actual" and asks_ahead(asked.text):
        return False
    told, wanted_years = relative_years(claim.citation.quote), relative_years(asked.text)
    if told and wanted_years and not told & wanted_years:
        return False  # 今年 is another year than 去年, if the text is not a year old
    others = asked.names - {of}
    between = comparable_when().get(claim.metric_key) == "between" or claim.metric_key in OF_TWO
    if between and not others:
        return False
    quote = claim.citation.quote
    unnamed = [name for name in others if not mentions(quote, name)]
    if unnamed:
        named = {canonical(form) for form in forms() if form in fold_text(quote)} - {of}
        before = document.text[document.text.rfind("\n", 0, claim.citation.start) + 1 : claim.citation.start]
        points = _POINTS.search(quote) is not None
        if named or not all(
            mentions(document.title, name) or (points and is_about(before, name)) for name in unnamed
        ):
            return False
    return _narrowed(quote, asked.rest, document)


def _is_of_metric(claim: Claim, keys: frozenset[str]) -> bool:
    """Whether a claim is of one of the metrics; a loss is net income below nothing."""
    if claim.metric_key in keys:
        return True
    value = claim.quantity.value
    return "net_loss" in keys and claim.metric_key == "net_income" and value is not None and value < 0


_POINTS = re.compile(
    r"它|其(?![中他它实余次])|该公司|该企业|\b(?:its?|the company|the firm)\b", re.IGNORECASE
)
"""What may mean whom the paragraph is about."""


def _narrowed(quote: str, rest: Sequence[str], document: Document) -> bool:
    """Whether a sentence has the words that narrow a question."""
    has = Words.of(quote)
    for word in rest:
        lang = language(word)
        ways = concepts([word], document.lang) if lang != document.lang else literal(tokens(word))
        if not any(has.has_way(way) for concept in ways for way in concept):
            return False
    return True


def _plainest(statements: Sequence[Statement]) -> list[Claim]:
    """Return what a document says: of those that name the subject most plainly, the figure told most often.

    Of several in a sentence only today's counts (最初300亿, 现在230亿). Empty where two are told as often.
    """
    told: dict[int, set[int]] = {}
    for one in statements:
        told.setdefault(one.claim.citation.start, set()).add(one.figure)
    alone = [s for s in statements if len(told[s.claim.citation.start]) == 1 or is_present(s.claim)]
    best = min((one.rank for one in alone), default=0)
    plain = [one.claim for one in alone if one.rank == best]
    often = Counter(map(_value, plain)).most_common(2)
    if len(often) == 2 and 2 * often[1][1] > often[0][1]:
        return []
    return [claim for claim in plain if _value(claim) == often[0][0]]


def _value(claim: Claim) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return claim.quantity.value, claim.quantity.low, claim.quantity.high
