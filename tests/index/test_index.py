"""One library and many: encoders, transactions, threads, forks, several processes, and kills."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest

from tests.index.libraries import (
    DIMENSION,
    ROOT,
    FakeEncoder,
    constant_centres,
    document,
    dump,
    expected_dump,
    filled,
    numbered,
    unexpected,
    vectors,
)
from yinzheng.corpus.lexicon import literal
from yinzheng.errors import EncoderError, EncoderMismatch, InternalError
from yinzheng.index.index import Index, NewPassage
from yinzheng.types import Anchor


def assert_whole(folder: Path, at_least: set[int]) -> set[int]:
    """Every document is whole, what was acknowledged is there, and the caches agree with the database."""
    with Index.open(folder, notify=unexpected) as index:
        index.bind(FakeEncoder(), "cut-1")
        numbers = {int(d.source[:4]) for d in index.documents()}
        assert at_least <= numbers
        assert dump(index) == expected_dump(sorted(numbers))
        for number in sorted(numbers):
            ids = {p.id for p in index.passages_of(index.document(f"{number:04d}.txt").id)}
            assert {i for i, _ in index.lexical([f"mark{number}"], None, 50)} == ids
        for lang, count in index.passage_langs().items():
            found = [i for i, _ in index.dense(vectors(1, 1)[0], lang, 10_000)]
            assert len(found) == count
            assert len(index.passages(found)) == count
    return numbers


# What a library is bound to


def test_an_empty_library_is_bound_to_nothing_and_answers_nothing(tmp_path: Path) -> None:
    with Index.open(tmp_path, create=True, notify=unexpected) as index:
        assert (index.encoder_name, index.encoder_fingerprint, index.dimension, index.cutting) == (None,) * 4
        index.sync()
        for encoder in (FakeEncoder("one"), FakeEncoder("other", dimension=7)):
            index.bind(encoder, "any")
            assert index.dense(np.ones(encoder.dimension, np.float32), "zh", 5) == []
            assert index.dense_scores(np.ones(encoder.dimension, np.float32), [1]) == {}
            assert index.lexical(["收入"], None, 5) == []
            assert index.lexical_scores(["收入"], [1]) == {1: 0.0}
            assert set(index.idf(["收入"])) == {"收入"}
        assert (index.documents(), index.passage_langs(), index.passages([1])) == ([], {}, {})
    with Index.open(tmp_path, notify=unexpected) as index:
        assert index.encoder_name is None
        index.bind(FakeEncoder(), "cut-1")
        index.put(*numbered(1))
    with Index.open(tmp_path, notify=unexpected) as index:
        bound = (index.encoder_name, index.encoder_fingerprint, index.dimension, index.cutting)
        assert bound == ("fake", "fake-1", DIMENSION, "cut-1")


@pytest.mark.parametrize(
    ("encoder", "cutting", "named"),
    [
        (FakeEncoder(name="better"), "cut-1", ["fake (", "better ("]),
        (FakeEncoder(fingerprint="fake-2"), "cut-1", ["fake-1", "fake-2"]),
        (FakeEncoder(dimension=DIMENSION + 1), "cut-1", ["24 dimensions", "25 dimensions"]),
        (FakeEncoder(), "cut-2", ["cut-1", "cut-2"]),
    ],
)
def test_another_encoder_or_cutting_is_refused_naming_both(
    tmp_path: Path, encoder: FakeEncoder, cutting: str, named: list[str]
) -> None:
    filled(tmp_path / "library", range(3)).close()
    with Index.open(tmp_path / "library") as index:
        with pytest.raises(EncoderMismatch, match="--reindex") as caught:
            index.bind(encoder, cutting)
        assert all(name in str(caught.value) for name in named)
        assert dump(index) == expected_dump(range(3))


def test_a_library_bound_by_another_process_meanwhile_is_refused_too(tmp_path: Path) -> None:
    with Index.open(tmp_path, create=True) as first, Index.open(tmp_path) as second:
        first.bind(FakeEncoder("one"), "cut-1")
        second.bind(FakeEncoder("two"), "cut-1")
        first.put(*numbered(1))
        with pytest.raises(EncoderMismatch):
            second.put(*numbered(2))
        with pytest.raises(EncoderMismatch):
            second.dense(vectors(1, 1)[0], "zh", 3)


def remade(number: int, dimension: int) -> list[NewPassage]:
    given, _ = numbered(number)
    middle = len(given.text) // 2
    made = vectors(70 + number, 2, dimension)
    return [
        NewPassage(0, middle, given.lang, made[0]),
        NewPassage(middle, len(given.text), given.lang, made[1]),
    ]


def test_reindexing_replaces_every_passage_at_once(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(12)) as index, Index.open(tmp_path / "library") as reader:
        reader.bind(FakeEncoder(), "cut-1")
        before = dump(index)
        found = reader.dense(vectors(1, 1)[0], "zh", 9)
        better = FakeEncoder("better", dimension=30)
        with index.reindexing(better, "cut-2"):
            for number in range(12):
                index.put(numbered(number)[0], remade(number, 30))
                assert reader.dense(vectors(1, 1)[0], "zh", 9) == found
            assert dump(reader) == before
        index.sync()
        assert index.encoder_name == "better"
        assert index.cutting == "cut-2"
        assert [d.source for d in index.documents()] == [f"{n:04d}.txt" for n in range(12)]
        assert sum(index.passage_langs().values()) == 24
        assert len(index.dense(vectors(1, 1, 30)[0], "zh", 99)) == index.passage_langs()["zh"]
        assert len(index.lexical(["mark7"], None, 99)) == 2
        with pytest.raises(EncoderMismatch):
            reader.dense(vectors(1, 1)[0], "zh", 9)


def test_reindexing_that_fails_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(6)) as index:
        before = dump(index), index.dense(vectors(1, 1)[0], "zh", 9), index.lexical(["收入"], "zh", 9)
        with pytest.raises(EncoderError), index.reindexing(FakeEncoder("better", dimension=30), "cut-2"):
            index.put(numbered(0)[0], remade(0, 31))
        index.bind(FakeEncoder(), "cut-1")
        assert (
            dump(index),
            index.dense(vectors(1, 1)[0], "zh", 9),
            index.lexical(["收入"], "zh", 9),
        ) == before


def test_a_search_inside_a_transaction_is_our_bug(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(3)) as index:
        with index.reindexing(FakeEncoder(), "cut-1"), pytest.raises(InternalError, match="transaction"):
            index.lexical(["收入"], None, 3)
        with index.reindexing(FakeEncoder(), "cut-1"), pytest.raises(InternalError, match="transaction"):
            index.sync()


# Searching


def test_dense_and_lexical_scores_agree_with_their_searches(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(60), FakeEncoder(centres=constant_centres())) as index:
        query, terms = vectors(3, 1)[0], ["收入", "公司", "revenu", "nobody"]
        for lang in index.passage_langs():
            dense = dict(index.dense(query, lang, 10_000))
            lexical = dict(index.lexical(terms, lang, 10_000))
            ids = sorted(dense)[::3]
            assert index.dense_scores(query, ids) == pytest.approx({i: dense[i] for i in ids})
            assert index.lexical_scores(terms, ids) == pytest.approx({i: lexical.get(i, 0.0) for i in ids})
        mixed = [i for lang in index.passage_langs() for i, _ in index.dense(query, lang, 4)]
        assert index.dense_scores(query, [*mixed, 10**6]).keys() == set(mixed)
        assert index.lexical_scores(terms, [10**6]) == {10**6: 0.0}
        assert index.dense_scores(query, []) == {}


def test_the_nearest_by_both_ways_have_the_scores_of_both(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(60), FakeEncoder(centres=constant_centres())) as index:
        query, asked = vectors(3, 1)[0], literal(["收入", "公司", "revenu", "nobody"])
        for lang in index.passage_langs():
            dense, lexical = index.dense(query, lang, 10_000), index.lexical(asked, lang, 10_000)
            for k in (1, 7, 10_000):
                ids = {i for i, _ in [*dense[:k], *lexical[:k]]}
                found = index.near(query, asked, lang, k)
                assert sorted(i for i, _, _ in found) == sorted(ids)
                assert {i: cosine for i, cosine, _ in found} == pytest.approx(
                    {i: cosine for i, cosine in dense if i in ids}
                )
                assert {i: score for i, _, score in found} == pytest.approx(
                    dict.fromkeys(ids, 0.0) | {i: score for i, score in lexical if i in ids}
                )


def test_both_languages_are_searched_in_one_list(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(30)) as index:
        terms = ["mark6", "mark7"]
        both = index.lexical(terms, None, 50)
        parts = [hit for lang in ("zh", "en") for hit in index.lexical(terms, lang, 50)]
        assert sorted(both) == sorted(parts)
        assert both == sorted(both, key=lambda hit: (-hit[1], hit[0]))
        assert len({p.lang for p in index.passages([i for i, _ in both]).values()}) == 2


def test_idf_counts_passages_of_both_languages(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(30)) as index:
        total = sum(index.passage_langs().values())
        texts = {d.id: d.text for d in index.documents(text=True)}
        held = [texts[d][p.start : p.end] for d in texts for p in index.passages_of(d)]
        found = sum("收入" in text for text in held)
        weights = index.idf(["收入", "nobody"])
        assert weights["收入"] == pytest.approx(np.log(1 + (total - found + 0.5) / (found + 0.5)))
        assert weights["nobody"] == pytest.approx(np.log(1 + (total + 0.5) / 0.5))


def test_title_and_headings_count_for_each_passage(tmp_path: Path) -> None:
    with filled(tmp_path / "library", []) as index:
        text = "第一段说天气。\n第二段说音乐。\n"
        given = document(
            text, "年度报告", anchors=(Anchor(0, "heading", "能源"), Anchor(8, "heading", "能源 › 海洋"))
        )
        made = vectors(1, 2)
        index.put(given, [NewPassage(0, 8, "zh", made[0]), NewPassage(8, len(text), "zh", made[1])])
        first, second = (p.id for p in index.passages_of(given.id))
        assert {i for i, _ in index.lexical(["报告"], "zh", 9)} == {first, second}
        assert {i for i, _ in index.lexical(["音乐"], "zh", 9)} == {second}


def test_a_query_vector_that_is_not_finite_is_refused(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(3)) as index:
        for query in (np.full(DIMENSION, np.nan, np.float32), np.ones(3, np.float32)):
            with pytest.raises(EncoderError):
                index.dense(query, "zh", 3)
            with pytest.raises(EncoderError):
                index.dense_scores(query, [1])


def test_counts_say_what_there_is(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(10)) as index:
        counts = index.counts()
        assert counts.documents == 10
        assert counts.passages == index.passage_langs()
        assert counts.generation == index.generation == 10
        files = [p for p in (tmp_path / "library").rglob("*") if p.is_file()]
        assert counts.bytes >= sum(p.stat().st_size for p in files)


# Together


def test_threads_may_share_an_index(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 8):
                index.put(*numbered(number))
                index.dense(vectors(number, 1)[0], "zh", 5)
                assert index.lexical([f"mark{number}"], None, 5)
                if number % 4 == 0:
                    index.sync()
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    with filled(tmp_path / "library", []) as index:
        threads = [threading.Thread(target=work, args=(first,)) for first in (0, 100, 200)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
    assert len(assert_whole(tmp_path / "library", set())) == 24


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_uses_the_library_on_its_own(tmp_path: Path) -> None:
    with filled(tmp_path / "library", range(10)) as index:
        index.put(*numbered(10))
        mine = index._store.db.connection
        wanted = index.dense(vectors(1, 1)[0], "zh", 9), index.lexical(["mark10"], None, 9)
        with warnings.catch_warnings():  # CPython 3.12+ warns of any thread, a dependency's too
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            status = 1
            try:
                assert (index.dense(vectors(1, 1)[0], "zh", 9), index.lexical(["mark10"], None, 9)) == wanted
                index.put(*numbered(11))
                index.sync()
                assert index._store.db.connection is not mine
                index.close()
                status = 0
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        index.put(*numbered(12))
        assert index.lexical(["mark11"], None, 9)
        index.sync()
    assert assert_whole(tmp_path / "library", set()) == set(range(13))


def writer(folder: Path, first: int, count: int) -> subprocess.Popen[bytes]:
    """A process that puts documents; unbuffered, so that what it has said can be read up to a kill."""
    program = [sys.executable, "-W", "error", "-m", "tests.index.libraries"]
    return subprocess.Popen(
        [*program, str(folder), str(first), str(count), "sync"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )


@pytest.mark.faults
def test_several_writers_at_once_give_the_union(tmp_path: Path) -> None:
    running = [writer(tmp_path / "library", 100 * n, 30) for n in range(3)]
    for process in running:
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error.decode()
        assert out.endswith(b"done\n")
    wanted = {100 * n + i for n in range(3) for i in range(30)}
    assert assert_whole(tmp_path / "library", wanted) == wanted


@pytest.mark.faults
def test_asking_while_others_add_sees_whole_documents(tmp_path: Path) -> None:
    filled(tmp_path / "library", range(10)).close()
    process = writer(tmp_path / "library", 100, 60)
    asked = 0
    while process.poll() is None:
        with Index.open(tmp_path / "library", notify=unexpected) as index:
            index.bind(FakeEncoder(), "cut-1")
            for _ in range(3):
                numbers = [int(d.source[:4]) for d in index.documents()]
                assert len(index.lexical(["mark3"], None, 20)) == len(numbered(3)[1])
                for number in numbers[-2:]:
                    given, passages = numbered(number)
                    assert index.document(given.source).text == given.text
                    assert len(index.passages_of(given.id)) == len(passages)
                found = [i for lang in ("zh", "en") for i, _ in index.dense(vectors(1, 1)[0], lang, 9999)]
                assert len(found) >= sum(len(numbered(n)[1]) for n in numbers)
                asked += 1
    _, error = process.communicate()
    assert process.returncode == 0, error
    assert asked > 0
    assert assert_whole(tmp_path / "library", set()) == {*range(10), *range(100, 160)}


@pytest.mark.faults
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_writers_leave_whole_documents_and_all_that_they_acknowledged(
    tmp_path: Path, how: signal.Signals
) -> None:
    rng = random.Random(20)
    acknowledged: set[int] = set()
    for turn in range(6 if how == signal.SIGKILL else 3):
        process = writer(tmp_path / "library", 200 * turn, 200)
        assert process.stdout
        wait = rng.randrange(1, 25)
        for line in process.stdout:
            acknowledged.add(int(line))
            wait -= 1
            if wait <= 0:
                break
        process.send_signal(how)
        out, error = process.communicate(timeout=60)
        acknowledged |= {int(line) for line in out.splitlines() if line != b"done"}
        assert process.returncode != 0
        assert how == signal.SIGKILL or b"KeyboardInterrupt" in error
        stored = assert_whole(tmp_path / "library", acknowledged)
        assert len(stored) <= len(acknowledged) + turn + 1  # at most one each that could not be said
    left = {path.name.split("-")[0] for path in (tmp_path / "library" / "cache").iterdir()}
    assert left <= {"dense", "lexical", "lock"}
    assert not [path for path in (tmp_path / "library" / "cache").iterdir() if path.suffix == ".tmp"]
