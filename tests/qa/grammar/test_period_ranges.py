"""Ranges and open ends of periods, what may stand between a year and its part, and relative periods."""

from __future__ import annotations

import pytest

from tests.told import rows
from yinzheng.qa.grammar.periods import periods

PERIODS = """
# ranges, open ends, and what may stand between a year and its part
2020年起至2023年 => 2020年起至2023年 | 2020/2023
2020年-2023年 => 2020年-2023年 | 2020/2023
2020年–2023年 => 2020年–2023年 | 2020/2023
2020年—2023年 => 2020年—2023年 | 2020/2023
2020年——2023年 => 2020年——2023年 | 2020/2023
2020年~2023年 => 2020年~2023年 | 2020/2023
2020年 到 2023年 => 2020年 到 2023年 | 2020/2023
2020年和2023年 => 2020年 | 2020 ; 2023年 | 2023
2020年、2023年 => 2020年 | 2020 ; 2023年 | 2023
2023年至2020年 => 2023年 | 2023 ; 2020年 | 2020
2020年⏎至2023年 => 2020年⏎至2023年 | 2020/2023
2020年至⏎2023年 => 2020年至⏎2023年 | 2020/2023
2020年⏎⏎至2023年 => 2020年 | 2020 ; 2023年 | 2023
2024年第一季度至第三季度 => 2024年第一季度至第三季度 | 2024-Q1/2024-Q3
第一季度至2024年第三季度 => 第一季度至2024年第三季度 | 2024-Q1/2024-Q3
2023年第四季度至2024年第一季度 => 2023年第四季度至2024年第一季度 | 2023-Q4/2024-Q1
2024年第三季度至第一季度 => 2024年第三季度 | 2024-Q3 ; 第一季度 | *-Q1
第一季度至第三季度 => 第一季度至第三季度 | *-Q1/*-Q3
上半年至第三季度 => 上半年至第三季度 | *-H1/*-Q3
第一季度至5月 => 第一季度 | *-Q1 ; 5月 | *-05
5月至第三季度 => 5月 | *-05 ; 第三季度 | *-Q3
2024年3月5日至5月6日 => 2024年3月5日至5月6日 | 2024-03-05/2024-05-06
2024年3月5日至2025年5月6日 => 2024年3月5日至2025年5月6日 | 2024-03-05/2025-05-06
3月5日至2024年5月6日 => 3月5日至2024年5月6日 | 2024-03-05/2024-05-06
3月5日至5月6日 => 3月5日至5月6日 | *-03-05/*-05-06
2024年3月至今 => 2024年3月 | 2024-03/..
2024年第三季度以来 => 2024年第三季度 | 2024-Q3/..
2023财年至2024财年 => 2023财年至2024财年 | FY2023/FY2024
2023年第三季度至2024年 => 2023年第三季度至2024年 | 2023-Q3/2024
2023年至2024年第三季度 => 2023年至2024年第三季度 | 2023/2024-Q3
2023年至第三季度 => 2023年 | 2023 ; 第三季度 | *-Q3
第三季度至2024年 => 第三季度 | *-Q3 ; 2024年 | 2024
去年第三季度至今年第一季度 => 去年第三季度至今年第一季度 | Y-1-Q3/Y+0-Q1
去年3月至5月 => 去年3月至5月 | Y-1-03/Y-1-05
去年至去年 => 去年 | Y-1 ; 去年 | Y-1
2023年到今年 => 2023年到今年 | 2023/Y+0
90年代至2020年 => 90年代 | 1990/1999 ; 2020年 | 2020
2020年至本季度 => 2020年 | 2020 ; 本季度 | Q+0
前三季度至2024年 => 前三季度 | *-Q1/*-Q3 ; 2024年 | 2024
2023年至前三季度 => 2023年 | 2023 ; 前三季度 | *-Q1/*-Q3
from 2020 through 2023 => 2020 through 2023 | 2020/2023
from 2020 thru 2023 => 2020 thru 2023 | 2020/2023
from 2020 until 2023 => 2020 until 2023 | 2020/2023
from 2020 till 2023 => 2020 till 2023 | 2020/2023
from 1950 to 2010. => 1950 to 2010 | 1950/2010
from 2020⏎to 2023 => 2020⏎to 2023 | 2020/2023
between May 2023 and June 2024 => May 2023 and June 2024 | 2023-05/2024-06
May 2023 and June 2024 => May 2023 | 2023-05 ; June 2024 | 2024-06
between 2020 and the second quarter of 2023 => 2020 and the second quarter of 2023 | 2020/2023-Q2
from March 2020 to 2023 => March 2020 to 2023 | 2020-03/2023
from 2020 to March 2023 => 2020 to March 2023 | 2020/2023-03
by 2030 => 2030 | 2030
until the end of 2024 => end of 2024 | ../2024-12
from May 5 to June 6, 2024 => May 5 to June 6, 2024 | 2024-05-05/2024-06-06
from May 5, 2023 to June 6, 2024 => May 5, 2023 to June 6, 2024 | 2023-05-05/2024-06-06
from June 6 to May 5, 2024 => June 6 | *-06-06 ; May 5, 2024 | 2024-05-05
from fiscal 2022 to fiscal 2024 => fiscal 2022 to fiscal 2024 | FY2022/FY2024
from FY22 to FY24 => FY22 to FY24 | FY2022/FY2024
from Q1 2023 to Q2 2024 => Q1 2023 to Q2 2024 | 2023-Q1/2024-Q2
first quarter to the third quarter of 2024 => first quarter to the third quarter of 2024 | 2024-Q1/2024-Q3
from last year to this year => last year to this year | Y-1/Y+0
nine months ended March 31 , 2024 => nine months ended March 31 , 2024 | 2023-07/2024-03
nine months ended March 31 2024 => nine months ended March 31 2024 | 2023-07/2024-03
nine months ended March 31 => nine months ended March 31 | ?
nine months ended September 30 => nine months ended September 30 | *-01/*-09
three months ended 31 March 2024 => three months ended 31 March 2024 | 2024-Q1
six months ended 2024-06-30 => six months ended 2024-06-30 | 2024-H1
quarter ended Q3 => Q3 | *-Q3
end of last year => end of last year | Y-1-12
mid-2024年 => mid-2024年 | 2024-06
end of 2024-05 => 2024-05 | 2024-05
2024年的第三季度 => 2024年的第三季度 | 2024-Q3
2024年 的第三季度 => 2024年 的第三季度 | 2024-Q3
2024年的 第三季度 => 2024年的 第三季度 | 2024-Q3
2024年 第三季度 => 2024年 第三季度 | 2024-Q3
2024年  第三季度 => 2024年 | 2024 ; 第三季度 | *-Q3
2024年，第三季度 => 2024年 | 2024 ; 第三季度 | *-Q3
2024-H2 => 2024-H2 | 2024-H2
2024年-3月 => 2024年 | 2024 ; 3月 | *-03
2024's third quarter => 2024's third quarter | 2024-Q3
2024财年第三季度 => 2024财年第三季度 | FY2024-Q3
2024年第三财季 => 2024年第三财季 | FY2024-Q3
去年第三财季 => 去年第三财季 | Y-1-Q3
2024年上半财年 => 2024年上半财年 | FY2024-H1
last year, November => last year | Y-1 ; November | *-11
last year's November => last year's November | Y-1-11
FY2024 third quarter => FY2024 third quarter | FY2024-Q3
third quarter 2024 => third quarter 2024 | 2024-Q3
third quarter, 2024 => third quarter, 2024 | 2024-Q3
third quarter in 2024 => third quarter in 2024 | 2024-Q3
third quarter of the 2024 => third quarter of the 2024 | 2024-Q3
third quarter, of 2024 => third quarter, of 2024 | 2024-Q3
third quarter - 2024 => third quarter | *-Q3
Q3/2024 => Q3/2024 | 2024-Q3
Q3-2024 => Q3-2024 | 2024-Q3
third quarter of FY2024 => third quarter of FY2024 | FY2024-Q3
fiscal third quarter of 2024 => fiscal third quarter of 2024 | FY2024-Q3
fiscal third quarter of last year => fiscal third quarter of last year | Y-1-Q3
third quarter in 2024 stores => third quarter | *-Q3
third quarter of 2024 stores => third quarter of 2024 | 2024-Q3
November 5 2022 => November 5 2022 | 2022-11-05
November 5 , 2022 => November 5 , 2022 | 2022-11-05
November 5 in 2022 => November 5 in 2022 | 2022-11-05
Nov. 2022 => Nov. 2022 | 2022-11
第三季度2024年 => 第三季度2024年 | 2024-Q3
第三季度 2024年 => 第三季度 2024年 | 2024-Q3
第三季度，2024年 => 第三季度 | *-Q3 ; 2024年 | 2024
三季度的2024年 => 三季度 | *-Q3 ; 2024年 | 2024
上半年2024年 => 上半年2024年 | 2024-H1
5月2024年 => 5月 | *-05 ; 2024年 | 2024
2024年同期 => 2024年同期 | 2024
2024年的同期 => 2024年的同期 | 2024
2024年 同期 => 2024年 同期 | 2024
2024年，同期 => 2024年 | 2024
2024年第三季度同期 => 2024年第三季度 | 2024-Q3
去年的同期 => 去年的同期 | R-1
前年同期 => 前年同期 | Y-2
去年全年 => 去年全年 | Y-1
第三季度全年 => 第三季度 | *-Q3 ; 全年 | R=Y
全年 => 全年 | R=Y
for the full year => full year | R=Y
full-year 2024 revenue => 2024 | 2024
今年全年 => 今年全年 | Y+0
2024年-第三季度 => 2024年-第三季度 | 2024-Q3
# ends of ranges, and what only looks like a period
2024财年至2023财年 => 2024财年 | FY2024 ; 2023财年 | FY2023
from FY24 to FY22 => FY24 | FY2024 ; FY22 | FY2022
FY24 Q3 to Q1 => FY24 Q3 | FY2024-Q3 ; Q1 | *-Q1
Q2 through the third quarter of 2024 => Q2 through the third quarter of 2024 | 2024-Q2/2024-Q3
May 5 through the June 6, 2024 => May 5 through the June 6, 2024 | 2024-05-05/2024-06-06
the same period last year Q3 => same period last year Q3 | R-1-Q3
3月 5月 => 3月 | *-03 ; 5月 | *-05
fiscal 2024 December => fiscal 2024 | FY2024 ; December | *-12
第一季度至前三季度 => 第一季度 | *-Q1 ; 前三季度 | *-Q1/*-Q3
前三季度至第四季度 => 前三季度 | *-Q1/*-Q3 ; 第四季度 | *-Q4
2020年至2023年，去年 => 2020年至2023年 | 2020/2023 ; 去年 | Y-1
2020年至2023年至去年 => 2020年至2023年 | 2020/2023 ; 去年 | Y-1
2020 年 至 2023 年 => 2020 年 至 2023 年 | 2020/2023
民国113年至2025年 => 民国113年至2025年 | 2024/2025
在这个月 => 这个月 | M+0
以这个月 => -
以最近一个季度 => -
，最近一个季度 => 最近一个季度 | Q-1
说明本周 => 本周 | W+0
在本月 => 本月 | M+0
以上周 => -
已上月 => 上月 | M-1
以下周 => -
近本月 => 本月 | M+0
标本季度 => -
课本月 => -
这个月 => 这个月 | M+0
下月初 => 下月初 | M+1
月球 => -
第一季报 => 第一季 | *-Q1
第四财季 => 第四财季 | ?-Q4
一季度 => 一季度 | *-Q1
第2个季度 => 第2个季度 | *-Q2
首季饭 => -
前3季度 => 前3季度 | *-Q1/*-Q3
头三个季度 => 头三个季度 | *-Q1/*-Q3
上半财年度 => 上半财年度 | ?-H1
后年底 => 后年底 | Y+2-12
明年年底 => 明年年底 | Y+1-12
前年年初 => 前年年初 | Y-2-01
今年轻人 => -
今年纪 => -
来年年 => -
去年龄 => -
下年度 => -
上一年底 => 上一年底 | R-1-12
下一年初 => 下一年初 | R+1-01
二〇二四年末 => 二〇二四年末 | 2024-12
九八年初 => 九八年初 | 1998-01
November 5,2022 => November 5,2022 | 2022-11-05
November 5,2022. => November 5,2022 | 2022-11-05
on Nov. 5,2022, it => Nov. 5,2022 | 2022-11-05
in November 5,202 people => November | *-11
in November 5,20223 => November | *-11
"""
"""Text => raw | ISO form, or the form with markers where that depends on a document's date; - for none."""


@pytest.mark.parametrize(("text", "wanted"), rows(PERIODS))
def test_a_phrase_has_these_periods_and_no_other(text: str, wanted: str) -> None:
    found = periods(text)
    said = " ; ".join(f"{p.raw} | {p.iso or p.form}".replace("\n", "⏎") for p in found)
    assert (said or "-") == wanted
    assert all(text[p.start : p.end] == p.raw for p in found)
    assert all((p.iso is None) == (p.relative or "?" in p.form) for p in found)
