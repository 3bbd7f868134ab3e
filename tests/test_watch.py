"""A folder that is followed: each change is a line, and Ctrl-C leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import YINZHENG
from yinzheng import Library, watch
from yinzheng.corpus.ignore import Choice

pytest.importorskip("watchfiles")


@pytest.fixture
def following(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """`yinzheng add notes --watch` in ``tmp_path``, ready for changes."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.txt").write_text("The plant opens in May.\n", encoding="utf-8")
    options = getattr(request, "param", [])
    process = subprocess.Popen(
        [*YINZHENG, "add", "notes", "--watch", "--exclude", "drafts/", *options],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"},
    )
    assert process.stdout
    assert process.stderr
    # What never comes must not be waited for: reading ends when the process does.
    too_long = threading.Timer(60, process.kill)
    too_long.start()
    assert process.stdout.readline() == "1 added, 1 passages\n"
    assert "watching notes" in process.stderr.readline()
    yield process
    too_long.cancel()
    process.kill()
    process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("following", [["--prune"]], indirect=True)
def test_files_are_added_replaced_and_removed_as_they_change(
    following: subprocess.Popen[str], tmp_path: Path
) -> None:
    out = following.stdout
    assert out
    notes = tmp_path / "notes"
    (notes / "drafts").mkdir()
    (notes / "drafts" / "d.txt").write_text("Not this one.\n", encoding="utf-8")
    (notes / "p.png").write_bytes(b"\x89PNG")
    (notes / "b.txt").write_text("It has two lines.\n", encoding="utf-8")
    assert out.readline() == "added notes/b.txt\n"
    (notes / "b.txt").write_text("It has three lines.\n", encoding="utf-8")
    assert out.readline() == "replaced notes/b.txt\n"
    (notes / "c\x1b[31m.txt").write_bytes(b"")
    assert out.readline() == "failed notes/c␛[31m.txt: the file is empty\n"
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "e.txt").write_text("Moved in.\n", encoding="utf-8")
    (tmp_path / "more").rename(notes / "more")
    assert out.readline() == "added notes/more/e.txt\n"
    (notes / "b.txt").unlink()
    assert out.readline() == "removed notes/b.txt\n"
    following.send_signal(signal.SIGINT)
    rest, said = following.communicate(timeout=30)
    assert (following.returncode, rest, said) == (0, "", "")
    with Library.open(tmp_path / ".yinzheng") as library:
        assert {d.source for d in library.documents()} == {"notes/a.txt", "notes/more/e.txt"}


def test_without_prune_a_document_stays_when_its_file_goes(
    following: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert following.stdout
    (tmp_path / "notes" / "a.txt").unlink()
    assert "notes/a.txt is gone; its document stays" in following.stdout.readline()


def test_a_file_that_vanishes_while_it_is_read_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watch, "would_give", lambda *_: True)  # as it was when it was listed
    there, vanished = tmp_path / "empty.txt", tmp_path / "vanished.txt"
    there.touch()
    watched = watch.Watched(paths=[str(tmp_path)], chosen=Choice(), prune=False, began=0.0)
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        watch._bring_in(library, [there, vanished], [tmp_path], watched, "en")
    out = capsys.readouterr().out
    assert "empty.txt: the file is empty" in out
    assert "vanished" not in out
