"""The text of a document as it is put together: blocks in order, and anchors that point at them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.content import Content
from yinzheng.corpus.markdown import Heading, clean_title, heading_anchors, outline
from yinzheng.errors import EmptyDocument
from yinzheng.types import Anchor

if TYPE_CHECKING:
    from yinzheng.types import AnchorKind

Kind = Literal["text", "heading", "item", "row"]

_LONG_HEADING = 120  # characters; longer ones are paragraphs in a heading's clothes
_NOTE_MARK = re.compile(r"\[(?:\^\w+|c\d+)\]")
_NEAR_TOP = 2000  # characters in which a title that a file's properties give is looked for


class Flow:
    """A text that grows by blocks: items and rows follow one another, between all else is a blank line."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._size = 0
        self._before: Kind | None = None
        self._waiting: list[tuple[AnchorKind, str]] = []
        self._anchors: list[Anchor] = []
        self._headings: list[Heading] = []
        self._sections: list[tuple[str, int]] = []
        self.flags: dict[str, int] = {}
        """What a reader should know of the document, and how often."""

    @property
    def size(self) -> int:
        """Characters so far."""
        return self._size

    @property
    def titles(self) -> list[str]:
        """The headings so far."""
        return [heading.title for heading in self._headings]

    def add(self, words: str, kind: Kind = "text", *, level: int = 0) -> int | None:
        """Append a block and return where it begins; blank ones are left out and give None.

        A heading of ``level`` (from 0, outermost) becomes an anchor unless it is too long for one.
        """
        words = words.strip("\n")
        if not words.strip(" |\t\u3000"):
            return None
        if self._before is not None:
            gap = "\n" if self._before == kind and kind in ("item", "row") else "\n\n"
            self._parts.append(gap)
            self._size += len(gap)
        start = self._size
        self._anchors += [Anchor(start, where, label) for where, label in self._waiting]
        self._headings += [Heading(start, depth, title) for title, depth in self._sections]
        self._waiting.clear()
        self._sections.clear()
        if kind == "heading" and len(words) <= _LONG_HEADING:
            title = clean_title(_NOTE_MARK.sub("", words))
            if title:
                self._headings.append(Heading(start, level, title))
        self._parts.append(words)
        self._size += len(words)
        self._before = kind
        return start

    def gap(self) -> None:
        """Let the next row or item begin a table or list of its own."""
        if self._before is not None:
            self._before = "text"

    def mark(self, kind: AnchorKind, label: str) -> None:
        """Put an anchor at the beginning of the next block."""
        self._waiting.append((kind, label))

    def drop_marks(self) -> None:
        """Forget anchors and sections that no block came to."""
        self._waiting.clear()
        self._sections.clear()

    def mark_at(self, start: int, kind: AnchorKind, label: str) -> None:
        """Put an anchor at ``start``."""
        self._anchors.append(Anchor(start, kind, label))

    def section(self, title: str, level: int = 0) -> None:
        """Let a section of that name begin with the next block, though its name is not in the text."""
        title = clean_title(title)
        if title:
            self._sections.append((title, level))

    def flag(self, name: str, count: int = 1) -> None:
        """Count something that a reader should know."""
        if count:
            self.flags[name] = self.flags.get(name, 0) + count

    def content(
        self, source: str, *, title: str = "", date: str | None = None, sure: bool = False
    ) -> Content:
        """The whole. ``title`` and ``date`` are the file's own; what the text says goes before them.

        A ``sure`` title goes before the text's. A text without headings is searched for lines that are
        numbered like headings. Raises EmptyDocument.
        """
        text = "".join(self._parts)
        if not text.strip():
            raise EmptyDocument(source, "there is no text in it")
        told = outline(text)
        first = self._headings[0] if self._headings else None
        top = [h for h in self._headings if first is not None and h.level <= first.level]
        own = clean_title(title)
        if own and sure:
            name: str | None = own
        elif first is not None and first.start < _NEAR_TOP and len(top) == 1:
            name = first.title
        elif own and own in text[:_NEAR_TOP]:
            name = own
        elif told.title and told.title in (heading.title for heading in top):
            name = own or None  # the first of several chapters
        else:
            name = told.title or own or None
        anchors = [*self._anchors, *heading_anchors(self._headings, name)]
        # Times and speakers, as transcripts have them, and headings where no style marks any.
        anchors += [a for a in told.anchors if a.kind != "heading" or not self._headings]
        flags = (*(f"{flag}:{count}" for flag, count in self.flags.items()), *told.flags)
        return Content(text, tuple(sorted(anchors, key=lambda a: a.start)), name, told.date or date, flags)
