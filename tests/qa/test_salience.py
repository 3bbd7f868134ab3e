"""What a sentence is worth in its text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yinzheng.corpus.load import load_text
from yinzheng.qa.claims import claims
from yinzheng.qa.salience import WEIGHTS, Told, chosen, told
from yinzheng.types import Span

REPORT = """# 青禾科技2024年报告

## 业绩

2024年，青禾科技实现营业收入12.5亿元，同比增长18%，净利润1.3亿元。
- 青禾科技的电池业务增长最快。
| 项目 | 金额 |
|---|---|
| 电池 | 5亿元 |

## 展望

1. 青禾科技预计2025年电池业务的收入继续增长。
天气很好，大家一起去公园散步了半天。
"""


def sentences(text: str) -> list[Told]:
    document = load_text(text, source="a.md")
    return told(document, claims(document))


def best(text: str, count: int = 1) -> list[str]:
    found = sentences(text)
    return [found[i].quote for i in chosen(found, count)]


def test_headings_rows_and_markers_are_not_quoted() -> None:
    assert [(item.quote, item.section) for item in sentences(REPORT)] == [
        ("2024年，青禾科技实现营业收入12.5亿元，同比增长18%，净利润1.3亿元。", "业绩"),
        ("青禾科技的电池业务增长最快。", "业绩"),
        ("青禾科技预计2025年电池业务的收入继续增长。", "展望"),
        ("天气很好，大家一起去公园散步了半天。", "展望"),
    ]


def test_every_sentence_stands_where_it_says() -> None:
    for item in sentences(REPORT):
        assert item.document.text[item.start : item.end] == item.quote


def test_figures_of_known_metrics_are_counted() -> None:
    first, *rest = sentences(REPORT)
    assert (first.metrics, first.headlines) == (3, 2)
    assert [item.headlines for item in rest] == [0, 0, 0]


def test_what_others_share_comes_first_and_what_none_shares_last() -> None:
    assert best(REPORT)[0].startswith("2024年，青禾科技实现营业收入")
    assert best(REPORT, 4)[-1].startswith("天气很好")


def test_a_short_text_is_told_by_its_first_sentence() -> None:
    text = "周一清晨风浪平息，港口恢复作业。装卸公司说港口的作业逐步恢复。工会说工人都回到港口作业。"
    assert best(text) == ["周一清晨风浪平息，港口恢复作业。"]
    found = sentences(text)
    assert chosen(found, 1, weights=replace(WEIGHTS, lead=0.0)) != [0]


def test_questions_give_way_to_statements() -> None:
    asked = "Will the battery plant in Setúbal cost the company a great deal?"
    stated = "The battery plant in Setúbal will cost the company a great deal."
    found = sentences(f"{asked} {stated} It rained on the company.")
    level = replace(WEIGHTS, lead=0.0)
    assert found[chosen(found, 1, weights=level)[0]].quote == stated
    assert found[chosen(found, 1, weights=replace(level, question=-1.0))[0]].quote == asked


def test_nothing_is_said_twice() -> None:
    once = "The battery plant in Setúbal opens in the spring of 2027."
    text = f"{once} {once} The port of Sines was closed because of a strike by dock workers."
    assert len(best(text, 5)) == 2


def test_relevance_limits_and_orders() -> None:
    found = sentences(REPORT)
    assert chosen(found, 4, {3: 1.0, 1: 0.1}) == [3, 1]


def test_sentences_within_intervals_only_and_none_in_noise() -> None:
    document = load_text(REPORT, source="a.md")
    at = REPORT.index("## 展望")
    within = told(document, (), within=[Span(at, len(REPORT))])
    assert [item.quote[:4] for item in within] == ["青禾科技", "天气很好"]
    noise = [Span(REPORT.index("天气"), len(REPORT))]
    assert [item.quote[:4] for item in told(document, (), noise, [Span(at, len(REPORT))])] == ["青禾科技"]


@pytest.mark.parametrize("text", ["。。。", "12 34\n56", "| a | b |\n| c | d |"])
def test_what_is_no_prose_has_no_sentences(text: str) -> None:
    assert sentences(text) == []
    assert chosen([], 3) == []
