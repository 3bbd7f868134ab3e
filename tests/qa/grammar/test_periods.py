from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yinzheng.qa.grammar.iso_periods import interval, shift_years
from yinzheng.qa.grammar.periods import Period, overlaps, period_of, periods, resolve, same_period


def found(text: str) -> list[tuple[str, str]]:
    return [(period.raw, period.iso or period.form) for period in periods(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # years
        ("公司2024年营收增长", [("2024年", "2024")]),
        ("公司 2024 年度净利润", [("2024 年度", "2024")]),
        ("二〇二四年出货", [("二〇二四年", "2024")]),
        ("二○一九年和一九九八年", [("二○一九年", "2019"), ("一九九八年", "1998")]),
        ("２０２４年", [("２０２４年", "2024")]),
        (
            "FY2024, FY24, FY'24 and fiscal 2024",
            [(raw, "FY2024") for raw in ("FY2024", "FY24", "FY'24", "fiscal 2024")],
        ),
        ("2024财年与2025財年", [("2024财年", "FY2024"), ("2025財年", "FY2025")]),
        ("calendar year 2024", [("calendar year 2024", "2024")]),
        ("民國113年第三季", [("民國113年第三季", "2024-Q3")]),
        ("07年的旧厂", [("07年", "2007")]),
        ("预计到29年达产", [("29年", "2029")]),
        # quarters and halves
        ("2024年第三季度", [("2024年第三季度", "2024-Q3")]),
        ("2024年的第三季度", [("2024年的第三季度", "2024-Q3")]),
        ("2024Q3、Q3 2024、3Q24、24Q3", [(raw, "2024-Q3") for raw in ("2024Q3", "Q3 2024", "3Q24", "24Q3")]),
        ("Q3'24 and Q3 FY24", [("Q3'24", "2024-Q3"), ("Q3 FY24", "FY2024-Q3")]),
        ("the third quarter of 2024", [("third quarter of 2024", "2024-Q3")]),
        ("2024's third quarter", [("2024's third quarter", "2024-Q3")]),
        ("third-quarter 2024 revenue", [("third-quarter 2024", "2024-Q3")]),
        ("third quarter of fiscal 2024", [("third quarter of fiscal 2024", "FY2024-Q3")]),
        ("2024财年第一季度", [("2024财年第一季度", "FY2024-Q1")]),
        ("2024上半年和2024年下半年", [("2024上半年", "2024-H1"), ("2024年下半年", "2024-H2")]),
        ("H1 2024, 2H24", [("H1 2024", "2024-H1"), ("2H24", "2024-H2")]),
        ("the second half of 2024", [("second half of 2024", "2024-H2")]),
        ("2024年前三季度", [("2024年前三季度", "2024-Q1/2024-Q3")]),
        ("2024年一至三季度", [("2024年一至三季度", "2024-Q1/2024-Q3")]),
        # months and days
        ("2022年11月", [("2022年11月", "2022-11")]),
        ("2022-11与2022/11/05", [("2022-11", "2022-11"), ("2022/11/05", "2022-11-05")]),
        ("2022年11月5日", [("2022年11月5日", "2022-11-05")]),
        ("2024 年 11 月 5 日", [("2024 年 11 月 5 日", "2024-11-05")]),
        ("Nov. 5, 2022", [("Nov. 5, 2022", "2022-11-05")]),
        ("on the 5th of November 2022", [("5th of November 2022", "2022-11-05")]),
        ("5 November 2022", [("5 November 2022", "2022-11-05")]),
        ("November 2022", [("November 2022", "2022-11")]),
        ("In May 2024 we may ship", [("May 2024", "2024-05")]),
        ("2024年1-9月", [("2024年1-9月", "2024-01/2024-09")]),
        ("2024年前11个月", [("2024年前11个月", "2024-01/2024-11")]),
        ("11/25/2022 and 25.11.2022", [("11/25/2022", "2022-11-25"), ("25.11.2022", "2022-11-25")]),
        # the ends of years
        ("2024年底、2024年初", [("2024年底", "2024-12"), ("2024年初", "2024-01")]),
        ("by the end of 2024, in early 2025", [("end of 2024", "2024-12"), ("early 2025", "2025-01")]),
        ("2024年中国的产量", [("2024年", "2024")]),
        ("2024年初步核算", [("2024年", "2024")]),
        ("2025年半年报、2024年半年度报告", [("2025年半年", "2025-H1"), ("2024年半年度", "2024-H1")]),
        ("2025E/2026E/2027E营收", [("2025", "2025"), ("2026", "2026"), ("2027", "2027")]),
        # what leads up to a period is left out
        ("截至2024年12月31日", [("2024年12月31日", "2024-12-31")]),
        ("as of December 31, 2024", [("December 31, 2024", "2024-12-31")]),
        # spans of months
        ("year ended June 30, 2024", [("year ended June 30, 2024", "2023-07/2024-06")]),
        ("three months ended March 31, 2024", [("three months ended March 31, 2024", "2024-Q1")]),
        ("six months ended 30 June 2024", [("six months ended 30 June 2024", "2024-H1")]),
        (
            "years ended June 30, 2024 and 2023",
            [("years ended June 30, 2024", "2023-07/2024-06"), ("2023", "2022-07/2023-06")],
        ),
        # ranges
        ("2021年至2023年", [("2021年至2023年", "2021/2023")]),
        ("2021-2023年", [("2021-2023年", "2021/2023")]),
        ("2021–2023", [("2021–2023", "2021/2023")]),
        ("from 2021 to 2023", [("2021 to 2023", "2021/2023")]),
        ("between 2021 and 2023", [("2021 and 2023", "2021/2023")]),
        ("2023/24 season", [("2023/24", "2023/2024")]),
        ("Jan 1 to March 31, 2024", [("Jan 1 to March 31, 2024", "2024-01-01/2024-03-31")]),
        ("2024年8月至10月", [("2024年8月至10月", "2024-08/2024-10")]),
        ("November 2023 to March 2024", [("November 2023 to March 2024", "2023-11/2024-03")]),
        ("90年代", [("90年代", "1990/1999")]),
        ("上世纪九十年代", [("上世纪九十年代", "1990/1999")]),
        ("the 1990s", [("1990s", "1990/1999")]),
        # open ranges
        ("since 2021", [("2021", "2021/..")]),
        ("自2021年以来", [("2021年", "2021/..")]),
        ("2030年以前", [("2030年", "../2030")]),
        ("before 2020", [("2020", "../2020")]),
        # lists and headers hand a year on
        ("in 2024, 2023 and 2022", [("2024", "2024"), ("2023", "2023"), ("2022", "2022")]),
        ("2022、2023年", [("2022", "2022"), ("2023年", "2023")]),
        ("| 2022 | 2023 | 2024 |", [("2022", "2022"), ("2023", "2023"), ("2024", "2024")]),
        # four digits alone
        ("in 2024", [("2024", "2024")]),
        ("2024 revenue", [("2024", "2024")]),
        ("profit (2024) fell", [("2024", "2024")]),
        ("the budget for 2024 was cut", [("2024", "2024")]),
    ],
)
def test_dates_and_periods_are_found_with_their_iso_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024 people came", "2000 GPUs", "$2024", "¥2024", "2,024", "2024.5", "invested in 2000 GPUs",
        "rose to 2024.",
        "a total of 2024",
        "rose in 2000 people", "in 2024 MW", "在2024万元", "since 2024.5", "until 2024/7",
        "Windows 2000", "ISO 9001-2015", "version 1.2024", "H100 and A2024", "2:00–7:00",
        "30:00 - 40:00",
        "五年", "18个月", "三个季度", "一个季度", "2-3年", "10年以至15年", "两年前", "20年内", "10年期国债",
        "每年", "annual",
        "we may march on", "a second quarterback", "http://a.cn/2024/03/05/x", "room 2024", "2024/13",
        "3年后", "1000年前",
        "以上年龄", "说明年报有误", "成本年均", "近30日", "30日内", "第三季剧集", "年龄", "second to none",
        "25-26 GPUs",
    ],
)  # fmt: skip
def test_what_is_no_period_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "raw", "date", "iso"),
    [
        ("今年营收", "今年", "2025-03-25", "2025"),
        ("本年度", "本年度", "2025-03-25", "2025"),
        ("去年第三季度", "去年第三季度", "2025-03-25", "2024-Q3"),
        ("前年", "前年", "2025-03-25", "2023"),
        ("明年上半年", "明年上半年", "2025-03-25", "2026-H1"),
        ("去年底", "去年底", "2025-03-25", "2024-12"),
        ("去年11月5日", "去年11月5日", "2025-03-25", "2024-11-05"),
        ("本季度", "本季度", "2025-03-25", "2025-Q1"),
        ("上季度", "上季度", "2025-03-25", "2024-Q4"),
        ("最近一个季度", "最近一个季度", "2025-03-25", "2024-Q4"),
        ("上月", "上月", "2025-01-25", "2024-12"),
        ("下个月", "下个月", "2024-12-25", "2025-01"),
        ("上周", "上周", "2025-03-25", "2025-03-17/2025-03-23"),
        ("last year", "last year", "2025-03-25", "2024"),
        ("this quarter", "this quarter", "2025-03-25", "2025-Q1"),
        ("next year", "next year", "2025-03-25", "2026"),
        ("the second half of last year", "second half of last year", "2025-03-25", "2024-H2"),
        ("last March", "last March", "2025-03-25", "2024-03"),
        ("第三季度", "第三季度", "2025-11-20", "2025-Q3"),
        ("第三季度", "第三季度", "2026-01-07", "2025-Q3"),
        ("the fourth quarter", "fourth quarter", "2025-11-20", "2025-Q4"),
        ("11月5日", "11月5日", "2025-12-01", "2025-11-05"),
        ("11月5日", "11月5日", "2025-02-01", "2024-11-05"),
        ("公司19日晚公告", "19日", "2025-03-25", "2025-03-19"),
        ("公司30日晚公告", "30日", "2025-03-25", None),
        ("29日到30日暴雨", "29日到30日", "2025-03-31", "2025-03-29/2025-03-30"),
        ("1月至3月", "1月至3月", "2025-04-25", "2025-01/2025-03"),
        ("去年同期", "去年同期", "2024-Q3", "2023-Q3"),
        ("上年同期", "上年同期", "2024-01/2024-09", "2023-01/2023-09"),
        ("上年同期", "上年同期", "2025-03-25", None),
        ("the prior year", "prior year", "FY2024", "FY2023"),
        ("fiscal third quarter", "fiscal third quarter", "2025-03-25", None),
        ("今年", "今年", None, None),
    ],
)
def test_relative_periods_are_counted_from_the_date(
    text: str, raw: str, date: str | None, iso: str | None
) -> None:
    (period,) = periods(text)
    assert period.raw == raw
    assert period.relative
    assert period.iso is None
    assert resolve(period, date) == iso


def test_an_absolute_period_needs_no_date() -> None:
    (period,) = periods("2024年第三季度")
    assert not period.relative
    assert resolve(period, None) == resolve(period, "1999-01-01") == "2024-Q3"


def test_a_date_that_reads_two_ways_has_no_iso_form() -> None:
    (period,) = periods("due 03/04/2024")
    assert (period.raw, period.iso, resolve(period, "2024-05-01")) == ("03/04/2024", None, None)


def test_days_are_dates_and_the_rest_are_periods() -> None:
    kinds = {period.raw: period.kind for period in periods("2022-11-05，2022年11月，去年，11月5日，昨日")}
    assert kinds == {
        "2022-11-05": "date",
        "2022年11月": "period",
        "去年": "period",
        "11月5日": "date",
        "昨日": "date",
    }


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2024", "2024"), (" 2024E ", "2024"), ("24A", "2024"), ("FY2025E", "FY2025"), ("FY24", "FY2024"),
        ("1Q24", "2024-Q1"),
        ("2024年", "2024"), ("(2024)", "2024"), ("2023-2024", "2023/2024"), ("May 2024", "2024-05"),
        ("2024年9月30日", "2024-09-30"),
    ],
)  # fmt: skip
def test_a_header_that_is_all_period_is_read_without_context(cell: str, iso: str) -> None:
    period = period_of(cell)
    assert period is not None
    assert period.iso == iso
    assert cell[period.start : period.end] == period.raw


@pytest.mark.parametrize("cell", ["", "Revenue 2024", "2024 units", "24", "1,024", "年报"])
def test_a_header_that_says_more_is_no_period(cell: str) -> None:
    assert period_of(cell) is None


@pytest.mark.parametrize(
    ("a", "b", "same", "share"),
    [
        ("2024", "2024", True, True),
        ("2024-H1", "2024-Q1/2024-Q2", True, True),
        ("2024", "2024-01/2024-12", True, True),
        ("2024-Q1", "2024-01-01/2024-03-31", True, True),
        ("2024", "2024-Q3", False, True),
        ("2024-Q2", "2024-Q3", False, False),
        ("FY2024", "FY2024", True, True),
        ("FY2024", "2024", False, True),
        ("FY2024", "2023-Q3", False, True),
        ("FY2024", "2020", False, False),
        ("2023/..", "2025-11", False, True),
        ("../2020", "2021", False, False),
        ("", "", False, False),
        ("今年", "今年", True, False),
        ("2024-13", "2024", False, False),
    ],
)
def test_periods_are_the_same_or_overlap(a: str, b: str, same: bool, share: bool) -> None:
    assert (same_period(a, b), overlaps(a, b)) == (same, share)
    assert (same_period(b, a), overlaps(b, a)) == (same, share)


def test_years_move_within_their_form() -> None:
    assert shift_years("2024-Q3", -1) == "2023-Q3"
    assert shift_years("2023-07/2024-06", -1) == "2022-07/2023-06"
    assert shift_years("FY2024", 1) == "FY2025"
    assert shift_years("2024-02-29", 1) is None


_PIECES = st.sampled_from(
    [
        *(
            "2024",
            "2023",
            "20",
            "11",
            "5",
            "3",
            "29日",
            "30日",
            "4日到",
            "年",
            "月",
            "日",
            "季度",
            "第三",
            "Q3",
        ),
        *(
            "H1",
            "上半",
            "去",
            "今年",
            "底",
            "-",
            " – ",
            "/",
            ".",
            ",",
            "至",
            "到",
            " to ",
            " from ",
            "between ",
        ),
        *(
            " and ",
            " of ",
            "the ",
            "in ",
            "since ",
            "FY",
            "fiscal ",
            "November",
            "Nov.",
            "May",
            "1990s",
            "年代",
        ),
        *(
            "nine months ended ",
            "五",
            "十",
            "一",
            "二〇",
            "同期",
            "全年",
            "前",
            "后",
            "昨",
            "周",
            "|",
            "(",
            ")",
        ),
        *("'", "’", "%", "GPUs", " million", "亿", "İ", "\n", "\t"),
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=3), st.just(" ")), max_size=25).map("".join))
@example("2024年年底年初")
@example("nine months ended nine months ended 2024")
@example("99/99/2024 2024-02-30 0000-00-00")
def test_spans_are_exact_sorted_and_apart(text: str) -> None:
    end = 0
    for period in periods(text):
        assert text[period.start : period.end] == period.raw
        assert end <= period.start < period.end
        end = period.end
        assert period.iso is None or interval(period.iso) is not None
        assert not (period.relative and period.iso)
        for date in ("2025-03-25", "2024-Q3", "0001-01-01", "9999-12-31", "nonsense"):
            resolved = resolve(period, date)
            assert resolved is None or interval(resolved) is not None


@given(st.text(max_size=40))
def test_text_around_does_not_move_a_period(text: str) -> None:
    before = text + "。"
    period = periods(before + "2024年第三季度，")[-1]
    assert period == Period(
        len(before), len(before) + 9, "2024年第三季度", "2024-Q3", "period", False, "2024-Q3"
    )
