"""Claims: every figure of a document as a row that says whose, of what, for when, how surely and where.

``claims(document)`` is the one way in; ``CLAIMS_VERSION`` names the way the rows are made. A sentence is
read in this order: its clauses (``clauses``), who is mentioned in it (``entities``, ``mentions``), what each
figure measures (``measures``, ``metrics.tsv``), whose it is (``whose``), when (``when``) and how surely
(``modality``). Tables are read apart (``tables``, ``table_claims``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from yinzheng.corpus.fold import fold
from yinzheng.corpus.locate import locator
from yinzheng.corpus.segment import sentences
from yinzheng.qa import (
    measures,
    metrics,
    modality,
    respectively,
    rows,
    scale_notes,
    table_claims,
    tables,
    when,
    whose,
)
from yinzheng.qa.clauses import Layout
from yinzheng.qa.grammar import periods
from yinzheng.qa.names import about, entities, mentions, tagger
from yinzheng.qa.quantities import GRAMMAR_VERSION, quantities
from yinzheng.qa.slices import LONGEST, moved, slices
from yinzheng.types import Citation, Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from yinzheng.qa.grammar.periods import Period
    from yinzheng.qa.metrics import Term
    from yinzheng.qa.names.mentions import Mention
    from yinzheng.qa.tables import Cell
    from yinzheng.qa.whose import From
    from yinzheng.types import Document, Quantity, Sentence

_T = TypeVar("_T")

TABLES_DIGEST = "d0b37e3f"
"""Of the word lists that claims are made by (``metrics.tsv`` and its like); a test trips when it is stale."""

_PARTS = (
    "2",
    GRAMMAR_VERSION,
    tagger.TAGGER_VERSION,
    entities.NAMES_VERSION,
    about.ABOUT_VERSION,
    metrics.METRICS_VERSION,
    mentions.MENTIONS_VERSION,
    measures.MEASURES_VERSION,
    whose.WHOSE_VERSION,
    when.WHEN_VERSION,
    modality.MODALITY_VERSION,
    rows.ROWS_VERSION,
    tables.TABLES_VERSION,
    table_claims.TABLE_CLAIMS_VERSION,
    TABLES_DIGEST,
)

CLAIMS_VERSION = "+".join(_PARTS)
"""Changes whenever the same document may give other claims; stored claims are re-made then."""


def claims(document: Document, own_metrics: Path | None = None) -> list[Claim]:
    """The claims of ``document``, sorted by where their figures stand; dates and periods are no claims.

    ``own_metrics`` is a library's own table of metric terms, whose rows come before ours. Raises
    :class:`YinzhengError` where the text holds Chinese and the tagger cannot be loaded.
    """
    (found,) = claims_of([document], own_metrics)
    if isinstance(found, Exception):
        raise found
    return found


def claims_of(
    documents: Sequence[Document], own_metrics: Path | None = None
) -> list[list[Claim] | Exception]:
    """The claims of each document, as by ``claims``, or what that would raise.

    One by one gives the same; together, sentences of one length share a run of the tagger.
    """
    if any(len(document.text) > LONGEST for document in documents):
        return [
            _attempt(partial(_of_long, document, own_metrics))
            if len(document.text) > LONGEST
            else claims_of([document], own_metrics)[0]
            for document in documents
        ]
    readings = [_attempt(partial(_Reading, document, own_metrics)) for document in documents]
    asked = [[] if isinstance(reading, Exception) else reading.chinese() for reading in readings]
    tagged = _attempt(partial(tagger.tag, [text for texts in asked for text in texts]))
    found: list[list[Claim] | Exception] = []
    done = 0
    for reading, texts in zip(readings, asked, strict=True):
        if isinstance(reading, Exception):
            found.append(reading)
        elif not isinstance(tagged, Exception):
            found.append(_attempt(partial(reading.claims, tagged[done : done + len(texts)])))
        else:
            found.append(tagged if texts else _attempt(partial(reading.claims, [])))
        done += len(texts)
    return found


def _of_long(document: Document, own_metrics: Path | None) -> list[Claim]:
    """The claims of a document that is read part by part."""
    return [
        moved(claim, document, begin)
        for begin, part in slices(document, LONGEST)
        for claim in claims(part, own_metrics)
    ]


def _attempt(call: Callable[[], _T]) -> _T | Exception:
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - handed to whoever asked; the other documents go on
        return error


@dataclass(slots=True)
class _Sentence:
    """One sentence that is read, with what was found in it."""

    start: int
    end: int
    chinese: bool
    figures: list[Quantity]
    words: Sequence[tagger.Word] = ()
    names: list[entities.Name] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


class _Reading:
    """One pass over one document."""

    def __init__(self, document: Document, own_metrics: Path | None) -> None:
        self.document = document
        self.text = document.text
        self.table = metrics.table(own_metrics)
        self.figures = quantities(self.text)
        self.periods = periods.periods(self.text)
        self.folded = fold(self.text)
        self.memory = whose.Memory()
        self.terms: dict[str, bool] = {}  # capitalised words of the text: whether they name nobody
        self.period = ""  # what was last spoken of, and of whom
        self.period_subject = ""
        self.headed = when.headings(document)
        self.titled = when.titled(document)

        self.cells = tables.cells(self.text)
        self.scaled = scale_notes.states_scale(self.text)
        self.yuan = rows.yuan_of(self.text)
        prose = self._prose(self.cells)
        self.sents = sentences(self.text) if prose or self.cells else []
        self.held = self._sentences(self.sents, prose) if self.sents else {}

    def chinese(self) -> list[str]:
        """The sentences whose words ``claims`` has to be given, in its order."""
        return [self.text[s.start : s.end] for s in self.held.values() if s.chinese]

    def claims(self, tagged: Sequence[Sequence[tagger.Word]]) -> list[Claim]:
        sents, held, cells = self.sents, self.held, self.cells
        if not held:
            return []
        self._name(held, tagged)
        names = [name for sentence in held.values() for name in sentence.names]
        self.memory.main = about.main_subject(self.text, self.document.title, names)
        self.memory.reports = about.reports_itself(self.text)
        found: list[Claim] = []
        last = -1
        for index in sorted(held):
            if last >= 0:
                self.memory.age += index - last
                self._between(sents, last, index)
            found += _SentenceReader(self, held[index]).claims()
            last = index
        if cells:
            known = frozenset(self.text[n.start : n.end] for n in names)
            orgs = frozenset(self.text[n.start : n.end] for n in names if n.kind == "org")
            found += self._tables(cells, known, orgs)
            found.sort(key=lambda claim: claim.quantity.start)
        return found

    def _prose(self, cells: Sequence[Cell]) -> list[Quantity]:
        """The figures that are no dates and stand in no cell of their own."""
        taken = sorted({(c.start, c.end) for c in cells} | {(c.head.start, c.head.end) for c in cells})
        starts = [start for start, _ in taken]
        rows = []
        for quantity in self.figures:
            i = bisect_right(starts, quantity.start) - 1
            if quantity.kind not in ("date", "period") and (i < 0 or taken[i][1] <= quantity.start):
                rows.append(quantity)
        return rows

    def _tables(self, cells: Sequence[Cell], known: frozenset[str], orgs: frozenset[str]) -> list[Claim]:
        text, document = self.text, self.document
        found = []
        at, quote = (0, 0), ""  # one for all cells of a row, which may be as long as the text
        for row in table_claims.rows(text, cells, self.figures, self.table, known=known):
            start, end = row.cell.row.start, max(row.cell.row.end, row.quantity.end)
            if (start, end) != at:
                at, quote = (start, end), text[start:end]
            subject, origin = self._of_table(row, orgs)
            cues = modality.cues(row.headings, 0, len(row.headings))
            period = ""
            if row.period is not None:
                told = row.period.form.startswith("*")  # 第四季度 of a year that the table does not tell
                period = (
                    row.period.iso or (None if told else periods.resolve(row.period, document.date)) or ""
                )
                period = period or (row.period.raw if row.period.relative else "")
            found.append(
                Claim(
                    subject=subject,
                    metric=row.metric,
                    metric_key=row.metric_key,
                    quantity=row.quantity,
                    period=period,
                    modality=next((m for _, m in cues if m in ("forecast", "planned")), "actual"),
                    citation=Citation(
                        1,
                        document.id,
                        document.source,
                        document.title,
                        start,
                        end,
                        quote,
                        locator(document, start, end, document.lang),
                    ),
                    status=rows.status(row.quantity, inherited=row.inherited, doubtful=row.doubtful),
                    subject_from=origin,
                )
            )
        return found

    def _of_table(self, row: table_claims.Row, orgs: frozenset[str]) -> tuple[str, From]:
        if row.subject:
            return row.subject, "table"
        above = self.text[row.cell.above.start : row.cell.above.end]
        named = [name for name in orgs if name in above]
        if named:
            return max(named, key=len), "table"
        return (self.memory.main, "document") if self.memory.main else ("", "")

    def _between(self, sents: Sequence[Sentence], last: int, index: int) -> None:
        """Forget what does not reach from one sentence that is read to the next."""
        if self._section(sents[last].start, sents[index].start):
            self.memory.forget()
            self.period = ""
        past = self.text[sents[index].start - 1 : sents[index].start]
        if past == "\n" or index > last + 3:  # a paragraph ends
            self.period = ""

    # Which sentences are read, and their names.

    def _sentences(self, sents: Sequence[Sentence], rows: Sequence[Quantity]) -> dict[int, _Sentence]:
        starts = [s.start for s in sents]
        held: dict[int, _Sentence] = {}
        for quantity in rows:
            index = bisect_right(starts, quantity.start) - 1
            self._hold(held, sents, index).figures.append(quantity)
        for index in list(held):  # the sentence before may hold the antecedent
            if index and not self._section(sents[index - 1].start, sents[index].start):
                self._hold(held, sents, index - 1)
        self._hold(held, sents, 0)
        return held

    def _hold(self, held: dict[int, _Sentence], sents: Sequence[Sentence], index: int) -> _Sentence:
        if index not in held:
            start, end = sents[index].start, sents[index].end
            held[index] = _Sentence(start, end, bool(entities.HAN.search(self.text, start, end)), [])
        return held[index]

    def _section(self, start: int, end: int) -> bool:
        """Whether an empty line or a heading stands between two sentences."""
        return "\n\n" in self.text[start:end] or "\n#" in self.text[start:end]

    def _name(self, held: dict[int, _Sentence], tagged: Sequence[Sequence[tagger.Word]]) -> None:
        text = self.text
        chinese = [s for s in held.values() if s.chinese]
        named = entities.tagged_names(
            text, [(s.start, words) for s, words in zip(chinese, tagged, strict=True)]
        )
        for sentence, words, found in zip(chinese, tagged, named, strict=True):
            offset = sentence.start
            sentence.words = [tagger.Word(w.start + offset, w.end + offset, w.tag) for w in words]
            sentence.names = found
        ordinary = entities.vocabulary(text)
        firsts = [q.start for q in self.figures]
        for sentence in held.values():
            if not sentence.chinese:
                sentence.words = mentions.english_words(text, sentence.start, sentence.end)
                if " | " not in text[sentence.start : sentence.end]:  # headers are in title case
                    sentence.names = entities.english_names(text, sentence.start, sentence.end, ordinary)
            sentence.names = [
                n
                for n in sentence.names
                if not self._figure_at(firsts, n)
                and not (self._is_cut(n) if sentence.chinese else self._is_term(n, ordinary))
            ]
            sentence.mentions = mentions.mentions(
                text, sentence.words, sentence.names, chinese=sentence.chinese
            )

    def _is_cut(self, name: entities.Name) -> bool:
        """Whether what is tagged as a person is the end of a term: 金红利 in 派发现金红利."""
        return name.kind == "person" and self.text[name.end - 2 : name.end] in self.table.terms

    def _is_term(self, name: entities.Name, ordinary: entities.Vocabulary) -> bool:
        """Whether a run of capitalised words is a term of the text: Cash Flows, the Commitment."""
        raw = self.text[name.start : name.end]
        if raw not in self.terms and name.kind == "org" and self.table.named(raw):
            self.terms[raw] = True  # Headcount was 903
        if raw not in self.terms:
            words = [w for w in raw.split() if w not in ("of", "and", "the")]
            plain = name.kind == "org" and all(ordinary.has(w) or not w[0].isalpha() for w in words)
            self.terms[raw] = plain and about.as_name(raw, self.text) < 0.6
        return self.terms[raw]

    def _figure_at(self, firsts: list[int], name: entities.Name) -> bool:
        """Whether a figure and ``name`` overlap: its unit is no name."""
        i = bisect_right(firsts, name.start) - 1
        if i >= 0 and self.figures[i].end > name.start:
            return True
        return i + 1 < len(firsts) and firsts[i + 1] < name.end


class _SentenceReader:
    """The rows of one sentence."""

    def __init__(self, reading: _Reading, sentence: _Sentence) -> None:
        self.reading, self.sentence, self.text = reading, sentence, reading.text
        start, end = sentence.start, sentence.end
        self.figures = _within(reading.figures, start, end)
        whole = sorted(
            [*((q.start, q.end) for q in self.figures), *((n.start, n.end) for n in sentence.names)]
        )
        self.layout = Layout(self.text, start, end, whole)
        self._wordy = len(_LETTERS.findall(self.text, start, end)) > 2
        self.whose = whose.Whose(
            self.text, sentence.mentions, self.layout, reading.memory, chinese=sentence.chinese
        )
        found = _within(reading.periods, start, end)
        self.when = when.When(self.text, start, found, self.figures, self.layout, chinese=sentence.chinese)

    def claims(self) -> list[Claim]:
        reading, sentence = self.reading, self.sentence
        found = self._rows() if sentence.figures else []
        topic = self.whose.topic()
        if topic is not None:
            reading.memory.hear(*topic)
        for mention in sentence.mentions:
            if mention.kind == "place":
                reading.memory.place = mention.text
        lasting = self.when.lasting()
        if lasting is not None:
            reading.period = self._iso(lasting)
            reading.period_subject = found[-1].subject if found else topic[0] if topic else ""
        return found

    def _rows(self) -> list[Claim]:
        sentence, document = self.sentence, self.reading.document
        start = sentence.start
        end = max(start + len(self.text[start : sentence.end].rstrip()), sentence.figures[-1].end)
        citation = Citation(
            1,
            document.id,
            document.source,
            document.title,
            start,
            end,
            self.text[start:end],
            locator(document, start, end, document.lang),
        )
        terms = self._terms()
        measured = measures.Measured(
            self.text,
            self.layout,
            terms=terms,
            figures=self.figures,
            words=sentence.words,
            names=sentence.names,
            chinese=sentence.chinese,
        )
        pairs = respectively.pairs(
            self.text,
            sentence.start,
            sentence.end,
            figures=sentence.figures,
            mentions=sentence.mentions,
            terms=terms,
            periods=self.when.periods,
            chinese=sentence.chinese,
        )
        nouns = {
            w.start
            for w in sentence.words
            if sentence.chinese and w.tag in ("n", "nz", "nw") and entities.HAN.match(self.text, w.start)
        }
        cues = list(modality.cues(self.text, start, sentence.end, nouns))
        scaled = self.reading.scaled
        statute = whose.is_statute(self.text, start, sentence.end)
        found: list[Claim] = []
        for quantity in sentence.figures:
            pair = pairs.get(quantity.start, respectively.Pair())
            metric = measured.metric(quantity, pair.what)
            if not rows.worth(self.text, sentence.start, quantity, metric, wordy=self._wordy):
                continue
            subject, origin = self.whose.resolved(pair.whom) if pair.whom else self.whose.of(quantity, metric)
            if statute:
                subject, origin = "", ""
            elif (
                sentence.chinese
                and origin in ("document", "antecedent", "")
                and not self._mentioned(quantity)
            ):
                noun = self.whose.common(quantity, metric, sentence.words)
                if noun and not self.reading.table.named(noun):
                    subject, origin = noun, "sentence"
                elif self.whose.counts_actors(quantity, sentence.words):
                    subject, origin = "", ""
            if origin != "sentence" and (head := self._row_head(quantity)):
                subject, origin = head, "table"
            clause = self.layout.clauses[self.layout.index(quantity.start)]
            other_yuan = bool(self.reading.yuan) and rows.is_bare_yuan(quantity)
            found.append(
                Claim(
                    subject=subject,
                    metric=self.text[metric.start : metric.end] if metric else "",
                    metric_key=metric.key if metric else "",
                    quantity=replace(quantity, unit=self.reading.yuan) if other_yuan else quantity,
                    period=self._period(quantity, pair.at, subject, origin),
                    modality=modality.modality(cues, quantity.start, quantity.end, clause, start),
                    citation=citation,
                    status=rows.status(
                        quantity,
                        inherited=other_yuan,
                        doubtful=scaled and rows.is_lone(self.text, quantity),
                    ),
                    subject_from=origin,
                )
            )
        return found

    def _row_head(self, quantity: Quantity) -> str:
        """The first cell of a table's row whose other cells hold prose; empty elsewhere."""
        row = self.text[self.sentence.start : self.sentence.end]
        first = _FIRST_CELL.match(row)
        if first is None or quantity.start < self.sentence.start + first.end():
            return ""
        head = first["head"].strip(" *_~\t")
        known = self.reading.table.named(head)
        return head if not known and _LETTERS.match(head) and not any(c.isdigit() for c in head) else ""

    def _mentioned(self, quantity: Quantity) -> bool:
        """Whether the clause of a figure mentions somebody before it."""
        index = self.layout.index(quantity.start)
        return any(
            m.end <= quantity.start and self.layout.index(m.start) == index for m in self.sentence.mentions
        )

    def _terms(self) -> list[Term]:
        """The metric terms of the sentence that are no parts of names."""
        reading, names = self.reading, self.sentence.names
        span = reading.folded.folded(self.sentence.start, self.sentence.end)
        return [
            term
            for term in reading.table.find(reading.folded, span.start, span.end)
            if not any(
                n.start < term.end and term.start < n.end and n.end - n.start > term.end - term.start
                for n in names
            )
            and not self._cuts(term)
        ]

    def _cuts(self, term: Term) -> bool:
        """Whether a Chinese term ends or begins inside a word: 转让价 in 转让 价值."""
        words = self.sentence.words
        if not self.sentence.chinese:
            return False
        known = {q.end for q in self.figures}  # 每10股 ends there, whatever 股派 may be
        for at in (at for at in (term.start, term.end) if at not in known):
            i = bisect_right(words, at, key=lambda w: w.start) - 1
            word = words[i]
            if word.start < at < word.end and not (word.start <= term.start and term.end <= word.end):
                return True
        first = words[bisect_right(words, term.start, key=lambda w: w.start) - 1]
        return term.end - term.start == 1 and first.end - first.start > 1

    def _iso(self, period: Period) -> str:
        reading = self.reading
        carried = reading.period or (reading.titled if period.form == "R=Y" else "")
        return self.when.iso(period, reading.document.date, carried)

    def _period(self, quantity: Quantity, at: Period | None, subject: str, origin: From) -> str:
        reading = self.reading
        chosen = at or self.when.of(quantity)
        if chosen is not None:
            return self._iso(chosen)
        if self.when.spoken_of():
            return ""
        known = reading.period if when.COARSE.fullmatch(reading.period) else ""
        if known and (origin != "sentence" or subject == reading.period_subject):
            against = {self.when.iso(period, reading.document.date, known) for period in self.when.periods}
            if known not in against:
                return known
        index = bisect_right(reading.headed, quantity.start, key=lambda headed: headed[0])
        return reading.headed[index - 1][1] if index else ""


_FIRST_CELL = re.compile(r"\s*\|(?P<head>[^|\n]{1,40})\|")
_LETTERS = re.compile(r"[^\W\d_]")


_S = TypeVar("_S", "Quantity", "Period")


def _within(found: Sequence[_S], start: int, end: int) -> list[_S]:
    low = bisect_left(found, start, key=lambda item: item.start)
    return list(found[low : bisect_left(found, end, key=lambda item: item.start)])
