"""Write yinzheng/qa/grammar/currencies.tsv and han_variants.tsv: python tools/build_units.py [--check].

The currencies come from Unicode CLDR by way of Babel, the variants (traditional characters and what they are
in the
simplified words of the grammar's tables) from OpenCC, which is Apache-2.0.

Babel takes a third of a second to load two locales, the table a few milliseconds; so the names are
looked up here once. The output depends on Babel's version alone. CLDR is under the Unicode licence, which
asks for its notice to be kept: it stands in the table's head.
"""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import babel
from babel import Locale
from babel.numbers import get_territory_currencies

GRAMMAR = Path(__file__).parent.parent / "yinzheng" / "qa" / "grammar"
TABLE = GRAMMAR / "currencies.tsv"
VARIANTS = GRAMMAR / "han_variants.tsv"
SOURCES = (
    "units.tsv", "counts.tsv", "money.py", "units.py", "unit_tables.py", "figure.py", "figure_han.py", "figure_latin.py",
    "figure_bounds.py", "figure_joins.py", "figure_words.py", "figures.py", "figure_text.py", "not_figures.py",
    "../quantities.py", "han_numerals.py", "numerals.py",
)  # fmt: skip
"""Where the grammar's Chinese words stand."""

VARIANTS_HEAD = """\
# Traditional characters and the simplified ones that the grammar's tables are written in.
# Made by tools/build_units.py from OpenCC's t2s; do not edit.
"""

HEAD = f"""\
# Currencies: ISO 4217 code, names (lower case, separated by |), symbols.
# Made by tools/build_units.py from Unicode CLDR in Babel {babel.__version__}; do not edit: names that CLDR does
# not know belong in units.py. Copyright © 1991-2025 Unicode, Inc., under the Unicode License v3
# (https://www.unicode.org/license.txt).
"""

_FUND = re.compile(r"^X|^(?:CHE|CHW|CLF|COU|MXV|USN|USS|UYI|UYW|BOV|LUC|LUL|BEC|BEL|GBX)$")
_NOTE = re.compile(r"\s*[(（\[].*$")


def rows() -> list[str]:
    """The lines of the table, without its head."""
    en, zh, hant = (Locale.parse(name) for name in ("en", "zh", "zh_Hant"))
    current: set[str] = set()
    lands: dict[str, set[str]] = defaultdict(set)
    for territory in map(str, en.territories):
        if len(territory) == 2 and territory.isalpha():
            for code in get_territory_currencies(territory):
                current.add(code)
                lands[code].add(territory)
    codes = sorted(code for code in {*en.currencies, *zh.currencies} if not _FUND.match(code))
    names: dict[str, list[str]] = {code: [] for code in codes}
    nouns: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        if _NOTE.search(en.currencies.get(code, "")) and code not in current:
            continue  # earlier money of the same name: Mexican silver peso (1861–1992)
        english = en.currencies.get(code, "")
        plurals = en._data["currency_names_plural"].get(code, {})  # noqa: SLF001
        for name in (english, *plurals.values(), zh.currencies.get(code, ""), hant.currencies.get(code, "")):
            plain = _NOTE.sub("", name).strip().lower()
            if plain and plain != code.lower():
                names[code].append(plain)
        noun = english.rsplit(" ", 1)[-1].lower()
        plural = plurals.get("other", english).rsplit(" ", 1)[-1].lower()
        for land in lands[code]:
            place = en.territories[land].lower()
            names[code] += [f"{place} {noun}", f"{place} {plural}"]
        if code in current:
            for word in (noun, plural):
                nouns[word].add(code)
        for locale in (zh, hant):
            name = _NOTE.sub("", locale.currencies.get(code, ""))
            heads = sorted((locale.territories[land] for land in lands[code]), key=len, reverse=True)
            for head in heads:
                if name.startswith(head) and len(name) - len(head) >= 2 and code in current:
                    nouns[name[len(head) :]].add(code)
                    break
    for noun, owners in nouns.items():
        if len(owners) == 1 and len(noun) > 1 and noun not in _ORDINARY:
            names[next(iter(owners))].append(noun)
    owner: dict[str, str] = {}
    for code in sorted(codes, key=lambda code: (code not in current, code)):
        for name in names[code]:
            owner.setdefault(name, code)
    lines = []
    for code in codes:
        own = sorted(name for name in dict.fromkeys(names[code]) if owner[name] == code)
        symbols = {locale._data["currency_symbols"].get(code) for locale in (en, zh, hant)}  # noqa: SLF001
        marks = sorted(s for s in symbols if s and s != code and s not in {"$", "¥", "£"})
        if own or code in current:
            lines.append(f"{code}\t{'|'.join(own)}\t{'|'.join(marks)}\n")
    return lines


def variants() -> list[str]:
    """Every traditional character that stands for one of the grammar's simplified characters."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    used = {c for name in SOURCES for c in (GRAMMAR / name).read_text("utf-8") if "\u4e00" <= c <= "\u9fff"}
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = convert("\n".join(every)).split("\n")
    found = {t: s for t, s in zip(every, simple, strict=True) if t != s and s in used and t not in used}
    return [f"{t}\t{s}\n" for t, s in sorted((found | {"銭": "钱"}).items())]


_ORDINARY = frozenset({"real", "reals", "som", "lev", "leva", "leu", "lei", "mark", "marks", "rand", "sol", "soles", "new", "won", "manat", "kip", "tala", "pound", "pounds", "dram", "drams", "lek", "vatu", "colón"}) - {"rand", "won", "kip"}  # fmt: skip
"""Nouns that are ordinary words or units as well."""


def main() -> int:
    """Write the tables, or with ``--check`` tell whether they are up to date."""
    texts = {TABLE: HEAD + "".join(rows()), VARIANTS: VARIANTS_HEAD + "".join(variants())}
    if "--check" in sys.argv[1:]:
        return 0 if all(path.read_text("utf-8") == text for path, text in texts.items()) else 1
    for path, text in texts.items():
        path.write_text(text, "utf-8")
        print(f"{path}: {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
