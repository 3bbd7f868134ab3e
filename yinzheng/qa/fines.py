"""Who fined somebody: the authority, which stands behind 被 or before ``fined``, not the one who pays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import simplified
from yinzheng.qa.names.latin import FIRM
from yinzheng.qa.tellings import first_told
from yinzheng.qa.told import names_whom, opens_with

if TYPE_CHECKING:
    from yinzheng.qa.told import Told
    from yinzheng.types import Document

_FINES = "(?:罚款|处罚|处以|罚|警告|约谈|立案)"
_FINED = "(?:fined|penali[sz]ed|sanctioned)"


@cache
def _asking() -> tuple[re.Pattern[str], ...]:
    who = "(?:谁|哪一?[个家](?:部门|机构|单位|监管局|监管机构|法院|局)?|什么(?:部门|机构))"
    forms = (
        rf"{who}{_FINES}了(?P<whom>[^，。]{{2,40}}?)",
        rf"(?P<whom>[^，。]{{2,40}}?)(?:是)?被{who}{_FINES}了?的?(?:款|钱)?",
        (
            rf"(?:who|which (?:\w+ )?(?:regulator|agency|court|authority|watchdog"
            rf"|body)) (?:has )?{_FINED} (?P<whom>[^?,]{{2,60}}?)(?: for .+)?"
        ),
        rf"who (?:was|were) (?P<whom>[^?,]{{2,60}}?) {_FINED} by",
    )
    return tuple(re.compile(rf"{form}[?？。]*", re.IGNORECASE) for form in forms)


@lru_cache(maxsize=64)
def fined_asked(question: str) -> str:
    """Return whom a question names, if it asks who fined them; else empty."""
    text = simplified(question).strip()
    found = next((match for form in _asking() if (match := form.fullmatch(text))), None)
    return found["whom"].strip() if found else ""


def tells_no_fine(question: str, sentence: str) -> bool:
    """Whether a question asks who fined somebody, and a sentence tells of no fine."""
    return bool(fined_asked(question)) and not _PUNISHES.search(simplified(sentence))


_PUNISHES = re.compile(
    r"罚|警[告示]|约谈|立案|处分|监管函|\b(?:fine|penal|sanction|order|settle|levied|punish)", re.IGNORECASE
)


def fining(question: str, documents: Sequence[Document]) -> list[Told]:
    """Return who fined the one whom a question names: the first place of each document that tells it."""
    whom = fined_asked(question)

    def find(document: Document, _: int, said: str) -> tuple[int, int] | None:
        if not names_whom(said, whom) and not opens_with(document, whom):
            return None
        told = (match.span("who") for form in _TOLD for match in form.finditer(said))
        return next((span for span in told if not names_whom(said[slice(*span)], whom)), None)

    return first_told(documents, _TELLING, find) if whom else []


_TELLING = re.compile(r"罚|警告|警示|约谈|立案|\b(?:fine|penali[sz]|sanction)", re.IGNORECASE)
_NAME = r"(?P<who>[^\s，。；：、“”《》\d被对]{2,24}?)"
_TOLD = (
    re.compile(
        rf"[被遭]{_NAME}(?:以[^，。；]{{1,20}})?(?:合计|依法|处以?|给予|采取|出具|责令|行政|累计|决定)*{_FINES}"
    ),
    re.compile(rf"收到了?{_NAME}(?:出具|下发|送达|作出|开出)的?[^，。；]{{0,16}}(?:罚|警示)"),
    re.compile(
        rf"(?:^|[，。；\s]){_NAME}(?:近日|日前|已|决定|依法)*(?:对|给予)[^，。；]{{2,24}}?(?:处以?|作出|开出|罚|给予|警告)"
    ),
    re.compile(rf"(?P<who>{FIRM}),? (?:has |have |had )?(?:\w+ly )?(?:{_FINED}|imposed [^.;]{{2,40}} on)"),
    re.compile(rf"\b{_FINED} [^.;]{{0,60}}?\bby (?:the )?(?P<who>{FIRM})"),
)
