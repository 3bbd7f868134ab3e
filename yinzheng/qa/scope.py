"""What a claim is about beyond subject and metric: whose part of it, on which basis, and in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.grammar.periods import periods
from yinzheng.qa.names.aliases import places
from yinzheng.types import Claim


@dataclass(frozen=True, slots=True)
class Scope:
    """What narrows a claim.

    ``qualifiers`` narrow the metric (数据中心 of 数据中心收入); ``basis`` is what a change is measured
    against; ``partial`` tells that the figure is said to be a part of something; ``markets`` are the places
    that it is said to be of (印度市场, in Europe). ``words`` are those of the sentence, numbers and periods
    aside, ``numbers`` the other numbers in it and ``times`` its periods.
    """

    qualifiers: str
    basis: str
    partial: bool
    markets: frozenset[str]
    words: frozenset[str]
    numbers: tuple[str, ...]
    times: frozenset[str]


_CLAUSE = re.compile(r"[,，。;；:：!?！？\n()（）|、“”\"「」]|——|\.\s")
_BASES = {
    "yoy": (
        r"同比|較上年|较上年|比上年|较去年|比去年|year[- ]o(?:ver|n)[- ]year|\byoy\b|\by/y\b|from a year"
        r"|a year (?:ago|earlier)|than last year"
    ),
    "qoq": (
        r"环比|較上季|较上季|较上月|比上月|quarter[- ]over[- ]quarter|sequential|\bqoq\b|\bq/q\b"
        r"|month[- ]over[- ]month|\bmom\b"
    ),
    "cagr": r"复合|年均|年化|cagr|compound|annuali[sz]ed|per year",
}
_NEUTRAL_ZH = re.compile(
    "(?:公司|该公司|集团|本公司|企业|我们|其|它|他们|该|全年|年度|当年|当期|当季|当月|同期|期内|报告期内?|报告期末"
    "|本期|单季度?|全球|总体|整体|合计|共计|累计|总计|总|实现|取得|录得|获得|创造|完成|达成|产生|披露|显示|公布"
    "|发布|宣布|表示|预计|预期|预测|预估|目标|计划|有望|将|已|为|是|的|了|在|于|从|由|对|以|约|年|月|日|季度|第"
    "|上半|下半|截至|截止|目前|当前|现有|最新|财报|财年|招股说明书|招股书|年报|季报|数据|根据|据|按|此前|其后|之后"
    "|以来|起|时|末|底|初|后|和|与|及|而|则|也|又|仍|就|都|还|便|却|并|且|但|因为|由于|尽管|虽然|去|今|明|前|营业"
    "|手里|手握|手中|手头|手上|拥有|持有|已经|有|达到|达|主营业务|归母|归属于母公司股东|归属于上市公司股东|不断|持续|继续|同比|环比|增长|下降)+"
)
_NEUTRAL_EN = re.compile(
    "it|we|they|also|now|already|employs?|employed|operates?|runs?|total|annual|full|year|quarterly|fiscal|reported|record|overall|consolidated|the|its|their|our|his|her|an?|company"
    "|group|firm|net|global|group-wide|worldwide|company-wide|estimated|expected|projected|forecast|planned|actual"
    "|current|latest|whose|this|that|last|next|and|with|of|in|for|strong|higher|lower|yearly|whole|entire|combined"
    "|aggregate|reporting|posting|generating|posted|generated|earned|made|recorded|had|has|have|was|were|is|are|said"
    "|says|reached|hit|brought|booked|delivered|saw|expects|sees|rose|fell|grew|to|from|by|on|at|as|while|when|where"
    "|than|about|'?s"
)
_STOP_EN = re.compile(
    "the|its|their|our|his|her|an?|and|with|of|in|for|to|from|by|on|at|as|while|when|where|that|which|whose"
)
_VARIANT = re.compile(
    r"扣非|扣除非经常性|经调整|调整后|非公认|非国际|摊薄|稀释|同店|税前|税后"
    r"|adjusted|non-(?:gaap|ifrs)|diluted|organic|core|pro forma|comparable|same-store"
)
"""Ways of counting that make another figure of the same metric."""
_PARTIAL = re.compile(
    r"其中|来自|来源于|贡献|占|归因于|每"
    r"|of which|from|attributable|contributed|accounted|within|segment|per\s|each"
)
_REACH = 300
_WORD = re.compile(r"[a-z]+|[\u3400-\u9fff]+")


@cache
def _basis_patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _BASES.items()}


def scope_of(claim: Claim) -> Scope:
    """The scope of ``claim``, read from at most 300 characters of its sentence to either side."""
    at = max(0, min(len(claim.citation.quote), claim.quantity.start - claim.citation.start))
    first = max(0, at - _REACH)
    quote = claim.citation.quote[first : at + _REACH]
    at -= first
    past = max(at, min(len(quote), claim.quantity.end - claim.citation.start - first))
    clause_start = max((match.end() for match in _CLAUSE.finditer(quote, 0, at)), default=0)
    clause_end = next((match.start() for match in _CLAUSE.finditer(quote, past)), len(quote))
    named = _nearest(quote, claim.metric, at)
    qualifiers, partial = "", False
    if claim.subject_from != "table" and named is not None:
        before_start = max((match.end() for match in _CLAUSE.finditer(quote, 0, named)), default=0)
        before = quote[before_start:named] if named < at else quote[before_start:at] + " " + quote[past:named]
        qualifiers = _qualifiers(before, claim)
        between = quote[named + len(claim.metric) : at] if named < at else quote[past:named]
        partial = _PARTIAL.search(fold_text(between)) is not None
    variant = _VARIANT.search(fold_text(quote[max(0, (named or 0) - 12) : named or 0] + claim.metric))
    if variant is not None:
        qualifiers = f"{variant[0]} {qualifiers}".strip()
    clause = quote[clause_start:clause_end]
    basis = next((name for name, pattern in _basis_patterns().items() if pattern.search(clause)), "")
    found = periods(quote)
    forms = frozenset(period.form for period in found)
    words, numbers = _wording(quote, [*((p.start, p.end) for p in found), (at, past)])
    return Scope(qualifiers, basis, partial, _markets(quote), words, numbers, forms)


def _nearest(quote: str, metric: str, at: int) -> int | None:
    """Where ``metric`` stands nearest to ``at``, before it if it can be."""
    if not metric:
        return None
    before = quote.rfind(metric, 0, at)
    if before >= 0:
        return before
    after = quote.find(metric, at)
    return after if after >= 0 else None


def _qualifiers(before: str, claim: Claim) -> str:
    """The words before a metric that narrow it, folded; periods, the subject and neutral words do not."""
    for period in reversed(periods(before)):
        before = before[: period.start] + " " + before[period.end :]
    folded = fold_text(before)
    subject = fold_text(claim.subject)
    if subject:
        cut = folded.rfind(subject)
        if cut >= 0:
            folded = folded[cut + len(subject) :]
    if re.search(r"[\u3400-\u9fff]", folded):
        rest = _NEUTRAL_ZH.sub(" ", re.sub(r"[\s\d.%'’“”]+", " ", folded)).split()
        return " ".join(rest)
    words: list[str] = []
    for word in reversed(re.findall(r"[a-z][a-z&'’-]*", folded)):
        if _STOP_EN.fullmatch(word) or len(words) == 4:
            break
        if not _NEUTRAL_EN.fullmatch(word):
            words.append(word)
        elif words:
            break
    return " ".join(reversed(words))


_REGIONS_ZH = (
    "海外|国内|境内|境外|国外|国际|大中华区|北美|南美|欧洲|亚太|亚洲|拉美|中东|非洲|东南亚|美洲|本土"
)
_REGIONS_EN = (
    "overseas|domestic|international|greater china|north america|south america|europe|asia|asia[- ]pacific"
    "|apac|emea|latin america|middle east|africa|southeast asia|the americas|indian|chinese|american|european"
    "|japanese|british|german|french|korean"
)
_MARKET_ZH = "市场|业务|地区|区域|线上|线下|门店|收入|营收|销量|出货|用户"
_MARKET_EN = "market|business|operations|segment|sales|revenue|region"


@cache
def _market_pattern() -> re.Pattern[str]:
    names = places()
    han = "|".join(sorted((re.escape(name) for name in names if not name.isascii()), key=len, reverse=True))
    latin = "|".join(
        sorted((re.escape(name.lower()) for name in names if name.isascii()), key=len, reverse=True)
    )
    han, latin = f"{han}|{_REGIONS_ZH}", f"{latin}|{_REGIONS_EN}"
    return re.compile(
        rf"(?:在|于|来自|销往|出口)(?P<at>{han})"
        rf"|(?P<of>{han})(?=[\u3400-\u9fff]{{0,6}}?(?:{_MARKET_ZH}))"
        rf"|\b(?:in|across|from|for)\s(?:the\s)?(?P<in>{latin})\b"
        rf"|\b(?P<market>{latin})(?=\s(?:\w+\s)?(?:{_MARKET_EN})\b)"
    )


def _markets(quote: str) -> frozenset[str]:
    """The places that a sentence speaks of as markets."""
    names = places()
    found = (match[match.lastgroup or 0] for match in _market_pattern().finditer(fold_text(quote)))
    return frozenset(names.get(name, name) for name in found)


def _wording(quote: str, without: list[tuple[int, int]]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words of Latin letters, pairs of Han characters, and numbers, outside the given spans of ``quote``."""
    kept, end = [], 0
    for start, past in sorted(without):
        kept.append(quote[end : max(end, start)])
        end = max(end, past)
    kept.append(quote[end:])
    text = fold_text(" ".join(kept))
    found: set[str] = set()
    for run in _WORD.findall(text):
        if run[0] < "\x7f":
            found.add(run)
        else:
            found.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
    return frozenset(found), tuple(sorted(re.findall(r"\d+(?:[.,]\d+)*", text)))


_ENOUGH = 12


def same_wording(a: Scope, b: Scope) -> float:
    """The share of their words that two sentences have in common (Jaccard).

    0 for sentences of fewer than twelve words, which say too little, and for those whose other numbers or
    periods differ: what is told every day in the same words is no copy.
    """
    if min(len(a.words), len(b.words)) < _ENOUGH or a.numbers != b.numbers or a.times != b.times:
        return 0.0
    return len(a.words & b.words) / len(a.words | b.words)
