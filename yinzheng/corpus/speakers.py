"""Tell who speaks in a transcript of plain text or Markdown: ``**Michael**: …``, ``张总：…``, ``Q: …``.

A line that begins with some words and a colon is a speaker's turn only where the text is built of turns:
names come back, others answer, and what stands behind them is said rather than noted. Key and value,
remarks (``注意：…``) and headings are none, and a doubtful name is left out: a citation without a speaker is
still right, one with a wrong speaker is not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from yinzheng.types import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CLOCK = r"\d{1,2}:[0-5]\d(?::[0-5]\d)?"
"""A time of a recording: ``47:10``, ``1:02:03``."""

_STAMPED = rf"[\[(（【<]?[ ]?(?:{CLOCK})(?:[.,]\d{{1,3}})?(?:[ ]?[-–—~～]+>?[ ]?{CLOCK})?[ ]?[\])）】>]?"
_TURN = re.compile(
    rf"""
    [ \t\u3000]*
    (?: (?P<before>{_STAMPED}) [ \t\u3000]* [-–—·]? [ \t\u3000]* )?       # [00:47:10] 张总：  47:10 Anna:
    (?P<name> [^\W\d_] [^:：\n|，。！？；、,!?;"“”《》=<>/\\{{}}*\#\[\]()（）]{{0,39}}? )
    (?P<role> [ ]?[(（] [^()（）:：\d\n]{{1,40}} [)）] )?                   # Michael (CEO):
    (?: [ \t\u3000]* (?P<after>{_STAMPED}) )?                             # Michael (47:10):  发言人1 47:10
    [ \t\u3000]*
    (?: [:：] (?!//|\d) [ \t\u3000]* (?P<said>.*) | \Z )
    """,
    re.VERBOSE,
)
_TITLED = re.compile(
    r"""
    [ \t]* (?P<name> [A-Z][\w.'’-]*(?:[ ]\w[\w.'’-]*){1,4} ) [ ] (?:--|–|—) [ ]   # Rosa Lindqvist -- Chief …
    (?=[^\n]*(?:Officer|President|Analyst|Director|Chair|Relations|Manager|Partner|Founder|Treasurer|CEO|CFO))
    [^\n.!?:]{3,80} \Z
    """,
    re.VERBOSE,
)
_CLOCK = re.compile(CLOCK)
_ALONE = re.compile(rf"[ \t\u3000]*{_STAMPED}[ \t\u3000]*")
_SIGNS = re.compile(r"[:：–—]|--|\A[ \t]*[Oo]perator")
_MARKS = re.compile(r"\*\*|__")
_NOT_A_TURN = re.compile(r"[ \t\u3000]*(?:[-*+•·>#|][ \t]|\#|\||\d{1,3}[.、)）](?!\d))")
_BREAK = re.compile(r"[ ]{0,3}(?:[-*_=—][ ]?){3,}\s*")
_SAYING = re.compile(
    r"(?:说|說|道|表示|认为|認為|指出|称|稱|问|問|写|强调|补充|介绍|如下|包括|including|(?:said|says|added|asked|wrote|follows))\Z"
)
_VOICE = re.compile(
    r"""
      [我你您咱] | 吗[？?] | 呢[？?，。] | ^(?:对|嗯|是的|好的?|没有|不是|谢谢)[，。,！!.]? | 大家 | 请[问您]
    | \b(?:I|[Ww]e|[Yy]ou|me|[Mm]y|us|[Yy]our|[Ll]et's|[Tt]hanks?|[Hh]i|[Hh]ello|[Ww]elcome)\b
    | \b[Gg]ood\ (?:morning|afternoon)\b
    | \A(?:[Yy]es|[Nn]o|[Oo]kay|[Rr]ight|[Ww]ell|[Ss]o)\b
    | [?？][”"]?\s*\Z
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"(?P<word>[^\d]+?)[ #]?(?P<number>\d{1,2})")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮許鄧蕭葉蘇盧蔣賈閻鐘陸顧龍湯賴龔"
)
"""The commonest, simplified and traditional."""
_PERSON = re.compile(
    rf"""
      (?:[A-Z][\w'’-]*\.?[ ]){{1,3}} (?:(?:van|von|de|da|di|del|der|bin|al)[ ]){{0,2}} [A-Z][\w'’.-]+
    | [\u4e00-\u9fff]{{1,3}}(?:总|總|董|先生|女士|小姐|博士|教授|老师|老師|经理|律师|院士|主任)
    | [\u4e00-\u9fff]{{1,3}}(?:行长|局长|部长|书记)
    | (?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐)[\u4e00-\u9fff]{{1,2}}
    | [{_SURNAMES}][\u4e00-\u9fff]{{1,2}}
    """,
    re.VERBOSE,
)
_SINGLE = re.compile(r"[A-Z][a-zé'’-]{1,14}|[A-Z]{2,12}|[\u4e00-\u9fff]{2,4}")


@cache
def _kinds() -> dict[str, str]:
    """What words before a colon stand for: ``role``, ``question``, ``answer``, ``label``."""
    rows = Path(__file__).with_name("speakers.tsv").read_text(encoding="utf-8").splitlines()
    return {word: kind for kind, word in (row.split("\t") for row in rows if not row.startswith("#"))}


_FEW = 3  # lines with name and time that make a transcript
_TURNS = 4  # turns that do without


@dataclass(frozen=True, slots=True)
class _Turn:
    """A line that may begin what somebody says; ``form`` is how it is marked, ``key`` the name's."""

    at: int
    line: int
    name: str
    key: str
    time: str
    form: Literal["colon", "header", "titled"]
    said: str


def turns(lines: Iterable[tuple[int, str]]) -> list[Anchor]:
    """Anchors of kind ``speaker`` and ``timestamp`` for the turns of a transcript, in order.

    ``lines`` are offsets with the content of lines. An anchor with an empty label ends a turn where
    something else follows: a rule, a remark. Empty where the text is no transcript.
    """
    numbered = [(at, line, number) for number, (at, line) in enumerate(lines)]
    found = _candidates(numbered)
    if len(found) < 2:
        return []
    speakers = _speakers(found)
    if not speakers:
        return []
    accepted = {turn.line: turn for turn in found if turn.key in speakers}
    anchors: list[Anchor] = []
    speaking = False
    for at, line, number in numbered:
        if turn := accepted.get(number):
            anchors.append(Anchor(at, "speaker", turn.name))
            if turn.time:
                anchors.append(Anchor(at, "timestamp", turn.time))
            speaking = True
        elif speaking and (_BREAK.fullmatch(line) or _is_label(line) or _opens(numbered, number, accepted)):
            anchors.append(Anchor(at, "speaker", ""))
            speaking = False
    return anchors


def _opens(lines: Sequence[tuple[int, str, int]], number: int, accepted: Mapping[int, _Turn]) -> bool:
    """Whether a line is a time mark by itself that belongs to the turn below: ``(2:00 - 6:00)``."""
    if not _ALONE.fullmatch(lines[number][1]):
        return False
    below = (below for _, line, below in lines[number + 1 : number + 3] if line.strip())
    return next(below, -1) in accepted


def _candidates(lines: Sequence[tuple[int, str, int]]) -> list[_Turn]:
    found: list[_Turn] = []
    for place, (at, line, number) in enumerate(lines):
        bare = _MARKS.sub("", line)
        head = bare[:120]
        if not _SIGNS.search(head) or _NOT_A_TURN.match(head):
            continue
        titled = _TITLED.match(head)
        match = None if titled else _TURN.match(bare)
        if titled or head.strip().casefold() == "operator":
            name, time, form = (titled["name"] if titled else head.strip()), "", "titled"
            said = _next(lines, place)
        elif match:
            name = match["name"].strip()
            stamp = _CLOCK.search(match["before"] or match["after"] or "")
            time = stamp.group() if stamp else ""
            form = "colon" if match["said"] is not None else "header"
            if form == "header" and not time:
                continue
            said = match["said"] or _next(lines, place)
        else:
            continue
        key = _key(name)
        if _kinds().get(key) == "label" or not _may_be_a_name(name):
            continue
        if form == "colon" and match and match["role"]:
            name += match["role"]
        found.append(_Turn(at, number, name, key, time, form, said))  # type: ignore[arg-type]
    return found


def _next(lines: Sequence[tuple[int, str, int]], place: int) -> str:
    """The line below, or the one below that where it is blank."""
    return next((line for _, line, _ in lines[place + 1 : place + 3] if line.strip()), "")


def _key(name: str) -> str:
    """What one speaker's names share: ``Q3`` and ``Q`` are one, ``Speaker 1`` and ``Speaker 2`` are two."""
    key = name.casefold().strip()
    numbered = _NUMBERED.fullmatch(key)
    word = numbered["word"].strip() if numbered else key
    return key if _kinds().get(word) == "role" else word


def _may_be_a_name(name: str) -> bool:
    """Whether a name could look like this; what is known to be a label was left out before."""
    if _kind(name):
        return True
    return not _SAYING.search(name) and bool(_PERSON.fullmatch(name) or _SINGLE.fullmatch(name))


def _kind(name: str) -> str:
    """What the table says of a name, its number aside; empty for what is not in it."""
    key = name.casefold().strip()
    numbered = _NUMBERED.fullmatch(key)
    return _kinds().get(numbered["word"].strip() if numbered else key, "")


def _is_label(line: str) -> bool:
    match = _TURN.match(_MARKS.sub("", line[:300]))
    return bool(match and match["said"] is not None and _kind(match["name"]) == "label")


def _speakers(found: Sequence[_Turn]) -> set[str]:
    """The keys of those who are speakers."""
    count = Counter(turn.key for turn in found)
    speakers: set[str] = set()
    for first, second in pairwise(found):
        if (_kind(first.key), _kind(second.key)) == ("question", "answer"):
            speakers |= {first.key, second.key}
    speakers |= _timed(found, count)
    voiced: defaultdict[str, int] = defaultdict(int)
    for turn in found:
        voiced[turn.key] += bool(_VOICE.search(turn.said[:200]))
    titled = Counter(turn.key for turn in found if turn.form == "titled")
    if sum(times > 1 and voiced[key] > 0 for key, times in titled.items()) > 1:
        speakers |= titled.keys()
    recurring = {
        key
        for key in count
        if _kind(key) not in {"question", "answer"}
        and (count[key] > 1 or _kind(key) == "role")
        and voiced[key] * (2 if _kind(key) == "role" else 3) >= count[key]
    }
    others = speakers | recurring
    taken = sum(count[key] for key in others)
    told = sum(voiced[key] for key in others)
    if len(others) > 1 and taken >= _TURNS and 5 * told >= 2 * taken:
        speakers |= recurring
    if not speakers:
        return speakers
    own = [turn.line for turn in found if turn.key in speakers]
    for turn in found:
        # Who speaks once, in the midst of others, under a name that cannot be anything else.
        alone = turn.form != "header" and own[0] < turn.line < own[-1] and len(speakers) > 1
        if alone and _PERSON.fullmatch(turn.name) and _VOICE.search(turn.said[:200]):
            speakers.add(turn.key)
    return speakers


def _timed(found: Sequence[_Turn], count: Counter[str]) -> set[str]:
    """Who stands with a time in one line, where times only grow and the names come back."""
    timed = [turn for turn in found if turn.time]
    if len(timed) < _FEW:
        return set()
    moments = [_seconds(turn.time) for turn in timed]
    if sum(b < a for a, b in pairwise(moments)) > len(moments) // 20:
        return set()
    # A list of chapters has a time on every line, and nothing under it.
    listed = {turn.line - 1 for turn in found}
    real = [turn for turn in timed if turn.said and (turn.form == "colon" or turn.line not in listed)]
    back = {turn.key for turn in real if count[turn.key] > 1 or _kind(turn.key) == "role"}
    headed = sum(turn.form == "header" for turn in real) * 2 > len(real)
    if not back or (
        len(back if headed else {turn.key for turn in real}) < 2
        and not any(_kind(key) == "role" for key in back)
    ):
        return set()
    return {turn.key for turn in real}


def _seconds(clock: str) -> int:
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total
