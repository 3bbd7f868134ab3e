"""ROUGE (Lin, 2004) of a summary against one reference, as the package ``rouge-score`` counts it.

English by lower-cased runs of letters and digits without stemming, Chinese by characters.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.types import Lang

_FIGURE = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


def rouge_n(made: str, reference: str, lang: Lang, n: int) -> float:
    """Return the F1 of shared n-grams."""
    ours, theirs = (_grams(_units(text, lang), n) for text in (made, reference))
    return _f1((ours & theirs).total(), ours.total(), theirs.total())


def rouge_l(made: str, reference: str, lang: Lang) -> float:
    """Return the F1 of the longest common subsequence of the whole texts."""
    ours, theirs = _units(made, lang), _units(reference, lang)
    return _f1(common(ours, theirs), len(ours), len(theirs))


def figure_recall(made: str, reference: str) -> float | None:
    """Return the share of the reference's different numbers that the summary has; None without any."""
    wanted = _figures(reference)
    return len(wanted & _figures(made)) / len(wanted) if wanted else None


def common(a: Sequence[str], b: Sequence[str]) -> int:
    """Return the length of the longest common subsequence (bit-parallel: Hyyrö, 2004)."""
    places: dict[str, int] = {}
    for i, unit in enumerate(a):
        places[unit] = places.get(unit, 0) | 1 << i
    full = (1 << len(a)) - 1
    row = full
    for unit in b:
        matched = row & places.get(unit, 0)
        row = ((row + matched) | (row - matched)) & full
    return len(a) - row.bit_count()


def _units(text: str, lang: Lang) -> list[str]:
    if lang == "en":
        return re.findall(r"[a-z0-9]+", text.lower())
    return [char for char in text.lower() if char.isalnum()]


def _grams(units: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(units[i : i + n]) for i in range(len(units) - n + 1))


def _figures(text: str) -> set[str]:
    return {found.replace(",", "") for found in _FIGURE.findall(text)}


def _f1(shared: int, made: int, wanted: int) -> float:
    return 2 * shared / (made + wanted) if shared else 0.0
