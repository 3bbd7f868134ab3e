"""Which of the figures and names that stand side by side is what was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library

YEAR = "青禾智能2024年实现营业收入13.7亿元，净亏损2.1亿元。"
STAKE = "截至公告日，青禾投资持有公司股份19,000万股，持股比例为26.39%；累计质押股份9,880万股。"
HOLDERS = (
    "# 青禾建工年度报告\n\n| 股东名称 | 持股比例 | 持股数量（股） | 质押股份数量（股） |\n|---|---|---|---|\n"
    "| 范仲恺 | 6.85% | 84,443,700 | 42,000,000 |\n"
)
TICKETS = (
    "Oberhain earned €12.4 million before tax in 2023 after €21.7 million in 2022. "
    "Ticket income was £612,400 (2022: £548,900), donations £94,000 (2022: £131,500)."
)
FINED = "因违规，天邈医药被证监会海州监管局罚款300万元；时任董事长郭启山被罚150万元。"
SUED = "LONDON, July 3 (Reuters) - A former engineer, Karen Oyelaran, sued Pellar on Wednesday."


@pytest.mark.parametrize(
    ("text", "question", "short"),
    [
        # verbs ask for metrics, too
        (YEAR, "青禾智能2024年亏了多少？", "2.1亿元"),
        (YEAR, "青禾智能2024年营收多少？", "13.7亿元"),
        ("Acme earned $5 million on sales of $80 million.", "How much did Acme earn?", "$5 million"),
        ("The ship lost power and 18 containers were lost.", "How many containers were lost?", "18"),
        (TICKETS, "ticket income 2022", "£548,900"),
        (TICKETS, "What was the profit before tax in 2022?", "€21.7 million"),
        # a number of shares, not a share
        (STAKE, "青禾投资质押了多少股份？", "9,880万股"),
        (STAKE, "青禾投资持股比例是多少？", "26.39%"),
        # the column that the question names
        (HOLDERS, "范仲恺质押了多少股？", "42,000,000"),
        (HOLDERS, "范仲恺持有多少股？", "84,443,700"),
        # of two that fit, the one that is pointed at
        ("Norda shares fell 11.3% to 84.20 crowns on Monday.", "By how much did Norda fall?", "11.3%"),
        pytest.param(
            "In a complaint filed Aug. 14, she says she was fired in May 2025.",
            "When was it filed?",
            "Aug. 14",
            marks=pytest.mark.xfail(reason="the reader points at the other date", strict=True),
        ),
        # who does it, not to whom it is done, nor where it is told
        (FINED, "谁处罚了天邈医药？", "证监会海州监管局"),
        (FINED, "郭启山被罚了多少钱？", "150万元"),
        (SUED, "谁起诉了Pellar？", "Karen Oyelaran"),
        (SUED, "Who sued Pellar?", "Karen Oyelaran"),
    ],
)
def test_what_was_asked_for(tmp_path: Path, text: str, question: str, short: str | None) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add_text(text, source="a.md")
        answer = library.ask(question)
    assert answer.short == short
