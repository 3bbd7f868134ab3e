"""MaxSim against its definition, and tokens that know where they stand."""

from __future__ import annotations

import numpy as np
import pytest

from yinzheng import Library
from yinzheng.qa.evidence import (
    FADING,
    Asked,
    best_matches,
    cosines,
    passage_tokens,
    reached,
    term_weights,
    token_weights,
)


def test_best_matches_is_the_best_cosine_of_each_question_token() -> None:
    rng = np.random.default_rng(7)
    question = rng.standard_normal((5, 16)).astype(np.float32)
    text = rng.standard_normal((9, 16)).astype(np.float32)
    question /= np.linalg.norm(question, axis=1, keepdims=True)
    text /= np.linalg.norm(text, axis=1, keepdims=True)

    expected = [max(float(q @ t) for t in text) for q in question]

    assert best_matches(question, text) == pytest.approx(expected, abs=1e-6)
    assert best_matches(question, text[:0]).tolist() == [0.0] * 5


@pytest.mark.parametrize("shape", [(1, 1), (24, 48), (25, 49), (50, 300), (3, 0)])
def test_cosines_are_the_product_whatever_is_multiplied_at_once(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(5)
    question, text = (rng.standard_normal((rows, 16)).astype(np.float32) for rows in shape)
    np.testing.assert_allclose(cosines(question, text), question @ text.T, atol=1e-5)


def test_a_match_reaches_as_far_as_it_is_better_than_what_is_nearer() -> None:
    rng = np.random.default_rng(3)
    found = rng.uniform(-1, 1, (4, 60)).astype(np.float32)
    weights = np.array([0.4, 0.3, 0.2, 0.1], np.float32)

    expected = [
        sum(
            w * max(row[s] - FADING * abs(s - t) for s in range(60))
            for w, row in zip(weights, found, strict=True)
        )
        for t in range(60)
    ]

    assert reached(found, weights) == pytest.approx(expected, abs=1e-5)
    assert reached(found[:, :0], weights).shape == (0,)


def test_tokens_that_all_candidates_match_alike_weigh_little() -> None:
    asked = Asked(np.eye(2, dtype=np.float32), np.array([0.5, 0.5], np.float32))
    weights = token_weights(asked, np.array([[0.9, 0.1], [0.9, 0.8], [0.9, 0.4]], np.float32))
    assert weights.sum() == pytest.approx(1.0)
    assert weights[1] > 10 * weights[0]


def test_passage_tokens_stand_in_the_document(library: Library) -> None:
    encoder = library.encoder
    for document in library.documents()[:3]:
        whole = library.document(document.id)
        hits = library.search(whole.title or whole.text[:30], k=3)
        for hit, tokens in zip(
            hits, passage_tokens(encoder, [(h.document, h.passage) for h in hits]), strict=True
        ):
            assert len(tokens.spans) == len(tokens.vectors) > 0
            assert (tokens.spans[:, 0] >= hit.passage.start).all()
            assert (tokens.spans[:, 1] <= hit.passage.end).all()
            assert (np.diff(tokens.spans[:, 0]) >= 0).all()
            assert np.linalg.norm(tokens.vectors, axis=1) == pytest.approx(1.0, abs=1e-4)
            half = (hit.passage.start + hit.passage.end) // 2
            first, second = tokens.within(hit.passage.start, half), tokens.within(half, hit.passage.end)
            assert len(first) + len(second) == len(tokens.vectors)


def test_names_that_stand_everywhere_and_function_words_weigh_less(library: Library) -> None:
    question = "What is the depreciation of Quillstone?"
    states = library.encoder.token_states([question], "query")
    assert states is not None
    weights = term_weights(library._index, question, states[0].spans)
    of: dict[str, float] = {}
    for (start, end), weight in zip(states[0].spans.tolist(), weights.tolist(), strict=True):
        for word in ("What", "the", "depreciation", "Quillstone"):
            if question.index(word) <= start and end <= question.index(word) + len(word):
                of[word] = weight
    assert weights.sum() == pytest.approx(1.0, abs=1e-5)
    assert of["depreciation"] > of["Quillstone"] > of["the"] == of["What"]
