"""What a figure measures where no concept of the table is near: the noun that is counted, or the verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yinzheng.qa.names.name_lists import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.names.tagger import Word
    from yinzheng.types import Quantity

_NOUNS = frozenset(("n", "nz", "vn", "an", "nw", "s"))


def noun(text: str, quantity: Quantity, words: Sequence[Word], *, chinese: bool) -> tuple[int, int] | None:
    """The nearest noun phrase among ``words`` that ``quantity`` may measure, or the verb."""
    return (_han_noun if chinese else _english_noun)(text, quantity, words)


def _han_noun(text: str, quantity: Quantity, words: Sequence[Word]) -> tuple[int, int] | None:
    after = [w for w in words if w.start >= quantity.end]
    i = 0
    while i < len(after) and text[after[i].start : after[i].end] == "的":
        i += 1
    if (i or quantity.kind == "count") and i < len(after) and after[i].tag in _NOUNS | {"a", "f"}:
        phrase = _phrase(text, after[i:])
        if phrase is not None:
            return phrase[0], phrase[1]
    people = _PEOPLE.search(quantity.raw) if quantity.kind == "count" else None
    if people is not None:
        return quantity.start + people.start(), quantity.end
    before = [w for w in words if w.end <= quantity.start]
    verb: Word | None = None
    for k in range(len(before) - 1, -1, -1):
        word = before[k]
        raw = text[word.start : word.end]
        if word.tag in _NOUNS and raw not in listed("stop_nouns_zh") and _LETTER.search(raw):
            first = k
            while first and before[first - 1].tag in _NOUNS and before[first - 1].end == before[first].start:
                first -= 1
            if verb is not None and verb.start - word.end > 6:
                break
            return before[first].start, word.end
        if word.tag == "v" and verb is None and _says_what(raw):
            verb = word
        elif word.tag in ("p", "c") and verb is not None:
            break
    if verb is not None:
        return verb.start, verb.end
    if i < len(after) and after[i].tag in _NOUNS:
        phrase = _phrase(text, after[i:])
        if phrase is not None:
            return phrase[0], phrase[1]
    return None


_PEOPLE = re.compile(r"(?:人次?|名|位)$")
_LETTER = re.compile(r"[^\W\d_]")


def _says_what(verb: str) -> bool:
    """Whether a verb tells what its figure is of: 花费, 借; not 为, 达, 说."""
    return verb not in listed("empty_verbs_zh") if len(verb) > 1 else verb in _TELLING_VERBS


_TELLING_VERBS = frozenset("花投借赚亏欠租买卖付捐罚砸贷募")


def _phrase(text: str, words: Sequence[Word]) -> tuple[int, int] | None:
    last = -1
    for i, word in enumerate(words):
        raw = text[word.start : word.end]
        if word.tag in _NOUNS and raw not in listed("stop_nouns_zh"):
            last = i
        elif not (word.tag in ("a", "f", "ORG", "LOC") and i == 0):
            break
    return (words[0].start, words[last].end) if last >= 0 else None


_MOVES = re.compile(
    r"(?:increas|decreas|declin|expand|contract|improv|reduc|climb|jump|surg|gain|dropp|grow|ris)\w*"
    r"|grew|rose|fell|provid\w+|compris\w+|amount\w+|reach\w+|locat\w+"
)
_AFTER_NOUN = re.compile(
    r"\s(?:of\s|in\s|worth of\s|for\s)?(?:the\s|its\s|our\s|their\s|a\s|an\s|new\s"
    r"|total\s)?((?:[a-z][a-z-]+\s){0,5}[a-z][a-z-]+)"
)


_TIMES = frozenset(
    ("end", "beginning", "close", "start", "quarter", "month", "year", "fiscal", "half", "period")
)


def _english_noun(text: str, quantity: Quantity, words: Sequence[Word]) -> tuple[int, int] | None:
    end = words[-1].end if words else quantity.end
    if quantity.kind == "count":
        inside = re.search(r"[A-Za-z][A-Za-z -]*[A-Za-z]$", quantity.raw)
        if inside and inside.start():
            return quantity.start + inside.start(), quantity.end
    match = _AFTER_NOUN.match(text, quantity.end, end)
    if (match and quantity.kind not in ("percent", "duration")) or (match and " of " in match.group()[:4]):
        span = _content(text, match.start(1), match.end(1))
        if span is not None and text[span[0] : span[1]].rsplit(maxsplit=1)[-1] not in _TIMES:
            return span  # not $5 million for the full year
    before = [
        w
        for w in words
        if w.end <= quantity.start and w.tag not in ("w", "m") and not text[w.start].isspace()
    ]
    first = last = -1
    for k in range(len(before) - 1, -1, -1):
        raw = text[before[k].start : before[k].end].lower()
        if (
            raw.partition("'")[0].partition("’")[0] in listed("function_en")
            or raw.endswith("ly")
            or _MOVES.fullmatch(raw)
        ):
            if last >= 0:
                break
            continue
        if last < 0 and raw in _TIMES:
            continue  # at the end of the quarter
        if last < 0:
            last = first = k
            continue
        if last - k >= 3 or text[before[k].end : before[k + 1].start].strip():
            break
        first = k
    if last < 0:
        return None
    return before[first].start, before[last].end


def _content(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words of ``text[start:end]`` up to the first function word; None where there are none."""
    stop = start
    for match in re.finditer(r"[a-z-]+", text[start:end]):
        if (
            match.group() in listed("function_en")
            or match.group() in ("million", "billion")
            or match.group().endswith("ly")
        ):
            break
        stop = start + match.end()
    return (start, stop) if stop > start else None
