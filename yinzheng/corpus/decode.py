"""Bytes to text: strict where the bytes say what they are, else a scored guess that says it is one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from yinzheng.corpus.guess import BEYOND_ASCII, decoded, is_western, ranked, score, usual
from yinzheng.errors import UnsupportedDocument

_SAMPLE = 1 << 18  # bytes that a guess is made from
_READABLE = 0.45  # score of a guess that is believed,
_MIXED = 0.8  # and of one for some lines only
_SURE = 0.5  # confidence under which a person should look at the text
_WRONG_AT_MOST = 0.01  # share of characters that may be undecodable in a text that is read all the same

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file, not text"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an Office file from before 2007 or a protected one: save it as .docx, .xlsx, .pptx or PDF first",
    ),
    (b"{\\rtf", "a Rich Text file: not read; save it as text or HTML first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x00asm", "a program"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"RIFF", "an audio, video or image file"),
    (b"OggS", "an audio or video file"),
    (b"ID3", "an audio file"),
    (b"fLaC", "an audio file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"\x1f\x8b", "a compressed file: unpack it first"),
    (b"BZh", "a compressed file: unpack it first"),
    (b"\xfd7zXZ", "a compressed file: unpack it first"),
    (b"(\xb5/\xfd", "a compressed file: unpack it first"),
    (b"7z\xbc\xaf", "an archive: unpack it first"),
    (b"Rar!", "an archive: unpack it first"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a data file"),
    (b"\x80\x04\x95", "a Python pickle, which is never opened"),
)
"""First bytes of formats that are not text, and what to say of them."""

_ZIPPED = (
    (b"word/", "a Word document, not text"),
    (b"xl/", "a spreadsheet, not text"),
    (b"ppt/", "a presentation, not text"),
    (b"epub+zip", "an EPUB book, not text"),
    (b"opendocument", "an OpenDocument file, which is not read: save it as .docx, .xlsx, .pptx or PDF first"),
    (b"", "an archive: unpack it first"),
)

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]{1,30})""", re.IGNORECASE)


_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5hkscs": "big5", "cp950": "big5"}
_FAMILY |= {
    "euc_kr": "cp949",
    "johab": "cp949",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the story of how it was read.

    ``guessed`` is true when neither the bytes, the document nor the caller named the encoding;
    ``confidence`` is then how sure the guess is, in [0, 1]. ``removed`` counts NUL characters and lone
    surrogates left out, ``replaced`` those that could not be decoded and now are U+FFFD.
    """

    text: str
    encoding: str
    guessed: bool
    confidence: float
    removed: int = 0
    replaced: int = 0

    @property
    def unsure(self) -> bool:
        """Whether the guess is one that a person should look at."""
        return self.guessed and self.confidence < _SURE

    @property
    def flags(self) -> tuple[str, ...]:
        """What a reader of the document should know of it, as ``Document.flags``."""
        told = (
            ("guessed_encoding", self.encoding if self.guessed else ""),
            ("encoding_confidence", f"{self.confidence:.2f}" if self.unsure else ""),
            ("removed_characters", self.removed),
            ("undecodable_characters", self.replaced),
        )
        return tuple(f"{name}:{value}" for name, value in told if value)


def decode(
    data: bytes, encoding: str | None = None, *, source: str = "this file", declared: str | None = None
) -> Decoded:
    r"""Turn the bytes of a text file into text.

    A named ``encoding`` is used as it is; else a BOM, strict UTF-8, and a guess among the Chinese
    encodings and their neighbours, scored on the decoded text, with what an HTML or XML declaration says as
    a hint, or else ``declared``, which came with the bytes. Line ends
    become ``\n``; NUL, lone surrogates and the BOM are removed.

    Raises UnsupportedDocument for binary files, unknown encodings and bytes that make no text.
    """
    if encoding is not None:
        return _named(data, encoding, source)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _finish(data[len(bom) :], name, source=source, guessed=False, confidence=1.0)
    reason = binary(data)
    if reason:
        raise UnsupportedDocument(source, f"this is {reason}")
    controls = _controls(data)
    if controls > 0:
        wide = _utf16(data)
        if wide:
            if len(data) % 2 and data[-1:] in (b"\n", b"\r", b"\x00"):
                data = data[:-1]  # a line end that a program added which knew nothing of UTF-16
            return _finish(data, wide, source=source, guessed=True, confidence=0.95)
    if controls > 0.02:
        raise UnsupportedDocument(
            source, "this is a binary file, not text; name its --encoding if it is text"
        )
    escaped = _escaped(data)
    if escaped:
        return _finish(data, escaped, source=source, guessed=True, confidence=0.9)
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return _guess(data, source, declared)
    return _clean(text, "utf-8", guessed=False, confidence=1.0)


def binary(data: bytes) -> str | None:
    """What kind of non-text file ``data`` begins like, as half a sentence; None when it may be text."""
    for magic, kind in _BINARY:
        if data.startswith(magic):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return next(kind for mark, kind in _ZIPPED if mark in data[:8192])
    if data[4:8] == b"ftyp":
        return "a video file"
    if b"%PDF-" in data[:1024] and b"\x00" in data:
        return _BINARY[0][1]
    return None


def _named(data: bytes, encoding: str, source: str) -> Decoded:
    """Decode as the caller says."""
    name = encoding.strip().lower().replace("_", "-")
    if name not in ("euc-tw", "euctw"):
        try:
            b"a".decode(encoding, "replace")
            name = codecs.lookup(encoding).name
        except (LookupError, UnicodeError, ValueError):
            raise UnsupportedDocument(source, f"there is no encoding named {encoding!r}") from None
    for bom, marked in _BOMS:
        if data.startswith(bom) and (name == marked or name in marked):
            data, name = data[len(bom) :], marked
            break
    decoded = _finish(
        data, "euc-tw" if name == "euctw" else name, source=source, guessed=False, confidence=1.0
    )
    if decoded.replaced > 1 + _WRONG_AT_MOST * len(decoded.text):
        raise UnsupportedDocument(
            source, f"this is not text in {encoding}: leave the encoding out to have it guessed"
        )
    return decoded


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a BOM, told by what it gives: little of use in the wrong order, or of other bytes."""
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    shares = {name: usual(decoded(sample, name)) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= 0.7 else None


def _controls(data: bytes) -> float:
    """The share of bytes that text does not hold: C0 controls other than tab, line ends and escape."""
    sample = data[:_SAMPLE]
    return len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample)) / max(1, len(sample))


def _escaped(data: bytes) -> str | None:
    """The 7-bit encodings, which look like ASCII: ISO-2022-JP, ISO-2022-KR and HZ."""
    sample = data[:_SAMPLE]
    if b"\x1b$" in sample and not re.search(rb"[\x80-\xff]", sample):
        names = ("iso2022_kr",) if b"\x1b$)C" in sample else ("iso2022_jp_ext", "iso2022_jp_2")
    elif re.search(rb"~\{(?:[!-w][!-~])+~\}", sample) and not re.search(rb"[\x80-\xff]", sample):
        names = ("hz",)
    else:
        return None
    for name in names:
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return None


def _guess(data: bytes, source: str, declared: str | None) -> Decoded:
    """The most likely reading of bytes that are not UTF-8."""
    sample = data[:_SAMPLE]
    declared = _declared(sample) or _family(declared or "")
    mixed = _mixed(data)
    if mixed:
        return mixed
    (best_score, best), (second, _) = ranked(sample, declared)[:2]
    if best_score < _READABLE:
        return _other(data, source, declared)
    size = len(BEYOND_ASCII.findall(decoded(sample, best)))
    confidence = min(0.99, 0.5 + best_score - second) * size / (size + 2)
    if best == "cp1252" and is_western(sample):
        confidence = max(
            confidence, 0.6
        )  # one apostrophe says little, and there is little else that it may be
    said = declared == best
    return _finish(
        data,
        _variant(data, best),
        source=source,
        guessed=not said,
        confidence=1.0 if said else round(confidence, 2),
    )


def _mixed(data: bytes) -> Decoded | None:
    """Lines of UTF-8 among lines of another encoding, as in files that several programs have written to."""
    lines = data.splitlines(keepends=True)
    wide = [line for line in lines if not line.isascii()]
    broken = [line for line in wide if _strict(line) is None]
    if not broken or len(broken) == len(wide):
        return None
    sample = b"".join(broken)[:_SAMPLE]
    (best_score, best), *_ = ranked(sample[: len(sample) // 2 * 2])
    if best_score < _MIXED or best == "utf-8" or "16" in best:
        return None  # a few damaged characters in UTF-8
    codec = _variant(b"".join(broken), best)
    parts: list[str] = []
    found = 0
    for line in lines:
        text = _strict(line)
        # Two bytes of GB 18030 may be UTF-8 by chance: 联通 is.
        if text is not None and (line.isascii() or score(text) > score(decoded(line, best))):
            found += not line.isascii()
        else:
            text = decoded(line, codec)
        parts.append(text)
    if not found:
        return None
    joined = "".join(parts)
    return _clean(joined, f"utf-8+{codec}", guessed=True, confidence=0.7, replaced=joined.count("\ufffd"))


def _strict(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _declared(sample: bytes) -> str | None:
    """The encoding that an HTML or XML document says it has, under our name for its family."""
    match = _DECLARED.search(sample[:4096])
    if not match:
        return None
    return _family(match.group(1).decode("ascii"))


def _family(name: str) -> str | None:
    """Our name for the family of an encoding; None for one that nobody knows."""
    name = name.strip().lower()
    if name in ("x-euc-tw", "euc-tw"):
        return "euc-tw"
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    return _FAMILY.get(name, name)


_VARIANTS = {"gb18030": ("gb2312", "gb18030"), "big5": ("big5", "cp950", "big5hkscs")}
"""Encodings that grew, smallest first. They agree but for a few signs: the middle dot and the dash of
GB 2312 (U+30FB, U+2015) are others in its successors (U+00B7, U+2014); folding makes them equal."""


def _variant(data: bytes, family: str) -> str:
    """The smallest of a family of encodings that reads all of ``data``; the largest if none does."""
    names = _VARIANTS.get(family, (family,))
    for name in names[:-1]:
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return names[-1]


def _other(data: bytes, source: str, declared: str | None) -> Decoded:
    """Cyrillic, Greek, Thai and the rest: charset-normalizer's guess."""
    from charset_normalizer import from_bytes

    if declared and declared not in ("utf-8", "utf-16-le", "utf-16-be"):
        decoded = _finish(data, declared, source=source, guessed=False, confidence=1.0)
        if not decoded.replaced:
            return decoded
    if is_western(data[:_SAMPLE]):
        return _finish(data, "cp1252", source=source, guessed=True, confidence=0.6)
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise UnsupportedDocument(
            source, "this is not text in any encoding known; name it with --encoding if it is"
        )
    confidence = round(max(0.1, min(0.45, 1 - best.chaos - 0.3)), 2)
    return _finish(data, best.encoding, source=source, guessed=True, confidence=confidence)


def _finish(data: bytes, name: str, *, source: str, guessed: bool, confidence: float) -> Decoded:
    """Decode all of ``data``, counting what cannot be decoded."""
    replaced = 0
    if name == "euc-tw":
        text = decoded(data, name)
        replaced = text.count("\ufffd")
    else:
        try:
            text = data.decode(name, "surrogatepass" if name.startswith("utf") else "strict")
        except UnicodeDecodeError:
            text = data.decode(name, "replace")
            replaced = text.count("\ufffd")
        except (UnicodeError, ValueError) as error:
            raise UnsupportedDocument(source, f"this is not text in {name} ({error})") from error
    return _clean(text, name, guessed=guessed, confidence=confidence, replaced=replaced)


def _clean(text: str, name: str, *, guessed: bool, confidence: float, replaced: int = 0) -> Decoded:
    kept, removed = clean(text)
    return Decoded(kept, name, guessed, confidence, removed, replaced)


def clean(text: str) -> tuple[str, int]:
    r"""``text`` without a BOM, NUL and lone surrogates and with line ends ``\n``, and how many were removed.

    The BOM is not counted: it was never a character of the text.
    """
    text = text.removeprefix("\ufeff")
    removed = len(text)
    if "\x00" in text or not _encodable(text):
        text = re.sub("[\x00\ud800-\udfff]", "", text)
    removed -= len(text)
    return text.replace("\r\n", "\n").replace("\r", "\n"), removed


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
