"""Tables in text: headers, units stated once, empty and merged cells, and prose that is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinzheng.qa.claims import claims
from yinzheng.qa.scale_notes import Note, note
from yinzheng.qa.tables import cells
from yinzheng.types import Claim, Document

PIPES = """\
星海科技主要财务数据（单位：万元）

| 项目 | 2023年 | 2022年 | 同比增减 |
|---|---:|---:|---|
| 营业收入 | 12,345.6 | 10,000 | 23.46% |
| 净利润 | (500) | | — |
| 基本每股收益（元） | 0.35 | 0.28 | 25% |
| 员工数（人） | 1,200 | 1,100 | 9.1% |
"""

HTML = """\
Acme Robotics Inc. results
(in millions, except per share amounts)

 | Years ended December 31, |  |
 | 2023 | 2022
Net sales | $1,234.5 | $1,100.2
Net income | 120 | (34)
Diluted EPS | $1.20 | $0.90
Gross margin | 35.2% | 36.4%
"""

SECTIONS = """\
Acme Robotics Inc.
(In thousands, except per share data)

| June 30, 2023 | | June 30, 2022
| (Unaudited)
Net sales | $ 3,226,773 | 100.0% | $ 2,729,388 | 100.0%
Net income per common share:
Basic | $ 6.73 | | $ 5.44
Diluted | $ 6.68 | | $ 5.41
Weighted average common shares outstanding:
Basic | 50,624 | | 53,163

(Dollars in millions)

| 2023 | 2022
Net sales | 3,226.8 | 2,729.4
New store openings, net | 12 | 6
"""

STACKED = """\
CONSOLIDATED RESULTS
(Dollars in millions)
2022
2021
Revenues
$
1,388
$
1,343
Net loss
(35)
—
"""


def read(text: str, title: str = "", date: str | None = None) -> list[Claim]:
    return claims(Document("d", "s", title, text, "zh", "text/plain", "", "", (), (), date))


def rows(text: str, title: str = "") -> dict[tuple[str, str, str], Claim]:
    return {(c.metric, c.period, c.quantity.raw): c for c in read(text, title)}


def test_row_and_column_headers_give_metric_and_period() -> None:
    found = rows(PIPES)
    claim = found["营业收入", "2022", "10,000"]
    assert (claim.subject, claim.subject_from, claim.metric_key) == ("星海科技", "table", "revenue")
    assert claim.citation.quote == "| 营业收入 | 12,345.6 | 10,000 | 23.46% |"


def test_a_unit_stated_once_is_multiplied_out_and_marked() -> None:
    claim = rows(PIPES)["营业收入", "2023", "12,345.6"]
    assert (claim.quantity.value, claim.quantity.unit) == (Decimal(123456000), "CNY")
    assert claim.status == "inherited_unit"


def test_the_cells_of_a_row_share_one_quotation() -> None:
    names = "".join(f"| {n}月 " for n in range(1, 13))
    found = read(f"| 项目 {names}|\n|{'---|' * 13}\n| 营业收入（万元） {'| 12.5 ' * 12}|\n")
    assert len(found) == 12
    assert len({id(claim.citation.quote) for claim in found}) == 1  # not one of its length for every cell


def test_brackets_are_a_minus_and_belong_to_the_figure() -> None:
    claim = rows(PIPES)["净利润", "2023", "(500)"]
    assert claim.quantity.value == Decimal(-5000000)


def test_empty_cells_claim_nothing() -> None:
    assert [raw for metric, _, raw in rows(PIPES) if metric == "净利润"] == ["(500)"]


def test_a_rows_own_unit_goes_before_the_tables() -> None:
    found = rows(PIPES)
    assert found["基本每股收益", "2023", "0.35"].quantity.value == Decimal("0.35")
    people = found["员工数", "2023", "1,200"].quantity
    assert (people.kind, people.value) == ("count", Decimal(1200))


def test_a_change_column_claims_the_growth_of_its_row() -> None:
    claim = next(c for c in read(PIPES) if c.quantity.raw == "23.46%")
    assert (claim.metric, claim.metric_key, claim.status) == ("营业收入", "revenue_growth", "exact")


def test_tables_from_html_with_an_empty_corner_and_a_merged_header() -> None:
    found = rows(HTML)
    sales = found["Net sales", "2023", "$1,234.5"]
    assert (sales.quantity.value, sales.quantity.unit) == (Decimal(1234500000), "USD")
    assert found["Net income", "2022", "(34)"].quantity.value == Decimal(-34000000)
    assert found["Net income", "2022", "(34)"].quantity.unit == "USD"


def test_a_header_over_two_columns_does_not_reach_the_one_that_has_its_own() -> None:
    found = read(
        "单位：万元\n\n项目 | 本期 | | 同比增减\n| 2024年上半年 | 2023年上半年 |\n"
        "营业收入 | 864.5 | 790.6 | 9.38%\n营业利润 | -23.7 | 11.4 | 不适用\n"
    )
    assert [(c.quantity.raw, c.period) for c in found] == [
        ("864.5", "2024-H1"),
        ("790.6", "2023-H1"),
        ("9.38%", ""),
        ("-23.7", "2024-H1"),
        ("11.4", "2023-H1"),
    ]


@pytest.mark.parametrize(
    ("head", "cell", "value", "kind", "unit", "key"),
    [
        ("PE（倍）", "24.3", "24.3", "multiple", "x", "pe_ratio"),
        ("2025E PE", "24.3x", "24.3", "multiple", "x", "pe_ratio"),
        ("交货期", "15天", "15", "duration", "day", "lead_time"),
        ("Dividends declared per share", "0.92", "0.92", "money", "USD", "dividend"),
    ],
)
def test_a_column_of_another_kind_takes_no_scale_of_the_table(
    head: str, cell: str, value: str, kind: str, unit: str, key: str
) -> None:
    (claim,) = read(
        f"Figures in millions of dollars\n\n| 公司 | {head} |\n|---|---|\n| 蓝鲸科技 | {cell} |\n"
    )
    quantity = claim.quantity
    assert (quantity.value, quantity.kind, quantity.unit) == (Decimal(value), kind, unit)
    assert claim.metric_key == key


def test_spans_of_time_may_head_columns() -> None:
    found = read("存款利率\n\n| 品种 | 3个月 | 12个月 |\n| 定期存款 | 1.05% | 1.35% |\n")
    assert [c.quantity.raw for c in found] == ["1.05%", "1.35%"]


def test_a_line_of_its_own_heads_the_rows_below_it() -> None:
    found = rows(SECTIONS)
    basic = found["Net income per common share", "2023-06-30", "$ 6.73"]
    assert (basic.metric_key, basic.quantity.value, basic.status) == ("eps", Decimal("6.73"), "exact")
    shares = found["Weighted average common shares outstanding", "2022-06-30", "53,163"]
    assert (shares.metric_key, shares.quantity.value) == ("shares", Decimal(53163000))
    assert found["Net sales", "2022-06-30", "100.0%"].metric_key == "revenue_share"


def test_a_scale_of_dollars_is_not_that_of_things() -> None:
    found = rows(SECTIONS)
    assert found["Net sales", "2023", "3,226.8"].quantity.value == Decimal(3226800000)
    opened = found["New store openings, net", "2022", "6"].quantity
    assert (opened.kind, opened.value) == ("number", Decimal(6))


def statuses(text: str) -> dict[str, tuple[str, str]]:
    found = claims(Document("d", "t.md", "", text, "zh", "text/plain", "", ""))
    return {c.quantity.raw: (str(c.quantity.value), c.status) for c in found}


_PROSE = (
    "The group did well in all of its lines and in each of its regions over the whole of the year, as "
    "had been hoped for by its owners and by those who work in it from day to day.\n"
)


def test_a_scale_stated_elsewhere_leaves_the_cells_of_other_tables_in_doubt() -> None:
    table = "\n| | 2023 |\n|---|---|\n| Revenue | $12,345 |\n| Diluted earnings per share | $0.35 |\n"
    assert statuses(table) == {"$12,345": ("12345", "exact"), "$0.35": ("0.35", "exact")}
    elsewhere = statuses("Statements (in millions, except per share)\n\n" + _PROSE + "\n" + _PROSE + table)
    assert elsewhere == {"$12,345": ("12345", "ambiguous"), "$0.35": ("0.35", "exact")}
    above = statuses("Statements (in millions, except per share)\n" + table)
    assert above["$12,345"] == ("12345000000", "inherited_unit")


def test_a_chinese_scale_stated_elsewhere_leaves_amounts_in_doubt() -> None:
    prose = (
        "公司各项业务在报告期内保持增长，管理层对此表示满意，并将在下一年度继续加大研发投入，" * 5 + "\n\n"
    )
    table = "| 项目 | 2023年 |\n|---|---|\n| 营业收入 | ￥12,345 |\n| 员工数 | 1,200人 |\n"
    assert statuses(table)["￥12,345"][1] == "exact"
    found = statuses("合并利润表\n单位：万元\n\n" + prose + prose + table)
    assert found["￥12,345"] == ("12345", "ambiguous")
    assert found["1,200人"][1] == "exact"


def test_a_note_reaches_over_headers_and_stands_under_the_periods_too() -> None:
    over = "(in millions, \nexcept ratios)\nThree months ended June \n30,\nThe Group\n"
    rows = "2023\n2022\nRevenue\n$\n1,411\n$\n657\nNet income\n548\n239\n"
    assert statuses(over + rows)["1,411"] == ("1411000000", "inherited_unit")
    under = rows.replace("2022\n", "2022\n(In thousands)\n")
    assert statuses(under)["657"] == ("657000", "inherited_unit")
    assert statuses(rows)["657"] == ("657", "exact")


def test_an_amount_that_lost_its_table_is_in_doubt_where_a_scale_is_stated() -> None:
    lone = "The debt at the end of the year was\n(b) $50,697\nand the debt was $40 on the first day.\n"
    assert statuses(lone)["$50,697"][1] == "exact"
    found = statuses("All is told (in millions).\n\n" + lone)
    assert found["$50,697"][1] == "ambiguous"
    assert found["$40"][1] == "exact"


def test_per_share_amounts_and_percentages_take_no_scale() -> None:
    found = rows(HTML)
    assert found["Diluted EPS", "2023", "$1.20"].quantity.value == Decimal("1.20")
    assert found["Gross margin", "2022", "36.4%"].quantity.value == Decimal("36.4")
    assert found["Gross margin", "2022", "36.4%"].status == "exact"


def test_stacked_tables_are_read_down_their_columns() -> None:
    found = rows(STACKED)
    assert found["Revenues", "2021", "1,343"].quantity.value == Decimal(1343000000)
    assert found["Revenues", "2021", "1,343"].quantity.unit == "USD"
    assert found["Net loss", "2022", "(35)"].quantity.value == Decimal(-35000000)
    assert len(found) == 3


def test_an_entitys_row_under_metric_headers() -> None:
    text = (
        "| 公司 | 融资额（亿美元） | 估值（亿美元） | 年份 |\n|---|---|---|---|\n"
        "| 蓝鲸智能 | 12.5 | 100 | 2024 |\n| Northwind Labs | 3 | 25 | 2023 |\n"
    )
    claim = next(c for c in read(text) if c.quantity.raw == "12.5")
    assert (claim.subject, claim.metric, claim.period) == ("蓝鲸智能", "融资额", "2024")
    assert claim.quantity.value == Decimal(1250000000)
    assert {c.quantity.raw for c in read(text)} == {"12.5", "100", "3", "25"}


def test_tabs_and_aligned_columns() -> None:
    tabs = "年份\t营收（亿元）\t净利润（亿元）\n2022年\t10.5\t1.2\n2023年\t12\t1.5\n"
    assert rows(tabs)["净利润", "2023", "1.5"].quantity.value == Decimal(150000000)
    aligned = (
        "Results               Q1 2024     Q2 2024\n"
        "Revenue ($M)             12.5        13.0\n"
        "Employees               1,200       1,250\n"
        "Operating margin          12%         13%\n"
    )
    assert rows(aligned)["Revenue", "2024-Q2", "13.0"].quantity.value == Decimal(13000000)
    assert ("Operating margin", "2024-Q1", "12%") in rows(aligned)


def test_a_cell_of_prose_is_read_as_a_sentence() -> None:
    text = "| 公司 | 备注 |\n|---|---|\n| 蓝鲸智能 | 估值约 420 亿美元的芯片公司 |\n"
    claim = next(c for c in read(text) if c.metric == "估值")
    assert (claim.subject, claim.metric_key, claim.quantity.unit) == ("蓝鲸智能", "valuation", "USD")


@pytest.mark.parametrize(
    "text", ["", "|", "| | |\n|---|---|\n| | |\n", "a | b\n", "\t\n\t\n", "2021\n2022\n"]
)
def test_empty_tables_claim_nothing(text: str) -> None:
    assert cells(text) == []
    assert read(text) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("单位：万元", Note(Decimal(10000), "money", "CNY")),
        ("单位:人民币百万元", Note(Decimal(1000000), "money", "CNY")),
        ("发行总额（亿）", Note(Decimal(10**8), "", "")),
        ("营收（亿美元）", Note(Decimal(10**8), "money", "USD")),
        ("占比（%）", Note(Decimal(1), "percent", "%")),
        ("in millions of dollars", Note(Decimal(10**6), "money", "USD")),
        ("(Amounts in thousands)", Note(Decimal(1000), "", "")),
        ("(RMB in millions)", Note(Decimal(10**6), "money", "CNY")),
        ("US$'000", Note(Decimal(1000), "money", "USD")),
        ("Revenue ($M)", Note(Decimal(10**6), "money", "USD")),
        ("€ million", Note(Decimal(10**6), "money", "EUR")),
        ("营业收入", None),
        ("Net sales", None),
        ("millions of people came", None),
    ],
)
def test_units_stated_apart_from_their_figures(words: str, expected: Note | None) -> None:
    assert note(words) == expected


@settings(max_examples=150)
@given(st.text(st.sampled_from("| \t\n-—$%(),.0123459abN营收亿元（）年:：单位"), max_size=120))
def test_cells_lie_in_their_rows_whatever_the_text(text: str) -> None:
    for cell in cells(text):
        assert cell.row.start <= cell.start < cell.end <= cell.row.end <= len(text)
    for claim in read(text):
        q = claim.quantity
        assert text[q.start : q.end] == q.raw
        assert claim.citation.quote == text[claim.citation.start : claim.citation.end]
