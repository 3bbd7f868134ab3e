"""Builds that are broken on purpose: a harness counts only after it has caught the one it is for."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from yinzheng.errors import LibraryError
from yinzheng.index import backup, database, index, store
from yinzheng.index.caches import CacheFolder
from yinzheng.index.database import Database


def no_transactions() -> None:
    """Every statement is committed by itself: a kill leaves half a document."""

    @contextlib.contextmanager
    def transaction(self: Database) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    Database.transaction = transaction  # type: ignore[method-assign]


def late_commits() -> None:
    """Documents are acknowledged before they are stored: a kill loses what was promised."""
    put, close = index.Index.put, index.Index.close
    waiting: list[tuple[Any, ...]] = []

    def late(self: index.Index, *given: Any) -> Any:
        waiting.append((self, *given))
        return given[0], "added"

    def closed(self: index.Index) -> None:
        while waiting:
            put(*waiting.pop(0))
        close(self)

    index.Index.put = late  # type: ignore[method-assign,assignment]
    index.Index.close = closed  # type: ignore[method-assign]


def unchecked_caches() -> None:
    """Files of caches are believed without their checksums."""
    CacheFolder.intact = (  # type: ignore[method-assign]
        lambda self, name, files, *, whole=False: (self.path / name).exists()
    )


def errors_swallowed() -> None:
    """A document that cannot be stored is reported as added."""
    put = index.Index.put

    def careless(self: index.Index, document: Any, *given: Any, **named: Any) -> Any:
        with contextlib.suppress(LibraryError):
            return put(self, document, *given, **named)
        return document, "added"

    index.Index.put = careless  # type: ignore[method-assign]


def no_checksums() -> None:
    """Rows are believed as they are read."""
    from yinzheng.index import binding, claims, copies

    for module in (store, binding, claims, copies):
        module.checksum = lambda *values: 0  # type: ignore[attr-defined]


def no_patience() -> None:
    """Writers do not wait for each other."""
    database.BUSY_SECONDS = 0.0
    index.BUSY_SECONDS = 0.0  # type: ignore[attr-defined]


def inherited_connections() -> None:
    """A forked child goes on with its parent's connection."""
    Database.connection = property(lambda self: self._connection)  # type: ignore[assignment]


def copied_files() -> None:
    """A backup is a copy of the file, whoever is writing to it."""
    import shutil

    def copy(database: Database, dest: Path, beside: Any = ()) -> None:
        dest.mkdir()
        shutil.copyfile(database.path, dest / database.path.name)

    backup.backup = copy


DOUBLES: dict[str, Callable[[], None]] = {
    double.__name__: double
    for double in (
        no_transactions,
        late_commits,
        unchecked_caches,
        errors_swallowed,
        no_checksums,
        no_patience,
        inherited_connections,
        copied_files,
    )
}


def install(name: str) -> None:
    """Break this process's code; there is no way back."""
    DOUBLES[name]()
