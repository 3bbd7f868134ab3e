"""Who holds a post, as documents tell it: beside the post's name, in a notice of who gets it, in a life.

Of a document that tells of several the one counts who was appointed to it, not the one who leaves; who does
its work meanwhile counts where nobody holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.segment import sentences
from yinzheng.qa.names.entities import names
from yinzheng.qa.names.name_lists import Name
from yinzheng.qa.names.people import may_be_a_person, people_among
from yinzheng.qa.posts import LEADERS, Post, named_posts, post_asked, post_keys, posts_in
from yinzheng.qa.told import Told, names_whom, opens_with

if TYPE_CHECKING:
    from yinzheng.types import Document

LOOKED_AT = 12
"""Sentences of a document that name a post asked for, and are read for names."""

_AROUND = 400
"""Characters on either side of a post's name in which its sentence is looked for."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """Somebody at ``[start, end)`` and how a sentence tells of them; ``sentence`` is where that begins."""

    name: str
    start: int
    end: int
    how: Literal["holds", "appointed", "acts", "leaves"]
    sentence: int = 0


def holders(asked: Sequence[Post], documents: Iterable[Document]) -> list[Told]:
    """Return who holds a post, of the documents that tell.

    ``asked`` is the same question with each of the names that the company goes by.
    """
    found = []
    for document in documents:
        ways = (post for one in asked for post in (one, *_kin(one)))
        found += next((told for way in ways if (told := _told(way, document))), [])
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
    named = next(posts_in(text) if asked.posts != LEADERS else named_posts(text, asked.posts), None)
    known = names(text)
    people = people_among(known, text)
    if _opens_a_life(text, people):
        return not any(any(_of_a_life(way, text, known, people)) for way in (asked, *_kin(asked)))
    return named is not None and not any(
        next(_of_whom(way, text, known), None) for way in (asked, *_kin(asked))
    )


def _kin(asked: Post) -> Iterator[Post]:
    return (replace(asked, posts=frozenset({key}), kin=()) for key in asked.kin)


def _told(asked: Post, document: Document) -> list[Told]:
    """Return who holds a post by a document."""
    known = list(_holders(asked, document))
    gone = {one.name for one in known if one.how == "leaves"}
    there = [one for one in known if one.how != "leaves" and not any(_is_same(one.name, n) for n in gone)]
    if asked.acting:
        there = [one for one in known if one.how == "acts"]
    else:
        new = [one for one in there if one.how == "appointed"] if asked.new or gone else []
        there = new or [one for one in there if one.how != "acts"] or there
    return [
        Told(document.id, one.start, one.end)
        for one in there
        if one.sentence == there[0].sentence  # the first sentence that tells
    ]


def _is_same(name: str, other: str) -> bool:
    """Whether two names are one person's: Nadia Osei and Osei."""
    return name == other or (name.isascii() and name.rsplit(maxsplit=1)[-1] == other.rsplit(maxsplit=1)[-1])


def _holders(asked: Post, document: Document) -> Iterator[_Holder]:
    """Yield whom the sentences of a document tell of that name a post, in their order."""
    about = not asked.whose or opens_with(document, asked.whose)
    looked = 0
    text = simplified(document.text)
    ends = 0
    for match in named_posts(text, asked.posts):
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
                for one in _named(asked, text[sentence.start : sentence.end], about):
                    at = sentence.start
                    yield replace(one, start=at + one.start, end=at + one.end, sentence=at)


def _of_whom(asked: Post, sentence: str, known: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Yield where a sentence names the posts asked for, but for deputies', former ones and those of others.

    ``known`` are the names of the sentence. Where a deputy is asked for, the place begins with that word.
    """
    orgs = [n for n in known if n.kind == "org" and not may_be_a_person(sentence[n.start : n.end])]
    others = [n for n in orgs if not _same(asked.whose, sentence[n.start : n.end])]
    here = not asked.whose or names_whom(sentence, asked.whose)
    for match in named_posts(sentence, asked.posts):
        start = match.start()
        if asked.deputy:
            deputy = _DEPUTY.search(sentence, 0, start)
            if deputy is None:
                continue
            start = deputy.start()
        if _OTHER.search(sentence[:start]):
            continue
        if any(_governs(sentence, (n.start, n.end), (start, match.end())) for n in others):
            continue
        if here or not any(n.end <= start for n in others):  # else it may be theirs
            yield start, match.end()


def _named(asked: Post, sentence: str, about: bool) -> list[_Holder]:
    """Return whom a sentence names as who holds, gets or leaves the posts asked for, or acts for who does."""
    if not about and not names_whom(sentence, asked.whose):
        return []
    known = names(sentence)
    people = people_among(known, sentence)
    found = []
    for start, end in _of_whom(asked, sentence, known):
        behind = [(n, sentence[end : n.start]) for n in people if n.start >= end]
        before = [(n, sentence[n.end : start]) for n in people if n.end <= start]
        told = [n for n, gap in behind if _POST_FIRST.fullmatch(gap)]
        if not told and (unknown := _UNKNOWN.match(sentence, end)):
            told = [Name(*unknown.span("name"), "person")]
        told = told or [n for n, gap in before if _NAME_FIRST.fullmatch(gap.replace(asked.whose, ""))]
        told = told or [n for n, gap in behind if gap in {", ", "，"}]
        found += [_as(n, sentence, _how(n, sentence, (start, end))) for n in told]
        found += [_as(n, sentence, "acts") for n, gap in before if _ACTS_FOR.fullmatch(gap)]
    if "founder" not in asked.posts:  # whom nobody succeeds
        found += [_as(n, sentence, "appointed") for n in _successors(asked, sentence, people)]
    if not asked.deputy:
        found += _of_a_life(asked, sentence, known, people)
        found += _former(asked, sentence, people)
    return sorted(dict.fromkeys(found), key=lambda one: (one.start, one.how))


def _as(name: Name, sentence: str, how: Literal["holds", "appointed", "acts", "leaves"]) -> _Holder:
    return _Holder(sentence[name.start : name.end], name.start, name.end, how)


def _how(name: Name, sentence: str, post: tuple[int, int]) -> Literal["holds", "appointed", "leaves"]:
    """Return how a sentence tells of a name beside a post."""
    if leaves := _LEAVES.match(sentence, name.end):
        clause = re.split(r"[，。；]", sentence[leaves.end() :], maxsplit=1)[0]
        other = _OTHER_POST.search(clause) and sentence[slice(*post)] not in clause
        return "holds" if other else "leaves"
    return "appointed" if _APPOINTS.search(sentence, 0, name.start) else "holds"


def _successors(asked: Post, sentence: str, people: Sequence[Name]) -> Iterator[Name]:
    """Yield who is told to take over a post: 由原副总裁魏子川接任. It is one asked for, or is told before."""
    for name in people:
        over = _TAKES_OVER.match(sentence, name.end) if _BY.search(sentence, 0, name.start) else None
        if over is None:
            continue
        post = next(posts_in(sentence[over.end() : over.end() + _OF_POST]), None)
        if post is None or post_keys()[post["post"].lower()] in asked.posts:
            yield name


_OF_POST = 12
"""Characters behind *takes over* in which the post stands."""


def _former(asked: Post, sentence: str, people: Sequence[Name]) -> Iterator[_Holder]:
    """Yield who held a post before: 原财务总监杜衡, former CFO Bo Ray."""
    for match in named_posts(sentence, asked.posts):
        if _ONCE.search(sentence, 0, match.start()):
            for name in people:
                if name.start >= match.end() and sentence[match.end() : name.start].strip() in ("", ","):
                    yield _as(name, sentence, "leaves")


def _opens_a_life(sentence: str, people: Sequence[Name]) -> bool:
    """Whether a sentence begins as a short life: a name, and when that was born or what they are."""
    whom = people[0] if people and not sentence[: people[0].start].strip() else None
    return whom is not None and _LIFE.match(sentence, whom.end) is not None


def _of_a_life(
    asked: Post, sentence: str, known: Sequence[Name], people: Sequence[Name]
) -> Iterator[_Holder]:
    """Yield whom a sentence is a short life of that tells a post: 罗某女士，1981年生，现任公司财务总监.

    The clause of the post may name no other company, nor say when it ended.
    """
    if not _opens_a_life(sentence, people):
        return
    whom = people[0]
    for match in named_posts(sentence, asked.posts):
        first = max(sentence.rfind(mark, 0, match.start()) for mark in "，；。") + 1
        clause = sentence[first : match.start()]
        orgs = [n for n in known if n.kind == "org" and first <= n.start < match.start()]
        if (
            first > whom.end
            and _SERVES.search(clause)
            and not _ENDED.search(clause)
            and not _OTHER.search(clause)
            and all(_same(asked.whose, sentence[n.start : n.end]) for n in orgs)
        ):
            yield _as(whom, sentence, "holds")


_LIFE = re.compile(r"(?:先生|女士)?，(?:[^，]{0,8}，)?(?:男|女|\d{4}|中国国籍|[^，]{0,12}(?:生于|出生))")
_SERVES = re.compile(r"(?:现任|起任|兼任|担任|出任|升任|至今任|今任|任)[^，；]{0,24}$")
_ENDED = re.compile(
    r"曾|历任|先后|[年月](?:至|到|-|—|–|~)\d|\d(?:-|—|–|~)\d{4}|原任"
)  # 2015年至2018年任A公司财务总监
_LEAVES = re.compile(
    r"(?:先生|女士)?[已将拟正]*(?:因[^，。；]{0,12})?(?:于[^，。；]{1,10})?(?:正式|提出|提交|递交|送达|申请|宣布|的|书面)*"
    "(?:离职|辞职|辞任|辞呈|辞去|卸任|离任|去职|退休|离开|被免|退任|去世|逝世|病逝|辞世)"
    r"|,? (?:who )?(?:has |had |will |is )?(?:left|leave|leaving|resign\w*|retir\w*|step\w* down|quit)\b"
    r"|['’]s (?:departure|resignation|retirement|exit)\b",
    re.IGNORECASE,
)
"""What stands behind the name of who holds a post no more, or not for long."""
_OTHER_POST = re.compile("董事|监事|委员|总裁|总监|经理|秘书|书记")
"""What somebody leaves who may stay in another post: 总经理某某辞去董事职务."""
_APPOINTS = re.compile(
    r"(?:聘任|任命|委任|选举|推选|推举|聘请|提名|增补|补选|获任|同意)(?:了|由|原|[^，。；的]{0,8}总裁|[^，。；的]{0,8}经理)?\Z"
    r"|\b(?:appoint|nam|hir|elect|promot|tapp|choos|chos)(?:s|ed|ing|es|en|e)? ?\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:由|[，。；])(?:原|现任)?[^，。；由]{0,12}\Z")
_TAKES_OVER = re.compile("(?:先生|女士)?(?:将)?(?:接任|接替|继任|出任)")
_UNKNOWN = re.compile(
    r"现?(?:为|是|由|：)(?P<name>[\u3400-\u9fff]{2,4}?)(?:先生|女士|担任)?(?=[，。；、]|\Z)"
)
"""A name that the tagger does not know: 首席执行官为蒲云起，…."""
_ACTS_FOR = re.compile(
    "(?:先生|女士)?(?:暂时|暂|将|继续)*(?:代行|代为履行|代理|暂代|代任|代管)(?:公司|本公司|该公司|其)*的?"
    r"|,? (?:will |is |has |was |serves as |as |serving as |the |named |appointed )*(?:acting|interim) "
)
_DEPUTY = re.compile(r"(?:常务|执行|高级)?副\Z")
_ONCE = re.compile(r"(?:(?<!目)前|(?<![中平])原|前任|former |ex-)\Z", re.IGNORECASE)
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
    r"|(?:, | \(| )(?:who (?:is|was|has been|serves as|became) "
    r"|is |was |serves as |has been |has served as |became |was (?:appointed|named) (?:as )?|as )?"
    rf"(?:the |our |its |their |my )?(?:company's )?(?:{_POST_EN}(?: and |, ))*",
    re.IGNORECASE,
)


def _governs(sentence: str, name: tuple[int, int], post: tuple[int, int]) -> bool:
    """Whether a company is that of a post: its name stands before it, or behind ``of`` or ``at``."""
    if name[1] <= post[0]:
        return re.fullmatch(r"(?:的|'s|’s)? ?(?:现任|集团|公司)?", sentence[name[1] : post[0]]) is not None
    return re.fullmatch(r" (?:of|at) (?:the )?", sentence[post[1] : name[0]]) is not None


def _same(name: str, other: str) -> bool:
    return not name or names_whom(other, name) or names_whom(name, other)
