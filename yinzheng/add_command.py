"""What ``yinzheng add`` does once its options are read: add files and folders, or what stdin holds."""

from __future__ import annotations

import codecs
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from yinzheng import add_view, as_json, output, watch
from yinzheng.corpus.addresses import is_url
from yinzheng.corpus.formats import recognise
from yinzheng.corpus.ignore import choice
from yinzheng.errors import YinzhengError
from yinzheng.options import INTERRUPTED, UsageError, stdin_bytes, tell
from yinzheng.progress import Bar
from yinzheng.types import AddReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.corpus.fetch import Fetcher
    from yinzheng.library import Library

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Options:
    """How to add; ``title`` and ``source`` are those of what stdin holds."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    prune: bool = False
    watch: bool = False
    reindex: bool = False
    encoding: str | None = None
    allow_network: bool = False
    ocr: bool = False
    title: str | None = None
    source: str = "stdin"
    json: bool = False


def begin(paths: Sequence[str], chosen: Options) -> str | None:
    """Refuse what cannot be added before a library is made for nothing; return what stdin holds where meant.

    Raises UsageError for what does not go together, YinzhengError where there is nothing to add.
    """
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- reads stdin and stands alone: add files in a second call")
    urls = [path for path in paths if is_url(path)]
    if urls and not chosen.allow_network:
        raise UsageError(
            f"{urls[0]} is on the network, which is not used unasked: yinzheng add {urls[0]} --allow-network"
        )
    if list(paths) != [STDIN] and not urls and not any(os.path.lexists(path) for path in paths):
        raise YinzhengError(f"nothing to add: no such file or folder: {', '.join(paths)}")
    if chosen.encoding is not None:
        try:
            codecs.lookup(chosen.encoding)
        except LookupError:
            raise UsageError(f"--encoding {chosen.encoding}: there is no encoding of that name") from None
    for option, patterns in (("--include", chosen.include), ("--exclude", chosen.exclude)):
        try:
            choice(patterns)
        except ValueError as error:
            raise UsageError(f"{option} {error}") from None
    if chosen.ocr and not recognise.available():
        raise YinzhengError(f"--ocr needs a package that is not installed: {recognise.INSTALL}")
    if chosen.watch:
        if list(paths) == [STDIN] or chosen.json or urls:
            raise UsageError(
                "--watch follows files, and tells of each change in a line: without -, addresses and --json"
            )
        watch.check()
    if list(paths) != [STDIN]:
        return None
    from yinzheng.corpus.decode import decode

    return decode(stdin_bytes(), chosen.encoding).text


def run(library: Library, paths: Sequence[str], text: str | None, chosen: Options) -> bool:
    """Add the files and folders, or ``text`` where there is one; tell whether everything could be read."""
    lang = output.interface_lang()
    began = time.time()
    if text is not None:
        report = _add_text(library, text, chosen)
    else:
        try:
            report = library.add(
                paths,
                include=chosen.include,
                exclude=chosen.exclude,
                prune=chosen.prune,
                encoding=chosen.encoding,
                reindex=chosen.reindex,
                progress=Bar(lang),
                fetcher=_fetcher() if chosen.allow_network else None,
                ocr=chosen.ocr,
            )
        except KeyboardInterrupt:
            tell("interrupted: what was added before stays; the same command goes on from there")
            raise typer.Exit(INTERRUPTED) from None
    if chosen.json:
        as_json.put(as_json.add(report))
        for problem in report.failed:
            tell(f"{problem.source}: {problem.reason}")
    else:
        add_view.print_report(output.console(), report, _originals(library, report), lang)
    if chosen.watch:
        which = choice(chosen.include, chosen.exclude)
        watch.follow(library, watch.Watched(paths, which, chosen.prune, began, chosen.ocr), lang)
    return not report.failed


def _fetcher() -> Fetcher:
    from yinzheng.corpus.fetch import Fetcher

    return Fetcher()


def _originals(library: Library, report: AddReport) -> dict[str, str]:
    """The sources of all documents by id, where one of those that came in is a copy of another."""
    flags = (flag for document in (*report.added, *report.replaced) for flag in document.flags)
    if not any(flag.startswith("duplicate_of:") for flag in flags):
        return {}
    return {document.id: document.source for document in library.documents()}


def _add_text(library: Library, text: str, chosen: Options) -> AddReport:
    known = {document.source for document in library.documents()}
    document = library.add_text(text, chosen.source, chosen.title)
    return AddReport(replaced=(document,)) if document.source in known else AddReport(added=(document,))
