from __future__ import annotations

import pytest

from yinzheng.qa.checking.figures import AGREEING, stand, written_otherwise
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


@pytest.mark.parametrize(
    ("said", "source", "stands"),
    [
        ("超过20亿元", "25亿元", "rounded"),
        ("超过10亿元", "25亿元", "other"),
        ("超过12.5亿元", "25亿元", "other"),
        ("超过12.55亿元", "25亿元", "other"),
        ("超过12亿元", "25亿元", "other"),
        ("不足30亿元", "25亿元", "rounded"),
        ("不足50亿元", "25亿元", "rounded"),
        ("不足60亿元", "25亿元", "other"),
        ("至多30亿元", "25亿元", "rounded"),
        ("至少20亿元", "25亿元", "rounded"),
        ("20亿元", "超过20亿元", "found"),
        ("19.2亿元", "超过19.15亿元", "bound"),
        ("超过20亿元", "至少20亿元", "found"),
        ("超过20亿元", "至多20亿元", "bound"),
        ("超过19亿元", "19.15亿元", "rounded"),
        ("不足19亿元", "19.15亿元", "bound"),
        ("超过19.2亿元", "19.15亿元", "bound"),
        ("不足19.2亿元", "19.15亿元", "rounded"),
        ("约19亿元", "19.15亿元", "rounded"),
        ("约19.15亿元", "19.15亿元", "found"),
        ("2亿元", "1.95亿元", "rounded"),
        ("2亿元", "1.9亿元", "rounded"),
        ("1亿元", "1.4亿元", "other"),
        ("约1亿元", "1.1亿元", "rounded"),
        ("约1亿元", "1.2亿元", "other"),
        ("25%至30%", "25%至30%", "found"),
        ("25%至30%", "25%至35%", "other"),
        ("25%", "25%至30%", "bound"),
        ("30%", "25%至30%", "bound"),
        ("27%", "25%至30%", "other"),
        ("25%至30%", "25%", "other"),
        ("几十亿元", "数百亿元", "other"),
        ("几十亿元", "几十亿元", "found"),
        ("dozens of companies", "hundreds of companies", "other"),
        ("几十亿元", "20亿元", None),
        ("5亿", "5亿元", "found"),
        ("6亿", "5亿元", None),
        ("25项", "25个", "found"),
        ("3个", "3名员工", "found"),
        ("3名员工", "4个", "other"),
        ("3名员工", "3家公司", "unit"),
        ("3名员工", "4家公司", None),
        ("5亿美元", "5亿日元", "unit"),
        ("6亿美元", "5亿日元", None),
        ("5公里", "5000米", "found"),
        ("5公里", "5公斤", "unit"),
        ("5公里", "6公斤", None),
        ("上涨5%", "上涨5%", "found"),
        ("上涨5%", "下跌5%", "direction"),
        ("上涨6%", "下跌5%", "other"),
        ("上涨5%", "5%", "found"),
        ("5万元", "5亿元", "scale"),
        ("5000万元", "5亿元", "scale"),
        ("19.2亿元", "19.25亿元", "rounded"),
        ("19.3亿元", "19.25亿元", "rounded"),
        ("19.4亿元", "19.25亿元", "other"),
        ("0元", "5元", "other"),
        ("-5%", "5%", "found"),
        ("超过12亿元", "24亿元", "rounded"),
    ],
)
def test_bounds_ranges_rounding_and_units(said: str, source: str, stands: str | None) -> None:
    assert stand(one(said), one(source)) == stands


@pytest.mark.parametrize(
    ("said", "source", "otherwise"),
    [
        ("19.50亿元", "19.5亿元", False),
        ("5,000元", "5000元", False),
        ("5公里", "5 km", False),
        ("5.0亿元", "5亿元", False),
        ("19.15亿元", "1915000000元", True),
        ("50亿元", "5亿元", True),
        ("100元", "1元", True),
    ],
)
def test_a_conversion_is_told_from_another_way_of_writing(said: str, source: str, otherwise: bool) -> None:
    assert written_otherwise(one(said), one(source)) == otherwise
