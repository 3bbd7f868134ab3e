"""The date that opens a news item: behind the place or the agency, or before who has learnt of it."""

from __future__ import annotations

import re

from yinzheng.corpus.days import ANY, DATE, FLAGS, YEAR, Dated, day, day_of, lines_of

_WIRE = re.compile(
    rf"""
    (?:^|(?<=[\s】）)　]))(?:【[^】\n]{{1,20}}】)?[（(《]?(?P<who>[一-龥A-Za-z·]{{2,24}}?)》?[ ]?
    (?:(?P<year>{YEAR})[ ]?年[ ]?)?(?P<month>1[0-2]|0?[1-9])[ ]?月[ ]?(?P<day>3[01]|[12]\d|0?[1-9])[ ]?日
    [ ]?(?:电|電|讯|訊)
    """,
    re.VERBOSE | re.MULTILINE,
)
"""``新华社北京3月5日电``, ``（本报北京2025年5月20日讯``, ``《晨报》2025年5月20日讯``."""
_WIRE_HEAD, _NEAR = 1500, 4000  # characters at the beginning: of a dateline, of its date in full
_CITED = re.compile(r"据|援引|近|此前|据悉|來自|来自|日前|其中")
"""``据新华社3月5日电`` is another text than this one."""
_WIRE_EN = re.compile(
    rf"""
    ^[ ]{{0,3}}[A-Z][A-Z.’']{{2,}}[A-Za-z.,’' ]{{0,40}}?[,–—-]+[ ]?       # NEW YORK,
    (?:\([A-Z][A-Za-z ]{{2,20}}\)[ –—-]*)?(?P<date>(?i:{DATE}))[ ]?[–—(/-]
    """,
    re.VERBOSE | re.MULTILINE,
)
"""``NEW YORK, May 20, 2025 (Example Wire) –``, ``SHENZHEN, China--(EXAMPLE WIRE)--May 20, 2025--``."""

_LEARNT = re.compile(
    rf"""
    [ \t　*]{{0,8}}(?P<date>{DATE})[ ]?(?:[上下]午|[早晚]间|晚)?[，,]?[ ]?
    (?![^，,\s]{{0,9}}(?:公司|集团|股东|董事))    # companies learn of pledges
    [^，,。；;：:\s]{{0,10}}(?:[网網报報社氪刊台]|财经|財經|[新资][闻讯]|新聞|资訊|观察|之家|[记記]者|头条|传媒|快讯)
    (?:从[^，,。]{{1,20}}?)?(?:独家)?(?:获悉|獲悉|讯|訊|消息|报道|報道)
    """,
    FLAGS,
)
"""``2025年3月13日，36氪获悉``, ``2025年5月20日，本报记者从业内获悉``."""
_OPENING = 4  # lines that the title, a byline and the first paragraph of a news item are among
_PARAGRAPH = 80  # characters from which a line is one


def dateline(text: str) -> Dated | None:
    """The date that opens a news item; where it has no year, that of the same day in full nearby."""
    head = text[:_WIRE_HEAD]
    if match := _WIRE_EN.search(head):
        found = day_of(match["date"])
        if found:
            return Dated(found, "dateline", *match.span("date"))
    if found_first := _learnt(head):
        return found_first
    for match in _WIRE.finditer(head):
        if _CITED.search(match["who"]) or head[: match.start()].rstrip().endswith(("据", "援引")):
            continue
        month, of_month = int(match["month"]), int(match["day"])
        if match["year"]:
            found = day(int(match["year"]), month, of_month)
        else:
            full = {day_of(other.group()) for other in ANY.finditer(text[:_NEAR])}
            same = {each for each in full if each and each.endswith(f"-{month:02}-{of_month:02}")}
            found = same.pop() if len(same) == 1 else None
        return Dated(found, "dateline", match.start("month"), match.end("day")) if found else None
    return None


def _learnt(head: str) -> Dated | None:
    """The date on which a medium says, at the beginning of its first paragraph, that it learnt the news."""
    for at, line in lines_of(head, 0, len(head))[:_OPENING]:
        match = _LEARNT.match(line)
        if match and (found := day_of(match["date"])):
            return Dated(found, "dateline", at + match.start("date"), at + match.end("date"))
        if len(line) > _PARAGRAPH or line.rstrip().endswith(("。", ".")):
            return None
    return None
