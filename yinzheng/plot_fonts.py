"""Finding a font on this machine that has the characters of a chart's labels, Chinese ones above all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LATIN = "DejaVu Sans"
"""Comes with matplotlib; it has Latin, Greek and Cyrillic letters and most signs."""

STACK = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "WenQuanYi Micro Hei", "sans-serif",
)  # fmt: skip
"""What SVG and HTML ask their reader for; one of them is on nearly every system."""

_PREFERRED = re.compile(
    r"notosans(?:mono)?(?:cjk|sc|hans)|sourcehansans|pingfang|hiragino sans gb|msyh|wqy-(?:microhei|zenhei)|"
    r"droidsansfallback|stheiti|simhei|uming|ukai|simsun|songti|arial unicode",
    re.IGNORECASE,
)
_STYLES = re.compile(r"bold|black|heavy|light|thin|medium|italic|oblique|mono|serif", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families to draw with, in the order in which they are asked for a character.

    ``missing`` are characters that none of them has; ``advice`` says what to install for them.
    """

    families: tuple[str, ...]
    missing: str = ""

    @property
    def advice(self) -> str:
        """One line about ``missing`` for people."""
        return (
            f"no font here has {len(self.missing)} characters of the labels ({self.missing[:5]}): "
            "install one with Chinese (Debian, Ubuntu: apt install fonts-noto-cjk; Fedora: dnf install "
            "google-noto-sans-cjk-fonts), or write .svg or .html, which use the fonts of their reader"
        )


def fonts_for(text: str) -> Fonts:
    """Return fonts for a text: matplotlib's own, and one of the system's where that is not enough.

    The system's fonts are looked at anew every time, so that one just installed is found.
    """
    from matplotlib import font_manager, get_data_path

    own = Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    wanted = _without(str(own), {char for char in text if not char.isspace()})
    if not wanted:
        return Fonts((LATIN,))
    best, left = "", wanted
    for path in sorted(font_manager.findSystemFonts(), key=_rank):
        lacking = _without(path, wanted)
        if len(lacking) < len(left):
            best, left = path, lacking
        # A name in rare characters should not cost the rest: nearly all will do.
        if len(left) * 50 <= len(wanted):
            break
    if not best:
        return Fonts((LATIN,), "".join(sorted(wanted)))
    font_manager.fontManager.addfont(best)
    family = font_manager.FontProperties(fname=best).get_name()
    han = {char for char in left if char.isalpha()}
    return Fonts((LATIN, family), "".join(sorted(han)) if len(left) * 50 > len(wanted) else "")


def _rank(path: str) -> tuple[bool, bool, str]:
    name = Path(path).name
    return not _PREFERRED.search(name), bool(_STYLES.search(name)), name


def _without(path: str, wanted: set[str]) -> set[str]:
    """Those of the wanted characters that a font lacks; all of them where it cannot be read."""
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(path)
    except (OSError, RuntimeError):  # a bitmap font, or a damaged file
        return wanted
    return {char for char in wanted if not font.get_char_index(ord(char))}
