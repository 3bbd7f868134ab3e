"""Read the public evaluation sets in ``../shared/data`` into paragraphs and questions.

A ``Task`` is a list of paragraphs, each added to a library as a document of its own, and a list of
questions, each with the index of the paragraph that it was written about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the index of its paragraph, and the half-open spans of its accepted answers there.

    ``answers`` is empty for a question that its paragraph does not answer.
    """

    text: str
    paragraph: int
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Paragraphs of one or more sources and the questions asked over them.

    ``articles`` numbers the article that each paragraph stands in, and ``titles`` has what these are called;
    both are empty where that is not known.
    """

    name: str
    paragraphs: tuple[str, ...]
    questions: tuple[Question, ...]
    articles: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()


def available() -> bool:
    """Whether the evaluation data lies beside the repository."""
    return DATA.is_dir()


def read_squad(name: str, path: str) -> Task:
    """Read a file in the SQuAD 1 or 2 format, relative to ``DATA``; equal paragraphs are joined."""
    articles: list[dict[str, Any]] = json.loads((DATA / path).read_text("utf-8-sig"))["data"]
    index: dict[str, int] = {}
    article_of: dict[int, int] = {}
    questions: list[Question] = []
    for at, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            number = index.setdefault(paragraph["context"], len(index))
            article_of.setdefault(number, at)
            for qa in paragraph["qas"]:
                spans = {(a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]}
                answers = () if qa.get("is_impossible") else tuple(sorted(spans))
                questions.append(Question(qa["question"].strip(), number, answers))
    titles = tuple(article["title"] for article in articles)
    return Task(name, tuple(index), tuple(questions), tuple(article_of.values()), titles)


def xquad(question_lang: str, text_lang: str) -> Task:
    """XQuAD: questions in one language over the same paragraphs in either (ids and order agree)."""
    text = read_squad("", f"xquad/xquad.{text_lang}.json")
    asked = read_squad("", f"xquad/xquad.{question_lang}.json")
    questions = tuple(
        Question(q.text, t.paragraph, t.answers) for q, t in zip(asked.questions, text.questions, strict=True)
    )
    return Task(f"xquad {question_lang}→{text_lang}", text.paragraphs, questions, text.articles, text.titles)


def cmrc() -> Task:
    """CMRC 2018 trial: simplified Chinese encyclopaedia paragraphs."""
    return read_squad("cmrc2018_trial", "cmrc2018/cmrc2018_trial.json")


def drcd() -> Task:
    """DRCD dev: traditional Chinese encyclopaedia paragraphs."""
    return read_squad("drcd", "drcd/DRCD_dev.json")


def squad2() -> Task:
    """Half of SQuAD 2.0's development set: English, half of the questions unanswerable."""
    return read_squad("squad2", "squad2_halfdev/dev-v2.0.json")


def chinese_squad2() -> Task:
    """ChineseSQuAD 2: SQuAD 2.0 in Chinese, half of the questions unanswerable."""
    return read_squad("chinesesquad2", "chinesesquad2/dev-v2.0-zh.json")


def mixed(name: str, asked: Task, others: Task) -> Task:
    """The questions of ``asked`` over the paragraphs of both tasks."""
    return Task(name, asked.paragraphs + others.paragraphs, asked.questions)
