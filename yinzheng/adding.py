"""Adding files to a library: choose, read what is not as it was, cut, encode, extract, store."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from yinzheng.errors import DocumentError, QueryError
from yinzheng.extraction import Extraction, Progress
from yinzheng.types import AddReport, Document, Problem

if TYPE_CHECKING:
    from yinzheng.corpus.fetch import Fetcher
    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index

_SYNC_PASSAGES = 2_000
"""Passages added between two writings of the caches."""


@runtime_checkable
class PartProgress(Progress, Protocol):
    """Progress that is also told of the parts of a file that takes long; called from other threads too."""

    def part(self, source: str, done: int, of: int) -> None:
        """So many pages of a scan are recognised, or passages of a long document are encoded."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be read (files and addresses), below what, and what was left out or is not there."""

    files: tuple[Path | str, ...]
    roots: tuple[Path, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: ``encoding`` overrides the guess, ``fetcher`` reads addresses, ``ocr`` pictures."""

    encoding: str | None = None
    fetcher: Fetcher | None = None
    ocr: bool = False


def choose(
    paths: Iterable[str | Path], include: Iterable[str], exclude: Iterable[str], *, network: bool
) -> Chosen:
    """Find the files below ``paths``; addresses are taken as they are.

    Raises QueryError for what is no pattern, and for addresses where there is no ``network``.
    """
    from yinzheng.corpus.addresses import is_url, plain
    from yinzheng.corpus.files import discover
    from yinzheng.corpus.ignore import choice

    try:
        chosen = choice(include, exclude)
    except ValueError as error:
        raise QueryError(str(error)) from None
    given = list(paths)
    urls = list(dict.fromkeys(plain(str(path)) for path in given if is_url(path)))
    if urls and not network:
        raise QueryError(
            f"{urls[0]} is on the network, which is not used unasked: yinzheng add URL --allow-network"
        )
    roots = tuple(Path(path) for path in given if not is_url(path))
    found = list(discover(roots, chosen))
    return Chosen(
        (*(item for item in found if isinstance(item, Path)), *urls),
        roots,
        tuple(item for item in found if isinstance(item, Problem)),
    )


class Adding:
    """Adds files to the library in the folder ``path``; ``notify`` receives one-line messages."""

    def __init__(
        self, path: Path, index: Index, extraction: Extraction, notify: Callable[[str], None]
    ) -> None:
        """Use ``Library.add`` instead."""
        self._path = path
        self._index = index
        self._extraction = extraction
        self._notify = notify

    def add(
        self,
        chosen: Chosen,
        encoder: Encoder,
        reading: Reading,
        *,
        prune: bool = False,
        progress: Progress | None = None,
    ) -> AddReport:
        """Add what was chosen; see ``Library.add``."""
        from yinzheng.corpus.sandbox import SANDBOX
        from yinzheng.index.embed import embed_groups

        own = self._path.resolve()  # a library among its documents is nothing that was left out
        skipped = [p for p in chosen.problems if not p.failed and Path(p.source).resolve() != own]
        failed = [problem for problem in chosen.problems if problem.failed]
        unchanged: list[str] = []
        added: list[Document] = []
        replaced: list[Document] = []
        count = synced = 0
        if progress:
            progress.start(len(chosen.files))
        try:
            read = self._read(chosen.files, reading, unchanged, failed, progress)
            with contextlib.closing(embed_groups(read, encoder, _told(progress))) as groups:
                for group in groups:
                    extracted = self._extraction.extract(group.documents)
                    for (document, made), figures in zip(group.embedded(), extracted, strict=True):
                        stored, what = self._index.put(document, made, _file_reader(), figures)
                        # Reports of large libraries must not hold their texts.
                        (added if what == "added" else replaced).append(replace(stored, text="", anchors=()))
                        count += len(made)
                        if progress:
                            progress.step(stored.source)
                    if count - synced >= _SYNC_PASSAGES:
                        # Whoever asks meanwhile would have to catch up with all of it.
                        self._index.sync()
                        synced = count
            removed = self.prune(chosen.roots) if prune else []
        finally:
            SANDBOX.close()
            self._index.sync()
            if progress:
                progress.done()
        return AddReport(
            added=tuple(added),
            replaced=tuple(replaced),
            unchanged=tuple(unchanged),
            removed=tuple(removed),
            skipped=tuple(skipped),
            failed=tuple(failed),
            passages=count,
        )

    def _read(
        self,
        files: Sequence[Path | str],
        reading: Reading,
        unchanged: list[str],
        failed: list[Problem],
        progress: Progress | None,
    ) -> Iterator[Document]:
        """Read files, and addresses, which are strings, unless they are as they were."""
        from yinzheng.corpus.formats.recognise import available
        from yinzheng.corpus.load import load_bytes, read_bytes

        able = available()
        told = _told(progress)
        scans = functools.cache(self._scans)  # looked up only where it matters, once for all files

        for path in files:
            source = path if isinstance(path, str) else source_of(self._path, path)
            media_type = None
            try:
                if isinstance(path, str):
                    assert reading.fetcher is not None  # choose has seen to it
                    fetched = reading.fetcher.fetch(path)
                    data, media_type = fetched.data, fetched.read_as
                else:
                    data = read_bytes(path, source)
                known = self._index.digest(source, _file_reader())
                same = known == hashlib.sha256(data).hexdigest()
                flags = scans().get(source, set()) if able and (reading.ocr or not same) else set()
                if same and reading.encoding is None and not (reading.ocr and "pages_without_text" in flags):
                    unchanged.append(source)
                else:
                    document = load_bytes(
                        data,
                        source=source,
                        media_type=media_type,
                        encoding=reading.encoding,
                        ocr=reading.ocr or "ocr" in flags,
                        page=functools.partial(told, source) if told else None,
                    )
                    if any(flag.startswith("encoding_confidence:") for flag in document.flags):
                        self._notify(
                            f"{source}: its encoding is hardly sure: look at it, or give --encoding NAME"
                        )
                    yield document
                    continue  # done when it is stored
            except DocumentError as error:
                failed.append(Problem(error.source, error.reason, failed=True))
            if progress:
                progress.step(source)

    def _scans(self) -> dict[str, set[str]]:
        """The sources of documents with scanned pages, and by what flags they are told."""
        found = {d.source: {flag.partition(":")[0] for flag in d.flags} for d in self._index.documents()}
        return {source: flags for source, flags in found.items() if flags & {"ocr", "pages_without_text"}}

    def prune(self, paths: Iterable[str | Path]) -> list[str]:
        """Remove the documents whose file was under one of ``paths`` and is gone; return their sources."""
        from yinzheng.corpus.addresses import is_url

        home = self._path.resolve().parent
        under = [Path(path).resolve() for path in paths if not is_url(path)]
        gone = []
        for document in self._index.documents():
            path = home / document.source
            # What came by add_text, from stdin or from the web has no file to be missed.
            read = self._index.digest(document.source, _file_reader()) is not None
            if (
                read
                and not is_url(document.source)
                and any(path.is_relative_to(root) for root in under)
                and not path.exists()
            ):
                gone.append(document)
        if gone:
            self._index.remove([document.id for document in gone])
            self._index.sync()
        return [document.source for document in gone]

    def reindex(self, model: str | None) -> Encoder:
        """Cut and encode every document again, all of them or none; return the encoder."""
        from yinzheng.index.embed import CUTTING, embed
        from yinzheng.index.encoder import open_encoder

        encoder = open_encoder(model or self._index.encoder_name)
        held = self._index.documents()
        readers = {d.source: _file_reader() for d in held if self._index.digest(d.source, _file_reader())}
        with self._index.reindexing(encoder, CUTTING):
            for document, made in embed((self._index.document(d.id) for d in held), encoder):
                extracted = self._index.claims(document)
                self._index.put(document, made, readers.get(document.source, ""), extracted)
        return encoder


def source_of(library: Path, path: str | Path) -> str:
    """Return the name under which a file is, or would be, in the library in the folder ``library``."""
    # Relative to the folder that holds the library, so that both can move together.
    from yinzheng.corpus.files import printable

    absolute = Path(path).resolve()
    home = library.resolve().parent
    return printable(absolute.relative_to(home) if absolute.is_relative_to(home) else absolute)


def _told(progress: Progress | None) -> Callable[[str, int, int], None] | None:
    return progress.part if isinstance(progress, PartProgress) else None


def _file_reader() -> str:
    """Name the code that reads files; another version reads unchanged files again."""
    from yinzheng.corpus.load import READER_VERSION

    return f"file-{READER_VERSION}"
