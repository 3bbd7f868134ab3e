"""What the fault harnesses share: the shim that breaks calls, and the server that forks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.counting import build_shim
from tests.faults.libraries import FEW, MANY, dumped, sources, tiny
from tests.faults.server import Server


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled shim; without a C compiler the tests that need it are skipped."""
    made = build_shim(tmp_path_factory.mktemp("shim"))
    if made is None:
        pytest.skip("needs Linux and a C compiler (cc)")
    return made


@pytest.fixture(scope="session")
def servers(shim: Path) -> Iterator[Callable[[str], Server]]:
    """Give the server of a double, ``""`` for the sound code; each is started once."""
    started: dict[str, Server] = {}

    def server(double: str = "") -> Server:
        if double not in started:
            started[double] = Server(shim, double)
        return started[double]

    yield server
    for each in started.values():
        each.close()


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, int], list[bytes]]:
    """The dumps of libraries that nobody disturbed, by how many texts, and of which version."""
    made = {}
    for numbers in (FEW, MANY):
        for version in (0, 1):
            place = tmp_path_factory.mktemp("whole")
            given = sources(place / "sources", numbers, version)
            with tiny(place / "library", create=True) as library:
                library.add([given])
            made[len(numbers), version] = dumped(place / "library")
    return made
