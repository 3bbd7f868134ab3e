"""Which documents are copies of each other: word for word, with a page's noise around, or spun.

Candidates come from MinHash bands (Broder 1997; banding as in Leskovec, Rajaraman and Ullman, Mining of
Massive Datasets, 3.4) and are then compared as they are. Reports made from one template have most of their
words in common and other figures: those are no copies.
"""

from __future__ import annotations

import re

from yinzheng.corpus.boilerplate import main_text
from yinzheng.corpus.fold import fold_text

BANDS = 32
_ROWS = 3
"""Two texts that share a third of their shingles have a band in common more often than not."""
_SEED = 20
_SHINGLE = 4

COPY = 0.6
"""Share of all shingles of two texts that copies have in common."""

SPUN = 0.3
"""Share from which a text is a reworded copy, if the figures prove it; a spinner that replaces a fifth of the
words leaves .41 to .55."""

_FIGURES = 0.85
"""Share of the figures of the text with fewer that the other has too."""
_FEW = 6
"""So many figures in common prove that a text was reworded."""

_UNIT = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+(?:[.,'][a-z0-9]+)*")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def version() -> str:
    """Name what ``bands`` depends on: bands made by another version are not comparable."""
    from rensa import RMinHash

    return f"{RMinHash.ALGORITHM_VERSION}:{BANDS}x{_ROWS}:{_SHINGLE}:{_SEED}"


def bands(text: str) -> list[int]:
    """Return ``BANDS`` numbers of 63 bits; texts that are alike have some in common.

    Empty for a text of fewer words than a shingle.
    """
    from rensa import RMinHash

    made = shingles(main_text(text))
    if not made:
        return []
    digest = RMinHash.from_token_sets([list(made)], num_perm=BANDS * _ROWS, seed=_SEED)[0].digest()
    return [_number(band, digest[band * _ROWS : (band + 1) * _ROWS]) for band in range(BANDS)]


def _number(band: int, rows: list[int]) -> int:
    value = band
    for row in rows:  # FNV-1a, 64 bits
        value = ((value ^ row) * 0x100000001B3 + 0xCBF29CE484222325) & 0xFFFFFFFFFFFFFFFF
    return value >> 1


def shingles(text: str) -> frozenset[str]:
    """Return the runs of four words of a folded text, a Han character counting as a word."""
    units = _UNIT.findall(fold_text(text))
    return frozenset(" ".join(units[at : at + _SHINGLE]) for at in range(len(units) - _SHINGLE + 1))


def is_copy(text: str, other: str) -> bool:
    """Whether one of two texts is a copy of the other, as a whole; an excerpt of a longer one is not.

    Copies have the same figures: two reports that differ in them are not the same, whatever their words.
    What stands around the main text of a page is left out: pages of one site have it in common.
    """
    text, other = main_text(text), main_text(other)
    mine, others = shingles(text), shingles(other)
    shared = len(mine & others)
    if not shared:
        return False
    figures, other_figures = (frozenset(_FIGURE.findall(fold_text(t))) for t in (text, other))
    both = len(figures & other_figures)
    if both < _FIGURES * min(len(figures), len(other_figures)):
        return False
    share = shared / len(mine | others)
    return share >= COPY or (share >= SPUN and both >= _FEW)
