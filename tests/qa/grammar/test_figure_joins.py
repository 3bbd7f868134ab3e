"""Figures that belong together: ranges, money and lengths in two units, tolerances, a unit that two share."""

# ruff: noqa: E501
# Rows of a table stay whole.

from __future__ import annotations

import pytest

from tests.told import figures, rows

RANGES = """
5-8元 => 5-8元 | money 5..8 CNY range
5 - 8元 => 5 - 8元 | money 5..8 CNY range
5元-8元 => 5元-8元 | money 5..8 CNY range
5元—8元 => 5元—8元 | money 5..8 CNY range
5~8元 => 5~8元 | money 5..8 CNY range
5到8元 => 5到8元 | money 5..8 CNY range
5元至8元 => 5元至8元 | money 5..8 CNY range
5元至约8元 => 5元至约8元 | money 5..8 CNY range
8-5元 => 8-5元 | money 5..8 CNY range
从5元到8元 => 5元 | money 5 CNY ;; 8元 | money 8 CNY
由5%至8% => 5% | percent 5 % ;; 8% | percent 8 %
从5元到8元不等 => 5元到8元 | money 5..8 CNY range
从5元到8元之间 => 5元到8元 | money 5..8 CNY range
从5元到8元区间 => 5元到8元 | money 5..8 CNY range
从5到8元 => 5到8元 | money 5..8 CNY range
从5元-8元 => 5元-8元 | money 5..8 CNY range
从$5到$8 => $5 | money 5 USD ;; $8 | money 8 USD
5和8公里之间 => 5和8公里 | physical 5..8 km range
5与8公里之间 => 5与8公里 | physical 5..8 km range
介于5与8公里 => 5 | physical 5 km ;; 8公里 | physical 8 km
between 5 and 8 km => 5 and 8 km | physical 5..8 km range
between about 5 and about 8 km => 5 and about 8 km | physical 5..8 km range
介于5 and 8 km => 5 and 8 km | physical 5..8 km range
at 5 and 8 km => 5 | physical 5 km ;; 8 km | physical 8 km
5 or 8 km => 5 | physical 5 km ;; 8 km | physical 8 km
5或8公里 => 5 | physical 5 km ;; 8公里 | physical 8 km
5 to 8 km => 5 to 8 km | physical 5..8 km range
5 km to 8 km => 5 km to 8 km | physical 5..8 km range
5 km to 8 miles => 5 km | physical 5 km ;; 8 miles | physical 8 mi
rose from 5 km to 8 km => 5 km | physical 5 km ;; 8 km | physical 8 km
went from 5 to 8 km => 5 | number 5 ;; 8 km | physical 8 km
grew in a year from $5 to $8 => $5 | money 5 USD ;; $8 | money 8 USD
prices from $5 to $8 => $5 to $8 | money 5..8 USD range
$5-$8 => $5-$8 | money 5..8 USD range
$5 to 8 million => $5 to 8 million | money 5,000,000..8,000,000 USD range
$5 million to 8 => $5 million | money 5,000,000 USD ;; 8 | number 8
$5 million to $8 million => $5 million to $8 million | money 5,000,000..8,000,000 USD range
$5 to €8 => $5 to €8 | money 5..8 EUR range
5美元-8欧元 => 5美元 | money 5 USD ;; 8欧元 | money 8 EUR
5%-8元 => 5% | percent 5 % ;; 8元 | money 8 CNY
5公里到8吨 => 5公里 | physical 5 km ;; 8吨 | physical 8 t
2-3万 => 2-3万 | number 20,000..30,000 range
5000-1万人 => 5000-1万人 | count 5,000..10,000 person range
2万-3万人 => 2万-3万人 | count 20,000..30,000 person range
two to three million people => two to three million people | count 2,000,000..3,000,000 person range
5-8 cents => 5-8 cents | money 0.05..0.08 USD range
5-8角 => 5-8角 | money 0.5..0.8 CNY range
2-3成 => 2-3成 | percent 20..30 % range
7到8折 => 7到8折 | percent 70..80 % range
2%-3% => 2%-3% | percent 2..3 % range
between one hundred and two hundred thousand km => one hundred and two hundred thousand km | physical 100,000..200,000 km range
between five hundred and one thousand km => five hundred and one thousand km | physical 500..1,000 km range
三到五年 => 三到五年 | duration 3..5 year range
从三至五人 => 三至五人 | count 3..5 person range
三到五个百分点 => 三到五个百分点 | points 3..5 pp range
两到三成 => 两到三成 | percent 20..30 % range
七到八折 => 七到八折 | percent 70..80 % range
十到二十万元 => 十到二十万元 | money 100,000..200,000 CNY range
二到三万人 => 二到三万人 | count 20,000..30,000 person range
五千到一万元 => 五千到一万元 | money 5,000..10,000 CNY range
two to 3 million dollars => two to 3 million dollars | money 2,000,000..3,000,000 USD range
一半到三分之二 => 一半到三分之二 | fraction 0.5..0.6666666666666666666666666667 range
半年到两年 => 半年到两年 | duration 0.5..2 year range
百分之五到百分之八 => 百分之五到百分之八 | percent 5..8 % range
3:1到5:1 => 3:1到5:1 | ratio 3..5 range
有5万-8万 => 5万-8万 | number 50,000..80,000 range
有0万-5万 => 0万-5万 | number 0..50,000 range
有8万-5万 => 8万 | number 80,000 ;; 5万 | number 50,000
有5万-5万 => 5万 | number 50,000 ;; 5万 | number 50,000
三到四 => nothing
三到 => nothing
三到五都 => nothing
下午三到五点 => nothing
第三到五名 => 五名 | count 5 person
几十万到100万人 => 几十万 | number vague ;; 100万人 | count 1,000,000 person
一两万到3万人 => 一两万 | number 10,000..20,000 range ;; 3万人 | count 30,000 person
5 plus 8 km => 5 | number 5 at_least ;; 8 km | physical 8 km
"""

SUMS = """
3元5角 => 3元5角 | money 3.5 CNY
3元5角钱 => 3元5角钱 | money 3.5 CNY
3 dollars 50 cents => 3 dollars 50 cents | money 3.5 USD
3 dollars and 50 cents => 3 dollars and 50 cents | money 3.5 USD
3 euros 50 cents => 3 euros 50 cents | money 3.5 EUR
3 dollars, 50 cents => 3 dollars | money 3 USD ;; 50 cents | money 0.5 USD
3 dollars 50 yuan => 3 dollars | money 3 USD ;; 50 yuan | money 50 CNY
3 cents 50 dollars => 3 cents | money 0.03 USD ;; 50 dollars | money 50 USD
3 yuan 50 pence => 3 yuan | money 3 CNY ;; 50 pence | money 0.5 GBP
3 dollars 50 => 3 dollars 50 | money 3.5 USD
3 dollars and 50. => 3 dollars and 50 | money 3.5 USD
3 dollars 99! => 3 dollars 99 | money 3.99 USD
3 dollars 50 and more => 3 dollars 50 | money 3.5 USD at_least
3 dollars 100 => 3 dollars | money 3 USD ;; 100 | number 100
3 dollars 0 => 3 dollars | money 3 USD ;; 0 | number 0
3 dollars 1 => 3 dollars 1 | money 3.01 USD
3 dollars 1.5 => 3 dollars | money 3 USD ;; 1.5 | number 1.5
3 dollars 50 people => 3 dollars | money 3 USD ;; 50 people | count 50 person
3 dollars 50 more => 3 dollars | money 3 USD ;; 50 | number 50
3 dollars, 50 => 3 dollars | money 3 USD ;; 50 | number 50
$3 50 => $3 | money 3 USD ;; 50 | number 50
5 ft 6 in => 5 ft 6 in | physical 5.5 ft
5 feet, 6 inches => 5 feet, 6 inches | physical 5.5 ft
5 feet and 6 inches => 5 feet | physical 5 ft ;; 6 inches | physical 6 in
5 feet 12 inches => 5 feet | physical 5 ft ;; 12 inches | physical 12 in
7 lb 8 oz => 7 lb 8 oz | physical 7.5 lb
7 oz 8 lb => 7 oz | physical 7 oz ;; 8 lb | physical 8 lb
7 ft 8 oz => 7 ft | physical 7 ft ;; 8 oz | physical 8 oz
"""

TOLERANCES = """
20±1毫米 => 20±1毫米 | physical 19..21 mm range
20 ± 1 mm => 20 ± 1 mm | physical 19..21 mm range
20 mm ± 1 mm => 20 mm ± 1 mm | physical 19..21 mm range
20+/-1 mm => 20+/-1 mm | physical 19..21 mm range
20 mm ± 1% => 20 mm | physical 20 mm ;; 1% | percent 1 %
20±1 => 20±1 | number 19..21 range
5±0.3亿元 => 5±0.3亿元 | money 470,000,000..530,000,000 CNY range
5亿±0.3亿元 => 5亿±0.3亿元 | money 470,000,000..530,000,000 CNY range
50±5 cents => 50±5 cents | money 0.45..0.55 USD range
"""

SHARED_UNITS = """
45 and 50 mg => 45 | physical 45 mg ;; 50 mg | physical 50 mg
45和50毫克 => 45 | physical 45 mg ;; 50毫克 | physical 50 mg
占5、10% => 5 | percent 5 % ;; 10% | percent 10 %
5 and 10 bps => 5 | basis_points 5 bp ;; 10 bps | basis_points 10 bp
5和10个百分点 => 5 | points 5 pp ;; 10个百分点 | points 10 pp
45, 50 mg => 45 | number 45 ;; 50 mg | physical 50 mg
45 and 50 people => 45 | number 45 ;; 50 people | count 50 person
45和50元 => 45 | number 45 ;; 50元 | money 50 CNY
5 and 49 mg => 5 | physical 5 mg ;; 49 mg | physical 49 mg
5 and 50 mg => 5 | number 5 ;; 50 mg | physical 50 mg
50 and 5 mg => 50 | number 50 ;; 5 mg | physical 5 mg
50 and 6 mg => 50 | physical 50 mg ;; 6 mg | physical 6 mg
45k and 50000 mg => 45k | number 45,000 ;; 50000 mg | physical 50,000 mg
five and 10 mg => five | physical 5 mg ;; 10 mg | physical 10 mg
5 and ten mg => 5 | physical 5 mg ;; ten mg | physical 10 mg
5 km and 10 mg => 5 km | physical 5 km ;; 10 mg | physical 10 mg
"""


@pytest.mark.parametrize(("text", "said"), rows(RANGES + SUMS + TOLERANCES + SHARED_UNITS))
def test_figures_that_belong_together_are_one_and_others_stay_two(text: str, said: str) -> None:
    assert figures(text) == said
