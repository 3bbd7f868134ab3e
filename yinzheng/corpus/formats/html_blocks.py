"""The blocks of an HTML tree, in its order: paragraphs, headings, list items, table rows and code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from yinzheng.corpus.formats.html_cells import CELLS, lays_out, merged
from yinzheng.corpus.markdown import Heading, clean_title, heading_anchors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yinzheng.corpus.formats.html_cells import Around
    from yinzheng.types import Anchor

_LONG_HEADING = 120  # characters; longer ones are paragraphs in a heading's clothes

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
_SIGNS = frozenset(["headerlink", "mw-editsection"])  # classes: ¶, [编辑]
_HIDDEN = re.compile(r"\bdisplay\s*:\s*none\b", re.IGNORECASE)
_LINKS = frozenset(["a", "ref"])
_ROWS = frozenset(["table", "tr", "row"])
_PLAIN = frozenset(["p", "div"])
_BORDER = " | "
_CODE_AROUND = frozenset(["body", "pre", "div", "code", "quote", "main", "article", "section"])


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item, table row or piece of code; ``words`` is what it says."""

    kind: _Kind
    level: int = 0
    words: str = ""
    linked: int = 0
    """Characters of it that are links to other pages."""
    within: int = 0
    """Characters of it that are links to places of its own page."""
    inner: bool = False
    """True for a line of a paragraph that is not its first."""
    hidden: bool = False
    """True for what a reader does not see."""
    said: str = ""
    """Of a row, what the markup has in it; ``words`` repeats what is merged downwards."""
    _parts: list[str] = field(default_factory=list)
    _repeated: set[int] = field(default_factory=set)
    _cells: int = 0

    def add(self, words: str, links: Sequence[bool] = ()) -> None:
        """Add a piece of its text; line breaks of the markup are spaces, except in code.

        ``links`` are the links around it, the innermost last: whether each is to another page.
        """
        if self.kind != "code":
            words = re.sub(r"\s+", " ", words)
        self._parts.append(words)
        self.linked += len(words.strip()) if links and links[-1] else 0
        self.within += len(words.strip()) if links and not links[-1] else 0

    def mark(self, sign: str) -> None:
        """Add a sign that is not the page's: a border of cells, or a vertical tab for a line break."""
        self._parts.append(sign)

    def repeat(self, words: str) -> None:
        """Add a cell that is merged with one of a row above, and says ``words`` there."""
        if self._cells:
            self.mark(_BORDER)
        self._cells += 1
        self._repeated.add(len(self._parts))
        self._parts.append(words)

    def cell(self) -> None:
        """Begin a cell of a row."""
        if self._cells:
            self.mark(_BORDER)
        self._cells += 1

    def close(self) -> Block:
        """Put its words together."""
        joined = "".join(self._parts)
        if self._repeated:
            own = (part for at, part in enumerate(self._parts) if at not in self._repeated)
            self.said = " ".join("".join(own).split())
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
            Block(
                "text",
                words=line,
                linked=self.linked * len(line) // size,
                within=self.within * len(line) // size,
                inner=n > 0,
                hidden=self.hidden,
            )
            for n, line in enumerate(self.words.split("\n"))
        ]

    @property
    def begun(self) -> bool:
        """Whether it says something already."""
        return any(part.strip() for part in self._parts)


def blocks(root: Any) -> Iterator[Block]:
    """The blocks of a tree that say something, in order; of HTML tags as well as of trafilatura's."""
    return (block for block in map(Block.close, _walked(root)) if block.words.strip(" |"))


def _walked(root: Any) -> Iterator[Block]:
    block = Block("text")
    # Depth first without recursion: pages nest as deeply as they like.
    stack: list[tuple[Any, bool]] = [(root, False)]
    cell = False
    links: list[bool] = []
    hidden: Any = None  # the outermost element that is
    around: dict[Any, Around] = {}
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        is_block = tag in _BLOCKS and not (tag == "code" and _inline(element))
        if closing:
            if tag in _LINKS:
                links.pop()
            if cell and tag in CELLS:
                cell = False
                for _ in range(around[element].behind if element in around else 0):
                    block.cell()
            elif cell and is_block and tag not in _ROWS:
                block.mark(" ")
            elif is_block and not (tag in _PLAIN and block.kind == "item" and not block.begun):  # <li><p>
                if element in around:  # a row
                    for words in around[element].before:
                        block.repeat(words)
                yield block
                hidden = None if hidden is element else hidden
                block = Block("text", hidden=hidden is not None)
            if element is not root and element.tail:
                block.add(element.tail, links)
            continue
        if not _is_read(element, tag):
            if element is not root and element.tail:
                block.add(element.tail, links)
            continue
        stack.append((element, True))
        if tag in _LINKS:
            links.append(not (element.get("href") or "").startswith("#"))
        elif tag == "table":
            around.update(merged(element))
        if tag in ("br", "lb"):
            block.mark("\v")
        elif tag in CELLS:
            cell = not lays_out(element, _BLOCKS)
            if not cell or block.kind != "row":
                yield block
                block = Block("row" if cell else "text", hidden=hidden is not None)
            if cell:
                for words in around[element].before if element in around else ():
                    block.repeat(words)
                block.cell()
        elif is_block and not (cell and tag not in _ROWS):
            hidden = element if hidden is None and _is_hidden(element) else hidden
            if not (tag in _PLAIN and block.kind == "item" and not block.begun):
                yield block
                block = _opened(element, tag)
            block.hidden = hidden is not None
        elif is_block:
            block.mark(" ")
        if element.text:
            block.add(element.text, links)
        stack.extend((child, False) for child in reversed(element))
    yield block


def _is_read(element: Any, tag: str) -> bool:
    """Whether an element has words of the page: no script, and no sign to link to or edit a heading by."""
    if not tag or tag in _UNREAD:
        return False
    return tag not in ("a", "span") or _SIGNS.isdisjoint((element.get("class") or "").split())


def _is_hidden(element: Any) -> bool:
    """Whether a block is said to be no part of what is shown."""
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None


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
