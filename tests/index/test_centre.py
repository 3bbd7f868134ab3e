"""Centres: what is taken off vectors so that they compare across languages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from yinzheng.index.centre import Centres, centre
from yinzheng.types import Lang


def test_each_kind_of_text_has_a_mean_of_its_own() -> None:
    means = np.arange(2 * 2 * 2 * 3, dtype=np.float32).reshape(2, 2, 2, 3)
    centres = Centres(means)
    assert centres.mean("query", "zh").tolist() == [0, 1, 2]
    assert centres.mean("query", "zh", "token").tolist() == [3, 4, 5]
    assert centres.mean("query", "en").tolist() == [6, 7, 8]
    assert centres.mean("passage", "zh").tolist() == [12, 13, 14]
    assert centres.mean("passage", "en", "token").tolist() == [21, 22, 23]


def test_centring_subtracts_and_normalises_again() -> None:
    vectors = np.array([[3.0, 1.0], [0.0, 2.0]], np.float32)
    mean = np.array([1.0, 1.0], np.float32)
    np.testing.assert_allclose(centre(vectors, mean), [[1, 0], [-(0.5**0.5), 0.5**0.5]], atol=1e-6)
    half = np.array([2.5, 0.5]) / np.hypot(2.5, 0.5)
    np.testing.assert_allclose(centre(vectors, mean, 0.5)[0], half, atol=1e-6)


def test_centring_leaves_its_input_as_it_was() -> None:
    vectors = np.array([[3.0, 1.0]], np.float32)
    centre(vectors, np.array([1.0, 1.0], np.float32))
    assert vectors.tolist() == [[3.0, 1.0]]


def test_a_vector_that_is_the_mean_becomes_zero() -> None:
    mean = np.array([0.6, 0.8], np.float32)
    assert centre(mean[None], mean).tolist() == [[0, 0]]


def test_one_vector_or_many_axes_are_centred_alike() -> None:
    rng = np.random.default_rng(5)
    vectors = rng.standard_normal((2, 3, 4)).astype(np.float32)
    mean = rng.standard_normal(4).astype(np.float32)
    np.testing.assert_array_equal(centre(vectors, mean)[1, 2], centre(vectors[1, 2], mean))


@given(arrays(np.float32, (4, 8), elements=st.floats(-2, 2, width=32)), st.floats(0, 1))
def test_centred_vectors_are_of_length_one_or_zero(vectors: NDArray[np.float32], strength: float) -> None:
    result = centre(vectors, np.full(8, 0.25, np.float32), strength)
    assert result.dtype == np.float32
    lengths = np.linalg.norm(result, axis=1)
    assert all(length == pytest.approx(1, abs=1e-3) or length == 0 for length in lengths)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_centring_takes_the_language_out_of_the_built_in_encoders_vectors(lang: Lang) -> None:
    """A question's nearest text is on its subject, in either language, not just in its own."""
    from yinzheng.index.builtin import BuiltinEncoder

    encoder = BuiltinEncoder(threads=1)
    question = {"zh": "熊猫吃什么？", "en": "What do pandas eat?"}[lang]
    answer = {
        "zh": "Giant pandas live almost entirely on bamboo and eat up to forty kilograms of it a day.",
        "en": "大熊猫几乎只以竹子为食，每天最多吃四十公斤。",
    }[lang]
    others = {
        "zh": ["这座寺庙建于明代，屋顶覆盖着绿色的琉璃瓦。", "昨晚的列车因大雪晚点了三个小时。"],
        "en": ["The temple was built under the Ming and has a roof of green tiles.", "The train was late."],
    }[lang]
    other_lang: Lang = "en" if lang == "zh" else "zh"
    means = encoder.centres
    asked = centre(encoder.encode([question], "query"), means.mean("query", lang), 0.9)
    right = centre(encoder.encode([answer], "passage"), means.mean("passage", other_lang), 0.9)
    wrong = centre(encoder.encode(others, "passage"), means.mean("passage", lang), 0.9)
    assert (asked @ right.T).item() > (asked @ wrong.T).max() + 0.1
