"""The vector cache of one language: inner products of centred vectors, kept as float16.

The newest vectors lie in a flat FAISS index, which is exact but for that rounding and leaves no trace of what
was added and removed in between. Whenever there are enough of them they become a block (``blocks.py``), which
never changes and is found by codes: of a million vectors a flat search would read 768 MB for each question.
So a library of up to ``blocks.ROWS`` passages is searched exactly, and a larger one approximately: what is
given has exact scores, but one in some hundreds of those that should be given may be missed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from yinzheng.errors import EncoderError
from yinzheng.index import blocks
from yinzheng.index.blocks import Block
from yinzheng.index.vectors import durable, faiss_module, read_index, write_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FORMAT = "faiss-fp16-2"
"""Names the file format; another one is not read but rebuilt."""

SHORTLIST = 200
"""Rows of the blocks that are looked at closely, or four times as many as are asked for."""

_SLACK = 8_192  # so many more than a block are kept flat where nothing is written: readers make no blocks
_THIN = 8  # a block that has lost an eighth is dissolved

_TAIL = "tail.faiss"
_GONE = "gone.ids"


class Dense:
    """Passage ids and their centred, L2-normalised vectors."""

    def __init__(self, dimension: int, tail: Any = None, closed: Iterable[Block] = ()) -> None:
        """Begin empty, or with what ``read`` gives."""
        self.dimension = dimension
        self._tail = tail or _flat(dimension)
        self._blocks = list(closed)

    def __len__(self) -> int:
        return int(self._tail.ntotal) + sum(len(block.ids) - block.gone for block in self._blocks)

    @property
    def unwritten(self) -> bool:
        """Whether blocks are held in memory that no folder has yet."""
        return any(not block.stored for block in self._blocks)

    def ids(self) -> NDArray[np.int64]:
        """Return the ids, shape (n,)."""
        import numpy as np

        return np.concatenate([*(block.kept for block in self._blocks), self._tail_ids()])

    def _tail_ids(self) -> NDArray[np.int64]:
        found: NDArray[np.int64] = faiss_module().vector_to_array(self._tail.id_map)
        return found

    def vectors_of(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the stored vectors of these ids, shape (n, dimension); NaN for those that are not in."""
        import numpy as np

        found = np.full((len(ids), self.dimension), np.nan, np.float32)
        for block in self._blocks:
            places = block.places(ids)
            found[places >= 0] = block.vectors(places[places >= 0])
        held = self._tail_ids()
        order = np.argsort(held)
        at = np.searchsorted(held, ids, sorter=order)
        inner = faiss_module().downcast_index(self._tail.index)
        for row, place in enumerate(at):
            if place < len(held) and held[order[place]] == ids[row]:
                found[row] = inner.reconstruct(int(order[place]))
        return found

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors of shape (n, dimension) under ids of shape (n,), which are not in yet."""
        self._tail.add_with_ids(vectors, ids)
        while self._tail.ntotal >= blocks.ROWS + _SLACK and self._close():
            pass

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Remove these ids where they are in, and return how many were."""
        if not len(ids):
            return 0
        removed = int(self._tail.remove_ids(ids)) + sum(block.remove(ids) for block in self._blocks)
        thin = [block for block in self._blocks if block.gone * _THIN > len(block.ids)]
        self._blocks = [block for block in self._blocks if block not in thin]
        for block in thin:
            self.add(block.kept, block.kept_vectors())
        return removed

    def _close(self) -> bool:
        """Make a block of the oldest vectors of the tail; False where the dimension has no codes."""
        import numpy as np

        if self.dimension % 2:
            return False
        faiss = faiss_module()
        ids = self._tail_ids()
        codes = faiss.vector_to_array(faiss.downcast_index(self._tail.index).codes)
        rows = codes.view("<f2").reshape(len(ids), self.dimension)
        self._blocks.append(Block.make(ids[: blocks.ROWS], rows[: blocks.ROWS]))
        self._tail = _flat(self.dimension)
        if len(ids) > blocks.ROWS:
            self._tail.add_with_ids(rows[blocks.ROWS :].astype(np.float32), ids[blocks.ROWS :])
        return True

    def search(self, query: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` (id, cosine), best first; equal scores by id.

        ``query`` is a centred unit vector of shape (dimension,). Raises EncoderError when it is of
        another shape or not finite (FAISS would answer with id −1).
        """
        vector = _checked(query, self.dimension)
        if k <= 0:
            return []
        found = [*self._in_tail(vector, k, None), *self._in_blocks(vector, k)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def scores(self, query: NDArray[np.float32], ids: Sequence[int]) -> dict[int, float]:
        """Return the scores that ``search`` would give those of ``ids`` that are in; raises as it does."""
        import numpy as np

        vector = _checked(query, self.dimension)
        if not len(ids):
            return {}
        faiss = faiss_module()
        among = faiss.SearchParameters(sel=faiss.IDSelectorBatch(list(ids)))
        found = dict(self._in_tail(vector, len(ids), among))
        wanted = np.asarray(ids, np.int64)
        for block in self._blocks:
            places = block.places(wanted)
            here = places >= 0
            found |= _pairs(wanted[here], block.scores(vector, places[here]))
        return found

    def _in_tail(self, vector: NDArray[np.float32], k: int, parameters: Any) -> list[tuple[int, float]]:
        k = min(k, self._tail.ntotal)
        if not k:
            return []
        scores, ids = self._tail.search(vector.reshape(1, -1), k, params=parameters)
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    def _in_blocks(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        import numpy as np

        if not self._blocks:
            return []
        shortlist = max(SHORTLIST, 4 * k)
        near = [block.near(vector, shortlist) for block in self._blocks]
        of = np.repeat(np.arange(len(near)), [len(rows) for rows, _ in near])
        rows = np.concatenate([rows for rows, _ in near])
        rough = np.concatenate([scores for _, scores in near])
        best = np.argsort(-rough, kind="stable")[:shortlist]
        found: list[tuple[int, float]] = []
        for number in np.unique(of[best]):
            block, chosen = self._blocks[number], rows[best[of[best] == number]]
            found += _pairs(block.ids[chosen], block.scores(vector, chosen)).items()
        return found

    def write(self, folder: Path, base: Path | None = None) -> None:
        """Write everything into the empty ``folder``; blocks that ``base`` has are linked. Raises OSError."""
        import numpy as np

        while self._tail.ntotal >= blocks.ROWS and self._close():
            pass
        for block in self._blocks:
            if not (block.stored and base and _linked(base, folder, block.files)):
                block.write(folder)
        gone = [block.ids[block.places(block.ids) < 0] for block in self._blocks if block.gone]
        durable(folder / _GONE, lambda file: file.write(np.concatenate([*gone, ()]).astype("<i8").tobytes()))
        durable(folder / _TAIL, lambda file: write_index(self._tail, file))

    @classmethod
    def read(cls, folder: Path, dimension: int) -> Dense | None:
        """Read what ``write`` wrote, or return None when it is something else. Raises OSError.

        Only for files whose checksum has been compared: FAISS believes what it reads.
        """
        import numpy as np

        faiss = faiss_module()
        tail = read_index(folder / _TAIL)
        if not isinstance(tail, faiss.IndexIDMap) or tail.d != dimension:
            return None
        names = [path.stem for path in folder.glob("*.rows")]
        names.sort(key=lambda name: int(name.partition("-")[0]))
        read = [Block.read(folder, name, dimension) for name in names]
        closed = [block for block in read if block]
        if len(closed) < len(read):
            return None
        gone = np.fromfile(folder / _GONE, "<i8").astype(np.int64)
        if len(gone):
            for block in closed:
                block.remove(gone)
        return cls(dimension, tail, closed)


def _flat(dimension: int) -> Any:
    faiss = faiss_module()
    flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index = faiss.IndexIDMap(flat)
    index.own_fields = True
    flat.this.disown()
    return index


def _pairs(ids: NDArray[np.int64], scores: NDArray[np.float32]) -> dict[int, float]:
    return dict(zip(ids.tolist(), scores.tolist(), strict=True))


def _linked(base: Path, folder: Path, names: Iterable[str]) -> bool:
    """Give ``folder`` files of ``base``, which never change; False where one cannot be linked."""
    try:
        for name in names:
            os.link(base / name, folder / name)
    except OSError:
        for name in names:
            (folder / name).unlink(missing_ok=True)
        return False
    return True


def _checked(vector: NDArray[np.float32], dimension: int) -> NDArray[np.float32]:
    import numpy as np

    array = np.ascontiguousarray(vector, dtype=np.float32)
    if array.shape != (dimension,) or not np.isfinite(array).all():
        raise EncoderError(
            f"the encoder gave a query vector of shape {array.shape}, wanted {dimension} finite numbers: "
            "check the model"
        )
    return array
