from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import Yinzheng
from yinzheng import Library
from yinzheng.corpus.markdown import outline
from yinzheng.qa.checking.marks import Marks, Target, cited, read_marks
from yinzheng.qa.checking.places import place
from yinzheng.qa.checking.statements import statements
from yinzheng.types import Anchor, Document, Lang


def doc(id: str, source: str, title: str, text: str = "", lang: Lang = "en") -> Document:
    anchors = outline(text).anchors
    return Document(id, source, title, text, lang, "text/markdown", "", "2025-01-01T00:00:00Z", anchors)


LINES = "\n".join(f"line {n} of the report" for n in range(1, 31))
SHELF = [
    doc("aa11bb22cc33", "notes/report.md", "Annual report 2024", LINES),
    doc(
        "bb22cc33dd44",
        "年报/禾洛.md",
        "禾洛能源 2024 年年报",
        "# 概况\n\n一。\n\n# 风险\n\n二。\n\n## 汇率\n\n三。",
        "zh",
    ),
    doc("cc33dd44ee55", "/data/calls/q1.txt", "Q1 call", "Hello\n" * 40),
    doc("dd44ee55ff66", "a/same.md", "One"),
    doc("ee55ff667788", "b/same.md", "Two"),
]
BY_ID = {document.id: document for document in SHELF}


def read(text: str) -> Marks:
    return read_marks(text, lambda: SHELF, BY_ID.__getitem__)


def only(text: str) -> tuple[Target, ...]:
    """What the first mark of a text points at; nothing may be wrong with it."""
    marks = read(text)
    assert not marks.problems
    return marks.targets[marks.marks[0].start]


def problem(text: str) -> str:
    marks = read(text)
    at = marks.marks[0].start
    assert marks.targets[at] == ()
    return marks.problems[at]


@pytest.mark.parametrize(
    "entry",
    [
        "[1] notes/report.md",
        "[1]: notes/report.md",
        "[1]: report.md",
        "[1] Annual report 2024",
        "[1] “Annual Report 2024”, lightly edited",
        "[1] The annual report 2024 of the company, downloaded in May",
        "[1]: ./notes/report.md",
        "[1]: /home/me/notes/report.md",
        "[1]: <report.md>",
        "[1]: `report.md`",
        "[1] [The report](../notes/report.md)",
        "[1] aa11bb22cc33",
        "[1] aa11bb",
        "【1】report.md",
        "[1] report",
        "## Sources\n\n1. notes/report.md",
        "## Sources\n\n1) Annual report 2024",
        "来源：\n- report.md",
        "**References**\n\n(1) report.md",
        "参考资料\n1、report.md",
    ],
)
def test_an_entry_names_a_document_as_people_do(entry: str) -> None:
    assert only(f"Revenue rose [1].\n\n{entry}\n") == (Target("aa11bb22cc33"),)


def test_a_footnote_is_an_entry() -> None:
    assert only("Revenue rose.[^Src]\n\n[^src]: notes/report.md\n") == (Target("aa11bb22cc33"),)
    assert only("Revenue rose.[1]\n\n[^1]: notes/report.md\n") == (Target("aa11bb22cc33"),)


@pytest.mark.parametrize(
    "said",
    ["lines 3–4", "line 3-4", "第 3–4 行", "L3-L4", "characters 42–60"],
)
def test_a_place_behind_the_name_narrows_the_target(said: str) -> None:
    (target,) = only(f"Revenue rose [1].\n\n[1] notes/report.md, {said}\n")
    assert target.start is not None
    assert LINES[target.start : target.end].startswith("line 3")


@pytest.mark.parametrize(
    "entry", ["[1]: notes/report.md#L3-L4", "[1]: notes/report.md:3-4", "[1] report.md:3"]
)
def test_a_line_glued_to_the_path_narrows_the_target(entry: str) -> None:
    (target,) = only(f"Revenue rose [1].\n\n{entry}\n")
    assert target.doc_id == "aa11bb22cc33"
    assert target.start is not None
    assert LINES[target.start : target.end].startswith("line 3")


def test_a_section_reaches_to_the_next_one_of_its_level() -> None:
    text = BY_ID["bb22cc33dd44"].text
    (risks,) = only("有风险[1]。\n\n[1] 禾洛能源 2024 年年报 · § 风险\n")
    assert text[risks.start : risks.end] == "# 风险\n\n二。\n\n## 汇率\n\n三。"
    (rates,) = only("有风险[1]。\n\n[1] 禾洛能源 2024 年年报 · § 风险 › 汇率\n")
    assert text[rates.start : rates.end] == "## 汇率\n\n三。"
    assert only("有风险[1]。\n\n[1] 禾洛能源 2024 年年报 · § 没有这节\n") == (Target("bb22cc33dd44"),)


def test_pages_and_times_are_places() -> None:
    anchors = (Anchor(0, "page", "1"), Anchor(10, "page", "2"), Anchor(20, "page", "3"))
    paged = Document("x", "x.pdf", "X", "." * 30, "en", "application/pdf", "", "", anchors)
    for said in ("p. 2", "page 2", "第 2 页"):
        span = place(paged, said)
        assert span is not None
        assert (span.start, span.end) == (10, 20)
    assert place(paged, "p. 9") is None
    moments = tuple(Anchor(at, "timestamp", label) for at, label in ((0, "0:30"), (10, "1:30"), (20, "2:30")))
    timed = Document("y", "y.txt", "Y", "." * 30, "en", "text/plain", "", "", moments)
    span = place(timed, "0:30–1:30")
    assert span is not None
    assert (span.start, span.end) == (0, 20)


def test_spans_are_checked_against_the_text() -> None:
    assert only("Revenue rose [aa11bb22cc33:0-20].") == (Target("aa11bb22cc33", 0, 20),)
    assert only("Revenue rose [notes/report.md:0-20].") == (Target("aa11bb22cc33", 0, 20),)
    assert "characters" in problem("Revenue rose [notes/report.md:0-99999].")
    assert "字符" in problem("收入上升[notes/report.md:5-5]。")
    assert "no document gone.md" in problem("Revenue rose [gone.md:0-20].")


def test_several_numbers_in_one_mark() -> None:
    sources = "\n\n[1] report.md\n[2] 禾洛.md\n[3] q1.txt\n"
    assert [t.doc_id for t in only(f"It rose [1-3].{sources}")] == [
        "aa11bb22cc33",
        "bb22cc33dd44",
        "cc33dd44ee55",
    ]
    assert [t.doc_id for t in only(f"It rose [1, 3].{sources}")] == ["aa11bb22cc33", "cc33dd44ee55"]
    marks = read(f"It rose [1, 9].{sources}")
    assert marks.targets[8] == (Target("aa11bb22cc33"),)
    assert "[9]" in marks.problems[8]


def test_a_link_behind_the_number_is_the_target() -> None:
    assert only("It rose [1](notes/report.md#L3).")[0].doc_id == "aa11bb22cc33"


def test_what_does_not_resolve_is_said_in_the_language_of_the_text() -> None:
    assert problem("Revenue rose [7].") == "the text has no entry [7]"
    assert problem("收入上升[7]。") == "文中没有 [7] 的出处"
    assert problem("Revenue rose [1].\n\n[1] gone.md\n") == "[1] names no document of the library: gone.md"
    assert problem("It rose [1].\n\n[1] same.md\n") == "2 documents of the library are called same.md"
    assert only("It rose [1].\n\n[1] b/same.md\n") == (Target("ee55ff667788"),)


def test_footnotes_may_point_at_each_other_but_not_in_a_circle() -> None:
    assert only("It rose.[^a]\n\n[^a]: see [^b]\n[^b]: report.md\n") == (Target("aa11bb22cc33"),)
    assert "circle" in problem("It rose.[^a]\n\n[^a]: see [^b]\n[^b]: see [^a]\n")
    chain = "\n".join(f"[^{n}]: see [^{n + 1}]" for n in range(3000))
    assert "circle" in problem(f"It rose.[^0]\n\n{chain}\n")


def test_marks_of_code_and_of_references_cite_nothing() -> None:
    assert read("```\na[1]\n```\n`a[2]` ![1](notes/a.md)\n\n[^n]: see [1]\n").marks == ()


def test_marks_belong_to_the_statement_that_they_stand_in_or_behind() -> None:
    text = "收入[1]上升。[2] [3]\n\n亏损。\n\n[4]\n\n- 项 [5]\n\n| a | b [6] |\n|---|---|\n| c [7] | d |\n"
    marks = read(text)
    owned = [[mark.label for mark in cited(statement, marks)] for statement in statements(text)]
    assert owned == [["1", "2", "3"], ["4"], ["5"], ["6"], ["7"]]


def test_what_ask_prints_resolves(yinzheng: Yinzheng, at: tuple[str, Path], library: Library) -> None:
    question = "羽石云的加权平均利率是多少？"
    text = yinzheng(*at, "ask", question).out
    first = library.ask(question).citations[0]
    marks = read_marks(text, library.documents, library.document)
    assert marks.marks
    assert not marks.problems
    assert {t for m in marks.marks for t in marks.targets[m.start]} >= {
        Target(first.doc_id, first.start, first.end)
    }
    assert not any("把握" in text[s.start : s.end] for s in statements(text) if s.kind == "sentence")
