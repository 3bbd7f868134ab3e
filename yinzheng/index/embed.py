"""From documents to passages with vectors: what is put before a passage, and in which batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from yinzheng.corpus.segment import PASSAGES_VERSION, passages
from yinzheng.corpus.tokens import language
from yinzheng.index.encoder import Encoder
from yinzheng.index.store import NewPassage
from yinzheng.types import Document, Span

CUTTING = f"{PASSAGES_VERSION}/context-1"
"""Names the way passages are cut and what is put before them; a library is bound to one."""

_CONTEXT_CHARACTERS = 100
_BATCH = 64
"""Passages encoded before their documents are stored; each runs by itself, so more would gain nothing."""


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


def embed(documents: Iterable[Document], encoder: Encoder) -> Iterator[tuple[Document, list[NewPassage]]]:
    """Cut and encode documents, yielding each with its passages as soon as all of them have vectors.

    Passages of several documents share a batch, so that many short documents cost no more than one
    long one; at most one batch more than the longest document is held in memory.
    """
    waiting: list[tuple[Document, list[Span]]] = []
    pending = 0
    for document in documents:
        spans = cut(document, encoder)
        waiting.append((document, spans))
        pending += len(spans)
        if pending >= _BATCH:
            yield from _encode(waiting, encoder)
            waiting, pending = [], 0
    if waiting:
        yield from _encode(waiting, encoder)


def _encode(
    waiting: Sequence[tuple[Document, list[Span]]], encoder: Encoder
) -> Iterator[tuple[Document, list[NewPassage]]]:
    import numpy as np

    texts = [passage_input(document, s.start, s.end)[0] for document, spans in waiting for s in spans]
    parts = [encoder.encode(texts[i : i + _BATCH], "passage") for i in range(0, len(texts), _BATCH)]
    vectors = np.concatenate(parts) if parts else np.zeros((0, encoder.dimension), np.float32)
    row = 0
    for document, spans in waiting:
        made = []
        for span in spans:
            text = document.text[span.start : span.end]
            made.append(NewPassage(span.start, span.end, language(text), vectors[row]))
            row += 1
        yield document, made
