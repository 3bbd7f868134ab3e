"""What ``yinzheng add`` shows when it is done: a summary of what became of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yinzheng import screen
from yinzheng.corpus.formats import recognise
from yinzheng.output import BAD, TITLE, console, line_of, say, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import Console

    from yinzheng.types import AddReport, Document, Lang, Problem

SEVERAL = 20
"""How many failed sources, reasons for skipping, or copies are listed before the rest is counted."""

_NAMES = 3  # of the files that were left out for one reason


class _Outcome(NamedTuple):
    """One line of the summary, and under which word what is in ``details``, visible text, is told."""

    words: str
    details: tuple[str, ...] = ()
    told_as: str = ""


def print_report(out: Console, report: AddReport, originals: Mapping[str, str], lang: Lang) -> None:
    """Print what ``add`` did: on a terminal a line for each outcome, in a pipe one line for all of them.

    What was skipped or failed is told with its reason; in a pipe on stderr, so that stdout has nothing but
    the summary. ``originals`` are the sources of documents by id, for what copies are copies of.
    """
    outcomes = list(_outcomes(report, originals, lang))
    done = report.added or report.replaced or report.unchanged or report.removed or report.failed
    if out.is_terminal:
        if not done:
            out.print(line_of(say("nothing", lang)))
        for words, details, told_as in outcomes:
            out.print(line_of(words, BAD if told_as == "failed_one" else TITLE), soft_wrap=True)
            for detail in details:
                out.print(wrapped(detail, out.width, "      ", first="    ", number=""))
        return
    err = console("stderr")
    for _, details, told_as in outcomes:
        for detail in details if told_as else ():
            line = line_of(f"{say(told_as, lang)}: ", BAD if told_as == "failed_one" else "")
            line.append(detail, "not bold default")
            err.print(line, soft_wrap=True)
    words = ("，" if lang == "zh" else ", ").join(outcome.words for outcome in outcomes)
    out.print(line_of(words if done else say("nothing", lang)), soft_wrap=True)


def _outcomes(report: AddReport, originals: Mapping[str, str], lang: Lang) -> Iterator[_Outcome]:
    for key, sources in (
        ("added", report.added),
        ("replaced", report.replaced),
        ("unchanged", report.unchanged),
        ("removed", report.removed),
    ):
        if sources:
            yield _Outcome(say(key, lang, n=len(sources)))
    if report.skipped:
        told = _several([_grouped(reason, names) for reason, names in _by_reason(report.skipped)], lang)
        yield _Outcome(say("skipped", lang, n=len(report.skipped)), told, "skipped_one")
    if report.failed:
        failed = [f"{screen.visible(p.source)}: {screen.visible(p.reason)}" for p in report.failed]
        yield _Outcome(say("failed", lang, n=len(report.failed)), _several(failed, lang), "failed_one")
    if report.passages:
        yield _Outcome(say("new_passages", lang, n=report.passages))
    read = (*report.added, *report.replaced)
    if scans := list(_flagged(read, "pages_without_text")):
        key = "scans_add" if recognise.available() else "scans_install"
        told = _several([f"{name}: {pages}" for name, pages in scans], lang)
        hint = say(key, lang, install=recognise.INSTALL)
        count = sum(_count(pages) for _, pages in scans)
        yield _Outcome(say("scans", lang, n=count), (*told, hint), "scans_one")
    if copies := list(_copies(read, originals, lang)):
        yield _Outcome(say("copies", lang, n=len(copies)), _several(copies, lang))


def _several(told: Sequence[str], lang: Lang) -> tuple[str, ...]:
    more = (say("more", lang, n=len(told) - SEVERAL),) if len(told) > SEVERAL else ()
    return (*told[:SEVERAL], *more)


def _by_reason(problems: Iterable[Problem]) -> list[tuple[str, list[str]]]:
    """The sources of problems by their reasons, those of most first."""
    grouped: dict[str, list[str]] = {}
    for problem in problems:
        grouped.setdefault(problem.reason, []).append(problem.source)
    return sorted(grouped.items(), key=lambda item: -len(item[1]))


def _grouped(reason: str, sources: Sequence[str]) -> str:
    names = ", ".join(map(screen.visible, sources[:_NAMES]))
    count = f", … ({len(sources)})" if len(sources) > _NAMES else ""
    return f"{names}{count}: {screen.visible(reason)}"


def _copies(documents: Iterable[Document], originals: Mapping[str, str], lang: Lang) -> Iterator[str]:
    for name, first in _flagged(documents, "duplicate_of"):
        yield say("copy_of", lang, name=name, original=screen.visible(originals.get(first, first)))


def _flagged(documents: Iterable[Document], kind: str) -> Iterator[tuple[str, str]]:
    """The documents, by name, that have a flag of this kind, and what it says behind its colon."""
    for document in documents:
        for flag in document.flags:
            found, _, said = flag.partition(":")
            if found == kind:
                yield screen.visible(document.source), said


def _count(pages: str) -> int:
    """How many pages ``3,7-9`` are."""
    runs = [run.split("-") for run in pages.split(",")]
    return sum(int(run[-1]) - int(run[0]) + 1 for run in runs)
