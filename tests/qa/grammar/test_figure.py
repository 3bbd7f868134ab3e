"""What Chinese and English figures share: money, what it is per, heat, compound units; and the evened text."""

# ruff: noqa: E501
# Rows of a table stay whole.

from __future__ import annotations

import pytest

from tests.told import figures, rows
from yinzheng.qa.grammar.figure_text import addresses, figure_text, han_char, inside_word, word_around, wraps

MONEY = """
cost ¥5 => ¥5 | money 5 JPY
cost ¥5 in yuan => ¥5 | money 5 CNY
cost ¥5 in renminbi => ¥5 | money 5 CNY
cost ¥5 in China => ¥5 | money 5 CNY
cost ￥5 => ￥5 | money 5 CNY
花费¥5 => ¥5 | money 5 CNY
¥5日元 => ¥5日元 | money 5 JPY
RMB5元 => RMB5元 | money 5 CNY
HK$5元 => HK$5元 | money 5 HKD
US$5港元 => US$5港元 | money 5 HKD
€5美元 => €5美元 | money 5
HK$5 dollars => HK$5 dollars | money 5 HKD
$5 Canadian dollars => $5 Canadian dollars | money 5 CAD
€5 dollars => €5 dollars | money 5
花费5角 => 5角 | money 0.5 CNY
花费5到8角 => 5到8角 | money 0.5..0.8 CNY range
花费二三角钱 => 二三角钱 | money 0.2..0.3 CNY range
"""

PER = """
8.10元/股 => 8.10元/股 | money 8.1 CNY/share
8元 / 股 => 8元 / 股 | money 8 CNY/share
8元/平方米 => 8元/平方米 | money 8 CNY/m²
8元/吨 => 8元/吨 | money 8 CNY/t
8元/人次 => 8元/人次 | money 8 CNY/person-time
8元/人 => 8元/人 | money 8 CNY/person
8元/小时 => 8元/小时 | money 8 CNY/hour
8元/件 => 8元/件 | money 8 CNY/件
8元/的 => 8元 | money 8 CNY
8元/ => 8元 | money 8 CNY
8元/GB => 8元/GB | money 8 CNY/GB
$8/hour => $8/hour | money 8 USD/hour
$8 / hour => $8 / hour | money 8 USD/hour
$8 per hour => $8 | money 8 USD/hour
$8 an hour => $8 | money 8 USD
$8 a share => $8 | money 8 USD
$8 per share => $8 | money 8 USD/share
$8 per fully diluted common share => $8 | money 8 USD/share
$8 per basic share => $8 | money 8 USD/share
$8/widget => $8/widget | money 8 USD/widget
$8 per 100 => $8 | money 8 USD ;; 100 | number 100
$8,per => $8 | money 8 USD
"""

HEAT = """
a temperature of 2.7K => 2.7K | physical 2.7 K
weather of 2.7K => 2.7K | physical 2.7 K
2.7K degree => 2.7K | physical 2.7 K
2.7K outside => 2.7K | physical 2.7 K
2.7K of heat => 2.7K | physical 2.7 K
气温2.7K => 2.7K | physical 2.7 K
a total of 2.7K => 2.7K | number 2,700
a temperature of 27K => 27K | number 27,000
it is cold: 30 C => 30 C | physical 30 ℃
it is warm: 30 F => 30 F | physical 30 ℉
30 C and then a good while after it all the heat => 30 | number 30
"""

COMPOUND = """
时速60公里/小时 => 60公里/小时 | physical 60 km/h
60公里每小时 => 60公里每小时 | physical 60 km/h
60 miles per hour => 60 miles per hour | physical 60 mi/h
5 kg-per-day => 5 kg-per-day | physical 5 kg/day
9.8 m/s/s => 9.8 m/s/s | physical 9.8 m/s/s
3 L/min/m² => 3 L/min/m² | physical 3 L/min/m²
3 kg/m/s/s => 3 kg/m/s | physical 3 kg/m/s
60公里每 => 60公里 | physical 60 km
60公里/次 => 60公里 | physical 60 km
60 km per => 60 km | physical 60 km
"""

COUNTED = """
25万张GPU => 25万张GPU | count 250,000 GPU
25万张 GPU => 25万张 GPU | count 250,000 GPU
25万张  GPU => 25万张 | count 250,000 张
25万张GPU小时 => 25万张GPU小时 | count 250,000 GPU hour
3家子公司 => 3家子公司 | count 3 company
3件and => 3件 | count 3 件
3件a => 3件 | count 3 件
3件GPUx => 3件 | count 3 件
3个人 => 3个人 | count 3 person
3个人才 => 3个 | count 3 item
3个车间 => 3个 | count 3 item
3人次 => 3人次 | count 3 person-time
3件套 => 3件套 | count 3 件套
3件 => 3件 | count 3 件
3 个 => 3 个 | count 3 item
"""

LINES = """
ab¶cd => yes
ab¶cd⏎e|f => yes
a|b⏎cd¶ef => yes
ab¶cd⏎e|f⏎gh => yes
ab¶ => yes
¶ab => yes
a|b¶cd => no
ab¶c|d => no
a\tb¶cd => no
ab¶c\td => no
ab¶cd|⏎ef => no
⏎|ab¶cd => no
"""

WORDS = """
他在«四»川 => 四川
他在四«川» => 四川
他说«唯»一的 => 唯一
他们«两» => 两
有«三»个 => 三个
«四»川 => 四川
四«川» => 四川
在a«四»川b里 => 四川
«一看» => 一看
"""


@pytest.mark.parametrize(("text", "said"), rows(MONEY + PER + HEAT + COMPOUND + COUNTED))
def test_money_heat_compounds_and_things_are_read_in_both_languages(text: str, said: str) -> None:
    assert figures(text) == said


def test_heat_is_looked_for_some_way_around() -> None:
    assert figures(f"temperature {'.' * 180} 2.7K") == "2.7K | physical 2.7 K"
    assert figures(f"temperature {'.' * 200} 2.7K") == "2.7K | number 2,700"


def test_the_sign_of_yuan_makes_yuan_of_the_other() -> None:
    assert figures("cost ¥5 or ￥6") == "¥5 | money 5 CNY ;; ￥6 | money 6 CNY"


@pytest.mark.parametrize(("text", "said"), rows(LINES))
def test_a_row_of_a_table_ends_with_its_line(text: str, said: str) -> None:
    assert wraps(text.replace("¶", "\n"), text.index("¶")) is (said == "yes")


def test_chinese_characters_are_those_of_the_two_blocks() -> None:
    assert [c for c in "a9\u33ff\u3400四\u9fff\ua000，" if han_char(c)] == ["\u3400", "四", "\u9fff"]


def test_signs_of_a_table_are_looked_for_near_the_line_end() -> None:
    for far, wrapped in ((199, False), (200, True)):
        assert wraps("|" + "a" * far + "\nb", far + 1) is wrapped
        assert wraps("b\n" + "a" * far + "|", 1) is wrapped


@pytest.mark.parametrize(("text", "said"), rows(WORDS))
def test_the_word_around_a_character_is_found(text: str, said: str) -> None:
    start, end = text.index("«"), text.index("»") - 1
    low = text.replace("«", "").replace("»", "")
    found = word_around(low, start, end)
    assert low[slice(*found)] == said
    assert inside_word(low, start, end) is (found != (start, end))


@pytest.mark.parametrize(
    ("text", "even", "low"),
    [
        ("１２，３４５％", "12,345%", "12,345%"), ("１２，３４元", "12，34元", "12，34元"),
        ("ＡＢｃ～", "ABc~", "abc~"), ("兩億圓", "两亿圆", "两亿圆"), ("İZMİR 5", "İZMİR 5", "İzmİr 5"),
        ("Plain 5%", "Plain 5%", "plain 5%"), ("5－8", "5-8", "5-8"), ("", "", ""),
    ],
)  # fmt: skip
def test_text_is_evened_out_in_its_own_length(text: str, even: str, low: str) -> None:
    assert figure_text(text) == (even, low)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.com/20?x=5 and 7", ["https://a.com/20?x=5"]), ("见www.a.com/5，共7", ["www.a.com/5"]),
        ("ftp://a/1 file://b/2", ["ftp://a/1", "file://b/2"]), ("a://5", []), ("www5 and 7", []), ("", []),
    ],
)  # fmt: skip
def test_addresses_are_found(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in addresses(text)] == found
