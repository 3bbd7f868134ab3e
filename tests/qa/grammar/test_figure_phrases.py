"""What stands before and behind a number: signs, brackets, currencies, letters, and which numbers are no figures."""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import pytest

from tests.told import rows, shown
from yinzheng.qa.quantities import quantities

AROUND = """
# a loss in brackets
净利润为$(3.2) million => $(3.2) million | money | -3200000 | USD
margin of (45.2)% => (45.2)% | percent | -45.2 | %
change (7)% => (7)% | percent | -7 | %
change (7) % => (7) % | percent | -7 | %
change （12.5）% => （12.5）% | percent | -12.5 | %
亏损(1,200)万元 => (1,200)万元 | money | -12000000 | CNY
亏损（350）亿 => （350）亿 | number | -35000000000 | -
loss of €(0.45) => €(0.45) | money | -0.45 | EUR
loss of £ (12) => £ (12) | money | -12 | GBP
loss of $(3) => $(3) | money | -3 | USD
$⏎(120) => (120) | number | -120 | -
$⏎(1) => -
# currencies before
it cost A$5 => A$5 | money | 5 | AUD
it cost NZ$ 30 => NZ$ 30 | money | 30 | NZD
it cost US $20 => US $20 | money | 20 | USD
it cost HK $ 30 => HK $ 30 | money | 30 | HKD
it cost C $5 => C $5 | money | 5 | CAD
pay RMB¥100 now => RMB¥100 | money | 100 | CNY
pay CN¥100 now => CN¥100 | money | 100 | CNY
pay JP¥100 now => JP¥100 | money | 100 | JPY
支付人民币 500 => 人民币 500 | money | 500 | CNY
支付美元300 => 美元300 | money | 300 | USD
支付美金20 => 美金20 | money | 20 | USD
支付港币300 => 港币300 | money | 300 | HKD
支付港元300 => 港元300 | money | 300 | HKD
支付新台币2000 => 新台币2000 | money | 2000 | TWD
支付台币2001 => 台币2001 | money | 2001 | TWD
支付欧元50 => 欧元50 | money | 50 | EUR
支付日元9000 => 日元9000 | money | 9000 | JPY
支付英镑20 => 英镑20 | money | 20 | GBP
pay EUR 20 => EUR 20 | money | 20 | EUR
pay eur 20 => eur 20 | money | 20 | EUR
pay usd 20 => usd 20 | money | 20 | USD
pay Rmb 20 => Rmb 20 | money | 20 | CNY
pay gbp 20 => gbp 20 | money | 20 | GBP
pay cny 20 => cny 20 | money | 20 | CNY
pay hkd 20 => hkd 20 | money | 20 | HKD
pay jpy 20 => jpy 20 | money | 20 | JPY
pay CHF 20 => CHF 20 | money | 20 | CHF
pay -$5 => -$5 | money | -5 | USD
pay $-5 => $-5 | money | -5 | USD
pay minus 5% => minus 5% | percent | -5 | %
pay negative 5% => negative 5% | percent | -5 | %
it is ¥100 => ¥100 | money | 100 | JPY
in China it is ¥100 => ¥100 | money | 100 | CNY
价格¥100 => ¥100 | money | 100 | CNY
it is ￥100 => ￥100 | money | 100 | CNY
it was +12.3% => +12.3% | percent | 12.3 | %
+8% => +8% | percent | 8 | %
-8% => -8% | percent | -8 | %
SOFR+250基点 => 250基点 | basis_points | 250 | bp
(a)+5% => 5% | percent | 5 | %
₹500 => ₹500 | money | 500 | INR
₩500 => ₩500 | money | 500 | KRW
฿500 => ฿500 | money | 500 | THB
# more and at least
10多家公司 => 10多家公司 | count | 10 | company | over
30余人 => 30余人 | count | 30 | person | over
10来人 => 10来人 | count | 10 | person | over
十多家公司 => 十多家公司 | count | 10 | company | over
300多元 => 300多元 | money | 300 | CNY | over
50多岁 => 50多岁 | age | 50 | year | over
5多亿元 => 5多亿元 | money | 500000000 | CNY | over
3倍多 => 3倍 | multiple | 3 | x | over
100+ customers => 100+ customers | count | 100 | customer | at_least
30+家公司 => 30+家公司 | count | 30 | company | at_least
hundreds of millions of dollars => hundreds of millions of dollars | money | - | USD | vague
half a mile => half a mile | physical | 0.5 | mi
half an hour => half an hour | duration | 0.5 | hour
half a percent => half a percent | percent | 0.5 | %
5    万元 => 5    万元 | money | 50000 | CNY
8    千克 => 8    千克 | physical | 8 | kg
# letters as scales
30 MUSD => 30 MUSD | money | 30000000 | USD
30 kEUR => 30 kEUR | money | 30000 | EUR
40k users => 40k users | count | 40000 | user
40K users => 40K users | count | 40000 | user
about $1.9bn => $1.9bn | money | 1900000000 | USD | approx
$40m => $40m | money | 40000000 | USD
$3b => $3b | money | 3000000000 | USD
$3t => $3t | money | 3000000000000 | USD
$3 k => $3 k | money | 3000 | USD
€3 mn => €3 mn | money | 3000000 | EUR
€3 Mrd => €3 Mrd | money | 3000000000 | EUR
$ 1.5 M => $ 1.5 M | money | 1500000 | USD
$ 5 B => $ 5 B | money | 5000000000 | USD
5m people => 5m people | count | 5000000 | person
3.2m new users => 3.2m new users | count | 3200000 | user
40m tonnes => 40m tonnes | physical | 40000000 | t
it is 3m long => 3m | physical | 3 | m
2.5M users => 2.5M users | count | 2500000 | user
4K video => -
8K monitors => -
3M said so => -
5M dollars => 5M dollars | money | 5000000 | USD
5B parameters => 5B parameters | count | 5000000000 | parameter
20B parameters => 20B parameters | count | 20000000000 | parameter
2k yuan => 2k yuan | money | 2000 | CNY
60k元 => 60k元 | money | 60000 | CNY
a temperature of 295.5K => 295.5K | physical | 295.5 | K
# 千 百 兆 of a unit
两千瓦 => 两千瓦 | physical | 2 | kW
三百兆瓦 => 三百兆瓦 | physical | 300 | MW
五十兆字节 => 五十兆字节 | physical | 50 | MB
五百千米 => 五百千米 | physical | 500 | km
"""

STANDING = """
# hundreds of millions, second currencies
投资5个亿 => 5个亿 | number | 500000000 | -
投资2个多亿 => 2个多亿 | number | 200000000 | - | over
投资5个亿元 => 5个亿元 | money | 500000000 | CNY
五个亿美元 => 五个亿美元 | money | 500000000 | USD
卖€100$ => €100$ | money | 100 | -
卖$100$ => $100 | money | 100 | USD
3k万 => 3k万 | number | - | -
$3m => $3m | money | 3000000 | USD
# idioms, ordinals, names
open 24/7 => -
since 9/11 => -
7/24 小时服务 => -
7/7 => -
a 7/11 shop => -
12/34 people => 12 | number | 12 | -
唯一的人 => -
第一个人 => -
第 3 个人 => -
之第3 => -
周一 => -
星期一天气好 => -
礼拜一 => -
另一家 => -
逐一 => -
777F => -
the 3rd time => -
5² => 5² | number | - | -
US $000 => -
1:30 => -
比例为3:2 => 3:2 | ratio | 1.5 | -
3.8  Entire Agreement => -
text 3.8 Entire => 3.8 | number | 3.8 | -
八.五折 => -
购买SQM23.77%股权 => 23.77% | percent | 23.77 | %
购买Q23.77%股权 => -
bought SQM23.77% of it => -
gpt-4 => -
# places alone
百亿 => 百亿 | number | 10000000000 | -
市值近亿元 => 亿元 | money | 100000000 | CNY | approx
百万美元 => 百万美元 | money | 1000000 | USD
百万用户 => 百万用户 | count | 1000000 | user
千亿元 => 千亿元 | money | 100000000000 | CNY
单位：万元 => -
单位：百万元 => -
单位：人民币百万元 => -
（百万元） => -
亿元 => -
百年 => -
千里 => -
万科 => -
十分满意 => -
百度 => -
# Chinese figures without a unit
三千 => -
三万 => 三万 | number | 30000 | -
一点五 => 一点五 | number | 1.5 | -
几千 => -
几万 => 几万 | number | - | - | vague
三分之一 => 三分之一 | fraction | 0.3333333333333333333333333333 | -
# English words
zero tolerance => -
a zero-sum game => -
an output of zero is bad => zero | number | 0 | -
an output of zero was bad => zero | number | 0 | -
from zero to hero => zero | number | 0 | -
zero percent => zero percent | percent | 0 | %
growth was zero. => zero | number | 0 | -
(in thousands) => -
thousands of people => thousands of people | count | - | person | vague
a third of it => a third | fraction | 0.3333333333333333333333333333 | -
it is a third. => a third | fraction | 0.3333333333333333333333333333 | -
a third, then => a third | fraction | 0.3333333333333333333333333333 | -
a third; then => a third | fraction | 0.3333333333333333333333333333 | -
(a third) => a third | fraction | 0.3333333333333333333333333333 | -
a third man => -
an eighth of it => an eighth | fraction | 0.125 | -
an eighth man => -
one => -
one man => -
one dollar => one dollar | money | 1 | USD
one percent => one percent | percent | 1 | %
one year => one year | duration | 1 | year
two-class system => -
five-star hotel => -
three million-strong => three million | number | 3000000 | -
page seven => -
# qualifiers with durations and both sides
over three years => three years | duration | 3 | year
近三年 => 三年 | duration | 3 | year
近三个月 => 三个月 | duration | 3 | month
近三周 => 三周 | duration | 3 | week
近三小时 => 三小时 | duration | 3 | hour | approx
超过三年 => 三年 | duration | 3 | year | over
超过三小时 => 三小时 | duration | 3 | hour | over
约100人以上 => 100人 | count | 100 | person | at_least
约100人左右 => 100人 | count | 100 | person | approx
100人左右 => 100人 | count | 100 | person | approx
不足100人左右 => 100人 | count | 100 | person | under
至少10多人 => 10多人 | count | 10 | person | at_least
至少3到5人 => 3到5人 | count | 3..5 | person | range
约几百人 => 几百人 | count | - | person | vague
# ways
翻倍 => 翻倍 | multiple | 2 | x | exact | up
减半 => 减半 | multiple | 0.5 | x | exact | down
sales tripled => tripled | multiple | 3 | x | exact | up
sales trebled => trebled | multiple | 3 | x | exact | up
sales quadrupled => quadrupled | multiple | 4 | x | exact | up
sales halved => halved | multiple | 0.5 | x | exact | down
twice the size => twice | multiple | 2 | x
下降5公斤 => 5公斤 | physical | 5 | kg | exact | down
减少3000人 => 3000人 | count | 3000 | person | exact | down
历时增长三年 => 三年 | duration | 3 | year
# dates among figures
2024年营收5亿元 => 2024年 | period | 2024 | - ;; 5亿元 | money | 500000000 | CNY
5亿元，同比2023年增长3% => 5亿元 | money | 500000000 | CNY ;; 2023年 | period | 2023 | - ;; 3% | percent | 3 | % | exact | up
去年3人 => 去年 | period | - | - ;; 3人 | count | 3 | person
三月三日 => 三月三日 | date | - | -
# broken numbers are no figure that can be read
收入l9.l5亿元 => l9.l5亿元 | money | - | CNY
收入2O24万元 => 2O24万元 | money | - | CNY
收入1,0000元 => 1,0000元 | money | - | CNY
收入1,23,456元 => 1,23,456元 | money | - | CNY
收入1.2.3亿元 => 1.2.3亿元 | money | - | CNY
收入1,234.56.78元 => 1,234.56.78元 | money | - | CNY
收入1..5亿元 => 1..5亿元 | money | - | CNY
收入1·5亿元 => 1·5亿元 | money | - | CNY
收入1 9 . 1 5 亿元 => 1 9 . 1 5 亿元 | money | - | CNY
收入2 . 5亿元 => 2 . 5亿元 | money | - | CNY
收入1.2.3亿美元 => 1.2.3亿美元 | money | - | USD
收入1.2.3亿美金 => 1.2.3亿美金 | money | - | USD
收入1.2.3亿港元 => 1.2.3亿港元 | money | - | HKD
收入1.2.3亿港币 => 1.2.3亿港币 | money | - | HKD
收入1.2.3亿欧元 => 1.2.3亿欧元 | money | - | EUR
收入1.2.3亿英镑 => 1.2.3亿英镑 | money | - | GBP
收入1.2.3亿日元 => 1.2.3亿日元 | money | - | JPY
收入1.2.3亿人民币 => 1.2.3亿人民币 | money | - | CNY
占1..5% => 1..5% | percent | - | %
收入1..5亿 => 1..5亿 | number | - | -
sold 1.2.3 million => 1.2.3 million | number | - | -
sold 2,5 million => 2,5 million | number | 2500000 | -
收入1,23亿 => 1,23亿 | number | 123000000 | -
收入1,2元 => 1,2元 | money | - | CNY
# amounts that a line's end cuts
收入为12⏎34万元 => 12⏎34万元 | money | - | CNY
收入为12⏎34.5万元 => 12⏎34.5万元 | money | - | CNY
| 收入为12⏎34万元 | => 12 | number | 12 | - ;; 34万元 | money | 340000 | CNY
收入2⏎.5亿元 => 2⏎.5亿元 | money | - | CNY
收入1,⏎234万元 => 1,⏎234万元 | money | 12340000 | CNY
收入$1,⏎234 million => $1,⏎234 million | money | 1234000000 | USD
收入$1.⏎25 billion => $1.⏎25 billion | money | 1250000000 | USD
收入12⏎万元 => 12⏎万元 | money | 120000 | CNY
sales of 12⏎million people => 12⏎million people | count | 12000000 | person
12⏎million people => 12 | number | 12 | -
收入5⏎元 => 5⏎元 | money | 5 | CNY
收入5⏎个百分点 => 5⏎个百分点 | points | 5 | pp
# words that stand around figures
比例7:3左右 => 7:3 | ratio | 2.333333333333333333333333333 | - | approx
a score of 3:2 and no more => 3:2 | ratio | 1.5 | -
第 3 => -
3.8  Entire => -
⏎3.8  Entire => -
a⏎3.8 Entire => -
⏎13.85  Entire => -
⏎3.8  entire => 3.8 | number | 3.8 | -
⏎3.8  US rose => 3.8 | number | 3.8 | -
约3到5人以上 => 3到5人 | count | 3..5 | person | range
同期下降50人 => 50人 | count | 50 | person | exact | down
the gap widened 25 points => 25 points | count | 25 | point
a year on, 5% => 5% | percent | 5 | %
one in ten => one in ten | fraction | 0.1 | -
another one percent => one percent | percent | 1 | %
每年 => -
一年 => 一年 | duration | 1 | year
同一天 => -
这一年 => -
某一日 => -
三年代 => -
三年级 => -
一年级 => -
一年线 => -
一度电 => 一度电 | physical | 1 | kWh
占七成六, => 七成六 | percent | 76 | %
占七成六a => 七成六 | percent | 76 | %
# parts of words, and the edges of what counts
裁减三成员工 => 三成 | percent | 30 | % | exact | down
裁减3成员工 => 3成 | percent | 30 | % | exact | down
有三成员 => -
股价腰斩 => 腰斩 | multiple | 0.5 | x | exact | down
涨到24点 => -
涨到25点 => 25点 | count | 25 | 点
2101 工人 => 2101 工人 | count | 2101 | person
2K video => -
5K video => -
占3成a => 3成 | percent | 30 | %
占3成。 => 3成 | percent | 30 | %
气温在昨天夜里降到30度 => 昨天 | date | - | - ;; 30度 | physical | 30 | degree
25万张的英伟达的 GPU => 25万张 | count | 250000 | 张
"""


@pytest.mark.parametrize(("text", "wanted"), rows(AROUND + STANDING))
def test_a_phrase_has_these_figures_and_no_other(text: str, wanted: str) -> None:
    found = quantities(text)
    assert " ;; ".join(map(shown, found)) == wanted.replace("-", "", wanted == "-")
    assert all(text[q.start : q.end] == q.raw for q in found)
