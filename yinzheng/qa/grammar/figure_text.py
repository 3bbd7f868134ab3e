"""Even out a text for the grammar of figures, in its own length:

Width, traditional characters, case; and its words.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def pattern(source: str) -> re.Pattern[str]:
    """The compiled regular expression, made on first use."""
    return re.compile(source)


def wraps(low: str, at: int) -> bool:
    """Whether the line break at ``low[at]`` may cut a sentence: rows of a table end where they end."""
    before = low[max(low.rfind("\n", 0, at) + 1, at - _ROW) : at]
    end = low.find("\n", at + 1)
    after = low[at + 1 : min(end if end >= 0 else len(low), at + 1 + _ROW)]
    return not ({"|", "\t"} & {*before, *after})


_ROW = 200  # characters of a line that are searched for the signs of a table

_WIDE = {
    chr(c): chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | dict(zip("％＋－．／＄＾～︰＜＞＝￥￡−﹣", "%+-./$^~:<>=¥£--", strict=True))


@cache
def _variants() -> dict[str, str]:
    """Characters that are read as others:

    Full-width ones, and the traditional ones of ``han_variants.tsv``.
    """
    lines = (Path(__file__).parent / "han_variants.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return _WIDE | dict(rows)


@cache
def _uneven() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(re.escape, _variants())) + "]")


@cache
def _wide_comma() -> re.Pattern[str]:
    return re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def figure_text(text: str) -> tuple[str, str]:
    """``text`` evened out for the grammar, as written and in lower case; both of its own length.

    Half-width digits, letters and signs; simplified characters where numerals and units use them.
    """
    even = text
    if not text.isascii():
        even = _wide_comma().sub(",", text)
        table = _variants()
        even = _uneven().sub(lambda match: table[match.group()], even)
    lower = even.lower()
    if len(lower) != len(even):  # İ and its like grow
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in even)
    return even, lower


@cache
def _address() -> re.Pattern[str]:
    return re.compile(
        r"(?:https?|ftp|file)://[^\s，。；、（）《》“”\u3000]+|www\.[^\s，。；、（）《》“”\u3000]+"
    )


def addresses(low: str) -> list[tuple[int, int]]:
    """The intervals of URLs, whose digits are no figures."""
    if "://" not in low and "www." not in low:
        return []
    return [match.span() for match in _address().finditer(low)]


def han_char(c: str) -> bool:
    """Whether ``c`` is a Chinese character."""
    return "\u3400" <= c <= "\u9fff"


@cache
def _cutter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:  # no wheel for this machine
        import jieba

        return jieba.lcut  # type: ignore[no-any-return]
    return rjieba.cut


def word_around(low: str, start: int, end: int) -> tuple[int, int]:
    """The interval of the Chinese words that ``low[start:end]`` lies in, by jieba on what stands around."""
    left = start
    while left > 0 and start - left < 6 and han_char(low[left - 1]):
        left -= 1
    right = end
    while right < len(low) and right - end < 6 and han_char(low[right]):
        right += 1
    at = left
    first, last = start, end
    for word in _cutter()(low[left:right]):
        past = at + len(word)
        if at <= start < past:
            first = at
        if at < end <= past:
            last = past
            break
        at = past
    return first, last


def inside_word(low: str, start: int, end: int) -> bool:
    """Whether ``low[start:end]`` is part of a longer Chinese word (四川, 唯一, 一看)."""
    return word_around(low, start, end) != (start, end)
