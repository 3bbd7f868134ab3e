"""Questions with passages that a reader is fitted on and measured by: states, answers, the split by article.

Only sets whose licence lets others build on them (CC BY-SA): CMRC 2018, DRCD, XQuAD and SQuAD 2.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper
from sentencepiece import SentencePieceProcessor

from bench import data
from tools.encoder_graph import lower_graph, states_of
from yinzheng.corpus.segment import passages, sentences
from yinzheng.index.builtin import MODEL, BuiltinEncoder
from yinzheng.index.encoder import Role, content_tokens, fold_but_case
from yinzheng.index.runtime import onnxruntime
from yinzheng.types import Span

HELD_OUT = 4
"""One article in so many is measured on."""

NEIGHBOURS = 0.3
"""Share of the answered questions that are also asked of another passage of their article."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's token ids with start and end; rows among them and half-open spans of those with content."""

    ids: list[int]
    rows: NDArray[np.intp]
    spans: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with a passage; ``answers`` are first and last rows among its tokens with content."""

    set: str
    question: str
    passage: str
    answers: tuple[tuple[int, int], ...] = ()


class Lower:
    """The shipped encoder up to a layer: what it makes of a question or a passage by itself; kept."""

    def __init__(self, layers: int) -> None:
        """Cut the graph behind so many layers."""
        model = lower_graph((MODEL / "encoder.onnx").read_bytes(), layers)
        states = helper.make_tensor_value_info(states_of(layers), TensorProto.FLOAT, [1, "tokens", "hidden"])
        model.graph.output.append(states)
        options = onnxruntime().SessionOptions()
        options.intra_op_num_threads = 1
        options.graph_optimization_level = onnxruntime().GraphOptimizationLevel.ORT_DISABLE_ALL
        self._session = onnxruntime().InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self._values = np.load(MODEL / "embeddings.npy", mmap_mode="r")
        self._scales = np.load(MODEL / "embedding_scales.npy")
        self._kept: dict[tuple[str, str], NDArray[np.float16]] = {}

    def states(self, question: str, passage: str) -> NDArray[np.float16]:
        """Return the states of all tokens of a question and then a passage, read as one text, (t, hidden)."""
        if (question, passage) not in self._kept:
            ids = together(question, passage)
            words = self._values[ids].astype(np.float32) * self._scales[ids]
            (made,) = self._session.run(None, {"words": words[None]})
            self._kept[question, passage] = made[0].astype(np.float16)
        return self._kept[question, passage]


@cache
def _about() -> tuple[dict[str, Any], SentencePieceProcessor]:
    about = json.loads((MODEL / "model.json").read_text("utf-8"))
    return about, SentencePieceProcessor(model_file=str(MODEL / "tokenizer.model"))


@cache
def tokens(text: str, role: Role) -> Tokens:
    """Cut a text as the built-in encoder does."""
    about, pieces = _about()
    prompt, most = about["prompts"][role], about["tokens"] - 2
    folded = fold_but_case(text)
    parsed = pieces.encode(prompt + folded.text, return_type="offset_mapping")
    offsets = [(start - len(prompt), end - len(prompt)) for start, end in parsed["offsets"][:most]]
    rows, spans = content_tokens(folded, offsets)
    return Tokens([about["start"], *parsed["ids"][:most], about["end"]], rows + 1, spans)


def together(question: str, passage: str) -> list[int]:
    """Return the ids of a question and then of a passage, whose start the question's end stands for."""
    return [*tokens(question, "query").ids, *tokens(passage, "passage").ids[1:]]


def sets() -> dict[str, data.Task]:
    """The sets by name."""
    ways = [
        data.xquad(asked, text) for asked, text in (("zh", "zh"), ("en", "en"), ("en", "zh"), ("zh", "en"))
    ]
    return {task.name: task for task in (data.drcd(), data.cmrc(), *ways, data.squad2())}


def held_out(title: str) -> bool:
    """Whether an article is measured on, in whatever set and language it stands."""
    return hashlib.sha256(f"reader {title}".encode()).digest()[0] % HELD_OUT == HELD_OUT - 1


def pairs(held: bool, seed: int) -> list[Pair]:
    """Return the pairs of the articles that are held out, or of the others, in an order made by the seed.

    A question comes with the passage that answers it, one that none answers with its paragraph's longest;
    and of the answered ones some once more, with a passage of the same article that has no accepted answer.
    """
    drawn = random.Random(seed)
    made = [pair for name, task in sets().items() for pair in pairs_of(name, task, held, drawn)]
    drawn.shuffle(made)
    return made


def pairs_of(name: str, task: data.Task, held: bool, drawn: random.Random) -> Iterator[Pair]:
    """Yield the pairs of one set; see ``pairs``."""
    cut = [_cut(text) for text in task.paragraphs]
    of = task.articles
    for asked in task.questions:
        at, text = asked.paragraph, task.paragraphs[asked.paragraph]
        if held_out(task.titles[of[at]]) != held:
            continue
        if not asked.answers:
            longest = max(cut[at], key=lambda span: span.end - span.start)
            yield Pair(name, asked.text, text[longest.start : longest.end])
            continue
        holding = next(
            (s for s in cut[at] if any(s.start <= a and b <= s.end for a, b in asked.answers)), None
        )
        if holding is None:
            continue
        passage = text[holding.start : holding.end]
        yield Pair(name, asked.text, passage, _rows(passage, holding.start, asked.answers))
        if drawn.random() < NEIGHBOURS:
            said = {text[a:b].lower() for a, b in asked.answers}
            near = [
                part
                for number, article in enumerate(of)
                if article == of[at]
                for span in cut[number]
                for part in [task.paragraphs[number][span.start : span.end]]
                if not any(answer in part.lower() for answer in said)
            ]
            if near:
                yield Pair(name, asked.text, drawn.choice(near))


@cache
def _cut(text: str) -> tuple[Span, ...]:
    return tuple(passages(text, [], BuiltinEncoder().count_tokens))


def _rows(passage: str, offset: int, answers: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    spans = tokens(passage, "passage").spans
    found = set()
    for start, end in answers:
        inside = np.flatnonzero((spans[:, 1] > start - offset) & (spans[:, 0] < end - offset))
        if start >= offset and end - offset <= len(passage) and len(inside):
            found.add((int(inside[0]), int(inside[-1])))
    return tuple(sorted(found))


def of_sentences(passage: str) -> list[slice]:
    """Which content tokens begin in each sentence of a passage."""
    starts = tokens(passage, "passage").spans[:, 0]
    return [slice(*starts.searchsorted((span.start, span.end)).tolist()) for span in sentences(passage)]
