"""Whether the documents state what a question takes for granted: ``why did A buy B`` when it did not.

Only why-questions are held to it. Others name what they ask about in words that answers seldom repeat. And
whether a question asks for anything at all.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import concepts, literal
from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import language, tokens, words
from yinzheng.qa.clauses import Layout
from yinzheng.qa.coverage import Words
from yinzheng.qa.events import events_in
from yinzheng.qa.fitting import read_asked
from yinzheng.qa.mismatch import mentions, subjects
from yinzheng.qa.names.aliases import canonical, forms
from yinzheng.qa.question import is_function_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yinzheng.corpus.lexicon import Concept
    from yinzheng.types import Lang

_NOTHING = re.compile(
    r"[它他她这那其](?:们|个|些)?(?:[是有]|指的?是)?(?:什么|啥|谁|哪个|哪里)[呢呀啊]?[？?\s]*"
    r"|(?:what|who|where|which) (?:is|are|was|were) (?:it|this|that|they|these|those|he|she)[?\s]*"
    r"|(?:who (?:cares(?! for)|would have thought)\b|(?:谁|有谁)(?:在乎|在意|管得着|稀罕)).*",
    re.IGNORECASE | re.DOTALL,
)


def asks_for_nothing(question: str) -> bool:
    """Whether a question names nothing but by a pronoun, or only sounds like one: 它是什么, who cares."""
    return _NOTHING.fullmatch(question.strip()) is not None


SAID = 0.5
"""Share of the words that relate the names to each other which a text must have."""


def is_stated(question: str, text: str, lang: Lang) -> bool:
    """Whether a text in ``lang`` states what a why-question presumes, as far as words tell; True for others.

    A question about two or more that it names needs two clauses in a row with all of them and half of its
    other words: in a long sentence each is somewhere. One about a single name needs half of them in the text.
    """
    if read_asked(question).kind != "reason":
        return True
    named = subjects(question) or _tagged(question)
    related = _relating(question, named, lang)
    if not related:
        return True
    if len(named) < 2:
        return bool(events_in(question) & events_in(text)) or _covers(text, related)
    return any(
        all(mentions(part, name) for name in named) and _covers(part, related) for part in _side_by_side(text)
    )


def _side_by_side(text: str) -> Iterator[str]:
    """Yield each two clauses of a sentence that follow each other."""
    for span in sentences(text):
        clauses = Layout(text, span.start, span.end).clauses
        for first, second in pairwise([clauses[0], *clauses]):
            yield text[first.start : max(first.end, second.end)]


def _tagged(question: str) -> frozenset[str]:
    """Return the organisations and people that a tagger sees: what no table lists, and no capital shows."""
    from yinzheng.qa.names.entities import names

    return frozenset(question[n.start : n.end] for n in names(question) if n.kind in {"org", "person"})


def _covers(text: str, related: Sequence[Concept]) -> bool:
    return Words.of(text).coverage(dict.fromkeys(related, 1.0)) >= SAID


def _relating(question: str, named: frozenset[str], lang: Lang) -> list[Concept]:
    """Return the words of a question that are no names and no function words, as concepts in ``lang``."""
    mine = [word for word in words(question) if not is_function_word(word)]
    mine = [word for word in mine if word.lower() not in {"为什么", "为何", "原因", "reason"}]
    folded = fold_text(question)
    written = [form for form in forms() if form in folded and canonical(form) in named]
    written += map(fold_text, named)
    mine = [word for word in mine if not any(fold_text(word) in form for form in written)]
    if language(question) != lang:
        return concepts(mine, lang)
    return [concept for word in mine for concept in literal(tokens(word))]
