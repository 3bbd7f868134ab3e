"""Pages of the web are added only when that is allowed, under their addresses, and compared the next time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import site as pages
from yinzheng import Library
from yinzheng.cli import main
from yinzheng.corpus.fetch import Fetcher
from yinzheng.errors import QueryError

ANYWHERE = Fetcher(allowed=lambda _: True, seconds=20)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with pages.serving() as address:
        yield address


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    pages.only_this_computer(monkeypatch)


def test_a_page_is_added_under_its_address_and_is_unchanged_the_second_time(
    site: str, tmp_path: Path
) -> None:
    url = f"{site}/page"
    (tmp_path / "note.txt").write_text("附注：公司有员工2,500人。", encoding="utf-8")
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        report = library.add([f"{url}#top", url, tmp_path / "note.txt"], fetcher=ANYWHERE)
        assert sorted(document.source for document in report.added) == [url, "note.txt"]
        document = library.document(url)
        assert (document.title, document.media_type) == ("一页", "text/html")
        assert f"url:{url}" in document.flags
        assert document.text == "公司营业收入为12.6亿元。"
        assert library.add([url], fetcher=ANYWHERE).unchanged == (url,)
        assert library.add([tmp_path], prune=True).removed == ()
        (tmp_path / "note.txt").unlink()
        assert library.add([tmp_path], prune=True).removed == ("note.txt",)
        assert [held.source for held in library.documents()] == [url]
        assert library.remove([url])[0].source == url


def test_a_page_that_cannot_be_had_is_told_and_the_others_go_on(site: str, tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        report = library.add([f"{site}/nothing", f"{site}/page", f"{site}/picture"], fetcher=ANYWHERE)
        assert [document.source for document in report.added] == [f"{site}/page"]
        assert [problem.source for problem in report.failed] == [f"{site}/nothing", f"{site}/picture"]
        assert "404" in report.failed[0].reason


def test_nothing_is_fetched_unasked(site: str, tmp_path: Path) -> None:
    with (
        Library.open(tmp_path / ".yinzheng", create=True) as library,
        pytest.raises(QueryError, match="network"),
    ):
        library.add([f"{site}/page"])


def test_the_command_says_what_to_type(
    site: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments, status, said in (
        ([f"{site}/page"], 2, f"yinzheng add {site}/page --allow-network"),
        ([f"{site}/page", "--allow-network", "--watch"], 2, "without -, addresses"),
        ([f"{site}/page", "--allow-network"], 3, "127.0.0.1 is no address of the public web"),
    ):
        with pytest.raises(SystemExit) as left:
            main(["add", *arguments])
        assert (left.value.code, said in "".join(capfd.readouterr())) == (status, True)
    assert not (tmp_path / ".yinzheng" / "note").exists()


def test_figures_around_a_page_are_not_its_claims(tmp_path: Path) -> None:
    from tests.corpus.formats.pages import PORTAL

    (tmp_path / "page.html").write_text(PORTAL.markup, encoding="utf-8")
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        (document,) = library.add([tmp_path]).added
        sentences = {claim.citation.quote for claim in library.claims()}
        text = library.document(document.id).text
    assert any("12.6亿元" in sentence for sentence in sentences)
    assert "远山精密获新订单9000万元" in text
    assert not any("9000万元" in sentence or "3.1亿元" in sentence for sentence in sentences)
