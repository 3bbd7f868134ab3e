"""The Chinese units behind a numeral: money, shares, measure words, physical units, durations, ages."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from yinzheng.qa.grammar import units
from yinzheng.qa.grammar.figure import (
    RISKY,
    Figure,
    Reading,
    hot,
    measure_at,
    per_slash,
    slash_unit,
    take_money,
    thing_at,
    word_goes_on,
)
from yinzheng.qa.grammar.figure_text import pattern, word_around
from yinzheng.qa.grammar.han_numerals import DIGITS
from yinzheng.qa.grammar.money import money_names
from yinzheng.qa.grammar.unit_tables import Unit, tables
from yinzheng.types import QuantityKind

_PERCENT_HAN = (
    ("个百分点", "points", "pp", 1), ("百分点", "points", "pp", 1), ("个百分", "percent", "%", 1),
    ("个基点", "basis_points", "bp", 1),
    ("基点", "basis_points", "bp", 1), ("个bp", "basis_points", "bp", 1),
    ("成", "percent", "%", 10), ("折", "percent", "%", 10),
    ("倍", "multiple", "x", 1), ("巴仙", "percent", "%", 1),
)  # fmt: skip


@cache
def _points() -> re.Pattern[str]:
    return re.compile(r"\s{0,4}个?\s?百\s?分\s?点")


def han_behind(reading: Reading, figure: Figure, at: int) -> None:
    """Give the figure the Chinese unit that begins at ``even[at]``, if one does."""
    even = reading.even
    points = _points().match(even, figure.number_end) if even[at] in "个百" else None
    if points is not None and figure.value != 0:
        figure.kind, figure.unit, figure.end = "points", "pp", points.end()
        return
    for name, kind, sign, factor in _PERCENT_HAN if even[at] in "个百基成折倍巴" else ():
        if reading.low.startswith(name, at):
            if name == "成" and not _is_tenths(reading, figure, at):
                return
            if name == "折" and not _is_discount(reading, figure, at):
                return
            _percent(figure, kind, sign, factor, at + len(name))  # type: ignore[arg-type]
            if name == "折" and figure.value is not None and figure.value > 100:
                figure.value /= 10  # 五五折, 85折
            if name == "成":
                _half_after(reading, figure, Decimal(5))
            if name in {"成", "折"}:
                _tenths_digit(reading, figure)
            elif name == "倍":
                _half_after(reading, figure, Decimal("0.5"))
            return
    found = units.han_money(even, at)
    if found is not None and not _is_other_word(reading, figure, found[1]):
        unit, end = found
        if (even[at] == "块" and end == at + 1 and _counts_pieces(even, end)) or (
            even[at] in "角毛" and end == at + 1 and not _is_minor(even, end, figure)
        ):
            pass
        else:
            take_money(figure, unit, end)
            _half_after(reading, figure, Decimal("0.5") * unit.factor)
            if even[end - 1] in "块毛角":
                _tenth(even, figure)
            per_slash(reading, figure)
            return
    if figure.prefixed:
        per_slash(reading, figure)
        return
    if even[at] == "分" and at == figure.number_end and _behind_minor(even, figure.start):
        take_money(figure, money_names().chinese["分钱"], at + 1)  # 6角三分
        return
    age = pattern(r"周?岁").match(even, at)
    if age is not None:
        figure.kind, figure.unit, figure.end = "age", "year", age.end()
        _half_after(reading, figure, Decimal("0.5"))
        return
    physical = units.han_unit(even, at)
    measure, canonical = measure_at(even, at)
    longest = physical is not None and physical[1] - at >= len(measure)
    if physical is not None and longest and not _is_other_word(reading, figure, physical[1]):
        _take_physical(reading, figure, physical[0], physical[1], at)
        if figure.unit:
            return
    if measure:
        _take_count(reading, figure, at, measure, canonical)
        return
    if figure.scale == 1 and (figure.han or (figure.value is not None and 1900 <= figure.value <= 2100)):
        return
    noun = thing_at(reading, at)
    if noun is not None and noun[1] - at > 1:
        figure.kind, figure.unit, figure.end = "count", noun[0], noun[1]


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
    if after and after in "立为本长员都功交分熟绩果就品" and not even.startswith("员工", at + 1):
        return False
    if (figure.value is not None and figure.value > 10) or figure.scale > 1:
        return False
    return even.startswith("员工", at + 1) or not (figure.han and _is_other_word(reading, figure, at + 1))


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
    """七成六 is 76 %, 三折五 35 %."""
    at = figure.end
    while reading.even[at : at + 1] == " " and at - figure.end < 2:
        at += 1
    digit = _HAN_DIGIT.get(reading.even[at : at + 1])
    written = reading.even[at : at + 2]
    if (
        digit is None
        and at == figure.end
        and "1" <= written[:1] <= "9"
        and written[1:] not in {*"0123456789.,%"}
    ):
        digit = int(written[0])  # 1成5
    if digit is not None and figure.value is not None and figure.value % 10 == 0:
        after = reading.even[at + 1 : at + 2]
        if not after or not ("\u3400" <= after <= "\u9fff"):
            figure.value += digit
            figure.end = at + 1


def _is_other_word(reading: Reading, figure: Figure, end: int) -> bool:
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
    return first < figure.start and reading.low[first : figure.start] not in {
        "近",
        "约",
        "超",
        "逾",
        "仅",
        "达",
        "共",
        "每",
        "前",
        "后",
        "这",
        "那",
        "上",
        "下",
        "头",
    }


def _behind_minor(even: str, start: int) -> bool:
    return (
        start > 1
        and even[start - 1] in "角毛元块"
        and (even[start - 2].isdigit() or even[start - 2] in DIGITS)
    )


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
    """块 before a noun counts pieces (三块显卡, 25块 GPU); before nothing it is money."""
    after = even[end : end + 1]
    if pattern(r"\s?(?!rmb|cny|usd)[a-z]{2}").match(even.casefold(), end):
        return True
    if after in DIGITS:
        return False
    return (
        bool(after)
        and "\u3400" <= after <= "\u9fff"
        and after not in "左右多的了以一和到至钱买卖就都也吧呢啊不"
    )


def _is_minor(even: str, end: int, figure: Figure) -> bool:
    """角 and 毛 are money behind 元 or 块, behind digits, and before a digit or 钱; 三角 is a triangle."""
    after = even[end : end + 1]
    if after and after in "色度落形大楼债洲兽鲸巾笔":
        return False
    return not figure.han or even[figure.start - 1 : figure.start] in {"元", "块", "圆"} or after in DIGITS


_CLAUSE_END = frozenset('，。；：、！？,;!?()（）\n|"“”《》')


_COUNTED = {
    "所": "大学|高校|学校|中学|小学|高中|初中|职校|学院|书院|院校|幼儿园|医院|监狱|教堂|寺庙|房子|住宅",
    "部": "电影|影片|小说|作品|动画|漫画|剧|法律|法规|手机|电话|汽车|电梯|歌剧|交响曲|专著|著作|纪录片|游戏",
    "门": "课|学科|科目|语言|外语|大炮|火炮|专业|技术",
    "集": "电视|动画|连续剧|纪录片",
    "双": "鞋|袜|筷|手套",
    "对": "夫妇|夫妻|情侣|双胞胎|父子|母子",
    "把": "刀|剑|枪|椅|钥匙|伞|锁",
    "处": "遗址|古迹|景点|景观|房产|文物|工地|泉|枪伤|刀伤",
    "段": "文字|录音|录像|视频|婚姻|铁路|公路",
    "面": "镜|墙|旗|盾",
    "卷": "书|诗集|胶片|胶卷",
    "站": "地铁|路程",
    "班": "列车|火车|飞机|公交|轮船|渡轮|地铁",
}
"""What RISKY measure words count, for a numeral of one or two characters to be an amount: 四所大学."""


@cache
def _counted(measure: str) -> re.Pattern[str] | None:
    nouns = _COUNTED.get(measure)
    # 三部分电影, 三所以
    return re.compile(rf"(?![分门队委以有谓属]|长(?!篇))[^\W的]{{0,3}}?(?:{nouns})") if nouns else None


def _counts(measure: str, even: str, end: int) -> bool:
    """Whether a measure word that is an ordinary word as often stands before what it counts."""
    nouns = _counted(measure)
    return nouns is not None and nouns.match(even, end) is not None


def _take_count(reading: Reading, figure: Figure, at: int, measure: str, canonical: str) -> None:
    """A count by a measure word, with the noun behind it where the tables know one."""
    even = reading.even
    end = at + len(measure)
    if measure in {"点", "分"} and _is_time(even, figure, measure):
        figure.kind, figure.value, figure.end = "date", None, end
        return
    if (measure == "届" and not _counts_sessions(even, figure)) or (
        measure in {"级", "届", "款", "版"} and _year_digits(even, figure)
    ):
        figure.kind, figure.value, figure.end = "date", None, end  # 十五届三中全会, 2022级, 2023款
        return
    if measure == "个" and even[end : end + 1] == "半" and figure.value is not None:
        name = "个" if even[end + 1 : end + 2] == "月" else ""
        half = units.han_unit(name + even[end + 1 : end + 8], 0)
        if half is not None:  # 一个半小时, 两个半月
            figure.value += Decimal("0.5")
            figure.kind, figure.unit = half[0].kind, half[0].symbol
            figure.end = end + 1 + half[1] - len(name)
            return
    lone = figure.han and figure.scale == 1 and figure.number_end - figure.number_start == 1
    risky = measure in RISKY and not _counts(measure, even, end)
    if lone and (figure.value == 1 or risky or measure == "股" or _is_other_word(reading, figure, end)):
        return
    if figure.han and risky and figure.number_end - figure.number_start <= 2 and figure.scale == 1:
        return
    if risky and end < len(even) and "\u3400" <= even[end] <= "\u9fff" and word_goes_on(reading.low, end - 1):
        return
    figure.kind, figure.unit, figure.end = "count", canonical, end
    if measure in _WHOLE_MEASURES:
        return
    noun = thing_at(reading, end)
    if noun is not None:
        figure.unit = noun[0]
        figure.end = noun[1]
    else:
        far = _thing_beyond(reading, end)
        if far:
            figure.unit = far


def _is_time(even: str, figure: Figure, measure: str) -> bool:
    """13点, 18时30分: a time of day; 上涨 12 点 and 100 分 are counts."""
    if measure == "分":
        return even[figure.start - 1 : figure.start] in {"时", "点"}
    value = figure.value
    whole = value is not None and value <= 24 and value == value.to_integral_value()
    return whole and even[max(0, figure.start - 1) : figure.start] not in {"涨", "跌", "升", "降", "了"}


_SESSIONS_BEFORE = (
    r"(?:举办|召开|举行|参加|获得|办|开|连任|连续|蝉联|(?<!中)共|了|过|历|经|近|满|每|前|后"
    r"|这|那|过去|最近|余|多|逾|超)\s?\Z"
)


def _counts_sessions(even: str, figure: Figure) -> bool:
    """连续三届 counts; 十五届三中全会 is the fifteenth."""
    return pattern(_SESSIONS_BEFORE).search(even, max(0, figure.start - 4), figure.start) is not None


def _year_digits(even: str, figure: Figure) -> bool:
    digits = figure.number_start, figure.number_end
    return pattern(r"(?:19|20)[0-9]{2}").fullmatch(even, *digits) is not None


_WHOLE_MEASURES = frozenset("人 次 人次 股 户 票 页 字 句 行 点 分 岁 期 例 宗 口".split())  # noqa: SIM905
"""Measure words that are what they count: the noun behind 股 in 500万股公司股份 is not the thing."""


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
    if any(name in head for name in ("芯片", "公司", "数据", "项目", "机柜")) or any(
        c in head for c in "和与及、"
    ):
        return ""  # 片老一代芯片的公司
    found = thing_at(Reading(reading.text, reading.even, low[:stop], reading.han), of + 1)
    return found[0] if found is not None else ""


def _take_physical(reading: Reading, figure: Figure, unit: Unit, end: int, at: int) -> None:
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
    elif unit.symbol == "两" and not _is_weight(reading, end):
        return
    else:
        figure.kind = "physical"
    figure.unit, figure.end = unit.symbol, end
    _half_after(reading, figure, Decimal("0.5"))
    if unit.symbol == "m":
        _centimetres(even, figure)
    if figure.kind == "duration":
        old = pattern(r"大(?=[的，。,. 了]|$)").match(even, figure.end)
        if old is not None:
            figure.kind, figure.end = "age", old.end()
        return
    below = slash_unit(reading, unit, figure.end)
    if below is not None:
        figure.unit, figure.end = below


def _centimetres(even: str, figure: Figure) -> None:
    """一米八 is 1.8 m, 1米75 is 1.75 m."""
    more = pattern(
        r"([一二三四五六七八九]{1,2}|[0-9]{1,2})(?:(?=的)|(?![0-9.%\u3400-\u9fff]|\s?[a-z]))"
    ).match(even, figure.end)
    if more is not None and figure.value is not None and figure.value < 10:
        digits = "".join(str(DIGITS.get(c, c)) for c in more[1])
        figure.value += Decimal(f"0.{digits}")
        figure.end = more.end()


def _degrees(reading: Reading, figure: Figure, unit: Unit) -> Unit:
    """度 is an angle unless the clause speaks of temperature."""
    begin = max(0, figure.start - 16)
    if "华氏" in reading.even[begin : figure.start]:
        return tables().marks["℉"]
    if "摄氏" in reading.even[begin : figure.start]:
        return tables().marks["℃"]
    if hot().search(reading.low, begin, figure.end + 4):
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


_DAYS = r"(?:内|以内|之内|后|以上|以下|左右|游|均|无理由|的时间)"


_DAYS_BEFORE = r"(?:近|连续|未来|过去|每|最近|前|后|满|超过|为期|长达|约|达|第)\s?\Z"


def _counts_days(even: str, figure: Figure, end: int) -> bool:
    """30日内 and 近5日 count days; 本月3日 is a date."""
    if (figure.value is not None and figure.value > 31) or figure.scale > 1:
        return True
    return bool(
        pattern(_DAYS).match(even, end)
        or pattern(_DAYS_BEFORE).search(even, max(0, figure.start - 4), figure.start)
    )


_ERAS = (
    r"(?:公元前?|西元前?|民国|光绪|宣统|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|顺治|崇祯|天启|万历|隆庆|嘉靖|正德|弘治|成化|宣德|洪熙"
    r"|永乐|建文|洪武|至正|至元|开元|天宝|贞观|昭和|平成|令和|明治|大正|庆历|熙宁|元丰|太和|建安)\s?\Z"
)


_SPAN_OF_YEARS = r"(?:前|后|来|间|之久|的?历史|以来|时间|期|之前|之后|内|以上|以下|里|中(?!国))"


def _is_calendar_year(even: str, figure: Figure, end: int) -> bool:
    """民国二年, 公元前 221 年, 476年: the name of a year, not that many years."""
    if pattern(_ERAS).search(even, max(0, figure.start - 5), figure.start):
        return True
    whole = figure.value is not None and figure.value == figure.value.to_integral_value()
    if (
        figure.over
        or figure.scale > 1
        or not whole
        or figure.value is None
        or not 100 <= figure.value <= 2100
    ):
        return False
    digits = even[figure.number_start : figure.number_end]
    if (figure.han and any(c in "百千" for c in digits)) or "," in digits:
        return False
    return pattern(_SPAN_OF_YEARS).match(even, end) is None


def _is_weight(reading: Reading, end: int) -> bool:
    after = reading.even[end : end + 1]
    return not after or not ("\u3400" <= after <= "\u9fff") or after in "黄金银肉酒茶米面重的左以，"
