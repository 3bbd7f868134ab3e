"""Statements held against one document: plans told as facts, negation elsewhere, names put together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.types import Verdict

CHINESE = """禾洛能源计划在沙特建设一座储能电站，总投资20亿元。钦州基地二期产能为12吉瓦时。
公司尚未决定是否分红。董事会预计下半年出货量增长三成。葡萄牙工厂已于5月投产，禾洛能源负责运营。
在投资计划方面，湖岸船厂计划投资新的起重机。货仓的容量主要是租给船厂的。
"""
ENGLISH = """Merrow Freight expects to open a depot in Turku next spring. The port authority will acquire two
tugboats. The ferry line, which carries cars, is not the most comfortable way to reach the island. Crews
worked in May. Farmers near the lake say that their wells ran dry after the quarry had deepened its pit. The
White Heron Prize went to a short film about lighthouses. Revenue of Merrow Freight was $7.1 billion in 2023.
The invoice for it was $23.2 million. A weakness is that audits had not been booked.
The kiln plant is expected to hire 1,800 people.
"""
TAIWANESE = """海灣精機股份有限公司是臺灣的工具機廠，股票在臺灣證券交易所掛牌。
2024 年其水冷產品營收新臺幣 29.2 億元。其中泵浦營收 8.4 億元，占整體的三成。
"""


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Verdict]:
    path: Path = tmp_path_factory.mktemp("judging") / "library"
    with Library.open(path, create=True) as library:
        library.add_text(CHINESE, source="zh.md", title="Notes")
        library.add_text(ENGLISH, source="en.md", title="Notes")
        library.add_text(TAIWANESE, source="tw.md", title="海灣精機：2024 年營運概況")

    def judge(text: str) -> Verdict:
        with Library.open(path) as library:
            (one,) = library.check(text).verdicts
        return one

    return judge


def codes(verdict: Verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


@pytest.mark.parametrize(
    "text",
    [
        "禾洛能源已经在沙特建设一座储能电站，总投资20亿元。",
        "董事会说下半年出货量增长三成。",
        "Merrow Freight opened a depot in Turku next spring.",
        "The port authority acquired two tugboats.",
        "The kiln plant hired 1,800 people.",
        "在投资计划方面，湖岸船厂已经投资新的起重机。",
    ],
)
def test_a_plan_told_as_done_is_no_fact(verdict: Callable[[str], Verdict], text: str) -> None:
    found = verdict(text)
    assert found.label in ("contradicted", "unsupported"), found.reasons
    assert "modality_mismatch" in codes(found)
    (reason,) = [one for one in found.reasons if one.code == "modality_mismatch"]
    assert reason.source is not None


@pytest.mark.parametrize(
    "text",
    [
        "禾洛能源拟在沙特建设一座储能电站，总投资20亿元。",
        "董事会预期下半年出货量增长三成。",
        "Merrow Freight plans to open a depot in Turku next spring.",
        "The port authority is going to acquire two tugboats.",
        "葡萄牙工厂5月投产，禾洛能源负责运营。",
        "货仓的全部容量主要是租给船厂的。",
        "禾洛能源在沙特的储能电站将修建，总投资20亿元。",
    ],
)
def test_a_plan_told_as_a_plan_is_one(verdict: Callable[[str], Verdict], text: str) -> None:
    assert "modality_mismatch" not in codes(verdict(text))


def test_what_is_negated_elsewhere_in_a_sentence_contradicts_nothing(
    verdict: Callable[[str], Verdict],
) -> None:
    assert "negated" not in codes(verdict("The ferry line carries cars to the island."))


@pytest.mark.parametrize(
    "text",
    [
        "公司已经决定分红。",
        "The ferry line, which carries cars, is the most comfortable way to reach the island.",
        "The invoice for it was not $23.2 million.",
    ],
)
def test_what_is_said_the_other_way_round_is_negated(verdict: Callable[[str], Verdict], text: str) -> None:
    found = verdict(text)
    assert found.label == "contradicted"
    assert "negated" in codes(found)


@pytest.mark.parametrize(
    "text",
    [
        "钦州基地产能为12吉瓦时。",
        "禾洛能源葡萄牙工厂已于5月投产。",
        "A film about lighthouses won the White Heron Film Prize.",
    ],
)
def test_a_name_made_of_known_words_is_known(verdict: Callable[[str], Verdict], text: str) -> None:
    assert not codes(verdict(text)) & {"name_not_found", "subject_mismatch"}


def test_a_name_of_which_a_word_is_missing_is_not_found(verdict: Callable[[str], Verdict]) -> None:
    found = verdict("A short film about lighthouses won the Grey Heron Prize.")
    assert codes(found) & {"name_not_found", "subject_mismatch"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Farmers near the lake complain about dry wells since the quarry went deeper.", "supported"),
        ("Farmers hope that the quarry near the lake opens a museum of fossils.", "unsupported"),
    ],
)
def test_what_words_leave_open_is_read_by_the_encoder(
    verdict: Callable[[str], Verdict], text: str, label: str
) -> None:
    assert verdict(text).label == label


def test_a_figure_in_another_language_contradicts_only_what_is_said_of_the_same(
    verdict: Callable[[str], Verdict],
) -> None:
    found = verdict("澄湖精工2023年营业收入为52亿美元。")
    assert found.label == "unsupported", found.reasons
    assert "figure_mismatch" not in codes(found)
    assert verdict("Merrow Freight 2023年营业收入为52亿美元。").label == "contradicted"


def test_a_month_without_a_year_is_a_time(verdict: Callable[[str], Verdict]) -> None:
    assert verdict("Crews worked in May.").label == "supported"
    found = verdict("Crews worked in June.")
    assert found.label == "contradicted"
    assert "period_mismatch" in codes(found)


def test_an_amount_without_a_country_goes_with_one_written_alike(verdict: Callable[[str], Verdict]) -> None:
    converted = verdict("其中泵浦營收 84,000 萬元，占整體的三成。")
    assert converted.label == "supported", converted.reasons
    assert "converted" in codes(converted)
    renamed = verdict("其中泵浦營收 8.4 億人民幣，占整體的三成。")
    assert renamed.label == "contradicted"
    assert "unit_mismatch" in codes(renamed)


TOGETHER = (
    "2024年，仅微软和英伟达就占了该公司收入的77%以上。\n\n"
    "Microsoft and Nvidia together accounted for 77% of revenue in 2024."
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2024年，微软占了该公司收入的77%以上。", "contradicted"),
        ("Microsoft accounted for 77% of revenue in 2024.", "contradicted"),
        ("2024年，微软和英伟达占了该公司收入的77%以上。", "supported"),
        ("微软与英伟达合计占该公司2024年收入的77%以上。", "supported"),
        ("Microsoft and Nvidia accounted for 77% of revenue in 2024.", "supported"),
    ],
)
def test_what_several_come_to_together_is_of_none_of_them_alone(
    tmp_path: Path, text: str, label: str
) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text(TOGETHER, source="a.md")
        (found,) = library.check(text).verdicts
    assert found.label == label
    assert ("subject_mismatch" in codes(found)) == (label == "contradicted")
