"""Questions in a third language are told from Chinese and English ones, mixed ones and bare names."""

from __future__ import annotations

import pytest

from yinzheng.qa.foreign import is_foreign


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuántas GPU tiene CoreWeave?",
        "Wie viele GPUs hat CoreWeave?",
        "Combien de GPU a CoreWeave ?",
        "Combien d'employés Chengyu a-t-elle ?",
        "CoreWeaveのGPUは何枚ですか",
        "Сколько GPU у CoreWeave?",
        "직원은 몇 명입니까",
    ],
)
def test_a_third_language(question: str) -> None:
    assert is_foreign(question)


@pytest.mark.parametrize(
    "question",
    [
        "CoreWeave 有多少张 GPU？",
        "How many GPUs does CoreWeave have?",
        "CoreWeave GPU",
        "What is Das Kapital?",
        "Where is the café of José de la Torre?",
        "What is Москва called in English?",
        "中文里的「の」是什么字？",
        "CoreWeave 的 revenue 是 how much？",
        "?!",
    ],
)
def test_chinese_english_and_bare_names(question: str) -> None:
    assert not is_foreign(question)
