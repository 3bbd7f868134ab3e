"""The built-in encoder: multilingual-e5-small, cut to Chinese and English, run by ONNX Runtime."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from yinzheng.errors import EncoderError
from yinzheng.index.centre import Centres, Role
from yinzheng.index.encoder import FOLDING, Reading, TokenStates, content_tokens, fold_but_case
from yinzheng.index.runtime import onnxruntime

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from sentencepiece import SentencePieceProcessor

_T = TypeVar("_T")

_KEPT = 64_000_000
"""Bytes of token states that are kept: those of some 200 passages."""

_NEEDED = ("_session", "_tokenizer")
"""What encoding needs."""

_ASKED = 128
"""Tokens of a question that are read together with a text, which is cut where both are too long."""

MODEL = Path(__file__).parent / "model"
"""The package data: graph, embedding table, tokenizer, centres, ``model.json`` and the model card."""


class BuiltinEncoder:
    """multilingual-e5-small for Chinese and English (MIT), int8; see ``model/README.md``.

    Opening it reads a small JSON file; tokenizer, session, table and centres are loaded when first used.
    Texts longer than 512 tokens are cut there. Every text is run by itself, so that its vector does not
    depend on what else is encoded with it. Safe to use from several threads.
    """

    def __init__(self, folder: Path = MODEL, *, threads: int | None = None) -> None:
        self._folder = folder
        path = folder / "model.json"
        try:
            about = json.loads(path.read_text("utf-8"))
            self.name: str = about["name"]
            self.dimension: int = about["dimension"]
            self.longest: int = about["tokens"]
            self._prompts: dict[str, str] = about["prompts"]
            self._start: int = about["start"]
            self._end: int = about["end"]
            made_of = json.dumps([about["sha256"], self._prompts, self.longest, FOLDING])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EncoderError(_broken(path, error)) from error
        self.fingerprint = hashlib.sha256(made_of.encode()).hexdigest()[:16]
        self._threads = threads or _cores()
        self._locks = {"_session": Lock(), "_tokenizer": Lock(), "_reader": Lock()}
        self._recent = _Recent[TokenStates]()
        self._recent_readings = _Recent[Reading]()

    @cached_property
    def centres(self) -> Centres:
        """The constant mean vectors that belong to this model."""
        means = self._array("centres.npy", mapped=False)
        if means.shape != (2, 2, 2, self.dimension):
            raise EncoderError(_broken(self._folder / "centres.npy", f"shape {means.shape}"))
        return Centres(means)

    def count_tokens(self, text: str) -> int:
        """Return how many tokens the folded text has, without prompt and special tokens."""
        return len(self._tokenizer.encode(fold_but_case(text).text))

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Return one L2-normalised, uncentred row for each text, float32 of shape (n, dimension)."""
        import numpy as np

        prompt = self._prompts[role]

        def vector(text: str) -> NDArray[np.float32]:
            (pooled,) = self._run(["pooled"], self._tokenizer.encode(prompt + fold_but_case(text).text))
            return pooled

        def asked(text: str) -> NDArray[np.float32]:
            pooled, made = self._states(["pooled", "states"], text, role)
            self._recent.put((role, text), made, made.states, made.spans)
            return pooled

        # The token states of a question are often wanted next: one run gives both.
        rows = self._each(asked if role == "query" and len(texts) == 1 else vector, texts)
        if not rows:
            return np.zeros((0, self.dimension), np.float32)
        vectors = np.stack(rows)
        if not np.isfinite(vectors).all():
            raise EncoderError(f"{self.name} gave a vector that is not finite: please report the text")
        return vectors

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates]:
        """Return the raw last-layer states of each text's content tokens, and where they stand.

        What was read lately is kept: the next question often reads some of the same passages again.
        """

        def states(text: str) -> TokenStates:
            return self._states(["states"], text, role)[1]

        found = {text: known for text in texts if (known := self._recent.get((role, text))) is not None}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        for text, made in zip(new, self._each(states, new), strict=True):
            self._recent.put((role, text), made, made.states, made.spans)
            found[text] = made
        return [found[text] for text in texts]

    def readings(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """Return what the reader, a model fitted on the lower layers of this one, makes of each text."""
        self._load_part("_reader")
        asked = self._tokenizer.encode(self._prompts["query"] + fold_but_case(question).text)[:_ASKED]

        def reading(text: str) -> Reading:
            if (known := self._recent_readings.get((question, text))) is not None:
                return known
            parsed, rows, spans = self._parsed(text, "passage", self.longest - 3 - len(asked))
            made = self._read([self._start, *asked], [self._end, *parsed, self._end])
            read = Reading(made[rows + 1] - made[0], spans)
            self._recent_readings.put((question, text), read, read.logits, read.spans)
            return read

        return self._each(reading, texts)

    def _read(self, question: Sequence[int], text: Sequence[int]) -> NDArray[np.float32]:
        """Run the reader; return the logits of no answer, and of the text from its second token on."""
        import numpy as np

        sides = np.repeat([0, 1], [len(question), len(text)])[None]
        (made,) = self._reader.run(["logits"], {"words": self._words([*question, *text]), "sides": sides})
        logits: NDArray[np.float32] = made[0]
        return np.concatenate([logits[:1], logits[len(question) + 1 :]])

    def _each(self, work: Callable[[str], _T], texts: Sequence[str]) -> list[_T]:
        """Do the work for each text, for as many at once as there are threads."""
        self._load()
        if len(texts) < 2 or self._threads < 2:
            return [work(text) for text in texts]
        from concurrent.futures import ThreadPoolExecutor

        # The longest first, so that no thread is left alone with a long one at the end.
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        with ThreadPoolExecutor(min(self._threads, len(texts)), "yinzheng-encode") as pool:
            # An interruption cancels what has not begun.
            done = dict(zip(order, pool.map(work, [texts[at] for at in order]), strict=True))
        return [done[at] for at in range(len(texts))]

    def _states(
        self, outputs: Sequence[str], text: str, role: Role
    ) -> tuple[NDArray[np.float32], TokenStates]:
        """Run one text for outputs, the last of them ``states``; return the first, and its token states."""
        ids, rows, spans = self._parsed(text, role, self.longest - 2)
        made = self._run(outputs, ids)
        return made[0], TokenStates(made[-1][rows + 1], spans)

    def _parsed(
        self, text: str, role: Role, most: int
    ) -> tuple[list[int], NDArray[np.intp], NDArray[np.int32]]:
        """Return the first ids of a text with its prompt, which of them have content, and their spans."""
        prompt = self._prompts[role]
        at = len(prompt)
        folded = fold_but_case(text)
        parsed = self._tokenizer.encode(prompt + folded.text, return_type="offset_mapping")
        offsets = [(start - at, end - at) for start, end in parsed["offsets"][:most]]
        return parsed["ids"][:most], *content_tokens(folded, offsets)

    def _run(self, outputs: Sequence[str], ids: Sequence[int]) -> list[NDArray[np.float32]]:
        """Run one text's tokens, with start and end put around them; drop the batch axis."""
        words = self._words([self._start, *ids[: self.longest - 2], self._end])
        return [made[0] for made in self._session.run(outputs, {"words": words})]

    def _words(self, ids: list[int]) -> NDArray[np.float32]:
        """Return the word embeddings of tokens, of shape (1, t, hidden)."""
        import numpy as np

        values, scales = self._table
        return (values[ids].astype(np.float32) * scales[ids])[None]

    def begin(self) -> None:
        """Begin to load what running needs, in threads: what is imported meanwhile costs no time.

        Raises EncoderError for what is read at once; the rest is tried again when it is needed.
        """
        # CPython 3.11 fails with a SystemError when two threads compile Python, as imports and the header
        # of an .npy file do: that is done here, before a thread begins.
        import sentencepiece  # noqa: F401

        onnxruntime()

        self._table  # noqa: B018  (a cached property)
        for part in _NEEDED:
            Thread(target=self._load_quietly, args=(part,), name="yinzheng-load").start()

    def _load(self) -> None:
        """Load what running needs, once, before threads ask for it: the tokenizer beside the session."""
        if not self.__dict__.keys() >= set(_NEEDED):
            self.begin()
            for part in _NEEDED:
                self._load_part(part)

    def _load_quietly(self, part: str) -> None:
        with contextlib.suppress(EncoderError):  # whoever needs the part tries again, and is told
            self._load_part(part)

    def _load_part(self, part: str) -> None:
        with self._locks[part]:
            getattr(self, part)

    @cached_property
    def _tokenizer(self) -> SentencePieceProcessor:
        from sentencepiece import SentencePieceProcessor

        path = self._folder / "tokenizer.model"
        try:
            return SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            raise EncoderError(_broken(path, error)) from error

    @cached_property
    def _table(self) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """The word embeddings: int8 rows and what to multiply each with; only what is used is read."""
        return self._array("embeddings.npy"), self._array("embedding_scales.npy")

    @cached_property
    def _session(self) -> InferenceSession:
        return self._opened("encoder.onnx")

    @cached_property
    def _reader(self) -> InferenceSession:
        return self._opened("reader.onnx")

    def _opened(self, name: str) -> InferenceSession:
        ort = onnxruntime()
        path = self._folder / name
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # texts run beside each other instead
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        # The graph is written as it is to run: optimising it again only costs time at start.
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        try:
            return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors share no base but Exception
            raise EncoderError(_broken(path, error)) from error

    def _array(self, name: str, *, mapped: bool = True) -> Any:
        import numpy as np

        path = self._folder / name
        try:
            return np.asarray(np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False))
        except (OSError, ValueError) as error:
            raise EncoderError(_broken(path, error)) from error


class _Recent(Generic[_T]):
    """What was made last, up to ``_KEPT`` bytes of arrays; safe to use from several threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], tuple[_T, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> _T | None:
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: tuple[str, str], made: _T, *arrays: NDArray[Any]) -> None:
        """Keep what was made; ``arrays`` are those that it holds."""
        for array in arrays:
            array.setflags(write=False)  # others will be given the same arrays
        with self._lock:
            if key not in self._held:
                size = sum(array.nbytes for array in arrays)
                self._held[key] = made, size
                self._bytes += size
            while self._bytes > _KEPT:
                self._bytes -= self._held.popitem(last=False)[1][1]


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _broken(path: Path, error: object) -> str:
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return f"the built-in encoder cannot be loaded from {path} ({first}): reinstall yinzheng"
