"""What is noise on a page, and what is not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from yinzheng.corpus.boilerplate import _noise, _words, boilerplate, is_page, touches
from yinzheng.corpus.load import load_file, load_text
from yinzheng.types import Span


def noise(text: str) -> list[str]:
    return [text[span.start : span.end].strip() for span in _noise(text)]


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 资讯 > 正文",
        "Home » News » Markets",
        "分享到： 微信 微博 QQ空间",
        "Share | Tweet | Email",
        "评论(12)",
        "Skip to main content",
        "（滨海晨报）",
        "责任编辑：李某某",
        "上一篇：十种你没见过的船",
        "版权所有 滨海新闻网",
        "© 2024 Example Media. All rights reserved.",
        "沪ICP备12345678号-1",
        "We use cookies to improve your experience.",
        "你的位置:滨海娱乐官网首页 > 资讯",
        "长按识别二维码",
    ],
)
def test_noise_is_found(line: str) -> None:
    text = f"电池厂将雇用1,200名工人。\n{line}\n工厂2026年投产。\n"
    found = noise(text)
    assert found
    assert all(part in line for part in found)


@pytest.mark.parametrize(
    "line",
    [
        "首页改版后，点击量增长了一倍。",
        "分享会上，她介绍了电池的回收。",
        "Share prices rose 3% after the announcement.",
        "Home sales fell in March",
        "版权所有者要求赔偿5万元。",
        "他们扫描了奖券上的二维码，才知道中奖。",
        "编辑部的故事",
        "该平台支持微信登录，注册用户超过1亿。",
        "公司官网显示，产能为14GWh。",
        "The company will contact us next week.",
        "利润 > 预期",
        "（一）经营情况",
    ],
)
def test_prose_is_left_alone(line: str) -> None:
    assert noise(f"电池厂将雇用1,200名工人。\n{line}\n工厂2026年投产。\n") == []


def test_a_list_of_other_articles_goes_with_its_head_and_ends_with_prose() -> None:
    listed = "相关阅读\n电池为什么卖得好\n选址的十个秘密\n\n"
    text = f"工厂开工。\n{listed}渔业协会对废水表示担心，要求公布监测数据。\n"
    assert noise(text) == ["相关阅读", "电池为什么卖得好", "选址的十个秘密"]


def test_spans_follow_one_another_inside_the_text() -> None:
    text = "首页 > 资讯 > 正文\n你的位置：首页\n正文在此。返回首页，查看更多\n下一篇:没有了\n"
    spans = boilerplate(load_text(text, source="a.txt"))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert touches(spans, 0, 1)
    assert not touches([Span(3, 5)], 5, 9)


def test_pages_are_flagged_and_the_examples_are_not(examples: Path) -> None:
    page = "首页 > 资讯\n分享到\n电池厂将雇用1,200名工人。\n上一篇：船\n版权所有 滨海新闻网\n"
    assert load_text(page, source="a.txt").flags == ("boilerplate",)
    assert not is_page("电池厂将雇用1,200名工人。\n责任编辑：李某某\n")
    for path in examples.glob("[!.]*.*"):
        assert load_file(path).flags == (), path.name


def test_the_text_stays_as_it_was() -> None:
    page = "首页 > 资讯\n分享到\n正文在此。\n上一篇：船\n"
    assert load_text(page, source="a.txt").text == page


def test_phrases_are_lower_case_and_stand_once() -> None:
    words = _words()
    assert set(words) == {"button", "list"}
    assert not words["button"] & words["list"]
    for phrase in words["button"] | words["list"]:
        assert phrase == phrase.strip().lower()


def test_hostile_lines_take_no_time() -> None:
    for unit in ("体育官", "首页 ", "> ", "（", "编辑：", "位置", "a-b "):
        _noise(unit * 30_000)
