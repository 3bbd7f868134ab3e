"""The commands that look after the documents: their options, and what they call."""

from __future__ import annotations

from typing import Annotated

import typer

from yinzheng.options import (
    ERROR,
    DebugOption,
    JsonOption,
    LibraryOption,
    ModelOption,
    find,
    opened,
    settings,
)


def add(
    ctx: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders, and pages of the web with --allow-network; - reads one text from stdin.",
        ),
    ],
    include: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Only files like this, as in .gitignore; may be repeated."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Leave such files and folders out; may be repeated."),
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove documents whose file is gone.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and follow the files as they change (yinzheng[watch]).")
    ] = False,
    reindex: Annotated[
        bool, typer.Option("--reindex", help="Cut and encode again what the library already holds.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Read files in this encoding instead of guessing.")
    ] = None,
    ocr: Annotated[
        bool,
        typer.Option(
            "--ocr", help="Recognise the text of scans, which takes seconds a page (yinzheng[ocr])."
        ),
    ] = False,
    allow_network: Annotated[
        bool, typer.Option("--allow-network", help="Fetch the http and https addresses among PATH.")
    ] = False,
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
    given = settings(ctx, library, json, debug)
    from yinzheng import add_command

    chosen = add_command.Options(
        tuple(include or ()),
        tuple(exclude or ()),
        prune=prune,
        watch=watch,
        reindex=reindex,
        encoding=encoding,
        allow_network=allow_network,
        ocr=ocr,
        title=title,
        source=source,
        json=given.json,
    )
    text = add_command.begin(paths, chosen)
    with opened(given, create=True, model=model) as held:
        complete = add_command.run(held, paths, text, chosen)
    if not complete:
        raise typer.Exit(ERROR)


def ls(
    ctx: typer.Context,
    sort: Annotated[
        str | None, typer.Option(metavar="KEY", help="By source (as it is), title, date, added or size.")
    ] = None,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List the documents."""
    given = settings(ctx, library, json, debug)
    from yinzheng import list_command

    list_command.check(sort)
    with opened(given) as held:
        list_command.run(held, sort, json=given.json)


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
    at: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="The text around a place: START, START-END, p. 12, 47:10, …"),
    ] = None,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Print a document, or the part that a citation names."""
    given = settings(ctx, library, json, debug)
    from yinzheng import show_command

    chosen = show_command.part(lines, span, at)
    with opened(given) as held:
        show_command.run(held, find(held, doc), chosen, json=given.json)


def rm(
    ctx: typer.Context,
    docs: Annotated[list[str], typer.Argument(metavar="DOC", help="Ids, their beginnings, or sources.")],
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Remove documents from the library; their files stay."""
    given = settings(ctx, library, json, debug)
    from yinzheng import as_json, document_view, output

    with opened(given) as held:
        found = {document.id: document for document in (find(held, doc) for doc in docs)}
        removed = held.remove(list(found))
    if given.json:
        as_json.put(as_json.documents("removed", removed))
    else:
        document_view.print_removed(output.console(), removed, output.interface_lang())


def status(
    ctx: typer.Context, library: LibraryOption = None, json: JsonOption = False, debug: DebugOption = False
) -> None:
    """Show what the library holds."""
    given = settings(ctx, library, json, debug)
    from yinzheng import as_json, output

    with opened(given) as held:
        found = held.status()
    if given.json:
        as_json.put(as_json.status(found))
    else:
        output.print_status(output.console(), found, output.interface_lang())
