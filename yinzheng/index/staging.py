"""A new folder that gets its name only when everything in it is on the disk, and never over another one."""

from __future__ import annotations

import contextlib
import glob
import os
from typing import TYPE_CHECKING

from yinzheng.atomic import writing
from yinzheng.errors import ExportError
from yinzheng.index.caches import delete, try_lock
from yinzheng.index.database import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def new_folder(dest: Path) -> Iterator[Path]:
    """Give a private folder to fill, which gets the name ``dest`` when what is inside has gone well.

    After a failure nothing is left of it; what a killed process left is swept by the next one with the same
    ``dest``. Raises ExportError where ``dest`` exists, and in place of OSError.
    """
    with writing(dest):
        if os.path.lexists(dest):
            raise ExportError(f"{dest} exists already: name a new folder, nothing is written over")
        if not dest.parent.is_dir():
            raise ExportError(f"{dest} cannot be made: there is no folder {dest.parent}; make it first")
        _sweep(dest)
        temporary = dest.with_name(f".{dest.name}.{os.urandom(4).hex()}.tmp")
        temporary.mkdir(mode=0o700)
        try:
            with _held(temporary) as held:
                if not held:
                    raise ExportError(f"{dest} is being made by another process: try again")
                yield temporary
                for file in temporary.iterdir():
                    _sync(file)
                sync_folder(temporary)
                if os.path.lexists(dest):  # rename would replace an empty folder
                    raise ExportError(f"{dest} exists already: name a new folder, nothing is written over")
                temporary.rename(dest)
        except BaseException:
            delete(temporary)
            raise
        sync_folder(dest.parent)


def _sweep(dest: Path) -> None:
    for stray in dest.parent.glob(f".{glob.escape(dest.name)}.????????.tmp"):
        with contextlib.suppress(OSError), _held(stray) as held:
            if held:  # whoever made it is gone
                delete(stray)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[bool]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield try_lock(handle)
    finally:
        os.close(handle)


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
