"""The vector cache gives what brute force gives, and survives the disk."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from tests.index.libraries import vectors
from yinzheng.errors import EncoderError
from yinzheng.index.dense import Dense


def cache(n: int, seed: int = 1) -> tuple[Dense, dict[int, np.ndarray]]:
    made = vectors(seed, n)
    ids = np.arange(n, dtype=np.int64) * 7 + 3
    dense = Dense(made.shape[1])
    dense.add(ids, made)
    return dense, dict(zip(ids.tolist(), made, strict=True))


def assert_best(
    found: list[tuple[int, float]], held: dict[int, np.ndarray], query: np.ndarray, k: int
) -> None:
    """``found`` are the ``k`` best of ``held`` by brute force, but for the rounding to float16."""
    brute = {i: float(v @ query) for i, v in held.items()}
    best = sorted(brute.values(), reverse=True)[:k]
    assert [s for _, s in found] == pytest.approx(best, abs=5e-4)
    assert [s for _, s in found] == pytest.approx([brute[i] for i, _ in found], abs=5e-4)
    assert len({i for i, _ in found}) == len(best)


@pytest.mark.parametrize("seed", range(5))
def test_it_finds_what_brute_force_finds(seed: int) -> None:
    dense, held = cache(300, seed)
    for query in vectors(seed + 50, 10):
        assert_best(dense.search(query, 20), held, query, 20)


def test_after_adding_and_removing_it_is_as_if_built_so() -> None:
    dense, held = cache(200)
    rng = np.random.default_rng(3)
    for turn in range(20):
        gone = rng.choice(sorted(held), 9, replace=False)
        assert dense.remove(np.array([*gone, 999_999_999])) == len(gone)
        new = np.arange(6, dtype=np.int64) + 10_000 + 100 * turn
        made = vectors(turn + 500, 6)
        dense.add(new, made)
        for i in gone.tolist():
            del held[i]
        held |= dict(zip(new.tolist(), made, strict=True))
        query = vectors(turn + 900, 1)[0]
        assert len(dense) == len(held)
        assert_best(dense.search(query, 30), held, query, 30)


def test_equal_scores_come_in_the_order_of_ids() -> None:
    dense = Dense(24)
    same = np.repeat(vectors(1, 1), 5, axis=0)
    dense.add(np.array([9, 2, 7, 4, 5], np.int64), same)
    assert [i for i, _ in dense.search(same[0], 5)] == [2, 4, 5, 7, 9]


def test_more_than_there_are_gives_all_and_none_gives_none() -> None:
    dense, _ = cache(5)
    query = vectors(8, 1)[0]
    assert len(dense.search(query, 50)) == 5
    assert dense.search(query, 0) == []
    assert Dense(24).search(query, 5) == []
    assert Dense(24).scores(query, [1, 2]) == {}


def test_scores_of_given_ids_are_those_that_a_search_gives() -> None:
    dense, held = cache(300)
    query = vectors(77, 1)[0]
    everything = dict(dense.search(query, 300))
    wanted = sorted(held)[10:60:3]
    assert dense.scores(query, [*wanted, 1, 123_456]) == pytest.approx({i: everything[i] for i in wanted})


@pytest.mark.parametrize(
    "query",
    [
        np.full(24, np.nan, np.float32),
        np.r_[np.inf, np.zeros(23)].astype(np.float32),
        np.ones(23, np.float32),
        np.ones((1, 24), np.float32),
    ],
)
def test_a_query_that_is_not_a_finite_vector_is_refused(query: np.ndarray) -> None:
    dense, held = cache(5)
    with pytest.raises(EncoderError, match="24 finite numbers"):
        dense.search(query, 3)
    with pytest.raises(EncoderError):
        dense.scores(query, sorted(held))


def test_what_is_written_reads_the_same() -> None:
    dense, _ = cache(3000)
    file = io.BytesIO()
    dense.write(file)
    again = Dense.read(io.BytesIO(file.getvalue()), 24)
    assert again is not None
    query = vectors(5, 1)[0]
    assert again.search(query, 50) == dense.search(query, 50)
    again.add(np.array([1], np.int64), query.reshape(1, -1))
    assert again.search(query, 1)[0][0] == 1
    assert again.remove(np.array([1], np.int64)) == 1


def test_something_else_is_not_read(tmp_path: Path) -> None:
    dense, _ = cache(10)
    file = io.BytesIO()
    dense.write(file)
    whole = file.getvalue()
    assert Dense.read(io.BytesIO(b""), 24) is None
    assert Dense.read(io.BytesIO(b"not an index at all"), 24) is None
    assert Dense.read(io.BytesIO(whole[: len(whole) // 2]), 24) is None
    assert Dense.read(io.BytesIO(whole), 25) is None


def test_a_disk_that_fills_up_is_an_os_error() -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    dense, _ = cache(10)
    with pytest.raises(OSError, match="No space left"):
        dense.write(Full())
