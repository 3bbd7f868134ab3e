"""The clauses of a sentence, asides in brackets apart: what binds a figure to the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK = re.compile(
    r"""
      (?P<open> [（(［\[【〔] ) | (?P<close> [）)］\]】〕] )
    | (?P<cut> [，；。！？!?;｡\n] | …+ | —{2,}
        | , (?! \d{3}(?!\d) ) | (?<! \d ) ,
        | (?<! \d ) [:：] | [:：] (?! \d )
        | \s[–—-]\s
        | (?<= \s ) (?= (?:while|whereas|but|compared\s(?:to|with)|versus|vs\.?)\s ) )
    """,
    re.VERBOSE,
)


_BACK = 40  # clauses that a reader has in mind


@dataclass(frozen=True, slots=True)
class Clause:
    """``text[start:end]``; ``depth`` counts the brackets around it, 0 for the sentence itself."""

    start: int
    end: int
    depth: int


class Layout:
    """The clauses of ``text[start:end]``; every offset in it belongs to exactly one of them."""

    def __init__(self, text: str, start: int, end: int, whole: Sequence[tuple[int, int]] = ()) -> None:
        """``whole`` are spans, sorted, inside which nothing is cut: figures, names, dates."""
        self.clauses: list[Clause] = []
        self._starts: list[int] = []  # where a piece begins, and
        self._owners: list[int] = []  # the clause that it belongs to
        opened: list[tuple[int, int]] = []  # (clause, its start) outside the bracket that is open
        current, begin, depth = self._new(start, 0), start, 0
        firsts = [a for a, _ in whole]
        for match in _MARK.finditer(text, start, end):
            at, past = match.span()
            inside = bisect_right(firsts, at) - 1
            if inside >= 0 and at < whole[inside][1] and past > whole[inside][0]:
                continue
            if match.lastgroup == "open":
                opened.append((current, begin))
                depth += 1
                begin = past
                current = self._new(past, depth)
            elif match.lastgroup == "close":
                if not opened:
                    continue
                self._close(current, begin, at)
                current, begin = opened.pop()
                depth -= 1
                self._starts.append(past)
                self._owners.append(current)
            else:
                self._close(current, begin, at)
                begin = past
                current = self._new(past, depth)
        while opened:  # a bracket that is never closed
            self._close(current, begin, end)
            current, begin = opened.pop()
        self._close(current, begin, end)

    def _new(self, start: int, depth: int) -> int:
        self.clauses.append(Clause(start, start, depth))
        self._starts.append(start)
        self._owners.append(len(self.clauses) - 1)
        return len(self.clauses) - 1

    def _close(self, index: int, start: int, end: int) -> None:
        self.clauses[index] = Clause(start, max(start, end), self.clauses[index].depth)

    def index(self, at: int) -> int:
        """Which clause the character at ``at`` stands in."""
        return self._owners[max(0, bisect_right(self._starts, at) - 1)]

    def before(self, index: int) -> list[int]:
        """The clauses before ``index``, nearest first, that a reader of it has in mind: no deeper asides.

        The clause around an aside counts as before it.
        """
        depth = self.clauses[index].depth
        found = []
        for i in range(index - 1, max(-1, index - 1 - _BACK), -1):
            if self.clauses[i].depth <= depth:
                found.append(i)
                depth = self.clauses[i].depth
        return found
