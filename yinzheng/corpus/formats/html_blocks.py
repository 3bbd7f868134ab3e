"""The blocks of an HTML tree, in its order: paragraphs, headings, list items, table rows and code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from yinzheng.corpus.markdown import Heading, clean_title, heading_anchors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yinzheng.types import Anchor

_LONG_HEADING = 120  # characters; longer ones are paragraphs in a heading's clothes

_MOST_MERGED = 40  # columns or rows; a page may say any number

_Kind = Literal["text", "heading", "item", "row", "code"]

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
footer form header hr html legend li main menu nav ol p pre quote section summary table tbody td tfoot th
thead tr ul list item row cell head code h1 h2 h3 h4 h5 h6 option select
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNREAD_TAGS = "script style noscript template svg math iframe object textarea button graphic"
_UNREAD = frozenset(_UNREAD_TAGS.split())
_CODE_AROUND = frozenset(["body", "pre", "div", "code", "quote", "main", "article", "section"])


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item, table row or piece of code; ``words`` is what it says."""

    kind: _Kind
    level: int = 0
    words: str = ""
    linked: int = 0
    """Characters of it that are links."""
    inner: bool = False
    """True for a line of a paragraph that is not its first."""
    _parts: list[str] = field(default_factory=list)

    def add(self, words: str, *, linked: bool = False) -> None:
        """Add a piece of its text; line breaks of the markup are spaces, except in code."""
        if self.kind != "code":
            words = re.sub(r"\s+", " ", words)
        self._parts.append(words)
        self.linked += len(words.strip()) if linked else 0

    def mark(self, sign: str) -> None:
        """Add a sign that is not the page's: a border of cells, or a vertical tab for a line break."""
        self._parts.append(sign)

    def close(self) -> Block:
        """Put its words together."""
        joined = "".join(self._parts)
        self._parts.clear()
        if self.kind == "code":
            self.words = joined.strip("\n")
            return self
        lines = [" ".join(line.split()) for line in joined.replace("\v", "\n").split("\n")]
        if self.kind == "text":
            self.words = "\n".join(line for line in lines if line)
        else:
            self.words = " ".join(" ".join(lines).split())
        return self

    def lines(self) -> list[Block]:
        """A paragraph as one block for each of its lines; what is no paragraph, as it is."""
        if self.kind != "text" or "\n" not in self.words:
            return [self]
        size = max(1, len(self.words))
        return [
            Block("text", words=line, linked=self.linked * len(line) // size, inner=n > 0)
            for n, line in enumerate(self.words.split("\n"))
        ]

    @property
    def begun(self) -> bool:
        """Whether it has a part already."""
        return bool(self._parts)


def blocks(root: Any) -> Iterator[Block]:
    """The blocks of a tree that say something, in order; of HTML tags as well as of trafilatura's."""
    return (block for block in map(Block.close, _walked(root)) if block.words.strip(" |"))


def _walked(root: Any) -> Iterator[Block]:
    block = Block("text")
    # Depth first without recursion: pages nest as deeply as they like.
    stack: list[tuple[Any, bool]] = [(root, False)]
    cell = False
    links = 0
    grids: list[_Grid] = []  # of the tables that are open
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        is_block = tag in _BLOCKS and not (tag == "code" and _inline(element))
        if closing:
            links -= tag in ("a", "ref")
            if tag == "table" and grids:
                grids.pop()
            if cell and tag in ("td", "th", "cell"):
                cell = False
            elif is_block:
                yield block
                block = Block("text")
            if element is not root and element.tail:
                block.add(element.tail, linked=links > 0)
            continue
        stack.append((element, True))
        links += tag in ("a", "ref")
        if tag in _UNREAD or not tag:
            continue
        if tag in ("br", "lb"):
            block.mark("\v")
        elif tag in ("td", "th", "cell"):
            if _is_layout(element):
                yield block
                block = Block("text")
            elif block.kind != "row":
                yield block
                block = Block("row")
            elif grids:
                block.mark(" | " * grids[-1].place(element))
            elif block.begun:
                block.mark(" | ")
            cell = not _is_layout(element)
        elif is_block and not (cell and tag not in ("table", "tr", "row")):
            yield block
            block = _opened(element, tag)
            if tag == "table":
                grids.append(_Grid())
            elif block.kind == "row" and grids:
                grids[-1].begin()
        elif is_block:
            block.mark(" ")
        if element.text:
            block.add(element.text, linked=links > 0)
        stack.extend((child, False) for child in reversed(element))
    yield block


class _Grid:
    """The columns of a table, so that a row stands under its headers whatever cells are merged above it.

    A cell over several columns (``colspan``) or rows (``rowspan``) leaves empty ones beside or below itself.
    """

    def __init__(self) -> None:
        self._at = self._left = 0  # the next column of the row; borders that are owed before its next cell
        self._below: dict[int, int] = {}  # column: rows that a merged cell still reaches down into

    def begin(self) -> None:
        """Begin a row; what reached down behind the last cell of the one above has passed it by."""
        for column, rows in self._below.items():
            self._below[column] = rows - (rows > 0 and column >= self._at)
        self._at = self._left = 0

    def place(self, cell: Any) -> int:
        """How many borders stand between what the row has and ``cell``, its next one."""
        borders, down = self._left, _span(cell, "rowspan")
        while self._below.get(self._at, 0):
            self._below[self._at] -= 1
            self._at += 1
            borders += 1
        across = _span(cell, "colspan")
        if down > 1:
            self._below |= dict.fromkeys(range(self._at, self._at + across), down - 1)
        self._at += across
        self._left = across
        return borders


def _span(cell: Any, name: str) -> int:
    """How many columns or rows a cell is merged over, as far as a page of words has any."""
    said = (cell.get(name) or "").strip()
    return min(max(int(said), 1), _MOST_MERGED) if said.isascii() and said.isdigit() else 1


def _is_layout(cell: Any) -> bool:
    """Whether a table cell holds paragraphs and tables: the page is laid out by it."""
    inside = [child.tag for child in cell if child.tag in _BLOCKS]
    return len(inside) > 1 or "table" in inside


def _inline(element: Any) -> bool:
    """Whether a ``code`` element stands within a line of text."""
    parent = element.getparent()
    return parent is not None and parent.tag not in _CODE_AROUND


def _opened(element: Any, tag: str) -> Block:
    if tag in _HEADINGS:
        return Block("heading", _HEADINGS[tag])
    if tag == "head":
        return Block("heading", _HEADINGS.get(element.get("rend", ""), 2))
    if tag in ("li", "item"):
        return Block("item")
    if tag in ("tr", "row"):
        return Block("row")
    return Block("code" if tag in ("pre", "code") else "text")


def joined(found: Iterable[Block], title: str | None) -> tuple[str, tuple[Anchor, ...]]:
    """The text of blocks, and anchors at its headings; ``title`` is the page's.

    Blocks are separated by blank lines; list items begin with ``- ``; cells are separated by `` | ``.
    """
    parts: list[str] = []
    headings: list[Heading] = []
    size = 0
    before: _Kind | None = None
    for block in found:
        words = block.words
        if before is not None:
            close = block.inner or (before == block.kind and before in ("item", "row"))
            gap = "\n" if close else "\n\n"
            parts.append(gap)
            size += len(gap)
        if block.kind == "heading" and len(words) <= _LONG_HEADING:
            headings.append(Heading(size, block.level, clean_title(words)))
        elif block.kind == "item":
            words = f"- {words}"
        parts.append(words)
        size += len(words)
        before = block.kind
    return "".join(parts), tuple(heading_anchors(headings, title))
