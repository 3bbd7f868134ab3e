"""Write the font in which every character is a box, boxes.ttf: python -m tools.build_boxes.

It takes less than a kilobyte, since a table of kind 13 gives one glyph to a whole range.
``pdf_fonts.py`` says what it is for.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

OUTPUT = Path(__file__).parent.parent / "yinzheng" / "corpus" / "formats" / "boxes.ttf"
_EM = 1000
_ASCENT, _DESCENT = 880, -120
_CORNERS = ((40, -80), (40, 820), (960, 820), (960, -80))
_RANGES = ((0x20, 0xD800), (0xE000, 0x30000))  # without surrogates


def built() -> bytes:
    """Return the font, the same bytes each time."""
    pen = TTGlyphPen(None)
    pen.moveTo(_CORNERS[0])
    for corner in _CORNERS[1:]:
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(_EM, isTTF=True)
    font.updateHead(created=0, modified=0)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupGlyf({".notdef": box, "box": box})
    font.setupHorizontalMetrics(dict.fromkeys((".notdef", "box"), (_EM, _CORNERS[0][0])))
    font.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    font.setupCharacterMap({0x4E00: "box"})
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID = 3, 10  # Windows, all of Unicode
    table.format, table.language, table.reserved, table.length = 13, 0, 0, 0
    table.cmap = {code: "box" for first, past in _RANGES for code in range(first, past)}
    font.font["cmap"].tables = [table]
    font.setupNameTable({"familyName": "yinzheng boxes", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    file = io.BytesIO()
    font.font.recalcTimestamp = False
    font.font.save(file)
    return file.getvalue()


if __name__ == "__main__":
    OUTPUT.write_bytes(built())
