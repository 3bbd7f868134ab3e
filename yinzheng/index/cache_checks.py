"""What must hold of a library's caches and files: in step with the database, whole, private, no strays."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, get_args

from yinzheng.errors import LibraryDamaged
from yinzheng.index.binding import read as read_binding
from yinzheng.index.centre import centre
from yinzheng.index.database import FILE
from yinzheng.index.dense_cache import KIND as DENSE
from yinzheng.index.dense_cache import DenseCache
from yinzheng.index.lexical_cache import KIND as LEXICAL
from yinzheng.index.lexical_cache import LexicalCache
from yinzheng.types import Finding, Lang

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from pathlib import Path

    from yinzheng.index.caches import CacheFolder
    from yinzheng.index.store import Store

OWN_FILES = {FILE, f"{FILE}-wal", f"{FILE}-shm", "cache", "metrics.tsv"}
"""What may lie in a library's folder."""

_CLOSE = 2e-3
"""How far apart a vector and its centred copy may be: both are rounded to float16."""

_SAMPLED = 200  # passages whose words are looked up; the checksum of the files speaks for the others


def removed(store: Store) -> Iterator[Finding]:
    """Passages that are noted as removed are not there."""
    rows = store.db.rows("SELECT count(*) FROM removed JOIN passages ON passage = id")
    if rows[0][0]:
        yield Finding("removed", "removed", f"{rows[0][0]} passages are there all the same", derived=True)


def caches(store: Store, folder: CacheFolder, looked_at: Counter[str]) -> Iterator[Finding]:
    """Every cache: whole, and with the passages that it should have, no more and no less."""
    if read_binding(store.db) is None:
        return  # nothing was ever put
    for lang in get_args(Lang):
        for kind, look in ((DENSE, _dense), (LEXICAL, _lexical)):
            name = f"{kind}-{lang}"
            said: list[str] = []
            detail, count = "", 0
            try:
                detail, count = look(store, folder, lang, said)
            except (LibraryDamaged, OSError) as error:
                said.append(str(error))
            looked_at["cached"] += count
            record = store.cache(kind, lang)
            if said and record and not (folder.path / record.name).exists():
                yield Finding("old_cache", name, _NONE, derived=True, note=True)  # anybody may delete it
            elif said:
                yield Finding("cache", name, said[0], derived=True)
            elif detail:
                lags = detail == _NONE
                yield Finding("old_cache" if lags else "cache", name, detail, derived=True, note=lags)


_NONE = "is not there yet, or of another version: the next search makes it"


def _dense(store: Store, folder: CacheFolder, lang: Lang, said: list[str]) -> tuple[str, int]:
    import numpy as np

    held = DenseCache(store, folder, said.append)
    found = held.stored(lang)
    if found is None:
        return (_NONE if store.total(lang) else ""), 0
    vectors, generation = found
    with store.db.snapshot():
        if wrong := _out_of_step(store, lang, set(vectors.ids().tolist()), generation):
            return wrong, len(vectors)
        mean = held.mean(lang)
        for ids, stored in store.vectors_since(lang, 0):
            cached = vectors.vectors_of(ids)
            there = np.isfinite(cached).all(axis=1)  # those added since are NaN
            if np.abs(cached[there] - centre(stored, mean)[there]).max(initial=0) > _CLOSE:
                return "holds other vectors than the database", len(vectors)
    return "", len(vectors)


def _lexical(store: Store, folder: CacheFolder, lang: Lang, said: list[str]) -> tuple[str, int]:
    from yinzheng.corpus.tokens import tokens
    from yinzheng.index.embed import passage_input

    held = LexicalCache(store, folder, said.append)
    try:
        opened = held.stored(lang)
        if opened is None:
            return (_NONE if store.total(lang) else ""), 0
        words = opened.words
        ids = words.ids()
        with store.db.snapshot():
            if wrong := _out_of_step(store, lang, ids, opened.generation):
                return wrong, words.passages
            every = max(1, words.passages // _SAMPLED)
            for at, (document, passage) in enumerate(store.passages_since(lang, 0)):
                if at % every or passage.id not in ids:
                    continue
                terms = sorted(set(tokens(passage_input(document, passage.start, passage.end)[0])))[:3]
                if any(passage.id not in words.scores([term], [passage.id]) for term in terms):
                    return f"does not find passage {passage.id} by its words", words.passages
        return "", words.passages
    finally:
        held.forget()


def _out_of_step(store: Store, lang: Lang, ids: set[int], generation: int) -> str:
    """What is wrong with the passages that a version of ``generation`` holds, once it has caught up."""
    if generation > store.generation:
        return f"is of generation {generation}, and the library of {store.generation}"
    if generation < store.floor(lang):
        return ""  # nobody reads it any more
    rows = store.db.rows("SELECT id, generation FROM passages WHERE lang = ?", (lang,))
    expected = {row[0] for row in rows if row[1] <= generation}
    extra = ids - expected - set(store.removed_since(lang, generation))
    if missing := expected - ids:
        return f"lacks {len(missing)} passages"
    return f"holds {len(extra)} passages that are not in the database" if extra else ""


def files(folder: Path, cache: CacheFolder, valid: set[str]) -> Iterator[Finding]:
    """Nothing lies about that killed processes left, and others can neither read nor write what there is."""
    for path in sorted(folder.iterdir()):
        if is_stray(path):
            yield Finding("stray_file", path.name, "was left by a process that was killed", derived=True)
        elif path.name not in OWN_FILES:
            yield Finding("stray_file", path.name, "is not yinzheng's, and is left alone", note=True)
    for path in sorted(cache.strays(valid)):
        yield Finding("stray_file", f"cache/{path.name}", "is not a cache in use", derived=True)
    for path in open_to_others(folder):
        mode = stat.S_IMODE(path.lstat().st_mode)
        # Names alone tell little: a folder that others may list is their owner's choice.
        note = path == folder and not mode & 0o022
        yield Finding("mode", str(path), f"others may use it (mode {mode:o})", derived=True, note=note)


def is_stray(path: Path) -> bool:
    """Whether a file of a library's folder was left by a process that was making the library."""
    return path.name.startswith(f"{FILE}.") and ".tmp" in path.name


def open_to_others(folder: Path) -> list[Path]:
    """The library's folder and its own files that others than their owner may read or write."""
    if os.name != "posix":
        return []
    own = [folder, *(path for path in folder.iterdir() if path.name in OWN_FILES - {"metrics.tsv"})]
    inside = sorted((folder / "cache").rglob("*"))
    return [path for path in (*own, *inside) if not path.is_symlink() and path.stat().st_mode & 0o077]
