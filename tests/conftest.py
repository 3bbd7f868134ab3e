"""What tests share: commands, the example corpus as a library, a world without network and user settings."""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import measured
from tests.running import Run, Yinzheng
from yinzheng import Library
from yinzheng.cli import main

ROOT = Path(__file__).parents[1]

# Before anything imports them: no model is ever looked for on the network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"

# A shell has its background jobs ignore ctrl-C, and so would every command that a test interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples every time, however slow the machine: what chance may find is for `make fuzz`.
settings.register_profile(
    "tests", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tests")
measured.prepare()


@pytest.fixture(autouse=True)
def _no_user_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("YINZHENG_LIBRARY", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def examples() -> Path:
    """The example corpus, to be read only."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def library_path(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """A library of the example corpus with the built-in encoder, built once; do not change it."""
    path = tmp_path_factory.mktemp("examples") / ".yinzheng"
    with Library.open(path, create=True) as library:
        report = library.add([examples])
    assert not report.failed
    assert len(report.added) == len(list(examples.glob("[!.]*.*")))
    return path


@pytest.fixture(scope="session")
def library(library_path: Path) -> Iterator[Library]:
    """The library of the example corpus, open; do not change it."""
    with Library.open(library_path) as opened:
        yield opened


@pytest.fixture
def yinzheng(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Yinzheng:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str | Path, stdin: bytes | None = None) -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin or b""), encoding="utf-8"))
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in args])
        sys.stdout.flush()
        captured = capfd.readouterr()
        assert isinstance(left.value.code, int)
        return Run(left.value.code, captured.out, captured.err)

    return run


@pytest.fixture
def at(library_path: Path) -> tuple[str, Path]:
    """The options that name the example library."""
    return "-L", library_path
