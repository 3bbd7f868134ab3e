"""What looks like a figure and is none:

Names, numbering, times of day, telephone numbers, versions, idioms.
"""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import re
from functools import cache

from yinzheng.qa.grammar.figure_text import pattern

_OPEN = "“‘「『《〈\"'（(【["


_CLOSE = "”’」』》〉\"'）)】]"


@cache
def _line_head() -> re.Pattern[str]:
    return re.compile(r"[\s>#*\-•·|（(\[【]*")


@cache
def _numbering_end() -> re.Pattern[str]:
    # 1、 1． 1. A  1) （1） 1.  at a line's end
    return re.compile(r"\s?[、．]|\.(?![0-9])|\s?[)）\]】]|:\s")


def is_numbering(low: str, start: int, end: int) -> bool:
    """Whether a small number at the head of a line numbers it:

    ``1、``, ``(2)``, ``3.``, ``### 4.``, ``一、``.
    """
    if end - start > 3:
        return False
    if end - start <= 2 and low[end : end + 1] == "、" and "\u3400" <= low[end + 1 : end + 2] <= "\u9fff":
        before = low[start - 1 : start]
        if not before or before in "。；;！？\n":
            return True
    line = low.rfind("\n", max(0, start - 24), start) + 1
    if line == 0 and start > 24:
        return _in_brackets(low, start, end)
    head = _line_head().match(low, line, start)
    if head is None or head.end() != start:
        return _in_brackets(low, start, end)
    after = _numbering_end().match(low, end)
    return after is not None or _in_brackets(low, start, end)


def _in_brackets(low: str, start: int, end: int) -> bool:
    """(2), （三）: one or two digits alone in brackets."""
    return (
        end - start <= 2
        and low[start - 1 : start] in {"(", "（", "["}
        and low[end : end + 1] in {")", "）", "]"}
    )


@cache
def _label() -> re.Pattern[str]:
    """What the number behind it is the name of, not the amount."""
    return re.compile(
        r"(?:(?<![a-z])(?:no|nos|nr|nrs|fig|vol|ver|ch|sec|art|pp?|ll?|ext|tel|fax|eq|ref)\.?"
        r"|(?<![a-z])(?:number|articles?|sections?|chapter|items?|forms?|figure|table|step|page|pages|line|lines|volume|phase|level|type|class"
        r"|note|notes|rule|schedule|exhibit|appendix|version|release|part|episode|room|gate|flight|route|highway"
        r"|grade|stage|scenario|option|question|exercises?|exercise nrs|paragraph|clause|footnote|id|isbn|issn|zip|qq|phone"
        r"|call|building|suite|apt|box|p\.o\. box|passcode|password|pin|extension|account|invoice|order|ticket|ein|号码|电话|手机|热线|传真|邮编|编号|代码|账号|帐号|证号|身份证|微信|文号|单号|工号"
        r"|房间|图|表|附件|附录|步骤|版本|例|条款|证券代码|股票代码|学号|门牌|车牌|批号"
        r"|分机|内线|密码|验证码|取件码|会议号|会议室|会议id|房号|座位号|许可证号?|登记号|注册号|税号|订单号?|发票号|合同号|流水号|车次|航班|型号))"
        r"[\s:：.#№为是]{0,3}\Z"
        r"|(?<![a-z])(?:passcode|password|pin|extension)\sis\s\Z|(?<![a-z])(?:page|slide|step)\s[0-9]{1,4}\sof\s\Z"
    )


def is_labelled(low: str, start: int) -> bool:
    """Whether a word before says that the number is a name: No. 5, Section 3, 编号 12, 电话 …"""
    if not start:
        return False
    if low[start - 1] in "#№§":
        return True
    return _label().search(low, max(0, start - 20), start) is not None


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(
        r":[0-5][0-9]"  # 13:50
        r"|点(?:钟|半|整|左右|许|前|后|[0-9一二三四五六七八九十]{1,3}分?)?(?![0-9a-z])"
        r"|时(?:许|[0-9一二三四五六七八九十]{1,3}分)?(?![间期代速任常尚薪装段刻])|\s?(?:a\.?m\.?|p\.?m\.?|o'clock)(?![a-z])"
    )


def is_clock(low: str, start: int, end: int) -> bool:
    """Whether digits belong to a time of day or a time mark: 2:00, 13:50:40, 下午三点, 2 pm, 2.13 am."""
    if start > 1 and low[start - 1] == ":" and low[start - 2].isdigit():
        return True
    match = _clock().match(low, end)
    if match is None:
        return False
    if match.group().strip()[:1] in "ap":
        digits = low[start:end]
        if "." in digits:
            whole, _, minutes = digits.partition(".")
            return len(minutes) == 2 and minutes < "60" and len(whole) <= 2
    return end - start <= 5


@cache
def _exchange() -> re.Pattern[str]:
    return re.compile(r"\.(?:sh|sz|bj|ss|hk|tw|two|ks|kq|kl|t)(?![a-z0-9.])")


@cache
def _exchange_before() -> re.Pattern[str]:
    return re.compile(
        r"(?<![a-z])(?:sh|sz|bj|hk|sse|szse|bse|hkex|sehk|hkse|krx|kosdaq|tse|tyo|jpx|twse|tpex|asx|klse|sgx|idx|nse|tadawul)"
        r"\s?[:：]\s?\Z"
    )


def is_listed(low: str, start: int, end: int) -> bool:
    """Whether digits are a company's number at an exchange: 600977.SH, SH:600977, ASX: 123."""
    if not (low[start:end].isdigit() and 3 <= end - start <= 6):
        return False
    behind = end - start >= 4 and _exchange().match(low, end) is not None
    return behind or _exchange_before().search(low, max(0, start - 12), start) is not None


@cache
def _so_often() -> re.Pattern[str]:
    return re.compile(
        r"(?:[0-9](?:\s?(?:[mbk]|bn|mn|million|billion|thousand|trillion))?(?:\s[a-z]+s)?|[a-z%€£$]*%|once|twice|times) \Z"
    )


def is_rate(low: str, start: int, end: int) -> bool:
    """Whether ``a quarter`` says how often: $1.5 million a quarter, 3,000 cars a quarter, once a quarter."""
    if low[start:end] != "a quarter" or low.startswith((" of ", " century", " mile"), end):
        return False
    return _so_often().search(low, max(0, start - 40), start) is not None


def is_code(low: str, start: int, end: int) -> bool:
    """Whether bare digits are a telephone number, an ID, a stock code, a version, a date or a path."""
    digits = low[start:end]
    if digits.isdigit():
        if len(digits) > 1 and digits[0] == "0":
            return True
        if len(digits) >= 11 or (
            len(digits) == 6 and low[start - 1 : start] in {"(", "（"} and low[end : end + 1] in {")", "）"}
        ):
            return True
        before, after = low[start - 1 : start], low[end : end + 1]
        if before and before in "-/" and low[start - 2 : start - 1].isalnum() and start > 1:
            return True
        if after and after in "-/" and low[end + 1 : end + 2].isdigit():
            run = end + 1
            while run < len(low) and run - end < 24 and (low[run].isdigit() or low[run] in "-/"):
                run += 1
            rest = low[end + 1 : run]
            if not rest or len(digits) + len(rest) >= 8 or "-" in rest or "/" in rest or rest[0] == "0":
                return True
    nxt = low[end + 1 : end + 2]
    if (
        low[end : end + 1] == "-"
        and nxt
        and digits.isdigit()
        and (nxt > "\u2e80" or (nxt.isalpha() and not low.startswith("ish", end + 1)))
    ):
        return True  # 4-二氯, 10-K
    before = low[start - 1 : start]
    if (
        before
        and before in "@_\\&="
        and not (before == "=" and low[start - 2 : start - 1] in {"", " ", "%", "时", ">", "<"})
    ):
        return True
    if before == "." and start > 1 and (low[start - 2].isalnum()):
        return True
    if before == "/" and start > 1 and low[start - 2].isascii() and low[start - 2].isalnum():
        return True
    after = low[end : end + 1]
    return bool(after) and (
        after in "@_\\"
        or (
            after == "."
            and low[end + 1 : end + 2].isalnum()
            and low[end + 1] < "\u2e80"
            and low[end + 1 : end + 2].isdigit()
        )
    )


def is_chain(low: str, start: int, end: int) -> bool:
    """Whether digits are one link of a chain with dots: 1.2.3, 192.168.0.1, 2024.03.25."""
    if start > 1 and low[start - 1] == "." and low[start - 2].isdigit():
        return True
    return low[end : end + 1] == "." and low[end + 1 : end + 2].isdigit()


@cache
def _calendar() -> re.Pattern[str]:
    return re.compile(
        r"\s?(?:月份?(?!均|供|租|薪|活)|号(?!召)|楼(?![盘市宇])|会议室|教室|号线|号楼|号院|路公交|次列车|次航班|世纪|年代|届|[日](?![元均活]))"
    )


def is_calendar(low: str, start: int, end: int) -> bool:
    """Whether a bare number names a month, a day, a century, or a thing by its number:

    8月, 3号, 12楼, 19世纪, 2001.09.
    """
    if _calendar().match(low, end):
        return True
    if pattern(r"[胜负平](?![均常凡安台静])|比[0-9]").match(low, end) or pattern(r"[0-9]比\Z").search(
        low, max(0, start - 2), start
    ):
        return True  # 3胜1负, 2比0
    digits = low[start:end]
    if len(digits) == 7 and digits[4] == "." and digits[:2] in {"19", "20"} and digits[5:] <= "12":
        return True
    if pattern(r"[这那该此](?:[家个名位款项批次届款]|公司)").match(low, end):
        return True  # 2025这家公司
    if not (len(digits) == 4 and digits.isdigit() and "1000" <= digits <= "2100"):
        return False
    if digits[:2] in {"19", "20"} and low[end : end + 1] in {"级", "届", "款", "版"}:
        return True
    if "1990" <= digits < "2040" and pattern(r" [a-z]").match(low, end):
        return True  # 2021 operating metrics
    before = _year_before().search(low, max(0, start - 12), start)
    after = low[end : end + 1]
    return before is not None or (bool(after) and after in "–-—" and low[end + 1 : end + 5].isdigit())


@cache
def _year_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<![a-z])(?:in|since|until|till|after|before|by|from|during|circa|c\.|early|late|mid|year|the|this|a|an|of|summer"
        r"|spring|autumn|fall|winter|fiscal|and|born|died|d\.|b\.)\s|[(（–—-]|[0-9]{4}[,、和] ?)\Z"
    )


@cache
def _named() -> re.Pattern[str]:
    """Numbers that are names of days, sets of schools and telephone services, by what stands behind."""
    return re.compile(
        r"(?P<day>618|1111|1212|1024)\s?(?:大促|期间|购物|年中|电商|活动|促销|预售|战报|当[天日]|全球|狂欢|程序员)"
        r"|(?P<school>985|211)(?:[、/和]?(?:985|211))?(?:工程|高校|大学|院校|名校|本科|硕士|毕业|学校|平台)"
        r"|(?P<service>[0-9]{3,5})(?:热线|报警|专线|客服|急救)"
    )


def is_set_name(low: str, start: int, end: int) -> bool:
    """Whether digits name a day or a set, as Chinese does: 双11, 618大促, 985高校, 12315热线."""
    if low[start - 1 : start] == "双" and end - start <= 4:
        return True
    match = _named().match(low, start)
    return match is not None and match.end(match.lastgroup or 0) == end


def is_name(text: str, low: str, start: int, end: int) -> bool:
    """Whether a bare number is part of a name: Voyager 2, Web 2.0, 《硅谷101》, 90后."""
    after = low[end : end + 1]
    if after == "后" and end - start == 2 and low[end - 1] in "05":
        return True
    if after and after in _CLOSE:
        at = start
        while at > 0 and start - at < 10 and (low[at - 1].isalpha() or low[at - 1] == " "):
            at -= 1
        if 0 < at < start and text[at - 1] in "“‘「『《〈\"'【" and (start - at > 1):
            return True
    digits = low[start:end]
    if not start or not (
        (digits.isdigit() and len(digits) <= 4) or (digits.endswith(".0") and len(digits) == 3)
    ):
        return False
    at = start
    while at > 0 and low[at - 1] == " " and start - at < 2:
        at -= 1
    if at == 0 or not low[at - 1].isalpha():
        return False
    if low[at - 1] > "\u2e80":
        return digits.endswith(".0")
    word = at
    while word > 0 and text[word - 1].isalpha() and text[word - 1] < "\u2e80" and at - word < 20:
        word -= 1
    name = text[word:at]
    if digits.endswith(".0"):
        return name[:1].isupper()
    if not name[:1].isupper() or name.lower() in _SENTENCE_WORDS:
        return False
    return not _begins_sentence(text, word) or any(c.isupper() for c in name[1:])


def _begins_sentence(text: str, at: int) -> bool:
    while at > 0 and text[at - 1] in " \t*#>|-":
        at -= 1
    return at == 0 or text[at - 1] in ".!?\n:;。！？：；"


_SENTENCE_WORDS = frozenset(
    "in at on by about over nearly from to of the and some only around between more less than up with for after before"  # noqa: SIM905
    " under above all another almost approximately are is was were has have had or a an these those its their our we"
    " they it he she you i total totals about at".split()
)
