"""What the words of a question are called in the other language, from a table of words.

Vectors find passages across languages by their topic; which figure or person a sentence is about
often hangs on one word (``valuation``, ``员工``). The table ``lexicon.tsv`` was written for this
project: one English word or term a line, a tab, and its Chinese equivalents between ``|``, all folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias

from yinzheng.corpus.tokens import is_han, stems, sure_terms
from yinzheng.types import Lang

Concept: TypeAlias = tuple[tuple[str, ...], ...]
"""One thing that a query asks for: alternatives, each of search terms that must all be there."""

Called: TypeAlias = Mapping[tuple[str, ...], Sequence[str]]
"""What else the names of a question are called: runs of its words, and the other names of each, folded."""

_NOTHING: Called = MappingProxyType({})

_LONGEST = 4  # words of a term in the table
_MOST = 8  # alternatives of a concept


def literal(terms: Iterable[str]) -> list[Concept]:
    """Return search terms as concepts that have no alternative, each once."""
    return [((term,),) for term in dict.fromkeys(terms)]


def own_concepts(terms: Iterable[str], to: Lang, called: Called) -> list[Concept]:
    """Return search terms as ``literal`` does; those of a name may as well be another of its names."""
    named = [("".join(run), stems(run), _names(names, to)) for run, names in called.items()]
    made = []
    for term in dict.fromkeys(terms):
        others = [
            way
            for joined, stemmed, ways in named
            if (term in joined if is_han(term) else term in stemmed)
            for way in ways
        ]
        made.append(tuple(dict.fromkeys([(term,), *others]))[:_MOST])
    return made


def concepts(question: Sequence[str], to: Lang, called: Called = _NOTHING) -> list[Concept]:
    """Return the words of a question (as ``words`` gives them) as concepts in language ``to``.

    The longest terms of the table are taken first, names in ``called`` among them. A word that neither has,
    a name or a number, stands for itself.
    """
    table = _table(to)
    made: list[Concept] = []
    i = 0
    while i < len(question):
        for n in range(min(_LONGEST, len(question) - i), 0, -1):
            run = question[i : i + n]
            found = table.get(_key(run), [])
            names = _names(called.get(tuple(run), ()), to)
            if found or names:
                # Chinese text keeps many an English word: CEO, IPO, a company's name.
                keeps = to == "zh" or (names and not is_han(run[0]))
                said = [*found[:_MOST], " ".join(run)] if keeps else found[:_MOST]
                made.append(tuple(dict.fromkeys([*_concept(said), *names])))
                i += n
                break
        else:
            word = question[i]
            parts = list(_parts(word, table)) if to == "en" and is_han(word) else []
            made += [_concept(part[:_MOST]) for part in parts] or literal(stems([word]))
            i += 1
    return list(dict.fromkeys(made))


def spelled_out(question: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the initials among the words of an English question, and what the table spells them out as.

    ``ceo`` is the chief executive (officer): a table of words has both, with a Chinese word in common.
    """
    return {(word,): found for word in question if (found := _initials().get(word))}


def is_term(run: Sequence[str], to: Lang) -> bool:
    """Whether the table has a run of words as one term, to be said in language ``to``."""
    return _key(run) in _table(to)


def _names(called: Iterable[str], to: Lang) -> list[tuple[str, ...]]:
    """The terms of names, but for those that have another one in them; Han ones only for Chinese text."""
    ways = list(dict.fromkeys(sure_terms(name) for name in called if to == "zh" or not is_han(name)))
    return [way for way in ways if not any(set(other) < set(way) for other in ways)]


def _concept(found: Sequence[str]) -> Concept:
    return tuple(dict.fromkeys(sure_terms(word) for word in found))


def _parts(word: str, table: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield what the table has of the parts of a Chinese word that it does not have as a whole."""
    i = 0
    while i < len(word):
        for n in range(len(word) - i, 1, -1):
            if found := table.get(word[i : i + n]):
                yield found
                i += n
                break
        else:
            i += 1


def _key(run: Sequence[str]) -> str:
    return "".join(run) if is_han(run[0]) else " ".join(stems(run))


@cache
def _initials() -> dict[str, tuple[str, ...]]:
    """Return the English terms of several words of which a word of the table is the initials."""
    table = _rows()
    found: dict[str, list[str]] = {}
    for english, chinese in table.items():
        words = [word for word in english.split() if word not in {"of", "and", "the"}]
        if len(words) < 2:
            continue
        short = "".join(word[0] for word in words)
        said = [word for word in chinese if word.isascii()]
        if short in table and set(table[short]) & set(chinese):
            said.append(short)
        for one in said:
            found.setdefault(one, []).append(english)
    return {short: tuple(dict.fromkeys(terms)) for short, terms in found.items()}


@cache
def _rows() -> dict[str, list[str]]:
    """Return the Chinese terms of each English one, as the table has them."""
    lines = files("yinzheng.corpus").joinpath("lexicon.tsv").read_text("utf-8").splitlines()
    return {english: chinese.split("|") for english, _, chinese in (line.partition("\t") for line in lines)}


@cache
def _table(to: Lang) -> dict[str, list[str]]:
    """Return words of language ``to`` by those of the other one: Chinese words, or English stems."""
    made: dict[str, list[str]] = {}
    for english, chinese in _rows().items():
        if to == "zh":
            made.setdefault(" ".join(stems(english.split())), []).extend(chinese)
        else:
            for word in chinese:
                made.setdefault(word, []).append(english)
    return made
