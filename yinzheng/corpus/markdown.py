"""Find the places people cite by in Markdown and plain text: headings, time marks, speakers, title and date.

The text itself stays as it is; everything here only points into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from yinzheng.corpus.dates import date_in_text, iso
from yinzheng.corpus.speakers import CLOCK, turns
from yinzheng.types import PATH_SIGN, Anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LABEL = 80  # characters of one heading in a label
_TITLE = 200  # characters of a title
_HEAD = 4000  # characters at the beginning of a text that are searched for title and date

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_ATX = re.compile(r"[ ]{0,3}(\#{1,6})[ \t\u3000]+(\S.*)")
_SETEXT = re.compile(r"[ ]{0,3}(?:(={2,})|(-{3,}))[ \t]*")
_FRONT = re.compile(r"\ufeff?---[ \t]*\n((?:[^\n]{0,400}\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_DATE_FIELDS = ("published", "publish_date", "pubdate", "date")
_FIELD = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")

_RANGE = re.compile(
    rf"[\[(（【]?[ ]*({CLOCK})[ ]*(?:-|–|—|~|～|至|to|-->)[ ]*({CLOCK}|[Ee]nd|结束)[ ]*[\])）】]?"
)
_STAMP = re.compile(rf"[\[【（(]({CLOCK})(?:\.\d{{1,3}})?[\]】）)]")
_SRT = re.compile(r"(\d\d:[0-5]\d:[0-5]\d)[,.]\d{3} --> ")
_ALONE = re.compile(rf"({CLOCK})")

_NUMERALS = "一二三四五六七八九十百"
_PLAIN: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第([{_NUMERALS}\d]{{1,4}})[章篇卷部回](?:[ \u3000:：、].{{0,40}})?")),
    (1, re.compile(r"(?:Chapter|CHAPTER|Part|PART)[ ](\d{1,3}|[IVXLC]{1,6})\b.{0,60}")),
    (2, re.compile(rf"第([{_NUMERALS}\d]{{1,4}})[节節](?:[ \u3000:：、].{{0,40}})?")),
    (2, re.compile(rf"([{_NUMERALS}]{{1,3}})、.{{1,40}}")),
    (3, re.compile(r"(\d{1,2})(?:\.|、)[ \t]*[^\d\s].{0,50}")),
)
"""Headings of plain text, outermost first: level, and what a whole line looks like; group 1 counts."""

_CODES = re.compile(
    r"(?:(?:证券|股票|债券|转债|基金|證券|債券|[AHB]股)(?:代[码碼]|简称|簡稱)|(?:公告)?[编編][号號])"
    r"[ \u3000]*[:：]"
)
"""How a notice begins: 证券代码：688733　证券简称：…　公告编号：…"""
_LETTER = re.compile(
    r"(?:from|to|cc|bcc|sent|date|reply-to|发件人|收件人|抄送|发送时间)\s*[:：]\s*\S"
    r"|(?:subject|re|主题)\s*[:：]\s*(?P<about>\S.*)",
    re.IGNORECASE,
)
"""The fields over a letter; it goes by its subject."""
_NO_TITLE = re.compile(
    r"""
      [>|»›]                                # 首页 > 资讯
    | [:：,，;；、]$                         # 浏览次数:
    | \d{1,2}:\d\d                          # 04月09日 19:05
    | ^[\d\s./:年月日-]*$                    # 2025-03-25
    | ^(?:\d{1,2}[.、)）]|[-*+•]\s)          # 1. an item
    | ^\W*$ | https?:// | \.(?:html?|txt|md|php|tpl)$
    """,
    re.VERBOSE,
)
_ISSUER = re.compile(r"[\w（）()·]{1,40}(?:公司|集团|集團)")
"""The line of a notice above its title: whose it is."""
_ABOUT = re.compile(r"[关關][于於]\S")
_NOTICE_END = re.compile(
    r"(?:公告|通知|报告书?|報告書?|说明|說明|意见|意見|函)(?:[（(][^（）()]{1,20}[)）])?$"
)
_MARKS = re.compile(r"\*\*|__|`|^>+\s*|~~")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


class Heading(NamedTuple):
    """A heading as it stands in a text: where its line begins, its level from 1, and its words."""

    start: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What was found in a text; ``title`` and ``date`` (ISO 8601) are None where nothing is certain.

    ``flags`` say so where the date is inferred, as ``Document.flags`` do.
    """

    anchors: tuple[Anchor, ...]
    title: str | None
    date: str | None
    flags: tuple[str, ...] = ()


def outline(text: str) -> Outline:
    """Headings, time marks and speakers of ``text`` as anchors in order, its title and its date.

    Headings are Markdown's, code blocks and front matter aside; in text without any, lines that are
    numbered like headings (``第三章 …``, ``一、…``, ``1. …``) and have text under them.
    """
    fields = _front_matter(text)
    begin = _FRONT.match(text).end() if fields else 0  # type: ignore[union-attr]
    headings = list(_markdown_headings(_lines(text, begin))) or _plain_headings(_lines(text, begin))
    title = fields.get("title") or _heading_title(text, headings)
    stated = next((day for name in _DATE_FIELDS if (day := iso(fields.get(name, "")[:60]))), None)
    found = date_in_text(text)
    times = _time_anchors(_lines(text, begin))
    said = turns(_lines(text, begin))
    marked = {anchor.start for anchor in times}
    times += [anchor for anchor in said if anchor.kind == "timestamp" and anchor.start not in marked]
    speakers = [anchor for anchor in said if anchor.kind == "speaker"]
    return Outline(
        anchors=tuple(sorted([*heading_anchors(headings), *times, *speakers], key=lambda a: a.start)),
        title=clean_title(title or "") or _title_line(text, begin) or None,
        date=stated or (found.date if found else None),
        flags=found.flags if found and not stated else (),
    )


def heading_anchors(headings: Sequence[Heading], title: str | None = None) -> list[Anchor]:
    """Anchors with the path of each heading as label.

    A single outermost heading at the top is the title of the whole, as is one that says the same as
    ``title``: it is left out of the others' paths.
    """
    above = min((h.level for h in headings), default=0)
    whole = headings[0] if headings and [h.level for h in headings].count(above) == 1 else None
    anchors: list[Anchor] = []
    path: list[Heading] = []
    for heading in headings:
        while path and path[-1].level >= heading.level:
            path.pop()
        path.append(heading)
        shown = [h for h in path if h is heading or (h is not whole and h.title != title)]
        label = PATH_SIGN.join(h.title[:_LABEL] for h in shown)
        anchors.append(Anchor(heading.start, "heading", label))
    return anchors


def clean_title(title: str) -> str:
    """A heading's words without Markdown marks and time marks, in one line of bounded length."""
    title = _LINK.sub(r"\1", title.strip())
    title = _MARKS.sub("", re.sub(r"[ \t]+#+[ \t]*$", "", title))
    timed = _RANGE.match(title) or _STAMP.match(title)
    if timed and timed.end() < len(title):
        title = title[timed.end() :]
    return " ".join(title.split())[:_TITLE].strip(" -–—|:：")


def _lines(text: str, begin: int) -> Iterator[tuple[int, str]]:
    """Offset and content of each line from ``begin`` on that is not in a fenced block; long ones cut off."""
    fence = ""
    at = begin
    size = len(text)
    while at < size:
        end = text.find("\n", at)
        end = size if end < 0 else end
        line = text[at : min(end, at + 300)]
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(1).startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif mark and text.find("\n" + mark.group(1), end) >= 0:  # an unclosed fence fences nothing
            fence = mark.group(1)
        else:
            yield at, line
        at = end + 1


def _front_matter(text: str) -> dict[str, str]:
    """The fields of YAML front matter, keys in lower case; only plain one-line values are of use here."""
    match = _FRONT.match(text)
    if not match:
        return {}
    fields = (_FIELD.fullmatch(line) for line in match.group(1).splitlines())
    return {f.group(1).lower(): f.group(2).strip().strip("\"'") for f in fields if f}


def _markdown_headings(lines: Iterable[tuple[int, str]]) -> Iterator[Heading]:
    previous = (0, "")
    before = ""
    for at, line in lines:
        atx = _ATX.fullmatch(line)
        setext = _SETEXT.fullmatch(line)
        words = previous[1].strip()
        if atx and clean_title(atx.group(2)):
            yield Heading(at, len(atx.group(1)), clean_title(atx.group(2)))
        elif (
            setext
            and 0 < len(words) <= 80
            and not before.strip()
            and not re.match(r"[|>#*+-]|\d+[.)]", words)
        ):
            yield Heading(previous[0], 1 if setext.group(1) else 2, clean_title(words))
        before, previous = previous[1], (at, line)


def _plain_headings(lines: Iterable[tuple[int, str]]) -> list[Heading]:
    """Numbered lines that count upwards from one and have other lines between them."""
    numbered: dict[int, list[tuple[int, int, re.Match[str]]]] = {}
    count = 0  # of lines that are not blank
    for at, line in lines:
        words = line.strip()
        if not words:
            continue
        count += 1
        if len(words) <= 80 and words[-1] not in "。；;，,、：:.!！":
            for level, pattern in _PLAIN:
                if match := pattern.fullmatch(words):
                    numbered.setdefault(_PLAIN.index((level, pattern)), []).append((count, at, match))
                    break
    found: list[Heading] = []
    for kind, rows in numbered.items():
        values = [_number(match.group(1)) for _, _, match in rows]
        if len(rows) < 2 or values != list(range(values[0], values[0] + len(values))) or values[0] > 1:
            continue
        if any(b[0] - a[0] < 2 for a, b in pairwise(rows)) or rows[-1][0] == count:
            continue  # a list
        found += [Heading(at, _PLAIN[kind][0], clean_title(match.group())) for _, at, match in rows]
    return sorted(found)


def _number(numeral: str) -> int:
    """The value of a small numeral: ``12``, ``XII``, ``十二``; -1 for what is none."""
    if numeral.isdigit():
        return int(numeral)
    if numeral[0] in "IVXLC":
        values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[c] for c in numeral]
        return sum(-a if a < b else a for a, b in pairwise([*values, 0]))
    total = current = 0
    for c in numeral:
        if c == "十":
            total, current = total + (current or 1) * 10, 0
        elif c == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            current = _NUMERALS.index(c) + 1 if c in _NUMERALS else int(c) if c.isdigit() else 0
    return total + current


def _time_anchors(lines: Iterable[tuple[int, str]]) -> list[Anchor]:
    """Time marks at the beginning of lines: a range by itself, single moments where there are several."""
    ranges: list[Anchor] = []
    moments: list[Anchor] = []
    for at, line in lines:
        if ":" not in line or line.lstrip().startswith("|"):
            continue
        words = line.lstrip(" \t\u3000#>*-")
        srt = _SRT.match(words)
        span = _RANGE.match(words)
        stamp = _STAMP.search(line[:48]) or _ALONE.fullmatch(words.strip())
        if srt:
            moments.append(Anchor(at, "timestamp", srt.group(1)))
        elif span:
            ranges.append(Anchor(at, "timestamp", f"{span.group(1)}–{span.group(2)}"))
        elif stamp:
            moments.append(Anchor(at, "timestamp", stamp.group(1)))
    return ranges + (moments if len(moments) > 1 else [])


def _heading_title(text: str, headings: Sequence[Heading]) -> str:
    """The outermost heading at the top, if it is one of Markdown; of a notice by its issuer the one below."""
    marked = [h for h in headings[:2] if _ATX.match(text, h.start)]
    if not marked or marked[0] is not headings[0] or headings[0].level > 1:
        return ""
    first = headings[0].title
    if _CODES.match(first):
        return ""
    below = [h.title for h in marked[1:]]
    return (_ISSUER.fullmatch(first) and _notice_title(below)) or first


def _title_line(text: str, begin: int) -> str:
    """The first line near the top that looks like a title: short, no sentence, no navigation, more below."""
    head = text[begin : begin + _HEAD]
    lines = [line.strip() for line in head.split("\n") if line.strip()][:8]
    for at, line in enumerate(lines[:-1] if begin + _HEAD >= len(text) else lines):
        if len(line) > 100 or line[-1] in "。.!！；;…” " or "。" in line:
            break
        title = clean_title(re.sub(r"^#+\s*", "", line))
        if letter := _LETTER.match(title):
            if letter["about"]:
                return clean_title(letter["about"])
            continue
        if len(title) >= 2 and not _NO_TITLE.search(line) and not _CODES.match(title):
            return (_ISSUER.fullmatch(title) and _notice_title(lines[at + 1 :])) or title
    return ""


def _notice_title(lines: Sequence[str]) -> str:
    """What a notice is about, told by the lines under its issuer: ``关于…的公告``, ``…决议公告``.

    A long title is broken over several lines.
    """
    title = ""
    for line in lines[:3]:
        title += clean_title(line)
        if len(title) > _TITLE or line.endswith("。"):
            break
        if title.endswith("公告") or (_ABOUT.match(title) and _NOTICE_END.search(title)):
            return title
        if not _ABOUT.match(title):
            break
    return ""
