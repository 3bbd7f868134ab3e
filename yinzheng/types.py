"""The nouns of yinzheng: frozen, slotted dataclasses and nothing else.

Every offset is a half-open interval ``[start, end)`` in Unicode code points into
``Document.text``; wherever a quote is carried, ``text[start:end] == quote``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["zh", "en"]
"""The two languages that search and labels tell apart; text without Han characters counts as ``en``."""

AnchorKind = Literal["page", "heading", "timestamp", "slide", "sheet"]


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
    ``duplicate_of:ID``, ``boilerplate``, ``spun``.
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
    """Where a quoted sentence stands; ``locator`` is for people (``§ 合同结构``, ``lines 40–46``)."""

    n: int
    doc_id: str
    source: str
    title: str
    start: int
    end: int
    quote: str
    locator: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question: sentences of the documents, quoted and cited, or an honest refusal.

    ``text`` holds at most three quoted sentences with ``[n]`` marks; it is empty when ``answered`` is
    false, and ``citations`` then point at the nearest passages so that a person can judge.
    ``confidence`` is a probability in [0, 1]. ``reason`` says why there is no answer, else is empty.
    """

    question: str
    answered: bool
    text: str
    short: str | None
    confidence: float
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[object, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A source that was not taken in, and why, in one sentence.

    ``failed`` is true for what should have been read and could not be, false for what is left out on
    purpose.
    """

    source: str
    reason: str
    failed: bool = False


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
