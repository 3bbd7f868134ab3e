"""A figure being read, and what its Chinese and its English side share:

Money, what it is per, measure words, things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from yinzheng.qa.grammar import units
from yinzheng.qa.grammar.figure_text import pattern, word_around
from yinzheng.qa.grammar.unit_tables import Unit, measure_units, thing, thing_lengths, things
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
    least: bool = False  # a plus sign behind the number
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
    odd_digits: bool = False  # whether it holds digits of other scripts


SPACES = " \u00a0\u3000\u2009\u202f"


_MEASURES = (
    "起 注 公里 人次 架次 车次 班次 场次 例次 批次 台次 件套 亿次 平方 名 个 位 人 家 张 "
    "台 辆 架 艘 座 栋 幢 套 件 份 股 手 只 头 匹 条 根 支 枝 部 本 册 篇 项 "
    "款 种 类 批 次 回 场 届 轮 笔 单 户 口 间 所 处 片 块 颗 粒 枚 滴 瓶 箱 "
    "盒 包 袋 杯 桶 车 双 对 副 组 队 排 列 层 门 步 票 席 床 例 宗 桩 页 字 "
    "词 句 行 段 章 卷 集 站 封 幅 尊 顶 扇 盏 株 棵 朵 串 捆 把 剂 针 艇 期 "
    "代 档 柜 卡 核 局 球 分 点 声 遍 趟 班 街 镇 村 县 市 省 州 国 岛 边 面 "
    "角 环 轨 孔 盘 罐 筐 吨位 周期 机 室 厅 亩地 帧 倍频 节课 种类 类别 大类 "
    "强 星 级 "
)
"""Measure words, separated by spaces: to add one, write it here."""


RISKY = frozenset(
    "起分点声面角边班局球站代期级强星大手头口门步章集卷国市省州县镇村街环机室厅卡核柜档周期行段把对单处所部项回车双排列"
)
"""Measure words that are ordinary words as often:

Read after digits or a numeral of two characters and more.
"""


@cache
def measure_table() -> dict[str, str]:
    """Measure words → what a count by them says where no noun is known."""
    table = {measure: measure for measure in _MEASURES.split()}
    return table | measure_units()


def yen_or_yuan(reading: Reading) -> str:
    """¥ is yuan in Chinese text; in English it is what the text names, and yen otherwise."""
    return "CNY" if reading.han or "￥" in reading.text[:10_000] or _speaks_of_china(reading.low) else "JPY"


@lru_cache(maxsize=4)
def _speaks_of_china(low: str) -> bool:
    return pattern(r"yuan|rmb|cny|renminbi|china|chinese").search(low) is not None


def is_kelvin(reading: Reading, figure: Figure) -> bool:
    """Whether K behind digits means kelvin and not a thousand."""
    digits = reading.low[figure.number_start : figure.number_end]
    return "." in digits and speaks_of_heat(reading, figure)


def speaks_of_heat(reading: Reading, figure: Figure) -> bool:
    """Whether the words around a figure are about temperatures."""
    around = slice(max(0, figure.start - 200), figure.end + 40)
    return pattern(_HEAT).search(reading.low[around]) is not None


_HEAT = r"temperature|weather|degree|°|outside|heat|cold|warm|celsius|kelvin|温"


def take_money(figure: Figure, unit: Unit, end: int) -> None:
    """A named money unit behind a number; the currency before it stays, unless the name says more.

    Two currencies that exclude each other (¥100美元) leave it open which is meant.
    """
    said = figure.unit if figure.prefixed else ""
    if not said or unit.symbol != "CNY" or unit.factor != 1:
        apart = said and unit.symbol not in {said, "CNY"} and not share_sign(said, unit.symbol)
        figure.unit = "" if apart else unit.symbol
    figure.kind, figure.end, figure.factor = "money", end, unit.factor
    if unit.factor != 1:
        for name in ("value", "low", "high"):
            value = getattr(figure, name)
            if value is not None:
                setattr(figure, name, value * unit.factor)


_SIGNS = (frozenset({"USD", "HKD", "TWD", "SGD", "CAD", "AUD", "NZD", "MXN"}), frozenset({"CNY", "JPY"}))
"""Currencies that share a sign: $ and ¥."""


def share_sign(a: str, b: str) -> bool:
    """Whether one sign stands for both currencies: $ for USD and CAD."""
    return any({a, b} <= alike for alike in _SIGNS)


_PER = r"\s?/\s?(?=[a-z\u4e00-\u9fff㎡])|\s(?:per|a|an)\s(?=[a-z])"


def per_slash(reading: Reading, figure: Figure) -> None:
    """8.10元/股, $15.4/hour: the span takes the slash, the unit says what the money is per."""
    if reading.even[figure.end : figure.end + 1] not in {"/", " "}:
        return
    match = pattern(_PER).match(reading.low, figure.end)
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
        measure, canonical = measure_at(even, at)
        if unit is not None and unit[1] - at >= len(measure):
            return unit[0].symbol, unit[1]
        if measure:
            return canonical, at + len(measure)
        return None
    unit = units.latin_unit(even, low, at)
    if unit is not None:
        return unit[0].symbol, unit[1]
    word = pattern(r"(?:(?:fully )?(?:diluted|basic|common|ordinary|adjusted|outstanding) )*([a-z]+)").match(
        low, at
    )
    if word is None:
        return None
    return thing(word[1]) or word[1], word.end()


def measure_at(even: str, at: int) -> tuple[str, str]:
    """The Chinese measure word at ``even[at]`` (longest first) and its canonical form;

    Empty when none stands there.
    """
    table = measure_table()
    for length in (3, 2, 1):
        word = even[at : at + length]
        if len(word) == length and word in table:
            return word, table[word]
    return "", ""


def thing_at(reading: Reading, at: int) -> tuple[str, int] | None:
    """A known noun at ``at``, one space allowed, longest first, and where it ends."""
    low = reading.low
    if low[at : at + 1] == " ":
        at += 1
    c = low[at : at + 1]
    if not c:
        return None
    known = things()
    if c.isascii() and c.isalpha():
        match = pattern(r"[a-z]+(?:小时)?(?![a-z0-9])").match(low, at)
        if match is None or match.group() in {"a", "an", "and", "or"}:
            return None
        name = known.get(match.group())
        return (name, match.end()) if name else None
    if "\u3400" <= c <= "\u9fff":
        for length in thing_lengths().get(c, ()):
            word = low[at : at + length]
            if len(word) == length and word in known:
                if (
                    length == 1
                    and low[at + 1 : at + 2]
                    and "\u3400" <= low[at + 1] <= "\u9fff"
                    and word_goes_on(low, at)
                ):
                    continue
                return known[word], at + length
    return None


def word_goes_on(low: str, at: int) -> bool:
    """Whether the character at ``low[at]`` begins a longer Chinese word."""
    return word_around(low, at, at + 1)[1] > at + 1


def slash_unit(reading: Reading, unit: Unit, end: int) -> tuple[str, int] | None:
    """km/h, 公里每小时, J/m² per year: the compound's symbol and where it ends."""
    even, low = reading.even, reading.low
    found: tuple[str, int] | None = None
    for _ in range(2):
        match = pattern(r"/|\s?per\s|每|-per-").match(low, end)
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
def hot() -> re.Pattern[str]:
    """Words that speak of temperature."""
    return re.compile(r"温|烧|热|冷|冻|temp|thermostat|fahrenheit|celsius|degrees outside|weather")
