"""What is published is held against the sources that it was written from."""

from pathlib import Path

import pytest

from yinzheng.pytest_plugin import assert_quotes

TEXTS = Path(__file__).parent / "texts"


@pytest.mark.parametrize("name", ["newsletter.md", "brief-zh.md"])
def test_every_sentence_is_borne_out(yinzheng_library, name):
    yinzheng_library.assert_supported((TEXTS / name).read_text(encoding="utf-8"))


def test_the_figures_are_those_of_the_report(yinzheng_library):
    yinzheng_library.assert_figures(
        "Revenue was 52.7 million euros in 2024, compared with 48.9 million in 2023."
    )


def test_the_opening_is_cited(yinzheng_library):
    text = (TEXTS / "newsletter.md").read_text(encoding="utf-8")
    yinzheng_library.assert_cited(text.split("\n\n")[0])


def test_the_station_master_is_quoted_word_for_word(yinzheng_library):
    assert_quotes((TEXTS / "brief-zh.md").read_text(encoding="utf-8"), library=yinzheng_library)


def test_the_documents_answer_what_readers_ask(yinzheng_library):
    yinzheng_library.assert_answers(
        "How many passengers did Larkmoor Ferries carry in 2024?",
        contains="1.84 million",
        cites="ferry-report-2024.md",
    )
    yinzheng_library.assert_answers("渡轮站有多少名员工？", contains="46", cites="苏纳岛访谈.md")


def test_what_they_do_not_say_is_declined(yinzheng_library):
    yinzheng_library.assert_not_answered("What is the share price of Larkmoor Ferries?")


@pytest.mark.yinzheng(sources=["sources/苏纳岛访谈.md"])
def test_the_brief_needs_only_the_interview(yinzheng_library):
    yinzheng_library.assert_supported((TEXTS / "brief-zh.md").read_text(encoding="utf-8"))
