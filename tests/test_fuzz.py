"""The fuzz targets hold over their corpus, what once crashed among it, and over some inputs made of it."""

from __future__ import annotations

import random

import pytest

from fuzz.blind import CORPUS, mutated
from fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_the_targets_hold(name: str) -> None:
    inputs = [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]
    for data in inputs:
        TARGETS[name](data)
    rng = random.Random(20)
    for _ in range(20 if name == "markup" else 150):
        TARGETS[name](mutated(rng, inputs))


def test_every_target_has_a_corpus_and_every_corpus_a_target() -> None:
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)
