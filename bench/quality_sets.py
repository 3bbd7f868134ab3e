"""Sets that ``bench.quality`` reads beside those in ``bench.data``: RGB, FinCUGE FinQA, DragonBall."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bench.data import DATA, Task

SEED = 20

T = TypeVar("T")


def sample(items: Sequence[T], count: int) -> list[T]:
    """Take ``count`` items, the same ones every time; a larger sample holds the smaller one."""
    return random.Random(SEED).sample(items, len(items))[:count]


@dataclass(frozen=True, slots=True)
class Noisy:
    """A question with texts that answer it and texts on its topic that do not (RGB)."""

    question: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A question with the one passage that it is asked of."""

    question: str
    passage: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Referenced:
    """A question and where its reference sentences stand.

    ``references`` has for each of them the places, as (document, start, end), where it stands.
    """

    question: str
    references: tuple[tuple[tuple[int, int, int], ...], ...]


def rgb(name: str) -> list[Noisy]:
    """RGB (Chen et al. 2024): ``zh_refine``, ``zh_int``, ``zh_fact`` or ``en_fact``."""
    found = []
    for row in _lines(f"rgb/{name}.json"):
        positive = [text for part in row["positive"] for text in ([part] if isinstance(part, str) else part)]
        found.append(Noisy(row["query"], tuple(positive), tuple(row["negative"])))
    return found


def passage_given(task: Task) -> list[Given]:
    """Every question of a set with its own paragraph."""
    return [Given(q.text, task.paragraphs[q.paragraph], bool(q.answers)) for q in task.questions]


UNANSWERED = frozenset({"无相应参数", "无参数", "无指定类型事件发生"})


def finqa() -> list[Given]:
    """FinCUGE FinQA: the question ends at the first question mark, the passage follows it."""
    found = []
    for text, gold in json.loads((DATA / "fincuge/finqa_eval.json").read_text("utf-8")):
        question, mark, passage = re.split("([?？])", text, maxsplit=1)
        found.append(Given(question + mark, passage, gold not in UNANSWERED))
    return found


def dragonball(lang: str) -> tuple[list[str], list[Referenced]]:
    """DragonBall (RAGEval): the documents of one language, and the questions whose references stand there.

    Only questions of which every reference sentence is found, whatever its white space.
    """
    rows = [row for row in _lines("rageval_dragonball/dragonball_docs.jsonl") if row["language"] == lang]
    squeezed = [_squeezed(row["content"]) for row in rows]
    found = []
    for row in _lines("rageval_dragonball/queries_from_raw_outputs.jsonl"):
        if row["language"] != lang or row["unanswerable"] or not row["references"]:
            continue
        places = [_places(reference, squeezed) for reference in dict.fromkeys(row["references"])]
        if all(places):
            found.append(Referenced(row["query"], tuple(places)))
    return [row["content"] for row in rows], found


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stood."""
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    return "".join(text[at] for at in kept), kept


def _places(
    reference: str, documents: Sequence[tuple[str, Sequence[int]]]
) -> tuple[tuple[int, int, int], ...]:
    wanted = "".join(reference.split())
    found = []
    for number, (text, at) in enumerate(documents):
        start = text.find(wanted) if wanted else -1
        while start >= 0:
            found.append((number, at[start], at[start + len(wanted) - 1] + 1))
            start = text.find(wanted, start + 1)
    return tuple(found)


def _lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / path).read_text("utf-8").splitlines() if line.strip()]
