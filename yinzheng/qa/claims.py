"""Claims: every figure of a document as a row that says whose, of what, for when, how surely and where.

``claims(document)`` is the one way in; ``CLAIMS_VERSION`` names the way the rows are made. Here the names of
the document are found, and what is known is carried from sentence to sentence (``sentence_claims``). Tables
are read apart (``tables``, ``table_claims``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from yinzheng.corpus.segment import sentences
from yinzheng.qa import (
    common_nouns,
    comparisons,
    idle_terms,
    measures,
    metrics,
    modality,
    rows,
    table_claims,
    tables,
    when,
    whose,
)
from yinzheng.qa.grammar import periods
from yinzheng.qa.names import about, entities, mentions, tagger
from yinzheng.qa.quantities import GRAMMAR_VERSION
from yinzheng.qa.sentence_claims import Known, ReadSentence, SentenceReader
from yinzheng.qa.slices import LONGEST, moved, slices
from yinzheng.types import Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from yinzheng.qa.tables import Cell
    from yinzheng.qa.whose import From
    from yinzheng.types import Citation, Document, Quantity, Sentence

_T = TypeVar("_T")

TABLES_DIGEST = "a4ebae93"
"""Of the word lists that claims are made by (``metrics.tsv`` and its like); a test trips when it is stale."""

_PARTS = (
    "2",
    GRAMMAR_VERSION,
    tagger.TAGGER_VERSION,
    entities.NAMES_VERSION,
    about.ABOUT_VERSION,
    metrics.METRICS_VERSION,
    mentions.MENTIONS_VERSION,
    idle_terms.IDLE_VERSION,
    measures.MEASURES_VERSION,
    whose.WHOSE_VERSION,
    when.WHEN_VERSION,
    modality.MODALITY_VERSION,
    rows.ROWS_VERSION,
    comparisons.COMPARISONS_VERSION,
    common_nouns.COMMON_VERSION,
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


_PERSON = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}")
"""A speaker's name, of whose parts each is the same person: Thanks, Dana."""


class _Reading(Known):
    """One pass over one document."""

    def __init__(self, document: Document, own_metrics: Path | None) -> None:
        super().__init__(document, own_metrics)
        self.terms: dict[str, bool] = {}  # capitalised words of the text: whether they name nobody
        self.cells = tables.cells(self.text)
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
            found += SentenceReader(self, held[index]).claims()
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
        document = self.document
        found = []
        citation: Citation | None = None  # one for all cells of a row, which may be as long as the text
        for row in table_claims.rows(self.text, cells, self.figures, self.table, known=known):
            start, end = row.cell.row.start, max(row.cell.row.end, row.quantity.end)
            if citation is None or (citation.start, citation.end) != (start, end):
                citation = self.cited(start, end)
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
                    citation=citation,
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

    def _sentences(self, sents: Sequence[Sentence], rows: Sequence[Quantity]) -> dict[int, ReadSentence]:
        starts = [s.start for s in sents]
        held: dict[int, ReadSentence] = {}
        for quantity in rows:
            index = bisect_right(starts, quantity.start) - 1
            self._hold(held, sents, index).figures.append(quantity)
        for index in list(held):  # the sentence before may hold the antecedent
            if index and not self._section(sents[index - 1].start, sents[index].start):
                self._hold(held, sents, index - 1)
        self._hold(held, sents, 0)
        return held

    def _hold(self, held: dict[int, ReadSentence], sents: Sequence[Sentence], index: int) -> ReadSentence:
        if index not in held:
            start, end = sents[index].start, sents[index].end
            held[index] = ReadSentence(start, end, bool(entities.HAN.search(self.text, start, end)), [])
        return held[index]

    def _section(self, start: int, end: int) -> bool:
        """Whether an empty line or a heading stands between two sentences."""
        return "\n\n" in self.text[start:end] or "\n#" in self.text[start:end]

    def _name(self, held: dict[int, ReadSentence], tagged: Sequence[Sequence[tagger.Word]]) -> None:
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
        speaking = mentions.speakers(text) | {a.label for a in self.document.anchors if a.kind == "speaker"}
        people = {part for name in speaking if _PERSON.fullmatch(name) for part in (name, *name.split())}
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
            sentence.names = [
                replace(n, kind="person") if n.kind == "org" and text[n.start : n.end] in people else n
                for n in sentence.names
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
