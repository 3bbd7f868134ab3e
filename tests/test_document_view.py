"""The list of documents, and spots in them: readable, whole, and marked also where nothing can stand out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.test_output import console, document, printed
from yinzheng.document_view import extent, format_of, print_document, print_documents, print_spot
from yinzheng.index.sizes import Size
from yinzheng.screen import cells
from yinzheng.types import Span

LINES = "first line\nthe second line is cited here\nthird"


def test_a_pipe_gets_one_line_per_document_with_tabs_between_fields() -> None:
    out = console()
    one = document("x", title="a\tb", source="c\nd" + "长" * 90, flags=("spun",), date="2025-04-01")
    print_documents(out, [one], {one.id: Size(1234, 12, "page")}, "zh")
    fields = printed(out).rstrip("\n").split("\t")
    assert fields == [
        "0123456789ab", "zh", "2025-05-20T08:00:00Z", "c␊d" + "长" * 90, "a␉b",
        "2025-04-01", "text/plain", "1234", "12 page", "spun",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(
    "title", ["Meeting notes on storage for the Abilene campus ", "禾洛能源储能会议纪要与排产计划"]
)
def test_the_list_fits_its_width_and_breaks_titles_between_words(width: int, title: str) -> None:
    out = console(width, terminal=True)
    one = document("x", title=title * 3, date="2025-04-01", flags=("spun",))
    print_documents(out, [one], {one.id: Size(123456)}, "en")
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in printed(out).splitlines()]
    assert max(map(cells, lines)) <= width
    begin = lines[1].index(title[:4])
    column = [line[begin:].strip() for line in lines[1:-2]]
    assert "".join(column).replace(" ", "") == (title * 3).replace(" ", "")
    assert all(cells(line) > width - begin - 12 for line in column[:-1]), column
    assert "2025-04-01" in lines[1]
    assert "123k ch." in lines[1]
    assert "spun" in lines[-1]


@pytest.mark.parametrize(
    ("size", "zh", "en"),
    [
        (Size(754), "754 字", "754 ch."),
        (Size(1540), "1.5k 字", "1.5k ch."),
        (Size(99_960), "99k 字", "99k ch."),
        (Size(9999, 12, "page"), "12 页", "12 p."),
        (Size(9999, 20, "slide"), "20 张", "20 slides"),
        (None, "", ""),
    ],
)
def test_sizes_for_people(size: Size | None, zh: str, en: str) -> None:
    assert extent(size, "zh") == zh
    assert extent(size, "en") == en


def test_formats_for_people() -> None:
    kinds = {
        "text/plain": "text",
        "text/markdown": "Markdown",
        "text/html": "HTML",
        "text/vtt": "WebVTT",
        "application/x-subrip": "SubRip",
    }
    for media_type, name in kinds.items():
        assert format_of(replace(document("x"), media_type=media_type)) == name


def test_show_prints_whole_lines_with_the_span_standing_out() -> None:
    doc = document(LINES)
    start = doc.text.index("cited")
    out = console(terminal=True)
    print_document(out, doc, [Span(start, start + 5)])
    assert "the second line is \x1b[1mcited\x1b[0m here" in printed(out)
    assert "third" not in printed(out)


def test_a_spot_is_shown_in_its_surroundings_under_its_place() -> None:
    doc = document(LINES, title="Notes")
    start = doc.text.index("cited")
    out = console(terminal=True)
    print_spot(out, doc, Span(start, start + 6), locator="line 2", lang="en")
    assert "the second line is \x1b[1mcited\x1b[0m here" in printed(out)
    plain = console()
    print_spot(plain, doc, Span(start, start + 6), locator="line 2", lang="en")
    assert printed(plain) == (
        f"Notes · line 2\nnotes/a.md · characters {start}–{start + 6}\n\n"
        "first line\nthe second line is ⟦cited⟧ here\nthird\n"
    )


def test_a_spot_in_an_endless_line_is_cut() -> None:
    doc = document("word " * 20_000 + "here" + " word" * 20_000)
    out = console()
    print_spot(out, doc, Span(100_000, 100_004), locator="", lang="en")
    assert "⟦here⟧" in printed(out)
    assert len(printed(out)) < 6000
