"""What ``yinzheng ls`` does once its options are read: list the documents in the order that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yinzheng import as_json, document_view, output
from yinzheng.links import links
from yinzheng.options import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yinzheng.index.sizes import Size
    from yinzheng.library import Library
    from yinzheng.types import Document

KEYS = ("source", "title", "date", "added", "size")
"""What ``--sort`` takes; dates and sizes begin with the latest and the longest."""


def check(sort: str | None) -> None:
    """Raise UsageError for a key that is none."""
    if sort is not None and sort not in KEYS:
        raise UsageError(f"--sort {sort}: give {', '.join(KEYS[:-1])} or {KEYS[-1]}")


def run(library: Library, sort: str | None, *, json: bool) -> None:
    """Do it; JSON keeps the order of adding where none is wanted."""
    documents, sizes = library.documents(), library.sizes()
    ordered = in_order(documents, sizes, sort or ("added" if json else "source"))
    if json:
        as_json.put(as_json.listed(ordered, sizes))
        return
    out = output.console()
    linked = links(out, library.path.resolve().parent)
    document_view.print_documents(out, ordered, sizes, output.interface_lang(), linked)


def in_order(documents: Sequence[Document], sizes: Mapping[str, Size], key: str) -> list[Document]:
    """Documents, given in the order of adding, in the order of ``key``."""
    if key == "date":
        return sorted(documents, key=lambda document: document.date or "", reverse=True)
    if key == "size":
        return sorted(
            documents, key=lambda document: -sizes[document.id].characters if document.id in sizes else 0
        )
    if key == "title":
        return sorted(documents, key=lambda document: (document.title or document.source).casefold())
    if key == "source":
        return sorted(documents, key=lambda document: document.source.casefold())
    return list(documents)
