"""Who is meant: the names of one organisation, person, currency or place in both languages and all scripts.

The table ``aliases.tsv`` lists them; a document defines more (``中国证券监督管理委员会（以下简称“证监会”）``,
``Advanced Micro Devices (AMD)``). Nothing is guessed from likeness: names that no table and no definition
joins, and that differ in more than writing and legal form, stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.question import is_function_word

NO_NAMES: Mapping[str, str] = MappingProxyType({})

_QUOTES = "\"'“”‘’「」『』《》〈〉`*_#"
_EDGES = re.compile(rf"^[\s{_QUOTES},.;:!?，。；：！？、·\-–—|]+|[\s{_QUOTES},;:!?，。；：！？、·\-–—|]+$")
_POSSESSIVE = re.compile(r"(?:'s|’s|(?<=s)['’])$", re.IGNORECASE)
_BRACKETS = re.compile(r"^(?P<name>[^()（）]+?)\s*[(（](?P<inner>[^()（）]{1,40})[)）]$")
_SPACE_BY_HAN = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")

_LEGAL_EN = re.compile(
    r"(?:,?\s+(?:inc(?:orporated)?|corp(?:oration)?|co|company|ltd|limited|llc|l\.l\.c|llp|lp|plc|p\.l\.c|ag|se|sa|s\.a"
    r"|nv|n\.v|bv|b\.v|gmbh|kgaa|oyj|ab|asa|spa|s\.p\.a|pte|pty|kk|k\.k|pbc)\.?)+$"
)
_LEGAL_ZH = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|株式会社|公司)$")
_GROUP = re.compile(r"(?:集团|控股|\s+(?:group|holdings?))$")


def normal_form(name: str) -> str:
    """``name`` folded (width, case, script), without quotes, a possessive and an article; spaces are single.

    Short capitals keep their case, so that WHO is not who and US is not us.
    """
    name = _EDGES.sub("", _POSSESSIVE.sub("", _EDGES.sub("", name)))
    name = re.sub(r"^the\s+(?=\S)", "", name, flags=re.IGNORECASE)
    name = _SPACE_BY_HAN.sub("", re.sub(r"\s+", " ", name))
    if name.isascii() and len(name) <= 4 and sum(char.isupper() for char in name) >= 2:
        return name
    return fold_text(name).replace("•", "·")


def without_legal_form(normal: str) -> str:
    """A normal form without Inc., Ltd., 有限公司 …; what consists of nothing else stays."""
    stem = _LEGAL_ZH.sub("", _LEGAL_EN.sub("", normal)).strip(" ,.·")
    return stem or normal


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    """Normal form → (shown name, kind), from ``aliases.tsv``."""
    names: dict[str, tuple[str, str]] = {}
    text = (files("yinzheng.qa.names") / "aliases.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        shown, kind, others = (line + "\t\t").split("\t")[:3]
        for name in (shown, *others.split("|")):
            if name.strip():
                names.setdefault(normal_form(name), (shown, kind))
    return MappingProxyType(names)


def _known(normal: str) -> str | None:
    """The shown name for a normal form, tried as it is, without its legal form, and without 集团 or Group.

    Places have no legal form: 中国公司 are companies of China.
    """
    table = _table()
    if normal in table:
        return table[normal][0]
    stem = without_legal_form(normal)
    for form in (stem, _GROUP.sub("", stem)):
        if form in table and table[form][1] != "place":
            return table[form][0]
    return None


def _bare(normal: str) -> str:
    """A name that the table lacks, without its legal form unless that leaves a name of the table."""
    stem = without_legal_form(normal)
    return normal if stem in _table() else stem


@cache
def forms() -> Mapping[str, str]:
    """Normal form → shown name of the organisations, people and products in the table."""
    return {form: shown for form, (shown, kind) in _table().items() if kind != "place" and len(form) > 1}


_CAPITALISED = re.compile(r"[A-Za-z0-9&]*[A-Z][A-Za-z0-9&]*")
_MOST_WORDS = 4


def other_names(words: Sequence[str], text: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the runs of ``words`` that name somebody of the table, each with the other names, folded.

    ``words`` are those of ``text``, folded. A name must be whole words of it, so that 高通 is not in 高通胀,
    initials have to be written as such (WHO is not who), and Latin names with a capital where there is any:
    an alphabet is not Alphabet.
    """
    capitals = set(_CAPITALISED.findall(text))
    capitalised = {word.lower() for word in capitals}
    found = {}
    for begin in range(len(words)):
        for end in range(begin + 1, min(len(words), begin + _MOST_WORDS) + 1):
            run = tuple(words[begin:end])
            if capitals and run[0].isascii() and run[0] not in capitalised:
                continue
            for form in dict.fromkeys(("".join(run), " ".join(run), "".join(run).upper())):
                initials = form.isascii() and form.isupper()
                if form in _named() and (form in capitals or not initials):
                    found[run] = tuple(name for name in _named()[form] if name != fold_text(form))
    return found


@cache
def _named() -> Mapping[str, tuple[str, ...]]:
    """Normal form → all names of the same that are no words of their own, folded."""
    names: dict[str, list[str]] = {}
    for form, shown in forms().items():
        if not is_function_word(form.lower()):
            names.setdefault(shown, []).append(fold_text(form))
    return {form: tuple(names[shown]) for form, shown in forms().items()}


def places() -> Mapping[str, str]:
    """Normal form → shown name of the places in the table."""
    return {form: shown for form, (shown, kind) in _table().items() if kind == "place"}


@lru_cache(maxsize=8192)
def _canonical(name: str) -> str:
    normal = normal_form(name)
    known = _known(normal)
    if known is not None:
        return known
    if bracket := _BRACKETS.match(normal):  # 英伟达（NVDA）, NVIDIA (the "Company")
        outer, inner = normal_form(bracket["name"]), normal_form(bracket["inner"].rpartition(":")[2])
        return _known(outer) or _known(inner) or _bare(outer)
    return _bare(normal)


def canonical(name: str, defined: Mapping[str, str] = NO_NAMES) -> str:
    """One name for all names of the same: that of the table, else the normal form without its legal form.

    ``defined`` holds the abbreviations of the document that ``name`` is from (:func:`defined_names`). The
    empty name stays empty.
    """
    if defined:
        seen = set()
        form = _defined_form(name, defined)
        while form is not None and form not in seen:
            seen.add(form)
            name = defined[form]
            form = _defined_form(name, defined)
    return _canonical(name)


def _defined_form(name: str, defined: Mapping[str, str]) -> str | None:
    """The form of ``name``, with its legal form or without, that a document defines."""
    normal = normal_form(name)
    return next((form for form in (normal, without_legal_form(normal)) if form in defined), None)


def is_listed(canonical_name: str) -> bool:
    """True for the names that the table shows."""
    return canonical_name in _listed()


@cache
def _listed() -> frozenset[str]:
    return frozenset(shown for shown, _ in _table().values())


# --- abbreviations that a document defines -----------------------------------------------------------

_SHORT_ZH = re.compile(
    r"[(（][^()（）“”\"「」]{0,40}?(?:以下)?(?:简称|簡稱|下称|下稱|统称|統稱)(?:为|為)?[:：]?\s?"
    r"(?P<quoted>[“\"「『][^“”\"「」『』]{2,20}[”\"」』](?:\s?(?:、|或|/)\s?[“\"「『][^“”\"「」『』]{2,20}[”\"」』])*|[^()（）“”\"「」，。；,;]{2,12})\s?[)）]"
)
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{2,20})[”\"」』]")
_BEFORE_ZH = re.compile(r"[\w·&.\- ]{2,40}$")
_LEADING_ZH = re.compile(
    r"^(?:.*?(?:\d+[年月日]|根据|依据|按照|其中|包括|以及|通过|由于|关于|对于|近日|日前|今日|目前|分别为|分别是|获悉|称|收到|拟向|拟与|系|与|及|和|由|向|被|经|将|把|从|在|对|据|是|为|的|暨|出售|收购|持有|宣布|公布|发布|展出|登录))"
)
_SHORT_EN = re.compile(
    r"\((?:(?:the|collectively|together|hereinafter|hereafter|referred\sto\sas|or|formerly)[\s,]+){0,3}"
    r"(?:[“\"](?P<quoted>[^“”\"()]{2,30})[,.]?[”\"]|(?P<bare>[A-Z][A-Za-z&.]{1,9}))\)"
)
_NAME_EN = re.compile(
    r"(?:[A-Z][\w&.'’-]*|of|and|for|the|&|de|van|von)"
    r"(?:,? (?:[A-Z][\w&.'’-]*|of|and|for|the|&|de|van|von))*,?$"
)
_BILINGUAL = re.compile(
    r"(?:^|(?<=[\s，。；：、,;:#*“\"《>|—-]))(?P<name>[\u4e00-\u9fff·]{2,20})\s?"
    r"[（(](?P<latin>[A-Z][\w&.'’-]*[a-z][\w&.'’-]*(?: [A-Z0-9&][\w&.'’-]*){0,4})[)）]",
    re.MULTILINE | re.ASCII,
)
"""A name is known to begin where a line, a clause or a quotation does."""
_ROLE = re.compile(
    r"[商人者员长裁官户方席家师手]$|^(?:本|该|其|这|一家|某)|名为|称为|来自|包括|[与及的是了向叫]"
)
_LOOK_BACK = 90
"""Characters before a bracket in which the name that it shortens is looked for."""


def defined_names(text: str) -> dict[str, str]:
    """The abbreviations that ``text`` defines: normal form of the short name → full name as written.

    Understands （以下简称“…”）, (“…”), (the “Company”), for initials a bare (AMD) whose letters are those of
    the capitalised words before, and a Chinese name with its Latin one in brackets: 羽石云（Quillstone
    Compute）. Short names with two meanings are left out. Linear in the text.
    """
    found: dict[str, str] = {}
    twice: set[str] = set()
    for short, full in (*_definitions_zh(text), *_definitions_en(text), *_bilingual(text)):
        form = normal_form(short)
        if not form or form == normal_form(full):
            continue
        if form in found and canonical(found[form]) != canonical(full):
            twice.add(form)
        found.setdefault(form, full)
    return {form: full for form, full in found.items() if form not in twice}


def shared_names(defined: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Of the names that documents define, those that hold for others too: a Latin name for a Chinese one.

    Initials and names for which two documents have different meanings are left out.
    """
    found: dict[str, str] = {}
    twice: set[str] = set()
    for names in defined:
        for form, full in names.items():
            latin = form.isascii() and form.lower() == form and len(form) >= 4
            if latin and not full.isascii() and canonical(found.setdefault(form, full)) != canonical(full):
                twice.add(form)
    return {form: full for form, full in found.items() if form not in twice}


def _definitions_zh(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _SHORT_ZH.finditer(text):
        before = _BEFORE_ZH.search(text[max(0, match.start() - 40) : match.start()])
        if before is None:
            continue
        full = before[0].strip()
        quoted = match["quoted"]
        for short in _QUOTED.findall(quoted) or [quoted.strip()]:
            name = _trimmed_zh(full, short)
            if name:
                found.append((short, name))
    return found


def _bilingual(text: str) -> list[tuple[str, str]]:
    """Chinese names with a Latin one in brackets; not what the table knows, nor a role (开发商)."""
    found: dict[str, set[str]] = {}
    pairs = []
    for match in _BILINGUAL.finditer(text):
        name, latin = match["name"], match["latin"]
        if _ROLE.search(name) or is_listed(canonical(name)) or is_listed(canonical(latin)):
            continue
        found.setdefault(normal_form(name), set()).add(normal_form(latin))
        pairs.append((latin, name))
    return [(latin, name) for latin, name in pairs if len(found[normal_form(name)]) == 1]


def _trimmed_zh(full: str, short: str) -> str:
    """``full`` without what leads up to the name; empty when the short name's letters are not in it."""
    in_order = iter(full)
    if short.isascii() or all(char in in_order for char in short):
        best = full
        while lead := _LEADING_ZH.match(best):
            rest = best[lead.end() :]
            in_order = iter(rest)
            if len(rest) < 4 or not (short.isascii() or all(char in in_order for char in short)):
                break
            best = rest
        return best.strip()
    general = re.fullmatch(r"(?:本|该|发行|标的|目标)?(?:公司|集团|发行人|企业|银行|基金)", short) is not None
    return full if general and re.search(r"公司|集团|银行|基金$", full) else ""


def _definitions_en(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _SHORT_EN.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip()
        if match["bare"]:
            full = _spelled_out(before, match["bare"])
            if full:
                found.append((match["bare"], full))
            continue
        named = _NAME_EN.search(before)
        if named:
            full = re.sub(
                r"^(?:(?:of|and|for|the|&|in|on|by|with|The|In|On|By|And|For|With)\s+)+", "", named[0]
            ).strip(" ,")
            if len(full) > 1:
                found.append((match["quoted"].strip(" ,."), full))
    return found


def _spelled_out(before: str, short: str) -> str:
    """The words at the end of ``before`` whose initials are ``short``'s capitals, in order; else empty."""
    letters = [char for char in short if char.isalnum()]
    if sum(char.isupper() for char in letters) < 2:
        return ""
    words = list(re.finditer(r"[A-Za-z][\w'’-]*", before))[-(len(letters) + 5) :]
    index = len(letters) - 1
    for word in reversed(words):
        initial = word[0][0]
        if initial.upper() == letters[index].upper() and (initial.isupper() or index > 0):
            index -= 1
            if index < 0:
                return before[word.start() :].strip(" ,") if initial.isupper() else ""
        elif word[0].casefold() not in {
            "of",
            "and",
            "for",
            "the",
            "in",
            "on",
            "de",
            "inc",
            "corp",
            "co",
            "ltd",
            "corporation",
            "company",
            "limited",
        }:
            return ""
    return ""
