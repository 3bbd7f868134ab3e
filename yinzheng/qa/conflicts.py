"""Where sources disagree: claims of one subject, metric and period whose figures cannot all be right.

An analyst reads this list only while it is short and true, so what may be two different things is left out:
parts of a whole beside the whole (数据中心收入, 收入), growth on different bases (同比, 环比), shares of different
wholes, figures of different days. See :func:`conflicts` for what is compared.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yinzheng.qa.agreement import Bounds, agree, bounds, is_scale_slip
from yinzheng.qa.aliases import NO_NAMES, canonical, is_listed, normal_form
from yinzheng.qa.iso_periods import interval
from yinzheng.qa.scope import Scope, same_wording, scope_of
from yinzheng.qa.units import comparable
from yinzheng.types import Claim, Conflict

DIFFERENT_PERIOD = "different_period"
DIFFERENT_MODALITY = "different_modality"
SCALE_SLIP = "scale_slip"
BOUND = "bound"
QUOTATION = "quotation"
REASONS = (DIFFERENT_MODALITY, DIFFERENT_PERIOD, SCALE_SLIP, BOUND, QUOTATION)
"""What ``Conflict.reason`` can be, the first that fits: one is a forecast, plan or report; a fiscal year beside a
calendar year; the figures differ by a power of ten (万 for 亿); one is a bound; one text copies the other."""

_ONE_VALUE = frozenset(
    """revenue recurring_revenue deferred_revenue cost_of_revenue gross_profit gross_margin operating_income
    operating_loss operating_margin ebitda ebitda_margin ebit pretax_income net_income net_loss net_margin eps
    comprehensive_income rd_expense rd_ratio sga_expense marketing_expense operating_expense interest_expense
    interest_income net_interest_margin tax assets current_assets net_assets liabilities current_liabilities debt_ratio
    cash cash_flow free_cash_flow capex inventory receivables payables goodwill npl_ratio capital_adequacy deposits roe
    roa registered_capital aum valuation backlog dividend gdp gdp_growth gdp_per_capita inflation ppi pmi unemployment
    exports imports trade_volume trade_balance fiscal_revenue fiscal_spending foreign_reserves money_supply retail_sales
    fixed_investment industrial_output employees users monthly_active_users daily_active_users weekly_active_users
    subscribers arpu gmv shipments sales_volume population births birth_rate deaths life_expectancy stores
    data_centers power_generation emissions market_share""".split()
)
"""Metrics of which a subject has one value in a period; of all others (loans, orders, prices) it may have many."""

_BY_DAY = frozenset("market_cap share_price index_level exchange_rate oil_price yield fund_nav pe_ratio pb_ratio".split())
"""Metrics that move from day to day: compared for one day only."""

_NOT_COMPARED = frozenset({"date", "period"})
_NO_SUBJECT = frozenset(
    "公司 该公司 本公司 集团 我们 他们 它们 我 你们 企业 行业 市场 客户 用户 股东 子公司 平台 项目 产品 机构 投资者 分析师 we they i it you"
    " company group market industry customers users management investors analysts firm business".split()
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A claim with what its comparison needs."""

    claim: Claim
    bounds: Bounds
    scope: Scope

    @property
    def place(self) -> tuple[str, int]:
        """The sentence that it is from."""
        return self.claim.citation.doc_id, self.claim.citation.start


def conflicts(claims: Iterable[Claim], defined: Mapping[str, Mapping[str, str]] = NO_NAMES) -> list[Conflict]:  # type: ignore[assignment]
    """The disagreements among ``claims``, ordered by subject, metric and period.

    Compared are claims of one subject (by :func:`yinzheng.qa.aliases.canonical`; ``defined`` holds a document's own
    abbreviations by its id), metric key, kind of unit and direction, of which either the periods are the same and
    the metric has one value in a period, or the sentences say the same in nearly the same words. They disagree
    where no figure fits both, taking rounding (19.15, 19.2 and 19), bounds (超过25万), ranges and 约 (a tenth more or
    less) into account. Vague, hypothetical and ambiguous claims are left out, and so is what one document says
    beside another figure that agrees. Quadratic only in the claims of one subject, metric and period.
    """
    buckets: dict[tuple[str, str, str, str, str], list[_Statement]] = defaultdict(list)
    for claim in claims:
        statement = _statement(claim)
        if statement is None:
            continue
        subject = canonical(claim.subject, defined.get(claim.citation.doc_id, NO_NAMES))
        direction = "" if _is_growth(claim) else claim.quantity.direction
        scope = statement.scope
        buckets[subject, claim.metric_key, direction, scope.basis, scope.qualifiers].append(statement)
    found = []
    for (subject, key, *_), statements in buckets.items():
        found += _in_bucket(subject, key, statements)
    return sorted(found, key=lambda conflict: (conflict.subject, conflict.metric_key, conflict.period))


def _statement(claim: Claim) -> _Statement | None:
    """``claim`` made ready; None for what is never compared."""
    quantity = claim.quantity
    if not claim.metric_key or claim.modality == "hypothetical" or claim.status in {"vague", "unparsed", "ambiguous"}:
        return None
    if quantity.kind in _NOT_COMPARED or claim.subject_from in {"document", ""}:
        return None
    name = normal_form(claim.subject).lower()
    if not name or name in _NO_SUBJECT:
        return None
    limits = bounds(quantity, signed=_is_growth(claim))
    return None if limits is None else _Statement(claim, limits, scope_of(claim))


def _is_growth(claim: Claim) -> bool:
    """Growth has a sign of its own: up 5% and down 5% are two values of one metric."""
    return claim.metric_key.endswith("_growth") or claim.metric_key in {"growth_rate", "price_change", "comparable_sales"}


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two statements (by index) of one thing: they agree, or ``reason`` says why not (empty if it cannot)."""

    a: int
    b: int
    agree: bool
    reason: str


def _in_bucket(subject: str, key: str, statements: list[_Statement]) -> list[Conflict]:
    """The conflicts of one subject and metric: the pairs that disagree, joined where they share a statement."""
    pairs = []
    for a, b in _candidates(statements):
        pair = _compared(key, statements, a, b)
        if pair is not None:
            pairs.append(pair)
    apart = _without_hedged(statements, pairs)
    made = []
    for part in _components(apart):
        reasons = {pair.reason for pair in apart if pair.a in part}
        joined = part | {i for pair in pairs if pair.agree and {pair.a, pair.b} & part for i in (pair.a, pair.b)}
        groups = _groups([statements[i] for i in sorted(joined)])
        made.append(_conflict(subject, key, groups, next(iter(reasons)) if len(reasons) == 1 else ""))
    return made


def _candidates(statements: Sequence[_Statement]) -> list[tuple[int, int]]:
    """The pairs that can be of one thing: those of the same days, and those that share enough words.

    Of two sets of words of which a share t is common, the first n - ⌈tn⌉ + 1 words of each, the rarest first, have one
    in common (prefix filtering; Bayardo, Ma and Srikant 2007), so an index of these finds every pair.
    """
    found: set[tuple[int, int]] = set()
    by_days: dict[object, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    frequency = Counter(word for statement in statements for word in statement.scope.words)
    for index, statement in enumerate(statements):
        days = interval(statement.claim.period)
        others = list(by_days[days]) if days else []
        if days:
            by_days[days].append(index)
        words = sorted(statement.scope.words, key=lambda word: (frequency[word], word))
        for word in words[: len(words) - math.ceil(_COPIED * len(words)) + 1]:
            others += by_word[word]
            by_word[word].append(index)
        found.update((other, index) for other in others)
    return sorted(found)


def _compared(key: str, statements: Sequence[_Statement], i: int, j: int) -> _Pair | None:
    """How two statements stand to each other; None if they are not of one thing."""
    a, b = statements[i], statements[j]
    relation = _relation(key, a, b)
    compared = comparable(a.claim.quantity, b.claim.quantity) if relation is not None else None
    if compared is None:
        return None
    if agree(a.bounds, b.bounds, compared):
        return _Pair(i, j, agree=True, reason="")
    if a.claim.modality != b.claim.modality:
        reason = DIFFERENT_MODALITY
    elif relation == DIFFERENT_PERIOD:
        reason = DIFFERENT_PERIOD
    elif is_scale_slip(a.bounds, b.bounds, compared):
        reason = SCALE_SLIP
    elif a.bounds.is_bound or b.bounds.is_bound:
        reason = BOUND
    else:
        reason = relation or ""
    return _Pair(i, j, agree=False, reason=reason)


def _relation(key: str, a: _Statement, b: _Statement) -> str | None:
    """How two statements can be told to be of one thing: ``quotation``, ``different_period``, empty; None if not."""
    if a.place == b.place:
        return None
    same = _same_days(a.claim, b.claim)
    one_document = a.claim.citation.doc_id == b.claim.citation.doc_id
    alike = same_wording(a.scope, b.scope)
    if alike >= _COPIED and (same or not a.claim.period or not b.claim.period):
        return QUOTATION
    if not same or a.scope.partial or b.scope.partial:
        return None
    base = key.removesuffix("_growth")
    if base in _BY_DAY:
        days = interval(a.claim.period)
        if days is None or days[0] != days[1] or key != base:
            return None
    elif base not in _ONE_VALUE:
        return None
    if one_document and (
        a.claim.metric != b.claim.metric
        or not a.claim.subject_from == b.claim.subject_from == "sentence"
        or a.claim.modality != b.claim.modality
    ):
        return None
    return "" if same == "same" else DIFFERENT_PERIOD


_COPIED = 0.6
"""Share of the words of two sentences, numbers aside, from which one is a copy of the other."""


def _same_days(a: Claim, b: Claim) -> str:
    """``same``, ``fiscal`` where one period is a fiscal year and the other the calendar year of its name, or empty."""
    first, second = interval(a.period), interval(b.period)
    if first is None or first != second:
        return ""
    return "same" if ("FY" in a.period) == ("FY" in b.period) else "fiscal"


def _without_hedged(statements: Sequence[_Statement], pairs: Sequence[_Pair]) -> list[_Pair]:
    """The disagreements, but not those of two documents that also agree, nor of one that says three things.

    Where a document says both 19.15 and 5, one of them was said of something else.
    """
    documents = [statement.claim.citation.doc_id for statement in statements]
    agreeing = {frozenset((documents[p.a], documents[p.b])) for p in pairs if p.agree and documents[p.a] != documents[p.b]}
    own = Counter(documents[p.a] for p in pairs if not p.agree and documents[p.a] == documents[p.b])
    return [
        p
        for p in pairs
        if not p.agree
        and frozenset((documents[p.a], documents[p.b])) not in agreeing
        and max(own[documents[p.a]], own[documents[p.b]]) < 2
    ]


def _components(pairs: Sequence[_Pair]) -> list[set[int]]:
    """The connected parts of the graph whose edges are disagreements."""
    parts: list[set[int]] = []
    for pair in pairs:
        touching = [part for part in parts if pair.a in part or pair.b in part]
        parts = [part for part in parts if part not in touching]
        parts.append({pair.a, pair.b}.union(*touching))
    return parts


def _groups(statements: Sequence[_Statement]) -> list[list[_Statement]]:
    """The statements in groups that agree among themselves, in the order of their first; forecasts stay apart."""
    groups: list[list[_Statement]] = []
    for statement in statements:
        for group in groups:
            if all(_together(statement, other) for other in group):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return groups


def _together(a: _Statement, b: _Statement) -> bool:
    compared = comparable(a.claim.quantity, b.claim.quantity)
    return a.claim.modality == b.claim.modality and compared is not None and agree(a.bounds, b.bounds, compared)


def _conflict(subject: str, key: str, groups: Sequence[Sequence[_Statement]], reason: str) -> Conflict:
    claims = [statement.claim for group in groups for statement in group]
    shown = subject if is_listed(subject) else Counter(claim.subject for claim in claims).most_common(1)[0][0]
    periods = Counter(claim.period for claim in claims if claim.period).most_common(1)
    return Conflict(
        shown, key, periods[0][0] if periods else "", tuple(tuple(s.claim for s in group) for group in groups), reason
    )
