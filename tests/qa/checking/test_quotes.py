from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.qa.checking.marks import Target
from yinzheng.qa.checking.quotes import quotes
from yinzheng.qa.checking.statements import statements
from yinzheng.qa.checking.texts import Texts
from yinzheng.types import Document


def doc(id: str, text: str) -> Document:
    return Document(id, f"{id}.md", id, text, "zh", "text/markdown", "", "2025-01-01T00:00:00Z")


ZH = """# 江舟储能：2024 年回顾

2024 年，江舟储能营收 12.84 亿美元，是 2023 年的三倍多；净亏损 5.63 亿美元。
它手里的电池已经有 6.5 万组，比年报里写的 6.2 万组多出 3,000 组。

公司借款一共 39 亿美元，**加权平均利率** 11.2%。江舟储能不是骗局，也不是下一个巨头[3]。
董事长林舟说：“我们不会裁员。”

| 项目 | 2024 |
|---|---|
| 收入 | 12.84 亿美元 |
"""
EN = """# Annual report

At year end our borrowings were $3.9 billion, at a weighted average interest rate of 11.2%.
Northlight Labs accounted
for 47% of revenue. We do not expect to pay dividends; revenue may rise in 2025.
Our cells (see [the table](t.md))
lost 5% in the year to March, and the company’s therapists left.
"""
SHELF = [doc("zh", ZH), doc("en", EN)]
TEXT = {document.id: document.text for document in SHELF}
TEXTS = Texts(SHELF)


def found(text: str) -> list[str]:
    return [text[q.start : q.end] for s in statements(text) for q in quotes(text, s)]


def source(quote: str) -> str | None:
    place = TEXTS.find(quote)
    return TEXT[place.doc_id][place.start : place.end] if place else None


def changes(quote: str) -> list[tuple[str, str, str]]:
    """What was altered: in the quotation, in the source, of what kind; the quotation must not be found."""
    assert TEXTS.find(quote) is None
    near = TEXTS.near(quote)
    assert near is not None
    text = TEXT[near.doc_id]
    assert (
        near.start
        <= min(c.source_start for c in near.changes)
        <= max(c.source_end for c in near.changes)
        <= near.end
    )
    return [(quote[c.start : c.end], text[c.source_start : c.source_end], c.kind) for c in near.changes]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("他说：“公司的借款一共 39 亿美元。”", ["公司的借款一共 39 亿美元。"]),
        (
            "他说「公司的借款一共39亿美元」，又说『利率高得惊人啊』。",
            ["公司的借款一共39亿美元", "利率高得惊人啊"],
        ),
        ('She said "we do not expect to pay dividends" and left.', ["we do not expect to pay dividends"]),
        (
            "She said ‘we do not expect the company’s dividends’.",
            ["we do not expect the company’s dividends"],
        ),
        ("外层“他说‘我们不会裁员’就走了”。", ["他说‘我们不会裁员’就走了"]),
        ("他说：“不会。”", ["不会。"]),
        ("他表示“不会裁员”。", ["不会裁员"]),
        ("增长“30%”。", ["30%"]),
        ("＂全角的引号也是引号＂。", ["全角的引号也是引号"]),
        (
            "> 公司借款一共 39 亿美元。\n> 利率 11.2%。\n> —— 林舟，《回顾》[1]",
            ["公司借款一共 39 亿美元。\n> 利率 11.2%。"],
        ),
        ("> “公司借款一共 39 亿美元。” [1]", ["公司借款一共 39 亿美元。"]),
        ("| a | “公司借款一共 39 亿美元” |\n|---|---|\n", ["公司借款一共 39 亿美元"]),
        ("“第一次出现”，“没有关上的引号也不吞掉后文，“公司的借款一共”。", ["公司的借款一共"]),
    ],
)
def test_quotations_are_found_in_every_form(text: str, inside: list[str]) -> None:
    assert found(text)[-len(inside) :] == inside


@pytest.mark.parametrize(
    "text",
    [
        "入选“专精特新”名单。",
        "所谓的“护城河”并不存在。",
        "据《江舟储能：2024 年回顾》一文。",
        "The “AI factory” is a metaphor.",
        'A 5" screen and a 6" one.',
        "The company’s and its rivals’ plans.",
        "“”“ ”",
        '`x = "a string of some words"`',
    ],
)
def test_terms_titles_and_signs_are_no_quotations(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        # Pairs of every sort, and pairs within pairs: the outermost.
        ("他说﹁我们明年不会裁员﹂，又说﹃我们后年也不裁员﹄。", ["我们明年不会裁员", "我们后年也不裁员"]),
        ("„We do not know that“ and «we do not ask» stood there.", ["We do not know that", "we do not ask"]),
        (
            "「他说『我们不会裁员』就走了」，又说「明年也不会裁员」。",
            ["他说『我们不会裁员』就走了", "明年也不会裁员"],
        ),
        ("“他说：‘我们不会裁员’，就走了”。", ["他说：‘我们不会裁员’，就走了"]),
        (
            "“他说：「我们不会裁员」，『就』走了”，又说“公司的借款太多”。",
            ["他说：「我们不会裁员」，『就』走了", "公司的借款太多"],
        ),
        ("”他们说“我们明年不会裁员”。", ["我们明年不会裁员"]),
        ("“他们说「我们明年不会裁员”。", []),
        ('"We do not know that", he said.', ["We do not know that"]),
        ('他说"我们明年不会裁员"，又说"后年也不会裁员"。', ["我们明年不会裁员", "后年也不会裁员"]),
        ('A 5"we do not know that" b.', []),
        ('A " we do not know that " b.', []),
        # Spaces at the edges are left out.
        ("董事长说：“  我们明年不会裁员 　”，就走了。", ["我们明年不会裁员"]),
        ("She said “ we do not know that ” and left.", ["we do not know that"]),
        # How much is a quotation by itself.
        ("所谓“甲乙丙丁戊己”的名单。", ["甲乙丙丁戊己"]),
        ("所谓“甲乙丙丁戊”的名单。", []),
        ("The “very big house” is old.", ["very big house"]),
        ("The “big house” is old.", []),
        ("The “plan X” is old.", []),
        ("共“三亿”和“$5”，又有“9”。", ["三亿", "$5"]),
        # Less is one behind who said it, a colon, or with a full stop.
        ("他说：“好。”", []),
        ("他说：“好yes”", ["好yes"]),
        ("他说“……”就走了。", []),
        ("他“不会！”就走了。", ["不会！"]),
        ("他“不会！吧”就走了。", []),
        ("The “why not?” of it.", ["why not?"]),
        ("口号：“不裁员”在墙上。", ["不裁员"]),
        ("The motto: “no way” stood there.", ["no way"]),
        ("She said “no way” and left.", ["no way"]),
        ("SHE CLAIMED, “no way” and left.", ["no way"]),
        ("She aforesaid “no way” and left.", []),
        ("他坦言了，“不裁员”很难。", ["不裁员"]),
        ("这称为“不裁员”政策。", []),
        ("他所说的“不裁员”政策。", []),
        ("他说不会有“不裁员”政策。", []),
        # It ends with its paragraph or row.
        ("“公司的借款一共很多\n\n三十九亿美元”就走了。", []),
        ("“公司的借款一共很多\n三十九亿美元”就走了。", ["公司的借款一共很多\n三十九亿美元"]),
        ("公司的借款”很多。\n\n他说“三十九亿美元”。\n\n“后来又是很多", ["三十九亿美元"]),
        ("| “公司的借款一共 | b |\n| 三十九亿美元” | d |", []),
        ("# “公司的借款一共\n\n三十九亿美元”就走了。", []),
        # A > block is one as a whole.
        ("> *公司借款很多。*  ", ["公司借款很多。"]),
        ("> **__公司__借款很多**", ["公司__借款很多"]),
        ("> 公司借款很多。[1] **[2]**[a.md:3-9]", ["公司借款很多。"]),
        ("> 公司[1]借款`a[1]`", ["公司[1]借款`a[1]`"]),
        ("> [1] 公司借款", ["[1] 公司借款"]),
        ("> “甲”和“乙”", ["“甲”和“乙”"]),
        ("> “甲”", ["甲"]),
        ("> “甲", ["“甲"]),
        ("> 甲", ["甲"]),
        ("> “", []),
        ("> ……[1]", []),
        ("> [1]", []),
        ("> 公司借款很多。\n> 来源：年报", ["公司借款很多。"]),
        ("> 公司借款很多。\n> Source: the report [2]", ["公司借款很多。"]),
        ("> 公司借款很多。\n> 来源很多", ["公司借款很多。\n> 来源很多"]),
        ("前文。\n\n> > 公司借款很多。\n\n后文。", ["公司借款很多。"]),
    ],
)
def test_all_quotations_of_a_text(text: str, inside: list[str]) -> None:
    assert found(text) == inside


def test_a_quotation_over_several_sentences_is_taken_part_by_part() -> None:
    long = "。".join(f"第{n}句说的是公司去年的经营情况和今年的打算" for n in range(20))
    text = f"董事长说：“{long}。”会议就结束了。"
    parts = found(text)
    assert len(parts) > 2
    assert "".join(parts) == f"{long}。"


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("公司借款一共 39 亿美元", "公司借款一共 39 亿美元"),
        ("公司借款一共39亿美元,加权平均利率11.2%。", "公司借款一共 39 亿美元，**加权平均利率** 11.2%。"),
        ("公司借款一共３９亿美元", "公司借款一共 39 亿美元"),
        ("江舟儲能不是騙局", "江舟储能不是骗局"),
        ("多出 3000 组", "多出 3,000 组"),
        ("也不是下一个巨头。董事长林舟", "也不是下一个巨头[3]。\n董事长林舟"),
        ("也不是下一个巨头[1]", "也不是下一个巨头"),
        ("公司借款……利率 11.2%", "公司借款一共 39 亿美元，**加权平均利率** 11.2%"),
        ("公司借款（略）利率 11.2%", "公司借款一共 39 亿美元，**加权平均利率** 11.2%"),
        ("At Year End our borrowings were $3.9 billion", "At year end our borrowings were $3.9 billion"),
        ("Northlight Labs accounted for 47%", "Northlight Labs accounted\nfor 47%"),
        (
            "our borrowings were ... a weighted average",
            "our borrowings were $3.9 billion, at a weighted average",
        ),
        ("[The company] lost 5% in the year", "lost 5% in the year"),
        ("Our cells (see the table) lost 5%", "Our cells (see [the table](t.md))\nlost 5%"),
        ("the company's therapists", "the company’s therapists"),
        ("我们不会裁员。", "我们不会裁员。"),
    ],
)
def test_word_for_word_is_found_whatever_the_signs(quote: str, stands: str) -> None:
    assert source(quote) == stands


@pytest.mark.parametrize(
    ("quote", "altered"),
    [
        ("江舟储能营收 12.48 亿美元", [("48", "84", "figure")]),
        ("江舟储能营收 12.8 亿美元", [("8", "84", "figure")]),
        ("江舟储能营收 12.84 万美元", [("万", "亿", "unit")]),
        ("江舟储能营收 12.84 亿港元", [("港", "美", "unit")]),
        ("江舟储能营收 12.84", [("", "亿美元", "unit")]),
        ("84 亿美元，是 2023 年的三倍多", [("", "12.", "figure")]),
        ("公司借款一共 39 亿美元，加权平均利率 11.2", [("", "%", "unit")]),
        ("2024 年，江舟储能营收 12.84 亿美元，是 2022 年的三倍多", [("2022", "2023", "figure")]),
        ("是 2023 年的五倍多", [("五", "三", "figure")]),
        ("江舟储能是骗局，也不是下一个巨头", [("", "不", "negation")]),
        ("是骗局，也不是下一个巨头", [("", "不", "negation")]),
        ("公司借款总共 39 亿美元，加权平均利率 11.2%", [("总", "一", "words")]),
        ("our borrowings were $3.9 million, at a weighted average", [("million", "billion", "unit")]),
        ("our borrowings were $4.9 billion, at a weighted average", [("4", "3", "figure")]),
        ("We expect to pay dividends", [("", "do not", "negation")]),
        ("revenue may fall in 2025", [("fall", "rise", "direction")]),
        ("Southlight Inc accounted for 47% of revenue", [("Southlight Inc", "Northlight Labs", "name")]),
    ],
)
def test_near_misses_never_pass_and_say_what_was_altered(
    quote: str, altered: list[tuple[str, str, str]]
) -> None:
    assert changes(quote) == altered
    near = TEXTS.near(quote)
    assert near is not None
    assert near.is_contradiction == any(kind != "words" for *_, kind in altered)


@pytest.mark.parametrize(
    "quote",
    ["公司计划明年在海外建设三座全新的工厂", "the board has resolved to sell its headquarters", "。。", "x"],
)
def test_an_invented_quotation_is_neither_found_nor_near(quote: str) -> None:
    assert TEXTS.find(quote) is None
    assert TEXTS.near(quote) is None


def test_a_word_is_not_found_inside_another() -> None:
    assert source("rapists left") is None
    assert source("and the company’s the") is None


def test_the_search_stays_inside_the_targets() -> None:
    quote = "公司借款一共 39 亿美元"
    at = ZH.index(quote)
    assert TEXTS.find(quote, [Target("zh")]) == TEXTS.find(quote)
    assert TEXTS.find(quote, [Target("zh", at, at + len(quote))]) == TEXTS.find(quote)
    assert TEXTS.find(quote, [Target("en")]) is None
    assert TEXTS.find(quote, [Target("zh", 0, at + 5)]) is None
    assert TEXTS.find(quote, []) is None
    assert TEXTS.near("公司借款一共 36 亿美元", [Target("en")]) is None
    assert TEXTS.near("公司借款一共 36 亿美元", [Target("zh")]) is not None


def test_an_omission_does_not_reach_into_another_document() -> None:
    texts = Texts([doc("a", "第一篇的开头在这里"), doc("b", "第二篇的结尾在这里")])
    assert texts.find("第一篇的开头……第二篇的结尾") is None


def test_no_document_no_place() -> None:
    assert Texts([]).find("公司借款一共 39 亿美元") is None
    assert Texts([doc("a", "")]).near("公司借款一共 39 亿美元") is None


@given(st.integers(0, len(ZH) - 1), st.integers(6, 90))
def test_what_is_cut_out_of_a_document_is_found_or_cuts_a_number_or_negation(start: int, size: int) -> None:
    quote = ZH[start : start + size]
    place = TEXTS.find(quote)
    if place is None:
        number = "0123456789.,万亿%"
        around = ZH[max(0, start - 2) : start] + quote[:1], quote[-2:] + ZH[start + size : start + size + 2]
        assert not re.search(r"[^\W_]", quote) or any(set(side) & {*number, "不"} for side in around)
        return
    # The same letters and digits, whichever of two equal places it is.
    stands = TEXT[place.doc_id][place.start : place.end]
    kept = [c for c in quote if c.isalnum() or c == "%"]
    assert [c for c in stands if c.isalnum() or c == "%"] in (kept, kept[1:], kept[:-1]) or "[" in quote


@given(st.text(max_size=60))
def test_no_quotation_raises(quote: str) -> None:
    TEXTS.find(quote)
    TEXTS.near(quote)
    for statement in statements(quote):
        for span in quotes(quote, statement):
            assert statement.start <= span.start < span.end <= statement.end


def test_two_changes_far_apart_in_a_long_quotation_are_both_named() -> None:
    sentences = [
        f"第{n}季度公司在{n * 7 % 90 + 10}个城市新设网点，共投入{n * 13 + 5}万元。" for n in range(1, 61)
    ]
    text = "".join(sentences)
    texts = Texts([doc("long", text)])
    quote = "".join(sentences[5:55]).replace(f"共投入{10 * 13 + 5}万元", f"共投入{10 * 13 + 5}亿元")
    quote = quote.replace(f"第{50}季度公司在", f"第{50}季度企业在")
    near = texts.near(quote)
    assert near is not None
    assert [(quote[c.start : c.end], text[c.source_start : c.source_end], c.kind) for c in near.changes] == [
        ("亿", "万", "unit"),
        ("企业", "公司", "words"),
    ]


@pytest.mark.parametrize(
    "quote",
    [
        "a" + " " * 100_000 + "b",
        "..." * 30_000,
        "[" * 50_000,
        "[a]" * 20_000,
        "10" * 3_000,
        "的" * 4_000 + "了",
    ],
)
def test_hostile_quotations_are_looked_up_without_hanging(quote: str) -> None:
    texts = Texts([doc("long", "01" * 5_000 + "的" * 5_000 + " word" * 2_000)])
    assert texts.find(quote) is None
    texts.near(quote)
