"""Who is asked for the most of something is answered by a sentence that ranks."""

from __future__ import annotations

import pytest

from yinzheng.qa.ranked import asks_the_most, ranks


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("公司最大的客户是谁？", True),
        ("長江最長的支流是哪條？", True),
        ("省内唯一的机场在哪里？", True),
        ("该省的第二大城市是哪个？", True),
        ("Which plant is the largest?", True),
        ("Who made the most interceptions?", True),
        ("公司最近一次融资是什么时候？", False),
        ("最终比分是多少？", False),
        ("它最初叫什么？", False),
        ("第一季度的营收是多少？", False),
        ("What was the most recent quarter?", False),
        ("How many are at least needed?", False),
        ("Who was interested in the last test in the west?", False),
    ],
)
def test_the_most_of_something_is_asked_for(question: str, asks: bool) -> None:
    assert asks_the_most(question) is asks


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("澄宇是公司的第一大客户。", True),
        ("漢水是長江最長的支流。", True),
        ("该市规模仅次于省会。", True),
        ("产量居全国之首。", True),
        ("Sales reached a record in May.", True),
        ("Anna Berg had the most points.", True),
        ("公司向澄宇供货。", False),
        ("汉水发源于秦岭南麓。", False),
        ("The plant employs 400 people.", False),
    ],
)
def test_a_sentence_ranks(sentence: str, does: bool) -> None:
    assert ranks(sentence) is does
