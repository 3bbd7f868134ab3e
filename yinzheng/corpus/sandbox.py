"""Read files of untrusted formats in a process of their own, under limits of time and memory.

A parser that loops, explodes or crashes takes its process with it; the file is reported, a new process
reads the next one.
"""

from __future__ import annotations

import atexit
import dataclasses
import json
import os
import selectors
import signal
import subprocess
import threading
import time
from typing import IO, TYPE_CHECKING, Any

from yinzheng import errors
from yinzheng.corpus.content import Content
from yinzheng.errors import DocumentError, UnreadableDocument
from yinzheng.processes import SIZE, end, send, started
from yinzheng.types import Anchor

if TYPE_CHECKING:
    from collections.abc import Callable

    from yinzheng.corpus.formats import Format

MEMORY = 2 << 30
"""Bytes of private memory that reading one file may take."""

_SECONDS = 60  # of CPU time for any file,
_SECONDS_PER_MB = 2.0  # and for each megabyte of it; as much again for each page that is recognised
_PATIENCE = 4  # times as long by the clock: other programs may keep the processors busy
_LAST_WORDS = 5  # seconds for a process that has closed its pipes to be gone
_LARGE = 300 << 20  # bytes; a process that has used more is not kept for the next file


class Sandbox:
    """A process that reads files, started when it is first needed; one file at a time.

    ``seconds`` is the CPU time allowed for a file, by its size for None; ``memory`` is in bytes.
    """

    def __init__(self, *, memory: int = MEMORY, seconds: float | None = None) -> None:
        """Set the limits; nothing is started."""
        self._memory = memory
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def read(
        self,
        media_type: str,
        data: bytes,
        source: str,
        format: Format | None = None,
        *,
        ocr: bool = False,
        page: Callable[[int, int], None] | None = None,
    ) -> Content:
        """Return what the reader of ``media_type``, or of ``format``, makes of ``data``.

        With ``ocr``, text is recognised on pages that have none; ``page`` is told before each how many are
        done and how many there are. Raises what the reader raised of DocumentError, and UnreadableDocument
        where it failed otherwise, ran out of time or memory, or crashed.
        """
        seconds = self.seconds or _SECONDS + _SECONDS_PER_MB * len(data) / (1 << 20)
        request: dict[str, Any] = {"media_type": media_type, "source": source, "ocr": ocr}
        request |= {"memory": self._memory, "seconds": seconds}
        if format is not None:
            request["format"] = dataclasses.asdict(format)
        with self._lock:
            process = self._running()
            assert process.stdin is not None  # they are pipes
            assert process.stdout is not None
            try:
                try:
                    send(process.stdin, json.dumps(request).encode(), data)
                    answers = _Answers(process.stdout, _PATIENCE * seconds)
                    while "of" in (head := json.loads(answers.part())):
                        answers.wait(_PATIENCE * seconds)
                        if page is not None:
                            page(head["page"], head["of"])
                    text = answers.part().decode("utf-8", "surrogatepass")
                except (EOFError, BrokenPipeError):
                    raise UnreadableDocument(source, self._end_of(seconds)) from None
                except TimeoutError:
                    reason = f"reading it took longer than {_PATIENCE * seconds:.0f} s: it was given up"
                    raise UnreadableDocument(source, reason) from None
            except BaseException:
                self._stop()  # half an answer may be under way
                raise
            if head["peak"] > _LARGE or "limit" in head:
                self._stop()
        return _content(head, text, source)

    def close(self) -> None:
        """End the process; reading goes on with a new one."""
        with self._lock:
            self._stop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is None:
            return self._process
        if self._owner == os.getpid():
            self._stop()
        self._process = started("yinzheng.corpus.worker")
        self._owner = os.getpid()
        return self._process

    def _end_of(self, seconds: float) -> str:
        """Why the process ended without an answer, in words."""
        assert self._process is not None
        try:
            status = self._process.wait(_LAST_WORDS)
        except subprocess.TimeoutExpired:
            return "its reader stopped answering: the file may be damaged"
        if status == -getattr(signal, "SIGPROF", 0):
            return f"reading it took more than {seconds:.0f} s of computing: it was given up"
        if status < 0:
            return f"its reader crashed ({signal.Signals(-status).name}): the file may be damaged"
        return f"its reader ended with status {status}: the file may be damaged"

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        end(process)


class _Answers:
    """The parts of one answer, within ``seconds`` in all; raises TimeoutError and EOFError."""

    def __init__(self, pipe: IO[bytes], seconds: float) -> None:
        self._file = pipe.fileno()
        self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Give the rest of the answer so many seconds from now."""
        self._deadline = time.monotonic() + seconds

    def part(self) -> bytes:
        return self._exactly(SIZE.unpack(self._exactly(SIZE.size))[0])

    def _exactly(self, size: int) -> bytes:
        got = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(self._file, selectors.EVENT_READ)
            while len(got) < size:
                if not ready.select(max(0.0, self._deadline - time.monotonic())):
                    raise TimeoutError
                some = os.read(self._file, min(size - len(got), 1 << 20))
                if not some:
                    raise EOFError
                got += some
        return bytes(got)


def _content(head: dict[str, Any], text: str, source: str) -> Content:
    if head.get("error") == "memory":
        raise UnreadableDocument(
            source, f"reading it takes more than {head['limit'] >> 20} MB of memory: split it"
        )
    if "error" in head:
        kind: type[DocumentError] = getattr(errors, head["error"])
        raise kind(source, head["reason"])
    return Content(
        text=text,
        anchors=tuple(Anchor(*anchor) for anchor in head["anchors"]),
        title=head["title"],
        date=head["date"],
        flags=tuple(head["flags"]),
    )


SANDBOX = Sandbox()
"""The one of this process."""

atexit.register(SANDBOX.close)
