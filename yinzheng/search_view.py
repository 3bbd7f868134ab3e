"""What `yinzheng search` prints: a table of hits, the words of the query standing out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng import screen
from yinzheng.output import EXCERPT_LINES, TERM, TITLE, WIDE, headed, highlighted, line_of, say, wrapped
from yinzheng.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from yinzheng.links import Links
    from yinzheng.types import Hit, Lang

_STOP = frozenset(
    "a an and are as at be by did do does for from had has have how in is it its many much of on or s that "  # noqa: SIM905
    "the to was were what when where which who why will with "
    "是多 多少 少是 什么 哪些 哪个 是什 怎么 为什 如何 是否 多大 几个 有多 有什 了多 是哪 是谁 的是".split()
)
"""Search terms of questions rather than of what they ask about: not worth marking."""

_WORD = re.compile(r"[^\W\u3400-\u9fff]+(?:[.,'’-][^\W\u3400-\u9fff]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def matching_terms(query: str, text: str) -> list[Span]:
    """Return where the words of ``query`` stand in ``text``, as search sees them.

    Han text matches by pairs of characters, other words by their stems; width, case and traditional
    forms make no difference. The spans are half-open, in code points of ``text``, in order.
    """
    from yinzheng.corpus.fold import fold
    from yinzheng.corpus.tokens import tokens

    wanted = set(tokens(query)) - _STOP
    folded = fold(text)
    found = [
        folded.original(*word.span())
        for word in _WORD.finditer(folded.text)
        if not wanted.isdisjoint(tokens(word.group()))
    ]
    for run in _HAN.finditer(folded.text):
        start, end = run.span()
        single = end - start == 1
        for at in range(start, end if single else end - 1):
            past = at + (1 if single else 2)
            if folded.text[at:past] in wanted:
                found.append(folded.original(at, past))
    return sorted(found, key=lambda span: span.start)


def print_hits(
    out: Console,
    query: str,
    hits: Sequence[Hit],
    locators: Sequence[str],
    lang: Lang,
    *,
    links: Links | None = None,
) -> None:
    """Print a table of hits: rank, score, document, place, and the part of the passage that matches."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    if not hits:
        out.print(line_of(say("no_hits", lang)))
        return
    wide = out.width >= WIDE
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    rank_width = max(2, len(str(len(hits))))
    score_width = max(6, screen.cells(say("score", lang)))
    table.add_column("#", justify="right", width=rank_width)
    table.add_column(say("score", lang), justify="right", width=score_width)
    room = out.width - rank_width - score_width - 6
    if wide:
        title_width, place_width = room // 5, room // 6
        excerpt_width = room - title_width - place_width - 6
        table.add_column(say("document", lang), width=title_width)
        table.add_column(say("locator", lang), width=place_width)
    else:
        excerpt_width = room
    table.add_column(say("passage", lang), width=excerpt_width)
    for rank, (hit, locator) in enumerate(zip(hits, locators, strict=True), 1):
        title = screen.visible(hit.document.title) or screen.visible(hit.document.source)
        place = screen.visible(locator)
        link = links.to(hit.document, hit.passage.start, hit.passage.end) if links else ""
        marked = screen.mark(hit.text, matching_terms(query, hit.text))
        marked = screen.excerpt_lines(marked, excerpt_width, EXCERPT_LINES)
        body = highlighted(marked, excerpt_width, "", TERM)
        numbers = [str(rank), f"{hit.score:.3f}"]
        if wide:
            table.add_row(
                *numbers,
                wrapped(title, title_width, style=TITLE, number="", link=(link, len(title))),
                wrapped(place, place_width, number=""),
                body,
            )
        else:
            named = headed(title, place, excerpt_width)
            at = (0, len(title))
            head = wrapped(named, excerpt_width, number="", link=(link, len(title)), title=at)
            table.add_row(*numbers, Text("\n").join((head, body)))
        if rank < len(hits):
            table.add_row()
    out.print(table)
