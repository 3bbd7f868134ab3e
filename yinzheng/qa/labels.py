"""Labels of records and the lines under them: ``主诉：…``, ``- **Age:** 28``, a heading with its section.

In a record, a judgment or a form it is the label that repeats the question, and the value that answers:
``Age: 28``, or what stands on the lines below. So within a document that the question names, what stands
under a label that says what is asked goes first, and a label alone is no answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.tokens import stems, words
from yinzheng.qa.question import asked_for, is_function_word
from yinzheng.qa.signals import weighed
from yinzheng.qa.whose import is_statute

if TYPE_CHECKING:
    from yinzheng.qa.signals import Evidence

LABEL = 8.0
"""What the logarithm of a sentence's chance gains with its label, times the square of how like that is."""

RUN = 3
"""Sentences of an account that are quoted one after the other."""

LIKE = 0.5
"""Least likeness, as an F1 of words, from which a label counts."""

SAME = 0.85
"""Likeness from which a label is what is asked: what stands under it goes before all else."""

RULE = 0.03
"""What is left of the chance of a rule of law, where somebody's case is asked about."""

UPWARD = (0.9, 0.8, 0.7)
"""What the labels on lines of their own above a sentence count for, the nearest first."""

AWAY = 150.0
"""Characters under such a label that take 1 off the logarithm, 2 at most: its first sentence goes first."""

_MARKS = r"[#*\-•·【\[\s\d.、（(）)一二三四五六七八九十]"
_OWN = re.compile(
    rf"{_MARKS}*(?P<label>[^:：。.!?！？\n]{{1,48}}?)[*\s】\]]*[:：][*\s]*(?P<value>.*)", re.DOTALL
)
_HEADING = re.compile(r"\s*(?:#+\s|\*\*|【)(?P<label>[^:：。!?！？\n]{1,60}?)[*\s】:：]*")
_ACCOUNT = re.compile(
    r"总结|概述|概括|归纳|简述|梳理|综述|经过"
    r"|\b(?:summari[sz]e|summary of|outline|describe|overview)\b",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"综上|总之|总的来说|总体(?:而言|来说|来看)|(?:通过)?(?:以上|上述)|由此可见"
    r"|(?:in (?:conclusion|summary|short)|overall|to (?:conclude|sum up)"
    r"|these (?:events|efforts|measures|initiatives))\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"(?:请)?(?:总结|概述|概括|归纳|简述|描述|说明|介绍|列出|情况|内容|结果|患者|被告人?)"
    r"|summari[sz]e|describe|outline|explain|list|give|findings?|details?|informations?|patients?|defendants?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    label: frozenset[str]
    alone: bool


def by_label(asked: str, ranked: Sequence[Evidence]) -> tuple[list[Evidence], frozenset[int]]:
    """Return the sentences with their chances moved by their labels, the likeliest first; they sum to 1.

    And where those begin that stand under just the label that is asked for.
    """
    wanted = _content(asked) | (_DATE if asked_for(asked) == "date" else frozenset())
    if not wanted or not ranked:
        return list(ranked), frozenset()
    lines: dict[str, list[_Line]] = {}
    made = []
    same: set[int] = set()
    for item in ranked:
        document = item.candidate.document
        if document.id not in lines:
            lines[document.id] = _lines(document.text)
        like, away, alone = _likeness(wanted, item, lines[document.id])
        below = min(2.0, away / AWAY)
        chance = item.chance * math.exp(LABEL * like * like - below)
        if like >= SAME:
            same.add(item.start)
            chance += math.exp(-below)
        made.append(chance if not alone else 0.0)
    if not any(made):
        return list(ranked), frozenset()
    return weighed(ranked, made), frozenset(same)


def asks_an_account(asked: str) -> bool:
    """Whether a question asks to be told about something: ``总结…``, *summarize …*."""
    return _ACCOUNT.search(asked) is not None


def without_rules(asked: str, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences with less chance for rules of law, which tell of nobody, unless law is asked."""
    if _LAW.search(asked):
        return list(ranked)
    return weighed(ranked, [item.chance * (RULE if _is_a_rule(item.quote) else 1.0) for item in ranked])


def _is_a_rule(sentence: str) -> bool:
    return _WHOEVER.match(sentence) is not None or is_statute(sentence, 0, len(sentence))


_LAW = re.compile(
    r"法律|法规|规定|法条|条款|依据|第.{1,6}条|\b(?:laws?|legal|articles?|statutes?|provisions?|rules?)\b",
    re.IGNORECASE,
)
_WHOEVER = re.compile(
    r"\W*(?:凡|任何(?:人|单位)|(?:\w+ ){0,3}?(?:those who|whoever|anyone who|any person who|a person who)\b)",
    re.IGNORECASE,
)


def in_a_run(ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences with the likeliest run of them first, in the order of their text.

    An account is told by sentences that follow one another, as many as an answer quotes; which run it is, the
    fifth roots of their chances tell, since one likely sentence among unlikely ones does not make it. Labels
    alone and sentences that look back (``综上所述``, *In conclusion*) are no part of it.
    """
    likely = [item for item in ranked if item.chance and not _LOOKS_BACK.match(item.quote)] or list(ranked)
    told = sorted(likely, key=lambda item: (item.candidate.document.id, item.start))
    runs = [told[at : at + RUN] for at in range(max(1, len(told) - RUN + 1))]
    runs = [run for run in runs if len({item.candidate.document.id for item in run}) == 1] or [told[:1]]
    best = max(runs, key=lambda run: sum(item.chance**0.2 for item in run))
    return [*best, *(item for item in ranked if not any(item is other for other in best))]


def _likeness(wanted: frozenset[str], item: Evidence, lines: Sequence[_Line]) -> tuple[float, float, bool]:
    """How like what is asked the labels of a sentence are, in [0, 1]; how far above it the likest one stands.

    And whether the sentence is nothing but a label.
    """
    above = [line for line in lines if line.start < item.end]
    own = [line for line in above if line.start >= item.start]
    if any(line.alone for line in own):
        return 0.0, 0.0, True
    best, away = max((_f1(wanted, line.label) for line in own), default=0.0), 0.0
    heads = [line for line in above if line.alone][: -len(UPWARD) - 1 : -1]
    for line, share in zip(heads, UPWARD, strict=False):
        if (like := share * _f1(wanted, line.label)) > best:
            best, away = like, float(item.start - line.start)
    return (best, away, False) if best >= LIKE else (0.0, 0.0, False)


def _f1(wanted: frozenset[str], label: frozenset[str]) -> float:
    return 2 * len(wanted & label) / ((len(wanted) + len(label)) or 1)


def _lines(text: str) -> list[_Line]:
    """The lines of a text that have a label, in order."""
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        shown = line.strip()
        if shown and (match := _OWN.fullmatch(shown)) and (label := _content(match["label"])):
            found.append(_Line(at + line.index(shown[0]), label, not match["value"].strip()))
        elif shown and (match := _HEADING.fullmatch(shown)) and (label := _content(match["label"])):
            found.append(_Line(at + line.index(shown[0]), label, True))
        at += len(line)
    return found


_DATE = frozenset({"date"})
_ALIKE = {"time": "date", "时间": "date", "日期": "date", "when": "date", "initi": "prelim"}
_STEM = 6  # characters of an English stem that are compared: diagnosis, diagnoses


def _content(text: str) -> frozenset[str]:
    """The stems of the words that say what it is about; a time and a date are one thing."""
    plain = fold_text(_ASKING.sub(" ", text))
    found = stems([word for word in words(plain) if not is_function_word(word)])
    return frozenset(_ALIKE.get(stem, stem[:_STEM] if stem.isascii() else stem) for stem in found)
