"""Pages that are documents, and pages without an element that says where the article is, keep their order."""

# ruff: noqa: E501 - markup is as wide as it is

from __future__ import annotations

import html
import re

import pytest

from yinzheng.corpus.boilerplate import OUTSIDE, main_text
from yinzheng.corpus.formats.html import read

# All of it is invented.
ABOUT = "本手册说明北湾仓储公司的入库、出库与盘点流程，适用于全部三个仓库的员工和外包人员。"
IN = "入库单须在货物到达后两小时内录入系统，并由仓库主管签字；逾期未录入的按缺货处理。"
OUT = "出库以先进先出为原则，每日十七点后的订单次日发出，急件另收每单二十五元的加急费。"
COUNT = "盘点每季度一次，账实差异超过千分之三的，由仓库主管在五个工作日内书面说明原因。"
TITLE = "北湾仓储作业手册"
RATES = (
    '<table><caption>表1 各仓库费率（单位：元）</caption><thead><tr><th scope="col">仓库</th><th>入库费</th></tr></thead>'
    '<tbody><tr><th scope="row">北仓</th><td>12</td></tr><tr><th scope="row">南仓</th><td>14</td></tr></tbody></table>'
)
RATES_READ = ("表1 各仓库费率（单位：元）", "仓库 | 入库费", "北仓 | 12", "南仓 | 14")
MENU = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">产品中心</a></li></ul></div>'
FOOT = '<div class="footer"><p>版权所有 北湾仓储</p></div>'


def page(inner: str, title: str = TITLE) -> str:
    named = f"<title>{title}</title>" if title else ""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{named}</head><body>{inner}</body></html>"


DOCUMENTS = {
    "headings in the body": (
        page(f"<h1>{TITLE}</h1><p>{ABOUT}</p><h2>一、入库</h2><p>{IN}</p><h3>例外</h3><p>{COUNT}</p>"),
        (TITLE, ABOUT, "一、入库", IN, "例外", COUNT),
        (TITLE, "一、入库", "一、入库 › 例外"),
    ),
    "headings, a list and a table in plain divs": (
        page(
            f"<div><div><h1>{TITLE}</h1></div><div><p>{ABOUT}</p></div><div><h2>费率</h2>{RATES}</div>"
            f"<div><h2>出库</h2><ul><li>急件加价</li><li>次日达不加价</li></ul><p>{OUT}</p></div></div>"
        ),
        (TITLE, ABOUT, "费率", *RATES_READ, "出库", "- 急件加价", "- 次日达不加价", OUT),
        (TITLE, "费率", "出库"),
    ),
    "divs in divs": (
        page(
            f"<div><div><div>{TITLE}</div></div><div><div><span>{ABOUT}</span></div><div><b>一、入库</b></div>"
            f"<div>{IN}</div><div><b>二、出库</b></div><div>{OUT}</div><div>{COUNT}</div></div></div>"
        ),
        (TITLE, ABOUT, "一、入库", IN, "二、出库", OUT, COUNT),
        (),
    ),
    "line breaks": (
        page(f"<b>{TITLE}</b><br><br>{ABOUT}<br><b>一、入库</b><br>{IN}<br>{OUT}<br><br>盘点<br>{COUNT}<br>"),
        (TITLE, ABOUT, "一、入库", IN, OUT, "盘点", COUNT),
        (),
    ),
    "tables only": (
        page(f"<h1>{TITLE}</h1><h2>2025年</h2>{RATES}<h2>2024年</h2>{RATES.replace('1</', '0</')}"),
        (TITLE, "2025年", *RATES_READ, "2024年", *RATES_READ),
        (TITLE, "2025年", "2024年"),
    ),
    "terms and what they mean": (
        page(
            f"<h1>{TITLE}</h1><p>{ABOUT}</p><dl><dt>入库单</dt><dd>货物到达仓库时填写的单据。</dd><dt>越库</dt>"
            f"<dd>不上架、直接转运。</dd></dl><h2>附注</h2><p>{COUNT}</p>"
        ),
        (TITLE, ABOUT, "入库单", "货物到达仓库时填写的单据。", "越库", "不上架、直接转运。", "附注", COUNT),
        (TITLE, "附注"),
    ),
    "details": (
        page(
            f"<h1>常见问题</h1><p>{ABOUT}</p><details><summary>怎么入库？</summary><p>{IN}</p></details>"
            f"<details open><summary>何时发货？</summary>{OUT}</details><details><summary>多久盘点？</summary>"
            "<ul><li>每季度一次</li><li>年底全面盘点</li></ul></details>"
        ),
        (
            "常见问题",
            ABOUT,
            "怎么入库？",
            IN,
            "何时发货？",
            OUT,
            "多久盘点？",
            "- 每季度一次",
            "- 年底全面盘点",
        ),
        ("常见问题",),
    ),
    "merged cells": (
        page(
            "<h1>费率</h1><table><tr><th rowspan=2>仓库</th><th colspan=2>2025年</th><th rowspan=2>备注</th></tr>"
            "<tr><th>入库费</th><th>仓储费</th></tr><tr><td rowspan=2>北仓</td><td>12</td><td>3.5</td><td>含税</td></tr>"
            f"<tr><td>13</td><td>3.6</td><td></td></tr></table><p>{OUT}</p>"
        ),
        (
            "费率",
            "仓库 | 2025年 | | 备注",
            "仓库 | 入库费 | 仓储费 | 备注",
            "北仓 | 12 | 3.5 | 含税",
            "北仓 | 13 | 3.6 |",
            OUT,
        ),
        ("费率",),
    ),
    "a word processor": (
        page(
            f"<div class=WordSection1><p class=MsoTitle>{TITLE}</p><h1><span>一、总则</span></h1>"
            f'<p class=MsoNormal>{ABOUT}<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a></p>'
            f"<h2>1.1 入库</h2><p class=MsoNormal>{IN}</p><p class=MsoCaption>表1 费率</p><table class=MsoTableGrid>"
            "<tr><td><p>仓库</p></td><td><p>入库费</p></td></tr><tr><td><p>北仓</p><p>（北湾路）</p></td>"
            f"<td><p>12</p></td></tr></table><h1>二、出库</h1><p>{OUT}</p></div><div><hr><div id=ftn1><p class=MsoFootnoteText>"
            '<a href="#_ftnref1">[1]</a> 不含冷链仓库，冷链仓库另有规定。</p></div></div>',
            "",
        ),
        (
            TITLE,
            "一、总则",
            f"{ABOUT}[1]",
            "1.1 入库",
            IN,
            "表1 费率",
            "仓库 | 入库费",
            "北仓 （北湾路） | 12",
            "二、出库",
            OUT,
            "[1] 不含冷链仓库，冷链仓库另有规定。",
        ),
        ("一、总则", "一、总则 › 1.1 入库", "二、出库"),
    ),
    "an editor on the web": (
        page(
            f'<p class="c2 title"><span>{TITLE}</span></p><h1 class="c4">总则</h1><p class="c3">{ABOUT}<sup>'
            '<a href="#ftnt1">[1]</a></sup></p><ul class="c7"><li class="c3"><span>到货登记</span></li></ul><ol><li>'
            f'<p>称重</p></li></ol><h1 class="c4">出库</h1><p>{OUT}</p><hr><div><p class="c3"><a href="#ftnt_ref1">[1]</a>'
            "<span> 不含冷链仓库。</span></p></div>",
            "",
        ),
        (TITLE, "总则", f"{ABOUT}[1]", "- 到货登记", "- 称重", "出库", OUT, "[1] 不含冷链仓库。"),
        ("总则", "出库"),
    ),
    "pages of notes": (
        page(
            f'<article class="page"><header><h1 class="page-title">{TITLE}</h1><table class="properties"><tr><th>负责人'
            "</th><td>梁小满</td></tr><tr><th>状态</th><td>已发布</td></tr></table></header><div class='page-body'>"
            f"<p>{ABOUT}</p><h2>入库</h2><p>{IN}</p><ul><li><div class='checkbox'></div><span>更新流程图</span></li></ul>"
            f"<figure><img src='a.png'><figcaption>图1 北仓平面图</figcaption></figure><h2>出库</h2><p>{OUT}</p></div>"
            "</article>"
        ),
        (
            TITLE,
            "负责人 | 梁小满",
            "状态 | 已发布",
            ABOUT,
            "入库",
            IN,
            "- 更新流程图",
            "图1 北仓平面图",
            "出库",
            OUT,
        ),
        (TITLE, "入库", "出库"),
    ),
    "figures and notes": (
        page(
            f"<h1>年报</h1><p>{ABOUT}</p><figure><img src=a.png><figcaption>图1 吞吐量</figcaption></figure><h2>入库</h2>"
            f"<p>{IN}<sup><a href='#n1'>1</a></sup></p><section class='footnotes'><ol><li id='n1'>不含冷链。"
            "<a href='#r1'>↩</a></li></ol></section>"
        ),
        ("年报", ABOUT, "图1 吞吐量", "入库", f"{IN}1", "- 不含冷链。↩"),
        ("年报", "入库"),
    ),
}
"""What is read of pages that are documents: markup, lines of text, headings."""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_in_its_order_and_whole(name: str) -> None:
    markup, lines, headings = DOCUMENTS[name]
    found = read(markup.encode(), "page.html")
    assert [line for line in found.text.split("\n") if line] == list(lines)
    assert tuple(anchor.label for anchor in found.anchors) == headings
    for anchor in found.anchors:
        assert found.text[anchor.start :].startswith(anchor.label.split(" › ")[-1] + "\n")


SITES = {
    "a menu, related articles and buttons": (
        page(
            f"{MENU}<h1>{TITLE}</h1><p>{ABOUT}</p><h2>一、入库</h2><p>{IN}</p><h2>二、出库</h2><ul><li>急件加价</li></ul>"
            f"<p>{OUT}</p><h3>相关文章</h3><ul><li><a href='/1'>南湾仓储扩建完工</a></li></ul><h3>分享到</h3>"
            f"<div><a>微博</a> <a>微信</a></div>{FOOT}"
        ),
        (TITLE, ABOUT, "一、入库", IN, "二、出库", "- 急件加价", OUT),
        ("首页", "相关文章", "南湾仓储扩建完工", "分享到", "微博 微信", "版权所有 北湾仓储"),
    ),
    "links to other articles between two sections": (
        page(
            f"{MENU}<h1>{TITLE}</h1><p>{ABOUT}</p><h2>入库</h2><p>{IN}</p><h2>猜你喜欢</h2><ul><li><a href='/1'>南湾仓储扩建"
            f"完工</a></li></ul><h2>出库</h2><p>{OUT}</p>{FOOT}"
        ),
        (TITLE, ABOUT, "入库", IN, "出库", OUT),
        ("猜你喜欢", "南湾仓储扩建完工"),
    ),
    "a table below the last paragraph": (
        page(f"{MENU}<h1>{TITLE}</h1><p>{ABOUT}</p><h2>入库</h2><p>{IN}</p><h2>费率</h2>{RATES}{FOOT}"),
        (TITLE, ABOUT, "入库", IN, "费率", *RATES_READ),
        ("首页", "版权所有 北湾仓储"),
    ),
    "an application": (
        page(
            f"<header><a href='/'>北湾</a><a href='/x'>登录</a></header><div id='root'><div><h1>北湾云仓 Pro</h1><p>{ABOUT}</p>"
            "<h2>参数</h2><table><tr><td>库容</td><td>18,000 平方米</td></tr><tr><td>温区</td><td>-18 ℃</td></tr></table>"
            f"<h2>供货</h2><p>{OUT}</p></div><div><h2>你可能还喜欢</h2><div><a href='/p1'>北湾云仓 Lite</a></div></div></div>"
            "<footer>© 2025 北湾</footer>"
        ),
        ("北湾云仓 Pro", ABOUT, "参数", "库容 | 18,000 平方米", "温区 | -18 ℃", "供货", OUT),
        ("北湾登录", "你可能还喜欢", "北湾云仓 Lite", "© 2025 北湾"),
    ),
    "a wiki": (
        page(
            f'<div id="content" role="main"><h1>北湾仓储</h1><div><table class="infobox"><tr><th>成立</th><td>2009年</td></tr>'
            f'<tr><th>员工</th><td>1,240人</td></tr></table><p>{ABOUT}</p><div id="toc"><ul><li><a href="#a">1 历史</a></li>'
            f'</ul></div><h2><span id="a">历史</span><span class="mw-editsection">[<a href="/e">编辑</a>]</span></h2><p>{IN}</p>'
            f'<h2>仓库</h2>{RATES}<h2>参考资料</h2><ol><li><a href="#c">↑</a> 《北湾年鉴》，第88页。</li></ol></div></div>'
            '<div id="mw-navigation"><h2>导航菜单</h2><ul><li><a href="/1">首页</a></li><li><a href="/2">随机页面</a></li></ul>'
            '</div><div id="footer"><ul><li>本页面最后编辑于2024年5月1日</li></ul></div>',
            "北湾仓储 - 山海百科",
        ),
        (
            "北湾仓储",
            "成立 | 2009年",
            "员工 | 1,240人",
            ABOUT,
            "历史",
            IN,
            "仓库",
            *RATES_READ,
            "参考资料",
            "- ↑ 《北湾年鉴》，第88页。",
        ),
        ("1 历史", "导航菜单", "随机页面", "本页面最后编辑于2024年5月1日"),
    ),
    "hidden words": (
        page(
            f'<div style="display: none">ix:header 0000 --12-31</div><h1>{TITLE}</h1><p>{ABOUT}</p><h2>入库</h2><p>{IN}</p>'
        ),
        (TITLE, ABOUT, "入库", IN),
        ("ix:header 0000 --12-31",),
    ),
}
"""Pages with something around their text: markup, lines of the main text, lines outside it."""


@pytest.mark.parametrize("name", SITES)
def test_headings_stay_with_their_text_and_what_is_the_sites_outside(name: str) -> None:
    markup, lines, outside = SITES[name]
    text = read(markup.encode(), "page.html").text
    main = main_text(text)
    assert [line for line in main.split("\n") if line] == list(lines)
    assert [line for line in outside if line not in text[len(main) :].split("\n")] == []


@pytest.mark.parametrize("name", [*DOCUMENTS, *SITES])
def test_no_word_of_a_page_is_lost(name: str) -> None:
    markup = (DOCUMENTS | SITES)[name][0]
    text = re.sub(r"\s|- |\|", "", read(markup.encode(), "page.html").text.replace(OUTSIDE, ""))
    body = re.sub(
        r"<title>.*?</title>|<span class=\"mw-editsection\">.*?</span>", "", markup, flags=re.DOTALL
    )
    shown = [re.sub(r"\s", "", html.unescape(words)) for words in re.split(r"<[^>]*>", body)]
    assert [words for words in shown if words not in text] == []


def test_the_title_of_a_document_without_one_among_its_properties() -> None:
    for name in ("a word processor", "an editor on the web"):
        assert read(DOCUMENTS[name][0].encode(), "page.html").title == TITLE


@pytest.mark.parametrize(
    ("spans", "row"),
    [
        ('rowspan="99999"', "甲 | 2"),
        ('rowspan="0"', "2"),
        ('rowspan="-3"', "2"),
        ('colspan="x"', "2"),
        ('rowspan="²"', "2"),
    ],
)
def test_merged_cells_of_any_number(spans: str, row: str) -> None:
    rows = f"<table><tr><td {spans}>甲</td><td>1</td></tr><tr><td>2</td></tr></table>"
    assert read(f"<body><p>{ABOUT}</p>{rows}</body>".encode(), "page.html").text.split("\n")[-1] == row
