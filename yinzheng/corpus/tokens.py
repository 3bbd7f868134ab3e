"""Terms for lexical search, and the language of a text.

The same function serves documents and queries. Order and repetition of the terms follow the text
within each of its parts (Han words, Han bigrams, the rest), so counts are term frequencies; positions
carry no meaning.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from yinzheng.types import Lang

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_UNSPACED = "\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"

_HAN_RUN = re.compile(f"[{_HAN}]+")
_ALNUM = rf"[^\W_{_HAN}{_UNSPACED}]"
# CPython 3.11 takes a millisecond to compile one of these sets: so a letter is what is no digit where one of
# the two has to stand.
_WORD = rf"""
    {_ALNUM}+                                    # letters and digits of any other script,
    (?: (?: (?<=\d) , (?=\d{{3}}(?!\d))           #   1,915  12,000,000
          | (?<=\d) \. (?=\d)                     #   12.5  3.14
          | (?<!\d) ['’] (?!\d)                   # company's, not 年'营
        ) {_ALNUM}+ )*
"""
_WORDS = re.compile(_WORD, re.VERBOSE)
_UNSPACED_OR_WORD = rf"(?P<unspaced> [{_UNSPACED}]+ ) | (?P<word> {_WORD} )"  # kana, Hangul, Thai …: bigrams
_UNSPACED_ONE = re.compile(f"[{_UNSPACED}]")
_RUNS = re.compile(rf"(?P<han> [{_HAN}]+ ) | {_UNSPACED_OR_WORD}", re.VERBOSE)
_JOINING = re.compile(r"[-/_&+.]\w")
_INITIALS = re.compile(r"\b[a-z](?:[.&][a-z])+\b\.?")
_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_PIECES = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
# The stemmer takes the plural off no word in -us: bus, but gpus as well.
_PLURAL_ACRONYM = re.compile(r"(?<=^[b-df-hj-np-tv-z]{2})us$(?<!thus)(?<!plus)|(?<=^[b-df-hj-np-tv-z]{3})us$")
_LONGEST = 64  # characters of a term; base64 and the like are no words anybody looks for

_FUNCTION_WORDS = frozenset(
    "the of and to in is are was were be a an for on at by with from as that this it its "  # noqa: SIM905
    "what who whom whose when where which why how many much do does did has have had will would can".split()
)
_FUNCTION_CHARACTERS = re.compile("[的了是在和与與为為有及把被这這哪谁誰吗嗎]")


def tokens(text: str) -> list[str]:
    """The search terms of ``text``, which is folded first.

    - Han text: jieba words of any length and all character bigrams. A two-character word counts twice,
      being both: leaving out that, or the one-character words, cost up to a point of recall@1.
    - Words of other scripts: lower-cased, English-stemmed (Snowball).
    - Numbers: whole, without thousands separators (``1,915`` → ``1915``, ``12.5`` → ``12.5``).
    - Mixtures: ``gpt-4`` → ``gpt4``, ``gpt``, ``4``; ``2gw`` → ``2gw``, ``2``, ``gw``; ``h100`` → ``h100``.

    Terms hold no whitespace and no punctuation but the decimal point, and are at most 64 characters.
    """
    return folded_tokens(fold_text(text))


def folded_tokens(folded: str) -> list[str]:
    """The search terms of a text that is folded already, as ``tokens`` gives them."""
    if folded.isascii():
        return list(_other(folded))
    runs = _HAN_RUN.findall(folded)
    terms = _cut(runs)
    for run in runs:
        terms += [run[i : i + 2] for i in range(len(run) - 1)]
    terms += _other(folded)
    return terms


def han_words(folded: str) -> list[str]:
    """The Han words of a folded text: what ``folded_tokens`` has of it beside bigrams and the rest."""
    return _cut(_HAN_RUN.findall(folded))


def _cut(runs: Sequence[str]) -> list[str]:
    return [word for word in _cutter()("\n".join(runs)) if word != "\n"] if runs else []


def words(text: str) -> list[str]:
    """The words of ``text``, folded but not stemmed, in its order; Han words as jieba cuts them."""
    return folded_words(fold_text(text))


def folded_words(folded: str) -> list[str]:
    """The words of a text that is folded already, as ``words`` gives them."""
    made: list[str] = []
    for match in _RUNS.finditer(folded):
        made += _cutter()(match.group()) if match.lastgroup == "han" else [match.group()]
    return made


def stems(terms: Sequence[str]) -> list[str]:
    """Return the search terms of single words: English stems, numbers without separators."""
    # Thousands of words of a table go through here at once: plain ones need no parsing.
    return [_stem(term) if term.isalpha() else _word_terms(term)[0] for term in terms]


def sure_terms(folded: str) -> tuple[str, ...]:
    """The search terms of a word or name that every passage with it has, however jieba cuts it there.

    They are bigrams of its Han characters, the stems of its words, and initials (``r&d``) as one.
    """
    made: list[str] = []
    for match in _RUNS.finditer(_INITIALS.sub(lambda found: re.sub("[.&]", "", found[0]), folded)):
        run = match.group()
        if match.lastgroup == "word":
            made.append(_word_terms(run)[0])
        else:
            made += (run[i : i + 2] for i in range(max(1, len(run) - 1)))
    return tuple(made)


def spaced_terms(folded: str) -> list[str]:
    """The search terms of everything in a folded text that is not Han, as ``tokens`` gives them."""
    return list(_other(folded))


@lru_cache(maxsize=1 << 15)
def is_han(word: str) -> bool:
    """Whether a word is written in Han characters."""
    return _HAN_RUN.match(word) is not None


def language(text: str) -> Lang:
    """``zh`` or ``en``: Chinese that is full of English names is ``zh``; no Han characters is ``en``.

    A Han character weighs as much as an English word; function words of either language weigh three,
    since names and terms are what one language borrows from the other, and function words are not.
    """
    han = "".join(_HAN_RUN.findall(text))
    if not han:
        return "en"
    zh = len(han) + 2 * len(_FUNCTION_CHARACTERS.findall(han))
    words = re.findall(r"[A-Za-z]{2,}", text)
    en = len(words) + 2 * sum(word.lower() in _FUNCTION_WORDS for word in words)
    return "zh" if zh >= en else "en"


def _other(folded: str) -> Iterator[str]:
    """The terms of everything that is not Han."""
    if folded.isascii() or not _UNSPACED_ONE.search(folded):
        for word in _WORDS.findall(folded):
            yield from _word_terms(word)
    else:
        for match in _rest().finditer(folded):
            word = match.group()
            if match.lastgroup == "unspaced":
                yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
            else:
                yield from _word_terms(word)
    for match in _joined().finditer(folded) if _JOINING.search(folded) else ():
        joined = re.sub(r"[-./_&+]", "", match.group())
        if len(joined) <= _LONGEST and not (joined.isdigit() and not _DATE.fullmatch(match.group())):
            yield joined if not joined.isalpha() else _stem(joined)


@cache
def _rest() -> re.Pattern[str]:
    """What of a text is not Han; compiled when the first text needs it, as the next."""
    return re.compile(_UNSPACED_OR_WORD, re.VERBOSE)


@cache
def _joined() -> re.Pattern[str]:
    """Words that are written as one, with signs between: gpt-4, r&d."""
    return re.compile(
        rf"(?<!{_ALNUM}){_ALNUM}+(?:(?:[-/_&+]|(?<!\d)\.|\.(?!\d)){_ALNUM}+){{1,3}}(?![-./_&+]?{_ALNUM})"
    )


@lru_cache(maxsize=1 << 16)
def _word_terms(word: str) -> tuple[str, ...]:
    """The terms of one word, number or mixture such as ``2gw``."""
    word = word.replace(",", "").replace("’", "'")
    if len(word) > _LONGEST:
        word = word[:_LONGEST]
    if word.isalpha() or "'" in word:
        return (_stem(word).replace("'", ""),)
    pieces = _PIECES.findall(word)
    if len(pieces) == 1:
        return (word,)
    digits_first = pieces[0][0].isdigit()
    letters = max((len(p) for p in pieces if p.isalpha()), default=0)
    if len(pieces) == 2 and (digits_first or letters > 1):  # 2gw, gpt4; not h100: nobody means "100"
        return (word, *(_stem(p) if p.isalpha() else p for p in pieces))
    return (word,)


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    return _stemmer()(_PLURAL_ACRONYM.sub("u", word)) if word.isascii() else word


@cache
def _stemmer() -> Callable[[str], str]:
    import Stemmer

    return Stemmer.Stemmer("english").stemWord  # type: ignore[no-any-return]


@cache
def _cutter() -> Callable[[str], list[str]]:
    """The word cutter of jieba: the Rust port where it is installed, else jieba itself without its cache."""
    try:
        import rjieba
    except ImportError:
        return _jieba_cutter()
    return rjieba.cut


def _jieba_cutter() -> Callable[[str], list[str]]:
    """The cutter of jieba itself, its dictionary read afresh.

    ``Tokenizer.initialize`` would read (by ``marshal``) and write a cache file in the shared temporary
    folder, where anybody may have put another one.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 has invalid escapes and imports pkg_resources
        import jieba

        tokenizer = jieba.Tokenizer()
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
    return tokenizer.lcut  # type: ignore[no-any-return]
