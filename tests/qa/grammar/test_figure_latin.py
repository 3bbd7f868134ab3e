"""English units, symbols and counted nouns behind a numeral; and the words there that are none."""

from __future__ import annotations

import pytest

from tests.told import figures, rows

RELATIVE = """
a rate of 5% => 5% | percent 5 %
a rate of 5 % => 5 % | percent 5 %
a rate of 5 percent => 5 percent | percent 5 %
a rate of 5 per cent => 5 per cent | percent 5 %
a rate of 5 pct => 5 pct | percent 5 %
a rate of 5 percentage => 5 percentage | percent 5 %
a rate of 5 percents => 5 percents | percent 5 %
a gap of 5 percentage points => 5 percentage points | points 5 pp
a gap of 5 percent points => 5 percent points | points 5 pp
a gap of 5 % points => 5 % points | points 5 pp
a gap of 5%points => 5%points | points 5 pp
a gap of 5 ppt => 5 ppt | points 5 pp
a gap of 5pp => 5pp | points 5 pp
差5%个百分点 => 5%个百分点 | points 5 pp
差5%的个百分点 => 5%的个百分点 | points 5 pp
a rate of 5‰ => 5‰ | percent 0.5 %
a rate of 5 per mille => 5 per mille | percent 0.5 %
a gap of 5 basis points => 5 basis points | basis_points 5 bp
a gap of 5bps => 5bps | basis_points 5 bp
a gap of $5 bps => $5 bps | basis_points 5 bp
worth 5x => 5x | multiple 5 x
worth 5× => 5× | multiple 5 x
worth 5 times => 5 times | multiple 5 x
worth 5-fold => 5-fold | multiple 5 x
5 times a day => 5 times | count 5 time
"""

AGES = """
aged 5 years old => 5 years old | age 5 year
a 5-year-old => 5-year-old | age 5 year
a 5 year old => 5 year old | age 5 year
a 5 month old => 5 month old | age 5 month
a 5-week-old => 5-week-old | age 5 week
a 5-day-old => 5-day-old | age 5 day
5 years of age => 5 years of age | age 5 year
he is 5 y.o. => 5 y.o. | age 5 year
he is 45yo => 45yo | age 45 year
a three-year-old => three-year-old | age 3 year
a three-month-old => three-month-old | age 3 month
three years old => three years old | age 3 year
5 years older => 5 years | duration 5 year
a three-ton-old => three-ton | physical 3 ton
"""

BRACKETS = """
weight 20 (kg) => 20 (kg) | physical 20 kg
weight 20 [kg] => 20 [kg] | physical 20 kg
weight 20（kg） => 20（kg） | physical 20 kg
weight 20 (m) => 20 (m) | physical 20 m
weight 20 (g) => 20 (g) | physical 20 g
power 20 (W) => 20 (W) | physical 20 W
angle 20 (°C) => 20 (°C) | physical 20 ℃
weight 20 (kg] => 20 | number 20
weight 20 (kg => 20 | number 20
weight 20 (kg of it) => 20 | number 20
weight 20 (s) => 20 | number 20
weight 20 (all) => 20 | number 20
weight 20% (kg) => 20% | percent 20 %
weight 20 (5) => 20 | number 20
"""

HYPHENS = """
a three-ton truck => three-ton | physical 3 ton
a 5-ton truck => 5-ton | physical 5 ton
a 16-bit chip => 16-bit | physical 16 bit
a five-year plan => five-year | duration 5 year
a 5 -km walk => 5 | number 5
a 5 - km walk => 5 - km | physical 5 km
a 300-page report => 300-page | count 300 page
a 40-person team => 40-person | count 40 person
a 50-store chain => 50-store | count 50 store
a 50-country list => 50-country | count 50 country
a 5- => 5 | number 5
a ten-b thing => nothing
a 10-k form => nothing
a 50-strong team => nothing
"""

SIGNS = """
cost 10$ => 10$ | money 10 USD
cost 10 € => 10 € | money 10 EUR
cost 10¥ => 10¥ | money 10 JPY
花了10¥ => 10¥ | money 10 CNY
cost 10 $ 30 => 10 | number 10 ;; $ 30 | money 30 USD
cost 10 $ 30 $ => 10 $ | money 10 USD ;; 30 $ | money 30 USD
cost 10 $ (30) => 10 | number 10 ;; $ (30) | money -30 USD
cost 10 $30 => 10 | number 10 ;; $30 | money 30 USD
cost 50¢ => 50¢ | money 0.5 USD
cost 50 cents => 50 cents | money 0.5 USD
"""

MONEY = """
cost 5 dollars => 5 dollars | money 5 USD
cost 5 yuan => 5 yuan | money 5 CNY
cost 5 yen => 5 yen | money 5 JPY
cost 5 won => 5 won | money 5 KRW
cost 5 USD => 5 USD | money 5 USD
cost 5 usd => 5 usd | money 5 USD
cost 5 rmb => 5 rmb | money 5 CNY
cost 5 CHF => 5 CHF | money 5 CHF
cost 5 chf => 5 | number 5
cost 5 dollars per share => 5 dollars | money 5 USD/share
cost 5 dollars/hour => 5 dollars/hour | money 5 USD/hour
cost $5 dollars => $5 dollars | money 5 USD
cost €5 euros => €5 euros | money 5 EUR
cost €5 yen => €5 | money 5 EUR
cost HK$5 dollars => HK$5 dollars | money 5 HKD
cost $5 usd 8 => $5 | money 5 USD ;; usd 8 | money 8 USD
cost $5/share => $5/share | money 5 USD/share
cost 5 dollars2 => 5 | number 5
weighs 5 pounds => 5 pounds | physical 5 lb
fined 5 pounds => 5 pounds | money 5 GBP
a salary of 5 pounds => 5 pounds | money 5 GBP
5 million pounds => 5 million pounds | money 5,000,000 GBP
5 thousand pounds => 5 thousand pounds | physical 5,000 lb
sales of 5 pounds of beef => 5 pounds | physical 5 lb
5 million pounds of frozen chicken => 5 million pounds | physical 5,000,000 lb
5 million pounds of savings => 5 million pounds | money 5,000,000 GBP
5 million pounds of new debt => 5 million pounds | money 5,000,000 GBP
5 million crowns => 5 million crowns | money 5,000,000
paid 5 crowns => 5 crowns | money 5
holds 5 crowns => 5 crowns | count 5 crown
5 million Swedish crowns => 5 million Swedish crowns | money 5,000,000 SEK
5 Norwegian crowns => 5 Norwegian crowns | money 5 NOK
5 Czech crowns => 5 Czech crowns | money 5 CZK
"""

UNITS = """
5 in wide => 5 in | physical 5 in
5 in by 8 => 5 in | physical 5 in ;; 8 | number 8
5 in. => 5 in | physical 5 in
5 in => 5 in | physical 5 in
5 in, then => 5 in | physical 5 in
5 in of rain => 5 in | physical 5 in
5 in the room => 5 | number 5
5 inches => 5 inches | physical 5 in
$5 in => $5 | money 5 USD
6 ft 2 in the end => 6 ft 2 in | physical 6.166666666666666666666666667 ft
15" => 15" | physical 15 in
a "total in all they say is 15" => 15 | number 15
five" => five | number 5
30 °C => 30 °C | physical 30 ℃
an angle of 30° => 30° | physical 30 °
weather of 30° => 30° | physical 30 degree
30 degrees on the celsius scale => 30 degrees | physical 30 ℃
30 degrees on the fahrenheit scale => 30 degrees | physical 30 ℉
30 C outside => 30 C | physical 30 ℃
-30 C => -30 C | physical -30 ℃
-30 F => -30 F | physical -30 ℉
plan 30 C => 30 | number 30
a temperature of 2.7K => 2.7K | physical 2.7 K
a total of 2.7K => 2.7K | number 2,700
a temperature of 300K => 300K | number 300,000
a 10A fuse => 10A | physical 10 A
a 10A grade => nothing
a fuse of 10 A => 10 | number 10
5 W lamp => 5 W | physical 5 W
有5 W人 => 5 | number 5
5 W. => 5 W | physical 5 W
5W lamp => 5W | physical 5 W
5 m-wide => 5 | number 5
5m wide => 5m | physical 5 m
5m-wide => 5m | physical 5 m
Item 5m => nothing
the 1960s => 1960s | period 1960/1969
his 30s => nothing
a run of 35s => 35s | duration 35 second
a run of 0.5s => 0.5s | duration 0.5 second
5 s long => 5 s | duration 5 second
5 s => 5 s | duration 5 second
5h 3min. => 5h | duration 5 hour ;; 3min | duration 3 minute
5 kg2 => 5 kg2 | physical 5 kg²
5 kga => 5 | number 5
5'2" => 5'2" | physical 5.166666666666666666666666667 ft
up 3 million year over year => 3 million | number 3,000,000 up
3 million year-to-date => 3 million | number 3,000,000
3 years on the road => 3 years | duration 3 year
60 km/h => 60 km/h | physical 60 km/h
60 km per hour => 60 km per hour | physical 60 km/h
9.8 m/s/s => 9.8 m/s/s | physical 9.8 m/s/s
60 km/xyz => 60 km | physical 60 km
60 km/ => 60 km | physical 60 km
60km每小时 => 60km每小时 | physical 60 km/h
5 kg-per-day => 5 kg-per-day | physical 5 kg/day
"""

NOUNS = """
32 data centers => 32 data centers | count 32 data center
2,500 employees => 2,500 employees | count 2,500 person
250,000 NVIDIA GPUs => 250,000 NVIDIA GPUs | count 250,000 GPU
28 member states => 28 member states | count 28 state
12 new stores => 12 new stores | count 12 store
12 very new stores => 12 very new stores | count 12 store
12 big very new stores => 12 | number 12
12 of the stores => 12 | number 12
12 or stores => 12 | number 12
12 widgets => 12 widgets | count 12 widget
12 blue widgets => 12 blue widgets | count 12 widget
12 very blue widgets => 12 | number 12
12 boxes => 12 boxes | count 12 box
12 bushes => 12 bushes | count 12 bush
12 branches => 12 branches | count 12 site
12 glasses => 12 glasses | count 12 glass
12 ferries => 12 ferries | count 12 ferry
12 pies => 12 pies | count 12 pie
12 XPUs => 12 XPUs | count 12 XPU
12 ASICs => 12 ASICs | count 12 ASIC
12 XPUS => 12 | number 12
12 US => 12 | number 12
12 Widgets => 12 | number 12
12 Blue widgets => 12 | number 12
12 bus => 12 | number 12
12 analysis => 12 | number 12
12 chaos => 12 chaos | count 12 chao
12 its => 12 | number 12
12 yes => 12 | number 12
12 series => 12 | number 12
12 sheep => 12 | number 12
12, stores => 12 | number 12
12GPUs => nothing
2018 employees => 2018 employees | count 2,018 person
2018 people => 2018 people | count 2,018 person
2018 new employees => nothing
2018 Employees => nothing
1899 stores => 1899 stores | count 1,899 store
2100 widgets => 2100 widgets | count 2,100 widget
2021 widgets => nothing
2 thousand stores => 2 thousand stores | count 2,000 store
zero emissions => nothing
zero employees => zero employees | count 0 person
zero emissions vehicles => nothing
twelve widgets => twelve widgets | count 12 widget
$12 stores => $12 | money 12 USD
12% stores => 12% | percent 12 %
"""


@pytest.mark.parametrize(("text", "said"), rows(RELATIVE + AGES + BRACKETS + HYPHENS))
def test_shares_ages_and_what_a_bracket_or_a_hyphen_joins(text: str, said: str) -> None:
    assert figures(text) == said


@pytest.mark.parametrize(("text", "said"), rows(SIGNS + MONEY + UNITS))
def test_money_and_units_are_told_from_words_that_look_like_them(text: str, said: str) -> None:
    assert figures(text) == said


@pytest.mark.parametrize(("text", "said"), rows(NOUNS))
def test_nouns_that_are_counted_are_told_from_others(text: str, said: str) -> None:
    assert figures(text) == said
