"""Pages give their main text with headings, and nothing on them is run or fetched."""

from __future__ import annotations

import gzip
import html
import json
import re
import socket
import statistics
import types
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from tests.corpus.formats.pages import ALL, NOTICE, PORTAL, Saved
from yinzheng.corpus.boilerplate import OUTSIDE, boilerplate, is_page, main_text
from yinzheng.corpus.content import Content
from yinzheng.corpus.formats import html as html_reader
from yinzheng.corpus.formats.html import read
from yinzheng.corpus.formats.html_blocks import blocks
from yinzheng.corpus.load import load_bytes

SHARED = Path(__file__).parents[4] / "shared"

ARTICLE = """<!DOCTYPE html><html><head><title>Leases | Example Site</title>
<meta property="og:title" content="Leases grow">
<meta property="article:published_time" content="2024-05-06T08:00:00Z">
<script>document.write("never run")</script><style>p {color: red}</style></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/about">About us</a></nav>
<article><h1>Leases grow</h1>
<p>The company signed a <b>new</b> lease in spring, and its managers said that demand was
strong in every region where it works.</p>
<h2>Rates</h2><p>Interest rates fell to 8%, which is lower than in any year since the company began.<br>
They may fall further.</p>
<ul><li>first point of the list</li><li>second point of the list</li></ul>
<table><tr><th>Year</th><th>Revenue</th></tr><tr><td>2024</td><td>19.15</td></tr></table>
<h3>Outlook</h3>
<p>Nobody knows what will happen next year, but the order book is full and staff are hired.</p>
</article><footer>Copyright, imprint, privacy and terms of service of the site</footer></body></html>"""


def extract(markup: str, source: str = "page.html") -> Content:
    return read(markup.encode(), source)


def test_an_article() -> None:
    page = extract(ARTICLE)
    assert (page.title, page.date) == ("Leases grow", "2024-05-06")
    assert "signed a new lease in spring, and its managers said that demand was strong in" in page.text
    assert "8%, which is lower than in any year since the company began.\nThey may fall further." in page.text
    assert "- first point of the list\n- second point of the list" in page.text
    assert "Year | Revenue\n2024 | 19.15" in page.text
    for noise in ("never run", "color: red", "About us", "privacy"):
        assert noise not in main_text(page.text)
    assert "Home\nNews" not in page.text  # links in a row are one line
    assert page.text.endswith(
        f"\n\n{OUTSIDE}\n\nHome News About us\nCopyright, imprint, privacy and terms of service of the site"
    )
    assert [a.label for a in page.anchors[:-1]] == ["Leases grow", "Rates", "Rates › Outlook"]
    assert page.text[page.anchors[-1].start :].startswith(OUTSIDE)
    for anchor in page.anchors[:-1]:
        assert page.text[anchor.start :].startswith(anchor.label.split(" › ")[-1] + "\n\n")


def test_a_short_page_is_read_whole() -> None:
    page = extract(
        "<html><body><p>短页面。</p><script>alert(1)</script><div>尾<b>巴</b>在此</div></body></html>"
    )
    assert page.text == "短页面。\n\n尾巴在此"


def test_a_page_laid_out_by_tables_keeps_its_paragraphs() -> None:
    inner = "".join(f"<p>第{i}段正文，讲的是租赁合同与利率的变化。</p>" for i in "一二三")
    page = extract(f"<html><body><table><tr><td>菜单</td><td>{inner}</td></tr></table></body></html>")
    assert "第一段正文，讲的是租赁合同与利率的变化。\n\n第二段" in page.text


def test_cells_stand_under_their_headers_whatever_is_merged_above_them() -> None:
    rows = (
        "<tr><th rowspan=2>Segment</th><th colspan=2>Revenue</th><th rowspan=2>Change</th></tr>",
        "<tr><th>2024</th><th>2023</th></tr>",
        "<tr><td>Retail</td><td>12</td><td>11</td><td>9%</td></tr>",
        "<tr><td></td><td>7</td><td>8</td></tr>",
    )
    (table,) = document_fromstring(f"<body><table>{''.join(rows)}</table></body>").iter("table")
    assert [block.words for block in blocks(table)] == [
        "Segment | Revenue | | Change",
        "Segment | 2024 | 2023 | Change",
        "Retail | 12 | 11 | 9%",
        "| 7 | 8",
    ]


@pytest.mark.parametrize("said", ["0", "-3", "x", "99999999"])
def test_a_cell_merged_over_an_odd_number_of_columns_is_still_read(said: str) -> None:
    (table,) = document_fromstring(f"<table><tr><td colspan='{said}'>a</td><td>b</td></tr></table>").iter(
        "table"
    )
    (row,) = blocks(table)
    assert (row.words[0], row.words[-1], len(row.words) < 200) == ("a", "b", True)


def test_code_keeps_its_lines() -> None:
    assert "a = 1\n    b = 2" in extract("<body><p>Code:</p><pre>a = 1\n    b = 2</pre></body>").text


def test_declared_encodings_do_not_disturb_decoded_text() -> None:
    head = '<?xml version="1.0" encoding="gb2312"?><html><head><meta charset="big5"></head>'
    assert extract(f"{head}<body>中文內容</body></html>").text == "中文內容"


def test_nothing_is_fetched_and_no_entity_is_expanded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "canary"
    canary.write_text("CANARY", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    page = extract(
        '<!DOCTYPE html SYSTEM "http://127.0.0.1/x.dtd" '
        f'[<!ENTITY x SYSTEM "file://{canary}"><!ENTITY a0 "lol">{bomb}]>'
        "<html><head><base href='http://127.0.0.1/'><link rel=stylesheet href='x.css'></head>"
        "<body><p>Seen &x; &a11; words.</p><img src='http://127.0.0.1/a.png'><iframe src='/b'></iframe>"
    )
    assert "CANARY" not in page.text
    assert "lollol" not in page.text
    assert "Seen" in page.text


def test_a_page_nested_deeper_than_the_parser_goes_keeps_all_of_its_words() -> None:
    rows = "".join(f"<table><tr><td>第{n}项收入 {n}&nbsp;万元。" for n in range(1500))
    page = f"<html><head><title>账目</title><style>td {{color: red}}</style></head><body>{rows}"
    content = read(page.encode(), "a.html")
    assert all(f"第{n}项收入 {n} 万元。" in content.text for n in range(1500))
    assert "color" not in content.text
    assert content.title == "账目"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("   ", ""),
        ("<!-- only a comment -->", ""),
        ("just text", "just text"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("<div>" * 5000 + "deep", "deep"),
        ("<b>" * 3000 + "bold" + "</b>" * 3000, "bold"),
    ],
)
def test_broken_markup(markup: str, text: str) -> None:
    assert extract(markup).text == text


PIECES = """
<p> </p> <div> </div> <h2> </h2> <table> <tr> <td> </table> <li> <br> 词语。 words &amp; &#0; < > <!-- -->
<script> </script> \x01 🙂
"""


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=30).map("".join))
def test_any_markup_gives_clean_text_with_anchors_at_lines(markup: str) -> None:
    page = extract(markup)
    assert "\x00" not in page.text
    for anchor in page.anchors:
        assert anchor.start == 0 or page.text[anchor.start - 1] == "\n"


@pytest.mark.parametrize("saved", ALL, ids=lambda saved: saved.name)
def test_layouts_of_chinese_pages(saved: Saved) -> None:
    page = extract(saved.markup)
    main = main_text(page.text)
    assert [words for words in saved.main if words not in main] == []
    assert [words for words in saved.outside if words in main or words not in page.text] == []
    assert (page.title, page.date) == (saved.title, saved.date)
    assert set(saved.flags) <= set(page.flags)


@pytest.mark.parametrize("saved", ALL, ids=lambda saved: saved.name)
def test_nothing_that_a_page_shows_is_lost(saved: Saved) -> None:
    text = re.sub(r"\s|- ", "", extract(saved.markup).text)
    body = re.sub(r"<(script|style|button|title|head)\b.*?</\1>", "", saved.markup, flags=re.DOTALL)
    shown = [re.sub(r"\s|- ", "", html.unescape(words)) for words in re.split(r"<[^>]*>", body)]
    assert [words for words in shown if words not in text] == []


def test_what_stands_around_a_page_is_noise_and_makes_it_no_page_of_scraps() -> None:
    document = load_bytes(PORTAL.markup.encode(), source="page.html", media_type="text/html")
    main = main_text(document.text)
    assert "boilerplate" not in document.flags
    assert not is_page(document.text)
    assert boilerplate(document)[-1].start == len(main)
    assert boilerplate(document)[-1].end == len(document.text)
    assert "临海重工季度亏损" in document.text[len(main) :]


@pytest.mark.parametrize("hidden", ["", ' class="sidebar-widget"', ' id="related"'])
def test_a_table_that_was_left_out_goes_back_under_its_caption(hidden: str) -> None:
    rows = "".join(f"<tr><td>项目{i}</td><td>{i},200</td></tr>" for i in range(1, 4))
    above, below = "表前是一段正文，说明了统计的口径。" * 5, "表后还有一段说明文字，讲各项目的变化。" * 4
    inner = f"<p>{above}</p><p>单位：万元</p><div{hidden}><table>{rows}</table></div><p>{below}</p>"
    text = main_text(extract(f"<html><body><article>{inner}</article></body></html>").text)
    assert text.index("单位：万元") < text.index("项目1 | 1,200\n项目2 | 2,200") < text.index("表后还有")


def test_addresses() -> None:
    head = "<html><head>{}</head><body><p>文字</p></body></html>"
    for markup, source, url in (
        ('<link rel="canonical" href="/a/1?x=2">', "https://example.com/b", "https://example.com/a/1?x=2"),
        ('<meta property="og:url" content="https://example.com/a">', "page.html", "https://example.com/a"),
        ('<link rel="canonical" href="https://example.com/">', "page.html", None),  # the front page
        ('<link rel="canonical" href="javascript:alert(1)">', "page.html", None),
        ('<link rel="canonical" href="https://example.com/a b">', "page.html", None),
        ('<link rel="canonical" href="http://[::1">', "page.html", None),
        ("", "https://example.com/b", "https://example.com/b"),
    ):
        flags = extract(head.format(markup), source).flags
        assert [flag for flag in flags if flag.startswith("url:")] == ([f"url:{url}"] if url else [])
    saved = "<!-- saved from url=(0021)https://example.com/a -->" + head.format("")
    assert extract(saved).flags == ("url:https://example.com/a",)


def test_authors_who_are_nobody_are_left_out() -> None:
    for name, kept in (
        ("张三", True),
        ("By Jane Roe", True),
        ("admin", False),
        ("https://example.com", False),
        ("小编", False),
    ):
        flags = extract(f'<html><head><meta name="author" content="{name}"></head><body>文字</body>').flags
        assert flags == ((f"author:{name.removeprefix('By ')}",) if kept else ())


def test_dates_of_pages() -> None:
    page = "<html><head>{}</head><body>{}</body></html>"
    told = NOTICE.markup.replace('<meta name="PubDate" content="2025-06-12 09:30">', "")
    assert extract(told).date == "2025-06-12"
    for head, body, source, date in (
        (
            '<meta property="article:published_time" content="2025-05-20T08:00:00+08:00">',
            "文字",
            "a.html",
            "2025-05-20",
        ),
        ('<meta name="date" content="0001-01-01T00:00:00Z">', "文字", "a.html", None),
        ("", "<p>今天是2025年5月20日 星期二</p>", "a.html", None),
        ("", "文字", "https://example.com/2025/05/20/a.html", "2025-05-20"),
        (
            '<meta property="article:published_time" content="2025-05-19T23:00:00Z">',
            "文字",
            "https://example.com/20250520/a.html",
            "2025-05-20",
        ),
        ("", '<time datetime="2025-05-20">昨天</time>', "a.html", "2025-05-20"),
        ("", '<time datetime="2025-05-20">一</time><time datetime="2025-05-21">二</time>', "a.html", None),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2025-05-20"}]}</script>',
            "文字",
            "a.html",
            "2025-05-20",
        ),
        ('<script type="application/ld+json">[[[[' + "[" * 20000 + "</script>", "文字", "a.html", None),
    ):
        assert extract(page.format(head, body), source).date == date, head + body


def test_article_extraction_benchmark() -> None:
    folder = SHARED / "data/article_extraction"
    if not folder.exists():
        pytest.skip("needs the evaluation data beside the repository (../shared/data)")
    scorer = types.ModuleType("scorer")
    exec(compile((folder / "evaluate.py.txt").read_text(encoding="utf-8"), "scorer", "exec"), scorer.__dict__)
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    precision, recall = [], []
    for key, entry in gold.items():
        markup = gzip.decompress((folder / f"html/{key}.html.gz").read_bytes()).decode("utf-8", "replace")
        match = scorer.string_shingle_matching(entry.get("articleBody", ""), main_text(extract(markup).text))
        precision.append(scorer.precision_score(*match))
        recall.append(scorer.recall_score(*match))
    p, r = statistics.mean(precision), statistics.mean(recall)
    assert 2 * p * r / (p + r) >= 0.955


@pytest.mark.parametrize(
    ("around", "order"), [("article", "abbcbbacb"), ("div", "abcbabcbc"), ("div", "abcabcabc")]
)
def test_a_paragraph_that_is_repeated_stands_in_the_main_text_as_often(around: str, order: str) -> None:
    said = {
        "a": "The board passed the motion number one and asked its members to carry it out in winter.",
        "b": "The chair abstained from the vote, as on all motions that concern the northern harbour.",
        "c": "Ships from the south waited outside the harbour while the crane was mended for weeks.",
    }
    body = "".join(f"<p>{said[letter]}</p>" for letter in order)
    page = extract(
        f"<html><body><nav><a href='/'>Home</a></nav><{around}><h1>Votes</h1>{body}</{around}></body></html>"
    )
    assert [main_text(page.text).count(said[letter]) for letter in "abc"] == [order.count(c) for c in "abc"]


def test_a_page_longer_than_any_article_is_read_without_extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_of_it(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(html_reader, "_main", none_of_it)
    monkeypatch.setattr(html_reader, "_MOST_CHARACTERS", 300)
    page = extract(ARTICLE)
    assert "signed a new lease in spring" in main_text(page.text)
    assert {"Home News About us", "Leases grow"} <= set(page.text.split("\n"))
