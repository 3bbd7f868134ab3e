"""Whose figure or report it is that a sentence passes on: 据某咨询统计. That is nobody of whom it tells."""

from __future__ import annotations

import re

from yinzheng.corpus.fold import simplified

_BEFORE = re.compile(
    r"(?:据|根据|按照|依据|援引|引述|\baccording to(?: the)?|\b(?:data|figures|estimates) (?:from"
    r"|by)) ?[“《]?\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[”》]?[^，。；]{0,8}(?:统计|数据|报告|研究|测算|预测|估算|报道|消息|显示|介绍|透露|披露|公告)"
)
_ASKS = re.compile(
    r"统计|报道|来源|数据|预测|估计|测算|披露|通报|介绍|透露|[说称]|表示|认为|指出|提到|发布|报告"
    r"|\b(?:sa(?:id|ys?)|report(?:ed|s)?|estimat|accord|claim|told|forecast|predict|published|survey|count)",
    re.IGNORECASE,
)


def asks_a_source(question: str) -> bool:
    """Whether a question asks who says, counts or reports something."""
    return _ASKS.search(simplified(question)) is not None


def is_source(sentence: str, start: int, end: int) -> bool:
    """Whether a sentence passes on what the one at ``[start, end)`` says, counts or reports."""
    text = simplified(sentence)
    before = _BEFORE.search(text, 0, start)
    return before is not None and (
        before.group()[0] not in "据根按依" or _BEHIND.match(text, end) is not None
    )
