"""What was altered in a quotation that is nearly, and not quite, in a document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.checking.polarity import is_negated, negations, turned
from yinzheng.qa.checking.skeleton import Token, tokens
from yinzheng.qa.names.entities import names
from yinzheng.qa.quantities import quantities
from yinzheng.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.types import Document, Quantity

ChangeKind = Literal["figure", "unit", "negation", "direction", "name", "words"]


@dataclass(frozen=True, slots=True)
class Change:
    """A run that differs: ``quote[start:end]`` where the document has ``text[source_start:source_end]``.

    Either may be empty. ``figure`` and ``unit`` are of a number or date.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The place ``[start, end)`` of a document that a quotation nearly repeats, and what differs, in order.

    ``likeness`` is the share of the quotation's words and characters that stand there, in (0, 1].
    """

    doc_id: str
    start: int
    end: int
    changes: tuple[Change, ...]
    likeness: float

    @property
    def is_contradiction(self) -> bool:
        """Whether more than words was altered: a figure, a unit, a negation, a direction or a name."""
        return any(change.kind != "words" for change in self.changes)


_LEAST = 0.6
"""Share of a quotation that must be there for it to be called altered rather than not found."""

_LEAST_OF_SHORT, _SHORT = 0.7, 8  # the same of quotations of fewer tokens than the second
_MARGIN = 24  # characters of the document that are looked at on either side
_SLACK = 5  # tokens on either side that the quotation may have as well
_LONG, _LONGEST = 400, 4000  # tokens in the differing middle: compared roughly, or as one
_ARABIC = re.compile(r"\d")
_DIGIT = re.compile(r"[\d零〇一二三四五六七八九十两半]")
_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "  # noqa: SIM905
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half quarter third "
    "double triple first second once twice".split()
)

Run = tuple[int, int, int, int]
"""Tokens ``[a, b)`` of the quotation where the document has its tokens ``[c, d)``."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation with its tokens; before those of ``gaps`` the document may have more."""

    text: str
    tokens: tuple[Token, ...]
    gaps: frozenset[int]


def quoted(quote: str, omission: re.Pattern[str]) -> Quoted:
    """Read a quotation; what matches ``omission`` stands for something left out."""
    made: list[Token] = []
    gaps: set[int] = set()
    at = 0
    for match in [*omission.finditer(quote), None]:
        made += tokens(quote[at : match.start() if match else len(quote)], at)
        if match:
            gaps.add(len(made))
            at = match.end()
    return Quoted(quote, tuple(made), frozenset(gaps))


def likeness(quote: Quoted, text: str, start: int, end: int) -> tuple[float, int]:
    """How much of a quotation stands in ``text[start:end]``, in [0, 1], and less than 0 for what is between.

    It is a quick look for the place that is worth comparing.
    """
    there, first, last = _there(text, start, end, ())
    runs = _runs(quote.tokens, there)
    matched = len(quote.tokens) - sum(run[1] - run[0] for run in runs)
    between = sum(run[3] - run[2] for run in runs if first <= run[2] and run[3] <= last)
    return matched / max(1, len(quote.tokens)), -between


def compare(quote: Quoted, document: Document, start: int, end: int) -> NearMiss | None:
    """How ``quote`` differs from about ``document.text[start:end]``; None where it is too little like it."""
    low = max(0, start - _MARGIN)
    around = document.text[low : end + _MARGIN]
    figures = quantities(around)
    here = quote.tokens
    there, first, last = _there(around, start - low, end - low, figures)
    if not here or not there:
        return None
    runs = [run for run in _runs(here, there) if not (run[0] == run[1] and run[0] in quote.gaps)]
    matched = len(here) - sum(run[1] - run[0] for run in runs)
    if matched < (_LEAST if len(here) >= _SHORT else _LEAST_OF_SHORT) * len(here):
        return None
    kinds = _Kinds(_Side(quote.text, here, quantities(quote.text)), _Side(around, there, figures))
    if runs and runs[0][0] == 0 == runs[0][2]:
        # What only the document has before the quotation is no change, but for the rest of a number.
        past = runs[0][3]
        first = min(first, past) if runs[0][1] else past - kinds.belongs(there[:past], at_end=True)
        runs = [(0, runs[0][1], first, past)] * (first < past or runs[0][1] > 0) + runs[1:]
    else:
        first = 0
    if runs and runs[-1][1] == len(here) and runs[-1][3] == len(there):
        begin, _, past, _ = runs[-1]
        last = max(last, past) if begin < len(here) else past + kinds.belongs(there[past:], at_end=False)
        runs = runs[:-1] + [(begin, len(here), past, last)] * (past < last or begin < len(here))
    else:
        last = len(there)
    if not runs or first >= last:
        return None
    changes = []
    for run in runs:
        a, b = _interval(here, run[0], run[1])
        c, d = _interval(there, run[2], run[3])
        changes.append(Change(a, b, low + c, low + d, kinds.kind(run)))
    span = low + there[first].start, low + there[last - 1].end
    return NearMiss(document.id, *span, tuple(changes), matched / len(here))


def differing(quote: str, source: str) -> list[Span]:
    """The half-open intervals of ``source`` that ``quote`` does not have, or has otherwise."""
    here, there = tokens(quote), tokens(source)
    if not here or not there:
        return []
    return [Span(*_interval(there, c, d)) for _, _, c, d in _runs(here, there) if c < d]


def _there(around: str, start: int, end: int, figures: Sequence[Quantity]) -> tuple[list[Token], int, int]:
    """The tokens of ``around[start:end]`` and some on either side, and which of them are inside.

    To be inside counts a figure that reaches over an end, and a negation right before the start.
    """
    for figure in figures:
        if figure.start < start < figure.end:
            start = figure.start
        if figure.start < end < figure.end:
            end = figure.end
    low = max(0, start - _MARGIN)
    every = tokens(around[low : end + _MARGIN], low)
    first = next((i for i, token in enumerate(every) if token.end > start), len(every))
    last = next((i + 1 for i in range(len(every) - 1, -1, -1) if every[i].start < end), 0)
    least = max(0, first - _SLACK)
    return every[least : last + _SLACK], first - least, last - least


def _runs(here: Sequence[Token], there: Sequence[Token]) -> list[Run]:
    """The runs of tokens that differ, in order; ``there`` may begin and end with some more."""
    a, b = [token.text for token in here], [token.text for token in there]
    skip, head = _prefix(a, b)
    left, tail = _prefix(a[head:][::-1], b[skip + head :][::-1])
    low, high = skip + head, len(b) - left - tail
    runs = [(0, 0, 0, skip)] * (skip > 0)
    middle = _middle(a[head : len(a) - tail], b[low:high])
    runs += [(head + i, head + j, low + k, low + m) for i, j, k, m in middle]
    return runs + [(len(a), len(a), len(b) - left, len(b))] * (left > 0)


def _prefix(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many tokens of ``b`` to skip so that it begins as ``a`` does, and for how many more it does."""
    best = (0, 0)
    for skip in range(min(2 * _SLACK, len(b)) + 1):
        size = 0
        while size < min(len(a), len(b) - skip) and a[size] == b[skip + size]:
            size += 1
        if size > best[1]:
            best = (skip, size)
    return best


def _middle(said: list[str], source: list[str]) -> list[Run]:
    """The runs that differ between two lists of tokens."""
    if not said and not source:
        return []
    longest = max(len(said), len(source))
    shared = (Counter(said) & Counter(source)).total()
    if longest > _LONGEST or shared < _LEAST * len(said) / 2:
        return [(0, len(said), 0, len(source))]
    # Common tokens begin no match in what is long: they would take time by the square of its length.
    codes = SequenceMatcher(None, said, source, autojunk=longest > _LONG).get_opcodes()
    return [(i, j, k, m) for tag, i, j, k, m in codes if tag != "equal"]


def _interval(made: Sequence[Token], first: int, past: int) -> tuple[int, int]:
    """The interval of tokens ``[first, past)``; an empty one stands behind the token before."""
    if first < past:
        return made[first].start, made[past - 1].end
    at = made[first - 1].end if first else made[0].start
    return at, at


def _folded(text: str, made: Sequence[Token]) -> str:
    return fold_text(text[made[0].start : made[-1].end]) if made else ""


@dataclass(frozen=True, slots=True)
class _Side:
    """A quotation, or the part of a document that it is held against, with its tokens and figures."""

    text: str
    tokens: Sequence[Token]
    figures: Sequence[Quantity]


class _Kinds:
    """Tells what kind of change a run of differing tokens is."""

    def __init__(self, quote: _Side, source: _Side) -> None:
        self._sides = (quote, source)
        self._names: tuple[list[tuple[int, int]], list[tuple[int, int]]] | None = None

    def belongs(self, extra: Sequence[Token], *, at_end: bool) -> int:
        """How many tokens that only the document has are part of a figure at the quotation's edge, or negate.

        ``at_end``: they are counted from the end of ``extra``, which stands before the quotation.
        """
        source = self._sides[1]
        edge = extra[-1].end if at_end else extra[0].start
        for figure in source.figures:
            if at_end and figure.start < edge < figure.end:
                return sum(token.end > figure.start for token in extra)
            if not at_end and figure.start < edge < figure.end:
                return sum(token.start < figure.end for token in extra)
        if at_end:
            for count in (1, 2):
                if negations(_folded(source.text, extra[-count:])):
                    return min(count, len(extra))
        return 0

    def kind(self, run: Run) -> ChangeKind:
        """What was changed."""
        if figure := self._figure(run):
            return figure
        quote, source = (self._context(side, run, 1) for side in (0, 1))
        if is_negated(quote, source):
            return "negation"
        if turned(*(self._context(side, run, 3) for side in (0, 1))):
            return "direction"
        return "name" if self._is_name(run) else "words"

    def _context(self, side: int, run: Run, more: int) -> str:
        """The folded words of a run and of ``more`` tokens on either side."""
        first, past = run[2 * side : 2 * side + 2]
        return _folded(self._sides[side].text, self._sides[side].tokens[max(0, first - more) : past + more])

    def _place(self, side: int, run: Run) -> tuple[int, int]:
        return _interval(self._sides[side].tokens, *run[2 * side : 2 * side + 2])

    def _figure(self, run: Run) -> Literal["figure", "unit", ""]:
        touched: list[list[Quantity]] = []
        for side in (0, 1):
            figures = self._sides[side].figures
            start, end = self._place(side, run)
            if start == end:
                found = [f for f in figures if f.start < start < f.end]
            else:
                found = [f for f in figures if f.start < end and start < f.end]
            touched.append(found)
        if (
            run[0] == run[1] or run[2] == run[3]
        ):  # words left out or put in: those of a whole figure are words
            side = int(run[0] == run[1])
            start, end = self._place(side, run)
            if not any(f.start < start or f.end > end for f in touched[side]) and not touched[1 - side]:
                return ""
        elif not all(touched) and not self._has_digit(run, _ARABIC):
            return ""
        if all(touched) and _same(touched[0], touched[1]):
            return ""
        return "figure" if self._has_digit(run, _DIGIT) else "unit"

    def _has_digit(self, run: Run, digit: re.Pattern[str]) -> bool:
        return any(
            digit.search(token.text) or token.text in _NUMBER_WORDS
            for side in (0, 1)
            for token in self._sides[side].tokens[run[2 * side] : run[2 * side + 1]]
        )

    def _is_name(self, run: Run) -> bool:
        """Whether a name stands on both sides, and not the same."""
        if run[0] == run[1] or run[2] == run[3]:
            return False
        if self._names is None:
            spans = [[(n.start, n.end) for n in names(each.text)] for each in self._sides]
            self._names = spans[0], spans[1]
        hit = []
        for side in (0, 1):
            start, end = self._place(side, run)
            hit.append(any(a < end and start < b for a, b in self._names[side]))
        return all(hit)


def _same(said: Sequence[Quantity], source: Sequence[Quantity]) -> bool:
    """Whether the figures on both sides come to the same."""
    return [_value(figure) for figure in said] == [_value(figure) for figure in source]


def _value(figure: Quantity) -> tuple[object, ...]:
    if figure.value is None and figure.low is None and figure.period is None:
        return (figure.raw,)
    return figure.kind, figure.value, figure.low, figure.high, figure.unit, figure.period
