"""The caches: in step with the database whatever happened to them, and cheap to keep so."""

from __future__ import annotations

import ctypes
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.index.libraries import ROOT, FakeEncoder, constant_centres, filled, numbered, unexpected, vectors
from yinzheng.errors import LibraryBusy, LibraryUnwritable
from yinzheng.index import dense_cache, lexical, lexical_cache
from yinzheng.index.caches import CacheFolder
from yinzheng.index.centre import centre
from yinzheng.index.dense import Dense
from yinzheng.index.index import Index
from yinzheng.index.store import CacheRecord
from yinzheng.types import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of forty documents, synced and closed."""
    filled(tmp_path / "library", range(40)).close()
    return tmp_path / "library"


def reopened(folder: Path, notices: list[str] | None = None) -> Index:
    index = Index.open(folder, notify=unexpected if notices is None else notices.append)
    index.bind(FakeEncoder(), "cut-1")
    return index


def answers(index: Index) -> dict[str, list[tuple[int, float]]]:
    """What the index says to some queries, with scores rounded so that equal is equal."""
    asked: dict[str, list[tuple[int, float]]] = {}
    for lang in LANGS:
        for number in range(5):
            asked[f"dense {lang} {number}"] = index.dense(vectors(9000 + number, 1)[0], lang, 30)
        for terms in (["收入"], ["revenu", "mark6"], ["v0p1"], ["mark7", "公司"]):
            asked[f"lexical {lang} {terms}"] = index.lexical(terms, lang, 30)
    return {name: [(i, round(score, 3)) for i, score in hits] for name, hits in asked.items()}


def fresh(index: Index, folder: Path) -> dict[str, list[tuple[int, float]]]:
    """What an index says whose caches were built anew from the same database."""
    other = folder.parent / "fresh"
    shutil.rmtree(other, ignore_errors=True)
    other.mkdir()
    index._store.db.execute("VACUUM INTO ?", (str(other / "library.sqlite3"),))
    with Index.open(other) as again:
        again._store.db.execute("DELETE FROM caches")
        again.bind(FakeEncoder(), "cut-1")
        return answers(again)


def dense_part(asked: dict[str, list[tuple[int, float]]]) -> dict[str, list[tuple[int, float]]]:
    """Without word search, whose statistics know removed passages until they are merged away."""
    return {name: hits for name, hits in asked.items() if name.startswith("dense")}


class Work:
    """Counts what caches do: what they read whole, build whole, and take in."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.loaded = self.dense_added = self.dense_removed = self.saved = 0
        self.lexical_built: list[tuple[bool, int, int]] = []
        build, add, remove, read, write = lexical.build, Dense.add, Dense.remove, Dense.read, Dense.write

        def counted_build(
            folder: Path, base: Path | None, removed: list[int], added: Iterator[tuple[int, str]]
        ) -> None:
            gone, new = list(removed), list(added)
            self.lexical_built.append((base is None, len(gone), len(new)))
            build(folder, base, gone, new)

        def counted_add(dense: Dense, ids: np.ndarray, made: np.ndarray) -> None:
            self.dense_added += len(ids)
            add(dense, ids, made)

        def counted_remove(dense: Dense, ids: np.ndarray) -> int:
            count = remove(dense, ids)
            self.dense_removed += count
            return count

        def counted_read(folder: Path, dimension: int) -> Dense | None:
            self.loaded += 1
            return read(folder, dimension)

        def counted_write(dense: Dense, folder: Path, before: Path | None = None) -> None:
            self.saved += 1
            write(dense, folder, before)

        monkeypatch.setattr(lexical, "build", counted_build)
        monkeypatch.setattr(Dense, "add", counted_add)
        monkeypatch.setattr(Dense, "remove", counted_remove)
        monkeypatch.setattr(Dense, "read", counted_read)
        monkeypatch.setattr(Dense, "write", counted_write)


# In step


def test_a_synced_library_opens_without_any_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(p.name for p in (folder / "cache").iterdir())
    work = Work(monkeypatch)
    with reopened(folder) as index:
        answers(index)
        index.sync()
    assert (work.loaded, work.dense_added, work.saved, work.lexical_built) == (2, 0, 0, [])
    assert sorted(p.name for p in (folder / "cache").iterdir()) == before


@pytest.mark.parametrize("synced", [True, False])
@pytest.mark.parametrize("again", [True, False])
def test_replaced_and_removed_documents_disappear_without_a_rebuild(
    folder: Path, monkeypatch: pytest.MonkeyPatch, synced: bool, again: bool
) -> None:
    index = reopened(folder)
    answers(index)
    work = Work(monkeypatch)
    gone = [p.id for source in ("0006.txt", "0007.txt") for p in index.passages_of(index.document(source).id)]
    index.remove(["0006.txt"])
    index.put(*numbered(7, version=1))
    new = index.passages_of(index.document("0007.txt").id)
    if synced:
        index.sync()
    if again:
        index.close()
        index = reopened(folder)
    found = answers(index)
    assert dense_part(found) == dense_part(fresh(index, folder))
    listed = {i for hits in found.values() for i, _ in hits}
    assert listed.isdisjoint(gone)
    everything = {i for lang in LANGS for i, _ in index.dense(vectors(1, 1)[0], lang, 10_000)}
    assert everything == set(index.passages(list(everything)))
    assert len(everything) == sum(index.passage_langs().values())
    assert {p.id for p in new} <= {i for i, _ in index.lexical(["mark7"], None, 100)}
    assert all(not whole for whole, _, _ in work.lexical_built[:2])  # those after are of fresh()
    assert [(out, into) for _, out, into in work.lexical_built[:2]] == [
        (len(numbered(7)[1]), len(new)),
        (len(numbered(6)[1]), 0),
    ]
    index.close()


def test_what_was_put_but_never_synced_is_found_and_written_for_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = reopened(folder)
    index.put_many([numbered(n) for n in range(40, 60)])
    index._store.db.close()  # as a kill would leave it
    work = Work(monkeypatch)
    with reopened(folder) as index:
        assert len(index.lexical(["mark45"], None, 10)) == len(numbered(45)[1])
        assert answers(index)["dense zh 0"] == fresh(index, folder)["dense zh 0"]
    built = len(work.lexical_built)
    with reopened(folder) as index:
        assert len(index.lexical(["mark45"], None, 10)) == len(numbered(45)[1])
    assert len(work.lexical_built) == built


def test_small_changes_do_not_write_the_vectors_again_and_large_ones_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense_cache, "_SMALL", 8)
    work = Work(monkeypatch)
    with reopened(folder) as index:
        index.put(*numbered(40))
        index.sync()
        assert work.saved == 0
        index.put_many([numbered(n) for n in range(100, 130)])
        index.sync()
        assert work.saved == 2
        index.sync()
        assert work.saved == 2


def test_a_reader_that_stays_open_sees_what_another_process_changes(folder: Path) -> None:
    with reopened(folder) as reader, reopened(folder) as writer:
        answers(reader)
        for turn in range(6):
            writer.put(*numbered(50 + turn))
            writer.remove([f"{turn:04d}.txt"])
            if turn % 2:
                writer.sync()
            assert answers(reader) == answers(writer)
            assert reader.lexical([f"mark{50 + turn}"], None, 9) != []
            assert reader.lexical([f"mark{turn}"], None, 9) == []


def test_a_reader_older_than_what_is_remembered_takes_the_new_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense_cache, "_SMALL", 0)
    monkeypatch.setattr(dense_cache, "_SHARE", 10**9)
    with reopened(folder) as reader, reopened(folder) as writer:
        answers(reader)
        for number in range(10):
            writer.remove([f"{number:04d}.txt"])
            writer.sync()
        assert writer._store.db.rows("SELECT * FROM removed") == []
        assert answers(reader) == answers(writer)
        assert dense_part(answers(reader)) == dense_part(fresh(writer, folder))
        assert reader.lexical(["mark3"], None, 9) == []


def test_removals_that_are_forgotten_are_not_forgotten_by_an_older_reader(folder: Path) -> None:
    notices: list[str] = []
    with reopened(folder, notices) as reader, reopened(folder) as writer:
        answers(reader)
        writer.remove(["0003.txt"])
        writer.sync()
        writer._store.forget_removed("en", writer.generation)
        for version in (folder / "cache").glob("*-en-*"):  # and the new versions are lost
            shutil.rmtree(version) if version.is_dir() else version.unlink()
        assert reader.lexical(["mark3"], None, 9) == []
        assert answers(reader)["dense en 0"] == answers(writer)["dense en 0"]
    assert notices == ["the word cache (en) was missing and is being rebuilt from the database"]


def test_most_of_a_cache_removed_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with filled(tmp_path / "library", range(600)) as index:
        work = Work(monkeypatch)
        index.remove([f"{n:04d}.txt" for n in range(580)])
        index.sync()
        assert [whole for whole, _, _ in work.lexical_built] == [True, False]  # zh, en: half as many
        assert (
            answers(index)["lexical zh ['收入']"] == fresh(index, tmp_path / "library")["lexical zh ['收入']"]
        )


# Damage


def flips(path: Path, seed: int, count: int) -> Iterator[tuple[int, bytes]]:
    data = path.read_bytes()
    rng = np.random.default_rng(seed)
    header = range(min(60, len(data)))
    for at in [*rng.choice(header, count // 2), *rng.integers(0, len(data), count // 2), len(data) - 1]:
        changed = bytearray(data)
        changed[at] ^= 1 << int(rng.integers(8))
        yield int(at), bytes(changed)


@pytest.mark.faults
def test_one_flipped_bit_in_the_vectors_is_found_and_mended(folder: Path) -> None:
    with reopened(folder) as index:
        wanted = answers(index)
    for turn in range(16):
        (path,) = (folder / "cache").glob("dense-zh-*/tail.faiss")
        at, changed = list(flips(path, 31, 16))[turn]
        path.write_bytes(changed)
        notices: list[str] = []
        with reopened(folder, notices) as index:
            assert answers(index) == wanted, f"bit at {at}"
        assert notices == ["the vector cache (zh) was damaged and is being rebuilt from the database"]
        with reopened(folder) as index:  # and written: nothing more to say
            assert answers(index) == wanted


@pytest.mark.faults
def test_one_flipped_bit_in_the_words_is_found_and_mended(folder: Path) -> None:
    with reopened(folder) as index:
        wanted = answers(index)
    (version,) = (folder / "cache").glob("lexical-zh-*")
    parts = sorted({file.suffix for file in version.iterdir() if file.stat().st_size})
    assert parts == [".fast", ".fieldnorm", ".idx", ".json", ".pos", ".store", ".term"]
    for number, part in enumerate(parts):
        (version,) = (folder / "cache").glob("lexical-zh-*")
        path = max(version.glob(f"*{part}"))
        path.write_bytes(list(flips(path, number, 4))[number % 4][1])
        notices: list[str] = []
        with reopened(folder, notices) as index:
            assert answers(index) == wanted, path.name
        assert notices == ["the word cache (zh) was damaged and is being rebuilt from the database"]


@pytest.mark.faults
@pytest.mark.parametrize("change", ["truncate", "lengthen", "empty"])
def test_a_file_of_another_length_is_damage(folder: Path, change: str) -> None:
    with reopened(folder) as index:
        wanted = answers(index)
    (path,) = (folder / "cache").glob("dense-en-*/tail.faiss")
    data = path.read_bytes()
    path.write_bytes({"truncate": data[:-1], "lengthen": data + b"\0", "empty": b""}[change])
    notices: list[str] = []
    with reopened(folder, notices) as index:
        assert answers(index) == wanted
    assert len(notices) == 1


@pytest.mark.faults
@pytest.mark.parametrize("pattern", ["", "*", "dense-*", "lexical-zh-*"])
def test_deleted_caches_are_built_again(folder: Path, pattern: str) -> None:
    with reopened(folder) as index:
        wanted = answers(index)
    for path in [*(folder / "cache").glob(pattern)] if pattern else [folder / "cache"]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    notices: list[str] = []
    with reopened(folder, notices) as index:
        assert answers(index) == wanted
    assert len(notices) == {"dense-*": 2, "lexical-zh-*": 1}.get(pattern, 4)
    assert all("was missing and is being rebuilt" in notice for notice in notices)
    with reopened(folder) as index:
        assert answers(index) == wanted


@pytest.mark.faults
def test_what_killed_writers_left_is_swept(folder: Path) -> None:
    cache = folder / "cache"
    valid = {p.name for p in cache.iterdir()}
    (cache / "dense-zh-00000040-aaaaaaaa.faiss.tmp").write_bytes(b"half")
    (cache / "dense-zh-00000041-bbbbbbbb.faiss").write_bytes(b"whole, never recorded")
    (cache / "lexical-zh-00000041-cccccccc.tmp").mkdir()
    (cache / "lexical-zh-00000041-cccccccc.tmp" / "x.idx").write_bytes(b"half")
    with CacheFolder(cache).lock(0) as held:
        assert held
        reopened(folder).close()  # somebody is writing: what lies there may be his
        assert len({p.name for p in cache.iterdir()}) == len(valid) + 3
    reopened(folder).close()
    assert {p.name for p in cache.iterdir()} == valid


# Others at work


def test_while_another_writes_caches_a_reader_stays_with_the_last_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopened(folder) as index:
        answers(index)
        work = Work(monkeypatch)
        with CacheFolder(folder / "cache").lock(0):
            index.remove(["0006.txt"])
            index.put(*numbered(60))
            assert index.lexical(["mark6"], None, 9) == []  # dropped: it is no more
            assert index.lexical(["mark60"], None, 9) == []  # not known yet
            assert len(index.lexical(["v0p0"], "en", 99)) == 13
            assert work.lexical_built == []
        assert index.lexical(["mark60"], None, 9) != []


def test_a_version_that_is_replaced_while_it_is_read_is_no_damage(tmp_path: Path) -> None:
    old, new = (CacheRecord(n, f"dense-zh-{n}", "", {}) for n in (1, 2))
    valid = iter([old, new, new])

    def read(record: CacheRecord) -> str | None:
        if record is old:
            raise FileNotFoundError  # a writer has swept it
        return record.name

    assert CacheFolder(tmp_path).load(lambda: next(valid), read, unexpected, "it") == "dense-zh-2"


def test_sync_gives_up_with_a_notice_when_another_writes_for_too_long(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinzheng.index.index.BUSY_SECONDS", 0.0)
    notices: list[str] = []
    with reopened(folder, notices) as index, CacheFolder(folder / "cache").lock(0):
        index.put(*numbered(60))
        index.sync()
    assert notices == [
        "another process is writing this library: its caches will catch up with the next search"
    ]


def test_a_version_that_cannot_be_recorded_now_is_used_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*arguments: object) -> None:
        raise LibraryBusy("busy")

    with reopened(folder) as index:
        index.put(*numbered(60))
        with monkeypatch.context() as patch:
            patch.setattr(index._store, "set_cache", busy)
            work = Work(patch)
            assert index.lexical(["mark60"], None, 9) != []
            assert index.lexical(["mark60"], None, 9) != []
            assert [added for _, _, added in work.lexical_built] == [len(numbered(60)[1])]
        reopened(folder).close()  # sweeps it
        index.put(*numbered(61))
        assert index.lexical(["mark61"], None, 9) != []
        assert index.lexical(["mark60"], None, 9) != []


# Nothing can be written


READ_ONLY = """
import sys
from pathlib import Path
from tests.index.libraries import *
from yinzheng.errors import LibraryUnwritable
folder = Path(sys.argv[1])
notices = []
with Index.open(folder, notify=notices.append) as index:
    index.bind(FakeEncoder(), "cut-1")
    for lang in ("zh", "en"):
        for number in range(5):
            print(index.dense(vectors(9000 + number, 1)[0], lang, 30))
        print(index.lexical(["收入", "revenu", "mark6"], lang, 30))
    print(index.lexical(["mark60"], None, 9) != [])
    for change in (lambda: index.put(*numbered(1)), lambda: index.remove(["0001.txt"])):
        try:
            change()
        except LibraryUnwritable as error:
            print("unwritable")
    print(notices)
"""


def drop_privileges() -> None:
    """Take from root, and from what it starts, the right to pass over permissions (Linux)."""
    if os.getuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if libc.prctl(24, capability, 0, 0, 0) != 0:  # PR_CAPBSET_DROP
                raise OSError(ctypes.get_errno(), "prctl")


def allow(path: Path, folders: int, files: int) -> None:
    for each in (path, *path.rglob("*")):
        each.chmod(folders if each.is_dir() else files)


@pytest.mark.faults
@pytest.mark.skipif(
    sys.platform != "linux" and (os.name != "posix" or os.getuid() == 0),
    reason="needs a user whom permissions bind",
)
@pytest.mark.parametrize("state", ["at rest", "log left", "caches behind", "caches gone", "cache damaged"])
def test_a_read_only_library_answers(folder: Path, state: str) -> None:
    index = reopened(folder)
    if state != "at rest":
        index.put(*numbered(60))
        if state != "caches behind":
            index.sync()
    if state == "log left":
        shutil.copytree(folder, folder.parent / "copy")  # with -wal and -shm, as of a killed process
        index.close()
        folder = folder.parent / "copy"
        assert (folder / "library.sqlite3-wal").stat().st_size > 0
        (folder / "library.sqlite3-shm").unlink()
    else:
        index.close()
    if state == "caches gone":
        shutil.rmtree(folder / "cache")
    if state == "cache damaged":
        for path in [
            *(folder / "cache").glob("dense-zh*/tail.*"),
            *(folder / "cache").glob("lexical-zh*/*.idx"),
        ]:
            path.write_bytes(path.read_bytes()[:-3] + b"abc")
    allow(folder, 0o555, 0o444)
    try:
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-c", READ_ONLY, folder],
            cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=drop_privileges,
        )  # fmt: skip
    finally:
        allow(folder, 0o700, 0o600)
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    with Index.open(folder) as index:
        index.bind(FakeEncoder(), "cut-1")
        wanted = []
        for lang in LANGS:
            wanted += [index.dense(vectors(9000 + number, 1)[0], lang, 30) for number in range(5)]
            wanted.append(index.lexical(["收入", "revenu", "mark6"], lang, 30))
        for line, hits in zip(lines, wanted, strict=False):
            assert [(i, round(s, 3)) for i, s in eval(line)] == [(i, round(s, 3)) for i, s in hits]
    assert lines[12] == str(state != "at rest")
    assert lines[13:15] == ["unwritable", "unwritable"]
    assert len(eval(lines[15])) == {"caches gone": 4, "cache damaged": 2}.get(state, 0)


@pytest.mark.faults
def test_when_caches_cannot_be_written_sync_says_so_and_searches_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with reopened(folder) as index:
        index.put(*numbered(60))
        monkeypatch.setattr(CacheFolder, "write_folder", full)
        with pytest.raises(LibraryUnwritable, match=r"No space left on device.*documents are safe"):
            index.sync()
        assert index.lexical(["mark60"], None, 9) != []
        index.put(*numbered(61))
        assert index.lexical(["mark61"], None, 9) != []
        private = [Path(f.peek()[2][0]) for f in index._lexical._private]  # type: ignore[attr-defined]
        assert private
        assert all(path.exists() for path in private)
    assert not any(path.exists() for path in private)


FULL_DISK = """
import resource, sys
from pathlib import Path
from tests.index.libraries import *
from yinzheng.errors import LibraryUnwritable
index = Index.open(Path(sys.argv[1]), notify=lambda line: print("notice:", line))
index.bind(FakeEncoder(), "cut-1")
index.put(*numbered(60))
index.remove(["0003.txt"])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    index.sync()
except LibraryUnwritable as error:
    print("unwritable:", error)
assert len(index.dense(vectors(1, 1)[0], "zh", 5)) == 5
assert index.lexical(["mark6"], None, 9) != []
assert index.lexical(["mark3"], None, 9) == []
"""


@pytest.mark.faults
@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
@pytest.mark.parametrize("limit", [0, 100, 300, 1000, 3000])
def test_a_disk_that_is_full_when_caches_are_written_leaves_no_rubbish(folder: Path, limit: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", FULL_DISK, folder, str(limit)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    assert "unwritable:" in ran.stdout
    assert not [path.name for path in (folder / "cache").iterdir() if path.suffix == ".tmp"]
    with reopened(folder) as index:
        assert index.lexical(["mark60"], None, 9) != []


@pytest.mark.faults
def test_where_nothing_at_all_can_be_written_word_search_stays_behind_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    notices: list[str] = []
    with reopened(folder, notices) as index:
        index.put(*numbered(60))
        index.remove(["0007.txt"])
        monkeypatch.setattr(lexical, "build", full)
        for _ in range(2):
            assert index.lexical(["mark6"], None, 9) != []
            assert index.lexical(["mark7"], None, 9) == []
            assert index.lexical(["mark60"], None, 9) == []
    assert notices == ["word search is not up to date: No space left on device"]


# Centres


def test_passages_are_centred_by_the_encoders_own_means(tmp_path: Path) -> None:
    encoder = FakeEncoder(centres=constant_centres())
    with filled(tmp_path / "library", range(20), encoder) as index:
        for lang in LANGS:
            mean = constant_centres().mean("passage", lang)
            assert index.passage_mean(lang) == pytest.approx(mean)
            query = vectors(77, 1)[0]
            for found, score in index.dense(query, lang, 5):
                (blob,) = index._store.db.rows("SELECT vector FROM passages WHERE id = ?", (found,))[0]
                vector = centre(np.frombuffer(blob, "<f2").astype(np.float32), mean)
                assert score == pytest.approx(float(vector @ query), abs=1e-3)
    better = FakeEncoder(centres=constant_centres(seed=6))
    with Index.open(tmp_path / "library", notify=unexpected) as index:
        index.bind(better, "cut-1")
        assert index.passage_mean("zh") == pytest.approx(constant_centres(6).mean("passage", "zh"))
        index.dense(vectors(77, 1)[0], "zh", 5)


def test_means_are_measured_when_there_is_enough_and_again_when_it_has_doubled(tmp_path: Path) -> None:
    index = filled(tmp_path / "library", [])
    measured: list[tuple[int, np.ndarray]] = []
    for number in range(0, 200, 6):
        index.put_many([numbered(n) for n in range(number, number + 6)])
        index.sync()
        count = index.passage_langs().get("zh", 0)
        mean = index.passage_mean("zh")
        if not measured:
            assert (mean != 0).any() == (count >= dense_cache.FEWEST_MEASURED)
        if (mean != 0).any() and (not measured or (mean != measured[-1][1]).any()):
            measured.append((count, mean))
            blobs = index._store.db.rows("SELECT vector FROM passages WHERE lang = 'zh'")
            held = np.stack([np.frombuffer(blob, "<f2").astype(np.float32) for (blob,) in blobs])
            assert mean == pytest.approx(held.mean(axis=0), abs=1e-5)
            query = vectors(5, 1)[0]
            best = sorted(centre(held, mean) @ query, reverse=True)[:5]
            assert [s for _, s in index.dense(query, "zh", 5)] == pytest.approx(best, abs=1e-3)
    assert len(measured) == 3
    assert all(later[0] >= 2 * earlier[0] for earlier, later in itertools.pairwise(measured))
    index.close()


def test_formats_of_another_version_are_rebuilt_without_a_word(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopened(folder) as index:
        wanted = answers(index)
    monkeypatch.setattr(lexical, "made", lambda: "tantivy-99")
    monkeypatch.setattr(dense_cache, "FORMAT", "faiss-99")
    work = Work(monkeypatch)
    with reopened(folder) as index:
        assert answers(index) == wanted
    assert work.loaded == 0
    assert [whole for whole, _, _ in work.lexical_built] == [True, True]
    assert lexical_cache.KIND != dense_cache.KIND
