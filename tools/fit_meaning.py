"""Set ``CLOSE`` of ``yinzheng/qa/checking/meaning.py`` on the open half of AttributionBench.

    python -m tools.fit_meaning [--cache FOLDER]

Prints the threshold, where a logistic regression of the label on the closeness of claim and lines is at even
odds, and macro-F1 by the source of the rows: with the threshold of all rows, of four of five folds for the
fifth, and of all other sources for each. What figures, names and negation settle stays as it is.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.check_attribution import macro_f1, plain, prepared, rows
from yinzheng import Library
from yinzheng.qa.checking import meaning
from yinzheng.qa.checking.held import Held
from yinzheng.qa.checking.judge import judge
from yinzheng.qa.checking.marks import Target
from yinzheng.qa.checking.reading import Said, read_names, read_words
from yinzheng.qa.checking.rows import Rows
from yinzheng.qa.checking.sources import Sources
from yinzheng.qa.checking.statements import statements

FOLDS = 5
_MEANING = frozenset(("no_evidence", "nothing_to_check"))


@dataclass(frozen=True, slots=True)
class Measured:
    """A row's label and source, its claim's share of words and closeness, least over its statements.

    ``settled`` is whether anything but meaning speaks against it.
    """

    supported: bool
    source: str
    settled: bool
    share: float
    closeness: float


def _read(claim: str, sources: Sources) -> list[Said]:
    """Read the statements of a claim as a check does."""
    parts = [one for one in statements(claim) if one.kind not in ("code", "reference")]
    words = [read_words(claim, one, sources.weigh) for one in parts]
    return read_names(words, Rows(claim).claims)


def measured(cache: Path) -> list[Measured]:
    """Measure every row."""
    held = rows()
    path, ids = prepared(cache, held)
    made = []
    with Library.open(path) as library:
        for row in held:
            claim = plain(row.claim)
            checking = library.checking(claim)
            sources = checking.sources
            said = _read(claim, sources)
            targets = [Target(ids[text], None, None) for text in row.references]
            shares, near, codes = [0.0] * (not said), [0.0] * (not said), set()
            for one in said:
                judged = judge(one, sources.within(one, targets), sources)
                codes |= {finding.code for finding in judged.findings if finding.label != "supported"}
                beside = Held(one, sources.within(one, targets), sources)
                shares.append(meaning.score(beside.matching))
                lines = meaning.best_lines(beside.matching)
                near.append(sources.closeness(one.text, lines) or 0.0)
            made.append(Measured(row.supported, row.source, bool(codes - _MEANING), min(shares), min(near)))
    return made


def even(found: list[Measured]) -> float:
    """The closeness of even odds, by logistic regression (Newton's method)."""
    x = np.array([one.closeness for one in found])
    y = np.array([one.supported for one in found], float)
    mean, spread = x.mean(), x.std()
    z: NDArray[np.float64] = np.stack([(x - mean) / spread, np.ones(len(x))], 1)
    weights = np.zeros(2)
    for _ in range(20):
        p = 1 / (1 + np.exp(-z @ weights))
        weights -= np.linalg.solve((z.T * (p * (1 - p))) @ z + 1e-6 * np.eye(2), z.T @ (p - y))
    return float(mean - spread * weights[1] / weights[0])


def told(one: Measured, close: float) -> bool:
    """Whether a row is said to be supported, by the rule of ``meaning.is_said``."""
    if one.settled or one.share < meaning.UNSAID:
        return False
    return one.share >= meaning.SAID or one.closeness >= close


def main() -> None:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(prog="tools.fit_meaning", description=(__doc__ or "").splitlines()[0])
    kept = Path(tempfile.gettempdir()) / f"yinzheng-check-{os.getuid()}"
    parser.add_argument("--cache", type=Path, default=kept, help=f"where the library is kept ({kept})")
    cache = parser.parse_args().cache
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = measured(cache)
    names = sorted({one.source for one in found})
    close = even(found)
    folds = np.random.default_rng(1).integers(0, FOLDS, len(found))
    by_fold = [even([one for one, k in zip(found, folds, strict=True) if k != fold]) for fold in range(FOLDS)]
    by_source = {name: even([one for one in found if one.source != name]) for name in names}
    ways = {
        "all rows": [told(one, close) for one in found],
        "five folds": [told(one, by_fold[k]) for one, k in zip(found, folds, strict=True)],
        "other sources": [told(one, by_source[one.source]) for one in found],
    }
    print(f"CLOSE = {close:.3f}, by what is left out: {', '.join(f'{x:.3f}' for x in by_source.values())}\n")
    print("| fitted on | all | " + " | ".join(names) + " |\n" + "|---" * (len(names) + 2) + "|")
    for way, said in ways.items():
        cells = []
        for name in (None, *names):
            pairs = [
                (one.supported, is_)
                for one, is_ in zip(found, said, strict=True)
                if name in (None, one.source)
            ]
            cells.append(f"{macro_f1(pairs):.3f}")
        print(f"| {way} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
