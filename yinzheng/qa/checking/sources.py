"""Where evidence stands: the library's sentences that are nearest to a statement, by words, figures, vectors.

Words come first, since most true sentences share theirs with a source; only statements that words leave open
are encoded, all in one go. A figure's evidence may stand where neither looks (a table), so the stored claims
are looked up by value. No passage is read again (MaxSim): a check reads thousands of sentences, and only
English ones that words leave open are compared with lines by their tokens (``meaning.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import Concept, concepts, literal
from yinzheng.index.centre import centre
from yinzheng.index.embed import context
from yinzheng.qa.checking.lines import PLAIN, Line, Terms, lines_of
from yinzheng.qa.checking.meaning import closeness
from yinzheng.qa.checking.texts import Texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.qa.checking.marks import Target
    from yinzheng.qa.checking.reading import Said, Unit
    from yinzheng.types import Claim, Document, Lang, Passage, Quantity, QuantityKind

PASSAGES = 8
"""Passages of each language that words propose, and as many that vectors do."""

LINES = 10
"""Sentences that a statement is held against."""

ENOUGH = 0.72
"""Share of a statement's words from which its sentence is found and vectors are not asked."""

MATCHES = 12
"""Places of a figure's value that are looked at, at most."""

_KEPT_PASSAGES = 10_000
"""Passages whose sentences are kept for the next statements: some 30 KB each."""

_ROUND = 3  # digits by which figures of about one value are looked up


@dataclass(slots=True)
class Evidence:
    """What a statement is held against: lines, best first, with the share of its words that each has."""

    lines: list[Line] = field(default_factory=list)
    coverage: dict[Line, float] = field(default_factory=dict)
    verbatim: Line | None = None
    cited: bool = False
    """Whether nothing but what is cited counts."""
    had: dict[Line, dict[int, float]] = field(default_factory=dict)
    """What each line has of the statement's words, by where they begin: looking for them costs most."""

    def has(self, line: Line, units: Sequence[Unit]) -> list[float]:
        """How surely a line has each of the statement's words, in [0, 1]."""
        known = self.had.get(line)
        if known is None:
            had = line.all_of(units)
            known = self.had[line] = {unit.start: one for unit, one in zip(units, had, strict=True)}
            return had
        return [known[unit.start] if unit.start in known else line.has(unit) for unit in units]

    def share(self, line: Line, units: Sequence[Unit]) -> float:
        """The share of the words' weight that a line has, in [0, 1]; 0 for no words."""
        total = sum(unit.weight for unit in units)
        had = self.has(line, units)
        return sum(unit.weight * one for unit, one in zip(units, had, strict=True)) / total if total else 0.0


class Sources:
    """The evidence of one state of a library, read as it is needed and kept for the next statements."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        claims: Callable[[Document], Sequence[Claim]],
        version: str,
        without: Collection[str] = (),
    ) -> None:
        """``claims`` gives a document's figures as ``version`` of the code reads them.

        ``without`` are the ids of documents that are no evidence.
        """
        self._index, self._encoder, self._without = index, encoder, frozenset(without)
        self._claims, self._version = claims, version
        self._langs = tuple(index.passage_langs())
        self._lines: dict[int, tuple[Line, ...]] = {}
        self._documents: dict[str, Document] = {}
        self._around: dict[int, str] = {}
        self._of: dict[str, dict[int, Claim]] = {}
        self._passages: dict[str, list[Passage]] = {}
        self._weights: dict[tuple[Lang, Concept], float] = {}

    def forget(self) -> None:
        """Let go of what was read of most passages where much was: a long text goes over a whole library."""
        if len(self._lines) > _KEPT_PASSAGES:
            self._lines.clear()
            self._around.clear()
            self._documents.clear()
            self._passages.clear()
            self._of.clear()

    # What is known of a document.

    def document(self, doc_id: str) -> Document | None:
        """A document with its text; None where it is gone."""
        if doc_id not in self._documents:
            self._documents |= self._index.documents_by_id([doc_id])
        return self._documents.get(doc_id)

    def claims(self, doc_id: str) -> dict[int, Claim]:
        """A document's claims by where their figures begin."""
        if doc_id not in self._of:
            document = self.document(doc_id)
            found = self._claims(document) if document else ()
            self._of[doc_id] = {claim.quantity.start: claim for claim in found}
        return self._of[doc_id]

    def passages(self, doc_id: str) -> list[Passage]:
        """A document's passages, in its order."""
        if doc_id not in self._passages:
            self._passages[doc_id] = self._index.passages_of(doc_id)
        return self._passages[doc_id]

    def lines(self, passage: Passage) -> tuple[Line, ...]:
        """The sentences of a passage that have a letter or digit."""
        if passage.id not in self._lines:
            document = None if passage.doc_id in self._without else self.document(passage.doc_id)
            self._lines[passage.id] = () if document is None else tuple(lines_of(document, passage))
        return self._lines[passage.id]

    def around(self, line: Line) -> str:
        """What stands around a line: the title, the heading path and the passage, folded."""
        passage = line.passage
        if passage.id not in self._around:
            head = context(line.document, passage.start)
            text = line.document.text[passage.start : passage.end]
            self._around[passage.id] = fold_text(f"{line.document.title}\n{head}\n{text}")
        return self._around[passage.id]

    @cached_property
    def texts(self) -> Texts:
        """The documents as quotations are looked for in them; read with the first quotation."""
        return Texts([one for one in self._index.documents(text=True) if one.id not in self._without])

    # Weights of words.

    def weigh(self, terms: Iterable[str], lang: Lang) -> dict[str, float]:
        """How rare words are among the passages of their language: idf by BM25, more than 0."""
        distinct = list(dict.fromkeys(terms))
        return dict(zip(distinct, self._idf(literal(distinct), lang), strict=True))

    def _idf(self, wanted: Sequence[Concept], lang: Lang) -> list[float]:
        new = [concept for concept in wanted if (lang, concept) not in self._weights]
        for concept, weight in self._index.concept_weights(new, lang).items() if new else ():
            self._weights[lang, concept] = weight
        return [self._weights[lang, concept] for concept in wanted]

    # Looking.

    def gather(self, statements: Sequence[Said]) -> list[Evidence]:
        """The evidence of each statement in the whole library."""
        passages = self._read([self._by_words(said) for said in statements])
        found = [self._rank(said, near.values()) for said, near in zip(statements, passages, strict=True)]
        self._by_vectors(statements, found, passages)
        return found

    def within(self, said: Said, targets: Sequence[Target]) -> Evidence:
        """The evidence of a statement in what it cites: spans, or whole documents."""
        lines: list[Line] = []
        for target in targets:
            for passage in self.passages(target.doc_id):
                if target.start is None or target.end is None:
                    lines += self.lines(passage)
                elif passage.start < target.end and target.start < passage.end:
                    lines += [
                        one
                        for one in self.lines(passage)
                        if one.start < target.end and target.start < one.end
                    ]
        evidence = self._ranked(said, lines)
        evidence.cited = True
        return evidence

    def _read(self, wanted: Sequence[Collection[int]]) -> list[dict[int, Passage]]:
        """The passages of each set of ids, read together with their documents."""
        known = self._index.passages(list({one for ids in wanted for one in ids}))
        self._read_documents(one.doc_id for one in known.values() if one.id not in self._lines)
        return [{one: known[one] for one in ids if one in known} for ids in wanted]

    def _read_documents(self, ids: Iterable[str]) -> None:
        new = {one for one in ids if one not in self._documents} - self._without
        self._documents |= self._index.documents_by_id(sorted(new)) if new else {}

    def _by_words(self, said: Said) -> list[int]:
        ids: dict[int, None] = {}
        for lang in self._langs:
            wanted = (
                literal(said.terms) if lang == said.lang else concepts([u.word for u in said.units], lang)
            )
            ids |= dict.fromkeys(i for i, _ in self._index.lexical(wanted, lang, PASSAGES))
        return list(ids)

    def _by_vectors(
        self, statements: Sequence[Said], found: list[Evidence], passages: Sequence[dict[int, Passage]]
    ) -> None:
        """Look again, by vectors, for what words did not settle."""
        open_ = [
            i
            for i, evidence in enumerate(found)
            if evidence.verbatim is None and max(evidence.coverage.values(), default=0.0) < ENOUGH
        ]
        if not open_:
            return
        vectors = self._encoder.encode([statements[i].text for i in open_], "query")
        near: list[list[int]] = []
        for i, vector in zip(open_, vectors, strict=True):
            asked = centre(vector, self._mean(statements[i].lang))
            proposed = [one for lang in self._langs for one, _ in self._index.dense(asked, lang, PASSAGES)]
            near.append([one for one in proposed if one not in passages[i]])
        for i, new in zip(open_, self._read(near), strict=True):
            passages[i].update(new)
            found[i] = self._rank(statements[i], passages[i].values(), found[i])

    def _mean(self, lang: Lang) -> NDArray[np.float32]:
        centres = self._encoder.centres
        return centres.mean("query", lang) if centres else self._index.passage_mean(lang)

    def _rank(self, said: Said, passages: Iterable[Passage], known: Evidence | None = None) -> Evidence:
        return self._ranked(said, [line for passage in passages for line in self.lines(passage)], known)

    def _ranked(self, said: Said, lines: Sequence[Line], known: Evidence | None = None) -> Evidence:
        """The best lines by the words that they have; only those that repeat the statement where any does.

        ``known`` is what was found out of the same statement before.
        """
        evidence = Evidence(had=known.had if known else {})
        plain = PLAIN.sub("", said.folded)
        distinct = dict.fromkeys(lines)
        verbatim = [line for line in distinct if line.repeats(plain)] if plain else []
        terms, count = Terms(said.terms), len(set(said.terms))
        rough = sorted(
            verbatim or distinct,  # what else has its words does not count beside a repetition
            key=lambda line: (
                -(line.shared(terms) if line.lang == said.lang else evidence.share(line, said.units) * count),
                line.document.id,
                line.start,
            ),
        )
        kept = rough[: 2 * LINES]
        coverage = {line: evidence.share(line, said.units) for line in kept}
        kept.sort(key=lambda line: -coverage[line])
        evidence.verbatim = kept[0] if verbatim else None
        evidence.lines = kept[:LINES]
        evidence.coverage = {line: coverage[line] for line in evidence.lines}
        return evidence

    def closeness(self, text: str, lines: Sequence[Line]) -> float | None:
        """How near a statement is to lines by the encoder, in [-1, 1]; None where it cannot tell."""
        return closeness(self._index, self._encoder, text, lines)

    # Figures by value.

    @cached_property
    def _by_value(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        """Where the library's figures begin, by kind of unit and the first digits of their value."""
        made: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for one in self._index.figures(self._version):
            if one.doc_id not in self._without:
                for key in value_keys(one.kind, one.unit, one.values):
                    made[key].append((one.doc_id, one.start))
        for doc_id in sorted(self._index.without_claims(self._version) - self._without):
            for start, claim in self.claims(doc_id).items():
                for key in keys_of(claim.quantity):
                    made[key].append((doc_id, start))
        return made

    def add_claims(self, said: Said, evidence: Evidence, quantity: Quantity) -> None:
        """Put the lines that state a figure of this value elsewhere behind the evidence."""
        if evidence.cited:
            return
        known = {(line.document.id, line.start) for line in evidence.lines}
        places = {
            place: None for key in keys_of(quantity) for place in self._by_value.get(key, ())[: 8 * MATCHES]
        }
        self._read_documents(doc_id for doc_id, _ in places)
        lines = {line: None for place in places if (line := self._line_at(*place)) is not None}
        coverage = {line: evidence.share(line, said.units) for line in lines}
        ranked = sorted(lines, key=lambda line: (-coverage[line], line.document.id, line.start))
        for line in ranked[:MATCHES]:
            if (line.document.id, line.start) not in known:
                evidence.lines.append(line)
                evidence.coverage[line] = coverage[line]

    def add_places(self, evidence: Evidence, places: Iterable[tuple[str, int, int]]) -> None:
        """Put the lines of places, given as document and half-open interval, before the evidence."""
        known = {(line.document.id, line.start) for line in evidence.lines}
        added = []
        for doc_id, start, end in places:
            for at in (start, (start + end) // 2, end - 1):
                line = self._line_at(doc_id, at)
                if line is not None and (doc_id, line.start) not in known:
                    known.add((doc_id, line.start))
                    added.append(line)
        evidence.lines[:0] = added

    def _line_at(self, doc_id: str, offset: int) -> Line | None:
        passages = self.passages(doc_id)
        at = bisect_right(passages, offset, key=lambda one: one.start) - 1
        lines = self.lines(passages[at]) if at >= 0 else ()
        at = bisect_right(lines, offset, key=lambda one: one.start) - 1
        return lines[at] if at >= 0 else None


def keys_of(quantity: Quantity) -> list[tuple[str, str]]:
    """What a figure is looked up by, as ``value_keys``."""
    values = [one for one in (quantity.value, quantity.low, quantity.high) if one is not None]
    return value_keys(quantity.kind, quantity.unit, values)


def value_keys(kind: QuantityKind, unit: str, values: Iterable[Decimal]) -> list[tuple[str, str]]:
    """What figures that may be the same are looked up by: the kind of unit, and the value to three digits.

    A value that rounding may carry over a step has both keys.
    """
    from yinzheng.qa.grammar.units import unit_of

    made: dict[tuple[str, str], None] = {}
    family: str = kind
    scale = Decimal(1)
    if kind == "number":
        family = "count"
    elif kind == "money":
        family = f"money {unit}"
    elif kind in {"physical", "duration", "age"}:
        family = "physical"
        if known := unit_of(unit):
            family, scale = f"physical {known.dimension}", known.factor
    for value in values:
        if not value.is_finite():
            continue
        value = value * scale
        for digits in (_ROUND, _ROUND - 1):
            made[family, f"{abs(value):.{digits - 1}E}"] = None
    return list(made)
