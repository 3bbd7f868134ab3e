"""Who came after somebody in a post, and who before: 谁接替了A, ``Who was CEO before B?``

Texts tell it of both in one sentence, or in two of which the second says *his successor* or only 由某某接任.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.segment import sentences
from yinzheng.qa.names.entities import names
from yinzheng.qa.names.people import people_among
from yinzheng.qa.posts import post_keys, post_pattern, posts_in
from yinzheng.qa.told import Told

if TYPE_CHECKING:
    from yinzheng.qa.names.name_lists import Name
    from yinzheng.types import Document

PLACES = 8
"""Places of a document that name the one whom a question names, and are read."""

AHEAD = 2
"""So many sentences behind one that tells who leaves may tell who follows."""

_AROUND = 700
"""Characters on either side of a name in which sentences are read."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What a question asks: who came after ``person``, or before."""

    person: str
    after: bool


_OVER_ZH = "(?:接替|接任|继任|接班|接手|接棒|取代|顶替)"
_OVER_EN = (
    r"(?:replaces?|replaced|replacing|succeeds?|succeeded|succeeding|takes? over from"
    r"|took over from|taking over from)"
)


@cache
def _asking() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    zh, en = r"(?P<person>[^，。的]{2,12}?)", r"(?P<person>[A-Z][^?,]{2,40}?)"
    post = post_pattern()
    as_what = r"(?: (?:as|at|in|on) [^?]{2,60})?"
    own = rf"(?:的?(?:[^，。]{{0,10}}(?:职务|职位|一职|位置|工作)|(?:常务|执行)?副?{post}))?"
    own_again = own.replace("(?P<post>", "(?:")
    return tuple(
        (after, re.compile(rf"{form}[?？。]*", re.IGNORECASE if "[A-Z]" not in form else 0))
        for after, form in (
            (True, rf"谁(?:将|会|来|要|已经)*{_OVER_ZH}了?{zh}{own}"),
            (True, rf"{zh}的(?:继任者|接班人|接任者|继任人|继任)(?:是|为|叫)?谁"),
            (True, (rf"{zh}(?:离职|辞职|辞任|离任|卸任|退休|离开|走|下台)?(?:之后|以后"
            rf"|后)?{own_again}(?:将|会)?(?:由|被|是)?谁(?:来)?{_OVER_ZH}了?")),
            (True, (rf"[Ww]ho (?:will |is going to |is set to |is to |would |has "
            rf"|is )?(?:be )?(?:{_OVER_EN}|take over from) {en}{as_what}")),
            (True, rf"[Ww]ho (?:is|was|will be) {en}['’]s? (?:successor|replacement){as_what}"),
            (True, rf"[Ww]ho (?:is|was|will be) the (?:successor|replacement) (?:of|to|for) {en}"),
            (True, rf"[Ww]ho (?:is|was|will) {en} (?:be )?(?:being )?(?:replaced|succeeded) by"),
            (False, rf"{zh}的前任(?:是|为|叫)?谁"),
            (False, rf"谁是{zh}的前任"),
            (False, rf"{zh}{_OVER_ZH}(?:了|的是)?谁(?:的.{{2,10}})?"),
            (False, rf"{zh}之前的?{post}是谁"),
            (False, rf"[Ww]ho (?:was|were) [^?]{{2,60}} before {en}"),
            (False, rf"[Ww]hom? (?:did|does|has|will) {en} (?:{_OVER_EN}|take over from){as_what}"),
            (False, rf"[Ww]ho (?:is|was) {en}['’]s? predecessor{as_what}"),
        )
    )  # fmt: skip


@lru_cache(maxsize=64)
def handover_asked(question: str) -> Handover | None:
    """Read a question for who came after or before somebody; None where it asks for something else."""
    text = simplified(question).strip()
    if not _HINT.search(text):
        return None  # most questions
    for after, form in _asking():
        if found := form.fullmatch(text):
            return Handover(found["person"].strip(), after)
    return None


_HINT = re.compile(
    rf"{_OVER_ZH}|继任|前任|之前的|\b(?:replac|succe|take over|took over|takes over|taking over"
    rf"|before|predecessor)",
    re.IGNORECASE,
)


def is_without_handover(question: str, sentence: str) -> bool:
    """Whether a question asks who came after or before somebody, and a sentence of nobody who did."""
    told = simplified(sentence)
    if handover_asked(question) is not None:
        return not _TELLS.search(told)
    return bool(_FORMER.search(simplified(question))) and not _TELLS.search(told) and not _ONCE.search(told)


_FORMER = re.compile(
    r"(?:前任|上一任|上任)[^，。？]{0,10}(?:是|叫|为)(?:谁|哪)|\bwho was (?:the )?(?:former|previous) ",
    re.IGNORECASE,
)
_ONCE = re.compile(r"[前原曾辞]|[卸离]任|离职|退休|\b(?:resign|retir|left|ex-)", re.IGNORECASE)
_TELLS = re.compile(
    r"接任|接替|继任|接班|接棒|接手|取代|聘任|任命|委任|选举|补选|增补|出任|升任|代行|换成|改由|前任|原任|履新|上任|执掌|掌舵"
    r"|\b(?:success|succe|replac|appoint|named|hire|promot|tak\w+ over|took over|interim|acting"
    r"|predecess|former|before|becom|became)",
    re.IGNORECASE,
)


def successors_of(question: str, documents: Sequence[Document]) -> list[Told]:
    """Return who came after or before the one whom a question names: the first place of each document."""
    asked = handover_asked(question)
    if asked is None:
        return []
    told = (next(_told(asked, document), None) for document in documents)
    return [one for one in told if one is not None]


def _told(asked: Handover, document: Document) -> Iterator[Told]:
    text = simplified(document.text)
    key = asked.person.rsplit(maxsplit=1)[-1] if asked.person.isascii() else asked.person
    at = text.find(key)
    read = 0
    while at >= 0 and read < PLACES:
        read += 1
        first = max(0, text.rfind("\n", 0, max(0, at - _AROUND)))
        around = sentences(text, first, min(len(text), at + _AROUND))
        i = next((i for i, one in enumerate(around) if one.start <= at < one.end), None)
        if i is None:
            return
        said = [text[one.start : one.end] for one in around]
        found = _after(key, said, i) if asked.after else _before(key, said, i)
        if found:
            where, (start, end) = found
            yield Told(document.id, around[where].start + start, around[where].start + end, whole=True)
        at = text.find(key, around[i].end)


def _after(key: str, said: Sequence[str], i: int) -> tuple[int, tuple[int, int]] | None:
    """Return who comes after the one of that name in sentence ``i``: a sentence's number, an interval."""
    sentence = said[i]
    people = _others(sentence, key)
    if replaced := _replaced(sentence, key):
        before = [n for n in people if n.end <= replaced]
        if before:
            return i, (before[-1].start, before[-1].end)
        if i and (above := _others(said[i - 1], key)):
            return i - 1, (above[0].start, above[0].end)  # She took over from him
    if not _GOES.search(sentence):
        return None
    if new := _new(sentence, people):
        return i, new
    posts = _posts(sentence)
    for k in range(i + 1, min(len(said), i + 1 + AHEAD)):
        told = _posts(said[k])
        if (not posts or not told or posts & told) and (new := _new(said[k], _others(said[k], key))):
            return k, new
    return None


def _before(key: str, said: Sequence[str], i: int) -> tuple[int, tuple[int, int]] | None:
    """Return who came before the one of that name in sentence ``i``, likewise."""
    sentence = said[i]
    people = _others(sentence, key)
    named = [n for n in people_among(names(sentence), sentence) if key in sentence[n.start : n.end]]
    own, end = (
        (named[0].start, named[0].end) if named else (sentence.find(key), sentence.find(key) + len(key))
    )
    for k in (i, i + 1):
        if k >= len(said):
            break
        for name in _others(said[k], key):
            cue = _OBJECT.search(said[k], 0, name.start)
            subject = [n for n in _others(said[k], key) if cue and n.end <= cue.start()]
            if cue and not subject and (k > i or own < cue.start()):
                return k, (name.start, name.end)
    if _TAKES.match(sentence, end) or _GIVEN_TO.search(sentence, 0, own):
        if gone := _leaver(sentence, [n for n in people if n.end <= own]):
            return i, gone
        if i and _GOES.search(said[i - 1]) and (gone := _leaver(said[i - 1], _others(said[i - 1], key))):
            return i - 1, gone
    return None


def _leaver(sentence: str, people: Sequence[Name]) -> tuple[int, int] | None:
    """Return whom of the people a sentence tells to leave: the last before the word that tells it."""
    goes = _GOES.search(sentence)
    before = [n for n in people if goes and n.end <= goes.start()] or list(people[:1])
    return (before[-1].start, before[-1].end) if before else None


def _others(sentence: str, key: str) -> list[Name]:
    """Return the people whom a sentence names, but for the one of that name."""
    return [n for n in people_among(names(sentence), sentence) if key not in sentence[n.start : n.end]]


def _replaced(sentence: str, key: str) -> int:
    """Return where a verb begins whose object is the one of that name; 0 where there is none."""
    for at in re.finditer(re.escape(key), sentence):
        if cue := _OBJECT.search(sentence, 0, at.start()):
            return cue.start()
    return 0


def _new(sentence: str, people: Sequence[Name]) -> tuple[int, int] | None:
    """Return who takes over by a sentence."""
    for name in people:
        if _OBJECT.search(sentence, 0, name.start):
            continue
        if _TAKES.match(sentence, name.end) or _GIVEN_TO.search(sentence, 0, name.start):
            return name.start, name.end
    return None


def _posts(sentence: str) -> frozenset[tuple[bool, str]]:
    """Return the posts that a sentence names, and of each whether it is a deputy's."""
    return frozenset(
        (sentence[: match.start()].endswith("副"), post_keys()[match["post"].lower()])
        for match in posts_in(sentence)
    )


_OBJECT = re.compile(
    rf"(?:{_OVER_ZH}了?(?:原|前|前任)?[^，。；]{{0,10}}|\b{_OVER_EN} (?:the )?(?:former |outgoing "
    rf"|longtime )?(?:[a-z]+ ){{0,4}}"
    r"(?:[A-Z][\w.'’-]* ){0,2}|\bsuccessor to )\Z"
)  # fmt: skip
"""What stands before the name of who is replaced."""
_GOES = re.compile(
    r"辞|离职|离任|卸任|退休|退任|去世|免去|调任|不再担任|接任|接替|继任"
    r"|\b(?:leav|left|resign|retir|step\w* (?:down|aside|back)|depart|quit|oust|fired|dismiss|died"
    r"|succe|replac|out as)",
    re.IGNORECASE,
)
"""What tells that somebody leaves a post."""
_TAKES = re.compile(
    r"(?:先生|女士)?(?:将|会|已|正式|随后|拟|暂时|暂)*(?:接任|接替|继任|接班|接棒|接手|出任|升任|代行|履新|当选)"
    r"|,? (?:who )?(?:will |has |is |is to |would |is set to |has been |was |have )*(?:succeeds?"
    r"|succeeded|replaces?|replaced(?! by)"
    r"|takes? over|took over|taking over|steps? up|stepped up|becomes?|became|(?:be )?(?:named"
    r"|appointed|promoted|elected))\b"
    r"|,? (?:[^.;,]{0,40} )?(?:as (?:his|her|their|its|the) (?:successor|replacement)|to (?:succeed"
    r"|replace|take over))",
)
"""What stands behind the name of who comes after."""
_GIVEN_TO = re.compile(
    r"(?:聘任|任命|委任|选举|推选|推举|增补|补选|继任者(?:是|为)|接任者(?:是|为)|换成|改由)了?(?:[^，。；的]{0,8}(?:总裁|经理|总监|董事|书|长))?\Z"
    r"|(?:\b(?:appointed|named|hired|elected|promoted|tapped|chosen|chose|picked|selected"
    r"|succeeded by|replaced by|successor|handed over to"
    r"|hand over to|successor is|successor will be|name|appoint|promote|hire),? (?:the )?(?:former "
    r"|current |its )?(?:[a-z]+ ){0,4})\Z",
)
"""What stands before it."""
