from __future__ import annotations

import re
import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinzheng.qa.checking.blocks import MARK, blocks, numbers
from yinzheng.qa.checking.statements import LONGEST, statements


def found(text: str) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in statements(text)]


def read(text: str) -> list[tuple[str, str]]:
    return found(textwrap.dedent(text).lstrip("\n"))


def test_a_mark_belongs_to_the_sentence_before_it_on_either_side_of_the_full_stop() -> None:
    assert found("营收为12.84亿美元[1]。亏损5.63亿美元。[2]据悉有6.5万张。【3】") == [
        ("sentence", "营收为12.84亿美元[1]。"),
        ("sentence", "亏损5.63亿美元。[2]"),
        ("sentence", "据悉有6.5万张。【3】"),
    ]
    assert found("Revenue rose to $3.14 billion.[1][2] The company grew [3]. It ends.[^n]") == [
        ("sentence", "Revenue rose to $3.14 billion.[1][2]"),
        ("sentence", "The company grew [3]."),
        ("sentence", "It ends.[^n]"),
    ]


def test_marks_alone_on_the_last_line_belong_to_the_last_sentence() -> None:
    assert found("First one. Second one.\n[1] [2]\n\nNext paragraph.") == [
        ("sentence", "First one."),
        ("sentence", "Second one.\n[1] [2]"),
        ("sentence", "Next paragraph."),
    ]


def test_headings_of_every_form_are_apart() -> None:
    assert read(
        """
        # 公司概况

        Overview
        ========

        **增长有多快**

        一、公司简介

        公司成立于2017年。
        """
    ) == [
        ("heading", "公司概况"),
        ("heading", "Overview"),
        ("heading", "增长有多快"),
        ("heading", "一、公司简介"),
        ("sentence", "公司成立于2017年。"),
    ]


def test_a_numbered_list_is_no_list_of_headings_and_a_lone_line_is_a_sentence() -> None:
    assert read("一、收入增长三成\n\n二、亏损扩大") == [
        ("sentence", "一、收入增长三成"),
        ("sentence", "二、亏损扩大"),
    ]
    assert found("OpenAI acquired Windsurf") == [("sentence", "OpenAI acquired Windsurf")]


def test_list_signs_are_left_out() -> None:
    assert read("- 第一点：增长20%[1, 3]\n* [x] done\n2. second item\n3、第三项") == [
        ("sentence", "第一点：增长20%[1, 3]"),
        ("sentence", "done"),
        ("sentence", "second item"),
        ("sentence", "第三项"),
    ]


def test_a_table_is_read_row_by_row_under_its_heading() -> None:
    assert read(
        """
        | 项目 | 2024 |
        |---|--:|
        | 收入 | 12.84亿 [1] |
        | 亏损 | 5.63亿 |

        Name | Cost
        --- | ---
        a | $3
        after the table
        """
    ) == [
        ("heading", "项目 | 2024"),
        ("row", "收入 | 12.84亿 [1]"),
        ("row", "亏损 | 5.63亿"),
        ("heading", "Name | Cost"),
        ("row", "a | $3"),
        ("sentence", "after the table"),
    ]


def test_lines_of_tabs_are_rows() -> None:
    assert found("revenue\t3\ncosts\t2\n") == [("row", "revenue\t3"), ("row", "costs\t2")]


def test_a_quotation_is_one_statement_a_paragraph() -> None:
    assert read("> 第一行，\n> 第二行。\n>\n> 第二段。[1]\n正文。") == [
        ("quote", "第一行，\n> 第二行。"),
        ("quote", "第二段。[1]"),
        ("sentence", "正文。"),
    ]


def test_a_note_in_a_quotation_block_quotes_nothing() -> None:
    assert read("> [!NOTE]\n> 收入为3亿元。") == [("sentence", "收入为3亿元。")]


def test_code_front_matter_and_comments_are_never_judged() -> None:
    text = "---\ntitle: a\n---\n```\nx = 3\n```\n<!-- 30\n-->\n~~~~ py\n```\n~~~~\nA sentence."
    assert [kind for kind, _ in found(text)] == ["code"] * 4 + ["sentence"]


@pytest.mark.parametrize(
    "text",
    [
        "```\nRevenue was 3 billion.",
        "<!-- Revenue was 3 billion.",
        "<!-- note --> Revenue was 3 billion.",
        "---\nRevenue was 3 billion.",
        "[CFO]: 收入为30亿元。",
        "[1] Revenue was 3 billion.\n[2] Costs were 2 billion.",
        "    Revenue was 3 billion.",
        "Sources:\n\n- a.md\n\nRevenue was 3 billion.",
    ],
)
def test_nothing_that_may_be_a_statement_is_hidden(text: str) -> None:
    assert any(kind == "sentence" and "3" in piece for kind, piece in found(text))


def test_footnotes_and_lists_of_sources_are_references() -> None:
    assert read(
        """
        Revenue rose.[^n] Costs fell [1].

        [^n]: a note
            that goes on

        [1] report.md · § X
            lines 3–4
            │ Costs fell.
        [2] other.md

        ## 参考资料

        1. 年报.md
        - b.md

        Smith, A History.

        ## Next

        [3] begins a sentence.
        """
    ) == [
        ("sentence", "Revenue rose.[^n]"),
        ("sentence", "Costs fell [1]."),
        ("reference", "[^n]: a note\n    that goes on"),
        ("reference", "[1] report.md · § X\n    lines 3–4\n    │ Costs fell."),
        ("reference", "[2] other.md"),
        ("heading", "参考资料"),
        ("reference", "1. 年报.md"),
        ("reference", "- b.md"),
        ("reference", "Smith, A History."),
        ("heading", "Next"),
        ("sentence", "[3] begins a sentence."),
    ]


def test_marks_are_told_from_what_looks_like_them() -> None:
    def marks(text: str) -> list[str]:
        return [m["label"] for m in MARK.finditer(text) if not m["code"]]

    assert marks("a[1] b[^x] c[1, 2] d[1-3] e【4】 f［5］ g[notes/年报.md:12-40] h[1](a/b.md)") == [
        "1", "^x", "1, 2", "1-3", "4", "5", "notes/年报.md:12-40", "1",
    ]  # fmt: skip
    assert marks("`a[1]` [12:30-40] [2024] [x](y) \\[1] [30:00–40:00]") == []


def test_ranges_in_marks_are_short() -> None:
    assert numbers("1, 3-5") == [1, 3, 4, 5]
    assert numbers("1-900") == [1, 900]


@pytest.mark.parametrize(
    "text", ["", "\n\n \n", "---\n", "***\n===\n", "！？。", "|---|---|\n", ">\n>\n", "\ufeff"]
)
def test_a_text_without_a_sentence_has_no_statements(text: str) -> None:
    assert statements(text) == []


LINES = st.sampled_from(
    [
        "# 标题", "正文3.5亿元[1]。又一句。[2]", "It rose to $3.14 billion.[1] The rest", "> 引“话”", ">", "",
        "| a | b |", "|---|---|", "```", "~~~", "- 项", "1. item", "[1] a.md", "[^1]: note", "Sources", "---",
        "<!--", "-->", "a\tb", "**粗**", "\u3000\u3000段", "[1]", "    code", "> [!TIP]", "│ x", "\r", "===",
        "\x1b[31m", "  ",
    ]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(LINES, max_size=30).map("\n".join)))
@settings(max_examples=300)
def test_statements_are_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    at = 0
    for statement in statements(text):
        assert at <= statement.start < statement.end <= len(text)
        piece = text[statement.start : statement.end]
        assert piece == piece.strip()
        at = statement.end


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_blocks_cover_all_but_blanks_and_rules(text: str) -> None:
    at = 0
    left = ""
    for block in blocks(text):
        assert at <= block.start < block.end <= len(text)
        left += text[at : block.start]
        at = block.end
    assert re.fullmatch(r"[\s>|=-]*", left + text[at:])


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "[1] a\n",
        "```x\n",
        "<!-- \n",
        "|-",
        "> [!a]\n",
        "a\tb\n",
        "“",
        "[a:1-",
        "`a ",
        "**a",
        "参考\n\n",
        "[1-50]",
    ],
)
def test_hostile_repetition_is_read_without_hanging(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(s.end <= len(text) for s in statements(text))


CELLS = "|" + "".join(f" {n}.5亿元 |" for n in range(6000))
QUOTED = "".join(f"> 第{n}家公司的营收达到{n}.5亿元，同比增长。\n" for n in range(1500))


@pytest.mark.parametrize(
    ("text", "kind", "edge"),
    [
        (f"| 公司 |\n|---|\n{CELLS}\n", "row", r"\d+\.5亿元"),
        (QUOTED, "quote", r"(?:> )?第\d+家公司.*增长。"),
        (f"# {'营收增长。' * 9000}\n", "heading", "营收增长。"),
    ],
)
def test_what_is_as_long_as_a_book_is_cut_between_cells_and_sentences(
    text: str, kind: str, edge: str
) -> None:
    parts = [one for one in statements(text) if one.kind == kind and one.end - one.start > 2]
    assert len(parts) > 1
    for one in parts:
        assert LONGEST / 2 < one.end - one.start <= LONGEST or one is parts[-1]
        said = text[one.start : one.end]
        assert re.match(edge, said)
        assert re.search(rf"(?:{edge})\Z", said)
    between = [text[a.end : b.start] for a, b in pairwise(parts)]
    assert not any(re.search(r"\w", gap) for gap in between)


def test_up_to_that_length_a_quotation_is_one_statement() -> None:
    for words in ("营收增长。" * (LONGEST // 5), "营收增长。" * (LONGEST // 5) + "完"):
        assert len(statements(f"> {words}\n")) == (1 if len(words) <= LONGEST else 2)
