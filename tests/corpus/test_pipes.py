"""The header of a table is found for its rows, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from yinzheng.corpus.pipes import header_of

RULED = "文字。\n\n| 项目 | 2024年 |\n|---|---:|\n| 收入 | 12 |\n| 成本 | 3 |\n\n文字。\n"
PLAIN = "Words.\n\nItem | 2024\nRevenue | 12\nCost | 3\n"


@pytest.mark.parametrize(
    ("text", "quote", "header"),
    [
        (RULED, "| 收入", "| 项目 | 2024年 |"),
        (RULED, "| 成本", "| 项目 | 2024年 |"),
        (RULED, "3 |\n\n", "| 项目 | 2024年 |"),
        (PLAIN, "Revenue", "Item | 2024"),
        (PLAIN, "Cost", "Item | 2024"),
        (RULED, "| 项目", None),
        (RULED, "文字。", None),
        (PLAIN, "Item", None),
        (PLAIN, "Words", None),
        ("Revenue | 12\nCost | 3\n", "Cost", None),  # it begins with figures
        ("By Jane Roe | Ledger\nOne | two | three\n", "One", None),  # not as many cells
        ("|---|---|\n| a | b |\n", "| a", None),
    ],
)
def test_the_header_of_a_row(text: str, quote: str, header: str | None) -> None:
    found = header_of(text, text.index(quote))
    assert (found and text[found.start : found.end]) == header
