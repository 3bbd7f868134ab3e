"""Passages that are read together with the question: which, what that does to the order, and what without."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.shelf import AroundEncoder, RememberingEncoder, Shelf, remembering, shelf
from yinzheng.index.encoder import Reading, Role, TokenStates
from yinzheng.qa.abstain import answer_signals
from yinzheng.qa.answer import answer, best_passages
from yinzheng.qa.evidence import Asked, read_question
from yinzheng.qa.reading import LIKELY, READ, READING, UNREAD, read_ahead, read_together
from yinzheng.qa.retrieve import Query, candidates, read_query
from yinzheng.qa.signals import Evidence, evidence

QUESTION = "明溪水库的大坝有多高？"
TEXTS = [
    "明溪水库建于山谷之中。大坝高八十七米，坝顶可以通车。水库每年向三座城市供水。",
    "明溪水库的大坝由省水利院设计。工程历时六年。",
    "白菜价格本周上涨，市民表示理解。",
]


@dataclass
class SayingEncoder(AroundEncoder):
    """An encoder whose reader says what it is told: a logit for each text that holds a word."""

    said: dict[str, float]

    def __init__(self, encoder: RememberingEncoder, said: dict[str, float]) -> None:
        super().__init__(encoder)
        self.said, self.read = said, list[str]()

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        return self._encoder.encode(texts, role)

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates] | None:
        return self._encoder.token_states(texts, role)

    def readings(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.read += texts
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        spans = np.array([(at, at + 1) for at in range(len(text))], np.int32).reshape(-1, 2)
        logits = np.full((len(text), 2), -20.0, np.float32)
        for word, logit in self.said.items():
            if (at := text.find(word)) >= 0:
                logits[at] = logit
        return Reading(logits, spans)


@pytest.fixture(scope="module")
def encoder() -> RememberingEncoder:
    return remembering()


@pytest.fixture(scope="module")
def on(encoder: RememberingEncoder) -> Iterator[Shelf]:
    with shelf(TEXTS, encoder) as made:
        yield made


def apart(on: Shelf) -> tuple[Query, Asked | None, list[Evidence]]:
    """The question, and its evidence without the reader."""
    query, asked = read_query(on.index, on.encoder, QUESTION), read_question(on.index, on.encoder, QUESTION)
    passages = best_passages(on.encoder, query, asked, candidates(on.index, query))
    return query, asked, evidence(on.encoder, query, asked, passages)


def test_what_the_reader_says_counts_in_logarithms(on: Shelf, encoder: RememberingEncoder) -> None:
    query, _, before = apart(on)
    told = next(item for item in before if "八十七" in item.quote)
    sure = SayingEncoder(encoder, {"八十七": 9.0})
    after = read_together(sure, query, before)
    assert after[0].quote == told.quote
    assert after[0].reading == pytest.approx(9.0, abs=1e-3)
    assert sum(item.chance for item in after) == pytest.approx(1)
    other = next(item for item in after if item.quote != told.quote and item.reading not in (None, UNREAD))
    assert other.reading is not None
    was = next(item for item in before if item.quote == other.quote)
    ratio = (after[0].chance / other.chance) / (told.chance / was.chance)
    assert math.log(ratio) == pytest.approx(READING * (9.0 - other.reading), abs=1e-3)


def test_the_likeliest_span_of_a_sentence_is_pointed_at(on: Shelf, encoder: RememberingEncoder) -> None:
    query, _, before = apart(on)
    saying = SayingEncoder(encoder, {"八": 9.0, "十": 2.0, "八十七": 9.0})
    after = read_together(saying, query, before)
    told = after[0].pointed
    assert told is not None
    assert after[0].quote[told.start : told.end] == "八"
    assert told.share == pytest.approx(1.0, abs=0.01)
    for item in after:
        assert (item.pointed is not None) == (item.candidate.document.text in saying.read)
        if item.pointed is not None:
            assert 0 <= item.pointed.start < item.pointed.end <= len(item.quote)


def test_only_the_likeliest_passages_are_read(on: Shelf, encoder: RememberingEncoder) -> None:
    query, _, before = apart(on)
    first, *rest = before
    behind = [item for item in rest if item.candidate.passage.id != first.candidate.passage.id]
    assert behind
    low = [replace(item, chance=LIKELY * first.chance / 2) for item in behind]
    saying = SayingEncoder(encoder, {})
    after = read_together(saying, query, [first, *low])
    assert len(saying.read) == 1
    assert {item.reading for item in after if item.quote in {one.quote for one in low}} == {UNREAD}
    level = [replace(item, chance=first.chance) for item in [first, *behind]]
    saying.read.clear()
    read_together(saying, query, level)
    assert len(saying.read) == min(READ, len({item.candidate.passage.id for item in level}))


def test_without_a_reader_all_stays_as_it_is(on: Shelf, encoder: RememberingEncoder) -> None:
    class Without(SayingEncoder):
        def readings(self, question: str, texts: Sequence[str]) -> None:  # type: ignore[override]
            return None

    query, _, before = apart(on)
    silent = Without(encoder, {})
    assert read_together(silent, query, before) == before
    assert read_together(silent, query, []) == []
    assert answer(on.index, silent, QUESTION).citations
    assert "reading" not in dict(answer(on.index, silent, QUESTION).signals)


def test_the_signals_of_the_network_are_those_of_question_and_sentence_apart(
    on: Shelf, encoder: RememberingEncoder
) -> None:
    query, asked, before = apart(on)
    after = read_together(SayingEncoder(encoder, {"八十七": 3.0, "省水利院": 1.0}), query, before)
    for item in after:
        was = next(one for one in before if one.start == item.start and one.quote == item.quote)
        assert answer_signals(query, asked, item, after) == pytest.approx(
            answer_signals(query, asked, was, before), abs=1e-6
        )


def test_the_nearest_candidate_is_read_ahead_and_only_once(on: Shelf) -> None:
    query = read_query(on.index, on.encoder, QUESTION)
    found = candidates(on.index, query)
    saying = SayingEncoder(remembering(), {})
    read_ahead(saying, query, found)
    assert saying.read == [TEXTS[0]] or saying.read == [TEXTS[1]]
    read_ahead(saying, query, [])
    assert len(saying.read) == 1


def test_an_answer_tells_what_the_reader_said(on: Shelf) -> None:
    made = answer(on.index, on.encoder, QUESTION)
    assert made.citations[0].quote == "大坝高八十七米，坝顶可以通车。"
    assert dict(made.signals)["reading"] > 0
    assert 0 < dict(made.signals)["pointed"] <= 1
    assert made.short == "八十七米"
