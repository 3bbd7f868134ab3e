from __future__ import annotations

import pytest

from yinzheng.qa.checking.figures import AGREEING, stand
from yinzheng.qa.quantities import quantities
from yinzheng.types import Quantity


def one(text: str) -> Quantity:
    (found,) = [q for q in quantities(text) if q.kind not in ("date", "period")]
    return found


@pytest.mark.parametrize(
    ("said", "source", "stands"),
    [
        ("营收 602.315 billion yuan", "营收6023.15亿元", "found"),
        ("营收60,231,500万元", "营收6023.15亿元", "found"),
        ("营收6023.15万元", "营收6023.15亿元", "scale"),
        ("revenue of $5 million", "revenue of $5 billion", "scale"),
        ("估值19.2亿美元", "估值19.15亿美元", "rounded"),
        ("估值19亿美元", "估值19.15亿美元", "rounded"),
        ("估值19.15亿美元", "估值19.2亿美元", "other"),  # finer than its source
        ("1 g daily", "500 mg daily", "other"),  # no rounding is as coarse as that
        ("共30万张GPU", "共超过25万张GPU", "other"),
        ("共超过25万张GPU", "共超过25万张GPU", "found"),
        ("共不足25万张GPU", "共超过25万张GPU", "bound"),
        ("超过20万张GPU", "共25万张GPU", "rounded"),
        ("共25万张 GPU", "超过 25 万张英伟达 GPU", "found"),
        ("共30万张", "共25万张 GPU", "other"),
        ("共25万名员工", "共25万张 GPU", "unit"),
        ("达到250兆瓦", "达到0.25吉瓦", "found"),
        ("收入50亿美元", "收入50亿元", "unit"),
        ("提高2.3%", "提高2.3个百分点", "unit"),
        ("同比下降5%", "同比增长5%", "direction"),
        ("占三分之二", "占66.7%", "rounded"),
        ("占66.7%", "占三分之二", "rounded"),
        ("为期18个月", "为期1.5年", "found"),
    ],
)
def test_a_figure_stands_to_its_source(said: str, source: str, stands: str) -> None:
    assert stand(one(said), one(source)) == stands


def test_figures_of_different_things_are_not_compared() -> None:
    assert stand(one("共5吉瓦"), one("共5.2亿元")) is None


def test_a_figure_agrees_with_itself() -> None:
    for text in ("约19.15亿元", "25%至30%", "超过300人", "5,000 employees", "dozens of companies"):
        assert stand(one(text), one(text)) in AGREEING, text
