"""Publication dates: what a text, an address or a file name says of when something came out.

A wrong date is worse than none: a date counts only where it is labelled, stands in a byline, opens a news
item or signs a notice. Dates are ISO 8601 (``2025-05-20``).
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from yinzheng.corpus.addresses import is_url
from yinzheng.corpus.datelines import dateline
from yinzheng.corpus.days import ANY, DATE, FLAGS, YEAR, Dated, Line, Origin, day, day_of, iso, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Dated", "date_in_lines", "date_in_name", "date_in_source", "date_in_text", "date_in_url", "iso"]

_HEAD, _HEAD_LINES = 4000, 25  # characters and lines with something on them at the beginning of a text,
_TAIL, _TAIL_LINES = 1500, 8  # and at its end, that are searched
_BYLINE = 80  # characters of a line that may be a byline,
_NAMES = 24  # and of names in it
_CLOCK = r"""(?:[T ]?\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?[ ]?(?:[ap]\.?m\b\.?)?[ ]?
    (?:Z\b|UTC|GMT|[ECMP][SD]?T\b|[+-]\d\d:?\d\d)?)"""

_LABELS: tuple[tuple[Origin, str], ...] = (
    (
        "label",
        """
          (?:首?发布|发表|刊发|刊登|披露|公告|公布|公开|出版|上传|發布|發佈|發表|公佈|刊登|刊發|上傳)
            (?:日期|时间|時間|于|於)
        | (?:first[ ])?(?:published|posted|released|filed)(?:[ ](?:date|time|on|at|online))?
        | (?:publication|release|filing|publish|pub)[ ]?date
        | for[ ]immediate[ ]release
        | date[ ](?:of[ ])?(?:publication|release|filing|filed|published)
        """,
    ),
    (
        "label",
        """
          (?:成文|签发|印发|发文|簽發|印發|發文)(?:日期|时间|時間)
        | date[ ]of[ ]issue | issued?(?:[ ](?:date|on))?
        """,
    ),
    ("label", "(?:会议|會議|召开|召開|访谈|訪談|采访|採訪)?(?:日期|时间|時間) | (?:meeting[ ])?date | dated"),
    (
        "updated",
        """
          (?:最后|最近)?(?:更新|修订|修改|修訂)(?:日期|时间|時間|于|於)
        | (?:last[ ])?(?:updated|modified|revised)(?:[ ](?:date|on|at))?
        """,
    ),
)
"""What stands before a date, the surest first; the third does not say of what the date is."""
_BARE, _UPDATED = 2, 3

_LABELLED = tuple(
    re.compile(
        rf"""
        (?:^ | (?<=[|｜·•（(\[【>*,，;；　\t]) | (?<=[ ])(?=[一-龥]))[ ]?
        (?:{words})[*_]{{0,2}}[ ]?(?P<sign>[:：]?[ ]?[|]?)[*_ \t　]{{0,8}}
        (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?[ ])?(?P<date>{DATE})
        """,
        FLAGS,
    )
    for _, words in _LABELS
)
_EVENT = re.compile(
    r"""
      地[点點] | 场[所地] | 場[所地] | [会會][议議](?:日期|[时時][间間])
    | 主持 | 出席 | 参会 | 與會(?!計) | 与会(?!计) | 召开 | 召開 | 截止
    | venue | location | attendees | deadline | meeting[ ]date
    """,
    FLAGS,
)
"""Near it, ``时间：`` and ``Date:`` are when people meet."""
_RECORD = re.compile(
    r"纪要|紀要|记录|記錄|访谈|訪談|实录|實錄|专访|專訪|采访|採訪|\b(?:minutes|notes|transcript|interview)\b",
    FLAGS,
)
"""In the first lines, they have met: a record is of the day that it records."""
_NOTICE = re.compile(r"通知|预告|預告|邀请|邀請|议程|議程|\b(?:notice|invitation|agenda)\b", FLAGS)
"""In the first lines, they are still to meet."""
_NAMED = 3  # lines that tell whether a text is a record: whose it is, what it is, of what

_HELD = re.compile(
    rf"""
    \W{{0,6}}(?:minutes\b[^\d.]{{0,80}}?[ ]|(?:the[ ])?meeting[ ])?(?:was[ ])?(?:held|convened)\b
    [^\d.]{{0,60}}?\bon[ ](?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?[ ])?(?P<date>{DATE})
    (?!.*\b(?:approved|adopted|confirmed|signed)\b)
    """,
    FLAGS,
)
"""``Held on 14 May 2025 at 9:30 a.m.``, ``Minutes of the board meeting held in London on May 14, 2025``."""

_BESIDE = re.compile(
    rf"""
      {_CLOCK} | 星期[一二三四五六日天] | 周[一二三四五六日]\b | 上午|下午|晚上|凌晨
    | \b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?
    | (?:来源|來源|作者|记者|記者|编辑|編輯|责编|责任编辑|稿源|出处|source|by|author|editor|posted|published)
        [ ]?[:：/]?[ ]?[^\s|｜·•]{{0,30}}
    | (?:浏览|阅读|点击|收藏|点赞|转发|评论|喜欢|瀏覽|閱讀|點擊|評論|views?|reads?|comments?)[次量数數]?数?
        [ ]?[:：]?[ ]?[\d.,]*[kw万萬]?\+?
    | \b(?:press|news|media)[ ](?:release|statement)\b
    | ^于 | 发布|發布|發佈|\bat\b|\bon\b|\d+[ ]min(?:utes?)?[ ]read | https?://[^\s一-龥]+
    """,
    FLAGS,
)
"""What may stand beside the date of a byline."""
_SOURCE = re.compile(r"(?:来源|來源|作者|稿源|出处|source|author|by)[ ]?[:：][ ]?\S{1,30}", re.IGNORECASE)
"""All that may stand before a label that does not say of what the day is: ``来源：晨报 时间：2025-06-11``."""
_SENTENCE_END = ("。", "！", "？", ".", "!", "?")
_SENTENCE = re.compile(r"[。！？!?;；%％]|\.\s*$|截[至止]")
_PROSE = re.compile(r"(?:^|\s)(?!(?:of|the|and|de|van|von|for|min|read)\b)[a-z]{2,}")
"""Names are written with capitals."""
_SEPARATED = re.compile(r"[\s|｜·•/,，:：—–()（）\[\]【】*_#>-]+")

_PERIOD_ENDS = ("-03-31", "-06-30", "-09-30", "-12-31")
"""Days that balance sheets are made for: by themselves they hardly say when something came out."""
_BEFORE_PERIOD = re.compile(
    r"(?:\b(?:ended|ending|as[ ]of|as[ ]at|through|until|from|to|since)|截至|截止|止|至|自|期间|期末|于)\W*$",
    re.IGNORECASE,
)

_SIGNED = re.compile(
    r"(?:公司|董事会|监事会|董事會|监管局|管理局|委员会|委員會|办公室|辦公室|办公厅|人民政府|政府|协会|学会|基金会|研究院|研究所"
    r"|交易所|银行|证监会|集团|中心|法院|检察院|大学|编辑部|秘书处|[部局厅院署社])[ ）)]*$"
)
"""How a line ends that signs a notice; the date stands under it or after it."""


def date_in_text(text: str) -> Dated | None:
    """The publication date that ``text`` tells in its first lines or under its last, if one is sure."""
    head = lines_of(text, 0, min(len(text), _HEAD))[:_HEAD_LINES]
    tail = lines_of(text, max(0, len(text) - _TAIL), len(text))[-_TAIL_LINES:]
    for rank in (0, 1, _BARE):
        if found := _labelled(head, rank):
            return found
    if found := _held(head):
        return found
    above, below = _bylines(head)
    return (
        above
        or dateline(text)
        or _labelled(tail, 0)
        or _labelled(tail, 1)
        or _signature(tail)
        or below
        or _labelled(head, _UPDATED)
        or _labelled(tail, _UPDATED)
    )


def date_in_lines(text: str) -> Dated | None:
    """The publication date that the lines around the beginning of a page's main text tell.

    Menus stand among them, so that none of them is taken for a first paragraph.
    """
    lines = lines_of(text, 0, len(text))
    labelled = next(filter(None, (_labelled(lines, rank) for rank in (0, 1, _BARE))), None)
    return labelled or _bylines(lines, paragraphs=False)[0] or _labelled(lines, _UPDATED)


def date_in_url(url: str) -> Dated | None:
    """The date in the path of an address: ``/2025/05/20/``, ``/2025/0520/``, ``t20250520_1.html``."""
    path = unquote(urlsplit(url).path)
    for pattern in (
        rf"/({YEAR})[/_-](\d\d?)[/_-](\d\d?)(?=[/_.-]|$)",
        rf"/({YEAR})[/_-]?(\d\d)[/_-]?(\d\d)/",
        rf"/({YEAR})(\d\d)/t\1\2(\d\d)_",
        rf"/t({YEAR})(\d\d)(\d\d)_",
    ):
        found = {day(*map(int, match.groups())) for match in re.finditer(pattern, path)} - {None}
        if len(found) == 1:
            return Dated(str(found.pop()), "url")
    return None


def date_in_name(name: str) -> Dated | None:
    """The date that a file's name begins or ends with: ``2025-05-20-minutes.md``, ``20250520_纪要.txt``.

    Ends of quarters are left out: reports are named after them.
    """
    stem = PurePath(name).stem
    first = re.match(rf"({YEAR})([-_.]?)(\d\d)\2(\d\d)(?!\d)|({YEAR})年(\d{{1,2}})月(\d{{1,2}})日", stem)
    last = re.search(rf"(?:^|\D)({YEAR})([-_.])(\d\d)\2(\d\d)$", stem)
    for match in filter(None, (first, last)):
        found = day(*(int(g) for g in match.groups() if g and g.isdigit()))
        if found and not found.endswith(_PERIOD_ENDS):
            return Dated(found, "name")
    return None


def date_in_source(source: str) -> Dated | None:
    """The date that the name of a source tells: an address of the web, or a file's name."""
    return date_in_url(source) if is_url(source) else date_in_name(source)


def _labelled(lines: list[Line], rank: int) -> Dated | None:
    """The first date with a label of ``rank`` before it."""
    origin = _LABELS[rank][0]
    for number, (at, line) in enumerate(lines):
        for match in _LABELLED[rank].finditer(line[:400]):
            found = day_of(match["date"])
            if not found:
                continue
            start, end = match.span("date")
            if not match["sign"].strip() and not _is_byline(line, start, end):
                continue  # "Released on May 20, 2025, the film …"
            if rank == _BARE:
                near = "\n".join(other for _, other in lines[max(0, number - 2) : number + 4])
                before = line[: match.start()].strip(" \t　-*>#+|")
                if before and not _SOURCE.fullmatch(before):
                    continue
                if not before and _EVENT.search(near) and not _is_record(lines[: max(1, number)]):
                    continue
            return Dated(found, origin, at + start, at + end)
    return None


def _is_record(lines: Sequence[Line]) -> bool:
    """Whether the first lines, with which a text names itself, call it a record of what has been said."""
    named = [line for _, line in lines[:_NAMED] if len(line) <= _BYLINE]
    return any(map(_RECORD.search, named)) and not any(map(_NOTICE.search, named))


def _held(lines: Sequence[Line]) -> Dated | None:
    """The day on which minutes say, under their title or in it, that the meeting was held."""
    for number, (at, line) in enumerate(lines[: 2 * _NAMED]):
        match = _HELD.match(line)
        if match and _is_record(lines[: number + 1]) and (found := day_of(match["date"])):
            return Dated(found, "label", at + match.start("date"), at + match.end("date"))
    return None


def _bylines(lines: list[Line], *, paragraphs: bool = True) -> tuple[Dated | None, Dated | None]:
    """The date on which all bylines above the first paragraph agree, and all timed ones below.

    Without ``paragraphs`` no line is one, and all bylines stand above.
    """
    opening = re.match(rf"\s*(?P<date>{DATE}){_CLOCK}(?=[\s，,])", lines[0][1], FLAGS) if lines else None
    if opening and (found := day_of(opening["date"])):  # 2025-05-20 08:30:00，the whole text in one line
        return Dated(
            found, "line", lines[0][0] + opening.start("date"), lines[0][0] + opening.end("date")
        ), None
    above: list[Dated] = []
    below: list[Dated] = []
    told = False
    before = ""
    for at, line in lines:
        dates = list(ANY.finditer(line)) if len(line) <= _BYLINE else []
        if len(dates) == 1 and not _BEFORE_PERIOD.search(before):
            start, end = dates[0].span()
            found = day_of(dates[0].group())
            timed = re.match(_CLOCK, line[end:], FLAGS)
            alone = not told and found and not found.endswith(_PERIOD_ENDS)
            if found and (timed or alone) and _is_byline(line, start, end):
                (below if told else above).append(Dated(found, "line", at + start, at + end))
        told = told or (paragraphs and (len(line) > _BYLINE or line.rstrip().endswith(_SENTENCE_END)))
        before = line.strip()
    return _agreed(above), _agreed(below)


def _agreed(dates: list[Dated]) -> Dated | None:
    return dates[0] if len({each.date for each in dates}) == 1 else None


def _is_byline(line: str, start: int, end: int) -> bool:
    """Whether nothing but names and times stands beside the date ``line[start:end]``, set off from it."""
    if len(line) > _BYLINE or _SENTENCE.search(line):
        return False
    timed = re.match(_CLOCK, line[end:], FLAGS)
    for side, edge in ((line[:start], -1), (line[end:], 0)):
        rest = _BESIDE.sub(" ", side)
        names = _SEPARATED.sub(" ", rest).strip()
        if re.search(r"\d", names) or len(names) > _NAMES or _PROSE.search(names):
            return False
        # 2025年5月20日财务报表 is a heading; 2025-05-20 晨报 and 晨报2025-05-20 08:30 are not.
        if rest and rest[edge].isalnum() and not timed:
            return False
        if edge and rest.rstrip(" *_").endswith((":", "：")):  # a label, of something else
            return False
    return True


def _signature(lines: list[Line]) -> Dated | None:
    """The date under the name of whoever signs, or after ``Date:``, at the end."""
    if found := _labelled(lines, _BARE):
        return Dated(found.date, "signature", found.start, found.end)
    for (_, above), (at, line) in _pairs_from_the_end(lines):
        match = re.fullmatch(
            rf"[ \t　]*(?P<by>[^\d。！？\n]{{0,40}}?)[ \t　]*(?P<date>{DATE})[ \t　]*", line, FLAGS
        )
        if match and (found_date := day_of(match["date"])):
            signer = match["by"] or above.strip()
            if len(signer) <= 40 and _SIGNED.search(signer) and not re.search("[。！？，]", signer):
                return Dated(found_date, "signature", at + match.start("date"), at + match.end("date"))
    return None


def _pairs_from_the_end(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    return iter(list(pairwise([(0, ""), *lines]))[::-1])
