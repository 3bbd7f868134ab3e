"""The font with boxes is what its tool writes."""

from __future__ import annotations

from tools.build_boxes import OUTPUT, built


def test_the_font_in_the_package_is_what_the_tool_writes() -> None:
    assert OUTPUT.read_bytes() == built()
