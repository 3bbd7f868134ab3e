"""All that a library says, as records in one order, and a library made of them; docs/dump.md describes them.

Two libraries hold the same if and only if their records are equal. So nothing is in them of when and in
which order things were added, of row numbers, and of what is made from the rest: caches, means.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from yinzheng.errors import InternalError, LibraryDamaged, YinzhengError
from yinzheng.index import binding, checks, claims, copies
from yinzheng.index.database import FILE, create_file
from yinzheng.index.staging import new_folder
from yinzheng.index.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Record = dict[str, Any]

FORMAT = 1
"""The version of the records; a library is made of this one and of none that is newer."""

_WRONG = (
    KeyError, TypeError, ValueError, AttributeError, OverflowError, InternalError,
    LibraryDamaged,  # a source that is there already
)  # fmt: skip
"""What making rows of a record that is no sound one may raise."""

_CLAIM = tuple(name.strip().strip('"') for name in claims.COLUMNS.split(","))[1:]  # without n
_KNOWN = ("source", "id", "content", "title", "lang", "media_type", "sha256", "reader", "date")


class WrongRecord(YinzhengError):
    """A record is not what it should be; ``str()`` says what is wrong."""


def records(store: Store) -> Iterator[Record]:
    """Yield a record of the library, then one of each document in the order of their sources.

    Raises LibraryDamaged.
    """
    db = store.db
    with db.snapshot():
        bound = binding.read(db)
        yield {
            "kind": "library",
            "format": FORMAT,
            "encoder": bound.encoder if bound else None,
            "fingerprint": bound.fingerprint if bound else None,
            "dimension": bound.dimension if bound else None,
            "cutting": bound.cutting if bound else None,
            "means": db.meta("centres"),
        }
        store.documents()  # none is lost
        for (seq,) in db.rows("SELECT seq FROM documents ORDER BY source"):
            yield _document(store, seq)


def _document(store: Store, seq: int) -> Record:
    db = store.db
    (row,) = db.rows(
        "SELECT source, id, content, title, lang, media_type, sha256, reader, date, flags, claims_version"
        " FROM documents WHERE seq = ?",
        (seq,),
    )
    document = store.document(row[1])
    first = db.rows(
        "SELECT id FROM documents WHERE content = ? AND seq < ? ORDER BY seq LIMIT 1", (row[2], seq)
    )
    originals = db.rows("SELECT id FROM copies JOIN documents ON seq = original WHERE doc = ?", (seq,))
    passages = store.passages_of(row[1])
    vectors = db.rows("SELECT vector FROM passages WHERE doc = ? ORDER BY start", (seq,))
    held = claims.rows_of(db, row[1])
    return {
        "kind": "document",
        **dict(zip(_KNOWN, row, strict=False)),
        "flags": json.loads(row[9]),
        "same_as": first[0][0] if first else None,
        "copy_of": sorted(name for (name,) in originals),
        "text": document.text,
        "anchors": [[a.start, a.kind, a.label] for a in document.anchors],
        "passages": [[p.start, p.end, p.lang] for p in passages],
        "vectors": base64.b64encode(b"".join(vector for (vector,) in vectors)).decode(),
        "claims_version": held[0] if held else None,
        "claims": [dict(zip(_CLAIM, claim[1:], strict=True)) for claim in held[1]] if held else [],
    }


def restore(dest: Path, given: Iterable[Record], beside: dict[str, bytes]) -> None:
    """Make the library of ``given`` records in the new folder ``dest``, with the files ``beside`` it.

    It is there whole and examined, or not at all: iterating ``given`` may raise as well. Raises WrongRecord
    and ExportError.
    """
    with new_folder(dest) as folder:
        create_file(folder / FILE)
        store = Store(folder)
        try:
            with store.db.transaction():
                _fill(store, iter(given))
            _examine(store)
        finally:
            store.db.close()
        for name, data in beside.items():
            (folder / name).write_bytes(data)
            (folder / name).chmod(0o600)


def _fill(store: Store, given: Iterator[Record]) -> None:
    first = next(given, {})
    if first.get("kind") != "library":
        raise WrongRecord("it does not begin with the record of a library")
    if not isinstance(first.get("format"), int) or first["format"] > FORMAT:
        raise WrongRecord(
            f"it has format {first.get('format')!r} and this yinzheng knows up to {FORMAT}: update yinzheng"
        )
    try:
        if first["encoder"] is not None:
            made = binding.Binding(
                first["encoder"], first["fingerprint"], first["dimension"], first["cutting"]
            )
            binding.record(store.db, made, None)
            store.db.set_meta("centres", first["means"])
    except (KeyError, TypeError) as error:
        raise WrongRecord(f"the record of the library lacks {error}") from error
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows: dict[str, int] = {}
    copied: list[tuple[int, list[str]]] = []
    for seq, record in enumerate(given, 1):
        source = record.get("source")
        try:
            # What is equal to another one comes behind it, as it was added behind it.
            number = seq + (1 << 32) * (record["same_as"] is not None)
            _put(store, number, record, now)
            rows[record["id"]] = number
            copied.append((number, record["copy_of"]))
        except _WRONG as error:
            raise WrongRecord(
                f"the record of {source!r} is wrong ({type(error).__name__}: {error})"
            ) from error
    try:
        for number, originals in copied:
            for name in originals:
                copies.put(store.db, number, rows[name])
    except (KeyError, TypeError) as error:
        raise WrongRecord(f"a document is a copy of {error}, which is not in it") from error


def _put(store: Store, seq: int, record: Record, now: str) -> None:
    if record["kind"] != "document":
        raise ValueError(record["kind"])
    source, name, content, title, lang, media_type, sha256, reader, date = (record[key] for key in _KNOWN)
    flags = json.dumps(record["flags"], ensure_ascii=False, separators=(",", ":"))
    row = (seq, name, content, source, title, lang, media_type, sha256, reader, now, date, flags)
    vectors = base64.b64decode(record["vectors"], validate=True)
    size = 2 * binding.dimension(store.db)
    if len(vectors) != size * len(record["passages"]):
        raise ValueError(f"{len(vectors)} bytes of vectors for {len(record['passages'])} passages")
    passages = [
        (start, end, of, vectors[at * size : (at + 1) * size])
        for at, (start, end, of) in enumerate(record["passages"])
    ]
    anchors = json.dumps(record["anchors"], ensure_ascii=False, separators=(",", ":"))
    store.insert(row, record["text"], anchors, store.advance(), passages)
    if record["claims_version"] is not None:
        made = [(n, *(claim[key] for key in _CLAIM)) for n, claim in enumerate(record["claims"], 1)]
        claims.put_rows(store.db, seq, record["claims_version"], made)


def _examine(store: Store) -> None:
    from collections import Counter

    try:
        for finding in checks.documents(store.db, Counter(), ""):
            if not finding.note and finding.check != "copies":
                raise WrongRecord(f"{finding.subject}: {finding.detail}")
    except (LibraryDamaged, ValueError, TypeError) as error:
        raise WrongRecord(str(error)) from error
