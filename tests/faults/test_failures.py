"""The k-th write, sync or rename fails, once or from then on; disks fill up: nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from tests.faults.counting import COUNT, count, report
from tests.faults.libraries import FEW, MANY, dumped, filled, sources, tiny
from tests.faults.looking import faults
from tests.faults.server import Server, Task
from yinzheng.errors import YinzhengError

pytestmark = pytest.mark.faults
Servers = Callable[[str], Server]
Whole = dict[tuple[int, int], list[bytes]]


def fail_at_changes(
    server: Server, place: Path, whole: Whole, ks: Collection[int], *, sticky: bool, error: int
) -> tuple[int, list[str]]:
    """Have each of these changes fail while texts are added; count the errors, and name the faults."""
    told = 0
    wrong: list[str] = []
    filled(place / "made", FEW)
    before = {document.decode() for document in dumped(place / "made")[1:-1]}
    allowed = {*whole[len(FEW), 0], *whole[len(MANY), 1]}
    given = sources(place / "sources", MANY, 1)
    for k in ks:
        folder = place / "library"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(place / "made", folder)
        ran = server.run(Task("add", str(folder), str(given), "fail", k, sticky, error))
        at = f"{'from ' if sticky else ''}{k} ({errno.errorcode[error]}): "
        if ran.status == 2:
            wrong.append(f"{at}{ran.told}")
        wrong += [at + fault for fault in faults(folder, allowed, [*old(before), *ran.stored])]
        told += ran.status == 1
        ran = server.run(Task("add", str(folder), str(given)))
        if ran.status or dumped(folder) != whole[len(MANY), 1]:
            wrong.append(f"{at}adding again gives another library ({ran.told})")
        if wrong:
            break
    return told, wrong


def old(lines: Collection[str]) -> list[str]:
    """The sources of the documents in a dump's lines."""
    import json

    return [json.loads(line)["source"] for line in lines]


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("sticky", [False, True], ids=["once", "from-then-on"])
def test_a_change_that_fails_is_an_error_and_loses_nothing(
    servers: Servers, whole: Whole, tmp_path: Path, sticky: bool, error: int
) -> None:
    last = 250
    wanted = min(last, count(3, 0.25))
    ks = sorted({1 + round(n * (last - 1) / (wanted - 1)) for n in range(wanted)})
    told, wrong = fail_at_changes(servers(""), tmp_path, whole, ks, sticky=sticky, error=error)
    assert not wrong
    assert told > 0
    how = "from then on" if sticky else "once"
    report(f"changes that failed with {errno.errorcode[error]} {how}: {len(ks)}, told: {told}, faults: 0")


def test_the_harness_sees_a_build_that_swallows_errors(
    servers: Servers, whole: Whole, tmp_path: Path
) -> None:
    ks = range(2, 80, 3)
    server = servers("errors_swallowed")
    assert fail_at_changes(server, tmp_path, whole, ks, sticky=True, error=errno.ENOSPC)[1]


def test_when_nothing_can_be_written_any_more_searches_answer(servers: Servers, tmp_path: Path) -> None:
    filled(tmp_path / "made", MANY)
    asked = 0
    for k in range(1, 60) if COUNT else (1, 5):
        for cached in (True, False):
            folder = tmp_path / "library"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(tmp_path / "made", folder)
            if not cached:
                shutil.rmtree(folder / "cache")
            ran = servers("").run(Task("ask", str(folder), "收入", "fail", k, True, errno.ENOSPC))
            assert ran.status == 0, ran
            asked += 1
    report(f"searches while writes fail: {asked}, faults: 0")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of twelve megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", place], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("needs the right to mount a tmpfs")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_on_a_full_disk_adding_says_so_and_the_library_stays_sound(small_disk: Path, tmp_path: Path) -> None:
    folder = small_disk / "library"
    filled(tmp_path / "library", MANY)
    allowed = dumped(tmp_path / "library")
    with tiny(folder, create=True) as library:
        library.add([tmp_path / "sources"])
    more = sources(tmp_path / "more", range(100, 160))
    (small_disk / "ballast").write_bytes(bytes(os.statvfs(small_disk).f_bavail * 4096 - 300_000))
    with pytest.raises(YinzhengError, match=r"full|No space|cannot be written"), tiny(folder) as library:
        library.add([more])
    with tiny(folder) as library:
        there = {document.source for document in library.documents()}
        assert len(there) >= len(MANY)
        assert library.search("收入", rerank=False)
    (small_disk / "ballast").unlink()
    with tiny(folder) as library:
        library.add([more])
        assert len(library.documents()) == len(MANY) + 60
        assert library.doctor().sound
    assert len(allowed) == len(MANY) + 2
