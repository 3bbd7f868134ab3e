"""Which stored documents are copies of others: candidates by their bands, then the texts themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from yinzheng.corpus.likeness import bands, is_copy, version
from yinzheng.index.checksums import ONE, checksum
from yinzheng.index.database import damaged

if TYPE_CHECKING:
    from yinzheng.index.database import Database

_LOOKED_AT = 8
"""Texts that a new one is compared with: those that share the most bands."""

_KEY = "bands"
_KEPT = "copies"  # the sum of the checksums of all rows


def record(db: Database, seq: int, text: str) -> None:
    """Note, within a transaction, what the document in row ``seq`` is a copy of, and what is one of it.

    Bands that another version of the code made, or none did, are made first.
    """
    made = version()
    if db.meta(_KEY) != made:
        db.execute("DELETE FROM bands")
        for (other,) in db.rows("SELECT seq FROM documents WHERE seq <> ?", (seq,)):
            ((stored,),) = db.rows("SELECT text FROM texts WHERE doc = ?", (other,))
            _put(db, other, stored)
        db.set_meta(_KEY, made)
    numbers = _put(db, seq, text)
    if not numbers:
        return
    near = db.rows(
        "SELECT doc FROM bands WHERE band IN (SELECT value FROM json_each(?)) AND doc <> ?"
        " GROUP BY doc ORDER BY count(*) DESC, doc LIMIT ?",
        (json.dumps(numbers), seq, _LOOKED_AT),
    )
    for (other,) in near:
        ((stored,),) = db.rows("SELECT text FROM texts WHERE doc = ?", (other,))
        if is_copy(text, stored):
            put(db, *_copy_first(db, seq, other))


def put(db: Database, doc: int, original: int) -> None:
    """Note, within a transaction, that the document in row ``doc`` is a copy of the one in ``original``."""
    if db.execute("INSERT OR IGNORE INTO copies VALUES (?, ?)", (doc, original)).rowcount:
        db.count(_KEPT, checksum(doc, original) + ONE)


def rebuild(db: Database) -> None:
    """Find all copies anew, within a transaction, as if the documents came one after the other."""
    db.execute("DELETE FROM bands")
    db.execute("DELETE FROM copies")
    db.set_meta(_KEPT, 0)
    db.set_meta(_KEY, version())
    for seq, text in db.rows("SELECT doc, text FROM texts ORDER BY doc"):
        record(db, seq, text)


def forget(db: Database, seq: int) -> None:
    """Forget, within a transaction, what the document in row ``seq`` is a copy of, and what is one of it."""
    gone = db.rows("DELETE FROM copies WHERE doc = ? OR original = ? RETURNING doc, original", (seq, seq))
    if gone:
        db.count(_KEPT, -sum(checksum(*row) + ONE for row in gone))


def verify(db: Database) -> None:
    """Raise LibraryDamaged unless what is noted is what was noted."""
    with db.snapshot():
        rows = db.rows("SELECT doc, original FROM copies")
        if sum(checksum(*row) + ONE for row in rows) != db.number(_KEPT):
            raise damaged(db.path, "what it says of copies has changed by itself")


def _put(db: Database, seq: int, text: str) -> list[int]:
    numbers = bands(text)
    db.execute_many("INSERT INTO bands VALUES (?, ?)", [(number, seq) for number in set(numbers)])
    return numbers


def _copy_first(db: Database, a: int, b: int) -> tuple[int, int]:
    """Of two rows, the copy before what it was copied from: a spun text is the copy, then a page of noise."""

    def noise(seq: int) -> tuple[bool, bool, int]:
        ((flags,),) = db.rows("SELECT flags FROM documents WHERE seq = ?", (seq,))
        return '"spun"' in flags, '"boilerplate"' in flags, seq

    return (a, b) if noise(a) > noise(b) else (b, a)
