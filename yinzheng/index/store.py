"""The SQLite file: documents, passages and vectors, one transaction per document; the only truth.

Durability: WAL with ``synchronous=FULL``, so a document whose ``put`` has returned survives a killed
process and a power cut. Readers see a whole snapshot and never wait for writers; writers wait for each
other up to ``BUSY_SECONDS``.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, cast

from yinzheng.errors import (
    DocumentNotFound,
    EncoderError,
    EncoderMismatch,
    InternalError,
    LibraryDamaged,
    LibraryUnwritable,
    UnreadableDocument,
)
from yinzheng.index.database import BUSY_SECONDS, FILE, connect, create_file, errors
from yinzheng.types import Anchor, Document, Lang, Passage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_BATCH = 2_000  # rows fetched at a time: 1.5 MB of vectors


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to store: ``document.text[start:end]`` and its vector.

    ``vector`` is float32 of shape (dimension,), not centred; it is stored L2-normalised as float16.
    """

    start: int
    end: int
    lang: Lang
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Binding:
    """What a library's passages were made with: one encoder and one way of cutting."""

    encoder: str
    fingerprint: str
    dimension: int
    cutting: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a library holds; ``passages`` by language, ``bytes`` on disk with its caches."""

    documents: int
    passages: dict[Lang, int]
    generation: int
    schema: int
    bytes: int


@dataclass(frozen=True, slots=True)
class CacheRecord:
    """The valid version of one cache: ``files`` maps each file to its bytes and CRC-32."""

    generation: int
    name: str
    made: str
    files: dict[str, tuple[int, int]]


class Store:
    """One open library database. Not for several threads at once; forked children reconnect."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, readonly: bool) -> None:
        """Use ``Store.open`` instead."""
        self.path = folder / FILE
        self.readonly = readonly
        self._connection: sqlite3.Connection | None = connection
        self._pid = os.getpid()
        self._depth = 0

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Store:
        """Open the database in ``folder``; with ``create`` make both where they are missing.

        What cannot be written is opened read-only. Raises LibraryNotFound, LibraryDamaged,
        LibraryNewer, LibraryBusy, and LibraryUnwritable when it cannot be created.
        """
        path = folder / FILE
        if create:
            create_file(path)
        connection, readonly = connect(path)
        return cls(folder, connection, readonly)

    def close(self) -> None:
        """Close the connection; calling it again does nothing."""
        connection, self._connection = self._connection, None
        if connection is not None and self._pid == os.getpid():
            with errors(self.path):
                connection.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """This process's own connection."""
        if self._connection is None:
            raise InternalError(f"{self.path} was used after it was closed")
        if self._pid != os.getpid():
            # SQLite forbids a connection to cross fork(), even to be closed there.
            _INHERITED.append(self._connection)
            self._connection, self.readonly = connect(self.path)
            self._pid, self._depth = os.getpid(), 0
        return self._connection

    # Transactions

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do what is inside in one write transaction, or, within another one, all of it or nothing.

        Raises LibraryBusy, LibraryUnwritable, LibraryDamaged.
        """
        connection = self.connection
        if self.readonly:
            raise LibraryUnwritable(f"{self.path} cannot be written: it is read-only for this user")
        begin, commit, undo = "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
        if self._depth:
            begin, commit, undo = "SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part")
        self._execute(begin)
        self._depth += 1
        try:
            yield
            self._execute(commit)
        except BaseException:
            # A full disk makes SQLite roll back by itself; then there is nothing left to undo.
            for statement in undo:
                if connection.in_transaction:
                    self._execute(statement)
            raise
        finally:
            self._depth -= 1

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one state of the database through everything that is read inside."""
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        self._execute("BEGIN")
        try:
            yield
        finally:
            if connection.in_transaction:
                self._execute("ROLLBACK")

    @contextlib.contextmanager
    def impatient(self) -> Iterator[None]:
        """Raise LibraryBusy at once instead of waiting for another writer."""
        self._execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self._execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def _execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        with errors(self.path):
            return self.connection.execute(sql, parameters)

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with errors(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def _batches(self, sql: str, parameters: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
        with errors(self.path):
            cursor = self.connection.execute(sql, parameters)
            try:
                while rows := cursor.fetchmany(_BATCH):
                    yield rows
            finally:
                cursor.close()

    # Meta

    def _meta(self, key: str) -> Any:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def _set_meta(self, key: str, value: str | int) -> None:
        self._execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> int:
        """Grows with every document put or removed."""
        return int(self._meta("generation"))

    @property
    def floor(self) -> int:
        """Removals up to this generation are forgotten: older states cannot be brought forward."""
        return int(self._meta("floor"))

    def advance(self) -> int:
        """Begin the next generation, within a transaction, and return it."""
        generation = self.generation + 1
        self._set_meta("generation", generation)
        return generation

    def binding(self) -> Binding | None:
        """Return what the passages were made with, or None where there never were any."""
        names = ("encoder", "fingerprint", "dimension", "cutting")
        rows = dict(self._rows("SELECT key, value FROM meta"))
        if any(name not in rows for name in names):
            return None
        return Binding(*(rows[name] for name in names))

    def check_binding(self, wanted: Binding) -> bool:
        """Return whether the library is bound to ``wanted``; an empty one may still be bound.

        Raises EncoderMismatch when its passages were made with something else.
        """
        found = self.binding()
        if found == wanted:
            return True
        if found is not None and self._rows("SELECT 1 FROM documents LIMIT 1"):
            if replace(found, cutting=wanted.cutting) == wanted:
                differs = f"its passages are cut as {found.cutting}, now as {wanted.cutting}"
            else:
                differs = f"it was indexed with {_named(found)}, not {_named(wanted)}"
            raise EncoderMismatch(
                f"{self.path.parent}: {differs}; use that one, or run `yinzheng add --reindex`"
            )
        return False

    def set_binding(self, binding: Binding, centres: dict[Lang, NDArray[np.float32]] | None) -> None:
        """Record what passages are made with, within a transaction.

        ``centres`` are the encoder's own passage means, or None when they are to be measured here.
        """
        self._set_meta("encoder", binding.encoder)
        self._set_meta("fingerprint", binding.fingerprint)
        self._set_meta("dimension", binding.dimension)
        self._set_meta("cutting", binding.cutting)
        self._set_meta("centres", "measured" if centres is None else "constant")
        self._execute("DELETE FROM centres")
        for lang, mean in (centres or {}).items():
            self.set_centre(lang, mean, 0)

    @property
    def dimension(self) -> int:
        """The length of the vectors. Raises InternalError in a library that never held a document."""
        dimension = self._meta("dimension")
        if dimension is None:
            raise InternalError(f"{self.path}: used before an encoder was bound")
        return int(dimension)

    @property
    def in_transaction(self) -> bool:
        """Whether a write transaction is open here."""
        return self._depth > 0

    @property
    def measures_centres(self) -> bool:
        """Whether the passage means are measured on this library."""
        return self._meta("centres") == "measured"

    def centre(self, lang: Lang) -> tuple[NDArray[np.float32], int] | None:
        """Return the passage mean of a language and on how many passages it was measured (0: constant)."""
        import numpy as np

        rows = self._rows("SELECT mean, measured FROM centres WHERE lang = ?", (lang,))
        return (np.frombuffer(rows[0][0], "<f4").astype(np.float32), rows[0][1]) if rows else None

    def set_centre(self, lang: Lang, mean: NDArray[np.float32], measured: int) -> None:
        """Record a passage mean, within a transaction."""
        self._execute(
            "INSERT OR REPLACE INTO centres VALUES (?, ?, ?)", (lang, mean.astype("<f4").tobytes(), measured)
        )

    # Documents

    def put(
        self, document: Document, passages: Sequence[NewPassage], reader: str = ""
    ) -> tuple[Document, Literal["added", "replaced"]]:
        """Store a document with its passages in one transaction, replacing what has the same source.

        Returns it as stored: its id is made unique where another source has the same content.
        Raises EncoderError for vectors that are not finite, zero or of the wrong size, InternalError
        for spans outside the text, and what ``transaction`` raises; nothing is stored then.
        """
        with self.transaction():
            blobs = _blobs(document, passages, self.dimension)
            generation = self.advance()
            old = self._rows("SELECT seq, id, content FROM documents WHERE source = ?", (_utf8(document),))
            seq, name = None, document.id
            if old:
                seq, old_id, old_content = old[0]
                self._delete(seq, generation)
                # The same content keeps its id, even where the plain one has become free since.
                name = old_id if old_content == document.id else name
            name = self._free_id(name, document.source)
            flags = [flag for flag in document.flags if not flag.startswith("duplicate_of:")]
            seq = self._execute(
                "INSERT INTO documents (seq, id, content, source, title, lang, media_type, sha256, reader,"
                " added_at, date, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    seq, name, document.id, document.source, document.title, document.lang,
                    document.media_type, document.sha256, reader, document.added_at, document.date, _json(flags),
                ),
            ).lastrowid  # fmt: skip
            anchors = _json([[a.start, a.kind, a.label] for a in document.anchors])
            self._execute("INSERT INTO texts VALUES (?, ?, ?)", (seq, document.text, anchors))
            with errors(self.path):
                self.connection.executemany(
                    'INSERT INTO passages (doc, start, "end", lang, generation, vector)'
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        (seq, p.start, p.end, p.lang, generation, blob)
                        for p, blob in zip(passages, blobs, strict=True)
                    ],
                )
            stored = self._documents("WHERE seq = ?", (seq,))[0]
        stored = replace(stored, text=document.text, anchors=tuple(document.anchors))
        return stored, "replaced" if old else "added"

    def _free_id(self, name: str, source: str) -> str:
        salt = 0
        candidate = name
        while self._rows("SELECT 1 FROM documents WHERE id = ?", (candidate,)):
            key = f"{name}\0{source}\0{salt}" if salt else f"{name}\0{source}"
            candidate = hashlib.sha256(key.encode()).hexdigest()[:12]
            salt += 1
        return candidate

    def _delete(self, seq: int, generation: int) -> None:
        self._execute("INSERT INTO removed SELECT id, lang, ? FROM passages WHERE doc = ?", (generation, seq))
        self._execute("DELETE FROM documents WHERE seq = ?", (seq,))

    def remove(self, ids: Sequence[str]) -> list[Document]:
        """Remove documents by id or source, all in one transaction, and return them without texts.

        Raises DocumentNotFound, and removes nothing then.
        """
        removed = []
        with self.transaction():
            for name in ids:
                document = self.document(name, text=False)
                (seq,) = self._rows("SELECT seq FROM documents WHERE id = ?", (document.id,))[0]
                self._delete(seq, self.advance())
                removed.append(document)
        return removed

    def clear_passages(self) -> None:
        """Forget every passage, cache record and centre, within a transaction; documents stay."""
        generation = self.advance()
        self._execute("INSERT INTO removed SELECT id, lang, ? FROM passages", (generation,))
        self._execute("DELETE FROM passages")
        self._execute("DELETE FROM caches")

    def digest(self, source: str, reader: str = "") -> str | None:
        """Return the sha256 stored for a source, or None where it is new or was read by other code."""
        rows = self._rows("SELECT sha256 FROM documents WHERE source = ? AND reader = ?", (source, reader))
        return str(rows[0][0]) if rows else None

    def _documents(self, where: str = "", parameters: Sequence[Any] = ()) -> list[Document]:
        rows = self._rows(
            "SELECT id, source, title, lang, media_type, sha256, added_at, date, flags,"  # noqa: S608 - ours
            " (SELECT first.id FROM documents AS first WHERE first.content = documents.content"
            "  AND first.seq < documents.seq ORDER BY first.seq LIMIT 1)"
            f" FROM documents {where} ORDER BY seq",
            parameters,
        )
        return [
            Document(
                id=row[0], source=row[1], title=row[2], text="", lang=row[3], media_type=row[4],
                sha256=row[5], added_at=row[6], date=row[7],
                flags=(*json.loads(row[8]), *([f"duplicate_of:{row[9]}"] if row[9] else [])),
            )
            for row in rows
        ]  # fmt: skip

    def _with_text(self, document: Document) -> Document:
        text, anchors = self._rows(
            "SELECT text, anchors FROM texts JOIN documents ON doc = seq WHERE id = ?", (document.id,)
        )[0]
        return replace(document, text=text, anchors=tuple(Anchor(*a) for a in json.loads(anchors)))

    def documents(self, text: bool = False) -> list[Document]:
        """Return all documents in the order of adding; without ``text``, texts and anchors are empty."""
        with self.snapshot():
            listed = self._documents()
            return [self._with_text(document) for document in listed] if text else listed

    def document(self, name: str, *, text: bool = True) -> Document:
        """Return one document by id, source or unambiguous beginning of an id.

        Raises DocumentNotFound, naming the candidates of an ambiguous beginning.
        """
        with self.snapshot():
            found = self._documents("WHERE id = ?", (name,)) or self._documents("WHERE source = ?", (name,))
            if not found and name and name.isalnum():
                found = self._documents("WHERE id >= ? AND id < ?", (name, name + "\U0010ffff"))
            if len(found) > 1:
                several = ", ".join(document.id for document in found[:5])
                raise DocumentNotFound(
                    f"{name} begins the ids of {len(found)} documents: {several}; give more of it"
                )
            if not found:
                raise DocumentNotFound(
                    f"no document {name!r} in {self.path.parent}: `yinzheng ls` lists them"
                )
            return self._with_text(found[0]) if text else found[0]

    def documents_by_id(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents of these exact ids with their texts; missing ones are left out."""
        with self.snapshot():
            return {
                document.id: self._with_text(document)
                for name in dict.fromkeys(ids)
                for document in self._documents("WHERE id = ?", (name,))
            }

    # Passages

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these ids that still exist."""
        return (
            {p.id: p for p in self._passages("p.id IN (SELECT value FROM json_each(?))", (_json(list(ids)),))}
            if ids
            else {}
        )

    def passages_of(self, doc_id: str) -> list[Passage]:
        """Return a document's passages in the order of its text."""
        return self._passages("d.id = ?", (doc_id,))

    def _passages(self, where: str, parameters: Sequence[Any]) -> list[Passage]:
        rows = self._rows(
            'SELECT p.id, d.id, p.start, p."end", p.lang FROM passages AS p'  # noqa: S608 - our clauses
            f" JOIN documents AS d ON p.doc = d.seq WHERE {where} ORDER BY p.doc, p.start",
            parameters,
        )
        return [Passage(*row) for row in rows]

    def vectors(self, ids: Sequence[int]) -> list[tuple[int, Lang, bytes]]:
        """Return (id, language, float16 bytes) of the passages that still exist."""
        if not ids:
            return []
        sql = "SELECT id, lang, vector FROM passages WHERE id IN (SELECT value FROM json_each(?))"
        return cast(list[tuple[int, Lang, bytes]], self._rows(sql, (_json(list(ids)),)))

    def passage_langs(self) -> dict[Lang, int]:
        """Return how many passages there are of each language that is present."""
        rows = self._rows("SELECT lang, count(*) FROM passages GROUP BY lang ORDER BY lang DESC")
        return {lang: count for lang, count in rows}  # noqa: C416 - dict() loses the Literal

    def counts(self) -> Counts:
        """Return what the library holds."""
        with self.snapshot():
            (documents,) = self._rows("SELECT count(*) FROM documents")[0]
            (version,) = self._rows("PRAGMA user_version")[0]
            return Counts(documents, self.passage_langs(), self.generation, version, self._bytes())

    def _bytes(self) -> int:
        folder = self.path.parent
        return sum(_size(path) for path in (*folder.glob(f"{FILE}*"), *folder.glob("cache/**/*")))

    # What caches are made from

    def changes(self, lang: Lang, since: int) -> tuple[int, int]:
        """Return how many passages of a language were added and removed after generation ``since``."""
        (added,) = self._rows(
            "SELECT count(*) FROM passages WHERE lang = ? AND generation > ?", (lang, since)
        )[0]
        (removed,) = self._rows(
            "SELECT count(*) FROM removed WHERE lang = ? AND generation > ?", (lang, since)
        )[0]
        return added, removed

    def vectors_since(
        self, lang: Lang, since: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Yield ids (n,) and uncentred vectors (n, dimension) added after generation ``since``."""
        import numpy as np

        dimension = self.dimension
        sql = "SELECT id, vector FROM passages WHERE lang = ? AND generation > ? ORDER BY generation, id"
        for rows in self._batches(sql, (lang, since)):
            ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
            raw = b"".join(row[1] for row in rows)
            if len(raw) != 2 * dimension * len(rows):
                raise LibraryDamaged(f"{self.path} holds vectors of a wrong size: restore it from a backup")
            yield ids, np.frombuffer(raw, "<f2").reshape(len(rows), dimension).astype(np.float32)

    def texts_since(self, lang: Lang, since: int) -> Iterator[tuple[int, str]]:
        """Yield (id, text) of the passages added after generation ``since``."""
        sql = (
            'SELECT id, doc, start, "end" FROM passages WHERE lang = ? AND generation > ?'
            " ORDER BY generation, id"
        )
        current, text = -1, ""
        for rows in self._batches(sql, (lang, since)):
            for passage, doc, start, end in rows:
                if doc != current:
                    current, text = doc, self._rows("SELECT text FROM texts WHERE doc = ?", (doc,))[0][0]
                yield passage, text[start:end]

    def removed_since(self, lang: Lang, since: int) -> list[int]:
        """Return the ids of passages removed after generation ``since``."""
        sql = "SELECT passage FROM removed WHERE lang = ? AND generation > ?"
        return [row[0] for row in self._rows(sql, (lang, since))]

    def cache(self, kind: str, lang: Lang) -> CacheRecord | None:
        """Return the record of a cache's valid version."""
        rows = self._rows(
            "SELECT generation, name, made, files FROM caches WHERE kind = ? AND lang = ?", (kind, lang)
        )
        if not rows:
            return None
        generation, name, made, files = rows[0]
        return CacheRecord(generation, name, made, {f: (n, crc) for f, (n, crc) in json.loads(files).items()})

    def set_cache(self, kind: str, lang: Lang, record: CacheRecord) -> None:
        """Make a version of a cache the valid one."""
        with self.transaction():
            self._execute(
                "INSERT OR REPLACE INTO caches VALUES (?, ?, ?, ?, ?, ?)",
                (kind, lang, record.generation, record.name, record.made, _json(record.files)),
            )

    def cache_names(self) -> set[str]:
        """Return the files and folders that are valid versions of caches."""
        return {row[0] for row in self._rows("SELECT name FROM caches")}

    def forget_removed(self, upto: int) -> None:
        """Forget removals that every cache has seen."""
        if upto > self.floor and self._rows("SELECT 1 FROM removed WHERE generation <= ? LIMIT 1", (upto,)):
            with self.transaction():
                self._execute("DELETE FROM removed WHERE generation <= ?", (upto,))
                self._set_meta("floor", upto)


_INHERITED: list[object] = []
"""Connections that came through fork(): kept, since closing them would harm the parent's."""


def _blobs(document: Document, passages: Sequence[NewPassage], dimension: int) -> list[bytes]:
    import numpy as np

    blobs = []
    for passage in passages:
        if not 0 <= passage.start < passage.end <= len(document.text):
            raise InternalError(
                f"{document.source}: passage [{passage.start}, {passage.end}) is outside its text"
            )
        vector = np.asarray(passage.vector, np.float32)
        norm = float(np.linalg.norm(vector))
        if vector.shape != (dimension,) or not np.isfinite(norm) or norm < 1e-6:
            raise EncoderError(
                f"{document.source}: the encoder gave a vector of shape {vector.shape} and length {norm:g} "
                f"for the passage at {passage.start}, wanted {dimension} finite numbers: nothing was stored"
            )
        blobs.append((vector / norm).astype("<f2").tobytes())
    return blobs


def _utf8(document: Document) -> str:
    try:
        document.source.encode()
    except UnicodeEncodeError as error:
        reason = "its name is not valid text in any encoding we store: rename it"
        raise UnreadableDocument(ascii(document.source), reason) from error
    return document.source


def _named(binding: Binding) -> str:
    return f"{binding.encoder} ({binding.fingerprint[:12]}, {binding.dimension} dimensions)"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:  # gone since it was listed
        return 0
