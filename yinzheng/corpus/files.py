"""Find the files to read under the paths a user names, and say of each other one why it is left out."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from yinzheng.corpus.decode import binary
from yinzheng.corpus.ignore import IGNORE_FILE, Choice, Ignored
from yinzheng.corpus.media import NOT_READ, PICTURES, SUFFIXES
from yinzheng.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_FILE_BYTES = 200 << 20
"""Larger files are refused: reading holds a file and its text in memory."""

MAX_HTML_BYTES = 20 << 20
"""Larger pages are refused: a parsed page takes some ten times its size."""


def discover(paths: Iterable[Path], chosen: Choice | None = None) -> Iterator[Path | Problem]:
    """The files to read under ``paths``, in order of their names, and a Problem for everything left out.

    A file that is named is always given, unless ``chosen`` leaves it out. In folders, what their
    ``.yinzhengignore`` files name, hidden files and folders, formats that are not read, links and whatever is
    no regular file are left out as well; ``Problem.failed`` tells what could not be read at all. No file is
    given twice. Links are followed only where they are named: what a link within a folder points to is
    either under the folders named, and found there, or must be named itself.
    """
    chosen = chosen or Choice()
    roots = [Path(path) for path in paths]
    seen: set[str] = set()
    for root in roots:
        try:
            mode = root.stat().st_mode
        except OSError as error:
            yield Problem(printable(root), _reason(error), failed=True)
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(root, seen, chosen)
        elif reason := chosen.against(root.name):
            yield Problem(printable(root), reason)
        elif not stat.S_ISREG(mode):
            yield Problem(printable(root), "it is a device or a pipe, not a file", failed=True)
        elif _first_time(root, seen):
            yield root


def printable(path: Path) -> str:
    r"""``path`` as text that can be stored; bytes of a name that are not UTF-8 become ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def would_give(path: Path, roots: Iterable[Path], chosen: Choice) -> bool:
    """Whether ``discover`` would give the file at ``path``, told without listing folders.

    Raises OSError, and ValueError for an ignore file that cannot be read.
    """
    for root in roots:
        if path == root:
            return path.is_file() and not chosen.against(path.name)
        if path.is_relative_to(root):
            return _is_given(root, path.relative_to(root).parts, chosen)
    return False


def _is_given(root: Path, steps: tuple[str, ...], chosen: Choice) -> bool:
    ignored = Ignored()
    for at in range(len(steps)):
        folder, below = root.joinpath(*steps[:at]), "/".join(steps[:at])
        ignored = ignored.within(folder, below)
        found = _entry(folder / steps[at], "/".join(steps[: at + 1]), chosen, ignored)
        if found != ("folder" if at + 1 < len(steps) else ""):
            return False
    return True


def _walk(root: Path, seen: set[str], chosen: Choice) -> Iterator[Path | Problem]:
    """Everything under the folder ``root``; depth first, without recursion."""
    stack = [(root, "", Ignored())]
    while stack:
        folder, base, ignored = stack.pop()
        if not _first_time(folder, seen):
            continue
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(printable(folder), _reason(error), failed=True)
            continue
        try:
            ignored = ignored.within(folder, base)
        except (OSError, ValueError) as error:
            reason = _reason(error) if isinstance(error, OSError) else str(error)
            yield Problem(printable(folder / IGNORE_FILE), f"{reason}; its folder is left out", failed=True)
            continue
        inner: list[tuple[Path, str, Ignored]] = []
        for entry in entries:
            if entry.name == IGNORE_FILE:
                continue
            path, below = folder / entry.name, f"{base}/{entry.name}" if base else entry.name
            try:
                found = _entry(entry, below, chosen, ignored)
            except OSError as error:
                yield Problem(printable(path), _reason(error), failed=True)
                continue
            if found == "folder":
                inner.append((path, below, ignored))
            elif found:
                yield Problem(printable(path), found)
            elif _first_time(path, seen):
                yield path
        stack.extend(reversed(inner))


def _entry(entry: os.DirEntry[str] | Path, below: str, chosen: Choice, ignored: Ignored) -> str:
    """Why the entry of a folder is left out; ``folder`` for a folder to walk, empty for a file to read.

    ``below`` is its path relative to the folder that was named.
    """
    if entry.name.startswith("."):
        return "hidden"
    if entry.is_symlink():
        return "a link: name it, or what it points to, to read it"
    folder = entry.is_dir()
    if reason := ignored.against(below, folder=folder) or chosen.against(below, folder=folder):
        return reason
    if folder:
        return "folder"
    if not entry.is_file():
        return "a device or a pipe, not a file"
    suffix = Path(entry.name).suffix.lower()
    if suffix in SUFFIXES:
        return ""
    if suffix in PICTURES:
        return "a picture: name it, with --ocr, to recognise its text"
    if suffix in NOT_READ:
        return f"{suffix} files are not read: save it as PDF, text or HTML first"
    if suffix and not suffix[1:].isdigit():
        return f"{suffix} is not a format that is read; name the file itself to read it as text"
    return "" if _is_text(Path(entry)) else "not a text file"


def _is_text(path: Path) -> bool:
    """Whether a file without a telling name begins like text."""
    with path.open("rb") as file:
        head = file.read(4096)
    return binary(head) is None and (b"\x00" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"))


def _first_time(path: Path, seen: set[str]) -> bool:
    """Whether ``path``, all links in it resolved, has not been met yet."""
    real = os.path.realpath(path)
    if real in seen:
        return False
    seen.add(real)
    return True


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "it may not be read: check its permissions"
    return f"it cannot be read: {(error.strerror or type(error).__name__).lower()}"
