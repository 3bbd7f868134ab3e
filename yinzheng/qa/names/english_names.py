"""Names in English text: runs of capitalised words, less those that only open a sentence or a title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yinzheng.qa.names.datelines import dateline_end
from yinzheng.qa.names.name_lists import Name, NameKind, is_model, lexicon, listed, territories

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w]*(?:['’&.+-][\w]+)*|&|\d[\w.,-]*")
_TOKEN_GAP = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*|\.[ \u00a0]")
_JOINS = {"of", "de", "la", "du", "van", "von", "der", "den", "di", "da", "del", "for", "the", "and", "on"}
_AFTER_AND = frozenset(
    ("Sons", "Co", "Company", "Partners", "Associates", "Johnson", "Gamble", "Poor's", "Young")
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``small``: words that a text also writes in small letters, which capitals alone do not make names.

    ``capital``: words that it writes with a capital letter inside a sentence.
    """

    small: frozenset[str]
    capital: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether ``word`` is a common one: in this text, where it is also written small, or in any."""
        return word.lower() in self.small or word.capitalize() in lexicon()["common"]


def vocabulary(text: str) -> Vocabulary:
    """The words of an English text that tell names from words that open sentences."""
    return Vocabulary(
        frozenset(re.findall(r"(?<![\w-])[a-z]{2,}(?![\w-])", text)),
        frozenset(re.findall(r"(?<=[a-z,;][ \n])[A-Z][\w-]*", text)),
    )


def english_names(text: str, start: int, end: int, ordinary: Vocabulary) -> list[Name]:
    """The names in ``text[start:end]``, one sentence of English. ``ordinary`` are the words of the text.

    Those of its dateline are left out.
    """
    start = dateline_end(text, start, end)
    tokens = [m.span() for m in _WORD.finditer(text, start, end)]
    titled = _in_title_case(text, tokens)
    found: list[Name] = []
    i = 0
    while i < len(tokens):
        if not _capital(text[slice(*tokens[i])]):
            i += 1
            continue
        last = i
        while last + 1 < len(tokens):
            ahead = _extends(text, tokens, last)
            if not ahead:
                break
            last = ahead
        found += _run(
            text, tokens[i : last + 1], i == 0 or titled or _opens(text, start, tokens[i][0]), ordinary
        )
        i = last + 1
    return found


def _capital(word: str) -> bool:
    return word[0].isupper() or (len(word) > 2 and word[0].islower() and word[1].isupper())  # xAI, iPhone


def _in_title_case(text: str, tokens: list[tuple[int, int]]) -> bool:
    long = [text[a:b] for a, b in tokens if b - a > 3 and text[a].isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _opens(text: str, start: int, at: int) -> bool:
    """Whether a capital letter says nothing at ``at``: after a colon, a quote, a bullet."""
    before = text[start:at].rstrip(" \u00a0")
    return not before or before[-1] in ":;.!?“\"'‘(—–-•*#|>\n"


def _extends(text: str, tokens: list[tuple[int, int]], last: int) -> int:
    """The token up to which a name that reaches ``last`` goes on; 0 where it ends there."""
    lists = lexicon()
    word = text[slice(*tokens[last])]
    gap = text[tokens[last][1] : tokens[last + 1][0]]
    following = text[slice(*tokens[last + 1])]
    if word.endswith(("'s", "’s")) or (not _TOKEN_GAP.fullmatch(gap) and gap != ". "):
        if gap == ", " and following.rstrip(".") in (
            "Inc",
            "Ltd",
            "LLC",
            "Corp",
            "Incorporated",
            "Limited",
            "L.P",
            "LP",
        ):
            return last + 1
        return 0
    if gap.startswith(".") and (len(word) > 3 or following in lists["common"]):
        return 0
    if "\n" in gap and (following in lists["common"]):
        return 0
    if _capital(following) or (following[0].isdigit() and _version(text, tokens[last + 1], gap)):
        return last + 1 if word not in lists["months"] and following not in lists["months"] else 0
    if last + 2 < len(tokens) and (following in _JOINS or following == "&"):
        beyond = last + 2
        if following in ("of", "for") and text[slice(*tokens[beyond])] == "the" and beyond + 1 < len(tokens):
            beyond += 1
        after = text[slice(*tokens[beyond])]
        if not _capital(after) or not _TOKEN_GAP.fullmatch(text[tokens[beyond - 1][1] : tokens[beyond][0]]):
            return 0
        if following == "&" or (following in ("of", "for", "on") and word in lists["of_heads"]):
            return beyond
        if following == "and" and after.rstrip(".") in _AFTER_AND:
            return beyond
        if following not in ("of", "for", "the", "and", "on") and word not in lists["common"]:
            return beyond
    return 0


_UNITS = (
    "%",
    "million",
    "billion",
    "percent",
    "euros",
    "dollars",
    "pounds",
    "yuan",
    "kron",
    "people",
    "jobs",
)


def _version(text: str, span: tuple[int, int], gap: str) -> bool:
    """Whether a number behind a name belongs to it: Boeing 737, not Apple 2023 or Sales 5.2 million."""
    digits = text[slice(*span)].rstrip(".,")
    after = text[span[1] : span[1] + 12].lstrip().lower()
    if not gap or not digits.isdigit() or len(digits) > 3 or after.startswith(_UNITS):
        return False
    return text[span[1] : span[1] + 2] in ("'s", "’s") or (len(digits) == 3 and digits[1:] != "00")


def _run(text: str, tokens: list[tuple[int, int]], opening: bool, ordinary: Vocabulary) -> list[Name]:
    """The names in one run of capitalised words: none, one, or what titles part (Apple | CEO | Tim Cook)."""
    lists = lexicon()
    groups: list[tuple[list[tuple[int, int]], bool]] = []
    current: list[tuple[int, int]] = []
    titled = False
    for span in tokens:
        word = text[slice(*span)].rstrip(".")
        if word in lists["titles"] and not (current and _more_follows(text, tokens, span)):
            if current:
                groups.append((current, titled))
            current, titled = [], True
        else:
            current.append(span)
    if current:
        groups.append((current, titled))
    found = []
    for group, after_title in groups:
        name = _trimmed(text, group, opening and group[0] == tokens[0], ordinary)
        if name is not None:
            kind = _english_kind(text[name[0] : name[1]], after_title)
            found.append(Name(*name, kind))
    return found


def _more_follows(text: str, tokens: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Whether a title word is a part of an organisation's name: Johnson Executive Search, General Motors."""
    rest = [text[slice(*t)] for t in tokens if t[0] > span[0]]
    return bool(rest) and rest[-1].rstrip(".") in lexicon()["org_suffix"]


def _trimmed(
    text: str, group: list[tuple[int, int]], opening: bool, ordinary: Vocabulary
) -> tuple[int, int] | None:
    lists = lexicon()
    words = [_CLITIC.sub("", text[slice(*span)]) for span in group]

    homes = [k for k, word in enumerate(words) if _OF_PLACE.search(word)]
    if homes:  # San Francisco-based Acme
        group, words, opening = group[homes[-1] + 1 :], words[homes[-1] + 1 :], False

    def empty(word: str) -> bool:
        if word.isupper() and len(word) > 2 and word not in lists["acronyms"]:
            word = word.capitalize()
        return (
            word in lists["common"]
            or word in lists["acronyms"]
            or word in lists["months"]
            or word in lists["demonyms"]
            or not word[0].isalpha()
        )

    first, last = 0, len(words)
    while first < last and words[first] in listed("sentence_heads"):
        first += 1
    if opening:
        whole = " ".join(words[first:last])
        if whole not in lists["places"]:
            strong = [w for w in words[first:last] if not empty(w) and w.lower() not in ordinary.small]
            if not strong or (last - first == 1 and not _stands(text, group[first], words[first], ordinary)):
                return None
            while first < last - 1 and words[first].lower() in ordinary.small and empty(words[first]):
                first += 1
    if " ".join(words[first:last]) not in lists["places"]:
        if all(empty(word) for word in words[first:last]):
            return None
        while last > first and (
            words[last - 1] in lists["months"]
            or words[last - 1] in _JOINS
            or words[last - 1] == "&"
            or words[last - 1] in listed("sentence_heads")
        ):
            last -= 1
        if (
            last - first == 1
            and words[first].lower() in ordinary.small
            and not any(c.isupper() for c in words[first][1:])
        ):
            return None
    if last <= first or _HOME_BEHIND.match(text, group[last - 1][1]):
        return None
    if _LISTED_AT.match(text, group[last - 1][1]) and text[group[first][0] - 1 : group[first][0]] == "(":
        return None
    start, end = group[first][0], group[last - 1][1]
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    if text[end : end + 1] == "." and words[last - 1] in ("Inc", "Corp", "Ltd", "Co"):
        end += 1
    return (start, end) if end - start > 1 else None


def _stands(text: str, span: tuple[int, int], word: str, ordinary: Vocabulary) -> bool:
    """Whether one word that opens a sentence is a name: other places of the text or its verb say so."""
    if not word[1:].islower():
        return True  # eBay, AMG, 3M
    after = text[span[1] : span[1] + 24]
    if text[span[0] : span[1]].endswith(("'s", "’s")) or _ITS_VERB.match(after):
        return True
    return word in ordinary.capital


_ITS_VERB = re.compile(
    r"\s(?:CEO|CFO|COO|CTO|[Cc]hief|[Pp]resident|[Cc]hairman|shares|stock)\b|\s(?:(?:also|now"
    r"|recently|reportedly|already|currently|today)\s)?(?:is|was|has|had|will|would|said|says|reported"
    r"|posted|announced|expects?|plans?|"
    r"generated|earned|recorded|sold|bought|acquired|raised|cut|spent|paid|owns?|employs?|operates?"
    r"|forecasts?|agreed|signed|won|lost|made|hit|"
    r"reached|delivered|shipped|produced|holds?|grew|rose|fell|makes?|intends?|invested|completed"
    r"|launched|opened|closed|saw|booked|swung|held|met|struck|took|gave|began|joined|hired|named"
    r"|appointed|declined|said|warned|faces|operates|serves|sells|provides|offers"
    r"|accounted for|represented|contributed|carried|handled|supplied|supplies|controls|controlled"
    r"|ranks|ranked|leads|led|remains|remained|became|received|trades|traded|exported|imported|owes|owed|manufactures"
    r"|beat|beats|lifted|slashed|trimmed|boosted|unveiled|sued|settled|borrowed|repaid|laid)\b"
    r"|\s\((?:[A-Za-z]{2,8}: ?[A-Z0-9.]{1,8}|\d{3,6}\.[A-Z]{1,2})\)"
    r"|, (?:based|headquartered)\b|, an? [A-Z][\w.]*(?: [A-Z][\w.]*)*(?:-based|, [A-Z])"
)
_OF_PLACE = re.compile(r"\w-(?:based|headquartered|backed|owned|listed|born|led)$")
_LISTED_AT = re.compile(r": ?(?:[A-Z]{1,5}|\d{3,6})(?:\.[A-Z]{1,2})?[),;]")
"""Behind an exchange in brackets: (KRX: 005930)."""
_HOME_BEHIND = re.compile(r", [A-Z][\w.]*(?: [A-Z][\w.]*){0,2}-(?:based|headquartered)\b")
"""Behind a town: Denver, Colorado-based."""
_CLITIC = re.compile(r"['’](?:s|ll|m|re|ve|d|t)$")


_INITIAL = re.compile(r"[A-Z]\.")


def _english_kind(raw: str, after_title: bool) -> NameKind:
    lists = lexicon()
    words = raw.replace("\n", " ").split()
    if " ".join(words) in lists["places"] or raw in territories():
        return "place"
    if (
        words[-1].rstrip(".,") in lists["org_suffix"]
        or "&" in raw
        or (words[0] in lists["of_heads"] and "of" in words)
    ):
        return "org"
    if any(is_model(word) for word in words):
        return "product"
    if (after_title or words[0] in lists["given_names"] or _INITIAL.fullmatch(words[0])) and len(words) <= 3:
        return "person"
    return "org"
