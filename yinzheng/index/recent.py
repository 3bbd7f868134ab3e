"""Passages and documents that were read last, as long as nobody has written to the database since."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.index.database import State
    from yinzheng.index.store import Store
    from yinzheng.types import Document, Passage

_PASSAGES = 20_000
"""Passages that are kept, of some 250 bytes each."""

_CHARACTERS = 8_000_000
"""Characters of documents' texts that are kept: 16 MB of Chinese."""


class Recent:
    """What questions ask for again and again. Not for several threads at once."""

    def __init__(self, store: Store) -> None:
        """Read from ``store`` what is not known yet."""
        self._store = store
        self._state: State | None = None
        self._passages: dict[int, Passage] = {}
        self._documents: dict[str, Document] = {}
        self._characters = 0

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these ids; see ``Store.passages``."""
        self._compare()
        known = self._passages
        found = {i: known[i] for i in ids if i in known}
        if len(found) < len(ids):
            read = self._store.passages([i for i in ids if i not in found])
            found |= read
            if len(known) + len(read) > _PASSAGES:
                known.clear()
            if len(read) <= _PASSAGES:
                known |= read
        return found

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """Return the documents of these ids, each of which is given once; see ``Store.documents_by_id``."""
        self._compare()
        known = self._documents
        found = {name: known[name] for name in ids if name in known}
        if len(found) < len(ids):
            found |= self._store.documents_by_id([name for name in ids if name not in found])
            self._keep(found)
        return {name: found[name] for name in ids if name in found}

    def _keep(self, found: dict[str, Document]) -> None:
        """Keep documents that were asked for just now longer than others."""
        for name, document in found.items():
            if self._documents.pop(name, None) is None:
                self._characters += len(document.text)
            self._documents[name] = document
        while self._characters > _CHARACTERS:
            name = next(iter(self._documents))
            self._characters -= len(self._documents.pop(name).text)

    def _compare(self) -> None:
        """Forget everything where it may not be so any more."""
        state = self._store.db.state()
        if state is None or state != self._state:
            self._passages.clear()
            self._documents.clear()
            self._characters = 0
            self._state = state
