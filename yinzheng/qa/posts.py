"""Who holds a post: the people whom documents name as somebody's chairman or chief executive.

``Who runs A?``, ``A的财务总监是谁`` and ``A的老板是谁`` ask for a name that stands beside that of a post, in
either language. A grammar reads both, so the sentence is found whatever else it tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.segment import sentences
from yinzheng.qa.names.aliases import is_listed
from yinzheng.qa.names.entities import names
from yinzheng.qa.names.name_lists import lexicon
from yinzheng.qa.told import Told

if TYPE_CHECKING:
    from yinzheng.qa.names.name_lists import Name
    from yinzheng.types import Document

LEADERS = frozenset({"chief_executive", "chair", "president", "general_manager"})
"""Posts of those who run a company, which a question asks for as its boss."""

LOOKED_AT = 12
"""Sentences of a document that name a post asked for, and are read for names."""

OPENING = 400
"""Characters in which a document says whom it is about."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a question asks: who holds one of the ``posts`` of ``whose`` company, as the question names it."""

    posts: frozenset[str]
    whose: str


@cache
def post_keys() -> Mapping[str, str]:
    """Return the key of each post by its names in both languages, Latin ones in lower case."""
    found = {}
    text = resources.files("yinzheng.qa").joinpath("posts.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        key, *columns = line.split("\t")
        found.update({name.lower(): key for column in columns for name in column.split("|")})
    return found


@cache
def post_pattern() -> str:
    """Return the pattern of a post's name, a group ``post``, the longest first; case makes no difference."""
    written = sorted(post_keys(), key=len, reverse=True)
    ways = [rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in written]
    return rf"(?P<post>(?i:{'|'.join(ways)}))"


@cache
def _post() -> re.Pattern[str]:
    return re.compile(post_pattern())


def posts_in(text: str) -> Iterator[re.Match[str]]:
    """Yield where a text names a post."""
    return _post().finditer(text)


def _asked_in(text: str, posts: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yield where a text in simplified characters names one of the posts."""
    return (match for match in posts_in(text) if post_keys()[match["post"].lower()] in posts)


_BOSS = r"(?:老板|一把手|掌门人|掌舵人|当家人|负责人|boss|head|leader)"
_WHO = r"(?:谁|哪位|哪一位|哪个人|什么人|什么名字)"
_WHO_IS = r"(?:who(?:'s| is| are| serves as| acts as)|what(?:'s| is) the name of)"
_NOW = r"(?:现在|目前|如今|当前|现任|the |its |current |present )*"
_WHOSE = r"(?P<whose>.{2,60}?)"
_RUNS = r"(?:runs|leads|heads|manages|is running|is leading|is in charge of)"


@cache
def _asking() -> tuple[re.Pattern[str], ...]:
    """Return the forms of questions for who holds a post."""
    post = rf"{_NOW}(?:{post_pattern()}|{_BOSS})"
    return tuple(
        re.compile(rf"{form}(?: now| today)?[?？]*", re.IGNORECASE)
        for form in (
            rf"{_WHOSE}的?{post}{_NOW}(?:是|叫|由|为|姓名是){_NOW}{_WHO}(?:担任)?",
            rf"{_WHO}(?:是|担任|出任|就任|接任|接替|继任|升任|任|在当|当)了?{_NOW}{_WHOSE}的?{post}",
            rf"{_WHO}在?(?:掌管|执掌|领导|掌控|管理)着?{_WHOSE}",
            rf"{_WHO_IS} {post} (?:of|at|for) {_WHOSE}",
            rf"{_WHO_IS} {_WHOSE}['’]s? {post}",
            rf"who {_RUNS} {_WHOSE}",
            rf"who (?P<post>chair)s (?:the board of )?(?:the )?{_WHOSE}",
        )
    )


@lru_cache(maxsize=64)
def post_asked(question: str) -> Post | None:
    """Read a question for who holds a post today; None where it asks for something else."""
    text = simplified(question).strip()
    for form in _asking():
        found = form.fullmatch(text)
        if found is None or re.search(r"\d|前任|former|previous|副$|\b(?:vice|deputy)$", found["whose"]):
            continue
        named = found.groupdict()
        posts = frozenset({post_keys()[named["post"].lower()]}) if named.get("post") else LEADERS
        whose = re.sub(r"^(?:the|this) |^(?:这家|该)|(?:公司|集团)$", "", found["whose"]).strip()
        return Post(posts, whose) if len(whose) > 1 else None
    return None


def is_post(text: str) -> bool:
    """Whether a text is the name of a post, and so nobody's: Chief Financial Officer."""
    return _post().fullmatch(simplified(text).strip()) is not None


def holders(asked: Sequence[Post], documents: Iterable[Document]) -> list[Told]:
    """Return who holds a post, of the documents that tell: the first sentence of each.

    ``asked`` is the same question with each of the names that the company goes by.
    """
    found = []
    for document in documents:
        for post in asked:
            if told := next(_told(post, document), None):
                found += told
                break
    return found


def is_of_another_post(question: str, sentence: str) -> bool:
    """Whether a sentence tells who holds a post, but surely another one than is asked for, or of others.

    A deputy, a former chairman, the chairman of another company. Names in the other script are not compared.
    """
    asked = post_asked(question)
    if asked is None or asked.whose.isascii() != sentence.isascii():
        return False
    text = simplified(sentence)
    # Who runs a company may have a post that is none of LEADERS.
    named = _post().search(text) if asked.posts != LEADERS else next(_asked_in(text, asked.posts), None)
    return named is not None and not any(_of_whom(asked, text, names(text)))


def _told(asked: Post, document: Document) -> Iterator[list[Told]]:
    """Yield the holders that each sentence of a document names."""
    about = _is_in(asked.whose, f"{document.title}\n{document.text[:OPENING]}")
    looked = 0
    text = simplified(document.text)
    ends = 0
    for match in _asked_in(text, asked.posts):
        if match.start() < ends:
            continue
        looked += 1
        if looked > LOOKED_AT:
            return
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _AROUND)
        stop = text.find("\n", match.end())
        stop = min(len(text) if stop < 0 else stop, match.end() + _AROUND)
        for sentence in sentences(text, start, stop):
            if sentence.start <= match.start() < sentence.end:
                ends = sentence.end
                if made := _named(asked, text[sentence.start : sentence.end], about):
                    yield [Told(document.id, sentence.start + a, sentence.start + b) for a, b in made]


_AROUND = 400


def _of_whom(asked: Post, sentence: str, known: Sequence[Name]) -> Iterator[re.Match[str]]:
    """Yield the posts asked for that a sentence names, but for deputies', former ones and those of others.

    ``known`` are the names of the sentence.
    """
    orgs = [n for n in known if n.kind == "org" and not _may_be_a_person(sentence[n.start : n.end])]
    others = [n for n in orgs if not _same(asked.whose, sentence[n.start : n.end])]
    here = _is_in(asked.whose, sentence)
    for match in _asked_in(sentence, asked.posts):
        if _OTHER.search(sentence[: match.start()]):
            continue
        if any(_governs(sentence, (n.start, n.end), match.span()) for n in others):
            continue
        if here or not any(n.end <= match.start() for n in others):  # else it may be theirs
            yield match


def _named(asked: Post, sentence: str, about: bool) -> list[tuple[int, int]]:
    """Return where a sentence names who holds the posts asked for, of the company asked about."""
    if not about and not _is_in(asked.whose, sentence):
        return []
    known = names(sentence)
    people = [n for n in known if n.kind == "person" or _may_be_a_person(sentence[n.start : n.end])]
    found = []
    for match in _of_whom(asked, sentence, known):
        behind = [(n, sentence[match.end() : n.start]) for n in people if n.start >= match.end()]
        before = [(n, sentence[n.end : match.start()]) for n in people if n.end <= match.start()]
        told = [n for n, gap in behind if _POST_FIRST.fullmatch(gap)]
        told = told or [n for n, gap in before if _NAME_FIRST.fullmatch(gap.replace(asked.whose, ""))]
        told = told or [n for n, gap in behind if gap in {", ", "，"}]
        told = [n for n in told if not _LEAVES.match(sentence, n.end)] + _successors(sentence, people)
        found += [(n.start, n.end) for n in told]
    return sorted(dict.fromkeys(found))


def _successors(sentence: str, people: Sequence[Name]) -> list[Name]:
    """Return who is told to take over a post: 由原副总裁魏子川接任."""
    return [n for n in people if _BY.search(sentence, 0, n.start) and _TAKES_OVER.match(sentence, n.end)]


_LEAVES = re.compile(
    r"(?:先生|女士)?[已将拟正]*(?:因[^，。；]{0,12})?(?:于[^，。；]{1,10})?(?:正式|提出|申请|宣布)*"
    "(?:离职|辞职|辞任|辞去|卸任|离任|去职|退休|离开|被免|退任)"
    r"|,? (?:who )?(?:has |had |will |is )?(?:left|leave|leaving|resign\w*|retir\w*|step\w* down|quit)\b",
    re.IGNORECASE,
)
"""What stands behind the name of who holds a post no more, or not for long."""
_BY = re.compile(r"(?:由|[，。；])(?:原|现任)?[^，。；由]{0,12}\Z")
_TAKES_OVER = re.compile("(?:先生|女士)?(?:将)?(?:接任|接替|继任|出任|代行)")


def _may_be_a_person(name: str) -> bool:
    """Whether a Latin name of two or three words is no company's by its words: beside a post, a person's."""
    parts = name.split()
    suffixes = lexicon()["org_suffix"]
    return (
        len(parts) in (2, 3)
        and all(part[:1].isupper() and part.isascii() for part in parts)
        and not any(part.rstrip(".,") in suffixes for part in parts)
        and not is_listed(name)
    )


_OTHER = re.compile(
    r"(?:副|(?<!目)前|(?<![中平])原|候任|vice |deputy |former |ex-|then-|assistant |incoming )$",
    re.IGNORECASE,
)
_POST_ZH, _POST_EN = r"[^，。,;；、\s]{2,10}", r"[a-z][a-z -]{2,24}"
_POST_FIRST = re.compile(  # 董事长为顾砚秋
    rf"(?:(?:、|兼|和|及|/){_POST_ZH}?|(?: and |, ){_POST_EN}?)?"
    r"(?:现?(?:为|是|由)|：|: |——|[（(]| is | was )? ?"
)
_NAME_FIRST = re.compile(  # 顾砚秋（董事长）
    r"(?:，|（)?(?:同时|现|目前|一直|先生|女士)*(?:担任|出任|现任|任|为|是)?(?:公司|本公司|该公司|集团)*的?"
    rf"(?:{_POST_ZH}(?:兼|、|和|及|/))*"
    r"|(?:, | \(| )(?:who (?:is|was|has been|serves as|became) |is |was |serves as |has been )?"
    rf"(?:the |our |its |their |my )?(?:company's )?(?:{_POST_EN}(?: and |, ))*",
    re.IGNORECASE,
)


def _governs(sentence: str, name: tuple[int, int], post: tuple[int, int]) -> bool:
    """Whether a company is that of a post: its name stands before it, or behind ``of`` or ``at``."""
    if name[1] <= post[0]:
        return re.fullmatch(r"(?:的|'s|’s)? ?(?:现任|集团|公司)?", sentence[name[1] : post[0]]) is not None
    return re.fullmatch(r" (?:of|at) (?:the )?", sentence[post[1] : name[0]]) is not None


def _is_in(name: str, text: str) -> bool:
    """Whether a text has a company's name, or the first word of a Latin one."""
    folded = simplified(text).lower()
    if not name.isascii():
        return name in folded
    first = name.split(maxsplit=1)[0]
    ways = [name.lower(), *([first.lower()] if len(first) >= _LONG and first[:1].isupper() else [])]
    return any(re.search(rf"(?<![a-z]){re.escape(way)}(?![a-z])", folded) for way in ways)


_LONG = 5


def _same(name: str, other: str) -> bool:
    return _is_in(name, other) or _is_in(other, name)
