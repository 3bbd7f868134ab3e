"""What the views print: safe bytes on a real terminal, both languages, narrow and wide."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from yinzheng import answer_view, document_view, output, search_view
from yinzheng.index.sizes import Size
from yinzheng.screen import cells
from yinzheng.types import Anchor, Answer, Citation, Document, Hit, Passage, Span

HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07 \x9b2J \x9d0;c1\x9c \u202eevil\u202c \u2066x\u2069 \u200bzero\ufeff "
    "[bold magenta]markup[/] [link=http://e.test]x[/link] :smile: \u2028end\r\x08\x7f"
)


def document(text: str, title: str = "题目 Title", source: str = "notes/a.md", **more: object) -> Document:
    return Document(
        id="0123456789ab",
        source=source,
        title=title,
        text=text,
        lang="zh",
        media_type="text/plain",
        sha256="0" * 64,
        added_at="2025-05-20T08:00:00Z",
        **more,  # type: ignore[arg-type]
    )


def hit(doc: Document, score: float = 0.91234) -> Hit:
    return Hit(doc, Passage(1, doc.id, 0, len(doc.text), "zh"), score, 0.5, 0.6)


def answer_of(doc: Document, quote: str, *, answered: bool = True, reason: str = "") -> Answer:
    start = doc.text.index(quote)
    cited = Citation(1, doc.id, doc.source, doc.title, start, start + len(quote), quote, "§ 财务")
    return Answer(
        "营收多少？", answered, f"{quote} [1]" if answered else "", None, 0.87, (cited,), (), reason
    )


def console(width: int = 80, *, terminal: bool = False) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def printed(out: Console) -> str:
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


TEXT = (
    "前言与此无关，只是占一些位置。" * 20
    + "2024 年，公司实现营业收入 86.40 亿元，同比增长 31.5%。"
    + "其余的内容也与此无关。" * 20
)


@pytest.mark.parametrize("width", [80, 120, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    doc = document(TEXT, title="禾洛能源股份有限公司 2024 年年度报告（摘要）" * 3)
    out = console(width)
    search_view.print_hits(
        out, "营业收入是多少", [hit(doc), hit(doc)], ["§ 一、主要财务数据", "第 40–46 行"], "zh"
    )
    answer_view.print_answer(
        out, answer_of(doc, "2024 年，公司实现营业收入 86.40 亿元，同比增长 31.5%。"), {doc.id: doc}, "zh"
    )
    lines = printed(out).splitlines()
    assert max(map(cells, lines)) <= width
    assert "86.40" in printed(out)


def test_search_shows_rank_score_document_place_and_the_matching_part() -> None:
    doc = document(TEXT)
    for width in (80, 160):
        out = console(width)
        search_view.print_hits(out, "营业收入", [hit(doc)], ["§ 财务"], "zh")
        shown = printed(out)
        for part in ("1", "0.912", "题目 Title", "§ 财务", "营业收入 86.40"):
            assert part in shown


def test_matching_terms_ignore_width_case_tradition_and_word_endings() -> None:
    text = "營業收入 86.40 億元；The companies reported revenues."
    found = {text[s.start : s.end] for s in search_view.matching_terms("营业收入 reports company", text)}
    assert found == {"營業", "業收", "收入", "companies", "reported"}


def test_question_words_are_not_marked() -> None:
    text = "员工有多少，什么是 the answer"
    assert search_view.matching_terms("what is the 多少 什么", text) == []


@pytest.mark.parametrize(("lang", "word"), [("zh", "把握：高（0.87）"), ("en", "Confidence: high (0.87)")])
def test_labels_are_in_the_language_of_the_question(lang: str, word: str) -> None:
    doc = document(TEXT)
    out = console()
    quote = "2024 年，公司实现营业收入 86.40 亿元，同比增长 31.5%。"
    answer_view.print_answer(out, answer_of(doc, quote), {doc.id: doc}, "zh" if lang == "zh" else "en")
    assert word in printed(out)
    assert str(doc.text.index(quote)) in printed(out)


def test_the_cited_sentence_stands_out_in_its_surroundings() -> None:
    doc = document(TEXT)
    quote = "2024 年，公司实现营业收入 86.40 亿元，同比增长 31.5%。"
    out = console(terminal=True)
    answer_view.print_answer(out, answer_of(doc, quote), {doc.id: doc}, "zh")
    context = re.findall(r"│ (.*)", printed(out))
    bold = "".join("".join(re.findall(r"\x1b\[1m(.*?)\x1b\[0m", line)) for line in context)
    assert bold.replace(" ", "") == quote.replace(" ", "")
    assert any("前言与此无关" in line for line in context)


def test_a_paragraph_that_holds_two_citations_is_shown_once_with_both_standing_out() -> None:
    doc = document("The plant needs water. It takes 2,400 cubic metres a day. Most is recycled.")
    quotes = ["The plant needs water.", "It takes 2,400 cubic metres a day."]
    cited = tuple(
        Citation(
            n, doc.id, doc.source, doc.title, doc.text.index(q), doc.text.index(q) + len(q), q, "§ Water"
        )
        for n, q in enumerate(quotes, 1)
    )
    out = console(terminal=True)
    answer_view.print_answer(out, Answer("?", True, "x [1] y [2]", None, 0.9, cited), {doc.id: doc}, "en")
    shown = printed(out)
    first, second = shown.split("characters 23–57")
    assert re.findall(r"\x1b\[1m(.*?)\x1b\[0m", first.split("│ ")[1]) == quotes
    assert "│" not in second


@pytest.mark.parametrize(
    ("quote", "value", "shown"),
    [
        ("19.15亿美元", "USD 1.915 billion", "19.15亿美元 = USD 1.915 billion [1]"),
        ("约5%", "≈ 5%", "约5% ≈ 5% [1]"),
        ("超过25万张", "> 250,000", "超过25万张 > 250,000 [1]"),
        ("5%", "5%", "5% [1]"),
    ],
)
def test_what_a_short_answer_says_stands_behind_one_sign(quote: str, value: str, shown: str) -> None:
    doc = document(f"比例为{quote}。")
    answer = answer_of(doc, quote)
    answer = replace(answer, short=quote, short_at=answer.citations[0], short_value=value)
    out = console()
    answer_view.print_answer(out, answer, {doc.id: doc}, "en")
    assert printed(out).splitlines()[0] == shown


def test_two_citations_far_apart_are_both_shown() -> None:
    text = "Here is the first fact. " + "Filler that says nothing at all. " * 30 + "There is the second fact."
    doc = document(text)
    cited = tuple(
        Citation(n, doc.id, doc.source, doc.title, text.index(q), text.index(q) + len(q), q, "")
        for n, q in enumerate(["Here is the first fact.", "There is the second fact."], 1)
    )
    out = console()
    answer_view.print_answer(out, Answer("?", True, "x", None, 0.9, cited), {doc.id: doc}, "en")
    context = " ".join(re.findall(r"│ (.*)", printed(out)))
    assert "first fact" in context
    assert "second fact" in context


TABLE = """说明文字。

| 项目 | 2024年 | 2023年 |
|---|---|---|
| 营业收入 | 86.40 | 65.70 |
| 净利润 | 9.10 | 8.20 |
"""


def test_a_quoted_row_stands_under_the_header_of_its_table() -> None:
    doc = document(TABLE)
    out = console(terminal=True)
    answer_view.print_answer(out, answer_of(doc, "| 净利润 | 9.10 | 8.20 |"), {doc.id: doc}, "zh")
    shown = printed(out)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    at = lines.index("    │ | 项目 | 2024年 | 2023年 |")
    assert lines[at + 1] == "    │ | 净利润 | 9.10 | 8.20 |"
    assert "\x1b[2m| 项目" in shown  # dimmed
    assert not any("营业收入" in line for line in lines[at:])


def test_only_flags_that_warn_are_shown() -> None:
    doc = document(TEXT, flags=("dated_by:signature", "ocr:3", "url:https://example.com/a", "spun"))
    cited = replace(answer_of(doc, TEXT[300:330]).citations[0], flags=doc.flags)
    out = console()
    answer_view.print_answer(out, Answer("?", True, "x [1]", None, 0.9, (cited,)), {doc.id: doc}, "zh")
    assert "标记: ocr:3, spun\n" in printed(out)
    out = console(terminal=True)
    document_view.print_documents(out, [doc], {}, "zh")
    document_view.print_document(out, doc)
    assert "spun" in printed(out)
    assert "dated_by" not in printed(out)
    plain = replace(cited, flags=("dated_by:signature",))
    out = console()
    answer_view.print_answer(out, Answer("?", True, "x [1]", None, 0.9, (plain,)), {doc.id: doc}, "zh")
    assert "标记" not in printed(out)


def test_a_refusal_says_so_with_its_reason_and_the_nearest_passages() -> None:
    doc = document(TEXT)
    out = console()
    refusal = answer_of(
        doc, "前言与此无关，只是占一些位置。", answered=False, reason="没有一句谈到海底电缆。"
    )
    answer_view.print_answer(out, refusal, {doc.id: doc}, "zh")
    shown = printed(out)
    assert shown.startswith("没有一句谈到海底电缆。")
    assert "最接近的段落" in shown
    assert "[1] 题目 Title · § 财务" in shown
    assert "把握" not in shown


def test_nothing_of_a_hostile_document_reaches_the_terminal() -> None:
    doc = document(
        HOSTILE * 3,
        title=HOSTILE,
        source=HOSTILE,
        flags=(HOSTILE,),
        anchors=(Anchor(0, "heading", HOSTILE),),
    )
    out = console(terminal=True)
    cited = Citation(1, doc.id, doc.source, doc.title, 0, 40, doc.text[:40], HOSTILE)
    answer_view.print_answer(out, Answer("?", True, HOSTILE, None, 0.5, (cited,)), {doc.id: doc}, "en")
    answer_view.print_answer(out, Answer("?", False, "", None, 0.5, (cited,), (), HOSTILE), {}, "en")
    search_view.print_hits(out, "zero evil", [hit(doc)], [HOSTILE], "en")
    document_view.print_documents(out, [doc], {doc.id: Size(3, 2, "page")}, "en")
    document_view.print_document(out, doc)
    document_view.print_document(out, doc, [Span(3, 30)])
    document_view.print_spot(out, doc, Span(3, 30), locator=HOSTILE, lang="en")
    document_view.print_removed(out, [doc], "en")
    answer_view.print_question(out, HOSTILE, first=True)
    shown = printed(out)
    assert_harmless(shown.encode())
    assert "[bold magenta]markup[/]" in shown
    assert ":smile:" in shown


def assert_harmless(raw: bytes) -> None:
    """Only our own colour and cursor sequences, line ends and ordinary characters."""
    text = raw.decode()
    # What rich sends for styles, and for the progress bar: cursor up, erase line, show and hide cursor.
    text = re.sub(r"\x1b\[(?:[0-9;]*m|[0-9]*[AK]|2K|\?25[hl])", "", text)
    bad = {hex(ord(c)) for c in text if c not in "\n\r" and not c.isprintable() and c != "\u3000"}
    assert bad == set()
    assert "\x1b[31m" not in raw.decode()  # the document's red


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 B"), (999, "999 B"), (1_400, "1.4 kB"), (99_960, "100 kB"), (2_500_000_000, "2.5 GB")],
)
def test_sizes(count: int, shown: str) -> None:
    assert output.size(count) == shown


@pytest.mark.parametrize(
    ("variable", "value", "lang"),
    [
        ("LANG", "zh_CN.UTF-8", "zh"),
        ("LANG", "en_US.UTF-8", "en"),
        ("LC_ALL", "zh_TW.UTF-8", "zh"),
        ("LANG", "C", "en"),
    ],
)
def test_the_locale_gives_the_language_where_there_is_no_question(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, lang: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, value)
    assert output.interface_lang() == lang


def test_every_message_has_both_languages_with_the_same_fields() -> None:
    for zh, en in output.MESSAGES.values():
        assert set(re.findall(r"\{(\w+)", zh)) == set(re.findall(r"\{(\w+)", en))


PROGRAM = """
import sys
from yinzheng import answer_view, output, search_view
from yinzheng.progress import Bar
bar = Bar("en")
bar.start(3)
for name in sys.argv[1:]:
    bar.step(name)
    if bar._progress: bar._progress.refresh()
bar.done()
output.message("note: " + sys.argv[1])
"""


def test_progress_and_messages_on_a_real_terminal_show_file_names_and_never_obey_them() -> None:
    raw = on_terminal([sys.executable, "-c", PROGRAM, "a\x1b[31m\nb\x9b31m.txt", "[bold]c\u202e", "长" * 99])
    assert_harmless(raw)
    assert "[bold]c⟨U+202E⟩" in raw.decode()
    assert "note: a␛[31m␊b⟨U+009B⟩31m.txt" in raw.decode()


def test_a_part_of_a_file_is_told_and_counts_for_no_whole_one() -> None:
    program = PROGRAM.replace(
        "bar.step(name)", 'bar.part(name, 50, 50) if name == "长.pdf" else bar.step(name)'
    )
    drawn = on_terminal([sys.executable, "-c", program, "一.txt", "长.pdf"]).decode()
    assert re.search(r"1/3[^/]+长\.pdf 50/50", re.sub(r"\x1b\[[0-9;]*m", "", drawn))
    assert "2/3" not in drawn


def test_no_progress_without_a_terminal() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM, "a", "b"], capture_output=True, check=True)
    assert run.stderr.decode() == "yinzheng: note: a\n"


def on_terminal(command: list[str], env: dict[str, str] | None = None, cwd: Path | None = None) -> bytes:
    """Run a command with stdout and stderr on a pty and return the bytes that a terminal would get."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **(env or {})},
        cwd=cwd,
    )
    os.close(slave)
    raw = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux: the last writer has closed the terminal
            break
        if not part:
            break
        raw += part
    os.close(master)
    process.wait()
    return raw


def test_a_title_over_two_lines_stands_out_as_a_whole() -> None:
    shown = output.wrapped(
        "[1] a title over two lines · line 3", 20, "    ", first="", number="", title=(4, 26)
    )
    bold = " ".join(shown.plain[span.start : span.end] for span in shown.spans if span.style == output.TITLE)
    assert bold.split() == ["a", "title", "over", "two", "lines"]
