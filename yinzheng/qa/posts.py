"""Posts of companies and the questions who holds one: ``Who runs A?``, ``A的财务总监是谁``, ``A的老板是谁``.

They ask for a name that stands beside that of a post, in either language; ``holders.py`` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from yinzheng.corpus.fold import simplified

LEADERS = frozenset({"chief_executive", "chair", "president", "general_manager"})
"""Posts of those who run a company, which a question asks for as its boss."""

_KIN = {
    "chief_executive": ("general_manager", "president"),
    "general_manager": ("chief_executive", "president"),
    "president": ("chief_executive", "general_manager"),
}
"""Posts that one person has where a Chinese company names no other who runs it; the nearest first."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a question asks: who holds one of the ``posts`` of ``whose`` company, as the question names it.

    ``kin`` are posts that are as good where nobody holds that one. ``deputy``: whose deputy is asked for;
    ``acting``: who does its work while nobody holds it, of any company where ``whose`` is empty; ``new``:
    who has just been given it.
    """

    posts: frozenset[str]
    whose: str
    kin: tuple[str, ...] = ()
    deputy: bool = False
    acting: bool = False
    new: bool = False


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
    return iter(_posts(text))


@lru_cache(maxsize=64)
def _posts(text: str) -> tuple[re.Match[str], ...]:
    """Return where a text names a post; a document is read for several posts, and by the next question."""
    return tuple(_post().finditer(text))


def named_posts(text: str, posts: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yield where a text in simplified characters names one of the posts."""
    return (match for match in posts_in(text) if post_keys()[match["post"].lower()] in posts)


_BOSS = r"(?:老板|一把手|掌门人|掌舵人|当家人|负责人|boss|head|leader)"
_WHO = r"(?:谁|哪位|哪一位|哪个人|什么人|什么名字)"
_WHO_IS = r"(?:who(?:'s| is| are| serves as| acts as)|what(?:'s| is) the name of)"
_NOW = r"(?:(?P<new>新任|新|new |newly appointed )|现在|目前|如今|当前|现任|the |its |current |present )*"
_TODAY = r"(?:现在|目前|如今|当前|现任)*"
_WHOSE = r"(?P<whose>.{2,60}?)"
_RUNS = r"(?:runs|leads|heads|manages|is running|is leading|is in charge of)"
_BEFORE = r"(?:[^，。,]{0,30}?(?:之?[前后]|期间)[，,]?)?"
_DUTIES = r"(?:的?(?:职责|职务|职权|工作|一职|职位))?"
_STANDS_IN = r"(?:暂时|暂|来|将)*(?:代行|代为履行|代理|暂代|代管|代任)了?"


_HINT = re.compile(rf"{_WHO}|\bwho\b|\bthe name of\b", re.IGNORECASE)
"""What all of these questions have."""


@cache
def _asking(*, chinese: bool) -> tuple[re.Pattern[str], ...]:
    """Return the forms of questions for who holds a post, of one language: each holds all names of posts."""
    post = rf"{_NOW}(?P<deputy>(?:常务|执行|高级)?副)?(?:{post_pattern()}|{_BOSS})"
    named = post_pattern()
    acting = rf"(?P<acting>{_STANDS_IN})"
    forms = (
        (
            rf"{_WHOSE}的?{post}{_TODAY}(?:是|叫|由|为|姓名是){_TODAY}{_WHO}(?:担任)?",
            rf"{_WHOSE}的?{post}(?P<changed>已经?|最近|现在|刚)*(?P<change>换成|换了?|换的?是|变成|变更为|改由|改为)了?{_WHO}(?:担任|接任|出任|了|来当)*",
            rf"{_WHO}(?:是|担任|出任|就任|接任|接替|继任|升任|任|在当|当)了?{_TODAY}{_WHOSE}的?{post}",
            rf"{_WHO}(?P<change>被任命|被聘任|被委任|获任|获聘|被聘|被选举|当选)(?:为|担任)?了?{_WHOSE}的?{post}",
            rf"{_WHO}在?(?:掌管|执掌|领导|掌控|管理)着?{_WHOSE}",
            rf"{_BEFORE}由?{_WHO}{acting}{_WHOSE}的?{named}{_DUTIES}",
            rf"{_BEFORE}由?{_WHO}{acting}{named}{_DUTIES}",
            rf"{_BEFORE}{_WHOSE}的?{named}{_DUTIES}(?:现在|目前)?由{_WHO}{acting}",
            rf"{_WHOSE}的?(?P<acting>代理|代){named}(?:是|叫){_WHO}",
        )
        if chinese
        else (
            rf"{_WHO_IS} (?P<acting>(?:the )?(?:acting|interim)) {named} (?:of|at|for) {_WHOSE}",
            rf"{_WHO_IS} {_WHOSE}['’]s? (?P<acting>acting|interim) {named}",
            rf"{_WHO_IS} {post} (?:of|at|for) {_WHOSE}",
            rf"{_WHO_IS} {_WHOSE}['’]s? {post}",
            (
                rf"who (?:was|is|has been) (?P<change>appointed|named|hired|elected)(?: as)? {post}"
                rf" (?:of|at|by) {_WHOSE}"
            ),
            rf"who (?:did|has) {_WHOSE} (?P<change>(?:appoint|name|hire|elect)(?:ed)?)(?: as)? {post}",
            rf"who {_RUNS} {_WHOSE}",
            rf"who (?P<post>chair)s (?:the board of )?(?:the )?{_WHOSE}",
        )
    )
    return tuple(re.compile(rf"{form}(?: now| today)?[?？]*", re.IGNORECASE) for form in forms)


@lru_cache(maxsize=64)
def post_asked(question: str) -> Post | None:
    """Read a question for who holds a post today; None where it asks for something else."""
    text = simplified(question).strip()
    if not (hint := _HINT.search(text)):
        return None  # most questions: no form is made
    for form in _asking(chinese=not hint.group().isascii()):
        found = form.fullmatch(text)
        if found is None:
            continue
        named = {name: said for name, said in found.groupdict().items() if said}
        if re.search(r"\d|前任|former|previous|副$|\b(?:vice|deputy)$", named.get("whose", "")):
            continue
        key = post_keys()[named["post"].lower()] if "post" in named else ""
        whose = re.sub(r"^(?:the|this) |^(?:这家|该)|(?:公司|集团)$", "", named.get("whose", "")).strip()
        if len(whose) < 2 and "acting" not in named:
            return None
        return Post(
            frozenset({key}) if key else LEADERS,
            whose,
            kin=() if text.isascii() or "deputy" in named else _KIN.get(key, ()),
            deputy="deputy" in named,
            acting="acting" in named,
            new="new" in named or "change" in named,
        )
    return None


def is_post(text: str) -> bool:
    """Whether a text is the name of a post, and so nobody's: Chief Financial Officer."""
    return _post().fullmatch(simplified(text).strip()) is not None
