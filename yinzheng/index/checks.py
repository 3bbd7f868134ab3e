"""What must hold in a library's database, looked at row by row; nothing is changed here."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, get_args

from yinzheng.corpus.boilerplate import is_page
from yinzheng.corpus.likeness import is_copy
from yinzheng.corpus.spun import is_spun
from yinzheng.errors import LibraryDamaged
from yinzheng.index import claims, copies, schema
from yinzheng.index.binding import read as read_binding
from yinzheng.index.checksums import ONE, checksum
from yinzheng.types import (
    AnchorKind,
    ClaimStatus,
    Finding,
    Lang,
    Modality,
    Qualifier,
    QuantityKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yinzheng.index.database import Database

NORM = 5e-3
"""How far from 1 the length of a stored vector may be: float16 rounds each of its numbers."""

_TOLD = 20  # problems that SQLite is asked to name
_INDEX_ALONE = re.compile(
    r"(row \d+ missing from index|wrong # of entries in index|non-unique entry in index) \S+"
)
_COLUMNS = (
    "seq, id, content, source, title, lang, media_type, sha256, reader, added_at, date, flags, checksum,"
    " claims_version"
)


def database(db: Database) -> Iterator[Finding]:
    """The file itself: SQLite's own check, references between rows, tables and indexes."""
    try:
        said = [row[0] for row in db.rows(f"PRAGMA integrity_check({_TOLD})")]
    except LibraryDamaged as error:
        yield Finding("database", db.path.name, str(error))
        return
    if said != ["ok"]:
        # Indexes are made of the tables: where only they are wrong, nothing is lost.
        derived = all(_INDEX_ALONE.fullmatch(line) for line in said)
        for line in said:
            yield Finding("index" if derived else "database", db.path.name, line, derived=derived)
    for table, row, parent, _ in db.rows("PRAGMA foreign_key_check"):
        yield Finding("database", table, f"row {row} belongs to a row of {parent} that is not there")
    yield from _schema(db)


def _schema(db: Database) -> Iterator[Finding]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        schema.migrate(fresh)
        for name, sql in fresh.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"):
            wanted = fresh.execute(f"PRAGMA table_info({name})").fetchall()
            if db.rows(f"PRAGMA table_info({name})") != wanted:
                yield Finding("schema", name, f"the table is not {sql.split('(')[0].strip()} as it should be")
        for name, table in fresh.execute("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index'"):
            if (
                db.rows(f"PRAGMA index_xinfo({name})")
                != fresh.execute(f"PRAGMA index_xinfo({name})").fetchall()
            ):
                yield Finding("index", name, f"an index of {table} is missing or another one", derived=True)


def settings(db: Database) -> Iterator[Finding]:
    """What the library says of itself: generation, encoder, counts."""
    for key in ("generation", "documents", "copies", *(f"passages-{lang}" for lang in get_args(Lang))):
        value = db.meta(key)
        if not isinstance(value, int) or value < 0:
            yield Finding("setting", key, f"is {value!r}, not a number")
    bound = read_binding(db)
    if bound is None and db.rows("SELECT 1 FROM documents LIMIT 1"):
        yield Finding("setting", "encoder", "is not recorded, though there are documents")
    elif bound is not None and (not isinstance(bound.dimension, int) or bound.dimension < 1):
        yield Finding("setting", "dimension", f"is {bound.dimension!r}, not a number")
    for lang, mean, measured, made in db.rows("SELECT * FROM centres"):
        if checksum(lang, mean, measured) != made:
            yield Finding("mean", lang, "the mean of its passages has changed by itself", derived=True)


def documents(db: Database, looked_at: Counter[str], claims_version: str) -> Iterator[Finding]:
    """Every document with its text, passages, vectors and claims, one at a time."""
    total = 0
    passages: Counter[str] = Counter()
    sources: dict[int, str] = {}
    for (seq,) in db.rows("SELECT seq FROM documents NOT INDEXED ORDER BY seq"):
        rows = db.rows(f"SELECT {_COLUMNS} FROM documents WHERE seq = ?", (seq,))  # noqa: S608
        if not rows:
            yield Finding("lost_documents", str(seq), "its row cannot be found")
            continue
        row = rows[0]
        source = sources[seq] = str(row[3])
        looked_at["documents"] += 1
        total += (row[12] if isinstance(row[12], int) else 0) + ONE
        yield from _document(source, row)
        text, found = _text(db, seq, source)
        yield from found
        yield from _passages(db, seq, source, text, passages)
        if text is not None:
            yield from _flags(source, str(row[11]), text)
            yield from _claims(db, row, text, claims_version, looked_at)
    if total != db.meta("documents"):
        yield Finding("lost_documents", "documents", "one that was stored is not there, or one too many is")
    for lang in get_args(Lang):
        held, wanted = passages[lang], db.meta(f"passages-{lang}")
        if held != wanted:
            yield Finding("lost_passages", lang, f"there are {held} passages, and there should be {wanted}")
    looked_at["passages"] += sum(passages.values())
    yield from _copies(db, sources)


def _document(source: str, row: tuple[Any, ...]) -> Iterator[Finding]:
    if checksum(*row[:12]) != row[12]:
        yield Finding("document", source, "what is said of it has changed by itself")
    elif row[5] not in get_args(Lang) or not _strings(row[11]):
        yield Finding("document", source, f"its language is {row[5]!r} and its flags are {row[11]!r}")


def _strings(written: str) -> bool:
    try:
        read = json.loads(written)
    except ValueError:
        return False
    return isinstance(read, list) and all(isinstance(one, str) for one in read)


def _text(db: Database, seq: int, source: str) -> tuple[str | None, list[Finding]]:
    """The text where it is what was stored, and what is wrong with it and its anchors."""
    rows = db.rows(
        "SELECT doc, CAST(text AS BLOB), CAST(anchors AS BLOB), checksum FROM texts WHERE doc = ?", (seq,)
    )
    if not rows:
        return None, [Finding("text", source, "its text is not there")]
    if checksum(*rows[0][:3]) != rows[0][3]:
        return None, [Finding("text", source, "its text has changed by itself")]
    text = rows[0][1].decode()
    places = json.loads(rows[0][2])
    kinds, end = get_args(AnchorKind), 0
    for start, kind, _ in places:
        if kind not in kinds or not end <= start <= len(text):
            return text, [Finding("anchors", source, f"{kind} at {start} is out of order or of the text")]
        end = start
    return text, []


def _passages(
    db: Database, seq: int, source: str, text: str | None, counted: Counter[str]
) -> Iterator[Finding]:
    import numpy as np

    size = db.meta("dimension")
    generation = db.meta("generation")
    at = 0
    rows = db.rows(
        'SELECT id, doc, start, "end", lang, generation, vector, checksum FROM passages WHERE doc = ?'
        " ORDER BY start",
        (seq,),
    )
    for row in rows:
        number, _, start, end, lang, made_in, vector, made = row
        counted[lang] += 1
        if checksum(*row[:7]) != made:
            yield Finding("passage", source, f"passage {number} has changed by itself")
            continue
        if start != at or end <= start:
            yield Finding("passages", source, f"passage {number} begins at {start}, and {at} comes next")
        at = end
        if lang not in get_args(Lang) or not 0 < made_in <= generation:
            yield Finding("passage", source, f"passage {number} is {lang!r} of generation {made_in}")
        values = np.frombuffer(vector, "<f2").astype(np.float32) if len(vector) == 2 * size else None
        if values is None:
            yield Finding("vector", source, f"of passage {number} is {len(vector)} bytes, not {2 * size}")
        elif not abs(float(np.linalg.norm(values)) - 1) <= NORM:  # NaN fails too
            yield Finding("vector", source, f"of passage {number} is not of length 1")
    if text is not None and at != len(text):
        yield Finding("passages", source, f"they end at {at}, and the text at {len(text)}")


def _flags(source: str, flags: str, text: str) -> Iterator[Finding]:
    said = set(json.loads(flags)) & {"boilerplate", "spun"}
    found = {name for name, there in (("boilerplate", is_page(text)), ("spun", is_spun(text))) if there}
    if said != found:
        told = ", ".join(sorted(found)) or "none"
        yield Finding("flags", source, f"today's flags are: {told}", derived=True, note=True)


def _claims(
    db: Database, row: tuple[Any, ...], text: str, version: str, looked_at: Counter[str]
) -> Iterator[Finding]:
    seq, source, stored = row[0], str(row[3]), row[13]
    if stored is None:
        yield Finding("old_claims", source, "its figures were never read", derived=True, note=True)
        return
    held = claims.rows_of(db, row[1])
    if held is None:
        yield Finding("claims", source, "what is stored of its figures has changed", derived=True)
        return
    looked_at["claims"] += len(held[1])
    for n, claim in enumerate(held[1], 1):
        if wrong := _wrong(claim, n, text):
            yield Finding("claims", source, f"figure {n} of row {seq}: {wrong}", derived=True)
            return
    if stored != version:
        yield Finding("old_claims", source, f"made by {stored}, today by {version}", derived=True, note=True)


def _wrong(row: tuple[Any, ...], n: int, text: str) -> str | None:
    """What is wrong with a row of claims."""
    (
        number, start, end, kind, value, low, high, _, qualifier, _, _, _, _, _, _, _, modality, status,
        first, last, _,
    ) = row  # fmt: skip
    if number != n:
        return f"it has the number {number}"
    if not 0 <= first <= start < end <= last <= len(text):
        return f"[{start}, {end}) is not inside its sentence [{first}, {last}) of the text"
    known = (QuantityKind, Qualifier, Modality, ClaimStatus)
    for name, names in zip((kind, qualifier, modality, status), known, strict=True):
        if name not in get_args(names):
            return f"{name!r} is unknown"
    for decimal in (value, low, high):
        try:
            if decimal is not None and not Decimal(decimal).is_finite():
                return f"{decimal} is not finite"
        except InvalidOperation:
            return f"{decimal!r} is no number"
    return None


def _copies(db: Database, sources: dict[int, str]) -> Iterator[Finding]:
    try:
        copies.verify(db)
    except LibraryDamaged:
        yield Finding("copies", "copies", "the table of copies has changed by itself", derived=True)
        return
    for doc, original in db.rows("SELECT doc, original FROM copies"):
        texts = [
            text for seq in (doc, original) if (text := _text(db, seq, "")[0]) is not None
        ]  # those that changed are told already
        if len(texts) == 2 and not is_copy(*texts):
            detail = f"is told to be a copy of {sources.get(original)}, and is not"
            yield Finding("copies", sources.get(doc, str(doc)), detail, derived=True)
