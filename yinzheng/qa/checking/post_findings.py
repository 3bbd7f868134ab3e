"""Whether who holds a post in a statement holds it in the evidence: the name beside it, not one near it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text, simplified
from yinzheng.qa.checking import naming
from yinzheng.qa.checking.casts import cast_of
from yinzheng.qa.checking.held import Finding
from yinzheng.qa.holders import holders
from yinzheng.qa.posts import Post, post_keys, post_pattern, posts_in

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

_PERSON_EN = r"(?P<person>[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,3}?)"
_PERSON_ZH = r"(?P<person>[^\s，。；、的是为任]{2,20}?)"
_WHOSE_EN = r"(?P<whose>[A-Z][\w&'’.-]*?(?:\s[A-Z][\w&'’.-]*?){0,4})"
_WHOSE_ZH = r"(?P<whose>[^\s，。；、]{2,20}?)"
_NOW = r"(?:now |currently |still |also |the |its |current |new )*"


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The ways of saying who holds a post, each for the whole of a statement."""
    post = post_pattern()
    return tuple(
        re.compile(form)
        for form in (
            rf"{_WHOSE_EN}['’]s? {_NOW}{post} is {_NOW}{_PERSON_EN}\.?",
            rf"[Tt]he {_NOW}{post} (?:of|at) (?:the )?{_WHOSE_EN} is {_NOW}{_PERSON_EN}\.?",
            rf"{_PERSON_EN} (?:is|serves as|works as|acts as) {_NOW}{post} (?:of|at) (?:the )?{_WHOSE_EN}\.?",
            rf"{_PERSON_EN} (?:is|serves as|works as|acts as) {_NOW}{_WHOSE_EN}['’]s? {_NOW}{post}\.?",
            rf"{_WHOSE_ZH}(?:公司|集团)?的?(?:现任|现)?{post}(?:现在|目前)?(?:是|为|由){_PERSON_ZH}(?:担任|出任)?。?",
            rf"{_PERSON_ZH}(?:现在|目前|现)?(?:是|为|担任|出任|任){_WHOSE_ZH}(?:公司|集团)?的?(?:现任|现)?{post}。?",
        )
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """What a statement says: ``[start, end)`` of it names who holds ``post``."""

    post: Post
    person: str
    start: int
    end: int


@lru_cache(maxsize=1 << 10)
def _told(text: str) -> _Held | None:
    """Who holds a post as a statement says it; None where it says something else."""
    plain = simplified(text).strip()
    for form in _forms():
        found = form.fullmatch(plain)
        if found is None or re.search(r"前任|原|副$|\b(?:[Ff]ormer|[Dd]eputy|[Vv]ice)\b", found["whose"]):
            continue
        at = text.find(found["person"])
        start = max(0, at)
        key = post_keys()[found["post"].lower()]
        return _Held(
            Post(frozenset({key}), found["whose"]), found["person"], start, start + len(found["person"])
        )
    return None


def post_findings(held: Held) -> Iterator[Finding]:
    """Somebody who holds a post in the statement, and whom no document has in it."""
    told = _told(held.said.text)
    if told is None:
        return
    documents = {line.document.id: line.document for line in held.evidence.lines}
    whose = told.post.whose
    asked = [Post(told.post.posts, way) for way in dict.fromkeys((whose, *naming.ways(whose)))]
    found = holders(asked, documents.values())
    shown = [(one, documents[one.doc_id].text[one.start : one.end]) for one in found]
    if any(_is_same(told.person, name) for _, name in shown):
        return
    if not shown:
        if not any(_is_beside(held, told, line) for line in held.evidence.lines):
            yield Finding("name_not_found", "unsupported", told.start, told.end, told.person)
        return
    shown.sort(key=lambda one: one[1].isascii() != told.person.isascii())
    one, name = shown[0]
    yield _finding(held, told, one, name, documents[one.doc_id])


def _is_beside(held: Held, told: _Held, line: Line) -> bool:
    """Whether a line has somebody nearest to the post: hired Dana Cole as chief executive."""
    if not _stands(told.person, line.folded):
        return False
    others = [one for one in cast_of(held, line).parties if not _is_same(told.post.whose, one.name)]
    for match in posts_in(line.text):
        if post_keys()[match["post"].lower()] in told.post.posts and others:
            nearest = min(others, key=lambda one: max(match.start() - one.end, one.start - match.end()))
            return _is_same(told.person, nearest.name)
    return False


def _finding(held: Held, told: _Held, holder: Told, name: str, document: Document) -> Finding:
    if name.isascii() != told.person.isascii():
        return Finding("name_not_found", "unsupported", told.start, told.end, told.person)
    # One whom the same document names is told from the holder: it is not just older, or younger.
    sure = _stands(told.person, fold_text(document.text))
    own = [one for one in held.evidence.lines if one.document.id == document.id]
    line = next((one for one in own if one.start <= holder.start < one.end), None)
    return Finding(
        "subject_mismatch", "contradicted" if sure and line else "unsupported", told.start, told.end,
        told.person, name, line, holder.start, holder.end,
    )  # fmt: skip


def _is_same(person: str, name: str) -> bool:
    a, b = fold_text(person), fold_text(name)
    return _stands(person, b) or _stands(name, a) or a in b or b in a


def _stands(name: str, folded: str) -> bool:
    return naming.stands(name, folded) or naming.goes_by(name, folded)
