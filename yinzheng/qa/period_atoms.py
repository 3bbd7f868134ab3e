"""The pieces that dates and periods are made of: a year, a part of a year, or both, found in a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

_LEVEL = str.maketrans(
    {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) in "-./'"}
    | dict(zip("\u3000\u00a0\u202f\u2009’‘‐‑〜", "    ''--~", strict=True))
    | dict(zip("財號個後會紀週來這兩間曆歷萬億報從達", "财号个后会纪周来这两间历历万亿报从达", strict=True))
)


def level(text: str) -> str:
    """``text`` in lower case, half width, simplified where periods need it; every character keeps its place."""
    if not text.isascii():
        text = text.translate(_LEVEL)
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" becomes two characters
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered


@dataclass(slots=True)
class Atom:
    """A piece of a period: ``year`` (empty when the text names none), ``part`` of it (empty for all of it).

    ``year``: ``2024``, ``FY2024``, ``Y-1`` (counted from the document's date), ``R-1`` (counted from the period
    spoken of), ``?`` (cannot be told). ``part``: ``Q3``, ``H1``, ``11``, ``11-05``, or two of them with a
    slash. ``whole`` stands instead of both for what does not combine (``1990/1999``, ``Q-1``, ``?``).

    ``sort``: ``bare`` for four digits that are a year only where the context says so, ``short`` likewise for two
    digits with 年, ``month`` for an English month without a day, ``ended`` for "nine months ended" (part
    holds the number of months), ``near`` for "the end of" (part holds the month), ``loose`` for parts that are
    no period by themselves (第三季, 全年, "the first half").
    """

    start: int
    end: int
    sort: str = ""
    year: str = ""
    part: str = ""
    whole: str = ""
    english: bool = False
    open: str = ""
    months: int = 0

    @property
    def form(self) -> str:
        """The ISO form, with the markers of :class:`yinzheng.qa.periods.Period` where the year is not told."""
        if self.whole:
            return self.whole
        year = self.year or "*"
        return "/".join(f"{year}-{part}" for part in self.part.split("/")) if self.part else year


def atoms(s: str) -> list[Atom]:
    """The atoms of a text that went through :func:`level`, in order, not overlapping; linear in its length."""
    found: list[Atom] = []
    trigger = _trigger()
    digit, english, chinese = (_pattern(name) for name in ("digit", "english", "chinese"))
    position = 0
    while seen := trigger.search(s, position):
        start = seen.start()
        first = s[start]
        before = s[start - 1] if start else ""
        position = seen.end()
        if first > "\x7f":
            pattern, position = chinese, start + 1
        elif "0" <= first <= "9":
            if seen.end() - start > 4:
                continue
            pattern = digit
        elif before.isalnum() and before < "\x7f" and first != "'":
            continue
        else:
            pattern = english
        match = pattern.match(s, start)
        if match is None:
            continue
        assert match.lastgroup is not None
        if pattern is digit and before < "\x7f" and not _may_start(s, start, match.lastgroup):
            continue
        atom = _SHAPES[match.lastgroup][1](match)
        if atom is not None:
            found.append(atom)
            position = max(position, atom.end)
    return found


_GLUED = re.compile(r"(?:[\d)][-.:/]|[$€£¥#@&=+_/\\.]|[a-z0-9]|[a-z]-)\Z")
_MAY_BE_GLUED = frozenset({"cnyear", "cnyears", "fiscalcn", "cnmonthday"})


def _may_start(s: str, start: int, shape: str) -> bool:
    """False for digits that go on from an amount, a word or an address; 年 and 月 make up for a letter (AI2024年)."""
    glued = _GLUED.search(s, max(0, start - 2), start)
    if glued is None or shape == "bare":
        return True
    return shape in _MAY_BE_GLUED and (s[start - 1].isalpha() or s[start - 1] == "-")


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HAN = "〇○零一二三四五六七八九"
_HAN_VALUES = {char: max(0, index - 2) for index, char in enumerate(_HAN)} | {"两": 2}
_NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4,
    "一": 1, "二": 2, "三": 3, "四": 4, "两": 2, "上": 1, "下": 2, "首": 1,
}  # fmt: skip
_COUNTS = {"three": 3, "six": 6, "nine": 9, "twelve": 12}
_BACK = {
    "last": -1,
    "this": 0,
    "next": 1,
    "current": 0,
    "上": -1,
    "下": 1,
    "本": 0,
    "这": 0,
    "最": -1,
    "当": 0,
}
_RELATIVE_YEARS = {"今": 0, "本": 0, "去": -1, "昨": -1, "前": -2, "大": -3, "明": 1, "来": 1, "后": 2}

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_HAN_MONTH = "十[一二]?|[一二三四五六七八九元]"
_HAN_DAY = "二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s?[-–—~至到]\s?"
_NEAR = r"(?:年?[底末]|年?初(?![步始次级中审赛选])|年中|中期|中(?=$|[^一-鿿]|[的时旬]))"
_THIRD = r"(?:[底末]|初(?![步始次级])|[上中下]旬)?"

Reader = Callable[[re.Match[str]], Atom | None]


def full_year(digits: str) -> str:
    """``24`` → ``2024``, ``98`` → ``1998``: two digits are a year of 1950–2049."""
    return digits if len(digits) == 4 else f"{20 if int(digits) < 50 else 19}{digits}"


def month_number(text: str) -> int:
    """1–12 for an English month by its first three letters."""
    return MONTHS.index(text[:3]) + 1


def _number(text: str) -> int:
    """The number that up to two digits or Chinese numerals below one hundred stand for; 元 (元月) is 1."""
    text = text.strip()
    if text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    tens, ten, ones = text.rpartition("十")
    return ((_HAN_VALUES[tens] if tens else 1) * 10 if ten else 0) + (_HAN_VALUES[ones] if ones else 0)


def _near(text: str | None) -> str:
    """The month that stands for the beginning, middle or end of a year: 年底 → ``12``."""
    if not text:
        return ""
    return "12" if text[-1] in "底末" else "01" if "初" in text else "06"


def _month_day(month: int, day: int) -> str | None:
    return f"{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1] else None


def _plain(match: re.Match[str], **fields: str | bool | int) -> Atom:
    return Atom(*match.span(), **fields)  # type: ignore[arg-type]


# --- what starts with a digit ---------------------------------------------------------------------------------


def _ymd(match: re.Match[str]) -> Atom | None:
    year, month, day = re.split(r"[-/.]", match[0])
    part = _month_day(int(month), int(day))
    return _plain(match, year=year, part=part) if part else None


def _mdy(match: re.Match[str]) -> Atom | None:
    """11/05/2022 is read when only one order makes a date; both orders are in use, so the rest stays open."""
    one, two, year = re.split(r"[-/.]", match[0])
    european = _month_day(int(two), int(one))
    american = None if match["mdysep"] == "." else _month_day(int(one), int(two))
    if european and american and european != american:
        return _plain(match, whole="?")
    part = european or american
    return _plain(match, year=year, part=part) if part else None


def _short_range(match: re.Match[str]) -> Atom | None:
    first = match[0][:4]
    second = first[:2] + re.findall(r"\d\d", match[0])[-1]
    if 0 < int(second) - int(first) <= 30:
        fiscal = "FY" if "财" in match[0] else ""
        return _plain(match, whole=f"{fiscal}{first}/{fiscal}{second}")
    return Atom(match.start(), match.start() + 4, "bare", first)


def _fiscal_cn(match: re.Match[str]) -> Atom:
    return _plain(match, year="FY" + full_year(match[0][: 4 if match[0][2:4].isdecimal() else 2]))


def _decade(match: re.Match[str]) -> Atom:
    century, tens = match["century_of"], match["tens"]
    tens = tens if tens.isdecimal() else f"{_number(tens)}"
    if len(tens) == 4:
        base = int(tens)
    elif century and century[0] == "本":
        base = 2000 + int(tens)
    elif century and century[:2].isdecimal():
        base = int(century[:2]) * 100 - 100 + int(tens)
    else:
        base = (1900 if century or int(tens) > 20 else 2000) + int(tens)
    return _plain(match, whole=f"{base}/{base + 9}")


def _decades(match: re.Match[str]) -> Atom:
    digits = match[0].strip("'s")
    base = int(digits) if len(digits) == 4 else (1900 if int(digits) > 20 else 2000) + int(digits)
    return _plain(match, whole=f"{base}/{base + 9}")


def _century(match: re.Match[str]) -> Atom:
    last = int(match[0][:2]) * 100
    return _plain(match, whole=f"{last - 99}/{last}")


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
    return _plain(match, year=year, part=_near(match["cnnear"]))


def _glued(match: re.Match[str]) -> Atom:
    """2024Q3, 24H1, 3Q24, 1HFY25, 9M24, 3Q."""
    text = match[0].replace(" ", "")
    fiscal = "FY" if "fy" in text else ""
    text = text.replace("fy", "").replace("'", "")
    found = re.fullmatch(rf"(?P<y1>{_YEAR}|\d\d)?(?:q(?P<q1>[1-4])|(?P<q2>[1-4])q|h(?P<h1>[12])|(?P<h2>[12])h|(?P<m>9)m)"
                         rf"(?P<y2>\d{{4}}|\d\d)?", text)  # fmt: skip
    assert found is not None, text
    quarter, half = found["q1"] or found["q2"], found["h1"] or found["h2"]
    year = found["y1"] or found["y2"]
    part = f"Q{quarter}" if quarter else f"H{half}" if half else "01/09"
    return _plain(match, year=fiscal + full_year(year) if year else "", part=part, english=True,
                  sort="" if year or quarter else "loose")  # fmt: skip


def _day_range(match: re.Match[str]) -> Atom | None:
    month, low, high = (int(digits) for digits in re.findall(r"\d+", match[0]))
    ends = (_month_day(month, low), _month_day(month, high))
    return _plain(match, part=f"{ends[0]}/{ends[1]}") if all(ends) and low < high else None


def _month_range(match: re.Match[str]) -> Atom | None:
    low, high = (int(digits) for digits in re.findall(r"\d+", match[0]))
    return _plain(match, part=f"{low:02}/{high:02}") if low < high else None


def _quarter_range(match: re.Match[str]) -> Atom | None:
    low, high = (_NTH.get(char) or int(char) for char in re.findall(r"[1-4一二三四]", match[0]))
    return _plain(match, part=f"Q{low}/Q{high}") if low < high else None


def _cn_month_day(match: re.Match[str]) -> Atom | None:
    month, _, day = match[0].rstrip("底末初上中下旬日号").partition("月")
    day = day.strip("份 ")
    part = _month_day(_number(month), _number(day)) if day else f"{_number(month):02}"
    return _plain(match, part=part) if part else None


_COUNTED_BEFORE = frozenset("续近第前后每约共达满逾超过长为期月个年")
_COUNTED_AFTER = frozenset("内均线游元间期本历籍经股")


def _bare_day(match: re.Match[str]) -> Atom | None:
    """19日 is a day of the month unless days are counted (近30日, 30日内)."""
    start, end, s = match.start(), match.end(), match.string
    if s[end : end + 1] in _COUNTED_AFTER or (start and s[start - 1] in _COUNTED_BEFORE):
        return None
    return _plain(match, whole="/".join(f"M+0-{int(day):02}" for day in re.findall(r"\d+", match[0])))


def _day_month(match: re.Match[str]) -> Atom | None:
    day = re.match(r"\d+", match[0])
    assert day is not None
    part = _month_day(month_number(match["daymonth"]), int(day[0]))
    return _plain(match, part=part, english=True) if part else None


# --- English ---------------------------------------------------------------------------------------------------


def _q_word(match: re.Match[str]) -> Atom:
    year = match["q_fiscal"] or match["q_short"] or match["q_full"]
    fiscal = match["q_fisc"] or match["q_fiscal"]
    loose = not year and match["q_part"][0] == "h"
    return _plain(match, sort="loose" if loose else "", part=match["q_part"].upper(), english=True,
                  year=("FY" if fiscal else "") + full_year(year) if year else "?" if fiscal else "")  # fmt: skip


def _fiscal_year(match: re.Match[str]) -> Atom:
    year, last = full_year(match["fy_year"]), match["fy_last"]
    if last:
        return _plain(match, whole=f"FY{year}/FY{full_year(last)}")
    return _plain(match, year=f"FY{year}", part=(match["fy_part"] or "").upper(), english=True)


def _relative(match: re.Match[str]) -> Atom:
    words = match[0].split()
    unit = words[-1]
    if words[0] in {"previous", "prior"}:  # counted from the period spoken of, not from the document's date
        return _plain(match, year="R-1", english=True) if unit == "year" else _plain(match, whole="?")
    back = _BACK[words[0]]
    if "fiscal" in words:
        return _plain(match, year="?", english=True) if unit == "year" else _plain(match, whole="?")
    if unit == "year":
        return _plain(match, year=f"Y{back:+}", english=True)
    return _plain(match, whole=f"{unit[0].upper()}{back:+}")


def _nearby(match: re.Match[str]) -> Atom:
    month = (
        "06" if match[0].startswith("mid") else "01" if match[0].startswith(("early", "st", "beg")) else "12"
    )
    return _plain(match, sort="near", part=month, english=True)


def _ordinal(match: re.Match[str]) -> Atom:
    half = match["nth_what"] == "half"
    fiscal = "fiscal" in match[0]
    return _plain(match, sort="loose" if half or match["nth"] == "final" else "", year="?" if fiscal else "",
                  part=f"{'H' if half else 'Q'}{_NTH[match['nth']]}", english=True)  # fmt: skip


def _last_month(match: re.Match[str]) -> Atom:
    back = {"last": "<", "this": "=", "next": ">"}[match[0].split()[0]]
    return _plain(match, whole=f"{back}{month_number(match['last_month']):02}")


def _english_month(match: re.Match[str]) -> Atom | None:
    month = month_number(match[0])
    if match["month_short"]:
        return _plain(match, year=full_year(match["month_short"]), part=f"{month:02}", english=True)
    if match["month_day"]:
        days = [_month_day(month, int(day)) for day in (match["month_day"], match["month_day2"]) if day]
        return _plain(match, part="/".join(day for day in days if day), english=True) if all(days) else None
    return _plain(match, sort="month", part=f"{month:02}", english=True)


def _ended(match: re.Match[str]) -> Atom:
    """ "Nine months ended": the months that end with the date which follows."""
    text = match["ended_span"]
    months = 3 if "quarter" in text else 6 if "half" in text else 12
    if "month" in text:
        count = re.split(r"[-\s]", text)[0]
        months = _COUNTS.get(count) or int(count)
    return _plain(match, sort="ended", months=months, english=True)


# --- Chinese ---------------------------------------------------------------------------------------------------


def _han_year(match: re.Match[str]) -> Atom:
    year = full_year("".join(str(_HAN_VALUES[char]) for char in match[0].partition("年")[0]))
    return _plain(match, year=year, part=_near(match["han_near"]))


# Characters before which make another word of what follows: 成本年, 说明年, 以上年, 截至今年均.
_NOT_AFTER = {
    "本": "成资日版基样根原剧课书标", "明": "说表证声透阐文发光", "上": "以之", "前": "年", "后": "年", "来": "年以从近历月带本",
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
    part = _near(match["relative_near"])
    if first in "上下":
        return _plain(match, year=f"R{-1 if first == '上' else 1:+}", part=part)
    return _plain(match, year=f"Y{_RELATIVE_YEARS[first]:+}", part=part)


def _relative_unit(unit: str) -> Reader:
    def read(match: re.Match[str]) -> Atom | None:
        start = match.start()
        if start and match.string[start - 1] in _NOT_AFTER.get(match[0][0], "以"):
            return None
        return _plain(match, whole=f"{unit}{_BACK[match[0][0]]:+}")

    return read


def _han_quarter(match: re.Match[str]) -> Atom:
    digit = next(char for char in match[0] if char in "一二三四1234首")
    loose = "季度" not in match[0] and not match[0].endswith("季报")
    return _plain(match, sort="loose" if loose else "", year="?" if "财" in match[0] else "",
                  part=f"Q{_NTH.get(digit) or int(digit)}")  # fmt: skip


def _first_quarters(match: re.Match[str]) -> Atom:
    count = _NTH.get(match[0][1]) or int(match[0][1])
    return _plain(match, part=f"Q1/Q{count}")


def _half(match: re.Match[str]) -> Atom:
    return _plain(match, part=f"H{_NTH[match[0][0]]}", year="?" if "财" in match[0] else "")


def _first_months(match: re.Match[str]) -> Atom | None:
    last = _number(re.sub("[前头首个月]", "", match[0]))
    return _plain(match, part=f"01/{last:02}") if 2 <= last <= 11 else None


_SHAPES: dict[str, tuple[str, Reader]] = {
    # 2022-11-05, 2022/11/5, 2022.11.05
    "ymd": (rf"[12]\d{{3}}(?P<ymdsep>[-/.])(?:1[0-2]|0?[1-9])(?P=ymdsep){_DAY}(?![-/.]\d)", _ymd),
    # 11/25/2022, 5.11.2022
    "mdy": (rf"\d{{1,2}}(?P<mdysep>[-/.])\d{{1,2}}(?P=mdysep){_YEAR}(?!\d|[-/.]\d)", _mdy),
    # 2022-11, 2022/11
    "ym": (
        rf"{_YEAR}[-/](?:0[1-9]|1[0-2])(?![\d年个%万亿]|[-/.,]\d|{_TO}\d\d?\s?年)",
        lambda m: _plain(m, year=m[0][:4], part=m[0][-2:]),
    ),
    "my": (  # 11/2022
        rf"(?:0?[1-9]|1[0-2])/{_YEAR}(?!\d|[-/.,]\d)",
        lambda m: _plain(m, year=m[0][-4:], part=f"{int(m[0][:-5]):02}"),
    ),
    # 2021-23年, 2022/23财年
    "cnyears": (rf"{_YEAR}\s?年?(?:{_TO}|/)\d\d\s?(?:财?年度?)(?![底末初])", _short_range),
    # 2024财年, 24财年, 2024会计年度
    "fiscalcn": (rf"(?:{_YEAR}|\d\d)\s?(?:财政?年度?|会计年度)", _fiscal_cn),
    # 90年代, 1990年代, 20世纪90年代, 上世纪九十年代
    "decade": (
        rf"(?P<century_of>(?:(?:19|2[01])|二十|上个?|本)世纪)?(?P<tens>{_YEAR[:-2]}0|[1-9]0|[二三四五六七八九]十)年代",
        _decade,
    ),
    "decades": (r"(?:(?:19|20)|')\d0'?s(?![a-z0-9])", _decades),  # 1990s, '90s
    "century": (r"(?:1\d|2[01])(?:\s?世纪|(?:th|st)[\s-]century)", _century),
    # 2024年, 2024 年度, 2024年底
    "cnyear": (rf"[12]\d{{3}}\s?年(?:度|份|(?P<cnnear>{_NEAR}))?", _cn_year),
    "yearpart": (rf"(?:{_YEAR}|\d\d)(?:q[1-4]|[1-4]q|h[12]|[12]h)(?![a-z0-9])", _glued),  # 2024Q3, 24H1
    # 3Q24, 1HFY25, 3Q 2024, 9M24, 1Q
    "partyear": (rf"(?:[1-4]q|[12]h|9m)(?:\s?(?:{_YEAR}|(?:fy|')\s?(?:{_YEAR}|\d\d))|\d\d)?(?![a-z0-9])", _glued),
    # 11月5日至7日
    "days": (rf"(?:1[0-2]|0?[1-9])\s?月\s?{_DAY}\s?[日号]?{_TO}{_DAY}\s?[日号]", _day_range),
    # 1-9月, 1月至9月
    "cnmonths": (
        rf"(?:1[0-2]|0?[1-9])\s?(?:月份?)?{_TO}(?:1[0-2]|0?[1-9])\s?月份?(?!\s?\d{{1,2}}\s?[日号])",
        _month_range,
    ),
    # 11月, 11月5日, 11月底
    "cnmonthday": (rf"(?:1[0-2]|0?[1-9])\s?月份?(?:\s?{_DAY}\s?[日号]|{_THIRD})?", _cn_month_day),
    "quarters": (rf"[1-4](?:季度?)?{_TO}[1-4]\s?季度", _quarter_range),  # 1-3季度
    "quarter": (r"[1-4]\s?季度", lambda m: _plain(m, part=f"Q{m[0][0]}")),  # 3季度
    # 5 November, 5th of November, 28-Nov
    "day_month": (rf"{_DAY}(?:st|nd|rd|th)?(?:\s|-|\sof\s)(?P<daymonth>{_MONTH})\.?", _day_month),
    # 2021–23, 2023/24
    "years": (rf"{_YEAR}\s?[-–—/]\s?\d\d(?![\da-z%]|[.,:/-]\d)", _short_range),
    "bare": (r"(?:1[5-9]|20)\d\d", lambda m: _plain(m, sort="bare", year=m[0])),  # 2024
    # 29年, 24年底
    "shortyear": (
        rf"\d\d\s?年(?:度|(?P<shortnear>{_NEAR}))?",
        lambda m: _plain(m, sort="short", year=full_year(m[0][:2]), part=_near(m["shortnear"])),
    ),
    "bareday": (rf"{_DAY}\s?日(?:{_TO}{_DAY}\s?日)?", _bare_day),  # 19日
    # Q3, Q3'24, Q3 FY24, H1FY25
    "qword": (
        rf"(?P<q_fisc>fiscal\s)?(?P<q_part>q[1-4]|h[12])(?:\s?'(?P<q_short>\d\d)|[\s-]?(?:fy|fiscal(?:\syear)?)\s?'?(?P<q_fiscal>{_YEAR}|\d\d)"
        rf"|(?P<q_full>{_YEAR}))?(?![a-z0-9])",
        _q_word,
    ),
    # FY2024, FY24Q1, fiscal 2024, FY22-24
    "fiscalyear": (
        rf"(?:fy|fiscal\s(?:year\s)?)\s?'?(?P<fy_year>{_YEAR}|\d\d)年?(?:[\s-]?(?P<fy_part>q[1-4]|h[12])|\s?[-–/]\s?(?:fy)?(?P<fy_last>\d\d))?"
        r"(?![a-z0-9])",
        _fiscal_year,
    ),
    # CY2024, calendar year 2024, the year 2024
    "calendar": (
        rf"(?:cy\s?|calendar\s(?:year\s)?|the\syear\s)(?P<cy_year>{_YEAR})(?![\d%]|[.,]\d)",
        lambda m: _plain(m, year=m["cy_year"], english=True),
    ),
    # year ended, nine months ended
    "ended": (
        r"(?P<ended_span>(?:fiscal\s)?years?|quarters?|half[-\s]year|(?:three|six|nine|twelve|3|6|9|12)[-\s]months?(?:\speriods?)?)"
        r"\s(?:then\s)?end(?:ed|ing)\s(?:on\s)?",
        _ended,
    ),
    # last year, this quarter
    "relative": (
        r"(?:last|this|next|previous|prior|current)\s(?:fiscal\s|calendar\s|full\s)?(?:year|quarter|month|week)(?![a-z])",
        _relative,
    ),
    # the year-ago quarter, the same period last year
    "yearago": (
        r"year[-\s](?:ago|earlier)\s(?:quarter|period)|same\s(?:period|quarter|month)\s(?:of\s|in\s)?(?:last|the\s(?:previous|prior))\syear",
        lambda m: _plain(m, year="R-1", sort="same"),
    ),
    # the end of, early, mid-
    "nearby": (
        r"(?:end|start|beginning|close|middle)\sof\s(?:the\s(?:year\s)?)?(?=\d|last|this|next|fy|fiscal)|end-(?=\d)|mid(?:-\s?|\s)(?=\d)"
        r"|(?:early|late)\s(?:in\s)?(?=\d|last|this|next|fy|fiscal)|year[-\s]end\s(?=\d)",
        _nearby,
    ),
    "yearend": (
        r"year[-\s]end(?![a-z-])|end\sof\sthe\syear(?![a-z])",
        lambda m: _plain(m, part="12", english=True),
    ),
    # third quarter, first half, fiscal third quarter
    "nthpart": (
        r"(?:fiscal\s)?(?P<nth>first|second|third|fourth|final|1st|2nd|3rd|4th)[-\s](?:fiscal[-\s])?(?P<nth_what>quarter|half)(?![a-z])",
        _ordinal,
    ),
    "lastmonth": (rf"(?:last|this|next)\s(?P<last_month>{_MONTH})(?!\s\d)", _last_month),
    # November, Nov. 5, November 5-7, Nov-22
    "englishmonth": (
        rf"{_MONTH}(?:\.?(?:\s?'|-)(?P<month_short>\d\d)(?!\d|[.,%/:-]\d)"
        rf"|\.?\s?(?P<month_day>{_DAY})(?:st|nd|rd|th)?(?:\s?(?:-|–|to)\s?(?P<month_day2>{_DAY})(?:st|nd|rd|th)?)?"
        r"(?![a-z%:]|[.,:/]\d|\s?(?:%|percent|thousand|million|billion|trillion|people|[ap]\.?m\b))|\.(?=\s))?",
        _english_month,
    ),
    # 二〇二四年, 一九九八年底
    "hanyear": (rf"(?:[一二][{_HAN}]{{3}}|[零〇][{_HAN}]|九[{_HAN}])年(?:度|份|(?P<han_near>{_NEAR}))?", _han_year),
    # 今年, 去年底, 上年度
    "relativeyear": (
        rf"(?:大前|[今去前明后本上来昨]|[上下]一)年(?:度(?![假过])|(?P<relative_near>{_NEAR}))?",
        _relative_year,
    ),
    "relativefiscal": (r"(?:本|[上下]一?个?)财年", lambda m: _plain(m, year="?")),
    # 一至三季度, 三、四季度
    "hanquarters": (r"第?[一二三四](?:季度?)?(?:至|到|、|和|-|—)?第?[二三四]季度", _quarter_range),
    "firstquarters": (r"[前首头][两二三23]个?季度?", _first_quarters),  # 前三季度
    # 第三季度, 三季度, 第三财季, 一季报, 首季
    "hanquarter": (
        r"第\s?[一二三四1-4]\s?个?财?季度?|[一二三四]季度|[一二三四]季(?=报)|首季度?(?!饭)",
        _han_quarter,
    ),
    "latestquarter": (r"最近一个季度", _relative_unit("Q")),
    "half": (r"[上下]半财?年度?", _half),  # 上半年
    "relativequarter": (r"(?:本|[上下]一?个?|这一?个?|当前)季度|本季(?!节)", _relative_unit("Q")),
    "relativemonth": (r"(?:本|这个|[上下]个?)月(?:份|[底末初])?(?![一-鿿]?球)", _relative_unit("M")),
    "relativeweek": (r"(?:本|[上下]一?)周(?![一二三四五六日末年期岁转边围全到])", _relative_unit("W")),
    "yesterday": (r"昨[日天]", lambda m: _plain(m, whole="D-1")),
    "today": (r"(?<=截[至止])今[日天]", lambda m: _plain(m, whole="D+0")),
    "sameperiod": (r"同期", lambda m: _plain(m, sort="same")),  # only after a year: 去年同期
    "firstmonths": (r"[前头首](?:1[01]|[2-9]|十一?|[二两三四五六七八九])个?月", _first_months),  # 前11个月
    # 十一月, 十一月五日
    "hanmonthday": (rf"(?:{_HAN_MONTH})月份?(?:(?:{_HAN_DAY})[日号]|{_THIRD})?", _cn_month_day),
    # 年底, 年初
    "barenear": (r"(?<![\d一二两三四五六七八九十几多半近])(?:年[底末](?!期)|年初)|岁末", lambda m: _plain(m, part=_near(m[0]))),
    "fullyear": (r"全年", lambda m: _plain(m, sort="full")),
}  # fmt: skip
"""Name → (pattern, reader). Within a kind the first that matches wins, so longer shapes stand first."""

_KINDS = {
    "digit": (
        "ymd mdy ym my cnyears fiscalcn decade decades century cnyear yearpart partyear days cnmonths cnmonthday"
        " quarters quarter day_month years bare shortyear bareday"
    ),
    "english": (
        "qword fiscalyear calendar ended decades relative yearago nearby yearend nthpart lastmonth englishmonth"
    ),
    "chinese": (
        "hanyear decade relativefiscal relativeyear firstquarters firstmonths hanquarters hanquarter latestquarter half relativequarter relativemonth"
        " relativeweek yesterday today sameperiod hanmonthday barenear fullyear"
    ),
}

# Two characters decide cheaply whether a place is worth a full match.
_TRIGGER = rf"""
    \d+
  | [今去前明后本上来昨下第首头最这当同元岁年全大零〇一二三四五六七八九十][{_HAN}\s\d年月季周期半世近日天初末底个前当两十财至到、和]
  | j(?:an|u[nl])|feb|ma[ry]|apr|aug|sep|oct|nov|dec
  | q[1-4]|h[12]|fy|fisc(?=al\s)|c(?:y\s?\d|alendar\s|urrent\s|lose\sof)|year|quarter|half
  | t(?:hree.m|welve.m|he\syear\s|his\s|hird)|last\s|late\s|next\s|pr(?:evious\s|ior\s)|same\s
  | end[-\s]|start\sof|beginning\sof|mid|early\s|f(?:irst|ourth|inal)|second|nine.m|six.m|'\d0s
"""


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(_TRIGGER, re.VERBOSE)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    names = _KINDS[kind].split()
    used = ("decade", "decades")  # both kinds hold these; group names may occur once in a pattern
    assert set(names) <= set(_SHAPES) | set(used)
    return re.compile("|".join(f"(?P<{name}>{_SHAPES[name][0]})" for name in names))
