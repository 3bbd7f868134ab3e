"""Say where a span stands, in the words people cite by: page, heading, speaker, time, or line numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.types import PATH_SIGN, Citation

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    kinds = _by_kind(document.anchors)
    for kind in ("page", "slide", "sheet"):
        anchor = _at(kinds.get(kind, ()), start)
        if anchor:
            parts.append(_WORDS[kind][lang].format(anchor.label))
    headings = kinds.get("heading", ())
    heading = _at(headings, start)
    if heading and (len(headings) > 1 or heading.label != document.title):
        parts.append("§ " + _short(heading.label))

    def within(anchor: Anchor) -> bool:
        """Whether the section that an anchor stands in is the span's: a time and a turn end with it."""
        above = _at(headings, anchor.start)
        return above is heading or bool(
            above and heading and heading.label.startswith(above.label + PATH_SIGN)
        )

    said = []
    speakers = kinds.get("speaker", ())
    if speakers and (names := _names([a for a in _speaking(speakers, start, end) if within(a)], lang)):
        said.append(names)
    times = kinds.get("timestamp", ())
    time = _at(times, start)
    if time and within(time):
        last = _at(times, max(start, end - 1))
        said.append(time.label if last is None or last is time else _through(time.label, last.label))
    elif said and not parts:
        said.append(_lines(document.text, start, end, lang))
    if said:
        parts.append(("，" if lang == "zh" else ", ").join(said))
    return " · ".join(parts) or _lines(document.text, start, end, lang)


def heading_at(document: Document, offset: int) -> Anchor | None:
    """The heading that ``offset`` stands at or under, its label the whole path."""
    return _at(_by_kind(document.anchors).get("heading", ()), offset)


def _by_kind(anchors: tuple[Anchor, ...]) -> dict[str, list[Anchor]]:
    """Anchors by their kinds, kept for the last document: many spans of one are located in a row."""
    kept, found = _last[0]
    if kept is not anchors:
        found = {}
        for anchor in anchors:
            found.setdefault(anchor.kind, []).append(anchor)
        _last[0] = anchors, found
    return found


_last: list[tuple[tuple[Anchor, ...], dict[str, list[Anchor]]]] = [((), {})]


def _at(own: Sequence[Anchor], offset: int) -> Anchor | None:
    """The anchor that ``offset`` belongs to: the last that begins at or before it."""
    i = bisect_right(own, offset, key=lambda a: a.start)
    return own[i - 1] if i else None


def _speaking(speakers: Sequence[Anchor], start: int, end: int) -> list[Anchor]:
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
    while end > start and text[end - 1].isspace():
        end -= 1
    breaks = _breaks(text)
    first, last = bisect_left(breaks, start) + 1, bisect_left(breaks, end) + 1
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
