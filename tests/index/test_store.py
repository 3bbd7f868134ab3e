"""The database: documents whole or absent, foreign and damaged files left alone, errors with advice."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.index.libraries import (
    DIMENSION,
    ROOT,
    FakeEncoder,
    document,
    dump,
    expected_dump,
    filled,
    numbered,
    unexpected,
    vectors,
)
from yinzheng.errors import (
    DocumentNotFound,
    EncoderError,
    InternalError,
    LibraryBusy,
    LibraryDamaged,
    LibraryNewer,
    LibraryNotFound,
    LibraryUnwritable,
    UnreadableDocument,
)
from yinzheng.index import database, schema
from yinzheng.index.index import Index, NewPassage
from yinzheng.types import Anchor


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "library", create=True, notify=unexpected) as opened:
        opened.bind(FakeEncoder(), "cut-1")
        yield opened


def whole(text: str) -> list[NewPassage]:
    return [NewPassage(0, len(text), "zh", vectors(len(text), 1)[0])]


# Documents


def test_what_is_put_is_read_back(index: Index) -> None:
    text = "第一句。\n𝒜 second line – ünïcode, 'quotes', \"more\"\t\x01\n"
    anchors = (Anchor(0, "heading", "章 › 节"), Anchor(5, "timestamp", "0:00–2:00"))
    given = document(text, "a/b.txt", anchors=anchors)
    stored, what = index.put(given, [NewPassage(0, 5, "zh", vectors(1, 1)[0])])
    assert (stored, what) == (given, "added")
    assert index.document("a/b.txt") == given
    assert index.document(given.id) == given
    assert index.documents(text=True) == [given]
    (passage,) = index.passages_of(given.id)
    assert text[passage.start : passage.end] == "第一句。\n"


def test_the_same_source_is_replaced_and_keeps_its_place(index: Index) -> None:
    for source in ("a", "b", "c"):
        index.put(document(f"text of {source}", source), whole(f"text of {source}"))
    old = index.passages_of(index.document("b").id)
    new = document("another text", "b")
    assert index.put(new, whole("another text"))[1] == "replaced"
    assert [d.source for d in index.documents()] == ["a", "b", "c"]
    assert index.document("b").text == "another text"
    assert index.passages([p.id for p in old]) == {}
    assert index.passage_langs() == {"zh": 3}


def test_equal_content_of_two_sources_is_two_documents_and_says_so(index: Index) -> None:
    first, _ = index.put(document("same", "a"), whole("same"))
    second, _ = index.put(document("same", "b"), whole("same"))
    assert first.id != second.id
    assert first.flags == ()
    third, _ = index.put(document("same", "c"), whole("same"))
    assert second.flags == third.flags == (f"duplicate_of:{first.id}",)
    again, _ = index.put(document("same", "b"), whole("same"))
    assert again.id == second.id
    index.remove(["a"])
    assert index.document("b").flags == ()
    kept, _ = index.put(document("same", "b"), whole("same"))
    assert kept.id == second.id


@pytest.mark.parametrize(
    "vector",
    [
        np.full(DIMENSION, np.nan),
        np.r_[np.inf, np.ones(DIMENSION - 1)],
        np.zeros(DIMENSION),
        np.ones(DIMENSION + 1),
        np.ones((1, DIMENSION)),
    ],
)
def test_a_bad_vector_is_refused_and_nothing_is_stored(index: Index, vector: np.ndarray) -> None:
    index.put(document("old", "a"), whole("old"))
    before, generation = dump(index), index.generation
    passages = [*whole("new text"), NewPassage(0, 3, "zh", vector.astype(np.float32))]
    with pytest.raises(EncoderError, match="nothing was stored"):
        index.put(document("new text", "a"), passages)
    assert dump(index) == before
    assert index.generation == generation


@pytest.mark.parametrize("span", [(-1, 2), (0, 9), (2, 2), (3, 2)])
def test_a_span_outside_the_text_is_our_bug(index: Index, span: tuple[int, int]) -> None:
    with pytest.raises(InternalError, match="outside its text"):
        index.put(document("12345678", "a"), [NewPassage(*span, "zh", vectors(1, 1)[0])])
    assert index.documents() == []


def test_a_document_before_an_encoder_is_our_bug(tmp_path: Path) -> None:
    with Index.open(tmp_path, create=True) as index, pytest.raises(InternalError, match="bound"):
        index.put(*numbered(1))


def test_vectors_are_stored_at_length_one(index: Index) -> None:
    index.put(document("abc", "a"), [NewPassage(0, 3, "zh", 7 * vectors(1, 1)[0])])
    (blob,) = index._store.db.rows("SELECT vector FROM passages")[0]
    stored = np.frombuffer(blob, "<f2").astype(np.float32)
    assert stored == pytest.approx(vectors(1, 1)[0], abs=1e-3)


def test_an_interrupt_in_the_middle_leaves_the_old_document(index: Index) -> None:
    class Interrupted(list[NewPassage]):
        turns = 0

        def __iter__(self) -> Iterator[NewPassage]:
            self.turns += 1
            if self.turns == 2:  # the document's row is in by then
                assert index._store.db.rows("SELECT count(*) FROM passages") == [(0,)]
                raise KeyboardInterrupt
            return super().__iter__()

    index.put(document("old", "a"), whole("old"))
    before = dump(index)
    with pytest.raises(KeyboardInterrupt):
        index.put(document("new", "a"), Interrupted(whole("new")))
    assert dump(index) == before
    index.put(document("newer", "a"), whole("newer"))
    assert index.document("a").text == "newer"


def test_several_are_put_all_or_none(index: Index) -> None:
    bad = [NewPassage(0, 1, "zh", np.zeros(DIMENSION, np.float32))]
    with pytest.raises(EncoderError):
        index.put_many([numbered(1), (document("x", "x"), bad), numbered(2)])
    assert index.documents() == []
    index.put_many([numbered(1), numbered(2)])
    assert dump(index) == expected_dump([1, 2])


def test_a_part_that_fails_inside_a_transaction_leaves_the_rest(index: Index) -> None:
    with index._store.db.transaction():
        index.put(*numbered(1))
        with pytest.raises(EncoderError):
            index.put(document("x", "x"), [NewPassage(0, 1, "zh", np.zeros(DIMENSION, np.float32))])
        index.put(*numbered(2))
    assert dump(index) == expected_dump([1, 2])


def test_removing_takes_all_or_none(index: Index) -> None:
    index.put_many([numbered(n) for n in range(5)])
    with pytest.raises(DocumentNotFound):
        index.remove(["0001.txt", "nobody"])
    assert dump(index) == expected_dump(range(5))
    removed = index.remove(["0001.txt", index.document("0003.txt").id])
    assert [d.source for d in removed] == ["0001.txt", "0003.txt"]
    assert dump(index) == expected_dump([0, 2, 4])


def test_passage_ids_are_never_used_twice(index: Index) -> None:
    seen: set[int] = set()
    for turn in range(5):
        index.put(*numbered(7, turn))
        ids = {p.id for p in index.passages_of(index.document("0007.txt").id)}
        assert seen.isdisjoint(ids)
        seen |= ids
        index.remove(["0007.txt"])


def test_documents_are_found_by_the_beginning_of_an_id(index: Index) -> None:
    index.put_many([numbered(n) for n in range(40)])
    ids = [d.id for d in index.documents()]
    for name in ids:
        prefix = next(name[:n] for n in range(1, 13) if sum(i.startswith(name[:n]) for i in ids) == 1)
        assert index.document(prefix).id == name
    shared = next(i[0] for i in ids if sum(j[0] == i[0] for j in ids) > 1)
    with pytest.raises(DocumentNotFound, match=f"{shared} begins the ids of"):
        index.document(shared)
    for name in ("", "zzz", "%", "0001", "' OR 1=1", "\0"):
        with pytest.raises(DocumentNotFound):
            index.document(name)


def test_a_listing_reads_no_text(index: Index) -> None:
    index.put_many([numbered(n) for n in range(3)])
    statements: list[str] = []
    index._store.db.connection.set_trace_callback(statements.append)
    assert [d.text for d in index.documents()] == ["", "", ""]
    assert statements
    assert not any("texts" in statement for statement in statements)


def test_a_digest_counts_only_for_the_code_that_read_it(index: Index) -> None:
    given, passages = numbered(1)
    index.put(given, passages, reader="2")
    assert index.digest(given.source, "2") == given.sha256
    assert index.digest(given.source) is None
    assert index.digest("other", "2") is None


def test_a_name_that_no_encoding_has_is_refused_by_name(index: Index) -> None:
    with pytest.raises(UnreadableDocument, match="rename it"):
        index.put(document("abc", os.fsdecode(b"caf\xe9.txt")), whole("abc"))
    assert index.documents() == []


# The file


def test_what_is_committed_is_synced_to_the_disk(index: Index) -> None:
    pragma = {
        name: index._store.db.rows(f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


@pytest.mark.skipif(os.name != "posix", reason="POSIX file modes")
def test_everything_is_private_to_the_user(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        index = filled(tmp_path / "library", range(6))
    finally:
        os.umask(old)
    modes = {
        path.relative_to(tmp_path).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (tmp_path / "library", *(tmp_path / "library").rglob("*"))
    }
    folders = {name for name in modes if (tmp_path / name).is_dir()}
    assert {modes[name] for name in folders} == {0o700}
    assert {mode for name, mode in modes.items() if name not in folders} == {0o600}
    index.close()


def test_nothing_is_made_where_nothing_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFound, match="yinzheng add"):
        Index.open(tmp_path / "library")
    assert not (tmp_path / "library").exists()


def test_a_closed_library_is_one_file_and_its_caches(tmp_path: Path) -> None:
    filled(tmp_path / "library", range(3)).close()
    assert {path.name for path in (tmp_path / "library").iterdir()} == {"library.sqlite3", "cache"}


def test_two_that_create_at_once_share_one_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate = schema.migrate

    def slow(connection: sqlite3.Connection, *arguments: Any) -> None:
        migrate(connection, *arguments)
        monkeypatch.setattr(schema, "migrate", migrate)
        with Index.open(tmp_path / "library", create=True) as other:  # while the first is on its way
            other.bind(FakeEncoder(), "cut-1")
            other.put(*numbered(1))

    monkeypatch.setattr(schema, "migrate", slow)
    with Index.open(tmp_path / "library", create=True) as index:
        assert [d.source for d in index.documents()] == ["0001.txt"]
    assert [p.name for p in (tmp_path / "library").iterdir() if p.suffix == ".tmp"] == []


def damaged_files() -> dict[str, Any]:
    def foreign(path: Path) -> None:
        path.unlink()
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.commit()
        connection.close()

    def foreign_at_our_version(path: Path) -> None:
        foreign(path)
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
        connection.close()

    def header(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(b"\xff" * 100 + data[100:])

    return {
        "foreign": foreign,
        "foreign at our version": foreign_at_our_version,
        "empty": lambda path: path.write_bytes(b""),
        "text": lambda path: path.write_text("these are my notes\n" * 50),
        "short": lambda path: path.write_bytes(path.read_bytes()[:50]),
        "header": header,
        "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    }


@pytest.mark.faults
@pytest.mark.parametrize("kind", sorted(damaged_files()))
@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_sound_library_is_refused_and_kept(tmp_path: Path, kind: str, create: bool) -> None:
    filled(tmp_path / "library", range(40)).close()
    file = tmp_path / "library" / database.FILE
    damaged_files()[kind](file)
    before = file.read_bytes()
    with pytest.raises(LibraryDamaged) as caught, Index.open(tmp_path / "library", create=create) as index:
        index.documents(text=True)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert file.read_bytes() == before


@pytest.mark.faults
def test_overwritten_pages_are_damage_and_not_our_bug(tmp_path: Path) -> None:
    filled(tmp_path / "library", range(60)).close()
    file = tmp_path / "library" / database.FILE
    data = bytearray(file.read_bytes())
    rng = np.random.default_rng(11)
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = rng.bytes(200)
    file.write_bytes(data)
    with pytest.raises(LibraryDamaged), Index.open(tmp_path / "library") as index:
        index.documents(text=True)
    assert file.read_bytes() == bytes(data)


def test_a_newer_library_is_refused_naming_both_versions(tmp_path: Path) -> None:
    filled(tmp_path / "library", range(2)).close()
    file = tmp_path / "library" / database.FILE
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 97")
    connection.close()
    with pytest.raises(LibraryNewer, match=rf"schema 97 .* up to {schema.SCHEMA_VERSION}: update"):
        Index.open(tmp_path / "library")


def test_an_older_library_is_moved_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "library", range(3)).close()
    later = (*schema.MIGRATIONS, "CREATE TABLE notes (note TEXT);\nINSERT INTO notes VALUES ('a;b');\n")
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", len(later))
    monkeypatch.setattr(schema.migrate, "__defaults__", (later,))
    for _ in range(2):
        with Index.open(tmp_path / "library") as index:
            assert index._store.db.rows("SELECT note FROM notes") == [("a;b",)]
            assert index.counts().schema == len(later)
            assert dump(index) == expected_dump(range(3))


def test_a_migration_that_fails_leaves_the_older_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "library", range(3)).close()
    with monkeypatch.context() as patch:
        later = (*schema.MIGRATIONS, "CREATE TABLE notes (note TEXT);\nINSERT INTO meta VALUES (1);\n")
        patch.setattr(schema, "SCHEMA_VERSION", len(later))
        patch.setattr(schema.migrate, "__defaults__", (later,))
        with pytest.raises(InternalError, match="meta"):
            Index.open(tmp_path / "library")
    with Index.open(tmp_path / "library") as index:
        assert index._store.db.rows("SELECT name FROM sqlite_schema WHERE name = 'notes'") == []
        assert dump(index) == expected_dump(range(3))


def test_a_writer_that_waited_too_long_says_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    with filled(tmp_path / "library", range(3)) as index:
        other = sqlite3.connect(tmp_path / "library" / database.FILE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryBusy, match="another process"):
            index.put(*numbered(9))
        assert dump(index) == expected_dump(range(3))  # readers do not wait
        other.execute("ROLLBACK")
        other.close()
        index.put(*numbered(9))


FULL_DISK = """
import resource, sys
from pathlib import Path
from tests.index.libraries import *
from yinzheng.errors import LibraryUnwritable
folder, limit, when = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
def fill_disk():
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
if when == "before":
    fill_disk()
index = Index.open(folder)
index.bind(FakeEncoder(), "cut-1")
if when == "after":
    fill_disk()
for number in range(100, 130):
    try:
        index.put(*numbered(number))
    except LibraryUnwritable as error:
        print("unwritable:", error)
        break
found = index.dense(vectors(3, 1)[0], "zh", 3), index.lexical(["收入"], "zh", 3)
assert all(found), found
print("answers:", len(index.documents(text=True)))
"""


@pytest.mark.faults
@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file sizes")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("limit", [0, 40_000, 120_000])
def test_on_a_full_disk_the_old_library_still_answers(tmp_path: Path, limit: int, when: str) -> None:
    filled(tmp_path / "library", range(30)).close()
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", FULL_DISK, tmp_path / "library", str(limit), when],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "unwritable:" in ran.stdout
    said = int(ran.stdout.split("answers:")[1])
    with Index.open(tmp_path / "library") as index:
        stored = [int(d.source[:4]) for d in index.documents()]
        assert stored[:30] == list(range(30))
        assert len(stored) == said
        assert dump(index) == expected_dump(stored)


@pytest.mark.faults
def test_what_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryUnwritable, match="file"):
        Index.open(tmp_path / "file" / "library", create=True)
