"""Patterns that choose files, as in ``.gitignore``: ``*.md``, ``drafts/``, ``/notes/**/old-*``, ``!keep.md``.

The rules are git's (https://git-scm.com/docs/gitignore): the last pattern that fits decides, ``!`` takes
back, a slash at the beginning or in the middle ties a pattern to its folder, one at the end means folders
only, ``**`` goes through folders. What lies in a folder that is left out cannot be taken back in.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

IGNORE_FILE = ".yinzhengignore"
"""The file of patterns that folders may have; it counts for what is in that folder and below."""

_MOST_BYTES = 1 << 20  # of such a file


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: how it was written, and what the steps of a path must be (None: any number of steps)."""

    source: str
    steps: tuple[re.Pattern[str] | None, ...]
    taken_back: bool
    folders: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read of the folders named: what fits ``include``, if there is any, and not ``exclude``.

    Paths are relative to the folder that was named; a file that was named itself has only its name.
    """

    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()

    def against(self, path: str, *, folder: bool = False) -> str:
        """Why a path is left out, in words; empty if it is not."""
        pattern = deciding(self.exclude, path, folder=folder)
        if pattern and not pattern.taken_back:
            return f"left out by --exclude {pattern.source}"
        if folder or not self.include:
            return ""
        steps = path.split("/")
        for n in range(1, len(steps) + 1):
            pattern = deciding(self.include, "/".join(steps[:n]), folder=n < len(steps))
            if pattern and not pattern.taken_back:
                return ""
        return "not among what --include names"


@dataclass(frozen=True, slots=True)
class Ignored:
    """What the ``.yinzhengignore`` files of a folder and of those above it leave out.

    Each comes with the path of its folder relative to the one that was named, ``""`` or ``a/b/``.
    """

    files: tuple[tuple[str, tuple[Pattern, ...]], ...] = ()

    def within(self, folder: Path, path: str) -> Ignored:
        """The same in the folder at ``path``, with its own file. Raises as ``read_patterns``."""
        own = read_patterns(folder)
        return Ignored((*self.files, (f"{path}/" if path else "", own))) if own else self

    def against(self, path: str, *, folder: bool) -> str:
        """Why a path is left out; empty if it is not. The innermost file that names it decides."""
        for base, own in reversed(self.files):
            if pattern := deciding(own, path.removeprefix(base), folder=folder):
                return "" if pattern.taken_back else f"left out by {pattern.source} in {IGNORE_FILE}"
        return ""


def choice(include: Iterable[str] = (), exclude: Iterable[str] = ()) -> Choice:
    """The choice that patterns make. Raises ValueError, naming the pattern, for what is none."""
    return Choice(patterns(include), patterns(exclude))


def read_patterns(folder: Path) -> tuple[Pattern, ...]:
    """The patterns of a folder's ``.yinzhengignore``; none where there is no such file.

    Raises OSError where it cannot be read, ValueError for a line that is no pattern.
    """
    path = folder / IGNORE_FILE
    if not path.is_file():
        return ()
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError("it is larger than 1 MB")
    return patterns(path.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines())


def patterns(lines: Iterable[str]) -> tuple[Pattern, ...]:
    """The patterns that lines stand for; blank ones and comments are none. Raises ValueError."""
    return tuple(pattern for line in lines if (pattern := _pattern(line)))


def deciding(rules: Sequence[Pattern], path: str, *, folder: bool = False) -> Pattern | None:
    """The last pattern that fits ``path``, which decides; None where none does."""
    steps = path.split("/")
    fitting = (rule for rule in reversed(rules) if folder or not rule.folders)
    return next((rule for rule in fitting if _fits(rule.steps, steps)), None)


def _fits(pattern: Sequence[re.Pattern[str] | None], steps: Sequence[str]) -> bool:
    """Whether all steps fit; a None in the pattern stands for any number of steps."""
    at = place = 0
    back: tuple[int, int] | None = None  # where the last None began to stand for steps
    while at < len(steps):
        if place < len(pattern) and (wanted := pattern[place]) is None:
            back = (place, at)
            place += 1
        elif place < len(pattern) and wanted and wanted.match(steps[at]):
            at, place = at + 1, place + 1
        elif back:
            back = (back[0], back[1] + 1)
            place, at = back[0] + 1, back[1]
        else:
            return False
    return all(rest is None for rest in pattern[place:])


def _pattern(line: str) -> Pattern | None:
    source = line.rstrip("\r\n")
    words = re.sub(r"(?<!\\)((?:\\\\)*)[ \t]+\Z", r"\1", source)
    if not words or words.startswith("#"):
        return None
    taken_back = words.startswith("!")
    words = words[taken_back:]
    folders = words.endswith("/")
    words = words.removesuffix("/")
    if not words:
        return None
    named = words.removeprefix("/").split("/")
    if "/" not in words:  # tied to no folder
        named = ["**", *named]
    if named[-1] == "**":  # what is in a folder, and not the folder itself
        named = [*named[:-1], "*", "**"]
    try:
        steps = tuple(None if step == "**" else re.compile(_regex(step)) for step in named)
    except re.error as error:
        raise ValueError(f"{source} is no pattern: {error}") from None
    return Pattern(source.strip(), steps, taken_back, folders)


def _regex(step: str) -> str:
    """The regular expression of one step of a pattern; ``fnmatch`` makes one that no name can keep busy."""
    step = re.sub(r"\\(.)", lambda escaped: f"[{escaped[1]}]" if escaped[1] in "*?[" else escaped[1], step)
    return fnmatch.translate(step.replace("[^", "[!"))
