"""Claims on a terminal: as a table, and conflicts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yinzheng import screen
from yinzheng.decimals import normalised
from yinzheng.output import BAD, EVIDENCE, MESSAGES, TITLE, WIDE, highlighted, line_of, say, wrapped
from yinzheng.types import PATH_SIGN, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.box import Box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from yinzheng.types import Claim, Conflict, Document, Lang

_SIDE = 36
"""The least width at which one side of a conflict still reads well."""

_QUOTE_LINES = 4
_LEAST = 5
"""Cells in which a place still says something."""
_PART = 200
"""Rows that are laid out and printed at once."""


def print_claims(out: Console, claims: Sequence[Claim], lang: Lang) -> None:
    """Print a table of claims: whose, of what, the figure as written and as read, for when, said where.

    Below 120 columns what belongs together shares a cell, one above the other.
    """
    layout = _wide if out.width >= WIDE else _narrow
    for at in range(0, len(claims), _PART):  # what was made is shown while the rest is being made
        out.print(layout(out.width, claims[at : at + _PART], lang, head=not at))
        if layout is _narrow or at + _PART >= len(claims):
            out.print()
    if any(_by_context(claim) for claim in claims):
        out.print(wrapped(say("by_context", lang), out.width, "  ", first=""))
    documents = len({claim.citation.doc_id for claim in claims})
    out.print(line_of(say("claims", lang, n=len(claims), documents=documents)))


def _narrow(width: int, claims: Sequence[Claim], lang: Lang, *, head: bool) -> Table:
    from rich.text import Text

    room = width - 6
    sizes = [room * 36 // 100, room * 29 // 100]
    sizes.append(room - sum(sizes))
    names = (
        f"{say('subject', lang)} / {say('metric', lang)} · {say('period', lang)}",
        f"{say('figure', lang)} / {say('read_as', lang)}",
        say("where", lang),
    )
    table = _table(names, sizes, head=head)
    for at, claim in enumerate(claims):
        cells = (
            (_subject(claim), _flow((_metric(claim), *_time(claim, lang)), sizes[0])),
            (_figure(claim), _read_as(claim, lang)),
            (screen.shorten(_source(claim), sizes[-1]), _one_place(claim, sizes[-1])),
        )
        rows: list[Text] = []
        for parts, size, style in zip(cells, sizes, (TITLE, EVIDENCE, ""), strict=True):
            lines = [
                wrapped(part, size, style=way, number="")
                for part, way in zip(parts, (style, ""), strict=True)
                if part
            ]
            rows.append(Text("\n").join(lines))
        table.add_row(*rows)
        if at + 1 < len(claims):
            table.add_row()
    return table


def _wide(width: int, claims: Sequence[Claim], lang: Lang, *, head: bool) -> Table:
    room = width - 12
    shares = (17, 17, 14, 18, 11, 23)
    sizes = [room * share // 100 for share in shares]
    sizes[-1] += room - sum(sizes)
    keys = ("subject", "metric", "figure", "read_as", "period", "where")
    table = _table([say(key, lang) for key in keys], sizes, head=head)
    for claim in claims:
        cells = (
            _subject(claim),
            _metric(claim),
            _figure(claim),
            _read_as(claim, lang),
            _flow(_time(claim, lang), sizes[4]),
            f"{screen.shorten(_source(claim), sizes[-1])}\n{_one_place(claim, sizes[-1])}",
        )
        styles = (TITLE, "", EVIDENCE, "", "", "")
        table.add_row(
            *(
                wrapped(cell, size, style=style, number="")
                for cell, size, style in zip(cells, sizes, styles, strict=True)
            )
        )
    return table


def _table(names: Sequence[str], sizes: Sequence[int], *, head: bool) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, show_header=head)
    for name, size in zip(names, sizes, strict=True):
        table.add_column(wrapped(name, size, number=""), width=size)
    return table


def _by_context(claim: Claim) -> bool:
    return bool(claim.subject) and claim.subject_from in {"antecedent", "document"}


def _subject(claim: Claim) -> str:
    return _one_line(claim.subject) + "*" * _by_context(claim)


def _metric(claim: Claim) -> str:
    metric, key = _one_line(claim.metric), screen.visible(claim.metric_key)
    if not key or metric.casefold().replace(" ", "_") == key:
        return metric
    return f"{metric} ({key})" if metric else key


def _figure(claim: Claim) -> str:
    return _one_line(claim.quantity.raw)


def _read_as(claim: Claim, lang: Lang) -> str:
    read = screen.visible(normalised(claim.quantity))
    status = "" if claim.status == "exact" else say(claim.status, lang)
    return f"{read} ({status})" if read and status else read or status


def _time(claim: Claim, lang: Lang) -> tuple[str, str]:
    return _one_line(claim.period), _modality(claim, lang)


def _flow(parts: Sequence[str], size: int) -> str:
    """Join parts by dots, beginning a line where the next one does not fit whole."""
    lines: list[str] = []
    for part in parts:
        if part and lines and screen.cells(lines[-1]) + screen.cells(part) + 3 <= size:
            lines[-1] += f" · {part}"
        elif part:
            lines.append(part)
    return "\n".join(lines)


def _modality(claim: Claim, lang: Lang) -> str:
    return "" if claim.modality == "actual" else say(claim.modality, lang)


def _source(claim: Claim) -> str:
    return _one_line(claim.citation.title or claim.citation.source)


def _place(claim: Claim) -> tuple[str, str]:
    """Where the figure is, with its offsets: `yinzheng show DOC --span` takes them."""
    cited, quantity = claim.citation, claim.quantity
    place = _one_line(cited.locator)
    offsets = f"{quantity.start}–{quantity.end}"
    return "" if place.removeprefix("§ ") == cited.title else place, offsets


def _one_place(claim: Claim, size: int) -> str:
    """The place in one line: of headings that do not fit the innermost, and its beginning."""
    place, offsets = _place(claim)
    room = size - screen.cells(offsets) - 3
    if not place or room < _LEAST:
        return offsets
    if screen.cells(place) > room and place.startswith("§ ") and " · " not in place:
        place = "§ " + place.removeprefix("§ ").split(PATH_SIGN)[-1]
    return f"{screen.excerpt(screen.mark(place, ()), room).text} · {offsets}"


def _one_line(text: str) -> str:
    return screen.mark(text, ()).text


# --- conflicts --------------------------------------------------------------------------------------


def print_conflicts(
    out: Console, conflicts: Sequence[Conflict], documents: Mapping[str, Document], lang: Lang
) -> None:
    """Print what does not agree side by side, each side with its sources and their sentences.

    ``documents`` holds documents by id for their dates; their texts are not needed.
    """
    for conflict in conflicts:
        first = conflict.groups[0][0]
        about = (_one_line(conflict.subject), _metric(first), _one_line(conflict.period))
        out.print(wrapped(_flow(about, out.width), out.width, style=TITLE, number=""))
        if conflict.reason:
            known = conflict.reason in MESSAGES
            reason = say(conflict.reason, lang) if known else _one_line(conflict.reason)
            out.print(wrapped(say("reason", lang, reason=reason), out.width, number=""))
        most = max(1, min(len(conflict.groups), out.width // _SIDE))
        size = (out.width - 3 * (most - 1)) // most
        for at in range(0, len(conflict.groups), most):
            out.print(_sides(conflict.groups[at : at + most], size, documents, lang))
            out.print()
    out.print(line_of(say("conflicts", lang, n=len(conflicts))))


def _sides(
    groups: Sequence[Sequence[Claim]], size: int, documents: Mapping[str, Document], lang: Lang
) -> Table:
    from rich.table import Table

    # A bar between two sides, none at the edges; every side as wide as the others.
    table = Table(box=_bar(), show_header=False, show_edge=False, pad_edge=False, padding=(0, 1))
    for _ in groups:
        table.add_column(width=size)
    table.add_row(*(_side(group, size, documents, lang) for group in groups))
    return table


def _side(group: Sequence[Claim], size: int, documents: Mapping[str, Document], lang: Lang) -> Text:
    from rich.text import Text

    parts: list[Text] = []
    for claim in group:
        cited, quantity = claim.citation, claim.quantity
        if parts:
            parts.append(Text())
        parts.append(wrapped(_figure(claim), size, style=BAD, number=""))
        notes = (_read_as(claim, lang), _modality(claim, lang))
        if note := _flow(notes, size - 2):
            parts.append(wrapped(f"= {note}", size, number=""))
        document = documents.get(cited.doc_id)
        source = (_source(claim), screen.visible(document.date or "") if document else "")
        parts += (wrapped(_flow(some, size), size, number="") for some in (source, _place(claim)))
        span = Span(quantity.start - cited.start, quantity.end - cited.start)
        quote = screen.excerpt_lines(screen.mark(cited.quote, [span]), size - 2, _QUOTE_LINES)
        parts.append(highlighted(quote, size, "  ", EVIDENCE))
    return Text("\n").join(parts)


def _bar() -> Box:
    from rich.box import Box

    blank, bar = "    \n", "  │ \n"
    return Box(blank + bar + blank + bar + blank * 2 + bar + blank)  # of a header, a body and a footer line
