"""Patterns choose files as .gitignore does: the table by hand, and git itself as the oracle."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from yinzheng.corpus.files import discover, would_give
from yinzheng.corpus.ignore import IGNORE_FILE, Pattern, choice, deciding, patterns
from yinzheng.types import Problem

FILES = [
    "a.md", "b.txt", "sub/a.md", "sub/deep/a.md", "sub/deep/b.txt", "x[1].md", "sub/b-1.txt", "build/out.md",
    "sub/build/k.md", "a b.md", "sub/#c.md", "!d.md", "x/y/z/w.md", "a*b.md", "sub/ab", "草稿/一.md",
]  # fmt: skip


def left_out(rules: tuple[Pattern, ...], path: str) -> bool:
    """Whether a file is left out, by itself or with a folder above it."""
    steps = path.split("/")
    for n in range(1, len(steps) + 1):
        pattern = deciding(rules, "/".join(steps[:n]), folder=n < len(steps))
        if pattern and not pattern.taken_back:
            return True
    return False


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        (["*.txt"], {"b.txt", "sub/deep/b.txt", "sub/b-1.txt"}),
        (["/*.md"], {"a.md", "x[1].md", "a b.md", "!d.md", "a*b.md"}),
        (["build/"], {"build/out.md", "sub/build/k.md"}),
        (["/build/"], {"build/out.md"}),
        (["sub/**/a.md"], {"sub/a.md", "sub/deep/a.md"}),
        (["x/**"], {"x/y/z/w.md"}),
        (["**/deep"], {"sub/deep/a.md", "sub/deep/b.txt"}),
        (
            ["*.md", "!a.md"],
            {f for f in FILES if f.endswith(".md") and not f.endswith(("/a.md",))} - {"a.md"},
        ),
        (["sub/", "!sub/a.md"], {f for f in FILES if f.startswith("sub/")}),
        (["# a.md", "", "   "], set()),
        (["\\!d.md", "a\\*b.md", "\\#*"], {"!d.md", "a*b.md", "sub/#c.md"}),
        (["a b.md   "], {"a b.md"}),
        (["x[[]1].md"], {"x[1].md"}),
        (["[!a].md"], {"sub/build/k.md", "x/y/z/w.md", "草稿/一.md"}),
        (["草*/"], {"草稿/一.md"}),
    ],
)
def test_the_rules_of_gitignore(lines: list[str], gone: set[str]) -> None:
    rules = patterns(lines)
    assert {path for path in FILES if left_out(rules, path)} == gone


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_git_leaves_out_the_same(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    # git's ? is a byte, and **** and an escaped slash are its own affair.
    names = [name for name in FILES if name.isascii()]
    pieces = [
        "*",
        "/",
        "a",
        ".md",
        "b",
        "?",
        "[ab]",
        "[!a]",
        "!",
        "sub",
        "deep",
        "build",
        "x",
        ".txt",
        " ",
        "**/",
    ]
    draw = random.Random(20)
    for _ in range(80):
        lines = ["".join(draw.choices(pieces, k=draw.randint(1, 5))) for _ in range(draw.randint(1, 3))]
        lines = [line for line in lines if "***" not in line and "//" not in line]
        (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n")
        asked = subprocess.run(
            ["git", "-c", "core.quotepath=off", "check-ignore", "--no-index", "-z", "--stdin"],
            cwd=tmp_path,
            input="\0".join(names).encode(),
            capture_output=True,
        )
        by_git = set(asked.stdout.decode().split("\0")) - {""}
        assert {name for name in names if left_out(patterns(lines), name)} == by_git, lines


def test_no_pattern_keeps_a_name_busy() -> None:
    rules = patterns(["*a" * 40 + "b", "**/a/" * 40 + "b"])
    assert not left_out(rules, "a" * 255)
    assert deciding(rules, "/".join("a" * 500)) is None


def test_include_names_files_or_the_folders_above_them() -> None:
    chosen = choice(["*.md", "/sub/"], ["deep/"])
    assert {path for path in FILES if not chosen.against(path) and "deep" not in path} == {
        path for path in FILES if (path.endswith(".md") or path.startswith("sub/")) and "deep" not in path
    }
    assert "--exclude deep/" in chosen.against("sub/deep", folder=True)
    assert chosen.against("sub", folder=True) == ""
    assert "--include" in choice(["*.md"]).against("b.txt")


def write(root: Path, names: list[str]) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("text\n", encoding="utf-8")


def test_folders_are_walked_by_their_ignore_files_and_the_choice(tmp_path: Path) -> None:
    write(tmp_path, ["a.md", "b.txt", "old/a.md", "sub/a.md", "sub/keep.txt", "sub/old/c.txt", "sub/n.txt"])
    (tmp_path / IGNORE_FILE).write_text("*.txt\n/old/\n", encoding="utf-8")
    (tmp_path / "sub" / IGNORE_FILE).write_text("!keep.txt\n", encoding="utf-8")
    found = list(discover([tmp_path], choice(exclude=["/a.md"])))
    assert [str(f.relative_to(tmp_path)) for f in found if isinstance(f, Path)] == [
        "sub/a.md",
        "sub/keep.txt",
    ]
    reasons = {str(Path(p.source).relative_to(tmp_path)): p.reason for p in found if isinstance(p, Problem)}
    assert reasons == {
        "a.md": "left out by --exclude /a.md",
        "b.txt": "left out by *.txt in .yinzhengignore",
        "old": "left out by /old/ in .yinzhengignore",
        "sub/n.txt": "left out by *.txt in .yinzhengignore",
        "sub/old/c.txt": "left out by *.txt in .yinzhengignore",
    }


def test_one_file_is_told_as_a_walk_would(tmp_path: Path) -> None:
    write(
        tmp_path,
        ["a.md", "b.txt", ".git/x.md", "sub/a.md", "sub/p.png", "old/x.md", "sub/old/c.md", "d/e/f.md"],
    )
    (tmp_path / IGNORE_FILE).write_text("/old\n", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    for chosen in (choice(), choice(["*.md"], ["d/"]), choice(exclude=["sub/"])):
        walked = {f for f in discover([tmp_path], chosen) if isinstance(f, Path)}
        every = [path for path in tmp_path.rglob("*") if path.is_file() or path.is_dir()]
        assert {path for path in every if would_give(path, [tmp_path], chosen)} == walked
    assert would_give(tmp_path / "sub" / "p.png", [tmp_path / "sub" / "p.png"], choice())
    assert not would_give(tmp_path.parent / "else.md", [tmp_path], choice())


def test_an_ignore_file_that_cannot_be_read_leaves_its_folder_out(tmp_path: Path) -> None:
    write(tmp_path, ["a.md", "sub/a.md"])
    (tmp_path / "sub" / IGNORE_FILE).write_text("x\n" * 600_000, encoding="utf-8")
    found = list(discover([tmp_path]))
    assert [f for f in found if isinstance(f, Path)] == [tmp_path / "a.md"]
    (problem,) = [f for f in found if isinstance(f, Problem)]
    assert problem.failed
    assert "its folder is left out" in problem.reason
