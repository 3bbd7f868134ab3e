"""Who stands on either side of a word of a sentence: who does what it tells, and to whom it is done.

``A bought B``, ``B was bought by A``, ``A收购B`` and ``B被A收购`` differ in order, not in parts. English is
read by the names around a word and by commas, Chinese by LAC's parts of speech: both leave open what they
cannot tell, since a wrong part would make a true statement look false.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.qa.checking.reading import touching
from yinzheng.qa.names.tagger import Word, tag

if TYPE_CHECKING:
    from yinzheng.qa.checking.reading import Named

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody at ``[start, end)`` of a sentence: the name that tells whom, and all that calls them so."""

    start: int
    end: int
    name: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Who may do what a word tells, and to whom; ``sure`` unless a pronoun may stand for somebody else.

    ``direct`` are those of ``others`` to whom it is surely done.
    """

    doers: tuple[Party, ...] = ()
    others: tuple[Party, ...] = ()
    direct: tuple[Party, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Cast:
    """Those whom one sentence names, and ``read``, which gives the parts around one of its words."""

    parties: tuple[Party, ...]
    read: Callable[[int, int], Parts]


# English.

_EDGE = re.compile(
    r"[,;:!?—()]|\.(?=\s|$)|\s[-–]\s|\b(?:and|but|while|whereas|although|because|after|before|when|as|if)\b(?=\s)"
)
_END = re.compile(
    r"[;:!?—]|\.(?=\s|$)|,\s(?=who|which|while|and\s(?:it|he|she|they)\b)|\b(?:while|whereas|but)\b"
)
_RELATIVE = re.compile(r"\s*(?:who|which|that)\b")
_PRONOUN = re.compile(
    r"\b(?:i|we|it|he|she|they|its|his|her|their|our|the (?:company|group|firm|bank))\b", re.IGNORECASE
)
_ASTRAY = re.compile(
    r"\b(?:for|from|with|against|by|in|at|to|on|over|than|via|including|between|among|under|near)\s"
    r"(?:[a-z][\w-]*\s|the\s){0,2}$"
)
"""What stands before a name that does nothing: ``from Per Aune``; ``sales of Kestrel`` are Kestrel's."""
_BY = re.compile(
    r"(?!.*\b(?:\w+ed|led|run|held|made|built)\sby\b)[^.;]{0,60}?\bby\s(?:the\s)?(?:[a-z][\w-]*\s){0,3}$"
)
"""``bought by``, ``bought in May by``, and not ``raised in a round led by``."""
_BY_NEXT = re.compile(r"\s(?:\w+ly\s)?by\s")
_DIRECT = re.compile(
    r"\s(?:(?!(?:in|at|on|for|by|after|before|during|via|than|as|near|since|until|under|while|with|and|or|that)\b)"
    r"[a-z][\w-]*\s){0,4}"
)
"""What stands between a verb and whom it is done to: ``took over from``, ``fined battery maker``."""
_IS = re.compile(r"\b(?:was|were|been|being|is|are|be|got)\s(?:\w+ly\s|also\s|then\s|not\s)?$")
_JOINED = re.compile(r"\s(?:and)\s(?:the\s)?")


def english(text: str, names: Sequence[Named]) -> Cast:
    """Who does what in one English sentence with these names."""
    parties = [
        Party(one.start, one.end, one.raw, one.raw) for one in sorted(names, key=lambda one: one.start)
    ]
    joins = {a.end for a in parties for b in parties if _JOINED.fullmatch(text[a.end : b.start])}
    edges = [m.span() for m in _EDGE.finditer(text) if not any(m.start() - 1 == end for end in joins)]
    edges = [e for e in edges if not any(one.start < e[1] and e[0] < one.end for one in parties)]

    def read(start: int, end: int) -> Parts:
        nth = bisect_right(edges, start, key=lambda edge: edge[1])
        first = edges[nth - 1][1] if nth else 0
        before = [one for one in parties if one.end <= start]
        acting = [one for one in before if not _ASTRAY.search(text[max(0, one.start - 40) : one.start])]
        doers = [one for one in acting if one.start >= first]
        sure = True
        if _RELATIVE.match(text, first):  # Lee Park, who resigned
            doers = before[-1:]
        elif not doers:
            sure = _PRONOUN.search(text, first, start) is None
            doers = acting
        past = next((m.start() for m in _END.finditer(text, end)), len(text))
        again = text.find(text[start:end], end, past)
        if again >= 0:  # A advised B, and C advised D
            past = max(end, *(edge[1] for edge in edges if edge[1] <= again), 0)
        others = [one for one in parties if end <= one.start < past]
        by = [one for one in others if _BY.fullmatch(text[end : one.start])]
        if by and (_BY_NEXT.match(text, end) or _IS.search(text[:start])):
            suffered = tuple(doers) if _IS.search(text[:start]) else ()
            return Parts(tuple(by), suffered, suffered)
        if _IS.search(text[:start]):
            return Parts((), tuple(doers), tuple(doers), sure)
        direct = tuple(one for one in others[:1] if _DIRECT.fullmatch(text[end : one.start]))
        return Parts(tuple(doers), tuple(others), direct, sure)

    return Cast(tuple(parties), read)


# Chinese.

_NOUNS = frozenset(("n", "nz", "nr", "nw", "ns", "nt", "an", "PER", "ORG", "LOC", "f", "s"))
_NAMED = frozenset(("PER", "ORG", "LOC"))
_STOPS = "，。；：！？,;:!?\n"
_JOINS = frozenset(("·", "的", "-"))
_AND = frozenset(("和", "与", "及", "以及", "、"))
_ANY = re.compile(
    r"(?:该|本|这家|上述|两家|三家)?(?:公司|集团|企业|机构|银行|其|它们?|他们?|她们?|我们|双方|对方|后者|前者)"
)
_TO = frozenset(("对", "把", "将", "向", "给"))
_WITH = frozenset(("与", "和", "同", "跟"))
_HAS_TITLE = re.compile(
    r"(?:官|总裁|经理|董事长|主席|总监|负责人|发言人|员工|股东|高管|团队|管理层|董事会|法院|警方)$"
)
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Noun:
    """A run of nouns: what governs it, and its last name, empty for none."""

    start: int
    end: int
    governed: str
    name: str
    phrase: str
    is_pronoun: bool


def chinese(text: str, figures: Iterable[Span] = (), known: Iterable[str] = ()) -> Cast:
    """Who does what in one Chinese sentence.

    Nothing in its ``figures`` is a name (25 billion US dollars), and ``known`` are names wherever they stand.
    """
    words = _read(text, figures, known)
    pieces = list(_pieces(text, words))
    nouns = [_together(text, list(_nouns(text, piece))) for piece in pieces]

    def read(start: int, end: int) -> Parts:
        nth = next((n for n, piece in enumerate(pieces) if start < piece[-1].end), len(pieces) - 1)
        here = [one for one in nouns[nth] if one.end <= start]
        behind = [one for one in nouns[nth] if one.start >= end]
        by = [one for one in here if one.governed in ("由", "被", "遭", "获")]
        to = [one for one in here if one.governed in _TO]
        bare = [one for one in here if not one.governed]
        passive = any(w.end <= start and text[w.start : w.end] in ("被", "遭") for w in pieces[nth])
        if not bare and not by:
            bare = [one for piece in nouns[:nth] for one in piece if not one.governed]
        sure = not any(one.is_pronoun for one in bare)
        if passive:
            return Parts(_parties(by), _parties(bare), _parties(bare[-1:]), sure)
        if by:
            return Parts(_parties(by), _parties([*bare, *to, *behind]))
        both = [one for one in here if one.governed in _WITH]
        return Parts(
            _parties([*both, *bare]), _parties([*both, *to, *behind]), _parties([*to[-1:], *behind[:1]]), sure
        )

    return Cast(_parties(one for piece in nouns for one in piece), read)


def _parties(nouns: Iterable[_Noun]) -> tuple[Party, ...]:
    return tuple(Party(one.start, one.end, one.name, one.phrase) for one in nouns if one.name)


def verbs(text: str, figures: Iterable[Span] = (), known: Iterable[str] = ()) -> Iterator[Span]:
    """The verbs of a Chinese sentence that say more than that something is or is said; none of a list."""
    for word in _read(text, figures, known):
        around = text[word.start - 1 : word.start], text[word.end : word.end + 1]
        # What opens a sentence and is read as a verb is mostly a name that LAC does not know.
        told = word.tag in ("v", "vn") and text[word.start : word.end] not in _LIGHT
        if word.start and told and "、" not in around:
            yield word.start, word.end


_LIGHT = frozenset(
    (
        "是", "为", "有", "将", "会", "不会", "表示", "称", "宣布", "说", "认为", "指出",
        "透露", "完成", "实现", "进行", "达到", "达", "成为", "没有", "可以", "能", "要", "想",
        "占", "至", "成", "作为", "开始", "预计", "计划", "公布", "披露", "发布", "提供", "包括",
        "使", "让", "需要", "必须", "应", "具有", "增长", "下降", "增加", "减少", "上升", "上涨",
        "下跌", "提升", "提高", "降低", "同比", "环比",
    )
)  # fmt: skip
"""Verbs of too little meaning, and those that tell how figures change, which are told of by themselves."""


def _read(text: str, figures: Iterable[Span], known: Iterable[str]) -> list[Word]:
    """The words, with verbs that were cut into characters put together: 领 投 is one."""
    is_figure = touching(figures)
    places = [m.span() for name in known for m in re.finditer(re.escape(name), text)]
    made: list[Word] = []
    for word in tag([text])[0]:
        if is_figure(word.start, word.end):
            word = Word(word.start, word.end, "m")
        elif any(start <= word.start and word.end <= end for start, end in places):
            word = Word(word.start, word.end, "ORG")
        last = made[-1] if made else None
        if (
            last is not None
            and last.tag in ("v", "vd", "vn")
            and word.tag in ("v", "vn")
            and last.end - last.start == 1
            and word.end - word.start == 1
        ):
            made[-1] = Word(last.start, word.end, "v")
        else:
            made.append(word)
    return made


def _pieces(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    piece: list[Word] = []
    for word in words:
        piece.append(word)
        if text[word.end - 1 : word.end] in _STOPS:
            yield piece
            piece = []
    if piece:
        yield piece


def _nouns(text: str, piece: Sequence[Word]) -> Iterator[_Noun]:
    """The runs of nouns of a piece of a sentence, with the preposition before each."""
    governed = ""
    run: list[Word] = []
    for word in piece:
        raw = text[word.start : word.end]
        if word.tag in _NOUNS or word.tag == "r" or (run and (raw in _JOINS or raw[0] == "·")):
            run.append(word)
            continue
        if run:
            yield _noun(text, run, governed)
            run = []
            if raw in _AND:
                continue
            governed = ""
        if word.tag == "p":
            governed = raw
        elif word.tag in ("v", "vn"):
            governed = ""
    if run:
        yield _noun(text, run, governed)


def _together(text: str, nouns: Sequence[_Noun]) -> tuple[_Noun, ...]:
    """The nouns, where one that 和 joins to a name is a name as well: 臻明电池和大韩电芯."""
    made = list(nouns)
    for i in range(1, len(made)):
        a, b = made[i - 1], made[i]
        if text[a.end : b.start].strip() in _AND:
            made[i - 1] = replace(a, name=a.name or (a.phrase if b.name else ""))
            made[i] = replace(b, name=b.name or (b.phrase if a.name else ""))
    return tuple(made)


def _noun(text: str, run: Sequence[Word], governed: str) -> _Noun:
    start, end = run[0].start, run[-1].end
    raw = text[start:end]
    last = next((i for i in range(len(run) - 1, -1, -1) if _is_named(text, run[i])), None)
    name = ""
    if last is not None and not _HAS_TITLE.search(raw):
        first = last
        while first and _is_dotted(text, run[first - 1], run[first]):
            first -= 1
        past = next(
            (i for i in range(last + 1, len(run)) if text[run[i].start : run[i].end] == "的"), len(run)
        )
        name = text[run[first].start : run[past - 1].end]
    return _Noun(start, end, governed, name, raw, _ANY.fullmatch(raw) is not None)


def _is_dotted(text: str, before: Word, word: Word) -> bool:
    """Whether two words are parts of one transcribed name: 英格丽·索尔海姆."""
    return text[before.end - 1] == "·" or text[word.start] == "·"


def _is_named(text: str, word: Word) -> bool:
    return word.tag in _NAMED or _LATIN.match(text, word.start) is not None
