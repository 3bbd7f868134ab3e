"""Pages with lists of other articles under them: questions over the pages, and over their main texts.

Each page is a paragraph of the Chinese encyclopaedia set as an article, between a menu and a list of the
first sentences of ten other paragraphs, as sites show what else there is to read. A question is answered
rightly where a citation of its paragraph's document, within the main text, holds an accepted answer.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bench.data import Question, Task, cmrc
from yinzheng import Library
from yinzheng.corpus.boilerplate import main_text
from yinzheng.corpus.segment import sentences

_PAGES = 80
_OTHERS = 10
_SEED = 20240312


@dataclass(frozen=True, slots=True)
class Row:
    """Of so many questions: answered at all, answered rightly; and citations from outside a main text."""

    name: str
    asked: int
    answered: int
    right: int
    outside: int


def page(paragraph: str, others: list[str]) -> str:
    """The page of an article, with the first sentences of others under it."""
    menu = "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in ("首页", "要闻", "财经", "文化"))
    related = "".join(f"<li><a href='/{n}.html'>{escape(text)}</a></li>" for n, text in enumerate(others))
    return (
        f"<html><head><title>{escape(first(paragraph)[:20])}</title></head><body><ul class='nav'>{menu}</ul>"
        f"<article><p>{escape(paragraph)}</p></article>"
        f"<div class='related'><h3>相关阅读</h3><ul>{related}</ul></div></body></html>"
    )


def first(paragraph: str) -> str:
    """The first sentence of a paragraph."""
    found = next(iter(sentences(paragraph)))
    return paragraph[found.start : found.end].strip()


def measure(asked: int, folder: Path) -> list[Row]:
    """Ask ``asked`` questions of the pages, and of their paragraphs as plain text."""
    task = cmrc()
    rng = random.Random(_SEED)
    chosen = rng.sample(range(len(task.paragraphs)), _PAGES)
    questions = [q for q in task.questions if q.paragraph in chosen and q.answers]
    drawn = rng.sample(questions, min(asked, len(questions)))
    rows = []
    for name, suffix in (("main texts", "txt"), ("pages", "html")):
        files = folder / name
        files.mkdir()
        for number in chosen:
            others = rng.sample([n for n in chosen if n != number], _OTHERS)
            text = task.paragraphs[number]
            if suffix == "html":
                text = page(text, [first(task.paragraphs[n]) for n in others])
            (files / f"{number}.{suffix}").write_text(text, "utf-8")
        with Library.open(folder / f"{name}.library", create=True) as library:
            library.add([files])
            rows.append(_row(name, library, task, drawn))
    return rows


def _row(name: str, library: Library, task: Task, drawn: list[Question]) -> Row:
    answered = right = outside = 0
    for question in drawn:
        answer = library.ask(question.text)
        paragraph = task.paragraphs[question.paragraph]
        accepted = [paragraph[a:b] for a, b in question.answers]
        answered += answer.answered
        good = False
        for citation in answer.citations if answer.answered else ():
            document = library.document(citation.doc_id)
            within = citation.start < len(main_text(document.text))
            outside += not within
            own = Path(document.source).stem == str(question.paragraph)
            good = good or (own and within and any(text in citation.quote for text in accepted))
        right += good
    return Row(name, len(drawn), answered, right, outside)


def line(row: Row) -> str:
    """One row of the table."""
    share = f"{row.answered / row.asked:.2f}", f"{row.right / row.asked:.2f}"
    return f"{row.name:<12}{row.asked:>6}{share[0]:>10}{share[1]:>7}{row.outside:>9}"


def main() -> None:
    """Print both rows; an argument says how many questions, 40 where there is none."""
    print(f"{'over':<12}{'asked':>6}{'answered':>10}{'right':>7}{'outside':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for row in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 40, Path(folder)):
            print(line(row), flush=True)


if __name__ == "__main__":
    main()
