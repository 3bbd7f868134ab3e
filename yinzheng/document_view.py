"""What ``yinzheng ls``, ``show`` and ``rm`` print: the list of documents, a document, a spot in one."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from yinzheng import screen
from yinzheng.corpus.formats import FORMATS
from yinzheng.output import EVIDENCE, TITLE, WIDE, headed, line_of, say, warnings, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from yinzheng.index.sizes import Size
    from yinzheng.links import Links
    from yinzheng.types import Document, Lang, Span

AROUND = 320
"""How many characters of the text are shown on either side of a spot, cut where a line begins."""

_LONG_LINE = 2000  # characters around a spot that stay of a line without breaks
_SHORT = {"text/plain": "text", "text/markdown": "Markdown"}


def format_of(document: Document) -> str:
    """What people call the format of a document, in one word."""
    media_type = document.media_type
    if media_type in FORMATS:
        return FORMATS[media_type].name.split()[0]
    return _SHORT.get(media_type) or PurePath(document.source).suffix[1:].upper() or media_type


def extent(size: Size | None, lang: Lang) -> str:
    """How long a document is, for people: ``12 p.``, ``3.4k ch.``"""
    if size is None:
        return ""
    if size.kind:
        return say(f"n_{size.kind}", lang, n=size.places)
    count = size.characters
    shown = str(count) if count < 1000 else f"{count / 1000:.1f}k" if count < 99_950 else f"{count // 1000}k"
    return say("n_characters", lang, n=shown)


def print_documents(
    out: Console,
    documents: Sequence[Document],
    sizes: Mapping[str, Size],
    lang: Lang,
    links: Links | None = None,
) -> None:
    """Print the list of documents: a table on a terminal, tab-separated lines in a pipe."""
    if not out.is_terminal:
        for document in documents:
            size = sizes.get(document.id)
            fields = (
                document.id,
                document.lang,
                document.added_at,
                document.source,
                document.title,
                document.date or "",
                document.media_type,
                str(size.characters) if size else "",
                f"{size.places} {size.kind}" if size and size.kind else "",
                ",".join(document.flags),
            )
            out.file.write("\t".join(map(screen.visible, fields)) + "\n")  # rich would expand the tabs
        return
    if not documents:
        out.print(line_of(say("empty_library", lang)))
        return
    _print_table(out, documents, sizes, lang, links)


def _print_table(
    out: Console,
    documents: Sequence[Document],
    sizes: Mapping[str, Size],
    lang: Lang,
    links: Links | None,
) -> None:
    from rich.table import Table
    from rich.text import Text

    columns: dict[str, list[str]] = {
        "id": [screen.visible(d.id) for d in documents],
        "date": [screen.visible((d.date or "")[:10]) for d in documents],
        "extent": [extent(sizes.get(d.id), lang) for d in documents],
    }
    wide = out.width >= WIDE
    if wide:
        columns["lang"] = [d.lang for d in documents]
        columns["format"] = [screen.visible(format_of(d)) for d in documents]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    room = out.width
    for name, column in columns.items():
        width = max(map(screen.cells, (say(name, lang), *column)))
        table.add_column(say(name, lang), width=width, justify="right" if name == "extent" else "left")
        room -= width + 2
    table.add_column(f"{say('title', lang)} / {say('source', lang)}", width=room)
    for document, cells in zip(documents, zip(*columns.values(), strict=True), strict=True):
        title, source = screen.visible(document.title), screen.visible(document.source)
        lines = [wrapped(title, room, style=TITLE, number="")] if title else []
        link = links.to(document, 0, 0) if links else ""
        lines.append(wrapped(source, room, number="", link=(link, len(source))))
        about = [] if wide else [document.lang, screen.visible(format_of(document))]
        if about := [*about, *warnings(document.flags)]:
            lines.append(wrapped(" · ".join(about), room, number=""))
        table.add_row(*map(line_of, cells), Text("\n").join(lines))
    out.print(table)


def print_document(out: Console, document: Document, spans: Iterable[Span] = ()) -> None:
    """Print a document's text, or only the lines that ``spans`` touch with the spans standing out.

    On a terminal a head line says which document it is. Lines are left to the terminal to break, so
    that copying gives them back whole.
    """
    if out.is_terminal:
        title = screen.visible(document.title) or screen.visible(document.source)
        out.print(line_of(title, TITLE), soft_wrap=True)
        about = map(screen.visible, (document.id, document.source, document.lang, document.date or ""))
        shown = " · ".join(part for part in (*about, *warnings(document.flags)) if part)
        out.print(line_of(shown), soft_wrap=True)
        out.print()
    parts = list(spans)
    if not parts:
        # Plain text needs no console, which takes seconds over a megabyte.
        out.file.write(screen.visible(document.text, lines=True).rstrip("\n") + "\n")
    for span in parts:
        start = document.text.rfind("\n", 0, span.start) + 1
        end = document.text.find("\n", max(span.start, span.end - 1))
        end = len(document.text) if end < 0 else end
        text = line_of(screen.visible(document.text[start : span.start], lines=True))
        text.append(screen.visible(document.text[span.start : span.end], lines=True).rstrip("\n"), EVIDENCE)
        text.append(screen.visible(document.text[span.end : max(end, span.end)], lines=True))
        out.print(text, soft_wrap=True)


def print_spot(
    out: Console, document: Document, span: Span, *, locator: str, lang: Lang, links: Links | None = None
) -> None:
    """Print the text around a span, which stands out, under its title and its place.

    Where nothing can stand out, as in a pipe, the span is put between ⟦ and ⟧.
    """
    title = screen.visible(document.title) or screen.visible(document.source)
    named = headed(title, screen.visible(locator), out.width)
    out.print(wrapped(named, out.width, number="", title=(0, len(title))))
    source = screen.visible(document.source)
    offsets = say("characters", lang, start=span.start, end=span.end)
    link = links.to(document, span.start, span.end) if links else ""
    out.print(wrapped(f"{source} · {offsets}", out.width, number="", link=(link, len(source))))
    out.print()
    first, last = _around(document.text, span)
    before, after = (
        document.text[first : span.start].lstrip("\n"),
        document.text[span.end : last].rstrip("\n"),
    )
    quoted = document.text[span.start : span.end]
    inner = quoted.strip()
    lead = quoted[: len(quoted) - len(quoted.lstrip())] if inner else ""
    plain = not out.is_terminal or out.is_dumb_terminal
    left, right = ("⟦", "⟧") if plain else ("", "")
    text = line_of(screen.visible(before + lead, lines=True))
    text.append(left + screen.visible(inner or quoted, lines=True) + right, EVIDENCE)
    rest = quoted[len(lead) + len(inner) :] if inner else ""
    text.append(screen.visible(rest + after, lines=True).rstrip("\n"))
    out.print(text, soft_wrap=True)


def _around(text: str, span: Span) -> tuple[int, int]:
    """The part of a text to show around a span, half-open: whole lines, as far as these are not endless."""
    first = max(0, span.start - AROUND)
    first = text.rfind("\n", max(0, first - _LONG_LINE), first) + 1 or first
    last = min(len(text), span.end + AROUND)
    end = text.find("\n", last, last + _LONG_LINE)
    return min(first, span.start), (end if end >= 0 else last)


def print_removed(out: Console, documents: Sequence[Document], lang: Lang) -> None:
    """Print which documents were removed."""
    for document in documents:
        out.print(
            line_of(f"{screen.visible(document.id)}  {screen.visible(document.source)}"), soft_wrap=True
        )
    out.print(line_of(say("removed", lang, n=len(documents))))
