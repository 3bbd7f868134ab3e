"""What is written for the reader: each answer stands where it is said to, and passages are parted whole."""

from __future__ import annotations

import json

from tools.reader_sets import tokens
from tools.reader_written import files, written, written_pairs


def test_every_answer_stands_once_in_its_passage() -> None:
    wrong, asked = [], set()
    for path in files():
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line)
            for one in told["qs"]:
                answers = one["a"] if isinstance(one["a"], list) else [one["a"]] if one["a"] else []
                wrong += [(path.name, one["q"], each) for each in answers if told["p"].count(each) != 1]
                wrong += [(path.name, one["q"], "")] * ((told["p"], one["q"]) in asked)
                asked.add((told["p"], one["q"]))
    assert not wrong
    assert len(asked) > 10_000


def test_a_passage_is_either_held_out_or_fitted_on() -> None:
    held, fitted = ({text for task in written(of) for text in task.paragraphs} for of in (True, False))
    assert not held & fitted
    assert 0.15 < len(held) / len(held | fitted) < 0.35


def test_the_rows_of_an_answer_are_those_of_its_words() -> None:
    seen = 0
    tasks = {task.name: task for task in written(held=True)}
    for pair in list(written_pairs(held=True))[::40]:
        spans = tokens(pair.passage, "passage").spans
        task = tasks[pair.set]
        number = task.paragraphs.index(pair.passage)
        (asked,) = {q for q in task.questions if q.text == pair.question and q.paragraph == number}
        for (first, last), (start, end) in zip(pair.answers, sorted(asked.answers), strict=True):
            assert spans[first][0] <= start < spans[first][1]
            assert spans[last][0] < end <= spans[last][1]
            seen += 1
    assert seen > 20
