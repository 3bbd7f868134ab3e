"""Real documents from end to end: evidence found in the right document, and honest refusals.

The four documents lie beside the repository and are not part of it: two scraped articles with
advertising, one of them machine-"spun", a research note, and a long interview transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from yinzheng import Library

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
ARTICLE, NOTE, INTERVIEW, SPUN = ("000", "001", "002", "003")

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")

ANSWERED = [
    # question, documents that state it, what the cited sentence must say
    ("CoreWeave 2024年的营收是多少？", {ARTICLE: r"19\.15亿美元"}),
    ("CoreWeave 拥有多少张英伟达的 GPU？", {ARTICLE: r"超过25万张", NOTE: r"25万GPU", INTERVIEW: r"25 万个"}),
    ("OpenAI 与 CoreWeave 签订的合同金额是多少？", {ARTICLE: r"119 ?亿", SPUN: r"224亿"}),
    ("微软占CoreWeave收入的百分之多少？", {NOTE: r"62%", INTERVIEW: r"三分之二", SPUN: r"77%"}),
    ("CoreWeave 的贷款利率从多少降到了多少？", {INTERVIEW: r"SOFR\+250"}),
    ("微软持有 OpenAI 多少股权？", {ARTICLE: r"49%"}),
    ("Nebius 采用几年的折旧法？", {SPUN: r"4年折旧"}),
    ("CoreWeave 的总债务是多少？", {SPUN: r"总债务约150亿"}),
    ("What is the annual interest rate of DDTL 2.0?", {ARTICLE: r"10\.53%"}),
    ("How large is the contract that Meta signed with CoreWeave?", {INTERVIEW: r"140 ?亿"}),
    ("How many gigawatts of computing power does OpenAI need by 2033?", {SPUN: r"250吉瓦"}),
    ("How much of OpenAI does Microsoft own?", {ARTICLE: r"49%"}),
    ("How many monthly active users does OpenAI have?", {INTERVIEW: r"8 ?亿月"}),
    ("What is the value of the five-year agreement between OpenAI and CoreWeave?", {ARTICLE: r"119 ?亿"}),
]

DECLINED = [
    "CoreWeave 2021年的营收是多少？",
    "特斯拉去年交付了多少辆汽车？",
    "宁德时代的电池产能有多大？",
    "What was the population of Germany at the last census?",
    "When did the Titanic sink?",
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("seeds") / "library", create=True) as opened:
        report = opened.add([SEEDS])
        assert len(report.added) == 4
        assert not report.failed
        yield opened


@pytest.mark.parametrize(("question", "stated"), ANSWERED)
def test_a_real_question_is_answered_by_its_evidence(
    library: Library, question: str, stated: dict[str, str]
) -> None:
    answer = library.ask(question)

    assert answer.answered, (answer.reason, answer.confidence)
    for citation in answer.citations:
        document = library.document(citation.doc_id)
        assert document.text[citation.start : citation.end] == citation.quote
    cited = [
        citation
        for citation in answer.citations
        for name, says in stated.items()
        if Path(citation.source).name.startswith(name) and re.search(says, citation.quote)
    ]
    assert cited, [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("question", DECLINED)
def test_a_question_that_the_documents_do_not_answer_is_declined(library: Library, question: str) -> None:
    answer = library.ask(question)

    assert not answer.answered, (answer.text, answer.confidence)
    assert answer.text == ""
    assert answer.reason
    assert answer.citations, "the nearest passages are shown"
    for citation in answer.citations:
        document = library.document(citation.doc_id)
        assert document.text[citation.start : citation.end] == citation.quote
