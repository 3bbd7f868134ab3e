"""Questions for a metric of somebody: which stored claims state it, and where sources say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from yinzheng import Answer, Library
from yinzheng.qa.claimed import wanted

REPORTS = (
    ("one.md", "2025-03-10", "微软持有 OpenAI 约 49% 的股权。英特尔的估值为 900 亿美元。"),
    ("two.md", "2025-03-20", "据报道，微软拥有 OpenAI 约 30% 的股份。英特尔目前的估值是 1100 亿美元。"),
    ("three.md", "2025-04-02", "谷歌持有 Anthropic 约 14% 的股份。英伟达 2024 年营收为 609 亿美元。"),
    ("four.md", "2025-04-05", "2024 年英伟达营收达 60.9 billion 美元。英伟达 2023 年营收为 270 亿美元。"),
    ("five.md", "2025-05-01", "AMD employs 26,000 people. Intel expects revenue of $55 billion in 2026."),
    ("six.md", "2025-05-03", "AMD has 28,000 employees. Intel's revenue in 2026 was $52 billion."),
    ("seven.md", "2025-05-04", "特斯拉计划在德国投资 10 亿美元。特斯拉在中国投资了 20 亿美元。"),
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("claimed") / "library", create=True) as opened:
        for source, date, text in REPORTS:
            opened.add_text(text, source=source, date=date)
        yield opened


def values(answer: Answer) -> list[list[str]]:
    """The figures of the one disagreement that an answer shows, none where it shows none."""
    assert len(answer.conflicts) <= 1
    return [[claim.quantity.raw for claim in group] for found in answer.conflicts for group in found.groups]


@pytest.mark.parametrize(
    ("question", "figures", "reason"),
    [
        ("微软持有 OpenAI 多少股份？", {"49%", "30%"}, ""),
        ("What share of OpenAI does Microsoft own?", {"49%", "30%"}, ""),
        ("英特尔的估值是多少？", {"900 亿美元", "1100 亿美元"}, ""),
        ("How many employees does AMD have?", {"26,000 people", "28,000 employees"}, ""),
        ("What is Intel's revenue in 2026?", {"$55 billion", "$52 billion"}, "different_modality"),
    ],
)
def test_what_two_documents_state_otherwise_is_shown_with_both(
    reports: Library, question: str, figures: set[str], reason: str
) -> None:
    answer = reports.ask(question)
    (conflict,) = answer.conflicts

    assert answer.answered
    assert {claim.quantity.raw for group in conflict.groups for claim in group} == figures
    assert conflict.reason == reason
    for group in conflict.groups:
        for claim in group:
            cited = answer.citations[claim.citation.n - 1]
            assert cited == claim.citation
            assert claim.quantity.raw in cited.quote
            assert f"[{cited.n}]" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "英伟达2024年的营收是多少？",  # 609亿 and 60.9 billion are the same
        "英伟达2023年的营收是多少？",  # of 2024 the other document speaks
        "谷歌持有 Anthropic 多少股份？",  # other stakes are of others
        "特斯拉在德国投资了多少？",  # 20 亿 are for China
        "How many GPUs does AMD have?",  # employees are something else
    ],
)
def test_what_is_the_same_or_of_something_else_is_no_disagreement(reports: Library, question: str) -> None:
    assert values(reports.ask(question)) == []


def test_the_documents_of_a_disagreement_are_told_by_quarter(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with Library.open(tmp_path_factory.mktemp("quarters") / "library", create=True) as opened:
        opened.add_text("英特尔的估值为 900 亿美元。", source="a.md", date="2024-01-05")
        opened.add_text("英特尔的估值为 1100 亿美元。", source="b.md", date="2025-05-05")
        (conflict,) = opened.ask("英特尔的估值是多少？").conflicts

    assert conflict.reason == "different_period"


@pytest.mark.parametrize(
    ("question", "names", "keys", "periods", "rest"),
    [
        ("微软持有 OpenAI 多少股份？", {"Microsoft", "OpenAI"}, {"ownership"}, set(), ()),
        ("How much of OpenAI does Microsoft own?", {"Microsoft", "OpenAI"}, {"ownership"}, set(), ()),
        ("英伟达2024年的营收是多少？", {"NVIDIA"}, {"revenue"}, {"2024"}, ()),
        ("特斯拉在德国投资了多少？", {"Tesla"}, {"investment"}, set(), ("德国",)),
        ("英特尔有多少名员工？", {"Intel"}, {"employees"}, set(), ()),
    ],
)
def test_a_question_is_read_for_names_metric_period_and_what_narrows_it(
    question: str, names: set[str], keys: set[str], periods: set[str], rest: tuple[str, ...]
) -> None:
    found = wanted(question)

    assert found is not None
    assert set(found.names) == names
    assert set(found.keys) == keys
    assert set(found.periods) == periods
    assert found.rest == rest


@pytest.mark.parametrize(
    ("question", "keys", "rest"),
    [
        ("How much is Intel worth?", {"valuation", "market_cap"}, ()),
        ("英特尔值多少钱？", {"valuation", "market_cap"}, ()),
        ("How much did Intel lose in 2024?", {"net_loss"}, ()),
        ("英特尔有多少人？", {"employees"}, ()),
        ("How many people does Intel employ?", {"employees"}, ()),
        ("How much does Intel plan to spend on capex?", {"capex", "payment"}, ()),
        ("英特尔计划的资本支出是多少？", {"capex"}, ()),
        ("How many people work in research at Intel?", {"employees"}, ("research",)),
    ],
)
def test_verbs_ask_for_metrics(question: str, keys: set[str], rest: tuple[str, ...]) -> None:
    asked = wanted(question)
    assert asked is not None
    assert set(asked.keys) == keys
    assert asked.rest == rest


def test_a_name_that_a_document_explains_is_known_in_both_languages(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text(
            "青岚算力（Harrowgate Compute）今年扩产。青岚算力2024年营收为12亿美元。", source="zh.md"
        )
        library.add_text(
            "Harrowgate Compute opened a site. In 2024 Harrowgate Compute had revenue of $1.5 billion.",
            source="en.md",
        )
        for question in (
            "How much revenue did Harrowgate Compute make in 2024?",
            "青岚算力2024年的营收是多少？",
        ):
            answer = library.ask(question)
            assert answer.answered
            assert {"12亿美元", "$1.5 billion"} == {
                claim.quantity.raw for group in answer.conflicts[0].groups for claim in group
            }


def test_a_pronoun_stands_for_whom_its_paragraph_is_about(tmp_path: Path) -> None:
    told = "英特尔的客户很集中。微软和谷歌都租用它的工厂。微软作为占它收入 31% 的大客户，去年又签了新单。"
    both = "英特尔公布年报，微软和谷歌合计占英特尔收入的 52%。"
    question = "微软占英特尔收入的百分之多少？"
    with Library.open(tmp_path / "one", create=True) as library:
        library.add_text(told, source="one.md")
        library.add_text(both, source="two.md")
        answer = library.ask(question)
        assert answer.short == "31%"
        assert answer.conflicts == ()
    with Library.open(tmp_path / "two", create=True) as library:
        library.add_text(told.replace("英特尔", "台积电"), source="one.md")
        library.add_text(both, source="two.md")
        assert not library.ask(question).answered


@pytest.mark.parametrize(
    "question", ["英特尔的首席执行官是谁？", "营收是多少？", "Why did Intel lose money?", "红烧肉要炖多久？"]
)
def test_without_a_name_and_a_figure_of_a_metric_nothing_is_looked_for(question: str) -> None:
    assert wanted(question) is None


def test_a_name_that_no_table_lists_is_known_from_the_claims() -> None:
    assert wanted("禾洛能源的营收是多少？") is None
    found = wanted("禾洛能源的营收是多少？", ["禾洛能源", "澄宇"])
    assert found is not None
    assert found.names == {"禾洛能源"}


def test_what_says_otherwise_stands_among_three_citations(reports: Library) -> None:
    answer = reports.ask("微软持有 OpenAI 多少股份？")
    assert all(a.n + 1 == b.n for a, b in pairwise(answer.citations))
    assert len(answer.citations) <= 3
