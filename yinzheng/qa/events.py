"""Events of companies, as questions name them and as texts tell of them: 融资 is told as 获投, too.

``events.tsv`` lists them. A question that has nothing but an event in it (``哪些公司破产了``) shares hardly
a word with the sentence that tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from yinzheng.corpus.fold import simplified

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

    It is the only one that the question tells of (``谁收购了禾洛能源``), and nobody suffers it there.
    """
    if event := event_asked(question):
        return event
    text = simplified(question).strip()
    if not _asks_who().match(text) or _PASSIVE.search(text):
        return None
    told = sorted(events_in(text) - {"management"})  # who succeeded him is no event that somebody does
    return told[0] if len(told) == 1 else None


_PASSIVE = re.compile(r"[被遭由]|\b(?:was|were|been|being|is|are|did|does|do)\b", re.IGNORECASE)


def told_at(event: str, text: str) -> list[tuple[int, int]]:
    """Return where a text tells of an event, which is given by its key; half-open, in order."""
    return [found.span() for found in _telling(_table()[event].told).finditer(simplified(text).lower())]


def events_in(text: str) -> frozenset[str]:
    """Return the keys of the events that a text tells of, by those who do them."""
    folded = simplified(text).lower()
    return frozenset(key for told, key in _told().items() if _telling(told).search(folded))


@cache
def _told() -> Mapping[str, str]:
    """Return the event that each pattern tells; of two that share one, that of who does it."""
    found: dict[str, str] = {}
    for key, event in _table().items():
        found.setdefault(event.told, key)
    return found


_telling = cache(re.compile)
