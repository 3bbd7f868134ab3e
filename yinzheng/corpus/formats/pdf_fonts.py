"""Chinese, Japanese and Korean fonts that a PDF file names but does not carry, on machines that lack them.

Without any such font PDFium gives characters no extent, and drops those that are drawn one by one. So it is
given one in which every character is the same box: where it stands and how wide it is the file says itself.
"""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.resources import files
from typing import Any

_CHARSETS = frozenset({128, 129, 134, 136})
"""What PDFium calls Japanese, Korean, simplified and traditional Chinese."""

_OURS = 1
"""Stands for the font with boxes: others are addresses."""


@cache
def stand_in() -> Any:
    """Have PDFium take the font with boxes for fonts that the machine lacks; done once in a process."""
    import pypdfium2

    font = files("yinzheng.corpus.formats").joinpath("boxes.ttf").read_bytes()

    class StandIn(pypdfium2.PdfSysfontBase):  # type: ignore[misc]  # it has no types
        def MapFont(self, _: Any, weight: int, italic: int, charset: int, *how: Any) -> Any:  # noqa: N802
            found = super().MapFont(_, weight, italic, charset, *how)
            return _OURS if not found and charset in _CHARSETS else found

        def GetFontData(self, _: Any, handle: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
            if handle != _OURS:
                return int(super().GetFontData(_, handle, table, buffer, size))
            if table:  # 0 is the whole file; it is asked first whether this is a collection
                return 0
            if size >= len(font):
                ctypes.memmove(buffer, font, len(font))
            return len(font)

        def GetFaceName(self, _: Any, handle: int, buffer: Any, size: int) -> int:  # noqa: N802
            return 0 if handle == _OURS else int(super().GetFaceName(_, handle, buffer, size))

        def GetFontCharset(self, _: Any, handle: int) -> int:  # noqa: N802
            return min(_CHARSETS) if handle == _OURS else int(super().GetFontCharset(_, handle))

        def DeleteFont(self, _: Any, handle: int) -> None:  # noqa: N802
            if handle != _OURS:
                super().DeleteFont(_, handle)

    made = StandIn()
    made.setup()
    return made
