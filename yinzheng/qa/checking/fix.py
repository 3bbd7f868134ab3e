"""Put citation marks right: where a sentence cites what does not bear it out, cite what does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinzheng.types import Report, Verdict

_MOST = 3
"""Places that one statement is made to cite, at most."""

_WRONG = frozenset(("unresolved_citation", "citation_lacks_support"))


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]``, a mark, is to become ``mark``, which is empty where another one stands for it."""

    start: int
    end: int
    mark: str


def edits(report: Report) -> list[Edit]:
    """What to change in a text that ``report`` is about, in its order.

    Of a statement whose marks do not resolve or do not bear it out, and for which the check found better
    places, the first such mark becomes ``[doc:start-end]`` of each place and the others go. A mark that is
    right stays as it is, and so does one for which there is nothing better.
    """
    found: list[Edit] = []
    for verdict in report.verdicts:
        wrong = sorted({(r.start, r.end) for r in verdict.reasons if r.code in _WRONG})
        if wrong and verdict.better:
            marks = [_mark(verdict), *[""] * (len(wrong) - 1)]
            found += (Edit(*span, mark) for span, mark in zip(wrong, marks, strict=True))
    return sorted(found, key=lambda edit: edit.start)


def fixed(text: str, report: Report) -> str:
    """``text`` with its marks put right as ``edits`` says; everything else stays as it is."""
    parts: list[str] = []
    at = 0
    for edit in edits(report):
        parts += (text[at : edit.start], edit.mark)
        at = edit.end
    return "".join((*parts, text[at:]))


def _mark(verdict: Verdict) -> str:
    places = dict.fromkeys((c.doc_id, c.start, c.end) for c in verdict.better)
    return "".join(f"[{doc}:{start}-{end}]" for doc, start, end in list(places)[:_MOST])
