"""How well a text is held against documents: changed sentences, attributed claims, and the speed.

    python -m bench.check [mutations attribution speed bad-input] [--sentences 150] [--kinds KIND,…]
        [--rows N] [--passages 10000] [--kilobytes 64] [--details] [--cache FOLDER] [--seed 1]

*mutations* says true sentences of documents again, verbatim and otherwise, and makes false ones of them, each
by one change; ``bench/check_mutations.py`` has the kinds, ``--sentences`` of each are drawn in each language.
A mutant is caught when its verdict is contradicted or unsupported; a true sentence with such a verdict is a
false alarm. *attribution* asks AttributionBench's development half whether references bear claims out.
*speed* checks sentences against a library of so many passages of news. *bad-input*, which runs only when
named, checks texts that are long or hostile. ``--details`` lists what went wrong.

Libraries are built under ``--cache`` once and may be removed at any time.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import check_attribution, check_bad_input, check_speed, data
from bench.check_mutations import ALLOWED, FALSE, TRUE, WANTED, Case, drawn
from bench.check_shelf import Shelf, built, shelves
from yinzheng import Library
from yinzheng.types import Lang, Report, Verdict

LANGS: tuple[Lang, ...] = ("zh", "en")
TOGETHER = 200
"""Cases that are checked as the paragraphs of one text."""

SHOWN = 10
"""Mistakes of each kind and language that ``--details`` lists."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: the gravest label of its sentences, and the reasons given."""

    case: Case
    label: str
    codes: tuple[str, ...]

    @property
    def alarmed(self) -> bool:
        """Whether the check objects to it."""
        return self.label in {"contradicted", "unsupported"}


def gravest(verdicts: Sequence[Verdict]) -> str:
    """The label of a text: what is worst among its sentences; uncheckable only where all of it is."""
    labels = {verdict.label for verdict in verdicts} or {"uncheckable"}
    return next(one for one in ("contradicted", "unsupported", "supported", "uncheckable") if one in labels)


def outcomes(library: Library, cases: Sequence[Case]) -> list[Outcome]:
    """Check the cases of one library, as paragraphs of a few texts."""
    found: list[Outcome] = []
    for first in range(0, len(cases), TOGETHER):
        part = cases[first : first + TOGETHER]
        starts, text = [], ""
        for case in part:
            starts.append(len(text))
            text += case.text + "\n\n"
        report = library.check(text)
        for case, verdicts in zip(part, apportioned(report, starts), strict=True):
            codes = tuple(reason.code for verdict in verdicts for reason in verdict.reasons)
            found.append(Outcome(case, gravest(verdicts), codes))
    return found


def apportioned(report: Report, starts: Sequence[int]) -> list[list[Verdict]]:
    """The verdicts of a report by the paragraph that they stand in; paragraphs begin at ``starts``."""
    found: list[list[Verdict]] = [[] for _ in starts]
    ends = [*starts[1:], 1 << 62]
    for verdict in report.verdicts:
        at = next(n for n, end in enumerate(ends) if verdict.start < end)
        found[at].append(verdict)
    return found


def mutations(held: Sequence[Shelf], kinds: Sequence[str], count: int, seed: int, details: bool) -> None:
    """Print recall and false alarms by kind and language."""
    by_shelf: dict[str, list[Case]] = defaultdict(list)
    for kind in kinds:
        for lang in LANGS:
            for case in drawn(held, kind, lang, count, seed):
                by_shelf[case.shelf].append(case)
    done: dict[tuple[str, Lang], list[Outcome]] = defaultdict(list)
    for shelf in held:
        cases = by_shelf[shelf.name]
        random.Random(seed).shuffle(cases)  # what is said in one paragraph must not help with the next
        with Library.open(built(shelf.path, shelf.files)) as library:
            for outcome in outcomes(library, cases):
                done[outcome.case.kind, outcome.case.lang].append(outcome)
    print(
        "| true sentences | false alarms zh | en | both | allowed | uncheckable | reasons |\n"
        + "|---" * 7
        + "|"
    )
    for kind in (kind for kind in TRUE if kind in kinds):
        print(_line(kind, done, ALLOWED[kind], caught=False), flush=True)
    print("\n| mutants | caught zh | en | both | needed | contradicted | reasons |\n" + "|---" * 7 + "|")
    for kind in (kind for kind in FALSE if kind in kinds):
        print(_line(kind, done, WANTED[kind], caught=True), flush=True)
    if details:
        _list_mistakes(done)


def _line(kind: str, done: dict[tuple[str, Lang], list[Outcome]], bound: float, *, caught: bool) -> str:
    both = [one for lang in LANGS for one in done[kind, lang]]
    cells = [_share(done[kind, lang]) for lang in LANGS]
    share = sum(one.alarmed for one in both) / len(both) if both else 0.0
    missed = share < bound if caught else share > bound
    whole = f"**{_number(share)}**" if missed else _number(share)
    label = "contradicted" if caught else "uncheckable"
    reached = sum(one.label == label for one in both) / len(both) if both else 0.0
    codes = Counter(code for one in both if one.alarmed for code in set(one.codes))
    reasons = ", ".join(f"{code} {times}" for code, times in codes.most_common(3))
    return (
        f"| {kind} | {cells[0]} | {cells[1]} | {whole} | {_number(bound)} | {_number(reached)} | {reasons} |"
    )


def _share(found: Sequence[Outcome]) -> str:
    alarmed = sum(one.alarmed for one in found)
    return f"{alarmed}/{len(found)} {_number(alarmed / len(found))}" if found else "none"


def _number(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def _list_mistakes(done: dict[tuple[str, Lang], list[Outcome]]) -> None:
    for (kind, lang), found in done.items():
        wrong = [one for one in found if one.alarmed != (kind in FALSE)]
        if wrong:
            print(f"\n{kind}, {lang}: {len(wrong)} of {len(found)} wrong")
        for one in wrong[:SHOWN]:
            print(f"  {one.case.text}\n    from {one.case.shelf}: {one.case.origin}")
            print(f"    {one.label}: {', '.join(one.codes)}")


def main() -> None:
    """Measure the parts named, or all."""
    parts = ("mutations", "attribution", "speed", "bad-input")
    parser = argparse.ArgumentParser(prog="bench.check", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(parts))
    parser.add_argument("--sentences", type=int, default=150, help="of each kind and language (150)")
    parser.add_argument("--kinds", default=",".join((*TRUE, *FALSE)), help="of mutations; all by default")
    parser.add_argument("--rows", type=int, default=0, help="of attribution; all by default")
    parser.add_argument("--passages", type=int, default=10_000, help="of the library for speed (10,000)")
    parser.add_argument("--kilobytes", type=int, default=64, help="of each text of bad-input (64)")
    parser.add_argument("--details", action="store_true", help="list what went wrong, ten of each kind")
    parser.add_argument("--seed", type=int, default=1, help="other sentences and changes for another one (1)")
    kept = Path(tempfile.gettempdir()) / f"yinzheng-check-{os.getuid()}"
    parser.add_argument("--cache", type=Path, default=kept, help=f"where libraries are kept ({kept})")
    options = parser.parse_args()
    named = options.parts or list(parts[:3])
    if unknown := [name for name in named if name not in parts]:
        raise SystemExit(f"no such part: {', '.join(unknown)}; there are {', '.join(parts)}")
    kinds = options.kinds.split(",")
    if unknown := [kind for kind in kinds if kind not in {**TRUE, **FALSE}]:
        raise SystemExit(f"no such kind: {', '.join(unknown)}; there are {', '.join((*TRUE, *FALSE))}")
    if not data.available() and not {"mutations", "bad-input"}.issuperset(named):
        raise SystemExit(f"the evaluation data is missing: expected at {data.DATA}")
    options.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    if "mutations" in named:
        mutations(list(shelves(options.cache)), kinds, options.sentences, options.seed, options.details)
    if "attribution" in named:
        check_attribution.measure(options.cache, options.rows, options.details)
    if "speed" in named:
        check_speed.measure(options.cache, options.passages)
    if "bad-input" in named:
        check_bad_input.measure(options.cache, options.kilobytes)


if __name__ == "__main__":
    main()
