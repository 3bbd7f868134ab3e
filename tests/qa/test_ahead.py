"""What is planned or expected answers where that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.ahead import asks_ahead, lies_ahead, tells_ahead
from yinzheng.qa.quantities import quantities


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("公司计划减持多少股？", True),
        ("工厂什么时候能投产？", True),
        ("預計哪年盈利？", True),
        ("When will the plant open?", True),
        ("How many people does it plan to hire?", True),
        ("What is the full-year guidance?", True),
        ("公司减持了多少股？", False),
        ("工厂什么时候投产？", False),
        ("When did the plant open?", False),
    ],
)
def test_what_lies_ahead_is_asked_for(question: str, asks: bool) -> None:
    assert asks_ahead(question) is asks


def test_a_sentence_tells_what_lies_ahead() -> None:
    assert tells_ahead("公司计划减持不超过1,200万股。")
    assert tells_ahead("The plant is expected to open in 2030.")
    assert not tells_ahead("过去12个月内，公司减持400万股。")


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("Norda employs 260 people and plans to hire 120 more.", {"120"}),
        ("The plant was due in 2028 but is expected to open in 2030.", {"2030"}),
        ("公司去年减持400万股；计划再减持1,200万股。", {"1,200万股"}),
        ("2026年预计实现盈利。", {"2026年"}),
    ],
)
def test_figures_that_lie_ahead(sentence: str, ahead: set[str]) -> None:
    assert {q.raw for q in quantities(sentence) if lies_ahead(q, sentence)} == ahead


@pytest.mark.parametrize(
    ("text", "question", "short"),
    [
        (
            "青禾投资因自身资金需求，计划减持不超过1,200万股。过去12个月内，青禾投资减持400万股。",
            "青禾投资计划减持多少股？",
            "1,200万股",
        ),
        (
            "青禾投资因自身资金需求，计划减持不超过1,200万股。过去12个月内，青禾投资减持400万股。",
            "青禾投资过去减持了多少股？",
            "400万股",
        ),
        ("Norda employs 260 people and plans to hire 120 more.", "How many does Norda plan to hire?", "120"),
        (
            "The plant was due to open in 2028, but is now expected to open in 2030.",
            "When will the plant open?",
            "2030",
        ),
    ],
)
def test_it_answers(tmp_path: Path, text: str, question: str, short: str) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add_text(text, source="a.md")
        assert short in (library.ask(question).short or "")
