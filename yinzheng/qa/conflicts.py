"""Where sources disagree: claims of one subject, metric and period whose figures cannot all be right.

An analyst reads this list only while it is short and true, so what may be two different things is left out:
parts of a whole beside the whole (数据中心收入, 收入), growth on different bases (同比, 环比), shares of
different wholes, figures of different days. See :func:`conflicts` for what is compared.
"""

from __future__ import annotations

import math
import re
from collections import ChainMap, Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files

from yinzheng.qa import metrics
from yinzheng.qa.agreement import Bounds, agree, bounds, is_scale_slip
from yinzheng.qa.grammar.iso_periods import interval
from yinzheng.qa.grammar.units import comparable
from yinzheng.qa.names.aliases import NO_NAMES, canonical, is_listed, normal_form, shared_names
from yinzheng.qa.scope import Scope, same_wording, scope_of
from yinzheng.types import Claim, Conflict

DIFFERENT_PERIOD = "different_period"
DIFFERENT_MODALITY = "different_modality"
SCALE_SLIP = "scale_slip"
BOUND = "bound"
QUOTATION = "quotation"
REASONS = (DIFFERENT_MODALITY, DIFFERENT_PERIOD, SCALE_SLIP, BOUND, QUOTATION)
"""What ``Conflict.reason`` can be, the first that fits: one is a forecast, plan or report; a fiscal year
beside a calendar year; the figures differ by a power of ten (万 for 亿); one is a bound; one text copies the
other."""

_CLOSE = timedelta(days=92)
"""How far apart two such days may be."""

_NOT_COMPARED = frozenset({"date", "period"})
_NO_SUBJECT = re.compile(
    "单季度?|本期|公司|该公司|本公司|集团|我们|他们|它们|我|你们|企业|行业|市场|客户|用户|股东|子公司|平台|项目|产品|机构"
    "|投资者|分析师|we|they|i|it|you|company|group|market|industry|customers|users|management|investors|analysts|firm|business"
    "|(?:consolidated )?(?:statements?|balance sheets?|notes?)(?: .*)?"
    "|(?:operating|investing|financing) activities"
    "|total|other|segments?|合并|合计|其他|(?:合并)?(?:资产负债|利润|现金流量)表"
)


@cache
def _comparable_when() -> Mapping[str, str]:
    """Metric key → ``period``, ``standing`` or ``day``, from ``conflicts.tsv``."""
    text = (files("yinzheng.qa") / "conflicts.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class _Statement:
    """A claim with what its comparison needs."""

    claim: Claim
    bounds: Bounds
    scope: Scope
    days: tuple[date, date] | None

    day: date | None
    """The day as of which a standing figure is told, where neither period nor date leave it open."""
    figure: int
    """The same number for figures that agree with the same others."""

    alone: bool = True
    """Whether its sentence says no other figure of the same subject, metric and period, or it is today's."""

    @property
    def document(self) -> str:
        """The id of the document that it is from."""
        return self.claim.citation.doc_id


def conflicts(
    claims: Iterable[Claim],
    defined: Mapping[str, Mapping[str, str]] | None = None,
    dates: Mapping[str, str | None] | None = None,
) -> list[Conflict]:
    """The disagreements among ``claims``, ordered by subject, metric and period.

    ``defined`` holds the short names that documents define (:func:`yinzheng.qa.names.aliases.defined_names`),
    ``dates`` their dates (ISO 8601), by their ids.

    Compared are claims of one subject (by ``aliases.canonical``), metric key, kind of unit
    and direction, of which either the periods are the same and the metric has one value in a period, or no
    period is told of how things stand (valuation, employees) and the documents are at most 92 days apart, or
    the documents are versions of one text and the sentences say the same in nearly the same words. They
    disagree where no figure fits both, taking rounding (19.15, 19.2 and 19), bounds (超过25万), ranges and
    约 (a tenth more or less) into account. Vague, hypothetical and ambiguous claims are left out, and so is
    what one document says beside another figure that agrees. Quadratic only in the claims of one subject,
    metric and period.
    """
    buckets: dict[tuple[str, str, str, str, Hashable], list[_Statement]] = defaultdict(list)
    numbers: dict[Hashable, int] = {}
    versions = _Versions()
    shared = shared_names(defined.values()) if defined else NO_NAMES
    names = {doc_id: ChainMap(dict(own), dict(shared)) for doc_id, own in defined.items()} if defined else {}
    for claim in claims:
        versions.add(claim)
        statement = _statement(claim, numbers, dates.get(claim.citation.doc_id) if dates else None)
        if statement is None:
            continue
        subject = canonical(claim.subject, names.get(claim.citation.doc_id, shared))
        direction = "" if _is_growth(claim) else claim.quantity.direction
        scope = statement.scope
        about = scope.qualifiers, scope.markets
        buckets[subject, claim.metric_key, direction, scope.basis, about].append(statement)
    found = []
    for (subject, key, *_), statements in buckets.items():
        found += _in_bucket(subject, key, statements, versions)
    return sorted(found, key=lambda conflict: (conflict.subject, conflict.metric_key, conflict.period))


def _statement(claim: Claim, numbers: dict[Hashable, int], dated: str | None) -> _Statement | None:
    """``claim`` made ready; None for what is never compared."""
    quantity = claim.quantity
    if (
        not claim.metric_key
        or claim.modality == "hypothetical"
        or claim.status in {"vague", "unparsed", "ambiguous"}
    ):
        return None
    if quantity.kind in _NOT_COMPARED or not claim.subject_from:
        return None
    if not _is_name(claim.subject):
        return None
    limits = bounds(quantity, signed=_is_growth(claim))
    if limits is None:
        return None
    figure = quantity.kind, quantity.unit, quantity.value, quantity.low, quantity.high, limits
    days = interval(claim.period) if claim.period else None
    day = _day(claim, days, dated) if _comparable_when().get(claim.metric_key) == "standing" else None
    number = numbers.setdefault(figure, len(numbers))
    scope = scope_of(claim)
    if _is_present(claim):  # 最初 is said of the figure before it
        scope = replace(scope, qualifiers=_PAST.sub("", scope.qualifiers).strip())
    return _Statement(claim, limits, scope, days, day, number)


@lru_cache(maxsize=4096)
def _is_name(subject: str) -> bool:
    """False for what every text has: we, the company, a term of the metrics, a statement's heading."""
    name = normal_form(subject).lower()
    return bool(name) and not _NO_SUBJECT.fullmatch(name) and not metrics.table().named(name)


def _day(claim: Claim, days: tuple[date, date] | None, dated: str | None) -> date | None:
    """The last day of a quarter or less that the claim names, else the document's date; None without."""
    if days is not None:
        return days[1] if days[1] - days[0] < _CLOSE else None
    written = interval(dated) if dated and not claim.period else None
    return written[1] if written and written[0] == written[1] else None


def _is_growth(claim: Claim) -> bool:
    """Growth has a sign of its own: up 5% and down 5% are two values of one metric."""
    return claim.metric_key.endswith("_growth") or claim.metric_key in {
        "growth_rate",
        "price_change",
        "comparable_sales",
    }


class _Versions:
    """Which documents are versions of one text: those with most of their sentences in common."""

    def __init__(self) -> None:
        self._sentences: dict[str, set[str]] = defaultdict(set)
        self._known: dict[tuple[str, str], bool] = {}

    def add(self, claim: Claim) -> None:
        """Note the sentence of ``claim``."""
        self._sentences[claim.citation.doc_id].add(" ".join(claim.citation.quote.split()))

    def same(self, a: str, b: str) -> bool:
        """True when the two share at least one such sentence, and half of the shorter one's others."""
        key = (a, b) if a < b else (b, a)
        if key not in self._known:
            first, second = self._sentences[a], self._sentences[b]
            shared = len(first & second)
            self._known[key] = shared >= 1 and 2 * shared >= min(len(first), len(second)) - 1
        return self._known[key]


class _Figures:
    """Which figures agree, each two compared once."""

    def __init__(self, versions: _Versions) -> None:
        self.versions = versions
        self._known: dict[tuple[int, int, bool], tuple[bool, bool] | None] = {}

    def stand(self, a: _Statement, b: _Statement, *, copied: bool = False) -> tuple[bool, bool] | None:
        """Whether two figures agree, and whether they are a scale slip; None if in different units.

        ``copied``: the same bound or 约 stands before both, so that the figures themselves should agree.
        """
        copied = copied and a.claim.quantity.qualifier == b.claim.quantity.qualifier
        key = a.figure, b.figure, copied
        if key not in self._known:
            compared = comparable(a.claim.quantity, b.claim.quantity)
            self._known[key] = compared and (
                agree(a.bounds, b.bounds, compared, as_stated=copied),
                is_scale_slip(a.bounds, b.bounds, compared),
            )
        return self._known[key]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two statements (by index) of one thing: they agree, or ``reason`` says why not (empty if it cannot)."""

    a: int
    b: int
    agree: bool
    reason: str
    copied: bool


def _in_bucket(subject: str, key: str, statements: list[_Statement], versions: _Versions) -> list[Conflict]:
    """The conflicts of one subject and metric: pairs that disagree, joined where they share a statement."""
    figures = _Figures(versions)
    statements = _marked(statements)
    pairs = []
    for a, b in _candidates(statements):
        pair = _compared(key, statements, a, b, figures)
        if pair is not None:
            pairs.append(pair)
    apart = _between_documents(statements, pairs)
    opposed = {frozenset((statements[pair.a].figure, statements[pair.b].figure)) for pair in apart}
    made = []
    for part in _components(apart):
        reasons = {pair.reason for pair in apart if pair.a in part}
        joined = set(part)
        for pair in pairs:
            if pair.agree and (pair.a in part or pair.b in part):
                joined |= {pair.a, pair.b}
        groups = _groups([statements[i] for i in sorted(joined)], figures, opposed)
        made.append(_conflict(subject, key, groups, next(iter(reasons)) if len(reasons) == 1 else ""))
    return made


def _marked(statements: Sequence[_Statement]) -> list[_Statement]:
    """The statements, knowing which of them are one of several figures in a sentence: 从 10 亿增至 20 亿."""
    told: dict[tuple[str, int, str], set[int]] = defaultdict(set)
    present: dict[tuple[str, int, str], set[int]] = defaultdict(set)
    places = [(s.document, s.claim.citation.start, s.claim.period) for s in statements]
    for place, statement in zip(places, statements, strict=True):
        told[place].add(statement.figure)
        if _is_present(statement.claim):
            present[place].add(statement.figure)
    return [
        statement
        if len(told[place]) == 1 or present[place] == {statement.figure}
        else replace(statement, alone=False)
        for place, statement in zip(places, statements, strict=True)
    ]


def _is_present(claim: Claim) -> bool:
    """Whether the words right before a figure say that it is today's: 最初300亿，现在为230亿."""
    at = claim.quantity.start - claim.citation.start
    return at >= 0 and _PRESENT.search(claim.citation.quote[max(0, at - 24) : at]) is not None


_PAST = re.compile("最初?|起初|原[先本]?|此?前|先前|initial|original|previous|former")
_PRESENT = re.compile(
    r"(?:现在|目前|当前|如今|现已|现)[^，,。；;、\d]{0,8}\Z|\b(?:now|currently|today)\b[^,;.\d]{0,16}\Z",
    re.IGNORECASE,
)


def _candidates(statements: Sequence[_Statement]) -> list[tuple[int, int]]:
    """The pairs that can be of one thing: those of the same days, and those that share enough words.

    Of two sets of words of which a share t is common, the first n - ⌈tn⌉ + 1 words of each, the rarest
    first, have one in common (prefix filtering; Bayardo, Ma and Srikant 2007), so an index of these finds
    every pair.
    """
    found: set[tuple[int, int]] = set()
    by_days: dict[tuple[date, date], list[int]] = defaultdict(list)
    by_quarter: dict[int, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    frequency = Counter(word for statement in statements for word in statement.scope.words)
    for index, statement in enumerate(statements):
        others = list(by_days[statement.days]) if statement.days else []
        if statement.days:
            by_days[statement.days].append(index)
        if statement.day:
            quarter = statement.day.toordinal() // _CLOSE.days
            others += by_quarter[quarter - 1] + by_quarter[quarter] + by_quarter[quarter + 1]
            by_quarter[quarter].append(index)
        words = sorted(statement.scope.words, key=lambda word: (frequency[word], word))
        for word in words[: len(words) - math.ceil(_COPIED * len(words)) + 1]:
            others += by_word[word]
            by_word[word].append(index)
        found.update((other, index) for other in others)
    return sorted(found)


def _compared(key: str, statements: Sequence[_Statement], i: int, j: int, figures: _Figures) -> _Pair | None:
    """How two statements stand to each other; None if they are not of one thing."""
    a, b = statements[i], statements[j]
    if a.document == b.document and a.claim.citation.start == b.claim.citation.start:
        return None
    one_value = _has_one_value(key, a, b)
    hedged = a.claim.quantity.qualifier == b.claim.quantity.qualifier != "exact"
    copied = (hedged or not one_value) and _is_copy(a, b, figures.versions)
    stand = figures.stand(a, b, copied=copied) if one_value or copied else None
    if stand is None:
        return None
    agreeing, slip = stand
    if agreeing:
        return _Pair(i, j, agree=True, reason="", copied=copied)
    if a.claim.modality != b.claim.modality:
        reason = DIFFERENT_MODALITY
    elif ("FY" in a.claim.period) != ("FY" in b.claim.period):
        reason = DIFFERENT_PERIOD
    elif slip:
        reason = SCALE_SLIP
    elif a.bounds.is_bound != b.bounds.is_bound or (a.bounds.is_bound and not copied):
        reason = BOUND
    else:
        reason = QUOTATION if copied or _is_copy(a, b, figures.versions) else ""
    return _Pair(i, j, agree=False, reason=reason, copied=copied)


def _has_one_value(key: str, a: _Statement, b: _Statement) -> bool:
    """True when both are of the same days and the metric has one value then."""
    if (
        not (a.alone and b.alone)
        or a.scope.partial
        or b.scope.partial
        or "document" in {a.claim.subject_from, b.claim.subject_from}
    ):
        return False
    if a.days is None or a.days != b.days:
        return (
            (a.days is None or b.days is None)
            and a.day is not None
            and b.day is not None
            and abs(a.day - b.day) <= _CLOSE
        )
    base = key.removesuffix("_growth")
    when = _comparable_when().get(base)
    if when == "day":
        return a.days[0] == a.days[1] and key == base
    return when is not None


def _is_copy(a: _Statement, b: _Statement, versions: _Versions) -> bool:
    """True when another version of the text says nearly the same, but for the figure, of the same time.

    The same words alone prove little: exchange rates and the weather are told in them every day.
    """
    if a.document == b.document or a.days != b.days or (a.days is None and a.claim.period != b.claim.period):
        return False
    return same_wording(a.scope, b.scope) >= _COPIED and versions.same(a.document, b.document)


_COPIED = 0.6
"""Share of the words of two sentences, numbers aside, from which one is a copy of the other."""


def _between_documents(statements: Sequence[_Statement], pairs: Sequence[_Pair]) -> list[_Pair]:
    """The disagreements of two documents that are sure to speak of the same thing.

    A document that says two things of one subject, metric and period (19.15 and 5) says one of them of
    something else that the claims do not tell, such as a segment. So its figures are not held against
    another's, nor is a figure that the other document has too.
    """
    documents = [statement.document for statement in statements]
    shared = {(i, documents[j]) for p in pairs if p.agree for i, j in ((p.a, p.b), (p.b, p.a))}
    several = {
        (documents[p.a], statements[p.a].days)
        for p in pairs
        if not p.agree and documents[p.a] == documents[p.b] and p.reason != DIFFERENT_MODALITY
    }
    return [
        p
        for p in pairs
        if not p.agree
        and documents[p.a] != documents[p.b]
        and not {(p.a, documents[p.b]), (p.b, documents[p.a])} & shared
        and (p.copied or not {(documents[i], statements[i].days) for i in (p.a, p.b)} & several)
    ]


def _components(pairs: Sequence[_Pair]) -> list[set[int]]:
    """The connected parts of the graph whose edges are disagreements."""
    above: dict[int, int] = {}

    def top(i: int) -> int:
        while (parent := above.setdefault(i, i)) != i:
            above[i] = above[parent]
            i = parent
        return i

    for pair in pairs:
        first, second = sorted((top(pair.a), top(pair.b)))
        above[second] = first
    parts: dict[int, set[int]] = defaultdict(set)
    for i in above:
        parts[top(i)].add(i)
    return list(parts.values())


def _groups(
    statements: Sequence[_Statement], figures: _Figures, opposed: set[frozenset[int]]
) -> list[list[_Statement]]:
    """The statements in groups that agree among themselves, by their first; forecasts stay apart."""

    def fits(one: _Statement, members: Iterable[_Statement]) -> bool:
        return all(
            other.claim.modality == one.claim.modality
            and frozenset((other.figure, one.figure)) not in opposed
            and (stand := figures.stand(one, other)) is not None
            and stand[0]
            for other in members
        )

    groups: list[list[_Statement]] = []
    kinds: list[dict[int, _Statement]] = []  # one statement for each figure of a group
    for statement in statements:
        number = next((n for n, members in enumerate(kinds) if fits(statement, members.values())), len(kinds))
        if number == len(kinds):
            groups.append([])
            kinds.append({})
        groups[number].append(statement)
        kinds[number].setdefault(statement.figure, statement)
    return groups


def _conflict(subject: str, key: str, groups: Sequence[Sequence[_Statement]], reason: str) -> Conflict:
    claims = [statement.claim for group in groups for statement in group]
    shown = subject if is_listed(subject) else Counter(claim.subject for claim in claims).most_common(1)[0][0]
    periods = Counter(claim.period for claim in claims if claim.period).most_common(1)
    return Conflict(
        shown,
        key,
        periods[0][0] if periods else "",
        tuple(tuple(s.claim for s in group) for group in groups),
        reason,
    )
