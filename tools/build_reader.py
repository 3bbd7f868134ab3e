"""Build the reader: ``python -m tools.build_reader one.npz two.npz …`` writes ``reader.onnx`` of the model.

It takes the tensors that ``tools/fit_reader.py`` has fitted, the mean of several fits (Wortsman et al. 2022,
"Model soups"), quantises them as those of the encoder, and puts them on the encoder's lower layers; the same
inputs give the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tools.build_encoder import MODEL
from tools.encoder_graph import reader_graph
from tools.encoder_source import Array
from tools.fit_reader import LOWER, mean_of


def main() -> None:
    """Build."""
    parser = argparse.ArgumentParser(prog="tools.build_reader", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("fitted", type=Path, nargs="+", help="what tools.fit_reader has written")
    parser.add_argument("--to", type=Path, default=MODEL, help="where to write (default: the package)")
    options = parser.parse_args()
    kept = mean_of([dict(np.load(path)) for path in options.fitted])
    fitted = tensors(kept, LOWER)
    layers = LOWER + len({name.split(".")[1] for name in kept if name.startswith("layers.")})
    path = options.to / "reader.onnx"
    path.write_bytes(reader_graph((options.to / "encoder.onnx").read_bytes(), fitted, LOWER, layers))
    print(f"{path.stat().st_size:>12,} {path.name}")


def tensors(kept: Mapping[str, Array], first: int) -> dict[str, Array]:
    """Name a reader's parameters as those of an encoder, its layers from ``first`` on."""
    named = {"sides": kept["sides"], "head.w": kept["head.weight"], "head.b": kept["head.bias"]}
    for name, values in kept.items():
        if not name.startswith("layers."):
            continue
        _, number, part, end = name.split(".")
        at = f"l{first + int(number)}."
        if part == "qkv":
            for each, cut in zip("qkv", np.split(values, 3), strict=True):
                named[f"{at}{each}.{end[0]}"] = cut
        else:
            named[f"{at}{part}.{end[0]}"] = values
    return named


if __name__ == "__main__":
    main()
