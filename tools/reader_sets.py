"""Questions with passages that a reader is fitted on and measured by: states, answers, the split by article.

Only sets whose licence lets others build on them (CC BY-SA): CMRC 2018, DRCD, XQuAD and SQuAD 2; and those of
``reader_finance.py``.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from jieba import posseg
from numpy.typing import NDArray
from onnx import TensorProto, helper
from sentencepiece import SentencePieceProcessor

from bench import data
from tools.encoder_graph import lower_graph, states_of
from yinzheng.corpus.segment import passages, sentences
from yinzheng.corpus.tokens import language
from yinzheng.index.builtin import MODEL, BuiltinEncoder
from yinzheng.index.encoder import Role, content_tokens, fold_but_case
from yinzheng.index.runtime import onnxruntime
from yinzheng.types import Span

HELD_OUT = 4
"""One article in so many is measured on."""

NEIGHBOURS = 0.3
"""Share of the answered questions that are also asked of another passage of their article."""

OTHERS = 0.3
"""Share of the answered questions with a name or year that are also asked of somebody or some year else."""

AWAY = 0.4
"""Share of the answered questions with a passage that comes nearest to them among those of other articles."""
NEAREST = 5
"""One of so many is drawn."""
OF_AWAY = ", away"

HEADED = 0.5
"""Share of the passages that stand behind their article's title, as those of a library do."""


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
    return left_out(f"reader {title}")


def left_out(text: str) -> bool:
    """Whether a text falls into the share that is measured on."""
    return hashlib.sha256(text.encode()).digest()[0] % HELD_OUT == HELD_OUT - 1


def pairs(held: bool, drawn: random.Random, *, plain: bool = False) -> Iterator[Pair]:
    """Yield the pairs of the articles that are held out, or of the others.

    A question comes with the passage that answers it, one that none answers with its paragraph's longest;
    some of the answered ones once more, with a passage of the same article that has no accepted answer; and
    some with a name or a year of theirs changed to one that the passage does not tell of. Where it is
    ``plain``, none is changed, and no passage stands behind a title.
    """
    for name, task in sets().items():
        yield from pairs_of(name, task, held, drawn, plain=plain)


def pairs_of(
    name: str, task: data.Task, held: bool, drawn: random.Random, *, plain: bool = False
) -> Iterator[Pair]:
    """Yield the pairs of one set; see ``pairs``."""
    cut = [_cut(text) for text in task.paragraphs]
    of = task.articles
    known = [(of[asked.paragraph], one) for asked in task.questions for one in names(asked.text)]
    for asked in task.questions:
        at, text = asked.paragraph, task.paragraphs[asked.paragraph]
        title = "" if plain else task.titles[of[at]].replace("_", " ")
        if held_out(task.titles[of[at]]) != held:
            continue
        if not asked.answers:
            longest = max(cut[at], key=lambda span: span.end - span.start)
            head = _head(title, text[longest.start : longest.end], drawn)
            yield Pair(name, asked.text, head + text[longest.start : longest.end])
            continue
        holding = next(
            (s for s in cut[at] if any(s.start <= a and b <= s.end for a, b in asked.answers)), None
        )
        if holding is None:
            continue
        body = text[holding.start : holding.end]
        head = _head(title, body, drawn)
        passage = head + body
        yield Pair(name, asked.text, passage, rows_of(passage, holding.start - len(head), asked.answers))
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
                other = drawn.choice(near)
                yield Pair(name, asked.text, _head(title, other, drawn) + other)
        if not plain and drawn.random() < OTHERS:
            changed = of_somebody_else(asked.text, passage, [n for a, n in known if a != of[at]], drawn)
            if changed:
                yield Pair(name, changed, passage)


def away(task: data.Task, kept: Sequence[int], drawn: random.Random, *, named: bool) -> Iterator[Pair]:
    """Yield questions with a passage of another article, as a library without theirs finds them.

    Of the paragraphs ``kept``; no accepted answer stands in it. ``named`` asks only what has a name, none of
    which stands in it: what leaves its subject out may be asked of any. The set's name ends with ``OF_AWAY``.
    """
    of, inside = task.articles, set(kept)
    cut = [(n, task.paragraphs[n][span.start : span.end]) for n in kept for span in _cut(task.paragraphs[n])]
    vectors = np.stack([_vector(text, "passage") for _, text in cut])
    for asked in task.questions:
        at = asked.paragraph
        who = [one.text.lower() for one in names(asked.text) if one.kind != "year"] if named else []
        if at not in inside or not asked.answers or named > bool(who) or drawn.random() >= AWAY:
            continue
        held = {*who, *(task.paragraphs[at][a:b].lower() for a, b in asked.answers)}
        found: list[tuple[int, str]] = []
        for number in np.argsort(-(vectors @ _vector(asked.text, "query")), kind="stable").tolist():
            other, text = cut[number]
            if of[other] != of[at] and not any(one in text.lower() for one in held):
                found.append(cut[number])
            if len(found) == NEAREST:
                break
        if found:
            other, text = drawn.choice(found)
            title = "" if named else task.titles[of[other]].replace("_", " ")
            yield Pair(task.name + OF_AWAY, asked.text, _head(title, text, drawn) + text)


@cache
def _vector(text: str, role: Role) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = _encoder().encode([text], role)[0]
    return vector


def _head(title: str, passage: str, drawn: random.Random) -> str:
    """Return what an index puts before some passages (``index.embed.context``), in their own language."""
    if not title or title in passage[: len(title) + 8] or language(title) != language(passage):
        return ""
    return f"{title}\n" if drawn.random() < HEADED else ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name or a year in a question, and of which kind it is."""

    text: str
    kind: str


@cache
def names(question: str) -> tuple[Name, ...]:
    """Return the names and years of a question, but for what an English one begins with."""
    years = [Name(year, "year") for year in _YEAR.findall(question)]
    if language(question) == "en":
        return (*years, *(Name(found, "en") for found in _NAMED.findall(question, 1)))
    tagged = posseg.cut(question)
    return (*years, *(Name(w, tag[:2]) for w, tag in tagged if len(w) > 1 and tag[:2] in _TAGS))


_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
_NAMED = re.compile(r"(?<![\w.])[A-Z]\w+(?:[ -](?:of |the )?[A-Z]\w+)*")
_TAGS = ("nr", "ns", "nt", "nz")


def of_somebody_else(question: str, passage: str, others: Sequence[Name], drawn: random.Random) -> str | None:
    """Ask a question of another name or year, which its passage does not tell of, or return ``None``.

    What is changed stands in the passage, if that is in the question's language; and what comes in its place
    is of the same kind.
    """
    same = language(question) == language(passage)
    known = [one for one in names(question) if one.text in passage or not same]
    if not known:
        return None
    one = drawn.choice(known)
    if one.kind == "year":
        other = str(int(one.text) + drawn.choice((-3, -2, -1, 1, 2, 3)))
        fitting = [] if other in passage else [other]
    else:
        fitting = [o.text for o in drawn.sample(others, min(200, len(others))) if o.kind == one.kind]
        fitting = [text for text in fitting if text not in passage and text not in question]
    return question.replace(one.text, fitting[0]) if fitting else None


_encoder = cache(BuiltinEncoder)


@cache
def _cut(text: str) -> tuple[Span, ...]:
    return tuple(passages(text, [], _encoder().count_tokens))


def rows_of(passage: str, offset: int, answers: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return the first and last rows of answers, half-open spans in a text that it begins ``offset`` into."""
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
