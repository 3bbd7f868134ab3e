"""Bits that flip in any file of a library: the same answers as before, or a clear error, never others."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.faults import doubles
from tests.faults.counting import SEED, count, report
from tests.faults.libraries import dumped, filled, text, tiny
from yinzheng.errors import InternalError, YinzhengError
from yinzheng.index import binding, claims, copies, store
from yinzheng.index.caches import CacheFolder
from yinzheng.index.database import FILE

pytestmark = pytest.mark.faults
QUESTIONS = ("收入", "mark3 能源 合同", "revenue growth", "2011年 公司", "city energy mark9", "城市")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with copies, equal texts and removed passages, all cached."""
    folder = filled(tmp_path_factory.mktemp("flips") / "library", range(24))
    with tiny(folder) as library:
        library.add_text(text(7) * 3, "again")
        library.add_text(text(7) * 3 + "全文完。", "and again")
        library.add_text(text(3), "equal")
        library.remove(["sources/0005.txt"])
    shutil.rmtree(folder / "cache")  # one that is made again knows nothing of what was removed
    with tiny(folder) as library:
        library._index.sync()
    return folder


def answers(folder: Path, said: list[str] | None = None) -> dict[str, object]:
    """What a library says: its documents, its figures, and what it finds."""
    with tiny(folder) as library:
        if said is not None:
            library._index._notify = said.append
        return {
            "documents": [library.document(document.id) for document in library.documents()],
            "claims": library.claims(),
            **{
                question: [
                    (hit.document, hit.passage.start, hit.passage.end, round(hit.score, 4))
                    for hit in library.search(question, 20, rerank=False)
                ]
                for question in QUESTIONS
            },
        }


def flip(made: Path, place: Path, file: Path, rng: random.Random) -> tuple[Path, int]:
    """A copy of the library with one bit of a file turned over, and where that was."""
    folder = place / "library"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    target = folder / file
    data = bytearray(target.read_bytes())
    at = rng.randrange(len(data))
    data[at] ^= 1 << rng.randrange(8)
    target.write_bytes(data)
    return folder, at


def flips(
    made: Path, place: Path, files: list[Path], turns: int, until: str = ""
) -> tuple[Counter[str], list[str]]:
    """Flip ``turns`` bits, one at a time, over all bytes of these files; count what came of it.

    It stops when it has come to ``until`` once.
    """
    rng = random.Random(SEED)
    reference = answers(made)
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    sizes = [(made / file).stat().st_size for file in files]
    for _ in range(turns):
        if seen[until]:
            break
        (file,) = rng.choices(files, sizes)
        folder, at = flip(made, place, file, rng)
        try:
            found = answers(folder)
        except Exception as error:  # noqa: BLE001 - what is no clear error of ours is counted apart
            clear = isinstance(error, YinzhengError) and not isinstance(error, InternalError)
            seen["refused" if clear else "unclear"] += 1
            if not clear:
                wrong.append(f"{file} at {at}: {type(error).__name__}: {error}")
        else:
            seen["same" if found == reference else "silent"] += 1
            if found != reference:
                differ = [name for name in reference if found[name] != reference[name]]
                wrong.append(f"{file} at {at}: other answers for {differ}")
    return seen, wrong


def test_a_flipped_bit_in_the_database_is_never_another_answer(made: Path, tmp_path: Path) -> None:
    turns = count(25)
    seen, wrong = flips(made, tmp_path, [Path(FILE)], turns)
    assert not wrong
    assert seen["refused"] > 0.1 * turns  # the others fall on free pages and on what nothing asks
    report(f"bits flipped in the database: {turns}, refused: {seen['refused']}, silent wrong answers: 0")


def test_a_flipped_bit_in_a_cache_is_seen_and_the_cache_made_again(made: Path, tmp_path: Path) -> None:
    turns = count(12)
    files = [path.relative_to(made) for path in (made / "cache").rglob("*") if path.stat().st_size]
    files = [file for file in files if (made / file).is_file()]
    seen, wrong = flips(made, tmp_path, files, turns)
    assert not wrong
    assert seen["same"] == turns
    report(f"bits flipped in caches: {turns}, same answers: {seen['same']}, silent wrong answers: 0")


def test_a_flipped_bit_in_the_log_of_a_killed_writer_loses_at_most_what_came_last(
    made: Path, tmp_path: Path
) -> None:
    """SQLite's own checksums end the log where it is damaged: an older state, and a whole one."""
    place = tmp_path / "killed"
    with tiny(place, create=True) as library:
        for number in range(12):
            library.add_text(text(number), f"{number:02d}")
        shutil.copytree(place, tmp_path / "copy", ignore=shutil.ignore_patterns("*-shm"))
    lines = dumped(place)[1:-1]
    rng = random.Random(SEED)
    seen: Counter[str] = Counter()
    turns = count(5, 0.2)
    for _ in range(turns):
        folder, _ = flip(tmp_path / "copy", tmp_path, Path(f"{FILE}-wal"), rng)
        try:
            found = dumped(folder)[1:-1]
        except YinzhengError:
            seen["refused"] += 1
            continue
        assert found == lines[: len(found)]
        seen["same" if found == lines else "older"] += 1
    assert seen["older"]
    told = f"refused: {seen['refused']}, same: {seen['same']}, an older state: {seen['older']}"
    report(f"bits flipped in a log: {turns}, {told}")


def test_the_harness_sees_rows_that_are_believed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        for module in (store, binding, claims, copies):
            patch.setattr(module, "checksum", module.checksum)
        doubles.no_checksums()
        (tmp_path / "believed").mkdir()
        believed = filled(tmp_path / "believed" / "library", range(24))
        seen, _ = flips(believed, tmp_path, [Path(FILE)], 90, "silent")
    assert seen["silent"]


def test_the_harness_sees_caches_that_are_believed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CacheFolder, "intact", CacheFolder.intact)
    doubles.unchecked_caches()
    file = next(path.relative_to(made) for path in (made / "cache").glob("dense-zh*/tail.faiss"))
    seen, _ = flips(made, tmp_path, [file], 90, "silent")
    assert seen["silent"]
