"""Jobs in a process of their own: what was answered, how long it took, what it used. See ``serving``."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
# Behind everything else on the path, so that our own row runs what was installed.
_SCRIPT = (
    "import runpy, sys; sys.path.append(sys.argv[1]); runpy.run_module(sys.argv[2], run_name='__main__')"
)


class JobFailed(Exception):
    """A peer's process ended without an answer; the message is the last line that it said."""


@dataclass(frozen=True, slots=True)
class Done:
    """The jobs' answers; times count from the start of their process.

    ``marks`` has when a line came (``ready``, ``first``), ``seconds`` when the process was gone, ``cpu`` its
    CPU seconds; ``peak_mb`` is the most memory that was resident at a time.
    """

    answers: list[dict[str, Any]]
    reached: list[str]
    marks: dict[str, float]
    seconds: float
    cpu: float
    peak_mb: float


@cache
def isolation() -> list[str]:
    """The command that runs another without a network, or nothing where there is none."""
    command = ["unshare", "--map-root-user", "--net"]
    if not shutil.which(command[0]):
        return []
    return [] if subprocess.run([*command, "true"], check=False, capture_output=True).returncode else command


def run(
    python: str,
    module: str,
    jobs: Sequence[dict[str, Any]],
    *,
    alone: bool = False,
    on_ready: Callable[[subprocess.Popen[bytes]], None] | None = None,
) -> Done:
    """Run the script ``module`` on jobs.

    ``alone`` takes the network away instead of telling libraries not to use it. ``on_ready`` is called with
    the process when its model is loaded and its work begins; it may kill it.

    Raises JobFailed.
    """
    command = [*(isolation() if alone else ()), python, "-P", "-c", _SCRIPT, str(_ROOT), module]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        given = Path(folder) / "jobs.json"
        given.write_text(json.dumps(jobs), "utf-8")
        environ = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
        environ["HF_HOME"] = folder  # nothing that this machine's user fetched before
        if not alone:
            environ["HF_HUB_OFFLINE"] = "1"
        begin = time.perf_counter()
        with given.open("rb") as stdin:
            process = subprocess.Popen(
                command, stdin=stdin, stdout=subprocess.PIPE, stderr=said, env=environ, cwd=folder
            )
        assert process.stdout is not None
        marks: dict[str, float] = {}
        end: dict[str, Any] = {}
        with process.stdout as lines:
            for line in lines:
                match json.loads(line):
                    case str(mark):
                        marks[mark] = time.perf_counter() - begin
                        if mark == "ready" and on_ready:
                            on_ready(process)
                    case dict(answered):
                        end = answered
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not end:
            said.seek(0)
            raise JobFailed(_reason(process.returncode, said.read().decode("utf-8", "replace")))
    peak = used.ru_maxrss / _RSS_PER_MB
    return Done(end["answers"], end["reached"], marks, seconds, used.ru_utime + used.ru_stime, peak)


# Ours must not find a library or the working tree, and bytecode is written as for anybody.
_LEFT_OUT = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "YINZHENG_LIBRARY"}
_RSS_PER_MB = 1 << 20 if os.uname().sysname == "Darwin" else 1 << 10


def _reason(status: int, said: str) -> str:
    if status < 0:
        return f"ended by {signal.Signals(-status).name}"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else f"exit status {status}"
