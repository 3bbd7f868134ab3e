"""Units of figures: which one stands behind (or before) a number, and how two quantities compare.

The tables are beside this module, for anyone to extend: ``units.tsv`` (physical units and durations),
``counts.tsv`` (things and measure words) and ``currencies.tsv`` (made from Unicode CLDR by tools/build_units.py;
what CLDR does not call money is in :data:`_MONEY_NAMES` here). They are read on first use, in about 15 ms, and need
neither Babel nor pint at run time; the tests compare every factor with pint's.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from yinzheng.qa.numerals import figure_text

if TYPE_CHECKING:
    from yinzheng.types import Quantity

Dimension = tuple[tuple[str, int], ...]

_CONTEXT = Context(prec=28)
_HERE = Path(__file__).parent


class Unit(NamedTuple):
    """A unit of a physical quantity, a duration or money.

    ``factor`` says how many SI base units (of money: currency units) one is, ``offset`` what is added after that
    (temperatures); ``dimension`` lists the powers of the base units, sorted, and is empty for money.
    """

    symbol: str
    kind: Literal["physical", "duration", "money"]
    dimension: Dimension
    factor: Decimal
    offset: Decimal = Decimal(0)


_PREFIXES: tuple[tuple[str, str, str, int], ...] = (
    ("k", "kilo", "千", 3), ("M", "mega", "兆", 6), ("G", "giga", "吉", 9), ("T", "tera", "太", 12),
    ("P", "peta", "拍", 15), ("E", "exa", "艾", 18), ("Z", "zetta", "泽", 21), ("Y", "yotta", "尧", 24),
    ("c", "centi", "厘", -2), ("m", "milli", "毫", -3), ("d", "deci", "分", -1), ("h", "hecto", "百", 2),
    ("da", "deca", "十", 1), ("μ", "micro", "微", -6), ("n", "nano", "纳", -9), ("p", "pico", "皮", -12),
    ("f", "femto", "飞", -15), ("a", "atto", "阿", -18),
)  # fmt: skip
"""SI prefixes: symbol, English, Chinese, power of ten (BIPM, SI Brochure, table 7; GB 3100)."""

_RARE = {"da", "h", "d", "a", "f", "Z", "Y"}


class Tables(NamedTuple):
    """What names and symbols mean: English names lower-case, Chinese names simplified, symbols case as written."""

    english: dict[str, Unit]
    chinese: dict[str, Unit]
    marks: dict[str, Unit]
    folded: dict[str, Unit]


def _rows(name: str) -> list[list[str]]:
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _names(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]


def _dimension(cell: str) -> Dimension:
    powers = {}
    for part in cell.split():
        match = re.fullmatch(r"([a-zA-Z]+?)(-?[0-9]*)", part)
        assert match is not None, part
        powers[match[1]] = int(match[2] or 1)
    return tuple(sorted(powers.items()))


@cache
def tables() -> Tables:
    """The units of ``units.tsv`` with every prefix they take."""
    found = Tables({}, {}, {}, {})
    for row in _rows("units.tsv"):
        symbol, cell, factors, prefixes, english, chinese, marks = (*row, "", "", "")[:7]
        dimension = _dimension(cell)
        factor, _, offset = factors.partition(",")
        kind: Literal["physical", "duration"] = "duration" if dimension == (("s", 1),) else "physical"
        base = Unit(symbol, kind, dimension, Decimal(factor), Decimal(offset or 0))
        _add(found, base, _names(english), _names(chinese), [symbol, *_names(marks)])
        for mark, name, han, power in _PREFIXES:
            if prefixes == "*" or mark in prefixes.split():
                unit = base._replace(symbol=mark + symbol, factor=base.factor.scaleb(power))
                spelled = [f"{name}{word}" for word in _names(english) if len(word) > 2]
                spelled += [f"{name}-{word}" for word in _names(english) if len(word) > 4]
                signs = [mark + sign for sign in (symbol, *_names(marks)) if sign.isascii() or symbol in "ΩÅ"]
                if mark == "μ":
                    signs += [f"{other}{sign[1:]}" for sign in signs for other in ("µ", "u")]
                if mark == "k":
                    signs += [f"K{sign[1:]}" for sign in signs]
                _add(found, unit, spelled, [han + word for word in _names(chinese)], signs)
    for mark in _WORDS_NOT_MARKS:
        found.marks.pop(mark, None)
        found.folded.pop(mark, None)
    for mark, symbol in _LOWER_CASE.items():
        found.folded[mark] = found.marks[symbol]
        found.marks[mark] = found.marks[symbol]
    return found


_WORDS_NOT_MARKS = (
    "in", "at", "as", "a", "us", "pa", "ma", "ga", "da", "au", "dag", "has", "hat", "mat", "pt", "gal",
    "T", "H", "S", "P", "Y", "E", "y", "d", "TT", "mart", "mol.", "cup", "turn", "stone", "second", "minute",
    "hour", "day", "week", "month", "quarter", "year", "decade", "century", "fathom", "acre", "bar", "bushel",
    "hm", "dam", "fs", "ps", "PC", "pc", "ft", "GT", "MT", "kt", "ct", "nit", "rad", "ton", "km", "nm",
)  # fmt: skip
"""Symbols that are words or names; those that are units too come back by :func:`_restore`."""
_WORDS_NOT_MARKS = tuple(w for w in _WORDS_NOT_MARKS if w not in {"km", "nm", "ft", "ps", "bar", "rad", "fs", "kt"})

_LOWER_CASE = {"b": "bit", "gb": "GB", "tb": "TB", "kb": "kbit", "mb": "Mbit", "kbps": "kbps", "mbps": "Mbps", "gbps": "Gbps"}
"""Lower case as people write it; where two units share it, what the letters say (b is a bit)."""


def _add(found: Tables, unit: Unit, english: list[str], chinese: list[str], marks: list[str]) -> None:
    for name in english:
        found.english.setdefault(name, unit)
        if not name.endswith("s") and len(name) > 1:
            found.english.setdefault(f"{name}s", unit)
        found.english.setdefault(f"{name}s'", unit)
    for name in chinese:
        found.chinese.setdefault(figure_text(name)[0], unit)
    for mark in marks:
        found.marks.setdefault(mark, unit)
        if len(mark) > 1:
            found.folded.setdefault(mark.lower(), unit)


# --- money

_MONEY_NAMES: dict[str, tuple[str, str]] = {
    "CNY": (
        "元|圆|块钱|块|元整|元钱|元人民币|人民币元|人民币|元rmb|软妹币|币人民",
        "yuan|yuans|renminbi|rmb|rmb yuan|yuan rmb|yuan renminbi|kuai|chinese renminbi",
    ),
    "USD": (
        "美元|美金|美圆|好意思元|好意思金|刀|美刀|元美元|美币",
        "dollar|dollars|us dollar|us dollars|u.s. dollar|u.s. dollars|us$|buck|bucks|american dollar|american dollars|greenbacks",
    ),
    "HKD": ("港元|港币|港纸|港圆|元港币|元港元", "hk dollar|hk dollars|hong kong dollars"),
    "TWD": ("新台币|台币|台元|新台币元|元台币|元新台币", "taiwan dollar|taiwan dollars|nt dollars|ntd"),
    "MOP": ("澳门元|澳门币", "pataca|patacas"),
    "JPY": ("日元|日圆|日币|円", "yen|yens"),
    "EUR": ("欧元|欧", "euro|euros"),
    "GBP": ("英镑|镑", "sterling|pound sterling|pounds sterling|quid|british pounds|uk pounds"),
    "AUD": ("澳元|澳币|澳大利亚元|澳洲元", "australian dollars|aussie dollars"),
    "CAD": ("加元|加币|加拿大元", "canadian dollars"),
    "SGD": ("新元|新加坡元|新币|坡币", "singapore dollars"),
    "NZD": ("新西兰元|纽元|纽币", "new zealand dollars"),
    "CHF": ("瑞郎|瑞士法郎", "swiss francs"),
    "KRW": ("韩元|韩币|韩圆", "won"),
    "KPW": ("朝鲜圆|朝元", ""),
    "RUB": ("卢布|俄罗斯卢布", "ruble|rubles|rouble|roubles"),
    "INR": ("卢比|印度卢比", "rupee|rupees"),
    "THB": ("泰铢|铢", "baht|bahts"),
    "VND": ("越南盾|越盾", "dong"),
    "IDR": ("印尼盾|印度尼西亚盾|印尼卢比", "rupiah|rupiahs"),
    "MYR": ("林吉特|马币|令吉", "ringgit|ringgits"),
    "PHP": ("菲律宾比索|披索", "philippine pesos"),
    "BRL": ("雷亚尔|巴西雷亚尔", "reais|brazilian reals|brazilian real|brazilian reais"),
    "MXN": ("墨西哥比索", "mexican pesos"),
    "ZAR": ("兰特|南非兰特", "rand|rands"),
    "TRY": ("里拉|土耳其里拉", "lira|liras|turkish liras|turkish lira"),
    "SEK": ("瑞典克朗", "swedish kronor|swedish krona|swedish kronas"),
    "NOK": ("挪威克朗", "norwegian kroner|norwegian krone"),
    "DKK": ("丹麦克朗", "danish kroner|danish krone"),
    "AED": ("迪拉姆|阿联酋迪拉姆", "uae dirham|uae dirhams|emirati dirhams"),
    "SAR": ("沙特里亚尔|沙特里亚", "saudi riyals|saudi riyal"),
    "ILS": ("谢克尔|新谢克尔", "shekel|shekels|new shekels"),
    "UAH": ("格里夫纳", "hryvnia|hryvnias"),
    "PLN": ("兹罗提", "zloty|zlotys|zloties"),
    "DEM": ("德国马克", "deutsche mark|deutsche marks|deutschmark|deutschmarks|german marks|d-marks"),
    "FRF": ("法国法郎", "french francs"),
    "ITL": ("意大利里拉", "italian lire|italian lira"),
    "NLG": ("荷兰盾", "netherlands guilder|netherlands guilders|guilder|guilders"),
    "BTC": ("个比特币|比特币|枚比特币", "bitcoin|bitcoins|btc|xbt"),
    "ETH": ("个以太坊|以太币|枚以太币", "ether|eth"),
    "USDT": ("泰达币", "usdt|tether"),
    "": ("法郎|比索|马克|克朗|第纳尔|里亚尔|先令", "franc|francs|peso|pesos|krona|kronor|kroner|krone|dinar|dinars|riyal|riyals|shilling|shillings"),
}  # fmt: skip
"""Names that CLDR does not list, Chinese and English. Under the empty code: money of several countries."""

_MINOR: dict[str, tuple[str, str]] = {
    "cent": ("USD", "0.01"), "cents": ("USD", "0.01"), "us cents": ("USD", "0.01"), "美分": ("USD", "0.01"),
    "penny": ("USD", "0.01"), "pennies": ("USD", "0.01"), "dime": ("USD", "0.1"), "dimes": ("USD", "0.1"),
    "nickel": ("USD", "0.05"), "nickels": ("USD", "0.05"), "pence": ("GBP", "0.01"), "便士": ("GBP", "0.01"),
    "角": ("CNY", "0.1"), "毛": ("CNY", "0.1"), "毛钱": ("CNY", "0.1"), "角钱": ("CNY", "0.1"), "分钱": ("CNY", "0.01"),
    "mao": ("CNY", "0.1"), "jiao": ("CNY", "0.1"), "fen": ("CNY", "0.01"), "港仙": ("HKD", "0.01"), "港分": ("HKD", "0.01"),
    "欧分": ("EUR", "0.01"), "euro cents": ("EUR", "0.01"), "euro cent": ("EUR", "0.01"), "日本钱": ("JPY", "0.01"),
    "satoshi": ("BTC", "0.00000001"), "satoshis": ("BTC", "0.00000001"), "聪": ("BTC", "0.00000001"),
    "¢": ("USD", "0.01"), "paise": ("INR", "0.01"), "kopek": ("RUB", "0.01"), "kopeks": ("RUB", "0.01"), "centavos": ("", "0.01"),
}  # fmt: skip

_SIGNS: dict[str, str] = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "us $": "USD", "USD$": "USD", "¥": "CNY", "RMB¥": "CNY", "CN¥": "CNY", "JP¥": "JPY",
    "£": "GBP", "€": "EUR", "₩": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₫": "VND", "฿": "THB",
    "₱": "PHP", "₦": "NGN", "₡": "CRC", "₲": "PYG", "₵": "GHS", "₸": "KZT", "₮": "MNT", "₭": "LAK", "₾": "GEL", "₼": "AZN",
    "₿": "BTC", "Rs": "INR", "Rs.": "INR", "R$": "BRL", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "CAD$": "CAD", "AUD$": "AUD", "HKD$": "HKD", "S$": "SGD", "SG$": "SGD", "NZ$": "NZD", "MX$": "MXN", "MXN$": "MXN",
    "RM": "MYR", "Rp": "IDR", "zł": "PLN", "Kč": "CZK", "RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "BTC": "BTC", "XBT": "BTC",
    "ETH": "ETH", "USDT": "USDT", "人民币": "CNY", "美元": "USD", "美金": "USD", "港币": "HKD", "港元": "HKD", "新台币": "TWD",
    "台币": "TWD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP",
}  # fmt: skip
"""Signs and codes that stand before an amount (or behind it)."""


class Money(NamedTuple):
    """Names of money and its signs: → currency code and how many currency units one is."""

    chinese: dict[str, Unit]
    english: dict[str, Unit]
    signs: dict[str, Unit]


def _money_unit(code: str, factor: str = "1") -> Unit:
    return Unit(code, "money", (), Decimal(factor))


@cache
def money() -> Money:
    """The currencies of ``currencies.tsv`` with the names and signs above."""
    found = Money({}, {}, {})
    for code, (chinese, english) in _MONEY_NAMES.items():
        unit = _money_unit(code)
        for name in _names(chinese):
            found.chinese.setdefault(figure_text(name)[0], unit)
        for name in _names(english):
            found.english.setdefault(name, unit)
    for name, (code, factor) in _MINOR.items():
        (found.english if name.isascii() or name == "¢" else found.chinese)[name] = _money_unit(code, factor)
    for sign, code in _SIGNS.items():
        found.signs[figure_text(sign)[0]] = _money_unit(code)
    for row in _rows("currencies.tsv"):
        code, names, signs = (*row, "", "")[:3]
        unit = _money_unit(code)
        for name in _names(names):
            (found.english if name[0] < "\u2e80" else found.chinese).setdefault(figure_text(name)[1], unit)
        for sign in (*_names(signs), *(() if code in _CODES_THAT_ARE_WORDS else (code,))):
            found.signs.setdefault(figure_text(sign)[0], unit)
            if sign == code:
                found.signs.setdefault(f"{code}$", unit)
                if code not in _CODES_THAT_ARE_WORDS:
                    found.english.setdefault(code.lower(), unit)
    return found


_CODES_THAT_ARE_WORDS = frozenset("ALL TOP TRY CUP MOP SOS BAM PEN GEL LEK AMD MAD SOL ANG BAN DEM BEL ESP".split())  # noqa: SIM905


# --- finding a unit in a text

_LONGEST_HAN = 9
_TOKEN = r"[A-Za-zµμΩÅ℃℉]"


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[a-z]+(?:\.[a-z]+)*\.?(?:['’]s?)?", re.IGNORECASE)


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(r"[A-Za-zµμΩÅ℃℉°º″′\"”%·㎡㎞㎝㎜㎏㎎㎥]+(?:\.[Hh])?")


_POWER = re.compile(r"\^?([23²³]|[-−][123]|⁻[¹²³])(?![0-9A-Za-z]|\.[0-9])| (squared|cubed)(?![a-z])")
_POWERS = {"2": 2, "²": 2, "3": 3, "³": 3, "squared": 2, "cubed": 3}
_SQUARE = {
    "square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3, "cu.": 3, "平方": 2, "立方": 3,
}  # fmt: skip
_SINGLE_CHARACTERS = {"㎡": ("m", 2), "㎞": ("km", 1), "㎝": ("cm", 1), "㎜": ("mm", 1), "㎏": ("kg", 1), "㎎": ("mg", 1), "㎥": ("m", 3)}


def raised(unit: Unit, power: int) -> Unit:
    """The unit to a power: m to 2 is m², written ``m2``."""
    if power == 1:
        return unit
    sign = {2: "²", 3: "³", -1: "⁻¹", -2: "⁻²", -3: "⁻³"}[power]
    dimension = tuple((base, exponent * power) for base, exponent in unit.dimension)
    kind: Literal["physical"] = "physical"
    return Unit(f"{unit.symbol}{sign}", kind, dimension, _CONTEXT.power(unit.factor, power))


def per(above: Unit, below: Unit) -> Unit:
    """One unit by another: km and hour are km/h; a currency and hour are ``USD/hour``."""
    symbol = f"{above.symbol}/{_SHORT.get(below.symbol, below.symbol) if above.kind != 'money' else below.symbol}"
    if above.kind == "money":
        return above._replace(symbol=symbol)
    powers = dict(above.dimension)
    for base, exponent in below.dimension:
        powers[base] = powers.get(base, 0) - exponent
    dimension = tuple(sorted((base, exponent) for base, exponent in powers.items() if exponent))
    return Unit(symbol, "physical", dimension, _CONTEXT.divide(above.factor, below.factor))


_SHORT = {"second": "s", "minute": "min", "hour": "h"}


def han_unit(even: str, at: int) -> tuple[Unit, int] | None:
    """The Chinese unit name at ``even[at]`` (longest first), 平方 and 立方 and 每 included, and where it ends."""
    chinese = tables().chinese
    for square in ("平方", "立方"):
        if even.startswith(square, at):
            inner = _longest(chinese, even, at + 2)
            if inner is not None:
                power = _SQUARE[square]
                return raised(inner[0], power), inner[1]
            if square == "平方":
                return raised(chinese["米"], 2), at + 2
            return raised(chinese["米"], 3), at + 2
    if even.startswith("平米", at):
        return raised(chinese["米"], 2), at + 2
    return _longest(chinese, even, at)


def _longest(names: dict[str, Unit], text: str, at: int) -> tuple[Unit, int] | None:
    for length in range(_LONGEST_HAN, 0, -1):
        unit = names.get(text[at : at + length])
        if unit is not None and len(text) >= at + length:
            return unit, at + length
    return None


def han_money(even: str, at: int) -> tuple[Unit, int] | None:
    """The Chinese name of money at ``even[at]``, longest first, and where it ends."""
    return _longest(money().chinese, even, at)


def english_phrase(low: str, at: int, names: dict[str, Unit], words: int = 5) -> tuple[Unit, int] | None:
    """The longest of ``names`` that begins at ``low[at]``, in at most ``words`` words, and where it ends."""
    ends: list[int] = []
    i = at
    for _ in range(words):
        match = _word().match(low, i)
        if match is None:
            break
        ends.append(match.end())
        i = match.end()
        if low[i : i + 1] not in {" ", "-"}:
            break
        i += 1
    for end in reversed(ends):
        phrase = low[at:end]
        unit = names.get(phrase) or names.get(phrase.rstrip(".'’")) or names.get(phrase.replace("-", " "))
        if unit is not None:
            if phrase not in names and phrase[-1] in ".'’":
                end -= len(phrase) - len(phrase.rstrip(".'’"))
            return unit, end
    return None


def latin_unit(even: str, low: str, at: int) -> tuple[Unit, int] | None:
    """The English name or the symbol of a unit at ``even[at]``, with its power, and where it ends."""
    found = tables()
    match = _word().match(low, at)
    if match is not None:
        word = match.group().rstrip(".'’") if match.group() not in _SQUARE else match.group()
        if word in {"square", "cubic", "sq", "cu"}:
            i = match.end()
            while low[i : i + 1] in {" ", "-", "."} and i - match.end() < 2:
                i += 1
            inner = english_phrase(low, i, found.english) or _symbol(even, i)
            if inner is not None:
                return raised(inner[0], _SQUARE[word]), inner[1]
            return None
        if word in {"square", "cubic"}:
            return None
        named = english_phrase(low, at, found.english)
        if named is not None and (len(word) > 2 or named[1] - at > len(word)):
            return _powered(even, *named)
    symbol = _symbol(even, at)
    if symbol is None:
        return english_phrase(low, at, found.english)
    return _powered(even, *symbol)


def _powered(even: str, unit: Unit, end: int) -> tuple[Unit, int]:
    power = _POWER.match(even, end)
    if power is None:
        return unit, end
    digits = power[1] or power[2]
    if digits[0] in "-−⁻":
        number = -({"1": 1, "2": 2, "3": 3, "¹": 1, "²": 2, "³": 3}[digits[-1]])
    else:
        number = _POWERS[digits]
    return raised(unit, number), power.end()


def _symbol(even: str, at: int) -> tuple[Unit, int] | None:
    match = _mark().match(even, at)
    if match is None:
        return None
    found = tables()
    run = match.group()
    single = _SINGLE_CHARACTERS.get(run[0])
    if single is not None:
        return raised(found.marks[single[0]], single[1]), at + 1
    for end in (len(run), 1 if run[0] in "\"″”′°º℃℉" else 0, 2 if run[0] in "°º" else 0):
        if end and end <= len(run):
            unit = found.marks.get(run[:end]) or (found.folded.get(run[:end].lower()) if end > 1 else None)
            if unit is not None and (end == len(run) or not run[end].isalpha() or run[0] in "\"″”"):
                return unit, at + end
    if "·" in run:
        return None
    return None


def thing(name: str) -> str:
    """The canonical form of what is counted: GPUs → GPU, employees → person; empty when the table lacks it."""
    return things().get(name, "")


@cache
def things() -> dict[str, str]:
    """Names of things, Chinese and English (singular and plural, lower case) → the canonical form."""
    found: dict[str, str] = {}
    for unit, chinese, english, _ in ((*row, "", "", "")[:4] for row in _rows("counts.tsv")):
        for name in _names(chinese):
            found.setdefault(figure_text(name)[1], unit)
        for name in _names(english):
            found.setdefault(name, unit)
            for plural in (f"{name}s", f"{name}es") if name.endswith(("s", "x", "ch", "sh")) else (f"{name}s",):
                found.setdefault(plural, unit)
    return found


@cache
def measure_units() -> dict[str, str]:
    """Chinese measure words → the canonical form that a count by them has without a noun."""
    found: dict[str, str] = {}
    for unit, _, _, measures in ((*row, "", "", "")[:4] for row in _rows("counts.tsv")):
        for name in _names(measures):
            found.setdefault(figure_text(name)[0], unit)
    return found


# --- comparing

_RELATIVE = {"percent": Decimal("0.01"), "points": Decimal("0.01"), "basis_points": Decimal("0.0001")}
_ALIKE = ({"percent", "fraction", "ratio"}, {"points", "basis_points"}, {"percent", "basis_points"})


class Compared(NamedTuple):
    """Two quantities in one unit; each as (value, low, high), None where the quantity has none."""

    unit: str
    a: tuple[Decimal | None, Decimal | None, Decimal | None]
    b: tuple[Decimal | None, Decimal | None, Decimal | None]


def comparable(a: Quantity, b: Quantity) -> Compared | None:
    """Both quantities' values in one unit; None when they measure different things.

    Physical units and durations are converted (2 GW and 2000 MW), percent and fractions too (2/3 and 66.7%), and
    basis points with percentage points. Money is never converted between currencies, counts never between things.
    """
    if a.unit == b.unit and a.kind == b.kind:
        return Compared(a.unit, (a.value, a.low, a.high), (b.value, b.low, b.high))
    kinds = {a.kind, b.kind}
    if kinds <= {"physical", "duration", "age"}:
        first, second = unit_of(a.unit), unit_of(b.unit)
        if first is None or second is None or first.dimension != second.dimension:
            return None
        if first.symbol == second.symbol:
            return Compared(a.unit, (a.value, a.low, a.high), (b.value, b.low, b.high))
        return Compared(a.unit, (a.value, a.low, a.high), _converted(b, second, first))
    if any(kinds <= alike for alike in _ALIKE):
        return Compared("", _plain(a), _plain(b))
    return None


def _plain(q: Quantity) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    factor = _RELATIVE.get(q.kind, Decimal(1))
    value, low, high = (None if v is None else v * factor for v in (q.value, q.low, q.high))
    return value, low, high


def _converted(q: Quantity, source: Unit, target: Unit) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    def convert(value: Decimal | None) -> Decimal | None:
        if value is None:
            return None
        base = value * source.factor + source.offset
        return _CONTEXT.divide(base - target.offset, target.factor)

    return convert(q.value), convert(q.low), convert(q.high)


@cache
def unit_of(symbol: str) -> Unit | None:
    """The unit that a quantity's ``unit`` names (``GW``, ``km/h``, ``m²``); None when the table lacks it."""
    above, *rest = symbol.split("/")
    unit = _single(above)
    for name in rest:
        below = _single(name)
        if unit is None or below is None:
            return None
        unit = per(unit, below)
    return unit._replace(symbol=symbol) if unit is not None else None


def _single(name: str) -> Unit | None:
    power = {"²": 2, "³": 3}.get(name[-1:], 1)
    if name.endswith(("⁻¹", "⁻²", "⁻³")):
        power = -"⁰¹²³".index(name[-1])
        name = name[:-2]
    elif power > 1:
        name = name[:-1]
    unit = _symbols().get(name) or _symbols().get({v: k for k, v in _SHORT.items()}.get(name, ""))
    return None if unit is None else raised(unit, power)


@cache
def _symbols() -> dict[str, Unit]:
    found = tables()
    symbols: dict[str, Unit] = {}
    for unit in (*found.marks.values(), *found.english.values(), *found.chinese.values()):
        symbols.setdefault(unit.symbol, unit)
    return symbols
