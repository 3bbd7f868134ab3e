"""Questions that ask for several things are cut where the wording makes it plain, and nowhere else."""

# A row is a question and its parts: one line.

from __future__ import annotations

import pytest

from yinzheng.qa.parts import parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "禾洛能源2024年的营业收入和净利润分别是多少？",
            ["禾洛能源2024年的营业收入是多少？", "禾洛能源2024年的净利润是多少？"],
        ),
        ("微软和谷歌的占比各是多少？", ["微软的占比是多少？", "谷歌的占比是多少？"]),
        (
            "北京、上海和广州的人口分别是多少？",
            ["北京的人口是多少？", "上海的人口是多少？", "广州的人口是多少？"],
        ),
        ("CoreWeave营收和利润各是多少", ["CoreWeave营收是多少", "CoreWeave利润是多少"]),
        (
            "What are the revenue and net profit of Heluo in 2024?",
            ["What is the revenue of Heluo in 2024?", "What is the net profit of Heluo in 2024?"],
        ),
        (
            "How many employees do Quillstone and Heluo have, respectively?",
            ["How many employees do Quillstone have?", "How many employees do Heluo have?"],
        ),
        ("谁是首席执行官？公司有多少员工？", ["谁是首席执行官？", "公司有多少员工？"]),
    ],
)
def test_a_question_for_several_things_is_cut(question: str, expected: list[str]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "When did Microsoft and OpenAI sign the contract?",
        "What is the contract between Microsoft and OpenAI worth?",
        "微软和谷歌签了多大的合同？",
        "分别是哪些？",
        "收入是多少？？",
        "",
    ],
)
def test_a_question_for_one_thing_stays_whole(question: str) -> None:
    assert parts(question) == [question]
