"""What a reader of some format gets out of a file's bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinzheng.types import Anchor


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file and what is known about it; anchors are in order and point into ``text``.

    ``title`` and ``date`` (ISO 8601) are None where the file does not tell. ``flags`` are those of
    ``Document``, as far as the format has something to say.
    """

    text: str
    anchors: tuple[Anchor, ...] = ()
    title: str | None = None
    date: str | None = None
    flags: tuple[str, ...] = ()
