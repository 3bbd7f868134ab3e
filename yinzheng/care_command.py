"""What ``yinzheng dump`` and ``yinzheng load`` do once their options are read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yinzheng import as_json, care_view, dump, output
from yinzheng.atomic import replacing
from yinzheng.corpus.files import printable
from yinzheng.errors import UnreadableDocument
from yinzheng.library import find_library
from yinzheng.options import UsageError

if TYPE_CHECKING:
    from yinzheng.library import Library

STDIO = "-"


def check_dump(file: str, *, json: bool) -> None:
    """Raise UsageError for what does not go together."""
    if json and file == STDIO:
        raise UsageError("--json prints one document, and a dump is many: name a file for it")


def write_dump(library: Library, file: str, *, force: bool, json: bool) -> None:
    """Write the dump to stdout or to a file, and say what is in it. Raises ExportError, LibraryDamaged."""
    if file == STDIO:
        dump.write(library, sys.stdout.buffer.write)
        return
    with replacing(Path(file), force=force) as out:
        counted = dump.write(library, out.write)
    _told("dumped", file, counted, json=json)


def load_dump(file: str, dest: str | None, *, json: bool) -> None:
    """Make the library of a dump. Raises UnreadableDocument, ExportError."""
    path = Path(dest) if dest is not None else find_library()
    name = "stdin" if file == STDIO else printable(Path(file))
    if file == STDIO:
        counted = dump.load(sys.stdin.buffer, name, path)
    else:
        try:
            with Path(file).open("rb") as lines:
                counted = dump.load(lines, name, path)
        except OSError as error:
            reason = f"it cannot be read: {error.strerror or error}"
            raise UnreadableDocument(name, reason) from error
    _told("loaded", str(path), counted, json=json)


def _told(key: str, path: str, counted: dump.Counted, *, json: bool) -> None:
    fields = {name: value for name, value in counted.end().items() if name != "kind"}
    if json:
        as_json.put({"path": path, **fields})
    else:
        output.message(care_view.say(key, output.interface_lang(), path=path, **fields))
