"""Markdown and plain text, piece by piece: what kind of block each is, and where it begins and ends."""

from __future__ import annotations

import pytest

from yinzheng.qa.checking.blocks import Block, BlockKind, blocks, numbers

P: BlockKind = "prose"
H: BlockKind = "heading"
R: BlockKind = "row"
Q: BlockKind = "quote"
C: BlockKind = "code"
F: BlockKind = "reference"
N = None  # in no block

Piece = tuple[BlockKind | None, str]


def check(*pieces: Piece) -> None:
    """The pieces, one under the other, have to come back as blocks."""
    text, wanted = "", []
    for kind, piece in pieces:
        if kind:
            wanted.append(Block(len(text), len(text) + len(piece), kind))
        text += piece + "\n"
    text = text[:-1]
    found = [(b.kind, text[b.start : b.end]) for b in blocks(text)]
    assert found == [(kind, piece) for kind, piece in pieces if kind]
    assert list(blocks(text)) == wanted


FENCES: list[tuple[Piece, ...]] = [
    ((C, "```\nx = 1\n```"),),
    ((C, "~~~\nx = 1\n~~~"),),
    ((C, "```python\n# x\n\n```"), (P, "Behind it.")),
    ((P, "Before it."), (C, "``` {.py #a}\n| a | b |\n```"), (P, "Behind it.")),
    ((C, "```\na\n`````"), (P, "b")),  # a longer one closes
    ((C, "````\na\n```\nb\n````"), (P, "c")),  # a shorter one does not
    ((C, "```\na\n~~~\nb\n```"), (P, "c")),  # nor does the other sort
    ((C, "~~~\na\n```\nb\n~~~"), (P, "c")),
    ((C, "```\na\n```python\nb\n```"), (P, "c")),  # nor one with a language
    ((C, "```\na\n```  \t"), (P, "b")),
    ((C, "   ```\na\n  ```"), (P, "b")),
    ((P, "    ```\na\n    ```"),),  # by four spaces it is none
    ((C, "```\na\n    ```\nb\n```"),),
    ((P, "```\nThe rest is a statement."),),  # never closed
    ((P, "~~~\nThe rest is a statement.\n```"),),
    ((P, "`````\nThe rest.\n````"),),
    ((P, "```\nThe rest.\n```python"),),
    ((P, "``\na\n``"),),
    ((P, "~~\na\n~~"),),
    ((P, "~~~\nUnclosed."), (C, "```\na\n```"), (P, "b")),
    ((C, "```\na\n```"), (P, "b"), (C, "~~~\nc\n~~~"), (P, "d")),
    ((C, "```\na\n```"), (C, "```\nb\n```"), (P, "c\n```\nd")),
    ((P, "````\nUnclosed."), (C, "```\na\n```"), (P, "b")),
    ((C, "````\na\n```\nb\n`````"), (P, "c\n```\nd")),
    ((C, "````\na\n`````"), (C, "```\nb\n```")),
    ((C, "~~~~\na\n~~~\n~~~~~"), (P, "b\n~~~")),
    ((C, "```\n```"), (P, "a")),
    ((P, "```a = 1``` is code inside a line.\nA statement."), (C, "```\nb\n```"), (P, "c")),
    ((C, "~~~ a`b`\nb\n~~~"), (P, "c")),
    ((C, "```" + "x" * 300 + "\na\n```"), (P, "b")),
    ((P, "```\na\n```" + " " * 300 + "x"),),
]

COMMENTS: list[tuple[Piece, ...]] = [
    ((C, "<!-- a note -->"), (P, "Text.")),
    ((P, "Text."), (C, "  <!-- a\nnote\n\nover lines -->  "), (P, "Text.")),
    ((C, "<!-- a -->"), (P, "Text."), (C, "<!-- b -->")),
    ((C, "<!--\na\n-->"), (C, "<!--\nb\n-->")),
    ((P, "<!-- never closed\nText."),),
    ((C, "<!-- a -->"), (P, "Text.\n<!-- never closed\nText.")),
    ((P, "<!-- a --> Text behind it."),),
    ((P, "<!-- a -->x"),),
    ((P, "<!-- a\nnote --> Text behind it.\nMore."),),
    ((P, "Text <!-- a -->\nMore."),),
    ((P, "<!-- a\nb --> c\nd"), (C, "<!-- e -->")),
    ((P, "A --> b.\n<!-- never closed"),),
]

HEADINGS: list[tuple[Piece, ...]] = [
    ((H, "# One"), (P, "Text.")),
    ((H, "###### Six"), (P, "Text.")),
    ((P, "####### Seven\nText."),),
    ((P, "#1 of the list\nText."),),
    ((H, "## Two ##"), (P, "Text.")),
    ((H, "   # Three spaces"), (P, "Text.")),
    ((P, "    # Four spaces\nText."),),
    ((H, "#"), (P, "Text.")),
    ((H, "#\u3000概况"), (P, "正文。\n"), (H, "##\t概况"), (P, "正文。")),
    ((P, "Text."), (H, "# One"), (H, "## Two"), (P, "Text.\n\nText.\n"), (H, "# Three")),
    ((H, "# " + "long " * 40), (P, "Text.")),
    ((H, "Title\n====="), (P, "Text.")),
    ((H, "Title\n---"), (P, "Text.")),
    ((H, "Title\n=="), (P, "Text.")),
    ((H, "   Title\n   --- \t"), (P, "Text.")),
    ((P, "Title\n--\nText."),),
    ((P, "Title\n=\nText."),),
    ((P, "Title\n    ---\nText."),),
    ((P, "Title\n--- x\nText."),),
    ((P, "Title\n\n===\nText."),),
    ((P, "Text.\nNot a title\n===\nText."),),
    ((P, "Text.\n"), (H, "Title\n---"), (P, "Text.")),
    ((H, "T" * 80 + "\n==="), (P, "Text.")),
    ((P, "T" * 81 + "\n===\nText."),),
    ((H, "T" * 80 + " " * 40 + "\n==="), (P, "Text.")),
    ((P, "T" * 80 + " " * 41 + "\n===\nText."),),
    ((P, "- item\n---\nText."),),
    ((P, "* item\n---\nText."),),
    ((P, "+ item\n---\nText."),),
    ((P, "  12. item\n---\nText."),),
    ((P, "3) item\n---\nText."),),
    ((Q, "> quoted"), (P, "---\nText.")),
    ((P, "#1 is it\n---\nText."),),
    ((P, "| a\n---\nText."),),
    ((H, "2024 in review\n---"), (P, "Text.")),
    ((H, "**In bold**"), (P, "Text.")),
    ((H, "__In bold__"), (P, "Text.")),
    ((H, "  **增长有多快**："), (P, "正文。\n"), (H, "__Growth:__ "), (P, "Text.\n"), (H, "**Growth**:")),
    ((H, "**Appendix X**"), (P, "Text.")),
    ((H, "**Why? X**"), (P, "Text.")),
    ((P, "**它涨了。**\n正文。"),),
    ((P, "**Is it so?**\nText."),),
    ((P, "**它涨了吗？**\n\n**涨了！**\n\n**Up!**\n\n**Up.**\n\n**Up;**\n\n**涨了；** "),),
    ((P, "__It rose.__"),),
    ((P, "**In bold** and more\nText."),),
    ((P, "** No bold**\nText."),),
    ((P, "__ No bold__\nText."),),
    ((P, "**One** and **two**\nText."),),
    ((P, "Text.\n**In bold**"),),
    ((H, "**" + "b" * 80 + "**"), (P, "Text.")),
    ((P, "**" + "b" * 81 + "**\nText."),),
    ((H, "__" + "b" * 80 + "__"), (P, "Text.")),
    ((P, "__" + "b" * 81 + "__\nText."),),
    ((P, "    **Four spaces**\nText."),),
    ((H, "第三章 公司概况"), (P, "正文。")),
    (
        (H, "第十二節 概況"),
        (P, "正文。\n"),
        (H, "第2部 概况"),
        (P, "正文。\n"),
        (H, "第一编 甲"),
        (P, "正文。"),
    ),
    ((H, "一、公司概况"), (N, ""), (P, "正文。\n"), (H, "（二）经营情况"), (N, ""), (P, "正文。")),
    ((H, "(三) 风险"), (N, ""), (N, ""), (P, "正文。")),
    ((P, "(三) 风险\n\n\n\n正文。"),),  # too far above the text
    ((P, "一、公司概况"),),
    ((P, "一、公司概况\n二、经营情况\n三、风险"),),
    ((P, "一、公司概况\n\n二、经营情况\n\n三、风险"),),
    ((P, "一、公司成立于2017年。\n正文。"),),
    ((P, "一、公司概况：\n正文。"),),
    ((P, "正文。\n一、公司概况\n正文。"),),
    ((H, "一、" + "甲" * 40), (P, "正文。")),
    ((P, "一、" + "甲" * 41 + "\n正文。"),),
    ((P, "一、\n正文。"),),
    ((H, "一、甲" + " " * 117), (P, "正文。")),
    ((P, "一、甲" + " " * 118 + "\n正文。"),),
]

PROSE: list[tuple[Piece, ...]] = [
    (),
    ((N, ""), (N, "  "), (N, "")),
    ((P, "One line."),),
    ((N, ""), (P, "Text.\n\nMore."), (N, "")),
    ((P, "- one\n  - two\n    more of it\n\n  - three\n- four"),),
    ((P, "1. one\n2) two\n\n   more of it\n3、三"),),
    ((P, "    indented by four\n\tand by a tab"),),
    ((P, "<div>\nText.\n</div>"),),
    ((P, "- [a](a.md)\n- [b](b.md)"),),
    ((P, "Text.\n\n***\n\nText."),),
    ((P, "[Anna]: hello everybody\nText."),),
    ((P, "Text[1].\n\n[a note] in brackets."),),
    ((P, "A | b is no table.\nText."),),
    ((P, "a\tb"),),
]

QUOTES: list[tuple[Piece, ...]] = [
    ((Q, "> One."), (P, "Text.")),
    ((Q, "> X"), (P, "Text.")),
    ((Q, "> One.\n> X"), (P, "Text.")),
    ((Q, "> One.\n> Two.\n>three"), (P, "Text.")),
    ((P, "Text."), (Q, "\t > One."), (N, ""), (Q, "> Two.")),
    ((N, ">"), (Q, "> One."), (N, "> "), (Q, "> Two."), (N, ">")),
    ((Q, "> One.\n> > Two.\n>> Three."), (N, "> >"), (Q, "> Four.")),
    ((Q, "> | a | b |\n> # c"), (P, "Text.")),
    ((Q, "> One.\n> Two."),),
    ((P, "> [!NOTE]\n> One.\n>\n> Two."),),
    ((P, "> [!NOTE]\n> One.\n"), (Q, "> Two.")),
    ((P, " > > [!warning] One.\n> Two.\nText."), (Q, "> Three.\n> [!NOTE]")),
    ((Q, "> [!] One.\n> Two."),),
    ((Q, "> One."), (N, ">"), (P, "> [!TIP] Two.\n> Three.\n"), (Q, "> Four.")),
]

TABLES: list[tuple[Piece, ...]] = [
    ((H, "| a | b |"), (N, "|---|---|"), (R, "| 1 | 2 |"), (R, "| 3 | 4 |"), (P, "Text.")),
    ((P, "Text."), (H, "| a | b |"), (N, "| :--- | ---: |"), (R, "| 1 | 2 |"), (N, ""), (P, "Text.")),
    ((H, "a | b"), (N, "---|---"), (R, "1 | 2"), (R, "3 | 4"), (N, ""), (P, "Text | more.")),
    ((H, "a | b"), (N, ":-:|-"), (R, "1 |"), (P, "Text.\n5 | 6")),
    ((H, "| a |"), (N, "|---|"), (R, "| 1 |"), (P, "Text.")),
    ((H, "| a | b"), (N, "|---|---"), (R, "| 1 | 2"), (R, "3 | 4 |")),
    ((R, "| a | b |"), (R, "| 1 | 2 |"), (P, "Text.")),
    ((R, "| a |"), (P, "Text.")),
    ((R, "  | a | b"), (P, "Text.")),
    ((P, "| a\nText."),),
    ((P, "a | b |\nText."),),
    ((R, r"| a \| b | c |"), (P, "Text.")),
    ((H, r"a \| b | c"), (N, "---|---"), (R, r"1 \| 2 | 3")),
    ((H, "| a | b |"), (N, "|---|---|"), (R, "| 1 | 2 |"), (N, "|---|---|"), (R, "| 3 | 4 |")),
    ((N, "|---|---|"), (R, "| 1 | 2 |")),
    ((P, "Text.\n|---|---|\nText."),),
    ((R, "| | |"), (P, "Text.")),
    ((H, "| a | b |"), (N, "|---|---|"), (N, ""), (P, "1 | 2")),
    ((H, "a | b"), (N, "-- | --"), (N, "- | -"), (R, "1 | 2")),
    ((R, "a\tb"), (R, "1\t2"), (R, "3\t4"), (P, "Text.")),
    ((P, "Text."), (R, "a\tb"), (R, "\t1\t2 | 3"), (P, "Text.\n\tindented")),
    ((P, "a\tb\n\nc\td"),),
    ((P, "a\tb\n\tc"),),
    ((P, "\tc\na\tb"),),
]

REFERENCES: list[tuple[Piece, ...]] = [
    ((P, "Text[^a].\n"), (F, "[^a]: Notes, page 3."), (F, " [^b]: More."), (P, "Text.")),
    ((F, "   [^a]: Notes,\n  page 3\n\tof 5."), (P, " Text.")),
    ((F, "[^a]: Notes.\n\n    More of them."), (N, ""), (P, "Text.")),
    ((F, "[^a]: Notes.\n\n    More of them.\n\n    And more."), (P, "Text.")),
    ((F, "[^a]: Notes."), (N, ""), (P, "   Three spaces.")),
    ((F, "[^a]: Notes."), (N, ""), (P, "     Five spaces.")),
    ((F, "[^a]: Notes."), (N, ""), (N, ""), (P, "    Text.")),
    ((F, "[^a]: Notes."), (P, "  - an item\n  more of it")),
    ((F, "[^a]: Notes.\n│ a quotation\n  │ more"), (P, "Text.")),
    ((P, "[^a b]: Text.\n    [^c]: Text."),),
    ((F, "[a]: notes/a.md"), (F, "[b]: <b.md>"), (F, " [c]: #part"), (F, "[d]: d.md  "), (P, "Text.")),
    ((F, '[a]: notes/a.md "Its title"'), (F, "[b]: https://example.com/b 'Its title' "), (P, "Text.")),
    ((P, "[a]: notes/a.md says so.\nText."),),
    ((P, '[a]: notes/a.md "Its title" says so\nText.'),),
    ((P, "[a]: 见a.md。\nText."),),
    ((F, "把握：高（0.83）"), (F, "Confidence: low (0.2) "), (P, "Text.")),
    ((P, "把握：很高（0.83）\n\nConfidence: high (0.8) or so."),),
    # A list of entries stands for the marks that are used.
    ((P, "Text [1].\n"), (F, "[1] Notes"), (F, "[2] More"), (P, "Text.")),
    ((P, "Text [2].\n"), (F, "- [1] Notes"), (F, "* [2] More")),
    ((P, "正文【1】。\n"), (F, "【1】甲"), (F, "【2】乙"), (F, "［3］丙")),
    ((P, "Text [1-3].\n"), (F, "[2] Notes")),
    ((P, "Text [1, 3].\n\n[2] Notes"),),
    ((P, "Text [1].\n\n[2] Notes"),),
    ((P, "[1] Notes\n[2] More"),),
    ((N, ""), (P, "[1] Notes")),
    ((P, "a[1]\n"), (F, "[1] Notes")),
    ((P, "Text.\na[1]\n"), (F, "[1] Notes")),
    ((P, "Text.\n\nX[1]\n"), (F, "[1] Notes")),
    ((P, "Text[^a], [a.md:1-3], `b` and [1].\n"), (F, "[1] Notes")),
    ((P, "- [1] Notes\n * [2] More"),),
    ((F, "[1] Notes"), (F, "[2] More [1]")),
    ((P, "Text `a[1]`, [^1], [a.md:1-3].\n\n[1] Notes\n[3] More"),),
    ((P, "Text [1].\n"), (F, "[1] Notes"), (P, "[3] Text.\n[4] Text.")),
    ((P, "Text [4].\n\n[1] Notes"), (F, "[3] Text."), (F, "[4] Text.")),
    ((P, "Text [1].\n"), (F, "[1] Notes"), (P, "a\n" * 13 + "a"), (F, "[2] More"), (P, "Text.")),
    ((P, "Text [1].\n"), (F, "[1] Notes"), (P, "a\n" * 14 + "a\n[2] More\nText.")),
    ((P, "Text [7].\n"), (F, "[7] Notes"), (P, "a\n" * 13 + "a"), (F, "[8] More")),
    ((P, "Text [1].\n"), (F, "[1] Notes"), (H, "# Next"), (P, "[2] Text.")),
    ((P, "Text [2].\n\n[1] Text."), (H, "# Next"), (F, "[2] Notes")),
    ((P, "Text [1].\n"), (F, "[1] Notes,\n    page 3"), (F, "[2] More"), (P, "- an item")),
    ((P, "Text [1].\n\n[1]\n[1]2 Text."),),
    ((P, "a" * 200 + "[1].\n"), (F, "[1] Notes")),
    ((P, "a" * 30 + " " * 59 + "b[1].\n"), (F, "[1] Notes")),
    # What stands under the heading of a list of references.
    ((P, "正文。\n"), (H, "## 参考文献"), (N, ""), (F, "- 甲"), (F, "乙报告"), (N, ""), (F, "> 丙")),
    ((H, "## References"), (F, "[1] Notes\n  more"), (F, "[2] Notes"), (H, "## Next"), (P, "Text.")),
    ((H, "## Sources"), (F, "Notes"), (H, "### Books"), (F, "A book"), (H, "# Next"), (P, "Text.")),
    ((H, "# 来源"), (F, "甲"), (H, "## 书"), (F, "乙"), (H, "# 下一章"), (P, "正文。")),
    ((H, "Bibliography\n==="), (F, "Notes"), (H, "### Books"), (F, "A"), (H, "## Next"), (P, "Text.")),
    (
        (H, "**出处**"),
        (F, "甲"),
        (N, ""),
        (F, "乙"),
        (H, "### 书"),
        (F, "丙"),
        (N, ""),
        (H, "**概况**"),
        (P, "正文。"),
    ),
    ((H, "## Sources of growth"), (P, "Text.")),
    ((H, "# X Sources X"), (P, "Text.")),
    ((P, "XSources"),),
    ((P, "X Sources\nText."),),
    ((P, "我们参考了来源。\n正文。"),),
    # A plain line announces a list, and only that.
    ((P, "Text.\n"), (H, "Sources:"), (F, "- a"), (F, "* b"), (F, "1. c"), (N, ""), (P, "Text.\n- d")),
    ((H, "来源："), (F, "（1）甲"), (N, ""), (F, "2、乙"), (N, ""), (F, "• 丙"), (N, ""), (P, "正文。")),
    ((H, "  *来源*"), (F, "甲报告"), (F, "乙报告"), (N, ""), (P, "正文。\n正文。")),
    ((H, "Sources"), (N, ""), (F, "[1] Notes"), (N, ""), (F, "[2] Notes"), (N, ""), (P, "Text.\n- d")),
    ((H, "Sources"), (N, ""), (F, "[a]: a.md"), (N, ""), (F, "- b"), (N, ""), (P, "Text.")),
    ((H, "Sources"), (N, ""), (P, "Text.\n- a")),
    ((H, "Sources:"), (F, "- a"), (N, ""), (Q, "> Text."), (P, "- b")),
    ((H, "Sources:"), (F, "- a"), (H, "# Next"), (P, "Text.\n- b")),
    ((H, "Sources:"), (F, "- a"), (N, ""), (H, "### Next"), (N, ""), (P, "- b")),
]

FRONT: list[tuple[Piece, ...]] = [
    ((P, "---\nhello everybody\n---\nText."),),
    ((P, "---\ntitle: a\n\nText."),),
    ((H, "Text.\n---"), (P, "title: a\n---")),
    ((N, ""), (P, "---\ntitle: a\n---")),
]


@pytest.mark.parametrize(
    "pieces", FENCES + COMMENTS + HEADINGS + PROSE + QUOTES + TABLES + REFERENCES + FRONT
)
def test_each_piece_is_a_block_of_its_kind(pieces: tuple[Piece, ...]) -> None:
    check(*pieces)


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: a\n---\n",
        "\ufeff--- \ntitle: a\ndate : 2024-01-01\ntags:\n  - a\n\t- b\n# c\n- d\n...\n",
        "---\na_b-c:\n---",
        "---\n" + "a: b\n" * 100 + "---\n",
    ],
)
@pytest.mark.parametrize(("rest", "kind"), [("", None), ("Text.\n\nMore.", "prose"), ("# One", "heading")])
def test_front_matter_is_code(front: str, rest: str, kind: BlockKind | None) -> None:
    rest = rest if front.endswith("\n") else ""
    wanted = [Block(0, len(front), "code")]
    if rest and kind:
        wanted.append(Block(len(front), len(front) + len(rest), kind))
    assert list(blocks(front + rest)) == wanted


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("1", [1]),
        (" 12 ", [12]),
        ("1, 3", [1, 3]),
        ("1，3、5;7；9", [1, 3, 5, 7, 9]),
        ("1-3", [1, 2, 3]),
        ("1 – 3", [1, 2, 3]),
        ("1—2, 4~5", [1, 2, 4, 5]),
        ("3-3", [3]),
        ("5-3", [5, 3]),
        ("1-51", list(range(1, 52))),
        ("1-52", [1, 52]),
    ],
)
def test_the_numbers_of_a_label(label: str, wanted: list[int]) -> None:
    assert numbers(label) == wanted
