"""Keeping the vector caches in step with the database: loading, catching up, rebuilding, saving."""

from __future__ import annotations

import contextlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.errors import LibraryBusy, LibraryUnwritable
from yinzheng.index.binding import centre_of, dimension, measures_centres, set_centre
from yinzheng.index.caches import Outdated
from yinzheng.index.centre import centre
from yinzheng.index.database import damaged
from yinzheng.index.dense import FORMAT, Dense
from yinzheng.index.store import CacheRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.index.caches import CacheFolder
    from yinzheng.index.database import State
    from yinzheng.index.store import Store
    from yinzheng.types import Lang

KIND = "dense"

FEWEST_MEASURED = 64
"""Passages of a language below which no mean is measured: it would be those few texts' own topic."""

_SMALL = 256  # changes that any reader may catch up with in memory: a few milliseconds
_SHARE = 32  # likewise a 32nd of the passages,
_MOST = 2_048  # but no more than these: some 30 ms


@dataclass(slots=True)
class _State:
    vectors: Dense
    generation: int
    made: str
    saved: int  # the generation of the version on disk, -1 for none
    seen: State | None = None  # the database's state when it was last compared


class DenseCache:
    """The vectors of each language in memory, as of the database's generation.

    Its version on disk may lag by some changes, which each reader catches up with: so adding one
    document to a large library does not write the whole file again.
    """

    def __init__(self, store: Store, folder: CacheFolder, notify: Callable[[str], None]) -> None:
        """``notify`` gets a line when a damaged version is replaced."""
        self._store = store
        self._folder = folder
        self._notify = notify
        self._states: dict[Lang, _State] = {}

    def afresh(self) -> DenseCache:
        """Return one that has nothing open, for a process that came from fork()."""
        return DenseCache(self._store, self._folder, self._notify)

    def forget(self) -> None:
        """Give the memory back."""
        self._states.clear()

    def mean(self, lang: Lang) -> NDArray[np.float32]:
        """Return what is subtracted from passage vectors, float32 (dimension,); zeros when not known yet."""
        import numpy as np

        found = centre_of(self._store.db, lang)
        return found[0] if found else np.zeros(dimension(self._store.db), np.float32)

    def current(self, lang: Lang) -> Dense:
        """Return the vectors of all passages of a language that the database has now.

        What took long to make is written for the next reader, unless another process is writing.
        """
        before = self._states.get(lang)
        now = self._store.db.state()
        if before and now and before.seen == now:
            return before.vectors
        known = before.generation if before else None
        state = self._current(lang)
        if (
            state.generation != known
            and self._folder.writable
            and not self._store.db.readonly
            and self.lags(lang)
        ):
            with (
                contextlib.suppress(OSError, LibraryBusy, LibraryUnwritable),
                self._store.db.impatient(),
                self._folder.lock(0) as held,
            ):
                if held:
                    self.save(lang)
                    self._folder.sweep(self._store.cache_names())
        state.seen = now
        return state.vectors

    def _current(self, lang: Lang) -> _State:
        while True:
            mean = self.mean(lang)
            made = _made(mean)
            state = self._states.get(lang)
            if state is None or state.made != made:
                state = self._states[lang] = self._load(lang, made) or _State(Dense(mean.size), 0, made, -1)
            with self._store.db.snapshot():
                generation = self._store.generation
                if state.generation == generation:
                    return state
                if 0 < state.generation < self._store.floor(lang):
                    del self._states[lang]  # the removals it has not seen are forgotten: take a newer version
                    continue
                self._catch_up(lang, state, mean)
                state.generation = generation
                if len(state.vectors) == self._store.total(lang):
                    return state
                # One of the two is not what it was: try without what was on the disk.
                del self._states[lang]
                if state.saved < 0:
                    raise damaged(self._store.db.path, "it has lost passages")
                self._folder.distrust(self._store.cache(KIND, lang), self._notify, _what(lang))

    def _catch_up(self, lang: Lang, state: _State, mean: NDArray[np.float32]) -> None:
        import numpy as np

        try:
            if state.generation:
                gone = self._store.removed_since(lang, state.generation)
                state.vectors.remove(np.array(gone, np.int64))
            for ids, vectors in self._store.vectors_since(lang, state.generation):
                state.vectors.add(ids, centre(vectors, mean))
        except BaseException:
            self._states.pop(lang, None)  # half of it is in
            raise

    def _load(self, lang: Lang, made: str, *, whole: bool = False) -> _State | None:
        def read(record: CacheRecord) -> _State | None:
            if record.made != made or record.generation < self._store.floor(lang):
                raise Outdated
            if not self._folder.intact(record.name, record.files, whole=whole):
                return None
            vectors = Dense.read(self._folder.path / record.name, dimension(self._store.db))
            return _State(vectors, record.generation, made, record.generation) if vectors else None

        return self._folder.load(lambda: self._store.cache(KIND, lang), read, self._notify, _what(lang))

    def stored(self, lang: Lang) -> tuple[Dense, int] | None:
        """Return the version on disk, every byte of it checked, and its generation.

        None for none, or one that is to be rebuilt.
        """
        state = self._load(lang, _made(self.mean(lang)), whole=True)
        return (state.vectors, state.generation) if state else None

    def lags(self, lang: Lang) -> bool:
        """Whether the version on disk is missing or too far behind for readers to catch up with."""
        count = self._store.total(lang)
        record = self._store.cache(KIND, lang)
        state = self._states.get(lang)
        if record is None or record.made != _made(self.mean(lang)) or (state and state.saved < 0):
            return count > 0
        if record.generation < self._store.floor(lang) or not (self._folder.path / record.name).exists():
            return True
        most = max(_SMALL, min(count // _SHARE, _MOST))
        return sum(self._store.changes(lang, record.generation)) > most

    def save(self, lang: Lang) -> None:
        """Write what is in memory as the valid version; call it with the writers' lock held.

        Raises OSError, LibraryBusy, LibraryUnwritable.
        """
        state = self._current(lang)
        base = self._store.cache(KIND, lang)
        if base and base.made != state.made:
            base = None
        name = self._folder.new_name(KIND, lang, state.generation)
        before = self._folder.path / base.name if base else None
        files = self._folder.write_folder(
            name, lambda folder: state.vectors.write(folder, before), base.files if base else {}
        )
        self._store.set_cache(KIND, lang, CacheRecord(state.generation, name, state.made, files))
        state.saved = state.generation
        if state.vectors.unwritten:  # what was made in memory is memory-mapped from now on
            written = Dense.read(self._folder.path / name, dimension(self._store.db))
            state.vectors = written or state.vectors

    def due(self, lang: Lang) -> bool:
        """Whether the passage mean is to be measured: the encoder has none, and passages have doubled."""
        if not measures_centres(self._store.db):
            return False
        found = centre_of(self._store.db, lang)
        count = self._store.total(lang)
        return count >= max(FEWEST_MEASURED, 2 * found[1] if found else 0)

    def measure(self, lang: Lang) -> None:
        """Measure the passage mean of a language on all its passages and record it."""
        import numpy as np

        total = np.zeros(dimension(self._store.db), np.float64)
        seen = 0
        for _, vectors in self._store.vectors_since(lang, 0):
            total += vectors.sum(axis=0, dtype=np.float64)
            seen += len(vectors)
        if not seen:
            return
        with self._store.db.transaction():
            set_centre(self._store.db, lang, (total / seen).astype(np.float32), seen)
            self._store.advance()


def _what(lang: Lang) -> str:
    return f"the vector cache ({lang})"


def _made(mean: NDArray[np.float32]) -> str:
    return f"{FORMAT} {mean.size} {zlib.crc32(mean.tobytes()):08x}"
