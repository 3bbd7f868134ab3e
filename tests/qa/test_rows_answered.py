"""A row of a table has a figure for every column: the one of the period asked for is the answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yinzheng import Library

TABLE = """\
# 青石材料 财务摘要

| 项目 | 2023年 | 2024年 |
|---|---|---|
| 营业收入（万元） | 65,700 | 86,400 |
| 毛利率 | 21.5% | 24.3% |
| 研发费用（万元） | 5,100 | 6,800 |
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("rows")
    with Library.open(folder / "library", create=True) as opened:
        opened.add_text(TABLE, "青石材料.md")
        yield opened


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青石材料2023年毛利率是多少？", "21.5%"),
        ("青石材料2024年毛利率是多少？", "24.3%"),
        ("2024年的研发费用是多少？", "6,800"),
        ("2023年的研发费用是多少？", "5,100"),
        ("What was the gross margin in 2024?", "24.3%"),
    ],
)
def test_the_column_of_the_period_asked_for(shelf: Library, question: str, short: str) -> None:
    answer = shelf.ask(question)
    assert answer.answered
    assert answer.short == short
    assert answer.short_at is not None
    text = shelf.document(answer.short_at.doc_id).text
    assert text[answer.short_at.start : answer.short_at.end] == short


def test_another_year_than_the_columns_is_declined(shelf: Library) -> None:
    assert not shelf.ask("青石材料2021年毛利率是多少？").answered
