"""Documents, passages and vectors in the database, one transaction per document; the only truth."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from yinzheng.errors import (
    DocumentNotFound,
    EncoderError,
    InternalError,
    LibraryDamaged,
    UnreadableDocument,
)
from yinzheng.index import claims, copies
from yinzheng.index.binding import dimension
from yinzheng.index.checksums import ONE, checksum
from yinzheng.index.database import FILE, Database, create_file, damaged
from yinzheng.types import Anchor, Document, Lang, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.index.claims import Extracted


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
class Counts:
    """What a library holds; ``passages`` by language, ``bytes`` on disk with its caches."""

    documents: int
    passages: dict[Lang, int]
    generation: int
    schema: int
    bytes: int


@dataclass(frozen=True, slots=True)
class CacheRecord:
    """The valid version of one cache; for ``files`` see ``caches.Files``."""

    generation: int
    name: str
    made: str
    files: dict[str, tuple[int, int, int]]


class Store:
    """What one open library holds."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the database in ``folder``; with ``create`` make both where they are missing.

        What cannot be written is opened read-only. Raises LibraryNotFound, LibraryDamaged,
        LibraryNewer, LibraryBusy, and LibraryUnwritable when it cannot be created.
        """
        if create:
            create_file(folder / FILE)
        self.db = Database(folder / FILE)
        self._copies_known = False  # whether the table of copies was found to be what it was

    # Meta

    @property
    def generation(self) -> int:
        """Grows with every document put or removed."""
        return self.db.number("generation")

    def floor(self, lang: Lang) -> int:
        """Removals up to this generation are forgotten: older states cannot be brought forward."""
        return self.db.number(f"floor-{lang}", 0)

    def advance(self) -> int:
        """Begin the next generation, within a transaction, and return it."""
        generation = self.generation + 1
        self.db.set_meta("generation", generation)
        return generation

    # Documents

    def put(
        self,
        document: Document,
        passages: Sequence[NewPassage],
        reader: str = "",
        extracted: Extracted | None = None,
    ) -> tuple[Document, Literal["added", "replaced"]]:
        """Store a document with its passages in one transaction, replacing what has the same source.

        Its claims are stored with it; without ``extracted`` it is one whose claims were not made yet.
        Returns it as stored: its id is made unique where another source has the same content.
        Raises EncoderError for vectors that are not finite, zero or of the wrong size, InternalError
        for spans outside the text, and what ``transaction`` raises; nothing is stored then.
        """
        with self.db.transaction():
            blobs = _blobs(document, passages, dimension(self.db))
            generation = self.advance()
            old = self.db.rows("SELECT seq, id, content FROM documents WHERE source = ?", (_utf8(document),))
            seq, name = None, document.id
            if old:
                seq, old_id, old_content = old[0]
                self._delete(seq, generation)
                # The same content keeps its id, even where the plain one has become free since.
                name = old_id if old_content == document.id else name
            name = self._free_id(name, document.source)
            flags = [flag for flag in document.flags if not flag.startswith("duplicate_of:")]
            if seq is None:
                seq = self._next("documents")
            row = (
                seq, name, document.id, document.source, document.title, document.lang,
                document.media_type, document.sha256, reader, document.added_at, document.date, _json(flags),
            )  # fmt: skip
            anchors = _json([[a.start, a.kind, a.label] for a in document.anchors])
            made = [(p.start, p.end, p.lang, blob) for p, blob in zip(passages, blobs, strict=True)]
            self.insert(row, document.text, anchors, generation, made)
            copies.record(self.db, seq, document.text)
            if extracted:
                claims.put(self.db, seq, document, extracted)
            stored = self._documents("WHERE seq = ?", (seq,))[0]
        stored = replace(stored, text=document.text, anchors=tuple(document.anchors))
        return stored, "replaced" if old else "added"

    def _free_id(self, name: str, source: str) -> str:
        import hashlib

        salt = 0
        candidate = name
        while self.db.rows("SELECT 1 FROM documents WHERE id = ?", (candidate,)):
            key = f"{name}\0{source}\0{salt}" if salt else f"{name}\0{source}"
            candidate = hashlib.sha256(key.encode()).hexdigest()[:12]
            salt += 1
        return candidate

    def insert(
        self,
        row: tuple[Any, ...],
        text: str,
        anchors: str,
        generation: int,
        passages: Sequence[tuple[int, int, Lang, bytes]],
    ) -> None:
        """Insert a new document within a transaction, with the checksums of its rows.

        ``row`` holds the columns of ``documents`` up to ``flags``, ``anchors`` is JSON as in ``texts``, and
        ``passages`` are (start, end, lang, vector).
        """
        seq, made = row[0], checksum(*row)
        self.db.execute(
            "INSERT INTO documents (seq, id, content, source, title, lang, media_type, sha256, reader,"
            " added_at, date, flags, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, made),
        )
        self.db.count("documents", made + ONE)
        self.db.execute(
            "INSERT INTO texts VALUES (?, ?, ?, ?)",
            (seq, text, anchors, checksum(seq, text.encode(), anchors.encode())),
        )
        rows = [
            (number, seq, start, end, lang, generation, vector)
            for number, (start, end, lang, vector) in enumerate(passages, self._next("passages"))
        ]
        self.db.execute_many(
            'INSERT INTO passages (id, doc, start, "end", lang, generation, vector, checksum)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(*one, checksum(*one)) for one in rows],
        )
        for lang in {one[4] for one in rows}:
            self.db.count(f"passages-{lang}", sum(one[4] == lang for one in rows))

    def _next(self, table: str) -> int:
        """The number of the next row of a table, within a transaction; none is ever used twice."""
        rows = self.db.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        return int(rows[0][0]) + 1 if rows else 1

    def _delete(self, seq: int, generation: int) -> None:
        self.db.execute(
            "INSERT INTO removed SELECT id, lang, ? FROM passages WHERE doc = ?", (generation, seq)
        )
        for lang, gone in self.db.rows(
            "SELECT lang, count(*) FROM passages WHERE doc = ? GROUP BY lang", (seq,)
        ):
            self.db.count(f"passages-{lang}", -gone)
        ((made,),) = self.db.rows("SELECT checksum FROM documents WHERE seq = ?", (seq,))
        self.db.count("documents", -made - ONE)
        copies.forget(self.db, seq)
        self.db.execute("DELETE FROM documents WHERE seq = ?", (seq,))

    def remove(self, ids: Sequence[str]) -> list[Document]:
        """Remove documents by id or source, all in one transaction, and return them without texts.

        Raises DocumentNotFound, and removes nothing then.
        """
        removed = []
        with self.db.transaction():
            for name in ids:
                document = self.document(name, text=False)
                (seq,) = self.db.rows("SELECT seq FROM documents WHERE id = ?", (document.id,))[0]
                self._delete(seq, self.advance())
                removed.append(document)
        return removed

    def clear_passages(self) -> None:
        """Forget every passage, cache record and centre, within a transaction; documents stay."""
        generation = self.advance()
        self.db.execute("INSERT INTO removed SELECT id, lang, ? FROM passages", (generation,))
        self.db.execute("DELETE FROM passages")
        self.db.execute("UPDATE meta SET value = 0 WHERE key IN ('passages-zh', 'passages-en')")
        self.db.execute("DELETE FROM caches")

    def digest(self, source: str, reader: str = "") -> str | None:
        """Return the sha256 stored for a source, or None where it is new or was read by other code."""
        rows = self.db.rows("SELECT sha256 FROM documents WHERE source = ? AND reader = ?", (source, reader))
        return str(rows[0][0]) if rows else None

    def _documents(self, where: str = "", parameters: Sequence[Any] = ()) -> list[Document]:
        rows = self.db.rows(
            "SELECT seq, id, content, source, title, lang, media_type, sha256, reader, added_at, date,"  # noqa: S608
            " flags, checksum, coalesce("
            "(SELECT first.id FROM documents AS first WHERE first.content = documents.content"
            "  AND first.seq < documents.seq ORDER BY first.seq LIMIT 1),"
            " (SELECT first.id FROM copies JOIN documents AS first ON first.seq = original"
            "  WHERE doc = documents.seq ORDER BY original LIMIT 1))"
            f" FROM documents {where} ORDER BY seq",
            parameters,
        )
        if not self._copies_known:
            copies.verify(self.db)
            self._copies_known = True
        for row in rows:
            if checksum(*row[:12]) != row[12]:
                raise self._damaged(f"what it says of {row[3]!r} has changed by itself")
        if not where and sum(row[12] + ONE for row in rows) != self.db.number("documents"):
            raise self._damaged("it has lost documents")
        return [
            Document(
                id=row[1], source=row[3], title=row[4], text="", lang=row[5], media_type=row[6],
                sha256=row[7], added_at=row[9], date=row[10],
                flags=_flags(row[11], row[13]),
            )
            for row in rows
        ]  # fmt: skip

    def _with_texts(self, documents: Sequence[Document]) -> Iterator[Document]:
        """Yield documents with their texts and anchors, in their order; some are read at a time."""
        for first in range(0, len(documents), _TEXTS):
            part = documents[first : first + _TEXTS]
            rows = self.db.rows(
                "SELECT id, doc, CAST(text AS BLOB), CAST(anchors AS BLOB), texts.checksum"
                " FROM texts JOIN documents ON doc = seq WHERE id IN (SELECT value FROM json_each(?))",
                (_json([document.id for document in part]),),
            )
            held = {row[0]: row[1:] for row in rows}
            for document in part:
                if document.id not in held:
                    raise self._damaged(f"it has lost the text of {document.id}")
                seq, text, anchors, made = held.pop(document.id)
                if checksum(seq, text, anchors) != made:
                    raise self._damaged(f"the text of {document.id} has changed by itself")
                places = tuple(Anchor(*a) for a in json.loads(anchors))
                yield replace(document, text=text.decode(), anchors=places)

    def _damaged(self, what: str) -> LibraryDamaged:
        return damaged(self.db.path, what)

    def documents(self, text: bool = False) -> list[Document]:
        """Return all documents in the order of adding; without ``text``, texts and anchors are empty."""
        with self.db.snapshot():
            listed = self._documents()
            return list(self._with_texts(listed)) if text else listed

    def document(self, name: str, *, text: bool = True) -> Document:
        """Return one document by id, source or unambiguous beginning of an id.

        Raises DocumentNotFound, naming the candidates of an ambiguous beginning.
        """
        with self.db.snapshot():
            found = self._documents("WHERE id = ?", (name,)) or self._documents("WHERE source = ?", (name,))
            if not found and name and name.isalnum():
                found = self._documents("WHERE id >= ? AND id < ?", (name, name + "\U0010ffff"))
            if len(found) > 1:
                several = ", ".join(document.id for document in found[:5])
                raise DocumentNotFound(
                    f"{name} begins the ids of {len(found)} documents: {several}; give more of it"
                )
            if not found:
                self._documents()  # in a damaged file a search may miss what is there
                raise DocumentNotFound(
                    f"no document {name!r} in {self.db.path.parent}: `yinzheng ls` lists them"
                )
            return next(self._with_texts(found)) if text else found[0]

    def documents_by_id(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents of these exact ids with their texts; missing ones are left out."""
        with self.db.snapshot():
            wanted = list(dict.fromkeys(ids))
            found = self._documents("WHERE id IN (SELECT value FROM json_each(?))", (_json(wanted),))
            held = {document.id: document for document in self._with_texts(found)}
        return {name: held[name] for name in wanted if name in held}

    # Claims

    def claims(self, document: Document) -> Extracted | None:
        """Return the claims of a document, given with its text; None where none were made yet."""
        with self.db.snapshot():
            return claims.read(self.db, document)

    def without_claims(self, version: str) -> set[str]:
        """Return the ids of the documents whose claims this version of the code did not make."""
        return {
            row[0]
            for row in self.db.rows("SELECT id FROM documents WHERE claims_version IS NOT ?", (version,))
        }

    def put_claims(self, document: Document, extracted: Extracted) -> bool:
        """Store claims that were made from a stored document; False where it is no longer the same one."""
        with self.db.transaction():
            rows = self.db.rows(
                "SELECT seq FROM documents JOIN texts ON doc = seq WHERE id = ? AND source = ? AND text = ?",
                (document.id, document.source, document.text),
            )
            for (seq,) in rows:
                claims.put(self.db, seq, document, extracted)
            return bool(rows)

    # Passages

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these ids that still exist.

        Raises LibraryDamaged where one is missing and was never removed.
        """
        if not ids:
            return {}
        listed = _json(list(ids))
        with self.db.snapshot():
            found = self._passages("p.id IN (SELECT value FROM json_each(?))", (listed,))
            if len(found) < len(set(ids)):
                self._account_for(listed)
        return {p.id: p for p in found}

    def _account_for(self, ids: str) -> None:
        """Raise LibraryDamaged unless the passages that a search has missed are really not there."""
        held = self.db.rows(
            "SELECT lang, count(*), sum(id IN (SELECT value FROM json_each(?))) FROM passages NOT INDEXED"
            " GROUP BY lang",
            (ids,),
        )
        ((joined,),) = self.db.rows(
            "SELECT count(*) FROM passages JOIN documents ON doc = seq"
            " WHERE passages.id IN (SELECT value FROM json_each(?))",
            (ids,),
        )
        counts = {lang: count for lang, count, _ in held}
        if sum(row[2] for row in held) != joined or any(
            counts.get(lang, 0) != self.total(lang) for lang in get_args(Lang)
        ):
            raise self._damaged("it has lost passages")

    def total(self, lang: Lang) -> int:
        """How many passages of a language there must be."""
        return self.db.number(f"passages-{lang}")

    def passages_of(self, doc_id: str) -> list[Passage]:
        """Return a document's passages in the order of its text."""
        return self._passages("d.id = ?", (doc_id,))

    def _passages(self, where: str, parameters: Sequence[Any]) -> list[Passage]:
        rows = self.db.rows(
            'SELECT p.id, p.doc, p.start, p."end", p.lang, p.generation, p.vector, p.checksum, d.id'  # noqa: S608 - our clauses
            f" FROM passages AS p JOIN documents AS d ON p.doc = d.seq WHERE {where} ORDER BY p.doc, p.start",
            parameters,
        )
        for row in rows:
            if checksum(*row[:7]) != row[7]:
                raise self._damaged(f"a passage of {row[8]} has changed by itself")
        return [Passage(row[0], row[8], row[2], row[3], row[4]) for row in rows]

    def passage_langs(self) -> dict[Lang, int]:
        """Return how many passages there are of each language that is present, as they were counted."""
        return {lang: count for lang in get_args(Lang) if (count := self.total(lang))}

    def counts(self) -> Counts:
        """Return what the library holds."""
        with self.db.snapshot():
            (documents,) = self.db.rows("SELECT count(*) FROM documents")[0]
            (version,) = self.db.rows("PRAGMA user_version")[0]
            return Counts(documents, self.passage_langs(), self.generation, version, self._bytes())

    def _bytes(self) -> int:
        folder = self.db.path.parent
        return sum(_size(path) for path in (*folder.glob(f"{FILE}*"), *folder.glob("cache/**/*")))

    # What caches are made from

    def changes(self, lang: Lang, since: int) -> tuple[int, int]:
        """Return how many passages of a language were added and removed after generation ``since``."""
        (added,) = self.db.rows(
            "SELECT count(*) FROM passages WHERE lang = ? AND generation > ?", (lang, since)
        )[0]
        (removed,) = self.db.rows(
            "SELECT count(*) FROM removed WHERE lang = ? AND generation > ?", (lang, since)
        )[0]
        return added, removed

    def vectors_since(
        self, lang: Lang, since: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Yield ids (n,) and uncentred vectors (n, dimension) added after generation ``since``."""
        import numpy as np

        size = dimension(self.db)
        sql = (
            'SELECT id, doc, start, "end", lang, generation, vector, checksum FROM passages'
            " WHERE lang = ? AND generation > ? ORDER BY generation, id"
        )
        for rows in self.db.batches(sql, (lang, since)):
            if any(checksum(*row[:7]) != row[7] for row in rows):
                raise self._damaged("a passage has changed by itself")
            ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
            raw = b"".join(row[6] for row in rows)
            if len(raw) != 2 * size * len(rows):
                raise self._damaged("it holds vectors of a wrong size")
            yield ids, np.frombuffer(raw, "<f2").reshape(len(rows), size).astype(np.float32)

    def passages_since(self, lang: Lang, since: int) -> Iterator[tuple[Document, Passage]]:
        """Yield the passages added after generation ``since``, each with its whole document."""
        sql = (
            'SELECT id, doc, start, "end", lang, generation, vector, checksum FROM passages'
            " WHERE lang = ? AND generation > ? ORDER BY generation, id"
        )
        current, document = -1, None
        for rows in self.db.batches(sql, (lang, since)):
            for row in rows:
                passage, doc, start, end = row[:4]
                if checksum(*row[:7]) != row[7]:
                    raise self._damaged("a passage has changed by itself")
                if document is None or doc != current:
                    of_row = self._documents("WHERE seq = ?", (doc,))
                    if not of_row:
                        raise self._damaged("it has lost a document")
                    current, document = doc, next(self._with_texts(of_row))
                yield document, Passage(passage, document.id, start, end, lang)

    def removed_since(self, lang: Lang, since: int) -> list[int]:
        """Return the ids of passages removed after generation ``since``."""
        sql = "SELECT passage FROM removed WHERE lang = ? AND generation > ?"
        return [row[0] for row in self.db.rows(sql, (lang, since))]

    def cache(self, kind: str, lang: Lang) -> CacheRecord | None:
        """Return the record of a cache's valid version."""
        rows = self.db.rows(
            "SELECT generation, name, made, files FROM caches WHERE kind = ? AND lang = ?", (kind, lang)
        )
        if not rows:
            return None
        generation, name, made, listed = rows[0]
        written = json.loads(listed).items()  # older versions did not note when
        files = {file: (size, crc, *(at or [0])) for file, (size, crc, *at) in written}
        return CacheRecord(generation, name, made, files)

    def set_cache(self, kind: str, lang: Lang, record: CacheRecord) -> None:
        """Make a version of a cache the valid one."""
        with self.db.transaction():
            self.db.execute(
                "INSERT OR REPLACE INTO caches VALUES (?, ?, ?, ?, ?, ?)",
                (kind, lang, record.generation, record.name, record.made, _json(record.files)),
            )

    def cache_names(self) -> set[str]:
        """Return the files and folders that are valid versions of caches."""
        return {row[0] for row in self.db.rows("SELECT name FROM caches")}

    def forget_removed(self, lang: Lang, upto: int) -> None:
        """Forget removals of a language that its caches have seen."""
        old = "FROM removed WHERE lang = ? AND generation <= ?"
        if self.db.rows(f"SELECT 1 {old} LIMIT 1", (lang, upto)):
            with self.db.transaction():
                self.db.execute(f"DELETE {old}", (lang, upto))
                self.db.set_meta(f"floor-{lang}", max(upto, self.floor(lang)))


def _flags(stored: str, first: str | None) -> tuple[str, ...]:
    if stored == "[]" and first is None:  # nearly all, and a listing may be long
        return ()
    return (*json.loads(stored), *([f"duplicate_of:{first}"] if first else []))


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


_TEXTS = 64
"""Documents whose texts are read at a time."""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:  # gone since it was listed
        return 0
