"""kill -9 during add, at random moments and at every call that changes a file: whole documents or none."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from tests.faults.counting import COUNT, SEED, count, report
from tests.faults.libraries import FEW, MANY, dumped, filled, sources
from tests.faults.looking import faults
from tests.faults.server import Mode, Server, Task

pytestmark = pytest.mark.faults
Servers = Callable[[str], Server]
Whole = dict[tuple[int, int], list[bytes]]


def kill_at_random(server: Server, place: Path, whole: Whole, kills: int, seed: int) -> tuple[int, list[str]]:
    """Kill ``kills`` adds, going on after each; return how many libraries were completed, and the faults."""
    rng = random.Random(seed)
    done = completed = 0
    wrong: list[str] = []
    allowed = {*whole[len(MANY), 0], *whole[len(MANY), 1]}
    folder, given = place / "library", place / "sources"
    once = server.run(Task("add", str(place / "timed"), str(sources(place / "timing", MANY)))).seconds
    while done < kills:
        shutil.rmtree(folder, ignore_errors=True)
        for version in (0, 1):
            sources(given, MANY, version)
            for attempt in range(200):
                # The longer it has not come to its end, the more time it gets.
                task = Task("add", str(folder), str(given), delay=rng.uniform(0, once * (1 + attempt / 6)))
                ran = server.run(task)
                wrong += faults(folder, allowed, ran.stored)
                if ran.status != -9:
                    assert ran.status == 0 or wrong, ran
                    break
                done += 1
                if wrong:
                    return completed, wrong
            if dumped(folder) != whole[len(MANY), version]:
                return completed, [*wrong, "adding again does not give the library of an undisturbed run"]
            completed += 1
            if done >= kills:
                break
    return completed, wrong


def kill_at_changes(
    server: Server, place: Path, whole: Whole, mode: Mode, ks: Collection[int]
) -> tuple[int, list[str]]:
    """Kill an add at each of these changes of files, then add again; return how many were, and the faults."""
    killed = 0
    wrong: list[str] = []
    for k in ks:
        folder, given = place / f"{mode}{k}" / "library", place / f"{mode}{k}" / "sources"
        folder.parent.mkdir()
        sources(given, FEW)
        ran = server.run(Task("add", str(folder), str(given), mode, k))
        wrong += [f"{mode} at {k}: {fault}" for fault in faults(folder, whole[len(FEW), 0], ran.stored)]
        killed += ran.status == -9
        if wrong:
            break
        ran = server.run(Task("add", str(folder), str(given)))
        if ran.status or dumped(folder) != whole[len(FEW), 0]:
            return killed, [f"{mode} at {k}: adding again gives another library ({ran.told})"]
        wrong += [
            f"{mode} at {k}, again: {fault}" for fault in faults(folder, whole[len(FEW), 0], ran.stored)
        ]
        shutil.rmtree(folder.parent)
    return killed, wrong


def changes(server: Server, place: Path) -> int:
    """How many calls an undisturbed add makes."""
    folder = place / "counted" / "library"
    folder.parent.mkdir()
    return server.run(Task("add", str(folder), str(sources(place / "counted-sources", FEW)))).changes


def test_random_kills_lose_nothing(servers: Servers, whole: Whole, tmp_path: Path) -> None:
    kills = count(6)
    completed, wrong = kill_at_random(servers(""), tmp_path, whole, kills, SEED)
    assert not wrong
    report(f"random kills during add: {kills}, libraries completed after them: {completed}, faults: 0")


@pytest.mark.parametrize("mode", ["kill", "torn"])
def test_a_kill_at_every_change_of_a_file_loses_nothing(
    servers: Servers, whole: Whole, tmp_path: Path, mode: Mode
) -> None:
    last = changes(servers(""), tmp_path)
    # All of them in a long run; spread over them in a short one, the first and last among them.
    wanted = min(last, count(5))
    ks = sorted({1 + round(n * (last - 1) / (wanted - 1)) for n in range(wanted)})
    killed, wrong = kill_at_changes(servers(""), tmp_path, whole, mode, ks)
    assert not wrong
    assert killed >= 0.9 * len(ks)
    how = "half-way through" if mode == "torn" else "before"
    report(f"kills {how} chosen changes of files: {killed} of {last} places, faults: 0")


@pytest.mark.parametrize("double", ["no_transactions", "late_commits"])
def test_the_harness_sees_builds_that_lose_or_halve_documents(
    servers: Servers, whole: Whole, tmp_path: Path, double: str
) -> None:
    server = servers(double)
    last = changes(server, tmp_path)
    ks = [round(last * share) for share in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)]
    assert kill_at_changes(server, tmp_path, whole, "kill", ks)[1]


def test_kills_while_removing_asking_repairing_and_backing_up(servers: Servers, tmp_path: Path) -> None:
    server = servers("")
    total = 0
    for do, given in (("remove", "sources/0001.txt"), ("ask", "收入"), ("repair", ""), ("backup", "copy")):
        place = tmp_path / do
        place.mkdir()
        filled(place / "made", FEW)
        before = dumped(place / "made")
        k, step = 1, 1 if COUNT else 30
        while True:
            folder = place / "library"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(place / "made", folder)
            if do in {"ask", "repair"}:
                shutil.rmtree(folder / "cache")
            if do == "backup":
                given = str(place / f"copy{k}")
            ran = server.run(Task(do, str(folder), given, "kill", k))  # type: ignore[arg-type]
            after = dumped(folder)
            if do != "remove":
                assert after == before
            else:
                assert len(after) in {len(before), len(before) - 1}
            assert not list(faults(folder, before, []))
            if ran.status != -9:
                assert ran.status == 0, ran
                assert do != "backup" or dumped(Path(given)) == before
                break
            if do == "backup" and Path(given).exists():
                assert dumped(Path(given)) == before  # killed behind its name
            total, k = total + 1, k + step
        assert k > 1
    report(f"kills during remove, search, repair and backup: {total}, faults: 0")
