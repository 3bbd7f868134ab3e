"""PDF files that the tests print, read back: order, paragraphs, tables, anchors and what surrounds them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from tests.corpus.formats.pdf_files import (
    APPLES,
    BOLD,
    FONT,
    HEIGHT,
    PAGE,
    ROMAN,
    SONG,
    by_hand,
    lines,
    pdf,
    table,
    together,
    wrapped,
)
from yinzheng.corpus.boilerplate import touches
from yinzheng.corpus.content import Content
from yinzheng.corpus.formats import pdf as reader
from yinzheng.corpus.formats.pdf import read
from yinzheng.corpus.furniture import furniture
from yinzheng.corpus.segment import sentences
from yinzheng.errors import EmptyDocument, UnreadableDocument
from yinzheng.qa.tables import cells

ORCHARD = (
    "The orchard cooperative of the northern valley sold more apples in the autumn than in any season "
    "before, because the new road let its trucks reach the harbour within a single day. Its members voted "
    "to keep the price low and to mend the old barn with what the sale had brought them."
)
HARBOUR = (
    "Ships from the south waited outside the harbour while the crane was repaired, and their captains wrote "
    "long letters to the council. Nobody answered until spring, when the crane lifted its first crate again "
    "and the council paid for the weeks that had been lost by everyone."
)
MILL = (
    "青石镇的水磨坊在春天重新开工，磨坊主说今年收来的麦子比往年多出三成，"
    "镇上的面包铺因此降了价。邻村的人也赶着驴车来买面粉。"
)


def said(*pages: Callable[[Any], None], **settings: Any) -> Content:
    return read(pdf(*pages, **settings), "x.pdf")


def labels(content: Content, kind: str) -> list[str]:
    return [anchor.label for anchor in content.anchors if anchor.kind == kind]


def after(content: Content, kind: str) -> list[str]:
    """What stands at the anchors of a kind."""
    return [content.text[a.start :].lstrip("\f").split("\n")[0] for a in content.anchors if a.kind == kind]


# Paragraphs


def test_the_lines_of_a_paragraph_are_one() -> None:
    content = said(lines([*wrapped(ORCHARD, 300), "", *wrapped(HARBOUR, 300)]))
    assert content.text == f"{ORCHARD}\n\n{HARBOUR}\n"


def test_chinese_lines_are_joined_without_a_space() -> None:
    content = said(lines(wrapped(MILL, 200, font=SONG), font=SONG))
    assert content.text == f"{MILL}\n"


def test_an_indented_line_begins_a_paragraph() -> None:
    first, second = wrapped(ORCHARD, 280), wrapped(HARBOUR, 280)
    drawn = together(
        lines(first[:1], left=92), lines(first[1:], top=84),
        lines(second[:1], left=92, top=72 + 12 * len(first)), lines(second[1:], top=84 + 12 * len(first)),
    )  # fmt: skip
    assert said(drawn).text == f"{ORCHARD}\n\n{HARBOUR}\n"


def test_a_hyphen_is_mended_only_where_it_breaks_a_word() -> None:
    content = said(
        lines([
            "The manage-", "ment kept its long-", "term view of apples,", "since long-term views pay the",
            "management of orchards well.",
        ])
    )  # fmt: skip
    assert content.text.startswith("The management kept its long-term view of apples, since")


def test_items_of_a_list_stay_apart() -> None:
    content = said(
        lines(["The barn needs three things:", "• a new roof", "• two doors", "• paint"], pitch=1.5)
    )
    assert content.text == "The barn needs three things:\n\n• a new roof\n• two doors\n• paint\n"


def test_a_paragraph_goes_on_over_the_page() -> None:
    rows = wrapped(ORCHARD, 300)
    content = said(lines(rows[:2], top=780), lines(rows[2:]))
    assert content.text == f"{ORCHARD}\n"
    first, second = (a.start for a in content.anchors)
    assert first == 0
    assert content.text[second:].startswith(rows[2])


def test_a_chinese_paragraph_goes_on_over_the_page_with_a_figure() -> None:
    full, rest = wrapped(MILL, 300, font=SONG), "2.15亿元是今年的收成，比去年多。"
    content = said(lines([*full, full[0]], top=740, font=SONG), lines([rest], font=SONG))
    assert content.text.endswith(f"{full[0]}{rest}\n")


@pytest.mark.parametrize(
    ("word", "shown"),
    [("ﬁnal", "final"), ("⻓期", "长期"), ("⾦额", "金额"), ("so\u00adft", "soft"), ("︵注︶", "(注)")],
)
def test_typesetters_letters_become_ordinary_ones(word: str, shown: str) -> None:
    from yinzheng.corpus.formats.pdf_words import plain

    assert plain(word) == shown


# Order


def test_columns_are_read_one_after_the_other() -> None:
    left, right = wrapped(ORCHARD * 2, 200), wrapped(HARBOUR * 2, 200)
    content = said(
        together(
            lines(
                ["News of the valley and of the harbour, told by those who live there"],
                size=14,
                font=BOLD,
                top=60,
            ),
            lines(left, top=100),
            lines(right, left=310, top=103),
        )
    )
    text = content.text
    assert text.index("News of the valley") < text.index("The orchard") < text.index("to mend the old barn")
    assert text.rindex("had brought them") < text.index("Ships from the south")
    assert "harbour within a single day. Its members" in text


def test_columns_of_unequal_length_and_height_are_read_one_after_the_other() -> None:
    other = MILL.replace("磨坊", "油坊") * 3
    left, right = wrapped(MILL * 6, 200, font=SONG), wrapped(other, 200, font=SONG)
    drawn = together(lines(left, font=SONG, pitch=1.7), lines(right, left=310, top=79, font=SONG, pitch=1.7))
    assert said(drawn).text == f"{MILL * 6}\n\n{other}\n"


def test_chinese_columns_drawn_line_by_line_are_read_one_after_the_other() -> None:
    left = wrapped(MILL * 3, 200, font=SONG)
    right = wrapped(MILL.replace("水磨坊", "油坊") * 3, 200, font=SONG)

    def draw(page: Any) -> None:
        page.setFont(SONG, 10)
        for n, (a, b) in enumerate(zip(left, right, strict=False)):
            page.drawString(72, HEIGHT - 72 - 14 * n, a)
            page.drawString(300, HEIGHT - 72 - 14 * n, b)

    text = said(draw).text
    assert text.index("油坊") > text.rindex("青石镇的水磨坊")


def test_a_page_printed_sideways_is_read_upright() -> None:
    def draw(page: Any) -> None:
        page.translate(520, 72)
        page.rotate(90)
        page.setFont(ROMAN, 10)
        for n, row in enumerate(wrapped(ORCHARD, 300)):
            page.drawString(0, -12 * n, row)

    assert said(draw).text == f"{ORCHARD}\n"


def test_lines_set_downwards_are_read_from_the_right() -> None:
    def draw(page: Any) -> None:
        page.setFont(SONG, 12)
        for x, column in ((500, "青石镇水磨坊"), (478, "今年春天开工")):
            for n, c in enumerate(column):
                page.drawString(x, 700 - 14 * n, c)

    assert said(draw).text.split() == ["青石镇水磨坊今年春天开工"]


def test_a_watermark_is_left_out_and_fake_bold_is_read_once() -> None:
    def draw(page: Any) -> None:
        page.saveState()
        page.translate(200, 300)
        page.rotate(45)
        page.setFont(BOLD, 60)
        page.drawString(0, 0, "DRAFT")
        page.restoreState()
        page.setFont(ROMAN, 10)
        for shift in (0, 0.3):
            page.drawString(72 + shift, 700, "Apples are sold by the crate.")

    assert said(draw).text == "Apples are sold by the crate.\n"


@pytest.mark.parametrize("spacing", [0, 1.5, 2, 3])
def test_words_that_fill_their_place_with_spaced_letters_are_whole(spacing: float) -> None:
    """As programs that recognise scans draw them: the last letter and the space by themselves."""

    def draw(page: Any) -> None:
        step = 4.8 + spacing  # of Courier in 8 points
        for row, line in enumerate(["North Buona Vista Drive #14-01", "Number 8 Xi Cheng District 100031"]):
            left = 60.0
            for word in line.split():
                for part, x, set_apart in (
                    (word[:-1], left, spacing),
                    (f"{word[-1]} ", left + (len(word) - 1) * step, 0),
                ):
                    piece = page.beginText(x, 780 - 12 * row)
                    piece.setFont("Courier", 8)
                    piece.setCharSpace(set_apart)
                    piece.textOut(part)
                    page.drawText(piece)
                left += len(word) * step + 4.8

    text = read(pdf(draw), "a.pdf").text
    assert " ".join(text.split()) == "North Buona Vista Drive #14-01 Number 8 Xi Cheng District 100031"


def test_spaced_letters_do_not_draw_words_together() -> None:
    def draw(page: Any) -> None:
        """No space is typed; the letters of the second line are not set apart."""
        for base, spacing, line in ((780, 2, "On A Report 2024"), (768, 0, "A report")):
            left = 60.0
            for word in line.split():
                piece = page.beginText(left, base)
                piece.setFont("Courier", 8)
                piece.setCharSpace(spacing)
                piece.textOut(word)
                page.drawText(piece)
                left += len(word) * (4.8 + spacing) + (4.8 if spacing else 2.8)

    assert " ".join(read(pdf(draw), "a.pdf").text.split()) == "On A Report 2024 A report"


def test_the_invisible_text_over_a_scan_is_read() -> None:
    def draw(page: Any) -> None:
        page.drawImage(picture(), 0, 0, 595, 842)
        layer = page.beginText(72, 700)
        layer.setFont(ROMAN, 10)
        layer.setTextRenderMode(3)
        layer.textLine("Recognised words of a scanned letter.")
        page.drawText(layer)

    content = said(draw)
    assert (content.text, content.flags) == ("Recognised words of a scanned letter.\n", ())


# Tables

HARVEST = [
    ["", "2024", "2023", "2022"],
    ["Apples", "$ 1,204.5", "$ 998.0", "$ 870.2"],
    ["Pears", "310.0", "", "295.4"],
    ["Apples and pears together, net of what the", "", "", ""],
    ["birds took", "1,514.5", "998.0", "1,165.6"],
    ["Change in %", "51.8%", "(14.4)%", "—"],
]


def test_rows_of_a_table_keep_their_empty_cells() -> None:
    text = said(together(lines(["Harvest (in thousands)"]), table(HARVEST, (330, 400, 470)))).text
    assert text == (
        "Harvest (in thousands)\n\n| 2024 | 2023 | 2022\nApples | $ 1,204.5 | $ 998.0 | $ 870.2\n"
        "Pears | 310.0 | | 295.4\n"
        "Apples and pears together, net of what the birds took | 1,514.5 | 998.0 | 1,165.6\n"
        "Change in % | 51.8% | (14.4)% | —\n"
    )


def test_cells_of_a_printed_table_have_their_headers() -> None:
    text = said(together(lines(["Harvest (in thousands)"]), table(HARVEST, (330, 400, 470)))).text
    found = {text[c.start : c.end]: c for c in cells(text)}
    cell = found["295.4"]
    assert cell.label is not None
    assert text[cell.label.start : cell.label.end] == "Pears"
    assert [text[h.start : h.end] for h in cell.headers] == ["2022"]


def test_a_label_of_two_lines_goes_with_the_figures_between_them() -> None:
    def draw(page: Any) -> None:
        page.setFont(SONG, 9)
        for base, row in (
            (700, ("项目", "2024年", "2023年")),
            (680, ("营业收入", "1,200", "980")),
            (660, ("归属于母公司股东的扣除非经常性", "", "")),
            (654, ("", "215", "196")),
            (648, ("损益的净利润", "", "")),
            (628, ("资产总计", "5,370", "4,764")),
        ):
            for x, cell in zip((72, 280, 360), row, strict=True):
                page.drawString(x, base, cell)

    rows = said(draw).text.splitlines()
    assert rows[2:] == ["归属于母公司股东的扣除非经常性损益的净利润 | 215 | 196", "资产总计 | 5,370 | 4,764"]


def test_leader_dots_part_cells() -> None:
    text = said(
        lines(["Apples . . . . . . . . . . . . . 310", "Pears ................... 295", "Plums ..... 7"])
    ).text
    assert text == "Apples | 310\nPears | 295\nPlums | 7\n"


def test_a_chinese_table_is_read_by_rows() -> None:
    def draw(page: Any) -> None:
        page.setFont(SONG, 10)
        page.drawString(72, 700, "单位：万元")
        for n, row in enumerate(
            [("项目", "2024年", "2023年"), ("营业收入", "1,200", "980"), ("净利润", "130", "—")]
        ):
            for x, cell in zip((72, 200, 280), row, strict=True):
                page.drawString(x, 680 - 16 * n, cell)

    assert (
        said(draw).text == "单位：万元\n\n项目 | 2024年 | 2023年\n营业收入 | 1,200 | 980\n净利润 | 130 | —\n"
    )


def test_prose_with_wide_gaps_is_no_table() -> None:
    def draw(page: Any) -> None:
        page.setFont(ROMAN, 10)
        for n, row in enumerate(
            ["The barn    was old.", "It had one     door and no windows at all.", "Rain came in."]
        ):
            page.drawString(72, 700 - 12 * n, row)

    assert "|" not in said(draw).text


# What runs through the pages


def paged(number: int, body: list[str]) -> Callable[[Any], None]:
    return together(
        lines(["Valley Orchards Annual Review"], top=30, size=8),
        lines(body, top=90),
        lines([f"Page {number} of 4"], left=270, top=815, size=8),
    )


def test_headers_and_footers_stand_between_paragraphs_and_count_as_furniture() -> None:
    rows = wrapped(" ".join([ORCHARD] * 8), 300)
    quarter = len(rows) // 4
    bodies = [rows[n * quarter : (n + 1) * quarter if n < 3 else None] for n in range(4)]
    content = said(*(paged(n, body) for n, body in enumerate(bodies, 1)))
    text = content.text
    running = [text[s.start : s.end] for s in furniture(text)]
    assert running.count("Valley Orchards Annual Review") == 4
    assert [line for line in running if line.startswith("Page")] == [f"Page {n} of 4" for n in (1, 2, 3, 4)]
    assert " ".join([ORCHARD] * 8) in text
    assert labels(content, "page") == ["1", "2", "3", "4"]
    for anchor, body in zip((a for a in content.anchors if a.kind == "page"), bodies, strict=True):
        assert body[0] in text[anchor.start : anchor.start + 200]
    noise = furniture(text)
    for sentence in sentences(text):
        words = text[sentence.start : sentence.end].strip()
        assert touches(noise, sentence.start, sentence.end) == words.startswith(("Valley", "Page"))


def test_a_first_line_that_differs_is_no_header() -> None:
    told = [
        "Rain fell on the barn.", "Snow lay until March.", "The crane rusted.", "Trucks came late.",
        "Pears were dear.", "A captain wrote twice.", "No letter arrived.", "Members voted again.",
    ]  # fmt: skip
    pages = [lines([told[n], told[n + 4], *wrapped(HARBOUR, 300)], top=60 + 9 * n) for n in range(4)]
    assert furniture(said(*pages).text) == []


# Anchors


def test_headings_are_told_by_size_and_by_weight() -> None:
    content = said(
        together(
            lines(["The Year of the Valley"], size=20, font=BOLD, top=60),
            lines(["Orchards"], size=14, font=BOLD, top=100),
            lines(wrapped(ORCHARD, 300), top=125),
            lines(["Prices"], font=BOLD, top=230),
            lines(wrapped(HARBOUR, 300), top=250),
        ),
        together(lines(["Harbours"], size=14, font=BOLD, top=100), lines(wrapped(HARBOUR, 300), top=125)),
    )
    assert content.title == "The Year of the Valley"
    assert labels(content, "heading") == [
        "The Year of the Valley",
        "Orchards",
        "Orchards › Prices",
        "Harbours",
    ]
    assert after(content, "heading") == ["The Year of the Valley", "Orchards", "Prices", "Harbours"]


def test_chinese_headings_of_one_size_are_ordered_by_their_numbers() -> None:
    def draw(page: Any) -> None:
        y = 760.0
        for size, rows in (
            (14, ["第一章 磨坊"]), (12, ["一、收成"]), (10, wrapped(MILL, 300, font=SONG)),
            (12, ["二、价格"]), (10, wrapped(MILL, 300, font=SONG)),
        ):  # fmt: skip
            page.setFont(SONG, size)
            for row in rows:
                page.drawString(72, y, row)
                y -= 1.6 * size
            y -= 10

    assert labels(said(draw), "heading") == ["第一章 磨坊", "一、收成", "二、价格"]


def test_bookmarks_name_headings_that_look_like_text() -> None:
    def first(page: Any) -> None:
        page.bookmarkPage("a")
        page.addOutlineEntry("The harbour", "a", level=0)
        lines(["The harbour", "", *wrapped(HARBOUR, 300)])(page)

    def second(page: Any) -> None:
        page.bookmarkPage("b")
        page.addOutlineEntry("Its crane", "b", level=1)
        lines(["Its crane", "", *wrapped(ORCHARD, 300)])(page)

    assert labels(said(first, second), "heading") == ["The harbour", "Its crane"]


def test_pages_are_called_by_the_labels_of_the_file() -> None:
    data = by_hand(
        [
            "<< /Type /Catalog /Pages 2 0 R /PageLabels << /Nums [0 << /S /r >> 1 << /S /D >>] >> >>",
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            PAGE,
            PAGE,
            f"<< /Length {len(APPLES)} >>\nstream\n{APPLES}\nendstream",
            FONT,
        ]
    )
    assert labels(read(data, "x.pdf"), "page") == ["i", "1"]


# Title and date


def test_a_title_that_the_first_page_does_not_say_yields_to_the_largest_line() -> None:
    body = together(lines(["Apples of the North"], size=18, top=60), lines(wrapped(ORCHARD, 300), top=100))
    assert (
        said(together(lambda page: page.setTitle("Microsoft Word - Document1"), body)).title
        == "Apples of the North"
    )
    assert (
        said(together(lambda page: page.setTitle("Quarterly template"), body)).title == "Apples of the North"
    )
    assert (
        said(together(lambda page: page.setTitle("Apples of the north"), body)).title == "Apples of the north"
    )


def test_a_filing_is_called_by_who_files_it_for_when() -> None:
    cover = lines([
        "UNITED STATES", "SECURITIES AND EXCHANGE COMMISSION", "FORM 10-K",
        "For the fiscal year ended June 30, 2031", "Valley Orchards, Inc.",
        "(Exact name of registrant as specified in its charter)",
    ], size=12, font=BOLD, pitch=2)  # fmt: skip
    content = said(cover, lines(wrapped(ORCHARD, 300)))
    assert content.title == "Valley Orchards, Inc. 10-K, fiscal year ended June 30, 2031"
    assert labels(content, "heading") == []


def test_a_printed_date_comes_before_the_day_the_file_was_made() -> None:
    body = lines(wrapped(ORCHARD, 300), top=100)
    assert said(together(lines(["Published: 20 May 2021"]), body)).date == "2021-05-20"
    assert said(body, invariant=1).date == "2000-01-01"


# What cannot be read


def picture() -> ImageReader:
    return ImageReader(Image.new("RGB", (4, 4), "grey"))


def scan(page: Any) -> None:
    page.drawImage(picture(), 0, 0, 595, 842)


def test_scanned_pages_are_named_and_blank_ones_are_not() -> None:
    content = said(scan, lines(["Apples are sold."]), lambda _: None, scan, scan, lines(["Pears too."]))
    assert content.flags == ("pages_without_text:1,4-5",)
    assert labels(content, "page") == ["1", "2", "3", "4", "5", "6"]
    starts = {a.label: a.start for a in content.anchors}
    assert content.text[starts["2"] :].startswith("Apples")
    assert content.text[starts["6"] :].startswith("Pears")


def test_a_scan_without_text_says_so() -> None:
    with pytest.raises(EmptyDocument, match=r"x\.pdf: no text in it: 2 scanned pages; .*--ocr"):
        said(scan, scan)
    with pytest.raises(EmptyDocument, match="all its pages are blank"):
        said(lambda _: None)


def test_a_password_is_asked_for() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    with pytest.raises(UnreadableDocument, match="protected by a password"):
        said(lines(["secret"]), encrypt=StandardEncryption("open", "owner"))
    assert (
        said(lines(["Not for printing."]), encrypt=StandardEncryption("", "owner")).text
        == "Not for printing.\n"
    )


WHOLE = pdf(lines(wrapped(ORCHARD, 300)), lines(wrapped(HARBOUR, 300)))
LOOP = "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        WHOLE[: len(WHOLE) // 3],
        by_hand(["<< /Type /Catalog /Pages 9 0 R >>"]),
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer << /Prev 9 /Size 1 >>\nstartxref\n9\n%%EOF\n",
    ],
    ids=["a header alone", "cut off", "no pages", "a table of contents that points to itself"],
)
def test_damaged_files_get_one_line(data: bytes) -> None:
    with pytest.raises((UnreadableDocument, EmptyDocument)) as caught:
        read(data, "x.pdf")
    assert "\n" not in str(caught.value)


def test_pages_that_contain_themselves_end() -> None:
    with pytest.raises((UnreadableDocument, EmptyDocument)):
        read(by_hand(["<< /Type /Catalog /Pages 2 0 R >>", LOOP]), "x.pdf")


def test_a_file_that_claims_a_billion_pages_is_refused() -> None:
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>"
    with pytest.raises((UnreadableDocument, EmptyDocument)):
        read(by_hand(["<< /Type /Catalog /Pages 2 0 R >>", pages, page]), "x.pdf")


def test_a_damaged_page_is_named_and_the_others_are_read() -> None:
    stream = zlib.compress(APPLES.encode())
    data = by_hand(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            PAGE,
            "(no page)",
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
            FONT,
        ]
    )
    content = read(data, "x.pdf")
    assert content.text == "Apples are sold by the crate.\n"
    assert content.flags == ("unreadable_pages:2",)


def test_a_page_of_endless_text_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_CHARACTERS", 100)
    content = said(lines(["Apples are sold."]), lines(wrapped(ORCHARD, 300)))
    assert (content.text, content.flags) == ("Apples are sold.\n", ("unreadable_pages:2",))


def test_anchors_are_in_order_and_within_the_text() -> None:
    content = said(*(paged(n, wrapped(HARBOUR, 300)) for n in range(1, 5)))
    starts = [anchor.start for anchor in content.anchors]
    assert starts == sorted(starts)
    assert all(0 <= start < len(content.text) for start in starts)
