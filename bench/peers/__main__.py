"""Measure the peers and ourselves in one run, in turns, and print the tables: ``make bench-peers``.

python -m bench.peers [--cache FOLDER] [--quick] [--only NAME …] [--parts PART …]
                      [--sizes turns=1 …] [--print] [--write]

Environments, weights and vectors are kept in the cache folder (``YINZHENG_BENCH_CACHE``), and after
every step what was measured, a file of JSON for each part, so that parts can be measured one by one;
``--print`` shows what is there, and ``--write`` puts it into ``bench/PEERS.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bench.data import DATA, available
from bench.peers import measures, sets
from bench.peers.environments import ROOT, Environment, disk, environment
from bench.peers.jobs import JobFailed
from bench.peers.measures import Bench
from bench.peers.roster import PEERS, Peer
from bench.peers.table import VECTORS, Results, tables


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    passages: int
    turns: int
    warm: int
    paragraphs: int
    questions: int
    kills: int

    def with_changes(self, changes: list[str]) -> Sizes:
        """The same with some sizes as they are written on the command line, ``turns=1``."""
        try:
            return replace(
                self, **{name: int(number) for name, _, number in (c.partition("=") for c in changes)}
            )
        except (TypeError, ValueError):
            raise SystemExit(f"no such sizes: {' '.join(changes)}; there are {'; '.join(_HELP)}") from None


_HELP = (
    "passages to index",
    "turns of timed work",
    "warm questions in each",
    "paragraphs in a set",
    "questions asked of it",
    "kills while adding",
)
WHOLE = Sizes(passages=120, turns=3, warm=60, paragraphs=256, questions=120, kills=4)
QUICK = Sizes(passages=20, turns=1, warm=5, paragraphs=10, questions=5, kills=2)


PAGE = ROOT / "bench" / "PEERS.md"
MARK = "<!-- what follows is printed by python -m bench.peers -->\n"


class Run:
    """Everything measured so far, kept in a file; a peer that fails in a part is out of it, and named."""

    def __init__(self, part: str, cache: Path, sizes: Sizes, chosen: list[Peer]) -> None:
        self.part, self.cache, self.sizes = part, cache, sizes
        self.results: Results = {peer.name: {"figures": {}, "said": {}, "failed": {}} for peer in chosen}
        self.benches: list[Bench] = []
        self.about: dict[str, Any] = asdict(sizes) | {
            "measured": time.strftime("%Y-%m-%d", time.gmtime()) + ", " + machine()
        }

    def note(self, peer: Peer, measure: str, value: float) -> None:
        """Add a value of a measure."""
        self.results[peer.name]["figures"].setdefault(measure, []).append(value)

    @contextlib.contextmanager
    def step(self, peer: Peer, what: str) -> Iterator[None]:
        """Say what is done and how long it took; catch a peer's failure and keep its reason."""
        begin = time.perf_counter()
        try:
            yield
        except JobFailed as failure:
            self.results[peer.name]["failed"][self.part] = str(failure)
            print(f"{peer.name}: {what} failed: {failure}", file=sys.stderr, flush=True)
        else:
            print(f"{peer.name}: {what}, {time.perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)
        self.save()

    def running(self) -> list[Bench]:
        """Who takes part and has not failed."""
        return [bench for bench in self.benches if not self.results[bench.peer.name]["failed"]]

    def save(self) -> None:
        """Write the results of this part; what was measured before of peers that were left out now stays."""
        path = self.cache / f"results-{self.part}.json"
        before = json.loads(path.read_text("utf-8"))["results"] if path.exists() else {}
        kept = {"about": self.about, "results": before | self.results}
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")


def weights(cache: Path) -> Path:
    """The built-in encoder's source as a sentence-transformers folder, made where it is not there."""
    model = cache / "model"
    if not (model / "modules.json").exists():
        shutil.rmtree(model, ignore_errors=True)
        command = [sys.executable, "-m", "tools.build_encoder", "--export-sentence-transformers", str(model)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return model


def install(run: Run, folder: Path) -> None:  # noqa: ARG001 - every part has a folder
    """Note what installing took."""
    for bench in run.running():
        run.note(bench.peer, "download", bench.environment.download_mb)
        run.note(bench.peer, "install", bench.environment.install_cpu_s)
        run.note(bench.peer, "disk", bench.environment.disk_mb)


def index(run: Run, folder: Path) -> None:
    """Index news, in turns."""
    texts = sets.news(folder / "news", run.sizes.passages)
    run.about["indexed passages"] = len(texts.passages)
    run.about["characters a passage"] = round(statistics.mean(len(p["text"]) for p in texts.passages))
    for turn in range(run.sizes.turns):
        for bench in run.running():
            with run.step(bench.peer, f"indexing, turn {turn + 1}"):
                for measure, value in measures.indexing(bench, texts, folder).items():
                    run.note(bench.peer, measure, value)


def features(run: Run, folder: Path) -> None:
    """Try offsets, kills and the missing network."""
    texts = sets.news(folder / "feature-news", run.sizes.passages // 2)
    for bench in run.running():
        with run.step(bench.peer, "features"):
            place = folder / f"features-{bench.peer.name}"
            found = measures.features(bench, texts, place, run.sizes.kills)
            for name, vector in zip(VECTORS, found.pop("vectors"), strict=False):
                run.results[bench.peer.name]["figures"][name] = vector
            run.results[bench.peer.name]["said"] |= found


def quality(run: Run, folder: Path) -> None:
    """Ask every set; the stores of the mixed one stay for ``latency``."""
    every = [
        sets.asked(task, folder / f"set-{task.name}", run.sizes.paragraphs, run.sizes.questions)
        for task in sets.tasks()
    ]
    run.about["questions and paragraphs"] = {
        asked.name: f"{len(asked.questions)} of {len(asked.texts.passages)}" for asked in every
    }
    for bench in run.running():
        with run.step(bench.peer, "quality"):
            stores = [store_of(bench.peer, folder, asked.name) for asked in every]
            scored = measures.quality(bench, every, stores, run.cache / "vectors.sqlite")
            for asked, scores in zip(every, scored, strict=True):
                for measure, value in scores.items():
                    run.note(bench.peer, f"{asked.name} {measure}", value)


def store_of(peer: Peer, folder: Path, name: str) -> Path:
    """Where a peer's store of a set is."""
    return folder / f"store-{name}-{peer.store_of or peer.name}"


def latency(run: Run, folder: Path) -> None:
    """Ask from cold and then warm, in turns, in the library of both languages."""
    task = next(task for task in sets.tasks() if task.name == sets.MIXED)
    asked = sets.asked(task, folder / "latency", run.sizes.paragraphs, run.sizes.warm)
    run.about["passages searched"] = len(asked.texts.passages)
    for bench in run.running():
        store = store_of(bench.peer, folder, task.name)
        with run.step(bench.peer, "a library to search"):
            if not store.exists():
                measures.quality(bench, [asked], [store], run.cache / "vectors.sqlite")
            if not bench.peer.store_of:
                run.note(bench.peer, "store", disk(store))
    for turn in range(run.sizes.turns):
        for bench in run.running():
            with run.step(bench.peer, f"searching, turn {turn + 1}"):
                store = store_of(bench.peer, folder, task.name)
                questions = asked.questions[turn:] + asked.questions[:turn]
                for measure, value in measures.latency(bench, store, questions).items():
                    run.note(bench.peer, measure, value)


PARTS: dict[str, Callable[[Run, Path], None]] = {
    "install": install,
    "indexing": index,
    "features": features,
    "quality": quality,
    "latency": latency,
}


def machine() -> str:
    """Processor, cores, load before the run, Python."""
    name = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{name}, {os.cpu_count()} cores{load}, {platform.system()}, Python {platform.python_version()}"


def show(cache: Path) -> str:
    """The tables of what was measured last of each part."""
    results: Results = {}
    about: list[str] = []
    names: list[str] = []
    for part in PARTS:
        path = cache / f"results-{part}.json"
        if not path.exists():
            continue
        kept = json.loads(path.read_text("utf-8"))
        names = names or list(kept["about"].get("questions and paragraphs", {}))
        about += [f"- {part}: " + "; ".join(f"{name} {value}" for name, value in kept["about"].items())]
        for name, had in kept["results"].items():
            for kind, values in had.items():
                results.setdefault(name, {"figures": {}, "said": {}, "failed": {}})[kind] |= values
    return "\n".join(about) + "\n\n" + tables(results, names)


def write(cache: Path, page: Path) -> None:
    """Put the tables of the last run below the marked line of a page; what stands above it stays."""
    above, line, _ = page.read_text("utf-8").partition(MARK)
    if not line:
        raise SystemExit(f"{page} has no line {MARK.strip()}: nothing is known of where the tables belong")
    page.write_text(above + line + "\n" + show(cache), "utf-8")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="bench.peers", description=(__doc__ or "").splitlines()[0])
    default = os.environ.get("YINZHENG_BENCH_CACHE", str(ROOT / ".bench-cache"))
    parser.add_argument("--cache", type=Path, default=Path(default), help="where environments are kept")
    parser.add_argument(
        "--quick", action="store_true", help="a few texts and questions, to see that it works"
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="peers whose names hold one of these words")
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), help="what to measure; all by default")
    parser.add_argument("--print", action="store_true", help="print the tables of the last run again")
    parser.add_argument("--sizes", nargs="+", default=[], metavar="NAME=NUMBER", help="; ".join(_HELP))
    parser.add_argument("--write", action="store_true", help="write the tables of the last run to the page")
    options = parser.parse_args()
    options.cache = options.cache.absolute()
    if options.print:
        print(show(options.cache))
    if options.write:
        write(options.cache, PAGE)
    if options.print or options.write:
        return
    if not available():
        raise SystemExit(f"the evaluation data is missing: expected at {DATA}")
    options.cache.mkdir(parents=True, exist_ok=True)
    words = [word.lower() for word in options.only or [""]]
    chosen = [peer for peer in PEERS if any(word in peer.name.lower() for word in words)]
    sizes = (QUICK if options.quick else WHOLE).with_changes(options.sizes)
    model = weights(options.cache)
    made: dict[str, Environment] = {}
    for name in dict.fromkeys(peer.environment for peer in chosen):
        print(f"{name}: its environment", file=sys.stderr, flush=True)
        made[name] = environment(name, options.cache)
    failed = False
    with tempfile.TemporaryDirectory(dir=options.cache) as folder:
        for part in options.parts or PARTS:
            run = Run(part, options.cache, sizes, chosen)
            for peer in chosen:
                if part not in peer.parts:
                    del run.results[peer.name]
                elif made[peer.environment].failed:
                    run.results[peer.name]["failed"]["install"] = made[peer.environment].failed
                else:
                    run.benches.append(Bench(peer, made[peer.environment], model))
            PARTS[part](run, Path(folder))
            run.save()
            failed = failed or any(had["failed"] for had in run.results.values())
    print(show(options.cache))
    sys.exit(failed)


if __name__ == "__main__":
    main()
