"""Blocks of the vector cache: many vectors that never change, memory-mapped, searched by 4-bit codes.

The codes (product quantisation of every two dimensions, Jégou et al. 2011, scanned in registers as in André
et al. 2015) say which rows are worth looking at; scores come from the float16 rows. All codes are scanned, so
nothing depends on how the vectors cluster, as it would with inverted lists. The sixteen centroids of every
two dimensions are fitted on a sample of the block, with a fixed seed.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from yinzheng.index.vectors import durable, faiss_module, read_index, write_index

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

ROWS = 32_768
"""Vectors of a block. A library with fewer is searched exactly, and so are the newest ones of any."""

_SAMPLE = 4_096  # rows that the codes are fitted on: more found nothing more
_ROUNDS = 5  # of k-means; ten and twenty-five found nothing more


class Block:
    """Vectors and their passage ids in ascending order. Rows are only ever marked as gone."""

    def __init__(
        self, name: str, ids: NDArray[np.int64], rows: NDArray[np.float16], codes: Any, stored: bool
    ) -> None:
        """Use ``make`` or ``read``; ``stored`` says that it lies in a folder already."""
        import numpy as np

        self.name = name
        self.ids = ids
        self.stored = stored
        self._rows = rows
        self._codes = codes
        self._alive = np.ones(len(ids), bool)
        self.gone = 0
        """How many rows are marked as gone."""

    @classmethod
    def make(cls, ids: NDArray[np.int64], rows: NDArray[np.float16]) -> Block:
        """Make a block of vectors, shape (n, an even dimension), which takes about a second of CPU time."""
        import numpy as np

        order = np.argsort(ids)
        ids, rows = ids[order], rows[order]
        faiss = faiss_module()
        dimension = rows.shape[1]
        codes = faiss.IndexPQFastScan(dimension, dimension // 2, 4, faiss.METRIC_INNER_PRODUCT)
        codes.pq.cp.niter = _ROUNDS
        codes.train(rows[:: max(1, len(rows) // _SAMPLE)].astype(np.float32))
        for at in range(0, len(rows), _SAMPLE):
            codes.add(rows[at : at + _SAMPLE].astype(np.float32))
        # Files of the same name are linked from version to version: they must hold the same passages.
        name = f"{ids[0]}-{zlib.crc32(ids.astype('<i8').tobytes()):08x}"
        return cls(name, ids, rows, codes, False)

    @property
    def kept(self) -> NDArray[np.int64]:
        """The ids that are not gone."""
        return self.ids[self._alive]

    def kept_vectors(self) -> NDArray[np.float32]:
        """The vectors of ``kept``, shape (n, dimension)."""
        import numpy as np

        return self._rows[self._alive].astype(np.float32)

    def places(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each of these ids, -1 where it is not here or gone."""
        import numpy as np

        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        here = (self.ids[at] == ids) & self._alive[at]
        return np.where(here, at, -1)

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Mark these ids as gone where they are here, and return how many were."""
        places = self.places(ids)
        self._alive[places[places >= 0]] = False
        before, self.gone = self.gone, int((~self._alive).sum())
        return self.gone - before

    def near(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return rows that are probably the ``k`` best, with rough scores; none that are gone."""
        scores, rows = self._codes.search(query.reshape(1, -1), min(k + self.gone, len(self.ids)))
        found = rows[0] >= 0
        found[found] = self._alive[rows[0][found]]
        return rows[0][found][:k], scores[0][found][:k]

    def scores(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the inner products of ``query`` with these rows."""
        import numpy as np

        # A matrix product may round a row otherwise beside other rows.
        return np.asarray((self.vectors(rows) * query).sum(axis=1), np.float32)

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return these rows, shape (n, dimension)."""
        import numpy as np

        return self._rows[rows].astype(np.float32)

    def write(self, folder: Path) -> None:
        """Write it into ``folder``. Raises OSError."""
        durable(folder / f"{self.name}.rows", lambda file: file.write(self._rows.data))
        durable(folder / f"{self.name}.ids", lambda file: file.write(self.ids.astype("<i8").tobytes()))
        durable(folder / f"{self.name}.codes", lambda file: write_index(self._codes, file))

    @classmethod
    def read(cls, folder: Path, name: str, dimension: int) -> Block | None:
        """Open what ``write`` wrote, or return None where it is something else. Raises OSError."""
        import numpy as np

        ids = np.fromfile(folder / f"{name}.ids", "<i8")
        codes = read_index(folder / f"{name}.codes")
        size = (folder / f"{name}.rows").stat().st_size
        if not len(ids) or size != 2 * dimension * len(ids) or getattr(codes, "ntotal", -1) != len(ids):
            return None
        rows = np.memmap(folder / f"{name}.rows", "<f2", "r", shape=(len(ids), dimension))
        # As a plain array: taking rows out of a memmap costs several times as much.
        return cls(name, ids.astype(np.int64), np.asarray(rows), codes, True)

    @property
    def files(self) -> tuple[str, str, str]:
        """The names of its files."""
        return f"{self.name}.rows", f"{self.name}.ids", f"{self.name}.codes"
