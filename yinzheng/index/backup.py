"""A copy of a library while it is in use: a snapshot of the database, checked and on the disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

from yinzheng.errors import ExportError
from yinzheng.index.database import FILE, damaged, errors
from yinzheng.index.staging import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from yinzheng.index.database import Database

_PAGES = 2_000
"""Pages copied between two looks at whether to go on: some milliseconds, what ctrl-C waits for."""


def backup(database: Database, dest: Path, beside: Iterable[Path] = ()) -> None:
    """Copy the database, and the files ``beside`` it, into the new folder ``dest``: a library without caches.

    Others may write meanwhile; the copy is what was there when it began. Raises ExportError where ``dest``
    exists or cannot be written, LibraryDamaged where what was copied is no sound database.
    """
    if dest.resolve().is_relative_to(database.path.parent.resolve()):
        raise ExportError(f"{dest} is inside the library: a backup belongs elsewhere, best on another disk")
    with new_folder(dest) as folder:
        copy = folder / FILE
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as target:
                # Within one snapshot: else every write of another process would have it start again.
                with database.snapshot():
                    database.connection.backup(target, pages=_PAGES)
                ((found,),) = target.execute("PRAGMA quick_check(1)").fetchall()
                if found != "ok":
                    raise damaged(database.path, found)
                target.execute("DELETE FROM caches")  # they are made again, unasked
        except sqlite3.Error as error:
            with errors(database.path):
                _reraise(error, dest)
        for file in beside:
            shutil.copyfile(file, folder / file.name)
            (folder / file.name).chmod(0o600)


def _reraise(error: sqlite3.Error, dest: Path) -> None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}:
        raise ExportError(f"{dest} cannot be written: {error}") from error
    raise error
