"""Sentences and passages lose nothing, cut nothing apart that belongs together, and stay where they are."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.segment import PASSAGE_BYTES, PASSAGE_TOKENS, SENTENCE_BYTES, passages, sentences
from yinzheng.types import Anchor

# Pieces that exercise every rule, in any order.
pieces = st.lists(
    st.sampled_from(
        [
            *(
                "人工智能",
                "营收19.15亿美元",
                "他说",
                "的",
                "a" * 50,
                "字" * 50,
                "revenue ",
                "Rose ",
                "the ",
                "The ",
            ),
            *(
                "。",
                "，",
                "！",
                "？",
                "……",
                "“",
                "”",
                "「",
                "」",
                "（",
                "）",
                '"',
                "'",
                "(",
                ")",
                "《",
                "》",
                ";",
                "；",
                "%",
            ),
            *(
                "3.14",
                "1,915 ",
                "12.5亿",
                "Mr. ",
                "U.S. ",
                "Inc. ",
                "No. 5",
                "e.g. ",
                ". ",
                ".",
                "!",
                "? ",
                "…",
            ),
            *("\n", "\n\n", "\n- ", "\n1. ", "\n# ", "\n| a | b? |", "  ", "\u3000\u3000", "[12:30] "),
            *("https://a.cn/b?c=1.2", "x@y.com"),
        ]
    ),
    max_size=60,
).map("".join)
any_text = st.one_of(pieces, st.text(max_size=80))


passages("", [], len)  # imports langchain, which takes longer than hypothesis lets an example take


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        # numbers, dates, abbreviations, addresses
        ["营收19.15亿美元。", "同比增长736.6%。"],
        [
            "Revenue was $3.14 billion in the U.S. market. ",
            "It rose 12.5%. ",
            "See Fig. 3 and No. 5. ",
            "Next.",
        ],
        ["Mr. Smith (J. P. Morgan) agreed, e.g. on 1,915 items. ", "He left."],
        ["He works at Acme Inc. ", "The company is big. ", "Acme Inc. shares fell."],
        ["The U.S. economy grew. ", "The talks ended at 5 p.m. ", "He left."],
        ["No, he said no. ", "Then he went. ", "It was Plan B. ", "The end."],
        ["Released on Jan. 5. ", "It may. ", "Be it."],
        ["Dr. No vs. Mr. X et al. 2020 said so."],
        ["2025.3.25 saw v1.2.3."],
        ["见 https://a.b.com/c?x=1&y=2.html 和 foo@bar.com。", "完。"],
        ["J. A. Hobson and S.K. Lee met H. F. Verwoerd. ", "They spoke."],
        ["英文名S.K.母亲是集团主席。", "第二句。"],
        ["Brown v. Board was cited. ", "It stands."],
        ["要点如下：1. 第一点；2. 第二点。", "3. 第三点。"],
        # quotations and asides
        ["Prices went up. ", 'He said so."\n', "Then he left."],
        ["“我们尽力了。”驻村工作队队长李某说。", "第二句。"],
        ["他说：“我们会赢。我们不怕。”", "然后离开了。"],
        ["“我们会赢。”他说。", "第二句。"],
        ["“你是谁？”他问道。", "“我是李四。”对方答道。"],
        ["她问：「真的嗎？」", "沒有人回答。"],
        ['"I agree." he said. ', '"Really?" she asked. ', '"Yes." ', "They left."],
        ['他引用了"有意义的百分比"，又说："好。"', "作为依据。"],
        ["（他说过。）", "下一句（参见附录。）继续。"],
        ["(See Fig. 3. It shows.) ", "Next."],
        ["去看《去哪儿？》这本书。", "好看。"],
        ["“未闭合的引号。", "下一句。", "再下一句。\n\n", "新段"],
        # stops
        ["等等……我想想。", "他……走了。", "真的？！", "是的!!", "好"],
        ["为什么?", "OpenAI认为不行!", "真的"],
        ["增长了20%.", "公司表示.", "下一步"],
        ["Yahoo! is a firm. ", "Really? ", "Yes!"],
        ["Wait... ", "What? ", "No way. ", "... and so on."],
        ["版本1.公司概况"],
        # lines
        ["标题一\n", "标题二\n", "标题三"],
        ["第一段没有句号\n", "第二段也没有\n", "- 列表一\n", "- 列表二\n", "1. 第一项\n", "2）第二项"],
        ["## 什么是 AI？为什么重要？\n", "正文。"],
        ["| 问题？ | 回答。好 |\n", "| a | b |\n\n", "正文。\n", "| 还有？ | 有。 |\n", "完。"],
        ["\n\n  前面有空行。\n \n", "后面也有。  \n\n"],
        ["[00:12] Hello there\n", "[00:15] and here"],
        ["Revenue rose.\n", "iPhone sales fell."],
    ],
)
def test_cuts(parts: list[str]) -> None:
    assert cut("".join(parts)) == parts


def test_hard_wrapped_english_is_joined() -> None:
    text = (
        "This paragraph of English prose was wrapped by an editor at some\n"
        "column and it goes on at the next line, where the name of\n"
        "Northwind Analytics stands at the start of a line and where the\n"
        "sentence then ends. The second sentence is also wrapped at the\n"
        "same column."
    )
    assert len(cut(text)) == 2


def test_hard_wrapped_chinese_is_joined_once_the_column_is_known() -> None:
    line = "这一行文字没有句号结尾因为它在固定的列宽处被编辑器折断了所以"
    assert len({len(line)}) == 1
    parts = cut("\n".join([line] * 6) + "结束。\n" + "\n".join([line] * 4) + "结束。")
    assert parts[-1].count("\n") == 3  # the second paragraph is one sentence
    assert len(parts) <= 4


def test_indented_paragraphs_are_told_from_wrapped_lines() -> None:
    line = "这一行文字没有句号结尾因为它在固定的列宽处被编辑器折断了所以"
    assert cut(f"　　{line}\n{line[:-3]}\n　　第二段开始了\n") == [
        f"　　{line}\n{line[:-3]}\n　　",
        "第二段开始了\n",
    ]


def test_one_title_to_a_line_is_not_joined() -> None:
    titles = [
        "数据中心用电量三年翻番",
        "芯片企业公布新一代产品路线图与价格",
        "监管机构就租赁合同披露征求意见",
        "本周要闻",
    ]
    assert cut("\n".join(titles)) == [t + "\n" for t in titles[:-1]] + titles[-1:]


@given(any_text)
def test_sentences_join_to_the_text(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[s.start : s.end] for s in spans) == text
    assert all(s.start < s.end for s in spans)
    assert all(a.end == b.start for a, b in pairwise(spans))
    for before in spans[:-1]:
        assert not text[before.end].isspace()  # whitespace belongs to what stands before it


@given(any_text, st.data())
def test_a_part_is_cut_within_its_borders(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentences(text, start, end)
    assert [(s.start - start, s.end - start) for s in spans] == [
        (s.start, s.end) for s in sentences(text[start:end])
    ]


@given(any_text, any_text)
def test_appending_moves_no_boundary_but_the_last(text: str, more: str) -> None:
    before = [s.end for s in sentences(text)][:-1]
    after = {s.end for s in sentences(text + more)}
    assert set(before[:-1]) <= after


@given(
    st.from_regex(
        r"[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\.[0-9]{1,3})?(亿|万|%|％| million| billion|亿美元)?",
        fullmatch=True,
    ),
    any_text,
    any_text,
)
def test_no_number_is_cut_apart(number: str, before: str, after: str) -> None:
    text = f"{before} 约{number} {after}"
    inside = range(len(before) + 2, len(before) + 1 + len(number))
    assert not {s.end for s in sentences(text)} & set(inside)


def test_an_open_quotation_is_not_cut_before_it_is_known_to_stay_open() -> None:
    assert cut("他说：“第一句。第二句。第三句。") == ["他说：“第一句。第二句。第三句。"]
    assert cut("他说：“第一句。第二句。第三句。”完。") == ["他说：“第一句。第二句。第三句。”", "完。"]
    assert len(cut("他说：“第一句。第二句。" + "后面很长的一段话没有引号。" * 20)) == 22


def test_white_space_does_not_make_a_sentence_long() -> None:
    text = "word " * 200 + " " * 5000
    assert cut(text + "\n\n" + "Next.") == [text + "\n\n", "Next."]


@given(st.text(alphabet="a 字，。.1\n", max_size=3000))
def test_long_sentences_are_capped(text: str) -> None:
    for span in sentences(text * 3):
        assert len((text * 3)[span.start : span.end].strip().encode()) <= SENTENCE_BYTES


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        ".",
        "!",
        "…",
        "“",
        ' "a',
        "\n",
        "人",
        "a",
        "a b ",
        "“a。",
        "(",
        "。”",
        "# ",
        "|a",
        "1,",
        ". ",
        "9",
        "\ud800",
        "他说：",
    ],
)
def test_time_is_linear_in_hostile_text(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + "x"
    assert sentences(text)[-1].end == len(text)  # quadratic rules would take minutes here


def tokens_of(text: str) -> int:
    return 2 + sum(1 if c > "\u2e80" else 0 for c in text) + len(text.encode()) // 5


@given(any_text, st.data())
def test_passages_cover_the_text_on_sentence_boundaries(text: str, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=4, unique=True))
    anchors = [Anchor(start, "heading", "h") for start in sorted(starts)]
    spans = passages(text, anchors, tokens_of)
    assert "".join(text[s.start : s.end] for s in spans) == text
    ends = {s.end for s in sentences(text)} | {a.start for a in anchors}
    assert {s.end for s in spans} <= ends | {len(text)}
    for span in spans:
        part = text[span.start : span.end]
        assert len("".join(part.split()).encode()) <= PASSAGE_BYTES
        assert tokens_of(part) <= PASSAGE_TOKENS


def test_passages_never_cross_a_heading() -> None:
    body = "这是一段正文。\n第二行也是正文。\n\n"
    text = f"# 甲\n{body}## 乙\n{body}"
    second = text.index("##")
    spans = passages(text, [Anchor(0, "heading", "甲"), Anchor(second, "heading", "乙")], len)
    assert [(s.start, s.end) for s in spans] == [(0, second), (second, len(text))]


def test_passages_end_with_the_page_but_for_a_sentence_that_crosses_it() -> None:
    first, crossing = "Sales rose in the north. " * 12, "Costs fell because nobody travelled in the spring. "
    text = first + crossing + "Nothing else changed. " * 12
    anchors = [Anchor(0, "page", "1"), Anchor(len(first) + 20, "page", "2")]
    spans = passages(text, anchors, tokens_of)
    assert [s.start for s in spans] == [0, len(first + crossing)]


def test_a_heading_without_text_goes_with_the_next() -> None:
    text = "# 甲\n\n## 乙\n\n### 丙\n正文在这里。\n另一行。\n"
    anchors = [Anchor(text.index(h), "heading", h) for h in ("# 甲", "## 乙", "### 丙")]
    assert len(passages(text, anchors, len)) == 1


def test_passages_are_balanced() -> None:
    text = "每句话都有二十个汉字左右的长度所以很平均。" * 21  # 441 characters: one too many for one passage
    spans = passages(text, [], len)
    lengths = [s.end - s.start for s in spans]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 21


def test_dense_tokens_are_cut_smaller() -> None:
    text = "1 2 3 4 5 6 7 8 9 0 " * 100
    for span in passages(text, [], lambda t: 2 + len(t.split())):
        assert len(text[span.start : span.end].split()) <= PASSAGE_TOKENS


def test_no_passages_in_nothing() -> None:
    assert passages("", [], len) == []
    assert sentences("") == []


def test_langchain_is_imported_only_for_what_has_to_be_cut() -> None:
    code = (
        "import sys; from yinzheng.corpus.segment import sentences, passages; sentences('a. B'); "
        "passages('a. B', [], len); assert not any(m.startswith('langchain') for m in sys.modules); "
        "passages('a' * 9999, [], len); "
        "assert 'langchain_text_splitters' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_rows_begin_with_their_header_rows_and_end_with_their_sheet() -> None:
    head, rows = "项目 | 2023年\n", [f"科目{i:03} | {i}00\n" for i in range(60)]
    text, anchors = "", []

    def add(line: str, label: str) -> None:
        nonlocal text
        anchors.append(Anchor(len(text), "sheet", label))
        text += line

    borders = []
    for sheet in ("甲", "'乙 1'"):
        for i, row in enumerate(rows):
            if i % 30 == 0:
                borders.append(len(text))
                add(head, f"{sheet}!A1:B1")
            add(row, f"{sheet}!A{i + 2}:B{i + 2}")
    spans = passages(text, anchors, lambda words: len(words) // 2)
    assert set(borders) <= {span.start for span in spans}
    assert "".join(text[s.start : s.end] for s in spans) == text
