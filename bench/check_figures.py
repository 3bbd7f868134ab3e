"""Figures and periods of a sentence by expressions of the benchmark's own, changed or spelled otherwise.

Nothing here reads figures by the code that is measured, so that what it overlooks is not overlooked here too.
Only figures in digits are changed. ``None`` means that a sentence offers nothing to change safely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "億": 10**8, "千万": 10**7,
    "百万": 10**6, "万": 10**4, "萬": 10**4, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "trillion": 10**12, "bn": 10**9, "mn": 10**6,
}  # fmt: skip

UNITS = {
    # what is written: what it is exchanged for, a unit of another size or kind
    "美元": "欧元", "欧元": "美元", "港元": "美元", "日元": "美元", "英镑": "美元", "元": "美元",
    "平方公里": "平方米", "平方千米": "平方米", "平方米": "平方公里", "立方米": "升", "公里": "米",
    "千米": "米", "厘米": "米", "毫米": "厘米", "英里": "公里", "英尺": "米", "米": "公里", "公斤": "吨",
    "千克": "克", "毫克": "克", "吨": "公斤", "小时": "分钟", "分钟": "小时", "个月": "年", "个百分点": "%",
    "吉瓦时": "兆瓦时", "兆瓦时": "吉瓦时", "兆瓦": "吉瓦", "吉瓦": "兆瓦", "GWh": "MWh", "MWh": "GWh",
    "GW": "MW", "MW": "GW", "percentage points": "percent", "dollars": "euros", "euros": "dollars",
    "pounds": "dollars", "yuan": "dollars", "yen": "dollars", "kilometers": "meters", "kilometres": "metres",
    "square kilometers": "square meters", "miles": "meters", "meters": "kilometers", "metres": "kilometres",
    "feet": "miles", "inches": "feet", "tons": "kilograms", "tonnes": "kilograms", "kilograms": "tonnes",
    "kg": "tonnes", "km": "m", "mg": "g", "hours": "minutes", "minutes": "hours", "seconds": "minutes",
    "days": "weeks", "weeks": "months", "months": "years", "years": "months", "megawatts": "gigawatts",
    "gigawatts": "megawatts", "megawatt-hours": "gigawatt-hours", "mmHg": "kPa", "℃": "K", "°C": "°F",
}  # fmt: skip

_LONGEST = "|".join(map(re.escape, sorted(UNITS, key=lambda unit: (-len(unit), unit))))
_FIGURE = re.compile(
    r"""
    (?<![0-9A-Za-z.,:/_\#第–—~-])                # not part of a model's name, a time, a range's end
    (?P<currency>(?:US|HK)?\$|[€£¥])?
    (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,8}(?:\.\d+)?)
    (?![\d,.]*\d|[:/]\d|[A-Z]|(?:st|nd|rd|th)\b|[ ]\d{3}\b|[ ]?世纪|[ ]?世紀|[ ]B[CP])
    (?P<gap>[ \u00a0]?)
    (?P<scale>万亿|千亿|百亿|十亿|千万|百万|亿|億|万|萬|(?:thousand|million|billion|trillion|bn|mn)\b)?
    (?P<space>[ \u00a0]?)
    (?P<unit>(?:UNITS)(?![A-Za-z])|%|％)?
    (?!年代)
    """.replace("UNITS", _LONGEST),
    re.VERBOSE,
)
_BOUND = re.compile(
    r"(?:超过?|逾|超|至少|不低于|不少于|最多|不超过|以上|近|将近|接近|达到?|高达|多达|最低|最高|约|大约|约为|左右|"
    r"(?i:over|more than|at least|at most|up to|less than|fewer than|under|above|below|nearly|almost|about|"
    r"around|approximately|some|exceeding|exceeded|exceeds?|only|just))\s*(?:人民币|美元)?\s*[$€£¥]?$"
)
_AFTER = re.compile(r"\s*(?:多|余|餘|以上|以下|以内|左右|上下|\+|or (?:more|less)|至|到|-|–|~|～|to\b|and\b)")
_DATE = re.compile(r"\s*(?:年(?![期限化产以]|来|前|后|内|间)|月|日|号)")
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_PART_OF_A_NAME = re.compile(
    r"(?:[A-Z]{2,}|Figure|Table|[Aa]rticles?|[Ss]ection|No\.|Rule|[Cc]hapter|\b\d{1,3}[ ]|第\s?)\s?$"
)
_TITLE = re.compile(r"《[^》]*》|“[^”]*”|\"[^\"]*\"")
_DAY = re.compile(rf"\s*(?:st|nd|rd|th)?,?\s*(?:of\s+)?{_MONTH}\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """``text[start:end]`` is a number with what belongs to it; ``at`` is where the digits stand."""

    start: int
    end: int
    at: tuple[int, int]
    number: str
    scale: str
    unit: str
    currency: str
    qualified: bool

    @property
    def value(self) -> Decimal:
        """Scales multiplied out."""
        return Decimal(self.number.replace(",", "")) * SCALES.get(self.scale, 1)

    @property
    def signature(self) -> str:
        """Value and unit in one comparable form."""
        return f"{self.value.normalize():f}|{self.currency}{self.unit.replace('％', '%')}"


def figures(text: str) -> Iterator[Figure]:
    """The figures of a text that are no dates, ordinals, list marks or parts of names."""
    for found in _FIGURE.finditer(text):
        before, after = text[max(0, found.start() - 24) : found.start()], text[found.end() : found.end() + 24]
        number, scale, unit, currency = (
            found[name] or "" for name in ("number", "scale", "unit", "currency")
        )
        bare = not (scale or unit or currency)
        if bare and (_DATE.match(after) or _DAY.match(after) or re.search(rf"{_MONTH}\s+$", before)):
            continue
        if bare and re.fullmatch(r"[12]\d\d\d", number):
            continue
        if _PART_OF_A_NAME.search(before) or any(
            one.start() < found.start() < one.end() for one in _TITLE.finditer(text)
        ):
            continue
        if bare and (
            after[:1] in {".", ")", "）", "]", "、", "′", "°"} or re.search(r"[\[(（《“\"]$|No\. ?$", before)
        ):
            continue
        if re.match(r"(?<=\d)[A-Za-z]", after) and bare:
            continue
        end = found.end("unit") if unit else found.end("scale") if scale else found.end("number")
        yield Figure(
            found.start(), end, found.span("number"), number, scale, unit, currency,
            bool(_BOUND.search(before) or _AFTER.match(text[end : end + 12])),
        )  # fmt: skip


def signatures(text: str) -> set[str]:
    """Values with units that stand in a text, and each value with no unit at all."""
    found = list(figures(text))
    return {one.signature for one in found} | {f"{one.value.normalize():f}|" for one in found}


def raws(text: str) -> set[str]:
    """The numbers of a text as they are written, without separators."""
    return {raw.replace(",", "") for raw in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def _swap(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _changeable(text: str) -> list[Figure]:
    return [one for one in figures(text) if not one.qualified and one.value]


def changed_number(text: str, rng: Random) -> tuple[str, Figure] | None:
    """One digit of a figure replaced; at least 2 % away, so that it is no rounding."""
    found = _changeable(text)
    rng.shuffle(found)
    for figure in found:
        places = [at for at, character in enumerate(figure.number) if character.isdigit()]
        rng.shuffle(places)
        for at in places:
            for digit in rng.sample("123456789" if at == 0 else "0123456789", 9):
                new = figure.number[:at] + digit + figure.number[at + 1 :]
                if _apart(figure.number, new):
                    return _renamed(text, figure, new)
    return None


def dropped_digit(text: str, rng: Random) -> tuple[str, Figure] | None:
    """One digit of a figure left out: 1,915 → 195; at least 2 % away, and no zero in front."""
    found = [one for one in _changeable(text) if sum(map(str.isdigit, one.number)) >= 2]
    rng.shuffle(found)
    for figure in found:
        digits = figure.number.replace(",", "")
        places = [at for at, character in enumerate(digits) if character.isdigit()]
        rng.shuffle(places)
        for at in places:
            new = digits[:at] + digits[at + 1 :]
            if re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?", new) and Decimal(new) and _apart(digits, new):
                whole, point, rest = new.partition(".")
                new = (f"{int(whole):,}" if "," in figure.number else whole) + point + rest
                return _renamed(text, figure, new)
    return None


def _apart(old: str, new: str) -> bool:
    one, other = Decimal(old.replace(",", "")), Decimal(new.replace(",", ""))
    return abs(one - other) > Decimal("0.02") * max(one, other)


def _renamed(text: str, figure: Figure, number: str) -> tuple[str, Figure]:
    made = _swap(text, *figure.at, number)
    start, stop = figure.at[0], figure.at[0] + len(number)
    moved = len(number) - len(figure.number)
    return made, Figure(
        figure.start,
        figure.end + moved,
        (start, stop),
        number,
        figure.scale,
        figure.unit,
        figure.currency,
        False,
    )


def swapped_scale(text: str, rng: Random) -> tuple[str, Figure] | None:
    """万 for 亿, million for billion, and the other way round."""
    others = {"亿": "万", "億": "萬", "万": "亿", "萬": "億", "million": "billion", "billion": "million",
              "thousand": "million", "trillion": "billion", "bn": "mn", "mn": "bn"}  # fmt: skip
    found = [one for one in figures(text) if one.scale in others]
    if not found:
        return None
    figure = rng.choice(found)
    at = text.index(figure.scale, figure.at[1])
    new = others[figure.scale]
    made = _swap(text, at, at + len(figure.scale), new)
    return made, Figure(
        figure.start, figure.end + len(new) - len(figure.scale), figure.at, figure.number, new, figure.unit,
        figure.currency, False,
    )  # fmt: skip


def swapped_unit(text: str, rng: Random) -> tuple[str, Figure] | None:
    """A unit of another size or kind, another currency."""
    signs = {"$": "€", "€": "$", "£": "$"}
    found = [
        one
        for one in figures(text)
        if (one.unit in UNITS or one.currency in signs)
        and not (one.unit == "元" and re.search(r"(?:币|幣|圆|NT)\s*$", text[: one.start]))
        and not (one.unit == "元" and text[one.end : one.end + 1] in {"/", "人", "化"})
        and text[one.end : one.end + 1] not in {"(", "（"}
    ]
    if not found:
        return None
    figure = rng.choice(found)
    if figure.currency in signs:
        new = signs[figure.currency]
        made = _swap(text, figure.start, figure.start + len(figure.currency), new)
        return made, Figure(figure.start, figure.end, figure.at, figure.number, figure.scale, "", new, False)
    new = UNITS[figure.unit]
    at = figure.end - len(figure.unit)
    made = _swap(text, at, figure.end, new)
    return made, Figure(figure.start, at + len(new), figure.at, figure.number, figure.scale, new, "", False)


_ORDINALS = ("first", "second", "third", "fourth")
_MONTHS = _MONTH[3:-1].split("|")
_YEAR = r"(?:18|19|20)\d\d"
_PERIODS = re.compile(
    rf"""
    (?P<year>(?<![0-9]){_YEAR}(?=\s*年(?!代|度?以?[来间])))
    |(?P<plain>(?<=[A-Za-z0-9,][ ]){_YEAR}\b(?![sA-Z%-]))
    |(?P<month>(?<![0-9])(?:1[0-2]|[1-9])(?=\s*月(?!份?起)))
    |(?P<named>\b{_MONTH}\b(?=\s+(?:of\s+)?\d|,?\s+{_YEAR}))
    |第?(?P<quarter>[一二三四1-4])(?=\s?季)
    |\bQ(?P<q>[1-4])\b
    |\b(?P<ordinal>first|second|third|fourth)(?=[ -](?:quarter|half))
    |(?P<half>[上下])(?=半年)
    """,
    re.VERBOSE,
)
_BEFORE_YEAR = re.compile(
    rf"(?:\b(?i:in|of|since|by|from|until|till|to|during|and|the|for|year|before|after)|{_MONTH}|,|\d,?)\s$"
)


def moved_period(text: str, rng: Random) -> tuple[str, str] | None:
    """A year, month, quarter or half moved; with the mutant, how the new period is written."""
    found = list(_PERIODS.finditer(text))
    rng.shuffle(found)
    for one in found:
        kind = one.lastgroup or ""
        old = one[kind]
        if kind == "plain" and not _BEFORE_YEAR.search(text[max(0, one.start() - 12) : one.start()]):
            continue
        if kind in {"year", "plain"}:
            options = [str(int(old) + step) for step in (-2, -1, 1, 2)]
        elif kind == "month":
            options = [str(month) for month in range(1, 13)]
        elif kind == "named":
            options = list(_MONTHS)
        elif kind == "ordinal":
            half = text[one.end() :].lstrip(" -").startswith("half")
            options = list(_ORDINALS[:2] if half else _ORDINALS)
        elif kind == "half":
            options = ["上", "下"]
        else:
            options = list("1234" if old in "1234" else "一二三四")
        tail = {"year": "年", "month": "月", "quarter": "季", "half": "半年"}.get(kind, "")
        rng.shuffle(options)
        for new in options:
            # A period that the sentence speaks of too would only change places with it.
            if new != old and not re.search(rf"(?<!\d){new}\s*{tail}", text):
                made = _swap(text, *one.span(kind), new)
                return made, new + (re.match(r"\s*", text[one.end(kind) :]) or [""])[0] + tail
    return None


def _plain(value: Decimal, grouped: bool) -> str:
    return f"{value.normalize():,f}" if grouped else f"{value.normalize():f}"


def converted_scale(text: str, rng: Random) -> str | None:
    """The same value in another scale: 1.2亿 → 12,000万, $1,284 million → $1.284 billion."""
    pairs = {"亿": "万", "億": "萬", "万": "亿", "萬": "億", "million": "billion", "billion": "million"}
    found = [one for one in figures(text) if one.scale in pairs]
    rng.shuffle(found)
    for one in found:
        new = pairs[one.scale]
        value = one.value / SCALES[new]
        if not Decimal("0.01") <= value < Decimal(10) ** 7 or len(value.normalize().as_tuple().digits) > 6:
            continue
        at = text.index(one.scale, one.at[1])
        shown = _plain(value, grouped=rng.random() < 0.5)
        return _swap(text, one.at[0], at + len(one.scale), shown + text[one.at[1] : at] + new)
    return _multiplied_out(text, rng)


def _multiplied_out(text: str, rng: Random) -> str | None:
    """25万 → 250,000; 62,000 → 6.2万."""
    for one in sorted(figures(text), key=lambda _: rng.random()):
        if one.scale == "万" and one.value < 10**7 and one.value == int(one.value):
            at = text.index("万", one.at[1])
            return _swap(text, one.at[0], at + 1, f"{int(one.value):,}" + text[one.at[1] : at])
        han = re.search("[\u4e00-\u9fff]", text)
        if han and not one.scale and not one.currency and one.value >= 10_000 and one.value % 100 == 0:
            return _swap(text, *one.at, f"{(one.value / 10_000).normalize():f}万")
    return None


def respelled(text: str, rng: Random) -> str | None:
    """The same figure as the other language writes it: 12.5亿元 → 1.25 billion yuan, 45% → 45 percent."""
    money = {"元": "yuan", "美元": "US dollars", "欧元": "euros"}
    back = {"$": "美元", "€": "欧元", "yuan": "元"}
    found = list(figures(text))
    rng.shuffle(found)
    for one in found:
        foreign = re.search(r"(?:币|幣|圆|NT)\s*$", text[: one.start])
        if one.scale in {"亿", "万"} and one.unit in money and not foreign:
            scale = "billion" if one.value >= 10**9 else "million" if one.value >= 10**6 else "thousand"
            shown = f"{(one.value / SCALES[scale]).normalize():f} {scale} {money[one.unit]}"
            return _swap(text, one.start, one.end, shown)
        unit = back.get(one.currency or one.unit)
        if one.scale in {"million", "billion"} and unit:
            scale = "亿" if one.value >= 10**8 else "万"
            return _swap(
                text, one.start, one.end, f"{(one.value / SCALES[scale]).normalize():f}{scale}{unit}"
            )
    for one in found:
        if one.unit in {"%", "％"} and not one.currency:
            han = re.search("[\u4e00-\u9fff]", text)
            new = f"百分之{_in_han(one.number)}" if han else f"{one.number} percent"
            return _swap(text, one.start, one.end, new)
    return None


def _in_han(number: str) -> str:
    """A number in Chinese numerals: 13.1 → 十三点一; as it is from a hundred on."""
    whole, _, rest = number.partition(".")
    if len(whole) > 2:
        return number
    tens, ones = divmod(int(whole), 10)
    digits = "零一二三四五六七八九"
    said = (
        ("" if tens < 2 else digits[tens])
        + ("十" if tens else "")
        + (digits[ones] if ones or not tens else "")
    )
    return said + ("点" + "".join(digits[int(digit)] for digit in rest) if rest else "")
