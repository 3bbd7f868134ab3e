"""The rows of ``bench.quality``: each asks one set of questions and counts one thing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TextIO

import numpy as np

from bench import data, quality_sets
from bench.quality_baselines import Bm25, Dense, Place, places
from bench.quality_sets import Given, sample
from bench.quality_shelf import Asked, Library, StoredEncoder, library
from bench.quality_values import Gold, gold

FIRST = 3
"""Citations that are looked at."""

FOLDS = 4
"""Libraries that a set is cut into to ask for paragraphs that are absent while their article is not."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; shares in [0, 1], ``target`` None where nothing is set.

    ``strict`` counts declined questions as failures; ``baselines`` are the same figures reached otherwise.
    """

    metric: str
    name: str
    asked: int
    ours: tuple[float, ...]
    target: tuple[float | None, ...] = ()
    strict: tuple[float, ...] = ()
    baselines: tuple[tuple[str, tuple[float, ...]], ...] = ()
    note: str = ""


@dataclass(slots=True)
class Run:
    """What all rows share: the encoder, how many questions of a set are asked, where details go."""

    encoder: StoredEncoder
    questions: int
    baselines: bool = False
    details: TextIO | None = None
    _asked: dict[tuple[int, frozenset[int] | None], dict[str, Asked]] = field(default_factory=dict)

    @contextmanager
    def library(self, texts: Sequence[str], only: Sequence[int] | None = None) -> Iterator[Library]:
        """A library of the texts; what was asked of an equal one before is not asked again."""
        key = (hash(tuple(texts)), frozenset(only) if only is not None else None)
        with library(texts, self.encoder, self._asked.setdefault(key, {}), only) as opened:
            yield opened

    def tell(self, row: str, question: str, asked: Asked, **more: object) -> None:
        """Write what became of a question as a line of JSON."""
        if self.details is None:
            return
        given = asked.answer
        line = {
            "row": row,
            "question": question,
            "answered": given.answered,
            "confidence": round(given.confidence, 4),
            "short": given.short,
            "reason": given.reason,
            "cited": [c.quote for _, c in asked.citations],
            **more,
        }
        self.details.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.details.flush()


def answerable(task: data.Task) -> list[data.Question]:
    """The questions that their paragraph answers."""
    return [question for question in task.questions if question.answers]


def right(run: Run, task: data.Task, target: tuple[float, float]) -> Row:
    """How often the first citation holds the gold answer, and how often one of the first three does.

    Asked are the questions whose answer stands in one sentence; of the others no citation could be right.
    """
    within = in_one_sentence(task)
    asked = sample(within, run.questions)
    ranks, strict = [], []
    with run.library(task.paragraphs) as on:
        for question in asked:
            got = on.ask(question.text)
            rank = _rank([Place(text, c.start, c.end) for text, c in got.citations], question)
            ranks.append(rank)
            strict.append(rank if got.answer.answered else None)
            run.tell(
                f"right sentence, {task.name}", question.text, got, right=rank, gold=_answers(task, question)
            )
    return Row(
        "right sentence first / among three",
        task.name,
        len(asked),
        _at(ranks),
        target,
        _at(strict),
        _sentence_baselines(run, task, asked),
        _left_out(len(answerable(task)) - len(within)),
    )


def in_one_sentence(task: data.Task) -> list[data.Question]:
    """The questions of which some accepted answer stands in one sentence."""
    held: dict[int, list[Place]] = {}
    for place in places(task.paragraphs):
        held.setdefault(place.text, []).append(place)
    return [q for q in answerable(task) if _rank(held[q.paragraph], q)]


def _left_out(count: int) -> str:
    return f"{count} with longer answers not asked" if count else ""


def _sentence_baselines(
    run: Run, task: data.Task, asked: Sequence[data.Question]
) -> tuple[tuple[str, tuple[float, ...]], ...]:
    if not run.baselines:
        return ()
    ways = (("BM25", Bm25(task.paragraphs)), ("dense", Dense(task.paragraphs, run.encoder)))
    return tuple((name, _at([_rank(way.best(q.text), q) for q in asked])) for name, way in ways)


def _rank(cited: Sequence[Place], question: data.Question) -> int | None:
    for rank, place in enumerate(cited, 1):
        if place.text == question.paragraph and any(
            place.start <= start and end <= place.end for start, end in question.answers
        ):
            return rank
    return None


def _at(ranks: Sequence[int | None]) -> tuple[float, ...]:
    return share(rank == 1 for rank in ranks), share(rank is not None for rank in ranks)


def _answers(task: data.Task, question: data.Question) -> list[str]:
    text = task.paragraphs[question.paragraph]
    return list(dict.fromkeys(text[start:end] for start, end in question.answers))


def share(found: Iterator[bool] | Sequence[bool]) -> float:
    """The share of what is true, NaN of nothing."""
    listed = list(found)
    return sum(listed) / len(listed) if listed else float("nan")


def short(run: Run, task: data.Task) -> tuple[Row, list[tuple[str, bool]]]:
    """How often the short answer to a question for one figure states its value; and each one's sort."""
    wanted: list[tuple[data.Question, Gold]] = []
    for question in sample(answerable(task), len(task.questions)):
        if len(wanted) < run.questions and (
            value := gold(task.paragraphs[question.paragraph], question.answers)
        ):
            wanted.append((question, value))
    outcome = []
    given = []
    with run.library(task.paragraphs) as on:
        for question, value in wanted:
            got = on.ask(question.text)
            same = value.same(got.answer.short)
            outcome.append((value.sort, same))
            if got.answer.short is not None:
                given.append(same)
            rank = _rank([Place(text, c.start, c.end) for text, c in got.citations], question)
            run.tell(
                f"short answer, {task.name}", question.text, got, same=same, right=rank, gold=value.texts
            )
    note = f"{len(given)} given, {share(given):.2f} of them right" if given else "none given"
    return Row(
        "short answer, value equal", task.name, len(wanted), (share(s for _, s in outcome),), note=note
    ), outcome


def named(run: Run, task: data.Task) -> Row:
    """How often what is no figure gets a short answer, and how often that is an accepted one.

    One is right that holds an accepted answer or stands in it. Asked are questions whose answer is of one
    sentence and neither a number nor a date.
    """
    others = (
        question
        for question in sample(in_one_sentence(task), len(task.questions))
        if not gold(task.paragraphs[question.paragraph], question.answers)
    )
    asked = list(islice(others, run.questions))
    given, right = [], []
    with run.library(task.paragraphs) as on:
        for question in asked:
            got = on.ask(question.text)
            short, accepted = got.answer.short, _answers(task, question)
            given.append(short is not None)
            if short is not None:
                right.append(any(short in one or one in short for one in accepted))
            run.tell(f"name or phrase, {task.name}", question.text, got, gold=accepted)
    return Row(
        "short answer, a name or phrase: given / right of these",
        task.name,
        len(asked),
        (share(given), share(right)),
    )


def held_out(run: Run, task: data.Task, target: tuple[float, float], *, whole_article: bool) -> Row:
    """How often a question is answered where its text is there, and declined where it is not.

    ``whole_article`` leaves every other article out; else one paragraph in ``FOLDS`` is left out, of articles
    that have more than one.
    """
    articles = task.articles
    if whole_article:
        order = {article: at for at, article in enumerate(dict.fromkeys(articles))}
        fold = [order[article] % 2 for article in articles]
        questions = answerable(task)
    else:
        fold = [articles[:number].count(article) % FOLDS for number, article in enumerate(articles)]
        questions = [q for q in answerable(task) if articles.count(articles[q.paragraph]) > 1]
    asked = sample(questions, run.questions)
    what = "article absent" if whole_article else "paragraph absent, article present"
    here: list[Asked] = []
    gone: list[Asked] = []
    for part in sorted(set(fold)):
        mine = [question for question in asked if fold[question.paragraph] == part]
        with run.library(task.paragraphs, [n for n, f in enumerate(fold) if f != part]) as on:
            gone += [on.ask(question.text) for question in mine]
            for question, got in zip(mine, gone[len(gone) - len(mine) :], strict=True):
                run.tell(f"{what}, {task.name}", question.text, got, present=False)
        same = [n for n, f in enumerate(fold) if f == part] if whole_article else None
        with run.library(task.paragraphs, same) as on:
            here += [on.ask(question.text) for question in mine]
            for question, got in zip(mine, here[len(here) - len(mine) :], strict=True):
                run.tell(f"{what}, {task.name}", question.text, got, present=True)
    return _decided(f"{what}: answered when present / declined when absent", task.name, here, gone, target)


def _decided(
    metric: str, name: str, here: Sequence[Asked], gone: Sequence[Asked], target: tuple[float | None, ...]
) -> Row:
    """Answered of ``here``, declined of ``gone``, and the AUROC of the confidence."""
    figures = (share(a.answer.answered for a in here), share(not a.answer.answered for a in gone))
    area = auroc([a.answer.confidence for a in here], [a.answer.confidence for a in gone])
    return Row(metric, name, len(here), figures, target, note=f"AUROC {area:.3f}")


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The area under the ROC curve, ties counted as one half; NaN where a side is empty."""
    if not positive or not negative:
        return float("nan")
    difference = np.subtract.outer(np.array(positive), np.array(negative))
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


def rgb(run: Run, name: str, target: tuple[float | None, ...]) -> Row:
    """Confidence over a question's positive and negative texts against its negative texts alone."""
    items = sample([i for i in quality_sets.rgb(name) if i.positive and i.negative], run.questions)
    here: list[Asked] = []
    gone: list[Asked] = []
    near: tuple[list[float], list[float]] = ([], [])
    for item in items:
        for got, texts, cosines in (
            (here, (*item.positive, *item.negative), near[0]),
            (gone, item.negative, near[1]),
        ):
            with run.library(texts) as on:
                got.append(on.ask(item.question))
            cosines.append(_nearest(run, item.question, texts))
            run.tell(f"rgb {name}", item.question, got[-1], present=got is here)
    row = _decided("", "", here, gone, ())
    area = auroc([a.answer.confidence for a in here], [a.answer.confidence for a in gone])
    return Row(
        "positives against negatives only: AUROC; answered / declined",
        f"rgb {name}",
        len(items),
        (area, *row.ours),
        target,
        baselines=(("dense", (auroc(*near),)),),
    )


def _nearest(run: Run, question: str, texts: Sequence[str]) -> float:
    vectors = run.encoder.encode([text for text in texts if text.strip()], "passage")
    return float((vectors @ run.encoder.encode([question], "query")[0]).max())


def given(run: Run, name: str, questions: Sequence[Given], target: float | None) -> Row:
    """AUROC of the confidence where the library is the one passage that is asked; half are unanswerable."""
    half = max(run.questions // 2, 1)
    picked = sample([q for q in questions if q.answered], half)
    picked += sample([q for q in questions if not q.answered], half)
    by_passage: dict[str, list[Given]] = {}
    for question in picked:
        by_passage.setdefault(question.passage, []).append(question)
    found: dict[bool, list[Asked]] = {True: [], False: []}
    near: dict[bool, list[float]] = {True: [], False: []}
    for passage, asked in by_passage.items():
        with run.library([passage]) as on:
            for question in asked:
                got = on.ask(question.question)
                found[question.answered].append(got)
                near[question.answered].append(_nearest(run, question.question, [passage]))
                run.tell(f"passage given, {name}", question.question, got, present=question.answered)
    area = auroc([a.answer.confidence for a in found[True]], [a.answer.confidence for a in found[False]])
    decided = _decided("", "", found[True], found[False], ())
    return Row(
        "passage given, half unanswerable: AUROC",
        name,
        len(picked),
        (area,),
        (target,),
        baselines=(("dense", (auroc(near[True], near[False]),)),),
        note="answered {:.2f} / declined {:.2f}".format(*decided.ours),
    )


def dragonball(run: Run, lang: str, target: float) -> Row:
    """The share of a question's reference sentences that the first three citations touch, on average."""
    texts, questions = quality_sets.dragonball(lang)
    asked = sample(questions, run.questions)
    ours, strict, best = [], [], []
    with run.library(texts) as on:
        for question in asked:
            got = on.ask(question.question)
            cited = [Place(text, c.start, c.end) for text, c in got.citations]
            ours.append(_touched(question, cited))
            strict.append(ours[-1] if got.answer.answered else 0.0)
            best.append(min(FIRST / len(question.references), 1.0))
            run.tell(f"dragonball {lang}", question.question, got, share=ours[-1], gold=[
                texts[places[0][0]][places[0][1] : places[0][2]] for places in question.references
            ])  # fmt: skip
    return Row(
        "share of reference sentences among three citations",
        f"dragonball {lang}",
        len(asked),
        (float(np.mean(ours)),),
        (target,),
        (float(np.mean(strict)),),
        _reference_baseline(run, texts, asked),
        note=f"three citations can reach {np.mean(best):.2f}",
    )


def _reference_baseline(
    run: Run, texts: Sequence[str], asked: Sequence[quality_sets.Referenced]
) -> tuple[tuple[str, tuple[float, ...]], ...]:
    if not run.baselines:
        return ()
    bm25 = Bm25(texts)
    return (("BM25", (float(np.mean([_touched(q, bm25.best(q.question)) for q in asked])),)),)


def _touched(question: quality_sets.Referenced, cited: Sequence[Place]) -> float:
    """The share of references of which half, or half of a citation, is common to the two."""
    found = 0
    for standing in question.references:
        found += any(
            text == place.text
            and 2 * (min(end, place.end) - max(start, place.start))
            >= min(end - start, place.end - place.start)
            for text, start, end in standing
            for place in cited
        )
    return found / len(question.references)


def mixed(run: Run, task: data.Task, target: float | None) -> Row:
    """How often one of the first three citations stands in the right passage, in a library of two sets."""
    asked = sample(answerable(task), run.questions)
    found, strict = [], []
    with run.library(task.paragraphs) as on:
        for question in asked:
            got = on.ask(question.text)
            found.append(any(text == question.paragraph for text, _ in got.citations))
            strict.append(found[-1] and got.answer.answered)
            run.tell(
                f"mixed, {task.name}", question.text, got, right=found[-1], gold=_answers(task, question)
            )
    return Row(
        "mixed library: right passage among three",
        task.name,
        len(asked),
        (share(found),),
        (target,),
        (share(strict),),
    )
