"""Decimals as text: exact for machines, and as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures import claim
from yinzheng.decimals import grouped, normalised, plain


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_plain_decimal_is_the_same_number(value: Decimal) -> None:
    text = plain(value)
    assert Decimal(text) == value
    assert len(text) <= max(len(str(value)), 130)
    assert not ("." in text and "E" not in text and text.endswith(("0", ".")))


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_grouping_only_adds_commas(value: Decimal) -> None:
    assert grouped(value).replace(",", "") == plain(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1915000000", "1,915,000,000"),
        ("-1234.50", "-1,234.5"),
        ("0.6667", "0.6667"),
        ("999", "999"),
        ("1E+12", "1,000,000,000,000"),
        ("1E+999", "1E+999"),
        ("-0", "0"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_grouped(value: str, shown: str) -> None:
    assert grouped(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"value": "8640000000.00"}, "8,640,000,000 CNY"),
        ({"value": "31.50", "unit": "%"}, "31.5%"),
        ({"value": "45", "unit": "%", "direction": "down"}, "↓ 45%"),
        ({"value": "250000", "unit": "GPU", "qualifier": "over"}, "> 250,000 GPU"),
        ({"value": "90", "unit": "", "qualifier": "approx"}, "≈ 90"),
        ({"low": "35", "high": "45", "unit": "%", "qualifier": "range"}, "35 – 45%"),
        ({"low": "3", "unit": "GW"}, "≥ 3 GW"),
        ({"high": "3", "unit": "GW"}, "≤ 3 GW"),
        ({"qualifier": "vague"}, ""),
    ],
)
def test_what_a_figure_was_read_as(fields: dict[str, Any], shown: str) -> None:
    assert normalised(claim("86.40 亿元", **fields).quantity) == shown
