"""Recall of the right paragraph: same language, across languages, and in libraries of both.

Every row is one library and one set of questions; every column one way to search it, all by the
same settings. ``dense`` is the encoder's cosine as it comes, ``bm25`` the words alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench import data
from bench.shelf import Shelf, remembering, shelf
from yinzheng.corpus.fold import fold_text
from yinzheng.index.embed import passage_input
from yinzheng.qa.retrieve import candidates, contended, read_query

WAYS = ("dense", "bm25", "--fast", "search")


@dataclass(frozen=True, slots=True)
class Row:
    """Recall@1 and recall@5 of each way in ``WAYS``; ``needed`` is what ``search`` must reach."""

    name: str
    questions: int
    recall: tuple[tuple[float, float], ...]
    needed: tuple[float, float]


def tasks() -> list[tuple[data.Task, tuple[float, float]]]:
    """Return the tasks and the recall@1 and @5 that each must reach (0 where nothing is set)."""
    zh, en = data.xquad("zh", "zh"), data.xquad("en", "en")
    zh_en, en_zh = data.xquad("zh", "en"), data.xquad("en", "zh")
    cmrc, drcd = data.cmrc(), data.drcd()
    squad = data.squad2()
    squad = data.Task(squad.name, squad.paragraphs, tuple(q for q in squad.questions if q.answers))
    simplified = tuple(data.Question(fold_text(q.text), q.paragraph, q.answers) for q in drcd.questions)
    return [
        (zh, (0.985, 0)),
        (en, (0.98, 0)),
        (en_zh, (0.84, 0)),
        (zh_en, (0.85, 0)),
        (cmrc, (0.965, 0)),
        (drcd, (0.93, 0)),
        (data.Task("drcd, asked simplified", drcd.paragraphs, simplified), (0.93, 0)),
        (data.mixed("xquad zh→en among cmrc", zh_en, cmrc), (0.80, 0.96)),
        (data.mixed("cmrc among xquad en", cmrc, zh_en), (0, 0)),
        (data.mixed("xquad en→zh among squad2", en_zh, squad), (0.68, 0.94)),
        (data.mixed("squad2 among xquad zh", squad, en_zh), (0, 0)),
        (squad, (0, 0)),
    ]


def ways(on: Shelf, question: str, raw: NDArray[np.float32], owner: Sequence[int]) -> list[list[int]]:
    """Return the paragraph numbers that each of ``WAYS`` finds, best first, up to five.

    ``raw`` are the passages' vectors as they come, and ``owner`` the paragraph of each.
    """
    query = read_query(on.index, on.encoder, question)
    nearest = np.argsort(-(raw @ on.encoder.encode([question], "query")[0]))[:20]
    words = on.index.lexical(query.terms, None, 20)
    passages = on.index.passages([i for i, _ in words])
    found = candidates(on.index, query)
    again = contended(on.index, on.encoder, query, found)
    return [
        _first(owner[i] for i in nearest),
        _first(on.numbers[passages[i].doc_id] for i, _ in words),
        _first(on.numbers[c.document.id] for c in found),
        _first(on.numbers[c.document.id] for c in again),
    ]


def _first(numbers: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(numbers))[:5]


def measure(limit: int | None = None, say: Callable[[str], None] = print) -> list[Row]:
    """Run every task, with at most ``limit`` questions evenly taken from each."""
    encoder = remembering()
    rows = []
    for task, needed in tasks():
        asked = task.questions
        if limit and len(asked) > limit:
            asked = tuple(asked[i] for i in np.linspace(0, len(asked) - 1, limit).astype(int))
        with shelf(task.paragraphs, encoder) as on:
            raw, owner = _raw_vectors(on)
            hits = np.zeros((len(WAYS), 2))
            for question in asked:
                for way, numbers in enumerate(ways(on, question.text, raw, owner)):
                    hits[way] += (numbers[:1] == [question.paragraph], question.paragraph in numbers)
        recall = tuple((float(a), float(b)) for a, b in hits / len(asked))
        rows.append(Row(task.name, len(asked), recall, needed))
        say(line(rows[-1]))
    return rows


def _raw_vectors(on: Shelf) -> tuple[NDArray[np.float32], list[int]]:
    texts, owner = [], []
    for document in on.index.documents(text=True):
        for passage in on.index.passages_of(document.id):
            texts.append(passage_input(document, passage.start, passage.end)[0])
            owner.append(on.numbers[document.id])
    return on.encoder.encode(texts, "passage"), owner


def line(row: Row) -> str:
    """Return one row of the table: recall@1/@5 of each way, and what is needed."""
    cells = "  ".join(f"{a:.3f}/{b:.3f}" for a, b in row.recall)
    needed = "/".join(f"{x:.3f}".rstrip("0") for x in row.needed if x)
    return f"{row.name:<28}{row.questions:>6}  {cells}  {needed}"


def heading() -> str:
    """Return the table's first line."""
    return f"{'recall@1/@5':<28}{'asked':>6}  " + "  ".join(f"{way:<11}" for way in WAYS) + "  needed"


if __name__ == "__main__":
    print(heading())
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else None)
