"""A chart of what sources say of one metric: over time, or side by side where they name one time.

PNG, SVG and HTML, by matplotlib (the ``plot`` extra). Every mark has a number, and the numbers are explained
by figure, source and place under the chart.
"""

from __future__ import annotations

import html
import io
import logging
import warnings
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yinzheng import screen
from yinzheng.atomic import replacing
from yinzheng.decimals import normalised
from yinzheng.errors import ExportError, QueryError
from yinzheng.plot_fonts import STACK, fonts_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from yinzheng.types import Claim, Lang, Quantity

SUFFIXES = (".png", ".svg", ".html")

_MOST_UNITS = 6
_MOST_MARKS = 60
"""More cannot be told apart on one page."""

_YEARS = (1000, 2999)

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's palette, which colour-blind readers can tell apart, without its yellow."""

_SCALES: dict[str, tuple[tuple[float, str], ...]] = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")),
}
_WORDS: dict[str, tuple[str, str]] = {
    "untimed": ("{n} 个没有时间的数字未画出", "{n} figures without a time are left out"),
    "times": ("横线：所说的时间", "horizontal lines: the time spoken of"),
    "ranges": ("竖线：数值区间", "vertical lines: ranges"),
    "range": ("粗线：数值区间", "thick lines: ranges"),
    "open": ("空心：预测、计划、据报道或假设", "hollow: forecast, planned, reported or hypothetical"),
    "figure": ("原文数字", "Figure"),
    "read_as": ("读作", "Read as"),
    "subject": ("主体", "Subject"),
    "period": ("时间", "Period"),
    "source": ("出处", "Source"),
    "sentence": ("原句", "Sentence"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn once: claims that say the same of the same subject and time.

    ``low`` and ``high`` are equal for a single number; ``days`` is the first and last day of its time.
    """

    n: int
    subject: str
    low: Decimal
    high: Decimal
    unit: str
    period: str
    days: tuple[date, date] | None
    actual: bool
    claims: tuple[Claim, ...]


def check_name(path: str) -> None:
    """Raise QueryError for a file name of another form, ExportError where matplotlib is not installed."""
    from importlib.util import find_spec

    if Path(path).suffix.lower() not in SUFFIXES:
        raise QueryError(f"--plot {path}: the name must end in {', '.join(SUFFIXES)}")
    if find_spec("matplotlib") is None:
        raise ExportError("--plot needs matplotlib: pip install 'yinzheng[plot]'")


def write(claims: Iterable[Claim], path: str | Path, *, lang: Lang = "en", force: bool = False) -> None:
    """Draw claims of one metric into a ``.png``, ``.svg`` or ``.html`` file, with labels in ``lang``.

    Raises QueryError where they are of several metrics or have no numbers, ExportError where the file
    exists (unless ``force``) or cannot be written, matplotlib is missing, or, for PNG, no font of the
    system has the characters of the labels.
    """
    path = Path(path)
    check_name(str(path))
    found = [claim for claim in claims if _ends(claim) is not None]
    title = _title(found)
    marks = _marks(found)
    with replacing(path, force=force) as file:
        file.write(_drawn(title, marks, path.suffix.lower(), lang))


def _title(claims: Sequence[Claim]) -> str:
    metrics: dict[str, Counter[str]] = {}
    for claim in claims:
        key = claim.metric_key or claim.metric
        metrics.setdefault(key, Counter())[claim.metric] += 1
    if not metrics:
        raise QueryError("--plot: no figure with a number matches")
    if len(metrics) > 1:
        most = sorted(metrics, key=lambda key: -metrics[key].total())[:6]
        named = ", ".join(f"{key or '(no metric)'} ({metrics[key].total()})" for key in most)
        raise QueryError(f"--plot draws one metric; choose with --metric among {named}")
    ((key, written),) = metrics.items()
    metric = written.most_common(1)[0][0]
    parts = [metric if metric.casefold() == key.replace("_", " ") or not metric else f"{metric} ({key})"]
    subjects = {claim.subject for claim in claims}
    if len(subjects) == 1:
        parts.insert(0, subjects.pop())
    return screen.mark(" · ".join(part for part in parts if part) or key, ()).text


def _ends(claim: Claim, like: Quantity | None = None) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest number of a claim, in the unit of ``like``; None where there is none to draw."""
    from yinzheng.qa.grammar.units import comparable

    quantity = claim.quantity
    numbers: Sequence[Decimal | None] = (quantity.value, quantity.low, quantity.high)
    if like is not None and like.unit != quantity.unit:
        compared = comparable(like, quantity)
        if compared is None or compared.unit != like.unit:
            return None
        numbers = compared.b
    down = quantity.direction == "down" and _is_change(claim.metric_key)
    ends = [-end if down else end for end in numbers if end is not None]
    # Binary floating point draws; what it cannot hold cannot be drawn.
    if not ends or any(end and not -300 < end.adjusted() < 300 for end in ends):
        return None
    return min(ends), max(ends)


def _is_change(key: str) -> bool:
    return key.endswith("_growth") or key in {"growth_rate", "price_change", "comparable_sales"}


def _marks(claims: Sequence[Claim]) -> list[Mark]:
    from yinzheng.qa.grammar.iso_periods import interval

    same: dict[tuple[Any, ...], list[Claim]] = {}
    units: list[Quantity] = []  # one figure of each unit that cannot be converted to one before
    for claim in claims:
        like = next((one for one in units if _ends(claim, one) is not None), None)
        if like is None:
            units.append(like := claim.quantity)
        key = (claim.subject, _ends(claim, like), like.unit, claim.period, claim.modality == "actual")
        same.setdefault(key, []).append(claim)
    marks = []
    for n, ((subject, ends, unit, period, actual), group) in enumerate(same.items(), 1):
        days = None if ".." in period else interval(period)
        if days and not (_YEARS[0] <= days[0].year and days[1].year <= _YEARS[1]):
            days = None  # a misprint, and the end of what dates can be reckoned with
        low, high = ends
        marks.append(Mark(n, subject, low, high, unit, period, days, actual, tuple(group)))
    if len(marks) > _MOST_MARKS:
        raise QueryError(
            f"--plot: {len(marks)} different figures are more than a chart can show ({_MOST_MARKS}); "
            "narrow them by --subject, --period or DOC"
        )
    return marks


def _drawn(title: str, marks: list[Mark], suffix: str, lang: Lang) -> bytes:
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    timed = [mark for mark in marks if mark.days is not None]
    over_time = len({mark.days for mark in timed}) > 1
    shown = [replace(mark, n=n) for n, mark in enumerate(timed if over_time else marks, 1)]
    notes = _notes(shown, len(marks) - len(shown), lang, over_time=over_time)
    key = [_explained(mark) for mark in shown] if over_time and suffix != ".html" else []
    units = [unit for unit, _ in Counter(mark.unit for mark in shown).most_common()]
    if len(units) > _MOST_UNITS:
        raise QueryError(f"--plot: figures in {len(units)} units ({', '.join(units)}); narrow them by DOC")
    fonts = fonts_for("".join((title, *notes, *key, *map(_label, shown), *units, _scale_names(lang))))
    if fonts.missing and suffix == ".png":
        raise ExportError(fonts.advice)
    settings: dict[Any, Any] = {
        "font.family": list(fonts.families) + (list(STACK) if suffix != ".png" else []),
        "text.parse_math": False,  # a text with two dollar signs is no formula
        "svg.fonttype": "none",
        "svg.hashsalt": "yinzheng",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with mpl.rc_context(settings), _quiet():
        heights = [3.2 if over_time else 0.6 + 0.3 * sum(m.unit == unit for m in shown) for unit in units]
        above, below = 0.5 + sum(heights), 0.2 + 0.19 * (len(notes) + len(key))
        # Measured without its letters a text is taken for narrower than its reader's fonts make it.
        layout = ConstrainedLayoutEngine(rect=(0.08, 0, 0.86, 1) if fonts.missing else (0, 0, 1, 1))
        figure = Figure(figsize=(10, above + below), dpi=150, layout=layout)
        # The text below has a part of its own, so that the charts do not depend on its width.
        parts: Any = figure.subfigures(2, 1, height_ratios=[above, below])
        charts, words = parts
        charts.suptitle(title, fontsize=13, x=0.02, ha="left")
        axes = charts.subplots(len(units), 1, squeeze=False, height_ratios=heights, sharex=over_time)[:, 0]
        names = dict.fromkeys(mark.subject for mark in shown)
        colours = {name: _COLOURS[at % len(_COLOURS)] for at, name in enumerate(names)}
        for axis, unit in zip(axes, units, strict=True):
            of_unit = [mark for mark in shown if mark.unit == unit]
            (_over_time if over_time else _side_by_side)(axis, of_unit, colours, lang)
        words.text(0.02, 1, "\n".join((*notes, *key)), fontsize=8, va="top", linespacing=1.4)
        out = io.BytesIO()
        if suffix == ".png":
            figure.savefig(out, format="png")
        else:
            figure.savefig(out, format="svg", metadata={"Date": None})
    if suffix != ".html":
        return out.getvalue()
    return _page(title, out.getvalue().decode(), shown, lang).encode()


def _over_time(axis: Any, marks: Sequence[Mark], colours: dict[str, str], lang: Lang) -> None:
    """Time to the right: each figure as a line as long as its time, with its number at the middle."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    factor = _scaled(axis.yaxis, marks, lang)
    places = _places(marks)
    for mark in marks:
        if mark.days is None:
            continue
        first, last = mark.days
        middle = places[mark.n]
        low, high = float(mark.low) / factor, float(mark.high) / factor
        colour = colours[mark.subject]
        axis.plot([first, last], [(low + high) / 2] * 2, color=colour, alpha=0.35, linewidth=3)
        axis.plot([middle] * 2, [low, high], color=colour, linewidth=1.5)
        axis.plot([middle], [(low + high) / 2], "o", markersize=6, **_face(mark, colour))
        axis.annotate(
            f"[{mark.n}]", (middle, high), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8
        )
    locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    # Numbers, which are read alike in both languages.
    forms = ["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"]
    short = ConciseDateFormatter(  # type: ignore[no-untyped-call]
        locator, formats=forms, zero_formats=["", *forms[:-1]], show_offset=False
    )
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(short)
    axis.xaxis.set_tick_params(labelbottom=True)
    axis.margins(y=0.15)
    _from_zero(axis.set_ylim, marks)
    axis.grid(axis="y", alpha=0.25)
    if len(colours) > 1:
        for subject in dict.fromkeys(mark.subject for mark in marks):
            axis.plot([], [], "o", color=colours[subject], label=screen.shorten(subject, 28))
        axis.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=8)


def _places(marks: Sequence[Mark]) -> dict[int, datetime]:
    """Where in its time each mark stands, by its number: in the middle, or beside one that is as high."""
    first = min(mark.days[0] for mark in marks if mark.days)
    last = max(mark.days[1] for mark in marks if mark.days)
    ends = [end for mark in marks for end in (mark.low, mark.high)]
    near = (max(*ends, Decimal(0)) - min(*ends, Decimal(0))) / 15
    rows: list[list[Mark]] = []
    for mark in marks:
        for row in rows:
            if row[0].days == mark.days and abs(row[0].low + row[0].high - mark.low - mark.high) / 2 <= near:
                row.append(mark)
                break
        else:
            rows.append([mark])
    found: dict[int, datetime] = {}
    for row in rows:
        if (days := row[0].days) is None:
            continue
        begin, end = (datetime.combine(day, time()) for day in days)
        # A day has no width of its own to stand side by side in.
        width = max(end - begin, (last - first) / 25 * len(row))
        for at, mark in enumerate(row, 1):
            found[mark.n] = begin + (end - begin) / 2 + width * (at / (len(row) + 1) - 0.5)
    return found


def _side_by_side(axis: Any, marks: Sequence[Mark], colours: dict[str, str], lang: Lang) -> None:
    """One bar for each figure, named at the left, with the figure as written at its end."""
    factor = _scaled(axis.xaxis, marks, lang)
    for at, mark in enumerate(marks):
        low, high = float(mark.low) / factor, float(mark.high) / factor
        colour = colours[mark.subject]
        axis.barh([at], [(low + high) / 2], height=0.5, color=colour, alpha=0.25)
        axis.plot([low, high], [at, at], color=colour, linewidth=2)
        axis.plot([(low + high) / 2], [at], "o", markersize=6, **_face(mark, colour))
        raw = screen.shorten(mark.claims[0].quantity.raw, 24)
        axis.annotate(
            raw, (max(high, 0), at), xytext=(8, 0), textcoords="offset points", va="center", fontsize=9
        )
    axis.set_yticks(range(len(marks)), [_label(mark) for mark in marks], fontsize=8)
    axis.set_ylim(len(marks) - 0.5, -0.5)
    axis.margins(x=0.25)
    _from_zero(axis.set_xlim, marks)
    axis.grid(axis="x", alpha=0.25)


def _face(mark: Mark, colour: str) -> dict[str, str]:
    return {"color": colour, "markerfacecolor": colour if mark.actual else "white"}


def _from_zero(limits: Any, marks: Sequence[Mark]) -> None:
    """Begin at nought, so that lengths and heights can be compared."""
    if all(mark.low >= 0 for mark in marks):
        limits(0)


def _scaled(axis: Any, marks: Sequence[Mark], lang: Lang) -> float:
    """Name the axis by the unit and what it is counted in, and return that factor."""
    most = max(float(max(abs(mark.low), abs(mark.high))) for mark in marks)
    factor, word = next(((size, word) for size, word in _SCALES[lang] if most >= size), (1.0, ""))
    axis.set_label_text(" ".join(part for part in (word, marks[0].unit) if part), fontsize=9)
    axis.get_major_formatter().set_useOffset(False)
    axis.get_major_formatter().set_powerlimits((-5, 7))
    return factor


def _scale_names(lang: Lang) -> str:
    return "".join(word for _, word in _SCALES[lang])


def _notes(marks: Sequence[Mark], untimed: int, lang: Lang, *, over_time: bool) -> list[str]:
    notes = []
    if over_time:
        notes.append(_word("times", lang))
    if any(mark.low != mark.high for mark in marks):
        notes.append(_word("ranges" if over_time else "range", lang))
    if not all(mark.actual for mark in marks):
        notes.append(_word("open", lang))
    joined = [("；" if lang == "zh" else "; ").join(notes)] if notes else []
    return joined + ([_word("untimed", lang).format(n=untimed)] if untimed else [])


def _word(key: str, lang: Lang) -> str:
    return _WORDS[key][lang != "zh"]


def _label(mark: Mark) -> str:
    """A mark's number, subject and source, and its time where it has one."""
    sources = dict.fromkeys(claim.citation.title or claim.citation.source for claim in mark.claims)
    source = screen.shorten(", ".join(sources), 40)
    parts = (screen.shorten(mark.subject, 28), mark.period, source)
    return f"[{mark.n}] {' · '.join(screen.mark(part, ()).text for part in parts if part)}"


def _explained(mark: Mark) -> str:
    """A mark's number with the figure, the time, and where it stands."""
    first = mark.claims[0]
    parts = (
        screen.shorten(first.quantity.raw, 24),
        screen.shorten(mark.subject, 28),
        screen.visible(mark.period),
        *(screen.shorten(claim.citation.title or claim.citation.source, 44) for claim in mark.claims[:2]),
    )
    return f"[{mark.n}] {' · '.join(dict.fromkeys(part for part in parts if part))}"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep matplotlib's remarks about fonts to ourselves: what a PNG needs was looked at before."""
    logger = logging.getLogger("matplotlib.font_manager")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from font")
            yield
    finally:
        logger.setLevel(level)


_STYLE = """
body { font: 15px/1.5 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; margin: 2em auto;
  max-width: 60em; padding: 0 1em; color: #111; background: #fff; }
svg { width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: 90%; }
th, td { border-bottom: 1px solid #ccc; padding: .3em .5em; text-align: left; vertical-align: top; }
"""


def _page(title: str, svg: str, marks: Sequence[Mark], lang: Lang) -> str:
    """One file that needs nothing else: the chart, and a table of what its numbers stand for."""
    names = ("figure", "read_as", "subject", "period", "source", "sentence")
    head = "".join(f"<th>{html.escape(_word(name, lang))}</th>" for name in names)
    rows = []
    for mark in marks:
        for claim in mark.claims:
            quantity, cited = claim.quantity, claim.citation
            source = " · ".join(part for part in (cited.title or cited.source, cited.locator) if part)
            cells = (quantity.raw, normalised(quantity), claim.subject, claim.period, source, cited.quote)
            shown = "".join(f"<td>{html.escape(screen.mark(cell, ()).text)}</td>" for cell in cells)
            rows.append(f"<tr><td>[{mark.n}]</td>{shown}</tr>\n")
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-Hans" if lang == "zh" else "en"}">\n<head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        f"{svg[svg.index('<svg') :]}\n<table>\n<tr><th></th>{head}</tr>\n{''.join(rows)}</table>\n"
        "</body>\n</html>\n"
    )
