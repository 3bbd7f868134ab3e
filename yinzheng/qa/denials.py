"""Who denies what a question says that somebody denies: ``谁否认裁员``, ``Which company denied layoffs?``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.segment import sentences
from yinzheng.qa.doers import acting_at
from yinzheng.qa.events import SUFFERED, denied_at, event_places, events_in, is_denied
from yinzheng.qa.told import Told

if TYPE_CHECKING:
    from yinzheng.types import Document

_ASKS = re.compile(
    r"(?:是|有)?(?:谁|何人|哪一?[家个位些](?:公司|企业|机构|银行|股东|高管|人)?)|(?:who|which \w+) ",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def denial_asked(question: str) -> str | None:
    """Return the key of the event that a question asks who denies or does not do; None for others."""
    text = simplified(question).strip()
    if not _ASKS.match(text):
        return None
    told = sorted(events_in(text) - SUFFERED)
    return told[0] if len(told) == 1 and is_denied(text, told) else None


def deniers(question: str, documents: Sequence[Document]) -> list[Told]:
    """Return who denies an event: the first sentence of each document that denies it and names who does."""
    event = denial_asked(question)
    if event is None:
        return []
    told = (next(_told(event, document), None) for document in documents)
    return [one for one in told if one is not None]


def _told(event: str, document: Document) -> Iterator[Told]:
    text = simplified(document.text)
    for start, _ in event_places(event, text):
        first = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", start)
        for one in sentences(text, first, len(text) if stop < 0 else stop):
            said = text[one.start : one.end]
            if not one.start <= start < one.end or not is_denied(said, [event]):
                continue
            at = denied_at(said, start - one.start)
            if at is not None and (who := acting_at(said, at, at + 1)) is not None:
                yield Told(document.id, one.start + who[0], one.start + who[1])
