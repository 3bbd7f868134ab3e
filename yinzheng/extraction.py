"""The claims of a library's documents: made when they are added, and again for another grammar."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from yinzheng.errors import DocumentNotFound, InternalError, YinzhengError
from yinzheng.types import Document

if TYPE_CHECKING:
    from pathlib import Path

    from yinzheng.index.index import Extracted, Index
    from yinzheng.types import Claim

METRICS = "metrics.tsv"
"""A file in the library's folder with metrics of its own; docs/claims.md says what stands in it."""


class Progress(Protocol):
    """What ``Library.add`` tells while it works; ``total`` counts files."""

    def start(self, total: int) -> None:
        """Begin with ``total`` files to look at."""

    def step(self, source: str) -> None:
        """One more file is done."""

    def done(self) -> None:
        """Nothing is left."""


class Extraction:
    """Makes claims, and stores those that another version made; ``notify`` receives one-line messages."""

    def __init__(self, path: Path, index: Index, notify: Callable[[str], None]) -> None:
        """``path`` is the library's folder."""
        self._path = path
        self._index = index
        self._notify = notify
        self._read_metrics = ""  # the version of claims that the library's own table was last read for

    @property
    def own_metrics(self) -> Path | None:
        """The library's own table of metrics, ``metrics.tsv`` in its folder, or None where there is none."""
        own = self._path / METRICS
        return own if own.exists() else None

    def version(self) -> str:
        """Name the code and the tables that claims are made by.

        Raises YinzhengError, naming file and line, where the library's own table cannot be read.
        """
        from yinzheng.corpus.load import read_bytes
        from yinzheng.qa.claims import CLAIMS_VERSION
        from yinzheng.qa.metrics import table

        own = self.own_metrics
        if own is None:
            return CLAIMS_VERSION
        version = f"{CLAIMS_VERSION}+{hashlib.sha256(read_bytes(own, str(own))).hexdigest()[:12]}"
        if version != self._read_metrics:
            table.cache_clear()  # it goes by the name, and what is in the file has changed
            table(own)
            self._read_metrics = version
        return version

    def extract(self, documents: list[Document]) -> list[Extracted | None]:
        """Make the claims of documents; None, which is told, where that fails.

        A document is worth keeping without its figures, so nothing is raised.
        """
        from yinzheng.corpus.boilerplate import main_text
        from yinzheng.index.claims import Extracted, check, numbered
        from yinzheng.qa.claims import claims_of

        def checked(document: Document, found: list[Claim] | Exception) -> Extracted:
            if isinstance(found, Exception):
                raise found
            claims = numbered(found)
            check(document, claims)
            return Extracted(self.version(), claims)

        made: list[Extracted | None] = []
        # Figures in lists of other articles, and in tickers beside a page, are nobody's here.
        read = [replace(document, text=main_text(document.text)) for document in documents]
        for document, found in zip(documents, claims_of(read, self.own_metrics), strict=True):
            try:
                made.append(checked(document, found))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is said by name
                known = isinstance(error, YinzhengError) and not isinstance(error, InternalError)
                reason = str(error) if known else f"{type(error).__name__}: {error}; please report it"
                self._notify(f"{document.source}: its figures could not be read ({reason})")
                made.append(None)
        return made

    def claims(
        self, doc_ids: Iterable[str] | None = None, *, progress: Progress | None = None
    ) -> list[Claim]:
        """Return the claims of documents, those of another version made again; see ``Library.claims``."""
        version = self.version()
        if doc_ids is None:
            named = [document.id for document in self._index.documents()]
        else:
            asked = [self._index.document(name, text=False).id for name in doc_ids]
            named = list(dict.fromkeys(asked))
        found: list[Claim] = []
        stale = self._index.without_claims(version).intersection(named)
        if progress and stale:
            progress.start(len(stale))
        try:
            for name in named:
                try:
                    document = self._index.document(name)
                except DocumentNotFound:  # removed by another process since it was listed
                    continue
                extracted = self._index.claims(document)
                if extracted is None or extracted.version != version:
                    (extracted,) = self.extract([document])
                    if extracted:
                        self._index.put_claims(document, extracted)
                if extracted:
                    found += extracted.claims
                if progress and name in stale:
                    progress.step(document.source)
        finally:
            if progress and stale:
                progress.done()
        return found
