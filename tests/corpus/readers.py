"""Readers that fail in every way a parser can, for the tests of the process that readers run in."""

from __future__ import annotations

import os
import signal
import sys
import time

from yinzheng.corpus.content import Content
from yinzheng.corpus.formats.scan import Scans
from yinzheng.errors import UnsupportedDocument
from yinzheng.types import Anchor


def read(data: bytes, source: str, scans: Scans | None = None) -> Content:
    """Do what the data says."""
    words = data.decode().split()
    match words[0]:
        case "say":
            sys.stdout.write("a library prints this\n")
            os.write(1, b"and this, below Python\n")
            text = " ".join(words[1:]) + f" {os.getpid()}"
            return Content(text, (Anchor(0, "page", "1"),), source, "2025-01-02", ("spun",))
        case "loop":
            while True:
                pass
        case "sleep":
            time.sleep(600)
        case "eat":
            held = [b"x" * (1 << 20) for _ in range(int(words[1]))]
            return Content(f"{len(held)} {os.getpid()}")
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "leave":
            os._exit(7)
        case "refuse":
            raise UnsupportedDocument(source, "not this one")
        case "fail":
            raise KeyError("xref\n\x1b[31m")
        case "surrogate":
            return Content("a\ud800b\x00c")
        case "import":
            import canary_of_the_current_folder  # type: ignore[import-not-found]  # noqa: F401 - must not be found
        case "pages":
            assert scans is not None
            left = []
            for n in range(int(words[1])):
                while signal.getitimer(signal.ITIMER_PROF)[0] > float(words[2]) - 0.05:
                    pass
                scans.begin(n, int(words[1]))
                left.append(signal.getitimer(signal.ITIMER_PROF)[0] > float(words[2]) - 0.04)
            return Content(str(left))
        case "scans":
            return Content(str(scans))
        case "length":
            return Content(str(len(data)))
    return Content("")
