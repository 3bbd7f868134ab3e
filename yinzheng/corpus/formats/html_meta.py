"""What an HTML page says of itself: its address, author, site and day of publication."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from yinzheng.corpus.dates import date_in_lines, date_in_text, date_in_url, iso

if TYPE_CHECKING:
    from collections.abc import Iterator

_PUBLISHED_NAMES = """
article:published_time og:article:published_time article:published article.published og:published_time
datepublished og:datepublished parsely-pub-date article_date_original citation_publication_date
bytedance:published_time publishdate publish_date publish-date publishtime pubdate pub_date pubtime published
firstpublished dc.date.issued dcterms.issued sailthru.date dc.date dcterms.date dc.date.created
dcterms.created date
"""
_PUBLISHED = tuple(_PUBLISHED_NAMES.split())
"""Names of ``meta`` elements that hold the day of publication, the surest first."""

_AUTHORS = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "citation_author",
    "dc.creator",
    "byl",
)
_SITES = ("og:site_name", "application-name", "parsely-section-site")
_NOBODY = re.compile(
    r"admin\w*|root|webmaster|editor|staff|author|unknown|anonymous|null|none|小编|佚名|管理员|编辑|本站|未知",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000})\s*-->", re.IGNORECASE)
_SCRIPT_TIME = re.compile(r"""\bvar\s+(?:ct|oriCreateTime)\s*=\s*["'](\d{10})["']""")
"""When an article of WeChat was published, in seconds; its pages fill in the date by script."""
_CHINA = timezone(timedelta(hours=8))
_LONGEST = 500  # characters of an address
_SCRIPTS = 400_000  # characters of scripts that are looked at
_NAME = 80
_TODAY = re.compile(r"今天是|今日|现在是|當前時間|当前时间|today is", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page says of itself; ``date`` is in ISO 8601, and all are None where it does not say."""

    url: str | None
    site: str | None
    author: str | None
    date: str | None
    dated_by: tuple[str, ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags of a document that hold it."""
        named = (("url", self.url), ("site", self.site), ("author", self.author))
        return (*(f"{name}:{value}" for name, value in named if value), *self.dated_by)


def meta(tree: Any, markup: str, near: str, main: str, source: str) -> Meta:
    """Read what a page says of itself.

    ``near`` is the text around the beginning of its main text, where bylines stand, and ``main`` the main
    text; ``source`` is where the page comes from, an address or a file's name.
    """
    told = _metas(tree)
    linked = list(_linked_data(tree))
    site = next(filter(None, (_words(told.get(name, "")) for name in _SITES)), None)
    url = _url(tree, told, markup, source)
    author = _author(told, linked, site)
    stated = [told.get(name, "") for name in _PUBLISHED]
    stated[1:1] = [str(item["datePublished"]) for item in linked if "datePublished" in item][:1]
    stated += [
        element.get("datetime") or element.get("content") or ""
        for element in tree.iter("time", "span")
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
    ]
    found, dated_by = _date(tree, stated, near, main, url)
    return Meta(url, site, author, found, dated_by)


def _metas(tree: Any) -> dict[str, str]:
    """The first content of each name, in lower case, of the page's ``meta`` elements."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content") or ""
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            if name and content.strip():
                found.setdefault(name, content)
    return found


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD, outer ones before inner ones."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            waiting = [json.loads((element.text or "")[:_SCRIPTS], strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, dict):
                yield item
                waiting += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]
            elif isinstance(item, list):
                waiting += item[:50]


def _words(text: str, longest: int = _NAME) -> str:
    return " ".join(text.split())[:longest].strip()


def _url(tree: Any, told: dict[str, str], markup: str, source: str) -> str | None:
    """The page's address as it gives it: canonical, or where a browser saved it from."""
    named = [
        e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()
    ]
    named.append(told.get("og:url", ""))
    saved = _SAVED_FROM.search(markup[:4096])
    base = source if source.startswith(("http://", "https://")) else saved.group(1) if saved else ""
    for address in (*(urljoin(base, each.strip()) for each in named if each.strip()), base):
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        # Many name the front page for all their pages.
        inner = bool(parts.hostname) and bool(parts.path.strip("/") or parts.query)
        plain = len(address) <= _LONGEST and re.fullmatch(r"[^\s\x00-\x20<>\"]+", address)
        if parts.scheme in ("http", "https") and inner and plain:
            return str(address)
    return None


def _author(told: dict[str, str], linked: list[dict[str, Any]], site: str | None) -> str | None:
    """Who a page says has written it, in its metadata; names that stand for nobody are left out."""
    named = [told.get(name, "") for name in _AUTHORS]
    for item in linked:
        several = item.get("author")
        people = several if isinstance(several, list) else [several]
        names = [p.get("name") if isinstance(p, dict) else p for p in people[:5]]
        named.append(", ".join(name for name in names if isinstance(name, str)))
    for name in map(_words, named):
        plain = re.sub(r"^(?:by|作者)[ :：]+", "", name, flags=re.IGNORECASE)
        if (
            plain
            and not re.search(r"https?:|[@<>{}]|www\.", plain)
            and not _NOBODY.fullmatch(plain)
            and plain != site
        ):
            return plain
    return None


def _date(
    tree: Any, stated: list[str], near: str, main: str, url: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The day of publication, and the flags that say so where it is inferred; ``stated`` are its metadata."""
    in_url = date_in_url(url) if url else None
    for words in stated:
        if found := iso(re.sub(r"(?<=\d)T(?=\d)", " ", words[:60])) or _seconds(words):
            # Metadata are in universal time as often as not; the address has the day of the place.
            if in_url and abs(date.fromisoformat(found) - date.fromisoformat(in_url.date)).days == 1:
                return in_url.date, ()
            return found, ()
    scripts = "".join((element.text or "")[:_SCRIPTS] for element in tree.iter("script"))[:_SCRIPTS]
    if match := _SCRIPT_TIME.search(scripts):
        return datetime.fromtimestamp(int(match.group(1)), UTC).astimezone(_CHINA).date().isoformat(), ()
    lines = [line for line in near.split("\n") if not _TODAY.search(line)]
    told_here = date_in_lines("\n".join(lines)) or date_in_text(main) or in_url
    if told_here:
        return told_here.date, told_here.flags
    times = {iso(re.sub("T", " ", (element.get("datetime") or "")[:60])) for element in tree.iter("time")}
    if len(times) == 1 and (only := times.pop()):
        return only, ("dated_by:time",)
    return None, ()


def _seconds(words: str) -> str | None:
    """A day given in seconds or milliseconds since 1970."""
    match = re.fullmatch(r"(1[0-9]{9})(?:\d{3})?", words.strip())
    return datetime.fromtimestamp(int(match.group(1)), UTC).date().isoformat() if match else None
