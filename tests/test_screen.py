"""Document text on a terminal: nothing in it is obeyed, and lines are cut by display width."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.screen import NO_LINE_END, NO_LINE_START, cells, excerpt, mark, shorten, visible, wrap
from yinzheng.types import Span

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates and controls included
SHOWN = st.text(st.sampled_from("abc 12.5%，。（）羽石云算力電池e\u0301🙂—"))


def test_every_control_format_and_separator_character_of_unicode_is_shown() -> None:
    obeyed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        and chr(code) in visible(chr(code))
    ]
    assert obeyed == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x9b31mb", "a⟨U+009B⟩31mb"),
        ("\u202egnp.exe", "⟨U+202E⟩gnp.exe"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("a\u200bb\ufeff", "a⟨U+200B⟩b⟨U+FEFF⟩"),
        ("one\ntwo\ttab\rback\x7f", "one␊two␉tab␍back␡"),
        ("a\u2028b", "a⟨U+2028⟩b"),
        ("\ud800", "⟨U+D800⟩"),
        ("[bold]not markup[/bold] :smile:", "[bold]not markup[/bold] :smile:"),
        ("营收 86.40 亿元，增长 31.5%", "营收 86.40 亿元，增长 31.5%"),
        ("葛\U000e0100城", "葛\U000e0100城"),  # a variation selector chooses the form of a name's character
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_lines_keep_their_ends_and_tabs_become_spaces() -> None:
    assert visible("a\tb\nc\r\n\x0b", lines=True) == "a    b\nc␍\n␋"


@given(ANY_TEXT)
def test_visible_text_is_stable_and_can_be_written(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    shown.encode()
    assert "\n" not in shown


@given(SHOWN, st.integers(2, 12))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    spans = list(wrap(text, width))
    assert all(cells(text[start:end]) <= width for start, end in spans)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_lines_break_between_wide_characters_but_not_around_punctuation() -> None:
    text = "羽石云的订单很大，可是它（自己）也靠借钱。" * 3
    lines = [text[start:end] for start, end in wrap(text, 17)]
    assert len(lines) > 3
    assert not any(line[0] in NO_LINE_START or line[-1] in NO_LINE_END for line in lines)


def test_words_stay_whole_and_newlines_end_lines() -> None:
    text = "Revenue was $1,284 million\nin 2024"
    assert [text[s:e] for s, e in wrap(text, 12)] == ["Revenue was", "$1,284", "million", "in 2024"]


def test_a_word_wider_than_a_line_is_broken() -> None:
    assert [("a" * 10)[s:e] for s, e in wrap("a" * 10, 4)] == ["aaaa", "aaaa", "aa"]


def test_marks_follow_their_characters_through_spaces_and_escapes() -> None:
    text = "one \n\n \x1btwo\tthree"
    marked = mark(text, [Span(7, 11)])
    assert marked.text == "one ␛two three"
    assert "".join(c for c, on in zip(marked.text, marked.marks, strict=True) if on) == "␛two"


@given(ANY_TEXT, st.integers(0, 20), st.integers(0, 20), st.integers(4, 30))
def test_an_excerpt_fits_and_keeps_marks_in_step(text: str, start: int, length: int, width: int) -> None:
    cut = excerpt(mark(text, [Span(start, start + length)]), width)
    assert cells(cut.text) <= width
    assert len(cut.text) == len(cut.marks)


def test_an_excerpt_begins_where_a_sentence_does() -> None:
    text = "前面是无关的话。" * 30 + "公司实现营业收入 86.40 亿元。" + "后面也是无关的话。" * 30
    at = text.index("86.40")
    cut = excerpt(mark(text, [Span(at, at + 8)]), 60)
    assert cut.text.startswith("…前面是无关的话。公司实现营业收入 86.40 亿元。")
    assert cut.text.endswith("…")


def test_an_excerpt_finds_evidence_deep_inside_one_long_sentence() -> None:
    text = "x" * 500 + "needle" + "y" * 500
    assert "needle" in excerpt(mark(text, [Span(500, 506)]), 40).text


@given(ANY_TEXT, st.integers(1, 30))
def test_shortened_names_fit(text: str, width: int) -> None:
    assert cells(shorten(text, width)) <= width


def test_shortened_names_keep_both_ends() -> None:
    assert shorten("reports/2024/禾洛能源年度报告.md", 20) == "reports/20…度报告.md"
