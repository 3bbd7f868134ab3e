"""What ``doctor`` sees, and that ``--repair`` makes again what is derived and touches nothing else."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.faults.libraries import DIMENSION, TinyEncoder, dumped, filled, text, tiny
from tests.running import Yinzheng
from yinzheng import Library, care_view
from yinzheng.index import checks
from yinzheng.index.caches import CacheFolder
from yinzheng.index.checksums import checksum
from yinzheng.index.database import FILE
from yinzheng.index.store import CacheRecord
from yinzheng.types import CheckName, Checkup

COPY = (
    "城市道路旁的森林和河流都变了，学校医院照常，2024年公司收入12.5亿元，净利润1,915万元，同比增长37.5%。\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound library with a copy in it."""
    folder = filled(tmp_path_factory.mktemp("doctor") / "library", range(10))
    with tiny(folder) as library:
        library.add_text(COPY * 4, "first")
        library.add_text(COPY * 4 + "全文完。", "second")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it to break."""
    shutil.copytree(made, tmp_path / "library")
    return tmp_path / "library"


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection:
        connection.create_function("checksum", -1, checksum)
        for statement in statements:
            connection.execute(statement)


def seal(folder: Path) -> None:
    """Make all checksums right, so that the other checks have to see what is wrong."""
    change(
        folder,
        "UPDATE documents SET checksum = checksum(seq, id, content, source, title, lang, media_type, sha256,"
        " reader, added_at, date, flags)",
        "UPDATE texts SET checksum = checksum(doc, CAST(text AS BLOB), CAST(anchors AS BLOB))",
        'UPDATE passages SET checksum = checksum(id, doc, start, "end", lang, generation, vector)',
        "UPDATE meta SET value = (SELECT sum(checksum + 4294967296) FROM documents) WHERE key = 'documents'",
    )


def doctor(folder: Path, *, repair: bool = False) -> Checkup:
    with tiny(folder) as library:
        return library.doctor(repair=repair)


def wrong(found: Checkup) -> set[CheckName]:
    return {finding.check for finding in found.findings if not finding.note and not finding.repaired}


def test_a_sound_library_is_sound(folder: Path) -> None:
    found = doctor(folder)
    assert found == doctor(folder, repair=True)
    assert (found.sound, found.findings) == (True, ())
    with tiny(folder) as library:
        status = library.status()
        passages = sum(status.passages.values())
        looked_at = {"documents": 12, "passages": passages, "claims": len(library.claims())}
        assert {**found.looked_at, **looked_at} == found.looked_at
        assert passages < found.looked_at["cached"] <= 2 * passages  # vectors may lag by a few


ZERO = f"zeroblob({2 * DIMENSION})"

OURS: dict[str, tuple[CheckName, Callable[[Path], None]]] = {
    "a text": ("text", lambda f: change(f, "UPDATE texts SET text = replace(text, '2', '3')")),
    "anchors": ("text", lambda f: change(f, 'UPDATE texts SET anchors = \'[[0,"page","1"]]\'')),
    "a lost text": ("text", lambda f: change(f, "DELETE FROM texts WHERE doc = 3")),
    "a title": ("document", lambda f: change(f, "UPDATE documents SET title = 'x' WHERE seq = 2")),
    "a date": ("document", lambda f: change(f, "UPDATE documents SET date = '1999' WHERE seq = 2")),
    "a lost document": (
        "lost_documents",
        lambda f: change(f, "DELETE FROM texts WHERE doc = 3", "DELETE FROM documents WHERE seq = 3"),
    ),
    "a span": ("passage", lambda f: change(f, 'UPDATE passages SET "end" = "end" - 1 WHERE id = 4')),
    "a lost passage": ("lost_passages", lambda f: change(f, "DELETE FROM passages WHERE id = 4")),
    "a vector": ("passage", lambda f: change(f, f"UPDATE passages SET vector = {ZERO} WHERE id = 4")),
    "a generation": ("setting", lambda f: change(f, "UPDATE meta SET value = 'x' WHERE key = 'generation'")),
    "an orphan": ("database", lambda f: change(f, "UPDATE texts SET doc = 99 WHERE doc = 3")),
    "a column": ("schema", lambda f: change(f, "ALTER TABLE texts ADD COLUMN more TEXT")),
    "a count": ("lost_passages", lambda f: change(f, "UPDATE meta SET value = 1 WHERE key = 'passages-zh'")),
}
"""Changes of what is not derived: name → (what sees it, how it is made)."""

SEALED: dict[str, tuple[CheckName, str]] = {
    "a gap": ("passages", 'UPDATE passages SET "end" = "end" - 1 WHERE id = 4'),
    "out of order": ("passages", "UPDATE passages SET start = start + 1 WHERE id = 4"),
    "a language": ("document", "UPDATE documents SET lang = 'xx' WHERE seq = 2"),
    "flags": ("document", "UPDATE documents SET flags = '{}' WHERE seq = 2"),
    "a zero vector": ("vector", f"UPDATE passages SET vector = {ZERO} WHERE id = 4"),
    "a short vector": ("vector", "UPDATE passages SET vector = x'0000' WHERE id = 4"),
    "NaN": ("vector", f"UPDATE passages SET vector = x'{'007e' * DIMENSION}' WHERE id = 4"),
    "an anchor": ("anchors", 'UPDATE texts SET anchors = \'[[99999,"page","1"]]\' WHERE doc = 3'),
    "an anchor of no kind": ("anchors", 'UPDATE texts SET anchors = \'[[0,"colour","1"]]\' WHERE doc = 3'),
    "a later generation": ("passage", "UPDATE passages SET generation = 999 WHERE id = 4"),
}
"""The same with right checksums, as a bug of ours could write them."""


@pytest.mark.faults
@pytest.mark.parametrize("name", OURS)
def test_what_is_not_derived_is_told_and_left_alone(folder: Path, name: str) -> None:
    check, broken = OURS[name]
    broken(folder)
    rows = everything(folder)
    found = doctor(folder)
    assert check in wrong(found)
    assert not found.sound
    assert check in wrong(doctor(folder, repair=True))
    assert everything(folder) == rows


@pytest.mark.faults
@pytest.mark.parametrize("name", SEALED)
def test_what_could_never_have_been_stored_is_told_whatever_its_checksum_says(
    folder: Path, name: str
) -> None:
    check, statement = SEALED[name]
    change(folder, statement)
    seal(folder)
    assert check in wrong(doctor(folder))
    assert check in wrong(doctor(folder, repair=True))


def everything(folder: Path) -> list[object]:
    """All rows that are not derived."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("texts", "passages")
        ] + [connection.execute("SELECT seq, id, source, title, lang, date FROM documents").fetchall()]


def out_of_step(folder: Path, kind: str) -> None:
    """A cache that is whole and lacks a document, as a bug of ours could leave it."""
    with tiny(folder) as library:
        store = library._index._store
        record = store.cache(kind, "zh")
        assert record
        later = CacheRecord(store.generation, record.name, record.made, record.files)
        library.add_text(text(50), "50")
        with store.db.transaction():
            store.set_cache(kind, "zh", CacheRecord(store.generation, later.name, later.made, later.files))
        library._behind = False


def flip(folder: Path, pattern: str) -> None:
    path = max((folder / "cache").rglob(pattern), key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


DERIVED: dict[str, tuple[CheckName, Callable[[Path], None]]] = {
    "a figure": ("claims", lambda f: change(f, "UPDATE claims SET value = '7' WHERE doc = 2 AND n = 1")),
    "a lost figure": ("claims", lambda f: change(f, "DELETE FROM claims WHERE doc = 2 AND n = 1")),
    "an index": ("index", lambda f: change(f, "DROP INDEX passages_lang")),
    "copies": ("copies", lambda f: change(f, "DELETE FROM copies")),
    "vectors": ("cache", lambda f: flip(f, "*.faiss")),
    "words": ("cache", lambda f: flip(f, "*.term")),
    "vectors out of step": ("cache", lambda f: out_of_step(f, "dense")),
    "words out of step": ("cache", lambda f: out_of_step(f, "lexical")),
    "removed": ("removed", lambda f: change(f, "INSERT INTO removed VALUES (4, 'zh', 5)")),
    "a temporary file": ("stray_file", lambda f: (f / f"{FILE}.0badcafe.tmp").touch(mode=0o600)),
    "a mode": ("mode", lambda f: (f / FILE).chmod(0o644)),
    "a folder's mode": ("mode", lambda f: f.chmod(0o777)),
}


@pytest.mark.faults
@pytest.mark.parametrize("name", DERIVED)
def test_what_is_derived_is_told_and_made_again(folder: Path, name: str) -> None:
    check, broken = DERIVED[name]
    broken(folder)
    reference = everything(folder)
    found = doctor(folder)
    assert check in wrong(found)
    assert all(finding.derived for finding in found.findings)
    mended = doctor(folder, repair=True)
    assert mended.sound
    assert check in {finding.check for finding in mended.findings if finding.repaired}
    assert everything(folder) == reference
    again = doctor(folder)
    assert (again.sound, again.findings) == (True, ())


@pytest.mark.faults
def test_repairing_gives_the_library_that_was_broken(folder: Path, made: Path) -> None:
    for name in ("a figure", "an index", "copies", "vectors", "words", "a mode"):
        DERIVED[name][1](folder)
    assert doctor(folder, repair=True).sound
    assert dumped(folder) == dumped(made)


@pytest.mark.faults
def test_figures_of_a_text_that_has_changed_are_not_made_of_it(folder: Path) -> None:
    change(folder, "UPDATE texts SET text = replace(text, '2', '3')", "UPDATE claims SET value = '7'")
    with closing(sqlite3.connect(folder / FILE)) as connection:
        before = connection.execute("SELECT * FROM claims").fetchall()
        assert not doctor(folder, repair=True).sound
        assert connection.execute("SELECT * FROM claims").fetchall() == before


def test_an_older_grammar_is_a_note_and_repair_reads_the_figures_anew(
    folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(folder, "UPDATE documents SET claims_version = 'older', claims_checksum = NULL WHERE seq = 2")
    change(folder, "DELETE FROM claims WHERE doc = 2")
    with tiny(folder) as library:
        store = library._index._store
        from yinzheng.index import claims

        with store.db.transaction():
            claims.put_rows(store.db, 2, "older", [])
    found = doctor(folder)
    assert found.sound
    assert [finding.check for finding in found.findings] == ["old_claims"]
    assert doctor(folder, repair=True).sound
    assert dumped(folder) == dumped(made)


def test_caches_that_somebody_has_deleted_are_no_fault(folder: Path) -> None:
    shutil.rmtree(folder / "cache")
    found = doctor(folder)
    assert found.sound
    assert {finding.check for finding in found.findings} == {"old_cache"}
    assert doctor(folder, repair=True).looked_at["cached"] > 0


def test_a_library_that_is_only_read_is_examined_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    assert doctor(folder).sound


def test_what_cannot_be_opened_is_an_error_and_what_is_wrong_has_its_own_status(
    yinzheng: Yinzheng, folder: Path
) -> None:
    assert yinzheng("-L", folder, "doctor").status == 0
    change(folder, "UPDATE claims SET value = '7' WHERE doc = 2 AND n = 1")
    ran = yinzheng("-L", folder, "doctor")
    assert (ran.status, ran.err) == (1, "")
    assert "--repair" in ran.out
    ran = yinzheng("-L", folder, "doctor", "--json")
    assert (ran.status, ran.json["sound"]) == (1, False)
    assert ran.json["findings"][0]["check"] == "claims"
    ran = yinzheng("-L", folder, "doctor", "--repair", "--json")
    assert (ran.status, ran.json["findings"][0]["repaired"]) == (0, True)
    (folder / FILE).write_bytes(b"nothing" * 1000)
    ran = yinzheng("-L", folder, "doctor", "--repair")
    assert (ran.status, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert (folder / FILE).read_bytes() == b"nothing" * 1000


def test_every_message_has_both_languages_and_every_check_a_name() -> None:
    from typing import get_args

    assert set(get_args(CheckName)) < set(care_view.MESSAGES)
    for zh, en in care_view.MESSAGES.values():
        assert zh
        assert en
        assert zh.count("{") == en.count("{")


def test_stored_vectors_pass_at_every_dimension_that_is_used() -> None:
    rng = np.random.default_rng(3)
    for dimension in (8, 384, 1024, 4096):
        made = rng.standard_normal((200, dimension)).astype(np.float32)
        stored = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype("<f2").astype(np.float32)
        assert np.abs(np.linalg.norm(stored, axis=1) - 1).max() < checks.NORM / 4


@pytest.mark.faults
def test_strays_of_a_killed_backup_are_swept_by_the_next_and_a_running_one_is_left(folder: Path) -> None:
    dead = folder.parent / ".copy.0badcafe.tmp"
    dead.mkdir()
    (dead / FILE).touch()
    alive = folder.parent / ".copy.11111111.tmp"
    alive.mkdir()
    handle = os.open(alive, os.O_RDONLY)
    try:
        from yinzheng.index.caches import try_lock

        assert try_lock(handle)
        with tiny(folder) as library:
            library.backup(folder.parent / "copy")
    finally:
        os.close(handle)
    assert (dead.exists(), alive.exists()) == (False, True)


def test_everything_made_is_private_to_the_user(folder: Path, tmp_path: Path) -> None:
    with tiny(folder) as library:
        library.backup(tmp_path / "copy")
    old = os.umask(0)
    try:
        filled(tmp_path / "new", range(3))
    finally:
        os.umask(old)
    for place in (tmp_path / "copy", tmp_path / "new"):
        modes = {path.stat().st_mode & 0o777 for path in place.rglob("*") if path.is_file()}
        assert modes == {0o600}
        assert {path.stat().st_mode & 0o777 for path in (place, *place.rglob("*")) if path.is_dir()} == {
            0o700
        }


def test_a_cache_folder_is_only_looked_at(folder: Path) -> None:
    before = sorted(path.name for path in CacheFolder(folder / "cache").path.iterdir())
    doctor(folder)
    assert sorted(path.name for path in (folder / "cache").iterdir()) == before
    assert TinyEncoder().dimension == DIMENSION
    with Library.open(folder) as library:
        assert library.status().dimension == DIMENSION
