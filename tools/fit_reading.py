"""Fit what joins the reader to the network that decides to answer, into ``weights.json``.

    python -m tools.fit_reading [--cache FOLDER] [--output FILE]

reads what ``tools/fit_answer.py`` reads, but only of articles that the reader has not been fitted on
(``reader_sets.held_out``): a model is surer of what it has seen. The networks of sentences and of answers
stay as they are. Prints for each set how often the first sentence is right, how many questions are answered,
the AUROC and what is declined, without the reader, and with it by networks that have not seen the paragraph.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from bench.quality_shelf import StoredEncoder
from bench.shelf import shelf
from tools.fit_answer import OUTPUT, Part, Seen, asked_of, fit, parts, table, yes_or_no
from tools.reader_finance import library
from tools.reader_sets import held_out
from tools.reader_written import alone, files, written
from yinzheng.index.encoder import Encoder, open_encoder
from yinzheng.qa.abstain import ANSWER_SIGNALS, READING_SIGNALS, answer_signals
from yinzheng.qa.fitted import Network, network
from yinzheng.qa.reading import read_together
from yinzheng.qa.signals import SENTENCE_SIGNALS, Evidence, ranked

FOLDS = 5

ASKED = 4
"""So many questions that are answered, and that are not, are asked of each passage written for the reader."""

AWAY = 0.45
"""What each kind of question that cannot be answered counts beside those that can,"""
AWAY_ACROSS = 0.65
"""and in sets across languages."""
_ACROSS = re.compile("en→zh|zh→en")

OWN = 0.2
"""What each set that was written for the reader counts beside the others: there are many of them."""

UNITS = 8


@dataclass(frozen=True, slots=True)
class Read:
    """A question's likeliest sentence: what the network says of it, the reader, and whether it is right.

    ``before`` and ``right_before`` are of the sentence that was likeliest without the reader.
    """

    name: str
    kind: str
    fold: int
    signals: tuple[float, ...]
    right: bool
    before: float
    right_before: bool


def not_fitted_on(part: Part) -> Part:
    """Return a part with the questions of articles that are held out."""
    task = part.task
    kept = tuple(q for q in task.questions if held_out(task.titles[task.articles[q.paragraph]]))
    return replace(part, task=replace(task, questions=kept))


def read(encoder: Encoder, seen: Sequence[Seen]) -> Iterator[Read]:
    """Read the likeliest passages of each question."""
    sentence, answer = network("sentence", SENTENCE_SIGNALS), network("answer", ANSWER_SIGNALS)

    def seen_in(one: Seen, item: Evidence, order: Sequence[Evidence]) -> tuple[tuple[float, ...], float]:
        signals = answer_signals(one.query, one.asked, item, order)
        return signals, float(answer([signals])[0])

    for one in seen:
        places = {(i.candidate.passage.id, i.start): r for i, r in zip(one.items, one.right, strict=True)}
        apart = ranked(sentence, one.items)
        nearest = max((item.candidate for item in one.items), key=lambda candidate: candidate.score)
        together = read_together(encoder, one.query, apart, [nearest])
        first, best = apart[0], together[0]
        assert best.reading is not None  # the built-in encoder has a reader
        signals, said = seen_in(one, best, together)
        yield Read(
            one.name,
            one.kind,
            zlib.crc32(first.candidate.document.text.encode()) % FOLDS,
            (said, best.reading, *signals),
            places[best.candidate.passage.id, best.start],
            seen_in(one, first, apart)[1],
            places[first.candidate.passage.id, first.start],
        )


def joining(read: Sequence[Read]) -> Network:
    """Fit the network; each kind of question counts alike in each set, as in ``fit_answer.answering``.

    Those written for the reader count less: of them the networks of sentences and answers know nothing.
    """
    own = {path.stem for path in files()}
    counted = [one for one in read if one.kind != "here" or one.right]
    many = Counter((one.name, one.kind) for one in counted)

    def counts(one: Read) -> float:
        of_kind = 1 if one.kind == "here" else AWAY_ACROSS if _ACROSS.search(one.name) else AWAY
        return of_kind * (OWN if one.name in own else 1) / many[one.name, one.kind]

    weight = np.array([counts(one) for one in counted])
    truth = np.array([one.kind == "here" for one in counted])
    table = np.array([one.signals for one in counted])
    made = fit(table, weight / weight.sum(), UNITS, yes_or_no(truth), 1e-3)
    return Network.of(made.stored(READING_SIGNALS), READING_SIGNALS)


def main() -> None:
    """Fit, write, and print what was reached."""
    parser = argparse.ArgumentParser(prog="tools.fit_reading", description=(__doc__ or "").splitlines()[0])
    kept = Path(tempfile.gettempdir()) / f"yinzheng-quality-{os.getuid()}"
    parser.add_argument("--cache", type=Path, default=kept, help=f"where encodings are kept ({kept})")
    parser.add_argument("--output", type=Path, default=OUTPUT, help=f"where it is written ({OUTPUT.name})")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    encoder = StoredEncoder(open_encoder(), options.cache / "encoded.db")
    found: list[Read] = []
    others = [Part(library(Random(0)), 300, 150)]
    written_for_it = (Part(one, ASKED, ASKED) for task in written(held=True) for one in alone(task))
    for part in [*map(not_fitted_on, [*parts(), *others]), *written_for_it]:
        with shelf(part.task.paragraphs, encoder) as on:
            found += read(encoder, asked_of(on, part))
    encoder.close()
    print("without the reader")
    asked = [(one.name, one.kind) for one in found]
    table(asked, np.array([one.right_before for one in found]), np.array([one.before for one in found]))
    z = np.zeros(len(found))
    for fold in range(FOLDS):
        model = joining([one for one in found if one.fold != fold])
        rows = [number for number, one in enumerate(found) if one.fold == fold]
        z[rows] = model([found[number].signals for number in rows])
    print("with it")
    table(asked, np.array([one.right for one in found]), z)
    fitted = json.loads(OUTPUT.read_text("utf-8"))
    fitted["reading"] = joining(found).stored(READING_SIGNALS)
    options.output.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
