"""What a question asks for, and its signs."""

from __future__ import annotations

import pytest

from yinzheng.qa.question import Asked, asked_for, relative_years, signs, years


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("2024年营收是多少？", "number"),
        ("公司有几家工厂？", "number"),
        ("微软的占比有多大？", "share"),
        ("微软占它收入的多少？", "share"),
        ("质押的股份占总股比是什么？", "share"),
        ("这个园区占地多少亩？", "number"),
        ("What did the company lose in 2023?", "money"),
        ("What is the share price of the company?", "money"),
        ("How much did it lose?", "money"),
        ("利率是多少？", "share"),
        ("How much of the company do they own?", "share"),
        ("What is the annual interest rate?", "share"),
        ("采用几年的折旧法？", "duration"),
        ("How many years does the contract run?", "duration"),
        ("How long is the bridge?", "number"),
        ("How many GPUs do they own?", "number"),
        ("What percentage of revenue came from exports?", "share"),
        ("工厂什么时候投产？", "date"),
        ("哪一年上市的？", "date"),
        ("In which quarter did margins fall?", "date"),
        ("When was it founded?", "date"),
        ("谁是首席执行官？", "person"),
        ("Who signed the contract?", "person"),
        ("董事长的姓名是什么？", "person"),
        ("这笔融资的投资方是什么？", "organisation"),
        ("收购方的名称叫什么？", "organisation"),
        ("总部在哪里？", "place"),
        ("Where is the plant?", "place"),
        ("为什么推迟？", "reason"),
        ("几乎所有客户都续约了，为什么？", "reason"),
        ("Why was it delayed?", "reason"),
        ("天门冬又称之为什么？", "other"),
        ("合同金额是多少？", "money"),
        ("How much did they pay for it?", "money"),
        ("工厂是否已经投产？", "yes_no"),
        ("Did the plant open?", "yes_no"),
        ("公司有哪些客户？", "list"),
        ("Which suppliers are named?", "list"),
        ("废水如何处理？", "manner"),
        ("How is the water treated?", "manner"),
        ("什么是折旧？", "definition"),
        ("What is depreciation?", "definition"),
        ("民国几年建厂？", "date"),
        ("有多少年轻人参加？", "number"),
        ("平均高度为？", "number"),
        ("What was the final score?", "number"),
        ("耗资多少日元？", "money"),
        ("瓶颈是什么？", "other"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: Asked) -> None:
    assert asked_for(question) == kind


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("员工三百二十人。", "number", True),
        ("增长超过三分之一。", "number", True),
        ("Two plants are idle.", "number", True),
        ("他们很满意。", "number", False),
        ("工厂在三月投产。", "date", True),
        ("It opened in March.", "date", True),
        ("It opened later.", "date", False),
        ("It opened later.", "person", False),
        ("Maria Lindqvist opened it.", "person", True),
        ("剪彩的是周岚。", "person", True),
        ("占收入的百分之六。", "share", True),
        ("增加了 60 万元。", "share", False),
        ("Half of it is idle.", "share", True),
        ("按五年摊销。", "duration", True),
        ("It opened later.", "place", None),
    ],
)
def test_signs_of_a_number_or_date(sentence: str, kind: Asked, expected: bool | None) -> None:
    found = signs(sentence, kind)
    assert (None if found is None else bool(found)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("据招股书,2024年营收", {"2024"}),
        ("from 2023 to 2024.", {"2023", "2024"}),
        ("2024Q3 与 FY2025", {"2024", "2025"}),
        ("12,024 units and 2024.5 kg, 20241 and 1,2024", set()),
    ],
)
def test_years_are_whole_numbers(text: str, expected: set[str]) -> None:
    assert years(text) == expected


def test_years_told_from_the_texts_own() -> None:
    assert relative_years("张总说去年营收是多少？") == {-1}
    assert relative_years("This year we plan more than last year.") == {0, -1}
    assert relative_years("2024年的营收") == set()
