"""Summaries of one document, several, and about something."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import DocumentNotFound, Library, QueryError, Summary

PAGE = """首页 > 资讯 > 正文
分享到 微信 微博
青禾科技与滨海市签约，投资8亿元建设电池厂，工厂2026年投产。
电池厂将雇用1,200名工人。
相关阅读
青禾科技的电池为什么卖得好
电池厂选址的十个秘密
版权所有 滨海新闻网
"""
OTHER = "据介绍，青禾科技与滨海市签约，投资8亿元建设电池厂，工厂2026年投产。\n渔业协会担心电池厂的废水。\n"


@pytest.fixture(scope="module")
def scraps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scraps") / ".yinzheng"
    with Library.open(path, create=True) as library:
        library.add_text(PAGE, "page.txt", "青禾建厂")
        library.add_text(OTHER, "other.txt", "渔民来信")
    return path


def source(library: Library, name: str) -> str:
    """The source of the example of that file name."""
    return next(document.source for document in library.documents() if document.source.endswith(name))


def quotes(summary: Summary) -> list[str]:
    return [point.text for point in summary.points]


def assert_cited(library: Library, summary: Summary) -> None:
    numbers = [citation.n for point in summary.points for citation in point.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for point in summary.points:
        assert point.text == point.citations[0].quote
        for citation in point.citations:
            assert library.document(citation.doc_id).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("points", [1, 3, 8])
def test_points_are_quotes_in_the_order_of_the_text(library: Library, points: int) -> None:
    for document in library.documents():
        summary = library.summarize([document.id], points=points)
        assert_cited(library, summary)
        starts = [point.citations[0].start for point in summary.points]
        assert starts == sorted(starts)
        assert 1 <= len(summary.points) <= points
        assert (summary.about, summary.reason) == ("", "")


def test_points_say_their_section(library: Library) -> None:
    summary = library.summarize([source(library, "heluo-annual-report-2024.md")], points=6)
    assert len({point.section for point in summary.points}) >= 3
    for point in summary.points:
        assert point.section.rpartition(" › ")[2] in point.citations[0].locator


def test_a_report_is_told_by_its_revenue(library: Library) -> None:
    summary = library.summarize([source(library, "heluo-annual-report-2024.md")], points=3)
    assert any("营业收入 86.40 亿元" in text for text in quotes(summary))


def test_noise_is_not_quoted(scraps: Path) -> None:
    with Library.open(scraps) as library:
        said = "".join(quotes(library.summarize(["page.txt"])))
    assert "电池厂将雇用" in said
    for noise in ("分享到", "十个秘密", "版权所有", "为什么卖得好"):
        assert noise not in said


def test_two_sources_that_say_the_same_are_one_point(scraps: Path) -> None:
    with Library.open(scraps) as library:
        summary = library.summarize()
        assert_cited(library, summary)
        (shared,) = [point for point in summary.points if len(point.citations) > 1]
        assert {citation.source for citation in shared.citations} == {"page.txt", "other.txt"}
        assert sum("签约" in text for text in quotes(summary)) == 1


def test_about_keeps_to_what_is_asked_for(library: Library) -> None:
    summary = library.summarize(about="葡萄牙工厂什么时候投产", points=4)
    assert_cited(library, summary)
    assert summary.about == "葡萄牙工厂什么时候投产"
    assert any("葡萄牙" in text for text in quotes(summary))
    assert not any("羽石" in text for text in quotes(summary))


def test_about_reaches_across_languages(library: Library) -> None:
    summary = library.summarize(about="the interest rate of Quillstone's loans", points=5)
    assert {
        language for point in summary.points if (language := _lang(library, point.citations[0].doc_id))
    } == {
        "zh",
        "en",
    }


def _lang(library: Library, doc_id: str) -> str:
    return library.document(doc_id).lang


def test_about_within_named_documents(library: Library) -> None:
    named = source(library, "heluo-cfo-interview.md")
    summary = library.summarize([named], about="葡萄牙工厂", points=3)
    assert {citation.source for point in summary.points for citation in point.citations} == {named}


def test_what_is_not_dealt_with_has_no_points(library: Library) -> None:
    summary = library.summarize(about="酸面包怎么发酵")
    assert (summary.points, summary.reason) == ((), "文档中没有找到与此相关的内容。")
    assert "do not seem" in library.summarize(about="sourdough fermentation").reason


def test_nothing_to_quote_is_said(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        assert library.summarize().reason == "The library holds no documents."
        assert library.summarize(about="电池").reason == "资料库里没有文档。"
        library.add_text("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n", "table.md")
        assert library.summarize().reason == "文档里没有可以摘取的句子。"


def test_what_a_spinner_wrote_is_left_out_where_there_is_anything_else(tmp_path: Path) -> None:
    spun = "好意思联储加息，东说念主东说念主都知说念。北好意思市集的管说念公司借了10亿好意思元。\n"
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        copied = library.add_text(spun, "copy.txt")
        assert copied.flags == ("spun",)
        assert quotes(library.summarize())
        library.add_text("美联储加息，管道公司借了10亿美元。", "original.txt")
        assert quotes(library.summarize()) == ["美联储加息，管道公司借了10亿美元。"]
        assert quotes(library.summarize(about="管道公司借款")) == ["美联储加息，管道公司借了10亿美元。"]
        assert quotes(library.summarize(["copy.txt"]))


def test_a_page_of_buttons_alone_is_quoted_all_the_same(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text("版权所有 滨海新闻网站编辑部全体同仁", "notice.txt")
        assert quotes(library.summarize()) == ["版权所有 滨海新闻网站编辑部全体同仁"]


def test_wrong_calls_are_refused(library: Library) -> None:
    with pytest.raises(QueryError, match="1 or more"):
        library.summarize(points=0)
    with pytest.raises(QueryError, match="empty"):
        library.summarize(about=" ？")
    with pytest.raises(DocumentNotFound):
        library.summarize(["nowhere.md"])
