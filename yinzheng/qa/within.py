"""The passage of the nearest document that has what is asked of its subject.

The name of a subject finds the passages that repeat it, in the right document. The one that tells what is
asked of the subject often says *the company* or nothing at all, so the question's other words are looked for
in the rest of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yinzheng.qa.signals import Opening

if TYPE_CHECKING:
    from yinzheng.index.index import Index
    from yinzheng.qa.retrieve import Candidate, Query

NEAREST = 5
"""Candidates whose passages are known to be near."""

FEWEST = 3
"""Passages of a document from which it is worth looking."""

MORE = 1.5
"""How many times as much as the near ones another passage must have of what is asked."""


def told_within(index: Index, query: Query, found: Sequence[Candidate]) -> list[tuple[str, int]]:
    """Return where a passage of the nearest longer document begins that has more of what is asked.

    As (document id, offset), one at most. What the document opens with is not looked for: its subject.
    """
    nearest = found[:NEAREST]
    for document in {c.document.id: c.document for c in nearest}.values():
        passages = index.passages_of(document.id)
        if len(passages) < FEWEST:
            continue
        lang = passages[0].lang
        rest = Opening.of(document).lacks(query.concepts.get(lang, {}))
        scores = index.lexical_scores(rest, [p.id for p in passages], lang) if rest else {}
        best = max(passages, key=lambda p: (scores.get(p.id, 0.0), -p.start))
        near = max(scores.get(c.passage.id, 0.0) for c in nearest)
        return [(document.id, best.start)] if scores.get(best.id, 0.0) > MORE * near else []
    return []
