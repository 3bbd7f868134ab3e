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

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    """Folded term → its concepts, in the order of the table, and the written forms by how they begin.

    ``forms`` are terms and their plurals, the longest first, by their first two characters or the only one.
    """

    terms: dict[str, tuple[Concept, ...]]
    forms: dict[str, tuple[str, ...]]

    def find(self, folded: Folded, start: int = 0, end: int | None = None) -> list[Term]:
        """The terms between two offsets of the folded text, in order, as spans of the original text."""
        found = []
        text, forms = folded.text, self.forms
        past = len(text) if end is None else end
        done = start
        # One expression for all terms takes a tenth of a second to compile.
        for at in [i for i in range(start, past) if text[i : i + 2] in forms or text[i] in forms]:
            if at < done:
                continue
            listed = (*forms.get(text[at : at + 2], ()), *forms.get(text[at], ()))
            stop = _longest(listed, text, at, past)
            if not stop:
                continue
            word = text[at:stop]
            if word not in self.terms:
                word = " ".join(word.split())  # a term may be wrapped to the next line
            concepts = self.terms.get(word) or self.terms.get(_singular(word, self.terms))
            if concepts:
                span = folded.original(at, stop)
                found.append(Term(span.start, span.end, concepts))
            done = stop
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
    return Table(terms, _forms(terms))


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


def _forms(terms: dict[str, tuple[Concept, ...]]) -> dict[str, tuple[str, ...]]:
    """Terms and the plurals of English ones as ``Table.forms``; parted by any white space there is."""
    words = set(terms)
    for word in terms:
        if word.isascii() and word[-1:].isalpha() and len(word) > 3 and not word.endswith("s"):
            words.add(word[:-1] + "ies" if word[-1] == "y" and word[-2] not in "aeiou" else word + "s")
    listed: dict[str, list[str]] = {}
    for word in words:
        for space in _SPACES if word[1:2] == " " else ("",):
            listed.setdefault(word[0] + (space or word[1:2]), []).append(word)
    return {head: tuple(sorted(found, key=len, reverse=True)) for head, found in listed.items()}


_SPACES = tuple(filter(str.isspace, map(chr, range(0x3001))))


def _longest(forms: Sequence[str], text: str, at: int, past: int) -> int:
    """Where the longest of ``forms`` that stands at ``at`` and before ``past`` ends; 0 for none.

    One in Latin letters must be a whole word. A space in it is any run of white space.
    """
    latin = text[at].isascii()
    if latin and at and _is_letter(text[at - 1]):
        return 0
    best = 0
    for form in forms:
        stop = at + len(form) if text.startswith(form, at, past) else _wrapped(form, text, at, past)
        if stop > best and not (latin and stop < past and _is_letter(text[stop])):
            best = stop
    return best


def _wrapped(form: str, text: str, at: int, past: int) -> int:
    """Where a form of several words ends that other white space parts in the text; 0 where it is not."""
    if " " not in form:
        return 0
    first, *rest = form.split(" ")
    if not text.startswith(first, at, past):
        return 0
    stop = at + len(first)
    for part in rest:
        behind = stop
        while behind < past and text[behind].isspace():
            behind += 1
        if behind == stop or not text.startswith(part, behind, past):
            return 0
        stop = behind + len(part)
    return stop


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z" or "0" <= char <= "9"
