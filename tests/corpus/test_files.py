"""Folders are walked safely: nothing outside, nothing twice, and a word for everything left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from yinzheng.corpus.files import discover, printable
from yinzheng.types import Problem


def names(found: list[Path | Problem], root: Path) -> list[str]:
    return [str(f.relative_to(root)) for f in found if isinstance(f, Path)]


def problems(found: list[Path | Problem]) -> dict[str, Problem]:
    return {Path(p.source).name: p for p in found if isinstance(p, Problem)}


def write(path: Path, data: bytes = b"text\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_reads_known_formats_in_order_and_names_the_rest(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a.TXT",
        "c/d.html",
        "c/.hidden.txt",
        ".git/x.txt",
        ".yinzheng/y.txt",
        "p.odt",
        "s.py",
    ):
        write(tmp_path / name)
    write(tmp_path / "README", "说明文字".encode())
    write(tmp_path / "notes.2024", b"dated notes")
    write(tmp_path / "blob", b"\x00\x01\x02")
    found = list(discover([tmp_path]))
    assert names(found, tmp_path) == ["README", "a.TXT", "b.md", "notes.2024", "c/d.html"]
    left = problems(found)
    assert set(left) == {".hidden.txt", ".git", ".yinzheng", "p.odt", "s.py", "blob"}
    assert "not read" in left["p.odt"].reason
    assert not any(p.failed for p in left.values())


def test_a_named_file_is_always_given(tmp_path: Path) -> None:
    for name in (".hidden.txt", "s.py", "p.odt"):
        assert list(discover([write(tmp_path / name)])) == [tmp_path / name]


def test_missing_and_special_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    found = list(discover([tmp_path / "nothing", tmp_path / "pipe.txt", Path("/dev/zero")]))
    assert [p.failed for p in found if isinstance(p, Problem)] == [True, True, True]
    assert "no such file" in found[0].reason  # type: ignore[union-attr]
    inside = problems(list(discover([tmp_path])))
    assert "pipe" in inside["pipe.txt"].reason


def test_links_lead_nowhere(tmp_path: Path) -> None:
    secret = write(tmp_path / "outside/secret.txt", b"canary")
    root = tmp_path / "root"
    write(root / "real.txt")
    (root / "file-link.txt").symlink_to(secret)
    (root / "folder-link").symlink_to(secret.parent)
    (root / "loop").symlink_to(root)
    (root / "self").symlink_to(root / "self")
    (root / "dangling.txt").symlink_to(root / "gone")
    found = list(discover([root]))
    assert names(found, root) == ["real.txt"]
    assert set(problems(found)) == {"file-link.txt", "folder-link", "loop", "self", "dangling.txt"}


def test_a_named_link_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert list(discover([tmp_path / "link"])) == [tmp_path / "link/a.txt"]


def test_nothing_is_given_twice(tmp_path: Path) -> None:
    file = write(tmp_path / "a/b.txt")
    found = list(discover([tmp_path, tmp_path / "a", file, tmp_path / "a/../a/b.txt"]))
    assert len(found) == 1


def test_what_may_not_be_read_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "closed/x.txt")
    write(tmp_path / "open/y.txt")
    scan = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = list(discover([tmp_path]))
    assert names(found, tmp_path) == ["open/y.txt"]
    assert problems(found)["closed"].failed
    assert "permissions" in problems(found)["closed"].reason


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(discover([tmp_path])) == []


def test_odd_names_can_be_printed_and_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt"))
    try:
        write(path)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert list(discover([tmp_path])) == [path]
    assert printable(path).endswith("\\xff\\xfe.txt")
