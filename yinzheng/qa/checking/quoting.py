"""What a statement's quotations come to: found word for word, altered, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.qa.checking.quotes import quotes
from yinzheng.qa.checking.wording import detail
from yinzheng.types import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yinzheng.qa.checking.altered import NearMiss
    from yinzheng.qa.checking.marks import Target
    from yinzheng.qa.checking.statements import Statement
    from yinzheng.qa.checking.texts import Place, Texts
    from yinzheng.types import Citation, Label, Lang

    Cite = Callable[[str, int, int, Lang], Citation]

_CHANGES = 5
"""Changes of one quotation that are named, at most."""


@dataclass(frozen=True, slots=True)
class Quoting:
    """The quotations of a statement.

    ``found`` are places of the source, ``spans`` the parts of the statement that stand there, counted from
    its start. ``label`` is ``supported`` where all were found. ``elsewhere`` is outside what is cited.
    """

    label: Label
    reasons: tuple[Reason, ...]
    found: tuple[Place, ...]
    spans: tuple[tuple[int, int], ...]
    elsewhere: tuple[Place, ...]
    near: tuple[NearMiss, ...]


def quoting(
    text: str, statement: Statement, texts: Callable[[], Texts], targets: Sequence[Target], cite: Cite
) -> Quoting | None:
    """Look a statement's quotations up, in ``targets`` where it cites some; None where it has none.

    ``cite`` makes a citation of a document's id and an interval of its text.
    """
    held = quotes(text, statement)
    if not held:
        return None
    lang = statement.lang
    labels: list[Label] = []
    reasons: list[Reason] = []
    found, spans, elsewhere, nearest = [], [], [], []
    for quote in held:
        inner = text[quote.start : quote.end]
        place = texts().find(inner, targets or None)
        if place is not None:
            labels.append("supported")
            source = cite(place.doc_id, place.start, place.end, lang)
            reasons.append(Reason("quote_found", detail("quote_found", lang), quote.start, quote.end, source))
            found.append(place)
            spans.append((quote.start - statement.start, quote.end - statement.start))
            continue
        if targets and (other := texts().find(inner, None)):
            elsewhere.append(other)
        near = texts().near(inner, targets or None) if not elsewhere else None
        if near is None:
            labels.append("unsupported")
            reasons.append(Reason("quote_not_found", detail("quote_not_found", lang), quote.start, quote.end))
            continue
        nearest.append(near)
        labels.append("contradicted" if near.is_contradiction else "unsupported")
        source = cite(near.doc_id, near.start, near.end, lang)
        for change in near.changes[:_CHANGES]:
            start, end = quote.start + change.start, quote.start + change.end
            theirs = source.quote[change.source_start - near.start : change.source_end - near.start]
            said = detail("quote_altered", lang, inner[change.start : change.end] or "∅", theirs or "∅")
            span = (start, end) if start < end else (quote.start, quote.end)
            reasons.append(Reason("quote_altered", said, *span, source))
    order: tuple[Label, ...] = ("contradicted", "unsupported", "supported")
    worst = next(label for label in order if label in (*labels, "supported"))
    return Quoting(worst, tuple(reasons), tuple(found), tuple(spans), tuple(elsewhere), tuple(nearest))
