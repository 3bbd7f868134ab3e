"""What `yinzheng ask` prints: the short answer, the quoted sentences, each citation in its surroundings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng import screen
from yinzheng.corpus.pipes import header_of
from yinzheng.decimals import SIGNS
from yinzheng.output import (
    ASIDE,
    BAD,
    EVIDENCE,
    EXCERPT_LINES,
    TITLE,
    headed,
    highlighted,
    line_of,
    say,
    warnings,
    wrapped,
)
from yinzheng.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from yinzheng.links import Links
    from yinzheng.types import Answer, Citation, Conflict, Document, Lang

CONTEXT = 240
"""How many characters of the document are looked at on either side of a cited sentence."""

CONTEXT_LINES = 4
_HEADER_LINES = 2


def print_answer(
    out: Console,
    answer: Answer,
    documents: dict[str, Document],
    lang: Lang,
    *,
    explain: bool = False,
    links: Links | None = None,
) -> None:
    """Print the answer and its citations, or the refusal and the nearest passages.

    ``documents`` holds the cited documents by id, with their texts. ``explain`` adds the signals that the
    confidence was read from; ``links`` makes sources lead to their places.
    """
    if answer.answered:
        if answer.short_at is not None:
            out.print(wrapped(_short(answer, lang), out.width, style=TITLE, number=""))
            out.print()
        out.print(wrapped(screen.visible(answer.text, lines=True), out.width))
        out.print()
        for conflict in answer.conflicts:
            _print_disagreement(out, conflict, documents, lang)
        value = answer.confidence
        word = say("high" if value >= 0.8 else "medium" if value >= 0.5 else "low", lang)
        out.print(line_of(say("confidence", lang, word=word, value=value)))
    else:
        shown = screen.visible(answer.reason) or say("unanswered", lang)
        out.print(wrapped(shown, out.width, style=TITLE))
    for note in answer.notes:
        out.print(wrapped(screen.visible(note), out.width))
    if not answer.answered and answer.citations:
        out.print()
        out.print(line_of(say("nearest", lang)))
    used = [c for c in answer.citations if not answer.answered or f"[{c.n}]" in answer.text]
    seen: set[int] = set()  # numbers of citations that stand in what was printed for one before
    for citation in used:
        out.print()
        _print_citation(out, citation, lang, _link(citation, documents, links))
        if citation.n not in seen:
            seen |= _print_context(out, citation, used, documents.get(citation.doc_id))
    further = answer.citations[len(used) :]
    if further:
        out.print()
        out.print(line_of(say("further", lang)))
        for citation in further:
            _print_citation(out, citation, lang, _link(citation, documents, links))
            bar = _bar(citation)
            _print_header(out, citation, documents.get(citation.doc_id))
            cut = screen.excerpt_lines(screen.mark(citation.quote, ()), out.width - len(bar), EXCERPT_LINES)
            out.print(highlighted(cut, out.width, bar, ""))
    if explain and answer.signals:
        out.print()
        out.print(line_of(say("signals", lang)))
        for name, value in answer.signals:
            out.print(line_of(f"  {name:<16} {value:8.3f}"))


def _short(answer: Answer, lang: Lang) -> str:
    """The short answer and what it says, if news: ``1.5亿美元 = USD 150 million``, ``约5% ≈ 5%``."""
    assert answer.short_at is not None
    shown = " ".join(screen.visible(answer.short_at.quote).split())
    said = answer.short_value
    foreign = lang == "en" and re.search(r"[\u3400-\u9fff]", shown) is not None
    news = said and (foreign or _digits(said) != _digits(shown))
    if news:
        shown += f" {said}" if said.startswith(tuple(SIGNS.values())) else f" = {said}"
    return f"{shown} [{answer.short_at.n}]"


def _digits(figure: str) -> str:
    """The digits of a figure without the zeros that end its decimals: those of 86.40 are 864."""
    return re.sub(r"\D", "", re.sub(r"(\.\d*?)0+(?!\d)", r"\1", figure))


def _print_disagreement(out: Console, conflict: Conflict, documents: dict[str, Document], lang: Lang) -> None:
    """Print the figures that do not agree, each with the dates and numbers of its citations."""
    out.print(line_of(say("disagree", lang), style=BAD))
    for group in conflict.groups:
        sources = []
        for claim in group:
            dated = documents[claim.citation.doc_id].date if claim.citation.doc_id in documents else None
            name = screen.visible(claim.citation.title) or screen.visible(claim.citation.source)
            sources.append(f"[{claim.citation.n}] {name}" + (f" ({dated})" if dated else ""))
        raw = " ".join(screen.visible(group[0].quantity.raw).split())
        out.print(wrapped(f"{raw} — {'; '.join(sources)}", out.width, "    ", first="  "))
    if conflict.reason:
        out.print(
            wrapped(say("reason", lang, reason=say(conflict.reason, lang)), out.width, "    ", first="  ")
        )
    out.print()


def print_question(out: Console, question: str, *, first: bool) -> None:
    """Print the question that an answer belongs to, where several are answered in a row."""
    if not first:
        out.print()
    out.print(wrapped(screen.visible(question), out.width, "  ", first="> ", style=TITLE, number=""))


def _link(citation: Citation, documents: dict[str, Document], links: Links | None) -> str:
    document = documents.get(citation.doc_id)
    return links.to(document, citation.start, citation.end) if links and document else ""


def _print_citation(out: Console, citation: Citation, lang: Lang, link: str) -> None:
    number = f"[{citation.n}] "
    indent = " " * len(number)
    title = screen.visible(citation.title) or screen.visible(citation.source)
    named = headed(title, screen.visible(citation.locator), out.width - len(indent))
    at = (len(number), len(number) + len(title))
    out.print(wrapped(number + named, out.width, indent, first="", title=at))
    offsets = say("characters", lang, start=citation.start, end=citation.end)
    source = screen.visible(citation.source)
    out.print(wrapped(f"{source} · {offsets}", out.width, indent, link=(link, len(source))))
    if flags := ", ".join(warnings(citation.flags)):
        out.print(wrapped(f"{say('flags', lang)}: {flags}", out.width, indent))


def _print_context(
    out: Console, citation: Citation, citations: Sequence[Citation], document: Document | None
) -> set[int]:
    """Print the paragraph around a citation; return the citations that can be read in it.

    A row of a table is printed by itself, under the header of its table.
    """
    row = _print_header(out, citation, document)
    first, last = _context(citation, document) if document and not row else (citation.start, citation.end)
    text = document.text[first:last] if document else citation.quote
    inside = [c for c in citations if c.doc_id == citation.doc_id and first <= c.start and c.end <= last]
    whole = screen.mark(text, [Span(c.start - first, c.end - first) for c in inside])
    bar = _bar(citation)
    cut = screen.excerpt_lines(whole, out.width - len(bar), CONTEXT_LINES)
    if sum(cut.marks) < sum(whole.marks):  # not all fit: this one must
        inside = [citation]
        whole = screen.mark(text, [Span(citation.start - first, citation.end - first)])
        cut = screen.excerpt_lines(whole, out.width - len(bar), CONTEXT_LINES)
    out.print(highlighted(cut, out.width, bar, EVIDENCE))
    return {c.n for c in inside}


def _print_header(out: Console, citation: Citation, document: Document | None) -> bool:
    """Print the header of the table that a cited row is of, if it is one, so that its cells can be read."""
    header = header_of(document.text, citation.start) if document else None
    if header is None or document is None:
        return False
    bar = _bar(citation)
    shown = screen.mark(document.text[header.start : header.end], [Span(0, header.end - header.start)])
    out.print(
        highlighted(screen.excerpt_lines(shown, out.width - len(bar), _HEADER_LINES), out.width, bar, ASIDE)
    )
    return True


def _bar(citation: Citation) -> str:
    """What stands before each line of a citation's text."""
    return f"{' ' * len(f'[{citation.n}] ')}│ "


def _context(citation: Citation, document: Document) -> tuple[int, int]:
    """What to show around a citation, half-open: its paragraph, or the sentences next to it."""
    first = max(0, citation.start - CONTEXT)
    before = document.text[first : citation.start]
    if blank := [found.end() for found in re.finditer(r"\n[^\S\n]*\n", before)]:
        first += blank[-1]
    elif first and (begun := re.search(r"[。！？；!?][”’」』）]*|[.;|]\s|\n", before)):
        first += begun.end()  # not in the middle of a sentence
    after = document.text[citation.end : citation.end + CONTEXT]
    return first, citation.end + len(re.split(r"\n[^\S\n]*\n", after, maxsplit=1)[0])
