"""What the cells of tables claim: row and column headers give subject, metric, period and unit.

A unit or scale that is stated once (单位：万元; in millions of dollars; 营收（亿元）) is multiplied out and
the claim marked ``inherited_unit``. Percentages, multiples and per-share amounts take no scale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold
from yinzheng.qa.grammar.numerals import tidy
from yinzheng.qa.grammar.periods import period_of, periods
from yinzheng.qa.grammar.unit_tables import things
from yinzheng.qa.measures import level_key
from yinzheng.qa.scale_notes import CURRENCIES, Note, note, note_before, states_scale
from yinzheng.types import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.grammar.periods import Period
    from yinzheng.qa.metrics import Concept, Table
    from yinzheng.qa.tables import Cell
    from yinzheng.types import Span

TABLE_CLAIMS_VERSION = "6"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a table as it is claimed; ``subject`` is empty where no header names one."""

    quantity: Quantity
    subject: str
    metric: str
    metric_key: str
    period: Period | None
    inherited: bool
    doubtful: bool  # the document states a scale, but not where this figure's table can be seen to take it
    headings: str  # all that heads the cell, for words of forecast and plan
    cell: Cell


def rows(
    text: str, cells: Sequence[Cell], figures: Sequence[Quantity], table: Table, *, known: frozenset[str]
) -> list[Row]:
    """The claims of ``cells``; ``figures`` are the document's quantities, ``known`` the names it mentions."""
    inside = {q.start: q for q in figures}
    scaled = bool(cells) and states_scale(text)
    notes: dict[Span, Note | None] = {}  # what stands further above a table than its caption
    read: list[Row] = []
    money: dict[Span, str] = {}  # the currency that a table's other cells are told in
    amounts = [
        (cell, q) for cell in cells if not cell.is_date and (q := _quantity(text, cell, inside)) is not None
    ]
    for cell, found in amounts:
        if found.kind == "money" and found.unit:
            money.setdefault(cell.above, found.unit)
    for cell, found in amounts:
        if scaled and cell.above not in notes:
            notes[cell.above] = note_before(text, cell.above.start)
        reader = _CellReader(text, cell, table, known, notes.get(cell.above), scaled=scaled)
        row = reader.row(found, money.get(cell.above, ""))
        if row is not None:
            read.append(row)
    return read


_PLAIN = re.compile(
    r"[\s*_~]*(?P<minus>[-−–—(（]\s*)?(?P<sign>[$€£¥￥])?\s*(?P<inner>[-−(（])?\s*(?P<digits>\d[\d,，]*(?:\.\d+)?)\s*(?P<percent>[%％])?"
)


def _quantity(text: str, cell: Cell, inside: dict[int, Quantity]) -> Quantity | None:
    """The figure of a cell: the grammar's where it found one, else the plain number; brackets negate."""
    raw = text[cell.start : cell.end]
    found = next((inside[at] for at in range(cell.start, cell.end) if at in inside), None)
    plain = _PLAIN.match(raw)
    if found is not None and found.kind in ("date", "period"):
        found = None
        if plain is None or plain["percent"]:
            return None
    if found is None:
        if plain is None:
            return None
        found = _plain(raw, cell.start, plain)
    if found is None or found.value is None:
        return found
    sign = _SIGN_ABOVE.search(text, max(0, cell.start - 12), cell.start)
    if found.kind == "number" and sign:
        found = replace(found, kind="money", unit=CURRENCIES[sign.group(1)])
    bracketed = _BRACKETED.match(raw)
    if bracketed and cell.start + bracketed.start(1) < found.start and found.value > 0:  # type: ignore[operator]
        start, end = cell.start + bracketed.start(1), max(found.end, cell.start + bracketed.end())
        found = replace(found, value=-found.value, start=start, end=end, raw=text[start:end])  # type: ignore[operator]
    return found


_BRACKETED = re.compile(r"[\s*_~$€£¥￥]*([(（]\s*[$€£¥￥]?\s*\d[\d,.]*\s*%?\s*[)）]?)")
_SIGN_ABOVE = re.compile(r"([$€£¥￥])\s*\n\s*\Z")  # in stacked tables the sign has a line of its own


def _plain(raw: str, start: int, match: re.Match[str]) -> Quantity | None:
    try:
        value = Decimal(match["digits"].replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    begin = start + match.start("digits")
    end = start + (match.end("percent") if match["percent"] else match.end("digits"))
    kind, unit = ("percent", "%") if match["percent"] else ("number", "")
    if match["minus"] and match["minus"].strip() in "-−" and begin - len(match["minus"]) >= start:
        value = -value
    return Quantity(begin, end, raw[begin - start : end - start], kind, value, None, None, unit, "exact")  # type: ignore[arg-type]


class _CellReader:
    """What one cell claims."""

    def __init__(
        self,
        text: str,
        cell: Cell,
        table: Table,
        known: frozenset[str],
        further: Note | None,
        *,
        scaled: bool,
    ) -> None:
        self._text, self._cell, self._table, self._known = text, cell, table, known
        self._further, self._scaled = further, scaled

    def row(self, quantity: Quantity, currency: str) -> Row | None:
        cell, text = self._cell, self._text
        label = _span_text(text, cell.label)
        heads = [_span_text(text, span) for span in cell.headers]
        section = _span_text(text, cell.section)
        metric, concept, named = self._metric(label, heads, section, quantity)
        raw = quantity
        of_kind = _KIND_OF.fullmatch(_bare(label)) is not None
        quantity, inherited = self._with_unit(
            quantity, concept, currency, f"{section} {label}" if of_kind else label, heads
        )
        key = level_key(concept, quantity) if concept is not None else ""
        doubtful = (
            self._scaled
            and (quantity is raw or quantity.value == raw.value)
            and self._wants_scale(quantity, concept, " ".join((label, "" if key else section, *heads)))
        )
        if (
            concept is not None
            and quantity.kind in ("percent", "points", "number")
            and any(map(_CHANGE.search, heads))
        ):
            key = concept.key if concept.key.endswith("growth_rate") else f"{concept.key}_growth"
        return Row(
            quantity=quantity,
            subject=self._subject(label, heads, named),
            metric=metric,
            metric_key=key,
            period=self._period(label, heads),
            inherited=inherited,
            doubtful=doubtful,
            headings=" ".join([*heads, label]),
            cell=cell,
        )

    def _metric(
        self, label: str, heads: list[str], section: str, quantity: Quantity
    ) -> tuple[str, Concept | None, str]:
        """The metric's words, its concept, and which header they came from."""
        best: tuple[int, str, Concept | None, str] | None = None
        candidates = [(label, "label"), *((h, "head") for h in reversed(heads))]
        if not _bare(label) or _SUM.fullmatch(_bare(label)) or _KIND_OF.fullmatch(_bare(label)):
            candidates.append((section, "section"))
        for rank, (words, where) in enumerate(candidates):
            if not words or _is_period(words):
                continue
            bare = _bare(words)
            term = self._term(bare)
            if term is None or (where == "head" and _CHANGE.search(bare)):
                continue  # % change: of what the row names
            start, end, concepts = term
            concept = next((c for c in concepts if quantity.kind in c.kinds), concepts[0])
            whole = not _MODIFIERS.sub("", bare[:start] + " " + bare[end:]).strip(" ,，、/-–—()（）")
            score = 3 * whole - rank
            if best is None or score > best[0]:
                best = score, bare, concept if whole else None, where
        if best is not None:
            return best[1], best[2], best[3]
        for words, where in candidates:
            if words and not _is_period(words) and _bare(words) and not _note_only(words):
                if (
                    where == "label"
                    and _like_name(_bare(words))
                    and any(self._named(h) is None and not _is_period(h) and _bare(h) for h in heads)
                ):
                    continue  # an entity's row under a header that says what
                return _bare(words), None, where
        return "", None, ""

    def _term(self, words: str) -> tuple[int, int, tuple[Concept, ...]] | None:
        found = self._table.find(fold(words))
        if not found:
            return None
        best = max(found, key=lambda t: (t.end - t.start, t.end))
        return best.start, best.end, best.concepts

    def _named(self, words: str) -> str | None:
        bare = _bare(words)
        return bare if bare in self._known else None

    def _subject(self, label: str, heads: list[str], metric_from: str) -> str:
        for words in (label, *heads):
            name = self._named(words)
            if name is not None:
                return name
        bare = _bare(label)
        if metric_from == "head" and bare and not _is_period(label) and not _TOTAL.fullmatch(bare):
            return bare if _like_name(bare) else ""
        if metric_from in ("label", "section"):
            for words in reversed(heads):
                bare = _bare(words)
                if bare and _CORPORATE.search(bare) and not _is_period(words) and self._term(words) is None:
                    return bare
        return ""

    def _period(self, label: str, heads: list[str]) -> Period | None:
        found: Period | None = None
        heads = [_SEASON.sub(r"\1/\2", head) for head in heads]
        dates = [_span_text(self._text, span) for span in self._cell.dates]
        joined = [" ".join(heads), " ".join(reversed(heads))] if len(heads) > 1 else []
        for words in (*joined, *reversed(heads), label, *dates):
            whole = period_of(_bare(words)) if words else None
            if whole is not None and (whole.iso or found is None):
                return _with_year_above(whole, [*heads, _span_text(self._text, self._cell.section)])
        for words in (*reversed(heads), label, _span_text(self._text, self._cell.above)):
            inside = periods(words) if words else []
            if inside:
                return inside[-1]
        return found

    # Units.

    def _wants_scale(self, quantity: Quantity, concept: Concept | None, headings: str) -> bool:
        """Whether a figure is an amount that a scale stated elsewhere in the document may be meant for."""
        if _scaled(quantity) or "/" in quantity.unit or _PER_SHARE.search(headings) or self._note(headings):
            return False
        if quantity.kind == "number":
            return concept is not None and "money" in concept.kinds
        return quantity.kind == "money"

    def _note(self, headings: str) -> bool:
        """Whether headers state a unit without a scale (元), so that there is nothing to ask."""
        found = note(headings) or note(_span_text(self._text, self._cell.head))
        return found is not None or note(_span_text(self._text, self._cell.above)) is not None

    def _with_unit(
        self, quantity: Quantity, concept: Concept | None, currency: str, label: str, heads: list[str]
    ) -> tuple[Quantity, bool]:
        if quantity.kind not in ("number", "money", "count") or quantity.value is None:
            return quantity, False
        above = _span_text(self._text, self._cell.above)
        own = next((n for n in (note(label), *(note(h) for h in reversed(heads))) if n is not None), None)
        if own is None and quantity.kind == "number" and any(_PERCENT.search(h) for h in heads):
            return replace(quantity, kind="percent", unit="%"), True
        found = own or note(_span_text(self._text, self._cell.head)) or note(above) or self._further
        per_share = any(_PER_SHARE.search(h) and not _EXCEPT.search(h) for h in (label, *heads)) or (
            _BUT_SHARES.search(above) and "." in quantity.raw
        )
        if found is None:
            if quantity.kind == "number" and currency and _wants_money(concept):
                return replace(quantity, kind="money", unit=currency), True
            return quantity, False
        if found.kind == "percent":
            if own is None or quantity.kind != "number":
                return quantity, False
            return replace(quantity, kind="percent", unit="%"), True
        scale = Decimal(1) if per_share and own is None else found.scale
        if quantity.kind == "money" and _scaled(quantity):
            return quantity, False
        if quantity.kind == "count" and found.kind == "money":
            return quantity, False
        if own is None and concept is not None and not (concept.kinds & {"money", "count", "number"}):
            return quantity, False  # a ratio in a table of amounts
        counted = _wants_count(concept) or (concept is None and _counts(label))
        if own is None and counted and found.kind == "money" and quantity.kind != "money":
            return quantity, False
        kind, unit = quantity.kind, quantity.unit
        if quantity.kind == "number":
            if found.kind == "money" or (not found.kind and _wants_money(concept)):
                kind, unit = "money", found.unit or currency
            elif found.kind:
                kind, unit = found.kind, found.unit  # type: ignore[assignment]
        if scale == 1 and kind == quantity.kind and unit == quantity.unit:
            return quantity, False
        value = quantity.value if found.kind == "physical" else quantity.value * scale
        return replace(quantity, value=tidy(value), kind=kind, unit=unit), True


def _like_name(words: str) -> bool:
    """Whether a header may name somebody: not an English phrase with small letters, Outstanding at end."""
    small = [w for w in words.split() if w[0].isascii() and w[0].islower() and w not in _NAME_JOINS]
    return not small


_NAME_JOINS = frozenset(("of", "the", "and", "for", "de", "la", "du", "van", "von", "in", "at", "on"))


def _wants_money(concept: Concept | None) -> bool:
    return concept is None or "money" in concept.kinds


def _wants_count(concept: Concept | None) -> bool:
    return concept is not None and "count" in concept.kinds and "money" not in concept.kinds


def _counts(label: str) -> bool:
    """Whether a row counts things, so that a scale stated for dollars is not its: New store openings, net."""
    words = re.findall(r"[a-z]+", label.lower())
    return any(word in things() for word in words) or any(
        name in label for name in things() if not name.isascii() and len(name) > 1
    )


def _scaled(quantity: Quantity) -> bool:
    """Whether the figure carries a scale word of its own: 3.2亿元 in a table of 万元."""
    return bool(re.search(r"[千万亿百]|million|billion|thousand|bn|(?<=\d)[mMkK]\b", quantity.raw))


_PER_SHARE = re.compile(r"per\s(?:\w+\s){0,3}share|per unit|每股|EPS|per-share", re.IGNORECASE)
_PERCENT = re.compile(r"percent|%|％|\bpct\b|占比|比例|增减幅|增长率|增幅|比率", re.IGNORECASE)
_CHANGE = re.compile(
    r"change|growth|yoy|y/y|increase|decrease|variance|同比|环比|增减|增幅|增速|变动|涨幅", re.IGNORECASE
)
_TOTAL = re.compile(r"total|sum|合计|总计|小计|总和|其他|other|others|all", re.IGNORECASE)
_MODIFIERS = re.compile(
    r"\b(?:total|net|consolidated|gross|adjusted|diluted|basic|trade|reported|average|our|the|and|of"
    r"|for|company|group|non-?gaap|gaap|current|noncurrent|"
    r"non-current|(?-i:[A-Z]{2,6})|loss|losses|less|add|plus|year|period|quarter|weighted|outstanding"
    r"|amount|rate|ratio|number|declared|paid|(?:FY)?(?:19|20)\d\d[AEF]?)\b"
    r"|^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|其中[:：]?|[减加][:：]|合计|总计|总额|净额|金额|总数|数量|数|公司|集团|全年|本期|累计|实现|年末"
    r"|期末|当期|年度|同比|[\d年月季度]+|第[一二三四]季度|上半年|下半年",
    re.IGNORECASE,
)
_KIND_OF = re.compile(r"basic(?: and diluted)?|diluted|(?:基本|稀释)(?:每股收益)?", re.IGNORECASE)
_EXCEPT = re.compile(r"\bexcept|除外|除每股", re.IGNORECASE)
_BUT_SHARES = re.compile(r"thousands[^)]{0,20}except[^)]{0,30}per", re.IGNORECASE)
_SUM = re.compile(r"(?:grand\s|sub)?total|sum|合计|总计|小计|总和", re.IGNORECASE)
_CORPORATE = re.compile(
    r"\b(?:Inc|Corp|Corporation|Company|Ltd|LLC|plc|PLC|Group|Holdings|Bank|AG|SA|Co)\.?$|(?:公司|集团|银行"
    r"|股份|科技|证券|基金|医院|大学)$"
)


# Headers.

_ASIDE = re.compile(r"\s*[（(\[][^（）()\[\]]{0,60}[)）\]]\s*")


@lru_cache(maxsize=64)  # every cell of a table asks for its head, which may be thousands of columns wide
def _span_text(text: str, span: Span | None) -> str:
    return "" if span is None else " ".join(text[span.start : span.end].split())


def _bare(words: str) -> str:
    """A header without its units and notes in brackets, stars and colons."""
    return _ASIDE.sub(" ", words).strip(" \t*_~:：#>-–—|")


def _is_period(words: str) -> bool:
    """Whether a header says when, wholly or in part: 2019, December 31, Years ended."""
    bare = _bare(words)
    return period_of(bare) is not None or bool(_DATED.fullmatch(bare))


_DATED = re.compile(
    r"(?:as of(?: and)?|as at|for|at|the|and|or|in|fiscal|years?|months?|quarters?|weeks?|periods?"
    r"|ended|ending|end|three|six|nine|twelve|first|second|third|"
    r"fourth|full|unaudited|audited|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sept?\w*"
    r"|oct\w*|nov\w*|dec\w*|q[1-4]|fy|to date|thereafter|later|beyond|\d{1,4}|[\s,.()/–-])+"
    r"|(?:本|上|当|前)(?:期|年|年度|季度|报告期)(?:末|初|数|金额|余额)?|(?:期|年)(?:末|初)(?:数|余额)?|年份|年度|日期|时间|季度",
    re.IGNORECASE,
)


def _note_only(words: str) -> bool:
    return not _bare(words) or bool(
        re.fullmatch(r"[$€£¥￥'’‘0\s%]+|(?:RMB|USD|US\$|HK\$).{0,8}", _bare(words))
    )


_SEASON = re.compile(r"\b((?:19|20)\d\d)/(?:19|20)(\d\d)\b")  # 2017/2018 as 2017/18


def _with_year_above(found: Period, heads: list[str]) -> Period:
    """March 31 under 2019, or Q3 under 2024, are one period."""
    if found.iso or not heads:
        return found
    year = next(
        (p for h in heads if (p := period_of(_bare(h))) is not None and p.iso and len(p.iso) == 4), None
    )
    if year is None:
        return found
    for joined in (f"{year.raw} {found.raw}", f"{found.raw} {year.raw}", f"{found.raw}, {year.raw}"):
        whole = period_of(joined)
        if whole is not None and whole.iso:
            return whole
    return found
