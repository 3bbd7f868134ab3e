"""Figures said in the language of the question: scale, currency, unit, date."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.qa.grammar.unit_tables import rows
from yinzheng.qa.quantities import quantities
from yinzheng.qa.wording import worded
from yinzheng.types import Quantity


@pytest.mark.parametrize(
    ("written", "chinese", "english"),
    [
        ("19.15亿美元", "19.15 亿美元", "USD 1.915 billion"),
        ("USD 1.915 billion", "19.15 亿美元", "USD 1.915 billion"),
        ("8640万元", "8,640 万元", "CNY 86.4 million"),
        ("1.2万亿元", "1.2 万亿元", "CNY 1.2 trillion"),
        ("1.23456789亿元", "123,456,789 元", "CNY 123,456,789"),
        ("$3 per hour", "3 美元/小时", "USD 3 per hour"),
        ("35到45亿欧元", "35 – 45 亿欧元", "EUR 3.5 – 4.5 billion"),
        ("1亿泰铢", "1 亿泰铢", "THB 100 million"),
        ("约49%", "≈ 49%", "≈ 49%"),
        ("下降45%", "↓ 45%", "↓ 45%"),
        ("百分之四十九", "49%", "49%"),
        ("5 percentage points", "5 个百分点", "5 percentage points"),
        ("250个基点", "250 个基点", "250 basis points"),
        ("六倍", "6 倍", "6 times"),
        ("三分之二", "2/3", "2/3"),
        ("2500名员工", "2,500 人", "2,500 people"),
        ("超过25万张GPU", "> 25 万 GPU", "> 250,000 GPUs"),
        ("120家公司", "120 家公司", "120 companies"),
        ("10 countries", "10 个国家", "10 countries"),
        ("1 company", "1 家公司", "1 company"),
        ("5架飞机", "5 架飞机", "5 aircraft"),
        ("3个", "3 个", "3"),
        ("18个月", "18 个月", "18 months"),
        ("1 year", "1 年", "1 year"),
        ("35岁", "35 岁", "35 years old"),
        ("2吉瓦", "2 GW", "2 GW"),
        ("2022年11月", "2022年11月", "November 2022"),
        ("November 5, 2022", "2022年11月5日", "5 November 2022"),
        ("2024年第三季度", "2024年第三季度", "third quarter of 2024"),
        ("2024年上半年", "2024年上半年", "first half of 2024"),
        ("FY2024", "2024财年", "fiscal 2024"),
        ("2021年至2023年", "2021年至2023年", "2021 to 2023"),
        ("几百亿", "", ""),
    ],
)
def test_a_figure_in_both_languages(written: str, chinese: str, english: str) -> None:
    (found,) = quantities(written)
    assert (worded(found, "zh"), worded(found, "en")) == (chinese, english)


@given(st.decimals(min_value=0, max_value=10**15, places=2), st.sampled_from(["zh", "en"]))
def test_nothing_is_rounded(value: Decimal, lang: str) -> None:
    figure = Quantity(0, 1, "x", "money", value, None, None, "USD", "exact")
    said = worded(figure, "zh" if lang == "zh" else "en")
    (read,) = quantities(said)
    assert (read.value, read.unit) == (value, "USD")


@pytest.mark.parametrize("unit", [row[0] for row in rows("counts.tsv")])
def test_every_thing_that_is_counted_has_a_name(unit: str) -> None:
    figure = Quantity(0, 1, "x", "count", Decimal(5), None, None, unit, "exact")
    assert worded(figure, "zh").startswith("5 ")
    assert len(worded(figure, "zh")) > 2
    assert worded(figure, "en").startswith("5")
