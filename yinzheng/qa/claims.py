"""Claims: every figure of a document as a row that says whose, of what, for when, how surely and where.

``claims(document)`` is the one way in; ``CLAIMS_VERSION`` names the way the rows are made.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from yinzheng.corpus.locate import locator
from yinzheng.corpus.segment import sentences
from yinzheng.qa.quantities import GRAMMAR_VERSION, quantities
from yinzheng.types import Citation, Claim

if TYPE_CHECKING:
    from yinzheng.types import Document

CLAIMS_VERSION = f"0+{GRAMMAR_VERSION}"
"""Changes whenever the same document may give other claims; stored claims are re-made then."""


def claims(document: Document) -> list[Claim]:
    """The claims of ``document``, sorted by where their figures stand; dates and periods are no claims."""
    text = document.text
    spans = sentences(text)
    starts = [s.start for s in spans]
    found = []
    for n, quantity in enumerate(q for q in quantities(text) if q.kind not in ("date", "period")):
        span = spans[bisect_right(starts, quantity.start) - 1]
        quote = text[span.start : span.end].rstrip()
        end = max(span.start + len(quote), quantity.end)
        citation = Citation(
            n + 1, document.id, document.source, document.title, span.start, end, text[span.start : end],
            locator(document, span.start, end, document.lang),
        )  # fmt: skip
        found.append(Claim("", "", "", quantity, "", "actual", citation, "exact", ""))
    return found
