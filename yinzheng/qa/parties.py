"""Between whom a figure stands: who holds a stake and in whom, who signed a contract with whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold
from yinzheng.qa.literals import any_of
from yinzheng.qa.names.aliases import NO_NAMES, canonical, forms, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yinzheng.types import Claim

PAIR = " – "
"""What stands between the two names."""

_CLAUSE = re.compile(r"[,，。;；:：!?！？\n|]|\.\s")
_OPENS = re.compile(r"[（(]")
_CLOSES = re.compile(r"[）)]")
_NAMED = re.compile(r"\w{2}")


class Parties:
    """Finds the other party of a claim among a library's subjects and the table of aliases."""

    def __init__(self, subjects: Iterable[str]) -> None:
        names = {normal_form(subject).lower() for subject in subjects} | {form.lower() for form in forms()}
        latin = any_of(name for name in names if name.isascii() and _NAMED.search(name))
        other = any_of(name for name in names if not name.isascii() and _NAMED.search(name))
        self._pattern = re.compile(rf"(?<![a-z0-9])(?:{latin})(?![a-z0-9])|{other}")

    def of(self, claim: Claim, subject: str, names: Mapping[str, str] = NO_NAMES) -> str | None:
        """``subject`` and the one other party that is named, as one string; None where there is none.

        The clause of the figure is looked at first, then those before it, then the title of the document.
        ``subject`` is the canonical name of the claim's, ``names`` the short names that its document defines.
        """
        quote = claim.citation.quote
        at = max(0, claim.quantity.start - claim.citation.start)
        behind = _CLAUSE.search(quote, claim.quantity.end - claim.citation.start)
        past = behind.start() if behind else len(quote)
        starts = [0, *(match.end() for match in _CLAUSE.finditer(quote, 0, at))]
        # With whom, an aside leaves out: 甲（签了50亿元合同）.
        looked_at = [] if _aside(quote, at) else [quote[start:past] for start in reversed(starts)]
        for text in looked_at:
            others = set(self._found(text, names)) - {subject}
            if others:
                return PAIR.join(sorted((subject, *others))) if len(others) == 1 else None
        titled = next(self._found(claim.citation.title, names), subject)
        if titled == subject or claim.metric_key == "revenue_share":
            return None
        return PAIR.join(sorted((subject, titled)))

    def _found(self, text: str, names: Mapping[str, str]) -> Iterator[str]:
        folded = fold(text).text.lower()
        for match in self._pattern.finditer(folded):
            yield canonical(match[0], names)


def _aside(quote: str, at: int) -> bool:
    """Whether brackets are open at ``at``."""
    before = quote[:at]
    return len(_OPENS.findall(before)) > len(_CLOSES.findall(before))
