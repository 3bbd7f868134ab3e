"""Questions about a text itself are answered with the points of its summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.overview import asks_overview

MEMO = (
    "青禾科技与滨海市签约，投资8亿元建设电池厂。\n工厂计划2026年投产，将雇用1,200名工人。\n"
    "渔业协会担心电池厂的废水影响近海养殖。\n市政府承诺每季度公布水质检测结果。\n"
)


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("这篇文章主要讲了什么？", "one"),
        ("這篇文章主要講了什麼？", "one"),
        ("本文的主要内容是什么？", "one"),
        ("请概括一下这篇文章的主要内容", "one"),
        ("全文大意", "one"),
        ("这是讲什么的？", "one"),
        ("这次会议讨论了什么？", "one"),
        ("下文中发生的事件类型有哪些？", "one"),
        ("What is this document about?", "one"),
        ("What's the article mainly about", "one"),
        ("Summarise this report.", "one"),
        ("What are the key takeaways from the transcript?", "one"),
        ("这些文档都讲了什么？", "all"),
        ("资料库里的文档讲了什么？", "all"),
        ("What are these documents about?", "all"),
        ("Please summarize all the notes", "all"),
        ("what these documents are about", "all"),
        ("what the report says", "one"),
    ],
)
def test_a_question_about_texts_themselves_is_known(question: str, of: str) -> None:
    assert asks_overview(question) == of


@pytest.mark.parametrize(
    "question",
    [
        "这篇文章的作者是谁？",
        "本文提到了哪些公司？",
        "报告说利率是多少？",
        "这份报告的结论是什么？",
        "这次会议讨论了哪些关于经济增长的问题？",
        "这部电影讲了什么？",
        "中文是什么？",
        "上海讲了什么",
        "下面哪家公司最大？",
        "What does the report say about interest rates?",
        "What is the article's date?",
        "What is the price of this book?",
    ],
)
def test_a_question_about_something_in_a_text_is_none(question: str) -> None:
    assert asks_overview(question) is None


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / ".yinzheng", create=True)
    made.add_text(MEMO, "memo.txt", "青禾建厂")
    return made


def test_the_only_document_is_summed_up_with_citations(library: Library) -> None:
    with library:
        answer = library.ask("这篇文章讲了什么？")
        summary = library.summarize(points=3)
    assert answer.answered
    assert [citation.quote for citation in answer.citations] == [point.text for point in summary.points]
    assert answer.text == "\n".join(f"{one.quote} [{one.n}]" for one in answer.citations)
    assert [citation.n for citation in answer.citations] == [1, 2, 3]
    for citation in answer.citations:
        assert MEMO[citation.start : citation.end] == citation.quote


def test_which_of_several_is_meant_is_asked_back(library: Library) -> None:
    with library:
        library.add_text("The harbour opens at six.\n", "harbour.txt")
        one, every = library.ask("What is this document about?"), library.ask("What do the documents say?")
    assert not one.answered
    assert "holds 2" in one.reason
    assert every.answered
    assert "The harbour opens at six." in every.text


def test_an_empty_library_has_nothing_to_sum_up(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as empty:
        assert "holds no documents" in empty.ask("What is this document about?").reason


def test_which_events_are_told_is_answered_by_sentences_that_tell_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "禾洛能源成立于2010年，总部在海州。\n公司拥有三座工厂。\n禾洛能源宣布收购澄宇科技。\n"
        "收购将于年底完成。\n顾砚秋辞去董事长职务。\n",
        "utf-8",
    )
    with Library.open(tmp_path / "lib", create=True) as library:
        library.add([tmp_path / "a.txt"])
        answer = library.ask("文中发生了哪些事件？")
    assert {c.quote for c in answer.citations} == {"禾洛能源宣布收购澄宇科技。", "顾砚秋辞去董事长职务。"}


def test_a_text_without_known_events_is_summed_up_less_surely(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MEMO.replace("签约，投资", "一起出资"), "utf-8")
    with Library.open(tmp_path / "lib", create=True) as library:
        library.add([tmp_path / "a.txt"])
        told, events = library.ask("本文讲了什么？"), library.ask("文中发生了哪些事件？")
    assert told.answered
    assert events.answered
    assert events.confidence < told.confidence
    assert events.citations == told.citations
