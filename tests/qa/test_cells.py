"""The cell of a table that a question asks for: by the words of its row and of its column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.cells import header_rows

REPORT = """# 凌江精工2024年年度报告

单位：万元

| 主要数据 | 2024年 | 2023年 | 增减(%) | 2022年 |
|---|---|---|---|---|
| 营业收入 | 318,642 | 274,905 | 15.91 | 231,780 |
| 净利润 | 28,114 | 33,467 | -15.99 | 30,152 |

| 分地区 | 营业收入 | 占比(%) | 毛利率(%) |
|---|---|---|---|
| 华东 | 152,948 | 48.00 | 23.6 |
| 华南 | 70,101 | 22.00 | 22.9 |
"""
MODELS = """# Tolva heat pumps

| | Tolva 6 | Tolva 9 | Tolva 9 Max |
|---|---|---|---|
| Sound power | 52 dB | 54 dB | 59 dB |
| Warranty | 5 years | 7 years | 8 years |
| List price | €4,290 | €5,650 | €7,980 |
"""
BIDS = """河阴水务项目中标公告

标段 | 中标人 | 中标金额（万元） | 工期 | 项目经理
第一标段：智能水表 | 清源智水股份有限公司 | 4,286.50 | 240天 | 万海波
第二标段：调度平台 | 沐川信息有限公司 | 1,158.00 | 180天 | 连晓燕
"""

LANDLORDS = """Metric | Fernhill REIT | Dockland Flats | Ardent Homes
Units | 8,214 | 5,960 | 11,730
Occupancy | 96.1% | 93.4% | 97.8%
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Path(tmp_path_factory.mktemp("cells")) / "library", create=True) as made:
        made.add_text(REPORT, source="report.md")
        made.add_text(MODELS, source="models.md")
        made.add_text(BIDS, source="bids.txt")
        made.add_text(LANDLORDS, source="landlords.txt")
        yield made


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("凌江精工2023年营业收入是多少？", "274,905"),
        ("凌江精工2022年净利润是多少", "30,152"),
        ("凌江精工营收多少？", "318,642"),
        ("凌江精工华南地区收入", "70,101"),
        ("华东地区收入占比是多少？", "48.00"),
        ("How long is the warranty of the Tolva 9?", "7 years"),
        ("Ardent Homes occupancy", "97.8%"),
        ("occupancy of Ardent Homes", "97.8%"),
        ("Tolva 9 Max的质保期几年？", "8 years"),
        ("Tolva 6多少钱？", "€4,290"),
        ("price of tolva 9 max", "€7,980"),
        ("How loud is the Tolva 6?", "52 dB"),
        ("河阴水务项目第二标段谁中标了？", "沐川信息有限公司"),
        ("第一标段的项目经理是谁？", "万海波"),
        ("第二标段工期多长？", "180天"),
    ],
)
def test_a_cell_answers(library: Library, question: str, short: str) -> None:
    answer = library.ask(question)
    assert (answer.answered, answer.short) == (True, short), answer.text


@pytest.mark.parametrize(
    "question",
    [
        "凌江精工2021年营业收入是多少？",  # a year that the table does not have
        "凌江精工西北地区收入是多少？",
        "What is the warranty of the Tolva 12?",
    ],
)
def test_a_row_or_column_that_is_not_there_does_not_answer(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert answer.short is None, answer.text


def test_header_rows_answer_nothing(library: Library) -> None:
    assert header_rows(BIDS) == {BIDS.index("标段 |")}
    for question in ("哪家中标了？", "Tolva heat pumps models"):
        assert not any("项目经理" in c.quote and "工期" in c.quote for c in library.ask(question).citations)
