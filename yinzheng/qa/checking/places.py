"""Read where in a document a reference points: ``lines 40–46``, ``p. 12``, ``§ Risks``, ``30:00–40:00``.

It is the way back of ``corpus.locate``, which says such places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.types import PATH_SIGN, Span

if TYPE_CHECKING:
    from yinzheng.types import Anchor, Document

_DASH = r"\s?[-–—~至到]\s?"
_CHARACTERS = re.compile(
    rf"(?:characters?\s|第\s?)(?P<a>\d{{1,12}}){_DASH}(?P<b>\d{{1,12}})(?P<zh>\s?(?:个)?字符)?"
)
_LINES = re.compile(
    rf"""
    (?: \blines? \s (?P<a>\d{{1,9}}) (?: {_DASH} (?P<b>\d{{1,9}}) )?          # lines 40–46
      | 第\s? (?P<c>\d{{1,9}}) (?: {_DASH} (?P<d>\d{{1,9}}) )? \s? 行          # 第 40–46 行
      | (?: \#|\b ) L (?P<e>\d{{1,9}}) (?: -L? (?P<f>\d{{1,9}}) )? \b          # #L40-L46
      | (?<=[A-Za-z_）)]) : (?P<g>\d{{1,9}}) (?: [-–] (?P<h>\d{{1,9}}) )? (?![\d:]) # a.md:40
    )
    """,
    re.VERBOSE,
)
_LABELLED = {
    "page": re.compile(r"(?:\bpp?\.\s?|\bpages?\s)(\d{1,6})|第\s?(\d{1,6})\s?页", re.IGNORECASE),
    "slide": re.compile(r"\bslides?\s(\d{1,6})|第\s?(\d{1,6})\s?张", re.IGNORECASE),
    "sheet": re.compile(r"\bsheet\s(\S{1,60})|工作表\s?(\S{1,60})", re.IGNORECASE),
}
_TIME = re.compile(
    rf"(?<![\d:])(\d{{1,2}}:[0-5]\d(?::[0-5]\d)?)(?:{_DASH}(\d{{1,2}}:[0-5]\d(?::[0-5]\d)?|[Ee]nd|结束))?"
)
_HEADING = re.compile(r"§\s*([^\n·]{1,200})")


def place(document: Document, said: str) -> Span | None:
    """The part of ``document`` that a reference names, None where it names none that is there."""
    text = document.text
    for given in _CHARACTERS.finditer(said):
        if given["zh"] or given.group().startswith("char"):
            start, end = int(given["a"]), int(given["b"])
            return Span(start, end) if start < end <= len(text) else None
    if match := _LINES.search(said):
        numbers = [int(number) for number in match.groups() if number]
        return _line_span(text, numbers[0], numbers[-1])
    for kind, pattern in _LABELLED.items():
        if match := pattern.search(said):
            return _anchored(document, kind, match[1] or match[2])
    heading = _HEADING.search(said)
    if heading and (found := _section(document, heading[1])):
        time = _TIME.search(said)
        return (time and _timed(document, time)) or found
    time = _TIME.search(said)
    return _timed(document, time) if time else None


def _line_span(text: str, first: int, last: int) -> Span | None:
    start = 0
    for _ in range(first - 1):
        start = text.find("\n", start) + 1
        if not start:
            return None
    end = start
    for _ in range(last - first + 1):
        end = text.find("\n", end) + 1
        if not end:
            end = len(text)
            break
    return Span(start, end) if first >= 1 and start < end else None


def _anchored(document: Document, kind: str, label: str) -> Span | None:
    """From the anchor of that label to the next of its kind."""
    own = [anchor for anchor in document.anchors if anchor.kind == kind]
    for at, anchor in enumerate(own):
        if fold_text(anchor.label) == fold_text(label):
            return _up_to(document, own, at)
    return None


def _up_to(document: Document, own: list[Anchor], at: int) -> Span:
    return Span(own[at].start, own[at + 1].start if at + 1 < len(own) else len(document.text))


def _section(document: Document, path: str) -> Span | None:
    """The section whose path of headings ends with ``path``, what is below it included."""
    wanted = [fold_text(step.strip()) for step in re.split(r"[›>]", path) if step.strip(" …")]
    own = [anchor for anchor in document.anchors if anchor.kind == "heading"]
    for at, anchor in enumerate(own):
        steps = [fold_text(step) for step in anchor.label.split(PATH_SIGN)]
        if wanted and steps[-len(wanted) :] == wanted:
            past = at + 1
            while past < len(own) and own[past].label.startswith(anchor.label + PATH_SIGN):
                past += 1
            return Span(anchor.start, own[past].start if past < len(own) else len(document.text))
    return None


def _timed(document: Document, time: re.Match[str]) -> Span | None:
    """From the time mark at which ``time`` begins to the one behind its end."""
    own = [anchor for anchor in document.anchors if anchor.kind == "timestamp"]
    first = next((i for i, anchor in enumerate(own) if anchor.label.partition("–")[0] == time[1]), None)
    if first is None:
        return None
    last = first
    if time[2]:
        ends = (i for i in range(first, len(own)) if own[i].label.rpartition("–")[2] == time[2])
        last = next(ends, first)
    return Span(own[first].start, _up_to(document, own, last).end)
