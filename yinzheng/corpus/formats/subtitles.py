"""Read subtitles (SubRip ``.srt``, WebVTT ``.vtt``): what is said, as paragraphs, with times and speakers.

A cue is a piece of a line on a screen, seldom a sentence; cues that go on are joined, so that a sentence is
found and quoted whole, and each keeps its time as an anchor. Numbers of cues, styling and positions are not
said and left out; a voice (``<v Rosa>``) is written as a turn, as in a transcript.

WebVTT: https://www.w3.org/TR/webvtt1/. SubRip has no standard; what players accept is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from yinzheng.corpus.content import Content
from yinzheng.corpus.speakers import turns
from yinzheng.errors import EmptyDocument, UnreadableDocument
from yinzheng.types import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*--?>[ \t]*{_TIME}(?:[ \t][^\n]*)?")
_HEADER = re.compile(r"WEBVTT(?:[ \t]+-?[ \t]*(\S[^\n]*))?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>\n]{1,80})>")
_TAG = re.compile(
    r"""
      </?(?:b|i|u|s|c|v|em|strong|font|span|lang|ruby|rt|p|br)(?:[.\s/][^<>\n]{0,200})?>   # <c.yellow> </v>
    | <\d{1,3}:[\d:.,]{2,12}>                                                              # <00:01:02.000>
    | \{\\[^{}\n]{1,60}\}                                                                  # {\an8}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CHANGE = re.compile(r"(?:>>+|[-–—](?=[ \t]*[\w“\"‘'「]))[ \t]*")
_ENDED = re.compile(r"[。！？!?….♪][”’」』）)\]】\"']*\Z")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")

_PAUSE = 2.0  # seconds after a sentence that begin a new paragraph,
_LONG = 500  # as do so many characters;
_SILENCE = 10.0  # seconds that end a paragraph anywhere
_BARE = 0.1  # below this share of cues with a full stop or the like, a file has no punctuation:
_BREATH = 0.8  # such seconds
_LINE = 120  # and so many columns then make a line
_ROLLING = 0.3  # share of cues that repeat the line above


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cue: its time in seconds, who says it (empty: nobody is named), whether another begins."""

    start: float
    end: float
    text: str
    speaker: str = ""
    changes: bool = False


def read(data: bytes, source: str) -> Content:
    """Read subtitles. Raises UnreadableDocument for what has no cues, EmptyDocument where nothing is said."""
    text = data.decode("utf-8", "surrogatepass")
    lines = text.split("\n")
    header = _HEADER.fullmatch(lines[0].strip().removeprefix("\ufeff"))
    said = list(_cues(lines, webvtt=header is not None))
    if not said:
        raise UnreadableDocument(source, "it has no cues (00:00:01,000 --> 00:00:04,000): is it subtitles?")
    found = _spoken(_once(said))
    if not found:
        raise EmptyDocument(source, "nothing is said in it")
    joined, anchors = _joined(found)
    return Content(joined, anchors, title=header[1] if header else None)


def _cues(lines: list[str], *, webvtt: bool) -> Iterator[list[_Line]]:
    """The lines of each cue, without tags."""
    timings = [(at, match) for at, line in enumerate(lines) if (match := _TIMING.fullmatch(line.rstrip()))]
    ends = (*(at for at, _ in timings[1:]), len(lines))
    for (at, match), end in zip(timings, ends, strict=False):
        payload = lines[at + 1 : end]
        if webvtt:  # comments and styles stand behind a blank line
            blank = next((n for n, line in enumerate(payload) if not line.strip()), len(payload))
            payload = payload[:blank]
        elif end < len(lines) and payload and payload[-1].strip().isdigit():
            payload.pop()  # the number of the next cue
        start, stop = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        yield list(_payload(payload, start, stop))


def _payload(payload: Iterable[str], start: float, end: float) -> Iterator[_Line]:
    speaker = ""
    for line in payload:
        if voice := _VOICE.search(line):
            speaker = " ".join(unescape(voice[1]).split())
        words = " ".join(unescape(_TAG.sub("", line)).split())
        if not words:
            continue
        change = _CHANGE.match(words)
        if change and words[change.end() :].strip():
            yield _Line(start, end, words[change.end() :].strip(), speaker, changes=True)
        else:
            yield _Line(start, end, words, speaker)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction}")


def _once(cues: list[list[_Line]]) -> list[_Line]:
    """The lines of all cues, those left out that live captions show again above the next one."""
    shown = [cue for cue in cues if cue]
    again = sum(below[0].text == above[-1].text for above, below in pairwise(shown))
    if not shown or again < _ROLLING * len(shown):
        return [line for cue in shown for line in cue]
    kept = list(shown[0])
    for above, below in pairwise(shown):
        texts = [line.text for line in above]
        same = next(
            (n for n in range(len(below), 0, -1) if texts[-n:] == [line.text for line in below[:n]]), 0
        )
        kept += below[same:]
    return kept


def _spoken(lines: list[_Line]) -> list[_Line]:
    """Lines with who says them: a voice holds for its cue, a name (``ROSA: …``) until another speaks."""
    named = {
        a.start: a.label for a in turns((n, line.text) for n, line in enumerate(lines)) if a.kind == "speaker"
    }
    voices = any(line.speaker for line in lines)
    found: list[_Line] = []
    speaker = ""
    for at, line in enumerate(lines):
        before = speaker
        if voices:
            speaker = line.speaker
        elif at in named or line.changes:
            speaker = named.get(at, "")
        changes = line.changes or speaker != before or bool(named.get(at))
        found.append(replace(line, speaker=speaker, changes=changes))
    return found


def _joined(lines: list[_Line]) -> tuple[str, tuple[Anchor, ...]]:
    """The text of lines in paragraphs, and where their times and speakers begin."""
    bare = sum(bool(_ENDED.search(line.text)) for line in lines) < _BARE * len(lines)
    parts: list[str] = []
    anchors: list[Anchor] = []
    size = 0  # of all parts
    begun = 0  # where the paragraph begins
    before: _Line | None = None
    for line in lines:
        if before is not None:
            ends = line.changes or _ends(before, line, size - begun, bare=bare)
            between = "\n\n" if ends else _between(before.text, line.text, bare=bare)
            parts.append(between)
            size += len(between)
            if ends:
                begun = size
        text = line.text
        if before is None or line.speaker != before.speaker:
            if line.speaker or (before and before.speaker):
                anchors.append(Anchor(size, "speaker", line.speaker))
            if line.speaker and not text.startswith(line.speaker):
                text = f"{line.speaker}{'：' if _WIDE.search(text) else ': '}{text}"
        time = f"{_clock(line.start)}–{_clock(line.end)}"
        if before is None or (line.start, line.end) != (before.start, before.end):
            anchors.append(Anchor(size, "timestamp", time))
        parts.append(text)
        size += len(text)
        before = line
    return "".join(parts) + "\n", tuple(anchors)


def _ends(before: _Line, line: _Line, length: int, *, bare: bool) -> bool:
    """Whether a paragraph of ``length`` characters ends between two lines."""
    pause = line.start - before.end
    if pause >= _SILENCE:
        return True
    if bare:
        columns = length * (2 if _WIDE.search(before.text) else 1)
        return pause >= _BREATH or columns >= _LINE
    return bool(_ENDED.search(before.text)) and (pause >= _PAUSE or length >= _LONG)


def _between(before: str, after: str, *, bare: bool) -> str:
    """What stands between two pieces of one paragraph: Chinese runs on, where it is punctuated."""
    if before.endswith("-") and before[-2:-1].isalpha() and after[0].isalpha():
        return ""
    wide = _WIDE.match(before[-1]) or _WIDE.match(after[0])
    return "" if wide and not bare else " "


def _clock(seconds: float) -> str:
    """A time as people say it: ``07:10``, ``1:02:03``."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
