"""Quantities and numerals as lines that a table of phrases can hold beside each phrase."""

from __future__ import annotations

from yinzheng.qa.grammar.numerals import numerals, tidy
from yinzheng.qa.quantities import quantities
from yinzheng.types import Quantity


def figures(text: str) -> str:
    """Every quantity of ``text``: ``raw | kind value unit qualifier direction``, without the empty."""
    told = " ;; ".join(
        " ".join(
            str(part)
            for part in (
                f"{q.raw} |", q.kind, q.period if q.low is None else f"{q.low:,}..{q.high:,}",
                None if q.value is None else f"{q.value:,}",
                q.unit, "" if q.qualifier == "exact" else q.qualifier, q.direction,
            )
            if part
        )
        for q in quantities(text)
    )  # fmt: skip
    return told.replace("\n", "⏎") or "nothing"


def numbers(text: str) -> str:
    """Every numeral of ``text``: ``raw | value``, with its last scale and whether it is a fraction."""
    told = " ;; ".join(
        " ".join(
            part
            for part in (
                f"{text[x.start : x.end]} |",
                "-" if x.value is None else f"{tidy(x.value):,}",
                f"by {x.scale:,}" if x.scale > 1 else "",
                "fraction" if x.fraction else "",
                x.more,
            )
            if part
        )
        for x in numerals(text)
    )
    return told.replace("\n", "⏎") or "nothing"


def rows(table: str) -> list[tuple[str, str]]:
    """The rows ``phrase => what it says`` of a table; ⏎ stands for the end of a line."""
    lines = [line for line in table.splitlines() if line.strip() and not line.startswith("# ")]
    return [(text.replace("⏎", "\n"), said) for text, _, said in (line.partition(" => ") for line in lines)]


def shown(q: Quantity) -> str:
    """Raw | kind | value, interval or period | unit | qualifier | direction, the last two if told."""
    value = str(q.value) if q.value is not None else "-" if q.low is None else f"{q.low}..{q.high}"
    parts = [q.raw.replace("\n", "⏎"), q.kind, q.period or value, q.unit or "-", q.qualifier, q.direction]
    while len(parts) > 4 and parts[-1] in {"", "exact"}:
        parts.pop()
    return " | ".join(parts)
