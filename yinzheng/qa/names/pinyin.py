"""How Chinese names are spelled in Latin letters: Hanyu Pinyin, without tones.

``Zeng Yuqun`` is 曾毓群. No table has the names of most people and companies, but their characters have
readings, which ``pypinyin`` lists. Wade-Giles and the spellings of Hong Kong are not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product

_SHORTEST, _LONGEST = 2, 4
"""Syllables of a name."""

_READINGS = 3
"""Readings of a character that are tried."""

_VOWELS = frozenset("aeiou")


@lru_cache(maxsize=256)
def syllables(word: str) -> tuple[tuple[str, ...], ...]:
    """Return all the ways in which a word, in lower case, is syllables of Pinyin, at most four of them."""
    return tuple(_cut(_plain(word))) if word.isascii() else ()


def _cut(rest: str, most: int = _LONGEST) -> Iterator[tuple[str, ...]]:
    if not rest:
        yield ()
    elif most:
        for n in range(1, min(len(rest), _LETTERS) + 1):
            if rest[:n] in _characters():
                for behind in _cut(rest[n:], most - 1):
                    yield (rest[:n], *behind)


_LETTERS = 6  # of zhuang


def in_han(words: Sequence[str], having: Callable[[Collection[str]], Collection[str]]) -> list[str]:
    """Return the Han names of which Latin words, in lower case, may be the spelling.

    ``having`` tells of pairs of characters which of them the texts have. The surname may stand behind: Yuqun
    Zeng.
    """
    found: list[str] = []
    orders = [words, [words[-1], *words[:-1]]] if len(words) > 1 else [words]
    for order in orders:
        for parts in product(*map(syllables, order)):
            spoken = [one for part in parts for one in part]
            if _SHORTEST <= len(spoken) <= _LONGEST:
                found += _written(spoken, having)
    return list(dict.fromkeys(found))


def _written(spoken: Sequence[str], having: Callable[[Collection[str]], Collection[str]]) -> list[str]:
    made = list(_characters()[spoken[0]])
    for one in spoken[1:]:
        pairs = {a[-1] + b for a in made for b in _characters()[one]}
        known = having(pairs)
        made = [a + b for a in made for b in _characters()[one] if a[-1] + b in known]
    return made


def in_latin(name: str) -> list[tuple[str, ...]]:
    """Return how a Han name of two to four characters may be spelled, as Latin words in lower case."""
    if not _SHORTEST <= len(name) <= _LONGEST:
        return []
    made: dict[tuple[str, ...], None] = {}
    for read in product(*(_readings().get(character, ())[:_READINGS] for character in name)):
        made["".join(read),] = None
        for at in range(1, len(read)):
            made["".join(read[:at]), "".join(read[at:])] = None
    return list(made)


def _plain(word: str) -> str:
    return re.sub("(?<=[ln])(?:yu|v)", "u", word)


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    """Return the readings of each simplified character that GBK has, without tones, the commonest first."""
    from pypinyin.pinyin_dict import pinyin_dict

    from yinzheng.corpus.fold import simplified

    listed = "".join(map(chr, pinyin_dict)).encode("gbk", "ignore").decode("gbk")
    own = [one for one, plain in zip(listed, simplified(listed), strict=True) if one == plain]
    toned = unicodedata.normalize("NFD", "\n".join(pinyin_dict[ord(one)] for one in own))
    plain = _plain(_TONES.sub("", toned)).split("\n")  # all at once: a tenth of the time
    return {one: tuple(dict.fromkeys(read.split(","))) for one, read in zip(own, plain, strict=True)}


_TONES = re.compile("[\u0300-\u036f]")  # of ü as well, which is written u, v or yu


@cache
def _characters() -> Mapping[str, str]:
    """Return the characters of each syllable."""
    made: dict[str, list[str]] = {}
    for character, readings in _readings().items():
        for one in readings:
            if not _VOWELS.isdisjoint(one):  # 嗯 is n, or ng
                made.setdefault(one, []).append(character)
    return {one: "".join(characters) for one, characters in made.items()}
