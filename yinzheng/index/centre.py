"""Centres: the mean vectors that carry an encoder's language, and taking them off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from yinzheng.types import Lang

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Role = Literal["query", "passage"]
"""What a text is encoded as: models such as e5 put another prompt before each."""

Level = Literal["pooled", "token"]
"""One vector for a whole text, or one for each of its tokens."""

_ROLES = get_args(Role)
_LANGS = get_args(Lang)
_LEVELS = get_args(Level)


@dataclass(frozen=True, slots=True)
class Centres:
    """The mean vectors of one encoder.

    ``means`` is float32 of shape (2, 2, 2, dimension), by role (query, passage), language (zh, en)
    and level (pooled, token).
    """

    means: NDArray[np.float32]

    def mean(self, role: Role, lang: Lang, level: Level = "pooled") -> NDArray[np.float32]:
        """Return the mean vector, float32 of shape (dimension,), for one kind of text."""
        row: NDArray[np.float32] = self.means[_ROLES.index(role), _LANGS.index(lang), _LEVELS.index(level)]
        return row


def centre(
    vectors: NDArray[np.float32], mean: NDArray[np.float32], strength: float = 1.0
) -> NDArray[np.float32]:
    """Subtract ``strength * mean`` and L2-normalise again along the last axis.

    ``vectors`` is float32 of shape (..., dimension) and is not changed. A vector that equals what is
    subtracted becomes zero, not NaN.
    """
    import numpy as np

    moved = vectors - np.float32(strength) * mean
    # In float32 the squares of very small numbers are zero.
    norm = np.linalg.norm(moved.astype(np.float64), axis=-1, keepdims=True)
    result: NDArray[np.float32] = np.divide(moved, norm, out=np.zeros(moved.shape), where=norm > 0).astype(
        np.float32
    )
    return result
