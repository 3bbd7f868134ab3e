"""Fold text for matching, and map every folded offset back to the text as it stands.

Folding evens out what means the same to a reader: width and compatibility forms (NFKC), case,
traditional and simplified characters (OpenCC's ``t2s``), invisible formatting characters, and
spun text (:mod:`yinzheng.corpus.spun`). Documents and queries go through the same function, and the
stored text never changes.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.spun import CORES, REPAIRS, Repair
from yinzheng.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable

_Edit = tuple[int, int, int, int]
"""(folded start, folded end, original start, original end) of a stretch that is not one to one."""

INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff\ufe0e\ufe0f")
"""Soft hyphen, zero-width space, word joiner, BOM, text and emoji selectors: folded to nothing."""

_INVISIBLE = "".join(INVISIBLE)
_SIGNS = str.maketrans("\u30fb\u2027\u2022\u2015", "\u00b7\u00b7\u00b7\u2014")
"""Middle dots and dashes that differ only by the table that a Chinese file was decoded with."""
_SURROGATE = re.compile("[\ud800-\udfff]")

_GB2312_BUT_TRADITIONAL = frozenset("乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽哩坏沈瞭藉覆")
"""Characters of GB 2312 that ``t2s`` may change all the same, alone (first) or in phrases (second)."""

_MARKS_AT_MOST = 30
"""Longest run of combining marks that is normalised as one; Unicode's Stream-Safe Text Format limit.
``unicodedata.normalize`` takes quadratic time over longer ones."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with the way back.

    All intervals are half-open, in code points. Stretches that keep their length need no entry, so
    the map of ordinary text is empty.
    """

    text: str
    _edits: tuple[_Edit, ...] = ()

    def original(self, start: int, end: int) -> Span:
        """The smallest interval of the original text that covers ``text[start:end]``."""
        low = bisect_right(self._edits, start, key=_folded_start) - 1
        high = bisect_left(self._edits, end, key=_folded_start) - 1
        if low >= 0:
            _, folded_end, at, past = self._edits[low]
            low = at if start < folded_end else past + start - folded_end
        else:
            low = start
        if high >= 0:
            _, folded_end, _, past = self._edits[high]
            high = past if end < folded_end else past + end - folded_end
        else:
            high = end
        return Span(low, max(low, high))

    def folded(self, start: int, end: int) -> Span:
        """The smallest interval of ``text`` that covers the original interval ``[start, end)``."""
        low = bisect_right(self._edits, start, key=_original_start) - 1
        high = bisect_left(self._edits, end, key=_original_start) - 1
        if low >= 0:
            at, past, _, original_end = self._edits[low]
            low = at if start < original_end else past + start - original_end
        else:
            low = start
        if high >= 0:
            _, past, _, original_end = self._edits[high]
            high = past if end < original_end else past + end - original_end
        else:
            high = end
        return Span(low, max(low, high))


def fold(text: str) -> Folded:
    """Fold ``text`` and keep the offset map; linear in its length."""
    even = _plainly(text)
    if even is not None:
        return Folded(even)
    unique = _classified(text)
    blocks = unique & _BLOCK
    if blocks:
        folded, edits = _fold_blocks(text, frozenset(blocks))
    else:
        folded, edits = text.translate(_TABLE), []
    if not unique.isdisjoint(_MAYBE_TRADITIONAL):
        folded = simplified(folded)
    if any(core in folded for core in CORES):
        folded, edits = _repaired(folded, edits)
    return Folded(folded, tuple(edits))


def fold_evenly(text: str) -> str | None:
    """Fold ``text`` where each of its characters is folded by itself; None where that is not so.

    Every part of such a text folds to the same part of what this returns.
    """
    even = _plainly(text)
    if even is not None:
        return even
    unique = _classified(text)
    if not (unique.isdisjoint(_BLOCK) and unique.isdisjoint(_MAYBE_TRADITIONAL)):
        return None
    folded = text.translate(_TABLE)
    return None if any(core in folded for core in CORES) else folded


def fold_text(text: str) -> str:
    """Fold ``text`` where the way back is not needed; equals ``fold(text).text``."""
    return fold(text).text


_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
_SOME_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_FREQUENT = tuple((char, _WIDE[char]) for char in "，：；（）！？％")
_NOT_PLAIN = re.compile(
    "[^\x00-\x7f\u2018\u2019\u201c\u201d\u3001\u3002\u3008-\u3011\u4e00-\u9fff\uff01-\uff5e\u3000]"
    f"|[{''.join(sorted(_GB2312_BUT_TRADITIONAL))}]"
)
"""What is neither ASCII, full-width ASCII, common Chinese punctuation nor a Han character."""


def _plainly(text: str) -> str | None:
    """Fold simplified text of the commonest characters, each by itself; None for all other text.

    Most Chinese text is such, and asking for every character what it folds to takes four times as long.
    """
    if text.isascii():
        return text.lower()
    if _NOT_PLAIN.search(text):
        return None
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:  # a character that may be a traditional one
        return None
    folded = text.lower()
    for char, plain in _FREQUENT:
        folded = folded.replace(char, plain)
    if _SOME_WIDE.search(folded):
        folded = _SOME_WIDE.sub(lambda match: _WIDE[match.group()], folded)
    return None if any(core in folded for core in CORES) else folded


class _Table(dict[int, str]):
    """Code point → its own fold; filled as characters are met (``str.translate`` asks for them)."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        value = "" if char in INVISIBLE else _normal(char)
        self[code] = value
        return value


_TABLE = _Table()
_KNOWN: set[str] = set()
_BLOCK: set[str] = set()  # characters that change length, or combine with the one before
_MAYBE_TRADITIONAL: set[str] = set()  # characters for which OpenCC has to be asked
_KNOWN_AT_MOST = 50_000  # distinct characters remembered; more than any real library holds


def _classified(text: str) -> set[str]:
    """The distinct characters of ``text``, each of them sorted into the sets above."""
    if len(_KNOWN) > _KNOWN_AT_MOST:
        for memory in (_TABLE, _KNOWN, _BLOCK, _MAYBE_TRADITIONAL):
            memory.clear()
    unique = set(text)
    for char in unique - _KNOWN:
        value = _TABLE[ord(char)]
        if len(value) != 1 or _combines(char):
            _BLOCK.add(char)
        if any(_maybe_traditional(c) for c in value):
            _MAYBE_TRADITIONAL.add(char)
        _KNOWN.add(char)
    return unique


def _normal(cluster: str) -> str:
    """NFKC and lower case, of a stretch that does not interact with its neighbours.

    A lone surrogate (a query from a shell may hold one) becomes U+FFFD: OpenCC and the encoder refuse it.
    """
    cluster = _SURROGATE.sub("\ufffd", cluster)
    lowered = "".join(c.lower() for c in unicodedata.normalize("NFKC", cluster)).translate(_SIGNS)
    return unicodedata.normalize("NFKC", lowered)


def _combines(char: str) -> bool:
    """Whether normalisation may join ``char`` with what stands before it (UAX #15)."""
    first = unicodedata.normalize("NFKD", char)[:1]
    # Marks, and the vowel and trailing jamo of Hangul syllables.
    return unicodedata.category(first)[0] == "M" or "\u1161" <= first <= "\u11ff"


def _maybe_traditional(char: str) -> bool:
    """Whether ``t2s`` may change ``char``: a Han character that GB 2312 has is already simplified.

    This keeps OpenCC unloaded while all text is simplified, and errs on the side of asking.
    """
    if char < "\u2e80" or char in _GB2312_BUT_TRADITIONAL:
        return char >= "\u2e80"
    if "\u3040" <= char <= "\u33ff" or "\uac00" <= char <= "\ud7ff" or "\ue000" <= char <= "\uf8ff":
        return False  # kana, enclosed forms, Hangul, private use
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _fold_blocks(text: str, blocks: frozenset[str]) -> tuple[str, list[_Edit]]:
    """Fold text some of whose characters change length or combine; ``blocks`` are those characters."""
    pattern, joining = _block_pattern(blocks)
    parts: list[str] = []
    edits: list[_Edit] = []
    done = shift = 0  # original offset up to which parts are written; folded minus original offset there
    for run in pattern.finditer(text):
        at, end = run.span()
        if at > done and run.group().lstrip(_INVISIBLE)[:1] in joining:
            at -= 1  # the base that the mark belongs to, invisible characters between them or not
        parts.append(text[done:at].translate(_TABLE))
        while at < end:
            past = at + 1
            while (
                past < end
                and past - at <= _MARKS_AT_MOST
                and (text[past] in joining or text[past] in INVISIBLE)
            ):
                past += 1
            while past > at + 1 and text[past - 1] in INVISIBLE:
                past -= 1
            block = text[at:past]
            value = _TABLE[ord(block)] if past - at == 1 else _normal(_visible(block))
            parts.append(value)
            if len(value) != 1 or past - at != 1:
                edits.append((at + shift, at + shift + len(value), at, past))
                shift += len(value) - (past - at)
            at = past
        done = end
    parts.append(text[done:].translate(_TABLE))
    return "".join(parts), edits


@lru_cache(maxsize=64)
def _block_pattern(blocks: frozenset[str]) -> tuple[re.Pattern[str], frozenset[str]]:
    """Runs of such characters, and those of them that join the character before."""
    runs = "".join(re.escape(c) for c in sorted(blocks))
    return re.compile(f"[{runs}]+"), frozenset(c for c in blocks - INVISIBLE if _combines(c))


def _visible(block: str) -> str:
    return "".join(c for c in block if c not in INVISIBLE)


@cache
def _converter() -> Callable[[str], str]:
    """OpenCC's ``t2s``, loaded when the first character asks for it (about 30 ms)."""
    from opencc import OpenCC

    return OpenCC("t2s").convert


def simplified(text: str) -> str:
    """``text`` in simplified characters, of the same length.

    Every row of OpenCC's ``t2s`` dictionaries keeps its length, phrases included; the check is for a
    future dictionary that does not.
    """
    convert = _converter()
    converted = convert(text)
    if len(converted) != len(text):
        converted = "".join(c if len(s := convert(c)) != 1 else s for c in text)
    return converted


@cache
def _repairs() -> tuple[tuple[str, tuple[Repair, ...]], ...]:
    """The rows of the table under the core that they hold."""
    return tuple((core, tuple(row for row in REPAIRS if core in row.spun)) for core in CORES)


def _spun(text: str) -> list[tuple[int, Repair]]:
    """Where which row applies, in order and without overlaps."""
    found: dict[int, Repair] = {}
    for core, rows in _repairs():
        at = text.find(core)
        while at >= 0:
            for row in rows:
                start = at - row.spun.index(core)
                end = start + len(row.spun)
                if start < 0 or not text.startswith(row.spun, start):
                    continue
                natural = (start and text[start - 1] in row.not_after) or (
                    text[end : end + 1] or "\n"
                ) in row.not_before
                if not natural:
                    found.setdefault(start, row)
                    break
            at = text.find(core, at + 1)
    chosen: list[tuple[int, Repair]] = []
    free = 0
    for start in sorted(found):
        if start >= free:
            chosen.append((start, found[start]))
            free = start + len(found[start].spun)
    return chosen


def _repaired(text: str, edits: list[_Edit]) -> tuple[str, list[_Edit]]:
    """Undo spun text in folded ``text``, and bring the edits that led to it up to date.

    An edit inside a repaired string (an invisible character, say) becomes part of the repair. Where one
    reaches beyond it (a last character with a mark that stays a mark), it is no such string.
    """

    def parted(offset: int) -> bool:
        nth = bisect_left(edits, offset, key=_folded_start) - 1
        return nth >= 0 and edits[nth][1] > offset

    repairs = [(at, row) for at, row in _spun(text) if not parted(at) and not parted(at + len(row.spun))]
    if not repairs:
        return text, edits
    before = Folded(text, tuple(edits))
    parts: list[str] = []
    merged: list[_Edit] = []
    done = shift = used = 0
    for at, row in repairs:
        past = at + len(row.spun)
        while used < len(edits) and edits[used][0] < past:
            if edits[used][1] <= at:
                merged.append(_moved(edits[used], shift))
            used += 1
        span = before.original(at, past)
        parts += (text[done:at], row.meant)
        merged.append((at + shift, at + shift + len(row.meant), span.start, span.end))
        shift += len(row.meant) - len(row.spun)
        done = past
    parts.append(text[done:])
    merged += (_moved(edit, shift) for edit in edits[used:])
    return "".join(parts), merged


def _moved(edit: _Edit, shift: int) -> _Edit:
    return (edit[0] + shift, edit[1] + shift, edit[2], edit[3])


def _folded_start(edit: _Edit) -> int:
    return edit[0]


def _original_start(edit: _Edit) -> int:
    return edit[2]
