"""The database's schema: every version of it, and moving an older file up to the newest."""

from __future__ import annotations

import sqlite3

from yinzheng.errors import LibraryDamaged, LibraryNewer
from yinzheng.index.checksums import checksum

APPLICATION_ID = 0x597A4C31
"""Marks a SQLite file as one of ours: ``YzL1``, at offset 68 of the file (``PRAGMA application_id``)."""

_VERSION_1 = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,   -- generation, encoder, fingerprint, dimension, cutting, centres, floor-LANG
    value NOT NULL
) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 0);

CREATE TABLE documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of adding; a replacement keeps it
    id TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL,                  -- equal for documents of equal content; id is made from it
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    lang TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    reader TEXT NOT NULL,                   -- the version of the code that read it
    added_at TEXT NOT NULL,
    date TEXT,
    flags TEXT NOT NULL                     -- JSON list; duplicate_of is worked out when reading
);
CREATE INDEX documents_content ON documents (content, seq);

CREATE TABLE texts (                        -- apart, so that a listing never reads them
    doc INTEGER PRIMARY KEY REFERENCES documents (seq) ON DELETE CASCADE,
    text TEXT NOT NULL,
    anchors TEXT NOT NULL                   -- JSON list of [start, kind, label]
);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: caches that lag cannot confuse two
    doc INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    lang TEXT NOT NULL,
    generation INTEGER NOT NULL,
    vector BLOB NOT NULL                    -- little-endian float16, L2-normalised, not centred
);
CREATE INDEX passages_doc ON passages (doc, start);
CREATE INDEX passages_lang ON passages (lang, generation);

CREATE TABLE removed (                      -- what caches older than `generation` still hold
    passage INTEGER PRIMARY KEY,
    lang TEXT NOT NULL,
    generation INTEGER NOT NULL
);
CREATE INDEX removed_lang ON removed (lang, generation);

CREATE TABLE centres (                      -- the passage mean of each language
    lang TEXT PRIMARY KEY,
    mean BLOB NOT NULL,                     -- little-endian float32
    measured INTEGER NOT NULL               -- on how many passages; 0: a constant of the encoder
);

CREATE TABLE caches (                       -- the one valid version of each cache
    kind TEXT NOT NULL,                     -- dense, lexical
    lang TEXT NOT NULL,
    generation INTEGER NOT NULL,            -- it holds the passages up to this one
    name TEXT NOT NULL,                     -- its file or folder
    made TEXT NOT NULL,                     -- what it depends on beside the passages
    files TEXT NOT NULL,                    -- JSON: {file: [bytes, CRC-32]}
    PRIMARY KEY (kind, lang)
);
"""

_VERSION_2 = """
-- claims_version: the version of the code that made a document's claims; NULL where none were made yet
ALTER TABLE documents ADD COLUMN claims_version TEXT;

CREATE TABLE claims (                       -- quotes are cut out of the text, so they are not here
    doc INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    n INTEGER NOT NULL,                     -- from 1, in the order in which they were made
    start INTEGER NOT NULL,                 -- the figure
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT,                             -- value, low and high are decimal numbers, exact
    low TEXT,
    high TEXT,
    unit TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    direction TEXT NOT NULL,
    iso TEXT,                               -- Quantity.period
    subject TEXT NOT NULL,
    subject_from TEXT NOT NULL,
    metric TEXT NOT NULL,
    metric_key TEXT NOT NULL,
    period TEXT NOT NULL,
    modality TEXT NOT NULL,
    status TEXT NOT NULL,
    sentence_start INTEGER NOT NULL,        -- the citation
    sentence_end INTEGER NOT NULL,
    locator TEXT NOT NULL,
    PRIMARY KEY (doc, n)
) WITHOUT ROWID;
"""

_VERSION_3 = """
CREATE TABLE bands (                        -- MinHash bands of each text, to find copies by
    band INTEGER NOT NULL,
    doc INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    PRIMARY KEY (band, doc)
) WITHOUT ROWID;
CREATE INDEX bands_doc ON bands (doc);

CREATE TABLE copies (                       -- what duplicate_of is worked out from
    doc INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    original INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    PRIMARY KEY (doc, original)
) WITHOUT ROWID;
CREATE INDEX copies_original ON copies (original);
"""

_VERSION_4 = """
-- Checksums of rows, compared whenever these are read (checksums.py); 4294967296 is ONE there.
ALTER TABLE documents ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;  -- of all columns before claims_version
ALTER TABLE documents ADD COLUMN claims_checksum INTEGER;              -- of claims_version and all claims
ALTER TABLE texts ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passages ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE centres ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE documents SET checksum = checksum(seq, id, content, source, title, lang, media_type, sha256, reader,
    added_at, date, flags), claims_version = NULL;
DELETE FROM claims;                         -- made again when they are asked for, with their checksum
UPDATE texts SET checksum = checksum(doc, CAST(text AS BLOB), CAST(anchors AS BLOB));
UPDATE passages SET checksum = checksum(id, doc, start, "end", lang, generation, vector);
UPDATE centres SET checksum = checksum(lang, mean, measured);
-- What there must be: a row that a damaged file no longer gives is missed.
INSERT INTO meta SELECT 'documents', coalesce(sum(checksum + 4294967296), 0) FROM documents;
INSERT INTO meta SELECT 'copies', coalesce(sum(checksum(doc, original) + 4294967296), 0) FROM copies;
INSERT INTO meta SELECT 'passages-zh', count(*) FROM passages WHERE lang = 'zh';
INSERT INTO meta SELECT 'passages-en', count(*) FROM passages WHERE lang = 'en';
"""

MIGRATIONS: tuple[str, ...] = (_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4)
"""``MIGRATIONS[n]`` moves a database from version n to n + 1. Released ones are never edited."""

SCHEMA_VERSION = len(MIGRATIONS)
"""The version that this program writes (``PRAGMA user_version``)."""


def check(connection: sqlite3.Connection, path: str) -> int:
    """Return the schema version of an open database, which is one of ours and not too new.

    Raises LibraryDamaged for a file of something else and LibraryNewer naming both versions.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise LibraryDamaged(
            f"{path} is not a yinzheng library (another program's SQLite file): "
            "it is left untouched; name another library"
        )
    version: int
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise LibraryNewer(
            f"{path} has schema {version} and this yinzheng knows up to {SCHEMA_VERSION}: update yinzheng"
        )
    if version < 1:
        raise LibraryDamaged(f"{path} has schema {version}, which never was: restore it from a backup")
    return version


def migrate(connection: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring a database to the newest version; the migrations and their record are one transaction."""
    connection.create_function("checksum", -1, checksum, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again inside the transaction: another process may just have done it.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for script in migrations[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {max(version, len(migrations))}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    # executescript() would commit on its own before it starts.
    statements: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    if pending.strip():
        statements.append(pending)
    return statements
