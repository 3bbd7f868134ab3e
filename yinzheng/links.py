"""Links that terminals open with a click (OSC 8): ``file:///…/report.pdf#page=12``.

A link is made of a path that is there, or of a web address, and every character of it that is not a plain
ASCII one is percent-encoded: nothing that a document or a file name holds can end the sequence or begin
another.
https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda describes the sequence.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from yinzheng.types import Document

_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "mintty", "Hyper", "Tabby", "rio"})
_TERMS = frozenset({"xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty", "wezterm", "contour"})
_VTE = 5000  # from this version on, that is 0.50
_TMUX = (3, 4)
_QUOTED = 60  # characters of a quotation that a browser looks for


class Links:
    """Makes links to places in documents; ``home`` is the folder that their sources are relative to."""

    def __init__(self, home: Path) -> None:
        self._home = home.resolve()

    def to(self, document: Document, start: int, end: int) -> str:
        """Return the link to ``document.text[start:end]``, empty where there is nothing to open.

        It leads to the page of a PDF, to the words in a web page, and to the line of a text file.
        """
        source = document.source
        if re.match(r"https?://", source):
            return quote(source, safe="/:?#[]@!$&'()*+,;=%~") + self._words(document, start, end)
        path = self._home / source
        try:
            if "\x00" in source or not path.is_file():
                return ""
            link = path.as_uri()
        except (OSError, ValueError):
            return ""
        if document.media_type == "application/pdf":
            # Viewers count pages from 1, whatever is printed on them; each page is an anchor.
            page = sum(anchor.kind == "page" and anchor.start <= start for anchor in document.anchors)
            return f"{link}#page={page}" if page else link
        if document.media_type == "text/html":
            return link + self._words(document, start, end)
        if document.media_type in {"text/plain", "text/markdown"} and document.text:
            return f"{link}#{document.text.count(chr(10), 0, start) + 1}"
        return link

    @staticmethod
    def _words(document: Document, start: int, end: int) -> str:
        """The fragment by which a browser finds words (https://wicg.github.io/scroll-to-text-fragment/)."""
        line = document.text[start:end].strip().partition("\n")[0]
        if len(line) > _QUOTED:
            cut = line[:_QUOTED]
            line = cut.rpartition(" ")[0] or cut
        return "#:~:text=" + quote(line, safe="").replace("-", "%2D") if line else ""


def links(out: Console, home: Path, environ: Mapping[str, str] = os.environ) -> Links | None:
    """Return what makes links, None where ``out`` is no terminal that is known to show them as such.

    ``FORCE_HYPERLINK`` set to 1 or 0 decides for terminals; a pipe never gets a link, nor does a
    terminal where ``NO_COLOR`` is set.
    """
    if not out.is_terminal or out.is_dumb_terminal or environ.get("NO_COLOR") or out.color_system is None:
        return None
    forced = environ.get("FORCE_HYPERLINK")
    known = forced != "0" if forced else _known(environ)
    return Links(home) if known else None


def _known(environ: Mapping[str, str]) -> bool:
    program = environ.get("TERM_PROGRAM", "")
    if program == "tmux" or environ.get("TMUX"):
        return program == "tmux" and _version(environ.get("TERM_PROGRAM_VERSION", "")) >= _TMUX
    if environ.get("TERM", "").startswith("screen"):
        return False
    return (
        program in _PROGRAMS
        or environ.get("TERM") in _TERMS
        or bool(environ.get("WT_SESSION") or environ.get("KONSOLE_VERSION"))
        or int(re.sub(r"\D", "", environ.get("VTE_VERSION", ""))[:9] or 0) >= _VTE
    )


def _version(words: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d{1,6}", words)[:2])
