"""Any sentence-transformers model serves as the encoder: its prompts, its tokens, its identity."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from yinzheng.errors import EncoderError
from yinzheng.index.encoder import open_encoder
from yinzheng.index.sentence_transformer import SentenceTransformerEncoder

pytest.importorskip("sentence_transformers", reason="needs the models extra")

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "query",
    "text",
    ":",
    "re",
    "##venue",
    "the",
    "us",
    "US",
    "grew",
    ".",
]


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def build(folder: Path, *, seed: int = 0, prompts: dict[str, str] | None = None) -> Path:
    """Write a BERT of two layers with random weights: a few words, Han characters, digits."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    target = folder / "model"
    target.mkdir(parents=True)
    vocabulary = [*WORDS, *"公司营收增长苹果的年美元，。", *"0123456789", *(f"##{n}" for n in range(10))]
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=48,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(target)
    numbered = {word: number for number, word in enumerate(vocabulary)}
    BertTokenizerFast(vocab=numbered, do_lower_case=False).save_pretrained(target)
    kinds = ("Transformer", ""), ("Pooling", "1_Pooling")
    settings = {
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (kind, path) in enumerate(kinds)
        ],
        "sentence_bert_config.json": {"max_seq_length": 64, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {"prompts": prompts or {}},
    }
    (target / "1_Pooling").mkdir()
    for name, content in settings.items():
        (target / name).write_text(json.dumps(content), "utf-8")
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    prompts = {"query": "query: ", "document": "text: "}
    return build(tmp_path_factory.mktemp("tiny"), prompts=prompts)


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceTransformerEncoder:
    opened = open_encoder(str(folder))
    assert isinstance(opened, SentenceTransformerEncoder)
    return opened


def oracle(folder: Path, texts: list[str]) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu").encode(texts, prompt="", normalize_embeddings=True)


def test_each_role_gets_the_models_own_prompt(encoder: SentenceTransformerEncoder, folder: Path) -> None:
    texts = ["the revenue grew.", "公司营收增长。"]
    for role, prompt in (("query", "query: "), ("passage", "text: ")):
        wanted = oracle(folder, [prompt + text for text in texts])
        np.testing.assert_allclose(encoder.encode(texts, role), wanted, atol=1e-5)  # type: ignore[arg-type]


def test_vectors_are_normalised_rows_of_the_models_dimension(encoder: SentenceTransformerEncoder) -> None:
    vectors = encoder.encode(["苹果", "revenue", ""], "passage")
    assert vectors.shape == (3, encoder.dimension) == (3, 32)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.encode([], "query").shape == (0, 32)


def test_a_batch_equals_its_texts_one_by_one(encoder: SentenceTransformerEncoder) -> None:
    texts = ["苹果", "the revenue grew. " * 12, "", "US", "公司营收增长，" * 5]
    singles = np.concatenate([encoder.encode([text], "passage") for text in texts])
    np.testing.assert_allclose(encoder.encode(texts, "passage"), singles, atol=1e-5)


def test_texts_are_folded_but_keep_their_capitals(encoder: SentenceTransformerEncoder) -> None:
    simplified, traditional = encoder.encode(["公司营收增长", "公司營收增長"], "passage")
    np.testing.assert_array_equal(simplified, traditional)
    low, capital = encoder.encode(["us", "US"], "passage")
    assert np.abs(low - capital).max() > 0.01


def test_tokens_are_counted_without_prompt_and_special_tokens(encoder: SentenceTransformerEncoder) -> None:
    assert encoder.count_tokens("the revenue grew.") == 5
    assert encoder.count_tokens("公司營收") == 4
    assert encoder.count_tokens("") == 0
    assert encoder.count_tokens("公" * 1000) == 1000  # more than the model reads


def test_token_states_stand_where_their_tokens_stand(encoder: SentenceTransformerEncoder) -> None:
    text = "  the revenue grew.\n公司營收２４"
    states = encoder.token_states([text, "US"], "query")
    assert states is not None
    found = [text[start:end] for start, end in states[0].spans]
    assert found == ["the", "re", "venue", "grew", ".", "公", "司", "營", "收", "２", "４"]
    assert states[0].states.shape == (11, 32)
    assert states[0].states.dtype == np.float32
    assert [list(span) for span in states[1].spans] == [[0, 2]]


def test_token_states_are_the_models_own(encoder: SentenceTransformerEncoder, folder: Path) -> None:
    """Mean pooling over all tokens is this model's way, so its tokens and its vector must agree."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    tokens = model.encode(["query: US grew"], output_value="token_embeddings")[0]
    states = encoder.token_states(["US grew"], "query")
    assert states is not None
    np.testing.assert_allclose(states[0].states, tokens[3:5].numpy(), atol=1e-5)


def test_a_text_longer_than_the_model_reads_keeps_what_was_read(encoder: SentenceTransformerEncoder) -> None:
    states = encoder.token_states(["公司" * 200], "passage")
    assert states is not None
    assert encoder.longest == 64
    assert len(states[0].spans) == 64 - 4  # [CLS], text, :, [SEP]


def test_the_fingerprint_is_the_contents_not_the_place(folder: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(folder, tmp_path / "moved")
    first = SentenceTransformerEncoder(str(folder))
    assert SentenceTransformerEncoder(str(tmp_path / "moved")).fingerprint == first.fingerprint


@pytest.mark.parametrize("change", ["weights", "prompts", "pooling", "length"])
def test_the_fingerprint_changes_with_all_that_decides_a_vector(
    folder: Path, tmp_path: Path, change: str
) -> None:
    import shutil

    other = tmp_path / "other"
    if change == "weights":
        prompts = {"query": "query: ", "document": "text: "}
        other = build(tmp_path / "built", seed=1, prompts=prompts)
    else:
        shutil.copytree(folder, other)
        name, key, value = {
            "prompts": (
                "config_sentence_transformers.json",
                "prompts",
                {"query": "q: ", "document": "text: "},
            ),
            "pooling": ("1_Pooling/config.json", "pooling_mode_mean_tokens", False),
            "length": ("sentence_bert_config.json", "max_seq_length", 32),
        }[change]
        path = other / name
        content = json.loads(path.read_text("utf-8"))
        content[key] = value
        if change == "pooling":
            content["pooling_mode_cls_token"] = True
        path.write_text(json.dumps(content), "utf-8")
    before = SentenceTransformerEncoder(str(folder))
    assert SentenceTransformerEncoder(str(other)).fingerprint != before.fingerprint


def test_without_prompts_the_text_goes_in_as_it_is(tmp_path: Path) -> None:
    plain = build(tmp_path, prompts={})
    opened = SentenceTransformerEncoder(str(plain))
    np.testing.assert_allclose(opened.encode(["US grew"], "query"), oracle(plain, ["US grew"]), atol=1e-5)
    states = opened.token_states(["  US grew"], "query")
    assert states is not None
    assert [list(span) for span in states[0].spans] == [[2, 4], [5, 9]]


def test_threads_do_not_change_torchs_own_setting(folder: Path) -> None:
    import torch

    before = torch.get_num_threads()
    try:
        torch.set_num_threads(3)
        SentenceTransformerEncoder(str(folder), threads=1).encode(["US", "us"], "query")
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("name", ["no-such-owner/no-such-model", "/no/such/folder"])
def test_a_model_that_cannot_be_loaded_is_one_clear_line(name: str) -> None:
    with pytest.raises(EncoderError) as caught:
        open_encoder(name)
    message = str(caught.value)
    assert name in message
    assert "\n" not in message
    assert "network" in message


def test_a_damaged_model_is_one_clear_line(folder: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(folder, tmp_path / "model")
    (tmp_path / "model" / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EncoderError, match="cannot be loaded") as caught:
        open_encoder(str(tmp_path / "model"))
    assert "\n" not in str(caught.value)


def test_weights_that_are_a_pickle_are_refused(folder: Path, tmp_path: Path) -> None:
    import shutil

    import torch

    shutil.copytree(folder, tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    weights.unlink()
    torch.save({}, weights.with_name("pytorch_model.bin"))
    with pytest.raises(EncoderError, match="cannot be loaded"):
        open_encoder(str(tmp_path / "model"))


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match=r"pip install 'yinzheng\[models\]'"):
        open_encoder("some/model")
