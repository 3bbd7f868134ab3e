"""How well questions are answered: every measure over open data, each over libraries of its own.

    python -m bench.quality [right across short article paragraph rgb given dragonball mixed …]
        [--questions 150] [--cache FOLDER] [--details FILE] [--baselines] [--write]

Without names all groups are measured. ``--questions`` are asked of each set, the same ones every time and a
larger number holding the smaller. ``--cache`` keeps what the encoder made (some hundred megabytes), so that
a second run takes a fraction of the first; it may be removed at any time. ``--details`` writes a line
of JSON for every question: ``row``, ``question``, ``gold`` where there is one, ``cited``, ``short``,
``answered``, ``confidence``, ``reason``, and what was counted. ``--baselines`` measures
what single sentences reach by words or by vector alone; the first time it encodes all of them, which takes
ten minutes. ``--write`` does so too, and renews the rows of these groups in ``bench/RESULTS.md``.

Citations count whether the question was answered or declined, since a declined one shows the nearest
sentences; *answered* beside it counts declined questions as failures.
"""

from __future__ import annotations

import argparse
import math
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench import data, quality_sets
from bench.quality_page import HEADING, RESULTS, RULE, page
from bench.quality_page import row as as_row
from bench.quality_rows import Row, Run, dragonball, given, held_out, mixed, named, rgb, right, share, short
from bench.quality_shelf import StoredEncoder
from yinzheng.index.encoder import open_encoder


def same_language() -> list[tuple[data.Task, tuple[float, float]]]:
    """The sets asked in the language of their texts, and what must be reached."""
    return [
        (data.cmrc(), (0.80, 0.94)),
        (data.drcd(), (0.88, 0.97)),
        (data.xquad("zh", "zh"), (0.82, 0.95)),
        (data.xquad("en", "en"), (0.84, 0.95)),
    ]


def across() -> list[data.Task]:
    """XQuAD asked in one language over the texts of the other."""
    return [data.xquad("en", "zh"), data.xquad("zh", "en")]


def _right(run: Run) -> Iterator[Row]:
    for task, target in same_language():
        yield right(run, task, target)


def _across(run: Run) -> Iterator[Row]:
    for task in across():
        yield right(run, task, (0.70, 0.88))


def _short(run: Run) -> Iterator[Row]:
    tasks = [*(task for task, _ in same_language()), *across()]
    outcomes: list[tuple[str, bool]] = []
    for task in tasks:
        row, found = short(run, task)
        outcomes += found
        yield row
    for sort, target in (("number", 0.72), ("date", 0.74)):
        mine = [same for kind, same in outcomes if kind == sort]
        yield Row(f"short answer, value equal: {sort}s", "all of these", len(mine), (share(mine),), (target,))
    for task in tasks:
        yield named(run, task)


def _article(run: Run) -> Iterator[Row]:
    for task in (data.cmrc(), data.drcd()):
        yield held_out(run, task, (0.92, 0.95), whole_article=True)
    for task in across():
        yield held_out(run, task, (0.80, 0.88), whole_article=True)


def _paragraph(run: Run) -> Iterator[Row]:
    for task in (data.drcd(), data.xquad("zh", "zh"), data.xquad("en", "en")):
        yield held_out(run, task, (0.86, 0.87), whole_article=False)


def _rgb(run: Run) -> Iterator[Row]:
    yield rgb(run, "zh_refine", (0.80, 0.76, 0.66))
    for name in ("zh_int", "zh_fact", "en_fact"):
        yield rgb(run, name, ())


def _given(run: Run) -> Iterator[Row]:
    yield given(run, "squad2", quality_sets.passage_given(data.squad2()), 0.66)
    yield given(run, "chinesesquad2", quality_sets.passage_given(data.chinese_squad2()), 0.64)
    yield given(run, "fincuge finqa", quality_sets.finqa(), 0.70)


def _dragonball(run: Run) -> Iterator[Row]:
    for lang in ("zh", "en"):
        yield dragonball(run, lang, 0.60)


def _mixed(run: Run) -> Iterator[Row]:
    cmrc, squad = data.cmrc(), data.squad2()
    english, chinese = data.xquad("zh", "en"), data.xquad("en", "zh")
    # SQuAD 2 has some paragraphs of XQuAD, which would answer in the question's own language.
    squad = _without(squad, set(english.paragraphs))
    yield mixed(run, data.mixed("xquad zh→en among cmrc", english, cmrc), 0.90)
    yield mixed(run, data.mixed("xquad en→zh among squad2", chinese, squad), 0.90)
    # The same libraries, so the first set's paragraphs come first here too.
    yield mixed(run, _second("cmrc among xquad en", english, cmrc), None)
    yield mixed(run, _second("squad2 among xquad zh", chinese, squad), None)
    yield replace(mixed(run, cmrc, None), metric="alone: right passage among three")
    yield replace(mixed(run, squad, None), metric="alone: right passage among three")


def _without(task: data.Task, paragraphs: set[str]) -> data.Task:
    kept = [number for number, text in enumerate(task.paragraphs) if text not in paragraphs]
    at = {number: new for new, number in enumerate(kept)}
    questions = tuple(replace(q, paragraph=at[q.paragraph]) for q in task.questions if q.paragraph in at)
    return data.Task(task.name, tuple(task.paragraphs[number] for number in kept), questions)


def _second(name: str, first: data.Task, asked: data.Task) -> data.Task:
    moved = tuple(replace(q, paragraph=q.paragraph + len(first.paragraphs)) for q in asked.questions)
    return data.Task(name, first.paragraphs + asked.paragraphs, moved)


GROUPS: dict[str, Callable[[Run], Iterator[Row]]] = {
    "right": _right,
    "across": _across,
    "short": _short,
    "article": _article,
    "paragraph": _paragraph,
    "rgb": _rgb,
    "given": _given,
    "dragonball": _dragonball,
    "mixed": _mixed,
}


def line(row: Row) -> str:
    """One row of the table; what misses its target is bold."""
    cells = []
    for at, value in enumerate(row.ours):
        needed = row.target[at] if at < len(row.target) else None
        missed = needed is not None and not value >= needed
        cells.append(f"**{_number(value)}**" if missed else _number(value))
    needs = " / ".join(_number(x) if x is not None else "" for x in row.target)
    beside = "; ".join(f"{name} {_numbers(values)}" for name, values in row.baselines)
    ours = " / ".join(cells)
    return as_row([row.metric, row.name, str(row.asked), ours, needs, _numbers(row.strict), beside, row.note])


def _numbers(values: Sequence[float]) -> str:
    return " / ".join(map(_number, values))


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}".removeprefix("0")


def main() -> None:
    """Measure the groups named, or all, and print the table as it grows."""
    parser = argparse.ArgumentParser(prog="bench.quality", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="group", help=", ".join(GROUPS))
    parser.add_argument("--questions", type=int, default=150, help="asked of each set (150)")
    kept = Path(tempfile.gettempdir()) / f"yinzheng-quality-{os.getuid()}"
    parser.add_argument("--cache", type=Path, default=kept, help=f"where encodings are kept ({kept})")
    parser.add_argument("--details", type=Path, help="write a line of JSON for every question")
    parser.add_argument("--baselines", action="store_true", help="measure what they are held against too")
    parser.add_argument("--write", action="store_true", help=f"renew the rows of {RESULTS.name}")
    options = parser.parse_args()
    names = options.groups or list(GROUPS)
    if unknown := [name for name in names if name not in GROUPS]:
        raise SystemExit(f"no such group: {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    if not data.available():
        raise SystemExit(f"the evaluation data is missing: expected at {data.DATA}")
    options.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    encoder = StoredEncoder(open_encoder(), options.cache / "encoded.db")
    details = options.details.open("w", encoding="utf-8") if options.details else None
    run = Run(encoder, options.questions, options.baselines or options.write, details)
    lines: list[str] = []
    print(f"{HEADING}\n{RULE}", flush=True)
    for name in names:
        for row in GROUPS[name](run):
            lines.append(line(row))
            print(lines[-1], flush=True)
    encoder.close()
    if details:
        details.close()
    if options.write:
        old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
        RESULTS.write_text(page(options.questions, lines, old), encoding="utf-8")


if __name__ == "__main__":
    main()
