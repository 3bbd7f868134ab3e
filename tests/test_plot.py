"""Charts: every mark leads to its source, labels are letters and never boxes, hostile text is text."""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager

from tests.figures import claim, document, revenue
from tests.test_output import HOSTILE
from yinzheng.errors import ExportError, QueryError
from yinzheng.plot import write
from yinzheng.plot_fonts import STACK, fonts_for
from yinzheng.types import Claim

REPORT = document(id="a" * 12, title="禾洛能源年度报告", source="report.md")
VISIT = document(id="b" * 12, title="禾洛能源调研纪要", source="visit.md")


def over_time() -> list[Claim]:
    return [
        revenue(doc=REPORT),
        revenue(doc=VISIT),
        claim("31.5%", "6570000000", doc=REPORT, period="2023"),
        claim(
            "$2.1 and $2.3 billion",
            low="10.8E9",
            high="11.5E9",
            doc=VISIT,
            period="2025",
            modality="forecast",
        ),
        claim("-4.2%", "5", doc=VISIT, period="去年"),
    ]


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def svg_of(path: Path) -> str:
    whole = path.read_text(encoding="utf-8")
    return whole[whole.index("<svg") : whole.index("</svg>") + 6]


@pytest.fixture
def fontless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: [])


def test_over_time_every_mark_has_a_number_that_its_source_explains(tmp_path: Path) -> None:
    write(over_time(), tmp_path / "a.svg", lang="zh")
    said = texts((tmp_path / "a.svg").read_text(encoding="utf-8"))
    for number in ("[1]", "[2]", "[3]"):
        assert number in said
        (explained,) = [line for line in said if line.startswith(f"{number} ")]
        assert "禾洛能源" in explained
    assert (
        "[1] 86.40 亿元 · 禾洛能源 · 2024 · 禾洛能源年度报告 · 禾洛能源调研纪要" in said
    )  # two sources, one mark
    assert {"2023", "2024", "2025"} <= set(said)
    assert "禾洛能源 · 营收 (revenue)" in said
    assert "1 个没有时间的数字未画出" in said
    assert "横线：所说的时间；竖线：数值区间；空心：预测、计划、据报道或假设" in said
    assert "亿 CNY" in said


def test_marks_as_high_as_each_other_stand_side_by_side(tmp_path: Path) -> None:
    both = [revenue(doc=REPORT), claim("31.5%", "8460000000", doc=VISIT)]
    for n, periods in enumerate([("2024", "2023"), ("2024-05-01", "2024-04-30")]):
        timed = [replace(item, period=periods[0]) for item in both]
        write([*timed, revenue(period=periods[1])], tmp_path / f"{n}.svg")
        svg = ET.parse(tmp_path / f"{n}.svg")
        places = {
            "".join(node.itertext()): float(node.get("x", "0"))
            for node in svg.iter("{http://www.w3.org/2000/svg}text")
        }
        assert abs(places["[1]"] - places["[2]"]) > 10


def test_one_time_is_drawn_side_by_side(tmp_path: Path) -> None:
    found = [revenue(doc=REPORT), claim("31.5%", "8460000000", doc=VISIT, subject="Heluo")]
    write(found, tmp_path / "a.svg")
    said = texts((tmp_path / "a.svg").read_text(encoding="utf-8"))
    assert {"[1] 禾洛能源 · 2024 · 禾洛能源年度报告", "[2] Heluo · 2024 · 禾洛能源调研纪要"} <= set(said)
    assert {"86.40 亿元", "31.5%", "billion CNY", "0"} <= set(said)


def test_units_that_cannot_be_compared_have_charts_of_their_own(tmp_path: Path) -> None:
    found = [revenue(), claim("31.5%", "1284000000", "USD", subject="Quillstone")]
    write(found, tmp_path / "a.svg")
    assert {"billion CNY", "billion USD"} <= set(texts((tmp_path / "a.svg").read_text(encoding="utf-8")))


def test_units_that_can_be_converted_share_one_and_falls_point_down(tmp_path: Path) -> None:
    power = [claim("31.5%", value, unit, kind="physical") for value, unit in (("2", "GW"), ("1500", "MW"))]
    write(power, tmp_path / "a.svg")
    said = texts((tmp_path / "a.svg").read_text(encoding="utf-8"))
    assert "GW" in said
    assert "MW" not in said
    assert "2.0" in said
    fall = claim("31.5%", "45", "%", kind="percent", direction="down", metric_key="revenue_growth")
    write([fall], tmp_path / "b.svg")
    assert "−40" in texts((tmp_path / "b.svg").read_text(encoding="utf-8"))


def test_a_page_holds_the_chart_and_a_table_of_all_sources(tmp_path: Path) -> None:
    write(over_time(), tmp_path / "a.html", lang="zh")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    ET.fromstring(svg_of(tmp_path / "a.html"))
    rows = re.findall(r"<tr><td>\[(\d)\]</td>(.*?)</tr>", page)
    assert [number for number, _ in rows] == ["1", "1", "2", "3"]
    assert "禾洛能源调研纪要" in rows[1][1]
    assert "2024 年，禾洛能源营收 86.40 亿元，同比增长 31.5%。" in rows[0][1]
    assert "<script" not in page
    assert re.findall(r"(?:src|href)=\"(?!#)(?!http://www\.w3\.org)", page) == []


@pytest.mark.parametrize("suffix", ["svg", "html"])
def test_without_a_font_vector_charts_name_those_of_their_reader(
    tmp_path: Path, fontless: None, suffix: str
) -> None:
    write(over_time(), tmp_path / f"a.{suffix}", lang="zh")
    svg = svg_of(tmp_path / f"a.{suffix}")
    assert "禾洛能源 · 营收 (revenue)" in texts(svg)
    for family in STACK[:3]:
        assert f"'{family}'" in svg


def test_without_a_font_a_png_is_refused_with_what_to_install(tmp_path: Path, fontless: None) -> None:
    with pytest.raises(ExportError, match=r"fonts-noto-cjk.*\.svg") as caught:
        write(over_time(), tmp_path / "a.png", lang="zh")
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    latin = document("Revenue was $5 billion.", id="c" * 12, title="Annual report")
    write(
        [claim("$5 billion", "5E9", "USD", doc=latin, subject="Quillstone", metric="Revenue")],
        tmp_path / "b.png",
    )
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG\r\n")


def made_font(path: Path, family: str, characters: str) -> str:
    """A font that has these characters, each as a box of its own width."""
    names = [".notdef", *(f"u{ord(char):04X}" for char in characters)]
    build = FontBuilder(1000, isTTF=True)
    build.setupGlyphOrder(names)
    build.setupCharacterMap({ord(char): f"u{ord(char):04X}" for char in characters})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 800), (900, 800), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    glyph = pen.glyph()
    build.setupGlyf(dict.fromkeys(names, glyph))
    build.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupNameTable({"familyName": family, "styleName": "Regular"})
    build.setupOS2()
    build.setupPost()
    build.save(path)
    return str(path)


def test_the_first_font_that_has_the_characters_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    paths = [
        str(tmp_path / "broken.ttf"),
        made_font(tmp_path / "a-half.ttf", "Half", "营收"),
        made_font(tmp_path / "b-whole.ttf", "Whole", "营收禾洛能源"),
        made_font(tmp_path / "NotoSansCJK-Bold.otf", "Bold", "营收禾洛能源"),
        made_font(tmp_path / "NotoSansCJK-Regular.otf", "Best", "营收禾洛能源"),
    ]
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: paths)
    assert fonts_for("Revenue 12.5%").families == ("DejaVu Sans",)
    assert (fonts_for("营收 禾洛能源").families[1], fonts_for("营收").missing) == ("Best", "")
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: paths[:3])
    assert fonts_for("营收 禾洛能源").families[1] == "Whole"
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: paths[:2])
    assert fonts_for("营收 禾洛能源").missing == "".join(sorted("禾洛能源"))


def test_a_png_is_drawn_with_the_font_that_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = "营收禾洛能源年度报告调研纪要亿元万个值所横竖说；没有时间的数字未画出空心：预测、计划据道或假设"
    path = made_font(tmp_path / "han.ttf", "Han", "".join(dict.fromkeys(f"{labels}线区题目去·")))
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: [path])
    write(over_time(), tmp_path / "a.png", lang="zh")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG\r\n")


def test_a_chart_is_the_same_for_the_same_claims(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        write(over_time(), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_hostile_text_is_text(tmp_path: Path) -> None:
    doc = document("x $5$ y", title=f"{HOSTILE}</text><script>alert(1)</script>$\\frac{{1}}{{0}}$ & \ud800")
    found = [claim("$5$", "5", doc=doc, subject=HOSTILE, metric="$\\x$", metric_key="", period=str(year))
             for year in (2023, 2024)]  # fmt: skip
    for suffix in ("svg", "html"):
        write(found, tmp_path / f"a.{suffix}")
        svg = svg_of(tmp_path / f"a.{suffix}")
        assert "$\\x$" in "".join(texts(svg))
        whole = (tmp_path / f"a.{suffix}").read_text(encoding="utf-8")
        assert "<script" not in whole
        assert "\x1b" not in whole
        assert "\u202e" not in whole
    write(found[:1], tmp_path / "side.svg")


def test_several_metrics_are_refused_naming_them(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"--metric among revenue \(2\), employees \(1\)"):
        write([revenue(), revenue(metric="收入"), revenue(metric_key="employees")], tmp_path / "a.svg")
    with pytest.raises(QueryError, match="no figure with a number"):
        write([claim("86.40 亿元", None, status="vague")], tmp_path / "a.svg")
    with pytest.raises(QueryError, match="more than a chart can show"):
        write([revenue(subject=str(n)) for n in range(61)], tmp_path / "a.svg")
    with pytest.raises(QueryError, match="7 units"):
        write([revenue(unit=f"U{n}") for n in range(7)], tmp_path / "a.svg")
    with pytest.raises(QueryError, match=r"\.png, \.svg, \.html"):
        write([revenue()], tmp_path / "a.gif")
    assert list(tmp_path.iterdir()) == []


def test_impossible_years_are_no_time(tmp_path: Path) -> None:
    write([revenue(period=period) for period in ("9998/9999", "0001", "2024", "../2023")], tmp_path / "a.svg")
    assert "[4] 禾洛能源 · ../2023 · 题目 Title" in texts((tmp_path / "a.svg").read_text(encoding="utf-8"))


@pytest.mark.parametrize("value", ["0", "-5", "1E+299", "1E-299"])
def test_numbers_of_any_size_are_drawn(tmp_path: Path, value: str) -> None:
    write([claim("86.40 亿元", value)], tmp_path / "a.svg")
    write([claim("86.40 亿元", value, period=str(year)) for year in (2023, 2024)], tmp_path / "b.svg")


def test_without_matplotlib_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "matplotlib" else find(name, *rest)
    )
    with pytest.raises(ExportError, match=r"pip install 'yinzheng\[plot\]'"):
        write([revenue()], tmp_path / "a.svg")


def test_a_file_that_exists_is_kept_unless_it_may_be_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("mine")
    with pytest.raises(ExportError, match="--force"):
        write([revenue()], tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text() == "mine"
    write([revenue()], tmp_path / "a.svg", force=True)
    assert "<svg" in (tmp_path / "a.svg").read_text()
