"""The vector cache gives what brute force gives, and survives the disk."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from tests.index.libraries import vectors
from yinzheng.errors import EncoderError
from yinzheng.index import blocks
from yinzheng.index import dense as dense_module
from yinzheng.index.dense import Dense
from yinzheng.index.vectors import write_index


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


def test_what_is_written_reads_the_same(tmp_path: Path) -> None:
    dense, _ = cache(3000)
    dense.write(tmp_path)
    again = Dense.read(tmp_path, 24)
    assert again is not None
    query = vectors(5, 1)[0]
    assert again.search(query, 50) == dense.search(query, 50)
    again.add(np.array([1], np.int64), query.reshape(1, -1))
    assert again.search(query, 1)[0][0] == 1
    assert again.remove(np.array([1], np.int64)) == 1


def test_something_else_is_not_read(tmp_path: Path) -> None:
    dense, _ = cache(10)
    dense.write(tmp_path)
    tail = tmp_path / "tail.faiss"
    whole = tail.read_bytes()
    assert Dense.read(tmp_path, 25) is None
    for damaged in (b"", b"not an index at all", whole[: len(whole) // 2]):
        tail.write_bytes(damaged)
        assert Dense.read(tmp_path, 24) is None


def test_a_disk_that_fills_up_is_an_os_error() -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_index(cache(10)[0]._tail, Full())


# More than a block


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "ROWS", 200)
    monkeypatch.setattr(dense_module, "_SLACK", 50)
    monkeypatch.setattr(dense_module, "SHORTLIST", 60)


def recall(found: list[tuple[int, float]], held: dict[int, np.ndarray], query: np.ndarray) -> float:
    best = sorted(held, key=lambda i: -float(held[i] @ query))[: len(found)]
    return len({i for i, _ in found} & set(best)) / len(best)


@pytest.mark.usefixtures("small_blocks")
def test_blocks_find_nearly_what_brute_force_finds_with_exact_scores() -> None:
    dense, held = cache(1000)
    assert [len(block.ids) for block in dense._blocks] == [200] * 4
    shares = []
    for query in vectors(70, 40):
        found = dense.search(query, 10)
        assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
        assert [s for _, s in found] == pytest.approx([float(held[i] @ query) for i, _ in found], abs=5e-4)
        assert dense.scores(query, [i for i, _ in found]) == dict(found)
        shares.append(recall(found, held, query))
    assert np.mean(shares) >= 0.97


@pytest.mark.usefixtures("small_blocks")
def test_two_caches_of_the_same_vectors_find_the_same() -> None:
    one, other = cache(700)[0], cache(700)[0]
    for query in vectors(71, 20):
        assert one.search(query, 20) == other.search(query, 20)


@pytest.mark.usefixtures("small_blocks")
def test_what_is_removed_from_blocks_is_never_found_also_once_written(tmp_path: Path) -> None:
    dense, held = cache(1000)
    rng = np.random.default_rng(4)
    for turn in range(8):
        gone = rng.choice(sorted(held), 30, replace=False)
        assert dense.remove(np.array([*gone, 999_999_999])) == len(gone)
        assert dense.remove(gone) == 0
        for i in gone.tolist():
            del held[i]
        (tmp_path / f"{turn}").mkdir()
        dense.write(tmp_path / f"{turn}", tmp_path / f"{turn - 1}" if turn else None)
        again = Dense.read(tmp_path / f"{turn}", 24)
        assert again
        assert set(again.ids().tolist()) == set(dense.ids().tolist()) == set(held)
        assert len(again) == len(dense) == len(held)
        for query in vectors(300 + turn, 10):
            found = dense.search(query, 10)
            assert again.search(query, 10) == found
            assert set(dict(found)) <= set(held)
            assert recall(found, held, query) >= 0.8
            assert dense.scores(query, gone.tolist()) == {}
        there = again.vectors_of(np.array([*sorted(held)[:50], *gone]))
        assert np.isfinite(there).all(axis=1).tolist() == [True] * 50 + [False] * 30


@pytest.mark.usefixtures("small_blocks")
def test_a_block_is_linked_and_not_written_again(tmp_path: Path) -> None:
    dense, _ = cache(460)
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    dense.write(first)
    again = Dense.read(first, 24)
    assert again
    again.add(np.array([1], np.int64), vectors(9, 1))
    second.mkdir()
    again.write(second, first)
    large = sorted(path.name for path in first.iterdir() if path.name not in {"tail.faiss", "gone.ids"})
    assert len(large) == 6
    assert all((first / name).samefile(second / name) for name in large)
    for path in first.iterdir():  # swept meanwhile: what is open is written again
        path.unlink()
    third = tmp_path / "third"
    third.mkdir()
    again.write(third, first)
    reread = Dense.read(third, 24)
    assert reread
    assert reread.search(vectors(8, 1)[0], 30) == again.search(vectors(8, 1)[0], 30)


@pytest.mark.usefixtures("small_blocks")
def test_a_block_of_other_passages_is_not_taken_for_the_same(tmp_path: Path) -> None:
    whole, without = cache(201)[0], cache(201)[0]
    without.remove(np.array([3 + 7 * 5]))
    folders = [tmp_path / "whole", tmp_path / "without"]
    for dense, folder in zip((whole, without), folders, strict=True):
        folder.mkdir()
        dense.write(folder)
    assert not {path.name for path in folders[0].glob("3-*")} & {path.name for path in folders[1].glob("3-*")}


@pytest.mark.usefixtures("small_blocks")
def test_a_block_of_another_length_is_not_read(tmp_path: Path) -> None:
    cache(460)[0].write(tmp_path)
    rows = next(tmp_path.glob("*.rows"))
    rows.write_bytes(rows.read_bytes()[:-1])
    assert Dense.read(tmp_path, 24) is None


@pytest.mark.usefixtures("small_blocks")
def test_an_odd_dimension_stays_flat() -> None:
    made = vectors(3, 600)[:, :23].copy()
    dense = Dense(23)
    dense.add(np.arange(600, dtype=np.int64), made)
    assert dense._blocks == []
    assert len(dense.search(made[0], 600)) == 600
