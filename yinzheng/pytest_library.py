"""The library under test: opened or built once a run, with assertions whose failures show the source."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from yinzheng import as_json
from yinzheng.corpus.fold import fold_text
from yinzheng.errors import YinzhengError
from yinzheng.library import FOLDER, Library
from yinzheng.screen import visible

if TYPE_CHECKING:
    from yinzheng.pytest_report import Record
    from yinzheng.types import Answer, Citation, Report, Verdict

_WAIT = 1800
"""Seconds to wait while another process of the run builds the library."""

_AROUND = 160
"""Characters of a source's line that a failure shows around the place."""

_QUOTES = frozenset({"quote_altered", "quote_not_found"})
_FIGURES = frozenset(
    {
        "figure_mismatch",
        "unit_scale",
        "unit_mismatch",
        "bound_exceeded",
        "figure_not_found",
        "period_mismatch",
        "subject_mismatch",
        "metric_mismatch",
        "modality_mismatch",
        "no_evidence",
    }
)


def open_library(
    library: Path | None,
    sources: Sequence[Path],
    kept: Path,
    record: Callable[[Record], None] | None,
) -> LibraryUnderTest:
    """Open ``library``, or the one built from ``sources`` in the folder ``kept``.

    A library is built once for each list of sources; what has changed since is read again. Processes that
    want the same one wait for the first. Raises YinzhengError where there is no such library, where a source
    cannot be read, and where sources hold nothing that can be.
    """
    if library is not None:
        return LibraryUnderTest(Library.open(library), record)
    paths = [path.resolve() for path in sources]
    key = hashlib.sha256("\0".join(sorted(map(str, paths))).encode()).hexdigest()[:16]
    home = kept / key
    home.mkdir(parents=True, exist_ok=True)
    # SQLite's lock is let go of by a process that dies, on every system.
    with closing(sqlite3.connect(home / "lock", timeout=_WAIT, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        opened = Library.open(home / FOLDER, create=True)
        try:
            report = opened.add(paths, prune=True)
            wrong = [*report.failed, *(one for one in report.skipped if Path(one.source) in paths)]
            if wrong:
                raise YinzhengError(f"{wrong[0].source}: {wrong[0].reason}")
            if not opened.documents():
                listed = ", ".join(map(str, sources))
                raise YinzhengError(
                    f"{listed}: no documents that can be read; name text, Markdown or HTML files"
                )
        except BaseException:
            opened.close()
            raise
    return LibraryUnderTest(opened, record)


class LibraryUnderTest:
    """A library with assertions; ``library`` is the open one, ``path`` its folder."""

    def __init__(self, library: Library, record: Callable[[Record], None] | None) -> None:
        self.library = library
        self.path = library.path
        self._record = record

    def assert_supported(self, text: str) -> Report:
        """Assert that every sentence that states something is borne out; return the report.

        Sentences with citation marks are held against what they cite, others against all documents. A text of
        which nothing can be checked fails.
        """
        __tracebackhide__ = True
        report = self.library.check(text)
        wrong = [one for one in report.verdicts if one.failed]
        problem = (
            "" if report.counts["supported"] or wrong else "nothing in the text states what could be checked"
        )
        self._done("assert_supported", text, report, wrong, problem)
        return report

    def assert_cited(self, text: str) -> Report:
        """Assert that every sentence that states something cites what bears it out; return the report."""
        __tracebackhide__ = True
        from yinzheng.qa.checking.blocks import without_escapes
        from yinzheng.qa.checking.marks import cited, read_marks
        from yinzheng.qa.checking.statements import statements

        report = self.library.check(text)
        plain = without_escapes(text)
        marks = read_marks(plain, self.library.documents, self.library.document)
        judged = {verdict.start for verdict in report.verdicts}
        marked = judged & {one.start for one in statements(plain) if cited(one, marks)}
        bare = [v for v in report.verdicts if v.start not in marked and v.label != "uncheckable"]
        wrong = [v for v in report.verdicts if v.start in marked and v.failed]
        problem = "\n".join(f"without a citation: {visible(one.sentence)}" for one in bare)
        self._done("assert_cited", text, report, wrong, problem or ("" if marked else "nothing is cited"))
        return report

    def assert_quotes(self, text: str) -> Report:
        """Assert that every quotation stands in a document word for word; a text without one fails."""
        __tracebackhide__ = True
        report = self.library.check(text)
        codes = {reason.code for verdict in report.verdicts for reason in verdict.reasons}
        wrong = [v for v in report.verdicts if _QUOTES & {reason.code for reason in v.reasons}]
        found = "quote_found" in codes or wrong
        self._done(
            "assert_quotes", text, report, wrong, "" if found else "no quotation was found in the text"
        )
        return report

    def assert_figures(self, text: str) -> Report:
        """Assert that documents state every figure of the same thing and time; a text without one fails."""
        __tracebackhide__ = True
        from yinzheng.qa.quantities import quantities

        report = self.library.check(text)
        stated = [v for v in report.verdicts if quantities(v.sentence)]
        wrong = [v for v in stated if v.failed and _FIGURES & {reason.code for reason in v.reasons}]
        self._done("assert_figures", text, report, wrong, "" if stated else "the text has no figures")
        return report

    def assert_answers(
        self, question: str, *, contains: str | Iterable[str] = (), cites: str | Iterable[str] = ()
    ) -> Answer:
        """Assert that a question is answered; return the answer.

        Its text, short answer or value must hold each of ``contains`` (width, case and script do not matter),
        and it must cite each document of ``cites``, named by id, title or the end of its path.
        """
        __tracebackhide__ = True
        answer = self.library.ask(question)
        said = fold_text(f"{answer.text}\n{answer.short or ''}\n{answer.short_value}")
        missing = [words for words in _several(contains) if fold_text(words) not in said]
        uncited = [name for name in _several(cites) if not any(_names(name, one) for one in answer.citations)]
        problems = [f"the answer does not say: {words}" for words in missing]
        problems += [f"the answer does not cite: {name}" for name in uncited]
        if not answer.answered:
            problems = [f"declined: {answer.reason}"]
        self._asked("assert_answers", answer, problems)
        return answer

    def assert_not_answered(self, question: str) -> Answer:
        """Assert that a question is declined; return the answer with the nearest passages."""
        __tracebackhide__ = True
        answer = self.library.ask(question)
        self._asked("assert_not_answered", answer, ["answered"] if answer.answered else [])
        return answer

    def _done(
        self, assertion: str, text: str, report: Report, wrong: Sequence[Verdict], problem: str
    ) -> None:
        """Keep a check for the report and fail where something is wrong."""
        __tracebackhide__ = True
        parts = [problem] if problem else []
        parts += [self._told(one) for one in wrong]
        if self._record:
            found = {
                "ok": not parts,
                "library": str(self.path),
                "problem": problem,
                **_sentences(report, wrong),
            }
            self._record({"assertion": assertion, "text": text, **found})
        if parts:
            whole = len(report.verdicts)
            near = visible(_near(self.path))
            head = f"{len(wrong)} of {whole} sentences not borne out by {near}" if wrong else near
            raise AssertionError("\n\n".join([f"{assertion}: {head}", *parts]))

    def _asked(self, assertion: str, answer: Answer, problems: Sequence[str]) -> None:
        """The same for an answer."""
        __tracebackhide__ = True
        if self._record:
            found = {"ok": not problems, "library": str(self.path), "problem": "\n".join(problems)}
            self._record(
                {"assertion": assertion, "question": answer.question, **found, "answer": as_json.ask(answer)}
            )
        if problems:
            shown = [f"  {visible(answer.text or answer.reason)}"]
            shown += [self._excerpt(one) for one in answer.citations]
            lines = [f"{assertion}: {visible(answer.question)}", *map(visible, problems), *shown]
            raise AssertionError("\n".join(lines))

    def _told(self, verdict: Verdict) -> str:
        """A sentence, why it failed, and the places in the documents."""
        lines = [f"{verdict.label}: {visible(verdict.sentence)}"]
        shown: set[tuple[str, int]] = set()
        for reason in verdict.reasons:
            lines.append(f"  {reason.code}: {visible(reason.detail)}")
            if reason.source and (at := (reason.source.doc_id, reason.source.start)) not in shown:
                shown.add(at)
                lines.append(self._excerpt(reason.source))
        if not shown:
            lines += [self._excerpt(one) for one in verdict.citations[:1]]
        lines += [f"  better:\n{self._excerpt(one)}" for one in verdict.better[:1]]
        return "\n".join(lines)

    def _excerpt(self, cited: Citation) -> str:
        """The lines of a document that a place stands in, numbered from 1, with its name and locator."""
        text = self.library.document(cited.doc_id).text
        first = text.count("\n", 0, cited.start)
        rows = [
            f"    {visible(_near(self.path.parent / cited.source))}:{first + 1} ({visible(cited.locator)})"
        ]
        begin = text.rfind("\n", 0, cited.start) + 1
        for number, line in enumerate(text[begin : max(cited.end, begin + 1)].split("\n")[:3], first + 1):
            end = text.find("\n", begin)
            whole = text[begin : end if end >= 0 else len(text)]
            # Of a long line, what stands around the place.
            left = max(0, min(cited.start - begin, len(whole)) - _AROUND // 2)
            cut = (
                whole[left : left + max(_AROUND, cited.end - cited.start)] if len(whole) > _AROUND else whole
            )
            ahead, behind = (
                ("…" if left and cut != whole else ""),
                ("…" if len(whole) > left + len(cut) else ""),
            )
            if line or cut:
                rows.append(f"    {number:>5} | {ahead}{visible(cut)}{behind}")
            begin += len(whole) + 1
        return "\n".join(rows)


def _near(path: Path) -> str:
    """A path as people would write it here."""
    with contextlib.suppress(OSError, ValueError):
        return str(path.resolve().relative_to(Path.cwd()))
    return str(path)


def _several(words: str | Iterable[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def _names(name: str, cited: Citation) -> bool:
    """Whether a document is meant: by its id, its title, or the end of its path."""
    path = cited.source.replace("\\", "/")
    return name in {cited.doc_id, cited.title} or f"/{path}".endswith(f"/{name}")


def _sentences(report: Report, wrong: Sequence[Verdict]) -> dict[str, object]:
    failed = {verdict.start for verdict in wrong}
    listed = as_json.report(report)["sentences"]
    return {"sentences": [{**one, "failed": one["start"] in failed} for one in listed]}
