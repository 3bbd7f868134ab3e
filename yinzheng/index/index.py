"""The index as the rest sees it: the database, and caches that are brought into step when needed."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from yinzheng.errors import InternalError, LibraryBusy, LibraryUnwritable
from yinzheng.index import binding, dense_cache, lexical_cache
from yinzheng.index.binding import Binding
from yinzheng.index.caches import CacheFolder
from yinzheng.index.claims import Extracted, Figure, figures
from yinzheng.index.database import BUSY_SECONDS
from yinzheng.index.dense_cache import DenseCache
from yinzheng.index.lexical import idf
from yinzheng.index.lexical_cache import LexicalCache
from yinzheng.index.recent import Recent
from yinzheng.index.runtime import give_back_memory
from yinzheng.index.sizes import Size, sizes
from yinzheng.index.store import Counts, NewPassage, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.corpus.lexicon import Concept
    from yinzheng.index.encoder import Encoder
    from yinzheng.types import Checkup, Document, Lang, Passage

__all__ = ["Counts", "Extracted", "Index", "NewPassage"]

_LANGS: tuple[Lang, ...] = ("zh", "en")
_T = TypeVar("_T")


class Index:
    """One open library. Threads may share it: they wait for each other."""

    def __init__(self, store: Store, folder: Path, notify: Callable[[str], None]) -> None:
        """Use ``Index.open`` instead."""
        self._store = store
        self._recent = Recent(store)
        self._notify = notify
        self._caches = CacheFolder(folder / "cache")
        self._dense = DenseCache(store, self._caches, notify)
        self._lexical = LexicalCache(store, self._caches, notify)
        self._lock = threading.RLock()
        self._pid = os.getpid()
        self._wanted: Binding | None = None
        self._constant: dict[Lang, NDArray[np.float32]] | None = None

    @classmethod
    def open(
        cls, folder: Path, *, create: bool = False, notify: Callable[[str], None] = lambda _: None
    ) -> Index:
        """Open the library in ``folder``; with ``create`` make it where it is missing.

        ``notify`` gets one-line messages for people, such as that a cache was rebuilt. Raises
        LibraryNotFound, LibraryDamaged, LibraryNewer, LibraryBusy, LibraryUnwritable.
        """
        store = Store(folder, create=create)
        try:
            index = cls(store, folder, notify)
            index._sweep()
        except BaseException:
            store.db.close()
            raise
        return index

    def __enter__(self) -> Self:
        """Return the index itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give back files and memory; calling it again does nothing."""
        with self._lock:
            self._leave_inherited()
            self._dense.forget()
            self._lexical.forget()
            self._store.db.close()

    # What the library is bound to

    @property
    def encoder_name(self) -> str | None:
        """The encoder's name, or None in a library that never held a document."""
        bound = self._bound()
        return bound.encoder if bound else None

    @property
    def encoder_fingerprint(self) -> str | None:
        """The encoder's fingerprint, or None in a library that never held a document."""
        bound = self._bound()
        return bound.fingerprint if bound else None

    @property
    def dimension(self) -> int | None:
        """The length of the vectors, or None in a library that never held a document."""
        bound = self._bound()
        return bound.dimension if bound else None

    @property
    def cutting(self) -> str | None:
        """How passages are cut, or None in a library that never held a document."""
        bound = self._bound()
        return bound.cutting if bound else None

    def _bound(self) -> Binding | None:
        with self._lock:
            return binding.read(self._store.db)

    @property
    def generation(self) -> int:
        """Grows with every document put or removed, by whatever process."""
        return self._read(lambda: self._store.generation)

    def bind(self, encoder: Encoder, cutting: str) -> None:
        """Say what vectors and passages will be made with; recorded with the first ``put``.

        Raises EncoderMismatch, naming both, when the library holds documents made with another.
        """
        wanted, centres = _made_with(encoder, cutting)
        with self._lock:
            bound = binding.check(self._store.db, wanted)
            self._wanted, self._constant = wanted, centres
            if bound:
                self._renew_centres()

    def _renew_centres(self) -> None:
        # The same model may come with better means; vectors stay, only their centring is made again.
        new = {
            lang: mean
            for lang, mean in (self._constant or {}).items()
            if (old := binding.centre_of(self._store.db, lang)) is None or not (old[0] == mean).all()
        }
        if new:
            with (
                contextlib.suppress(LibraryBusy, LibraryUnwritable),
                self._store.db.impatient(),
                self._store.db.transaction(),
            ):
                for lang, mean in new.items():
                    binding.set_centre(self._store.db, lang, mean, 0)
                self._store.advance()

    @contextlib.contextmanager
    def reindexing(self, encoder: Encoder, cutting: str) -> Iterator[None]:
        """Replace every passage inside, in one transaction: ``put`` each document again.

        Until the end other processes see the library as it was and cannot write; a failure or a
        kill leaves it as it was.
        """
        with self._lock, self._store.db.transaction():
            wanted, centres = _made_with(encoder, cutting)
            self._store.clear_passages()
            binding.record(self._store.db, wanted, centres)
            self._wanted, self._constant = wanted, centres
            yield

    # Documents

    def put(
        self,
        document: Document,
        passages: Sequence[NewPassage],
        reader: str = "",
        extracted: Extracted | None = None,
    ) -> tuple[Document, Literal["added", "replaced"]]:
        """Store a document with its passages and claims, whole or not at all; see ``Store.put``.

        It survives a killed process and a power cut from then on; ``sync`` is only for speed.
        """
        with self._lock, self._store.db.transaction():
            self._record_binding()
            return self._store.put(document, passages, reader, extracted)

    def put_many(
        self, documents: Iterable[tuple[Document, Sequence[NewPassage]]], reader: str = ""
    ) -> list[tuple[Document, Literal["added", "replaced"]]]:
        """Store several documents in one transaction: all of them or none."""
        with self._lock, self._store.db.transaction():
            self._record_binding()
            return [self._store.put(document, passages, reader) for document, passages in documents]

    def _record_binding(self) -> None:
        # Compared inside the transaction: another process may have put the first document since.
        if self._wanted is None:
            raise InternalError("a document was put before an encoder was bound")
        if not binding.check(self._store.db, self._wanted):
            binding.record(self._store.db, self._wanted, self._constant)

    def remove(self, ids: Sequence[str]) -> list[Document]:
        """Remove documents by id or source, all or none, and return them without their texts.

        Raises DocumentNotFound.
        """
        return self._read(lambda: self._store.remove(ids))

    def digest(self, source: str, reader: str = "") -> str | None:
        """Return the sha256 stored for a source, or None where it is new or was read by other code."""
        return self._read(lambda: self._store.digest(source, reader))

    def documents(self, text: bool = False) -> list[Document]:
        """Return all documents in the order of adding; without ``text``, texts and anchors are empty."""
        return self._read(lambda: self._store.documents(text))

    def document(self, name: str, *, text: bool = True) -> Document:
        """Return one document by id, source or unambiguous beginning of an id.

        Raises DocumentNotFound.
        """
        return self._read(lambda: self._store.document(name, text=text))

    def documents_by_id(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents of these exact ids with their texts; missing ones are left out."""
        wanted = list(dict.fromkeys(ids))
        return self._read(lambda: self._recent.documents(wanted)) if wanted else {}

    def counts(self) -> Counts:
        """Return what the library holds."""
        return self._read(self._store.counts)

    def sizes(self) -> dict[str, Size]:
        """Return how long all documents are, by id."""
        return self._read(lambda: sizes(self._store.db))

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these ids; those removed since a search are left out."""
        return self._read(lambda: self._recent.passages(ids)) if ids else {}

    def passages_of(self, doc_id: str) -> list[Passage]:
        """Return a document's passages in the order of its text."""
        return self._read(lambda: self._store.passages_of(doc_id))

    def passage_langs(self) -> dict[Lang, int]:
        """Return how many passages there are of each language that is present."""
        return self._read(self._store.passage_langs)

    def claims(self, document: Document) -> Extracted | None:
        """Return the claims of a document, given with its text; None where none were made yet."""
        return self._read(lambda: self._store.claims(document))

    def figures(self, version: str) -> list[Figure]:
        """Return all figures that this version of the code made, in the order of adding and of the texts."""
        return self._read(lambda: figures(self._store.db, version))

    def without_claims(self, version: str) -> set[str]:
        """Return the ids of the documents whose claims this version of the code did not make."""
        return self._read(lambda: self._store.without_claims(version))

    def put_claims(self, document: Document, extracted: Extracted) -> bool:
        """Store claims that were made from a stored document, where that can be done without waiting.

        False where it is read-only, busy, or no longer holds this document: they are made again then.
        """
        if self._read(lambda: self._store.db.readonly):
            return False
        try:
            with self._lock, self._store.db.impatient():
                return self._store.put_claims(document, extracted)
        except (LibraryBusy, LibraryUnwritable):
            return False

    def _read(self, call: Callable[[], _T]) -> _T:
        with self._lock:
            return call()

    # Search

    def passage_mean(self, lang: Lang) -> NDArray[np.float32]:
        """Return the mean that passage vectors of a language are centred by, float32 (dimension,).

        It is the encoder's constant, else measured on this library, else zeros (few passages).
        """
        with self._lock:
            if self._wanted and binding.read(self._store.db) is None:  # nothing was ever put
                import numpy as np

                return np.zeros(self._wanted.dimension, np.float32)
            return self._dense.mean(lang)

    def dense(self, query: NDArray[np.float32], lang: Lang, k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` (passage id, cosine) of one language's passages, best first.

        ``query`` is a centred unit vector, float32 of shape (dimension,); passages are centred here.
        Raises EncoderError when it is not finite or of another shape.
        """
        with self._searching():
            if not self._comparable():
                return []
            return self._dense.current(lang).search(query, k)

    def dense_scores(self, query: NDArray[np.float32], ids: Sequence[int]) -> dict[int, float]:
        """Return the cosine of ``query``, as in ``dense``, with each of these passages that exists."""
        with self._searching():
            scores: dict[int, float] = {}
            if ids and self._comparable():
                for lang in _LANGS:
                    scores |= self._dense.current(lang).scores(query, ids)
            return scores

    def near(
        self, vector: NDArray[np.float32], asked: Collection[Concept], lang: Lang, k: int
    ) -> list[tuple[int, float, float]]:
        """Return one language's ``k`` best passages by vector and ``k`` best by words, in no order.

        Each is (passage id, cosine as in ``dense``, score as in ``lexical``). It is what four calls of
        the others give, with one query of words made and the caches compared once. Raises EncoderError as
        ``dense`` does.
        """
        with self._searching():
            if not self._comparable():
                return []
            vectors, opened = self._dense.current(lang), self._lexical.current(lang)
            cosines = dict(vectors.search(vector, k))
            words = opened.words.search_with(asked, k, list(cosines), opened.without) if opened else {}
            cosines |= vectors.scores(vector, [i for i in words if i not in cosines])
            return [(i, cosine, words.get(i, 0.0)) for i, cosine in cosines.items()]

    def lexical(self, query: Collection[str | Concept], lang: Lang | None, k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` (passage id, score) that have any of the terms or concepts, best first.

        The score is BM25 by the statistics of the passage's language over the summed idf of all
        distinct ones, 0 to 2.2 (see ``lexical.py``). ``lang`` None searches both languages.
        """
        with self._searching():
            found = []
            for one in (lang,) if lang else _LANGS:
                opened = self._lexical.current(one)
                if opened:
                    found += opened.words.search(query, k, opened.without)
            return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def lexical_scores(
        self, query: Collection[str | Concept], ids: Sequence[int], lang: Lang | None = None
    ) -> dict[int, float]:
        """Return the score that ``lexical`` gives each of these passages; 0 where nothing matches."""
        with self._searching():
            scores = dict.fromkeys(ids, 0.0)
            for one in (lang,) if lang else _LANGS:
                opened = self._lexical.current(one)
                if opened:
                    scores.update(opened.words.scores(query, ids))
            return scores

    def concept_weights(self, query: Iterable[Concept], lang: Lang) -> dict[Concept, float]:
        """Return each concept's BM25 weight over the passages of a language, more than 0."""
        with self._searching():
            opened = self._lexical.current(lang)
            if not opened:
                return dict.fromkeys(query, 1.0)
            words = opened.words
            return {concept: idf(words.frequency_of(concept), words.total) for concept in query}

    def having(self, terms: Iterable[str], lang: Lang) -> set[str]:
        """Return those of the terms that a passage of the language has."""
        with self._searching():
            opened = self._lexical.current(lang)
            return {term for term in terms if opened.words.frequency(term)} if opened else set()

    def idf(self, terms: Iterable[str]) -> dict[str, float]:
        """Return each term's BM25 weight over the passages of both languages, more than 0."""
        with self._searching():
            words = [opened.words for lang in _LANGS if (opened := self._lexical.current(lang))]
            total = sum(each.total for each in words)
            return {term: idf(sum(each.frequency(term) for each in words), total) for term in set(terms)}

    @contextlib.contextmanager
    def _searching(self) -> Iterator[None]:
        with self._lock:
            if self._store.db.in_transaction:
                raise InternalError("a search inside a transaction would see what may be undone")
            self._leave_inherited()
            yield

    def _comparable(self) -> bool:
        # Asked every time: another process may have indexed everything anew since.
        if self._wanted:
            return binding.check(self._store.db, self._wanted)
        return binding.read(self._store.db) is not None

    def _leave_inherited(self) -> None:
        if self._pid != os.getpid():
            # What came through fork() may rest on threads that did not.
            _INHERITED.append((self._dense, self._lexical))
            self._dense, self._lexical = self._dense.afresh(), self._lexical.afresh()
            self._pid = os.getpid()

    # Caches

    def sync(self) -> None:
        """Bring the caches on disk into step, so that the next reader need not.

        It costs what has changed since the last time. Documents are safe before it is called, and
        searches work without it, slower: so while another process writes caches or documents for
        too long it gives up with a notice. Raises LibraryUnwritable when they cannot be written.
        """
        with self._searching():
            if binding.read(self._store.db) is None or not self._in_want():
                return
            try:
                with self._caches.lock(BUSY_SECONDS) as held:
                    if not held:
                        raise LibraryBusy(str(self._caches.path))
                    self._write_caches()
            except LibraryBusy:
                self._notify(
                    "another process is writing this library: its caches will catch up with the next search"
                )
            except OSError as error:
                raise LibraryUnwritable(
                    f"{self._caches.path} cannot be written ({error.strerror or error}): "
                    "the documents are safe, but searches will be slower"
                ) from error

    # Care

    def backup(self, dest: Path, beside: Iterable[Path] = ()) -> None:
        """Copy the library into a new folder, without its caches; see ``backup.backup``."""
        from yinzheng.index.backup import backup

        self._read(lambda: backup(self._store.db, dest, beside))

    def dump(self) -> Iterator[dict[str, Any]]:
        """Yield all that the library says as records; see ``dump.records``."""
        from yinzheng.index.dump import records

        with self._lock:
            yield from records(self._store)

    def examine(self, claims_version: str) -> Checkup:
        """Look at everything that must hold; see ``doctor.examine``."""
        from yinzheng.index.doctor import examine

        return self._read(lambda: examine(self._store, self._caches, claims_version))

    def repair(self, found: Checkup) -> None:
        """Make again what is derived; see ``doctor.repair``. Raises LibraryBusy, LibraryUnwritable."""
        from yinzheng.index.doctor import repair

        with self._lock:
            repair(self._store, self._caches, found.findings)
            self._dense.forget()
            self._lexical.forget()

    def _in_want(self) -> bool:
        return any(
            self._dense.due(lang) or self._dense.lags(lang) or self._lexical.lags(lang) for lang in _LANGS
        ) or bool(self._caches.strays(self._store.cache_names()))

    def _write_caches(self) -> None:
        for lang in _LANGS:
            if self._dense.due(lang):
                self._dense.measure(lang)
            if self._dense.lags(lang):
                self._dense.save(lang)
            if self._lexical.lags(lang):
                self._lexical.update(lang)
            records = [self._store.cache(kind, lang) for kind in (dense_cache.KIND, lexical_cache.KIND)]
            seen = [record.generation for record in records if record]
            self._store.forget_removed(lang, min(seen, default=self._store.generation))
        self._caches.sweep(self._store.cache_names())
        give_back_memory()

    def _sweep(self) -> None:
        """Delete what killed writers left, unless somebody is writing just now."""
        if self._store.db.readonly or not self._caches.strays(self._store.cache_names()):
            return
        with contextlib.suppress(OSError), self._caches.lock(0) as held:
            if held:
                self._caches.sweep(self._store.cache_names())


_INHERITED: list[object] = []
"""Caches that came through fork(): kept, since taking them apart could wait for lost threads."""


def _made_with(encoder: Encoder, cutting: str) -> tuple[Binding, dict[Lang, NDArray[np.float32]] | None]:
    centres = encoder.centres
    constant = {lang: centres.mean("passage", lang) for lang in _LANGS} if centres else None
    return Binding(encoder.name, encoder.fingerprint, encoder.dimension, cutting), constant
