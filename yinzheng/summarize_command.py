"""What ``yinzheng summarize`` does once its options are read: make the summary and show it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from yinzheng import as_json, output, screen
from yinzheng.corpus.tokens import language
from yinzheng.output import TITLE, say, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from yinzheng.library import Library
    from yinzheng.types import Citation, Lang, Point, Summary


def run(
    library: Library, doc_ids: Sequence[str] | None, about: str | None, points: int, *, json: bool
) -> bool:
    """Do it, and tell whether there was any point."""
    summary = library.summarize(doc_ids, about, points)
    if json:
        encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
        sys.stdout.write(as_json.dumps(as_json.summary(summary), ascii_only=encoding != "utf8") + "\n")
    else:
        cited = {citation.doc_id for point in summary.points for citation in point.citations}
        print_summary(output.console(), summary, {doc_id: library.document(doc_id).lang for doc_id in cited})
    return bool(summary.points)


def print_summary(out: Console, summary: Summary, langs: Mapping[str, Lang]) -> None:
    """Print the points under their documents and headings, each with the place it is quoted from.

    Places are in the language of what is asked about, or else of their documents, which ``langs`` has by id.
    """
    asked = language(summary.about) if summary.about else None
    if not summary.points:
        out.print(wrapped(screen.visible(summary.reason), out.width, style=TITLE))
        return
    shown: tuple[str, str] = ("", "")
    for at, point in enumerate(summary.points):
        first = point.citations[0]
        if first.doc_id != shown[0]:
            out.print(*[""] * bool(at), sep="", end="\n" * bool(at))
            _print_document(out, first)
        if point.section not in {"", first.title} and (first.doc_id, point.section) != shown:
            out.print()
            out.print(wrapped(f"§ {screen.visible(point.section)}", out.width, "  ", first="", number=""))
        shown = (first.doc_id, point.section)
        _print_point(out, point, {doc_id: asked or lang for doc_id, lang in langs.items()})


def _print_document(out: Console, citation: Citation) -> None:
    title, source = screen.visible(citation.title), screen.visible(citation.source)
    if title:
        out.print(wrapped(title, out.width, style=TITLE, number=""))
    out.print(wrapped(source, out.width, number=""))


def _print_point(out: Console, point: Point, langs: Mapping[str, Lang]) -> None:
    out.print()
    for at, citation in enumerate(point.citations):
        number = f"[{citation.n}] "
        indent = " " * len(number)
        lang = langs[citation.doc_id]
        if not at:
            out.print(wrapped(f"{number}{screen.visible(point.text)}", out.width, indent, first=""))
            offsets = say("characters", lang, start=citation.start, end=citation.end)
            place = screen.visible(citation.locator)
            place = f"{place} · " if place and not place.startswith("§") else ""
            out.print(wrapped(f"{place}{offsets}", out.width, indent))
        else:
            title = screen.visible(citation.title) or screen.visible(citation.source)
            also = say("beside", lang, title=title, locator=screen.visible(citation.locator))
            out.print(wrapped(f"{number}{also}", out.width, indent, first=""))
