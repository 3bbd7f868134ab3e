"""The small networks: their arithmetic, and that the shipped ones are for the signals there are."""

from __future__ import annotations

import json
import math
from importlib.resources import files

import numpy as np
import pytest

from yinzheng.qa.abstain import ANSWER_SIGNALS, READING_SIGNALS
from yinzheng.qa.fitted import Network, network
from yinzheng.qa.signals import SENTENCE_SIGNALS


def test_a_network_is_one_hidden_layer() -> None:
    model = Network(
        np.array([1.0, 0.0]),
        np.array([2.0, 1.0]),
        np.array([[1.0, 0.5]]),
        np.array([0.25]),
        np.array([3.0]),
        -1.0,
    )
    assert model([[3.0, 1.0], [1.0, 0.0]]) == pytest.approx(
        [3 * math.tanh(1.75) - 1, 3 * math.tanh(0.25) - 1]
    )


def test_a_network_is_stored_by_the_names_of_its_signals() -> None:
    model = Network(np.array([1.0, 2.0]), np.ones(2), np.array([[0.5, -0.5]]), np.zeros(1), np.ones(1), 0.5)
    stored = json.loads(json.dumps(model.stored(("a", "b"))))
    turned = Network.of(stored, ("b", "a"))
    assert turned([[5.0, 7.0]]) == pytest.approx(model([[7.0, 5.0]]))
    with pytest.raises(KeyError):
        Network.of(stored, ("a", "c"))


@pytest.mark.parametrize(
    ("name", "order"),
    [("sentence", SENTENCE_SIGNALS), ("answer", ANSWER_SIGNALS), ("reading", READING_SIGNALS)],
)
def test_the_shipped_weights_are_for_the_signals_there_are(name: str, order: tuple[str, ...]) -> None:
    shipped = json.loads(files("yinzheng.qa").joinpath("weights.json").read_text("utf-8"))
    assert tuple(shipped[name]["signals"]) == order
    assert np.isfinite(network(name, order)([[0.0] * len(order)])).all()
