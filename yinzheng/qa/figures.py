"""One figure at a time: a numeral with the unit that stands around it, as :mod:`yinzheng.qa.quantities` composes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from yinzheng.qa import units
from yinzheng.qa.numerals import (
    SCALE_LETTERS,
    Numeral,
    read,
    sign_before,
    word_around,
)
from yinzheng.qa.han_numerals import DIGITS
from yinzheng.qa.han_numerals import read as read_han
from yinzheng.types import QuantityKind


@dataclass(slots=True)
class Figure:
    """A numeral with its unit: ``low[start:end]``, before ranges, compounds and qualifiers are looked at."""

    start: int
    end: int
    value: Decimal | None
    kind: QuantityKind = "number"
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    vague: bool = False
    over: bool = False
    scale: int = 1
    factor: Decimal = Decimal(1)  # of money: what the named unit is worth (0.01 of a cent)
    number_end: int = 0  # where the numeral itself ends
    number_start: int = 0
    han: bool = False  # the numeral is in Chinese characters alone
    words: bool = False
    bare: bool = False
    signed: bool = False
    prefixed: bool = False  # the currency stands before the number
    word_unit: bool = False  # the unit is a word that a clause can follow (dollars)


@dataclass(slots=True)
class Reading:
    """A text being read: as written, evened out and in lower case."""

    text: str
    even: str
    low: str
    han: bool  # whether it holds Chinese characters at all


_PERCENT_HAN = (
    ("个百分点", "points", "pp", 1), ("百分点", "points", "pp", 1), ("个百分", "percent", "%", 1), ("个基点", "basis_points", "bp", 1),
    ("基点", "basis_points", "bp", 1), ("个bp", "basis_points", "bp", 1), ("成", "percent", "%", 10), ("折", "percent", "%", 10),
    ("倍", "multiple", "x", 1),
)  # fmt: skip


@cache
def _points() -> re.Pattern[str]:
    return re.compile(r"\s{0,4}个?\s?百\s?分\s?点")


@cache
def _relative_english() -> re.Pattern[str]:
    return re.compile(
        r"(?P<points>percentage[ -]points?|percent points?|ppts?|pps?|%[ -]?points?|pct points?|个百分点)(?![a-z])"
        r"|(?P<bp>basis[ -]points?|bps?|bips)(?![a-z])"
        r"|(?P<percent>%|％|per[ -]?cent(?:age)?|percentages?|pct\.?|％)(?![a-z])"
        r"|(?P<mille>‰|per mille?)(?![a-z])"
        r"|(?P<multiple>x(?![a-z0-9])|×(?!\s?[0-9])|times(?![a-z])(?!\s(?:a|per|each|every|in)\s)|-?fold(?![a-z]))"
    )


_SPACES = " \u00a0\u3000\u2009\u202f"
_MEASURES = (
    "公里 人次 架次 车次 班次 场次 例次 批次 台次 件套 亿次 平方 名 个 位 人 家 张 台 辆 架 艘 座 栋 幢 套 件 份 股 手 只 头 匹 条 根 支 枝 部 本 册 篇 项 款 种 类 批"  # noqa: SIM905
    " 次 回 场 届 轮 笔 单 户 口 间 所 处 片 块 颗 粒 枚 滴 瓶 箱 盒 包 袋 杯 桶 车 双 对 副 组 队 排 列 层 门 步 票 席 床 例 宗 桩 页 字 词"
    " 句 行 段 章 卷 集 站 封 幅 尊 顶 扇 盏 株 棵 朵 串 捆 把 剂 针 艇 期 代 档 柜 卡 核 局 球 分 点 声 遍 趟 班 街 镇 村 县 市 省 州 国 岛 边 面 角 环 轨 孔 盘 罐 筐 吨位 周期 机 楼 室 厅 亩地 篇 帧 倍频 节课 种类 类别 大类 强 星 级 折"
).split()
_RISKY = frozenset("分点声面角边班局球站代期级强星大手头口门步章集卷国市省州县镇村街环机楼室厅卡核柜档周期行段把对单处所部项回车双排列")
"""Measure words that are ordinary words as often: read after digits or a numeral of two characters and more."""


@cache
def _measure_table() -> dict[str, str]:
    table = {measure: measure for measure in _MEASURES}
    return table | units.measure_units()


_ENGLISH_NOT_NOUN = frozenset(
    "of in on at by to for from with and or as is are was were be been has have had will would can could may might than"  # noqa: SIM905
    " that this these those its his whereas thus plus us versus across towards less yes always perhaps besides sometimes"
    " during after before since until per each the a an does goes vs times series business process basis analysis plus"
    " ms mrs previous various serious famous religious gas bus press class access success loss progress address".split()
)


def attach(reading: Reading, numeral: Numeral, floor: int) -> Figure:
    """The numeral with its sign, its currency before and its unit behind; nothing before ``floor`` is looked at."""
    figure = Figure(
        numeral.start, numeral.end, numeral.value, low=numeral.low, high=numeral.high, vague=numeral.more == "vague",
        over=numeral.more == "over", scale=numeral.scale, han=numeral.form == "han", words=numeral.form == "words",
        bare=numeral.bare, number_start=numeral.start, number_end=numeral.end,
    )  # fmt: skip
    if numeral.fraction:
        figure.kind = "fraction"
    _before(reading, figure, floor)
    _behind(reading, figure)
    return figure


# --- what stands before

_CURRENCY_END = frozenset("$¥£€₩₹₽₺₴₪₫฿₱₦₡₲₵₸₮₭₾₼₿.币元金镑")


@cache
def _currency_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<![A-Za-z])(?:[A-Za-z.]{1,5}\$|(?:[Cc]|[Uu][Ss]|[Hh][Kk]|[Nn][TtZz]|[Aa][Uu]|[Cc][Aa]|[Ss][Gg])\s\$)|(?<![A-Za-z])[A-Za-z]{2,4}\.?|[$¥£€₩₹₽₺₴₪₫฿₱₦₡₲₵₸₮₭₾₼₿]"
        r"|(?:RMB|CN|JP)¥|人民币|美元|美金|港币|港元|新台币|台币|欧元|日元|英镑)\s{0,2}\Z"
    )


def _before(reading: Reading, figure: Figure, floor: int) -> None:
    """A currency and a sign before the number, in either order."""
    even, low = reading.even, reading.low
    begin = figure.start
    signed = sign_before(low, begin, floor)
    at = signed if signed is not None else begin
    probe = at
    while probe > floor and even[probe - 1] in _SPACES and at - probe < 3:
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
            if unit is not None and not (sign.isalpha() and sign.isascii() and not _stands_alone(even, match.start(), floor)):
                figure.kind, figure.unit, figure.prefixed = "money", unit.symbol, True
                if sign == "¥":
                    figure.unit = _yen_or_yuan(reading)
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
    if figure.prefixed or signed is not None:
        figure.start = at


def _sign(sign: str) -> units.Unit | None:
    signs = units.money().signs
    found = signs.get(sign)
    if found is None and (sign.endswith("$") or sign.isupper() or sign.lower() in {"rmb", "usd", "eur", "gbp", "cny", "hkd", "jpy"}):
        found = signs.get(sign.upper()) or signs.get(sign.upper().replace(" ", ""))
    return found


def _stands_alone(even: str, start: int, floor: int) -> bool:
    return start <= floor or not (even[start - 1].isascii() and even[start - 1].isalnum())


def _yen_or_yuan(reading: Reading) -> str:
    """¥ is yuan in Chinese text; in English it is what the text names, and yen otherwise."""
    if reading.han or re.search(r"yuan|rmb|cny|renminbi|china|chinese", reading.low):
        return "CNY"
    return "JPY"


# --- what stands behind


def _behind(reading: Reading, figure: Figure) -> None:
    even, low = reading.even, reading.low
    end = figure.end
    if figure.value is not None and not figure.han and not figure.words:
        end = _letter_scale(reading, figure)
    c = low[end : end + 1]
    if figure.han or c in {"多", "余", "来"}:
        if c and c in "多余来" and (_is_unit_start(reading, end + 1)) and not figure.vague:
            figure.over = True
            end += 1
    elif c == "+" and low[end + 1 : end + 2] > "\u2e80" and _is_unit_start(reading, end + 1):
        end += 1
        figure.over = True
    at = end
    while low[at : at + 1] in {*_SPACES} and at - end < 4:
        at += 1
    if low[at : at + 1] == "\n" and at == end and low[at + 1 : at + 2] > "\u2e80" and _money_or_percent(reading, at + 1):
        at += 1
    c = low[at : at + 1]
    if not c:
        return
    if c > "\u2e80" and c not in "％℃℉㎡㎞㎝㎜㎏㎎㎥":
        _han_behind(reading, figure, at)
    elif c in "-(（[‐–" and c not in "":
        _joined_behind(reading, figure, at)
    else:
        _latin_behind(reading, figure, at)


def _is_unit_start(reading: Reading, at: int) -> bool:
    even = reading.even
    return bool(
        units.han_money(even, at) or units.han_unit(even, at) or even[at : at + 1] in _measure_table()
        or even.startswith(("个", "倍", "成", "岁", "%"), at) or even[at : at + 1] in "万亿人%"
    ) and at < len(even)  # fmt: skip


def _money_or_percent(reading: Reading, at: int) -> bool:
    return units.han_money(reading.even, at) is not None or reading.even.startswith(("个百分点", "万", "亿"), at)


@cache
def _scale_behind() -> re.Pattern[str]:
    words = "|".join(sorted({word.lower() for word in SCALE_LETTERS if len(word) > 1}, key=len, reverse=True))
    return re.compile(rf"(\s?(?:{words})|[kmbt])(?![a-z0-9])")


_MONEY_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12} | {k.lower(): v for k, v in SCALE_LETTERS.items() if len(k) > 1}


@cache
def _scaled_money() -> re.Pattern[str]:
    return re.compile(r"\s?(?P<scale>[KMBT])\s?(?P<code>[A-Z]{3})(?![A-Za-z])")


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
    if code is not None and code["code"] in units.money().signs:
        found, past = _MONEY_SCALES[code["scale"].lower()], code.end("scale")
    else:
        match = _scale_behind().match(low, end)
        if match is not None:
            mark = match.group().strip()
            written = even[match.end() - len(mark) : match.end()]
            is_money = figure.prefixed or _english_money_follows(reading, match.end())
            if is_money:
                found, past = _MONEY_SCALES[mark], match.end()
            elif written in SCALE_LETTERS and written not in {"G", "T"} and not (written == "K" and _is_kelvin(reading, figure)):
                if len(written) > 1 or written in "kKMB":
                    found, past = SCALE_LETTERS[written], match.end()
    if found is None or figure.value is None:
        return end
    if written_like_name(reading, figure, past):
        return end
    figure.value *= found
    figure.scale = found
    figure.end = figure.number_end = past
    return past


def written_like_name(reading: Reading, figure: Figure, past: int) -> bool:
    """4K and 8K are picture sizes where no money or thing is counted, 3M is a company."""
    digits = reading.even[figure.number_start : figure.number_end]
    if len(digits) == 1 and reading.even[figure.number_end : past] in {"M", "B"} and not figure.prefixed:
        noun = re.compile(r"\s?[a-z]+").match(reading.even, past)
        known = noun is not None and noun.group().strip() in units.things()
        return not (known or _english_money_follows(reading, past) or reading.low[past : past + 1] > "\u2e80")
    return reading.even[figure.number_end : past] == "K" and figure.value in {2, 4, 5, 8} and not figure.prefixed


def _is_kelvin(reading: Reading, figure: Figure) -> bool:
    digits = reading.low[figure.number_start : figure.number_end]
    return "." in digits and ("°" in reading.low or "temperature" in reading.low or "celsius" in reading.low)


def _english_money_follows(reading: Reading, at: int) -> bool:
    low = reading.low
    if low[at : at + 1] == " ":
        at += 1
    if at >= len(low) or not (low[at].isalpha() and low[at] < "\u2e80"):
        return False
    found = units.english_phrase(low, at, units.money().english)
    return found is not None and found[1] - at > 2


@cache
def _han_money_after() -> re.Pattern[str]:
    return re.compile(r"(?:个|枚)?\s?(?:比特币|以太坊|以太币)")


def _han_behind(reading: Reading, figure: Figure, at: int) -> None:
    even = reading.even
    points = _points().match(even, figure.number_end) if even[at] in "个百" else None
    if points is not None and figure.value != 0:
        figure.kind, figure.unit, figure.end = "points", "pp", points.end()
        return
    for name, kind, unit, factor in _PERCENT_HAN:
        if even.startswith(name, at):
            if name == "成" and not _is_tenths(reading, figure, at):
                return
            if name == "折" and not _is_discount(reading, figure, at):
                return
            _percent(figure, kind, unit, factor, at + len(name))  # type: ignore[arg-type]
            if name == "折" and figure.value is not None and figure.value > 100:
                figure.value /= 10  # 五五折, 85折
            if name == "成":
                _half_after(reading, figure, Decimal(5))
                _tenths_digit(reading, figure)
            elif name == "倍":
                _half_after(reading, figure, Decimal("0.5"))
            return
    found = units.han_money(even, at)
    if found is not None and not _is_other_word(reading, figure, at, found[1]):
        unit, end = found
        if even[at] == "块" and end == at + 1 and _counts_pieces(even, end):
            pass
        elif even[at] in "角毛" and end == at + 1 and not _is_minor(even, end, figure):
            pass
        else:
            _take_money(figure, unit, end)
            _half_after(reading, figure, Decimal("0.5") * unit.factor)
            if even[end - 1] in "块毛角":
                _tenth(even, figure)
            _per_slash(reading, figure)
            return
    if figure.prefixed:
        _per_slash(reading, figure)
        return
    if even[at] == "分" and at == figure.number_end and _behind_minor(even, figure.start):
        _take_money(figure, units.money().chinese["分钱"], at + 1)  # 6角三分
        return
    physical = units.han_unit(even, at)
    measure, canonical = _measure(even, at)
    if physical is not None and physical[1] - at >= len(measure):
        if not _is_other_word(reading, figure, at, physical[1]):
            _take_physical(reading, figure, physical[0], physical[1], at)
            if figure.unit:
                return
    age = re.compile(r"周?岁").match(even, at)
    if age is not None:
        figure.kind, figure.unit, figure.end = "age", "year", age.end()
        _half_after(reading, figure, Decimal("0.5"))
        return
    if measure:
        _take_count(reading, figure, at, measure, canonical)
        return
    if figure.scale == 1 and (figure.han or (figure.value is not None and 1900 <= figure.value <= 2100)):
        return
    name = _thing_at(reading, at)
    if name is not None and name[1] - at > 1:
        figure.kind, figure.unit, figure.end = "count", name[0], name[1]


def _percent(figure: Figure, kind: QuantityKind, unit: str, factor: int, end: int) -> None:
    figure.kind, figure.unit, figure.end = kind, unit, end
    if factor != 1:
        for name in ("value", "low", "high"):
            value = getattr(figure, name)
            if value is not None:
                setattr(figure, name, value * factor)


def _is_tenths(reading: Reading, figure: Figure, at: int) -> bool:
    """三成, 超 5 成; not 三成立, 八成新 (an idiom of wear), 一成不变, 构成."""
    even = reading.even
    after = even[at + 1 : at + 2]
    if after and after in "立为本长员都功交分熟绩果就员品":
        return False
    if figure.value is not None and figure.value > 10 or figure.scale > 1:
        return False
    return not (figure.han and _is_other_word(reading, figure, at, at + 1))


def _is_discount(reading: Reading, figure: Figure, at: int) -> bool:
    after = reading.even[at + 1 : at + 2]
    if after and after in "叠射磨旧线返扣腾":
        return False
    return figure.value is None or figure.value < 100


def _half_after(reading: Reading, figure: Figure, half: Decimal) -> None:
    """两米半, 三成半, 一倍半; not 半年 behind it."""
    if reading.even[figure.end : figure.end + 1] == "半" and figure.value is not None:
        after = reading.even[figure.end + 1 : figure.end + 2]
        if not after or after not in "年天月日个小价数径场程夜点壁":
            figure.value += half
            figure.end += 1


_HAN_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def _tenths_digit(reading: Reading, figure: Figure) -> None:
    """七成六 is 76 %."""
    at = figure.end
    while reading.even[at : at + 1] == " " and at - figure.end < 2:
        at += 1
    digit = _HAN_DIGIT.get(reading.even[at : at + 1])
    if digit is not None and figure.value is not None and figure.value % 10 == 0:
        after = reading.even[at + 1 : at + 2]
        if not after or not ("\u3400" <= after <= "\u9fff"):
            figure.value += digit
            figure.end = at + 1


def _is_other_word(reading: Reading, figure: Figure, at: int, end: int) -> bool:
    """Whether a lone Chinese digit and its unit are part of a longer word: 五角大楼, 三角债, 十分, 百度."""
    if not figure.han or end - figure.start > 4 or figure.number_end - figure.number_start > 2:
        return False
    first, last = word_around(reading.low, figure.number_start, end)
    if last > end:
        if last > end + 2:
            return True
        after = reading.even[end : end + 1]
        if reading.even[end - 1] in "年月日天周时秒钟期":
            return after in "级代糕度生报头轮薪息利线"
        return after not in "钱整半多币左以"
    return first < figure.start and reading.low[first : figure.start] not in {"近", "约", "超", "逾", "仅", "达", "共", "每", "前", "后", "这", "那", "上", "下", "头"}


def _behind_minor(even: str, start: int) -> bool:
    return start > 1 and even[start - 1] in "角毛元块" and (even[start - 2].isdigit() or even[start - 2] in DIGITS)


def _tenth(even: str, figure: Figure) -> None:
    """三块五 is 3.50, 五毛五 is 0.55."""
    digit = DIGITS.get(even[figure.end : figure.end + 1])
    if digit is None and even[figure.end : figure.end + 1].isdecimal():
        digit = int(even[figure.end])
    if not digit or figure.value is None:
        return
    after = even[figure.end + 1 : figure.end + 2]
    if not after or not (after.isalnum() or after in ".,%") or after in "的了钱左就也都一吧呢":
        figure.value += digit * figure.factor / 10
        figure.end += 1


def _counts_pieces(even: str, end: int) -> bool:
    """块 before a noun counts pieces (三块显卡); before nothing it is money."""
    after = even[end : end + 1]
    if after in DIGITS:
        return False
    return bool(after) and "\u3400" <= after <= "\u9fff" and after not in "左右多的了以一和到至钱买卖就都也吧呢啊不"


def _is_minor(even: str, end: int, figure: Figure) -> bool:
    """角 and 毛 are money behind 元 or 块, behind digits, and before a digit or 钱; 三角 is a triangle."""
    after = even[end : end + 1]
    if after and after in "色度落形大楼债洲兽鲸巾笔":
        return False
    return not figure.han or even[figure.start - 1 : figure.start] in {"元", "块", "圆"} or after in DIGITS


def _take_money(figure: Figure, unit: units.Unit, end: int) -> None:
    if not figure.prefixed or not figure.unit or unit.symbol != "CNY" or unit.factor != 1:
        figure.unit = unit.symbol
    figure.kind, figure.end, figure.factor = "money", end, unit.factor
    if unit.factor != 1:
        for name in ("value", "low", "high"):
            value = getattr(figure, name)
            if value is not None:
                setattr(figure, name, value * unit.factor)


_PER = re.compile(r"\s?/\s?(?=[a-z\u4e00-\u9fff㎡])|\s(?:per|a|an)\s(?=[a-z])")


def _per_slash(reading: Reading, figure: Figure) -> None:
    """8.10元/股, $15.4/hour: the span takes the slash, the unit says what the money is per."""
    if reading.even[figure.end : figure.end + 1] not in {"/", " "}:
        return
    match = _PER.match(reading.low, figure.end)
    if match is None:
        return
    below = _below(reading, match.end())
    if below is None:
        return
    slash = "/" in match.group()
    if not slash and match.group().strip() != "per":
        return
    figure.unit = f"{figure.unit}/{below[0]}"
    if slash:
        figure.end = below[1]


def _below(reading: Reading, at: int) -> tuple[str, int] | None:
    """What stands under the slash: a unit, or a thing that is counted."""
    even, low = reading.even, reading.low
    if low[at] > "\u2e80":
        unit = units.han_unit(even, at)
        measure, canonical = _measure(even, at)
        if unit is not None and unit[1] - at >= len(measure):
            return unit[0].symbol, unit[1]
        if measure:
            return canonical, at + len(measure)
        return None
    unit = units.latin_unit(even, low, at)
    if unit is not None:
        return unit[0].symbol, unit[1]
    word = re.compile(r"[a-z]+").match(low, at)
    if word is None:
        return None
    return units.thing(word.group()) or word.group(), word.end()


def _measure(even: str, at: int) -> tuple[str, str]:
    """The Chinese measure word at ``even[at]`` (longest first) and its canonical form; empty when none stands there."""
    table = _measure_table()
    for length in (3, 2, 1):
        word = even[at : at + length]
        if len(word) == length and word in table:
            return word, table[word]
    return "", ""


_CLAUSE_END = frozenset("，。；：、！？,;!?()（）\n|\"“”《》")


def _take_count(reading: Reading, figure: Figure, at: int, measure: str, canonical: str) -> None:
    """A count by a measure word, with the noun behind it where the tables know one."""
    even = reading.even
    end = at + len(measure)
    lone = figure.han and figure.scale == 1 and figure.number_end - figure.number_start == 1
    if lone and (figure.value == 1 or measure in _RISKY or measure == "股" or _is_other_word(reading, figure, at, end)):
        return
    if figure.han and measure in _RISKY and figure.number_end - figure.number_start <= 2 and figure.scale == 1:
        return
    if measure in _RISKY and end < len(even) and "\u3400" <= even[end] <= "\u9fff" and _word_goes_on(reading.low, end - 1):
        return
    if measure == "个" and even[end : end + 1] in {"半"}:
        after = units.han_unit(even, end + 1)
        if after is not None and figure.value is not None:  # 一个半小时
            figure.value += Decimal("0.5")
            figure.kind, figure.unit, figure.end = after[0].kind, after[0].symbol, after[1]  # type: ignore[assignment]
            return
    figure.kind, figure.unit, figure.end = "count", canonical, end
    if measure in _WHOLE_MEASURES:
        return
    name = _thing_at(reading, end)
    if name is not None:
        figure.unit = name[0]
        figure.end = name[1]
    else:
        far = _thing_beyond(reading, end)
        if far:
            figure.unit = far


_WHOLE_MEASURES = frozenset("人 次 人次 股 户 票 页 字 句 行 点 分 岁 期 例 宗 口".split())  # noqa: SIM905
"""Measure words that are what they count: the noun behind 股 in 500万股公司股份 is not the thing."""


def _thing_at(reading: Reading, at: int) -> tuple[str, int] | None:
    """A known noun at ``at``, one space allowed, longest first, and where it ends."""
    low = reading.low
    if low[at : at + 1] == " ":
        at += 1
    c = low[at : at + 1]
    if not c:
        return None
    known = units.things()
    if c.isascii() and c.isalpha():
        match = re.compile(r"[a-z]+(?:小时)?(?![a-z0-9])").match(low, at)
        if match is None or match.group() in {"a", "an", "and", "or"}:
            return None
        name = known.get(match.group())
        return (name, match.end()) if name else None
    if "\u3400" <= c <= "\u9fff":
        for length in range(7, 0, -1):
            word = low[at : at + length]
            if len(word) == length and word in known:
                if length == 1 and low[at + 1 : at + 2] and "\u3400" <= low[at + 1] <= "\u9fff" and _word_goes_on(low, at):
                    continue
                return known[word], at + length
    return None


def _word_goes_on(low: str, at: int) -> bool:
    return word_around(low, at, at + 1)[1] > at + 1


def _thing_beyond(reading: Reading, at: int) -> str:
    """A known noun a few characters on (25万张英伟达的 GPU): what is counted, outside the span."""
    low = reading.low
    stop = at
    while stop < len(low) and stop - at < 12 and low[stop] not in _CLAUSE_END and not low[stop].isdigit():
        stop += 1
    of = low.find("的", at, stop)
    if of < 0:
        return ""
    head = low[at:of]
    if any(name in head for name in ("芯片", "公司", "数据", "项目", "机柜")) or any(c in head for c in "和与及、"):
        return ""  # 片老一代芯片的公司
    found = _thing_at(Reading(reading.text, reading.even, low[:stop], reading.han), of + 1)
    return found[0] if found is not None else ""


def _take_physical(reading: Reading, figure: Figure, unit: units.Unit, end: int, at: int) -> None:
    """A physical unit or a duration, with ``/`` or per another behind it."""
    even = reading.even
    if figure.han and figure.number_end - figure.number_start == 1 and end == at + 1 and figure.scale == 1:
        if even[at] not in "米克吨升亩斤里磅两年天周日秒瓦" and not (even[at] == "度" and figure.value != 1):
            return
        if figure.value == 1 and even[at] in "里两瓦":
            return
    if unit.symbol == "°" and even[at] == "度":
        unit = _degrees(reading, figure, unit)
    if unit.kind == "duration":
        if not _is_duration(reading, figure, end, at):
            return
        figure.kind = "duration"
    elif unit.symbol == "两" and not _is_weight(reading, figure, end):
        return
    else:
        figure.kind = "physical"
    figure.unit, figure.end = unit.symbol, end
    _half_after(reading, figure, Decimal("0.5"))
    if figure.kind == "duration":
        old = re.compile(r"大(?=[的，。,. 了]|$)").match(even, figure.end)
        if old is not None:
            figure.kind, figure.end = "age", old.end()
        return
    below = _slash_unit(reading, unit, figure.end)
    if below is not None:
        figure.unit, figure.end = below


def _slash_unit(reading: Reading, unit: units.Unit, end: int) -> tuple[str, int] | None:
    """km/h, 公里每小时, J/m² per year: the compound's symbol and where it ends."""
    even, low = reading.even, reading.low
    found: tuple[str, int] | None = None
    for _ in range(2):
        match = re.compile(r"/|\s?per\s|每|-per-").match(low, end)
        if match is None:
            break
        at = match.end()
        if at >= len(low):
            break
        below = units.han_unit(even, at) if low[at] > "\u2e80" else units.latin_unit(even, low, at)
        if below is None:
            break
        unit = units.per(unit, below[0])
        end = below[1]
        found = unit.symbol, end
    return found


@cache
def _hot() -> re.Pattern[str]:
    return re.compile(r"温|烧|热|冷|冻|temp|thermostat|fahrenheit|celsius|degrees outside|weather")


def _degrees(reading: Reading, figure: Figure, unit: units.Unit) -> units.Unit:
    """度 is an angle unless the clause speaks of temperature."""
    begin = max(0, figure.start - 16)
    if "华氏" in reading.even[begin : figure.start]:
        return units.tables().marks["℉"]
    if "摄氏" in reading.even[begin : figure.start]:
        return units.tables().marks["℃"]
    if _hot().search(reading.low, begin, figure.end + 4):
        return unit._replace(symbol="degree")
    return unit


def _is_duration(reading: Reading, figure: Figure, end: int, at: int) -> bool:
    """两年, 18 个月, 10 年; not 一天 in 有一天, nor the day of a date."""
    even = reading.even
    name = even[at:end]
    if name == "日" and not _counts_days(even, figure, end):
        figure.kind, figure.unit, figure.end, figure.value = "date", "day", end, None  # the day of a month
        return False
    if name == "年" and _is_calendar_year(even, figure, end):
        figure.kind, figure.unit, figure.end, figure.value = "date", "year", end, None
        return False
    if figure.han and figure.value == 1 and figure.number_end - figure.number_start == 1:
        before = even[figure.start - 1 : figure.start]
        if name in {"天", "日", "年"} and before and before in "有某这那哪第同每":
            return False
        if even[end : end + 1] in {"度", "到", "线", "级", "生"} and name in {"年", "天", "日"}:
            return False
    return not (name == "年" and even[end : end + 1] in {"级", "代", "糕"})


_DAYS = re.compile(r"(?:内|以内|之内|后|以上|以下|左右|游|均|无理由|的时间)")
_DAYS_BEFORE = re.compile(r"(?:近|连续|未来|过去|每|最近|前|后|满|超过|为期|长达|约|达|第)\s?\Z")


def _counts_days(even: str, figure: Figure, end: int) -> bool:
    """30日内 and 近5日 count days; 本月3日 is a date."""
    if figure.value is not None and figure.value > 31 or figure.scale > 1:
        return True
    return bool(_DAYS.match(even, end) or _DAYS_BEFORE.search(even, max(0, figure.start - 4), figure.start))


_ERAS = re.compile(
    r"(?:公元前?|西元前?|民国|光绪|宣统|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|顺治|崇祯|天启|万历|隆庆|嘉靖|正德|弘治|成化|宣德|洪熙"
    r"|永乐|建文|洪武|至正|至元|开元|天宝|贞观|昭和|平成|令和|明治|大正|庆历|熙宁|元丰|太和|建安)\s?\Z"
)
_SPAN_OF_YEARS = re.compile(r"(?:前|后|来|间|之久|的?历史|以来|时间|期|之前|之后|内|以上|以下|里|中(?!国))")


def _is_calendar_year(even: str, figure: Figure, end: int) -> bool:
    """民国二年, 公元前 221 年, 476年: the name of a year, not that many years."""
    if _ERAS.search(even, max(0, figure.start - 5), figure.start):
        return True
    whole = figure.value is not None and figure.value == figure.value.to_integral_value()
    if figure.over or figure.scale > 1 or not whole or figure.value is None or not 100 <= figure.value <= 2100:
        return False
    digits = even[figure.number_start : figure.number_end]
    if figure.han and any(c in "百千" for c in digits) or "," in digits:
        return False
    return _SPAN_OF_YEARS.match(even, end) is None


def _is_weight(reading: Reading, figure: Figure, end: int) -> bool:
    after = reading.even[end : end + 1]
    return not after or not ("\u3400" <= after <= "\u9fff") or after in "黄金银肉酒茶米面重的左以，"


# --- English and symbols


def _joined_behind(reading: Reading, figure: Figure, at: int) -> None:
    """three-ton, 16-bit, five-year; 20 (kg), 20 [kg]."""
    low, even = reading.low, reading.even
    c = low[at]
    if c in "(（[":
        close = {"(": ")", "（": "）", "[": "]"}[c]
        found = units.latin_unit(even, low, at + 1) if low[at + 1 : at + 2].isalpha() or low[at + 1 : at + 2] == "°" else None
        if found is not None and low[found[1] : found[1] + 1] == close and found[0].kind != "money" and figure.kind == "number":
            if len(even[at + 1 : found[1]]) > 1 or found[0].symbol in "mgWVLK":
                figure.kind, figure.unit, figure.end = found[0].kind, found[0].symbol, found[1] + 1
        return
    if at > figure.end and c == "-":
        after = low[at + 1 : at + 2]
        if after != " ":
            return
        at += 1
    nxt = at + 1
    while low[nxt : nxt + 1] == " " and nxt - at < 2:
        nxt += 1
    if not (low[nxt : nxt + 1].isalpha() and low[nxt : nxt + 1].isascii()):
        return
    if nxt == at + 1 or True:
        before = figure.end
        _latin_behind(reading, figure, nxt, hyphen=True)
        if figure.end == before:
            return
        old = re.compile(r"[ -]{1,3}old(?![a-z])").match(low, figure.end)
        if figure.kind == "duration" and old is not None:
            figure.kind = "age"


@cache
def _age_after() -> re.Pattern[str]:
    return re.compile(r"\s?-?\s?(?:(?:years?|yrs?|months?|weeks?|days?)[- ](?:old|of age)|y\.?/?o\.?|yo)(?![a-z])")


_IN_ENDS = re.compile(r"in(?:\.(?=\s*$)|(?=\s*$|\s*[,;:)]|\.\s|\s(?:thick|long|wide|tall|deep|high|in diameter|by|x\s|of (?:rain|snow))))")


def _latin_behind(reading: Reading, figure: Figure, at: int, *, hyphen: bool = False) -> None:
    low, even = reading.low, reading.even
    relative = _relative_english().match(low, at)
    if relative is not None:
        kind = relative.lastgroup
        if kind == "percent":
            figure.kind, figure.unit, figure.end = "percent", "%", relative.end()
            more = re.compile(r"[ -]?points?(?![a-z])|\s?的?个百分点").match(low, figure.end)
            if more is not None:
                figure.kind, figure.unit, figure.end = "points", "pp", more.end()
            return
        if kind == "mille":
            figure.kind, figure.unit, figure.end = "percent", "%", relative.end()
            if figure.value is not None:
                figure.value /= 10
            return
        if kind == "points":
            figure.kind, figure.unit, figure.end = "points", "pp", relative.end()
            return
        if kind == "bp":
            if relative.group() in {"bps", "bp"} and low[at - 1 : at].isdigit() and figure.prefixed:
                return
            figure.kind, figure.unit, figure.end = "basis_points", "bp", relative.end()
            return
        mark = relative.group()
        if not (mark == "x" and (re.compile(r"x\s?[0-9]").match(low, at) or at > figure.end or hyphen or figure.prefixed)) and not (
            mark == "×" and re.compile(r"×\s?[0-9]").match(low, at)
        ):
            figure.kind, figure.unit, figure.end = "multiple", "x", relative.end()
            return
        return
    age = _age_after().match(low, at)
    if age is not None and figure.kind == "number":
        figure.kind, figure.end = "age", age.end()
        figure.unit = next((u for u in ("month", "week", "day") if u in age.group()), "year")
        return
    c = even[at]
    if c in "$€£¥₩₹₽₺₴₪₫฿₱₦₡₲₵₸₮₭₾₼₿":
        # 10 $ 30 $: behind the number, and not before the next
        if not figure.prefixed and not even[at + 1 : at + 2].isdigit() and figure.kind == "number":
            if at > figure.end and re.compile(r"\s?[0-9]").match(even, at + 1) and not re.compile(r"\s?[0-9][0-9.,]*\s?" + re.escape(c)).match(even, at + 1):
                return
            figure.kind, figure.unit, figure.end = "money", units.money().signs[c].symbol, at + 1
            if c == "¥":
                figure.unit = _yen_or_yuan(reading)
        return
    money = units.english_phrase(low, at, units.money().english) if c.isascii() and (c.isalpha()) or c == "¢" else None
    if c == "¢":
        money = units.money().english["¢"], at + 1
    if money is not None and figure.prefixed and money[0].symbol != figure.unit and money[0].symbol != "USD":
        money = None
    elif money is not None and figure.prefixed and re.compile(r"\s?[0-9]").match(low, money[1]):
        money = None
    if money is not None and _is_money_word(reading, figure, at, money[1]):
        _take_money(figure, money[0], money[1])
        figure.word_unit = True
        _per_slash(reading, figure)
        return
    if figure.prefixed:
        _per_slash(reading, figure)
        return
    pounds = re.compile(r"pounds?(?:\s?-?force)?(?![a-z])").match(low, at)
    if pounds is not None and units.english_phrase(low, at, units.tables().english) is None:
        if figure.scale >= 10**6 or _speaks_of_money(low, figure.start):
            figure.kind, figure.unit, figure.end, figure.word_unit = "money", "GBP", pounds.end(), True
        else:
            figure.kind, figure.unit, figure.end = "physical", "lb", pounds.end()
        return
    if c == "i" and low.startswith("in", at) and not low[at + 2 : at + 3].isalpha():
        feet = low[max(0, figure.start - 6) : figure.start].rstrip(" ,").endswith(("ft", "feet", "foot", "'"))
        if (feet or _IN_ENDS.match(low, at)) and not figure.prefixed:
            figure.kind, figure.unit, figure.end = "physical", "in", at + 2
        return
    if c == '"' and (figure.words or figure.han):
        return
    if c == '"' and low.count('"', low.rfind("\n", 0, at) + 1, at) % 2:
        return
    unit = units.latin_unit(even, low, at)
    if unit is not None and _is_unit(reading, figure, unit[0], at, unit[1], hyphen=hyphen):
        figure.kind, figure.unit, figure.end = unit[0].kind, unit[0].symbol, unit[1]
        if unit[0].symbol == "°" and _hot().search(low, max(0, figure.start - 40), figure.start):
            figure.unit = "degree"
        scale = re.compile(r" on the (celsius|fahrenheit) scale").match(low, figure.end)
        if scale is not None:
            figure.kind, figure.unit = "physical", "℃" if scale[1] == "celsius" else "℉"
        if unit[0].symbol == "°":
            return
        if figure.kind == "duration":
            old = re.compile(r"[ -]{1,3}(?:old|of age)(?![a-z])").match(low, figure.end)
            if old is not None:
                figure.kind, figure.end = "age", old.end()
            return
        below = _slash_unit(reading, unit[0], figure.end)
        if below is not None:
            figure.unit, figure.end = below
        return
    _take_noun(reading, figure, at, hyphen=hyphen)


_SPENT = re.compile(
    r"cost|price|paid|pay|spen[dt]|worth|£|sterling|salary|fee|fine[ds]?|budget|invest|revenue|profit|sales|dividend|loan"
    r"|value[ds]?|earn|fund|raise[ds]?|debt|bid|offer"
)


def _speaks_of_money(low: str, at: int) -> bool:
    return _SPENT.search(low, max(0, at - 48), at) is not None


def _is_money_word(reading: Reading, figure: Figure, at: int, end: int) -> bool:
    low = reading.low
    word = low[at:end]
    if end < len(low) and low[end].isalnum() and low[end].isascii():
        return False
    if len(word) <= 3 and word.isalpha() and word not in {"yen", "won", "usd", "rmb", "cny", "eur", "gbp", "hkd", "jpy", "btc", "eth", "fen", "mao"}:
        written = reading.even[at:end]
        return written.isupper()
    return True


_GLUED_ONLY = {"s", "h"}
_NEVER = frozenset({"C", "F", "K"})


def _is_unit(reading: Reading, figure: Figure, unit: units.Unit, at: int, end: int, *, hyphen: bool) -> bool:
    low, even = reading.low, reading.even
    written = even[at:end]
    glued = at == figure.number_end
    after = low[end : end + 1]
    if after.isascii() and after.isalnum() and not written[-1:] in "\"″′°":
        return False
    if written in {"C", "F"} and unit.symbol in {"C", "F"}:
        if figure.signed or re.compile(r"temperature|weather|degree|°|outside|heat|cold|warm").search(low):
            figure.kind = "physical"
            figure.unit, figure.end = ("℃" if written == "C" else "℉"), end
        return False
    if len(written) == 1 and not glued and after == "-":
        return False
    if written == "K":
        return _is_kelvin(reading, figure) or "temperature" in low or "kelvin" in low
    if written in {"A", "N", "J", "V", "W", "L"} and not glued and after.isalpha():
        return False
    if written == "A" and not glued:
        return False
    if written in {"s", "h", "d", "y"}:
        whole = figure.value is not None and figure.value == figure.value.to_integral_value()
        if written == "s" and glued and whole and figure.value is not None and figure.value % 10 == 0:
            return False  # the 1960s, his 30s
        return not (not glued and after.isalpha())
    if written in {"pm", "am", "PM", "AM"}:
        return figure.value is not None and figure.value != figure.value.to_integral_value()
    if written == "b" and hyphen:
        return False
    if written in {"M", "G", "T", "B", "P"}:
        return False
    if hyphen and len(written) == 1:
        return False
    if written in {"min", "sec", "mo"} and glued and after == ".":
        return True
    return not (figure.kind == "money")


def _take_noun(reading: Reading, figure: Figure, at: int, *, hyphen: bool) -> None:
    """An English noun that is counted: 32 data centers, 2,500 employees, 250,000 NVIDIA GPUs."""
    low = reading.low
    if hyphen:
        match = re.compile(r"(person|people|employee|member|seat|room|store|page|gpu|car|vehicle|story|item|bed|country)(?![a-z])").match(low, at)
        if match is not None and figure.kind == "number":
            figure.kind, figure.unit, figure.end = "count", units.thing(match[1]) or match[1], match.end()
        return
    if figure.kind != "number" or (at == figure.number_end and low[at - 1] < "\u2e80"):
        return
    known = units.things()
    word = re.compile(r"[a-z]+(?:-[a-z]+)?(?:小时|时)?(?![a-z0-9])")
    spans: list[tuple[int, int]] = []
    i = at
    for _ in range(4):
        match = word.match(low, i)
        if match is None:
            break
        spans.append(match.span())
        if low[match.end() : match.end() + 1] != " ":
            break
        i = match.end() + 1
    written = reading.even
    for first in range(min(3, len(spans))):
        if first and low[spans[first - 1][0] : spans[first - 1][1]] in _ENGLISH_NOT_NOUN:
            return
        for last in range(min(first + 2, len(spans) - 1), first - 1, -1):
            name = known.get(low[spans[first][0] : spans[last][1]])
            if name:
                following = low[spans[last + 1][0] : spans[last + 1][1]] if last + 1 < len(spans) else ""
                if not low[: spans[last][1]].endswith("s") and _is_plural(following):
                    break  # 28 member states
                figure.kind, figure.unit, figure.end = "count", name, spans[last][1]
                return
    if not spans:
        return
    for first, past in spans[:2]:
        noun, as_written = low[first:past], written[first:past]
        if noun in _ENGLISH_NOT_NOUN:
            return
        if _is_plural(noun) and (as_written.islower() or as_written[:-1].isupper()):
            figure.kind, figure.end = "count", past
            figure.unit = known.get(noun) or (as_written[:-1] if as_written[:-1].isupper() else singular(noun))
            return
        if not as_written.islower():
            return


def _is_plural(noun: str) -> bool:
    return len(noun) > 3 and noun.endswith("s") and noun not in _ENGLISH_NOT_NOUN and not noun.endswith(("ss", "us", "is"))


def singular(noun: str) -> str:
    """The singular of a regular English plural: companies → company, boxes → box."""
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    return noun[:-1]


def reread(reading: Reading, numeral: Numeral) -> Numeral | None:
    """The numeral without a last 千 百 兆 that is the unit's prefix: 两千瓦 is 2 kW, 50兆字节 is 50 MB."""
    even = reading.even
    last = even[numeral.end - 1]
    if last not in "千百兆" or numeral.end - numeral.start < 2:
        return None
    unit = units.han_unit(even, numeral.end - 1)
    if unit is None or unit[1] < numeral.end + 1:
        return None
    found = read_han(reading.low, numeral.start, numeral.end - 1)
    if found is None or found.end != numeral.end - 1:
        return None
    return Numeral(
        numeral.start, found.end, found.value, found.low, found.high, found.more, found.scale, numeral.form, bare=found.bare
    )  # fmt: skip


__all__ = ["Figure", "Reading", "attach", "read", "reread", "singular"]
