"""The pieces that dates and periods are made of: a year, a part of a year, or both."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_LEVEL = str.maketrans(
    {
        chr(0xFEE0 + code): chr(code)
        for code in range(0x21, 0x7F)
        if chr(code).isalnum() or chr(code) in "-./'"
    }
    | dict(zip("\u3000\u00a0\u202f\u2009’‘‐‑〜", "    ''--~", strict=True))
    | dict(
        zip("財號個後會紀週來這兩間曆歷萬億報從達國", "财号个后会纪周来这两间历历万亿报从达国", strict=True)
    )
)


def level(text: str) -> str:
    """``text`` in lower case, half width and simplified for periods; every character keeps its place."""
    if not text.isascii():
        text = text.translate(_LEVEL)
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" becomes two characters
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered


@dataclass(slots=True)
class Atom:
    """A piece of a period: ``year`` (empty when the text names none), ``part`` of it (empty for all of it).

    ``year``: ``2024``, ``FY2024``, ``Y-1`` (counted from the document's date), ``R-1`` (counted from the
    period spoken of), ``?`` (cannot be told). ``part``: ``Q3``, ``H1``, ``11``, ``11-05``, or two of them
    with a slash. ``whole`` stands instead of both for what does not combine (``1990/1999``, ``Q-1``, ``?``).

    ``sort``: ``bare`` for four digits that are a year only where the context says so, ``short`` likewise for
    two digits with 年, ``month`` for an English month without a day, ``ended`` for "nine months ended"
    (``months`` says how many), ``near`` for "the end of" (``part`` holds the month), ``same`` for 同期,
    ``full`` for 全年 and "full year", ``loose`` for what is no period by itself (第三季, "the first half").
    """

    start: int
    end: int
    sort: str = ""
    year: str = ""
    part: str = ""
    whole: str = ""
    english: bool = False
    open: str = ""
    months: int = 0

    @property
    def form(self) -> str:
        """The ISO form, with the markers that :class:`yinzheng.qa.grammar.periods.Period` names."""
        if self.whole:
            return self.whole
        year = self.year or "*"
        return "/".join(f"{year}-{part}" for part in self.part.split("/")) if self.part else year


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HAN = "〇○零一二三四五六七八九"
HAN_VALUES = {char: max(0, index - 2) for index, char in enumerate(HAN)} | {"两": 2}
NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4,
    "一": 1, "二": 2, "三": 3, "四": 4, "两": 2, "上": 1, "下": 2, "首": 1,
}  # fmt: skip
BACK = {
    "last": -1, "this": 0, "next": 1, "current": 0,
    "上": -1, "下": 1, "本": 0, "这": 0, "最": -1, "当": 0,
}  # fmt: skip

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
YEAR = r"(?:19|20)\d\d"
TO = r"\s?[-–—~至到]\s?"
NEAR = r"(?:年?[底末]|年?初(?![步始次级中审赛选])|年中|中期|中(?=$|[^一-鿿]|[的时旬]))"
THIRD = r"(?:[底末]|初(?![步始次级])|[上中下]旬)?"

Reader = Callable[[re.Match[str]], Atom | None]
"""Makes an atom of what a pattern matched; None where it turns out to be no date."""


def full_year(digits: str) -> str:
    """``24`` → ``2024``, ``98`` → ``1998``: two digits are a year of 1950–2049."""
    return digits if len(digits) == 4 else f"{20 if int(digits) < 50 else 19}{digits}"


def month_number(text: str) -> int:
    """1–12 for an English month by its first three letters."""
    return MONTHS.index(text[:3]) + 1


def number(text: str) -> int:
    """What up to two digits, or Chinese numerals below one hundred, stand for; 元 (元月) is 1."""
    text = text.strip()
    if text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    tens, ten, ones = text.rpartition("十")
    return ((HAN_VALUES[tens] if tens else 1) * 10 if ten else 0) + (HAN_VALUES[ones] if ones else 0)


def near(text: str | None) -> str:
    """The month that stands for the beginning, middle or end of a year: 年底 → ``12``."""
    if not text:
        return ""
    return "12" if text[-1] in "底末" else "01" if "初" in text else "06"


def month_day(month: int, day: int) -> str | None:
    """``11-05``; None for a day that no month or not this month has."""
    return f"{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1] else None


def plain(match: re.Match[str], **fields: str | bool | int) -> Atom:
    """An atom over all of ``match``."""
    return Atom(*match.span(), **fields)  # type: ignore[arg-type]


def quarter_range(match: re.Match[str]) -> Atom | None:
    """1-3季度, 一至三季度."""
    low, high = (NTH.get(char) or int(char) for char in re.findall(r"[1-4一二三四]", match[0]))
    return plain(match, part=f"Q{low}/Q{high}") if low < high else None


def cn_month_day(match: re.Match[str]) -> Atom | None:
    """11月, 11月5日, 十一月五日, 11月底."""
    month, _, day = match[0].rstrip("底末初上中下旬日号").partition("月")
    day = day.strip("份 ")
    part = month_day(number(month), number(day)) if day else f"{number(month):02}"
    return plain(match, part=part) if part else None


def decade(match: re.Match[str]) -> Atom:
    """90年代, 20世纪90年代, 上世纪九十年代; below 30 without a century, those of this one."""
    century, tens = match["century_of"], match["tens"]
    tens = tens if tens.isdecimal() else f"{number(tens)}"
    if len(tens) == 4:
        base = int(tens)
    elif century and century[0] == "本":
        base = 2000 + int(tens)
    elif century and century[:2].isdecimal():
        base = int(century[:2]) * 100 - 100 + int(tens)
    else:
        base = (1900 if century or int(tens) > 20 else 2000) + int(tens)
    return plain(match, whole=f"{base}/{base + 9}")


def decades(match: re.Match[str]) -> Atom:
    """1990s, '90s."""
    digits = match[0].strip("'s")
    base = int(digits) if len(digits) == 4 else (1900 if int(digits) > 20 else 2000) + int(digits)
    return plain(match, whole=f"{base}/{base + 9}")
