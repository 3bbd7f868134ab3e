"""What tests share: the example corpus as a library, and a world without network and user settings."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yinzheng import Library

ROOT = Path(__file__).parents[1]

# Before anything imports them: no model is ever looked for on the network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"


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
    assert len(report.added) == len(list(examples.iterdir()))
    return path


@pytest.fixture(scope="session")
def library(library_path: Path) -> Iterator[Library]:
    """The library of the example corpus, open; do not change it."""
    with Library.open(library_path) as opened:
        yield opened
