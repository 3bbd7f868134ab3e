"""Dates and periods that begin with a Chinese character: 今年, 第三季度, 上半年, 十一月五日, 二〇二四年."""

from __future__ import annotations

import re

from yinzheng.qa.grammar.period_atoms import (
    BACK,
    HAN,
    HAN_VALUES,
    NEAR,
    NTH,
    THIRD,
    YEAR,
    Atom,
    Reader,
    cn_month_day,
    decade,
    full_year,
    near,
    number,
    plain,
    quarter_range,
)

HAN_MONTH = "十[一二]?|[一二三四五六七八九元]"
HAN_DAY = "二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]"
_RELATIVE_YEARS = {"今": 0, "本": 0, "去": -1, "昨": -1, "前": -2, "大": -3, "明": 1, "来": 1, "后": 2}


def _han_year(match: re.Match[str]) -> Atom:
    year = full_year("".join(str(HAN_VALUES[char]) for char in match[0].partition("年")[0]))
    return plain(match, year=year, part=near(match["han_near"]))


# Characters before which make another word of what follows: 成本年, 说明年, 以上年, 截至今年均.
_NOT_AFTER = {
    "本": "成资日版基样根原剧课书标", "明": "说表证声透阐文发光", "来": "年以从近历月带本",
    "上": "以之", "前": "年", "后": "年",
    "去": "过", "今": "迄", "昨": "", "下": "以之", "大": "",
}  # fmt: skip


def _relative_year(match: re.Match[str]) -> Atom | None:
    first, start = match[0][0], match.start()
    if start and match.string[start - 1] in _NOT_AFTER[first]:
        return None
    if match.string[match.end() : match.end() + 1] in set("龄轻纪") or (
        first == "来" and match.string.startswith("年", match.end())
    ):
        return None
    part = near(match["relative_near"])
    if first in "上下" or match[0][1] == "一":
        return plain(match, year=f"R{1 if first == '下' else -1:+}", part=part)
    return plain(match, year=f"Y{_RELATIVE_YEARS[first]:+}", part=part)


def _relative_unit(match: re.Match[str], unit: str) -> Atom | None:
    start = match.start()
    if start and match.string[start - 1] in _NOT_AFTER.get(match[0][0], "以"):
        return None
    return plain(match, whole=f"{unit}{BACK[match[0][0]]:+}")


def _han_quarter(match: re.Match[str]) -> Atom:
    digit = next(char for char in match[0] if char in "一二三四1234首")
    loose = "季度" not in match[0] and not match.string.startswith("报", match.end())
    return plain(match, sort="loose" if loose else "", year="?" if "财" in match[0] else "",
                  part=f"Q{NTH.get(digit) or int(digit)}")  # fmt: skip


def _first_quarters(match: re.Match[str]) -> Atom:
    count = NTH.get(match[0][1]) or int(match[0][1])
    return plain(match, part=f"Q1/Q{count}")


def _half(match: re.Match[str]) -> Atom:
    return plain(match, part=f"H{NTH[match[0][0]]}", year="?" if "财" in match[0] else "")


def _first_months(match: re.Match[str]) -> Atom | None:
    last = number(re.sub("[前头首个月]", "", match[0]))
    return plain(match, part=f"01/{last:02}") if 2 <= last <= 11 else None


CHINESE: dict[str, tuple[str, Reader]] = {
    # 二〇二四年, 一九九八年底
    "hanyear": (
        rf"(?:[一二][{HAN}]{{3}}|[零〇][{HAN}]|九[{HAN}])年(?:度|份|(?P<han_near>{NEAR}))?",
        _han_year,
    ),
    # 90年代, 1990年代, 20世纪90年代, 上世纪九十年代
    "decade": (
        rf"(?P<century_of>(?:(?:19|2[01])|二十|上个?|本)世纪)?(?P<tens>{YEAR[:-2]}0|[1-9]0|[二三四五六七八九]十)年代",
        decade,
    ),
    "relativefiscal": (r"(?:本|[上下]一?个?)财年", lambda m: plain(m, year="?")),
    # 民國113年: the calendar of Taiwan, whose year 1 is 1912
    "rocyear": (
        r"民国\s?(?P<roc>\d{1,3})\s?年(?:度|份)?",
        lambda m: plain(m, year=f"{1911 + int(m['roc'])}"),
    ),
    # 今年, 去年底, 上年度
    "relativeyear": (
        rf"(?:大前|[今去前明后本上来昨]|[上下前]一)年(?:度(?![假过])|(?P<relative_near>{NEAR}))?",
        _relative_year,
    ),
    "firstquarters": (r"[前首头][两二三23]个?季度?", _first_quarters),  # 前三季度
    "firstmonths": (r"[前头首](?:1[01]|[2-9]|十一?|[二两三四五六七八九])个?月", _first_months),  # 前11个月
    # 一至三季度, 三、四季度
    "hanquarters": (r"第?[一二三四](?:季度?)?(?:至|到|、|和|-|—)?第?[二三四]季度", quarter_range),
    # 第三季度, 三季度, 第三财季, 一季报, 首季
    "hanquarter": (
        r"第\s?[一二三四1-4]\s?个?财?季度?|[一二三四]季度|[一二三四]季(?=报)|首季度?(?!饭)",
        _han_quarter,
    ),
    "latestquarter": (r"最近一个季度", lambda m: _relative_unit(m, "Q")),
    "half": (r"[上下]半财?年度?", _half),  # 上半年
    # 2025年半年报
    "halfreport": (r"(?<=[年\d])(?:半年度?(?=报)|中期(?=报告))", lambda m: plain(m, part="H1")),
    "relativequarter": (
        r"(?:本|[上下]一?个?|这一?个?|当前)季度|本季(?!节)",
        lambda m: _relative_unit(m, "Q"),
    ),
    "relativemonth": (
        r"(?:本|这个|[上下]个?)月(?:份|[底末初])?(?![一-鿿]?球)",
        lambda m: _relative_unit(m, "M"),
    ),
    "relativeweek": (
        r"(?:本|[上下]一?)周(?![一二三四五六日末年期岁转边围全到])",
        lambda m: _relative_unit(m, "W"),
    ),
    "yesterday": (r"昨[日天]", lambda m: plain(m, whole="D-1")),
    "today": (r"(?<=截[至止])今[日天]", lambda m: plain(m, whole="D+0")),
    "sameperiod": (r"同期", lambda m: plain(m, sort="same")),  # only after a year: 去年同期
    # 十一月, 十一月五日
    "hanmonthday": (rf"(?:{HAN_MONTH})月份?(?:(?:{HAN_DAY})[日号]|{THIRD})?", cn_month_day),
    # 年底, 年初
    "barenear": (
        r"(?<![\d一二两三四五六七八九十几多半近])(?:年[底末](?!期)|年初)|岁末",
        lambda m: plain(m, part=near(m[0])),
    ),
    "fullyear": (r"全年", lambda m: plain(m, sort="full")),
}  # fmt: skip
"""Name → (pattern, reader), as for digits."""
