"""The table of concepts: every row is found, both languages, and a library can add its own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from yinzheng.corpus.fold import fold, fold_text
from yinzheng.errors import YinzhengError
from yinzheng.qa.metrics import find, table

ROWS = [
    line.split("\t")
    for line in (files("yinzheng.qa") / "metrics.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def keys(text: str) -> dict[str, list[str]]:
    return {text[t.start : t.end]: [c.key for c in t.concepts] for t in find(text)}


def test_there_are_enough_keys_and_none_twice() -> None:
    names = [row[0] for row in ROWS]
    assert len(names) == len(set(names)) >= 120


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_term_of_a_row_is_found_as_a_whole(row: list[str]) -> None:
    key, _, chinese, english = row
    assert chinese or english
    for term in [*chinese.split("|"), *english.split("|")]:
        if term:
            spans = [t for t in find(term) if (t.start, t.end) == (0, len(term))]
            assert spans, term
            assert key in [c.key for c in spans[0].concepts], term


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_no_row_says_a_term_twice(row: list[str]) -> None:
    for cell in row[2:]:
        terms = [fold_text(term) for term in cell.split("|") if term]
        assert len(terms) == len(set(terms))


def test_the_longest_term_wins() -> None:
    assert keys("净利润率与毛利率") == {"净利润率": ["net_margin"], "毛利率": ["gross_margin"]}
    assert keys("cost of revenue") == {"cost of revenue": ["cost_of_revenue"]}


def test_width_case_traditional_characters_and_line_breaks_do_not_matter() -> None:
    assert "revenue" in keys("營業收入")["營業收入"]
    assert keys("ＥＢＩＴＤＡ") == {"ＥＢＩＴＤＡ": ["ebitda"]}
    assert keys("NET\nINCOME") == {"NET\nINCOME": ["net_income"]}


def test_plurals_are_found_and_parts_of_words_are_not() -> None:
    assert keys("valuations") == {"valuations": ["valuation"]}
    assert keys("subsidies") == {"subsidies": ["subsidy"]}
    assert keys("salesman discosts") == {}


def test_one_term_may_stand_for_several_concepts() -> None:
    assert set(keys("holding interest")["interest"]) >= {"interest_expense", "ownership"}


def test_a_librarys_own_rows_come_first(tmp_path: Path) -> None:
    own = tmp_path / "metrics.tsv"
    own.write_text("\ufeff# ours\ntherms\tphysical\t热值|收入\ttherm count\n", encoding="utf-8")
    text = "热值与收入, therm counts"
    terms = table(own).find(fold(text))
    assert [text[t.start : t.end] for t in terms] == ["热值", "收入", "therm counts"]
    assert [t.concepts[0].key for t in terms] == ["therms"] * 3
    assert [c.key for c in terms[1].concepts] == ["therms", "revenue"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("revenue\tmoney\t收入", "four columns"),
        ("Rev enue\tmoney\t收入\tsales", "Rev enue"),
        ("rev\tcash\t收入\tsales", "cash"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, line: str, wrong: str) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(f"# note\n\n{line}\n", encoding="utf-8")
    with pytest.raises(YinzhengError, match=r"own\.tsv, line 3") as caught:
        table(own)
    assert wrong in str(caught.value)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(YinzhengError, match="cannot be read"):
        table(tmp_path / "none.tsv")


def test_a_term_stands_whole_within_the_offsets() -> None:
    text = fold("the net  income, 净利润率")
    assert [(t.start, t.end) for t in table().find(text)] == [(4, 15), (17, 21)]
    assert [(t.start, t.end) for t in table().find(text, 0, 20)] == [(4, 15), (17, 20)]  # 净利润
    assert [(t.start, t.end) for t in table().find(text, 18)] == [(18, 21)]  # 利润率
    assert table().find(text, 5, 14) == []
    assert [(t.start, t.end) for t in table().find(fold("internet incomes"))] == [(9, 16)]
