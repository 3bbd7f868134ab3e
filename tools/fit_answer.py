"""Fit the two regressions of ``yinzheng/qa/signals.py`` on public data and write ``weights.json``.

    python tools/fit_answer.py [--questions 400]

reads the SQuAD-like sets beside the repository: CMRC 2018 trial, DRCD dev, XQuAD in four directions,
SQuAD 2 and ChineseSQuAD 2. The sentence regression learns which sentence of the best passages holds
an accepted answer. The answer regression learns whether the best sentence does; its negatives are the
same questions with their paragraph taken away, and the sets' own unanswerable questions. Deterministic:
the questions are evenly taken, and the fit is Newton's method on an L2-regularised likelihood.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import data
from bench.shelf import Shelf, remembering, shelf
from yinzheng.qa.answer import THRESHOLD, best_passages
from yinzheng.qa.evidence import read_question
from yinzheng.qa.retrieve import Query, candidates, read_query
from yinzheng.qa.signals import (
    ANSWER_SIGNALS,
    SENTENCE_SIGNALS,
    Evidence,
    Regression,
    answer_signals,
    evidence,
)

OUTPUT = Path(__file__).resolve().parents[1] / "yinzheng" / "qa" / "weights.json"
RIDGE = 1e-4
PARAGRAPHS = 300
NEIGHBOURS = 20


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


def _part(task: data.Task, start: int, end: int) -> data.Task:
    """Return a task about the paragraphs ``[start, end)`` only."""
    name = task.name if start == 0 and end == PARAGRAPHS else f"{task.name}, one topic"
    kept = [question for question in task.questions if start <= question.paragraph < end]
    questions = tuple(replace(question, paragraph=question.paragraph - start) for question in kept)
    return data.Task(name, task.paragraphs[start:end], questions)


def holds(item: Evidence, on: Shelf, question: data.Question) -> bool:
    """Whether a sentence of the question's paragraph holds an accepted answer entirely."""
    if on.numbers[item.candidate.document.id] != question.paragraph:
        return False
    return any(item.start <= start and end <= item.end for start, end in question.answers)


def look(on: Shelf, query: Query, leave_out: int | None = None) -> list[Evidence]:
    """Return the evidence for a question, without paragraph ``leave_out``."""
    asked = read_question(on.index, on.encoder, query.text)
    found = [c for c in candidates(on.index, query) if on.numbers[c.document.id] != leave_out]
    found = best_passages(on.encoder, query, asked, found)
    return evidence(on.encoder, query, asked, found)


def fit(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]) -> Regression:
    """Fit a logistic regression on standardised columns by Newton's method."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = np.column_stack([np.ones(len(x)), (x - mean) / scale])
    w = np.zeros(z.shape[1])
    ridge = RIDGE * weight.sum() * np.eye(len(w))
    ridge[0, 0] = 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ w))
        gradient = z.T @ (weight * (p - y)) + ridge @ w
        step = np.linalg.solve((z * (weight * p * (1 - p))[:, None]).T @ z + ridge, gradient)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    weights = w[1:] / scale
    return Regression(float(w[0] - weights @ mean), tuple(map(float, weights)))


def as_json(model: Regression, names: tuple[str, ...]) -> dict[str, object]:
    """Return a regression as it stands in ``weights.json``."""
    return {
        "bias": round(model.bias, 4),
        "weights": {n: round(w, 4) for n, w in zip(names, model.weights, strict=True)},
    }


def rank(model: Regression, items: list[Evidence]) -> list[Evidence]:
    """Order evidence by a regression that is not the shipped one."""
    scored = [replace(item, chance=model(item.signals)) for item in items]
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
    seen: list[tuple[str, str, Query, list[Evidence], list[bool]]] = []
    for task in tasks():
        with shelf(task.paragraphs, encoder) as on:
            # So many small libraries of a set together have about as many questions as a whole one.
            share = 1 if not task.name.endswith("one topic") else 4 if "xquad" in task.name else 10
            count = min(limit // share, len(task.questions))
            picked = np.linspace(0, len(task.questions) - 1, count).astype(int)
            for number in picked:
                question = task.questions[number]
                cases: list[tuple[str, int | None]] = [("hard", None)]
                if question.answers:
                    cases = [("here", None), ("gone", question.paragraph)]
                for kind, leave_out in cases:
                    query = read_query(on.index, encoder, question.text)
                    items = look(on, query, leave_out)
                    right = [holds(item, on, question) for item in items]
                    seen.append((task.name, kind, query, items, right))
        print(f"{task.name}: read", flush=True)

    x, y = [], []
    for _, kind, _, items, right in seen:
        if kind == "here" and any(right):
            x += [item.signals for item in items]
            y += right
    sentence = fit(np.array(x), np.array(y, float), np.ones(len(x)))

    names: list[str] = []
    kinds: list[str] = []
    signals: list[tuple[float, ...]] = []
    labels: list[float] = []
    for name, kind, query, items, right in seen:
        truth = {(i.candidate.passage.id, i.start): r for i, r in zip(items, right, strict=True)}
        ranked = rank(sentence, items)
        names.append(name)
        kinds.append(kind)
        signals.append(answer_signals(query, ranked[0]))
        labels.append(float(truth[ranked[0].candidate.passage.id, ranked[0].start]))
    table, label = np.array(signals), np.array(labels)
    # Each kind of question counts alike in each set; the sets' own unanswerable ones half, since
    # nothing that is measured here tells most of them apart.
    weight = np.array([1.0 if kind != "hard" else 0.5 for kind in kinds])
    usable = np.array([kind != "here" or y > 0 for kind, y in zip(kinds, labels, strict=True)])
    answer = fit(table[usable], label[usable], weight[usable])
    OUTPUT.write_text(
        json.dumps(
            {"sentence": as_json(sentence, SENTENCE_SIGNALS), "answer": as_json(answer, ANSWER_SIGNALS)},
            indent=2,
        )
        + "\n"
    )
    probability = np.array([answer(row) for row in signals])
    report(np.array(names), np.array(kinds), label, probability)


def report(
    names: NDArray[np.str_], kinds: NDArray[np.str_], label: NDArray[np.float64], p: NDArray[np.float64]
) -> None:
    """Print, for each set, how often the first sentence is right and what is answered.

    ``gone`` are questions whose paragraph was taken away, ``hard`` the set's own unanswerable ones;
    AUROC is of rightly answered questions against those.
    """
    titles = (
        "sentence@1",
        "AUROC gone",
        "AUROC hard",
        "answered",
        "of it right",
        "gone answered",
        "hard answered",
    )
    print(f"{'':<16}" + "".join(f"{title:>15}" for title in titles))
    for name in dict.fromkeys(names.tolist()):
        here, gone, hard = ((names == name) & (kinds == kind) for kind in ("here", "gone", "hard"))
        good = here & (label > 0)
        cells = [label[here].mean()]
        for negative in (gone, hard):
            both = good | negative
            cells.append(auroc(p[both], good[both].astype(float)) if negative.any() else np.nan)
        cells += [_share(p, here), label[here & (p >= THRESHOLD)].mean(), _share(p, gone), _share(p, hard)]
        print(f"{name:<16}" + "".join(f"{cell:>15.3f}" for cell in cells))


def _share(p: NDArray[np.float64], mask: NDArray[np.bool_]) -> float:
    return float((p[mask] >= THRESHOLD).mean()) if mask.any() else float("nan")


if __name__ == "__main__":
    main()
