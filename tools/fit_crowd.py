"""Fit the network for libraries where everything is near the question, into ``weights.json``.

    python tools/fit_crowd.py [--cache FOLDER] [--folds 5]

reads RGB beside the repository: each question over the texts that were found for it, and over those of them
that do not answer. The two networks of ``fit_answer.py`` stay as they are. The offset is moved so that, at
``THRESHOLD``, as large a share is answered of what is there as is declined of what is not. Prints AUROC and
both shares for each set: as fitted, and with questions in turn left out of the fit.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import quality_sets
from bench.quality_shelf import StoredEncoder
from bench.shelf import shelf
from tools.fit_answer import OUTPUT, auroc, fit, yes_or_no
from yinzheng.index.encoder import Encoder, open_encoder
from yinzheng.qa.abstain import THRESHOLD
from yinzheng.qa.answer import best_passages
from yinzheng.qa.crowd import CROWD_SIGNALS, Crowd, crowd
from yinzheng.qa.evidence import read_question
from yinzheng.qa.fitted import Network
from yinzheng.qa.retrieve import candidates, read_query
from yinzheng.qa.signals import evidence

SETS = ("zh_refine", "zh_int", "zh_fact", "en_fact")


@dataclass(frozen=True, slots=True)
class Seen:
    """The likeliest sentence for a question: was a text that answers there, and is it of one."""

    name: str
    number: int
    here: bool
    right: bool
    beside: Crowd


def seen(encoder: Encoder, name: str) -> list[Seen]:
    """Ask the questions of a set over all of their texts, and over those that do not answer."""
    found = []
    items = [item for item in quality_sets.rgb(name) if item.positive and item.negative]
    for number, item in enumerate(items):
        for here, texts in ((True, (*item.positive, *item.negative)), (False, item.negative)):
            kept = list(dict.fromkeys(text for text in texts if text.strip()))
            with shelf(kept, encoder) as on:
                query = read_query(on.index, encoder, item.question)
                asked = read_question(on.index, encoder, item.question)
                passages = best_passages(encoder, query, asked, candidates(on.index, query))
                ranked = evidence(encoder, query, asked, passages)
            if ranked:
                right = here and ranked[0].candidate.document.text in item.positive
                found.append(Seen(name, number, here, right, crowd(ranked[0], ranked)))
    return found


def fitted(rows: list[Seen]) -> Network:
    """Fit one unit on the rows that are a crowd; the offset is where both shares are alike."""
    usable = [row for row in rows if row.beside.signals and row.here == row.right]
    x = np.array([row.beside.signals for row in usable])
    y = np.array([row.here for row in usable])
    weight = np.where(y, 0.5 / y.sum(), 0.5 / (~y).sum())
    model = fit(x, weight, 1, yes_or_no(y), 1e-2)
    scores = model(x)
    at = min(np.unique(scores), key=lambda z: abs((scores[y] >= z).mean() - (scores[~y] < z).mean()))
    return replace(model, offset=model.offset - float(at) + math.log(THRESHOLD / (1 - THRESHOLD)))


def report(title: str, rows: list[Seen], p: NDArray[np.float64]) -> None:
    """Print AUROC, and the shares answered and declined at the threshold, of each set."""
    for name in SETS:
        mine = np.array([row.name == name and bool(row.beside.signals) for row in rows])
        here = np.array([row.here for row in rows])[mine]
        q = p[mine]
        area = auroc(q, here.astype(float))
        shares = f"{(q[here] >= THRESHOLD).mean():.3f} / {(q[~here] < THRESHOLD).mean():.3f}"
        print(f"{title} {name:<10} {len(q):>4} AUROC {area:.3f} answered / declined {shares}")


def probabilities(model: Network, rows: list[Seen]) -> NDArray[np.float64]:
    """Return the network's probability for each row; 0 for those that are no crowd."""
    return np.array(
        [1 / (1 + math.exp(-float(model([r.beside.signals])[0]))) if r.beside.signals else 0.0 for r in rows]
    )


def main() -> None:
    """Fit, write, and print what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    kept = Path(tempfile.gettempdir()) / f"yinzheng-quality-{os.getuid()}"
    parser.add_argument("--cache", type=Path, default=kept, help=f"where encodings are kept ({kept})")
    parser.add_argument(
        "--folds", type=int, default=5, help="how often a share of the questions is left out (5)"
    )
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    encoder = StoredEncoder(open_encoder(), options.cache / "encoded.db")
    rows = []
    for name in SETS:
        rows += seen(encoder, name)
        print(f"{name}: read", flush=True)
    encoder.close()
    model = fitted(rows)
    weights = json.loads(OUTPUT.read_text("utf-8")) | {"crowd": model.stored(CROWD_SIGNALS)}
    OUTPUT.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    report("as fitted", rows, probabilities(model, rows))
    left_out = np.zeros(len(rows))
    for turn in range(options.folds):
        out = np.array([row.number % options.folds == turn for row in rows])
        part = fitted([row for row, left in zip(rows, out, strict=True) if not left])
        left_out[out] = probabilities(part, rows)[out]
    report("left out ", rows, left_out)


if __name__ == "__main__":
    main()
