"""Read a Chinese numeral, alone or mixed with digits: 三百五十亿, 25万6千, 十几万, 二三十, 一点五亿.

Works on text that ``figure_text`` has evened out: half-width digits, simplified
characters. The value of a numeral follows the usual reading: each of 十 百 千 multiplies the digit before
it, each of 万 亿 兆 everything smaller before it (一万两千亿 is 12,000 × 10⁸), and a last digit without a
place takes the place below the one before it (二百五 is 250, 九十二万四 is 924,000).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

DIGITS: dict[str, int] = {
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
    "俩": 2, "仨": 3,
}  # fmt: skip
PLACES: dict[str, int] = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS: dict[str, int] = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
BIG: dict[str, int] = {"万": 10**4, "亿": 10**8, "兆": 10**12}

HAN_NUMERAL = "".join(sorted({*DIGITS, *PLACES, *TENS, *BIG}))
"""Characters that a Chinese numeral may begin with."""

_LARGEST = Decimal("1e28")  # 万万万万…

_ZERO = frozenset("〇零○")
_SPACES = " \u00a0\u3000"
_MORE = frozenset("多余")
_SOME = frozenset("几数上")
_NOT_AFTER_POINT = frozenset("两俩仨十拾百佰千仟廿卅")

DIGITS_AT_MOST = 28
"""Longer runs of digits are not read (their value is None):

Decimal's default precision, which nothing measured needs.
"""


class HanNumeral(NamedTuple):
    """``text[start:end]`` of the text that was read; ``value`` is None where it is too long to be a figure.

    ``low`` and ``high`` are set for two neighbouring digits (三四百, 二三十). ``more`` says ``over`` for 多
    and 余 inside (十多万), ``vague`` for 几 and 数. ``scale`` is the last of 万 亿 兆 (1 if none), ``places``
    whether any place was written, ``bare`` that it starts with a place (百万, 千亿).
    """

    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    more: Literal["", "over", "vague"]
    scale: int
    places: bool
    bare: bool


@cache
def _literal() -> re.Pattern[str]:
    # 1,915  1915  19.15  .5   (the comma groups first: they are the longer reading)
    return re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")


def decimal_of(digits: str) -> Decimal | None:
    """The value of written digits with or without comma groups; None when there are too many of them."""
    if len(digits) > DIGITS_AT_MOST:
        return None
    return Decimal(digits.replace(",", "") if "," in digits else digits)


def read(s: str, at: int, stop: int | None = None) -> HanNumeral | None:
    """The longest numeral that begins at ``s[at]`` and ends before ``stop``; None when there is none.

    A numeral that is digits alone (``1,915``) is read as well; ``places`` is false then.
    """
    n = len(s) if stop is None else stop
    groups: list[Decimal] = []  # what 万 亿 兆 have closed, in descending order
    section = Decimal(0)  # what 十 百 千 have closed since
    current: Decimal | None = None  # a digit or literal that waits for its place
    spread: Decimal | None = None  # how far two neighbouring digits (二三) lie apart
    more: Literal["", "over", "vague"] = ""
    last = 0  # the place read last
    scale = 1
    after_place = literal = zero = gap = places = bare = airy = False
    i = end = at
    while i < n:
        k = i
        while k < n and s[k] in _SPACES and k - i < 4:
            k += 1
        if k == n or (k > i and i == at):
            break
        c = s[k]
        spaced = k > i
        if c in DIGITS:
            if (
                c == "两"
                and k > at
                and not (s[k + 1 : k + 2] and s[k + 1] in "百千万亿")
                and s[k - 1] != "一"
            ):
                break  # 三十两 is a weight
            if current is not None or bare or (spaced and not after_place):  # 万一 is no number
                break
            j = k + 1
            while j < n and s[j] in DIGITS and (s[j] != "两" or s[k:j] == "一"):
                j += 1
            if s[k:j] == "一两" and k == at and not (s[j : j + 1] and "\u3400" <= s[j] <= "\u9fff"):
                j -= 1  # 50 grams
            if spaced and not airy and not _goes_on(s, j, n):
                break
            if j - k > DIGITS_AT_MOST:
                return HanNumeral(j, None, None, None, "", 1, False, False)
            core = s[k:j].lstrip("〇零○") if after_place else s[k:j]
            zero = after_place and len(core) < j - k
            gap = gap or zero
            literal = False
            if not core:  # 零 before 十, 几 or digits: 一千零十二, 一百零几万, 2千零30万
                if j < n and (s[j] in "十拾" or s[j] in _SOME or "0" < s[j] <= "9"):
                    i = j
                    continue
                break
            if len(core) == 1:
                current = Decimal(DIGITS[core])
            elif core == "三五" and k == at:  # 三五年, 三五百: three to five
                current, spread = Decimal(3), Decimal(2)
            elif len(core) == 2 and not zero and _neighbours(core):  # 二三十, 十七八, 三百五六, 一百二三十
                current, spread = Decimal(DIGITS[core[0]]), Decimal(1)
                if after_place and last > 10 and not (j < n and (s[j] in PLACES or s[j] in BIG)):
                    current, spread, literal = current * (last // 10), Decimal(last // 10), True
            elif after_place and last < 10 ** len(core):
                break
            else:  # one digit after another: 二〇二四
                current, literal = _positional(core), True
            airy = airy or spaced
            after_place = False
            i = end = j
        elif "0" <= c <= "9" or (c == "." and k == at):
            match = _literal().match(s, k, n) if current is None else None
            if match is None or (spaced and not _goes_on(s, match.end(), n)):
                break
            current = decimal_of(match.group())
            if current is None:
                return HanNumeral(match.end(), None, None, None, "", 1, False, False)
            if after_place and current >= last:
                current = None
                break
            literal, after_place = True, False
            i = end = match.end()
        elif c in PLACES or c in TENS:
            place = PLACES.get(c, 10)
            if (last and last < 10**4 and place >= last) or (k == at and _is_share(s, k)):
                break
            if c in TENS:
                if current is not None:
                    break
                section += TENS[c]
            elif current is not None:
                section += current * place
                spread = spread * place if spread is not None else None
            elif place == 10 or k == at:  # 十五, 一千零十二; 百万, 千亿
                section += place
                bare = bare or (k == at and place > 10)
            else:
                break
            current, last, airy = None, place, airy or spaced
            places = after_place = True
            zero = literal = False
            i = end = k + 1
        elif c in BIG:
            place = BIG[c]
            if (spaced and bare) or (k == at and _is_share(s, k)):
                break
            larger = [group for group in groups if group >= place]
            small = sum(groups[len(larger) :], section) + (current or 0)
            if not small and current is None:
                if not groups:
                    if k != at:
                        break
                    bare, small = True, Decimal(1)  # 万元, 亿
                elif s[k - 1] in BIG and larger:
                    small = larger.pop()  # 万万
                else:
                    break
            if larger and small * place >= larger[-1]:
                break
            if small * place > _LARGEST:
                while i < n and s[i] in HAN_NUMERAL:
                    i += 1
                return HanNumeral(i, None, None, None, "", 1, False, False)
            groups = [*larger, small * place]
            spread = spread * place if spread is not None else None
            scale = place * scale if s[k - 1] in BIG and k > at else place
            section, current, last, airy = Decimal(0), None, place, airy or spaced
            places = after_place = True
            zero = literal = gap = False
            i = end = k + 1
        elif c in _SOME and not spaced and k == at:  # 几十亿, 数百
            if c == "上" and at and s[at - 1] in "以马晚早线网路地海世身手":
                break
            if k + 1 >= n or (s[k + 1] not in PLACES and s[k + 1] not in BIG) or _is_share(s, k + 1):
                break
            current, more = Decimal(1), "vague"
            i = k + 1
        elif c == "几" and current is None and ((after_place and last == 10) or s[k - 1] in _ZERO):
            more, after_place = "vague", True  # 十几万, 一百零几万
            i = end = k + 1
        elif (
            c in _MORE and not spaced and (after_place or literal) and s[k + 1 : k + 2] in {*BIG, "千", "百"}
        ):
            more = "over"  # 十多万, 500余万
            i = k + 1
        elif c == "来" and not spaced and k > at and s[k - 1] in "十百0" and s[k + 1 : k + 2] in BIG:
            more = "over"  # 十来亿, 20来万
            i = k + 1
        elif c == "点" and (current is not None or after_place):
            j = k + 1
            while j < n and s[j] in _SPACES and j - k < 3:
                j += 1
            q = j
            while q < n and s[q] in DIGITS and s[q] not in _NOT_AFTER_POINT:
                q += 1
            if q == j or (q < n and (s[q] in "十拾" or s[q] in TENS)):  # 八点三十 is a time of day
                break
            if q - j > DIGITS_AT_MOST:
                return HanNumeral(q, None, None, None, "", 1, False, False)
            digits = Decimal("0." + "".join(str(DIGITS[d]) for d in s[j:q]))
            current = _last_digit(current, last, zero=zero, literal=literal) + digits
            literal, after_place = True, False
            i = end = q
        else:
            break
    if end == at:
        return None
    if groups and scale == 10**8 and section >= 1000 and not gap:
        section *= 10**4  # 一亿二千 is 120 million; 100,002,000 is 一亿零二千
    total = sum(groups, section) + _last_digit(current, last, zero=zero, literal=literal)
    if spread is not None:
        return HanNumeral(end, None, total, total + spread, more, scale, places, bare)
    return HanNumeral(end, total, None, None, more, scale, places, bare)


def _last_digit(current: Decimal | None, last: int, *, zero: bool, literal: bool) -> Decimal:
    """What a last digit counts: 二百五 is 250, 二百零五 is 205, and digits (3万4000) count as written."""
    if current is None:
        return Decimal(0)
    if last > 10 and not zero and current < 10 and not literal:
        return current * (last // 10)
    return current


def _positional(run: str) -> Decimal:
    return Decimal("".join(str(DIGITS[digit]) for digit in run))


def _is_share(s: str, at: int) -> bool:
    """Whether the place at ``s[at]`` begins 百分之, 千分之, 万分之."""
    return s[at] in "百佰千仟万" and _share().match(s, at + 1) is not None


@cache
def _share() -> re.Pattern[str]:
    return re.compile(r" {0,3}分 {0,3}之")


def _neighbours(pair: str) -> bool:
    """Whether two digits name a spread: 二三, 七八."""
    return 0 < DIGITS[pair[0]] == DIGITS[pair[1]] - 1 and (pair[1] not in "两俩仨" or pair == "一两")


def _goes_on(s: str, i: int, n: int) -> bool:
    """Whether a place (or 又) follows ``s[i]``, spaces aside: 7万 5千 4百."""
    while i < n and s[i] in _SPACES:
        i += 1
    return i < n and (s[i] in PLACES or s[i] in BIG or s[i] == "又")
