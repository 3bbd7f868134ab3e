"""Which of several: the B round, the third quarter, phase two. What is told of another one does not answer.

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

OTHER = 0.1
"""What the chance of a sentence is multiplied by that tells of another one."""

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
    "round": r"(?<![a-z])(?P<round>pre-?[a-h]|[a-h])\+?\d?轮|(?P<round_zh>天使|种子)轮"
    r"|(?<![a-z])series (?P<round_en>[a-h])\b"
    r"|(?<![a-z])(?P<round_seed>seed|angel) (?:round|funding|financing)",
    "quarter": r"第?(?P<quarter>[一二三四])季[度报]?|(?<![a-z\d])q(?P<quarter_no>[1-4])(?!\d)"
    r"|(?<![a-z])(?P<quarter_en>first|second|third|fourth)[- ]quarter\b",
    "phase": r"第?(?P<phase>[一二三四五六七八首])期(?!间|限|货|待|望)"
    r"|(?<![a-z])phase (?P<phase_en>[1-8]|i{1,3}|iv)\b",
}
_EACH = {series: re.compile(pattern) for series, pattern in _SERIES.items()}
_SAME = {"天使": "angel", "种子": "seed"}
_PARTS = re.compile(r"[；;]")


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
            said = next(value for value in match.groupdict().values() if value)
            found.add(
                (series, _SAME.get(said) or _HAN.get(said) or _ENGLISH.get(said) or said.replace("-", ""))
            )
    return frozenset(found)


def is_of_another_ordinal(question: str, sentence: str) -> bool:
    """Whether a sentence names another one of a series of which the question names one, and not that."""
    asked = ordinals(question)
    if not asked:
        return False
    told = ordinals(sentence)
    return any(
        (series, value) not in told and any(other == series for other, _ in told) for series, value in asked
    )


def of_the_asked(question: str, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with less chance for what tells of another one; the chances sum to 1 again."""
    if not ordinals(question):
        return list(ranked)
    shares = [OTHER if is_of_another_ordinal(question, item.quote) else 1.0 for item in ranked]
    return weighed(ranked, [item.chance * share for item, share in zip(ranked, shares, strict=True)])


def part_of_ordinal(question: str, sentence: str) -> tuple[int, int] | None:
    """Return the part of a sentence, between semicolons, that tells of the one which a question names.

    None where it names none, or where no part is of another one.
    """
    if not ordinals(question):
        return None
    ends = [match.start() for match in _PARTS.finditer(sentence)]
    spans = list(zip([0, *(end + 1 for end in ends)], [*ends, len(sentence)], strict=True))
    told = [(span, ordinals(sentence[span[0] : span[1]])) for span in spans]
    own = [span for span, of in told if ordinals(question) <= of]
    others = any(is_of_another_ordinal(question, sentence[start:end]) for start, end in spans)
    return own[0] if len(own) == 1 and others else None
