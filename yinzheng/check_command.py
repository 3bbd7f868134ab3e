"""What ``yinzheng check`` does once its options are read: read the text, check it, show what is wrong."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from yinzheng import as_json, check_view, output, sarif, screen
from yinzheng.atomic import check_target, replacing
from yinzheng.corpus.decode import decode
from yinzheng.corpus.files import printable
from yinzheng.corpus.load import read_bytes
from yinzheng.corpus.media import media_type_of
from yinzheng.corpus.tokens import language
from yinzheng.errors import ExportError, QueryError, UnsupportedDocument, YinzhengError
from yinzheng.progress import Bar
from yinzheng.qa.checking.fix import edits
from yinzheng.qa.checking.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yinzheng.as_json import Json
    from yinzheng.library import Library
    from yinzheng.types import Label, Lang, Report

STDIN = "-"
FAIL_ON: dict[str, frozenset[Label]] = {
    "contradicted": frozenset({"contradicted"}),
    "unsupported": frozenset({"contradicted", "unsupported"}),
}
"""Labels that fail a check, by what ``--fail-on`` takes; ``unsupported`` is the stricter."""

_A_MINUTE = 5000  # sentences checked
_MANY = 2 * _A_MINUTE
_A_FEW = 200  # checked before a bar could be read

Form = Literal["text", "json", "sarif", "github"]


@dataclass(frozen=True, slots=True)
class Read:
    """A text to check: ``file`` as it was given, a name to show, its bytes, their encoding, what they say.

    ``replaced`` characters could not be decoded; ``unsure`` tells that the encoding is a guess to look at.
    """

    file: str
    name: str
    data: bytes
    encoding: str
    text: str
    replaced: int = 0
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """How to check, and what to do with what comes of it; ``copies`` are where fixed copies of files go."""

    form: Form = "text"
    fail_on: frozenset[Label] = FAIL_ON["unsupported"]
    every: bool = False
    cited_only: bool = False
    copies: Mapping[str, Path] = field(default_factory=dict)
    force: bool = False


def options(
    files: Sequence[str],
    *,
    json: bool,
    is_sarif: bool,
    github: bool,
    fail_on: str,
    every: bool,
    cited_only: bool,
) -> Options:
    """The options as they were given. Raises QueryError for what does not go together."""
    if json and len(files) > 1:
        raise QueryError("--json prints one document: check one text at a time")
    if len(set(files)) < len(files):
        raise QueryError(f"{next(f for f in files if files.count(f) > 1)}: is given twice")
    forms: list[Form] = ["json"] * json + ["sarif"] * is_sarif + ["github"] * github  # type: ignore[assignment]
    if len(forms) > 1:
        raise QueryError(f"{' and '.join(f'--{form}' for form in forms)} both want stdout: choose one")
    if fail_on not in FAIL_ON:
        raise QueryError(f"--fail-on {fail_on}: give {' or '.join(FAIL_ON)}")
    return Options(forms[0] if forms else "text", FAIL_ON[fail_on], every, cited_only)


def copies(files: Sequence[str], named: str | None, *, force: bool) -> dict[str, Path]:
    """Where the copy of each file goes: ``named``, else ``notes.fixed.md`` beside ``notes.md``.

    Raises QueryError where a name is missing or is one for several, ExportError for what cannot be written.
    """
    if named is not None and len(files) > 1:
        raise QueryError("--output names one copy, and there are several texts: leave it out")
    made: dict[str, Path] = {}
    for file in files:
        if named is None and file == STDIN:
            raise QueryError("--fix-citations needs a file for the copy of what stdin holds: -o FILE")
        path = Path(file)
        made[file] = Path(named) if named is not None else path.with_name(f"{path.stem}.fixed{path.suffix}")
        if file != STDIN and made[file].resolve() == path.resolve():
            raise ExportError(f"{made[file]} is the text itself: name another file for the copy")
        check_target(made[file], force=force)
    return made


def read(file: str, encoding: str | None, stdin: Callable[[], bytes]) -> Read:
    """Read the text to check. Raises DocumentError for what is missing, binary or HTML."""
    name = "stdin" if file == STDIN else printable(Path(file))
    data = stdin() if file == STDIN else read_bytes(Path(file), name)
    decoded = decode(data, encoding, source=name)
    if file != STDIN and media_type_of(file, decoded.text) == "text/html":
        raise UnsupportedDocument(name, "HTML is not checked: save it as text or Markdown first")
    return Read(file, name, data, decoded.encoding, decoded.text, decoded.replaced, decoded.unsure)


def run(library: Library, texts: Sequence[Read], chosen: Options) -> bool:
    """Do it, and tell whether all texts pass."""
    if not library.documents():
        raise YinzhengError("the library is empty, so nothing can be checked: yinzheng add PATH…")
    passed = True
    found: list[tuple[str, list[sarif.Problem]]] = []
    for number, given in enumerate(texts):
        report = _checked(library, given, chosen)
        passed &= not any(verdict.label in chosen.fail_on for verdict in report.verdicts)
        if chosen.form == "json":
            sys.stdout.writelines(as_json.report_parts(report, ascii_only=not _is_utf8()))
            sys.stdout.write("\n")
        elif chosen.form == "sarif":
            found.append((given.name, list(sarif.problems(given.text, report))))
        elif chosen.form == "github":
            problems = list(sarif.problems(given.text, report))
            for line in sarif.workflow_commands(problems, given.name, chosen.fail_on):
                sys.stdout.write(line + "\n")
            output.message(f"{given.name}: {check_view.counted(report, _language(given.text))}")
        else:
            if number:
                sys.stdout.write("\n")
            _show(given, report, chosen, several=len(texts) > 1)
        if given.file in chosen.copies:
            _write_copy(given, report, chosen)
    if chosen.form == "sarif":
        _print_json(sarif.sarif(found, chosen.fail_on))
    return passed


def _checked(library: Library, given: Read, chosen: Options) -> Report:
    many = sum(one.kind not in {"code", "reference"} for one in statements(given.text))
    lang = _language(given.text)
    if given.replaced or given.unsure:
        output.message(
            output.say("read_as_text", lang, name=given.name, encoding=given.encoding, n=given.replaced)
        )
    if many > _MANY and sys.stderr.isatty():
        output.message(output.say("many_sentences", lang, n=many, minutes=round(many / _A_MINUTE)))
    own = "" if given.file == STDIN else library.source_of(given.file)
    itself = [document.id for document in library.documents() if document.source == own]
    if itself:  # a draft beside its sources must not bear itself out
        output.message(output.say("checks_itself", lang, name=given.name))
    bar = Bar(lang) if many > _A_FEW else None
    return library.check(given.text, cited_only=chosen.cited_only, without=itself, progress=bar)


def _show(given: Read, report: Report, chosen: Options, *, several: bool) -> None:
    out = output.console()
    if report.verdicts:
        check_view.print_report(out, given.text, given.name, report, every=chosen.every, several=several)
    else:
        said = output.say("no_sentences", _language(given.text), name=screen.visible(given.name))
        out.print(output.line_of(said), soft_wrap=True)


def _write_copy(given: Read, report: Report, chosen: Options) -> None:
    path = chosen.copies[given.file]
    count = write_fixed(given, report, path, force=chosen.force)
    output.message(output.say("marks_rewritten", _language(given.text), n=count, path=str(path)))


def _language(text: str) -> Lang:
    """The language of a text, of the interface where there is none."""
    return language(text) if text.strip() else output.interface_lang()


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
    sys.stdout.write(as_json.dumps(value, ascii_only=not _is_utf8()) + "\n")


def _is_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "") == "utf8"
