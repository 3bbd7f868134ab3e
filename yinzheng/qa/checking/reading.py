"""What is read of a statement before evidence is looked for: its words, figures, periods, names, clauses."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import Folded, fold
from yinzheng.corpus.lexicon import Concept, concepts, is_term
from yinzheng.corpus.sentence import sentences
from yinzheng.corpus.tokens import folded_tokens, folded_words, is_han, language, stems
from yinzheng.qa.checking.polarity import is_negation
from yinzheng.qa.claims import claims_of
from yinzheng.qa.grammar.periods import Period, periods
from yinzheng.qa.names.entities import names
from yinzheng.qa.quantities import quantities
from yinzheng.qa.question import is_function_word
from yinzheng.types import Document, Sentence

if TYPE_CHECKING:
    from yinzheng.qa.checking.statements import Statement
    from yinzheng.types import Claim, Lang, Quantity

    Weigh = Callable[[list[str], Lang], dict[str, float]]

CLAUSE_END = re.compile(
    r"[，；;。！？!?：\n|]|——|[,:](?!\d)|(?<!\d)[,:]|\.(?=\s|$)|(?<=\w)\s(?=(?:and|but|while|whereas|although)\s)"
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*|第[一二三四五六七八九十百]+")
_SHORTEST_CLAUSE = 2  # words of content; what has fewer goes with what follows
_LIGHT = 0.3
"""Weight of a Chinese word of one character beside longer ones."""
_LONGEST_RUN = 4  # words of a term in the table of words

Place = tuple[int, int]
"""A half-open interval of the statement's text."""


class Run:
    """The words of content of a text in order, and what each is called in the other language."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words

    @cached_property
    def others(self) -> list[tuple[Concept, ...]]:
        """As ``other_words``; most statements are held against lines of their own language alone."""
        return other_words(self._words)


@dataclass(frozen=True, slots=True)
class Unit:
    """One word of content: ``word`` is folded, ``stem`` what it is looked for by in its own language.

    It is the ``nth`` word of ``run``.
    """

    start: int
    end: int
    word: str
    stem: str
    weight: float
    han: bool
    run: Run
    nth: int

    @property
    def other(self) -> tuple[Concept, ...]:
        """What it is called in the other language; several words of one term share the first one's."""
        return self.run.others[self.nth]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a statement, offsets counted from its start; ``claim`` is who, what and when."""

    quantity: Quantity
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Named:
    """A name at ``text[start:end]`` of a statement."""

    start: int
    end: int
    raw: str
    kind: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a statement between commas, with its words of content."""

    start: int
    end: int
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it is held against evidence.

    ``text`` is the statement with its citation marks blanked; every offset in here counts from its start,
    which is ``start`` in the checked text. ``terms`` are its search terms, ``units`` its words of content
    outside figures, periods and names; ``numbers`` are the digits that are neither: of names, of ordinals.
    """

    start: int
    text: str
    folded: str
    lang: Lang
    kind: str
    terms: tuple[str, ...]
    units: tuple[Unit, ...]
    clauses: tuple[Clause, ...]
    figures: tuple[Figure, ...]
    periods: tuple[Period, ...]
    numbers: tuple[Place, ...]
    names: tuple[Named, ...]

    def clause(self, at: int) -> Clause:
        """The clause that holds an offset."""
        nth = bisect_right(self.clauses, at, key=lambda clause: clause.end)
        return self.clauses[min(nth, len(self.clauses) - 1)]


def units(folded: Folded, skip: Iterable[Place]) -> tuple[Unit, ...]:
    """The words of content of a text outside the intervals ``skip`` of it, in order, all of one weight.

    Chinese words of one character weigh less.
    """
    taken = touching((s.start, s.end) for s in (folded.folded(a, b) for a, b in skip))
    found: list[tuple[int, int, str]] = []
    at = 0
    for word in folded_words(folded.text):
        start = folded.text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if taken(start, at) or not _is_content(word):
            continue
        found.append((start, at, word))
    run = Run(tuple(word for _, _, word in found))
    made: list[Unit] = []
    for nth, (start, end, word) in enumerate(found):
        han = is_han(word)
        stem = word if han else stems([word])[0]
        light = _LIGHT if han and len(word) == 1 else 1.0
        span = folded.original(start, end)
        made.append(Unit(span.start, span.end, word, stem, light, han, run, nth))
    return tuple(made)


def touching(places: Iterable[Place]) -> Callable[[int, int], bool]:
    """Whether ``[start, end)``, given as two offsets, has a character of any of the intervals ``places``.

    No place lies within another. A text that quotes at length has thousands of them.
    """
    known = sorted(places)
    starts = [start for start, _ in known]

    def touches(start: int, end: int) -> bool:
        at = bisect_left(starts, end) - 1
        return at >= 0 and known[at][1] > start

    return touches


def _is_content(word: str) -> bool:
    return (
        not is_function_word(word)
        and not is_negation(word)
        and not any(char.isdigit() for char in word)
        and (len(word) > 1 or is_han(word))
    )


def other_words(run: tuple[str, ...]) -> list[tuple[Concept, ...]]:
    """What each word is called in the other language; the longest terms of the table are taken first."""
    made: list[tuple[Concept, ...]] = []
    han = [is_han(word) for word in run]
    i = 0
    while i < len(run):
        for n in range(min(_LONGEST_RUN, len(run) - i), 0, -1):
            if n > 1 and (han[i] != han[i + n - 1] or not is_term(run[i : i + n], "en" if han[i] else "zh")):
                continue
            found = _called(run[i : i + n])
            if n == 1 or found:
                made += [found] * n
                i += n
                break
    return made


@lru_cache(maxsize=1 << 15)
def _called(run: tuple[str, ...]) -> tuple[Concept, ...]:
    """What a run of words is called in the other language; of several words, only where the table has it."""
    to: Lang = "en" if is_han(run[0]) else "zh"
    found = concepts(run, to)
    if len(run) > 1 and len(found) > 1:
        return ()
    alone = {((stem,),) for stem in stems(run)}
    return tuple(one for one in found if one not in alone)


def clauses(text: str, said: Sequence[Unit]) -> tuple[Clause, ...]:
    """The clauses of a statement; one with fewer than two words of content goes with the next."""
    edges = [match.end() for match in CLAUSE_END.finditer(text) if match.end() < len(text)]
    starts = [unit.start for unit in said]
    made: list[Clause] = []
    begin = 0
    for end in [*edges, len(text)]:
        inside = tuple(said[bisect_left(starts, begin) : bisect_left(starts, end)])
        if len(inside) < _SHORTEST_CLAUSE and end < len(text):
            continue
        if len(inside) < _SHORTEST_CLAUSE and made:
            last = made.pop()
            begin, inside = last.start, last.units + inside
        made.append(Clause(begin, end, inside))
        begin = end
    return tuple(made) or (Clause(0, len(text), tuple(said)),)


def read_words(text: str, statement: Statement, weigh: Weigh) -> Said:
    """Read the words, figures and periods of a statement; whose and who comes with ``read_names``.

    ``text`` is the checked text with its citation marks blanked. ``weigh`` gives the weights of stems.
    """
    own = text[statement.start : statement.end]
    lang = language(own)
    found = quantities(own)
    times = tuple(periods(own))
    skip = [(q.start, q.end) for q in found]
    folded = fold(own)
    plain = units(folded, skip)
    weights = weigh([unit.stem for unit in plain], lang)
    weighed = tuple(replace(unit, weight=unit.weight * math.sqrt(weights[unit.stem])) for unit in plain)
    figures = tuple(Figure(q, None) for q in found if q.kind not in ("date", "period"))
    terms = tuple(dict.fromkeys(folded_tokens(folded.text)))
    taken = touching(skip)
    numbers = tuple(match.span() for match in NUMBER.finditer(own) if not taken(*match.span()))
    return Said(
        statement.start,
        own,
        folded.text,
        lang,
        statement.kind,
        terms,
        weighed,
        clauses(own, weighed),
        figures,
        times,
        numbers,
        (),
    )


def read_names(statements: Sequence[Said], of_row: Callable[[int], Mapping[int, Claim]]) -> list[Said]:
    """Add to statements who is named in them, and whose figures they have, of what and for when.

    Each statement stands by itself but for table rows, whose header is needed: ``of_row`` gives the claims
    around the row that begins at an offset of the text, by where their figures begin in it.
    """
    alone = [said for said in statements if said.figures and said.kind != "row"]
    own = dict(zip((said.start for said in alone), claims_by_start([s.text for s in alone]), strict=True))
    made = []
    for said, named in zip(statements, _names([said.text for said in statements]), strict=True):
        is_row = said.kind == "row"
        claims = of_row(said.start) if is_row and said.figures else own.get(said.start, {})
        figures = []
        for figure in said.figures:
            claim = claims.get(figure.quantity.start + (said.start if is_row else 0))
            if claim is None:
                figures.append(figure)
            else:  # a row's claims count from the text's start
                quantity = replace(claim.quantity, start=figure.quantity.start, end=figure.quantity.end)
                figures.append(Figure(quantity, replace(claim, quantity=quantity)))
        # A name may be a part of a figure: US in 5 billion US dollars.
        of_figures = touching((figure.quantity.start, figure.quantity.end) for figure in said.figures)
        named = tuple(n for n in named if not of_figures(n.start, n.end))
        of_names = touching((n.start, n.end) for n in named)
        left = tuple(u for u in said.units if not of_names(u.start, u.end))
        made.append(
            replace(said, figures=tuple(figures), names=named, units=left, clauses=clauses(said.text, left))
        )
    return made


def claims_by_start(texts: Sequence[str]) -> list[Mapping[int, Claim]]:
    """The claims of each text, read by itself, by where their figures begin; none where that fails."""
    documents = [Document("", "", "", text, language(text), "text/plain", "", "") for text in texts]
    return [
        {claim.quantity.start: claim for claim in found} if isinstance(found, list) else {}
        for found in claims_of(documents)
    ]


def _names(texts: Sequence[str]) -> list[tuple[Named, ...]]:
    """The names of each text; one of an organisation that any of them tells is found in all.

    Chinese ones are tagged together. No sentence goes from one text into the next, whatever they end with.
    """
    edges = [0]
    for text in texts:
        edges.append(edges[-1] + len(text) + len(_BETWEEN))
    spans = [
        Sentence(edge + one.start, edge + one.end)
        for edge, text in zip(edges, texts, strict=False)
        for one in sentences(text)
    ]
    made: list[list[Named]] = [[] for _ in texts]
    for name in names(_BETWEEN.join(texts), spans):
        at = bisect_right(edges, name.start) - 1
        start, end = name.start - edges[at], name.end - edges[at]
        made[at].append(Named(start, end, texts[at][start:end], name.kind))
    return [tuple(found) for found in made]


_BETWEEN = "\n\n"
"""Between texts that are read together: behind an empty line a capital letter opens a sentence."""
