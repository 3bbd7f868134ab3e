"""The page of ``bench.quality``: a table whose rows can be renewed a group at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")

HEADING = "| measured | set | asked | ours | needed | answered | baselines | published | |"
RULE = "|---" * 9 + "|"

PUBLISHED = {
    "xquad zh→zh": "right paragraph first, BM25: .929",
    "xquad en→en": "right paragraph first, BM25: .919",
    "xquad en→zh": "right paragraph first, BM25: .080",
    "xquad zh→en": "right paragraph first, BM25: .103",
    "cmrc2018_trial": "right paragraph first, BM25, development set: .952",
    "squad2": "F1 of a reader with 86 on SQuAD 1.1: 66 (Rajpurkar et al. 2018)",
}
"""Figures of others on these sets, as near to ours as there are; paragraphs are easier than sentences."""

PAGE = """# Answers: what was measured

`python -m bench.quality --questions {questions} --write [group …]` renews the rows of the groups named,
or all. Questions are drawn from each set with a fixed seed (`bench/quality_sets.py`), the same ones
every time. The sets are public, lie beside the repository and are no part of it; the networks of answers
and the reader were fitted on some of them (`tools/fit_*.py`), so those figures are no forecast:
docs/architecture.md has what is reached on articles that the reader has not seen. **Bold** misses what is
*needed*. *answered* is the same with declined questions counted as
failures. BM25 ranks single sentences by words, *dense* by the encoder's cosine.

{table}
"""


def row(cells: Sequence[str]) -> str:
    """One line of the table; ``cells`` are all but the published figure, which the set's name tells."""
    *most, note = cells
    published = PUBLISHED.get(cells[1], "") if cells[0].startswith(("right", "passage given")) else ""
    return f"| {' | '.join([*most, published, note])} |"


def page(questions: int, lines: Sequence[str], old: str = "") -> str:
    """The page with ``lines``; rows of ``old``, an earlier page, that measure something else stay."""
    kept = [line for line in old.splitlines() if line.startswith("| ") and line != HEADING]
    new = {_key(line): line for line in lines}
    stays = [new.pop(_key(line), line) for line in kept]
    return PAGE.format(questions=questions, table="\n".join([HEADING, RULE, *stays, *new.values()]))


def _key(line: str) -> tuple[str, ...]:
    """What a row measures, and of which set."""
    return tuple(cell.strip() for cell in line.split("|")[1:3])
