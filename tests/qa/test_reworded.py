"""A question that nothing answers is asked once more in the words of the documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library


@pytest.mark.parametrize(
    ("text", "question", "short"),
    [
        (
            "Halvorsen will buy Tolva Labs. It would owe a termination fee of $95 million if the deal fails.",
            "What's the break fee?",
            "$95 million",
        ),
        (
            "公司聘请的会计师事务所为衡正会计师事务所，聘期一年。",
            "公司的审计机构是哪家？",
            "衡正会计师事务所",
        ),
    ],
)
def test_the_words_of_the_documents_are_taken(tmp_path: Path, text: str, question: str, short: str) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text(text, source="text.txt")
        answer = library.ask(question)
    assert (answer.answered, answer.short, answer.question) == (True, short, question)


def test_what_no_passage_says_is_not_asked(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text("The plant in Vigo makes pumps.", source="text.txt")
        assert not library.ask("What's the break fee?").answered
