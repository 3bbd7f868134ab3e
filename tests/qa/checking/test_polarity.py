from __future__ import annotations

from importlib.resources import files

import pytest

from yinzheng.qa.checking.polarity import is_denied, is_negated, is_negation, negations, swapped, turned

ROWS = [
    line.split("\t")
    for line in (files("yinzheng.qa.checking") / "opposites.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("row", ROWS)
def test_the_sides_of_a_row_have_no_word_in_common(row: list[str]) -> None:
    _, a, b = row
    sides = a.split("|"), b.split("|")
    assert all(word and word == word.strip().lower() for side in sides for word in side)
    assert not set(sides[0]) & set(sides[1])
    assert all(len(side) == len(set(side)) for side in sides)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("公司没有完成收购", 1),
        ("公司不断扩大产能，不仅如此", 0),
        ("未来五年不会上市", 1),
        ("非常无疑是特别的", 0),
        ("the company did not sell its stake", 1),
        ("not only that, no fewer than 5 plants", 0),
        ("it doesn't and never will", 2),
        ("未履约合同金额", 0),
        ("未分配利润和未实现的收益", 0),
        ("公司未履行合同", 1),
        ("未上市公司的股权", 0),
        ("公司仍未上市", 1),
        ("they refused to sign", 1),
    ],
)
def test_words_of_negation_are_told_from_words_that_hold_one(text: str, count: int) -> None:
    assert negations(text) == count


def test_a_clause_and_its_denial() -> None:
    assert is_negated("公司并未完成收购", "公司完成收购")
    assert not is_negated("公司未完成收购", "公司没有完成收购")


@pytest.mark.parametrize(
    ("said", "source", "words"),
    [
        ("营收同比下降", "营收同比增长", ("下降", "增长")),
        ("costs rose", "costs fell", ("rose", "fell")),
        ("营收上升", "营收增长", None),
        ("营收增长，成本下降", "成本下降，营收增长", None),
        ("成本下降，营收也下降", "成本下降，营收也增长", ("下降", "增长")),
    ],
)
def test_opposites_turn_a_clause_round(said: str, source: str, words: tuple[str, str] | None) -> None:
    assert turned(said, source) == words


@pytest.mark.parametrize(
    ("word", "negates"),
    [
        ("not", True), ("isn't", True), ("hasn’t", True), ("没有", True), ("尚未", True), ("不", True),
        ("notable", False), ("nothing", False), ("否认", False), ("未来", False), ("无线", False),
    ],
)  # fmt: skip
def test_a_word_that_only_negates_is_no_word_of_content(word: str, negates: bool) -> None:
    assert is_negation(word) is negates


def test_names_change_places() -> None:
    def places(text: str, other: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        found = [(text.index(name), other.index(name)) for name in ("甲方", "乙方")]
        return [((here, here + 2), (there, there + 2)) for here, there in found]

    for said, source, found in (
        ("甲方收购了乙方", "乙方收购了甲方", (0, 1)),
        ("甲方被乙方收购", "乙方收购了甲方", None),
        ("甲方与乙方合作", "乙方与甲方合作", None),
    ):
        assert swapped(said, source, places(said, source)) == found


@pytest.mark.parametrize(
    ("said", "source", "denied"),
    [
        ("the firm opened a depot", "the firm has not opened a depot", True),
        ("balance is a goal", "balance is not a static target but a goal", False),
        ("公司决定分红", "公司尚未决定分红", True),
        ("公司决定分红", "公司在未设分店的城市决定分红", False),
        ("公司尚未决定分红", "公司尚未决定分红", False),
    ],
)
def test_a_negation_denies_only_what_stands_behind_it(said: str, source: str, denied: bool) -> None:
    assert is_denied(said, source) is denied
    assert is_denied(source, said) is denied
