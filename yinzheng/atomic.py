"""A file that people asked for: it is there whole or not at all, and never over another one unasked."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from yinzheng.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def check_target(path: Path, *, force: bool) -> None:
    """Raise ExportError where ``path`` cannot be written, as far as that can be told before trying."""
    if "\0" in str(path):
        raise ExportError(f"{path} cannot be written: no file name may hold a NUL")
    with writing(path):
        parent = path.parent
        if not parent.is_dir():
            raise ExportError(f"{path} cannot be written: there is no folder {parent}; make it first")
        if path.is_dir():
            raise ExportError(f"{path} is a folder: name a file in it")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            raise ExportError(f"{path} is no ordinary file: name another one, or - for stdout")
        if os.path.lexists(path) and not force:
            raise ExportError(f"{path} exists already: --force overwrites it")
        if not os.access(parent, os.W_OK):
            raise ExportError(f"{path} cannot be written: no permission to write in {parent}")


@contextlib.contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Give a file to write to, which gets the name ``path`` only when everything is in it and on the disk.

    Where something goes wrong inside, there is nothing left of it and what had the name before stays.
    ``force`` replaces an ordinary file, which keeps its permissions. Raises ExportError.
    """
    check_target(path, force=force)
    with writing(path):
        target = path.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        temporary = target.with_name(f".{os.urandom(6).hex()}.tmp")
        try:
            handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
            with os.fdopen(handle, "wb") as file:
                if mode is not None:
                    temporary.chmod(mode)
                yield file
                file.flush()
                os.fsync(file.fileno())
            if force:
                temporary.replace(target)
            else:
                _name(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)


def _name(temporary: Path, path: Path) -> None:
    """Give a file a name that nobody has taken since it was looked at."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise ExportError(f"{path} exists already: --force overwrites it") from None
    except OSError:  # a file system without links
        temporary.rename(path)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say of ``path`` what the system says while it is written, as an ExportError."""
    try:
        yield
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}") from error
