"""Libraries in which every document is on the question: what the others say decides."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bench.shelf import RememberingEncoder, Shelf, remembering, shelf
from yinzheng.qa.answer import answer, best_passages
from yinzheng.qa.crowd import DOCUMENTS, Crowd, crowd, may_be_a_crowd
from yinzheng.qa.evidence import read_question
from yinzheng.qa.retrieve import candidates, read_query
from yinzheng.qa.signals import Evidence, evidence

QUESTION = "青岚大桥的总设计师是谁？"
NEAR = [
    "青岚大桥的设计方案在公开征集后确定，评委会没有公布总设计师的名单。",
    "记者从青岚大桥指挥部获悉，大桥的总设计图纸将在年底前完成修改。",
    "青岚大桥是一座斜拉桥，设计时速每小时八十公里，总长三公里。",
    "市民对青岚大桥的设计提出了许多建议，设计单位表示会认真考虑。",
    "青岚大桥的设计招标吸引了十二家设计单位，总投资二十亿元。",
]
ANSWERS = [
    "青岚大桥的总设计师是沈望舒，她曾主持过四座大桥的设计。",
    "据报道，沈望舒担任青岚大桥的总设计师。",
]


def ranked(on: Shelf, question: str) -> list[Evidence]:
    query, asked = read_query(on.index, on.encoder, question), read_question(on.index, on.encoder, question)
    passages = best_passages(on.encoder, query, asked, candidates(on.index, query))
    return evidence(on.encoder, query, asked, passages)


@pytest.fixture(scope="module")
def encoder() -> RememberingEncoder:
    return remembering()


def test_documents_that_are_all_near_make_a_crowd_and_few_documents_do_not(
    encoder: RememberingEncoder,
) -> None:
    with shelf(NEAR, encoder) as on:
        items = ranked(on, QUESTION)
        near = crowd(items[0], items)
    with shelf(NEAR[:DOCUMENTS], encoder) as on:
        items = ranked(on, QUESTION)
        few = crowd(items[0], items)

    assert near.decides
    assert len(near.signals) == 3
    assert few == Crowd(0.0, ())
    assert not few.decides


def test_documents_about_other_things_make_none(encoder: RememberingEncoder) -> None:
    others = ["白菜价格上涨。", "球队客场获胜。", "新书今日发布。", "台风将于周末登陆。", ANSWERS[0]]
    with shelf(others, encoder) as on:
        items = ranked(on, QUESTION)
        assert crowd(items[0], items).share < 0.5


def test_a_crowd_is_expected_from_what_is_measured_before_anything_is_read(
    encoder: RememberingEncoder,
) -> None:
    strange = ["白菜价格上涨。", "球队客场获胜。", "新书今日发布。", "台风将于周末登陆。", ANSWERS[0]]
    expected = {}
    for name, texts in {"near": NEAR, "few": NEAR[:DOCUMENTS], "strange": strange}.items():
        with shelf(texts, encoder) as on:
            nearest = candidates(on.index, read_query(on.index, encoder, QUESTION))
        expected[name] = may_be_a_crowd(nearest)
    assert expected == {"near": True, "few": False, "strange": False}


def test_what_two_documents_say_alike_is_likelier_than_what_one_says_by_the_way(
    encoder: RememberingEncoder,
) -> None:
    with shelf([*NEAR, *ANSWERS], encoder) as on:
        here = answer(on.index, on.encoder, QUESTION)
    with shelf(NEAR, encoder) as on:
        gone = answer(on.index, on.encoder, QUESTION)

    assert here.answered
    assert "沈望舒" in here.text
    assert here.confidence > gone.confidence


def test_each_signal_speaks_for_a_sentence() -> None:
    low = (0.6, 0.55, 0.5)
    for at in range(3):
        raised = [tuple(v + step * (i == at) for i, v in enumerate(low)) for step in (0, 0.1, 0.2)]
        chances = [Crowd(1.0, signals).blend(0.0) for signals in raised]
        assert all(a < b for a, b in pairwise(chances))


def test_without_a_crowd_the_probability_stays() -> None:
    assert Crowd(0.0, ()).blend(0.37) == 0.37
    assert Crowd(0.0, (0.9, 0.9, 0.9)).blend(0.37) == pytest.approx(0.37)
