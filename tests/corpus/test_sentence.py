"""Where sentences end: ‖ marks the cuts of each text, ⏎ its line ends."""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import pytest

from yinzheng.corpus.sentence import sentences

TEXTS = """
# stops of both languages, and what stands behind them
完成了。‖真的吗？‖是的！‖好
真的？！‖是的。。。‖好
完成了｡‖下一句
It ended! ‖We left? ‖Yes.
see /watch?v=1 and a!b now. ‖Next.
为什么?‖OpenAI认为不行
等等…… ‖他来了
等等…”‖好
他…走了
完成了。”‖下一句
完成了。’‖下一句
完成了。）‖下一句
He asked: Why? he said so.
He left.⏎‖then he came.
He left! ⏎‖then he came.
# dots
It rose. ‖Then it fell.
It rose. then it fell.
It rose.) ‖Then it fell.
It rose... ‖Then it fell.
It rose... then it fell.
It rose...⏎‖then it fell.
增长20%.‖公司表示
增长20%。‖公司表示
见版本1.公司概况
The report.‖公司表示
See ab.公司表示
共3.5个，再见。‖好
"It rose." ‖Then it fell.
at a.com now. ‖Then it fell.
... and so on. ‖Then.
# abbreviations
Mr. Smith left. ‖He ran.
Dr. Smith met Prof. Jones and St. John. ‖He ran.
the case of A v. B is old. ‖He ran.
e.g. This one. ‖He ran.
See Fig. 3 and No. 5. ‖He ran.
He said no. ‖Then he ran.
In Sept. 2024 it rose. ‖He ran.
See fig. ‖The other one.
at Acme Inc. ‖The firm grew.
at Acme Inc. shares fell.
at Acme Inc. Shares fell.
in the U.S. ‖The firm grew.
in the U.S. Treasury bill. ‖He ran.
J. A. Smith left. ‖He ran.
It was Plan B. ‖The end.
It was Plan B. Smith left.
by S.K. Lee today. ‖He ran.
at 5 p.m. ‖They left.
at 5 p.m. on it. ‖He ran.
Acme Co. A. Smith left.
# numbers of items
1. Revenue grew. ‖2. Costs fell.
要点：1. 第一点；2. 第二点。‖好
iv. Revenue grew. ‖He ran.
a. Revenue grew. ‖He ran.
It was 5. ‖He ran.
## 1. Revenue⏎‖It grew.
in 12. ‖He ran.
见，12. 第二点
见，123. ‖第二点
# quotations
他说：“我们会赢。我们不怕。”‖然后离开了。
“我们会赢。”他说。‖第二句。
“我们会赢。”他笑着说，走了。
“我们会赢。”‖大家都很高兴。
“我们会赢。”，他走了。
“我们会赢。”的口号
「真的嗎？」‖沒有人回答。
『真的嗎？』‖沒有人回答。
去看《去哪儿？》这本书。‖好。
去看【去哪儿？】这本书。‖好。
（他说过。）‖下一句
下一句（参见附录。）继续。‖好
(It shows.) ‖Next.
Next (it shows.) Then more. ‖Next.
“未闭合的引号。下一句。再下一句
"Yes." ‖They left.
He said "Yes." ‖They left.
他说"好。"‖他走了。
"Why?" he asked.
“一句。⏎又一句。”‖好了
“一句。⏎⏎‖又一句。”‖好了
"One. ⏎‖two." ‖Three
“好‘真的。’”‖他走了。
# lines
标题一⏎‖标题二
第一段⏎‖- 列表
第一段⏎‖• 列表
第一段⏎‖1. 第一项
第一段⏎‖2) 第二项
第一段⏎‖3、第三项
第一段⏎‖（二）第二项
第一段⏎‖(1) 第二项
第一段⏎‖二、标题
第一段⏎‖第三章
第一段⏎‖第3节
some text⏎‖a) item
some text⏎‖# title
some text⏎‖> cited
some text⏎‖| a | b |
some text⏎‖```
some text⏎‖---
some text⏎‖***
some text⏎‖===
some text⏎‖[12:30] speech
some text⏎‖12:30:05 speech
第一段，⏎第二行
第一段、⏎第二行
第一段⏎，第二行
第一段⏎”第二行
第一段：⏎‖第二行
第一段；⏎‖第二行
第一段⏎⏎‖第二行
第一段⏎　　‖第二行
a line of text, with a comma,⏎And more
a line of text that is long enough to be wrapped⏎and more of it
a short line⏎‖and more of it
a line of text that is (⏎And more
a line of text that is -⏎And more
| a | b? c |⏎‖| d | e |⏎‖text
# Is it? Yes⏎‖text
======⏎‖text
# wider quotations and asides
"Why? (No one knows.)" ‖He left.
他说「好。』的」下一句
（见《书。》）‖下一句
（他说过。）‖（又说过。）‖下一句
Then (see below.) More of it.
“好。”：他说
“好。”；他说
“好。”、他说
“好。”之后
“好。”说：再见
“好。”‖他难道不知道。‖再见
“好。”‖他知道，再见。‖好
“好。” ‖他说，再见。
见，7. 第二点；8. 第三点：9. 第四点
a b：12. 第二点
see iv. of it. ‖He ran.
*1. It rose. ‖2. It fell.
> 1. It rose.
# It rose. It fell⏎‖text. ‖More
| a. B | c |⏎‖text. ‖More
text.⏎‖# It rose. It fell⏎‖text
text. ‖# It rose. ‖It fell⏎‖text
It rose. ‖| a. ‖B
# lines that go on, and those that do not
第一行没有句号，⏎第二行也没有
第一行没有句号（⏎第二行也没有
第一行没有句号-⏎第二行也没有
第一行没有句号–⏎第二行也没有
第一行没有句号⏎；第二行也没有
第一行没有句号⏎。‖第二行
第一行没有句号⏎：第二行也没有
第一行没有句号⏎）第二行
第一行没有句号|⏎‖第二行
第一行没有句号”⏎‖第二行
第一行没有句号」⏎‖第二行
第一行没有句号；⏎‖第二行
First line:⏎‖second line
First line;⏎‖second line
# Head⏎‖goes on here
- item of some length that is wrapped by hand⏎goes on here
this is a line of just thirty c⏎goes on here
this is a line of twenty-nine⏎‖goes on here
this line of the text is wrapped at a column which is known⏎and goes on at the next one, where a name stands at end⏎Northwind goes on
this line of the text is wrapped at a column which is known⏎and goes on. ‖Then⏎‖Northwind goes on
　　第一段没有句号⏎　　‖第二段没有句号
。。。⏎‖第二段
"""


@pytest.mark.parametrize(
    "cut", [row for row in TEXTS.splitlines() if row and (row[:2] != "# " or "⏎" in row)]
)
def test_a_text_is_cut_here_and_nowhere_else(cut: str) -> None:
    wanted = cut.replace("⏎", "\n").split("‖")
    text = "".join(wanted)
    assert [text[s.start : s.end] for s in sentences(text)] == wanted


def parts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    ("widths", "lines"),
    [
        ([20] * 6, [1, 1, 4]),  # from the third line of one width on they are wrapped
        ([80] * 6, [1, 1, 4]),
        ([19] * 6, [1] * 6),  # as narrow as titles
        ([81] * 6, [1] * 6),  # as wide as paragraphs
        ([30, 31, 30, 29, 30], [1, 1, 3]),
        ([30, 32, 30, 32, 30], [1] * 5),
        ([30, 30, 30, 30, 20, 30, 30], [1, 1, 3, 2]),
        ([30, 30], [1, 1]),
    ],
)
def test_chinese_lines_of_one_width_are_wrapped(widths: list[int], lines: list[int]) -> None:
    found = parts("\n".join("字" * width for width in widths))
    assert [part.rstrip("\n").count("\n") + 1 for part in found] == lines


@pytest.mark.parametrize(
    ("first", "second", "word", "joined"),
    [
        (50, 45, "Abcde", True),  # the word would not have had room on the line before
        (50, 44, "Abcde", False),
        (50, 44, "Abcdef", True),
        (50, 70, "Abcde", True),
        (50, 71, "Abcde", False),
        (30, 28, "Ab", True),
        (29, 28, "Ab", False),  # too narrow to be wrapped
    ],
)
def test_an_english_line_goes_on_where_its_next_word_had_no_room(
    first: int, second: int, word: str, joined: bool
) -> None:
    text = f"{'x' * first}\n{'y' * second}\n{word} z"
    assert parts(text)[-1].endswith("z")
    assert (parts(text)[-1] == f"{word} z") != joined


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("字" * 401, [400, 1]),
        ("字" * 400, [400]),
        ("a" * 1201, [1200, 1]),
        ("a" * 700 + "; " + "b" * 100 + ", " + "c" * 600, [702, 702]),
        ("a" * 500 + "; " + "b" * 300 + ", " + "c" * 600, [804, 600]),
        ("a" * 500 + ", " + "b" * 300 + " " + "c" * 600, [803, 600]),
        ("字" * 300 + "；" + "字" * 50 + "，" + "字" * 80, [301, 131]),
        ("字" * 300 + "，" + "字" * 130, [301, 130]),
        ("字" * 398 + "19.15亿", [398, 6]),
    ],
)
def test_an_overlong_sentence_is_cut_behind_its_best_clause(text: str, wanted: list[int]) -> None:
    assert [len(part) for part in parts(text)] == wanted
