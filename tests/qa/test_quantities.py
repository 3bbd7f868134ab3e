"""What the grammar reads as a quantity, what it leaves alone, and what holds for every string."""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yinzheng.qa.quantities import GRAMMAR_VERSION, quantities
from yinzheng.types import Quantity

FIGURES = """
营收 23 亿 4500 万元 => 23 亿 4500 万元 | money | 2345000000 | CNY | exact
三百五十亿美元 => 三百五十亿美元 | money | 35000000000 | USD | exact
两千元 => 两千元 | money | 2000 | CNY | exact
壹佰万元整 => 壹佰万元整 | money | 1000000 | CNY | exact
伍仟叁佰贰拾元 => 伍仟叁佰贰拾元 | money | 5320 | CNY | exact
１２．５％ => １２．５％ | percent | 12.5 | % | exact
募资几百亿美元 => 几百亿美元 | money | - | USD | vague
上千亿元 => 上千亿元 | money | - | CNY | vague
约3千多人 => 3千多人 | count | 3000 | person | approx
投资1.2万亿元 => 1.2万亿元 | money | 1200000000000 | CNY | exact
two and a half billion dollars => two and a half billion dollars | money | 2500000000 | USD | exact
a dozen eggs => a dozen eggs | count | 12 | egg | exact
三分之二的股东 => 三分之二 | fraction | 0.6666666666666666666666666667 | - | exact
2/3 训练 => 2/3 | fraction | 0.6666666666666666666666666667 | - | exact
接近 50/50 的比例 => 50/50 | ratio | 0.5 | - | approx
比例为3:1 => 3:1 | ratio | 3 | - | exact
三点五亿元 => 三点五亿元 | money | 350000000 | CNY | exact
售价 5 刀 => 5 刀 | money | 5 | USD | exact
好意思元 40亿好意思元 => 40亿好意思元 | money | 4000000000 | USD | exact
US$1.5 million => US$1.5 million | money | 1500000 | USD | exact
HK$300 => HK$300 | money | 300 | HKD | exact
RMB 500 million => RMB 500 million | money | 500000000 | CNY | exact
USD 1.9bn => USD 1.9bn | money | 1900000000 | USD | exact
亏损 -45% => -45% | percent | -45 | % | exact
百分之三十五 => 百分之三十五 | percent | 35 | % | exact
超5成 => 5成 | percent | 50 | % | over
提高 2.5 个百分点 => 2.5 个百分点 | points | 2.5 | pp | exact | up
降息25个基点 => 25个基点 | basis_points | 25 | bp | exact | down
up 25 bps => 25 bps | basis_points | 25 | bp | exact | up
涨到6倍 => 6倍 | multiple | 6 | x | exact
3.5x revenue => 3.5x | multiple | 3.5 | x | exact
产能翻番 => 翻番 | multiple | 2 | x | exact | up
翻了两番 => 翻了两番 | multiple | 4 | x | exact | up
revenue doubled => doubled | multiple | 2 | x | exact | up
股价腰斩 => 腰斩 | multiple | 0.5 | x | exact | down
SOFR+175 基点 => 175 基点 | basis_points | 175 | bp | exact
年利率 6.85% => 6.85% | percent | 6.85 | % | exact
18万张 GPU => 18万张 GPU | count | 180000 | GPU | exact
3200 人 => 3200 人 | count | 3200 | person | exact
27 个数据中心 => 27 个数据中心 | count | 27 | data center | exact
120吉瓦 => 120吉瓦 | physical | 120 | GW | exact
2GW 的电力 => 2GW | physical | 2 | GW | exact
耗电 3,500 kWh => 3,500 kWh | physical | 3500 | kWh | exact
气温 35℃ => 35℃ | physical | 35 | ℃ | exact
100 TB of data => 100 TB | physical | 100 | TB | exact
两千瓦 => 两千瓦 | physical | 2 | kW | exact
五年期合同 => 五年 | duration | 5 | year | exact
18 months => 18 months | duration | 18 | month | exact
10年以至15年 => 10年以至15年 | duration | 10..15 | year | range
他今年45岁 => 45岁 | age | 45 | year | exact
a 30-year-old man => 30-year-old | age | 30 | year | exact
35%到45% => 35%到45% | percent | 35..45 | % | range
4-5GW => 4-5GW | physical | 4..5 | GW | range
2万到3万美元 => 2万到3万美元 | money | 20000..30000 | USD | range
12–15% => 12–15% | percent | 12..15 | % | range
between 3 and 4 billion dollars => 3 and 4 billion dollars | money | 3000000000..4000000000 | USD | range
2-3万人 => 2-3万人 | count | 20000..30000 | person | range
8000万-1.2亿元 => 8000万-1.2亿元 | money | 80000000..120000000 | CNY | range
$10-20 million => $10-20 million | money | 10000000..20000000 | USD | range
逾10亿元 => 10亿元 | money | 1000000000 | CNY | over
不足三成 => 三成 | percent | 30 | % | under
100万以上 => 100万 | number | 1000000 | - | at_least
80人左右 => 80人 | count | 80 | person | approx
3.5倍摆布 => 3.5倍 | multiple | 3.5 | x | approx
nearly 300 employees => 300 employees | count | 300 | person | approx
more than $2 million => $2 million | money | 2000000 | USD | over
up to 40 percent => 40 percent | percent | 40 | % | at_most
at least 5 km => 5 km | physical | 5 | km | at_least
同比激增 412.7% => 412.7% | percent | 412.7 | % | exact | up
从 1200 降至 175 基点 => 1200 | number | 1200 | - | exact ;; 175 基点 | basis_points | 175 | bp | exact
revenue was down 45% => 45% | percent | 45 | % | exact | down
rose by about 12% => 12% | percent | 12 | % | approx | up
3 hundred and 21 yuan => 3 hundred and 21 yuan | money | 321 | CNY | exact
净流出4.5亿 => 4.5亿 | number | 450000000 | - | exact
8.10元/股 => 8.10元/股 | money | 8.1 | CNY/share | exact
时速120公里/小时 => 120公里/小时 | physical | 120 | km/h | exact
60 km/h => 60 km/h | physical | 60 | km/h | exact
减少了一半 => 一半 | fraction | 0.5 | - | exact
半年内 => 半年 | duration | 0.5 | year | exact
一个半小时 => 一个半小时 | duration | 1.5 | hour | exact
两个半月 => 两个半月 | duration | 2.5 | month | exact
三年半 => 三年半 | duration | 3.5 | year | exact
dozens of people => dozens of people | count | - | person | vague
hundreds of millions of dollars => hundreds of millions of dollars | money | - | USD | vague
several hundred employees => several hundred employees | count | - | person | vague
毛利率为38.5%-40.2% => 38.5%-40.2% | percent | 38.5..40.2 | % | range
5元-8元 => 5元-8元 | money | 5..8 | CNY | range
9折优惠 => 9折 | percent | 90 | % | exact
八五折 => 八五折 | percent | 85 | % | exact
千分之三 => 千分之三 | percent | 0.3 | % | exact
3‰ => 3‰ | percent | 0.3 | % | exact
每股1.95港元 => 1.95港元 | money | 1.95 | HKD | exact
累计减持10，205万股 => 10，205万股 | count | 102050000 | share | exact
总股本1，016，477，464股 => 1，016，477，464股 | count | 1016477464 | share | exact
金额1，234.5万元 => 1，234.5万元 | money | 12345000 | CNY | exact
2019年，300人 => 300人 | count | 300 | person | exact
1,915.5 million yuan => 1,915.5 million yuan | money | 1915500000 | CNY | exact
€3bn => €3bn | money | 3000000000 | EUR | exact
3亿欧元 => 3亿欧元 | money | 300000000 | EUR | exact
2人3天 => 2人 | count | 2 | person | exact ;; 3天 | duration | 3 | day | exact
twice as many => twice | multiple | 2 | x | exact
ten-fold increase => ten-fold | multiple | 10 | x | exact | up
2.5万㎡ => 2.5万㎡ | physical | 25000 | m² | exact
30日内付款 => 30日 | duration | 30 | day | exact
约合人民币8800万元 => 人民币8800万元 | money | 88000000 | CNY | approx
人民币8千元 => 人民币8千元 | money | 8000 | CNY | exact
GPU 25 万张 => 25 万张 | count | 250000 | 张 | exact
8,000 to 10,000 employees => 8,000 to 10,000 employees | count | 8000..10000 | person | range
between 2,000 and 3,000 MW => 2,000 and 3,000 MW | physical | 2000..3000 | MW | range
不超过公司总股本的2% => 2% | percent | 2 | % | at_most
Q3 revenue 5.2 billion => 5.2 billion | number | 5200000000 | - | exact
10 to 15 percent => 10 to 15 percent | percent | 10..15 | % | range
100+ customers => 100+ customers | count | 100 | customer | at_least
3k users => 3k users | count | 3000 | user | exact
70B 参数 => 70B 参数 | count | 70000000000 | parameter | exact
1.5亿多美元 => 1.5亿多美元 | money | 150000000 | USD | over
十几万人 => 十几万人 | count | - | person | vague
二三十人 => 二三十人 | count | 20..30 | person | range
七八百万元 => 七八百万元 | money | 7000000..8000000 | CNY | range
营收约为人民币 3.2亿元 => 人民币 3.2亿元 | money | 320000000 | CNY | approx
net profit margin of 12.5% => 12.5% | percent | 12.5 | % | exact
EPS was $1.25 per share => $1.25 | money | 1.25 | USD/share | exact
5,000-square-foot house => 5,000-square-foot | physical | 5000 | ft² | exact
公司拥有员工1,234人 => 1,234人 | count | 1234 | person | exact
拥有 3 家子公司和 12 家分店 => 3 家子公司 | count | 3 | company | exact ;; 12 家 | count | 12 | company | exact
售出 4.5万辆汽车 => 4.5万辆汽车 | count | 45000 | vehicle | exact
涨幅达7.5% => 7.5% | percent | 7.5 | % | exact | up
下跌了约3.2个百分点 => 3.2个百分点 | points | 3.2 | pp | approx | down
每天工作8小时 => 8小时 | duration | 8 | hour | exact
跑了42.195公里 => 42.195公里 | physical | 42.195 | km | exact
温度为-18°C => -18°C | physical | -18 | ℃ | exact
比去年增加 1.2 倍 => 1.2 倍 | multiple | 1.2 | x | exact | up
a 20% increase => 20% | percent | 20 | % | exact | up
from $5 million to $8 million => $5 million to $8 million | money | 5000000..8000000 | USD | range
rose from $5 million to $8 million => $5 million | money | 5000000 | USD | exact ;; $8 million | money | 8000000 | USD | exact
从 100 人到 3200 人 => 100 人 | count | 100 | person | exact ;; 3200 人 | count | 3200 | person | exact
3,500万吨标准煤 => 3,500万吨标准煤 | physical | 35000000 | tce | exact
3000mAh 电池 => 3000mAh | physical | 3000 | mAh | exact
128GB 内存 => 128GB | physical | 128 | GB | exact
7nm 工艺 => 7nm | physical | 7 | nm | exact
100Mbps 宽带 => 100Mbps | physical | 100 | Mbps | exact
1.5 PFLOPS => 1.5 PFLOPS | physical | 1.5 | PFLOPS | exact
3.2GHz => 3.2GHz | physical | 3.2 | GHz | exact
年产能 30 GWh => 30 GWh | physical | 30 | GWh | exact
600亿千瓦时 => 600亿千瓦时 | physical | 60000000000 | kWh | exact
100万千瓦 => 100万千瓦 | physical | 1000000 | kW | exact
2兆瓦 => 2兆瓦 | physical | 2 | MW | exact
1.2亿吨 => 1.2亿吨 | physical | 120000000 | t | exact
500亩土地 => 500亩 | physical | 500 | 亩 | exact
300平方公里 => 300平方公里 | physical | 300 | km² | exact
three and a half years => three and a half years | duration | 3.5 | year | exact
a ten-year contract => ten-year | duration | 10 | year | exact
aged 45 => 45 | number | 45 | - | exact
日均客流 20万人次 => 20万人次 | count | 200000 | person-time | exact
支付 ¥1,000 => ¥1,000 | money | 1000 | CNY | exact
¥1,000 paid in Tokyo => ¥1,000 | money | 1000 | JPY | exact
$1.2tn => $1.2tn | money | 1200000000000 | USD | exact
A$2.5m => A$2.5m | money | 2500000 | AUD | exact
£4.5bn => £4.5bn | money | 4500000000 | GBP | exact
Rs 500 crore => Rs 500 crore | money | 5000000000 | INR | exact
50 basis points => 50 basis points | basis_points | 50 | bp | exact
3 percentage points => 3 percentage points | points | 3 | pp | exact
1 in 10 people => 1 in 10 | fraction | 0.1 | - | exact
two-thirds majority => two-thirds | fraction | 0.6666666666666666666666666667 | - | exact
占比三分之一以上 => 三分之一 | fraction | 0.3333333333333333333333333333 | - | at_least
10:1 的杠杆 => 10:1 | ratio | 10 | - | exact
16:9 屏幕 => 16:9 | ratio | 1.777777777777777777777777778 | - | exact
比分 3:2 => 3:2 | ratio | 1.5 | - | exact
同比+12.3% => +12.3% | percent | 12.3 | % | exact
满分100分 => 100分 | count | 100 | 分 | exact
上涨30点 => 30点 | count | 30 | 点 | exact | up
排名前10 => 10 | number | 10 | - | exact
top 10 companies => 10 companies | count | 10 | company | exact
1/4 inch => 1/4 inch | physical | 0.25 | in | exact
2½ hours => 2½ hours | duration | 2.5 | hour | exact
数据 数十 数百万美元 => 数百万美元 | money | - | USD | vague
人数百分之五 => 百分之五 | percent | 5 | % | exact
今天气温零下10.5℃ => 零下10.5℃ | physical | -10.5 | ℃ | exact
至少3家公司 => 3家公司 | count | 3 | company | at_least
最多5人 => 5人 | count | 5 | person | at_most
不低于8% => 8% | percent | 8 | % | at_least
至多可容纳300人 => 300人 | count | 300 | person | at_most
身高一米八 => 一米八 | physical | 1.8 | m | exact
1米75的个子 => 1米75 | physical | 1.75 | m | exact
half a mile => half a mile | physical | 0.5 | mi | exact
half a percentage point => half a percentage point | points | 0.5 | pp | exact
100 克含 900 千卡 => 100 克 | physical | 100 | g | exact ;; 900 千卡 | physical | 900 | kcal | exact
实缴出资额0万元 => 0万元 | money | 0 | CNY | exact
9.81 m/s^2 => 9.81 m/s^2 | physical | 9.81 | m/s² | exact
a loss of $1.42 per diluted share => $1.42 | money | 1.42 | USD/share | exact
"""
"""A text, and its quantities: raw | kind | value or low..high | unit | qualifier | direction."""

MISREAD_ONCE = """
between $1.5 billion and $1.8 billion, two-thirds of which => $1.5 billion and $1.8 billion | money | 1500000000..1800000000 | USD | range ;; two-thirds | fraction | 0.6666666666666666666666666667 | - | exact
one billion, two of which => one billion | number | 1000000000 | - | exact ;; two | number | 2 | - | exact
one million, two hundred thousand people => one million, two hundred thousand people | count | 1200000 | person | exact
$110 million to⏎34 => $110 million | money | 110000000 | USD | exact ;; 34 | number | 34 | - | exact
$296.3⏎million in cash => $296.3⏎million | money | 296300000 | USD | exact
two⏎million people => two⏎million people | count | 2000000 | person | exact
营收19.⏎15亿元 => 19.⏎15亿元 | money | 1915000000 | CNY | exact
revenue of $1,⏎915 million => $1,⏎915 million | money | 1915000000 | USD | exact
a cost of $19.⏎15 people came => $19 | money | 19 | USD | exact ;; 15 people | count | 15 | person | exact
共0亿亿元 => 0亿 | number | 0 | - | exact
营收一亿二千 => 一亿二千 | number | 120000000 | - | exact
营收一亿二千三百元 => 一亿二千三百元 | money | 123000000 | CNY | exact
共一亿零二千元 => 一亿零二千元 | money | 100002000 | CNY | exact
1亿2千人 => 1亿2千人 | count | 120000000 | person | exact
打三折五 => 三折五 | percent | 35 | % | exact
采购25万块GPU => 25万块GPU | count | 250000 | GPU | exact
只要30块RMB => 30块 | money | 30 | CNY | exact
投资10来亿 => 10来亿 | number | 1000000000 | - | over
三十来万人 => 三十来万人 | count | 300000 | person | over
净利润 | 7300⏎毛利率 | 5% => 7300 | number | 7300 | - | exact ;; 5% | percent | 5 | % | exact
客户 | 12⏎万科 | 3 => 12 | number | 12 | - | exact ;; 3 | number | 3 | - | exact
总额 | 12⏎34万元 | 2 => 12 | number | 12 | - | exact ;; 34万元 | money | 340000 | CNY | exact ;; 2 | number | 2 | - | exact
cost | 12⏎million dollar prizes | 3 => 12 | number | 12 | - | exact ;; 3 | number | 3 | - | exact
weighs 2,000.45±0.01 pounds => 2,000.45±0.01 pounds | physical | 2000.44..2000.46 | lb | range
直径20±1毫米 => 20±1毫米 | physical | 19..21 | mm | range
预算5±0.3亿元 => 5±0.3亿元 | money | 470000000..530000000 | CNY | range
10%±2% => 10%±2% | percent | 8..12 | % | range
1,23 million => 1,23 million | number | 1230000 | - | exact
1,23亿元 => 1,23亿元 | money | 123000000 | CNY | exact
EUR 3,5 Mio => EUR 3,5 Mio | money | 3500000 | EUR | exact
EUR 3,5 Mrd => EUR 3,5 Mrd | money | 3500000000 | EUR | exact
EUR 1 915 million => EUR 1 915 million | money | 1915000000 | EUR | exact
营收 1 915 万元 => 1 915 万元 | money | 19150000 | CNY | exact
$1 million to 2,500,000 => $1 million to 2,500,000 | money | 1000000..2500000 | USD | range
2018 employees => 2018 employees | count | 2018 | person | exact
2022级新生300人 => 300人 | count | 300 | person | exact
for two quarters => two quarters | duration | 2 | quarter | exact
the last three quarters of growth => three quarters | duration | 3 | quarter | exact
three-quarters of revenue => three-quarters | fraction | 0.75 | - | exact
in three quarters of cases => three quarters | fraction | 0.75 | - | exact
连续三届 => 三届 | count | 3 | 届 | exact
a 10A fuse => 10A | physical | 10 | A | exact
额定电流16A => 16A | physical | 16 | A | exact
3.2m people => 3.2m people | count | 3200000 | person | exact
40m tonnes => 40m tonnes | physical | 40000000 | t | exact
3.2m tall => 3.2m | physical | 3.2 | m | exact
$ 1.5 M => $ 1.5 M | money | 1500000 | USD | exact
$1.5 B shares => $1.5 | money | 1.5 | USD | exact
三五年后 => 三五年 | duration | 3..5 | year | range
三五百人 => 三五百人 | count | 300..500 | person | range
a loss of $(3.2) million => $(3.2) million | money | -3200000 | USD | exact
$(0.45) per share => $(0.45) | money | -0.45 | USD/share | exact
margin (45.2)% => (45.2)% | percent | -45.2 | % | exact
$⏎(857) $⏎(1) Includes => (857) | number | -857 | - | exact
净利润（3.2）亿元 => （3.2）亿元 | money | -320000000 | CNY | exact
<30% => 30% | percent | 30 | % | under
＞30％ => 30％ | percent | 30 | % | over
≤ 5% => 5% | percent | 5 | % | at_most
>=10% => 10% | percent | 10 | % | at_least
> 30% of it is quoted => 30% | percent | 30 | % | exact
211所高校 => 211所高校 | count | 211 | school | exact
"""
"""Texts that once gave a wrong value as an exact one; ``⏎`` is the end of a line."""

NO_FIGURES = """
第三名
第3季度以外的第十五条
the 3rd company
使用 H100、GB200 和 K80
GPT-4 与 B站 上的《山城202》
进入 Web 2.0 和 5G 时代，A股
(2) 其次
3. Third item
2:00 - 7:00 开场
电话 010-62345678 或 13812345678
邮箱 123456789@qq.com
https://a.com/2024/05?id=300
version 1.2.3 of 192.168.1.1
一旦万一一起千万别三心二意五花八门
one of the best, second to none
他一定一直一样
十分重要，百分百
(4)班
4K 电视 8K 视频
90后 00后
第1,000家门店
No. 5 seed
Figure 3 shows
见附表2和图3
万科和万达
百度千方百计
三亚 四川 五粮液 六神 七匹狼 八达岭 九寨沟 十堰
一带一路 双十一 二手车 三文鱼 四合院
五一 十一 三八
百年老店
千家万户
一季度 三季度 上半年
一年级 二年级
十有八九
百里挑一
一分为二 二合一 三合一
九死一生
3胜1负，2比0
下午13点至16点，18时30分
单位：万元
(in thousands)
本月3日
民国二十六年
In 1066, Duke William
2021 operating metrics
zero carbon emissions
a third party
10-K and 8-K
2001.09
9/11 and 24/7
2018 audit files
the 1999 Employee Programs Agreement
2022级学生
zero emissions vehicles
2023款车型
最新2025这家公司
中共十五届三中全会
十三五规划
Item 1A. Risk Factors
a Section 409A plan
5A景区
(in US $000)
双11 与 618大促
985、211院校
12315热线
(2)万元以上
"""
"""One text a line without a quantity (dates and periods aside)."""


def told(q: Quantity) -> str:
    value = f"{q.low}..{q.high}" if q.low is not None else "-" if q.value is None else str(q.value)
    return " | ".join(x for x in (q.raw, q.kind, value, q.unit or "-", q.qualifier, q.direction) if x)


def amounts(text: str) -> list[Quantity]:
    return [q for q in quantities(text) if q.kind not in ("date", "period")]


@pytest.mark.parametrize("row", FIGURES.strip().splitlines())
def test_a_figure_is_read_with_its_unit_bound_and_direction(row: str) -> None:
    text, _, wanted = row.partition(" => ")
    assert [told(q) for q in amounts(text)] == wanted.split(" ;; ")


@pytest.mark.parametrize("row", MISREAD_ONCE.strip().splitlines())
def test_a_figure_is_right_where_its_words_suggest_another(row: str) -> None:
    text, _, wanted = row.replace("⏎", "\n").partition(" => ")
    assert [told(q) for q in amounts(text)] == wanted.split(" ;; ")


@pytest.mark.parametrize("text", NO_FIGURES.strip().splitlines())
def test_names_numbering_times_codes_and_idioms_are_no_figures(text: str) -> None:
    assert amounts(text) == []


def test_numbers_of_a_list_are_no_figures() -> None:
    assert amounts("1、第一点\n2、第二点") == []
    assert amounts("# 3. 结论\n\n(2) 其次\n\n（三）再次") == []


def test_dates_and_periods_are_quantities_with_their_iso_form() -> None:
    found = quantities("2024年营收5亿元，2023年第三季度为4亿元")
    assert [(q.raw, q.period) for q in found if q.period] == [
        ("2024年", "2024"),
        ("2023年第三季度", "2023-Q3"),
    ]
    assert [q.value for q in found if q.kind == "money"] == [Decimal(500000000), Decimal(400000000)]


def test_traditional_and_full_width_text_is_read_like_simplified() -> None:
    assert [told(q) for q in amounts("約３００個國家和５萬輛汽車，價值兩億圓")] == [
        "３００個國家 | count | 300 | country | approx",
        "５萬輛汽車 | count | 50000 | vehicle | exact",
        "兩億圓 | money | 200000000 | CNY | exact",
    ]


@pytest.mark.parametrize(
    ("same", "other", "equal"),
    [
        ("6023.15亿元", "60,231,500万元", True),
        ("6023.15亿元", "602.315 billion yuan", True),
        ("6023.15亿元", "6023.15万元", False),
        ("百分之四十五", "45%", True),
        ("四成五", "45%", True),
        ("2.5亿美元", "$250 million", True),
    ],
)
def test_one_amount_written_in_two_ways_is_one_value(same: str, other: str, equal: bool) -> None:
    (a,), (b,) = amounts(same), amounts(other)
    assert ((a.kind, a.value, a.unit) == (b.kind, b.value, b.unit)) is equal


@pytest.mark.parametrize(
    "text",
    [
        "1e999",
        "1e5000亿元",
        "10²",
        "1.5³",
        "٣",
        "٣٤٥",
        "1٣2亿元",
        "9^9999",
        "1" * 200 + "元",
        "一" * 40 + "元",
        "1e-999",
    ],
)
def test_hostile_numbers_are_marked_as_not_read(text: str) -> None:
    found = amounts(text)
    assert all(q.value is None and q.low is None and q.qualifier == "exact" for q in found)


@pytest.mark.parametrize(
    "text", ["5" * 5000, "²", "NaN", "inf%", "Infinity", "万" * 3000, "", "\x00", "\ud800"]
)
def test_what_is_no_number_gives_no_quantity(text: str) -> None:
    assert amounts(text) == []


def test_digits_of_two_megabytes_are_read() -> None:
    assert amounts("1234567890" * 200_000) == []


PIECES = st.sampled_from(
    [
        *"0123456789.,-–~%$¥€+:/()（） \n\t一二三十百千万亿兆两零半几数多余点又负第元角分块美港名个家年月日天成折倍²٣１２％",
        "million",
        "billion",
        " and ",
        "a ",
        "half",
        "one ",
        "hundred ",
        "third",
        "dozens ",
        "百分之",
        "分之",
        "个百分点",
        "至",
        "到",
        "between ",
        "约",
        "超过",
        "以上",
        "左右",
        "US$",
        "RMB",
        "人民币",
        "km/h",
        "GW",
        "per ",
        "好意思元",
        "第",
        "1,915",
        "19.15亿",
        "3:1",
        "50/50",
        "1e9",
        "x10^",
        "±",
        "翻番",
        "doubled",
        "小时",
        "minus ",
        "pounds",
        "feet",
    ]
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
@example("minus 一两好意思元")
@example("5元-8元")
@example("○ 项目")
def test_spans_hold_for_every_string(text: str) -> None:
    end = 0
    for q in quantities(text):
        assert end <= q.start < q.end
        assert text[q.start : q.end] == q.raw
        assert (q.low is None) == (q.high is None)
        if q.low is not None and q.high is not None:
            assert q.value is None
            assert q.low <= q.high
        if q.qualifier == "vague":
            assert q.value is None
            assert q.low is None
        assert all(v is None or (v.is_finite() and abs(v.adjusted()) < 400) for v in (q.value, q.low, q.high))
        assert (q.period is None) or q.kind in ("date", "period")
        end = q.end


@given(
    st.sampled_from(["营收19.15亿美元", "up 45% to $3.5 million", "35%到45%", "2万到3万美元"]),
    st.sampled_from(["。", "\n", "！"]),  # not a space or comma: 左右 behind one is still about the figure
    PIECES,
)
def test_text_behind_a_sentence_does_not_move_its_figures(text: str, mark: str, more: str) -> None:
    before = [told(q) for q in quantities(text + mark)]
    after = [told(q) for q in quantities(text + mark + "据说" + more)]
    assert after[: len(before)] == before


def test_the_grammar_has_a_version() -> None:
    assert GRAMMAR_VERSION


@pytest.mark.parametrize(
    "raw",
    [
        "l9.l5亿元", "1O.5亿元", "2O24万元", "1,0000元", "1,00元", "3,5亿元", "1,23,45,678元", "2,5000 million",
        "1.2.3亿元", "1,234.56.78元", "1..5亿元", "5·5亿元", "5。5亿元", "1 9 . 1 5 亿元", "2 . 5 million",
        "1e5万元", "3k万", "3 000 000 000 000 000 000 000元", "12\n34万元", "73\n6.6%",
    ],
)  # fmt: skip
def test_no_part_of_a_broken_number_is_read_as_the_amount(raw: str) -> None:
    (found,) = quantities(f"营收为{raw}。")
    assert (found.raw, found.value, found.low, found.high) == (raw, None, None, None)


@pytest.mark.parametrize("raw", ["€100$", "$100€", "¥100美元", "RMB100美元"])
def test_two_currencies_leave_it_open_which_is_meant(raw: str) -> None:
    (found,) = quantities(f"售价{raw}。")
    assert (found.raw, found.kind, found.unit, found.value) == (raw, "money", "", Decimal(100))


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("5个亿", 5 * 10**8, ""), ("10个亿元", 10**9, "CNY"), ("½亿元", 5 * 10**7, "CNY"), ("50巴仙", 50, "%"),
        ("1成5", 15, "%"), ("１２\u3000３４５万元", 123450000, "CNY"), ("US$100港元", 100, "HKD"),
        ("¥100日元", 100, "JPY"), ("1,23亿元", 123000000, "CNY"), ("12.\n5亿元", 1250000000, "CNY"),
    ],
)  # fmt: skip
def test_what_looks_broken_and_can_be_read_is_read(raw: str, value: int, unit: str) -> None:
    (found,) = quantities(f"营收为{raw}。")
    assert (found.raw, found.value, found.unit) == (raw, Decimal(value), unit)


def test_a_mixed_fraction_of_eight_point_five_is_no_five() -> None:
    assert quantities("八.五折") == []
