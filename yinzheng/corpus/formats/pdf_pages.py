"""What stands around the text of a PDF's pages: running headers, footers and page numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yinzheng.corpus.formats.pdf_lines import Line

_LINES = 3  # lines at the top and at the bottom of a page that are looked at,
_ZONE = 0.13  # and the share of its height within which they stand
_REACH = 3  # pages from one appearance of a running line to the next; left and right pages may differ
_LEAST = 3  # appearances
_SAME = 6.0  # points by which its place may differ
_NUMBER = re.compile(
    r"""
      (?:page|p\.|第|-|–|—|\||[A-Z]-|F-|S-)? \s* (?:\d{1,4}|[ivxl]{1,7}) \s*
      (?: (?:of|/|／) \s* \d{1,4} | 页 (?:\s* [,，/／]? \s* 共 \s* \d{1,4} \s* 页)? )? \s* [-–—|]?
    """,
    re.VERBOSE | re.IGNORECASE,
)

_FIRST = re.compile(r"(\d{1,4})(?!\S)")
_LAST = re.compile(r"(?<!\S)(\d{1,4})\Z")


@dataclass(slots=True)
class Page:
    """The lines of a page by region, in reading order; ``top`` and ``bottom`` are its edges in points.

    ``furniture`` are the lines that run through many pages, once they were told.
    """

    label: str
    top: float
    bottom: float
    regions: list[list[Line]]
    furniture: list[Line] = field(default_factory=list)


def set_apart(pages: Sequence[Page]) -> None:
    """Take running headers, footers and page numbers out of the regions of ``pages``, in place."""
    seen: dict[str, list[tuple[int, float, Line]]] = {}
    for number, page in enumerate(pages):
        for line in _outer(page):
            text = line.text
            at = line.base - (page.top if line.base < (page.top + page.bottom) / 2 else page.bottom)
            kind = "#" if _NUMBER.fullmatch(text) else re.sub(r"\d+", "#", "".join(text.split()).lower())
            if kind == "#" or sum(c.isalpha() for c in kind) > 3 * kind.count("#"):
                seen.setdefault(f"{kind} {at < 0}", []).append((number, at, line))
    running = _numbered(pages)
    for places in seen.values():
        for run in _runs(places):
            same = len(pages) == 2 and len({line.text for _, _, line in run}) == 1
            least = 2 if same or _NUMBER.fullmatch(run[0][2].text) else _LEAST
            if len({number for number, _, _ in run}) >= least:
                running.update(id(line) for _, _, line in run)
    for page in pages:
        kept = []
        for region in page.regions:
            page.furniture += [line for line in region if id(line) in running]
            if rest := [line for line in region if id(line) not in running]:
                kept.append(rest)
        page.regions = kept
        page.furniture.sort(key=lambda line: line.base)


def _numbered(pages: Sequence[Page]) -> set[int]:
    """The identities of outer lines that begin or end with the number of their page: Chapter 2 … 17."""
    steps: dict[tuple[bool, int], dict[int, Line]] = {}
    for number, page in enumerate(pages):
        for line in _outer(page):
            above = line.base < (page.top + page.bottom) / 2
            for match in {m for m in (_FIRST.match(line.text), _LAST.search(line.text)) if m}:
                steps.setdefault((above, int(match[1]) - number), {})[number] = line
    return {
        id(line)
        for held in steps.values()
        if len(held) >= max(_LEAST, 0.3 * len(pages))
        for line in held.values()
    }


def _outer(page: Page) -> list[Line]:
    """The first and last lines of a page that stand near its edges."""
    zone = _ZONE * (page.bottom - page.top)
    lines = sorted((line for region in page.regions for line in region), key=lambda line: line.base)
    above = [line for line in lines[:_LINES] if line.base < page.top + zone]
    below = [line for line in lines[-_LINES:] if line.base > page.bottom - zone]
    return [*above, *(line for line in below if not any(line is other for other in above))]


def _runs(places: Sequence[tuple[int, float, Line]]) -> Iterator[list[tuple[int, float, Line]]]:
    """Appearances of one line at one height on pages that are close to each other."""
    by_height = sorted(places, key=lambda place: place[1])
    groups = [by_height[:1]]
    for before, place in pairwise(by_height):
        if place[1] - before[1] > _SAME:
            groups.append([])
        groups[-1].append(place)
    for group in groups:
        group.sort(key=lambda place: place[0])
        run = group[:1]
        for before, place in pairwise(group):
            if place[0] - before[0] > _REACH:
                yield run
                run = []
            run.append(place)
        yield run


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in ascending order, those that follow one another as ranges: ``3,7-9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ",".join("-".join(map(str, run)) for run in runs)
