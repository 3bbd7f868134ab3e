"""The words of a PDF page with their places: upright, in points from the top left, cleaned of typesetting.

PDFium gives characters in the order in which they were drawn, with spaces where it sees gaps. Text that is
drawn twice for boldness it gives once.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Word(NamedTuple):
    """Characters without white space between them, from ``left`` to ``right`` on the line at ``base``.

    Places are in points; ``base`` grows downwards, as do ``top`` and ``bottom``. ``order`` is when it was
    drawn. ``broken`` says that its last character is a hyphen at the end of a line, ``led`` that leader
    dots stand before it, ``spaced`` that a space does which was typed, and is not just seen as a gap.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    order: int
    broken: bool = False
    led: bool = False
    spaced: bool = False


class _Style(NamedTuple):
    """What one drawn piece of text has in common; ``turn`` are quarter turns, None for a slant."""

    size: float
    bold: bool
    turn: int | None


_HYPHENS = "\ufffe\x02\u00ad"
"""What PDFium has for a hyphen at the end of a line, and soft hyphens."""
_TOKEN = re.compile(r"(?:[.·…][ \u00a0]?){4,}(?=\s)|[^\s\u00a0\u200b\ufeff\x00-\x01\x03-\x1f]+")
_WORD = re.compile(r"\S+")
_AS_WIDE = 1.6  # times as wide as the distance between two letters of a word is no space between words
_PARTS = re.compile(r"(\.{4,}|…{3,}|·{4,}|_{3,}|[\ufffe\x02])")
_LEADER = re.compile(r"(?:[.·…] ?){3,}|_{3,}")
_ODD = re.compile(
    "[\u00ad\u200c\u200d\u2060\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe4f]"
)
"""Ligatures, radicals and forms for vertical lines that stand for ordinary letters, and what is not seen."""
_RADICALS = dict(
    zip(
        "⺀⺁⺄⺆⺈⺊⺌⺍⺎⺑⺓⺕⺗⺘⺙⺛⺜⺝⺟⺠⺡⺢⺣⺥⺦⺨⺩⺪⺬⺭⺮⺯⺰⺱⺲⺳⺴⺶⺷⺸⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫厂乙冂刀卜小小尢尣幺彐心手攵旡日月母民水水火爪丬犬王疋示礻竹糸纟罓罒网罒羊羊羊羋聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅镸长长门雨阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""Radicals of the supplement block as the characters that fonts' tables take them for."""

_BOLD = re.compile(r"bold|black|heavy|semibd|demi|simhei|heiti|黑体|[-_ ]hei(?:[-_ ]|$)", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # the flag ForceBold of a font descriptor (ISO 32000-1, table 123)


def characters(textpage: Any) -> str:
    """The characters of a page as PDFium has them, one for each of its indices."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    given = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(given - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    # Characters beyond U+FFFF, or such as GetText leaves out: asked for one by one.
    codes = (pdfium.FPDFText_GetUnicode(textpage, i) for i in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)


def words(textpage: Any, text: str) -> Iterator[tuple[int, list[Word]]]:
    """The words of a page by the direction of their lines, that of most of the text first.

    ``text`` are the page's ``characters``. The number counts quarter turns to the left; a page printed
    sideways is given as if it had been turned upright. Slanted text, which is a watermark, is left out.
    """
    turned: dict[int, list[Word]] = {}
    sizes: dict[int, int] = {}
    for turn, word in _words(textpage, text):
        turned.setdefault(turn, []).append(word)
        sizes[turn] = sizes.get(turn, 0) + len(word.text)
    for turn in sorted(turned, key=lambda t: (-sizes[t], t)):
        yield turn, turned[turn]


def _words(textpage: Any, text: str) -> Iterator[tuple[int, Word]]:
    import pypdfium2.raw as pdfium

    look = _Look(pdfium, textpage)
    led = False
    for token in _TOKEN.finditer(_closed(look, text)):
        for start, end, part in _split(token):
            if _LEADER.fullmatch(part):
                led = True
                continue
            style = look.style(start)
            if style.turn is None:
                continue
            hyphen = part[-1] in _HYPHENS
            shown = plain(part[:-1] + "-" if hyphen else part)
            if not shown:
                continue
            left, right, top, bottom, base = look.place(start, end, style.turn)
            spaced = start > 0 and is_han(shown[0]) and text[start - 1] == " " and look.typed(start - 1)
            yield (
                style.turn,
                Word(
                    shown, left, right, top, bottom, base, style.size, style.bold, start, hyphen, led, spaced
                ),
            )
            led = False


def _closed(look: _Look, text: str) -> str:
    """``text`` with word joiners for the spaces that PDFium sees within words of spaced letters.

    Programs that recognise scans set the letters of a word apart to fill its width, and often draw the last
    one by itself, where PDFium takes the same distance for a space. Indices stay as they are.
    """
    kept: list[str] = []
    done = 0
    before = spaced = None  # the word before, and the last one of several letters on its line
    for word in _WORD.finditer(text):
        if before is None or "\n" in text[before.end() : word.start()]:
            spaced = None
        # Looking costs more than reading: only where one of the two is hardly a word.
        elif spaced and word.start() == before.end() + 1 and (len(word[0]) <= 2 or len(before[0]) == 1):
            i, last = before.end(), spaced.end() - 1
            if not look.typed(i) and 0 < look.gap(i - 1, i + 1) <= _AS_WIDE * look.gap(last - 1, last):
                kept += [text[done:i], "\u2060"]
                done = i + 1
        if len(word[0]) > 1:
            spaced = word
        before = word
    return "".join(kept) + text[done:]


def _split(token: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """A token apart from leader dots and underlines, and after a hyphen that ends a line."""
    start, part = token.start(), token.group()
    if not _PARTS.search(part):
        yield start, token.end(), part
        return
    held = ""
    for piece in _PARTS.split(part):
        if piece and piece in _HYPHENS:
            yield start - len(held), start + 1, held + piece
            held = ""
        elif piece:
            if held:
                yield start - len(held), start, held
            held = piece
        start += len(piece)
    if held:
        yield start - len(held), start, held


def plain(word: str) -> str:
    """A word with ordinary letters for ligatures, radicals and vertical forms, without soft hyphens."""
    if word.isascii() or not _ODD.search(word):
        return word
    return _ODD.sub(lambda m: _RADICALS.get(m[0]) or _letters(m[0]), word)


def _letters(c: str) -> str:
    return "" if c in "\u00ad\u200c\u200d\u2060" else unicodedata.normalize("NFKC", c)


class _Look:
    """Asks PDFium about characters; what one drawn piece of text has in common only once."""

    def __init__(self, pdfium: Any, textpage: Any) -> None:
        self._page = textpage
        self._pdfium = pdfium
        self._bold: dict[int | None, bool] = {}  # by font
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)
        self._box = pdfium.FS_RECTF()
        self._box_at = ctypes.byref(self._box)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_at, self._y_at = ctypes.byref(self._x), ctypes.byref(self._y)

    def style(self, i: int) -> _Style:
        """How character ``i`` is set."""
        pdfium, matrix = self._pdfium, self._matrix
        if not pdfium.FPDFText_GetMatrix(self._page, i, self._matrix_at):
            matrix.a = matrix.d = 1.0
            matrix.b = matrix.c = 0.0
        size = round(pdfium.FPDFText_GetFontSize(self._page, i) * math.hypot(matrix.c, matrix.d), 1)
        drawn = pdfium.FPDFText_GetTextObject(self._page, i)
        font = ctypes.cast(pdfium.FPDFTextObj_GetFont(drawn), ctypes.c_void_p).value if drawn else None
        bold = self._bold.get(font)
        if bold is None:
            bold = self._bold[font] = self._is_bold(i)
        if not matrix.b and matrix.a > 0:
            return _Style(size, bold, 0)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
        turn = round(angle)
        slanted = abs(angle - turn) > 0.1
        return _Style(size, bold, None if slanted else turn % 4)

    def typed(self, i: int) -> bool:
        """Whether character ``i`` stands in the file, and was not put there by PDFium."""
        return not self._pdfium.FPDFText_IsGenerated(self._page, i)

    def gap(self, i: int, j: int) -> float:
        """From the right of character ``i`` to the left of ``j``, on a line that is not turned."""
        get, box = self._pdfium.FPDFText_GetLooseCharBox, self._box
        get(self._page, i, self._box_at)
        right = box.right
        get(self._page, j, self._box_at)
        return float(box.left - right)

    def _is_bold(self, i: int) -> bool:
        pdfium = self._pdfium
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._page, i, name, 128, flags)
        return (
            bool(_BOLD.search(name.value.decode("utf-8", "replace")))
            or bool(flags.value & _FORCED_BOLD)
            or pdfium.FPDFText_GetFontWeight(self._page, i) >= 600
        )

    def place(self, start: int, end: int, turn: int) -> tuple[float, float, float, float, float]:
        """Left, right, top, bottom and base of the characters ``[start, end)``, turned upright."""
        get = self._pdfium.FPDFText_GetLooseCharBox
        box = self._box
        get(self._page, start, self._box_at)
        x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
        if end - start > 1:
            get(self._page, end - 1, self._box_at)
            x0, y0, x1, y1 = min(x0, box.left), min(y0, box.bottom), max(x1, box.right), max(y1, box.top)
        self._pdfium.FPDFText_GetCharOrigin(self._page, start, self._x_at, self._y_at)
        x, y = self._x.value, self._y.value
        if turn == 0:
            return x0, x1, -y1, -y0, -y
        if turn == 1:  # upwards: the page is turned to the right
            return y0, y1, x0, x1, x
        if turn == 2:
            return -x1, -x0, y0, y1, y
        return -y1, -y0, -x1, -x0, -x


def is_han(c: str) -> bool:
    """Whether a character is Chinese, punctuation and full-width forms with it."""
    return (
        "\u2e80" <= c <= "\u9fff"
        or "\uf900" <= c <= "\ufaff"
        or "\uff00" <= c <= "\uffee"
        or c >= "\U00020000"
    )


def joined(words: Sequence[Word]) -> str:
    """Words of one line as text: spaces between them, but not where Chinese characters stand close."""
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        if before is not None and not _together(before, word):
            parts.append(" ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def _together(before: Word, word: Word) -> bool:
    """Whether there is no space between two words of a line."""
    last, first = before.text[-1], word.text[0]
    gap = word.left - before.right
    if last.isascii() and first.isascii():
        raised = word.size < 0.85 * before.size and last.isdigit() and word.text.isalpha()
        return raised and gap < 0.12 * word.size  # 1st
    han, too = is_han(last), is_han(first)
    if word.spaced and gap > 0.15 * word.size:  # text that was recognised has spaces without width
        return False
    return (han or too) and gap <= (0.4 if han and too else 0.12) * word.size
