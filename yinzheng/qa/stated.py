"""What a claim states, made ready to be held against others: its bounds, its scope and its days."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, cast

from yinzheng.qa import metrics
from yinzheng.qa.agreement import Bounds, bounds
from yinzheng.qa.denied import is_told_to_deny
from yinzheng.qa.grammar.iso_periods import interval
from yinzheng.qa.names.aliases import normal_form
from yinzheng.qa.scope import Scope, scope_of

if TYPE_CHECKING:
    from yinzheng.types import Claim

When = Literal["period", "standing", "day", "between"]

CLOSE = timedelta(days=92)
"""How far apart two days may be for how things stand to be the same."""

_NOT_COMPARED = frozenset({"date", "period"})
_NO_SUBJECT = re.compile(
    "单季度?|本期|公司|该公司|本公司|集团|我们|他们|它们|我|你们|企业|行业|市场|客户|用户|股东|子公司|平台|项目|产品|机构"
    "|投资者|分析师|we|they|i|it|you|company|group|market|industry|customers|users|management|investors|analysts|firm|business"
    "|(?:consolidated )?(?:statements?|balance sheets?|notes?)(?: .*)?"
    "|(?:operating|investing|financing) activities"
    "|total|other|segments?|合并|合计|其他|(?:合并)?(?:资产负债|利润|现金流量)表"
)


@cache
def comparable_when() -> Mapping[str, When]:
    """Metric key → when two figures of it are of one thing, from ``conflicts.tsv``."""
    text = (files("yinzheng.qa") / "conflicts.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return cast("Mapping[str, When]", dict(rows))


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with what its comparison needs."""

    claim: Claim
    bounds: Bounds
    scope: Scope
    days: tuple[date, date] | None

    day: date | None
    """The day as of which a standing figure is told, where neither period nor date leave it open."""
    figure: int
    """The same number for figures that agree with the same others."""
    titled: bool
    """Whether the title of its document names its subject."""
    dated: str | None
    """The date of its document."""

    alone: bool = True
    """Whether its sentence says no other figure of the same subject, metric and period, or it is today's."""

    @property
    def document(self) -> str:
        """The id of the document that it is from."""
        return self.claim.citation.doc_id

    @property
    def rank(self) -> int:
        """How plainly the subject is told: 0 in sentence or table, 1 before it, 2 by the whole document."""
        return {"antecedent": 1, "document": 2}.get(self.claim.subject_from, 0)


def stated(claim: Claim, numbers: dict[Hashable, int], dated: str | None) -> Statement | None:
    """``claim`` made ready; None for what is never compared.

    ``numbers`` numbers the figures met so far and grows. ``dated`` is the document's date (ISO 8601).
    """
    quantity = claim.quantity
    if (
        not claim.metric_key
        or claim.modality == "hypothetical"
        or claim.status in {"vague", "unparsed", "ambiguous"}
    ):
        return None
    if quantity.kind in _NOT_COMPARED or not claim.subject_from:
        return None
    if not is_name(claim.subject) or _is_denied(claim):
        return None
    limits = bounds(quantity, signed=is_growth(claim))
    if limits is None or _is_then(claim):
        return None
    figure = quantity.kind, quantity.unit, quantity.value, quantity.low, quantity.high, limits
    days = interval(claim.period) if claim.period else None
    stands = comparable_when().get(claim.metric_key) in {"standing", "between"}
    day = _day(claim, days, dated) if stands else None
    number = numbers.setdefault(figure, len(numbers))
    scope = scope_of(claim)
    if is_present(claim):  # 最初 is said of the figure before it
        scope = replace(scope, qualifiers=_PAST.sub("", scope.qualifiers).strip())
    titled = _titled(claim.subject, claim.citation.title)
    return Statement(claim, limits, scope, days, day, number, titled, dated)


@lru_cache(maxsize=4096)
def is_name(subject: str) -> bool:
    """False for what every text has: we, the company, a term of the metrics, a statement's heading."""
    name = normal_form(subject).lower()
    return bool(name) and not _NO_SUBJECT.fullmatch(name) and not metrics.table().named(name)


@lru_cache(maxsize=4096)
def _titled(subject: str, title: str) -> bool:
    """Whether a title names the subject."""
    return normal_form(subject) in normal_form(title)


def _day(claim: Claim, days: tuple[date, date] | None, dated: str | None) -> date | None:
    """The last day of a quarter or less that the claim names, else the document's date; None without."""
    if days is not None:
        return days[1] if days[1] - days[0] < CLOSE else None
    written = interval(dated) if dated and not claim.period else None
    return written[1] if written and written[0] == written[1] else None


def is_growth(claim: Claim) -> bool:
    """Growth has a sign of its own: up 5% and down 5% are two values of one metric."""
    return claim.metric_key.endswith("_growth") or claim.metric_key in {
        "growth_rate",
        "price_change",
        "comparable_sales",
    }


def is_present(claim: Claim) -> bool:
    """Whether the words right before a figure say that it is today's: 最初300亿，现在为230亿."""
    at = claim.quantity.start - claim.citation.start
    return at >= 0 and _PRESENT.search(claim.citation.quote[max(0, at - 24) : at]) is not None


def _is_denied(claim: Claim) -> bool:
    """Whether a figure is told only to deny it: 针对“裁员1200人”的报道，公司称严重失实."""
    at = claim.citation.start
    return is_told_to_deny(claim.citation.quote, claim.quantity.start - at, claim.quantity.end - at)


def _is_then(claim: Claim) -> bool:
    """Whether a figure tells when something else happened: 在20亿美元估值时投资."""
    at = claim.quantity.end - claim.citation.start
    behind = claim.citation.quote[at : at + 24].lstrip(" 的")
    return _THEN.match(behind.removeprefix(claim.metric)) is not None


_PAST = re.compile("最初?|起初|原[先本]?|此?前|先前|initial|original|previous|former")
_PRESENT = re.compile(
    r"(?:现在|目前|当前|如今|现已|现有|已经?有|已达|现)[^，,。；;、\d]{0,8}\Z|\b(?:now|currently|today)\b[^,;.\d]{0,16}\Z",
    re.IGNORECASE,
)
_THEN = re.compile(r"\s?(?:之?时(?![间期刻代])|的时候)")
