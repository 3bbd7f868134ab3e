"""Keeping the word caches in step with the database: opening, catching up, rebuilding."""

from __future__ import annotations

import contextlib
import os
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from yinzheng.errors import LibraryBusy, LibraryUnwritable
from yinzheng.index import lexical
from yinzheng.index.caches import Outdated
from yinzheng.index.database import damaged
from yinzheng.index.lexical import Lexical
from yinzheng.index.store import CacheRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    seen: int = -1  # the database's generation when it was last compared
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
        self._private: list[Callable[[], object]] = []
        self._told = False

    def afresh(self) -> LexicalCache:
        """Return one that has nothing open, for a process that came from fork()."""
        return LexicalCache(self._store, self._folder, self._notify)

    def forget(self) -> None:
        """Close everything and delete private copies."""
        self._opened.clear()
        for delete in self._private:
            delete()
        self._private.clear()

    def current(self, lang: Lang) -> Opened | None:
        """Return the words of a language, or None when it has no passages.

        They are as of the database's generation, or of the last version while another process is
        writing the next. What took work to make is written for the next reader.
        """
        generation = self._store.generation
        opened = self._opened.get(lang)
        if opened and opened.seen == generation:
            return opened
        found = self._current(lang, generation)
        if self._agrees(lang, found):
            return found
        # One of the two is not what it was: try without what was on the disk.
        self._folder.distrust(self._store.cache(KIND, lang), self._notify, _what(lang))
        self._opened.pop(lang, None)
        found = self._current(lang, generation)
        if not self._agrees(lang, found):
            raise damaged(self._store.db.path, "it has lost passages")
        return found

    def _agrees(self, lang: Lang, opened: Opened | None) -> bool:
        """Whether a version that is up to date has as many passages as the database."""
        with self._store.db.snapshot():
            count = opened.words.passages if opened else 0
            return count == self._store.total(lang) or self._behind(lang)

    def _current(self, lang: Lang, generation: int) -> Opened | None:
        self._take(lang)
        if self._behind(lang):
            if self._folder.writable and not self._store.db.readonly:
                with (
                    contextlib.suppress(OSError, LibraryBusy, LibraryUnwritable),
                    self._folder.lock(0) as held,
                    self._store.db.impatient(),
                ):
                    if not held:
                        return self._stale(lang)
                    self.update(lang)
                    self._folder.sweep(self._store.cache_names())
            if self._behind(lang) and not self._copied(lang):
                return self._stale(lang)
        opened = self._opened.get(lang)
        if opened:
            opened.seen = generation
        return opened

    def stored(self, lang: Lang) -> Opened | None:
        """Return the version on disk, every byte of it checked.

        None for none, or one that is to be rebuilt.
        """
        return self._load(lang, whole=True)

    def lags(self, lang: Lang) -> bool:
        """Whether the version on disk is missing or lacks changes that the database has."""
        record = self._store.cache(KIND, lang)
        since = record.generation if record and record.made == lexical.made() else 0
        if record and (since < self._store.floor(lang) or not (self._folder.path / record.name).exists()):
            return True
        return self._store.changes(lang, since) != (0, 0)

    def _behind(self, lang: Lang) -> bool:
        opened = self._opened.get(lang)
        since = opened.generation if opened else 0
        return 0 < since < self._store.floor(lang) or self._store.changes(lang, since) != (0, 0)

    def _stale(self, lang: Lang) -> Opened | None:
        opened = self._opened.get(lang)
        if opened:
            opened.without = frozenset(self._store.removed_since(lang, opened.generation))
        return opened

    def _take(self, lang: Lang) -> None:
        """Open the valid version, unless what is open is as new."""
        record = self._store.cache(KIND, lang)
        opened = self._opened.get(lang)
        if (
            record
            and (opened is None or record.generation > opened.generation)
            and (taken := self._load(lang))
        ):
            self._opened[lang] = taken

    def _load(self, lang: Lang, *, whole: bool = False) -> Opened | None:
        def read(record: CacheRecord) -> Opened | None:
            if record.made != lexical.made() or record.generation < self._store.floor(lang):
                raise Outdated
            if not self._folder.intact(record.name, record.files, whole=whole):
                return None
            words = self._open(self._folder.path / record.name)
            return Opened(words, record.name, record.generation) if words else None

        return self._folder.load(lambda: self._store.cache(KIND, lang), read, self._notify, _what(lang))

    def _open(self, folder: Path) -> Lexical | None:
        with contextlib.suppress(OSError):
            return Lexical(folder)
        # tantivy takes a lock to open, which a read-only folder does not give: open links to it.
        with contextlib.suppress(OSError):
            private = self._private_folder()
            lexical.link(folder, private, os.symlink)
            return Lexical(private)
        return None

    def _private_folder(self) -> Path:
        import tempfile

        folder = Path(tempfile.mkdtemp(prefix="yinzheng-"))
        self._private.append(weakref.finalize(self, _delete, folder, os.getpid()))
        return folder

    def _copied(self, lang: Lang) -> bool:
        """Catch up in a private folder, as the library's cannot be written, and say if that went."""
        try:
            folder = self._private_folder()
            with self._store.db.snapshot():
                generation = self._store.generation
                self._build(lang, folder, self._opened.get(lang))
            self._opened[lang] = Opened(Lexical(folder), "", generation)
        except OSError as error:
            if not self._told:
                self._notify(f"word search is not up to date: {error.strerror or error}")
            self._told = True
            return False
        return True

    def update(self, lang: Lang) -> None:
        """Write a version as of the database's generation; call it with the writers' lock held.

        Raises OSError, LibraryBusy, LibraryUnwritable.
        """
        record = self._store.cache(KIND, lang)
        base = self._opened.get(lang)
        if record is None:
            base = None
        elif base is None or base.name != record.name:
            base = self._load(lang)
        if base:
            self._opened[lang] = base
            if not self._behind(lang):
                return
        elif not self._store.total(lang):
            return
        with self._store.db.snapshot():
            generation = self._store.generation
            name = self._folder.new_name(KIND, lang, generation)
            files = self._folder.write_folder(
                name, lambda folder: self._build(lang, folder, base), record.files if record and base else {}
            )
        words = Lexical(self._folder.path / name)
        # Of use here even if it cannot be recorded now; then without a name, as it will be swept.
        self._opened[lang] = Opened(words, "", generation)
        self._store.set_cache(KIND, lang, CacheRecord(generation, name, lexical.made(), files))
        self._opened[lang].name = name

    def _build(self, lang: Lang, folder: Path, opened: Opened | None) -> None:
        words = opened.words if opened else None
        if (
            opened
            and words
            and (
                opened.generation < self._store.floor(lang)  # some removals are forgotten
                or words.total > 2 * self._store.total(lang) + 1000  # most of it is removed
                or not words.folder.exists()  # it was swept
            )
        ):
            words = None
        since = opened.generation if opened and words else 0
        removed = self._store.removed_since(lang, since) if words else []
        lexical.build(folder, words.folder if words else None, removed, self._texts(lang, since))

    def _texts(self, lang: Lang, since: int) -> Iterator[tuple[int, str]]:
        from yinzheng.index.embed import passage_input

        # Title and headings count for each passage, as they do in its vector.
        for document, passage in self._store.passages_since(lang, since):
            yield passage.id, passage_input(document, passage.start, passage.end)[0]


def _what(lang: Lang) -> str:
    return f"the word cache ({lang})"


def _delete(folder: Path, pid: int) -> None:
    if os.getpid() == pid:  # not in a forked child: the folder is the parent's
        import shutil

        shutil.rmtree(folder, ignore_errors=True)
