"""Fit the two networks that choose a sentence and decide to decline, and write ``weights.json``.

    python tools/fit_answer.py [--questions 400]

reads the SQuAD-like sets beside the repository: CMRC 2018 trial, DRCD dev, XQuAD in four directions,
SQuAD 2 and ChineseSQuAD 2. The sentence network learns which sentence of the best passages holds an
accepted answer. The answer network learns whether the best sentence does; its negatives are the same
questions with their paragraph or their whole article taken away, and the sets' own unanswerable ones.
Deterministic: the questions are evenly taken, and each network is fitted by Adam on all of them at once.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import data
from bench.shelf import Shelf, remembering, shelf
from yinzheng.qa.abstain import ANSWER_SIGNALS, THRESHOLD, answer_signals
from yinzheng.qa.answer import best_passages
from yinzheng.qa.evidence import Asked, read_question
from yinzheng.qa.fitted import Network
from yinzheng.qa.retrieve import Query, candidates, read_query
from yinzheng.qa.signals import SENTENCE_SIGNALS, Evidence, evidence

Loss = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]
"""From the scores and weights of all rows to the slope of the loss by each score."""

OUTPUT = Path(__file__).resolve().parents[1] / "yinzheng" / "qa" / "weights.json"
STEPS = 400
RATE = 0.01
PARAGRAPHS = 300
NEIGHBOURS = 20
KINDS = ("gone", "away", "hard")


def tasks() -> list[data.Task]:
    """Return the sets to learn from, each with at most 300 paragraphs.

    Some are cut into libraries of 20 neighbouring paragraphs, which are about one thing: there everything
    is near the question, as it is in a folder about one company.
    """
    whole = [
        data.xquad("zh", "zh"),
        data.xquad("en", "en"),
        data.xquad("en", "zh"),
        data.xquad("zh", "en"),
        data.cmrc(),
        data.drcd(),
        data.squad2(),
        data.chinese_squad2(),
    ]
    whole = [_part(task, 0, PARAGRAPHS) for task in whole]
    across = [task for task in whole if task.name in {"xquad en→zh", "xquad zh→en"}]
    return whole + [
        _part(task, start, start + NEIGHBOURS)
        for task in whole[-2:] + across
        for start in range(0, len(task.paragraphs) - NEIGHBOURS + 1, NEIGHBOURS)
    ]


@dataclass(frozen=True, slots=True)
class Seen:
    """A question over a library: its evidence, and which of it is right.

    ``kind`` is ``here``, ``gone`` (its paragraph taken away), ``away`` (its article) or ``hard`` (one of
    the set's own that its paragraph does not answer).
    """

    name: str
    kind: str
    query: Query
    asked: Asked | None
    items: list[Evidence]
    right: list[bool]


def _part(task: data.Task, start: int, end: int) -> data.Task:
    """Return a task about the paragraphs ``[start, end)`` only."""
    name = task.name if start == 0 and end == PARAGRAPHS else f"{task.name}, one topic"
    kept = [question for question in task.questions if start <= question.paragraph < end]
    questions = tuple(replace(question, paragraph=question.paragraph - start) for question in kept)
    return data.Task(name, task.paragraphs[start:end], questions, task.articles[start:end])


def holds(item: Evidence, on: Shelf, question: data.Question) -> bool:
    """Whether a sentence of the question's paragraph holds an accepted answer or some of it."""
    if on.numbers[item.candidate.document.id] != question.paragraph:
        return False
    return any(start < item.end and item.start < end for start, end in question.answers)


def fit(x: NDArray[np.float64], weight: NDArray[np.float64], units: int, loss: Loss, ridge: float) -> Network:
    """Fit a network on standardised columns by Adam, from a fixed beginning."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = (x - mean) / scale
    random = np.random.default_rng(0)
    width = 1 / math.sqrt(z.shape[1])
    parts = [
        random.uniform(-width, width, (units, z.shape[1])),
        np.zeros(units),
        random.uniform(-1, 1, units) / math.sqrt(units),
        np.zeros(1),
    ]
    first, second = ([np.zeros_like(part) for part in parts] for _ in range(2))
    for step in range(1, STEPS + 1):
        hidden, bias, output, offset = parts
        active = np.tanh(z @ hidden.T + bias)
        slope = loss(active @ output + offset, weight)
        back = np.outer(slope, output) * (1 - active**2)
        gradients = [back.T @ z, back.sum(0), active.T @ slope, slope.sum(keepdims=True)]
        for part, gradient, one, two in zip(parts, gradients, first, second, strict=True):
            gradient += 2 * ridge * part
            one *= 0.9
            one += 0.1 * gradient
            two *= 0.999
            two += 0.001 * gradient**2
            part -= RATE * (one / (1 - 0.9**step)) / (np.sqrt(two / (1 - 0.999**step)) + 1e-8)
    hidden, bias, output, offset = parts
    return Network(mean, scale, hidden, bias, output, float(offset[0]))


def best_of(groups: NDArray[np.int64], right: NDArray[np.bool_]) -> Loss:
    """Return the slope of ``-log(share of the right sentences)`` by the scores, one softmax a question."""
    first = np.flatnonzero(np.diff(groups, prepend=-1))

    def slope(scores: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
        powers = np.exp(scores - np.maximum.reduceat(scores, first)[groups])
        of_all = powers / np.add.reduceat(powers, first)[groups]
        of_right = powers * right / np.add.reduceat(powers * right, first)[groups]
        return weight * (of_all - of_right)

    return slope


def yes_or_no(right: NDArray[np.bool_]) -> Loss:
    """Return the slope of the logistic loss by the scores."""
    return lambda scores, weight: weight * (1 / (1 + np.exp(-scores)) - right)


def rank(model: Network, items: list[Evidence]) -> list[Evidence]:
    """Order evidence by a network that is not the shipped one."""
    scores = model([item.signals for item in items])
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    scored = [replace(item, chance=float(p)) for item, p in zip(items, chances, strict=True)]
    return sorted(scored, key=lambda item: (-item.chance, item.candidate.passage.id, item.start))


def auroc(p: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the area under the ROC curve, ties counted by their order."""
    order = np.argsort(p, kind="stable")
    ranks = np.empty(len(p))
    ranks[order] = np.arange(1, len(p) + 1)
    n = y.sum()
    return float((ranks[y > 0].sum() - n * (n + 1) / 2) / (n * (len(p) - n)))


def main() -> None:
    """Fit, write, and print what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=400, help="questions taken from each set")
    limit = parser.parse_args().questions
    encoder = remembering()
    seen: list[Seen] = []
    for task in tasks():
        with shelf(task.paragraphs, encoder) as on:
            # So many small libraries of a set together have about as many questions as a whole one.
            share = 1 if not task.name.endswith("one topic") else 4 if "xquad" in task.name else 10
            count = min(limit // share, len(task.questions))
            for number in np.linspace(0, len(task.questions) - 1, count).astype(int):
                seen += looked_at(on, task, task.questions[number])
        print(f"{task.name}: read", flush=True)

    # Every set counts alike, whatever its number of questions.
    learnt = [one for one in seen if one.kind == "here" and any(one.right)]
    sizes = Counter(one.name for one in learnt)
    groups = np.repeat(np.arange(len(learnt)), [len(one.items) for one in learnt])
    right = np.concatenate([np.array(one.right) for one in learnt])
    weight = np.array([1 / (len(sizes) * sizes[learnt[g].name]) for g in groups])
    table = np.array([item.signals for one in learnt for item in one.items])
    sentence = fit(table, weight, 8, best_of(groups, right), 3e-4)

    signals: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for one in seen:
        ranked = rank(sentence, one.items)
        signals.append(answer_signals(one.query, one.asked, ranked[0], ranked))
        places = {(i.candidate.passage.id, i.start): r for i, r in zip(one.items, one.right, strict=True)}
        labels.append(places[ranked[0].candidate.passage.id, ranked[0].start])
    names, kinds = np.array([one.name for one in seen]), np.array([one.kind for one in seen])
    rows, label = np.array(signals), np.array(labels)
    # Each kind of question counts alike in each set; the sets' own unanswerable ones half, since
    # nothing that is measured here tells most of them apart, and so does each way of taking away.
    usable = (kinds != "here") | label
    many = Counter(zip(names[usable].tolist(), kinds[usable].tolist(), strict=True))
    weight = np.array(
        [(1 if k == "here" else 0.5) / many[n, k] for n, k in zip(names[usable], kinds[usable], strict=True)]
    )
    truth = label[usable] & (kinds[usable] == "here")
    answer = fit(rows[usable], weight / weight.sum(), 4, yes_or_no(truth), 1e-3)
    fitted = json.loads(OUTPUT.read_text("utf-8"))  # with the network of fit_crowd.py
    fitted |= {"sentence": sentence.stored(SENTENCE_SIGNALS), "answer": answer.stored(ANSWER_SIGNALS)}
    OUTPUT.write_text(json.dumps(fitted, indent=1) + "\n")
    report(names, kinds, label, 1 / (1 + np.exp(-answer(rows))))


def looked_at(on: Shelf, task: data.Task, question: data.Question) -> list[Seen]:
    """Return the evidence for a question as it is, without its paragraph, and without its article."""
    query = read_query(on.index, on.encoder, question.text)
    asked = read_question(on.index, on.encoder, question.text)
    found = candidates(on.index, query)
    cases: dict[str, set[int]] = {"here" if question.answers else "hard": set()}
    if question.answers:
        cases["gone"] = {question.paragraph}
        if task.articles and "squad2" not in task.name:  # its articles are most of the library
            article = task.articles[question.paragraph]
            cases["away"] = {number for number, of in enumerate(task.articles) if of == article}
    result = []
    for kind, without in cases.items():
        left = [c for c in found if on.numbers[c.document.id] not in without]
        items = evidence(on.encoder, query, asked, best_passages(on.encoder, query, asked, left))
        if items:
            right = [holds(item, on, question) for item in items]
            result.append(Seen(task.name, kind, query, asked, items, right))
    return result


def report(
    names: NDArray[np.str_], kinds: NDArray[np.str_], label: NDArray[np.bool_], p: NDArray[np.float64]
) -> None:
    """Print, for each set, how often the first sentence is right and what is answered.

    AUROC is of rightly answered questions against those that cannot be answered.
    """
    print(f"{'':<24}" + "".join(f"{title:>12}" for title in ("sentence@1", "answered", "AUROC", *KINDS)))
    for name in dict.fromkeys(names.tolist()):
        here = (names == name) & (kinds == "here")
        good, bad = here & label, (names == name) & (kinds != "here")
        cells = [label[here].mean(), _share(p, here), auroc(p[good | bad], good[good | bad].astype(float))]
        cells += [1 - _share(p, (names == name) & (kinds == kind)) for kind in KINDS]
        print(f"{name:<24}" + "".join(f"{cell:>12.3f}" for cell in cells))


def _share(p: NDArray[np.float64], mask: NDArray[np.bool_]) -> float:
    return float((p[mask] >= THRESHOLD).mean()) if mask.any() else float("nan")


if __name__ == "__main__":
    main()
