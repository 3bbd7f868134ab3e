"""What a name is, and the lists of words that names and their roles are told by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

NameKind = Literal["org", "person", "place", "product"]


@dataclass(frozen=True, slots=True)
class Name:
    """``text[start:end]`` names somebody or something."""

    start: int
    end: int
    kind: NameKind


def is_model(word: str) -> bool:
    """Whether a word names a model by letters and digits: Q900, GPT-4."""
    return bool(_MODEL.fullmatch(word)) and any(c.isdigit() for c in word)


_MODEL = re.compile(r"(?=[A-Za-z-]*\d)[A-Za-z][A-Za-z0-9.-]*")


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """The lists of ``names.tsv`` and ``words.tsv`` by name."""
    found: dict[str, frozenset[str]] = {}
    for table in ("names.tsv", "words.tsv"):
        source = (files("yinzheng.qa.names") / table).read_text(encoding="utf-8")
        rows = (line.split("\t") for line in source.splitlines() if line and not line.startswith("#"))
        found |= {name: frozenset(words.split("|")) for name, words in rows}
    return found


def listed(name: str) -> frozenset[str]:
    """The list of that name; KeyError where there is none."""
    return lexicon()[name]


@cache
def territories() -> frozenset[str]:
    """The countries' English names, from the CLDR."""
    from babel import Locale

    return frozenset(name for code, name in Locale("en").territories.items() if code.isalpha())
