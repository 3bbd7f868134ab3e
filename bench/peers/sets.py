"""The texts and questions: news for speed, the public sets for quality, each as files and as passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bench import data
from bench.speed import write_corpus
from yinzheng.corpus.load import load_file
from yinzheng.index.embed import cut
from yinzheng.index.encoder import Encoder, open_encoder

Passages = list[dict[str, str]]

MIXED = "zh→en among zh"
"""The set whose library holds both languages; speed of searching is measured on it too."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Documents as files named by their numbers, and their passages, ``id`` being ``document:passage``."""

    folder: Path
    passages: Passages

    def part(self, documents: Sequence[str], folder: Path) -> Texts:
        """Some of the documents, as files in another folder."""
        folder.mkdir(parents=True)
        for name in documents:
            (folder / f"{name}.txt").write_bytes((self.folder / f"{name}.txt").read_bytes())
        wanted = set(documents)
        return Texts(folder, [p for p in self.passages if p["id"].partition(":")[0] in wanted])


@dataclass(frozen=True, slots=True)
class Asked:
    """A set of questions, each with the name of the document that answers it, over its texts."""

    name: str
    texts: Texts
    questions: list[str]
    wanted: list[str]


@cache
def _encoder() -> Encoder:
    return open_encoder()


def news(folder: Path, passages: int) -> Texts:
    """Write news articles to ``folder``, about so many passages of them, cut as yinzheng cuts files."""
    folder.mkdir(parents=True)
    write_corpus(folder, passages)
    made: Passages = []
    for path in sorted(folder.iterdir()):
        document = load_file(path)
        for number, span in enumerate(cut(document, _encoder())):
            made.append({"id": f"{path.stem}:{number}", "text": document.text[span.start : span.end]})
    return Texts(folder, made)


def tasks() -> list[data.Task]:
    """Every set, by the names of the tables' columns."""
    en, cmrc = data.xquad("en", "en"), data.cmrc()
    zh_en = data.xquad("zh", "en")
    named = {
        "cmrc": cmrc,
        "drcd": data.drcd(),
        "zh→zh": data.xquad("zh", "zh"),
        "en→en": en,
        "en→zh": data.xquad("en", "zh"),
        "zh→en": zh_en,
        MIXED: data.mixed(MIXED, zh_en, cmrc),
    }
    return [data.Task(name, task.paragraphs, task.questions) for name, task in named.items()]


def asked(task: data.Task, folder: Path, paragraphs: int, questions: int) -> Asked:
    """Some questions of a task, evenly taken, over its first ``paragraphs`` (all of both languages if mixed).

    Each paragraph is a document of its own and one passage.
    """
    keep = range(len(task.paragraphs))
    if task.name == MIXED:
        english = len(data.xquad("zh", "en").paragraphs)
        keep_set = {n for n in keep if (n if n < english else n - english) < paragraphs}
    else:
        keep_set = set(keep[:paragraphs])
    folder.mkdir(parents=True)
    passages: Passages = []
    for number in sorted(keep_set):
        name = f"{number:05}"
        (folder / f"{name}.txt").write_text(task.paragraphs[number], "utf-8")
        passages.append({"id": f"{name}:0", "text": task.paragraphs[number]})
    there = [q for q in task.questions if q.paragraph in keep_set and q.text.strip()]  # two of cmrc are empty
    chosen = [there[i] for i in np.linspace(0, len(there) - 1, min(questions, len(there))).astype(int)]
    return Asked(
        task.name, Texts(folder, passages), [q.text for q in chosen], [f"{q.paragraph:05}" for q in chosen]
    )


def repetitive() -> str:
    """A text in which the same rows and sentences stand many times: where offsets are easily wrong."""
    parts = []
    for part in range(1, 25):
        parts.append(
            f"第{part}节 部门费用\n\n本节列出各部门的费用，单位为万元。Costs are listed by department.\n"
        )
        parts.append("| 部门 | 费用 |\n| --- | --- |\n" + "| 合计 | 100.0 |\n" * 50)
        parts.append("以上数字未经审计。The figures above have not been audited. " * 3 + "\n\n")
    return "".join(parts)
