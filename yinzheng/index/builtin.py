"""The built-in encoder: multilingual-e5-small, cut to Chinese and English, run by ONNX Runtime."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.fold import fold, fold_text
from yinzheng.errors import EncoderError
from yinzheng.index.centre import Centres, Role
from yinzheng.index.encoder import TokenStates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from sentencepiece import SentencePieceProcessor

MODEL = Path(__file__).parent / "model"
"""The package data: graph, tokenizer, centres, ``model.json`` and the model card."""


class BuiltinEncoder:
    """multilingual-e5-small for Chinese and English (MIT), int8; see ``model/README.md``.

    Opening it reads a small JSON file; tokenizer, session and centres are loaded when first used.
    Texts longer than 512 tokens are cut there. Every text is run by itself, so that its vector does not
    depend on what else is encoded with it. Safe to use from several threads.
    """

    def __init__(self, folder: Path = MODEL, *, threads: int | None = None) -> None:
        self._folder = folder
        try:
            about = json.loads((folder / "model.json").read_text("utf-8"))
            self.name: str = about["name"]
            self.fingerprint: str = about["fingerprint"]
            self.dimension: int = about["dimension"]
            self._prompts: dict[str, str] = about["prompts"]
            self._longest: int = about["tokens"]
            self._start: int = about["start"]
            self._end: int = about["end"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EncoderError(_broken(folder / "model.json", error)) from error
        self._threads = threads or _cores()

    @cached_property
    def centres(self) -> Centres:
        """The constant mean vectors that belong to this model."""
        import numpy as np

        path = self._folder / "centres.npy"
        try:
            means = np.load(path, allow_pickle=False)
        except (OSError, ValueError) as error:
            raise EncoderError(_broken(path, error)) from error
        if means.shape != (2, 2, 2, self.dimension):
            raise EncoderError(_broken(path, f"shape {means.shape}"))
        return Centres(means.astype(np.float32))

    @cached_property
    def _tokenizer(self) -> SentencePieceProcessor:
        from sentencepiece import SentencePieceProcessor

        path = self._folder / "tokenizer.model"
        try:
            return SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            raise EncoderError(_broken(path, error)) from error

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as raised

        path = self._folder / "encoder.onnx"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # texts run beside each other; OpenMP-like teams cost more
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The graph is written as it is to run: nothing to fuse, and loading stays short.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        try:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except (raised.Fail, raised.NoSuchFile, raised.InvalidGraph, raised.InvalidProtobuf) as error:
            raise EncoderError(_broken(path, error)) from error

    def count_tokens(self, text: str) -> int:
        """Return how many tokens the folded text has, without prompt and special tokens."""
        return len(self._tokenizer.encode(fold_text(text)))

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Return one L2-normalised, uncentred row for each text, float32 of shape (n, dimension)."""
        import numpy as np

        prompt = self._prompts[role]
        tokens = [self._tokenizer.encode(prompt + fold_text(text)) for text in texts]
        if not tokens:
            return np.zeros((0, self.dimension), np.float32)
        vectors = np.concatenate(self._run("pooled", tokens))
        if not np.isfinite(vectors).all():
            raise EncoderError(f"{self.name} gave a vector that is not finite: report the text it was given")
        return vectors

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates]:
        """Return the raw last-layer states of each text's content tokens and where they stand."""
        import numpy as np

        prompt = self._prompts[role]
        folded = [fold(text) for text in texts]
        parsed = [
            self._tokenizer.encode(prompt + each.text, return_type="offset_mapping") for each in folded
        ]
        runs = self._run("states", [each["ids"] for each in parsed])
        result = []
        for each, text, states in zip(parsed, folded, runs, strict=True):
            rows, spans = [], []
            for row, (start, end) in enumerate(each["offsets"][: self._longest - 2], 1):
                start = max(start - len(prompt), 0)
                end -= len(prompt)
                while start < end and text.text[start].isspace():
                    start += 1
                if start < end:
                    span = text.original(start, end)
                    rows.append(row)
                    spans.append((span.start, span.end))
            result.append(TokenStates(states[0][rows], np.array(spans, np.int32).reshape(-1, 2)))
        return result

    def _run(self, output: str, tokens: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """Run each text by itself; as many at once as there are threads."""
        import numpy as np

        session = self._session

        def one(ids: Sequence[int]) -> Any:
            row = [self._start, *ids[: self._longest - 2], self._end]
            return session.run([output], {"ids": np.array([row], np.int32)})[0]

        if len(tokens) < 2 or self._threads < 2:
            return [one(ids) for ids in tokens]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(self._threads, len(tokens))) as pool:
            return list(pool.map(one, tokens))


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _broken(path: Path, error: object) -> str:
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return f"the built-in encoder cannot be loaded from {path} ({first}): reinstall yinzheng"
