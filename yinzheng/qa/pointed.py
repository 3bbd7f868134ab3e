"""Where in a sentence a model that read it together with the question says that the answer stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pointed:
    """Where in a sentence the answer stands, if it does: half-open offsets into the sentence.

    ``share`` in [0, 1] is how likely it is among all spans of the sentence.
    """

    start: int
    end: int
    share: float
