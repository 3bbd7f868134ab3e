"""Whether the names of a statement stand in its evidence, in whichever language and form."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import Concept, concepts
from yinzheng.corpus.tokens import is_han, stems, words
from yinzheng.qa.names.aliases import (
    canonical,
    defined_names,
    forms,
    is_listed,
    normal_form,
    places,
    without_legal_form,
)
from yinzheng.qa.names.name_lists import lexicon
from yinzheng.qa.question import is_function_word
from yinzheng.qa.ways import ways_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Named
    from yinzheng.types import Lang

_LATIN_WORD = re.compile(r"[a-z0-9][a-z0-9&'’.-]*")
_TITLES = frozenset(
    ("mr", "mrs", "ms", "dr", "sir", "ceo", "cfo", "president", "the", "of", "and", "for", "inc")
)
_ENDINGS = frozenset(
    "inc corp corporation co company ltd limited llc plc group holdings solutions technologies technology"  # noqa: SIM905
    " services systems bank university institute school hospital court party church city county".split()
)
_GENERIC_END = re.compile("(?:股份|集团|控股|科技|公司|有限|责任)+$")


@lru_cache(maxsize=1 << 12)
def ways(name: str) -> tuple[str, ...]:
    """The folded forms in which a name may stand: its aliases, and it without its legal form."""
    shown = canonical(name)
    found = {
        fold_text(name),
        fold_text(shown),
        normal_form(name).lower(),
        without_legal_form(normal_form(name)).lower(),
    }
    found |= {form.lower() for form in _by_shown().get(shown, ())}
    found |= {_GENERIC_END.sub("", form) for form in found if is_han(form[:1] or " ")}
    return tuple(sorted((form for form in found if len(form) > 1), key=len, reverse=True))


@lru_cache(maxsize=1)
def _by_shown() -> Mapping[str, list[str]]:
    made: dict[str, list[str]] = {}
    for form, shown in (*forms().items(), *places().items()):
        made.setdefault(shown, []).append(form)
    return made


@lru_cache(maxsize=1 << 14)
def stands(name: str, folded: str) -> bool:
    """Whether a name stands in a folded text in one of its forms, or as the part that it goes by."""
    for form in ways(name):
        if form in folded and (not form.isascii() or re.search(_as_word(form), folded)):
            return True
    return False


def place(name: str, folded: str) -> tuple[int, int] | None:
    """Where a name stands in a folded text, None where it does not or where it does more than once."""
    for form in ways(name):
        found = [m.span() for m in re.finditer(_as_word(form), folded)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _as_word(form: str) -> str:
    escaped = re.escape(form)
    return rf"(?<![a-z0-9]){escaped}(?![a-z0-9])" if form.isascii() else escaped


@lru_cache(maxsize=1 << 14)
def goes_by(name: str, folded: str) -> bool:
    """Whether a part of a name stands in a text that people use for it: Altman, Quillstone, 华夏娱乐.

    A part that begins or ends another name is none: Isaac Newton is no Isaac Windows.
    """
    short = fold_text(name)
    if short.isascii():
        parts = _parts(short)
        return len(parts) > 1 and any(_alone(part, parts, folded) for part in (parts[0], parts[-1]))
    core = _GENERIC_END.sub("", short)
    return len(core) > 1 and core in folded


def _parts(short: str) -> list[str]:
    found = [part.strip(".'’") for part in _LATIN_WORD.findall(short)]
    return [part for part in found if part not in _TITLES and len(part) > 2]


def _alone(part: str, parts: list[str], folded: str) -> bool:
    """Whether a word stands in a text beside no word that it would be another name with."""
    if part in _ENDINGS or is_plain(part) or part not in folded:
        return False
    for match in re.finditer(_as_word(part), folded):
        before = _BEFORE.search(folded, max(0, match.start() - 24), match.start())
        behind = _BEHIND.match(folded, match.end())
        others = [found[1].rstrip(".") for found in (before, behind) if found]
        if all(word in parts or is_plain(word) for word in others):
            return True
    return False


_BEFORE = re.compile(r"([a-z0-9&'’-]+)\s$")
_BEHIND = re.compile(r"\s([a-z0-9&'’-]+)")


@lru_cache(maxsize=1 << 12)
def is_plain(word: str) -> bool:
    """Whether a folded word is an ordinary one: what the tables of words have."""
    return bool(_other_language(word)) or is_function_word(word) or word.capitalize() in lexicon()["common"]


@lru_cache(maxsize=1 << 10)
def _defined(text: str) -> Mapping[str, str]:
    return defined_names(text)


def in_line(named: Named, line: Line) -> bool:
    """Whether a name of a statement stands in a line, also by what the document defines for it."""
    if stands(named.raw, line.folded) or goes_by(named.raw, line.folded):
        return True
    defined = _defined(line.document.text)
    full = canonical(named.raw, defined)
    if full != canonical(named.raw) and stands(full, line.folded):
        return True
    return any(
        stands(short, line.folded) for short, long in defined.items() if canonical(long, defined) == full
    ) or line.has_any(ways_of(_other_language(named.raw)))


def is_defined_as(name: str, other: str, line: Line) -> bool:
    """Whether a name of a statement and one of a line are of one by what the line's document defines."""
    defined = _defined(line.document.text)
    return bool(defined) and canonical(name, defined) == canonical(other, defined)


def is_joined(named: Named, line: Line, around: str) -> bool:
    """Whether a longer name is made of words that a line and what stands ``around`` it have, one in the line.

    钦州基地产能 where a line has 钦州基地 and 产能; A White Sports Coat where it has "A White Sport Coat".
    """
    parts = _joined(named.raw)
    if len(parts) < _FEWEST_PARTS or not all(_has_part(part, around) for part in parts):
        return False
    return any(_has_part(part, line.folded) for part in parts)


_FEWEST_PARTS = 2


@lru_cache(maxsize=1 << 12)
def _joined(name: str) -> tuple[str, ...]:
    """The words of content of a name; none where one of them is too short to be told."""
    found = [word for word in words(name) if not is_function_word(word)]
    return tuple(found) if all(len(word) > (1 if is_han(word) else 2) for word in found) else ()


@lru_cache(maxsize=1 << 14)
def _has_part(part: str, folded: str) -> bool:
    if is_han(part):
        return part in folded
    pattern = "|".join(re.escape(form) for form in (part, stems([part])[0]))
    return re.search(rf"(?<![a-z0-9])(?:{pattern})s?(?![a-z0-9])", folded) is not None


@lru_cache(maxsize=1 << 12)
def _other_language(name: str) -> Concept:
    """Ways in which the table of words gives the whole of a name in the other language."""
    run = words(name)
    if not run:
        return ()
    made = concepts(run, "en" if is_han(run[0]) else "zh")
    own = {((stem,),) for stem in stems(run)}
    known = [concept for concept in made if concept not in own]
    return tuple(way for concept in known for way in concept) if len(known) == len(made) == 1 else ()


def can_tell(named: Named, lang: Lang, line: Line) -> bool:
    """Whether a name of a statement in ``lang`` would be seen in a line.

    What no table has is called otherwise in another language; Latin names stand in Chinese texts as they are.
    """
    return lang == line.lang or is_listed(canonical(named.raw)) or (named.raw.isascii() and line.lang == "en")
