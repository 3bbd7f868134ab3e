"""Excel files give rows as lines, values as displayed, and the cells of every row as its anchor."""

from __future__ import annotations

import datetime as dt
import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from tests.corpus.formats.packages import changed, relations
from yinzheng.corpus.formats.xlsx import read
from yinzheng.corpus.load import load_bytes
from yinzheng.corpus.locate import locator
from yinzheng.corpus.segment import passages
from yinzheng.errors import EmptyDocument, UnreadableDocument
from yinzheng.qa.claims import claims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.corpus.content import Content

FINANCE: list[list[Any]] = [
    ["星海科技主要财务数据（单位：万元）"],
    ["项目", "2023年", "2022年", "同比增减"],
    ["营业收入", 12345.6, 10000, 0.23456],
    ["净利润", -500, None, "—"],
    ["基本每股收益（元）", 0.35, 0.28, 0.25],
]
ENGLISH: list[list[Any]] = [
    ["Acme Robotics Inc. results (USD in millions)"],
    ["", 2023, 2022, "Change"],
    ["Net sales", 1234.5, 1100.2, 0.122],
    ["Net income", 120, -34],
]


def bytes_of(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(*rows: Sequence[Any], name: str = "Sheet1") -> Any:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    return book


def content_of(*rows: Sequence[Any], name: str = "Sheet1") -> Content:
    return read(bytes_of(book_of(*rows, name=name)), "a.xlsx")


def lines(content: Content) -> dict[str, str]:
    """The text of each anchor, by its label."""
    starts = [a.start for a in content.anchors]
    return {
        anchor.label: content.text[a:b].strip("\n")
        for anchor, (a, b) in zip(content.anchors, pairwise([*starts, len(content.text)]), strict=True)
    }


def test_values_are_as_displayed_and_rows_name_their_cells() -> None:
    book = book_of(*FINANCE, name="营收")
    for cell in ("B3", "C3"):
        book.active[cell].number_format = "#,##0.0"
    book.active["B4"].number_format = "#,##0;(#,##0)"
    for cell in ("D3", "D5"):
        book.active[cell].number_format = "0.0%"
    assert lines(read(bytes_of(book), "a.xlsx")) == {
        "营收!A1": "星海科技主要财务数据（单位：万元）",
        "营收!A2:D2": "项目 | 2023年 | 2022年 | 同比增减",
        "营收!A3:D3": "营业收入 | 12,345.6 | 10,000.0 | 23.5%",
        "营收!A4:D4": "净利润 | (500) |  | —",
        "营收!A5:D5": "基本每股收益（元） | 0.35 | 0.28 | 25.0%",
    }


@pytest.mark.parametrize(
    ("rows", "claim"),
    [
        (FINANCE, ("星海科技", "revenue", "2023", "123456000", "CNY")),
        (ENGLISH, ("Acme Robotics Inc.", "revenue", "2022", "1100200000", "USD")),
    ],
)
def test_figures_get_their_metric_period_and_unit_and_a_place_to_cite(
    rows: list[list[Any]], claim: tuple[str, ...]
) -> None:
    document = load_bytes(bytes_of(book_of(*rows, name="年报 23")), source="a.xlsx")
    found = {
        (c.subject, c.metric_key, c.period, str(c.quantity.value), c.quantity.unit): c
        for c in claims(document)
    }
    assert claim in found
    assert found[claim].citation.locator in ("工作表 '年报 23'!A3:D3", "sheet '年报 23'!A3:D3")


def test_a_spreadsheet_claims_what_the_same_table_in_markdown_claims() -> None:
    cells = [["" if cell is None else str(cell) for cell in row] for row in FINANCE[1:]]
    table = [f"| {' | '.join(row)} |" for row in cells]
    markdown = "\n".join([FINANCE[0][0], "", table[0], "|---|---|---|---|", *table[1:]])

    def told(data: bytes, name: str) -> set[tuple[Any, ...]]:
        return {
            (c.subject, c.metric, c.metric_key, c.period, c.quantity.value, c.quantity.unit, c.status)
            for c in claims(load_bytes(data, source=name))
        }

    assert told(bytes_of(book_of(*FINANCE)), "a.xlsx") == told(markdown.encode(), "a.md")


def test_a_table_goes_on_over_empty_rows_and_another_begins_with_its_own_header() -> None:
    content = content_of(
        ["单位：万元"],
        ["项目", "2023年"],
        ["流动资产："],
        ["货币资金", 100],
        [],
        ["非流动资产："],
        ["固定资产", 200],
        ["注：未经审计"],
        [],
        ["地区", "人数"],
        ["华北", 30],
    )
    assert content.text == (
        "单位：万元\n项目 | 2023年\n流动资产： | \n货币资金 | 100\n非流动资产： | \n固定资产 | 200\n\n"
        "注：未经审计\n\n地区 | 人数\n华北 | 30"
    )


def test_a_table_may_stand_anywhere_on_a_sheet() -> None:
    book = book_of(["说明"])
    rows: list[list[Any]] = [["项目", None, "金额"], ["甲", None, 1.5], ["乙", None, 2.5]]
    for at, row in enumerate(rows, 5):
        for column, value in enumerate(row, 3):
            book.active.cell(at, column, value)
    content = read(bytes_of(book), "a.xlsx")
    assert content.text == "说明\n\n项目 |  | 金额\n甲 |  | 1.5\n乙 |  | 2.5"
    assert [a.label for a in content.anchors] == ["Sheet1!A1", "Sheet1!C5:E5", "Sheet1!C6:E6", "Sheet1!C7:E7"]


def test_header_rows_are_repeated_and_begin_passages() -> None:
    rows = [[f"第{i}号店铺的营业额", i + 0.5, i + 1.5] for i in range(200)]
    content = content_of(["店铺", "2023年", "2022年"], *rows, name="店铺")
    heads = [a.start for a in content.anchors if a.label == "店铺!A1:C1"]
    assert len(heads) > 5
    assert all(content.text[at:].startswith("店铺 | 2023年 | 2022年\n") for at in heads)
    spans = passages(content.text, content.anchors, lambda words: len(words) // 2)
    assert set(heads) <= {span.start for span in spans} | {heads[0]}
    document = load_bytes(
        bytes_of(book_of(["店铺", "2023年", "2022年"], *rows, name="店铺")), source="a.xlsx"
    )
    place = document.text.index("第150号店铺")
    assert locator(document, place, place + 5, "en") == "sheet 店铺!A152:C152"
    last = claims(document)[-1]
    assert (last.period, last.citation.locator) == ("2022", "工作表 店铺!A201:C201")


def test_sheets_follow_each_other_with_their_names_quoted_as_in_formulas() -> None:
    book = book_of(["a", 1], name="Q1 2024")
    book.create_sheet("It's").append(["b", 2])
    book.create_sheet("空白")
    content = read(bytes_of(book), "a.xlsx")
    assert lines(content) == {
        "'Q1 2024'": "Q1 2024",
        "'Q1 2024'!A1:B1": "a | 1",
        "'It''s'": "It's",
        "'It''s'!A1:B1": "b | 2",
    }


def test_dates_texts_truths_and_errors() -> None:
    book = book_of(["日期", "文字", "真假", "错误"], [dt.date(2024, 3, 31), "x | y\nz", True, "#N/A"])
    assert read(bytes_of(book), "a.xlsx").text.split("\n")[1] == "2024-03-31 | x ｜ y z | TRUE | #N/A"


def test_cells_merged_downwards_stand_in_each_row() -> None:
    book = book_of(
        ["公司", "年份", "收入"], ["星海", "2023", 1.5], [None, "2022", 1.25], ["合计", None, 2.75]
    )
    book.active.merge_cells("A2:A3")
    assert read(bytes_of(book), "a.xlsx").text == (
        "公司 | 年份 | 收入\n星海 | 2023 | 1.5\n星海 | 2022 | 1.25\n合计 |  | 2.75"
    )


def test_what_is_hidden_is_read_and_said() -> None:
    book = book_of(["a", "b", "c"], ["x", 1, 2], ["y", 3, 4])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("内部")
    hidden.append(["z", 9])
    hidden.sheet_state = "veryHidden"
    content = read(bytes_of(book), "a.xlsx")
    assert "y | 3 | 4" in content.text
    assert "z | 9" in content.text
    assert content.flags == ("hidden_rows:1", "hidden_columns:1", "hidden_sheets:1")


def test_formulas_give_the_value_that_was_kept_and_it_is_said_where_there_is_none() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["项目", "金额"])
        sheet.write(1, 0, "合计")
        sheet.write_formula(1, 1, "=SUM(C1:C9)", None, 1915)
    content = read(file.getvalue(), "a.xlsx")
    assert (content.text, content.flags) == ("项目 | 金额\n合计 | 1915", ())
    unknown = content_of(["项目", "金额"], ["合计", "=SUM(C1:C9)"], ["甲", 2])
    assert unknown.flags == ("formulas_without_value:1",)


def test_notes_of_cells_are_kept_with_their_place() -> None:
    book = book_of(["收入", 12])
    book.active["B1"].comment = Comment("口径见附注三", "李四")
    content = read(bytes_of(book), "a.xlsx")
    assert content.text == "收入 | 12\n\n[B1] 李四: 口径见附注三"
    assert content.anchors[-1].label == "Sheet1!B1"
    assert content.flags == ("comments:1",)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_sheet(rows: str, *, strings: str = "") -> bytes:
    members: dict[str, str | bytes | None] = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    }
    if strings:
        members["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{strings}</sst>'
        members["xl/_rels/workbook.xml.rels"] = relations(
            {
                "rId1": ("worksheet", "worksheets/sheet1.xml"),
                "rId2": ("styles", "/xl/styles.xml"),
                "rId3": ("sharedStrings", "sharedStrings.xml"),
            }
        )
    return changed(bytes_of(book_of(["x"])), members)


def test_rich_strings_readings_escapes_and_missing_references() -> None:
    strings = (
        "<si><r><t>营业</t></r><r><t>收入</t></r><rPh><t>えいぎょう</t></rPh></si>"
        "<si><t>a_x000D_b_x005F_x0041_</t></si>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c><v>12</v></c></row>'
        '<row><c t="s"><v>1</v></c><c t="inlineStr"><is><t>行内</t></is></c><c t="s"><v>77</v></c></row>'
        '<row><c t="str"><f>A1</f><v>算出</v></c><c t="d"><v>2024-03-31T00:00:00</v></c>'
        '<c s="99"><v>3</v></c></row>'
    )
    assert read(with_sheet(rows, strings=strings), "a.xlsx").text.split("\n") == [
        "营业收入 | 12",
        "a b_x0041_ | 行内",
        "算出 | 2024-03-31 | 3",
    ]


def test_a_cell_far_away_does_not_fill_the_line() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
        '<row r="9"><c r="ZZZ9"><v>3</v></c></row>'
    )
    assert read(with_sheet(rows), "a.xlsx").text == "1 | 2"


def test_a_sheet_that_breaks_off_is_damaged() -> None:
    data = changed(
        bytes_of(book_of(["x"])), {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetD'}
    )
    with pytest.raises(UnreadableDocument, match=r"it is damaged: xl/worksheets/sheet1\.xml"):
        read(data, "a.xlsx")


def test_an_empty_workbook_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        read(bytes_of(openpyxl.Workbook()), "a.xlsx")


def test_many_rows_have_anchors_by_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yinzheng.corpus.formats.sheets._ROW_ANCHORS", 10)
    content = content_of(["名称", "数"], *([f"第{i}行的名称", i] for i in range(300)))
    starts = [a.start for a in content.anchors]
    assert starts == sorted(starts)
    assert len(starts) < 60
    place = content.text.index("第200行")
    label = [a.label for a in content.anchors if a.start <= place][-1]
    found = re.fullmatch(r"Sheet1!A(\d+):B(\d+)", label)
    assert found
    assert int(found.group(1)) <= 202 <= int(found.group(2))
