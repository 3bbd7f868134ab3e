"""What `from yinzheng import …` promises."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import yinzheng
from yinzheng import errors, types

ROOT = Path(__file__).parents[1]


def test_every_public_name_is_there_and_documented() -> None:
    for name in yinzheng.__all__:
        value = getattr(yinzheng, name)
        if name != "__version__":
            assert inspect.getdoc(value), name


def test_all_is_sorted_and_lists_every_error_and_noun() -> None:
    assert sorted(yinzheng.__all__) == list(yinzheng.__all__)
    for module in (errors, types):
        own = {
            name
            for name, value in vars(module).items()
            if getattr(value, "__module__", "") == module.__name__
        }
        classes = {
            name for name in own if inspect.isclass(getattr(module, name)) and not name.startswith("_")
        }
        assert classes <= set(yinzheng.__all__)


def test_the_error_tree_in_the_docstring_is_the_real_one() -> None:
    drawn: dict[str, str] = {}
    stack: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"^([ │├└─]*)([A-Z]\w+)", line):
            if not match[2].endswith("Error") and not hasattr(errors, match[2]):
                continue
            depth = len(match[1])
            while stack and stack[-1][0] >= depth:
                stack.pop()
            drawn[match[2]] = stack[-1][1] if stack else "Exception"
            stack.append((depth, match[2]))
    real = {
        name: value.__bases__[0].__name__
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.YinzhengError)
    }
    assert drawn == real


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="summon"):
        yinzheng.summon  # noqa: B018


def test_importing_the_package_is_light() -> None:
    code = "import sys, yinzheng; print(sorted({'numpy', 'rich', 'onnxruntime', 'faiss'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_the_package_is_typed_and_licensed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (ROOT / "yinzheng" / "py.typed").is_file()
    assert project["license"] == "MIT"
    assert project["scripts"] == {"yinzheng": "yinzheng.cli:main", "yz": "yinzheng.cli:main"}


def test_every_dependency_is_pinned_exactly_once_and_without_places() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]*==[0-9][\w.]*", pin) for pin in pins)
    names = [re.sub(r"[-_.]+", "-", pin.split("==")[0]).lower() for pin in pins]
    assert len(set(names)) == len(names)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in chain(project["dependencies"], *project["optional-dependencies"].values()):
        name = re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]
        assert name in names, f"{name} is not in constraints.txt"
        assert ">=" in requirement, f"{requirement} has no lower bound"
