"""Chinese and English units behind a number, each with its span, its value and what it counts."""

# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.told import rows, shown
from yinzheng.qa.grammar.units import comparable, unit_of
from yinzheng.qa.quantities import quantities
from yinzheng.types import Quantity

CHINESE = """
# percent and its like
提高5个百分点 => 5个百分点 | points | 5 | pp | exact | up
提高5 个百 分 点 => 5 个百 分 点 | points | 5 | pp | exact | up
提高0.5百分点 => 0.5百分点 | points | 0.5 | pp | exact | up
利差为30个基点 => 30个基点 | basis_points | 30 | bp
利差为30个bp => 30个bp | basis_points | 30 | bp
利差为30个BP => 30个BP | basis_points | 30 | bp
占三成 => 三成 | percent | 30 | %
占 3 成 => 3 成 | percent | 30 | %
占十成 => 十成 | percent | 100 | %
占三四成 => 三四成 | percent | 30..40 | % | range
占三成半 => 三成半 | percent | 35 | %
占七成六 => 七成六 | percent | 76 | %
占七成 六 => 七成 六 | percent | 76 | %
占1成5 => 1成5 | percent | 15 | %
占七成六月 => 七成 | percent | 70 | % ;; 六月 | period | - | -
打八折 => 八折 | percent | 80 | %
打8折 => 8折 | percent | 80 | %
打85折 => 85折 | percent | 85 | %
打8.5折 => 8.5折 | percent | 85 | %
打五五折 => 五五折 | percent | 55 | %
打三折五 => 三折五 | percent | 35 | %
三折叠手机 => -
三成立了公司 => -
他们打折 => -
一倍半 => 一倍半 | multiple | 1.5 | x
2倍半 => 2倍半 | multiple | 2.5 | x
增长3倍 => 3倍 | multiple | 3 | x | exact | up
增长5巴仙 => 5巴仙 | percent | 5 | % | exact | up
# money and its tenths
卖三块五 => 三块五 | money | 3.5 | CNY
卖三块五的 => 三块五 | money | 3.5 | CNY
卖三块5 => 三块5 | money | 3.5 | CNY
卖五毛五 => 五毛五 | money | 0.55 | CNY
卖三块五毛 => 三块五毛 | money | 3.5 | CNY
卖3块5 => 3块5 | money | 3.5 | CNY
卖3块钱 => 3块钱 | money | 3 | CNY
卖25块左右 => 25块 | money | 25 | CNY | approx
卖25块。 => 25块 | money | 25 | CNY
两元半 => 两元半 | money | 2.5 | CNY
两亿元半年 => 两亿元 | money | 200000000 | CNY ;; 半年 | duration | 0.5 | year
三块显卡 => 三块显卡 | count | 3 | GPU
25块 GPU => 25块 GPU | count | 25 | GPU
25块显卡 => 25块显卡 | count | 25 | GPU
5角 => 5角 | money | 0.5 | CNY
五角钱 => 五角钱 | money | 0.5 | CNY
两元三角 => 两元三角 | money | 2.3 | CNY
两元三角五分 => 两元三角五分 | money | 2.35 | CNY
6角三分 => 6角三分 | money | 0.63 | CNY
5分钱 => 5分钱 | money | 0.05 | CNY
五角大楼 => -
三角债 => -
三角形 => -
100美元/人 => 100美元/人 | money | 100 | USD/person
8.1元/股 => 8.1元/股 | money | 8.1 | CNY/share
$5/小时 => $5/小时 | money | 5 | USD/hour
12元/公斤 => 12元/公斤 | money | 12 | CNY/kg
每吨900元 => 900元 | money | 900 | CNY
# lengths, angles, heat, weights
他身高一米八 => 一米八 | physical | 1.8 | m
他身高1米75 => 1米75 | physical | 1.75 | m
一米八的床 => 一米八 | physical | 1.8 | m
长10米8 => 10米 | physical | 10 | m ;; 8 | number | 8 | -
长两米半 => 两米半 | physical | 2.5 | m
转30度 => 30度 | physical | 30 | °
气温30度 => 30度 | physical | 30 | degree
华氏100度 => 100度 | physical | 100 | ℉
摄氏30度 => 30度 | physical | 30 | ℃
车速60公里每小时 => 60公里每小时 | physical | 60 | km/h
车速60公里/小时 => 60公里/小时 | physical | 60 | km/h
重五两 => 五两 | physical | 5 | 两
重两斤 => 两斤 | physical | 2 | 斤
五两黄金 => 五两 | physical | 5 | 两
面积80平方米 => 80平方米 | physical | 80 | m²
面积80平米 => 80平米 | physical | 80 | m²
面积80平方 => 80平方 | physical | 80 | m²
体积80立方 => 80立方 | physical | 80 | m³
体积80立方米 => 80立方米 | physical | 80 | m³
面积80平方公里 => 80平方公里 | physical | 80 | km²
# time
三个月大的婴儿 => 三个月大 | age | 3 | month
6周大的猫 => 6周大 | age | 6 | week
三岁半 => 三岁半 | age | 3.5 | year
年满18周岁 => 18周岁 | age | 18 | year
他5岁 => 5岁 | age | 5 | year
历时两年半 => 两年半 | duration | 2.5 | year
历时一个半小时 => 一个半小时 | duration | 1.5 | hour
历时两个半月 => 两个半月 | duration | 2.5 | month
历时2个半小时 => 2个半小时 | duration | 2.5 | hour
三年级学生 => -
有一天 => -
一年生植物 => -
一年到头 => -
一日游 => 一日 | duration | 1 | day
500年前 => 500年 | duration | 500 | year
历时40日内 => 40日 | duration | 40 | day
30日内付清 => 30日 | duration | 30 | day
近5日 => 5日 | duration | 5 | day
民国二年 => -
公元前 221 年 => -
476年灭亡 => -
1,200年前 => 1,200年 | duration | 1200 | year
三百年的历史 => 三百年 | duration | 300 | year
下午3点 => -
18时30分 => -
得了100分 => 100分 | count | 100 | 分
大盘上涨12点 => 12点 | count | 12 | 点 | exact | up
# counts
2024款汽车 => -
2022级学生 => -
十五届三中全会 => -
连续三届 => 三届 | count | 3 | 届
25万张英伟达的 GPU => 25万张 | count | 250000 | GPU
500万股公司股份 => 500万股 | count | 5000000 | share
三个人 => 三个人 | count | 3 | person
3个人 => 3个人 | count | 3 | person
一个人 => -
十五个城市 => 十五个城市 | count | 15 | city
3000人 => 3000人 | count | 3000 | person
3万工人 => 3万工人 | count | 30000 | person
"""

UNITS = """
5 square metres => 5 square metres | physical | 5 | m²
5 square-metre => 5 square-metre | physical | 5 | m²
5 sq ft => 5 sq ft | physical | 5 | ft²
5 sq. ft => 5 sq. ft | physical | 5 | ft²
5 square km => 5 square km | physical | 5 | km²
5 cubic metres => 5 cubic metres | physical | 5 | m³
5 cu. ft => 5 cu. ft | physical | 5 | ft³
5 cu ft => 5 cu ft | physical | 5 | ft³
5 m2 => 5 m2 | physical | 5 | m²
5 m² => 5 m² | physical | 5 | m²
5 m^2 => 5 m^2 | physical | 5 | m²
5 m3 => 5 m3 | physical | 5 | m³
5 m³ => 5 m³ | physical | 5 | m³
5 metres squared => 5 metres squared | physical | 5 | m²
5 metres cubed => 5 metres cubed | physical | 5 | m³
5 cm-1 => 5 cm-1 | physical | 5 | cm⁻¹
5 cm⁻² => 5 cm⁻² | physical | 5 | cm⁻²
5 cm−3 => 5 cm−3 | physical | 5 | cm⁻³
5 km/h => 5 km/h | physical | 5 | km/h
5 km per hour => 5 km per hour | physical | 5 | km/h
5 m/s => 5 m/s | physical | 5 | m/s
5 kg/m³ => 5 kg/m³ | physical | 5 | kg/m³
5 kWh => 5 kWh | physical | 5 | kWh
5㎡ => 5㎡ | physical | 5 | m²
5㎞ => 5㎞ | physical | 5 | km
5㎝ => 5㎝ | physical | 5 | cm
5㎜ => 5㎜ | physical | 5 | mm
5㎏ => 5㎏ | physical | 5 | kg
5㎎ => 5㎎ | physical | 5 | mg
5㎥ => 5㎥ | physical | 5 | m³
5°C => 5°C | physical | 5 | ℃
5℃ => 5℃ | physical | 5 | ℃
5 °F => 5 °F | physical | 5 | ℉
5° => 5° | physical | 5 | °
5 light-years => 5 light-years | physical | 5 | ly
5 light years => 5 light years | physical | 5 | ly
5 megawatt-hours => 5 megawatt-hours | physical | 5 | MWh
5 MWh => 5 MWh | physical | 5 | MWh
5 GB => 5 GB | physical | 5 | GB
5 miles. => 5 miles | physical | 5 | mi
5 Ω => 5 Ω | physical | 5 | Ω
5 ohms => 5 ohms | physical | 5 | Ω
5 μm => 5 μm | physical | 5 | μm
5 degrees Celsius => 5 degrees Celsius | physical | 5 | ℃
5 degrees Fahrenheit => 5 degrees Fahrenheit | physical | 5 | ℉
五立方米 => 五立方米 | physical | 5 | m³
五平方 => 五平方 | physical | 5 | m²
五平方厘米 => 五平方厘米 | physical | 5 | cm²
五立方厘米 => 五立方厘米 | physical | 5 | cm³
5千瓦时 => 5千瓦时 | physical | 5 | kWh
5毫克每升 => 5毫克每升 | physical | 5 | mg/L
5 years' time => 5 years' | duration | 5 | year
"""


@pytest.mark.parametrize(("text", "wanted"), rows(CHINESE + UNITS))
def test_a_phrase_has_these_figures_and_no_other(text: str, wanted: str) -> None:
    found = quantities(text)
    assert " ;; ".join(map(shown, found)) == wanted.replace("-", "", wanted == "-")
    assert all(text[q.start : q.end] == q.raw for q in found)


def one(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("a", "b", "unit", "values"),
    [
        ("2吉瓦", "2000兆瓦", "GW", (2, 2)),
        ("2公里", "2000米", "km", (2, 2)),
        ("2 km", "3 km", "km", (2, 3)),
        ("100℃", "212 °F", "℃", (100, 100)),
        ("0 °F", "100℃", "℉", (0, 212)),
        ("5%", "1/20", "", ("0.05", "0.05")),
        ("50个基点", "0.5个百分点", "", ("0.005", "0.005")),
        ("2/3", "3:1", "", ("0.6666666666666666666666666667", 3)),
        ("5%", "50个基点", "", ("0.05", "0.005")),
        ("1小时", "60分钟", "hour", (1, 1)),
        ("1年", "12个月", "year", (1, 1)),
        ("5岁", "6年", "year", (5, 6)),
        ("5 m²", "50000 cm²", "m²", (5, 5)),
        ("1到2公里", "500到3000米", "km", (None, 1, 2, None, "0.5", 3)),
        ("1%到2%", "0.5%", "%", (None, 1, 2, "0.5", None, None)),
    ],
)
def test_figures_are_compared_in_the_first_ones_unit(
    a: str, b: str, unit: str, values: tuple[object, ...]
) -> None:
    found = comparable(one(a), one(b))
    assert found is not None
    wanted = [None if v is None else Decimal(str(v)) for v in values]
    if len(wanted) == 2:
        wanted = [wanted[0], None, None, wanted[1], None, None]
    assert (found.unit, [*found.a, *found.b]) == (unit, wanted)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("5%", "5个百分点"),
        ("5元", "5美元"),
        ("5人", "5家公司"),
        ("5公斤", "5公里"),
        ("5倍", "5%"),
        ("5元", "5人"),
    ],
)
def test_figures_of_different_measures_are_not_compared(a: str, b: str) -> None:
    assert comparable(one(a), one(b)) is None


@pytest.mark.parametrize(
    ("symbol", "dimension", "factor"),
    [
        ("GW", {"kg": 1, "m": 2, "s": -3}, "1E+9"),
        ("km/h", {"m": 1, "s": -1}, "0.2777777777777777777777777778"),
        ("m²", {"m": 2}, "1"),
        ("cm³", {"m": 3}, "0.000001"),
        ("cm⁻¹", {"m": -1}, "100"),
        ("cm⁻²", {"m": -2}, "10000"),
        ("cm⁻³", {"m": -3}, "1000000"),
        ("kg/m³", {"kg": 1, "m": -3}, "1"),
        ("m/s/s", {"m": 1, "s": -2}, "1"),
        ("s", {"s": 1}, "1"),
        ("min", {"s": 1}, "60"),
        ("hour", {"s": 1}, "3600"),
        ("h", {"s": 1}, "3600"),
        ("second", {"s": 1}, "1"),
        ("kWh/m²", {"kg": 1, "s": -2}, "3600000"),
        ("mg/L", {"kg": 1, "m": -3}, "0.001"),
    ],
)
def test_a_units_symbol_says_what_it_measures(symbol: str, dimension: dict[str, int], factor: str) -> None:
    unit = unit_of(symbol)
    assert unit is not None
    assert (unit.symbol, dict(unit.dimension), unit.factor) == (symbol, dimension, Decimal(factor))


@pytest.mark.parametrize("symbol", ["USD", "foo", "km/foo", "foo/km", "", "²"])
def test_what_is_no_unit_has_none(symbol: str) -> None:
    assert unit_of(symbol) is None
