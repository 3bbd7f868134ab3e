"""Publication dates: what a text, an address or a file name says of when something came out.

A wrong date is worse than none: a date counts only where it is labelled, stands in a byline, opens a news
item or signs a notice. Dates are ISO 8601 (``2025-05-20``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from yinzheng.corpus.addresses import is_url

if TYPE_CHECKING:
    from collections.abc import Iterator

Origin = Literal["label", "line", "dateline", "signature", "updated", "url", "name"]

INFERRED: frozenset[Origin] = frozenset(("dateline", "signature", "url", "name"))
"""What a reader should know of a date: no label and no byline says it."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date and what it was read from.

    ``[start, end)`` is its place in the text, both 0 for an address or a name.
    """

    date: str
    origin: Origin
    start: int = 0
    end: int = 0

    @property
    def flags(self) -> tuple[str, ...]:
        """``dated_by:…`` for a date that is inferred, else nothing."""
        return (f"dated_by:{self.origin}",) if self.origin in INFERRED else ()


_HEAD, _HEAD_LINES = 4000, 25  # characters and lines with something on them at the beginning of a text,
_TAIL, _TAIL_LINES = 1500, 8  # and at its end, that are searched
_BYLINE = 80  # characters of a line that may be a byline,
_NAMES = 24  # and of names in it
_OLDEST = 1900

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"""(?:
      (?<![\d.]){_YEAR}[ ]?                                                   # 2025-05-20, 2025/5/20
        (?:-[ ]?\d{{1,2}}[ ]?-|/[ ]?\d{{1,2}}[ ]?/|\.[ ]?\d{{1,2}}[ ]?\.)[ ]?\d{{1,2}}(?!\d)
    | (?<!\d){_YEAR}[ ]?年[ ]?\d{{1,2}}[ ]?月[ ]?\d{{1,2}}[ ]?[日号號]           # 2025年5月20日
    | 二[〇零○Ｏ一二三四五六七八九]{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日
    | \b{_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]{_YEAR}(?!\d)                 # May 20, 2025
    | (?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[ ]{_MONTH},?[ ]{_YEAR}(?!\d)            # 20 May 2025
    | (?<![\d/])\d{{1,2}}/\d{{1,2}}/{_YEAR}(?![\d/])                           # 5/20/2025
)"""
_FLAGS = re.VERBOSE | re.IGNORECASE
_ANY = re.compile(_DATE, _FLAGS)
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
    ("label", "日期 | 时间 | 時間 | date(?:d)?"),
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
        (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?[ ])?(?P<date>{_DATE})
        """,
        _FLAGS,
    )
    for _, words in _LABELS
)
_EVENT = re.compile(
    r"""
      地[点點] | 场[所地] | 場[所地] | 主持 | 出席 | 参会 | 與會(?!計) | 与会(?!计) | 召开 | 召開 | 截止
    | venue | location | attendees | deadline
    """,
    _FLAGS,
)
"""Near it, ``时间：`` and ``Date:`` are when people meet."""
_RECORD = re.compile(
    r"纪要|紀要|记录|記錄|访谈|訪談|实录|實錄|\b(?:minutes|notes|transcript|interview)\b", _FLAGS
)
"""In the first line, they have met: a record is of the day that it records."""

_BESIDE = re.compile(
    rf"""
      {_CLOCK} | 星期[一二三四五六日天] | 周[一二三四五六日]\b | 上午|下午|晚上|凌晨
    | \b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?
    | (?:来源|來源|作者|记者|記者|编辑|編輯|责编|责任编辑|稿源|出处|source|by|author|editor|posted|published)
        [ ]?[:：/]?[ ]?[^\s|｜·•]{{0,30}}
    | (?:浏览|阅读|点击|收藏|点赞|转发|评论|喜欢|瀏覽|閱讀|點擊|評論|views?|reads?|comments?)[次量数數]?数?
        [ ]?[:：]?[ ]?[\d.,]*[kw万萬]?\+?
    | ^于 | 发布|發布|發佈|\bat\b|\bon\b|\d+[ ]min(?:utes?)?[ ]read | https?://[^\s一-龥]+
    """,
    _FLAGS,
)
"""What may stand beside the date of a byline."""
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

_WIRE = re.compile(
    rf"""
    (?:^|(?<=[\s】）)　]))(?:【[^】\n]{{1,20}}】)?[（(]?(?P<who>[一-龥A-Za-z·]{{2,24}}?)[ ]?
    (?:(?P<year>{_YEAR})[ ]?年[ ]?)?(?P<month>1[0-2]|0?[1-9])[ ]?月[ ]?(?P<day>3[01]|[12]\d|0?[1-9])[ ]?日
    [ ]?(?:电|電|讯|訊)
    """,
    re.VERBOSE | re.MULTILINE,
)
"""``新华社北京3月5日电``, ``（本报北京2025年5月20日讯``."""
_WIRE_HEAD = 1500
_CITED = re.compile(r"据|援引|近|此前|据悉|來自|来自|日前|其中")
"""``据新华社3月5日电`` is another text than this one."""
_WIRE_EN = re.compile(
    rf"""
    ^[ ]{{0,3}}[A-Z][A-Z.’']{{2,}}[A-Za-z.,’' ]{{0,40}}?[,–—-]+[ ]?       # NEW YORK,
    (?:\([A-Z][A-Za-z ]{{2,20}}\)[ –—-]*)?(?P<date>(?i:{_DATE}))[ ]?[–—(/-]
    """,
    re.VERBOSE | re.MULTILINE,
)
"""``NEW YORK, May 20, 2025 (Example Wire) –``, ``SHENZHEN, China--(EXAMPLE WIRE)--May 20, 2025--``."""

_SIGNED = re.compile(
    r"(?:公司|董事会|监事会|董事會|监管局|管理局|委员会|委員會|办公室|辦公室|办公厅|人民政府|政府|协会|学会|基金会|研究院|研究所"
    r"|交易所|银行|证监会|集团|中心|法院|检察院|大学|编辑部|秘书处|[部局厅院署社])[ ）)]*$"
)
"""How a line ends that signs a notice; the date stands under it or after it."""


def date_in_text(text: str) -> Dated | None:
    """The publication date that ``text`` tells in its first lines or under its last, if one is sure."""
    head = _lines(text, 0, min(len(text), _HEAD))[:_HEAD_LINES]
    tail = _lines(text, max(0, len(text) - _TAIL), len(text))[-_TAIL_LINES:]
    for rank in (0, 1, _BARE):
        if found := _labelled(head, rank):
            return found
    above, below = _bylines(head)
    return (
        above
        or _wire(text)
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
    lines = _lines(text, 0, len(text))
    labelled = next(filter(None, (_labelled(lines, rank) for rank in (0, 1, _BARE))), None)
    return labelled or _bylines(lines, paragraphs=False)[0] or _labelled(lines, _UPDATED)


def date_in_url(url: str) -> Dated | None:
    """The date in the path of an address: ``/2025/05/20/``, ``/2025/0520/``, ``t20250520_1.html``."""
    path = unquote(urlsplit(url).path)
    for pattern in (
        rf"/({_YEAR})[/_-](\d\d?)[/_-](\d\d?)(?=[/_.-]|$)",
        rf"/({_YEAR})[/_-]?(\d\d)[/_-]?(\d\d)/",
        rf"/({_YEAR})(\d\d)/t\1\2(\d\d)_",
        rf"/t({_YEAR})(\d\d)(\d\d)_",
    ):
        found = {_valid(*map(int, match.groups())) for match in re.finditer(pattern, path)} - {None}
        if len(found) == 1:
            return Dated(str(found.pop()), "url")
    return None


def date_in_name(name: str) -> Dated | None:
    """The date that a file's name begins or ends with: ``2025-05-20-minutes.md``, ``20250520_纪要.txt``.

    Ends of quarters are left out: reports are named after them.
    """
    stem = PurePath(name).stem
    first = re.match(rf"({_YEAR})([-_.]?)(\d\d)\2(\d\d)(?!\d)|({_YEAR})年(\d{{1,2}})月(\d{{1,2}})日", stem)
    last = re.search(rf"(?:^|\D)({_YEAR})([-_.])(\d\d)\2(\d\d)$", stem)
    for match in filter(None, (first, last)):
        year, month, day = (int(g) for g in match.groups() if g and g.isdigit())
        found = _valid(year, month, day)
        if found and not found.endswith(_PERIOD_ENDS):
            return Dated(found, "name")
    return None


def date_in_source(source: str) -> Dated | None:
    """The date that the name of a source tells: an address of the web, or a file's name."""
    return date_in_url(source) if is_url(source) else date_in_name(source)


def iso(words: str) -> str | None:
    """The one full date in ``words`` (of any notation above), in ISO 8601; None for none, or several."""
    found = {_iso(match.group()) for match in _ANY.finditer(words)}
    return found.pop() if len(found) == 1 else None


def _iso(written: str) -> str | None:
    """The day that is written; None where day and month cannot be told apart, or there is no such day."""
    numbers = [int(n) for n in re.findall(r"\d+", written)]
    if not numbers:
        return _valid(*_in_han(written))
    if word := re.search(_MONTH, written, _FLAGS):
        day, year = numbers
        return _valid(year, _MONTHS.index(word.group()[:3].lower()) + 1, day)
    first, second, third = numbers
    if first > 31:
        return _valid(first, second, third)
    if first > 12 or first == second:  # 20/5/2025
        return _valid(third, second, first)
    return _valid(third, first, second) if second > 12 else None


def _in_han(written: str) -> tuple[int, int, int]:
    year, month, day = re.split("[年月日]", written)[:3]
    return int("".join(str(_digit(c)) for c in year)), _han(month), _han(day)


def _digit(char: str) -> int:
    return max(0, "〇一二三四五六七八九".find(char))


def _han(numeral: str) -> int:
    """The value of 一 to 九十九."""
    tens, ten, ones = numeral.rpartition("十")
    return (_digit(tens) if tens else 1) * 10 * bool(ten) + (_digit(ones) if ones else 0)


def _valid(year: int, month: int, day: int) -> str | None:
    """A day in ISO 8601 if there is one; tomorrow is the last on which anything can have come out."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    latest = datetime.now(UTC).date() + timedelta(days=1)
    return found.isoformat() if year >= _OLDEST and found <= latest else None


_Line = tuple[int, str]


def _lines(text: str, start: int, end: int) -> list[_Line]:
    """Offset and content of the lines of a part of ``text`` that have something on them."""
    lines: list[_Line] = []
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            lines.append((at, line))
        at += len(line) + 1
    return lines


def _labelled(lines: list[_Line], rank: int) -> Dated | None:
    """The first date with a label of ``rank`` before it."""
    origin = _LABELS[rank][0]
    for number, (at, line) in enumerate(lines):
        for match in _LABELLED[rank].finditer(line[:400]):
            found = _iso(match["date"])
            if not found:
                continue
            start, end = match.span("date")
            if not match["sign"].strip() and not _is_byline(line, start, end):
                continue  # "Released on May 20, 2025, the film …"
            if rank == _BARE:
                near = "\n".join(other for _, other in lines[max(0, number - 2) : number + 4])
                if line[: match.start()].strip(" \t　-*>#+|"):
                    continue
                if _EVENT.search(near) and not _RECORD.search(lines[0][1]):
                    continue
            return Dated(found, origin, at + start, at + end)
    return None


def _bylines(lines: list[_Line], *, paragraphs: bool = True) -> tuple[Dated | None, Dated | None]:
    """The date on which all bylines above the first paragraph agree, and all timed ones below.

    Without ``paragraphs`` no line is one, and all bylines stand above.
    """
    opening = re.match(rf"\s*(?P<date>{_DATE}){_CLOCK}(?=[\s，,])", lines[0][1], _FLAGS) if lines else None
    if opening and (found := _iso(opening["date"])):  # 2025-05-20 08:30:00，the whole text in one line
        return Dated(
            found, "line", lines[0][0] + opening.start("date"), lines[0][0] + opening.end("date")
        ), None
    above: list[Dated] = []
    below: list[Dated] = []
    told = False
    before = ""
    for at, line in lines:
        dates = list(_ANY.finditer(line)) if len(line) <= _BYLINE else []
        if len(dates) == 1 and not _BEFORE_PERIOD.search(before):
            start, end = dates[0].span()
            found = _iso(dates[0].group())
            timed = re.match(_CLOCK, line[end:], _FLAGS)
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
    timed = re.match(_CLOCK, line[end:], _FLAGS)
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


def _wire(text: str) -> Dated | None:
    """The date that opens a news item; where it has no year, that of the same day in full nearby."""
    head = text[:_WIRE_HEAD]
    if match := _WIRE_EN.search(head):
        found = _iso(match["date"])
        if found:
            return Dated(found, "dateline", *match.span("date"))
    for match in _WIRE.finditer(head):
        if _CITED.search(match["who"]) or head[: match.start()].rstrip().endswith(("据", "援引")):
            continue
        month, day = int(match["month"]), int(match["day"])
        if match["year"]:
            found = _valid(int(match["year"]), month, day)
        else:
            full = {_iso(other.group()) for other in _ANY.finditer(text[:_HEAD])}
            same = {each for each in full if each and each.endswith(f"-{month:02}-{day:02}")}
            found = same.pop() if len(same) == 1 else None
        return Dated(found, "dateline", match.start("month"), match.end("day")) if found else None
    return None


def _signature(lines: list[_Line]) -> Dated | None:
    """The date under the name of whoever signs, or after ``Date:``, at the end."""
    if found := _labelled(lines, _BARE):
        return Dated(found.date, "signature", found.start, found.end)
    for (_, above), (at, line) in _pairs_from_the_end(lines):
        match = re.fullmatch(
            rf"[ \t　]*(?P<by>[^\d。！？\n]{{0,40}}?)[ \t　]*(?P<date>{_DATE})[ \t　]*", line, _FLAGS
        )
        if match and (found_date := _iso(match["date"])):
            signer = match["by"] or above.strip()
            if len(signer) <= 40 and _SIGNED.search(signer) and not re.search("[。！？，]", signer):
                return Dated(found_date, "signature", at + match.start("date"), at + match.end("date"))
    return None


def _pairs_from_the_end(lines: list[_Line]) -> Iterator[tuple[_Line, _Line]]:
    return iter(list(pairwise([(0, ""), *lines]))[::-1])
