"""Write the encoder as an ONNX graph, int8 for the package or float32 to compare with, and the reader on it.

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
import re
from typing import Any

import numpy as np
from onnx import (
    GraphProto,
    ModelProto,
    NodeProto,
    TensorProto,
    ValueInfoProto,
    helper,
    load_model_from_string,
    numpy_helper,
)
from onnx.external_data_helper import set_external_data

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
        _quantised_constants(graph)
    for number in range(source.layers):
        x = layer(graph, source, number, x)
    graph.node("Identity", [x], "states")
    graph.node("ReduceMean", [x, "one"], "mean", keepdims=0)
    graph.node("LpNormalization", ["mean"], "pooled", axis=-1, p=2)
    return _serialise(
        graph,
        "encoder",
        {"words": [1, "tokens", source.hidden]},
        {"pooled": [1, source.hidden], "states": [1, "tokens", source.hidden]},
    )


def lower_graph(encoder: bytes, layers: int) -> ModelProto:
    """Return the encoder's graph up to the states of its first ``layers`` layers, with no output named."""
    model: ModelProto = load_model_from_string(encoder)
    graph = model.graph
    last = next(n for n, node in enumerate(graph.node) if node.output[0] == states_of(layers))
    del graph.node[last + 1 :], graph.output[:]
    used = {each for node in graph.node for each in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    return model


def states_of(layers: int) -> str:
    """Return the name of the states that the first ``layers`` layers make."""
    return f"l{layers - 1}.z"


def reader_graph(encoder: bytes, tensors: dict[str, Array], first: int, layers: int) -> bytes:
    """Return a reader as a serialised ONNX model: the encoder's ``first`` layers, fitted ones, and the head.

    ``tensors`` are those of the layers from ``first`` on, named as ``Source`` names them, and ``sides``
    (2, hidden), ``head.w`` (2, hidden) and ``head.b`` (2,). Inputs are ``words`` as of the encoder and
    ``sides``, int64 (1, t): 0 for the tokens of the question and 1 for those of the passage. Output
    ``logits``, float32 (1, t, 2): that an answer begins, and ends, at each token; at the first, that there is
    none. The int8 matrices of the first layers stay where they are: the graph refers to their bytes in
    ``encoder.onnx``, which must lie beside it.
    """
    lower = lower_graph(encoder, first).graph
    [heads] = {_attribute(node, "num_heads") for node in lower.node if node.op_type == "MultiHeadAttention"}
    [epsilon] = {_attribute(node, "epsilon") for node in lower.node if node.op_type == "LayerNormalization"}
    fitted = Source(layers, heads, epsilon, [], np.zeros(0, np.float32), b"", tensors, "fitted")
    hidden = tensors["sides"].shape[1]
    graph = _Graph()
    for tensor in lower.initializer:
        if tensor.data_type == TensorProto.INT8:
            data = tensor.raw_data
            set_external_data(tensor, "encoder.onnx", encoder.index(data), len(data))
            tensor.ClearField("raw_data")
        graph.initialisers.append(tensor)
    graph.nodes += lower.node
    graph.constant("of_side", tensors["sides"])
    graph.node("Gather", ["of_side", "sides"], "side")
    x = graph.node("Add", [states_of(first), "side"], "sided")
    for number in range(first, layers):
        x = _quantised_layer(graph, fitted, number, x)
    graph.constant("head.w", tensors["head.w"].T)
    graph.constant("head.b", tensors["head.b"])
    graph.node("Add", [graph.node("MatMul", [x, "head.w"], "scores"), "head.b"], "logits")
    return _serialise(
        graph,
        "reader",
        {"words": [1, "tokens", hidden], "sides": [1, "tokens"]},
        {"logits": [1, "tokens", 2]},
    )


def fitted_tensors(reader: bytes, first: int) -> dict[str, Array]:
    """Return what ``reader_graph`` was given, as exactly as int8 holds it.

    Two biases of a layer are one in the graph and stay one, that of ``aln``; that of ``fo`` is 0, and it
    computes the same.
    """
    model: ModelProto = load_model_from_string(reader)
    kept = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in model.graph.initializer
        if tensor.data_location != TensorProto.EXTERNAL
    }
    norms = {"y": "aln", "z": "oln"}
    tensors = {"sides": kept["of_side"], "head.w": kept["head.w"].T, "head.b": kept["head.b"]}
    for name, values in kept.items():
        layer, _, rest = name.partition(".")
        part, _, end = rest.partition(".")
        if not re.fullmatch(r"l\d+", layer) or int(layer[1:]) < first or end == "s":
            continue
        if values.dtype == np.int8:
            values = values.T * kept[f"{layer}.{part}.s"][:, None]
        tensors[f"{layer}.{norms.get(part, part)}.{end}"] = values
    for number in range(first, 1 + max(int(name[1:].split(".")[0]) for name in tensors if name[0] == "l")):
        tensors[f"l{number}.fo.b"] = np.zeros_like(tensors[f"l{number}.aln.b"])
    return tensors


def _attribute(node: NodeProto, name: str) -> Any:
    return next(helper.get_attribute_value(each) for each in node.attribute if each.name == name)


def _quantised_constants(graph: _Graph) -> None:
    graph.constant("last", np.array([2], np.int64))
    graph.constant("flat", np.array([-1], np.int64))
    graph.constant("unit", np.array(1, np.float32))
    graph.constant("gelu_zero", np.array(_ZERO, np.uint8))
    graph.constant("gelu_step", np.array(1 / (255 - _ZERO), np.float32))
    graph.constant("gelu_least_step", np.array(_GELU_LEAST / _ZERO, np.float32))


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


def _serialise(
    graph: _Graph, name: str, inputs: dict[str, list[int | str]], outputs: dict[str, list[int | str]]
) -> bytes:
    """Return the model; inputs and outputs with their shapes, of float32 but for ``sides``."""

    def info(name: str, shape: list[int | str]) -> ValueInfoProto:
        return helper.make_tensor_value_info(
            name, TensorProto.INT64 if name == "sides" else TensorProto.FLOAT, shape
        )

    made: GraphProto = helper.make_graph(
        graph.nodes,
        name,
        [info(*each) for each in inputs.items()],
        [info(*each) for each in outputs.items()],
        graph.initialisers,
    )
    operators = [helper.make_opsetid("", 18), helper.make_opsetid(_MS, 1)]
    model: ModelProto = helper.make_model(made, opset_imports=operators, ir_version=9)
    return bytes(model.SerializeToString(deterministic=True))
