"""The main text of a page in the page's own blocks and order: headings, lists and tables in their places.

Extraction gives paragraphs in a few tags of its own. Where a page has no element that it knows as the
article, it gathers paragraphs and tables from all over the page and leaves headings and lists behind;
of tables it may give one line a cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.boilerplate import is_noise
from yinzheng.corpus.formats.html_parts import Places, is_prose, key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.corpus.formats.html_blocks import Block

_LINKED = 0.5  # share of a block's characters in links from which it leads elsewhere
_TABLE_OF_CONTENTS = 0.8  # likewise in links to places of its own page
_HEADING = 120  # characters
_HEADINGS = 2  # headings above paragraphs, from which it is no accident that none was taken
_ABOVE = 15  # blocks above the first paragraph among which its headings are
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|side|footer|foot|share|sharing|related|recommend\w*"
    r"|comments?|crumbs?|breadcrumbs?|toolbar|ads?|banner|cookies?)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names that sites give what stands around their text: ``class="left-nav"``."""


def is_document(tree: Any, whole: Sequence[Block], places: Places) -> bool:
    """Whether a page is all text, as editors and word processors save it: nothing around it is of a site.

    ``places`` are those of its blocks in the extracted main text.
    """
    for element in tree.iter("nav", "aside", "footer", "form", "div", "section", "ul"):
        named = element.tag in ("nav", "aside", "footer", "form")
        named = (
            named or _FURNITURE.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None
        )
        if named and any(piece.strip() for piece in element.itertext()):
            return False
    outside = (block for block, place in zip(whole, places, strict=True) if place is None)
    return not any(_leads_away(block) for block in outside)


def document(whole: Sequence[Block]) -> tuple[list[Block], Places]:
    """All of a page but what is hidden and its table of contents, and the place of each block in it."""
    main: list[Block] = []
    places: Places = []
    for block in whole:
        kept = not block.hidden and not _is_contents(block)
        places.append(len(main) if kept else None)
        main += [block] if kept else []
    return main, places


def prose(whole: Sequence[Block]) -> tuple[list[Block], Places]:
    """A main text by what stands on the page: from its first sentences, and the heading above, to its last.

    The lists and tables right below these belong to it. Everything, where there are no sentences. With it,
    the place of each block in it.
    """
    told = [at for at, block in enumerate(whole) if is_prose(block)]
    first, last = (told[0], told[-1]) if told else (0, len(whole) - 1)
    above = [at for at in range(max(0, first - _ABOVE), first) if whole[at].kind == "heading"]
    first = above[-1] if above and told else first
    last = _lists_below(whole, last)
    main: list[Block] = []
    places: Places = []
    for at, block in enumerate(whole):
        kept = first <= at <= last and not (told and (block.hidden or _is_contents(block)))
        places.append(len(main) if kept else None)
        main += [block] if kept else []
    return main, places


def _lists_below(whole: Sequence[Block], last: int) -> int:
    """The last line of the lists and tables that stand below a block, with headings, before any link."""
    end, at = last, last + 1
    while at < len(whole) and not (_leads_away(whole[at]) or whole[at].hidden):
        end = at if whole[at].kind in ("item", "row") else end
        at += 1
    return end


def restored(whole: Sequence[Block], main: Sequence[Block], places: Places) -> tuple[list[Block], Places]:
    """The extracted main text in the page's blocks where they say the same, and their places in it."""
    own = {place: at for at, place in enumerate(places) if place is not None and place >= 0}
    keys = [key_of(block) for block in whole]
    out: list[Block] = []
    moved: Places = [None if place is None else -1 for place in places]
    number = above = 0
    while number < len(main):
        if number in own:
            at = own[number]
            same = keys[at] == key_of(main[number])
            moved[at] = len(out)
            out.append(whole[at] if same else main[number])
            number, above = number + 1, at + 1
            continue
        end = number
        while end < len(main) and end not in own:
            end += 1
        below = own.get(end, len(whole))
        said = "".join(map(key_of, main[number:end]))
        taken = _covering(keys[above:below], said, backwards=not above)
        for at in taken:
            moved[above + at] = len(out)
            out.append(whole[above + at])
        out += [] if taken else main[number:end]
        number = end
    return out, moved


def _covering(keys: Sequence[str], said: str, *, backwards: bool) -> list[int]:
    """Which of the blocks between two sure ones say ``said``, one after the other; empty where none do."""
    taken: list[int] = []
    order = range(len(keys) - 1, -1, -1) if backwards else range(len(keys))
    rest = said
    for at in order:
        if keys[at] and (rest.endswith(keys[at]) if backwards else rest.startswith(keys[at])):
            rest = rest[: -len(keys[at])] if backwards else rest[len(keys[at]) :]
            taken.append(at)
        if not rest:
            return sorted(taken)
    return []


def with_headings(
    whole: Sequence[Block], main: Sequence[Block], places: Places
) -> tuple[list[Block], Places]:
    """The main text with the headings and lists between its paragraphs, where none was taken at all.

    A heading or two above it alone may be the site's: what it says there is the title anyway.
    """
    matched = [at for at, place in enumerate(places) if place is not None]
    if not matched or any(block.kind in ("heading", "item") for block in main):
        return list(main), places
    wanted = _headings(whole, places, max(0, matched[0] - _ABOVE), matched[-1])
    if len(wanted) < _HEADINGS:
        return list(main), places
    wanted |= _between(whole, places, min(wanted), matched[-1])
    out: list[Block] = []
    moved: Places = list(places)
    number = 0
    for at, place in enumerate(places):
        if at in wanted:
            moved[at] = len(out)
            out.append(whole[at])
        elif place is not None and place >= number:
            out += main[number:place]
            moved[at] = len(out)
            out.append(main[place])
            number = place + 1
    return out + list(main[number:]), moved


def _headings(whole: Sequence[Block], places: Places, first: int, last: int) -> set[int]:
    """Headings that the main text left out though what stands right below them is in it."""
    found: set[int] = set()
    for at in range(last, first - 1, -1):
        below = at + 1 <= last and (places[at + 1] is not None or at + 1 in found)
        block = whole[at]
        if below and places[at] is None and block.kind == "heading" and not _leads_away(block):
            found |= {at} if len(block.words) <= _HEADING and not block.hidden else set()
    return found


def _between(whole: Sequence[Block], places: Places, first: int, last: int) -> set[int]:
    """What stands between the first heading and the last paragraph, and the lists below, but for links."""
    found: set[int] = set()
    away = True  # whether what follows leads away
    for at in range(last, first - 1, -1):
        block = whole[at]
        if places[at] is not None:
            away = False
        elif block.hidden or _leads_away(block) or _is_contents(block):
            away = True
        elif not (away and block.kind == "heading"):  # the heading of a list of links
            found.add(at)
            away = False
    return found | set(range(last + 1, _lists_below(whole, last) + 1))


def _leads_away(block: Block) -> bool:
    """Whether a block is a link elsewhere, a button or a notice."""
    return block.linked > _LINKED * len(block.words) or is_noise(block.words)


def _is_contents(block: Block) -> bool:
    """Whether a block is a line of a table of contents."""
    return block.kind in ("item", "text") and block.within > _TABLE_OF_CONTENTS * len(block.words)
