"""Who plays which part in what documents tell: whom a question asks for by that is known before any sentence.

Founders, investors, both ends of a deal, who came before and after somebody: each has its own grammar of
questions and of texts, and holders of posts have theirs (``holders.py``). The first that finds anything tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from yinzheng.qa.deals import ends_of
from yinzheng.qa.denials import deniers
from yinzheng.qa.founders import founders_of
from yinzheng.qa.investors import investors_of
from yinzheng.qa.succession import successors_of

if TYPE_CHECKING:
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

_GRAMMARS: Sequence[Callable[[str, Sequence[Document]], list[Told]]] = (
    successors_of,
    founders_of,
    investors_of,
    ends_of,
    deniers,
)


def roles_of(question: str, documents: Iterable[Document]) -> list[Told]:
    """Return who plays the part that a question asks for, of the documents that tell."""
    read = list(documents)
    return next((told for grammar in _GRAMMARS if (told := grammar(question, read))), [])
