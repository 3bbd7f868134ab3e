"""Find the numerals of a text, Chinese and English, with their spans and values; what they count is no matter here.

``numerals(text)`` is the lower layer of :mod:`yinzheng.qa.quantities`: bare numbers wherever they stand
(the 5 of ``5 dollars``, the 2024 of a date), without signs of units. It reads digits with separators,
powers and exponents (``1.3e6``, ``2^5``, ``6.23x10^-4``), fractions (``3/4``, ``1 4/5``, ``½``, 三分之二), and
what :mod:`~yinzheng.qa.grammar.han_numerals` and :mod:`~yinzheng.qa.grammar.english_numerals` read.
"""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Context, Decimal, DecimalException
from functools import cache
from typing import TYPE_CHECKING, Literal

from yinzheng.qa.grammar import english_numerals, han_numerals
from yinzheng.qa.grammar.figure_text import addresses, figure_text, han_char, inside_word, wraps
from yinzheng.qa.grammar.han_numerals import BIG, DIGITS, DIGITS_AT_MOST, HAN_NUMERAL, PLACES, decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTEXT = Context(prec=28, Emax=999, Emin=-999)
"""28 digits, and 999 places: what is larger is no figure (its value is None)."""


_EXPONENT_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: ``text[start:end]``, its sign included, without unit or qualifier.

    ``value`` is None where ``low`` and ``high`` are set (二三十), and where the digits are beyond reading.
    ``more``: ``over``
    for 多 and 余 inside (十多万), ``vague`` for 几, 数 and dozens, whose value is what stands without them.
    ``scale`` is the last scale that was written (万, million), 1 when none; ``form`` what it is written in.
    ``bare`` marks a numeral that is a place alone (百万, 千亿), ``fraction`` a fraction.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    more: Literal["", "over", "vague"] = ""
    scale: int = 1
    form: Literal["digits", "han", "words"] = "digits"
    fraction: bool = False
    bare: bool = False


@cache
def _starts() -> re.Pattern[str]:
    """Where a numeral may begin, in lower-cased text."""
    after_a = "|".join(re.escape(word) for word in english_numerals.AFTER_A)
    words = "|".join(english_numerals.STARTS)
    return re.compile(
        rf"""
          [0-9]
        | [{HAN_NUMERAL.replace("○", "")}]                               # ○ 项目 is a list
        | [几数](?=[十百千万亿]) | 上(?=[百千万亿])                   # 几百亿, 数十, 上千
        | 半(?=百)
        | (?<![0-9.])\.(?=[0-9])
        | [½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒]
        | (?<![a-z0-9])(?:
              (?=[bdefhmnostz])(?:{words})(?![a-z])
            | an?(?=[ -]{{1,3}}(?:{after_a})s?(?![a-z]))          # a hundred, a fifth
            | (?:several|few)(?=\ (?:hundred|thousand|million|billion|dozen))
          )
        """,
        re.VERBOSE,
    )


@cache
def _literal() -> re.Pattern[str]:
    """Digits with their separators, decimals and exponents."""
    return re.compile(
        r"""
        (?P<whole>
            [0-9]{1,3}(?:,[0-9]{3})+(?![0-9])                     # 1,915
          | [1-9][0-9]{0,2}(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])   # 1 234, thin spaces
          | [1-9][0-9]{0,2}(?:\ [0-9]{3}){2,12}(?![0-9])            # 1 234 567
          | [1-9][0-9]{0,2}\ 000(?![0-9])                          # 10 000
          | (?P<european>[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}(?![0-9]) | [1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?![0-9.]))
          | [0-9]+
        )
        (?P<decimals> \.[0-9]+(?![0-9]|\.[0-9]) | (?<![0-9],[0-9]{3}),(?:[0-9]{2}(?![0-9,]|\.[0-9])|[0-9](?=\ ?(?:[%€£]|(?:million|billion|mio|mln|mrd)(?![a-z])))) )?
      | \.[0-9]+
        """,
        re.VERBOSE,
    )


@cache
def _power() -> re.Pattern[str]:
    """What makes a power of the digits before it."""
    return re.compile(
        r"""
          e(?P<e>[+-]?[0-9]{1,4})(?![0-9a-z])                      # 1.3e6
        | \^(?P<power>[+-]{0,2}[0-9]{1,4})                         # 2^5, 1.1^--23
        | \ ?[x×*]\ ?(?P<base>[0-9]{1,4})\^(?P<to>[+-]?[0-9]{1,4})   # 6.23x10^-4
        | \ ?[x×]\ ?10(?P<ten>-[0-9]{1,3})                         # 2.48×10-5
        """,
        re.VERBOSE,
    )


@cache
def _slash() -> re.Pattern[str]:
    return re.compile(
        r"\ ?/\ ?([0-9]{1,3})(?![0-9]|[.,][0-9]|/[0-9])|\ ([0-9]{1,3})/([0-9]{1,3})(?![0-9/]|\.[0-9])"
    )


@cache
def _spaced_money() -> re.Pattern[str]:
    return re.compile(r"[ \u3000][0-9]{3}(?![0-9.,])")


@cache
def _money_here() -> re.Pattern[str]:
    return re.compile(
        r"\ ?(?:[$€£¥]|(?<![a-z])(?:usd|eur|gbp|pln|chf|sek|nok|dkk|czk|huf|rub|cad|aud|cny|rmb)(?![a-z]))\ ?"
    )


@cache
def _han_before() -> re.Pattern[str]:
    return re.compile(r"(?![第表图注附年月日号])[\u3400-\u9fff] ?\Z")


@cache
def _of() -> re.Pattern[str]:
    return re.compile(r" {0,2}分 {0,2}之 {0,2}")


def tidy(value: Decimal) -> Decimal:
    """The same number without a trailing exponent or zeros: 4.780E+12 → 4780000000000."""
    if value.adjusted() < 300 and value == value.to_integral_value():
        return value.quantize(Decimal(1), context=Context(prec=400))
    return value.normalize(Context(prec=400))


def scan(low: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Numeral]:
    """Every numeral of an even, lower-cased text (:func:`figure_text`), without signs, in order.

    Those that begin inside one of the sorted intervals ``taken`` are left out. Words, digits inside names and idioms are not told apart here: the callers look at what stands around.
    """
    search = _starts().search
    n = len(low)
    at = nth = 0
    while at < n:
        match = search(low, at)
        if match is None:
            return
        start = match.start()
        while nth < len(taken) and taken[nth][1] <= start:
            nth += 1
        if nth < len(taken) and taken[nth][0] <= start:
            at = taken[nth][1]
            continue
        numeral = read(low, start)
        if numeral is None or numeral.end <= start:
            at = max(match.end(), start + 1)
            continue
        yield numeral
        at = numeral.end


def read(low: str, start: int) -> Numeral | None:
    """The numeral that begins at ``low[start]``; None when none does."""
    c = low[start]
    if "0" <= c <= "9" or c == ".":
        return _digits(low, start)
    if c > "\u2e80" or c in HAN_NUMERAL:  # ○ stands for 〇 and among the signs
        return _han(low, start)
    if c > "z":
        value = _CONTEXT.create_decimal(_vulgar(c))
        place = BIG.get(low[start + 1 : start + 2])
        if place:
            return Numeral(start, start + 2, value * place, scale=place)
        return Numeral(start, start + 1, value, fraction=True)
    english = english_numerals.read(low, start)
    if english is None:
        return None
    return Numeral(
        start, english.end, english.value, more=english.more, scale=english.scale,
        form="words" if english.words else "digits", fraction=english.fraction,
    )  # fmt: skip


def _vulgar(c: str) -> Decimal:
    """The value of ½ and its like, by their compatibility form 1⁄2."""
    above, _, below = unicodedata.normalize("NFKC", c).partition("\u2044")
    return _CONTEXT.divide(Decimal(above), Decimal(below or 1))


@cache
def _grouped() -> re.Pattern[str]:
    """Digits grouped by full-width commas, right before what is counted by such figures: 10，205万股."""
    return re.compile(r"[1-9][0-9]{0,2}(?:，[0-9]{3})+(?:\.[0-9]+)?(?= ?(?:[万亿元股吨]|美元|港元|人民币))")


@cache
def _plain() -> re.Pattern[str]:
    """Digits behind which only a unit or a mark of Chinese stands: most of them in Chinese text."""
    apart = "".join({*PLACES, *BIG, *"多余来分点又半"})
    return re.compile(rf"[0-9]{{1,9}}(?=[\u3400-\u9fff，。、；：）%])(?![{apart}])")


def _digits(low: str, start: int) -> Numeral | None:
    grouped = _grouped().match(low, start)
    if grouped is not None:
        return _scaled(low, start, grouped.end(), decimal_of(grouped.group().replace("，", "")))
    plain = _plain().match(low, start)
    if plain is not None:
        return Numeral(start, plain.end(), Decimal(plain.group()))
    match = _literal().match(low, start)
    if match is None:
        return None
    end = match.end()
    if match["decimals"] and match["decimals"][0] == "," and low[start - 1 : start] == ",":
        end = match.start("decimals")  # the last of a list: 24,26,31
        return Numeral(start, end, decimal_of(low[start:end]))
    raw = match.group()
    if low[end : end + 1] in {",", "."} and low[end + 1 : end + 2] == "\n" and wraps(low, end + 1):
        broken = _broken().match(low, start)
        if broken is not None:
            return _scaled(low, start, broken.end(), decimal_of(broken.group().replace("\n", "")))
    if len(raw) > DIGITS_AT_MOST:
        return Numeral(start, end, None)
    value = _value(match)
    if value is None:
        return Numeral(start, end, None)
    if match["decimals"] and match["decimals"][0] == "," and _scale_word().match(low, end):
        return _scaled(low, start, end, value)  # 1,23 million
    if (
        low[end : end + 1] in {" ", "\u3000"}
        and len(raw) <= 3
        and raw.isdigit()
        and _spaced_money().match(low, end)
        and (
            _money_here().search(low, max(0, start - 5), start)
            or _money_here().match(low, end + 4)
            or (
                _han_before().search(low, max(0, start - 2), start)
                and low[end + 4 : end + 6].strip()[:1] in BIG
            )
        )
    ):
        end += 4
        return _scaled(low, start, end, value * 1000 + int(low[end - 3 : end]))
    nxt = low[end : end + 1]
    if nxt and nxt in "e^x× *":
        power = _power().match(low, end)
        if power is not None:
            if low[power.end() : power.end() + 1] in BIG:
                return Numeral(start, power.end() + 1, None)  # 1e5万
            return Numeral(start, power.end(), _raised(value, power))
    if nxt in "/ " and raw.isdigit() and len(raw) <= 3:
        slash = _slash().match(low, end)
        if slash is not None:
            return _slashed(start, value, slash)
    if nxt and nxt in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞":
        return Numeral(start, end + 1, value + _vulgar(nxt), fraction=True)
    k = end
    while k < end + 4 and low[k : k + 1] in {" ", "\u00a0", "\u3000"}:
        k += 1
    follower = low[k : k + 1]
    if (
        follower in PLACES
        or follower in BIG
        or (k == end and follower and follower in "多余来分点又")
        or follower in {"分", "又"}
    ):
        han = _han(low, start)
        if han is not None and han.end > end:
            return han
        if match["whole"] is None or "," not in raw or raw.count(",") == 1:
            return Numeral(start, end, value)
    elif (follower == "\n" or low[end : end + 1] == "\n") and wraps(low, k if follower == "\n" else end):
        if low[end + 1 : end + 2] in BIG:  # a line broken between digits and their scale
            place = BIG[low[end + 1]]
            return Numeral(start, end + 2, value * place, scale=place)
        if _in_sentence(low, start) and _scale_on_next_line().match(low, end):
            return _scaled(low, start, end, value)
    elif "a" <= follower <= "z" and (k == end or k == end + 1):
        english = english_numerals.read(low, start)
        if english is not None and english.end > end and raw.replace(",", "").replace(".", "").isdigit():
            return Numeral(
                start, english.end, english.value, scale=english.scale, fraction=english.fraction
            )  # fmt: skip
    elif follower == "-" and k == end:
        english = english_numerals.read(low, start)
        if english is not None and english.end > end and english.scale > 1:
            return Numeral(start, english.end, english.value, scale=english.scale)
    return Numeral(start, end, value)


@cache
def _broken() -> re.Pattern[str]:
    """Digits that a line's end cuts at their comma or point, where a scale or unit follows at once."""
    return re.compile(
        r"""
        (?: (?<=[$€£¥\u3400-\u9fff]) | (?<=[$€£¥\u3400-\u9fff]\ ) )
        [0-9]{1,3}(?:,[0-9]{3})*
        (?: ,\n[0-9]{3}(?:,[0-9]{3})*(?:\.[0-9]+)? | \.\n[0-9]{1,4} )(?![0-9.,])
        (?=\ ?(?:[万亿元%]|million|billion|trillion|thousand|bn|mn))
        """,
        re.VERBOSE,
    )


@cache
def _scale_word() -> re.Pattern[str]:
    return re.compile(
        r"\s{0,3}(?:(?P<han>万亿|[百千]?万|[百千]?亿)|(?P<english>thousand|million|billion|trillion)(?![a-z]))"
    )


@cache
def _scale_on_next_line() -> re.Pattern[str]:
    return re.compile(r" ?\n {0,2}(?:thousand|million|billion|trillion)(?![a-z])")


def _in_sentence(low: str, start: int) -> bool:
    """Whether something stands before the number on its line: alone it is a cell of a table."""
    return bool(low[low.rfind("\n", max(0, start - 40), start) + 1 : start].strip())


_HAN_SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12} | {
    f"{place}{big}": PLACES[place] * BIG[big] for place in "百千" for big in "万亿"
}
_ENGLISH_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def scale_behind(low: str, end: int) -> tuple[int, int]:
    """The scale that a word behind ``low[end]`` says, 1 when none does, and where it ends."""
    match = _scale_word().match(low, end)
    if match is None:
        return 1, end
    return _HAN_SCALES[match["han"]] if match["han"] else _ENGLISH_SCALES[match["english"]], match.end()


def _scaled(low: str, start: int, end: int, value: Decimal | None) -> Numeral:
    """Digits in a form that only this module reads, with the scale behind them."""
    scale, end = scale_behind(low, end)
    return Numeral(start, end, None if value is None else value * scale, scale=scale)


def _value(match: re.Match[str]) -> Decimal | None:
    raw = match.group()
    if match["european"]:
        return Decimal(match["european"].replace(".", "").replace(",", "."))
    whole, decimals = match["whole"], match["decimals"]
    if whole is None:
        return decimal_of(raw)
    for mark in ",\u00a0\u2009\u202f ":
        whole = whole.replace(mark, "")
    return decimal_of(whole + (decimals or "").replace(",", "."))


def _raised(value: Decimal, power: re.Match[str]) -> Decimal | None:
    base, exponent = value, power["power"]
    factor = Decimal(1)
    if exponent is None:
        base = Decimal(power["base"] or 10)
        exponent = power["e"] or power["to"] or power["ten"]
        factor = value
    number = (-1) ** exponent.count("-") * int(exponent.lstrip("+-"))
    if abs(number) > _EXPONENT_AT_MOST:
        return None
    try:
        return tidy(_CONTEXT.multiply(factor, _CONTEXT.power(base, number)))
    except DecimalException:
        return None


def _slashed(start: int, value: Decimal, slash: re.Match[str]) -> Numeral | None:
    if slash[1] is not None:
        below = Decimal(slash[1])
        whole = Decimal(0)
    else:
        whole, value, below = value, Decimal(slash[2]), Decimal(slash[3])
    if not below:
        return Numeral(start, slash.end(), None, fraction=True)
    return Numeral(start, slash.end(), whole + _CONTEXT.divide(value, below), fraction=True)


def _han(low: str, start: int) -> Numeral | None:
    if low[start] == "半":
        return Numeral(start, start + 2, Decimal(50), form="han")
    found = han_numerals.read(low, start)
    if found is None:
        return None
    form: Literal["digits", "han"] = "han" if low[start] > "\u2e80" else "digits"
    numeral = Numeral(
        start, found.end, found.value, found.low, found.high, found.more, found.scale, form, bare=found.bare
    )  # fmt: skip
    end = found.end
    if low[end : end + 1] == "打" and found.value is not None:
        return replace(numeral, end=end + 1, value=found.value * 12)
    k = end
    while low[k : k + 1] == " " and k - end < 3:
        k += 1
    if low[k : k + 1] == "又" and found.value is not None:
        k += 1
        while low[k : k + 1] == " " and k - end < 6:
            k += 1
        part = _share_of(low, han_numerals.read(low, k))
        if part is not None and found.value is not None:
            return replace(numeral, end=part[0], value=found.value + part[1], fraction=True)
    part = _share_of(low, found)
    if part is not None:
        return replace(numeral, end=part[0], value=part[1], low=None, high=None, fraction=True, bare=False)
    return numeral


def _share_of(low: str, below: han_numerals.HanNumeral | None) -> tuple[int, Decimal] | None:
    """三分之二: the numeral below, 分之, the numeral above."""
    if below is None or not below.value:
        return None
    of = _of().match(low, below.end)
    if of is None:
        return None
    at = of.end()
    sign = 1
    if low[at : at + 1] == "负":
        at, sign = at + 1, -1
    above = han_numerals.read(low, at) if at < len(low) else None
    if above is None or above.value is None:
        return None
    return above.end, sign * _CONTEXT.divide(above.value, below.value)


def numerals(text: str) -> list[Numeral]:
    """The numbers of ``text`` wherever they stand, sorted and without overlaps; spans are in ``text``.

    Left out are digits inside names (``H100``, ``180ml``), ordinals (第三, 3rd, May 4th), ``one`` as a pronoun,
    and
    Chinese characters that only look like numerals (四川, 一看, 收拾). Linear; never raises.
    """
    _, low = figure_text(text)
    found: list[Numeral] = []
    skips = addresses(low)
    for numeral in scan(low):
        while skips and skips[0][1] <= numeral.start:
            skips.pop(0)
        if skips and skips[0][0] < numeral.end:
            continue
        if _stands(low, numeral):
            minus = sign_before(low, numeral.start, found[-1].end if found else 0)
            if minus is not None:
                value = -numeral.value if numeral.value is not None else None
                numeral = replace(numeral, start=minus, value=value)
            scaled = _marked_scale(text, numeral)
            if scaled is not None:
                found.append(scaled)
    return found


_MINUS_WORDS = ("minus ", "negative ")


_NOT_BEFORE_NEGATIVE = frozenset("胜欠抱辜背自肩担")


def sign_before(low: str, start: int, floor: int) -> int | None:
    """Where the minus sign of the numeral at ``start`` stands;

    None when it has none. ``floor`` ends what is before.
    """
    if start <= floor:
        return None
    c = low[start - 1]
    if c == "-":
        before = low[start - 2] if start - 2 >= floor else ""
        if start - 1 > 0 and start - 2 < floor and start - 1 == floor and floor > 0:
            return None  # right behind the number before: a range
        if before and ((before.isascii() and before.isalnum()) or before in "-.)%°" or before in _UNIT_ENDS):
            return None
        return start - 1
    if c == "下" and low[start - 2 : start - 1] == "零":
        return start - 2  # 零下5度
    if c == "负":
        return start - 1 if low[start - 2 : start - 1] not in _NOT_BEFORE_NEGATIVE or start < 2 else None
    if c == " ":
        for word in _MINUS_WORDS:
            at = start - len(word)
            if at >= floor and low.startswith(word, at) and not (at and low[at - 1].isalnum()):
                return at
        gap = low[max(floor, start - 12) : start - 2]
        if low[max(start - 2, 0) : start] == "- " and not gap.strip() and (not floor or "\n" in gap):
            return start - 2  # but 5 - 8 is a range
    return None


_UNIT_ENDS = frozenset("年月日时号元角分人个万亿千百十吨米克瓦倍成折点％℃")


_PRONOUN_BEFORE = frozenset(
    "the which that this each every any no another some one's other last next first only previous"  # noqa: SIM905
    .split()
)  # fmt: skip


_LONE_FINANCIAL = frozenset("陆伍拾肆佰仟零〇○兆亿万千百两")


def _stands(low: str, numeral: Numeral) -> bool:
    """Whether a numeral stands as a number, not as part of a word, a name or an ordinal."""
    start, end = numeral.start, numeral.end
    before = low[start - 1] if start else ""
    after = low[end] if end < len(low) else ""
    if before == "第" or (before.isascii() and before.isalpha()) or before == "_":
        return False
    if low[start] > "\u2e80":
        if numeral.bare:
            return False
        run = low[start:end]
        if "两" in run and len(run) > 1 and all(c in DIGITS for c in run):
            return False  # 两两
        if len(run) == 1:
            if run in _LONE_FINANCIAL and (run != "两" or not after or not measures(low, end)):
                return False
            return not after or not han_char(after) or measures(low, end) or not inside_word(low, start, end)
        return True
    if numeral.form == "words":
        if low[start:end] == "one":
            word = low[max(0, start - 12) : start].split()
            return not (word and word[-1] in _PRONOUN_BEFORE) and not low.startswith(" of ", end)
        if numeral.value is None:
            return False
        if numeral.fraction and low[start:end].startswith(("a ", "an ")) and low[end : end + 1] == " ":
            return low.startswith((" of ", " and "), end) or not low[end + 1 : end + 2].isalpha()
        return not (after == "-" and low[end + 1 : end + 6] == "class")
    if before == "-" and start > 1 and low[start - 2].isalpha() and low[start - 2].isascii():
        return False  # gpt-4
    return not _ordinal_end().match(low, end)


@cache
def _ordinal_end() -> re.Pattern[str]:
    return re.compile(r"(?:st|nd|rd|th)(?![a-z])")


def _marked_scale(text: str, numeral: Numeral) -> Numeral | None:
    """The numeral with a glued scale (40k, 1M, 1,674.5 G);

    None where another glued letter makes it a name.
    """
    end = numeral.end
    after = text[end : end + 1]
    if numeral.form == "words" or numeral.value is None:
        return numeral
    mark = _scale_mark().match(text, end)
    if mark is not None:
        factor = SCALE_LETTERS[mark[1].strip()]
        return replace(numeral, end=mark.end(), value=numeral.value * factor, scale=factor)
    if after.isascii() and after.isalpha() and after not in "xX":
        return None
    return numeral


SCALE_LETTERS = (
    {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "G": 10**9, "T": 10**12}
    | dict.fromkeys(("MM", "mn", "Mn", "MN", "mil", "Mil", "mio", "Mio", "mln", "Mln"), 10**6)
    | dict.fromkeys(("bn", "Bn", "BN", "bln", "Bln", "mrd", "Mrd"), 10**9)
    | dict.fromkeys(("tn", "Tn", "TN", "trn", "Trn"), 10**12)
)
"""Scales as letters behind digits; upper case where lower case is a unit (m, b, t, g)."""


@cache
def _scale_mark() -> re.Pattern[str]:
    words = "|".join(word for word in SCALE_LETTERS if len(word) > 1)
    return re.compile(rf"((?:{words}|[kKMBT])| (?:{words}|[MGT]))(?![A-Za-z0-9])")


_MEASURE = frozenset(
    "个名位人家张台辆架艘座栋幢套件份股手只头匹条根支枝部本册篇项款种类批次回场届轮期笔单户口间所处片块颗粒枚滴瓶箱盒包袋杯桶车双对副"
    "组队排列层级节门步票席床例宗桩页字词句行段章卷集站岁年天周秒倍成元角毛分米克吨斤里尺寸亩升瓦度吋伏安帕焦度代号点小日月世"
)


def measures(low: str, at: int) -> bool:
    """Whether a measure word or unit stands at ``low[at]``."""
    return low[at : at + 1] in _MEASURE
