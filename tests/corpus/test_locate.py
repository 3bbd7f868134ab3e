"""A locator says where a citation stands, in the words of its reader."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.load import load_text
from yinzheng.corpus.locate import _lines, cite, locator
from yinzheng.types import Anchor, Document

TALK = """# 访谈

导语一行。

## 完整记录

### (0:00 - 2:00) 开场

[00:12] 你好。

### (2:00 - 7:00) 合同结构

利率下降了。

## 附录

数据来源。
"""


def document(text: str, *anchors: Anchor) -> Document:
    base = load_text(text, source="s")
    return Document(**{**{f: getattr(base, f) for f in base.__dataclass_fields__}, "anchors": anchors})


def at(words: str, text: str = TALK, lang: str = "en") -> str:
    start = text.index(words)
    return locator(load_text(text, source="s"), start, start + len(words), lang)  # type: ignore[arg-type]


def test_heading_and_time() -> None:
    assert at("利率下降了") == "§ 完整记录 › 合同结构 · 2:00–7:00"


def test_a_time_mark_ends_with_its_section() -> None:
    assert at("数据来源") == "§ 附录"


def test_the_title_alone_is_shown_before_the_first_section() -> None:
    assert at("导语一行") == "§ 访谈"


def test_lines_where_there_are_no_anchors() -> None:
    text = "一\n二\n三\n四"
    assert at("二\n三\n", text) == "lines 2–3"
    assert at("二\n三", text, "zh") == "第 2–3 行"
    assert at("一", text) == "line 1"
    assert at("四", text, "zh") == "第 4 行"


@given(st.text(st.sampled_from("一 \n\u3000"), max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_lines_are_counted_up_to_the_last_character_that_is_seen(text: str, start: int, size: int) -> None:
    text = f"{text}一"
    start = min(start, len(text) - 1)
    seen = text[start : start + size].rstrip()
    first = text.count("\n", 0, start) + 1
    last = first + seen.count("\n")
    expected = f"line {first}" if first == last else f"lines {first}–{last}"
    assert _lines(text, start, min(start + size, len(text)), "en") == expected


def test_a_sole_heading_says_nothing() -> None:
    assert at("正文", "# 标题\n\n正文") == "line 3"


def test_pages_slides_and_sheets() -> None:
    text = "aaaa bbbb"
    pages = document(text, Anchor(0, "page", "11"), Anchor(5, "page", "12"))
    assert (locator(pages, 5, 9), locator(pages, 4, 9, "zh")) == ("p. 12", "第 11 页")
    assert locator(document(text, Anchor(0, "slide", "3")), 0, 4) == "slide 3"
    assert locator(document(text, Anchor(0, "sheet", "收入")), 0, 4, "zh") == "工作表 收入"


def test_long_paths_keep_their_inner_end() -> None:
    deep = " › ".join(["外层标题" * 5, "中层标题" * 6, "里层标题" * 3])
    shown = locator(document("text " * 9, Anchor(0, "heading", deep)), 3, 5)
    assert shown == "§ " + " › ".join(["中层标题" * 6, "里层标题" * 3])
    assert len(locator(document("text", Anchor(0, "heading", "很长" * 100)), 0, 1)) <= 62


def test_a_span_over_several_time_marks_goes_from_the_first_to_the_last() -> None:
    text = "(0:00 - 2:00)\nA: Hello.\n(2:00 - 6:00)\nB: Thank you.\n(6:00 - 9:30)\nC: Bye.\n"
    document = load_text(text, source="call.txt")
    assert locator(document, 0, text.index("B:") + 5) == "0:00–6:00"
    assert locator(document, text.index("B:"), len(text)) == "2:00–9:30"
    assert locator(document, 0, text.index("Hello")) == "0:00–2:00"


def test_those_who_speak_in_a_span_are_named_two_at_most() -> None:
    text = "CEO: up.\nCFO: down.\nCEO: up.\nCOO: no.\n"
    starts = [0, *(at + 1 for at, char in enumerate(text[:-1]) if char == "\n")]
    turns = document(text, *(Anchor(at, "speaker", text[at : at + 3]) for at in starts))
    assert locator(turns, 2, 8) == "CEO, line 1"
    assert locator(turns, 0, starts[2]) == "CEO & CFO, lines 1–2"
    assert locator(turns, 0, starts[3], "zh") == "CEO、CFO，第 1–3 行"
    assert locator(turns, 0, len(text)) == "CEO & CFO …, lines 1–4"


def test_a_citation_has_the_words_of_its_span_and_what_its_document_is() -> None:
    text = "一\n二\n三"
    given = document(text)
    cited = cite(7, given, 2, 3, "zh")
    assert (cited.n, cited.start, cited.end, cited.quote, cited.locator) == (7, 2, 3, "二", "第 2 行")
    assert (cited.doc_id, cited.source, cited.title, cited.flags) == (
        given.id,
        given.source,
        given.title,
        given.flags,
    )
