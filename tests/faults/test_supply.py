"""What yinzheng is given by others: no code in data, no network unless asked, huge and odd inputs bounded."""

from __future__ import annotations

import ast
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.counting import COUNT, report
from tests.faults.libraries import ROOT, tiny
from tests.running import YINZHENG
from yinzheng.corpus.files import MAX_FILE_BYTES, discover

pytestmark = pytest.mark.faults

CODE = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "imp", "runpy"}
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "aiohttp"}
FETCHING = {"yinzheng/corpus/fetch.py"}
"""Modules that may reach the network, because they are asked to: `yinzheng add https://…`."""


def modules() -> list[Path]:
    return sorted((ROOT / "yinzheng").rglob("*.py"))


def imported(tree: ast.AST) -> set[str]:
    """The modules that are imported anywhere in a file."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def unsafe(source: str) -> set[str]:
    """What in a source could run what is only data."""
    tree = ast.parse(source)
    found = {name for name in imported(tree) if name.split(".")[0] in CODE}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in {"eval", "exec", "compile", "__import__"} and isinstance(node.func, ast.Name):
            found.add(name)
        options = [k.value for k in node.keywords if k.arg in {"allow_pickle", "shell", "trust_remote_code"}]
        if not all(isinstance(value, ast.Constant) and value.value is False for value in options):
            found.add(f"{name} with an unsafe option")
    return found


def test_nothing_in_the_package_runs_what_is_only_data() -> None:
    found = {path.relative_to(ROOT).as_posix(): unsafe(path.read_text()) for path in modules()}
    assert {name: bad for name, bad in found.items() if bad} == {}


@pytest.mark.parametrize(
    "source",
    ["import pickle", "from marshal import loads", "numpy.load(f, allow_pickle=True)", "eval(text)"],
)
def test_the_rule_sees_what_it_is_for(source: str) -> None:
    assert unsafe(source)


def test_only_what_fetches_pages_imports_the_network() -> None:
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        reached = {
            one
            for one in imported(ast.parse(path.read_text()))
            if one in NETWORK or one.split(".")[0] in NETWORK - {"urllib.request"}
        }
        assert not reached or name in FETCHING, f"{name}: {reached}"


GUARD = """
import os, sys

def guard(event, arguments):
    # Not the making of a socket: urllib3, which trafilatura brings, tries at import whether there is IPv6.
    reaches = event.startswith(("urllib.", "http.", "pickle.find_class", "ftplib.", "smtplib."))
    if event == "pickle.find_class" and arguments[0].startswith("babel."):
        return  # package data of babel, which trafilatura's date finder brings
    if reaches or event.startswith("socket.") and event not in {"socket.__new__", "socket.bind"}:
        os.write(2, f"GUARD: {event} {arguments!r}\\n".encode())
        os._exit(97)

sys.addaudithook(guard)
"""
"""Loaded by every Python process at its start: whatever looks a host up, connects or unpickles ends it."""


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """An environment whose Python processes are guarded."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    import os

    return {**os.environ, "PYTHONPATH": f"{tmp_path / 'guard'}:{ROOT}", "LANG": "C.UTF-8"}


@pytest.mark.parametrize(
    "given",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import pickle; pickle.loads(b'cos\\nsystem\\n.')",
    ],
)
def test_the_guard_sees_what_it_is_for(guarded: dict[str, str], given: str) -> None:
    assert subprocess.run([sys.executable, "-c", given], env=guarded, capture_output=True).returncode == 97


def test_no_command_reaches_the_network_or_unpickles_anything(
    guarded: dict[str, str], tmp_path: Path, examples: Path
) -> None:
    (tmp_path / "draft.md").write_text("Quillstone operated 41,000 GPUs at the end of 2024.\n")
    for command, wanted in (
        (["add", str(examples)], {0}),
        (["ask", "How many GPUs did Quillstone operate at the end of 2024?"], {0}),
        (["check", "draft.md"], {0, 1}),
        (["doctor", "--repair"], {0}),
        (["dump", "d.jsonl"], {0}),
    ):
        ran = subprocess.run([*YINZHENG, *command], cwd=tmp_path, env=guarded, capture_output=True, text=True)
        assert ran.returncode in wanted, (command, ran.stderr)
        assert "GUARD" not in ran.stderr


def test_a_text_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(1 << 30)
    (tmp_path / "good.txt").write_text("2024年收入12.5亿元。")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tiny(tmp_path / "library", create=True) as library:
        added = library.add([tmp_path / "huge.txt", tmp_path / "good.txt"])
    assert [problem.source for problem in added.failed] == ["huge.txt"]
    assert f"{MAX_FILE_BYTES >> 20} MB" in added.failed[0].reason
    assert len(added.added) == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # KiB


def test_many_files_are_listed_in_little_memory(tmp_path: Path) -> None:
    many = 100_000 if COUNT else 3_000
    for folder in range(many // 1000):
        (tmp_path / f"{folder}").mkdir()
        for number in range(1000):
            (tmp_path / f"{folder}" / f"{number}.txt").touch()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(isinstance(one, Path) for one in discover([tmp_path])) == many
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000  # KiB
    report(f"files listed: {many}, memory grown by {grown >> 10} MiB")
