"""How surely a figure is said: as fact, forecast, plan, report of others, or supposition."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Literal

    from yinzheng.qa.clauses import Clause
    from yinzheng.types import Modality

    Cue = tuple[int, Modality | Literal["possible"]]

MODALITY_VERSION = "2"

_ORDER: tuple[Modality, ...] = ("hypothetical", "planned", "forecast", "reported")

_REACHING: tuple[Modality, ...] = ("hypothetical", "reported", "planned", "forecast")


def _rows() -> list[list[str]]:
    source = (files("yinzheng.qa") / "modality.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in source.splitlines() if line and not line.startswith("#")]


@cache
def _pattern() -> re.Pattern[str]:
    """The rows of ``modality.tsv`` as one expression, whose groups are the modalities."""
    (_, verbs), (_, acts), *rows = _rows()
    told: dict[str, list[str]] = {name: [] for name in (*_ORDER, "possible")}
    for name, cue in rows:
        told[name].append(cue.replace("{acts}", acts.replace("{verbs}", verbs)))
    return re.compile(
        "|".join(f"(?P<{name}>{'|'.join(found)})" for name, found in told.items()), re.IGNORECASE
    )


@cache
def _deed() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a verb of a noun that plans: a deed behind it, and none before that it is the plan of."""
    verbs = _rows()[0][1]
    others = "|".join(verb for verb in verbs.split("|") if verb != "投资")  # 青禾投资 is who plans it
    return re.compile(rf"(?:再|继续|合计|共|分期|分批|斥资)?(?:{verbs})(?!的)"), re.compile(
        rf"(?:{others}|持股|激励|分红)\Z"
    )


def _is_deed(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a verb whatever its tag: 某投资计划减持…, not 减持计划实施完毕."""
    does, of = _deed()
    return does.match(text, end) is not None and of.search(text, max(0, start - 4), start) is None


def cues(text: str, start: int, end: int, nouns: Collection[int] = ()) -> Iterator[Cue]:
    """Where in ``text[start:end]`` words of doubt or intention stand, and of which modality.

    ``nouns`` are offsets of nouns: 减持计划 is no plan to do what its sentence tells.
    """
    for match in _pattern().finditer(text, start, end):
        noun = match.start() in nouns and match.lastgroup in ("planned", "forecast")
        if not noun or _is_deed(text, *match.span()):
            yield match.start(), match.lastgroup  # type: ignore[misc]


_GOES_ON = re.compile(r"[\s,](?:and|but)(?: (?:also|now|still|it|is|was|has|have|had))* \Z|(?:并|且|而)\Z")
"""What parts a figure from what is said anew behind it: 260 people and plans to hire 120 more."""


def modality(
    found: Sequence[Cue], at: int, end: int, clause: Clause, sentence: int, *, text: str = ""
) -> Modality:
    """The modality of a figure at ``text[at:end]`` in ``clause``, given the cues of its sentence.

    ``sentence`` is the sentence's start. Cues of its own clause decide first, those before it in the
    sentence after them: a condition, a report and a forecast reach over the clauses that follow, a plan
    over the next ones but not into brackets, a mere possibility nowhere.
    """
    reach = min(clause.end, end + 16)
    own = {m for p, m in found if clause.start <= p < at}
    own |= {m for p, m in found if end <= p < reach and not _GOES_ON.search(text, end, p)}
    for kind in _ORDER:
        if kind in own:
            return kind
    if "possible" in own:
        return "hypothetical"
    before = [(p, m) for p, m in found if sentence <= p < clause.start and at - p < 160]
    for kind in _REACHING:
        if kind == "planned" and clause.depth:
            continue
        if any(m == kind and (kind != "planned" or at - p < 60) for p, m in before):
            return kind
    return "actual"
