"""Amounts without a numeral at their head: shares said as 分之, doubling, halves, ratios; and what is none."""

# ruff: noqa: E501
# Rows of a table stay whole.

from __future__ import annotations

import pytest

from tests.told import figures, rows

SHARES = """
占百分之五 => 百分之五 | percent 5 %
占百 分 之 五 => 百 分 之 五 | percent 5 %
占佰分之五 => 佰分之五 | percent 5 %
占百分之三点五 => 百分之三点五 | percent 3.5 %
占百分之12.5 => 百分之12.5 | percent 12.5 %
占百分之三十五 => 百分之三十五 | percent 35 %
占百分之二三十 => 百分之二三十 | percent 20..30 % range
占百分之几十 => 百分之几十 | percent % vague
占百分之几 => nothing
占百分之十几 => 百分之十几 | percent % vague
占千分之三 => 千分之三 | percent 0.3 %
占仟分之三 => 仟分之三 | percent 0.3 %
占千分之二三 => 千分之二三 | percent 0.2..0.3 % range
占万分之三 => 万分之三 | percent 0.03 %
占十万分之一 => 十万分之一 | percent 0.001 %
占百万分之五 => 百万分之五 | percent 0.0005 %
占千万 分之五 => 千万 分之五 | percent 0.00005 %
占万万分之一 => 万万分之一 | percent 0.000001 %
增速为百分之负五 => 百分之负五 | percent -5 %
增速为百分之-5 => 百分之-5 | percent -5 %
增速为负百分之五 => 负百分之五 | percent -5 %
增速为-百分之五 => -百分之五 | percent -5 %
负百分之五 => 负百分之五 | percent -5 %
约百分之五 => 百分之五 | percent 5 % approx
增长百分之五 => 百分之五 | percent 5 % up
百分之2k => 百分之2k | percent 2,000 %
百分之2km => 百分之2 | percent 2 %
百分之 => nothing
百分之负 => nothing
百分之多少 => nothing
百分之x => nothing
占三百分之一 => 三百分之一 | fraction 0.003333333333333333333333333333
占2百分之一 => 2百分之一 | fraction 0.005
"""

WORDS = """
产能翻番 => 翻番 | multiple 2 x up
产能翻了番 => 翻了番 | multiple 2 x up
产能翻一番 => 翻一番 | multiple 2 x up
产能翻了一番 => 翻了一番 | multiple 2 x up
产能翻两番 => 翻两番 | multiple 4 x up
产能翻了两番 => 翻了两番 | multiple 4 x up
产能翻上三番 => 翻上三番 | multiple 8 x up
产能翻2番 => 翻2番 | multiple 4 x up
产能翻了六番 => 翻了六番 | multiple 64 x up
产能翻倍 => 翻倍 | multiple 2 x up
产能翻了一倍 => 翻了一倍 | multiple 2 x up
股价腰斩 => 腰斩 | multiple 0.5 x down
产量减半 => 减半 | multiple 0.5 x down
全场打对折 => 对折 | percent 50 %
全场打 对折 => nothing
把纸对折 => nothing
对折 => nothing
裁员一半 => 一半 | fraction 0.5
不到半数股东 => 半数 | fraction 0.5 under
等了半年 => 半年 | duration 0.5 year
等了半小时 => 半小时 | duration 0.5 hour
等了半天 => 半天 | duration 0.5 day
等了半个月 => 半个月 | duration 0.5 month
等了半个小时 => 半个小时 | duration 0.5 hour
等了半世纪 => 半世纪 | duration 0.5 century
等了半个多月 => 半个多月 | duration 0.5 month over
走了半公里 => 半公里 | physical 0.5 km
高出半米 => 半米 | physical 0.5 m up
买了半斤 => 半斤 | physical 0.5 斤
运来半吨 => 半吨 | physical 0.5 t
种了半亩 => 半亩 | physical 0.5 亩
占了半成 => 半成 | percent 5 %
打了半折 => nothing
发布半年报 => nothing
半年度报告 => nothing
在半天空 => nothing
大半年 => nothing
revenue doubled => doubled | multiple 2 x up
revenue doubling => doubling | multiple 2 x up
revenue tripled => tripled | multiple 3 x up
revenue trebled => trebled | multiple 3 x up
revenue quadrupled => quadrupled | multiple 4 x up
costs halved => halved | multiple 0.5 x down
costs halving => halving | multiple 0.5 x down
a twofold rise => twofold | multiple 2 x up
a threefold rise => threefold | multiple 3 x up
a fourfold rise => fourfold | multiple 4 x up
a fivefold rise => fivefold | multiple 5 x up
a tenfold rise => tenfold | multiple 10 x up
twice the size => twice | multiple 2 x
twice a year => nothing
twice per match => nothing
twice each way => nothing
redoubled efforts => nothing
a doubled-up figure => doubled | multiple 2 x up
at a percentage of 45. => percentage of 45 | percent 45 %
at a per cent of 4.5, then => per cent of 4.5 | percent 4.5 %
5 per cent of 210. => 5 per cent | percent 5 % ;; 210 | number 210
a percentage of 45 people => 45 people | count 45 person
at absolute zero => absolute zero | physical 0 K
"""

RATIOS = """
拆成3:1 => 3:1 | ratio 3
拆成1.5:1 => 1.5:1 | ratio 1.5
拆成3:0.5 => 3:0.5 | ratio 6
拆成50:50 => 50:50 | ratio 0.5
拆成25:75 => 25:75 | ratio 0.25
拆成74.5:25.5 => 74.5:25.5 | ratio 0.745
拆成3:1.25 => 3:1.25 | ratio 2.4
拆成3:120 => 3:120 | ratio 0.025
比例为3:20 => 3:20 | ratio 0.15
比例为3:25.5 => 3:25.5 | ratio 0.1176470588235294117647058824
3:20的配比 => 3:20 | ratio 0.15
a ratio of 3 : 1 => 3 : 1 | ratio 3
odds of 13:50 => 13:50 | ratio 0.26
13:50 odds => 13:50 | ratio 0.26
比例为3:0 => nothing
比例为3:0.0 => nothing
比例为3:05 => nothing
比例a3:1 => nothing
比例b-3:1 => nothing
比例b/3:1 => nothing
比例3:1a => nothing
at 2:00 => nothing
at 13:50 => nothing
at 3:25.5 => nothing
in 3 : 1 => 3 | number 3 ;; 1 | number 1
see 3:1:2 => nothing
a 50/50 chance => 50/50 | ratio 0.5
a 60/40 split => 60/40 | ratio 0.6
a 10/90 split => 10/90 | ratio 0.1
50/50/50 => nothing
"""

SIDE_BY_SIDE = """
产能翻番，营收1,0000元，利润翻番 => 翻番 | multiple 2 x up ;; 1,0000元 | money CNY ;; 翻番 | multiple 2 x up
营收1,0000元，拆成3:1 => 1,0000元 | money CNY ;; 3:1 | ratio 3
拆成1:2,0000元 => 2,0000元 | money CNY
拆成3:1，翻番，50/50 => 3:1 | ratio 3 ;; 翻番 | multiple 2 x up ;; 50/50 | ratio 0.5
有٣٤个 => ٣٤ | number
有1٣2个 => 1٣2 | number
有1,234.٣个 => 1,234.٣ | number
有٣,٤和5个 => ٣,٤ | number ;; 5个 | count 5 item
翻番٣ => 翻番 | multiple 2 x up ;; ٣ | number
"""


@pytest.mark.parametrize(("text", "said"), rows(SHARES + WORDS + RATIOS + SIDE_BY_SIDE))
def test_amounts_in_words_are_read_and_their_likes_left(text: str, said: str) -> None:
    assert figures(text) == said
