"""The scores of summaries, against values counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.rouge import common, figure_recall, rouge_l, rouge_n


def test_rouge_2_counts_shared_pairs_of_words() -> None:
    # the cat | cat sat | sat down  against  the cat | cat sat | sat up | up there
    assert rouge_n("The cat sat down.", "the cat sat up there", "en", 2) == pytest.approx(2 * 2 / (3 + 4))
    assert rouge_n("nothing shared", "the cat sat", "en", 2) == 0


def test_rouge_l_is_by_characters_in_chinese() -> None:
    assert rouge_l("工厂周一开工。", "工厂开工", "zh") == pytest.approx(2 * 4 / (6 + 4))


def test_figures_are_compared_without_separators() -> None:
    assert figure_recall("Revenue was $1,284 million.", "revenue 1284, q4 eps 0.38") == 0.5
    assert figure_recall("Revenue rose.", "revenue rose") is None


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_the_longest_common_subsequence_is_that_of_the_plain_algorithm(a: str, b: str) -> None:
    rows = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            rows[i + 1][j + 1] = rows[i][j] + 1 if x == y else max(rows[i][j + 1], rows[i + 1][j])
    assert common(a, b) == rows[-1][-1]
