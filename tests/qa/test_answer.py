"""Answers: quoted and cited sentences, equal evidence as one point, honest refusals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yinzheng import Answer, Library
from yinzheng.qa.abstain import THRESHOLD
from yinzheng.qa.groups import SENTENCES


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
    assert 1 <= len(re.findall(r"\[\d+\]", answer.text)) <= len(answer.citations)
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


def test_sources_that_disagree_are_both_shown(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text(
            "青禾科技2024年实现营业收入12.5亿元，同比增长18%。公司总部在杭州。", "a", date="2025-03-01"
        )
        library.add_text(
            "据行业周报，青禾科技2024年营业收入为13.9亿元，低于市场预期。", "b", date="2025-04-01"
        )
        answer = library.ask("青禾科技2024年的营业收入是多少？")

        assert answer.answered
        assert {"12.5亿元", "13.9亿元"} <= set(re.findall(r"[\d.]+亿元", answer.text))
        (conflict,) = answer.conflicts
        assert {claim.quantity.raw for group in conflict.groups for claim in group} == {
            "12.5亿元",
            "13.9亿元",
        }
        for group in conflict.groups:
            for claim in group:
                document = library.document(claim.citation.doc_id)
                assert document.text[claim.quantity.start : claim.quantity.end] == claim.quantity.raw
                assert answer.citations[claim.citation.n - 1] == claim.citation


@pytest.mark.parametrize(
    ("question", "short", "value"),
    [
        ("禾洛能源2024年的营业收入是多少？", "86.40 亿元", "86.4 亿元"),
        ("What was the net profit of 禾洛能源 in 2024?", "6.12 亿元", "CNY 612 million"),
        ("How many GPUs did Quillstone operate at the end of 2024?", "62,000", "62,000"),
        ("What round-trip efficiency is guaranteed?", "88.5%", "88.5%"),
    ],
)
def test_a_short_answer_is_a_span_of_a_citation(
    library: Library, question: str, short: str, value: str
) -> None:
    answer = library.ask(question)

    assert answer.short_at is not None
    assert answer.short == answer.short_at.quote
    assert short in answer.short
    assert value in answer.short_value
    place = answer.short_at
    assert library.document(place.doc_id).text[place.start : place.end] == place.quote
    around = answer.citations[place.n - 1]
    assert around.doc_id == place.doc_id
    assert around.start <= place.start
    assert place.end <= around.end


def test_what_the_answer_does_not_mark_is_further_evidence(library: Library) -> None:
    answer = library.ask("禾洛能源2024年的营业收入是多少？")

    marked = [int(n) for n in re.findall(r"\[(\d+)\]", answer.text)]
    assert marked == list(range(1, len(marked) + 1))
    assert len(answer.citations) == max(len(marked), min(SENTENCES, len(answer.citations)))
