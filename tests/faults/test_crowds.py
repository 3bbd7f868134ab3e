"""Several processes at one library: writers, readers, backups; forked, spawned; moved and copied."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import shutil
import sqlite3
import sys
import time
import warnings
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from tests.faults import doubles
from tests.faults.counting import COUNT, report
from tests.faults.libraries import dumped, filled, text, tiny
from yinzheng import Library
from yinzheng.errors import LibraryBusy, LibraryNewer, YinzhengError
from yinzheng.index import backup, database, schema
from yinzheng.index.database import FILE

pytestmark = pytest.mark.faults
EACH = 200 if COUNT else 5
"""Documents of each of the eight writers."""


def context() -> BaseContext:
    """Processes that are forked from a clean one: they share nothing with the tests."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.faults.libraries", "yinzheng.index.index", "yinzheng.qa.claims"])
    return made


def write(folder: Path, first: int, count: int, double: str, said: Path) -> None:
    """Add texts, and say how it ended."""
    if double:
        doubles.install(double)
    told = "done"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with tiny(folder, create=True) as library:
                for number in range(first, first + count):
                    library.add_text(text(number), f"{number:04d}")
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
            told = f"{type(error).__name__}: {error}"
    said.write_text(told)


def writers(folder: Path, each: int, double: str = "") -> list[str]:
    """Have eight processes write at once, and return how each ended."""
    said = [folder.parent / f"{folder.name}-{n}" for n in range(8)]
    running = [
        context().Process(target=write, args=(folder, 1000 * n, each, double, said[n]))  # type: ignore[attr-defined]
        for n in range(8)
    ]
    for process in running:
        process.start()
    if not double:
        look_on(folder, running)
    for process in running:
        process.join(timeout=900)
    return [path.read_text() if path.exists() else "killed" for path in said]


def look_on(folder: Path, running: list[multiprocessing.Process]) -> None:
    """Read while others write: each time whole documents, and never fewer than before."""
    before = 0
    while any(process.is_alive() for process in running):
        if not (folder / FILE).exists():
            time.sleep(0.01)
            continue
        with tiny(folder) as library:
            for _ in range(3):
                documents = library.documents()
                assert len(documents) >= before
                before = len(documents)
                for document in documents[-3:]:
                    assert library.document(document.id).text == text(int(document.source))
                    assert library.claims([document.id])
                library.search("收入", rerank=False)


def test_eight_writers_give_the_union(tmp_path: Path) -> None:
    assert writers(tmp_path / "library", EACH) == ["done"] * 8
    with tiny(tmp_path / "alone", create=True) as library:
        for n in range(8):
            for number in range(1000 * n, 1000 * n + EACH):
                library.add_text(text(number), f"{number:04d}")
    assert dumped(tmp_path / "library") == dumped(tmp_path / "alone")
    with tiny(tmp_path / "library") as library:
        assert library.doctor().sound
    report(f"writers at once: 8 × {EACH} documents, errors: 0, the union: yes")


def test_the_harness_sees_writers_that_do_not_wait(tmp_path: Path) -> None:
    told = writers(tmp_path / "library", 6, "no_patience")
    assert any(how.startswith("LibraryBusy") for how in told)


def test_a_writer_that_waited_too_long_is_told_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "library", range(3))
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    connection = sqlite3.connect(tmp_path / "library" / FILE, isolation_level=None)
    with contextlib.closing(connection) as other, tiny(tmp_path / "library") as library:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryBusy, match="try again"):
            library.add_text(text(9), "9")
        other.execute("ROLLBACK")
        library.add_text(text(9), "9")
        assert len(library.documents()) == 4


def test_an_empty_library_is_searched_whatever_the_encoder(tmp_path: Path) -> None:
    with tiny(tmp_path / "library", create=True) as library:  # it brings no means of its own
        assert library.search("收入", rerank=False) == []
        assert library.doctor().sound


def test_backups_while_others_write_are_whole_states_that_were(tmp_path: Path) -> None:
    folder = filled(tmp_path / "library", range(3))
    process = context().Process(  # type: ignore[attr-defined]
        target=write, args=(folder, 1000, 60 if COUNT else 8, "", tmp_path / "said")
    )
    process.start()
    taken = 0
    while process.is_alive() or taken < 3:
        with tiny(folder) as library:
            library.backup(tmp_path / f"copy{taken}")
        taken += 1
    process.join()
    assert (tmp_path / "said").read_text() == "done"
    whole = dumped(folder)
    seen = [3]
    for n in range(taken):
        lines = dumped(tmp_path / f"copy{n}")[1:-1]
        numbers = [int(json.loads(line)["source"]) for line in lines if b"sources/" not in line[:60]]
        assert numbers == list(range(1000, 1000 + len(numbers)))  # a state that was: in the order of adding
        assert set(lines) <= set(whole)
        assert len(lines) >= seen[-1]
        seen.append(len(lines))
        with tiny(tmp_path / f"copy{n}") as library:
            assert library.doctor().sound
    report(f"backups while others write: {taken}, of {len(set(seen))} states, faults: 0")


def test_the_harness_sees_backups_that_copy_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "backup", backup.backup)
    doubles.copied_files()
    with tiny(tmp_path / "library", create=True) as library:
        for number in range(20):
            library.add_text(text(number), f"{number}")
        library.backup(tmp_path / "copy")  # what was committed last is still in the log
        with contextlib.suppress(YinzhengError):
            assert dumped(tmp_path / "copy") != dumped(tmp_path / "library")


def use(folder: Path, said: Path) -> None:
    """Open a library, ask and add."""
    with tiny(folder) as library:
        assert library.search("收入", rerank=False)
        library.add_text(text(77), "77")
    said.write_text("done")


@pytest.mark.parametrize("method", ["spawn", "forkserver", "fork"])
def test_processes_of_every_start_method_have_their_own_connections(tmp_path: Path, method: str) -> None:
    folder = filled(tmp_path / "library", range(6))
    with tiny(folder) as library, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12+ warns of any thread when forking
        assert library.search("收入", rerank=False)
        process = multiprocessing.get_context(method).Process(  # type: ignore[attr-defined]
            target=use, args=(folder, tmp_path / "said")
        )
        process.start()
        process.join(timeout=120)
        assert (tmp_path / "said").read_text() == "done"
        assert library.document("77").text == text(77)
        library.add_text(text(78), "78")
        assert library.doctor().sound


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("double", ["", "inherited_connections"])
def test_an_open_library_that_comes_through_fork_connects_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, double: str
) -> None:
    folder = filled(tmp_path / "library", range(6))
    monkeypatch.setattr(database.Database, "connection", database.Database.connection)
    if double:
        doubles.install(double)
    with tiny(folder) as library:
        mine = id(library._index._store.db.connection)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            shared = id(library._index._store.db.connection) == mine
            os._exit(int(shared))
        shared = bool(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    assert shared == bool(double)


def test_a_library_that_is_moved_while_it_is_open_loses_nothing(tmp_path: Path) -> None:
    folder = filled(tmp_path / "library", range(6))
    with tiny(folder) as library:
        assert library.search("收入", rerank=False)
        folder.rename(tmp_path / "moved")
        try:
            library.add_text(text(9), "9")
        except YinzhengError:
            told = True
        else:
            told = False
        assert len(library.documents()) == (6 if told else 7)
        library._behind = False  # the place of its caches is gone
    with tiny(tmp_path / "moved") as library:
        assert len(library.documents()) == (6 if told else 7)
        assert library.search("mark1", rerank=False)
        assert library.doctor().sound
    assert not folder.exists()


def test_a_library_that_is_copied_by_files_when_nobody_writes_is_the_same(tmp_path: Path) -> None:
    folder = filled(tmp_path / "library", range(6))
    with tiny(folder) as library:  # open for reading alone
        assert library.search("收入", rerank=False)
        shutil.copytree(folder, tmp_path / "copy")
    assert dumped(tmp_path / "copy") == dumped(folder)
    with tiny(tmp_path / "copy") as library:
        assert library.doctor().sound


def test_a_clock_that_goes_backwards_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime, timedelta, tzinfo

    from yinzheng.corpus import load

    now = [datetime(2026, 1, 1).astimezone()]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            now[0] -= timedelta(days=40)
            return now[0].astimezone(tz)  # type: ignore[return-value]

    monkeypatch.setattr(load, "datetime", Clock)
    filled(tmp_path / "library", range(6))
    for path in (tmp_path / "sources").iterdir():
        os.utime(path, (0, 0))
    with tiny(tmp_path / "library") as library:
        stamps = [document.added_at for document in library.documents()]
        assert stamps == sorted(stamps, reverse=True)
        assert [d.source for d in library.documents()] == [f"sources/{n:04d}.txt" for n in range(6)]
        (tmp_path / "sources" / "0001.txt").write_text(text(1, version=1))
        os.utime(tmp_path / "sources" / "0001.txt", (0, 0))  # changed, and no younger
        report_ = library.add([tmp_path / "sources"])
        assert [document.source for document in report_.replaced] == ["sources/0001.txt"]
        assert library.doctor().sound


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")
def test_a_library_that_cannot_be_written_answers_in_full(tmp_path: Path) -> None:
    folder = filled(tmp_path / "library", range(6))
    with tiny(folder) as library:
        wanted = library.search("收入", rerank=False), library.claims(), library.documents()
    if os.geteuid() == 0:
        mounted = os.system(f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}")
        if mounted:
            pytest.skip("needs the right to mount, or another user than root")
    else:
        for path in (folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode & ~0o222)
    try:
        with tiny(folder) as library:
            assert (library.search("收入", rerank=False), library.claims(), library.documents()) == wanted
            assert library.doctor().sound
            library.backup(tmp_path / "copy")
            with pytest.raises(YinzhengError, match=r"read-only|cannot be written"):
                library.add_text(text(9), "9")
    finally:
        if os.geteuid() == 0:
            os.system(f"umount {folder}")
        else:
            for path in (folder, *folder.rglob("*")):
                path.chmod(path.stat().st_mode | 0o200)
    assert dumped(tmp_path / "copy") == dumped(folder)


def test_a_library_of_the_first_schema_is_moved_up_and_a_later_one_refused(tmp_path: Path) -> None:
    place = tmp_path / "library"
    place.mkdir()
    with contextlib.closing(sqlite3.connect(place / FILE, isolation_level=None)) as connection:
        schema.migrate(connection, schema.MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO documents VALUES"
            " (1, 'a1', 'a1', 'a', '', 'zh', 'text/plain', '', '', '', NULL, '[]')"
        )
        connection.execute("INSERT INTO texts VALUES (1, '收入3亿元。', '[]')")
    (place / FILE).chmod(0o600)
    with Library.open(place) as library:
        assert library.status().schema == schema.SCHEMA_VERSION
        assert [claim.quantity.raw for claim in library.claims()] == ["3亿元"]
        found = {finding.check for finding in library.doctor().findings if not finding.note}
        assert found == {"setting", "passages"}  # it never had an encoder, nor a passage
    with contextlib.closing(sqlite3.connect(place / FILE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = (place / FILE).read_bytes()
    with pytest.raises(LibraryNewer, match="99"):
        Library.open(place)
    assert (place / FILE).read_bytes() == before
