"""Questions about things that are named side by side, cut into one for each of them.

``A 和 B 谁的营收更高``, ``according to the reports of A and B, what are the ages of C and D``: each thing has
its own evidence, often in a document of its own. What is cut are names (``names/entities.py``) and years
joined by 和, *and*, *or* …, where the wording compares or distributes, or where several pairs go together;
``When did A and B sign`` and ``the contract between A and B`` ask for one thing. Which of two figures is the
greater one is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from yinzheng.qa.names.entities import names
from yinzheng.qa.names.name_lists import NameKind

_JOIN = re.compile(r"\s*(?:以及|还是|或者?|[和与及跟同、]|,? (?:and|or|versus|vs\.?))\s*")
_MAY_JOIN = re.compile(r"[和与及跟同、]|还是|或|\b(?:and|or|versus|vs)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:\s?(?:年度?|财年))?(?!\d)")

_HOW = "高低大小多少长短早晚快慢好差强弱贵老年轻重远近先后"
_COMPARES = re.compile(
    rf"分别|各自|各(?=[是为有达占])|比较|对比|相比|更(?=[{_HOW}])|谁先|(?:是否|是不是)?(?:相同|一样|一致)"
    r"|有(?:什么|何|哪些)(?:不同|区别|差异|异同)|不同之处"
    r"|\b(?:compar(?:e|ed|ison)|respective(?:ly)?|each|both|differ(?:s|ent|ence|ences)?|same)\b"
    r"|\b(?:who(?:se)?|which)\b.*\b(?:more|less|fewer|earlier|later|first|older|younger|\w{3,}er)\b"
    r"|\bwhat (?:are|were)\b|\bhow (?:much|many)\b|\bwhich \w+s (?:do|did|are|were)\b",
    re.IGNORECASE,
)

_OPENING = re.compile(r"(?:请|试)?(?:比较|对比)(?:一下)?|^\s*compare\b\s*", re.IGNORECASE)
_EACH = re.compile(
    r"分别|各自|各(?=[是为有达占])|,? \brespectively\b|\beach\b ?|\bboth\b ?|(?<=their) respective",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"(?:是否|是不是)?(?:相同|一样|一致)吗?|有(?:什么|何|哪些)(?:不同|区别|差异|异同)(?:之处)?"
)
_WHO_MORE = re.compile(
    r"[，,]?\s*(?:谁|哪[个家一位年]{1,2}(?:公司|企业|机构|人|方)?)(?:的?(?P<what>[^，,。？?]{1,24}?))?"
    rf"更(?P<how>[{_HOW}])[^？?]*"
)
_WHICH = re.compile(r"(?:[.。]\s*|\s)(?:which|who)\b(?P<asked>[^?？]*)[?？]?\s*$", re.IGNORECASE)
_WHO_HAS = re.compile(
    r"\b(?:who|which(?: \w+)?) (?:is|was|has|had|have)\s(?:a |an |the )?(?P<more>\w+)\s?(?P<what>[^,?]*),\s*"
    r"(?P<of>[^,?]+)\?",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"\bwhose (?P<what>.+?) (?P<be>is|was|were|are|occurred|took place) (?:the )?"
    r"(?P<more>more|less|first|\w{3,}er)\b(?P<tail>[^,?]*)(?:,\s*(?P<of>[^?]*))?\?",
    re.IGNORECASE,
)
_WHO_WAS = re.compile(
    r"\bwho (?P<be>is|was|were) (?P<done>\w+ed) (?P<more>earlier|later|first|sooner)(?:,\s*(?P<of>[^?]*))?\?",
    re.IGNORECASE,
)
_AGE = re.compile(r"older|younger", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:earlier|later|first|sooner)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:[A-Z]\. ?)+[A-Z][\w'-]+|[一-龥]某{1,2}")  # J. R. Smith, 王某某
_BETWEEN = re.compile(r"\b(?:between|among)\s+\Z", re.IGNORECASE)
_AMONG = re.compile(r"\s*[两双三]?[家方者]?之间")
_DIFFERS = re.compile(
    r"\b(?:differ\w*|compar\w+|distinctions?|gap)\b|不同|区别|差[异距别]|比较|对比|相比", re.IGNORECASE
)
_FUSED = re.compile(r"[和与及]")


@dataclass(frozen=True, slots=True)
class Named:
    """A name or a year of the question: half-open offsets."""

    start: int
    end: int
    kind: NameKind | str


def compared(question: str) -> list[str]:
    """Return a question for each of two or three things named side by side; empty for other questions.

    Raises YinzhengError where the question is Chinese and the tagger of names cannot be loaded.
    """
    if not _MAY_JOIN.search(question):
        return []
    cue = compares(question)
    if not cue and len(_MAY_JOIN.findall(question)) < 2:
        return []
    groups = _groups(question, named(question))
    if not groups or not (cue or len(groups) > 1):
        return []
    count = len(groups[0])
    groups = [group for group in groups if len(group) == count]
    return [plain(_with(question, groups, n)) for n in range(count)]


def compares(question: str) -> bool:
    """Whether the wording of a question compares or distributes: ``分别``, ``谁更``, *which … earlier*."""
    return _COMPARES.search(question) is not None


def named(question: str) -> list[Named]:
    """Return the names and years of a question in their order, people with initials (``王某``) among them.

    Raises YinzhengError where the question is Chinese and the tagger of names cannot be loaded.
    """
    found = [Named(*match.span(), "person") for match in _PERSON.finditer(question)]
    told: list[Named] = []
    for name in names(question):
        halves = _FUSED.split(question[name.start : name.end])
        if len(halves) == 2 and len(halves[0]) > 2 and halves[0][-2:] == halves[1][-2:]:  # 甲公司和乙公司
            at = name.start + len(halves[0])
            told += [Named(name.start, at, name.kind), Named(at + 1, name.end, name.kind)]
        else:
            told.append(Named(name.start, name.end, name.kind))
    told += [Named(*match.span(), "year") for match in _YEAR.finditer(question)]
    for one in told:
        if not any(other.start < one.end and one.start < other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _groups(question: str, found: Sequence[Named]) -> list[list[Named]]:
    """The names that are joined, two or three to a group, in the order of the question."""
    found = _dated(question, found)
    groups: list[list[Named]] = []
    for before, name in pairwise(found):
        alike = before.kind == name.kind or {before.kind, name.kind} <= {"org", "product", "place"}
        if not alike or not _JOIN.fullmatch(question, before.end, name.start):
            continue
        if groups and groups[-1][-1] is before:
            groups[-1].append(name)
        else:
            groups.append([before, name])
    return [group for group in groups if len(group) <= 3 and not _is_one_thing(question, group)]


def _is_one_thing(question: str, group: Sequence[Named]) -> bool:
    """Whether what is asked for stands between the names: the contract between A and B, 甲和乙之间的合同."""
    between = _BETWEEN.search(question, 0, group[0].start) or _AMONG.match(question, group[-1].end)
    return between is not None and not _DIFFERS.search(question)


def _dated(question: str, found: Sequence[Named]) -> list[Named]:
    """Names together with the year of each: ``2019年甲公司和2020年乙公司``, ``A in 2021 and B in 2019``."""
    made = list(found)
    for at in range(len(made) - 3):
        one, two, three, four = made[at : at + 4]
        kinds = [name.kind == "year" for name in (one, two, three, four)]
        between = (question[one.end : two.start], question[three.end : four.start])
        joined = _JOIN.fullmatch(question, two.end, three.start)
        if not joined or (
            (kinds, between) != ([True, False, True, False], ("", ""))
            and not (kinds == [False, True, False, True] and set(between) <= {" in ", " for ", "在", ""})
        ):
            continue
        kind = two.kind if kinds[0] else one.kind
        return [
            *made[:at], Named(one.start, two.end, kind), Named(three.start, four.end, kind), *made[at + 4 :]
        ]  # fmt: skip
    return made


def _with(question: str, groups: Sequence[Sequence[Named]], n: int) -> str:
    """The question with the n-th name of each group in the place of all."""
    made, done = "", 0
    for group in groups:
        made += question[done : group[0].start] + question[group[n].start : group[n].end]
        done = group[-1].end
    return made + question[done:]


def plain(asked: str) -> str:
    """Return the question for one thing without what compares it: 谁的营收更高 asks for 营收是多少."""
    opened = _OPENING.sub("", asked, count=1)
    if opened != asked and (end := _WHICH.search(opened)):  # Compare … of A and B. Which company … earlier?
        word = "When" if _WHEN.search(end["asked"]) else "What"
        return f"{word} was {opened[: end.start()].strip()}?"
    if done := _WHO_WAS.search(asked):
        return f"{asked[: done.start()]}when {done['be']} {(done['of'] or 'it').strip()} {done['done']}?"
    if whose := _WHOSE.search(asked):
        word = "when was" if _WHEN.search(whose["more"]) else "what is"
        of = f" of {whose['of'].strip()}" if (whose["of"] or "").strip() else ""
        return f"{asked[: whose.start()]}{word} the {whose['what']}{whose['tail']}{of}?"
    asked = _EACH.sub("", opened)
    asked = _ALIKE.sub("是什么", asked)
    if more := _WHO_MORE.search(asked):
        before, what = asked[: more.start()], more["what"] or ""
        said = f"的{what}" if what and what not in before else ""
        ends = "是什么时候" if more["how"] in "早晚先后" else "是多少"
        return f"{before}{said}{ends}？"
    if has := _WHO_HAS.search(asked):
        one = has["of"].strip()
        if _AGE.fullmatch(has["more"]):
            return f"{asked[: has.start()]}how old is {one}?"
        return f"{asked[: has.start()]}what is the {has['what'].strip()} of {one}?"
    return asked
