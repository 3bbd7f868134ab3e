"""Places of documents that a grammar knows to tell what a question asks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What is asked for, as a text tells it: half-open offsets into the document of that id.

    ``listed`` tells that it is one line of a list, all of which was asked for.
    """

    doc_id: str
    start: int
    end: int
    listed: bool = False
