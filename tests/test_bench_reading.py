from __future__ import annotations

from bench.reading_filings import document, page_of
from bench.reading_pdf import _stands, _words
from bench.reading_related import first, page
from yinzheng.corpus.boilerplate import main_text
from yinzheng.corpus.formats.html import read
from yinzheng.types import Passage

COVER = (
    "UNITED STATES\nFORM 10-K\nFor the fiscal year ended June 30, 2031\nValley Orchards, Inc.\n"
    "(Exact name of registrant as specified in its charter)\n"
)


def test_a_filing_is_a_document_with_its_pages() -> None:
    filing = document("VALLEY_2031_10K", [COVER, "Apples\u00a0are dear.", "Pears too."])
    assert (filing.title, filing.source) == (
        "Valley Orchards, Inc. 10-K, fiscal year ended June 30, 2031",
        "VALLEY_2031_10K.pdf",
    )
    starts = [anchor.start for anchor in filing.anchors]
    assert [filing.text[start:].split("\n")[0] for start in starts[1:]] == ["Apples are dear.", "Pears too."]
    assert document("VALLEY_2031_8K", ["Apples are dear."]).title == "VALLEY_2031_8K"


def test_a_passage_counts_for_the_page_that_most_of_it_stands_on() -> None:
    filing = document("x", ["a" * 100, "b" * 300, "c" * 50])
    second, third = filing.anchors[1].start, filing.anchors[2].start
    assert page_of(filing, Passage(1, filing.id, 0, second, "en")) == 0
    assert page_of(filing, Passage(1, filing.id, 60, second + 90, "en")) == 1
    assert page_of(filing, Passage(1, filing.id, third - 10, len(filing.text), "en")) == 2


def test_a_quotation_stands_where_nine_tenths_of_its_words_do() -> None:
    page = _words("Net sales of apples rose by 12.5 % to $3,226.8 in the autumn of 2031")
    assert _stands("net sales $ 3,226.8", page)
    assert not _stands("net income of pears fell", page)


def test_a_page_with_related_articles_keeps_them_out_of_its_main_text() -> None:
    own = "青湾位于河口，二〇三一年有居民八千人。那里的码头一九〇二年建成，如今停靠渔船。"
    others = [f"第{n}座城市位于山谷之中，以产茶闻名。" for n in range(10)]
    assert first(own) == "青湾位于河口，二〇三一年有居民八千人。"
    text = read(page(own, others).encode(), "a.html").text
    assert own in main_text(text)
    assert not any(other in main_text(text) for other in others)
    assert all(other in text for other in others)
