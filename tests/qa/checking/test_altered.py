"""What was altered in a quotation beside the place that it nearly repeats: spans, kinds and likeness."""

from __future__ import annotations

import re

import pytest

from yinzheng.qa.checking.altered import NearMiss, compare, differing, likeness, quoted
from yinzheng.types import Document

OMISSION = re.compile(r"…+|\.\.\.")
ZH = "去年江舟储能的营收为12.84亿美元，比前年增长了30%。公司并不打算裁员。董事长林舟说明年会再建三座工厂。"
EN = (
    "Northlight Labs said that revenue rose 12 percent to $3.9 billion last year."
    " It does not plan to pay dividends."
)
REVENUE = "江舟储能的营收为12.84亿美元"
RISE = "比前年增长了30%"
STAFF = "公司并不打算裁员"
CHAIR = "董事长林舟说明年会再建三座工厂"
SALES = "Northlight Labs said that revenue rose 12 percent to $3.9 billion last year"
PAYS = "It does not plan to pay dividends"


def near(text: str, place: str, quote: str) -> NearMiss | None:
    start = text.index(place)
    document = Document("d", "d.md", "d", text, "zh", "text/markdown", "", "2025-01-01T00:00:00Z")
    return compare(quoted(quote, OMISSION), document, start, start + len(place))


@pytest.mark.parametrize(
    ("place", "quote", "stands", "altered", "share"),
    [
        (REVENUE, "江舟储能的营收为12.48亿美元", REVENUE, [("48", "84", "figure")], "13/14"),
        (REVENUE, "江舟储能的营收为12.84亿港元", REVENUE, [("港", "美", "unit")], "13/14"),
        (REVENUE, "江舟储能的营收是12.84亿美元", REVENUE, [("是", "为", "words")], "13/14"),
        (REVENUE, "江舟储能的营收为2.84亿美元", REVENUE, [("2", "12", "figure")], "13/14"),
        (REVENUE, "江舟储能的营收为12.84亿", REVENUE, [("", "美元", "unit")], "1/1"),
        (REVENUE, "储能营收为12.84亿美元", REVENUE[2:], [("", "的", "words")], "1/1"),
        (REVENUE, "山河储能的营收为12.84亿美元", REVENUE, [("山河", "江舟", "words")], "12/14"),
        (REVENUE, "江舟储能……12.85亿美元", REVENUE, [("85", "84", "figure")], "9/10"),
        (RISE, "比前年下降了30%", RISE, [("下降", "增长", "direction")], "6/8"),
        (RISE, "比前年增长了40%", RISE, [("40", "30", "figure")], "7/8"),
        (RISE, "比前年增长了30个百分点", RISE, [("个百分点", "%", "unit")], "7/11"),
        (RISE, "比去年增长了30%", RISE, [("去", "前", "unit")], "7/8"),
        (RISE, "前年增长30%", RISE[1:], [("", "了", "words")], "1/1"),
        (STAFF, "公司打算裁员", STAFF, [("", "并不", "negation")], "1/1"),
        (STAFF, "公司并打算裁员", STAFF, [("", "不", "negation")], "1/1"),
        (STAFF, "公司并不打算大裁员", STAFF, [("大", "", "words")], "8/9"),
        (STAFF, "打算裁员", STAFF[3:], [("", "不", "negation")], "1/1"),
        (STAFF, "公司不打算裁员", STAFF, [("", "并", "words")], "1/1"),
        (CHAIR, "董事长林舟说明年会再建五座工厂", CHAIR, [("五", "三", "figure")], "14/15"),
        (CHAIR, "董事长王舟说明年会再建三座工厂", CHAIR, [("王", "林", "name")], "14/15"),
        (CHAIR, "林舟说明年不会再建三座工厂", CHAIR[3:], [("不", "", "negation")], "12/13"),
        (SALES, SALES.replace("rose", "fell"), SALES, [("fell", "rose", "direction")], "15/16"),
        (SALES, "revenue rose 13 percent to $3.9 billion", SALES[26:-10], [("13", "12", "figure")], "9/10"),
        (
            SALES,
            SALES[26:].replace("percent", "points"),
            SALES[26:],
            [("points", "percent", "unit")],
            "11/12",
        ),
        (SALES, SALES[26:].replace(" percent", "%"), SALES[26:], [("%", "percent", "words")], "11/12"),
        (SALES, SALES[26:].replace("$", ""), SALES[26:], [("", "$", "unit")], "1/1"),
        (SALES, "said profit rose 12 percent", SALES[16:-26], [("profit", "that revenue", "words")], "4/5"),
        (PAYS, "It does plan to pay dividends", PAYS, [("", "not", "negation")], "1/1"),
        (PAYS, "It does not plan to pay any dividends", PAYS, [("any", "", "words")], "7/8"),
        (PAYS, "plan to pay dividends", PAYS[8:], [("", "not", "negation")], "1/1"),
        (PAYS, "It does not plan to pay bonuses", PAYS, [("bonuses", "dividends", "words")], "6/7"),
        (PAYS, "It did not plan to pay dividends", PAYS, [("did", "does", "words")], "6/7"),
    ],
)
def test_each_change_is_placed_and_named(
    place: str, quote: str, stands: str, altered: list[tuple[str, str, str]], share: str
) -> None:
    text = ZH if place in ZH else EN
    miss = near(text, place, quote)
    assert miss is not None
    assert text[miss.start : miss.end] == stands
    assert [
        (quote[c.start : c.end], text[c.source_start : c.source_end], c.kind) for c in miss.changes
    ] == altered
    part, whole = map(int, share.split("/"))
    assert miss.likeness == part / whole
    assert miss.is_contradiction == any(kind != "words" for *_, kind in altered)


@pytest.mark.parametrize(
    ("place", "quote"),
    [
        (REVENUE, REVENUE),
        (REVENUE, "营收为12.84亿美元"),
        (REVENUE, "江舟储能的……12.84亿美元"),
        (RISE, "比前年增长了"),
        (REVENUE, "甲乙丙丁戊己庚辛"),
        (REVENUE, "江舟储能甲乙丙"),  # four of seven, where short ones need seven tenths
        (REVENUE, "，。"),
        (PAYS, PAYS),
        (PAYS, "It does buy and sell many old ships"),
    ],
)
def test_nothing_was_altered_or_too_much(place: str, quote: str) -> None:
    assert near(ZH if place in ZH else EN, place, quote) is None


EDGES = "第一天营收为3亿元。三十多家门店共收入5000万元，员工不足200人。厂里有9,860名工人"
FIRST, SHOPS, LAST = "第一天营收为3亿元", "三十多家门店共收入5000万元", "员工不足200人"


@pytest.mark.parametrize(
    ("place", "quote", "altered"),
    [
        (FIRST, "第一天收为3亿元", [("", "营", "words")]),
        (FIRST, "第一天营收约为3亿元", [("约", "", "words")]),
        (SHOPS, "多家门店共收入5000万元", [("", "三十", "figure")]),
        (SHOPS, "三十多家门店共收入5000", [("", "万元", "unit")]),
        (SHOPS, "三十多家门店共收入5000万", [("", "元", "unit")]),
        (SHOPS, "三十多家门店收入", [("", "共", "words")]),
        (SHOPS, "三十多家门店共收入7亿元", [("7亿", "5000万", "figure")]),
        (LAST, "员工不足200", [("", "人", "unit")]),
        (LAST, "员工不足300人", [("300", "200", "figure")]),
        ("厂里有9,860名工人", "厂里有9,960名工人", [("9,960", "9,860", "figure")]),
    ],
)
def test_edges_of_a_document_and_of_figures(
    place: str, quote: str, altered: list[tuple[str, str, str]]
) -> None:
    miss = near(EDGES, place, quote)
    assert miss is not None
    assert [
        (quote[c.start : c.end], EDGES[c.source_start : c.source_end], c.kind) for c in miss.changes
    ] == altered


@pytest.mark.parametrize(
    ("quote", "source", "other"),
    [
        ("公司借款39亿元", "公司借款39亿元", []),
        ("公司借款39亿元", "公司共借款36亿元", ["共", "36"]),
        ("公司共借款39亿元", "公司借款39亿元", []),
        ("公司借款39亿元", "去年公司借款39亿元整", ["去年", "整"]),
        ("it rose", "it never rose", ["never"]),
        ("", "公司", []),
        ("公司", "", []),
        ("甲乙", "丙丁", ["丙丁"]),
    ],
)
def test_what_a_quotation_has_otherwise(quote: str, source: str, other: list[str]) -> None:
    assert [source[span.start : span.end] for span in differing(quote, source)] == other


@pytest.mark.parametrize(
    ("quote", "place", "wanted"),
    [
        (STAFF, STAFF, (1.0, 0)),
        ("公司打算裁员", STAFF, (1.0, -2)),
        ("公司再打算裁员", STAFF, (6 / 7, -2)),
        ("并不打算", STAFF, (1.0, 0)),
        ("打算裁员工", STAFF, (4 / 5, 0)),
        ("，", STAFF, (0.0, 0)),
        ("It does plan to pay", PAYS, (1.0, -2)),
        ("It does not intend to pay", PAYS, (5 / 6, -2)),
    ],
)
def test_a_quick_look_tells_how_much_stands_at_a_place(
    quote: str, place: str, wanted: tuple[float, int]
) -> None:
    text = ZH if place in ZH else EN
    start = text.index(place)
    assert likeness(quoted(quote, OMISSION), text, start, start + len(place)) == wanted
