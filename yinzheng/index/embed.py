"""From documents to passages with vectors: what is put before a passage, and in which batches."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from yinzheng.corpus.locate import heading_at
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

_FIRST = 8
"""Passages of the first group: nothing else is done while they are encoded."""

_PIECE = 32
"""Passages encoded between two looks at whether to go on: what ctrl-C waits for."""

Told = Callable[[str, int, int], None]
"""Told the source of a document of several pieces, how many of its passages are encoded, and of how many."""

Embedded = tuple[Document, list[NewPassage]]
_Cut = list[tuple[Document, list[Span]]]


def context(document: Document, start: int) -> str:
    """Return the line put before the passage at ``start`` when it is embedded, or ``""``.

    It is the document's title and the heading path that the passage stands under, left out where
    the passage itself begins with them, at most 100 characters.
    """
    above = heading_at(document, start)
    heading = above.label if above and above.start < start else ""
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
        yield from group.embedded()


class Group:
    """Some documents whose passages are being encoded."""

    def __init__(self, cut: _Cut, running: Future[list[Embedded]]) -> None:
        """``embed_groups`` makes them."""
        self.documents = [document for document, _ in cut]
        self._running = running

    def embedded(self) -> list[Embedded]:
        """Wait for the passages, and return them with their documents; raises what encoding raised."""
        return self._running.result()


def embed_groups(
    documents: Iterable[Document], encoder: Encoder, told: Told | None = None
) -> Generator[Group, None, None]:
    """Cut and encode documents, yielding some at a time, in their order.

    A group is given while a thread encodes its passages, and with the next one waiting behind it: so neither
    core waits for the other's kind of work, and what else is to be made of the documents is made meanwhile.
    Close the generator (``contextlib.closing``) to be rid of it early. The first group, a small one, is
    encoded in the caller's own thread, which loads what encoding needs: CPython 3.11 fails with a SystemError
    when two threads import at once. Passages of several documents share a group, so that many short
    documents cost no more than one long one; two groups are held in memory. ``told`` is called in the thread
    that encodes.
    """
    stop = Event()
    groups = _groups(documents, encoder)
    first = next(groups, None)
    if first is None:
        return
    done: Future[list[Embedded]] = Future()
    done.set_result(_encode(first, encoder, stop, told))
    before = Group(first, done)
    with ThreadPoolExecutor(1, "yinzheng-embed") as pool:  # no thread before there is a second group
        try:
            for group in groups:
                begun = pool.submit(_encode, group, encoder, stop, told)
                yield before
                before = Group(group, begun)
            yield before
        finally:
            stop.set()


def _groups(documents: Iterable[Document], encoder: Encoder) -> Iterator[_Cut]:
    """Cut documents, and yield them when they have passages enough for a group."""
    waiting: _Cut = []
    pending, enough = 0, _FIRST
    for document in documents:
        spans = cut(document, encoder)
        waiting.append((document, spans))
        pending += len(spans)
        if pending >= enough:
            yield waiting
            waiting, pending, enough = [], 0, _GROUP
    if waiting:
        yield waiting


def _encode(waiting: _Cut, encoder: Encoder, stop: Event, told: Told | None) -> list[Embedded]:
    """Encode the passages of a group; what it returns after ``stop`` is of no use."""
    import numpy as np

    listed = [(document, at, spans) for document, spans in waiting for at in range(len(spans))]
    vectors = np.empty((len(listed), encoder.dimension), np.float32)
    for begin in range(0, len(listed), _PIECE):
        if stop.is_set():
            return []
        piece = listed[begin : begin + _PIECE]
        texts = [passage_input(document, spans[at].start, spans[at].end)[0] for document, at, spans in piece]
        vectors[begin : begin + len(piece)] = encoder.encode(texts, "passage")
        document, at, spans = piece[-1]
        if told and len(spans) > _PIECE:
            told(document.source, at + 1, len(spans))
    rows = iter(vectors)
    made: list[Embedded] = []
    for document, spans in waiting:
        new = []
        for span in spans:
            text = document.text[span.start : span.end]
            new.append(NewPassage(span.start, span.end, language(text), next(rows)))
        made.append((document, new))
    return made
