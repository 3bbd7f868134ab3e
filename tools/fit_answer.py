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
from yinzheng.qa.answer import PASSAGES
from yinzheng.qa.evidence import question_tokens
from yinzheng.qa.retrieve import Candidate, candidates, read_query, reranked
from yinzheng.qa.signals import (
    ANSWER_SIGNALS,
    SENTENCE_SIGNALS,
    Evidence,
    Regression,
    answer_signals,
    evidence,
)

OUTPUT = Path(__file__).resolve().parents[1] / "yinzheng" / "qa" / "weights.json"
RIDGE = 1e-2
Rows = list[tuple[list[Evidence], list[bool], float]]


def tasks() -> list[tuple[data.Task, float]]:
    """Return the tasks and the weight of each question's row in the answer regression."""
    return [
        (data.xquad("zh", "zh"), 1.0),
        (data.xquad("en", "en"), 1.0),
        (data.xquad("en", "zh"), 1.0),
        (data.xquad("zh", "en"), 1.0),
        (data.cmrc(), 1.0),
        (data.drcd(), 1.0),
        (data.squad2(), 1.0),
        (data.chinese_squad2(), 1.0),
    ]


def holds(item: Evidence, on: Shelf, question: data.Question) -> bool:
    """Whether a sentence of the question's paragraph holds an accepted answer entirely."""
    if on.numbers[item.candidate.document.id] != question.paragraph:
        return False
    return any(item.start <= start and end <= item.end for start, end in question.answers)


def look(on: Shelf, question: str, leave_out: int | None = None) -> tuple[list[Evidence], tuple[float, ...]]:
    """Return the evidence and the answer signals for a question, without paragraph ``leave_out``."""
    query = read_query(on.index, on.encoder, question)
    asked = question_tokens(on.encoder, question)
    found: list[Candidate] = candidates(on.index, query)
    found = [c for c in found if on.numbers[c.document.id] != leave_out]
    found = reranked(on.encoder, query, asked, found)[:PASSAGES]
    ranked = evidence(on.index, on.encoder, query, asked, found)
    return ranked, answer_signals(query, ranked)


def fit(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[Regression, NDArray[np.float64]]:
    """Fit a logistic regression on standardised columns by Newton's method; return it, and its probabilities."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = np.column_stack([np.ones(len(x)), (x - mean) / scale])
    w = np.zeros(z.shape[1])
    ridge = RIDGE * weight.sum() / len(x) * len(x) * 1e-2 * np.eye(len(w))
    ridge[0, 0] = 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ w))
        gradient = z.T @ (weight * (p - y)) + ridge @ w
        step = np.linalg.solve((z * (weight * p * (1 - p))[:, None]).T @ z + ridge, gradient)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    weights = w[1:] / scale
    model = Regression(float(w[0] - weights @ mean), tuple(map(float, weights)))
    return model, 1 / (1 + np.exp(-z @ w))


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
    seen: list[tuple[str, str, data.Question, list[Evidence], list[bool], object]] = []
    for task, _ in tasks():
        with shelf(task.paragraphs, encoder) as on:
            picked = np.linspace(0, len(task.questions) - 1, min(limit, len(task.questions))).astype(int)
            for number in picked:
                question = task.questions[number]
                kinds = (
                    [("here", None), ("gone", question.paragraph)] if question.answers else [("hard", None)]
                )
                for kind, leave_out in kinds:
                    query = read_query(on.index, encoder, question.text)
                    items, _ = look(on, question.text, leave_out)
                    right = [holds(item, on, question) for item in items]
                    seen.append((task.name, kind, question, items, right, query))
        print(f"{task.name}: read", flush=True)

    x, y = [], []
    for _, kind, _, items, right, _ in seen:
        if kind == "here" and any(right):
            x += [item.signals for item in items]
            y += right
    sentence, _ = fit(np.array(x), np.array(y, float), np.ones(len(x)))

    names, kinds, signals, labels = [], [], [], []
    for name, kind, _, items, right, query in seen:
        truth = {(i.candidate.passage.id, i.start): r for i, r in zip(items, right, strict=True)}
        ranked = rank(sentence, items)
        names.append(name)
        kinds.append(kind)
        signals.append(answer_signals(query, ranked))  # type: ignore[arg-type]
        labels.append(float(truth[ranked[0].candidate.passage.id, ranked[0].start]))
    table, label = np.array(signals), np.array(labels)
    # Each kind of question counts alike in each set; the sets' own unanswerable ones half, since
    # nothing that is measured here tells most of them apart.
    weight = np.array([1.0 if kind != "hard" else 0.5 for kind in kinds])
    usable = np.array([kind != "here" or y > 0 for kind, y in zip(kinds, labels, strict=True)])
    answer, _ = fit(table[usable], label[usable], weight[usable])
    OUTPUT.write_text(
        json.dumps(
            {"sentence": as_json(sentence, SENTENCE_SIGNALS), "answer": as_json(answer, ANSWER_SIGNALS)},
            indent=2,
        )
        + "\n"
    )
    probability = np.array([answer(row) for row in signals])
    print(
        f"{'':<16}{'sentence@1':>11}{'AUROC gone':>12}{'AUROC hard':>12}{'answered':>10}{'right':>8}{'gone answered':>15}{'hard':>7}"
    )
    for name in dict.fromkeys(names):
        of = {
            k: np.array([n == name and kind == k for n, kind in zip(names, kinds, strict=True)])
            for k in ("here", "gone", "hard")
        }
        here, gone, hard = of["here"], of["gone"], of["hard"]
        given = probability >= 0.5
        cell = lambda mask: f"{given[mask].mean():.3f}" if mask.any() else ""  # noqa: E731
        line = [f"{name:<16}{label[here].mean():>11.3f}"]
        for negative in (gone, hard):
            both = (here & (label > 0)) | negative
            line.append(
                f"{auroc(probability[both], (here & (label > 0))[both].astype(float)) if negative.any() else float('nan'):>12.3f}"
            )
        line.append(f"{cell(here):>10}{label[here & given].mean():>8.3f}{cell(gone):>15}{cell(hard):>7}")
        print("".join(line))


if __name__ == "__main__":
    main()
