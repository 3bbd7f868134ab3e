"""Cited answers from Chinese and English documents: every result says where it stands.

>>> from yinzheng import Library
>>> with Library.open("notes", create=True) as library:  # doctest: +SKIP
...     library.add(["reports/"])
...     answer = library.ask("2024年营收是多少？")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yinzheng.errors import (
        DocumentError,
        DocumentNotFound,
        EmptyDocument,
        EncoderError,
        EncoderMismatch,
        ExportError,
        InternalError,
        LibraryBusy,
        LibraryDamaged,
        LibraryError,
        LibraryNewer,
        LibraryNotFound,
        LibraryUnwritable,
        QueryError,
        UnreadableDocument,
        UnsupportedDocument,
        YinzhengError,
    )
    from yinzheng.library import Library, Status
    from yinzheng.types import (
        AddReport,
        Anchor,
        Answer,
        Checkup,
        Citation,
        Claim,
        Conflict,
        Document,
        Finding,
        Hit,
        Passage,
        Point,
        Problem,
        Quantity,
        Reason,
        Report,
        Sentence,
        Span,
        Summary,
        Verdict,
    )

__version__ = "0.1.0"

__all__ = [
    "AddReport",
    "Anchor",
    "Answer",
    "Checkup",
    "Citation",
    "Claim",
    "Conflict",
    "Document",
    "DocumentError",
    "DocumentNotFound",
    "EmptyDocument",
    "EncoderError",
    "EncoderMismatch",
    "ExportError",
    "Finding",
    "Hit",
    "InternalError",
    "Library",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryError",
    "LibraryNewer",
    "LibraryNotFound",
    "LibraryUnwritable",
    "Passage",
    "Point",
    "Problem",
    "Quantity",
    "QueryError",
    "Reason",
    "Report",
    "Sentence",
    "Span",
    "Status",
    "Summary",
    "UnreadableDocument",
    "UnsupportedDocument",
    "Verdict",
    "YinzhengError",
    "__version__",
]


def __getattr__(name: str) -> Any:
    # Names come when they are asked for: `yinzheng --help` must not wait for NumPy and the index.
    if name in __all__:
        from importlib import import_module

        for module in ("errors", "types", "library"):
            found = import_module(f"yinzheng.{module}")
            if hasattr(found, name):
                globals()[name] = value = getattr(found, name)
                return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
