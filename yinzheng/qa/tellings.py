"""The sentences of documents in which a grammar looks, and the first place of each that it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.segment import sentences
from yinzheng.qa.told import Told

if TYPE_CHECKING:
    from yinzheng.types import Document

Find = Callable[["Document", int, str], tuple[int, int] | None]
"""Finds in a sentence, given with its document and offset in it, what is asked for: half-open, or None."""


def sentences_telling(hint: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text in simplified characters that hold a hint, each with its offset."""
    ends = 0
    for match in hint.finditer(text):
        if match.start() < ends:
            continue
        start = max(ends, text.rfind("\n", 0, match.start()) + 1)
        stop = text.find("\n", match.end())
        for one in sentences(text, start, len(text) if stop < 0 else stop):
            if one.start <= match.start() < one.end:
                ends = one.end
                yield one.start, text[one.start : one.end]


def first_told(documents: Sequence[Document], hint: re.Pattern[str], find: Find) -> list[Told]:
    """Return the first place of each document that is found in a sentence with a hint, in their order."""
    found = []
    for document in documents:
        for start, said in sentences_telling(hint, simplified(document.text)):
            if span := find(document, start, said):
                found.append(Told(document.id, start + span[0], start + span[1], whole=True))
                break
    return found
