"""Numerals, Chinese and English: their spans and values, whatever they count."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.qa.grammar.figure_text import figure_text
from yinzheng.qa.grammar.numerals import numerals

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
ONES = (  # noqa: SIM905
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905


def chinese(n: int) -> str:
    """An independent way of writing Chinese numerals (the oracle), below 10¹⁶."""
    if n < 10**4:
        text, gap = "", False
        for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = n // place % 10
            if digit:
                text += ("零" if gap and text else "") + DIGITS[digit] + name
                gap = False
            else:
                gap = True
        return text or "零"
    for place, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        if n >= place:
            above, below = divmod(n, place)
            text = chinese(above) + name
            if below:
                text += ("零" if below < place // 10 else "") + chinese(below)
            return text
    raise AssertionError(n)


def english(n: int) -> str:
    """The same for English words."""
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= scale:
            above, below = divmod(n, scale)
            return f"{english(above)} {name}" + (f" {english(below)}" if below else "")
    if n >= 100:
        above, below = divmod(n, 100)
        return f"{ONES[above]} hundred" + (f" and {english(below)}" if below else "")
    if n >= 20:
        above, below = divmod(n, 10)
        return TENS[above] + (f"-{ONES[below]}" if below else "")
    return ONES[n]


@given(st.integers(min_value=10, max_value=10**15))
def test_a_written_chinese_numeral_is_read_as_its_number(n: int) -> None:
    for text in (chinese(n), chinese(n).translate(FORMAL)):
        assert [(x.start, x.end, x.value) for x in numerals(text)] == [(0, len(text), Decimal(n))]


@given(st.integers(min_value=2, max_value=10**14))
def test_a_written_english_numeral_is_read_as_its_number(n: int) -> None:
    text = english(n)
    assert [(x.start, x.end, x.value) for x in numerals(text)] == [(0, len(text), Decimal(n))]


@given(st.decimals(min_value=0, max_value=10**15, places=3, allow_nan=False))
def test_digits_with_and_without_separators_are_one_number(value: Decimal) -> None:
    for text in (f"{value:f}", f"{value:,f}"):
        assert [x.value for x in numerals(text)] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("两千四百五", ["2450"]),
        ("九十二万四", ["924000"]),
        ("5万4千6百", ["54600"]),
        ("3万4000", ["34000"]),
        ("4.78万亿", ["4780000000000"]),
        ("拾万零五十六", ["100056"]),
        ("廿五", ["25"]),
        ("半百", ["50"]),
        ("一点五亿", ["150000000"]),
        ("八千点三三", ["8000.33"]),
        ("负四十五亿", ["-4500000000"]),
        ("五十打", ["600"]),
        ("三百五十又三分之一", ["350.3333333333333333333333333"]),
        ("五分之一", ["0.2"]),
        ("16分之5", ["0.3125"]),
        ("二〇二四", ["2024"]),
        ("1 234 567", ["1234567"]),
        ("1.111,11 and 1,111.11", ["1111.11", "1111.11"]),
        ("2.5^-1", ["0.4"]),
        ("6.23x10^-4", ["0.000623"]),
        ("-12e-1", ["-1.2"]),
        ("- 1 4/5", ["-1.8"]),
        ("2½", ["2.5"]),
        ("twenty one fifths", ["4.2"]),
        ("three twenty-firsts", ["0.1428571428571428571428571429"]),
        ("one million and a half", ["1500000"]),
        ("five and a half million", ["5500000"]),
        ("two thirds of a million", ["666666.6666666666666666666667"]),
        ("minus five point five", ["-5.5"]),
        ("half a dozen", ["6"]),
        ("1 over twenty-one", ["0.04761904761904761904761904762"]),
        ("40k, 1M and 2bn", ["40000", "1000000", "2000000000"]),
        ("22,24,26", ["22", "24", "26"]),
    ],
)
def test_the_ways_of_writing_a_number(text: str, values: list[str]) -> None:
    found = [x.value for x in numerals(text)]
    assert [str(v.normalize()) for v in found if v] == [str(Decimal(v).normalize()) for v in values]


@pytest.mark.parametrize(
    "text",
    [
        "四川",
        "一看便知",
        "收拾房间",
        "两两",
        "万万",
        "陆地",
        "the 180ml liquid",
        "an",
        "which one",
        "first class",
        "H100",
        "3rd",
    ],
)
def test_words_and_names_are_no_numbers(text: str) -> None:
    assert numerals(text) == []


def test_two_neighbouring_digits_are_a_spread() -> None:
    assert [(x.low, x.high) for x in numerals("二三十")] == [(Decimal(20), Decimal(30))]
    assert [(x.low, x.high) for x in numerals("七八百万")] == [(Decimal(7000000), Decimal(8000000))]


def test_vague_numerals_say_so() -> None:
    assert [(x.more, x.scale) for x in numerals("十几万")] == [("vague", 10000)]
    assert [(x.more, x.value) for x in numerals("三十多亿")] == [("over", Decimal(3000000000))]


@given(st.text(max_size=80))
def test_spans_are_in_order_and_inside_the_text(text: str) -> None:
    end = 0
    for x in numerals(text):
        assert end <= x.start < x.end <= len(text)
        end = x.end


@given(st.text(max_size=80))
def test_evened_text_keeps_its_length(text: str) -> None:
    even, low = figure_text(text)
    assert len(even) == len(low) == len(text)
