"""The reader is begun with the encoder's layers, and learns where the accepted answers stand."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from bench import data
from tests.tools.test_build_encoder import made
from tools.encoder_graph import encoder_graph
from tools.reader_sets import Pair, of_sentences, pairs_of, tokens

torch = pytest.importorskip("torch")


def test_its_layers_are_those_of_the_encoder() -> None:
    import onnx
    from onnxruntime import InferenceSession

    from tools.fit_reader import Reader

    source = made(layers=2)
    model = onnx.load_from_string(encoder_graph(source, quantised=False))
    model.graph.output.append(onnx.helper.make_tensor_value_info("x", 1, None))
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    words = np.random.default_rng(3).standard_normal((1, 9, source.hidden)).astype(np.float32)
    first, states = session.run(["x", "states"], {"words": words})
    reader = Reader(source, 0).eval()
    with torch.no_grad():
        x = torch.from_numpy(first[0])
        for layer in reader.layers:
            x = layer(x, [9])
    np.testing.assert_allclose(x.numpy(), states[0], atol=2e-4)


def test_the_loss_is_least_where_the_answer_stands_and_nowhere_without_one() -> None:
    from tools.fit_reader import loss

    sure = torch.full((5, 2), -9.0)
    sure[2, 0] = sure[3, 1] = 9.0  # the second token to the third, behind the row of none
    answered = Pair("", "", "", ((1, 2),))
    assert loss(sure, answered) < 0.01
    assert loss(sure, Pair("", "", "")) > 9
    nowhere = torch.full((5, 2), -9.0)
    nowhere[0] = 9.0
    assert loss(nowhere, Pair("", "", "")) < 0.01


def test_a_sentence_is_as_likely_as_its_tokens() -> None:
    from tools.fit_reader import of_each_sentence

    passage = "The plant opened in May. It employs 300 people."
    first, second = of_sentences(passage)
    logits = np.zeros((1 + second.stop, 2), np.float32)
    logits[1 + second.start] = 5.0
    scores = of_each_sentence(logits, passage)
    assert first.start == 0
    assert first.stop == second.start
    assert scores[1] > scores[0]


@pytest.mark.skipif(not data.available(), reason="the public data is missing")
def test_answers_are_where_the_sets_say_and_no_article_is_in_both_parts() -> None:
    task = data.xquad("zh", "zh")
    accepted = {task.paragraphs[q.paragraph][a:b] for q in task.questions for a, b in q.answers}
    held = list(pairs_of("xquad", task, held=True, drawn=Random(0)))
    assert len(held) > 50
    for pair in held:
        spans = tokens(pair.passage, "passage").spans
        said = [pair.passage[spans[first][0] : spans[last][1]] for first, last in pair.answers]
        assert all(any(answer in text or text in answer for answer in accepted) for text in said)
    kept = {pair.passage for pair in pairs_of("xquad", task, held=False, drawn=Random(0))}
    assert kept.isdisjoint(pair.passage for pair in held)
