"""Retrieval: languages compared by what stands out, one falling list, nothing but real passages."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from yinzheng import Library
from yinzheng.qa.evidence import read_question
from yinzheng.qa.retrieve import (
    CONTENDING,
    RERANKED,
    Background,
    candidates,
    contended,
    read_query,
    reranked,
)

BACKGROUND = Background(own=0.4, other=0.2, weight=2.0)


def test_the_background_is_what_does_not_answer() -> None:
    scores = [0.9, 0.8, 0.7, *[0.5] * 7, *[0.1] * 20]
    assert BACKGROUND.level(scores, own=False) == pytest.approx((7 * 0.5 + 2 * 0.2) / 9)
    assert BACKGROUND.level(scores, own=True) == pytest.approx((7 * 0.5 + 2 * 0.4) / 9)


def test_few_candidates_are_compared_with_what_is_usual() -> None:
    # With three passages nothing tells the background: the best one must not be its own.
    assert BACKGROUND.level([0.9, 0.8, 0.7], own=False) == pytest.approx(0.2)
    assert BACKGROUND.level([], own=False) == pytest.approx(0.2)


@pytest.mark.parametrize(
    "question", ["钦州基地的产能是多少？", "Who insures the containers?", "毛利率 gross margin"]
)
def test_late_interaction_reorders_and_loses_nothing(library: Library, question: str) -> None:
    index, encoder = library._index, library.encoder
    query = read_query(index, encoder, question)
    found = candidates(index, query)
    again = reranked(encoder, query, read_question(index, encoder, question), found)

    assert sorted(c.passage.id for c in again) == sorted(c.passage.id for c in found)
    assert all(a.score >= b.score for a, b in itertools.pairwise(again))
    looked_at = [c for c in again if c.maxsim is not None]
    assert again[: len(looked_at)] == looked_at
    assert 0 < len(looked_at) <= 2 * RERANKED
    for candidate in again:
        text = candidate.document.text[candidate.passage.start : candidate.passage.end]
        assert text.strip()


def test_a_search_reads_again_only_what_is_near_the_first(library: Library) -> None:
    index, encoder = library._index, library.encoder
    query = read_query(index, encoder, "毛利率 gross margin")
    first, second, *rest = candidates(index, query)
    second = replace(second, score=first.score - CONTENDING)
    found = [first, second, *(replace(c, score=second.score - 0.01) for c in rest)]
    again = contended(index, encoder, query, found)
    assert {c.passage.id for c in again if c.maxsim is not None} == {first.passage.id, second.passage.id}
    assert [c.passage.id for c in again[2:]] == [c.passage.id for c in rest]


def test_what_stands_out_is_not_read_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    index, encoder = library._index, library.encoder
    query = read_query(index, encoder, "产能")
    first, *rest = candidates(index, query)
    found = [first, *(replace(c, score=first.score - CONTENDING - 0.01) for c in rest)]
    monkeypatch.setattr(encoder, "token_states", pytest.fail)
    assert contended(index, encoder, query, found) == found


def test_what_is_shown_is_the_beginning_of_what_is_found(library: Library) -> None:
    index, encoder = library._index, library.encoder
    query = read_query(index, encoder, "2024 年的收入")
    everything = candidates(index, query)
    few = candidates(index, query, 3)
    assert few[:3] == everything[:3]
    assert {c.passage.id for c in few} <= {c.passage.id for c in everything}


def test_a_passage_in_the_other_language_is_found_by_its_words(library: Library) -> None:
    index, encoder = library._index, library.encoder
    found = {
        c.passage.lang: c for c in reversed(candidates(index, read_query(index, encoder, "员工有多少人？")))
    }
    assert found["en"].lexical > 0
    assert "employs around 9,900" in found["en"].document.text


def test_an_encoder_without_token_states_keeps_the_first_order(library: Library) -> None:
    query = read_query(library._index, library.encoder, "产能")
    found = candidates(library._index, query)
    assert reranked(library.encoder, query, None, found) == found


def test_hits_fall_in_score_and_are_distinct(library: Library) -> None:
    for rerank in (True, False):
        hits = library.search("2024 年的收入", k=20, rerank=rerank)
        assert len({hit.passage.id for hit in hits}) == len(hits)
        assert all(a.score >= b.score for a, b in itertools.pairwise(hits))
        assert all(-1.001 <= hit.dense <= 1.001 and hit.lexical >= 0 for hit in hits)
    assert len(library.search("2024 年的收入", k=3)) == 3
