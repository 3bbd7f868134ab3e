"""Each shape of a date or period, with its span and its ISO form, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.told import rows
from yinzheng.qa.grammar.periods import period_of, periods, resolve

PERIODS = """
# digits
2022/11/5 => 2022/11/5 | 2022-11-05
2022.11.05 => 2022.11.05 | 2022-11-05
2022-02-29 => 2022-02-29 | 2022-02-29
2022-02-30 => -
2022-04-31 => -
11/25/2022 => 11/25/2022 | 2022-11-25
25/11/2022 => 25/11/2022 | 2022-11-25
5/5/2022 => 5/5/2022 | 2022-05-05
03/04/2024 => 03/04/2024 | ?
25.11.2022 => 25.11.2022 | 2022-11-25
3.4.2022 => 3.4.2022 | 2022-04-03
11.25.2022 => -
13/13/2022 => -
2022/11 => 2022/11 | 2022-11
11/2022 => 11/2022 | 2022-11
1/2022 => 1/2022 | 2022-01
13/2022 => -
2021-23年 => 2021-23年 | 2021/2023
2022/23财年 => 2022/23财年 | FY2022/FY2023
in 2023-53 => 2023-53 | 2023/2053
in 2023-54 => -
in 2023–24 => 2023–24 | 2023/2024
24财年 => 24财年 | FY2024
98财年 => 98财年 | FY1998
2024会计年度 => 2024会计年度 | FY2024
20世纪 => 20世纪 | 1901/2000
the 19th century => 19th century | 1801/1900
the 21st century => 21st century | 2001/2100
21 世纪 => 21 世纪 | 2001/2100
22世纪 => -
90年代 => 90年代 | 1990/1999
1980年代 => 1980年代 | 1980/1989
20年代 => 20年代 | 2020/2029
30年代 => 30年代 | 1930/1939
20世纪20年代 => 20世纪20年代 | 1920/1929
19世纪90年代 => 19世纪90年代 | 1890/1899
上世纪九十年代 => 上世纪九十年代 | 1990/1999
本世纪20年代 => 本世纪20年代 | 2020/2029
二十世纪八十年代 => 二十世纪八十年代 | 1980/1989
in the 1990s => 1990s | 1990/1999
in the '90s => '90s | 1990/1999
in the '20s => '20s | 2020/2029
in the '10s => '10s | 2010/2019
1000年前 => -
1900年前 => 1900年 | ../1900
1850年 => 1850年 | 1850
1800年 => -
2000年历史 => -
2000年的老房子 => 2000年 | 2000
2000年老店 => -
2024年底 => 2024年底 | 2024-12
2024年初 => 2024年初 | 2024-01
2024年年中 => 2024年年中 | 2024-06
2024年末 => 2024年末 | 2024-12
2024年中 => 2024年中 | 2024-06
2024年中国 => 2024年 | 2024
2024年初步 => 2024年 | 2024
24H1 => 24H1 | 2024-H1
2H24 => 2H24 | 2024-H2
24Q3 => 24Q3 | 2024-Q3
2024 Q3 => 2024 Q3 | 2024-Q3
3Q 2024 => 3Q 2024 | 2024-Q3
3Q'24 => 3Q'24 | 2024-Q3
3QFY24 => 3QFY24 | FY2024-Q3
1HFY25 => 1HFY25 | FY2025-H1
9M24 => 9M24 | 2024-01/2024-09
9M 2024 => 9M 2024 | 2024-01/2024-09
3Q => 3Q | *-Q3
1H => -
9M => -
5月3日 => 5月3日 | *-05-03
5月3号 => 5月3号 | *-05-03
5月 => 5月 | *-05
5月份 => 5月份 | *-05
5月底 => 5月底 | *-05
5月上旬 => 5月上旬 | *-05
12月 => 12月 | *-12
13月 => -
2月30日 => -
11月5日至7日 => 11月5日至7日 | *-11-05/*-11-07
1-9月 => 1-9月 | *-01/*-09
1月至9月 => 1月至9月 | *-01/*-09
1-3季度 => 1-3季度 | *-Q1/*-Q3
3-1季度 => -
3季度 => 3季度 | *-Q3
5 November => 5 November | *-11-05
5th of November => 5th of November | *-11-05
31 November => November | *-11
28-Nov => 28-Nov | *-11-28
19日 => 19日 | M+0-19
19日至21日 => 19日至21日 | M+0-19/M+0-21
近30日 => -
30日内 => -
30日均线 => -
# Chinese
二〇二四年 => 二〇二四年 | 2024
二零二四年 => 二零二四年 | 2024
一九九八年底 => 一九九八年底 | 1998-12
九八年 => 九八年 | 1998
零八年 => 零八年 | 2008
〇八年 => 〇八年 | 2008
今年 => 今年 | Y+0
本年度 => 本年度 | Y+0
去年 => 去年 | Y-1
昨年 => 昨年 | Y-1
前年 => 前年 | Y-2
大前年 => 大前年 | Y-3
明年 => 明年 | Y+1
来年 => 来年 | Y+1
后年 => 后年 | Y+2
上年 => 上年 | R-1
上一年 => 上一年 | R-1
下一年 => 下一年 | R+1
去年底 => 去年底 | Y-1-12
今年初 => 今年初 | Y+0-01
今年中 => 今年中 | Y+0-06
成本年均 => -
说明年份 => -
五年来年均 => -
以上年份 => -
以前年度 => 前年度 | Y-2
过去年份 => -
至今年均 => 今年 | Y+0
迄今年均 => -
今年龄 => -
本财年 => 本财年 | ?
上财年 => 上财年 | ?
民国113年 => 民国113年 | 2024
民國 一年 => -
民国 1 年 => 民国 1 年 | 1912
前三季度 => 前三季度 | *-Q1/*-Q3
前两季度 => 前两季度 | *-Q1/*-Q2
首2季 => 首2季 | *-Q1/*-Q2
前11个月 => 前11个月 | *-01/*-11
前十个月 => 前十个月 | *-01/*-10
前十一个月 => 前十一个月 | *-01/*-11
首两个月 => 首两个月 | *-01/*-02
头九个月 => 头九个月 | *-01/*-09
前一个月 => -
前12个月 => -
一至三季度 => 一至三季度 | *-Q1/*-Q3
三、四季度 => 三、四季度 | *-Q3/*-Q4
第三季度 => 第三季度 | *-Q3
第3季度 => 第3季度 | *-Q3
三季度 => 三季度 | *-Q3
一季报 => 一季 | *-Q1
首季 => -
首季度 => 首季度 | *-Q1
第三财季 => 第三财季 | ?-Q3
第三财季度 => 第三财季度 | ?-Q3
第三季 => -
上半年 => 上半年 | *-H1
下半年 => 下半年 | *-H2
下半年度 => 下半年度 | *-H2
上半财年 => 上半财年 | ?-H1
最近一个季度 => 最近一个季度 | Q-1
本季度 => 本季度 | Q+0
上季度 => 上季度 | Q-1
下个季度 => 下个季度 | Q+1
这一季度 => 这一季度 | Q+0
当前季度 => 当前季度 | Q+0
本月 => 本月 | M+0
上月 => 上月 | M-1
下个月 => 下个月 | M+1
本周 => 本周 | W+0
上周 => 上周 | W-1
下一周 => 下一周 | W+1
上周五 => -
昨日 => 昨日 | D-1
昨天 => 昨天 | D-1
截至今日 => 今日 | D+0
今日 => -
去年同期 => 去年同期 | R-1
上年同期 => 上年同期 | R-1
同期 => -
2024年全年 => 2024年全年 | 2024
十一月 => 十一月 | *-11
十一月五日 => 十一月五日 | *-11-05
元月三十一日 => 元月三十一日 | *-01-31
十二月二十号 => 十二月二十号 | *-12-20
三月底 => 三月底 | *-03
年底 => 年底 | *-12
年初 => 年初 | *-01
年末 => 年末 | *-12
岁末 => 岁末 | *-12
五年底 => -
# English
FY2024 => FY2024 | FY2024
FY'24 => FY'24 | FY2024
FY24Q1 => FY24Q1 | FY2024-Q1
FY24 H2 => FY24 H2 | FY2024-H2
FY22-24 => FY22-24 | FY2022/FY2024
FY22-FY24 => FY22-FY24 | FY2022/FY2024
fiscal year 2024 => fiscal year 2024 | FY2024
fiscal 24 => fiscal 24 | FY2024
CY2024 => CY2024 | 2024
calendar 2024 => calendar 2024 | 2024
the year 2024 => the year 2024 | 2024
Q3'24 => Q3'24 | 2024-Q3
Q3 FY24 => Q3 FY24 | FY2024-Q3
Q3 fiscal year 24 => Q3 fiscal year 24 | FY2024-Q3
fiscal Q3 => fiscal Q3 | ?-Q3
fiscal Q3 2024 => fiscal Q3 2024 | FY2024-Q3
Q3 => Q3 | *-Q3
H1 => -
H1 2024 => H1 2024 | 2024-H1
last year => last year | Y-1
this year => this year | Y+0
next year => next year | Y+1
current quarter => current quarter | Q+0
last quarter => last quarter | Q-1
next month => next month | M+1
last week => last week | W-1
the prior year => prior year | R-1
the previous quarter => previous quarter | ?
last fiscal year => last fiscal year | ?
last fiscal quarter => last fiscal quarter | ?
last calendar year => last calendar year | Y-1
the end of 2024 => end of 2024 | 2024-12
the start of 2024 => start of 2024 | 2024-01
the beginning of 2024 => beginning of 2024 | 2024-01
the close of 2024 => close of 2024 | 2024-12
the middle of 2024 => middle of 2024 | 2024-06
mid-2024 => mid-2024 | 2024-06
early 2024 => early 2024 | 2024-01
late 2024 => late 2024 | 2024-12
early in 2024 => early in 2024 | 2024-01
end-2024 => end-2024 | 2024-12
year-end 2024 => year-end 2024 | 2024-12
by year-end => year-end | *-12
the end of the year => end of the year | *-12
the end of last year => end of last year | Y-1-12
third quarter => third quarter | *-Q3
the fiscal third quarter => fiscal third quarter | ?-Q3
4th quarter => 4th quarter | *-Q4
1st half of 2024 => 1st half of 2024 | 2024-H1
the final quarter of 2024 => final quarter of 2024 | 2024-Q4
the final quarter of the match => -
first half of the year => first half | *-H1
first half of the cake => -
last November => last November | <11
this May => this May | =05
next March => next March | >03
November => November | *-11
Nov. 5 => Nov. 5 | *-11-05
November 5th => November 5th | *-11-05
November 5-7 => November 5-7 | *-11-05/*-11-07
November 5 to 7, 2022 => November 5 to 7, 2022 | 2022-11-05/2022-11-07
November 31 => -
Nov-22 => Nov-22 | 2022-11
Nov '22 => Nov '22 | 2022-11
it may rise => -
in May it rose => May | *-05
by Mar 5 => Mar 5 | *-03-05
nine months ended September 30, 2024 => nine months ended September 30, 2024 | 2024-01/2024-09
three months ended March 31, 2024 => three months ended March 31, 2024 | 2024-Q1
six months ending June 30, 2024 => six months ending June 30, 2024 | 2024-H1
year ended June 30, 2024 => year ended June 30, 2024 | 2023-07/2024-06
quarter ended June 30, 2024 => quarter ended June 30, 2024 | 2024-Q2
half-year ended June 30, 2024 => half-year ended June 30, 2024 | 2024-H1
12 months ended March 31, 2024 => 12 months ended March 31, 2024 | 2023-04/2024-03
9-month period ended September 30, 2024 => 9-month period ended September 30, 2024 | 2024-01/2024-09
the year-ago quarter => year-ago quarter | R-1
compared with $5 million a year earlier => a year earlier | R-1
$5 million in the prior-year quarter => prior-year quarter | R-1
in the same quarter a year ago => same quarter a year ago | R-1
$298 million in the year before. => the year before | R-1
a year before the merger => -
half a year ago => -
3rd quarter of 2024 => 3rd quarter of 2024 | 2024-Q3
the 3rd time => -
the 4th of July 2024 => 4th of July 2024 | 2024-07-04
Q3rd quarter => -
6 months old => -
12 months => -
# by context
from 1920 to 1980. => 1920 to 1980 | 1920/1980
in 2024 => 2024 | 2024
in 2024 people => -
2024 people => -
for 2024, we => 2024 | 2024
a total of 2024. => -
rose to 2024. => -
since 2020 => 2020 | 2020/..
2020年以来 => 2020年 | 2020/..
before 2020. => 2020 | ../2020
2020年之前 => 2020年 | ../2020
until 2020 => 2020 | ../2020
(2024) => 2024 | 2024
2024 revenue => 2024 | 2024
2024 was good => 2024 | 2024
in 2023 and 2024 => 2023 | 2023 ; 2024 | 2024
in 2023, 2022 and 2021 => 2023 | 2023 ; 2022 | 2022 ; 2021 | 2021
in 2023 and 2024 people => 2023 | 2023
from 2020 to 2023 => 2020 to 2023 | 2020/2023
between 2020 and 2023 => 2020 and 2023 | 2020/2023
2020年至2023年 => 2020年至2023年 | 2020/2023
到29年 => 29年 | 2029
07年 => 07年 | 2007
07年内 => -
到30年 => -
29年 => -
29年度 => 29年度 | 2029
24年底 => 24年底 | 2024-12
到29年期 => -
截至29年 => 29年 | 2029
截至55年 => -
$2024 => -
# what hands a year on, and what counts
2023 | 2024 => 2023 | 2023 ; 2024 | 2024
2023年 | 2024 => 2023年 | 2023 ; 2024 | 2024
2023年 | 2025 => 2023年 | 2023
in 2023 | 2024 => 2023 | 2023 ; 2024 | 2024
in 2023 and 2024 employees => 2023 | 2023
FY2023 and 2024 => FY2023 | FY2023
years ended June 30, 2024 and 2023 => years ended June 30, 2024 | 2023-07/2024-06 ; 2023 | 2022-07/2023-06
in 2024 units => -
in 2024 sales => 2024 | 2024
in 2024 glass => 2024 | 2024
in 2024% => -
in 2024元 => -
in 2024.5 => -
in 2024, 000 => 2024 | 2024
for 2024 employees => -
for 2024 it rose => 2024 | 2024
for 2024 bags => -
number of 2024. => -
no. 2024 revenue => -
than 2024 revenue => -
自2024，它 => 2024 | 2024
截至2024，它 => 2024 | 2024
在2024人 => -
(2024), => 2024 | 2024
（2024） => 2024 | 2024
(2024 => -
#2024 revenue => -
A-2024 revenue => -
1/2024 => 1/2024 | 2024-01
2024年来 => 2024年 | 2024
2024年起 => 2024年 | 2024/..
2024年至今 => 2024年 | 2024/..
2024年起步 => 2024年 | 2024
2024年前 => 2024年 | ../2024
prior to 2024, it => 2024 | ../2024
ever since 2020, it => 2020 | 2020/..
starting in 2020, it => 2020 | 2020/..
by May it rose => May | *-05
by may it rose => may | *-05
in mar it rose => mar | *-03
we march on => -
in march it => march | *-03
may 5 => may 5 | *-05-05
in jan it => jan | *-01
a jan thing => -
19日线 => -
连续5日 => -
2024财年第三财季 => 2024财年第三财季 | FY2024-Q3
2024年财季 => 2024年 | 2024
2024-Q3 => 2024-Q3 | 2024-Q3
2024年的 3月 => 2024年的 3月 | 2024-03
2024年，3月 => 2024年 | 2024 ; 3月 | *-03
3月2024年 => 3月 | *-03 ; 2024年 | 2024
Q3 of the fiscal 2024 => Q3 of the fiscal 2024 | FY2024-Q3
November 5, 2022 units => November 5 | *-11-05
last year's third quarter => last year's third quarter | Y-1-Q3
November of last year => November of last year | Y-1-11
2024 November => 2024 November | 2024-11
2023年3月至2024年5月 => 2023年3月至2024年5月 | 2023-03/2024-05
2024年3月至5月 => 2024年3月至5月 | 2024-03/2024-05
3月至2024年5月 => 3月至2024年5月 | 2024-03/2024-05
2024年11月至3月 => 2024年11月 | 2024-11 ; 3月 | *-03
March to May 2024 => March to May 2024 | 2024-03/2024-05
between March and May 2024 => March and May 2024 | 2024-03/2024-05
March and May 2024 => May 2024 | 2024-05
Q1 to Q3 2024 => Q1 to Q3 2024 | 2024-Q1/2024-Q3
Q1 to March => Q1 | *-Q1 ; March | *-03
FY2022 to FY2024 => FY2022 to FY2024 | FY2022/FY2024
去年至今年 => 去年至今年 | Y-1/Y+0
2020年到2020年 => 2020年 | 2020 ; 2020年 | 2020
AI2024年 => 2024年 | 2024
A-2024年 => 2024年 | 2024
5/2024年 => 5/2024 | 2024-05
今年末 => 今年末 | Y+0-12
前12个月 => -
前2个月 => 前2个月 | *-01/*-02
2-2季度 => -
近本周 => 本周 | W+0
成本季度 => -
以上季度 => -
以上月 => -
日本月球 => -
# parts of words, and the edges of what counts
blast year => -
the FAQ3 => -
abQ3 and Q4 => Q4 | *-Q4
12345年 and 2024年 => 2024年 | 2024
v2.5月 and 2024年 => 2024年 | 2024
an x90s and the 1990s => 1990s | 1990/1999
来年年中 => 来年年中 | Y+1-06
上年末 => 上年末 | R-1-12
前一年为4亿元 => 前一年 | R-1
前一年底 => 前一年底 | R-1-12
the end of the day, 2024 => -
early in the day => -
the end of 2024 units => end of 2024 | 2024-12
31 March 2024 => 31 March 2024 | 2024-03-31
nine months ended 2024 => -
quarter ended in 2024 => 2024 | 2024
in May 2024 => May 2024 | 2024-05
mar 5th => mar 5th | *-03-05
2023 and 2022, in total => -
成本月 => -
以本月 => 本月 | M+0
"""
"""Text => raw | ISO form, or the form with markers where that depends on a document's date."""


@pytest.mark.parametrize(("text", "wanted"), rows(PERIODS))
def test_a_phrase_has_these_periods_and_no_other(text: str, wanted: str) -> None:
    found = periods(text)
    assert [f"{p.raw} | {p.iso or p.form}" for p in found] == ([] if wanted == "-" else wanted.split(" ; "))
    assert all(text[p.start : p.end] == p.raw for p in found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *((cell, "2024") for cell in ("2024", " 2024 ", "(2024)", "[2024]", "| **2024** |", "2024年")),
        *((cell, "2024") for cell in ("2024E", "2024A", "2024F", "24A", "24E")),
        *((cell, "FY2024") for cell in ("FY24A", "FY2024", "FY 2024E")),
        ("2024Q3", "2024-Q3"),
        ("Q3", "*-Q3"),
        ("1999", "1999"),
        ("2023年至2024年", "2023/2024"),
        *((cell, None) for cell in ("24", "2024年 营收", "营收", "", "2023 2024", "2024B", "2023年和2024年")),
    ],
)
def test_a_header_is_a_period_where_it_says_nothing_else(text: str, wanted: str | None) -> None:
    found = period_of(text)
    assert (found and (found.iso or found.form)) == wanted
    assert found is None or text[found.start : found.end] == found.raw == text.strip(" ()[]|*")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("前年", "2023"), ("去年", "2024"), ("今年", "2025"), ("明年", "2026"), ("上年", None),
        ("上季度", "2025-Q1"), ("本季度", "2025-Q2"), ("下个季度", "2025-Q3"),
        ("上月", "2025-05"), ("本月", "2025-06"), ("下个月", "2025-07"),
        ("昨日", "2025-06-14"), ("截至今日", "2025-06-15"), ("19日", "2025-05-19"),
        ("本周", "2025-06-09/2025-06-15"), ("last week", "2025-06-02/2025-06-08"),
        ("第三季度", "2025-Q3"), ("第四季度", "2025-Q4"), ("上半年", "2025-H1"),
        ("前三季度", "2025-Q1/2025-Q3"),
        ("12月", "2024-12"), ("11月5日", "2025-11-05"), ("12月5日", "2024-12-05"),
        ("last November", "2024-11"), ("this May", "2025-05"), ("next March", "2026-03"),
        ("去年底", "2024-12"), ("去年第三季度", "2024-Q3"), ("去年以来", "2024/.."),
        ("2024年", "2024"), ("03/04/2024", None),
    ],
)  # fmt: skip
def test_what_is_not_told_is_counted_from_a_documents_date(text: str, wanted: str | None) -> None:
    (found,) = periods(text)
    assert resolve(found, "2025-06-15") == resolve(found, "2025-06-15T10:00:00Z") == wanted
    assert resolve(found, None) == found.iso
    assert found.iso is None or (found.iso == wanted and not found.relative)
