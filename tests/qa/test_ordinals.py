"""Which of several: what is told of another one does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.ordinals import is_of_another_ordinal, ordinals, part_of_ordinal


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("B轮和Series C", {("round", "b"), ("round", "c")}),
        ("天使輪", {("round", "angel")}),
        ("Pre-A轮", {("round", "prea")}),
        ("B+ 轮和天使＋轮", {("round", "b+"), ("round", "angel+")}),
        ("A 轮与pre-seed funding", {("round", "a"), ("round", "preseed")}),
        ("its pre-Series A", {("round", "prea")}),
        ("投前估值9亿元", {("valuation", "pre")}),
        ("$620 million post-money", {("valuation", "post")}),
        ("市占率第一，No. 2", {("place", "1"), ("place", "2")}),
        ("a seed round", {("round", "seed")}),
        ("第三季度", {("quarter", "3")}),
        ("三季报", {("quarter", "3")}),
        ("Q3 and the fourth quarter", {("quarter", "3"), ("quarter", "4")}),
        ("二期工程", {("phase", "2")}),
        ("phase II", {("phase", "2")}),
        ("首轮谈判持续了一期间", set()),
        ("a round of talks in the first half", set()),
    ],
)
def test_what_is_one_of_a_series(text: str, named: set[tuple[str, str]]) -> None:
    assert ordinals(text) == named


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("D轮融资是多少？", "公司完成9.6亿元C轮融资。", True),
        ("C轮融资是多少？", "公司完成9.6亿元C轮融资。", False),
        ("What was Q3 revenue?", "For the fourth quarter we expect $425 million.", True),
        ("What was Q3 revenue?", "Revenue came in at $412 million.", False),  # names none
        ("融资是多少？", "公司完成9.6亿元C轮融资。", False),
        ("C轮融资是多少？", "第三季度营收为3亿元。", False),  # another series
        ("投后估值是多少？", "投前估值为7亿元。", True),
        ("投后估值是多少？", "完成1.8亿元融资。", True),  # no value
        ("投后估值是多少？", "公司估值为7亿元。", False),
        ("谁的市占率排名第一？", "青禾排名第三。", True),
    ],
)
def test_a_sentence_of_another_one(question: str, sentence: str, other: bool) -> None:
    assert is_of_another_ordinal(question, sentence) is other


def test_the_part_of_a_sentence_that_tells_of_it() -> None:
    sentence = "2023年完成2.3亿元A轮融资；2024年完成4.8亿元B轮融资"
    assert part_of_ordinal("B轮融了多少钱？", sentence) == (sentence.index("；") + 1, len(sentence))
    assert part_of_ordinal("C轮融了多少钱？", sentence) is None
    assert part_of_ordinal("融了多少钱？", sentence) is None


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("A轮融了多少钱？", "2022年6月，公司完成2亿元A 轮融资，由青枫领投"),  # not what it is worth
        ("A轮投前估值是多少？", "投前估值为9亿元"),
        ("种子轮是谁投的？", "2020年，公司完成500万元种子轮融资"),
    ],
)
def test_the_part_between_commas(question: str, part: str | None) -> None:
    sentence = (
        "2020年，公司完成500万元种子轮融资，2022年6月，公司完成2亿元A 轮融资，由青枫领投，"
        "投前估值为9亿元，投后估值为11亿元"
    )
    found = part_of_ordinal(question, sentence)
    assert (sentence[slice(*found)] if found else None) == part


def test_this_round_is_the_one_told_before() -> None:
    sentence = "本轮融资后公司投后估值为40亿元。"
    before = "公司完成5亿元B轮融资，由青枫领投。"
    assert is_of_another_ordinal("A轮投后估值是多少？", sentence, before)
    assert not is_of_another_ordinal("B轮投后估值是多少？", sentence, before)


ROUNDS = (
    "青禾智能宣布完成9.6亿元C轮融资，由启岳资本领投。"
    "2023年5月，公司完成2.3亿元A轮融资，由青枫创投领投；2024年4月完成4.8亿元B轮融资，投资方为华澜基金。"
)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青禾智能C轮融了多少钱？", "9.6亿元"),
        ("青禾智能B轮融了多少钱？", "4.8亿元"),
        ("青禾智能A轮融资是什么时候完成的？", "2023年5月"),
        ("青禾智能A轮是谁投的？", "青枫创投"),
    ],
)
def test_the_one_that_is_asked_for_answers(tmp_path: Path, question: str, short: str) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add_text(ROUNDS, source="a.md")
        assert library.ask(question).short == short


def test_another_one_does_not(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add_text("3月18日，青禾智能宣布完成9.6亿元C轮融资。", source="a.md")
        assert not library.ask("青禾智能的D轮融资是多少？").answered
