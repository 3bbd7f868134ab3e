"""A question that names a document is asked of that document, without what names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.about import FEWEST, Meant, meant
from yinzheng.qa.retrieve import candidates, read_query

ROUTINE = "值班护士按时巡视病房，环境安静，床单位整洁，饮食与作息按科室规定执行，家属探视登记完整。" * 5


def _record(place: str, who: str, pulse: int, plan: list[str]) -> str:
    sections = [f"{name}：\n{ROUTINE}" for name in ("护理记录", "环境记录", "饮食记录", "探视记录")]
    return "\n\n".join(
        [
            f"住院病历\n医院名称：{place}\n姓名：{who}",
            *sections,
            f"生命体征：\n脉搏：{pulse}次/分\n呼吸：18次/分",
            "治疗方案：\n" + "\n".join(plan),
            f"交接记录：\n{ROUTINE}",
        ]
    )


PLAN = ["口服铁剂三个月。", "每两周复查一次血象。", "增加红肉和绿叶菜。"]
QINGHE = _record("青禾市人民医院", "苏某某", 91, PLAN)
SOURCE = "According to the records of Alder Creek General Hospital"
LANSHAN = _record("岚山市中心医院", "谭某某", 73, ["卧床休息两周。", "佩戴护腰。", "一个月后复诊。"])


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("records") / ".yinzheng", create=True) as library:
        library.add_text(QINGHE, source="qinghe.txt")
        library.add_text(LANSHAN, source="lanshan.txt")
        yield library


def _meant(library: Library, question: str) -> list[Meant]:
    query = read_query(library._index, library.encoder, question)
    return meant(library._index, query, candidates(library._index, query))


def test_the_document_that_opens_with_the_names_is_meant(records: Library) -> None:
    [found] = _meant(records, "根据岚山市中心医院的住院病历，谭某某的脉搏是多少？")
    assert (found.document.source, found.rest) == ("lanshan.txt", "脉搏是多少？")
    assert len(found.passages) >= FEWEST


@pytest.mark.parametrize(
    "question",
    [
        "脉搏是多少？",  # names nobody
        "根据住院病历，金某某的脉搏是多少？",  # somebody else
        "根据岚山市中心医院的住院病历，谭某某？",  # asks nothing
    ],
)
def test_where_it_is_not_plain_no_document_is_meant(records: Library, question: str) -> None:
    assert _meant(records, question) == []


def test_of_two_documents_that_open_alike_none_is_meant(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text(QINGHE, source="first.txt")
        library.add_text(QINGHE.replace("91次", "84次"), source="second.txt")
        assert _meant(library, "根据青禾市人民医院的住院病历，苏某某的脉搏是多少？") == []


def test_a_short_document_is_not_meant(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text("医院名称：青禾市人民医院\n姓名：苏某某\n脉搏：91次/分", source="note.txt")
        assert _meant(library, "根据青禾市人民医院的住院病历，苏某某的脉搏是多少？") == []


def test_the_value_is_cited_and_not_what_repeats_the_names(records: Library) -> None:
    answer = records.ask("根据岚山市中心医院的住院病历，谭某某的脉搏是多少？")
    assert answer.answered
    assert answer.citations[0].quote == "脉搏：73次/分"
    assert answer.short is not None
    assert answer.short.startswith("73")


def test_two_documents_named_side_by_side_are_cited_each(records: Library) -> None:
    answer = records.ask("根据青禾市人民医院和岚山市中心医院的住院病历，苏某某和谭某某的脉搏谁更快？")
    assert {c.quote for c in answer.citations[:2]} == {"脉搏：91次/分", "脉搏：73次/分"}


def test_an_account_is_the_lines_under_its_label_in_their_order(records: Library) -> None:
    answer = records.ask("根据青禾市人民医院的住院病历，总结苏某某的治疗方案。")
    assert answer.answered
    assert [c.quote for c in answer.citations] == PLAN
    assert answer.text == "\n".join(f"{line} [{n}]" for n, line in enumerate(PLAN, 1))


def test_a_source_clause_is_left_out_in_english_too(tmp_path: Path) -> None:
    routine = "The ward was quiet and visits were entered in the book as the rules of the house ask. " * 9
    parts = [f"{name}:\n{routine}" for name in ("Nursing Notes", "Ward Notes", "Meals", "Visits")]
    text = "\n\n".join(
        [
            "Hospital Records\nHospital Name: Alder Creek General Hospital\nName: P. Winslow",
            *parts,
            f"Admission Time: 12th March\nOccupation: glass blower\n\nHandover:\n{routine}",
        ]
    )
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text(text, source="winslow.txt")
        asked = (
            "According to the records of Alder Creek General Hospital, what is the occupation of P. Winslow?"
        )
        [found] = _meant(library, asked)
        assert "Winslow" not in found.rest
        assert found.rest.startswith("what is the occupation")
        assert library.ask(asked).citations[0].quote == "Occupation: glass blower"
        when = library.ask(
            "According to the records of Alder Creek General Hospital, when was P. Winslow admitted?"
        )
        assert "Admission Time: 12th March" in [c.quote for c in when.citations]
