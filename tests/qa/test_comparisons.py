"""Figures held against somebody else's: whose they are, and differences that are no level of anybody."""

from __future__ import annotations

import pytest

from yinzheng.qa.claims import claims
from yinzheng.types import Claim, Document


def read(text: str) -> dict[str, Claim]:
    document = Document("d1", "notes/a.md", "", text, "zh", "text/plain", "", "", (), (), None)
    return {claim.quantity.raw: claim for claim in claims(document)}


@pytest.mark.parametrize(
    ("text", "raw", "subject", "key"),
    [
        ("小米毛利率20%，高于华为的15%。", "15%", "华为", "gross_margin"),
        ("小米的毛利率为20%，高于华为的15%。", "20%", "小米", "gross_margin"),
        ("小米市占率14.5%，仅次于华为的35.2%和腾讯的16.8%。", "35.2%", "华为", "market_share"),
        ("小米市占率14.5%，仅次于华为的35.2%和腾讯的16.8%。", "16.8%", "腾讯", "market_share"),
        ("小米的均价为1120元，低于华为的1580元。", "1580元", "华为", "unit_price"),
        (
            "小米毛利率20%，但高于行业平均水平18%。",
            "18%",
            "行业平均水平",
            "gross_margin",
        ),
        ("Walmart's margin was 11%, higher than Google's 9%.", "9%", "Google", "net_margin"),
        ("Walmart's margin was 11%, above Google's 9% and Intel's 8%.", "8%", "Intel", "net_margin"),
        (
            "Walmart's margin was 11%, below the industry average of 12%.",
            "12%",
            "industry average",
            "net_margin",
        ),
    ],
)
def test_a_figure_that_another_is_held_against_is_the_others(
    text: str, raw: str, subject: str, key: str
) -> None:
    claim = read(text)[raw]
    assert (claim.subject, claim.metric_key) == (subject, key)


@pytest.mark.parametrize(
    ("text", "raw", "subject", "metric"),
    [
        ("小米的市值约210亿元，是华为的3.5倍。", "3.5倍", "小米", "市值"),
        ("小米的市值约210亿元，相当于华为的35%。", "35%", "小米", "市值"),
        ("小米营收100亿元，不到华为的四分之一。", "四分之一", "小米", "营收"),
        ("小米全年出货1656万台，比华为多507万台。", "507万台", "小米", "出货"),
        ("小米良品率99%，比一号厂房高1.5个百分点。", "1.5个百分点", "小米", "良品率"),
        ("小米的存款比华为的利率低0.5%。", "0.5%", "小米", "存款"),
        ("Walmart sold 5 million cars, 7% more than Google.", "7%", "Walmart", "cars"),
        ("Walmart spent three times as much as Google.", "three times", "Walmart", "spent"),
    ],
)
def test_how_far_two_are_apart_is_no_level_of_either(text: str, raw: str, subject: str, metric: str) -> None:
    claim = read(text)[raw]
    assert (claim.subject, claim.metric, claim.metric_key) == (subject, metric, "")


@pytest.mark.parametrize(
    ("text", "raw", "key"),
    [
        ("小米出货量为5830万台，同比增长21.5%。", "21.5%", "shipments_growth"),
        ("小米出货量为5830万台，比去年增长21.5%。", "21.5%", "shipments_growth"),
        ("Sales grew, doubling our adjusted EBITDA.", "doubling", "ebitda"),
        ("Rent was $9 million, $7 million less than it was in 2020.", "$7 million", "payment_growth"),
        ("Walmart's sales were 7% higher than a year ago.", "7%", "revenue_growth"),
    ],
)
def test_what_is_held_against_another_time_is_a_change(text: str, raw: str, key: str) -> None:
    assert read(text)[raw].metric_key == key


def test_who_is_only_compared_with_is_nobody_that_the_next_sentence_is_about() -> None:
    text = "Walmart carried 4 million cars, 7% more than Google, and its average rate was $1,240."
    assert read(text)["$1,240"].subject == "Walmart"
