"""Amounts on opposite sides of a result: profits and losses, in words, signs and brackets."""

from __future__ import annotations

import pytest

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.checking.results import opposite
from yinzheng.qa.quantities import quantities
from yinzheng.types import Quantity


def amount(text: str, nth: int = 0) -> Quantity:
    return [one for one in quantities(text) if one.kind not in ("date", "period")][nth]


SOURCE = "It swung to a net loss of 3.9 billion crowns from a profit of 310 million crowns."
CHINESE = "公司第二季度净亏损39亿元，上年同期盈利3.1亿元。"


@pytest.mark.parametrize(
    ("said", "source", "nth", "is_opposite"),
    [
        ("It made a net profit of 3.9 billion crowns.", SOURCE, 0, True),
        ("It earned 3.9 billion crowns.", SOURCE, 0, True),
        ("It made a 3.9 billion crown profit.", SOURCE, 0, True),
        ("It made a net loss of 3.9 billion crowns.", SOURCE, 0, False),
        ("It lost 3.9 billion crowns.", SOURCE, 0, False),
        ("It spent 3.9 billion crowns.", SOURCE, 0, False),
        ("It made a loss of 310 million crowns.", SOURCE, 1, True),
        ("It made a profit of 310 million crowns.", SOURCE, 1, False),
        ("It made a pre-tax loss of $3 million.", "Pre-tax profit was $3 million.", 0, True),
        ("An impairment loss of $3 million was booked.", "Profit was $3 million.", 0, False),
        ("公司净利润39亿元。", CHINESE, 0, True),
        ("公司盈利39亿元。", CHINESE, 0, True),
        ("公司亏损39亿元。", CHINESE, 0, False),
        ("公司上年同期亏损3.1亿元。", CHINESE, 1, True),
        ("公司上年同期净利润3.1亿元。", CHINESE, 1, False),
        ("公司扭亏，净利润3.1亿元。", CHINESE, 1, False),
        ("公司亏损27%。", "净利润下降27%。", 0, False),
    ],
)
def test_a_profit_is_no_loss(said: str, source: str, nth: int, is_opposite: bool) -> None:
    found = opposite(fold_text(said), amount(said), fold_text(source), amount(source, nth))
    assert (found is not None) == is_opposite
