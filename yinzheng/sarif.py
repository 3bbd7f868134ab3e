"""The problems of a check in the forms that CI reads: SARIF 2.1.0 and GitHub workflow commands.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/ and
https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from yinzheng import __version__, screen
from yinzheng.types import IN_FAVOUR

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from yinzheng.as_json import Json
    from yinzheng.types import Citation, Label, Reason, Report, Verdict

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Lines:
    """Tells lines and columns, both from 1 and in code points, of offsets into a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of ``text[offset]``."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What speaks against a sentence, and the half-open interval that it is about, as line and column."""

    verdict: Verdict
    reason: Reason
    start: tuple[int, int]
    end: tuple[int, int]


def against(verdict: Verdict) -> list[Reason]:
    """The reasons of a verdict that say what is wrong, all that it has where none does."""
    return [reason for reason in verdict.reasons if reason.code not in IN_FAVOUR] or list(verdict.reasons)


def problems(text: str, report: Report) -> Iterator[Problem]:
    """What is wrong with the contradicted and unsupported sentences of ``text``, in its order."""
    lines = Lines(text)
    for verdict in report.verdicts:
        if verdict.failed:
            for reason in against(verdict):
                yield Problem(verdict, reason, lines.at(reason.start), lines.at(reason.end))


def sarif(found: Sequence[tuple[str, Sequence[Problem]]], fail_on: Collection[Label]) -> Json:
    """The problems of texts, by their paths, as a SARIF log; those that ``fail_on`` names are errors."""
    codes = sorted({problem.reason.code for _, some in found for problem in some})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "yinzheng",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [
                            {"id": code, "shortDescription": {"text": code.replace("_", " ")}}
                            for code in codes
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(problem, path, codes, fail_on) for path, some in found for problem in some
                ],
            }
        ],
    }


def _result(problem: Problem, path: str, codes: Sequence[str], fail_on: Collection[Label]) -> Json:
    verdict, reason = problem.verdict, problem.reason
    made: Json = {
        "ruleId": reason.code,
        "ruleIndex": codes.index(reason.code),
        "level": "error" if verdict.label in fail_on else "warning",
        "message": {"text": _message(problem)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri(path)},
                    "region": {
                        "startLine": problem.start[0],
                        "startColumn": problem.start[1],
                        "endLine": problem.end[0],
                        "endColumn": problem.end[1],
                        "charOffset": reason.start,
                        "charLength": reason.end - reason.start,
                    },
                }
            }
        ],
        "partialFingerprints": {"yinzheng/v1": _fingerprint(verdict, reason)},
        "properties": {"label": verdict.label, "sentence": verdict.sentence},
    }
    if source := reason.source or next(iter(verdict.citations), None):
        made["relatedLocations"] = [_related(source)]
    return made


def _related(source: Citation) -> Json:
    where = " · ".join(part for part in (source.title, source.locator) if part)
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri(source.source)}},
        "message": {"text": f"{where}: {source.quote}"},
    }


def uri(path: str) -> str:
    """A path as a URI reference, relative where the path is."""
    slashed = path.replace("\\", "/")
    escaped = quote(slashed.encode("utf-8", "surrogateescape"), safe="/~!$&'()*+,;=@")
    if slashed.startswith("/"):
        return f"file://{escaped}"
    return f"file:///{escaped}" if re.match(r"[A-Za-z]:/", slashed) else escaped


def _message(problem: Problem) -> str:
    """What is wrong and, for the reader who sees nothing else, what the source has."""
    source = problem.reason.source
    if source is None:
        return problem.reason.detail
    place = " · ".join(part for part in (source.title or source.source, source.locator) if part)
    return f"{problem.reason.detail} ({place})"


def _fingerprint(verdict: Verdict, reason: Reason) -> str:
    """The same for the same problem of the same sentence, wherever in the text it stands."""
    words = " ".join(verdict.sentence.split())
    return hashlib.sha256(f"{reason.code}\0{words}\0{reason.start - verdict.start}".encode()).hexdigest()[:16]


def workflow_commands(found: Sequence[Problem], path: str, fail_on: Collection[Label]) -> Iterator[str]:
    """The problems as GitHub workflow commands, a line each; no text in them can begin one of its own."""
    for problem in found:
        level = "error" if problem.verdict.label in fail_on else "warning"
        fields = {"file": path, "line": problem.start[0], "endLine": problem.end[0]}
        if problem.start[0] == problem.end[0]:  # GitHub shows columns only of one line
            fields |= {"col": problem.start[1], "endColumn": problem.end[1]}
        fields["title"] = f"{problem.verdict.label}: {problem.reason.code}"
        given = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
        said = f"{_message(problem)}\n{' '.join(problem.verdict.sentence.split())}"
        yield f"::{level} {given}::{_data(said)}"


def _data(text: str) -> str:
    shown = screen.visible(text, lines=True)
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
