"""The pages of a PDF as one text: paragraphs mended across lines, columns and pages, with their anchors.

Paragraphs are separated by blank lines, rows of a table and items of a list stand on lines of their own.
What runs through the pages (headers, footers, page numbers) stands between paragraphs, each line of it
behind a form feed; ``yinzheng.corpus.furniture`` finds it there.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from yinzheng.corpus.formats.pdf_headings import Styles
from yinzheng.corpus.formats.pdf_tables import Table, blocks
from yinzheng.corpus.formats.pdf_words import is_han
from yinzheng.corpus.furniture import MARK
from yinzheng.corpus.markdown import Heading, heading_anchors
from yinzheng.types import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yinzheng.corpus.formats.pdf_lines import Line
    from yinzheng.corpus.formats.pdf_pages import Page

_ENDS = tuple('.!?。！？：:；;…”’"）)')
_STOPS = tuple(".!?。！？：:；;…")
_BROKEN = re.compile(r"([^\W\d_]+)-\Z")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST = re.compile(r"[^\W\d_]+")
_URL_OPEN = re.compile(r"https?://\S*[/\-_.=&?%]\Z")
_BULLET = re.compile(r"[•●○◦▪■□◆◇▶►➢❖✓☐☑☒*·–—-]\s")


def vocabulary(pages: Sequence[Page]) -> Counter[str]:
    """How often words stand whole within lines: what a hyphen at a line's end is told by."""
    counts: Counter[str] = Counter()
    for page in pages:
        for region in page.regions:
            for line in region:
                words = _WORD.findall(line.text.lower())
                counts.update(words[1:-1] if len(words) > 2 else words)
    return counts


def flow(
    pages: Sequence[Page],
    outline: Mapping[int, Sequence[tuple[int, str]]],
    title: str | None = None,
    *,
    form: bool = False,
) -> tuple[str, tuple[Anchor, ...]]:
    """The text of ``pages`` and its anchors: one for each page, and the headings with their paths.

    ``outline`` are the bookmarks of each page, counted from 0, as level and title; ``title`` is the
    document's. ``form`` tells that the first page is a filled-in form, whose large lines head nothing.
    """
    styles = Styles.of(pages)
    text = _Text(vocabulary(pages))
    for number, page in enumerate(pages):
        text.page(page)
        for region in page.regions:
            marked = {} if form and not number else styles.marked(region, outline.get(number, ()))
            for block in _paragraphs(region, marked):
                text.add(block)
    return text.whole(title)


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together; ``level`` is a heading's, from 1, or 0. ``full``: its last line is."""

    lines: list[Line]
    level: int = 0
    full: bool = False
    indented: bool = False  # it begins right of where its region does


def _paragraphs(lines: Sequence[Line], levels: Mapping[int, int]) -> Iterator[_Paragraph | Table]:
    """The blocks of a region; ``levels`` are those of headings by the identity of their lines."""
    limit = _right(lines)
    left = min(line.left for line in lines)
    pitch = _pitch(lines)
    held: _Paragraph | None = None
    for block in blocks(lines):
        if isinstance(block, Table):
            if held:
                yield held
            held = None
            yield block
            continue
        level = levels.get(id(block), 0)
        if held is not None and _goes_on(held, block, level, limit, pitch):
            held.lines.append(block)
        else:
            if held:
                yield held
            held = _Paragraph([block], level, indented=block.left > left + 0.8 * block.size)
        held.full = not _room(block, block, limit)
    if held:
        yield held


def _right(lines: Sequence[Line]) -> float:
    """Where the lines of a region end when they are full."""
    ends = sorted(line.right for line in lines)
    return ends[-1 - len(ends) // 20]


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between lines, in sizes of their font."""
    steps = [
        (b.base - a.base) / a.size
        for a, b in pairwise(lines)
        if a.size and 0.8 < (b.base - a.base) / a.size < 3
    ]
    return median(steps) if len(steps) > 2 else 1.3


def _goes_on(held: _Paragraph, line: Line, level: int, limit: float, pitch: float) -> bool:
    """Whether a line goes on with the paragraph above it."""
    above = held.lines[-1]
    if level or held.level:
        close = line.base - above.base <= 1.6 * max(above.size, line.size)
        return level == held.level and close and same_style(above, line) and not line.item
    if abs(above.size - line.size) > 0.12 * above.size or line.base <= above.base:
        return False
    if line.base - above.base > max(1.3 * pitch, pitch + 0.25) * above.size:
        return False
    if len(above.pieces) > 1 or len(line.pieces) > 1:
        return False  # a form's line: Date: … By: …
    if len(held.lines) == 1 and abs(line.left - above.left) > 5 * line.size and not above.item:
        return False  # set right or in the middle
    if line.item or (above.bold and not line.bold and len(held.lines) == 1 and _room(above, line, limit)):
        return False
    if line.left > above.left + 0.8 * above.size and not (above.item and len(held.lines) == 1):
        return False
    words, first = above.text, line.text[0]
    if first.islower() and (_BROKEN.search(words) or words.endswith(",")):
        return True
    return not _room(above, line, limit)


def same_style(above: Line, line: Line) -> bool:
    """Whether two lines are set alike."""
    return above.bold == line.bold and abs(above.size - line.size) <= 0.06 * above.size


def _room(above: Line, line: Line, limit: float) -> bool:
    """Whether the first word of ``line`` had fitted behind ``above``: the line was ended on purpose."""
    text = line.text
    if is_han(text[0]):
        need = 1.2 * line.size
    else:
        first = text.split()[0]
        run = next((i for i, c in enumerate(first) if is_han(c)), len(first))
        need = (line.right - line.left) * (run + 1) / max(len(text), 1)
    return above.right + need < limit - 0.3 * line.size


@dataclass(slots=True)
class _Text:
    """The text so far. Pages begin where their first words do, furniture waits for a paragraph to end."""

    vocabulary: Counter[str]
    parts: list[str] = field(default_factory=list)
    size: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    due: list[str] = field(default_factory=list)  # labels of pages without a word so far
    furniture: list[str] = field(default_factory=list)
    open: tuple[Line, bool] | None = (
        None  # the last line of a paragraph that may go on, and whether it is full
    )
    long: bool = False  # whether that paragraph has several lines
    rows: bool = False  # whether the last block was a table
    item: bool = False  # or an item of a list

    def page(self, page: Page) -> None:
        self.due.append(page.label)
        self.furniture += [line.text for line in page.furniture]

    def add(self, block: _Paragraph | Table) -> None:
        if isinstance(block, Table):
            # A table that goes on over the page stays one; its header may be repeated.
            self._begin("\n" if self.rows and not self.furniture else "\n\n")
            self._put("\n".join(block.rows))
            self.open, self.rows, self.item = None, True, False
            return
        lines = block.lines
        if self._continues(block):
            self._join(lines[0])
        else:
            item = lines[0].item and bool(_BULLET.match(lines[0].text))
            self._begin("\n" if item and self.item and not self.furniture else "\n\n")
            self.item = item
            if block.level:
                words = re.sub(r"\s+", " ", " ".join(line.text for line in lines))
                self.headings.append(Heading(self.size, block.level, words))
            self._put(lines[0].text)
        for above, line in pairwise(lines):
            self.open = (above, True)
            self._join(line)
        self.open = None if block.level else (lines[-1], block.full)
        self.long = len(lines) > 1
        self.rows = False

    def whole(self, title: str | None) -> tuple[str, tuple[Anchor, ...]]:
        if self.furniture:
            self._begin("\n\n")
        anchors = [*self.anchors, *heading_anchors(self.headings, title)]
        anchors.sort(key=lambda anchor: (anchor.start, anchor.kind != "page"))
        return "".join(self.parts).rstrip("\n") + "\n", tuple(anchors)

    def _continues(self, block: _Paragraph) -> bool:
        """Whether a block at the top of a column or page goes on with the paragraph before."""
        if self.open is None or block.level or block.lines[0].item:
            return False
        above, full = self.open
        line = block.lines[0]
        if not full or abs(above.size - line.size) > 0.06 * above.size or above.bold != line.bold:
            return False
        words, first = above.text, line.text[0]
        if words.endswith(_STOPS) or (words.endswith(_ENDS) and not first.islower()):
            return False
        if first.islower() or words.endswith((",", "-", "，", "、")):
            return True
        return not block.indented and (is_han(first) or is_han(words[-1]) or (self.long and first.isalnum()))

    def _begin(self, gap: str) -> None:
        if self.parts:
            self._raw(gap)
        self._turn()
        if self.furniture:
            for words in self.furniture:
                self._raw(f"{MARK}{words}\n")
            self._raw("\n")
            self.furniture.clear()

    def _turn(self) -> None:
        self.anchors += [Anchor(self.size, "page", label) for label in self.due]
        self.due.clear()

    def _join(self, line: Line) -> None:
        """Go on with a paragraph: mend the word that is broken, and put a space where one belongs."""
        assert self.open is not None  # only called to go on
        above, text = self.open[0], line.text
        last = self.parts[-1]
        broken = _BROKEN.search(last)
        if broken and text[0].islower():
            if not self._hyphenated(broken[1], text):
                self.parts[-1] = last[:-1]
                self.size -= 1
        elif not ((above.broken or last.endswith("-")) and text[0].isalnum() and last[-2:-1].isalnum()):
            close = is_han(last[-1]) or is_han(text[0]) or _URL_OPEN.search(last[-200:])
            if not close:
                self._raw(" ")
        self._turn()
        self._put(text)

    def _hyphenated(self, before: str, text: str) -> bool:
        """Whether a word keeps the hyphen at which a line breaks: long-term, not manage-ment."""
        first = _FIRST.match(text)
        a, b = before.lower(), first[0].lower() if first else ""
        whole, parted = self.vocabulary[a + b], self.vocabulary[f"{a}-{b}"]
        if whole or parted:
            return parted > whole
        return len(a) > 2 and len(b) > 2 and bool(self.vocabulary[a] and self.vocabulary[b])

    def _put(self, text: str) -> None:
        self._raw(text)

    def _raw(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)
