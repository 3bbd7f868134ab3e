"""What ``yinzheng claims`` does once its options are read: choose, print, write, draw."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from yinzheng import as_json, claims_view, export, output, screen
from yinzheng.atomic import check_target
from yinzheng.errors import QueryError
from yinzheng.progress import Bar
from yinzheng.qa import select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.as_json import Json
    from yinzheng.library import Library
    from yinzheng.types import Claim, Conflict, Document, Lang

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where claims go: ``files`` by their form (``-`` is stdout), a chart, or else the terminal."""

    files: dict[export.Form, str] = field(default_factory=dict)
    plot: str | None = None
    excel: bool = False
    force: bool = False
    json: bool = False

    @property
    def any_file(self) -> bool:
        """Whether anything is written beside the terminal."""
        return bool(self.files or self.plot)


def wanted(
    subjects: Sequence[str],
    metrics: Sequence[str],
    kinds: Sequence[str],
    *,
    period: str | None,
    low: str | None,
    high: str | None,
) -> select.Wanted:
    """Read the filters as they were typed. Raises QueryError, naming the option and what it takes."""
    for option, names in (("--subject", subjects), ("--metric", metrics)):
        if not all(any(char.isalnum() for char in name) for name in names):
            raise QueryError(f"{option}: give a name in letters or digits")
    least = select.bound_of(low, "--min") if low is not None else None
    most = select.bound_of(high, "--max") if high is not None else None
    if least and most and not select.reaches(most, least):
        raise QueryError(f"--min {least.raw} is more than --max {most.raw}, or the two cannot be compared")
    return select.Wanted(
        tuple(subjects),
        tuple(metrics),
        tuple(select.kind_of(kind) for kind in kinds),
        select.period_of(period) if period is not None else "",
        least,
        most,
    )


def check(outputs: Outputs) -> None:
    """Refuse what cannot be written before any work is done.

    Raises QueryError for options that do not go together, ExportError for paths.
    """
    if outputs.excel and "csv" not in outputs.files:
        raise QueryError("--excel goes with --csv: it marks the file as UTF-8 for Excel")
    streams = [form for form, path in outputs.files.items() if path == STDOUT]
    if len(streams) > 1 or (streams and outputs.json):
        both = [f"--{form} -" for form in streams] + ["--json"] * outputs.json
        raise QueryError(f"{' and '.join(both)} both want stdout: name a file for one of them")
    if "xlsx" in streams and sys.stdout.isatty():
        raise QueryError("--xlsx - would put a workbook on the screen: name a file")
    if outputs.plot is not None:
        from yinzheng import plot

        plot.check_name(outputs.plot)
    paths = [path for path in (*outputs.files.values(), outputs.plot) if path not in {STDOUT, None}]
    if len({Path(str(path)).absolute() for path in paths}) < len(paths):
        raise QueryError(f"two outputs would be written to one file: {', '.join(map(str, paths))}")
    for path in paths:
        check_target(Path(str(path)), force=outputs.force)


def run(
    library: Library,
    doc_ids: Sequence[str] | None,
    chosen: select.Wanted,
    outputs: Outputs,
    *,
    conflicts: bool,
) -> bool:
    """Do it, and tell whether there was any row."""
    asked = " ".join((*chosen.subjects, *chosen.metrics))
    lang: Lang = "zh" if any("\u3400" <= char <= "\u9fff" for char in asked) else output.interface_lang()
    claims = library.claims(doc_ids, progress=Bar(lang))
    short: dict[str, dict[str, str]] = {}
    if conflicts or chosen.subjects:
        short = library.short_names({claim.citation.doc_id for claim in claims})
    picked = select.select(claims, chosen, own_metrics=library.own_metrics, short_names=short)
    found: Sequence[Claim] | Sequence[Conflict] = picked
    disagreeing: list[Conflict] = []
    documents: dict[str, Document] = {}
    if conflicts:
        documents = {document.id: document for document in library.documents()}
        dates = {name: document.date for name, document in documents.items()}
        disagreeing = _conflicts(claims, picked, short, dates)
        found = disagreeing
    if outputs.json:
        _print_json(as_json.conflicts(disagreeing) if conflicts else as_json.claims(picked))
    if not found:
        if not outputs.json:
            key = "no_figures" if not claims else "no_conflicts" if conflicts and picked else "no_claims"
            output.console("stderr" if outputs.any_file else "stdout").print(
                output.line_of(output.say(key, lang))
            )
        return False
    if outputs.any_file:
        _write(found, outputs, lang)
    elif not outputs.json:
        out = output.console()
        if conflicts:
            claims_view.print_conflicts(out, disagreeing, documents, lang)
        else:
            claims_view.print_claims(out, picked, lang)
    return True


def _conflicts(
    claims: list[Claim],
    picked: list[Claim],
    short_names: dict[str, dict[str, str]],
    dates: dict[str, str | None],
) -> list[Conflict]:
    """The conflicts in which a chosen claim takes part: what it disagrees with may lie outside."""
    from yinzheng.qa.conflicts import conflicts

    chosen = set(picked)
    return [
        conflict
        for conflict in conflicts(claims, short_names, dates)
        if any(claim in chosen for group in conflict.groups for claim in group)
    ]


def _write(found: Sequence[Claim] | Sequence[Conflict], outputs: Outputs, lang: Lang) -> None:
    said: list[str] = []
    for form, name in outputs.files.items():
        if name == STDOUT:
            _to_stdout(found, form, excel=outputs.excel)
        else:
            count = export.write(found, name, form, excel=outputs.excel, force=outputs.force)
            said.append(output.say("rows_written", lang, n=count, path=screen.visible(name)))
    if outputs.plot is not None:
        from yinzheng import plot

        plot.write([row.claim for row in export.rows(found)], outputs.plot, lang=lang, force=outputs.force)
        said.append(output.say("chart_written", lang, path=screen.visible(outputs.plot)))
    out = output.console("stderr" if outputs.json or STDOUT in outputs.files.values() else "stdout")
    for line in said:
        out.print(output.line_of(line), soft_wrap=True)


def _to_stdout(found: Sequence[Claim] | Sequence[Conflict], form: export.Form, *, excel: bool) -> None:
    made = export.rows(found)
    sys.stdout.flush()
    if form != "xlsx" and sys.stdout.isatty():
        # What is in the documents must not act on the terminal; a file or a pipe gets it as it is.
        for part in export.text(made, form):
            sys.stdout.write(screen.visible(part.replace("\r\n", "\n"), lines=True))
    else:
        export.write_to(sys.stdout.buffer, made, form, excel=excel)
        sys.stdout.buffer.flush()


def _print_json(value: Json) -> None:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
    sys.stdout.write(as_json.dumps(value, ascii_only=encoding != "utf8") + "\n")
