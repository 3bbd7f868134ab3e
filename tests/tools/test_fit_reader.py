"""The reader is begun with the encoder's layers, and learns where the accepted answers stand."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from bench import data
from tests.tools.test_build_encoder import made
from tools.encoder_graph import encoder_graph
from tools.reader_finance import events, reports
from tools.reader_sets import Name, Pair, names, of_sentences, of_somebody_else, pairs_of, tokens

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


def test_a_question_is_asked_of_a_name_or_year_that_its_passage_does_not_tell_of() -> None:
    passage = "In 1998 Harbour Steel opened a mill in Leeds. It closed the one in York."
    others = [Name("Northern Rail", "en"), Name("York", "en")]
    assert names("When did Harbour Steel open a mill in Leeds?") == (
        Name("Harbour Steel", "en"),
        Name("Leeds", "en"),
    )
    made = {
        of_somebody_else("When did Harbour Steel open a mill in Leeds?", passage, others, Random(seed))
        for seed in range(20)
    }
    assert made == {
        "When did Northern Rail open a mill in Leeds?",
        "When did Harbour Steel open a mill in Northern Rail?",
    }
    asked = of_somebody_else("What did it open in 1998?", passage, others, Random(1))
    assert asked is not None
    assert "1998" not in asked
    assert of_somebody_else("Who opened a mill?", passage, others, Random(1)) is None


@pytest.mark.skipif(not data.available(), reason="the public data is missing")
def test_what_an_event_does_not_have_or_is_of_others_is_answered_by_none() -> None:
    asked = list(events(True, Random(0)))
    answered = [pair for pair in asked if pair.answers]
    assert len(answered) > 300
    assert len(asked) - len(answered) > 300
    for pair in answered:
        spans = tokens(pair.passage, "passage").spans
        for first, last in pair.answers:
            assert pair.passage[spans[first][0] : spans[last][1]] not in pair.question
    assert {pair.passage for pair in asked}.isdisjoint(pair.passage for pair in events(False, Random(0)))


@pytest.mark.skipif(not data.available(), reason="the public data is missing")
def test_reports_answer_with_a_part_of_a_paragraph() -> None:
    asked = list(reports(True, Random(0)))
    assert sum(bool(pair.answers) for pair in asked) > 50
    assert sum(not pair.answers for pair in asked) > 50
