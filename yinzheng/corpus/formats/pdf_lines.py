"""Lines of a PDF page in the order in which they are read: columns one after the other, tables across."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from yinzheng.corpus.formats.pdf_words import Word, is_han, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

_BIN = 4.0  # points: what columns are told by
_GUTTER = 2  # bins at least between two columns
_PIECE = 0.95  # of the font's size: a gap that parts two cells of a row
_BASE = 0.4  # of the font's size: how far words of one line stand above each other, as superscripts do
_LEAST_ROWS = 4  # of a column
_GAP = 2.4  # of the font's size: what stands further apart is not of one column
_LEAST_DOWN = 4  # characters of a line that is set downwards
_CANDIDATES = 6  # places on a page that are looked at for a gutter, those with the most gaps
_CURRENCY = frozenset(("$", "€", "£", "¥", "￥", "US$", "HK$", "RMB"))
_FIGURES = re.compile(r"[-–—+$€£¥()%\d.,:/\s]+")
_BULLET = re.compile(
    r"[•●○◦▪■□◆◇▶►➢❖✓☐☑☒*·–—-]|[(（]?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[)）.、]"
)


@dataclass(slots=True)
class Piece:
    """Words that stand together on a line, apart from what else stands on it."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Line:
    """A line of a page: its pieces from left to right, its ``base`` in points, growing downwards.

    ``size`` is that of most of its characters, ``bold`` whether all its letters are. ``item`` tells
    that it begins with a bullet or an enumerator, ``broken`` that it ends with a hyphen of PDFium's.
    """

    pieces: list[Piece]
    base: float
    size: float
    bold: bool
    item: bool = False
    broken: bool = False

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Where it begins, in points."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends, in points."""
        return self.pieces[-1].right


def regions(words: Sequence[Word]) -> list[list[Line]]:
    """The lines of a page, those of each column by themselves, in reading order."""
    flowing, upright = _vertical(words)
    found: list[list[Line]] = []
    for part in _columns(flowing):
        lines = [_line(row) for row in _rows(part)]
        if lines:
            found.append(lines)
    return [*found, upright] if upright else found


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words by line, from the top; each line from the left."""
    rows: list[list[Word]] = []
    base = size = 0.0
    for word in sorted(words, key=lambda w: w.base):
        if rows and word.base - base <= _BASE * max(size, word.size):
            rows[-1].append(word)
            if word.size > size:
                base, size = word.base, word.size
        else:
            rows.append([word])
            base, size = word.base, word.size
    for row in rows:
        row.sort(key=lambda w: w.left)
    return rows


def _line(row: Sequence[Word]) -> Line:
    by_size: dict[float, int] = {}
    for word in row:
        by_size[word.size] = by_size.get(word.size, 0) + len(word.text)
    size = max(by_size, key=lambda s: (by_size[s], s))
    groups: list[list[Word]] = [[row[0]]]
    for before, word in pairwise(row):
        gap = word.left - before.right
        if (
            gap > _PIECE * size
            or word.led
            or (gap > 0.1 * size and _two_figures(before.text, word.text, gap, size))
        ):
            groups.append([word])
        else:
            groups[-1].append(word)
    pieces = [Piece(joined(group), group[0].left, max(w.right for w in group)) for group in groups]
    item = bool(_BULLET.fullmatch(row[0].text))
    if item and len(pieces) > 1 and _BULLET.fullmatch(pieces[0].text):
        first, second = pieces[:2]
        close = second.left - first.left < 6 * size
        if close:
            pieces[:2] = [Piece(f"{first.text} {second.text}", first.left, second.right)]
    lettered = [word for word in row if any(c.isalpha() for c in word.text)]
    return Line(
        pieces,
        row[0].base,
        size,
        bold=bool(lettered) and all(word.bold for word in lettered),
        item=item,
        broken=row[-1].broken,
    )


def _two_figures(before: str, word: str, gap: float, size: float) -> bool:
    """Whether a cell ends between two words that stand closer than cells do: 3,226.8 and $ or 2,729.4."""
    if not before[-1].isdigit() and before[-1] not in ")%—–-":
        return False
    if word in _CURRENCY:
        return any(c.isdigit() for c in before)
    return gap > 0.5 * size and bool(_FIGURES.fullmatch(before) and _FIGURES.fullmatch(word))


def _columns(words: Sequence[Word]) -> list[list[Word]]:
    """Words in parts that are read one after the other: above a pair of columns, left, right, below."""
    parts: list[list[Word]] = []
    stack = [list(words)]
    while stack:
        part = stack.pop()
        cut = _gutter(_rows(part)) if len(part) > 8 * _LEAST_ROWS or _any_han(part) else None
        if cut is None:
            parts.append(part)
            continue
        top, bottom, at = cut
        within = [w for w in part if top <= w.base <= bottom]
        stack += reversed(
            [
                [w for w in part if w.base < top],
                [w for w in within if w.right <= at],
                [w for w in within if w.right > at],
                [w for w in part if w.base > bottom],
            ]
        )
    return [part for part in parts if part]


def _any_han(words: Sequence[Word]) -> bool:
    return len(words) >= 2 * _LEAST_ROWS and any(is_han(w.text[0]) for w in words[:20])


def _gutter(rows: Sequence[Sequence[Word]]) -> tuple[float, float, float] | None:
    """Where two columns of text stand beside each other: first base, last base, and x between them."""
    if len(rows) < _LEAST_ROWS:
        return None
    left = min(row[0].left for row in rows)
    masks = [_mask(row, left) for row in rows]
    need = (1 << _GUTTER) - 1
    gaps: dict[int, int] = {}
    for row in rows:
        for a, b in pairwise(row):
            if b.left - a.right >= _GUTTER * _BIN:
                at = int((a.right - left) / _BIN) + 1
                gaps[at] = gaps.get(at, 0) + 1
                # ragged lines end before the gutter: it is where the right column begins
                at = int((b.left - left) / _BIN) - _GUTTER
                gaps[at] = gaps.get(at, 0) + 1
        # lines of two columns need not stand at one height
        at = int((row[0].left - left) / _BIN) - _GUTTER
        gaps[at] = gaps.get(at, 0) + 1
    best: tuple[int, int, int, int] | None = None
    often = [at for at in gaps if at > 0 and gaps[at] > 2]
    for at in sorted(often, key=lambda at: (-gaps[at], at))[:_CANDIDATES]:
        begin = None
        for i, mask in enumerate([*masks, -1]):
            free = not (mask >> at) & need
            if free and begin is None:
                begin = i
            elif not free and begin is not None:
                if i - begin >= _LEAST_ROWS and (best is None or i - begin > best[0]):
                    x = left + (at + _GUTTER / 2) * _BIN
                    trimmed = _prose(rows, begin, i, x)
                    if trimmed is not None:
                        best = (i - begin, *trimmed, at)
                begin = None
    if best is None:
        return None
    _, first, last, at = best
    edge = max(w.base for w in rows[last]) + 0.01
    return min(w.base for w in rows[first]) - 0.01, edge, left + (at + _GUTTER / 2) * _BIN


def _mask(row: Sequence[Word], left: float) -> int:
    """The bins that a line's words cover, as bits; small gaps between words are covered too."""
    mask = 0
    before = None
    for word in row:
        start = word.left
        if before is not None and start - before < 0.8 * word.size:
            start = min(start, before)
        a, b = int((start - left) / _BIN), int((word.right - left) / _BIN)
        mask |= ((1 << (b - a + 1)) - 1) << max(a, 0)
        before = word.right
    return mask


def _prose(rows: Sequence[Sequence[Word]], begin: int, end: int, at: float) -> tuple[int, int] | None:
    """The first and last of ``rows[begin:end]`` that are two columns of text parted at ``at``, or None.

    Text fills its column, and is drawn column by column; the rows of a table are drawn across, and its
    cells are short or figures.
    """
    sides = [([w for w in row if w.right <= at], [w for w in row if w.right > at]) for row in rows[begin:end]]
    starts = [next((i for i, pair in enumerate(sides) if pair[n]), len(sides)) for n in (0, 1)]
    ends = [next((i for i in range(len(sides) - 1, -1, -1) if sides[i][n]), -1) for n in (0, 1)]
    first, last = max(starts), min(ends)
    if last - first + 1 < _LEAST_ROWS:
        return None
    # One column may begin higher and end lower than the other, but not after a gap.
    first, last = _reaching(rows, begin, first, -1), _reaching(rows, begin, last, len(sides))
    kept = sides[first : last + 1]
    columns = [[side for side, _ in kept if side], [side for _, side in kept if side]]
    if min(map(len, columns)) < _LEAST_ROWS:
        return None
    flush = True
    for column in columns:
        start, stop = min(s[0].left for s in column), max(s[-1].right for s in column)
        fill = median(s[-1].right - s[0].left for s in column) / max(stop - start, 1.0)
        letters = median(_weight(s) for s in column)
        figures = sum(1 for s in column if _FIGURES.fullmatch(joined(s))) / len(column)
        flush = flush and fill > 0.9
        if fill < 0.6 or letters < 14 or figures > 0.3:
            return None
    drawn = sorted(
        [(w.order, 0) for side, _ in kept for w in side] + [(w.order, 1) for _, side in kept for w in side]
    )
    switches = sum(1 for a, b in pairwise(drawn) if a[1] != b[1])
    wide = min(median(_weight(s) for s in column) for column in columns) >= 30
    long = min(map(len, columns)) >= (6 if flush else 12)
    if switches > max(2, len(kept) // 5) and not (wide and long and switches > 1.5 * len(kept)):
        return None
    return begin + first, begin + last


def _reaching(rows: Sequence[Sequence[Word]], begin: int, at: int, end: int) -> int:
    """The last row from ``at`` on, counted from ``begin``, before ``end`` and before a gap."""
    step = 1 if end > at else -1
    while at + step != end:
        here, there = rows[begin + at][0], rows[begin + at + step][0]
        if abs(there.base - here.base) > _GAP * max(here.size, there.size):
            break
        at += step
    return at


def _weight(side: Sequence[Word]) -> int:
    """The length of a line in Latin letters; a Chinese character weighs two."""
    return sum(len(w.text) if w.text.isascii() else sum(1 + is_han(c) for c in w.text) for w in side)


def _vertical(words: Sequence[Word]) -> tuple[Sequence[Word], list[Line]]:
    """What is set from left to right, and the lines of Chinese text set downwards, from the right."""
    runs: list[list[Word]] = []
    for word in words:
        tall = len(word.text) > 1 and word.bottom - word.top > max(
            1.6 * word.size, 2 * (word.right - word.left)
        )
        if not is_han(word.text[0]) or not (tall or len(word.text) == 1):
            continue
        above = runs[-1][-1] if runs else None
        if (
            above is not None
            and abs((above.left + above.right) - (word.left + word.right)) < 0.6 * word.size
            and 0.3 * word.size < word.top - above.bottom + word.size < 2.2 * word.size
        ):
            runs[-1].append(word)
        else:
            runs.append([word])
    runs = [run for run in runs if sum(len(word.text) for word in run) >= _LEAST_DOWN]
    if not runs:
        return words, []
    taken = {word.order for run in runs for word in run}
    runs.sort(key=lambda run: -run[0].left)
    lines = []
    for n, run in enumerate(runs):
        text = "".join(word.text for word in run)
        # Laid down, so that what follows reads them as lines of one paragraph.
        piece = Piece(text, run[0].top, run[-1].bottom)
        lines.append(Line([piece], run[0].base + 1.4 * n * run[0].size, run[0].size, run[0].bold))
    return [word for word in words if word.order not in taken], lines
