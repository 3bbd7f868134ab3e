"""What the words around a figure say of it: about, at least, under; a rise or a fall."""

from __future__ import annotations

import pytest

from tests.told import figures, rows

BEFORE = """
约5亿元 => 5亿元 | money 500,000,000 CNY approx
约为 5 亿元 => 5 亿元 | money 500,000,000 CNY approx
约　5亿元 => 5亿元 | money 500,000,000 CNY approx
≈5% => 5% | percent 5 % approx
~ 5% => 5% | percent 5 % approx
超过了5亿元 => 5亿元 | money 500,000,000 CNY over
超过人民币5亿元 => 人民币5亿元 | money 500,000,000 CNY over
超5亿元 => 5亿元 | money 500,000,000 CNY over
增速>5% => 5% | percent 5 % over
大于或者等于5% => 5% | percent 5 % at_least
≥5% => 5% | percent 5 % at_least
<=5% => 5% | percent 5 % at_most
不超过5% => 5% | percent 5 % at_most
最高可达5% => 5% | percent 5 % at_most
尚不足5% => 5% | percent 5 % under
不足 的 5% => 5% | percent 5 % under
远低于5% => 5% | percent 5 % under
<5% => 5% | percent 5 % under
5% => 5% | percent 5 %
 5% => 5% | percent 5 %
> 5% => 5% | percent 5 %
line⏎> 5% => 5% | percent 5 %
> > 5% => 5% | percent 5 %
>5% => 5% | percent 5 % over
超过已达共计5% => 5% | percent 5 %
超过已达5% => 5% | percent 5 % over
不超过公司总股本的2% => 2% | percent 2 % at_most
不低于其总额的2% => 2% | percent 2 % at_least
超过公司总股本的 2% => 2% | percent 2 % over
低于公司总股本的2% => 2% | percent 2 % under
至少支付7.6亿元 => 7.6亿元 | money 760,000,000 CNY at_least
最多可容纳300人 => 300人 | count 300 person at_most
顶多再来3人 => 3人 | count 3 person at_most
至少由公司承担5% => 5% | percent 5 %
# a qualifier of one character may end another word
近5% => 5% | percent 5 % approx
附近5家公司 => 5家公司 | count 5 company
最近5家公司 => 5家公司 | count 5 company
节约5元 => 5元 | money 5 CNY
合约5份 => 5份 | count 5 份
特约5人 => 5人 | count 5 person
过百万元 => 百万元 | money 1,000,000 CNY over
过10元 => 10元 | money 10 CNY
通过百万元 => 百万元 | money 1,000,000 CNY
英超5队 => 5队 | count 5 队
已超5队 => 5队 | count 5 队 over
晚上5人 => 5人 | count 5 person
上5人 => 5人 | count 5 person
# English, of one to five words
about 5 km => 5 km | physical 5 km approx
ca. 5 km => 5 km | physical 5 km approx
approx. 5 km => 5 km | physical 5 km approx
in the neighborhood of 5 km => 5 km | physical 5 km approx
an average of about 5 km => 5 km | physical 5 km approx
more than 5 km => 5 km | physical 5 km over
over 5 km => 5 km | physical 5 km over
no less than 5 km => 5 km | physical 5 km at_least
greater than or equal to 5 km => 5 km | physical 5 km at_least
less than or equal to 5 km => 5 km | physical 5 km at_most
no more than 5 km => 5 km | physical 5 km at_most
up to 5 km => 5 km | physical 5 km at_most
fewer than 5 km => 5 km | physical 5 km under
just under 5 km => 5 km | physical 5 km under
under 5 km => 5 km | physical 5 km under
a walk of 5 km => 5 km | physical 5 km
# of a time, over says for how long
over three years => three years | duration 3 year
more than three years => three years | duration 3 year over
近三年 => 三年 | duration 3 year
近三小时 => 三小时 | duration 3 hour approx
about three years => three years | duration 3 year approx
"""

BEHIND = """
5亿元以上 => 5亿元 | money 500,000,000 CNY at_least
5%或以上 => 5% | percent 5 % at_least
5人及以上 => 5人 | count 5 person at_least
5元起，包邮 => 5元 | money 5 CNY at_least
5元起步 => 5元 | money 5 CNY
5%+ => 5% | percent 5 % at_least
5%+a => 5% | percent 5 %
5 km or more => 5 km | physical 5 km at_least
5 km and above => 5 km | physical 5 km at_least
5 km plus => 5 km | physical 5 km at_least
5 km pluses => 5 km | physical 5 km
5%以下 => 5% | percent 5 % at_most
5天以内 => 5天 | duration 5 day at_most
5 km or less => 5 km | physical 5 km at_most
5 km or lesser => 5 km | physical 5 km
5%左右 => 5% | percent 5 % approx
5%上下 => 5% | percent 5 % approx
5 km or so => 5 km | physical 5 km approx
30-ish => 30 | number 30 approx
5亿元不到 => 5亿元 | money 500,000,000 CNY under
5亿元不到的公司 => 5亿元 | money 500,000,000 CNY
50岁出头 => 50岁 | age 50 year over
# before and behind
约5%以上 => 5% | percent 5 % at_least
超过5%左右 => 5% | percent 5 % over
约5%左右 => 5% | percent 5 % approx
超过5%以上 => 5% | percent 5 % over
"""

DIRECTIONS = """
增长5% => 5% | percent 5 % up
增长了约5% => 5% | percent 5 % approx up
增长幅度为5% => 5% | percent 5 % up
提升至5% => 5% | percent 5 %
降至5% => 5% | percent 5 %
下降5% => 5% | percent 5 % down
下降 5% => 5% | percent 5 % down
减少 - 5% => 5% | percent 5 % down
跌超5% => 5% | percent 5 % over down
5%的涨幅 => 5% | percent 5 % up
5%的降幅 => 5% | percent 5 % down
5%增长率 => 5% | percent 5 %
增长5天 => 5天 | duration 5 day
rose 5% => 5% | percent 5 % up
rose by an estimated 5% => 5% | percent 5 % approx up
rose in value by about 5% => 5% | percent 5 % approx up
rose by more than 5% => 5% | percent 5 % over up
rose as much as 5% => 5% | percent 5 % at_most up
rose to 5% => 5% | percent 5 %
rose sharply to 5% => 5% | percent 5 %
up 5% => 5% | percent 5 % up
fell 5% => 5% | percent 5 % down
fell by just about 5% => 5% | percent 5 % approx down
fell by only just some almost roughly 5% => 5% | percent 5 % approx down
lost a further 5% => 5% | percent 5 % down
a loss of 5% => 5% | percent 5 %
a 5% increase => 5% | percent 5 % up
a 5% annual growth => 5% | percent 5 % up
5% higher => 5% | percent 5 % up
a 5% drop => 5% | percent 5 % down
a 5% loss in value => 5% | percent 5 % down
a 5% dropout => 5% | percent 5 %
a 5% share => 5% | percent 5 %
增长。5% => 5% | percent 5 %
⏎5% => 5% | percent 5 %
rose $5 => $5 | money 5 USD up
增加5人 => 5人 | count 5 person up
rose 5 km => 5 km | physical 5 km up
up 5 bps => 5 bps | basis_points 5 bp up
up 5 points => 5 points | count 5 point up
rose 5x => 5x | multiple 5 x up
"""


@pytest.mark.parametrize(("text", "said"), rows(BEFORE + BEHIND))
def test_words_before_and_behind_a_figure_bound_it(text: str, said: str) -> None:
    assert figures(text) == said


@pytest.mark.parametrize(("text", "said"), rows(DIRECTIONS))
def test_words_around_a_figure_say_that_it_is_a_rise_or_a_fall(text: str, said: str) -> None:
    assert figures(text) == said
