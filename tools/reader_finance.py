"""Questions about financial news and reports that the reader is fitted on as well.

FewFC (CC BY-SA 4.0) has Chinese sentences of financial news with the parts of the events that they tell
of: who bought what, for how much, when. Each part is asked for in the words of ``reader_finance.tsv``. None
answers what no event of the text has, what is asked of a company that the text does not deal with (of others
it tells the like in the same words), and who did what the text does not tell of. TAT-QA (CC BY 4.0) has
English questions about paragraphs of reports.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench import data
from tools.reader_sets import Pair, held_out, rows_of

OF_EVENTS = 1
"""Questions of each event that are answered, and as many that are not."""

LONGEST = 3
"""A passage is of so many texts at most."""

WORDINGS = Path(__file__).with_suffix(".tsv")
"""What each part of an event is asked for by, in Chinese and English."""

_DOING, _DONE_TO = ("sub-org", "sub-per", "sub"), ("obj-org", "obj", "obj-per", "target-company")
_TOLD = ("减持", "增持", "转让", "出售", "受让", "协议转让")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question for what stands in one of some roles of an event, with places for its parties."""

    roles: tuple[str, ...]
    text: str

    def of(self, event: Event) -> str | None:
        """Return the question about an event, or ``None`` where it lacks a party that the question names."""
        named = {"{s}": event.of(_DOING), "{o}": event.of(_DONE_TO), "{c}": event.of(["target-company"])}
        if any(place in self.text and not name for place, name in named.items()):
            return None
        if "{t}" in self.text and event.trigger not in _TOLD:
            return None
        return self.text.format(s=named["{s}"], o=named["{o}"], c=named["{c}"], t=event.trigger)


@cache
def wordings() -> dict[str, list[Wording]]:
    """Return the wordings by kind of event."""
    found: dict[str, list[Wording]] = {}
    for line in WORDINGS.read_text("utf-8").splitlines()[1:]:
        kind, roles, text = line.split("\t")
        found.setdefault(kind, []).append(Wording(tuple(roles.split("|")), text))
    return found


@dataclass(frozen=True, slots=True)
class Event:
    """What a text tells: of which kind, the word that does, and each part with its half-open span."""

    kind: str
    trigger: str
    parts: tuple[tuple[str, str, tuple[int, int]], ...]

    def of(self, roles: Sequence[str]) -> str:
        """Return the text of the first part with one of the roles, or ``""``."""
        return next((text for role in roles for own, text, _ in self.parts if own == role), "")


@cache
def texts(held: bool) -> dict[str, list[Event]]:
    """Return FewFC's texts, those that are held out or the others, with their events."""
    found: dict[str, list[Event]] = {}
    for name in ("base", "trans"):
        for line in (data.DATA / "fewfc" / f"test_{name}.json").read_text("utf-8").splitlines():
            row = json.loads(line)
            if held_out(row["content"]) == held:
                events = found.setdefault(row["content"], [])
                events += [
                    Event(
                        event["type"],
                        next((m["word"] for m in event["mentions"] if m["role"] == "trigger"), ""),
                        tuple((m["role"], m["word"], tuple(m["span"])) for m in event["mentions"]),
                    )
                    for event in row["events"]
                ]
    return found


def events(held: bool, drawn: random.Random) -> Iterator[Pair]:
    """Yield questions about FewFC's events, each with a passage of a few texts."""
    known = texts(held)
    by_kind: dict[str, list[str]] = {}
    for text, told in known.items():
        for kind in {event.kind for event in told}:
            by_kind.setdefault(kind, []).append(text)
    for text, told in known.items():
        for event in drawn.sample(told, min(len(told), 2)):
            answered, unanswered = _questions(event, told)
            for question, roles in drawn.sample(answered, min(len(answered), OF_EVENTS)):
                spans = _spans(question, event, told, roles)
                yield _pair(question, text, spans, _beside(text, question, event, by_kind, drawn), drawn)
            none: list[tuple[str, str]] = [(text, question) for question in unanswered]
            for question, _ in drawn.sample(answered, min(len(answered), 3)):
                other = drawn.choice(by_kind[event.kind] if _named(question, event) else list(known))
                if not _may_answer(other, known[other], question, event):
                    none.append((other, question))
            for other, question in drawn.sample(none, min(len(none), OF_EVENTS)):
                yield _pair(question, other, set(), _beside(other, question, event, by_kind, drawn), drawn)


def library(drawn: random.Random) -> data.Task:
    """Return FewFC's held out texts as documents, with questions that one answers, and that none does.

    Each names somebody: who won a tender is told by many a text.
    """
    known = texts(held=True)
    asked = []
    for number, told in enumerate(known.values()):
        for event in told[:1]:
            answered, unanswered = _questions(event, told)
            answered = [(question, roles) for question, roles in answered if _named(question, event)]
            for question, roles in drawn.sample(answered, min(len(answered), 1)):
                spans = _spans(question, event, told, roles)
                asked.append(data.Question(question, number, tuple(sorted(spans))))
            asked += [
                data.Question(question, number, ())
                for question in drawn.sample(unanswered, min(len(unanswered), 1))
            ]
    names = tuple(known)
    return data.Task("fewfc", names, tuple(asked), tuple(range(len(names))), names)


def _spans(question: str, event: Event, told: Sequence[Event], roles: Sequence[str]) -> set[tuple[int, int]]:
    """Return where the events of the same kind, and of the parties that are named, tell what is asked for."""
    named = _named(question, event)
    alike = [one for one in told if one.kind == event.kind and all(one.of(of) == name for of, name in named)]
    return {span for one in alike for own, _, span in one.parts if own in roles}


def _named(question: str, event: Event) -> list[tuple[Sequence[str], str]]:
    """Return the parties of the event that a question names, with their roles."""
    return [(of, name) for of in (_DOING, _DONE_TO) if (name := event.of(of)) and name in question]


def _questions(event: Event, told: Sequence[Event]) -> tuple[list[tuple[str, tuple[str, ...]]], list[str]]:
    """Return the questions that an event answers, with what they ask for, and those that no event does."""
    answered, unanswered = [], []
    for wording in wordings().get(event.kind, []):
        question = wording.of(event)
        if question is None:
            continue
        if found := event.of(wording.roles):
            if found not in question:
                answered.append((question, wording.roles))
        elif (
            _named(question, event)
            and wording.roles != ("collateral",)
            and not any(one.of(wording.roles) for one in told)
        ):
            unanswered.append(question)
    return answered, unanswered


def _may_answer(text: str, told: Sequence[Event], question: str, event: Event) -> bool:
    """Whether a text may answer what is asked of an event of another text.

    It has a name that is asked about, or, where nobody is named, an event of that kind or its word.
    """
    if named := _named(question, event):
        return any(name in text for _, name in named)
    return any(one.kind == event.kind for one in told) or event.trigger in text or event.kind in text


def _beside(
    text: str, question: str, event: Event, by_kind: dict[str, list[str]], drawn: random.Random
) -> list[str]:
    """Return texts that do not answer a question about an event; if it names who, they tell it of others."""
    named = bool(_named(question, event))
    known = by_kind[event.kind] if named else [one for of in by_kind.values() for one in of]
    names = [name for name in (event.of(_DOING), event.of(_DONE_TO)) if name]
    if not named:
        names += [event.trigger, event.kind]
    chosen = drawn.sample(known, min(len(known), 8))
    fitting = [one for one in chosen if one != text and not any(name in one for name in names)]
    if not named:
        fitting = [one for one in fitting if one not in by_kind[event.kind]]
    return fitting[: drawn.randrange(LONGEST)]


def _pair(
    question: str, text: str, spans: set[tuple[int, int]], beside: Sequence[str], drawn: random.Random
) -> Pair:
    """Put a text among others, and ask for what stands at the spans of it."""
    order = [text, *beside]
    drawn.shuffle(order)
    start = sum(len(one) + 1 for one in order[: order.index(text)])
    passage = "\n".join(order)
    answers = tuple(sorted((start + a, start + b) for a, b in spans))
    return Pair("fewfc", question, passage, rows_of(passage, 0, answers))


def reports(held: bool, drawn: random.Random) -> Iterator[Pair]:
    """Yield TAT-QA's questions that a paragraph answers by a part of it, and ask them of others, too."""
    rows = json.loads((data.DATA / "tatqa" / "tatqa_dataset_dev.json").read_text("utf-8"))
    for row in rows:
        paragraphs = {str(one["order"]): one["text"] for one in row["paragraphs"]}
        if held_out(row["paragraphs"][0]["text"]) != held:
            continue
        for asked in row["questions"]:
            if asked["answer_from"] != "text" or asked["answer_type"] not in ("span", "multi-span"):
                continue
            told = set(asked["rel_paragraphs"])
            for order in asked["rel_paragraphs"][:1]:
                text = _around(paragraphs, int(order))
                spans = tuple((at, at + len(a)) for a in asked["answer"] if (at := text.find(a)) >= 0)
                if spans:
                    yield Pair("tatqa", asked["question"], text, rows_of(text, 0, spans))
            windows = [_around(paragraphs, int(order)) for order in paragraphs if order not in told]
            apart = [text for text in windows if not any(a in text for a in asked["answer"])]
            if apart:
                yield Pair("tatqa", asked["question"], drawn.choice(apart))


def _around(paragraphs: dict[str, str], order: int) -> str:
    """Return a paragraph with those beside it."""
    return "\n".join(paragraphs[at] for n in (-1, 0, 1) if (at := str(order + n)) in paragraphs)
