"""FAISS as it is used here: one thread, and files that are written and read through Python's own."""

from __future__ import annotations

import functools
import os
import warnings
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BLOCK = 1 << 20


@functools.cache
def faiss_module() -> Any:
    """Return FAISS, set to one thread: more cost searches of this size far more than they give."""
    with warnings.catch_warnings():
        # SWIG makes types without __module__; CPython 3.12+ says so when they are imported.
        warnings.filterwarnings("ignore", "builtin type .* has no __module__", DeprecationWarning)
        import faiss
    faiss.omp_set_num_threads(1)
    return faiss


def write_index(index: Any, file: IO[bytes]) -> None:
    """Write a FAISS index to ``file``. Raises what ``file.write`` raises."""
    faiss = faiss_module()
    failures: list[Exception] = []

    def write(block: bytes) -> int:
        try:
            return file.write(block)
        except OSError as error:  # through FAISS it would lose its type
            failures.append(error)
            raise

    try:
        faiss.write_index(index, faiss.PyCallbackIOWriter(write, _BLOCK))
    except Exception as error:
        if failures:
            raise failures[0] from error
        raise


def read_index(path: Path) -> Any:
    """Read a FAISS index, or return None where it is none. Raises OSError.

    Only for files whose checksum has been compared: FAISS believes what it reads.
    """
    faiss = faiss_module()
    with path.open("rb") as file:  # FAISS itself opens no name that is not ASCII on Windows
        try:
            return faiss.read_index(faiss.PyCallbackIOReader(file.read, _BLOCK))
        except RuntimeError:
            return None


def durable(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Make a new file of what ``write`` writes, and have the disk keep it. Raises OSError."""
    with path.open("xb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
