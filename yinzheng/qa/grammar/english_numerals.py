"""Read an English numeral in words or mixed with digits: two and a half billion, 3 hundred and 21, a fifth.

Works on lower-cased text (:func:`yinzheng.qa.grammar.numerals.figure_text`). The readings: hundred, thousand,
million … multiply what stands before them; ``and a half`` after a scale counts in that scale (one million
and a half is 1,500,000); a cardinal before an ordinal is a fraction (three fifths), where a ten before the
ordinal belongs to it (three twenty-firsts).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from yinzheng.qa.grammar.han_numerals import decimal_of

_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"  # noqa: SIM905
        " sixteen seventeen eighteen nineteen".split()
    )
} | {"nought": 0, "naught": 0, "nil": 0}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),  # noqa: SIM905
        start=2,
    )
} | {"fourty": 40}
_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "quadrillion": 10**15, "lakh": 10**5, "crore": 10**7, "dozen": 12,
}  # fmt: skip
_SCALE_MARKS = {
    "mn": 10**6, "mln": 10**6, "mil": 10**6, "mio": 10**6, "bn": 10**9, "bln": 10**9, "mrd": 10**9,
    "tn": 10**12, "trn": 10**12, "thou": 10**3,
}  # fmt: skip
"""Abbreviated scales that mean nothing else after a number; k, m, b, t and g are read by their neighbours."""

_ORDINAL_ONES = {
    "half": 2, "third": 3, "fourth": 4, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
    "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80,
    "ninetieth": 90, "hundredth": 10**2, "thousandth": 10**3, "millionth": 10**6, "billionth": 10**9,
    "trillionth": 10**12,
}  # fmt: skip
_ORDINALS = (
    _ORDINAL_ONES
    | {f"{word}s": value for word, value in _ORDINAL_ONES.items()}
    | {"halves": 2, "firsts": 1, "seconds": 2, "first": 1, "second": 2}
)
_PART = frozenset(_ORDINALS) - {"first", "second", "firsts", "seconds"}

VAGUE = frozenset({"dozens", "scores", "tens", "hundreds", "thousands", "millions", "billions", "trillions"})
_SEVERAL = frozenset({"several", "few", "many", "couple"})

STARTS = sorted({*_ONES, *_TENS, *VAGUE, "half"} - {"tens", "scores"}, key=len, reverse=True)
_TOKENS_AT_MOST = 40

"""Words that an English numeral may begin with; ``a`` and ``an`` too, before one of :data:`AFTER_A`."""
AFTER_A = sorted(
    {*_SCALES, *_PART, "few hundred", "few thousand", "few million", "few billion"}, key=len, reverse=True
)


class EnglishNumeral(NamedTuple):
    """What was read up to ``end``; ``value`` is None for vague amounts and digits beyond reading.

    ``scale`` is the last scale word's value (1 when none); ``fraction`` says that an ordinal, ``half`` or
    ``over`` made a fraction of it, ``words`` that no digit took part.
    """

    end: int
    value: Decimal | None
    more: Literal["", "vague"]
    scale: int
    fraction: bool
    words: bool


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"(?P<gap>\ ?-\ ?|[\ \u00a0\u202f]{1,3}|,\ |"
        r"\n(?=(?:hundred|thousand|million|billion|trillion)(?![a-z]))|)"
        r"(?:(?P<word>[a-z]{1,14}(?![a-z0-9])|&)|(?P<literal>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)"
        r"(?P<decimals>\.[0-9]+)?(?![0-9]))",
        re.VERBOSE,
    )


@cache
def _run_of_quarters() -> re.Pattern[str]:
    return re.compile(
        r"(?:last|past|next|first|previous|prior|preceding|following|these|those|consecutive|straight) \Z"
    )


def _counts_quarters(s: str, at: int, tokens: list[_Token]) -> int:
    """How many tokens count the quarters in ``two quarters``, so long a time; 0 where a share is meant.

    Three-quarters and three quarters of it are a share.
    """
    used, value, *_ = _cardinal(tokens, 0)
    if not used or used == len(tokens):
        return 0
    end = tokens[used].end
    if s[end - 8 : end] not in {" quarter", "quarters"} or s[tokens[used - 1].end] == "-":
        return 0
    if used + 1 < len(tokens) and tokens[used + 1].kind == "scale":
        return 0  # three quarters billion dollars
    if value != 3:
        return used if value > 1 else 0
    of = s.startswith(" of ", end) and not _run_of_quarters().search(s, max(0, at - 24), at)
    return 0 if of else used


class _Token(NamedTuple):
    kind: str
    value: Decimal
    end: int
    plural: bool
    comma: bool = False  # a comma stands before it


_KINDS: dict[str, tuple[str, int]] = (
    {word: ("one", value) for word, value in _ONES.items()}
    | {word: ("ten", value) for word, value in _TENS.items()}
    | {word: ("scale", value) for word, value in (_SCALES | _SCALE_MARKS).items()}
    | {word: ("ordinal" if word in _PART else "nth", value) for word, value in _ORDINALS.items()}
    | dict.fromkeys(VAGUE, ("vague", 1))
    | dict.fromkeys(_SEVERAL, ("several", 1))
    | {"a": ("a", 1), "an": ("a", 1), "&": ("and", 0)}
    | {word: (word, 0) for word in ("and", "point", "over", "in", "of")}
)


def _tokens(s: str, at: int) -> list[_Token]:
    """The words and digits from ``s[at]`` on that may belong to one numeral."""
    found: list[_Token] = []
    token = _token()
    i = at
    while len(found) < _TOKENS_AT_MOST:
        match = token.match(s, i)
        if match is None or (match["gap"] == "") != (i == at):
            break
        word = match["word"]
        if word in _KINDS:
            kind, number = _KINDS[word]
            comma = match["gap"] == ", "
            if comma and not _joins(s, match.start("word"), found):
                break
            found.append(_Token(kind, Decimal(number), match.end(), word.endswith(("s", "halves")), comma))
        elif word is not None:
            break
        else:
            value = decimal_of(match["literal"] + (match["decimals"] or ""))
            if value is None or match["gap"].strip():
                break
            found.append(_Token("literal", value, match.end(), plural=False))
        i = match.end()
    return found


@cache
def _group() -> re.Pattern[str]:
    return re.compile(r"(?:[a-z]+[ -](?:and )?){1,4}?(?:hundred|thousand|million|billion)(?![a-z])")


def _joins(s: str, at: int, before: list[_Token]) -> bool:
    """Whether what stands behind a comma is the next group: one million, two hundred thousand.

    Not ``$1.8 billion, two-thirds of which``, nor ``one billion, two of them``.
    """
    if any(token.kind == "literal" for token in before):
        return False
    group = _group().match(s, at)
    return group is not None and all(word in _KINDS for word in re.split("[ -]", group.group()))


def read(s: str, at: int) -> EnglishNumeral | None:
    """The longest numeral that begins at ``s[at]``, in words or digits with words;

    None when there is none.
    """
    tokens = _tokens(s, at)
    if not tokens:
        return None
    if tokens[0].kind in {"vague", "several"} or (
        tokens[0].kind == "a" and len(tokens) > 1 and tokens[1].kind == "several"
    ):
        return _vague(tokens)
    joints = [n for n, token in enumerate(tokens) if token.kind == "and"]
    if len(joints) == 1 and s.endswith("between ", 0, at):
        tokens = tokens[: joints[0]]  # between five hundred and one thousand
    counting = _counts_quarters(s, at, tokens)
    used, value, scale, fraction = _amount(tokens[: counting or None], 0)
    if not used or value is None:
        return None
    words = not any(token.kind == "literal" for token in tokens[:used])
    return EnglishNumeral(tokens[used - 1].end, value, "", scale, fraction, words)


def _vague(tokens: list[_Token]) -> EnglishNumeral:
    """dozens; hundreds of millions; several hundred; a few billion."""
    used = 1
    for n, token in enumerate(tokens):
        if token.kind in {"vague", "scale"}:
            used = n + 1
        elif token.kind not in {"several", "of", "a"} or (token.kind == "a" and n):
            break
    return EnglishNumeral(tokens[used - 1].end, None, "vague", 1, False, True)


def _cardinal(tokens: list[_Token], at: int) -> tuple[int, Decimal, int]:
    """Read a cardinal from ``tokens[at]``: how far, its value, and its last scale.

    A scale that does not fit what stands before it belongs to another number: of one million and two million
    the first is read.
    """
    total = group = Decimal(0)
    began = apart = False  # whether the group holds anything, and stands behind ``and`` or a comma
    after: str = ""
    last_scale = 1
    smallest = Decimal(10**18)
    i = used = at
    scaled = grouped = at, Decimal(0), 1  # what was read with the last scale, and the last above a hundred
    while i < len(tokens):
        kind, value = tokens[i].kind, tokens[i].value
        apart |= tokens[i].comma
        if kind == "a":
            if i != at or i + 1 >= len(tokens) or tokens[i + 1].kind != "scale":
                break
            group, began, after = Decimal(1), True, "one"
        elif kind == "one":
            if after in {"one", "literal"} or (after == "ten" and not 0 < value < 10):
                break
            group, began, after = group + value, True, "one"
        elif kind == "ten":
            if after in {"one", "ten", "literal"}:
                break
            group, began, after = group + value, True, "ten"
        elif kind == "literal":
            if i > at and (after not in {"hundred", "big"} or value == 0 or value >= last_scale):
                break
            if after == "big" and not (i + 1 < len(tokens) and tokens[i + 1].kind == "scale"):
                break
            group, began, after = group + value, True, "literal"
        elif kind == "scale":
            if value == 100:
                if not began or after == "hundred" or (group >= 100 and after != "literal"):
                    return scaled
                group, after = group * 100, "hundred"
            elif value == 12:
                if not began:
                    break
                group, after = group * 12, "one"
            elif began and value < smallest:
                total, group = total + group * value, Decimal(0)
            elif value >= smallest and (after == "big" or (group >= 100 and not apart)):
                total, group = (total + group) * value, Decimal(0)  # a thousand million, one lakh crore
            else:
                return grouped
            last_scale = int(value)
            scaled = i + 1, total + group, last_scale
            if value not in {12, 100}:
                began, after, smallest, apart = False, "big", value, False
                grouped = scaled
        elif kind == "and":
            follower = tokens[i + 1] if i + 1 < len(tokens) else None
            if follower is None or after not in {"hundred", "big"}:
                break
            if follower.kind not in {"one", "ten", "literal"} or follower.value == 0:
                break
            if follower.kind == "literal" and (follower.value >= last_scale or after == "big"):
                break
            if after == "big":  # one thousand and two; but six million and two thirds
                part = _cardinal(tokens, i + 1)
                if part[0] < len(tokens) and tokens[part[0]].kind == "ordinal":
                    break
            elif _fraction_follows(tokens, i + 1):
                break
            apart = True
            i += 1
            continue
        elif kind == "point":
            j = i + 1
            while j < len(tokens) and tokens[j].kind == "one" and tokens[j].value < 10:
                j += 1
            if not began or after == "literal" or j == i + 1:
                break
            group += Decimal("0." + "".join(str(tokens[k].value) for k in range(i + 1, j)))
            after = "literal"
            i = used = j
            continue
        else:
            break
        i += 1
        used = i
    return used, total + group, last_scale


def _fraction_follows(tokens: list[_Token], at: int) -> bool:
    """Whether ``two thirds`` stands at ``tokens[at]``: the fraction after one hundred and three *and*."""
    return at + 1 < len(tokens) and tokens[at].kind == "one" and tokens[at + 1].kind == "ordinal"


def _fraction(tokens: list[_Token], at: int) -> tuple[int, Decimal] | None:
    """A fraction from ``tokens[at]``: a half, two thirds, three twenty-firsts, one one hundred and fifth."""
    if at >= len(tokens):
        return None
    first = tokens[at]
    if first.kind == "ordinal" and first.value == 2:
        return at + 1, Decimal("0.5")
    if first.kind == "a":
        if at + 1 < len(tokens) and tokens[at + 1].kind == "ordinal":
            return at + 2, 1 / tokens[at + 1].value
        if at + 2 < len(tokens) and tokens[at + 1].kind == "scale":
            used, value, *_ = _cardinal(tokens, at)
            if used < len(tokens) and tokens[used].kind == "ordinal":
                return used + 1, value / tokens[used].value
        return None
    end = next((n for n in range(at, len(tokens)) if tokens[n].kind in {"ordinal", "nth"}), None)
    if end is None or end == at:
        return None
    ordinal = tokens[end]
    before = tokens[at:end]
    if any(token.kind not in {"one", "ten", "scale", "and", "literal"} for token in before):
        return None
    if any(a.kind == "scale" and a.value > 100 and b.kind == "and" for a, b in pairwise(before)):
        return None  # six million and two thirds
    denominator = ordinal.value
    if before[-1].kind == "ten" and ordinal.value < 10 and len(before) > 1:
        denominator += before[-1].value
        before = before[:-1]
    elif before[-1].kind == "and" and len(before) > 3 and before[-2].kind == "scale":
        denominator += before[-3].value * before[-2].value
        before = before[:-3]
    elif ordinal.kind == "nth":
        return None
    used, value, *_ = _cardinal(before, 0)
    if used != len(before) or not denominator:
        return None
    return end + 1, value / denominator


def _amount(tokens: list[_Token], at: int) -> tuple[int, Decimal | None, int, bool]:
    """Cardinals and fractions together, with the scale that follows: five and a half million."""
    fraction = _fraction(tokens, at)
    plural_or_one = fraction is not None and _is_fraction(tokens, at, fraction[0])
    if fraction is not None and plural_or_one:
        used, value = fraction
        used, value, scale = _scaled(tokens, used, value)
        return used, value, scale, True
    used, value, scale = _cardinal(tokens, at)
    if used == at:
        return at, None, 1, False
    if used < len(tokens) and tokens[used].kind == "and":
        part = _fraction(tokens, used + 1)
        if part is not None and part[1] < 1 and _is_fraction(tokens, used + 1, part[0]):
            unit = scale if tokens[used - 1].kind == "scale" and scale > 100 else 1
            end, value = part[0], value + part[1] * unit
            if unit == 1:
                end, value, scale = _scaled(tokens, end, value)
            return end, value, scale, True
    if used + 1 < len(tokens) and tokens[used].kind in {"over", "in"} and value > 0 and used - at <= 2:
        end, below, *_ = _cardinal(tokens, used + 1)
        whole = value == value.to_integral_value() and below == below.to_integral_value()
        if end > used + 1 and value < below <= 1000 and value < 10 and whole:
            return end, value / below, 1, True
    return used, value, scale, False


def _is_fraction(tokens: list[_Token], start: int, end: int) -> bool:
    """Whether cardinal + ordinal is a fraction: one fifth, two thirds; two millionth is an ordinal."""
    first, last = tokens[start], tokens[end - 1]
    return (
        first.kind in {"a", "ordinal"}
        or last.plural
        or last.value == 2
        or (first.kind in {"one", "literal"} and first.value == 1)
    )


def _scaled(tokens: list[_Token], at: int, value: Decimal) -> tuple[int, Decimal, int]:
    """Multiply a fraction by the scale that follows: half million, two thirds of a million, half a dozen."""
    i = at
    if i < len(tokens) and tokens[i].kind == "of":
        i += 1
    if i < len(tokens) and tokens[i].kind == "a":
        i += 1
    if i < len(tokens) and tokens[i].kind == "scale":
        scale = tokens[i].value
        return i + 1, value * scale, int(scale)
    return at, value, 1
