"""What the commands share: options, exit statuses, opening the library, finding the document that is meant.

Exit status: 0 done or answered, 1 nothing found or not answered, 2 wrong usage, 3 an error. Imports
stay inside functions: ``yinzheng --help`` must not wait for NumPy.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yinzheng.errors import DocumentNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yinzheng.library import Library
    from yinzheng.types import Document

NO_ANSWER, USAGE, ERROR, INTERRUPTED = 1, 2, 3, 130


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be given before the command as well as after it."""

    library: str | None = None
    json: bool = False
    debug: bool = False

    def also(self, library: str | None, json: bool, debug: bool) -> Settings:
        """Return these settings with those given after the command, which win."""
        return Settings(library or self.library, json or self.json, debug or self.debug)


class UsageError(Exception):
    """Wrong usage that typer cannot see; ``str()`` is the line for the user."""


LibraryOption = Annotated[
    str | None,
    typer.Option(
        "--library",
        "-L",
        metavar="DIR",
        help="The library's folder. Default: $YINZHENG_LIBRARY, else the nearest .yinzheng upwards.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
ModelOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME_OR_DIR",
        help="A sentence-transformers model instead of the built-in encoder (needs yinzheng[models]).",
    ),
]


def settings(ctx: typer.Context, library: str | None, json: bool, debug: bool) -> Settings:
    """Return what was given before and after the command; the border looks for it at the root."""
    root = ctx.find_root()
    found: Settings = root.obj.also(library, json, debug)
    root.obj = found
    return found


def opened(given: Settings, *, create: bool = False, model: str | None = None) -> Library:
    """Open the library that was named; what it has to say goes to stderr."""
    from yinzheng.library import Library

    return Library.open(given.library, create=create, model=model, notify=tell)


def find(library: Library, name: str) -> Document:
    """Return the document that a person means by ``name``: id, source, a path, or an unambiguous file name.

    Raises DocumentNotFound, naming the nearest.
    """
    try:
        return library.document(name)
    except DocumentNotFound:
        documents = library.documents()
        sources = [document.source for document in documents]
        path = Path(name).resolve()
        home = library.path.resolve().parent
        meant = [str(path), path.relative_to(home).as_posix()] if path.is_relative_to(home) else [str(path)]
        same = [d for d in documents if d.source in meant] or [
            d for d in documents if name in {Path(d.source).name, d.title}
        ]
        if len(same) == 1:
            return library.document(same[0].id)
        if near := [d.source for d in same] or _nearest(name, sources):
            raise DocumentNotFound(f"no document {name!r}; the nearest: {', '.join(near)}") from None
        raise DocumentNotFound(f"no document {name!r}: `yinzheng ls` lists them") from None


def _nearest(name: str, sources: Iterable[str]) -> list[str]:
    from difflib import get_close_matches

    # People remember the file's name rather than the folder.
    by_name = {Path(source).name: source for source in sources}
    near = get_close_matches(name, sources := list(sources), n=3) or [
        by_name[match] for match in get_close_matches(Path(name).name, by_name, n=3)
    ]
    return near or [source for source in sources if name.casefold() in source.casefold()][:3]


def stdin_bytes() -> bytes:
    """Read all of stdin, saying so where a person has to type it."""
    if sys.stdin.isatty():
        tell("reading from the terminal; Ctrl-D ends the text")
    return sys.stdin.buffer.read()


def tell(text: str) -> None:
    """Print one line for people to stderr, whatever is in it."""
    from yinzheng import output

    output.message(" ".join(text.split("\n")))
