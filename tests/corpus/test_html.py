"""Pages give their main text with headings, and nothing on them is run or fetched."""

from __future__ import annotations

import gzip
import json
import socket
import statistics
import types
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinzheng.corpus.html import extract

SHARED = Path(__file__).parents[3] / "shared"

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


def test_an_article() -> None:
    page = extract(ARTICLE)
    assert (page.title, page.date) == ("Leases grow", "2024-05-06")
    assert "signed a new lease in spring, and its managers said that demand was strong in" in page.text
    assert "8%, which is lower than in any year since the company began.\nThey may fall further." in page.text
    assert "- first point of the list\n- second point of the list" in page.text
    assert "Year | Revenue\n2024 | 19.15" in page.text
    for noise in ("never run", "color: red", "About us", "privacy"):
        assert noise not in page.text
    assert [a.label for a in page.anchors] == ["Leases grow", "Rates", "Rates › Outlook"]
    for anchor in page.anchors:
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


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=30).map("".join))
def test_any_markup_gives_clean_text_with_anchors_at_lines(markup: str) -> None:
    page = extract(markup)
    assert "\x00" not in page.text
    for anchor in page.anchors:
        assert anchor.start == 0 or page.text[anchor.start - 1] == "\n"


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
        match = scorer.string_shingle_matching(entry.get("articleBody", ""), extract(markup).text)
        precision.append(scorer.precision_score(*match))
        recall.append(scorer.recall_score(*match))
    p, r = statistics.mean(precision), statistics.mean(recall)
    assert 2 * p * r / (p + r) >= 0.955
