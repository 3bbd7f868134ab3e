"""Evidence that is not quoted while something else answers: page furniture, copies, machine-spun texts.

Nothing is left out: where only such a sentence answers, it is quoted, and its document's flags are shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yinzheng.corpus.boilerplate import boilerplate, main_text, touches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.retrieve import Candidate
    from yinzheng.qa.signals import Evidence
    from yinzheng.types import Document

FURNITURE = 0.02
"""What is left of the chance of a menu, a share button or a notice."""

COPY = 0.05
"""What is left of the chance of a sentence of a document that is flagged as a copy of another."""

SPUN = 0.5
"""What is left of the chance of a sentence that a machine has reworded: its original goes before it."""


def within_main_texts(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates within the main texts of pages: no menus, related articles, comments."""
    sizes: dict[str, int] = {}
    for candidate in found:
        document = candidate.document
        if document.id not in sizes:
            sizes[document.id] = len(main_text(document.text))
    return [c for c in found if c.passage.start < sizes[c.document.id]]


def set_back(ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with noise behind, likeliest first; the chances sum to 1 again."""
    documents = {item.candidate.document.id: item.candidate.document for item in ranked}
    flagged = {name: _share(document) for name, document in documents.items()}
    noise = {name: boilerplate(document) for name, document in documents.items()}
    shares = [
        flagged[name] * (FURNITURE if touches(noise[name], item.start, item.end) else 1.0)
        for item in ranked
        for name in (item.candidate.document.id,)
    ]
    if all(share == 1.0 for share in shares):
        return list(ranked)
    whole = sum(item.chance * share for item, share in zip(ranked, shares, strict=True)) or 1.0
    result = [
        replace(item, chance=item.chance * share / whole) for item, share in zip(ranked, shares, strict=True)
    ]
    return sorted(result, key=lambda item: -item.chance)  # stable: equals stay in their order


def _share(document: Document) -> float:
    if any(flag.startswith("duplicate_of") for flag in document.flags):
        return COPY
    return SPUN if "spun" in document.flags else 1.0
