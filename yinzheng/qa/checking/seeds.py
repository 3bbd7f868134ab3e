"""A table of all runs of four characters of a text: where to look for what nearly stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LENGTH = 4
_PRIMES = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
_RARE = 400
"""Runs that stand more often tell little of where."""

_MOST_RUNS = 96
_MOST_WINDOWS = 5


class Seeds:
    """Finds windows of ``text`` that share many runs with a wanted string. Eight bytes a character."""

    def __init__(self, text: str) -> None:
        # Hash and place in one number each: sorting those takes a sixth of the time of a stable argsort.
        both = _hashes(text).astype(np.uint64) << np.uint64(32)
        both |= np.arange(len(both), dtype=np.uint64)
        both.sort()
        self._hashes = (both >> np.uint64(32)).astype(np.uint32)
        self._places = both.astype(np.uint32).astype(np.int32)
        self._size = len(text)

    def windows(
        self, wanted: str, gap: int = 0, within: Sequence[tuple[int, int]] | None = None
    ) -> Iterator[tuple[int, int]]:
        """The likeliest half-open intervals for ``wanted``, best first, at most five.

        Runs of ``wanted`` vote for where it would begin, rare ones more; votes that lie within a third of its
        length, and ``gap`` more, count together. ``within`` are the intervals that are looked at, None for
        all.
        """
        hashes = _hashes(wanted)
        if not len(hashes):
            return
        first = np.searchsorted(self._hashes, hashes, "left")
        counts = np.searchsorted(self._hashes, hashes, "right") - first
        known = np.flatnonzero(counts)
        known = known[np.argsort(counts[known], kind="stable")]
        rare = known[counts[known] <= _RARE][:_MOST_RUNS]
        runs = rare if len(rare) else known[:4]
        if not len(runs):
            return
        offsets = np.repeat(runs, counts[runs])
        weights = np.repeat(1 / np.sqrt(counts[runs]), counts[runs])
        places = np.concatenate([self._places[first[i] : first[i] + counts[i]] for i in runs]).astype(
            np.int64
        )
        if within is not None:
            inside = np.zeros(len(places), dtype=bool)
            for low, high in within:
                inside |= (places >= low) & (places + _LENGTH <= high)
            offsets, places, weights = offsets[inside], places[inside], weights[inside]
        begins = places - offsets
        order = np.lexsort((offsets, begins))
        offsets, places, begins, weights = offsets[order], places[order], begins[order], weights[order]
        width = max(10, len(wanted) // 3) + gap
        for _ in range(_MOST_WINDOWS):
            if not len(begins):
                return
            past = np.searchsorted(begins, begins + width, "right")
            sums = np.concatenate(([0.0], np.cumsum(weights)))
            best = int(np.argmax(sums[past] - sums[:-1]))
            group = slice(best, int(past[best]))
            at_first, at_last = np.argmin(offsets[group]), np.argmax(offsets[group])
            start = int(places[group][at_first] - offsets[group][at_first])
            end = int(places[group][at_last] + len(wanted) - offsets[group][at_last])
            yield max(0, start), min(self._size, max(end, start + _LENGTH))
            keep = np.ones(len(begins), dtype=bool)
            keep[group] = False
            offsets, places, begins, weights = offsets[keep], places[keep], begins[keep], weights[keep]


def _hashes(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """A hash of each run of four characters, by where it begins."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    size = max(0, len(codes) - _LENGTH + 1)
    made = np.zeros(size, dtype=np.uint32)
    for at, prime in enumerate(_PRIMES):
        made += codes[at : at + size] * np.uint32(prime)
    return made ^ (made >> np.uint32(15))
