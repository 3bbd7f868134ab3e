"""What people install: everything that is needed, nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.mark.slow
def test_the_wheel_is_the_package_with_its_model_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {PurePosixPath(name) for name in archive.namelist()}
    tops = {name.parts[0] for name in names}
    assert tops == {"yinzheng", f"{wheel.name.split('-py3')[0]}.dist-info"}
    ours = {name for name in names if name.parts[0] == "yinzheng"}
    there = {
        PurePosixPath(path.relative_to(ROOT).as_posix())
        for path in (ROOT / "yinzheng").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours == there
    model = {name.suffix for name in ours if "model" in name.parts}
    assert {".onnx", ".model", ".npy", ".md"} <= model
    assert wheel.stat().st_size < 60_000_000


@pytest.mark.slow
def test_the_source_archive_has_the_sources_and_no_leftovers(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {PurePosixPath(*PurePosixPath(member.name).parts[1:]) for member in tar if member.isfile()}
    tops = {name.parts[0] for name in names}
    assert {
        "yinzheng",
        "tests",
        "examples",
        "docs",
        "README.md",
        "README.zh.md",
        "LICENSE",
        "Makefile",
    } <= tops
    assert not {name for name in names if {".venv", "__pycache__", ".git", ".hypothesis"} & set(name.parts)}
    assert not {name for name in names if name.suffix in {".pyc", ".sqlite", ".faiss"}}
