"""Versions of caches on disk: written under a new name, checked by CRC-32, swept when replaced.

A version is a folder that never changes once it has its name, and may share files with the one before; which
one is valid, with the checksums of its files, is recorded in the database. Readers therefore need no lock: a
version that a writer replaces meanwhile stays readable to whoever has opened it. Only writers take the lock.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import zlib
from typing import TYPE_CHECKING, TypeVar

from yinzheng.index.database import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from yinzheng.index.store import CacheRecord
    from yinzheng.types import Lang

T = TypeVar("T")

Files = dict[str, tuple[int, int, int]]
"""Each file of a version: its bytes, CRC-32, and when it was written, in nanoseconds (0: not known)."""

_BLOCK = 1 << 20
_LARGE = 1 << 20
_READ_WHOLE = 64 << 20  # bytes: 40 ms
_LOCK = "lock"
_TEMPORARY = ".tmp"


class Outdated(Exception):
    """A version is sound but of no use: of another format, or too old to be brought forward."""


class CacheFolder:
    """The folder of a library's caches. Everything in it may be deleted at any time."""

    def __init__(self, path: Path) -> None:
        """``path`` is made when something is first written."""
        self.path = path
        self._damaged: set[str] = set()

    @property
    def writable(self) -> bool:
        """Whether versions can be written here at all."""
        return os.access(self.path if self.path.exists() else self.path.parent, os.W_OK)

    @contextlib.contextmanager
    def lock(self, seconds: float) -> Iterator[bool]:
        """Hold the writers' lock inside, or give False when another one keeps it for ``seconds``.

        Raises OSError where the folder cannot be written.
        """
        self.path.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self.path / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            deadline = time.monotonic() + seconds
            held = try_lock(handle)
            while not held and time.monotonic() < deadline:
                time.sleep(0.02)
                held = try_lock(handle)
            yield held
        finally:
            os.close(handle)  # gives the lock back

    def new_name(self, kind: str, lang: Lang, generation: int) -> str:
        """Return a name that no version ever had."""
        return f"{kind}-{lang}-{generation:08d}-{os.urandom(4).hex()}"

    def write_folder(self, name: str, build: Callable[[Path], None], before: Files) -> Files:
        """Make a version, durably, and return its checksums. Raises OSError.

        Of large files that were linked from the version with the checksums ``before``, these are taken over.
        """
        temporary = self.path / (name + _TEMPORARY)
        with _removed_on_failure(temporary):
            temporary.mkdir(mode=0o700)
            build(temporary)
            files = {}
            for file in sorted(temporary.iterdir()):
                file.chmod(0o600)
                if file.suffix != ".lock":
                    known = before.get(file.name)
                    files[file.name] = known if known and _vouched(file, known) else _recorded(file)
            sync_folder(temporary)
            temporary.rename(self.path / name)
        sync_folder(self.path)
        return files

    def load(
        self,
        record: Callable[[], CacheRecord | None],
        read: Callable[[CacheRecord], T | None],
        notify: Callable[[str], None],
        what: str,
    ) -> T | None:
        """Return what ``read`` makes of the valid version, or None when it has to be rebuilt.

        ``record`` gives the database's record; ``read`` gives None for a damaged version and raises
        OSError or Outdated. ``notify`` is told of damage, with ``what`` naming the cache.
        """
        while (valid := record()) is not None and valid.name not in self._damaged:
            found = None
            with contextlib.suppress(OSError):
                try:
                    found = read(valid)
                except Outdated:
                    return None
            if found is not None:
                return found
            if record() == valid:  # else a writer has just replaced it: take the new one
                self._damaged.add(valid.name)
                gone = not (self.path / valid.name).exists()
                notify(
                    f"{what} was {'missing' if gone else 'damaged'} and is being rebuilt from the database"
                )
                return None
        return None

    def distrust(self, record: CacheRecord | None, notify: Callable[[str], None], what: str) -> None:
        """Have the version of this record rebuilt, though its files are as they were written."""
        if record and record.name not in self._damaged:
            self._damaged.add(record.name)
            notify(f"{what} did not agree with the database and is being rebuilt from it")

    def intact(self, name: str, files: Files, *, whole: bool = False) -> bool:
        """Return whether a version is there and every byte of it is as it was written.

        Unless ``whole``, the large files of a version of more than ``_READ_WHOLE`` bytes are believed where
        size and time of writing are what they were: a gigabyte is not read at every start.
        """
        whole = whole or sum(size for size, _, _ in files.values()) <= _READ_WHOLE
        try:
            return all(
                (not whole and _vouched(self.path / name / file, expected))
                or _same(self.path / name / file, expected)
                for file, expected in files.items()
            )
        except OSError:
            return False

    def strays(self, valid: set[str]) -> list[Path]:
        """Return what is neither a valid version nor the lock: left by killed or replaced writers."""
        try:
            return [path for path in self.path.iterdir() if path.name != _LOCK and path.name not in valid]
        except OSError:
            return []

    def sweep(self, valid: set[str]) -> None:
        """Delete strays; call it with the lock held. What cannot be deleted is left for next time."""
        for path in self.strays(valid):
            delete(path)


@contextlib.contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        delete(path)  # a full disk needs the room
        raise


def delete(path: Path) -> None:
    """Delete a file or folder; what cannot be deleted stays."""
    if path.is_dir() and not path.is_symlink():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):  # open in another process on Windows
            path.unlink()


def _recorded(path: Path) -> tuple[int, int, int]:
    written = path.stat().st_mtime_ns  # before reading: what changes meanwhile is not vouched for
    return (*checksum(path), written)


def _vouched(path: Path, expected: tuple[int, int, int]) -> bool:
    """Whether a large file has the size and time of writing that it had when it was recorded."""
    found = path.stat()
    return found.st_size >= _LARGE and (found.st_size, found.st_mtime_ns) == (expected[0], expected[2])


def _same(path: Path, expected: tuple[int, int, int]) -> bool:
    if path.stat().st_size != expected[0] or checksum(path) != expected[:2]:
        return False
    found = path.stat()
    if found.st_size >= _LARGE and 0 < expected[2] != found.st_mtime_ns:
        with contextlib.suppress(OSError):  # a copy: from now on its time of writing vouches for it
            os.utime(path, ns=(found.st_atime_ns, expected[2]))
    return True


def checksum(path: Path) -> tuple[int, int]:
    """Return a file's bytes and CRC-32. Raises OSError.

    CRC-32 finds what disks and half-done copies do (1.5 GB/s against 0.6 for SHA-256); it is no
    protection against somebody who may write to the library anyway.
    """
    size = crc = 0
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            size += len(block)
            crc = zlib.crc32(block, crc)
    return size, crc


if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Take the lock of an open file, unless another process has it; closing the file gives it back."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Take the lock of an open file, unless another process has it; closing the file gives it back."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
