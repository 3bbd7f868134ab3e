"""HTML to text: the main text of a page first, its headings as anchors, then what stands around it.

Pages are parsed and never executed: no script runs, no entity or style sheet is fetched, and the
HTML parser knows no DTD.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.boilerplate import OUTSIDE
from yinzheng.corpus.content import Content
from yinzheng.corpus.formats import html_order as order
from yinzheng.corpus.formats import html_parts as parts
from yinzheng.corpus.formats.html_blocks import Block, blocks, joined
from yinzheng.corpus.formats.html_meta import meta
from yinzheng.corpus.markdown import clean_title
from yinzheng.types import Anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_ELEMENTS = 100_000  # a page of more is no article, and looking for one in it takes half a minute,
_MOST_CHARACTERS = 1_000_000  # nor is one of more text, and extraction would hold it several times
_TAG = re.compile(r"<[^<>]{0,1000}>")
_UNSEEN = re.compile(
    r"<(?:script|style|title)\b[^<]*(?:<(?!/(?:script|style|title)\b)[^<]*)*", re.IGNORECASE
)  # <style>p {color: red}, up to what ends it


def read(data: bytes, source: str) -> Content:
    """Read a page, in UTF-8 whatever it declares: its main text by trafilatura, then the rest of its text.

    The rest follows a line of its own (``yinzheng.corpus.boilerplate.OUTSIDE``). Where too little is found,
    the main text is what stands between the first and the last sentences on the page, or all of it.
    """
    markup = data.decode()
    tree, complete = _parse(markup)
    if tree is None:
        return Content("")
    if not complete:  # nested deeper than the parser goes: all of its words rather than some in their places
        text = " ".join(unescape(_TAG.sub(" ", _UNSEEN.sub(" ", markup))).split())
        return Content(text, title=_title(tree, None, ()))
    within = tree.find("body")
    whole = [line for block in blocks(tree if within is None else within) for line in block.lines()]
    large = sum(1 for _ in tree.iter()) > _MOST_ELEMENTS
    large = large or sum(len(block.words) for block in whole) > _MOST_CHARACTERS
    title, body = (None, None) if large else _main(tree, whole)
    title = _title(tree, title, whole)
    main = parts.without_noise(list(blocks(body))) if body is not None else []
    places = parts.align(whole, main)
    if order.is_document(tree, whole, places):
        main, places = order.document(whole)
    elif parts.is_believable(whole, main, places):
        main, places = order.with_headings(whole, *order.restored(whole, main, places))
        main = parts.completed(whole, main, places)
    else:
        main, places = order.prose(whole)
    text, anchors = joined(main, title)
    found = meta(tree, markup, parts.around_beginning(whole, places), text, source)
    text, anchors = _with_rest(text, anchors, parts.rest(whole, places))
    return Content(text, anchors, title, found.date, found.flags)


def _parse(markup: str) -> tuple[Any, bool]:
    """The tree of a page, None when there is nothing in it; and whether all of the page is in it."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # lxml refuses str with an encoding declaration (ours is decoded already) and shows DTDs as text.
    markup = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", markup)
    markup = re.sub(r"\A\s*<!DOCTYPE[^>\[]{0,300}(?:\[[^\]]{0,5000}\]\s*)?>", "", markup, flags=re.IGNORECASE)
    parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        tree = document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, True
    return tree, not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def _main(tree: Any, whole: Sequence[Block]) -> tuple[str | None, Any]:
    """Title and body element as trafilatura finds them; a body in its own few tags."""
    import logging
    from copy import deepcopy

    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # "discarding data" is not for our users
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    config = use_config()
    if parts.weight(whole) > 2 * sum(len(block.words) for block in whole):
        # Chinese says in a third of the characters what the setting is meant for.
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(parts.LITTLE // 3))
    found: Any = None
    settings: list[dict[str, Any]] = [{"fast": True}, {"favor_recall": True}]
    # Without its fallback extractors F1 was higher on the article-extraction benchmark (.957 against .953).
    for more in settings:
        found = bare_extraction(
            deepcopy(tree),
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
            config=config,
            **more,
        )
        said = "" if found is None or found.body is None else "".join(found.body.itertext())
        if len(said.encode("utf-8", "surrogatepass")) >= parts.LITTLE:
            break
    if found is None:
        return None, None
    return clean_title(found.title or "") or None, found.body


def _title(tree: Any, found: str | None, whole: Sequence[Block]) -> str | None:
    """The page's title, without the names of site and section that follow its heading there."""
    told = "".join(tree.xpath("//head/title//text() | //meta[@property='og:title']/@content")).strip()
    if not told:  # a document's own title stands above its first heading
        styled = "//body//p[contains(concat(' ', @class, ' '), ' title ') or @class='MsoTitle'][1]//text()"
        found = clean_title("".join(tree.xpath(styled)[:20])) or found
    for path in ("//meta[@property='og:title']/@content", "//head/title//text()", "//h1//text()"):
        found = found or clean_title("".join(tree.xpath(path)[:20])) or None
    if found is None:
        return None
    headings = (clean_title(block.words) for block in whole if block.kind == "heading")
    shorter = (h for h in headings if len(h) > 3 and found.startswith(h))
    return next((h for h in shorter if re.match(r"\W*[|_–—·-]", found[len(h) :])), found)


def _with_rest(text: str, anchors: tuple[Anchor, ...], rest: Sequence[str]) -> tuple[str, tuple[Anchor, ...]]:
    """The text with what stands around it, under a line that says so."""
    if not rest:
        return text, anchors
    head = f"{text}\n\n"
    outside = Anchor(len(head), "heading", OUTSIDE.strip("【】"))
    return f"{head}{OUTSIDE}\n\n" + "\n".join(rest), (*anchors, outside)
