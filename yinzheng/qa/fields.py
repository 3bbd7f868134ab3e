"""Fields of documents: ``主持人：沈亦舟``, ``- **Founded:** 2014``, a row ``| 总部 | 常州 |`` of two cells.

Minutes, fact sheets and forms tell by a label and its value what a sentence tells elsewhere. No question
shares more than the label's words with such a line, and often not these: who was absent stands behind
``Apologies``. ``fields.tsv`` lists what such labels are called and how questions ask for them; any other
label is asked for by its own words. What else a question says has to stand where the field does: in the
title, the headings or the lines around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text, simplified
from yinzheng.corpus.tokens import stems, words
from yinzheng.qa.names.entities import names
from yinzheng.qa.question import asked_for, is_function_word
from yinzheng.qa.told import Told

if TYPE_CHECKING:
    from yinzheng.qa.question import Asked as Kind
    from yinzheng.types import Document

LONGEST = 400
"""Characters of the longest value; what is longer is a paragraph that opens with a label."""

LISTED = 12
"""Most lines of a list under a label."""

READ = 200_000
"""Characters of a document in which fields are looked for; minutes and fact sheets are short."""

_MARK = r"[ \t]*(?:[-*•·>]+[ \t]+|#+[ \t]+|\d{1,2}[.、)）][ \t]*|[一二三四五六七八九十]{1,3}、[ \t]*|[【\[])?"
_LABELLED = re.compile(
    rf"^{_MARK}(?:\*\*|__)?(?P<label>[^\n:：|*。！？!?，,；;\d]{{1,32}}?)(?:\*\*|__)?[】\]]?[ \t]*[:：]"
    r"(?:\*\*|__)?(?!//)[ \t]*(?P<value>[^\n|]*)$",
    re.MULTILINE,
)
_ROW = re.compile(
    r"^[ \t]*\|[ \t]*\**(?P<label>[^\n|*]{1,32}?)\**[ \t]*\|[ \t]*(?P<value>[^\n|]+?)[ \t]*\|[ \t]*$",
    re.MULTILINE,
)
_HEADED = re.compile(r"^(?:#+[ \t]+|\*\*)(?P<label>[^\n:：*]{1,32}?)(?:\*\*)?[ \t]*$", re.MULTILINE)
_LISTED = re.compile(
    r"\n?(?:[ \t]*\n){0,2}[ \t]*(?:[-*•·][ \t]+|[（(]?\d{1,2}[.、)）][ \t]*)(?P<item>[^\n]+)"
)
_PLAIN = re.compile(r"[\s*_]+")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A field of the table: the kinds of question that ask for it, and their words for it as a pattern."""

    kinds: frozenset[str]
    asks: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Field:
    """A label with the offsets of its value in the text, or of the lines of the list under it."""

    label: str
    start: int
    values: tuple[tuple[int, int], ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question as a field is looked for: the fields it may ask for, each with what else it says."""

    rests: Mapping[str, frozenset[str]]
    words: frozenset[str]
    kind: Kind
    duty: bool


@cache
def _table() -> tuple[Mapping[str, _Kind], Mapping[str, frozenset[str]]]:
    """Return the fields by their keys, and the keys by each label."""
    kinds: dict[str, _Kind] = {}
    labels: dict[str, set[str]] = {}
    text = resources.files("yinzheng.qa").joinpath("fields.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        key, asking, called, asks = line.split("\t")
        kinds[key] = _Kind(frozenset(asking.split("|")), re.compile(asks))
        for label in called.split("|"):
            labels.setdefault(label, set()).add(key)
    return kinds, {label: frozenset(keys) for label, keys in labels.items()}


@lru_cache(maxsize=64)
def _read(question: str) -> _Asking | None:
    """Read a question; None where it is of a kind that no field answers."""
    text = simplified(question).lower()
    kind = asked_for(text)
    if kind in _NEVER:
        return None
    rests: dict[str, frozenset[str]] = {}
    for key, field in _table()[0].items():
        if kind in field.kinds and field.asks.search(text) and not (key == "present" and "absent" in rests):
            rests[key] = _content(field.asks.sub(" ", text))
    return _Asking(rests, _content(_DUTY.sub(" ", text)), kind, _DUTY.search(text) is not None)


_DUTY = re.compile(
    r"(?:要|该|需要?|得)(?:做|干|完成|负责)(?:的?(?:什么|哪些))?|(?:什么|哪些)?(?:待办|任务|分工)(?:事项)?"
    r"|\b(?:have|has|need|needs|supposed) to do\b|\b(?:to[- ]?dos?|tasks?|action items?|plate)\b",
    re.IGNORECASE,
)
"""A question what somebody has to do: there a name is the label of a task."""
_NEVER = frozenset({"yes_no", "reason", "manner", "share"})
_GENERAL = re.compile(
    r"公司|企业|集团|股东大?会|董事会|会议?|开会|写|本次|这次|此次|该|这[家个]|那[家个]|文档|文件|资料|主要|核心|目前|现在|如今|多少|人|名|都|还|来|叫|做|由|为|要|事项|内容|人员|时候|哪天|哪一|哪日|几号"
    r"|时间|日期|地点|日|天|号|company|firm|meeting|document|main|key|major|current(?:ly)?|now|today|people|person|date|time"
    r"|place|name[sd]?|items?|list|tell|me|us|please|whole|everyone|everybody|else|person|number|held|hold|year|day|up|out|off|came|come|agreed|made|given|far|so"
)
"""Words of a question that tell no field from another."""


def _content(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that tell of what it is."""
    kept = [w for w in words(text) if not is_function_word(w) and not _GENERAL.fullmatch(w)]
    return frozenset(stems(kept))


_of_label = lru_cache(maxsize=4_096)(_content)


def fields_of(question: str, documents: Iterable[Document]) -> list[Told]:
    """Return the values of the fields that a question asks for, of the documents that have them."""
    asking = _read(question)
    if asking is None:
        return []
    found: list[Told] = []
    for document in documents:
        known = [
            (f, around) for f in _fields(document.text) if (around := _asked(asking, f, document)) is not None
        ]
        # Of several the one whose own lines or heading say what the question says.
        if known:
            best = max(around for _, around in known)
            field = next(f for f, around in known if around == best)
            found += [Told(document.id, a, b, field.listed) for a, b in field.values]
    return found


def _asked(asking: _Asking, field: _Field, document: Document) -> int | None:
    """Return how near to a field that a question asks for stands what else it says; None where it does not.

    2 for the lines around it and the heading above it, 1 for the document's title and first lines.
    """
    keys = _table()[1].get(field.label, frozenset()) & asking.rests.keys()
    rests = [asking.rests[key] for key in keys]
    own = _of_label(field.label)
    if (
        own
        and own <= asking.words
        and asking.kind in _BY_LABEL
        and (asking.duty or not _is_a_person(field.label))
    ):
        rests.append(asking.words - own)
    if not rests:
        return None
    rest = min(rests, key=len)
    near = _near(document, field)
    if _has(near, rest):
        return 2
    return 1 if _has(f"{document.title}\n{_opening(document.text)}\n{near}", rest) else None


_BY_LABEL = frozenset(
    {"date", "money", "number", "duration", "person", "organisation", "place", "list", "other"}
)
"""Kinds of question that may ask for a label by its own words."""


def _is_a_person(label: str) -> bool:
    """Whether a label is somebody's name: what a speaker says is no field."""
    return any(name.kind == "person" and name.end - name.start >= len(label) - 1 for name in names(label))


def _has(text: str, rest: frozenset[str]) -> bool:
    if not rest:
        return True
    folded = fold_text(text)
    known: frozenset[str] | None = None
    for stem in rest:
        if stem.isascii() and known is None:
            known = frozenset(stems(words(text)))
        if not (stem in known if stem.isascii() and known is not None else stem in folded):
            return False
    return True


_OPENS = 200


def _opening(text: str) -> str:
    """Return the first lines of a document that are no fields."""
    lines = text[:_OPENS].splitlines()
    return "\n".join(line for line in lines if not _LABELLED.match(line))


def _near(document: Document, field: _Field) -> str:
    """Return the values of the lines around a field, without a blank one between, and the heading above."""
    text = document.text
    start = text.rfind("\n\n", 0, field.start) + 1
    stop = text.find("\n\n", field.start)
    block = text[
        max(start, field.start - _OPENS) : min(len(text) if stop < 0 else stop, field.start + _OPENS)
    ]
    values = [m["value"] if (m := _LABELLED.match(line)) else line for line in block.splitlines()]
    heading = max(
        (a for a in document.anchors if a.kind == "heading" and a.start <= field.start),
        key=lambda a: a.start,
        default=None,
    )
    return "\n".join([*values, heading.label if heading else ""])


@lru_cache(maxsize=128)
def _fields(text: str) -> Sequence[_Field]:
    """Return the fields of a text, in its order."""
    return sorted(_found(text), key=lambda field: field.start)


def _found(text: str) -> Iterator[_Field]:
    for match in _LABELLED.finditer(text, 0, READ):
        label = _PLAIN.sub(" ", simplified(match["label"])).strip().lower()
        if match["value"].strip(" \t*_"):
            if match.end() - match.start() <= LONGEST:
                yield _Field(label, match.start(), (_bare(text, *match.span("value")),))
        elif items := _items(text, match.end()):
            yield _Field(label, match.start(), items, listed=True)
    for match in _ROW.finditer(text, 0, READ):
        if not set(match["label"]) <= set("-: "):
            yield _Field(simplified(match["label"]).strip().lower(), match.start(), (match.span("value"),))
    for match in _HEADED.finditer(text, 0, READ):
        if items := _items(text, match.end()):
            yield _Field(simplified(match["label"]).strip().lower(), match.start(), items, listed=True)


def _items(text: str, start: int) -> tuple[tuple[int, int], ...]:
    """Return the lines of the list that begins behind an offset."""
    found: list[tuple[int, int]] = []
    at = start
    while len(found) < LISTED and (match := _LISTED.match(text, at)):
        found.append(match.span("item"))
        at = match.end()
    return tuple(found)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the interval of a value without the marks around it."""
    said = text[start:end]
    start += len(said) - len(said.lstrip(" \t*_"))
    return start, start + len(said.strip(" \t*_"))
