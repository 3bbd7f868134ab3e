"""What ``bench.quality`` counts as right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.quality_baselines import Bm25, Place
from bench.quality_page import page, row
from bench.quality_rows import _touched, auroc
from bench.quality_sets import Referenced, _places, _squeezed, sample
from bench.quality_values import Gold, gold


def _gold(text: str, answer: str) -> Gold | None:
    start = text.index(answer)
    return gold(text, [(start, start + len(answer))])


@pytest.mark.parametrize(
    ("text", "answer", "right", "wrong"),
    [
        ("公司2024年营收19.15亿美元，同比增长。", "19.15亿美元", "$1.915 billion", "19.15亿元"),
        ("该市人口約二千人，", "約二千人", "2,000 people", "二百人"),
        ("面积为12.5平方公里。", "12.5平方公里", "12.5 km²", "125平方公里"),
        ("他于1996年8月出生。", "1996年8月", "August 1996", "1996年"),
        ("It sold 62,000 GPUs in May 2012.", "62,000", "62,000 GPUs", "2012"),
        ("It was built in May 2012 in Oslo.", "2012", "May 2012", "2011"),
        ("预计收入108亿至115亿元。", "108亿至115亿元", "108亿至115亿元 ≈ CNY 10.8–11.5 billion", "108亿元"),
    ],
)
def test_a_short_answer_is_right_when_its_value_is(text: str, answer: str, right: str, wrong: str) -> None:
    wanted = _gold(text, answer)

    assert wanted is not None
    assert wanted.same(right)
    assert wanted.same(answer)
    assert not wanted.same(wrong)
    assert not wanted.same(None)
    assert not wanted.same("")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("他在八里橋之戰中失敗。", "八里橋"),
        ("共有64个国家的84名运动员。", "64个国家的84名"),
        ("董事长为顾砚秋。", "顾砚秋"),
    ],
)
def test_an_answer_that_is_not_one_figure_has_no_value(text: str, answer: str) -> None:
    assert _gold(text, answer) is None


def test_the_area_under_the_curve_counts_pairs_and_halves_ties() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == (3 + 0.5) / 4
    assert auroc([0.1], [0.9]) == 0.0
    assert auroc([], [0.9]) != auroc([], [0.9])  # NaN


def test_a_larger_sample_holds_the_smaller_one() -> None:
    items = list(range(100))

    assert sample(items, 30)[:10] == sample(items, 10)
    assert sorted(sample(items, 1000)) == items


def test_references_are_found_whatever_their_white_space_and_wherever_they_stand() -> None:
    texts = ["甲方 于2020年\n成立。乙方后来成立。", "甲方于2020年成立。"]
    places = _places("甲方于2020年 成立。", [_squeezed(text) for text in texts])

    assert places == ((0, 0, 13), (1, 0, 11))
    assert texts[0][0:13] == "甲方 于2020年\n成立。"
    question = Referenced("？", (places, ((0, 13, 20),)))
    assert _touched(question, [Place(1, 0, 11)]) == 0.5
    assert _touched(question, [Place(1, 0, 11), Place(0, 13, 20)]) == 1.0
    assert _touched(replace(question, references=(places,)), [Place(0, 11, 20)]) == 0.0


def test_bm25_puts_the_sentence_with_the_rare_word_first() -> None:
    texts = ["The plant makes cells. The plant is large.", "The plant uses water. It is new."]

    assert Bm25(texts).best("How much water does the plant use?")[0] == Place(1, 0, 21)
    assert Bm25(texts).best("Hafnium?") == []


def test_a_group_that_is_measured_again_renews_its_rows_only() -> None:
    first = page(20, [row(["measured", name, "20", "0.5", "", "", "", ""]) for name in ("squad2", "drcd")])
    again = page(30, [row(["measured", "drcd", "30", "0.6", "", "", "", "seen"])], first)
    rows = [line.split(" | ") for line in again.splitlines() if line.startswith("| measured | ")]

    assert [(cells[1], cells[2], cells[3]) for cells in rows[1:]] == [
        ("squad2", "20", "0.5"),
        ("drcd", "30", "0.6"),
    ]
    assert "--questions 30" in again
    assert page(30, [], again) == again
