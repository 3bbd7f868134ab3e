"""Finding the pieces of dates and periods in a text, fast where there are none."""

from __future__ import annotations

import re
from functools import cache

from yinzheng.qa.grammar.period_atoms import HAN, Atom
from yinzheng.qa.grammar.period_chinese import CHINESE
from yinzheng.qa.grammar.period_digits import DIGIT
from yinzheng.qa.grammar.period_english import ENGLISH

_KINDS = {"digit": DIGIT, "english": ENGLISH, "chinese": CHINESE}


def atoms(s: str) -> list[Atom]:
    """The atoms of a text that went through ``level``, in order, not overlapping; linear in its length."""
    found: list[Atom] = []
    trigger = _trigger()
    position = 0
    while seen := trigger.search(s, position):
        start = seen.start()
        first = s[start]
        before = s[start - 1] if start else ""
        position = seen.end()
        if first > "\x7f":
            kind, position = "chinese", start + 1
        elif "0" <= first <= "9":
            if seen.end() - start > 4:
                continue
            kind = "english" if _ENGLISH_DIGIT.match(s, start) else "digit"
        else:
            kind = "english"
        if kind == "english" and before.isalnum() and before < "\x7f" and first != "'":
            continue
        match = _pattern(kind).match(s, start)
        if match is None or match.lastgroup is None:
            continue
        if kind == "digit" and before < "\x7f" and not _may_start(s, start, match.lastgroup):
            continue
        atom = _KINDS[kind][match.lastgroup][1](match)
        if atom is not None:
            found.append(atom)
            position = max(position, atom.end)
    return found


_ENGLISH_DIGIT = re.compile(
    r"(?:1st|2nd|3rd|4th)[-\s](?:fiscal[-\s])?(?:quarter|half)|(?:3|6|9|12)[-\s]month"
)  # 3rd quarter, 9 months ended
_GLUED = re.compile(r"(?:[\d)][-.:/]|[$€£¥#@&=+_/\\.]|[a-z0-9]|[a-z]-)\Z")
_MAY_BE_GLUED = frozenset({"cnyear", "cnyears", "fiscalcn", "cnmonthday"})


def _may_start(s: str, start: int, shape: str) -> bool:
    """False for digits that go on from an amount, a word or an address, but not for AI2024年."""
    glued = _GLUED.search(s, max(0, start - 2), start)
    if glued is None or shape == "bare":
        return True
    return shape in _MAY_BE_GLUED and (s[start - 1].isalpha() or s[start - 1] == "-")


# Two characters decide cheaply whether a place is worth a full match.
_TRIGGER = rf"""
    [0-9]+
  | [今去前明后本上来昨下第首头最这当同元岁年全大零〇一二三四五六七八九十]
    [{HAN}\s\d年月季周期半世近日天初末底个前当两十财至到、和]
  | 民国 | 半年度?报 | 中期报
  | j(?:an|u[nl])|feb|ma[ry]|apr|aug|sep|oct|nov|dec
  | q[1-4]|h[12]|fy|fisc(?=al\s)|c(?:y\s?\d|alendar\s|urrent\s|lose\sof)|year|quarter|half
  | t(?:hree.m|welve.m|he\syear\s|his\s|hird)|last\s|late\s|next\s|pr(?:evious\s|ior[-\s])|same\s
  | (?:a|one)\syear\s[aeb]|co(?:mparable|rresponding)\s|equivalent\s
  | full[-\s]y|(?:whole|entire)\sy
  | end[-\s]|start\sof|beginning\sof|mid|early\s|f(?:irst|ourth|inal)|second|nine.m|six.m|'\d0s
"""


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(_TRIGGER, re.VERBOSE)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _KINDS[kind].items()))
