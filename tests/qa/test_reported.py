"""A claim without a period is of the one that its document reports on."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library

ANNUAL = "# 岚江重工2024年年度报告\n\n报告期内，公司实现营业收入31.86亿元，净利润2.81亿元。\n"
CALL = (
    "Corvo Instruments Inc.\nQ1 Fiscal 2025 Earnings Call\n\n"
    "Gross margin was 44.6%. For the full year, we now expect revenue of $1.43 billion.\n"
)


@pytest.mark.parametrize(
    ("text", "question", "short"),
    [
        (ANNUAL, "岚江重工2024年营业收入是多少？", "31.86亿元"),
        (ANNUAL, "岚江重工24年营业收入多少", "31.86亿元"),
        (ANNUAL, "岚江重工2023年营业收入是多少？", None),
        (CALL, "What is Corvo's revenue guidance for fiscal 2025?", "$1.43 billion"),
        (CALL, "Corvo一季度毛利率是多少？", "44.6%"),
    ],
)
def test_the_period_of_a_report(tmp_path: Path, text: str, question: str, short: str | None) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text(text, source="report.md")
        assert library.ask(question).short == short
