"""A page that a browser saved in one file reads like the page, whatever its parts are packed in."""

from __future__ import annotations

from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.formats.pages import PORTAL, TAIWAN
from yinzheng.corpus.boilerplate import main_text
from yinzheng.corpus.formats import html
from yinzheng.corpus.formats.mhtml import read
from yinzheng.corpus.load import load_file
from yinzheng.corpus.media import container
from yinzheng.errors import DocumentError, EmptyDocument, UnreadableDocument

ADDRESS = "https://finance.yuanshan.example/2025-05-20/doc-1.shtml"


def saved(
    *pages: bytes, charset: str | None = "utf-8", packing: str = "quoted-printable", **headers: str
) -> bytes:
    """Pages and a picture, packed as browsers do it."""
    from email.encoders import encode_base64, encode_quopri

    whole = MIMEMultipart("related", type="text/html")
    for name, value in headers.items():
        whole[name.replace("_", "-")] = value
    for number, page in enumerate(pages):
        part = (
            MIMENonMultipart("text", "html", charset=charset) if charset else MIMENonMultipart("text", "html")
        )
        part["Content-ID"] = f"<frame-{number}@mhtml.example>"
        part.set_payload(page)
        {"quoted-printable": encode_quopri, "base64": encode_base64}.get(packing, lambda _: None)(part)
        whole.attach(part)
    picture = MIMEBase("image", "png")
    picture.set_payload(b"\x89PNG picture " * 50)
    encode_base64(picture)
    whole.attach(picture)
    return whole.as_bytes()


@pytest.mark.parametrize("packing", ["quoted-printable", "base64"])
def test_a_saved_page_reads_like_the_page(packing: str, tmp_path: Path) -> None:
    data = saved(PORTAL.markup.encode(), packing=packing, Snapshot_Content_Location=ADDRESS)
    page = html.read(PORTAL.markup.encode(), ADDRESS)
    assert read(data, "a.mhtml") == page
    assert container(data) == "multipart/related"
    file = tmp_path / "page.mhtml"
    file.write_bytes(data)
    document = load_file(file)
    assert (document.title, document.date, document.media_type) == (
        page.title,
        page.date,
        "multipart/related",
    )
    assert document.text == page.text
    assert "picture" not in document.text


@pytest.mark.parametrize(
    ("codec", "charset"),
    [("gb18030", "gb2312"), ("gb18030", None), ("utf-8", "gb2312"), ("gb18030", "klingon")],
)
def test_charsets_that_are_right_missing_and_wrong(codec: str, charset: str | None) -> None:
    markup = PORTAL.markup.replace('<meta charset="utf-8">', "")
    read_page = read(saved(markup.encode(codec), charset=charset), "a.mhtml")
    assert read_page.text == html.read(markup.encode(), "a.mhtml").text


def test_big5_as_it_was_saved() -> None:
    markup = TAIWAN.markup.replace('<meta charset="utf-8">', "").replace("，創", "，創")
    assert (
        read(saved(markup.encode("big5"), charset="big5"), "a.mhtml").text
        == html.read(markup.encode(), "").text
    )


def test_the_page_and_its_address_come_from_the_file() -> None:
    bare = "<html><head></head><body><p>短页面。</p></body></html>".encode()
    page = read(
        saved(
            bare,
            Snapshot_Content_Location="https://example.com/2025/05/20/a",
            Subject="=?utf-8?Q?=E6=A0=87=E9=A2=98?=",
        ),
        "a.mhtml",
    )
    assert (page.title, page.date, page.text) == ("标题", "2025-05-20", "短页面。")
    assert "url:https://example.com/2025/05/20/a" in page.flags
    local = read(saved(bare, Snapshot_Content_Location="file:///home/a.html"), "a.mhtml")
    assert not [flag for flag in local.flags if flag.startswith("url:")]


def test_a_page_of_frames_gives_what_stands_in_the_longest() -> None:
    frame = b"<html><frameset><frame src='cid:1'><frame src='cid:2'></frameset></html>"
    page = read(saved(frame, "<p>菜单</p>".encode(), PORTAL.markup.encode()), "a.mhtml")
    assert "公司一季度营业收入为12.6亿元" in main_text(page.text)


def test_what_holds_no_page() -> None:
    with pytest.raises(UnreadableDocument, match="no HTML page"):
        read(saved(), "a.mhtml")
    with pytest.raises(EmptyDocument):
        read(saved(b"<html><body></body></html>"), "a.mhtml")


def attempt(data: bytes) -> str:
    """What is read, or the reason why not."""
    try:
        return read(data, "a.mhtml").text
    except DocumentError as error:
        return error.reason.replace("\n", "\r")


def test_damaged_files_give_text_or_one_clear_word() -> None:
    data = saved(PORTAL.markup.encode(), packing="base64")
    for cut in range(0, len(data), 997):
        assert "\r" not in attempt(data[:cut])


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes_in_a_part_give_text_or_one_clear_word(payload: bytes) -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    for coding in (b"quoted-printable", b"base64", b"x-uuencode", b"8bit"):
        part = b"Content-Type: text/html\r\nContent-Transfer-Encoding: " + coding + b"\r\n\r\n" + payload
        assert "\r" not in attempt(head + part + b"\r\n--b--\r\n")
