"""The nouns of yinzheng: frozen, slotted dataclasses and nothing else.

Every offset is a half-open interval ``[start, end)`` in Unicode code points into
``Document.text``; wherever a quote is carried, ``text[start:end] == quote``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

Lang = Literal["zh", "en"]
"""The two languages that search and labels tell apart; text without Han characters counts as ``en``."""

AnchorKind = Literal["page", "heading", "timestamp", "slide", "sheet", "speaker"]

QuantityKind = Literal[
    "money", "count", "number", "percent", "points", "basis_points", "multiple", "fraction", "ratio",
    "physical", "duration", "age", "date", "period",
]  # fmt: skip

Qualifier = Literal["exact", "approx", "at_least", "at_most", "over", "under", "range", "vague"]

Modality = Literal["actual", "forecast", "planned", "reported", "hypothetical"]

ClaimStatus = Literal["exact", "inherited_unit", "vague", "unparsed", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open interval ``[start, end)`` of a text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The half-open interval ``[start, end)`` of one sentence, in code points."""

    start: int
    end: int


PATH_SIGN = " › "
"""Between the headings of a path: ``合同结构 › 利率``."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that people cite by: everything from ``start`` to the next anchor of its kind belongs to it.

    ``label`` is what is shown: a heading path (``"合同结构 › 利率"``), a time range
    (``"30:00–40:00"``), a page number (``"12"``).
    """

    start: int
    kind: AnchorKind
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source, as it was read.

    ``id`` is short and comes from the content; ``source`` is the path or name it was added under
    and is unique in a library. ``sha256`` is the hex digest of the bytes that were read, and
    ``added_at`` an ISO 8601 time in UTC. ``date`` is the publication date (ISO 8601) where known.
    ``flags`` say what a reader should know: ``guessed_encoding:gb18030``, ``removed_characters:3``,
    ``duplicate_of:ID``, ``boilerplate``, ``spun``, ``ocr:3,7-9`` for pages that were recognised, ``url:…``
    and ``author:…`` of a page, ``dated_by:…`` for a date that is inferred.
    """

    id: str
    source: str
    title: str
    text: str
    lang: Lang
    media_type: str
    sha256: str
    added_at: str
    anchors: tuple[Anchor, ...] = ()
    flags: tuple[str, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and indexed: ``document.text[start:end]``, a few sentences long."""

    id: int
    doc_id: str
    start: int
    end: int
    lang: Lang


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query.

    ``score`` orders the list (higher is better; comparable within one list only). ``dense`` is the
    centred cosine in [-1, 1]; ``lexical`` is BM25 over the sum of the query's term weights,
    0 when no term matches.
    """

    document: Document
    passage: Passage
    score: float
    lexical: float
    dense: float

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.document.text[self.passage.start : self.passage.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quoted sentence stands; ``locator`` is for people (``§ 合同结构``, ``lines 40–46``).

    ``flags`` are those of its document, as in ``Document``.
    """

    n: int
    doc_id: str
    source: str
    title: str
    start: int
    end: int
    quote: str
    locator: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a text: ``text[start:end] == raw``, number and unit without its qualifier.

    ``value`` is in base units (``19.15亿美元`` is 1915000000, unit ``USD``); the table of kinds, values and
    units stands in ``yinzheng.qa.quantities``. A range sets ``low`` and ``high`` and leaves ``value`` None; a
    vague amount (``几百亿``) and one that could not be read leave all three None. ``period`` is the ISO 8601
    form of a date or period and None for every other kind. ``direction`` tells a change
    (``下降 45%`` is 45, ``down``); a written sign stays in the value.
    """

    start: int
    end: int
    raw: str
    kind: QuantityKind
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: Qualifier
    period: str | None = None
    direction: Literal["", "up", "down"] = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says of something in figures: who, what, how much, for when, said where.

    ``quantity`` carries offsets into the document's text; ``citation`` is the sentence (or table row) that
    states it. ``metric`` is as written, ``metric_key`` the concept it stands for (``revenue``) or empty.
    ``period`` is ISO 8601 (``2024``, ``2024-Q3``, ``2022-11``), as written where it is relative and cannot
    be resolved, or empty. ``subject_from`` says where the subject was found: in the sentence, by a
    pronoun's or an omitted subject's antecedent, in a table's header, or as what the document is about.
    """

    subject: str
    metric: str
    metric_key: str
    quantity: Quantity
    period: str
    modality: Modality
    citation: Citation
    status: ClaimStatus
    subject_from: Literal["sentence", "antecedent", "table", "document", ""] = "sentence"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims about one subject, metric and period that do not agree; ``reason`` where it can be told.

    ``groups`` holds the claims that agree among themselves together; there are at least two groups.
    ``subject`` is the shared name that its aliases stand for.
    """

    subject: str
    metric_key: str
    period: str
    groups: tuple[tuple[Claim, ...], ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question: sentences of the documents, quoted and cited, or an honest refusal.

    ``text`` holds at most three quoted sentences with ``[n]`` marks; it is empty when ``answered`` is
    false, and ``citations`` then point at the nearest passages so that a person can judge.
    ``confidence`` is a probability in [0, 1]. ``reason`` says why there is no answer, else is empty.
    Citations that ``text`` does not mark are further evidence, at most three in all with those it marks.

    ``short`` is what was asked for, as it stands in a cited sentence: a figure, a date or a name, None when
    that cannot be told. ``short_at`` is its place, under the number of that sentence's citation, and
    ``short_value`` what it says in the question's language (``USD 1.915 billion``, ``19.15 亿美元``,
    ``November 2022``), empty for names. ``conflicts`` holds figures of other sources that answer the question
    otherwise. ``signals`` are what ``confidence`` was read from, by the names of
    ``yinzheng.qa.abstain.ANSWER_SIGNALS``, and ``reading`` (``yinzheng.qa.reading``). ``notes`` are remarks
    for people, in the question's language: which part of the question has no answer, or that it is in neither
    Chinese nor English.
    """

    question: str
    answered: bool
    text: str
    short: str | None
    confidence: float
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    reason: str = ""
    short_at: Citation | None = None
    short_value: str = ""
    signals: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a summary: a sentence of a document, quoted.

    ``text`` is what the first citation quotes; further ones are sentences of other documents that say the
    same. ``section`` is the heading path under which it stands (``"合同结构 › 利率"``), empty without one.
    """

    text: str
    citations: tuple[Citation, ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The points of one or several documents, in the order of their texts.

    ``about`` is what was asked about, empty for all there is. ``reason`` says why there are no points,
    else is empty. Citations are numbered from 1 throughout.
    """

    points: tuple[Point, ...] = ()
    about: str = ""
    reason: str = ""


Label = Literal["supported", "contradicted", "unsupported", "uncheckable"]
"""What a check says of a sentence; ``uncheckable`` is one that states nothing that sources could bear out."""

ReasonCode = Literal[
    "quote_found", "quote_altered", "quote_not_found",
    "figure_found", "converted", "rounded", "figure_mismatch", "unit_scale", "unit_mismatch",
    "bound_exceeded", "figure_not_found",
    "period_mismatch", "subject_mismatch", "metric_mismatch", "modality_mismatch",
    "negated", "direction", "roles_swapped", "name_not_found",
    "meaning", "no_evidence",
    "unresolved_citation", "citation_lacks_support", "citation_adds_nothing",
    "nothing_to_check",
]  # fmt: skip
"""Why a sentence got its label; docs/check.md explains each."""

IN_FAVOUR: frozenset[ReasonCode] = frozenset(
    (
        "quote_found", "figure_found", "converted", "rounded", "meaning",
        "citation_adds_nothing", "nothing_to_check",
    )
)  # fmt: skip
"""The codes that speak for a sentence, or against nothing in it; all others say what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a verdict.

    ``[start, end)`` is the part of the checked text that it is about (the figure, the quotation, the mark),
    ``source`` the place in a document that it was held against, None where there is none. ``detail`` says it
    for people, in the language of the sentence.
    """

    code: ReasonCode
    detail: str
    start: int
    end: int
    source: Citation | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the documents say to one sentence of a checked text: ``text[start:end] == sentence``.

    ``citations`` are the evidence that it was held against, best first, and ``better`` places that support it
    where what it cites does not.
    """

    sentence: str
    start: int
    end: int
    label: Label
    reasons: tuple[Reason, ...] = ()
    citations: tuple[Citation, ...] = ()
    better: tuple[Citation, ...] = ()

    @property
    def failed(self) -> bool:
        """True for a sentence that is contradicted or unsupported."""
        return self.label in {"contradicted", "unsupported"}


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts on a text's sentences, in its order."""

    verdicts: tuple[Verdict, ...] = ()

    @property
    def ok(self) -> bool:
        """True when no sentence is contradicted or unsupported."""
        return not any(verdict.failed for verdict in self.verdicts)

    @property
    def counts(self) -> dict[Label, int]:
        """How many sentences have each label, those with none included."""
        counts: dict[Label, int] = dict.fromkeys(get_args(Label), 0)
        for verdict in self.verdicts:
            counts[verdict.label] += 1
        return counts


@dataclass(frozen=True, slots=True)
class Problem:
    """A source that was not taken in, and why, in one sentence.

    ``failed`` is true for what should have been read and could not be, false for what is left out on
    purpose.
    """

    source: str
    reason: str
    failed: bool = False


CheckName = Literal[
    "database", "schema", "setting", "lost_documents", "document", "text", "anchors", "passages", "passage",
    "lost_passages", "vector", "index", "mean", "claims", "old_claims", "copies", "flags", "removed",
    "cache", "old_cache", "stray_file", "mode", "metrics",
]  # fmt: skip
"""What ``Library.doctor`` looks at; docs/reliability.md says what each stands for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a library that is not as it must be.

    ``subject`` is the document (its source), file or cache that it is about, and ``detail`` says what was
    found. ``derived`` is true for what can be made again from the rest, ``note`` for what is no fault, such
    as a cache that lags behind; ``repaired`` for what has just been mended.
    """

    check: CheckName
    subject: str
    detail: str
    derived: bool = False
    note: bool = False
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """What ``Library.doctor`` found; ``looked_at`` counts documents, passages, claims and cached passages."""

    findings: tuple[Finding, ...]
    looked_at: dict[str, int]

    @property
    def sound(self) -> bool:
        """True when nothing is wrong, or what was wrong has been repaired."""
        return all(finding.note or finding.repaired for finding in self.findings)


@dataclass(frozen=True, slots=True)
class AddReport:
    """What ``Library.add`` did. Every source that was looked at is in exactly one of the lists.

    ``skipped`` are sources left out on purpose (hidden files, formats that are not read);
    ``failed`` are sources that should have been read and could not be.
    """

    added: tuple[Document, ...] = ()
    replaced: tuple[Document, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[Problem, ...] = ()
    failed: tuple[Problem, ...] = ()
    passages: int = field(default=0)
