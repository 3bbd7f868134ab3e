"""Measure the built-in encoder's centres: ``python -m tools.measure_centres`` writes ``centres.npy``.

A centre is the mean vector of general texts of one role and language. Each option takes text files, one
text a line; the defaults are the texts in ``tools/centre_texts``, written for this: a hundred questions
and forty passages on encyclopaedic, news, business and legal subjects, line by line the same in both
languages, so that the centres differ by language and not by subject. Only means are kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yinzheng.index.builtin import MODEL, BuiltinEncoder
from yinzheng.index.centre import Role
from yinzheng.index.encoder import Encoder
from yinzheng.types import Lang

TEXTS = Path(__file__).parent / "centre_texts"
ROLES: dict[Role, str] = {"query": "questions", "passage": "passages"}
LANGS: tuple[Lang, ...] = ("zh", "en")


def measure(encoder: Encoder, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
    """Return the mean vector and the mean token state of the texts, float32 of shape (2, dimension)."""
    states = encoder.token_states(texts, role)
    if states is None:
        raise SystemExit(f"{encoder.name} gives no token states")
    tokens = np.concatenate([each.states for each in states])
    means = [encoder.encode(texts, role).mean(axis=0), tokens.mean(axis=0)]
    return np.array(means, np.float32)


def main() -> None:
    """Measure all four kinds of text and write the means in the order that ``Centres`` reads."""
    parser = argparse.ArgumentParser(description="Measure the built-in encoder's centres.")
    for lang in LANGS:
        for kind in ROLES.values():
            default = [TEXTS / f"{kind}.{lang}.txt"]
            parser.add_argument(f"--{lang}-{kind}", type=Path, nargs="+", default=default, metavar="FILE")
    parser.add_argument("--to", type=Path, default=MODEL / "centres.npy")
    options = parser.parse_args()
    encoder = BuiltinEncoder()
    means = np.zeros((len(ROLES), len(LANGS), 2, encoder.dimension), np.float32)
    for i, (role, kind) in enumerate(ROLES.items()):
        for j, lang in enumerate(LANGS):
            files: list[Path] = getattr(options, f"{lang}_{kind}")
            texts = [line for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
            means[i, j] = measure(encoder, texts, role)
            length = np.linalg.norm(means[i, j, 0])
            print(f"{lang} {role}: {len(texts)} texts, mean vector of length {length:.3f}")
    np.save(options.to, means, allow_pickle=False)
    print(f"wrote {options.to}")


if __name__ == "__main__":
    main()
