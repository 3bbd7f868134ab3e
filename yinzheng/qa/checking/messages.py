"""What goes to and from the processes that help with one text, as JSON; lone surrogates go through it too."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yinzheng import processes
from yinzheng.types import Citation, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO


@dataclass(frozen=True, slots=True)
class Task:
    """A text to check, as ``Library.check`` is given it; ``without`` are ids, ``folder`` is the library's."""

    folder: Path
    model: str | None
    text: str
    cited_only: bool
    without: frozenset[str]


def send(pipe: IO[bytes], message: object) -> None:
    """Write one message of lists, numbers, strings and None."""
    processes.send(pipe, json.dumps(message).encode())


def receive(pipe: IO[bytes]) -> Any:
    """Read one message. Raises EOFError where the other side has ended."""
    return json.loads(processes.receive(pipe))


def of_task(task: Task) -> list[Any]:
    """A task as a message."""
    return [str(task.folder), task.model, task.text, task.cited_only, sorted(task.without)]


def task(message: Sequence[Any]) -> Task:
    """The task of a message."""
    folder, model, text, cited_only, without = message
    return Task(Path(folder), model, text, cited_only, frozenset(without))


def of_verdicts(verdicts: Sequence[Verdict]) -> list[Any]:
    """Verdicts as a message."""
    return [
        (
            one.sentence, one.start, one.end, one.label,
            [(r.code, r.detail, r.start, r.end, r.source and _parts(r.source)) for r in one.reasons],
            [_parts(citation) for citation in one.citations],
            [_parts(citation) for citation in one.better],
        )
        for one in verdicts
    ]  # fmt: skip


def verdicts(message: Sequence[Any]) -> list[Verdict]:
    """The verdicts of a message."""
    return [
        Verdict(
            sentence, start, end, label,
            tuple(Reason(c, said, a, b, source and _citation(source)) for c, said, a, b, source in reasons),
            tuple(map(_citation, citations)),
            tuple(map(_citation, better)),
        )
        for sentence, start, end, label, reasons, citations, better in message
    ]  # fmt: skip


_parts = attrgetter(*(field.name for field in fields(Citation)))


def _citation(parts: Sequence[Any]) -> Citation:
    n, doc_id, source, title, start, end, quote, locator, flags = parts
    return Citation(n, doc_id, source, title, start, end, quote, locator, tuple(flags))
