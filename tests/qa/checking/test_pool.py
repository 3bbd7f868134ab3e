from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from yinzheng import Library, processes
from yinzheng.qa import check as checks
from yinzheng.qa.checking import pool

FACTS = [
    "江舟储能2024年营收12.84亿美元。",
    "Quill Harbor opened its second plant in May 2024.",
    "南湖电池的循环寿命为6000次。",
    "The board approved a dividend of $0.35 per share.",
]
SAID = [
    "江舟储能2024年营收12.84亿美元。",
    "江舟储能2024年营收13.84亿美元。",
    "Quill Harbor opened its second plant in June 2024.",
    "The board approved a dividend of $0.35 per share.",
    "火星上没有银行。",
    "南湖电池的循环寿命为6000次。",
]


@pytest.fixture
def long_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Library, str]:
    monkeypatch.setattr(pool, "WORTH", 1)
    monkeypatch.setattr(checks, "_TOGETHER", 2)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    library = Library.open(tmp_path / "library", create=True)
    for number, fact in enumerate(FACTS):
        library.add_text(fact, source=f"{number}.txt")
    return library, "\n\n".join(SAID * 3)


class Counted:
    def __init__(self) -> None:
        self.total = self.steps = 0

    def start(self, total: int) -> None:
        self.total = total

    def step(self, source: str) -> None:
        self.steps += 1

    def done(self) -> None: ...


def test_several_processes_give_the_verdicts_that_one_gives(
    long_text: tuple[Library, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library, text = long_text
    seen = Counted()
    with library:
        together = library.check(text, progress=seen)
        monkeypatch.setattr(pool, "WORTH", 10**6)
        alone = library.check(text)
    assert together == alone
    assert (seen.total, seen.steps) == (18, 18)
    assert [v.label for v in alone.verdicts[:3]] == ["supported", "contradicted", "contradicted"]


def test_a_worker_that_dies_takes_no_statement_with_it(
    long_text: tuple[Library, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library, text = long_text
    started = processes.started
    ended: list[int] = []

    def dying(module: str) -> subprocess.Popen[bytes]:
        worker = started(module)
        os.kill(worker.pid, signal.SIGKILL)
        ended.append(worker.wait())
        return worker

    monkeypatch.setattr(processes, "started", dying)
    with library:
        report = library.check(text)
    assert ended == [-signal.SIGKILL]
    assert len(report.verdicts) == 18


def test_a_block_that_fails_elsewhere_is_judged_here() -> None:
    shared = pool._Shared([(0, 2), (2, 3)])
    first = shared.take()
    assert first == (0, 2)
    shared.put((2, 3), [])
    shared.give_back(first)
    shared.wait()  # something waits: it returns at once
    assert shared.left() == 2
    assert shared.take() == (0, 2)


def test_short_texts_start_no_process() -> None:
    assert pool.helpers(pool.WORTH - 1) == 0
