"""What a printed document is called: its cover, the title in its file, or its largest line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.corpus.markdown import clean_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COVER = 6000  # characters in which the cover of a filing says what it is

_FORM = re.compile(
    r"^\W{0,3}form\s+(10-K(?:T|SB)?|10-Q|8-K|6-K|20-F|40-F|11-K|S-[1348]|F-[134]|DEF ?14A)(/A)?\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_REGISTRANT = re.compile(
    r"^[^\S\n]*(?P<name>\S[^\n()]{1,80}?)[^\S\n]*\n?[^\S\n]*"
    r"\(\s*exact\s+name\s+of\s+(?:the\s+)?(?:registrant|company|issuer)",
    re.IGNORECASE | re.MULTILINE,
)
_DAY = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s+\d{1,2}\s*,\s*(?:19|20)\d\d"
)
_PERIOD = re.compile(
    rf"(?P<what>fiscal\s+year|quarterly\s+period|transition\s+period|year)\s+ended\b\W{{0,3}}"
    rf"(?:[^\n]{{0,40}}\n)?[^\n]{{0,20}}?(?P<day>{_DAY})"
    rf"|date\s+of\s+report[^\n]{{0,10}}(?:\([^()\n]{{0,50}}\))?\W{{0,3}}(?P<report>{_DAY})",
    re.IGNORECASE,
)

_NO_TITLE = re.compile(
    r"""
      microsoft\s+(?:word|powerpoint|excel)\b | untitled | \(?anonymous\)? | document\s*\d* | slide\s*\d+
    | 无标题 | 未命名 | 新建.{0,12} | 幻灯片\s*\d+ | 演示文稿\d* | 文档\d* | 封面 | 目录 | 目\s+录
    | table\s+of\s+contents | contents | index | cover(?:\s+page)?
    | [\w.,()\ -]{0,80}\.(?:pdf|docx?|xlsx?|pptx?|html?|tex|dvi|indd|qxd|ps|txt|wps|rtf)
    | https?://\S* | [A-Za-z0-9_-]*\d[A-Za-z0-9_-]{8,}                # d123456d8k, 0001193125-22-156789
    | [\W\d_]* | .
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What programs put where a title belongs, as a whole."""
_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation)\s*[-–]?\s*", re.IGNORECASE
)
_KIND = re.compile(
    r"""
      (?:united\s+states)? \s* (?:securities\s+and\s+exchange\s+commission)?
    | washington,?\s+d\.?c\.?\s+\d{5} | form\s+[\w -]{1,8} | (?:current|annual|quarterly)\s+report
    | exhibit\s+[\d.]+ | draft | confidential | press\s+release | news\s+release | 公告 | 机密 | 草案
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Lines at the top of a document that do not say what it is about."""


def stated_title(stated: str) -> str | None:
    """The title that a file has among its properties, where it is one that a person gave."""
    words = clean_title(_PROGRAM.sub("", " ".join(stated.split())))
    if not words or _NO_TITLE.fullmatch(words) or _KIND.fullmatch(words):
        return None
    return words if sum(c.isalpha() for c in words) * 2 >= len(words.replace(" ", "")) else None


def filing_title(cover: str) -> str | None:
    """Who files what for when, from the first page of a report on a form of the SEC; None for other pages.

    ``PepsiCo, Inc. 10-K, fiscal year ended December 25, 2021``: the form's name alone, which is printed
    largest, would tell a thousand filings apart by nothing.
    """
    cover = cover[:_COVER].replace("\u00a0", " ")
    form = _FORM.search(cover)
    if form is None:
        return None
    name = _REGISTRANT.search(cover, form.end())
    when = _PERIOD.search(cover)
    if name is None or not any(c.isalpha() for c in name["name"]):
        return None
    title = f"{' '.join(name['name'].split())} {form[1].upper()}{form[2] or ''}"
    if when is None:
        return clean_title(title)
    day = " ".join((when["day"] or when["report"]).split())
    if when["day"]:
        day = f"{' '.join(when['what'].lower().split())} ended {day}"
    return clean_title(f"{title}, {day}")


def printed_title(lines: Iterable[tuple[float, str]], body: float) -> str | None:
    """The title among the lines of a first page, given with their sizes in points; ``body`` is the text's.

    It is the largest text that is clearly larger than the body, of at most three lines that follow one
    another in that size.
    """
    runs: list[tuple[float, list[str]]] = []
    for size, words in lines:
        if not words.strip():
            continue
        if runs and abs(runs[-1][0] - size) <= 0.06 * size and len(runs[-1][1]) < 3:
            runs[-1][1].append(words)
        else:
            runs.append((size, [words]))
    for size, run in sorted(runs, key=lambda run: -run[0]):
        if size < 1.15 * body:
            return None
        said = [line for line in run if not _KIND.fullmatch(line.strip())]
        title = clean_title(_joined(said))
        if title and not _NO_TITLE.fullmatch(title) and any(c.isalpha() for c in title):
            return title
    return None


def _joined(lines: Sequence[str]) -> str:
    """Lines as one, with a space between them except between Chinese characters."""
    whole = ""
    for line in (" ".join(line.split()) for line in lines):
        close = not whole or (ord(whole[-1]) > 0x2E7F and ord(line[:1] or " ") > 0x2E7F)
        whole += line if close else f" {line}"
    return whole
