"""Headings, time marks, titles and dates are found where they stand, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.markdown import outline


def labels(text: str, kind: str = "heading") -> list[str]:
    return [a.label for a in outline(text).anchors if a.kind == kind]


def test_headings_are_paths_and_the_title_stays_out_of_them() -> None:
    text = "# 报告\n\n## 合同结构\n\n### 利率 ##\n\n## 风险\n"
    found = outline(text)
    assert labels(text) == ["报告", "合同结构", "合同结构 › 利率", "风险"]
    assert found.title == "报告"
    for anchor in found.anchors:
        assert text[anchor.start] == "#"


def test_several_outermost_headings_are_all_in_the_path() -> None:
    assert labels("# A\n## x\n# B\n## y\n") == ["A", "A › x", "B", "B › y"]


def test_underlined_headings() -> None:
    assert labels("Title\n=====\n\nPart\n----\n\ntext\n") == ["Title", "Part"]
    assert labels("| a | b |\n---\n\n- item\n---\n") == []


def test_code_and_front_matter_hold_no_headings() -> None:
    front = '---\ntitle: "The title"\ndate: 2024-1-3\n# comment\n---\n'
    text = front + "# A\n```sh\n# code\n```\n~~~\n# code\n~~~\n## B\n"
    found = outline(text)
    assert labels(text) == ["A", "B"]
    assert (found.title, found.date) == ("The title", "2024-01-03")


def test_an_unclosed_fence_hides_nothing() -> None:
    assert labels("# A\n```\n# B\n") == ["A", "B"]


def test_marks_and_links_are_taken_off() -> None:
    assert labels("# **Bold** `code` [link](http://x.y)\n") == ["Bold code link"]


def test_a_hash_tag_is_no_heading() -> None:
    assert labels("#tag\n#1 of 3\n") == []


def test_time_marks() -> None:
    text = "### (2:00 - 7:00) 发展速度\n正文\n\n### (45:00 - End) 结尾\n正文"
    assert labels(text, "timestamp") == ["2:00–7:00", "45:00–End"]
    assert labels(text) == ["发展速度", "结尾"]
    assert labels("[00:12] Hello\n[01:02:03] there", "timestamp") == ["00:12", "01:02:03"]
    assert labels("Speaker A [00:12]: Hello\nSpeaker B [00:15]: there", "timestamp") == ["00:12", "00:15"]
    assert labels("0:15\nHello\n0:20\nthere", "timestamp") == ["0:15", "0:20"]
    assert labels(
        "1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nthere", "timestamp"
    ) == [
        "00:00:01",
        "00:00:03",
    ]


def test_what_is_no_time_mark() -> None:
    assert labels("[12:30] lunch was served", "timestamp") == []  # one moment is no transcript
    assert labels("The meeting began at 12:30 and ended at 13:45.", "timestamp") == []
    assert labels("| 00:00-02:00 | Intro |\n| 02:00-07:00 | Body |", "timestamp") == []
    assert labels("[12:75] a\n[99:99] b", "timestamp") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一、背景\n正文一。\n二、方法\n正文二。\n", ["一、背景", "二、方法"]),
        ("第一章 起点\n正文。\n第二章 终点\n正文。\n", ["第一章 起点", "第二章 终点"]),
        ("Chapter 1 Start\ntext\nChapter 2 End\ntext\n", ["Chapter 1 Start", "Chapter 2 End"]),
        ("Part I Start\ntext\nPart II End\ntext\n", ["Part I Start", "Part II End"]),
        ("1. Start\ntext\n2. End\ntext\n", ["1. Start", "2. End"]),
        (
            "第一章 起\n一、甲\n正文\n二、乙\n正文\n第二章 终\n正文\n",
            ["第一章 起", "第一章 起 › 一、甲", "第一章 起 › 二、乙", "第二章 终"],
        ),
        ("一、苹果\n二、梨\n三、桃\n", []),  # a list
        ("一、背景\n正文\n三、方法\n正文\n", []),  # does not count
        ("二、背景\n正文\n三、方法\n正文\n", []),  # does not begin
        ("一、只有一个\n正文\n", []),
        ("1. This is a sentence.\ntext\n2. So is this.\ntext\n", []),
        ("2023. A year\ntext\n2024. Next\ntext\n", []),
        ("# 有标题\n一、甲\n正文\n二、乙\n正文\n", ["有标题"]),
    ],
)
def test_headings_of_plain_text(text: str, found: list[str]) -> None:
    assert labels(text) == found


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("标题\n2025-03-25 13:50:40\n正文", "2025-03-25"),
        ("标题\n2025年3月5日\n正文", "2025-03-05"),
        ("- **发布日期**: 2026-01-07\n正文", "2026-01-07"),
        ("Published: 2024/1/2\ntext", "2024-01-02"),
        ("On 2024-01-02 we met and talked.", None),
        ("标题\n2025-13-45\n正文", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert outline(text).date == date


@pytest.mark.parametrize(
    "text", ["", "\n", "---\n", "#", "```", "[", "一、", "0:00", "---\n---\n", "\ufeff---\na: b\n---"]
)
def test_fragments(text: str) -> None:
    assert outline(text).anchors == ()


@given(st.text(alphabet="#-=`~|[](): 0129一二、第章.\nab", max_size=120))
def test_anchors_are_in_order_and_at_the_start_of_lines(text: str) -> None:
    starts = [a.start for a in outline(text).anchors]
    assert starts == sorted(starts)
    for start in starts:
        assert start == 0 or text[start - 1] == "\n"
