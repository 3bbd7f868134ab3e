"""Dates and periods that begin with a digit, in both languages: 2024年, 2022-11-05, 3Q24, 5 November."""

from __future__ import annotations

import re

from yinzheng.qa.grammar.period_atoms import (
    DAY,
    MONTH,
    NEAR,
    THIRD,
    TO,
    YEAR,
    Atom,
    Reader,
    cn_month_day,
    decade,
    decades,
    full_year,
    month_day,
    month_number,
    near,
    plain,
    quarter_range,
)


def _ymd(match: re.Match[str]) -> Atom | None:
    year, month, day = re.split(r"[-/.]", match[0])
    part = month_day(int(month), int(day))
    return plain(match, year=year, part=part) if part else None


def _mdy(match: re.Match[str]) -> Atom | None:
    """11/05/2022 is read when only one order makes a date; both orders are in use, so the rest stays open."""
    one, two, year = re.split(r"[-/.]", match[0])
    european = month_day(int(two), int(one))
    american = None if match["mdysep"] == "." else month_day(int(one), int(two))
    if european and american and european != american:
        return plain(match, whole="?")
    part = european or american
    return plain(match, year=year, part=part) if part else None


def _short_range(match: re.Match[str]) -> Atom | None:
    first = match[0][:4]
    second = first[:2] + re.findall(r"\d\d", match[0])[-1]
    if 0 < int(second) - int(first) <= 30:
        fiscal = "FY" if "财" in match[0] else ""
        return plain(match, whole=f"{fiscal}{first}/{fiscal}{second}")
    return Atom(match.start(), match.start() + 4, "bare", first)


def _fiscal_cn(match: re.Match[str]) -> Atom:
    return plain(match, year="FY" + full_year(match[0][: 4 if match[0][2:4].isdecimal() else 2]))


def _century(match: re.Match[str]) -> Atom:
    last = int(match[0][:2]) * 100
    return plain(match, whole=f"{last - 99}/{last}")


_SPANS_OF_TIME = ("历史", "以前的", "之久", "前的", "老")


def _cn_year(match: re.Match[str]) -> Atom | None:
    """2024年; years before 1900 and round thousands may be spans of time (1000年前, 2000年历史)."""
    year, end, s = match[0][:4], match.end(), match.string
    if (year < "1900" or year.endswith("000")) and s.startswith(
        (*_SPANS_OF_TIME, "前", "后", "来", "之", "以", "内"), end
    ):
        return None
    if year < "1900" and year.endswith("00"):
        return None
    return plain(match, year=year, part=near(match["cnnear"]))


def _glued(match: re.Match[str]) -> Atom:
    """2024Q3, 24H1, 3Q24, 1HFY25, 9M24, 3Q."""
    text = match[0].replace(" ", "")
    fiscal = "FY" if "fy" in text else ""
    text = text.replace("fy", "").replace("'", "")
    found = re.fullmatch(
        rf"(?P<y1>{YEAR}|\d\d)?(?:q(?P<q1>[1-4])|(?P<q2>[1-4])q|h(?P<h1>[12])|(?P<h2>[12])h|9m)"
        r"(?P<y2>\d{4}|\d\d)?",
        text,
    )
    assert found is not None, text
    quarter, half = found["q1"] or found["q2"], found["h1"] or found["h2"]
    year = found["y1"] or found["y2"]
    part = f"Q{quarter}" if quarter else f"H{half}" if half else "01/09"
    return plain(match, year=fiscal + full_year(year) if year else "", part=part, english=True,
                  sort="" if year or quarter else "loose")  # fmt: skip


def _day_range(match: re.Match[str]) -> Atom | None:
    month, low, high = (int(digits) for digits in re.findall(r"\d+", match[0]))
    ends = (month_day(month, low), month_day(month, high))
    return plain(match, part=f"{ends[0]}/{ends[1]}") if all(ends) and low < high else None


def _month_range(match: re.Match[str]) -> Atom | None:
    low, high = (int(digits) for digits in re.findall(r"\d+", match[0]))
    if low < high:
        return plain(match, part=f"{low:02}/{high:02}")
    first = re.match(r"\d+\s?月份?", match[0])  # 11月至3月 goes on into the next year
    return Atom(match.start(), match.start() + first.end(), part=f"{low:02}") if first else None


_COUNTED_BEFORE = frozenset("续近第前后每约共达满逾超过长为期月个年")
_COUNTED_AFTER = frozenset("内均线游元间期本历籍经股")


def _bare_day(match: re.Match[str]) -> Atom | None:
    """19日 is a day of the month unless days are counted (近30日, 30日内)."""
    start, end, s = match.start(), match.end(), match.string
    if s[end : end + 1] in _COUNTED_AFTER or (start and s[start - 1] in _COUNTED_BEFORE):
        return None
    return plain(match, whole="/".join(f"M+0-{int(day):02}" for day in re.findall(r"\d+", match[0])))


def _day_month(match: re.Match[str]) -> Atom | None:
    day = re.match(r"\d+", match[0])
    assert day is not None
    part = month_day(month_number(match["daymonth"]), int(day[0]))
    return plain(match, part=part, english=True) if part else None


DIGIT: dict[str, tuple[str, Reader]] = {
    # 2022-11-05, 2022/11/5, 2022.11.05
    "ymd": (rf"[12]\d{{3}}(?P<ymdsep>[-/.])(?:1[0-2]|0?[1-9])(?P=ymdsep){DAY}(?![-/.]\d)", _ymd),
    # 11/25/2022, 5.11.2022
    "mdy": (rf"\d{{1,2}}(?P<mdysep>[-/.])\d{{1,2}}(?P=mdysep){YEAR}(?!\d|[-/.]\d)", _mdy),
    # 2022-11, 2022/11
    "ym": (
        rf"{YEAR}[-/](?:0[1-9]|1[0-2])(?![\d年个%万亿]|[-/.,]\d|{TO}\d\d?\s?年)",
        lambda m: plain(m, year=m[0][:4], part=m[0][-2:]),
    ),
    "my": (  # 11/2022
        rf"(?:0?[1-9]|1[0-2])/{YEAR}(?!\d|[-/.,]\d)",
        lambda m: plain(m, year=m[0][-4:], part=f"{int(m[0][:-5]):02}"),
    ),
    # 2021-23年, 2022/23财年
    "cnyears": (rf"{YEAR}\s?年?(?:{TO}|/)\d\d\s?(?:财?年度?)(?![底末初])", _short_range),
    # 2024财年, 24财年, 2024会计年度
    "fiscalcn": (rf"(?:{YEAR}|\d\d)\s?(?:财政?年度?|会计年度)", _fiscal_cn),
    # 90年代, 1990年代, 20世纪90年代, 上世纪九十年代
    "decade": (
        rf"(?P<century_of>(?:(?:19|2[01])|二十|上个?|本)世纪)?(?P<tens>{YEAR[:-2]}0|[1-9]0|[二三四五六七八九]十)年代",
        decade,
    ),
    "decades": (r"(?:(?:19|20)|')\d0'?s(?![a-z0-9])", decades),  # 1990s, '90s
    "century": (r"(?:1\d|2[01])(?:\s?世纪|(?:th|st)[\s-]century)", _century),
    # 2024年, 2024 年度, 2024年底
    "cnyear": (rf"[12]\d{{3}}\s?年(?:度|份|(?P<cnnear>{NEAR}))?", _cn_year),
    "yearpart": (rf"(?:{YEAR}|\d\d)(?:q[1-4]|[1-4]q|h[12]|[12]h)(?![a-z0-9])", _glued),  # 2024Q3, 24H1
    # 3Q24, 1HFY25, 3Q 2024, 9M24, 1Q
    "partyear": (
        rf"(?:[1-4]q|[12]h|9m)(?:\s?(?:{YEAR}|(?:fy|')\s?(?:{YEAR}|\d\d))|\d\d)?(?![a-z0-9])",
        _glued,
    ),
    # 11月5日至7日
    "days": (rf"(?:1[0-2]|0?[1-9])\s?月\s?{DAY}\s?[日号]?{TO}{DAY}\s?[日号]", _day_range),
    # 1-9月, 1月至9月
    "cnmonths": (
        rf"(?:1[0-2]|0?[1-9])\s?(?:月份?)?{TO}(?:1[0-2]|0?[1-9])\s?月份?(?!\s?\d{{1,2}}\s?[日号])",
        _month_range,
    ),
    # 11月, 11月5日, 11月底
    "cnmonthday": (rf"(?:1[0-2]|0?[1-9])\s?月份?(?:\s?{DAY}\s?[日号]|{THIRD})?", cn_month_day),
    "quarters": (rf"[1-4](?:季度?)?{TO}[1-4]\s?季度", quarter_range),  # 1-3季度
    "quarter": (r"[1-4]\s?季度", lambda m: plain(m, part=f"Q{m[0][0]}")),  # 3季度
    # 5 November, 5th of November, 28-Nov
    "day_month": (rf"{DAY}(?:st|nd|rd|th)?(?:\s|-|\sof\s)(?P<daymonth>{MONTH})\.?", _day_month),
    # 2021–23, 2023/24
    "years": (rf"{YEAR}\s?[-–—/]\s?\d\d(?![\da-z%]|[.,:/-]\d)", _short_range),
    "bare": (r"(?:1[5-9]|20)\d\d", lambda m: plain(m, sort="bare", year=m[0])),  # 2024
    # 29年, 24年底
    "shortyear": (
        rf"\d\d\s?年(?:度|(?P<shortnear>{NEAR}))?",
        lambda m: plain(m, sort="short", year=full_year(m[0][:2]), part=near(m["shortnear"])),
    ),
    "bareday": (rf"{DAY}\s?日(?:{TO}{DAY}\s?日)?", _bare_day),  # 19日
}  # fmt: skip
"""Name → (pattern, reader). The first that matches wins, so longer shapes stand first."""
