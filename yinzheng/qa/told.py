"""Places of documents that a grammar knows to tell what a question asks for, and of whom documents tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified

if TYPE_CHECKING:
    from yinzheng.types import Document

OPENING = 400
"""Characters in which a document says whom it is about."""

_LONG = 5
_HAN = re.compile("[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Told:
    """What is asked for, as a text tells it: half-open offsets into the document of that id.

    ``listed`` tells that it is one line of a list, all of which was asked for; ``whole`` that it names
    somebody as it stands, whatever figures are in it.
    """

    doc_id: str
    start: int
    end: int
    listed: bool = False
    whole: bool = False


def names_whom(text: str, name: str) -> bool:
    """Whether a text has a company's name, or the first word of a Latin one."""
    folded = simplified(text).lower()
    if not name.isascii():
        written = simplified(name).lower()
        parts = _HAN.findall(written) if re.search("[a-z]", written) else []  # 青禾 Robotics
        return written in folded or (bool(parts) and all(part in folded for part in parts))
    if not name.strip():
        return False
    first = name.split(maxsplit=1)[0]
    ways = [name.lower(), *([first.lower()] if len(first) >= _LONG and first[:1].isupper() else [])]
    return any(re.search(rf"(?<![a-z]){re.escape(way)}(?![a-z])", folded) for way in ways)


def opens_with(document: Document, name: str) -> bool:
    """Whether a document's title or first lines name one: what it tells without a subject is of that one."""
    return names_whom(f"{document.title}\n{document.text[:OPENING]}", name)
