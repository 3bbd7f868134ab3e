"""The commands that read the documents: their options, and what they call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from yinzheng.options import (
    NO_ANSWER,
    DebugOption,
    JsonOption,
    LibraryOption,
    ModelOption,
    UsageError,
    find,
    opened,
    settings,
    stdin_bytes,
)

if TYPE_CHECKING:
    from yinzheng import export

MOST_HITS = 1000


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
    given = settings(ctx, library, json, debug)
    from yinzheng import as_json, output, search_view

    if not 1 <= k <= MOST_HITS:
        raise UsageError(f"-k {k}: give a number from 1 to {MOST_HITS}")
    text = " ".join(query)
    with opened(given, model=model) as held:
        hits = held.search(text, k, rerank=not fast)
        from yinzheng.corpus.tokens import language
        from yinzheng.links import links

        lang = language(text)
        locators = [held.locator(hit.document, hit.passage.start, hit.passage.end, lang) for hit in hits]
    if given.json:
        as_json.put(as_json.search(text, hits, locators))
    else:
        out = output.console()
        linked = links(out, held.path.resolve().parent)
        search_view.print_hits(out, text, hits, locators, lang, links=linked)
    if not hits:
        raise typer.Exit(NO_ANSWER)


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
    given = settings(ctx, library, json, debug)
    from yinzheng import ask_command

    ask_command.check(question, json=given.json)
    with opened(given, model=model) as held:
        answered = ask_command.run(held, question, json=given.json, explain=explain)
    if not answered:
        raise typer.Exit(NO_ANSWER)


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
    given = settings(ctx, library, json, debug)
    from yinzheng import summarize_command

    if not 1 <= points <= MOST_HITS:
        raise UsageError(f"--points {points}: give a number from 1 to {MOST_HITS}")
    with opened(given, model=model) as held:
        ids = [find(held, doc).id for doc in docs] if docs else None
        found = summarize_command.run(held, ids, about, points, json=given.json)
    if not found:
        raise typer.Exit(NO_ANSWER)


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
    given = settings(ctx, library, json, debug)
    from yinzheng import claims_command

    named: dict[export.Form, str | None] = {"csv": csv, "xlsx": xlsx, "jsonl": jsonl, "md": md}
    files = {form: path for form, path in named.items() if path is not None}
    chosen = claims_command.wanted(subject or (), metric or (), kind or (), period=period, low=low, high=high)
    outputs = claims_command.Outputs(files, plot, excel, force, given.json)
    claims_command.check(outputs)
    with opened(given) as held:
        ids = [find(held, doc).id for doc in docs] if docs else None
        found = claims_command.run(held, ids, chosen, outputs, conflicts=conflicts)
    if not found:
        raise typer.Exit(NO_ANSWER)


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
    given = settings(ctx, library, json, debug)
    from dataclasses import replace

    from yinzheng import check_command

    chosen = check_command.options(
        files,
        json=given.json,
        is_sarif=sarif,
        github=github,
        fail_on=fail_on,
        every=every,
        cited_only=cited_only,
    )
    if copy is not None and not fix_citations:
        raise UsageError("--output goes with --fix-citations")
    if fix_citations:
        chosen = replace(chosen, copies=check_command.copies(files, copy, force=force), force=force)
    texts = [check_command.read(file, encoding, stdin_bytes) for file in files]
    with opened(given, model=model) as held:
        passed = check_command.run(held, texts, chosen)
    if not passed:
        raise typer.Exit(NO_ANSWER)
