"""Which lines of the evidence each part of a statement goes with: the share of its words that they have.

A statement may join what two sentences say, so each clause has its own best lines. ``fit`` is the mean of
what a line has of the clause and of the whole statement; lines nearly as good as the best are ``near``.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from yinzheng.qa.checking.reading import Clause, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.sources import Evidence

MARGIN = 0.12
"""How far behind the best line's fit a line may be to count as evidence."""

NAMES = 0.3
"""What a line loses that has none of a statement's names."""

FIGURES = 0.15
"""What a line gains that has all of a statement's figures: across languages words alone tell little."""

MUTUAL = 0.75
"""Share of a line's terms that a statement has which says no less than it."""


class Matching:
    """The words of one statement in the lines of its evidence."""

    def __init__(
        self,
        said: Said,
        evidence: Evidence,
        named: Callable[[Line], Sequence[float]],
        figured: Callable[[Line], float],
    ) -> None:
        """``named`` tells how surely a line has each name, ``figured`` which share of the figures."""
        self.said, self.evidence, self._named, self._figured = said, evidence, named, figured
        self._names: dict[Line, float] = {}
        self._had: dict[Line, list[float]] = {}
        self._starts = [unit.start for unit in said.units]
        self._weights = [unit.weight for unit in said.units]
        self._means: dict[tuple[int, Line], float] = {}
        self._fits: dict[tuple[int, Line], float] = {}
        self._near: dict[tuple[int, int, float], list[Line]] = {}
        self._best: dict[tuple[int, int], float] = {}

    @property
    def lines(self) -> list[Line]:
        """The lines of the evidence, best first; figures that were looked up may have added some."""
        return self.evidence.lines

    def coverage(self, line: Line, clause: Clause | None = None) -> float:
        """What a line has of the words of a clause, or of all, in [0, 1]."""
        had = self._of(line)
        low, high = 0, len(had)
        if clause is not None:
            low, high = bisect_left(self._starts, clause.start), bisect_left(self._starts, clause.end)
        total = sum(self._weights[low:high])
        if not total:
            return self.coverage(line) if clause is not None and had else self._terms(line)
        return sum(w * h for w, h in zip(self._weights[low:high], had[low:high], strict=True)) / total

    def _terms(self, line: Line) -> float:
        """What a line has of all search terms: for statements of nothing but figures, dates and names."""
        terms = self.said.terms
        return sum(term in line.terms for term in terms) / len(terms) if terms else 0.0

    def _of(self, line: Line) -> list[float]:
        if line not in self._had:
            self._had[line] = self.evidence.has(line, self.said.units)
        return self._had[line]

    def fit(self, line: Line, clause: Clause) -> float:
        """How well a line goes with a clause, in [0, 1]."""
        key = clause.start, line
        if key not in self._fits:
            words = self._words(line, clause)
            words *= 1 - NAMES * (1 - self.names(line))
            self._fits[key] = min(1.0, words + FIGURES * self._figured(line)) if words > FIGURES else words
        return self._fits[key]

    def may_reach(self, line: Line, clause: Clause, floor: float) -> bool:
        """Whether a line's words let its fit be ``floor``; names and figures, which cost more, decide."""
        return self._most(line, clause) >= floor

    def _most(self, line: Line, clause: Clause) -> float:
        """The fit that a line would have with all names and figures."""
        words = self._words(line, clause)
        return min(1.0, words + FIGURES) if words > FIGURES else words

    def _words(self, line: Line, clause: Clause) -> float:
        """The mean of what a line has of the words of all and of a clause, in [0, 1]."""
        key = clause.start, line
        if key not in self._means:
            self._means[key] = (self.coverage(line) + self.coverage(line, clause)) / 2
        return self._means[key]

    def names(self, line: Line) -> float:
        """The share of the statement's names that a line has, in [0, 1]; 1 for none."""
        if line not in self._names:
            had = self._named(line)
            self._names[line] = sum(had) / len(had) if had else 1.0
        return self._names[line]

    def is_mutual(self, line: Line) -> bool:
        """Whether the statement has most of a line's terms as well."""
        return len(line.terms.intersection(self.said.terms)) >= MUTUAL * len(line.terms)

    def best(self, clause: Clause) -> float:
        """The fit of a clause's best line, 0 without lines."""
        key = clause.start, len(self.lines)
        if key not in self._best:
            best = 0.0
            for line in sorted(self.lines, key=lambda line: -self._most(line, clause)):
                if not self.may_reach(line, clause, best):
                    break
                best = max(best, self.fit(line, clause))
            self._best[key] = best
        return self._best[key]

    def near(self, clause: Clause, margin: float = MARGIN) -> list[Line]:
        """The lines that go with a clause nearly as well as the best one, best first."""
        key = clause.start, len(self.lines), margin
        if key not in self._near:
            floor = self.best(clause) - margin
            found = [
                line
                for line in self.lines
                if self.may_reach(line, clause, floor) and self.fit(line, clause) >= floor
            ]
            self._near[key] = sorted(found, key=lambda line: -self.fit(line, clause))
        return self._near[key]

    @property
    def top(self) -> Line | None:
        """The line that has most of the statement's words and names."""
        return max(self.lines, key=lambda line: self.coverage(line) + NAMES * self.names(line), default=None)
