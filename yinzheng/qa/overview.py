"""Questions about no topic but a text itself: ``这篇文章讲了什么？``, ``what is this document about?``.

No sentence has their words, so they are answered with the points of a summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.tokens import language
from yinzheng.types import Answer, Citation, Lang

if TYPE_CHECKING:
    from yinzheng.index.index import Index
    from yinzheng.qa.summarize import Claims

CONFIDENCE = 0.86
"""The share that their text answers, of 148 questions of FinQA (FinCUGE) which kinds of event it tells of."""

WITH_EVENTS, WITHOUT = 0.9, 0.4
"""The same where the text tells of an event that ``events.tsv`` lists, of 137, and where of none: two of 11
were answered, but the events that FinQA knows are few."""

READ = 20
"""So many points of a summary are looked through for events."""

_MANY: dict[Lang, str] = {
    "zh": "问题问的是一篇文档，资料库里有 {n} 篇：yinzheng summarize 文档 概括其中一篇。",
    "en": "The question is about one document and the library holds {n}: yinzheng summarize DOC sums one up.",
}

_KINDS = (
    "文章|文档|文件|文本|报告|报道|材料|资料|访谈|采访|会议"
    "|纪要|记录|页面|网页|讲话|演讲|新闻|公告|论文|文|书"
)
_ONE = (
    rf"(?:(?:[这本该此]|上述|[以如]?[上下]面?)一?[篇份段则个部场次]?的?(?:{_KINDS}|内容)|[本原全下上]?文|通篇"
    r"|这里)(?:当中|里面|[中里内])?"
)
_ALL = (
    rf"(?:(?:这些|这几[篇份个]|上述|以上|所有|全部)的?(?:{_KINDS}|内容)|(?:资料库|文档库)[里中]?(?:的文档)?)"
    r"(?:当中|里面|[中里内])?"
)
_MOSTLY = r"(?:都|主要|大概|大致|大体|究竟|到底|具体|一共|总共|是|在|想|的)*"
_WHAT = (
    rf"{_MOSTLY}(?:讲述?|谈|说|写|介绍|讨论|描述|报道|关于|叙述|论述|阐述|表达|传达|概括|发生|提到|谈到|讲到|包含|涉及)"
    r"[了过的到]*(?:是|有)?一?些?(?:什么|啥|哪[些几]?[个种件类]?)?样?的?(?:内容|事情?|事件(?:类型)?|话题|主题|要点|信息|东西)?"
    r"(?:[有是](?:什么|啥|哪[些几]?[个种件类]?))?"
    rf"|{_MOSTLY}(?:内容|大意|主旨|主题|要点|中心思想|[核中]心内容)(?:[是有](?:什么|哪[些几]?[个点]?))?"
)
_SUM_UP = r"(?:总结|概括|概述|归纳|简述|介绍)(?:一下)?"
_ENGLISH = (
    "documents?|articles?|texts?|reports?|passages?|papers?|transcripts?|interviews?|pages?|stor(?:y|ies)|files?"
    "|memos?|notes|speech(?:es)?|meetings?|filings?|books?|posts?"
)
_NAMED = rf"(?:(?P<all>all (?:of )?(?:the|these)|these)|this|the) (?P<kind>{_ENGLISH})"
_SAYS = "say|discuss|cover|describe|contain|report|tell us|talk about|deal with"
_POINTS = "(?:main|key|central|most important) (?:point|takeaway|idea|topic|message|theme)s?"
_SUMMARIZE = "summari[sz]e|sum up|recap|give (?:me )?(?:a|the) summary of|(?:a )?summary of"
_ASKED = (
    rf"what(?:'s| is| are| was| were) {_NAMED} (?:all |mainly |mostly |really |primarily )?about",
    rf"what {_NAMED} (?:is|are|was|were) (?:all |mainly |mostly |really |primarily )?about",
    rf"what {_NAMED} (?:mainly |mostly )?(?:says?|discuss(?:es)?|covers?|describes?|reports?)",
    rf"what (?:do|does|did) {_NAMED} (?:mainly |mostly )?(?:{_SAYS})(?: about)?",
    rf"(?:what(?:'s| is| are) )?(?:the )?{_POINTS} (?:of|in|from) {_NAMED}",
    rf"(?:please )?(?:{_SUMMARIZE}) {_NAMED}",
    rf"what (?:events? )?happen(?:s|ed)? in {_NAMED}",
)
_CHINESE = re.compile(
    rf"(?:请问?|帮我|你能)*(?:(?:{_ONE}|(?P<all>{_ALL}))(?:{_WHAT})"
    rf"|{_SUM_UP}(?:{_ONE}|(?P<all2>{_ALL}))(?:的?(?:主要|核心)?(?:内容|大意|要点|主旨))?|这[都是在]*(?:讲|说|谈|写|关于)什么的)[呢啊吗]?"
)
_LATIN = [re.compile(pattern) for pattern in _ASKED]
_ENDS = " \t\n?？。.!！,，"


def asks_overview(question: str) -> Literal["one", "all"] | None:
    """Whether a question asks what one text says as a whole, or what all of them say; None for neither."""
    asked = " ".join(simplified(question).lower().split()).strip(_ENDS)
    if found := _CHINESE.fullmatch(re.sub(r"[\s，,]", "", asked)):
        return "all" if found["all"] or found["all2"] else "one"
    for pattern in _LATIN:
        if found := pattern.fullmatch(asked):
            return "all" if found["all"] or found["kind"].endswith("s") else "one"
    return None


def overview(index: Index, question: str, asked: Literal["one", "all"], claims: Claims) -> Answer:
    """Answer what ``asks_overview`` found to ask for with the points of a summary of all documents.

    Declined where one is meant and there are several. ``claims`` gives a document's figures by its id.
    """
    from yinzheng.qa.groups import SENTENCES
    from yinzheng.qa.summarize import summarize

    lang = language(question)
    held = [document.id for document in index.documents()]
    if asked == "one" and len(held) > 1:
        return Answer(question, False, "", None, 0.0, reason=_MANY[lang].format(n=len(held)))
    of_events = _EVENTS.search(simplified(question)) is not None
    documents = list(index.documents_by_id(held).values())
    summary = summarize(documents, claims, READ if of_events else SENTENCES, lang)
    if not summary.points:
        return Answer(question, False, "", None, 0.0, reason=summary.reason)
    points, confidence = [point.citations[0] for point in summary.points], CONFIDENCE
    if of_events:
        told = _of_different_events(points)
        points, confidence = (told, WITH_EVENTS) if told else (points, WITHOUT)
    cited = tuple(replace(point, n=n) for n, point in enumerate(points[:SENTENCES], 1))
    text = "\n".join(f"{citation.quote} [{citation.n}]" for citation in cited)
    return Answer(question, True, text, None, confidence, cited)


_EVENTS = re.compile(r"事件|\bevents?\b", re.IGNORECASE)


def _of_different_events(points: Sequence[Citation]) -> list[Citation]:
    """Return the points that tell of an event which none before tells of, in their order."""
    from yinzheng.qa.events import events_in

    found, known = [], set[str]()
    for point in points:
        if new := events_in(point.quote) - known:
            known |= new
            found.append(point)
    return found
