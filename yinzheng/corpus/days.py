"""Days as texts write them, in Chinese and English, read into ISO 8601 (``2025-05-20``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

Origin = Literal["label", "line", "dateline", "signature", "updated", "url", "name"]

INFERRED: frozenset[Origin] = frozenset(("dateline", "signature", "url", "name"))
"""What a reader should know of a date: no label and no byline says it."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date and what it was read from.

    ``[start, end)`` is its place in the text, both 0 for an address or a name.
    """

    date: str
    origin: Origin
    start: int = 0
    end: int = 0

    @property
    def flags(self) -> tuple[str, ...]:
        """``dated_by:…`` for a date that is inferred, else nothing."""
        return (f"dated_by:{self.origin}",) if self.origin in INFERRED else ()


_OLDEST = 1900

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
YEAR = r"(?:19|20)\d\d"
DATE = rf"""(?:
      (?<![\d.]){YEAR}[ ]?                                                   # 2025-05-20, 2025/5/20
        (?:-[ ]?\d{{1,2}}[ ]?-|/[ ]?\d{{1,2}}[ ]?/|\.[ ]?\d{{1,2}}[ ]?\.)[ ]?\d{{1,2}}(?!\d)
    | (?<!\d){YEAR}[ ]?年[ ]?\d{{1,2}}[ ]?月[ ]?\d{{1,2}}[ ]?[日号號]           # 2025年5月20日
    | 二[〇零○Ｏ一二三四五六七八九]{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日
    | \b{_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]{YEAR}(?!\d)                 # May 20, 2025
    | (?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[ ]{_MONTH},?[ ]{YEAR}(?!\d)            # 20 May 2025
    | (?<![\d/])\d{{1,2}}/\d{{1,2}}/{YEAR}(?![\d/])                           # 5/20/2025
)"""
FLAGS = re.VERBOSE | re.IGNORECASE
ANY = re.compile(DATE, FLAGS)


def iso(words: str) -> str | None:
    """The one full date in ``words`` (of any notation above), in ISO 8601; None for none, or several."""
    found = {day_of(match.group()) for match in ANY.finditer(words)}
    return found.pop() if len(found) == 1 else None


def day_of(written: str) -> str | None:
    """The day that is written; None where day and month cannot be told apart, or there is no such day."""
    numbers = [int(n) for n in re.findall(r"\d+", written)]
    if not numbers:
        return day(*_in_han(written))
    if word := re.search(_MONTH, written, FLAGS):
        of_month, year = numbers
        return day(year, _MONTHS.index(word.group()[:3].lower()) + 1, of_month)
    first, second, third = numbers
    if first > 31:
        return day(first, second, third)
    if first > 12 or first == second:  # 20/5/2025
        return day(third, second, first)
    return day(third, first, second) if second > 12 else None


def _in_han(written: str) -> tuple[int, int, int]:
    year, month, ordinal = re.split("[年月日]", written)[:3]
    return int("".join(str(_digit(c)) for c in year)), _han(month), _han(ordinal)


def _digit(char: str) -> int:
    return max(0, "〇一二三四五六七八九".find(char))


def _han(numeral: str) -> int:
    """The value of 一 to 九十九."""
    tens, ten, ones = numeral.rpartition("十")
    return (_digit(tens) if tens else 1) * 10 * bool(ten) + (_digit(ones) if ones else 0)


def day(year: int, month: int, of_month: int) -> str | None:
    """A day in ISO 8601 if there is one; tomorrow is the last on which anything can have come out."""
    try:
        found = date(year, month, of_month)
    except ValueError:
        return None
    latest = datetime.now(UTC).date() + timedelta(days=1)
    return found.isoformat() if year >= _OLDEST and found <= latest else None


Line = tuple[int, str]


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """Offset and content of the lines of a part of ``text`` that have something on them."""
    lines: list[Line] = []
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            lines.append((at, line))
        at += len(line) + 1
    return lines
