"""Processes of our own: how one is started, spoken to in parts of bytes, and ended."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO

SIZE = struct.Struct(">Q")
"""Before every part of a message: its length in bytes."""


def started(module: str) -> subprocess.Popen[bytes]:
    """Start ``python -m module``, with pipes for stdin and stdout; it is to leave when its stdin ends."""
    package = str(Path(__file__).parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    # -P: what lies in the current folder, among the user's documents, is never imported.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,  # Ctrl-C is for us; the process ends when we do
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and close its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was still to be written has no reader
                pipe.close()


def send(pipe: IO[bytes], *parts: bytes) -> None:
    """Write the parts of a message."""
    for part in parts:
        pipe.write(SIZE.pack(len(part)))
        pipe.write(part)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """Read one part of a message. Raises EOFError where the other side has ended."""
    return _exactly(pipe, SIZE.unpack(_exactly(pipe, SIZE.size))[0])


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def answers() -> IO[bytes]:
    """Where a started process writes its answers; what a library prints no longer gets between them."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe
