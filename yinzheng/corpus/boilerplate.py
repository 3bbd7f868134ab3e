"""Find what a page puts around its text: menus, share buttons, lists of other articles, notices, spam titles.

The text keeps all of it; this only says where it stands, so that it is neither quoted nor summarised.
What is not surely noise is left alone: a line must be short and consist of buttons, stand in a list that
such a line opens, or hold a phrase that no author writes. The words stand in ``boilerplate.txt``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from yinzheng.corpus.furniture import furniture
from yinzheng.types import Document, Span

OUTSIDE = "【正文之外 · outside the main text】"
"""The line under which a page's menus, lists of links and notices stand, after its main text."""

_SHORT = 60
"""Most characters of a line that is looked at as a whole: buttons and links are short."""

_BLOCK = 30
"""Most lines of a list of links."""

_FLAGGED = 3
"""A document is flagged from so many pieces of noise on; one credit line makes no page of scraps."""

_CLIENT = (
    r"(?:(?:开户|投注|在线|体育|娱乐|博彩|棋牌|彩票|真人|电竞|赌场|百家乐|老虎机)[^\n。！？]{0,14}?"
    r"(?:官方网站|官网|登[录陆]入口|登[录陆]|注册|网页版|手机版|APP))"
)
_NOTICE = re.compile(
    rf"""
      [京沪粤浙苏津渝川鲁豫鄂湘闽皖冀晋辽吉黑陕甘青蒙桂琼贵云藏宁新赣]\s?ICP\s?[备证]\s?[\d号-]*
    | 公网安备\s?\d+ | 增值电信业务经营许可证                       # licences of Chinese sites
    | (?:©|版权所有(?![者人权])|copyright\s+(?:©|\(c\)|(?:19|20)\d\d))[^\n]{{0,120}}
    | all\s+rights\s+reserved\.? | \bpowered\s+by\s+[^\n]{{0,60}}(?:地图|sitemap|wordpress|rss|cms)[^\n]*
    | 未经(?:本[站网报]?|书面)?(?:授权|许可|同意)[^\n]{{0,12}}(?:转载|摘编)
    | (?:we|this\s+(?:web)?site)\s+uses?\s+cookies[^\n]{{0,200}}
    | [(（\[【]?\s?(?:责任?编辑|责编|校对)\s?[:：]\s?[一-龥A-Za-z·]{{1,12}}\s?[)）\]】]?\s*$
    | [你您]的?(?:当前)?位置\s?[:：]                                # 你的位置：首页 > 资讯 >
    | ^\s?[上下]一[篇页]\s?[:：][^\n]{{0,120}}                      # 上一篇：…
    | 返回[一-龥]{{2,4}}\s?[,，]\s?查看更多
    | 本文来自微信公众号\s?[:：][^\n，,]{{0,30}} | (?:长按(?:识别)?|扫描[下上]方|扫描以下)[^\n。]{{0,6}}二维码
    | sign\s+up\s+for\s+(?:our|the)\s+[^\n.]{{0,40}}newsletters? | subscribe\s+to\s+our\s+[^\n.]{{0,40}}
    | {_CLIENT}[^\n。！？]{{0,6}}(?:首页|入口|官网|平台|最新|下载|APP|[-_|—])   # bait for search engines
    | (?:官方网站|官网|登[录陆]入口)(?:首页)?\s?[-_|—]
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
"""What is noise wherever it stands."""

_CREDIT = re.compile(r"[(（]《?[一-龥A-Za-z·•]{2,12}》?[)）]")
"""A line that is nothing but a source in brackets: （晨报）."""

_PARTS = re.compile(r"[|·•>»›＞/,，:：\[\]【】()（）\t—–]+|\s[-*]\s|\s{2,}")
_TRAIL = re.compile(r"[>»›＞]")
_STOPS = ("。", "！", "？", ".", "!", "?", "；", ";", "…", "”", '"')


def boilerplate(document: Document) -> Sequence[Span]:
    """Return where a document's text is noise, in order and apart; sentences that touch it are not quoted.

    Headers, footers and page numbers of printed pages are noise too. Kept for the texts looked at last, so
    that asking again costs nothing.
    """
    return _apart(document.text)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the intervals in order, those that overlap made one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(span.end, kept[-1].end))
        else:
            kept.append(span)
    return tuple(kept)


def touches(noise: Sequence[Span], start: int, end: int) -> bool:
    """Whether ``[start, end)`` has a character in common with any of the intervals, in order and apart."""
    i = bisect_right(noise, start, key=lambda span: span.end)
    return i < len(noise) and noise[i].start < end


def main_text(text: str) -> str:
    """Return the beginning of ``text`` that is the main text of a page: all of it, of most documents."""
    at = text.find(f"\n{OUTSIDE}\n")
    return text if at < 0 else text[:at]


def is_noise(line: str) -> bool:
    """Whether a line of a page holds a notice, a button or anything else that no author writes."""
    return bool(_noise_of(line))


def is_page(text: str) -> bool:
    """Whether a main text has enough noise for its document to be flagged ``boilerplate``."""
    return len(_noise(main_text(text))) >= _FLAGGED


@lru_cache(maxsize=64)
def _apart(text: str) -> tuple[Span, ...]:
    return joined([*_noise(text), *furniture(text)])


@lru_cache(maxsize=64)
def _noise(text: str) -> tuple[Span, ...]:
    main = main_text(text)
    outside = (Span(len(main), len(text)),) if len(main) < len(text) else ()
    return (*_noise_of(main), *outside)


def _noise_of(text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    at = listed = 0  # lines that a list of links may still have
    phrases = _phrases(text)
    inside = next(phrases, None)
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        shown = line.strip()
        whole = False
        if shown and len(shown) <= _SHORT and not shown.endswith(_STOPS):
            opens = _opens(shown)
            whole = opens or bool(listed) or _button(shown)
            listed = _BLOCK if opens else max(listed - 1, 0)
        elif shown:
            listed = 0
            whole = bool(_CREDIT.fullmatch(shown))
        if whole:
            found.append(Span(start, at))
        while inside and inside.start < at:
            if not whole:
                found.append(inside)
            inside = next(phrases, None)
    return tuple(found)


def _phrases(text: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in _NOTICE.finditer(text))


@cache
def _words() -> dict[str, frozenset[str]]:
    """Return the phrases of ``boilerplate.txt`` by what they are, in lower case."""
    sections: dict[str, list[str]] = {}
    name = ""
    for line in files("yinzheng.corpus").joinpath("boilerplate.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            sections.setdefault(name, []).append(line.strip().lower())
    return {name: frozenset(phrases) for name, phrases in sections.items()}


def _opens(shown: str) -> bool:
    """Whether a line opens a list of other articles."""
    return shown.strip("#*【】[]：: ").lower() in _words()["list"]


def _button(shown: str) -> bool:
    """Whether a short line is one button or a row of them, a trail of links, or a source in brackets."""
    if _CREDIT.fullmatch(shown) or len(_TRAIL.findall(shown)) > 1:
        return True
    parts = [part.strip(" -*#0123456789") for part in _PARTS.split(shown)]
    named = [part.lower() for part in parts if part]
    buttons = _words()["button"]
    return bool(named) and all(
        part in buttons or (" " in part and all(word in buttons for word in part.split())) for part in named
    )
