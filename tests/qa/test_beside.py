"""What stands beside a sentence: those that say the same, other documents, and how near all of it is."""

from __future__ import annotations

import numpy as np
import pytest

from yinzheng.qa.beside import PRIOR_DENSE, PRIOR_MAXSIM, Beside
from yinzheng.qa.evidence import Tokens
from yinzheng.qa.retrieve import Candidate
from yinzheng.qa.signals import SENTENCE_SIGNALS, Evidence
from yinzheng.types import Document, Passage


def sentence(
    doc: str, direction: tuple[float, float], chance: float, dense: float, maxsim: float
) -> Evidence:
    """A sentence that is all of its document, with one token vector."""
    document = Document(doc, doc, "", "A sentence.", "en", "text/plain", doc, "2000-01-01T00:00:00+00:00")
    vector = np.array([direction], np.float32) / np.hypot(*direction)
    tokens = Tokens(vector, np.array([[0, 11]], np.int32))
    passage = Passage(ord(doc), doc, 0, 11, "en")
    candidate = Candidate(passage, document, dense, 0.0, 0.0, maxsim, 0.0, tokens)
    signals = {"maxsim": maxsim, "sign": 1.0 if doc == "a" else -1.0}
    return Evidence(candidate, 0, 11, tuple(signals.get(name, 0.0) for name in SENTENCE_SIGNALS), chance)


def test_a_sentence_is_seconded_by_one_that_says_the_same_elsewhere() -> None:
    first = sentence("a", (1, 0), 0.5, 0.6, 0.7)
    same = sentence("b", (1, 0.1), 0.3, 0.5, 0.6)
    other = sentence("c", (0, 1), 0.2, 0.1, 0.4)
    seconded, echoed, elsewhere, background, others, documents, shown = Beside.of(
        [first, same, other]
    ).signals(first)

    assert seconded == pytest.approx(0.8)
    assert echoed == pytest.approx(1 / np.hypot(1, 0.1), abs=1e-5)
    assert (elsewhere, documents, shown) == (1.0, 2.0, 1.0)
    assert background == pytest.approx((0.5 + 0.1 + PRIOR_DENSE) / 3)
    assert others == pytest.approx((0.6 + 0.4) / 2)


def test_alone_it_is_held_against_what_is_usual() -> None:
    only = sentence("b", (1, 0), 1.0, 0.6, 0.7)

    assert Beside.of([only]).signals(only) == (1.0, 0.0, 0.0, PRIOR_DENSE, PRIOR_MAXSIM, 0.0, -1.0)
