"""The quotations of a text to check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.qa.checking.blocks import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yinzheng.qa.checking.statements import Statement


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: ``text[start:end]`` between its marks, which are left out."""

    start: int
    end: int


_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "﹁": "﹂", "﹃": "﹄", "„": "“", "«": "»"}
_SIGN = re.compile(
    r"""
      (?P<open> [“「『﹁﹃„«] | (?<! \w ) ‘ )
    | (?P<close> [”」』﹂﹄»] | ’ (?! [^\W_\u3400-\u9fff] ) )      # company’s is none
    | (?P<straight> ["＂] )
    | (?P<code> `[^`\n]{1,300}` )
    """,
    re.VERBOSE,
)
_BREAK = re.compile(r"\n[^\S\n]*\n")
_REACH = 3000
"""How many characters before and behind a sentence are searched for the other end of its quotation."""

_SAID = re.compile(
    r"""
    (?: 说 | 表示 | 指出 | 认为 | 写道 | 写到 | 强调 | 回应 | 承认 | 坦言 | 透露 | 宣布 | 解释 | 补充
      | 问道 | 答道 | 称 | 写着 | 原文 | 原话
      | \b (?: said | says? | told | tells? | wrote | writes? | stated? | states | added | adds | asked
          | noted | notes | replied | claim(?:s|ed)? | announced? | reads? | explained | warn(?:s|ed) ) )
    (?: 道 | 过 | 了 )? [\s，,：:]{0,2} $                # behind 所说的, 称为 a term stands
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’-][^\W\d_]+)*")
_FIGURE = re.compile(
    r"\d\s*(?:[%％‰万亿元年月日倍人个]|美元|million|billion|percent)|[$€£¥]\s*\d|[一二三四五六七八九十百千两几][万亿成倍]|百分之",
    re.IGNORECASE,
)
_FEWEST_HAN, _FEWEST_WORDS = 6, 3
_CREDIT = 200  # characters at the end of a > block in which it may say whose words these are
_ATTRIBUTION = re.compile(r"\n[ \t>]*(?:[-–—]{1,3}|──|来源[:：]|出处[:：]|Source:)[^\n]{0,120}\s*\Z")


def quotes(text: str, statement: Statement) -> list[Quote]:
    """The quotations of a statement, in order; of nested ones the outermost.

    Of a quotation that goes on over several sentences, the part in this one. Terms and names in quotation
    marks (``“专精特新”``, “AI factory”) quote nobody: fewer than six Han characters or three words without a
    figure count only behind ``said`` and its like, or with a full stop inside.
    """
    if statement.kind == "quote":
        return _block(text, statement)
    found = []
    for start, end in _marked(text, statement):
        start, end = max(start, statement.start), min(end, statement.end)
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end and _quotes_somebody(text, start, end, statement):
            found.append(Quote(start, end))
    return found


def _block(text: str, statement: Statement) -> list[Quote]:
    """A ``>`` block as one quotation, without who said it and the marks around it."""
    start, end = statement.start, statement.end
    if attributed := _ATTRIBUTION.search(text, max(start, end - _CREDIT), end):
        end = attributed.start()
    changed = True
    while changed and start < end:
        changed = False
        for mark in MARK.finditer(text, max(start, end - 250), end):
            if mark.end() == end and not mark["code"]:
                end, changed = mark.start(), True
        while start < end and text[end - 1] in " \t\n>\u3000*_":
            end, changed = end - 1, True
        while start < end and text[start] in " \t\n>\u3000*_":
            start, changed = start + 1, True
    inner = text[start:end]
    if len(inner) > 1 and _PAIRS.get(inner[0]) == inner[-1] and inner.count(inner[0]) == 1:
        start, end = start + 1, end - 1
    if not re.search(r"[^\W_]", text[start:end]):
        return []
    return [Quote(start, end)]


def _marked(text: str, statement: Statement) -> Iterator[tuple[int, int]]:
    """The insides of the outermost pairs of quotation marks that reach into a statement."""
    low = max(0, statement.start - _REACH)
    for blank in _BREAK.finditer(text, low, statement.start):
        low = blank.end()
    ahead = _BREAK.search(text, statement.end, statement.end + _REACH)
    high = ahead.start() if ahead else min(len(text), statement.end + _REACH)
    if statement.kind != "sentence":
        low, high = statement.start, statement.end
    opened = -1
    closers: list[str] = []
    for sign in _SIGN.finditer(text, low, high):
        at, char = sign.start(), sign.group()
        if sign["code"]:
            continue
        if not closers:
            if at >= statement.end:
                return
            if sign["open"] or (sign["straight"] and _may_open(text, at)):
                opened = sign.end()
                closers = [_PAIRS.get(char, char)]
        elif char == closers[-1] or (char in "“”" and closers[-1] in "“”" and sign["open"] is None):
            closers.pop()
            if not closers and at > statement.start:
                yield opened, at
        elif sign["open"]:
            if char == text[opened - 1] and len(closers) == 1 and at < statement.end:
                # “… never closed: the quotation begins again.
                opened = sign.end()
                continue
            closers.append(_PAIRS[char])


def _may_open(text: str, at: int) -> bool:
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(behind) and not behind.isspace() and not (before.isascii() and before.isalnum())


def _quotes_somebody(text: str, start: int, end: int, statement: Statement) -> bool:
    """Whether what stands between quotation marks is a quotation rather than a term or a name."""
    inner = text[start:end]
    if not re.search(r"[^\W_]", inner):
        return False
    han, words = len(_HAN.findall(inner)), len(_WORD.findall(inner))
    if han >= _FEWEST_HAN or words >= _FEWEST_WORDS or _FIGURE.search(inner):
        return True
    if han + words < 2:
        return False
    lead = text[max(statement.start, start - 40) : max(statement.start, start - 1)]
    return inner[-1] in "。！？!?." or bool(_SAID.search(lead)) or lead.rstrip().endswith(("：", ":"))
