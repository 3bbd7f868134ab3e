"""Read a very long document part by part, so that memory stays bounded; parts end between paragraphs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yinzheng.corpus.locate import locator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yinzheng.types import Claim, Document

LONGEST = 3_000_000
"""Characters of a part. Reading the figures of a text takes some 100 bytes a character.

A table that does not end within a part is read on without its header rows.
"""

_BREAKS = ("\n\n", "\n", "。", ". ", " ")


def slices(document: Document, longest: int = LONGEST) -> Iterator[tuple[int, Document]]:
    """Yield the parts of ``document`` and where each begins; a document of usual length is its one part."""
    text = document.text
    begin = 0
    while len(text) - begin > longest:
        end = begin + longest
        for mark in _BREAKS:
            found = text.rfind(mark, begin + longest // 2, end)
            if found >= 0:
                end = found + len(mark)
                break
        yield begin, _part(document, begin, end)
        begin = end
    yield begin, _part(document, begin, len(text)) if begin else document


def _part(document: Document, begin: int, end: int) -> Document:
    last = {a.kind: replace(a, start=0) for a in document.anchors if a.start < begin}
    own = [replace(a, start=a.start - begin) for a in document.anchors if begin <= a.start < end]
    return replace(document, text=document.text[begin:end], anchors=(*last.values(), *own))


def moved(claim: Claim, document: Document, by: int) -> Claim:
    """Return a claim of the part that begins at ``by`` as one of the whole document."""
    cited = claim.citation
    start, end = cited.start + by, cited.end + by
    figure = replace(claim.quantity, start=claim.quantity.start + by, end=claim.quantity.end + by)
    place = locator(document, start, end, document.lang)
    return replace(claim, quantity=figure, citation=replace(cited, start=start, end=end, locator=place))
