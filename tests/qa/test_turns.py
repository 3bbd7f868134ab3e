"""Interviews: a question that is put in the document is answered by the sentence behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.shelf import Shelf, remembering, shelf
from yinzheng.qa.answer import answer, best_passages
from yinzheng.qa.evidence import read_question
from yinzheng.qa.retrieve import candidates, read_query
from yinzheng.qa.signals import Evidence, evidence
from yinzheng.qa.turns import PASSED_ON, passed_on

INTERVIEW = (
    "主持人：贵公司为什么把新工厂设在林港？\n"
    "顾问：那里靠近铁路，地价也便宜，市里还承诺五年免租。\n"
    "主持人：工人从哪里招？\n"
    "顾问：大部分来自邻近的三个县。\n"
)


@pytest.fixture(scope="module")
def on() -> Iterator[Shelf]:
    with shelf([INTERVIEW], remembering()) as made:
        yield made


def ranked(on: Shelf, question: str) -> list[Evidence]:
    query, asked = read_query(on.index, on.encoder, question), read_question(on.index, on.encoder, question)
    passages = best_passages(on.encoder, query, asked, candidates(on.index, query))
    return evidence(on.encoder, query, asked, passages)


def test_a_question_passes_its_chance_on_to_what_stands_behind_it(on: Shelf) -> None:
    before = ranked(on, "新工厂为什么设在林港？")
    after = passed_on(before)
    assert sum(item.chance for item in after) == pytest.approx(sum(item.chance for item in before))
    was = {item.place: item for item in before}
    asking = next(item for item in after if "为什么把新工厂" in item.quote)
    told = next(item for item in after if "五年免租" in item.quote)
    assert asking.chance == pytest.approx((1 - PASSED_ON) * was[asking.place].chance)
    assert told.chance == pytest.approx(was[told.place].chance + PASSED_ON * was[asking.place].chance)
    assert told.asked_by is asking
    assert [item.chance for item in after] == sorted((item.chance for item in after), reverse=True)


def test_nothing_changes_where_nobody_asks(on: Shelf) -> None:
    items = [item for item in ranked(on, "新工厂为什么设在林港？") if not item.signal("question")]
    assert passed_on(items) == items
    assert passed_on([]) == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("为什么把新工厂设在林港？", "地价也便宜"),
        ("工人从哪里招？", "邻近的三个县"),
        ("Why was the new plant built in Lingang?", "地价也便宜"),
    ],
)
def test_what_was_answered_is_quoted_and_not_what_was_asked(on: Shelf, question: str, told: str) -> None:
    made = answer(on.index, on.encoder, question)
    assert told in made.citations[0].quote
