"""True sentences said otherwise, and sentences that a change made false, each of a kind.

Every case comes from one true sentence of a library and is the same for the same seed. A mutant is kept only
when what it says is not in the documents: its new figure not in that document (nor anywhere in a library
whose sentence does not say whom it is about), its new period not beside the same words, its new subject
not in a document that says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from bench.check_falsehoods import done, invented_quote, negated, swapped_subject, turned
from bench.check_figures import (
    Figure,
    changed_number,
    converted_scale,
    dropped_digit,
    moved_period,
    raws,
    respelled,
    signatures,
    swapped_scale,
    swapped_unit,
)
from bench.check_paraphrases import reordered, with_synonyms, without_adverbs
from bench.check_shelf import Sentence, Shelf
from bench.check_words import quoted
from yinzheng.types import Lang


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence to check against library ``shelf``, and the true sentence that it was made from."""

    kind: str
    lang: Lang
    shelf: str
    text: str
    origin: str


Maker = Callable[[Sentence, Shelf, Random], str | None]


def _figure(make: Callable[[str, Random], tuple[str, Figure] | None]) -> Maker:
    """A mutation of a figure, tried until one says what is not there."""

    def made(sentence: Sentence, shelf: Shelf, rng: Random) -> str | None:
        told = bool(shelf.named(sentence))
        for _ in range(8):
            mutant = make(sentence.text, rng)
            if mutant is None:
                return None
            text, figure = mutant
            plain = f"{figure.value.normalize():f}|"
            here = shelf.signatures(sentence.doc)
            if figure.signature in here or (figure.scale and plain in here - signatures(sentence.text)):
                continue
            same_number = figure.number.replace(",", "") in raws(sentence.text)
            if not same_number and figure.number.replace(",", "") in shelf.raws(sentence.doc):
                continue
            if not told and figure.signature in shelf.every_signature():
                continue
            return text
        return None

    return made


def _period(sentence: Sentence, shelf: Shelf, rng: Random) -> str | None:
    for _ in range(6):
        mutant = moved_period(sentence.text, rng)
        if mutant is None:
            return None
        text, period = mutant
        docs = [sentence.doc] if shelf.named(sentence) else range(len(shelf.texts))
        if not any(shelf.restated(text, doc, period.split()[0], 0.55) for doc in docs):
            return text
    return None


def _altered_quote(sentence: Sentence, shelf: Shelf, rng: Random) -> str | None:
    """One thing in a quotation changed: a figure, a word, a negation, a direction."""
    changes = [
        _figure(changed_number),
        TRUE["synonyms"],
        TRUE["shorter"],
        FALSE["negation"],
        FALSE["direction"],
    ]
    rng.shuffle(changes)
    for change in changes:
        altered = change(sentence, shelf, rng)
        # Leaving out a word at the end of a sentence leaves a true quotation, only a shorter one.
        if altered and altered.rstrip("。.!！") not in sentence.text:
            return quoted(altered, sentence.lang, rng)
    return None


TRUE: dict[str, Maker] = {
    "verbatim": lambda one, _shelf, _rng: one.text,
    "verbatim in quotes": lambda one, _shelf, rng: quoted(one.text, one.lang, rng),
    "scale converted": lambda one, _shelf, rng: converted_scale(one.text, rng),
    "figure respelled": lambda one, _shelf, rng: respelled(one.text, rng),
    "synonyms": lambda one, _shelf, rng: with_synonyms(one, rng),
    "order": lambda one, shelf, _rng: reordered(one, shelf),
    "shorter": lambda one, _shelf, rng: without_adverbs(one, rng),
}
FALSE: dict[str, Maker] = {
    "number": _figure(changed_number),
    "dropped digit": _figure(dropped_digit),
    "unit": _figure(swapped_unit),
    "scale": _figure(swapped_scale),
    "period": _period,
    "subject": swapped_subject,
    "negation": lambda one, _shelf, _rng: negated(one),
    "direction": lambda one, _shelf, rng: turned(one, rng),
    "modality": lambda one, _shelf, _rng: done(one),
    "quote altered": _altered_quote,
    "quote invented": invented_quote,
}
ALLOWED = {  # how many false alarms there may be
    "verbatim": 0.02, "verbatim in quotes": 0.02, "scale converted": 0.02, "figure respelled": 0.02,
    "synonyms": 0.08, "order": 0.08, "shorter": 0.08,
}  # fmt: skip
WANTED = {  # how many must be caught
    "number": 0.98, "dropped digit": 0.98, "unit": 0.98, "scale": 0.98, "period": 0.90, "subject": 0.90,
    "negation": 0.85, "direction": 0.85, "modality": 0.85, "quote altered": 0.98, "quote invented": 0.98,
}  # fmt: skip


def cases(shelf: Shelf, kind: str, seed: int) -> Iterator[Case]:
    """The cases of a kind from a library's true sentences, one from each that offers one."""
    make = {**TRUE, **FALSE}[kind]
    whole = frozenset(" ".join(text.split()) for text in shelf.texts)
    for sentence in shelf.true:
        rng = Random(f"{seed} {kind} {sentence.text}")
        made = make(sentence, shelf, rng)
        if made is None or (kind != "verbatim" and made == sentence.text):
            continue
        if kind in FALSE and any(" ".join(made.split()) in text for text in whole):
            continue
        yield Case(kind, sentence.lang, shelf.name, made, sentence.text)


def drawn(shelves: Sequence[Shelf], kind: str, lang: Lang, count: int, seed: int) -> list[Case]:
    """``count`` cases of a kind and language, evenly from the libraries that have some."""
    streams = [iter(case for case in cases(shelf, kind, seed) if case.lang == lang) for shelf in shelves]
    found: list[Case] = []
    while streams and len(found) < count:
        for stream in list(streams):
            case = next(stream, None)
            if case is None:
                streams.remove(stream)
            elif len(found) < count:
                found.append(case)
    return found
