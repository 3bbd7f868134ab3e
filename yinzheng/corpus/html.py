"""HTML to text: the main text of a page with its headings as anchors, or all of its text.

Pages are parsed and never executed: no script runs, no entity or style sheet is fetched, and the
HTML parser knows no DTD.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from yinzheng.corpus.content import Content
from yinzheng.corpus.markdown import Heading, clean_title, heading_anchors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yinzheng.types import Anchor

_LITTLE = 250  # characters of main text under which an extraction is doubted,
_TINY = 80  # and under which it is not believed
_SHARE = 0.03  # of the page's whole text, likewise
_MOST_ELEMENTS = 100_000  # a page of more is no article, and looking for one in it takes half a minute
_LONG_HEADING = 120  # characters; longer ones are paragraphs in a heading's clothes

_Kind = Literal["text", "heading", "item", "row", "code"]

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
footer form header hr html legend li main menu nav ol p pre quote section summary table tbody td tfoot th
thead tr ul list item row cell head code h1 h2 h3 h4 h5 h6 option select
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNREAD = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "textarea",
        "button",
        "graphic",
    ]
)


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page says; ``title`` and ``date`` (ISO 8601) are None where it does not tell."""

    text: str
    anchors: tuple[Anchor, ...]
    title: str | None
    date: str | None


@dataclass(slots=True)
class _Block:
    """A paragraph, heading, list item or table row."""

    kind: _Kind
    level: int = 0
    parts: list[str] = field(default_factory=list)

    def words(self) -> str:
        joined = "".join(self.parts)
        if self.kind == "code":
            return joined.strip("\n")
        lines = (" ".join(line.split()) for line in joined.replace("\v", "\n").split("\n"))
        return (
            "\n".join(line for line in lines if line)
            if self.kind == "text"
            else " ".join(" ".join(lines).split())
        )


def read(data: bytes, _source: str) -> Content:
    """Read a page, in UTF-8 whatever it declares; see ``extract``."""
    page = extract(data.decode())
    return Content(page.text, page.anchors, page.title, page.date)


def extract(markup: str) -> Page:
    """The main text of an HTML page by trafilatura; all its text where that finds too little.

    Paragraphs and headings are separated by blank lines, list items begin with ``- ``, cells of a table row
    are separated by `` | ``. Text that cannot be parsed at all gives a page without text.
    """
    tree = _parse(markup)
    if tree is None:
        return Page("", (), None, None)
    large = sum(1 for _ in tree.iter()) > _MOST_ELEMENTS
    title, date, main = (None, None, None) if large else _main(tree)
    title = title or _title(tree)
    body = tree.find("body")
    whole = _page(_blocks(tree if body is None else body), title)
    text, anchors = _page(_blocks(main), title) if main is not None else ("", ())
    short = _TINY if len(whole[0]) > 4 * _LITTLE else _LITTLE
    if len(text) < max(short, _SHARE * len(whole[0])):
        text, anchors = whole
    if not text:  # nested deeper than the parser goes
        text = " ".join(re.sub(r"<[^<>]{0,1000}>", " ", markup).split())
    return Page(text, anchors, title, date)


def _parse(markup: str) -> Any:
    """The tree of a page; None when there is nothing in it."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # lxml refuses str with an encoding declaration (ours is decoded already) and shows DTDs as text.
    markup = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", markup)
    markup = re.sub(r"\A\s*<!DOCTYPE[^>\[]{0,300}(?:\[[^\]]{0,5000}\]\s*)?>", "", markup, flags=re.IGNORECASE)
    parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _main(tree: Any) -> tuple[str | None, str | None, Any]:
    """Title, date and body element as trafilatura finds them; a body in its own few tags."""
    import logging
    from copy import deepcopy

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # "discarding data" is not for our users
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    found: Any = None
    settings: list[dict[str, Any]] = [{"fast": True}, {"favor_recall": True}]
    # Without its fallback extractors F1 was higher on the article-extraction benchmark (.957 against .953).
    for more in settings:
        found = bare_extraction(
            deepcopy(tree),
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
            **more,
        )
        if found is not None and found.body is not None and len("".join(found.body.itertext())) >= _LITTLE:
            break
    if found is None:
        return None, None, None
    date = found.date if found.date and re.fullmatch(r"\d{4}-\d\d-\d\d", found.date) else None
    return clean_title(found.title or "") or None, date, found.body


def _title(tree: Any) -> str | None:
    for path in ("//meta[@property='og:title']/@content", "//head/title//text()", "//h1//text()"):
        words = clean_title("".join(tree.xpath(path)[:20]))
        if words:
            return words
    return None


def _blocks(root: Any) -> Iterator[_Block]:
    """The blocks of a tree in order; of HTML tags as well as of trafilatura's."""
    block = _Block("text")
    # Depth first without recursion: pages nest as deeply as they like.
    stack: list[tuple[Any, bool]] = [(root, False)]
    cell = False
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        is_block = tag in _BLOCKS and not (tag == "code" and _inline(element))
        if closing:
            if cell and tag in ("td", "th", "cell"):
                cell = False
            elif is_block:
                yield block
                block = _Block("text")
            if element is not root and element.tail:
                block.parts.append(_spaced(block, element.tail))
            continue
        stack.append((element, True))
        if tag in _UNREAD or not tag:
            continue
        if tag in ("br", "lb"):
            block.parts.append("\v")
        elif tag in ("td", "th", "cell"):
            if _is_layout(element):
                yield block
                block = _Block("text")
            elif block.kind != "row":
                yield block
                block = _Block("row")
            elif block.parts:
                block.parts.append(" | ")
            cell = not _is_layout(element)
        elif is_block and not (cell and tag not in ("table", "tr", "row")):
            yield block
            block = _opened(element, tag)
        elif is_block:
            block.parts.append(" ")
        if element.text:
            block.parts.append(_spaced(block, element.text))
        stack.extend((child, False) for child in reversed(element))
    yield block


def _is_layout(cell: Any) -> bool:
    """Whether a table cell holds paragraphs and tables: the page is laid out by it."""
    blocks = [child.tag for child in cell if child.tag in _BLOCKS]
    return len(blocks) > 1 or "table" in blocks


def _inline(element: Any) -> bool:
    """Whether a ``code`` element stands within a line of text."""
    parent = element.getparent()
    return parent is not None and parent.tag not in (
        "body",
        "pre",
        "div",
        "code",
        "quote",
        "main",
        "article",
        "section",
    )


def _opened(element: Any, tag: str) -> _Block:
    if tag in _HEADINGS:
        return _Block("heading", _HEADINGS[tag])
    if tag == "head":
        return _Block("heading", _HEADINGS.get(element.get("rend", ""), 2))
    if tag in ("li", "item"):
        return _Block("item")
    if tag in ("tr", "row"):
        return _Block("row")
    return _Block("code" if tag in ("pre", "code") else "text")


def _spaced(block: _Block, words: str) -> str:
    """Line breaks of the markup are spaces, except in code."""
    return words if block.kind == "code" else re.sub(r"\s+", " ", words)


def _page(blocks: Iterable[_Block], title: str | None) -> tuple[str, tuple[Anchor, ...]]:
    """Text of the blocks, and anchors at its headings; ``title`` is the page's."""
    parts: list[str] = []
    headings: list[Heading] = []
    size = 0
    before: _Kind | None = None
    for block in blocks:
        words = block.words()
        if not words.strip(" |"):
            continue
        if before is not None:
            gap = "\n" if before == block.kind and before in ("item", "row") else "\n\n"
            parts.append(gap)
            size += len(gap)
        if block.kind == "heading" and len(words) <= _LONG_HEADING:
            headings.append(Heading(size, block.level, clean_title(words)))
        elif block.kind == "item":
            words = f"- {words}"
        parts.append(words)
        size += len(words)
        before = block.kind
    return "".join(parts), tuple(heading_anchors(headings, title))
