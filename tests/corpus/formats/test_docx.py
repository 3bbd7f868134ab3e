"""Word files give their final text in order, with what people cite by: headings, pages, clauses, notes."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import docx as python_docx
import pytest
from docx.enum.text import WD_BREAK

from tests.corpus.formats.packages import changed, docx, p, par, row, run, table
from yinzheng.corpus.formats.docx import read
from yinzheng.corpus.formats.docx_styles import numeral
from yinzheng.errors import EmptyDocument

if TYPE_CHECKING:
    from yinzheng.corpus.content import Content

CLAUSES = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/><w:suff w:val="nothing"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def listed(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def text_of(body: str, **parts: Any) -> str:
    return read(docx(body, **parts), "a.docx").text


def saved(document: Any) -> Content:
    file = io.BytesIO()
    document.save(file)
    return read(file.getvalue(), "a.docx")


@pytest.mark.parametrize(
    ("title", "first", "second", "words"),
    [
        ("星海科技年度报告", "财务回顾", "主营业务", "营业收入为 12.3 亿元，同比增长 23%。"),
        ("Annual report of Acme", "Review", "Sales", "Net sales were $1,234.5 million, up 12%."),
    ],
)
def test_a_document_with_headings_lists_and_a_table(title: str, first: str, second: str, words: str) -> None:
    document = python_docx.Document()
    document.add_heading(title, 0)
    document.add_heading(first, 1)
    document.add_paragraph(words)
    document.add_heading(second, 2)
    document.add_paragraph("A", style="List Bullet")
    document.add_paragraph("B", style="List Bullet")
    cells = document.add_table(2, 2).rows
    for at, cell in enumerate(("项目", "2023年", "营业收入", "12.3亿元")):
        cells[at // 2].cells[at % 2].text = cell
    document.add_paragraph(words)
    content = saved(document)
    assert content.text == (
        f"{title}\n\n{first}\n\n{words}\n\n{second}\n\n- A\n- B\n\n"
        f"项目 | 2023年\n营业收入 | 12.3亿元\n\n{words}"
    )
    assert content.title == title
    assert [(a.kind, a.label) for a in content.anchors] == [
        ("heading", title),
        ("heading", first),
        ("heading", f"{first} › {second}"),
    ]
    for anchor in content.anchors:
        assert content.text[anchor.start :].startswith(anchor.label.rpartition(" › ")[2])


def test_headings_by_names_of_styles_by_inheritance_and_by_outline_level() -> None:
    content = read(
        docx(
            par("总则", "1")
            + par("适用范围", "zw")
            + par("自定样式", "own")
            + par("直接指定", properties='<w:outlineLvl w:val="0"/>')
            + par("不是标题", "1", '<w:outlineLvl w:val="9"/>')
        ),
        "a.docx",
    )
    assert [a.label for a in content.anchors] == ["总则", "总则 › 适用范围", "总则 › 自定样式", "直接指定"]


def test_text_without_styled_headings_is_searched_for_numbered_ones() -> None:
    body = "".join(par(f"{n}、第{n}部分") + par("正文一句话在此，讲的是合同。") for n in "一二三")
    assert [a.label for a in read(docx(body), "a.docx").anchors] == [
        "一、第一部分",
        "二、第二部分",
        "三、第三部分",
    ]


def test_numbers_of_clauses_are_written_out_as_word_prints_them() -> None:
    body = (
        par("租金", properties=listed(1))
        + par("每月一付。", properties=listed(1, 1))
        + par("逾期：", properties=listed(1, 1))
        + par("加收利息；", properties=listed(1, 2))
        + par("解除合同。", properties=listed(1, 2))
        + par("押金", properties=listed(1))
        + par("不计利息。", properties=listed(1, 1))
        + par("附件", properties=listed(3))
        + par("清单", properties=listed(2))
        + par("不编号", properties=listed(0))
    )
    assert text_of(body, numbering=CLAUSES).split("\n") == [
        "第一条 租金",
        "1.1 每月一付。",
        "1.2 逾期：",
        "(a)加收利息；",
        "(b)解除合同。",
        "第二条 押金",
        "2.1 不计利息。",
        "第一条 附件",
        "- 清单",
        "",
        "不编号",
    ]


def test_numbered_headings_carry_their_numbers_into_anchors() -> None:
    content = read(
        docx(par("总则", "1", listed(1)) + par("范围", "2") + par("罚则", "1", listed(1)), numbering=CLAUSES),
        "a.docx",
    )
    assert [a.label for a in content.anchors] == ["第一条 总则", "第一条 总则 › 范围", "第二条 罚则"]


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (12, "chineseCounting", "十二"),
        (103, "chineseCountingThousand", "一百零三"),
        (2010, "chineseCountingThousand", "二千零一十"),
        (10_000, "chineseCountingThousand", "一万"),
        (21, "chineseLegalSimplified", "贰拾壹"),
        (3, "ideographTraditional", "丙"),
        (2, "ideographZodiac", "丑"),
        (105, "ideographDigital", "一〇五"),
        (14, "lowerRoman", "xiv"),
        (1999, "upperRoman", "MCMXCIX"),
        (28, "upperLetter", "BB"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (112, "ordinal", "112th"),
        (22, "ordinal", "22nd"),
        (5, "unheardOf", "5"),
    ],
)
def test_numerals(count: int, form: str, printed: str) -> None:
    assert numeral(count, form) == printed


def test_changes_that_are_tracked_give_the_final_text_and_are_flagged() -> None:
    inserted = '<w:ins w:id="1" w:author="甲"><w:r><w:t>百分之五</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2" w:author="甲"><w:r><w:delText>百分之三</w:delText></w:r></w:del>'
    gone = '<w:rPr><w:del w:id="3" w:author="甲"/></w:rPr>'
    body = (
        p(run("利率为") + deleted + inserted + run("。"))
        + par("并入", properties=gone)
        + par("下一段。")
        + table(row("留", "1"), row("删", "2", properties='<w:del w:id="4"/>'))
    )
    content = read(docx(body), "a.docx")
    assert content.text == "利率为百分之五。\n\n并入下一段。\n\n留 | 1"
    assert content.flags == ("tracked_changes:3",)


def test_notes_stand_behind_the_paragraph_that_marks_them() -> None:
    def mark(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    def note(kind: str, number: int, words: str, author: str = "") -> str:
        return f'<w:{kind} w:id="{number}" w:author="{author}">{par(words)}</w:{kind}>'

    body = (
        p(run("营收12.5亿元") + mark("footnote", 7) + run("，净利润") + mark("footnote", 5) + run("上升。"))
        + p(run("另见") + mark("endnote", 2) + run("。"))
        + p(run("待核") + mark("comment", 0))
        + table(
            row("甲", "乙"), "<w:tr><w:tc>" + p(run("丙") + mark("footnote", 9)) + "</w:tc><w:tc/></w:tr>"
        )
        + par("末段。")
    )
    content = read(
        docx(
            body,
            footnotes=note("footnote", 5, "不含税。")
            + note("footnote", 7, "未经审计。")
            + note("footnote", 9, "估计。"),
            endnotes=note("endnote", 2, "公告。"),
            comments=note("comment", 0, "数字对吗？", "李四"),
        ),
        "a.docx",
    )
    assert content.text.split("\n\n") == [
        "营收12.5亿元[^1]，净利润[^2]上升。",
        "[^1] 未经审计。",
        "[^2] 不含税。",
        "另见[^i]。",
        "[^i] 公告。",
        "待核[c1]",
        "[c1] 李四: 数字对吗？",
        "甲 | 乙\n丙[^3] | ",
        "[^3] 估计。",
        "末段。",
    ]
    assert content.flags == ("comments:1",)


def test_tables_keep_their_columns() -> None:
    span = '<w:gridSpan w:val="2"/>'
    body = table(
        row("<w:vMerge w:val='restart'/>>>公司", f"{span}>>收入 | 亿元"),
        row("<w:vMerge/>>>", "2023年", "2022年"),
        row("星海", "12.3", "10.1"),
        row("附注", properties='<w:gridBefore w:val="1"/>'),
    )
    assert text_of(body) == "公司 | 收入 ｜ 亿元 | \n公司 | 2023年 | 2022年\n星海 | 12.3 | 10.1\n\n附注"


def test_a_table_that_lays_out_the_page_is_read_as_paragraphs() -> None:
    inner = table(row("a", "1"), row("b", "2"))
    body = f"<w:tbl><w:tr><w:tc>{par('左栏一段。')}</w:tc><w:tc>{inner}{par('右栏。')}</w:tc></w:tr></w:tbl>"
    assert text_of(body) == "左栏一段。\n\na | 1\nb | 2\n\n右栏。"


def test_boxes_controls_links_fields_and_formulas_are_text_once() -> None:
    def box(words: str) -> str:
        return f"<w:txbxContent>{par(words)}</w:txbxContent>"

    drawing = f"<w:drawing><wps:wsp><wps:txbx>{box('框中文字')}</wps:txbx></wps:wsp></w:drawing>"
    picture = f"<w:pict><v:textbox>{box('框中文字')}</v:textbox></w:pict>"
    twice = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第三节</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = (
        p(run("有框") + twice)
        + p(f"<w:r>{picture}</w:r>")
        + f"<w:sdt><w:sdtContent>{p('<w:sdt><w:sdtContent>' + run('控件') + '</w:sdtContent></w:sdt>')}"
        + "</w:sdtContent></w:sdt>"
        + p('<w:hyperlink w:anchor="x">' + run("链接") + "</w:hyperlink>" + run("，见") + field)
        + p(run("设") + "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>")
        + p(
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r>"
        )
    )
    assert text_of(body).split("\n\n") == [
        "有框",
        "框中文字",
        "框中文字",
        "控件",
        "链接，见第三节",
        "设x=1",
        "甲\t乙\n丙-丁",
    ]


def test_hidden_text_is_left_out_and_flagged_and_so_is_a_table_of_contents() -> None:
    body = (
        par("总则\t1", "toc")
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        + f"</w:sdtPr><w:sdtContent>{par('目录')}</w:sdtContent></w:sdt>"
        + p(run("看不见", "<w:vanish/>") + run("看得见", '<w:vanish w:val="0"/>'))
    )
    content = read(docx(body), "a.docx")
    assert (content.text, content.flags) == ("看得见", ("hidden_text:3",))


def test_headers_and_footers_are_kept_out_of_the_text() -> None:
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_paragraph("正文。")
    assert saved(document).text == "正文。"


def paged(*pages: str, count: int) -> Content:
    body = "".join(
        p(("<w:r><w:lastRenderedPageBreak/></w:r>" if at else "") + run(words))
        for at, words in enumerate(pages)
    )
    app = "http://schemas.openxmlformats.org/officeDocument/2006"
    package = docx(
        body,
        more={
            "docProps/app.xml": f'<Properties xmlns="{app}/extended-properties">'
            f"<Pages>{count}</Pages></Properties>",
            "_rels/.rels": "<Relationships>"
            f'<Relationship Id="a" Type="{app}/relationships/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{app}/relationships/extended-properties" Target="docProps/app.xml"/>'
            "</Relationships>",
        },
    )
    return read(package, "a.docx")


def test_pages_are_anchors_where_the_breaks_that_word_recorded_are_all_there() -> None:
    pages = ("第一页的话。", "第二页的话。", "第三页的话。")
    content = paged(*pages, count=3)
    marks = [(a.label, a.start) for a in content.anchors if a.kind == "page"]
    assert marks == [(str(n), content.text.index(words)) for n, words in enumerate(pages, 1)]
    assert [a for a in paged(*pages, count=5).anchors if a.kind == "page"] == []


def test_a_page_may_end_within_a_paragraph() -> None:
    content = paged("头", "", count=2)
    assert content.text == "头"
    body = "前半句" + "</w:t><w:lastRenderedPageBreak/><w:t>" + "后半句"
    content = paged(body, "尾", count=3)
    marks = [content.text[a:b] for a, b in pairwise([*(a.start for a in content.anchors), len(content.text)])]
    assert marks == ["前半句", "后半句\n\n", "尾"]


def test_title_and_date_come_from_the_text_before_the_properties() -> None:
    properties = "<dc:title>模板标题</dc:title><dcterms:modified>2024-05-06T07:08:09Z</dcterms:modified>"
    content = read(
        docx(par("租赁合同") + par("甲方与乙方约定如下，双方遵守。"), properties=properties), "a.docx"
    )
    assert (content.title, content.date) == ("租赁合同", "2024-05-06")
    titled = read(docx(par("封面") + par("模板标题是这样的，正文在后。"), properties=properties), "a.docx")
    assert titled.title == "模板标题"


def test_a_transcript_has_its_times_and_speakers() -> None:
    said = (
        "[00:01:05] 王总：我们今年的收入是 12.3 亿元。",
        "[00:02:10] 李明：明年呢？请您讲讲计划。",
        "[00:03:00] 王总：我们打算再开十家店。",
        "[00:04:00] 李明：好，谢谢您。",
    )
    content = read(docx("".join(map(par, said))), "a.docx")
    assert [a.label for a in content.anchors if a.kind == "timestamp"][:2] == ["00:01:05", "00:02:10"]
    assert [a.label for a in content.anchors if a.kind == "speaker"][:2] == ["王总", "李明"]


def test_a_date_that_only_a_template_has_is_none() -> None:
    document = python_docx.Document()
    document.add_paragraph("正文。")
    assert saved(document).date is None


def test_the_strict_standard_is_read_too() -> None:
    package = docx(par("总则", "1") + par("正文。"))
    strict = changed(
        package,
        {
            "word/document.xml": docx_part(package, "word/document.xml").replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
        },
    )
    assert read(strict, "a.docx") == read(package, "a.docx")


def docx_part(package: bytes, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name).decode()


def test_macros_are_flagged() -> None:
    content = read(changed(docx(par("正文。")), {"word/vbaProject.bin": b"Sub AutoOpen()"}), "a.docm")
    assert (content.text, content.flags) == ("正文。", ("macros:1",))


def test_a_document_without_text_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        read(docx(p("")), "a.docx")


def test_page_breaks_by_hand_leave_no_trace() -> None:
    document = python_docx.Document()
    document.add_paragraph("一").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("二")
    assert saved(document).text == "一\n\n二"
