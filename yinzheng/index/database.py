"""Making, opening and failing of the SQLite file: modes, migrations, read-only folders, error mapping."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from yinzheng.errors import (
    InternalError,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryNotFound,
    LibraryUnwritable,
)
from yinzheng.index import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "library.sqlite3"
"""The database's name in a library's folder."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""

_READ_ERRORS = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS}


@contextlib.contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into ours, naming ``path``.

    Raises LibraryBusy, LibraryUnwritable, LibraryDamaged, or InternalError for what should not occur.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error
    except OSError as error:
        raise LibraryUnwritable(
            f"{path} cannot be used: {error.strerror or error}; check disk and rights"
        ) from error


def _translated(error: sqlite3.Error, path: Path) -> LibraryError | InternalError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return LibraryBusy(f"{path} is being written by another process: try again when it is done")
    if primary == sqlite3.SQLITE_FULL:
        return LibraryUnwritable(
            f"{path} cannot be written: the disk is full; what was stored before is safe"
        )
    if primary in {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
    }:
        return LibraryUnwritable(f"{path} cannot be written ({error}): check its permissions")
    if primary == sqlite3.SQLITE_IOERR and code not in _READ_ERRORS:
        return LibraryUnwritable(
            f"{path} cannot be written ({error}): check the disk; what was stored before is safe"
        )
    if primary in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_IOERR,
    }:
        return LibraryDamaged(f"{path} is damaged ({error}): it is left untouched; restore it from a backup")
    return InternalError(f"{path}: {error}")


def create_file(path: Path) -> None:
    """Make an empty library at ``path`` and its folder, private to the user, unless it exists.

    It is made under another name and linked, so that the name exists only with the whole schema
    behind it. Raises LibraryUnwritable.
    """
    if path.exists():
        return
    with errors(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_name(f"{FILE}.{secrets.token_hex(4)}.tmp")
        try:
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with contextlib.closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                schema.migrate(connection)
            _name(temporary, path)
        finally:
            for end in ("", "-wal", "-shm"):
                temporary.with_name(temporary.name + end).unlink(missing_ok=True)
        sync_folder(path.parent)


def _name(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass  # another process was faster; its file is as good
    except OSError:  # a file system without links
        if not path.exists():
            temporary.rename(path)


def connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open a library, migrating an older one, and say whether it can only be read.

    Raises LibraryNotFound, LibraryDamaged, LibraryNewer, LibraryBusy, LibraryUnwritable.
    """
    with errors(path):
        if not path.exists():
            raise LibraryNotFound(f"no library at {path.parent}: make one with `yinzheng add PATH…`")
        if path.stat().st_size == 0:
            # A new library gets its name only when its schema is in it, so this is a loss.
            raise LibraryDamaged(f"{path} is empty: restore it from a backup, or move it away")
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        connection = _open(path, "mode=rw") if writable else _open_readonly(path)
        try:
            version = schema.check(connection, str(path))
            if writable:
                if version < schema.SCHEMA_VERSION:
                    schema.migrate(connection)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
            elif version < schema.SCHEMA_VERSION:
                raise LibraryUnwritable(
                    f"{path} has the older schema {version} and is read-only: "
                    "open it once with write permission"
                )
        except BaseException:
            connection.close()
            raise
        return connection, not writable


def _open(path: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    return connection


def _open_readonly(path: Path) -> sqlite3.Connection:
    # The log needs files beside the database, which a read-only folder may not get. Without a log
    # there is nothing in them; with one, a private copy of both shows what was committed.
    wal, shared = (path.with_name(FILE + end) for end in ("-wal", "-shm"))
    if not wal.exists() or wal.stat().st_size == 0:
        return _open(path, "mode=ro&immutable=1")
    if shared.exists() and os.access(shared, os.R_OK):
        connection = _open(path, "mode=ro")
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError:
            connection.close()
        else:
            return connection
    folder = Path(tempfile.mkdtemp(prefix="yinzheng-"))
    try:
        for file in (path, wal):
            shutil.copyfile(file, folder / file.name)
        with contextlib.closing(_open(folder / FILE, "mode=rw")) as copy:
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return _open(folder / FILE, "mode=ro&immutable=1")
    finally:
        # The open connection keeps the copy alive where the system allows it (not on Windows).
        shutil.rmtree(folder, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make names given in a folder survive a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
