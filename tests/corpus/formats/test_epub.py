"""Books give their chapters in reading order, under the titles of their table of contents."""

from __future__ import annotations

import pytest

from tests.corpus.formats.packages import changed, zipped
from yinzheng.corpus.formats.epub import read
from yinzheng.corpus.load import load_bytes
from yinzheng.corpus.locate import locator
from yinzheng.errors import EmptyDocument, UnreadableDocument, UnsupportedDocument

_OPF = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:title>租赁实务 A Guide</dc:title><dc:date>2023-05-06T00:00:00Z</dc:date></metadata>
<manifest>
  <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
  <item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
  <item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>
  <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
  <item id="p" href="p.png" media-type="image/png"/>
</manifest>
<spine toc="ncx"><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/><itemref idref="p"/></spine>
</package>"""

_NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="landmarks"><ol><li><a href="text/one.xhtml">Start</a></li></ol></nav>
<nav epub:type="toc"><ol>
  <li><a href="text/one.xhtml">第一章 总则</a></li>
  <li><a href="text/two%20b.xhtml">Chapter 2: Rates</a><ol>
     <li><a href="text/two%20b.xhtml#s">Late payment</a></li></ol></li></ol></nav></body></html>"""

_NCX = """<?xml version="1.0"?>
<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://127.0.0.1:9/ncx-2005-1.dtd">
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint><navLabel><text>第一章 总则</text></navLabel>
  <content src="text/one.xhtml"/></navPoint>
<navPoint><navLabel><text>Chapter 2: Rates</text></navLabel><content src="text/two%20b.xhtml"/>
  <navPoint><navLabel><text>Late payment</text></navLabel>
    <content src="text/two%20b.xhtml#s"/></navPoint>
</navPoint></navMap></ncx>"""

_ONE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">
<head><title/><script>never()</script></head><body><h1>第一章</h1><h2>总则</h2>
<p>本书讲租赁<a id="x"/>合同。</p>
<ul><li>租金</li><li>押金</li></ul>
<table><tr><td>年份</td><td>租金</td></tr><tr><td>2023</td><td>12万元</td></tr></table>
</body></html>"""

_TWO = """<html><body><p class="t">Chapter 2: Rates</p><p>Rates fell to 8%.</p>
<p id="s">Late payment</p><p>Interest is due &amp; paid at once.</p>
<h3>Exceptions</h3><p>None.</p></body></html>"""

BOOK = zipped(
    {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": _OPF,
        "OPS/nav.xhtml": _NAV,
        "OPS/toc.ncx": _NCX,
        "OPS/text/one.xhtml": _ONE,
        "OPS/text/two b.xhtml": _TWO,
    }
)


def test_chapters_in_reading_order_under_their_titles() -> None:
    content = read(BOOK, "a.epub")
    assert (content.title, content.date) == ("租赁实务 A Guide", "2023-05-06")
    assert content.text == (
        "第一章\n\n总则\n\n本书讲租赁合同。\n\n- 租金\n- 押金\n\n年份 | 租金\n2023 | 12万元\n\n"
        "Chapter 2: Rates\n\nRates fell to 8%.\n\nLate payment\n\nInterest is due & paid at once.\n\n"
        "Exceptions\n\nNone."
    )
    assert [(content.text[a.start :].split("\n")[0], a.label) for a in content.anchors] == [
        ("第一章", "第一章 总则"),
        ("Chapter 2: Rates", "Chapter 2: Rates"),
        ("Late payment", "Chapter 2: Rates › Late payment"),
        ("Exceptions", "Chapter 2: Rates › Late payment › Exceptions"),
    ]


def test_the_contents_of_older_books() -> None:
    old = changed(BOOK, {"OPS/book.opf": _OPF.replace(' properties="nav"', ""), "OPS/nav.xhtml": "<html/>"})
    assert read(old, "a.epub") == read(BOOK, "a.epub")


def test_a_book_is_known_by_its_bytes_and_cited_by_its_chapters() -> None:
    document = load_bytes(BOOK, source="book.zip")
    assert document.media_type == "application/epub+zip"
    place = document.text.index("Rates fell")
    assert locator(document, place, place + 9, "en") == "§ Chapter 2: Rates"


def test_a_book_that_is_locked_is_told_and_scrambled_fonts_are_no_lock() -> None:
    def locked(uri: str) -> bytes:
        return changed(
            BOOK,
            {
                "META-INF/encryption.xml": '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
                f'<e:EncryptedData><e:CipherData><e:CipherReference URI="{uri}"/></e:CipherData>'
                "</e:EncryptedData></encryption>"
            },
        )

    with pytest.raises(UnsupportedDocument, match="locked by DRM"):
        read(locked("OPS/text/one.xhtml"), "a.epub")
    assert read(locked("OPS/font.otf"), "a.epub") == read(BOOK, "a.epub")


def test_pages_that_are_missing_are_counted() -> None:
    content = read(changed(BOOK, {"OPS/text/one.xhtml": None}), "a.epub")
    assert content.text.startswith("Chapter 2")
    assert content.flags == ("missing_pages:1",)


def test_pages_in_the_encoding_that_they_declare() -> None:
    page = '<?xml version="1.0" encoding="gb18030"?><html><body><p>国标编码的一页。</p></body></html>'
    for data in (page.encode("gb18030"), page.encode("utf-16")):
        assert "国标编码的一页。" in read(changed(BOOK, {"OPS/text/one.xhtml": data}), "a.epub").text


def test_entities_of_its_own_are_refused() -> None:
    bomb = '<!DOCTYPE package [<!ENTITY a "b">]>' + _OPF.partition("?>")[2]
    with pytest.raises(UnreadableDocument, match="declares entities"):
        read(changed(BOOK, {"OPS/book.opf": bomb}), "a.epub")


@pytest.mark.parametrize("part", ["META-INF/container.xml", "OPS/book.opf"])
def test_a_book_without_its_lists_is_damaged(part: str) -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(changed(BOOK, {part: None}), "a.epub")


def test_a_book_of_pictures_is_empty() -> None:
    blank = "<html><body><img src='p.png'/></body></html>"
    with pytest.raises(EmptyDocument):
        read(changed(BOOK, {"OPS/text/one.xhtml": blank, "OPS/text/two b.xhtml": blank}), "a.epub")
