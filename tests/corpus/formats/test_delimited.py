"""CSV and TSV: the delimiter is told, quotation marks are understood, and rows are those of a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.formats.delimited import read
from yinzheng.corpus.load import load_bytes
from yinzheng.errors import EmptyDocument, UnreadableDocument
from yinzheng.qa.claims import claims


def text(data: str) -> str:
    return read(data.encode(), "folder/data.csv").text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    rows = [["项目", "2023年"], ["营业收入", "1,915.5"], ["净利润", "3;5"], ["毛利", "a|b"]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    assert text(file.getvalue()) == "项目 | 2023年\n营业收入 | 1,915.5\n净利润 | 3;5\n毛利 | a｜b"


def test_a_delimiter_that_is_named() -> None:
    assert text("sep=;\na;1,5\nb;2,5\n") == "a | 1,5\nb | 2,5"


def test_rows_are_cited_by_their_cells_and_count_as_records() -> None:
    content = read(b'a,b\n"x\ny",1\n\nz,2\n', "folder/销售 23.csv")
    assert content.text == "a | b\nx y | 1\nz | 2"
    assert [a.label for a in content.anchors] == ["'销售 23'!A1:B1", "'销售 23'!A2:B2", "'销售 23'!A4:B4"]


def test_figures_of_a_file_have_metric_period_and_unit() -> None:
    data = '公司,年份,营业收入（万元）\n星海科技,2023,"12,345.6"\n星海科技,2022,10000\n'.encode("gb18030")
    document = load_bytes(data, source="营收.csv")
    found = {(c.subject, c.metric_key, c.period, str(c.quantity.value)) for c in claims(document)}
    assert ("星海科技", "revenue", "2023", "123456000") in found


def test_wide_text_with_a_byte_order_mark() -> None:
    assert load_bytes("\ufeff甲\t1\n乙\t2\n".encode("utf-16-le"), source="a.tsv").text == "甲 | 1\n乙 | 2"


def test_nothing_in_it() -> None:
    with pytest.raises(EmptyDocument):
        read(b",,\n\n,,\n", "a.csv")


def test_a_quotation_mark_that_is_never_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yinzheng.corpus.formats.delimited._FIELD", 1000)
    with pytest.raises(UnreadableDocument, match="cannot be read as a table: field larger than field limit"):
        read(b'a,b\n"' + b"x\n" * 2000, "a.csv")


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), min_size=1, max_size=8))
def test_any_table_is_read_with_anchors_in_order(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    try:
        content = read(file.getvalue().encode("utf-8", "replace"), "a.csv")
    except EmptyDocument:
        return
    starts = [a.start for a in content.anchors]
    assert starts == sorted(starts)
    assert all(start < len(content.text) for start in starts)
    assert len(content.text.split("\n")) >= len(starts)
