"""The tables of words that sentences are changed by, and quotation marks, inside which nothing is changed.

The tables stand in ``check_words.tsv`` and were written for the benchmark.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

_TABLE = Path(__file__).with_name("check_words.tsv")
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|\"[^\"]*\"|《[^》]*》|‘[^’]*’")


@cache
def rules(kind: str, lang: str) -> list[tuple[str, str]]:
    """A table of expressions and what takes their place, in the order in which they are tried."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return [
        (old, new)
        for of, at, old, new in (line.split("\t") for line in lines if line[0] != "#")
        if (of, at) == (kind, lang)
    ]


@cache
def words(kind: str, lang: str) -> dict[str, str]:
    """One table: what stands there and what takes its place, longest first."""
    found = dict(rules(kind, lang))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


@cache
def any_of(kind: str, lang: str) -> re.Pattern[str]:
    options = "|".join(map(re.escape, words(kind, lang)))
    return re.compile(options if lang == "zh" else rf"\b(?:{options})(?![A-Za-z-])")


def free(text: str, start: int, end: int) -> bool:
    """Whether a span stands outside quotation marks and titles."""
    return not any(q.start() < end and start < q.end() for q in _QUOTED.finditer(text))


_SAYING = {
    "zh": ("文中写道：“{}”", "报告原文为：“{}”", "资料中明确写道：“{}”"),
    "en": ('The text says: "{}"', "The document states: “{}”", 'The source reads: "{}"'),
}


def quoted(text: str, lang: str, rng: Random) -> str | None:
    """A sentence in quotation marks with a verb of saying; None where it holds some itself."""
    if re.search('[“”"「」‘’]', text):
        return None
    return rng.choice(_SAYING[lang]).format(text)
