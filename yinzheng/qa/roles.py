"""Who plays which part in what documents tell: whom a question asks for by that is known before any sentence.

Founders, investors, both ends of a deal, advisers, who came before and after somebody: each has its own
grammar of questions and of texts, loaded where a question may be of it. The first that finds anything tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.qa.claimed import in_other_names
from yinzheng.qa.names.entities import names

if TYPE_CHECKING:
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

_ASKS = re.compile(r"谁|哪|何人|什么|创始人|前任|\b(?:who|which|what)", re.IGNORECASE)
_HANDOVER = re.compile(
    r"替|任|班|接手|接棒|取代|\b(?:replac|succe|t[ao]\w+ over|before|predecessor)", re.IGNORECASE
)
_FOUNDED = re.compile(r"创|成立|建立|设立|\b(?:co-?)?found|start|set up|created|established", re.IGNORECASE)
_ROUND = re.compile(r"轮|融资|\b(?:series|round|seed|angel|funding)\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"顾问|律|保荐|承销|法律|\b(?:advis|counsel|represent|act(?:ed|s|ing) for|worked for)", re.IGNORECASE
)
_FINED = re.compile(r"罚|警告|约谈|立案|\b(?:fine|penali[sz]|sanction)", re.IGNORECASE)
_DEAL = re.compile(
    r"[买卖让购]|剥离|拿下|接手|\b(?:sold|sell|divest|offload|b[ou]\w*|acqui|purchas|t[ao]\w+ over)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"[不没未否无]|\b(?:no|not|den|never|without|refus|avoid|escap)", re.IGNORECASE)


def roles_of(question: str, documents: Iterable[Document]) -> list[Told]:
    """Return who plays the part that a question asks for, of the documents that tell.

    A company may go by the name that the documents give it in the other language.
    """
    if not _ASKS.search(question):
        return []
    read = list(documents)
    ways = [question, *in_other_names(question, [document.text for document in read])]
    return next((told for way in ways if (told := _of(simplified(way), read))), [])


def _of(question: str, documents: Sequence[Document]) -> list[Told]:
    told: list[Told] = []
    if _HANDOVER.search(question):
        from yinzheng.qa.succession import successors_of

        told = successors_of(question, documents)
    if not told and _FOUNDED.search(question):
        from yinzheng.qa.founders import founders_of

        told = founders_of(question, documents)
    if not told and _ADVICE.search(question):
        from yinzheng.qa.advisers import advisers_of

        told = advisers_of(question, documents)
    if not told and _ROUND.search(question):
        from yinzheng.qa.investors import investors_of

        told = investors_of(question, documents)
    if not told and _FINED.search(question):
        from yinzheng.qa.fines import fining

        told = fining(question, documents)
    if not told and _DEAL.search(question):
        from yinzheng.qa.deals import ends_of

        told = ends_of(question, documents)
    if not told and _DENIED.search(question):
        from yinzheng.qa.denials import deniers

        told = deniers(question, documents)
    return told


def is_of_another_part(question: str, sentence: str, short: tuple[int, int] | None) -> bool:
    """Whether a sentence surely tells nothing of the part that a question asks who plays.

    ``short`` is where its short answer stands: a person is no supplier.
    """
    if _HANDOVER.search(question):
        from yinzheng.qa.succession import is_without_handover

        if is_without_handover(question, sentence):
            return True
    if _ADVICE.search(question):
        from yinzheng.qa.advisers import is_of_other_advisers

        if is_of_other_advisers(question, sentence):
            return True
    if _ROUND.search(question):
        from yinzheng.qa.investors import tells_no_investment

        if tells_no_investment(question, sentence):
            return True
    if _FINED.search(question):
        from yinzheng.qa.fines import tells_no_fine

        if tells_no_fine(question, sentence):
            return True
    if _DEAL.search(question):
        from yinzheng.qa.deals import tells_no_deal

        if tells_no_deal(question, sentence):
            return True
    if short is None or not _OF_FIRMS.search(simplified(question)):
        return False
    start, end = short
    return any(n.kind == "person" and n.start < end and start < n.end for n in names(sentence))


_OF_FIRMS = re.compile(
    r"(?:供应商|厂商|制造商|代工[厂商]|经销商|承包商|竞争对手|承销商|保荐机构)(?:是|为|叫|有)?(?:谁|哪)"
    r"|谁是[^，。？]{0,20}(?:供应商|厂商|制造商|代工[厂商]|经销商|承包商|竞争对手)"
    r"|\bwho (?:is|are|was|were) [^?]{0,40}\b(?:suppliers?|vendors?|manufacturers?|makers?"
    r"|distributors?|contractors?|competitors?)\b",
    re.IGNORECASE,
)
"""Asks for a company by who."""
