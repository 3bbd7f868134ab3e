"""How well and how fast figures and claims are read: ``make bench`` or one set at a time.

    python -m bench.claims [specs fewfc quantulum seeds speed …] [--peer FOLDER] [--failures]

``--peer`` names a virtual environment with the peer, Microsoft's recognizers-text-suite; it is made where it
is missing. Then the peer is scored on its own suite and timed on the same text in the same run. Speed is
characters a second of CPU time on one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import claims_peer
from bench.claims_seeds import SEEDS, documents, score_claims, score_conflicts, score_quantities
from bench.claims_sets import SPECS, Score, cases, near, present, score_fewfc, score_quantulum, score_spec
from bench.data import DATA
from bench.speed import articles
from yinzheng.qa.grammar.once import LONGEST
from yinzheng.types import Document

SETS = ("specs", "fewfc", "quantulum", "seeds", "speed")
QUANTITY_SPEED, CLAIM_SPEED, PEER_RATIO = 300_000, 20_000, 20
"""What must be reached: characters a second, and times the peer's speed."""


def main() -> None:
    """Measure the sets named, or all."""
    parser = argparse.ArgumentParser(prog="bench.claims", description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="set", help=", ".join(SETS))
    parser.add_argument("--peer", type=Path, help="the peer's virtual environment, made where it is missing")
    parser.add_argument("--failures", action="store_true", help="list what is wrong under each line")
    options = parser.parse_args()
    names = options.sets or list(SETS)
    if unknown := [name for name in names if name not in SETS]:
        raise SystemExit(f"no such set: {', '.join(unknown)}; there are {', '.join(SETS)}")
    peer = _peer(options.peer) if options.peer else None
    print("| measured | reached | must reach | |\n|---|---|---|---|", flush=True)
    for name in names:
        for score in {"specs": specs, "fewfc": fewfc, "quantulum": quantulum, "seeds": seeds}.get(
            name, list
        )():
            show(score, options.failures)
        if name == "specs" and peer:
            for score in peer_specs(peer):
                show(score, options.failures)
        if name == "speed":
            speed(peer)


def show(score: Score, failures: bool = False) -> None:
    """Print one line of the table."""
    target = f"{score.target:g} %" if score.target else ""
    mark = "" if not score.target else "reached" if score.percent >= score.target else "**missed**"
    name = f"{score.name} ({score.note})" if score.note else score.name
    print(f"| {name} | {score.right}/{score.total} = {score.percent:.1f} % | {target} | {mark} |", flush=True)
    if failures:
        for line in score.failures:
            print("    -", line)


def specs() -> list[Score]:
    """The peer's own suite."""
    from yinzheng.qa.quantities import quantities

    if not present("recognizers_specs"):
        return _missing("recognizers_specs")
    return [score_spec(lang, model, quantities) for lang, model in SPECS]


def peer_specs(python: Path) -> list[Score]:
    """The peer's Python package on its own suite, counted in the same way."""
    scores = []
    for lang, model in SPECS:
        score = Score(f"  the peer: {lang} {model}")
        wanted = cases(lang, model)
        rows = _ask_peer(python, lang, model, [case.text for case in wanted])["results"]
        for case, row in zip(wanted, rows, strict=True):
            # The pair (start, end) is compared as the value is, since the names are the peer's own.
            got = {
                (s, e): (v[:-1] if model == "Percent" and v and v.endswith("%") else v, u)
                for s, e, v, u in row
            }
            right = len(got) == len(case.expected) and all(
                (s, e) in got
                and got[s, e][1] == (u if model != "Percent" else "")
                and (
                    got[s, e][0] == v
                    or (v is not None and got[s, e][0] is not None and _near(got[s, e][0], v))
                )
                for s, e, v, u in case.expected
            )
            score.total += 1
            score.right += right
        scores.append(score)
    return scores


def _near(a: str, b: str) -> bool:
    try:
        return near(a, b)
    except ValueError:
        return False


def fewfc() -> list[Score]:
    """Finance sentences."""
    from yinzheng.qa.quantities import quantities

    return list(score_fewfc(quantities)) if present("fewfc") else _missing("fewfc")


def quantulum() -> list[Score]:
    """The tests of quantulum3."""
    from yinzheng.qa.quantities import quantities

    return list(score_quantulum(quantities)) if present("quantulum3_tests") else _missing("quantulum3_tests")


def seeds() -> list[Score]:
    """The labelled documents."""
    from yinzheng.qa.claims import claims
    from yinzheng.qa.quantities import quantities

    if not SEEDS.is_dir():
        return _missing("seeds")
    return [*score_quantities(quantities), *score_claims(claims), *score_conflicts()]


def _missing(name: str) -> list[Score]:
    print(f"| {name} | not there: expected beside the repository in {DATA.parent.name} | | |")
    return []


# -- speed --------------------------------------------------------------------------------------------------


def _timed(function: Callable[[], Any]) -> float:
    begin = time.process_time()
    function()
    return time.process_time() - begin


def _texts(lang: str, size: int) -> list[str]:
    """Chinese news or English earnings calls, about so many characters.

    News stands several to a text: what was read of a short one is kept, and would be timed once only.
    """
    out: list[str] = []
    part = ""
    if lang == "zh":
        source = articles()
    else:
        with gzip.open(DATA / "ectsum" / "test.jsonl.gz", "rt", encoding="utf-8") as lines:
            source = iter(["\n".join(json.loads(line)["ect"]) for line in lines])
    while sum(map(len, out)) < size:
        text = next(source, None)
        if text is None:
            break
        part += f"{text}\n"
        if len(part) > LONGEST:
            out.append(part)
            part = ""
    return out


def _document(text: str, number: int, lang: str) -> Document:
    return Document(
        id=f"{lang}{number}", source=f"{number}.txt", title="", text=text, sha256="", added_at="",
        lang="zh" if lang == "zh" else "en", media_type="text/plain",
    )  # fmt: skip


def speed(peer: Path | None) -> None:
    """Characters a second for quantities and claims; the peer on the same text; a document of digits."""
    from yinzheng.qa.claims import claims
    from yinzheng.qa.quantities import quantities

    sets: dict[str, list[Document]] = {
        "Chinese news": [_document(t, n, "zh") for n, t in enumerate(_texts("zh", 200_000))],
        "English calls": [_document(t, n, "en") for n, t in enumerate(_texts("en", 200_000))],
    }
    if SEEDS.is_dir():
        sets["seeds"] = [document for document, _labels in documents()]
    for name, docs in sets.items():
        size = sum(len(d.text) for d in docs)
        quantities(docs[0].text)  # the tables are built on first use
        seconds = min(_timed(lambda docs=docs: [quantities(d.text) for d in docs]) for _ in range(3))  # type: ignore[misc]
        _line(f"quantities, {name}", size / seconds, QUANTITY_SPEED)
        claims(docs[0])
        seconds = min(_timed(lambda docs=docs: [claims(d) for d in docs]) for _ in range(2))  # type: ignore[misc]
        _line(f"claims, {name}", size / seconds, CLAIM_SPEED)
    if peer:
        for lang, name in (("zh", "Chinese news"), ("en", "English calls")):
            texts = [t[:2000] for t in _texts(lang, 20_000)][:10]
            size = sum(map(len, texts))
            ours = min(_timed(lambda texts=texts: [quantities(t) for t in texts]) for _ in range(3))  # type: ignore[misc]
            # The best of three for both: what else the machine does slows one run or the other.
            runs = [_ask_peer(peer, lang, None, texts)["cpu"] for _ in range(3)]
            best = {model: min(float(run[model]) for run in runs) for model in runs[0]}
            for said, models in {
                "numbers, percentages, currencies, dimensions": {model for _lang, model in SPECS},
                "those, ages, temperatures, dates: what quantities() reads": set(best),
            }.items():
                theirs = sum(seconds for model, seconds in best.items() if model in models)
                mark = "reached" if theirs / ours >= PEER_RATIO else "**missed**"
                peer_speed = f"{size / theirs:,.0f} characters a second"
                print(
                    f"| times the peer's speed, {name} ({said}: {peer_speed})"
                    f" | {theirs / ours:.0f} | {PEER_RATIO} | {mark} |",
                    flush=True,
                )
    for name, text in {
        "digits alone": "1234567890" * 200_000,
        "groups of digits": "1,234,567 " * 200_000,
        "Chinese numerals": "一二三四五六七八九十" * 200_000,
    }.items():
        seconds = _timed(lambda text=text: quantities(text))  # type: ignore[misc]
        print(f"| 2 million characters of {name} | {seconds:.1f} s | finishes | reached |", flush=True)


def _line(name: str, reached: float, target: int) -> None:
    mark = "reached" if reached >= target else "**missed**"
    print(f"| {name} | {reached:,.0f} characters a second | {target:,} | {mark} |", flush=True)


# -- the peer -----------------------------------------------------------------------------------------------


def _peer(folder: Path) -> Path:
    """The Python of the peer's environment, which is made where it is missing."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", *claims_peer.REQUIREMENTS]
        subprocess.run(command, check=True)
    return python


def _ask_peer(python: Path, lang: str, model: str | None, texts: list[str]) -> dict[str, Any]:
    job = json.dumps({"lang": lang, "model": model, "texts": texts})
    answer = subprocess.run(
        [str(python), str(Path(claims_peer.__file__))], input=job, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise SystemExit(f"the peer failed: {answer.stderr.strip().splitlines()[-1]}")
    result: dict[str, Any] = json.loads(answer.stdout)
    return result


if __name__ == "__main__":
    main()
