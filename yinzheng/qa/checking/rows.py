"""The figures of a checked text's table rows as claims: a row needs its header, and what stands over it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from yinzheng.qa.checking.reading import claims_by_start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yinzheng.types import Claim

PART = 10_000
"""Characters of a part, but for a table that does not end within it: none is cut."""

BEFORE = 2_000
"""Characters before a part that are read with it: they may name whom or what its first table is about."""

_KEPT = 2
_EDGE = re.compile(r"\n(?![^\n]*[|\t])")  # the end of a line behind which none of a table follows


class Rows:
    """Reads the part of a text that a row stands in, and keeps the last ones; a short text is one part.

    Several processes judge a long text, each some of its rows: reading all of it for the first one would cost
    each of them the whole.
    """

    def __init__(self, text: str) -> None:
        """``text`` is the checked text with its citation marks blanked."""
        self._text = text
        self._edges = [0]
        while edge := _EDGE.search(text, self._edges[-1] + PART):
            self._edges.append(edge.end())
        self._read: dict[int, Mapping[int, Claim]] = {}

    def claims(self, start: int) -> Mapping[int, Claim]:
        """The claims around the row at ``start`` of the text, by where their figures begin in it."""
        part = bisect_right(self._edges, start) - 1
        if part not in self._read:
            while len(self._read) >= _KEPT:
                del self._read[next(iter(self._read))]
            begin, end = self._edges[part], (*self._edges[1:], len(self._text))[part]
            low = (self._text.find("\n", begin - BEFORE, begin) + 1 or begin) if begin > BEFORE else 0
            (found,) = claims_by_start([self._text[low:end]])
            self._read[part] = {low + at: claim for at, claim in found.items() if low + at >= begin}
        return self._read[part]
