"""Keeping the word caches in step with the database: opening, catching up, rebuilding."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from yinzheng.errors import LibraryBusy, LibraryUnwritable
from yinzheng.index import lexical
from yinzheng.index.caches import Outdated
from yinzheng.index.lexical import Lexical
from yinzheng.index.store import CacheRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from yinzheng.index.caches import CacheFolder
    from yinzheng.index.store import Store
    from yinzheng.types import Lang

KIND = "lexical"


@dataclass(slots=True)
class Opened:
    """An open version, and the passages in it that the database has no more."""

    words: Lexical
    name: str
    generation: int
    seen: int
    without: frozenset[int] = field(default=frozenset())


class LexicalCache:
    """The words of each language's passages.

    A version is brought forward by a copy of links to its files, so every catching up is written
    and costs only what has changed. While another process writes one, readers stay with the last.
    """

    def __init__(self, store: Store, folder: CacheFolder, notify: Callable[[str], None]) -> None:
        """``notify`` gets a line when a damaged version is replaced."""
        self._store = store
        self._folder = folder
        self._notify = notify
        self._opened: dict[Lang, Opened] = {}
        self._private: list[tempfile.TemporaryDirectory[str]] = []

    def afresh(self) -> LexicalCache:
        """Return one that has nothing open, for a process that came from fork()."""
        return LexicalCache(self._store, self._folder, self._notify)

    def forget(self) -> None:
        """Close everything and delete private copies."""
        self._opened.clear()
        for folder in self._private:
            folder.cleanup()
        self._private.clear()

    def current(self, lang: Lang) -> Opened | None:
        """Return the words of a language, or None when it has no passages.

        They are as of the database's generation, or of the last version while another process is
        writing the next.
        """
        generation = self._store.generation
        opened = self._opened.get(lang)
        if opened and opened.seen == generation:
            return opened
        self._take(lang)
        if self._behind(lang):
            if self._folder.writable and not self._store.readonly:
                with (
                    contextlib.suppress(OSError, LibraryBusy, LibraryUnwritable),
                    self._store.impatient(),
                    self._folder.lock(0) as held,
                ):
                    if not held:
                        return self._stale(lang)
                    self.update(lang)
            if self._behind(lang):
                self._copy(lang)
        opened = self._opened.get(lang)
        if opened:
            opened.seen = generation
        return opened

    def _behind(self, lang: Lang) -> bool:
        opened = self._opened.get(lang)
        return self._store.changes(lang, opened.generation if opened else 0) != (0, 0)

    def _stale(self, lang: Lang) -> Opened | None:
        opened = self._opened.get(lang)
        if opened:
            opened.without = frozenset(self._store.removed_since(lang, opened.generation))
        return opened

    def _take(self, lang: Lang) -> None:
        """Open the valid version unless it is the one that is open."""
        record = self._store.cache(KIND, lang)
        opened = self._opened.get(lang)
        if opened and (record is None or record.generation <= opened.generation):
            return
        if taken := self._load(lang):
            self._opened[lang] = taken

    def _load(self, lang: Lang) -> Opened | None:
        def read(record: CacheRecord) -> Opened | None:
            if record.made != lexical.FORMAT or record.generation < self._store.floor:
                raise Outdated
            if not self._folder.intact(record.name, record.files):
                return None
            words = self._open(self._folder.path / record.name)
            return Opened(words, record.name, record.generation, -1) if words else None

        return self._folder.load(
            lambda: self._store.cache(KIND, lang), read, self._notify, f"the word cache ({lang})"
        )

    def _open(self, folder: Path) -> Lexical | None:
        try:
            if not os.access(folder, os.W_OK):
                private = self._private_folder()
                lexical.link(folder, private, os.symlink)
                folder = private
            return Lexical(folder)
        except (OSError, ValueError):
            return None

    def _private_folder(self) -> Path:
        self._private.append(tempfile.TemporaryDirectory(prefix="yinzheng-"))
        return Path(self._private[-1].name)

    def _copy(self, lang: Lang) -> None:
        """Catch up in a private folder, where the library's cannot be written."""
        opened = self._opened.get(lang)
        if opened and opened.generation < self._store.floor:
            opened = None
        folder = self._private_folder()
        with self._store.snapshot():
            generation = self._store.generation
            self._build(lang, folder, opened)
        self._opened[lang] = Opened(Lexical(folder), "", generation, generation)

    def update(self, lang: Lang) -> None:
        """Write a version as of the database's generation; call it with the writers' lock held.

        Raises OSError, LibraryBusy, LibraryUnwritable.
        """
        self._take(lang)
        opened = self._opened.get(lang)
        if opened and (opened.generation < self._store.floor or not opened.name):
            opened = None
        if not self._behind(lang):
            return
        with self._store.snapshot():
            generation = self._store.generation
            name = self._folder.new_name(KIND, lang, generation)
            files = self._folder.write_folder(name, lambda folder: self._build(lang, folder, opened))
        words = Lexical(self._folder.path / name)
        self._store.set_cache(KIND, lang, CacheRecord(generation, name, lexical.FORMAT, files))
        self._opened[lang] = Opened(words, name, generation, generation)

    def _build(self, lang: Lang, folder: Path, opened: Opened | None) -> None:
        since = opened.generation if opened else 0
        base = opened.words.folder if opened else None
        removed = self._store.removed_since(lang, since) if opened else []
        lexical.build(folder, base, removed, self._store.texts_since(lang, since))
