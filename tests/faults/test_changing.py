"""Files that change or go while they are read: one state of a file, or a line that says why."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from io import FileIO
from pathlib import Path

import pytest

from tests.faults.counting import COUNT, report
from tests.running import Yinzheng
from yinzheng.corpus import load
from yinzheng.corpus.load import load_file, read_bytes
from yinzheng.errors import EmptyDocument, UnreadableDocument
from yinzheng.progress import Bar

pytestmark = pytest.mark.faults

OLD = "旧的营业收入为12.5亿元。\n" * 400
NEW = "新的营业收入为38.2亿元。\n" * 400
assert len(OLD.encode()) == len(NEW.encode())


def in_place(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(NEW.encode())


def shorter(path: Path) -> None:
    os.truncate(path, 10 * len("旧的营业收入为12.5亿元。\n".encode()))


def longer(path: Path) -> None:
    with path.open("ab") as file:
        file.write(NEW.encode())


def replaced(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_text(NEW)
    other.replace(path)


CHANGES: tuple[tuple[Callable[[Path], None], str], ...] = (
    (in_place, NEW),
    (shorter, OLD[: 10 * len("旧的营业收入为12.5亿元。\n")]),
    (longer, OLD + NEW),
    (replaced, OLD),  # what was opened is read to its end
    (Path.unlink, OLD),
)


class Slow(FileIO):
    """A file that is read in halves; ``between`` is called behind each first half."""

    between: Callable[[], None]

    def read(self, size: int | None = -1, /) -> bytes:
        """Read at most half of the file."""
        at = self.tell()
        half = max(1, len(OLD.encode()) // 2 - 1)  # in the midst of a character
        got = super().read(min(half, half if size is None or size < 0 else size))
        if at == 0:
            self.between()
        return got


def slow_down(monkeypatch: pytest.MonkeyPatch, between: Callable[[], None]) -> None:
    def opened(handle: int, *_: object, **__: object) -> Slow:
        file = Slow(handle, closefd=False)
        file.between = between
        return file

    monkeypatch.setattr(os, "fdopen", opened)


@pytest.mark.parametrize(("change", "whole"), CHANGES)
@pytest.mark.parametrize("fresh", [0.0, 3.0])
def test_a_file_that_changes_in_the_midst_of_reading_is_read_in_one_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], whole: str, fresh: float
) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(OLD)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    monkeypatch.setattr(load, "_FRESH", fresh)
    left = [change]

    def once() -> None:
        if left:
            left.pop()(path)

    slow_down(monkeypatch, once)
    document = load_file(path)
    assert not left
    assert document.text == whole
    assert document.sha256 == hashlib.sha256(whole.encode()).hexdigest()


def test_a_file_that_never_comes_to_rest_is_given_up_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.txt"
    path.write_text(OLD)
    slow_down(monkeypatch, lambda: longer(path))
    with pytest.raises(UnreadableDocument, match=r"log\.txt: it is being written: add it again") as caught:
        load_file(path)
    assert "\n" not in str(caught.value)


def test_a_write_that_the_times_do_not_show_is_seen_where_the_file_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(OLD)
    monkeypatch.setattr(load, "_state", lambda status: (status.st_size,))
    left = [in_place]

    def once() -> None:
        if left:
            left.pop()(path)

    slow_down(monkeypatch, once)
    assert read_bytes(path, "报告.txt") == NEW.encode()


def test_a_file_that_grows_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.txt"
    path.write_text(OLD)
    monkeypatch.setattr(load, "MAX_FILE_BYTES", len(OLD.encode()) + 9)
    slow_down(monkeypatch, lambda: longer(path))
    with pytest.raises(UnreadableDocument, match="larger than"):
        load_file(path)


WRITER = """
import itertools, os, sys
path, old, new = sys.argv[1:4]
print("begun", flush=True)
for n in itertools.count():
    match n % 3:
        case 0 | 1:
            with open(path + ".part", "w", encoding="utf-8") as file:
                file.write((old if n % 3 else new) * 20_000)
            os.replace(path + ".part", path)
        case 2 if n % 2:
            os.truncate(path, 0)
        case 2:
            os.unlink(path)
"""


def test_beside_a_writer_a_document_is_of_one_state(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    old, new = OLD.partition("\n")[0], NEW.partition("\n")[0]
    states = {hashlib.sha256((line * 20_000).encode()).hexdigest(): line * 20_000 for line in (old, new)}
    said: dict[str, int] = {}
    command = [sys.executable, "-c", WRITER, str(path), old, new]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            while said.get("read", 0) < (COUNT or 20):
                assert writer.poll() is None
                try:
                    document = load_file(path)
                except (UnreadableDocument, EmptyDocument) as error:
                    said[error.reason] = said.get(error.reason, 0) + 1
                else:
                    assert states[document.sha256] == document.text
                    said["read"] = said.get("read", 0) + 1
        finally:
            writer.kill()
    assert said.keys() <= {
        "read",
        "the file is empty",
        "there is no such file",
        "it is being written: add it again when that is done",
    }
    report(f"beside a writer: {said}")


def test_what_goes_or_changes_before_its_turn_is_said_and_the_rest_is_added(
    tmp_path: Path, yinzheng: Yinzheng, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("a", "b", "c", "d", "e"):
        (folder / f"{name}.txt").write_text(f"{name} 公司 2024 年收入 12.5 亿元。")
    begin = Bar.start

    def start(bar: Bar, total: int) -> None:
        """The moment at which the files have been found and none has been read."""
        (folder / "b.txt").unlink()
        (folder / "c.txt").unlink()
        (folder / "c.txt").mkdir()
        (folder / "d.txt").write_text("d 公司 2025 年收入 38.2 亿元。")
        (folder / "e.txt").unlink()
        os.mkfifo(folder / "e.txt")
        begin(bar, total)

    monkeypatch.setattr(Bar, "start", start)
    ran = yinzheng("-L", tmp_path / "library", "add", folder, "--json")
    assert ran.status == 3
    told = {Path(one["source"]).name: one["reason"] for one in ran.json["failed"]}
    assert told == {
        "b.txt": "there is no such file",
        "c.txt": "it is a folder, not a file",
        "e.txt": "it is a device or a pipe, not a file",
    }
    assert all(ran.err.count(reason) == 1 for reason in told.values())
    shown = yinzheng("-L", tmp_path / "library", "ls", "--json").json
    assert [Path(doc["source"]).name for doc in shown["documents"]] == ["a.txt", "d.txt"]
    assert "2025" in yinzheng("-L", tmp_path / "library", "show", "files/d.txt").out
