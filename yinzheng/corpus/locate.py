"""Say where a span stands, in the words people cite by: page, heading, speaker, time, or line numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.markdown import PATH_SIGN, anchor_at
from yinzheng.types import Citation

if TYPE_CHECKING:
    from yinzheng.types import Anchor, Document, Lang

_LONGEST = 60  # characters of a heading path

_WORDS = {
    "page": {"en": "p. {}", "zh": "第 {} 页"},
    "slide": {"en": "slide {}", "zh": "第 {} 张"},
    "sheet": {"en": "sheet {}", "zh": "工作表 {}"},
    "line": {"en": "line {}", "zh": "第 {} 行"},
    "lines": {"en": "lines {}–{}", "zh": "第 {}–{} 行"},
}


def cite(n: int, document: Document, start: int, end: int, lang: Lang) -> Citation:
    """Return ``document.text[start:end]`` as citation ``n``, its place in words of ``lang``."""
    return Citation(
        n=n,
        doc_id=document.id,
        source=document.source,
        title=document.title,
        start=start,
        end=end,
        quote=document.text[start:end],
        locator=locator(document, start, end, lang),
        flags=document.flags,
    )


def locator(document: Document, start: int, end: int, lang: Lang = "en") -> str:
    """Where ``document.text[start:end]`` stands, in ``lang``: ``§ 合同结构 · 30:00–40:00``, ``lines 40–46``.

    Anchors say it where there are any (``CEO, 47:10``); the lines, counted from 1, where there are none, or
    nothing but a speaker.
    """
    parts = []
    for kind in ("page", "slide", "sheet"):
        anchor = anchor_at(document.anchors, kind, start)
        if anchor:
            parts.append(_WORDS[kind][lang].format(anchor.label))
    headings = [a for a in document.anchors if a.kind == "heading"]
    heading = anchor_at(headings, "heading", start)
    if heading and (len(headings) > 1 or heading.label != document.title):
        parts.append("§ " + _short(heading.label))

    def within(anchor: Anchor) -> bool:
        """Whether the section that an anchor stands in is the span's: a time and a turn end with it."""
        above = anchor_at(headings, "heading", anchor.start)
        return above is heading or bool(
            above and heading and heading.label.startswith(above.label + PATH_SIGN)
        )

    said = []
    speakers = [a for a in document.anchors if a.kind == "speaker"]
    if speakers and (names := _names([a for a in _speaking(speakers, start, end) if within(a)], lang)):
        said.append(names)
    time = anchor_at(document.anchors, "timestamp", start)
    if time and within(time):
        last = anchor_at(document.anchors, "timestamp", max(start, end - 1))
        said.append(time.label if last is None or last is time else _through(time.label, last.label))
    elif said and not parts:
        said.append(_lines(document.text, start, end, lang))
    if said:
        parts.append(("，" if lang == "zh" else ", ").join(said))
    return " · ".join(parts) or _lines(document.text, start, end, lang)


def _speaking(speakers: list[Anchor], start: int, end: int) -> list[Anchor]:
    """The anchors of those who speak in the span."""
    first = max(bisect_right(speakers, start, key=lambda a: a.start) - 1, 0)
    past = bisect_left(speakers, end, key=lambda a: a.start)
    return [a for a in speakers[first:past] if a.label]


def _names(speaking: list[Anchor], lang: Lang) -> str:
    """Up to two of those who speak, by name."""
    names = list(dict.fromkeys(a.label for a in speaking))
    shown = ("、" if lang == "zh" else " & ").join(names[:2])
    return shown if len(names) < 3 else f"{shown} …"


def _lines(text: str, start: int, end: int, lang: Lang) -> str:
    first = bisect_left(_breaks(text), start) + 1
    last = first + text[start:end].rstrip().count("\n")
    return _WORDS["line"][lang].format(first) if first == last else _WORDS["lines"][lang].format(first, last)


@lru_cache(maxsize=2)
def _breaks(text: str) -> list[int]:
    """Where the lines of ``text`` end; kept, since many spans of one text are located in a row."""
    return [match.start() for match in re.finditer("\n", text)]


def _through(first: str, last: str) -> str:
    """From the beginning of one time mark to the end of another: ``9:30–14:00``, ``18:00–20:30``."""
    return f"{first.partition('–')[0]}–{last.rpartition('–')[2]}"


def _short(path: str) -> str:
    """The innermost headings of ``path`` that fit."""
    steps = path.split(PATH_SIGN)
    while len(steps) > 1 and len(PATH_SIGN.join(steps)) > _LONGEST:
        del steps[0]
    shown = PATH_SIGN.join(steps)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1].rstrip() + "…"
