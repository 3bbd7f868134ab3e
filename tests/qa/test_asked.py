"""Questions as people put them: compound, misspelt, in two scripts, of one word, presuming too much."""

from __future__ import annotations

import re

import pytest

from yinzheng import Library


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("禾洛能源2024年的营业收入和归母净利润各是多少？", (r"86\.40 亿元", r"6\.12 亿元")),
        ("宣城基地和洛阳基地的年产能分别是多少？", (r"18 吉瓦时", r"14 吉瓦时")),
        (
            "What are the revenue and the net loss of Quillstone in 2024?",
            (r"\$1,284 million", r"\$563 million"),
        ),
    ],
)
def test_a_question_for_two_things_is_answered_with_both(
    library: Library, question: str, told: tuple[str, ...]
) -> None:
    answer = library.ask(question)

    assert answer.answered
    assert all(re.search(one, answer.text) for one in told)
    assert answer.conflicts == ()


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("禾洛能原2024年的营业收入是多少？", "86.40 亿元"),  # a slip in the name
        ("禾洛能源2024年的赢业收入是多少？", "86.40 亿元"),  # and in the metric, of the same sound
        ("Quillstone 2024年的 net loss 是多少？", "$563 million"),  # English words in a Chinese question
    ],
)
def test_slips_and_mixed_scripts_are_borne(library: Library, question: str, short: str) -> None:
    answer = library.ask(question)

    assert answer.answered, (answer.reason, answer.confidence)
    assert answer.short == short


@pytest.mark.parametrize(
    ("word", "shown"), [("毛利率", "毛利率"), ("GPUs", "GPUs"), ("Quillstone", "Quillstone")]
)
def test_a_single_word_shows_what_is_said_of_it(library: Library, word: str, shown: str) -> None:
    assert shown in library.ask(word).citations[0].quote


@pytest.mark.parametrize("question", ["的是什么", "what is the of", "吗呢"])
def test_function_words_alone_ask_for_nothing(library: Library, question: str) -> None:
    answer = library.ask(question)

    assert not answer.answered
    assert answer.citations == ()
    assert answer.reason


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Mitarbeiter hat Chengyu?",
        "Combien d'employés Chengyu a-t-elle ?",
        pytest.param(
            "¿Cuántos empleados tiene Chengyu?",
            marks=pytest.mark.xfail(reason="another company's employees are nearer", strict=True),
        ),
    ],
)
def test_a_third_language_is_said_and_its_evidence_is_shown(library: Library, question: str) -> None:
    answer = library.ask(question)

    assert len(answer.notes) == 1
    assert any("2,310" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "谁不喜欢赚钱呢？",  # rhetorical
        "Who cares about batteries anyway?",
        "它是什么？",
        "为什么禾洛能源收购了羽石云？",  # nobody bought anybody, moved, or died
        "Why did Quillstone move its headquarters to Canada?",
        "羽石云的创始人是什么时候去世的？",
        "When did Heluo acquire Chengyu?",
    ],
)
def test_what_asks_for_nothing_or_presumes_what_nobody_says_is_declined(
    library: Library, question: str
) -> None:
    answer = library.ask(question)

    assert not answer.answered, answer.text
    assert answer.text == ""
    assert answer.short is None
    assert answer.reason
