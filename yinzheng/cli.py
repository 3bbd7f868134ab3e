"""The commands: a thin skin over ``Library``.

Exit status: 0 done or answered, 1 nothing found or not answered, 2 wrong usage, 3 an error. Errors
are one line on stderr; with ``--json`` stdout holds exactly one JSON document or nothing.
Imports stay inside functions: ``yinzheng --help`` must not wait for NumPy.
"""

from __future__ import annotations

import codecs
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from yinzheng import __version__
from yinzheng.errors import DocumentNotFound, QueryError, YinzhengError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yinzheng import export
    from yinzheng.as_json import Json
    from yinzheng.library import Library
    from yinzheng.types import Document, Lang, Span

NO_ANSWER, USAGE, ERROR, INTERRUPTED = 1, 2, 3, 130
MOST_HITS = 1000
HELP = ["-h", "--help"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be given before the command as well as after it."""

    library: str | None = None
    json: bool = False
    debug: bool = False

    def also(self, library: str | None, json: bool, debug: bool) -> Settings:
        """Return these settings with those given after the command, which win."""
        return Settings(library or self.library, json or self.json, debug or self.debug)


class _Usage(Exception):
    """Wrong usage that typer cannot see; ``str()`` is the line for the user."""


LibraryOption = Annotated[
    str | None,
    typer.Option(
        "--library",
        "-L",
        metavar="DIR",
        help="The library's folder. Default: $YINZHENG_LIBRARY, else the nearest .yinzheng upwards.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
ModelOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME_OR_DIR",
        help="A sentence-transformers model instead of the built-in encoder (needs yinzheng[models]).",
    ),
]


class Commands(TyperGroup):
    """The group of commands, with one place where errors become a line and an exit status."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; see the module's docstring for the exit status."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_pipe()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            _say("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except (YinzhengError, _Usage) as error:
            if _debugging(ctx):
                raise
            _say(str(error))
            raise typer.Exit(USAGE if isinstance(error, (QueryError, _Usage)) else ERROR) from None
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except Exception as error:
            # The border: whatever else was raised is a bug of ours, and still one line for a person.
            if _interrupted(error):
                _say("interrupted")
                raise typer.Exit(INTERRUPTED) from None
            if _debugging(ctx):
                raise
            _say(f"internal error, please report it ({type(error).__name__}: {error}); --debug shows more")
            raise typer.Exit(ERROR) from None
        return result


app = typer.Typer(
    name="yinzheng",
    cls=Commands,
    help="Ask Chinese and English documents; every answer says where it stands.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": HELP},
)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status."""
    # What a terminal cannot show, or a pipe cannot mean, becomes a visible escape, not a traceback.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(errors="backslashreplace")
    # NumPy's BLAS starts a thread a core as it is imported; they spin, and nothing here multiplies enough.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = list(sys.argv[1:] if args is None else args)
    try:
        code = _command().main(given, prog_name="yinzheng", standalone_mode=False)
    except typer.TyperException as error:
        code = _wrong_usage(error, given)
    except typer.Abort:
        code = INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"yinzheng {__version__}\n")
        raise typer.Exit


class _AsGiven:
    """Takes a value as it was typed: text, numbers and lists of text need no schema."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if param.type_descriptor.annotation is not int:
            return value
        try:
            return int(value)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is not a whole number", ctx=ctx, param=param) from None


def _command() -> Any:
    command: Any = typer.main.get_command(app)
    for each in (command, *command.commands.values()):
        context = typer.Context(each, help_option_names=HELP)
        for parameter in (*each.params, each.get_help_option(context)):
            # Typer's own way imports pydantic, which takes as long as a search.
            parameter._runtime_param = _AsGiven()  # noqa: SLF001 - nothing is lost where it is not looked at
    return command


@app.callback()
def _before(
    ctx: typer.Context,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    ctx.obj = Settings(library, json, debug)


@app.command()
def add(
    ctx: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files and folders; - reads one text from stdin.")
    ],
    prune: Annotated[bool, typer.Option("--prune", help="Remove documents whose file is gone.")] = False,
    reindex: Annotated[
        bool, typer.Option("--reindex", help="Cut and encode again what the library already holds.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Read files in this encoding instead of guessing.")
    ] = None,
    model: ModelOption = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The title of what stdin holds.")] = None,
    source: Annotated[
        str, typer.Option(metavar="NAME", help="The name under which what stdin holds is kept.")
    ] = "stdin",
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Add files and folders; add them again after changes."""
    settings = _settings(ctx, library, json, debug)
    from yinzheng import as_json, output
    from yinzheng.types import AddReport

    if "-" in paths and len(paths) > 1:
        raise _Usage("- reads stdin and stands alone: add files in a second call")
    if paths != ["-"] and not any(os.path.lexists(path) for path in paths):
        # Before a library is made for nothing.
        raise YinzhengError(f"nothing to add: no such file or folder: {', '.join(paths)}")
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise _Usage(f"--encoding {encoding}: there is no encoding of that name") from None
    text = _read_stdin(encoding) if paths == ["-"] else None
    lang = output.interface_lang()
    with _open(settings, create=True, model=model) as opened:
        if text is not None:
            known = {document.source for document in opened.documents()}
            document = opened.add_text(text, source, title)
            report = (
                AddReport(replaced=(document,)) if document.source in known else AddReport(added=(document,))
            )
        else:
            try:
                report = opened.add(
                    paths,
                    prune=prune,
                    encoding=encoding,
                    reindex=reindex,
                    progress=output.Bar(lang),
                )
            except KeyboardInterrupt:
                _say("interrupted: what was added before stays; the same command goes on from there")
                raise typer.Exit(INTERRUPTED) from None
    if settings.json:
        _print_json(as_json.add(report))
        for problem in report.failed:
            _say(f"{problem.source}: {problem.reason}")
    else:
        output.print_report(output.console(), report, lang)
    if report.failed:
        raise typer.Exit(ERROR)


@app.command()
def ls(
    ctx: typer.Context, library: LibraryOption = None, json: JsonOption = False, debug: DebugOption = False
) -> None:
    """List the documents."""
    settings = _settings(ctx, library, json, debug)
    from yinzheng import as_json, output

    with _open(settings) as opened:
        documents = opened.documents()
    if settings.json:
        _print_json(as_json.documents("documents", documents))
    else:
        output.print_documents(output.console(), documents, output.interface_lang())


@app.command()
def show(
    ctx: typer.Context,
    doc: Annotated[str, typer.Argument(metavar="DOC", help="An id, its beginning, or a source.")],
    lines: Annotated[
        str | None, typer.Option(metavar="FIRST-LAST", help="Only these lines, counted from 1.")
    ] = None,
    span: Annotated[
        str | None,
        typer.Option(metavar="START-END", help="The lines around these characters, as citations give them."),
    ] = None,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Print a document, or the part that a citation names."""
    settings = _settings(ctx, library, json, debug)
    from yinzheng import as_json, output
    from yinzheng.types import Span

    if lines and span:
        raise _Usage("--lines and --span exclude each other")
    with _open(settings) as opened:
        document = _find(opened, doc)
        part: Span | None = None
        if lines:
            part = _line_span(document.text, *_interval(lines, "--lines"))
        elif span:
            part = Span(*_interval(span, "--span"))
            if not part.start < part.end <= len(document.text):
                raise _Usage(
                    f"--span {span}: the document has {len(document.text)} characters; give START-END within"
                )
        if not settings.json:
            out = output.console()
            output.print_document(out, document, [part] if part else [])
        elif part:
            locator = opened.locator(document, part.start, part.end, document.lang)
            _print_json(as_json.show_span(document, part.start, part.end, locator))
        else:
            _print_json(as_json.show(document))


@app.command()
def rm(
    ctx: typer.Context,
    docs: Annotated[list[str], typer.Argument(metavar="DOC", help="Ids, their beginnings, or sources.")],
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Remove documents from the library; their files stay."""
    settings = _settings(ctx, library, json, debug)
    from yinzheng import as_json, output

    with _open(settings) as opened:
        found = {document.id: document for document in (_find(opened, doc) for doc in docs)}
        removed = opened.remove(list(found))
    if settings.json:
        _print_json(as_json.documents("removed", removed))
    else:
        output.print_removed(output.console(), removed, output.interface_lang())


@app.command()
def status(
    ctx: typer.Context, library: LibraryOption = None, json: JsonOption = False, debug: DebugOption = False
) -> None:
    """Show what the library holds."""
    settings = _settings(ctx, library, json, debug)
    from yinzheng import as_json, output

    with _open(settings) as opened:
        found = opened.status()
    if settings.json:
        _print_json(as_json.status(found))
    else:
        output.print_status(output.console(), found, output.interface_lang())


@app.command()
def search(
    ctx: typer.Context,
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY", help="What to look for, in either language.")
    ],
    k: Annotated[int, typer.Option("-k", metavar="N", help="How many passages at most, 1 to 1000.")] = 10,
    fast: Annotated[bool, typer.Option("--fast", help="Without re-ranking: faster, a little worse.")] = False,
    model: ModelOption = None,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Find passages."""
    settings = _settings(ctx, library, json, debug)
    from yinzheng import as_json, output, search_view

    if not 1 <= k <= MOST_HITS:
        raise _Usage(f"-k {k}: give a number from 1 to {MOST_HITS}")
    text = " ".join(query)
    with _open(settings, model=model) as opened:
        hits = opened.search(text, k, rerank=not fast)
        lang = _language(text)
        locators = [opened.locator(hit.document, hit.passage.start, hit.passage.end, lang) for hit in hits]
    if settings.json:
        _print_json(as_json.search(text, hits, locators))
    else:
        search_view.print_hits(output.console(), text, hits, locators, lang)
    if not hits:
        raise typer.Exit(NO_ANSWER)


@app.command()
def ask(
    ctx: typer.Context,
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="Without one, a prompt takes questions.")
    ] = None,
    model: ModelOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the signals that the confidence was read from.")
    ] = False,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Answer a question with quoted, cited sentences."""
    settings = _settings(ctx, library, json, debug)
    if question:
        with _open(settings, model=model) as opened:
            answered = _answer(opened, " ".join(question), settings.json, explain)
    elif settings.json:
        if sys.stdin.isatty():
            raise _Usage("ask --json needs a question, as an argument or on stdin")
        with _open(settings, model=model) as opened:
            answered = _answer(opened, sys.stdin.read().strip(), as_json=True)
    else:
        with _open(settings, model=model) as opened:
            answered = _prompt(opened) if sys.stdin.isatty() else _answer_lines(opened, explain)
    if not answered:
        raise typer.Exit(NO_ANSWER)


def _answer(library: Library, question: str, as_json: bool, explain: bool = False) -> bool:
    from yinzheng import answer_view, output
    from yinzheng import as_json as forms

    answer = library.ask(question)
    if as_json:
        _print_json(forms.ask(answer))
    else:
        cited = {citation.doc_id for citation in answer.citations}
        documents = {doc_id: library.document(doc_id) for doc_id in cited}
        answer_view.print_answer(output.console(), answer, documents, _language(question), explain=explain)
    return answer.answered


def _answer_lines(library: Library, explain: bool) -> bool:
    """Answer the questions on stdin, one a line; tell whether all were answered."""
    from yinzheng import answer_view, output

    answered = True
    asked = False
    for line in sys.stdin:
        if question := line.strip():
            answer_view.print_question(output.console(), question, first=not asked)
            answered &= _answer(library, question, as_json=False, explain=explain)
            asked = True
    if not asked:
        raise QueryError('the question is empty: yinzheng ask "…"')
    return answered


def _prompt(library: Library) -> bool:
    """Take questions until the user leaves; an unanswered one is no failure here."""
    import contextlib

    from yinzheng import output

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives input() editing and a history for this session
    lang = output.interface_lang()
    sys.stdout.write(output.say("welcome", lang) + "\n")
    loaded = False
    while True:
        try:
            question = input(f"\n{output.say('prompt', lang)}> ").strip()
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")
            return True
        if question in {"exit", "quit", ":q", "退出"}:
            return True
        if not question:
            continue
        try:
            sys.stdout.write("\n")
            _answer(library, question, as_json=False)
            loaded = True
        except KeyboardInterrupt:
            if not loaded:
                raise  # half-imported modules cannot be used again
            sys.stdout.write("\n")
        except YinzhengError as error:
            _say(str(error))


@app.command()
def summarize(
    ctx: typer.Context,
    docs: Annotated[
        list[str] | None,
        typer.Argument(metavar="DOC", help="Ids, their beginnings, or sources; without any, all documents."),
    ] = None,
    about: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only what they say about this, in either language.")
    ] = None,
    points: Annotated[int, typer.Option(metavar="N", help="How many sentences at most, 1 to 1000.")] = 8,
    model: ModelOption = None,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Summarise documents in quoted, cited sentences."""
    settings = _settings(ctx, library, json, debug)
    from yinzheng import summarize_command

    if not 1 <= points <= MOST_HITS:
        raise _Usage(f"--points {points}: give a number from 1 to {MOST_HITS}")
    with _open(settings, model=model) as opened:
        ids = [_find(opened, doc).id for doc in docs] if docs else None
        found = summarize_command.run(opened, ids, about, points, json=settings.json)
    if not found:
        raise typer.Exit(NO_ANSWER)


@app.command()
def claims(
    ctx: typer.Context,
    docs: Annotated[
        list[str] | None,
        typer.Argument(metavar="DOC", help="Ids, their beginnings, or sources; without any, all documents."),
    ] = None,
    subject: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only about this subject or its aliases; may be repeated."),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only of this metric: a key or a term; may be repeated."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only money, percent, count, …; may be repeated."),
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="Only for this time, such as 2024 or 2024-Q3.")
    ] = None,
    low: Annotated[
        str | None, typer.Option("--min", metavar="FIGURE", help="Only this much or more, such as 10亿美元.")
    ] = None,
    high: Annotated[
        str | None, typer.Option("--max", metavar="FIGURE", help="Only this much or less.")
    ] = None,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Figures that contradict each other, side by side.")
    ] = False,
    csv: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a CSV table; - is stdout, as for the others.")
    ] = None,
    xlsx: Annotated[str | None, typer.Option(metavar="FILE", help="Write an Excel workbook.")] = None,
    jsonl: Annotated[str | None, typer.Option(metavar="FILE", help="Write one JSON object a line.")] = None,
    md: Annotated[str | None, typer.Option(metavar="FILE", help="Write a Markdown table.")] = None,
    plot: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Draw one metric to a .png, .svg or .html file (needs yinzheng[plot])."
        ),
    ] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="Mark the CSV file as UTF-8, as Excel needs it.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that exist.")] = False,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List the figures of the documents.

    Each has its subject, metric, value, time and place; without files to write, they are shown as a table.
    """
    settings = _settings(ctx, library, json, debug)
    from yinzheng import claims_command

    named: dict[export.Form, str | None] = {"csv": csv, "xlsx": xlsx, "jsonl": jsonl, "md": md}
    files = {form: path for form, path in named.items() if path is not None}
    chosen = claims_command.wanted(subject or (), metric or (), kind or (), period=period, low=low, high=high)
    outputs = claims_command.Outputs(files, plot, excel, force, settings.json)
    claims_command.check(outputs)
    with _open(settings) as opened:
        ids = [_find(opened, doc).id for doc in docs] if docs else None
        found = claims_command.run(opened, ids, chosen, outputs, conflicts=conflicts)
    if not found:
        raise typer.Exit(NO_ANSWER)


@app.command()
def check(
    ctx: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Texts, plain or Markdown; - reads one from stdin.")
    ],
    every: Annotated[bool, typer.Option("--all", help="Show every sentence, not only problems.")] = False,
    cited_only: Annotated[
        bool, typer.Option("--cited-only", help="Only sentences with a citation, by what they cite.")
    ] = False,
    fail_on: Annotated[
        str,
        typer.Option(metavar="LABEL", help="What fails the check: contradicted, or unsupported as well."),
    ] = "unsupported",
    sarif: Annotated[bool, typer.Option("--sarif", help="Print a SARIF 2.1.0 log on stdout.")] = False,
    github: Annotated[
        bool, typer.Option("--github", help="Print annotations for GitHub workflows on stdout.")
    ] = False,
    fix_citations: Annotated[
        bool,
        typer.Option("--fix-citations", help="Write a copy whose marks point at what bears them out."),
    ] = False,
    copy: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where that copy goes; else NAME.fixed.EXT."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a copy that exists.")] = False,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Read the text in this encoding instead of guessing.")
    ] = None,
    model: ModelOption = None,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Hold a text against the documents, sentence by sentence.

    The exit status is 1 when a sentence is contradicted or has nothing to bear it out.
    """
    settings = _settings(ctx, library, json, debug)
    from dataclasses import replace

    from yinzheng import check_command

    chosen = check_command.options(
        files,
        json=settings.json,
        is_sarif=sarif,
        github=github,
        fail_on=fail_on,
        every=every,
        cited_only=cited_only,
    )
    if copy is not None and not fix_citations:
        raise _Usage("--output goes with --fix-citations")
    if fix_citations:
        chosen = replace(chosen, copies=check_command.copies(files, copy, force=force), force=force)
    texts = [check_command.read(file, encoding, _stdin_bytes) for file in files]
    with _open(settings, model=model) as opened:
        passed = check_command.run(opened, texts, chosen)
    if not passed:
        raise typer.Exit(NO_ANSWER)


def _settings(ctx: typer.Context, library: str | None, json: bool, debug: bool) -> Settings:
    """What was given before and after the command; the border looks for it at the root."""
    root = ctx.find_root()
    settings: Settings = root.obj.also(library, json, debug)
    root.obj = settings
    return settings


def _open(settings: Settings, *, create: bool = False, model: str | None = None) -> Library:
    from yinzheng.library import Library

    return Library.open(settings.library, create=create, model=model, notify=_say)


def _find(library: Library, name: str) -> Document:
    """The document that a person means by ``name``: id, source, a path, or an unambiguous file name."""
    try:
        return library.document(name)
    except DocumentNotFound:
        documents = library.documents()
        sources = [document.source for document in documents]
        path = Path(name).resolve()
        home = library.path.resolve().parent
        meant = [str(path), path.relative_to(home).as_posix()] if path.is_relative_to(home) else [str(path)]
        same = [d for d in documents if d.source in meant] or [
            d for d in documents if name in {Path(d.source).name, d.title}
        ]
        if len(same) == 1:
            return library.document(same[0].id)
        if near := [d.source for d in same] or _nearest(name, sources):
            raise DocumentNotFound(f"no document {name!r}; the nearest: {', '.join(near)}") from None
        raise DocumentNotFound(f"no document {name!r}: `yinzheng ls` lists them") from None


def _nearest(name: str, sources: Iterable[str]) -> list[str]:
    from difflib import get_close_matches

    # People remember the file's name rather than the folder.
    by_name = {Path(source).name: source for source in sources}
    near = get_close_matches(name, sources := list(sources), n=3) or [
        by_name[match] for match in get_close_matches(Path(name).name, by_name, n=3)
    ]
    return near or [source for source in sources if name.casefold() in source.casefold()][:3]


def _interval(text: str, option: str) -> tuple[int, int]:
    import re

    match = re.fullmatch(r"(\d{1,12})(?:\s*[-:–,]\s*(\d{1,12}))?", text.strip())
    if not match or (match[2] is None and option == "--span"):
        raise _Usage(f"{option} {text}: two numbers are needed, such as 120-180")
    return int(match[1]), int(match[2] or match[1])


def _line_span(text: str, first: int, last: int) -> Span:
    from yinzheng.types import Span

    lines = text.split("\n")
    if not 1 <= first <= last or first > len(lines):
        raise _Usage(f"--lines {first}-{last}: the document has {len(lines)} lines, counted from 1")
    start = sum(len(line) + 1 for line in lines[: first - 1])
    return Span(start, start + len("\n".join(lines[first - 1 : last])))


def _read_stdin(encoding: str | None) -> str:
    from yinzheng.corpus.decode import decode

    return decode(_stdin_bytes(), encoding).text


def _stdin_bytes() -> bytes:
    if sys.stdin.isatty():
        _say("reading from the terminal; Ctrl-D ends the text")
    return sys.stdin.buffer.read()


def _language(text: str) -> Lang:
    from yinzheng.corpus.tokens import language

    return language(text)


def _print_json(value: Json) -> None:
    from yinzheng import as_json

    encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
    sys.stdout.write(as_json.dumps(value, ascii_only=encoding != "utf8") + "\n")


def _say(text: str) -> None:
    from yinzheng import output

    output.message(" ".join(text.split("\n")))


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is what was behind an error: extension modules report it as theirs while they load."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _debugging(ctx: Any) -> bool:
    return isinstance(ctx.obj, Settings) and ctx.obj.debug


def _leave_pipe() -> None:
    # The reader has gone; what is still buffered must not raise again when Python ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wrong_usage(error: typer.TyperException, given: Sequence[str]) -> int:
    """Say in one line what was wrong with the call and what to do instead."""
    if not given:
        sys.stderr.write(error.format_message() + "\n")  # the whole help
        return USAGE
    hint = "see yinzheng --help"
    context = getattr(error, "ctx", None)
    if context is not None and context.command_path:
        hint = f"see {context.command_path} --help"
    text = error.format_message().rstrip()
    if text.startswith("No such command"):
        word = next((arg for arg in given if repr(arg) in text), "")
        if os.path.lexists(word):
            hint = f"to add it: yinzheng add {word}"
        elif any(char.isspace() or char in "?？" or "\u3400" <= char <= "\u9fff" for char in word):
            hint = f'to ask: yinzheng ask "{word}"'
    _say(f"{text[:1].lower()}{text[1:].rstrip('.')}; {hint}" if not text.endswith("?") else f"{text} {hint}")
    return USAGE
