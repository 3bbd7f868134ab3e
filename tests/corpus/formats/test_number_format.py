"""Numbers and dates are shown as a spreadsheet shows them, dates so that they can be read in one way only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.formats.number_format import BUILT_IN, displayed


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        # as they are
        ("1915", "General", "1915"),
        ("0.1", "", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("123456789.123", "General", "123456789.123"),
        ("1E+25", "General", "1E+25"),
        ("7", "@", "7"),
        ("3", 'General"人"', "3人"),
        # places and thousands
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("12345", "0.0", "12345.0"),
        ("0.5", "#.##", "0.5"),
        ("2.5", "0", "3"),
        ("12", "000", "012"),
        ("1234567", "#,##0,", "1,235"),
        ("1234567890", '0.0,,"百万"', "1234.6百万"),
        # per cent
        ("0.155", "0.0%", "15.5%"),
        ("0.9999", "0%", "100%"),
        ("-0.034", "0.0%", "-3.4%"),
        # signs
        ("-1234.5", "#,##0;(#,##0)", "(1,235)"),
        ("-5", '"$"#,##0.00_);[Red]("$"#,##0.00)', "($5.00)"),
        ("-4.6", "0;-0", "-5"),
        ("-0.4", "0", "0"),
        ("0", '0;-0;"–"', "–"),
        ("5", '[>=10]"many";[<10]0', "5"),
        ("50", '[>=10]"many";[<10]0', "many"),
        # currencies and units
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("1234.5", "[$€-2] #,##0", "€ 1,235"),
        ("-3", '#,##0.0"亿元"', "-3.0亿元"),
        ("12345.678", "0.00E+00", "1.23E+4"),
        ("0.25", "# ?/?", "0.25"),
        # days
        ("45382", "yyyy/m/d", "2024-03-31"),
        ("45382", "m/d/yy", "2024-03-31"),
        ("45382", 'yyyy"年"m"月"d"日"', "2024年3月31日"),
        ("45382", 'yyyy"年"m"月"', "2024年3月"),
        ("45382", '[$-404]e"年"m"月"d"日"', "2024年3月31日"),
        ("45382", "mmm-yy", "Mar 2024"),
        ("45382", "[$-F800]dddd, mmmm dd, yyyy", "2024-03-31"),
        ("45382", "yyyy", "2024"),
        ("45382", "yyyy-mm", "2024-03"),
        ("45382.5", "yyyy-mm-dd h:mm", "2024-03-31 12:00"),
        ("0.4375", "h:mm AM/PM", "10:30"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        # what is no number, or too large for one
        ("x", "0", "x"),
        ("NaN", "0", "NaN"),
        ("1e400", "0", "1e400"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("1e12", "yyyy-mm-dd", "1000000000000"),
    ],
)
def test_formats(raw: str, code: str, shown: str) -> None:
    assert displayed(raw, code) == shown


def test_the_other_epoch() -> None:
    assert displayed("43920", "yyyy-mm-dd", epoch_1904=True) == displayed("45382", "yyyy-mm-dd")


@pytest.mark.parametrize("code", sorted(set(BUILT_IN.values())))
def test_every_built_in_format_shows_something(code: str) -> None:
    assert displayed("45382.25", code)


@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(alphabet='0#?.,%;$"[]<>=-_*\\/ymdhsE+@年 A', max_size=20),
)
def test_no_format_raises(value: float, code: str) -> None:
    assert isinstance(displayed(repr(value), code), str)


@given(st.integers(-(10**12), 10**12))
def test_grouping_changes_no_digit(value: int) -> None:
    assert displayed(str(value), "#,##0").replace(",", "") == str(value)
