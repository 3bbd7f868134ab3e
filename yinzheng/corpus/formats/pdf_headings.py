"""Which lines of a PDF are headings, and of what level: by its bookmarks, by size and weight of the font."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.corpus.formats.pdf_lines import Line
    from yinzheng.corpus.formats.pdf_pages import Page

_LONGEST = 110  # characters of one line of a heading
_LARGER = 1.12  # than the text
_MOST_BOLD = 0.3  # of a document's characters: where more are, bold tells nothing
_STEPS = 10  # levels of words within one of size

_NUMBERED = (
    re.compile(r"(?:part|chapter)\s+[\divx]+\b|第[一二三四五六七八九十百\d]+[章编篇]", re.IGNORECASE),
    re.compile(r"item\s+\d+[a-c]?\b|note\s+\d+\b|第[一二三四五六七八九十百\d]+[节節条條]", re.IGNORECASE),
    re.compile(r"[一二三四五六七八九十]+[、.．]|\d{1,2}[.、]?\s+(?!\d)|[IVX]+\.\s"),
    re.compile(r"[(（][一二三四五六七八九十]+[)）]|\d{1,2}\.\d{1,2}\.?\s"),
    re.compile(r"\d{1,2}、|[(（]\d{1,2}[)）]|\d{1,2}(?:\.\d{1,2}){2}\.?\s"),
)
"""How headings of one size are numbered, the outermost first."""
_UNNUMBERED = 3
_SAME = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Styles:
    """How a document is set: the size of its text, and the larger sizes that headings have, largest first."""

    body: float
    larger: tuple[float, ...]
    bold: bool

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Styles:
        """The styles of a document, by how many characters are set in each."""
        sizes: Counter[float] = Counter()
        bold = 0
        for page in pages:
            for region in page.regions:
                for line in region:
                    count = len(line.text)
                    sizes[_half(line.size)] += count
                    bold += count if line.bold else 0
        if not sizes:
            return cls(0.0, (), bold=False)
        body = sizes.most_common(1)[0][0]
        larger = tuple(sorted((s for s in sizes if s >= _LARGER * body), reverse=True))
        return cls(body, larger, bold=bold < _MOST_BOLD * sizes.total())

    def marked(self, lines: Sequence[Line], bookmarks: Sequence[tuple[int, str]]) -> dict[int, int]:
        """The levels, from 1, of the lines of a region that are headings, by the identity of the line.

        ``bookmarks`` are levels, from 0, and titles of the page; a line that says the same is a heading.
        """
        named = {_letters(title): level for level, title in bookmarks if _letters(title)}
        found: dict[int, int] = {}
        for i, line in enumerate(lines):
            level = _bookmarked(lines, i, named)
            if level is not None:
                found[id(line)] = 1 + level
            elif i and id(lines[i - 1]) in found and _rest(lines[i - 1], line, named):
                found[id(line)] = found[id(lines[i - 1])]
            elif self._stands_out(line) and _is_short(line):
                found[id(line)] = self._level(line, len(bookmarks) > 0)
        return found

    def _stands_out(self, line: Line) -> bool:
        if line.size >= _LARGER * self.body:
            return True
        return self.bold and line.bold and line.size >= 0.95 * self.body

    def _level(self, line: Line, below: bool) -> int:
        size = _half(line.size)
        rank = self.larger.index(size) if size in self.larger else len(self.larger)
        words = line.text.strip()
        step = next((n for n, pattern in enumerate(_NUMBERED) if pattern.match(words)), _UNNUMBERED)
        return 1 + _STEPS * (rank + 1 if below else rank) + step


def _half(size: float) -> float:
    return round(2 * size) / 2


def _letters(text: str) -> str:
    return _SAME.sub("", text).lower()


def _bookmarked(lines: Sequence[Line], i: int, named: dict[str, int]) -> int | None:
    """The level of the bookmark that says what line ``i`` does, or it with the next."""
    if not named:
        return None
    here = _letters(lines[i].text)
    if here in named:
        return named[here]
    two = here + _letters(lines[i + 1].text) if i + 1 < len(lines) else ""
    return named.get(two) if here else None


def _rest(above: Line, line: Line, named: dict[str, int]) -> bool:
    """Whether a line is the second of a heading that a bookmark names."""
    return _letters(above.text) + _letters(line.text) in named


def _is_short(line: Line) -> bool:
    """Whether a line can be a heading: a few words in one piece, no sentence and no list of figures."""
    words = line.text.strip()
    letters = sum(c.isalpha() for c in words)
    if len(words) > _LONGEST or letters < 2 or letters * 2 < len(words.replace(" ", "")):
        return False
    if len(line.pieces) > 1 and not any(p.match(words) for p in _NUMBERED):
        return False
    return not words.endswith((".", ";", ",", "。", "；", "，", "、", ":", "：")) or bool(
        _NUMBERED[1].match(words)
    )
