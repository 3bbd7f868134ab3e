"""The built-in encoder: same text, same vector; tokens that know where they stand; clear failures."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from yinzheng.corpus.fold import fold
from yinzheng.errors import EncoderError
from yinzheng.index import builtin
from yinzheng.index.builtin import MODEL, BuiltinEncoder
from yinzheng.index.encoder import BUILTIN, FOLDING, content_tokens, fold_but_case, open_encoder

TEXTS = [
    "公司第三季度营业收入为48.6亿元，同比增长12.3%。",
    "",
    "Revenue rose 12.3% to $4.86 billion in the third quarter, the company said.",
    "GPU",
    "该模型在 H100 集群上训练了 54 days，成本约为 $5.6M。" * 6,
]


@pytest.fixture(scope="module")
def encoder() -> BuiltinEncoder:
    return BuiltinEncoder()


def test_rows_are_normalised_vectors_of_the_texts(encoder: BuiltinEncoder) -> None:
    vectors = encoder.encode(TEXTS, "passage")
    assert vectors.shape == (len(TEXTS), encoder.dimension) == (5, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.encode([], "query").shape == (0, 384)


def test_a_batch_equals_its_texts_one_by_one_bit_for_bit(encoder: BuiltinEncoder) -> None:
    batch = BuiltinEncoder(threads=4).encode(TEXTS, "passage")
    alone = BuiltinEncoder(threads=1)
    for text, row in zip(TEXTS, batch, strict=True):
        np.testing.assert_array_equal(alone.encode([text], "passage")[0], row)
    np.testing.assert_array_equal(encoder.encode(TEXTS[::-1], "passage")[::-1], batch)


def test_another_process_gets_the_same_bytes(encoder: BuiltinEncoder) -> None:
    code = (
        "import hashlib, sys; from yinzheng.index.builtin import BuiltinEncoder as B; "
        "print(hashlib.sha256(B().encode(['利率是多少？', 'How many GPUs?'], 'query').tobytes()).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = encoder.encode(["利率是多少？", "How many GPUs?"], "query")
    assert done.stdout.strip() == hashlib.sha256(here.tobytes()).hexdigest()


def test_questions_and_passages_are_encoded_apart(encoder: BuiltinEncoder) -> None:
    asked, kept = encoder.encode(["利率"], "query"), encoder.encode(["利率"], "passage")
    assert 0.5 < (asked @ kept.T).item() < 0.999


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("公司的营收是多少？", "全年营业收入达到31亿元。", "公司总部位于杭州，成立于2004年。"),
        ("Who runs the bank?", "The bank's chief executive is Anna Berg.", "The bank has 31 branches."),
        ("谁是首席执行官？", "The bank's chief executive is Anna Berg.", "The bank has 31 branches."),
        ("How high is the peak?", "主峰海拔2864米。", "山上有三座寺庙。"),
    ],
)
def test_what_answers_is_nearer(encoder: BuiltinEncoder, question: str, right: str, wrong: str) -> None:
    scores = encoder.encode([question], "query") @ encoder.encode([right, wrong], "passage").T
    assert scores[0, 0] > scores[0, 1]


def test_widths_and_scripts_are_folded_but_capitals_are_kept(encoder: BuiltinEncoder) -> None:
    simplified, traditional, us, wide_us, low_us = encoder.encode(
        ["苹果公司发布财报", "蘋果公司發佈財報", "US，2024", "ＵＳ，２０２４", "us，2024"], "passage"
    )
    np.testing.assert_array_equal(simplified, traditional)
    np.testing.assert_array_equal(us, wide_us)
    assert np.abs(us - low_us).max() > 1e-3


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("OpenAI與微軟", "OpenAI与微软"),
        ("ＯｐｅｎＡＩ", "OpenAI"),
        ("１２％ ÉTÉ Ω", "12% ÉTÉ Ω"),
        ("plain ASCII US", "plain ASCII US"),
        ("没有大写", "没有大写"),
    ],
)
def test_folding_keeps_capitals(text: str, folded: str) -> None:
    assert fold_but_case(text).text == folded


@given(st.text(st.sampled_from("aBＣÉ\u0301中國體 \n１％ﬁİ\u200b①㎡好意思元Ωя"), max_size=30))
def test_keeping_capitals_changes_nothing_else(text: str) -> None:
    kept, plain = fold_but_case(text), fold(text)
    assert len(kept.text) == len(plain.text)
    assert all(k.lower() == p for k, p in zip(kept.text, plain.text, strict=True) if k != p)
    assert kept.original(0, len(kept.text)) == plain.original(0, len(plain.text))


def test_tokens_are_counted_without_prompt_and_special_tokens(encoder: BuiltinEncoder) -> None:
    assert encoder.count_tokens("") == 0
    for text in (TEXTS[0], TEXTS[2], TEXTS[3]):
        [states] = encoder.token_states([text], "passage")
        assert encoder.count_tokens(text) == len(states.spans)
    assert encoder.count_tokens("该公司" * 2000) >= 2000  # more than the model reads


def test_counting_tokens_does_not_load_the_graph() -> None:
    fresh = BuiltinEncoder()
    fresh.count_tokens("多少？")
    assert "_session" not in vars(fresh)


def test_token_states_stand_where_their_tokens_stand(encoder: BuiltinEncoder) -> None:
    text = "  ＯｐｅｎＡＩ與微軟\n\n簽訂 12.5 億美元 deal."
    [states] = encoder.token_states([text], "passage")
    assert states.states.shape == (len(states.spans), 384)
    assert states.states.dtype == np.float32
    assert states.spans.dtype == np.int32
    pieces = [text[start:end] for start, end in states.spans]
    assert "".join(pieces) == "".join(text.split())
    assert all(piece and not piece[0].isspace() for piece in pieces)


def test_no_content_no_tokens(encoder: BuiltinEncoder) -> None:
    for states in encoder.token_states(["", " \n　"], "query"):
        assert states.states.shape == (0, 384)
        assert states.spans.shape == (0, 2)


@settings(max_examples=60)
@given(st.text(st.sampled_from("aB3.，。 \n中國文體Ａ１％ﬁ①\u200bé🙂の"), max_size=40))
def test_spans_follow_one_another_and_miss_nothing_visible(text: str) -> None:
    [states] = _shared().token_states([text], "query")
    assert all(0 <= start < end <= len(text) for start, end in states.spans)
    starts = states.spans[:, 0].tolist()
    assert starts == sorted(starts)
    covered = {at for start, end in states.spans for at in range(start, end)}
    visible = {at for at, char in enumerate(text) if not char.isspace() and char != "\u200b"}
    assert visible <= covered


def _shared(kept: list[BuiltinEncoder] = []) -> BuiltinEncoder:  # noqa: B006  (one encoder for all examples)
    if not kept:
        kept.append(BuiltinEncoder(threads=1))
    return kept[0]


def test_content_tokens_leave_out_the_prompt_and_white_space() -> None:
    folded = fold("Ａ b  ")
    rows, spans = content_tokens(folded, [(-7, -2), (-2, 1), (1, 3), (3, 4), (4, 5)])
    assert rows.tolist() == [1, 2]
    assert spans.tolist() == [[0, 1], [2, 3]]


def test_a_texts_vector_is_the_mean_of_its_tokens(encoder: BuiltinEncoder) -> None:
    """The states and the pooled vector must be two views of one run."""
    ids = encoder._tokenizer.encode("query: 利率是多少")
    states = encoder._run(["states"], ids)[0]
    mean = states.mean(axis=0)
    wanted = mean / np.linalg.norm(mean)
    np.testing.assert_allclose(encoder.encode(["利率是多少"], "query")[0], wanted, atol=1e-5)
    [tokens] = encoder.token_states(["利率是多少"], "query")
    count = len(tokens.spans)
    np.testing.assert_array_equal(tokens.states, states[-count - 1 : -1])  # before them the prompt, then </s>


def test_one_run_gives_a_questions_vector_and_its_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = BuiltinEncoder()
    alone = fresh.token_states(["利率是多少"], "query")[0]
    other = BuiltinEncoder()
    vector = other.encode(["利率是多少"], "query")
    monkeypatch.setattr(other, "_run", pytest.fail)
    [states] = other.token_states(["利率是多少"], "query")
    assert np.array_equal(states.states, alone.states)
    assert np.array_equal(states.spans, alone.spans)
    assert np.array_equal(vector, fresh.encode(["利率是多少", "利率"], "query")[:1])


def test_what_was_read_lately_is_kept_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = BuiltinEncoder()
    run, runs = fresh._run, []

    def counted(outputs: Sequence[str], ids: Sequence[int]) -> list[NDArray[np.float32]]:
        runs.append(outputs)
        return run(outputs, ids)

    monkeypatch.setattr(fresh, "_run", counted)
    one, two, again = fresh.token_states(["利率是多少", "利率为 9.25%", "利率是多少"], "query")
    assert again is one
    assert len(runs) == 2
    [kept] = fresh.token_states(["利率为 9.25%"], "query")
    assert kept is two
    [other] = fresh.token_states(["利率是多少"], "passage")  # another prompt, other states
    assert len(runs) == 3
    assert not np.array_equal(other.states, one.states)
    with pytest.raises(ValueError, match="read-only"):
        one.states[0, 0] = 0
    monkeypatch.setattr(builtin, "_KEPT", one.states.nbytes)
    fresh.token_states(["利率"], "query")
    [made] = fresh.token_states(["利率是多少"], "query")
    assert made is not one
    np.testing.assert_array_equal(made.states, one.states)


def test_a_reading_stands_where_the_tokens_of_its_text_stand(encoder: BuiltinEncoder) -> None:
    texts = ["  ＯｐｅｎＡＩ與微軟\n\n簽訂 12.5 億美元 deal.", "", "利率为 9.25%。"]
    for text, reading in zip(texts, encoder.readings("利率是多少", texts), strict=True):
        assert reading.logits.shape == (len(reading.spans), 2)
        assert reading.logits.dtype == np.float32
        assert "".join(text[start:end] for start, end in reading.spans) == "".join(text.split())


def test_a_reading_is_the_same_in_any_company_and_on_any_number_of_threads() -> None:
    texts = ["利率为 9.25%。", "The interest rate is 9.25%, paid each month.", "天气很好。" * 40]
    many, one = BuiltinEncoder(threads=4), BuiltinEncoder(threads=1)
    together = many.readings("利率是多少", texts)
    for text, reading in zip(texts, together, strict=True):
        [alone] = one.readings("利率是多少", [text])
        np.testing.assert_array_equal(alone.logits, reading.logits)


def test_a_reading_tells_where_the_answer_begins_and_where_there_is_none(encoder: BuiltinEncoder) -> None:
    text = "The bridge was opened in May 1987. It was designed by Mara Lindqvist, who lived in Oslo."
    told, other, across = (
        encoder.readings(question, [text])[0]
        for question in ("Who designed the bridge?", "How much milk do cows give?", "大桥是谁设计的？")
    )
    for reading in (told, across):
        first, last = reading.logits.argmax(axis=0).tolist()
        said = text[reading.spans[first, 0] : reading.spans[last, 1]]
        assert "Mara Lindqvist" in said
        assert len(said) < 40
    assert other.logits.max() < told.logits.max()


def test_what_was_read_together_lately_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = BuiltinEncoder()
    [made] = fresh.readings("利率是多少", ["利率为 9.25%"])
    read, runs = fresh._read, []

    def counted(question: Sequence[int], text: Sequence[int]) -> NDArray[np.float32]:
        runs.append(text)
        return read(question, text)

    monkeypatch.setattr(fresh, "_read", counted)
    [again, new] = fresh.readings("利率是多少", ["利率为 9.25%", "利率"])
    assert again is made
    assert len(runs) == 1
    assert new is not made


def test_a_question_and_a_text_are_read_as_far_as_there_is_room(encoder: BuiltinEncoder) -> None:
    text = "人人" * 1000
    [short], [long] = encoder.readings("人？", [text]), encoder.readings("多少人" * 500, [text])
    assert 480 < len(short.spans) < 512
    assert 370 < len(long.spans) < 400


def test_texts_are_cut_at_512_tokens(encoder: BuiltinEncoder) -> None:
    text = "人人" * 1000
    long, longer = encoder.encode([text, text + "完全不同的结尾"], "passage")
    np.testing.assert_array_equal(long, longer)
    [states] = encoder.token_states([text], "passage")
    assert 480 < len(states.spans) <= 510


def test_a_hundred_kilobytes_are_read_without_complaint(encoder: BuiltinEncoder) -> None:
    assert np.isfinite(encoder.encode(["x" * 100_000, "。" * 100_000], "query")).all()


def test_odd_characters_have_vectors(encoder: BuiltinEncoder) -> None:
    odd = ["\x00\x1b[31m", "\ud800", "🙂👍🏽", "ሰላም", "\u202eabc", "a" + "\u0301" * 500]
    assert np.isfinite(encoder.encode(odd, "passage")).all()


def test_one_failing_text_stops_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an interruption must: a thousand texts more would keep the user waiting."""
    broken = BuiltinEncoder(threads=2)
    run, calls = broken._run, []

    def fail_at_third(outputs: list[str], ids: list[int]) -> object:
        calls.append(ids)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return run(outputs, ids)

    monkeypatch.setattr(broken, "_run", fail_at_third)
    with pytest.raises(KeyboardInterrupt):
        broken.encode(["利率"] * 2000, "query")
    assert len(calls) < 1000


def test_the_files_are_those_that_were_built() -> None:
    about = json.loads((MODEL / "model.json").read_text("utf-8"))
    for name, digest in about["sha256"].items():
        assert hashlib.sha256((MODEL / name).read_bytes()).hexdigest() == digest, name
    sizes = {path.name: path.stat().st_size for path in MODEL.iterdir()}
    assert sizes.pop("reader.onnx") < 12_000_000
    assert sum(sizes.values()) < 55_000_000  # the encoder


def test_the_fingerprint_changes_with_the_files_and_prompts(tmp_path: Path) -> None:
    about = json.loads((MODEL / "model.json").read_text("utf-8"))
    assert open_encoder().fingerprint == BuiltinEncoder().fingerprint
    for changed in (
        about | {"sha256": about["sha256"] | {"encoder.onnx": "0" * 64}},
        about | {"prompts": {"query": "", "passage": ""}},
        about | {"tokens": 256},
    ):
        (tmp_path / "model.json").write_text(json.dumps(changed), "utf-8")
        assert BuiltinEncoder(tmp_path).fingerprint != BuiltinEncoder().fingerprint


def test_the_built_in_encoder_opens_by_its_name_too() -> None:
    opened = open_encoder(BUILTIN)
    assert isinstance(opened, BuiltinEncoder)
    assert opened.name == BUILTIN


def test_loading_ahead_gives_the_same_vectors_and_the_same_errors(
    encoder: BuiltinEncoder, tmp_path: Path
) -> None:
    ahead = BuiltinEncoder()
    ahead.begin()
    np.testing.assert_array_equal(ahead.encode(TEXTS, "passage"), encoder.encode(TEXTS, "passage"))
    for path in MODEL.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "encoder.onnx").unlink()
    broken = BuiltinEncoder(tmp_path)
    broken.begin()
    for thread in threading.enumerate():
        if thread.name == "yinzheng-load":
            thread.join()
    with pytest.raises(EncoderError, match="reinstall"):
        broken.encode(["利率"], "query")


def test_folding_is_what_the_fingerprint_names() -> None:
    """When this fails folding has changed: give FOLDING a new name, so that libraries are not mixed."""
    text = "ＡＢＣ１２％ ﬁ㎡①ｶﾞ\u200b\u00ad 蘋果公司發佈財報，乾坤乾燥，好意思元 Éé İstanbul …～"
    assert (FOLDING, fold_but_case(text).text) == (
        "fold-1/cased",
        "ABC12% fim21ガ 苹果公司发布财报,乾坤干燥,美元 Éé i̇stanbul ...~",
    )


def test_the_centres_are_means_of_this_model(encoder: BuiltinEncoder) -> None:
    mean = encoder.centres.mean("passage", "zh")
    vectors = encoder.encode([TEXTS[0], "古城始建于公元前三世纪。"], "passage")
    assert (vectors @ mean).min() > 0.75
    assert 0.8 < np.linalg.norm(mean) < 1


@pytest.mark.parametrize(
    "name",
    [
        "encoder.onnx",
        "embeddings.npy",
        "embedding_scales.npy",
        "tokenizer.model",
        "model.json",
        "centres.npy",
    ],
)
@pytest.mark.parametrize("damage", ["missing", "cut short", "something else"])
def test_a_broken_installation_is_one_clear_line(tmp_path: Path, name: str, damage: str) -> None:
    for path in MODEL.iterdir():
        (tmp_path / path.name).symlink_to(path)
    broken = tmp_path / name
    broken.unlink()
    if damage != "missing":
        data = (MODEL / name).read_bytes()
        broken.write_bytes(data[: len(data) // 2] if damage == "cut short" else b"\x00" * 100)

    def use() -> None:
        opened = BuiltinEncoder(tmp_path, threads=1)
        opened.encode(["利率"], "query")
        assert opened.centres

    with pytest.raises(EncoderError) as caught:
        use()
    message = str(caught.value)
    assert "reinstall" in message
    assert str(broken) in message
    assert "\n" not in message


def test_a_vector_that_is_not_finite_is_refused(tmp_path: Path) -> None:
    for path in MODEL.iterdir():
        shutil.copy(path, tmp_path / path.name)
    scales = np.load(tmp_path / "embedding_scales.npy")
    scales[:] = np.nan
    np.save(tmp_path / "embedding_scales.npy", scales)
    with pytest.raises(EncoderError, match="not finite"):
        BuiltinEncoder(tmp_path).encode(["利率"], "query")


def test_encoding_imports_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; from yinzheng.index.encoder import open_encoder as o; o().encode(['a'], 'query'); "
        "heavy = 'torch', 'transformers', 'tokenizers', 'onnx', 'google.protobuf'; "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert not done.stderr
