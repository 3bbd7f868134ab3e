"""Check one long text in several processes: whoever is free judges the next block of its statements.

Judging is Python, which runs on one core in each process. A worker (``yinzheng/check_worker.py``) opens the
library itself; where one fails, its block is judged here, so that nothing is lost but time.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from yinzheng import processes
from yinzheng.qa.checking import messages

if TYPE_CHECKING:
    from yinzheng.qa.checking.messages import Task
    from yinzheng.types import Verdict

WORTH = 600
"""Statements from which other processes are started: one needs seconds until it can help."""

_MOST = 4
"""Processes at most: each holds the encoder and what it reads of the library, 400 to 700 MB."""


def helpers(statements: int) -> int:
    """How many processes are worth starting for so many statements."""
    if statements < WORTH:
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST) - 1


def judged(
    task: Task,
    blocks: Sequence[tuple[int, int]],
    workers: int,
    here: Callable[[int, int], Sequence[Verdict]],
    step: Callable[[int], None],
) -> list[Verdict]:
    """The verdicts on blocks of statements, ``[first, past)`` each, in order.

    ``here`` judges a block in this process. ``step`` is told, from this thread, how many statements more are
    done.
    """
    shared = _Shared(blocks)
    started = [processes.started("yinzheng.check_worker") for _ in range(workers)]
    threads = [threading.Thread(target=_serve, args=(one, task, shared), daemon=True) for one in started]
    try:
        for thread in threads:
            thread.start()
        while left := shared.left():
            if (block := shared.take()) is not None:
                shared.put(block, here(*block))
            else:  # the last ones are under way elsewhere, or come back
                shared.wait()
            step(left - shared.left())
    finally:
        for worker in started:
            processes.end(worker)
        for thread in threads:
            thread.join()
    return shared.verdicts()


class _Shared:
    """Blocks that wait, and what has come of those that are done."""

    def __init__(self, blocks: Sequence[tuple[int, int]]) -> None:
        self._blocks, self._waiting = blocks, list(reversed(blocks))
        self._done: dict[tuple[int, int], Sequence[Verdict]] = {}
        self._changed = threading.Condition()

    def take(self) -> tuple[int, int] | None:
        """The next block that waits."""
        with self._changed:
            return self._waiting.pop() if self._waiting else None

    def give_back(self, block: tuple[int, int]) -> None:
        """Let another judge a block."""
        with self._changed:
            self._waiting.append(block)
            self._changed.notify()

    def put(self, block: tuple[int, int], found: Sequence[Verdict]) -> None:
        """Record a block's verdicts."""
        with self._changed:
            self._done[block] = found
            self._changed.notify()

    def left(self) -> int:
        """How many statements have no verdict yet."""
        with self._changed:
            return sum(past - first for first, past in self._blocks if (first, past) not in self._done)

    def wait(self) -> None:
        """Wait until something waits, or all is done."""
        with self._changed:
            if not self._waiting and len(self._done) < len(self._blocks):
                self._changed.wait()

    def verdicts(self) -> list[Verdict]:
        """All verdicts in the order of the text."""
        return [verdict for block in self._blocks for verdict in self._done[block]]


def _serve(worker: subprocess.Popen[bytes], task: Task, shared: _Shared) -> None:
    """Let a worker judge blocks until none waits or it fails."""
    assert worker.stdin is not None  # they are pipes
    assert worker.stdout is not None
    block: tuple[int, int] | None = None
    try:
        messages.send(worker.stdin, messages.of_task(task))
        messages.receive(worker.stdout)  # it is ready: until then no block waits for it
        while block := shared.take():
            messages.send(worker.stdin, block)
            shared.put(block, messages.verdicts(messages.receive(worker.stdout)))
    except (OSError, EOFError, ValueError):
        if block is not None:
            shared.give_back(block)
