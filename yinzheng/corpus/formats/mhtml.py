"""Saved pages (MHTML, RFC 2557): the page among the parts that a browser saved in one file.

Pictures, style sheets and scripts among the parts are not looked at, and nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesParser
from typing import TYPE_CHECKING

from yinzheng.corpus.decode import decode
from yinzheng.corpus.files import MAX_HTML_BYTES
from yinzheng.corpus.formats import html
from yinzheng.corpus.markdown import clean_title
from yinzheng.errors import EmptyDocument, UnreadableDocument

if TYPE_CHECKING:
    from email.message import Message

    from yinzheng.corpus.content import Content

_PAGES = ("text/html", "application/xhtml+xml")
_FRAMES = 20  # pages within the page that are read where the page itself says nothing
_LITTLE = 200  # characters of a page that is but a frame around others


def read(data: bytes, source: str) -> Content:
    """Read the page that was saved; where it is a frame for others, the longest of these.

    Raises UnreadableDocument where there is no page in the file, or one that is too large, and
    EmptyDocument.
    """
    # compat32 takes headers as they are; the modern policy raises on some that real files have.
    whole: Message = BytesParser(policy=policy.compat32).parsebytes(data)
    pages = [part for part in whole.walk() if part.get_content_type() in _PAGES]
    if not pages:
        raise UnreadableDocument(source, "there is no HTML page in this saved page: save it again, as HTML")
    start = str(whole.get_param("start") or "")
    pages.sort(key=lambda part: not start or _header(part, "Content-ID") != start)  # else the first leads
    address = _header(whole, "Snapshot-Content-Location") or _header(pages[0], "Content-Location")
    content = _page(pages[0], source, address)
    if len(content.text) < _LITTLE:
        others = [_page(part, source, address) for part in pages[1:_FRAMES]]
        content = max([content, *others], key=lambda page: len(page.text))
    if not content.text.strip():
        raise EmptyDocument(source, "there is no text in this saved page")
    return replace(content, title=content.title or clean_title(_header(whole, "Subject")) or None)


def _page(part: Message, source: str, address: str) -> Content:
    """One part as a page; ``address`` is where it was saved from."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if len(data) > MAX_HTML_BYTES:
        limit = MAX_HTML_BYTES >> 20
        raise UnreadableDocument(source, f"the page is larger than {limit} MB: save its text instead")
    if not data.strip():
        return html.read(b"", source)
    decoded = decode(data, source=source, declared=part.get_content_charset())
    plain = re.fullmatch(r"https?://[^\s<>\"]+", address)
    content = html.read(decoded.text.encode(), address if plain else source)
    return replace(content, flags=(*decoded.flags, *content.flags))


def _header(part: Message, name: str) -> str:
    """A header without its encoding and line breaks; empty where there is none."""
    written = str(part.get(name) or "")
    try:
        return " ".join(str(make_header(decode_header(written))).split())
    except (ValueError, LookupError):  # an encoding that nobody knows, damaged base64
        return " ".join(written.split())
