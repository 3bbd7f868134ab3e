"""Summaries against references, against the first sentences, and against TextRank, all in one run.

    python -m bench.summaries [ectsum finna vcsum …] [--peer FOLDER] [--tune]

Each way picks from the same sentences of the same text. *sentences* compares as many sentences of each, in
the order of the text; *characters* takes each way's sentences, best first, until so many characters are
full. Scores are F1: ROUGE-2 by words for ectsum, ROUGE-L by characters for the Chinese sets; *figures* is the
share of the reference's numbers in as many sentences. ``--peer`` names a virtual environment for sumy,
made where it is missing. ``--tune`` prints what each constant of ``yinzheng/qa/salience.py`` changes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from statistics import fmean

from bench import summaries_peer
from bench.data import DATA
from bench.rouge import figure_recall, rouge_l, rouge_n
from yinzheng.corpus.formalities import formalities
from yinzheng.corpus.load import load_text
from yinzheng.qa.claims import claims
from yinzheng.qa.salience import WEIGHTS, Told, Weights, chosen, told
from yinzheng.types import Lang


@dataclass(frozen=True, slots=True)
class Summarised:
    """A text and what people made of it."""

    text: str
    reference: str


@dataclass(frozen=True, slots=True)
class Set:
    """Where a set lies, how it is scored, and how long summaries are: sentences, characters."""

    read: Callable[[], Iterator[Summarised]]
    lang: Lang
    score: Callable[[str, str], float]
    sentences: int
    characters: int


def ectsum() -> Iterator[Summarised]:
    """ECTSum: transcripts of earnings calls and what a news agency made of them, mostly figures."""
    with gzip.open(DATA / "ectsum" / "test.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Summarised("\n".join(row["ect"]), "\n".join(row["summary"]))


def finna() -> Iterator[Summarised]:
    """FinCUGE's FinNA: short financial news and its headline."""
    for headline, news in json.loads((DATA / "fincuge" / "finna_eval.json").read_text("utf-8")):
        yield Summarised(news, headline)


def vcsum() -> Iterator[Summarised]:
    """VCSum: parts of round tables as they were spoken, and what was said in them."""
    for line in (DATA / "vcsum" / "short_dev.txt").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Summarised("\n".join("".join(turn) for turn in row["context"]), row["discussion"])


SETS = {
    "ectsum": Set(ectsum, "en", lambda made, wanted: rouge_n(made, wanted, "en", 2), 5, 500),
    "finna": Set(finna, "zh", lambda made, wanted: rouge_l(made, wanted, "zh"), 1, 60),
    "vcsum": Set(vcsum, "zh", lambda made, wanted: rouge_l(made, wanted, "zh"), 5, 200),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A text's sentences that may be quoted, and its reference."""

    sentences: list[Told]
    reference: str


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="SET", help=", ".join(SETS))
    parser.add_argument("--peer", type=Path, help="the peer's virtual environment, made where it is missing")
    parser.add_argument("--tune", action="store_true", help="try every constant a half lower and higher")
    options = parser.parse_args()
    print("| set | texts | way | sentences | characters | figures |\n|---|---|---|---|---|---|")
    for name in options.sets:
        cases = [_case(number, item) for number, item in enumerate(SETS[name].read())]
        ways = {"ours": _ours(name, cases, WEIGHTS), "lead": [list(range(len(c.sentences))) for c in cases]}
        if options.peer:
            ways["TextRank"] = _peer(options.peer, SETS[name].lang, cases)
        if options.tune:
            ways |= {said: _ours(name, cases, weights) for said, weights in _varied()}
        for way, ranked in ways.items():
            scores = " | ".join(
                "" if score is None else f"{score:.4f}" for score in _scores(name, cases, ranked)
            )
            print(f"| {name} | {len(cases)} | {way} | {scores} |", flush=True)


def _case(number: int, item: Summarised) -> Case:
    document = load_text(item.text, source=str(number))
    return Case(told(document, claims(document), formalities(document)), item.reference)


def _ours(name: str, cases: list[Case], weights: Weights) -> list[list[int]]:
    # Twice as many as are asked for: short sentences may be needed to fill the characters.
    return [chosen(case.sentences, 2 * SETS[name].sentences, weights=weights) for case in cases]


def _varied() -> Iterator[tuple[str, Weights]]:
    for field in fields(Weights):
        value = getattr(WEIGHTS, field.name)
        for factor in (0.5, 1.5):
            yield f"{field.name} {value * factor:.3g}", replace(WEIGHTS, **{field.name: value * factor})


def _scores(name: str, cases: list[Case], ranked: list[list[int]]) -> tuple[float, float, float | None]:
    """Return the means at equal sentences, at equal characters, and of figures; None where there are few."""
    of = SETS[name]
    sentences, characters, figures = [], [], []
    for case, order in zip(cases, ranked, strict=True):
        made = "\n".join(case.sentences[i].quote for i in sorted(order[: of.sentences]))
        sentences.append(of.score(made, case.reference))
        recall = figure_recall(made, case.reference)
        if recall is not None:
            figures.append(recall)
        characters.append(of.score(_filled(case, order, of.characters), case.reference))
    few = len(figures) < len(cases) / 4
    return fmean(sentences), fmean(characters), None if few else fmean(figures)


def _filled(case: Case, order: list[int], room: int) -> str:
    """Return the sentences, best first, that fill ``room`` characters, in the order of the text."""
    parts: list[tuple[int, str]] = []
    for i in order:
        if room <= 0:
            break
        parts.append((i, case.sentences[i].quote[:room]))
        room -= len(case.sentences[i].quote)
    return "\n".join(part for _, part in sorted(parts))


def _peer(folder: Path, lang: Lang, cases: list[Case]) -> list[list[int]]:
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        command = [str(python), "-m", "pip", "install", "--quiet", *summaries_peer.REQUIREMENTS]
        subprocess.run(command, check=True)
    job = json.dumps({"lang": lang, "documents": [[s.quote for s in case.sentences] for case in cases]})
    answer = subprocess.run(
        [str(python), str(Path(summaries_peer.__file__))],
        input=job,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise SystemExit(f"the peer failed: {answer.stderr.strip().splitlines()[-1]}")
    ranked: list[list[int]] = json.loads(answer.stdout)
    return ranked


if __name__ == "__main__":
    main()
