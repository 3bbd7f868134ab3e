"""Where names of people end that LAC cuts: 沈砚之 before a comma, and 弗若思咨询, which is nobody's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.qa.names.name_lists import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.names.name_lists import NameKind
    from yinzheng.qa.names.tagger import Word

LAST = frozenset("之和与同以为于而由自")
"""Characters that end given names and are function words elsewhere."""
_NAME_ENDS = re.compile(r"[，。；、：,;:（(）)|\s]|先生|女士|$")
"""What follows a name and no function word."""
_ENDS_BEFORE_VERB = re.compile("接任|接替|继任|出任|担任|辞职|辞任|辞去|离任|离职|当选|获任|代行")
"""What follows 和 only where it ends a name: 由鲁清和接任. Others are joined to a second name by it."""
_NO_VERB_BEFORE = frozenset(("v", "vn", "w", "d", "p", "m", "TIME"))


def name_end(text: str, behind: Sequence[Word], offset: int) -> tuple[int, NameKind] | None:
    """Where a name ends that LAC calls a person's and cuts, and whose it is; None where it is whole.

    ``behind`` are the next two words behind it, whose offsets count from ``offset`` in ``text``.
    """
    if not behind:
        return None
    first = text[offset + behind[0].start : offset + behind[0].end]
    past = offset + behind[0].end
    if len(first) == 1 and first in LAST:
        verb = first in "和之" and _ENDS_BEFORE_VERB.match(text, past)
        return (past, "person") if verb or _NAME_ENDS.match(text, past) else None
    if first in listed("agencies_zh") and (first != "咨询" or len(behind) < 2 or _goes_on(behind[1])):
        return past, "org"
    return None


def _goes_on(word: Word) -> bool:
    """Whether a word stands behind a company's name, not behind a verb: 咨询 | 统计, not 咨询 | 律师."""
    return word.tag in _NO_VERB_BEFORE
