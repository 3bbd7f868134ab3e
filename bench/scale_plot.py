"""The figures of ``bench.scale`` drawn against the size of the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

_PANELS: tuple[tuple[str, dict[str, str]], ...] = (
    ("CPU ms a question (p50)", {"fast": "search --fast", "dense": "vectors", "lexical": "words"}),
    ("ms a question by the clock", {"fast": "search --fast"}),
    ("MB", {"resident": "resident, searching", "database": "database", "dense_disk": "vector cache",
            "lexical_disk": "word cache"}),
    ("CPU s for one more document", {"add_open": "open library", "add_new": "new process"}),
)  # fmt: skip


def draw(path: Path, sizes: Sequence[int], columns: Sequence[Mapping[str, object]]) -> None:
    """Draw one panel for each unit, both axes logarithmic, into an .svg or .png file."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    plt.rcParams["svg.hashsalt"] = "scale"  # the same file for the same figures
    figure, axes = plt.subplots(1, len(_PANELS), figsize=(4 * len(_PANELS), 3.6), layout="constrained")
    for axis, (unit, lines) in zip(axes, _PANELS, strict=True):
        for name, label in lines.items():
            if "clock" in unit:
                axis.plot(
                    sizes, [_number(column[name], 0) for column in columns], "o-", label=f"{label}, p50"
                )
                axis.plot(
                    sizes, [_number(column[name], 1) for column in columns], "o--", label=f"{label}, p95"
                )
            else:
                place = 2 if "question" in unit else 1 if name.startswith("add") else 0
                axis.plot(sizes, [_number(column[name], place) for column in columns], "o-", label=label)
        axis.set(xscale="log", yscale="log", xlabel="passages", title=unit)
        axis.grid(alpha=0.3)
        axis.legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(figure)


def _number(value: object, place: int) -> float:
    if isinstance(value, list | tuple):
        return float(value[place])
    assert isinstance(value, float | int)
    return float(value)
