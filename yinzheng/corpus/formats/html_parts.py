"""Which blocks of a page are its main text: what extraction took, and what belongs to it and was left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from yinzheng.corpus.boilerplate import is_noise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.corpus.formats.html_blocks import Block

Places = list[int | None]
"""For each block of a page its number in the main text, -1 where it is part of others there, None outside."""

LITTLE = 250  # bytes of main text under which an extraction is doubted,
_TINY = 80  # and under which it is not believed
_SHARE = 0.03  # of the page's whole text, likewise
_HEAP = 5  # blocks of the page in one of the main text, from which it is a heap of everything

_POST = re.compile(r"(?:发表于|發表於|回复于|回覆於|posted\s(?:on|by|at))[\s:：]", re.IGNORECASE)
"""What stands above each post of a thread."""

_WINDOW = 10  # characters that a piece of the main text is recognised by
_MOST_WINDOWS = 1_000_000  # of a longer main text only equal blocks are recognised
_ABOVE = 15  # blocks above the main text in which its heading and byline are looked for
_BELOW = 3  # blocks below the main text in which a table still belongs to it
_PARAGRAPH = 40  # characters of a first paragraph at least
_CAPTION = 120  # characters above a table
_LINKS = 0.5  # share of the characters of a table's rows that may be links


def weight(blocks: Sequence[Block]) -> int:
    """How much blocks say, in bytes: a Han character says what three letters do."""
    return sum(len(block.words.encode("utf-8", "surrogatepass")) for block in blocks)


def is_believable(whole: Sequence[Block], main: Sequence[Block], places: Places) -> bool:
    """Whether what was extracted is enough for the page, not all of it in one line, and all of a thread.

    Trafilatura gives everything in one line as a last resort, and of a thread often the first post.
    """
    size = weight(whole)
    short = _TINY if size > 4 * LITTLE else LITTLE
    heap = len(main) == 1 and _is_heap(whole, main[0])
    thread = [
        at for at, block in enumerate(whole) if _POST.search(block.words) and len(block.words) < _CAPTION
    ]
    posts = len(thread) > 1 and any(
        places[at] is None and is_prose(whole[at]) for at in range(thread[1], len(whole))
    )
    return weight(main) >= max(short, _SHARE * size) and not heap and not posts


def _is_heap(whole: Sequence[Block], one: Block) -> bool:
    """Whether one block holds what the page says in many."""
    said = key_of(one)
    return sum(bool(key) and key in said for key in map(key_of, whole)) >= _HEAP


def align(whole: Sequence[Block], main: Sequence[Block]) -> Places:
    """Where each block of a page is in its extracted main text, which gives no way back into the page.

    Blocks that stand once on both sides are sure, as in patience diff; the others are looked for between
    these, from below: what a table of contents names stands again under it.
    """
    ours, theirs = [key_of(block) for block in whole], [key_of(block) for block in main]
    places: Places = [None] * len(whole)
    sure = [(-1, -1), *_sure(ours, theirs), (len(ours), len(theirs))]
    where: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(theirs):
        where[key].append(number)
    for (above, first), (below, last) in pairwise(sure):
        if below < len(ours):
            places[below] = last
        bound = last
        for at in range(below - 1, above, -1):
            numbers = where.get(ours[at], [])
            found = bisect_left(numbers, bound) - 1
            if found >= 0 and numbers[found] > first:
                places[at] = bound = numbers[found]
    text = "".join(theirs)
    windows = range(len(text) - _WINDOW + 1 if len(text) <= _MOST_WINDOWS else 0)
    known = {hash(text[at : at + _WINDOW]) for at in windows}
    for at, key in enumerate(ours):
        if places[at] is None and len(key) >= _WINDOW:
            pieces = (hash(key[i : i + _WINDOW]) for i in range(len(key) - _WINDOW + 1))
            places[at] = -1 if all(piece in known for piece in pieces) else None
    return places


def key_of(block: Block) -> str:
    """What a block says without spaces and borders, however it is written."""
    return re.sub(r"[\s|]+", "", block.said or block.words).casefold()


def _sure(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal blocks that stand once on both sides, the most that are in the same order."""
    counts, other = Counter(ours), Counter(theirs)
    number = {key: at for at, key in enumerate(theirs) if other[key] == 1}
    pairs = [(at, number[key]) for at, key in enumerate(ours) if counts[key] == 1 and key in number]
    # The longest increasing subsequence, by its lowest possible ends.
    ends: list[int] = []
    before: list[int] = []
    heads: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(heads[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        heads[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = heads[-1] if heads else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def completed(whole: Sequence[Block], main: Sequence[Block], places: Places) -> list[Block]:
    """The main text with what was left out within it: tables of figures, what stands above them, torn lines.

    Their places become -1. Paragraphs that stand on the page several times stand so in its main text.
    """
    matched = [at for at, place in enumerate(places) if place is not None]
    if not matched:
        return list(main)
    after: dict[int, list[Block]] = defaultdict(list)
    keys = Counter(key_of(block) for block in main)
    keys.subtract(key_of(main[place]) for place in places if place is not None and place >= 0)
    last = 0
    at = matched[0]
    stop = min(matched[-1] + 1 + _BELOW, len(whole))
    while at < stop:
        place = places[at]
        if place is not None:
            last = max(last, place)
            if place < 0 and keys.get(key_of(whole[at])) == 0 and is_prose(whole[at]):
                after[last].append(whole[at])
            at += 1
            continue
        end = at
        while end < len(whole) and places[end] is None and whole[end].kind == "row":
            end += 1
        if _is_data(whole[at:end]):
            stop = max(stop, min(end + _BELOW, len(whole)))  # the next table may stand right below
        elif end == at and (_is_caption(whole, at) or _is_torn(whole, places, at)):
            end = at + 1
        else:
            at = max(end, at + 1)
            continue
        after[last] += whole[at:end]
        places[at:end] = [-1] * (end - at)
        at = end
    return [block for number, own in enumerate(main) for block in (own, *after[number])]


def _is_torn(whole: Sequence[Block], places: Places, at: int) -> bool:
    """Whether a line holds sentences of a paragraph whose next or last line was taken."""
    above = at > 0 and whole[at].inner and places[at - 1] is not None
    below = at + 1 < len(whole) and whole[at + 1].inner and places[at + 1] is not None
    return (above or below) and is_prose(whole[at])


def _is_caption(whole: Sequence[Block], at: int) -> bool:
    """Whether a block says of what the table below it is, or in what unit."""
    block = whole[at]
    below = next((i for i in range(at + 1, min(at + _BELOW, len(whole))) if whole[i].kind == "row"), None)
    if below is None or len(block.words) > _CAPTION or block.linked or is_noise(block.words):
        return False
    end = next((i for i in range(below, len(whole)) if whole[i].kind != "row"), len(whole))
    return _is_data(whole[below:end])


def _is_data(rows: Sequence[Block]) -> bool:
    """Whether rows are a table of figures, and no menu or list of other pages."""
    celled = [row for row in rows if " | " in row.words]
    figured = [row for row in celled if re.search(r"\d", row.words)]
    size = sum(len(row.words) for row in rows)
    return len(celled) >= 2 and 2 * len(figured) >= len(rows) and sum(r.linked for r in rows) <= _LINKS * size


def is_prose(block: Block) -> bool:
    """Whether a block holds sentences that are not links and no notice of the site."""
    return (
        len(block.words.encode("utf-8", "surrogatepass")) >= _TINY
        and block.linked <= 0.3 * len(block.words)
        and re.search(r"[。！？!?]|\.(?:\s|$)|，.*，|, .*, ", block.words) is not None
        and not is_noise(block.words)
    )


def without_noise(main: Sequence[Block]) -> list[Block]:
    """The extracted main text without the buttons and notices that it ends with."""
    end = len(main)
    while end > 1 and len(main[end - 1].words) <= _CAPTION and is_noise(main[end - 1].words):
        end -= 1
    return list(main[:end])


def rest(whole: Sequence[Block], places: Places) -> list[str]:
    """What the main text leaves out, in the order of the page; what is repeated, once."""
    return list(dict.fromkeys(b.words for b, place in zip(whole, places, strict=True) if place is None))


def around_beginning(whole: Sequence[Block], places: Places) -> str:
    """The lines around the beginning of the main text on the page, where bylines stand."""
    first = next(
        (at for at, place in enumerate(places) if place is not None and len(whole[at].words) >= _PARAGRAPH), 0
    )
    return "\n".join(block.words for block in whole[max(0, first - _ABOVE) : first + _ABOVE // 2])
