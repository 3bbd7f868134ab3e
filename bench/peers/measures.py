"""What is measured of a peer: its pace, its features by doing, its recall, its latency."""

from __future__ import annotations

import random
import shutil
import signal
import statistics
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.peers.environments import Environment
from bench.peers.jobs import Done, JobFailed, isolation, run
from bench.peers.roster import Peer
from bench.peers.sets import Asked, Texts, repetitive

K = 10
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """A peer with its Python and the folder of the model that all share."""

    peer: Peer
    environment: Environment
    model: Path

    def job(self, do: str, store: Path, **more: Any) -> dict[str, Any]:
        """A job as ``serving`` describes it."""
        job = {"do": do, "store": str(store), "model": str(self.model), "settings": self.peer.settings}
        return job | {"k": K} | more

    def run(self, *jobs: dict[str, Any], **how: Any) -> Done:
        """Do jobs in one process; see ``jobs.run``."""
        return run(self.environment.python, self.peer.module, jobs, **how)


def given(texts: Texts) -> dict[str, Any]:
    """The texts, as a job has them."""
    return {"passages": texts.passages, "documents": str(texts.folder)}


def indexing(bench: Bench, texts: Texts, folder: Path) -> Figures:
    """Index the texts once: passages a second and a CPU second, with start and without, and memory."""
    store = folder / "store"
    shutil.rmtree(store, ignore_errors=True)
    done = bench.run(bench.job("build", store, **given(texts)))
    count = len(texts.passages)
    shutil.rmtree(store)
    return {
        "a second": count / done.seconds,
        "a CPU second": count / done.cpu,
        "alone, a second": count / done.answers[0]["work"],
        "alone, a CPU second": count / done.answers[0]["work_cpu"],
        "peak memory": done.peak_mb,
    }


def latency(bench: Bench, store: Path, questions: Sequence[str]) -> Figures:
    """From the start of a process to its first answer, and of each question after it: wall and CPU time."""
    done = bench.run(bench.job("search", store, questions=questions))
    answer = done.answers[0]
    if not answer["found"][0]:
        raise JobFailed("nothing was found")
    times = sorted(answer["ms"][1:])
    return {
        "cold": done.marks["first"],
        "cold CPU": answer["start_cpu"],
        "warm p50": statistics.median(times),
        "warm p95": times[round(0.95 * (len(times) - 1))],
        "warm CPU": statistics.median(answer["cpu_ms"][1:]),
    }


def quality(bench: Bench, every: Sequence[Asked], stores: Sequence[Path], memory: Path) -> list[Figures]:
    """Recall@1, recall@5 and mean reciprocal rank of each set; stores that are not there are made."""
    jobs = []
    for asked, store in zip(every, stores, strict=True):
        if not store.exists():
            texts = given(asked.texts) | {"untitled": True}
            jobs.append(bench.job("build", store, memory=str(memory), **texts))
        jobs.append(bench.job("search", store, memory=str(memory), questions=asked.questions))
    answers = bench.run(*jobs).answers
    searched = [answer["found"] for answer in answers if "found" in answer]
    return [score(found, asked.wanted) for found, asked in zip(searched, every, strict=True)]


def score(found: Sequence[Sequence[str]], wanted: Sequence[str]) -> dict[str, float]:
    """Recall@1, recall@5, MRR@10 of ``document:passage`` ids; a document counts where it first stands."""
    ranks = []
    for ids, document in zip(found, wanted, strict=True):
        documents = list(dict.fromkeys(one.partition(":")[0] for one in ids[:K]))
        ranks.append(documents.index(document) + 1 if document in documents else 0)
    return {
        "recall@1": statistics.mean(rank == 1 for rank in ranks),
        "recall@5": statistics.mean(0 < rank <= 5 for rank in ranks),
        "MRR@10": statistics.mean(1 / rank if rank else 0.0 for rank in ranks),
    }


def features(bench: Bench, texts: Texts, folder: Path, kills: int) -> Figures:
    """Try what matters: offsets into the text, no network, kill -9; and the vectors of ``SAMPLE``."""
    names = sorted({passage["id"].partition(":")[0] for passage in texts.passages})
    base, more = names[: len(names) // 3], names[len(names) // 3 :]
    first, rest = texts.part(base, folder / "first"), texts.part(more, folder / "rest")
    store = folder / "store"
    out: Figures = {}
    text = repetitive()
    jobs = (
        bench.job("build", store, **given(first)),
        bench.job("search", store, questions=[QUESTION]),
        bench.job("look", folder / "look", text=text, question=SAMPLE[0], passage=SAMPLE[1]),
    )
    try:
        done = bench.run(*jobs, alone=True)
        out["offline"] = "yes" if done.answers[1]["found"][0] else "no: nothing found"
    except JobFailed as failure:
        shutil.rmtree(store, ignore_errors=True)
        done = bench.run(*jobs)
        out["offline"] = f"no: {failure}"
    if done.reached:
        out["offline"] += f", tried {', '.join(done.reached)}"
    if not isolation():
        out["offline"] += " (only Python's own sockets were blocked)"
    looked = done.answers[2]
    out["offsets"] = judge_offsets(text, looked["parts"])
    out["vectors"] = looked["vectors"] or []
    work = done.answers[0]["work"] * len(rest.passages) / len(first.passages)
    out["kills"] = killed(bench, (first, rest), store, work, kills)
    return out


SAMPLE = ("这家公司去年的营业收入是多少？", "报告期内，公司实现营业收入 86.4 亿元，比上年增长 31.5%。")
QUESTION = "会议讨论了哪些关于经济增长的问题？"


def judge_offsets(text: str, parts: Sequence[tuple[int, int, str]] | None) -> str:
    """Whether the parts of a text stand where their offsets say, each at a place of its own, and cover it."""
    if parts is None:
        return "no: gives none"
    wrong = sum(start is None or text[start:end] != part for start, end, part in parts)
    if wrong:
        return f"no: {wrong} of {len(parts)} parts stand elsewhere"
    starts = [start for start, _, _ in parts]
    if starts != sorted(set(starts)):
        return "no: parts share a place"
    covered = bytearray(len(text))
    for start, end, _ in parts:
        covered[start:end] = b"\1" * (end - start)
    left = sum(not covered[at] and not char.isspace() for at, char in enumerate(text))
    return f"no: {left} characters in no part" if left else f"yes, {len(parts)} of {len(parts)}"


def killed(bench: Bench, parts: tuple[Texts, Texts], store: Path, work: float, kills: int) -> str:
    """Kill -9 while the second part is added to a copy of the store of the first.

    Every second time it comes as the process begins to write, else at some time of the ``work`` seconds that
    adding should take. After each the store must open, answer, hold all of the first part, and of the second
    whole documents only.
    """
    first, rest = parts
    whole = defaultdict(set)
    for passage in (*first.passages, *rest.passages):
        whole[passage["id"].partition(":")[0]].add(passage["id"])
    old = {passage["id"].partition(":")[0] for passage in first.passages}
    trial = store.with_name("trial")
    wait = random.Random(9)
    kept, faults = [], []
    for number in range(kills):
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(store, trial)
        job = bench.job("add", trial, **given(rest))
        try:
            bench.run(job, on_ready=_Killer(trial, work, number, wait))
        except JobFailed as failure:
            if "SIGKILL" not in str(failure):
                raise
        else:
            continue  # it was done before the signal came
        try:
            answer = bench.run(bench.job("held", trial, questions=[QUESTION])).answers[0]
        except JobFailed as failure:
            faults.append(f"did not open ({failure})")
            continue
        fault, share = judge_held(answer["ids"], whole, old)
        if not answer["found"][0]:
            fault = fault or "found nothing"
        if fault:
            faults.append(fault)
        else:
            kept.append(share)
    tried = len(kept) + len(faults)
    if faults:
        return f"no, {len(faults)} of {tried}: {faults[0]}"
    share = statistics.mean(kept) if kept else 0.0
    return f"yes, {tried} of {tried}; kept {share:.0%} of what was added"


def judge_held(ids: Iterable[str], whole: dict[str, set[str]], old: set[str]) -> tuple[str, float]:
    """What is wrong with the passages in a store, or ``""``, and the share of new documents in it."""
    held = defaultdict(set)
    for one in ids:
        held[one.partition(":")[0]].add(one)
    if missing := [name for name in old if held[name] != whole[name]]:
        return f"{len(missing)} documents of before were gone", 0.0
    if half := [name for name, passages in held.items() if passages and passages != whole[name]]:
        return f"{len(half)} documents were there in part", 0.0
    return "", sum(bool(held[name]) for name in whole if name not in old) / (len(whole) - len(old))


class _Killer:
    """Ends a process in the midst of its work: after a share of its time, or as it begins to write."""

    def __init__(self, store: Path, work: float, number: int, wait: random.Random) -> None:
        self._store, self._number = store, number
        self._until = work * wait.uniform(0.2, 0.9)
        self._pause = wait.choice((0.0, wait.uniform(0, 0.01)))
        self._limit = 2 * work + 5

    def __call__(self, process: subprocess.Popen[bytes]) -> None:
        seen = _state(self._store)
        if self._number % 2 == 0:
            time.sleep(self._until)
        else:
            end = time.perf_counter() + self._limit
            while _state(self._store) == seen and time.perf_counter() < end:
                time.sleep(0.0002)
            time.sleep(self._pause)
        process.send_signal(signal.SIGKILL)


def _state(folder: Path) -> set[tuple[str, int, int]]:
    found = set()
    for path in folder.rglob("*"):
        try:
            status = path.lstat()
        except FileNotFoundError:  # a temporary file that was just renamed
            continue
        found.add((str(path), status.st_size, status.st_mtime_ns))
    return found
