"""What ``yinzheng check`` does once its options are read: read the text, check it, show what is wrong."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from yinzheng import as_json, check_view, output, sarif, screen
from yinzheng.atomic import check_target, replacing
from yinzheng.corpus.decode import decode
from yinzheng.corpus.files import media_type_of, printable
from yinzheng.corpus.load import read_bytes
from yinzheng.corpus.tokens import language
from yinzheng.errors import ExportError, QueryError, UnsupportedDocument, YinzhengError
from yinzheng.qa.checking.fix import edits
from yinzheng.qa.checking.statements import statements

if TYPE_CHECKING:
    from yinzheng.as_json import Json
    from yinzheng.library import Library
    from yinzheng.types import Label, Report

STDIN = "-"
FAIL_ON: dict[str, frozenset[Label]] = {
    "contradicted": frozenset({"contradicted"}),
    "unsupported": frozenset({"contradicted", "unsupported"}),
}
"""Labels that fail a check, by what ``--fail-on`` takes; ``unsupported`` is the stricter."""

_A_MINUTE = 5000  # sentences checked
_MANY = 2 * _A_MINUTE

Form = Literal["text", "json", "sarif", "github"]


@dataclass(frozen=True, slots=True)
class Read:
    """A text to check: its bytes, the encoding they are in, and what they say."""

    name: str
    data: bytes
    encoding: str
    text: str


@dataclass(frozen=True, slots=True)
class Options:
    """How to check and what to do with what comes of it.

    ``fixed`` is where a copy with its marks put right goes, None for none.
    """

    form: Form = "text"
    fail_on: frozenset[Label] = FAIL_ON["unsupported"]
    every: bool = False
    cited_only: bool = False
    fixed: Path | None = None
    force: bool = False


def options(
    *,
    json: bool,
    is_sarif: bool,
    github: bool,
    fail_on: str,
    every: bool,
    cited_only: bool,
) -> Options:
    """The options as they were given. Raises QueryError for what does not go together."""
    forms: list[Form] = ["json"] * json + ["sarif"] * is_sarif + ["github"] * github  # type: ignore[assignment]
    if len(forms) > 1:
        raise QueryError(f"{' and '.join(f'--{form}' for form in forms)} both want stdout: choose one")
    if fail_on not in FAIL_ON:
        raise QueryError(f"--fail-on {fail_on}: give {' or '.join(FAIL_ON)}")
    return Options(forms[0] if forms else "text", FAIL_ON[fail_on], every, cited_only)


def copy_for(file: str, named: str | None, *, force: bool) -> Path:
    """Where the copy of ``file`` goes: ``named``, else ``notes.fixed.md`` beside ``notes.md``.

    Raises QueryError where stdin has no name, ExportError for what cannot be written.
    """
    if named is None and file == STDIN:
        raise QueryError("--fix-citations needs a file for the copy of what stdin holds: -o FILE")
    path = Path(file)
    made = Path(named) if named is not None else path.with_name(f"{path.stem}.fixed{path.suffix}")
    if file != STDIN and made.resolve() == path.resolve():
        raise ExportError(f"{made} is the text itself: name another file for the copy")
    check_target(made, force=force)
    return made


def read(file: str, encoding: str | None, stdin: bytes | None = None) -> Read:
    """Read the text to check. Raises DocumentError for what is missing, binary or HTML."""
    name = "stdin" if file == STDIN else printable(Path(file))
    data = (stdin or b"") if file == STDIN else read_bytes(Path(file), name)
    decoded = decode(data, encoding, source=name)
    if file != STDIN and media_type_of(file, decoded.text) == "text/html":
        raise UnsupportedDocument(name, "HTML is not checked: save it as text or Markdown first")
    return Read(name, data, decoded.encoding, decoded.text)


def run(library: Library, given: Read, chosen: Options) -> bool:
    """Do it, and tell whether the text passes."""
    lang = language(given.text) if given.text.strip() else output.interface_lang()
    if not library.documents():
        raise YinzhengError("the library is empty, so nothing can be checked: yinzheng add PATH…")
    many = sum(one.kind not in {"code", "reference"} for one in statements(given.text))
    if many > _MANY and sys.stderr.isatty():
        output.message(output.say("many_sentences", lang, n=many, minutes=round(many / _A_MINUTE)))
    report = library.check(given.text, cited_only=chosen.cited_only)
    if chosen.form == "json":
        _print_json(as_json.report(report))
    elif chosen.form == "sarif":
        found = list(sarif.problems(given.text, report))
        _print_json(sarif.sarif(found, given.name, chosen.fail_on))
    elif chosen.form == "github":
        for line in sarif.workflow_commands(
            list(sarif.problems(given.text, report)), given.name, chosen.fail_on
        ):
            sys.stdout.write(line + "\n")
        output.message(check_view.counted(report, lang))
    elif not report.verdicts:
        out = output.console()
        out.print(output.line_of(output.say("no_sentences", lang, name=screen.visible(given.name))))
    else:
        check_view.print_report(output.console(), given.text, given.name, report, every=chosen.every)
    if chosen.fixed is not None:
        count = write_fixed(given, report, chosen.fixed, force=chosen.force)
        output.message(output.say("marks_rewritten", lang, n=count, path=str(chosen.fixed)))
    return not any(verdict.label in chosen.fail_on for verdict in report.verdicts)


def write_fixed(given: Read, report: Report, path: Path, *, force: bool) -> int:
    """Write the text with its marks put right to ``path``, all else byte for byte; return how many changed.

    Raises ExportError where the bytes cannot be given back as they were.
    """
    wanted = edits(report)
    try:
        whole = given.data.decode(given.encoding)
        faithful = whole.encode(given.encoding) == given.data
    except (LookupError, UnicodeError):
        faithful = False
    if not faithful:
        raise ExportError(
            f"{path} cannot be written: {given.name} is not sound {given.encoding}; save it as UTF-8"
        )
    # What the text to check has left out: a BOM, NUL and the first half of CR LF.
    gone = [match.start() - at for at, match in enumerate(re.finditer(r"\A\ufeff|\x00|\r(?=\n)", whole))]
    parts: list[str] = []
    at = passed = 0
    for edit in wanted:
        while passed < len(gone) and gone[passed] <= edit.start:
            passed += 1
        parts += (whole[at : edit.start + passed], edit.mark)
        at = edit.end + passed  # no mark has a line break inside
    with replacing(path, force=force) as file:
        file.write("".join((*parts, whole[at:])).encode(given.encoding))
    return len(wanted)


def _print_json(value: Json) -> None:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
    sys.stdout.write(as_json.dumps(value, ascii_only=encoding != "utf8") + "\n")
