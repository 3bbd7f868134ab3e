"""The vector cache of one language: FAISS, flat, float16, inner product of centred vectors.

Flat search is exact but for the rounding to float16 and fast enough for half a million passages;
nothing is trained, and adding and removing leave no trace.
"""

from __future__ import annotations

import functools
import warnings
from typing import IO, TYPE_CHECKING, Any

from yinzheng.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

FORMAT = "faiss-fp16-1"
"""Names the file format; another one is not read but rebuilt."""

_BLOCK = 1 << 20


class Dense:
    """Passage ids and their centred, L2-normalised vectors."""

    def __init__(self, dimension: int, index: Any = None) -> None:
        """Begin empty, or around a FAISS index that ``read`` gave."""
        faiss = _faiss()
        self.dimension = dimension
        if index is None:
            flat = faiss.IndexScalarQuantizer(
                dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
            )
            index = faiss.IndexIDMap(flat)
            index.own_fields = True
            flat.this.disown()
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def ids(self) -> NDArray[np.int64]:
        """Return the ids, shape (n,), in the order of adding."""
        found: NDArray[np.int64] = _faiss().vector_to_array(self._index.id_map)
        return found

    def vectors_of(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the stored vectors of these ids, shape (n, dimension); NaN for those that are not in."""
        import numpy as np

        held = self.ids()
        order = np.argsort(held)
        at = np.searchsorted(held, ids, sorter=order)
        inner = _faiss().downcast_index(self._index.index)
        found = np.full((len(ids), self.dimension), np.nan, np.float32)
        for row, place in enumerate(at):
            if place < len(held) and held[order[place]] == ids[row]:
                found[row] = inner.reconstruct(int(order[place]))
        return found

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors of shape (n, dimension) under ids of shape (n,), which are not in yet."""
        self._index.add_with_ids(vectors, ids)

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Remove these ids where they are in, and return how many were."""
        return int(self._index.remove_ids(ids)) if len(ids) else 0

    def search(self, query: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` (id, cosine), best first; equal scores by id.

        ``query`` is a centred unit vector of shape (dimension,). Raises EncoderError when it is of
        another shape or not finite (FAISS would answer with id −1).
        """
        found = self._search(query, min(k, len(self)), None)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def scores(self, query: NDArray[np.float32], ids: Sequence[int]) -> dict[int, float]:
        """Return the scores that ``search`` would give those of ``ids`` that are in; raises as it does."""
        faiss = _faiss()
        among = faiss.SearchParameters(sel=faiss.IDSelectorBatch(list(ids)))
        return dict(self._search(query, min(len(ids), len(self)), among))

    def _search(self, query: NDArray[np.float32], k: int, parameters: Any) -> list[tuple[int, float]]:
        vector = _checked(query, self.dimension)
        if k <= 0:
            return []
        scores, ids = self._index.search(vector.reshape(1, -1), k, params=parameters)
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    def write(self, file: IO[bytes]) -> None:
        """Write everything to ``file`` in blocks. Raises what ``file.write`` raises."""
        faiss = _faiss()
        failures: list[Exception] = []

        def write(block: bytes) -> int:
            try:
                return file.write(block)
            except OSError as error:  # through FAISS it would lose its type
                failures.append(error)
                raise

        try:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(write, _BLOCK))
        except Exception as error:
            if failures:
                raise failures[0] from error
            raise

    @classmethod
    def read(cls, file: IO[bytes], dimension: int) -> Dense | None:
        """Read what ``write`` wrote, or return None when it is something else.

        Only for files whose checksum has been compared: FAISS believes what it reads.
        """
        faiss = _faiss()
        try:
            index = faiss.read_index(faiss.PyCallbackIOReader(file.read, _BLOCK))
        except RuntimeError:
            return None
        if not isinstance(index, faiss.IndexIDMap) or index.d != dimension:
            return None
        return cls(dimension, index)


def _checked(vector: NDArray[np.float32], dimension: int) -> NDArray[np.float32]:
    import numpy as np

    array = np.ascontiguousarray(vector, dtype=np.float32)
    if array.shape != (dimension,) or not np.isfinite(array).all():
        raise EncoderError(
            f"the encoder gave a query vector of shape {array.shape}, wanted {dimension} finite numbers: "
            "check the model"
        )
    return array


@functools.cache
def _faiss() -> Any:
    with warnings.catch_warnings():
        # SWIG makes types without __module__; CPython 3.12+ says so when they are imported.
        warnings.filterwarnings("ignore", "builtin type .* has no __module__", DeprecationWarning)
        import faiss
    # Threads cost a flat search of this size far more than they give.
    faiss.omp_set_num_threads(1)
    return faiss
