"""How a concept may be said in a text: by a Han word, by stems, or by both (智谱AI)."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yinzheng.corpus.tokens import is_han, spaced_terms

if TYPE_CHECKING:
    from yinzheng.corpus.lexicon import Concept


class Ways(NamedTuple):
    """The alternatives of a concept, by how one sees whether a text has one.

    They are Han words, single stems, several stems that must all be there, and Han bigrams beside stems.
    """

    han: tuple[str, ...]
    one: frozenset[str]
    several: tuple[tuple[str, ...], ...]
    mixed: tuple[tuple[str, ...], ...]

    @property
    def word(self) -> str:
        """The Han word that is the only alternative; empty where there is another."""
        return self.han[0] if len(self.han) == 1 and not (self.one or self.several or self.mixed) else ""


@lru_cache(maxsize=1 << 14)
def ways_of(concept: Concept) -> Ways:
    """Sort the alternatives of a concept."""
    han, other, mixed = [], [], []
    for way in concept:
        parts = spelled(way)
        if not any(map(is_han, parts)):
            other.append(way)
        elif len(parts) == 1:
            han.append(parts[0])
        else:
            mixed.append(way)
    one = frozenset(way[0] for way in other if len(way) == 1)
    return Ways(tuple(han), one, tuple(way for way in other if len(way) > 1), tuple(mixed))


@lru_cache(maxsize=1 << 14)
def spelled(way: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of an alternative: bigrams put together again (``海力``, ``力士``), and stems."""
    parts: list[str] = []
    for term in way:
        if parts and is_han(term) and is_han(parts[-1]):
            parts[-1] += term[-1]
        else:
            parts.append(term)
    return tuple(parts)


class FoldedText:
    """A text that concepts are looked for in."""

    folded: str

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of what is not Han: most Chinese questions never ask for one."""
        return frozenset(spaced_terms(self.folded))

    def has_way(self, way: tuple[str, ...]) -> bool:
        """Return whether an alternative of a concept is there: its Han words, and all stems."""
        return all(part in (self.folded if is_han(part) else self.stems) for part in spelled(way))

    def has_any(self, ways: Ways) -> bool:
        """Return whether one of the alternatives of a concept is there."""
        han, one, several, mixed = ways
        folded = self.folded
        for word in han:
            if word in folded:
                return True
        if one and not one.isdisjoint(self.stems):
            return True
        if several and any(map(self.stems.issuperset, several)):
            return True
        return bool(mixed) and any(map(self.has_way, mixed))
