"""Recognise the text on a picture: RapidOCR and the models that its package carries (``yinzheng[ocr]``).

The one module that imports it. PP-OCRv6 finds lines and reads them, on ONNX Runtime.
"""

from __future__ import annotations

import functools
import importlib.util
import math
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.formats.scan import LONGEST, Seen

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE = "rapidocr"

INSTALL = "pip install 'yinzheng[ocr]'"
"""What makes it available."""

_LEAST = 0.5  # confidence of a line; below, it is no text


def available() -> bool:
    """Whether text can be recognised here."""
    return importlib.util.find_spec(PACKAGE) is not None


def advice() -> str:
    """What to do about pictures of text that nobody asked to recognise."""
    return (
        "add it with --ocr to recognise it"
        if available()
        else f"to recognise it, {INSTALL} and add it with --ocr"
    )


def see(picture: Any) -> Sequence[Seen]:
    """The lines on a picture, an array of shape (height, width, 3) of bytes, from the top."""
    result = _engine()(picture)
    if result.txts is None or result.boxes is None or result.scores is None:
        return []
    found = []
    for n, (text, box, score) in enumerate(zip(result.txts, result.boxes, result.scores, strict=True)):
        corners = tuple((float(x), float(y)) for x, y in box)
        characters = result.word_results[n] if len(result.word_results) == len(result.txts) else ()
        centres = tuple(_along(corners, place) for _, _, place in characters if place is not None)
        found.append(Seen(text, corners, float(score), centres))
    return found


def _along(corners: Sequence[tuple[float, float]], place: Sequence[Sequence[float]]) -> float:
    """How far along a line, from its left end, the middle of a character's box is."""
    (x0, y0), (x1, y1) = corners[:2]
    long = math.hypot(x1 - x0, y1 - y0) or 1.0
    x, y = sum(p[0] for p in place) / 4 - x0, sum(p[1] for p in place) / 4 - y0
    return (x * (x1 - x0) + y * (y1 - y0)) / long


@functools.cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": _LEAST,
            "Global.max_side_len": LONGEST,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            # The model for lines that stand on their heads turns some that do not; pages are turned whole.
            "Global.use_cls": False,
            # Threads that wait for each other on a busy machine cost more than they gain.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
