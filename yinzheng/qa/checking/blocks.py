"""The blocks of a text to check: prose, headings, table rows, quotations, code and references.

Nothing is hidden from the check that might be a statement: a fence that is never closed fences nothing, and
lines indented by four spaces are prose. Time is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from yinzheng.corpus.fold import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterator

BlockKind = Literal["prose", "heading", "row", "quote", "code", "reference"]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines ``text[start:end]`` of one kind; only prose, code and footnotes may hold blank lines."""

    start: int
    end: int
    kind: BlockKind


MARK = re.compile(
    r"""
    (?P<code> (?P<ticks> `{1,3} ) (?!`) [^`\n]{1,300} (?P=ticks) )      # `a[1]` is code
    | (?<! \\ ) (?: \[ | (?P<wide> [【［〔] ) )
      (?P<label>
          \^ [^\]\s]{1,40}                                              # [^note]
        | \s? \d{1,3} (?: \s? [,，、;；–—~-] \s? \d{1,3} ){0,30} \s?       # [1]  [1, 3]  [1-3]
        | (?! \d{1,2}: ) [^\[\]\n]{1,200} : \d{1,12} \s? [-–—] \s? \d{1,12}  # [notes/a.md:120-180]
      )
      (?(wide) [】］〕] | \] )
      (?: \( (?= [^()\s]{0,300} [./\#][A-Za-z] ) (?P<link> [^()\s]{1,300} ) \) )?   # [1](notes/a.md)
    """,
    re.VERBOSE,
)
"""A citation mark; what matches as ``code`` is none."""

_FENCE = re.compile(r"[ ]{0,3}(?P<mark>`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})")  # ```a``` in a line is none
_FRONT = re.compile(
    r"""
    \ufeff? ---[ \t]*\n
    (?: [A-Za-z_][\w-]*[ \t]*: [^\n]*\n     # date: 2024-01-01
      | [ \t\#-] [^\n]*\n                   #   - an item, a comment
    ){1,100}
    (?: --- | \.\.\. ) [ \t]* (?: \n | \Z )
    """,
    re.VERBOSE,
)
_ATX = re.compile(r"[ ]{0,3}#{1,6}(?:[ \t\u3000]|$)")
_SETEXT = re.compile(r"[ ]{0,3}(?:={2,}|-{3,})[ \t]*")
_BOLD = re.compile(r"[ ]{0,3}(?:\*\*(?!\s)[^*\n]{1,80}\*\*|__(?!\s)[^_\n]{1,80}__)[:：]?[ \t]*")
_NUMBERED = re.compile(
    r"""
    \s*
    (?: 第[一二三四五六七八九十百\d]{1,4}[章节節部篇编編]      # 第三章 …
      | [一二三四五六七八九十]{1,3}、 | [（(][一二三四五六七八九十]{1,3}[）)] )  # 一、…  （二）…
    .{1,40} (?<! [。；;，,：:!！?？.\s] ) \s*
    """,
    re.VERBOSE,
)
_RULE = re.compile(r"(?=[^-]*-)[ \t|:-]+")
_QUOTE = re.compile(r"[ \t]*>")
_ADMONITION = re.compile(r"[ \t]*>[ \t>]*\[![A-Za-z]+\]")
FOOTNOTE = re.compile(r"[ ]{0,3}\[\^[^\]\s]{1,40}\]:")
_LINK_DEFINITION = re.compile(
    r"""
    [ ]{0,3} \[ [^\]\n]{1,80} \]: [ \t]*
    (?= \S* (?: [/\#<] | \.[A-Za-z] ) ) [^\s，。；：！？]+     # a path or address: [Anna]: hello is none
    (?: [ \t]+ (?: "[^"\n]*" | '[^'\n]*' ) )? [ \t]*
    """,
    re.VERBOSE,
)
ENTRY = re.compile(
    r"""
    [ ]{0,3} (?: [-*][ \t]+ )?
    (?: \[(?P<n>\d{1,3})\] | 【(?P<m>\d{1,3})】 | ［(?P<k>\d{1,3})］ )
    (?= \s | [^\s\d] )
    """,
    re.VERBOSE,
)
_ITEM = re.compile(r"[ \t]{0,6}(?:[-*+•·][ \t]|\d{1,3}(?:[.)][ \t]|、)|[（(]\d{1,3}[）)])")
_CONTINUED = re.compile(r"[ ]{2,}\S|\t|[ ]*│")
CONFIDENCE = re.compile(r"(?:把握：[高中低]（|Confidence: (?:high|medium|low) \()[\d.]{1,6}[)）]\s*")
_HEADS = frozenset(
    (
        "参考", "参考文献", "参考资料", "参考来源", "参考材料",
        "来源", "资料来源", "数据来源", "信息来源", "引用",
        "引用来源", "引用文献", "引文", "出处", "文献", "脚注", "引证",
        "reference", "references", "source", "sources", "bibliography", "works cited", "citations",
        "cited sources", "cited documents", "footnotes", "endnotes", "further reading",
    )
)  # fmt: skip
"""What stands over a list of references, folded."""

_ESCAPE = re.compile(
    r"""
      (?: \x1b\[ | \x9b ) [0-?]{0,60} [ -/]{0,8} [@-~]                   # ESC [ 1;31 m: colours, moves
    | (?: \x1b [\]PX^_] | \x9d ) [^\x07\x1b\x9c\n]{0,500} (?: \x07 | \x1b\\ | \x9c )   # ESC ] 0;title BEL
    | \x1b [ -/]{0,8} [0-~]                                            # ESC c: the others
    """,
    re.VERBOSE,
)
"""Control sequences of terminals (ECMA-48), which a copied log or session has."""

RANGE = 50
"""The widest range in a mark that is read as one: [1-3] means three documents, [1-900] only two."""

ENTRY_LINES = 15
"""How many lines an entry of a list of references takes at most, quotations under it included."""

Lines = list[tuple[int, int]]


def without_escapes(text: str) -> str:
    """The text with the control sequences of terminals turned to spaces: their digits are no figures."""
    if "\x1b" not in text and "\x9b" not in text and "\x9d" not in text:
        return text
    return _ESCAPE.sub(lambda match: " " * len(match.group()), text)


@lru_cache(maxsize=2)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of ``text`` in order, without overlaps; what lies between them is blank or a rule.

    They are kept, since statements and marks of one text are read from the same blocks.
    """
    lines = _lines(text)
    at = 0
    found: list[Block] = []
    front = _FRONT.match(text)
    if front:
        found.append(Block(0, front.end(), "code"))
        while at < len(lines) and lines[at][0] < front.end():
            at += 1
    reader = _Reader(text, lines)
    prose = -1  # where a run of prose began
    while at < len(lines):
        kind, past = reader.block(at)
        if kind is None or kind == "prose":
            if kind == "prose" and prose < 0:
                prose = at
            at = past
            continue
        if prose >= 0:
            found.append(Block(lines[prose][0], lines[at - 1][1], "prose"))
            prose = -1
        found.append(Block(lines[at][0], lines[past - 1][1], kind))
        at = past
    if prose >= 0:
        found.append(Block(lines[prose][0], lines[-1][1], "prose"))
    return tuple(found)


def _lines(text: str) -> Lines:
    """The half-open intervals of the lines, without what ends them."""
    found: Lines = []
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        found.append((at, end))
        at = end + 1
    return found


class _Reader:
    """Tells what begins at a line. It is asked for the lines in order and remembers where it is."""

    def __init__(self, text: str, lines: Lines) -> None:
        self._text = text
        self._lines = lines
        self._fences = dict(self._closed_fences())
        self._entries = self._entries_used()
        self._comments_end = text.rfind("-->")
        self._section: int | None = (
            None  # level of the heading of the references we are in; 0 for a plain line
        )
        self._note = -1  # the line behind the last one of a note in a > block
        self._table = -1  # the line behind the last row of a table that a rule opened

    def block(self, at: int) -> tuple[BlockKind | None, int]:
        """The kind of what begins at line ``at`` and the line behind it; None for blank lines and rules."""
        line = self._line(at)
        if not line.strip():
            return None, at + 1
        if at in self._fences:
            return "code", self._fences[at]
        if line.lstrip().startswith("<!--") and (comment := self._comment(at)) > at:
            return "code", comment
        if (heading := self._heading(at, line)) > at:
            level = _level(line)
            if _is_references(line):
                self._section = level
            elif self._section is not None and level <= (self._section or level):  # any ends one of 0
                self._section = None
            return "heading", heading
        if _is_references(line):
            self._section = 0
            return "heading", at + 1
        if (reference := self._reference(at, line)) > at:
            return "reference", reference
        if _QUOTE.match(line):
            if at == self._note or _ADMONITION.match(line):
                self._note = at + 1
                return "prose", at + 1
            if not line.strip(" \t>"):
                return None, at + 1
            past = at + 1
            while past < len(self._lines) and self._paragraph_goes_on(past):
                past += 1
            return "quote", past
        if kind := self._row(at, line):
            return ("row" if kind == "row" else "heading" if kind == "head" else None), at + 1
        return "prose", at + 1

    def _line(self, at: int) -> str:
        return self._text[slice(*self._lines[at])] if 0 <= at < len(self._lines) else ""

    def _blank(self, at: int) -> bool:
        return not self._line(at).strip()

    def _closed_fences(self) -> Iterator[tuple[int, int]]:
        """The first line of each fenced block and the line behind it."""
        marks = []
        for at, (start, end) in enumerate(self._lines):
            match = _FENCE.match(self._text, start, min(end, start + 200))
            if match:
                bare = not self._text[match.end("mark") : end].strip()
                marks.append((at, match["mark"], bare))
        longest = {
            "`": 0,
            "~": 0,
        }  # of the bare fences from a place on: whether an opening one is ever closed
        closable = [0] * len(marks)
        for i in range(len(marks) - 1, -1, -1):
            _, mark, bare = marks[i]
            closable[i] = longest[mark[0]]
            if bare:
                longest[mark[0]] = max(longest[mark[0]], len(mark))
        opened: tuple[int, str] | None = None
        for i, (at, mark, bare) in enumerate(marks):
            if opened is None:
                if closable[i] >= len(mark):
                    opened = (at, mark)
            elif bare and mark[0] == opened[1][0] and len(mark) >= len(opened[1]):
                yield opened[0], at + 1
                opened = None

    def _entries_used(self) -> set[int]:
        """The lines that begin with ``[1]``, ``[2]``, … in turn, where one of these is used as a mark."""
        used = _numbers_used(self._text)
        entries: set[int] = set()
        run: list[tuple[int, int]] = []
        for at, (start, end) in enumerate([*self._lines, (0, 0)]):
            match = ENTRY.match(self._text, start, min(end, start + 40))
            number = int(next(filter(None, match.groups()))) if match else 0
            if run and (
                at == len(self._lines)
                or at - run[-1][0] > ENTRY_LINES
                or (number and number != run[-1][1] + 1)
                or self._text.startswith("#", start, end)
            ):
                if any(n in used for _, n in run):
                    entries.update(line for line, _ in run)
                run = []
            if number:
                run.append((at, number))
        return entries

    def _comment(self, at: int) -> int:
        """The line behind the comment that begins at ``at``; ``at`` where it is open or text follows."""
        if self._comments_end < self._lines[at][0]:
            return at
        end = self._text.find("-->", self._lines[at][0]) + 3
        past = at + 1
        while past < len(self._lines) and self._lines[past][0] < end:
            past += 1
        return at if self._text[end : self._lines[past - 1][1]].strip() else past

    def _heading(self, at: int, line: str) -> int:
        """The line behind the heading that begins at ``at``; ``at`` where none does."""
        if _ATX.match(line):
            return at + 1
        if len(line) > 120:
            return at
        below = self._line(at + 1)
        alone = self._blank(at - 1)
        if (
            alone
            and _SETEXT.fullmatch(below)
            and len(line.strip()) <= 80
            and not re.match(r"\s*(?:[|>#*+-]|\d+[.)])", line)
        ):
            return at + 2
        if alone and _BOLD.fullmatch(line) and not line.rstrip("*_ \t").endswith(tuple("。！？!?.；;")):
            return at + 1
        if alone and _NUMBERED.fullmatch(line) and self._has_text_below(at):
            return at + 1
        return at

    def _has_text_below(self, at: int) -> bool:
        """Whether what follows is text under the line rather than the next item of a list."""
        below = next(
            (self._line(i) for i in range(at + 1, min(at + 4, len(self._lines))) if not self._blank(i)), ""
        )
        return bool(below) and not _NUMBERED.fullmatch(below)

    def _reference(self, at: int, line: str) -> int:
        """The line behind the footnote, definition or entry that begins at ``at``; ``at`` where none does."""
        if CONFIDENCE.fullmatch(line):
            return at + 1  # printed by `yinzheng ask` between the answer and its sources
        definition = FOOTNOTE.match(line) or _LINK_DEFINITION.fullmatch(line)
        listed = at in self._entries or (self._section is not None and ENTRY.match(line))
        if (
            not (definition or listed)
            and self._section == 0
            and not _ITEM.match(line)
            and self._blank(at - 1)
        ):
            self._section = None  # a paragraph behind a list that only a line like "Sources:" announced
        if not (definition or listed or self._section is not None):
            return at
        past = at + 1
        while past < len(self._lines) and self._continued(past):
            past += 1
        return past

    def _continued(self, at: int) -> bool:
        """Whether line ``at`` goes on with the entry above it."""
        line = self._line(at)
        if not line.strip():
            # An indented paragraph behind a blank line still belongs to a footnote.
            return bool(re.match(r"[ ]{4}\S", self._line(at + 1)))
        return bool(_CONTINUED.match(line)) and not _ITEM.match(line) and not ENTRY.match(line)

    def _paragraph_goes_on(self, at: int) -> bool:
        line = self._line(at)
        return bool(_QUOTE.match(line)) and bool(line.strip(" \t>"))

    def _row(self, at: int, line: str) -> Literal["", "row", "head", "rule"]:
        """What of a table a line is: ``head`` and ``rule`` only where a rule follows or it is one."""
        if "|" in line:
            below = self._line(at + 1)
            if at == self._table:
                self._table = at + 1
                return "rule" if _RULE.fullmatch(line) else "row"
            if "|" in below and _RULE.fullmatch(below):
                self._table = at + 1
                return "head"
            stripped = line.strip()
            if stripped.startswith("|") and stripped.count("|") > 1:
                return "rule" if _RULE.fullmatch(line) else "row"
        if "\t" in line.strip() and (
            "\t" in self._line(at + 1).strip() or "\t" in self._line(at - 1).strip()
        ):
            return "row"
        return ""


def _level(line: str) -> int:
    """How deep a heading is: the number of its ``#``; other forms count as 2."""
    words = line.strip()
    return len(words) - len(words.lstrip("#")) or 2


def _is_references(line: str) -> bool:
    """Whether a line is the head of a list of references and nothing else."""
    words = line.strip().lstrip("#").strip(" \t\u3000*_:：")
    return 0 < len(words) <= 20 and fold_text(words) in _HEADS


def _numbers_used(text: str) -> set[int]:
    """The numbers of marks that do not begin a line: what an entry of a list may stand for."""
    used: set[int] = set()
    for match in MARK.finditer(text):
        if match["label"] is None or match["label"].startswith("^") or ":" in match["label"]:
            continue
        start = match.start()
        if text[max(text.rfind("\n", max(0, start - 60), start) + 1, start - 60, 0) : start].strip(" \t-*"):
            used.update(numbers(match["label"]))
    return used


def numbers(label: str) -> list[int]:
    """The numbers of a mark's label: ``1, 3-5`` → 1, 3, 4, 5."""
    found: list[int] = []
    for part in re.split(r"[,，、;；]", label):
        ends = [int(end.strip()) for end in re.split(r"[–—~-]", part)]  # int() takes no separators around
        found += range(ends[0], ends[-1] + 1) if 0 <= ends[-1] - ends[0] <= RANGE else ends
    return found
