"""Claims as files: exact figures, harmless cells, the same columns always, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.figures import claim, document, revenue
from yinzheng import Library, as_json
from yinzheng.errors import ExportError
from yinzheng.export import (
    COLUMNS,
    CONFLICT_COLUMNS,
    FORMS,
    READING_COLUMNS,
    guard,
    rows,
    unguard,
    write,
    write_to,
)
from yinzheng.screen import visible
from yinzheng.types import Claim, Conflict

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1+1",
    "\u3000=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''@x",
    '=HYPERLINK("http://e.test","x")',
    "=cmd|' /C calc'!A0",
]

RAWS = ["19.15亿美元", "=5%", "-4.2%", "２ ５\n万", "+3", "'=1", "@", "\t7", "|8|", "&#9;"]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(path: Path) -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book["claims"].iter_rows()]


def markdown(text: str) -> list[list[str]]:
    """The cells of a Markdown table, as a reader of CommonMark with tables gets them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    cells: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            cells.append([])
        elif token.type == "inline":
            assert {child.type for child in token.children or ()} <= {"text", "text_special"}, token.content
            cells[-1].append("".join(child.content for child in token.children or ()))
    return cells


def test_the_columns_and_their_order_are_the_documented_ones(tmp_path: Path) -> None:
    write([revenue()], tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode() == (
        "subject,metric,metric_key,raw,kind,value,low,high,unit,qualifier,direction,period,modality,status,"
        "subject_from,doc_id,source,title,start,end,sentence,locator\r\n"
        "禾洛能源,营收,revenue,86.40 亿元,money,8640000000,,,CNY,exact,,2024,actual,exact,"
        "sentence,0123456789ab,notes/a.md,题目 Title,14,22,"
        "2024 年，禾洛能源营收 86.40 亿元，同比增长 31.5%。,§ 财务\r\n"
    )


def test_fields_with_commas_quotes_and_line_ends_come_back(tmp_path: Path) -> None:
    odd = 'a,b "c"\r\nd\ne'
    write([revenue(subject=odd)], tmp_path / "a.csv")
    assert table(tmp_path / "a.csv")[0]["subject"] == odd


def test_excel_gets_a_byte_order_mark_and_others_none(tmp_path: Path) -> None:
    write([revenue()], tmp_path / "a.csv")
    write([revenue()], tmp_path / "b.csv", excel=True)
    assert (tmp_path / "b.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "a.csv").read_bytes()


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_spreadsheet_would_run_is_guarded_as_text(tmp_path: Path, formula: str) -> None:
    doc = document(f"x {formula} y")
    hostile = claim(
        formula,
        "1",
        doc=doc,
        subject=formula,
        metric=formula,
        metric_key=formula,
        period=formula,
        unit=formula,
    )
    write([hostile], tmp_path / "a.csv")
    row = table(tmp_path / "a.csv")[0]
    for name in ("subject", "metric", "metric_key", "raw", "period", "unit"):
        assert row[name] == f"'{formula}", name
        assert unguard(row[name]) == formula
    write([hostile], tmp_path / "a.xlsx")
    cells = dict(zip(COLUMNS, sheet(tmp_path / "a.xlsx")[1], strict=True))
    for name in ("subject", "metric", "raw", "period", "unit"):
        assert cells[name].data_type in {"s", "inlineStr"}, name
        assert cells[name].quotePrefix is True, name
        assert unescaped(cells[name].value) == formula
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def unescaped(text: str) -> str:
    """OOXML writes control characters as _xHHHH_ (ECMA-376, ST_Xstring); openpyxl leaves that to us."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


@given(ANY_TEXT | st.sampled_from(FORMULAS))
def test_the_guard_can_always_be_taken_off(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not re.match(r"\s*[=+\-@\t\r＝＋－＠]", guard(text))


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    fall = claim("-4.2%", "-4.2", "%", kind="percent")
    write([fall], tmp_path / "a.csv")
    assert table(tmp_path / "a.csv")[0]["value"] == "-4.2"
    write([fall], tmp_path / "a.xlsx")
    cell = dict(zip(COLUMNS, sheet(tmp_path / "a.xlsx")[1], strict=True))["value"]
    assert (cell.data_type, cell.value) == ("n", -4.2)


@pytest.mark.parametrize(
    ("value", "said", "number"),
    [
        ("0", "0", True),
        ("-0.00", "0", True),
        ("1915000000", "1915000000", True),
        ("8640000000.00", "8640000000", True),
        ("31.50", "31.5", True),
        ("123456789012345", "123456789012345", True),
        ("1234567890123456", "1234567890123456", False),
        ("0.1234567890123456789", "0.1234567890123456789", False),
        ("1E+12", "1000000000000", True),
        ("1E+999", "1E+999", False),
        ("9" * 5000, "9" * 5000, False),
        ("0.6666666666666666666666666667", "0.6666666666666666666666666667", False),
    ],
)
def test_a_value_is_exact_or_text_and_never_rounded(
    tmp_path: Path, value: str, said: str, number: bool
) -> None:
    given = revenue()
    figure = claim("86.40 亿元", value)
    write([figure], tmp_path / "a.csv")
    assert table(tmp_path / "a.csv")[0]["value"] == said
    assert as_json.claim(figure)["value"] == said
    write([given, figure], tmp_path / "a.xlsx")
    cell = dict(zip(COLUMNS, sheet(tmp_path / "a.xlsx")[2], strict=True))["value"]
    if number:
        assert (cell.data_type, Decimal(repr(cell.value))) == ("n", Decimal(value))
    else:
        assert (cell.data_type, cell.value) == ("s", said)


def test_characters_that_xml_cannot_hold_do_not_break_a_workbook(tmp_path: Path) -> None:
    hostile = revenue(subject='a\x1b[31m\x00\x07b\x0c_x0041_\ufffe\uffff\u2028<&>"')
    write([hostile], tmp_path / "a.xlsx")
    shown = sheet(tmp_path / "a.xlsx")[1][0].value
    assert unescaped(shown).startswith("a\x1b[31m\0\x07b\x0c_x0041_")
    assert shown.endswith('\ufffd\ufffd\u2028<&>"')


def test_a_cell_that_is_too_long_for_a_workbook_is_cut_and_ends_in_dots(tmp_path: Path) -> None:
    doc = document("长" * 40_000 + " 5 亿元 " + "长" * 10)
    write([claim("5 亿元", "500000000", doc=doc)], tmp_path / "a.xlsx")
    sentence = dict(zip(COLUMNS, sheet(tmp_path / "a.xlsx")[1], strict=True))["sentence"].value
    assert len(sentence) == 32_767
    assert sentence.endswith("长…")
    write([claim("5 亿元", "500000000", doc=doc)], tmp_path / "a.csv")
    assert table(tmp_path / "a.csv")[0]["sentence"] == doc.text


def test_more_rows_than_a_sheet_holds_are_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinzheng.export._XLSX_ROWS", 3)
    write([revenue()] * 2, tmp_path / "a.xlsx")
    with pytest.raises(ExportError, match="CSV"):
        write([revenue()] * 3, tmp_path / "b.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_json_lines_are_the_claims_of_docs_json(tmp_path: Path) -> None:
    found = [revenue(), claim("$2.1 and $2.3 billion", None, "USD", low="2100000000", high="2.3E+9")]
    write(found, tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [as_json.claim(item) for item in found]
    assert json.loads(lines[1])["high"] == "2300000000"


@given(ANY_TEXT)
def test_a_line_of_json_lines_holds_no_line_end_of_any_kind(text: str) -> None:
    out = io.BytesIO()
    write_to(out, rows([revenue(subject=text)]), "jsonl")
    lines = out.getvalue().decode().splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["subject"] == text


@given(ANY_TEXT)
def test_markdown_gives_every_cell_back(text: str) -> None:
    out = io.BytesIO()
    write_to(out, rows([revenue(subject=text, metric="a|b `c` <b>d</b> &amp; [e](f) **g** \\ $h$")]), "md")
    head, row = markdown(out.getvalue().decode())
    assert head == list(READING_COLUMNS)
    controls = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
    assert row[0] == controls.sub(lambda control: visible(control.group()), text)
    assert row[1] == "a|b `c` <b>d</b> &amp; [e](f) **g** \\ $h$"
    assert row[2] == "86.40 亿元"


def test_markdown_shows_a_range_as_such(tmp_path: Path) -> None:
    write([claim("$2.1 and $2.3 billion", None, "USD", low="2.1E+9", high="2.3E+9")], tmp_path / "a.md")
    assert "| 2100000000–2300000000 | USD |" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_rows_of_conflicts_say_which_side_they_are_on(tmp_path: Path) -> None:
    other = revenue(subject="Heluo")
    conflict = Conflict("禾洛能源", "revenue", "2024", ((revenue(), other), (other,)), "另一口径")
    for form in FORMS:
        assert write([conflict, conflict], tmp_path / f"a.{form}") == 6
    made = table(tmp_path / "a.csv")
    assert list(made[0]) == [*COLUMNS, *CONFLICT_COLUMNS]
    assert [(row["conflict"], row["group"], row["reason"]) for row in made] == [
        (str(number), group, "另一口径") for number in (1, 2) for group in ("1", "1", "2")
    ]
    assert [cell.value for cell in sheet(tmp_path / "a.xlsx")[3]][-3:] == [1, 2, "另一口径"]
    line = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["conflict"], line["group"], line["reason"]) == (2, 2, "另一口径")


# --- files ------------------------------------------------------------------------------------------


def test_a_file_that_exists_is_kept_unless_it_may_be_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("mine")
    path.chmod(0o640)
    with pytest.raises(ExportError, match="--force"):
        write([revenue()], path)
    assert path.read_text() == "mine"
    write([revenue()], path, force=True)
    assert table(path)[0]["raw"] == "86.40 亿元"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.csv"]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("mine")
    (tmp_path / "link.csv").symlink_to("real.csv")
    write([revenue()], tmp_path / "link.csv", force=True)
    assert (tmp_path / "link.csv").is_symlink()
    assert table(tmp_path / "real.csv")[0]["raw"] == "86.40 亿元"


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    def slow() -> Iterator[Claim]:
        yield revenue()

    path = tmp_path / "a.csv"
    link = os.link

    def late(source: Any, target: Any) -> None:
        path.write_text("somebody else's")
        link(source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "link", late)
        with pytest.raises(ExportError, match="exists"):
            write(slow(), path)
    assert path.read_text() == "somebody else's"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere/a.csv", "no folder"),
        ("folder.csv", "is a folder"),
        ("pipe.csv", "ordinary file"),
        ("a\0.csv", "NUL"),
        (f"{'x' * 300}.csv", "cannot be written"),
        ("a.docx", r"\.csv, \.xlsx"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(ExportError, match=said) as caught:
        write([revenue()], tmp_path / name, force=True)
    assert "\n" not in str(caught.value)
    assert {entry.name for entry in tmp_path.iterdir()} == {"folder.csv", "pipe.csv"}


@pytest.mark.parametrize("form", FORMS)
def test_a_write_that_fails_half_way_leaves_the_old_file(
    tmp_path: Path, form: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a.{form}"
    path.write_text("mine")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        write([revenue()], path, force=True)
    assert path.read_text() == "mine"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


# --- the one rule -----------------------------------------------------------------------------------


def spans(path: Path) -> Iterator[tuple[str, str, int, int]]:
    """Document (id or source), raw, start and end of every row of an exported file."""
    if path.suffix == ".csv":
        for row in table(path):
            yield row["doc_id"], unguard(row["raw"]), int(row["start"]), int(row["end"])
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            yield item["doc"]["id"], item["raw"], item["start"], item["end"]
    elif path.suffix == ".md":
        head, *body = markdown(path.read_text(encoding="utf-8"))
        for texts in body:
            row = dict(zip(head, texts, strict=True))
            yield row["source"], row["raw"], int(row["start"]), int(row["end"])
    else:
        for cells in sheet(path)[1:]:
            named = {name: cell.value for name, cell in zip(COLUMNS, cells, strict=True)}
            yield named["doc_id"], unescaped(named["raw"]), named["start"], named["end"]


@pytest.mark.parametrize("form", FORMS)
def test_every_exported_row_stands_where_it_says(library: Library, tmp_path: Path, form: Any) -> None:
    found = library.claims()
    assert len(found) > 100
    write(found, tmp_path / f"a.{form}")
    rows_read = list(spans(tmp_path / f"a.{form}"))
    assert len(rows_read) == len(found)
    for name, raw, start, end in rows_read:
        assert library.document(name).text[start:end] == raw


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")
def test_every_exported_row_of_real_documents_stands_where_it_says(tmp_path: Path) -> None:
    from yinzheng.corpus.load import load_file
    from yinzheng.qa.claims import claims

    documents = [load_file(path) for path in sorted(SEEDS.iterdir()) if path.is_file()]
    texts = {key: d.text for d in documents for key in (d.id, d.source)}
    found = [item for d in documents for item in claims(d)]
    assert len(found) > 100
    for form in FORMS:
        write(found, tmp_path / f"a.{form}")
        rows_read = list(spans(tmp_path / f"a.{form}"))
        assert len(rows_read) == len(found)
        assert [row for row in rows_read if texts[row[0]][row[2] : row[3]] != row[1]] == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(RAWS), min_size=1, max_size=6))
def test_rows_of_any_text_stand_where_they_say(tmp_path: Path, parts: list[str]) -> None:
    doc = document("、".join(parts), id="0" * 12)
    found, at = [], 0
    for part in parts:
        made = claim(part, "1", doc=document(part, id="0" * 12))
        found.append(replace(made, quantity=replace(made.quantity, start=at, end=at + len(part))))
        at += len(part) + 1
    texts = {doc.id: doc.text, doc.source: doc.text}
    for form in FORMS:
        write(found, tmp_path / f"a.{form}", force=True)
        for name, raw, start, end in spans(tmp_path / f"a.{form}"):
            assert texts[name][start:end] == raw
