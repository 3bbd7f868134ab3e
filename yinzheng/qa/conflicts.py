"""Where sources disagree: claims of one subject, metric and period whose figures cannot all be right.

An analyst reads this list only while it is short and true, so what may be two different things is left out:
parts of a whole beside the whole (数据中心收入, 收入), growth on different bases (同比, 环比), shares of
different wholes. See :func:`conflicts` for what is compared.
"""

from __future__ import annotations

import math
from collections import ChainMap, Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from yinzheng.qa.agreement import agree, is_far, is_scale_slip
from yinzheng.qa.grammar.units import Compared, comparable
from yinzheng.qa.names.aliases import NO_NAMES, canonical, is_listed, shared_names
from yinzheng.qa.parties import PAIR, Parties
from yinzheng.qa.scope import same_wording
from yinzheng.qa.stated import CLOSE, Statement, comparable_when, is_growth, is_present, stated
from yinzheng.types import Claim, Conflict, Quantity

DIFFERENT_PERIOD = "different_period"
DIFFERENT_MODALITY = "different_modality"
SCALE_SLIP = "scale_slip"
BOUND = "bound"
QUOTATION = "quotation"
REASONS = (DIFFERENT_PERIOD, DIFFERENT_MODALITY, SCALE_SLIP, BOUND, QUOTATION)
"""What ``Conflict.reason`` can be: they are of different or unknown times, or a fiscal year stands beside a
calendar year; one is a forecast, plan or report; the figures differ by a power of ten (万 for 亿); one is a
bound; one text copies the other."""


def conflicts(
    claims: Iterable[Claim],
    defined: Mapping[str, Mapping[str, str]] | None = None,
    dates: Mapping[str, str | None] | None = None,
) -> list[Conflict]:
    """The disagreements among ``claims``, ordered by subject, metric and period.

    ``defined`` holds the short names that documents define (:func:`yinzheng.qa.names.aliases.defined_names`),
    ``dates`` their dates (ISO 8601), by their ids.

    Compared are claims of one subject (by ``aliases.canonical``), metric key, kind of unit and direction:

    - of the same period, where the metric has one value in a period;
    - of how things stand (valuation, employees) where a text tells no period: as of its document's date, and
      where these are more than 92 days apart, or unknown, ``different_period`` says so;
    - of a stake or a contract, where both name the same two parties;
    - of documents that are versions of one text, where the sentences say the same in nearly the same words.

    They disagree where no figure fits both, taking rounding (19.15, 19.2 and 19), bounds (超过25万), ranges
    and 约 (a tenth more or less) into account; more than a hundred times as much is of something else, unless
    it is a power of ten. Vague, hypothetical and ambiguous claims are left out, and so is
    what one document says beside another figure that agrees. Quadratic only in the claims of one subject,
    metric and period.
    """
    buckets: dict[tuple[str, str, str, str, Hashable], list[Statement]] = defaultdict(list)
    numbers: dict[Hashable, int] = {}
    versions = _Versions()
    shared = shared_names(defined.values()) if defined else NO_NAMES
    names = {doc_id: ChainMap(dict(own), dict(shared)) for doc_id, own in defined.items()} if defined else {}
    held: list[Statement] = []
    for claim in claims:
        versions.add(claim)
        made = stated(claim, numbers, dates.get(claim.citation.doc_id) if dates else None)
        if made is not None:
            held.append(made)
    parties = _parties(held)
    for one in held:
        own_names = names.get(one.document, shared)
        subject = canonical(one.claim.subject, own_names)
        direction = "" if is_growth(one.claim) else one.claim.quantity.direction
        about: Hashable = one.scope.qualifiers, one.scope.markets
        if parties is not None and comparable_when().get(one.claim.metric_key) == "between":
            pair = parties.of(one.claim, subject, own_names)
            subject, about = (pair, None) if pair else (subject, about)
            one = one if pair else replace(one, alone=False)
        buckets[subject, one.claim.metric_key, direction, one.scope.basis, about].append(one)
    found = []
    for (subject, key, *_), statements in buckets.items():
        found += _in_bucket(subject, key, statements, versions)
    return sorted(found, key=lambda conflict: (conflict.subject, conflict.metric_key, conflict.period))


def _parties(held: Sequence[Statement]) -> Parties | None:
    """The names among which the other party of a stake or a contract is looked for; None without any."""
    if all(comparable_when().get(one.claim.metric_key) != "between" for one in held):
        return None
    return Parties({one.claim.subject for one in held if one.rank < 2})


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


class _Stand(NamedTuple):
    """Whether two figures agree, are a scale slip, and are too far apart to be of one thing."""

    agree: bool
    slip: bool
    far: bool


class _Figures:
    """Which figures agree, each two compared once."""

    def __init__(self, versions: _Versions) -> None:
        self.versions = versions
        self._known: dict[tuple[int, int, bool], _Stand | None] = {}

    def stand(self, a: Statement, b: Statement, *, copied: bool = False) -> _Stand | None:
        """How two figures stand to each other; None if they are in different units.

        ``copied``: the same bound or 约 stands before both, so that the figures themselves should agree.
        """
        copied = copied and a.claim.quantity.qualifier == b.claim.quantity.qualifier
        key = a.figure, b.figure, copied
        if key not in self._known:
            compared = _comparable(a.claim.quantity, b.claim.quantity)
            self._known[key] = compared and _Stand(
                agree(a.bounds, b.bounds, compared, as_stated=copied),
                is_scale_slip(a.bounds, b.bounds, compared),
                is_far(a.bounds, b.bounds, compared),
            )
        return self._known[key]


def _comparable(a: Quantity, b: Quantity) -> Compared | None:
    """As ``comparable``; counts of one metric are of one thing where one is told by a measure: 6.5万张."""
    compared = comparable(a, b)
    kinds = {"count", "number"}
    one_bare = a.unit in _MEASURES or b.unit in _MEASURES
    hours = a.unit.endswith("hour") or b.unit.endswith("hour")  # GPU hours are no GPUs
    if compared is None and {a.kind, b.kind} <= kinds and one_bare and not hours:
        return Compared("", (a.value, a.low, a.high), (b.value, b.low, b.high))
    return compared


_MEASURES = frozenset(
    ("", "item", "张", "片", "块", "颗", "枚", "台", "套", "座", "家", "只", "部", "辆", "艘")
)
"""Units of counts that do not say what is counted."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two statements (by index) of one thing: they agree, or ``reason`` says why not (empty if it cannot)."""

    a: int
    b: int
    agree: bool
    reason: str
    copied: bool


def _in_bucket(subject: str, key: str, statements: list[Statement], versions: _Versions) -> list[Conflict]:
    """The conflicts of one subject and metric: pairs that disagree, joined where they share a statement."""
    figures = _Figures(versions)
    statements = _plainest(_marked(statements), figures)
    pairs = []
    for a, b in _candidates(statements):
        pair = _compared(key, statements, a, b, figures)
        if pair is not None:
            pairs.append(pair)
    apart = _between_documents(statements, pairs)
    made = []
    # What may be of different times is told apart from what is of one.
    for part in (
        [p for p in apart if p.reason != DIFFERENT_PERIOD],
        [p for p in apart if p.reason == DIFFERENT_PERIOD],
    ):
        opposed = {frozenset((statements[pair.a].figure, statements[pair.b].figure)) for pair in part}
        for component in _components(part):
            reasons = {pair.reason for pair in part if pair.a in component}
            joined = set(component)
            for pair in pairs:
                if pair.agree and (pair.a in component or pair.b in component):
                    joined |= {pair.a, pair.b}
            groups = _groups([statements[i] for i in sorted(joined)], figures, opposed)
            made.append(_conflict(subject, key, groups, next(iter(reasons)) if len(reasons) == 1 else ""))
    return made


def _plainest(statements: Sequence[Statement], figures: _Figures) -> list[Statement]:
    """The statements without what a document says less plainly than another figure of the same days.

    Of 估值为420亿 said of somebody by name, and 20亿 where a listener has to know of whom, the first counts.
    """
    best: dict[tuple[str, Hashable], int] = {}
    for one in statements:
        place = one.document, one.days
        best[place] = min(best.get(place, one.rank), one.rank)
    plain: dict[tuple[str, Hashable], dict[int, Statement]] = defaultdict(dict)
    for one in statements:
        if one.rank == best[one.document, one.days]:
            plain[one.document, one.days][one.figure] = one

    def stays(one: Statement) -> bool:
        known = plain[one.document, one.days]
        if one.figure in known:
            return True
        return any((stand := figures.stand(one, other)) is None or stand.agree for other in known.values())

    return [one for one in statements if stays(one)]


def _marked(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, knowing which of them are one of several figures in a sentence: 从 10 亿增至 20 亿."""
    told: dict[tuple[str, int, str], set[int]] = defaultdict(set)
    present: dict[tuple[str, int, str], set[int]] = defaultdict(set)
    places = [(s.document, s.claim.citation.start, s.claim.period) for s in statements]
    for place, statement in zip(places, statements, strict=True):
        told[place].add(statement.figure)
        if is_present(statement.claim):
            present[place].add(statement.figure)
    return [
        statement
        if len(told[place]) == 1 or present[place] == {statement.figure}
        else replace(statement, alone=False)
        for place, statement in zip(places, statements, strict=True)
    ]


def _candidates(statements: Sequence[Statement]) -> list[tuple[int, int]]:
    """The pairs that can be of one thing: those of the same days, and those that share enough words.

    Of two sets of words of which a share t is common, the first n - ⌈tn⌉ + 1 words of each, the rarest
    first, have one in common (prefix filtering; Bayardo, Ma and Srikant 2007), so an index of these finds
    every pair.
    """
    found: set[tuple[int, int]] = set()
    by_days: dict[tuple[date, date], list[int]] = defaultdict(list)
    by_quarter: dict[int, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    standing = sorted(
        (i for i, one in enumerate(statements) if one.day or not one.claim.period),
        key=lambda i: statements[i].day or date.max,
    )
    for step in range(1, _NEIGHBOURS + 1):
        found.update((min(pair), max(pair)) for pair in zip(standing, standing[step:], strict=False))
    frequency = Counter(word for statement in statements for word in statement.scope.words)
    for index, statement in enumerate(statements):
        others = list(by_days[statement.days]) if statement.days else []
        if statement.days:
            by_days[statement.days].append(index)
        if statement.day:
            quarter = statement.day.toordinal() // CLOSE.days
            others += by_quarter[quarter - 1] + by_quarter[quarter] + by_quarter[quarter + 1]
            by_quarter[quarter].append(index)
        words = sorted(statement.scope.words, key=lambda word: (frequency[word], word))
        for word in words[: len(words) - math.ceil(_COPIED * len(words)) + 1]:
            others += by_word[word]
            by_word[word].append(index)
        found.update((other, index) for other in others)
    return sorted(found)


def _compared(key: str, statements: Sequence[Statement], i: int, j: int, figures: _Figures) -> _Pair | None:
    """How two statements stand to each other; None if they are not of one thing."""
    a, b = statements[i], statements[j]
    if a.document == b.document and a.claim.citation.start == b.claim.citation.start:
        return None
    told = _of_one_thing(key, a, b)
    hedged = a.claim.quantity.qualifier == b.claim.quantity.qualifier != "exact"
    copied = (hedged or not told) and _is_copy(a, b, figures.versions)
    stand = figures.stand(a, b, copied=copied) if told or copied else None
    if stand is None:
        return None
    if stand.agree:
        return _Pair(i, j, agree=True, reason="", copied=copied)
    if stand.far and not stand.slip and not copied:
        return None
    if told == "at other times":
        reason = DIFFERENT_PERIOD
    elif a.claim.modality != b.claim.modality:
        reason = DIFFERENT_MODALITY
    elif ("FY" in a.claim.period) != ("FY" in b.claim.period):
        reason = DIFFERENT_PERIOD
    elif stand.slip:
        reason = SCALE_SLIP
    elif a.bounds.is_bound != b.bounds.is_bound or (a.bounds.is_bound and not copied):
        reason = BOUND
    else:
        reason = QUOTATION if copied or _is_copy(a, b, figures.versions) else ""
    return _Pair(i, j, agree=False, reason=reason, copied=copied)


def _of_one_thing(key: str, a: Statement, b: Statement) -> Literal["", "at one time", "at other times"]:
    """Whether the metric has one value for both, in one period or as things stand; empty where it may not."""
    if not (a.alone and b.alone) or a.scope.partial or b.scope.partial or not _sure_of_whom(a, b):
        return ""
    if a.claim.modality == b.claim.modality == "forecast" and a.scope.times != b.scope.times:
        return ""  # forecasts for one year, made in April for another
    if a.days is not None and a.days == b.days:
        base = key.removesuffix("_growth")
        when = comparable_when().get(base)
        one = a.days[0] == a.days[1] and key == base if when == "day" else when is not None
        return "at one time" if one else ""
    if comparable_when().get(key) not in {"standing", "between"}:
        return ""
    if (a.claim.period and b.claim.period) or any(s.claim.period and not s.day for s in (a, b)):
        return ""
    if a.day is not None and b.day is not None and abs(a.day - b.day) <= CLOSE:
        return "at one time"
    known = {"actual", "reported"}
    return "at other times" if {a.claim.modality, b.claim.modality} <= known else ""


def _sure_of_whom(a: Statement, b: Statement) -> bool:
    """Whether both subjects are told, at least one of them in the sentence, the table or a title."""
    plain = [one.rank == 0 or one.titled for one in (a, b)]
    return any(plain) and all(known or one.rank == 1 for known, one in zip(plain, (a, b), strict=True))


def _is_copy(a: Statement, b: Statement, versions: _Versions) -> bool:
    """True when another version of the text says nearly the same, but for the figure, of the same time.

    The same words alone prove little: exchange rates and the weather are told in them every day.
    """
    if a.document == b.document or a.days != b.days or (a.days is None and a.claim.period != b.claim.period):
        return False
    if a.claim.period.endswith("..") and a.dated != b.dated:
        return False  # since a day, up to that of the text
    return same_wording(a.scope, b.scope) >= _COPIED and versions.same(a.document, b.document)


_NEIGHBOURS = 8
"""With how many of the next ones, in the order of their days, a figure is compared that tells no period."""
_COPIED = 0.6
"""Share of the words of two sentences, numbers aside, from which one is a copy of the other."""


def _between_documents(statements: Sequence[Statement], pairs: Sequence[_Pair]) -> list[_Pair]:
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
    statements: Sequence[Statement], figures: _Figures, opposed: set[frozenset[int]]
) -> list[list[Statement]]:
    """The statements in groups that agree among themselves, by their first; forecasts stay apart."""

    def fits(one: Statement, members: Iterable[Statement]) -> bool:
        return all(
            other.claim.modality == one.claim.modality
            and frozenset((other.figure, one.figure)) not in opposed
            and (stand := figures.stand(one, other)) is not None
            and stand.agree
            for other in members
        )

    groups: list[list[Statement]] = []
    kinds: list[dict[int, Statement]] = []  # one statement for each figure of a group
    for statement in statements:
        number = next((n for n, members in enumerate(kinds) if fits(statement, members.values())), len(kinds))
        if number == len(kinds):
            groups.append([])
            kinds.append({})
        groups[number].append(statement)
        kinds[number].setdefault(statement.figure, statement)
    return groups


def _conflict(subject: str, key: str, groups: Sequence[Sequence[Statement]], reason: str) -> Conflict:
    claims = [statement.claim for group in groups for statement in group]
    whole = PAIR in subject or is_listed(subject)
    shown = subject if whole else Counter(claim.subject for claim in claims).most_common(1)[0][0]
    periods = Counter(claim.period for claim in claims if claim.period).most_common(1)
    return Conflict(
        shown,
        key,
        periods[0][0] if periods else "",
        tuple(tuple(s.claim for s in group) for group in groups),
        reason,
    )
