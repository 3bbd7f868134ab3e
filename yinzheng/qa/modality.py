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

MODALITY_VERSION = "1"

_ORDER: tuple[Modality, ...] = ("hypothetical", "planned", "forecast", "reported")

_REACHING: tuple[Modality, ...] = ("hypothetical", "reported", "planned", "forecast")


@cache
def _pattern() -> re.Pattern[str]:
    """The rows of ``modality.tsv`` as one expression, whose groups are the modalities."""
    source = (files("yinzheng.qa") / "modality.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in source.splitlines() if line and not line.startswith("#")]
    acts = dict(rows[:1])["acts"]
    told: dict[str, list[str]] = {name: [] for name in (*_ORDER, "possible")}
    for name, cue in rows[1:]:
        told[name].append(cue.replace("{acts}", acts))
    return re.compile(
        "|".join(f"(?P<{name}>{'|'.join(found)})" for name, found in told.items()), re.IGNORECASE
    )


def cues(text: str, start: int, end: int, nouns: Collection[int] = ()) -> Iterator[Cue]:
    """Where in ``text[start:end]`` words of doubt or intention stand, and of which modality.

    ``nouns`` are offsets of nouns: 减持计划 is no plan to do what its sentence tells.
    """
    for match in _pattern().finditer(text, start, end):
        if match.start() not in nouns or match.lastgroup not in ("planned", "forecast"):
            yield match.start(), match.lastgroup  # type: ignore[misc]


def modality(found: Sequence[Cue], at: int, end: int, clause: Clause, sentence: int) -> Modality:
    """The modality of a figure at ``[at, end)`` in ``clause``, given the cues of its sentence.

    ``sentence`` is the sentence's start. Cues of its own clause decide first, those before it in the
    sentence after them: a condition, a report and a forecast reach over the clauses that follow, a plan
    over the next ones but not into brackets, a mere possibility nowhere.
    """
    own = {m for p, m in found if clause.start <= p < at or end <= p < min(clause.end, end + 16)}
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
