"""Bytes to text: strict where the bytes say what they are, else a scored guess that says it is one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from yinzheng.errors import UnsupportedDocument

_SAMPLE = 1 << 18  # bytes that a guess is made from
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
_GUESSES = ("gb18030", "big5", "euc-tw", "utf-16-le", "utf-16-be", "cp949", "euc_jp", "cp932", "cp1252")
_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5hkscs": "big5", "cp950": "big5"}
_FAMILY |= {
    "euc_kr": "cp949",
    "johab": "cp949",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}

_COMMON = frozenset(
    "的一是不了在人有我他这這个個上们們来來到时時大地为為子中你说說生国國年着著就那和要她出也得里裡裏后後自以会會"
    "家可下而过過天去能对對小多然于於心学學么麼之都好看起发發当當没沒成只如事把还還用第样樣道想作种種开開美总總从"
    "從无無情己面最女但现現前些所同日手又行意动動方期它头頭经經长長儿兒回位分爱愛老因很给給名法间間斯知世什两兩次"
    "使身者被高已亲親其进進此话話常与與活正感见見明问問力理尔爾点點文几幾定本公特做外孩相西果走将將月十实實向声聲"
    "车車全信重三机機工物气氣每并並别別真打太新比才便夫再书書部水像眼等体體却卻加电電主界门門利海受听聽表德少克代"
    "员員许許先口由死安写寫性马馬光白或住难難望教命花结結乐樂色更拉东東神记記处處让讓母父应應直字场場平报報友关關"
    "放至张張认認接告入笑内內英军軍候民岁歲往何度山觉覺路带帶万萬男边邊风風解叫任金快原吃妈媽变變通师師立象数數四"
    "失满滿战戰远遠格士音轻輕目条條病始达達深完今提求清王化空业業思切怎非找片罗羅钱錢南合网網产產市资資务務政及制"
    "请請您版文章留言网站首页頁新闻聞技术術使用用户戶系统統"
)
"""Han characters that make up about half of any Chinese text, in both scripts."""

_COMMON_HANGUL = frozenset(
    "이다는을의가에하고지로한를기도사은인자나시스리아대어서해그일정수있게들것보부으만여주장전라제조구우동오비"
    "면과와요습니했었성상원무안국생할세방실소마니"
)
_HAN_OR_NOT = re.compile(r"[^\x00-\x7f]")


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


def decode(data: bytes, encoding: str | None = None, *, source: str = "this file") -> Decoded:
    r"""Turn the bytes of a text file into text.

    A named ``encoding`` is used as it is; else a BOM, strict UTF-8, and a guess among the Chinese
    encodings and their neighbours, scored on the decoded text with what an HTML or XML declaration says
    as a hint. Line ends become ``\n``; NUL, lone surrogates and the BOM are removed.

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
        return _guess(data, source)
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
    if len(data) % 2:
        return None
    shares = {name: _usual(_decoded(data[:_SAMPLE], name)) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= 0.7 else None


def _usual(text: str) -> float:
    """The share of characters that are usual: letters below U+0600, frequent Han, kana, Hangul."""
    usual = sum(
        1 for c in text if " " <= c < "\x7f" or c in "\t\n\r" or "\xa0" <= c < "\u0600" or _weight(c) > 0.2
    )
    return usual / max(1, len(text))


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


def _guess(data: bytes, source: str) -> Decoded:
    """The most likely reading of bytes that are not UTF-8."""
    sample = data[:_SAMPLE]
    declared = _declared(sample)
    scores = {
        name: _score(_decoded(sample, name)) for name in _GUESSES if len(data) % 2 == 0 or "16" not in name
    }
    scores["utf-8"] = _damaged_utf8(sample)
    if declared in scores:
        scores[declared] += 0.25
    ranked = sorted(scores, key=lambda name: -scores[name])
    best, margin = ranked[0], scores[ranked[0]] - scores[ranked[1]]
    if scores[best] < 0.45:
        return _other(data, source, declared)
    size = len(_HAN_OR_NOT.findall(_decoded(sample, best)))
    confidence = min(0.99, 0.5 + margin) * size / (size + 2)
    best = _variant(data, best)
    return _finish(
        data,
        best,
        source=source,
        guessed=declared != _FAMILY.get(best, best),
        confidence=round(confidence, 2) if declared != _FAMILY.get(best, best) else 1.0,
    )


def _declared(sample: bytes) -> str | None:
    """The encoding that an HTML or XML document says it has, under our name for its family."""
    match = _DECLARED.search(sample[:4096])
    if not match:
        return None
    name = match.group(1).decode("ascii").lower()
    if name in ("x-euc-tw", "euc-tw"):
        return "euc-tw"
    try:
        name = codecs.lookup(name).name
    except LookupError:
        return None
    return _FAMILY.get(name, name)


def _decoded(data: bytes, name: str) -> str:
    if name == "euc-tw":
        from yinzheng.corpus.euc_tw import decode_euc_tw

        return decode_euc_tw(data)
    # The last character of a sample may be cut in half: final=False leaves it out.
    return codecs.getincrementaldecoder(name)("replace").decode(data, False)


def _score(text: str) -> float:
    """How much ``text`` reads like one somebody wrote; about 1 for a right guess, 0 and below for wrong ones.

    Only characters beyond ASCII count, each with its weight; a wrong decoding gives rare ones.
    """
    if "\ufffd" in text and text.count("\ufffd") > 0.05 * len(text):
        return -1.0
    found = _HAN_OR_NOT.findall(text)
    if not found:
        return 0.0
    return sum(map(_weight, found)) / len(found) + _western(text, len(found))


def _western(text: str, found: int) -> float:
    """What letters of Western European words add: single among ASCII ones, as in ``café`` and ``it’s``."""
    words = len(re.findall(r"(?<=[A-Za-z ])[À-ÖØ-öø-ÿ‘’“”–—…•£€©®°·«»]{1,2}(?=[A-Za-z ,.\n\d])", text))
    return 1.2 * words / found


@lru_cache(maxsize=1 << 16)
def _weight(char: str) -> float:
    if char in _COMMON:
        return 1.6
    if char in _COMMON_HANGUL:
        return 1.2
    if "\u3001" <= char <= "\u3011" or char in "，。！？：；（）“”‘’—…·、%　":
        return 1.0
    if "\u3041" <= char <= "\u30fe":
        return 0.8
    if "\u4e00" <= char <= "\u9fff":
        return 0.35 if _frequent(char) else -0.4
    if "\uac00" <= char <= "\ud7a3":
        return 0.3
    if "\uff01" <= char <= "\uff5e" or "\u2460" <= char <= "\u2473":
        return 0.5
    if "\u00c0" <= char <= "\u00ff" or "\u2010" <= char <= "\u2027" or char == "\u00a0":
        return 0.0
    if char == "\ufffd":
        return -8.0
    return -0.6


def _frequent(char: str) -> bool:
    """Whether a standard lists ``char`` among the frequent ones: level 1 of GB 2312 or Big5."""
    for name, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            lead = char.encode(name)[0]
        except UnicodeEncodeError:
            continue
        if first <= lead <= last:
            return True
    return False


def _damaged_utf8(sample: bytes) -> float:
    """The score of UTF-8 with a few broken characters in it."""
    text = _decoded(sample, "utf-8")
    wrong = text.count("\ufffd")
    whole = len(_HAN_OR_NOT.findall(text)) - wrong
    return 1.5 if whole >= 4 * wrong else -1.0


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
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise UnsupportedDocument(
            source, "this is not text in any encoding known; name it with --encoding if it is"
        )
    confidence = round(max(0.1, min(0.7, 1 - best.chaos - 0.3)), 2)
    return _finish(data, best.encoding, source=source, guessed=True, confidence=confidence)


def _finish(data: bytes, name: str, *, source: str, guessed: bool, confidence: float) -> Decoded:
    """Decode all of ``data``, counting what cannot be decoded."""
    replaced = 0
    if name == "euc-tw":
        text = _decoded(data, name)
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
