"""The two models that were fitted on public data: which sentence answers, and whether it does.

Their numbers stand in ``weights.json``, made by ``tools/fit_answer.py``; each is a network of one small
hidden layer, a few hundred numbers in all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Network:
    """``output · tanh(hidden · (signals - mean) / scale + bias) + offset``.

    ``mean`` and ``scale`` are float64 of shape (signals,), ``hidden`` (units, signals), ``bias`` and
    ``output`` (units,).
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    hidden: NDArray[np.float64]
    bias: NDArray[np.float64]
    output: NDArray[np.float64]
    offset: float = 0.0

    def __call__(self, signals: Sequence[Sequence[float]] | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the score of each row of ``signals``, of shape (rows, signals)."""
        import numpy as np

        rows = (np.asarray(signals, np.float64) - self.mean) / self.scale
        scores: NDArray[np.float64] = np.tanh(rows @ self.hidden.T + self.bias) @ self.output + self.offset
        return scores

    @classmethod
    def of(cls, stored: dict[str, Any], order: Sequence[str]) -> Network:
        """Read a network from its form in ``weights.json``; ``order`` are the names of the signals."""
        import numpy as np

        columns = [stored["signals"][name] for name in order]
        return cls(
            np.array([column["mean"] for column in columns]),
            np.array([column["scale"] for column in columns]),
            np.array([column["weights"] for column in columns]).T,
            np.array(stored["bias"]),
            np.array(stored["output"]),
            stored["offset"],
        )

    def stored(self, order: Sequence[str]) -> dict[str, Any]:
        """Return the form in which it stands in ``weights.json``."""
        return {
            "signals": {
                name: {
                    "mean": round(float(self.mean[i]), 4),
                    "scale": round(float(self.scale[i]), 4),
                    "weights": [round(float(w), 3) for w in self.hidden[:, i]],
                }
                for i, name in enumerate(order)
            },
            "bias": [round(float(b), 3) for b in self.bias],
            "output": [round(float(w), 3) for w in self.output],
            "offset": round(self.offset, 3),
        }


@cache
def network(name: str, order: tuple[str, ...]) -> Network:
    """Return the network of that name from ``weights.json``; ``order`` are the names of its signals."""
    fitted = json.loads(files("yinzheng.qa").joinpath("weights.json").read_text("utf-8"))
    return Network.of(fitted[name], order)
