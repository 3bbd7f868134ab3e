"""Which documents are copies of each other: word for word, with a page's noise around, or spun.

Candidates come from MinHash bands (Broder 1997; banding as in Leskovec, Rajaraman and Ullman, Mining of
Massive Datasets, 3.4) and are then compared as they are. Reports made from one template have most of their
words in common and other figures: those are no copies.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from itertools import islice

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

_COMPARED = 500_000
"""Characters of which all shingles are compared; of longer texts some, chosen by what they are."""

_FOLDED = 1_000_000
"""Characters folded at a time; a word that is cut there is two."""

_BATCH = 50_000
"""Shingles that MinHash is given at a time."""

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

    made = _runs(main_text(text))
    if not (batch := list(islice(made, _BATCH))):
        return []
    digests = RMinHash(num_perm=BANDS * _ROWS, seed=_SEED)
    while batch:
        digests.update(batch)
        batch = list(islice(made, _BATCH))
    digest = digests.digest()
    return [_number(band, digest[band * _ROWS : (band + 1) * _ROWS]) for band in range(BANDS)]


def _number(band: int, rows: list[int]) -> int:
    value = band
    for row in rows:  # FNV-1a, 64 bits
        value = ((value ^ row) * 0x100000001B3 + 0xCBF29CE484222325) & 0xFFFFFFFFFFFFFFFF
    return value >> 1


def shingles(text: str, one_in: int = 1) -> frozenset[str]:
    """Return the runs of four words of a folded text, a Han character counting as a word.

    With ``one_in``, about one in so many, the same ones of every text.
    """
    return frozenset(run for run in _runs(text) if one_in == 1 or not zlib.crc32(run.encode()) % one_in)


def _runs(text: str) -> Iterator[str]:
    last: deque[str] = deque(maxlen=_SHINGLE)
    for at in range(0, len(text), _FOLDED):
        for unit in _UNIT.finditer(fold_text(text[at : at + _FOLDED])):
            last.append(unit.group())
            if len(last) == _SHINGLE:
                yield " ".join(last)


def is_copy(text: str, other: str) -> bool:
    """Whether one of two texts is a copy of the other, as a whole; an excerpt of a longer one is not.

    Copies have the same figures: two reports that differ in them are not the same, whatever their words.
    What stands around the main text of a page is left out: pages of one site have it in common.
    """
    text, other = main_text(text), main_text(other)
    one_in = max(len(text), len(other)) // _COMPARED + 1
    mine, others = shingles(text, one_in), shingles(other, one_in)
    shared = len(mine & others)
    if not shared:
        return False
    figures, other_figures = (frozenset(_FIGURE.findall(fold_text(t))) for t in (text, other))
    both = len(figures & other_figures)
    if both < _FIGURES * min(len(figures), len(other_figures)):
        return False
    share = shared / len(mine | others)
    return share >= COPY or (share >= SPUN and both >= _FEW)
