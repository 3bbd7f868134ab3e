"""Remember what was read of the last sentences: a check asks for it more than once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_T = TypeVar("_T")

LONGEST = 1000
"""Characters of a text whose reading is kept: a sentence. Whole documents are read once and are large."""

_KEPT = 512


def once(read: Callable[[str], list[_T]]) -> Callable[[str], list[_T]]:
    """``read``, which keeps what it found in the last 512 short texts; what it finds must be frozen."""

    @lru_cache(maxsize=_KEPT)
    def kept(text: str) -> tuple[_T, ...]:
        return tuple(read(text))

    @wraps(read)
    def known(text: str) -> list[_T]:
        return list(kept(text)) if len(text) <= LONGEST else read(text)

    return known
