"""What a text says of itself is told from what it says, and nothing that tells something is taken for it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.formalities import formalities
from yinzheng.corpus.load import load_text

BODY_ZH = "公司的股东计划减持股份，具体情况如下文所述。\n"
BODY_EN = "The company plans to close its plant in Leeds.\n"

FORMAL = [
    # anywhere
    ("", "证券代码：688733　证券简称：甲公司　公告编号：2025-027\n"),
    (BODY_ZH, "甲乙科技股份有限公司董事会\n"),
    (BODY_ZH, "甲乙科技股份有限公司\n"),
    (BODY_ZH, "2025年5月20日\n"),
    (BODY_ZH, "甲乙科技股份有限公司董事会 2025年5月20日\n"),
    (BODY_ZH, "单位：万元　币种：人民币\n"),
    (BODY_ZH, "（单位：人民币万元）\n"),
    (BODY_ZH, "- 地点：总部三楼会议室\n"),
    (BODY_ZH, "出席：张三、李四\n"),
    (BODY_ZH, "（记者 张三）\n"),
    (BODY_ZH, "会议由董事长张三主持。"),
    (BODY_ZH, "会议于下午四时结束。"),
    (BODY_ZH, "会议应到董事9人，实到9人。"),
    (BODY_ZH, "公司董事会会议于4月2日以通讯方式召开，应出席董事9名，实际出席董事9名。"),
    (BODY_EN, "Best regards,\n"),
    (BODY_ZH, "会议的召集、召开符合《公司法》的有关规定。"),
    (BODY_ZH, "本公司董事会及全体董事保证公告内容不存在任何虚假记载、误导性陈述或者重大遗漏。"),
    (BODY_ZH, "敬请广大投资者注意投资风险。"),
    (BODY_ZH, "经审理查明的犯罪事实如下："),
    (BODY_EN, "From: Operations, Example Shipping\n"),
    (BODY_EN, "Present: Jane Roe (Chair), John Doe\n"),
    (BODY_EN, "Contact: Jane Roe, +47 555 01 234\n"),
    (BODY_EN, "By Jane Roe | Example Ledger | March 12, 2025\n"),
    (BODY_EN, "EXAMPLE FOODS LTD\n"),
    (BODY_EN, "The minutes of the meeting held on 12 February 2025 were approved. "),
    (BODY_EN, "The meeting closed at 12.10 p.m. "),
    (BODY_EN, "The next meeting will be held on 16 July 2025. "),
    (BODY_EN, "(Reporting by Jane Roe; Editing by John Doe)\n"),
    (BODY_EN, "($1 = 10.1100 Norwegian crowns)\n"),
    (BODY_EN, "This release contains forward-looking statements within the meaning of the law. "),
    (BODY_EN, "Transfer Records: None\n"),
    (BODY_EN, "**March 2023: Use of the Fund**\n"),
    # only at the top
    ("", "《晨报》2025年4月2日讯\n"),
    ("", "专访张三：不会降价\n"),
    ("# Title\n\n", "*Press release, Oslo, 3 July 2025*\n"),
    ("EXAMPLE LTD\n", "Minutes of the Meeting of the Board of Directors\n"),
    ("Minutes of the Board\n", "Held on 14 May 2025 at 9:30 a.m. at 22 Quay Street, Bristol\n"),
]

TELLING = [
    (BODY_ZH, "公司完成了对乙公司的收购\n"),
    (BODY_ZH, "主持人：去年的出货量是多少？"),
    (BODY_ZH, "单位：3万元\n"),
    (BODY_ZH, "会议审议通过了关于收购乙公司的议案。"),
    (BODY_ZH, "证监会认定公司的年报存在虚假记载。"),
    (BODY_ZH, "公司2025年5月20日停牌\n"),
    (BODY_ZH, "公司于近日收到控股股东关于其所持公司股份已全部解除质押的通知，现将具体情况公告如下："),
    ("标题\n", "净利润下降12%\n"),
    (BODY_EN, "By Monday, the strike had spread to four ports. "),
    (BODY_EN, "The meeting ended without an agreement on the sale of the plant. "),
    (BODY_EN, "The next meeting will decide on the merger. "),
    (BODY_EN, "- Proposed dividend for 2025 withdrawn\n"),
    (BODY_EN, "**The plant closes in 2027.**\n"),
    ("Title\n", "Net loss for the quarter of NOK 3.94 billion\n"),
    ("# Title\n\n", "- Up to 1,350 positions will go\n"),
]


def is_formal(before: str, line: str) -> bool:
    body = BODY_ZH if any(char > "\u2e7f" for char in line) else BODY_EN
    text = f"{before}{line}\n{body}"
    at = text.index(line)
    return any(span.start <= at < span.end for span in formalities(load_text(text, source="a.md")))


@pytest.mark.parametrize(("before", "line"), FORMAL)
def test_what_a_text_says_of_itself(before: str, line: str) -> None:
    assert is_formal(before, line)


@pytest.mark.parametrize(("before", "line"), TELLING)
def test_what_tells_something_is_left_alone(before: str, line: str) -> None:
    assert not is_formal(before, line)


RELEASE = (
    "# Results\n\n" + BODY_EN * 8 + "\n{head}\n\nExample was founded in 1998.\n\n## Outlook\n\n" + BODY_EN
)


@pytest.mark.parametrize(
    "head", ["## About Example Energy", "About Example Energy", "## Forward-looking statements"]
)
def test_the_end_of_a_release_is_the_same_in_all(head: str) -> None:
    text = RELEASE.format(head=head)
    spans = formalities(load_text(text, source="a.md"))
    told = "".join(text[span.start : span.end] for span in spans)
    assert "founded in 1998" in told
    assert BODY_EN.strip() not in told


def test_what_a_text_begins_with_is_no_end() -> None:
    text = "# Example\n\n## About Example\n\nExample was founded in 1998.\n\n## Plants\n\n" + BODY_EN * 4
    assert not any("founded" in text[s.start : s.end] for s in formalities(load_text(text, source="a.md")))


def test_a_list_of_words_is_no_head() -> None:
    words = "\n".join(f"word {letter * 3}" for letter in "abcdefghijklmnop")
    assert formalities(load_text(words, source="a.txt")) == ()


@given(st.text(alphabet="证券代码：公司By: A|*#-。.\n 2025年1月日", max_size=120))
def test_spans_are_in_order_apart_and_in_the_text(text: str) -> None:
    if not text.strip():
        return
    document = load_text(text, source="a.md")
    spans = formalities(document)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
