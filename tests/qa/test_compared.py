"""Questions that name things side by side become one for each where the wording sets them apart."""

# A row is a question and its parts: one line.

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.compared import compared

SEVERAL = [
    ("微软和谷歌谁的营收更高？", ["微软的营收是多少？", "谷歌的营收是多少？"]),
    (
        "2023年和2024年禾洛能源的营业收入哪一年更高？",
        ["2023年禾洛能源的营业收入是多少？", "2024年禾洛能源的营业收入是多少？"],
    ),
    (
        "比较华为公司和小米公司的上市时间，哪家公司的上市时间更早？",
        ["华为公司的上市时间是什么时候？", "小米公司的上市时间是什么时候？"],
    ),
    (
        "根据广州市人民医院和成都市人民医院的病历，王某某和李某的体温是否相同？",
        ["根据广州市人民医院的病历，王某某的体温是什么？", "根据成都市人民医院的病历，李某的体温是什么？"],
    ),
    (
        "Who has a higher revenue, Microsoft or Google?",
        ["what is the revenue of Microsoft?", "what is the revenue of Google?"],
    ),
    (
        "According to the records, who is older, J. R. Price or V. Lewis?",
        [
            "According to the records, how old is J. R. Price?",
            "According to the records, how old is V. Lewis?",
        ],
    ),
    (
        "How many GPUs do Quillstone and Heluo Energy operate?",
        ["How many GPUs do Quillstone operate?", "How many GPUs do Heluo Energy operate?"],
    ),
    (
        "Compare the debt of Quillstone Inc. in 2021 and Heluo Energy in 2019. Which company owes more?",
        ["What was the debt of Quillstone Inc. in 2021?", "What was the debt of Heluo Energy in 2019?"],
    ),
    (
        "Compare the listing of Quillstone and Heluo Energy. Which company was listed earlier?",
        ["When was the listing of Quillstone?", "When was the listing of Heluo Energy?"],
    ),
    (
        "According to the records, who was admitted earlier, J. R. Price or V. Lewis?",
        [
            "According to the records, when was J. R. Price admitted?",
            "According to the records, when was V. Lewis admitted?",
        ],
    ),
    (
        "According to the records, whose pulse was higher on the first day, J. R. Price or V. Lewis?",
        [
            "According to the records, what is the pulse on the first day of J. R. Price?",
            "According to the records, what is the pulse on the first day of V. Lewis?",
        ],
    ),
    (
        "What are the differences between Microsoft and Google?",
        ["What are the differences between Microsoft?", "What are the differences between Google?"],
    ),
    (
        "比较华为公司和小米公司的董事会变更，哪家公司变更时间更早？",
        ["华为公司的董事会变更的变更时间是什么时候？", "小米公司的董事会变更的变更时间是什么时候？"],
    ),
]


@pytest.mark.parametrize(("question", "expected"), SEVERAL)
def test_things_that_are_set_apart_are_asked_for_one_by_one(question: str, expected: list[str]) -> None:
    assert compared(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "When did Microsoft and OpenAI sign the contract?",
        "What is the contract between Microsoft and OpenAI worth?",
        "微软和谷歌签了多大的合同？",
        "微软与OpenAI的合同金额是多少？",
        "How much is the contract between Microsoft and OpenAI worth?",
        "What are the contracts between Microsoft and OpenAI about?",
        "微软和 OpenAI 之间的合同分别有多大？",
        "研发和销售哪个更重要？",  # no names
        "禾洛能源的营业收入是多少？",
        "谁的营收更高？",
        "",
    ],
)
def test_a_question_for_one_thing_stays_whole(question: str) -> None:
    assert compared(question) == []


def test_each_thing_is_cited_from_its_own_document_and_none_is_declared_the_answer(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        for name, said in (("华为公司", "8.62亿元"), ("小米公司", "3.06亿元"), ("联想公司", "4.1亿元")):
            library.add_text(
                f"{name}2024年的营业收入为{said}。\n\n公司总部有三座办公楼。", source=f"{name}.txt"
            )
        answer = library.ask("2024年华为公司和小米公司谁的营业收入更高？")
        assert answer.answered
        assert [citation.source for citation in answer.citations[:2]] == ["华为公司.txt", "小米公司.txt"]
        assert answer.short is None
        assert answer.conflicts == ()
        assert "8.62亿元" in answer.text
        assert "3.06亿元" in answer.text


def test_things_that_a_question_only_lists_have_a_short_answer(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        for name, said in (("微软", "62%"), ("谷歌", "11%")):
            library.add_text(f"{name}在公司收入中的占比为{said}。", source=f"{name}.txt")
        answer = library.ask("微软和谷歌的占比各是多少？")
        assert [citation.source for citation in answer.citations[:2]] == ["微软.txt", "谷歌.txt"]
        assert answer.short == "62%"
