"""A question in the words of the documents: 营收 where they say 营业收入, a break fee for a termination fee.

The encoder knows that two words are near, not that one stands for the other; so a question that nothing
answers is asked once more with the words that passages have. ``synonyms.tsv`` lists what is called
differently in one language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from yinzheng.corpus.tokens import is_han, language
from yinzheng.qa.spelled import passages_with

if TYPE_CHECKING:
    from yinzheng.index.index import Index


def reworded(index: Index, question: str) -> str:
    """Return a question with words that passages of its language have for those that it uses; else itself."""
    lang = language(question)

    def other(match: re.Match[str]) -> str:
        for name in _synonyms()[match.group().lower()]:
            if is_han(name) == (lang == "zh") and any(
                name in text for text in passages_with(index, name, lang)
            ):
                return name
        return match.group()

    return _pattern().sub(other, question)


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    """Return the other words for each, those of its line in their order."""
    made: dict[str, list[str]] = {}
    text = resources.files("yinzheng.qa").joinpath("synonyms.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        said = line.split("|")
        for one in said:
            made.setdefault(one, []).extend(other for other in said if other != one)
    return {one: tuple(dict.fromkeys(others)) for one, others in made.items()}


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of all words that have others, the longest first."""
    ways = sorted(_synonyms(), key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<![A-Za-z]){re.escape(w)}(?![A-Za-z])" if w.isascii() else re.escape(w) for w in ways),
        re.IGNORECASE,
    )
