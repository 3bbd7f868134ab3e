"""Rows of a text's tables are read part by part, and tell what reading the whole text tells."""

from __future__ import annotations

import pytest

from yinzheng.qa.checking.reading import claims_by_start
from yinzheng.qa.checking.rows import BEFORE, PART, Rows

TABLE = "| 公司 | 2024年营收 | 毛利率 |\n|---|---|---|\n" + "".join(
    f"| 火星{n}号 | {n + 3}.25亿元 | {n + 20}% |\n" for n in range(8)
)
PROSE = "今天的风很大，河边没有人，船都停着。\n\n" * 240


def test_a_row_of_a_long_text_is_read_with_its_header() -> None:
    text = "".join(f"## 第{n}节\n\n{PROSE}{TABLE}\n" for n in range(6))
    assert len(text) > 2 * (PART + BEFORE)
    whole, rows = claims_by_start([text])[0], Rows(text)
    for at in whole:
        start = text.rfind("\n", 0, at) + 1
        mine = rows.claims(start)[at]
        assert (mine.subject, mine.metric, mine.period, mine.quantity.value) == (
            whole[at].subject, whole[at].metric, whole[at].period, whole[at].quantity.value,
        )  # fmt: skip


def test_no_table_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(texts: list[str]) -> object:
        read.extend(texts)
        return claims_by_start(texts)

    monkeypatch.setattr("yinzheng.qa.checking.rows.claims_by_start", counted)
    head = "| 公司 | 2024年营收 |\n|---|---|\n"
    lines = [f"| 火星{n}号 | {n + 3}.25亿元 |\n" for n in range(900)]
    assert len("".join(lines)) > PART
    text = PROSE * 4 + head + "".join(lines) + "\n" + PROSE * 4
    rows = Rows(text)
    for line in (lines[0], lines[-1]):
        start = text.index(line)
        claim = rows.claims(start)[start + line.index("| ", 2) + 2]
        assert (claim.metric_key, claim.period) == ("revenue", "2024")
    assert len(read) == 1
    assert len(read[0]) < len(text)


def test_a_text_in_one_line_is_read_once() -> None:
    text = "| a | 5亿元 | " * 2000
    rows = Rows(text)
    assert rows.claims(0) is rows.claims(len(text) - 1)
