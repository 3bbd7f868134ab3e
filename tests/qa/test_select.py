"""Choosing claims: what is meant by a subject, a metric, a period, a bound."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.figures import claim, document, revenue
from yinzheng.errors import QueryError
from yinzheng.qa.select import KINDS, Wanted, bound_of, kind_of, period_of, reaches, select
from yinzheng.types import Claim


def chosen(claims: list[Claim], **wanted: Any) -> list[int]:
    found = select(claims, Wanted(**wanted))
    return [claims.index(item) for item in found]


def test_nothing_wanted_is_everything() -> None:
    claims = [revenue(), revenue(subject="b")]
    assert select(claims, Wanted()) == claims


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("英伟达", [0, 1, 2]),
        ("NVIDIA", [0, 1, 2]),
        ("nvidia corp.", [0, 1, 2]),
        ("輝達", [0, 1, 2]),
        ("Heluo", [3]),
        ("ＨＥＬＵＯ ENERGY", [3]),
        ("禾洛", [4]),
        ("禾洛能源股份有限公司", [4]),
        ("nobody", []),
    ],
)
def test_a_subject_is_meant_by_its_aliases_and_by_a_part_of_its_name(asked: str, found: list[int]) -> None:
    names = ("英伟达", "NVIDIA", "辉达", "Heluo Energy", "禾洛能源", "")
    assert chosen([revenue(subject=name) for name in names], subjects=[asked]) == found


def test_a_document_s_own_short_names_count_in_it_alone() -> None:
    doc = document(id="d" * 12)
    claims = [revenue(subject="公司", doc=doc), revenue(subject="公司")]
    short = {doc.id: {"公司": "禾洛能源股份有限公司"}}
    assert select(claims, Wanted(subjects=["禾洛能源"]), short_names=short) == claims[:1]


def test_a_metric_is_meant_by_its_key_and_by_terms_of_both_languages(tmp_path: Path) -> None:
    claims = [
        revenue(),
        revenue(metric="net sales"),
        revenue(metric="良率", metric_key="yield_rate"),
        revenue(metric="排产", metric_key=""),
        revenue(metric="", metric_key="arm_price"),
    ]
    for name in ("revenue", "营业收入", "營收", "Net Sales", "sales"):
        assert chosen(claims, metrics=[name]) == [0, 1], name
    assert chosen(claims, metrics=["yield rate"]) == chosen(claims, metrics=["良率"]) == [2]
    assert chosen(claims, metrics=["排产"]) == [3]
    capacities = [revenue(metric="容量", metric_key=key) for key in ("capacity", "power_capacity")]
    assert chosen(capacities, metrics=["capacity"]) == [0]
    assert chosen(claims, metrics=["排产", "yield-rate"]) == [2, 3]
    own = tmp_path / "metrics.tsv"
    own.write_text("arm_price\tmoney\t机械臂价格\tarm price\n", encoding="utf-8")
    assert select(claims, Wanted(metrics=["机械臂价格"]), own_metrics=own) == claims[4:]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2024", [0, 1, 2, 3, 5]),
        ("2024Q3", [0, 1, 5]),
        ("2024年第三季度", [0, 1, 5]),
        ("2024-Q1", [0, 3, 5]),
        ("March 2024", [0, 3, 5]),
        ("FY2024", [0, 1, 2, 3, 5]),
        ("2023", [4]),
        ("2025-03-28", []),
    ],
)
def test_a_period_takes_what_overlaps_with_it(asked: str, found: list[int]) -> None:
    periods = ("2024", "2024-Q3", "2024-12-31", "2024-H1", "2023", "FY2024", "去年", "")
    assert chosen([revenue(period=period) for period in periods], period=period_of(asked)) == found


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        ("0", None, [0, 1, 3, 4, 5]),
        ("11.2亿元", None, [0, 1]),
        ("12亿", None, [0]),
        (None, "10.8亿元", [1, 2]),
        ("10.5 亿元", "11亿元", [1]),
        ("-5", "40", [2, 3, 4, 5]),
        ("30%", None, [3, 4]),
        ("0.3", "32", [3, 4, 5]),
        ("1500 MW", None, [5]),
        ("$1", None, []),
    ],
)
def test_bounds_with_units_take_what_can_be_converted(
    low: str | None, high: str | None, found: list[int]
) -> None:
    claims = [
        revenue(),
        claim("86.40 亿元", None, low="1080000000", high="1150000000"),
        claim("86.40 亿元", "-5"),
        claim("31.5%", "31.5", "%", kind="percent"),
        claim("31.5%", "0.4", "", kind="fraction"),
        claim("31.5%", "2", "GW", kind="physical"),
        claim("86.40 亿元", None, qualifier="vague", status="vague"),
    ]
    wanted = Wanted(
        low=bound_of(low, "--min") if low else None, high=bound_of(high, "--max") if high else None
    )
    assert [claims.index(item) for item in select(claims, wanted)] == found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1000000", "1000000", ""),
        ("1,000,000.5", "1000000.5", ""),
        ("-4.2", "-4.2", ""),
        ("1e9", "1e9", ""),
        (" 10亿美元 ", "1000000000", "USD"),
        ("30%", "30", "%"),
        ("2 GW", "2", "GW"),
    ],
)
def test_a_bound_is_a_number_or_a_figure(text: str, value: str, unit: str) -> None:
    bound = bound_of(text, "--min")
    assert (bound.value, bound.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "many", "1 2", "10 to 20", "nan", "inf", "1e9999", "几百亿", "9" * 200, "1_0"]
)
def test_what_is_no_bound_is_refused_by_name(text: str) -> None:
    with pytest.raises(QueryError, match="--min"):
        bound_of(text, "--min")


@pytest.mark.parametrize("text", ["", "soon", "last year", "去年", "2024 and 2025", "99999", "2024-13"])
def test_what_is_no_period_is_refused_by_name(text: str) -> None:
    with pytest.raises(QueryError, match="--period"):
        period_of(text)


def test_kinds_are_read_leniently_and_listed_when_wrong() -> None:
    assert [kind_of(text) for text in ("money", " Basis Points", "basis-points")] == [
        "money",
        "basis_points",
        "basis_points",
    ]
    with pytest.raises(QueryError, match="money, count") as caught:
        kind_of("cash")
    for kind in KINDS:
        assert kind in str(caught.value)


def test_a_figure_without_a_number_reaches_nothing() -> None:
    assert not reaches(claim("86.40 亿元", None).quantity, bound_of("0", "--min"))
