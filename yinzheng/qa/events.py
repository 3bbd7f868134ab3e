"""Events of companies, as questions name them and as texts tell of them: 融资 is told as 获投, too.

``events.tsv`` lists them. A question that has nothing but an event in it (``哪些公司破产了``) shares hardly
a word with the sentence that tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified

if TYPE_CHECKING:
    from yinzheng.types import Document

TOLD_OFTEN = 2
"""In so many places of a document an event is looked at."""

SUFFERED = frozenset({"summons", "penalty", "acquired", "sued"})
"""Events of which those are asked for to whom they are done."""

_WHO = (
    "(?:最近|近期|目前)?(?:有?哪一?(?:[些几家个位]的?(?:公司|企业|机构|银行|股东|高管|人)?"
    "|公司|企业|机构|银行|股东|高管)|什么(?:公司|企业|机构|银行|股东|人)|有?谁|何人)"
)
_HAS = "(?:最近|近期|已经?|都|曾经?|在|进行了?|发生了?|完成了?|实施了?)*"
_WHO_ENGLISH = r"(?:who|(?:which|what) (?:\w+ )?(?:compan(?:y|ies)|firms?|shareholders?|banks?|people))"


@dataclass(frozen=True, slots=True)
class _Event:
    """What questions call an event in both languages, as patterns, and how texts tell of it."""

    chinese: str
    english: str
    told: str


@cache
def _table() -> Mapping[str, _Event]:
    found: dict[str, _Event] = {}
    text = resources.files("yinzheng.qa").joinpath("events.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        key, chinese, english, told = line.split("\t")
        found[key] = _Event(chinese, english, found[told[1:]].told if told.startswith("=") else told)
    return found


def event_names() -> Iterator[str]:
    """Yield what Chinese questions call the events, the longest first."""
    names = {name for event in _table().values() for name in event.chinese.split("|")}
    yield from sorted(names, key=lambda name: (-len(name), name))


@lru_cache(maxsize=64)
def event_asked(question: str) -> str | None:
    """Return the key of the event that a question asks who did, and nothing else; None for others."""
    text = simplified(question).strip()
    if not _asks_who().match(text):
        return None  # most questions: no pattern of an event is made
    return next((key for key in _table() if _asking(key).fullmatch(text)), None)


@cache
def _asks_who() -> re.Pattern[str]:
    return re.compile(rf"{_WHO}|{_WHO_ENGLISH} ", re.IGNORECASE)


@cache
def _asking(event: str) -> re.Pattern[str]:
    named = _table()[event]
    return re.compile(
        rf"{_WHO}{_HAS}(?:{named.chinese})[了过]?[?？。 ]*"
        rf"|{_WHO_ENGLISH} (?:has |have |had )?(?:recently )?(?:{named.english})(?: recently)?[?. ]*",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def deed_asked(question: str) -> str | None:
    """Return the key of the event that a question asks who did, whatever else it says; None for others.

    It is the only one that the question tells of, and its verb: ``谁收购了禾洛能源``. Nobody suffers it.
    """
    if event := event_asked(question):
        return event
    text = simplified(question).strip()
    who = _asks_who().match(text)
    if who is None or _PASSIVE.search(text):
        return None
    # who succeeded him is no event that somebody does, and who fined him is not who was fined
    told = events_in(text) - {"management", *SUFFERED}
    if len(told) != 1:
        return None
    event = next(iter(told))
    told_first = next(iter(told_at(event, text)), None)  # none where the question denies it: 谁没有裁员
    return event if told_first and _ADVERBS.fullmatch(text, who.end(), told_first[0]) else None


_PASSIVE = re.compile(r"[被遭由]|\b(?:was|were|been|being|is|are|did|does|do)\b", re.IGNORECASE)
_ADVERBS = re.compile(
    r"(?:在?\d{4}年)?[最近期已经曾正也都还要想将拟计划打算完成宣布了,，\s]*"
    r"|(?:has |have |had |will |recently )*"
)
"""What may stand between who and the verb."""


def told_at(event: str, text: str) -> list[tuple[int, int]]:
    """Return where a text tells of an event and does not deny it; half-open, in order."""
    folded = simplified(text).lower()
    return [span for span in _spans(event, folded) if not _DENIED.search(folded[: span[0]])]


def _spans(event: str, folded: str) -> list[tuple[int, int]]:
    return [found.span() for found in _telling(_table()[event].told).finditer(folded)]


@lru_cache(maxsize=256)
def events_in(text: str) -> frozenset[str]:
    """Return the keys of the events that a text tells of, by those who do them."""
    folded = simplified(text).lower()
    return frozenset(key for told, key in _told().items() if _telling(told).search(folded))


def is_denied(text: str, events: Iterable[str] = ()) -> bool:
    """Whether all that a text tells of the events, or of any, is that they are not done: 不减持."""
    folded = simplified(text).lower()
    told = [event for event in events or events_in(text) if _spans(event, folded)]
    return bool(told) and not any(told_at(event, text) for event in told)


def telling_of(event: str) -> re.Pattern[str]:
    """Return the pattern of how texts, in lower case, tell of an event."""
    return re.compile(_telling(_table()[event].told).pattern, re.IGNORECASE)


def event_places(event: str, text: str) -> list[tuple[int, int]]:
    """Return where a text tells of an event or denies it; half-open, in order."""
    return _spans(event, simplified(text).lower())


def denied_at(text: str, start: int) -> int | None:
    """Return where the denial begins of what a text tells at an offset; None where nothing denies it."""
    denied = _DENIED.search(simplified(text).lower()[:start])
    return denied.start() if denied else None


def tellers(event: str, documents: Iterable[Document]) -> list[tuple[str, int]]:
    """Return where documents tell of an event: their ids and offsets, the first ``TOLD_OFTEN`` of each."""
    return [
        (document.id, start)
        for document in documents
        for start, _ in told_at(event, document.text)[:TOLD_OFTEN]
    ]


_DENIED = re.compile(
    r"(?:不|未|没有?|无意|无|否认|并非|拒绝|终止|免[于除])(?:会|再|曾|有|进行|实施|计划|拟|将|得|能)*$"
    r"|\b(?:not|never|no|without|denie[ds]|refus\w+ to|escape[ds]?|avoid(?:s|ed))(?: \w+){0,2} $"
)


@cache
def _told() -> Mapping[str, str]:
    """Return the event that each pattern tells; of two that share one, that of who does it."""
    found: dict[str, str] = {}
    for key, event in _table().items():
        found.setdefault(event.told, key)
    return found


_telling = cache(re.compile)
