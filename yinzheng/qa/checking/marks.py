"""Citation marks: ``[1]``, ``[^1]``, ``[notes/a.md:120-180]``, and the documents that they stand for.

A number is looked up in the text's own footnotes and lists of sources, whose entries name documents by path,
file name, title or id; a place behind the name (``lines 40–46``, ``p. 12``) narrows the target.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.tokens import language
from yinzheng.qa.checking.blocks import CONFIDENCE, ENTRY, FOOTNOTE, MARK, blocks, numbers
from yinzheng.qa.checking.places import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from yinzheng.qa.checking.statements import Statement
    from yinzheng.types import Document


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation mark at ``text[start:end]``.

    ``after`` is where what it stands behind ends: white space and other marks lie between, nothing else.
    """

    start: int
    end: int
    label: str
    after: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a mark points at: ``[start, end)`` of a document, or all of it where both are None."""

    doc_id: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a text in order, and by their starts what they point at.

    ``targets`` are empty for a mark that cannot be resolved; ``problems`` then says why, in the language of
    the text before it. A mark of several numbers may have both.
    """

    marks: tuple[Mark, ...]
    targets: dict[int, tuple[Target, ...]]
    problems: dict[int, str]


def read_marks(
    text: str, documents: Callable[[], Sequence[Document]], read: Callable[[str], Document]
) -> Marks:
    """The marks of ``text`` outside code and references.

    ``documents`` gives those of the library, texts left out, and ``read`` the one of an id with its text;
    they are asked only where a document is named, and where a place in it is.
    """
    entries = _Entries(text, documents, read)
    marks: list[Mark] = []
    targets: dict[int, tuple[Target, ...]] = {}
    problems: dict[int, str] = {}
    for block in blocks(text):
        if block.kind in {"code", "reference"}:
            continue
        previous: Mark | None = None
        for match in MARK.finditer(text, block.start, block.end):
            if match["code"] or (match["link"] and text[match.start() - 1 : match.start()] == "!"):
                continue
            mark = _mark(text, match, block.start, previous)
            marks.append(mark)
            found, why = entries.targets(mark.label, match["link"])
            targets[mark.start] = found
            if why:
                near = text[max(block.start, mark.start - 200) : mark.start]
                problems[mark.start] = why[language(near) != "zh"]
            previous = mark
    return Marks(tuple(marks), targets, problems)


def cited(statement: Statement, marks: Marks) -> list[Mark]:
    """The marks that belong to a statement: those inside it, and those right behind its full stop."""
    found: list[Mark] = []
    for at in range(bisect_left(marks.marks, statement.start, key=lambda m: m.start), len(marks.marks)):
        mark = marks.marks[at]
        if mark.start >= statement.end and not statement.start < mark.after <= statement.end:
            break
        found.append(mark)
    return found


def _mark(text: str, match: re.Match[str], least: int, previous: Mark | None) -> Mark:
    label = " ".join(match["label"].split())
    floor = previous.end if previous else least
    between = text[floor : match.start()]
    if previous and not between.strip():
        after = previous.after
    else:
        after = floor + len(between.rstrip())
    return Mark(match.start(), match.end(), label, after)


Why = tuple[str, str]
"""The same in Chinese and in English."""


class _Entries:
    """The footnotes and lists of sources of a text, by label."""

    def __init__(
        self, text: str, documents: Callable[[], Sequence[Document]], read: Callable[[str], Document]
    ) -> None:
        self._held, self._read = documents, read
        self._said = dict(reversed(list(_entries(text))))  # of two with one label the first counts
        self._known: dict[str, tuple[tuple[Target, ...], Why | None]] = {}
        self._open: set[str] = set()

    @cached_property
    def _names(self) -> _Names:
        return _Names(self._held())

    def targets(self, label: str, link: str | None = None) -> tuple[tuple[Target, ...], Why | None]:
        """What a mark's label points at, and why not where something of it points nowhere."""
        if link and (found := self._document(link)):
            return found, None
        spanned = re.fullmatch(r"(.+):(\d+)\s?[-–—]\s?(\d+)", label)
        if spanned:
            return self._span(spanned[1].strip(), int(spanned[2]), int(spanned[3]))
        if label.startswith("^"):
            return self._entry(label.casefold())
        found_all: list[Target] = []
        problem: Why | None = None
        for number in numbers(label):
            found, why = self._entry(str(number))
            found_all += (target for target in found if target not in found_all)
            problem = problem or why
        return tuple(found_all), problem

    def _span(self, name: str, start: int, end: int) -> tuple[tuple[Target, ...], Why | None]:
        ids = self._names.find(name)
        if len(ids) != 1:
            return (), _no_document(name, len(ids))
        size = len(self._read(ids[0]).text)
        if not start < end <= size:
            return (), (
                f"{name} 共 {size} 个字符，没有 {start}–{end} 这一段",
                f"{name} has {size} characters, there is no {start}–{end} in it",
            )
        return (Target(ids[0], start, end),), None

    def _entry(self, label: str) -> tuple[tuple[Target, ...], Why | None]:
        if label not in self._known:
            if label not in self._said and not label.startswith("^") and f"^{label}" in self._said:
                label = f"^{label}"
            if label not in self._said:
                return (), (f"文中没有 [{label}] 的出处", f"the text has no entry [{label}]")
            if label in self._open or len(self._open) >= _DEEPEST:
                return (), (
                    f"[{label}] 的脚注互相指来指去",
                    f"the footnotes behind [{label}] point in a circle",
                )
            self._open.add(label)
            self._known[label] = self._named(label, self._said[label])
            self._open.discard(label)
        return self._known[label]

    def _named(self, label: str, said: str) -> tuple[tuple[Target, ...], Why | None]:
        """What the words of an entry name: a document, else what the marks in them point at."""
        if found := self._document(said):
            return found, None
        targets: list[Target] = []
        for match in MARK.finditer(said):
            if match["code"]:
                continue
            found, why = self.targets(" ".join(match["label"].split()), match["link"])
            if why and not found:
                return (), why
            targets += found
        if targets:
            return tuple(targets), None
        shown = " ".join(said.split())
        shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
        ids = self._names.within(said)
        if len(ids) > 1:
            return (), _no_document(shown, len(ids))
        return (), (
            f"[{label}] 所指的“{shown}”不在库中",
            f"[{label}] names no document of the library: {shown}",
        )

    def _document(self, said: str) -> tuple[Target, ...]:
        """The one document that is named, narrowed to the place that stands beside its name."""
        ids = self._names.within(said)
        if len(ids) != 1:
            return ()
        if re.search(r"\d|§", said):
            document = self._read(ids[0])
            if span := place(document, said):
                return (Target(ids[0], span.start, span.end),)
        return (Target(ids[0]),)


_DEEPEST = 20  # footnotes that point at footnotes
_SHOWN = 60  # characters of an entry in a message


def _no_document(name: str, count: int) -> Why:
    if count:
        return f"库中有 {count} 篇文档叫“{name}”", f"{count} documents of the library are called {name}"
    return f"库中没有文档“{name}”", f"the library has no document {name}"


_MARKER = re.compile(r"\s*(?:(?P<number>\d{1,3})(?:[.)、]|\s*、)|[（(](?P<paren>\d{1,3})[）)]|[-*+•·])\s*")


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """The labels of the entries of a text with what they say; those without a number are counted."""
    count = 0
    for block in blocks(text):
        if block.kind == "heading":
            count = 0
        if block.kind != "reference":
            continue
        said = text[block.start : block.end]
        if footnote := FOOTNOTE.match(said):
            yield footnote.group().strip()[1:-2].casefold(), _quoted_lines_out(said[footnote.end() :])
        elif entry := ENTRY.match(said):
            label = str(int(next(filter(None, entry.groups()))))
            yield label, _quoted_lines_out(said[entry.end() :].lstrip(":： \t"))
        elif (named := re.match(r"\s*\[([^\]\n]{1,80})\]:", said)) and not named[1].isdigit():
            continue  # a link definition
        elif CONFIDENCE.fullmatch(said):
            continue
        else:
            count += 1
            marker = _MARKER.match(said)
            number = (marker["number"] or marker["paren"]) if marker else None
            label = str(int(number)) if number else str(count)
            yield label, _quoted_lines_out(said[marker.end() if marker else 0 :])


def _quoted_lines_out(said: str) -> str:
    """An entry without the lines of its source that `yinzheng ask` prints under it."""
    return "\n".join(line for line in said.split("\n") if not line.lstrip().startswith("│"))


class _Names:
    """Finds documents by what people call them."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._exact: dict[str, list[str]] = {}
        self._file: dict[str, list[str]] = {}
        self._title: dict[str, list[str]] = {}
        self._path: dict[str, str] = {}
        self._ids: list[str] = []
        for document in documents:
            path = fold_text(document.source)
            name = path.rsplit("/", 1)[-1]
            self._ids.append(document.id)
            self._path[document.id] = path
            for key in {document.id, document.source, path}:
                self._exact.setdefault(key, []).append(document.id)
            for key in {name, name.rsplit(".", 1)[0]}:
                self._file.setdefault(key, []).append(document.id)
            if title := _plain(document.title):
                self._title.setdefault(title, []).append(document.id)
        self._ids.sort()

    def find(self, name: str) -> list[str]:
        """The ids of what ``name`` may mean: an id or its beginning, a path, a file, a title."""
        folded = fold_text(name)
        if ids := self._exact.get(name) or self._exact.get(folded):
            return ids
        if "/" in folded:
            path = re.sub(r"^(?:\.{0,2}/)+", "", folded)
            file = self._file.get(path.rsplit("/", 1)[-1], [])
            # Seen from another folder, or without the file's ending.
            ends = [
                i
                for i in file
                if f"/{self._path[i]}".endswith(f"/{path}")
                or f"/{path}".endswith(f"/{self._path[i]}")
                or f"/{self._path[i].rsplit('.', 1)[0]}".endswith(f"/{path}")
            ]
            return ends or file
        if ids := self._file.get(folded) or self._title.get(_plain(name)):
            return ids
        if re.fullmatch(r"[0-9a-f]{4,}", name):
            at = bisect_left(self._ids, name)
            return [i for i in self._ids[at : at + 2] if i.startswith(name)]
        return []

    def within(self, said: str) -> list[str]:
        """The documents that an entry names: by a part of it, else by a title that stands in it."""
        said = said.strip()
        several: list[str] = []
        for part in _parts(said):
            ids = self.find(part)
            if len(ids) == 1:
                return ids
            several = several or ids
        folded = _plain(said)
        best = ""
        for key in (*self._title, *(file for file in self._file if "." in file)):
            if len(key) > max(3, len(best)) and key in folded:
                best = key
        return (self._title.get(best) or self._file.get(best) or several) if best else several


_LINK = re.compile(r"\[([^\]]*)\]\(<?([^()>]+)>?\)")
_SEPARATOR = re.compile(
    r"\s[·|–—-]\s|[,，;；|\n()（）《》〈〉“”\"`<>]|\.\s|[:：](?=\s|[^\d/\\]|\d+(?:[-–]\d+)?$)|——|(?=\#L?\d)"
)
_LONGEST = 400  # characters of an entry that are searched for parts


def _parts(said: str) -> Iterator[str]:
    """What may be a name in the words of an entry, the whole first."""
    said = said[:_LONGEST]
    for link in _LINK.finditer(said):
        yield unquote(link[2]).split("#")[0]
        yield link[1]
    yield said
    first = said.split("\n", 1)[0]
    yield first
    for line in said.split("\n"):
        yield from (part.strip() for part in re.split(r"\s·\s", line))
    for part in _SEPARATOR.split(said):
        if part.strip(" .。"):
            yield part.strip()
            yield part.strip(" .。*_")
    yield from (word.strip(".,，。;；()（）") for word in said.split())


def _plain(title: str) -> str:
    """A title folded, with nothing but letters and digits, so that marks around it do not matter."""
    return re.sub(r"[^\w.]+", "", fold_text(title)).strip(".")
