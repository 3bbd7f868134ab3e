"""One regular expression for many literal strings, whose time does not grow with their number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An expression that matches the longest of ``words`` at a place; one that matches nothing for none.

    The words become a tree of their characters. A space in a word matches any run of white space.
    """
    root: dict[str, dict[str, object]] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _branch(root) or r"(?!)"


def _branch(node: dict[str, dict[str, object]]) -> str:
    """Longest first: what goes on is tried before what ends here."""
    ways = []
    for char, below in sorted(node.items()):
        if char:
            ways.append((r"\s+" if char == " " else re.escape(char)) + _branch(below))  # type: ignore[arg-type]
    if not ways:
        return ""
    inner = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    return f"(?:{inner})?" if "" in node else inner
