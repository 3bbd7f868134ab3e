"""Where sources give different values: what is compared, and what agrees."""

from __future__ import annotations

import pytest

from yinzheng.qa.disagree import disagreement
from yinzheng.qa.quantities import quantities
from yinzheng.types import Citation, Claim


def stated(figure: str, doc: str, subject: str = "", key: str = "", period: str = "") -> Claim:
    (quantity,) = quantities(figure)
    cited = Citation(1, doc, doc, "", 0, len(figure), figure, "")
    return Claim(subject, "", key, quantity, period or quantity.period or "", "actual", cited, "exact")


@pytest.mark.parametrize(
    ("a", "b"),
    [("19.15亿美元", "20.5亿美元"), ("25万人", "31万人"), ("2022年11月", "2023年1月"), ("49%", "51%")],
)
def test_different_values_of_two_documents_disagree(a: str, b: str) -> None:
    conflict = disagreement([stated(a, "one"), stated(b, "two")])
    assert conflict is not None
    assert [[claim.quantity.raw for claim in group] for group in conflict.groups] == [[a], [b]]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("19.15亿美元", "USD 1.915 billion"),
        ("19.15亿美元", "19.2亿美元"),  # rounded
        ("超过25万人", "26万人"),  # a bound
        ("2022年", "2022年11月"),  # the finer date
        ("19亿美元", "49%"),  # nothing to compare
        ("2GW", "2000MW"),
    ],
)
def test_what_agrees_or_cannot_be_compared_does_not(a: str, b: str) -> None:
    assert disagreement([stated(a, "one"), stated(b, "two")]) is None


def test_one_document_does_not_disagree_with_itself() -> None:
    assert disagreement([stated("19亿美元", "one"), stated("29亿美元", "one")]) is None


@pytest.mark.parametrize(
    "other",
    [
        stated("29亿美元", "two", period="2023"),
        stated("29亿美元", "two", key="profit"),
        stated("29亿美元", "two", subject="亚马逊"),
    ],
)
def test_what_is_of_another_time_metric_or_subject_does_not(other: Claim) -> None:
    assert disagreement([stated("19亿美元", "one", "微软", "revenue", "2024"), other]) is None


def test_those_that_agree_stand_together_and_a_slip_of_scale_is_named() -> None:
    claims = [
        stated("19.15亿美元", "one"),
        stated("1,915 million dollars", "two"),
        stated("1.915亿美元", "three"),
    ]
    conflict = disagreement(claims)
    assert conflict is not None
    assert [len(group) for group in conflict.groups] == [2, 1]
    assert conflict.reason == "scale_slip"
