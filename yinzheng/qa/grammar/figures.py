"""One figure at a time:

A numeral with the unit that stands around it, as :mod:`yinzheng.qa.quantities` composes them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from yinzheng.qa.grammar import units
from yinzheng.qa.grammar.figure import SPACES, Figure, Reading, is_kelvin, measure_table, yen_or_yuan
from yinzheng.qa.grammar.figure_han import han_behind
from yinzheng.qa.grammar.figure_latin import joined_behind, latin_behind
from yinzheng.qa.grammar.figure_text import pattern, wraps
from yinzheng.qa.grammar.han_numerals import read as read_han
from yinzheng.qa.grammar.money import money_names
from yinzheng.qa.grammar.numerals import SCALE_LETTERS, Numeral, scale_behind, sign_before
from yinzheng.qa.grammar.unit_tables import Unit, things

_SPACES = frozenset(SPACES)


def attach(reading: Reading, numeral: Numeral, floor: int) -> Figure:
    """The numeral with its sign, its currency before and its unit behind;

    Nothing before ``floor`` is looked at.
    """
    numeral = bracketed(reading, numeral, floor) or numeral
    figure = Figure(
        numeral.start, numeral.end, numeral.value, low=numeral.low, high=numeral.high,
        vague=numeral.more == "vague", over=numeral.more == "over", scale=numeral.scale,
        han=numeral.form == "han", words=numeral.form == "words",
        bare=numeral.bare, number_start=numeral.start, number_end=numeral.end,
    )  # fmt: skip
    if numeral.fraction:
        figure.kind = "fraction"
    _before(reading, figure, floor)
    _behind(reading, figure)
    return figure


@cache
def _bracket_end() -> re.Pattern[str]:
    return re.compile(r"[)）](?=(?P<percent>\s?%)?)")


def bracketed(reading: Reading, numeral: Numeral, floor: int) -> Numeral | None:
    """The loss that accounts write in brackets, with what stands around them: $(3.2) million, (45.2)%.

    None where neither a currency stands before the brackets nor a percent sign or a scale of Chinese behind.
    """
    low = reading.low
    start = numeral.start - 1
    if (
        numeral.form != "digits" or numeral.value is None or numeral.fraction or numeral.scale != 1
        or start < floor or low[start] not in "(（"
    ):  # fmt: skip
        return None
    close = _bracket_end().match(low, numeral.end)
    if close is None:
        return None
    scale, end = scale_behind(low, close.end())
    long = numeral.end - numeral.start > 2  # (2)万元 numbers a line, $⏎(1) is a footnote
    money = pattern(r"[$€£¥](?P<far>\n)?[ \u00a0]?\Z").search(low, max(floor, start - 2), start)
    if not (
        (money is not None and (long or not money["far"]))
        or close["percent"]
        or (scale > 1 and low[close.end()] > "\u2e80" and long)
    ):
        return None
    return replace(numeral, start=start, end=end, value=-numeral.value * scale, scale=scale)


_CURRENCY_END = frozenset("$¥£€₩₹₽₺₴₪₫฿₱₦₡₲₵₸₮₭₾₼₿.币元金镑")


@cache
def _currency_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<![A-Za-z])(?:[A-Za-z.]{1,5}\$|(?:C|US|HK|N[TZ]|AU|CA|SG)\s\$|(?:c|us|hk|n[tz]|au|ca|sg)\s\$(?=\s))|(?<![A-Za-z])[A-Za-z]{2,4}\.?|[$¥£€₩₹₽₺₴₪₫฿₱₦₡₲₵₸₮₭₾₼₿]"
        r"|(?:RMB|CN|JP)¥|人民币|美元|美金|港币|港元|新台币|台币|欧元|日元|英镑)\s{0,2}\Z"
    )


def _before(reading: Reading, figure: Figure, floor: int) -> None:
    """A currency and a sign before the number, in either order."""
    even, low = reading.even, reading.low
    begin = figure.start
    signed = sign_before(low, begin, floor)
    at = signed if signed is not None else begin
    probe = at
    while probe > floor and even[probe - 1] in SPACES and at - probe < 3:
        probe -= 1
    c = even[probe - 1] if probe > floor else ""
    if c and (c in _CURRENCY_END or (c.isascii() and c.isalpha())):
        match = _currency_before().search(even, max(floor, at - 8), at)
        if match is not None:
            sign = match.group().strip()
            unit = _sign(sign)
            if unit is None and " " in sign:
                unit = _sign(sign.replace(" ", ""))
            start = match.start()
            if unit is None and sign.endswith("$"):
                unit, start = _sign("$"), match.start() + match.group().rindex("$")
            if unit is not None and not (
                sign.isalpha() and sign.isascii() and not _stands_alone(even, match.start(), floor)
            ):
                figure.kind, figure.unit, figure.prefixed = "money", unit.symbol, True
                if sign == "¥":
                    figure.unit = yen_or_yuan(reading)
                at = start
                if signed is None:
                    signed = sign_before(low, at, floor)
                    at = signed if signed is not None else at
    if signed is not None:
        figure.signed = True
        for name in ("value", "low", "high"):
            value = getattr(figure, name)
            if value is not None:
                setattr(figure, name, -value)
        figure.low, figure.high = figure.high, figure.low
    elif not figure.prefixed and at > floor and even[at - 1] == "+":
        before = even[at - 2 : at - 1] if at - 1 > floor else ""
        if not (before.isascii() and before.isalnum()) and before not in {"+", ")"}:
            figure.start = at - 1  # +12.3 %, but SOFR+250
    if figure.prefixed or signed is not None:
        figure.start = at


def _sign(sign: str) -> Unit | None:
    signs = money_names().signs
    found = signs.get(sign)
    if found is None and (
        sign.endswith("$")
        or sign.isupper()
        or sign.lower() in {"rmb", "usd", "eur", "gbp", "cny", "hkd", "jpy"}
    ):
        found = signs.get(sign.upper()) or signs.get(sign.upper().replace(" ", ""))
    return found


def _stands_alone(even: str, start: int, floor: int) -> bool:
    return start <= floor or not (even[start - 1].isascii() and even[start - 1].isalnum())


def _behind(reading: Reading, figure: Figure) -> None:
    low = reading.low
    end = figure.end
    if figure.value is not None and not figure.han and not figure.words:
        end = _letter_scale(reading, figure)
    c = low[end : end + 1]
    if figure.han or c in {"多", "余", "来"}:
        if c and c in "多余来" and (_is_unit_start(reading, end + 1)) and not figure.vague:
            figure.over = True
            end += 1
    elif c == "+" and (low[end + 1 : end + 2] > "\u2e80" or pattern(r"\+ [a-z]").match(low, end)):
        end += 1  # 100+ customers, 30+家
        figure.least = True
        figure.end = figure.number_end = end
    if figure.vague and figure.words and low.startswith(" of ", end):
        end += 3  # hundreds of millions of dollars
    if figure.words and figure.kind == "fraction":
        article = pattern(r" (?:of )?an? (?=[a-z])").match(low, end)
        unit_follows = article is not None and (
            low.startswith(("percent", "basis point"), article.end())
            or units.latin_unit(reading.even, low, article.end()) is not None
        )
        if article is not None and unit_follows:
            end = article.end() - 1  # half a mile
    at = end
    while low[at : at + 1] in _SPACES and at - end < 4:
        at += 1
    if (
        low[at : at + 1] == "\n"
        and at == end
        and low[at + 1 : at + 2] > "\u2e80"
        and _money_or_percent(reading, at + 1)
        and wraps(low, at)
    ):
        at += 1
    c = low[at : at + 1]
    if not c:
        return
    if c > "\u2e80" and c not in "％℃℉㎡㎞㎝㎜㎏㎎㎥（":
        han_behind(reading, figure, at)
    elif c in "-(（[‐–":
        joined_behind(reading, figure, at)
    else:
        latin_behind(reading, figure, at)


def _is_unit_start(reading: Reading, at: int) -> bool:
    even = reading.even
    return bool(
        units.han_money(even, at) or units.han_unit(even, at) or even[at : at + 1] in measure_table()
        or even.startswith(("个", "倍", "成", "岁", "%"), at) or even[at : at + 1] in "万亿人%"
    ) and at < len(even)  # fmt: skip


def _money_or_percent(reading: Reading, at: int) -> bool:
    return units.han_money(reading.even, at) is not None or reading.even.startswith(
        ("个百分点", "万", "亿"), at
    )


@cache
def _scale_behind() -> re.Pattern[str]:
    words = "|".join(sorted({word.lower() for word in SCALE_LETTERS if len(word) > 1}, key=len, reverse=True))
    return re.compile(rf"(\s?(?:{words})|[kmbt]| k)(?![a-z0-9])")


_MONEY_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12} | {
    k.lower(): v for k, v in SCALE_LETTERS.items() if len(k) > 1
}


@cache
def _scaled_money() -> re.Pattern[str]:
    return re.compile(r"\s?(?P<scale>[kKMBT])\s?(?P<code>[A-Z]{3})(?![A-Za-z])")


def _letter_scale(reading: Reading, figure: Figure) -> int:
    """A scale as letters (40k, $1.9bn, 30 MUSD); returns where the number ends with it."""
    even, low = reading.even, reading.low
    end = figure.end
    c = low[end : end + 1]
    if not c or not (c.isalpha() or c == " ") or c > "z":
        return end
    found: int | None = None
    past = end
    code = _scaled_money().match(even, end)
    if code is not None and code["code"] in money_names().signs:
        found, past = _MONEY_SCALES[code["scale"].lower()], code.end("scale")
    else:
        match = _scale_behind().match(low, end)
        if match is not None:
            mark = match.group().strip()
            written = even[match.end() - len(mark) : match.end()]
            counted = mark in {"m", "b"} and end == match.start() and _plural_follows(reading, match.end())
            is_money = counted or figure.prefixed or _english_money_follows(reading, match.end())
            if is_money:
                found, past = _MONEY_SCALES[mark], match.end()
            elif (
                written in SCALE_LETTERS
                and written not in {"G", "T"}
                and not (written == "K" and is_kelvin(reading, figure))
            ) and (len(written) > 1 or written in "kKMB"):
                found, past = SCALE_LETTERS[written], match.end()
    if found is None and figure.prefixed:
        apart = _scale_apart().match(even, end)  # $ 1.5 M
        if apart is not None:
            found, past = SCALE_LETTERS[apart[1]], apart.end()
    if found is None or figure.value is None:
        return end
    if written_like_name(reading, figure, past):
        return end
    figure.value *= found
    figure.scale = found
    figure.end = figure.number_end = past
    return past


@cache
def _scale_apart() -> re.Pattern[str]:
    return re.compile(r" ([KMB])(?![A-Za-z0-9&.'-])(?! (?:shares?|stock|units?|notes|class)(?![a-z]))")


def _plural_follows(reading: Reading, at: int) -> bool:
    """Whether the m before it is a million of things: 3.2m people, 5m users, 40m tonnes; not 3m long."""
    noun = pattern(
        r" (?:(?:new|more|additional|active|paying|registered|monthly|daily|total) )*([a-z]{3,})(?![a-z])"
    ).match(reading.even, at)
    if noun is None:
        return False
    return noun[1] in _COUNTED_IN_MILLIONS or (noun[1].endswith("s") and noun[1] in things())


_COUNTED_IN_MILLIONS = frozenset(
    "people men women children tonnes tons barrels acres hectares shares units".split()  # noqa: SIM905
)


def written_like_name(reading: Reading, figure: Figure, past: int) -> bool:
    """4K and 8K are picture sizes where no money or thing is counted, 3M is a company."""
    digits = reading.even[figure.number_start : figure.number_end]
    if len(digits) == 1 and reading.even[figure.number_end : past] in {"M", "B"} and not figure.prefixed:
        noun = pattern(r"\s?[a-z]+").match(reading.even, past)
        known = noun is not None and noun.group().strip() in things()
        return not (known or _english_money_follows(reading, past) or reading.low[past : past + 1] > "\u2e80")
    return (
        reading.even[figure.number_end : past] == "K" and figure.value in {2, 4, 5, 8} and not figure.prefixed
    )


def _english_money_follows(reading: Reading, at: int) -> bool:
    low = reading.low
    if low[at : at + 1] == " ":
        at += 1
    if at >= len(low) or not (low[at].isalpha() and low[at] < "\u2e80"):
        return False
    found = units.english_phrase(low, at, money_names().english)
    return found is not None and found[1] - at > 2


def reread(reading: Reading, numeral: Numeral) -> Numeral | None:
    """The numeral without a last 千 百 兆 that is the unit's: 两千瓦, 50兆字节, 0.5百分点."""
    even = reading.even
    last = even[numeral.end - 1]
    if last not in "千百兆" or numeral.end - numeral.start < 2:
        return None
    if last != "百" or pattern(r"\s?分\s?点").match(even, numeral.end) is None:
        unit = units.han_unit(even, numeral.end - 1)
        if unit is None or unit[1] < numeral.end + 1:
            return None
    found = read_han(reading.low, numeral.start, numeral.end - 1)
    if found is None or even[found.end : numeral.end - 1].strip():
        return None
    return Numeral(
        numeral.start, found.end, found.value, found.low, found.high, found.more, found.scale, numeral.form,
        bare=found.bare,
    )  # fmt: skip
