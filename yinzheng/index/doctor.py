"""Examining a library, and making again what is derived: indexes, claims, copies, flags, caches."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from yinzheng.errors import InternalError, LibraryDamaged
from yinzheng.index import cache_checks, checks, copies, schema
from yinzheng.index.caches import delete
from yinzheng.index.checksums import checksum
from yinzheng.types import Checkup, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from yinzheng.index.caches import CacheFolder
    from yinzheng.index.store import Store

_OF_PASSAGES = {
    "database",
    "lost_documents",
    "document",
    "text",
    "passage",
    "lost_passages",
    "vector",
    "setting",
}
"""Faults of what caches are made from: where there is one, caches are better left as they are."""


def examine(store: Store, folder: CacheFolder, claims_version: str) -> Checkup:
    """Look at everything and change nothing."""
    looked_at: Counter[str] = Counter()
    db = store.db
    with db.snapshot():
        found = list(
            chain(
                _guarded(lambda: checks.database(db), "database"),
                _guarded(lambda: checks.settings(db), "settings"),
                _guarded(lambda: checks.documents(db, looked_at, claims_version), "documents"),
                _guarded(lambda: cache_checks.removed(store), "removed"),
            )
        )
    # Outside: a version that a writer replaces meanwhile is looked for again.
    found += _guarded(lambda: cache_checks.caches(store, folder, looked_at), "caches")
    found += cache_checks.files(db.path.parent, folder, store.cache_names())
    return Checkup(tuple(found), dict(looked_at))


def _guarded(look: Callable[[], Iterator[Finding]], what: str) -> Iterator[Finding]:
    try:
        yield from look()
    except (
        LibraryDamaged,
        InternalError,
        ValueError,
        TypeError,
    ) as error:  # what a damaged file may give in any column
        yield Finding("database", what, f"cannot be looked at to the end ({error})")


def repair(store: Store, folder: CacheFolder, found: Iterable[Finding]) -> None:
    """Make again what is derived, as far as what it is made from is sound; touch nothing else.

    Claims are only forgotten here: they are made again when they are asked for. Caches are forgotten as
    well, and made by the next ``sync``. Raises LibraryBusy, LibraryUnwritable.
    """
    found = list(found)
    broken = {finding.subject for finding in found if not finding.derived and not finding.note}
    named: dict[str, list[str]] = {}
    for finding in found:
        if finding.derived and finding.subject not in broken:
            named.setdefault(finding.check, []).append(finding.subject)
    sound = not any(finding.check in _OF_PASSAGES for finding in found)
    _modes(store.db.path.parent)
    _strays(store, folder)
    if not any(finding.check == "database" for finding in found):
        _indexes(store, named)
    for source in {*named.get("claims", ()), *named.get("old_claims", ())}:
        with store.db.transaction():
            ((seq,),) = store.db.rows("SELECT seq FROM documents WHERE source = ?", (source,))
            store.db.execute("DELETE FROM claims WHERE doc = ?", (seq,))
            store.db.execute(
                "UPDATE documents SET claims_version = NULL, claims_checksum = NULL WHERE seq = ?", (seq,)
            )
    for source in named.get("flags", ()):
        _flags(store, source)
    if sound:
        if "copies" in named:
            with store.db.transaction():
                copies.rebuild(store.db)
        if {"cache", "removed", "mean"} & named.keys():
            _forget_caches(store, means="mean" in named)


def _indexes(store: Store, named: dict[str, list[str]]) -> None:
    if "index" not in named:
        return
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        schema.migrate(fresh)
        wanted = dict(fresh.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index'").fetchall())
    with store.db.transaction():
        for name in named["index"]:
            if wanted.get(name):
                store.db.execute(f"DROP INDEX IF EXISTS {name}")
                store.db.execute(wanted[name])
        store.db.execute("REINDEX")


def _flags(store: Store, source: str) -> None:
    """Tell anew whether a document is a page with menus or machine-spun."""
    from yinzheng.corpus.boilerplate import is_page
    from yinzheng.corpus.spun import is_spun

    with store.db.transaction():
        text = store.document(source).text
        row = store.db.rows(
            "SELECT seq, id, content, source, title, lang, media_type, sha256, reader, added_at, date, flags,"
            " checksum FROM documents WHERE source = ?",
            (source,),
        )[0]
        kept = [flag for flag in json.loads(row[11]) if flag not in {"boilerplate", "spun"}]
        kept += ["boilerplate"] * is_page(text) + ["spun"] * is_spun(text)
        flags = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        made = checksum(*row[:11], flags)
        store.db.execute("UPDATE documents SET flags = ?, checksum = ? WHERE seq = ?", (flags, made, row[0]))
        store.db.count("documents", made - row[12])


def _forget_caches(store: Store, *, means: bool) -> None:
    with store.db.transaction():
        generation = store.advance()  # whoever has one open takes a new one
        store.db.execute("DELETE FROM caches")
        store.db.execute("DELETE FROM removed")
        for lang in ("zh", "en"):
            store.db.set_meta(f"floor-{lang}", generation)
        if means:
            store.db.execute("DELETE FROM centres")


def _strays(store: Store, folder: CacheFolder) -> None:
    for path in store.db.path.parent.iterdir():
        if cache_checks.is_stray(path):  # the library has its name: whoever still makes it comes too late
            delete(path)
    if folder.path.exists():
        with folder.lock(0) as held:
            if held:
                folder.sweep(store.cache_names())


def _modes(folder: Path) -> None:
    for path in cache_checks.open_to_others(folder):
        with contextlib.suppress(OSError):  # somebody else's: it is named again
            path.chmod(0o700 if path.is_dir() else 0o600)


def told(before: Checkup, after: Checkup) -> Checkup:
    """What is left, and before it what was found and has been repaired."""
    left = {(finding.check, finding.subject) for finding in after.findings}
    mended = [replace(f, repaired=True) for f in before.findings if (f.check, f.subject) not in left]
    return Checkup((*mended, *after.findings), after.looked_at)
