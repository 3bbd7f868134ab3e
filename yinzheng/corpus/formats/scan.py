"""Pages that are pictures: what was recognised on one as words with places, as a PDF page with text has them.

From there on both go the same way: columns, tables, headings and what runs through the pages are told by
places and sizes (``pdf_lines``, ``pdf_flow``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple

from yinzheng.corpus.formats.pdf_lines import regions
from yinzheng.corpus.formats.pdf_pages import Page
from yinzheng.corpus.formats.pdf_words import Word, is_han, plain

DPI = 150
"""At which pages are drawn: print that people read is recognised as well as at 200, in half the time."""

LONGEST = 2500
"""Pixels of the longer side at most, whatever size a page claims to have."""

_A4 = 842.0  # points of the longer side, for a picture that does not tell its size
_TALL = 1.6  # times as tall as wide: a line that is set downwards or stands sideways
_SIDEWAYS = 0.6  # of a page's characters in such lines: the page may lie on its side
_SURE = 0.85  # mean confidence from which a page need not be tried in other directions
_BODY = 1.22  # a line whose size differs by less from that of most text is set alike: boxes are not exact
_LOW = 0.9  # mean confidence below which a document is flagged
_NARROW = frozenset("iljtfrI1.,:;'|!()[]-")
_STAGGERED = 4  # lines between those beside them, from which a page has columns
_LINES = 6  # or so many lines on either side that are longer,
_WIDE = 14.0  # in sizes of the font, than cells are
_APART = 0.8  # of the font's size between two characters, beyond which they are of two words,
_FIGURES_APART = 0.4  # and between two figures
_TOKEN = re.compile(r"\S+")


class Seen(NamedTuple):
    """One recognised line: its text, its corners in pixels from its top left clockwise, its confidence.

    ``centres`` tells how far, in pixels from its left end, the middle of each character but white space is;
    empty where that is not known.
    """

    text: str
    corners: tuple[tuple[float, float], ...]
    confidence: float
    centres: tuple[float, ...] = ()


See = Callable[[Any], Sequence[Seen]]
"""Recognises the lines of a picture, an array of shape (height, width, 3) of bytes: blue, green, red."""


@dataclass(slots=True)
class Scans:
    """Reads pages that are pictures, and counts how sure it was.

    ``begin`` is called before each page with the pages that are done and their number in all: recognising
    takes seconds a page.
    """

    see: See
    begin: Callable[[int, int], None] = lambda _done, _of: None
    done: int = 0
    _characters: int = field(default=0, init=False)
    _confidence: float = field(default=0.0, init=False)

    def page(self, picture: Any, label: str, of: int, points: float = 0.0) -> Page:
        """The lines of the page in ``picture``, one of ``of``; its longer side is ``points`` long."""
        self.begin(self.done, of)
        self.done += 1
        picture, seen = self._upright(picture)
        height, width = picture.shape[:2]
        scale = (points or _A4) / max(height, width)
        found = words(seen, scale)
        for line in seen:
            self._characters += len(line.text)
            self._confidence += len(line.text) * line.confidence
        return Page(label, 0.0, height * scale, regions(found) if found else [])

    @property
    def flags(self) -> tuple[str, ...]:
        """How sure recognition was in all, where it hardly was."""
        sure = self._confidence / self._characters if self._characters else 1.0
        return (f"ocr_confidence:{sure:.2f}",) if sure < _LOW else ()

    def _upright(self, picture: Any) -> tuple[Any, Sequence[Seen]]:
        """The picture turned so that its lines are level, and what is seen on it."""
        import numpy as np

        seen = self.see(picture)
        if not seen or (_sure(seen) >= _SURE and not _sideways(seen)):
            return picture, seen
        best = picture, seen
        for turns in (1, 3) if _sideways(seen) else (2,):
            turned = np.ascontiguousarray(np.rot90(picture, turns))
            tried = self.see(turned)
            if tried and not _sideways(tried) and (_sideways(best[1]) or _sure(tried) > _sure(best[1])):
                best = turned, tried
        # Text that is set downwards stands upright as it is.
        return best if _sure(best[1]) >= _sure(seen) else (picture, seen)


def _sure(seen: Sequence[Seen]) -> float:
    """The mean confidence of all characters."""
    return sum(len(line.text) * line.confidence for line in seen) / max(
        sum(len(line.text) for line in seen), 1
    )


def _sideways(seen: Sequence[Seen]) -> bool:
    """Whether most lines are taller than wide."""
    long = [line for line in seen if len(line.text) > 2]
    tall = sum(len(line.text) for line in long if _is_tall(line))
    return tall > _SIDEWAYS * sum(len(line.text) for line in long)


def _is_tall(line: Seen) -> bool:
    width, height, _ = _measures(line)
    return height > _TALL * width


def _measures(line: Seen) -> tuple[float, float, float]:
    """Width and height of a line's box in pixels, and its slope in radians."""
    (x0, y0), (x1, y1), (x2, y2), _ = line.corners
    return math.hypot(x1 - x0, y1 - y0), math.hypot(x2 - x1, y2 - y1), math.atan2(y1 - y0, x1 - x0)


def words(seen: Sequence[Seen], scale: float) -> list[Word]:
    """The words of recognised lines, in points (``scale`` to a pixel), as if the page lay straight."""
    level = [line for line in seen if line.text.strip()]
    # A page that was put askew: what stands beside each other on it must not differ in height.
    slopes = [slope for line in level for width, height, slope in [_measures(line)] if width > 4 * height]
    slope = median(slopes) if slopes else 0.0
    sizes = _sizes(level, scale)
    lines: list[_Placed] = []
    found: list[Word] = []
    for line, size in zip(level, sizes, strict=True):
        corners = [_turned(x * scale, y * scale, -slope) for x, y in line.corners]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        top = (corners[0][1] + corners[1][1]) / 2
        bottom = (corners[2][1] + corners[3][1]) / 2
        base = bottom - 0.2 * (bottom - top)
        number = len(lines)
        lines.append(_Placed(left, right, base, size))
        if _is_tall(line):
            text = plain("".join(line.text.split()))
            found.append(Word(text, left, right, top, bottom, top, size, bold=False, order=number))
            continue
        for text, start, end in _split(line, left, right, size, scale):
            found.append(Word(text, start, end, top, bottom, base, size, bold=False, order=number))
    ranks = _ranks(lines)
    found.sort(key=lambda word: (ranks[word.order], word.left))
    return [word._replace(order=order) for order, word in enumerate(found)]


class _Placed(NamedTuple):
    """Where a line stands, in points."""

    left: float
    right: float
    base: float
    size: float


def _ranks(lines: Sequence[_Placed]) -> list[int]:
    """In what order a page may have been set, for each line: across, or column by column.

    Rows of a table stand at one height; columns of text have nothing to do with each other: many of their
    lines stand between those beside them, or beside none, on either side of the page; or they are longer than
    cells. Where nothing tells, what reads the words must.
    """
    order = sorted(range(len(lines)), key=lambda n: (lines[n].base, lines[n].left))
    steps = [
        (n, m, abs(lines[m].base - lines[n].base) / min(lines[m].size, lines[n].size))
        for at, n in enumerate(order)
        for m in order[at + 1 : at + 4]
        if lines[m].left > lines[n].right or lines[n].left > lines[m].right
    ]
    level = sum(far <= 0.3 for _, _, far in steps)
    staggered = sum(0.3 < far < 0.9 for _, _, far in steps)
    paired = {n for pair in steps if pair[2] < 0.9 for n in pair[:2]}
    middle = (min(line.left for line in lines) + max(line.right for line in lines)) / 2 if lines else 0.0
    alone = [line for n, line in enumerate(lines) if n not in paired]
    staggered += min(sum(line.right < middle for line in alone), sum(line.left > middle for line in alone))
    sides = [line for line in lines if line.right < middle], [line for line in lines if line.left > middle]
    wide = all(len(s) >= _LINES and median((x.right - x.left) / x.size for x in s) > _WIDE for s in sides)
    if staggered < max(_STAGGERED, level / 2) and not wide:
        return _places(order)
    columns: list[list[int]] = []
    for n in order:
        here = lines[n]
        over = [
            column
            for column in columns
            for last in [lines[column[-1]]]
            if min(here.right, last.right) - max(here.left, last.left)
            > 0.5 * min(here.right - here.left, last.right - last.left)
        ]
        # A line across both columns ends them.
        if over and not (len(over) > 1 and over[-1] is columns[-1] and over[-2] is columns[-2]):
            over[-1].append(n)
        else:
            columns.append([n])
    return _places([n for column in columns for n in column])


def _places(order: Sequence[int]) -> list[int]:
    """At what place each number stands in ``order``."""
    places = [0] * len(order)
    for place, n in enumerate(order):
        places[n] = place
    return places


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _sizes(seen: Sequence[Seen], scale: float) -> list[float]:
    """The size of each line's font in points: alike for lines that differ as little as boxes do."""
    rough = []
    for line in seen:
        width, height, _ = _measures(line)
        long, high = (height, width) if _is_tall(line) else (width, height)
        han = sum(map(is_han, line.text))
        # A Chinese character is as wide as its font's size; a box leaves some room above and below.
        em = long / _ems(line.text) if han >= 4 and 2 * han > len(line.text) else 0.82 * high
        rough.append(min(em, 1.1 * high) * scale)
    if not rough:
        return []
    # Half of all characters are in lines of at most this size.
    ordered = sorted((size, len(line.text)) for size, line in zip(rough, seen, strict=True))
    half, body = sum(count for _, count in ordered) / 2, ordered[-1][0]
    for size, count in ordered:
        half -= count
        if half <= 0:
            body = size
            break
    return [round(2 * (body if 1 / _BODY < size / body < _BODY else size)) / 2 for size in rough]


def _ems(text: str) -> float:
    """How wide a text is, in sizes of its font; about."""
    return sum(1.0 if is_han(c) else 0.28 if c in _NARROW or c.isspace() else 0.55 for c in text)


def _split(
    line: Seen, left: float, right: float, size: float, scale: float
) -> Iterator[tuple[str, float, float]]:
    """The words of a line that goes from ``left`` to ``right``, each with where it begins and ends, about.

    Spaces between cells are not always recognised: where characters stand far from each other a word ends.
    """
    text = line.text
    if len(line.centres) != sum(not c.isspace() for c in text):
        unit = (right - left) / max(_ems(text), 0.1)
        for m in _TOKEN.finditer(text):
            yield plain(m.group()), left + unit * _ems(text[: m.start()]), left + unit * _ems(text[: m.end()])
        return
    word, start, end = "", left, left
    spaced = False
    centres = iter(line.centres)
    for c in text:
        if c.isspace():
            spaced = True
            continue
        half = size * _ems(c) / 2
        at = left + scale * next(centres)
        gap = at - half - end
        if word and (spaced or gap > size * (_FIGURES_APART if _figures(word[-1], c) else _APART)):
            yield plain(word), start, end
            word = ""
        if not word:
            start = max(at - half, end)
        word, end, spaced = word + c, max(at + half, end), False
    if word:
        yield plain(word), start, max(end, start)


def _figures(before: str, c: str) -> bool:
    """Whether one figure may end with ``before`` and another begin with ``c``."""
    return (before.isdigit() or before in "%)）％—–-") and (c.isdigit() or c in "$¥￥€£(（+-–−")
