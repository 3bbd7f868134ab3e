"""``duplicate_of``: which of two documents is the copy, also when the first one is gone or came later."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus.test_likeness import ARTICLE, REPORT
from tests.index.libraries import FakeEncoder, unexpected, vectors
from yinzheng.corpus.load import load_text
from yinzheng.index.index import Index, NewPassage
from yinzheng.types import Document

NOISE = "首页 > 新闻 > 正文\n{}\n返回列表，查看更多\n上一篇：没有了\n"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "library", create=True, notify=unexpected) as opened:
        opened.bind(FakeEncoder(), "cut-1")
        yield opened


def put(index: Index, text: str, source: str) -> Document:
    document = load_text(text, source=source)
    passage = NewPassage(0, len(document.text), document.lang, vectors(len(text), 1)[0])
    return index.put(document, [passage])[0]


def copies(index: Index) -> dict[str, str]:
    """Each document that is flagged, and what it is flagged as a copy of, by their sources."""
    names = {document.id: document.source for document in index.documents()}
    return {
        document.source: names[flag.removeprefix("duplicate_of:")]
        for document in index.documents()
        for flag in document.flags
        if flag.startswith("duplicate_of:")
    }


def test_the_later_of_two_is_the_copy(index: Index) -> None:
    put(index, REPORT, "first")
    put(index, ARTICLE, "other")
    assert put(index, REPORT + "全文完。", "second").flags[-1].startswith("duplicate_of:")
    assert copies(index) == {"second": "first"}


def test_a_page_of_noise_is_the_copy_whichever_came_first(index: Index) -> None:
    put(index, NOISE.format(REPORT), "scraped")
    put(index, REPORT, "original")
    assert copies(index) == {"scraped": "original"}


def test_when_the_original_goes_or_changes_its_copy_stands_alone(index: Index) -> None:
    first = put(index, REPORT, "first")
    put(index, REPORT + "全文完。", "second")
    put(index, REPORT + "（完）", "third")
    index.remove([first.id])
    assert copies(index) == {"third": "second"}
    put(index, ARTICLE, "second")
    assert copies(index) == {}


def test_equal_content_and_alike_content_are_told_together(index: Index) -> None:
    put(index, REPORT, "first")
    put(index, REPORT, "equal")
    put(index, REPORT + "全文完。", "alike")
    assert copies(index) == {"equal": "first", "alike": "first"}


AS_SCHEMA_2 = """
DROP TABLE bands;
DROP TABLE copies;
DELETE FROM meta WHERE key IN ('bands', 'copies', 'documents', 'passages-zh', 'passages-en');
ALTER TABLE documents DROP COLUMN checksum;
ALTER TABLE documents DROP COLUMN claims_checksum;
ALTER TABLE texts DROP COLUMN checksum;
ALTER TABLE passages DROP COLUMN checksum;
ALTER TABLE centres DROP COLUMN checksum;
PRAGMA user_version = 2;
"""


def test_a_library_of_an_older_schema_learns_of_its_copies_with_the_next_document(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Index.open(folder, create=True, notify=unexpected) as index:
        index.bind(FakeEncoder(), "cut-1")
        put(index, REPORT, "first")
    with sqlite3.connect(folder / "library.sqlite3") as database:
        database.executescript(AS_SCHEMA_2)
    database.close()
    with Index.open(folder, notify=unexpected) as index:
        index.bind(FakeEncoder(), "cut-1")
        put(index, REPORT + "全文完。", "second")
        assert copies(index) == {"second": "first"}
