"""Questions about financial news and reports that the reader is fitted on as well.

FewFC (CC BY-SA 4.0) has Chinese sentences of financial news with the parts of the events that they tell of:
who bought what, for how much, when. Each part is asked for in the words of ``ASKED``. What no event of the
text has, what is asked of a company that the text does not deal with, and what a text about others tells in
the same words is answered by none. TAT-QA (CC BY 4.0) has English questions about paragraphs of reports.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bench import data
from tools.reader_sets import HELD_OUT, Pair, rows_of

OF_EVENTS = 1
"""Questions of each event that are answered, and as many that are not."""

LONGEST = 3
"""A passage is of so many texts at most."""

ASKED: dict[str, dict[str, tuple[str, ...]]] = {
    "收购": {
        "obj-org": ("{s}收购了哪家公司？", "{s}收购的是什么？"),
        "money": ("{s}收购{o}花了多少钱？", "{s}收购的金额是多少？", "{s}这笔收购作价多少？"),
        "proportion": ("{s}收购了{o}多少股权？", "{s}收购的股权比例是多少？"),
        "date": ("{s}什么时候收购{o}？", "{s}收购的时间是什么时候？"),
        "way": ("{s}以什么方式收购{o}？",),
        "sub-org": ("谁收购了{o}？", "收购{o}的是哪家公司？"),
    },
    "质押": {
        "number": ("{s}质押了多少股份？", "{s}质押的股份数量是多少？"),
        "proportion": ("{s}质押的股份占多少？", "{s}质押股份的比例是多少？"),
        "obj-org": ("{s}把股份质押给了谁？", "{s}质押的质权方是谁？"),
        "date": ("{s}什么时候质押的？", "{s}质押的时间是什么时候？"),
        "money": ("{s}质押的金额是多少？",),
        "collateral": ("{s}质押了什么？", "{s}的质押物是什么？"),
    },
    "中标": {
        "amount": ("{s}中标的金额是多少？", "{s}中标了多少钱的项目？"),
        "date": ("{s}什么时候中标的？", "{s}中标的时间是什么时候？"),
        "obj": ("{s}中了谁的标？", "{s}中标项目的招标方是谁？"),
        "sub": ("谁中标了{o}的项目？",),
    },
    "投资": {
        "money": ("{s}投资了多少钱？", "{s}对{o}的投资额是多少？"),
        "date": ("{s}什么时候投资{o}？", "{s}投资的时间是什么时候？"),
        "obj": ("{s}投资了哪家公司？", "{s}投资的是什么？"),
        "sub": ("谁投资了{o}？", "{o}的投资方是谁？"),
    },
    "减持": {
        "date": ("{s}什么时候减持的？", "{s}减持的时间是什么时候？"),
        "obj": ("{s}减持了哪家公司的股份？",),
        "sub": ("谁减持了{o}的股份？",),
    },
    "股份股权转让": {
        "number": ("{s}{t}了多少股？", "{s}{t}的股份数量是多少？"),
        "proportion": ("{s}{t}了多少比例的股份？", "{s}{t}的股份占总股本多少？"),
        "money": ("{s}{t}的金额是多少？", "{s}{t}股份涉及多少钱？"),
        "date": ("{s}什么时候{t}？", "{s}{t}的时间是什么时候？"),
        "obj-org": ("{s}{t}的受让方是谁？",),
        "target-company": ("{s}{t}了哪家公司的股份？",),
    },
    "担保": {
        "amount": ("{s}担保的金额是多少？", "{s}为{o}担保了多少钱？"),
        "date": ("{s}什么时候提供担保？", "{s}担保的时间是什么时候？"),
        "obj-org": ("{s}为谁提供担保？", "{s}担保的对象是哪家公司？"),
        "way": ("{s}担保的方式是什么？",),
        "sub-org": ("谁为{o}提供担保？",),
    },
    "签署合同": {
        "amount": ("{s}签署的合同金额是多少？", "{s}与{o}签的合同有多少钱？"),
        "date": ("{s}什么时候签署合同？", "{s}签约的时间是什么时候？"),
        "obj-org": ("{s}与谁签署了合同？", "{s}的签约方是谁？"),
    },
    "判决": {
        "institution": ("{s}的案子由哪个法院判决？",),
        "money": ("{s}一案判决的金额是多少？",),
        "date": ("{s}的案子什么时候判决？",),
    },
    "起诉": {
        "date": ("{s}什么时候起诉？", "{s}起诉的时间是什么时候？"),
        "obj-org": ("{s}起诉了谁？", "{s}起诉了哪家公司？"),
    },
}
"""What each part of an event is asked for by; ``{s}`` does it, ``{o}`` it is done to, ``{t}`` tells of it."""

_DOING, _DONE_TO = ("sub-org", "sub-per", "sub"), ("obj-org", "obj", "obj-per", "target-company")
_TOLD = ("减持", "增持", "转让", "出售", "受让", "协议转让")


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
            if _held_out(row["content"]) == held:
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
            for question, role in drawn.sample(answered, min(len(answered), OF_EVENTS)):
                spans = _spans(event, told, role)
                yield _pair(question, text, spans, _beside(text, event, by_kind, drawn), drawn)
            none: list[tuple[str, str]] = [(text, question) for question in unanswered]
            for other in drawn.sample(by_kind[event.kind], min(len(by_kind[event.kind]), 3)):
                name = event.of(_DOING) or event.of(_DONE_TO)
                none += [(other, asked) for asked, _ in answered if name and name not in other]
            for other, question in drawn.sample(none, min(len(none), OF_EVENTS)):
                yield _pair(question, other, set(), _beside(other, event, by_kind, drawn), drawn)


def library(drawn: random.Random) -> data.Task:
    """Return FewFC's held out texts as documents, with questions that they answer, and that they do not."""
    known = texts(held=True)
    asked = []
    for number, told in enumerate(known.values()):
        for event in told[:1]:
            answered, unanswered = _questions(event, told)
            for question, role in drawn.sample(answered, min(len(answered), 1)):
                asked.append(data.Question(question, number, tuple(sorted(_spans(event, told, role)))))
            asked += [
                data.Question(question, number, ())
                for question in drawn.sample(unanswered, min(len(unanswered), 1))
            ]
    names = tuple(known)
    return data.Task("fewfc", names, tuple(asked), tuple(range(len(names))), names)


def _spans(event: Event, told: Sequence[Event], role: str) -> set[tuple[int, int]]:
    """Return where the events of the same kind and parties tell what is asked for."""
    alike = [one for one in told if one.kind == event.kind and _alike(one, event, role)]
    return {span for one in alike for own, _, span in one.parts if own == role}


def _questions(event: Event, told: Sequence[Event]) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the questions that an event answers, with what they ask for, and those that no event does."""
    doing, done_to = event.of(_DOING), event.of(_DONE_TO)
    answered, unanswered = [], []
    for role, wordings in ASKED.get(event.kind, {}).items():
        here = bool(event.of([role]))
        nowhere = not any(one.of([role]) for one in told)
        for wording in wordings:
            if ("{s}" in wording and not doing) or ("{o}" in wording and not done_to):
                continue
            if "{t}" in wording and event.trigger not in _TOLD:
                continue
            question = wording.format(s=doing, o=done_to, t=event.trigger)
            if here and event.of([role]) not in question:
                answered.append((question, role))
            elif nowhere and role != "collateral":
                unanswered.append(question)
    return answered, unanswered


def _alike(one: Event, event: Event, role: str) -> bool:
    """Whether another event is of the same parties, but for the one that is asked for."""
    return all(
        role in roles or not event.of(roles) or one.of(roles) == event.of(roles)
        for roles in (_DOING, _DONE_TO)
    )


def _beside(text: str, event: Event, by_kind: dict[str, list[str]], drawn: random.Random) -> list[str]:
    """Return texts that tell the like of others: none of them has a name of the event."""
    names = [name for name in (event.of(_DOING), event.of(_DONE_TO)) if name]
    chosen = drawn.sample(by_kind[event.kind], min(len(by_kind[event.kind]), 8))
    fitting = [one for one in chosen if one != text and not any(name in one for name in names)]
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
        if _held_out(row["paragraphs"][0]["text"]) != held:
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


def _held_out(text: str) -> bool:
    return hashlib.sha256(f"reader {text}".encode()).digest()[0] % HELD_OUT == HELD_OUT - 1
