"""Concepts that figures are stated of: find them in a text, in Chinese and English.

The table is ``metrics.tsv`` beside this module; a library may add a file of the same form. Matching is
on folded text (width, case, traditional characters), longest term first; spans are of the original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold, fold_text
from yinzheng.errors import YinzhengError
from yinzheng.qa.literals import any_of

if TYPE_CHECKING:
    from pathlib import Path

    from yinzheng.corpus.fold import Folded

METRICS_VERSION = "1"
"""Changes with the table or the matching; a library's own file counts by its content."""

_KINDS = frozenset(
    {
        *("money", "count", "number", "percent", "points", "basis_points"),
        *("multiple", "fraction", "ratio", "physical", "duration", "age"),
    }
)
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Concept:
    """``key`` names it (``revenue``); ``kinds`` are the kinds of quantity it is told in."""

    key: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """``text[start:end]`` names one of ``concepts``; the kind of the quantity beside it tells which."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Folded term → its concepts, in the order of the table, and the pattern that finds them."""

    terms: dict[str, tuple[Concept, ...]]
    pattern: re.Pattern[str]

    def find(self, folded: Folded, start: int = 0, end: int | None = None) -> list[Term]:
        """The terms between two offsets of the folded text, in order, as spans of the original text."""
        found = []
        for match in self.pattern.finditer(folded.text, start, len(folded.text) if end is None else end):
            word = match.group()
            if word not in self.terms:
                word = " ".join(word.split())  # a term may be wrapped to the next line
            concepts = self.terms.get(word) or self.terms.get(_singular(word, self.terms))
            if concepts:
                span = folded.original(*match.span())
                found.append(Term(span.start, span.end, concepts))
        return found

    def named(self, name: str) -> tuple[Concept, ...]:
        """The concepts that ``name`` as a whole stands for; empty where it is none of the terms."""
        key = fold_text(name).strip()
        return self.terms.get(key) or self.terms.get(_singular(key, self.terms), ())


def find(text: str) -> list[Term]:
    """The metric terms of ``text`` by the table that comes with the program."""
    return table().find(fold(text))


@lru_cache(maxsize=4)
def table(extra: Path | None = None) -> Table:
    """The table, with a library's own file added, whose rows come first.

    Raises :class:`YinzhengError` with file and line where a row is not of the form.
    """
    own = (files("yinzheng.qa") / "metrics.tsv").read_text(encoding="utf-8")
    sources = [("metrics.tsv", own)]
    if extra is not None:
        try:
            sources.insert(0, (str(extra), extra.read_text(encoding="utf-8-sig")))
        except (OSError, UnicodeDecodeError) as error:
            raise YinzhengError(f"{extra}: cannot be read as UTF-8 text ({error})") from error
    terms: dict[str, tuple[Concept, ...]] = {}
    for name, source in sources:
        for number, line in enumerate(source.splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            concept, words = _row(line, f"{name}, line {number}")
            for word in words:
                known = terms.get(word, ())
                if all(c.key != concept.key for c in known):
                    terms[word] = (*known, concept)
    return Table(terms, _pattern(terms))


def _row(line: str, where: str) -> tuple[Concept, list[str]]:
    columns = [column.strip() for column in line.split("\t")]
    if len(columns) != 4:
        message = f"{where}: expected four columns parted by tabs (key, kinds, Chinese terms, English terms)"
        raise YinzhengError(message)
    kinds = frozenset(kind.strip() for kind in columns[1].split(","))
    if not _KEY.fullmatch(columns[0]) or not kinds <= _KINDS:
        wrong = columns[0] if not _KEY.fullmatch(columns[0]) else ", ".join(sorted(kinds - _KINDS))
        raise YinzhengError(f"{where}: {wrong!r} is not a key (a-z, 0-9, _) or not a kind of quantity")
    words = [fold_text(term).strip() for cell in columns[2:] for term in cell.split("|")]
    return Concept(columns[0], kinds), [word for word in words if word]


def _singular(word: str, terms: dict[str, tuple[Concept, ...]]) -> str:
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + instead in terms:
            return word[: -len(ending)] + instead
    return ""


def _pattern(terms: dict[str, tuple[Concept, ...]]) -> re.Pattern[str]:
    """One expression for all terms, as a tree of their characters, so that time does not grow with them."""
    words = set(terms)
    for word in terms:
        if word.isascii() and word[-1:].isalpha() and len(word) > 3 and not word.endswith("s"):
            words.add(word[:-1] + "ies" if word[-1] == "y" and word[-2] not in "aeiou" else word + "s")
    latin = [word for word in words if word[0].isascii()]
    other = [word for word in words if not word[0].isascii()]
    parts = [rf"(?<![a-z0-9])(?:{any_of(latin)})(?![a-z0-9])"] if latin else []
    return re.compile("|".join([*parts, any_of(other)] if other else parts) or r"(?!)")
