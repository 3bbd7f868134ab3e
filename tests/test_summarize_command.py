"""`yinzheng summarize` as people and scripts use it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.running import Yinzheng
from tests.test_output import HOSTILE, assert_harmless
from yinzheng import Library

REPORT = "heluo-annual-report-2024.md"


def test_json_is_the_contract(yinzheng: Yinzheng, at: tuple[str, Path], library: Library) -> None:
    run = yinzheng(*at, "summarize", REPORT, "--points", "3", "--json")
    assert (run.status, run.err, list(run.json)) == (0, "", ["about", "reason", "points"])
    assert len(run.json["points"]) == 3
    for point in run.json["points"]:
        assert list(point) == ["text", "section", "citations"]
        for citation in point["citations"]:
            text = library.document(citation["doc"]["id"]).text
            assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_headings_group_the_points(yinzheng: Yinzheng, at: tuple[str, Path]) -> None:
    run = yinzheng(*at, "summarize", REPORT)
    assert run.status == 0
    assert "2024 年年度报告" in run.out.splitlines()[0]
    assert "§ 一、主要财务数据" in run.out
    assert run.out.index("[1] ") < run.out.index("[2] ")


def test_several_documents_have_a_head_each(yinzheng: Yinzheng, at: tuple[str, Path]) -> None:
    run = yinzheng(*at, "summarize", REPORT, "quillstone-q1-call.txt", "--points", "6")
    assert f"examples/{REPORT}" in run.out
    assert "examples/quillstone-q1-call.txt" in run.out


def test_places_are_in_the_language_of_their_document_or_of_what_is_asked(
    yinzheng: Yinzheng, tmp_path: Path
) -> None:
    at = ("-L", str(tmp_path / ".yinzheng"))
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text("The plant in Leeds closes in May because of a fire.\n", "a.txt", "A")
        library.add_text("利兹的工厂因火灾于五月关闭，工人转岗。\n", "b.txt", "乙")
        library.add_text("里昂的工厂因罢工于六月停产，订单推迟。\n", "c.txt", "丙")
    shown = yinzheng(*at, "summarize").out
    assert "line 1 · characters 0–" in shown
    assert shown.count("第 1 行 · 第 0–") == 2
    places = {c["doc"]["source"]: c["locator"] for c in _citations(yinzheng(*at, "summarize", "--json").json)}
    assert places == {"a.txt": "line 1", "b.txt": "第 1 行", "c.txt": "第 1 行"}
    assert "characters" not in yinzheng(*at, "summarize", "--about", "利兹的工厂").out
    assert "字符" not in yinzheng(*at, "summarize", "--about", "the plant in Leeds").out


def _citations(summary: dict[str, Any]) -> list[dict[str, Any]]:
    return [citation for point in summary["points"] for citation in point["citations"]]


def test_nothing_on_it_is_exit_status_one_in_the_language_asked_in(
    yinzheng: Yinzheng, at: tuple[str, Path]
) -> None:
    run = yinzheng(*at, "summarize", "--about", "酸面包怎么发酵")
    assert (run.status, run.out, run.err) == (1, "文档中没有找到与此相关的内容。\n", "")
    run = yinzheng(*at, "summarize", "--about", "sourdough fermentation", "--json")
    assert (run.status, run.json["points"]) == (1, [])


def test_wrong_usage_is_one_line(yinzheng: Yinzheng, at: tuple[str, Path]) -> None:
    for words in (("--points", "0"), ("--points", "many"), ("--about", "？")):
        run = yinzheng(*at, "summarize", *words)
        assert (run.status, run.out, run.err.count("\n")) == (2, "", 1), words
    assert yinzheng(*at, "summarize", "nowhere.md").status == 3


def test_hostile_text_is_shown_and_not_obeyed(yinzheng: Yinzheng, tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text(
            f"# {HOSTILE}\n\nThe plant opens{HOSTILE} in the spring of 2027.\n", HOSTILE, HOSTILE
        )
    run = yinzheng("-L", str(tmp_path / ".yinzheng"), "summarize")
    assert run.status == 0
    assert_harmless(run.out.encode())
