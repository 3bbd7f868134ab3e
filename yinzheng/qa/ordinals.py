"""Which of several: the B round, the third quarter, post-money. What is told of another one does not answer.

The names of such things differ by a letter or a digit, which no vector and few words tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.qa.signals import weighed

if TYPE_CHECKING:
    from yinzheng.qa.signals import Evidence
    from yinzheng.types import Document

OTHER = 0.1
"""What the chance of a sentence is multiplied by that tells of another one."""

BEFORE = 600
"""Characters before a sentence in which a round is looked for that 本轮 means."""

_HAN = {
    "一": "1",
    "二": "2",
    "两": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "首": "1",
}
_ENGLISH = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
}
_SERIES = {
    "round": r"(?<![a-z])(?P<round>(?:pre[- ]?)?[a-h]\d?(?: ?[+＋]{1,2})?) ?轮"
    r"|(?P<round_zh>(?:pre[- ]?)?(?:天使|种子)(?: ?[+＋])?) ?轮"
    r"|(?<![a-z])(?P<round_en>(?:pre-)?series [a-h](?:-?\d(?!\d)|\+)?)(?![a-z])"
    r"|(?<![a-z])(?P<round_seed>(?:pre-)?(?:seed|angel)) (?:round|funding|financing|investment|money)",
    "valuation": r"(?P<pre>投前|融资前|增资前|(?<![a-z])pre-money)"
    r"|(?P<post>投后|融资后|增资后|(?<![a-z])post-money)",
    "quarter": r"第?(?P<quarter>[一二三四])季[度报]?|(?<![a-z\d])q(?P<quarter_no>[1-4])(?!\d)"
    r"|(?<![a-z])(?P<quarter_en>first|second|third|fourth)[- ]quarter\b",
    "phase": r"第?(?P<phase>[一二三四五六七八首])期(?!间|限|货|待|望)"
    r"|(?<![a-z])phase (?P<phase_en>[1-8]|i{1,3}|iv)\b",
    "place": r"(?:排名?|排在|位[居列]|名列|居|占[有率比]*|份额[^，。；]{0,4}?)"
    r"第(?P<place>[一二三四五六七八])(?![大季])"
    r"|第(?P<place_zh>[一二三四五六七八])(?:名|大(?!道))"
    r"|(?<![a-z])(?:rank(?:s|ed|ing)? |no\. ?|number )(?P<place_en>first|second|third|fourth|[1-8](?!\d))",
}
_EACH = {series: re.compile(pattern) for series, pattern in _SERIES.items()}
_SAME = {"天使": "angel", "种子": "seed"}
_SPACING = re.compile(r"[- ]|series")
_PARTS = re.compile(r"[；;]")
_CLAUSES = re.compile(r"[，；;]|, ")
_ONLY_WHEN = re.compile(
    r"[\s\d年月日初末中旬底上下半同此前随后至到了公司又再其中于在也]*|in \d{4}", re.IGNORECASE
)
"""A clause that only dates the next one: 2022年6月，公司完成…."""


@lru_cache(maxsize=256)
def ordinals(text: str) -> frozenset[tuple[str, str]]:
    """Return which one of which series a text names: ``("round", "b")``, ``("quarter", "3")``.

    >>> sorted(ordinals("B轮和Series C"))
    [('round', 'b'), ('round', 'c')]
    """
    folded = simplified(text).lower()
    found = set()
    for series, pattern in _EACH.items():
        for match in pattern.finditer(folded):
            way, said = next((way, value) for way, value in match.groupdict().items() if value)
            if series == "valuation":
                said = way
            found.add((series, _HAN.get(said) or _ENGLISH.get(said) or _plain(said)))
    return frozenset(found)


def _plain(said: str) -> str:
    """Return a round as one spelling of it: ``prea``, ``angel+``."""
    bare = _SPACING.sub("", said).replace("＋", "+")
    for zh, en in _SAME.items():
        bare = bare.replace(zh, en)
    return bare


def is_of_another_ordinal(question: str, sentence: str, before: str = "") -> bool:
    """Whether a sentence names another one of a series of which the question names one, and not that.

    ``before`` is what its document tells before it, which 本轮 refers to.
    """
    asked = ordinals(question)
    if not asked:
        return False
    told = meant_in(sentence, before)
    if any(series == "valuation" for series, _ in asked) and not _VALUED.search(simplified(sentence).lower()):
        return True
    return any(
        (series, value) not in told and any(other == series for other, _ in told) for series, value in asked
    )


def of_the_asked(question: str, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with less chance for what tells of another one; the chances sum to 1 again."""
    if not ordinals(question):
        return list(ranked)
    shares = [
        OTHER
        if is_of_another_ordinal(question, item.quote, told_before(item.candidate.document, item.start))
        else 1.0
        for item in ranked
    ]
    return weighed(ranked, [item.chance * share for item, share in zip(ranked, shares, strict=True)])


def told_before(document: Document, start: int) -> str:
    """Return the title of a document and what it tells shortly before an offset."""
    return f"{document.title}\n{document.text[max(0, start - BEFORE) : start]}"


def part_of_ordinal(question: str, sentence: str) -> tuple[int, int] | None:
    """Return the part of a sentence that tells of the one which a question names; half-open.

    It stands between semicolons, or else begins at the clause that names the one, or dates it, and ends where
    another one is named. None where the question names none, or where no part is of another one.
    """
    asked = ordinals(question)
    start, end = 0, len(sentence)
    for one in sorted(asked, key=lambda one: one[0] != "round"):
        first, last = _part_of(one, sentence[start:end])
        start, end = start + first, start + last
    if any(series == "round" for series, _ in asked) and not _VALUED.search(question):
        valued = _VALUED.search(sentence, start, end)  # what was raised is not what the company is worth
        clause = (
            max((m.start() for m in _CLAUSES.finditer(sentence, start, valued.start())), default=start)
            if valued
            else end
        )
        end = clause if clause > start else end
    return (start, end) if (start, end) != (0, len(sentence)) else None


_VALUED = re.compile(r"估值|\bvalu(?:e[sd]?|ing|ation)\b")


def _part_of(one: tuple[str, str], sentence: str) -> tuple[int, int]:
    """Return the part of a sentence that tells of one of a series, the whole where no part is of another."""
    for spans in (_between(_PARTS, sentence), _groups(one[0], _between(_CLAUSES, sentence), sentence)):
        told = [(span, _of_series(one[0], sentence[span[0] : span[1]])) for span in spans]
        own = [span for span, of in told if one in of]
        if len(own) == 1 and any(of and one not in of for _, of in told):
            return own[0]
    return 0, len(sentence)


def _of_series(series: str, text: str) -> frozenset[tuple[str, str]]:
    return frozenset(one for one in ordinals(text) if one[0] == series)


def _between(marks: re.Pattern[str], sentence: str) -> list[tuple[int, int]]:
    """Return the spans of a sentence between marks."""
    found = list(marks.finditer(sentence))
    starts, ends = [0, *(mark.end() for mark in found)], [*(mark.start() for mark in found), len(sentence)]
    return list(zip(starts, ends, strict=True))


def _groups(series: str, clauses: Sequence[tuple[int, int]], sentence: str) -> list[tuple[int, int]]:
    """Return runs of clauses: each begins with one that names one of a series, or with what dates that."""
    runs: list[tuple[int, int]] = []
    waiting: int | None = None  # where a clause begins that only dates the next one
    for start, end in clauses:
        clause = sentence[start:end]
        if _ONLY_WHEN.fullmatch(clause):
            waiting = start if waiting is None else waiting
            continue
        first = start if waiting is None else waiting
        if not runs or _of_series(series, clause):
            runs.append((first, end))
        else:
            runs[-1] = runs[-1][0], end
        waiting = None
    return runs


_THIS_ROUND = re.compile(r"[本此该这](?:次|轮|一轮)|\b(?:this|the) (?:round|funding|financing|investment)\b")


def meant_in(sentence: str, before: str) -> frozenset[tuple[str, str]]:
    """Return what :func:`ordinals` finds in a sentence, or the round that its 本轮 means, told ``before``."""
    told = ordinals(sentence)
    if _of_series("round", sentence) or not _THIS_ROUND.search(simplified(sentence).lower()):
        return told
    rounds = (_of_series("round", clause) for clause in reversed(_CLAUSES.split(before)))
    return told | next((one for one in rounds if one), frozenset())
