"""Who denies what a question says that somebody denies: ``谁否认裁员``, ``Which company denied layoffs?``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.qa.doers import acting_at
from yinzheng.qa.events import SUFFERED, denied_at, event_places, events_in, is_denied, telling_of
from yinzheng.qa.names.entities import names
from yinzheng.qa.tellings import first_told

if TYPE_CHECKING:
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

NEAR = 8
"""Characters that may stand between who says something and the verb that says so."""

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
    """Return who denies an event: the first sentence of each document that denies it and names who does.

    Where the question asks who *says* so, a sentence that says it goes first.
    """
    event = denial_asked(question)
    if event is None:
        return []

    def find(_: Document, __: int, said: str) -> tuple[int, int] | None:
        return _denier(event, said, says=False)

    def saying(_: Document, __: int, said: str) -> tuple[int, int] | None:
        return _denier(event, said, says=True)

    first = first_told(documents, telling_of(event), saying) if _SAYS.search(question) else []
    return first or first_told(documents, telling_of(event), find)


def _denier(event: str, said: str, *, says: bool) -> tuple[int, int] | None:
    """Return where a sentence names who denies an event, or who says that, if it must be said."""
    at = denied_at(said, event_places(event, said)[0][0]) if is_denied(said, [event]) else None
    if at is None:
        return None
    speech = _SAYS.search(said, 0, at)
    if says and not speech:
        return None
    if speech:
        before = [n for n in names(said) if n.end <= speech.start() and n.kind in ("org", "person")]
        near = before and speech.start() - before[-1].end <= NEAR
        return (before[-1].start, before[-1].end) if near else None
    return acting_at(said, at, at + 1)


_SAYS = re.compile(r"表示|[称说]|回应|\b(?:sa(?:id|ys?)|told)\b", re.IGNORECASE)
