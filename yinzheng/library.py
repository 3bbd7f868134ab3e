"""The facade: open a library, add documents, search, ask; each a few lines that call down."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from yinzheng.adding import Adding, Reading, choose, source_of
from yinzheng.errors import ExportError, LibraryDamaged, LibraryNotFound, QueryError, YinzhengError
from yinzheng.extraction import METRICS, Extraction, Progress
from yinzheng.types import AddReport, Answer, Document, Finding, Hit, Lang

if TYPE_CHECKING:
    from yinzheng.corpus.fetch import Fetcher
    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.index.sizes import Size
    from yinzheng.qa.check import Checking
    from yinzheng.qa.checking.sources import Sources
    from yinzheng.types import Checkup, Claim, Conflict, Report, Summary

FOLDER = ".yinzheng"
"""The name of a library's folder where none is given."""

QUERY_CHARACTERS = 2_000
"""What is read of a query: more would not fit the encoder, and no question needs it."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a library holds; ``bytes`` is its size on disk, ``passages`` counts by language."""

    path: Path
    documents: int
    passages: dict[Lang, int]
    encoder: str | None
    dimension: int | None
    generation: int
    schema: int
    bytes: int


def find_library(start: Path | None = None) -> Path:
    """Return the library's folder: ``YINZHENG_LIBRARY``, else the nearest ``.yinzheng`` upwards.

    Where there is none, it is ``.yinzheng`` in ``start`` (the current folder), which may not exist.
    """
    named = os.environ.get("YINZHENG_LIBRARY")
    if named:
        return Path(named)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FOLDER).is_dir():
            return folder / FOLDER
    return here / FOLDER


class Library:
    """A folder of documents made searchable; the one way in.

    Use it as a context manager. Opening costs little: the encoder is loaded by the first call
    that needs it.
    """

    def __init__(self, path: Path, index: Index, model: str | None, notify: Callable[[str], None]) -> None:
        """Use ``Library.open`` instead."""
        self.path = path
        self._index = index
        self._model = model
        self._extraction = Extraction(path, index, notify)
        self._adding = Adding(path, index, self._extraction, notify)
        self._encoder: Encoder | None = None
        self._sources: tuple[tuple[int, str, frozenset[str]], Sources] | None = None
        self._behind = False  # texts were added one by one, and the caches not yet written

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        create: bool = False,
        model: str | None = None,
        notify: Callable[[str], None] | None = None,
    ) -> Library:
        """Open the library at ``path`` (see ``find_library`` for None).

        ``model`` names a sentence-transformers model or folder for a new library; an existing one
        remembers its own. ``notify`` receives one-line messages, such as that a cache was rebuilt.

        Raises LibraryNotFound where there is none and ``create`` is false, and LibraryDamaged,
        LibraryNewer or LibraryUnwritable when it cannot be used.
        """
        from yinzheng.index.index import Index

        folder = Path(path) if path is not None else find_library()
        if not create and not folder.is_dir():
            raise LibraryNotFound(
                f"no library at {folder}: make one with `yinzheng add PATH…`, or name one with -L"
            )
        index = Index.open(folder, create=create, notify=notify or _ignore)
        return cls(folder, index, model, notify or _ignore)

    def __enter__(self) -> Self:
        """Return the library itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close the library."""
        self.close()

    def close(self) -> None:
        """Write what is pending, give back files and memory; calling it again does nothing."""
        try:
            self._catch_up()
        finally:
            self._index.close()

    def _catch_up(self) -> None:
        if self._behind:
            self._behind = False
            self._index.sync()

    @property
    def encoder(self) -> Encoder:
        """The encoder that this library is bound to, loaded on first use.

        Raises EncoderMismatch when the library was indexed with another one, EncoderError when it
        cannot be loaded.
        """
        if self._encoder is None:
            from yinzheng.index.embed import CUTTING
            from yinzheng.index.encoder import open_encoder

            self._encoder = open_encoder(self._model or self._index.encoder_name)
            self._index.bind(self._encoder, CUTTING)
        return self._encoder

    def _begun(self) -> Encoder:
        """The encoder; the built-in one loads while what is going to use it is imported."""
        from yinzheng.index.builtin import BuiltinEncoder

        unused = self._encoder is None
        encoder = self.encoder
        if unused and isinstance(encoder, BuiltinEncoder):
            encoder.begin()
        return encoder

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        prune: bool = False,
        encoding: str | None = None,
        reindex: bool = False,
        progress: Progress | None = None,
        fetcher: Fetcher | None = None,
        ocr: bool = False,
    ) -> AddReport:
        """Add files and folders; unchanged files are skipped, changed ones replaced.

        Addresses of the web (``https://…``) among ``paths`` are fetched by ``fetcher``; nothing here uses the
        network without one.
        ``include`` and ``exclude`` are patterns as in ``.gitignore``, which choose among the files; what
        ``.yinzhengignore`` files in folders name is left out as well. A file that cannot be read is reported
        and the others go on. ``prune`` removes documents whose file was under one of ``paths`` and is gone.
        ``encoding`` overrides the guess. ``reindex`` first cuts and encodes again what the library holds,
        with the encoder given to ``open``. Each document is stored whole or not at all, also when the process
        is killed. ``ocr`` recognises the text of pages that are pictures, also of files that were added
        without (``yinzheng[ocr]``); without it that is only done for what was recognised before.
        Raises QueryError for what is no pattern, and for addresses without a fetcher.
        """
        chosen = choose(paths, include, exclude, network=fetcher is not None)
        if self.own_metrics:
            self._extraction.version()  # a table that cannot be read is said before anything is done
        if reindex:
            self._encoder = self._adding.reindex(self._model)
        reading = Reading(encoding, fetcher, ocr)
        return self._adding.add(chosen, self.encoder, reading, prune=prune, progress=progress)

    def add_text(self, text: str, source: str, title: str | None = None, date: str | None = None) -> Document:
        """Add one text under the name ``source``, replacing what had that name.

        Raises EmptyDocument when there is nothing to index.
        """
        from yinzheng.corpus.load import load_text
        from yinzheng.index.embed import embed

        if self.own_metrics:
            self._extraction.version()
        document = load_text(text, source=source, title=title, date=date)
        for read, made in embed([document], self.encoder):
            document, _ = self._index.put(read, made, extracted=self._extraction.extract([read])[0])
        self._behind = True
        return document

    def remove(self, ids: Iterable[str]) -> list[Document]:
        """Remove documents by id, unambiguous beginning of an id, or source, and return them.

        Raises DocumentNotFound before anything is removed.
        """
        found = [self._index.document(name) for name in ids]
        removed = self._index.remove([document.id for document in found])
        self._index.sync()
        return removed

    def documents(self) -> list[Document]:
        """Return all documents in the order in which they were added, without their texts."""
        return self._index.documents()

    def sizes(self) -> dict[str, Size]:
        """Return how long the documents are, by id."""
        return self._index.sizes()

    def document(self, id: str) -> Document:
        """Return one document by id, unambiguous beginning of an id, or source.

        Raises DocumentNotFound.
        """
        return self._index.document(id)

    def search(self, query: str, k: int = 10, rerank: bool = True) -> list[Hit]:
        """Return the ``k`` best passages, best first; ``rerank=False`` is faster and coarser.

        Raises QueryError for an empty query. Of a very long one the first 2,000 characters are read.
        """
        asked = _asked(query)
        encoder = self._begun()
        from yinzheng.qa.framing import unframed
        from yinzheng.qa.statements import search

        self._catch_up()
        return search(self._index, encoder, unframed(asked), k, rerank=rerank)

    def ask(self, question: str) -> Answer:
        """Answer from the documents, with citations, or say that they do not answer.

        Raises QueryError for an empty question.
        """
        asked = _asked(question)
        encoder = self._begun()
        from yinzheng.qa.ask import ask

        self._catch_up()
        return ask(self._index, encoder, asked, self._figures)

    def summarize(
        self, doc_ids: Iterable[str] | None = None, about: str | None = None, points: int = 8
    ) -> Summary:
        """Summarise documents, all of them for None, in up to ``points`` quoted and cited sentences.

        ``about`` limits it to what they say about something, in either language. Raises QueryError where
        that is empty or ``points`` less than 1, and DocumentNotFound.
        """
        from yinzheng.qa.summarize import summarize, summarize_about

        if points < 1:
            raise QueryError(f"{points} points: ask for 1 or more")
        named = None if doc_ids is None else [self._index.document(name, text=False).id for name in doc_ids]
        if about is not None:
            self._catch_up()
            return summarize_about(
                self._index, self.encoder, _asked(about), doc_ids=named, claims=self._figures, points=points
            )
        held = [document.id for document in self._index.documents()] if named is None else named
        documents = list(self._index.documents_by_id(held).values())
        return summarize(documents, self._figures, points)

    def check(
        self,
        text: str,
        cited_only: bool = False,
        without: Iterable[str] = (),
        *,
        progress: Progress | None = None,
    ) -> Report:
        """Hold every sentence of a text against the documents: its quotations, figures, names and citations.

        ``cited_only`` judges only sentences that carry a citation mark, and these by what they cite.
        ``without`` names documents that are no evidence, by id or source, such as the text itself.
        ``progress`` is told of every sentence. Long texts are checked by as many processes as there are
        cores, four at most. Raises DocumentNotFound.
        """
        from yinzheng.qa.check import check
        from yinzheng.qa.checking.messages import Task
        from yinzheng.qa.checking.pool import helpers

        left_out = frozenset(self._index.document(name, text=False).id for name in without)
        checking = self.checking(text, cited_only=cited_only, without=left_out)
        task = Task(self.path, self._model, text, cited_only, left_out)

        def step(count: int) -> None:
            for _ in range(count if progress else 0):
                progress.step("")  # type: ignore[union-attr]  # there is one

        try:
            if progress:
                progress.start(checking.total)
            return check(checking, task, workers=helpers(checking.total), step=step)
        finally:
            if progress:
                progress.done()

    def checking(self, text: str, *, cited_only: bool = False, without: Collection[str] = ()) -> Checking:
        """Return a check of a text whose parts can be judged one by one; ``without`` are ids of documents."""
        from yinzheng.qa.check import Checking

        self._catch_up()
        return Checking(self._index, self._evidence(frozenset(without)), text, cited_only=cited_only)

    def _evidence(self, without: frozenset[str]) -> Sources:
        """What texts are held against; what was read of it is kept while the library stays as it is."""
        from yinzheng.qa.checking.sources import Sources

        version = self._extraction.version()
        state = (self._index.generation, version, without)
        if self._sources is None or self._sources[0] != state:
            stale = self._index.without_claims(version)

            def figures(document: Document) -> Sequence[Claim]:
                if document.id in stale:
                    return self._figures(document.id)
                extracted = self._index.claims(document)
                return extracted.claims if extracted else ()

            self._sources = (state, Sources(self._index, self.encoder, figures, version, without))
        return self._sources[1]

    def _figures(self, doc_id: str) -> list[Claim]:
        return self.claims([doc_id])

    def claims(
        self, doc_ids: Iterable[str] | None = None, *, progress: Progress | None = None
    ) -> list[Claim]:
        """Return what the documents say in figures, in the order of adding and of their texts.

        ``doc_ids`` are ids, unambiguous beginnings of ids, or sources; None means all documents.
        They were made when the documents were added; those that another version of the grammar made
        are made and stored again, which ``progress`` is told (in a library that cannot be written they
        are made every time). Raises DocumentNotFound before anything is made.
        """
        return self._extraction.claims(doc_ids, progress=progress)

    def conflicts(
        self, doc_ids: Iterable[str] | None = None, *, progress: Progress | None = None
    ) -> list[Conflict]:
        """Return where figures of one subject, metric and period do not agree; see ``claims``."""
        from yinzheng.qa.conflicts import conflicts

        claims = self.claims(doc_ids, progress=progress)
        named = self.short_names({claim.citation.doc_id for claim in claims})
        return conflicts(claims, named, {document.id: document.date for document in self.documents()})

    def short_names(self, doc_ids: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return the abbreviations that documents define, by document id: short name → full name.

        Raises DocumentNotFound.
        """
        from yinzheng.qa.names.aliases import defined_names

        return {name: defined_names(self._index.document(name).text) for name in doc_ids}

    @property
    def own_metrics(self) -> Path | None:
        """The library's own table of metrics, ``metrics.tsv`` in its folder, or None where there is none."""
        return self._extraction.own_metrics

    def backup(self, dest: str | Path) -> Path:
        """Copy the library, with its own table of metrics, into the new folder ``dest``, and return that.

        Others may write meanwhile; the copy is what was there when it began. It is a library without caches,
        which are made again when it is first asked. Raises ExportError where ``dest`` exists or cannot be
        written, and LibraryDamaged.
        """
        path = Path(dest)
        own = self.own_metrics
        self._index.backup(path, [own] if own else [])
        return path

    def dump(self) -> Iterator[dict[str, Any]]:
        """Yield all that the library says as records: one of itself, then its documents by their sources.

        Two libraries hold the same if and only if these are equal; docs/dump.md describes them. Raises
        LibraryDamaged, and ExportError for a table of metrics that is not UTF-8.
        """
        own = self.own_metrics
        try:
            metrics = own.read_text("utf-8") if own else None
        except ValueError as error:
            raise ExportError(f"{own} is not UTF-8: save it as UTF-8 first") from error
        for record in self._index.dump():
            yield {**record, "metrics": metrics} if record["kind"] == "library" else record

    def doctor(self, *, repair: bool = False) -> Checkup:
        """Look at everything that must hold of the library, and say what does not.

        ``repair`` makes again what is derived from the rest (indexes, caches, claims, copies, flags) and
        touches nothing else. Raises LibraryUnwritable where that cannot be written, and LibraryBusy.
        """
        from yinzheng.index.doctor import told

        self._catch_up()
        try:
            version, table = self._extraction.version(), []
        except YinzhengError as error:
            version, table = "", [Finding("metrics", METRICS, str(error))]
        before = self._index.examine(version)
        if table:  # figures cannot be made again without it
            kept = [finding for finding in before.findings if finding.check != "old_claims"]
            before = replace(before, findings=(*kept, *table))
        if not repair or not any(finding.derived for finding in before.findings):
            return before
        self._index.repair(before)
        if any(finding.check == "mean" for finding in before.findings):
            self._encoder = self._sources = None
            _ = self.encoder  # binding brings its own means
        with contextlib.suppress(LibraryDamaged):  # what it would be made from stands in the list
            self._index.sync()
        if not table:
            for finding in before.findings:
                if finding.check in {"claims", "old_claims"}:
                    with contextlib.suppress(LibraryDamaged):
                        self.claims([finding.subject])
        after = self._index.examine(version)
        return told(before, replace(after, findings=(*after.findings, *table)))

    def locator(self, document: Document, start: int, end: int, lang: Lang = "en") -> str:
        """Return where ``[start, end)`` of a document is, for people."""
        from yinzheng.corpus.locate import locator

        return locator(document, start, end, lang)

    def status(self) -> Status:
        """Return what the library holds."""
        counts = self._index.counts()
        return Status(
            path=self.path,
            documents=counts.documents,
            passages=dict(counts.passages),
            encoder=self._index.encoder_name,
            dimension=self._index.dimension,
            generation=counts.generation,
            schema=counts.schema,
            bytes=counts.bytes,
        )

    def source_of(self, path: str | Path) -> str:
        """Return the name under which a file is, or would be, in the library."""
        return source_of(self.path, path)

    def prune(self, paths: Iterable[str | Path]) -> list[str]:
        """Remove the documents whose file was under one of ``paths`` and is gone; return their sources."""
        return self._adding.prune(paths)


def _asked(query: str) -> str:
    """Return what is read of a query. Raises QueryError when it holds no letter or digit."""
    text = query[:QUERY_CHARACTERS].strip()
    if not any(character.isalnum() for character in text):
        raise QueryError("the question is empty: ask in words, for example 2024年营收是多少？")
    return text


def _ignore(_message: str) -> None:
    """Tell nobody."""
