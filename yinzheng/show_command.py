"""What ``yinzheng show`` does once its options are read: print a document, or the part that is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from yinzheng import as_json, document_view, output
from yinzheng.links import links
from yinzheng.options import UsageError
from yinzheng.types import Span

if TYPE_CHECKING:
    from yinzheng.library import Library
    from yinzheng.types import Document

_CONTEXT = 4000  # characters on either side of a place that tell where its sentence begins and ends


class Part(NamedTuple):
    """What to show of a document, as it was given, and by which option."""

    option: Literal["--lines", "--span", "--at"]
    words: str
    first: int = 0
    last: int = 0


def part(lines: str | None, span: str | None, at: str | None) -> Part | None:
    """Read the options; None is the whole document. Raises UsageError."""
    given = [name for name, value in (("--lines", lines), ("--span", span), ("--at", at)) if value]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} exclude each other")
    if lines:
        return Part("--lines", lines, *_interval(lines, "--lines"))
    if span:
        return Part("--span", span, *_interval(span, "--span"))
    return Part("--at", at) if at else None


def run(library: Library, document: Document, chosen: Part | None, *, json: bool) -> None:
    """Do it. Raises UsageError for a part that the document does not have."""
    span = _span(document, chosen) if chosen else None
    locator = library.locator(document, span.start, span.end, document.lang) if span else ""
    if json:
        as_json.put(
            as_json.show_span(document, span.start, span.end, locator) if span else as_json.show(document)
        )
        return
    out = output.console()
    if span and chosen and chosen.option == "--at":
        linked = links(out, library.path.resolve().parent)
        document_view.print_spot(out, document, span, locator=locator, lang=document.lang, links=linked)
    else:
        document_view.print_document(out, document, [span] if span else [])


def _interval(text: str, option: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,12})(?:\s*[-:–,]\s*(\d{1,12}))?", text.strip())
    if not match or (match[2] is None and option == "--span"):
        raise UsageError(f"{option} {text}: two numbers are needed, such as 120-180")
    return int(match[1]), int(match[2] or match[1])


def _span(document: Document, chosen: Part) -> Span:
    if chosen.option == "--lines":
        return _line_span(document.text, chosen.first, chosen.last)
    if chosen.option == "--at":
        return _spot(document, chosen.words)
    return _within(document, chosen.first, chosen.last, f"--span {chosen.words}")


def _within(document: Document, first: int, last: int, given: str) -> Span:
    if not first < last <= len(document.text):
        raise UsageError(f"{given}: the document has {len(document.text)} characters; give START-END within")
    return Span(first, last)


def _line_span(text: str, first: int, last: int) -> Span:
    lines = text.split("\n")
    if not 1 <= first <= last or first > len(lines):
        raise UsageError(f"--lines {first}-{last}: the document has {len(lines)} lines, counted from 1")
    start = sum(len(line) + 1 for line in lines[: first - 1])
    return Span(start, start + len("\n".join(lines[first - 1 : last])))


def _spot(document: Document, words: str) -> Span:
    """The characters START-END, the sentence at START, or a place as citations name it (``p. 12``)."""
    if match := re.fullmatch(r"(\d{1,12})(?:\s*[-–]\s*(\d{1,12}))?", words.strip()):
        start = int(match[1])
        if match[2]:
            return _within(document, start, int(match[2]), f"--at {words}")
        if start >= len(document.text):
            raise UsageError(f"--at {words}: the document has {len(document.text)} characters, from 0")
        return _sentence(document.text, start)
    from yinzheng.qa.checking.places import place

    found = place(document, words)
    if found is None:
        raise UsageError(
            f"--at {words}: the document has no such place; give START, START-END or what a citation says, "
            "such as p. 12, lines 3-5 or 47:10"
        )
    return found


def _sentence(text: str, at: int) -> Span:
    """The sentence that has the character ``at``."""
    from yinzheng.corpus.segment import sentences

    # Sentences are told from what stands before them; a paragraph or a few thousand characters are enough.
    blank = text.rfind("\n\n", max(0, at - _CONTEXT), at)
    begin = blank + 2 if blank >= 0 else max(0, at - _CONTEXT)
    for sentence in sentences(text, begin, min(len(text), at + _CONTEXT)):
        if sentence.start <= at < sentence.end:
            return Span(sentence.start, sentence.end)
    return Span(at, at + 1)
