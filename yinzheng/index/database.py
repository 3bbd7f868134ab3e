"""The SQLite file: making and opening it, transactions, fork, and its errors as ours.

Durability: WAL with ``synchronous=FULL``, so what has been committed survives a killed process and a
power cut. Readers see a whole snapshot and never wait for writers; writers wait for each other up
to ``BUSY_SECONDS``.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

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
    from collections.abc import Iterator, Sequence

FILE = "library.sqlite3"
"""The database's name in a library's folder."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""

_READ_ERRORS = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS}

_BATCH = 2_000  # rows fetched at a time: 1.5 MB of vectors

State: TypeAlias = tuple[int, int, int]
"""What ``Database.state`` gives."""

_INHERITED: list[object] = []
"""Connections that came through fork(): kept, since closing them would harm the parent's."""


class Database:
    """One open SQLite file. Not for several threads at once; forked children reconnect."""

    def __init__(self, path: Path) -> None:
        """Open the library at ``path``; what cannot be written is opened read-only.

        Raises LibraryNotFound, LibraryDamaged, LibraryNewer, LibraryBusy, LibraryUnwritable.
        """
        self.path = path
        self._connection: sqlite3.Connection | None
        self._connection, self.readonly = connect(path)
        self._pid = os.getpid()
        self._depth = 0
        self._meta: tuple[State | None, dict[str, Any]] = (None, {})

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

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do what is inside in one write transaction, or, within another one, all of it or nothing.

        Raises LibraryBusy, LibraryUnwritable, LibraryDamaged.
        """
        connection = self.connection
        if self.readonly:
            raise LibraryUnwritable(f"{self.path} cannot be written: it is read-only for this user")
        undo: tuple[str, ...]
        if self._depth:
            begin, commit, undo = "SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part")
        else:
            begin, commit, undo = "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
            if connection.in_transaction:  # an interrupt fell between two lines here
                self.execute("ROLLBACK")
        self.execute(begin)
        self._depth += 1
        try:
            yield
            self.execute(commit)
        except BaseException:
            # A full disk makes SQLite roll back by itself; then there is nothing left to undo.
            for statement in undo:
                if connection.in_transaction:
                    self.execute(statement)
            raise
        finally:
            self._depth -= 1

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one state of the database through everything that is read inside."""
        if self.connection.in_transaction:
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        finally:
            self.execute("ROLLBACK")

    @contextlib.contextmanager
    def impatient(self) -> Iterator[None]:
        """Raise LibraryBusy at once instead of waiting for another writer."""
        self.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Execute one statement, with errors turned into ours."""
        with errors(self.path):
            return self.connection.execute(sql, parameters)

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Execute one statement for each of ``rows``, with errors turned into ours."""
        with errors(self.path):
            self.connection.executemany(sql, rows)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query, with errors turned into ours."""
        with errors(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def batches(self, sql: str, parameters: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query some at a time; memory stays small."""
        with errors(self.path):
            cursor = self.connection.execute(sql, parameters)
            try:
                while rows := cursor.fetchmany(_BATCH):
                    yield rows
            finally:
                with contextlib.suppress(sqlite3.ProgrammingError):  # the connection may be closed by now
                    cursor.close()

    @property
    def in_transaction(self) -> bool:
        """Whether a write transaction is open here."""
        return self._depth > 0

    def state(self) -> State | None:
        """Return what differs once anybody has written; None in a write transaction, which may be undone.

        What was read after it was asked for holds as long as it stays as it is.
        """
        connection = self.connection
        if self._depth:
            return None
        ((others,),) = self.rows("PRAGMA data_version")
        return self._pid, int(others), connection.total_changes

    def table(self) -> dict[str, Any]:
        """Return the table ``meta``, not to be changed; it is read again when anybody has written."""
        state = self.state()
        if state is None or state != self._meta[0]:
            self._meta = state, dict(self.rows("SELECT key, value FROM meta"))
        return self._meta[1]

    def meta(self, key: str) -> Any:
        """Return a value of the table ``meta``, or None."""
        return self.table().get(key)

    def number(self, key: str, default: int | None = None) -> int:
        """Return a number of the table ``meta``. Raises LibraryDamaged where it is none."""
        value = self.meta(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, int):
            raise damaged(self.path, f"its {key} is {value!r}")
        return value

    def count(self, key: str, by: int) -> None:
        """Add to a number of the table ``meta``, within a transaction."""
        self.set_meta(key, self.number(key) + by)

    def set_meta(self, key: str, value: str | int) -> None:
        """Set a value of the table ``meta``, within a transaction."""
        self.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


@contextlib.contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into ours, naming ``path``.

    Raises LibraryBusy, LibraryUnwritable, LibraryDamaged, or InternalError for what should not occur.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error
    except UnicodeDecodeError as error:  # of names in the schema
        raise damaged(path, "a name in it is not UTF-8") from error
    except OSError as error:
        raise LibraryUnwritable(
            f"{path} cannot be used: {error.strerror or error}; check disk and rights"
        ) from error


def damaged(path: Path, what: str) -> LibraryDamaged:
    """The error for a database of which ``what`` is wrong."""
    return LibraryDamaged(f"{path} is damaged ({what}): it is left untouched; restore it from a backup")


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
        return damaged(path, str(error))
    if "Could not decode to UTF-8" in str(error):  # Python's own word, which has no code
        return damaged(path, "a text in it is not UTF-8")
    if primary == sqlite3.SQLITE_CONSTRAINT or str(error).startswith(("no such column", "no such table")):
        return damaged(path, str(error))  # rows that were deleted are found again, or the schema has changed
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
        temporary = path.with_name(f"{FILE}.{os.urandom(4).hex()}.tmp")
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
        if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            try:
                return _open_writable(path), False
            except sqlite3.Error as error:
                # On a full disk even a reader's shared memory cannot be made: then only read.
                if not isinstance(_translated(error, path), LibraryUnwritable):
                    raise
        connection = _open_readonly(path)
        try:
            version = schema.check(connection, str(path))
            if version < schema.SCHEMA_VERSION:
                raise LibraryUnwritable(
                    f"{path} has the older schema {version} and cannot be written: "
                    "open it once with write permission"
                )
        except BaseException:
            connection.close()
            raise
        return connection, True


def _open_writable(path: Path) -> sqlite3.Connection:
    connection = _open(path, "mode=rw")
    try:
        if schema.check(connection, str(path)) < schema.SCHEMA_VERSION:
            schema.migrate(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _open(path: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    return connection


def _open_readonly(path: Path) -> sqlite3.Connection:
    import shutil
    import tempfile

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
