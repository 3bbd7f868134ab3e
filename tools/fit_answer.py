"""Fit the two networks that choose a sentence and decide to decline, and write ``weights.json``.

    python -m tools.fit_answer [--cache FOLDER] [--output FILE] [--order shipped | --measure]

reads the SQuAD-like sets beside the repository: CMRC 2018 trial, DRCD dev, XQuAD in four directions,
SQuAD 2 and ChineseSQuAD 2. The sentence network learns which sentence of the best passages holds an
accepted answer. The answer network learns whether the best sentence does; its negatives are the same
questions with their paragraph or their whole article taken away, and the sets' own unanswerable ones.
Deterministic: the questions are drawn with a fixed seed, and each network is fitted by Adam on all of them
at once. Take a new run when ``tests/test_quality_gate.py`` passes. The answer network that is shipped was
fitted by ``--order shipped``, the sentence network is from an earlier run.

Prints what is reached as fitted, and for each set by networks that have seen no text of its kind (CMRC, DRCD,
and what SQuAD was made of, which is the rest). ``--measure`` fits nothing: what the shipped networks reach.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import data
from bench.quality_sets import sample
from bench.quality_shelf import StoredEncoder
from bench.shelf import Shelf, shelf
from yinzheng.index.encoder import open_encoder
from yinzheng.qa.abstain import ANSWER_SIGNALS, THRESHOLD, answer_signals
from yinzheng.qa.answer import best_passages
from yinzheng.qa.evidence import Asked, Tokens, read_question
from yinzheng.qa.fitted import Network, network
from yinzheng.qa.retrieve import Query, candidates, read_query
from yinzheng.qa.signals import SENTENCE_SIGNALS, Evidence, measure, ranked

Loss = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]
"""From the scores and weights of all rows to the slope of the loss by each score."""

OUTPUT = Path(__file__).resolve().parents[1] / "yinzheng" / "qa" / "weights.json"
STEPS = 400
RATE = 0.01
PARAGRAPHS = 300
NEIGHBOURS = 20
KINDS = ("gone", "away", "hard")


@dataclass(frozen=True, slots=True)
class Part:
    """A library to learn from, and how many answerable and unanswerable questions are asked of it."""

    task: data.Task
    answered: int
    unanswered: int = 0


def parts() -> Iterator[Part]:
    """Yield the sets to learn from, each whole, and some cut into libraries of 20 neighbouring paragraphs.

    These are about one thing: there everything is near the question, as it is in a folder about one company.
    """
    yield Part(data.drcd(), 600)
    yield Part(data.cmrc(), 400)
    across = [data.xquad("en", "zh"), data.xquad("zh", "en")]
    for task in (data.xquad("zh", "zh"), data.xquad("en", "en"), *across):
        yield Part(task, 250)
    squads = [data.squad2(), data.chinese_squad2()]
    for task in squads:
        yield Part(task, 250, 120)
    for task, answered, unanswered in ((squads[0], 10, 5), (squads[1], 10, 5), *((t, 20, 0) for t in across)):
        for start in range(0, min(PARAGRAPHS, len(task.paragraphs)) - NEIGHBOURS + 1, NEIGHBOURS):
            yield Part(_neighbours(task, start), answered, unanswered)


@dataclass(frozen=True, slots=True)
class Seen:
    """A question over a library: its evidence, and which of it is right.

    ``kind`` is ``here``, ``gone`` (its paragraph taken away), ``away`` (its article) or ``hard`` (one of
    the set's own that its paragraph does not answer).
    """

    name: str
    kind: str
    query: Query
    asked: Asked
    items: list[Evidence]
    right: list[bool]


def _neighbours(task: data.Task, start: int) -> data.Task:
    """Return a task about the paragraphs ``[start, start + NEIGHBOURS)`` only."""
    end = start + NEIGHBOURS
    kept = [question for question in task.questions if start <= question.paragraph < end]
    questions = tuple(replace(question, paragraph=question.paragraph - start) for question in kept)
    name = f"{task.name}, one topic"
    return data.Task(name, task.paragraphs[start:end], questions, task.articles[start:end], task.titles)


def holds(item: Evidence, on: Shelf, question: data.Question) -> bool:
    """Whether a sentence of the question's paragraph holds an accepted answer or some of it."""
    if on.numbers[item.candidate.document.id] != question.paragraph:
        return False
    return any(start < item.end and item.start < end for start, end in question.answers)


def fit(x: NDArray[np.float64], weight: NDArray[np.float64], units: int, loss: Loss, ridge: float) -> Network:
    """Fit a network on standardised columns by Adam, from a fixed beginning."""
    mean, scale = x.mean(0), x.std(0)
    scale = np.where(scale < 1e-3, 1, scale)  # "across" where no set is; it is stored to four places
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


def auroc(p: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the area under the ROC curve, ties counted by their order."""
    order = np.argsort(p, kind="stable")
    ranks = np.empty(len(p))
    ranks[order] = np.arange(1, len(p) + 1)
    n = y.sum()
    return float((ranks[y > 0].sum() - n * (n + 1) / 2) / (n * (len(p) - n)))


def main() -> None:
    """Fit, write, and print what was reached."""
    parser = argparse.ArgumentParser(prog="tools.fit_answer", description=(__doc__ or "").splitlines()[0])
    kept = Path(tempfile.gettempdir()) / f"yinzheng-quality-{os.getuid()}"
    parser.add_argument("--cache", type=Path, default=kept, help=f"where encodings are kept ({kept})")
    parser.add_argument("--output", type=Path, default=OUTPUT, help=f"where it is written ({OUTPUT.name})")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--order", choices=["shipped"], help="keep the sentence network, fit the other by it")
    one.add_argument("--measure", action="store_true", help="fit nothing, measure what is shipped")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    encoder = StoredEncoder(open_encoder(), options.cache / "encoded.db")
    seen: list[Seen] = []
    for part in parts():
        with shelf(part.task.paragraphs, encoder) as on:
            seen += asked_of(on, part)
        print(f"{part.task.name}: read", flush=True)
    encoder.close()
    if options.measure:
        report(seen, network("sentence", SENTENCE_SIGNALS), network("answer", ANSWER_SIGNALS))
        return
    order = network("sentence", SENTENCE_SIGNALS) if options.order else None
    sentence, answer = networks(seen, order)
    fitted = json.loads(OUTPUT.read_text("utf-8"))  # with the network of fit_crowd.py
    fitted["answer"] = answer.stored(ANSWER_SIGNALS)
    if order is None:
        fitted["sentence"] = sentence.stored(SENTENCE_SIGNALS)
    options.output.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    print("as fitted")
    report(seen, sentence, answer)
    print("by networks that have seen no text of the kind")
    for family in dict.fromkeys(_family(one.name) for one in seen):
        others = [one for one in seen if _family(one.name) != family]
        report([one for one in seen if _family(one.name) == family], *networks(others, order))


def networks(seen: Sequence[Seen], order: Network | None) -> tuple[Network, Network]:
    """Fit the network that orders sentences, or take ``order``, and by it the one that decides to answer."""
    sentence = order or ordering([one for one in seen if one.kind == "here" and any(one.right)])
    return sentence, answering(sentence, seen)


def ordering(learnt: list[Seen]) -> Network:
    """Fit the sentence network; every set counts alike, whatever its number of questions."""
    sizes = Counter(one.name for one in learnt)
    groups = np.repeat(np.arange(len(learnt)), [len(one.items) for one in learnt])
    right = np.concatenate([np.array(one.right) for one in learnt])
    weight = np.array([1 / (len(sizes) * sizes[learnt[g].name]) for g in groups])
    table = np.array([item.signals for one in learnt for item in one.items])
    return _rounded(fit(table, weight, 8, best_of(groups, right), 3e-4), SENTENCE_SIGNALS)


def answering(sentence: Network, seen: Sequence[Seen]) -> Network:
    """Fit the answer network on the likeliest sentence of each question.

    Each kind of question counts alike in each set; the sets' own unanswerable ones half, since nothing that
    is measured here tells most of them apart, and so does each way of taking away.
    """
    rows, label = decided(sentence, seen)
    usable = np.array([one.kind != "here" for one in seen]) | label
    counted = [one for one, use in zip(seen, usable, strict=True) if use]
    many = Counter((one.name, one.kind) for one in counted)
    weight = np.array([(1 if o.kind == "here" else 0.5) / many[o.name, o.kind] for o in counted])
    truth = np.array([one.kind == "here" for one in counted])
    answer = fit(rows[usable], weight / weight.sum(), 4, yes_or_no(truth), 1e-3)
    return _rounded(answer, ANSWER_SIGNALS)


def _rounded(model: Network, order: Sequence[str]) -> Network:
    """Return a network as it will be read again."""
    return Network.of(model.stored(order), order)


def decided(sentence: Network, seen: Sequence[Seen]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the answer network's signals of each question's likeliest sentence, and whether it is right."""
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    for one in seen:
        order = ranked(sentence, one.items)
        rows.append(answer_signals(one.query, one.asked, order[0], order))
        places = {(i.candidate.passage.id, i.start): r for i, r in zip(one.items, one.right, strict=True)}
        right.append(places[order[0].candidate.passage.id, order[0].start])
    return np.array(rows), np.array(right)


def asked_of(on: Shelf, part: Part) -> list[Seen]:
    """Ask a part's questions of its library."""
    pool: dict[int, Tokens | None] = {}  # one copy for all questions that read a passage
    questions = part.task.questions
    drawn = sample([q for q in questions if q.answers], part.answered)
    drawn += sample([q for q in questions if not q.answers], part.unanswered)
    return [one for question in drawn for one in looked_at(on, part.task, question, pool)]


def looked_at(
    on: Shelf, task: data.Task, question: data.Question, pool: dict[int, Tokens | None]
) -> Iterator[Seen]:
    """Yield the evidence for a question as it is, without its paragraph, and without its article.

    ``pool`` has the tokens of the passages read so far, by their ids.
    """
    query = read_query(on.index, on.encoder, question.text)
    asked = read_question(on.index, on.encoder, question.text)
    if asked is None:  # it is empty
        return
    found = candidates(on.index, query)
    cases: dict[str, set[int]] = {"here" if question.answers else "hard": set()}
    if question.answers:
        cases["gone"] = {question.paragraph}
        if "squad2" not in task.name:  # its articles are most of the library
            article = task.articles[question.paragraph]
            cases["away"] = {number for number, of in enumerate(task.articles) if of == article}
    for kind, without in cases.items():
        left = [c for c in found if on.numbers[c.document.id] not in without]
        best = best_passages(on.encoder, query, asked, left)
        best = [replace(c, tokens=pool.setdefault(c.passage.id, c.tokens)) for c in best]
        items = measure(on.encoder, query, asked, best)
        if items:
            yield Seen(task.name, kind, query, asked, items, [holds(item, on, question) for item in items])


def _family(name: str) -> str:
    return name if name in {"drcd", "cmrc2018_trial"} else "squad"


def report(seen: Sequence[Seen], sentence: Network, answer: Network) -> None:
    """Print, for each set, how often the first sentence is right, is answered, and what is declined.

    AUROC is of rightly answered questions against those that cannot be answered.
    """
    rows, label = decided(sentence, seen)
    table([(one.name, one.kind) for one in seen], label, answer(rows))


def table(asked: Sequence[tuple[str, str]], label: NDArray[np.bool_], z: NDArray[np.float64]) -> None:
    """Print what ``report`` does of questions with their sets and kinds: what is right, and the scores."""
    p = 1 / (1 + np.exp(-z))
    names, kinds = np.array([name for name, _ in asked]), np.array([kind for _, kind in asked])
    print(f"{'':<28}" + "".join(f"{title:>12}" for title in ("sentence@1", "answered", "AUROC", *KINDS)))
    for name in dict.fromkeys(names.tolist()):
        here = (names == name) & (kinds == "here")
        good, bad = here & label, (names == name) & (kinds != "here")
        cells = [label[here].mean(), _share(p, here), auroc(p[good | bad], good[good | bad].astype(float))]
        cells += [1 - _share(p, (names == name) & (kinds == kind)) for kind in KINDS]
        shown = "".join(f"{cell:>12.3f}" for cell in cells)
        print(f"{name:<28}{shown}  {here.sum()} asked", flush=True)


def _share(p: NDArray[np.float64], mask: NDArray[np.bool_]) -> float:
    return float((p[mask] >= THRESHOLD).mean()) if mask.any() else float("nan")


if __name__ == "__main__":
    main()
