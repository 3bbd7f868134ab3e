"""Questions about documents, most of business, that the reader is fitted on as well, written for it.

``reader_written/*.jsonl`` has a line for each passage: ``p``, its text, and ``qs``, what is asked of it:
``q``, the question, ``a``, the words of the passage that answer it (a list where several do, ``null`` where
the passage does not), and ``k``, what is asked for, or why it is not answered: of another subject, period or
metric than the passage tells of, planned and not done, and the like.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench import data
from tools.reader_sets import Pair, left_out, rows_of

WRITTEN = Path(__file__).with_suffix("")
"""The folder of what was written."""


def written_pairs(held: bool) -> Iterator[Pair]:
    """Yield the pairs of the passages that are held out, or of the others; a set for each file."""
    for task in written(held):
        for asked in task.questions:
            passage = task.paragraphs[asked.paragraph]
            rows = rows_of(passage, 0, asked.answers)
            if bool(rows) == bool(asked.answers):
                yield Pair(task.name, asked.text, passage, rows)


def files() -> list[Path]:
    """Return the files of what was written; each is a set that is called as its stem."""
    return sorted(WRITTEN.glob("*.jsonl"))


def written(held: bool) -> Iterator[data.Task]:
    """Yield what is asked of the passages that are held out, or of the others; a task for each file."""
    for path in files():
        passages: list[str] = []
        questions: list[data.Question] = []
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line)
            passage: str = told["p"]
            if left_out(passage) != held:
                continue
            for asked in told["qs"]:
                answers = asked["a"] if isinstance(asked["a"], list) else [asked["a"]] if asked["a"] else []
                spans = tuple((at, at + len(one)) for one in answers for at in [passage.index(one)])
                questions.append(data.Question(asked["q"], len(passages), spans))
            passages.append(passage)
        numbers = tuple(range(len(passages)))
        yield data.Task(path.stem, tuple(passages), tuple(questions), numbers, tuple(passages))


def alone(task: data.Task) -> Iterator[data.Task]:
    """Yield a task of each passage by itself: what leaves its subject out is of another beside others."""
    for number, passage in enumerate(task.paragraphs):
        questions = tuple(replace(q, paragraph=0) for q in task.questions if q.paragraph == number)
        yield data.Task(task.name, (passage,), questions, (0,), (passage,))
