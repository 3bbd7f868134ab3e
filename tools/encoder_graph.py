"""Write the encoder as an ONNX graph: int8 for the package, or float32 to compare with.

The graph takes word embeddings, not ids: the table is looked up outside, in a memory-mapped file, so
that a question touches a few of its pages only.

How the int8 graph is made, and why (figures in docs/encoder.md):

- Weights are symmetric per output channel, 7 bits wide. Activations are unsigned bytes, and on x86
  without VNNI ONNX Runtime multiplies those with ``vpmaddubsw``, which saturates at 2**15:
  2 * 255 * 63 stays below it, 2 * 255 * 127 does not.
- Inputs of the matrix products are quantised over the whole text. After GELU, where single tokens
  are ten times as large as all others, each token has a scale of its own.
- Biases of the last product of a layer are folded into the LayerNorm before it, the rest into the
  products. LayerNormalization, Add and Gelu are separate because ONNX Runtime's fused CPU kernels
  for them are slower.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from tools.encoder_source import Array, Source

_MS = "com.microsoft"
_LARGEST = 63
"""Largest magnitude of a quantised weight."""

_ZERO = 16
"""The byte that stands for 0 after GELU, whose least value is -0.17."""

_GELU_LEAST = 0.17


class _Graph:
    """Nodes and initialisers in the order they were added; names are given by the caller."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.initialisers: list[TensorProto] = []

    def constant(self, name: str, values: Array) -> str:
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, op: str, inputs: list[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(
            helper.make_node(op, inputs, list(outputs), name=outputs[0], domain=domain, **attributes)
        )
        return outputs[0]


def encoder_graph(source: Source, *, quantised: bool = True) -> bytes:
    """Return the serialised ONNX model.

    Input ``words``: float32 (1, t, hidden), word embeddings of t tokens. Outputs ``pooled``: float32
    (1, hidden), the L2-normalised mean over all tokens, and ``states``: float32 (1, t, hidden), the
    last layer. An output that is not asked for costs nothing.
    """
    graph = _Graph()
    tensors = source.tensors
    graph.constant("zero", np.array([0], np.int64))
    graph.constant("one", np.array([1], np.int64))
    graph.constant("positions", (tensors["emb.pos"] + tensors["emb.type"][0])[None])
    graph.node("Shape", ["words"], "length", start=1, end=2)
    graph.node("Slice", ["positions", "zero", "length", "one"], "position")
    graph.node("Add", ["words", "position"], "embedded")
    x = _norm(graph, source, "embedded", "x", (tensors["emb.ln.w"], tensors["emb.ln.b"]))
    layer = _quantised_layer if quantised else _float_layer
    if quantised:
        graph.constant("last", np.array([2], np.int64))
        graph.constant("flat", np.array([-1], np.int64))
        graph.constant("unit", np.array(1, np.float32))
        graph.constant("gelu_zero", np.array(_ZERO, np.uint8))
        graph.constant("gelu_step", np.array(1 / (255 - _ZERO), np.float32))
        graph.constant("gelu_least_step", np.array(_GELU_LEAST / _ZERO, np.float32))
    for number in range(source.layers):
        x = layer(graph, source, number, x)
    graph.node("Identity", [x], "states")
    graph.node("ReduceMean", [x, "one"], "mean", keepdims=0)
    graph.node("LpNormalization", ["mean"], "pooled", axis=-1, p=2)
    return _serialise(graph, source.hidden)


def _norm(graph: _Graph, source: Source, x: str, name: str, affine: tuple[Array, Array]) -> str:
    """Add a LayerNormalization of ``x`` with weight and bias ``affine``."""
    graph.constant(name + ".w", affine[0])
    graph.constant(name + ".b", affine[1])
    inputs = [x, name + ".w", name + ".b"]
    return graph.node("LayerNormalization", inputs, name, axis=-1, epsilon=source.epsilon)


def _float_layer(graph: _Graph, source: Source, number: int, x: str) -> str:
    tensors, at = source.tensors, f"l{number}."

    def linear(x: str, name: str) -> str:
        graph.constant(at + name + ".w", tensors[at + name + ".w"].T)
        graph.constant(at + name + ".b", tensors[at + name + ".b"])
        graph.node("MatMul", [x, at + name + ".w"], at + name + ".product")
        return graph.node("Add", [at + name + ".product", at + name + ".b"], at + name)

    q, k, v = (linear(x, name) for name in "qkv")
    mixed = graph.node("MultiHeadAttention", [q, k, v], at + "mixed", domain=_MS, num_heads=source.heads)
    graph.node("Add", [linear(mixed, "ao"), x], at + "sum1")
    y = _norm(graph, source, at + "sum1", at + "y", (tensors[at + "aln.w"], tensors[at + "aln.b"]))
    wide = graph.node("Gelu", [linear(y, "fi")], at + "gelu", domain=_MS)
    graph.node("Add", [linear(wide, "fo"), y], at + "sum2")
    return _norm(graph, source, at + "sum2", at + "z", (tensors[at + "oln.w"], tensors[at + "oln.b"]))


def _quantised_layer(graph: _Graph, source: Source, number: int, x: str) -> str:
    tensors, at = source.tensors, f"l{number}."

    def quantise(x: str, name: str) -> list[str]:
        names = [at + name + end for end in (".bytes", ".scale", ".zero")]
        graph.node("DynamicQuantizeLinear", [x], *names)
        return names

    def linear(x: list[str], name: str, bias: Array | None) -> str:
        values, scales = per_channel(tensors[at + name + ".w"])
        graph.constant(at + name + ".w", values.T)
        graph.constant(at + name + ".s", scales)
        inputs = [x[0], at + name + ".w", x[1], at + name + ".s", x[2]]
        if bias is not None:
            inputs += ["", graph.constant(at + name + ".b", bias)]
        return graph.node("MatMulIntegerToFloat", inputs, at + name, domain=_MS)

    whole = quantise(x, "x")
    q, k, v = (linear(whole, name, tensors[at + name + ".b"]) for name in "qkv")
    mixed = graph.node("MultiHeadAttention", [q, k, v], at + "mixed", domain=_MS, num_heads=source.heads)
    graph.node("Add", [linear(quantise(mixed, "m"), "ao", tensors[at + "ao.b"]), x], at + "sum1")

    # y carries the bias of ``fo``, which is added to it below; ``fi`` takes that off again.
    last_bias = tensors[at + "fo.b"]
    shift = tensors[at + "aln.b"] + last_bias
    y = _norm(graph, source, at + "sum1", at + "y", (tensors[at + "aln.w"], shift))
    fi_bias = tensors[at + "fi.b"] - _exact_product(tensors[at + "fi.w"], last_bias)
    wide = graph.node("Gelu", [linear(quantise(y, "y"), "fi", fi_bias)], at + "gelu", domain=_MS)

    graph.node("ReduceMax", [wide, "last"], at + "peak")
    graph.node("Mul", [at + "peak", "gelu_step"], at + "peak_step")
    graph.node("Max", [at + "peak_step", "gelu_least_step"], at + "step")
    graph.node("Reshape", [at + "step", "flat"], at + "steps")
    graph.node("Shape", [at + "steps"], at + "tokens")
    graph.node("Expand", ["gelu_zero", at + "tokens"], at + "zeros")
    graph.node("QuantizeLinear", [wide, at + "steps", at + "zeros"], at + "gelu.bytes", axis=1)
    product = linear([at + "gelu.bytes", "unit", "gelu_zero"], "fo", None)
    graph.node("Mul", [product, at + "step"], at + "back")
    graph.node("Add", [at + "back", y], at + "sum2")
    return _norm(graph, source, at + "sum2", at + "z", (tensors[at + "oln.w"], tensors[at + "oln.b"]))


def per_channel(weight: Array) -> tuple[Array, Array]:
    """Quantise a matrix (out, in) symmetrically: int8 values in [-63, 63] and float32 scales (out,)."""
    scales = np.abs(weight).max(axis=1) / np.float32(_LARGEST)
    scales[scales == 0] = 1
    return np.rint(weight / scales[:, None]).astype(np.int8), scales


def _exact_product(weight: Array, vector: Array) -> Array:
    """Return ``weight @ vector``, each sum rounded once: the same bits on every machine."""
    products = weight.astype(np.float64) * vector.astype(np.float64)
    return np.array([math.fsum(row) for row in products], np.float32)


def _serialise(graph: _Graph, hidden: int) -> bytes:
    made: GraphProto = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info("words", TensorProto.FLOAT, [1, "tokens", hidden])],
        [
            helper.make_tensor_value_info("pooled", TensorProto.FLOAT, [1, hidden]),
            helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "tokens", hidden]),
        ],
        graph.initialisers,
    )
    operators = [helper.make_opsetid("", 18), helper.make_opsetid(_MS, 1)]
    model: ModelProto = helper.make_model(made, opset_imports=operators, ir_version=9)
    return bytes(model.SerializeToString(deterministic=True))
