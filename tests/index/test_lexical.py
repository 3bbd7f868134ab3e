"""Word search gives textbook BM25 as a share of the query's weight, and takes any text as words."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.index.libraries import WORDS
from yinzheng.corpus.tokens import tokens
from yinzheng.index import lexical
from yinzheng.index.caches import checksum
from yinzheng.index.lexical import Lexical


def texts(n: int, seed: int = 1) -> dict[int, str]:
    rng = np.random.default_rng(seed)
    words = WORDS["zh"] + WORDS["en"]
    return {2 * i + 1: "，".join(rng.choice(words, int(rng.integers(3, 60)))) + f" mark{i}" for i in range(n)}


def opened(folder: Path, held: dict[int, str]) -> Lexical:
    folder.mkdir()
    lexical.build(folder, None, [], held.items())
    return Lexical(folder)


LENGTHS: list[int] = [
    *range(40),
    *(40 + (8 * (2**d - 1) + s * 2**d) * 2 for d in range(20) for s in range(8)),
]
"""Passage lengths as tantivy and Lucene keep them: exact to 40, then 8 steps to each doubled stretch."""


def rounded(length: int) -> int:
    return max(value for value in LENGTHS if value <= length)


def bm25(held: dict[int, str], query: list[str]) -> dict[int, float]:
    """Robertson and Zaragoza 2009, over the terms that the corpus module gives."""
    counts = {i: Counter(tokens(text)) for i, text in held.items()}
    mean = sum(c.total() for c in counts.values()) / len(counts)
    weight, scores = 0.0, dict.fromkeys(held, 0.0)
    for term in set(query):
        found = sum(term in c for c in counts.values())
        idf = math.log(1 + (len(held) - found + 0.5) / (found + 0.5))
        weight += idf
        for i, c in counts.items():
            norm = 1.2 * (1 - 0.75 + 0.75 * rounded(c.total()) / mean)
            scores[i] += idf * c[term] * 2.2 / (c[term] + norm)
    return {i: s / weight for i, s in scores.items()}


QUERIES = [
    ["收入"],
    ["收入", "revenu", "mark7"],
    ["收入", "收入", "公司"],
    ["公司", "unheard-of", "增长"],
    ["mark3", "mark4", "没有的词"],
]


@pytest.mark.parametrize("query", QUERIES)
def test_scores_are_bm25_over_the_summed_weight_of_all_terms(tmp_path: Path, query: list[str]) -> None:
    held = texts(150)
    wanted = bm25(held, query)
    found = opened(tmp_path / "words", held).search(query, 150)
    assert dict(found) == pytest.approx({i: s for i, s in wanted.items() if s > 0}, rel=1e-4)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))


@pytest.mark.parametrize("query", QUERIES)
def test_scores_of_given_passages_are_those_that_a_search_gives(tmp_path: Path, query: list[str]) -> None:
    held = texts(150)
    words = opened(tmp_path / "words", held)
    everything = dict(words.search(query, 150))
    ids = [*sorted(held)[20:90:2], 4, 999_999]  # two that do not exist
    wanted = {i: everything[i] for i in ids if i in everything}
    assert words.scores(query, ids) == pytest.approx(wanted)
    assert words.scores(query, []) == {}


def test_a_term_that_nobody_has_counts_against_every_passage(tmp_path: Path) -> None:
    words = opened(tmp_path / "words", texts(50))
    with_it = words.search(["收入", "没有的词"], 1)[0]
    without = words.search(["收入"], 1)[0]
    assert with_it[0] == without[0]
    assert with_it[1] < without[1] / 2


def test_other_terms_make_another_format(monkeypatch: pytest.MonkeyPatch) -> None:
    before = lexical.made()
    assert before == lexical.made()
    lexical.made.cache_clear()
    monkeypatch.setattr(lexical, "tokens", lambda text: tokens(text.replace("森林", "树林")))
    assert lexical.made() != before
    lexical.made.cache_clear()


def test_a_new_version_leaves_its_base_as_it_was(tmp_path: Path) -> None:
    held = texts(60)
    base = opened(tmp_path / "base", held)
    files = {f: checksum(f) for f in (tmp_path / "base").iterdir()}
    before = base.search(["收入"], 60)
    (tmp_path / "next").mkdir()
    gone = sorted(held)[:10]
    lexical.build(tmp_path / "next", tmp_path / "base", gone, [(1001, "收入 新 段落"), (1003, "别 的")])
    new = Lexical(tmp_path / "next")
    found = {i for i, _ in new.search(["收入", "别", "段落"], 100)}
    assert found.isdisjoint(gone)
    assert {1001, 1003} <= found
    assert new.passages == 52
    assert base.search(["收入"], 60) == before
    assert {f: checksum(f) for f in files} == files


def test_many_small_versions_stay_few_files(tmp_path: Path) -> None:
    (tmp_path / "0").mkdir()
    lexical.build(tmp_path / "0", None, [], [(1, "公司 收入")])
    for turn in range(1, 30):
        (tmp_path / str(turn)).mkdir()
        lexical.build(
            tmp_path / str(turn), tmp_path / str(turn - 1), [turn - 1], [(turn + 1, f"收入 mark{turn}")]
        )
    last = Lexical(tmp_path / "29")
    assert last.passages == 2
    assert {i for i, _ in last.search(["收入"], 10)} == {29, 30}
    assert len(list((tmp_path / "29").iterdir())) < 90


def test_passages_to_leave_out_do_not_take_the_place_of_others(tmp_path: Path) -> None:
    words = opened(tmp_path / "words", texts(80))
    best = [i for i, _ in words.search(["收入"], 20)]
    left = [i for i, _ in words.search(["收入"], 10, frozenset(best[:10]))]
    assert left == best[10:20]


def test_very_common_terms_are_left_out_where_rarer_ones_remain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "_FEW", 5)
    words = opened(tmp_path / "words", {i: "公司 " + ("收入" if i < 3 else "支出") for i in range(40)})
    assert {i for i, _ in words.search(["公司", "收入"], 40)} == {0, 1, 2}
    assert len(words.search(["公司"], 40)) == 40
    assert words.scores(["公司", "收入"], [1, 30]).keys() == {1}


def test_of_a_huge_query_the_rarest_terms_are_searched(tmp_path: Path) -> None:
    held = texts(300)
    words = opened(tmp_path / "words", held)
    marks = [f"mark{i}" for i in range(100)]
    found = words.search([*WORDS["zh"], *marks], 300)
    assert 0 < len(found) <= lexical.MOST_TERMS + 3  # words that hardly any passage lacks are not among them
    begin = words.search([f"x{i}" for i in range(3000)] + ["mark5"], 5)
    assert begin == []  # looked up are the first 2,000


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Lexical:
    return opened(tmp_path_factory.mktemp("lexical") / "words", texts(50))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(), max_size=8))
@pytest.mark.parametrize("_", [0])
def test_any_text_is_words_and_never_syntax(some: Lexical, _: int, terms: list[str]) -> None:
    assert some.search(terms, 5) == some.search(terms, 5)
    assert all(score > 0 for score in some.scores(terms, [1, 3, 5]).values())


@pytest.mark.parametrize(
    "term", ["a-b", "NOT", "*", '"', "tokens:收入", "收入 OR 公司", "\0", "id:1", "收*", ""]
)
def test_what_other_engines_take_as_syntax_matches_only_itself(some: Lexical, term: str) -> None:
    assert some.search([term], 10) == []
    assert some.search([term, "收入"], 10) != []
