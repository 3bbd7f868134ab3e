"""Texts held against documents in a test suite: the fixture ``yinzheng_library`` and its assertions.

pytest loads this module in every run of an environment that has yinzheng installed, so it imports nothing but
pytest until a test asks for the fixture or calls an assertion. docs/pytest.md shows its use.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from yinzheng.library import Library
    from yinzheng.pytest_library import LibraryUnderTest
    from yinzheng.pytest_report import Record
    from yinzheng.types import Answer, Report

__all__ = [
    "assert_answers",
    "assert_cited",
    "assert_figures",
    "assert_not_answered",
    "assert_quotes",
    "assert_supported",
    "yinzheng_library",
]

_REPORT = pytest.StashKey["Reporter"]()
_MARKER = (
    "yinzheng(library=None, sources=None): the library that `yinzheng_library` gives this test, by its "
    "folder or built from these files and folders; relative to the test's folder"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; the command line goes before the ini file, and a marker before both."""
    group = parser.getgroup("yinzheng", "citation checks (yinzheng)")
    group.addoption("--yinzheng-library", metavar="DIR", help="an existing library for yinzheng_library")
    group.addoption(
        "--yinzheng-sources",
        metavar="PATH",
        action="append",
        help="a file or folder that yinzheng_library is built from; may be given several times",
    )
    group.addoption(
        "--yinzheng-report",
        metavar="FILE",
        help="write all citation checks of the run to FILE, as .html or .json",
    )
    parser.addini("yinzheng_library", "an existing library for yinzheng_library, from the ini file's folder")
    parser.addini("yinzheng_sources", "files and folders that yinzheng_library is built from", type="paths")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and keep what is checked when a report is asked for."""
    config.addinivalue_line("markers", _MARKER)
    wanted = config.getoption("--yinzheng-report")
    if not wanted:
        return
    path = Path(config.invocation_params.dir, wanted)
    if path.suffix not in {".html", ".json"}:
        raise pytest.UsageError(f"--yinzheng-report={wanted}: name a file that ends in .html or .json")
    if not path.parent.is_dir():
        raise pytest.UsageError(
            f"--yinzheng-report={wanted}: there is no folder {path.parent}; make it first"
        )
    reporter = Reporter(path, worker=hasattr(config, "workerinput"))
    config.stash[_REPORT] = reporter
    config.pluginmanager.register(reporter, "yinzheng-report")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test with a marker the library that it names."""
    marker = metafunc.definition.get_closest_marker("yinzheng")
    if marker is None or "yinzheng_library" not in metafunc.fixturenames:
        return
    named = {"library": marker.kwargs.get("library"), "sources": marker.kwargs.get("sources")}
    if (
        marker.args
        or set(marker.kwargs) - set(named)
        or (named["library"] is None) == (named["sources"] is None)
    ):
        pytest.fail(
            f"{metafunc.definition.nodeid}: write @pytest.mark.yinzheng(library=DIR) or "
            "@pytest.mark.yinzheng(sources=[PATH, …])",
            pytrace=False,
        )
    home = metafunc.definition.path.parent
    if named["library"] is not None:
        wanted = _Wanted(home / named["library"], ())
    else:
        given = named["sources"] or ()
        listed = [given] if isinstance(given, str | Path) else given
        wanted = _Wanted(None, tuple(home / path for path in listed))
    # The library is no case of the test's: its name stays as it is, where pytest (8.4) can do that.
    hidden = getattr(pytest, "HIDDEN_PARAM", "library")
    metafunc.parametrize("yinzheng_library", [wanted], indirect=True, ids=[hidden], scope="session")


class _Wanted:
    """A library's folder, or the files that it is built from; equal ones are built once."""

    def __init__(self, library: Path | None, sources: tuple[Path, ...]) -> None:
        self.library = library
        self.sources = sources

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Wanted):
            return NotImplemented
        return (self.library, self.sources) == (other.library, other.sources)

    def __hash__(self) -> int:
        return hash((self.library, self.sources))


def _configured(config: pytest.Config) -> _Wanted:
    """What the command line or the ini file names."""
    here = config.invocation_params.dir
    library, sources = config.getoption("--yinzheng-library"), config.getoption("--yinzheng-sources")
    if library and sources:
        pytest.fail("name --yinzheng-library or --yinzheng-sources, not both", pytrace=False)
    if library:
        return _Wanted(here / library, ())
    if sources:
        return _Wanted(None, tuple(here / path for path in sources))
    library, listed = config.getini("yinzheng_library"), config.getini("yinzheng_sources")
    if library and listed:
        pytest.fail("the ini file has both yinzheng_library and yinzheng_sources: keep one", pytrace=False)
    if library:
        return _Wanted((config.inipath.parent if config.inipath else config.rootpath) / library, ())
    if listed:
        return _Wanted(None, tuple(listed))
    pytest.fail(
        "yinzheng_library: no documents are named. Set yinzheng_sources or yinzheng_library in the ini file, "
        "pass --yinzheng-sources=PATH or --yinzheng-library=DIR, or mark the test with "
        "@pytest.mark.yinzheng(sources=[…])",
        pytrace=False,
    )


@pytest.fixture(scope="session")
def yinzheng_library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[LibraryUnderTest]:
    """The library to check against, with the assertions as methods; ``.library`` is the open Library.

    It is the one that the test's marker, the command line or the ini file names. One built from files is kept
    in pytest's cache and brought up to date once a run.
    """
    from yinzheng.errors import YinzhengError
    from yinzheng.pytest_library import open_library

    wanted = getattr(request, "param", None) or _configured(request.config)
    cache = request.config.pluginmanager.hasplugin("cacheprovider")
    if cache and request.config.cache is not None:
        kept = request.config.cache.mkdir("yinzheng")
    else:  # -p no:cacheprovider
        base = tmp_path_factory.getbasetemp()
        # The temporary folder of an xdist worker lies in that of the run.
        kept = base.parent if hasattr(request.config, "workerinput") else base
    reporter = request.config.stash.get(_REPORT, None)
    try:
        opened = open_library(wanted.library, wanted.sources, kept, reporter.add if reporter else None)
    except YinzhengError as error:
        pytest.fail(f"yinzheng_library: {error}", pytrace=False)
    with opened.library:
        yield opened


class Reporter:
    """Keeps what the assertions checked and writes it when the run ends; registered with --yinzheng-report.

    What a test checked travels with its report, which xdist sends from its workers to the main process.
    """

    def __init__(self, path: Path, *, worker: bool) -> None:
        self._path = path
        self._worker = worker
        self._fresh: list[Record] = []
        self._all: list[Record] = []

    def add(self, record: Record) -> None:
        """Keep one check; it belongs to the test that runs."""
        self._fresh.append(record)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Send what was checked along with the report of the test."""
        report = yield
        if self._fresh:
            report.yinzheng = [{"test": item.nodeid, **record} for record in self._fresh]  # type: ignore[attr-defined]
            self._fresh.clear()
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Receive it, in the main process."""
        self._all += getattr(report, "yinzheng", [])

    def pytest_sessionfinish(self) -> None:
        """Write the file."""
        if not self._worker:
            from yinzheng.pytest_report import write

            write(self._path, self._all)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say where it is."""
        terminalreporter.write_line(f"citation checks: {len(self._all)} written to {self._path}")


def _under_test(library: LibraryUnderTest | Library | str | Path) -> LibraryUnderTest:
    """``library`` with the assertions as methods."""
    from yinzheng.library import Library as Opened
    from yinzheng.pytest_library import LibraryUnderTest as UnderTest

    if isinstance(library, UnderTest):
        return library
    return UnderTest(library if isinstance(library, Opened) else Opened.open(library), None)


def assert_supported(text: str, *, library: LibraryUnderTest | Library | str | Path) -> Report:
    """Assert that ``library`` bears out every sentence of ``text`` that states something."""
    __tracebackhide__ = True
    return _under_test(library).assert_supported(text)


def assert_cited(text: str, *, library: LibraryUnderTest | Library | str | Path) -> Report:
    """Assert that every such sentence carries citation marks that resolve and bear it out."""
    __tracebackhide__ = True
    return _under_test(library).assert_cited(text)


def assert_quotes(text: str, *, library: LibraryUnderTest | Library | str | Path) -> Report:
    """Assert that every quotation of ``text`` stands in a document, word for word."""
    __tracebackhide__ = True
    return _under_test(library).assert_quotes(text)


def assert_figures(text: str, *, library: LibraryUnderTest | Library | str | Path) -> Report:
    """Assert that the documents state every figure of ``text``, of the same thing and time."""
    __tracebackhide__ = True
    return _under_test(library).assert_figures(text)


def assert_answers(
    question: str,
    *,
    library: LibraryUnderTest | Library | str | Path,
    contains: str | Iterable[str] = (),
    cites: str | Iterable[str] = (),
) -> Answer:
    """Assert that ``question`` is answered, with the words of ``contains``, citing documents ``cites``."""
    __tracebackhide__ = True
    return _under_test(library).assert_answers(question, contains=contains, cites=cites)


def assert_not_answered(question: str, *, library: LibraryUnderTest | Library | str | Path) -> Answer:
    """Assert that ``question`` is declined."""
    __tracebackhide__ = True
    return _under_test(library).assert_not_answered(question)
