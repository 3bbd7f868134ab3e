"""What a model that reads question and passage together says of the likeliest sentences.

The networks of ``signals.py`` compare what the encoder made of question and passage apart, which tells
whether they are about the same thing better than whether one answers the other. So the likeliest passages are
read once more, each together with the question, by a model that ``tools/fit_reader.py`` has fitted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from yinzheng.index.embed import passage_input
from yinzheng.qa.signals import Pointed, weighed

if TYPE_CHECKING:
    from yinzheng.index.encoder import Encoder, Reading
    from yinzheng.qa.retrieve import Candidate, Query
    from yinzheng.qa.signals import Evidence

READ = 2
"""At most so many passages are read again: those of the likeliest sentences. A third changes nothing."""

LIKELY = 0.08
"""A passage is read again where its best sentence's chance is at least this share of the likeliest one's: for
one question in six these are two."""

READING = 0.45
"""Weight of what the reader says beside the networks' score, both in natural logarithms."""

ACROSS = 0.5
"""So much of what it says over ``UNREAD`` counts where question and passage are in different languages. There
it is less often right, and a passage about somebody else, whose name it cannot compare, looks as good."""

LONGEST = 24
"""Tokens of the longest span that is pointed at."""

UNREAD = -4.0
"""What counts for the sentences of the other passages: about what it says where nothing answers."""


def read_ahead(encoder: Encoder, query: Query, nearest: Sequence[Candidate]) -> None:
    """Read the nearest candidate, which ``read_together`` reads always; the encoder keeps that."""
    for c in nearest[:1] if _asks(query) else ():
        encoder.readings(query.text, [passage_input(c.document, c.passage.start, c.passage.end)[0]])


def read_together(
    encoder: Encoder, query: Query, ranked: Sequence[Evidence], nearest: Sequence[Candidate] = ()
) -> list[Evidence]:
    """Return the evidence with what the reader says of it, the likeliest first; the chances sum to 1 again.

    The first of the candidates ``nearest`` is read in any case. The evidence stays as it is where the encoder
    has no reader, and where nothing is asked but what is said of a single word.
    """
    if not _asks(query):
        return list(ranked)
    likely = [item.candidate for item in ranked if item.chance >= LIKELY * ranked[0].chance]
    chosen = list({candidate.passage.id: candidate for candidate in likely}.values())[:READ]
    taken = {c.passage.id for c in chosen}
    chosen += [c for c in nearest[:1] if c.passage.id not in taken]
    inputs = [passage_input(c.document, c.passage.start, c.passage.end) for c in chosen]
    readings = encoder.readings(query.text, [text for text, _ in inputs]) if chosen else None
    if readings is None:
        return list(ranked)
    read = {
        c.passage.id: (reading, c.passage.start - head)
        for c, (_, head), reading in zip(chosen, inputs, readings, strict=True)
    }
    known, chances = [], []
    for item in ranked:
        said, pointed = UNREAD, None
        if (of := read.get(item.candidate.passage.id)) is not None:
            reading, moved = of
            told, pointed = _told(reading, item.start - moved, item.end - moved)
            over = told - UNREAD
            said += over if item.candidate.passage.lang == query.lang else ACROSS * over
        known.append(replace(item, reading=said, pointed=pointed))
        chances.append(item.chance * math.exp(READING * said))
    return weighed(known, chances)


def _asks(query: Query) -> bool:
    """Whether it is more than a single word, which asks nothing that the reader could answer."""
    return len(query.terms) > 1


def _told(reading: Reading, start: int, end: int) -> tuple[float, Pointed | None]:
    """Return the mean logarithm of how likely an answer begins, and ends, in an interval of what was read.

    And the likeliest span of at most ``LONGEST`` tokens there, whose offsets are in the interval.
    """
    import numpy as np

    low, high = reading.spans[:, 0].searchsorted((start, end)).tolist()
    if low == high:  # it is behind what the reader takes
        return UNREAD, None
    logits, spans = reading.logits[low:high], reading.spans[low:high]
    both = logits[:, None, 0] + logits[None, :, 1]
    apart = np.arange(high - low)[None, :] - np.arange(high - low)[:, None]
    both[(apart < 0) | (apart >= LONGEST)] = -np.inf
    first, last = divmod(int(both.argmax()), high - low)
    share = float(np.exp(both.max() - np.logaddexp.reduce(both, axis=None)))
    pointed = Pointed(int(spans[first, 0]) - start, min(int(spans[last, 1]), end) - start, share)
    return float(np.logaddexp.reduce(logits, axis=0).mean()), pointed
