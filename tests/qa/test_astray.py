"""Passages of the other language that are less like the question have less of a chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.shelf import RememberingEncoder, remembering, shelf
from yinzheng.qa.answer import answer, best_passages
from yinzheng.qa.astray import astray
from yinzheng.qa.evidence import read_question
from yinzheng.qa.retrieve import candidates, read_query
from yinzheng.qa.signals import evidence

CHINESE = "青岚能源在研人员一千多人。报告期内新增授权专利213项，累计1086项。"
ENGLISH = [
    "Until then the site bridges the gap with turbines and with storage that it has ordered.",
    "The maker of batteries broke ground on a plant. The city had offered it land and water.",
]
QUESTION = "青岚能源有多少专利？"


@pytest.fixture(scope="module")
def encoder() -> RememberingEncoder:
    return remembering()


def test_the_language_of_the_question_is_not_outdone_by_noise(encoder: RememberingEncoder) -> None:
    with shelf([CHINESE, *ENGLISH], encoder) as on:
        assert "1086" in answer(on.index, encoder, QUESTION).citations[0].quote
        query, asked = read_query(on.index, encoder, QUESTION), read_question(on.index, encoder, QUESTION)
        nearest = candidates(on.index, query)
        ranked = evidence(encoder, query, asked, best_passages(encoder, query, asked, nearest))
    weighed = astray(query, ranked, nearest)
    before = sum(item.chance for item in ranked if item.candidate.passage.lang == "en")
    after = sum(item.chance for item in weighed if item.candidate.passage.lang == "en")
    assert after < before / 2
    assert sum(item.chance for item in weighed) == pytest.approx(1)
    same = [replace(c, score=1.0, dense=1.0) for c in nearest]  # nothing is behind anything
    chances = {item.place: item.chance for item in ranked}
    assert {item.place: item.chance for item in astray(query, ranked, same)} == pytest.approx(chances)


def test_a_library_of_one_language_stays_as_it_is(encoder: RememberingEncoder) -> None:
    with shelf(ENGLISH, encoder) as on:
        query, asked = read_query(on.index, encoder, QUESTION), read_question(on.index, encoder, QUESTION)
        nearest = candidates(on.index, query)
        ranked = evidence(encoder, query, asked, best_passages(encoder, query, asked, nearest))
    assert astray(query, ranked, nearest) == ranked
