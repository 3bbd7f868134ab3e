"""Read the tables of units and things beside this module, on first use:

Names and symbols with their SI prefixes.
"""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from yinzheng.qa.grammar.figure_text import figure_text

Dimension = tuple[tuple[str, int], ...]


_HERE = Path(__file__).parent


class Unit(NamedTuple):
    """A unit of a physical quantity, a duration or money.

    ``factor`` says how many SI base units (of money: currency units) one is, ``offset`` what is added after
    that
    (temperatures); ``dimension`` lists the powers of the base units, sorted, and is empty for money.
    """

    symbol: str
    kind: Literal["physical", "duration", "money"]
    dimension: Dimension
    factor: Decimal
    offset: Decimal = Decimal(0)


_PREFIXES: tuple[tuple[str, str, str, int], ...] = (
    ("k", "kilo", "千", 3), ("M", "mega", "兆", 6), ("G", "giga", "吉", 9), ("T", "tera", "太", 12),
    ("P", "peta", "拍", 15), ("E", "exa", "艾", 18), ("Z", "zetta", "泽", 21), ("Y", "yotta", "尧", 24),
    ("c", "centi", "厘", -2), ("m", "milli", "毫", -3), ("d", "deci", "分", -1), ("h", "hecto", "百", 2),
    ("da", "deca", "十", 1), ("μ", "micro", "微", -6), ("n", "nano", "纳", -9), ("p", "pico", "皮", -12),
    ("f", "femto", "飞", -15), ("a", "atto", "阿", -18),
)  # fmt: skip
"""SI prefixes: symbol, English, Chinese, power of ten (BIPM, SI Brochure, table 7; GB 3100)."""


class Tables(NamedTuple):
    """What names and symbols mean:

    English names lower-case, Chinese names simplified, symbols case as written.
    """

    english: dict[str, Unit]
    chinese: dict[str, Unit]
    marks: dict[str, Unit]
    folded: dict[str, Unit]


def rows(name: str) -> list[list[str]]:
    """The rows of a table beside this module, cell by cell."""
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def names(cell: str) -> list[str]:
    """The names in one cell, which ``|`` separates."""
    return [name for name in cell.split("|") if name]


def _dimension(cell: str) -> Dimension:
    powers = {}
    for part in cell.split():
        match = re.fullmatch(r"([a-zA-Z]+?)(-?[0-9]*)", part)
        assert match is not None, part
        powers[match[1]] = int(match[2] or 1)
    return tuple(sorted(powers.items()))


@cache
def tables() -> Tables:
    """The units of ``units.tsv`` with every prefix they take."""
    found = Tables({}, {}, {}, {})
    for row in rows("units.tsv"):
        symbol, cell, factors, prefixes, english, chinese, marks = (*row, "", "", "")[:7]
        dimension = _dimension(cell)
        factor, _, offset = factors.partition(",")
        kind: Literal["physical", "duration"] = "duration" if dimension == (("s", 1),) else "physical"
        base = Unit(symbol, kind, dimension, Decimal(factor), Decimal(offset or 0))
        _add(found, base, names(english), names(chinese), [symbol, *names(marks)])
        for mark, name, han, power in _PREFIXES:
            if prefixes == "*" or mark in prefixes.split():
                unit = base._replace(symbol=mark + symbol, factor=base.factor.scaleb(power))
                spelled = [f"{name}{word}" for word in names(english) if len(word) > 2]
                spelled += [f"{name}-{word}" for word in names(english) if len(word) > 4]
                signs = [mark + sign for sign in (symbol, *names(marks)) if sign.isascii() or symbol in "ΩÅ"]
                if mark == "μ":
                    signs += [f"{other}{sign[1:]}" for sign in signs for other in ("µ", "u")]
                if mark == "k":
                    signs += [f"K{sign[1:]}" for sign in signs]
                _add(
                    found,
                    unit,
                    spelled,
                    [han + word for word in names(chinese) if mark not in {"h", "da"} or symbol == "Pa"],
                    signs,
                )
    for mark in _WORDS_NOT_MARKS:
        found.marks.pop(mark, None)
        found.folded.pop(mark, None)
    for mark, symbol in _LOWER_CASE.items():
        found.folded[mark] = found.marks[symbol]
        found.marks[mark] = found.marks[symbol]
    return found


_WORDS_NOT_MARKS = (
    "in", "at", "as", "a", "us", "pa", "ma", "ga", "da", "au", "dag", "has", "hat", "mat", "pt", "gal", "T", "H", "S",
    "P", "Y", "E", "y", "d", "TT", "cup", "turn", "stone", "second", "minute", "hour", "day", "week", "month", "quarter",
    "year", "decade", "century", "fathom", "acre", "bushel", "hm", "dam", "PC", "pc", "GT", "MT", "ct", "nit", "ton",
)  # fmt: skip
"""Symbols that are words or names as well, and are read by their full names alone."""


_LOWER_CASE = {
    "b": "bit",
    "gb": "GB",
    "tb": "TB",
    "kb": "kbit",
    "mb": "Mbit",
    "kbps": "kbps",
    "mbps": "Mbps",
    "gbps": "Gbps",
}
"""Lower case as people write it; where two units share it, what the letters say (b is a bit)."""


def _add(found: Tables, unit: Unit, english: list[str], chinese: list[str], marks: list[str]) -> None:
    for name in english:
        found.english.setdefault(name, unit)
        if not name.endswith("s") and len(name) > 1:
            found.english.setdefault(f"{name}s", unit)
        found.english.setdefault(f"{name}s'", unit)
    for name in chinese:
        found.chinese.setdefault(figure_text(name)[0], unit)
    for mark in marks:
        found.marks.setdefault(mark, unit)
        if len(mark) > 1:
            found.folded.setdefault(mark.lower(), unit)


def thing(name: str) -> str:
    """The canonical form of what is counted:

    GPUs → GPU, employees → person; empty when the table lacks it.
    """
    return things().get(name, "")


@cache
def things() -> dict[str, str]:
    """Names of things, Chinese and English (singular and plural, lower case) → the canonical form."""
    found: dict[str, str] = {}
    for unit, chinese, english, _ in ((*row, "", "", "")[:4] for row in rows("counts.tsv")):
        for name in names(chinese):
            found.setdefault(figure_text(name)[1], unit)
        for name in names(english):
            found.setdefault(name, unit)
            for plural in (
                (f"{name}s", f"{name}es") if name.endswith(("s", "x", "ch", "sh")) else (f"{name}s",)
            ):
                found.setdefault(plural, unit)
    return found


@cache
def measure_units() -> dict[str, str]:
    """Chinese measure words → the canonical form that a count by them has without a noun."""
    found: dict[str, str] = {}
    for unit, _, _, measures in ((*row, "", "", "")[:4] for row in rows("counts.tsv")):
        for name in names(measures):
            found.setdefault(figure_text(name)[0], unit)
    return found


@cache
def thing_lengths() -> dict[str, tuple[int, ...]]:
    """First character → the lengths of the Chinese names of things that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for name in things():
        if name[0] > "\u2e80":
            found.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}
