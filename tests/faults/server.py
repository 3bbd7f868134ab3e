"""Work that is done in a child and killed or made to fail there: a fork costs ten milliseconds, a start 500.

    LD_PRELOAD=shim.so python -m tests.faults.server [DOUBLE]

reads one JSON task a line and answers with one line. DOUBLE names a broken variant of ``doubles.py`` that the
children work with; what is looked at afterwards is looked at by the sound code of this process's parent.
"""

from __future__ import annotations

import ctypes
import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

from tests.faults import doubles
from tests.faults.libraries import ROOT, tiny
from yinzheng.errors import YinzhengError

Mode = Literal["pass", "kill", "torn", "fail"]
MODES: tuple[Mode, ...] = ("pass", "kill", "torn", "fail")


@dataclass(frozen=True)
class Task:
    """Something to do with a library, and what is to go wrong meanwhile.

    ``k`` counts the calls that change files in the library's parent folder; ``delay`` (seconds) kills after
    that time instead. ``error`` is the errno of what fails, once, or with ``sticky`` from then on.
    """

    do: Literal["add", "remove", "ask", "backup", "repair"]
    folder: str
    given: str = ""
    mode: Mode = "pass"
    k: int = 0
    sticky: bool = False
    error: int = errno.EIO
    delay: float = -1.0


@dataclass(frozen=True)
class Done:
    """``status`` is 0, 1 after an error of ours, 2 after any other, and -9 for a killed child.

    ``told`` is the error, ``changes`` how many calls there were, ``stored`` what was acknowledged.
    """

    status: int
    told: str
    changes: int
    stored: list[str]
    seconds: float


class Server:
    """The process that forks; closing its stdin ends it."""

    def __init__(self, shim: Path | None, double: str = "") -> None:
        environment = dict(os.environ, LD_PRELOAD=str(shim)) if shim else dict(os.environ)
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server", double],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, task: Task) -> Done:
        """Have a task done in a child."""
        ask, answer = self._pipes()
        ask.write(json.dumps(asdict(task)) + "\n")
        ask.flush()
        return Done(**json.loads(answer.readline()))

    def close(self) -> None:
        """End it."""
        for pipe in self._pipes():
            pipe.close()
        self._process.wait(timeout=60)

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin
        assert self._process.stdout
        return self._process.stdin, self._process.stdout


def work(task: Task, say: IO[str]) -> None:
    """Do a task in this process; ``say`` gets the source of each document when it is stored."""
    folder = Path(task.folder)
    if task.do == "add":
        with tiny(folder, create=True) as library:
            put = library._index.put

            def told(*arguments: object, **named: object) -> object:
                stored = put(*arguments, **named)  # type: ignore[arg-type]
                say.write(stored[0].source + "\n")
                say.flush()
                return stored

            library._index.put = told  # type: ignore[method-assign,assignment]
            library.add([task.given])
    elif task.do == "remove":
        with tiny(folder) as library:
            library.remove(task.given.split())
    elif task.do == "ask":
        with tiny(folder) as library:
            library.search(task.given, rerank=False)
            library.claims()
    elif task.do == "backup":
        with tiny(folder) as library:
            library.backup(task.given)
    else:
        with tiny(folder) as library:
            library.doctor(repair=True)


def _child(task: Task, said: int) -> None:
    status = 2
    told = ""
    library = ctypes.CDLL(None)
    with os.fdopen(said, "w") as say:
        try:
            if task.mode != "pass" or hasattr(library, "fault_arm"):
                below = str(Path(task.folder).parent).encode()
                mode = MODES.index(task.mode)
                library.fault_arm(below, mode, ctypes.c_long(task.k), int(task.sticky), task.error)
            work(task, say)
            status = 0
        except YinzhengError as error:
            status, told = 1, f"{type(error).__name__}: {error}"
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
            told = f"{type(error).__name__}: {error}"
        changes = library.fault_seen() if hasattr(library, "fault_seen") else 0
        say.write(json.dumps([status, told, changes]) + "\n")
        say.flush()
    os._exit(0)


def _serve(task: Task) -> Done:
    reads, writes = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reads)
        _child(task, writes)
    os.close(writes)
    if task.delay >= 0:
        time.sleep(task.delay)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reads) as said:
        lines = said.read().splitlines()
    _, how = os.waitpid(child, 0)
    seconds = time.monotonic() - begun
    if os.WIFSIGNALED(how):
        return Done(-os.WTERMSIG(how), "", 0, [line for line in lines if not line.startswith("[")], seconds)
    status, told, changes = json.loads(lines[-1])
    return Done(status, told, changes, lines[:-1], seconds)


def main(double: str = "") -> None:
    """Import everything once, then do what is asked, each in a child."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "a.txt").write_text("2024年收入12.5亿元。Revenue was $3 million.\n")
        work(Task("add", str(place / "library"), str(place / "a.txt")), io.StringIO())
        for do, given in (("ask", "收入"), ("backup", str(place / "copy")), ("repair", "")):
            work(Task(do, str(place / "library"), given), io.StringIO())  # type: ignore[arg-type]
    if double:
        doubles.install(double)
    for line in sys.stdin:
        print(json.dumps(asdict(_serve(Task(**json.loads(line))))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
