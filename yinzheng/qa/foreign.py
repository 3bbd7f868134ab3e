"""Whether a question is in a third language: it is searched all the same, and the reader is told.

Scripts tell most; of Latin ones, words that stand in nearly every sentence of a language and are no English.
"""

from __future__ import annotations

import re

from yinzheng.qa.question import is_function_word

# Greek, Cyrillic, Hebrew, Arabic, the scripts of India and of South-East Asia, kana, Hangul.
_OTHER_SCRIPT = re.compile(r"[\u0370-\u052f\u0590-\u07ff\u0900-\u11ff\u3040-\u30ff\uac00-\ud7af]")
_SOME = 3  # letters of another script in a question that only names something in it
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SIGNS = re.compile(r"[¿¡ñßœ]")
_ACCENTS = re.compile(r"[éèêëàâçùûîïôäöüãõ]", re.IGNORECASE)  # English has them in names
_WORDS = frozenset(
    # Spanish, Portuguese, French, Italian, German, Dutch
    "el los las una del que qué cuál cuáles cuántos cuántas cuánto cuánta quién dónde "  # noqa: SIM905
    "cuándo cómo por para tiene es qual quais quantos quantas quanto quem onde quando como uma são tem não "
    "de le les des du est sont quel quelle quels quelles combien qui où quand comment pourquoi dans avec une "
    "elle elles ont "
    "il gli dei della quanti quante chi dove perché sono nel che "
    "der die das den dem ein eine ist sind wie viele viel wer wo wann warum welche welcher welches hat haben "
    "und von het een zijn hoeveel waar wanneer waarom welke".split()
)


def is_foreign(question: str) -> bool:
    """Whether a question seems to be in neither Chinese nor English."""
    words = [word.lower() for word in _WORD.findall(question)]
    english = sum(is_function_word(word) and word not in _WORDS for word in words)
    others = len(_OTHER_SCRIPT.findall(question))
    if others >= _SOME:  # kana beside Han is Japanese
        return not english and (not _HAN.search(question) or others > len(_HAN.findall(question)) / 2)
    if _HAN.search(question):
        return False
    known = sum(word in _WORDS for word in words)
    marked = _SIGNS.search(question) or _ACCENTS.search(question)
    return known > english and (known >= 2 or marked is not None)
