"""Which clauses of a statement tell as a fact what its evidence only plans, expects or supposes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.checking import polarity
from yinzheng.qa.checking.clause_findings import CLOSE
from yinzheng.qa.checking.held import SAME, Finding
from yinzheng.qa.modality import cues

if TYPE_CHECKING:
    from yinzheng.qa.checking.held import Held
    from yinzheng.qa.checking.lines import Line
    from yinzheng.qa.checking.reading import Clause
    from yinzheng.types import Label

_NOT_YET = frozenset(("planned", "forecast", "hypothetical"))

_NO_CUE = re.compile(
    r"有意[义思识]|目标|展望|瞻望|指引|预告|估计|承诺|到|料(?!将)|\b(?:targets?|guid\w+|outlook|should|would|estimate\w*|commit\w*|assum\w+"
    r"|propos\w+|pledg\w+|project\w*|pro forma|planned|authoriz\w+)"
)
"""Cues of figures that alone do not make what their clause tells a plan: nouns, politeness, the past."""

_HEDGE = re.compile(
    r"将|(?<![事社协机委])会(?![议员计])|(?<![主需重])要(?![求素])|拟|欲|有望|或(?!者)|计划|规划|打算|准备|争取|力争|希望|筹备|预[计期测]|可能|若|如果|一旦"
    r"|承诺|意向|目标|能够?|可以?|需|应|想|愿|旨在|以便|料"
    r"|\b(?:will|would|shall|should|may|might|could|can|if|unless|to|plan(?:s|ned|ning)?|aim\w*|seek\w*|hop(?:e|es|ing)|intend\w*"
    r"|expect\w*|anticipat\w*|forecast\w*|project(?:s|ed|ions?)|predict\w*|likely|potential\w*|propos\w*|upcoming"
    r"|target\w*|outlook|on track|due|estimat\w*)\b"
)
"""What keeps a statement from telling a fact, more than is read as a cue in a source."""

_DONE = re.compile(r"(?:已经?|曾|完成了?)[\u3400-\u9fff]{0,2}$|\balready\s$")
"""What right before a verb tells that it is done, whatever stands farther off."""

_BEFORE = {"zh": 12, "en": 28}
"""Characters before a word in which a hedge of it stands."""


def modality_findings(held: Held) -> Iterator[Finding]:
    """Clauses that tell as done what the lines that go with them plan, expect or suppose."""
    for clause in held.said.clauses:
        if not clause.units:
            continue
        near = [one for one in held.matching.near(clause, CLOSE) if held.matching.fit(one, clause) >= SAME]
        found = [_planned(held, clause, line) for line in near]
        if found and all(found) and found[0]:
            yield found[0]


def _planned(held: Held, clause: Clause, line: Line) -> Finding | None:
    """A finding where the part of a line that goes with a clause holds a cue before words of the clause."""
    if line.lang != held.said.lang:
        return None
    text = fold_text(held.said.text[: clause.end])
    first = len(fold_text(held.said.text[: clause.start]))
    piece = max(line.pieces, key=lambda one: one.coverage(clause.units), default=None)
    if piece is None or piece.coverage(clause.units) < SAME:
        return None
    for start, end in _cues(piece.folded):
        place = polarity.scope(piece.folded, end, text, first)
        if place is None:
            continue
        at, is_verb = place
        # Another verb than the source's, of the same object, may have its hedge behind that object.
        around = text[max(0, at - _BEFORE[line.lang]) : at] if is_verb else text[first:]
        source = piece.folded[start:end]
        if _is_told(around, source):
            label: Label = "contradicted" if held.is_copy(line) else "unsupported"
            return Finding(
                "modality_mismatch", label, clause.start, clause.end, "", source, line, line.start, line.end
            )
    return None


def _is_told(before: str, cue: str) -> bool:
    """Whether what stands before a word lets it be told as a fact, where the source has ``cue`` before it.

    Who repeats the cue doubts as much as the source, or it is none there either: 主要是.
    """
    return _DONE.search(before) is not None or (cue not in before and _HEDGE.search(before) is None)


@lru_cache(maxsize=1 << 12)
def _cues(folded: str) -> tuple[tuple[int, int], ...]:
    """Where words of intention and expectation stand in a folded clause."""
    found = []
    for start, kind in cues(folded, 0, len(folded)):
        word = _WORDS.match(folded, start)
        if kind in _NOT_YET and word and not _NO_CUE.match(word.group()):
            found.append((start, word.end()))
    known = {start for start, _ in found}
    found += [match.span() for match in _WILL.finditer(folded) if match.start() not in known]
    return tuple(found)


_WILL = re.compile(
    r"(?<![必即])将(?=进一步|继续|持续|全面|正式|逐步|陆续|分别|重点|通过|带来|提升|提高|推出|推动|推进|建立|建设|发布|加强|增加|增强"
    r"|扩大|投入|投资|投产|收购|开展|实施|召开|举行|举办|成立|成为|获得|完成|启动|减少|降低|引入|引进|支持|改善|优化|拓展|制定"
    r"|采取|采用|面临|关闭|开业|上市|上线|发行|支付|出售|出资|裁员|新增|新建|建成|用于)"
)
"""将 of the future, and not 将 before what something is done to: 将责任纳入考虑."""

_WORDS = re.compile(
    r"(?:预计|预期|有望|预测|计划|打算|筹划|准备|规划|意向|有意[义思识]?|如果|假如|倘若|力争|将|拟|欲|若|或将|料将|大概率|一旦)(?:将|会|要|于|在)*"
    r"|[\u3400-\u9fff]{1,2}|[a-z]+(?:\s(?:to|on|for|track|forma)\b)*"
)
