"""Files come out as the text that was written, or it is said that the encoding was guessed."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.decode import clean, decode
from yinzheng.errors import UnsupportedDocument

SHARED = Path(__file__).parents[3] / "shared"

ZH = (
    "本季度公司营业收入为十二亿五千万元，同比增长百分之八。管理层表示，需求仍然强劲，但供应链的压力没有缓解。"
)
TW = (
    "本季度公司營業收入為十二億五千萬元，同比增長百分之八。管理層表示，需求仍然強勁，但供應鏈的壓力沒有緩解。"
)
EN = "Revenue rose 8% to 1.25 billion; the café’s owner said demand wasn’t easing."
JA = "この四半期の売上高は十二億円でした。会社は来年も成長が続くと説明しています。"
KO = "이번 분기의 매출은 십이억 원으로 작년보다 늘었다. 회사는 수요가 여전히 강하다고 말했다."


@pytest.mark.parametrize(
    ("text", "codec", "family"),
    [
        (ZH, "gb2312", "gb2312"),
        (ZH + "镕", "gbk", "gb18030"),
        (TW, "gb18030", "gb18030"),
        (TW, "big5", "big5"),
        (TW + "銹碁", "cp950", "cp950"),
        (ZH, "utf-16-le", "utf-16-le"),
        (TW, "utf-16-be", "utf-16-be"),
        (EN, "utf-16-le", "utf-16-le"),
        (EN, "cp1252", "cp1252"),
        (JA, "euc_jp", "euc_jp"),
        (JA, "cp932", "cp932"),
        (JA, "iso2022_jp", "iso2022_jp_ext"),
        (KO, "cp949", "cp949"),
        (ZH, "hz", "hz"),
    ],
)
def test_guesses_say_so_and_are_right(text: str, codec: str, family: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding == family
    assert decoded.guessed
    assert 0 < decoded.confidence < 1


@pytest.mark.parametrize(
    ("text", "codec"), [(ZH, "gb18030"), (TW, "big5"), (TW, "gb18030"), (ZH, "utf-16-be")]
)
@pytest.mark.parametrize("length", [8, 20, 45])
def test_short_texts_are_told_apart_too(text: str, codec: str, length: int) -> None:
    for start in range(len(text) - length):
        assert decode(text[start : start + length].encode(codec)).text == text[start : start + length]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf_8_and_boms_are_certain(codec: str) -> None:
    decoded = decode((ZH + EN).encode(codec))
    assert (decoded.text, decoded.guessed, decoded.confidence, decoded.removed) == (ZH + EN, False, 1.0, 0)


def test_a_declared_encoding_that_fits_is_not_a_guess() -> None:
    page = f'<html><head><meta charset="big5"></head><body>{TW[:20]}</body></html>'
    decoded = decode(page.encode("big5"))
    assert (decoded.text, decoded.encoding, decoded.guessed) == (page, "big5", False)


def test_a_declaration_decides_where_the_text_is_too_short() -> None:
    for word, codec, name in (
        ("品川駅", "cp932", "shift_jis"),
        ("駅前", "cp932", "shift_jis"),
        ("利益", "euc_jp", "euc-jp"),
    ):
        data = word.encode(codec)
        assert decode(f'<meta charset="{name}">'.encode() + data).text.endswith(word)
        assert not decode(data).text.endswith(word)


def test_a_declared_encoding_that_does_not_fit_is_not_believed() -> None:
    page = f'<html><head><meta charset="big5"></head><body>{ZH}</body></html>'
    decoded = decode(page.encode("gb2312"))
    assert (decoded.text, decoded.guessed) == (page, True)


@pytest.mark.parametrize("name", ["utf\0", "no-such", "", "x" * 999])
def test_a_declared_encoding_that_nobody_knows_is_passed_over(name: str) -> None:
    assert decode(ZH.encode(), declared=name).text == ZH
    assert decode(ZH.encode("gb18030"), declared=name).text == ZH


def test_a_named_encoding_overrides() -> None:
    assert decode("é".encode("latin-1"), "latin-1").text == "é"
    assert decode(ZH.encode("gbk"), "GBK").guessed is False
    assert decode(ZH.encode("utf-8-sig"), "utf-8").text == ZH
    assert decode(ZH.encode("utf-16"), "utf-16").text == ZH


def test_characters_of_hong_kong_are_no_mistakes() -> None:
    text = "佢哋喺度傾緊偈，啲嘢好好食，唔該晒。"
    assert decode(text.encode("big5hkscs")).text == text
    page = f'<meta charset="big5">{text}'
    decoded = decode(page.encode("big5hkscs"))
    assert (decoded.text, decoded.encoding, decoded.guessed) == (page, "big5hkscs", False)


def test_a_declaration_from_outside_counts_where_the_bytes_have_none() -> None:
    data = "駅前".encode("cp932")
    assert decode(data, declared="Shift_JIS").text == "駅前"
    assert decode(b'<meta charset="euc-jp">' + "駅前".encode("euc_jp"), declared="shift_jis").text.endswith(
        "駅前"
    )
    assert decode(ZH.encode("gbk"), declared="big5").text == ZH
    assert decode(ZH.encode("gbk"), declared="klingon").text == ZH
    assert decode(ZH.encode(), declared="gb2312").text == ZH


@pytest.mark.parametrize(("text", "codec"), [(ZH, "gb18030"), (TW, "big5")])
def test_lines_of_several_encodings(text: str, codec: str) -> None:
    data = b"".join(f"{text}\n".encode(name) for name in (codec, "utf-8", codec, "ascii") if name != "ascii")
    decoded = decode(data + b"plain\n")
    assert decoded.text == f"{text}\n" * 3 + "plain\n"
    assert (decoded.encoding.split("+")[0], decoded.guessed, decoded.replaced) == ("utf-8", True, 0)
    assert decoded.flags == (f"guessed_encoding:{decoded.encoding}",)


def test_utf_8_by_chance_is_no_mixture() -> None:
    text = f"联通\n{ZH}\n联通\n"
    decoded = decode(text.encode("gbk"))
    assert decoded.text == text
    assert decoded.encoding.startswith("gb")


def test_utf_16_with_a_line_end_of_one_byte() -> None:
    assert decode(ZH.encode("utf-16-le") + b"\n").text == ZH


@pytest.mark.parametrize("text", ["1185–122", "added 6½ sacks.", "café", "5 °C ± 2", EN])
def test_few_signs_among_ascii_are_western(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


def test_an_unsure_guess_says_so() -> None:
    russian = decode("выручка компании выросла на восемь процентов в этом году".encode("cp1251"))
    assert russian.unsure
    assert any(flag.startswith("encoding_confidence:0.") for flag in russian.flags)
    assert not decode(ZH.encode("gbk")).unsure
    assert decode(ZH.encode()).flags == ()


@pytest.mark.parametrize(
    ("data", "encoding"), [(b"abc", "klingon"), (b"abc", "hex"), (ZH.encode("gbk"), "utf-8")]
)
def test_a_named_encoding_must_exist_and_fit(data: bytes, encoding: str) -> None:
    with pytest.raises(UnsupportedDocument, match=encoding):
        decode(data, encoding)


def test_euc_tw() -> None:
    # 人 and 工 stand in row 36 of plane 1 of CNS 11643, 乂 opens plane 2.
    assert decode(b"\xc4\xa9\xc4\xd6\x8e\xa2\xa1\xa1", "euc-tw").text == "人工乂"


def test_damaged_utf_8_is_still_utf_8() -> None:
    data = ZH.encode()
    decoded = decode(data[:-1])
    assert decoded.text.startswith(ZH[:-1])
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)
    mixed = decode(data + b"\xff" + data)
    assert mixed.text == f"{ZH}\ufffd{ZH}"


def test_line_ends_nul_and_surrogates() -> None:
    decoded = decode("\ufeff甲\r\n乙\r丙\x00\ud800丁\x0b".encode("utf-8", "surrogatepass"))
    assert (decoded.text, decoded.removed) == ("甲\n乙\n丙丁\x0b", 2)


def test_a_replacement_character_that_was_written_is_not_counted() -> None:
    assert decode("a\ufffdb".encode()).replaced == 0


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF file"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"word/document.xml", "Word document"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"xl/workbook.xml", "spreadsheet"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/epub+zip", "EPUB"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"a.txt", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "Office file from before 2007"),
        (b"\x7fELF\x02\x01\x01", "program"),
        (b"\x89PNG\r\n\x1a\n\x00", "image"),
        (b"\xff\xd8\xff\xe0\x00", "image"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"SQLite format 3\x00", "database"),
        (b"\x80\x04\x95\x10", "pickle"),
        (struct.pack("<400I", *range(400)), "binary"),
        (zlib.compress(bytes(range(256)) * 40, 9) * 9, "binary"),
    ],
)
def test_binary_files_are_refused_with_a_word(data: bytes, kind: str) -> None:
    with pytest.raises(UnsupportedDocument, match=kind) as caught:
        decode(data, source="f.bin")
    assert caught.value.source == "f.bin"


@given(st.text(max_size=60))
def test_utf_8_round_trip(text: str) -> None:
    kept = clean(text)[0]
    if kept.startswith("\ufeff") or "\x00" in text or re.search("[\x01-\x08\x0e-\x1f]", text):
        return
    if "~{" in text or "\x1b$" in text:
        return
    assert decode(kept.encode()).text == kept


@given(st.binary(max_size=200))
def test_any_bytes_give_clean_text_or_one_clear_refusal(data: bytes) -> None:
    try:
        text = decode(data).text
    except UnsupportedDocument as error:
        text = error.reason.replace("\n", "\r")
    assert "\x00" not in text
    assert "\r" not in text
    text.encode("utf-8")


@given(st.text(max_size=60))
def test_clean_is_idempotent_and_counts(text: str) -> None:
    cleaned, removed = clean(text)
    assert clean("\ufeff" + cleaned) == (cleaned, 0)
    assert clean(cleaned.lstrip("\ufeff"))[0] == cleaned.lstrip("\ufeff")
    assert removed == sum(1 for c in text if c == "\x00" or "\ud800" <= c <= "\udfff")


YARDSTICK = {
    "Big5": "big5",
    "GB2312": "gb2312",
    "UTF-16": "utf-16",
    "UTF-16BE": "utf-16-be",
    "utf-8": "utf-8",
}


@pytest.mark.parametrize("declared", [True, False], ids=["as-found", "declarations-blanked"])
def test_chinese_pages_of_the_yardstick(declared: bool) -> None:
    folder = SHARED / "data/chardet_zh"
    if not folder.exists():
        pytest.skip("needs the evaluation data beside the repository (../shared/data)")
    wrong, total = [], 0
    for name, codec in YARDSTICK.items():
        for file in sorted((folder / name).iterdir()):
            data = file.read_bytes()
            if not declared:
                data = re.sub(rb"(?:charset|encoding)(\s*=)", rb"x\1", data)
            expected = clean(data.decode(codec))[0]
            decoded = decode(data)
            total += 1
            if decoded.text != expected:
                wrong.append(file.name)
            assert not (name == "Big5" and decoded.encoding.startswith("gb"))
    assert total >= 38
    assert not wrong
