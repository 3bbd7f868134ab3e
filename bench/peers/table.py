"""Tables of what was measured, in Markdown: medians with their spread, and ours against the best peer."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.peers.roster import PEERS, Peer

Results = dict[str, dict[str, Any]]
"""By peer: ``figures`` (lists of numbers), ``said`` (text), both by measure, ``failed`` (reason by part)."""

SCORES = ("recall@1", "recall@5", "MRR@10")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers: its measure, its heading, its format, and whether more is better."""

    measure: str
    heading: str
    form: str
    more: bool = True


INSTALL = (
    Column("download", "to download, MB", ",.0f", more=False),
    Column("install", "installed in, CPU s", ",.0f", more=False),
    Column("disk", "on disk, MB", ",.0f", more=False),
)
SPEED = (
    Column("a second", "passages a second, from process start", ".1f"),
    Column("a CPU second", "a CPU second", ".1f"),
    Column("alone, a second", "a second, after start", ".1f"),
    Column("alone, a CPU second", "a CPU second, after start", ".1f"),
    Column("peak memory", "peak memory, MB", ",.0f", more=False),
)
LATENCY = (
    Column("cold", "first result from cold, s", ".2f", more=False),
    Column("cold CPU", "CPU s to it", ".2f", more=False),
    Column("warm p50", "warm p50, ms", ".0f", more=False),
    Column("warm p95", "warm p95, ms", ".0f", more=False),
    Column("warm CPU", "CPU ms a question, p50", ".0f", more=False),
    Column("store", "library on disk, MB", ".1f", more=False),
)
DONE = ("offsets", "kills", "offline")
VECTORS = ("vector of a question", "vector of a passage")
HEADINGS = {
    "offsets": "exact offsets into the text",
    "kills": "survives kill -9",
    "offline": "works without a network",
}


def middle(values: Sequence[float], form: str) -> str:
    """The median, with the least and the most of several values."""
    shown = format(statistics.median(values), form)
    if len(values) < 2:
        return shown
    return f"{shown} ({format(min(values), form)}–{format(max(values), form)})"


def tables(results: Results, sets: Sequence[str]) -> str:
    """All tables; a peer without a figure has the reason, or a dash where it was not to be measured."""
    parts = [
        _numbers("Installing", INSTALL, results, "install"),
        _numbers("Indexing", SPEED, results, "indexing"),
        _numbers("Searching", LATENCY, results, "latency"),
        _quality(results, sets),
        _features(results),
        against(results, sets),
        _failures(results),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _rows(part: str, results: Results, measures: Sequence[str]) -> list[Peer]:
    """The peers of a table: those that have one of its measures, or failed."""
    rows = []
    for peer in PEERS:
        had = results.get(peer.name) if part in peer.parts else None
        if had and (had["failed"] or any(m in had["figures"] or m in had["said"] for m in measures)):
            rows.append(peer)
    return rows


def _grid(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {title} | " + " | ".join(headings) + " |", "|---" * (len(headings) + 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _numbers(title: str, columns: Sequence[Column], results: Results, part: str) -> str:
    rows = []
    for peer in _rows(part, results, [column.measure for column in columns]):
        figures, failed = results[peer.name]["figures"], results[peer.name]["failed"]
        missing = "failed" if failed else "–"
        rows.append(
            [
                peer.name,
                *(middle(figures[c.measure], c.form) if c.measure in figures else missing for c in columns),
            ]
        )
    return _grid(title, [column.heading for column in columns], rows) if rows else ""


def _quality(results: Results, sets: Sequence[str]) -> str:
    rows = []
    for peer in _rows("quality", results, [f"{name} {score}" for name in sets for score in SCORES]):
        figures = results[peer.name]["figures"]
        cells = []
        for name in sets:
            values = [figures.get(f"{name} {score}") for score in SCORES]
            cells.append(" / ".join("–" if v is None else _share(v[0]) for v in values))
        rows.append([peer.name, *cells])
    return _grid("recall@1 / recall@5 / MRR@10", sets, rows) if rows else ""


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _features(results: Results) -> str:
    rows = []
    for peer in _rows("features", results, (*DONE, *VECTORS)):
        said, failed = results[peer.name]["said"], results[peer.name]["failed"]
        missing = f"failed: {failed['features']}" if "features" in failed else "–"
        cells = [said.get(measure, missing).replace("|", "\\|") for measure in DONE]
        rows.append([peer.name, *cells, _cosine(results, peer)])
    headings = [*(HEADINGS[measure] for measure in DONE), "cosine to sentence-transformers' vectors"]
    return _grid("Done, not claimed", headings, rows) if rows else ""


def _cosine(results: Results, peer: Peer) -> str:
    """The lesser cosine of the vectors of a question and a passage to those of sentence-transformers."""
    cosines = []
    plain = next(other.name for other in PEERS if other.script == "st_faiss")
    for name in VECTORS:
        a = results[peer.name]["figures"].get(name)
        b = results.get(plain, {"figures": {}})["figures"].get(name)
        if not a or not b:
            return "–"
        product = sum(x * y for x, y in zip(a, b, strict=True))
        cosines.append(product / (sum(x * x for x in a) * sum(y * y for y in b)) ** 0.5)
    return f"{min(cosines):.4f}"


def against(results: Results, sets: Sequence[str]) -> str:
    """Ours against the best peer of the run: how many times as good, or how many points above."""
    rows = []
    for column in (*INSTALL, *SPEED, *LATENCY):
        rivals = _rivals(results, column.measure, embeds=column.measure != "store")
        if row := _against(results, column.heading, column.measure, rivals, _times, more=column.more):
            rows.append(row)
    for name in sets:
        measure = f"{name} recall@1"
        rivals = _rivals(results, measure, embeds=False)
        if row := _against(results, f"recall@1, {name}", measure, rivals, _points, more=True):
            rows.append(row)
    return (
        _grid("yinzheng against the best peer", ["ours", "the best peer", "", "which"], rows) if rows else ""
    )


def _rivals(results: Results, measure: str, *, embeds: bool) -> dict[str, float]:
    """The medians of all peers, or of those that embed: words alone are no rival in speed to vectors."""
    return {
        peer.name: statistics.median(results[peer.name]["figures"][measure])
        for peer in PEERS
        if not peer.ours
        and peer.name in results
        and measure in results[peer.name]["figures"]
        and not (embeds and peer.script == "bm25s_jieba")
    }


def _against(
    results: Results,
    heading: str,
    measure: str,
    rivals: dict[str, float],
    compare: Callable[[float, float, bool], str],
    *,
    more: bool,
) -> list[str] | None:
    ours = results.get("yinzheng", {}).get("figures", {}).get(measure)
    if not ours or not rivals:
        return None
    best = (max if more else min)(rivals, key=lambda name: rivals[name])
    mine = statistics.median(ours)
    return [heading, f"{mine:,.3g}", f"{rivals[best]:,.3g}", compare(mine, rivals[best], more), best]


def _times(ours: float, theirs: float, more: bool) -> str:
    times = ours / theirs if more else theirs / ours
    return f"{times:.1f} times as good"


def _points(ours: float, theirs: float, more: bool) -> str:  # noqa: ARG001 - more is always better here
    return f"{100 * (ours - theirs):+.1f} points"


def _failures(results: Results) -> str:
    lines = [
        f"- {name}: {part} failed: {reason}"
        for name, had in results.items()
        for part, reason in had["failed"].items()
    ]
    return "\n".join(lines)
