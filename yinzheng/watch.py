"""``yinzheng add --watch``: follow files and folders, and bring the library up to date as they change."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from yinzheng import output
from yinzheng.corpus.files import discover, printable, would_give
from yinzheng.corpus.ignore import Choice
from yinzheng.errors import YinzhengError

if TYPE_CHECKING:
    from yinzheng.library import Library
    from yinzheng.types import Lang

_QUIET = 400  # milliseconds without a change before a batch is looked at,
_AT_MOST = 3000  # or so many after its first: editors and copying write a file in several steps
_TURN = 250  # milliseconds between two looks at whether to go on
_GRAIN = 2.0  # seconds: as coarse as file systems tell when a file was changed


@dataclass(frozen=True, slots=True)
class Watched:
    """What to follow, and since when (seconds of ``time.time``).

    ``prune`` removes what is gone, ``ocr`` recognises scans.
    """

    paths: Sequence[str]
    chosen: Choice
    prune: bool
    began: float
    ocr: bool = False


def check() -> None:
    """Raise YinzhengError where the library that watches folders is not installed."""
    try:
        import watchfiles  # noqa: F401 - whether it is there
    except ImportError:
        raise YinzhengError(
            "--watch needs a package that is not installed: pip install 'yinzheng[watch]'"
        ) from None


def follow(library: Library, watched: Watched, lang: Lang) -> None:
    """Add, replace and, where that is wanted, remove documents as their files change, until Ctrl-C.

    Each change is one line on stdout. A file that cannot be read is told, and the rest goes on.
    """
    from watchfiles import watch

    # Where a link or .. leads: that is how changes are reported.
    roots = [Path(path).resolve() for path in watched.paths]
    there = [root for root in roots if root.exists()]
    own = library.path.resolve()
    sys.stdout.flush()  # what was added so far; the next line may come in an hour
    ready = False
    try:
        for changes in watch(
            *there,
            watch_filter=None,
            step=_QUIET,
            debounce=_AT_MOST,
            rust_timeout=_TURN,
            yield_on_timeout=True,
            raise_interrupt=True,
        ):
            changed = {Path(path) for _, path in changes}
            if not ready:
                changed.update(_since(watched.began, roots, watched.chosen))
                output.message(output.say("watching", lang, paths=", ".join(watched.paths)))
                ready = True
            _bring_in(
                library,
                sorted(path for path in changed if not path.is_relative_to(own)),
                roots,
                watched,
                lang,
            )
    except KeyboardInterrupt:
        if sys.stdout.isatty():
            sys.stdout.write("\n")  # behind the ^C of the terminal


def _since(began: float, roots: Sequence[Path], chosen: Choice) -> Iterator[Path]:
    """Files that changed while others were added, before anybody watched."""
    for path in discover(roots, chosen):
        with contextlib.suppress(OSError):
            if isinstance(path, Path) and path.stat().st_mtime >= began - _GRAIN:
                yield path


def _bring_in(
    library: Library, changed: Sequence[Path], roots: Sequence[Path], watched: Watched, lang: Lang
) -> None:
    """Do what a batch of changes asks for."""
    files: list[Path] = []
    gone: list[Path] = []
    for path in changed:
        try:
            # A folder that was moved here is told, what is in it is not.
            inside = path.rglob("*") if path.is_dir() and not path.is_symlink() else [path]
            files += [one for one in inside if would_give(one, roots, watched.chosen)]
            if not path.exists():
                gone.append(path)
        except (OSError, ValueError) as error:
            _tell("watch_failed", lang, name=printable(path), reason=str(error))
    if files:
        report = library.add(dict.fromkeys(files), ocr=watched.ocr)
        for document in report.added:
            _tell("watch_added", lang, name=document.source)
        for document in report.replaced:
            _tell("watch_replaced", lang, name=document.source)
        # What is gone was removed while it was read: that change is told next, and is no failure.
        vanished = [path for path in files if not path.exists()]
        names = {*map(library.source_of, vanished), *map(printable, vanished)}
        for problem in report.failed:
            if problem.source not in names:
                _tell("watch_failed", lang, name=problem.source, reason=problem.reason)
    if gone and watched.prune:
        for source in library.prune(gone):
            _tell("watch_removed", lang, name=source)
    elif gone:
        sources = {library.source_of(path) for path in gone}
        for document in library.documents():
            if not sources.isdisjoint({document.source, *map(str, PurePath(document.source).parents)}):
                _tell("watch_gone", lang, name=document.source)


def _tell(key: str, lang: Lang, **values: str) -> None:
    from yinzheng.screen import visible

    shown = {name: visible(value) for name, value in values.items()}
    out = output.console()
    out.print(output.line_of(output.say(key, lang, **shown)), soft_wrap=True)
    out.file.flush()
