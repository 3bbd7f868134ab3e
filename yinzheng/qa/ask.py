"""A question as it is put, answered: what is said around it is left out, and it goes where it belongs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yinzheng.qa.framing import unframed
from yinzheng.qa.overview import asks_overview, overview

if TYPE_CHECKING:
    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.qa.summarize import Claims
    from yinzheng.types import Answer


def ask(index: Index, encoder: Encoder, question: str, claims: Claims) -> Answer:
    """Answer a question from the documents, or decline it with the nearest sentences.

    One about a text as a whole is answered by the points of a summary. ``claims`` gives a document's figures
    by its id.
    """
    asked = unframed(question)
    if of := asks_overview(question) or asks_overview(asked):
        return overview(index, question, of, claims)
    from yinzheng.qa.answer import answer

    return replace(answer(index, encoder, asked), question=question)
