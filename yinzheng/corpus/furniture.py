"""Lines that run through the pages of a printed document: headers, footers and page numbers.

A reader of pages keeps them in the text, between paragraphs, each on a line of its own that begins with a
form feed, which is how text has always marked where a page ends.
"""

from __future__ import annotations

import re

from yinzheng.types import Span

MARK = "\f"
"""What stands before such a line."""

_LINE = re.compile(r"(?<=\f)[^\n]+")


def furniture(text: str) -> list[Span]:
    """Where the running lines of ``text`` stand, in order, without their marks."""
    return [Span(*match.span()) for match in _LINE.finditer(text)]
