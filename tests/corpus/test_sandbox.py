"""A file whose parser loops, explodes or crashes is reported, and the next one is read."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from yinzheng.corpus.content import Content
from yinzheng.corpus.formats import Format
from yinzheng.corpus.load import load_bytes
from yinzheng.corpus.sandbox import Sandbox
from yinzheng.errors import UnreadableDocument, UnsupportedDocument
from yinzheng.types import Anchor

FORMAT = Format("TEST", "readers")


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    made = Sandbox(memory=1 << 28)
    yield made
    made.close()


def read(box: Sandbox, words: str) -> Content:
    return box.read("", words.encode(), "a.test", FORMAT)


def process(box: Sandbox) -> int:
    return int(read(box, "say").text)


def test_what_a_reader_returns_arrives_whatever_it_prints(box: Sandbox) -> None:
    found = read(box, "say 你好 \U0001f600")
    assert found.text.rpartition(" ")[0] == "你好 \U0001f600"
    assert found.anchors == (Anchor(0, "page", "1"),)
    assert (found.title, found.date, found.flags) == ("a.test", "2025-01-02", ("spun",))
    assert read(box, "surrogate").text == "a\ud800b\x00c"


def test_files_are_read_in_one_other_process(box: Sandbox) -> None:
    assert process(box) == process(box) != os.getpid()


def test_what_the_starting_process_holds_does_not_count(box: Sandbox) -> None:
    held = b"x" * (400 << 20)
    assert process(box) == process(box)
    assert len(held) > 300 << 20


def test_large_files_arrive_whole(box: Sandbox) -> None:
    assert read(box, "length " + "x" * 5_000_000).text == "5000007"


def test_each_page_that_is_recognised_is_told_and_has_the_time_of_a_file(box: Sandbox) -> None:
    told: list[tuple[int, int]] = []
    box.seconds = 30
    found = box.read(
        "", b"pages 3 30", "a.test", Format("TEST", "readers", scans=True), ocr=True,
        page=lambda done, of: told.append((done, of)),
    )  # fmt: skip
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert found.text == "[True, True, True]"


def test_nothing_is_recognised_unasked(box: Sandbox) -> None:
    assert box.read("", b"scans", "a.test", Format("TEST", "readers", scans=True)).text == "None"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("loop", "(more than 0 s of computing|longer than 1 s): it was given up"),  # busy: the clock is first
        ("sleep", "longer than 1 s: it was given up"),
        ("eat 2000", "more than 256 MB of memory: split it"),
        ("crash", r"its reader crashed \(SIGSEGV\)"),
        ("leave", "its reader ended with status 7"),
    ],
)
def test_a_parser_that_takes_its_process_with_it(box: Sandbox, words: str, reason: str) -> None:
    before = process(box)  # what it imports on a busy machine counts too
    box.seconds = 0.3 if words in {"loop", "sleep"} else None
    with pytest.raises(UnreadableDocument, match=rf"^a\.test: .*{reason}"):
        read(box, words)
    box.seconds = None
    assert process(box) != before


def test_what_a_reader_raises(box: Sandbox) -> None:
    before = process(box)
    with pytest.raises(UnsupportedDocument, match="not this one"):
        read(box, "refuse")
    with pytest.raises(UnreadableDocument, match=r"it cannot be read as TEST: KeyError: .*xref") as caught:
        read(box, "fail")
    assert "\n" not in str(caught.value)
    assert process(box) == before


def test_a_process_that_grew_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    box = Sandbox()
    try:
        grown = read(box, "eat 400").text.split()[1]
        assert process(box) != int(grown)
    finally:
        box.close()


def test_nothing_is_imported_from_the_folder_of_the_documents(
    box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "canary_of_the_current_folder.py").write_text("", "utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableDocument, match="ModuleNotFoundError"):
        read(box, "import")


def test_threads_take_turns(box: Sandbox) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(read(box, f"say {n}").text)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {text.split()[0] for text in found} == {str(n) for n in range(8)}


@pytest.mark.skipif(sys.platform != "linux", reason="forks with threads about elsewhere are unsafe")
def test_a_forked_process_starts_its_own(box: Sandbox) -> None:
    before = process(box)
    fork = multiprocessing.get_context("fork")
    answers = fork.Queue()
    child = fork.Process(target=lambda: answers.put(process(box)))
    child.start()
    theirs = answers.get(timeout=60)
    child.join()
    assert theirs != before
    assert process(box) == before


def test_the_processes_of_readers_end_with_us(box: Sandbox) -> None:
    number = process(box)
    box.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert process(box) != number


def test_html_is_read_there() -> None:
    assert load_bytes(b"<p>Words of a page.</p>", source="x.html").text == "Words of a page."
