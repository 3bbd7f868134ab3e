"""What a Word paragraph is by its style and list: its outline level, and the number printed before it.

Numbers of lists and clauses (第三条, 2.1, (a)), by which people cite, are not in a file's text: Word counts
them anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from yinzheng.corpus.formats.ooxml import attribute, child

_HEADING = re.compile(r"(?:heading|标题|標題|見出し|제목)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|標題|文档标题|表題", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*\d|table of figures|图表目录", re.IGNORECASE)
_BODY = 9  # the outline level that is none

_CHINESE = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; ``level`` is None for body text, -1 for a document's title, 0 for ``heading 1``."""

    level: int | None = None
    list_id: str = ""
    list_level: int | None = None
    contents: bool = False
    hidden: bool = False


def read_styles(root: Any) -> dict[str, Style]:
    """The paragraph styles of ``styles.xml`` by id, with what they inherit; ``""`` is the default one."""
    raw = {} if root is None else {attribute(s, "styleId"): s for s in root.iterfind("{*}style")}
    found = {style: _style(raw, style) for style in raw}
    default = next((name for name, style in raw.items() if _is_default(style)), "")
    return {**found, "": found.get(default, Style())}


def _is_default(element: Any) -> bool:
    return attribute(element, "default") in ("1", "true") and attribute(element, "type") == "paragraph"


def _style(raw: dict[str, Any], key: str) -> Style:
    level: int | None = None
    list_id = ""
    list_level: int | None = None
    contents = hidden = False
    seen: set[str] = set()
    while key in raw and key not in seen:
        seen.add(key)
        element = raw[key]
        name = attribute(child(element, "name"), "val") if child(element, "name") is not None else ""
        properties = child(element, "pPr")
        if level is None:
            said = outline_level(properties)
            heading = _HEADING.fullmatch(name.strip())
            if said is not None:
                level = said
            elif heading:
                level = int(heading.group(1)) - 1
            elif _TITLE.fullmatch(name.strip()):
                level = -1
        contents = contents or bool(_CONTENTS.fullmatch(name.strip()))
        hidden = hidden or is_on(child(element, "rPr", "vanish"))
        number, depth = list_of(properties)
        list_id = list_id or number
        list_level = depth if list_level is None else list_level
        based = child(element, "basedOn")
        key = attribute(based, "val") if based is not None else ""
    return Style(None if level == _BODY else level, list_id, list_level, contents, hidden)


def outline_level(properties: Any) -> int | None:
    """The outline level of paragraph properties, 9 for body text; None where they do not say."""
    element = None if properties is None else child(properties, "outlineLvl")
    said = "" if element is None else attribute(element, "val")
    return int(said) if said.isdigit() else None


def list_of(properties: Any) -> tuple[str, int | None]:
    """The list and the depth in it that paragraph properties name; empty and None where they name none."""
    numbering = None if properties is None else child(properties, "numPr")
    if numbering is None:
        return "", None
    number, depth = child(numbering, "numId"), child(numbering, "ilvl")
    said = "" if depth is None else attribute(depth, "val")
    return ("" if number is None else attribute(number, "val")), (int(said) if said.isdigit() else None)


def is_on(element: Any) -> bool:
    """Whether a property that is on by being there is not switched off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = " "
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)
    by_style: str = ""


class Numbering:
    """The lists of a document, which count as its paragraphs are read in order."""

    def __init__(self, root: Any, styles: dict[str, Style]) -> None:
        """Take the lists of ``numbering.xml``, None for none."""
        self._lists: dict[str, _List] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()
        if root is None:
            return
        for element in root.iterfind("{*}abstractNum"):
            link = child(element, "numStyleLink")
            made = _List(by_style="" if link is None else attribute(link, "val"))
            for level in element.iterfind("{*}lvl"):
                made.levels[_whole(level, "ilvl")] = _level(level)
            self._lists[attribute(element, "abstractNumId")] = made
        for element in root.iterfind("{*}num"):
            key = attribute(element, "numId")
            self._abstract[key] = _said(element, "abstractNumId")
            for override in element.iterfind("{*}lvlOverride"):
                self._override(key, override)
        for made in list(self._lists.values()):
            linked = styles.get(made.by_style)
            if linked is not None and linked.list_id in self._abstract:
                made.levels = self._lists[self._abstract[linked.list_id]].levels

    def _override(self, id: str, override: Any) -> None:
        depth = _whole(override, "ilvl")
        start = _said(override, "startOverride")
        if start.isdigit():
            self._starts.setdefault(id, {})[depth] = int(start)
        level = child(override, "lvl")
        base = self._lists.get(self._abstract[id])
        if level is not None and base is not None:
            own = f"{self._abstract[id]}/{id}"  # a list of its own, since its numbers look otherwise
            self._lists.setdefault(own, _List(dict(base.levels))).levels[depth] = _level(level)
            self._abstract[id] = own

    def depth_of(self, id: str, style: str) -> int:
        """The depth at which a list stands that a style names: the level that names the style, else 0."""
        made = self._lists.get(self._abstract.get(id, ""))
        levels = {} if made is None else made.levels
        return next((depth for depth, level in levels.items() if style and level.style == style), 0)

    def label(self, id: str, depth: int) -> tuple[str, bool] | None:
        """Count a paragraph of a list: what is printed before it, and whether it is a mere bullet.

        None for what is in no list.
        """
        made = self._lists.get(self._abstract.get(id, ""))
        if made is None or depth not in made.levels:
            return None
        level = made.levels[depth]
        if (id, depth) not in self._used:
            self._used.add((id, depth))
            if depth in self._starts.get(id, {}):
                made.counters[depth] = self._starts[id][depth] - 1
        made.counters[depth] = made.counters.get(depth, level.start - 1) + 1
        for deeper in [d for d in made.counters if d > depth]:
            restart = made.levels[deeper].restart if deeper in made.levels else None
            if restart is None or (restart and depth < restart):
                del made.counters[deeper]
        if level.format == "bullet":
            return "- ", True
        if level.format == "none" and "%" not in level.text:
            return (level.text + level.suffix if level.text else ""), False

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = made.levels.get(at, level)
            count = made.counters.get(at, other.start)
            return numeral(count, "decimal" if level.legal and at != depth else other.format)

        words = re.sub(r"%([1-9])", number, level.text)
        return (words + level.suffix if words else ""), False


def _level(element: Any) -> _Level:
    suffix = _said(element, "suff")
    restart = _said(element, "lvlRestart")
    start = _said(element, "start")
    return _Level(
        start=int(start) if start.isdigit() else 1,
        format=_said(element, "numFmt") or "decimal",
        text=_said(element, "lvlText"),
        suffix="" if suffix == "nothing" else " ",
        legal=is_on(child(element, "isLgl")),
        restart=int(restart) if restart.isdigit() else None,
        style=_said(element, "pStyle"),
    )


def _said(element: Any, name: str) -> str:
    found = child(element, name)
    return "" if found is None else attribute(found, "val")


def _whole(element: Any, name: str) -> int:
    said = attribute(element, name)
    return int(said) if said.isdigit() else 0


def numeral(count: int, format: str) -> str:
    """A number as a list prints it, by the name of the format (ECMA-376 part 1, 17.18.59)."""
    if count < 0 or count > 32_767:
        return str(count)
    if format in ("upperRoman", "lowerRoman"):
        words = _roman(count)
        return words.upper() if format == "upperRoman" else words
    if format in ("upperLetter", "lowerLetter"):
        words = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1) if count else ""
        return words.upper() if format == "upperLetter" else words
    if format.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if format == "decimalEnclosedParen" and 1 <= count <= 20:
        return chr(0x2474 + count - 1)
    if format == "decimalEnclosedFullstop" and 1 <= count <= 20:
        return chr(0x2488 + count - 1)
    if format.startswith("decimalFullWidth"):
        return str(count).translate({48 + i: 0xFF10 + i for i in range(10)})
    if format == "decimalZero":
        return f"{count:02}"
    if format in ("none", "bullet"):
        return ""
    if format == "ideographTraditional":
        return _STEMS[(count - 1) % 10]
    if format == "ideographZodiac":
        return _BRANCHES[(count - 1) % 12]
    if format in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_CHINESE[int(digit)] for digit in str(count))
    if format in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _counted(count, _FORMAL, ("", "拾", "佰", "仟"))
    if format.startswith(("chineseCounting", "taiwaneseCounting", "japaneseCounting")):
        return _counted(count, _CHINESE.replace("〇", "零"), ("", "十", "百", "千"))
    if format == "ordinal":
        tail = "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{tail}"
    return str(count)


def _roman(count: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        words += letters * (count // value)
        count %= value
    return words


def _counted(count: int, digits: str, places: tuple[str, ...]) -> str:
    """A number below a hundred thousand in words: 十二, 一百零三."""
    if count >= 10_000:
        rest = count % 10_000
        tail = "" if not rest else (digits[0] if rest < 1000 else "") + _counted(rest, digits, places)
        return f"{_counted(count // 10_000, digits, places)}万{tail}"
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = count // 10**place % 10
        if digit:
            words += (digits[0] if gap else "") + digits[digit] + places[place]
            gap = False
        elif words:
            gap = True
    words = words or digits[0]
    return words[1:] if places[1] == "十" and words.startswith("一十") else words
