"""PowerPoint files: slides as anchors, titles first, tables and charts as rows, notes kept."""

from __future__ import annotations

import io
from typing import Any

import pptx
import pytest
from pptx.chart import data as charts
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.corpus.formats.packages import changed
from yinzheng.corpus.formats.pptx import read
from yinzheng.corpus.load import load_bytes
from yinzheng.corpus.locate import locator
from yinzheng.errors import EmptyDocument

chart_data: Any = charts.CategoryChartData  # without types
BOX = (Inches(1), Inches(1), Inches(5), Inches(2))


def bytes_of(deck: Any) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def slide(deck: Any, layout: int, title: str = "") -> Any:
    made = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        made.shapes.title.text = title
    return made


def box(made: Any, words: str) -> None:
    made.shapes.add_textbox(*BOX).text_frame.text = words


def deck_of() -> Any:
    deck = pptx.Presentation()
    slide(deck, 0, "星海科技2023年度汇报").placeholders[1].text = "张三\n2024年3月"
    growth = slide(deck, 1, "Growth of sales")
    growth.placeholders[1].text = "Net sales were $12.3 million\nUp 23%"
    growth.notes_slide.notes_text_frame.text = "提醒听众：口径有变"
    return deck


def test_slides_titles_bodies_and_notes() -> None:
    content = read(bytes_of(deck_of()), "a.pptx")
    assert content.title == "星海科技2023年度汇报"
    assert content.text == (
        "星海科技2023年度汇报\n\n张三\n2024年3月\n\n"
        "Growth of sales\n\nNet sales were $12.3 million\nUp 23%\n\n提醒听众：口径有变"
    )
    second = content.text.index("Growth")
    notes = content.text.index("提醒")
    assert [(a.start, a.kind, a.label) for a in content.anchors] == [
        (0, "slide", "1"),
        (0, "heading", "星海科技2023年度汇报"),
        (second, "slide", "2"),
        (second, "heading", "Growth of sales"),
        (notes, "heading", "Growth of sales › 备注"),
    ]
    document = load_bytes(bytes_of(deck_of()), source="a.pptx")
    assert locator(document, second + 20, second + 30, "en") == "slide 2 · § Growth of sales"


def test_tables_are_rows_and_what_is_merged_downwards_stands_in_each() -> None:
    deck = pptx.Presentation()
    made = slide(deck, 5, "财务")
    table = made.shapes.add_table(3, 3, *BOX).table
    for at, words in enumerate(
        ("公司", "年份", "收入（万元）", "星海", "2023", "12,345", "", "2022", "10,000")
    ):
        table.cell(at // 3, at % 3).text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    assert read(bytes_of(deck), "a.pptx").text == (
        "财务\n\n公司 | 年份 | 收入（万元）\n星海 | 2023 | 12,345\n星海 | 2022 | 10,000"
    )


def test_charts_are_tables_of_what_they_show() -> None:
    deck = pptx.Presentation()
    data: Any = chart_data(number_format="0.0%")
    data.categories = ["2021", "2022"]
    data.add_series("毛利率", (0.155, 0.182))
    data.add_series("Net | margin", (0.05, None))
    chart = slide(deck, 6).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "盈利能力"
    assert read(bytes_of(deck), "a.pptx").text == (
        "盈利能力\n\n | 2021 | 2022\n毛利率 | 15.5% | 18.2%\nNet ｜ margin | 5.0% | "
    )


def test_groups_keep_their_place_and_furniture_is_left_out() -> None:
    deck = pptx.Presentation()
    made = slide(deck, 6)
    box(made, "第一")
    group = made.shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "第二"
    box(made, "第三")
    data = bytes_of(deck)
    assert read(data, "a.pptx").text == "第一\n\n第二\n\n第三"
    part = "ppt/slides/slide1.xml"
    numbered = (
        "<p:sp><p:nvSpPr><p:cNvPr id='90' name=''/><p:cNvSpPr/><p:nvPr><p:ph type='sldNum'/></p:nvPr>"
        "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:fld id='{B}' type='slidenum'><a:t>7</a:t></a:fld>"
        "</a:p></p:txBody></p:sp></p:spTree>"
    )
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(part).decode().replace("</p:spTree>", numbered)
    assert read(changed(data, {part: xml}), "a.pptx").text == "第一\n\n第二\n\n第三"


def test_a_slide_without_a_title_goes_by_its_first_line_or_the_deck() -> None:
    deck = deck_of()
    box(slide(deck, 6), "没有标题的页\n第二行")
    table = slide(deck, 6).shapes.add_table(1, 2, *BOX).table
    table.cell(0, 0).text, table.cell(0, 1).text = "甲", "1"
    labels = [(a.kind, a.label) for a in read(bytes_of(deck), "a.pptx").anchors][-4:]
    assert labels == [
        ("slide", "3"),
        ("heading", "没有标题的页"),
        ("slide", "4"),
        ("heading", "星海科技2023年度汇报"),
    ]


def test_hidden_slides_are_read_and_said_and_so_are_slides_without_text() -> None:
    deck = deck_of()
    deck.slides[1]._element.set("show", "0")
    slide(deck, 6)
    content = read(bytes_of(deck), "a.pptx")
    assert "Net sales" in content.text
    assert content.flags == ("hidden_slides:1", "slides_without_text:1")


def test_the_first_number_may_be_another() -> None:
    deck = deck_of()
    deck.part._element.set("firstSlideNum", "5")
    assert [a.label for a in read(bytes_of(deck), "a.pptx").anchors if a.kind == "slide"] == ["5", "6"]


def test_a_deck_without_text_is_empty() -> None:
    deck = pptx.Presentation()
    slide(deck, 6)
    with pytest.raises(EmptyDocument):
        read(bytes_of(deck), "a.pptx")
