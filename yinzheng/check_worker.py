"""A process that helps with one long text: ``python -m yinzheng.check_worker``, see ``qa/checking/pool.py``.

It reads a task and then blocks of statements from stdin, writes their verdicts to stdout, and leaves when
stdin ends.
"""

from __future__ import annotations

import contextlib
import sys

from yinzheng.library import Library
from yinzheng.processes import answers
from yinzheng.qa.checking import messages


def main() -> None:
    """Judge blocks of one text until stdin ends."""
    pipe, requests = answers(), sys.stdin.buffer
    task = messages.task(messages.receive(requests))
    with Library.open(task.folder, model=task.model) as library:
        checking = library.checking(task.text, cited_only=task.cited_only, without=task.without)
        library.encoder.encode(["ready"], "query")  # loads what the first block needs
        messages.send(pipe, None)
        with contextlib.suppress(EOFError):
            while True:
                first, past = messages.receive(requests)
                messages.send(pipe, messages.of_verdicts(checking.verdicts(first, past)))


if __name__ == "__main__":
    main()
