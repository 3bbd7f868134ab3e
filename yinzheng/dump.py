"""Dumps: a library as JSON Lines with a checksum at the end, and back; docs/dump.md describes the lines."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yinzheng import as_json
from yinzheng.errors import UnreadableDocument
from yinzheng.extraction import METRICS
from yinzheng.index import dump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from yinzheng.as_json import Json
    from yinzheng.library import Library


@dataclass(slots=True)
class Counted:
    """What went through a dump; ``sha256`` is the hex digest of all lines before the last."""

    documents: int = 0
    passages: int = 0
    claims: int = 0
    sha256: str = ""

    def count(self, record: Json) -> None:
        """Take in the record of a document."""
        self.documents += 1
        self.passages += len(record["passages"])
        self.claims += len(record["claims"])

    def end(self) -> Json:
        """The last line."""
        return {
            "kind": "end",
            "documents": self.documents,
            "passages": self.passages,
            "claims": self.claims,
            "sha256": self.sha256,
        }


def write(library: Library, put: Callable[[bytes], Any]) -> Counted:
    """Give ``put`` the lines of a library's dump in UTF-8, and return what was in them.

    Raises LibraryDamaged, and ExportError for a table of metrics that is not UTF-8.
    """
    counted = Counted()
    digest = hashlib.sha256()
    for record in library.dump():
        if record["kind"] == "document":
            counted.count(record)
        line = _line(record)
        digest.update(line)
        put(line)
    counted.sha256 = digest.hexdigest()
    put(_line(counted.end()))
    return counted


def _line(record: Json) -> bytes:
    return as_json.line(record).encode() + b"\n"


def load(lines: Iterable[bytes], name: str, dest: Path) -> Counted:
    """Make the library of a dump's lines in the new folder ``dest``; ``name`` names the dump in messages.

    It is there whole or not at all. Raises UnreadableDocument for a dump that is damaged, cut off or of a
    newer format, and ExportError where ``dest`` exists or cannot be written.
    """
    counted = Counted()
    beside: dict[str, bytes] = {}
    try:
        dump.restore(dest, _records(lines, counted, beside), beside)
    except dump.WrongRecord as error:
        raise UnreadableDocument(name, f"the dump is damaged: {error}; nothing was loaded") from error
    return counted


def _records(lines: Iterable[bytes], counted: Counted, beside: dict[str, bytes]) -> Iterator[Json]:
    """Yield the records before the last one, which has to bear them out."""
    digest = hashlib.sha256()
    given = enumerate(lines, 1)
    for number, line in given:
        try:
            record = json.loads(line)
            kind = record["kind"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise dump.WrongRecord(f"line {number} is no record") from error
        if kind == "end":
            counted.sha256 = digest.hexdigest()
            if record != counted.end():
                raise dump.WrongRecord("what the last line says is not what stands before it")
            if next(given, None) is not None:
                raise dump.WrongRecord(f"there is something behind the end in line {number}")
            return
        digest.update(line)
        if kind == "library" and record.get("metrics") is not None:
            beside[METRICS] = str(record["metrics"]).encode()
        elif kind == "document":
            try:
                counted.count(record)
            except (KeyError, TypeError) as error:
                raise dump.WrongRecord(f"line {number} lacks {error}") from error
        yield record
    raise dump.WrongRecord("its end is missing")
