"""From documents to passages with vectors: what is put before a passage, and in which batches."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from yinzheng.corpus.segment import PASSAGES_VERSION, passages
from yinzheng.corpus.tokens import language
from yinzheng.index.encoder import Encoder
from yinzheng.index.store import NewPassage
from yinzheng.types import Document, Span

CUTTING = f"{PASSAGES_VERSION}/context-1"
"""Names the way passages are cut and what is put before them; a library is bound to one."""

_CONTEXT_CHARACTERS = 100
_GROUP = 64
"""Passages encoded before their documents are stored; more would only wait longer."""

_PIECE = 32
"""Passages encoded between two looks at whether to go on: what ctrl-C waits for."""

Embedded = tuple[Document, list[NewPassage]]
_Cut = list[tuple[Document, list[Span]]]


def context(document: Document, start: int) -> str:
    """Return the line put before the passage at ``start`` when it is embedded, or ``""``.

    It is the document's title and the heading path that the passage stands under, left out where
    the passage itself begins with them, at most 100 characters.
    """
    heading = ""
    for anchor in document.anchors:
        if anchor.start > start:
            break
        if anchor.kind == "heading":
            heading = anchor.label if anchor.start < start else ""
    title = document.title
    if not document.text or title in document.text[start : start + len(title) + 8]:
        title = ""
    parts = [part for part in (title, heading) if part]
    if len(parts) == 2 and parts[1].startswith(parts[0]):
        parts = parts[1:]
    return " › ".join(parts)[:_CONTEXT_CHARACTERS]


def passage_input(document: Document, start: int, end: int) -> tuple[str, int]:
    """Return the text to encode for a passage and how many characters of it are its context."""
    head = context(document, start)
    if head:
        head += "\n"
    return head + document.text[start:end], len(head)


def cut(document: Document, encoder: Encoder) -> list[Span]:
    """Cut a document into passages; their intervals follow one another and cover the text."""
    return passages(document.text, document.anchors, encoder.count_tokens)


def embed(documents: Iterable[Document], encoder: Encoder) -> Iterator[Embedded]:
    """Cut and encode documents, yielding each with its passages; see ``embed_groups``."""
    for group in embed_groups(documents, encoder):
        yield from group


def embed_groups(documents: Iterable[Document], encoder: Encoder) -> Generator[list[Embedded], None, None]:
    """Cut and encode documents, yielding some at a time, in their order, with their passages.

    While the caller works on a group, a thread encodes the next one, so that neither core waits for the
    other's kind of work; close the generator (``contextlib.closing``) to be rid of it early. The first
    group is encoded in the caller's own thread, which loads what encoding needs: CPython 3.11 fails with
    a SystemError when two threads import at once. The second is under way when the first is given.
    Passages of several documents share a group, so that many short documents cost no more than one long
    one; two groups are held in memory.
    """
    stop = Event()
    groups = _groups(documents, encoder)
    first = next(groups, None)
    if first is None:
        return
    done = _encode(first, encoder, stop)
    running: Future[list[Embedded]] | None = None
    with ThreadPoolExecutor(1, "yinzheng-embed") as pool:  # no thread before there is a second group
        try:
            for group in groups:
                begun = pool.submit(_encode, group, encoder, stop)
                yield running.result() if running else done
                running = begun
            yield running.result() if running else done
        finally:
            stop.set()


def _groups(documents: Iterable[Document], encoder: Encoder) -> Iterator[_Cut]:
    """Cut documents, and yield them when they have passages enough for a group."""
    waiting: _Cut = []
    pending = 0
    for document in documents:
        spans = cut(document, encoder)
        waiting.append((document, spans))
        pending += len(spans)
        if pending >= _GROUP:
            yield waiting
            waiting, pending = [], 0
    if waiting:
        yield waiting


def _encode(waiting: _Cut, encoder: Encoder, stop: Event) -> list[Embedded]:
    """Encode the passages of a group; what it returns after ``stop`` is of no use."""
    import numpy as np

    texts = [passage_input(document, s.start, s.end)[0] for document, spans in waiting for s in spans]
    parts = []
    for begin in range(0, len(texts), _PIECE):
        if stop.is_set():
            return []
        parts.append(encoder.encode(texts[begin : begin + _PIECE], "passage"))
    vectors = np.concatenate(parts) if parts else np.zeros((0, encoder.dimension), np.float32)
    row = 0
    made: list[Embedded] = []
    for document, spans in waiting:
        new = []
        for span in spans:
            text = document.text[span.start : span.end]
            new.append(NewPassage(span.start, span.end, language(text), vectors[row]))
            row += 1
        made.append((document, new))
    return made
