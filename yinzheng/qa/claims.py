"""Claims: every figure of a document as a row that says whose, of what, for when, how surely and where.

``claims(document)`` is the one way in; ``CLAIMS_VERSION`` names the way the rows are made. A sentence is
read in this order: its clauses (``clauses``), who is mentioned in it (``entities``, ``subjects``), what each figure
measures (``measures``, ``metrics.tsv``), how surely it is said (``modality``), and when (``periods``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from yinzheng.corpus.fold import fold
from yinzheng.corpus.locate import locator
from yinzheng.corpus.segment import sentences
from yinzheng.qa import entities, measures, metrics, modality, periods, subjects, tagger
from yinzheng.qa.clauses import Layout
from yinzheng.qa.measures import Metric, Terms
from yinzheng.qa.quantities import GRAMMAR_VERSION, quantities
from yinzheng.qa.subjects import Memory, Mention
from yinzheng.types import Citation, Claim, ClaimStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Literal

    from yinzheng.qa.metrics import Term
    from yinzheng.qa.periods import Period
    from yinzheng.types import Document, Quantity, Sentence

    From = Literal["sentence", "antecedent", "table", "document", ""]

_T = TypeVar("_T", "Mention", "Term", "Period")

CLAIMS_VERSION = "+".join(
    (
        "1",
        GRAMMAR_VERSION,
        tagger.TAGGER_VERSION,
        entities.NAMES_VERSION,
        metrics.METRICS_VERSION,
        subjects.SUBJECTS_VERSION,
        measures.MEASURES_VERSION,
        modality.MODALITY_VERSION,
    )
)
"""Changes whenever the same document may give other claims; stored claims are re-made then."""


def claims(document: Document, own_metrics: Path | None = None) -> list[Claim]:
    """The claims of ``document``, sorted by where their figures stand; dates and periods are no claims.

    ``own_metrics`` is a library's own table of metric terms, whose rows come before ours. Raises
    :class:`YinzhengError` where the text holds Chinese and the tagger cannot be loaded.
    """
    reading = _Reading(document, own_metrics)
    return reading.claims()


@dataclass(slots=True)
class _Sentence:
    """One sentence that holds figures, with what was found in it."""

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
        self.memory = Memory()
        self.period = ""
        self.period_subject = ""

    def claims(self) -> list[Claim]:
        rows = [q for q in self.figures if q.kind not in ("date", "period")]
        if not rows:
            return []
        sents = sentences(self.text)
        held = self._sentences(sents, rows)
        self.folded = fold(self.text)
        self.memory.main = subjects.main_subject(
            self.text, self.document.title, [n for s in held.values() for n in s.names]
        )
        found: list[Claim] = []
        last = -2
        for index in sorted(held):
            if last >= 0 and self._section(sents[last].start, sents[index].start):
                self.memory.forget()
                self.period = ""
            found += self._read(held[index])
            last = index
        return found

    # Which sentences are read, and their names.

    def _sentences(self, sents: Sequence[Sentence], rows: Sequence[Quantity]) -> dict[int, _Sentence]:
        starts = [s.start for s in sents]
        held: dict[int, _Sentence] = {}
        for quantity in rows:
            index = bisect_right(starts, quantity.start) - 1
            self._hold(held, sents, index).figures.append(quantity)
        for index in list(held):  # the sentence before may hold the antecedent
            if (
                index
                and index - 1 not in held
                and not self._section(sents[index - 1].start, sents[index].start)
            ):
                self._hold(held, sents, index - 1)
        if 0 not in held:
            self._hold(held, sents, 0)
        self._name(held)
        return held

    def _hold(self, held: dict[int, _Sentence], sents: Sequence[Sentence], index: int) -> _Sentence:
        if index not in held:
            start, end = sents[index].start, sents[index].end
            chinese = bool(entities.HAN.search(self.text, start, end))
            held[index] = _Sentence(start, end, chinese, [])
        return held[index]

    def _section(self, start: int, end: int) -> bool:
        """Whether a heading or the end of a paragraph stands between two sentences."""
        return "\n\n" in self.text[start:end] or "\n#" in self.text[start:end]

    def _name(self, held: dict[int, _Sentence]) -> None:
        text = self.text
        chinese = [s for s in held.values() if s.chinese]
        tagged = tagger.tag([text[s.start : s.end] for s in chinese])
        known = {
            text[s.start + w.start : s.start + w.end]
            for s, words in zip(chinese, tagged, strict=True)
            for w in words
            if w.tag == "ORG" and w.end - w.start > 1
        }
        for sentence, words in zip(chinese, tagged, strict=True):
            offset = sentence.start
            sentence.words = [tagger.Word(w.start + offset, w.end + offset, w.tag) for w in words]
            sentence.names = entities.chinese_names(text, offset, words, known)
        ordinary = entities.lower_words(text)
        for sentence in held.values():
            if not sentence.chinese:
                sentence.words = subjects.english_words(text, sentence.start, sentence.end)
                sentence.names = entities.english_names(text, sentence.start, sentence.end, ordinary)
        firsts = [q.start for q in self.figures]
        for sentence in held.values():  # a number's unit is no name
            sentence.names = [n for n in sentence.names if not self._figure_at(firsts, n)]
            sentence.mentions = subjects.mentions(
                text, sentence.words, sentence.names, chinese=sentence.chinese
            )

    def _figure_at(self, firsts: list[int], name: entities.Name) -> bool:
        i = bisect_right(firsts, name.start) - 1
        if i >= 0 and self.figures[i].end > name.start:
            return True
        return i + 1 < len(firsts) and firsts[i + 1] < name.end

    # Reading one sentence.

    def _read(self, sentence: _Sentence) -> list[Claim]:
        reader = _SentenceReader(self, sentence)
        return reader.claims()


_TEMPORAL_AFTER = re.compile(
    r"\s*(?:之?前|之?后|以?内|以来|来|间|期间|以前|以后|(?:ago|later|earlier|after|before|since|prior|or more before)\b)"
)
_TEMPORAL_BEFORE = re.compile(
    r"(?:过去|未来|近|最近|此后|随后|连续|每|畴昔|曩昔|前|后|再过|\b(?:past|last|next|previous|prior|within|every|each|for|in|the first|another)(?: the)?)\s*$",
    re.IGNORECASE,
)


class _SentenceReader:
    """The rows of one sentence."""

    def __init__(self, reading: _Reading, sentence: _Sentence) -> None:
        self.reading = reading
        self.sentence = sentence
        self.text = reading.text
        start, end = sentence.start, sentence.end
        figures = reading.figures
        low = bisect_left([q.start for q in figures], start) if len(figures) < 64 else _at(figures, start)
        self.around = [q for q in figures[low : low + 400] if q.start < end]
        self.periods = [p for p in _between(reading.periods, start, end)]
        whole = sorted({(q.start, q.end) for q in self.around} | {(n.start, n.end) for n in sentence.names})
        self.layout = Layout(self.text, start, end, whole)
        span = reading.folded.folded(start, end)
        self.terms = [
            t
            for t in reading.table.find(reading.folded, span.start, span.end)
            if not any(
                n.start < t.end and t.start < n.end and n.end - n.start > t.end - t.start
                for n in sentence.names
            )
        ]
        self.by_clause: dict[int, list[Mention]] = {}
        for mention in sentence.mentions:
            self.by_clause.setdefault(self.layout.index(mention.start), []).append(mention)
        self.terms_by_clause: dict[int, list[Term]] = {}
        for term in self.terms:
            self.terms_by_clause.setdefault(self.layout.index(term.start), []).append(term)
        self.cues = list(modality.cues(self.text, start, end))

    def claims(self) -> list[Claim]:
        sentence, memory = self.sentence, self.reading.memory
        found: list[Claim] = []
        if sentence.figures:
            quote = self.text[sentence.start : sentence.end].rstrip()
            end = max(sentence.start + len(quote), sentence.figures[-1].end)
            document = self.reading.document
            where = locator(document, sentence.start, end, document.lang)
            quote = self.text[sentence.start : end]
            last: Metric | None = None
            paired = self._respectively()
            for quantity in sentence.figures:
                index = self.layout.index(quantity.start)
                change = self._is_change(quantity, index)
                metric = self._metric(quantity, index, change=change, last=last)
                if not self._worth(quantity, metric):
                    continue
                subject, origin = self._subject(quantity, index, metric)
                metric, subject, origin = self._paired(paired, quantity, metric, subject, origin)
                period = self._period(quantity, index, subject, origin)
                if metric is not None:
                    last = metric
                citation = Citation(
                    1, document.id, document.source, document.title, sentence.start, end, quote, where
                )
                clause = self.layout.clauses[index]
                found.append(
                    Claim(
                        subject=subject,
                        metric=self.text[metric.start : metric.end] if metric else "",
                        metric_key=metric.key if metric else "",
                        quantity=quantity,
                        period=period,
                        modality=modality.modality(
                            self.cues,
                            quantity.start,
                            quantity.end,
                            (clause.start, clause.end),
                            sentence.start,
                        ),
                        citation=citation,
                        status=_status(quantity),
                        subject_from=origin,
                    )
                )
        topic = self._topic()
        if topic is not None:
            memory.hear(topic)
        return found

    def _worth(self, quantity: Quantity, metric: Metric | None) -> bool:
        """Whether the figure makes a row: not a mere 三年后, nor a bare number of nothing."""
        if quantity.kind == "duration" and (
            _TEMPORAL_AFTER.match(self.text, quantity.end)
            or _TEMPORAL_BEFORE.search(
                self.text[max(self.sentence.start, quantity.start - 12) : quantity.start]
            )
        ):
            return metric is not None and metric.key in ("term", "useful_life", "sentence_term", "lead_time")
        return quantity.kind != "number" or metric is not None

    # What is measured.

    def _is_change(self, quantity: Quantity, index: int) -> bool:
        clause = self.layout.clauses[index]
        return measures.is_change(self.text, quantity, clause.start, clause.end)

    def _metric(self, quantity: Quantity, index: int, *, change: bool, last: Metric | None) -> Metric | None:
        terms = Terms(self.text, self.terms)
        others = [q for q in self.around if q.start != quantity.start and q.kind not in ("date", "period")]
        own = self.terms_by_clause.get(index, [])
        best = terms.choose(quantity, own, others, change=change)
        if best is not None and best[0].score >= 2.0:
            return self._changed(best, change)
        clause = self.layout.clauses[index]
        for step, earlier in enumerate(self.layout.before(index)[:3]):
            if best is not None and step and not change:
                break
            candidates = self.terms_by_clause.get(earlier, [])
            candidate = terms.choose(quantity, candidates, others, change=change)
            if candidate is not None and candidate[0].score >= 2.0 - 0.5 * (change or clause.depth > 0):
                between = [o for o in others if candidate[0].end <= o.start < quantity.start]
                if between and last is not None and not change and self._same_kind(between[-1], quantity):
                    return last
                if best is None or candidate[0].score > best[0].score + 0.8:
                    return self._changed(candidate, change)
        if best is not None and best[0].score >= 0.6:
            return self._changed(best, change)
        if last is not None and self._elliptic(quantity, clause.start, others):
            return last
        nearest = measures.noun(
            self.text, quantity, self.sentence.words, clause.start, clause.end, chinese=self.sentence.chinese
        )
        return nearest

    def _changed(self, best: tuple[Metric, Term], change: bool) -> Metric:
        metric, term = best
        if change and metric.key == "growth_rate":  # 同比增长: what grows stands before it
            index = self.layout.index(metric.start)
            for i in (index, *self.layout.before(index)[:2]):
                for other in reversed(self.terms_by_clause.get(i, [])):
                    if other.end <= term.start and other.concepts[0].key not in (
                        "growth_rate",
                        "price_change",
                        "share",
                    ):
                        key = measures._key(other.concepts[0], self.sentence.figures[0], change=True)
                        return Metric(other.start, other.end, key, metric.score)
        return metric

    @staticmethod
    def _same_kind(one: Quantity, other: Quantity) -> bool:
        return one.kind == other.kind and one.unit == other.unit

    def _elliptic(self, quantity: Quantity, start: int, others: Sequence[Quantity]) -> bool:
        """Whether the clause before tells the metric too: 估值300亿，现在为230亿."""
        before = [o for o in others if o.end <= quantity.start]
        return (
            bool(before)
            and self._same_kind(before[-1], quantity)
            and quantity.start - max(start, before[-1].end) < 24
        )

    # Whose it is.

    def _subject(self, quantity: Quantity, index: int, metric: Metric | None) -> tuple[str, From]:
        own = [m for m in self.by_clause.get(index, []) if m.end <= quantity.start]
        owner = self._owner(index, metric)
        if owner is not None:
            return self._resolved(owner)
        if quantity.kind == "age":
            people = [
                m for m in self.sentence.mentions if m.kind in ("person", "he") and m.end <= quantity.start
            ]
            if people:
                return self._resolved(people[-1])
        for mention in own:
            if mention.role == "free" and mention.kind != "place":
                return self._resolved(mention)
        speakers = [m for m in own if m.role in ("speaker", "source")]
        places = [m for m in own if m.role == "free"]
        if places and not speakers:
            return self._resolved(places[0])
        for earlier in self.layout.before(index):
            clause = self.by_clause.get(earlier, [])
            for mention in clause:
                if mention.role == "free" and mention.kind != "place":
                    return self._resolved(mention)
            speakers += [m for m in clause if m.role in ("speaker", "source")]
            places += [m for m in clause if m.role == "free" and m.kind == "place"]
        for mention in speakers:
            if mention.kind != "person" and mention.kind != "he":
                return self._resolved(mention)
        if not self.sentence.chinese:
            late = self._behind(index, quantity)
            if late is not None:
                return self._resolved(late)
        memory = self.reading.memory
        if memory.org:
            return memory.org, "antecedent"
        if places:
            return self._resolved(places[0])
        if memory.last:
            return memory.last, "antecedent"
        if memory.main:
            return memory.main, "document"
        rest = [m for m in self.sentence.mentions if m.named]
        return (rest[0].text, "sentence") if rest else ("", "")

    def _behind(self, index: int, quantity: Quantity) -> Mention | None:
        """An English subject behind its figure: "$5 billion in sales at Acme"."""
        for mention in self.by_clause.get(index, []):
            if (
                mention.start >= quantity.end
                and mention.role == "free"
                and mention.named
                and mention.kind != "place"
            ):
                return mention
        return None

    def _owner(self, index: int, metric: Metric | None) -> Mention | None:
        """The mention that has the metric: CoreWeave 的估值, Acme's revenue, the revenue of Acme."""
        if metric is None:
            return None
        for mention in self.sentence.mentions:
            if mention.end <= metric.start and mention.role in ("free", "speaker"):
                gap = self.text[mention.end : metric.start]
                if _OWNS.fullmatch(gap):
                    return mention
            elif mention.start >= metric.end and not self.sentence.chinese:
                if _OF_OWNER.fullmatch(self.text[metric.end : mention.start]) and mention.kind in (
                    "org",
                    "product",
                    "company",
                ):
                    return mention
        return None

    def _resolved(self, mention: Mention) -> tuple[str, From]:
        memory = self.reading.memory
        if mention.named:
            return " ".join(mention.text.split()), "sentence"
        if mention.kind == "we":
            return (
                (memory.main, "document")
                if memory.main
                else (memory.org, "antecedent")
                if memory.org
                else (mention.text, "sentence")
            )
        before = [m for m in self.sentence.mentions if m.end <= mention.start and subjects.fits(mention, m)]
        ranked = sorted(before, key=lambda m: (m.role not in ("free", "source"), m.kind == "place", -m.start))
        if ranked and (ranked[0].role in ("free", "source", "speaker") or mention.kind != "company"):
            return ranked[0].text, "antecedent"
        if mention.kind == "he":
            if memory.person:
                return memory.person, "antecedent"
        elif (
            mention.kind == "company"
            and mention.text in ("公司", "集团", "本公司", "上市公司")
            and memory.main
        ):
            return memory.main, "document"
        elif memory.org or memory.last:
            return memory.org or memory.last, "antecedent"
        if memory.main:
            return memory.main, "document"
        return mention.text, "sentence"

    def _topic(self) -> Mention | None:
        """Who the sentence is about, for the next one."""
        for mention in self.sentence.mentions:
            if mention.named and mention.role in ("free", "source") and mention.kind != "place":
                return mention
        return None

    # Several at once.

    def _respectively(self) -> dict[int, tuple[Mention | None, Metric | None, Period | None]]:
        """Figures told "respectively" with whom, what or when each belongs to, by their start."""
        found: dict[int, tuple[Mention | None, Metric | None, Period | None]] = {}
        start, end = self.sentence.start, self.sentence.end
        marks = [m for m in _RESPECTIVELY.finditer(self.text, start, end)]
        figures = [q for q in self.sentence.figures]
        for mark in marks:
            if self.sentence.chinese:
                ahead = [q for q in figures if q.start >= mark.end()]
                listed = _listed(self.text, ahead)
            else:
                listed = _listed(self.text, [q for q in figures if q.end <= mark.start()][::-1])[::-1]
            n = len(listed)
            if n < 2:
                continue
            past = min(listed[0].start, mark.start()) if self.sentence.chinese else listed[0].start
            whom = _run([m for m in self.sentence.mentions if m.end <= past and m.named], self.text)
            terms = _run([t for t in self.terms if t.end <= past], self.text)
            when = _run([p for p in self.periods if p.end <= past], self.text)
            for i, quantity in enumerate(listed):
                found[quantity.start] = (
                    whom[i] if len(whom) == n else None,
                    Metric(terms[i].start, terms[i].end, terms[i].concepts[0].key)
                    if len(terms) == n
                    else None,
                    when[i] if len(when) == n else None,
                )
        self.when = {at: w for at, (_, _, w) in found.items() if w is not None}
        return found

    def _paired(
        self,
        paired: dict[int, tuple[Mention | None, Metric | None, Period | None]],
        quantity: Quantity,
        metric: Metric | None,
        subject: str,
        origin: From,
    ) -> tuple[Metric | None, str, From]:
        whom, what, _ = paired.get(quantity.start, (None, None, None))
        if whom is not None:
            subject, origin = whom.text, "sentence"
        return what or metric, subject, origin

    # When.

    def _period(self, quantity: Quantity, index: int, subject: str, origin: From) -> str:
        reading = self.reading
        chosen = self.when.get(quantity.start) or self._nearest(quantity, index)
        if chosen is not None:
            iso = self._iso(chosen)
            if chosen.kind == "period":
                reading.period, reading.period_subject = iso, subject
            return iso
        if reading.period and origin != "sentence" and not self.periods and _COARSE.fullmatch(reading.period):
            return reading.period
        if (
            reading.period
            and subject == reading.period_subject
            and not self.periods
            and _COARSE.fullmatch(reading.period)
        ):
            return reading.period
        return ""

    def _nearest(self, quantity: Quantity, index: int) -> Period | None:
        text = self.text
        own = [p for p in self.periods if self.layout.index(p.start) == index]
        figures = [q for q in self.around if q.kind not in ("date", "period")]

        def crossed(low: int, high: int) -> bool:
            return any(low <= q.start and q.end <= high for q in figures)

        before = [p for p in own if p.end <= quantity.start and not self._base(p)]
        after = [p for p in own if p.start >= quantity.end and not self._base(p)]
        if (
            after
            and not crossed(quantity.end, after[0].start)
            and (not self.sentence.chinese or re.fullmatch(r"\s*", text[quantity.end : after[0].start]))
        ):
            if not before or crossed(before[-1].end, quantity.start) or not self.sentence.chinese:
                return after[0]
        if before:
            return before[-1]
        for earlier in self.layout.before(index):
            there = [
                p
                for p in self.periods
                if self.layout.index(p.start) == earlier
                and p.end <= quantity.start
                and not self._base(p)
                and not self._told(p)
            ]
            if there:
                return there[-1]
        aside = [
            p
            for p in self.periods
            if p.start >= quantity.end and re.fullmatch(r"\s*[（(]\s*", text[quantity.end : p.start])
        ]
        return aside[0] if aside else None

    def _base(self, period: Period) -> bool:
        """Whether a change is counted from the period: 较2022年, from 2022, over the prior year."""
        return bool(_BASE.search(self.text[max(self.sentence.start, period.start - 20) : period.start]))

    def _told(self, period: Period) -> bool:
        """Whether the date is that of a notice, not of what it says."""
        return period.kind == "date" and bool(_NOTICE.match(self.text, period.end))

    def _iso(self, period: Period) -> str:
        date = self.reading.document.date
        if period.form.startswith("R"):
            known = [p.iso for p in self.periods if p.iso and p is not period]
            date = known[0] if known else (self.reading.period or None)
        try:
            iso = periods.resolve(period, date)
        except ValueError:
            iso = None
        return iso or period.iso or period.raw


_OWNS = re.compile(
    r"(?:['’]s?)?\s*(?:的|本身的|自身的|最新|目前|当前|[\d]{4}\s?年|全年|第[一二三四]季度|上半年|下半年|公司|总|年度|整体|合计|\s)*"
    r"|['’]s?\s(?:[\w-]+\s){0,4}|\s(?:total|net|annual|quarterly|adjusted|reported|consolidated|organic|core|fiscal|full-year|first-quarter|second-quarter|third-quarter|fourth-quarter)\s"
)
_OF_OWNER = re.compile(r"\s(?:of|at|for|by)\s(?:the\s)?")
_RESPECTIVELY = re.compile(r"分别|各自|依次|\brespectively\b", re.IGNORECASE)
_BASE = re.compile(
    r"(?:较|比|相比|相较|对比|同比|环比|高于|低于|比起|\b(?:from|over|versus|vs\.?|than|against|compared (?:to|with)|in comparison (?:to|with))(?: the)?(?: same (?:period|quarter))?(?: (?:of|in))?)\s*$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:晚间?|早间?|上午|下午|凌晨|盘后|[ ,，])*(?:[^，,。；;\d]{0,16}(?:公告|披露|发布|讯|报道|消息|召开|宣布|获悉|公布|公示|记者|电|称|表示|收到|电话|签署日)|[,，]? ?(?:announced|reported|said|released|filed))"
)
_COARSE = re.compile(r"(?:FY)?\d{4}(?:-(?:Q[1-4]|H[12]))?|\d{4}(?:-H[12])?/\d{4}|\*-Q[1-4]")
_COMMA = re.compile(r"\s*(?:、|和|与|及|以及|，|,|and|or|&|,\s*and)\s*(?:\$|€|£|约|about|approximately)?\s*")


def _listed(text: str, figures: Sequence[Quantity]) -> list[Quantity]:
    """The figures from the first on that only commas and "and" part, in either direction."""
    found = list(figures[:1])
    for quantity in figures[1:]:
        low, high = sorted((found[-1], quantity), key=lambda q: q.start)
        if not _COMMA.fullmatch(text[low.end : high.start]):
            break
        found.append(quantity)
    return found


def _run(items: list[_T], text: str) -> list[_T]:
    """The last items that only commas and "and" part."""
    found: list[_T] = []
    for item in reversed(items):
        if found and not _COMMA.fullmatch(text[item.end : found[-1].start]):
            break
        found.append(item)
    return found[::-1]


def _between(found: Sequence[Period], start: int, end: int) -> list[Period]:
    low = bisect_left(found, start, key=lambda p: p.start)
    return [p for p in found[low : bisect_left(found, end, key=lambda p: p.start)]]


def _at(figures: Sequence[Quantity], start: int) -> int:
    return bisect_left(figures, start, key=lambda q: q.start)


def _status(quantity: Quantity) -> ClaimStatus:
    if quantity.qualifier == "vague":
        return "vague"
    if quantity.value is None and quantity.low is None and quantity.high is None:
        return "unparsed"
    if quantity.kind == "money" and not quantity.unit:
        return "ambiguous"
    return "exact"
