"""The reader's graph: the encoder's lower layers where they lie, fitted ones above; always the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.tools.test_build_encoder import made
from tools.build_encoder import MODEL
from tools.build_reader import tensors
from tools.encoder_graph import encoder_graph, reader_graph
from tools.encoder_source import Array

LOWER = 6


def fitted(sides: float = 0.0) -> dict[str, Array]:
    """A reader whose upper layers are the encoder's own, and whose head shows the first two numbers."""
    source = made(layers=4)
    hidden = source.hidden
    return {
        **source.tensors,
        "sides": np.stack([np.zeros(hidden), np.full(hidden, sides)]).astype(np.float32),
        "head.w": np.eye(2, hidden, dtype=np.float32),
        "head.b": np.zeros(2, np.float32),
    }


def run(folder: Path, name: str, output: str, **inputs: NDArray[np.generic]) -> NDArray[np.float32]:
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_DISABLE_ALL
    session = InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
    (got,) = session.run([output], inputs)
    return np.asarray(got, np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    encoder = encoder_graph(made(layers=4))
    (tmp_path / "encoder.onnx").write_bytes(encoder)
    (tmp_path / "same.onnx").write_bytes(reader_graph(encoder, fitted(), 2, 4))
    (tmp_path / "sided.onnx").write_bytes(reader_graph(encoder, fitted(0.5), 2, 4))
    return tmp_path


def test_with_the_encoders_own_layers_it_gives_the_encoders_states(folder: Path) -> None:
    words = np.random.default_rng(3).standard_normal((1, 9, 64)).astype(np.float32)
    sides = np.repeat([0, 1], [4, 5])[None]
    states = run(folder, "encoder.onnx", "states", words=words)
    logits = run(folder, "same.onnx", "logits", words=words, sides=sides)
    np.testing.assert_array_equal(logits, states[:, :, :2])
    other = run(folder, "sided.onnx", "logits", words=words, sides=sides)
    alone = run(folder, "sided.onnx", "logits", words=words, sides=np.zeros_like(sides))
    assert not np.array_equal(other, logits)
    np.testing.assert_array_equal(alone, logits)


def test_the_lower_matrices_lie_in_the_encoders_file_only(folder: Path) -> None:
    encoder, reader = (folder / "encoder.onnx").read_bytes(), (folder / "same.onnx").read_bytes()
    assert len(reader) < 0.75 * len(encoder)
    assert reader == reader_graph(encoder, fitted(), 2, 4)


def test_what_is_shipped_reads_the_matrices_of_the_encoder_that_is_shipped() -> None:
    import onnx

    encoder = (MODEL / "encoder.onnx").read_bytes()
    own = {tensor.name: tensor.raw_data for tensor in onnx.load_from_string(encoder).graph.initializer}
    reader = onnx.load(MODEL / "reader.onnx", load_external_data=False)
    outside = 0
    for tensor in reader.graph.initializer:
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            where = {entry.key: entry.value for entry in tensor.external_data}
            start = int(where["offset"])
            assert where["location"] == "encoder.onnx"
            assert encoder[start : start + int(where["length"])] == own[tensor.name]
            outside += 1
    assert outside == LOWER * 6  # four of attention, two behind it


def test_a_readers_parameters_are_named_as_an_encoders() -> None:
    kept = {
        "sides": np.zeros((2, 4)),
        "head.weight": np.zeros((2, 4)),
        "head.bias": np.zeros(2),
        "layers.1.qkv.weight": np.arange(48).reshape(12, 4),
        "layers.1.aln.bias": np.ones(4),
    }
    named = tensors(kept, 6)
    assert set(named) == {"sides", "head.w", "head.b", "l7.q.w", "l7.k.w", "l7.v.w", "l7.aln.b"}
    np.testing.assert_array_equal(named["l7.k.w"], kept["layers.1.qkv.weight"][4:8])
