"""Find what a text says of itself: codes, bylines, fields of minutes, signatures, guarantees, credits.

Such lines are written so that a text can be filed, sent and signed. Questions may well be about them; a
summary has better things to say. What is not surely such a line is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from yinzheng.corpus.days import ANY
from yinzheng.corpus.markdown import clean_title
from yinzheng.corpus.segment import sentences
from yinzheng.types import Span

if TYPE_CHECKING:
    from yinzheng.types import Document

_LINES = 12
"""Most lines that a text names itself with before its first sentence."""
_WIDE = 90
"""Cells of the widest of them, Han characters being two wide."""

_LEAD_IN = 60
"""Cells of the longest sentence that only leads to a list."""

_STOPS = ("。", "！", "？", "!", "?", ".", "…", "；", ";", "”", "』", "」", '"')
_MARKS = " \t\n\u3000*_#>~`\\"
_BULLET = re.compile(r"[-*+•·●▪◦■◆○※–—][ \t\u3000]+")
_NO_LINE = re.compile(r"\s*(?:\||```|<|!\[)")  # a row, code, markup, a picture

_AMOUNT = re.compile(
    r"""
      \d\s*(?:%|％|个百分点|个基点|[万亿]) | \d\s*[百千万亿]*(?:元|美元|欧元|港元|[股户人名台吨辆套件家倍])
    | [$£€¥￥]\s*\d | \b(?:USD|EUR|GBP|NOK|RMB|CNY|HK\$)\s*\d
    | \d\s*(?:percent|per\ cent|million|billion|mln|bln|trillion|crowns|dollars|euros|yuan)\b
    | \d\s*(?:jobs|people|employees)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A line with such a figure tells something, wherever it stands."""

_BYLINE = re.compile(
    r"By\ [A-Z][\w.'’-]+(?:\ (?:and\ |&\ )?[A-Z][\w.'’-]+){0,6}\s*(?:[|·,–—-].*)?"
    r"|(?:文|图|撰文|作者|编辑|来源|(?:本报|本刊|通讯员)?记者)\s?[/／|｜丨 \u3000]\s?\S{1,20}"
    r"|(?:本报|本刊|见习|实习|特约){1,2}记者\s?[一-龥·]{2,4}(?:[ 、\u3000][一-龥·]{2,4})*"
)
_NAMED = re.compile(
    r"[一-龥A-Za-z0-9（）()·]{2,40}?(?:有限(?:责任)?公司|集团(?:公司)?|人民(?:法院|检察院|政府)|事务所|交易所)"
    r"(?:(?:第[一二三四五六七八九十]+届)?(?:董事会|监事会|管理委员会|办公室))?|[一-龥]{0,20}(?:董事会|监事会)"
    r"|(?:(?:[A-Z][\w&.'’-]*|of|and|the|&),?\ ){1,8}"
    r"(?:Inc|INC|Ltd|LTD|Limited|LIMITED|plc|PLC|LLC|LLP|Corp|CORP|Corporation|GmbH|AG|ASA|AB|N\.?V|S\.?A)\.?"
)
"""Nothing but a name: who signs a notice, or heads it."""
_SAYS_IT = re.compile("[了的是与和]")

_GUARANTEE = re.compile(
    r"(?:保证|承诺|声明)[^。]{0,60}(?:虚假记载、|误导性陈述|真实性、|真实、)"
    r"|(?:不存在|没有|无)(?:任何)?虚假(?:记载|信息)[^。]{0,12}误导"
    r"|敬请[^。]{0,8}投资者[^。]{0,30}(?:风险|谨慎|理性)|投资者[^。]{0,12}注意投资风险"
    r"|\bforward[- ]looking statements?\b|\bsafe harbou?r\b(?=.{0,80}\b(?:statement|provision|Act)\b)"
    r"|\baccepts? (?:full )?responsibility for the (?:information|accuracy)\b",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(
    r"""
      (?:the\ |its\ )?minutes\ of\ .{0,80}?\b(?:were|was|be)\ (?:duly\ |unanimously\ )?
        (?:approved|confirmed|adopted|accepted|agreed|read|signed|taken\ as\ read)\b.{0,60}
    | (?:the\ )?(?:\w+\ )?meeting\ (?:was\ )?
        (?:closed|adjourned|opened|ended|concluded|called\ to\ order|convened|began)(?:\ at|\ on)?\ \d.{0,60}
    | (?:the\ )?(?:date\ of\ (?:the\ )?)?next\ (?:\w+\ )?meeting
        (?::|\ (?:will|is|was|shall)\ (?:to\ )?(?:be\ )?(?:held|scheduled|set|fixed|on)\b).{0,60}
    | (?:there\ being\ )?no\ (?:further|other)\ business\b.{0,120}
    | (?:a\ )?quorum\ (?:was|being)\ present\b.{0,60}
    | apologies\ (?:for\ absence\ )?(?:were|was|had)\b.{0,120}
    | the\ chair(?:man|woman|person)?\ (?:welcomed|opened\ the\ meeting|declared\ the\ meeting)\b.{0,120}
    | .{0,12}会议(?:由[^，。]{1,24}主持|于?[^，。]{0,24}(?:结束|闭幕|散会))[^，。]{0,6}。? | 散会。?
    | 下次会议[^，。]{0,30}。?
    | [^。]{0,60}应(?:出席|参加|参会|到)[^。]{0,30}实(?:际|到|出席)[^。]{0,60}。?  # 应到9人，实到9人。
    | (?:dear|hi|hello)\ [^.]{1,40},
    | (?:(?:kind|best|warm)\ )?regards,?.{0,30} | (?:yours\ )?sincerely,?.{0,30}
    | [^。]{0,30}会议的?(?:通知|召集|召开)[^。]{0,40}(?:符合|合法)[^。]{0,60}。?
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CREDIT = re.compile(
    r"""
    [(（](?: (?:additional\ )?(?:reporting|editing|writing|compiled)\ by\b      # (Reporting by A. Roe; …)
      | (?:US)?\$1\s?=                                                        # ($1 = 10.11 crowns)
      | (?:all\ )?(?:amounts?\ )?in\ (?:thousands|millions|billions)\b | unaudited\b
      | [^（()）]{0,6}(?:记者|编辑|责编|编译|整理|实习生|作者|来源|单位) | 完[)）]    # （记者 张三）
    ).*[)）]?
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ASIDE = re.compile(
    r"About\ (?:us|the\ company|[A-Z][^.!?]{1,60})|(?:(?:Media|Press|Investor)\ )?Contacts?|Disclaimer"
    r"|(?:Cautionary\ )?(?:Note|Statement)?\s?(?:on|regarding|concerning)?\s?Forward[- ]Looking\ Statements?"
    r"|Safe\ Harbou?r(?:\ Statement)?|Notes?\ to\ Editors?"
    r"|关于(?:我们|[^，。]{2,20}(?:公司|集团|科技))|联系(?:方式|我们)|免责声明|前瞻性(?:声明|陈述)",
    re.IGNORECASE | re.VERBOSE,
)
"""What heads the end of a release, in its second half: the same in all that its sender sends."""
_NOTHING = re.compile(
    r"[^:：\n]{2,60}[:：]\s*(?:none|n/?a|nil|not applicable|无|不适用|暂无)[.。]?", re.IGNORECASE
)
_BOLD = re.compile(r"\*\*[^*\n]+\*\*[ \t\\:：]*")
_CLOCK = re.compile(
    r"\d{1,2}[:：]\d\d(?::\d\d)?|星期.|周[一二三四五六日]|\b(?:[ap]m|[a-z]{3,6}day|[ecmp][sd]?t)\b",
    re.IGNORECASE,
)


@cache
def _field() -> re.Pattern[str]:
    """Return how a line of a field in ``formalities.txt`` looks: ``From: Operations``, ``单位：万元``.

    What a speaker says behind such a word is a sentence and ends like one.
    """
    lines = files("yinzheng.corpus").joinpath("formalities.txt").read_text("utf-8").splitlines()
    names = "|".join(re.escape(line) for line in lines if line and not line.startswith("#"))
    return re.compile(rf"(?:{names})\**\s*[:：].*", re.IGNORECASE | re.DOTALL)


def formalities(document: Document) -> tuple[Span, ...]:
    """Return where a document's sentences say nothing but what it is, whose, of when and how it is bound.

    Half-open, in order and apart. Kept for the texts looked at last.
    """
    heads = tuple(a.start for a in document.anchors if a.kind in ("heading", "slide", "sheet"))
    return _formal(document.text, document.title, heads)


@lru_cache(maxsize=64)
def _formal(text: str, title: str, heads: tuple[int, ...]) -> tuple[Span, ...]:
    every = [Span(sentence.start, sentence.end) for sentence in sentences(text)]
    named = _masthead(text, every, title, heads)
    found: list[Span] = []
    aside = False
    for at, span in enumerate(every):
        raw = text[span.start : span.end]
        aside = _begins_aside(text, span) or (aside and span.start not in heads)
        if aside or at in named or _is_formal(raw):
            found.append(span)
    return tuple(found)


def _begins_aside(text: str, span: Span) -> bool:
    bare = text[span.start : span.end].strip(_MARKS)
    return span.start > len(text) / 2 and _ASIDE.fullmatch(bare) is not None


def _masthead(text: str, every: list[Span], title: str, heads: tuple[int, ...]) -> set[int]:
    """Return which of the first sentences only name the text: those before the first that tells something.

    None do where nothing that tells follows soon: a list of words is all that such a text has.
    """
    found: set[int] = set()
    seen = 0
    for at, span in enumerate(every):
        line = text[span.start : span.end].strip()
        bare = line.strip(_MARKS)
        if not bare:
            continue
        is_title = clean_title(bare) in title
        section = bisect_right(heads, span.start) > 1 and seen > 1
        if section or _NO_LINE.match(line) or _BULLET.match(line) or (not is_title and _tells(bare)):
            return found
        if seen == _LINES:
            break
        seen += 1
        if is_title or not _has_amount(bare):
            found.add(at)
    return set()


def _tells(bare: str) -> bool:
    if _is_formal(bare):
        return False
    return bare.endswith(_STOPS) or "。" in bare or _width(bare) > _WIDE


def _width(bare: str) -> int:
    """How many cells a line takes, roughly."""
    return sum(1 + (char > "\u2e7f") for char in bare)


def _has_amount(bare: str) -> bool:
    return _AMOUNT.search(ANY.sub("", bare)) is not None


def _is_formal(raw: str) -> bool:
    """Whether a sentence is of a form that tells nothing, wherever it stands."""
    if _NO_LINE.match(raw):
        return False
    line = _BULLET.sub("", raw.strip(), count=1)
    bare = line.strip(_MARKS)
    if _GUARANTEE.search(bare) or _PROCEDURE.fullmatch(bare) or _CREDIT.fullmatch(bare):
        return True
    if _NOTHING.fullmatch(bare):
        return True
    if bare.endswith(
        (":", "：")
    ):  # what a colon leads to is not quoted with it; a long sentence is news itself
        return _width(bare) <= _LEAD_IN and not _has_amount(bare)
    if _NAMED.fullmatch(bare.rstrip("。")):
        return not _SAYS_IT.search(bare)
    if bare.endswith(_STOPS):
        return False
    if _field().fullmatch(bare) or _BYLINE.fullmatch(bare) or _BOLD.fullmatch(line):
        return not _has_amount(bare)
    dated = ANY.sub("", bare)
    if dated == bare:
        return False
    rest = _CLOCK.sub("", dated).strip(" \t\n\u3000,，|·-–—()（）")
    return not rest or (_NAMED.fullmatch(rest) is not None and not _SAYS_IT.search(rest))
