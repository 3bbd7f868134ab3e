"""Names that the documents write in the other script: Chengyu for 澄宇, 曾毓群 for Zeng Yuqun.

No table has the names of most people and companies, and no vector tells which characters a Latin name spells.
So for a name that no table lists the library is asked which names of it are read like that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import is_term
from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import is_han, language, stems, sure_terms, words
from yinzheng.qa.names.aliases import other_names
from yinzheng.qa.question import is_function_word

if TYPE_CHECKING:
    from yinzheng.index.index import Index
    from yinzheng.types import Lang

_LATIN = re.compile(r"(?<![\w'’-])[A-Z][a-z]+(?: [A-Z][a-z]+)*(?![\w-])")
_SYLLABLES = re.compile(r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]+(?:ng|n|r)?)+")
"""What may be Pinyin; few English names are."""
_MOST_WORDS = 3
_LOOKED_AT = 3
"""Passages in which a name is looked for."""


def respelled(index: Index, question: str, *, only: bool = True) -> tuple[str, dict[str, str]]:
    """Return a question with names as documents write them in the other script, and these by the asked ones.

    The question itself where no such name is found, or several are that are read alike. With ``only``, names
    that passages in the question's own language have are left as they are.
    """
    lang = language(question)
    if not index.passage_langs().get("en" if lang == "zh" else "zh"):
        return question, {}
    names, made, at = dict[str, str](), list[str](), 0
    for start, end, name in (_latin if lang == "en" else _han)(index, question, only):
        names[question[start:end]] = name
        made += [question[at:start], name]
        at = end
    return "".join([*made, question[at:]]), names


def _latin(index: Index, question: str, only: bool) -> Iterator[tuple[int, int, str]]:
    """Yield where an English question has a name that Chinese passages have, and how they write it."""
    for match in _LATIN.finditer(question):
        parts = list(re.finditer(r"\S+", match.group()))
        begin = 0
        while begin < len(parts):
            for end in range(min(len(parts), begin + _MOST_WORDS), begin, -1):
                run = [part.group().lower() for part in parts[begin:end]]
                if found := _in_han(index, run, only):
                    yield match.start() + parts[begin].start(), match.start() + parts[end - 1].end(), found
                    begin = end
                    break
            else:
                begin += 1


def _in_han(index: Index, run: Sequence[str], only: bool) -> str:
    """Return the one name of Chinese passages that Latin words spell, empty where none or several do."""
    if not all(map(_SYLLABLES.fullmatch, run)) or _is_known(run, "zh"):
        return ""
    if only and any(index.having(stems(run), lang) for lang in ("zh", "en")):
        return ""
    from yinzheng.qa.names.pinyin import in_han  # reads the table of all characters

    found = in_han(run, lambda pairs: index.having(pairs, "zh"))
    named = [name for name in found if _is_a_name(index, name)]
    return named[0] if len(named) == 1 else ""


def _is_known(run: Sequence[str], to: Lang) -> bool:
    return (
        is_term(run, to)
        or any(map(is_function_word, run))
        or bool(other_names(run, " ".join(word.capitalize() for word in run)))
    )


def _is_a_name(index: Index, name: str) -> bool:
    """Whether Chinese passages use a word as a name, or in one."""
    from yinzheng.qa.names.entities import names

    for text in passages_with(index, name, "zh"):
        for sentence in sentences(text, 0, len(text)):
            said = text[sentence.start : sentence.end]
            if name in said and any(name in said[one.start : one.end] for one in names(said)):
                return True
    return False


def _han(index: Index, question: str, only: bool) -> Iterator[tuple[int, int, str]]:
    """Yield where a Chinese question has a name that English passages have, and how they write it."""
    at = 0
    for word in words(question):
        start = question.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if is_han(word) and (found := _in_latin(index, word, only)):
            yield start, at, found


def _in_latin(index: Index, word: str, only: bool) -> str:
    """Return the spelling of a Han name that English passages have, empty where they have none."""
    if is_function_word(word) or is_term([word], "en") or (only and index.having(sure_terms(word), "zh")):
        return ""
    from yinzheng.qa.names.pinyin import in_latin  # reads the table of all characters

    for ways in in_latin(word):
        for order in dict.fromkeys((ways, ways[::-1])):
            terms = tuple(stems(order))
            if len(index.having(terms, "en")) == len(set(terms)):
                written = [part.capitalize() for part in order]
                if any(
                    re.search(rf"\b{'[ -]'.join(written)}\b", text) for text in _texts(index, terms, "en")
                ):
                    return " ".join(written)
    return ""


def passages_with(index: Index, name: str, lang: Lang) -> Iterator[str]:
    """Yield a few passages, folded, that have all the terms of a word or name; most of them have it."""
    return map(fold_text, _texts(index, sure_terms(name), lang))


def _texts(index: Index, terms: tuple[str, ...], lang: Lang) -> Iterator[str]:
    """Yield a few passages that have all of the terms."""
    found = index.passages([i for i, _ in index.lexical([(terms,)], lang, _LOOKED_AT)])
    documents = index.documents_by_id({passage.doc_id for passage in found.values()})
    for passage in found.values():
        yield documents[passage.doc_id].text[passage.start : passage.end]
