"""The process in which files of untrusted formats are read: ``python -m yinzheng.corpus.worker``.

It answers one request after the other on stdin and stdout, as ``yinzheng.corpus.sandbox`` sends them,
under limits that the operating system keeps. It leaves when stdin ends.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import signal
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from yinzheng.corpus.formats import FORMATS, Format
from yinzheng.errors import DocumentError
from yinzheng.processes import answers, receive, send

if TYPE_CHECKING:
    from yinzheng.corpus.formats.scan import Scans


def main() -> None:
    """Answer requests until stdin ends."""
    pipe, requests = answers(), sys.stdin.buffer
    while True:
        try:
            request = json.loads(receive(requests))
        except EOFError:
            return
        _limit(request["memory"], request["seconds"])
        # Nothing here keeps the file while its text is made ready.
        head, text = _answer(request, receive(requests), pipe)
        if exhausted := head.get("error") == "memory":
            head["limit"] = request["memory"]
        head["peak"] = peak()
        send(pipe, json.dumps(head).encode(), text)
        if exhausted:
            return
        del text


def _answer(request: dict[str, Any], data: bytes, pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The head of an answer, and the text; of errors, their kind and reason.

    Before each page that is recognised ``{"page": done, "of": all}`` is written to ``pipe``.
    """
    kind = Format(**request["format"]) if "format" in request else FORMATS[request["media_type"]]
    try:
        read = importlib.import_module(kind.reader).read
        if kind.scans:
            read = functools.partial(read, scans=_scans(request, pipe))
        content = read(data, request["source"])
        del data
        text = content.text.encode("utf-8", "surrogatepass")
    except DocumentError as error:
        return {"error": type(error).__name__, "reason": error.reason}, b""
    except MemoryError:
        return {"error": "memory"}, b""
    except Exception as error:  # noqa: BLE001 - parsers fail in every way there is on damaged files
        words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return {"error": "UnreadableDocument", "reason": f"it cannot be read as {kind.name}: {words}"}, b""
    return {
        "anchors": [[a.start, a.kind, a.label] for a in content.anchors],
        "title": content.title,
        "date": content.date,
        "flags": content.flags,
    }, text


def _scans(request: dict[str, Any], pipe: IO[bytes]) -> Scans | None:
    """What recognises text, where that was asked for; each page has the time that a file has."""
    if not request["ocr"]:
        return None
    from yinzheng.corpus.formats.recognise import see
    from yinzheng.corpus.formats.scan import Scans

    def begin(done: int, of: int) -> None:
        send(pipe, json.dumps({"page": done, "of": of}).encode())
        _limit(request["memory"], request["seconds"])

    return Scans(see, begin)


def _limit(memory: int, seconds: int) -> None:
    """Let the operating system end this process beyond ``memory`` bytes or ``seconds`` of CPU time."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        # Private memory, so that mapped libraries do not count; where the system knows no such limit
        # (macOS takes it and does not keep it), the time limit remains.
        resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    with contextlib.suppress(AttributeError):
        # A timer of its own for each file; its signal ends the process also within a parser written in C.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def peak() -> int:
    """The most memory that this process has used, in bytes; 0 where that is not known."""
    with contextlib.suppress(OSError, IndexError):
        # Not ru_maxrss, which on Linux begins with what the starting process had.
        return (
            int(Path("/proc/self/status").read_text("utf-8", "replace").split("VmHWM:")[1].split()[0]) << 10
        )
    try:
        import resource
    except ImportError:
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used << 10


if __name__ == "__main__":
    main()
