"""Answers: quoted and cited sentences, equal evidence as one point, honest refusals."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from yinzheng import Answer, Library
from yinzheng.qa.answer import SENTENCES, THRESHOLD
from yinzheng.qa.signals import ANSWER_SIGNALS, SENTENCE_SIGNALS, Regression, regression


def quoted(library: Library, answer: Answer) -> list[str]:
    """Check every citation against its document; return the quotes."""
    for n, citation in enumerate(answer.citations, 1):
        assert citation.n == n
        assert library.document(citation.doc_id).text[citation.start : citation.end] == citation.quote
        assert citation.quote == citation.quote.strip()
        assert citation.locator
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "source", "says"),
    [
        ("禾洛能源2024年的营业收入是多少？", "heluo-annual-report-2024.md", r"86\.40 亿元"),
        ("葡萄牙工厂的贷款利率是多少？", "heluo-cfo-interview.md", r"185 个基点"),
        ("羽石云的借款利率是多少？", "quillstone-zh-analysis.md", r"11\.2%"),
        ("葡萄牙工厂每天用水多少？", "heluo-portugal-plant.html", r"2,400 cubic metres"),
        (
            "How many GPUs did Quillstone operate at the end of 2024?",
            "quillstone-annual-report.md",
            r"62,000",
        ),
        ("What round-trip efficiency is guaranteed?", "abilene-storage-meeting.md", r"88\.5%"),
    ],
)
def test_an_answer_quotes_its_evidence(library: Library, question: str, source: str, says: str) -> None:
    answer = library.ask(question)

    assert answer.answered, (answer.reason, answer.confidence)
    assert THRESHOLD <= answer.confidence <= 1
    assert answer.reason == ""
    quotes = quoted(library, answer)
    assert any(Path(c.source).name == source and re.search(says, c.quote) for c in answer.citations), quotes
    lines = answer.text.split("\n")
    assert len(re.findall(r"\[\d+\]", answer.text)) == len(answer.citations)
    assert len(lines) >= 1
    assert answer.citations[0].quote in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "火星上最高的山叫什么？",
        "Who won the chess world championship in 1972?",
        "禾洛能源2017年的营业收入是多少？",
    ],
)
def test_what_the_documents_do_not_answer_is_declined(library: Library, question: str) -> None:
    answer = library.ask(question)

    assert not answer.answered, (answer.text, answer.confidence)
    assert answer.text == ""
    assert answer.confidence < THRESHOLD
    assert 1 <= len(quoted(library, answer)) <= SENTENCES
    chinese = re.search("[\u4e00-\u9fff]", question) is not None
    assert (re.search("[\u4e00-\u9fff]", answer.reason) is not None) == chinese


def test_another_year_than_the_one_asked_for_is_said(library: Library) -> None:
    assert "2017" in library.ask("禾洛能源2017年的营业收入是多少？").reason


def test_equal_evidence_is_one_point_with_several_citations(tmp_path: Path) -> None:
    fact = "青禾科技2024年实现营业收入12.5亿元，同比增长18%。"
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text(f"{fact}公司总部在杭州。", "a")
        library.add_text(f"据年报，{fact}员工有三百人。", "b")
        library.add_text("天气预报说明天有雨，出门请带伞。", "c")
        answer = library.ask("青禾科技2024年的营业收入是多少？")

        assert answer.answered
        assert {c.source for c in answer.citations} == {"a", "b"}
        assert answer.text.count("12.5亿元") == 1
        assert answer.text.endswith("[1][2]")
        quoted(library, answer)


def test_the_shipped_weights_are_for_the_signals_there_are() -> None:
    shipped = json.loads(files("yinzheng.qa").joinpath("weights.json").read_text("utf-8"))
    assert tuple(shipped["sentence"]["weights"]) == SENTENCE_SIGNALS
    assert tuple(shipped["answer"]["weights"]) == ANSWER_SIGNALS
    assert regression("sentence")([0.0] * len(SENTENCE_SIGNALS)) > 0


def test_a_regression_is_the_logistic_function() -> None:
    model = Regression(1.0, (2.0, -3.0))
    assert model((0.5, 1.0)) == pytest.approx(1 / (1 + 2.718281828459045))
    assert model((1e9, 0.0)) == pytest.approx(1.0)
