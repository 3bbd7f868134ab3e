"""What ``yinzheng show`` does once its options are read: print a document, or the part that is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from yinzheng import as_json, output
from yinzheng.options import UsageError
from yinzheng.types import Span

if TYPE_CHECKING:
    from yinzheng.library import Library
    from yinzheng.types import Document


class Part(NamedTuple):
    """What to show of a document: lines counted from 1, both included, or the characters [first, last)."""

    option: Literal["--lines", "--span"]
    first: int
    last: int


def part(lines: str | None, span: str | None) -> Part | None:
    """Read the options; None is the whole document. Raises UsageError."""
    if lines and span:
        raise UsageError("--lines and --span exclude each other")
    if lines:
        return Part("--lines", *_interval(lines, "--lines"))
    return Part("--span", *_interval(span, "--span")) if span else None


def run(library: Library, document: Document, chosen: Part | None, *, json: bool) -> None:
    """Do it. Raises UsageError for a part that the document does not have."""
    span = _span(document.text, chosen) if chosen else None
    if not json:
        output.print_document(output.console(), document, [span] if span else [])
    elif span:
        locator = library.locator(document, span.start, span.end, document.lang)
        as_json.put(as_json.show_span(document, span.start, span.end, locator))
    else:
        as_json.put(as_json.show(document))


def _interval(text: str, option: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,12})(?:\s*[-:–,]\s*(\d{1,12}))?", text.strip())
    if not match or (match[2] is None and option == "--span"):
        raise UsageError(f"{option} {text}: two numbers are needed, such as 120-180")
    return int(match[1]), int(match[2] or match[1])


def _span(text: str, chosen: Part) -> Span:
    option, first, last = chosen
    if option == "--span":
        if not first < last <= len(text):
            raise UsageError(
                f"--span {first}-{last}: the document has {len(text)} characters; give START-END within"
            )
        return Span(first, last)
    lines = text.split("\n")
    if not 1 <= first <= last or first > len(lines):
        raise UsageError(f"--lines {first}-{last}: the document has {len(lines)} lines, counted from 1")
    start = sum(len(line) + 1 for line in lines[: first - 1])
    return Span(start, start + len("\n".join(lines[first - 1 : last])))
