"""The cell of a table that a question asks for: its row by the label, its column by the header.

``Vega 3 Pro质保多久`` has the words of a row (质保) and of a column (Vega 3 Pro), and no sentence of the text
has both. A row alone is found as a sentence, but which of its cells is meant only the header tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import concepts, literal
from yinzheng.corpus.tokens import is_han, language, stems, words
from yinzheng.qa import metrics
from yinzheng.qa.coverage import Words
from yinzheng.qa.fitting import FIGURES, read_asked
from yinzheng.qa.names.entities import names
from yinzheng.qa.quantities import quantities
from yinzheng.qa.question import is_function_word, relative_years, years
from yinzheng.qa.tables import is_figure, layouts
from yinzheng.qa.told import Told

if TYPE_CHECKING:
    from yinzheng.corpus.lexicon import Concept
    from yinzheng.qa.fitting import Asked
    from yinzheng.qa.retrieve import Query
    from yinzheng.qa.tables import Layout
    from yinzheng.types import Document, Lang, Span

_Had: TypeAlias = tuple[frozenset[int], ...]
"""Which characters of each word of a question a text has."""

COVERED = 0.75
"""Least share of the weight of what a question says beside the title that row and column have."""

MORE = 0.02
"""What each word of a label or header that the question does not have takes off."""

CAPTION = 60
"""Characters of the longest line that is the caption of a table."""

LONGEST = 300_000
"""Characters of the longest text whose tables are read: some 300 pages."""

ROWS = 300
"""Rows of the longest table, as a question is not held against each row of a data set; and rows of a document
from which on only those are read whose labels have most words of the question as they stand."""

_UNIT = re.compile(
    r"单位[:：]|[（(](?:[百千万亿]*元|in (?:thousands|millions|billions)[^)）]*)[)）]\s*$", re.IGNORECASE
)
_NEVER = frozenset({"yes_no", "reason", "manner", "definition"})
_SHARE = re.compile(
    r"[%％]|率|占|比[例重]|同比|环比|增[减长幅]|变动|share|margin|percent|change|growth|yoy", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\d\d ?[EF]\b|预[测计]|forecast|estimate|expected|budget|plan|target|目标", re.IGNORECASE
)
_PERSON = re.compile(
    r"人$|经理|负责|姓名|主管|代表|联系|name|manager|owner|lead|director|contact|chair|officer|who",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of a question: what it weighs, its ways of being said, and what attributes it names."""

    word: str
    weight: float
    ways: Concept
    named: frozenset[str]

    @property
    def whole(self) -> frozenset[int]:
        """All of its characters."""
        return frozenset(range(max(1, len(self.word))))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question as cells are looked for, in the language of the table."""

    asked: Asked
    parts: tuple[_Part, ...]
    words: frozenset[str]
    years: frozenset[str]

    def has(self, text: str) -> _Had:
        """Return what of each word of the question a text has, an attribute by any of its names."""
        known = Words.of(text)
        named = _named(text)
        return tuple(part.whole if part.named & named else _had(part, known) for part in self.parts)

    def weight(self, *found: _Had) -> float:
        """Return the weight of what the texts have together."""
        both = (frozenset().union(*had) for had in zip(*found, strict=True))
        return sum(
            part.weight * len(had) / len(part.whole) for had, part in zip(both, self.parts, strict=True)
        )

    @property
    def whole(self) -> float:
        """The weight of all of its words."""
        return sum(part.weight for part in self.parts)

    def beyond(self, text: str) -> int:
        """Return how many words of a text the question does not have."""
        return len({word for word in words(text) if not is_function_word(word)} - self.words)


def _had(part: _Part, known: Words) -> frozenset[int]:
    """Return which characters of a word a text has: the first two of 华南地区 where it has 华南."""
    if any(map(known.has_way, part.ways)):
        return part.whole
    if not is_han(part.word) or len(part.word) < 3:
        return frozenset()
    # Its end says less than its beginning: 管理费用 is not 销售费用.
    held = next((n for n in range(len(part.word) - 1, 1, -1) if part.word[:n] in known.folded), 0)
    return frozenset(range(held))


@cache
def _attributes() -> tuple[re.Pattern[str], ...]:
    text = resources.files("yinzheng.qa").joinpath("attributes.tsv").read_text("utf-8")
    return tuple(re.compile(line) for line in text.splitlines()[1:])


@lru_cache(maxsize=4_096)
def _named(text: str) -> frozenset[str]:
    """Return the attributes and metrics that a text names."""
    folded = fold_text(text)
    found = {str(n) for n, pattern in enumerate(_attributes()) if pattern.search(folded)}
    keys = {c.key for term in metrics.find(text) for c in term.concepts}
    return frozenset(found | (keys - _COARSE))


_COARSE = {"sga_expense", "value", "share", "shares", "growth_rate", "price_change"}
"""Metrics that hold several rows of a table: 销售费用 and 管理费用."""


def cells_of(query: Query, documents: Iterable[Document]) -> list[Told]:
    """Return the cell that a question asks for, of each document whose tables have one."""
    if read_asked(query.text).kind in _NEVER:
        return []
    read: dict[Lang, _Wanted] = {}
    found = []
    for document in documents:
        tables = _layouts(document.text)
        lang = document.lang
        if not tables or lang not in query.concepts:
            continue
        if lang not in read:
            read[lang] = _wanted(query.text, lang)
        if read[lang].asked.kind == "list":
            found += [
                Told(document.id, c.start, c.end, listed=True) for c in _listed(read[lang], document, tables)
            ]
        elif (cell := _best(read[lang], document, tables)) is not None:
            found.append(Told(document.id, cell.start, cell.end))
    return found


def _listed(wanted: _Wanted, document: Document, tables: Sequence[Layout]) -> list[Span]:
    """Return the labels of the rows of the table whose caption or header says what is asked for."""
    text = document.text
    title = wanted.has(_subject(document.title))
    left = wanted.whole - wanted.weight(title)
    for table in tables:
        first = " ".join(text[s.start : s.end] for s in table.headers.get(0, ()))
        caption = text[table.above.start : table.above.end].strip().rpartition("\n")[2]
        told = wanted.has(f"{caption if len(caption) < CAPTION else ''}\n{first}")
        if left and wanted.weight(told, title) - wanted.weight(title) >= COVERED * left:
            return [row[0] for row in table.rows if 0 in row and row[0].start < row[0].end]
    return []


def header_rows(text: str) -> frozenset[int]:
    """Return where the lines of a text begin that are header rows of tables: these answer nothing.

    So are the lines right before them that only say what is counted: 单位：万元.
    """
    starts = set()
    for table in _layouts(text):
        before = text[table.above.start : table.above.end].rstrip()
        line = before.rpartition("\n")[2]
        if len(line) < CAPTION and _UNIT.search(line):
            starts.add(table.above.start + len(before) - len(line))
        at = table.head.start
        while at < table.head.end:
            starts.add(at)
            at = text.find("\n", at) + 1 or table.head.end
    return frozenset(starts)


@lru_cache(maxsize=128)
def _layouts(text: str) -> Sequence[Layout]:
    """Return the tables of a text that are read cell by cell: not those of data, nor of very long texts."""
    if len(text) > LONGEST or not ("|" in text or "\t" in text):
        return []
    return [table for table in layouts(text) if len(table.rows) <= ROWS]


_EMPTY = re.compile(
    r"[几多少]+.|哪.|分别|情况|数据|地区|区域|板块|[今去前明上本]年"
    r"|fy|fiscal|years?|year's|company|please|tell|show|give"
    r"|much|many|long|big|large|loud|noisy|heavy|fast|far|hot|cold",
    re.IGNORECASE,
)
"""Words of a question that are in no row or column."""
_KIND = re.compile(r"(?<=[\u3400-\u9fff]{2})(?:地区|区域|市场|业务|产品|板块|部门|分部|事业部)\Z")
"""What 华南地区 is, behind its name: the table says it once."""


def _wanted(question: str, lang: Lang) -> _Wanted:
    folded = fold_text(question)
    spans = [(*m.span(), str(n)) for n, pattern in enumerate(_attributes()) for m in pattern.finditer(folded)]
    for term in metrics.find(folded):
        spans += [(term.start, term.end, concept.key) for concept in term.concepts]
    own = [
        _KIND.sub("", word)
        for word in dict.fromkeys(words(question))
        if not is_function_word(word) and not _EMPTY.fullmatch(word)
    ]
    parts = []
    for word in own:
        same = language(question) == lang or (lang == "en" and not is_han(word))
        ways = literal(stems([word])) if same else concepts([word], lang)
        at = folded.find(word)
        named = frozenset(key for start, end, key in spans if start <= at < end)
        parts.append(_Part(word, _weight(word), tuple(way for concept in ways for way in concept), named))
    held = frozenset().union(*(part.named for part in parts))
    implied = {key for _, _, key in spans} - held
    if implied and not held:  # 多少钱 and how much are no words of the question, but ask for a price
        parts.append(_Part("", 2.0, (), frozenset(implied)))
    return _Wanted(read_asked(question), tuple(parts), frozenset(own), frozenset(years(question)))


def _weight(word: str) -> float:
    if not is_han(word):
        return 1.0 if word.isdigit() else 2.0
    return 0.3 if len(word) == 1 else min(4.0, float(len(word)))  # 期 of 质保期 says nothing


def _best(wanted: _Wanted, document: Document, tables: Sequence[Layout]) -> Span | None:
    """Return the cell of a document's tables that is asked for, None where that is not plain."""
    best: tuple[float, Span] | None = None
    text = document.text
    title = wanted.has(_subject(document.title))
    if sum(len(table.rows) for table in tables) > ROWS:
        tables = _touched(wanted, text, tables)
    for table in tables:
        around = text[table.above.start : table.above.end]
        above = _together(title, wanted.has(_heading(document, table.head.start)))
        for score, cell in _rows(wanted, text, table, above, wanted.has(around)):
            if best is None or score > best[0]:
                best = score, cell
    return best[1] if best else None


_SUBJECT = re.compile(r"[（(：:，,|｜—]|\s[-–]\s")
"""What parts whom a title is about from what it says of it."""


def _subject(title: str) -> str:
    return _SUBJECT.split(title.strip(), maxsplit=1)[0]


def _touched(wanted: _Wanted, text: str, tables: Sequence[Layout]) -> list[Layout]:
    """Return the tables with only those rows whose labels have most words of the question as they stand."""
    said = [word[:2] if is_han(word) else word for word in wanted.words if len(word) > 1]
    read = [[(_shared(text, row, said), row) for row in table.rows if row] for table in tables]
    most = max((n for rows in read for n, _ in rows), default=0)
    kept = [tuple(row for n, row in rows if n and n == most) for rows in read]
    return [replace(table, rows=rows) for table, rows in zip(tables, kept, strict=True) if rows]


def _shared(text: str, row: Mapping[int, Span], said: Sequence[str]) -> int:
    label = row[min(row)]
    folded = text[label.start : label.end].lower()
    return sum(word in folded for word in said)


def _heading(document: Document, at: int) -> str:
    above = [a for a in document.anchors if a.kind == "heading" and a.start <= at]
    return max(above, key=lambda a: a.start).label if above else ""


def _rows(
    wanted: _Wanted, text: str, table: Layout, above: _Had, before: _Had
) -> Iterator[tuple[float, Span]]:
    """Yield the cell asked for of each row that a question may mean, with how much of it row and column have.

    ``above`` is what the title and the heading above the table have of it, ``before`` what the lines
    before it have.
    """
    heads = {
        column: " ".join(text[s.start : s.end] for s in spans) for column, spans in table.headers.items()
    }
    told = {column: wanted.has(head) for column, head in heads.items()}
    around = text[table.above.start : table.above.end]
    for row in table.rows:
        first = min(row, default=0)
        label = text[row[first].start : row[first].end] if row else ""
        own = wanted.has(label)
        if not wanted.weight(own, above) > wanted.weight(above):
            continue
        # What a share is one of stands above another column.
        known = _together(_together(above, before), tuple(map(frozenset[int]().union, *told.values())))
        rated = [
            (
                wanted.weight(own, told[column]) / wanted.whole
                - MORE * (wanted.beyond(label) + wanted.beyond(heads[column])),
                column,
                span,
            )
            for column, span in row.items()
            if column != first
            and column in heads
            and wanted.weight(own, told[column], above) > wanted.weight(told[column], above)
            and _fits(wanted, text[span.start : span.end], heads[column], label)
            and _is_covered(wanted, _together(own, told[column]), known)
            and _of_years(wanted, heads[column], f"{label}\n{around}")
        ]
        rated = _of_relative_year(wanted, heads, rated)
        by_header = [one for one in rated if wanted.weight(own, told[one[1]]) > wanted.weight(own)]
        if by_header:
            score, _, span = max(by_header, key=lambda one: (one[0], -one[1]))
            yield score, span
        elif len(rated) == 1:
            yield rated[0][0], rated[0][2]
        elif latest := _latest(heads, rated):
            yield latest


def _is_covered(wanted: _Wanted, cell: _Had, known: _Had) -> bool:
    """Whether row and column have most of what a question says beside the title.

    ``known`` is what the title and what stands above the table have of it.
    """
    first = wanted.parts[0] if wanted.parts else None
    if first is not None and is_han(first.word) and not (cell[0] | known[0]):
        return False  # it begins with whom it asks about
    left = wanted.whole - wanted.weight(known)
    return (
        wanted.weight(cell, known) - wanted.weight(known) >= COVERED * left
        and wanted.weight(cell, known) >= COVERED * wanted.whole
    )


def _together(one: _Had, other: _Had) -> _Had:
    return tuple(a | b for a, b in zip(one, other, strict=True))


def _of_relative_year(
    wanted: _Wanted, heads: Mapping[int, str], rated: list[tuple[float, int, Span]]
) -> list[tuple[float, int, Span]]:
    """Return the cells of the year before the latest that is over, where 去年 is asked for."""
    told = {column: max(years(heads[column]), default="") for _, column, _ in rated}
    done = [year for column, year in told.items() if year and not _AHEAD.search(heads[column])]
    steps = relative_years(wanted.asked.text)
    if not done or len(steps) != 1:
        return rated
    year = str(int(max(done)) + min(0, *steps))
    return [one for one in rated if told[one[1]] == year] or rated


def _latest(heads: Mapping[int, str], rated: Sequence[tuple[float, int, Span]]) -> tuple[float, Span] | None:
    """Return the cell of the latest year that is over, where each column is of one."""
    done = [one for one in rated if not _AHEAD.search(heads.get(one[1], ""))] or rated
    dated = [(max(years(heads.get(column, "")), default=""), score, span) for score, column, span in done]
    if not dated or not all(year for year, _, _ in dated) or len({year for year, _, _ in dated}) < len(dated):
        return None
    _, score, span = max(dated, key=lambda one: one[0])
    return score, span


def _of_years(wanted: _Wanted, head: str, beside: str) -> bool:
    """Whether a column is of a year that the question names, if it names one."""
    if not wanted.years:
        return True
    return bool(wanted.years & (years(head) or years(beside)))


def _is_share(label: str) -> bool:
    """Whether a label is of a share: 增幅, an occupancy."""
    told = (concept for term in metrics.find(label) for concept in term.concepts)
    return _SHARE.search(label) is not None or any("percent" in concept.kinds for concept in told)


def _fits(wanted: _Wanted, said: str, head: str, label: str) -> bool:
    """Whether a cell holds what a question of its kind asks for."""
    kind = wanted.asked.kind
    if not any(map(str.isalnum, said)):
        return False
    if kind in FIGURES:
        share = _SHARE.search(f"{said}\n{head}\n{label}") is not None
        if kind == "share" and _SHARE.search(wanted.asked.text):
            return share and any(map(str.isdigit, said))
        kinds = {q.kind for q in quantities(said)}
        if kind == "date":
            return bool(kinds & {"date", "period"})
        if kind == "duration":
            return "duration" in kinds
        return any(map(str.isdigit, said)) and (not share or _is_share(label))
    if kind == "person":
        return not any(map(str.isdigit, said)) and (
            _PERSON.search(head) is not None or any(n.kind == "person" for n in names(said))
        )
    return not is_figure(said) or kind == "other"
