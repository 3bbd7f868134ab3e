"""A process that helps with one long text: ``python -m yinzheng.check_worker``, see ``qa/checking/pool.py``.

It reads a task and then blocks of statements from stdin, writes their verdicts to stdout, and leaves when
stdin ends.
"""

from __future__ import annotations

import contextlib
import os
import sys

from yinzheng.library import Library
from yinzheng.qa.checking.pool import Task, receive, send


def main() -> None:
    """Judge blocks of one text until stdin ends."""
    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = sys.stdin.buffer
    task: Task = receive(requests)
    with Library.open(task.folder, model=task.model) as library:
        checking = library.checking(task.text, cited_only=task.cited_only, without=task.without)
        library.encoder.encode(["ready"], "query")  # loads what the first block needs
        send(answers, None)
        with contextlib.suppress(EOFError):
            while True:
                first, past = receive(requests)
                send(answers, checking.verdicts(first, past))


if __name__ == "__main__":
    main()
