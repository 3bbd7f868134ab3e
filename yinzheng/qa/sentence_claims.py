"""The claims of one sentence: whose each figure is, of what, for when and how surely.

It is read in this order: its clauses (``clauses``), who is mentioned in it (``entities``, ``mentions``), what
each figure measures (``measures``, ``metrics.tsv``), whose it is (``whose``), when (``when``) and how surely
(``modality``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from yinzheng.corpus.fold import fold, fold_text
from yinzheng.corpus.locate import locator
from yinzheng.qa import (
    common_nouns,
    comparisons,
    idle_terms,
    measures,
    metrics,
    modality,
    respectively,
    rows,
    scale_notes,
    when,
    whose,
)
from yinzheng.qa.clauses import Layout
from yinzheng.qa.grammar import periods
from yinzheng.qa.names import entities
from yinzheng.qa.names.datelines import dateline_end
from yinzheng.qa.quantities import quantities
from yinzheng.qa.stated import comparable_when
from yinzheng.types import Citation, Claim

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from yinzheng.qa.grammar.periods import Period
    from yinzheng.qa.measures import Metric
    from yinzheng.qa.metrics import Term
    from yinzheng.qa.names import tagger
    from yinzheng.qa.names.mentions import Mention
    from yinzheng.qa.whose import From
    from yinzheng.types import Document, Quantity


@dataclass(slots=True)
class ReadSentence:
    """One sentence that is read, with what was found in it."""

    start: int
    end: int
    chinese: bool
    figures: list[Quantity]
    words: Sequence[tagger.Word] = ()
    names: list[entities.Name] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


class Known:
    """What is known of a document whose sentences are read, and what was last spoken of there."""

    def __init__(self, document: Document, own_metrics: Path | None) -> None:
        self.document = document
        self.text = document.text
        self.table = metrics.table(own_metrics)
        self.figures = quantities(self.text)
        self.periods = periods.periods(self.text)
        self.folded = fold(self.text)
        self.headed = when.headings(document)
        self.titled = when.titled(document)
        self.reported = when.reported(document)  # where the document is a report of one, its period
        self.scaled = scale_notes.states_scale(self.text)
        self.yuan = rows.yuan_of(self.text)
        self.memory = whose.Memory()
        self.period = ""  # what was last spoken of, and of whom
        self.period_subject = ""

    def cited(self, start: int, end: int) -> Citation:
        """Return where a claim stands."""
        document = self.document
        place = locator(document, start, end, document.lang)
        quote = self.text[start:end]
        return Citation(1, document.id, document.source, document.title, start, end, quote, place)


class SentenceReader:
    """The rows of one sentence."""

    def __init__(self, reading: Known, sentence: ReadSentence) -> None:
        self.reading, self.sentence, self.text = reading, sentence, reading.text
        start, end = sentence.start, sentence.end
        self.figures = _within(reading.figures, start, end)
        whole = sorted(
            [*((q.start, q.end) for q in self.figures), *((n.start, n.end) for n in sentence.names)]
        )
        self.layout = Layout(self.text, start, end, whole)
        self._wordy = len(_LETTERS.findall(self.text, start, end)) > 2
        found = _within(reading.periods, dateline_end(self.text, start, end), end)
        self.compared = comparisons.comparisons(
            self.text,
            figures=sentence.figures,
            mentions=sentence.mentions,
            periods=found,
            layout=self.layout,
            chinese=sentence.chinese,
        )
        sentence.mentions = comparisons.set_aside(sentence.mentions, self.compared)
        self.whose = whose.Whose(
            self.text, sentence.mentions, self.layout, reading.memory, chinese=sentence.chinese
        )
        self.when = when.When(self.text, start, found, self.figures, self.layout, chinese=sentence.chinese)

    def claims(self) -> list[Claim]:
        """Return the claims of the sentence, and tell the next ones what it speaks of."""
        reading, sentence = self.reading, self.sentence
        found = self._rows() if sentence.figures else []
        topic = self.whose.topic()
        if topic is not None:
            reading.memory.hear(*topic)
        reading.memory.met = self.whose.met()
        for mention in sentence.mentions:
            if mention.kind == "place":
                reading.memory.place = mention.text
        lasting = self.when.lasting()
        if lasting is not None:
            reading.period = self._iso(lasting)
            reading.period_subject = found[-1].subject if found else topic[0] if topic else ""
        return found

    def _rows(self) -> list[Claim]:
        sentence = self.sentence
        start = sentence.start
        end = max(start + len(self.text[start : sentence.end].rstrip()), sentence.figures[-1].end)
        citation = self.reading.cited(start, end)
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
            if sentence.chinese
            and w.tag in ("n", "nz", "nw")
            and w.end - w.start > 1  # 料 in 公司料… is tagged as a noun
            and entities.HAN.match(self.text, w.start)
        }
        cues = list(modality.cues(self.text, start, sentence.end, nouns))
        scaled = self.reading.scaled
        statute = whose.is_statute(self.text, start, sentence.end)
        found: list[Claim] = []
        for quantity in sentence.figures:
            pair = pairs.get(quantity.start, respectively.Pair())
            compared = self.compared.get(quantity.start)
            apart = compared is not None and compared.apart
            if compared is None:
                metric = measured.metric(quantity, pair.what)
            else:
                metric = measured.held(quantity, compared.at, level=not compared.apart)
            if not (apart and metric) and not rows.worth(
                self.text, sentence.start, quantity, metric, wordy=self._wordy
            ):
                continue
            if compared is not None and not apart:
                subject, origin = self._of_yardstick(compared)
            elif pair.whom:
                subject, origin = self.whose.resolved(pair.whom)
            else:
                subject, origin = self.whose.of(quantity, metric)
            found_in = origin
            if statute:
                subject, origin = "", ""
            elif (
                sentence.chinese
                and origin in ("document", "antecedent", "")
                and not self._mentioned(quantity)
            ):
                noun = common_nouns.common(
                    self.text, self.layout, quantity, metric, sentence.words, mentions=sentence.mentions
                )
                if noun and not self.reading.table.named(noun):
                    subject, origin = noun, "sentence"
                elif common_nouns.counts_actors(self.text, self.layout, quantity, sentence.words):
                    subject, origin = "", ""
            if origin != "sentence" and (head := self._row_head(quantity)):
                subject, origin = head, "table"
            clause = self.layout.clauses[self.layout.index(quantity.start)]
            surely = modality.modality(cues, quantity.start, quantity.end, clause, start, text=self.text)
            other_yuan = bool(self.reading.yuan) and rows.is_bare_yuan(quantity)
            found.append(
                Claim(
                    subject=subject,
                    metric=self.text[metric.start : metric.end] if metric else "",
                    metric_key=metric.key if metric else "",
                    quantity=replace(quantity, unit=self.reading.yuan) if other_yuan else quantity,
                    period=self._period(quantity, pair.at, subject, found_in)
                    or (self._period_of_report(metric) if surely == "actual" else ""),
                    modality=surely,
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

    def _of_yardstick(self, compared: comparisons.Compared) -> tuple[str, From]:
        if compared.yardstick is None:
            return compared.words, "sentence"
        return self.whose.resolved(compared.yardstick)

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
            and not idle_terms.is_idle(self.text, term.start, term.end, self.sentence.start)
        ]

    def _cuts(self, term: Term) -> bool:
        """Whether a Chinese term ends or begins inside a word: 转让价 in 转让 价值."""
        words = self.sentence.words
        if not self.sentence.chinese:
            return False
        known = {q.end for q in self.figures}  # 每10股 ends there, whatever 股派 may be
        known |= {n.end for n in self.sentence.names}
        for at in (at for at in (term.start, term.end) if at not in known):
            i = bisect_right(words, at, key=lambda w: w.start) - 1
            word = words[i]
            if word.start < at < word.end and not (word.start <= term.start and term.end <= word.end):
                return True
        first = words[bisect_right(words, term.start, key=lambda w: w.start) - 1]
        return term.end - term.start == 1 and first.end - first.start > 1

    def _iso(self, period: Period) -> str:
        reading = self.reading
        return self.when.iso(period, reading.document.date, reading.period, reading.titled)

    def _period_of_report(self, metric: Metric | None) -> str:
        """The period that a report is of by its title, for what its sentences tell of no other; or empty.

        How things stand (employees, a share price) is told of the day of the document.
        """
        reading = self.reading
        main, title = reading.memory.main, fold_text(reading.document.title)
        if not reading.reported or not main or fold_text(main) not in title or self.when.spoken_of():
            return ""
        stands = comparable_when().get(metric.key.removesuffix("_growth")) if metric is not None else None
        return "" if stands in ("standing", "day") else reading.reported

    def _period(self, quantity: Quantity, at: Period | None, subject: str, origin: From) -> str:
        reading = self.reading
        chosen = at or self.when.of(quantity)
        if chosen is not None:
            return self.when.end_of(self._iso(chosen), quantity)
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
